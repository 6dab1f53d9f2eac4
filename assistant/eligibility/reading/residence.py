"""Where the child is registered: «户口在南昌», «孩子户口在广东».

In: a `Notes` with the text. Out: `hukou_in_jiangxi`, or a question, noted in it.
"""

from __future__ import annotations

import re
from functools import cache

from assistant.eligibility.reading.children import CHILD, LABEL, clause_of
from assistant.eligibility.reading.circumstances import REQUIREMENT
from assistant.eligibility.reading.notes import Notes
from assistant.jurisdiction.places import any_of, place_names

_HERE_WORDS = {"本省", "省内", "本地", "当地", "本市", "我省", "我们省"}
_AWAY_WORDS = {"外省", "外地", "省外", "其他省", "别的省", "其它省", "外国", "国外"}
"""Words that stand for a place in talk about a registered residence."""
_HUKOU = re.compile(r"户口|户籍|落户|上户|入户")
_PARENT_OF = re.compile(rf"{CHILD}(?:他|她|的)?(?:爸|妈|爹|娘|父|母)")
_PARENT = re.compile(
    r"(?:我们?|我俩|夫妻|老公|老婆|妻子|丈夫|爱人|媳妇|爸爸?|妈妈?|父母|爹|父亲|母亲|男方|女方|双方|他爸|她妈|孩子他?[爸妈])[^,。]{0,4}$"
)


def read_hukou(notes: Notes) -> None:
    asked = notes.asked == "hukou_in_jiangxi"
    parent_only: str | None = None
    for match in _HUKOU.finditer(notes.folded):
        left, right = clause_of(notes.folded, *match.span())
        clause = notes.folded[left:right]
        if REQUIREMENT.search(clause):
            continue
        value = _hukou_value(clause, match.start() - left)
        if value is None:
            if re.search(r"老家|农村|随|跟着?|迁|集体户", clause) and not re.search(
                r"吗|怎么|如何|哪|多久|什么", clause
            ):
                notes.ask("hukou_in_jiangxi", "请问孩子的户口现在在江西吗?")
            continue
        subject = clause[: match.start() - left]
        child = re.search(rf"{CHILD}|{LABEL.pattern}", _PARENT_OF.sub("", subject))
        if _PARENT.search(subject) and not child:
            parent_only = match.group()
            continue
        notes.put("hukou_in_jiangxi", value, left, right)
        if child:
            break
    if parent_only and "hukou_in_jiangxi" not in notes.facts:
        notes.ask("hukou_in_jiangxi", "这项看的是孩子的户口,请问孩子的户口在江西吗?")
    if asked and "hukou_in_jiangxi" not in notes.facts and "hukou_in_jiangxi" not in notes.clarify:
        here, away = _jiangxi().search(notes.folded), _elsewhere().search(notes.folded)
        denied = re.search(r"不[在是]|没在|非", notes.folded)
        if bool(here) != bool(away):
            place = here or away
            assert place is not None
            notes.put_match("hukou_in_jiangxi", bool(here) and not denied, place)


def _hukou_value(clause: str, at: int) -> bool | None:
    if re.search(
        r"(?:没有?|还没|未|尚未|没)[^,]{0,4}(?:户口|户籍|落户|上户|入户)|(?:户口|户籍)[^,]{0,4}(?:没上|没落|未上|还没|没办|没报)|黑户",
        clause,
    ):
        return False
    negative = r"(?:不是|非|不在|不属于|没在|没有?|并非)[^,]{0,4}"
    if re.search(rf"{negative}(?:{_jiangxi().pattern})", clause):
        return False
    here, away = _jiangxi().search(clause), _elsewhere().search(clause)
    if here and away:
        distance = {True: abs(here.start() - at), False: abs(away.start() - at)}
        in_form = re.search(r"(?:户口|户籍)[^,]{0,6}?在(.{2,4})", clause)
        if in_form:
            return _jiangxi().match(in_form.group(1)) is not None
        return distance[True] < distance[False]
    if away:
        return bool(re.search(rf"{negative}(?:{_elsewhere().pattern})", clause)) and None
    return True if here else None


@cache
def _pattern(key: str) -> re.Pattern[str]:
    names = {name for name in place_names(key) if len(name) > 1 or name == "赣"}
    return any_of(names | (_HERE_WORDS if key == "home_places" else _AWAY_WORDS))


def _jiangxi() -> re.Pattern[str]:
    """Matches a place in Jiangxi or a word for it."""
    return _pattern("home_places")


def _elsewhere() -> re.Pattern[str]:
    """Matches a place outside Jiangxi or a word for one."""
    return _pattern("other_places")
