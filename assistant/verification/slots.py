"""The typed slots of VALUE statements: each a pure function of the library that computes its own text.

A slot takes the library and JSON arguments and gives Chinese text, never "". The maker of a statement
and the verifier call the same function, so a figure in an answer is always recounted from its source.
Another package adds a slot with the decorator: `@slot` on a function `(library, *arguments) -> str`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any
from weakref import WeakKeyDictionary

from assistant.domain import domain
from assistant.eligibility.rules.registry import run_rule
from assistant.verification.modality import decided
from corpus.library import Library
from corpus.model import Document, Measure, Section
from corpus.numerals import to_numeral
from corpus.validity import Register

SLOTS: dict[str, Callable[..., str]] = {}
"""All slots by name."""


class SlotError(Exception):
    """A slot has nothing to say by the library: the statement is not made, or not shown."""


def slot(function: Callable[..., str]) -> Callable[..., str]:
    """Register a slot under its function's name. Raises ValueError where the name is taken."""
    name = function.__name__
    if name in SLOTS:
        raise ValueError(f"two slots are called {name}")
    SLOTS[name] = function
    return function


# What a document is made of.


@slot
def measure_name(library: Library, document: str, key: str) -> str:
    """Number and heading: (三)加大养育照护经济支持; its label where it has none."""
    measure = measure_of(library, document, key)
    return measure.name or measure.label


@slot
def measure_label(library: Library, document: str, key: str) -> str:
    """Where a measure stands: 一、(三)加大养育照护经济支持."""
    return measure_of(library, document, key).label


@slot
def section_name(library: Library, document: str, number: int) -> str:
    """Number and title of a section: 一、强化生育服务支持."""
    section = section_of_number(library.get(document), number)
    return f"{section.marker}{section.title}"


@slot
def section_of(library: Library, document: str, key: str) -> str:
    """Number and title of the section in which a measure stands."""
    found = library.get(document)
    number = measure_of(library, document, key).section
    if number is None:
        raise SlotError(f"{key} stands in no section")
    return section_name(library, found.id, number)


# Responsible units.


@slot
def units(library: Library, document: str, key: str) -> str:
    """The units that a measure itself names, with 「等」 where its list is left open."""
    measure = measure_of(library, document, key)
    names = [unit.name for unit in measure.units if unit.inherited_from is None]
    return "、".join(names) + ("等" if names and has_open_list(measure) else "")


@slot
def unit_count(library: Library, document: str, key: str) -> str:
    """How many units a measure itself names."""
    measure = measure_of(library, document, key)
    return str(sum(unit.inherited_from is None for unit in measure.units))


@slot
def inherited_units(library: Library, document: str, key: str) -> str:
    """The units that an earlier measure adds to this one."""
    measure = measure_of(library, document, key)
    return "、".join(unit.name for unit in measure.units if unit.inherited_from is not None)


@slot
def inherited_from(library: Library, document: str, key: str) -> str:
    """The number of the measure whose clause adds units to this one: (一)."""
    measure = measure_of(library, document, key)
    number = next(unit.inherited_from for unit in measure.units if unit.inherited_from is not None)
    source = library.get(document).measure(number)
    return source.marker if source else ""


@slot
def unit_name(library: Library, document: str, name: str) -> str:
    """A unit's name, where a measure of the document has it."""
    if not any(unit.name == name for m in library.get(document).measures for unit in m.units):
        raise SlotError(f"{name} is no unit of {document}")
    return name


@slot
def measures_of_unit_count(library: Library, document: str, *names: str) -> str:
    """For how many measures all these units are responsible."""
    return str(len(measures_of_units(library.get(document), names)))


def measures_of_units(document: Document, names: tuple[str, ...]) -> tuple[Measure, ...]:
    """The measures for which all these units are responsible, inherited ones included."""
    wanted = set(names)
    return tuple(m for m in document.measures if wanted <= {unit.name for unit in m.units})


def has_open_list(measure: Measure) -> bool:
    """Whether the text leaves the list of a measure's units open (「……等按职责分工负责」)."""
    return measure.responsibility is not None and "等" in measure.responsibility.text


# Metadata.


@slot
def document_title(library: Library, document: str) -> str:
    """The document's title, without 《》; its id where it has none."""
    return library.get(document).metadata.title or document


@slot
def document_number(library: Library, document: str) -> str:
    """The 发文字号."""
    return library.get(document).metadata.number


@slot
def document_issuer(library: Library, document: str) -> str:
    """Who issued the document."""
    return library.get(document).metadata.issuer


@slot
def document_region(library: Library, document: str) -> str:
    """Where the document applies."""
    return library.get(document).metadata.region


@slot
def document_day(library: Library, document: str, which: str) -> str:
    """A day of the metadata in words (2025年7月10日): issued, revised, effective_from, effective_to."""
    if which not in ("issued", "revised", "effective_from", "effective_to"):
        raise SlotError(f"{which} is no day of the metadata")
    return day_text(getattr(library.get(document).metadata, which))


@slot
def document_standing(library: Library, document: str, on: str) -> str:
    """What is to be said of the document's force on a day: 自2026年1月1日起施行。"""
    return register_of(library).standing(library.get(document), date.fromisoformat(on)).note


@slot
def document_missing(library: Library, document: str) -> str:
    """Which parts of an excerpted document are not there."""
    return "、".join(library.get(document).metadata.missing)


# Calculations.


@slot
def calculated_text(_: Library, rule: str, inputs: Mapping[str, Any], as_of: str, name: str) -> str:
    """What a rule's calculation says: `summary`, a want of its `texts`, or `steps.N`."""
    calculation = run_rule(rule, inputs, as_of)
    if name == "summary":
        return str(calculation["summary"])
    kind, _dot, number = name.partition(".")
    if kind == "steps":
        return str(calculation["steps"][int(number)]["text"])
    return str(calculation["texts"][name])


@slot
def calculated_sources(_: Library, rule: str, inputs: Mapping[str, Any], as_of: str) -> str:
    """The titles, numbers and clauses that a calculation rests on, joined by 「；」."""
    clauses: dict[str, dict[str, None]] = {}
    for source in run_rule(rule, inputs, as_of)["sources"]:
        clauses.setdefault(source_name(source), {})[clause_name(source)] = None
    return "；".join(f"{name}{'，'.join(found)}" for name, found in clauses.items())


@slot
def calculated_question(
    _: Library, rule: str, inputs: Mapping[str, Any], as_of: str, name: str
) -> str:
    """How a calculation asks for an input that it lacks."""
    missing = run_rule(rule, inputs, as_of)["missing_inputs"]
    return next(str(item["question"]) for item in missing if item["name"] == name)


@slot
def calculated_outcome(_: Library, rule: str, inputs: Mapping[str, Any], as_of: str) -> str:
    """The verdict of a rule: 可以, 不可以, 看情况. Raises SlotError where it lacks inputs."""
    return OUTCOME_WORDS[run_rule(rule, inputs, as_of)["outcome"]]


@slot
def quoted_verdict(library: Library, document: str, start: int, end: int, question: str) -> str:
    """What a sentence decides of a yes-or-no question: 可以, 不可以, 看情况. Raises SlotError for none."""
    found = library.get(document)
    measure = found.measure_at(start)
    about = measure.title if measure else ""
    verdict = decided(question, found.text[start:end], about, domain().alike)
    if not verdict:
        raise SlotError("the sentence decides nothing")
    return verdict


@slot
def figure_sum(_: Library, *figures: Mapping[str, Any]) -> str:
    """The sum of results of calculations with its unit; a figure is {rule, inputs, as_of, path}."""
    values, unit = _figures(figures)
    return f"{number_text(sum(values, Decimal(0)))}{unit}"


@slot
def figure_difference(_: Library, *figures: Mapping[str, Any]) -> str:
    """By how much the first of two results is more than the second, or less, without a sign."""
    (one, two), unit = _figures(figures)
    return f"{number_text(abs(one - two))}{unit}"


@slot
def figure(_: Library, figure: Mapping[str, Any]) -> str:
    """One result of a calculation with its unit."""
    (value,), unit = _figures((figure,))
    return f"{number_text(value)}{unit}"


OUTCOME_WORDS = {
    "eligible": "可以",
    "not_eligible": "不可以",
    "depends_on_local_rules": "看情况",
}


def source_name(source: Mapping[str, Any]) -> str:
    """《title》（number） of a calculation's source."""
    return f"《{source['title']}》" + (f"（{source['number']}）" if source["number"] else "")


def clause_name(source: Mapping[str, Any]) -> str:
    """The clause of a calculation's source, with 「（待核实）」 where it is uncertain."""
    standing = "（待核实）" if source.get("standing") == "uncertain" else ""
    return f"{source['clause']}{standing}"


def number_text(number: Decimal) -> str:
    """A figure without needless zeros and without exponent: 8700, 266.67."""
    whole = number.to_integral_value()
    return str(whole.quantize(Decimal(1))) if number == whole else f"{number.normalize():f}"


def day_text(day: date | None) -> str:
    """2025年7月10日. Raises SlotError for None."""
    if day is None:
        raise SlotError("no such day is known")
    return f"{day.year}年{day.month}月{day.day}日"


def ordinal(number: int) -> str:
    """第三部分's 三."""
    return to_numeral(number)


_REGISTERS: WeakKeyDictionary[Library, Register] = WeakKeyDictionary()


def register_of(library: Library) -> Register:
    """The register of a library, worked out once."""
    if library not in _REGISTERS:
        _REGISTERS[library] = Register(library)
    return _REGISTERS[library]


def _figures(figures: tuple[Mapping[str, Any], ...]) -> tuple[list[Decimal], str]:
    found, unit_words = [], set()
    for each in figures:
        result = run_rule(each["rule"], each["inputs"], each["as_of"])["result"]
        value: Any = result
        for name in str(each["path"]).split("."):
            value = value[int(name)] if isinstance(value, list) else value[name]
        found.append(Decimal(str(value)))
        unit_words.add(str(result["unit"]))
    if len(unit_words) != 1:
        raise SlotError(f"figures of different units: {unit_words}")
    return found, unit_words.pop()


def measure_of(library: Library, document: str, key: str) -> Measure:
    """The measure of that anchor. Raises SlotError."""
    measure = library.get(document).by_key(key)
    if measure is None:
        raise SlotError(f"{document} has no measure {key}")
    return measure


def section_of_number(document: Document, number: int) -> Section:
    """The section of that number. Raises SlotError."""
    section = next((s for s in document.sections if s.number == number), None)
    if section is None:
        raise SlotError(f"{document.id} has no section {number}")
    return section
