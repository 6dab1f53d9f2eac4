"""The gates of `gates.yaml`: which figures must be reached."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

GATES = Path(__file__).parent / "gates.yaml"


@dataclass(frozen=True, slots=True)
class Gate:
    """A bound on one metric of an ability (or benchmark). Exactly one of the bounds is set."""

    ability: str
    metric: str
    reason: str
    at_least: float | None = None
    at_most: float | None = None

    @property
    def bound(self) -> str:
        """The bound as it is shown: ≥ 0.97."""
        return f"≥ {self.at_least:g}" if self.at_least is not None else f"≤ {self.at_most:g}"

    def holds(self, value: float) -> bool:
        """Whether the measured value keeps the bound."""
        if self.at_least is not None:
            return value >= self.at_least
        return self.at_most is not None and value <= self.at_most


@dataclass(frozen=True, slots=True)
class GateResult:
    """A gate beside what was measured; `value` None where nothing was."""

    gate: Gate
    value: float | None

    @property
    def passed(self) -> bool | None:
        """Whether the gate holds; None where nothing was measured."""
        return None if self.value is None else self.gate.holds(self.value)


def load_gates(path: Path = GATES) -> list[Gate]:
    """The gates in a file. Raises ValueError where an entry has not exactly one bound."""
    gates = [Gate(**entry) for entry in yaml.safe_load(path.read_text(encoding="utf-8"))]
    for gate in gates:
        if (gate.at_least is None) == (gate.at_most is None):
            raise ValueError(f"gate {gate.ability}.{gate.metric} needs at_least or at_most")
    return gates


def check(gates: list[Gate], measured: Mapping[str, Mapping[str, float]]) -> list[GateResult]:
    """Each gate beside its value in `measured` (ability → metric → value)."""
    return [GateResult(g, measured.get(g.ability, {}).get(g.metric)) for g in gates]
