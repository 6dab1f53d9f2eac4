"""Every dev question keeps the contract, the turns of dialogues after their own history."""

from __future__ import annotations

import pytest
from answer_invariants import broken

from assistant.answer import Turn
from assistant.context import Services
from assistant.pipeline import ask
from evals.cases import CASES, FILES, Case, CaseSet, load_cases


@pytest.fixture(scope="module")
def dev() -> CaseSet:
    """The dev cases."""
    return load_cases(CASES / "dev")


def _breaches(services: Services, case: Case, history: list[Turn]) -> list[str]:
    answer = ask(services, case.question, history, case.as_of)
    history.append(Turn(question=case.question, answer=answer.answer))
    assert answer.question == case.question
    return [f"{case.id} {case.question!r}: {b}" for b in broken(answer, services.library)]


@pytest.mark.parametrize("file", [name for name in FILES if name != "dialogues"])
def test_questions(file: str, services: Services, dev: CaseSet) -> None:
    cases = dev.of([file])
    assert cases
    assert [b for case in cases for b in _breaches(services, case, [])] == []


def test_dialogues(services: Services, dev: CaseSet) -> None:
    assert dev.dialogues
    found: list[str] = []
    for dialogue in dev.dialogues:
        history: list[Turn] = []
        for case in dialogue.turns:
            found.extend(_breaches(services, case, history))
    assert found == []
