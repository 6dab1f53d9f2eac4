"""How many days of leave were given, and whether it starts with the birth.

In: a `Notes` with the text. Out: `leave_days` and `leave_start` noted in it.
"""

from __future__ import annotations

import re

from assistant.eligibility.reading.chinese_text import NUMBER, number
from assistant.eligibility.reading.notes import Notes

_DAYS = re.compile(
    rf"(?<!还是)(?<![0-9〇零一二两三四五六七八九十百千.])(?P<n>{NUMBER}) *天(?!前|后|内|以|之|大|了|的?(?:宝|娃|孩))"
)
_BARE_DAYS = re.compile(r"(?<!陪)产假(?:是|休|有|按|:| )*(?P<n>[0-9]{2,3})(?![0-9年月号./:-]| *天)")
_OTHER_DAYS = re.compile(r"陪产|护理|育儿假|怀孕|孕|提前|流产$|出生|生下?来?$")


def read_leave_days(notes: Notes) -> None:
    found = {
        m.group("n"): m
        for m in _DAYS.finditer(notes.folded)
        if not re.match(r"(?:吗|还是|对吗|是吗|么|对不对)", notes.folded[m.end() :])
        and not _OTHER_DAYS.search(notes.folded[max(0, m.start() - 6) : m.start()])
    }
    if not found and (bare := _BARE_DAYS.search(notes.folded)):
        found = {bare.group("n"): bare}
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
