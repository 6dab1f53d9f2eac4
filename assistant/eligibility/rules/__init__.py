"""The rules. `run_rule` computes one, `list_rules` describes all."""

from assistant.eligibility.rules.registry import list_rules, run_rule

__all__ = ["list_rules", "run_rule"]
