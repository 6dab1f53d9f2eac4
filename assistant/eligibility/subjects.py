"""Which rule the words of a question name.

In: the folded text and what is known of the family. Out: the rule and how sure it is (1.0 named,
0.8 understood from the wording), or None. Whether the question wants a computation is the business
of `asking`. Nothing here raises on any text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

CHILDISH = r"(?:孩子|娃|宝宝|宝贝|小孩|儿子|女儿|儿女|我儿|老大|老二|老三|大宝|二宝|小朋友|崽|妹崽|双胞胎|龙凤胎|闺女|千金|婴儿|伢|毛毛|(?<![学医先])生(?!活|意|产(?!假)|病|态)|预产期|怀孕)"
NOT_ABOUT_RULE = re.compile(
    r"婚假|丧假|年假|病假|哺乳假|探亲|春节放假|国庆放假|暑假|寒假|产检假|事假"
)
_BIRTH_LEAVE = re.compile(r"产假|陪产|护理假|育儿假")
MALE_WORDS = (
    r"(?:爸爸?|爸比|老公|丈夫|男的|男人|男方|男同志|男职工|爱人|当爹|父亲|孩子他?爸|崽他?爷|奶爸)"
)
MALE = re.compile(MALE_WORDS)
MOTHERS = re.compile(
    r"难产|剖[宫腹]|顺产|[双三]胞胎|流产|女方|产妇|妈妈|(?:老婆|媳妇|妻子)(?:自己|本人)?(?:呢|有|能|休)"
)
_WIFE_BIRTH = r"(?:老婆|媳妇|妻子|爱人|婆娘|堂客|内人)[^,。]{0,4}(?:生|坐月子|分娩)"
_TO_DEDUCT = r"(?:扣|抵|减|税|附加)"

_SUBJECTS: tuple[tuple[str, str], ...] = (
    ("early_childhood_health", r"健康管理|儿童保健|儿保|免费体检|儿童体检|(?:孩子|宝宝|娃)体检"),
    (
        "child_fare_discount",
        r"公交|公共交通|巴士|地铁|门票|景区|景点|美术馆|车票|乘车|坐车|搭车|游览|博物馆|买票|票价|轻轨|动物园|公园|免票|半票|儿童票",
    ),
    ("provident_fund_loan", r"公积金"),
    (
        "affordable_housing_choice",
        r"保障房|保障性住房|公租房|保障性租赁|廉租房|保租房|安居房|配售型",
    ),
    ("tax_deduction_child_education", rf"子女教育|教育[^,。]{{0,6}}{_TO_DEDUCT}"),
    (
        "tax_deduction_infant_care",
        rf"婴幼儿照护|照护[^,。]{{0,10}}{_TO_DEDUCT}|(?:3|三)周?岁以[下内][^,。]{{0,12}}(?:扣|抵|个税)",
    ),
    (
        "maternity_allowance",
        r"生育津贴|产假(?:期间|里)?[^,。]{0,10}(?:津贴|工资|的钱)|生育保险[^,。]{0,8}(?:津贴|领多少|拿多少|多少钱|发多少)|生(?:孩子|娃|育|崽)[^,。]{0,6}津贴|产假期间[^,。]{0,6}(?:工资|钱)",
    ),
    (
        "childcare_leave",
        r"育儿假|育儿休假|(?:带|照顾|照看)(?:崽|娃|孩子|小孩|宝宝)(?:的)?假",
    ),
    (
        "paternity_leave",
        rf"陪产|陪护假|陪护(?=[^,。]{{0,4}}(?:天|几|多))|(?<!独生子女)护理假|男方[^,。]{{0,6}}假|(?:{MALE_WORDS}|{_WIFE_BIRTH})(?:[^,。]{{0,10}}|[^,。]{{0,6}},我[^,。]{{0,6}})(?:休|放|(?<!申)请(?!问)|假)",
    ),
    (
        "maternity_leave",
        r"产假|剖[宫腹]产?[^,。]{0,8}休|流产|小产|生育奖励假|奖励假|休产|产休|胎停|人流|引产|清宫|终止妊娠|停育|没保住|难产[^,。]{0,8}(?:天|休|假)|"
        r"生(?:孩子|娃|崽|完|宝宝|双胞胎|二胎|三胎|了)[^,。]{0,8}(?:休|放|请)[^,。]{0,6}(?:天|假|久|长)",
    ),
    (
        "childcare_subsidy",
        r"育儿补|育补|育儿津贴|育儿金|育儿的?钱|养育补[贴助]|生育补[贴助]|[生养](?:娃|孩|崽)[子儿]?补[贴助]|养(?:孩子|娃|崽)的补[贴助]|孩子的?补[贴助]|[娃崽]的?补[贴助]|奶粉钱|3600|10800|宝宝的?补[贴助]",
    ),
)
_SUBJECT_PATTERNS = tuple((rule, re.compile(pattern)) for rule, pattern in _SUBJECTS)
_ONLY_WITH_FACTS = ("provident_fund_loan", "affordable_housing_choice", "child_fare_discount")
"""Subjects with much that no rule decides: named but not fitting, they are no other rule's either."""
_TAX = re.compile(
    r"个税|个人所得税|专项附加|附加扣除|抵税|退税|少交[^,。]{0,4}税|省[^,。]{0,4}税|减税|税[^,。]{0,6}(?:抵|扣|减|省)|(?:抵|扣|减|省)[^,。]{0,6}税|汇算|报税|(?:各|平分|一人)(?:扣|抵)一?半"
)
_PAYMENT_TAX = re.compile(r"补[贴助].{0,12}税|津贴.{0,12}税")
_ONE_DEDUCTION = re.compile(r"照护|婴幼儿|子女教育|托育|老[大二三]能|[大小]的能")
_BOTH_AGES = re.compile(
    r"照护[^。?]{0,12}子女教育|子女教育[^。?]{0,12}照护|两项[^,。]{0,6}(?:扣除|附加)"
)
_EDUCATION = re.compile(
    r"教育|上学|小学|初中|高中|大学|幼儿园|读书|学费|[一二三四五六]年级|[初高大][一二三四]"
)
_INFANT = re.compile(r"照护|婴幼儿|婴儿|新生|(?:3|三)周?岁以[下内]|托育")
_MUCH = r"(?:多少|几多|好多|几个?钱|几块|几千|几万)"
_PLAIN_SUBSIDY = re.compile(
    rf"补[贴助]|(?:国家|政府)[^,。]{{0,6}}(?:发|给|补)[^,。]{{0,4}}(?:钱|多少)|补{_MUCH}|"
    rf"(?:能|可以|可|会|还)(?:领|拿|补)[^,。]{{0,4}}(?:多少|几)|(?:领|拿|补)(?:得到|到)?{_MUCH}|发多少钱|给多少钱|(?:能|可以|还能|能不能|还可以)领"
)
_OWN_SUBSIDY = re.compile(
    r"(?:我|我家|我们|咱|屋里|自家|帮我?)[^,。]{0,10}补[贴助][^,。]{0,6}(?:多少|几多|好多|一共|总共|怎么算)|"
    r"算(?:一?下|算|算看)?[^,。]{0,4}补[贴助]|补[贴助][^,。]{0,4}(?:算一?下|总共|一共)|"
    rf"^(?:那|请问|国家|政府)*补[贴助](?:款|金|的?钱)?(?:能|可以|会|领|拿|有|是|发|给)*{_MUCH}(?:钱|元|块)?[呢啊呀?。]*$"
)
_FOR_CHILDREN = re.compile(rf"{CHILDISH}|(?:3|三)周?岁以[下内]|婴幼儿")
_MENTIONS_SUBSIDY = re.compile(r"(?<!价格)补[贴助]")
_OTHER_SUBSIDY = re.compile(
    r"托育[^,。]{0,6}补|托位|托儿所|住房补|租房补|购房补|买房[^,。]{0,4}补|就业补|创业补|培训补|失业补|医疗补|报销|医保|社保补|交通补|"
    r"上学|读书|念书|高温|餐补|残疾|低保金|养老|结婚|婚[假礼]|营养补|助学|资助|奖学|学费|幼儿园[^,。]{0,4}补|机构|企业补|单位[^,。]{0,6}补贴|分娩|辅助生殖|试管|产检|工伤|抚恤|一次性生育|"
    r"能源|买车|汽车|电动车|家电|手机|以旧换新|高龄|老人|失业|农机|种田|粮食|学生|人才|疫苗|贫困|困难"
)
_LEAVE_LENGTH = re.compile(
    r"(?:休|放|请)[^,。]{0,6}(?:几|多少|多久|多长)|假期?[^,。]{0,4}(?:几|多少|多久|多长)"
)
_BIRTH_CONTEXT = re.compile(
    r"顺产|难产|分娩|临盆|剖[宫腹]|怀(?:孕|了|咯|上|起)|宫外孕|没保住|产妇|坐月子|双胞胎|三胞胎|生(?:第|了|娃|完|孩)"
)
_MISSPELT = (
    (re.compile(r"(?<=[补津])[帖铁]"), "贴"),
    (re.compile(r"(?<=生育)金贴"), "津贴"),
    (re.compile(r"(?<=[产理儿])价(?=$|[^格钱])"), "假"),
    (re.compile(r"[保报][账帐涨](?=房)"), "保障"),
    (re.compile(r"公[机基鸡]金"), "公积金"),
    (re.compile(r"(?<=[坐乘])工交"), "公交"),
    (re.compile(r"做(?=公交|地铁|公车)"), "坐"),
    (re.compile(r"歇(?=[^,。]{0,4}天|假)"), "休"),
)
BIRTHS = (
    "birth_date",
    "birth_dates",
    "birth_date_range",
    "birth_year",
    "expected_date",
    "expected_date_range",
    "children",
)
"""The facts that tell when a child was or will be born."""


def respell(folded: str) -> str:
    """Frequent typing errors put right; only for recognising, never for quoting."""
    for pattern, usual in _MISSPELT:
        folded = pattern.sub(usual, folded)
    return folded


def has_birth(facts: Mapping[str, Any]) -> bool:
    """Whether anything is known of when a child was or will be born."""
    return any(facts.get(name) for name in BIRTHS)


def named_rule(folded: str, facts: Mapping[str, Any]) -> tuple[str, float] | None:
    """The rule that the text is about, and how sure that is."""
    if NOT_ABOUT_RULE.search(folded) and not _BIRTH_LEAVE.search(folded):
        return None
    if _TAX.search(folded) and not _PAYMENT_TAX.search(folded):
        return _tax_rule(folded, facts)
    paid = facts.get("average_monthly_wage") or facts.get("leave_days")
    if paid and re.search(r"(?<!育儿)津贴", folded):
        return "maternity_allowance", 1.0
    found = [rule for rule, pattern in _SUBJECT_PATTERNS if pattern.search(folded)]
    for rule in found:
        if _fits(rule, folded, facts):
            return rule, 1.0
    if _LEAVE_LENGTH.search(folded) and _BIRTH_CONTEXT.search(folded):
        return "maternity_leave", 0.8
    if found and found[0] in _ONLY_WITH_FACTS:
        return None
    if _OTHER_SUBSIDY.search(folded):
        return None
    childish = _FOR_CHILDREN.search(folded) or has_birth(facts) or _OWN_SUBSIDY.search(folded)
    return ("childcare_subsidy", 0.8) if childish and _PLAIN_SUBSIDY.search(folded) else None


def names_another(folded: str, rule: str) -> bool:
    """Whether the words are another rule's subject, though too few to ask for it."""
    found = [name for name, pattern in _SUBJECT_PATTERNS if pattern.search(folded)]
    return bool(found) and rule not in found


def is_other_subsidy(folded: str) -> bool:
    """Whether the text speaks of a payment that no rule computes."""
    return bool(_OTHER_SUBSIDY.search(folded))


def spoken_of(folded: str, facts: Mapping[str, Any]) -> str | None:
    """The rule that the text speaks of, whether or not it asks to compute."""
    named = named_rule(folded, facts)
    if named:
        return named[0]
    plain = _MENTIONS_SUBSIDY.search(folded) and not _OTHER_SUBSIDY.search(folded)
    return "childcare_subsidy" if plain else None


def _tax_rule(folded: str, facts: Mapping[str, Any]) -> tuple[str, float] | None:
    if _BOTH_AGES.search(folded) or (_has_several(facts) and not _ONE_DEDUCTION.search(folded)):
        return "tax_deduction_children", 0.8
    if _INFANT.search(folded):
        return "tax_deduction_infant_care", 1.0
    if _EDUCATION.search(folded):
        return "tax_deduction_child_education", 1.0
    if re.search(CHILDISH, folded) or has_birth(facts):
        old = _surely_older_than_three(facts)
        return ("tax_deduction_child_education" if old else "tax_deduction_infant_care"), 0.8
    return None


def _has_several(facts: Mapping[str, Any]) -> bool:
    """Whether several children with births of their own are known; twins alone are one deduction."""
    births = facts.get("children") or facts.get("birth_dates")
    return isinstance(births, list) and len({str(birth) for birth in births}) > 1


def _surely_older_than_three(facts: Mapping[str, Any]) -> bool:
    """Whether the child had turned three before the tax year (or the day of reading) began."""
    span = facts.get("birth_date_range")
    latest = facts.get("birth_date") or (
        span[1] if isinstance(span, list) and len(span) == 2 else None
    )
    year = facts.get("tax_year") or str(facts.get("as_of") or "")[:4]
    if not latest or not str(year).isdigit() or not str(latest)[:4].isdigit():
        return False
    return int(str(latest)[:4]) + 3 < int(year)


def _fits(rule: str, folded: str, facts: Mapping[str, Any]) -> bool:
    """Conditions beside the subject's words under which a rule can be meant at all."""
    if rule in ("child_fare_discount", "early_childhood_health"):
        return has_birth(facts) and bool(re.search(rf"{CHILDISH}|儿童|岁|年龄|学生", folded))
    if rule == "paternity_leave":
        mothers = re.search(r"(?<!陪)产假", folded)
        return not mothers or bool(re.search(rf"陪产|护理假|陪护|{MALE_WORDS}", folded))
    if rule == "provident_fund_loan":
        raised = re.search(r"提高|提额|上浮|多贷|贷得?更?多|增加|倾斜|孩|娃|崽|子女|胎", folded)
        if not raised and "minor_children" not in facts:
            return False
        return bool(re.search(r"贷|额|提高|上浮", folded)) and not re.search(
            r"提取|租房|利率|还款|还贷|查询|缴存比例", folded
        )
    if rule == "affordable_housing_choice":
        return bool(
            re.search(
                r"户型|选|挑|室|大一?[点些]|大房|倾斜|优先|照顾|大一点|几室|多大|房间|面积", folded
            )
        )
    if rule == "childcare_subsidy":
        return not re.search(r"托育补|生育补[贴助]金?费?用?报销", folded)
    return True
