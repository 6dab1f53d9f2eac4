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

from assistant.evidence import measure_text
from assistant.guard import clean
from assistant.places import find_places
from assistant.question_parts import parts, topics
from assistant.relevance import coverage_signals, measure_signals
from assistant.services import load
from assistant.settings import Settings
from assistant.spelling import mend
from assistant.structure_query import understand
from evals.unsampled import without_sample_questions
from index.retriever import HybridRetriever, SearchResult

_DEV = Path(__file__).parent / "cases" / "dev"
_OUT = Path(__file__).parent.parent / "assistant" / "data" / "relevance.json"
_MOST_REFUSED = {"coverage": 0.015, "coverage_unsampled": 0.08}
"""Share of covered questions that may be refused, when a coverage threshold is chosen."""


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
        for name in ("single", "multi", "hard_single")
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
        for name in ("uncovered", "hard_uncovered")
        for case in _cases(name)
        if not find_places(clean(case["question"])).outside
    ]
    results = _search(retriever, [question for question, _ in covered] + uncovered)
    positive, negative = results[: len(covered)], results[len(covered) :]

    def signals(question: str, result: SearchResult) -> dict[str, float]:
        return coverage_signals(question, result, measure_text(library, result.measures[0]))

    right = sum(
        numbers.get((r.measures[0].document, r.measures[0].measure))
        in (case.get("first") or case["measures"])
        for (_, case), r in zip(covered, positive, strict=True)
    )
    print(f"first measure right: {right}/{len(covered)}")
    advantage = [hit.question - hit.dense for r in positive for hit in r.measures[0].sentences[:1]]
    print(f"median advantage of sample questions: {statistics.median(advantage):.3f}")

    rows = [signals(q, r) for (q, _), r in zip(covered, positive, strict=True)]
    rows += [signals(q, r) for q, r in zip(uncovered, negative, strict=True)]
    labels = [1] * len(covered) + [0] * len(uncovered)
    models: dict[str, dict[str, float]] = {}
    thresholds: dict[str, float] = {"topic": 0.4, "sentence_gap": 0.15, "known_gap": 0.8}
    with without_sample_questions(library, retriever.encoder) as unsampled:
        questions = [question for question, _ in covered] + uncovered
        found = _search(unsampled, questions)
        plain = [signals(q, r) for q, r in zip(questions, found, strict=True)]
    for name, table in (("coverage", rows), ("coverage_unsampled", plain)):
        models[name], probabilities = _fit(table, labels)
        cut = float(np.quantile(probabilities[: len(covered)], _MOST_REFUSED[name]))
        thresholds[name] = round(cut, 4)
        print(f"{name}: threshold {cut:.3f}")
        print(f"  covered refused {np.mean(probabilities[: len(covered)] < cut):.3f}")
        print(f"  uncovered refused {np.mean(probabilities[len(covered) :] < cut):.3f}")

    rows, labels = [], []
    for (question, case), result in zip(covered, positive, strict=True):
        if question != read(case["question"]) or topics(question):
            continue
        for measure in result.measures[:5]:
            number = numbers.get((measure.document, measure.measure))
            if number in case.get("allow", []):
                continue
            rows.append(measure_signals(measure, result))
            labels.append(int(number in case["measures"]))
    models["measure"], probabilities = _fit(rows, labels)
    cuts = np.linspace(0.05, 0.95, 19)
    accuracy = [float(np.mean((probabilities >= c) == np.array(labels))) for c in cuts]
    thresholds["measure"] = round(max(0.5, float(cuts[int(np.argmax(accuracy))])), 4)
    print(f"measure: threshold {thresholds['measure']}, accuracy {max(accuracy):.3f}")
    written = json.dumps({**models, "thresholds": thresholds}, indent=1)
    _OUT.write_text(written + "\n", encoding="utf-8")


def _cases(name: str) -> Iterator[dict[str, Any]]:
    path = _DEV / f"{name}.yaml"
    yield from yaml.safe_load(path.read_text(encoding="utf-8")) if path.exists() else ()


def _search(retriever: HybridRetriever, questions: list[str]) -> list[SearchResult]:
    vectors = retriever.encoder.encode_queries(questions)
    return [retriever.search(q, v) for q, v in zip(questions, vectors, strict=True)]


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
