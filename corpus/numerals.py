"""Chinese numerals as policy documents use them for numbering: 三 → 3, 二十一 → 21, 一百零二 → 102."""

from __future__ import annotations

_DIGITS = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_FULL_WIDTH = {0xFF10 + digit: str(digit) for digit in range(10)}

NUMERAL = r"[〇零一二三四五六七八九十百千两]+"
"""A regular expression for such a numeral (not checked for sense)."""


def parse_numeral(text: str) -> int | None:
    """The number that `text` writes, in Chinese or Arabic digits; None where it writes none."""
    text = text.strip().translate(_FULL_WIDTH)
    if text.isascii() and text.isdigit():
        return int(text)
    if not text or any(c not in _DIGITS and c not in _UNITS for c in text):
        return None
    if not any(c in _UNITS for c in text):
        return int("".join(str(_DIGITS[c]) for c in text))
    total, digit = 0, 0
    for c in text:
        if c in _UNITS:
            total += (digit or (1 if c == "十" and total % 100 == 0 else 0)) * _UNITS[c]
            digit = 0
        else:
            digit = _DIGITS[c]
    return total + digit


def to_numeral(number: int) -> str:
    """`number` (1 to 9999) in Chinese numerals: 21 → 二十一."""
    digits, places = "零一二三四五六七八九", ["", "十", "百", "千"]
    out, zero = "", False
    text = str(number)
    for index, c in enumerate(text):
        place = len(text) - 1 - index
        if c == "0":
            zero = bool(out)
            continue
        out += ("零" if zero else "") + digits[int(c)] + places[place]
        zero = False
    return out.removeprefix("一") if 10 <= number < 20 else out
