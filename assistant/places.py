"""Whose policy a question is about: places named in it that lie inside or outside the corpus's region."""

from __future__ import annotations

import re
from collections.abc import Iterable
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
def place_names(key: str) -> frozenset[str]:
    """The names listed in data/places.yaml under `key`."""
    return frozenset(yaml.safe_load(_DATA.read_text(encoding="utf-8"))[key].split())


def any_of(names: Iterable[str]) -> re.Pattern[str]:
    """A pattern that matches each of `names`, the longest first."""
    return re.compile("|".join(sorted(map(re.escape, names), key=lambda n: (-len(n), n))))


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    person = "|".join(map(re.escape, place_names("person_not_policy")))
    return (
        any_of(place_names("home_places") - {"赣"}),
        any_of(name for name in place_names("other_places") if len(name) > 1),
        re.compile(f"(?:那边|那里|市|省)?(?:{person})"),
    )
