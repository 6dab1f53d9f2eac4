"""The rules as tools of a chat model: it may call them, but no fact of its own making enters.

An argument counts only where the understanding has one expression of the user's own words that says
just that (`Part.told`); whatever else a model passes is left out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from langchain_core.tools import BaseTool, StructuredTool

from assistant.calculation.tools import eligibility_tools
from assistant.eligibility.family import EligibilityError
from assistant.eligibility.rules.registry import run_rule
from assistant.understanding.model import Part


def told_tools(parts: Sequence[Part], as_of: date) -> list[BaseTool]:
    """A tool for each rule that the message is about."""
    return [_tool(rule, part, as_of) for part in parts for rule in dict.fromkeys(part.rules)]


def grounded(arguments: Mapping[str, Any], part: Part) -> dict[str, Any]:
    """Those arguments of a tool call that one expression of the user's says."""
    told = {fact.name: fact.value for fact in part.told}
    return {
        name: value for name, value in arguments.items() if name in told and told[name] == value
    }


def _tool(rule: str, part: Part, as_of: date) -> BaseTool:
    known = eligibility_tools()[rule]

    def run(**arguments: Any) -> str:
        try:
            facts = {**part.facts, **grounded(arguments, part)}
            return str(run_rule(rule, facts, as_of)["summary"])
        except EligibilityError as error:
            return str(error)

    return StructuredTool.from_function(
        run, name=rule, description=known.description, args_schema=known.args_schema
    )
