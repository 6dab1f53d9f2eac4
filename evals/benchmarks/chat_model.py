"""A real chat model in the product: what verification does with its sentences, beside the extractive answers.

Run: `python -m evals.benchmarks.chat_model --url http://127.0.0.1:8089/v1 --model NAME
[--questions 60] [--minutes 25] [--timeout 60]`. The questions are spread evenly over the covered ones of
the case folder. It is slow on a machine without a graphics card, so it is no part of CI.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from assistant.answer import Answer
from assistant.chain import ask
from assistant.service.loading import load
from assistant.services import Services
from assistant.settings import Settings
from evals.benchmarks.console import parser, save, table
from evals.cases import CASES, Case, load_cases
from evals.citations.evaluate import judge
from evals.outputs import Output

FILES = ("single", "multi")
JUDGED = ("first_right", "all_gold", "precision", "sentence_recall", "support_recall")
_SEED = 1
FATES = ("kept", "abridged", "replaced", "dropped")


@dataclass(frozen=True)
class Row:
    """One question: what became of the model's sentences, and both answers judged."""

    id: str
    composer: str
    message: str | None
    sentences: dict[str, int]
    seconds: float
    length: int
    extractive_length: int
    chat: dict[str, float]
    extractive: dict[str, float]


def spread(cases: Sequence[Case], count: int) -> list[Case]:
    """`count` of the cases, evenly spaced, shuffled so that a run cut short is a fair sample too."""
    step = max(1.0, len(cases) / count)
    chosen = [cases[int(index * step)] for index in range(min(count, len(cases)))]
    random.Random(_SEED).shuffle(chosen)
    return chosen


def with_chat(services: Services, url: str, model: str, key: str, seconds: float) -> Services:
    """The same product, with a chat model."""
    update = {
        "chat_base_url": url,
        "chat_model": model,
        "chat_api_key": SecretStr(key),
        "chat_timeout_s": seconds,
    }
    settings = services.settings.model_copy(update=update)
    return Services(settings, services.library, services.search, services.models)


def measure(services: Services, chatting: Services, case: Case) -> Row:
    """One question asked of both."""
    plain = ask(services, case.question, as_of=case.as_of)
    started = time.perf_counter()
    answer = ask(chatting, case.question, as_of=case.as_of)
    seconds = time.perf_counter() - started
    return Row(
        case.id,
        answer.composer,
        answer.message,
        answer.model_sentences,
        round(seconds, 1),
        len(answer.answer),
        len(plain.answer),
        _judged(services, case, answer),
        _judged(services, case, plain),
    )


def _judged(services: Services, case: Case, answer: Answer) -> dict[str, float]:
    checks = judge(Output(case, answer=answer), services.library).checks
    return {name: checks[name] for name in JUDGED if name in checks}


def summarise(rows: Sequence[Row]) -> dict[str, Any]:
    """The figures of a run."""
    fates = Counter({name: sum(row.sentences.get(name, 0) for row in rows) for name in FATES})
    said = sum(fates.values())
    asked = [row for row in rows if row.sentences or row.message or row.composer == "chat_model"]
    spoken = [row for row in asked if row.composer == "chat_model"]
    return {
        "questions": len(rows),
        "asked": len(asked),
        "sentences": said,
        **{f"{name}_share": fates[name] / said if said else None for name in FATES},
        "answers_by_the_model": len(spoken),
        "extractive_instead": dict(Counter(r.message or "" for r in asked if r not in spoken)),
        "median_seconds": statistics.median([row.seconds for row in asked]) if asked else None,
        "characters": _mean([row.length for row in spoken]),
        "extractive_characters": _mean([row.extractive_length for row in spoken]),
        "with_model": _means([row.chat for row in spoken]),
        "extractive": _means([row.extractive for row in spoken]),
    }


def _means(checks: Sequence[dict[str, float]]) -> dict[str, float | None]:
    return {name: _mean([c[name] for c in checks if name in c]) for name in JUDGED}


def _mean(values: Sequence[float]) -> float | None:
    return statistics.fmean(values) if values else None


def main(arguments: list[str] | None = None) -> int:
    """Ask, print, save."""
    options = _options(arguments)
    services = load(Settings())
    chatting = with_chat(services, options.url, options.model, options.key, options.timeout)
    cases = [case for case in load_cases(options.cases).of(FILES) if case.is_answerable]
    until = time.monotonic() + options.minutes * 60
    rows = []
    for case in spread(cases, options.questions):
        if time.monotonic() > until:
            break
        rows.append(measure(services, chatting, case))
        print(f"{case.id} {rows[-1].seconds} s {rows[-1].sentences}", file=sys.stderr, flush=True)
    result = summarise(rows)
    path = save("chat-model", {**result, "rows": [asdict(row) for row in rows]}, options.out)
    if options.json:
        print(json.dumps(result, ensure_ascii=False))
    else:
        plain = [(name, value) for name, value in result.items() if not isinstance(value, dict)]
        print(table(("项目", "值"), plain))
        both = [(n, result["with_model"][n], result["extractive"][n]) for n in JUDGED]
        print(table(("用了模型的答案", "语言模型", "摘录式"), both))
        print(result["extractive_instead"], path, sep="\n")
    return 0


def _options(arguments: list[str] | None) -> argparse.Namespace:
    found = parser(__doc__ or "")
    found.add_argument("--url", required=True, help="兼容 OpenAI 接口的地址,以 /v1 结尾")
    found.add_argument("--model", required=True, help="模型名称")
    found.add_argument("--key", default="", help="密钥")
    found.add_argument("--cases", type=Path, default=CASES / "dev", help="用例文件夹")
    found.add_argument("--questions", type=int, default=60, help="问几题")
    found.add_argument("--minutes", type=float, default=25, help="最多用几分钟")
    found.add_argument("--timeout", type=float, default=60, help="每题最多等几秒")
    return found.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
