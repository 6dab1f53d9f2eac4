"""Which documents count for a question: in force on its day, reaching the place it names.

A question that names a document by its title or 发文字号 is asked of that one. One that names places is
asked of what reaches them, the county's documents before the city's, the province's and the nation's; a
province of which the corpus has nothing is not covered. One that names neither is asked of the home
province's documents and the nation's, and only where these do not answer of the others.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from assistant.jurisdiction.places import home_region, regions_named
from corpus.model import Document
from corpus.regions import Level, Region
from corpus.validity import Register, applying, region

_NATIONAL = re.compile(
    r"(?:国家|全国|中央|国务院)(?:层面|一级|上)?(?:的|对|有|是|政策|规定|法律|文件|标准|要求|怎么)"
)
"""Words that ask for the nation's own rules."""
_COMPARES = re.compile(
    r"(?:和|跟|与|同|比|较).{0,4}?(?:国家|全国|中央|国务院)[^,。]{0,8}?"
    r"(?:比(?![例如重率值赛])|不同|不一样|一样|区别|差别|差异|出入|高|低|多|少)"
)
"""Words that ask for the nation's rules beside others."""
_COMPARING = re.compile(
    r"(?:和|跟|与|同|比)?(?:起)?(?:国家|全国|中央|国务院)(?:层面|一级|上)?的?(?:规定|政策|标准|要求|文件|办法|法律)?"
    r"(?:相|来|起来)?(?:比较|对比|比|有(?:什么|何|啥|没有)?)?(?:起来|一下)?(?:不同|不一样|一样|区别|差别|差异|出入|高|低|多|少)?"
)
_STATE = "中华人民共和国"
_LEAST_NAME = 3


@dataclass(frozen=True)
class Jurisdiction:
    """The documents that a question is asked of, the most specific first.

    `elsewhere` are asked where `documents` do not answer. `places` are the places that the question
    names; `missing` those of which the corpus has nothing, where it has nothing of any of them.
    `lapsed` are documents of the place that are not in force on the day.
    """

    documents: tuple[Document, ...]
    elsewhere: tuple[Document, ...] = ()
    lapsed: tuple[Document, ...] = ()
    places: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    named: bool = False
    """Whether the question names its documents itself."""

    @property
    def tiers(self) -> tuple[tuple[Document, ...], ...]:
        """The documents to ask, and those to ask where the first do not answer."""
        return (self.documents, self.elsewhere) if self.elsewhere else (self.documents,)


def select(question: str, register: Register, on: date) -> Jurisdiction:
    """The documents that count for `question` (cleaned, standing alone) on the day `on`."""
    valid = register.in_force(on)
    current_ids = {document.id for document in valid}
    if named := documents_named(question, register.documents):
        current = [document for document in named if document.id in current_ids]
        return Jurisdiction(tuple(current or named), named=True)
    regions = regions_named(question)
    reaching = _reaching(regions, valid)
    places = tuple(regions)
    lapsed = tuple(d for d in register.documents if d.id not in current_ids)
    if places:
        missing = () if _reaching(regions, register.documents) else places
        return Jurisdiction(tuple(reaching), lapsed=lapsed, places=places, missing=missing)
    national = [document for document in valid if region(document) == Region()]
    if national and _NATIONAL.search(question) and not compares_with_nation(question):
        return Jurisdiction(tuple(national), lapsed=lapsed)
    home = [document for document in valid if _is_home(document)]
    elsewhere = tuple(document for document in valid if not _is_home(document))
    if not any(_province(document) for document in home):
        home, elsewhere = valid, ()
    return Jurisdiction(tuple(_specific_first(home)), elsewhere, lapsed)


def compares_with_nation(question: str) -> bool:
    """Whether the question asks for the nation's rules beside others (「和国家的规定比呢」)."""
    return bool(_COMPARES.search(question))


def without_comparison(question: str) -> str:
    """The question without the words that compare with the nation's rules."""
    return _COMPARING.sub("", question)


def documents_named(question: str, documents: Iterable[Document]) -> list[Document]:
    """The documents whose title (also without 中华人民共和国 or the place) or 发文字号 stands in `question`.

    A name inside a longer one does not count: 《审计法实施条例》 names no 《审计法》.
    """
    found = [
        (*match.span(), document)
        for document in documents
        for name in _names(document)
        for match in re.finditer(re.escape(name), question)
    ]
    whole = [
        document
        for start, end, document in found
        if not any(s <= start and end <= e and e - s > end - start for s, e, _ in found)
    ]
    return list({document.id: document for document in whole}.values())


def _names(document: Document) -> set[str]:
    """What a question may call the document."""
    title = document.metadata.title
    place = document.metadata.region
    short = title.removeprefix(_STATE).removeprefix(place)
    names = {title, title.removeprefix(_STATE), short, document.metadata.number}
    return {name for name in names if len(name) >= _LEAST_NAME}


def _reaching(
    regions: Mapping[str, Region | None], documents: Sequence[Document]
) -> list[Document]:
    """The documents that reach any of the places of which the corpus has something of its own.

    A national document whose title names the place counts too (《关于鼓励台湾同胞投资的规定》).
    """
    found: dict[str, Document] = {}
    for name, place in regions.items():
        reaching = applying(documents, place) if place else []
        if any(_province(document) for document in reaching):
            found.update((document.id, document) for document in reaching)
        found.update((d.id, d) for d in documents if name in d.metadata.title and not _province(d))
    return _specific_first(found.values())


def specificity(document: Document) -> Level:
    """The level of the document's place; a document of no known place counts as the nation's."""
    place = region(document)
    return place.level if place else Level.NATION


def _specific_first(documents: Iterable[Document]) -> list[Document]:
    return sorted(documents, key=lambda document: -specificity(document))


def _province(document: Document) -> str:
    place = region(document)
    return place.province if place else ""


def _is_home(document: Document) -> bool:
    return _province(document) in ("", home_region().province)
