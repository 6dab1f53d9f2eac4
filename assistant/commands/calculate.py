"""`policy calculate` and `policy checklist`: the rules from the command line.

They start quickly: neither the encoder nor the index is loaded.
"""

from __future__ import annotations

import json
import sys
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from assistant.commands.usage import DAY, Command

if TYPE_CHECKING:
    from corpus.library import Library

_MARKS = {
    "eligible": "可以享受",
    "depends_on_local_rules": "看当地规定",
    "needs_information": "还需要信息",
    "not_eligible": "不适用",
}
_TYPES = {
    "date": "日期",
    "month_or_date": "日期或年月",
    "dates": "日期的列表",
    "years": "年份的列表，没有写 none，每年写 all",
    "boolean": "true 或 false",
    "integer": "整数",
    "number": "数",
}
_INPUT_HELP = '已知情况，JSON 对象，如 {"birth_date": "2024-05"};- 表示从标准输入读'


_JSON = click.option("--json", "as_json", is_flag=True, help="输出 JSON")
_AS_OF = click.option(
    "--as-of", type=DAY, metavar="日期", help="按哪一天计算，如 2025-09-01；默认今天"
)


@click.command(cls=Command, short_help="按规则计算一项待遇；不写规则名则列出全部规则")
@click.argument("rule", required=False, metavar="[规则]", help="规则名，如 childcare_subsidy")
@click.option("--input", "given", metavar="JSON", help=_INPUT_HELP)
@_JSON
@_AS_OF
def calculate(rule: str | None, given: str | None, as_json: bool, as_of: date | None) -> int:
    """按规则计算一项待遇；不写规则名则列出全部规则。"""
    from assistant.eligibility.family import EligibilityError
    from assistant.eligibility.offsets import with_offsets
    from assistant.eligibility.rules.registry import list_rules, run_rule

    if rule is None:
        if given is not None:
            raise EligibilityError(
                "请写明规则名，例如：policy calculate childcare_subsidy --input …"
            )
        rules = list_rules()
        print(_to_json({"rules": rules}) if as_json else rules_as_text(rules))
        return 0
    inputs = {} if given is None else read_inputs(given)
    found = with_offsets(run_rule(rule, inputs, as_of), _library())
    print(_to_json(found) if as_json else calculation_as_text(found))
    return 0


@click.command(cls=Command, short_help="对照全部措施，看一个家庭可能享受哪些待遇")
@click.option("--input", "given", metavar="JSON", required=True, help=_INPUT_HELP)
@_JSON
@_AS_OF
def checklist(given: str, as_json: bool, as_of: date | None) -> int:
    """对照全部措施，看一个家庭可能享受哪些待遇。"""
    from assistant.eligibility.checklist import checklist as check
    from assistant.eligibility.offsets import with_offsets

    library = _library()
    found = with_offsets(check(read_inputs(given), as_of), library)
    print(_to_json(found) if as_json else checklist_as_text(found, library))
    return 0


def read_inputs(text: str) -> dict[str, Any]:
    """The JSON object in `text` (`-`: on standard input). Raises EligibilityError."""
    from assistant.eligibility.family import EligibilityError

    example = '{"birth_date": "2024-05-03"}'
    try:
        inputs = json.loads(sys.stdin.read() if text == "-" else text)
    except (ValueError, RecursionError) as error:
        raise EligibilityError(
            f"--input 不是有效的 JSON，请检查引号和逗号。应是这样的对象：{example}"
        ) from error
    if not isinstance(inputs, dict):
        raise EligibilityError(f"--input 应是一个 JSON 对象，例如 {example}。")
    return inputs


def rules_as_text(rules: list[dict[str, Any]]) -> str:
    """Each rule with what it answers and its inputs, the required ones starred."""
    lines = []
    for rule in rules:
        lines.append(f"{rule['name']}  {rule['title']}")
        lines.append(f"    {rule['answers']}")
        lines.extend(f"    {_described(field)}" for field in rule["inputs"])
        lines.append("")
    lines.append("* 为必须提供的信息。用法：policy calculate 规则 --input '{\"信息名\": 值}'")
    return "\n".join(lines)


def calculation_as_text(found: dict[str, Any]) -> str:
    """Result, what is missing, steps, sources and the sentences of the corpus."""
    lines = [f"{found['title']}（{_MARKS[found['outcome']]}，按{found['as_of']}的情况）"]
    lines.append(found["summary"])
    lines.extend(
        f"还需要：{item['question']}（--input 中写 {item['name']}）"
        for item in found["missing_inputs"]
    )
    if found["steps"]:
        lines += ["", "计算过程："]
        lines += [f"{n}. {step['text']}" for n, step in enumerate(found["steps"], start=1)]
    if found["sources"]:
        lines += ["", "依据："]
        lines += [f"- {_source(source)}" for source in found["sources"]]
    lines += [f"- 原文：{_quoted(quote)}" for quote in found["quotes"]]
    return "\n".join(lines)


def checklist_as_text(found: dict[str, Any], library: Library) -> str:
    """The items by status, each with its measure and quote, then what one more answer would settle."""
    lines = [f"按{found['as_of']}的情况，共对照{len(found['items'])}项："]
    for status, mark in _MARKS.items():
        items = [item for item in found["items"] if item["status"] == status]
        if not items:
            continue
        lines += ["", f"【{mark}】{len(items)}项"]
        for item in items:
            lines.append(f"- {item['label']}：{item['line']}")
            quoted = _range(item) if item["line"] == item["quote"] else _quoted(item)
            lines.append(f"    {_place(item, library)}{quoted}")
    if found["questions"]:
        lines += ["", "再提供以下信息可以确定更多项目："]
        lines += [
            f"- {question['question']}({question['name']}，涉及{'、'.join(question['settles'])})"
            for question in found["questions"]
        ]
    return "\n".join(lines)


def _described(field: dict[str, Any]) -> str:
    bounds = ""
    if "choices" in field:
        bounds = "，只能是" + "、".join(map(str, field["choices"]))
    elif "minimum" in field:
        bounds = f",{field['minimum']}至{field['maximum']}{field.get('unit', '')}"
    hint = f"({field['hint']})" if "hint" in field else ""
    star = "*" if field["required"] else " "
    return f"{star} {field['name']}  {field['label']}:{_TYPES[field['type']]}{bounds}{hint}"


def _source(source: dict[str, Any]) -> str:
    number = f"({source['number']})" if source["number"] else ""
    standing = "（待核实）" if source["standing"] == "uncertain" else ""
    return f"《{source['title']}》{number}{source['clause']},{source['effective_from']}起{standing}"


def _quoted(quote: dict[str, Any]) -> str:
    return f"「{quote['quote']}」{_range(quote)}"


def _range(quote: dict[str, Any]) -> str:
    if quote["start"] is None:
        return "（语料中没有这一句）"
    return f"（第{quote['start']}–{quote['end']}字）"


def _place(item: dict[str, Any], library: Library) -> str:
    """The document and the measure or article that an item's sentence stands in."""
    if item["start"] is None:
        return ""
    document = library.get(item["document"])
    inside = (m.label for m in document.measures if m.start <= item["start"] < m.end)
    return f"《{document.metadata.title}》{next(inside, '')}"


def _library() -> Library:
    from assistant.settings import Settings
    from corpus.library import Library

    return Library(Settings().corpus_dir)


def _to_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
