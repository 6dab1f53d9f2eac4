"""The eligibility rules as LangChain tools: typed input, the calculation as artifact.

Every figure in an answer comes through one of these, whether the pipeline or a chat model calls it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

from assistant.eligibility.family import HELPER_FACTS
from assistant.eligibility.rules.registry import list_rules, run_rule

if TYPE_CHECKING:
    from langchain_core.tools import StructuredTool

_TYPES: dict[str, Any] = {
    "boolean": bool,
    "integer": int,
    "number": float,
    "money": float,
    "dates": list[str],
    "years": list[int] | str,
}


@cache
def eligibility_tools() -> dict[str, StructuredTool]:
    """One tool for each rule, by the rule's name; its content is the summary."""
    return {rule["name"]: _tool(rule) for rule in list_rules()}


def facts_tool(rule: str, names: Sequence[str]) -> StructuredTool:
    """The tool of `rule` with no other inputs than those: what a chat model is asked to fill."""
    described = next(each for each in list_rules() if each["name"] == rule)
    inputs = [field for field in described["inputs"] if field["name"] in names]
    return _tool({**described, "inputs": inputs}, helpers=False)


def calculate(rule: str, facts: Mapping[str, Any], as_of: date) -> dict[str, Any]:
    """The calculation of `rule` by its tool, from those of `facts` that it takes.

    Raises EligibilityError where a fact makes no sense.
    """
    tool = eligibility_tools()[rule]
    given = {name: facts[name] for name in tool.args if name in facts}
    call = {"name": rule, "args": {**given, "as_of": as_of.isoformat()}, "id": rule}
    artifact: dict[str, Any] = tool.invoke({**call, "type": "tool_call"}).artifact
    return artifact


def _tool(rule: dict[str, Any], *, helpers: bool = True) -> StructuredTool:
    from langchain_core.tools import StructuredTool
    from pydantic import Field, create_model

    fields: dict[str, Any] = {
        field["name"]: (
            _TYPES.get(field["type"], str) | None,
            Field(default=None, description=f"{field['label']}({field['question']})"),
        )
        for field in rule["inputs"]
    }
    if helpers:
        fields |= {name: (Any, Field(default=None)) for name in HELPER_FACTS}
        day = Field(default=None, description="按哪一天计算,如 2025-09-01")
        fields["as_of"] = (str | None, day)
    schema = create_model(f"{rule['name']}_input", **fields)

    def run(**inputs: Any) -> tuple[str, dict[str, Any]]:
        day = inputs.pop("as_of", None)
        known = {name: value for name, value in inputs.items() if value is not None}
        calculation = run_rule(rule["name"], known, day)
        return calculation["summary"], calculation

    return StructuredTool.from_function(
        run,
        name=rule["name"],
        description=f"{rule['title']}:{rule['answers']}",
        args_schema=schema,
        response_format="content_and_artifact",
    )
