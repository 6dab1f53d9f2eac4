"""A described family against all fourteen measures: what it may have, and what is still open.

The items stand in `checklist.yaml`, each with its sentence of the library: that sentence is the line, word
for word, where no rule gives one; a rule decides where there is one, conditions over the family elsewhere.
A condition is true, false, or open with the input that would settle it. An employer, or who runs a
nursery, gets the items of that role.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from assistant.eligibility.family import FIELDS, parse_day, parse_family
from assistant.eligibility.finding import Outcome
from assistant.eligibility.household import Child, Family
from assistant.eligibility.parameters import NotInForceError, parameter
from assistant.eligibility.partial_date import is_under_age
from assistant.eligibility.rules.registry import RULES, calculation, evaluate

FILE = Path(__file__).with_name("checklist.yaml")
_NURSERY_AGE, _SCHOOL_AGE, _ADULT_AGE = 3, 6, 18
ROLES = ("employer", "nursery_operator")
"""Who else than a family asks: the inputs that say so."""
_NEAR_BIRTH_AGE = 1
"""Years after a birth in which leave, allowance and newborn services are still of use."""


@dataclass(frozen=True, slots=True)
class Known:
    """A condition's answer; None is open, and `ask` names the input that settles it."""

    holds: bool | None
    ask: str = ""


def checklist(inputs: Mapping[str, Any], as_of: date | str | None = None) -> dict[str, Any]:
    """All items with `status`, `line`, `quote` and, where a rule applies, its `calculation`;
    `questions` lists the inputs that would settle open items. Raises `EligibilityError`."""
    family = parse_family(_with_all_children(inputs))
    day = parse_day(as_of) if as_of is not None else family.as_of or date.today()
    table = _table()
    items = [
        _item(entry, table, family, day) for entry in table["items"] if _concerns(entry, family)
    ]
    asked = [(item.pop("asks"), item) for item in items]
    return {
        "as_of": day.isoformat(),
        "inputs": dict(family.given),
        "items": items,
        "counts": {
            outcome.value: sum(item["status"] == outcome.value for item in items)
            for outcome in Outcome
        },
        "questions": _questions(asked),
    }


def _with_all_children(inputs: Mapping[str, Any]) -> Mapping[str, Any]:
    """The whole family, also where `birth_date` names one of several children."""
    if not isinstance(inputs, Mapping) or not isinstance(inputs.get("children"), list):
        return inputs
    dated = inputs.get("birth_dates") or [inputs.get("birth_date")]
    if not isinstance(dated, list) or len(inputs["children"]) <= len(dated):
        return inputs
    return {k: v for k, v in inputs.items() if k not in ("birth_date", "birth_dates")}


@cache
def _table() -> dict[str, Any]:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    with FILE.open(encoding="utf-8") as file:
        content: dict[str, Any] = yaml.load(file, loader)  # nosec B506: a safe loader
    return content


def _concerns(entry: Mapping[str, Any], family: Family) -> bool:
    """Whether an item is for who asks: a role's own, or the family's unless a role alone is told."""
    roles = [role for role in ROLES if getattr(family, role)]
    if "role" in entry:
        return entry["role"] in roles
    return not roles or bool(set(family.given) - {*ROLES, "as_of"})


def _item(
    entry: Mapping[str, Any], table: Mapping[str, Any], family: Family, as_of: date
) -> dict[str, Any]:
    item: dict[str, Any] = {
        "id": entry["id"],
        "measure": entry["measure"],
        "label": entry["label"],
        "document": entry.get("document", table["document"]),
        "quote": entry["quote"],
        "rule": entry.get("rule"),
        "calculation": None,
        "asks": "",
    }
    answers = {name: CONDITIONS[name](family, as_of) for name in entry.get("when", ())}
    failed = next((name for name, answer in answers.items() if answer.holds is False), None)
    if failed:
        line = f"按您说的情况，{table['reasons'][failed]}。"
        return item | {"status": Outcome.NOT_ELIGIBLE.value, "line": line}
    open_answer = next((answer for answer in answers.values() if answer.holds is None), None)
    if open_answer:
        return item | _open(open_answer.ask)
    if "rule" not in entry:
        return item | {"status": entry["status"], "line": entry["quote"]}
    return item | _by_rule(entry, family, as_of)


def _open(ask: str, line: str = "") -> dict[str, Any]:
    question = FIELDS[ask].question
    return {
        "status": Outcome.NEEDS_INFORMATION.value,
        "line": line or f"还需要知道：{question}",
        "asks": ask,
    }


def _by_rule(entry: Mapping[str, Any], family: Family, as_of: date) -> dict[str, Any]:
    rule = RULES[entry["rule"]]
    finding = evaluate(rule, family, as_of)
    computed = calculation(rule, family, finding, as_of)
    found = {"status": finding.outcome.value, "line": finding.summary, "calculation": computed}
    if finding.outcome is not Outcome.NEEDS_INFORMATION:
        return found
    ask = finding.missing[0]
    if ask == "birth_date" and family.pregnant and not family.children:
        ask = "expected_date"
    found |= _open(ask, finding.summary if ask == finding.missing[0] else "")
    if entry.get("eligible_without_amount"):
        found["status"] = Outcome.ELIGIBLE.value
    return found


def _questions(asked: list[tuple[str, dict[str, Any]]]) -> list[dict[str, Any]]:
    """The inputs that would settle something, most useful first."""
    settles: dict[str, list[str]] = {}
    for name, item in asked:
        if name:
            settles.setdefault(name, []).append(item["label"])
    names = sorted(settles, key=lambda name: -len(settles[name]))
    return [
        {
            "name": name,
            "label": FIELDS[name].label,
            "question": FIELDS[name].question,
            "settles": settles[name],
        }
        for name in names
    ]


def _is_under(child: Child, age: int, as_of: date) -> bool | None:
    if child.span is None:
        return is_under_age(child.born, age, as_of)
    ends = {is_under_age(child.born.of(day), age, as_of) for day in child.span}
    return ends.pop() if len(ends) == 1 else None


def _any_child(family: Family, answers: list[bool | None]) -> Known:
    """Whether the answer is true of a child; open without birth dates."""
    if True in answers:
        return Known(True)
    if None in answers or (not answers and family.minor_children != 0):
        return Known(None, "birth_date")
    return Known(False)


def _birth_near(family: Family, as_of: date) -> Known:
    near = [_is_under(child, _NEAR_BIRTH_AGE, as_of) for child in family.children]
    if family.pregnant or True in near:
        return Known(True)
    if None in near:
        return Known(None, "birth_date")
    return Known(None, "pregnant") if family.pregnant is None else Known(False)


def _birth_or_miscarriage(family: Family, as_of: date) -> Known:
    return Known(True) if family.miscarriage else _birth_near(family, as_of)


def _child_or_birth(family: Family, as_of: date) -> Known:
    if family.children or family.pregnant or family.minor_children:
        return Known(True)
    return Known(False) if family.minor_children == 0 else Known(None, "birth_date")


def _child_under_three(family: Family, as_of: date) -> Known:
    if family.pregnant:
        return Known(True)
    return _any_child(family, [_is_under(child, _NURSERY_AGE, as_of) for child in family.children])


def _school_child(family: Family, as_of: date) -> Known:
    return _any_child(family, [_is_of_school_age(child, as_of) for child in family.children])


def _is_of_school_age(child: Child, as_of: date) -> bool | None:
    young = _is_under(child, _SCHOOL_AGE, as_of)
    minor = _is_under(child, _ADULT_AGE, as_of)
    if young or minor is False:
        return False
    return None if young is None or minor is None else True


def _minors(family: Family, as_of: date) -> int | None:
    return family.minors(as_of, _adult_age(as_of))


def _adult_age(as_of: date) -> int:
    try:
        return parameter("adult_age", as_of).count
    except NotInForceError:
        return _ADULT_AGE


def _minor_child(family: Family, as_of: date) -> Known:
    minors = _minors(family, as_of)
    return Known(None, "minor_children") if minors is None else Known(minors > 0)


def _several_minors(family: Family, as_of: date) -> Known:
    minors = _minors(family, as_of)
    return Known(None, "minor_children") if minors is None else Known(minors > 1)


def _employee(family: Family, as_of: date) -> Known:
    if family.employed is not None:
        return Known(family.employed)
    if family.insured_employee:
        return Known(True)
    if family.flexible_employment or family.unemployment_benefit:
        return Known(False)
    return Known(None, "employed")


def _insured(family: Family, as_of: date) -> Known:
    """Insured, or in a group that the rule has something to say about."""
    told = (family.insured_employee, family.flexible_employment, family.unemployment_benefit)
    if any(told) or family.insured_employee is False or family.employed is False:
        return Known(True)
    return Known(None, "insured_employee")


def _out_of_work(family: Family, as_of: date) -> Known:
    if family.unemployment_benefit:
        return Known(True)
    return Known(None, "employed") if family.employed is None else Known(not family.employed)


def _child_in_need(family: Family, as_of: date) -> Known:
    """An orphaned, unattended, disabled, ill or neglected child, or one of a family in hardship."""
    if family.disabled_child or family.hardship:
        return Known(True)
    return Known(family.disabled_child, "disabled_child")


def _renting(family: Family, as_of: date) -> Known:
    if family.renting_public_housing or family.renting:
        return Known(True)
    return Known(None, "renting") if family.renting is None else Known(False)


def _told(name: str) -> Callable[[Family, date], Known]:
    def condition(family: Family, as_of: date) -> Known:
        value: bool | None = getattr(family, name)
        return Known(value, name)

    return condition


CONDITIONS: dict[str, Callable[[Family, date], Known]] = {
    "miscarried": lambda family, as_of: Known(bool(family.miscarriage)),
    "child_in_need": _child_in_need,
    "unemployment_benefit": _told("unemployment_benefit"),
    "anyone": lambda family, as_of: Known(True),
    "nobody": lambda family, as_of: Known(False),
    "birth_near": _birth_near,
    "birth_or_miscarriage": _birth_or_miscarriage,
    "child_or_birth": _child_or_birth,
    "child_under_three": _child_under_three,
    "school_child": _school_child,
    "minor_child": _minor_child,
    "several_minors": _several_minors,
    "employee": _employee,
    "insured": _insured,
    "out_of_work": _out_of_work,
    "renting": _renting,
    "hardship": _told("hardship"),
}
