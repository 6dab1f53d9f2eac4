"""The default composer: says nothing but the words of the evidence, the answering sentence first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.answer import Status
from assistant.composing.by_rule import by_which_rule
from assistant.composing.going_on import suggestions
from assistant.composing.shortening import shortened
from assistant.composing.verdicts import decides_by_text, verdict_by_text
from assistant.evidence.deciding import Evidence
from assistant.turn import PartAnswer, Request, Run
from assistant.understanding.model import Part
from assistant.verification.making import abridged, joined, whole
from assistant.verification.quotes import is_whole
from assistant.verification.statement import Quote, Statement

_MOST_QUOTES = 3


def compose(run: Run) -> Run:
    """The run with an answer for each part for which there is evidence; other parts as they were."""
    answers = list(run.answers)
    parts = run.understanding.parts if run.understanding else ()
    for index, (part, found) in enumerate(zip(parts, run.evidence, strict=True)):
        if answers[index] is None and found.evidence:
            answers[index] = answer(part, found.evidence, run.request)
    return replace(run, answers=tuple(answers))


def answer(part: Part, found: Sequence[Evidence], request: Request) -> PartAnswer:
    """The answer to one part from its evidence, the best measure first."""
    single = found[0].sentences or found[0].quotes
    decides = part.polar and decides_by_text(part, single[0], request)
    quotes = [
        quote
        for evidence in found
        for quote in together((evidence.sentences if decides else ()) or evidence.quotes)[
            : max(1, _MOST_QUOTES // len(found))
        ]
    ]
    statements = [said(shortened(quote, part.standalone)) for quote in quotes]
    if decides:
        (shown,) = statements[0].quotes
        statements.insert(0, verdict_by_text(part, single[0], shown, request))
    statements.extend(by_which_rule(part, found[0].quotes, request))
    cited = [(e.document.id, e.measure.key if e.measure else "") for e in found]
    return PartAnswer(
        part,
        Status.ANSWERED,
        tuple(statements),
        suggestions=suggestions([quote for s in statements for quote in s.quotes]),
        cited=tuple(dict.fromkeys(cited)),
    )


def together(quotes: Sequence[Quote]) -> list[Quote]:
    """The quotes without those that others hold, items under one stem as one quote."""
    found: list[Quote] = []
    for quote in quotes:
        for index, other in enumerate(found):
            if _share(quote, other):
                ranges = {*quote.parts, *other.parts}
                found[index] = replace(other, parts=joined(quote.document.text, ranges))
                break
        else:
            found.append(quote)
    return found


def _share(one: Quote, two: Quote) -> bool:
    """Whether two quotes have words of the text in common."""
    return one.document.id == two.document.id and any(
        a < d and c < b for a, b in one.parts for c, d in two.parts
    )


def said(quote: Quote) -> Statement:
    """A quote as a statement: QUOTE where it is whole, else ABRIDGED."""
    return whole(quote) if is_whole(quote) else abridged(quote)
