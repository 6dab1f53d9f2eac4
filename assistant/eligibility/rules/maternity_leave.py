"""产假, 生育奖励假, 流产假: 《女职工劳动保护特别规定》 第七条; 《江西省人口与计划生育条例》 第三十一条.

98 days (15 of which before the birth), 15 more for 难产 and for every further baby of a multiple
birth; Jiangxi adds 90. 流产: 15 days before four months of pregnancy, 42 from then on; what Jiangxi's
own rules give, and whether 剖宫产 counts as 难产, the library does not hold: 待核实.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from dateutil.relativedelta import relativedelta

from assistant.eligibility.fields import Field
from assistant.eligibility.finding import (
    Finding,
    Outcome,
    Step,
    needs,
    parameter_step,
    present,
    refused,
)
from assistant.eligibility.household import Family
from assistant.eligibility.parameters import Value, find_parameter, parameter
from assistant.eligibility.partial_date import day_chinese
from assistant.eligibility.rules.leave_dates import (
    DAYS_TAKEN,
    last_day,
    pay_step,
    remaining,
    span_step,
)
from assistant.eligibility.rules.rule import Rule

NATIONAL_ONLY = Field(
    "national_only", "boolean", "只按国家规定算", "是否只按国家规定、不含江西增加的天数计算？"
)


def decide(family: Family, as_of: date) -> Finding:
    """Days of leave, and its calendar where the start or the birth is known to the day."""
    on = _reference_day(family, as_of)
    measure = find_parameter("birth_leave_in_measures", as_of)
    national = parameter("national_maternity_leave", on)
    if family.employed is False or (family.employed is None and family.flexible_employment):
        return _without_employer(family, national, measure)
    if is_miscarriage(family):
        return _miscarriage(family, on, as_of, measure)
    return _birth(family, on, as_of, national, measure)


def _without_employer(family: Family, national: Value, measure: Value | None) -> Finding:
    step = Step(f"{national.label}适用于用人单位及其女职工")
    if family.employed is None:
        return Finding(
            Outcome.DEPENDS_ON_LOCAL_RULES,
            "产假是用人单位女职工的假期：和平台或单位建立了劳动关系的可以休，没有劳动关系的不适用。",
            steps=(step,),
            values=present((national, measure)),
        )
    summary = "产假是用人单位女职工的假期，没有在用人单位工作的不适用。"
    return refused(summary, (step,), national, measure)


def is_miscarriage(family: Family) -> bool:
    """Told so, or only the months of pregnancy at it are given."""
    if family.miscarriage is not None:
        return family.miscarriage
    birth = family.children or family.babies or family.difficult_birth or family.pregnant
    return family.pregnancy_months is not None and not birth


def _reference_day(family: Family, as_of: date) -> date:
    """The day whose law applies: the start, else the birth, else the day of computing."""
    if family.leave_start:
        return family.leave_start
    births = [child.born.latest for child in family.children]
    return max(births) if births and not is_miscarriage(family) else as_of


def _miscarriage(family: Family, on: date, as_of: date, measure: Value | None) -> Finding:
    boundary = parameter("miscarriage_leave_boundary", on)
    local = parameter("jiangxi_miscarriage_leave", on)
    early = parameter("miscarriage_leave_early", on)
    late = parameter("miscarriage_leave_late", on)
    standards = (parameter_step(early), parameter_step(late))
    if family.pregnancy_months is None:
        return needs(
            "pregnancy_months",
            "请告诉我流产时怀孕几个月了，才能算出流产假的天数。",
            standards,
            early,
            late,
            measure,
        )
    applied = early if family.pregnancy_months < boundary.number else late
    result: dict[str, Any] = {"days": applied.count, "unit": "天", "kind": "流产假"}
    steps = [parameter_step(applied)]
    counting, ending = _calendar(family, applied.count, result, steps)
    texts = remaining(family, applied.count, as_of, result, steps)
    texts |= _until(ending)
    return Finding(
        Outcome.ELIGIBLE,
        f"按国家规定，流产假{applied.count}天{ending}；江西的天数待核实。",
        result,
        tuple(steps),
        present((applied, measure, counting, local)),
        texts=texts,
    )


def _birth(
    family: Family, on: date, as_of: date, national: Value, measure: Value | None
) -> Finding:
    babies = family.babies_of_birth()
    parts: list[tuple[Value, int]] = [(national, national.count)]
    if family.difficult_birth:
        difficult = parameter("difficult_birth_leave", on)
        parts.append((difficult, difficult.count))
    if babies > 1:
        multiple = parameter("multiple_birth_leave", on)
        parts.append((multiple, multiple.count * (babies - 1)))
    reward = find_parameter("jiangxi_reward_leave", on)
    if family.told(NATIONAL_ONLY) and family.lawful_birth is not False:
        return _national(parts, family, measure, on)
    if reward is None or family.lawful_birth is False:
        return _without_reward(parts, family, reward, measure)
    parts.append((reward, reward.count))
    days = sum(count for _, count in parts)
    result: dict[str, Any] = {
        "days": days,
        "unit": "天",
        "kind": "产假",
        "babies": babies,
        "parts": [{"label": value.label, "days": count} for value, count in parts],
    }
    steps = [*_assumptions(family, babies), *_part_steps(parts, days)]
    counting, ending = _calendar(family, days, result, steps)
    made_of = "、".join(f"{value.label}{count}天" for value, count in parts)
    alone = sum(count for value, count in parts if value is not reward)
    texts = {
        "parts": f"{made_of}，合计{days}天。",
        "difference": f"江西比国家规定的{alone}天多{days}-{alone}={days - alone}天。",
        **_until(ending),
        **remaining(family, days, as_of, result, steps),
        **_with_father(days, on, result),
    }
    steps.append(pay_step(on))
    surgery = _caesarean(family, days, on, result, steps)
    uncertain = parameter("caesarean_as_difficult", on) if surgery else None
    values = present((*(value for value, _ in parts), measure, counting, uncertain))
    return Finding(
        Outcome.ELIGIBLE,
        f"产假共{days}天（{made_of}）{ending}。{surgery}",
        result,
        tuple(steps),
        values,
        detail="" if ending else _shares(parts, reward, on),
        texts=texts,
    )


def _until(ending: str) -> dict[str, str]:
    """The text of the want `until`, from the dates as the summary words them."""
    return {"until": f"{ending.lstrip('，：')}。"} if ending else {}


def _with_father(days: int, on: date, result: dict[str, Any]) -> dict[str, str]:
    """The sum with the father's 护理假."""
    father = find_parameter("jiangxi_paternity_leave", on)
    if father is None:
        return {}
    both = days + father.count
    result["with_paternity_leave"] = both
    return {"together": f"产假{days}天，男方护理假（陪产假）{father.count}天，两人合计{both}天。"}


def _caesarean(
    family: Family, days: int, on: date, result: dict[str, Any], steps: list[Step]
) -> str:
    """What is open where a 剖宫产 is told and not whether it was 难产."""
    if not family.caesarean or family.difficult_birth is not None:
        return ""
    more = days + parameter("difficult_birth_leave", on).count
    result["days_if_difficult"] = more
    steps.append(Step(f"剖宫产按难产计算的，共{more}天（待核实）"))
    return f"剖宫产按难产计算的，共{more}天（待核实）。"


def _shares(parts: list[tuple[Value, int]], reward: Value, on: date) -> str:
    """What the national law alone gives, and how much of it may be taken before the birth."""
    national = [count for value, count in parts if value is not reward]
    alone = f"其中国家规定的合计{sum(national)}天；" if len(national) > 1 else ""
    return f"{alone}产前可以休{parameter('leave_before_birth', on).count}天。"


def _without_reward(
    parts: list[tuple[Value, int]], family: Family, reward: Value | None, measure: Value | None
) -> Finding:
    """Only the national leave: the birth is not lawful, or the reward leave is not recorded."""
    days = sum(count for _, count in parts)
    result = _national_result(parts, family)
    steps = _part_steps(parts, days)
    values = present((*(value for value, _ in parts), measure))
    if reward is not None:
        steps.append(Step("江西生育奖励假给符合法律法规规定生育的夫妻，按您说的情况不增加"))
        return Finding(Outcome.ELIGIBLE, f"国家规定的产假{days}天。", result, tuple(steps), values)
    steps.append(Step("2021年9月29日以前的江西生育奖励假天数本工具没有收录，待核实"))
    return Finding(
        Outcome.DEPENDS_ON_LOCAL_RULES,
        f"国家规定的产假{days}天，另加当时的江西生育奖励假（天数待核实）。",
        result,
        tuple(steps),
        values,
    )


def _national(
    parts: list[tuple[Value, int]], family: Family, measure: Value | None, on: date
) -> Finding:
    """The national leave alone, as asked, with its calendar."""
    days = sum(count for _, count in parts)
    result = _national_result(parts, family)
    steps = [*_part_steps(parts, days), Step("按您的要求只算国家规定的产假，不含江西生育奖励假")]
    counting, ending = _calendar(family, days, result, steps)
    values = present((*(value for value, _ in parts), measure, counting))
    detail = "" if ending else f"产前可以休{parameter('leave_before_birth', on).count}天。"
    summary = f"只按国家规定，产假{days}天{ending}。"
    return Finding(Outcome.ELIGIBLE, summary, result, tuple(steps), values, detail=detail)


def _national_result(parts: list[tuple[Value, int]], family: Family) -> dict[str, Any]:
    return {
        "days": sum(count for _, count in parts),
        "unit": "天",
        "kind": "国家产假",
        "babies": family.babies_of_birth(),
        "parts": [{"label": value.label, "days": count} for value, count in parts],
    }


def _assumptions(family: Family, babies: int) -> list[Step]:
    assumed = []
    if family.babies is None and babies == 1:
        assumed.append("单胎")
    if family.difficult_birth is None:
        assumed.append("不是难产")
    if family.lawful_birth is None:
        assumed.append("符合法律法规规定生育")
    return [Step(f"您没有说明的，按{'、'.join(assumed)}计算")] if assumed else []


def _part_steps(parts: list[tuple[Value, int]], days: int) -> list[Step]:
    steps = [Step(f"{value.label}：{count}天", count, "天") for value, count in parts]
    if len(parts) > 1:
        total = "+".join(str(count) for _, count in parts)
        steps.append(Step(f"合计：{total}={days}天", days, "天"))
    return steps


def _calendar(
    family: Family, days: int, result: dict[str, Any], steps: list[Step]
) -> tuple[Value | None, str]:
    """Adds the leave's dates; gives the parameter that says how days are counted, and the dates
    in words for the summary."""
    if family.leave_start:
        end = last_day(family.leave_start, days)
        result |= {"start": family.leave_start.isoformat(), "end": end.isoformat()}
        steps.append(span_step(family.leave_start, end, days))
        steps += _start_checks(family, family.leave_start)
        words = f"，从{day_chinese(family.leave_start)}休到{day_chinese(end)}（起止日期待核实）"
        return find_parameter("leave_day_count", family.leave_start), words
    birth = _birth_day(family)
    if birth is None:
        return None, ""
    before = parameter("leave_before_birth", birth)
    earliest = birth - relativedelta(days=before.count)
    ends = last_day(earliest, days), last_day(birth, days)
    result |= {
        "earliest_start": earliest.isoformat(),
        "end_if_earliest": ends[0].isoformat(),
        "end_if_from_birth": ends[1].isoformat(),
    }
    steps += [
        Step(
            f"产前可以休{before.count}天：最早从{day_chinese(earliest)}起休，"
            f"休到{day_chinese(ends[0])}",
            ends[0].isoformat(),
        ),
        Step(
            f"从生育当天{day_chinese(birth)}起休，休到{day_chinese(ends[1])}", ends[1].isoformat()
        ),
    ]
    words = (
        f"：最早从{day_chinese(earliest)}起休，休到{day_chinese(ends[0])}；"
        f"从生育当天{day_chinese(birth)}起休，休到{day_chinese(ends[1])}（起止日期待核实）"
    )
    return find_parameter("leave_day_count", birth), words


def _birth_day(family: Family) -> date | None:
    """The day of the last birth, where it is known."""
    if is_miscarriage(family):
        return None
    days = [child.born for child in family.children if child.born.is_day]
    return max(days).earliest if days and len(days) == len(family.children) else None


def _start_checks(family: Family, start: date) -> list[Step]:
    birth = _birth_day(family)
    if birth is None:
        return []
    before = parameter("leave_before_birth", start)
    if start < birth - relativedelta(days=before.count):
        return [
            Step(
                f"起休日早于生育前{before.count}天；产前可以休的产假是{before.count}天，更早的部分请与单位商定"
            )
        ]
    if start > birth:
        return [Step("起休日晚于生育当天，请与单位确认产假从哪天算起")]
    days = (birth - start).days
    return [Step(f"其中产前{days}天", days, "天")] if days else []


RULE = Rule(
    name="maternity_leave",
    title="产假和流产假",
    subject="产假",
    answers="产假（含江西生育奖励假、难产和多胞胎增加的天数）或流产假有多少天，从哪天休到哪天",
    measure=2,
    required=(),
    optional=(
        "babies",
        "difficult_birth",
        "caesarean",
        "days_taken",
        "leave_start",
        "birth_date",
        "birth_dates",
        "expected_date",
        "miscarriage",
        "pregnancy_months",
        "lawful_birth",
        "national_only",
        "employed",
        "flexible_employment",
    ),
    fields=(NATIONAL_ONLY, DAYS_TAKEN),
    wants=("amount", "parts", "until", "remaining", "difference", "together"),
    asks={"until": "leave_start", "remaining": "days_taken"},
    key_results=("days",),
    decide=decide,
)
