"""Departments by the names that people use for them (卫健委 for 省卫生健康委)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from assistant.domain import domain

_LEVEL = re.compile(r"^(?:省委|省|市|县|自治区|国家)")


@dataclass(frozen=True, slots=True)
class NamedUnit:
    """A responsible unit that a question names: its name in the document, and the words for it."""

    name: str
    start: int
    end: int


def aliases(name: str) -> tuple[str, ...]:
    """All ways to say a unit's name: as in the document, without its level, and those of the domain."""
    bare = _LEVEL.sub("", name)
    forms = {name, *domain().departments.get(name, "").split()}
    if len(bare) >= 2:
        forms.add(bare)
    return tuple(sorted(forms, key=lambda form: (-len(form), form)))


def units_named(text: str, names: Iterable[str]) -> tuple[NamedUnit, ...]:
    """The units of `names` that `text` names, in the text's order; a longer name hides one inside it."""
    found = [
        NamedUnit(name, match.start(), match.end())
        for name in names
        for alias in aliases(name)
        for match in re.finditer(re.escape(alias), text)
    ]
    found.sort(key=lambda unit: (unit.start - unit.end, unit.start))
    kept: list[NamedUnit] = []
    for unit in found:
        if all(unit.end <= other.start or other.end <= unit.start for other in kept):
            kept.append(unit)
    kept.sort(key=lambda unit: unit.start)
    return tuple({unit.name: unit for unit in reversed(kept)}.values())[::-1]
