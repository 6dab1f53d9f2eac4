"""Facts that are no dates: residence, work, insurance, housing, amounts, shares, counts; and bare
answers to what was asked.

In: a `Notes` with the text. Out: facts and questions noted in it. `READERS_BEFORE_DATES` and
`READERS_AFTER_DATES` list the readers in order; a bare answer is read last.
"""

from __future__ import annotations

import re
from decimal import Decimal

from assistant.eligibility.birth_facts import MULTIPLES
from assistant.eligibility.children import CHILD, LABEL, clause_of
from assistant.eligibility.chinese_text import NUMBER, number
from assistant.eligibility.notes import NO, UNKNOWN, YES, Notes
from assistant.eligibility.places import elsewhere, jiangxi

MARGINAL_RATES = (3, 10, 20, 25, 30, 35, 45)
"""Percent; the brackets of 《个人所得税法》 附 税率表一."""

_REQUIREMENT = re.compile(
    r"需要|要求|必须|要不要|需不需要|是不是要|是不是得|是不是必|是否要|是否需|限定|仅限|只有.{0,8}才|才能|一定要|得是|还是"
)
_HUKOU = re.compile(r"户口|户籍|落户|上户|入户")
_PARENT = re.compile(
    r"(?:我们?|我俩|夫妻|老公|老婆|妻子|丈夫|爱人|媳妇|爸爸?|妈妈?|父母|爹|父亲|母亲|男方|女方|双方|他爸|她妈|孩子他?[爸妈])[^,。]{0,4}$"
)


def _hukou(notes: Notes) -> None:
    asked = notes.asked == "hukou_in_jiangxi"
    parent_only: str | None = None
    for match in _HUKOU.finditer(notes.folded):
        left, right = clause_of(notes.folded, *match.span())
        clause = notes.folded[left:right]
        if _REQUIREMENT.search(clause):
            continue
        value = _hukou_value(clause, match.start() - left)
        if value is None:
            if re.search(r"老家|农村|随|跟着?|迁|集体户", clause) and not re.search(
                r"吗|怎么|如何|哪|多久|什么", clause
            ):
                notes.ask("hukou_in_jiangxi", "请问孩子的户口现在在江西吗?")
            continue
        subject = clause[: match.start() - left]
        child = re.search(rf"{CHILD}|{LABEL.pattern}", subject)
        if _PARENT.search(subject) and not child:
            parent_only = match.group()
            continue
        notes.put("hukou_in_jiangxi", value, left, right)
        if child:
            break
    if parent_only and "hukou_in_jiangxi" not in notes.facts:
        notes.ask("hukou_in_jiangxi", "这项看的是孩子的户口,请问孩子的户口在江西吗?")
    if asked and "hukou_in_jiangxi" not in notes.facts and "hukou_in_jiangxi" not in notes.clarify:
        here, away = jiangxi().search(notes.folded), elsewhere().search(notes.folded)
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
    if re.search(rf"{negative}(?:{jiangxi().pattern})", clause):
        return False
    here, away = jiangxi().search(clause), elsewhere().search(clause)
    if here and away:
        distance = {True: abs(here.start() - at), False: abs(away.start() - at)}
        in_form = re.search(r"(?:户口|户籍)[^,]{0,6}?在(.{2,4})", clause)
        if in_form:
            return jiangxi().match(in_form.group(1)) is not None
        return distance[True] < distance[False]
    if away:
        return bool(re.search(rf"{negative}(?:{elsewhere().pattern})", clause)) and None
    return True if here else None


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
    ("miscarriage", True, r"没保住|流掉|流产(?!假)|小产|引产|胎停|人流|清宫|流产假"),
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
        "flexible_employment",
        True,
        r"灵活就业|自由职业|个体户|个体工商|开网约车|送外卖|外卖员|网约车司机|快递员|自己做(?:点)?(?:小)?生意|新就业形态",
    ),
    ("unemployment_benefit", False, r"(?:没有?|未|没在)领[^,。]{0,4}失业"),
    ("unemployment_benefit", True, r"(?:领|拿|吃)[^,。]{0,6}失业(?:保险|金|补助)"),
    (
        "employed",
        False,
        r"没有?(?:工作|上班|就业)|无业|失业|待业|全职(?:妈妈|太太|带娃|主妇|爸爸)|家庭主妇|辞职|下岗|未就业|不上班",
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
        r"怀孕了|怀了|怀着|(?:正|已经?|我|老婆|媳妇|她|现在|目前|刚)怀孕(?!期间)|怀孕[0-9一二三四五六七八九十两]+ *(?:个|周|月)|孕[0-9一二三四五六七八九十两早中晚]+(?:个|周|月|期)|待产|有喜了|预产期|怀上了|肚子里",
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
        r"(?:在|上|读|念)(?:着|了)?(?:全日制)?(?:幼儿园|小班|中班|大班|小学|初中|高中|中专|职高|技校|大专|大学|本科|研究生|硕士|博士|[一二三四五六]年级|大[一二三四]|高[一二三]|初[一二三])(?!毕业)|(?:在|还在)(?:上学|读书|念书)|在读|全日制",
    ),
)
_FLAG_FIELDS = frozenset(name for name, _, _ in _FLAGS) | {"hukou_in_jiangxi"}
_COMPILED_FLAGS = tuple((name, value, re.compile(pattern)) for name, value, pattern in _FLAGS)


def _flags(notes: Notes) -> None:
    settled: set[str] = set()
    for name, value, pattern in _COMPILED_FLAGS:
        if name in settled:
            continue
        for match in pattern.finditer(notes.folded):
            left, right = clause_of(notes.folded, *match.span())
            if name not in ("difficult_birth", "miscarriage") and _REQUIREMENT.search(
                notes.folded[left:right]
            ):
                continue
            notes.put_match(name, value, match)
            settled.add(name)
            break


def _caesarean(notes: Notes) -> None:
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


_COUNT = r"(?P<n>[0-9]{1,2}|[一二两俩三仨四五六七八九十])"
_BABIES = (
    (1, r"不是(?:双胞胎|多胞胎|龙凤胎|双胎)|单胎|单胞胎"),
    (2, r"双胞胎|龙凤胎|双胎|双棒|怀了?(?:两|2|俩)个|一次生了?(?:两|2|俩)个"),
    (3, r"三胞胎|三胎胎|一次生了?(?:三|3)个|3胞胎"),
    (4, r"四胞胎|4胞胎"),
)


def _babies(notes: Notes) -> None:
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
    re.compile(rf"(?:孩子|娃|子女|小孩)(?:有|共|一共)(?:了)? *{_COUNT} *个"),
    re.compile(r"(?:有|家里?) *(?P<n>俩|仨|[二三两])(?:娃|孩|宝)"),
)
_ONE_CHILD = re.compile(
    r"[一1] *[个名]未成年(?:子女|孩子)|(?:只有|就|仅|我家?有|家里有?)(?:了)?一个(?:孩子|娃|宝宝|小孩|儿子|女儿)|独生|独苗|一孩家庭"
)


def _minor_children(notes: Notes) -> None:
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
        notes.put("minor_children", total, spans[0][0], spans[-1][1])
        return
    single = _ONE_CHILD.search(notes.folded)
    if single and not re.search(r"多少|几", notes.folded[single.start() : single.end() + 6]):
        notes.put_match("minor_children", 1, single)
        return
    children = notes.facts.get("children") or []
    adult = notes.as_of.year - 18
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


_WAGE = re.compile(
    rf"(?P<whose>(?:单位|公司|职工|平均|上年度?|去年|基数|我|本人|自己|我的)[^,。]{{0,12}})?"
    rf"(?:月?平均工资|平均月?工资|月均工资|均薪|月工资|(?<!社平)工资|月薪|薪水|薪资|工钱|收入|缴费基数|社保基数|基数|到手|月入)"
    rf"(?:每个?月|一个?月|每月|月|大概|大约|差不多|差不多|是|为|有|:|,|在|才|的话|约|都| )*"
    rf"(?P<n>{NUMBER})(?![年岁周%天号日]|个月|月[份0-9])(?P<unit>元|块|多|左右)?"
)
_WAGE_LATER = re.compile(
    rf"(?P<n>{NUMBER})(?:元|块钱?|多)?(?:的)?(?:月薪|工资|月工资|薪水)|"
    rf"(?:一个?月|每个?月)(?:能?拿|挣|赚|发|工资)(?:到手)?(?:是|有|:)?(?P<n2>{NUMBER})(?:元|块)?"
)


_EMPLOYERS = re.compile(r"单位|公司|平均|均|基数|职工")


def _wage(notes: Notes) -> None:
    """The employer's average when one is named, else the first pay named."""
    found: list[tuple[bool, int, Decimal, re.Match[str], str]] = []
    for pattern in (_WAGE, _WAGE_LATER):
        for match in pattern.finditer(notes.folded):
            name = "n" if match.group("n") else "n2"
            amount = number(match.group(name) or "")
            if amount is not None and amount > 0:
                found.append(
                    (not _EMPLOYERS.search(match.group()), len(found), amount, match, name)
                )
    if found:
        _, _, amount, match, name = min(found, key=lambda item: item[:2])
        _put_wage(notes, amount, match.start(name), match.end(name), match.group())


def _put_wage(notes: Notes, amount: Decimal, start: int, end: int, wording: str) -> None:
    if amount < 500 or amount > 1_000_000:
        notes.ask("average_monthly_wage", "请问单位上年度职工月平均工资是每月多少元?")
        return
    value = int(amount) if amount == int(amount) else float(round(amount, 2))
    notes.put("average_monthly_wage", value, start, end)
    if not _EMPLOYERS.search(wording) and notes.asked != "average_monthly_wage":
        notes.put("own_wage", True, start, end)


_RATE = (
    re.compile(
        rf"税率(?:是|为|大概|大约|适用|按|档|:|,|到| )*(?:百分之)?(?P<n>{NUMBER})(?: *(?:%|个点|个百分点))?"
    ),
    re.compile(rf"(?P<n>{NUMBER}) *(?:%|个点)(?:的)?(?:个?税|税率|档|那档|这档)"),
    re.compile(rf"百分之(?P<n>{NUMBER})(?:的)?(?:个?税|税率|档|那档|这档)"),
)


def _rate(notes: Notes) -> None:
    for pattern in _RATE:
        match = pattern.search(notes.folded)
        if match:
            _put_rate(notes, number(match.group("n")), match)
            return


def _put_rate(notes: Notes, value: Decimal | None, match: re.Match[str]) -> None:
    if value is None:
        return
    if value not in MARGINAL_RATES:
        notes.ask("marginal_rate", "个税税率有3%、10%、20%、25%、30%、35%、45%几档,请问适用哪一档?")
        return
    notes.put_match("marginal_rate", int(value), match)


_HALF = re.compile(
    r"一人一半|各一半|一家一半|对半|平分|平摊|均摊|(?:各|分别|每人|一人)(?:自)?(?:扣除?|抵扣?|按|报|填|承担)?(?:了)? *(?:50 *%|百分之五十|一半|1000|一千)|"
    r"(?:两个?人|夫妻(?:俩|双方)?|双方|我俩|我们俩|父母)(?:一起|都|分开|分摊|分着?)(?:扣|抵|分|报)?"
)
_WHOLE = re.compile(
    r"(?:我|他|她|老公|老婆|一个?人|爸爸|妈妈|一方|丈夫|妻子|单方)(?:自己)?(?:一个?人)?(?:全部|全额|单独|全|独自|来)(?:都)?(?:扣|抵|报|填|申报)|"
    r"(?:我|他|她|老公|老婆|爸爸|妈妈|爱人)(?:自己)?一个?人(?:来)?(?:扣|抵|报|填|申报)|(?:一方|一个人)(?:扣|抵)|全(?:部|额)?(?:由|归|算|给|让)(?:我|他|她|老公|老婆|爸爸|妈妈|一方|一个人)|"
    r"(?:扣|按|抵)(?:除)? *100 *%|100 *%(?:扣|抵)|百分之百(?:扣|抵)"
)


def _share(notes: Notes) -> None:
    half, whole = _HALF.search(notes.folded), _WHOLE.search(notes.folded)
    if half and whole:
        before = notes.folded[: max(half.start(), whole.start())]
        if (
            re.search(r"(?:不是|不再|不)[^,。]{0,8}[,。]?[^,。]{0,4}$", before)
            and "还是" not in notes.folded
        ):
            later, value = (half, 50) if half.start() > whole.start() else (whole, 100)
            notes.put_match("share", value, later)
        return
    match = half or whole
    if match and not re.search(
        r"(?:能不能|可不可以|可以)[^,。]{0,8}$", notes.folded[: match.start()]
    ):
        denied = re.search(r"不是?$", notes.folded[: match.start()])
        value = 50 if half else 100
        notes.put_match("share", 150 - value if denied else value, match)


_PREGNANT_FOR = re.compile(
    rf"(?:怀孕|怀了|怀|孕|孕期|妊娠)(?:到|才|了|刚|满|大概|差不多|已经|是|第|在)*(?P<pre>不到|未满|不满|快|将近|不足)?(?:满)? *(?P<n>{NUMBER}|半) *"
    rf"(?:个(?P<half>半)?(?:多)?月|(?P<w>周)|月)(?P<tail>半)?"
)
_PREGNANT_BARE = re.compile(
    rf"(?P<pre>不到|未满|不满|快|将近|不足)?(?:满)? *(?P<n>{NUMBER}) *(?:个(?P<half>半)?(?:多)?月|(?P<w>周)|月|)(?P<tail>半)?"
)


def _pregnancy_months(notes: Notes) -> None:
    lost = notes.facts.get("miscarriage") or notes.previous.get("miscarriage")
    match = _PREGNANT_FOR.search(notes.folded)
    if match is None and lost:
        match = re.search(
            rf"(?P<pre>不到|未满|不满|快|将近|不足)?(?:满)?(?P<n>{NUMBER}) *(?:个(?P<half>半)?(?:多)?月|(?P<w>周))(?P<tail>半)?(?:的时候|时|就|大?了?[,]?)*(?:自然)?(?:流产|小产|引产|胎停|流了|没保住)",
            notes.folded,
        )
    if match is None and notes.asked == "pregnancy_months":
        match = _PREGNANT_BARE.search(notes.folded)
    if match and (lost or notes.asked == "pregnancy_months"):
        _put_pregnancy(notes, match)


def _put_pregnancy(notes: Notes, match: re.Match[str]) -> None:
    """Whole weeks become months of 30.4 days; 16 and 17 weeks are too near to four months.
    「不到四个月」 becomes 3.5: certainly below the number named."""
    amount = number(match.group("n"))
    if amount is None:
        return
    if match.group("w"):
        if amount in (16, 17):
            notes.ask(
                "pregnancy_months",
                f"怀孕{int(amount)}周接近4个月,请问诊断证明上写的是满4个月还是不满4个月?",
            )
            return
        amount = (amount * 7 / Decimal("30.4")).quantize(Decimal("0.1"))
    elif match.group("half") or match.group("tail"):
        amount += Decimal("0.5")
    elif match.group("pre"):
        amount -= Decimal("0.5")
    if not 0 < amount <= 10:
        notes.ask("pregnancy_months", "请问流产时怀孕几个月?")
        return
    notes.put_match(
        "pregnancy_months", int(amount) if amount == int(amount) else float(amount), match
    )


def _leave_days(notes: Notes) -> None:
    pattern = re.compile(
        rf"(?:产假|休假?|休了|按|批了?|放了?|准了?|假期|一共|共)(?:是|了|批了|休了?|有|:|按|一共|共)* *(?P<n>{NUMBER}) *天"
    )
    found = {
        m.group("n"): m
        for m in pattern.finditer(notes.folded)
        if not re.match(r"(?:吗|还是|对吗|是吗|么|对不对)", notes.folded[m.end() :])
        and not re.search(r"陪产|护理|育儿假", notes.folded[max(0, m.start() - 6) : m.end()])
    }
    if len(found) == 1:
        ((text, match),) = found.items()
        days = number(text)
        if days and days == int(days) and 0 < days < 1000:
            notes.put_match("leave_days", int(days), match)


def _bare_answer(notes: Notes) -> None:
    asked = notes.asked
    if asked is None or asked in notes.facts or asked in notes.clarify:
        return
    if UNKNOWN.search(notes.folded):
        return
    if asked in _FLAG_FIELDS:
        no, yes = NO.match(notes.folded), YES.match(notes.folded)
        if no:
            notes.put_match(asked, False, no)
        elif yes:
            notes.put_match(asked, True, yes)
        return
    reader = _NUMBER_ANSWERS.get(asked)
    match = re.search(NUMBER, notes.folded)
    if reader is not None:
        reader(notes, number(match.group()) if match else None, match)


def _answer_babies(notes: Notes, value: Decimal | None, match: re.Match[str] | None) -> None:
    if match and value in (1, 2, 3, 4, 5):
        notes.put_match("babies", int(value or 0), match)
    elif NO.match(notes.folded):
        notes.put("babies", 1, 0, len(notes.text))


def _answer_count(notes: Notes, value: Decimal | None, match: re.Match[str] | None) -> None:
    pair = re.search(r"俩|仨", notes.folded)
    if pair:
        notes.put_match("minor_children", 2 if pair.group() == "俩" else 3, pair)
    elif match and value is not None and value == int(value) and 0 < value <= 20:
        notes.put_match("minor_children", int(value), match)
    elif NO.match(notes.folded):
        notes.put("minor_children", 0, 0, len(notes.text))


def _answer_wage(notes: Notes, value: Decimal | None, match: re.Match[str] | None) -> None:
    if match and value is not None:
        _put_wage(notes, value, match.start(), match.end(), match.group())


def _answer_rate(notes: Notes, value: Decimal | None, match: re.Match[str] | None) -> None:
    if match:
        _put_rate(notes, value, match)


def _answer_share(notes: Notes, value: Decimal | None, match: re.Match[str] | None) -> None:
    half = re.search(r"一半|50|平分|各|五十|分开|两个?人|对半|夫妻|双方", notes.folded)
    whole = re.search(r"100|全|一个?人|一方|我扣|我来|单独|百分之百|老公|老婆|我", notes.folded)
    found = half or whole
    if found:
        notes.put_match("share", 50 if half else 100, found)


def _answer_days(notes: Notes, value: Decimal | None, match: re.Match[str] | None) -> None:
    if match and value is not None and value == int(value) and 0 < value < 1000:
        notes.put_match("leave_days", int(value), match)


_NUMBER_ANSWERS = {
    "babies": _answer_babies,
    "minor_children": _answer_count,
    "average_monthly_wage": _answer_wage,
    "marginal_rate": _answer_rate,
    "share": _answer_share,
    "leave_days": _answer_days,
}


READERS_BEFORE_DATES = (_babies,)
READERS_AFTER_DATES = (
    _hukou,
    _flags,
    _caesarean,
    _minor_children,
    _wage,
    _rate,
    _share,
    _pregnancy_months,
    _leave_days,
    _bare_answer,
)
