"""Which date in a text is which: a child's birth, an expected birth, the start of a leave.

In: the folded text, its `DateMention`s and what was asked. Out: the role of each mention, and for
births the child it belongs to (老大, 老二, 双胞胎). Order of birth only; no facts are made here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from assistant.eligibility.reading.date_grammar import N
from assistant.eligibility.reading.date_mention import DateMention, parse_iso

CHILD = r"(?:宝宝|宝贝|孩子们?|小孩子?|小朋友|妹崽|崽俚|奶崽|千金|我儿|娃儿|娃娃|娃|儿子|女儿|闺女|细伢子|伢子|细伢|伢|细崽|崽崽|崽|毛毛(?!雨)|丫头|小子|婴儿|男孩|女孩|男宝|女宝|小家伙|俩宝|俩娃)"
MULTIPLE = r"(?:双胞胎|龙凤胎|双胎|双棒|三胞胎|四胞胎)"
_ORDINALS: tuple[tuple[int, str], ...] = (
    (
        1,
        r"老大|大宝|大娃|大儿子|大女儿|大闺女|大孩子|大的(?!问题|概率)|一胎|头胎|一孩(?!家)|一宝|哥哥|姐姐|第一个(?:孩子|娃|宝宝)?|第一胎",
    ),
    (2, r"老二|二宝|二娃|二儿子|二女儿|二闺女|二胎|二孩(?!家|政策)|第二个(?:孩子|娃|宝宝)?|第二胎"),
    (3, r"老三|三宝|三娃(?!家)|三儿子|三女儿|三胎|三孩(?!家|政策)|第三个(?:孩子|娃|宝宝)?|第三胎"),
    (4, r"老四|四宝|四胎|第四个(?:孩子|娃|宝宝)?"),
    (9, r"小的(?!时候|问题)|小儿子|小女儿|小闺女|小宝(?!宝|贝)|小娃(?!娃)|老幺|老小|弟弟|妹妹"),
)
LABEL = re.compile("|".join(f"(?P<o{n}>{p})" for n, p in _ORDINALS) + f"|(?P<o5>{MULTIPLE})")
_CANONICAL = {1: "老大", 2: "老二", 3: "老三", 4: "老四", 5: "双胞胎", 9: "小宝"}
ROLES = ("birth_date", "expected_date", "leave_start", "education_end", "as_of")

_CLAUSE_END = re.compile(r"[,。;!?、\n()]")
_FILL = r"(?:是|在|于|为|的|时间|日期|年月|:|,| |就是|应该|大概|大约|差不多|都|分别|今年|呢|也|日子|一个|另一个|另外)*"
_PLAIN_FILL = r"(?:是|在|于|为|的|时间|日期|年月|:| |就是|应该|大概|大约|分别|日子)*"
_EXPECTED_AFTER = re.compile(
    r"(?:左右|前后|才|就|会|份|,)*(?:要生|预产|待产|才生|会生|到预产期|到期|就生)"
)
_EXPECTED_CUE = re.compile(
    r"预产期|预计.{0,6}[生产]|要生|快生|将.{0,4}出生|待产|还没生|未出生|会生"
)
_LEAVE_AFTER = re.compile(
    r"(?:起|开始|就|我|正式|想|要|打算|准备|已经|之后|以后|才|老公|她|他|算起| )*(?:休|请(?!问)|放假|歇)"
    r"|(?:起|开始)(?:的?产假|的?陪产假|的?护理假|的?假)"
)
_LEAVE_BEFORE = re.compile(
    rf"(?:休假|产假|护理假|育儿假|请假|休|假期|流产假|起休|休的)(?:从|自|打算|准备|想|要|开始|起|{_FILL})*$"
)
_FROM_BEFORE = re.compile(r"(?:从|自|打|于) *$")
_BIRTH_AFTER = re.compile(
    r"(?:的时候|左右|前后|那天|早上|晚上|凌晨|上午|下午|[0-9一二三四五六七八九十]{1,3}[点时](?:半|多|[0-9]{1,2}分)?|当天|才|刚|我|老婆|媳妇|她|自然|刚刚|份|,|就| |在[^,。]{0,6}?|又)*"
    r"(?:出生|出世|生(?!活|产假|病|日|肖|效|育)|养(?=[咯的了]|$| )|降生|诞生|落地|顺产|剖|产下|难产|分娩|添了?|当妈|当爸)"
)
_BIRTH_BEFORE = re.compile(
    rf"(?:生日|出生日期|出生年月|出生时间|出生|生于|生在|降生|诞生|落地|生的|生娃|生了|生){_PLAIN_FILL}$"
)
_CHILD_BEFORE = re.compile(rf"(?:{CHILD}|{LABEL.pattern}){_FILL}$".replace("P<", "P<b"))
_CHILD_AFTER = re.compile(
    rf" *(?:出生|生)?的? *(?:一?[个对])?(?:{CHILD}|{LABEL.pattern})".replace("P<", "P<a")
)
_EDUCATION_AFTER = re.compile(
    r"(?:份|就|才|要|,| )*(?:高中|大学|本科|硕士|博士|研究生|小学|初中|中专|大专)?(?:毕业|读完|念完)"
)
_AS_OF_BEFORE = re.compile(r"(?:截至|截止到?|按照?|以) *$")
_UP_TO = re.compile(r"(?:截至|截止到?|截止日期) *$")
_AGED_THIS_YEAR = re.compile(
    rf"(?:今年|现在|目前)(?:已经|都|刚|才|满|快|,| )*{N} *(?:周?岁|个?月大)"
)
_AS_OF_AFTER = re.compile(r" *(?:来?算|计算|为准|来看|为止|这天算)")
_JOINED = re.compile(
    r"的?[ ,、和与跟及,]*(?:还有|以及|另)?(?:一个|另一个|另外一个|1个)?(?:是|在|:)?[ ,]*"
)
_OTHER = re.compile(
    r"结婚|领证|登记|落户|上户|入职|参保|社保|交了|缴|买房|怀上|怀孕|施行|实行|发布|印发|离婚|申请|搬|政策|办法|措施"
)
_ADULT_BEFORE = re.compile(
    r"(?:我|本人|老婆|妻子|老公|爱人|媳妇|妈妈|爸爸|丈夫|自己|妈|爸|产妇|女方|男方|她)(?:今年|现在|都|已经|才|是|也|满|,| )*$"
)
_TAXED_AFTER = re.compile(
    r" *(?:年?度|全年|年|一年|这一年|的|里|内|还|婴幼儿|[3三]岁以[下内]|子女|,)*(?:能|可以?|一共|总共|合计)*(?:个税|个人所得税|专项附加|照护|教育|纳税|汇算|退税|扣|抵|年?度$)"
)
_FOUR = 4
"""Years: whoever is older has no benefit that is paid until the third birthday."""


@dataclass(frozen=True)
class Birth:
    """A mention of a birth and the child: `order` as in 老大 (1), 老二 (2); 5 twins; 9 the
    youngest; 0 unnamed."""

    mention: DateMention
    label: str | None
    order: int


def clause_of(folded: str, start: int, end: int) -> tuple[int, int]:
    """The clause (between punctuation marks) around start..end, as offsets."""
    left, right = 0, len(folded)
    for stop in _CLAUSE_END.finditer(folded):
        if stop.end() <= start:
            left = stop.end()
        elif stop.start() >= end:
            right = stop.start()
            break
    return left, right


def may_be_under_four(child: Mapping[str, Any], as_of: date) -> bool:
    """Whether a child told by age or year alone may still count for what is paid until the third birthday."""
    span = child.get("birth_date_range")
    latest = parse_iso(str(span[1])) if isinstance(span, list) and len(span) == 2 else None
    return not child.get("birth_date") and latest is not None and latest[0] >= as_of.year - _FOUR


def label_of(match: re.Match[str]) -> tuple[str, int]:
    """The canonical name and order of a matched `LABEL`."""
    name, text = next((n, v) for n, v in match.groupdict().items() if v)
    order = int(name[1:])
    return (text if order == 5 else _CANONICAL[order]), order


def find_roles(
    folded: str, mentions: Sequence[DateMention], as_of: date, asked: str | None
) -> list[str | None]:
    """The role of each mention (one of `ROLES`) or None when the text does not tell."""
    roles = [_explicit_role(folded, m, as_of) for m in mentions]
    for i in range(len(mentions) - 2, -1, -1):
        if roles[i] is None and roles[i + 1] and _adjacent(folded, mentions[i], mentions[i + 1]):
            roles[i] = roles[i + 1]
    for i in range(1, len(mentions)):
        if roles[i] is None and roles[i - 1] and _adjacent(folded, mentions[i - 1], mentions[i]):
            roles[i] = None if _is_tax_year(folded, mentions[i]) else roles[i - 1]
    for i, mention in enumerate(mentions):
        if roles[i] is None and not _is_negated(folded, mention):
            roles[i] = _implied_role(folded, mention, mentions, asked)
    return [None if _is_negated(folded, m) else r for m, r in zip(mentions, roles, strict=True)]


def _is_tax_year(folded: str, mention: DateMention) -> bool:
    """「2025年3月生的今年个税能扣多少」: the year of the tax, not of another birth."""
    return mention.precision == "year" and bool(_TAXED_AFTER.match(folded[mention.end :]))


def _is_negated(folded: str, mention: DateMention) -> bool:
    return bool(re.search(r"(?<!是)不是(?:在|于)? *$", folded[: mention.start]))


def _adjacent(folded: str, first: DateMention, second: DateMention) -> bool:
    kinds = {first.kind, second.kind}
    if "stage" in kinds or ("age" in kinds and ("relative" in kinds or first.precision == "year")):
        return False
    return bool(_JOINED.fullmatch(folded[first.end : second.start]))


def _explicit_role(folded: str, mention: DateMention, as_of: date) -> str | None:
    left, right = clause_of(folded, mention.start, mention.end)
    before, after = folded[: mention.start], folded[mention.end :]
    clause_before, clause = folded[left : mention.start], folded[left:right]
    if mention.kind in ("age", "stage"):
        return None if _is_adult(mention, before, as_of) else "birth_date"
    if mention.precision == "year" and _AGED_THIS_YEAR.match(folded, mention.start):
        return None
    if _is_tax_year(folded, mention):
        return None
    if "预产期" in clause or _EXPECTED_AFTER.match(after):
        return "expected_date"
    if _EDUCATION_AFTER.match(after):
        return "education_end"
    if _UP_TO.search(before) or (_AS_OF_BEFORE.search(before) and _AS_OF_AFTER.match(after)):
        return "as_of"
    if _LEAVE_AFTER.match(after) or _LEAVE_BEFORE.search(before):
        return "leave_start"
    if re.search(r"休|假", clause) and (
        _FROM_BEFORE.search(before) or re.match(r" *(?:开始|起算?|为起)", after)
    ):
        return "leave_start"
    if (
        _BIRTH_AFTER.match(after)
        or _BIRTH_BEFORE.search(before)
        or (
            mention.precision != "year"
            and mention.kind != "relative"
            and (_CHILD_BEFORE.search(before) or _CHILD_AFTER.match(after))
        )
        or (_CHILD_BEFORE.search(clause_before) and mention.kind != "relative")
    ):
        if _is_adult(mention, before, as_of):
            return None
        future = mention.earliest is not None and mention.earliest > as_of
        return "expected_date" if future and _EXPECTED_CUE.search(clause) else "birth_date"
    return None


def _is_adult(mention: DateMention, before: str, as_of: date) -> bool:
    """The writer's own age or birth: 「我35岁」「我98年出生」."""
    last = mention.latest
    if last is None:
        return False
    years = as_of.year - last.year
    return years >= 26 if not _ADULT_BEFORE.search(before) else years >= 16


def _implied_role(
    folded: str, mention: DateMention, mentions: Sequence[DateMention], asked: str | None
) -> str | None:
    if asked == "birth_dates":
        asked = "birth_date"
    left, right = clause_of(folded, mention.start, mention.end)
    if asked in ROLES and not _OTHER.search(folded[left:right]):
        return asked
    usable = [m for m in mentions if m.precision != "year" and m.kind == "calendar"]
    if mention not in usable or _OTHER.search(folded[left:right]):
        return None
    if len(usable) > 1 and not _enumerated(folded, usable):
        return None
    if _FROM_BEFORE.search(folded[: mention.start]) or re.match(
        r"起|开始|以[前后]|之?[前后]|前|后", folded[mention.end :]
    ):
        return None
    return "birth_date" if re.search(rf"{CHILD}|{LABEL.pattern}", folded) else None


def _enumerated(folded: str, mentions: Sequence[DateMention]) -> bool:
    """Whether the mentions are a list, one beside the other: 「2014年5月和2017年11月」."""
    return all(_adjacent(folded, first, second) for first, second in pairwise(mentions))


def births(
    folded: str, mentions: Sequence[DateMention], roles: Sequence[str | None]
) -> list[Birth]:
    """The births among the mentions with their children, one per child, in text order."""
    found: list[Birth] = []
    previous_end = 0
    for mention, role in zip(mentions, roles, strict=True):
        if role != "birth_date":
            continue
        label, order = _label_near(folded, mention, previous_end)
        if not order and mention.kind in ("age", "stage", "lunar") and found:
            label, order = found[-1].label, found[-1].order
        found.append(Birth(mention, label, order))
        previous_end = mention.end
    return _one_per_child(found, folded)


def _label_near(folded: str, mention: DateMention, previous_end: int) -> tuple[str | None, int]:
    before = list(LABEL.finditer(folded, previous_end, mention.start))
    if before and not re.search(r"[。!?\n]", folded[before[-1].end() : mention.start]):
        return label_of(before[-1])
    after = re.compile(rf"(?:出生|生)?的? *(?:一?[个对])?(?:{LABEL.pattern})").match(
        folded, mention.end
    )
    if after:
        return label_of(after)
    return None, 0


def _one_per_child(found: list[Birth], folded: str) -> list[Birth]:
    """Drop the age or lunar date of a child that also has a solar date, the school stage of one of
    whom anything else is known. In 「一个…一个…」 each is a child of its own."""
    kept: list[Birth] = []
    apart = bool(re.search(r"一个.{1,20}一个", folded))
    for birth in found:
        same = [b for b in found if b is not birth and b.order == birth.order]
        if apart:
            same = [b for b in same if "一个" not in _between(folded, b.mention, birth.mention)]
        solar = [b for b in same if b.mention.iso and b.mention.ask is None]
        if birth.mention.ask and birth.mention.kind in ("age", "lunar") and solar:
            continue
        better = [b for b in same if b.mention.kind != "stage" or b in kept]
        if birth.mention.kind == "stage" and better:
            continue
        kept.append(birth)
    return kept


def _between(folded: str, one: DateMention, other: DateMention) -> str:
    first, second = sorted((one, other), key=lambda mention: mention.start)
    return folded[first.end : second.start]
