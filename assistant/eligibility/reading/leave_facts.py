"""How many days of leave were given, and whether it starts with the birth.

In: a `Notes` with the text. Out: `leave_days` and `leave_start` noted in it.
"""

from __future__ import annotations

import re

from assistant.eligibility.reading.chinese_text import NUMBER, number
from assistant.eligibility.reading.notes import Notes


def read_leave_days(notes: Notes) -> None:
    pattern = re.compile(
        rf"(?:产假|休假?|休了|按|批了?|放了?|准了?|假期|一共|共)(?:是|了|批了|休了?|有|:|按|一共|共)* *(?P<n>{NUMBER}) *天"
    )
    found = {
        m.group("n"): m
        for m in pattern.finditer(notes.folded)
        if not re.match(r"(?:吗|还是|对吗|是吗|么|对不对)", notes.folded[m.end() :])
        and not re.search(r"陪产|护理|育儿假", notes.folded[max(0, m.start() - 6) : m.end()])
    }
    if len(found) == 1:
        ((text, match),) = found.items()
        days = number(text)
        if days and days == int(days) and 0 < days < 1000:
            notes.put_match("leave_days", int(days), match)


_FROM_BIRTH = re.compile(
    r"从?(?:孩子|宝宝|娃|崽)?(?:出生|生育|分娩|生娃|生孩子|生)的?(?:那天|那一天|当天|当日|之日|日|的时候)(?:起|开始|算|计|就|休)"
)


def read_leave_from_birth(notes: Notes) -> None:
    """「产假从生的那天算」: the leave starts on the day of birth, where that is known."""
    match = _FROM_BIRTH.search(notes.folded)
    born = str({**notes.previous, **notes.facts}.get("birth_date", ""))
    if match and "leave_start" not in notes.facts and len(born) == len("2024-05-03"):
        notes.put_match("leave_start", born, match)
