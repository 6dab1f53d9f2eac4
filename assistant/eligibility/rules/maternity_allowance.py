"""生育津贴: 《社会保险法》 第五十六条, 赣府厅字〔2019〕94号 三、(三)2: by the employer's average monthly wage of
the year before; of those insured by themselves by their own average monthly contribution base.

The daily amount (a thirtieth) and which days count are local practice: 待核实.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

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
OWN_BASE = Field(
    "own_contribution_base",
    "number",
    "本人上年度生育保险月平均缴费基数",
    "您上年度生育保险的月平均缴费基数是多少元？",
    "元",
    1,
    10_000_000,
    hint="只用于以个人身份参保的",
)
BY_HERSELF = Field(
    "insured_by_herself", "boolean", "以个人身份参加生育保险", "您是以个人身份参加生育保险的吗？"
)


def decide(family: Family, as_of: date) -> Finding:
    """Base ÷ 30 × days of leave, for the insured."""
    other = _not_insured(family, as_of)
    if other is not None:
        return other
    by_herself = _by_herself(family)
    measure = find_parameter("maternity_insurance_in_measures", as_of)
    base = parameter(
        "maternity_allowance_own_base" if by_herself else "maternity_allowance_base", as_of
    )
    divisor = parameter("maternity_allowance_divisor", as_of)
    asked = OWN_BASE if by_herself else WAGE
    formula = Step(f"生育津贴={base.text}÷{divisor.count}×产假天数（折算方法待核实）")
    values = present((base, divisor, measure))
    amount: Decimal | None = family.told(asked)
    if amount is None:
        return _without_amount(family, as_of, asked, formula, values)
    daily = cents(amount / divisor.number)
    each = f"每天{as_number(amount)}÷{divisor.count}={as_number(daily)}元"
    texts = {"standard": f"{each}（待核实）。"}
    counted = _days(family, as_of)
    if counted is None:
        ask = f"{each}（待核实）。请告诉我产假一共休多少天，才能算出生育津贴。"
        known = needs(LEAVE_DAYS.name, ask, (formula,), *values)
        result = {"per_day": as_number(daily), "unit": "元", "verified": False}
        return replace(known, result=result, texts=texts)
    days, leave, of_leave = counted
    total = cents(amount * days / divisor.number)
    figures = f"{as_number(amount)}÷{divisor.count}×{days}={as_number(total)}元"
    steps = [
        formula,
        *_assumptions(family, by_herself),
        leave,
        Step(each.replace("每天", "每天：", 1), as_number(daily), "元/天"),
        Step(f"生育津贴：{figures}", as_number(total), "元"),
    ]
    texts["parts"] = f"{base.text}{as_number(amount)}元÷{divisor.count}×{days}天（待核实）。"
    return Finding(
        Outcome.DEPENDS_ON_LOCAL_RULES if by_herself else Outcome.ELIGIBLE,
        f"按{figures}估算，生育津贴约{as_number(total)}元（待核实）。",
        {
            "total": as_number(total),
            "unit": "元",
            "per_day": as_number(daily),
            "days": days,
            asked.name: as_number(amount),
            "verified": False,
        },
        tuple(steps),
        (*values, *of_leave),
        texts=texts,
    )


def _by_herself(family: Family) -> bool:
    told: bool | None = family.told(BY_HERSELF)
    if told is not None:
        return told
    return bool(family.flexible_employment or family.told(OWN_BASE)) and not family.insured_employee


def _without_amount(
    family: Family, as_of: date, asked: Field, formula: Step, values: tuple[Value, ...]
) -> Finding:
    """The base is not known: asked for; of flexible workers it is said first by what they are paid."""
    if asked is WAGE:
        own = "您说的可能是本人工资，不能代替单位的平均工资。" if family.own_wage else ""
        ask = f"{own}{formula.text}，还需要知道工资标准。"
        return needs(WAGE.name, ask, (formula,), *values)
    widened = find_parameter("maternity_insurance_widened", as_of)
    return Finding(
        Outcome.DEPENDS_ON_LOCAL_RULES,
        "以个人身份参加生育保险的，生育津贴按本人上年度生育保险月平均缴费基数计发；"
        "能不能领、怎么折算，请向参保地医保经办机构核实。",
        steps=(formula,),
        values=present((*values, widened)),
    )


def _assumptions(family: Family, by_herself: bool) -> list[Step]:
    if by_herself:
        return [Step("按以个人身份参加生育保险计算")]
    steps = []
    if family.own_wage:
        steps.append(
            Step("您说的可能是本人工资；计发基数是用人单位上年度职工月平均工资，请向单位核对")
        )
    if family.insured_employee is None:
        steps.append(Step("您没有说明，按单位已缴纳生育保险计算"))
    return steps


def _not_insured(family: Family, as_of: date) -> Finding | None:
    """Those who are not insured, or of whom that is open: what the texts say of them."""
    if family.insured_employee or family.told(BY_HERSELF) or family.told(OWN_BASE):
        return None
    widened = find_parameter("maternity_insurance_widened", as_of)
    measure = find_parameter("maternity_insurance_in_measures", as_of)
    if family.unemployment_benefit:
        return Finding(
            Outcome.DEPENDS_ON_LOCAL_RULES,
            "领取失业保险金期间由失业保险基金缴纳职工基本医疗保险费（含生育保险费）；"
            "生育津贴怎么算，请向参保地医保经办机构核实。",
            steps=(Step("本省措施写明为领取失业保险金人员缴费，没有写明津贴标准"),),
            values=present((widened, measure)),
        )
    if family.flexible_employment:
        return None
    if family.insured_employee is False and family.employed is not False:
        pay = parameter("uninsured_maternity_pay", as_of)
        return refused(
            f"没有参加生育保险，不能从生育保险基金领生育津贴；产假期间{pay.text}。",
            (Step(f"{pay.label}：{pay.text}"),),
            pay,
            measure,
        )
    if family.employed is False:
        spouse = parameter("spouse_medical_costs", as_of)
        return refused(
            "生育津贴发给参加生育保险的职工（含以个人身份参保的）；没有参加的没有生育津贴，"
            "职工的未就业配偶享受生育医疗费用待遇。",
            (Step(f"{spouse.label}：{spouse.text}"),),
            find_parameter("maternity_allowance_own_base", as_of),
            spouse,
            widened,
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
    answers="按上年度职工月平均工资（以个人身份参保的按本人缴费基数）和产假天数估算生育津贴（折算方法待核实）",
    measure=1,
    required=("average_monthly_wage", "leave_days"),
    optional=(
        "insured_employee",
        "employed",
        "flexible_employment",
        "insured_by_herself",
        "own_contribution_base",
        "unemployment_benefit",
        "babies",
        "difficult_birth",
        "miscarriage",
        "pregnancy_months",
    ),
    fields=(WAGE, LEAVE_DAYS, OWN_BASE, BY_HERSELF),
    wants=("amount", "standard", "parts"),
    key_results=("total",),
    decide=decide,
)
