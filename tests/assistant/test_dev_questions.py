"""Dev questions of each kind keep the contract, the turns of dialogues after their own history.

A sample spread over each file, to stay quick: `policy eval` checks all of them, with gates for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

import pytest
from answer_invariants import broken

from assistant.answer import Turn
from assistant.chain import ask
from assistant.language.visible import visible
from assistant.services import Services
from evals.cases import CASES, FILES, Case, CaseSet, load_cases

T = TypeVar("T")


@pytest.fixture(scope="module")
def dev() -> CaseSet:
    """The dev cases."""
    return load_cases(CASES / "dev")


_MOST = 80


def _spread(items: Sequence[T]) -> Sequence[T]:
    return items[:: max(1, len(items) // _MOST)]


def _breaches(services: Services, case: Case, history: list[Turn]) -> list[str]:
    answer = ask(services, case.question, history, case.as_of)
    history.append(Turn(question=case.question, answer=answer.answer))
    assert answer.question == visible(case.question)
    return [f"{case.id} {case.question!r}: {b}" for b in broken(answer, services.library)]


@pytest.mark.parametrize("file", [name for name in FILES if name != "dialogues"])
def test_questions(file: str, services: Services, dev: CaseSet) -> None:
    cases = dev.of([file])
    assert cases
    assert [b for case in _spread(cases) for b in _breaches(services, case, [])] == []


def test_dialogues(services: Services, dev: CaseSet) -> None:
    assert dev.dialogues
    found: list[str] = []
    for dialogue in _spread(dev.dialogues):
        history: list[Turn] = []
        for case in dialogue.turns:
            found.extend(_breaches(services, case, history))
    assert found == []
