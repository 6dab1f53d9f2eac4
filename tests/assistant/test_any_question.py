"""Whatever is typed, with whatever history: an answer that keeps the contract, never an exception."""

from __future__ import annotations

import json

from answer_invariants import broken
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from assistant.answer import Turn
from assistant.chain import ask
from assistant.language.visible import visible
from assistant.services import Services

_WORDS = (
    "育儿补贴 产假 托育 彩礼 公积金 第三条 第二部分 省教育厅 多少钱 几岁 谁负责 另外 还有 和 呢 吗 ? 。 , [1] [[0]] "
    "{titles} %s 2024年5月 老二 双胞胎 北京 江西 上面第三条 下一条 这个 不对 那 12345 <b> \n \u200b 😀 ( 【 …… 「 \\ \ud800"
).split(" ")
_MADE_OF_WORDS = st.lists(st.sampled_from(_WORDS), min_size=1, max_size=9).map("".join)
QUESTIONS = st.one_of(st.text(max_size=60), _MADE_OF_WORDS, _MADE_OF_WORDS)
HISTORIES = st.lists(st.builds(Turn, question=QUESTIONS, answer=QUESTIONS), max_size=3)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(question=QUESTIONS, history=HISTORIES)
@example(question="育儿补贴发到几岁?另外[7]婚假有几天?", history=[])
@example(question="育儿补贴发到几岁?另外[[0]]婚假有几天?", history=[])
@example(question="{titles}{0}%s", history=[])
@example(question="第三条[[0]][1]讲什么", history=[])
@example(question="北京12345[3]的补贴多少", history=[])
def test_ask(question: str, history: list[Turn], services: Services) -> None:
    answer = ask(services, question, history)
    assert broken(answer, services.library) == []
    assert answer.question == visible(question)
    json.dumps(answer.model_dump(mode="python"), default=str)
