"""Sentences by their words: where a word stands, what is bound or only encouraged, what is for whom."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
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
    quoted_words = [found["word"] for found in _QUOTED.finditer(asked.text)]
    words = [word for word in quoted_words if word in asked.document.text]
    if not quoted_words:
        left = _without_longer(asked.text)
        words = [
            word for name, group in _force().items() for word in _of_group(asked, group, left[name])
        ]
    return _with_words(asked, words)


def _of_group(
    asked: Asked, group: Mapping[str, Sequence[str]], said: Sequence[str]
) -> Sequence[str]:
    """The words of a group that is asked for by `said`: of its own words those said, else all."""
    own = [word for word in said if word in group["written"] and word in asked.document.text]
    return own or (group["written"] if said else ())


def _without_longer(text: str) -> Mapping[str, Sequence[str]]:
    """The words of each group that a text says, where no longer one of another group stands there
    (强制 in 不强制)."""
    said: dict[str, list[str]] = {name: [] for name in _force()}
    words = [
        (word, name) for name, group in _force().items() for key in group for word in group[key]
    ]
    for word, name in sorted(words, key=lambda each: -len(each[0])):
        if word in text:
            said[name].append(word)
            text = text.replace(word, "\n")
    return said


def by_audience(asked: Asked) -> list[Statement] | None:
    """Every sentence that names those for whom it is asked, of the audiences of the domain, else the
    first word of the question that can name some."""
    return spoken_to(asked) or _with_words(asked, topic_words(asked.text)[:1])


def spoken_to(asked: Asked) -> list[Statement] | None:
    """Every sentence that names an audience of the domain that the question names."""
    groups = [a for a in domain().audiences if any(word in asked.text for word in a.said)]
    words = [word for audience in groups for word in audience.written]
    return _with_words(asked, words)


def _with_words(asked: Asked, words: Sequence[str]) -> list[Statement] | None:
    return quote_sentences(asked, _with_any(asked, words)[:_MOST_QUOTED]) or None


def _word_of(asked: Asked) -> str:
    """What is looked for: the words in quotation marks, else the longest words of the question that
    stand in the document, of those the rarest."""
    document = asked.document
    if quoted := _QUOTED.search(asked.text):
        return quoted["word"] if measures_with(document, quoted["word"]) else ""
    words = topic_words(asked.text)
    found = {*words, *_joined(words, asked.text)}
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
