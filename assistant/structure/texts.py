"""Measures read out whole, and those beside them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.structure.asked import Asked
from assistant.structure.making import quote_sentences, read_out
from assistant.structure.outline import (
    closing,
    counted,
    headings,
    measures_listed,
    no_such_measure,
    no_such_section,
    preamble,
)
from assistant.verification.statement import Statement
from corpus.model import Measure, Sentence
from corpus.numerals import parse_numeral

_MOST_READ_OUT = 3
_ITEM = re.compile(r"^\s*[(（]?(?P<n>[一二三四五六七八九十\d]{1,3})[)）、.．]")
_BEGINNING = frozenset("开头 前言 引言 序言 导语 开篇 第一段".split())
_ENDING = frozenset("结尾 末尾 结束语 文末 最后一段 最后那段 最后一段话 最后几句".split())
_BACK = frozenset("上前")
_STEP = re.compile(
    r"(?P<way>[上下前后])(?:面|一|边|头)?(?:的|那)?一?(?:条|个|项)|(?P<next>继续|接着|往下|往后)"
)


def read(asked: Asked) -> list[Statement] | None:
    """The measures that are named, whole; a paragraph or an item where that is named."""
    if lacking := no_such_section(asked) or no_such_measure(asked):
        return lacking
    if any(word in asked.text for word in _ENDING) and not asked.numbers.measures:
        return closing(asked)
    if any(word in asked.text for word in _BEGINNING) and not asked.numbers.measures:
        return preamble(asked)
    if asked.sections and not asked.measures:
        return measures_listed(asked)
    found = asked.one_or_more
    if not found:
        return None
    if len(found) > _MOST_READ_OUT:
        return headings(asked, found)
    return [statement for measure in found for statement in _of_measure(asked, measure)]


def beside(asked: Asked) -> list[Statement] | None:
    """The measure before or after the one that is named or that the conversation is about."""
    if asked.numbers.shifted:
        return read(asked)
    step = next(iter(_STEP.finditer(asked.text)), None)
    own = asked.one_or_more
    if not own:
        return None
    back = bool(step and step["way"] and step["way"] in _BACK)
    measures = asked.document.measures
    at = measures.index(own[0 if back else -1]) + (-1 if back else 1)
    if not 0 <= at < len(measures):
        return [_edge(asked)]
    return read_out(asked.document, measures[at])


def _edge(asked: Asked) -> Statement:
    """There is no measure before the first and after the last: how many there are."""
    return counted(asked)[0]


def _of_measure(asked: Asked, measure: Measure) -> list[Statement]:
    numbers = asked.numbers
    document = asked.document
    if numbers.paragraph is None and numbers.item is None:
        return read_out(document, measure)
    sentences = list(measure.sentences)
    if numbers.paragraph is not None:
        sentences = _paragraph(document.text, sentences, numbers.paragraph)
    if numbers.item is not None:
        sentences = [s for s in sentences if _item_number(s) == numbers.item]
    found = quote_sentences(
        asked, [(measure, sentence) for sentence in sentences if sentence.citable]
    )
    return found or read_out(document, measure)


def _paragraph(text: str, sentences: Sequence[Sentence], number: int) -> list[Sentence]:
    """The sentences of a 款: what stands between two line ends, with the items that belong to it."""
    paragraphs: list[list[Sentence]] = []
    for sentence in sentences:
        begins = not paragraphs or "\n" in text[paragraphs[-1][-1].end : sentence.start]
        if begins and not (paragraphs and sentence.context):
            paragraphs.append([sentence])
        else:
            paragraphs[-1].append(sentence)
    return paragraphs[number - 1] if 0 < number <= len(paragraphs) else []


def _item_number(sentence: Sentence) -> int | None:
    found = _ITEM.match(sentence.text)
    return parse_numeral(found["n"]) if found and sentence.context else None
