"""The residents' chat at `/`: Gradio Blocks over the runtime.

The only module that knows Gradio. Import it late: Gradio alone takes seconds.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator
from typing import Any

from fastapi import FastAPI
from starlette.routing import Mount

from assistant.answer import Status, Turn
from assistant.domain import domain
from assistant.service.progress import Sentences, Step, Whole, failed, follow, tokens
from assistant.service.request import Request as Question
from assistant.service.runtime import Runtime
from assistant.web.answer_html import (
    answer_html,
    partial_html,
    question_html,
    shown_text,
    waiting_html,
)
from assistant.web.chat_mount import ChatMount
from assistant.web.pages import HERE, render

os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
import gradio

_CONCURRENT = 32
_DOING = {
    "guard": "正在读懂您的问题……",
    "calculation": "正在查找计算规则……",
    "evidence": "正在查找政策原文……",
    "chat_model": "正在组织回答……",
    "verify": "正在逐句核对原文……",
}
"""What is said of a step while there is no answer yet."""
_WRITING_S = 0.6
_FRAME_S = 0.035
_FIRST_WAIT_S = 60
_KEPT_TURNS = 20
_SESSION_S = 3600


def add_chat(app: FastAPI, runtime: Runtime) -> None:
    """Mount the chat at the root of `app`; call it after all other routes are added."""
    name = runtime.settings.site_name
    gradio.mount_gradio_app(
        app,
        _blocks(runtime),
        path="/",
        footer_links=[],
        run_history=False,
        ssr_mode=False,
        show_error=False,
        pwa=False,
        mcp_server=False,
        enable_monitoring=False,
        favicon_path=str(HERE / "static" / "favicon.png"),
        theme=_theme(),
        head=render("chat_head.html", name=name),
    )
    mounted = app.routes[-1]
    if isinstance(mounted, Mount):
        mounted.app = ChatMount(mounted.app, name)


def _examples() -> tuple[tuple[str, str], ...]:
    """Topics and whole questions for the empty page."""
    return tuple((example.label, example.question) for example in domain().examples)


def _theme() -> gradio.themes.Base:
    fonts = ["PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "system-ui", "sans-serif"]
    return gradio.themes.Base(
        primary_hue="cyan", neutral_hue="slate", font=fonts, font_mono=["monospace"]
    )


def _blocks(runtime: Runtime) -> Any:
    name = runtime.settings.site_name
    with gradio.Blocks(title=name, analytics_enabled=False, fill_width=True) as blocks:
        _html(render("header.html", name=name, page="chat"), "site-header")
        turns = gradio.State([], time_to_live=_SESSION_S)
        with gradio.Row(elem_id="columns"):
            with gradio.Column(elem_id="chat-column"):
                _html(render("welcome.html", examples=_examples(), name=name), "welcome-block")
                chatbot = gradio.Chatbot(
                    elem_id="conversation",
                    label="对话",
                    show_label=False,
                    container=False,
                    height=None,
                    sanitize_html=False,
                    latex_delimiters=[],
                    buttons=[],
                    feedback_options=None,
                    layout="bubble",
                    placeholder=" ",
                    group_consecutive_messages=False,
                    autoscroll=False,
                )
                with gradio.Row(elem_id="ask-row"):
                    box = gradio.Textbox(
                        elem_id="ask-box",
                        label="您的问题",
                        placeholder="请输入您的问题",
                        lines=1,
                        max_lines=5,
                        container=False,
                        scale=1,
                        max_length=20_000,
                    )
                    send = gradio.Button("发送", variant="primary", elem_id="ask-send", scale=0)
                with gradio.Row(elem_id="chat-tools"):
                    new = gradio.Button("新对话", elem_id="new-chat", size="sm", scale=0)
                    _html(render("chat_tools.html"), "print-block")
                    _html(render("privacy.html"), "privacy-block")
            _html(render("panel.html"), "panel-block")
        _html(render("footer.html", name=name), "site-footer")

        async def reply(
            text: str, past: list[dict[str, str]], request: gradio.Request
        ) -> AsyncIterator[tuple[Any, ...]]:
            if not text.strip():
                yield gradio.skip(), gradio.skip(), gradio.skip()
                return
            client = request.client.host if request.client else "unknown"
            shown = [m for turn in past for m in _messages(turn["asked"], turn["html"])]
            async for html, turn in _answer(runtime, text, past, client):
                messages = [*shown, *_messages(question_html(text), html)]
                kept = [*past, turn][-_KEPT_TURNS:] if turn else gradio.skip()
                yield "", messages, kept

        for trigger in (box.submit, send.click):
            trigger(
                reply,
                [box, turns],
                [box, chatbot, turns],
                concurrency_limit=_CONCURRENT,
                concurrency_id="ask",
                show_progress="hidden",
                api_visibility="private",
            )
        new.click(
            lambda: ("", [], []),
            None,
            [box, chatbot, turns],
            show_progress="hidden",
            api_visibility="private",
        )
    return blocks


def _html(content: str, name: str) -> None:
    gradio.HTML(content, elem_id=name, apply_default_css=False)


def _messages(asked: str, answered: str) -> list[dict[str, str]]:
    return [
        {"role": "user", "content": asked},
        {"role": "assistant", "content": answered},
    ]


async def _answer(
    runtime: Runtime, text: str, past: list[dict[str, str]], client: str
) -> AsyncIterator[tuple[str, dict[str, str] | None]]:
    """The answer's HTML as it grows; with the last one, the turn to remember."""
    history = [Turn(question=turn["question"], answer=turn["answer"]) for turn in past]
    question = Question(question=text, history=history)
    yield waiting_html(_DOING["guard"]), None
    shown = ""
    try:
        runtime.limits.question(client)
        if runtime.problem:
            yield waiting_html("服务刚刚启动，正在加载政策文件，请稍候……"), None
            await asyncio.to_thread(runtime.wait, _FIRST_WAIT_S)
        runtime.admit()
    except Exception as problem:
        answer, record_id = failed(question, problem), ""
    else:
        async for happened in follow(runtime, question, "page"):
            match happened:
                case Step(name) if name in _DOING and not shown:
                    yield waiting_html(_DOING[name]), None
                case Sentences(text=shown):
                    yield partial_html(shown), None
                case Whole(answer, record_id):
                    pass
    if answer.status is not Status.ERROR:
        async for written in _written(shown_text(answer), shown):
            yield partial_html(written), None
    html = answer_html(answer, record_id)
    yield (
        html,
        {
            "question": text,
            "answer": answer.answer,
            "asked": question_html(text),
            "html": html,
        },
    )


async def _written(text: str, shown: str) -> AsyncIterator[str]:
    """The text growing to its end within `_WRITING_S`, from what is shown already."""
    begun = len(shown) if text.startswith(shown) else 0
    pieces = tokens(text[begun:])
    step = max(1, -(-len(pieces) // max(1, int(_WRITING_S / _FRAME_S))))
    for end in range(step, len(pieces), step):
        yield text[:begun] + "".join(pieces[:end])
        await asyncio.sleep(_FRAME_S)
