"""What places are called besides their official names: data/place_names.yaml, read once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from corpus.regions import Region, find_regions

_DATA = Path(__file__).parent / "data" / "place_names.yaml"


@dataclass(frozen=True)
class PlaceNames:
    """Short names, areas and words beside places; the file says what each is for."""

    nation: tuple[str, ...]
    after_nation: tuple[str, ...]
    areas: Mapping[str, Region | None]
    everyday: frozenset[str]
    person_after: tuple[str, ...]
    person_before: tuple[str, ...]
    there: tuple[str, ...]


@cache
def place_names() -> PlaceNames:
    """The names of the shipped file."""
    data = yaml.safe_load(_DATA.read_text(encoding="utf-8"))
    regions = {name: find_regions(place)[0] for name, place in data["area_regions"].items()}
    return PlaceNames(
        nation=tuple(data["nation"].split()),
        after_nation=tuple(data["after_nation"].split()),
        areas={name: regions.get(name) for name in data["areas"].split()},
        everyday=frozenset(data["everyday"].split()) | frozenset(data["everyday_full"].split()),
        person_after=tuple(data["person_after"].split()),
        person_before=tuple(data["person_before"].split()),
        there=tuple(data["there"].split()),
    )
