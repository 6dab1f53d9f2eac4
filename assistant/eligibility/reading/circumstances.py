"""What is true or false of a family: work, insurance, housing, schooling, how the birth went.

In: a `Notes` with the text. Out: yes-no facts and questions noted in it. A clause that asks whether
something is required («需要交社保吗») tells nothing of the family.
"""

from __future__ import annotations

import re

from assistant.eligibility.reading.children import clause_of
from assistant.eligibility.reading.notes import Notes

REQUIREMENT = re.compile(
    r"需要|要求|必须|要不要|需不需要|是不是要|是不是得|是不是必|是否要|是否需|限定|仅限|只有.{0,8}才|才能|一定要|得是|还是"
)

_FLAGS: tuple[tuple[str, bool, str], ...] = (
    ("lawful_birth", False, r"超生|违法生育|政策外|(?:不符合|违反)[^,。]{0,8}生育|不合法生育"),
    (
        "lawful_birth",
        True,
        r"(?<!不)符合[^,。]{0,8}(?:政策|规定|法律|法规)[^,。]{0,3}生育|合法生育|政策内|依法生育|合规生育",
    ),
    (
        "difficult_birth",
        False,
        r"(?:没有?|不是|不算|并非|非|无|不)(?:发生)?难产|(?<!不是)顺产|(?<!不是)顺转",
    ),
    ("difficult_birth", True, r"难产|产钳|胎头吸引|臀位助产"),
    (
        "miscarriage",
        False,
        r"(?:没有?|不是|未)(?:发生)?(?:流产|小产)|防止流产|先兆流产|习惯性流产|保胎",
    ),
    (
        "miscarriage",
        True,
        r"没保住|流掉|流产|小产|引产|胎停|人流|清宫|终止妊娠|停育|胚停|掉了?胎|胎儿?没了|怀[^,。]{0,8}(?:没了|冇咯|冇得|掉了)",
    ),
    (
        "insured_employee",
        False,
        r"(?:没有?|未|没给|不)(?:我|单位|公司)?(?:交|缴|参加|上|买|参)?(?:过|纳|职工)?(?:社保|生育保险|职工医保|五险|医保)|(?:社保|生育保险|医保)(?:没有?交|断了|断缴|没缴|停了)",
    ),
    (
        "insured_employee",
        True,
        r"(?:交|缴|参加|参|上|买|有)(?:着|了|过|纳|的)?[^,。没]{0,5}(?:社保|生育保险|职工医保|职工基本医疗保险|五险)|参保女?职工|(?:社保|生育保险|职工医保)[^,。没断停]{0,4}(?:交|缴)",
    ),
    (
        "national_only",
        True,
        r"^(?!.*(?:加上|加起来|加到?一起)).*?(?:(?:只|仅|单|光|就)(?:算|按|照|看|说|讲)*[^,。]{0,4}(?:国家|国务院|全国)[^,。]{0,8}(?:规定|98|天|产假|标准|算)|(?:不|别|没有?)(?:算|含|包括|加|计)[^,。]{0,4}(?:省里|江西|奖励|地方|那?90)|国家(?:规定的?)?产假98天)",
    ),
    (
        "flexible_employment",
        True,
        r"灵活就业|自由职业|个体户|个体工商|开网约车|送外卖|外卖员|网约车司机|快递员|自己做(?:点)?(?:小)?生意|新就业形态",
    ),
    ("unemployment_benefit", False, r"(?:没有?|未|没在)领[^,。]{0,4}失业"),
    ("unemployment_benefit", True, r"(?:领|拿|吃)[^,。]{0,6}失业(?:保险|金|补助)"),
    (
        "employed",
        False,
        r"没有?(?:工作|上班|就业|单位)|无业|无单位|失业|待业|全职(?:妈妈|太太|带娃|主妇|爸爸)|家庭主妇|辞职|下岗|未就业|不上班",
    ),
    (
        "employed",
        True,
        r"在职|有工作|上班(?!族?的?时间)|有单位|公司职员|在[^,。]{1,8}(?:公司|单位|厂|学校|医院)(?:上班|工作)|公务员|事业单位|当老师|双职工",
    ),
    ("pregnant", False, r"(?:没有?|还没|未|不)(?:怀孕|怀上)"),
    (
        "pregnant",
        True,
        r"怀孕了|怀了|怀着|怀咯|怀起|刚怀|怀上(?!了?[没吗])|(?:正|已经?|我|老婆|媳妇|她|现在|目前|刚)怀孕(?!期间)|怀孕[0-9一二三四五六七八九十两]+ *(?:个|周|月)|孕[0-9一二三四五六七八九十两早中晚]+(?:个|周|月|期)|待产|有喜了|预产期|怀上了|肚子里",
    ),
    (
        "disabled_child",
        True,
        r"(?:孩子|宝宝|娃|儿子|女儿|老[大二三])[^,。]{0,6}(?:残疾|脑瘫|自闭症|听障|视障|智力障碍)|残疾(?:孩子|儿童|宝宝|娃)",
    ),
    (
        "hardship",
        True,
        r"(?:我家|家里|我们|家庭|是|吃|领|属于|有)[^,。不影响计入]{0,4}(?:低保|特困|困难家庭|建档立卡|贫困|边缘户)|低保户|低保家庭|困难家庭|家庭(?:经济)?困难|单亲",
    ),
    (
        "renting_public_housing",
        False,
        r"(?:没有?|不是|没)(?:租|住|申请)[^,。]{0,4}(?:公租房|保障房|保障性住房|廉租房|保租房)",
    ),
    (
        "renting_public_housing",
        True,
        r"(?:租|住|申请|分|配租|轮候|想要|选|排)[^,。]{0,6}(?:公租房|保障房|保障性住房|廉租房|保障性租赁|保租房)|(?:公租房|保障房|保障性住房|廉租房)",
    ),
    ("buying_home", False, r"(?:没有?|不|没打算|不打算|没准备)(?:买|购)(?:房|住房)"),
    (
        "buying_home",
        True,
        r"买(?:了|个|套|二套|新|一套|第二套|首套|商品|二手)*房|购房|买(?:了)?(?:一)?套|贷款买|公积金贷款|公积金.{0,6}贷|换(?:个|套)?大房",
    ),
    (
        "pays_provident_fund",
        False,
        r"(?:没有?|没给|未|不)(?:我|单位|公司)?(?:交|缴|存|缴存|缴纳)?(?:过|住房)?公积金|公积金(?:没有?交|断了|停了|断缴|没缴)",
    ),
    (
        "pays_provident_fund",
        True,
        r"(?:交|缴|存|有)(?:了|着|过|纳|存|的)?[^,。没贷]{0,4}公积金|公积金[^,。没断停贷]{0,6}(?:交|缴)(?!多少)|用公积金",
    ),
    (
        "in_full_time_education",
        False,
        r"(?:没|不)(?:有)?(?:上学|读书|念书)(?!费)|辍学|已经?毕业|毕业了|早就?毕业",
    ),
    (
        "in_full_time_education",
        True,
        r"(?:在|上|读|念)(?:着|了)?(?:全日制)?(?:幼儿园|小班|中班|大班|小学|初中|高中|中专|职高|技校|大专|大学|本科|研究生|硕士|博士|[一二三四五六]年级|大[一二三四]|高[一二三]|初[一二三])(?!毕业)|(?<![最提])[高初][一二三](?![个胎月天日十])|(?<![0-9])[一二三四五六]年级|(?:小|初中|高中|大)学生|(?:在|还在)(?:上学|读书|念书)|在读|全日制",
    ),
)
FLAG_FIELDS = frozenset(name for name, _, _ in _FLAGS) | {"hukou_in_jiangxi"}
_COMPILED_FLAGS = tuple((name, value, re.compile(pattern)) for name, value, pattern in _FLAGS)


def read_circumstances(notes: Notes) -> None:
    settled: set[str] = set()
    for name, value, pattern in _COMPILED_FLAGS:
        if name in settled:
            continue
        for match in pattern.finditer(notes.folded):
            left, right = clause_of(notes.folded, *match.span())
            if name not in ("difficult_birth", "miscarriage") and REQUIREMENT.search(
                notes.folded[left:right]
            ):
                continue
            notes.put_match(name, value, match)
            settled.add(name)
            break


def read_caesarean(notes: Notes) -> None:
    """A caesarean may or may not count as a difficult birth: ask what the record says."""
    match = re.search(
        r"(?P<no>不是|没有?|并非|非)?(?:剖宫产?|剖腹产?|剖的|剖的?娃|是剖|挨了一刀)|不是顺产",
        notes.folded,
    )
    if not match or notes.facts.get("difficult_birth") is True:
        return
    if match.group("no"):
        notes.put_match("difficult_birth", False, match)
        return
    if notes.facts.get("difficult_birth") is False and "难产" in notes.folded:
        return
    notes.facts.pop("difficult_birth", None)
    notes.spans.pop("difficult_birth", None)
    notes.ask(
        "difficult_birth", "剖宫产是否按难产增加产假,要看医院的诊断证明。请问诊断证明上写了难产吗?"
    )
    if "difficult_birth" in notes.previous and notes.asked != "difficult_birth":
        notes.withdrawn.add("difficult_birth")
