"""The registry: descriptions to build forms from, errors in Chinese, a light import."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from assistant.eligibility import rules
from assistant.eligibility.family import EligibilityError
from assistant.eligibility.finding import Outcome
from assistant.eligibility.rules.registry import RULES, list_rules, run_rule

NAMES = {
    "childcare_subsidy": 3,
    "tax_deduction_infant_care": 3,
    "tax_deduction_child_education": 3,
    "tax_deduction_children": 3,
    "maternity_leave": 2,
    "paternity_leave": 2,
    "childcare_leave": 2,
    "maternity_allowance": 1,
    "child_fare_discount": 9,
    "early_childhood_health": 6,
    "provident_fund_loan": 11,
    "affordable_housing_choice": 11,
    "marriage_leave": None,
    "nursing_time": 12,
}
FORBIDDEN = (
    "torch",
    "transformers",
    "langchain",
    "langchain_core",
    "chromadb",
    "gradio",
)


def test_all_rules_are_listed_with_their_measures() -> None:
    assert {rule["name"]: rule["measure"] for rule in list_rules()} == NAMES


@pytest.mark.parametrize("rule", list_rules(), ids=lambda rule: rule["name"])
def test_a_form_can_be_built_from_the_description(rule: dict[str, Any]) -> None:
    assert rule["title"] and rule["answers"]
    for field in rule["inputs"]:
        assert field["label"] and field["question"].endswith(("？", "。"))
        assert field["type"] in {
            "date",
            "month_or_date",
            "dates",
            "years",
            "boolean",
            "integer",
            "number",
        }
        assert isinstance(field["required"], bool)
    required = [field["name"] for field in rule["inputs"] if field["required"]]
    found = run_rule(rule["name"], {}, date(2025, 9, 1))
    assert [entry["name"] for entry in found["missing_inputs"]] == required[:1]
    assert (found["outcome"] == Outcome.NEEDS_INFORMATION.value) == bool(required)


def test_an_unknown_rule_names_the_ones_there_are() -> None:
    with pytest.raises(EligibilityError, match=r"childcare_subsidy.*育儿补贴"):
        run_rule("childcare_subsidi", {})


def test_the_day_may_come_with_the_inputs_or_beside_them() -> None:
    told = {"birth_date": "2024-05", "as_of": "2024-06-01"}
    assert run_rule("childcare_subsidy", told)["as_of"] == "2024-06-01"
    assert run_rule("childcare_subsidy", told, "2025-09-01")["as_of"] == "2025-09-01"
    assert run_rule("childcare_subsidy", {})["as_of"] == date.today().isoformat()


def test_facts_of_other_rules_do_no_harm_and_are_not_echoed() -> None:
    found = run_rule(
        "childcare_subsidy", {"birth_date": "2024-05", "minor_children": 2}, "2025-09-01"
    )
    assert found["inputs"] == {"birth_date": "2024-05"}


def test_what_the_conversation_notes_beside_the_inputs_is_accepted() -> None:
    notes = {
        "children": [{"label": "老大", "birth_date_range": ["2019-09-02", "2020-09-01"]}],
        "birth_year": 2024,
        "suggested": {"field": "birth_date", "value": "2023-09"},
        "own_wage": True,
    }
    found = run_rule("childcare_subsidy", {"birth_date": "2024-05", **notes}, "2025-09-01")
    assert found["result"]["total"] == 8700


def test_several_ages_are_tried_together() -> None:
    children = [
        {"label": "老大", "birth_date_range": ["2017-09-02", "2018-09-01"]},
        {"label": "老二", "birth_date_range": ["2025-05-02", "2025-06-01"]},
    ]
    found = run_rule("childcare_subsidy", {"children": children}, "2025-09-01")
    assert (found["outcome"], found["result"]["total"]) == ("eligible", 10800)
    assert "children" not in found["result"]


def test_what_is_uncertain_is_said() -> None:
    found = run_rule("maternity_allowance", {"average_monthly_wage": 6000, "leave_days": 188})
    assert found["uncertain"]
    assert any("待核实" in step["text"] for step in found["steps"])
    assert {source["standing"] for source in found["sources"]} == {"law", "uncertain"}


def _figures(value: Any) -> Iterator[float]:
    if isinstance(value, dict):
        for item in value.values():
            yield from _figures(item)
    elif isinstance(value, list):
        for item in value:
            yield from _figures(item)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield value


@pytest.mark.parametrize("name", ["provident_fund_loan", "affordable_housing_choice"])
def test_no_amount_is_invented_where_the_text_has_none(name: str) -> None:
    found = run_rule(name, {"minor_children": 3}, "2025-09-01")
    assert set(_figures(found["result"])) == {3}


def test_importing_the_rules_loads_nothing_heavy() -> None:
    code = (
        "import sys, assistant.eligibility.rules, assistant.eligibility.checklist;"
        f"print([m for m in {FORBIDDEN!r} if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_rule_modules_carry_their_own_name() -> None:
    assert all(rule.decide.__module__.endswith(f".{name}") for name, rule in RULES.items())


def test_case_dates_may_be_yaml_dates() -> None:
    given = yaml.safe_load("{birth_date: 2024-05-03}")
    assert run_rule("childcare_subsidy", given, "2025-09-01")["result"]["total"] == 8700


@pytest.mark.parametrize("rule", list_rules(), ids=lambda rule: rule["name"])
def test_texts_are_of_the_wants_that_the_rule_declares(rule: dict[str, Any]) -> None:
    wants = {want["name"] for want in rule["wants"]}
    path = Path(rules.__file__).parents[1] / "cases" / f"{rule['name']}.yaml"
    table = yaml.safe_load(path.read_text(encoding="utf-8"))
    given: set[str] = set()
    for case in table["cases"]:
        if "error" not in case["expect"]:
            found = run_rule(rule["name"], case["given"], case.get("as_of", table["as_of"]))
            assert set(found["texts"]) <= wants
            assert all(text.endswith("。") for text in found["texts"].values())
            given |= set(found["texts"])
    assert given == wants
    fields = {field["name"] for field in rule["inputs"]}
    assert {want["asks"] for want in rule["wants"]} - {None} <= fields


@pytest.mark.parametrize("rule", list_rules(), ids=lambda rule: rule["name"])
def test_inputs_and_day_are_enough_to_repeat_a_calculation(rule: dict[str, Any]) -> None:
    path = Path(rules.__file__).parents[1] / "cases" / f"{rule['name']}.yaml"
    table = yaml.safe_load(path.read_text(encoding="utf-8"))
    for case in table["cases"]:
        if "error" not in case["expect"]:
            found = run_rule(rule["name"], case["given"], case.get("as_of", table["as_of"]))
            inputs = json.loads(json.dumps(found["inputs"]))
            assert run_rule(rule["name"], inputs, found["as_of"]) == found


def test_an_own_wage_does_not_stand_for_the_employers_average() -> None:
    found = run_rule("maternity_allowance", {"leave_days": 188, "own_wage": True}, "2026-11-28")
    assert found["outcome"] == "needs_information"
    assert [item["name"] for item in found["missing_inputs"]] == ["average_monthly_wage"]
    assert "不能代替单位的平均工资" in found["summary"]


def test_what_a_month_of_a_deduction_is_needs_no_birth() -> None:
    found = run_rule("tax_deduction_infant_care", {"share": 50}, "2026-11-28")
    assert found["outcome"] == "needs_information"
    assert "2023年1月1日起" in found["texts"]["standard"]
    assert "每月1000元" in found["texts"]["standard"]
