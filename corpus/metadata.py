"""What a document's text says about it: 发文字号, issuer, dates, region, and the documents it speaks of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import fields, replace
from datetime import date, timedelta
from itertools import pairwise

from corpus.dates import read_date
from corpus.formalities import is_signature, names_an_organ
from corpus.front_matter import DECREE, HEAD_KINDS, NUMBER, FrontMatter
from corpus.model import Metadata, Reference, Sentence
from corpus.numerals import parse_numeral
from corpus.promulgation import effective_of, is_note, issue_of, read_events, revision_of
from corpus.regions import NATION, leading_place

_IMPLEMENTS = re.compile(
    r"(?:贯彻落实|贯彻|落实|根据|依据|按照)(?P<issuer>[^《。,\uff0c、]{0,30})《(?P<title>[^》]+)》"
    r"(?:[(\uff08](?P<number>[^)\uff09]*?号)[^)\uff09]*[)\uff09])?"
)
_IN_FORCE = re.compile(
    r"自(?P<when>[^。,\uff0c;\uff1b]{2,20}?)(?:之日)?起(?:正式)?(?:施行|实施|执行|生效)"
)
_UNTIL = re.compile(r"有效期(?:至|到)(?P<until>[^。,\uff0c;\uff1b]{4,14}日)")
_YEARS = re.compile(r"有效期(?:为)?(?P<years>[一二三四五六七八九十\d]+)年")
_REGION = re.compile(
    r"(?P<name>[\u4e00-\u9fff]{2,8}?(?:省|自治区|市|自治州|地区|盟|县|区))"
    r"(?=人民|政府|[\u4e00-\u9fff]{0,14}(?:局|厅|委|委员会|办公室|中心)$)"
)
_NUMBER_ALONE = re.compile(r"第?[\d〇零一二三四五六七八九十百]+号")

_NATIONAL = re.compile(
    r"(?:中共中央|国务院|全国人民代表大会|全国人大|全国政协|最高人民|中华人民共和国|中央|国家(?!级)[\u4e00-\u9fff]{2,10}(?:[局委署部院]|办公室|银行)|"
    r"[\u4e00-\u9fff]{2,8}部(?:令|公告|$|办公厅|、|关于))"
)
_LONGEST_DATE_LINE = 30
_LOCAL_CONGRESS = re.compile(r"^[省市县区州](?=人民代表大会)")
_REPEALS = re.compile(r"废止|停止执行|不再执行")
_LONGEST_REPEAL = 600
"""Characters before 「废止」 in which the repealed documents are named."""
_REPEALED = re.compile(
    r"(?P<titles>(?:(?:[\u4e00-\u9fff]{0,12})《[^《》]+(?:〈[^〉]*〉[^《》]*)?》(?:[(\uff08][^)\uff09]*[)\uff09])?[、和及与]?)+)"
    r"[^。;\uff1b《》]{0,12}(?:同时废止|予以废止|即行废止|废止|停止执行|不再执行)"
)
_AMENDED = re.compile(r"关于修(?:改|订)《(?P<title>[^》]+)》")
_TITLE_IN_QUOTES = re.compile(r"《([^《》]+)》(?:[(\uff08]([^)\uff09]*?号)[^)\uff09]*[)\uff09])?")


def metadata_of(
    front: FrontMatter,
    head: Sequence[str],
    preamble: Iterable[Sentence],
    tail: Sequence[str],
    text: str,
) -> Metadata:
    """What the text itself says of the document: title, number, dates, region, references.

    `head` are the lines of its notice, `tail` those with which it is signed.
    """
    events = read_events([line for line in head if is_note(line)])
    issue = issue_of(events)
    signed = _signatures(tail) or _signatures(head) or _signed_alone(head)
    issuer = front.issuer or (issue.issuer if issue else "") or _decree_issuer(head) or signed
    if _LOCAL_CONGRESS.match(issuer):
        issuer = re.sub(r"(?<=[省市县区州]).*$", "", front.title) + issuer[1:]
    number = (issue.number if issue else "") or _number(head) or front.number
    issuer = re.sub(r"(?<=[省市县区州])第\S{1,6}届(?=人民代表大会)", "", issuer)
    dated = [line for line in tail if len(line) <= _LONGEST_DATE_LINE]
    issued = (issue.day if issue else None) or _last_date(head) or _last_date(dated)
    effective_from, effective_to = _validity(text, issued)
    references = tuple(
        Reference(
            m["title"],
            m["issuer"].strip(),
            m["number"] or "",
            s.start + m.start(),
            s.start + m.end(),
        )
        for s in preamble
        for m in _IMPLEMENTS.finditer(s.text)
    )
    return Metadata(
        title=front.title,
        number=number,
        issuer=issuer,
        issued=issued,
        revised=revision_of(events),
        effective_from=effective_of(events) or effective_from,
        effective_to=effective_to,
        region=_region(front.title, issuer, number),
        excerpt=front.excerpt,
        implements=references,
        supersedes=_repealed(text, front.title),
        amends=tuple(found["title"] for found in _AMENDED.finditer(front.title)),
    )


def merge(found: Metadata, given: Metadata | None) -> Metadata:
    """`found` with every field that `given` sets (is not its default) taken from `given`."""
    if given is None:
        return found
    blank = Metadata()
    set_fields = {
        f.name: getattr(given, f.name)
        for f in fields(Metadata)
        if getattr(given, f.name) != getattr(blank, f.name)
    }
    return replace(found, **set_fields)


def _number(head: Sequence[str]) -> str:
    """The 发文字号 of the document itself: on a line of its own, in a decree's lines, or after the title.

    One inside a sentence is another document's.
    """
    lines = [re.sub(r"\s", "", line) for line in head]
    for line in lines:
        bare = re.sub(
            r"^(?:发文字号|文号|编号)[:\uff1a]|^[(\uff08](?=.*[)\uff09]$)|[)\uff09]$", "", line
        )
        if NUMBER.fullmatch(bare):
            return bare
    for line, following in pairwise([*lines, ""]):
        if DECREE.fullmatch(line) and (found := _NUMBER_ALONE.match(following)):
            return f"{_without_nation(line)}{found[0]}"
    for line in lines:
        if not re.search(r"[。《;\uff1b]", line) and (found := NUMBER.search(line)):
            return re.sub(r"^.*日", "", found[0])
    return ""


def _decree_issuer(head: Sequence[str]) -> str:
    """Who issued a decree: 「广州市人民政府令」 on a line of its own."""
    for line in head:
        plain = re.sub(r"\s", "", line)
        if found := DECREE.fullmatch(plain):
            return _without_nation(found["issuer"])
    return ""


def _without_nation(name: str) -> str:
    return re.sub(
        r"^中华人民共和国(?=国务院|主席|[\u4e00-\u9fff]{2,12}(?:部|委员会|署|局)令?)", "", name
    )


def _signatures(lines: Sequence[str]) -> str:
    """The units that sign, in the lines before a date."""
    for index, line in enumerate(lines):
        if len(line) > 30 or read_date(line) is None or index == 0:
            continue
        units: list[str] = []
        for signed in reversed(lines[:index]):
            if not is_signature(signed) or not names_an_organ(signed):
                break
            units[:0] = re.split(r"[\s\u3000、]+", signed.strip())
        if units:
            return "、".join(units)
        alone = re.sub(r"(?:19|20)\d{2}年.*", "", line).strip()
        if alone and names_an_organ(alone) and is_signature(alone):
            return alone
    return ""


def _signed_alone(head: Sequence[str]) -> str:
    """The units that a line of a notice names, without a date below it."""
    for line in reversed(head):
        units = [unit for unit in re.split(r"[\s\u3000、]+", line.strip()) if unit]
        if is_signature(line) and all(names_an_organ(unit) for unit in units):
            return "、".join(units)
    return ""


def _region(title: str, issuer: str, number: str) -> str:
    """The place where the document applies: a region's name, 全国, or "" where nothing says it."""
    for text in (issuer, title):
        if _NATIONAL.match(text):
            continue
        if place := leading_place(text):
            return place
    if not _NATIONAL.match(issuer) and (found := _REGION.match(issuer)):
        return found["name"]
    return NATION if any(_NATIONAL.match(text) for text in (issuer, title, number)) else ""


def _repealed(text: str, own_title: str) -> tuple[str, ...]:
    """The titles (or 发文字号, where given) of the documents that this one says it replaces."""
    found: dict[str, None] = {}
    for word in _REPEALS.finditer(text):
        start = max(text.rfind("。", 0, word.start()) + 1, word.start() - _LONGEST_REPEAL)
        clause = _REPEALED.search(text, start, word.end())
        for quoted in _TITLE_IN_QUOTES.finditer(clause["titles"] if clause else ""):
            if re.sub(r"\s", "", quoted[1]) != own_title:
                found[re.sub(r"\s", "", quoted[2] or quoted[1])] = None
    return tuple(found)


def _last_date(lines: Iterable[str]) -> date | None:
    dates = [found for line in lines if (found := read_date(line))]
    return dates[-1] if dates else None


def _validity(text: str, issued: date | None) -> tuple[date | None, date | None]:
    """From when to when the text says it is in force; `issued` stands for 自印发之日起.

    A sentence about 本办法 and the like counts before one that may speak of another document.
    """
    candidates = [
        (
            bool(re.search(rf"本(?:{HEAD_KINDS})$", text[max(0, m.start() - 5) : m.start()])),
            m,
        )
        for m in _IN_FORCE.finditer(text)
    ]
    own = [m for is_own, m in candidates if is_own] or [m for _, m in candidates]
    start: date | None = None
    found: re.Match[str] | None = None
    for found in own:
        when = found["when"]
        start = read_date(when) or (issued if re.search("印发|发布|公布|通过", when) else start)
    nearby = text[found.start() : found.end() + 60] if found else ""
    end = None
    if until := _UNTIL.search(text):
        end = read_date(until["until"])
    elif start and (years := _YEARS.search(nearby)) and (count := parse_numeral(years["years"])):
        end = _years_later(start, count) - timedelta(days=1)
    return start, end


def _years_later(day: date, years: int) -> date:
    """The same day `years` on; 29 February becomes 1 March where there is none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)
