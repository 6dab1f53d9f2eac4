"""生育津贴: 《社会保险法》 第五十六条: 按照职工所在用人单位上年度职工月平均工资计发.

The daily amount (a thirtieth) and which days count are local practice: 待核实.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from assistant.eligibility.fields import Field
from assistant.eligibility.finding import (
    Finding,
    Outcome,
    Step,
    as_number,
    cents,
    needs,
    present,
    refused,
)
from assistant.eligibility.household import Family
from assistant.eligibility.parameters import Value, find_parameter, parameter
from assistant.eligibility.rules import maternity_leave
from assistant.eligibility.rules.rule import Rule

WAGE = Field(
    "average_monthly_wage",
    "number",
    "用人单位上年度职工月平均工资",
    "用人单位上年度职工月平均工资是多少元？",
    "元",
    1,
    10_000_000,
    hint="是单位的平均工资，不是您本人的工资",
)
LEAVE_DAYS = Field("leave_days", "integer", "产假天数", "产假一共休多少天？", "天", 1, 400)


def decide(family: Family, as_of: date) -> Finding:
    """Average monthly wage ÷ 30 × days of leave, for insured employees."""
    base = parameter("maternity_allowance_base", as_of)
    divisor = parameter("maternity_allowance_divisor", as_of)
    measure = find_parameter("maternity_insurance_in_measures", as_of)
    formula = Step(f"生育津贴={base.text}÷{divisor.count}×产假天数（折算方法待核实）")
    other = _other_insurance(family, as_of, measure)
    if other is not None:
        return other
    values = (base, divisor, measure)
    wage: Decimal | None = family.told(WAGE)
    if wage is None:
        return needs(
            "average_monthly_wage",
            f"生育津贴按{base.text}÷{divisor.count}×产假天数估算（折算方法待核实），还需要知道工资标准。",
            (formula,),
            *values,
        )
    counted = _days(family, as_of)
    if counted is None:
        return needs(
            "leave_days", "请告诉我产假一共休多少天，才能算出生育津贴。", (formula,), *values
        )
    days, leave, of_leave = counted
    total = cents(wage * days / divisor.number)
    daily = cents(wage / divisor.number)
    figures = f"{as_number(wage)}÷{divisor.count}×{days}={as_number(total)}元"
    steps = [formula]
    if family.own_wage:
        steps.append(
            Step("您说的可能是本人工资；计发基数是用人单位上年度职工月平均工资，请向单位核对")
        )
    if family.insured_employee is None:
        steps.append(Step("您没有说明，按单位已缴纳生育保险计算"))
    steps += [
        leave,
        Step(
            f"每天：{as_number(wage)}÷{divisor.count}={as_number(daily)}元",
            as_number(daily),
            "元/天",
        ),
        Step(f"生育津贴：{figures}", as_number(total), "元"),
    ]
    result: dict[str, Any] = {
        "total": as_number(total),
        "unit": "元",
        "per_day": as_number(daily),
        "days": days,
        "average_monthly_wage": as_number(wage),
        "verified": False,
    }
    return Finding(
        Outcome.ELIGIBLE,
        f"按{figures}估算，生育津贴约{as_number(total)}元（待核实）。",
        result,
        tuple(steps),
        (*present(values), *of_leave),
    )


def _other_insurance(family: Family, as_of: date, measure: Value | None) -> Finding | None:
    """Those who are not insured as employees: what the measures say of them."""
    widened = find_parameter("maternity_insurance_widened", as_of)
    if family.insured_employee:
        return None
    if family.flexible_employment or family.unemployment_benefit:
        who = "灵活就业人员" if family.flexible_employment else "领取失业保险金人员"
        return Finding(
            Outcome.DEPENDS_ON_LOCAL_RULES,
            f"{who}的生育保险待遇（是否有生育津贴、怎么算）以参保地规定为准，请向当地医保部门核实。",
            steps=(Step("本省措施把这类人员纳入生育保险，没有写明津贴标准"),),
            values=present((widened, measure)),
        )
    if family.insured_employee is False:
        pay = parameter("uninsured_maternity_pay", as_of)
        return refused(
            f"没有参加生育保险，不能从生育保险基金领生育津贴；产假待遇{pay.text}。",
            (Step(f"{pay.label}：{pay.text}"),),
            pay,
            measure,
        )
    if family.employed is False:
        return refused(
            "生育津贴发给参加生育保险的职工；未就业人员享受的是生育医疗费用待遇。",
            (Step("您没有在用人单位就业，不属于参加生育保险的职工"),),
            widened,
            measure,
        )
    return None


def _days(family: Family, as_of: date) -> tuple[int, Step, tuple[Value, ...]] | None:
    """Days as told, else of the leave that the described birth gives, with what that leave rests on."""
    told: int | None = family.told(LEAVE_DAYS)
    if told is not None:
        return told, Step(f"产假天数：{told}天", told, "天"), ()
    described = (family.babies, family.difficult_birth, family.miscarriage, family.pregnancy_months)
    if all(fact is None for fact in described):
        return None
    leave = maternity_leave.decide(family, as_of)
    if leave.outcome is not Outcome.ELIGIBLE:
        return None
    days = int(leave.result["days"])
    step = Step(f"您没有说明天数，按{leave.result['kind']}{days}天计算", days, "天")
    return days, step, leave.values


RULE = Rule(
    name="maternity_allowance",
    title="生育津贴",
    subject="生育津贴",
    answers="按用人单位上年度职工月平均工资和产假天数估算生育津贴（折算方法待核实）",
    measure=1,
    required=("average_monthly_wage", "leave_days"),
    optional=(
        "insured_employee",
        "employed",
        "flexible_employment",
        "unemployment_benefit",
        "babies",
        "difficult_birth",
        "miscarriage",
        "pregnancy_months",
    ),
    fields=(WAGE, LEAVE_DAYS),
    key_results=("total",),
    decide=decide,
)
