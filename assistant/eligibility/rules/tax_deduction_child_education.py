"""子女教育专项附加扣除: 国发〔2018〕41号 第五条; amount since 2023: 国发〔2023〕13号.

From the month of the third birthday (学前教育) through the month in which full-time education ends.
A child young enough for compulsory schooling is taken to be in it; for an older one it is asked.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from assistant.eligibility.fields import Field
from assistant.eligibility.finding import Finding, Step, needs
from assistant.eligibility.household import Family
from assistant.eligibility.parameters import Value, find_parameter, parameter
from assistant.eligibility.partial_date import (
    MONTHS_PER_YEAR,
    PartialDate,
    month_chinese,
    month_index,
)
from assistant.eligibility.rules.rule import Rule
from assistant.eligibility.rules.tax_deduction import (
    RATE,
    SHARE,
    TAX_YEAR,
    ChildMonths,
    find_deduction,
    share_of,
    standard_text,
    tax_year_of,
)

MONTHLY = "child_education_deduction_per_month"
IN_EDUCATION = Field(
    "in_full_time_education", "boolean", "正在接受全日制学历教育", "孩子现在接受全日制学历教育吗？"
)
EDUCATION_END = Field("education_end", "month_or_date", "全日制教育结束时间", "孩子哪年哪月毕业？")


def months_of(
    born: PartialDate, unborn: bool, from_age: int, end: PartialDate | None, open_end: int
) -> ChildMonths:
    """From the month of the birthday to the month of `end`, or to the month index `open_end`."""
    first = born.month_index + from_age * MONTHS_PER_YEAR
    return ChildMonths(born, unborn, first, end.month_index if end else open_end)


def decide(family: Family, as_of: date) -> Finding:
    """Who: a parent of a child of 3 or more until full-time education ends."""
    year = tax_year_of(family, as_of)
    year_end = date(year, 12, 31)
    monthly = parameter(MONTHLY, year_end)
    from_age = parameter("child_education_deduction_from_age", year_end)
    standard = Step(
        f"从孩子年满{from_age.count}周岁的当月扣到全日制学历教育结束的当月，"
        f"每个孩子每月{int(monthly.number)}元",
        int(monthly.number),
        "元/月",
    )
    share = parameter("child_education_deduction_share", year_end)
    values = (monthly, from_age)
    measure = find_parameter("tax_deductions_in_measures", as_of)
    if not family.children or family.is_overdue(as_of):
        ask = "请告诉我孩子的出生日期，才能算出可扣的月数和金额。"
        asking = needs("birth_date", ask, (standard,), *values, measure)
        return replace(
            asking, texts={"standard": standard_text(standard, monthly, share_of(family))}
        )
    births = [child.born for child in family.children]
    told = _told(family)
    start_age, grown = _schooling(births, year_end)
    if grown and not told:
        ask = "孩子可能已读完义务教育，请告诉我是否还在接受全日制学历教育。"
        return needs("in_full_time_education", ask, (standard,), *values, measure)
    left = _left(family, grown)
    children = _children(family, as_of)
    reasons = [standard, *_reasons(family, births, children, from_age.count, told, left)]
    schooling = (start_age,) if family.told(IN_EDUCATION) is False else ()
    finding = find_deduction(
        family,
        as_of,
        MONTHLY,
        children,
        reasons,
        _nothing(year, children, from_age.count),
        (from_age, share, *schooling),
    )
    firsts = "、".join(dict.fromkeys(month_chinese(child.first) for child in children))
    texts = {
        "start": f"从年满{from_age.count}周岁的当月（{firsts}）起扣。",
        "until": "扣到全日制学历教育结束的当月。",
    }
    return replace(finding, texts={**finding.texts, **texts})


def months_by_child(family: Family, as_of: date) -> list[tuple[int, int]]:
    """The months of each child that count until the tax year's end, as month indices first..last."""
    return [(child.first, child.last) for child in _children(family, as_of)]


def _schooling(births: list[PartialDate], year_end: date) -> tuple[Value, list[PartialDate]]:
    """The age at which school begins at the latest, and the births old enough to have left it."""
    start_age = parameter("compulsory_schooling_latest_start_age", year_end)
    school_years = parameter("compulsory_schooling_years", year_end)
    grown = [born for born in births if _may_have_left(born, year_end, start_age, school_years)]
    return start_age, grown


def _told(family: Family) -> bool:
    return family.told(IN_EDUCATION) is not None or family.told(EDUCATION_END) is not None


def _left(family: Family, grown: list[PartialDate]) -> list[PartialDate]:
    """The births of the children that are no longer in education."""
    births = [child.born for child in family.children]
    return [] if family.told(IN_EDUCATION) is not False else grown or births


def _children(family: Family, as_of: date) -> list[ChildMonths]:
    """The months of each child, to the end of its education or of the tax year."""
    year_end = date(tax_year_of(family, as_of), 12, 31)
    births = [child.born for child in family.children]
    start_age, grown = _schooling(births, year_end)
    left = _left(family, grown)
    from_age = parameter("child_education_deduction_from_age", year_end).count
    end: PartialDate | None = family.told(EDUCATION_END)
    eldest = min(births, key=lambda born: born.latest)
    return [
        months_of(
            child.born,
            child.is_unborn(as_of),
            from_age,
            end if child.born == eldest else None,
            _open_end(child.born, end is None and child.born in left, year_end, start_age),
        )
        for child in family.children
    ]


def _may_have_left(
    born: PartialDate, year_end: date, start_age: Value, school_years: Value
) -> bool:
    years = start_age.count + school_years.count
    return born.month_index + years * MONTHS_PER_YEAR <= month_index(year_end)


def _open_end(born: PartialDate, has_left: bool, year_end: date, start_age: Value) -> int:
    """The year's end, or for a child not in education the month before it must be in school."""
    if has_left:
        return born.month_index + start_age.count * MONTHS_PER_YEAR - 1
    return month_index(year_end)


def _reasons(
    family: Family,
    births: list[PartialDate],
    children: list[ChildMonths],
    from_age: int,
    told: bool,
    left: list[PartialDate],
) -> list[Step]:
    steps = [
        Step(f"{born.chinese}出生：{month_chinese(child.first)}年满{from_age}周岁，当月起可扣")
        for born, child in zip(births, children, strict=True)
    ]
    if family.told(EDUCATION_END) is not None:
        which = "年龄最大的孩子" if len(set(births)) > 1 else ""
        steps.append(
            Step(f"{which}全日制学历教育于{family.told(EDUCATION_END).chinese}结束，当月仍可扣")
        )
    elif family.told(IN_EDUCATION) is False:
        who = "已过义务教育年龄的孩子" if left and len(left) < len(births) else "孩子"
        steps.append(Step(f"{who}不在全日制学历教育中：只有入学前的学前教育阶段可扣"))
    elif not told:
        steps.append(Step("您没有说明在读情况，按学前或义务教育阶段在读计算"))
    return steps


def _nothing(year: int, children: list[ChildMonths], from_age: int) -> str:
    if all(child.first // MONTHS_PER_YEAR > year for child in children):
        return f"孩子在{year}年还没有满{from_age}周岁，不能扣子女教育；满{from_age}周岁以前可扣婴幼儿照护。"
    return f"孩子在{year}年已不在学前教育或全日制学历教育中，不能扣子女教育。"


RULE = Rule(
    name="tax_deduction_child_education",
    title="子女教育专项附加扣除",
    subject="子女教育个税扣除",
    answers="一个纳税年度可扣几个月、多少元，一方扣或双方各扣一半，按税率估算少缴多少税",
    measure=3,
    required=("birth_date",),
    optional=(
        "birth_dates",
        "babies",
        "in_full_time_education",
        "education_end",
        "tax_year",
        "share",
        "marginal_rate",
    ),
    fields=(IN_EDUCATION, EDUCATION_END, TAX_YEAR, SHARE, RATE),
    key_results=("months", "total", "tax_saved"),
    decide=decide,
    wants=("amount", "standard", "start", "until", "difference", "saved"),
    asks={"saved": "marginal_rate"},
)
