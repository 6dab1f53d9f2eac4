"""Words that point at one of several things said before: 「上面第三条」「后一个」「最后那条」「下一条」."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from corpus.numerals import parse_numeral

_N = r"[一二三四五六七八九十\d]+"
_KIND = r"(?P<kind>个问题|条|个|项|者)"
_IT = r"(?:(?:它|这个|这条|这一条|该条)的?)?"
_LISTED = re.compile(
    rf"(?:上面|刚才|前面|其中|列(?:出)?的|你说的|里面)[^,。]{{0,6}}?第(?P<n>{_N}){_KIND}(?:问题|措施)?"
)
_NTH = re.compile(
    rf"^第(?P<n>{_N}){_KIND}(?:问题|措施|那个)?(?=[,的]?(?:谁|归|由|哪|具体|展开|详细|再|说|讲|怎么|呢|是|责任|负责|[?。]|$))"
)
_NTH_TOLD = re.compile(rf"^第(?P<n>{_N})(?P<kind>)(?=(?:具体|展开|详细|再)(?:说|讲|介绍|看))")
_SIDE = re.compile(rf"^{_IT}(?P<side>前|后|另)(?:面|边)?(?:一|那)?{_KIND}(?:问题|那个|那条|那项)?")
_FINAL = re.compile(rf"^最后(?:面)?(?:一|那)?{_KIND}(?:问题|措施)?")
_STEP = re.compile(rf"^{_IT}(?:再)?(?:往)?(?P<step>下|上)(?:面)?(?:一|那)?{_KIND}(?!问题|月|孩)")


class Which(StrEnum):
    """How a pointer picks."""

    NTH = "nth"
    FIRST = "first"
    LAST = "last"
    FINAL = "final"
    """The last of several, or else of all."""
    NEXT = "next"
    PREVIOUS = "previous"


@dataclass(frozen=True)
class Pointer:
    """What is pointed at; `index` (from 0) for NTH. `rest`: the question without the pointer."""

    which: Which
    rest: str
    index: int = 0
    names_measure: bool = False
    """Whether it says 「条」 or 「项」, so means a measure and not a question of the message before."""


def points_at(question: str) -> Pointer | None:
    """The pointer in a question; None where it has none."""
    for pattern in (_LISTED, _NTH, _NTH_TOLD):
        if (found := pattern.search(question)) and (number := parse_numeral(found["n"])):
            return _pointer(Which.NTH, found, question, number - 1)
    if found := _SIDE.match(question):
        return _pointer(Which.FIRST if found["side"] == "前" else Which.LAST, found, question)
    if found := _FINAL.match(question):
        return _pointer(Which.FINAL, found, question)
    if found := _STEP.match(question):
        return _pointer(Which.NEXT if found["step"] == "下" else Which.PREVIOUS, found, question)
    return None


def pick(pointer: Pointer, count: int) -> int | None:
    """Which of `count` (at least two) things the pointer means, from 0; None where it means none of them."""
    if pointer.which is Which.NTH:
        return pointer.index if 0 <= pointer.index < count else None
    places = {Which.FIRST: 0, Which.LAST: count - 1, Which.FINAL: count - 1}
    return places.get(pointer.which)


def _pointer(which: Which, found: re.Match[str], question: str, index: int = 0) -> Pointer:
    rest = (question[: found.start()] + question[found.end() :]).lstrip(",的 ")
    return Pointer(which, rest, index, found["kind"] in ("条", "项"))
