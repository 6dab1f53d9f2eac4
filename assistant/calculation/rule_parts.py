"""Cutting a question whose clauses ask for what different rules compute, or for a figure and a text."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from assistant.calculation.known_facts import read_facts
from assistant.context import Context
from assistant.eligibility.asking import is_text_question
from assistant.eligibility.extraction import Extraction, extract_facts, merge_facts
from assistant.eligibility.intent import detect_rule, subject_of
from assistant.eligibility.reading.chinese_text import fold
from assistant.eligibility.rules import tax_deduction_children

_CLAUSES = re.compile(r"[^,。;!?、]+[,。;!?、]*")
_ASKS_FIGURE = re.compile(r"多少|几(?!乎)|多久|多长|好多|标准|天数|金额|一共|总共")


def apart(questions: Sequence[str], context: Context) -> list[str]:
    """The questions of a message, those cut in two that ask for what different rules compute."""
    if not any(_may_be_cut(question) for question in questions):
        return list(questions)
    facts = read_facts(context.history, context.as_of).facts
    found = extract_facts(context.text, context.as_of, None, facts)
    facts = merge_facts(facts, found.facts, found.corrections)
    return [piece for question in questions for piece in _by_rule(question, facts, found)]


def _may_be_cut(question: str) -> bool:
    """Whether a question has several clauses of which one asks for a figure."""
    return bool(_ASKS_FIGURE.search(question)) and len(_CLAUSES.findall(question)) > 1


def _by_rule(question: str, facts: Mapping[str, Any], found: Extraction) -> list[str]:
    pieces: list[str] = []
    rules: list[str | None] = []
    for clause in _CLAUSES.findall(question):
        rule = None
        if _ASKS_FIGURE.search(clause):
            lead = pieces[-1] if pieces and rules[-1] is None else ""
            rule = subject_of(clause, facts) or subject_of(lead + clause, facts)
        if pieces and (rule is None or rules[-1] in (None, rule)):
            pieces[-1] += clause
            rules[-1] = rules[-1] or rule
        else:
            pieces.append(clause)
            rules.append(rule)
    told = frozenset(found.facts)
    asked = [detect_rule(piece, facts, None, told=told) for piece in pieces]
    several = {
        tax_deduction_children.RULE.name
        if intent.rule in tax_deduction_children.PARTS
        else intent.rule
        for intent in asked
        if intent
    }
    if len(several) > 1 and all(asked):
        return [piece.strip(",。、; ") for piece in pieces]
    figures = "".join(c for c in _CLAUSES.findall(question) if not is_text_question(fold(c)))
    if figures == question or detect_rule(question, facts, None, told=told):
        return [question]
    wanted = detect_rule(figures, facts, None, told=told) if _ASKS_FIGURE.search(figures) else None
    return [figures.strip(",。、; "), question] if wanted else [question]
