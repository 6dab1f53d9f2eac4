"""The chat-model composer: fluent sentences over the evidence, each one checked before it counts.

It runs after the extractive composer and replaces quotations only. What it says of the policy is a
statement with its quotes (`Kind.MODEL`); a sentence that its quotes do not back is given the quote that
does, or goes. Calculations, structure and fixed phrases stay as they are: no model restates a figure.
Where too little is left, or the server fails, the extractive answer stays.
"""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from assistant.answer import Status
from assistant.chat_model import prompt as chat_prompt
from assistant.chat_model import server as chat_server
from assistant.chat_model.sentences import sentences as whole_sentences
from assistant.context import Context, Kind, Quote, Statement
from assistant.language.personal_data import mask
from assistant.phrases import phrase
from assistant.verification.claims import Source, check, normalise, source_of
from assistant.verification.figures import lacks_figures

LOG = logging.getLogger("policy")
NAME = "chat_model"
_MOST_PASSAGES = 6
_FEW_PASSAGES = 4
_LEAST_KEPT = 0.5
_ASKS_FIGURE = re.compile(r"几|多少|多大|多久|多长|期限|标准|比例")
_ASKS_DAY = re.compile(r"什么时候|何时|啥时候|哪天|哪年|日期|几时|几号")
_MARK = re.compile(r"\s*[\[【]\s*(?:资料)?\s*(\d{1,3}(?:\s*[,、\uff0c]\s*\d{1,3})*)\s*[\]】]")
_BULLET = re.compile(r"^\s*(?:[-*•]\s+|\d{1,2}[.、)]\s*|(?:答|回答|答案)[:\uff1a]\s*)")
_YES_NO = re.compile(
    r"^(?:是的?|对的?|不是的?|可以的?|不可以|能|不能|会|不会|有|没有|没错|需要|不需要|好的|当然)[,\uff0c。\u3002!\uff01]\s*"
)


@dataclass
class Outcome:
    """What became of a model's sentences: counts of kept, saved (with another quote) and dropped."""

    statements: list[Statement] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)

    @property
    def said(self) -> int:
        """How many sentences the model said about the policy."""
        return sum(self.counts[name] for name in ("kept", "saved", "dropped"))


def compose(context: Context) -> None:
    """Put a model's verified sentences in the place of the quotations, or leave all as it is."""
    quotes = _passages(context)
    configured = chat_server.is_configured(context.settings)
    if not configured or context.status is not Status.ANSWERED or not quotes:
        return
    messages = chat_prompt.messages(mask(context.standalone), [quote.text for quote in quotes])
    seconds = context.chat_clock.left(context.settings.chat_timeout_s)
    first = context.statements[0].kind is Kind.QUOTE
    outcome = Outcome()
    try:
        pieces = chat_server.read(context.settings, messages, seconds)
        for statement in verified(whole_sentences(pieces), quotes, outcome):
            outcome.statements.append(statement)
            if first:
                context.on_statement(statement)
    except chat_server.ChatError as error:
        LOG.warning("chat model: %s", error)
        context.message = phrase("chat_model_failed")
        return
    context.model_sentences = dict(outcome.counts)
    if not _is_enough(outcome, context):
        context.message = phrase("chat_model_unverified")
        return
    context.statements = _replaced(context.statements, outcome.statements)
    context.composer = NAME


def verified(
    sentences: Iterator[str], quotes: Sequence[Quote], outcome: Outcome
) -> Iterator[Statement]:
    """The sentences that quotes back, as statements; `outcome` counts what became of each."""
    sources = [source_of(quote) for quote in quotes]
    told: set[str] = set()
    led: set[str] = set()
    for sentence in sentences:
        text, cited = read_marks(sentence)
        if not text or text in told or chat_prompt.NOTHING_FOUND in text:
            continue
        told.add(text)
        backing = _backing(text, cited, sources)
        kind = "dropped" if not backing else "kept" if set(backing) <= set(cited) else "saved"
        outcome.counts[kind] += 1
        LOG.debug("chat model: %s: %s", kind, sentence)
        if backing:
            used = tuple(quotes[index] for index in backing)
            lead = lead_of(used[0])
            yield Statement(Kind.MODEL, text if lead in led else lead + text, used)
            led.add(lead)


def read_marks(sentence: str) -> tuple[str, tuple[int, ...]]:
    """A sentence without bullets, bold type and markers, and what the markers cite, from 0."""
    numbers = [int(n) - 1 for m in _MARK.finditer(sentence) for n in re.findall(r"\d+", m[1])]
    text = _BULLET.sub("", _MARK.sub("", sentence).replace("**", "")).strip()
    return _YES_NO.sub("", text), tuple(numbers)


def lead_of(quote: Quote) -> str:
    """「【(三)加大养育照护经济支持】」, by which follow-ups know the measure; "" outside measures."""
    measure = quote.measure
    return f"【{measure.name}】" if measure and measure.heading else ""


def _backing(text: str, cited: tuple[int, ...], sources: Sequence[Source]) -> tuple[int, ...]:
    """The sources that back a sentence: among the cited ones, else among all; empty for none."""
    known = [index for index in dict.fromkeys(cited) if 0 <= index < len(sources)]
    verdict = check(text, [sources[index] for index in known])
    if verdict.fault is None:
        return tuple(known[index] for index in verdict.backing)
    verdict = check(text, sources)
    return verdict.backing if verdict.fault is None else ()


def _passages(context: Context) -> list[Quote]:
    """What the model may choose its evidence from: the quotes of the extractive answer, each once, and
    where they are few, the sentences of the same measures that come next to the question."""
    quoted = [s.quotes for s in context.statements if s.kind is Kind.QUOTE]
    quotes = {(q.document.id, q.start, q.end): q for each in quoted for q in each}
    for quote in _next_best(context) if quotes else ():
        if len(quotes) >= _FEW_PASSAGES:
            break
        quotes.setdefault((quote.document.id, quote.start, quote.end), quote)
    return list(quotes.values())[:_MOST_PASSAGES]


def _next_best(context: Context) -> Iterator[Quote]:
    for evidence in context.evidence:
        measure, document = evidence.measure, evidence.document
        if measure is None:
            continue
        heading = measure.heading.start if measure.heading else None
        for ranked in context.ranked:
            if (ranked.document, ranked.measure) == (document.id, measure.key):
                for hit in ranked.sentences:
                    if hit.start != heading:
                        yield Quote(document, measure, hit.start, hit.end)


def _is_enough(outcome: Outcome, context: Context) -> bool:
    """Whether most sentences were backed, one speaks of the measure that answers best, and a question
    for a figure gets the figures that the extractive answer gives."""
    quoted = [s for s in context.statements if s.kind is Kind.QUOTE]
    best = _place(quoted[0].quotes[0])
    kept = len(outcome.statements)
    text = "".join(normalise(s.text) for s in outcome.statements)
    known = "".join(s.text for s in quoted if _place(s.quotes[0]) == best)
    return (
        kept > 0
        and kept >= _LEAST_KEPT * outcome.said
        and any(_place(q) == best for s in outcome.statements for q in s.quotes)
        and not _lacks_what_is_asked(context.standalone, text, normalise(known))
    )


def _lacks_what_is_asked(question: str, text: str, extractive: str) -> bool:
    asks_day = bool(_ASKS_DAY.search(question))
    asks = asks_day or _ASKS_FIGURE.search(question)
    return bool(asks) and lacks_figures(text, extractive, asks_day=asks_day)


def _replaced(composed: Sequence[Statement], said: Sequence[Statement]) -> list[Statement]:
    """The answer with the quotations of those measures replaced that the model speaks of."""
    spoken = {_place(quote) for statement in said for quote in statement.quotes}
    begin = next(i for i, s in enumerate(composed) if s.kind is Kind.QUOTE)
    rest = [
        s
        for s in composed[begin:]
        if s.kind is not Kind.QUOTE or not {_place(quote) for quote in s.quotes} <= spoken
    ]
    return [*composed[:begin], *said, *rest]


def _place(quote: Quote) -> tuple[str, str]:
    return quote.document.id, quote.measure.key if quote.measure else ""
