"""Which questions a rule computes, and which are questions of text."""

from __future__ import annotations

import time
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.eligibility.extraction import extract_facts, merge_facts
from assistant.eligibility.intent import RuleIntent, detect_rule

AS_OF = date(2026, 11, 24)


def _detect(
    question: str, previous: str | None = None, known: dict[str, Any] | None = None
) -> RuleIntent | None:
    found = extract_facts(question, AS_OF, None, known)
    facts = merge_facts(known or {}, found.facts, found.corrections)
    told = frozenset(found.facts)
    return detect_rule(question, {**facts, "as_of": AS_OF.isoformat()}, previous, told=told)


FIGURES: dict[str, list[str]] = {
    "childcare_subsidy": [
        "育儿补贴多少钱", "育儿补贴能领多少", "育儿补贴一共多少", "育儿补贴一年发几次", "育儿补贴一年多少钱", "育儿补贴每月多少钱",
        "育儿补贴怎么算", "帮我算一下育儿补贴", "育儿补贴标准是多少", "育儿补贴 金额", "生娃补贴有多少", "养娃补贴能拿多少",
        "我家老二2024年5月出生,能领多少补贴?", "我家老大8岁,老二2024年5月出生,能领多少补贴?", "孩子2023年8月生的补贴一共几多",
        "宝宝24.5.3出生,能领几个月补贴", "双胞胎2024年5月生,补贴总共多少钱", "国家给娃发多少钱", "孩子的补贴能领多少",
        "2022年12月出生 育儿补贴总额", "崽是24年2月的 育儿补帖好多钱", "孩子两岁了还能补多少", "预产期明年3月,能领多少育儿补贴",
        "去年8月生的宝宝能拿多少育儿补贴", "三个月大的宝宝育儿补贴多少钱", "3600是一年还是一共,孩子24年生能领几年",
        "育儿津贴能领多少钱", "育儿补助总额是多少", "老二能领多少补贴", "我能领多少育儿补贴", "龙凤胎育儿补贴怎么算",
        "孩子2024年5月出生能领育儿补贴", "刚出生的孩子育儿补贴给多少", "请帮我测算2024年5月3日出生婴儿的育儿补贴金额",
    ],
    "tax_deduction_infant_care": [
        "婴幼儿照护个税能抵多少", "三岁以下婴幼儿照护专项附加扣除每月多少钱", "孩子一岁,个税能抵多少", "宝宝2025年3月生的今年个税能扣多少",
        "娃8个月大,每月能少交多少税", "婴幼儿照护一年能扣多少", "婴幼儿照护扣除能扣几个月,孩子2022年6月生", "照护扣除一人一半我能抵多少税",
        "税率10%,孩子2024年5月出生,一年能省多少税", "婴幼儿照护 个税 扣除标准是多少", "2岁孩子个税专项附加扣除多少",
    ],
    "tax_deduction_child_education": [
        "子女教育个税能抵多少", "子女教育专项附加扣除一个月多少", "孩子上小学个税能抵扣多少", "女儿读高中,个税一年能抵多少",
        "孩子8岁,个税能抵多少", "子女教育扣除两个孩子一共多少", "儿子上幼儿园抵税能抵几个月", "子女教育夫妻各扣一半每月多少",
        "孩子2015年4月出生2025年个税能扣多少", "两个孩子都上学,子女教育能扣多少钱", "大学生子女教育一年抵多少税",
    ],
    "maternity_leave": [
        "产假几天", "产假多少天", "江西产假一共多少天", "难产产假几天", "双胞胎产假能休多久", "生三胎产假多少天", "剖腹产产假多少天",
        "产假是98天还是188天", "产假可以休多长时间", "流产假几天", "怀孕3个月流产休几天", "流产能休多少天", "小产假多少天",
        "生孩子能休几天假", "生完孩子可以休多久", "奖励假多少天", "产假天数", "产价有几多天", "难产双胞胎产假合计多少天",
        "怀了14周胎停,能给几天假", "生二胎产假几天", "剖宫产比顺产多休几天", "产假总共几个月", "流产假 怀孕4个月",
    ],
    "paternity_leave": [
        "陪产假几天", "陪产假多少天", "老公能休几天", "男方护理假多少天", "护理假天数", "爸爸可以休几天假", "江西男的陪产假多久",
        "丈夫陪产能请几天", "老婆生孩子我能请多少天陪产假", "双胞胎陪产假几天", "陪护假有几天",
    ],
    "childcare_leave": [
        "育儿假几天", "育儿假一年多少天", "夫妻育儿假各几天", "孩子一岁育儿假多少天", "育儿假一年有几天", "两个孩子育儿假多少天",
        "孩子2024年6月出生,今年育儿假几天", "爸爸育儿假有几天", "育儿假总共能休多久",
    ],
    "maternity_allowance": [
        "生育津贴多少", "生育津贴能领多少钱", "生育津贴怎么算", "生育津贴如何计算", "单位平均工资8000,生育津贴多少", "产假工资怎么算",
        "月薪一万二,休188天产假,生育津贴有多少", "生育津贴一共能拿多少", "流产的生育津贴怎么算", "生育津贴 金额", "我工资6500生育津贴大概多少",
        "生育津贴计算公式", "产假津贴能发多少", "单位平均工资7500 生育津帖几多",
    ],
    "provident_fund_loan": [
        "三个孩子公积金能多贷多少", "公积金贷款额度能提高多少", "二孩家庭公积金贷款额度提高到多少", "两个娃买房公积金可以多贷多少",
        "公积金能多贷几万", "多子女家庭公积金贷款能多贷多少",
    ],
}  # fmt: skip

ELIGIBILITY: dict[str, list[str]] = {
    "childcare_subsidy": [
        "育儿补贴能不能领", "我能领育儿补贴吗", "孩子2021年12月生的能领育儿补贴吗", "三岁半的孩子还能领育儿补贴吗", "户口不在江西能领育儿补贴吗",
        "超生的孩子有没有育儿补贴", "2024年出生的孩子可以领育儿补贴吗", "我家老大有没有育儿补贴", "外省户口的孩子能不能领育儿补贴",
        "去年生的孩子还能领补贴吗", "满三岁了还能领吗,育儿补贴", "二孩有育儿补贴吗", "我儿子2021年11月生的,能领育儿补贴不?",
        "孩子2025年1月1日生,符合育儿补贴条件吗",
    ],
    "tax_deduction_infant_care": ["孩子2024年5月出生,个税能抵吗"],
    "maternity_leave": ["流产能休假吗", "怀孕两个月流产有没有产假", "流产了可以请产假吗"],
    "maternity_allowance": ["失业了能领生育津贴吗", "没有工作,家庭主妇能领生育津贴吗"],
    "paternity_leave": ["陪产假男的能休吗", "我有没有陪产假", "爸爸能请护理假吗"],
    "childcare_leave": ["孩子4岁还能休育儿假吗", "孩子快三岁了,育儿假还能请吗", "夫妻俩都能休育儿假吗", "小孩2021年3月生的 现在还能请育儿假不"],
    "child_fare_discount": [
        "孩子5岁坐公交免费吗", "我家娃13岁坐地铁有优惠吗", "10岁孩子去景区门票能减免吗", "15岁还能免票吗,坐公交", "2018年4月出生的孩子去景区门票有减免吗",
        "女儿12岁,去美术馆要买票吗", "老大14岁了坐公交还免费不", "儿子6岁半坐地铁可以免票吗", "伢子十七岁了 坐公交还减不减", "孩子2015年生的,门票能打折吗",
    ],
    "early_childhood_health": [
        "孩子5岁,能享受儿童健康管理服务吗", "我家娃4岁半有健康管理吗", "八岁的小孩还有儿童健康管理吗", "孩子2022年8月出生,能享受健康管理吗",
        "宝宝8个月,健康管理能享受吗", "孩子满6岁了还有健康管理吗",
    ],
    "provident_fund_loan": ["三孩家庭公积金贷款额度能提高吗", "我有两个孩子,公积金能多贷吗"],
    "affordable_housing_choice": [
        "两个孩子申请保障房能选大户型吗", "三个娃公租房能优先选户型吗", "我家俩孩子,保障性住房户型有没有倾斜", "有一名未成年子女,保障房户型选择有无倾斜",
        "我有三个未成年小孩,排公租房可以挑三室的吗",
    ],
}  # fmt: skip

DATES: dict[str, list[str]] = {
    "childcare_subsidy": [
        "孩子2024年5月生,育儿补贴领到什么时候", "宝宝2023年8月15日生的,补贴能领到哪天", "老二24年2月出生,育儿补贴发到几月", "双胞胎2024年5月生,补贴发到什么时候",
        "2025年3月出生的孩子育儿补贴领到哪年",
    ],
    "maternity_leave": [
        "产假休到哪天", "我2026年12月1日开始休产假,休到哪天", "从3月1日休产假,什么时候结束", "12月1号开始休产假,哪天回去上班", "难产,9月15号起休产假,休到几号",
    ],
    "paternity_leave": ["陪产假从10月8日开始休,休到哪天", "老婆昨天生的,陪产假什么时候结束"],
}  # fmt: skip


def _rows(table: dict[str, list[str]], wants: str) -> list[tuple[str, str, str]]:
    return [(question, rule, wants) for rule, questions in table.items() for question in questions]


POSITIVE = _rows(FIGURES, "figure") + _rows(ELIGIBILITY, "eligibility") + _rows(DATES, "date")


@pytest.mark.parametrize(("question", "rule", "wants"), POSITIVE)
def test_rule_questions(question: str, rule: str, wants: str) -> None:
    found = _detect(question)
    assert found is not None
    assert (found.rule, found.wants) == (rule, wants)


TEXT_QUESTIONS = [
    "育儿补贴是什么", "育儿补贴由谁发", "育儿补贴的钱从哪来", "托育补贴", "育儿补贴发到几岁", "育儿补贴发到孩子几岁?", "育儿补贴从什么时候开始发",
    "育儿补贴什么时候开始", "育儿补贴怎么申请", "育儿补贴在哪里申请", "育儿补贴去哪办", "育儿补贴要什么材料", "育儿补贴找哪个部门", "育儿补贴谁负责",
    "育儿补贴资金怎么监管", "育儿补贴领到什么时候", "育儿补贴什么意思", "育儿补贴政策原文", "育儿补贴有什么规定", "为什么发育儿补贴", "育儿补贴哪些人能领",
    "育儿补贴的申请流程", "育儿补贴管理信息系统", "育儿补贴绩效评价", "育儿补贴和生育津贴有什么区别", "育儿补贴要交税吗", "育儿补贴会影响低保吗",
    "育儿补贴什么时候到账", "育儿补贴实施方案是哪个部门制定的", "育儿补贴打到谁的卡上", "育儿补贴查询进度", "全省发了多少育儿补贴资金", "育儿补贴 申请",
    "北京的育儿补贴多少", "广东生二胎有补贴吗", "上海产假多少天", "呼和浩特生孩子补贴多少钱", "湖南陪产假几天", "深圳育儿假几天", "杭州生育津贴怎么算",
    "婚假几天", "江西婚假多少天", "丧假有几天", "哺乳假每天多久", "年假怎么算", "产检假几天",
    "产假由谁监督落实", "产假的成本谁承担", "产假期间被辞退怎么办", "单位不给产假怎么办", "产假工资谁发", "休产假公司要花钱,政府会分担吗", "产假政策有哪些规定",
    "产假怎么申请", "陪产假单位不批找谁", "陪产假怎么请需要什么材料", "生育假期有哪些", "什么是生育奖励假", "育儿假是什么", "育儿假谁负责落实", "流产有没有关爱服务",
    "流产手术多少钱", "流产后有什么关怀", "老人住院我有护理假吗",
    "生育津贴是什么", "生育津贴由谁发", "生育津贴怎么申请", "生育津贴多久到账", "灵活就业有生育津贴吗", "生育津贴要什么条件",
    "生育保险是什么", "生育保险怎么交", "农民工能参加生育保险吗", "灵活就业人员能进生育保险吗", "领失业金期间生育保险费谁交",
    "托育补贴多少", "托育机构有补助吗", "托位多少个", "普惠托育一个月多少钱", "托育机构水电怎么收费", "公司办托儿所有支持吗", "普惠托育机构补多少", "托育人才怎么培养",
    "个税专项附加扣除是什么", "子女教育专项附加扣除政策由谁落实", "婴幼儿照护扣除怎么填", "个税在哪里申报", "生娃之后交个税能不能少交点",
    "14岁以下坐公交免费吗", "儿童坐公交有优惠吗", "几岁以下坐公交免费", "哪些景区儿童免票", "14周岁以下儿童门票政策", "南昌地铁票多少钱", "儿童乘车减免是哪条规定的",
    "老人坐公交免费吗", "学生票怎么买", "庐山门票多少钱",
    "6岁以下儿童健康管理有哪些", "儿童健康管理由谁负责", "健康管理包括什么", "几岁以下有健康管理", "怎么优化儿童健康管理服务",
    "公积金怎么提取", "公积金贷款利率多少", "公积金贷款怎么申请", "公积金谁负责", "公积金缴存比例是多少", "租房能提公积金多少", "多子女家庭买房有什么支持",
    "保障房怎么申请", "保障房在哪里", "公租房租金多少钱", "保障性住房谁负责", "住房保障有哪些措施", "租房有补贴吗", "买房补贴多少",
    "新生儿医保怎么办", "新生儿医保交多少钱", "分娩镇痛能报销吗", "无痛分娩报多少", "辅助生殖报销比例多少", "试管婴儿进医保了吗", "新生儿出生一件事怎么办",
    "儿童医学中心在哪里", "儿科医生工资倾斜吗", "困境儿童有什么保障", "孩子看病能报多少", "6岁孩子上什么幼儿园", "双减政策是什么", "二孩能同校就读吗",
    "家庭困难学生资助多少钱", "孩子上学有补助吗", "课后服务收费多少", "彩礼多少合适", "婚俗改革是什么", "红娘平台谁建设", "生育友好职场有哪些措施",
    "公司能弹性上下班吗", "母婴设施怎么建", "女职工培训谁负责", "第三部分有哪些措施", "一共几条措施", "省药监局负责什么", "省教育厅牵头哪些措施",
    "文件什么时候发布的", "国办发〔2024〕48号是什么", "这个政策有效期多久", "今天天气怎么样", "你是谁", "你好", "谢谢", "1+1等于几", "股票怎么买",
    "2024年5月3日", "双胞胎", "是", "8000", "那老大呢", "",
]  # fmt: skip


@pytest.mark.parametrize("question", TEXT_QUESTIONS)
def test_text_questions(question: str) -> None:
    assert _detect(question) is None


def test_tables_are_large_and_without_repeats() -> None:
    questions = [q for q, _, _ in POSITIVE]
    assert len(set(questions)) == len(questions) >= 150
    assert len(set(TEXT_QUESTIONS)) == len(TEXT_QUESTIONS) >= 150


CONTINUED = [
    "2024年5月", "2024年5月3日出生", "孩子2023年5月出生的", "是", "不是", "对的", "江西户口", "在南昌", "8000", "难产", "顺产", "双胞胎", "三个月",
    "不对,是23年的", "说错了,是6月", "一人一半", "10%", "如果是双胞胎呢", "要是难产呢", "那老大呢", "2023年的呢", "怀孕5个月的话呢", "一共多少", "那一共能领多少",
    "怎么算的", "分几次", "符合", "没有", "刚满两岁", "去年腊月", "两个", "我一个人扣", "税率20%呢", "不知道", "户口在外省", "那老二能领多少呢",
]  # fmt: skip


@pytest.mark.parametrize("text", CONTINUED)
@pytest.mark.parametrize("rule", ["childcare_subsidy", "maternity_leave"])
def test_bare_answers_keep_the_rule(text: str, rule: str) -> None:
    found = _detect(text, rule, {"birth_date": "2024-05"})
    assert found is not None and found.rule == rule
    assert found.confidence < 1


LEFT = [
    "谢谢", "好的,谢谢", "知道了", "托育机构有补助吗", "哪个部门负责", "在哪里申请", "要什么材料", "那托育呢", "为什么", "由谁发", "发到几岁", "婚假呢",
    "幼儿园怎么报名", "今天天气怎么样", "广东呢", "政策从什么时候开始", "再见", "怎么申请", "去哪办",
]  # fmt: skip


@pytest.mark.parametrize("text", LEFT)
def test_other_subjects_leave_the_rule(text: str) -> None:
    assert _detect(text, "childcare_subsidy", {"birth_date": "2024-05"}) is None


@pytest.mark.parametrize(
    ("text", "rule"),
    [("那产假几天", "maternity_leave"), ("陪产假呢,几天", "paternity_leave"), ("育儿补贴能领多少", "childcare_subsidy"),
     ("个税能抵多少", "tax_deduction_infant_care")],
)  # fmt: skip
def test_a_new_subject_changes_the_rule(text: str, rule: str) -> None:
    found = _detect(text, "provident_fund_loan", {"birth_date": "2025-05"})
    assert found is not None and found.rule == rule


@settings(max_examples=300, deadline=None)
@given(
    st.text(max_size=60),
    st.sampled_from([None, "childcare_subsidy", "maternity_leave", "unknown"]),
    st.dictionaries(st.sampled_from(["birth_date", "birth_date_range", "tax_year", "as_of", "children"]),
                    st.one_of(st.none(), st.text(max_size=5), st.integers(), st.lists(st.text(max_size=3), max_size=2))),
)  # fmt: skip
def test_never_raises(text: str, previous: str | None, facts: dict[str, Any]) -> None:
    found = detect_rule(text, facts, previous)
    assert found is None or 0 < found.confidence <= 1


@pytest.mark.parametrize("piece", ["0", "5月", "孩子的是,", "户口在", " ", "工资8"])
def test_long_input_stays_quick(piece: str) -> None:
    text = (piece * 1000)[:1000]
    start = time.process_time()
    _detect(text, "childcare_subsidy", {"birth_date": "2024-05"})
    assert time.process_time() - start < 3


def test_answered_keeps_the_rule() -> None:
    assert detect_rule("诊断书上有这几个字", {}, "maternity_leave") is None
    found = detect_rule("诊断书上有这几个字", {}, "maternity_leave", answered=True)
    assert found is not None and found.rule == "maternity_leave"
