"""Days as official texts write them: 2025年7月10日, 二〇二五年七月十日."""

from __future__ import annotations

import re
from datetime import date

from corpus.numerals import parse_numeral

_HAN_YEAR = r"[一二][〇零○Oo一二三四五六七八九]{3}"
DATE = re.compile(
    rf"(?P<y>(?:19|20)\d{{2}}|{_HAN_YEAR})\s*年\s*(?P<m>\d{{1,2}}|[一二十]{{1,2}})\s*月\s*"
    r"(?P<d>\d{1,2}|[一二三十四五六七八九]{1,3})\s*日"
)


def read_date(text: str) -> date | None:
    """The first day in `text` that there is; None where none stands."""
    for found in DATE.finditer(text):
        year = re.sub(r"[○Oo]", "〇", found["y"])
        numbers = [parse_numeral(part) for part in (year, found["m"], found["d"])]
        try:
            return date(*[n or 0 for n in numbers])
        except ValueError:
            continue
    return None
