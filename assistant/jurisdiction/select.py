"""Which documents a part of a message is asked of: those it names, else those of the places it names,
else the home place's and the nation's, as they are in force on the day.

Precedence: a city's own document before its province's, the province's before the nation's where it may
decide; the newer before the older. A named place elsewhere is answered from its own documents only.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from assistant.domain import domain
from assistant.jurisdiction.document_names import NamedDocuments, documents_named
from assistant.jurisdiction.place_mentions import PlaceMention, names_nation, policy_places
from assistant.turn import Request, Selection
from assistant.understanding.model import Part, PartKind
from assistant.verification.slots import register_of
from corpus.model import Document
from corpus.regions import Level, Region
from corpus.validity import Register, region

_YEAR = re.compile(r"(?:19|20)\d{2}(?=年|版|修)")


def select(part: Part, request: Request) -> Selection:
    """The documents for `part` on the request's day."""
    register = register_of(request.services.library)
    about_one = part.kind is PartKind.STRUCTURE
    named = documents_named(part.text, register.documents, about_one=about_one)
    if not named.documents and not named.missing and not part.documents:
        named = documents_named(part.standalone, register.documents, about_one=about_one)
    places = _outside(policy_places(part.text), named)
    if named.documents:
        return _of_named(named, places, part.text, register, request.as_of)
    if named.missing:
        return Selection((), missing_texts=named.missing, named=True)
    if part.documents and not places:
        return _of_ids(part.documents, register)
    places = places or policy_places(part.standalone)
    return _of_places(places, names_nation(part.standalone), register, request.as_of)


def by_precedence(documents: Iterable[Document]) -> tuple[Document, ...]:
    """The more specific place first, and there the newer document first."""
    return tuple(sorted(documents, key=lambda d: (-_level(d), -_newness(d))))


def _of_named(
    named: NamedDocuments,
    places: Sequence[PlaceMention],
    text: str,
    register: Register,
    on: date,
) -> Selection:
    """The documents that the part names; another place's than theirs is missing."""
    foreign = [p.shown for p in places if not any(_reaches(d, p) for d in named.documents)]
    if foreign and len(foreign) == len(places):
        return Selection((), missing=tuple(foreign), named=True)
    in_force = {document.id for document in register.in_force(on)}
    chosen = _edition(named.documents, text)
    current = [document for document in chosen if document.id in in_force]
    lapsed = not current
    tiers = (tuple(current or chosen),)
    return Selection(tiers, missing_texts=named.missing, named=True, lapsed=lapsed)


def _edition(documents: Sequence[Document], text: str) -> tuple[Document, ...]:
    """Of editions that share a name, those of the year that the text says (「2021年版的」)."""
    years = {int(year) for year in _YEAR.findall(text)}
    of_year = [document for document in documents if years & _years(document)]
    return tuple(of_year or documents)


def _years(document: Document) -> set[int]:
    metadata = document.metadata
    days = (metadata.issued, metadata.revised, metadata.effective_from)
    return {day.year for day in days if day}


def _of_ids(ids: Sequence[str], register: Register) -> Selection:
    """A follow-up's documents alone."""
    documents = tuple(document for document in register.documents if document.id in ids)
    return Selection((documents,)) if documents else Selection((register.documents,))


def _of_places(
    places: Sequence[PlaceMention], nation: bool, register: Register, on: date
) -> Selection:
    valid = register.in_force(on)
    at_home = [place for place in places if place.is_at_home]
    elsewhere = [p for p in places if p not in at_home]
    if elsewhere and not nation:
        found = _elsewhere(elsewhere, valid, register)
        if not at_home:
            return found
        home = _at_home(at_home, valid, register)
        if not found.tiers:
            return replace(home, missing=found.missing)
        both = {document.id: document for document in (*home.tiers[0], *found.tiers[0])}
        tiers = (tuple(both.values()), *home.tiers[1:])
        return replace(home, tiers=tiers)
    if nation and not at_home:
        national = [document for document in valid if _level(document) is Level.NATION]
        others = [document for document in valid if document not in national and _is_home(document)]
        return Selection(_tiers(national, others))
    return _at_home(at_home, valid, register)


def _at_home(
    places: Sequence[PlaceMention], valid: Sequence[Document], register: Register
) -> Selection:
    """A named city's own documents, then the province's and the nation's, then all others.

    A place of which no document is there is missing; it is lapsed where those that are there are not in
    force.
    """
    wide = [d for d in valid if _is_wide(d)]
    own = [
        document
        for document in valid
        if not _is_wide(document) and any(_reaches(document, place) for place in places)
    ]
    rest = [document for document in valid if document not in wide and document not in own]
    if places:
        rest = [document for document in rest if _place(document) == Region()]
    if own or wide or rest:
        return Selection(_tiers(own, wide, rest), local=bool(own) or not wide)
    if any(not places or any(_reaches(d, place) for place in places) for d in register.documents):
        return Selection((), lapsed=True)
    return Selection((), missing=tuple(dict.fromkeys(place.shown for place in places)))


def _elsewhere(
    places: Sequence[PlaceMention], valid: Sequence[Document], register: Register
) -> Selection:
    """The own documents of places that are not at home, with the nation's behind them."""
    own = [d for d in valid if any(_is_own(d, place) for place in places)]
    if not own:
        lapsed = any(_is_own(d, place) for d in register.documents for place in places)
        missing = () if lapsed else tuple(dict.fromkeys(place.shown for place in places))
        return Selection((), missing=missing, lapsed=lapsed)
    national = [d for d in valid if _level(d) is Level.NATION and d not in own]
    return Selection(_tiers(own, national))


def _tiers(*tiers: Sequence[Document]) -> tuple[tuple[Document, ...], ...]:
    return tuple(by_precedence(tier) for tier in tiers if tier)


def _outside(places: Sequence[PlaceMention], named: NamedDocuments) -> tuple[PlaceMention, ...]:
    """The places that are no part of a document's name."""
    return tuple(
        place
        for place in places
        if not any(start <= place.start and place.end <= end for start, end in named.spans)
    )


def _is_own(document: Document, place: PlaceMention) -> bool:
    """Whether the document is the place's own, its province's too; or the nation's on the place."""
    where = _place(document)
    if where == Region():
        return place.name in document.metadata.title
    return place.region is not None and where.holds(place.region)


def _reaches(document: Document, place: PlaceMention) -> bool:
    return place.region is not None and _place(document).holds(place.region)


def _is_wide(document: Document) -> bool:
    """Whether it is the home province's or the nation's; where home is the nation, the nation's."""
    where = _place(document)
    return where.level <= Level.PROVINCE and where.holds(domain().region)


def _is_home(document: Document) -> bool:
    return domain().region.holds(_place(document))


def _place(document: Document) -> Region:
    """Where the document applies; the nation where that is not known."""
    return region(document) or Region()


def _level(document: Document) -> Level:
    return _place(document).level


def _newness(document: Document) -> int:
    metadata = document.metadata
    day = metadata.revised or metadata.effective_from or metadata.issued
    return day.toordinal() if day else 0
