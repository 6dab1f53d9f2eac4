"""Which measures a question names by their place: 「第三条」「(八)」「前三条」「第二至五条」「倒数第二条」「第六条的下一条」."""

from __future__ import annotations

import re

from corpus.numerals import NUMERAL, parse_numeral

_N = rf"(?:{NUMERAL}|\d{{1,3}})"
_UNIT = r"(?:条措施|项措施|个措施|条|项|款|点)"
BESIDE = r"的?(?:(?P<next>后面?|下面?|之后)|(?P<before>前面?|上面?|之前))"
"""How a question goes on from a measure to the one beside it; see `step_of`."""
_NEIGHBOUR = rf"(?:{BESIDE}(?:的|那|紧接着的?)?一?条)?"
_NAMED = re.compile(
    rf"倒数第(?P<back>{_N}){_UNIT}"
    rf"|第?(?P<from>{_N})(?:{_UNIT})?(?:到|至|—|-|~)第?(?P<to>{_N}){_UNIT}"
    rf"|(?:最)?(?P<edge>前|头|后|末)(?:面)?(?P<count>[二两三四五六七八九十]|[2-9]|\d\d){_UNIT}"
    rf"|(?P<last>最后面?|最末|末尾)(?:的|那)?一?{_UNIT}"
    rf"|[第弟](?P<a>{_N}){_UNIT}{_NEIGHBOUR}"
    rf"|(?P<d>{_N})号(?:措施|条)"
    rf"|措施[(\uff08]?(?P<b>{_N})[)\uff09]?"
    rf"|[(\uff08](?P<c>{_N})[)\uff09](?!周岁|岁|天|个)"
)


def measures_named(question: str, total: int) -> tuple[list[int], str]:
    """The numbers that a question names, of a document with measures 1 to `total`, and the rest of it.

    A number that the document does not have is among them.
    """
    numbers: list[int] = []
    for found in _NAMED.finditer(question):
        numbers.extend(n for n in _numbers(found, total) if n not in numbers)
    return numbers, _NAMED.sub("", question)


def _numbers(found: re.Match[str], total: int) -> list[int]:
    if found["last"]:
        return [total]
    if found["back"]:
        return [total + 1 - _value(found["back"])]
    if found["from"]:
        return list(range(_value(found["from"]), min(_value(found["to"]), total) + 1))
    if found["edge"]:
        count = min(_value(found["count"]), total)
        first = 1 if found["edge"] in "前头" else total + 1 - count
        return list(range(first, first + count))
    number = _value(found["a"] or found["b"] or found["c"] or found["d"])
    return [number + step_of(found)]


def step_of(found: re.Match[str]) -> int:
    """Where 「的下一条」 or 「前面那条」 points from the measure named: 1, -1, or 0 where it says neither."""
    return 1 if found["next"] else -1 if found["before"] else 0


def _value(numeral: str) -> int:
    return 2 if numeral == "两" else parse_numeral(numeral) or 0
