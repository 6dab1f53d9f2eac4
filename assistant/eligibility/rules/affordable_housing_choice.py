"""Choice of flat type in affordable housing: the measures, 三、(十一). No number in the text."""

from __future__ import annotations

from datetime import date

from assistant.eligibility.finding import Finding, Outcome, Step, needs, refused
from assistant.eligibility.household import Family
from assistant.eligibility.parameters import parameter
from assistant.eligibility.rules.rule import Rule


def decide(family: Family, as_of: date) -> Finding:
    """对符合条件且有未成年子女的家庭,可根据其未成年子女数量,在户型选择方面给予适当倾斜."""
    clause = parameter("affordable_housing_preference", as_of)
    text = (Step(f"对符合条件且有未成年子女的家庭{clause.text}，原文没有写明怎样倾斜"),)
    if family.renting_public_housing is False:
        return refused("这项支持是针对保障性住房的，不申请保障性住房的不适用。", text, clause)
    adult = parameter("adult_age", as_of)
    minors = family.minors(as_of, adult.count)
    if minors is None:
        return needs(
            "minor_children",
            "请告诉我家里有几个未成年子女，才能判断户型选择有无倾斜。",
            text,
            clause,
        )
    steps: tuple[Step, ...] = (*text, Step(f"未成年子女{minors}个", minors, "个"))
    if not minors:
        return refused("没有未成年子女，不适用户型选择的倾斜。", steps, clause, adult)
    steps = (*steps, Step("按符合当地保障性住房的申请条件判断"))
    return Finding(
        Outcome.DEPENDS_ON_LOCAL_RULES,
        "有未成年子女、符合保障性住房条件的家庭，户型选择可以得到适当倾斜；具体办法以当地住房保障部门的规定为准。",
        {"minor_children": minors, "clause": clause.text},
        steps,
        (clause, adult),
    )


RULE = Rule(
    name="affordable_housing_choice",
    title="保障性住房户型选择",
    subject="保障性住房户型选择",
    answers="有未成年子女的家庭选保障性住房户型是否有倾斜（怎样倾斜由各地规定）",
    measure=11,
    required=("minor_children",),
    optional=("renting_public_housing", "birth_date", "birth_dates"),
    key_results=("minor_children",),
    decide=decide,
    wants=("eligibility",),
)
