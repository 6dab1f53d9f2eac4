"""The rules, found by themselves: every module of this folder that has a `RULE`."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

from assistant.domain import domain
from assistant.eligibility import rules
from assistant.eligibility.rules.rule import Rule

_MACHINERY = frozenset({"catalogue", "registry", "rule"})
_LAST = 99
"""Where a rule stands whose matter no measure names."""


def _find() -> dict[str, Rule]:
    """All rules by name, in the order of their measures; the one asked for most stands first."""
    modules = (
        import_module(f"{rules.__name__}.{module.name}")
        for module in iter_modules(rules.__path__)
        if module.name not in _MACHINERY
    )
    found = [module.RULE for module in modules if hasattr(module, "RULE")]
    return {rule.name: rule for rule in sorted(found, key=_place)}


def _place(rule: Rule) -> tuple[bool, int, str]:
    return (not rule.leads, rule.measure or _LAST, rule.name)


RULES: dict[str, Rule] = _find() if domain().rules else {}
"""None where the domain has none: then nothing is computed."""
