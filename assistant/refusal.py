"""Saying plainly that the corpus does not answer, and what it does answer nearby."""

from __future__ import annotations

from assistant.answer import Status
from assistant.context import Context
from assistant.phrases import phrase
from corpus.library import Library

_NAMED_TITLES = 3
_SUGGESTED = 3


def refuse(context: Context) -> None:
    """End the run as not covered; suggest the nearest questions that are covered."""
    context.suggestions = nearest_questions(context)
    asked = context.jurisdiction(context.standalone)
    lapsed = asked.lapsed and not (asked.documents or asked.elsewhere)
    reply = phrase("not_in_force" if lapsed else "not_covered", titles=titles(context.library))
    context.end(Status.NOT_COVERED, reply, phrase("ask_12345"))


def titles(library: Library) -> str:
    """The documents' titles for a sentence: 《……》、《……》等3份文件."""
    ids = library.ids
    named = "、".join(f"《{library.get(i).metadata.title or i}》" for i in ids[:_NAMED_TITLES])
    return f"{named}等{len(ids)}份文件" if len(ids) > _NAMED_TITLES else named


def nearest_questions(context: Context) -> list[str]:
    """Questions that the nearest measures answer, one each."""
    suggestions = []
    for ranked in context.ranked[:_SUGGESTED]:
        document = context.library.get(ranked.document)
        measure = document.by_key(ranked.measure)
        if measure and measure.title:
            suggestions.append(f"关于「{measure.title}」有哪些规定?")
    return suggestions
