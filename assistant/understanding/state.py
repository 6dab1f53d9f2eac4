"""The state of a conversation: typed data that an answer carries and the next question brings back.

No prose, at most 2 KB. What does not fit the schema, names no rule or input, or makes no sense is
ignored. Without it the conversation is understood from the earlier questions alone.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from assistant.eligibility.family import FIELDS, HELPER_FACTS, EligibilityError, parse_family
from assistant.eligibility.rules.registry import RULES
from assistant.turn import Run
from assistant.understanding.model import PartKind

VERSION: Literal[1] = 1
MOST_BYTES = 2048
_MOST_SUBJECTS = 3
_MOST_RAW = 4096
_Key = Annotated[str, Field(max_length=80)]


class State(BaseModel):
    """What a conversation is about after a turn.

    `subject`: (document id, measure key) pairs that it was answered from. `rule`: the rule that ran.
    `facts`: the inputs known. `asked`: the input that was asked for. `kind`: what the turn was. `talk`:
    the turn was talk; everything else is that of the turn before.
    """

    model_config = ConfigDict(extra="ignore", frozen=True)

    version: Literal[1] = VERSION
    subject: tuple[tuple[_Key, _Key], ...] = ()
    rule: _Key = ""
    facts: dict[str, Any] = Field(default_factory=dict)
    asked: _Key = ""
    kind: PartKind = PartKind.TEXT

    @field_validator("rule")
    @classmethod
    def _is_rule(cls, rule: str) -> str:
        return rule if rule in RULES else ""

    @field_validator("asked")
    @classmethod
    def _is_input(cls, asked: str) -> str:
        return asked if asked in FIELDS else ""

    @field_validator("facts")
    @classmethod
    def _are_inputs(cls, facts: dict[str, Any]) -> dict[str, Any]:
        return sensible(facts)

    @field_validator("subject")
    @classmethod
    def _are_few(cls, subject: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
        return subject[:_MOST_SUBJECTS]


def sensible(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Those facts that are inputs of rules and that the rules can read."""
    kept: dict[str, Any] = {}
    for name, value in facts.items():
        if name not in FIELDS and name not in HELPER_FACTS:
            continue
        try:
            parse_family({**kept, name: value})
        except (EligibilityError, TypeError, ValueError, AttributeError):
            continue
        kept[name] = value
    return kept


def state_of(run: Run, before: State | None = None) -> dict[str, Any]:
    """The state after a turn; talk leaves that of the turn `before` as it is."""
    about = [
        answer for answer in run.settled if answer.cited or answer.rule or answer.missing_inputs
    ]
    if not about:
        return _packed(before or State())
    last = about[-1]
    rules = [answer for answer in about if answer.rule]
    asking = next((answer for answer in about if answer.missing_inputs), None)
    facts: dict[str, Any] = {}
    for answer in about:
        facts |= answer.part.facts
    subject = [pair for answer in about for pair in answer.cited]
    goes_on = last.part.follows_up
    return _packed(
        State(
            subject=tuple(dict.fromkeys(subject)),
            rule=rules[-1].rule if rules else before.rule if before and goes_on else "",
            facts=facts,
            asked=asking.missing_inputs[0].name if asking else "",
            kind=last.part.kind,
        )
    )


def checked(raw: Mapping[str, Any] | None) -> State | None:
    """The state that a client gave back; None where it is none of ours."""
    if not raw:
        return None
    try:
        if len(json.dumps(raw, default=str)) > _MOST_RAW:
            return None
        return State.model_validate(dict(raw)) if raw.get("version") == VERSION else None
    except (ValidationError, TypeError, ValueError, RecursionError):
        return None


def _packed(state: State) -> dict[str, Any]:
    """The state as JSON within its size: the subject goes first, then the facts."""
    packed = state.model_dump(mode="json", exclude_defaults=True) | {"version": VERSION}
    for dropped in ("subject", "facts"):
        if len(json.dumps(packed, ensure_ascii=False).encode()) <= MOST_BYTES:
            break
        packed.pop(dropped, None)
    return packed
