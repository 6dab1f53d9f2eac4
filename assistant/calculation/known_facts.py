"""What the conversation has told a rule: the facts of the family, the rule under way, what was asked for.

Read from the history alone, turn by turn; nothing is kept between messages.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from assistant.answer import Turn
from assistant.eligibility.extraction import Extraction, extract_facts, merge_facts
from assistant.eligibility.family import FIELDS
from assistant.eligibility.intent import RuleIntent, continue_subject, detect_rule, subject_of
from assistant.eligibility.rules.registry import RULES
from assistant.language.cleaning import clean
from assistant.language.topic_words import own_topic
from corpus.numerals import to_numeral

STEPS = "计算过程:"
"""Stands in front of a calculation's steps in an answer; by it an answer is known for a computed one."""
_TURNS = 12
_TELLS = re.compile(
    r"孩子|小孩|宝宝|娃儿?|毛毛|崽|儿子|女儿|老[大二三]|[大二三]宝|出生|生的?|怀(?:孕|了|着)?|才|刚才?|已经|现在|接着|那个|这个|钱|补[贴助]|事|如果|要是|假如|的话|满|岁|个月|不对|说错了?"
)
"""Words that facts are told with."""
_LEAD = "【"
"""Stands in front of what an answer quotes from a measure."""
_BIRTHS = {"birth_date", "birth_dates", "birth_date_range", "birth_year", "children"}


@dataclass
class KnownFacts:
    """What earlier turns told about the family, and what the assistant last asked for."""

    facts: dict[str, Any] = field(default_factory=dict)
    rule: str | None = None
    """The rule computed last."""
    subject: str | None = None
    """The rule that was spoken of last, computed or not."""
    asked: str | None = None

    @property
    def spoken_of(self) -> str | None:
        """The rule that a message without a subject of its own goes on with."""
        return self.subject or self.rule


def read_facts(history: Sequence[Turn], as_of: date) -> KnownFacts:
    """Fold the history: facts given and corrected, the rule that was under way, what was asked."""
    known = KnownFacts()
    for turn in history[-_TURNS:]:
        question = clean(turn.question)
        found = extract_facts(question, as_of, expected(known, question), known.facts)
        known.facts = merge_facts(known.facts, found.facts, found.corrections)
        intent = detect_rule(
            question,
            known.facts,
            known.rule,
            told=frozenset(found.facts),
            answered=answers(found, known),
        )
        asked = _asked_in(turn.answer, found)
        if intent is None and (asked or STEPS in turn.answer):
            intent = continued(question, found, known, elsewhere=False)
        known.rule = intent.rule if intent else known.rule
        known.subject = _subject(turn, question, intent, known)
        known.asked = asked
    return known


def _subject(turn: Turn, question: str, intent: RuleIntent | None, known: KnownFacts) -> str | None:
    """The rule spoken of after a turn; an answer from a measure on something else ends the subject."""
    spoken = intent.rule if intent else subject_of(question, known.facts)
    if spoken or known.subject is None or _LEAD not in turn.answer:
        return spoken or known.subject
    own = f"{_LEAD}({to_numeral(RULES[known.subject].measure or 0)})"
    return known.subject if own in turn.answer else None


def continued(
    text: str, found: Extraction, known: KnownFacts, *, elsewhere: bool
) -> RuleIntent | None:
    """The rule spoken of before, where a message only tells facts or asks a figure of no subject."""
    only_facts = bool(found.facts) and not _without_facts(text, found)
    if known.spoken_of is None or (elsewhere and not only_facts):
        return None
    return continue_subject(text, known.spoken_of, only_facts=only_facts)


def _without_facts(text: str, found: Extraction) -> str:
    """What a message is about beside the facts that it tells."""
    for span in found.spans.values():
        text = text.replace(span.text, "")
    return own_topic(_TELLS.sub("", text))


def expected(known: KnownFacts, message: str) -> str | None:
    """The input that a bare value fills: what was asked for, or what 「如果是……呢?」 varies."""
    if known.asked or known.rule is None:
        return known.asked
    if "pregnancy_months" in known.facts and "月" in message:
        return "pregnancy_months"
    return next((name for name in RULES[known.rule].required if name in known.facts), None)


def answers(found: Extraction, known: KnownFacts) -> bool:
    """Whether a message gives an input of the rule under way, or says something about it."""
    if known.asked is None or known.rule is None:
        return False
    wanted = {known.asked, *RULES[known.rule].required}
    if wanted & _BIRTHS:
        wanted |= _BIRTHS
    spoken = {*found.facts, *found.unknown, *(name for name, _ in found.clarify)}
    return bool(spoken & wanted)


def _asked_in(answer: str, found: Extraction) -> str | None:
    """The input that an earlier answer asked for, in its own words or in those of a clarification."""
    questions = [*found.clarify, *((name, known.question) for name, known in FIELDS.items())]
    return next((name for name, question in questions if question and question in answer), None)
