"""The model as a LangChain agent with the assistant's own tools: searching the library, running rules.

What a tool finds is numbered on from the passages of the prompt, so that it can be cited. A server that
takes no tools is asked without them.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass

from langchain_core.tools import BaseTool, StructuredTool

from assistant.chat_model import prompt as chat_prompt
from assistant.chat_model import server as chat_server
from assistant.chat_model.told import told_tools
from assistant.language.personal_data import mask
from assistant.turn import Run
from assistant.verification.making import quoted
from assistant.verification.statement import Kind, Quote
from corpus.model import Document, Measure
from index.ranking import RankedMeasure

LOG = logging.getLogger("policy")
_MOST_PASSAGES = 6
_FEW_PASSAGES = 4
_MOST_FOUND = 2
_NOTHING = "没有找到"


@dataclass
class Passages:
    """The numbered quotes that a model may cite; they grow by what it searches."""

    quotes: list[Quote]

    @classmethod
    def of(cls, run: Run) -> Passages:
        """The quotes of the answer so far, and where they are few, more of the same measures."""
        quoting = [
            s for a in run.settled for s in a.statements if s.kind in (Kind.QUOTE, Kind.ABRIDGED)
        ]
        own = [_whole(quote) for statement in quoting for quote in statement.quotes]
        beside = [other for quote in own for other in _beside(quote)]
        passages = cls([])
        for quote in own[:_MOST_PASSAGES]:
            passages.add(quote)
        for quote in beside[: max(0, _FEW_PASSAGES - len(passages.quotes))]:
            passages.add(quote)
        return passages

    def add(self, quote: Quote) -> int:
        """The number of a quote, from 1."""
        if quote not in self.quotes:
            self.quotes.append(quote)
        return self.quotes.index(quote) + 1

    def texts(self) -> list[str]:
        """What each says."""
        return [quote.text for quote in self.quotes]


def speak(run: Run, passages: Passages, clock: chat_server.Clock) -> Iterator[str]:
    """The model's text in pieces as they come. Raises ChatError on any failure or out of time."""
    settings = run.request.services.settings
    parts = run.understanding.parts if run.understanding else ()
    question = mask("".join(part.standalone for part in parts))
    messages = chat_prompt.messages(question, passages.texts())
    tools = [_search_tool(run, passages), *told_tools(parts, run.request.as_of)]
    try:
        yield from chat_server.read_agent(settings, messages, tools, clock)
    except chat_server.NoToolsError as error:
        LOG.info("chat model: asked without tools: %s", error)
        yield from chat_server.read(settings, messages, clock.left(settings.chat_timeout_s))


def _search_tool(run: Run, passages: Passages) -> BaseTool:
    services = run.request.services
    allowed = {d.id for s in run.selections for tier in s.tiers for d in tier}

    def search_policy(query: str) -> str:
        """检索收录的政策原文。返回编号的句子，引用时用它的编号。"""
        found = services.retriever.invoke(query[:200])
        ranked = [
            RankedMeasure.of(d) for d in services.reranker.compress_documents(found, query[:200])
        ]
        lines = []
        for measure in ranked[:_MOST_FOUND]:
            if not measure.answers or measure.document not in allowed:
                continue
            quote = _best(services.library.get(measure.document), measure)
            if quote is not None:
                lines.append(f"[{passages.add(quote)}] {quote.text}")
        return "\n".join(lines) or _NOTHING

    return StructuredTool.from_function(search_policy)


def _best(document: Document, ranked: RankedMeasure) -> Quote | None:
    """The quote of the sentence of a measure that is nearest to what was searched."""
    measure = document.by_key(ranked.measure)
    starts = {s.start: s for s, m in document.sentences() if m == measure}
    hit = next((hit for hit in ranked.sentences if hit.start in starts), None)
    return quoted(document, measure, starts[hit.start]) if hit else None


def _whole(quote: Quote) -> Quote:
    """The whole sentences that a quote has parts of."""
    touched = [
        s
        for s, _ in quote.document.sentences()
        if any(a < s.end and s.start < b for a, b in quote.parts)
    ]
    return quoted(quote.document, quote.measure, *touched)


def _beside(quote: Quote) -> Iterator[Quote]:
    """The other sentences of a quote's measure, in the order of the text."""
    measure: Measure | None = quote.measure
    for sentence in measure.sentences if measure else ():
        other = quoted(quote.document, measure, sentence)
        if sentence.citable and not any(a < other.end and other.start < b for a, b in quote.parts):
            yield other
