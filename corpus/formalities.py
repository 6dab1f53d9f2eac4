"""Lines that stand around a text without saying anything of its matter: never found as answers.

Signatures and dates (落款), lists of attachments, addressees, distribution lists, notes on publication.
"""

from __future__ import annotations

import re

_DATE = re.compile(
    r"[(\uff08]?\s*(?:(?:19|20)\d{2}|[一二][〇零○O一二三四五六七八九]{3})\s*年\s*[\d一二三四五六七八九十]{1,3}\s*月"
    r"\s*[\d一二三四五六七八九十]{1,3}\s*日\s*(?:印发)?\s*[)\uff09]?"
)
_SIGNED_UNIT = re.compile(
    r"[\u4e00-\u9fff]{2,38}(?:政府|办公厅|办公室|委员会|中心|大学|学院|[厅局委部院署会行社团组])"
    r"(?:[(\uff08](?:代章|印|章)[)\uff09])?"
)
_MOST_UNITS = 12
_LONGEST_SIGNATURE = 160
_ORGAN = re.compile(
    r"(?:政府|委员会|大会|办公厅|办公室|国务院|[厅局委部院署行会社办](?:[(\uff08][^)\uff09]+[)\uff09])?|中心|总社|"
    r"主任会议|公司|大学|学院|机关)(?:等\S{0,20})?$"
)
"""What the name of whoever issues documents ends with."""
_NOTE = re.compile(
    r"[(\uff08]?\s*(?:此件|本文|本件)?(?:依申请|主动|不予|公开|免于)?公开(?:发布|方式|属性)?\s*(?:[:\uff1a].{0,12})?[)\uff09]?"
    r"|[(\uff08]此件.{0,20}[)\uff09]"
    r"|(?:抄送|抄报|分送|主送|发送|报送|承办单位|公开方式|公开属性|信息公开)\s*[:\uff1a].*"
    r"|.{2,30}(?:办公厅|办公室|综合处|秘书处|秘书局)\s*(?:19|20)\d{2}年\d{1,2}月\d{1,2}日\s*印发"
)
_ADDRESSEES = re.compile(r"[^。;\uff1b]{2,400}[:\uff1a]")
_ADDRESSED = re.compile(r"各|有关|委员会|厅|局|政府|部门|单位|公司|同志")
_ATTACHMENTS = re.compile(r"附\s*(?:件|录|表|图)?\s*[:\uff1a]\s*\S")
_ATTACHED = re.compile(r"\s*\d{1,2}\s*[.、\uff0e]\s*[^。;\uff1b]{2,80}")


def names_an_organ(name: str) -> bool:
    """Whether `name` can be whoever issued a document: it ends like an organ and is no piece of a title."""
    return bool(_ORGAN.search(name)) and not re.search(r"关于|《|[。:\uff1a]", name)


def is_formality(line: str) -> bool:
    """Whether a line (white space stripped) at a text's end is a formality."""
    return bool(
        _DATE.fullmatch(line)
        or _NOTE.fullmatch(line)
        or is_signature(line)
        or is_attachment_list(line)
    )


def is_signature(line: str) -> bool:
    """Whether a line names nothing but units, as they sign."""
    if len(line) > _LONGEST_SIGNATURE:
        return False
    units = re.split(r"[\s\u3000、]+", line.strip())
    return len(units) <= _MOST_UNITS and all(_SIGNED_UNIT.fullmatch(unit) for unit in units)


def is_addressees(line: str) -> bool:
    """Whether a line of a notice names those whom it is for: 「各市、县(区)人民政府:」."""
    return bool(_ADDRESSEES.fullmatch(line) and _ADDRESSED.search(line))


def is_attachment_list(line: str) -> bool:
    """Whether a line begins a list of attachments: 「附件:1.申请表」."""
    return len(line) <= 120 and "。" not in line and bool(_ATTACHMENTS.match(line))


def goes_on_listing(line: str) -> bool:
    """Whether a line could be a further entry of a list of attachments: 「2.承诺书」."""
    return bool(_ATTACHED.fullmatch(line))
