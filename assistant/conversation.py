"""From a follow-up to a question that stands alone, without a model.

The conversation is read from its history alone: which measures the earlier answers named, in which
order, and in what words the user asked for them. What was understood shows as `standalone_question`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from assistant.answer import Turn
from assistant.context import Context
from assistant.guard import clean
from assistant.structure_query import asks_for_units, residue, units_named
from corpus.model import Document, Measure
from corpus.numerals import parse_numeral, to_numeral

_TURNS = 8
_LEAD = re.compile(
    r"^(?:那么|那|哪|还有|另外|再问(?:一下|下)?|再说|请问|对了|好的?|嗯|哦|行|换个问题|那个|然后|顺便(?:问(?:一下|下)?)?|我想问|[,。!?、\s])+"
)
_ELLIPSIS = re.compile(r"^.{1,14}呢[?。!]*$")
_POINTS_BACK = re.compile(
    r"这(?:个|条|项|些|种|一条|一项|件|份)?(?:政策|措施|规定|事|补贴|钱)?|那(?:个|条|项|一条)(?:政策|措施|规定|事)?|它们?|该(?:政策|措施|条|项)|上面|刚才|前面|此(?:项|条)"
)
_LISTED = re.compile(
    r"(?:上面|刚才|前面|其中|列(?:出)?的|你说的|里面)[^,。]{0,6}?第(?P<a>[一二三四五六七八九十\d]+)(?:条|个|项)"
    r"|^第(?P<b>[一二三四五六七八九十\d]+)(?:个|项|条)?(?:具体|展开|详细|再)(?:说|讲|介绍|看)"
)
_NEXT = re.compile(r"^(?:再)?(?P<way>下|后|上|前)(?:面)?一?(?:条|个|项)")
_LAST_OF_TWO = re.compile(r"(?:后面|后一个|后者|第二个|另一个)(?:那个|那条|那项)?")
_MEASURE_NUMBER = re.compile(r"第[一二三四五六七八九十\d]+条|[(\uff08][一二三四五六七八九十]+[)\uff09]")
_GENERIC = re.compile(
    r"多少钱|多少|几天|几岁|几年|几个月|多久|什么时候|何时|哪天|哪里|哪儿|哪些地方|地方|在哪|怎么办理?|如何办理?|怎么弄|咋办|咋弄|怎么|如何|咋|"
    r"条件|要求|标准|材料|手续|流程|详细|具体|一点|点|办理|办|申请|领取|领|发放|发到|发|从|开始|为止|到|算|准不准|准|真的|可以|能不能|能|行不行|"
    r"展开|讲讲|说说|讲|说|文件|原文|规定|怎样|为什么|为啥|意思|谁|监督|监管|监督管理|钱|资金|用|家|我们|咱们|我|你|有|没有|没|是|的|吗|呢|啊|呀|吧|嘛|么|哪|什么|啥|以内|以下|岁"
)
_TAIL = re.compile(
    r"(?:是|有|能|可以|可不可以|能不能|会不会|要不要)?(?:怎么|如何|咋|什么时候|多少钱?|几天|几岁|哪些?|哪里|什么|啥|有没有|有吗|吗|呢|么|不|没|没有|\?|。|!)+$"
)


@dataclass
class Conversation:
    """What the earlier turns leave behind for the next one."""

    topic: str = ""
    """The user's own words for the subject."""
    question: str = ""
    """The last covered question, standing alone."""
    measures: list[tuple[Document, Measure]] = field(default_factory=list)
    """The measures that the last answer named, in its order."""


def resolve(context: Context) -> None:
    """Fill `context.standalone` from the question and the history."""
    state = read(context.history, context.documents)
    context.standalone = standalone(context.text, state)
    context.subject = [measure for _, measure in state.measures]


def read(history: Sequence[Turn], documents: Sequence[Document]) -> Conversation:
    """What the history leaves behind."""
    state = Conversation()
    for turn in history[-_TURNS:]:
        question = standalone(clean(turn.question), state)
        named = measures_named(turn.answer, documents)
        if named:
            state = Conversation(_topic(question), question, named)
    return state


def standalone(question: str, state: Conversation) -> str:
    """`question` with what it leaves out put back; unchanged where it stands alone."""
    if not state.measures:
        return question
    bare = _LEAD.sub("", question)
    pointed = _pointed_measure(bare, state)
    if pointed is not None:
        return f"{_name(pointed)}{'由哪些部门负责' if asks_for_units(bare) else '讲什么'}?"
    document, measure = state.measures[0]
    if _MEASURE_NUMBER.search(bare) and bare.rstrip("?。!").endswith("呢"):
        previous = _MEASURE_NUMBER.search(state.question)
        number = _MEASURE_NUMBER.search(bare)
        if previous and number:
            return state.question.replace(previous[0], number[0])
    without_units = bare
    for _, alias in units_named(bare, document):
        without_units = without_units.replace(alias, "")
    if asks_for_units(bare) and not own_topic(_POINTS_BACK.sub("", without_units)):
        if _LAST_OF_TWO.search(bare):
            measure = state.measures[-1][1]
        return f"{_name(measure)}:{bare}"
    if not own_topic(_POINTS_BACK.sub("", bare)):
        return f"{state.topic},{bare}"
    if _ELLIPSIS.match(bare) or _POINTS_BACK.match(bare):
        return f"{state.topic},{bare}"
    return question


def measures_named(answer: str, documents: Sequence[Document]) -> list[tuple[Document, Measure]]:
    """The measures that an answer names by number and heading, in the order it names them."""
    found = [
        (position, document, measure)
        for document in documents
        for measure in document.measures
        if measure.title and (position := answer.find(_name(measure))) >= 0
    ]
    return [(document, measure) for _, document, measure in sorted(found, key=lambda f: f[0])]


def _pointed_measure(question: str, state: Conversation) -> Measure | None:
    """The measure that 「上面第三条」「下一条」 points at."""
    if found := _LISTED.search(question):
        index = (parse_numeral(found["a"] or found["b"]) or 0) - 1
        if 0 <= index < len(state.measures):
            return state.measures[index][1]
        return None
    if (found := _NEXT.match(question)) and state.measures:
        document, measure = state.measures[0]
        step = 1 if found["way"] in "下后" else -1
        order = list(document.measures)
        index = order.index(measure) + step
        return order[index] if 0 <= index < len(order) else None
    return None


def own_topic(question: str) -> str:
    """What a question is about by its own words; "" where it only asks how much, where, who."""
    return residue(_GENERIC.sub("", question))


def _topic(question: str) -> str:
    """The question without its asking words: 「育儿补贴怎么发?」 → 「育儿补贴」."""
    short = _TAIL.sub("", question.rstrip("?。!")).strip(",:")
    return short if len(short) >= 2 else question


def _name(measure: Measure) -> str:
    return f"{measure.marker or f'({to_numeral(measure.number or 0)})'}{measure.title}"
