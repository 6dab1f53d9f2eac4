"""Whether a question asks for something that a rule computes, and which.

In: the question as asked, the facts known (including those read from this question) and the rule
of the conversation's last turn. Out: a `RuleIntent`, or None when the question is one of text
(«育儿补贴是什么», «由谁发»), about another place, or about no rule's subject.

A subject (which rule) and a kind of question (a figure, a date, whether one may have it) must
both be there; wording that asks for text (what, who, how, why, where) rules a figure out. Nothing
here raises on any text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from assistant.eligibility.chinese_text import fold
from assistant.eligibility.places import elsewhere, jiangxi

Wants = Literal["figure", "date", "eligibility"]


@dataclass(frozen=True)
class RuleIntent:
    """A rule to run. `confidence` is 1.0 for a named subject and an explicit question, 0.8 where
    one of them is understood from the wording, 0.6 where the conversation supplies the rule."""

    rule: str
    wants: Wants
    confidence: float


_LIVES_AFTER = re.compile(
    r"(?:那边|那里|市|省)?[^,。]{0,4}?(?:户口|户籍|打工|上班|工作|务工|出差|回来|出生|生的|人(?![口数])|"
    r"住|交社保|交的|定居|结婚)"
)
_LIVES_BEFORE = re.compile(r"(?:户口|户籍|老家|娘家|嫁到?|人在)[^,。]{0,4}$")
_CHILDISH = r"(?:孩子|娃|宝宝|宝贝|小孩|儿子|女儿|老大|老二|老三|大宝|二宝|小朋友|崽|双胞胎|龙凤胎|闺女|婴儿|伢|毛毛|生)"
_SUBJECTS: tuple[tuple[str, str], ...] = (
    ("early_childhood_health", r"健康管理|儿童保健|儿保|免费体检|儿童体检"),
    (
        "child_fare_discount",
        r"(?:公交|地铁|门票|景区|景点|美术馆|车票|乘车|坐车|游览|博物馆|买票|票价|轻轨|动物园|公园)",
    ),
    ("provident_fund_loan", r"公积金"),
    (
        "affordable_housing_choice",
        r"保障房|保障性住房|公租房|保障性租赁|廉租房|保租房|安居房|配售型",
    ),
    ("tax_deduction_child_education", r"子女教育|教育[^,。]{0,6}(?:扣除|抵扣|抵税|个税|附加)"),
    (
        "tax_deduction_infant_care",
        r"婴幼儿照护|照护[^,。]{0,6}(?:扣除|抵扣|抵税|个税|附加)|(?:3|三)岁以[下内][^,。]{0,12}(?:扣除|抵扣|抵税|个税)",
    ),
    (
        "maternity_allowance",
        r"生育津贴|产假工资|产假[^,。]{0,10}(?:津贴|工资|的钱)|生育保险[^,。]{0,8}(?:津贴|领多少|拿多少|多少钱|发多少)|生(?:孩子|娃|育)[^,。]{0,6}津贴|产假期间[^,。]{0,6}(?:工资|钱)",
    ),
    ("childcare_leave", r"育儿假"),
    (
        "paternity_leave",
        r"陪产|护理假|男方[^,。]{0,6}假|(?:爸爸|老公|丈夫|男的|男方|男同志|男职工|爱人|孩子他?爸|老婆生|媳妇生|妻子生)[^,。]{0,10}(?:休|放|请|假|陪产)|陪护假",
    ),
    (
        "maternity_leave",
        r"产假|剖[宫腹]产?[^,。]{0,8}休|流产|小产|生育奖励假|奖励假|休产|产休|胎停|人流|引产|难产[^,。]{0,8}(?:天|休|假)|生(?:孩子|娃|完|宝宝|双胞胎|二胎|三胎|了)[^,。]{0,8}(?:休|放|请)[^,。]{0,6}(?:天|假|久|长)",
    ),
    (
        "childcare_subsidy",
        r"育儿补[贴助]|育儿津贴|育儿金|育儿的?钱|养育补[贴助]|生育补[贴助]|[生养][娃孩][子儿]?补[贴助]|养孩子的补[贴助]|孩子的?补[贴助]|娃的?补[贴助]|奶粉钱|3600|10800|宝宝的?补[贴助]",
    ),
)
_SUBJECT_PATTERNS = tuple((rule, re.compile(pattern)) for rule, pattern in _SUBJECTS)
_TAX = re.compile(
    r"个税|个人所得税|专项附加|附加扣除|抵税|退税|少交[^,。]{0,4}税|省[^,。]{0,4}税|减税|税[^,。]{0,6}(?:抵|扣|减|省)|(?:抵|扣|减|省)[^,。]{0,6}税|汇算"
)
_PLAIN_SUBSIDY = re.compile(
    r"补[贴助]|(?:国家|政府)[^,。]{0,6}(?:发|给|补)[^,。]{0,4}(?:钱|多少)|(?:能|可以|可|会|还)(?:领|拿|补)[^,。]{0,4}(?:多少|几)|补多少|领多少|发多少钱|给多少钱|(?:能|可以|还能|能不能|还可以)领"
)
_OWN_SUBSIDY = re.compile(
    r"(?:我|我家|我们|咱|屋里|自家|帮我?)[^,。]{0,10}补[贴助][^,。]{0,6}(?:多少|几多|好多|一共|总共|怎么算)|"
    r"算(?:一?下|算|算看)?[^,。]{0,4}补[贴助]|补[贴助][^,。]{0,4}(?:算一?下|总共|一共)"
)
_OTHER_SUBSIDY = re.compile(
    r"托育[^,。]{0,6}补|托位|托儿所|住房补|租房补|购房补|买房[^,。]{0,4}补|就业补|创业补|培训补|失业补|医疗补|报销|医保|社保补|交通补|"
    r"上学|读书|念书|高温|餐补|残疾|低保金|养老|结婚补|婚[假礼]|营养补|助学|资助|奖学|学费|幼儿园[^,。]{0,4}补|机构|企业补|单位[^,。]{0,6}补贴|分娩|辅助生殖|试管|产检|工伤|抚恤|一次性生育"
)

_FIGURE = re.compile(
    r"多少(?!岁|人|家)|几(?:块|元|钱|个月|天|次|年(?!级)|万|千|百|笔|期|回|星期|周(?!岁)|档|套)|怎么算|如何算|咋算|怎样算|怎么计算|如何计算|怎么个算法|"
    r"算一?下|算算|帮我?算|算出来|计算一?下|一共|总共|合计|总数|总额|多久|多长|多大户型|什么户型|啥户型|有几|加几|算多少|多贷(?!吗|不|一?点吗)|贷得?更?多|多贷点|够不够|金额|天数|测算|数额|公式|额度是|几多|咋个|省多少|好多(?:钱|天|$)|多了?少|"
    r"标准(?:是)?(?:多少|几)?$"
)
_DATE = re.compile(
    r"(?:到|至|领到|发到|休到|补到|截止到?)[^,。]{0,4}(?:什么时候|哪天|哪一天|何时|几号|几月|哪年|哪个月|啥时候|哪一年|哪月|多会儿|哪日)|"
    r"(?:哪天|几号|什么时候|啥时候|何时|哪一天|几月)[^,。]{0,6}(?:结束|到期|上班|返岗|截止|复工|为止|停|休完|领完|回去上班|开始[^,。]{0,4}扣|领最后)|(?:最后|最晚|最迟)[^,。]{0,8}(?:哪|几|什么时候)|还能领(?:多久|几个月|多长|几年)|到期"
)
_ELIGIBLE = re.compile(
    r"能不能|可不可以|能否|可否|是否|有没有|有资格|够条件|符合条件|符合不符合|符不符合|给不给|算不算|有无|享受|够格|还有吗|有吗|"
    r"(?:能|可以|可|还能|会|该|还可以|给|还给|轮得到|有|算|行|得|免费|打折|免票|优惠|半价|减免|倾斜|优先|免|照顾|符合)[^,。]{0,14}(?:吗|嘛|么(?!时候)|不[??]?$|没[??]?$|不能|吧|不呢|啵|不了$)|"
    r"(?:要|用|需要)(?:不要|不用)?(?:买票|花钱|交钱|付钱|门票|给钱)"
)
_HAVE = re.compile(r"(?:能|可以|会|可)(?:领|拿|抵|扣|休|请|享受|贷|得|选|放)")

_TEXT_QUESTION = re.compile(
    r"是什么(?!时候)|什么是|什么意思|指什么|啥意思|是啥(?!时候)|怎么回事|"
    r"(?:由|找|归|是|请问)?(?:谁|哪个部门|哪些部门|什么部门|哪个单位|哪些单位|哪家|哪个局|哪里管|啥部门)(?:来)?(?:发|负责|管|牵头|出钱|给|承担|监管|掏|审|批|制定|监督|出|落实|办)|"
    r"哪个部门|哪些部门|什么部门|哪些单位|负责|文件(?:里|中)?[^,。]{0,4}(?:有|提|写|说)|责任单位|主管部门|(?:钱|资金|经费|费用)[^,。]{0,8}(?:从哪|哪里来|哪来|来源|谁出|怎么来|监管|使用)|"
    r"怎么(?:申请|申领|领取?(?!多)|办理?|报名|申报|填|操作|弄|交|审核|发放|发(?!多)|享受|落实|分工|规定|保障|监督|支持|实施)|如何(?:申请|申领|领取|办理|申报|享受|落实|发放|保障|监督|监管|支持)|咋(?:申请|领|办|弄|申报)|"
    r"(?:去|在|到|上)?(?:哪里?|哪儿|什么地方|啥地方|何处)(?:可以|能)?(?:申请|领取?|办理?|申报|查|登记|填|交|咨询|下载|看)|(?:什么|啥|哪些)(?:材料|资料|手续|证件|条件|流程|要求|证明|政策|规定|措施|好处|内容|变化|优惠|人|家庭)|需要带|流程|"
    r"怎么个发法|发法|为什么|为何|为啥|凭什么|什么原因|目的|意义|"
    r"(?:发|领|补|给|享受|管|到)(?:到|至)?(?:孩子)?(?:几|多少|多大)(?:周?岁|年龄)|几(?:周)?岁|多大(?!户型|的?房)|什么年龄|多少岁|年龄[^,。]{0,6}(?:限制|要求|范围|上限|规定)|"
    r"(?:从)?(?:什么时候|啥时候|何时|哪年|哪天|几号|几月)(?:开始|起|实施|施行|执行|落地|实行|生效|发布|印发|出台|才开始|能申请|可以申请|发放|发钱|到账|打钱|发(?!到)|到位|办)|"
    r"政策(?:文件)?(?:原文|是怎么|怎么说|里怎么|有哪些|内容)|文件(?:里|中)?(?:怎么|如何|是怎么)|怎么说|怎么写|怎么规定|有(?:什么|哪些|啥)(?:规定|要求|措施|政策|区别|不同)|介绍一下|讲一下|说说|解释|区别|"
    r"哪些(?:假|补贴|措施|人|群体|城市|地方|项目|支持|保障)|有哪些|哪几(?:种|类|项|个)|第几条|哪一条|原文|落实|监督|检查|绩效|评价|由谁|谁来|谁出|谁发|谁给|谁付|向谁|找谁|谁管|谁负责|(?:要|交|收|缴|扣)(?:个人)?(?:所得)?税吗|免税|算不算收入|计入|影响低保|投诉|举报|不给(?:批|休|发)|不批|不让|不发|拒绝|克扣|辞退|开除|违法吗|查询|查一下进度|进度|到账"
)
_LINE_TEXT_FIGURE = re.compile(
    r"怎么算|怎么计算|如何计算|如何算|咋算|怎么发多少|能发多少|能领多少|领多少|多少钱|是多少"
)
_GENERIC_PEOPLE = re.compile(
    r"(?:全省|全市|全国|财政|一共有多少人|多少人|多少家庭|多少户|覆盖|投入|预算|资金)"
)

_ELLIPSIS = re.compile(r"^[^,。]{1,12}呢[?。!]*$")
_FOLLOW_UP = re.compile(
    r"^[ ,。]*(?:那|那么|哦|嗯|好的?|噢|请问|再问|还有)*[ ,。]*(?:(?:要是|如果|假如|若是|换成|改成|假设|万一)?.{0,24}(?:呢|的话)[?。!]*|"
    r".{0,10}(?:一共|总共|能|可以|会|是|每次|每年|每月|分)?[^,。]{0,6}(?:多少|几次|几年|几个月|几天|几笔|怎么算|怎么算的|怎么来的|到哪天|到什么时候|到几月|休到哪天|领到什么时候|算一下|再算算)[^,。]{0,8})$"
)
_FOLLOW_WORDS = re.compile(
    rf"{_CHILDISH}|[0-9一二三四五六七八九十两]|双胞胎|三胞胎|难产|剖|顺产|户口|户籍|今年|去年|前年|明年|一人一半|税率|工资|流产|岁|月|多少|几|怎么算|哪天|什么时候|买房|公积金|算|全扣|一个人扣"
)
_ANSWER = re.compile(
    r"^[ ,。]*(?:嗯+|哦|对|是的?|不是|没有?|有|不|否|好像|应该|大概|大约|我说|说错了?|不对|错了|搞错了?|记错了?|改成|更正|就|在|已经|还没|都|我们?|他|她|老[大二三]|孩子|宝宝|娃|户口|工资|月薪|预产期|税率|怀孕|单位|[0-9一二三四五六七八九十两〇]|去年|前年|今年|明年|上个?月|昨天|双胞胎|龙凤胎|三胞胎|单胎|难产|顺产|剖|刚|快|农历|阴历|从|各|平分|一人|全部|江西|南昌|换成|写|阳历|公历|腊月|正月|符合|不符合|交了?|二[〇零]|二|年初|年底|虚|全日制|没错|当然|确定|不知道|不清楚|出生|生日|夫妻|两个|俩|个税|公积金|[a-z])",
    re.I,
)
_COURTESY = re.compile(
    r"^[ ,。!]*(?:谢谢|多谢|感谢|好的?|知道了|明白了?|了解了?|ok|行|可以|你好|您好|再见|拜拜|辛苦了?|嗯|哦|收到|好吧|清楚了|没事了?|不用了|算了|没有了|没了)[您你!。,了啊呀哦的~ 谢谢再见]*$",
    re.I,
)
_YES_NO = re.compile(
    r"^[ ,。]*(?:嗯+|对的?|是的?|不是的?|有的?|没有?|不|可以|不可以|符合|不符合|好的?|没错|在|不在)[,。!啊呀的了 ]*$"
)
_INTERROGATIVE = re.compile(
    r"什么|怎么|怎样|如何|谁|哪|为何|为啥|吗|么[??]|多少|几(?!乎)|呢|能不能|可不可以|是否|有没有|[??]"
)
_OTHER_TOPIC = re.compile(
    r"托育|托儿|幼儿园|学校|上学|入学|医院|儿科|医保|生育保险|报销|分娩|辅助生殖|试管|彩礼|婚假|婚礼|结婚|离婚|相亲|红娘|就业|培训|创业|"
    r"低保|养老|天气|股票|部门|政策|措施|文件|条例|办法|国办|母婴|哺乳|疫苗|户口登记|社保卡|出生证|无痛"
)
_NOT_ABOUT_RULE = re.compile(
    r"婚假|丧假|年假|病假|哺乳假|探亲|春节放假|国庆放假|暑假|寒假|产检假|事假"
)


def detect_rule(
    question: str,
    facts: Mapping[str, Any],
    previous_rule: str | None,
    *,
    answered: bool = False,
) -> RuleIntent | None:
    """The rule that `question` asks to compute, or None for a question of text.

    `facts`: what is known, this question's facts included (see `extraction`). `previous_rule`: the
    rule of the last turn, which a bare answer or an elliptic follow-up continues. `answered`: the
    extraction filled, or asked again about, the input that was asked for last.
    """
    folded = _respell(fold(question).strip())
    if not folded:
        return None
    named = _subject(folded, facts)
    if named and named[1] < 1 and previous_rule and not re.search(r"补[贴助]|税", folded):
        named = None
    if named is None:
        if answered and previous_rule and not _TEXT_QUESTION.search(folded):
            return RuleIntent(previous_rule, "figure", 0.8)
        return _continued(folded, facts, previous_rule)
    rule, confidence = named
    if _is_elsewhere(folded, facts):
        return None
    wants = _wants(folded, rule, facts)
    if wants is None:
        if _TEXT_QUESTION.search(folded) or previous_rule is None:
            return None
        if answered:
            return RuleIntent(previous_rule, "figure", 0.8)
        if _ELLIPSIS.match(folded) or (previous_rule == rule and _states_facts(folded)):
            return RuleIntent(rule, "figure", 0.6)
        return None
    return RuleIntent(rule, wants, confidence)


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


def _respell(folded: str) -> str:
    """Frequent typing errors put right; only for recognising, never for quoting."""
    for pattern, usual in _MISSPELT:
        folded = pattern.sub(usual, folded)
    return folded


def _is_elsewhere(folded: str, facts: Mapping[str, Any]) -> bool:
    """About another province's benefits; where one works, lives or is registered does not count."""
    if jiangxi().search(folded):
        return False
    for match in elsewhere().finditer(folded):
        before, after = folded[: match.start()], folded[match.end() :]
        personal = _LIVES_AFTER.match(after) or _LIVES_BEFORE.search(before)
        if not personal:
            return True
    return False


_LEAVE_LENGTH = re.compile(
    r"(?:休|放|请)[^,。]{0,6}(?:几|多少|多久|多长)|假期?[^,。]{0,4}(?:几|多少|多久|多长)"
)
_BIRTH_CONTEXT = re.compile(
    r"顺产|难产|剖[宫腹]|怀孕|没保住|产妇|坐月子|双胞胎|三胞胎|生(?:第|了|娃|完|孩)"
)


def _subject(folded: str, facts: Mapping[str, Any]) -> tuple[str, float] | None:
    if _NOT_ABOUT_RULE.search(folded) and not re.search(r"产假|陪产|护理假|育儿假", folded):
        return None
    taxed = _TAX.search(folded)
    if taxed and not re.search(r"补[贴助].{0,12}税|津贴.{0,12}税", folded):
        return _tax_subject(folded, facts)
    found = [(rule, m.start()) for rule, p in _SUBJECT_PATTERNS if (m := p.search(folded))]
    for rule, _ in found:
        if _fits(rule, folded, facts):
            return rule, 1.0
    if _LEAVE_LENGTH.search(folded) and _BIRTH_CONTEXT.search(folded):
        return "maternity_leave", 0.8
    if found and found[0][0] in (
        "provident_fund_loan",
        "affordable_housing_choice",
        "child_fare_discount",
    ):
        return None
    if _OTHER_SUBSIDY.search(folded):
        return None
    plain = _PLAIN_SUBSIDY.search(folded)
    if plain and (re.search(_CHILDISH, folded) or _has_birth(facts) or _OWN_SUBSIDY.search(folded)):
        return "childcare_subsidy", 0.8
    return None


def _tax_subject(folded: str, facts: Mapping[str, Any]) -> tuple[str, float] | None:
    education = re.search(
        r"教育|上学|小学|初中|高中|大学|幼儿园|读书|学费|[一二三四五六]年级", folded
    )
    infant = re.search(r"照护|婴幼儿|婴儿|新生|(?:3|三)周?岁以[下内]|托育", folded)
    if education and not infant:
        return "tax_deduction_child_education", 1.0
    if infant:
        return "tax_deduction_infant_care", 1.0
    if re.search(_CHILDISH, folded) or _has_birth(facts):
        old = _surely_older_than_three(facts)
        return ("tax_deduction_child_education" if old else "tax_deduction_infant_care"), 0.8
    return None


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


def _has_birth(facts: Mapping[str, Any]) -> bool:
    return any(
        facts.get(n)
        for n in (
            "birth_date",
            "birth_dates",
            "birth_date_range",
            "birth_year",
            "expected_date",
            "children",
        )
    )


_AGE_SAID = re.compile(
    r"[0-9一二两三四五六七八九十]+(?:周?岁|个月|年级)|[0-9]{4}年|[0-9]{2}年|多大"
)


def _fits(rule: str, folded: str, facts: Mapping[str, Any]) -> bool:
    """Conditions beside the subject's words under which a rule can be meant at all."""
    if rule in ("child_fare_discount", "early_childhood_health"):
        child = re.search(_CHILDISH, folded) or re.search(r"儿童|岁", folded)
        own = _has_birth(facts) and bool(_AGE_SAID.search(folded))
        return bool(child) and own
    if rule == "paternity_leave":
        mothers = re.search(r"(?<!陪)产假", folded)
        return not mothers or bool(re.search(r"陪产|护理假|陪护|爸|老公|丈夫|男", folded))
    if rule == "provident_fund_loan":
        raised = re.search(r"提高|上浮|多贷|贷得?更多|增加|倾斜|孩|娃|崽|子女|胎", folded)
        if not raised and "minor_children" not in facts:
            return False
        return bool(re.search(r"贷|额度|提高|上浮", folded)) and not re.search(
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


def _wants(folded: str, rule: str, facts: Mapping[str, Any]) -> Wants | None:
    text = _TEXT_QUESTION.search(folded)
    figure, dated = _FIGURE.search(folded), _DATE.search(folded)
    if _GENERIC_PEOPLE.search(folded) or (rule in _LEAVES and _NOT_A_LEAVE.search(folded)):
        return None
    known = _has_birth(facts) or bool(facts.get("leave_start"))
    if dated and not figure and known and not _asks_start(folded):
        return "date"
    if rule in _BY_AGE:
        return None if text or not _asks(folded) else "eligibility"
    if text and (_about_people(text.group()) or not _LINE_TEXT_FIGURE.search(folded)):
        return None
    if dated and not figure:
        return "date" if rule in _LEAVES and _ENDS.search(folded) else None
    if figure or (rule in _LEAVES and _OR_DAYS.search(folded)):
        return "figure"
    if _ELIGIBLE.search(folded) and _asks_to_have(folded, rule, facts):
        return "eligibility"
    own = _has_birth(facts) and bool(re.search(r"[0-9〇一二三四五六七八九十]", folded))
    return "figure" if own and _HAVE.search(folded) else _keywords(folded, rule, facts)


_LEAVES = ("maternity_leave", "paternity_leave", "childcare_leave")
_BY_AGE = ("child_fare_discount", "early_childhood_health")
_OR_DAYS = re.compile(r"是[0-9]+天|[0-9]+天还是")
_ENDS = re.compile(r"休到|结束|上班|返岗|复工|到期")
_NOT_A_LEAVE = re.compile(
    r"保障|关怀|关爱|服务|监督|分担|成本|花钱|手术|费用|多少钱|多少元|几块|老人|父母住院|照顾父母|补偿|赔偿|工资|分开|分段|分次|拆开|包括|包含|顺延|跨年|住院|公公|婆婆|岳父|爷爷|奶奶"
)
_LEAVE_HAVING = re.compile(
    r"(?:休|请|放|有|享受|批)[^,。]{0,8}(?:假|天)|假[^,。]{0,8}(?:休|请|放|有)|休"
)


def _asks(folded: str) -> bool:
    return bool(
        _ELIGIBLE.search(folded)
        or _FIGURE.search(folded)
        or _INTERROGATIVE.search(folded)
        or re.search(r"(.)不\1", folded)
    )


def _asks_to_have(folded: str, rule: str, facts: Mapping[str, Any]) -> bool:
    """Whether a yes-no question asks to have what the rule is about."""
    if rule in _LEAVES:
        return bool(_LEAVE_HAVING.search(folded))
    if rule.startswith("tax_"):
        return _has_birth(facts)
    if rule == "maternity_allowance":
        return "average_monthly_wage" in facts or "leave_days" in facts
    return True


_RELEVANT = {
    "childcare_subsidy": ("birth_date", "birth_dates", "expected_date", "birth_date_range"),
    "tax_deduction_infant_care": ("birth_date", "birth_dates", "birth_date_range"),
    "tax_deduction_child_education": ("birth_date", "birth_dates", "birth_date_range"),
    "maternity_leave": ("babies", "pregnancy_months", "leave_start", "difficult_birth"),
    "paternity_leave": ("leave_start",),
    "childcare_leave": ("birth_date", "birth_dates", "birth_date_range"),
    "maternity_allowance": ("average_monthly_wage", "leave_days"),
    "provident_fund_loan": ("minor_children",),
    "affordable_housing_choice": ("minor_children",),
}


def _keywords(folded: str, rule: str, facts: Mapping[str, Any]) -> Wants | None:
    """A row of key words with the rule's own facts: 「流产假 怀孕4个月」."""
    short = len(folded) <= 24 and not _INTERROGATIVE.search(folded) and "还是" not in folded
    return "figure" if short and any(n in facts for n in _RELEVANT[rule]) else None


def _about_people(text: str) -> bool:
    return bool(re.search(r"谁|部门|单位|钱|资金|为|岁|多大|开始|起|材料|哪|区别", text))


def _asks_start(folded: str) -> bool:
    return bool(
        re.search(r"(?:什么时候|哪天|何时|啥时候)(?:开始|起|能|可以|到账|发)", folded)
    ) and not re.search(r"到(?:什么时候|哪天)", folded)


def _states_facts(folded: str) -> bool:
    return bool(_ANSWER.match(folded)) and not _INTERROGATIVE.search(folded)


def _continued(
    folded: str, facts: Mapping[str, Any], previous_rule: str | None
) -> RuleIntent | None:
    """A bare answer to what was asked, or an elliptic follow-up, stays with the last rule."""
    if previous_rule is None or len(folded) > 60:
        return None
    if _YES_NO.match(folded):
        return RuleIntent(previous_rule, "figure", 0.6)
    if _COURTESY.match(folded) or _OTHER_TOPIC.search(folded) or _NOT_ABOUT_RULE.search(folded):
        return None
    if _states_facts(folded):
        return RuleIntent(previous_rule, "figure", 0.6)
    if _TEXT_QUESTION.search(folded) or (_is_elsewhere(folded, facts) and "户" not in folded):
        return None
    if _FOLLOW_UP.match(folded) and _FOLLOW_WORDS.search(folded):
        wants: Wants = "date" if _DATE.search(folded) else "figure"
        return RuleIntent(previous_rule, wants, 0.6)
    return None
