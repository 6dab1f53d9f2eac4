"""Sentences by their words: where a word stands, what is bound or only encouraged, what is for whom."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

import yaml

from assistant.domain import domain
from assistant.structure.asked import Asked
from assistant.structure.making import quote_sentences, say
from assistant.structure.slots import measures_with
from assistant.structure.topic import topic_words
from assistant.verification.making import quoted
from assistant.verification.statement import Statement
from corpus.model import Measure, Role, Sentence

_FORCE = Path(__file__).parent / "force.yaml"
_MOST_QUOTED = 40
_QUOTED = re.compile(r"[“\"「『‘'](?P<word>[^“”\"「」『』‘’']{1,20})[”\"」』’']")
_LONGEST_WORD = 12


def mentions(asked: Asked) -> list[Statement] | None:
    """The measures in which the words of the question stand, each with the sentence that has them."""
    word = _word_of(asked)
    if not word:
        return None
    slots = {"word": ("word_of_document", word), "count": ("measures_with_word", word)}
    lines = [_line(asked, measure, word) for measure in measures_with(asked.document, word)]
    return [say(asked, "word_counted", [], **slots), *lines]


def by_force(asked: Asked) -> list[Statement] | None:
    """Every sentence of the force that is asked for: bound, forbidden, encouraged, tried out."""
    said = [word for group in _force().values() for word in group["written"] if word in asked.text]
    words: Sequence[str] = sorted(said, key=len)[-1:]
    if not words:
        words = [
            word
            for group in _force().values()
            if any(word in asked.text for word in group["asked"])
            for word in group["written"]
        ]
    return quote_sentences(asked, _with_any(asked, words)[:_MOST_QUOTED]) or None


def by_audience(asked: Asked) -> list[Statement] | None:
    """Every sentence that names those for whom it is asked."""
    groups = [a for a in domain().audiences if any(word in asked.text for word in a.said)]
    words = [word for audience in groups for word in audience.written]
    if not words and (word := _word_of(asked)):
        words = [word]
    return quote_sentences(asked, _with_any(asked, words)[:_MOST_QUOTED]) or None


def _word_of(asked: Asked) -> str:
    """What is looked for: the words in quotation marks, else the longest words of the question that
    stand in the document, of those the rarest."""
    document = asked.document
    if quoted := _QUOTED.search(asked.text):
        return quoted["word"] if measures_with(document, quoted["word"]) else ""
    words = topic_words(asked.text)
    found = {
        word[start:stop]
        for word in _joined(words, asked.text)
        for start in range(len(word))
        for stop in range(start + 2, min(len(word), start + _LONGEST_WORD) + 1)
        if word[start:stop] in document.text
    }
    counts = {word: len(measures_with(document, word)) for word in found}
    known = [word for word, count in counts.items() if count]
    return max(known, key=lambda word: (len(word), -counts[word]), default="")


def _joined(words: Sequence[str], text: str) -> list[str]:
    """The words, those side by side in the text made one."""
    joined: list[str] = []
    for word in words:
        if joined and joined[-1] + word in text:
            joined[-1] += word
        else:
            joined.append(word)
    return joined


def _line(asked: Asked, measure: Measure, word: str) -> Statement:
    """A measure's name with the first of its sentences that has the word."""
    sentences = (*measure.sentences, *((measure.heading,) if measure.heading else ()))
    found = next(s for s in sentences if word in s.text)
    name = ("measure_name", measure.key) if measure.name else ("measure_label", measure.key)
    return say(asked, "listed", [quoted(asked.document, measure, found)], measure=name)


def _with_any(asked: Asked, words: Iterable[str]) -> list[tuple[Measure | None, Sentence]]:
    """The sentences of measures and closing part that have one of the words."""
    wanted = tuple(words)
    sections = {section.number for section in asked.sections}
    return [
        (measure, sentence)
        for sentence, measure in asked.document.sentences()
        if sentence.role in (Role.BODY, Role.CLOSING)
        and (not sections or (measure is not None and measure.section in sections))
        and any(word in sentence.text for word in wanted)
    ]


@cache
def _force() -> dict[str, dict[str, list[str]]]:
    """How much texts bind: what they write, and how people ask for it."""
    data = yaml.safe_load(_FORCE.read_text(encoding="utf-8"))
    return {
        name: {key: words.split() for key, words in group.items()} for name, group in data.items()
    }
