"""The head of a policy document: its notice, title and the lines around them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from corpus.formalities import is_formality, names_an_organ
from corpus.model import Role
from corpus.outline import find_marker
from corpus.promulgation import is_note

_ZONE = 60
TITLE_KINDS = (
    "通知|意见|办法|条例|规定|措施|方案|细则|决定|决议|法|公告|通告|规划|计划|纲要|指南|规则|规程|章程|令|批复|函|"
    "准则|标准|政策|清单|解释|若干问题|行动"
)
HEAD_KINDS = f"{TITLE_KINDS}|规范|指引|问答|制度|目录|名录|预案|公约|须知|要点|流程|解读|办事指南|决议|报告|公报|说明"
"""What titles end with, those words too that mean something else inside a sentence."""
_TITLE_END = re.compile(
    rf"(?:{HEAD_KINDS})(?:[(\uff08](?:试行|暂行|草案|修订|修正|\d{{4}}[^)\uff09]{{0,8}})[)\uff09])?$"
)
_NOTICE_KIND = "(?:通知|公告|决定|令)"
_NOTICE_TITLE = re.compile(
    rf"(?P<issuer>.{{0,80}}?)(?:关于.{{0,8}}?)?(?:印发|转发|发布|公布|颁布|批转)"
    rf"(?:《(?P<title>[^《》]+)》(?:的?{_NOTICE_KIND})?"
    rf"|(?P<bare>[^《》]+(?:{TITLE_KINDS})(?:[(\uff08][^)\uff09]+[)\uff09])?)的?{_NOTICE_KIND})"
    r"(?:[(\uff08].+[)\uff09])?$"
)
DECREE = re.compile(
    r"(?P<issuer>[\u4e00-\u9fff、\s]{2,60}(?:人民政府|国务院|主席|委员会|[部局署厅院会行]))(?:令|公告)"
)
"""A line that only says who decrees: 「广州市人民政府令」."""
_DECREED = re.compile(
    r"《(?P<title>[^《》]+(?:〈[^〉]+〉[^《》]*)?)》[^。]{0,60}?(?:已经|业经|现予|现将|予以)"
)
NUMBER = re.compile(
    r"[\u4e00-\u9fff]{2,15}[〔\[【(\uff08]\s*(?:19|20)\d{2}\s*[〕\]】)\uff09]\s*\d{1,5}\s*号"
    r"|[\u4e00-\u9fff]{2,30}(?:令|公告)\s*(?:[\u4e00-\u9fff]{2,8})?第?\s*\d{1,5}\s*号"
)
_SPACE = re.compile(r"(?<![A-Za-z0-9,.])\s+|\s+(?![A-Za-z])")
"""White space but for the one between Latin words."""
_KIND_OF_NOTICE = re.compile(rf"{_NOTICE_KIND}(?:[(\uff08].+[)\uff09])?$")
_ANNOUNCED = re.compile(
    r"《(?P<title>[^《》]{4,60})》[^。《》]{0,12}(?:内容|全文|原文)[^。]{0,6}如下"
)
_NUMBER_BEHIND = re.compile(rf"[(\uff08](?:{NUMBER.pattern})[)\uff09](?:第\S{{1,20}})?$")
_EXCERPT = re.compile(r"[(\uff08]\s*(?:节录|节选|摘录)\s*[)\uff09]\s*$")
_HEAD_LINE = re.compile(
    r"[(\uff08]?(?:(?:19|20)\d{2}年|此件|[(\uff08]|发文字号|文号|成文日期|印发日期|施行日期|.{2,40}文件$)"
)


@dataclass(frozen=True)
class FrontMatter:
    """Where the head of the document lies. `roles` is by the start offset of each of its lines.

    `number` and `excerpt` are what stands behind the title in brackets.
    """

    title: str = ""
    issuer: str = ""
    roles: dict[int, Role] = field(default_factory=dict)
    number: str = ""
    excerpt: bool = False

    def role_of(self, line_start: int) -> Role | None:
        """The role of the line that begins there; None where it is not part of the head."""
        return self.roles.get(line_start)


def read(text: str, lines: Sequence[tuple[int, int]], expected: str = "") -> FrontMatter:
    """Find notice and title among `lines` (spans without white space, page furniture left out).

    `expected` is the title as the metadata gives it: a first line that begins with it is the title.
    """
    zone: list[tuple[int, int]] = []
    for start, end in lines[:_ZONE]:
        if find_marker(text, start, end) and not text.startswith("# ", start):
            break
        zone.append((start, end))
    notice = _find_notice(text, zone)
    if notice:
        first, last, issuer, inner = notice
        title = _find_title(text, zone[last + 1 :], inner)
        offset = last + 1
    else:
        first, issuer = -1, ""
        decreed = _decreed_title(text, zone)
        expected = decreed or expected
        title, offset = (_find_title(text, zone, expected) if expected else None), 0
        title = title or _find_title(text, zone, None)
        if title is None and expected and zone and _begins_with(text[slice(*zone[0])], expected):
            title = (0, 0)
        if title is None and len(lines) > 1:
            title = next(
                (
                    (index, index)
                    for index, span in enumerate(zone[:4])
                    if not _is_head_line(text[slice(*span)])
                ),
                None,
            )
            if title and not _looks_like_title(text, *zone[title[0]]):
                title = None
        if decreed and title:
            first = 0
    if title is None and not notice:
        return FrontMatter(_announced_title(text, zone))
    title_first, title_last = (
        (title[0] + offset, title[1] + offset) if title else (len(zone), len(zone) - 1)
    )
    headline = ""
    if title is None and notice:
        title_first, title_last = notice[0], notice[1]
        written = "".join(text[slice(*span)] for span in zone[notice[0] : notice[1] + 1])
        headline = "" if _KIND_OF_NOTICE.search(written) else notice[3]
    roles: dict[int, Role] = {}
    head_start = first if first >= 0 else title_first
    for index, (start, end) in enumerate(zone):
        line = text[start:end]
        if index < head_start:
            roles[start] = Role.NOTICE if _is_head_line(line) else Role.NOISE
        elif title_first <= index <= title_last:
            roles[start] = Role.TITLE
        elif index < title_first:
            roles[start] = Role.NOTICE
        elif re.sub(r"\s", "", line) == "目录":
            roles[start] = Role.NOISE
        elif _is_head_line(line) or line.endswith((":", "\uff1a")):
            roles[start] = Role.NOTICE
    span = None
    title_text, number, excerpt = "", None, False
    if title_first <= title_last < len(zone):
        span = (zone[title_first][0], zone[title_last][1])
        title_text = headline or bare_title(text[span[0] : span[1]])
        number = NUMBER.search(text, *span)
        excerpt = bool(_EXCERPT.search(text, *span))
    return FrontMatter(title_text, issuer, roles, number[0] if number else "", excerpt)


def bare_title(written: str) -> str:
    """The title without white space, marks of a heading, and what is written behind it in brackets:

    its number, 「(节录)」 and the article that an excerpt gives.
    """
    title = _SPACE.sub("", re.sub(r"^#+", "", written.strip())).strip()
    title = _EXCERPT.sub("", title)
    if found := _NUMBER_BEHIND.search(title):
        title = title[: found.start()]
    return title


def _find_notice(text: str, zone: Sequence[tuple[int, int]]) -> tuple[int, int, str, str] | None:
    """First and last line of a notice's title, its issuer, and the title of what it carries.

    One that begins with the name of an organ comes before one without.
    """
    nameless: tuple[int, int, str, str] | None = None
    for length in (1, 2, 3, 4):
        for first in range(len(zone) - length + 1):
            last = first + length - 1
            joined = "".join(text[s:e] for s, e in zone[first : last + 1])
            if not (found := _NOTICE_TITLE.fullmatch(joined)):
                continue
            notice = (first, last, found["issuer"], found["title"] or found["bare"])
            if names_an_organ(found["issuer"]):
                return notice
            nameless = nameless or notice
    return nameless and (*nameless[:2], "", nameless[3])


def _find_title(
    text: str, zone: Sequence[tuple[int, int]], expected: str | None
) -> tuple[int, int] | None:
    """First and last line of the title, given the title to expect if a notice names it."""
    for length in (1, 2, 3):
        for first in range(len(zone) - length + 1):
            lines = [text[s:e] for s, e in zone[first : first + length]]
            joined = bare_title("".join(lines))
            if expected is not None:
                if joined == re.sub(r"\s", "", expected):
                    return first, first + length - 1
            elif lines[0].startswith("# "):
                return first, first
            elif (
                6 <= len(joined) <= 80
                and _TITLE_END.search(joined)
                and not any(_is_head_line(line) for line in lines)
                and not re.search(r"[。;\uff1b:\uff1a《]", joined)
                and (length > 1 or "关于" in joined or not re.search(r"^[^省市县国]{0,8}$", joined))
            ):
                return first, first + length - 1
    return None


def _decreed_title(text: str, zone: Sequence[tuple[int, int]]) -> str:
    """The title that a decree's own text names: 「《广州市…办法》已经…通过,现予公布」."""
    for start, end in zone[:12]:
        if found := _DECREED.search(text, start, end):
            return found["title"]
    return ""


def _announced_title(text: str, zone: Sequence[tuple[int, int]]) -> str:
    """The title that a first sentence announces: 「印发了《…方案》,主要内容如下」; "" where none does."""
    for start, end in zone[:6]:
        if found := _ANNOUNCED.search(text, start, end):
            return found["title"]
    return ""


def _is_decree(line: str) -> bool:
    plain = re.sub(r"\s", "", line)
    return bool(DECREE.match(plain)) and len(plain) <= 40


def _begins_with(line: str, title: str) -> bool:
    plain = re.sub(r"\s", "", line)
    return plain.startswith(re.sub(r"\s", "", title)) and len(plain) <= len(title) + 40


def _looks_like_title(text: str, start: int, end: int) -> bool:
    line = text[start:end]
    return len(line) <= 40 and not re.search(r"[。,;:!?\uff0c\uff1a\uff1b\uff01\uff1f]", line)


def _is_head_line(line: str) -> bool:
    if is_note(line) or is_formality(line) or _is_decree(line):
        return True
    return len(line) <= 80 and bool(_HEAD_LINE.match(line) or NUMBER.fullmatch(line))
