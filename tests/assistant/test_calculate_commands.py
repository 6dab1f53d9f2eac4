"""`policy calculate` and `policy checklist`, run in this process."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest

from assistant.commands.main import main
from assistant.eligibility.offsets import with_offsets
from assistant.eligibility.rules.registry import RULES, run_rule
from assistant.settings import Settings
from corpus.library import Library

INPUT = '{"birth_date": "2024-05", "employed": true}'


@pytest.fixture
def policy(capsys: pytest.CaptureFixture[str]) -> Any:
    """`policy(*arguments)`: exit status, standard output, standard error."""

    def run(*arguments: str) -> tuple[int, str, str]:
        status = main(arguments)
        out, err = capsys.readouterr()
        return status, out, err

    return run


def test_rules_are_listed(policy: Any) -> None:
    status, out, err = policy("calculate")
    assert (status, err) == (0, "")
    for rule in RULES.values():
        assert f"{rule.name}  {rule.title}" in out
    assert "* birth_date" in out
    status, out, _ = policy("calculate", "--json")
    listed = json.loads(out)["rules"]
    assert [rule["name"] for rule in listed] == list(RULES)
    assert all(rule["inputs"] for rule in listed)


def test_a_calculation_as_json(policy: Any) -> None:
    given = '{"birth_date": "2024-05"}'
    status, out, _ = policy(
        "calculate", "childcare_subsidy", "--json", "--as-of", "2025-09-01", "--input", given
    )
    found = json.loads(out)
    assert status == 0
    assert found["result"]["total"] == 8700
    assert found["as_of"] == "2025-09-01"
    assert {"rule", "inputs", "outcome", "result", "steps", "sources", "as_of"} <= set(found)
    assert found["quotes"]
    library = Library(Settings().corpus_dir)
    for quote in found["quotes"]:
        text = library.get(quote["document"]).text
        assert text[quote["start"] : quote["end"]] == quote["quote"]
    assert "3600元" in found["quotes"][0]["quote"]


def test_a_calculation_to_read(policy: Any) -> None:
    given = '{"birth_date": "2024-05"}'
    _, out, _ = policy("calculate", "childcare_subsidy", "--input", given)
    for part in (
        "8700元",
        "计算过程：",
        "1. ",
        "依据：",
        "《育儿补贴制度实施方案》",
        "原文：「育儿补贴按年发放",
    ):
        assert part in out


def test_what_is_missing_is_asked_for(policy: Any) -> None:
    status, out, _ = policy("calculate", "childcare_subsidy")
    assert status == 0
    assert "孩子是哪天出生的？" in out
    assert "birth_date" in out


def test_input_from_standard_input(policy: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO('{"birth_date": "2022-01"}'))
    status, out, _ = policy("calculate", "childcare_subsidy", "--input", "-", "--json")
    assert status == 0
    assert json.loads(out)["result"]["entitlement"] == 300


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (("calculate", "childcare"), "childcare_subsidy"),
        (("calculate", "没有"), "没有「没有」这项计算"),
        (("calculate", "--input", "{}"), "规则名"),
        (("calculate", "childcare_subsidy", "--input", "{'birth_date': 1}"), "JSON"),
        (("calculate", "childcare_subsidy", "--input", "[1]"), "对象"),
        (("calculate", "childcare_subsidy", "--input", "[" * 100_000), "JSON"),
        (("calculate", "childcare_subsidy", "--input", '{"birth_date": "2024-13"}'), "birth_date"),
        (("calculate", "childcare_subsidy", "--input", '{"birthdate": "2024-05"}'), "birth_date"),
        (("calculate", "childcare_subsidy", "--as-of", "今天"), "2025-09-01"),
        (("checklist", "--input", "null"), "对象"),
        (("checklist", "--input", '{"babies": 99}'), "babies"),
        (("checklist",), "--input"),
    ],
)
def test_bad_input_is_one_line_and_status_two(
    arguments: tuple[str, ...], word: str, policy: Any
) -> None:
    status, out, err = policy(*arguments)
    assert (status, out) == (2, "")
    assert len(err.splitlines()) == 1
    assert word in err


def test_each_line_of_the_checklist_is_cited(policy: Any) -> None:
    status, out, _ = policy("checklist", "--json", "--input", INPUT)
    found = json.loads(out)
    assert status == 0
    library = Library(Settings().corpus_dir)
    for item in found["items"]:
        document = library.get(item["document"])
        assert document.text[item["start"] : item["end"]] == item["quote"]
        measure = document.measure(item["measure"])
        assert measure is not None and measure.start <= item["start"] < measure.end
    of_measures = {i["measure"] for i in found["items"] if i["document"].startswith("jiangxi-2025")}
    assert of_measures == set(range(1, 15))


def test_a_checklist_to_read(policy: Any) -> None:
    _, out, _ = policy("checklist", "--input", INPUT, "--as-of", "2025-09-01")
    for part in (
        "可以享受",
        "看当地规定",
        "不适用",
        "8700元",
        "一、(三)加大养育照护经济支持「",
        "家里有人怀孕吗？",
    ):
        assert part in out


def test_a_quote_that_the_corpus_lacks_has_no_offsets(tmp_path: Any) -> None:
    computed = run_rule("childcare_subsidy", {"birth_date": "2024-05"})
    found = with_offsets(computed, Library(tmp_path))
    assert {(quote["start"], quote["end"]) for quote in found["quotes"]} == {(None, None)}
