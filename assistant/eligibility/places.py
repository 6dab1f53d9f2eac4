"""Places inside and outside the region, as patterns for folded text.

Source of the names: `assistant/data/places.yaml` (administrative divisions of China). Added here are
words that stand for a place in talk about a registered residence (本地, 外省).
"""

from __future__ import annotations

import re
from functools import cache

from assistant.places import any_of, place_names

_HERE_WORDS = {"本省", "省内", "本地", "当地", "本市", "我省", "我们省"}
_AWAY_WORDS = {"外省", "外地", "省外", "其他省", "别的省", "其它省", "外国", "国外"}


@cache
def _pattern(key: str) -> re.Pattern[str]:
    names = {name for name in place_names(key) if len(name) > 1 or name == "赣"}
    return any_of(names | (_HERE_WORDS if key == "home_places" else _AWAY_WORDS))


def jiangxi() -> re.Pattern[str]:
    """Matches a place in Jiangxi or a word for it."""
    return _pattern("home_places")


def elsewhere() -> re.Pattern[str]:
    """Matches a place outside Jiangxi or a word for one."""
    return _pattern("other_places")
