"""Cutting a message into the questions that it asks, and a question into the topics that it joins."""

from __future__ import annotations

import re

from assistant.language.topic_words import own_topic

_MOST_PARTS = 4
_MOST_TOPICS = 8
_LEAST_TOPIC = 2
"""So many characters of its own a clause must have to be a question by itself."""
_SENTENCE = re.compile(r"[^?。!;\n]+[?。!;\n]*")
_JOINT = re.compile(
    r"[,,]?(?:还有(?!没|人[^口才])|另外|顺便(?:问(?:一下|下)?)?|再(?:问|就是)(?:一下|下)?|以及(?:问一下)?|同时想问)[,,]?"
)
_ASKS = re.compile(
    r"\?|吗|呢|么|什么|啥|怎么|如何|咋|多[少久长大高]|几|哪|谁|是否|是不是|能不能|有没有|会不会|可不可以|要不要|管不管|行不行|好不好|"
    r"不能|[^,。]不$|没$|不咯?$|有冇|何"
)
_CLAUSE_JOINT = re.compile(
    r"[,,]|(?P<ending>多少[钱元岁天年月人个次]?|多[久长大高]|几[个天岁年次]月?|什么|哪[里儿些]|[吗呢]|"
    r"(?:怎么|如何|有没有|能不能|谁)[^,,]{0,4}?)(?:以及|和|与|及|跟)"
)
_INDEFINITE = re.compile(r"[啥么][也都]|没有?(?:什么|啥)|好几|几[十百千万]|\?")
"""Question words that ask nothing, and what says no more than that the whole message asks."""
_LEANS = re.compile(
    r"[能可要会是有在由怎如什哪谁归需应该得不没都也还就再给把被从到按超违和跟与那这它他她其另为算拿扣补领抵冻说每最总一\d]"
    r"|多[少久长大高]|[前后]者|合计|平时|政府|政策|国家|公家|公司|单位"
)
"""How a clause begins that leans on the one before it: a verb, a pronoun, a question word, who acts."""
_CORRECTS = re.compile(r"(?:哦|噢|啊|不好意思|抱歉|不对|不是|我?(?:说|搞|记|打|写)?错了?|更正)+")
_TOPIC_JOINTS = re.compile(
    r"[^\w《》“”·%.]+|(?<=[\u4e00-\u9fff])(?:以及|还有|和|与|及|跟)(?=[\u4e00-\u9fff])|另外|顺便|同时"
)


def parts(message: str, *, by_clause: bool = False) -> list[str]:
    """The questions of a message, in order, at most four; statements go with the question after them.

    A question without a topic of its own (「多少钱?」) stays with the one before it. `by_clause`: a
    sentence is cut, too, where each of its clauses asks for itself (「托小班几人,彩礼怎么治理」).
    """
    questions = _questions(message)
    if by_clause:
        apart = [clause for question in questions for clause in _clauses(question)]
        questions = apart if len(apart) <= _MOST_PARTS else questions
    return questions


def _questions(message: str) -> list[str]:
    pieces = [
        piece.strip(" ,")
        for sentence in _SENTENCE.findall(message)
        for piece in _JOINT.split(sentence)
        if re.search(r"\w", piece)
    ]
    questions: list[str] = []
    waiting = ""
    for piece in pieces:
        if questions and not own_topic(piece) and not waiting:
            questions[-1] = f"{questions[-1].rstrip('?。!;')},{piece}"
        elif asks(piece):
            questions.append(waiting + piece)
            waiting = ""
        else:
            waiting += piece if piece[-1] in "?。!;,," else piece + ","
    if waiting and questions:
        questions[-1] = f"{questions[-1]} {waiting.rstrip(',')}"
    if not questions or len(questions) > _MOST_PARTS:
        return [message]
    return questions


def _clauses(question: str) -> list[str]:
    """The question cut where both sides ask, each about a topic of its own."""
    clauses = []
    begin = 0
    for joint in _CLAUSE_JOINT.finditer(question):
        before = question[begin : joint.start()] + (joint["ending"] or "")
        after = question[joint.end() :]
        if _stands_alone(before) and _stands_alone(after) and not _LEANS.match(after):
            clauses.append(before)
            begin = joint.end()
    return [*clauses, question[begin:]]


def _stands_alone(piece: str) -> bool:
    """Whether a clause asks about a topic of its own."""
    return asks(_INDEFINITE.sub("", piece)) and len(own_topic(piece)) >= _LEAST_TOPIC


def asks(piece: str) -> bool:
    """Whether a piece of a message asks something, rather than states it."""
    return bool(_ASKS.search(piece))


def topics(question: str) -> list[str]:
    """The pieces of a question that have a topic of their own, at most eight; empty where it has one."""
    pieces = [piece for piece in _TOPIC_JOINTS.split(question) if piece]
    found = [p for p in pieces if len(p) >= 2 and not _CORRECTS.fullmatch(p) and own_topic(p)]
    return found[:_MOST_TOPICS] if len(found) >= 2 else []
