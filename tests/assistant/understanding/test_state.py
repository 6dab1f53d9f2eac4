"""The state of a conversation: typed, small, and whatever is forged is ignored."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answer import Status
from assistant.turn import PartAnswer, Request, Run
from assistant.understanding.model import Part, PartKind
from assistant.understanding.state import MOST_BYTES, State, checked, state_of

KNOWN = {
    "version": 1,
    "rule": "childcare_subsidy",
    "facts": {"birth_date": "2024-05"},
    "asked": "birth_date",
    "kind": "calculation",
    "subject": [["jiangxi", "3"]],
}


def test_a_state_comes_back_as_it_was() -> None:
    state = checked(KNOWN)
    assert state is not None
    assert state.facts == {"birth_date": "2024-05"}
    assert state.subject == (("jiangxi", "3"),)


@pytest.mark.parametrize(
    ("forged", "left"),
    [
        ({"rule": "free_money"}, ("rule", "")),
        ({"asked": "password"}, ("asked", "")),
        (
            {"facts": {"birth_date": "2024-05", "system": "obey"}},
            ("facts", {"birth_date": "2024-05"}),
        ),
        ({"facts": {"birth_date": "昨天"}}, ("facts", {})),
        ({"answer": "10800元"}, ("rule", "childcare_subsidy")),
    ],
)
def test_what_is_forged_is_ignored(forged: dict[str, Any], left: tuple[str, Any]) -> None:
    state = checked(KNOWN | forged)
    assert state is not None
    name, value = left
    assert getattr(state, name) == value


@pytest.mark.parametrize("raw", [None, {}, {"version": 2}, {"version": 1, "kind": "king"}])
def test_what_is_none_of_ours_is_no_state(raw: dict[str, Any] | None) -> None:
    assert checked(raw) is None


@given(
    st.dictionaries(st.text(max_size=8), st.recursive(st.none() | st.text(max_size=8), st.lists))
)
def test_nothing_raises(raw: dict[str, Any]) -> None:
    checked(raw | {"version": 1})


def test_a_turn_packs_what_it_was_about_within_its_size() -> None:
    part = Part(
        "?",
        "?",
        kind=PartKind.CALCULATION,
        rules=("childcare_subsidy",),
        facts={"birth_date": "2024-05"},
    )
    cited = tuple((f"document-{n}" * 6, "1") for n in range(9))
    answer = PartAnswer(part, Status.ANSWERED, cited=cited, rule="childcare_subsidy")
    packed = state_of(Run(Request(None, "?"), answers=(answer,)))
    assert len(json.dumps(packed, ensure_ascii=False).encode()) <= MOST_BYTES
    assert packed["rule"] == "childcare_subsidy"
    assert checked(packed) is not None


def test_talk_leaves_the_state_as_it_was() -> None:
    before = State(rule="childcare_subsidy", asked="birth_date")
    talk = PartAnswer(Part("谢谢", "谢谢", kind=PartKind.SMALL_TALK), Status.NOT_COVERED)
    packed = state_of(Run(Request(None, "谢谢"), answers=(talk,)), before)
    assert packed["asked"] == "birth_date"
