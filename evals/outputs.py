"""What an ability generates, and what its judging yields: the types that all abilities share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from assistant.answer import Answer
from evals.cases import Case
from evals.metrics import Rate, mean_rate

MeasureKey = tuple[str, int | None]
"""A document's id and the measure's number in it; None outside all measures."""
Span = tuple[str, int, int]
"""A document's id, start and end of a sentence in its text."""


@dataclass(frozen=True)
class Found:
    """What retrieval ranked, best first, with scores; `confidence` that the question is covered."""

    measures: tuple[MeasureKey, ...]
    scores: tuple[float, ...]
    sentences: tuple[Span, ...]
    confidence: float


@dataclass(frozen=True)
class Output:
    """What the system made of one case: an answer, a ranking, or both."""

    case: Case
    answer: Answer | None = None
    found: Found | None = None


@dataclass
class Verdict:
    """One case judged. `checks`: a value from 0 to 1 by metric; a metric that does not apply is absent.

    `groups` are the names under which the case is counted apart, such as its style.
    """

    case: Case
    passed: bool
    checks: dict[str, float]
    groups: tuple[str, ...]
    got: str = ""
    faults: tuple[str, ...] = ()
    evidence: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Evaluation:
    """One ability judged over all its cases."""

    metrics: dict[str, Rate]
    groups: dict[str, dict[str, Rate]]
    verdicts: list[Verdict]
    curves: dict[str, list[tuple[float, float]]] = field(default_factory=dict)


def summarise(
    verdicts: Sequence[Verdict],
    extra: Mapping[str, Rate] | None = None,
    curves: dict[str, list[tuple[float, float]]] | None = None,
) -> Evaluation:
    """The mean of every check over the verdicts that have it, in total and by group."""
    metrics = {**rates(verdicts), **(extra or {})}
    groups = {
        name: rates([verdict for verdict in verdicts if name in verdict.groups])
        for name in dict.fromkeys(group for verdict in verdicts for group in verdict.groups)
    }
    return Evaluation(metrics, groups, list(verdicts), curves or {})


def rates(verdicts: Iterable[Verdict]) -> dict[str, Rate]:
    """The mean of each check that occurs."""
    values: dict[str, list[float]] = {}
    for verdict in verdicts:
        for name, value in verdict.checks.items():
            values.setdefault(name, []).append(value)
    return {name: mean_rate(found) for name, found in values.items()}


def groups_of(case: Case) -> tuple[str, ...]:
    """The groups that every case belongs to: its file, its style, its kind."""
    named = (
        f"file:{case.source}",
        case.style and f"style:{case.style}",
        case.kind and f"kind:{case.kind}",
    )
    return tuple(name for name in named if name)


def cited(answer: Answer, document: str) -> list[int]:
    """The measures cited, in order of their first citation; those of other documents are 0."""
    numbers = [
        (citation.measure if citation.document == document else 0)
        for citation in answer.citations
        if citation.measure is not None or citation.document != document
    ]
    return list(dict.fromkeys(number for number in numbers if number is not None))


def first_is_right(case: Case, answer: Answer) -> bool:
    """Whether the first citation is of a measure that answers."""
    if not answer.citations:
        return False
    first = answer.citations[0]
    return first.document == case.document and first.measure in case.first


def describe(answer: Answer | None, document: str) -> str:
    """What came, on one line: status, measures, calculation, the answer's beginning."""
    if answer is None:
        return "(没有答案)"
    parts = [str(answer.status), f"引用 {cited(answer, document)}"]
    if answer.calculation:
        parts.append(f"{answer.calculation.get('rule')}:{answer.calculation.get('outcome')}")
    text = " ".join((answer.answer or answer.message or "").split())
    return f"{','.join(parts)};{text[:160]}"


def expectation(case: Case) -> str:
    """What the case asks for, on one line."""
    parts = ["/".join(case.status)]
    if case.measures is not None:
        parts.append(f"引用 {list(case.measures)}")
    if case.first != (case.measures or ()):
        parts.append(f"首条 {list(case.first)}")
    for name, values in (("事实", case.facts), ("不得出现", case.forbidden)):
        if values:
            parts.append(f"{name} {'、'.join(values)}")
    if case.rule:
        parts.append(f"{case.rule}:{case.outcome or '—'} {dict(case.result) or ''}".strip())
    return ",".join(parts)
