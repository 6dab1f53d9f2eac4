"""By how much two children's totals differ, where a question asks that: a step after any rule."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def with_difference(calculation: Mapping[str, Any]) -> dict[str, Any]:
    """The calculation, with by how much the totals of two children differ; of others as it is."""
    totals = [child.get("total") for child in calculation["result"].get("children") or []]
    if len(totals) != 2 or not all(isinstance(total, int | float) for total in totals):
        return dict(calculation)
    more, less = sorted(totals, reverse=True)
    difference = more - less
    step = {"text": f"相差{more}-{less}={difference}元", "value": difference, "unit": "元"}
    return {
        **calculation,
        "result": {**calculation["result"], "difference": difference},
        "steps": [*calculation["steps"], step],
        "summary": f"{calculation['summary']}两个孩子相差{difference}元。",
    }
