"""The jurists' cases beside the rules: given → expected."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

import assistant.eligibility
from assistant.eligibility.family import EligibilityError
from assistant.eligibility.rules.registry import list_rules, run_rule

FOLDER = Path(assistant.eligibility.__file__).with_name("cases")
MINIMUM = 15


def _cases() -> list[Any]:
    found = []
    for path in sorted(FOLDER.glob("*.yaml")):
        table = yaml.safe_load(path.read_text(encoding="utf-8"))
        for case in table["cases"]:
            as_of = case.get("as_of", table["as_of"])
            found.append(
                pytest.param(table["rule"], case, as_of, id=f"{table['rule']}-{case['name']}")
            )
    return found


@pytest.mark.parametrize(("rule", "case", "as_of"), _cases())
def test_case(rule: str, case: dict[str, Any], as_of: Any) -> None:
    expect = dict(case["expect"])
    if "error" in expect:
        with pytest.raises(EligibilityError, match=expect["error"]):
            run_rule(rule, case["given"], as_of)
        return
    found = run_rule(rule, case["given"], as_of)
    assert found["outcome"] == expect.pop("outcome")
    said = "\n".join([found["summary"], *(step["text"] for step in found["steps"])])
    for words in expect.pop("says", []):
        assert words in said
    for words in expect.pop("never", []):
        assert words not in said
    assert [entry["name"] for entry in found["missing_inputs"]] == expect.pop("missing", [])
    result = found["result"]
    for key in ("schedule", "all_years"):
        if key in expect:
            amounts = {entry["year"]: entry["amount"] for entry in result[key]}
            assert amounts == expect.pop(key)
    if "children" in expect:
        assert [child["total"] for child in result["children"]] == expect.pop("children")
    assert {key: result.get(key) for key in expect} == expect


def test_every_rule_has_enough_cases() -> None:
    counts = Counter(case.values[0] for case in _cases())
    assert set(counts) == {rule["name"] for rule in list_rules()}
    assert min(counts.values()) >= MINIMUM


def test_case_names_are_unique() -> None:
    names = Counter(case.id for case in _cases())
    assert [name for name, count in names.items() if count > 1] == []
