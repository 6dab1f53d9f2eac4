"""Parameters: bound to the text where the corpus states them, dated, sourced."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from assistant.eligibility import parameters
from assistant.eligibility.parameters import (
    FOLDER,
    Binding,
    NotInForceError,
    Value,
    all_parameters,
    find_parameter,
    parameter,
    read_parameters,
)
from assistant.eligibility.rules.registry import run_rule
from corpus.numerals import parse_numeral

CORPUS = Path(parameters.__file__).parents[2] / "corpus" / "documents"
VALUES = [value for series in all_parameters() for value in series.values]
BOUND = [(value, binding) for value in VALUES for binding in value.bound]
MEASURES = "江西省关于加快完善生育支持政策体系的若干措施"


def _text(document: str) -> str:
    raw = (CORPUS / document / "source.txt").read_text(encoding="utf-8")
    return raw.replace("\r\n", "\n")


@pytest.mark.parametrize(
    ("value", "binding"), BOUND, ids=lambda one: getattr(one, "parameter", "says")
)
def test_the_text_still_says_it(value: Value, binding: Binding) -> None:
    text = _text(binding.source.document)
    start = text.find(binding.quote)
    assert start >= 0
    assert text.find(binding.quote, start + 1) < 0
    place = text.index(binding.says, start)
    assert start <= place < place + len(binding.says) <= start + len(binding.quote)


@pytest.mark.parametrize(
    ("value", "binding"), BOUND, ids=lambda one: getattr(one, "parameter", "says")
)
def test_the_words_bound_to_are_the_values_own(value: Value, binding: Binding) -> None:
    if not isinstance(value.value, Decimal):
        assert isinstance(value.value, date) or value.value == binding.says or len(value.bound) > 1
        return
    figures = [
        parse_numeral(figure) for figure in re.findall(r"[\d一二三四五六七八九十]+", binding.says)
    ]
    worded = value.parameter in ("childcare_subsidy_first_within", "childcare_subsidy_per_month")
    assert value.count in figures or worded


def test_the_titles_are_those_of_the_library() -> None:
    for value in VALUES:
        for source, _ in value.stated:
            if source.document:
                about = CORPUS / source.document / "document.yaml"
                described = yaml.safe_load(about.read_text(encoding="utf-8"))
                assert described["title"] == source.title
                assert not described.get("number") or source.number in described["number"]


def test_what_is_law_is_bound_and_what_is_not_is_known_or_uncertain() -> None:
    assert [v.parameter for v in VALUES if (v.standing == "law") != bool(v.bound)] == []
    known = {value.parameter for value in VALUES if value.standing == "known"}
    assert known == {
        "adult_age",
        "child_education_deduction_from_age",
        "child_education_deduction_share",
        "childcare_leave_year",
    }
    assert {binding.source.title for _, binding in BOUND} >= {MEASURES}


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
    stated = [one for value in VALUES for one in value.stated]
    assert all(source.title and source.issuer and clause for source, clause in stated)
    used = {source for source, _ in stated}
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


def _from_2027(value: int, new: int) -> tuple[str, str]:
    """The head of a value, and with a new one from 2027 on in front of the rest."""
    line = f"    - {{from: 2027-01-01, value: {new}, standing: known, source: subsidy_scheme, clause: 二}}"
    text = (FOLDER / "childcare_subsidy.yaml").read_text(encoding="utf-8")
    start = text.index(f"      value: {value}\n")
    block = text[start : text.index("\n\n", start)]
    return block, f"{block}\n{line}"


def test_an_amount_changes_from_a_date_on_with_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = _copy(tmp_path, "childcare_subsidy.yaml", *_from_2027(3600, 4800))
    path = folder / "childcare_subsidy.yaml"
    old, new = _from_2027(300, 400)
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
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
        ("standing: law", "standing: sure", "standing"),
        ("source: subsidy_scheme", "source: nowhere", "nowhere"),
        ('clause: "第2项"', "says: 元", "clause"),
        ("standing: law", "standing: uncertain", "note"),
        ("value: 3600", "value: 3600\n      remark: 一", "unknown keys"),
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
        "from: 2023-01-01",
        "from: 2021-01-01",
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


def test_every_parameter_is_used_by_a_rule() -> None:
    code = "".join(
        path.read_text(encoding="utf-8") for path in Path(parameters.__file__).parent.rglob("*.py")
    )
    assert [one.name for one in all_parameters() if f'"{one.name}"' not in code] == []
