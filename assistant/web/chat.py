"""The residents' chat at `/`: Gradio's conversation and question box in a page of ours.

The only module that knows Gradio. Import it late: Gradio alone takes seconds. The conversation is kept
by the browser (static/chat.js), which fetches the answers from chat_stream; Gradio shows them. So the
server holds nothing of a visitor.
"""

from __future__ import annotations

import os
from typing import Any

from fastapi import FastAPI
from starlette.routing import Mount

from assistant.service.runtime import Runtime
from assistant.web.assets import FOLDER
from assistant.web.chat_mount import ChatMount

os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
import gradio


def add_chat(app: FastAPI, runtime: Runtime) -> None:
    """Mount the chat at the root of `app`; call it after all other routes are added."""
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
        favicon_path=str(FOLDER / "favicon.png"),
        theme=_theme(),
    )
    mounted = app.routes[-1]
    if isinstance(mounted, Mount):
        mounted.app = ChatMount(mounted.app, runtime)


def _theme() -> gradio.themes.Base:
    fonts = ["PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "system-ui", "sans-serif"]
    return gradio.themes.Base(
        primary_hue="cyan", neutral_hue="slate", font=fonts, font_mono=["monospace"]
    )


def _blocks(runtime: Runtime) -> Any:
    """The conversation, the question box and its buttons; their events run in the browser."""
    title = runtime.settings.site_name
    with gradio.Blocks(title=title, analytics_enabled=False, fill_width=True) as blocks:
        conversation = gradio.Chatbot(
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
            stop = gradio.Button("停止", elem_id="ask-stop", scale=0)
        draw = gradio.Button("", elem_id="draw", visible="hidden")
        for asked in (box.submit, send.click):
            _in_browser(asked, "(text) => window.policyChat.ask(text)", [box], [box])
        _in_browser(stop.click, "() => window.policyChat.stop()", [], [])
        _in_browser(draw.click, "() => [window.policyChat.messages()]", [], [conversation])
    return blocks


def _in_browser(event: Any, script: str, given: list[Any], shown: list[Any]) -> None:
    """What `script` returns for `given` is put into `shown`; the server is not asked."""
    event(
        None, given, shown, js=script, queue=False, show_progress="hidden", api_visibility="private"
    )
