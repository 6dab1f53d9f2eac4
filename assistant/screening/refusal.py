"""Saying plainly that the corpus does not answer, and what it does answer nearby."""

from __future__ import annotations

import re

from assistant.answer import Status
from assistant.context import Context
from assistant.phrases import phrase
from corpus.library import Library

_NAMED_TITLES = 3
_SUGGESTED = 3
_FIGURE = re.compile(r"\d+")
"""No figure stands in a refusal, whatever it is of."""


def refuse(context: Context) -> None:
    """End the run as not covered; name the nearest measures and suggest questions that they answer."""
    near = _nearest_titles(context)
    context.suggestions = [f"关于「{title}」有哪些规定?" for title in near]
    asked = context.jurisdiction(context.standalone)
    lapsed = asked.lapsed and not (asked.documents or asked.elsewhere)
    texts = [phrase("not_in_force" if lapsed else "not_covered", titles=titles(context.library))]
    if near:
        texts.append(phrase("can_help", topics="、".join(f"「{title}」" for title in near)))
    context.end(Status.NOT_COVERED, *texts, phrase("ask_12345"))


def titles(library: Library) -> str:
    """The documents' titles for a sentence: 《……》、《……》等文件, without the figures that stand in them."""
    ids = library.ids
    named = "、".join(f"《{library.get(i).metadata.title or i}》" for i in ids[:_NAMED_TITLES])
    named = _FIGURE.sub("……", named)
    return f"{named}等文件" if len(ids) > _NAMED_TITLES else named


def _nearest_titles(context: Context) -> list[str]:
    """What the nearest measures are called."""
    found = []
    for ranked in context.ranked[:_SUGGESTED]:
        measure = context.library.get(ranked.document).by_key(ranked.measure)
        if measure and measure.title and not _FIGURE.search(measure.title):
            found.append(measure.title)
    return found
