"""育儿补贴: 《江西省“育儿补贴申领一件事”办事指南》, 《育儿补贴制度实施方案》, the measures, 一、(三).

What each child's yearly applications amount to, which of them can still be made and until when
(`subsidy_windows`). `total` is what is received, as far as that is told, and what can still be claimed.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from assistant.eligibility.fields import LAST_YEAR, Field
from assistant.eligibility.finding import (
    Finding,
    Outcome,
    Step,
    as_number,
    needs,
    parameter_step,
    refused,
)
from assistant.eligibility.household import Child, Family
from assistant.eligibility.parameters import Value, parameter
from assistant.eligibility.partial_date import PartialDate, day_chinese, month_chinese, month_iso
from assistant.eligibility.rules.rule import Rule
from assistant.eligibility.rules.subsidy_texts import application_text, never_text, texts_of
from assistant.eligibility.rules.subsidy_windows import CLAIMABLE, Part, Plan, Status, by_year, plan

_FIRST_YEAR = 2025
APPLIED = Field(
    "applied_years",
    "years",
    "已经申请过的年度",
    "哪几年已经申请过育儿补贴？没有申请过的请说没有。",
    "年",
    _FIRST_YEAR,
    LAST_YEAR,
    hint="例如 2025；没有申请过写“没有”，每年都申请了写“每年”",
    of_child=True,
)
YEARS = Field(
    "years",
    "years",
    "只算哪几个年度",
    "要算哪几个年度的补贴？",
    "年",
    _FIRST_YEAR,
    LAST_YEAR,
    hint="例如 2026",
    seldom=True,
)
DEATH = Field(
    "death_date",
    "month_or_date",
    "孩子去世的时间",
    "孩子是哪年哪月去世的？",
    seldom=True,
    of_child=True,
)
_PER_YEAR, _PER_MONTH = "childcare_subsidy_per_year", "childcare_subsidy_per_month"
_PRACTICE = (
    "childcare_subsidy_applicant",
    "childcare_subsidy_place",
    "childcare_subsidy_online",
    "childcare_subsidy_offline",
    "childcare_subsidy_income_tax",
    "childcare_subsidy_social_assistance",
)


def decide(family: Family, as_of: date) -> Finding:
    """Who: 符合法律法规规定生育的3周岁以下婴幼儿; how much and until when: see the module."""
    per_year = parameter(_PER_YEAR, as_of)
    start = parameter("childcare_subsidy_start", as_of)
    until = parameter("childcare_subsidy_until_age", as_of)
    standard = (
        parameter_step(per_year),
        Step(f"从{PartialDate.of(start.day).chinese}起发放，至孩子年满{until.count}周岁"),
    )
    if family.lawful_birth is False:
        summary = "育儿补贴发给符合法律法规规定生育的婴幼儿，按您说的情况不能领。"
        return refused(summary, standard, until)
    if family.hukou_in_jiangxi is False:
        summary = "孩子户籍不在江西，不能在江西申领；育儿补贴是全国性制度，请向孩子户籍所在地申领。"
        return refused(summary, standard, parameter("childcare_subsidy_place", as_of), until)
    if not family.children or family.is_overdue(as_of):
        ask = "请告诉我孩子的出生日期，才能算出育儿补贴。"
        return needs("birth_date", ask, standard, per_year, start, until)
    parts = [_part(child, family, as_of) for child in family.children]
    if any(part.plan.undecided for part in parts):
        return _undecided(parts, standard, (per_year, start, until), as_of)
    return _found(family, parts, standard, as_of)


def _part(child: Child, family: Family, as_of: date) -> Part:
    applied = child.told.get(APPLIED.name, family.told(APPLIED))
    death = _death(child, family)
    found = plan(child.born, as_of, applied, death)
    open_last_year = (
        applied is None and not found.by_month and child.born.year == as_of.year - 1 and not death
    )
    before = plan(child.born, as_of, (child.born.year,), death) if open_last_year else None
    return Part(child, found, before)


def _death(child: Child, family: Family) -> PartialDate | None:
    told: PartialDate | None = child.told.get(DEATH.name)
    return told if told or len(family.children) > 1 else family.told(DEATH)


def _undecided(
    parts: Sequence[Part], standard: tuple[Step, ...], values: tuple[Value, ...], as_of: date
) -> Finding:
    """Which applications are left hangs on those made: asked, with what this year's is."""
    amounts = [
        application.amount
        for part in parts
        for application in part.plan.applications
        if application.year == as_of.year
    ]
    step = Step(
        f"{as_of.year}年还没有申请、且以前申请过的年度不满规定次数的，"
        f"今年这次{as_number(max(amounts, default=Decimal(0)))}元，"
        f"最迟{day_chinese(date(as_of.year, 12, 31))}申请"
    )
    ask = "还剩几次、多少钱，要看以前哪几年申请过。请告诉我哪几年已经申请过。"
    return needs(APPLIED.name, ask, (*standard, step), *values)


def _found(
    family: Family, parts: Sequence[Part], standard: tuple[Step, ...], as_of: date
) -> Finding:
    start = parameter("childcare_subsidy_start", as_of)
    until = parameter("childcare_subsidy_until_age", as_of)
    practice = tuple(parameter(name, as_of) for name in _PRACTICE)
    result = _result(family, parts, practice, until.count, as_of)
    steps = [*standard, *_assumptions(family)]
    for number, part in enumerate(parts, 1):
        steps += _child_steps(part, number, len(parts), until.count, as_of)
    values = (*_standards(parts, as_of), *_window_values(family, parts, as_of), start, until)
    if not any(part.plan.applications for part in parts):
        summary = never_text(parts, start, until.count)
        return Finding(
            Outcome.NOT_ELIGIBLE,
            summary,
            result,
            tuple(steps),
            values,
            texts={"eligibility": summary},
        )
    if len(parts) > 1:
        totals = "+".join(str(as_number(part.plan.amount())) for part in parts)
        whole = result["entitlement"]
        steps.append(Step(f"{len(parts)}个孩子合计：{totals}={whole}元", whole, "元"))
    claimable = any(part.claimable for part in parts)
    if claimable:
        steps += _practice_steps(practice)
    texts, detail = texts_of(result, parts, until.count, as_of)
    return Finding(
        Outcome.ELIGIBLE if claimable else Outcome.NOT_ELIGIBLE,
        texts["amount"],
        result,
        tuple(steps),
        values,
        detail=detail,
        beside=practice if claimable else (),
        texts=texts,
    )


def _standards(parts: Sequence[Part], as_of: date) -> tuple[Value, ...]:
    """The amounts a year and a month that the children's applications go by."""
    found = [parameter(_PER_YEAR, as_of)]
    for part in parts:
        for application in part.plan.applications:
            day = date(application.year, 1, 1)
            found.append(parameter(_PER_YEAR, day))
            if part.plan.by_month:
                found.append(parameter(_PER_MONTH, day))
    return tuple(dict.fromkeys(found))


def _window_values(family: Family, parts: Sequence[Part], as_of: date) -> tuple[Value, ...]:
    """The clauses on when to apply that have a say in what is found."""
    names = []
    if any(part.plan.by_month and part.plan.applications for part in parts):
        names.append("childcare_subsidy_old_births")
    if any(not part.plan.by_month and part.plan.applications for part in parts):
        names += ["childcare_subsidy_applications", "childcare_subsidy_first_within"]
    if any(part.plan.of(Status.LOST, Status.PAST) for part in parts):
        names.append("childcare_subsidy_given_up")
    if any(part.plan.of(Status.LOST) and part.claimable for part in parts):
        names.append("childcare_subsidy_later_years")
    if any(part.plan.missed_first and part.claimable for part in parts):
        names.append("childcare_subsidy_missed_first")
    if any(_death(part.child, family) for part in parts):
        names += ["childcare_subsidy_death", "childcare_subsidy_death_deadline"]
    return tuple(parameter(name, as_of) for name in names)


def _practice_steps(practice: tuple[Value, ...]) -> list[Step]:
    applicant, place, online, offline, *effects = (value.text for value in practice)
    apply = f"由{applicant}向{place}申领：线上通过{online}，线下到{offline}"
    return [Step(apply), *(Step(effect) for effect in effects)]


def _assumptions(family: Family) -> list[Step]:
    assumed = []
    if family.lawful_birth is None:
        assumed.append("符合法律法规规定生育")
    if family.hukou_in_jiangxi is None:
        assumed.append("孩子户籍在江西")
    return [Step(f"您没有说明，按{'、'.join(assumed)}计算")] if assumed else []


def _child_steps(part: Part, number: int, count: int, until_age: int, as_of: date) -> list[Step]:
    who = f"第{number}个孩子：" if count > 1 else ""
    child, found = part.child, part.plan
    third = child.born.plus_years(until_age)
    verb = "预计" if child.is_unborn(as_of) else ""
    steps = [Step(f"{who}{verb}{child.born.chinese}出生，{third.chinese}年满{until_age}周岁")]
    if not found.applications:
        return [*steps, Step(f"{who}没有应补贴的月份，应补贴0个月", 0, "月")]
    steps += _monthly_steps(who, found) if found.by_month else _yearly_steps(who, found)
    if child.is_unborn(as_of):
        steps.append(Step(f"{who}孩子还没有出生，以实际出生日期为准"))
    return [*steps, *(Step(f"{who}{application_text(a)}") for a in found.applications)]


def _yearly_steps(who: str, found: Plan) -> list[Step]:
    total = as_number(found.amount())
    amounts = [as_number(application.amount) for application in found.applications]
    even = len(set(amounts)) == 1
    figures = f"{len(amounts)}×{amounts[0]}" if even else "+".join(map(str, amounts))
    text = f"{who}制度实施后出生，不折算，按年申领{len(amounts)}次：{figures}={total}元"
    return [Step(text, total, "元")]


def _monthly_steps(who: str, found: Plan) -> list[Step]:
    months = sum(application.months for application in found.applications)
    total = as_number(found.amount())
    steps = [Step(f"{who}制度实施前出生，先领整年补贴，不足整年的按月折算")]
    standards = {
        parameter(_PER_MONTH, date(application.year, 1, 1)) for application in found.applications
    }
    for value in sorted(standards, key=lambda value: value.effective_from):
        since = "" if len(standards) == 1 else f"{day_chinese(value.effective_from)}起"
        monthly = as_number(value.number)
        steps.append(Step(f"{who}{since}每月{monthly}元", monthly, "元/月"))
    span = f"从{month_chinese(found.first_month)}算到{month_chinese(found.last_month)}"
    steps.append(Step(f"{who}{span}（首尾两月都算），应补贴{months}个月", months, "月"))
    amounts = "+".join(str(as_number(application.amount)) for application in found.applications)
    return [*steps, Step(f"{who}分年相加：{amounts}={total}元", total, "元")]


def _result(
    family: Family, parts: Sequence[Part], practice: tuple[Value, ...], until_age: int, as_of: date
) -> dict[str, Any]:
    """`total`: received and still claimable; `entitlement`: all applications made in time;
    `claimable_if_applied`: what is left where last year's was made, and that is not known."""
    applicant, place, online, offline, *effects = (value.text for value in practice)
    received, lost = _sum(parts, Status.RECEIVED), _sum(parts, Status.LOST)
    claimable = _sum(parts, *CLAIMABLE)
    following = [part.claimable[0].deadline for part in parts if part.claimable]
    deadline = min(following, default=None)
    result: dict[str, Any] = {
        "total": as_number(received + claimable),
        "unit": "元",
        "months": sum(
            a.months for part in parts for a in part.plan.of(*CLAIMABLE, Status.RECEIVED)
        ),
        "per_year": as_number(parameter(_PER_YEAR, as_of).number),
        "entitlement": as_number(_sum(parts)),
        "claimable": as_number(claimable),
        "claimable_if_applied": _claimable_if_applied(parts),
        "this_year": as_number(_of_year(parts, as_of.year)),
        "next_year": as_number(_of_year(parts, as_of.year + 1)),
        "received": as_number(received),
        "lost": as_number(lost),
        "times": max((len(part.claimable) for part in parts), default=0),
        "deadline": deadline.isoformat() if deadline else None,
        "days_left": (deadline - as_of).days if deadline else None,
        "by_year": _years(parts),
        "schedule": [
            {"year": year, "months": months, "amount": as_number(amount)}
            for year, (months, amount) in by_year(parts, *CLAIMABLE, Status.RECEIVED).items()
        ],
        "children": [_child_result(part, until_age) for part in parts],
        "apply": {"who": applicant, "where": place, "online": online, "offline": offline},
        "side_effects": effects,
    }
    if any(part.plan.by_month for part in parts):
        result["per_month"] = as_number(parameter(_PER_MONTH, as_of).number)
    asked = family.told(YEARS)
    if isinstance(asked, tuple) and asked:
        result["asked_years"] = list(asked)
        kept = by_year(parts, *CLAIMABLE, Status.RECEIVED, Status.PAST)
        amounts = (amount for year, (_, amount) in kept.items() if year in asked)
        result["years_total"] = as_number(sum(amounts, Decimal(0)))
    return result


def _sum(parts: Sequence[Part], *statuses: Status) -> Decimal:
    return sum((part.plan.amount(*statuses) for part in parts), Decimal(0))


def _of_year(parts: Sequence[Part], year: int) -> Decimal:
    """What can still be claimed by the applications of a year."""
    return sum((a.amount for part in parts for a in part.claimable if a.year == year), Decimal(0))


def _claimable_if_applied(parts: Sequence[Part]) -> int | float | None:
    if not any(part.before for part in parts):
        return None
    plans = (part.before or part.plan for part in parts)
    return as_number(sum((found.amount(*CLAIMABLE) for found in plans), Decimal(0)))


def _years(parts: Sequence[Part]) -> list[dict[str, Any]]:
    """Year by year: all that its applications amount to, and what has become of it."""
    kinds = {
        "received": by_year(parts, Status.RECEIVED),
        "claimable": by_year(parts, *CLAIMABLE),
        "lost": by_year(parts, Status.LOST),
        "unknown": by_year(parts, Status.PAST),
    }
    deadlines = {a.year: a.deadline for part in parts for a in part.plan.applications}
    return [
        {
            "year": year,
            "months": months,
            "amount": as_number(amount),
            "deadline": deadlines[year].isoformat(),
            **{
                kind: as_number(found[year][1]) if year in found else 0
                for kind, found in kinds.items()
            },
        }
        for year, (months, amount) in by_year(parts).items()
    ]


def _child_result(part: Part, until_age: int) -> dict[str, Any]:
    child, found = part.child, part.plan
    kept = found.of(*CLAIMABLE, Status.RECEIVED)
    paid = bool(found.applications)
    return {
        "birth_date": child.born.iso,
        "expected": child.expected,
        "outcome": (Outcome.ELIGIBLE if part.claimable else Outcome.NOT_ELIGIBLE).value,
        "basis": "monthly" if found.by_month else "yearly",
        "months": sum(application.months for application in kept),
        "total": as_number(found.amount(*CLAIMABLE, Status.RECEIVED)),
        "entitlement": as_number(found.amount()),
        "first_month": month_iso(found.first_month) if paid else None,
        "last_month": month_iso(found.last_month) if paid else None,
        "until": child.born.plus_years(until_age).iso,
        "schedule": [
            {"year": a.year, "months": a.months, "amount": as_number(a.amount)} for a in kept
        ],
        "applications": [
            {
                "year": a.year,
                "amount": as_number(a.amount),
                "deadline": a.deadline.isoformat(),
                "status": a.status.value,
            }
            for a in found.applications
        ],
    }


RULE = Rule(
    name="childcare_subsidy",
    title="育儿补贴",
    subject="育儿补贴",
    answers="每个孩子能领多少育儿补贴：还能申领多少、分哪几年、最迟哪天申请，错过的和已领的各是多少",
    measure=3,
    required=("birth_date",),
    optional=(
        "birth_dates",
        "expected_date",
        "babies",
        "applied_years",
        "years",
        "hukou_in_jiangxi",
        "lawful_birth",
        "death_date",
    ),
    key_results=("total", "claimable"),
    decide=decide,
    wants=(
        *("amount", "standard", "by_year", "remaining", "received", "lost", "times"),
        *("deadline", "until", "difference", "together", "eligibility"),
    ),
    fields=(APPLIED, YEARS, DEATH),
    leads=True,
)
