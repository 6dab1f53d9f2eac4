"""Follow-up questions are ones that the conversation can answer, from the same measure."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assistant.answer import Answer, Status

Reply = Callable[..., Answer]


@pytest.mark.parametrize("question", ["育儿补贴发到几岁?", "灵活就业人员能参加生育保险吗?"])
def test_each_follow_up_is_answered_from_the_same_measure(reply: Reply, question: str) -> None:
    first = reply(question)
    assert len(first.suggestions) == 2
    for follow_up in first.suggestions:
        answer = reply(follow_up, question)
        assert answer.status is Status.ANSWERED
        assert answer.citations[0].measure == first.citations[0].measure
        assert {c.quote for c in answer.citations} - {c.quote for c in first.citations}


def test_nothing_is_suggested_after_what_was_read_from_the_structure(reply: Reply) -> None:
    assert reply("省药监局负责什么").suggestions == []
