"""What the benchmarks share at the command line: options, results on disk, gates."""

from __future__ import annotations

import argparse
import json
import os
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from assistant.settings import Settings
from evals.gates import GateResult, check, load_gates
from evals.metrics import mean_rate
from evals.provenance import provenance

RESULTS = Path(__file__).parent.parent / "results"


def parser(description: str) -> argparse.ArgumentParser:
    """A parser with the options that every benchmark has."""
    found = argparse.ArgumentParser(description=description)
    found.add_argument("--out", type=Path, default=RESULTS, help="结果文件夹")
    found.add_argument("--json", action="store_true", help="在标准输出给出 JSON")
    return found


def cache_folder() -> Path:
    """Where vectors are kept between runs: outside the project."""
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "policy-assistant" / "vectors"


def numbers(text: str) -> list[int]:
    """A comma-separated list of positive integers: 14,1000."""
    try:
        found = [int(part) for part in text.split(",")]
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"「{text}」应是用逗号隔开的整数") from error
    if not found or min(found) < 1:
        raise argparse.ArgumentTypeError(f"「{text}」应是大于 0 的整数")
    return found


def save(
    name: str, result: dict[str, Any], out: Path, pages: Mapping[str, str] | None = None
) -> Path:
    """Write NAME-TIME.json, and `pages` (extension → text) beside it; returns the JSON's path."""
    out.mkdir(parents=True, exist_ok=True)
    path = out / f"{name}-{time.strftime('%Y%m%dT%H%M%S')}.json"
    whole = {**result, "provenance": provenance(Settings())}
    path.write_text(json.dumps(whole, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    for extension, text in (pages or {}).items():
        path.with_suffix(extension).write_text(text, encoding="utf-8")
    return path


def table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """A Markdown table."""
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    lines += ["| " + " | ".join(map(_cell, row)) + " |" for row in rows]
    return "\n".join(lines)


def rate_with_interval(key: str, values: Sequence[float]) -> dict[str, Any]:
    """The mean of `values` under `key`, its bootstrap interval under KEY_interval; nothing without values."""
    if not values:
        return {}
    rate = mean_rate(values)
    interval = [round(rate.low, 4), round(rate.high, 4)]
    return {key: round(rate.value, 4), f"{key}_interval": interval}


def rate_cell(row: Mapping[str, Any], key: str) -> str | None:
    """A rate of a row with its bootstrap interval, which stands under KEY_interval; None where neither is."""
    if key not in row:
        return None
    low, high = row[f"{key}_interval"]
    return f"{row[key]:.3f}({low:.3f}–{high:.3f})"


def gates_of(ability: str, values: Mapping[str, float | None]) -> list[GateResult]:
    """The gates of a benchmark beside its values."""
    measured = {name: value for name, value in values.items() if value is not None}
    gates = [gate for gate in load_gates() if gate.ability == ability]
    return check(gates, {ability: measured})


def gate_lines(results: Sequence[GateResult]) -> list[str]:
    """The gates for the terminal, one a line."""
    words = {True: "达到", False: "未达到", None: "未测"}
    return [f"{words[r.passed]} {r.gate.reason} {_cell(r.value)}({r.gate.bound})" for r in results]


def _cell(value: object) -> str:
    if value is None:
        return "—"
    return f"{value:.3f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)
