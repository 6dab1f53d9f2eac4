"""Facts about a family, read from what a user wrote; nothing is guessed.

In: the text, the day it is read, the rule input that was asked for last, and the facts known so
far. Out: an `Extraction`. Facts are JSON-able and use the names of the rules' inputs. Beside them:

- `children`: when several children, a named child (老大, 老二) or only an age is given, a list of
  `{"label": "老二" | null, "birth_date": "2024-05"}` or `{"label", "birth_date_range": [from, to]}`.
  `birth_date` is the one child with a known date (or the one that the question names),
  `birth_dates` all known dates when there are several; twins repeat theirs.
- `birth_date_range`: `[from, to]` when only an age is known. A rule that has the same outcome at
  both ends needs no further question.
- `expected_date_range`: `[from, to]` for a pregnancy without a due date.
- `birth_year`: the year alone is known; the next answer 「5月」 completes it.
- `suggested`: `{"field", "value"}` that the clarifying question proposes; 「是」 accepts it.
- `own_wage`: the amount was named as the user's own pay, while the rule wants the employer's
  average: the answer should say so.

`clarify` lists (field, question in Chinese) for what was said but may not be used as it stands.
`corrections` names the known fields whose value the text replaces or withdraws; `unknown` those
that the user says not to know. Nothing here raises on any text.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from assistant.eligibility.reading.amounts import read_rate, read_share, read_wage
from assistant.eligibility.reading.bare_answers import read_bare_answer
from assistant.eligibility.reading.birth_facts import BIRTH_FIELDS, read_dates
from assistant.eligibility.reading.circumstances import read_caesarean, read_circumstances
from assistant.eligibility.reading.counts import read_babies, read_minor_children
from assistant.eligibility.reading.leave_facts import read_leave_days, read_leave_from_birth
from assistant.eligibility.reading.notes import UNKNOWN, Notes, Span
from assistant.eligibility.reading.pregnancy import read_expected_range, read_pregnancy_months
from assistant.eligibility.reading.residence import read_hukou

_AUXILIARY = {
    "suggested",
    "birth_year",
    "birth_date_range",
    "children",
    "own_wage",
    "expected_date_range",
}
_READERS = (
    read_babies,
    read_dates,
    read_hukou,
    read_circumstances,
    read_caesarean,
    read_minor_children,
    read_wage,
    read_rate,
    read_share,
    read_pregnancy_months,
    read_expected_range,
    read_leave_days,
    read_leave_from_birth,
    read_bare_answer,
)
"""In order: a birth may be told by its babies; a bare answer is read where nothing else was."""


_OF_ONE_TURN = ("suggested", "as_of", "national_only")
_DECIDE_LEAVE = ("babies", "difficult_birth", "miscarriage", "pregnancy_months")
"""What decides how long a leave is: days told before are no longer those."""


@dataclass(frozen=True)
class Extraction:
    """What a text tells; see the module's docstring."""

    facts: dict[str, Any] = field(default_factory=dict)
    spans: dict[str, Span] = field(default_factory=dict)
    clarify: list[tuple[str, str]] = field(default_factory=list)
    corrections: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()


def extract_facts(
    text: str,
    as_of: date,
    asked: str | None = None,
    previous: Mapping[str, Any] | None = None,
) -> Extraction:
    """Read the facts in `text`.

    `asked`: the input that the assistant asked for last, which a bare 「2024年5月」 or 「是」 fills.
    `previous`: facts known so far; they complete a correction (「不对,是23年的」 keeps the month).
    """
    notes = Notes(text, as_of, asked, previous or {})
    for read in _READERS:
        read(notes)
    unknown = _unknown(notes)
    changed = {
        name
        for name, value in notes.facts.items()
        if name in notes.previous and notes.previous[name] != value and name not in _AUXILIARY
    }
    return Extraction(
        notes.facts,
        notes.spans,
        [(n, q) for n, q in notes.clarify.items()],
        tuple(sorted(changed | notes.withdrawn)),
        unknown,
    )


def merge_facts(
    previous: Mapping[str, Any], new: Mapping[str, Any], corrections: tuple[str, ...] = ()
) -> dict[str, Any]:
    """The known facts after a turn: new ones win, withdrawn ones (in `corrections` without a new
    value) go, and the several ways to know a birth date exclude one another, a date before an age.
    """
    gone = {*corrections, *_OF_ONE_TURN}
    merged = {k: v for k, v in previous.items() if k not in gone}
    dated = any(name in merged for name in ("birth_date", "birth_dates"))
    weak = not any(name in new for name in ("birth_date", "birth_dates"))
    news = dict(new)
    if dated and weak:
        news = {k: v for k, v in new.items() if k not in ("birth_date_range", "birth_year")}
    if any(name in news for name in BIRTH_FIELDS):
        for name in BIRTH_FIELDS:
            merged.pop(name, None)
    if "leave_days" not in news and any(name in news for name in _DECIDE_LEAVE):
        merged.pop("leave_days", None)
    if "expected_date" in news:
        merged.pop("expected_date_range", None)
    merged.update(news)
    return merged


def _unknown(notes: Notes) -> tuple[str, ...]:
    asked = notes.asked
    if asked and asked not in notes.facts and UNKNOWN.search(notes.folded):
        return (asked,)
    return ()
