"""Parameters: bound to the text where the corpus states them, dated, sourced."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from assistant.eligibility import parameters
from assistant.eligibility.parameters import (
    FOLDER,
    NotInForceError,
    Value,
    all_parameters,
    find_parameter,
    parameter,
    read_parameters,
)
from assistant.eligibility.rules.registry import list_rules, run_rule

CORPUS = Path(parameters.__file__).parents[2] / "corpus" / "documents"
VALUES = [value for series in all_parameters() for value in series.values]
BOUND = [value for value in VALUES if value.corpus]


def _text(document: str) -> str:
    raw = (CORPUS / document / "source.txt").read_text(encoding="utf-8")
    return raw.replace("\r\n", "\n")


@pytest.mark.parametrize("value", BOUND, ids=lambda value: value.parameter)
def test_the_text_still_says_it(value: Value) -> None:
    assert value.corpus is not None
    assert value.corpus.quote in _text(value.corpus.document)
    assert value.words in value.corpus.quote
    assert value.standing == "law"


def test_every_value_of_the_measures_is_bound_and_no_other() -> None:
    title = "江西省关于加快完善生育支持政策体系的若干措施"
    assert [value for value in VALUES if (value.source.title == title) != bool(value.corpus)] == []
    assert len(BOUND) >= 10


@pytest.mark.parametrize(
    ("name", "on", "expected"),
    [
        ("childcare_subsidy_per_year", date(2025, 1, 1), 3600),
        ("infant_care_deduction_per_month", date(2022, 12, 31), 1000),
        ("infant_care_deduction_per_month", date(2023, 1, 1), 2000),
        ("child_education_deduction_per_month", date(2019, 1, 1), 1000),
        ("child_education_deduction_per_month", date(2030, 1, 1), 2000),
        ("national_maternity_leave", date(2012, 4, 28), 98),
        ("jiangxi_reward_leave", date(2021, 9, 29), 90),
        ("jiangxi_paternity_leave", date(2025, 1, 1), 30),
        ("jiangxi_childcare_leave", date(2025, 1, 1), 10),
    ],
)
def test_the_value_in_force_on_a_day(name: str, on: date, expected: int) -> None:
    assert parameter(name, on).number == expected


def test_before_the_first_value_it_is_not_in_force() -> None:
    with pytest.raises(NotInForceError) as raised:
        parameter("childcare_subsidy_per_year", date(2024, 12, 31))
    assert "2025年1月1日" in raised.value.parameter.before
    assert find_parameter("childcare_subsidy_per_year", date(2024, 12, 31)) is None
    with pytest.raises(KeyError):
        parameter("no_such_parameter", date(2025, 1, 1))


def test_uncertain_values_say_what_is_to_be_confirmed() -> None:
    uncertain = [value for value in VALUES if value.standing == "uncertain"]
    assert {value.parameter for value in uncertain} >= {"maternity_allowance_divisor"}
    assert all(value.note for value in uncertain)


def test_every_value_names_document_and_clause() -> None:
    assert all(value.source.title and value.source.issuer and value.clause for value in VALUES)
    used = {value.source for value in VALUES}
    listed = yaml.safe_load((FOLDER / "sources.yaml").read_text(encoding="utf-8"))
    assert {source["title"] for source in listed.values()} == {source.title for source in used}


def _copy(folder: Path, name: str, old: str, new: str) -> Path:
    for path in FOLDER.glob("*.yaml"):
        text = path.read_text(encoding="utf-8")
        if path.name == name:
            assert old in text
            text = text.replace(old, new, 1)
        (folder / path.name).write_text(text, encoding="utf-8")
    return folder


def test_an_amount_changes_from_a_date_on_with_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = "    - {from: 2025-01-01, value: 3600, source: childcare_subsidy_scheme, clause: 补贴标准, standing: known}\n"
    more = line.replace("2025-01-01, value: 3600", "2027-01-01, value: 4800")
    folder = _copy(tmp_path, "childcare_subsidy.yaml", line, line + more)
    monkeypatch.setattr(parameters, "FOLDER", folder)
    parameters._series.cache_clear()
    try:
        result: dict[str, Any] = run_rule(
            "childcare_subsidy", {"birth_date": "2024-05"}, "2025-09-01"
        )
        amounts = {entry["year"]: entry["amount"] for entry in result["result"]["schedule"]}
        assert amounts == {2025: 3600, 2026: 3600, 2027: 2000}
        newborn = run_rule("childcare_subsidy", {"birth_date": "2025-06-10"}, "2025-09-01")
        amounts = {entry["year"]: entry["amount"] for entry in newborn["result"]["schedule"]}
        assert amounts == {2025: 3600, 2026: 3600, 2027: 4800}
        for calculated in (result, newborn):
            said = "".join(step["text"] for step in calculated["steps"])
            assert f"={calculated['result']['total']}元" in said
            assert [source["effective_from"] for source in calculated["sources"]].count(
                "2027-01-01"
            ) == 1
    finally:
        parameters._series.cache_clear()


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("standing: known", "standing: sure", "standing"),
        ("source: childcare_subsidy_scheme", "source: nowhere", "nowhere"),
        ("clause: 补贴标准,", "", "clause"),
        ("value: 3600", "value: 3600, remark: 一, 二", "unknown keys"),
    ],
)
def test_a_bad_file_is_refused_by_name(tmp_path: Path, old: str, new: str, message: str) -> None:
    folder = _copy(tmp_path, "childcare_subsidy.yaml", old, new)
    with pytest.raises(ValueError, match=message):
        read_parameters(folder)


def test_values_out_of_order_are_refused(tmp_path: Path) -> None:
    folder = _copy(
        tmp_path,
        "tax_deductions.yaml",
        "from: 2023-01-01, value: 2000",
        "from: 2021-01-01, value: 2000",
    )
    with pytest.raises(ValueError, match="order of their dates"):
        read_parameters(folder)


def test_a_value_of_the_wrong_kind_is_a_type_error() -> None:
    words = parameter("maternity_allowance_base", date(2025, 1, 1))
    with pytest.raises(TypeError):
        _ = words.number
    with pytest.raises(TypeError):
        _ = words.day
    assert parameter("childcare_subsidy_per_year", date(2025, 1, 1)).number == Decimal(3600)


def test_the_documentation_lists_every_rule_and_value() -> None:
    text = (CORPUS.parents[1] / "docs" / "rules.md").read_text(encoding="utf-8")
    for rule in list_rules():
        assert f"| `{rule['name']}` | {rule['title']} |" in text
    for value in VALUES:
        shown = str(value.value) + ("" if isinstance(value.value, date) else value.unit)
        assert (
            f"| {value.label} | {shown} | {value.effective_from} | 《{value.source.title}》" in text
        )
