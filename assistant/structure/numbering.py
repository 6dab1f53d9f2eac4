"""The numbers by which a text names parts of a document: 第二部分, 第十二条, (七), 倒数第二条, 第九条第二款.

A grammar of numbers: it says which numbers are named, not what is asked of them. Negative numbers count
from the end (最后一条 is -1).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.numerals import NUMERAL, parse_numeral

_N = rf"(?:{NUMERAL}|\d{{1,4}})"
_LAST = r"(?:最后面?|最末|末尾|末)"
_PART = r"(?:个|大)*(?:部分|大?块|大?章|大?板块|大项|大点|大类|篇)"
_UNIT = r"(?:条措施|项措施|个措施|项任务|条|项|款|点)"
_SECTION = re.compile(
    rf"[第弟](?P<n>{_N}){_PART}|(?<![分共有成为各那这哪每一二三四五六七八九十\d])(?!一)(?P<plain>{_N})(?:大块|部分|章)|(?P<last>{_LAST}(?:的|那)?一?{_PART})"
    rf"|^(?P<head>[一二三四五六七八九十]{{1,3}})、|(?P<outer>{NUMERAL})(?=[(（]{_N}[)）])"
)
_SUB = re.compile(rf"第(?P<n>{_N})(?P<unit>[款项])")
_MEASURE = re.compile(
    rf"倒数第(?P<back>{_N}){_UNIT}"
    rf"|[第弟(（]?(?P<from>{_N})[)）]?(?:{_UNIT})?(?:到|至|—|-|~|～)[第(（]?(?P<to>{_N})(?:{_UNIT}|[)）])"
    rf"|[第弟](?P<several>{_N}(?:[、和与,，]第?{_N})+){_UNIT}"
    rf"|(?:最)?(?P<edge>前|头|后|末)(?:面)?(?P<count>[二两三四五六七八九十]|[2-9]|\d\d){_UNIT}"
    rf"|(?P<last>{_LAST}(?:的|那)?一?{_UNIT})|(?P<first>(?:头|首|打头)(?:的|那)?一?{_UNIT})"
    rf"|[第弟][(（]?(?P<a>{_N})[)）]?{_UNIT}"
    rf"|(?P<d>{_N})号(?:措施|条)"
    rf"|措施(?P<b>{_N})(?!个)"
    rf"|[(（](?P<c>{_N})[)）](?!周?岁|天|个)"
)
_BARE = re.compile(
    rf"(?:(?<![\u4e00-\u9fff\d])(?P<n>{NUMERAL})|(?<![第\d几共总这那哪前后])(?P<d>\d{{1,4}}))条(?!例|件|款)"
)
_BESIDE = re.compile(
    r"[”」』]?的?(?:(?P<next>后面?|下面?|之后)|(?P<back>前面?|上面?|之前))(?:的|那|紧接着的)?一?(?:条|项|个)"
)
_LEAST_BARE = 3


@dataclass(frozen=True, slots=True)
class Numbers:
    """Sections and measures by number, and a paragraph (款) and item (项) of the measure.

    `bare` are numbers without 第 (「12条讲什么」), which may be a count as well. `shifted`: a measure was
    named by the one beside it (「第九条的下一条」).
    """

    sections: tuple[int, ...] = ()
    measures: tuple[int, ...] = ()
    bare: tuple[int, ...] = ()
    paragraph: int | None = None
    item: int | None = None
    shifted: bool = False


def read_numbers(text: str) -> Numbers:
    """The numbers of parts that `text` names, each once, in its order."""
    sections = tuple(dict.fromkeys(_section(found) for found in _SECTION.finditer(text)))
    rest = _SECTION.sub(lambda found: "\n" * len(found[0]), text)
    paragraph = item = None
    shifted = False
    measures: list[int] = []
    position = 0
    while found := _MEASURE.search(rest, position):
        position = found.end()
        sub = _SUB.fullmatch(found[0])
        if sub and (measures or _BARE.search(rest, 0, found.start())):
            paragraph = _value(sub["n"]) if sub["unit"] == "款" else paragraph
            item = _value(sub["n"]) if sub["unit"] == "项" else item
            continue
        step = _BESIDE.match(rest, found.end())
        by = 0 if step is None else 1 if step["next"] else -1
        shifted = shifted or by != 0
        measures.extend(number + by for number in _measures(found))
    numbers = (_value(n["n"] or n["d"]) for n in _BARE.finditer(_MEASURE.sub("\n", rest)))
    bare = tuple(dict.fromkeys(n for n in numbers if n >= _LEAST_BARE))
    named = tuple(dict.fromkeys(measures))
    return Numbers(sections, named, bare, paragraph, item, shifted)


def _section(found: re.Match[str]) -> int:
    return (
        -1
        if found["last"]
        else _value(found["n"] or found["plain"] or found["head"] or found["outer"])
    )


def _measures(found: re.Match[str]) -> list[int]:
    if found["last"]:
        return [-1]
    if found["first"]:
        return [1]
    if found["back"]:
        return [-_value(found["back"])]
    if found["from"]:
        first, last = _value(found["from"]), _value(found["to"])
        return list(range(first, last + 1))
    if found["several"]:
        return [_value(each) for each in re.findall(_N, found["several"])]
    if found["edge"]:
        count = _value(found["count"])
        return list(range(1, count + 1) if found["edge"] in "前头" else range(-count, 0))
    return [_value(found["a"] or found["b"] or found["c"] or found["d"])]


def _value(numeral: str) -> int:
    return 2 if numeral == "两" else parse_numeral(numeral) or 0
