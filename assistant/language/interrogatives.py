"""Questions for a quantity: the interrogatives of the language, a closed class, with what they ask for.

「多少钱」「几岁」「多久」「百分之几」 ask for a figure; 「哪几样」「好几个」「没几天」「后面几年」 do not.
"""

from __future__ import annotations

import re

from assistant.language.numerals import NUMBER
from assistant.language.quantities import find_quantities

_INDEFINITE = "哪那这好十没后前头隔过第"
"""Before 几 these make it no question for a quantity."""
_ASKS = re.compile(
    rf"多少|好多(?=[钱块元天])|几多|百分之几|多大|多久|多长|多高|(?<![{_INDEFINITE}面])几(?![乎经点])"
)
_COUNTED = re.compile(
    rf"(?:{NUMBER})(?:个)?(?:倍|成|折|米|厘米|公里|平方米|平方|名|人|次|小时|分钟|学时|级|类|种|间|所|张|份|公斤|克|度)"
    rf"|分之(?:{NUMBER})"
)
"""A number with a measure word that tells no fact of a family."""
_AGES = re.compile(r"几(?:周)?岁|多少(?:周)?岁|多大(?:年[纪龄]|岁数)")
_DATES = re.compile(r"几[号月]|多会")
"""A day or month of the calendar: a date answers, not an amount."""


def asks_quantity(question: str) -> bool:
    """Whether a question asks for a number: an amount, a rate, a span of time, an age, a count."""
    return bool(_ASKS.search(question)) and not _DATES.search(question)


def asks_age(question: str) -> bool:
    """Whether the number that a question asks for is an age."""
    return bool(_AGES.search(question))


def holds_quantity(text: str) -> bool:
    """Whether a text states a number with a unit that is no mere ordinal."""
    return bool(_COUNTED.search(text)) or any(
        not found.ordinal and found.unit for found in find_quantities(text)
    )
