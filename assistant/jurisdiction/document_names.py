"""Which documents a text names: by title, short title or 发文字号, and which of those are not there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.domain import AbsentText, domain
from assistant.jurisdiction.place_mentions import PlaceMention, places_in
from corpus.front_matter import TITLE_KINDS
from corpus.model import Document
from corpus.numerals import NUMERAL
from corpus.regions import Level, region_of
from index.lexical import tokenize

_NUMBER = re.compile(
    r"(?P<body>[\u4e00-\u9fff]{2,12}?)\s*[〔\[【(（]?\s*(?P<year>(?:19|20)\d{2})\s*年?[〕\]】)）]?\s*第?(?P<n>\d{1,4})号"
)
_DECREE = re.compile(r"(?P<body>国务院|主席)令?第?(?P<n>\d{2,4})号令?")
_ARTICLE = rf"的?第?(?:{NUMERAL}|\d{{1,4}})条"
_KIND = re.compile(rf"(?:法典|{TITLE_KINDS})(?:[(（][^)）]{{2,8}}[)）])?")
_BEFORE_NAMES = frozenset(
    "请问 麻烦 那个 这个 想问 看看 看下 看一下 帮我 关于 根据 按照 依据 参照 依照 我们 咱们 里面 什么 查查 查下 查一下 知道 还有 以及".split()
)
"""Words of a question that may stand directly before a text's name."""
_FUNCTION_CHARACTERS = frozenset(
    "的了和与及或按照看查问我你他想这那该本把给帮在里对是有说讲据依个部下请用从由到年月日号"
)
_LAWS = frozenset({"法", "条例", "法典"})
_POINTING = frozenset("这那哪几第谁某各每")
_STATE = "中华人民共和国"
_LEAST = 3
_SHARE = 0.4
"""So much of a name must be said where its words are left out, or `_ENOUGH` characters."""
_ENOUGH = 8
_LONGEST = 40


@dataclass(frozen=True, slots=True)
class NamedDocuments:
    """What a text names: `documents` of the library, and `missing`, names of texts that are not in it.

    `spans` are where the names stand in the text.
    """

    documents: tuple[Document, ...] = ()
    missing: tuple[str, ...] = ()
    spans: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class _Found:
    start: int
    end: int
    documents: tuple[Document, ...]
    missing: str = ""
    rank: int = 0
    """0 for a document's own name, 1 for an absent text's, 2 for a shortened one."""


def documents_named(
    text: str, documents: Iterable[Document], *, about_one: bool = False
) -> NamedDocuments:
    """The documents of the library that `text` names, and the texts named that are not in it.

    `about_one`: the text asks about a document itself, so that the name of a law or 条例 is one even
    without 《》 or an article.

    A name inside a longer one does not count: 《审计法实施条例》 names no 《审计法》.
    """
    library = tuple(documents)
    found = [
        *_by_number(text, library),
        *_by_name(text, library),
        *_by_kind(text, library, about_one),
    ]
    found.sort(key=lambda each: (each.start - each.end, each.rank, each.start))
    whole = {each.end for each in found if each.documents}
    kept: list[_Found] = []
    for each in found:
        if each.rank == 2 and each.missing and each.end in whole:
            continue
        over = [o for o in kept if each.start < o.end and o.start < each.end]
        same = [(o.start, o.end, o.rank) == (each.start, each.end, each.rank) for o in over]
        if all(same):
            kept.append(each)
    kept.sort(key=lambda each: each.start)
    named = {document.id: document for each in kept for document in each.documents}
    missing = dict.fromkeys(each.missing for each in kept if each.missing)
    return NamedDocuments(
        tuple(named.values()), tuple(missing), tuple((each.start, each.end) for each in kept)
    )


def names_of(document: Document) -> tuple[str, ...]:
    """What the document is called: title, without its state or place, short titles, 发文字号."""
    metadata = document.metadata
    bare = metadata.title.removeprefix(_STATE).removeprefix(metadata.region)
    inner = re.search(r"关于(?:印发|发布|公布)《?(.+?)》?的通知$", metadata.title)
    tail = metadata.title.rpartition("的")[2]
    names = (
        metadata.title,
        metadata.title.removeprefix(_STATE),
        bare.removeprefix("关于") if len(bare) > 2 * _LEAST else "",
        inner[1] if inner else "",
        tail if len(tail) > _LEAST else "",
        *metadata.short_titles,
    )
    return tuple(dict.fromkeys(_plain(name) for name in names if len(name) >= _LEAST))


def _by_number(text: str, library: Sequence[Document]) -> list[_Found]:
    """发文字号, with or without brackets: 国办发〔2024〕48号, 国发2022年8号, 国务院令第619号."""
    found = []
    for pattern in (_NUMBER, _DECREE):
        for match in pattern.finditer(text):
            year = match.groupdict().get("year") or ""
            holders = tuple(d for d in library if _has_number(d.metadata.number, match, year))
            absent = [t for t in _absent(library) if _has_number(t.number, match, year)]
            start = match.start()
            if holders or absent:
                body = _number_body(holders[0].metadata.number if holders else absent[0].number)
                start += max(match["body"].rfind(body), 0)
            missing = ""
            if not holders:
                missing = absent[0].name if absent else _shown_number(match, year)
            found.append(_Found(start, match.end(), holders, missing))
    return found


def _shown_number(match: re.Match[str], year: str) -> str:
    """The number as asked, without words that stand before it."""
    if not year:
        return f"{match['body']}令第{match['n']}号"
    body = match["body"]
    edges = [len("".join(tokenize(body)[:i])) for i in range(len(tokenize(body)))]
    from_edge = next((edge for edge in edges if len(body) - edge <= 5), 0)
    return f"{body[from_edge:]}〔{year}〕{match['n']}号"


def _has_number(number: str, match: re.Match[str], year: str) -> bool:
    """Whether a 发文字号 is the one that was matched; its letters may be left out at the front."""
    own = re.fullmatch(r"(?P<body>.+?)(?:[〔\[](?P<year>\d{4})[〕\]]|令?第?)(?P<n>\d+)号", number)
    if own is None or int(own["n"]) != int(match["n"]) or (own["year"] or "") != year:
        return False
    return match["body"].endswith(own["body"].removesuffix("令")) or own["body"].startswith(
        match["body"].removesuffix("令")
    )


def _number_body(number: str) -> str:
    return re.split(r"[〔\[令第]", number)[0]


def _by_name(text: str, library: Sequence[Document]) -> list[_Found]:
    """Names word for word, those of the domain's absent texts too.

    The full name of another place in front makes it another text (广东省人口与计划生育条例).
    """
    before = {mention.end: mention for mention in places_in(text)}
    found = []
    for document in library:
        for name in names_of(document):
            for start, end in _spans(text, name):
                place = before.get(start)
                if place and _is_another_s(document, place):
                    missing = f"《{place.name}{name}》"
                    found.append(_Found(place.start, end, (), missing, 1))
                else:
                    found.append(_Found(start, end, (document,)))
    for absent in _absent(library):
        for name in (absent.title, *absent.short_titles):
            found += [_Found(*span, (), absent.name, 1) for span in _spans(text, name)]
    return found


def _is_another_s(document: Document, place: PlaceMention) -> bool:
    """Whether a text called after the place is not `document`."""
    where = region_of(document.metadata.region)
    if where is None or place.region is None:
        return False
    if where.level is Level.NATION:
        official = (place.region.province, place.region.city, place.region.county)
        return place.name in official and not document.metadata.title.endswith("法")
    return not where.holds(place.region)


def _by_kind(text: str, library: Sequence[Document], about_one: bool) -> list[_Found]:
    """Names with words left out (「公积金条例」), and names in 《》 or before an article's number.

    A name ends with the kind of text (条例, 办法); what stands before it must be, word by word, a part of
    one document's name in its order. 《》 or an article make it a name even where no document has it.
    """
    found = []
    edges = _edges(text)
    for match in _KIND.finditer(text):
        if match.end() not in edges:
            continue
        begin = max(text.rfind("《", 0, match.start()) + 1, match.end() - _LONGEST, 0)
        end = match.end()
        quoted = text[begin - 1 : begin] == "《" and text[end : end + 1] == "》"
        starts = [begin] if quoted else _word_starts(text, begin, match.start())
        holders: tuple[Document, ...] = ()
        start = begin
        for start in starts:
            holders = _holding(text[start:end], library)
            if holders and (quoted or not _goes_on_before(text, start, begin)):
                break
            holders = ()
        if holders:
            found.append(_Found(start, end, holders, rank=2))
            continue
        cited = re.match(_ARTICLE, text[end:])
        if quoted:
            found.append(_Found(begin - 1, end + 1, (), f"《{text[begin:end]}》", 2))
        elif (cited or (about_one and match[0] in _LAWS)) and (
            name := _name_before(text, begin, match.start())
        ):
            start = match.start() - len(name)
            found.append(_Found(start, end, (), f"《{text[start:end]}》", 2))
    return found


def _edges(text: str) -> set[int]:
    """Where the words of the text end."""
    edges, position = set(), 0
    for token in tokenize(text):
        position += len(token)
        edges.add(position)
    return edges


def _word_starts(text: str, begin: int, end: int) -> list[int]:
    """Where a name that ends at `end` may begin: at its words, the longest first."""
    starts, position = [], begin
    for token in tokenize(text[begin:end]):
        starts.append(position)
        position += len(token)
    return starts


def _goes_on_before(text: str, start: int, begin: int) -> bool:
    """Whether the word before `start` is a part of the name too, so that another text is named."""
    before = tokenize(text[begin:start])
    return bool(before) and _is_name_word(before[-1])


def _name_before(text: str, begin: int, end: int) -> str:
    """The words directly before a kind of text that can belong to its name."""
    name = ""
    for token in reversed(tokenize(text[begin:end])):
        if not _is_name_word(token):
            break
        name = token + name
    return name


def _is_name_word(token: str) -> bool:
    """Whether a word can belong to a text's name: no function word, no place, no punctuation."""
    if len(token) == 1:
        return token.isalnum() and token not in _FUNCTION_CHARACTERS
    return token.isalnum() and token[0] not in _POINTING and token not in _BEFORE_NAMES


def _holding(name: str, library: Sequence[Document]) -> tuple[Document, ...]:
    """The documents of whose title `name` is a shortened form; more than one only where they tie."""
    asked = _plain(name)
    place = next(iter(places_in(asked)), None)
    bare = asked[place.end :] if place and place.start == 0 else asked
    if len(bare) < _LEAST or _KIND.fullmatch(bare):
        return ()
    fitting = []
    for document in library:
        where = region_of(document.metadata.region)
        if place and place.start == 0 and place.region and where and not where.holds(place.region):
            continue
        lengths = [len(own) for own in names_of(document) if _shortens(bare, own)]
        if lengths:
            fitting.append((min(lengths), document))
    if not fitting:
        return ()
    least = min(length for length, _ in fitting)
    return tuple(document for length, document in fitting if length == least)


def _shortens(short: str, name: str) -> bool:
    """Whether `short` is `name` with characters left out, not too many of them, and ends alike."""
    position = 0
    for character in short:
        position = name.find(character, position) + 1
        if not position:
            return False
    alike = short[-2:] == name[-2:] or short[-1] == name[-1] == "法"
    return alike and (len(short) >= _SHARE * len(name) or len(short) >= _ENOUGH)


def _absent(library: Sequence[Document]) -> list[AbsentText]:
    """The domain's absent texts that are not in the library after all, neither whole nor in part."""
    ids = {document.id for document in library}
    names = {name for document in library for name in names_of(document)}
    numbers = {document.metadata.number for document in library}
    return [
        text
        for text in domain().absent
        if text.excerpt_of not in ids
        and _plain(text.title) not in names
        and (not text.number or text.number not in numbers)
    ]


def _spans(text: str, name: str) -> list[tuple[int, int]]:
    return [match.span() for match in re.finditer(re.escape(name), text)]


def _plain(name: str) -> str:
    return re.sub(r"[\s《》“”]", "", name)
