"""The last check before anything is shown: every statement against the quotes that it cites.

A statement that fails is dropped. What a quote must hold depends on the statement's kind:
- every quote is verbatim at its offsets, and citable (no page furniture);
- QUOTE: each run of words between 「……」 stands in the quote, word for word;
- STRUCTURE: each number and each name it states is in the quotes or counts them;
- CALCULATION: each figure stands in the calculation or in a quote;
- MODEL: a source backs each part of the sentence (claims.py);
- STANDING: a document by its title, and what its metadata says of its force;
- PHRASE: one of the fixed phrases, without a figure of its own.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any

from assistant.answer import Status
from assistant.context import Context, Kind, Quote, Statement
from assistant.phrases import phrase
from assistant.verification.claims import check, source_of
from corpus.model import CITABLE, Measure

_MARKER = re.compile(r"\[\[\d+\]\]")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_NUMBERING = re.compile(r"^\d+\. ", re.M)
_LEAD = re.compile(r"^【[^】]*】")


def verify(context: Context) -> None:
    """Drop every statement that its quotes do not back; refuse where nothing is left."""
    kept = [s for s in context.statements if is_backed(s, context.calculations)]
    dropped = len(context.statements) - len(kept)
    context.statements = kept
    claims = [s for s in kept if s.kind not in (Kind.STANDING, Kind.PHRASE)]
    if dropped and not claims and context.status is Status.ANSWERED:
        context.calculation, context.further_calculations = None, []
        context.statements = []
        context.end(Status.NOT_COVERED, phrase("unverified"), phrase("ask_12345"))


def is_backed(statement: Statement, calculations: Sequence[dict[str, Any]] = ()) -> bool:
    """Whether the quotes (or one of the calculations) say what the statement says."""
    if not all(_is_citable(quote) for quote in statement.quotes):
        return False
    text = _MARKER.sub("", statement.text)
    if statement.kind is Kind.QUOTE:
        return bool(statement.quotes) and _is_verbatim(text, statement.quotes)
    if statement.kind is Kind.STRUCTURE:
        return bool(statement.quotes) and _structure_holds(text, statement.quotes)
    if statement.kind is Kind.CALCULATION:
        return any(_figures_hold(text, statement.quotes, one) for one in calculations)
    if statement.kind is Kind.MODEL:
        return bool(statement.quotes) and _is_claimed(text, statement.quotes)
    return statement.kind in (Kind.STANDING, Kind.PHRASE)


def _is_citable(quote: Quote) -> bool:
    """Whether the span lies inside the text and touches no page furniture."""
    document = quote.document
    if not (0 <= quote.start < quote.end <= len(document.text)):
        return False
    overlapping = [x for x in document.leaves if x.start < quote.end and quote.start < x.end]
    citable = [leaf for leaf in overlapping if leaf.role in CITABLE]
    return bool(citable) and all(leaf.role != "noise" for leaf in overlapping)


def _is_verbatim(text: str, quotes: tuple[Quote, ...]) -> bool:
    """Whether each run of `text` (after the 【label】, between 「……」) stands in a quote, in order."""
    labelled, text = _without_lead(text, quotes)
    if not labelled:
        return False
    position, source = 0, "\n".join(quote.text for quote in quotes)
    for run in filter(None, text.split("……")):
        found = source.find(run, position)
        if found < 0:
            return False
        position = found + len(run)
    return True


def _is_claimed(text: str, quotes: tuple[Quote, ...]) -> bool:
    """Whether a chat model's sentence (after the 【label】) says no more than the quotes."""
    labelled, text = _without_lead(text, quotes)
    return labelled and check(text, [source_of(quote) for quote in quotes]).fault is None


def _without_lead(text: str, quotes: tuple[Quote, ...]) -> tuple[bool, str]:
    """Whether the 【label】 at the beginning, if any, is a quoted measure's; the text after it."""
    lead = _LEAD.match(text)
    if lead is None:
        return True, text
    labels = {f"【{q.measure.name}】" for q in quotes if q.measure}
    return lead[0] in labels, text[lead.end() :]


def _structure_holds(text: str, quotes: tuple[Quote, ...]) -> bool:
    """Whether all that `text` names is in the quotes: numbers (or they count nodes), units."""
    source = "".join(quote.text for quote in quotes)
    document = quotes[0].document
    titles = "".join({quote.document.metadata.title for quote in quotes})
    allowed = {str(n) for n in range(1, len(document.measures) + 1)}
    allowed |= {str(len(document.sections)), str(len(quotes))}
    allowed |= set(_NUMBER.findall(source)) | set(_NUMBER.findall(titles))
    units = {unit.name for measure in document.measures for unit in measure.units}
    return all(number in allowed for number in _NUMBER.findall(text)) and all(
        name in source or any(q.measure and _has_unit(q.measure, name) for q in quotes)
        for name in units
        if name in text
    )


def _has_unit(measure: Measure, name: str) -> bool:
    return any(unit.name == name for unit in measure.units)


def _figures_hold(text: str, quotes: tuple[Quote, ...], calculation: dict[str, Any]) -> bool:
    text = _NUMBERING.sub("", text)
    source = "".join(quote.text for quote in quotes) + json.dumps(calculation, ensure_ascii=False)
    known = {_plain(number) for number in _NUMBER.findall(source.replace(",", ""))}
    return all(_plain(number) in known for number in _NUMBER.findall(text.replace(",", "")))


def _plain(number: str) -> str:
    """One spelling for equal numbers: 09 and 9, 8700.0 and 8700."""
    return f"{float(number):g}" if "." in number else str(int(number))
