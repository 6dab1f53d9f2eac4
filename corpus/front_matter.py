"""The head of a policy document: notice, title, 发文字号, dates, and what the document implements."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date, timedelta

from corpus.model import Metadata, Reference, Role, Sentence
from corpus.numerals import parse_numeral
from corpus.outline import find_marker

_ZONE = 60
_TITLE_KINDS = (
    "通知|意见|办法|条例|规定|措施|方案|细则|决定|决议|法|公告|通告|规划|计划|纲要|指南|规则|规程|章程|令|批复|函|"
    "准则|标准|政策|清单|解释|若干问题|行动"
)
_TITLE_END = re.compile(
    rf"(?:{_TITLE_KINDS})(?:[(\uff08](?:试行|暂行|草案|修订|修正|\d{{4}}.*)[)\uff09])?$"
)
_NOTICE_TITLE = re.compile(
    r"(?P<issuer>.{2,60}?)(?:关于)?(?:印发|转发|发布|公布|颁布|批转)《(?P<title>[^《》]+)》的?(?:通知|公告|决定|令)"
    r"(?:[(\uff08].+[)\uff09])?$"
)
_NUMBER = re.compile(
    r"[\u4e00-\u9fff]{2,15}[〔\[【(\uff08]\s*(?:19|20)\d{2}\s*[〕\]】)\uff09]\s*\d{1,5}\s*号"
    r"|[\u4e00-\u9fff]{2,30}(?:令|公告)\s*(?:[\u4e00-\u9fff]{2,8})?第?\s*\d{1,5}\s*号"
)
_DATE = re.compile(r"(?P<y>(?:19|20)\d{2})\s*年\s*(?P<m>\d{1,2})\s*月\s*(?P<d>\d{1,2})\s*日")
_HAN_DATE = re.compile(
    r"(?P<y>[一二][〇零一二三四五六七八九]{3})年(?P<m>[一二十]{1,2})月(?P<d>[一二三十四五六七八九]{1,3})日"
)
_HEAD_LINE = re.compile(
    r"[(\uff08]?(?:(?:19|20)\d{2}年|此件|[(\uff08]|发文字号|文号|成文日期|印发日期|施行日期|.{2,40}文件$)"
)
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
    r"(?P<name>(?:北京|上海|天津|重庆)市|[\u4e00-\u9fff]{2,8}?(?:省|自治区)|[\u4e00-\u9fff]{2,6}?(?:市|自治州|地区|盟|县|区))"
)


@dataclass(frozen=True)
class FrontMatter:
    """Where the head of the document lies. `roles` is by the start offset of each of its lines."""

    title: str = ""
    title_span: tuple[int, int] | None = None
    issuer: str = ""
    roles: dict[int, Role] = field(default_factory=dict)

    def role_of(self, line_start: int) -> Role | None:
        """The role of the line that begins there; None where it is not part of the head."""
        return self.roles.get(line_start)


def read(text: str, lines: Sequence[tuple[int, int]]) -> FrontMatter:
    """Find notice and title among `lines` (spans without white space, page furniture left out)."""
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
        title, offset = _find_title(text, zone, None), 0
        if title is None and len(lines) > 1 and zone and _looks_like_title(text, *zone[0]):
            title = (0, 0)
    if title is None and not notice:
        return FrontMatter()
    title_first, title_last = (
        (title[0] + offset, title[1] + offset) if title else (len(zone), len(zone) - 1)
    )
    if title is None and notice:
        title_first, title_last = notice[0], notice[1]
    roles: dict[int, Role] = {}
    head_start = first if notice else title_first
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
    title_text = ""
    if title_first <= title_last < len(zone):
        span = (zone[title_first][0], zone[title_last][1])
        title_text = re.sub(r"\s|^#+", "", text[span[0] : span[1]])
    return FrontMatter(title_text, span, issuer, roles)


def metadata(text: str, front: FrontMatter, preamble: Iterable[Sentence]) -> Metadata:
    """What the text itself says of the document: title, number, dates, region, references."""
    lines = text.split("\n")
    starts, position = [], 0
    for line in lines:
        starts.append(position)
        position += len(line) + 1
    head = [
        line.strip()
        for line, start in zip(lines, starts, strict=True)
        if front.roles.get(start + len(line) - len(line.lstrip())) is Role.NOTICE
    ]
    tail = [line.strip() for line in lines[-6:]]
    number = next((n[0] for line in head if (n := _NUMBER.search(line)) and "《" not in line), "")
    issued = _last_date(head) or _last_date([line for line in tail if len(line) <= 16])
    effective_from, effective_to = _validity(text, issued)
    region = _REGION.match(front.issuer or front.title)
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
        number=re.sub(r"\s", "", number),
        issuer=front.issuer,
        issued=issued,
        effective_from=effective_from,
        effective_to=effective_to,
        region=region["name"] if region else "",
        implements=references,
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


def read_date(text: str) -> date | None:
    """The first date in `text`, written 2025年7月10日 or 二〇二五年七月十日; None where none stands."""
    for pattern in (_DATE, _HAN_DATE):
        if found := pattern.search(text):
            numbers = [parse_numeral(found[key]) for key in "ymd"]
            try:
                return date(*[n or 0 for n in numbers])
            except ValueError:
                return None
    return None


def _find_notice(text: str, zone: Sequence[tuple[int, int]]) -> tuple[int, int, str, str] | None:
    for length in (1, 2, 3):
        for first in range(len(zone) - length + 1):
            last = first + length - 1
            joined = "".join(text[s:e] for s, e in zone[first : last + 1])
            if found := _NOTICE_TITLE.fullmatch(joined):
                return first, last, found["issuer"].removesuffix("关于"), found["title"]
    return None


def _find_title(
    text: str, zone: Sequence[tuple[int, int]], expected: str | None
) -> tuple[int, int] | None:
    """First and last line of the title, given the title to expect if a notice names it."""
    for length in (1, 2, 3):
        for first in range(len(zone) - length + 1):
            lines = [text[s:e] for s, e in zone[first : first + length]]
            joined = re.sub(r"\s", "", "".join(lines))
            if expected is not None:
                if joined == re.sub(r"\s", "", expected):
                    return first, first + length - 1
            elif lines[0].startswith("# "):
                return first, first
            elif (
                6 <= len(joined) <= 80
                and _TITLE_END.search(joined)
                and not re.search(r"[。;\uff1b:\uff1a《]", joined)
                and (length > 1 or "关于" in joined or not re.search(r"^[^省市县国]{0,8}$", joined))
            ):
                return first, first + length - 1
    return None


def _looks_like_title(text: str, start: int, end: int) -> bool:
    line = text[start:end]
    return len(line) <= 40 and not re.search(r"[。,;:!?\uff0c\uff1a\uff1b\uff01\uff1f]", line)


def _is_head_line(line: str) -> bool:
    return len(line) <= 80 and bool(_HEAD_LINE.match(line) or _NUMBER.fullmatch(line))


def _last_date(lines: Iterable[str]) -> date | None:
    dates = [found for line in lines if (found := read_date(line))]
    return dates[-1] if dates else None


def _validity(text: str, issued: date | None) -> tuple[date | None, date | None]:
    """From when to when the text says it is in force; `issued` stands for 自印发之日起.

    A sentence about 本办法 and the like counts before one that may speak of another document.
    """
    candidates = [
        (
            bool(
                re.search(rf"本(?:{_TITLE_KINDS}|决定)$", text[max(0, m.start() - 5) : m.start()])
            ),
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
