"""What holds for every family: monotone months, schedules that add up, JSON, no crash."""

from __future__ import annotations

import json
from calendar import monthrange
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.eligibility.partial_date import PartialDate
from assistant.eligibility.rules.registry import list_rules, run_rule
from evals.benchmarks.rules import run_families

AS_OF = date(2026, 6, 15)
DAY = timedelta(days=1)
births = st.dates(date(2019, 1, 1), date(2030, 12, 30))
FAMILIES = 4_000


def _run(rule: str, as_of: date = AS_OF, **inputs: Any) -> dict[str, Any]:
    return run_rule(rule, inputs, as_of)["result"]


def _subsidy(born: date, as_of: date = AS_OF) -> dict[str, Any]:
    return _run("childcare_subsidy", as_of, birth_date=born.isoformat())


@settings(deadline=None)
@given(births)
def test_subsidy_a_day_later_gives_as_much_or_one_month_more_up_to_three_years(born: date) -> None:
    # The scheme starts on a fixed day, so a later birth has more of its three years after it.
    months, later = _subsidy(born)["months"], _subsidy(born + DAY)["months"]
    assert months <= later <= min(months + 1, 36)


@settings(deadline=None)
@given(births, st.integers(2022, 2033))
def test_infant_care_a_day_later_never_gives_more_months_in_the_year_of_birth(
    born: date, year: int
) -> None:
    months = _run("tax_deduction_infant_care", birth_date=born.isoformat(), tax_year=year)
    next_day = born + DAY
    later = _run("tax_deduction_infant_care", birth_date=next_day.isoformat(), tax_year=year)
    if year == born.year == next_day.year:
        assert later["months"] <= months["months"]
    if year == born.year + 3 == next_day.year + 3:
        assert later["months"] >= months["months"]


@settings(deadline=None)
@given(births, st.integers(2022, 2045))
def test_education_a_day_later_never_gives_more_months(born: date, year: int) -> None:
    told = {"in_full_time_education": True, "tax_year": year}
    rule = "tax_deduction_child_education"
    months = _run(rule, birth_date=born.isoformat(), **told)["months"]
    assert _run(rule, birth_date=(born + DAY).isoformat(), **told)["months"] <= months


@settings(deadline=None)
@given(births)
def test_infant_care_and_education_never_share_a_month_and_leave_no_gap(born: date) -> None:
    year = born.year + 3
    told = {"birth_date": born.isoformat(), "tax_year": year, "in_full_time_education": True}
    care = _run("tax_deduction_infant_care", **told)["months"]
    assert care + _run("tax_deduction_child_education", **told)["months"] == 12


@settings(deadline=None)
@given(st.lists(births, min_size=1, max_size=4), st.integers(0, 10))
def test_subsidy_schedule_sums_to_total_and_children_too(days: list[date], years: int) -> None:
    as_of = date(2025 + years, 1, 1)
    told = {"birth_dates": [day.isoformat() for day in days], "applied_years": "all"}
    result = _run("childcare_subsidy", as_of, **told)
    assert sum(entry["amount"] for entry in result["schedule"]) == result["total"]
    assert sum(entry["months"] for entry in result["schedule"]) == result["months"]
    assert sum(child["total"] for child in result["children"]) == result["total"]
    for child in result["children"]:
        assert sum(entry["amount"] for entry in child["schedule"]) == child["total"]


@settings(deadline=None)
@given(st.lists(births, min_size=2, max_size=4))
def test_subsidy_of_several_children_is_the_sum_in_any_order(days: list[date]) -> None:
    alone = sum(_subsidy(day)["total"] for day in days)
    for order in (days, days[::-1]):
        together = _run("childcare_subsidy", birth_dates=[day.isoformat() for day in order])
        assert together["total"] == alone


@settings(deadline=None)
@given(births)
def test_the_month_is_enough_for_the_subsidy(born: date) -> None:
    month = _run("childcare_subsidy", birth_date=born.isoformat()[:7])
    assert {k: month[k] for k in ("total", "months", "schedule")} == {
        k: _subsidy(born)[k] for k in ("total", "months", "schedule")
    }


applied = st.one_of(st.just("all"), st.lists(st.integers(2025, 2033), max_size=3, unique=True))


@settings(deadline=None)
@given(births, st.dates(date(2025, 1, 1), date(2034, 1, 1)), applied)
def test_every_application_is_received_open_or_lost(born: date, as_of: date, years: Any) -> None:
    told = {"birth_date": born.isoformat(), "applied_years": years}
    result = _run("childcare_subsidy", as_of, **told)
    assert result["received"] + result["claimable"] == result["total"]
    assert result["total"] + result["lost"] == result["entitlement"]
    assert result["entitlement"] == _subsidy(born, date(2025, 1, 1))["entitlement"]
    for entry in result["by_year"]:
        parts = (entry[kind] for kind in ("received", "claimable", "lost", "unknown"))
        assert sum(parts) == entry["amount"] <= 3600
    if result["deadline"]:
        assert as_of <= date.fromisoformat(result["deadline"])


@settings(deadline=None)
@given(births, st.dates(date(2025, 1, 1), date(2034, 1, 1)), applied)
def test_waiting_never_gives_more(born: date, as_of: date, years: Any) -> None:
    told = {"birth_date": born.isoformat(), "applied_years": years}
    if years == "all":
        return
    before = [year for year in years if year <= as_of.year]
    first = _run("childcare_subsidy", as_of, **(told | {"applied_years": before}))
    later = _run("childcare_subsidy", as_of + DAY, **(told | {"applied_years": before}))
    assert later["claimable"] <= first["claimable"]


@settings(deadline=None)
@given(births)
def test_splitting_the_deduction_by_years_never_changes_the_total(born: date) -> None:
    rule = "tax_deduction_infant_care"
    told = {"birth_date": born.isoformat()}
    whole = _run(rule, **told, tax_year=max(born.year, 2022))["all_years"]
    by_year = {
        year: _run(rule, **told, tax_year=year)
        for year in range(max(born.year, 2022), born.year + 4)
    }
    assert sum(entry["amount"] for entry in whole) == sum(r["total"] for r in by_year.values())
    assert (
        sum(entry["months"] for entry in whole) == sum(r["months"] for r in by_year.values()) <= 36
    )


@settings(deadline=None)
@given(births, st.sampled_from(["tax_deduction_infant_care", "tax_deduction_child_education"]))
def test_two_halves_make_the_whole(born: date, rule: str) -> None:
    told = {
        "birth_date": born.isoformat(),
        "tax_year": born.year + 2,
        "in_full_time_education": True,
    }
    if born.year + 2 < 2022:
        return
    assert 2 * _run(rule, **told, share=50)["total"] == _run(rule, **told, share=100)["total"]


@settings(deadline=None)
@given(st.dates(date(2021, 9, 29), date(2035, 12, 31)), st.integers(1, 5), st.booleans())
def test_leave_ends_so_many_days_later_and_parts_add_up(
    start: date, babies: int, difficult: bool
) -> None:
    leave = _run(
        "maternity_leave",
        leave_start=start.isoformat(),
        babies=babies,
        difficult_birth=difficult,
    )
    assert (date.fromisoformat(leave["end"]) - start).days + 1 == leave["days"]
    assert sum(part["days"] for part in leave["parts"]) == leave["days"]


@settings(deadline=None)
@given(st.integers(1, 100_000_00), st.integers(1, 300))
def test_allowance_grows_with_days_and_is_exact_to_the_cent(wage_cents: int, days: int) -> None:
    wage = wage_cents / 100
    if wage < 1:
        return
    told = {"average_monthly_wage": wage}
    total = _run("maternity_allowance", **told, leave_days=days)["total"]
    assert total <= _run("maternity_allowance", **told, leave_days=days + 1)["total"]
    exact = Decimal(wage_cents) / 100 * days / 30
    assert abs(Decimal(str(total)) - exact) <= Decimal("0.005")


@settings(deadline=None)
@given(births, st.integers(0, 40))
def test_an_age_decides_only_when_every_birth_date_in_it_gives_the_same(
    first: date, width: int
) -> None:
    last = first + timedelta(days=width)
    span = [first.isoformat(), last.isoformat()]
    found = run_rule("childcare_subsidy", {"birth_date_range": span}, AS_OF)
    totals = {_subsidy(first + timedelta(days=n))["total"] for n in range(width + 1)}
    if found["outcome"] == "needs_information":
        assert found["missing_inputs"][0]["name"] == "birth_date"
    else:
        assert totals == {found["result"]["total"]}


@settings(deadline=None)
@given(births)
def test_a_birthday_is_the_same_day_or_the_months_last(born: date) -> None:
    third = PartialDate.of(born).plus_years(3)
    assert (third.year, third.month) == (born.year + 3, born.month)
    assert third.day == min(born.day, monthrange(third.year, third.month)[1])


def test_random_families_run_without_an_error_and_give_json() -> None:
    assert run_families(FAMILIES, seed=20250710) == []


def test_every_calculation_has_the_fields_of_the_contract() -> None:
    told = {"birth_date": "2024-05", "minor_children": 2, "average_monthly_wage": 6000}
    for rule in list_rules():
        found = run_rule(rule["name"], {**told, "leave_days": 188}, date(2025, 9, 1))
        assert set(found) >= {
            *("rule", "inputs", "outcome", "result", "steps", "sources", "as_of"),
            *("missing_inputs", "quotes", "summary", "measure", "title"),
        }
        assert json.loads(json.dumps(found)) == found
        assert found["quotes"] and found["sources"] and found["steps"]
        assert all(set(step) == {"text", "value", "unit"} for step in found["steps"])
        assert all(
            set(source) >= {"title", "number", "clause", "effective_from", "standing"}
            for source in found["sources"]
        )
        assert set(found["inputs"]) <= {field["name"] for field in rule["inputs"]}
