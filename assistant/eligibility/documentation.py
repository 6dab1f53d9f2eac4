"""The tables of docs/rules.md, made from the rules and the parameters.

Run: `python -m assistant.eligibility.documentation docs/rules.md` writes them between the marks of the
file; a test holds the file to them.
"""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

from assistant.eligibility.family import FIELDS
from assistant.eligibility.parameters import STANDINGS, Value, all_parameters
from assistant.eligibility.rules.catalogue import RULES
from assistant.eligibility.rules.rule import WANTS, Rule

BEGIN, END = "<!-- {name}: begin -->", "<!-- {name}: end -->"


def with_tables(text: str) -> str:
    """A text with its tables `rules`, `wants` and `parameters` made anew. `ValueError` without marks."""
    tables = {"rules": _rules(), "wants": _wants(), "parameters": _parameters()}
    for name, lines in tables.items():
        begin, end = BEGIN.format(name=name), END.format(name=name)
        before, mark, rest = text.partition(begin)
        _, other, after = rest.partition(end)
        if not mark or not other:
            raise ValueError(f"no marks of the table {name}")
        text = "\n".join([before + begin, *lines, end + after])
    return text


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def _rules() -> list[str]:
    head = [_row("名称", "标题", "对应措施", "回答什么", "必须知道"), _row(*["---"] * 5)]
    return [*head, *(_rule(rule) for rule in RULES.values())]


def _rule(rule: Rule) -> str:
    required = "、".join(FIELDS[name].label for name in rule.required) or "无（有默认）"
    measure = f"第{rule.measure}条" if rule.measure else "无"
    return _row(f"`{rule.name}`", rule.title, measure, rule.answers, required)


def _wants() -> list[str]:
    head = [_row("名称", "问的是", "哪些规则能答"), _row(*["---"] * 3)]
    return [
        *head,
        *(
            _row(
                f"`{want}`",
                label,
                "、".join(f"`{r.name}`" for r in RULES.values() if want in r.wants),
            )
            for want, label in WANTS.items()
        ),
    ]


def _parameters() -> list[str]:
    head = [_row("参数", "值", "从哪天起", "出处", "依据"), _row(*["---"] * 5)]
    return [*head, *(_value(value) for series in all_parameters() for value in series.values)]


def _value(value: Value) -> str:
    shown = str(value.value) + ("" if isinstance(value.value, date) else value.unit)
    stated = "；".join(f"《{source.title}》{clause}" for source, clause in value.stated)
    return _row(
        value.label, shown, value.effective_from.isoformat(), stated, STANDINGS[value.standing]
    )


def main(arguments: list[str]) -> int:
    """Write the tables into the file named."""
    path = Path(arguments[0])
    path.write_text(with_tables(path.read_text(encoding="utf-8")), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
