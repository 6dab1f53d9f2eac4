"""What one may go on to ask: of the measure that answered, what the answer has not said of it.

The words are short, for the conversation gives them their topic.
"""

from __future__ import annotations

from collections.abc import Sequence

from assistant.phrases import phrase
from assistant.verification.statement import Quote
from corpus.model import Sentence
from corpus.numerals import to_numeral


def suggestions(quotes: Sequence[Quote]) -> tuple[str, ...]:
    """Follow-up questions to an answer from one measure; none to one from several."""
    measures = {(q.document.id, q.measure.key): q.measure for q in quotes if q.measure}
    if len(measures) != 1:
        return ()
    (measure,) = measures.values()
    found = [phrase("follow_up_units")] if measure.units else []
    if measure.number and not all(_is_quoted(s, quotes) for s in measure.sentences):
        article = f"第{to_numeral(measure.number)}条"
        found.append(phrase("follow_up_rest", article=article))
    return tuple(found)


def _is_quoted(sentence: Sentence, quotes: Sequence[Quote]) -> bool:
    return any(a < sentence.end and sentence.start < b for q in quotes for a, b in q.parts)
