"""The chat model's side: it chooses and orders quotes and calls tools; the words come from the documents.

Each of its sentences is aligned with the quote that it names and shown as that quote, whole or soundly
abridged. A sentence that says anything else is replaced by the quote it names, or goes. Calculations,
structure and fixed phrases stay as they are. Where the server fails, or what it chose leaves out what
answers best, the extractive answer stays.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from assistant.chat_model import server as chat_server
from assistant.chat_model.agent import Passages, speak
from assistant.chat_model.explaining import explain
from assistant.chat_model.marks import read_marks
from assistant.chat_model.sentences import sentences as whole_sentences
from assistant.phrases import phrase
from assistant.turn import PartAnswer, Run
from assistant.verification.abridging import align, letters
from assistant.verification.making import abridged, whole
from assistant.verification.quotes import is_whole
from assistant.verification.rendering import frames
from assistant.verification.statement import Kind, Quote, Statement
from assistant.verification.verify import holds, known_to

LOG = logging.getLogger("policy")
NAME = "chat_model"
KEPT, ABRIDGED, REPLACED, DROPPED = "kept", "abridged", "replaced", "dropped"
_QUOTING = (Kind.QUOTE, Kind.ABRIDGED)


@dataclass
class Outcome:
    """What became of a model's sentences: kept whole, abridged, replaced by their quote, dropped."""

    statements: list[Statement] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)


def choose(run: Run) -> Run:
    """The run with the quotes that a model chose in the place of the composer's, or as it was."""
    settings = run.request.services.settings
    leading = _leading(run.settled)
    if not chat_server.is_configured(settings) or leading is None:
        return run
    clock = chat_server.Clock()
    passages = Passages.of(run)
    outcome = Outcome()
    known = known_to(run)
    try:
        pieces = speak(run, passages, clock)
        for statement in chosen(whole_sentences(pieces), passages.quotes, outcome):
            if holds(statement, known):
                outcome.statements.append(statement)
                run.request.on_statement(statement)
    except chat_server.ChatError as error:
        LOG.warning("chat model: %s", error)
        return replace(run, message=phrase("chat_model_failed"))
    run = replace(run, model_sentences=dict(outcome.counts))
    followed = outcome.counts[KEPT] + outcome.counts[ABRIDGED] > 0
    if not followed or not any(_overlap(s, leading) for s in outcome.statements):
        run = replace(run, message=phrase("chat_model_unverified"))
    else:
        answers = tuple(_replaced(run.settled, merged(outcome.statements)))
        run = replace(run, answers=answers, composer=NAME)
    return explain(run, clock)


def chosen(
    sentences: Iterator[str], quotes: Sequence[Quote], outcome: Outcome
) -> Iterator[Statement]:
    """The statements that a model's sentences stand for; `outcome` counts what became of each.

    `quotes` may grow while the model speaks, by what its searches find.
    """
    for sentence in sentences:
        text, cited = read_marks(sentence)
        named = [quotes[index] for index in cited if 0 <= index < len(quotes)]
        kind, found = _statement(text, [*named, *(q for q in quotes if q not in named)])
        if found is None and named:
            kind, found = REPLACED, whole(named[0])
        if found is not None or letters(text):
            outcome.counts[kind] += 1
            LOG.debug("chat model: %s: %s", kind, sentence)
        if found is not None:
            yield found


def _statement(text: str, quotes: Sequence[Quote]) -> tuple[str, Statement | None]:
    for frame, words in _unframed(text):
        for quote in quotes:
            if (found := align(words, quote)) is not None:
                if is_whole(found) and not frame:
                    return KEPT, whole(found)
                return ABRIDGED, abridged(found, frame)
    return DROPPED, None


def _unframed(text: str) -> Iterator[tuple[str, str]]:
    """The text as it is, and without the frame of the closed list that it begins with."""
    yield "", text
    spoken = letters(text)
    for key, lead in frames().items():
        if spoken.startswith(letters(lead)):
            yield key, spoken[len(letters(lead)) :]


def merged(statements: Sequence[Statement]) -> list[Statement]:
    """Each quoted sentence once: where it was chosen twice in different words, whole."""
    found: dict[tuple[object, ...], Statement] = {}
    for statement in statements:
        (quote,) = statement.quotes
        key = (quote.document.id, _sentence_start(quote))
        earlier = found.get(key)
        if earlier is None:
            found[key] = statement
        elif earlier.quotes != statement.quotes:
            found[key] = whole(_widest(earlier.quotes[0], quote))
    return list(found.values())


def _widest(one: Quote, two: Quote) -> Quote:
    """The whole sentence of which two quotes are parts."""
    spans = [
        (s.start, s.end)
        for s, _ in one.document.sentences()
        if any(a < s.end and s.start < b for q in (one, two) for a, b in q.parts)
    ]
    return replace(one, parts=tuple(spans))


def _sentence_start(quote: Quote) -> int:
    """Where the last sentence of a quote begins: the item, not its stem."""
    return max(
        (s.start for s, _ in quote.document.sentences() if s.start < quote.end <= s.end),
        default=quote.start,
    )


def _leading(answers: Sequence[PartAnswer]) -> Statement | None:
    """The quote that answers best, where one answers."""
    quoting = (s for answer in answers for s in answer.statements if s.kind in _QUOTING)
    return next(quoting, None)


def _overlap(one: Statement, two: Statement) -> bool:
    return any(
        p.document.id == q.document.id and p.start < q.end and q.start < p.end
        for p in one.quotes
        for q in two.quotes
    )


def _replaced(
    answers: Sequence[PartAnswer], statements: Sequence[Statement]
) -> Iterator[PartAnswer]:
    """Each part with the chosen quotes of its own measures in the place of its quotes.

    What the model found in a further measure stands with the first part that quotes.
    """
    places = [
        {_place(q) for s in a.statements if s.kind in _QUOTING for q in s.quotes} for a in answers
    ]
    known = set().union(*places)
    first = next(index for index, own in enumerate(places) if own)
    for index, answer in enumerate(answers):
        own = [
            s
            for s in statements
            if _place(s.quotes[0]) in places[index]
            or (index == first and _place(s.quotes[0]) not in known)
        ]
        if not own:
            yield answer
            continue
        begin = next(i for i, s in enumerate(answer.statements) if s.kind in _QUOTING)
        before = answer.statements[:begin]
        rest = [s for s in answer.statements[begin:] if s.kind not in _QUOTING]
        yield replace(answer, statements=(*before, *own, *rest))


def _place(quote: Quote) -> tuple[str, str]:
    return quote.document.id, quote.measure.key if quote.measure else ""
