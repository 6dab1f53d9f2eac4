"""How fast an answer is: warm against the cost of encoding its question, cold, indexing, memory.

python -m evals.benchmarks.latency [--questions 60] [--skip-server]
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

from assistant.language.cleaning import clean
from assistant.settings import Settings
from evals.benchmarks import console
from evals.benchmarks.memory import resident_mb
from evals.benchmarks.server import COMMAND, running_server
from evals.cases import CASES, load_cases
from evals.metrics import percentile

_COLD_RUNS = 3
_WARM_UP = 5
_QUESTION = "育儿补贴发到几岁?"
_SERVER_QUESTIONS = 20
_TIMEOUT_S = 600


def main(arguments: list[str] | None = None) -> int:
    """Measure, print, save; 1 where a gate is missed."""
    options = _parser().parse_args(arguments)
    questions = [case.question for case in load_cases(CASES / "dev").of(["single"])]
    questions = questions[:: max(1, len(questions) // options.questions)][: options.questions]
    result: dict[str, Any] = {"warm": warm(questions)}
    result["cold_ask_s"] = cold_ask()
    result["index_cold_s"] = cold_index()
    result["server_rss_mb"] = None if options.skip_server else server_memory(questions)
    gates = console.gates_of(
        "latency",
        {
            "warm_over_encoding": result["warm"]["ratio"],
            **{name: result[name] for name in ("cold_ask_s", "index_cold_s", "server_rss_mb")},
        },
    )
    result["gates"] = [
        {"metric": g.gate.metric, "bound": g.gate.bound, "value": g.value, "passed": g.passed}
        for g in gates
    ]
    path = console.save("latency", result, options.out)
    if options.json:
        print(json.dumps(result, ensure_ascii=False))
    else:
        warm_ms = result["warm"]
        print(
            f"热态:回答 p50 {warm_ms['answer_p50_ms']} 毫秒,p95 {warm_ms['answer_p95_ms']} 毫秒;"
            f"编码 p50 {warm_ms['encode_p50_ms']} 毫秒;{warm_ms['questions']} 题"
        )
        print(*console.gate_lines(gates), f"结果:{path}", sep="\n")
    return 1 if any(gate.passed is False for gate in gates) else 0


def warm(questions: list[str]) -> dict[str, float]:
    """Answers beside the encoding of their questions, taken in turn in one process, in ms.

    `ratio` is the median of answer ÷ encoding, question by question.
    """
    from assistant.chain import ask
    from assistant.service.loading import load

    services = load(Settings())
    encoder = services.search.encoder
    for question in questions[:_WARM_UP]:
        encoder.question(clean(question))
        ask(services, question)
    encoded: list[float] = []
    answered: list[float] = []
    for question in questions:
        text = clean(question)
        encoder.question.cache_clear()
        encoded.append(_ms(encoder.question, text))
        encoder.question.cache_clear()
        answered.append(_ms(ask, services, question))
    ratios = [a / e for a, e in zip(answered, encoded, strict=True)]
    return {
        "questions": len(questions),
        "answer_p50_ms": round(statistics.median(answered), 2),
        "answer_p95_ms": round(percentile(answered, 0.95), 2),
        "encode_p50_ms": round(statistics.median(encoded), 2),
        "ratio": round(statistics.median(ratios), 3),
    }


def cold_ask() -> float:
    """Median seconds of `policy ask` in a process of its own; the index is there already."""
    return round(
        statistics.median(_run_s("ask", _QUESTION, "--json") for _ in range(_COLD_RUNS)), 2
    )


def cold_index() -> float:
    """Seconds of `policy index` into an empty data folder, in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        return round(_run_s("index", data_dir=Path(folder)), 2)


def server_memory(questions: list[str]) -> float | None:
    """Resident MB of the server after some questions; None where it does not start."""
    with running_server() as (process, url):
        if url is None:
            return None
        for question in questions[:_SERVER_QUESTIONS]:
            _post(f"{url}/api/ask", {"question": question})
        return resident_mb(process.pid)


def _post(url: str, body: dict[str, Any]) -> None:
    request = urllib.request.Request(
        url, json.dumps(body).encode(), {"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=60) as reply:
        reply.read()


def _run_s(*arguments: str, data_dir: Path | None = None) -> float:
    environment = {**os.environ, **({"POLICY_DATA_DIR": str(data_dir)} if data_dir else {})}
    started = time.perf_counter()
    subprocess.run(
        [*COMMAND, *arguments],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=True,
        timeout=_TIMEOUT_S,
    )
    return time.perf_counter() - started


def _ms(work: Callable[..., object], *arguments: object) -> float:
    started = time.perf_counter()
    work(*arguments)
    return (time.perf_counter() - started) * 1000


def _parser() -> argparse.ArgumentParser:
    parser = console.parser("测量回答速度、建索引耗时和服务内存。")
    parser.add_argument("--questions", type=int, default=60, help="热态题数,默认 60")
    parser.add_argument("--skip-server", action="store_true", help="不测服务内存")
    return parser


if __name__ == "__main__":
    sys.exit(main())
