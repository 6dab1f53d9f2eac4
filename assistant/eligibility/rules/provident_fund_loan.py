"""Larger provident fund loans for families with several children: the measures, 三、(十一).

The text names no amount: who wants to know how much more must ask the local fund.
"""

from __future__ import annotations

from datetime import date

from assistant.eligibility.fields import Field
from assistant.eligibility.finding import Finding, Outcome, Step, needs, refused
from assistant.eligibility.household import Family
from assistant.eligibility.parameters import parameter
from assistant.eligibility.rules.rule import Rule

BUYING = Field("buying_home", "boolean", "购房", "是要购买住房吗？")
PAYS = Field("pays_provident_fund", "boolean", "缴存住房公积金", "您缴存住房公积金吗？")


def decide(family: Family, as_of: date) -> Finding:
    """鼓励加大对多子女家庭的购房支持力度,适当提高其申请住房公积金贷款额度."""
    clause = parameter("provident_fund_loan_increase", as_of)
    several = parameter("several_children_from", as_of)
    text = (Step(f"对多子女家庭{clause.text}，原文没有写明数额"),)
    if family.told(PAYS) is False:
        return refused("没有缴存住房公积金，不能申请住房公积金贷款。", text, clause)
    if family.told(BUYING) is False:
        return refused("这项支持是针对购买住房的，不买房的不适用。", text, clause)
    adult = parameter("adult_age", as_of)
    minors = family.minors(as_of, adult.count)
    if minors is None:
        return needs(
            "minor_children",
            "请告诉我家里有几个未成年子女，才能判断是否属于多子女家庭。",
            text,
            clause,
        )
    steps: tuple[Step, ...] = (*text, Step(f"未成年子女{minors}个", minors, "个"))
    if minors < several.count:
        return refused(
            "这项支持是给多子女家庭的，按您家的子女数一般不属于；如何认定以当地规定为准（待核实）。",
            steps,
            clause,
            several,
            adult,
        )
    assumed = [
        words
        for words, fact in (
            ("缴存住房公积金", family.told(PAYS)),
            ("要购买住房", family.told(BUYING)),
        )
        if fact is None
    ]
    if assumed:
        steps = (*steps, Step(f"您没有说明，按{'、'.join(assumed)}判断"))
    return Finding(
        Outcome.DEPENDS_ON_LOCAL_RULES,
        "多子女家庭可以适当提高住房公积金贷款额度；提高多少，原文没有规定，请向当地住房公积金管理中心核实。",
        {"minor_children": minors, "clause": clause.text},
        steps,
        (clause, several, adult),
    )


RULE = Rule(
    name="provident_fund_loan",
    title="多子女家庭住房公积金贷款",
    subject="住房公积金贷款额度",
    answers="多子女家庭购房是否可提高住房公积金贷款额度（提高多少由各地规定）",
    measure=11,
    required=("minor_children",),
    optional=("pays_provident_fund", "buying_home", "birth_date", "birth_dates"),
    fields=(PAYS, BUYING),
    key_results=("minor_children",),
    decide=decide,
    wants=("eligibility",),
)
