"""Whose policy a question is about: places named in it that lie inside or outside the corpus's region."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from corpus.regions import Region, county_names, find_regions, region_of

_DATA = Path(__file__).parent.parent / "data" / "places.yaml"
_LONGEST = 12
"""So many characters may follow a place's first name to make it exact (省 and city, city and county)."""


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

    A place that says where a person works, comes from or is registered (「在广东打工」, 「户口在湖南」)
    does not count as outside.
    """
    home, other = _matches(question)
    return Places(tuple(m[0] for m in home), tuple(m[0] for m in other))


def regions_named(question: str) -> dict[str, Region | None]:
    """The places that `question` asks about by their names there, each as exact as it is named.

    「南昌县」 is the county, 「广州天河区」 one place. None for what is no division of China. A name at
    home means the place there, whatever other places are called so.
    """
    home, other = _matches(question)
    at_home = {match.start() for match in home}
    named: dict[str, Region | None] = {}
    end = 0
    for match in sorted((*home, *other), key=lambda match: match.start()):
        if match.start() < end:
            continue
        name, region = _longest(question, match)
        if match.start() in at_home and (region is None or not home_region().holds(region)):
            name, region = match[0], _at_home(match[0])
        named.setdefault(name, region)
        end = match.start() + len(name)
    return named


@cache
def home_region() -> Region:
    """The province whose residents ask, where they name no place."""
    found = region_of(next(iter(place_names("home"))))
    assert found is not None, "data/places.yaml: home must be a province's full name"
    return found


def _matches(question: str) -> tuple[list[re.Match[str]], list[re.Match[str]]]:
    """Where the question names places at home, and others that are no mere home of a person."""
    home, other, counties, person, person_before = _patterns()
    at_home = list(home.finditer(question))
    found = list(other.finditer(question))
    taken = {i for match in (*at_home, *found) for i in range(*match.span())}
    found += [m for m in counties.finditer(question) if taken.isdisjoint(range(*m.span()))]
    return at_home, [
        match
        for match in found
        if not person.match(question, match.end())
        and not person_before.search(question, 0, match.start())
    ]


def _longest(question: str, match: re.Match[str]) -> tuple[str, Region | None]:
    """The longest place's name that begins where `match` does, and the place."""
    begin, end = match.span()
    for stop in range(min(len(question), end + _LONGEST), end - 1, -1):
        if found := find_regions(question[begin:stop]):
            return question[begin:stop], found[0]
    return match[0], None


def _at_home(name: str) -> Region:
    home = home_region()
    return next((region for region in find_regions(name) if home.holds(region)), home)


@cache
def place_names(key: str) -> frozenset[str]:
    """The names listed in data/places.yaml under `key`."""
    return frozenset(yaml.safe_load(_DATA.read_text(encoding="utf-8"))[key].split())


def any_of(names: Iterable[str]) -> re.Pattern[str]:
    """A pattern that matches each of `names`, the longest first."""
    return re.compile("|".join(sorted(map(re.escape, names), key=lambda n: (-len(n), n))))


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    """What matches places at home, elsewhere, other counties by their full names, and what makes a
    place that of a person, after it and before it."""
    person = "|".join(map(re.escape, place_names("person_not_policy")))
    before = "|".join(map(re.escape, place_names("person_before")))
    counties = county_names(outside=home_region()) - place_names("everyday_counties")
    return (
        any_of(place_names("home_places") - {"赣"}),
        any_of(name for name in place_names("other_places") if len(name) > 1),
        any_of(name for name in counties if len(name) > 2),
        re.compile(f"(?:那边|那里|市|省)?(?:{person})"),
        re.compile(f"(?:{before})[^,。]{{0,4}}$"),
    )
