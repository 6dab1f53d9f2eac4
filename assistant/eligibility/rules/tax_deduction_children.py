"""Both deductions for children together: 3岁以下婴幼儿照护 and 子女教育 (国发〔2022〕8号, 国发〔2018〕41号).

A child moves from the one to the other in the month of its third birthday; a family with a younger and
an older child has both. Amounts since 2023: 国发〔2023〕13号.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from assistant.eligibility.finding import Finding, Outcome, Step, as_number
from assistant.eligibility.household import Family
from assistant.eligibility.partial_date import month_chinese, month_index
from assistant.eligibility.rules import tax_deduction_child_education, tax_deduction_infant_care
from assistant.eligibility.rules.rule import Rule
from assistant.eligibility.rules.tax_deduction import (
    SHARE,
    TAX_YEAR,
    amount_of,
    share_of,
    tax_year_of,
)

PARTS = (tax_deduction_infant_care.RULE.name, tax_deduction_child_education.RULE.name)
_CARE, _EDUCATION = "3岁以下婴幼儿照护", "子女教育"


def decide(family: Family, as_of: date) -> Finding:
    """What a parent deducts in the tax year by both rules, and in the month of `as_of`."""
    care = tax_deduction_infant_care.decide(family, as_of)
    education = tax_deduction_child_education.decide(family, as_of)
    for finding in (care, education):
        if finding.outcome is Outcome.NEEDS_INFORMATION:
            return finding
    year = tax_year_of(family, as_of)
    totals = [Decimal(str(finding.result.get("total", 0))) for finding in (care, education)]
    total = as_number(sum(totals, Decimal(0)))
    result: dict[str, Any] = {
        "tax_year": year,
        "infant_care": as_number(totals[0]),
        "child_education": as_number(totals[1]),
        "total": total,
        "unit": "元",
    }
    steps = [*care.steps, *(step for step in education.steps if step not in care.steps)]
    values = (*care.values, *education.values)
    if not total:
        nothing = f"{care.summary}{education.summary}"
        return Finding(Outcome.NOT_ELIGIBLE, nothing, result, tuple(steps), values)
    steps.append(Step(f"两项全年合计：{totals[0]}+{totals[1]}={total}元", total, "元"))
    summary = f"{year}年两项专项附加扣除合计{total}元。"
    detail = f"其中{_CARE}{totals[0]}元，{_EDUCATION}{totals[1]}元。"
    texts = {"parts": f"{detail[2:]}"}
    now = Finding(
        Outcome.ELIGIBLE, summary, result, tuple(steps), values, detail=detail, texts=texts
    )
    return _with_month(now, family, as_of) if as_of.year == year else now


def _with_month(finding: Finding, family: Family, as_of: date) -> Finding:
    """The finding with what is deducted in the month of `as_of`."""
    month, share = month_index(as_of), share_of(family)
    amounts = [
        amount_of(monthly, month, month, share)
        * sum(first <= month <= last for first, last in rule.months_by_child(family, as_of))
        for monthly, rule in (
            (tax_deduction_infant_care.MONTHLY, tax_deduction_infant_care),
            (tax_deduction_child_education.MONTHLY, tax_deduction_child_education),
        )
    ]
    whole = as_number(sum(amounts, Decimal(0)))
    named = zip((_CARE, _EDUCATION), amounts, strict=True)
    parts = ",".join(f"{name}{as_number(amount)}元" for name, amount in named if amount)
    step = Step(f"{month_chinese(month)}当月：{parts}，合计{whole}元", whole, "元/月")
    texts = {"standard": f"{month_chinese(month)}当月合计{whole}元。"}
    return replace(
        finding,
        texts={**finding.texts, **texts},
        summary=f"{finding.summary}{month_chinese(month)}当月合计{whole}元。",
        result={**finding.result, "per_month_now": whole},
        steps=(*finding.steps, step),
    )


RULE = Rule(
    name="tax_deduction_children",
    title="婴幼儿照护和子女教育专项附加扣除合计",
    subject="孩子的个税扣除合计",
    answers="几个孩子的两项扣除一个纳税年度合计多少元，当月合计多少元",
    measure=3,
    required=("birth_date",),
    optional=tuple(
        name for name in tax_deduction_child_education.RULE.optional if name != "marginal_rate"
    ),
    fields=(
        TAX_YEAR,
        SHARE,
        tax_deduction_child_education.IN_EDUCATION,
        tax_deduction_child_education.EDUCATION_END,
    ),
    key_results=("total", "per_month_now"),
    decide=decide,
    wants=("amount", "standard", "parts"),
)
