"""Many residents at once against a server on this machine.

    python -m evals.benchmarks.load [--url http://127.0.0.1:7860] [--clients 1,10,50,200] [--seconds 15]

Without `--url` a server of its own is started, with so high a rate limit that its load alone refuses. Each
client asks one question after the other. What is refused with 429 must say `Retry-After`, and the client
waits that long; anything else that is not 200, or no reply in time, is an error.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import time
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from evals.benchmarks import console
from evals.benchmarks.server import running_server
from evals.cases import CASES, load_cases
from evals.metrics import percentile

if TYPE_CHECKING:
    import httpx

_LOOPBACK = ("127.0.0.1", "localhost", "::1")
_MOST_CLIENTS = 500
_MOST_SECONDS = 120.0


@dataclass
class Tally:
    """What the clients of one level saw. `answered` in ms."""

    answered: list[float] = field(default_factory=list)
    refused: int = 0
    refused_without_retry_after: int = 0
    errors: dict[str, int] = field(default_factory=dict)

    def error(self, name: str) -> None:
        """Count an error by name."""
        self.errors[name] = self.errors.get(name, 0) + 1


def main(arguments: list[str] | None = None) -> int:
    """Measure all levels, print, save; 1 where anything but 200 and well-formed 429 came."""
    options = _parser().parse_args(arguments)
    host = urlsplit(options.url).hostname if options.url else _LOOPBACK[0]
    if host not in _LOOPBACK:
        print(f"只测本机服务(127.0.0.1),不测 {host}。", file=sys.stderr)
        return 2
    if max(options.clients) > _MOST_CLIENTS or not 0 < options.seconds <= _MOST_SECONDS:
        print(f"客户端最多 {_MOST_CLIENTS} 个,每档最长 {_MOST_SECONDS:g} 秒。", file=sys.stderr)
        return 2
    questions = [case.question for case in load_cases(options.cases).of(["single"])]
    with nullcontext((None, options.url)) if options.url else running_server() as (_, url):
        if url is None:
            print("服务没有启动。", file=sys.stderr)
            return 2
        rows = [
            asyncio.run(level(url, count, options.seconds, options.timeout, questions))
            for count in options.clients
        ]
    result = {"levels": rows, "seconds": options.seconds}
    head = (
        "人数",
        "答案/秒",
        "p50(毫秒)",
        "p95(毫秒)",
        "答案",
        "429",
        "429 缺 Retry-After",
        "错误",
    )
    keys = ("clients", "per_second", "p50_ms", "p95_ms", "answers", "refused", "bad_429", "errors")
    text = console.table(head, [[row[key] for key in keys] for row in rows])
    path = console.save("load", result, options.out, {".md": text + "\n"})
    print(json.dumps(result, ensure_ascii=False) if options.json else f"{text}\n\n结果:{path}")
    return 1 if any(row["errors"] or row["bad_429"] for row in rows) else 0


async def level(
    url: str, clients: int, seconds: float, timeout: float, questions: Sequence[str]
) -> dict[str, Any]:
    """One level: `clients` at once for `seconds`; a request may take `timeout` seconds at most."""
    import httpx

    tally = Tally()
    limits = httpx.Limits(max_connections=clients, max_keepalive_connections=clients)
    async with httpx.AsyncClient(
        base_url=url, timeout=timeout, limits=limits, trust_env=False
    ) as client:
        started = time.perf_counter()
        until = started + seconds
        await asyncio.gather(
            *(
                _resident(client, tally, questions[n % len(questions) :], until)
                for n in range(clients)
            )
        )
    took = time.perf_counter() - started
    return {
        "clients": clients,
        "answers": len(tally.answered),
        "per_second": round(len(tally.answered) / took, 2),
        "p50_ms": round(percentile(tally.answered, 0.5), 1) if tally.answered else None,
        "p95_ms": round(percentile(tally.answered, 0.95), 1) if tally.answered else None,
        "refused": tally.refused,
        "bad_429": tally.refused_without_retry_after,
        "errors": sum(tally.errors.values()),
        "error_kinds": tally.errors,
        "took_s": round(took, 1),
    }


async def _resident(
    client: httpx.AsyncClient, tally: Tally, questions: Sequence[str], until: float
) -> None:
    """Ask until the time is over; wait as long as a 429 says."""
    import httpx

    number = 0
    while (now := time.perf_counter()) < until:
        question = questions[number % len(questions)]
        number += 1
        try:
            reply = await client.post("/api/ask", json={"question": question})
        except httpx.TimeoutException:
            tally.error("timeout")
            continue
        except httpx.HTTPError as error:
            tally.error(type(error).__name__)
            await asyncio.sleep(0.2)
            continue
        if reply.status_code == httpx.codes.OK:
            tally.answered.append((time.perf_counter() - now) * 1000)
        elif reply.status_code == httpx.codes.TOO_MANY_REQUESTS:
            tally.refused += 1
            wait = reply.headers.get("Retry-After", "")
            if not wait.isdigit():
                tally.refused_without_retry_after += 1
            left = until - time.perf_counter()
            await asyncio.sleep(min(float(wait) if wait.isdigit() else 1.0, max(0.0, left)))
        else:
            tally.error(str(reply.status_code))
            await asyncio.sleep(0.2)


def _parser() -> argparse.ArgumentParser:
    parser = console.parser("多人同时提问的压力测试(只测本机服务)。")
    parser.add_argument("--url", help="服务地址;不给则自己启动一个,限流调得很大")
    parser.add_argument(
        "--clients", type=console.numbers, default=[1, 10, 50, 200], help="同时人数,逗号隔开"
    )
    parser.add_argument("--seconds", type=float, default=15.0, help="每档多少秒,默认 15")
    parser.add_argument("--timeout", type=float, default=30.0, help="单个请求最多等多少秒")
    parser.add_argument("--cases", type=Path, default=CASES / "dev", help="提问用的用例文件夹")
    return parser


if __name__ == "__main__":
    sys.exit(main())
