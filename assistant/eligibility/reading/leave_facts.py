"""How long a pregnancy lasted, and how many days of leave were given.

In: a `Notes` with the text. Out: `pregnancy_months`, `leave_days` and questions noted in it.
"""

from __future__ import annotations

import re
from decimal import Decimal

from assistant.eligibility.reading.chinese_text import NUMBER, number
from assistant.eligibility.reading.notes import Notes

_PREGNANT_FOR = re.compile(
    rf"(?:怀孕|怀了|怀|孕|孕期|妊娠)(?:到|才|了|刚|满|大概|差不多|已经|是|第|在)*(?P<pre>不到|未满|不满|快|将近|不足)?(?:满)? *(?P<n>{NUMBER}|半) *"
    rf"(?:个(?P<half>半)?(?:多)?月|(?P<w>周)|月)(?P<tail>半)?"
)
_PREGNANT_BARE = re.compile(
    rf"(?P<pre>不到|未满|不满|快|将近|不足)?(?:满)? *(?P<n>{NUMBER}) *(?:个(?P<half>半)?(?:多)?月|(?P<w>周)|月|)(?P<tail>半)?"
)


def read_pregnancy_months(notes: Notes) -> None:
    lost = notes.facts.get("miscarriage") or notes.previous.get("miscarriage")
    match = _PREGNANT_FOR.search(notes.folded)
    if match is None and lost:
        match = re.search(
            rf"(?P<pre>不到|未满|不满|快|将近|不足)?(?:满)?(?P<n>{NUMBER}) *(?:个(?P<half>半)?(?:多)?月|(?P<w>周))(?P<tail>半)?(?:的时候|时|就|大?了?[,]?)*(?:自然)?(?:流产|小产|引产|胎停|流了|没保住)",
            notes.folded,
        )
    if match is None and notes.asked == "pregnancy_months":
        match = _PREGNANT_BARE.search(notes.folded)
    if match and (lost or notes.asked == "pregnancy_months"):
        _put_pregnancy(notes, match)


def _put_pregnancy(notes: Notes, match: re.Match[str]) -> None:
    """Whole weeks become months of 30.4 days; 16 and 17 weeks are too near to four months.
    「不到四个月」 becomes 3.5: certainly below the number named."""
    amount = number(match.group("n"))
    if amount is None:
        return
    if match.group("w"):
        if amount in (16, 17):
            notes.ask(
                "pregnancy_months",
                f"怀孕{int(amount)}周接近4个月,请问诊断证明上写的是满4个月还是不满4个月?",
            )
            return
        amount = (amount * 7 / Decimal("30.4")).quantize(Decimal("0.1"))
    elif match.group("half") or match.group("tail"):
        amount += Decimal("0.5")
    elif match.group("pre"):
        amount -= Decimal("0.5")
    if not 0 < amount <= 10:
        notes.ask("pregnancy_months", "请问流产时怀孕几个月?")
        return
    notes.put_match(
        "pregnancy_months", int(amount) if amount == int(amount) else float(amount), match
    )


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
