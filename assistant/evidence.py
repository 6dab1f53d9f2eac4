"""Finding the sentences that answer, and deciding whether any do."""

from __future__ import annotations

from assistant.answer import Status
from assistant.context import Context, Evidence, Quote
from assistant.refusal import refuse
from assistant.relevance import choose, covered
from assistant.structure_query import asks_for_units


def find(context: Context) -> None:
    """Fill `context.evidence`, or end the run as not covered."""
    question = context.standalone
    context.wants_units = asks_for_units(question)
    context.ranked = context.services.retriever.search(question)
    chosen = choose(question, context.ranked)
    if not chosen or not covered(question, context.ranked):
        refuse(context)
        return
    for measure, hits in chosen:
        document = context.library.get(measure.document)
        node = next((m for m in document.measures if m.key == measure.measure), None)
        quotes = tuple(Quote(document, node, hit.start, hit.end) for hit in hits)
        context.evidence.append(Evidence(document, node, measure.score, quotes))
    context.status = Status.ANSWERED
