"""What a quoted sentence decides of a yes-or-no question: 可以, 不可以, 看情况, or nothing.

The clause that speaks of what is asked decides by its modal and its polarity. It allows or refuses only
where the question's own words are all in the sentence and no condition of the sentence is left unsaid by
the question; with a hedge or such a condition it depends. A question with a negation of its own is not
decided, nor one of whose words the sentence has too few.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

import jieba

from assistant.verification.clauses import Lead, Unit, units, words
from index.lexical import content_words

ALLOWED, REFUSED, DEPENDS = "可以", "不可以", "看情况"
_NONE: Mapping[str, tuple[str, ...]] = {}
_LEAST_SHARED = 2
_FIGURE = re.compile(r"\d")


def decided(
    question: str, sentence: str, about: str = "", alike: Mapping[str, tuple[str, ...]] = _NONE
) -> str:
    """The verdict on a question by a sentence; "" where it decides nothing.

    `about` are words that the sentence stands under: its heading, its stem. `alike` are the words of
    texts for those that people say.
    """
    plain = _in_words_of(sentence, question, alike)
    for form in sorted(words("asking"), key=len, reverse=True):
        plain = plain.replace(form, "")
    if words("negating") & set(jieba.lcut(plain)):
        return ""
    asked = {word for word in content_words(plain) if len(word) > 1}
    clause = _clause_on(asked, sentence)
    shared = {word for word in asked if word in sentence}
    if clause is None or len(shared) < min(_LEAST_SHARED, len(asked)) or not shared:
        return ""
    text = sentence[slice(*clause.span)]
    modals = _modals(text)
    if clause.lead is Lead.HEDGE and text.startswith(tuple(word for word in asked)):
        return ""
    if clause.lead is Lead.HEDGE or any(word in text for word in words("leaving_open")):
        return DEPENDS
    refuses = bool(modals) and modals[0] in words("refusing")
    if not modals or (not refuses and words("refusing") & set(modals)):
        return ""
    if not all(word in sentence or word in about for word in asked):
        return ""
    if _unsaid_conditions(sentence, plain):
        return DEPENDS
    return REFUSED if refuses else ALLOWED


def _in_words_of(sentence: str, question: str, alike: Mapping[str, tuple[str, ...]]) -> str:
    """The question with what people say put as the sentence does: 用人单位 for 公司."""
    for said in sorted(alike, key=len, reverse=True):
        written = next((word for word in alike[said] if word in sentence), "")
        if said in question and written and said not in sentence:
            question = question.replace(said, written)
    return question


def _clause_on(asked: set[str], sentence: str) -> Unit | None:
    """The unit of a sentence that has most of the words asked about; of several, one with a modal."""
    found = units(sentence)
    texts = [sentence[slice(*unit.span)] for unit in found]
    shared = [sum(word in text for word in asked) for text in texts]
    best = max(
        range(len(found)), key=lambda i: (shared[i], bool(_modals(texts[i])), -i), default=-1
    )
    return found[best] if best >= 0 and shared[best] else None


def _modals(text: str) -> list[str]:
    """The words of a clause that allow or refuse, in their order."""
    return [t for t in jieba.lcut(text) if t in words("allowing") or t in words("refusing")]


def _unsaid_conditions(sentence: str, question: str) -> bool:
    """Whether a sentence has a condition or a figure that the question does not name."""
    tokens = jieba.lcut(sentence)
    open_words = any(token in words("conditional") and token not in question for token in tokens)
    figures = _FIGURE.search(sentence) is not None and _FIGURE.search(question) is None
    leads = any(unit.leads and unit.lead is Lead.OTHER for unit in units(sentence))
    return open_words or figures or leads
