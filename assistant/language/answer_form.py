"""What form the answer to a question has: an age, a date, a place or channel; and which words have it."""

from __future__ import annotations

import re

_FORMS = (
    (
        re.compile(r"几岁|多大|(?:什么|哪个|多少)年[龄纪]|几周岁|多少岁|周岁"),
        re.compile(r"[\d一二三四五六七八九十]+周?岁"),
    ),
    (
        re.compile(
            r"什么时[候间]|何时|哪(?:天|年|一?天|个?月)|几号|几月|从几时|啥时候|多咱|起始|开始(?:发|算|实施|执行)"
        ),
        re.compile(r"\d{4}年|\d+月\d+日"),
    ),
)


def has_answer_form(question: str, text: str) -> bool:
    """Whether `text` has what the question asks for by its form (「几岁」 → 「3周岁」).

    False where the question asks for no particular form.
    """
    return any(asked.search(question) and said.search(text) for asked, said in _FORMS)
