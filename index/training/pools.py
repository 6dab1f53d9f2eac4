"""Passages of the training data as an index generation, searched by the product's own retriever."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from corpus.sentences import split_sentences
from index.decision import UNDECIDED, Decision
from index.embeddings import Encoder
from index.indexing import build
from index.opened import OpenIndex
from index.search import Search, SearchResult
from index.training.data import WHOLE, Passage, Question
from index.units import SENTENCE, Unit


def open_pool(
    folder: Path, passages: Iterable[Passage], encoder: Encoder, decision: Decision = UNDECIDED
) -> Search:
    """A search over these passages, in an index that is built into the empty `folder`."""
    build(folder, list(_units(passages)), encoder)
    return Search(OpenIndex(folder, encoder), decision)


def is_answered(question: Question, result: SearchResult) -> bool:
    """Whether the first measure found is one that answers."""
    return bool(result.measures) and result.measures[0].measure in question.answers


def _units(passages: Iterable[Passage]) -> Iterator[Unit]:
    """Each whole passage as a measure of its own, with its sentences."""
    for passage in passages:
        if passage.kind != WHOLE:
            continue
        yield _unit(passage, "whole", passage.text, 0)
        title, _, body = passage.text.partition(" ")
        for start, end in split_sentences(body or title, 0, len(body or title)):
            yield _unit(passage, SENTENCE, (body or title)[start:end], start)


def _unit(passage: Passage, kind: str, text: str, start: int) -> Unit:
    identity = f"{passage.id}.{kind}.{start}"
    return Unit(identity, kind, passage.document, passage.id, start, start + len(text), text)
