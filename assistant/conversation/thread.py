"""What a conversation is about before a message: its standing question, and its state.

Made of the earlier questions alone, and of the state that the last answer carried where a client gave
it back; nothing is read out of answers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from assistant.calculation.answer import inputs_of
from assistant.eligibility.family import EligibilityError
from assistant.eligibility.rules.registry import run_rule
from assistant.understanding.model import Part, PartKind, Understanding
from assistant.understanding.state import State, checked, sensible

TALK = frozenset(
    {
        PartKind.SMALL_TALK,
        PartKind.FEELINGS,
        PartKind.COMPLAINT,
        PartKind.PERSON,
        PartKind.OFF_TOPIC,
        PartKind.STEERING,
    }
)


@dataclass(frozen=True, slots=True)
class Thread:
    """`question`: the last question that stood by itself; "" before the first. `state`: see there."""

    question: str = ""
    state: State = field(default_factory=State)

    def after(
        self, understood: Understanding, carried: Mapping[str, Any] | None, on: date
    ) -> Thread:
        """The thread once a message was answered, whose answer carried that state."""
        thread = self
        for part in understood.parts:
            thread = thread.with_part(part, on)
        given = checked(carried)
        return replace(thread, state=given) if given else thread

    def with_part(self, part: Part, on: date) -> Thread:
        """The thread once a part of a message was answered."""
        if part.kind in TALK:
            return self
        rule = part.rules[0] if part.rules else ""
        if not part.follows_up:
            question = part.standalone
        elif rule and rule != self.state.rule:
            question = part.text
        else:
            question = self.question
        state = State(
            subject=part.subject,
            rule=rule or (self.state.rule if part.follows_up else ""),
            facts=sensible(part.facts),
            asked=_asked(rule, part.facts, on),
            kind=part.kind,
        )
        return Thread(question, state)


def _asked(rule: str, facts: Mapping[str, Any], on: date) -> str:
    """The input that the rule asks for with these facts."""
    if not rule:
        return ""
    try:
        missing = run_rule(rule, inputs_of(rule, facts), on)["missing_inputs"]
    except EligibilityError:
        return ""
    return missing[0]["name"] if missing else ""
