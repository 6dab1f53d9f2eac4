"""What kind of answer a question wants: a figure, a date, a decision, or text.

In: the folded question, the rule that it is about, what is known of the family, and which facts the
question itself tells. Out: a `Wants`, or None for a question of text (what, who, how, why, where).
A question that tells a rule's own inputs (「流产假 怀孕4个月」) asks for the rule's result unless its
wording asks for text. Nothing here raises on any text.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Any, Literal

from assistant.eligibility.subjects import BIRTHS, has_birth

Wants = Literal["figure", "date", "eligibility"]

_FIGURE = re.compile(
    r"多少(?!岁|人|家)|几(?:块|元|个?钱|个月|天|日(?!起)|次|年(?!级)|万|千|百|笔|期|回|星期|周(?!岁)|档|套)|怎么算|如何算|咋算|怎样算|怎么计算|如何计算|怎么个算法|"
    r"算一?下|算算|算[^,。]{0,4}补[贴助]|帮我?算|算出来|计算一?下|一共|总共|拢共|合计|总数|总额|多久|多长|多大户型|什么户型|啥户型|有几|加几|算多少|多贷(?!吗|不|一?点吗)|贷得?更?多|多贷点|够不够|金额|天数|测算|数额|公式|额度是|几多|几何|咋个|省多少|好多(?:钱|天|$)|多了?少|"
    r"标准(?:是)?(?:多少|几)?$|(?:扣|个税|教育|照护)[^,。]{0,6}(?:每月|每个月|一个月)[?]?$|加(?:在)?一?起呢|两个加起来"
)
_PLAIN_FIGURE = re.compile(
    r"(?:多少|几多|好多)(?:钱|元|块|天|日|个?月)|几(?:天|日|个月|块|元|个?钱)|一共|总共|合计|总额|(?:能|可以?|可)(?:领|拿|扣|休|抵|省|贷)[^,。]{0,4}(?:多少|几)|(?:领|拿|扣|休|抵|省|贷|发|补)得?(?:多少|几多|好多)"
)
"""Words that ask for an amount or a length, whatever else the message asks."""
_DATE = re.compile(
    r"(?:到|至|领到|发到|休到|补到|截止到?)[^,。]{0,4}(?:什么时候|哪天|哪一天|何时|几号|几月|哪年|哪个月|啥时候|哪一年|哪月|多会儿|哪日|何日)|"
    r"(?:哪天|几号|什么时候|啥时候|何时|何日|哪一天|几月|多会儿)[^,。]{0,6}(?:结束|到期|上班|返岗|截止|复工|为止|停|休完|领完|回去上班|届满|期满|开始[^,。]{0,4}扣|领最后)|(?:最后|最晚|最迟|最早)[^,。]{0,8}(?:哪|几|什么时候)|还能领(?:多久|几个月|多长|几年)|到期|起止|届满"
)
_HAVING = r"(?:能|可以|可|还能|会|该|还可以|给|还给|轮得到|有|算|行|得|免费|打折|免票|优惠|半价|减免|倾斜|优先|免|照顾|符合)"
_ELIGIBLE = re.compile(
    r"能不能|可不可以|能否|可否|是否|是不是|有没有|有冇|有资格|资格|够条件|符合条件|符合不符合|符不符合|给不给|算不算|有无|享受|够格|还有吗|有吗|"
    rf"{_HAVING}[^,。]{{0,14}}(?:吗|嘛|(?<![怎什])么(?!时候)|不[??]?$|[没冇冒][??]?$|不能|吧|不呢|啵|不了$)|"
    r"(?:要|用|需要)(?:不要|不用)?(?:买票|花钱|交钱|付钱|门票|给钱)"
)
_HAVE = re.compile(r"(?:能|可以|会|可)(?:领|拿|抵|扣|休|请|享受|贷|得|选|放)")

_TEXT_QUESTION = re.compile(
    r"是什么(?!时候)|什么是|什么意思|指什么|啥意思|是啥(?!时候)|怎么回事|怎么办(?!理)|咋办(?!理)|退回|驳回|没通过|"
    r"(?:由|找|归|是|请问)?(?:谁|哪个部门|哪些部门|什么部门|哪个单位|哪些单位|哪家|哪个局|哪里管|啥部门)(?:来)?(?:发|负责|管|牵头|出钱|给|承担|监管|掏|审|批|制定|监督|出|落实|办)|"
    r"哪个部门|哪些部门|什么部门|哪些单位|负责|文件(?:里|中)?[^,。]{0,4}(?:有|提|写|说)|责任单位|主管部门|(?:钱|资金|经费|费用)[^,。]{0,8}(?:从哪|哪里来|哪来|来源|谁出|怎么来|监管|使用)|"
    r"怎么(?:申请|申领|领取?(?!多)|办理?|报名|申报|填|操作|弄|交|审核|发放|发(?!多)|享受|落实|分工|规定|保障|监督|支持|实施)|如何(?:申请|申领|领取|办理|申报|享受|落实|发放|保障|监督|监管|支持)|咋(?:申请|领|办|弄|申报)|"
    r"(?:去|在|到|上)?(?:哪里?|哪儿|什么地方|啥地方|何处)(?:可以|能)?(?:申请|领取?|办理?|申报|查|登记|填|交|咨询|下载|看)|(?:什么|啥|哪些|多少|几)(?:份|种|样)?(?:材料|资料|手续|证件|条件|流程|要求|证明|政策|规定|措施|好处|内容|变化|优惠|人|家庭)|(?:什么|啥|哪)样的|需要带|流程|"
    r"怎么个发法|发法|为什么|为何|为啥|凭什么|什么原因|目的|意义|"
    r"(?:发|领|补|给|享受|管|到)(?:到|至)?(?:孩子)?(?:几|多少|多大)(?:周?岁|年龄)|几(?:周)?岁|多大(?!户型|的?房)|什么年龄|多少岁|年龄[^,。]{0,6}(?:限制|要求|范围|上限|规定)|"
    r"(?:从)?(?:什么时候|啥时候|何时|哪年|哪天|几号|几月)(?:开始|起|实施|施行|执行|落地|实行|生效|发布|印发|出台|才开始|能申请|可以申请|发放|发钱|到账|打钱|发(?!到)|到位|办)|"
    r"政策(?:文件)?(?:原文|是怎么|怎么说|里怎么|有哪些|内容)|文件(?:里|中)?(?:怎么|如何|是怎么)|怎么说|怎么写|怎么规定|有(?:什么|哪些|啥)(?:规定|要求|措施|政策|区别|不同)|介绍一下|讲一下|说说|解释|区别|"
    r"哪些(?:假|补贴|措施|人|群体|城市|地方|项目|支持|保障)|有哪些|哪几(?:种|类|项|个)|第几条|哪一条|原文|落实|监督|检查|绩效|评价|由谁|谁来|谁出|谁发|谁给|谁付|向谁|找谁|谁管|谁负责|(?:要|交|收|缴|扣)(?:个人)?(?:所得)?税吗|免税|算不算收入|计入|影响低保|投诉|举报|不给(?:批|休|发)|不批|不让|不发|拒绝|克扣|辞退|开除|违法吗|查询|查一下进度|进度|到账"
)
_LINE_TEXT_FIGURE = re.compile(
    r"怎么算|怎么计算|如何计算|如何算|咋算|怎么发多少|能发多少|能领多少|领多少|多少钱|是多少"
)
_ABOUT_PEOPLE = re.compile(r"谁|部门|单位|钱|资金|为|岁|多大|开始|起|材料|哪|区别")
_GENERIC_PEOPLE = re.compile(
    r"(?:全省|全市|全国|财政|一共有多少人|多少人|多少家庭|多少户|覆盖|投入|预算|资金)"
)
INTERROGATIVE = re.compile(
    r"什么|啥|怎么|怎样|如何|咋|谁|哪|为何|为啥|吗|么[??]|多少|几(?!乎)|呢|能不能|可不可以|是否|有没有|[??]"
)
LEAVES = ("maternity_leave", "paternity_leave", "childcare_leave")
_BY_AGE = ("child_fare_discount", "early_childhood_health")
_OR_DAYS = re.compile(
    r"(?:是|只有|只给|就给|才)[0-9]+天|[0-9]+天,?(?:对|是)(?:不对|不是|吗|么)|[0-9]+天还是"
)
_ENDS = re.compile(r"休到|结束|上班|返岗|复工|到期|起止|届满")
_NOT_A_LEAVE = re.compile(
    r"保障|关怀|关爱|服务|监督|分担|成本|花钱|手术费|费用|多少钱|多少元|几块|老人|父母住院|照顾父母|补偿|赔偿|工资|分开|分段|分次|拆开|包括|包含|顺延|跨年|住院|公公|婆婆|岳父|爷爷|奶奶"
)
_LEAVE_HAVING = re.compile(
    r"(?:休|请|放|有|享受|批)[^,。]{0,8}(?:假|天)|假[^,。]{0,8}(?:休|请|放|有)|休"
)
_CLAUSE = re.compile(r"[,。;?!、\n]+")
OWN_FACTS: Mapping[str, tuple[str, ...]] = {
    "childcare_subsidy": (*BIRTHS, "hukou_in_jiangxi", "lawful_birth"),
    "tax_deduction_infant_care": BIRTHS,
    "tax_deduction_child_education": BIRTHS,
    "tax_deduction_children": BIRTHS,
    "maternity_leave": (
        *("babies", "pregnancy_months", "leave_start", "difficult_birth"),
        *("birth_date", "expected_date"),
    ),
    "paternity_leave": ("leave_start",),
    "childcare_leave": BIRTHS,
    "maternity_allowance": ("average_monthly_wage", "leave_days"),
    "child_fare_discount": BIRTHS,
    "early_childhood_health": BIRTHS,
    "provident_fund_loan": ("minor_children",),
    "affordable_housing_choice": ("minor_children",),
}
"""The facts by which a question tells that it wants the rule's result for the one who asks."""


def is_text_question(folded: str) -> bool:
    """Whether the wording asks for text: what, who, how, why, where."""
    return bool(_TEXT_QUESTION.search(folded))


def asks_for_date(folded: str) -> bool:
    """Whether the wording asks until when."""
    return bool(_DATE.search(folded))


def wanted(
    folded: str, rule: str, facts: Mapping[str, Any], told: Collection[str] = ()
) -> Wants | None:
    """What the question wants of `rule`; `told` are the facts that the question itself gives."""
    if _GENERIC_PEOPLE.search(folded) or (rule in LEAVES and _NOT_A_LEAVE.search(folded)):
        return None
    own = any(name in told for name in OWN_FACTS.get(rule, ()))
    text = _TEXT_QUESTION.search(folded)
    rest = _clauses_without_text_question(folded)
    if text and own and _PLAIN_FIGURE.search(rest):
        folded, text = rest, None
    figure, dated = _FIGURE.search(folded), _DATE.search(folded)
    known = own or has_birth(facts) or bool(facts.get("leave_start"))
    if dated and not figure and known and not (_asks_start(folded) and not own):
        return "date"
    if rule in _BY_AGE:
        return "eligibility" if not text and (own or _asks(folded)) else None
    if text and (_ABOUT_PEOPLE.search(text.group()) or not _LINE_TEXT_FIGURE.search(folded)):
        return None
    if dated and not figure:
        return "date" if rule in LEAVES and _ENDS.search(folded) else None
    if figure or (rule in LEAVES and _OR_DAYS.search(folded)):
        return "figure"
    if _ELIGIBLE.search(folded) and _asks_to_have(folded, rule, facts, told):
        return "eligibility"
    if own:
        return "figure"
    digits = re.search(r"[0-9〇一二三四五六七八九十]", folded)
    return "figure" if has_birth(facts) and digits and _HAVE.search(folded) else None


def _clauses_without_text_question(folded: str) -> str:
    clauses = _CLAUSE.split(folded)
    return ",".join(clause for clause in clauses if not _TEXT_QUESTION.search(clause))


def _asks(folded: str) -> bool:
    return bool(
        _ELIGIBLE.search(folded)
        or _FIGURE.search(folded)
        or INTERROGATIVE.search(folded)
        or re.search(r"(.)不\1", folded)
    )


def _asks_to_have(folded: str, rule: str, facts: Mapping[str, Any], told: Collection[str]) -> bool:
    """Whether a yes-no question asks to have what the rule is about."""
    if rule in LEAVES:
        return bool(_LEAVE_HAVING.search(folded))
    if rule.startswith("tax_"):
        return has_birth(facts)
    if rule == "maternity_allowance":
        situation = ("insured_employee", "employed", "average_monthly_wage", "leave_days")
        return any(name in told for name in situation)
    return True


def _asks_start(folded: str) -> bool:
    return bool(
        re.search(r"(?:什么时候|哪天|何时|啥时候)(?:开始|起|能|可以|到账|发)", folded)
    ) and not re.search(r"到(?:什么时候|哪天)", folded)
