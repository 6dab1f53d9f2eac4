"""The small jobs that chat front ends give their model about a conversation: a title, tags, follow-ups.

Open WebUI, LobeChat and Cherry Studio send such a job as a chat of its own: an instruction, and the
conversation written out with the speakers' roles. It is no question about policy: it is answered here,
from the conversation's own words, and is not counted or logged as one.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

_ROLE = r"(?:user|human|用户|assistant|ai|助手)"
_WRITTEN = re.compile(rf"^\W{{0,4}}{_ROLE}\W{{0,3}}[:：]", re.IGNORECASE | re.MULTILINE)
_USER = re.compile(
    r"^\W{0,4}(?:user|human|用户)\W{0,3}[:：][ \t]*(.*)$", re.IGNORECASE | re.MULTILINE
)
_FIELDS = ("content", "mainText", "text")
"""What front ends call the words of a turn where they write the conversation as JSON."""
_KEYS = re.compile(r"\"(title|tags|follow_ups|queries|text)\"\s*:")
"""The key that Open WebUI's instruction names for its JSON answer."""
_ABOUT_TITLE = re.compile(r"title|标题|topic|主题|summar|总结|概括", re.IGNORECASE)
_MOST_CHARS = 20
_ENDS = re.compile(r"[，。？！；,.?!;\n]")


def task_reply(system: str, message: str) -> str | None:
    """The reply to a job about a conversation; None where `message` is somebody's own question.

    `system` is the text of the system messages, `message` that of the last message.
    """
    first = _first_words(message)
    if first is None:
        return None
    instruction = f"{system}\n{_without_turns(message)}"
    key = _KEYS.search(instruction)
    title = title_of(first)
    if key is not None:
        value: str | list[str] = title if key[1] in ("title", "text") else []
        return json.dumps({key[1]: value}, ensure_ascii=False)
    return title if _ABOUT_TITLE.search(instruction) else None


def title_of(words: str) -> str:
    """A title of a few characters: the beginning of a question, up to its first stop."""
    plain = re.sub(r"\s+", " ", words).strip()
    head = next((part.strip() for part in _ENDS.split(plain) if part.strip()), plain)
    return head[:_MOST_CHARS] or "新对话"


def _first_words(message: str) -> str | None:
    """What the user said first in a conversation that is written out; None where there is none."""
    said = next(_json_turns(message), None)
    if said is not None:
        return said
    if len(_WRITTEN.findall(message)) < 2:
        return None
    found = _USER.search(message)
    return found[1] if found else None


def _json_turns(message: str) -> Iterator[str]:
    """The user's turns in a conversation that is written as a JSON list of turns."""
    for begin in (found.start() for found in re.finditer(r"\[\s*\{", message)):
        try:
            turns, _ = json.JSONDecoder().raw_decode(message, begin)
        except (ValueError, RecursionError):
            continue
        for turn in turns:
            if isinstance(turn, dict) and turn.get("role") == "user":
                yield from (str(turn[name]) for name in _FIELDS if turn.get(name))


def _without_turns(message: str) -> str:
    """The lines that are no turn of the conversation: what is asked about it."""
    return "\n".join(line for line in message.splitlines() if not _WRITTEN.match(line))
