"""The question classifier: what it learns, keeps and ships."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from corpus.library import Library
from index.classifier import (
    NO_MEASURE,
    QuestionClassifier,
    fit_classifier,
    load_classifier,
    source_of,
)
from index.records import QUESTION, UNCOVERED, Record
from index.shipped import shipped_vectors

CORPUS = Path(__file__).resolve().parents[2] / "corpus" / "documents"
TOPICS = {"m1": "产假", "m2": "托育", "": "婚假"}


def _record(number: int, measure: str, text: str) -> Record:
    kind = QUESTION if measure else UNCOVERED
    return Record(f"{number:032d}", kind, "d", measure, 0, 0, text)


@pytest.fixture(scope="module")
def taught() -> QuestionClassifier:
    """From 330 questions whose vectors say nothing, so that only the words can tell them apart."""
    records = [
        _record(i * 3 + j, measure, f"{topic}的规定是什么{i}")
        for i in range(110)
        for j, (measure, topic) in enumerate(TOPICS.items())
    ]
    vectors = np.random.default_rng(7).normal(size=(len(records), 16)).astype(np.float32)
    return fit_classifier(records, vectors, source_of("encoder", records))


def test_words_decide_where_vectors_do_not(taught: QuestionClassifier) -> None:
    vector = np.ones(16, dtype=np.float32)
    for measure, topic in TOPICS.items():
        label = ("d", measure) if measure else NO_MEASURE
        likely = taught.probabilities(vector, f"请问{topic}")
        assert sum(likely.values()) == pytest.approx(1.0)
        assert max(likely, key=lambda one: likely[one]) == label
        by_words = taught.probabilities_by_words(f"请问{topic}")
        assert max(by_words, key=lambda one: by_words[one]) == label


def test_kept_as_it_was(taught: QuestionClassifier, tmp_path: Path) -> None:
    taught.save(tmp_path)
    kept = load_classifier(tmp_path)
    assert kept is not None and kept.source == taught.source
    vector = np.linspace(-1, 1, 16, dtype=np.float32)
    before, after = taught.probabilities(vector, "托育"), kept.probabilities(vector, "托育")
    assert after == pytest.approx(before, abs=0.01)


def test_too_few_questions_teach_nothing() -> None:
    records = [_record(i, "m1", f"问题{i}") for i in range(20)]
    classifier = fit_classifier(records, np.ones((20, 8), dtype=np.float32), "few")
    assert classifier.probabilities(np.ones(8, dtype=np.float32), "问题") == {}


def test_the_source_changes_with_questions_and_encoder() -> None:
    one, other = _record(1, "m1", "甲"), _record(2, "m1", "乙")
    assert source_of("e", [one]) != source_of("e", [one, other])
    assert source_of("e", [one]) != source_of("f", [one])


def test_what_ships_was_learned_from_what_ships() -> None:
    """A shipped classifier that no longer fits the questions would be learned anew at each first start."""
    from index.encoder import load_encoder
    from index.records import records_of

    library, encoder = Library(CORPUS), load_encoder()
    source = source_of(encoder.fingerprint, list(records_of(library)))
    known = shipped_vectors(library, encoder.fingerprint)
    for document_id in library.ids:
        shipped = load_classifier(CORPUS / document_id)
        assert shipped is not None and shipped.source == source
    questions = [r.id for r in records_of(library) if r.kind in (QUESTION, UNCOVERED)]
    assert set(questions) <= set(known)
