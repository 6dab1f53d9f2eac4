"""Where the sentences of several documents on one matter differ: figures, days, how binding they are.

Only what stands in the sentences is said, each beside its marker; which of them counts is left to the
reader. Sentences that share too few words are of different matters and are not compared.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import combinations

from assistant.context import Kind, Quote, Statement
from assistant.phrases import phrase
from corpus.numerals import parse_numeral
from corpus.regions import Region
from corpus.validity import region
from index.lexical import content_words

_FIGURE = re.compile(
    r"(?P<number>\d[\d,]*(?:\.\d+)?|[〇零一二两三四五六七八九十百千万]+)\s*"
    r"(?P<unit>周岁|岁|万元|元|%|个百分点|个工作日|个月|小时|天|日|年|倍|人|名|平方米|次|米|公里|倍以[上下])"
)
_DATE = re.compile(r"\d{4}年(?:\d{1,2}月(?:\d{1,2}日)?)?(?:底|前|起)?|\d{1,2}月\d{1,2}日(?:前|起)?")
_ASKS_WHEN = re.compile(
    r"什么时[候间]|何时|哪[一]?[天年日]|几[号月]|几时|截止|期限|最晚|最迟|到期|开始"
)
_ALIKE = {"岁": "周岁", "日": "天", "名": "人"}
"""Units that say the same."""
_DAY = "日期"
_COMPARES = re.compile(r"不同|不一样|一样|区别|差别|差异|对比|比较|相比|哪个(?:更|高|多)")
_BINDING = re.compile(r"应当|必须|不得|严禁|禁止")
_ENCOURAGING = re.compile(r"鼓励|倡导|提倡|支持|引导")
_ANYWHERE = frozenset(
    "以下 以上 以内 应当 可以 鼓励 支持 规定 部门 有关 相关 进行 国家 单位 按照".split()
)
_LEAST_SHARED = 2
"""So many content words two sentences on one matter share."""


def differences(question: str, statements: Sequence[Statement]) -> list[Statement]:
    """What is to be said of the documents' first quoted sentences; empty where they do not differ."""
    first: dict[str, Quote] = {}
    for statement in statements:
        if statement.kind in (Kind.QUOTE, Kind.MODEL):
            for quote in statement.quotes:
                first.setdefault(quote.document.id, quote)
    quotes = [*first.values()]
    pairs = [
        (one, two)
        for one, two in combinations(range(len(quotes)), 2)
        if _COMPARES.search(question) or _reach_one_place(quotes[one], quotes[two])
    ]
    texts = [quote.text for quote in quotes]
    in_figures = _figures_differ(texts, pairs, bool(_ASKS_WHEN.search(question)))
    return [
        *_said("documents_differ", "写的是{}", quotes, in_figures),
        *_said("force_differs", "写的是「{}」", quotes, _force_differs(texts, pairs)),
    ]


def _reach_one_place(one: Quote, two: Quote) -> bool:
    """Whether both documents count for the residents of one place (a city's and its province's)."""
    places = region(one.document), region(two.document)
    return places[0] is None or places[1] is None or _nested(places[0], places[1])


def _nested(one: Region, two: Region) -> bool:
    return one.holds(two) or two.holds(one)


def _said(
    key: str, form: str, quotes: Sequence[Quote], words: Mapping[int, Sequence[str]]
) -> list[Statement]:
    """One statement of what the quotes at these places say."""
    if len(words) < 2:
        return []
    parts = [
        f"《{quotes[index].document.metadata.title}》{form.format('、'.join(said))}[[{place}]]"
        for place, (index, said) in enumerate(words.items())
    ]
    text = phrase(key, parts=";".join(parts))
    return [Statement(Kind.STRUCTURE, text, tuple(quotes[index] for index in words))]


def _figures_differ(
    texts: Sequence[str], pairs: Sequence[tuple[int, int]], with_dates: bool
) -> dict[int, list[str]]:
    """The figures of one kind that two texts give differently, by the place of each text."""
    figures = [figures_of(text) for text in texts]
    if with_dates:
        for text, found in zip(texts, figures, strict=True):
            if dates := _DATE.findall(text):
                found[_DAY] = {day: day for day in dates}
    said: dict[int, list[str]] = {}
    for unit in dict.fromkeys(unit for found in figures for unit in found):
        differ = {
            index
            for pair in pairs
            if all(unit in figures[index] for index in pair)
            and set(figures[pair[0]][unit]) != set(figures[pair[1]][unit])
            and _on_one_matter(texts[pair[0]], texts[pair[1]])
            for index in pair
        }
        for index in sorted(differ):
            said.setdefault(index, []).extend(figures[index][unit].values())
    return dict(sorted(said.items()))


def _force_differs(texts: Sequence[str], pairs: Sequence[tuple[int, int]]) -> dict[int, list[str]]:
    """The words by which one text binds and another only encourages, in clauses on one matter."""
    said: dict[int, list[str]] = {}
    for pair in pairs:
        for one, two in (pair, pair[::-1]):
            binding = _clause(texts[one], _BINDING, _ENCOURAGING)
            encouraging = _clause(texts[two], _ENCOURAGING, _BINDING)
            if binding and encouraging and _on_one_matter(binding[1], encouraging[1]):
                said[one], said[two] = [binding[0]], [encouraging[0]]
    return dict(sorted(said.items()))


def _clause(text: str, own: re.Pattern[str], other: re.Pattern[str]) -> tuple[str, str] | None:
    """The word and the clause in which the text is of its `own` force; None where it is of both or none."""
    if other.search(text):
        return None
    for clause in re.split(r"[,;,;。]", text):
        if word := own.search(clause):
            return word[0], clause
    return None


def _on_one_matter(one: str, two: str) -> bool:
    return len(_matter(one) & _matter(two)) >= _LEAST_SHARED


def _matter(text: str) -> set[str]:
    """The words that tell what a sentence is about: no figures, no words of any regulation."""
    words = content_words(_FIGURE.sub("", _DATE.sub("", text)))
    return {word for word in words if len(word) > 1} - _ANYWHERE


def figures_of(text: str) -> dict[str, dict[float | str, str]]:
    """The figures of a text by their unit, dates left out: value to words, in the order of the text."""
    found: dict[str, dict[float | str, str]] = {}
    for match in _FIGURE.finditer(_DATE.sub("", text)):
        number, unit = match["number"].replace(",", ""), match["unit"]
        value = float(number) if number[0].isdigit() else parse_numeral(number)
        if value is not None:
            found.setdefault(_ALIKE.get(unit, unit), {}).setdefault(float(value), match[0])
    return found
