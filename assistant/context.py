"""What the steps of the pipeline pass along: the question, what was understood, what was found."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Any

from assistant.answer import MissingInput, Status, Turn
from assistant.chat_model.server import Clock
from assistant.jurisdiction.documents import Jurisdiction, select
from assistant.language.spelling import Vocabulary, vocabulary
from assistant.phrases import phrase
from assistant.settings import Settings
from corpus.library import Library
from corpus.model import Document, Measure, Sentence
from corpus.validity import Register
from index.ranking import RankedMeasure
from index.search import Search, SearchResult

_MARKER_SIGNS = re.compile(r"[\[\]]")
"""Left out where a question is repeated in an answer: no marker that the user wrote is a citation."""
_FIGURES = re.compile(r"\d[\d.]*")
"""A figure of the user's is not repeated: none stands in an answer without a source."""
_ANSWERING = (Status.ANSWERED, Status.NEEDS_INFORMATION)


@dataclass(frozen=True, slots=True)
class Quote:
    """A verbatim piece of a document, and the measure it stands in (None outside all measures)."""

    document: Document
    measure: Measure | None
    start: int
    end: int

    @property
    def text(self) -> str:
        """The quoted words."""
        return self.document.text[self.start : self.end]

    @classmethod
    def of(cls, document: Document, measure: Measure | None, sentence: Sentence) -> Quote:
        """The quote of a whole sentence."""
        return cls(document, measure, sentence.start, sentence.end)


class Kind(StrEnum):
    """What a statement of the answer is, and so how it is verified."""

    QUOTE = "quote"
    """Words of the quoted sentences themselves, 「……」 where some are left out."""
    STRUCTURE = "structure"
    """Said of the document's structure: numbers, headings, units."""
    CALCULATION = "calculation"
    """A rule's result; its figures stand in the calculation."""
    MODEL = "model"
    """A chat model's words over the quotes."""
    STANDING = "standing"
    """Which document is quoted, and how it stands on the day: from its metadata."""
    PHRASE = "phrase"
    """A fixed phrase that says nothing about the policy."""


@dataclass(frozen=True, slots=True)
class Statement:
    """One paragraph of an answer with the quotes that back it."""

    kind: Kind
    text: str
    quotes: tuple[Quote, ...] = ()
    note: str = ""
    """Words of the statement explained, for behind its markers."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """The sentences of one measure that answer, best first."""

    document: Document
    measure: Measure | None
    score: float
    quotes: tuple[Quote, ...]


@dataclass
class Services:
    """What is loaded once and shared by all questions."""

    settings: Settings
    library: Library
    retriever: Search

    @cached_property
    def register(self) -> Register:
        """Which documents replace and amend which."""
        return Register(self.library)

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The corpus's words by sound, for mending slips."""
        return vocabulary(document.text for document in self.library)


def unheard(progress: Statement | str) -> None:
    """For callers that wait for the whole answer."""


@dataclass
class Context:
    """One run of the pipeline. A step reads and fills it; `end` ends the run."""

    services: Services
    question: str
    history: Sequence[Turn] = ()
    as_of: date = field(default_factory=date.today)
    on_statement: Callable[[Statement], None] = unheard
    """Called with each verified sentence of a chat model as soon as it is there."""
    on_step: Callable[[str], None] = unheard
    """Called with the name of each step of the pipeline as it begins."""

    text: str = ""
    standalone: str = ""
    fallback: str = ""
    """The question with the earlier topic in front, for when it is not covered by itself."""
    generic: bool = False
    """Whether the question has no topic of its own (「多少钱?」)."""
    elsewhere: bool = False
    """Whether the question's own words are answered by a measure that the conversation was not about."""
    borrowed: bool = False
    """Whether `standalone` has the earlier topic in front of words of the question's own."""
    topic: str = ""
    """What the conversation was about before this question."""
    subject: list[tuple[Document, Measure]] = field(default_factory=list)
    """The measures that the last covered answer named."""
    place_from: str = ""
    """An earlier question of the message, whose place counts where this one names none."""
    wants_units: bool = False
    coverage: float = 0.0
    ranked: list[RankedMeasure] = field(default_factory=list)
    evidence: list[Evidence] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)

    searched: dict[str, SearchResult] = field(default_factory=dict)
    """What was searched for the message, by its text; all questions of the message share it."""
    tells_facts: bool = False
    """Whether the question itself tells facts to calculate with."""
    facts: dict[str, Any] = field(default_factory=dict)
    """What is known of the family, where a rule was run."""
    chat_clock: Clock = field(default_factory=Clock)

    status: Status | None = None
    composer: str = "extractive"
    model_sentences: dict[str, int] = field(default_factory=dict)
    calculation: dict[str, Any] | None = None
    further_calculations: list[dict[str, Any]] = field(default_factory=list)
    """Those of the message's other questions."""
    missing_inputs: list[MissingInput] = field(default_factory=list)
    suggestions: list[str] = field(default_factory=list)
    message: str | None = None
    timings_ms: dict[str, float] = field(default_factory=dict)

    @property
    def calculations(self) -> list[dict[str, Any]]:
        """All that were computed for the message."""
        return [*([self.calculation] if self.calculation else []), *self.further_calculations]

    @property
    def settings(self) -> Settings:
        """The operator's settings."""
        return self.services.settings

    @property
    def library(self) -> Library:
        """The corpus."""
        return self.services.library

    def search(self, text: str) -> SearchResult:
        """What the retriever finds for `text`; a text is encoded and searched once a message."""
        if text not in self.searched:
            self.searched[text] = self.services.retriever.search(text)
        return self.searched[text]

    def jurisdiction(self, question: str) -> Jurisdiction:
        """The documents that `question` is asked of on this run's day."""
        found = select(question, self.services.register, self.as_of)
        if self.place_from and not (found.places or found.named):
            return select(self.place_from, self.services.register, self.as_of)
        return found

    def split(self, questions: Sequence[str]) -> list[Context]:
        """A context of its own for each of several questions of the message.

        One that says too little by itself is read with the question before it, and one that names no
        place is asked of the place that was named last.
        """
        before = ["", *questions]
        placed = [question for question in questions if self._names_place(question)]
        return [
            replace(
                self,
                text=question,
                standalone=question,
                fallback=f"{before[index]}{question}" if index else self.fallback,
                place_from=next(
                    (q for q in reversed(questions[:index]) if q in placed), self.place_from
                ),
                ranked=[],
                evidence=[],
                statements=[],
                further_calculations=[],
                missing_inputs=[],
                suggestions=[],
            )
            for index, question in enumerate(questions)
        ]

    def _names_place(self, question: str) -> bool:
        """Whether a question names a place that the corpus has something of."""
        asked = self.jurisdiction(question)
        return bool(asked.places) and not asked.missing

    def retold(self, question: str) -> Context:
        """A context for the same question in other words."""
        (again,) = self.split([question])
        again.status, again.fallback, again.generic, again.borrowed = None, "", False, False
        return again

    def take(self, again: Context) -> None:
        """Answer as the question in other words was answered."""
        self.statements.clear()
        self.suggestions.clear()
        self.standalone = again.standalone
        self.absorb([again])

    def absorb(self, runs: Sequence[Context]) -> None:
        """Take over what the questions of the message were answered, in their order.

        One that told the facts for a calculation is answered by it.
        """
        calculated = any(run.calculation for run in runs)
        _end_repetitions(runs)
        answered = [run for run in runs if run.status in _ANSWERING]
        blocked = [run for run in runs if run.status is Status.BLOCKED]
        for run in (blocked or answered or runs)[: None if answered and not blocked else 1]:
            self.statements.extend(run.statements)
        if answered and not blocked:
            self.statements.extend(
                Statement(
                    Kind.PHRASE,
                    phrase(
                        "part_not_covered",
                        question=_FIGURES.sub("…", _MARKER_SIGNS.sub("", run.text)),
                    ),
                )
                for run in runs
                if run.status is Status.NOT_COVERED and not (calculated and run.tells_facts)
            )
        computed = [run.calculation for run in runs if run.calculation]
        computed.sort(key=lambda calculation: calculation["outcome"] == "needs_information")
        if computed:
            self.calculation, *self.further_calculations = computed
        statuses = [run.status for run in blocked or answered or runs]
        self.status = Status.ANSWERED if Status.ANSWERED in statuses else statuses[0]
        for run in runs:
            self.ranked.extend(run.ranked)
            self.evidence.extend(run.evidence)
            self.missing_inputs.extend(run.missing_inputs)
            self.suggestions.extend(s for s in run.suggestions if s not in self.suggestions)

    def end(self, status: Status, *texts: str) -> None:
        """End the run with a status and fixed phrases; no later step but the last ones runs."""
        self.status = status
        self.statements.extend(Statement(Kind.PHRASE, text) for text in texts)


def _end_repetitions(runs: Sequence[Context]) -> None:
    """A question that was read with the one before it, and adds no quote to what was said, is not covered."""
    said: set[Quote] = set()
    for run in runs:
        quotes = {quote for evidence in run.evidence for quote in evidence.quotes}
        if (
            run.status is Status.ANSWERED
            and run.standalone != run.text
            and quotes
            and quotes <= said
        ):
            run.status, run.statements, run.evidence, run.suggestions = (
                Status.NOT_COVERED,
                [],
                [],
                [],
            )
        said |= quotes
