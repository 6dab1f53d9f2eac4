"""What the two special additional deductions share: months of a tax year, shares, tax saved.

A deduction counts whole months (month indices first..last of each child); the amount of a month is
the one in force in it. One parent deducts 100 %, or each of both 50 % (国发〔2018〕41号, 国发〔2022〕8号).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from assistant.eligibility.fields import FIRST_YEAR, LAST_YEAR, Field
from assistant.eligibility.finding import Finding, Outcome, Step, as_number, cents, present
from assistant.eligibility.household import Family
from assistant.eligibility.parameters import Value, find_parameter, parameter
from assistant.eligibility.partial_date import (
    MONTHS_PER_YEAR,
    PartialDate,
    day_chinese,
    month_chinese,
    month_index,
    month_start,
    months_by_year,
)

WHOLE = 100
TAX_YEAR = Field(
    "tax_year", "integer", "纳税年度", "要算哪一个纳税年度？", "年", FIRST_YEAR, LAST_YEAR
)
SHARE = Field(
    "share",
    "integer",
    "本人扣除比例",
    "由您一人扣除100%，还是父母各扣50%？",
    "%",
    choices=(100, 50),
)
RATE = Field(
    "marginal_rate",
    "integer",
    "个人所得税最高适用税率",
    "您的工资薪金最高适用哪一档税率？",
    "%",
    choices=(3, 10, 20, 25, 30, 35, 45),
)
_PERCENT = Decimal(100)


@dataclass(frozen=True, slots=True)
class ChildMonths:
    """The months of a child that count, first..last as month indices; none when last < first."""

    born: PartialDate
    unborn: bool
    first: int
    last: int


def tax_year_of(family: Family, as_of: date) -> int:
    """The tax year asked for, else that of the day of computing."""
    told: int | None = family.told(TAX_YEAR)
    return as_of.year if told is None else told


def share_of(family: Family) -> int:
    """The share that one parent deducts, in percent: as told, else the whole."""
    told: int | None = family.told(SHARE)
    return told or WHOLE


def amount_of(monthly: str, first: int, last: int, share: int) -> Decimal:
    """Yuan that a parent with this share (percent) deducts for the months first..last."""
    values = [find_parameter(monthly, month_start(index)) for index in range(first, last + 1)]
    whole = sum((value.number for value in values if value), Decimal(0))
    return cents(whole * share / _PERCENT)


def months_in_force(monthly: str, first: int, last: int) -> int:
    """How many of the months first..last have an amount in force."""
    return sum(
        find_parameter(monthly, month_start(index)) is not None for index in range(first, last + 1)
    )


def within_year(child: ChildMonths, year: int) -> tuple[int, int]:
    """The child's months that lie in a tax year, as month indices."""
    start = month_index(date(year, 1, 1))
    return max(child.first, start), min(child.last, start + MONTHS_PER_YEAR - 1)


def find_deduction(
    family: Family,
    as_of: date,
    monthly: str,
    children: Sequence[ChildMonths],
    reasons: Sequence[Step],
    nothing: str,
    values: tuple[Value | None, ...],
) -> Finding:
    """The finding for a tax year.

    `monthly`: the parameter with the amount a month; `reasons`: the steps that say this amount and
    led to the months;
    `nothing`: what to say when no month of the year counts.
    """
    year = tax_year_of(family, as_of)
    standard = parameter(monthly, date(year, 12, 31))
    share = share_of(family)
    rate: int | None = family.told(RATE)
    spans = [within_year(child, year) for child in children]
    counts = [months_in_force(monthly, *span) for span in spans]
    amounts = [amount_of(monthly, *span, share) for span in spans]
    total, months = sum(amounts, Decimal(0)), sum(counts)
    measure = find_parameter("tax_deductions_in_measures", as_of)
    standards = [find_parameter(monthly, month_start(span[0])) for span in spans]
    used = present(
        (
            standard,
            *standards,
            *values,
            parameter("deduction_months", standard.effective_from),
            measure,
        )
    )
    result: dict[str, Any] = {
        "tax_year": year,
        "months": months,
        "per_month": as_number(standard.number),
        "share": share,
        "total": as_number(total),
        "unit": "元",
        "schedule": [{"year": year, "months": months, "amount": as_number(total)}]
        if months
        else [],
        "children": [
            {"birth_date": child.born.iso, "months": count, "total": as_number(amount)}
            for child, count, amount in zip(children, counts, amounts, strict=True)
        ],
    }
    steps = [
        Step(
            f"纳税年度：{year}年" + ("" if family.told(TAX_YEAR) else "（您没有说明，按计算当年）"),
            year,
            "年",
        ),
        *reasons,
    ]
    if not months:
        return Finding(Outcome.NOT_ELIGIBLE, nothing, result, tuple(steps), used)
    for number, (child, span, count, amount) in enumerate(
        zip(children, spans, counts, amounts, strict=True), 1
    ):
        steps += _child_steps(_who(number, children), child, span, count, amount, share, monthly)
    steps.append(_share_step(family))
    if len(children) > 1:
        steps.append(
            Step(f"{len(children)}个孩子全年合计扣除{as_number(total)}元", as_number(total), "元")
        )
    texts = {"standard": _standard(standard.number, share)}
    if len(children) == 2:
        more, less = sorted(amounts, reverse=True)
        figures = f"{as_number(more)}-{as_number(less)}={as_number(more - less)}元"
        texts["difference"] = f"{year}年两个孩子相差{figures}。"
    summary = f"{year}年可扣除{as_number(total)}元"
    if len(children) == 1:
        each = as_number(cents(standard.number * share / _PERCENT))
        portion = "" if share == WHOLE else f"（按{share}%）"
        even = cents(standard.number * months * share / _PERCENT) == total
        summary = f"{year}年可扣除{months}个月，{f'每月{each}元{portion}，' if even else ''}共{as_number(total)}元"
    elif all(count == MONTHS_PER_YEAR for count in counts):
        monthly_total = cents(standard.number * len(children) * share / _PERCENT)
        summary += f"，每月合计{as_number(monthly_total)}元"
    if rate is not None:
        saved = as_number(cents(total * rate / _PERCENT))
        result["tax_saved"] = saved
        steps.append(
            Step(
                f"按最高适用税率{rate}%估算，全年最多少缴个人所得税"
                f"{as_number(total)}×{rate}%={saved}元",
                saved,
                "元",
            )
        )
        summary += f"，按{rate}%的税率最多少缴个人所得税{saved}元"
        texts["saved"] = f"按{rate}%的税率估算，{year}年最多少缴个人所得税{saved}元。"
    return Finding(
        Outcome.ELIGIBLE,
        summary + "。",
        result,
        tuple(steps),
        used,
        detail=_detail(children, counts, amounts),
        texts=texts,
    )


def standard_text(step: Step, monthly: Value, share: int) -> str:
    """What a month's deduction is, of which child's months and since when, and a parent's share of it:
    all that is known without the births."""
    since = f"{step.text}（{day_chinese(monthly.effective_from)}起的标准）"
    return f"{since}{_shared(monthly.number, share)}。"


def _standard(monthly: Decimal, share: int) -> str:
    whole = f"每个孩子每月{as_number(monthly)}元"
    return f"{whole}{_shared(monthly, share)}。"


def _shared(monthly: Decimal, share: int) -> str:
    if share == WHOLE:
        return ""
    return f"，各扣{share}%就是每月{as_number(cents(monthly * share / _PERCENT))}元"


def _detail(
    children: Sequence[ChildMonths], counts: Sequence[int], amounts: Sequence[Decimal]
) -> str:
    """Of several children, what each adds; and what a deduction is."""
    deducted = "扣除的是计税的收入额，少缴多少税还要看适用的税率。"
    if len(children) == 1:
        return deducted
    each = ",".join(
        f"第{number}个（{child.born.chinese}出生）{count}个月{as_number(amount)}元"
        for number, (child, count, amount) in enumerate(
            zip(children, counts, amounts, strict=True), 1
        )
    )
    return f"其中{each}。{deducted}"


def all_years(monthly: str, children: Sequence[ChildMonths], share: int) -> list[dict[str, Any]]:
    """Year by year what the children's months amount to, for months that end."""
    years: dict[int, tuple[int, Decimal]] = {}
    for child in children:
        for year, indices in months_by_year(child.first, child.last).items():
            months, amount = years.get(year, (0, Decimal(0)))
            span = indices[0], indices[-1]
            years[year] = (
                months + months_in_force(monthly, *span),
                amount + amount_of(monthly, *span, share),
            )
    return [
        {"year": year, "months": months, "amount": as_number(amount)}
        for year, (months, amount) in sorted(years.items())
        if months
    ]


def _who(number: int, children: Sequence[ChildMonths]) -> str:
    return f"第{number}个孩子：" if len(children) > 1 else ""


def _child_steps(
    who: str,
    child: ChildMonths,
    span: tuple[int, int],
    count: int,
    amount: Decimal,
    share: int,
    monthly: str,
) -> list[Step]:
    if not count:
        return [Step(f"{who}本年度可扣0个月", 0, "月")]
    first, last = span
    text = f"{who}本年度从{month_chinese(first)}到{month_chinese(last)}，可扣{count}个月"
    per_month = parameter(monthly, month_start(last)).number
    portion = "" if share == WHOLE else f"×{share}%"
    even = amount == cents(per_month * count * share / _PERCENT)
    figures = f"{count}×{as_number(per_month)}{portion}=" if even else "各月相加="
    steps = [
        Step(text, count, "月"),
        Step(f"{who}{figures}{as_number(amount)}元", as_number(amount), "元"),
    ]
    return [*steps, Step(f"{who}孩子还没有出生，以实际出生月份为准")] if child.unborn else steps


def _share_step(family: Family) -> Step:
    if family.told(SHARE) is None:
        return Step("您没有说明分摊方式，按一方扣除100%计算；也可以由父母双方各扣50%", WHOLE, "%")
    if share_of(family) == WHOLE:
        return Step("由一方扣除100%", WHOLE, "%")
    return Step(f"父母双方各扣{share_of(family)}%，以上是其中一方的数额", share_of(family), "%")
