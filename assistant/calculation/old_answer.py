"""Questions that need a figure, a date or a decision: answered by a rule, never by the text alone."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from assistant.answer import MissingInput, Status
from assistant.calculation.binding import bound_quotes, higher_amounts
from assistant.calculation.known_facts import (
    STEPS,
    KnownFacts,
    answers,
    continued,
    expected,
    read_facts,
)
from assistant.calculation.tools import calculate
from assistant.context import Context, Kind, Statement
from assistant.eligibility.difference import with_difference
from assistant.eligibility.extraction import extract_facts, merge_facts
from assistant.eligibility.family import EligibilityError
from assistant.eligibility.intent import RuleIntent, detect_rule
from assistant.eligibility.reading.children import may_be_under_four
from assistant.eligibility.rules import tax_deduction_children
from assistant.eligibility.subjects import has_birth
from assistant.language.cleaning import clean
from assistant.phrases import phrase

_SUPPLIED = 0.6
"""The confidence of an intent whose rule the conversation supplies, not the question."""
_WAITS = "needs_information"
_STANDARD = re.compile(
    r"标准|(?:[一每]|1)(?:年|个?月)(?:能|可以?|大概|到底|是|给|发|领|有|补|扣|抵|拿|得)*(?:多少|几多|好多|几个?钱|几天)|[每一]个?月[??。]*$"
    r"|(?:多少|几多)(?:钱|元)?[一每](?:年|个?月)"
)
"""Asks for the amount a month or a year."""
_DIFFERENCE = re.compile(r"相差|差(?:多少|几多|了多少|额)|(?:少|多)(?:多少|几多)(?:钱|元)?")
_TOGETHER = re.compile(r"加(?:在)?一?起|合(?:在)?一起|一起(?:算|能|可|共)|合计|总共|一共|都算上?")
_DOUBTS = re.compile(r"准不准|准(?:确)?(?:吗|么|不)|对(?:吗|不对|么)|靠谱|算错|没错吧|再算")


def answer(context: Context) -> None:
    """Run the rule that the question asks for; leave every other question to the next step."""
    known = read_facts(context.history, context.as_of)
    message = clean(context.question)
    found = extract_facts(message, context.as_of, expected(known, message), known.facts)
    facts = merge_facts(known.facts, found.facts, found.corrections)
    if _TOGETHER.search(context.text):
        facts = _of_all_children(facts)
    told = frozenset(found.facts)
    own = found if context.text == message else extract_facts(context.text, context.as_of)
    context.tells_facts = bool(own.facts)
    context.borrowed = context.borrowed and not (found.facts or found.clarify)
    intent = _intent(context, facts, known, told, answered=answers(found, known))
    gives_facts = context.topic and (found.facts or found.clarify)
    if intent is None and gives_facts and not context.elsewhere:
        intent = detect_rule(f"{context.topic}?{context.text}", facts, known.rule, told=told)
    if intent is None:
        intent = continued(context.text, found, known, elsewhere=context.elsewhere)
    if intent is None:
        return
    try:
        conclude(context, _rule_of(intent, facts, context.as_of), facts, found.clarify)
    except EligibilityError as error:
        context.end(Status.NEEDS_INFORMATION, str(error))


def _of_all_children(facts: dict[str, Any]) -> dict[str, Any]:
    """The facts with the births of all children known, where a question had picked one of them."""
    children = facts.get("children") or []
    births = [child["birth_date"] for child in children if child.get("birth_date")]
    if len(births) < 2 or len(births) < len(children):
        return facts
    return {**{k: v for k, v in facts.items() if k != "birth_date"}, "birth_dates": births}


def conclude(
    context: Context,
    rule: str,
    facts: Mapping[str, Any],
    clarify: Sequence[tuple[str, str]] = (),
) -> None:
    """Compute `rule` from `facts` and let the result be the answer; `clarify` words what is missing.

    Raises EligibilityError where a fact makes no sense; the context is as before then.
    """
    calculation = calculate(rule, facts, _day_asked_about(facts, context.as_of))
    context.facts = dict(facts)
    context.missing_inputs = _missing(calculation, clarify)
    asked = [item.model_dump() for item in context.missing_inputs]
    calculation = {**calculation, "missing_inputs": asked}
    if _DIFFERENCE.search(context.text):
        calculation = with_difference(calculation)
    context.calculation = calculation
    context.statements = _statements(context, calculation)
    if left_out := _left_out(facts, context.as_of):
        context.statements.append(Statement(Kind.PHRASE, phrase("child_left_out", who=left_out)))
    waits = calculation["outcome"] == _WAITS and not _is_of_the_standard(context, calculation)
    context.status = Status.NEEDS_INFORMATION if waits else Status.ANSWERED


def _is_of_the_standard(context: Context, calculation: Mapping[str, Any]) -> bool:
    """Whether a question asks what everyone has a month or a year, which needs no facts of a family."""
    known = any(step["value"] is not None for step in calculation["steps"])
    return bool(known and _STANDARD.search(context.text)) and not has_birth(context.facts)


def _left_out(facts: Mapping[str, Any], as_of: date) -> str:
    """The children that are known by age or year alone, where a date of another was computed with."""
    if "birth_date" not in facts:
        return ""
    names = [
        child.get("label") or "另一个孩子"
        for child in facts.get("children") or []
        if may_be_under_four(child, as_of)
    ]
    return "、".join(dict.fromkeys(names))


def _intent(
    context: Context,
    facts: Mapping[str, Any],
    known: KnownFacts,
    told: Collection[str],
    *,
    answered: bool,
) -> RuleIntent | None:
    """The rule asked for. A question without a topic (「一般几天?」) means what its full reading means."""
    by_itself = detect_rule(context.text, facts, known.rule, told=told, answered=answered)
    full = context.text if context.borrowed else context.standalone
    in_full = detect_rule(full, facts, known.rule, told=told)
    if context.generic and not answered:
        last = context.history[-1].answer if context.history else ""
        if known.rule and STEPS in last and _DOUBTS.search(context.text):
            return RuleIntent(known.rule, "figure", 0.6)
        return in_full or by_itself
    intent = by_itself or in_full
    supplied = intent is not None and intent.confidence <= _SUPPLIED
    return None if supplied and context.elsewhere and not answered else intent


def _rule_of(intent: RuleIntent, facts: Mapping[str, Any], as_of: date) -> str:
    """The rule to run: both tax deductions together, where neither was named and one alone cannot tell."""
    if intent.rule not in tax_deduction_children.PARTS or intent.confidence == 1.0:
        return intent.rule
    combined = tax_deduction_children.RULE.name
    day = _day_asked_about(facts, as_of)
    one, both = (calculate(rule, facts, day) for rule in (intent.rule, combined))
    if both["outcome"] == _WAITS:
        return intent.rule
    more = both["result"].get("total", 0) > one["result"].get("total", 0)
    return combined if one["outcome"] == _WAITS or more else intent.rule


def _day_asked_about(facts: Mapping[str, Any], as_of: date) -> date:
    """The day that the question itself computes for (「截至2026年1月」), else the day it is asked."""
    told = facts.get("as_of")
    return date.fromisoformat(told) if told else as_of


def _missing(
    calculation: Mapping[str, Any], clarify: Sequence[tuple[str, str]]
) -> list[MissingInput]:
    """What the rule lacks, the first one asked as the user's own words suggest."""
    better = dict(clarify)
    if "expected_date" in better:
        better.setdefault("birth_date", better["expected_date"])
    return [
        MissingInput(**{**item, "question": better.get(item["name"], item["question"])})
        for item in calculation["missing_inputs"]
    ]


def _statements(context: Context, calculation: dict[str, Any]) -> list[Statement]:
    """The result, how it was reached, on what it rests, and what is still to be asked."""
    register = context.services.register
    quotes = bound_quotes(calculation, context.library, register, context.as_of)
    measure = quotes[0].measure if quotes else None
    lead = f"【{measure.name}】" if measure else ""
    statements = [Statement(Kind.CALCULATION, f"{lead}{calculation['summary']}", quotes)]
    if context.missing_inputs and _is_of_the_standard(context, calculation):
        known = ";".join(step["text"] for step in calculation["steps"])
        more = phrase("more_by_facts", question=context.missing_inputs[0].question)
        return [
            Statement(Kind.CALCULATION, f"{lead}{known}。", quotes),
            _sources(calculation),
            Statement(Kind.CALCULATION, more),
        ]
    if context.missing_inputs:
        known = "".join(f"\n- {step['text']}" for step in calculation["steps"])
        if known:
            statements.append(Statement(Kind.CALCULATION, f"已知:{known}"))
        statements.append(Statement(Kind.CALCULATION, context.missing_inputs[0].question))
        return statements
    steps = "".join(f"\n{n}. {s['text']}" for n, s in enumerate(calculation["steps"], start=1))
    statements.append(Statement(Kind.CALCULATION, f"{STEPS}{steps}"))
    statements.append(_sources(calculation))
    statements.extend(_stated_higher(context, calculation, {q.document.id for q in quotes}))
    statements.append(Statement(Kind.PHRASE, phrase("calculation_note")))
    return statements


def _sources(calculation: Mapping[str, Any]) -> Statement:
    sources = dict.fromkeys(_source(source) for source in calculation["sources"])
    return Statement(Kind.CALCULATION, "依据:" + ";".join(sources) + "。")


def _stated_higher(
    context: Context, calculation: Mapping[str, Any], quoted: Collection[str]
) -> list[Statement]:
    """What further documents in force, for the place asked about, state beyond the rule: quoted only."""
    documents = context.jurisdiction(context.standalone).documents
    found = higher_amounts(calculation, documents, quoted)
    if not found:
        return []
    return [
        Statement(Kind.PHRASE, phrase("stated_higher")),
        *(Statement(Kind.QUOTE, quote.text, (quote,)) for quote in found),
    ]


def _source(source: Mapping[str, Any]) -> str:
    number = f"({source['number']})" if source["number"] else ""
    standing = "(待核实)" if source.get("standing") == "uncertain" else ""
    return f"《{source['title']}》{number}{source['clause']}{standing}"
