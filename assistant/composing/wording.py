"""The last touch: words explained where they first come up, and what need not be said twice.

It changes nothing of what was verified: explanations are added after a statement, fixed phrases that
the conversation has heard already are left out.
"""

from __future__ import annotations

from dataclasses import replace

from assistant.context import Context, Kind, Statement
from assistant.domain import domain
from assistant.phrases import phrase

_MOST_EXPLAINED = 2
_SAID_ONCE = ("calculation_note", "next_step")
_EXPLAINED_KINDS = (Kind.QUOTE, Kind.MODEL, Kind.CALCULATION)


def finish(context: Context) -> None:
    """Explain terms at their first use in the conversation; say each disclaimer once in it."""
    heard = "\n".join(turn.answer for turn in context.history)
    once = {phrase(key) for key in _SAID_ONCE}
    said = {text for text in once if text in heard}
    kept = []
    for statement in context.statements:
        if statement.text in said:
            continue
        if statement.text in once:
            said.add(statement.text)
        kept.append(statement)
    context.statements = _explained(kept, heard)


def _explained(statements: list[Statement], heard: str) -> list[Statement]:
    """The statements with notes on at most two terms that the conversation has not heard before."""
    left = {term: text for term, text in domain().glossary.items() if term not in heard}
    count = 0
    explained = []
    for statement in statements:
        notes = []
        body = statement.text.split("】")[-1]
        for term in [t for t in left if t in body]:
            if statement.kind in _EXPLAINED_KINDS and statement.quotes and count < _MOST_EXPLAINED:
                notes.append(f"{term}:{left.pop(term)}")
                count += 1
        explained.append(replace(statement, note=f"({';'.join(notes)})") if notes else statement)
    return explained
