"""Where a text names places, and whose rules it asks about by them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from assistant.domain import domain
from corpus.place_names import place_names
from corpus.regions import Level, Region, find_regions, region_names
from index.lexical import tokenize, word_frequency

_LONGEST = 16
_RARE = 150
"""A county's short name that a dictionary counts more often than this is taken for another word."""


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A place that a text names: `text[start:end] == name`.

    `region` is None for another country and for what is several divisions of China. `of_person`: it
    says where somebody is from or works.
    """

    name: str
    region: Region | None
    start: int
    end: int
    of_person: bool = False

    @property
    def is_at_home(self) -> bool:
        """Whether it is the domain's place, or lies in it."""
        return self.region is not None and domain().region.holds(self.region)

    @property
    def shown(self) -> str:
        """The name as an answer says it: the place's own for an abbreviation (深圳市 for 深户)."""
        region = self.region
        if region is None or self.name in f"{region.province}{region.city}{region.county}":
            return self.name
        return region.county or region.city or region.province


def places_in(text: str) -> tuple[PlaceMention, ...]:
    """The places that `text` names, in its order, each as exact as it is named (南昌县 is the county).

    A name that a place at home bears means that place. A short name counts where it is a word of the
    text, not a piece of others.
    """
    edges: frozenset[int] | None = None
    found: list[PlaceMention] = []
    position = 0
    while position < len(text):
        mention = None
        if text[position : position + 2] in _beginnings():
            edges = edges or _word_edges(text)
            mention = _mention_at(text, position, edges)
        found += [mention] if mention else []
        position = mention.end if mention else position + 1
    return tuple(_with_person(text, mention) for mention in found)


def policy_places(text: str) -> tuple[PlaceMention, ...]:
    """The places whose rules `text` asks about: those that are nobody's whereabouts.

    Where it points there (「她那边」), whereabouts are meant too.
    """
    found = places_in(text)
    there = any(word in text for word in place_names().there)
    return tuple(mention for mention in found if there or not mention.of_person)


def names_nation(text: str) -> bool:
    """Whether `text` asks for the nation's own rules (国家规定, 全国的标准)."""
    return bool(_nation().search(text))


def _mention_at(text: str, start: int, edges: frozenset[int]) -> PlaceMention | None:
    for end in range(min(len(text), start + _LONGEST), start, -1):
        name = text[start:end]
        known, region = _named(name)
        if known and (len(name) != 2 or {start, end} <= edges):
            return PlaceMention(name, region, start, end)
    return None


def _named(name: str) -> tuple[bool, Region | None]:
    """Whether `name` is a place's, and the place."""
    names = place_names()
    if name in names.areas:
        return True, names.areas[name]
    if len(name) < 2 or name in names.everyday or name[-1].isspace():
        return False, None
    regions = [region for region in find_regions(name) if region.level is not Level.NATION]
    if not regions:
        return False, None
    at_home = [region for region in regions if domain().region.holds(region)]
    if not at_home and len(name) == 2 and _is_other_word(name, regions):
        return False, None
    return True, (at_home or regions)[0]


def _is_other_word(name: str, regions: Sequence[Region]) -> bool:
    """Whether a county's short name is more often something else."""
    return all(r.level is Level.COUNTY for r in regions) and word_frequency(name) > _RARE


def _with_person(text: str, mention: PlaceMention) -> PlaceMention:
    after, before = _person()
    if after.match(text, mention.end) or before.search(text, 0, mention.start):
        return replace(mention, of_person=True)
    return mention


def _word_edges(text: str) -> frozenset[int]:
    """Where words begin and end in `text`."""
    edges, position = {0}, 0
    for token in tokenize(text):
        position += len(token)
        edges.add(position)
    return frozenset(edges)


@cache
def _beginnings() -> frozenset[str]:
    """The first two characters of every place's name."""
    return frozenset(name[:2] for name in (*region_names(), *place_names().areas))


@cache
def _nation() -> re.Pattern[str]:
    names = place_names()
    return re.compile(f"(?:{'|'.join(names.nation)})(?:{'|'.join(names.after_nation)})")


@cache
def _person() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What stands after and before a place that is somebody's whereabouts."""
    after = "|".join(map(re.escape, place_names().person_after))
    before = "|".join(map(re.escape, place_names().person_before))
    return (
        re.compile(f"(?:那边|那里|市|省)?(?:{after})"),
        re.compile(f"(?:{before})[^，。,]{{0,4}}$"),
    )
