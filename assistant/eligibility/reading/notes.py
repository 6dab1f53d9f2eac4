"""The notebook of an extraction: the text under reading and what has been noted so far.

In: nothing of its own. The readers (`birth_facts`, `plain_facts`) write facts, their places in the
text, and questions into it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from assistant.eligibility.reading.chinese_text import fold

CORRECTION = re.compile(
    r"不对|说错|错了|搞错|弄错|记错|打错|写错|输错|看错|更正|改成|改为|改一下|应该是|我是说|我说的是|纠正|口误|"
    r"(?:^|[,。 ])不[,。 ]|不是[, .。…]+是|不是[^,。吗]{1,14}[,。 ]*(?:而|应该)?是|(?:^|[,。])不是[^,。吗?呢]{1,10}$"
)
UNKNOWN = re.compile(
    r"不知道|不清楚|不确定|忘了|忘记|不记得|说不准|不好说|记不清|不晓得|没算过|不了解"
)
YES = re.compile(
    r"^ *(?:嗯+|是|对|有|符合|在|没错|当然|肯定|算是|可以|已经|写了|写着|好|yes|y$|ok|要|会|就是|属于|满足|全日制|都)",
    re.I,
)
NO = re.compile(r"^ *(?:不|没(?!错)|否|无|no|n$|未|还没|非)", re.I)


@dataclass(frozen=True)
class Span:
    """A piece of the user's text; `text == source[start:end]`."""

    text: str
    start: int
    end: int


class Notes:
    """The text under reading and what has been noted so far."""

    def __init__(
        self, text: str, as_of: date, asked: str | None, previous: Mapping[str, Any]
    ) -> None:
        self.text, self.folded, self.as_of = text, fold(text), as_of
        self.asked, self.previous = asked, previous
        self.facts: dict[str, Any] = {}
        self.spans: dict[str, Span] = {}
        self.clarify: dict[str, str] = {}
        self.withdrawn: set[str] = set()
        self.youngest = date.min
        self.corrects = bool(CORRECTION.search(self.folded))

    def put(self, name: str, value: Any, start: int, end: int) -> None:
        self.facts[name] = value
        self.spans[name] = Span(self.text[start:end], start, end)
        self.clarify.pop(name, None)

    def put_match(self, name: str, value: Any, match: re.Match[str]) -> None:
        self.put(name, value, *match.span())

    def known_children(self) -> list[dict[str, Any]]:
        """Copies of the children known before."""
        children = self.previous.get("children")
        if not isinstance(children, list):
            return []
        return [dict(c) for c in children if isinstance(c, Mapping)]

    def ask(self, name: str, question: str) -> None:
        if name not in self.facts:
            self.clarify.setdefault(name, question)
