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
from assistant.places import find_places
from assistant.question_parts import parts
from assistant.structure_query import asks_for_units, units_named
from assistant.topic_words import own_topic
from corpus.model import Document, Measure
from corpus.numerals import parse_numeral, to_numeral

_TURNS = 8
_LEAD = re.compile(
    r"^(?:那么|那(?!个|条|些|边|里)|还有|另外|再问(?:一下|下)?|再说|请问|对了|好的?|嗯|哦|行|换个问题|那个|然后|顺便(?:问(?:一下|下)?)?|我想问|[,。!?、\s])+"
)
_ELLIPSIS = re.compile(r"^.{1,14}呢[?。!]*$")
_POINTS_BACK = re.compile(
    r"这(?:个|条|项|些|种|一条|一项|件|份)?(?:政策|措施|规定|事|补贴|钱)?|那(?:个|条|项|一条)(?:政策|措施|规定|事)?|它们?|该(?:政策|措施|条|项)|上面|刚才的?|前面|回到|此(?:项|条)|不说[^,。]{1,8}了"
)
_LISTED = re.compile(
    r"(?:上面|刚才|前面|其中|列(?:出)?的|你说的|里面)[^,。]{0,6}?第(?P<a>[一二三四五六七八九十\d]+)(?:条|个|项)"
    r"|^第(?P<b>[一二三四五六七八九十\d]+)(?:个|项|条)?(?:具体|展开|详细|再)(?:说|讲|介绍|看)"
)
_NEXT = re.compile(r"^(?:再)?(?P<way>下|后|上|前)(?:面)?一?(?:条|个|项)")
_LAST_OF_TWO = re.compile(r"(?:后面|后一个|后者|第二个|另一个)(?:那个|那条|那项)?")
_MEASURE_NUMBER = re.compile(
    r"第[一二三四五六七八九十\d]+条|[(\uff08][一二三四五六七八九十]+[)\uff09]"
)
_TAIL = re.compile(
    r"(?:是|有|能|可以|可不可以|能不能|会不会|要不要)?(?:怎么|如何|咋|什么时候|多少钱?|几天|几岁|哪些?|哪里|什么|啥|有没有|有吗|吗|呢|么|不|没|没有|\?|。|!)+$"
)


@dataclass
class Conversation:
    """What the earlier turns leave behind for the next one."""

    topic: str = ""
    """The last question that stood alone, without its asking words."""
    detail: str = ""
    """What the last follow-up narrowed it to (「那陪产假呢?」 → 陪产假); "" after a new question."""
    question: str = ""
    """The last question, standing alone."""
    measures: list[tuple[Document, Measure]] = field(default_factory=list)
    """The measures that the last covered answer named, in its order."""


@dataclass(frozen=True)
class Reading:
    """How a question is read after the turns before it.

    `standalone` is searched first; where it is not covered, `fallback` (the question with the
    earlier topic in front), "" where there is none. `generic`: the question has no topic of its own.
    """

    standalone: str
    fallback: str = ""
    generic: bool = False


def resolve(context: Context) -> None:
    """Fill `context.standalone`, `context.fallback` and `context.subject` from the history."""
    state = read(context.history, list(context.library))
    reading = understand_follow_up(context.text, state)
    context.standalone = reading.standalone
    context.fallback = reading.fallback
    context.generic = reading.generic
    context.topic = state.topic
    context.subject = state.measures


def read(history: Sequence[Turn], documents: Sequence[Document]) -> Conversation:
    """What the history leaves behind."""
    state = Conversation()
    for turn in history[-_TURNS:]:
        text = clean(turn.question)
        reading = understand_follow_up(text, state)
        named = measures_named(turn.answer, documents)
        bare = _LEAD.sub("", text)
        if reading.generic and state.measures:
            state.question = reading.standalone
        elif reading.fallback and state.measures:
            state.detail, state.question = _topic(bare), reading.standalone
        elif named or find_places(text).outside:
            topic = _topic(parts(reading.standalone)[-1])
            state = Conversation(topic, "", reading.standalone, state.measures)
        state.measures = named or state.measures
    return state


def understand_follow_up(question: str, state: Conversation) -> Reading:
    """`question` with what it leaves out put back; itself where it stands alone."""
    bare = _LEAD.sub("", question) or question
    elliptic = bool(_ELLIPSIS.match(bare))
    moved = _moved_home(bare, state) if elliptic else ""
    if moved:
        return Reading(moved)
    if not state.measures:
        return Reading(question)
    about_units = asks_for_units(bare)
    pointed = _pointed_measure(bare, state)
    if pointed is not None:
        about_units = about_units or asks_for_units(state.question)
        return Reading(f"{_name(pointed)}{'由哪些部门负责' if about_units else '讲什么'}?")
    number = _MEASURE_NUMBER.search(bare)
    previous = _MEASURE_NUMBER.search(state.question)
    if number and previous and elliptic:
        return Reading(state.question.replace(previous[0], number[0]))
    own = _own_words(bare, state)
    if not own and (about_units or units_named(bare, state.measures[0][0])):
        last = _LAST_OF_TWO.search(bare)
        return Reading(f"{_name(state.measures[-1 if last else 0][1])}:{bare}", generic=True)
    if not own:
        return Reading(f"{state.detail or state.topic},{bare}", generic=True)
    return Reading(question, f"{state.topic},{bare}")


def _own_words(question: str, state: Conversation) -> str:
    """What a question is about by its own words, its pointers and units left out."""
    text = _LAST_OF_TWO.sub("", _POINTS_BACK.sub("", question))
    for _, alias in units_named(text, state.measures[0][0]):
        text = text.replace(alias, "")
    for place in find_places(text).home:
        text = text.replace(place, "")
    return own_topic(text)


def _moved_home(question: str, state: Conversation) -> str:
    """「那我们江西呢?」 after a question on another place: the same question about home."""
    here, there = find_places(question), find_places(state.question)
    if not here.home or not there.outside or own_topic(question.replace(here.home[0], "")):
        return ""
    moved = state.question
    for place in there.other:
        moved = moved.replace(place, here.home[0])
    return moved


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


def _topic(question: str) -> str:
    """The question without its asking words: 「育儿补贴怎么发?」 → 「育儿补贴」."""
    short = _TAIL.sub("", question.rstrip("?。!")).strip(",:")
    return short if len(short) >= 2 else question


def _name(measure: Measure) -> str:
    return f"{measure.marker or f'({to_numeral(measure.number or 0)})'}{measure.title}"
