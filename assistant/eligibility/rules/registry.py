"""All rules by name, and the one way to run them.

`run_rule` gives the contract's calculation object. It adds what every rule shares: checked input,
parameters that are not in force yet, what is 待核实, sources and quotes, and ages: where only a range
of birth dates is known, the rule runs over the whole range and answers if nothing depends on it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from difflib import get_close_matches
from typing import Any

from dateutil.relativedelta import relativedelta

from assistant.eligibility.family import FIELDS, EligibilityError, parse_day, parse_family
from assistant.eligibility.finding import Finding, Outcome, Step
from assistant.eligibility.household import Child, Family
from assistant.eligibility.parameters import Binding, NotInForceError, Source, Value
from assistant.eligibility.partial_date import PartialDate, day_chinese
from assistant.eligibility.rules.catalogue import RULES
from assistant.eligibility.rules.rule import WANTS, Rule

_LONGEST_SPAN = relativedelta(years=13)
"""A wider range of birth dates tells neither an age nor a school stage: the date is asked for."""
_NARROW_SPAN = timedelta(days=366)
"""A range of birth dates over which the range of a result is still worth saying."""


_BEHIND = frozenset({"birth_date_range", "expected_date_range", "children", "own_wage"})
"""What a conversation knows beside the inputs, without which a calculation could not be repeated."""


def list_rules() -> list[dict[str, Any]]:
    """Every rule with its title, what it answers, its measure and its inputs, JSON-able."""
    return [
        {
            "name": rule.name,
            "title": rule.title,
            "answers": rule.answers,
            "subject": rule.subject,
            "measure": rule.measure,
            "wants": [
                {"name": name, "label": WANTS[name], "asks": rule.asks.get(name)}
                for name in rule.wants
            ],
            "inputs": [
                FIELDS[name].as_dict() | {"required": name in rule.required}
                for name in (*rule.required, *rule.optional)
            ],
        }
        for rule in RULES.values()
    ]


def run_rule(
    name: str, inputs: Mapping[str, Any], as_of: date | str | None = None
) -> dict[str, Any]:
    """The contract's calculation object, with `missing_inputs`, `quotes` and a `summary`.

    `as_of`: the day to compute for; else that in `inputs`, else today. Raises `EligibilityError`
    for an unknown rule or bad input.
    """
    rule = RULES.get(name)
    if rule is None:
        raise EligibilityError(_unknown_rule(str(name)))
    family = parse_family(inputs)
    day = parse_day(as_of) if as_of is not None else family.as_of or date.today()
    return calculation(rule, family, evaluate(rule, family, day), day)


def evaluate(rule: Rule, family: Family, as_of: date) -> Finding:
    """What a rule finds for a family of whose children perhaps only the ages are known."""
    ages_decide = rule.by_age or "birth_date" in rule.required
    if not ages_decide and all(child.span for child in family.children):
        finding = _without_children(rule, family, as_of)
        if finding.outcome is not Outcome.NEEDS_INFORMATION:
            return finding
    for position, child in enumerate(family.children):
        if child.span is None:
            continue
        if child.span[0] + _LONGEST_SPAN < child.span[1]:
            return _without_children(rule, family, as_of)
        if not _is_same(rule, family, position, as_of):
            return _ranged(rule, family, _without_children(rule, family, as_of), as_of)
    if all(child.span is None for child in family.children):
        return _decide(rule, family, as_of)
    return _common(
        [_decide(rule, option, as_of) for option in _options(family)],
        [(child.span, child.expected) for child in family.children if child.span],
    )


def _is_same(rule: Rule, family: Family, position: int, as_of: date) -> bool:
    """Whether a rule finds the same for every day on which the child may be born; the ends, which
    most often differ, are tried first."""
    first, *between, last = _samples(family.children[position])
    keys = (
        _key(rule, _decide(rule, _with_birth(family, position, born), as_of))
        for born in (first, last, *between)
    )
    key = next(keys)
    return all(other == key for other in keys)


def _decide(rule: Rule, family: Family, as_of: date) -> Finding:
    try:
        return rule.decide(family, as_of)
    except NotInForceError as error:
        series = error.parameter
        step = Step(f"{series.label}：{series.before}")
        return Finding(Outcome(series.before_outcome), series.before, steps=(step,))


def _without_children(rule: Rule, family: Family, as_of: date) -> Finding:
    return _decide(rule, family.with_children(()), as_of)


def _ranged(rule: Rule, family: Family, asking: Finding, as_of: date) -> Finding:
    """The finding that asks for the birth, with the range of the result, where the birth of one child
    is known to a year (「上半年生的」) and it is eligible whenever it was."""
    spans = [child.span for child in family.children if child.span]
    if len(spans) != 1 or spans[0][1] - spans[0][0] > _NARROW_SPAN:
        return asking
    findings = [_decide(rule, option, as_of) for option in _options(family)]
    key = rule.key_results[0]
    values = [finding.result.get(key) for finding in findings]
    numbers = [value for value in values if isinstance(value, int | float)]
    if len(numbers) < len(values) or {f.outcome for f in findings} != {Outcome.ELIGIBLE}:
        return asking
    low, high, unit = min(numbers), max(numbers), findings[0].result.get("unit", "")
    text = f"按可能的出生日期计算，在{low}{unit}至{high}{unit}之间。"
    found = {"range": {"of": key, "from": low, "to": high, "unit": unit}}
    summary = f"{text}{asking.summary}"
    return replace(asking, summary=summary, result=found, texts={**asking.texts, "amount": text})


def _samples(child: Child) -> list[date]:
    """Both ends of the range and the first of every month between."""
    if child.span is None:
        return [child.born.earliest]
    first, last = child.span
    month = first.replace(day=1) + relativedelta(months=1)
    days = [first]
    while month < last:
        days.append(month)
        month += relativedelta(months=1)
    return [*days, last]


def _with_birth(family: Family, position: int, born: date) -> Family:
    children = list(family.children)
    children[position] = _born_on(children[position], born)
    return family.with_children(tuple(children))


def _born_on(child: Child, born: date) -> Child:
    return Child(PartialDate.of(born), told=child.told)


def _options(family: Family) -> list[Family]:
    """The families with all ranges at their n-th sample, for every n."""
    samples = [_samples(child) for child in family.children]
    return [
        family.with_children(
            tuple(
                _born_on(child, days[min(n, len(days) - 1)]) if child.span else child
                for child, days in zip(family.children, samples, strict=True)
            )
        )
        for n in range(max(map(len, samples)))
    ]


def _key(rule: Rule, finding: Finding) -> tuple[Any, ...]:
    return (finding.outcome, *(finding.result.get(name) for name in rule.key_results))


def _common(
    findings: Sequence[Finding], spans: Iterable[tuple[tuple[date, date], bool]]
) -> Finding:
    """What all findings share, after a step that says from which ranges of birth dates (of an
    expected child or not) it was inferred."""
    first = findings[0]
    shared = {
        key: value
        for key, value in first.result.items()
        if all(finding.result.get(key) == value for finding in findings)
    }
    steps = [
        Step(
            f"按您说的推算，孩子{'预计' if expected else ''}出生于{day_chinese(start)}至"
            f"{day_chinese(end)}之间；在此期间哪天出生，结果都一样"
        )
        for (start, end), expected in dict.fromkeys(spans)
    ]
    steps += [step for step in first.steps if all(step in other.steps for other in findings)]
    same_detail = all(finding.detail == first.detail for finding in findings)
    detail = first.detail if same_detail else ""
    texts = {
        want: text
        for want, text in first.texts.items()
        if all(finding.texts.get(want) == text for finding in findings)
    }
    return replace(first, result=shared, steps=tuple(steps), detail=detail, texts=texts)


def calculation(rule: Rule, family: Family, finding: Finding, as_of: date) -> dict[str, Any]:
    """The finding in the contract's form."""
    values = list(dict.fromkeys(finding.values))
    all_values = list(dict.fromkeys((*values, *finding.beside)))
    uncertain = [value for value in all_values if value.standing == "uncertain"]
    steps = [*finding.steps, *(Step(f"待核实：{value.note}") for value in uncertain)]
    names = {*rule.required, *rule.optional, *_BEHIND}
    return {
        "rule": rule.name,
        "title": rule.title,
        "measure": rule.measure,
        "inputs": {name: value for name, value in family.given.items() if name in names},
        "outcome": finding.outcome.value,
        "summary": finding.summary + finding.detail,
        "texts": _texts(rule, finding),
        "result": dict(finding.result),
        "steps": [{"text": step.text, "value": step.value, "unit": step.unit} for step in steps],
        "sources": _sources(all_values),
        "quotes": _quotes(values),
        "uncertain": [value.note for value in uncertain],
        "missing_inputs": [
            {
                "name": name,
                "label": FIELDS[name].label,
                "question": (finding.question if not position else "") or FIELDS[name].question,
            }
            for position, name in enumerate(finding.missing)
        ],
        "as_of": as_of.isoformat(),
    }


def _texts(rule: Rule, finding: Finding) -> dict[str, str]:
    """A sentence by want; the summary is the one of the rule's first."""
    if finding.outcome is Outcome.NEEDS_INFORMATION:
        return dict(finding.texts)
    return {rule.wants[0]: finding.summary} | dict(finding.texts)


def _sources(values: Iterable[Value]) -> list[dict[str, Any]]:
    """Of each value used the nearest document that states it, whether the library has it or not; then
    each other document that states one, once."""
    values = list(values)
    found: dict[tuple[str, str, str], dict[str, Any]] = {}
    for value in values:
        _add_source(found, value, *value.stated[0])
    for value in values:
        for stated, clause in value.stated[1:]:
            if stated.title not in {title for title, *_ in found}:
                _add_source(found, value, stated, clause)
    return list(found.values())


def _add_source(
    found: dict[tuple[str, str, str], dict[str, Any]], value: Value, stated: Source, clause: str
) -> None:
    since = max(value.effective_from, stated.holds_from or value.effective_from).isoformat()
    source: dict[str, Any] = {
        "title": stated.title,
        "number": stated.number,
        "issuer": stated.issuer,
        "document": stated.document or None,
        "clause": clause,
        "effective_from": since,
        "standing": value.standing,
        "states": [],
    }
    found.setdefault((stated.title, clause, since), source)["states"].append(value.words)


def _quotes(values: Iterable[Value]) -> list[dict[str, Any]]:
    """Of each value the nearest sentence that states it, with how it words it; `others` are further
    sentences that do, for a library that lacks the first."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for value in values:
        if value.bound:
            nearest, *others = map(_quote, value.bound)
            key = (nearest["document"], nearest["quote"])
            found.setdefault(key, {**nearest, "others": others})
    return list(found.values())


def _quote(binding: Binding) -> dict[str, Any]:
    return {
        "document": binding.source.document,
        "quote": binding.quote,
        "says": binding.says,
    }


def _unknown_rule(name: str) -> str:
    close = get_close_matches(name, RULES, n=1)
    listed = "、".join(f"{rule.name}（{rule.title}）" for rule in RULES.values())
    return (
        f"没有「{name}」这项计算。{f'是不是「{close[0]}」?' if close else ''}可用的有：{listed}。"
    )
