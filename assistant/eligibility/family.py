"""How input becomes a `Family`: every field of every rule, read and checked.

In: a JSON object with field names, dates as `YYYY-MM-DD`, or `YYYY-MM` where only the month is known.
Out: a typed, checked `Family`. Whatever is wrong raises `EligibilityError` with a Chinese message that
says what to do; a misspelt name is an error, lest a fact be left out silently.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields as dataclass_fields
from datetime import date, timedelta
from difflib import get_close_matches
from typing import Any

from assistant.eligibility.fields import (
    AS_OF,
    BIRTH_DATE,
    SHARED,
    EligibilityError,
    Field,
    as_json,
    read,
    read_day,
    read_month_or_date,
)
from assistant.eligibility.household import Child, Family
from assistant.eligibility.partial_date import PartialDate
from assistant.eligibility.rules.catalogue import RULES

__all__ = ["FIELDS", "HELPER_FACTS", "EligibilityError", "parse_day", "parse_family"]

FIELDS: dict[str, Field] = {
    field.name: field
    for field in (*SHARED, *(field for rule in RULES.values() for field in rule.fields))
}
"""Every input by name: the shared ones, then those that the rules declare."""
HELPER_FACTS = (
    *("birth_date_range", "expected_date_range", "birth_year", "children", "suggested", "own_wage"),
)
"""What the conversation knows beside the inputs."""
_COUNTING = ("birth_date_range", "expected_date_range", "children", "own_wage")
"""Those of them that a rule goes by: `given` holds them too."""
_SIBLING_GAP = timedelta(days=150)
"""An expected birth this long after the last birth is another child, else the same one."""
_SHARED_NAMES = {field.name for field in dataclass_fields(Family)}


def parse_family(inputs: Mapping[str, Any]) -> Family:
    """The family described by `inputs`; values of null and "" count as not given."""
    if not isinstance(inputs, Mapping):
        raise EligibilityError('输入应是一个 JSON 对象，例如 {"birth_date": "2024-05-03"}。')
    given: dict[str, Any] = {}
    typed: dict[str, Any] = {}
    for name, raw in inputs.items():
        if raw is None or raw == "":
            continue
        if name in HELPER_FACTS:
            if name in _COUNTING:
                given[name] = as_json(raw)
            continue
        field = FIELDS.get(name)
        if field is None:
            raise EligibilityError(_unknown_field(str(name)))
        typed[name] = read(field, raw)
        given[name] = as_json(typed[name])
    shared = {name: value for name, value in typed.items() if name in _SHARED_NAMES}
    return Family(
        given=given,
        children=_children(typed, inputs),
        own_wage=bool(inputs.get("own_wage")),
        facts={name: value for name, value in typed.items() if name not in _SHARED_NAMES},
        **shared,
    )


def parse_day(value: date | str) -> date:
    """A whole day given as a `date` or `YYYY-MM-DD`; raises `EligibilityError` for anything else."""
    return read_day(AS_OF, value)


def _unknown_field(name: str) -> str:
    close = get_close_matches(name, FIELDS, n=1)
    hint = f"是不是「{close[0]}」？" if close else "可用的有：" + "、".join(FIELDS) + "。"
    return f"不认识的输入「{name}」。{hint}"


def _children(typed: Mapping[str, Any], inputs: Mapping[str, Any]) -> tuple[Child, ...]:
    """The children asked about: dates before ages; then the expected one. `babies` of one birth."""
    babies: int = typed.get("babies", 1)
    described = _described(inputs)
    dates = list(typed.get("birth_dates", ()))
    if "birth_date" in typed and typed["birth_date"] not in dates:
        dates.append(typed["birth_date"])
    known = {child.born: child.told for child in described if not child.span}
    born = [Child(day, told=known.get(day, {})) for day in dates] or described
    expected: PartialDate | None = typed.get("expected_date")
    another = expected is not None and all(
        expected.earliest - (child.span[1] if child.span else child.born.latest) > _SIBLING_GAP
        for child in born
    )
    if expected is not None and another:
        return (*born, *[Child(expected, expected=True)] * babies)
    if expected is None and not born and inputs.get("expected_date_range"):
        return (
            _by_range("expected_date_range", inputs["expected_date_range"], expected=True),
        ) * babies
    return tuple(born * babies) if len(born) == 1 else tuple(born)


def _described(inputs: Mapping[str, Any]) -> list[Child]:
    """Children told one by one, or by an age alone; none when the birth of one is open."""
    listed = inputs.get("children")
    entries = listed if isinstance(listed, list) and listed else [inputs]
    found: list[Child] = []
    for entry in entries:
        if not isinstance(entry, Mapping):
            raise EligibilityError("「children」应是对象的列表，每个孩子一个。")
        told = _told_of_one(entry) if entry is not inputs else {}
        if entry.get("birth_date"):
            found.append(Child(read_month_or_date(BIRTH_DATE, entry["birth_date"]), told=told))
        elif entry.get("birth_date_range"):
            found.append(_by_range("birth_date_range", entry["birth_date_range"], told=told))
        elif entry is not inputs:
            return []
    return found


def _told_of_one(entry: Mapping[str, Any]) -> dict[str, Any]:
    """What an entry of `children` tells beside the birth, as far as it is a field of one child."""
    return {
        name: read(field, entry[name])
        for name, field in FIELDS.items()
        if field.of_child and entry.get(name) not in (None, "")
    }


def _by_range(
    name: str, span: Any, expected: bool = False, told: Mapping[str, Any] | None = None
) -> Child:
    """A child of whose birth only the earliest and the latest day are known."""
    if not isinstance(span, list | tuple) or len(span) != 2:
        raise EligibilityError(f"「{name}」应是两个日期：最早和最晚的出生日期。")
    first, last = (read_day(BIRTH_DATE, day) for day in span)
    if last < first:
        raise EligibilityError(f"「{name}」的第一个日期应早于第二个。")
    return Child(PartialDate.of(first), expected, (first, last), told or {})
