"""Whose policy a question is about: places named in it that lie inside or outside the corpus's region."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

_DATA = Path(__file__).parent / "data" / "places.yaml"


@dataclass(frozen=True)
class Places:
    """The places that a question names: `home` ones of the corpus's region, and `other` ones."""

    home: tuple[str, ...]
    other: tuple[str, ...]

    @property
    def outside(self) -> bool:
        """Whether the question is about a place outside the region, and none inside is named."""
        return bool(self.other) and not self.home


def find_places(question: str) -> Places:
    """The places that `question` (simplified characters) asks about.

    A place that says where a person works or comes from (「在广东打工」) does not count as outside.
    """
    home, other, person = _patterns()
    outside = tuple(
        found[0] for found in other.finditer(question) if not person.match(question, found.end())
    )
    return Places(tuple(m[0] for m in home.finditer(question)), outside)


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    data = yaml.safe_load(_DATA.read_text(encoding="utf-8"))
    home, other = set(data["home_places"].split()), set(data["other_places"].split())
    person = "|".join(map(re.escape, data["person_not_policy"].split()))
    return (
        _any_of(home - {"赣"}),
        _any_of({p for p in other if len(p) > 1}),
        re.compile(f"(?:那边|那里|市|省)?(?:{person})"),
    )


def _any_of(names: set[str]) -> re.Pattern[str]:
    return re.compile("|".join(sorted(map(re.escape, names), key=len, reverse=True)))
