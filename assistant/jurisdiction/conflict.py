"""Documents that reach the same people and give one matter differently: which leads, and which is cited too.

The newer of the same level leads; where a nearer and a further one differ, both are cited, the nearer first.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache

from assistant.language.dates import find_dates
from assistant.language.quantities import find_quantities
from assistant.verification.statement import Quote
from corpus.model import Document
from corpus.regions import Region
from corpus.validity import region
from index.lexical import content_words

_SHARED = 3
"""So many words two sentences on one matter share."""
_SHARE = 0.25
"""And such a part of the shorter one's."""
_NOT_COMPARED = frozenset({"", "other"})
_COUNTED = re.compile(r"个?(?P<noun>[\u4e00-\u9fff]{2,3})")
_THING = "个"


def settle(lead: Quote, others: Sequence[Quote]) -> tuple[Quote, tuple[Quote, ...]]:
    """The quote that leads, and those to be cited beside it, one a document.

    `lead` is the best answer, `others` answers of other documents, best first.
    """
    for other in others:
        if _is_newer(other, lead) and _adds_figure(other, lead):
            return other, (lead,)
    beside: dict[str, Quote] = {}
    for other in others:
        if other.document.id not in beside and differ(lead, other):
            beside[other.document.id] = other
    nearer = [other for other in beside.values() if _level(other) > _level(lead)]
    if nearer:
        rest = [other for other in beside.values() if other is not nearer[0]]
        return nearer[0], (lead, *rest)
    return lead, tuple(beside.values())


def _level(quote: Quote) -> int:
    """How near the place of a quote's document is: a city's is nearer than its province's."""
    place = region(quote.document)
    return int(place.level) if place else 0


def differ(one: Quote, other: Quote) -> bool:
    """Whether two documents that reach one place give a figure of one kind differently on one matter."""
    if one.document.id == other.document.id or not _reach_one_place(one.document, other.document):
        return False
    figures, others = figures_of(one.text), figures_of(other.text)
    for unit in figures.keys() & others.keys():
        alone = len(figures[unit]) == len(others[unit]) == 1 and unit.startswith(_THING)
        if figures[unit].isdisjoint(others[unit]) and (alone or on_one_matter(one, other)):
            return True
    return False


@lru_cache(maxsize=4096)
def figures_of(text: str) -> Mapping[str, set[Decimal]]:
    """The figures of a text by their unit (of counted things with the thing: 个工作日), without those of
    dates and ordinals."""
    dates = [(found.start, found.end) for found in find_dates(text, date.today())]
    figures: dict[str, set[Decimal]] = defaultdict(set)
    for quantity in find_quantities(text):
        in_date = any(start < quantity.end and quantity.start < end for start, end in dates)
        if quantity.unit in _NOT_COMPARED or quantity.ordinal or in_date:
            continue
        unit = quantity.unit
        if unit == _THING:
            thing = _COUNTED.match(text, quantity.end)
            unit += thing["noun"] if thing else ""
        figures[unit].add(quantity.value)
    return figures


def on_one_matter(one: Quote, other: Quote) -> bool:
    """Whether two sentences share enough of their words."""
    words, others = _matter(one.text), _matter(other.text)
    shared = len(words & others)
    return shared >= _SHARED and shared >= _SHARE * min(len(words), len(others))


def _adds_figure(newer: Quote, older: Quote) -> bool:
    """Whether the newer text on the matter has a figure of a kind that the older one gives otherwise."""
    figures, old = figures_of(newer.text), figures_of(older.text)
    added = any(figures[unit] - old[unit] for unit in figures.keys() & old.keys())
    return added and on_one_matter(newer, older)


def _is_newer(one: Quote, other: Quote) -> bool:
    """Whether it is of a later document of the same place."""
    if _place(one.document) != _place(other.document):
        return False
    days = [d.metadata.effective_from or d.metadata.issued for d in (one.document, other.document)]
    return days[0] is not None and days[1] is not None and days[0] > days[1]


def _matter(text: str) -> set[str]:
    return {
        word for word in content_words(text) if len(word) > 1 and not any(c.isdigit() for c in word)
    }


def _reach_one_place(one: Document, other: Document) -> bool:
    """Whether there are residents for whom both documents count."""
    places = _place(one), _place(other)
    return places[0].holds(places[1]) or places[1].holds(places[0])


def _place(document: Document) -> Region:
    return region(document) or Region()
