"""What changed between two results: metrics, and case by case."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from evals.errors import EvalInputError


def compare_files(old: Path, new: Path) -> str:
    """The changes from one result.json to another, as text. Raises EvalInputError."""
    return compare(_read(old), _read(new))


def compare(old: dict[str, Any], new: dict[str, Any]) -> str:
    """The changes from one result to another, as text."""
    lines = [f"旧:{_origin(old)}", f"新:{_origin(new)}"]
    if old["cases"]["digest"] != new["cases"]["digest"]:
        lines.append("注意:两次的用例不同。")
    for name in dict.fromkeys((*old["abilities"], *new["abilities"])):
        before, after = old["abilities"].get(name), new["abilities"].get(name)
        if before is None or after is None:
            lines += ["", f"## {name}:只有{'旧' if after is None else '新'}结果"]
            continue
        lines += ["", f"## {after['title']}", *_metric_lines(before, after)]
        lines += _case_lines(before["cases"], after["cases"])
    return "\n".join(lines)


def _metric_lines(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    lines = []
    for metric, rate in after["metrics"].items():
        title = after["titles"].get(metric, metric)
        if metric not in before["metrics"]:
            lines.append(f"{title}:新增 {rate['value']:.3f}")
            continue
        was, now = before["metrics"][metric]["value"], rate["value"]
        if was != now:
            lines.append(f"{title}:{was:.3f} → {now:.3f}({now - was:+.3f})")
    return lines or ["指标没有变化"]


def _case_lines(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    lines = []
    for identity in dict.fromkeys((*before, *after)):
        was, now = before.get(identity), after.get(identity)
        if was is None or now is None:
            lines.append(f"{'-' if now is None else '+'} {identity}")
        elif was["passed"] != now["passed"]:
            detail = now if not now["passed"] else was
            shown = f":{detail['question'][:80]}" if "question" in detail else ""
            lines.append(f"{'变对' if now['passed'] else '变错'} {identity}{shown}")
            if not now["passed"] and "got" in now:
                lines.append(f"    应:{now['expected']}")
                lines.append(f"    得:{now['got']}")
                lines.append(f"    因:{';'.join(now['faults'])}")
        elif was["checks"] != now["checks"]:
            changed = [k for k in now["checks"] if was["checks"].get(k) != now["checks"][k]]
            lines.append(f"有变 {identity}:{'、'.join(changed)}")
    return lines


def _origin(result: dict[str, Any]) -> str:
    about = result.get("provenance", {})
    commit = (about.get("commit") or "")[:10]
    changed = "(有未提交的改动)" if about.get("changed_since_commit") else ""
    cases = result["cases"]
    return f"{result['system']} {about.get('time', '')} {commit}{changed} {cases['folder']} {cases['count']} 题"


def _read(path: Path) -> dict[str, Any]:
    file = path / "result.json" if path.is_dir() else path
    try:
        result = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise EvalInputError(
            f"读不了评测结果 {path}:请给出 result.json 或它所在的文件夹。"
        ) from error
    if not isinstance(result, dict) or "abilities" not in result:
        raise EvalInputError(f"{path} 不是评测结果。")
    return result
