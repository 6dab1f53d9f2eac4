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
from assistant.evidence.finding import coverage_of
from assistant.evidence.relevance import coverage_threshold
from assistant.language.topic_words import own_topic
from corpus.model import Document, Measure
from index.lexical import content_words
from index.retriever import SearchResult

_AHEAD = 0.35
"""By how much the subject must lead the other measures once the topic is in front. On the dev
dialogues it leads by 0.38 to 1.1 where the subject is meant, by at most 0.27 where another is."""
_GAP_COSINE, _GAP_LEAD = 0.6, 0.18
"""From which nearness to a known uncovered question, and which lead of it over all covered ones, a
question is surely about something else (dev: 0.63 and 0.2 there, at most 0.13 for true follow-ups)."""
_ELSEWHERE = 0.9
"""From which score a measure clearly answers by itself, though too little for the question to be covered."""
_CLEARLY_ELSEWHERE = 0.75
"""By how much another measure leads the subject where a covered question has surely left it (dev: at
most 0.66 where the subject was meant)."""
_SURELY_NONE = 0.95
"""From which probability that no measure answers the question alone its words must at least be the subject's."""
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
    covered = coverage_of(context.library, alone, by_itself) >= coverage_threshold(by_itself)
    if covered and _lead(by_itself, keys) > 0:
        return Choice.ITSELF
    if not covered and _is_known_gap(by_itself) and not _asks_an_attribute(alone):
        return Choice.UNRELATED
    if covered and _lead(by_itself, keys) <= -_CLEARLY_ELSEWHERE:
        return Choice.ELSEWHERE
    if not covered and not points_back and _speaks_of_another_thing(alone, by_itself, subject):
        return Choice.UNRELATED
    lead = _lead(with_topic, keys)
    if lead >= _AHEAD:
        return Choice.SUBJECT if covered else Choice.OPEN
    if not covered and lead > 0 and _lead(by_itself, keys) < 0 and _is_clear(by_itself):
        return Choice.UNRELATED
    return Choice.ELSEWHERE if covered else Choice.ITSELF


def _lead(result: SearchResult, keys: set[tuple[str, str]]) -> float:
    """By how much the best of `keys` leads the best other measure; negative where it trails."""
    best: dict[bool, float] = {}
    for measure in result.measures:
        best.setdefault((measure.document, measure.measure) in keys, measure.score)
    return best.get(True, 0.0) - best.get(False, 0.0)


def _is_clear(result: SearchResult) -> bool:
    return bool(result.measures) and result.measures[0].score >= _ELSEWHERE


def _asks_an_attribute(question: str) -> bool:
    """Whether the question has no topic but what may be asked of any subject."""
    return bool(_ATTRIBUTES.search(question)) and not own_topic(_ATTRIBUTES.sub("", question))


def _speaks_of_another_thing(
    question: str, result: SearchResult, subject: Sequence[tuple[Document, Measure]]
) -> bool:
    """Whether no measure answers the question by itself, and it has no word of the subject's."""
    if result.uncovered_likelihood < _SURELY_NONE or _ATTRIBUTES.search(question):
        return False
    words = content_words(question)
    said = "".join(d.text[m.start : m.end] for d, m in subject[:_SUBJECTS])
    return bool(words) and not any(word in said for word in words)


def _is_known_gap(result: SearchResult) -> bool:
    """Whether the question is clearly nearer to a known uncovered question than to any covered one."""
    nearest = {
        covered: max((n.cosine for n in result.neighbours if n.covered is covered), default=0.0)
        for covered in (True, False)
    }
    return nearest[False] >= _GAP_COSINE and nearest[False] - nearest[True] >= _GAP_LEAD
