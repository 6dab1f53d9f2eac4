"""What a rule call costs, and whether random families run without an error.

Run: `python -m evals.benchmarks.rules [--families 10000] [--json]`. Exit status 1 when a rule's median
call takes a millisecond or more, or a family fails.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import sys
import time
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from assistant.eligibility.rules.registry import list_rules, run_rule

LIMIT_MS = 1.0
CALLS = 300
AS_OF = date(2025, 9, 1)
EXAMPLE: dict[str, Any] = {
    "birth_dates": ["2024-05-03", "2022-06"],
    "tax_year": 2025,
    "marginal_rate": 10,
    "leave_start": "2025-09-01",
    "average_monthly_wage": 6000,
    "leave_days": 188,
}
_FIRST_BIRTH, _LAST_BIRTH = date(1998, 1, 1), date(2028, 12, 31)
_GIVEN = 0.35
"""How often a random family tells an input."""


def random_family(source: random.Random) -> dict[str, Any]:
    """A family with some inputs, each within its bounds; births with or without the day."""
    inputs = {field["name"]: field for rule in list_rules() for field in rule["inputs"]}
    return {
        name: _random_value(field, source)
        for name, field in inputs.items()
        if source.random() < _GIVEN
    }


def _random_value(field: Mapping[str, Any], source: random.Random) -> Any:
    match field["type"]:
        case "date":
            return _random_day(source)
        case "month_or_date":
            return _random_month_or_day(source)
        case "dates":
            return [_random_month_or_day(source) for _ in range(source.randint(1, 4))]
        case "years":
            years = range(field["minimum"], field["minimum"] + 6)
            return source.choice(["all", [], source.sample(years, source.randint(1, 3))])
        case "boolean":
            return source.random() < 0.5
        case "integer" if "choices" in field:
            return source.choice(field["choices"])
        case "integer":
            return source.randint(field["minimum"], field["maximum"])
        case _:
            return round(source.uniform(field["minimum"], field["maximum"]), 2)


def _random_day(source: random.Random) -> str:
    days = source.randint(0, (_LAST_BIRTH - _FIRST_BIRTH).days)
    return (_FIRST_BIRTH + timedelta(days=days)).isoformat()


def _random_month_or_day(source: random.Random) -> str:
    day = _random_day(source)
    return day if source.random() < 0.5 else day[:7]


def time_rules() -> dict[str, float]:
    """Median milliseconds of a call, by rule."""
    medians = {}
    for rule in list_rules():
        times = []
        for _ in range(CALLS):
            start = time.perf_counter()
            run_rule(rule["name"], EXAMPLE, AS_OF)
            times.append((time.perf_counter() - start) * 1000)
        medians[rule["name"]] = round(statistics.median(times), 4)
    return medians


def run_families(count: int, seed: int = 1) -> list[str]:
    """Every rule over `count` random families; the errors, each with its rule and family."""
    source = random.Random(seed)
    names = [rule["name"] for rule in list_rules()]
    errors = []
    for _ in range(count):
        family = random_family(source)
        as_of = date.fromisoformat(_random_day(source))
        for name in names:
            try:
                json.dumps(run_rule(name, family, as_of))
            except Exception as error:  # what fails, and for which family, is the finding
                errors.append(f"{name} {family} {as_of}: {error!r}")
    return errors


def main(arguments: list[str] | None = None) -> int:
    """Print the report; 0 when every limit is kept."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--families", type=int, default=10_000)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args(arguments)
    medians = time_rules()
    errors = run_families(options.families)
    if options.json:
        report = {"median_ms": medians, "families": options.families, "errors": errors}
        print(json.dumps(report, ensure_ascii=False))
    else:
        for name, median in medians.items():
            print(f"{name:32} {median:.3f} ms")
        print(f"families {options.families}, errors {len(errors)}", *errors[:5], sep="\n")
    return int(bool(errors) or max(medians.values()) >= LIMIT_MS)


if __name__ == "__main__":
    sys.exit(main())
