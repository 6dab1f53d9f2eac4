"""What 育儿补贴 says of its result: one sentence for each want, from the applications alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from assistant.eligibility.finding import as_number
from assistant.eligibility.parameters import Value
from assistant.eligibility.partial_date import PartialDate, day_chinese, month_index
from assistant.eligibility.rules.subsidy_windows import (
    CLAIMABLE,
    Application,
    Part,
    Status,
    by_year,
)


def application_text(application: Application) -> str:
    """「2026年1500元：最迟2026年12月31日申请」."""
    lead = f"{application.year}年{as_number(application.amount)}元"
    day = day_chinese(application.deadline)
    return {
        Status.RECEIVED: f"{lead}：已经申请",
        Status.OPEN: f"{lead}：最迟{day}申请",
        Status.FUTURE: f"{lead}：在{application.year}年内申请，最迟{day}",
        Status.LOST: f"{lead}：没有在{day}以前申请，不能补领",
        Status.PAST: f"{lead}：申请期到{day}为止，没有申请的不能补领",
    }[application.status]


def never_text(parts: Sequence[Part], start: Value, until_age: int) -> str:
    """Why a family has no application at all."""
    if all(part.plan.last_month < month_index(start.day) for part in parts):
        since = PartialDate.of(start.day).chinese
        return f"孩子在{since}制度实施前已满{until_age}周岁，没有应补贴的月份。"
    return "按您说的情况，没有可以申领的年度。"


def texts_of(
    result: Mapping[str, Any], parts: Sequence[Part], until_age: int, as_of: date
) -> tuple[dict[str, str], str]:
    """A sentence for each want, and what the summary says after the amount."""
    who = f"{len(parts)}个孩子" if len(parts) > 1 else ""
    claimable = _yuan(by_year(parts, *CLAIMABLE))
    after = []
    texts = {"standard": _standard(result), "by_year": f"分年：{_listed(_yuan(by_year(parts)))}。"}
    if claimable:
        listed = _listed(claimable)
        texts |= {
            "amount": _amount(result, parts, who),
            "deadline": _deadline(parts),
            "remaining": f"{who}还能领{result['claimable']}元：{listed}。",
            "times": f"还能申请{result['times']}次：{listed}。",
            "until": _until(parts, until_age),
            "eligibility": f"可以申领：{listed}。",
        }
        after = [texts["deadline"], f"分年：{listed}。" if len(claimable) > 1 else ""]
    else:
        nothing = f"{who}现在没有还能申请的育儿补贴了。"
        texts |= dict.fromkeys(("amount", "remaining", "times", "eligibility"), nothing)
        texts["until"] = f"申请期到{day_chinese(_last(parts).deadline)}为止。"
    if result["claimable_if_applied"] is not None:
        both = _open(result, parts, as_of)
        texts |= {"remaining": both, "times": both}
        after = [texts["deadline"], both]
    past, told = _past(result, parts)
    texts |= past
    if "years_total" in result:
        years = "、".join(f"{year}年" for year in result["asked_years"])
        sum_of = "一共" if len(result["asked_years"]) > 1 else ""
        texts["amount"] = f"{who}{years}的育儿补贴{sum_of}{result['years_total']}元。"
    if len(parts) == 2:
        texts["difference"] = _difference(parts)
    after += [told, _of_each(parts) if len(parts) > 1 else ""]
    return texts, "".join(after)


def _amount(result: Mapping[str, Any], parts: Sequence[Part], who: str) -> str:
    """What can still be had, and with what is received how much that makes."""
    if result["received"]:
        return (
            f"{who}现在还能领育儿补贴{result['claimable']}元，"
            f"连同已经申请的{result['received']}元一共{result['total']}元。"
        )
    verb = "现在还能领" if by_year(parts, Status.LOST, Status.PAST) else "一共可领"
    return f"{who}{verb}育儿补贴{result['claimable']}元。"


def _past(result: Mapping[str, Any], parts: Sequence[Part]) -> tuple[dict[str, str], str]:
    """What is received, what is lost, and the whole; and those of them that the summary tells."""
    received = _yuan(by_year(parts, Status.RECEIVED))
    lost = _yuan(by_year(parts, Status.LOST))
    unknown = _yuan(by_year(parts, Status.PAST))
    texts = {"together": f"每年都在规定的年度内申请的，前后一共{result['entitlement']}元。"}
    told = []
    if received:
        texts["received"] = f"已经申请的：{_listed(received)}。"
        texts["together"] = f"已经申请的和还能申请的一共{result['total']}元。"
        told.append(texts["received"])
    elif not unknown:
        texts["received"] = "还没有已经申请的年度。"
    if lost:
        texts["lost"] = f"没有在规定的年度内申请的不能补领：{_listed(lost)}。"
        told.append(texts["lost"])
    if unknown:
        texts["lost"] = (
            f"{_over(parts)}申请期已过：当年申请过的照发，没有申请的视为放弃，不能补领。"
        )
        told += [texts["lost"], texts["together"]]
    return texts, "".join(told)


def _over(parts: Sequence[Part]) -> str:
    """Which applications' year is over; of a child whose first year is not known, no years."""
    if any(not part.plan.by_month and part.plan.of(Status.PAST) for part in parts):
        return "以前各次的"
    return f"{_listed(_yuan(by_year(parts, Status.PAST)))}的"


def _open(result: Mapping[str, Any], parts: Sequence[Part], as_of: date) -> str:
    """Where last year's first application may have been made: both cases, each with what is left."""
    sums: dict[int, Decimal] = {}
    for part in parts:
        for application in (part.before or part.plan).of(*CLAIMABLE):
            sums[application.year] = sums.get(application.year, Decimal(0)) + application.amount
    not_yet = _listed(_yuan(by_year(parts, *CLAIMABLE)))
    return (
        f"{as_of.year - 1}年已经申请过的，还能领{result['claimable_if_applied']}元"
        f"（{_listed(dict(sorted(sums.items())))}）；"
        f"还没有申请过的，还能领{result['claimable']}元（{not_yet}）。"
    )


def _standard(result: Mapping[str, Any]) -> str:
    month = f"，不足整年的每月{result['per_month']}元" if "per_month" in result else ""
    return f"每个孩子每年{result['per_year']}元{month}。"


def _yuan(years: Mapping[int, tuple[int, Decimal]]) -> dict[int, Decimal]:
    return {year: amount for year, (_, amount) in years.items()}


def _listed(years: Mapping[int, Decimal]) -> str:
    return "、".join(f"{year}年{as_number(amount)}元" for year, amount in years.items())


def _last(parts: Sequence[Part]) -> Application:
    return max((a for part in parts for a in part.plan.applications), key=lambda a: a.deadline)


def _deadline(parts: Sequence[Part]) -> str:
    """The next application, its money and its last day; children that share them are added up."""
    groups: dict[tuple[date, int], Decimal] = {}
    for part in parts:
        if part.claimable:
            following = part.claimable[0]
            key = (following.deadline, following.year)
            groups[key] = groups.get(key, Decimal(0)) + following.amount
    sentences = [
        f"首次申请在{year}年或{deadline.year}年，最迟{day_chinese(deadline)}，{as_number(amount)}元"
        if deadline.year > year
        else f"{year}年这次{as_number(amount)}元，最迟{day_chinese(deadline)}申请"
        for (deadline, year), amount in sorted(groups.items())
    ]
    return "；".join(sentences) + "。"


def _until(parts: Sequence[Part], until_age: int) -> str:
    last = max((a for part in parts for a in part.claimable), key=lambda a: a.deadline)
    days = [part.child.born.plus_years(until_age).chinese for part in parts if part.claimable]
    ages = "、".join(dict.fromkeys(days))
    return f"发到孩子年满{until_age}周岁（{ages}），最后一次在{last.year}年申请。"


def _of_each(parts: Sequence[Part]) -> str:
    each = "，".join(
        f"第{number}个（{part.child.born.chinese}{'预计' if part.child.expected else ''}出生）"
        f"{as_number(part.plan.amount(*CLAIMABLE))}元"
        for number, part in enumerate(parts, 1)
    )
    return f"其中还能领的：{each}。"


def _difference(parts: Sequence[Part]) -> str:
    """How far two children's whole entitlements lie apart."""
    more, less = sorted((part.plan.amount() for part in parts), reverse=True)
    figures = f"{as_number(more)}-{as_number(less)}={as_number(more - less)}元"
    return f"每年都在规定的年度内申请的，两个孩子相差{figures}。"
