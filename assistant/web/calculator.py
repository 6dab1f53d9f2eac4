"""The calculator: a form made from the rules' own inputs, the result, the checklist of a family.

The address holds the inputs and nothing else, so it can be shared. Nothing is stored.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from fastapi import APIRouter, Request
from markupsafe import Markup
from starlette.responses import HTMLResponse, Response

from assistant.eligibility.checklist import checklist
from assistant.eligibility.family import FIELDS, EligibilityError
from assistant.eligibility.rules.registry import list_rules, run_rule
from assistant.service.runtime import Runtime
from assistant.web.calculation_html import amount, calculation_card
from assistant.web.pages import render
from corpus.library import Library

CHECKLIST = "checklist"
_CHECKLIST_FIELDS = (
    "birth_date",
    "birth_dates",
    "expected_date",
    "pregnant",
    "minor_children",
    "employed",
    "insured_employee",
    "flexible_employment",
    "unemployment_benefit",
    "renting",
    "renting_public_housing",
    "buying_home",
    "pays_provident_fund",
    "hardship",
    "disabled_child",
)
_CHECKLIST_MAIN = 4
_STATUS_ORDER = ("eligible", "depends_on_local_rules", "needs_information", "not_eligible")
STATUS_NAMES = {
    "eligible": "可以享受",
    "depends_on_local_rules": "以当地规定为准",
    "needs_information": "还需要信息",
    "not_eligible": "目前不适用",
}
_RESULT_NAMES = {
    "claimable": ("还能申领", "元"),
    "deadline": ("下一次最迟申请", ""),
    "days_left": ("离截止还有", "天"),
    "times": ("还能申请", "次"),
    "received": ("已经申请的", "元"),
    "lost": ("不能补领的", "元"),
    "months": ("应补贴（扣除）月数", "个月"),
    "per_year": ("每孩每年", "元"),
    "per_month": ("每孩每月", "元"),
    "tax_year": ("纳税年度", "年"),
    "share": ("本人扣除比例", "%"),
    "tax_saved": ("最多少缴个人所得税", "元"),
    "earliest_start": ("最早可开始休假", ""),
    "end_if_earliest": ("最早开始时休到", ""),
    "end_if_from_birth": ("从分娩日开始时休到", ""),
    "start": ("开始", ""),
    "end": ("结束", ""),
    "days_both_parents": ("父母合计每年", "天"),
    "until": ("到期日", ""),
    "days_taken": ("已经休了", "天"),
    "remaining": ("还剩", "天"),
    "with_paternity_leave": ("与男方护理假合计", "天"),
    "per_day": ("每天", "元"),
    "average_monthly_wage": ("用人单位月平均工资", "元"),
    "minor_children": ("未成年子女", "个"),
    "children_in_range": ("在年龄范围内的孩子", "个"),
}
_APPLY_NAMES = {
    "who": "谁来申领",
    "where": "在哪里申领",
    "online": "线上办理",
    "offline": "线下办理",
}


def build_calculator(runtime: Runtime) -> APIRouter:
    """The calculator's routes; none where there are no rules."""
    router = APIRouter(include_in_schema=False)
    if not list_rules():
        return router

    @router.get("/calculator")
    def calculator(request: Request) -> Response:
        return HTMLResponse(
            render(
                "calculator.html",
                name=runtime.settings.site_name,
                page="calculator",
                **calculator_view(dict(request.query_params), _library(runtime)),
            )
        )

    return router


def calculator_view(query: Mapping[str, str], library: Library | None) -> dict[str, Any]:
    """What the calculator's page shows for an address: the form, and the result once there are inputs."""
    rules = list_rules()
    names = [rule["name"] for rule in rules]
    chosen = query.get("rule", names[0] if names else CHECKLIST)
    asked = chosen == CHECKLIST
    rule = next((rule for rule in rules if rule["name"] == chosen), rules[0] if rules else {})
    inputs = {name: value for name, value in query.items() if name in FIELDS and value.strip()}
    fields = _checklist_fields() if asked and rules else rule.get("inputs", [])
    view: dict[str, Any] = {
        "rules": rules,
        "chosen": CHECKLIST if asked else rule["name"],
        "rule": None if asked else rule,
        "fields": [field for field in fields if not field.get("seldom")],
        "values": {name: value for name, value in inputs.items() if _can_be_shown(name, value)},
        "today": date.today().isoformat(),
        "problem": "",
        "card": "",
        "facts": [],
        "items": [],
        "questions": [],
        "status_names": STATUS_NAMES,
        "shared": False,
    }
    if not inputs and "go" not in query:
        return view
    view["shared"] = True
    known = {field["name"] for field in fields} | {"as_of"}
    given: dict[str, Any] = {name: value for name, value in inputs.items() if name in known}
    for name in given.keys() & {field["name"] for field in fields if field["type"] == "integer"}:
        given[name] = int(given[name]) if given[name].lstrip("-").isdigit() else given[name]
    try:
        if asked:
            view |= _checked(given, library)
        else:
            view |= _calculated(rule["name"], given, library)
    except EligibilityError as problem:
        view["problem"] = str(problem)
    return view


def _calculated(rule: str, given: dict[str, Any], library: Library | None) -> dict[str, Any]:
    calculation = run_rule(rule, given)
    return {
        "card": Markup(calculation_card(calculation, library=library, link=False)),  # nosec B704: it escapes
        "facts": result_facts(calculation["result"]),
        "questions": calculation["missing_inputs"],
    }


def _checked(given: dict[str, Any], library: Library | None) -> dict[str, Any]:
    found = checklist(given)
    items = sorted(found["items"], key=lambda item: _STATUS_ORDER.index(item["status"]))
    for item in items:
        item["link"] = _place(item, library)
        item["order"] = _STATUS_ORDER.index(item["status"])
    return {"items": items, "questions": found["questions"], "counts": found["counts"]}


def result_facts(result: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The parts of a result that the card's large figure does not show, as label and text."""
    facts = []
    for name, (label, unit) in _RESULT_NAMES.items():
        value = result.get(name)
        if value is not None and not isinstance(value, bool | list | dict):
            plain = unit == "年" or isinstance(value, str)
            facts.append((label, f"{value if plain else amount(value)}{unit}"))
    for part in result.get("parts", ()):
        facts.append((str(part["label"]), f"{part['days']}天"))
    children = result.get("children", ())
    for number, child in enumerate(children, 1):
        facts.append((_child_name(child, number, len(children)), _child_text(child)))
    for year in result.get("years", ()):
        facts.append((f"{year['from']} 至 {year['to']}", f"父母各{year['days_per_parent']}天"))
    apply = result.get("apply") or {}
    facts += [(label, str(apply[key])) for key, label in _APPLY_NAMES.items() if apply.get(key)]
    return facts


def _child_name(child: Mapping[str, Any], number: int, count: int) -> str:
    name = "孩子" if count == 1 else f"第{number}个孩子"
    return f"{name}（{child['birth_date']}出生）" if child.get("birth_date") else name


def _child_text(child: Mapping[str, Any]) -> str:
    parts = []
    if child.get("months") is not None:
        parts.append(f"{child['months']}个月")
    if child.get("total") is not None:
        parts.append(f"{amount(child['total'])}元")
    if child.get("first_month") and child.get("last_month"):
        parts.append(f"{child['first_month']} 至 {child['last_month']}")
    elif child.get("until"):
        parts.append(f"到 {child['until']} 为止")
    return "；".join(parts)


def _checklist_fields() -> list[dict[str, Any]]:
    return [
        FIELDS[name].as_dict() | {"required": position < _CHECKLIST_MAIN}
        for position, name in enumerate(_CHECKLIST_FIELDS)
    ]


def _place(item: Mapping[str, Any], library: Library | None) -> str:
    """Where the item's sentence stands in the reader."""
    address = f"/policies/{item['document']}"
    if library is None or item["document"] not in library.ids:
        return f"{address}#m{item['measure']}"
    start = library.get(item["document"]).text.find(item["quote"])
    return f"{address}#c{start}-{start + len(item['quote'])}" if start >= 0 else address


def _can_be_shown(name: str, value: str) -> bool:
    """Whether a form's control can hold the value; a date control holds nothing else."""
    if FIELDS[name].type not in ("date", "month_or_date"):
        return True
    try:
        return bool(date.fromisoformat(f"{value}-01" if len(value) == 7 else value))
    except ValueError:
        return False


def _library(runtime: Runtime) -> Library | None:
    return None if runtime.problem else runtime.services.library
