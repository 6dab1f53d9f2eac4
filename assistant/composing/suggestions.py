"""What one may go on to ask: of the measure that answered, what the answer has not said of it.

The words are short, for the conversation gives them their topic (assistant.conversation.follow_ups).
"""

from __future__ import annotations

from assistant.answer import Status
from assistant.context import Context, Kind, Quote
from assistant.phrases import phrase
from corpus.model import Sentence
from corpus.numerals import to_numeral


def suggest(context: Context) -> None:
    """Add follow-up questions to an answer from one measure; an answer that has some keeps them."""
    if context.status is not Status.ANSWERED or context.suggestions:
        return
    quotes = [quote for statement in context.statements for quote in statement.quotes]
    measures = {(quote.document.id, quote.measure.key) for quote in quotes if quote.measure}
    if len(measures) != 1 or any(s.kind is Kind.STRUCTURE for s in context.statements):
        return
    measure = next(quote.measure for quote in quotes if quote.measure)
    if measure.units and not context.wants_units:
        context.suggestions.append(phrase("follow_up_units"))
    if measure.number and not all(_is_quoted(s, quotes) for s in measure.sentences):
        article = f"第({to_numeral(measure.number)})条"
        context.suggestions.append(phrase("follow_up_rest", article=article))


def _is_quoted(sentence: Sentence, quotes: list[Quote]) -> bool:
    return any(quote.start < sentence.end and sentence.start < quote.end for quote in quotes)
