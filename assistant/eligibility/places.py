"""Places inside and outside the region, as patterns for folded text.

Source of the names: `assistant/data/places.yaml` (administrative divisions of China). Added here are
words that stand for a place in talk about a registered residence (本地, 外省).
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import yaml

_DATA = Path(__file__).parents[1] / "data" / "places.yaml"
_HERE_WORDS = {"本省", "省内", "本地", "当地", "本市", "我省", "我们省"}
_AWAY_WORDS = {"外省", "外地", "省外", "其他省", "别的省", "其它省", "外国", "国外"}


@cache
def _pattern(key: str) -> re.Pattern[str]:
    names = set(yaml.safe_load(_DATA.read_text(encoding="utf-8"))[key].split())
    names = {n for n in names if len(n) > 1 or n == "赣"}
    names |= _HERE_WORDS if key == "home_places" else _AWAY_WORDS
    return re.compile("|".join(re.escape(n) for n in sorted(names, key=lambda n: (-len(n), n))))


def jiangxi() -> re.Pattern[str]:
    """Matches a place in Jiangxi or a word for it."""
    return _pattern("home_places")


def elsewhere() -> re.Pattern[str]:
    """Matches a place outside Jiangxi or a word for one."""
    return _pattern("other_places")
