"""Typed slots of statements about a document: counts, extremes, what it does not say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from assistant.verification.slots import (
    SlotError,
    day_text,
    has_open_list,
    measure_of,
    section_of_number,
    slot,
)
from corpus.library import Library
from corpus.model import Document, Measure, Section
from corpus.numerals import to_numeral


@slot
def measures_counted(library: Library, document: str, section: int | None = None) -> str:
    """How many measures there are, with their word: 14条措施, 98条."""
    found = library.get(document)
    measures = found.measures if section is None else section_of_number(found, section).measures
    return f"{len(numbered(measures))}{unit_word(found)}"


@slot
def section_range(library: Library, document: str, section: int) -> str:
    """The first and the last measure of a section: (六)至(九)."""
    measures = section_of_number(library.get(document), section).measures
    markers = [m.marker for m in measures if m.marker]
    if not markers:
        raise SlotError("measures without numbers")
    return markers[0] if len(markers) == 1 else f"{markers[0]}至{markers[-1]}"


@slot
def largest_sections(library: Library, document: str) -> str:
    """The sections with the most measures."""
    found = library.get(document)
    return "、".join(f"{s.marker}{s.title}" for s in largest(found))


@slot
def largest_section_count(library: Library, document: str) -> str:
    """How many measures those have."""
    found = library.get(document)
    return f"{len(largest(found)[0].measures)}{unit_word(found)}"


@slot
def number_that_is_not_there(
    library: Library, document: str, number: int, section: bool = False
) -> str:
    """第十五条, 第五部分: a number that the document does not have."""
    found = library.get(document)
    parts: Sequence[Measure | Section] = found.sections if section else found.measures
    if any(part.number == number for part in parts):
        raise SlotError(f"{document} has {number}")
    return f"第{to_numeral(number)}{section_word(found) if section else '条'}"


@slot
def sections_counted(library: Library, document: str) -> str:
    """How many sections, with their word: 4个部分, 8章."""
    found = library.get(document)
    word = section_word(found)
    return f"{len(found.sections)}{'个' if word == '部分' else ''}{word}"


# Responsible units.


@slot
def unit_that_is_named(library: Library, document: str, key: str, unit: str) -> str:
    """A unit that the measure itself names."""
    if unit not in own_units(measure_of(library, document, key)):
        raise SlotError(f"{unit} is not named in {key}")
    return unit


@slot
def unit_that_is_inherited(library: Library, document: str, key: str, unit: str) -> str:
    """A unit that an earlier measure adds to this one."""
    if unit not in inherited_units(measure_of(library, document, key)):
        raise SlotError(f"{unit} is not inherited by {key}")
    return unit


@slot
def unit_that_is_not_named(library: Library, document: str, key: str, unit: str) -> str:
    """A unit of the document that is not responsible for the measure."""
    found = library.get(document)
    if all(unit not in [u.name for u in m.units] for m in found.measures):
        raise SlotError(f"{unit} is no unit of {document}")
    if unit in [u.name for u in measure_of(library, document, key).units]:
        raise SlotError(f"{unit} is a unit of {key}")
    return unit


@slot
def marker_of_open_list(library: Library, document: str, key: str) -> str:
    """The number of a measure whose list of units the text leaves open."""
    measure = measure_of(library, document, key)
    if not has_open_list(measure):
        raise SlotError(f"the units of {key} are listed whole")
    return measure.marker or measure.label


@slot
def name_of_measure_without_units(library: Library, document: str, key: str) -> str:
    """The name of a measure that names no responsible unit."""
    measure = measure_of(library, document, key)
    if measure.units:
        raise SlotError(f"{key} has units")
    return measure.name or measure.label


@slot
def leading_units(library: Library, document: str, key: str) -> str:
    """The units that a measure says are to lead (牵头)."""
    return "、".join(u.name for u in measure_of(library, document, key).units if u.role == "牵头")


@slot
def name_of_measure_without_lead(library: Library, document: str, key: str) -> str:
    """The name of a measure with units of which none is said to lead."""
    measure = measure_of(library, document, key)
    if not measure.units or any(unit.role == "牵头" for unit in measure.units):
        raise SlotError(f"{key} says who leads, or names nobody")
    return measure.name or measure.label


@slot
def title_of_document_without_lead(library: Library, document: str) -> str:
    """The title of a document that names units and nowhere one that leads."""
    found = library.get(document)
    units = [unit for measure in found.measures for unit in measure.units]
    if not units or any(unit.role == "牵头" for unit in units):
        raise SlotError(f"{document} says who leads, or names nobody")
    return found.metadata.title or document


@slot
def all_units(library: Library, document: str) -> str:
    """All units that the document names."""
    units = (unit.name for measure in library.get(document).measures for unit in measure.units)
    return "、".join(dict.fromkeys(units))


@slot
def names_of_measures(library: Library, document: str, *keys: str) -> str:
    """The names of several measures."""
    measures = (measure_of(library, document, key) for key in keys)
    return "、".join(measure.name or measure.label for measure in measures)


@slot
def common_units(library: Library, document: str, *keys: str) -> str:
    """The units that all these measures name themselves."""
    first, *others = (own_units(measure_of(library, document, key)) for key in keys)
    return "、".join(name for name in first if all(name in other for other in others))


@slot
def measures_without_common_unit(library: Library, document: str, *keys: str) -> str:
    """The names of measures that name no unit together."""
    units = (set(own_units(measure_of(library, document, key))) for key in keys)
    if set.intersection(*units):
        raise SlotError(f"{keys} have units together")
    return names_of_measures(library, document, *keys)


@slot
def measures_of_unit(library: Library, document: str, unit: str, has: bool = True) -> str:
    """How many measures name the unit themselves, or (has=False) have nothing to do with it."""
    return str(len(measures_naming(library.get(document), unit, has)))


@slot
def measures_inherited(library: Library, document: str, unit: str) -> str:
    """For how many measures the unit is responsible by an earlier one's clause."""
    measures = library.get(document).measures
    return str(sum(unit in inherited_units(measure) for measure in measures))


@slot
def inheriting_marker(library: Library, document: str, unit: str) -> str:
    """The number of the measure that adds the unit to all later ones."""
    found = library.get(document)
    number = next(
        u.inherited_from
        for measure in found.measures
        for u in measure.units
        if u.name == unit and u.inherited_from is not None
    )
    source = found.measure(number)
    return source.marker if source else ""


@slot
def measures_with_extreme_units(library: Library, document: str, most: bool) -> str:
    """The measures that name the most (or the fewest) units."""
    found = extreme_measures(library.get(document), most=most)
    return "、".join(measure.name or measure.label for measure in found)


@slot
def extreme_unit_count(library: Library, document: str, most: bool) -> str:
    """How many units those name."""
    found = extreme_measures(library.get(document), most=most)
    return str(len(counted_units(library.get(document), found[0])))


@slot
def units_everywhere(library: Library, document: str) -> str:
    """The units that one measure's clause adds to all later ones."""
    return "、".join(everywhere_units(library.get(document)))


@slot
def units_by_rank(library: Library, document: str, rank: int) -> str:
    """The units with the most measures that name them (rank 0), or the next most."""
    return "、".join(ranked_units(library.get(document))[rank][1])


@slot
def count_by_rank(library: Library, document: str, rank: int) -> str:
    """How many measures name those."""
    return str(ranked_units(library.get(document))[rank][0])


# Words.


@slot
def word_of_document(library: Library, document: str, word: str) -> str:
    """A word that stands in the measures."""
    if not measures_with(library.get(document), word):
        raise SlotError(f"{word} does not stand in {document}")
    return word


@slot
def measures_with_word(library: Library, document: str, word: str) -> str:
    """How many measures a word stands in."""
    return str(len(measures_with(library.get(document), word)))


# Metadata.


@slot
def title_without(library: Library, document: str, field: str) -> str:
    """The title of a document whose metadata lack a field."""
    metadata = library.get(document).metadata
    if getattr(metadata, field):
        raise SlotError(f"{document} has {field}")
    return metadata.title or document


@slot
def document_status(library: Library, document: str) -> str:
    """What the library says of its force: 现行有效."""
    return library.get(document).metadata.status


@slot
def title_of_reference(library: Library, document: str, index: int) -> str:
    """A text that the document says it implements."""
    return library.get(document).metadata.implements[index].title


@slot
def number_of_reference(library: Library, document: str, index: int) -> str:
    """Its 发文字号."""
    return library.get(document).metadata.implements[index].number


@slot
def addressees(library: Library, document: str) -> str:
    """To whom the notice is sent: the line that ends with a colon."""
    found = library.get(document)
    lines = (s.text.strip() for s in found.notice)
    return next((line[:-1] for line in lines if line.endswith((":", "："))), "")


@slot
def last_day(library: Library, document: str) -> str:
    """Until when the document is in force."""
    return day_text(library.get(document).metadata.effective_to)


def numbered(measures: Sequence[Measure]) -> Sequence[Measure]:
    """Those with a number, without appendices and tables; all where none has one."""
    return [measure for measure in measures if measure.number is not None] or measures


def unit_word(document: Document) -> str:
    """How the document's measures are counted: 条措施 for headed ones in brackets, else 条."""
    counted = numbered(document.measures)
    if all(measure.number is None for measure in counted):
        return "段"
    headed = all(measure.heading for measure in counted)
    articles = any("条" in measure.marker for measure in counted)
    return "条措施" if headed and not articles and document.sections else "条"


def section_word(document: Document) -> str:
    """How the document's sections are called: 章, or 部分."""
    return "章" if any("章" in section.marker for section in document.sections) else "部分"


def largest(document: Document) -> list[Section]:
    """The sections with the most measures. Raises SlotError where there are none."""
    if not document.sections:
        raise SlotError(f"{document.id} has no sections")
    most = max(len(section.measures) for section in document.sections)
    return [section for section in document.sections if len(section.measures) == most]


def own_units(measure: Measure) -> list[str]:
    """The units that the measure names itself."""
    return [unit.name for unit in measure.units if unit.inherited_from is None]


def inherited_units(measure: Measure) -> list[str]:
    """The units that an earlier measure adds to it."""
    return [unit.name for unit in measure.units if unit.inherited_from is not None]


def measures_naming(document: Document, unit: str, has: bool = True) -> list[Measure]:
    """The measures that name the unit themselves; with has=False those that do not have it at all."""
    if has:
        return [measure for measure in document.measures if unit in own_units(measure)]
    return [m for m in document.measures if unit not in [u.name for u in m.units]]


def extreme_measures(document: Document, *, most: bool) -> list[Measure]:
    """The measures that name the most (fewest) units, without those that all measures have by one's
    clause. Raises SlotError where none names any."""
    counts = {m.key: len(counted_units(document, m)) for m in document.measures if own_units(m)}
    if not counts:
        raise SlotError(f"{document.id} names no units")
    extreme = max(counts.values()) if most else min(counts.values())
    return [m for m in document.measures if counts.get(m.key) == extreme]


def counted_units(document: Document, measure: Measure) -> list[str]:
    """The units that a measure names itself, without those that later ones inherit."""
    everywhere = everywhere_units(document)
    return [name for name in own_units(measure) if name not in everywhere]


def everywhere_units(document: Document) -> list[str]:
    """The units that one measure's clause adds to all later ones."""
    return list(dict.fromkeys(n for m in document.measures for n in inherited_units(m)))


def ranked_units(document: Document) -> list[tuple[int, list[str]]]:
    """Units by how many measures name them, the most first; those with as many together."""
    counts = Counter(name for measure in document.measures for name in own_units(measure))
    return [
        (count, [name for name, other in counts.items() if other == count])
        for count in sorted(set(counts.values()), reverse=True)
    ]


def measures_with(document: Document, word: str) -> list[Measure]:
    """The measures in whose words it stands, without their lists of units."""
    return [
        measure
        for measure in document.measures
        if any(word in s.text for s in (measure.heading, *measure.sentences) if s)
    ]
