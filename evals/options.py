"""The options of `policy eval`. Imports nothing heavy: the command line is read for every command."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

_FOLDER = Path(__file__).parent
CASES = _FOLDER / "cases" / "dev"
RESULTS = _FOLDER / "results"
ABILITY_NAMES = (
    "retrieval",
    "citations",
    "answers",
    "abstention",
    "calculation",
    "conversation",
    "safety",
)


@dataclass(frozen=True, slots=True)
class Options:
    """What to evaluate, by which cases, and where the results go; no `ability` means all."""

    cases: Path = CASES
    ability: tuple[str, ...] = ()
    answers: Path | None = None
    questions: bool = False
    compare: tuple[Path, Path] | None = None
    json: bool = False
    out: Path = RESULTS
    show_failures: bool = False
