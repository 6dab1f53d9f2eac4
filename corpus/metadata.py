"""What a document's text says about it: 发文字号, issuer, dates, region, and the documents it speaks of."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import fields, replace
from datetime import date, timedelta
from itertools import pairwise

from corpus.front_matter import NUMBER, TITLE_KINDS, FrontMatter
from corpus.model import Metadata, Reference, Role, Sentence
from corpus.numerals import parse_numeral

NATION = "全国"
"""The region of national documents."""

_DATE = re.compile(r"(?P<y>(?:19|20)\d{2})\s*年\s*(?P<m>\d{1,2})\s*月\s*(?P<d>\d{1,2})\s*日")
_HAN_DATE = re.compile(
    r"(?P<y>[一二][〇零一二三四五六七八九]{3})年(?P<m>[一二十]{1,2})月(?P<d>[一二三十四五六七八九]{1,3})日"
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

_NATIONAL = re.compile(
    r"(?:中共中央|国务院|全国人民代表大会|全国人大|全国政协|最高人民|中华人民共和国|中央|国家(?!级)[\u4e00-\u9fff]{2,10}[局委署部]|"
    r"[\u4e00-\u9fff]{2,8}部(?:令|公告|$|办公厅|、|关于))"
)
_SIGNATURE = re.compile(
    r"[\u4e00-\u9fff、 ]{2,40}(?:人民政府|政府|办公厅|办公室|委员会|常务委员会|厅|局|委|部|院|署|总社|联合会|总工会|协会)"
    r"(?:办公厅|办公室)?"
)
_PASSED = re.compile(
    r"(?P<where>[\u4e00-\u9fff]*?)第[一二三四五六七八九十百\d]+届(?P<nation>全国)?人民代表大会(?P<standing>常务委员会)?"
)
_DECREE = re.compile(r"(?P<issuer>[\u4e00-\u9fff]{2,20}?)令\s*第?\s*\d")
_REPEALED = re.compile(
    r"(?P<titles>(?:(?:[\u4e00-\u9fff]{0,12})《[^《》]+(?:〈[^〉]*〉[^《》]*)?》(?:[(\uff08][^)\uff09]*[)\uff09])?[、和及与]?)+)"
    r"[^。;\uff1b《》]{0,12}(?:同时废止|予以废止|即行废止|废止|停止执行|不再执行)"
)
_AMENDED = re.compile(r"关于修(?:改|订)《(?P<title>[^》]+)》")
_TITLE_IN_QUOTES = re.compile(r"《([^《》]+)》(?:[(\uff08]([^)\uff09]*?号)[^)\uff09]*[)\uff09])?")


def metadata_of(text: str, front: FrontMatter, preamble: Iterable[Sentence]) -> Metadata:
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
    number = next((n[0] for line in head if (n := NUMBER.search(line)) and "《" not in line), "")
    issued = _last_date(head) or _last_date([line for line in tail if len(line) <= 16])
    effective_from, effective_to = _validity(text, issued)
    issuer = front.issuer or _issuer(head, [line.strip() for line in lines if line.strip()][-8:])
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
        issuer=issuer,
        issued=issued,
        effective_from=effective_from,
        effective_to=effective_to,
        region=_region(front.title, issuer, number),
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


def _issuer(head: list[str], tail: list[str]) -> str:
    """Who issued a document that has no notice: from its decree, its resolution or its signature."""
    for line in head:
        if found := _PASSED.search(line):
            where = "全国" if found["nation"] else re.sub(r"^.*日", "", found["where"])
            return f"{where}人民代表大会{found['standing'] or ''}"
        if found := _DECREE.search(line):
            return re.sub(r"^.*日|^中华人民共和国(?=国务院)", "", found["issuer"])
    for line, following in pairwise(tail):
        if _SIGNATURE.fullmatch(line) and read_date(following):
            return line.replace(" ", "")
    return ""


def _region(title: str, issuer: str, number: str) -> str:
    """The place where the document applies: a region's name, 全国, or "" where nothing says it."""
    for text in (issuer, title):
        if not _NATIONAL.match(text) and (found := _REGION.match(text)):
            return found["name"]
    return NATION if any(_NATIONAL.match(text) for text in (issuer, title, number)) else ""


def _repealed(text: str, own_title: str) -> tuple[str, ...]:
    """The titles (or 发文字号, where given) of the documents that this one says it replaces."""
    return tuple(
        dict.fromkeys(
            re.sub(r"\s", "", quoted[2] or quoted[1])
            for clause in _REPEALED.finditer(text)
            for quoted in _TITLE_IN_QUOTES.finditer(clause["titles"])
            if re.sub(r"\s", "", quoted[1]) != own_title
        )
    )


def _last_date(lines: Iterable[str]) -> date | None:
    dates = [found for line in lines if (found := read_date(line))]
    return dates[-1] if dates else None


def _validity(text: str, issued: date | None) -> tuple[date | None, date | None]:
    """From when to when the text says it is in force; `issued` stands for 自印发之日起.

    A sentence about 本办法 and the like counts before one that may speak of another document.
    """
    candidates = [
        (
            bool(re.search(rf"本(?:{TITLE_KINDS}|决定)$", text[max(0, m.start() - 5) : m.start()])),
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
