"""A long sentence cut to what answers: units that share nothing with the question leave, where sound."""

from __future__ import annotations

from assistant.verification.abridging import align
from assistant.verification.clauses import units
from assistant.verification.statement import Quote
from corpus.model import Sentence
from index.lexical import bigrams

WHOLE_LIMIT = 90
"""Characters up to which a sentence is quoted whole."""


def shortened(quote: Quote, question: str) -> Quote:
    """The quote without the units of its one long sentence that the question does not touch.

    The quote as it is where it is short, has several sentences, or nothing may be left out.
    """
    sentence = _only_sentence(quote)
    if sentence is None or len(sentence.text) <= WHOLE_LIMIT:
        return quote
    asked = set(bigrams(question))
    found = [sentence.text[slice(*unit.span)] for unit in units(sentence.text)]
    shared = [len(asked & set(bigrams(text))) for text in found]
    best = max(range(len(found)), key=lambda index: (shared[index], -index))
    if not shared[best]:
        return quote
    left, short = list(found), quote
    for index in sorted(range(len(found)), key=lambda i: (shared[i], -abs(i - best), -i)):
        if index == best or shared[index] == shared[best]:
            continue
        tried = [text for i, text in enumerate(left) if i != index]
        tried[index:index] = [""]
        if cut := align("".join(tried), quote):
            left, short = tried, cut
    return short


def _only_sentence(quote: Quote) -> Sentence | None:
    """The sentence that a quote of one part is."""
    if len(quote.parts) != 1:
        return None
    found = [s for s, _ in quote.document.sentences() if (s.start, s.end) == quote.parts[0]]
    return found[0] if found else None
