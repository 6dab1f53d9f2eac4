"""Reading Chinese text: folding characters one to one, and numbers in digits or characters.

In: text as a user typed it. Out: the same text in simplified characters and half-width signs,
of the same length (so that offsets stay valid), or a number. Nothing here raises on odd input.
"""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

_PAIRS = (
    "歲岁個个號号剛刚兩两農农曆历陰阴閏闰臘腊後后現现產产補补貼贴領领錢钱總总雙双龍龙鳳凤懷怀萬万塊块稅税戶户從从開开護护難难"
    "給给發发嗎吗麼么們们兒儿媽妈寶宝買买貸贷額额減减費费門门車车學学單单滿满週周對对錯错說说時时間间點点請请問问醫医險险業业"
    "畢毕讀读幾几當当親亲還还過过來来嬰婴贛赣無无沒没這这裡里裏里誰谁為为應应該该與与於于餘余標标準准陽阳預预計计將将條条續续"
    "邊边實实場场園园體体檢检權权規规獎奖勵励倆俩壹一贰二貳二叁三參三肆四伍五陸六陆六柒七捌八玖九拾十佰百仟千"
)


def _folding() -> dict[int, str]:
    table = {ord(_PAIRS[i]): _PAIRS[i + 1] for i in range(0, len(_PAIRS), 2)}
    table.update({code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)})
    table.update({ord(c): "-" for c in "–—−﹣‐‑"})
    table.update({ord(c): "." for c in "·•・"})
    table.update({ord(c): "〇" for c in "○◯"})
    table.update({ord(c): " " for c in "\u3000\u00a0\t\u2009\u200b"})
    return table


_FOLD = _folding()


def fold(text: str) -> str:
    """The text with simplified characters and half-width signs; same length, same offsets."""
    return text.translate(_FOLD)


DIGITS = {
    "〇": 0,
    "零": 0,
    "O": 0,
    "o": 0,
    "一": 1,
    "二": 2,
    "两": 2,
    "俩": 2,
    "三": 3,
    "仨": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
}
_UNITS = {
    "十": 10,
    "百": 100,
    "千": 1000,
    "k": 1000,
    "K": 1000,
    "w": 10000,
    "W": 10000,
    "万": 10000,
}
NUMBER = (
    r"(?:[0-9]{1,12}(?:,[0-9]{3}){0,3}(?:\.[0-9]{1,4})?"
    r"(?:[百千万kKwW](?:[0-9]{1,4}[百千]?|[一二三四五六七八九][百千]?)?)?|"
    r"[〇零一二两三四五六七八九十百千万]{1,12})"
)
"""A number in digits or characters, of bounded length; see `number`."""


def digits_value(text: str) -> int | None:
    """A row of digits read one by one (「二〇二四」→ 2024, 「24」→ 24); None when it is none."""
    value = 0
    for char in text:
        if char in "0123456789":
            digit = int(char)
        elif char in DIGITS:
            digit = DIGITS[char]
        else:
            return None
        value = value * 10 + digit
    return value if text else None


def number(text: str) -> Decimal | None:
    """The number in digits, characters or both, as spoken.

    「8,000」「8k」「1.2万」「一万二」(12000) 「八千五」(8500) 「一万零五百」 「廿三」 「1万2」.
    None when the text is no number.
    """
    text = text.replace(",", "").replace("廿", "二十").replace("卅", "三十").strip()
    if not text:
        return None
    if text.isascii():
        try:
            return Decimal(text)
        except InvalidOperation:
            pass
    if all(c in DIGITS for c in text) and len(text) > 1:
        return Decimal(digits_value(text) or 0)
    return _spoken(text)


def _spoken(text: str) -> Decimal | None:
    total = section = Decimal(0)
    current: Decimal | None = None
    last_unit = 0
    zero_before = False
    position = 0
    while position < len(text):
        char = text[position]
        if char.isascii() and (char.isdigit() or char == "."):
            end = position
            while (
                end < len(text)
                and text[end].isascii()
                and (text[end].isdigit() or text[end] == ".")
            ):
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
            zero_before = True
        elif char in DIGITS:
            if current is not None:
                return None
            current = Decimal(DIGITS[char])
        elif char in _UNITS:
            unit = _UNITS[char]
            if unit == 10000:
                total += (section + (current or 0)) * unit
                if not total:
                    return None
                section = Decimal(0)
            else:
                section += (Decimal(1) if current is None else current) * unit
            current, last_unit, zero_before = None, unit, False
        else:
            return None
        position += 1
    if current is not None:
        shorthand = (
            last_unit >= 100 and not zero_before and current < 10 and current == int(current)
        )
        section += current * (last_unit // 10) if shorthand else current
    return total + section
