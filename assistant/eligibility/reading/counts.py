"""How many: the babies of a birth, the children under age.

In: a `Notes` with the text. Out: `babies`, `minor_children` and questions noted in it.
"""

from __future__ import annotations

import re

from dateutil.relativedelta import relativedelta

from assistant.eligibility.reading.birth_facts import MULTIPLES
from assistant.eligibility.reading.chinese_text import number
from assistant.eligibility.reading.notes import Notes

_ADULT_AGE = 18
_COUNT = r"(?P<n>[0-9]{1,2}|[一二两俩三仨四五六七八九十])"
_BABIES = (
    (1, r"不是(?:双胞胎|多胞胎|龙凤胎|双胎)|(?<!比)(?<!比起)单胎|单胞胎"),
    (2, r"双胞胎|龙凤胎|双胎|双棒|怀了?(?:两|2|俩)个|一次生了?(?:两|2|俩)个"),
    (3, r"三胞胎|三胎胎|一次生了?(?:三|3)个|3胞胎"),
    (4, r"四胞胎|4胞胎"),
)


def read_babies(notes: Notes) -> None:
    for count, pattern in _BABIES:
        match = re.search(pattern, notes.folded)
        if match:
            notes.put_match("babies", count, match)
            break
    else:
        match = re.search(r"多胞胎|多胎(?!家庭)", notes.folded)
        if match:
            notes.ask("babies", "请问一次生了几个宝宝?")
        return
    count, start, end = notes.facts["babies"], *match.span()
    known = notes.previous.get("birth_date")
    several = notes.previous.get("birth_dates")
    if count > 1 and isinstance(known, str) and not notes.previous.get("children"):
        notes.put("birth_dates", [known] * count, start, end)
        notes.withdrawn.add("birth_date")
    elif count == 1 and isinstance(several, list) and len(set(map(str, several))) == 1:
        notes.put("birth_date", str(several[0]), start, end)
        notes.withdrawn.add("birth_dates")


_MINORS = (
    re.compile(r"(?P<n>[俩仨]|(?<![第老])[两三四])个?(?:孩子|娃|小孩|崽)(?!政策)"),
    re.compile(
        rf"(?<!第)(?<!每)(?<!生)(?<!一次生了){_COUNT} *[个名位](?:都)?(?:未成年)?(?:的)?(?:子女|孩子|小孩|娃|宝宝|崽|儿子|女儿|闺女|未成年)"
    ),
    re.compile(
        rf"生(?:了|过|育了?) *{_COUNT} *[个名位](?:都)?(?:未成年)?(?:子女|孩子|小孩|娃|宝宝|儿子|女儿)?"
    ),
    re.compile(r"(?<!第)(?P<n>[二三四23])(?:孩|娃|胎|宝)(?:家庭|宝妈|妈妈|之家)"),
    re.compile(r"(?:^| )(?P<n>[二三四])孩(?= |$)"),
    re.compile(rf"(?:孩子|娃|崽|子女|小孩)(?:有|共|一共|:| )*了? *{_COUNT} *[个人名位](?!月)"),
    re.compile(r"(?:有|家里?) *(?P<n>俩|仨|[二三两])(?:娃|孩|宝)"),
)
_ONE_CHILD = re.compile(
    r"[一1] *[个名]未成年(?:子女|孩子)|(?:只有|就|仅|我家?有|家里有?)(?:了)?一个(?:孩子|娃|宝宝|小孩|儿子|女儿)|独生|独苗|一孩家庭"
)
_NO_CHILD = re.compile(
    r"(?:没有?|无)(?:未成年)?(?:的)?(?:小孩|孩子|子女|娃)(?=[,。;?! 能可的]|$)|未成年(?:子女|孩子)0个"
)


def _grown(notes: Notes) -> int:
    """How many of the children told of are surely of age; 0 where the text speaks of minors."""
    if "未成年" in notes.folded:
        return 0
    adult = (notes.as_of - relativedelta(years=_ADULT_AGE)).isoformat()
    children = notes.facts.get("children") or []
    return sum(str(c.get("birth_date") or c["birth_date_range"][1]) <= adult for c in children)


def read_minor_children(notes: Notes) -> None:
    none = _NO_CHILD.search(notes.folded)
    if none and "户口" not in notes.folded:
        notes.put_match("minor_children", 0, none)
        return
    total = 0
    spans: list[tuple[int, int]] = []
    for pattern in _MINORS:
        for match in pattern.finditer(notes.folded):
            value = int(number(match.group("n").replace("俩", "二").replace("仨", "三")) or 0)
            separately = re.search(r"儿子|女儿|闺女", match.group())
            if spans and (not separately or any(match.start() < e for _, e in spans)):
                continue
            total += value
            spans.append(match.span())
        if spans:
            break
    if spans and total >= 2:
        minors = max(0, total - _grown(notes))
        notes.put("minor_children", minors, spans[0][0], spans[-1][1])
        return
    single = _ONE_CHILD.search(notes.folded)
    if single and not re.search(r"多少|几", notes.folded[single.start() : single.end() + 6]):
        notes.put_match("minor_children", 1, single)
        return
    children = notes.facts.get("children") or []
    adult = notes.as_of.year - _ADULT_AGE
    young = [
        c for c in children if int(str(c.get("birth_date") or c["birth_date_range"][0])[:4]) > adult
    ]
    if len(children) >= 2 and len(young) == len(children):
        span = notes.spans["children"]
        extra = sum(
            MULTIPLES[c["label"][0]] - 1
            for c in children
            if c["label"] and re.search("胎|棒", c["label"]) and c["label"][0] in MULTIPLES
        )
        notes.put("minor_children", len(children) + extra, span.start, span.end)
