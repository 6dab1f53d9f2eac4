"""The checklist: all measures, verbatim quotes, open items with the question that settles them."""

from __future__ import annotations

import json
import random
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import assistant.eligibility
from assistant.eligibility.checklist import checklist
from assistant.eligibility.family import EligibilityError
from evals.benchmarks.rules import random_family

AS_OF = date(2025, 9, 1)
STATUSES = {"eligible", "depends_on_local_rules", "not_eligible", "needs_information"}
DOCUMENTS = Path(assistant.eligibility.__file__).parents[2] / "corpus" / "documents"


def _items(**inputs: Any) -> dict[str, dict[str, Any]]:
    return {item["id"]: item for item in checklist(inputs, AS_OF)["items"]}


def _statuses(**inputs: Any) -> dict[str, str]:
    return {name: item["status"] for name, item in _items(**inputs).items()}


MEASURES = "jiangxi-2025-birth-support"


def _all_items() -> list[dict[str, Any]]:
    told = {"employer": True, "nursery_operator": True, "pregnant": False}
    return list(checklist(told, AS_OF)["items"])


def test_all_fourteen_measures_with_verbatim_quotes() -> None:
    items = _all_items()
    of_measures = {item["measure"] for item in items if item["document"] == MEASURES}
    assert sorted(of_measures) == list(range(1, 15))
    for item in items:
        text = (DOCUMENTS / item["document"] / "source.txt").read_text(encoding="utf-8")
        assert item["quote"] in text
        assert item["line"].endswith(("。", "？"))


def test_quotes_stand_in_their_measure() -> None:
    numerals = "一二三四五六七八九十"
    labels = [*numerals, *(f"十{n}" for n in "一二三四")]
    items = [item for item in _all_items() if item["document"] == MEASURES]
    text = (DOCUMENTS / items[0]["document"] / "source.txt").read_text(encoding="utf-8")
    starts = [text.index(f"({label})") for label in labels]
    for item in items:
        before = sum(start <= text.index(item["quote"]) for start in starts)
        assert before == item["measure"], item["id"]


def test_a_family_with_an_infant() -> None:
    status = _statuses(
        birth_date="2024-05", pregnant=False, employed=True, insured_employee=True, renting=False
    )
    assert status["childcare_subsidy"] == "eligible"
    assert status["tax_deduction_infant_care"] == "eligible"
    assert status["tax_deduction_child_education"] == "not_eligible"
    assert status["childcare_leave"] == "eligible"
    assert status["maternity_leave"] == "not_eligible"
    assert status["nursery_places"] == "depends_on_local_rules"
    assert status["child_fare_discount"] == "depends_on_local_rules"
    assert status["early_childhood_health"] == "eligible"
    assert status["same_school"] == "not_eligible"
    assert status["provident_fund_loan"] == "not_eligible"
    assert status["affordable_housing_choice"] == "depends_on_local_rules"
    assert status["renting_services"] == "not_eligible"
    assert status["publicity"] == "not_eligible"


def test_a_pregnant_employee() -> None:
    found = _items(pregnant=True, expected_date="2025-12", insured_employee=True)
    assert found["maternity_leave"]["status"] == "eligible"
    assert found["maternity_leave"]["calculation"]["result"]["days"] == 188
    assert found["maternity_allowance"]["status"] == "eligible"
    assert found["childcare_subsidy"]["calculation"]["result"]["total"] == 10800
    assert found["newborn_insurance"]["status"] == "eligible"
    assert found["protection_at_work"]["status"] == "eligible"


def test_pregnant_without_a_date_is_asked_for_the_expected_date() -> None:
    found = checklist({"pregnant": True}, AS_OF)
    asked = {question["name"]: question["settles"] for question in found["questions"]}
    assert "育儿补贴" in asked["expected_date"]
    assert "育儿补贴" not in asked.get("birth_date", [])


def test_several_school_children_in_hardship() -> None:
    status = _statuses(
        birth_dates=["2013-05", "2016-09"], pregnant=False, hardship=True, disabled_child=True
    )
    assert status["same_school"] == "depends_on_local_rules"
    assert status["student_aid"] == "depends_on_local_rules"
    assert status["child_welfare"] == "depends_on_local_rules"
    assert status["holiday_care"] == "depends_on_local_rules"
    assert status["provident_fund_loan"] == "depends_on_local_rules"
    assert status["childcare_subsidy"] == "not_eligible"
    assert status["nursery_places"] == "not_eligible"


def test_a_flexible_worker_depends_on_local_rules_for_the_allowance() -> None:
    status = _statuses(pregnant=True, flexible_employment=True)
    assert status["maternity_allowance"] == "depends_on_local_rules"
    assert status["maternity_leave"] == "not_eligible"


def test_no_children_and_no_pregnancy() -> None:
    status = _statuses(minor_children=0, pregnant=False)
    for name in ("childcare_subsidy", "tax_deduction_infant_care", "child_fare_discount"):
        assert status[name] == "not_eligible"


def test_an_expected_child_alone_counts_for_birth_and_nursery() -> None:
    status = _statuses(expected_date="2025-12", employed=True)
    assert status["newborn_insurance"] == "eligible"
    assert status["nursery_places"] == "depends_on_local_rules"
    assert status["holiday_care"] == "not_eligible"


def test_the_whole_family_counts_where_one_child_is_named() -> None:
    children = [
        {"label": "老大", "birth_date": "2016-03"},
        {"label": "老二", "birth_date": "2024-05"},
    ]
    found = _items(children=children, birth_date="2024-05")
    assert found["same_school"]["status"] == "depends_on_local_rules"
    assert found["tax_deduction_child_education"]["status"] == "eligible"


def test_ages_are_enough_where_they_decide() -> None:
    status = _statuses(birth_date_range=["2014-09-02", "2015-09-01"])
    assert status["holiday_care"] == "depends_on_local_rules"
    assert status["child_fare_discount"] == "depends_on_local_rules"
    assert status["nursery_places"] == "not_eligible"


def test_every_open_item_is_settled_by_a_question_that_is_asked() -> None:
    found = checklist({}, AS_OF)
    settled = {label for question in found["questions"] for label in question["settles"]}
    still_open = {i["label"] for i in found["items"] if i["status"] == "needs_information"}
    assert still_open <= settled
    assert found["questions"][0]["name"] == "birth_date"
    assert sum(found["counts"].values()) == len(found["items"])


def test_answering_the_questions_settles_everything() -> None:
    source = random.Random(7)
    answers: dict[str, Any] = {
        "birth_date": "2023-05-02",
        "expected_date": "2025-12-01",
        "average_monthly_wage": 6000,
        "leave_days": 188,
        "minor_children": 2,
    }
    for _ in range(30):
        inputs: dict[str, Any] = {}
        for _ in range(20):
            questions = checklist(inputs, AS_OF)["questions"]
            if not questions:
                break
            name = questions[0]["name"]
            assert name not in inputs
            inputs[name] = answers.get(name, source.random() < 0.5)
        assert checklist(inputs, AS_OF)["counts"]["needs_information"] == 0


@pytest.mark.parametrize("seed", range(4))
def test_random_families_give_json(seed: int) -> None:
    source = random.Random(seed)
    for _ in range(60):
        found = checklist(random_family(source), AS_OF)
        assert json.loads(json.dumps(found)) == found
        assert {item["status"] for item in found["items"]} <= STATUSES


def test_a_line_is_its_quote_unless_a_rule_or_the_family_decides() -> None:
    told = {"birth_date": "2025-05", "pregnant": False, "employed": True, "renting": True}
    quoted = 0
    for item in checklist(told, AS_OF)["items"]:
        if item["rule"] is None and item["status"] in ("eligible", "depends_on_local_rules"):
            assert item["line"] == item["quote"]
            quoted += 1
        elif item["status"] == "not_eligible" and item["rule"] is None:
            assert item["line"].startswith("按您说的情况，")
    assert quoted > 10


def test_articles_of_other_documents_are_named_by_their_number() -> None:
    numerals = {5: "第五条", 6: "第六条", 8: "第八条", 9: "第九条", 10: "第十条", 53: "第五十三条"}
    for item in _all_items():
        if item["document"] != MEASURES:
            text = (DOCUMENTS / item["document"] / "source.txt").read_text(encoding="utf-8")
            before = text[: text.index(item["quote"])]
            assert before.rfind(f"\n{numerals[item['measure']]}") == max(
                before.rfind(f"\n{label}") for label in _articles(before)
            )


def _articles(text: str) -> set[str]:
    return set(re.findall(r"(?m)^第[一二三四五六七八九十]+条", text))


def test_a_miscarriage_has_its_own_items() -> None:
    found = _statuses(miscarriage=True, pregnancy_months=3, pregnant=False, employed=True)
    assert found["miscarriage_costs"] == "eligible"
    assert found["miscarriage_care"] == "depends_on_local_rules"
    assert found["maternity_leave"] == "eligible"
    assert found["maternity_medical_costs"] == "depends_on_local_rules"
    assert _statuses(pregnant=True)["miscarriage_care"] == "not_eligible"


def test_hardship_is_a_child_in_need_too() -> None:
    poor = _statuses(birth_date="2016-03", hardship=True)
    assert poor["child_welfare"] == "depends_on_local_rules"
    assert _statuses(birth_date="2016-03", hardship=False)["child_welfare"] == "needs_information"


def test_who_draws_unemployment_benefit_has_contributions_paid() -> None:
    assert _statuses(unemployment_benefit=True)["unemployment_insurance"] == "eligible"


def test_work_and_school_items() -> None:
    found = _statuses(birth_dates=["2025-07-02", "2016-03"], employed=True)
    assert found["nursing_time"] == "eligible"
    assert found["mother_baby_rooms"] == "depends_on_local_rules"
    assert found["no_dismissal"] == "eligible"
    assert found["after_school"] == "depends_on_local_rules"


@pytest.mark.parametrize("role", ["employer", "nursery_operator"])
def test_a_role_alone_gets_its_own_items(role: str) -> None:
    items = checklist({role: True}, AS_OF)["items"]
    prefix = "employer_" if role == "employer" else "nursery_"
    assert len(items) >= 7
    assert all(item["id"].startswith(prefix) for item in items)
    assert {item["status"] for item in items} == {"eligible", "depends_on_local_rules"}
    family = {item["id"] for item in checklist({}, AS_OF)["items"]}
    assert not family & {item["id"] for item in items}


def test_bad_input_is_refused() -> None:
    with pytest.raises(EligibilityError):
        checklist({"birth_date": "昨天"}, AS_OF)


def test_before_the_measures_were_issued_it_still_answers() -> None:
    found = checklist({"birth_date": "2020-05"}, date(2020, 6, 1))
    assert {item["status"] for item in found["items"]} <= STATUSES
