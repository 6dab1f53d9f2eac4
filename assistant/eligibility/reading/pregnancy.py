"""How far a pregnancy is, or was when it ended.

In: a `Notes` with the text. Out: `pregnancy_months` of a miscarriage; for a pregnancy that goes on
without a due date, `expected_date_range`, the days between which the birth lies; or a question.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal
from typing import Any

from assistant.eligibility.reading.chinese_text import NUMBER, number
from assistant.eligibility.reading.notes import Notes

_WEEKS, _DAYS_PER_WEEK = 40, 7
"""A pregnancy's length from the last period, by which weeks and months of it are counted."""
_SLACK = timedelta(weeks=5)
_DAYS_PER_MONTH = Decimal("30.4")
_PREGNANT_FOR = re.compile(
    rf"(?:怀孕|怀了|怀咯|怀|孕|孕期|妊娠)(?:到|才|了|刚|满|大概|差不多|已经|是|第|在)*(?P<pre>不到|未满|不满|快|将近|不足)?(?:满)? *(?P<n>{NUMBER}|半) *"
    rf"(?:个(?P<half>半)?(?:多)?月|(?P<w>周)|(?P<d>天)|月)(?P<tail>半)?"
)
_LOST_AT = re.compile(
    rf"(?:停育|胎停|胚停|流产|引产|小产)(?:时|在|是|有|了|才|已经| )*(?P<pre>不到|未满|不满)?(?P<n>{NUMBER}) *"
    r"(?:个(?P<half>半)?月|(?P<w>周)(?!前|后)|(?P<d>天)(?!前|后|假))(?P<tail>半)?(?!前|后)"
)
_BORN_IN_YEAR = re.compile(
    r"(?P<year>明年|来年|后年)(?:我|才|再|要|就|会|能|打算|准备|计划|想)*生(?!育|活|意|日|效)"
)
_YEARS_AHEAD = {"明年": 1, "来年": 1, "后年": 2}
_MONTHS_ALONE = re.compile(
    rf"[,。 ](?P<pre>不到|未满|不满)?(?P<n>{NUMBER})(?:个(?P<half>半)?(?:多)?月)(?P<w>)(?P<d>)(?P<tail>半)?(?:了|的时候|时)?(?:[,。?]|$)"
)
_PREGNANT_BARE = re.compile(
    rf"(?P<pre>不到|未满|不满|快|将近|不足)?(?:满)? *(?P<n>{NUMBER}) *(?:个(?P<half>半)?(?:多)?月|(?P<w>周)|(?P<d>天)|月|)(?P<tail>半)?"
)


def read_pregnancy_months(notes: Notes) -> None:
    lost = notes.facts.get("miscarriage") or notes.previous.get("miscarriage")
    match = _PREGNANT_FOR.search(notes.folded)
    if match is None and lost:
        match = re.search(
            rf"(?P<pre>不到|未满|不满|快|将近|不足)?(?:满)?(?P<n>{NUMBER}) *(?:个(?P<half>半)?(?:多)?月|(?P<w>周)|(?P<d>天))(?P<tail>半)?(?:的时候|时|就|大?了?[,]?)*(?:自然)?(?:流产|小产|引产|胎停|流了|没保住|终止)",
            notes.folded,
        )
    if match is None and lost:
        match = _LOST_AT.search(notes.folded)
    if match is None and notes.facts.get("miscarriage"):
        match = _MONTHS_ALONE.search(notes.folded)
    if match is None and notes.asked == "pregnancy_months":
        match = _PREGNANT_BARE.search(notes.folded)
    if match and (lost or notes.asked == "pregnancy_months"):
        _put_pregnancy(notes, match)


def _put_pregnancy(notes: Notes, match: re.Match[str]) -> None:
    """Weeks and days become months of 30.4 days; 16 and 17 weeks are too near to four months.
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
        amount = (amount * _DAYS_PER_WEEK / _DAYS_PER_MONTH).quantize(Decimal("0.1"))
    elif match.group("d"):
        amount = (amount / _DAYS_PER_MONTH).quantize(Decimal("0.1"))
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


def read_expected_range(notes: Notes) -> None:
    """When the birth is due, by how far the pregnancy is; within forty weeks where that is not told."""
    given = {**notes.previous, **notes.facts}
    if year := _BORN_IN_YEAR.search(notes.folded):
        _put_year_ahead(notes, year, given)
        return
    if not notes.facts.get("pregnant") or given.get("miscarriage") or "expected_date" in given:
        return
    match = _PREGNANT_FOR.search(notes.folded)
    amount = number(match.group("n")) if match else None
    first, last = notes.as_of + timedelta(days=1), notes.as_of + timedelta(weeks=_WEEKS)
    if match and amount is not None:
        days = int(amount * (_DAYS_PER_WEEK if match.group("w") else _DAYS_PER_MONTH))
        days = int(amount) if match.group("d") else days
        due = notes.as_of + timedelta(days=_WEEKS * _DAYS_PER_WEEK - days)
        first, last = max(first, due - _SLACK), max(first, due + _SLACK)
    start, end = match.span() if match else _span_of(notes)
    notes.put("expected_date_range", [first.isoformat(), last.isoformat()], start, end)


def _put_year_ahead(notes: Notes, match: re.Match[str], given: Mapping[str, Any]) -> None:
    """「明年才生」: some day of the year named, where no day is known."""
    if any(name in given for name in ("expected_date", "birth_date", "birth_dates")):
        return
    year = notes.as_of.year + _YEARS_AHEAD[match["year"]]
    notes.put_match("expected_date_range", [f"{year}-01-01", f"{year}-12-31"], match)


def _span_of(notes: Notes) -> tuple[int, int]:
    span = notes.spans["pregnant"]
    return span.start, span.end
