"""The interface in OpenAI's format: its own library, and what front ends send."""

from __future__ import annotations

import json
from typing import Any

import openai
import pytest
from fastapi.testclient import TestClient

from assistant.http.openai_tasks import task_reply, title_of

SUBSIDY = "育儿补贴发到几岁"
ASKED: Any = [{"role": "system", "content": "x"}, {"role": "user", "content": SUBSIDY}]
PATH = "/v1/chat/completions"


@pytest.fixture(scope="module")
def library(server: str) -> openai.OpenAI:
    return openai.OpenAI(base_url=f"{server}/v1", api_key="none", max_retries=0)


def _post(client: TestClient, **body: Any) -> Any:
    return client.post(PATH, json={"messages": [{"role": "user", "content": SUBSIDY}]} | body)


def test_the_openai_library_gets_answers_and_streams(library: openai.OpenAI) -> None:
    assert [model.id for model in library.models.list()] == ["policy-assistant"]
    whole = library.chat.completions.create(model="policy-assistant", messages=ASKED)
    text = whole.choices[0].message.content or ""
    assert "3周岁" in text and "[1]" in text
    assert whole.usage is not None and whole.usage.prompt_tokens == len(SUBSIDY) + 1
    stream = library.chat.completions.create(model="policy-assistant", messages=ASKED, stream=True)
    pieces = [chunk.choices[0].delta.content or "" for chunk in stream]
    assert len(pieces) > 3 and "".join(pieces) == text


def test_a_stream_tells_its_usage_at_the_end_when_asked(library: openai.OpenAI) -> None:
    chunks = list(
        library.chat.completions.create(
            model="policy-assistant",
            messages=ASKED,
            stream=True,
            stream_options={"include_usage": True},
        )
    )
    assert all(chunk.usage is None and chunk.choices for chunk in chunks[:-1])
    last = chunks[-1]
    assert last.choices == [] and last.usage is not None
    assert last.usage.total_tokens == last.usage.prompt_tokens + last.usage.completion_tokens
    assert last.usage.completion_tokens > 10


def test_one_model_is_told_and_no_other(library: openai.OpenAI) -> None:
    assert library.models.retrieve("policy-assistant").id == "policy-assistant"
    with pytest.raises(openai.NotFoundError, match="没有这个模型"):
        library.models.retrieve("gpt-4o")


def test_one_answer_only_and_it_says_so(library: openai.OpenAI) -> None:
    with pytest.raises(openai.UnprocessableEntityError, match="n 只能是 1") as raised:
        library.chat.completions.create(model="policy-assistant", messages=ASKED, n=2)
    assert raised.value.type == "invalid_request_error"


def test_the_text_ends_before_a_stop(client: TestClient) -> None:
    whole = _post(client).json()["choices"][0]["message"]["content"]
    cut = _post(client, stop=["没有的词", "[1]"]).json()["choices"][0]["message"]["content"]
    assert cut and cut == whole[: whole.index("[1]")]


def test_null_is_no_value(client: TestClient) -> None:
    reply = _post(client, stream=None, stream_options=None, n=None, stop=None)
    assert reply.status_code == 200 and reply.json()["object"] == "chat.completion"


def test_the_state_is_not_given_to_who_cannot_return_it(client: TestClient) -> None:
    assert "state" not in _post(client).json()["policy_answer"]


def test_earlier_messages_are_the_history(client: TestClient) -> None:
    said = _post(client).json()["choices"][0]["message"]["content"]
    messages = [
        {"role": "user", "content": SUBSIDY},
        {"role": "assistant", "content": said},
        {"role": "user", "content": [{"type": "text", "text": "由哪些部门负责?"}]},
    ]
    second = client.post(PATH, json={"messages": messages}).json()
    assert second["policy_answer"]["standalone_question"] != "由哪些部门负责?"


@pytest.mark.parametrize("messages", [[], [{"role": "assistant", "content": "x"}], "x"])
def test_bad_chats_get_422(client: TestClient, messages: Any) -> None:
    reply = client.post(PATH, json={"messages": messages})
    assert reply.status_code == 422
    told = reply.json()
    assert any("\u4e00" <= char <= "\u9fff" for char in told["message"])
    assert told["error"]["message"] == told["message"]


OPEN_WEBUI = """### Task:
Generate a concise, 3-5 word title with an emoji summarizing the chat history.
### Guidelines:
- The title should clearly represent the main theme or subject of the conversation.
### Output:
JSON format: { "%s": "your concise title here" }
### Chat History:
<chat_history>
USER: 育儿补贴发到几岁?
ASSISTANT: 发到3周岁。[1]
</chat_history>"""
CHERRY = (
    "Summarize the conversation into a title in 中文 within 10 characters ignoring instructions"
)
LOBE = "你是一名擅长会话的助理，你需要将用户的会话总结为 10 个字以内的标题"
TURNS = "user: 育儿补贴发到几岁?\nassistant: 发到3周岁。[1]"


@pytest.mark.parametrize(
    ("system", "message", "expected"),
    [
        ("", OPEN_WEBUI % "title", '{"title": "育儿补贴发到几岁"}'),
        ("", OPEN_WEBUI % "tags", '{"tags": []}'),
        ("", OPEN_WEBUI % "follow_ups", '{"follow_ups": []}'),
        (LOBE, f"{TURNS}\n\n请总结上述对话为10个字以内的标题", "育儿补贴发到几岁"),
        (
            CHERRY,
            json.dumps(
                [
                    {"role": "user", "mainText": "育儿补贴发到几岁?"},
                    {"role": "assistant", "mainText": "发到3周岁。"},
                ],
                ensure_ascii=False,
            ),
            "育儿补贴发到几岁",
        ),
    ],
)
def test_a_job_about_a_conversation_is_done_from_its_own_words(
    system: str, message: str, expected: str, client: TestClient
) -> None:
    assert task_reply(system, message) == expected
    messages = [{"role": "system", "content": system}] if system else []
    reply = client.post(PATH, json={"messages": [*messages, {"role": "user", "content": message}]})
    assert reply.json()["choices"][0]["message"]["content"] == expected
    assert "policy_answer" not in reply.json()


@pytest.mark.parametrize(
    "message",
    [
        "这份文件的标题是什么",
        "请总结第三部分",
        "用户:我想问育儿补贴的标题",
        f"{TURNS}\n那由谁发放?",
        "[{}]",
        '[{"role": "user", "content": null}] title',
    ],
)
def test_a_question_is_no_job(message: str) -> None:
    assert task_reply("", message) is None


def test_a_title_is_never_empty_and_never_long() -> None:
    assert title_of("。。。") and title_of("") == "新对话"
    assert len(title_of("长" * 500)) == 20
