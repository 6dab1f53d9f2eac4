"""育儿补贴: 《育儿补贴制度实施方案》 and the measures, 一、(三).

Children born on or after the start (2025-01-01) get the yearly amount for each year of life until
they turn 3; those born before get a twelfth of it a month, from the start's month through the month
of the third birthday, both included.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from assistant.eligibility.finding import (
    Finding,
    Outcome,
    Step,
    as_number,
    cents,
    needs,
    parameter_step,
    refused,
)
from assistant.eligibility.household import Child, Family
from assistant.eligibility.parameters import Value, parameter
from assistant.eligibility.partial_date import (
    MONTHS_PER_YEAR,
    PartialDate,
    day_chinese,
    month_chinese,
    month_index,
    month_iso,
    month_start,
    months_by_year,
)
from assistant.eligibility.rules.rule import Rule

_PER_YEAR = "childcare_subsidy_per_year"
_PRACTICE = (
    "childcare_subsidy_applicant",
    "childcare_subsidy_place",
    "childcare_subsidy_online",
    "childcare_subsidy_offline",
    "childcare_subsidy_income_tax",
    "childcare_subsidy_social_assistance",
)


@dataclass(frozen=True, slots=True)
class Entitlement:
    """What one child gets: month indices first..last (last < first: none), yuan by year."""

    by_month: bool
    first: int
    last: int
    months: dict[int, int]
    amounts: dict[int, Decimal]
    standards: tuple[Value, ...]
    """The yearly amounts that were in force in this time, in order."""

    @property
    def month_count(self) -> int:
        """Months that count."""
        return sum(self.months.values())

    @property
    def total(self) -> Decimal:
        """Yuan over all years."""
        return sum(self.amounts.values(), Decimal(0))


def entitlement(born: PartialDate, start: date, until_age: int) -> Entitlement:
    """The months and amounts of a child (方案, 补贴标准: 按应补贴月数折算计发)."""
    if born.month_index < month_index(start):
        return _monthly(born, month_index(start), until_age)
    return _yearly(born, until_age)


def _monthly(born: PartialDate, first: int, until_age: int) -> Entitlement:
    last = born.month_index + until_age * MONTHS_PER_YEAR
    years = months_by_year(first, last)
    amounts = {
        year: cents(sum((_month_amount(month_start(m)) for m in months), Decimal(0)))
        for year, months in years.items()
    }
    days = [month_start(month) for month in range(first, last + 1)]
    counts = {year: len(months) for year, months in years.items()}
    return Entitlement(True, first, last, counts, amounts, _standards(days))


def _month_amount(day: date) -> Decimal:
    return parameter(_PER_YEAR, day).number / _months_in_year(day)


def _standards(days: list[date]) -> tuple[Value, ...]:
    return tuple(dict.fromkeys(parameter(_PER_YEAR, day) for day in days))


def _yearly(born: PartialDate, until_age: int) -> Entitlement:
    first = born.month_index
    days = [born.plus_years(age).latest for age in range(until_age)]
    return Entitlement(
        False,
        first,
        first + until_age * MONTHS_PER_YEAR - 1,
        {day.year: int(_months_in_year(day)) for day in days},
        {day.year: cents(parameter(_PER_YEAR, day).number) for day in days},
        _standards(days),
    )


def _months_in_year(day: date) -> Decimal:
    return parameter("childcare_subsidy_months_per_year", day).number


def decide(family: Family, as_of: date) -> Finding:
    """Who: 符合法律法规规定生育的3周岁以下婴幼儿; how much: see the module."""
    per_year = parameter(_PER_YEAR, as_of)
    start = parameter("childcare_subsidy_start", as_of)
    until = parameter("childcare_subsidy_until_age", as_of)
    standard = (
        parameter_step(per_year),
        Step(f"从{PartialDate.of(start.day).chinese}起发放,至孩子年满{until.count}周岁"),
    )
    if family.lawful_birth is False:
        return refused(
            "育儿补贴发给符合法律法规规定生育的婴幼儿,按您说的情况不能领。", standard, until
        )
    if family.hukou_in_jiangxi is False:
        return refused(
            "孩子户籍不在江西,不能在江西申领;育儿补贴是全国性制度,请向孩子户籍所在地申领。",
            standard,
            until,
            parameter("childcare_subsidy_place", as_of),
        )
    if not family.children or family.is_overdue(as_of):
        return needs(
            "birth_date",
            "请告诉我孩子的出生日期,才能算出育儿补贴。",
            standard,
            per_year,
            start,
            until,
        )
    parts = [entitlement(child.born, start.day, until.count) for child in family.children]
    practice = tuple(parameter(name, as_of) for name in _PRACTICE)
    standards = (value for part in parts for value in part.standards)
    values = (until, start, per_year, parameter("childcare_subsidy_months_per_year", as_of))
    used = tuple(dict.fromkeys((*values, *standards)))
    steps = (
        *standard,
        *_assumptions(family),
        *(
            step
            for number, (child, part) in enumerate(zip(family.children, parts, strict=True), 1)
            for step in _child_steps(child, part, number, family, until.count, as_of)
        ),
    )
    total = sum((part.total for part in parts), Decimal(0))
    result = _result(family.children, parts, per_year, until.count, practice)
    if not total:
        return Finding(
            Outcome.NOT_ELIGIBLE,
            f"孩子在{PartialDate.of(start.day).chinese}制度实施前已满{until.count}周岁,没有应补贴的月份。",
            result,
            steps,
            used,
        )
    if len(parts) > 1:
        amounts = "+".join(str(as_number(part.total)) for part in parts)
        steps = (
            *steps,
            Step(f"{len(parts)}个孩子合计:{amounts}={as_number(total)}元", as_number(total), "元"),
        )
    steps = (*steps, *_practice_steps(practice))
    return Finding(
        Outcome.ELIGIBLE,
        _summary(parts, total),
        result,
        steps,
        (*used, *practice),
        detail=_detail(family.children, parts, until.count),
    )


def _practice_steps(practice: tuple[Value, ...]) -> list[Step]:
    applicant, place, online, offline, *effects = (value.text for value in practice)
    apply = f"由{applicant}在{place}申领:线上通过{online},线下到{offline}"
    return [Step(apply), *(Step(effect) for effect in effects)]


def _assumptions(family: Family) -> tuple[Step, ...]:
    assumed = []
    if family.lawful_birth is None:
        assumed.append("符合法律法规规定生育")
    if family.hukou_in_jiangxi is None:
        assumed.append("孩子户籍在江西")
    return (Step(f"您没有说明,按{'、'.join(assumed)}计算"),) if assumed else ()


def _child_steps(
    child: Child,
    part: Entitlement,
    number: int,
    family: Family,
    until_age: int,
    as_of: date,
) -> tuple[Step, ...]:
    who = f"第{number}个孩子:" if len(family.children) > 1 else ""
    third = child.born.plus_years(until_age)
    unborn = child.is_unborn(as_of)
    verb = "预计" if unborn else ""
    steps = [
        Step(f"{who}{verb}{child.born.chinese}出生,{third.chinese}年满{until_age}周岁"),
    ]
    if part.month_count and part.by_month:
        steps += _monthly_steps(who, part)
    elif part.month_count:
        steps += _yearly_steps(who, part)
    else:
        steps.append(Step(f"{who}制度实施时已满{until_age}周岁,应补贴0个月", 0, "月"))
    if unborn and part.month_count:
        steps.append(Step(f"{who}孩子还没有出生,以实际出生日期为准"))
    elif part.month_count and third.latest < as_of:
        steps.append(
            Step(f"{who}孩子现在已满{until_age}周岁,以上是年满{until_age}周岁前应领的部分")
        )
    return tuple(steps)


def _yearly_steps(who: str, part: Entitlement) -> list[Step]:
    total = as_number(part.total)
    amounts = [as_number(amount) for amount in part.amounts.values()]
    if len(part.standards) == 1:
        figures = f"{len(amounts)}×{amounts[0]}={total}元"
    else:
        figures = f"{'+'.join(map(str, amounts))}={total}元"
    return [
        Step(f"{who}制度实施后出生,不折算,按年发{len(amounts)}年:{figures}", total, "元"),
        Step(f"{who}分年发放:{_schedule_text(part)}"),
    ]


def _monthly_steps(who: str, part: Entitlement) -> list[Step]:
    count = part.month_count
    total = as_number(part.total)
    steps = [Step(f"{who}制度实施前出生,按月折算")]
    for value in part.standards:
        monthly = as_number(value.number / _months_in_year(value.effective_from))
        since = "" if len(part.standards) == 1 else f"{day_chinese(value.effective_from)}起"
        figures = f"{as_number(value.number)}÷{MONTHS_PER_YEAR}={monthly}元/月"
        steps.append(Step(f"{who}{since}{figures}", monthly, "元/月"))
    span = f"从{month_chinese(part.first)}算到{month_chinese(part.last)}(首尾两月都算)"
    steps.append(Step(f"{who}{span},应补贴{count}个月", count, "月"))
    even = len(part.standards) == 1 and monthly * count == total
    sum_text = f"{count}×{monthly}" if even else "各年相加"
    return [*steps, Step(f"{who}{sum_text}={total}元({_schedule_text(part)})", total, "元")]


def _schedule_text(part: Entitlement) -> str:
    return ",".join(f"{year}年{as_number(amount)}元" for year, amount in part.amounts.items())


def _summary(parts: list[Entitlement], total: Decimal) -> str:
    if len(parts) > 1:
        count = sum(part.month_count > 0 for part in parts)
        who = f"{count}个孩子" if count == len(parts) else f"{len(parts)}个孩子中有{count}个可以领,"
        return f"{who}一共可领育儿补贴{as_number(total)}元。"
    (part,) = parts
    if part.by_month:
        return f"应补贴{part.month_count}个月,一共可领育儿补贴{as_number(total)}元。"
    even = len(part.standards) == 1
    each = f"每年{as_number(part.standards[0].number)}元," if even else ""
    return f"{each}分{len(part.amounts)}年发放,一共可领育儿补贴{as_number(total)}元。"


def _detail(children: tuple[Child, ...], parts: list[Entitlement], until_age: int) -> str:
    """The payments by year; of several children, what each gets; until when."""
    yearly = ",".join(f"{entry['year']}年{entry['amount']}元" for entry in _schedule(parts))
    if len(parts) == 1:
        third = children[0].born.plus_years(until_age).chinese
        return f"分年发放:{yearly};发到孩子年满{until_age}周岁({third})。"
    each = ",".join(
        f"第{number}个({child.born.chinese}{'预计' if child.expected else ''}出生){as_number(part.total)}元"
        for number, (child, part) in enumerate(zip(children, parts, strict=True), 1)
    )
    return f"其中{each}。合计分年发放:{yearly}。"


def _schedule(parts: list[Entitlement]) -> list[dict[str, Any]]:
    years = sorted({year for part in parts for year in part.amounts})
    return [
        {
            "year": year,
            "months": sum(part.months.get(year, 0) for part in parts),
            "amount": as_number(
                sum((part.amounts.get(year, Decimal(0)) for part in parts), Decimal(0))
            ),
        }
        for year in years
    ]


def _result(
    children: tuple[Child, ...],
    parts: list[Entitlement],
    per_year: Value,
    until_age: int,
    practice: tuple[Value, ...],
) -> dict[str, Any]:
    applicant, place, online, offline, *effects = (value.text for value in practice)
    return {
        "total": as_number(sum((part.total for part in parts), Decimal(0))),
        "unit": "元",
        "months": sum(part.month_count for part in parts),
        "per_year": as_number(per_year.number),
        "schedule": _schedule(parts),
        "children": [
            {
                "birth_date": child.born.iso,
                "expected": child.expected,
                "outcome": (Outcome.ELIGIBLE if part.month_count else Outcome.NOT_ELIGIBLE).value,
                "basis": "monthly" if part.by_month else "yearly",
                "months": part.month_count,
                "total": as_number(part.total),
                "first_month": month_iso(part.first) if part.month_count else None,
                "last_month": month_iso(part.last) if part.month_count else None,
                "until": child.born.plus_years(until_age).iso,
                "schedule": _schedule([part]),
            }
            for child, part in zip(children, parts, strict=True)
        ],
        "apply": {"who": applicant, "where": place, "online": online, "offline": offline},
        "side_effects": effects,
    }


RULE = Rule(
    name="childcare_subsidy",
    title="育儿补贴",
    answers="每个孩子能领多少育儿补贴:应补贴月数、逐年金额、合计,谁申领、在哪里申领",
    measure=3,
    required=("birth_date",),
    optional=("birth_dates", "expected_date", "babies", "hukou_in_jiangxi", "lawful_birth"),
    key_results=("total", "months"),
    decide=decide,
)
