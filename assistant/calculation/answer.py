"""A part that asks for a figure, a date or a decision: its rules compute, the text never guesses.

What is said is the rules' own texts, by what the part wants; under them the sentences they rest on. A
rule that lacks an input ends in the one question that asks for it. Sums and differences over several
rules are computed from their results.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date
from typing import Any

from assistant.answer import MissingInput, Status
from assistant.calculation.basis import basis
from assistant.eligibility.family import FIELDS, HELPER_FACTS, EligibilityError
from assistant.eligibility.rules.registry import RULES, run_rule
from assistant.jurisdiction.place_mentions import places_in, policy_places
from assistant.turn import PartAnswer, Request
from assistant.understanding.model import Part
from assistant.verification.making import (
    calculated,
    calculated_question,
    calculated_sources,
    repeated,
    say,
    value,
    verdict,
)
from assistant.verification.slots import SlotError
from assistant.verification.statement import Quote, Slot, Statement
from assistant.verification.values import titles

_WAITS = "needs_information"
_STANDARD, _CORRECT = "standard", "correct"
"""What everyone gets; a figure that the question states is held against it."""
_TOGETHER, _DIFFERENCE = "together", "difference"
_STEPS = "parts"
_MOST_WANTS = 2
_SUMMARY = "summary"
_FIGURES = ("total", "days", "claimable")
"""The results of rules that can be added up and compared, by unit."""


def answer(part: Part, request: Request) -> PartAnswer:
    """Run the part's rules and say what they find."""
    if elsewhere := _elsewhere(part):
        library = request.services.library
        said = say("not_covered_place", places="、".join(elsewhere), titles=titles(library))
        return PartAnswer(part, Status.NOT_COVERED, (said, say("ask_12345")))
    calculations = list(_calculations(part, request.as_of))
    statements: list[Statement] = []
    missing: list[MissingInput] = []
    cited: dict[tuple[str, str], None] = {}
    register = request.services.register
    for calculation in calculations:
        quotes = basis(calculation, request.services.library, register, request.as_of)
        cited |= {(q.document.id, q.measure.key if q.measure else ""): None for q in quotes}
        statements += _statements(part, calculation, quotes, request)
        missing += _missing(part, calculation)
    statements += _over_all(part, calculations, request)
    statements += [
        calculated_sources(request.services.library, c) for c in calculations if c["sources"]
    ]
    waits = all(c["outcome"] == _WAITS and not _says_standard(part, c) for c in calculations)
    if not waits:
        statements.append(say("calculation_note"))
    return PartAnswer(
        part,
        Status.NEEDS_INFORMATION if waits else Status.ANSWERED,
        tuple(statements),
        tuple(calculations),
        tuple({item.name: item for item in missing}.values()),
        cited=tuple(cited),
        rule=part.rules[0] if part.rules else "",
    )


def inputs_of(rule: str, facts: Mapping[str, Any]) -> dict[str, Any]:
    """The facts that are inputs of the rule."""
    declared = RULES[rule]
    names = {*declared.required, *declared.optional, *HELPER_FACTS}
    return {name: fact for name, fact in facts.items() if name in names}


def _elsewhere(part: Part) -> tuple[str, ...]:
    """The places outside the home region that the part asks about, where it names none inside."""
    named = policy_places(part.text)
    if any(place.is_at_home for place in places_in(part.text)):
        return ()
    return tuple(dict.fromkeys(place.shown for place in named))


def _calculations(part: Part, on: date) -> Iterator[dict[str, Any]]:
    day = part.facts.get("as_of") or on.isoformat()
    for rule in part.rules:
        inputs = inputs_of(rule, part.facts)
        try:
            yield run_rule(rule, inputs, day)
        except EligibilityError:
            yield run_rule(rule, _readable(rule, inputs, day), day)


def _readable(rule: str, inputs: Mapping[str, Any], day: str) -> dict[str, Any]:
    """The inputs without those that make no sense; what is lacking then is asked for."""
    kept: dict[str, Any] = {}
    for name, fact in inputs.items():
        try:
            run_rule(rule, {**kept, name: fact}, day)
        except EligibilityError:
            continue
        kept[name] = fact
    return kept


def _statements(
    part: Part, calculation: Mapping[str, Any], quotes: Sequence[Quote], request: Request
) -> Iterator[Statement]:
    """The result as wanted, a verdict before it where yes or no was asked, and the question back."""
    library = request.services.library
    waits = calculation["outcome"] == _WAITS
    if part.polar and not waits:
        with suppress(SlotError):
            yield verdict(library, calculation, quotes)
    texts = calculation.get("texts", {})
    named = dict.fromkeys(_STANDARD if want == _CORRECT else want for want in part.wants)
    wanted = [want for want in named if want in texts][:_MOST_WANTS]
    standard = waits and _says_standard(part, calculation)
    for name in wanted:
        if standard or texts[name] not in calculation["summary"]:
            yield calculated(library, calculation, name, quotes)
    if waits and not (standard and _STANDARD in texts):
        for number in _known_steps(calculation):
            yield calculated(library, calculation, f"steps.{number}", quotes)
    if not standard:
        yield calculated(library, calculation, _SUMMARY, quotes)
    if _STEPS in part.wants and not waits:
        for number in range(len(calculation["steps"])):
            yield calculated(library, calculation, f"steps.{number}")
    if waits and calculation["missing_inputs"]:
        yield calculated_question(library, calculation, calculation["missing_inputs"][0]["name"])


def _says_standard(part: Part, calculation: Mapping[str, Any]) -> bool:
    """Whether what everyone gets a year or a month was asked for, which needs no facts of a family."""
    known = _STANDARD in calculation.get("texts", {}) or bool(_known_steps(calculation))
    return bool({_STANDARD, _CORRECT} & {*part.wants}) and known


def _known_steps(calculation: Mapping[str, Any]) -> list[int]:
    """The steps with a value: where inputs are missing, what holds for everyone."""
    return [n for n, step in enumerate(calculation["steps"]) if step["value"] is not None]


def _missing(part: Part, calculation: Mapping[str, Any]) -> list[MissingInput]:
    better = dict(part.clarify)
    return [
        MissingInput(
            name=item["name"],
            label=FIELDS[item["name"]].label,
            question=better.get(item["name"]) or item["question"],
        )
        for item in calculation["missing_inputs"]
    ]


def _over_all(
    part: Part, calculations: Sequence[Mapping[str, Any]], request: Request
) -> Iterator[Statement]:
    """The sum or the difference of several rules' results, where it was asked for."""
    if len(calculations) < 2 or any(c["outcome"] == _WAITS for c in calculations):
        return
    for path in _FIGURES:
        if all(path in c["result"] for c in calculations):
            break
    else:
        return
    figures = tuple(
        dict(zip(("rule", "inputs", "as_of"), repeated(c), strict=True), path=path)
        for c in calculations
    )
    library = request.services.library
    try:
        if _TOGETHER in part.wants:
            yield value(library, "figures_together", {"figure": Slot("figure_sum", figures)})
        elif _DIFFERENCE in part.wants and len(figures) == 2:
            yield value(library, "figures_differ", {"figure": Slot("figure_difference", figures)})
    except SlotError:
        return
