"""Numbers as people write them, in digits, characters or both: 「8,000」「1.2万」「一万二」「廿三」「2w」.

In: cleaned text (simplified, half-width). Out: decimals; nothing here raises on odd input.
"""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

DIGITS = {
    **{char: value for value, char in enumerate("〇一二三四五六七八九")},
    **{char: value for value, char in enumerate("零壹贰叁肆伍陆柒捌玖")},
    "两": 2,
    "俩": 2,
    "仨": 3,
}
UNITS = {
    "十": 10,
    "拾": 10,
    "百": 100,
    "佰": 100,
    "千": 1000,
    "仟": 1000,
    "k": 1000,
    "K": 1000,
    "万": 10_000,
    "w": 10_000,
    "W": 10_000,
}
_SPOKEN = "".join(dict.fromkeys("".join(DIGITS) + "十拾百佰千仟万廿卅"))
NUMBER = (
    r"(?:\d{1,12}(?:,\d{3}){0,3}(?:\.\d{1,4})?"
    r"(?:[百千万kKwW](?:\d{1,4}[百千]?|[一二三四五六七八九][百千]?)?)?"
    rf"|[{_SPOKEN}]{{1,12}})"
)
"""A number in digits or characters, of bounded length; see `number`."""


def digits_value(text: str) -> int | None:
    """A row of digits read one by one (「二〇二四」 → 2024, 「24」 → 24); None when it is none."""
    value = 0
    for char in text:
        digit = int(char) if char.isascii() and char.isdigit() else DIGITS.get(char)
        if digit is None:
            return None
        value = value * 10 + digit
    return value if text else None


def number(text: str) -> Decimal | None:
    """The number that is written or spoken so.

    「8,000」「8k」「1.2万」「一万二」 (12000) 「八千五」 (8500) 「一万零五百」「廿三」「1万2」.
    None when the text is no number.
    """
    text = text.replace(",", "").replace("廿", "二十").replace("卅", "三十").strip()
    if not text:
        return None
    if text.isascii() and text.replace(".", "", 1).isdigit():
        try:
            return Decimal(text)
        except InvalidOperation:
            return None
    if len(text) > 1 and all(char in DIGITS for char in text):
        return Decimal(digits_value(text) or 0)
    return _spoken(text)


def _spoken(text: str) -> Decimal | None:
    total = section = Decimal(0)
    current: Decimal | None = None
    last_unit, after_zero, position = 0, False, 0
    while position < len(text):
        char = text[position]
        if char.isascii() and char.isdigit():
            end = position + 1
            while end < len(text) and (text[end].isascii() and text[end] in "0123456789."):
                end += 1
            if current is not None:
                return None
            try:
                current = Decimal(text[position:end])
            except InvalidOperation:
                return None
            position = end
            continue
        if char in "〇零":
            after_zero = True
        elif char in DIGITS:
            if current is not None:
                return None
            current = Decimal(DIGITS[char])
        elif char in UNITS:
            unit = UNITS[char]
            if unit == 10_000:
                total += (section + (current or 0)) * unit
                if not total:
                    return None
                section = Decimal(0)
            else:
                section += (Decimal(1) if current is None else current) * unit
            current, last_unit, after_zero = None, unit, False
        else:
            return None
        position += 1
    if current is not None:
        short = last_unit >= 100 and not after_zero and current < 10 and current == int(current)
        section += current * (last_unit // 10) if short else current
    return total + section
