"""3岁以下婴幼儿照护专项附加扣除: 国发〔2022〕8号; amount since 2023: 国发〔2023〕13号.

From the month of birth to the month before the third birthday, both included.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from assistant.eligibility.finding import Finding, Outcome, Step, as_number, needs
from assistant.eligibility.household import Family
from assistant.eligibility.parameters import find_parameter, parameter
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
    all_years,
    amount_of,
    find_deduction,
    share_of,
    standard_text,
    tax_year_of,
)

MONTHLY = "infant_care_deduction_per_month"


def months_of(born: PartialDate, unborn: bool, until_age: int) -> ChildMonths:
    """From the month of birth to the month before the birthday."""
    last = born.month_index + until_age * MONTHS_PER_YEAR - 1
    return ChildMonths(born, unborn, born.month_index, last)


def decide(family: Family, as_of: date) -> Finding:
    """Who: a parent of a child under 3; how much: see the module."""
    year_end = date(tax_year_of(family, as_of), 12, 31)
    monthly = parameter(MONTHLY, year_end)
    until = parameter("infant_care_deduction_until_age", year_end)
    share = parameter("infant_care_deduction_share", year_end)
    standard = Step(
        f"从孩子出生的当月扣到年满{until.count}周岁的前一个月，每个孩子每月{int(monthly.number)}元",
        int(monthly.number),
        "元/月",
    )
    if not family.children or family.is_overdue(as_of):
        measure = find_parameter("tax_deductions_in_measures", as_of)
        asking = needs(
            "birth_date",
            "请告诉我孩子的出生日期，才能算出可扣的月数和金额。",
            (standard,),
            monthly,
            until,
            measure,
        )
        return replace(
            asking, texts={"standard": standard_text(standard, monthly, share_of(family))}
        )
    children = _children(family, as_of, until.count)
    reasons = [
        Step(
            f"{child.born.chinese}出生：可扣的月份是{month_chinese(child.first)}"
            f"至{month_chinese(child.last)}"
        )
        for child in children
    ]
    year = year_end.year
    born_later = all(child.first // MONTHS_PER_YEAR > year for child in children)
    nothing = (
        f"{year}年孩子还没有出生，不能扣除。"
        if born_later
        else f"{year}年没有不满{until.count}周岁的月份，不能扣婴幼儿照护；"
        f"年满{until.count}周岁以后可扣子女教育。"
    )
    finding = find_deduction(
        family, as_of, MONTHLY, children, [standard, *reasons], nothing, (until, share)
    )
    years = all_years(MONTHLY, children, share_of(family))
    detail = finding.detail
    if finding.outcome is Outcome.ELIGIBLE:
        last = month_chinese(max(child.last for child in children))
        detail = f"最晚扣到{last}，即年满{until.count}周岁的前一个月。{_whole_span(children, years)}{detail}"
    texts = _span_texts(children, years, until.count, share_of(family), as_of)
    return replace(
        finding,
        result={**finding.result, "all_years": years},
        detail=detail,
        texts={**finding.texts, **texts},
    )


def _span_texts(
    children: list[ChildMonths],
    years: list[dict[str, Any]],
    until_age: int,
    share: int,
    as_of: date,
) -> dict[str, str]:
    """From when and until when, year by year, and what is left from the month of computing on."""
    firsts = "、".join(dict.fromkeys(month_chinese(child.first) for child in children))
    lasts = "、".join(dict.fromkeys(month_chinese(child.last) for child in children))
    now = month_index(as_of)
    left = [(max(child.first, now), child.last) for child in children if child.last >= now]
    months = sum(last - first + 1 for first, last in left)
    amount = as_number(
        sum((amount_of(MONTHLY, first, last, share) for first, last in left), Decimal(0))
    )
    return {
        "start": f"从出生的当月（{firsts}）起扣。",
        "until": f"扣到年满{until_age}周岁的前一个月（{lasts}）。",
        "by_year": "、".join(f"{one['year']}年{one['amount']}元" for one in years) + "。",
        "remaining": f"从{month_chinese(now)}起还能扣{months}个月，共{amount}元。",
    }


def months_by_child(family: Family, as_of: date) -> list[tuple[int, int]]:
    """The months of each child that count, as month indices first..last."""
    until = parameter("infant_care_deduction_until_age", as_of)
    return [(child.first, child.last) for child in _children(family, as_of, until.count)]


def _children(family: Family, as_of: date, until_age: int) -> list[ChildMonths]:
    return [months_of(child.born, child.is_unborn(as_of), until_age) for child in family.children]


def _whole_span(children: list[ChildMonths], years: list[dict[str, Any]]) -> str:
    """「从2024年1月到2026年12月共36个月,合计72000元。」, over all years."""
    months = sum(year["months"] for year in years)
    total = sum(year["amount"] for year in years)
    first, last = min(c.first for c in children), max(c.last for c in children)
    return f"从{month_chinese(first)}到{month_chinese(last)}共{months}个月，合计{total}元。"


RULE = Rule(
    name="tax_deduction_infant_care",
    title="3岁以下婴幼儿照护专项附加扣除",
    subject="婴幼儿照护个税扣除",
    answers="一个纳税年度可扣几个月、多少元，一方扣或双方各扣一半，按税率估算少缴多少税",
    measure=3,
    required=("birth_date",),
    optional=("birth_dates", "expected_date", "babies", "tax_year", "share", "marginal_rate"),
    fields=(TAX_YEAR, SHARE, RATE),
    key_results=("months", "total", "tax_saved"),
    decide=decide,
    wants=("amount", "standard", "by_year", "start", "until", "remaining", "difference", "saved"),
    asks={"saved": "marginal_rate"},
)
