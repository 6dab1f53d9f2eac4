"""Talking to an OpenAI-compatible server: text as it comes, tool calls, within one time limit a question."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeVar

from assistant.settings import Settings

if TYPE_CHECKING:
    from langchain_core.messages import ToolCall
    from langchain_core.runnables import RunnableConfig
    from langchain_core.tools import BaseTool
    from langchain_openai import ChatOpenAI

T = TypeVar("T")
Message = tuple[str, str]
"""Role (system, human) and text."""

MOST_CHARS = 1500
"""Longer answers are no answers to the prompt; reading stops."""
_MOST_TOKENS = 500
_MOST_STEPS = 8
"""Of the agent's graph: the model may call tools three times."""
_CONNECT_S = 5.0


class ChatError(Exception):
    """The server gave no whole answer in time; the message is for the operator's log."""


class NoToolsError(Exception):
    """The server takes no tools: it refused the request that had some."""


@dataclass
class Clock:
    """How much of the time limit is left for the calls of one question."""

    deadline: float | None = None

    def left(self, seconds: float) -> float:
        """The seconds left of `seconds`, counted from the first call."""
        now = time.monotonic()
        self.deadline = self.deadline or now + seconds
        return max(0.0, self.deadline - now)


def is_configured(settings: Settings) -> bool:
    """Whether an operator has set a server and a model."""
    return bool(settings.chat_model and settings.chat_base_url)


def read(settings: Settings, messages: Sequence[Message], seconds: float) -> Iterator[str]:
    """The answer in pieces as they come. Raises ChatError on any failure or after `seconds`."""

    def work() -> Iterator[str]:
        return map(_text, _model(settings).stream(list(messages)))

    yield from _short(_within(seconds, work))


def read_agent(
    settings: Settings, messages: Sequence[Message], tools: Sequence[BaseTool], clock: Clock
) -> Iterator[str]:
    """What an agent with these tools says, in pieces as they come.

    Raises ChatError on any failure or out of time, NoToolsError where the server refuses tools.
    """
    from langchain.agents import create_agent
    from langchain_core.messages import AIMessageChunk
    from openai import BadRequestError, NotFoundError, UnprocessableEntityError

    (_, system), *rest = messages
    agent = create_agent(_model(settings), list(tools), system_prompt=system)
    limit: RunnableConfig = {"recursion_limit": _MOST_STEPS}

    def work() -> Iterator[str]:
        asked: Any = {"messages": list(rest)}
        try:
            for chunk, _ in agent.stream(asked, limit, stream_mode="messages"):
                if isinstance(chunk, AIMessageChunk):
                    yield _text(chunk)
        except (BadRequestError, NotFoundError, UnprocessableEntityError) as error:
            raise NoToolsError(str(error)) from error

    yield from _short(_within(clock.left(settings.chat_timeout_s), work))


def tool_calls(
    settings: Settings, messages: Sequence[Message], tools: Sequence[BaseTool], seconds: float
) -> list[ToolCall]:
    """The calls of `tools` that the model makes; it is asked to call the first one. Raises ChatError on any
    failure or after `seconds`."""

    def work() -> Iterator[list[ToolCall]]:
        model = _model(settings).bind_tools(tools, tool_choice=tools[0].name)
        yield model.invoke(list(messages)).tool_calls

    return [call for calls in _within(seconds, work) for call in calls]


def _short(pieces: Iterable[str]) -> Iterator[str]:
    """The pieces, as long as they are no more than an answer may be. Raises ChatError."""
    length = 0
    for piece in pieces:
        length += len(piece)
        if length > MOST_CHARS:
            raise ChatError(f"more than {MOST_CHARS} characters")
        yield piece


def _within(seconds: float, work: Callable[[], Iterable[T]]) -> Iterator[T]:
    """What `work` yields, in a thread of its own, until `seconds` are over."""
    pieces: queue.Queue[tuple[bool, Any]] = queue.Queue()
    stopped = threading.Event()
    deadline = time.monotonic() + seconds

    def run() -> None:
        try:
            for piece in work():
                if stopped.is_set():
                    return
                pieces.put((True, piece))
            pieces.put((False, None))
        except Exception as error:
            pieces.put((False, error))

    threading.Thread(target=run, name="chat", daemon=True).start()
    try:
        while True:
            try:
                goes_on, piece = pieces.get(timeout=max(0.0, deadline - time.monotonic()))
            except queue.Empty:
                raise ChatError(f"no whole answer within {seconds:.1f} s") from None
            if goes_on:
                yield piece
            elif piece is None:
                return
            elif isinstance(piece, NoToolsError):
                raise piece
            else:
                raise ChatError(f"{type(piece).__name__}: {piece}") from piece
    finally:
        stopped.set()


def _text(chunk: Any) -> str:
    return chunk.content if isinstance(chunk.content, str) else ""


def _model(settings: Settings) -> ChatOpenAI:
    key = settings.chat_api_key.get_secret_value()
    return _client(settings.chat_base_url, settings.chat_model, key, settings.chat_timeout_s)


@lru_cache(maxsize=4)
def _client(base_url: str, model: str, key: str, seconds: float) -> ChatOpenAI:
    import httpx
    from langchain_openai import ChatOpenAI
    from pydantic import SecretStr

    return ChatOpenAI(
        base_url=base_url,
        model=model,
        api_key=SecretStr(key or "none"),
        temperature=0,
        timeout=httpx.Timeout(seconds, connect=min(_CONNECT_S, seconds)),
        max_retries=0,
        extra_body={"max_tokens": _MOST_TOKENS},
    )
