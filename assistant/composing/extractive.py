"""The default composer: says nothing but the words of the evidence, the answering clause first."""

from __future__ import annotations

import re

from assistant.composing.differences import figures_of
from assistant.context import Context, Evidence, Kind, Statement
from assistant.language.answer_form import has_answer_form
from assistant.phrases import phrase
from assistant.structure.context_answer import units_statement
from index.lexical import bigrams

_WHOLE_LIMIT = 90
_WINDOW = 60
_CLAUSE_ENDS = ",;\uff0c\uff1b"
_MOST_QUOTES = 4
_OMITTED = "……"
_ASKS_HOW = re.compile(
    r"怎么办理|如何办理|怎么申请|如何申请|在哪|哪里|去哪|找谁|手续|材料|流程|怎么领|怎么弄|咋办|怎么办"
)
_ASKS_AMOUNT = re.compile(
    r"多少钱|多少元|几多钱|好多钱|金额|数额|比例|百分之几|报多少|补多少|减多少|标准是|具体标准|多少"
)
_FORM = 3
"""What a clause with the form of answer asked for counts, in shared bigrams."""


def compose(context: Context) -> None:
    """Fill the statements of the answer from `context.evidence`."""
    question = context.standalone
    if not context.evidence:
        return
    if context.wants_units:
        for evidence in context.evidence:
            if evidence.measure:
                context.statements.extend(units_statement(evidence.document, [evidence.measure]))
    most = 1 if context.wants_units else max(1, _MOST_QUOTES // len(context.evidence))
    for evidence in context.evidence:
        context.statements.extend(_quote_statements(question, evidence)[:most])
    if _ASKS_AMOUNT.search(question) and not any(
        figures_of(q.text) for e in context.evidence for q in e.quotes
    ):
        context.statements.append(Statement(Kind.PHRASE, phrase("no_figure")))
    if not context.wants_units and _ASKS_HOW.search(question):
        context.statements.append(Statement(Kind.PHRASE, phrase("next_step")))


def _quote_statements(question: str, evidence: Evidence) -> list[Statement]:
    """The evidence of one measure: its best sentence, cut to what answers, then the others."""
    statements = []
    for index, quote in enumerate(evidence.quotes):
        text = excerpt(question, quote.text)
        if index == 0 and evidence.measure and evidence.measure.heading:
            text = f"【{evidence.measure.name}】{text}"
        statements.append(Statement(Kind.QUOTE, text, (quote,)))
    return statements


def excerpt(question: str, sentence: str) -> str:
    """A long sentence cut to its beginning and the clauses that answer, 「……」 where words are left out.

    The first clause always stays: it holds the subject and how binding the sentence is.
    """
    if len(sentence) <= _WHOLE_LIMIT:
        return sentence
    clauses = _clauses(sentence)
    asked = set(bigrams(question))
    scores = [
        len(asked & set(bigrams(clause))) + _FORM * has_answer_form(question, clause)
        for clause in clauses
    ]
    best = max(range(len(clauses)), key=lambda i: (scores[i], -i))
    if scores[best] == 0:
        return sentence
    chosen = {0, best}
    for neighbour in (best + 1, best - 1):
        length = sum(len(clauses[i]) for i in chosen)
        if 0 < neighbour < len(clauses) and length + len(clauses[neighbour]) <= _WINDOW:
            chosen.add(neighbour)
    return _joined(clauses, chosen)


def _clauses(sentence: str) -> list[str]:
    """The sentence cut after each comma or semicolon outside brackets and quotes."""
    clauses, begin, depth = [], 0, 0
    for index, char in enumerate(sentence):
        depth += (char in "(\uff08《“「") - (char in ")\uff09》”」")
        if char in _CLAUSE_ENDS and depth <= 0:
            clauses.append(sentence[begin : index + 1])
            begin = index + 1
    if begin < len(sentence):
        clauses.append(sentence[begin:])
    return clauses


def _joined(clauses: list[str], chosen: set[int]) -> str:
    parts: list[str] = []
    previous = -1
    for index in sorted(chosen):
        if index != previous + 1:
            parts.append(_OMITTED)
        parts.append(clauses[index])
        previous = index
    text = "".join(parts)
    if previous != len(clauses) - 1:
        text = text.rstrip(_CLAUSE_ENDS) + _OMITTED
    return text
