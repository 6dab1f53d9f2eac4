"""Counters for `/metrics` (Prometheus). One registry per app, nothing global."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from assistant.answer import Answer

_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)


class Metrics:
    """The process's counters."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "policy_requests",
            "HTTP requests",
            ["route", "method", "status"],
            registry=self.registry,
        )
        self.seconds = Histogram(
            "policy_request_seconds",
            "Seconds to the end of a response",
            ["route"],
            buckets=_SECONDS,
            registry=self.registry,
        )
        self.answers = Counter(
            "policy_answers", "Answers by status", ["status", "composer"], registry=self.registry
        )
        self.steps = Histogram(
            "policy_step_seconds",
            "Seconds spent in a step of the pipeline",
            ["step"],
            buckets=_SECONDS,
            registry=self.registry,
        )
        self.feedback = Counter(
            "policy_feedback", "Verdicts on answers", ["verdict"], registry=self.registry
        )
        self.ready = Gauge("policy_ready", "1 when the index is loaded", registry=self.registry)

    def count_answer(self, answer: Answer) -> None:
        """Count one answer and what its steps took."""
        self.answers.labels(answer.status.value, answer.composer).inc()
        for step, spent in answer.timings_ms.items():
            self.steps.labels(step).observe(spent / 1000)

    def exposition(self) -> bytes:
        """All values in the Prometheus text format."""
        return generate_latest(self.registry)
