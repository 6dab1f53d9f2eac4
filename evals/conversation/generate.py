"""Dialogues, turn by turn: the history is made of the system's own answers."""

from __future__ import annotations

from assistant.answer import Turn
from evals.cases import CaseSet
from evals.outputs import Output
from evals.systems import System


def generate(cases: CaseSet, system: System) -> list[Output]:
    """The system's answers to every turn; dialogues it was not asked are left out."""
    outputs: list[Output] = []
    for dialogue in cases.dialogues:
        if not any(system.has(turn) for turn in dialogue.turns):
            continue
        history: list[Turn] = []
        for turn in dialogue.turns:
            answer = system.answer(turn, tuple(history))
            outputs.append(Output(turn, answer=answer))
            history.append(Turn(question=turn.question, answer=answer.answer))
    return outputs
