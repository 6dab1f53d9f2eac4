"""From a follow-up to a question that stands alone, without a model.

The conversation is read from its history alone: which measures the earlier answers named, in which
order, and in what words the user asked for them. What was understood shows as `standalone_question`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from assistant.answer import Turn
from assistant.context import Context
from assistant.conversation import inheritance
from assistant.conversation.pointers import Pointer, Which, pick, points_at
from assistant.jurisdiction.documents import compares_with_nation, without_comparison
from assistant.jurisdiction.places import find_places
from assistant.language.cleaning import clean
from assistant.language.question_parts import parts, topics
from assistant.language.topic_words import own_topic
from assistant.structure.query import Ask, asks_for_units, understand, units_named
from corpus.model import Document, Measure
from corpus.numerals import to_numeral
from index.lexical import content_words

_TURNS = 8
_OF_THE_DOCUMENT = (Ask.ISSUED, Ask.NUMBER, Ask.TITLE, Ask.ADDRESSEES, Ask.COUNT)
_SHORTEST_TOPIC = 4
_LEAD = re.compile(
    r"^(?:(?:谢谢|多谢|明白|知道|了解)(?:[你您]|了|啦|哈|呀)*[,。!、\s]+|那么|那(?!个|条|些|边|里)|还有|另外|再问(?:一下|下)?|问(?:一下|下|个)|再说|请问|对了|好的?|嗯|哦|行|换个问题|那个|就是(?:嘛|说|那个)?(?=[,。、\s])|然后|顺便(?:问(?:一下|下)?)?|我想问|[,。!?、\s])+"
)
_CORRECTION = re.compile(
    r"^(?:不好意思|抱歉|对不起|不对|不是|错了|说错了|打错了|[,。!?、\s])*我(?:刚才|其实|是)?(?:想)?(?:问|说|指)的(?:不是[^,。是]{1,10}[,。]?)?(?:而)?是"
)
_ELLIPSIS = re.compile(r"^.{1,14}呢[?。!]*$")
_POINTS_BACK = re.compile(
    r"这(?:个|条|项|些|种|一条|一项|件|份|块|笔|里)?(?:政策|措施|规定|事|补贴|钱)?|那(?:个|条|项|一条)(?:政策|措施|规定|事)?|它们?|该(?:政策|措施|条|项)|上面|刚才的?|前面|回到|此(?:项|条)|不说[^,。]{1,8}了"
)
_RETURNS = re.compile(r"回到|(?:刚才|刚刚|前面|之前|最开始|一开始)(?:说|问|讲|聊)?(?:过|到)?的")
_MEASURE_NUMBER = re.compile(
    r"第[一二三四五六七八九十\d]+条|[(\uff08][一二三四五六七八九十]+[)\uff09]"
)
_OF_SUCH = re.compile(r"^(.{1,10}?)(?:的(?:呢|那(?:个|种)|[?。])*|呢[?。]*)$")
"""「生孩子的」, 「残疾人呢」: whose, of what the question before asked."""
_WISH = re.compile(r"^(?:的|我|想问?|要|请问|问)+")
_ASKS_MORE = re.compile(
    r"^(?:请|麻烦|能|可以|能不能)*(?:再)?(?:说|讲)?(?:得)?(?:具体|详细|展开|仔细|细致)(?:点|一点|一些|些)?(?:说|讲|介绍|解释)?(?:说|讲|一下|下|明)*(?:吗|[?。])*$"
)
"""「请具体一点」: the whole of what was quoted."""
_PERSON = re.compile(r"老年人|老人|残疾人|大人|成年人|学生|大学生|军人|退伍军人|农民")
_REPEATS = re.compile(
    r"^(?:我|还是|有点|完全|实在|啊|哦|这个?|话|说的?|是|太|[,。!?、\s])*(?:没(?:太)?(?:听|看|弄|搞)?(?:懂|明白|清楚)|(?:听|看)不(?:太)?(?:懂|明白|清楚)|不(?:太)?(?:懂|明白|清楚)|"
    r"(?:再|重新?|从头)(?:说|讲|来|回答)(?:一)?(?:遍|次|下|一下)|简单(?:一?点|些)?(?:地)?(?:说|讲|回答)?|(?:说|讲)(?:得)?(?:简单|通俗|明白|直白|人话|清楚)(?:一?点|些)?|通俗(?:一?点|些)?|"
    r"真的(?:吗|假的|么)?|确定(?:吗|么|不)?|(?:是)?(?:不是)?真的(?:吗)?|靠谱(?:吗|么|不)?|你确定(?:吗)?|太复杂了?|绕)"
    r"(?:了|吗|呢|啊|呀|吧|[,。!?、\s]|(?:你|请|麻烦)?(?:能|可以|能不能)?(?:再|简单|通俗|直白)?(?:一?点|些)?(?:地)?(?:说|讲|解释)?(?:一)?(?:遍|下)?)*$"
)
"""「没听懂,简单点说」「真的假的」: the same question again."""
_ASKS_NUMBER = re.compile(
    r"^(?:这|那|它|刚才)?(?:个|条|说的|讲的)?(?:内容|规定)?(?:是|在|属于|出自)?(?:文件|政策)?(?:里|中|的)*(?:第几|哪一?)(?:条|项)(?:措施)?(?:里|说|写|规定)?的?(?:呢|啊|[?。])*$"
)
"""「这是第几条」: of the measure that answered."""
_BOTH = re.compile(
    r"(?:这|那|它们|他们)?(?:两|俩)(?:个|条|项|样|者|件事?)(?!月|孩|娃|宝|小|老)|分别"
)
_ENUMERATION = re.compile(r"、")
_TAIL = re.compile(
    r"(?:是|有|能|可以|可不可以|能不能|会不会|要不要)?(?:怎么(?:办|弄|样|回事)?|如何|咋(?:办|弄|整)?|什么时候|多少钱?|几天|几岁|哪些?|哪里|什么|啥|有没有|有吗|吗|呢|么|不|没|没有|\?|。|!)+$"
)
_ASKS_WHO = re.compile(r"谁|哪(?:个|些|家)?(?:部门|单位|厅|局)?")
_ASKS_DUTIES = re.compile(
    r"(?:负责|管|参与|牵头|承担|涉及|做|干)(?:的)?(?:是)?(?:哪(?!个|一)|什么|啥|几)"
)
_ASKS_DOER = re.compile(r"由谁|谁(?:来|抓|做|去)")
_UNIT_ENDING = re.compile(r"(?:部门|厅|局|委|办|部|会|院|行|台|队|所|联|协|政府|团委|团省委)$")


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
    listed: list[tuple[Document, Measure]] = field(default_factory=list)
    """The last of those answers that named several."""
    asked: list[str] = field(default_factory=list)
    """The questions, or the topics enumerated, of the last message that asked several."""
    refused: str = ""
    """The last question, where nothing answered it and nothing had answered one before."""
    earlier: list[tuple[str, list[tuple[Document, Measure]]]] = field(default_factory=list)
    """The topics before this one with their measures, the latest last."""


@dataclass(frozen=True)
class Reading:
    """How a question is read after the turns before it.

    `standalone` is searched first; where it is not covered, `fallback` (the question with the
    earlier topic in front), "" where there is none. `generic`: the question has no topic of its own.
    `elliptic`: it is a mere 「……呢?」. `points_back`: it says 「这个」, 「它」. `elsewhere`: its own words
    are answered by a measure that the conversation was not about. `borrowed`: `standalone` has the
    earlier topic in front of words of its own.
    """

    standalone: str
    fallback: str = ""
    generic: bool = False
    elliptic: bool = False
    points_back: bool = False
    elsewhere: bool = False
    borrowed: bool = False


def resolve(context: Context) -> None:
    """Fill `context.standalone`, `context.fallback` and `context.subject` from the history."""
    state = read(context.history, list(context.library))
    reading = understand_follow_up(context.text, state)
    if (reading.fallback or reading.generic) and _is_of_structure(context):
        reading = Reading(context.text)
    elif reading.fallback:
        reading = _with_choice(reading, state, context)
    context.standalone = reading.standalone
    context.fallback = reading.fallback
    context.generic = reading.generic
    context.elsewhere = reading.elsewhere
    context.borrowed = reading.borrowed
    context.topic = state.topic
    context.subject = state.measures


def _is_of_structure(context: Context) -> bool:
    """Whether the words alone ask for a fact of the document (「几号发的」), which no topic changes."""
    query = understand(_bare(context.text), list(context.library))
    return query is not None and query.ask in _OF_THE_DOCUMENT


def read(history: Sequence[Turn], documents: Sequence[Document]) -> Conversation:
    """What the history leaves behind."""
    state = Conversation()
    for turn in history[-_TURNS:]:
        text = clean(turn.question)
        reading = understand_follow_up(text, state)
        named = measures_named(turn.answer, documents)
        if state.measures and (reading.generic or find_places(text).outside):
            state.question = reading.standalone
        elif reading.fallback and state.measures:
            _follow(state, reading, _topic(_bare(text)), named)
        elif named or find_places(text).outside:
            topic = _topic(parts(reading.standalone)[-1])
            earlier = [*state.earlier, (state.topic, state.measures)]
            state = replace(state, topic=topic, question=reading.standalone, earlier=earlier)
            state.detail = ""
        state.refused = "" if state.measures or named else reading.fallback or text
        _remember(state, named, _asked_for(text))
    return state


def _asked_for(text: str) -> list[str]:
    """The questions of a message, or what a single one enumerates (「育儿补贴、托育、公积金」)."""
    questions = parts(text)
    return topics(text) if len(questions) == 1 and _ENUMERATION.search(text) else questions


def _remember(state: Conversation, named: list[tuple[Document, Measure]], asked: list[str]) -> None:
    """What a turn named and asked, for those that point at it later."""
    state.measures = named or state.measures
    state.listed = named if len(named) > 1 else state.listed
    state.asked = asked if len(asked) > 1 else state.asked


def understand_follow_up(question: str, state: Conversation) -> Reading:
    """`question` with what it leaves out put back; itself where it stands alone."""
    bare = _bare(question)
    elliptic = bool(_ELLIPSIS.match(bare) or _CORRECTION.match(question))
    moved = _moved_home(bare, state) if elliptic else ""
    if moved:
        return Reading(moved)
    if not state.measures:
        return _after_refusal(question, bare, state)
    if compares_with_nation(bare) and not own_topic(without_comparison(bare)):
        return Reading(f"{state.topic},{bare}")
    if find_places(bare).outside:
        return Reading(_moved_away(bare, state))
    if pointed := _pointed(bare, state):
        return pointed
    if _REPEATS.match(bare) or _REPEATS.match(question):
        return Reading(state.question, generic=True)
    if _ASKS_NUMBER.match(bare):
        return Reading(f"{_name(state.measures[0][1])}是第几条?", generic=True)
    if _ASKS_MORE.match(bare):
        return Reading(f"{_name(state.measures[0][1])}讲什么?", generic=True)
    if elliptic and (other := _with_other_name(bare, state)):
        return Reading(other)
    own = _own_words(bare, state)
    document = state.measures[0][0]
    if not own and units_named(bare, document) and _ASKS_DUTIES.search(bare):
        return Reading(bare)
    of_unit = _measure_of_unit(bare, state)
    if not own and (_asks_who_acts(bare) or of_unit):
        if len(both := _last_two(bare, state)) == 2:
            return Reading(f"{'和'.join(map(_name, both))}分别由哪些部门负责?")
        name = _name(of_unit or state.measures[0][1])
        asked = bare if asks_for_units(bare) else f"{bare.rstrip('?。')},由哪些部门负责?"
        return Reading(f"{name}:{asked}", generic=True)
    if not own:
        return Reading(f"{state.detail or state.topic},{bare}", generic=True)
    points_back = bool(_POINTS_BACK.search(bare))
    topic = _topic_meant(bare, state)
    return Reading(question, f"{topic},{bare}", False, elliptic, points_back)


def _after_refusal(question: str, bare: str, state: Conversation) -> Reading:
    """A question of a conversation in which nothing was answered yet; 「生孩子的」 takes up the one before."""
    if not state.refused:
        return Reading(question)
    more = _OF_SUCH.match(bare)
    if not more and not _POINTS_BACK.search(bare) and own_topic(bare):
        return Reading(bare)
    if not more:
        return Reading(bare, fallback=f"{state.refused.rstrip('?。!')},{bare}")
    before = _WISH.sub("", _PERSON.sub("", state.refused))
    return Reading(bare, fallback=f"{more[1]}的{before}")


def measures_named(answer: str, documents: Sequence[Document]) -> list[tuple[Document, Measure]]:
    """The measures that an answer names by number and heading, in the order it names them."""
    found = [
        (position, document, measure)
        for document in documents
        for measure in document.measures
        if measure.title and (position := answer.find(_name(measure))) >= 0
    ]
    return [(document, measure) for _, document, measure in sorted(found, key=lambda f: f[0])]


def _with_choice(reading: Reading, state: Conversation, context: Context) -> Reading:
    """The reading after a search has told whether the question is about the earlier subject."""
    choice = inheritance.choose(
        context,
        reading.standalone,
        reading.fallback,
        state.measures,
        points_back=reading.points_back,
    )
    if choice is inheritance.Choice.UNRELATED:
        return Reading(reading.standalone)
    if choice is inheritance.Choice.OPEN:
        if not reading.elliptic and not reading.points_back:
            return reading
        return Reading(reading.fallback, generic=reading.points_back, borrowed=True)
    if choice is inheritance.Choice.SUBJECT:
        return Reading(reading.fallback, borrowed=True)
    return replace(reading, elsewhere=choice is inheritance.Choice.ELSEWHERE)


def _follow(
    state: Conversation, reading: Reading, words: str, named: Sequence[tuple[Document, Measure]]
) -> None:
    """Take over a follow-up with words of its own; one answered by another measure moves the topic."""
    by_topic = bool(named) and named[0] in state.measures
    state.question = reading.fallback if by_topic else reading.standalone
    state.detail = words
    if named and not any(each in state.measures for each in named):
        state.earlier = [*state.earlier, (state.topic, state.measures)]
        state.topic = f"{state.topic.split(',')[-1]},{words}" if reading.elliptic else words
        state.detail = ""


def _topic_meant(question: str, state: Conversation) -> str:
    """The topic of the conversation, or the earlier one that 「回到刚才的补贴」 goes back to."""
    if _RETURNS.search(question):
        words = set(content_words(_own_words(question, state)))
        for topic, _ in reversed(state.earlier):
            if words & set(content_words(topic)):
                return topic
    return state.topic


def _bare(question: str) -> str:
    return _LEAD.sub("", _CORRECTION.sub("", question)) or question


def _asks_who_acts(question: str) -> bool:
    return asks_for_units(question) or bool(_ASKS_DOER.search(question))


def _measure_of_unit(question: str, state: Conversation) -> Measure | None:
    """Of the measures last named the first for which a unit that the question names is responsible."""
    names = {name for name, _ in units_named(question, state.measures[0][0])}
    return next((m for _, m in state.measures if any(u.name in names for u in m.units)), None)


def _last_two(question: str, state: Conversation) -> list[Measure]:
    """The two measures that 「这两个分别归谁」 means: the last two that answered, the earlier first."""
    if not _BOTH.search(question):
        return []
    answered = [measures[0][1] for _, measures in state.earlier if measures]
    return list(dict.fromkeys([*answered, state.measures[0][1]]))[-2:]


def _own_words(question: str, state: Conversation) -> str:
    """What a question is about by its own words, its pointers and units left out."""
    text = _POINTS_BACK.sub("", _BOTH.sub("", question))
    short_names_count = not _ASKS_WHO.search(text) and not _ELLIPSIS.match(text)
    for _, alias in units_named(text, state.measures[0][0]):
        if _UNIT_ENDING.search(alias) or short_names_count:
            text = text.replace(alias, "")
    return own_topic(_without_places(text))


def _moved_home(question: str, state: Conversation) -> str:
    """「那我们江西呢?」 after a question on another place: the same question about home."""
    here, there = find_places(question), find_places(state.question)
    if not here.home or not there.outside or own_topic(question.replace(here.home[0], "")):
        return ""
    moved = state.question
    for place in there.other:
        moved = moved.replace(place, here.home[0])
    return moved


def _moved_away(question: str, state: Conversation) -> str:
    """「那北京呢?」: the earlier topic, asked of the other place."""
    if own_topic(_without_places(question)):
        return question
    place = find_places(question).other[0]
    return f"{place}:{_without_places(state.topic)}?"


def _without_places(text: str) -> str:
    places = find_places(text)
    for place in (*places.home, *places.other):
        text = text.replace(place, "")
    return text


def _with_other_name(question: str, state: Conversation) -> str:
    """「那第六条呢?」, 「那省总工会呢?」: the last question with another number or unit in its place."""
    number, previous = _MEASURE_NUMBER.search(question), _MEASURE_NUMBER.search(state.question)
    if number and previous:
        return state.question.replace(previous[0], number[0])
    document = state.measures[0][0]
    unit, asked = units_named(question, document), units_named(state.question, document)
    if unit and asked and not previous and not _own_words(question, state):
        return state.question.replace(asked[0][1], unit[0][1])
    return ""


def _pointed(question: str, state: Conversation) -> Reading | None:
    """The reading of a question that points at one of several: 「上面第三条」「下一条」「后一个谁负责?」."""
    pointer = points_at(question)
    if pointer is None:
        return None
    if state.asked and not pointer.names_measure:
        index = pick(pointer, len(state.asked))
        if index is not None:
            return Reading(f"{_topic(state.asked[index])},{pointer.rest}")
    measure = _pointed_measure(pointer, state)
    if measure is None:
        return None
    goes_on = _MEASURE_NUMBER.search(state.question) and asks_for_units(state.question)
    if asks_for_units(question) or (goes_on and not pointer.rest.strip("呢?。")):
        return Reading(f"{_name(measure)}由哪些部门负责?")
    if own_topic(pointer.rest):
        return Reading(f"{measure.title}:{pointer.rest}")
    return Reading(f"{_name(measure)}讲什么?")


def _pointed_measure(pointer: Pointer, state: Conversation) -> Measure | None:
    """The measure pointed at: one of those listed last, or a neighbour of the one named last."""
    document, measure = state.measures[0]
    listed = state.measures if len(state.measures) > 1 else state.listed
    index = pick(pointer, len(listed)) if listed or pointer.which is Which.NTH else None
    if index is not None:
        return listed[index][1]
    order = list(document.measures)
    if pointer.which is Which.NTH:
        return None
    if pointer.which is Which.FINAL:
        return order[-1]
    step = 1 if pointer.which in (Which.NEXT, Which.LAST) else -1
    index = order.index(measure) + step
    return order[index] if 0 <= index < len(order) else None


def _topic(question: str) -> str:
    """The question without its asking words: 「育儿补贴怎么发?」 → 「育儿补贴」."""
    short = _TAIL.sub("", question.rstrip("?。!")).strip(",:")
    return short if len(short) >= _SHORTEST_TOPIC else question.rstrip("?。!")


def _name(measure: Measure) -> str:
    return f"{measure.marker or f'({to_numeral(measure.number or 0)})'}{measure.title}"
