"""Fits the relevance decisions on the dev cases: `python -m evals.calibrate`.

Writes `assistant/data/relevance.json` and prints what cross-validation says of the fit. Only dev
cases are read; the test cases are for reporting.
"""

from __future__ import annotations

import json
import statistics
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_predict

from assistant.evidence.finding import measure_text, search
from assistant.evidence.relevance import coverage_signals, measure_signals
from assistant.jurisdiction.places import find_places
from assistant.language.question_parts import parts
from assistant.language.spelling import mend
from assistant.screening.guard import clean
from assistant.service.loading import load
from assistant.settings import Settings
from assistant.structure.query import understand
from evals.unsampled import without_sample_questions
from index.retriever import SearchResult

_DEV = Path(__file__).parent / "cases" / "dev"
_OUT = Path(__file__).parent.parent / "assistant" / "data" / "relevance.json"
_COVERED = ("single", "hard_single", "blind_single", "multi", "hard_multi", "blind_multi")
_UNCOVERED = ("uncovered", "hard_uncovered", "blind_uncovered")
_MOST_REFUSED = {"coverage": 0.02, "coverage_unsampled": 0.08}
"""Share of covered questions that may be refused, when a coverage threshold is chosen."""
_ALONE = 0.35
"""How relevant a further measure must be to a question that joins no topics."""
_MOST_LEFT_OUT = 0.01
"""Share of the measures that belong to an answer which may be left out, where topics are joined."""


Search = tuple[SearchResult, list[SearchResult]]


def main() -> None:
    """Fit, report, write."""
    services = load(Settings())
    retriever, library = services.retriever, services.library
    numbers = {
        (document.id, measure.key): measure.number
        for document in library
        for measure in document.measures
    }

    def read(question: str) -> str:
        return mend(clean(question), services.vocabulary)

    covered = [
        (question, case)
        for name in _COVERED
        for case in _cases(name)
        if "not_covered" not in case["status"]
        for question in parts(read(case["question"]))
    ]
    covered += [
        (read(case["question"]), case)
        for case in _cases("structure")
        if case["measures"] and "not_covered" not in case["status"]
        if understand(read(case["question"]), library) is None
    ]
    uncovered = [
        read(case["question"])
        for name in _UNCOVERED
        for case in _cases(name)
        if not find_places(clean(case["question"])).outside
    ]
    found = [search(retriever, text) for text in (*(text for text, _ in covered), *uncovered)]
    positive, negative = found[: len(covered)], found[len(covered) :]

    def signals(question: str, result: Search) -> dict[str, float]:
        whole, by_topic = result
        texts = measure_text(library, whole.measures[0])
        return coverage_signals(question, whole, texts, by_topic)

    first = [whole.measures[0] for whole, _ in positive]
    right = sum(
        numbers.get((best.document, best.measure)) in (case.get("first") or case["measures"])
        for (_, case), best in zip(covered, first, strict=True)
    )
    print(f"first measure right: {right}/{len(covered)}")
    advantage = [hit.question - hit.dense for best in first for hit in best.sentences[:1]]
    print(f"median advantage of sample questions: {statistics.median(advantage):.3f}")

    rows = [signals(q, r) for (q, _), r in zip(covered, positive, strict=True)]
    rows += [signals(q, r) for q, r in zip(uncovered, negative, strict=True)]
    labels = [1] * len(covered) + [0] * len(uncovered)
    models: dict[str, dict[str, float]] = {}
    thresholds: dict[str, float] = {"sentence_gap": 0.15, "known_gap": 0.8}
    with without_sample_questions(library, retriever.encoder) as unsampled:
        questions = [question for question, _ in covered] + uncovered
        found = [search(unsampled, question) for question in questions]
        plain = [signals(q, r) for q, r in zip(questions, found, strict=True)]
    for name, table in (("coverage", rows), ("coverage_unsampled", plain)):
        models[name], probabilities = _fit(table, labels)
        cut = float(np.quantile(probabilities[: len(covered)], _MOST_REFUSED[name]))
        thresholds[name] = round(cut, 4)
        print(f"{name}: threshold {cut:.3f}")
        print(f"  covered refused {np.mean(probabilities[: len(covered)] < cut):.3f}")
        print(f"  uncovered refused {np.mean(probabilities[len(covered) :] < cut):.3f}")

    rows, labels = [], []
    for (question, case), (whole, by_topic) in zip(covered, positive, strict=True):
        if question != read(case["question"]):
            continue  # of several questions in a message nobody said which measure answers which
        for measure in whole.measures:
            number = numbers.get((measure.document, measure.measure))
            if number not in case.get("allow", []):
                rows.append(measure_signals(measure, whole, by_topic))
                labels.append(int(number in case["measures"]))
    models["measure"], probabilities = _fit(rows, labels)
    belongs = np.array(labels) == 1
    joined = np.array([row["joined"] for row in rows]) == 1.0
    cut = float(np.quantile(probabilities[belongs & joined], _MOST_LEFT_OUT))
    thresholds |= {"measure": _ALONE, "measure_joined": round(cut, 4)}
    for name, kind in (("measure", ~joined), ("measure_joined", joined)):
        cited = kind & (probabilities >= thresholds[name])
        print(f"{name}: threshold {thresholds[name]:.3f}, right {np.mean(belongs[cited]):.3f}")
        print(f"  left out {1.0 - np.mean(cited[belongs & kind]):.3f}")
    written = json.dumps({**models, "thresholds": thresholds}, indent=1)
    _OUT.write_text(written + "\n", encoding="utf-8")


def _cases(name: str) -> Iterator[dict[str, Any]]:
    path = _DEV / f"{name}.yaml"
    yield from yaml.safe_load(path.read_text(encoding="utf-8")) if path.exists() else ()


def _fit(rows: list[dict[str, float]], labels: list[int]) -> tuple[dict[str, float], np.ndarray]:
    """Weights by signal (and intercept), and the cross-validated probability of each row."""
    names = list(rows[0])
    raw = np.array([[row[name] for name in names] for row in rows])
    mean, spread = raw.mean(axis=0), raw.std(axis=0) + 1e-9
    scaled = (raw - mean) / spread

    def model() -> LogisticRegression:
        return LogisticRegression(C=1.0, max_iter=2000, class_weight="balanced")

    probabilities = cross_val_predict(model(), scaled, labels, cv=10, method="predict_proba")[:, 1]
    fitted = model().fit(scaled, labels)
    weights = fitted.coef_[0] / spread
    intercept = float(fitted.intercept_[0] - (weights * mean).sum())
    found = {name: round(float(w), 4) for name, w in zip(names, weights, strict=True)}
    return {**found, "intercept": round(intercept, 4)}, probabilities


if __name__ == "__main__":
    main()
