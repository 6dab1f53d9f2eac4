"""Cutting a message into the questions that it asks, and a question into the topics that it joins."""

from __future__ import annotations

import re

from assistant.topic_words import own_topic

_MOST_PARTS = 4
_MOST_TOPICS = 8
_SENTENCE = re.compile(r"[^?。!;\n]+[?。!;\n]*")
_JOINT = re.compile(
    r"[,,]?(?:还有(?!没|人[^口才])|另外|顺便(?:问(?:一下|下)?)?|再(?:问|就是)(?:一下|下)?|以及(?:问一下)?|同时想问)[,,]?"
)
_ASKS = re.compile(
    r"\?|吗|呢|么|什么|啥|怎么|如何|咋|多少|几|哪|谁|是否|是不是|能不能|有没有|会不会|可不可以|要不要|管不管|行不行|好不好|"
    r"不能|[^,。]不$|没$|不咯?$|有冇|何"
)
_TOPIC_JOINTS = re.compile(
    r"[^\w《》“”·%.]+|(?<=[\u4e00-\u9fff])(?:以及|还有|和|与|及|跟)(?=[\u4e00-\u9fff])|另外|顺便|同时"
)


def parts(message: str) -> list[str]:
    """The questions of a message, in order, at most four; statements go with the question after them.

    A question without a topic of its own (「多少钱?」) stays with the one before it.
    """
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


def asks(piece: str) -> bool:
    """Whether a piece of a message asks something, rather than states it."""
    return bool(_ASKS.search(piece))


def topics(question: str) -> list[str]:
    """The pieces of a question that have a topic of their own, at most eight; empty where it has one."""
    pieces = [piece for piece in _TOPIC_JOINTS.split(question) if piece]
    found = [piece for piece in pieces if len(piece) >= 2 and own_topic(piece)]
    return found[:_MOST_TOPICS] if len(found) >= 2 else []
