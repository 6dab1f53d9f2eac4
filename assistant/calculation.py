"""Questions that need a figure, a date or a decision: answered by a rule, never by the text alone."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from assistant.answer import MissingInput, Status, Turn
from assistant.binding import bound_quotes, higher_amounts
from assistant.context import Context, Kind, Statement
from assistant.eligibility.asking import is_text_question
from assistant.eligibility.extraction import Extraction, extract_facts, merge_facts
from assistant.eligibility.family import FIELDS, EligibilityError
from assistant.eligibility.intent import RuleIntent, continue_subject, detect_rule, subject_of
from assistant.eligibility.reading.chinese_text import fold
from assistant.eligibility.rules.registry import RULES
from assistant.eligibility.subjects import has_birth
from assistant.eligibility_tools import calculate
from assistant.guard import clean
from assistant.phrases import phrase
from assistant.topic_words import own_topic
from corpus.numerals import to_numeral

_TURNS = 12
_SUPPLIED = 0.6
"""The confidence of an intent whose rule the conversation supplies, not the question."""
_TELLS = re.compile(
    r"孩子|小孩|宝宝|娃儿?|毛毛|崽|儿子|女儿|老[大二三]|[大二三]宝|出生|生的?|怀(?:孕|了|着)?|才|刚才?|已经|现在|接着|那个|这个|钱|补[贴助]|事|如果|要是|假如|的话|满|岁|个月|不对|说错了?"
)
"""Words that facts are told with."""
_LEAD = "【"
"""Stands in front of what an answer quotes from a measure."""
_STEPS = "计算过程:"
_ONE_OF_BOTH = ("tax_deduction_infant_care", "tax_deduction_child_education")
_BOTH = _TAXES = "tax_deduction_children"
_WAITS = "needs_information"
_CLAUSES = re.compile(r"[^,。;!?、]+[,。;!?、]*")
_ASKS_FIGURE = re.compile(r"多少|几(?!乎)|多久|多长|好多|标准|天数|金额|一共|总共")
_UNDER_FOUR = 4
_STANDARD = re.compile(
    r"标准|(?:[一每]|1)(?:年|个?月)(?:能|可以?|大概|到底|是|给|发|领|有|补|扣|抵|拿|得)*(?:多少|几多|好多|几个?钱|几天)|[每一]个?月[??。]*$"
    r"|(?:多少|几多)(?:钱|元)?[一每](?:年|个?月)"
)
"""Asks for the amount a month or a year."""
_DIFFERENCE = re.compile(r"相差|差(?:多少|几多|了多少|额)|(?:少|多)(?:多少|几多)(?:钱|元)?")
_TOGETHER = re.compile(r"加(?:在)?一?起|合(?:在)?一起|一起(?:算|能|可|共)|合计|总共|一共|都算上?")
_DOUBTS = re.compile(r"准不准|准(?:确)?(?:吗|么|不)|对(?:吗|不对|么)|靠谱|算错|没错吧|再算")
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


def answer(context: Context) -> None:
    """Run the rule that the question asks for; leave every other question to the next step."""
    known = read_facts(context.history, context.as_of)
    message = clean(context.question)
    found = extract_facts(message, context.as_of, _expected(known, message), known.facts)
    facts = merge_facts(known.facts, found.facts, found.corrections)
    if _TOGETHER.search(context.text):
        facts = _of_all_children(facts)
    told = frozenset(found.facts)
    own = found if context.text == message else extract_facts(context.text, context.as_of)
    context.tells_facts = bool(own.facts)
    context.borrowed = context.borrowed and not (found.facts or found.clarify)
    intent = _intent(context, facts, known, told, answered=_answers(found, known))
    gives_facts = context.topic and (found.facts or found.clarify)
    if intent is None and gives_facts and not context.elsewhere:
        intent = detect_rule(f"{context.topic}?{context.text}", facts, known.rule, told=told)
    if intent is None:
        intent = _continued(context.text, found, known, elsewhere=context.elsewhere)
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


def apart(questions: Sequence[str], context: Context) -> list[str]:
    """The questions of a message, those cut in two that ask for what different rules compute."""
    facts = read_facts(context.history, context.as_of).facts
    found = extract_facts(context.text, context.as_of, None, facts)
    facts = merge_facts(facts, found.facts, found.corrections)
    return [piece for question in questions for piece in _by_rule(question, facts, found)]


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
    several = {_TAXES if intent.rule in _ONE_OF_BOTH else intent.rule for intent in asked if intent}
    if len(several) > 1 and all(asked):
        return [piece.strip(",。、; ") for piece in pieces]
    figures = "".join(c for c in _CLAUSES.findall(question) if not is_text_question(fold(c)))
    if figures == question or detect_rule(question, facts, None, told=told):
        return [question]
    wanted = detect_rule(figures, facts, None, told=told) if _ASKS_FIGURE.search(figures) else None
    return [figures.strip(",。、; "), question] if wanted else [question]


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
    context.calculation = calculation = {**calculation, "missing_inputs": asked}
    if _DIFFERENCE.search(context.text):
        calculation.update(_with_difference(calculation))
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
    names = []
    for child in facts.get("children") or []:
        span = child.get("birth_date_range")
        young = span and int(str(span[1])[:4]) >= as_of.year - _UNDER_FOUR
        if young and not child.get("birth_date"):
            names.append(child.get("label") or "另一个孩子")
    return "、".join(dict.fromkeys(names))


def _with_difference(calculation: Mapping[str, Any]) -> dict[str, Any]:
    """The result, summary and steps with by how much two children's totals differ; {} for others."""
    totals = [child.get("total") for child in calculation["result"].get("children") or []]
    if len(totals) != 2 or not all(isinstance(total, int | float) for total in totals):
        return {}
    more, less = sorted(totals, reverse=True)
    difference = more - less
    step = {"text": f"相差{more}-{less}={difference}元", "value": difference, "unit": "元"}
    return {
        "result": {**calculation["result"], "difference": difference},
        "steps": [*calculation["steps"], step],
        "summary": f"{calculation['summary']}两个孩子相差{difference}元。",
    }


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
        if known.rule and _STEPS in last and _DOUBTS.search(context.text):
            return RuleIntent(known.rule, "figure", 0.6)
        return in_full or by_itself
    intent = by_itself or in_full
    supplied = intent is not None and intent.confidence <= _SUPPLIED
    return None if supplied and context.elsewhere and not answered else intent


def _continued(
    text: str, found: Extraction, known: KnownFacts, *, elsewhere: bool
) -> RuleIntent | None:
    """The rule spoken of before, where a message only tells facts or asks a figure of no subject."""
    only_facts = bool(found.facts) and not _without_facts(text, found)
    if known.spoken_of is None or (elsewhere and not only_facts):
        return None
    return continue_subject(text, known.spoken_of, only_facts=only_facts)


def _rule_of(intent: RuleIntent, facts: Mapping[str, Any], as_of: date) -> str:
    """The rule to run: both tax deductions together, where neither was named and one alone cannot tell."""
    if intent.rule not in _ONE_OF_BOTH or intent.confidence == 1.0:
        return intent.rule
    day = _day_asked_about(facts, as_of)
    one, both = (calculate(rule, facts, day) for rule in (intent.rule, _BOTH))
    if both["outcome"] == _WAITS:
        return intent.rule
    more = both["result"].get("total", 0) > one["result"].get("total", 0)
    return _BOTH if one["outcome"] == _WAITS or more else intent.rule


def read_facts(history: Sequence[Turn], as_of: date) -> KnownFacts:
    """Fold the history: facts given and corrected, the rule that was under way, what was asked."""
    known = KnownFacts()
    for turn in history[-_TURNS:]:
        question = clean(turn.question)
        found = extract_facts(question, as_of, _expected(known, question), known.facts)
        known.facts = merge_facts(known.facts, found.facts, found.corrections)
        intent = detect_rule(
            question,
            known.facts,
            known.rule,
            told=frozenset(found.facts),
            answered=_answers(found, known),
        )
        if intent is None and _is_calculation(turn.answer):
            intent = _continued(question, found, known, elsewhere=False)
        known.rule = intent.rule if intent else known.rule
        known.subject = _subject(turn, question, intent, known)
        known.asked = _asked_in(turn.answer, found)
    return known


def _subject(turn: Turn, question: str, intent: RuleIntent | None, known: KnownFacts) -> str | None:
    """The rule spoken of after a turn; an answer from a measure on something else ends the subject."""
    spoken = intent.rule if intent else subject_of(question, known.facts)
    if spoken or known.subject is None or _LEAD not in turn.answer:
        return spoken or known.subject
    own = f"{_LEAD}({to_numeral(RULES[known.subject].measure)})"
    return known.subject if own in turn.answer else None


def _without_facts(text: str, found: Extraction) -> str:
    """What a message is about beside the facts that it tells."""
    for span in found.spans.values():
        text = text.replace(span.text, "")
    return own_topic(_TELLS.sub("", text))


def _day_asked_about(facts: Mapping[str, Any], as_of: date) -> date:
    """The day that the question itself computes for (「截至2026年1月」), else the day it is asked."""
    told = facts.get("as_of")
    return date.fromisoformat(told) if told else as_of


def _expected(known: KnownFacts, message: str) -> str | None:
    """The input that a bare value fills: what was asked for, or what 「如果是……呢?」 varies."""
    if known.asked or known.rule is None:
        return known.asked
    if "pregnancy_months" in known.facts and "月" in message:
        return "pregnancy_months"
    return next((name for name in RULES[known.rule].required if name in known.facts), None)


def _answers(found: Extraction, known: KnownFacts) -> bool:
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


def _is_calculation(answer: str) -> bool:
    return _STEPS in answer or any(f.question and f.question in answer for f in FIELDS.values())


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
    statements.append(Statement(Kind.CALCULATION, f"{_STEPS}{steps}"))
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
