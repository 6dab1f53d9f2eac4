"""The measure of a document that words are about: 「住房那条」「关于托育的」."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from corpus.model import Document, Measure, Sentence
from index.lexical import tokenize

_HEADING_WEIGHT = 1.0
_COVERED = 0.5
"""So much of what a question says, by rarity, a place must say too."""
_UNHEARD = 0.5
"""As how many places have it counts a pair that none has."""
_ASKING = frozenset(
    "文件 政策 措施 规定 条款 条文 内容 地方 全文 提到 提及 讲到 说到 写到 出现 涉及 有关 相关 关于 包括 要求 哪些 哪里 哪几 什么 "
    "这个 这份 两个 有没有 具体 方面 里面 没有 检索 进行 工作 责任 单位 部门 负责 参与 参加 牵头 任务 承担 职责 名单 分工 落实 "
    "我们 一条 两条 标题 名称 一项 属于 义务 好处 享受 遵守 注意 关注 推进 实施 那块 系统 一大 位置 是否 不管 啥子 关系 几条 共同 分别 是不是 管 归 找 第几 部分 一下 建立".split()
)
"""Words of questions about a document that are not their topic."""
_FUNCTION_CHARACTERS = frozenset(
    "的了和与及在是有说讲写提哪几条项些个这那谁归管由对把给我你他她它里中上下第么啥吗呢吧啊呀嘛都还也就要会能不没一二三四五六七八九十块去来类排发"
)
_POINTING = frozenset("这那哪几第谁啥某各每")
"""Words that begin so point or ask: 那条, 第几条, 哪个."""
_COUNTED: dict[str, tuple[Document, Sequence[_Pairs]]] = {}
Place = Measure | Sentence
"""Where words stand: a measure, or a sentence outside all measures."""


def topic_words(text: str) -> list[str]:
    """The words of a question that can be its topic; single characters side by side are one word."""
    words, run = [], ""
    for token in (*tokenize(text), "\n"):
        if len(token) == 1 and token.isalnum() and token not in _FUNCTION_CHARACTERS:
            run += token
            continue
        words += [run] if len(run) > 1 else []
        run = ""
        if (
            len(token) > 1
            and token.isalpha()
            and token[0] not in _POINTING
            and token not in _ASKING
        ):
            words.append(token)
    return words


def place_of(document: Document, text: str) -> Place | None:
    """The measure that a question is about, or the sentence outside all measures; None where neither
    shares enough with it. Words of the document's title say nothing.

    Pairs of characters count by how few places have them, more in a heading.
    """
    titled = [m for m in document.measures if len(m.title) > 3 and m.title in text]
    if titled:
        return titled[0]
    places = _places(document)
    own = document.metadata.title
    asked = {pair for word in topic_words(text) if word not in own for pair in _pairs(word)}
    spread = Counter(pair for each in places for pair in each.heading | each.body.keys())
    rarity = {pair: math.log1p(len(places) / (spread[pair] or _UNHEARD)) for pair in asked}
    covering = [
        (_score(rarity, each), each.place)
        for each in places
        if _covered(rarity, each) >= _COVERED * sum(rarity.values()) > 0
    ]
    return max(covering, key=lambda each: each[0], default=(0.0, None))[1]


@dataclass(frozen=True)
class _Pairs:
    """A place and the pairs of characters in its heading and its body."""

    place: Place
    heading: frozenset[str]
    body: Counter[str]


def _covered(rarity: Mapping[str, float], place: _Pairs) -> float:
    """How much of what is asked a place says."""
    return sum(r for pair, r in rarity.items() if pair in place.heading or pair in place.body)


def _score(rarity: Mapping[str, float], place: _Pairs) -> float:
    return sum(
        r * (_HEADING_WEIGHT * (pair in place.heading) + math.log1p(place.body[pair]))
        for pair, r in rarity.items()
    )


def _places(document: Document) -> Sequence[_Pairs]:
    """The places of a document with their pairs, counted once."""
    kept, counted = _COUNTED.get(document.id, (None, ()))
    if kept is not document:
        outside = (*document.preamble, *document.closing)
        counted = (
            *(
                _Pairs(m, frozenset(_pairs(m.title)), Counter(_pairs(_body(m))))
                for m in document.measures
            ),
            *(_Pairs(s, frozenset(), Counter(_pairs(s.text))) for s in outside if s.citable),
        )
        _COUNTED[document.id] = (document, counted)
    return counted


def _body(measure: Measure) -> str:
    return "".join(sentence.text for sentence in measure.sentences)


def _pairs(text: str) -> list[str]:
    return [text[at : at + 2] for at in range(len(text) - 1) if text[at : at + 2].isalnum()]
