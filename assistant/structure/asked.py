"""What a question about a document names: the document, its sections, measures, units, words."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

from assistant.domain import domain
from assistant.jurisdiction.document_names import names_of
from assistant.structure.departments import NamedUnit, units_named
from assistant.structure.numbering import Numbers, read_numbers
from assistant.structure.slots import numbered
from assistant.structure.topic import place_of, topic_words
from assistant.turn import Request, Selection
from assistant.understanding.model import Part
from corpus.library import Library
from corpus.model import Document, Measure, Section, Sentence
from corpus.numerals import NUMERAL, parse_numeral
from corpus.validity import region
from index.lexical import tokenize
from index.ranking import RankedMeasure

_KIND_OF = re.compile(
    rf"(?P<kind>条例|办法|规定|规范|方案|通知|指南|法)(?:的|里的?)?第(?P<n>{NUMERAL}|\d{{1,3}})条"
)
_VERSION = re.compile(r"[(（][^()（）]*[)）]$")
_KEY = re.compile(r"[、，,等的与和]")
_ENOUGH_OF_TITLE = 0.5
_LIKELY = 0.3
"""From so likely on a searched measure is what the words are about."""
_NEAREST = 2
_OF_ALL = frozenset({"count_measures", "list_measures", "most_units", "mentions"})
"""Classes of questions about all measures."""


Search = Callable[[str, Sequence[str]], Sequence[RankedMeasure]]
"""What ranks the measures of documents (ids) by a question, best first."""


@dataclass(frozen=True)
class Asked:
    """A question about `document`. `text` is the question without the document's name."""

    part: Part
    document: Document
    library: Library
    text: str
    named: bool = False
    """Whether the question names its document itself."""
    search: Search | None = None
    """Searches the documents' measures; None where there is no index."""

    @cached_property
    def numbers(self) -> Numbers:
        """The numbers that it names."""
        return read_numbers(self.text)

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """The sections that it names by number or title."""
        own = self.document.sections
        found = [s for n in self.numbers.sections for s in own if _is_number(s, n, own)]
        return tuple(found) or self._titled()

    @cached_property
    def lacking_section(self) -> int | None:
        """The number of a section that it names and that the document does not have."""
        own = self.document.sections
        lacking = [n for n in self.numbers.sections if not any(_is_number(s, n, own) for s in own)]
        return lacking[0] if lacking and own else None

    @cached_property
    def measures(self) -> tuple[Measure, ...]:
        """The measures that it names by number, or by their heading in full."""
        found = [self._numbered(number) for number in self._wanted()]
        measures = [measure for measure in found if measure is not None]
        if not found:
            measures = [
                m for m in self.document.measures if len(m.title) > 3 and m.title in self.text
            ]
        return tuple({measure.key: measure for measure in measures}.values())

    @cached_property
    def lacking_measure(self) -> int | None:
        """The number of a measure that it names and that the document does not have."""
        lacking = [n for n in self._wanted() if self._numbered(n) is None]
        return abs(lacking[0]) if lacking else None

    @cached_property
    def place(self) -> Measure | Sentence | None:
        """The measure, or the sentence outside all measures, that its words are about."""
        found = place_of(self.document, self.topic)
        if found is not None:
            return found
        likely = self.likely([self.document.id])
        return likely[1] if likely else None

    @cached_property
    def topic(self) -> str:
        """The question without the units that it names."""
        words = self.text
        for unit in reversed(self.units):
            words = f"{words[: unit.start]}\n{words[unit.end :]}"
        return words

    def likely(
        self, documents: Sequence[str], least: float = _LIKELY
    ) -> tuple[Document, Measure] | None:
        """The measure of these documents that a search by the topic's words finds likely."""
        words = topic_words(self.topic)
        if self.search is None or not words:
            return None
        for ranked in self.search("，".join(words), documents)[:_NEAREST]:
            document = self.library.get(ranked.document)
            measure = document.by_key(ranked.measure)
            if measure and ranked.probability >= least:
                return document, measure
        return None

    @property
    def on_topic(self) -> Measure | None:
        """The measure that its words are about."""
        return self.place if isinstance(self.place, Measure) else None

    @property
    def outside(self) -> Sentence | None:
        """The sentence outside all measures that its words are about."""
        return self.place if isinstance(self.place, Sentence) else None

    @property
    def one_or_more(self) -> tuple[Measure, ...]:
        """The measures that it names, else the one that its words are about, else the conversation's."""
        if self.measures or self.lacking_measure is not None:
            return self.measures
        return (self.on_topic,) if self.on_topic else self.before

    @cached_property
    def units(self) -> tuple[NamedUnit, ...]:
        """The responsible units of the document that it names."""
        return units_named(self.text, unit_names(self.document))

    @property
    def before(self) -> tuple[Measure, ...]:
        """The measures of this document that the conversation is about."""
        found = [self.document.by_key(k) for i, k in self.part.subject if i == self.document.id]
        return tuple(measure for measure in found if measure is not None)

    def _wanted(self) -> tuple[int, ...]:
        """The numbers of measures; one without 第 may be the number of all of them where all are asked for."""
        total = len(numbered(self.document.measures))
        counts = self.part.structure in _OF_ALL
        bare = tuple(n for n in self.numbers.bare if not counts or n != total)
        return self.numbers.measures or bare

    def _numbered(self, number: int) -> Measure | None:
        """The measure of that number, in the section that is named; there also the nth."""
        document = self.document
        scope: Sequence[Measure] = document.measures
        if self.sections:
            scope = [measure for section in self.sections for measure in section.measures]
        if number < 0:
            scope = numbered(scope)
            return scope[number] if -number <= len(scope) else None
        found = next((measure for measure in scope if measure.number == number), None)
        if found is None and (self.sections or all(m.number is None for m in scope)):
            return scope[number - 1] if 0 < number <= len(scope) else None
        return found

    def _titled(self) -> tuple[Section, ...]:
        """The sections that it names by their title, whole or by most of its words."""
        whole = [s for s in self.document.sections if _plain(s.title) in self.text]
        if whole:
            return tuple(whole)
        return tuple(s for s in self.document.sections if self._names_most_of(_plain(s.title)))

    def _names_most_of(self, title: str) -> bool:
        words = [w for key in _KEY.split(title) for w in tokenize(key) if len(w) > 1]
        said = [word for word in words if word in self.text]
        return len(said) > 2 and len(said) >= _ENOUGH_OF_TITLE * len(words)


def read(part: Part, selection: Selection, request: Request) -> Asked | None:
    """The question and the document that it is asked of; None where there is no document.

    That is the one that is named, else the conversation's, else the domain's main one, else the nearest.
    """
    documents = selection.documents
    if not documents:
        return None
    talked = {document_id for document_id, _ in part.subject}
    nearest = sorted(
        documents,
        key=lambda d: (
            d.id not in talked,
            d.id != domain().main_document,
            region(d) != domain().region,
        ),
    )
    document = documents[0] if selection.named else _of_its_kind(part, nearest)
    text = part.standalone or part.text
    for name in sorted((*names_of(document), document.metadata.number), key=len, reverse=True):
        text = text.replace(name, "") if name else text
    return Asked(part, document, request.services.library, text, selection.named, _search(request))


def _search(request: Request) -> Search | None:
    """The services' retriever and reranker in one call; None for a library without an index."""
    retriever = getattr(request.services, "retriever", None)
    reranker = getattr(request.services, "reranker", None)
    if retriever is None or reranker is None:
        return None
    return lambda text, ids: reranker.rank(retriever.candidates_for(text, ids), text)


def _of_its_kind(part: Part, documents: Sequence[Document]) -> Document:
    """The nearest document; where a number is named of a kind of text (「条例第三十一条」), the nearest
    of that kind that has it."""
    kind = _KIND_OF.search(part.standalone or part.text)
    number = parse_numeral(kind["n"]) if kind else None
    for document in documents:
        title = _VERSION.sub("", document.metadata.title)
        if (
            kind
            and title.endswith(kind["kind"])
            and number is not None
            and document.measure(number)
        ):
            return document
    return documents[0]


def unit_names(document: Document) -> tuple[str, ...]:
    """All responsible units of the document, in the order of the text."""
    return tuple(dict.fromkeys(u.name for measure in document.measures for u in measure.units))


def _is_number(section: Section, number: int, sections: Sequence[Section]) -> bool:
    return section.number == number or (number < 0 and section is sections[number])


def _plain(title: str) -> str:
    return re.sub(r"\s", "", title).rstrip("。")
