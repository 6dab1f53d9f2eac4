"""Talking to an OpenAI-compatible server: text as it comes, within one time limit for the whole answer."""

from __future__ import annotations

import queue
import re
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from assistant.settings import Settings

if TYPE_CHECKING:
    from langchain_openai import ChatOpenAI

MOST_CHARS = 1500
"""Longer answers are no answers to the prompt; reading stops."""
_MOST_TOKENS = 500
_CONNECT_S = 5.0
_THOUGHT = re.compile(r"<think>.*?(?:</think>|$)", re.S)
_SENTENCE = re.compile(r"[^\u3002\uff01\uff1f!?\n]*[\u3002\uff01\uff1f!?\n]+")
_MARKS = re.compile(r"(?:[ \t]*[\[【][^\[\]【】\n]{0,20}[\]】])*")
_BEGUN_MARK = re.compile(r"[ \t]*(?:[\[【][^\]】]{0,20})?$")


class ChatError(Exception):
    """The server gave no whole answer in time; the message is for the operator's log."""


def read(settings: Settings, messages: Sequence[tuple[str, str]], seconds: float) -> Iterator[str]:
    """The answer in pieces as they come. Raises ChatError on any failure or after `seconds`."""
    pieces: queue.Queue[str | Exception | None] = queue.Queue()
    stopped = threading.Event()
    deadline = time.monotonic() + seconds

    def work() -> None:
        try:
            model = _model(settings)
            for chunk in model.stream(list(messages)):
                if stopped.is_set():
                    return
                pieces.put(_text(chunk))
            pieces.put(None)
        except Exception as error:
            pieces.put(error)

    threading.Thread(target=work, name="chat", daemon=True).start()
    length = 0
    try:
        while True:
            try:
                piece = pieces.get(timeout=max(0.0, deadline - time.monotonic()))
            except queue.Empty:
                raise ChatError(f"no whole answer within {seconds:g} s") from None
            if piece is None:
                return
            if isinstance(piece, Exception):
                raise ChatError(f"{type(piece).__name__}: {piece}") from piece
            length += len(piece)
            if length > MOST_CHARS:
                raise ChatError(f"more than {MOST_CHARS} characters")
            yield piece
    finally:
        stopped.set()


def sentences(pieces: Iterable[str]) -> Iterator[str]:
    """Whole sentences, each with the markers that follow it, as soon as they are complete."""
    text, begun = "", 0
    for piece in pieces:
        text += piece
        shown = _THOUGHT.sub("", text)
        while (found := _sentence_end(shown, begun)) is not None:
            yield from _worded(shown[begun:found])
            begun = found
    yield from _worded(_THOUGHT.sub("", text)[begun:])


def _sentence_end(text: str, begun: int) -> int | None:
    """Where the first whole sentence ends with its markers; None while that is not sure."""
    found = _SENTENCE.match(text, begun)
    if found is None:
        return None
    marks = _MARKS.match(text, found.end())
    end = marks.end() if marks else found.end()
    if _BEGUN_MARK.match(text, end) and not found[0].endswith("\n"):
        return None
    return end


def _worded(sentence: str) -> Iterator[str]:
    if sentence.strip():
        yield sentence.strip()


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
