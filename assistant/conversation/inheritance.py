"""Whether a follow-up with words of its own is still about the conversation's subject.

「房租能减吗?」 after a question on 托育 is about 托育; 「产假呢?」 after one on 补贴 is not. Both readings, the
question alone and with the earlier topic in front, are searched, and the measures that the last
answer named are set against all others.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum

from assistant.context import Context
from assistant.evidence.finding import coverage_of, covers
from corpus.model import Document, Measure
from index.lexical import content_words
from index.search import SearchResult

_AHEAD = 0.2
"""By how much the subject must lead the other measures once the topic is in front."""
_CLEARLY_ELSEWHERE = 0.4
"""By how much another measure leads the subject where a covered question has surely left it."""
_SURELY_NONE = 0.05
"""Below which probability that a measure answers the question alone its words must be the subject's."""
_ATTRIBUTES = re.compile(
    r"比例|年龄|材料|费用|收费|期限|时间|名额|人数|额度|标准|条件|次数|金额|手续|流程"
)
"""What may be asked of any subject, in words that the subject itself need not have."""
_SUBJECTS = 3


class Choice(StrEnum):
    """What a follow-up with words of its own is about."""

    ITSELF = "itself"
    """It is read by its own words first."""
    ELSEWHERE = "elsewhere"
    """Its own words are answered, by another measure."""
    SUBJECT = "subject"
    """By itself another measure would answer it; the subject is meant."""
    OPEN = "open"
    """By itself nothing answers it; with the topic in front the subject does."""
    UNRELATED = "unrelated"
    """Nothing answers it, and the topic must not be put in front."""


def choose(
    context: Context,
    alone: str,
    joined: str,
    subject: Sequence[tuple[Document, Measure]],
    *,
    points_back: bool = False,
) -> Choice:
    """How the question `alone` is to be read; `joined` has the conversation's topic in front.

    One that points back (「它是从哪年开始的」) needs no word of the subject's to be about it.
    """
    by_itself, with_topic = context.search(alone), context.search(joined)
    keys = {(document.id, measure.key) for document, measure in subject[:_SUBJECTS]}
    covered = covers(by_itself.measures)
    if covered and _lead(by_itself, keys) > 0:
        return Choice.ITSELF
    if covered and _lead(by_itself, keys) <= -_CLEARLY_ELSEWHERE:
        return Choice.ELSEWHERE
    if not covered and not points_back and _speaks_of_another_thing(alone, by_itself, subject):
        return Choice.UNRELATED
    lead = _lead(with_topic, keys)
    if lead >= _AHEAD:
        return Choice.SUBJECT if covered else Choice.OPEN
    return Choice.ELSEWHERE if covered else Choice.ITSELF


def _lead(result: SearchResult, keys: set[tuple[str, str]]) -> float:
    """By how much the best of `keys` leads the best other measure; negative where it trails."""
    best: dict[bool, float] = {}
    for measure in result.measures:
        best.setdefault((measure.document, measure.measure) in keys, measure.score)
    return best.get(True, 0.0) - best.get(False, 0.0)


def _speaks_of_another_thing(
    question: str, result: SearchResult, subject: Sequence[tuple[Document, Measure]]
) -> bool:
    """Whether no measure answers the question by itself, and it has no word of the subject's."""
    if coverage_of(result) >= _SURELY_NONE or _ATTRIBUTES.search(question):
        return False
    words = content_words(question)
    said = "".join(d.text[m.start : m.end] for d, m in subject[:_SUBJECTS])
    return bool(words) and not any(word in said for word in words)
