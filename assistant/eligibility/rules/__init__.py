"""The rules, one a module; `registry.run_rule` computes one, `registry.list_rules` describes all."""
