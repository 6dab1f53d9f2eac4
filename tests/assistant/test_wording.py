"""Terms explained at their first use, disclaimers said once, refusals that name what is near."""

from __future__ import annotations

from collections.abc import Callable

from assistant.answer import Answer, Status
from assistant.domain import domain
from assistant.phrases import phrase

Reply = Callable[..., Answer]
TERM = "公建民营"


def test_a_term_is_explained_where_it_first_comes_up(reply: Reply) -> None:
    first = reply("民营企业能办托育吗?")
    assert f"{TERM}:{domain().glossary[TERM]}" in first.answer
    again = reply("社会力量能参与托育吗?", "民营企业能办托育吗?")
    assert TERM in again.answer
    assert domain().glossary[TERM] not in again.answer


def test_an_explanation_stands_behind_the_markers(reply: Reply) -> None:
    answer = reply("民营企业能办托育吗?")
    line = next(line for line in answer.answer.splitlines() if TERM in line)
    assert line.index("[1]") < line.index(domain().glossary[TERM])
    assert line[line.index("】") + 1 : line.index("[1]")] in answer.citations[0].quote


def test_the_disclaimer_is_said_once(reply: Reply) -> None:
    note = phrase("calculation_note")
    assert reply("孩子2024年5月出生,能领多少补贴?").answer.count(note) == 1
    assert note not in reply("那2024年12月的呢?", "孩子2024年5月出生,能领多少补贴?").answer
    both = reply("孩子2024年5月出生,能领多少育儿补贴?产假一共多少天?")
    assert both.answer.count(note) == 1


def test_the_answer_comes_first(reply: Reply) -> None:
    answer = reply("孩子2024年5月出生,能领多少补贴?").answer
    assert answer.index("8700") < answer.index("计算过程") < answer.index("依据:")


def test_a_refusal_names_what_is_near_and_the_hotline(reply: Reply) -> None:
    answer = reply("婚假有几天?")
    assert answer.status is Status.NOT_COVERED
    assert "12345" in answer.answer
    assert answer.suggestions
    assert all(s.split("「")[1].split("」")[0] in answer.answer for s in answer.suggestions)
