"""What grows with the corpus: 14 measures, then thousands with statute articles as distractors.

    python -m evals.benchmarks.scale --data DIR [--sizes 14,1000,10000,50000]

For each size: embedding time (from the measured rate, since vectors are cached), index time, disk, and
in a process of its own memory, opening time, query p50 and p95, and hit@1 on the dev questions.

What a query takes is encoding the question and searching. From the smallest size n₀ to each larger size n
its p50 and p95 may grow at most by log n / log n₀; the parts of it are reported beside.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from assistant.language.cleaning import clean
from assistant.settings import Settings
from corpus.library import Library
from evals.benchmarks import console
from evals.benchmarks.laws import read_articles, write_corpus
from evals.benchmarks.memory import resident_mb
from evals.benchmarks.vectors import cached, passages_per_second
from evals.cases import CASES, DEFAULT_DOCUMENT, load_cases
from evals.charts import lines
from evals.metrics import hit_at, percentile
from index.decision import read_decision
from index.embeddings import Embedded, load_encoder
from index.indexing import update
from index.search import Search, open_search
from index.units import KINDS, units_of

_SEED = 20250710
_ROUNDS = 2
_TIMEOUT_S = 1800
_LIMIT = 60
"""How many nearest records the vector search is timed with: about as many as the retriever asks for."""
_TITLES = {
    "query_p50_ms": "查询 p50(毫秒)",
    "query_p95_ms": "查询 p95(毫秒)",
    "encoding_p50_ms": "其中编码 p50",
    "search_p50_ms": "检索 p50",
    "search_p95_ms": "检索 p95",
    "dense_p50_ms": "其中向量 p50",
    "lexical_p50_ms": "其中字词 p50",
    "index_s": "建索引(秒,不含编码)",
    "disk_mb": "磁盘(MB)",
    "rss_mb": "内存(MB)",
    "hit_1": "命中@1",
}
_GATED = ("query_p50_ms", "query_p95_ms")


def main(arguments: list[str] | None = None) -> int:
    """Measure all sizes, print, save with a chart; 1 where query time grows too fast."""
    options = _parser().parse_args(arguments)
    if options.measure:
        print(json.dumps(measure(options.measure)))
        return 0
    rows = sizes(options.data, sorted(options.sizes), options.cache)
    grown = growth(rows)
    result = {"sizes": rows, "growth": grown}
    head = ("措施数", "记录数", "编码(秒,估)", *_TITLES.values(), "打开(秒)")
    keys = ("measures", "records", "embed_s", *_TITLES, "open_s")
    text = console.table(
        head,
        [
            [console.rate_cell(row, key) if key == "hit_1" else row[key] for key in keys]
            for row in rows
        ],
    )
    text = f"{text}\n\n{growth_table(grown)}"
    pages = {".md": text + "\n", ".html": page(rows, text)}
    path = console.save("scale", result, options.out, pages)
    if options.json:
        print(json.dumps(result, ensure_ascii=False))
    else:
        print(f"{text}\n结果:{path}")
    return 0 if all(step["passed"] for step in grown) else 1


def sizes(data: Path, counts: Sequence[int], cache: Path) -> list[dict[str, Any]]:
    """One row a size: the Jiangxi measures and as many articles as are missing."""
    settings = Settings()
    plain = load_encoder(settings.encoder)
    encoder = cached(plain, cache, _say)
    home = settings.corpus_dir / DEFAULT_DOCUMENT
    own = len(Library(settings.corpus_dir).get(DEFAULT_DOCUMENT).measures)
    articles = read_articles(data)
    keys = sorted(articles)
    random.Random(_SEED).shuffle(keys)
    rate = passages_per_second(plain, [articles[key] for key in keys[:2000]])
    rows: list[dict[str, Any]] = []
    for size in counts:
        _say(f"{size} 条措施")
        with tempfile.TemporaryDirectory() as temporary:
            corpus, index_dir = Path(temporary) / "corpus", Path(temporary) / "index"
            shutil.copytree(home, corpus / DEFAULT_DOCUMENT)
            write_corpus(corpus, articles, sorted(keys[: max(0, size - own)]))
            library = Library(corpus)
            passages = [unit.text for unit in units_of(library)]
            for _ in encoder.passages(passages):
                pass
            report = update(index_dir, library, encoder)
            rows.append(
                {
                    "measures": sum(len(document.measures) for document in library),
                    "records": report.records,
                    "embed_s": round(len(passages) / rate, 1),
                    "index_s": report.seconds,
                    "disk_mb": round(size_mb(index_dir), 1),
                    **_measured_apart(index_dir),
                }
            )
        _say(json.dumps(rows[-1]))
    return rows


def size_mb(folder: Path) -> float:
    """What a folder's files take on disk, in MB."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1024**2


def measure(index_dir: Path) -> dict[str, float]:
    """Memory, times in ms and hit@1 of the index in `index_dir`; run in a process of its own."""
    settings = Settings()
    document = Library(settings.corpus_dir).get(DEFAULT_DOCUMENT)
    numbers = {measure.key: measure.number for measure in document.measures}
    cases = [case for case in load_cases(CASES / "dev").of(["single"]) if case.is_answerable]
    encoder = load_encoder(settings.encoder)
    started = time.perf_counter()
    search = open_search(index_dir, encoder, read_decision())
    if search is None:
        raise RuntimeError("the index that was just built cannot be opened")
    opened = time.perf_counter() - started
    questions = [clean(case.question) for case in cases]
    for question in questions[:10]:
        search.search(question)
    times: dict[str, list[float]] = {"query": [], "encoding": [], "search": []}
    vectors: list[Embedded] = []
    hits: list[float] = []
    for turn in range(_ROUNDS):
        for case, question in zip(cases, questions, strict=True):
            started = time.perf_counter()
            encoder.question.cache_clear()
            vector = encoder.question(question)
            encoded = time.perf_counter()
            found = search.search(question).measures
            ended = time.perf_counter()
            times["query"].append(ended - started)
            times["encoding"].append(encoded - started)
            times["search"].append(ended - encoded)
            if turn == 0:
                vectors.append(vector)
                own = [numbers.get(m.measure) for m in found[:1] if m.document == document.id]
                hits.append(hit_at(own, case.first, 1))
    times |= _parts(search, questions, vectors)
    return {
        "rss_mb": resident_mb(),
        "open_s": round(opened, 2),
        **console.rate_with_interval("hit_1", hits),
        **{
            f"{name}_p{level}_ms": round(percentile(spent, level / 100) * 1000, 2)
            for name, spent in times.items()
            for level in (50, 95)
        },
    }


def _parts(
    search: Search, questions: Sequence[str], vectors: Sequence[Embedded]
) -> dict[str, list[float]]:
    """Seconds of the two searches that a generation holds, on their own: by vectors and by words."""
    index = search.index
    times: dict[str, list[float]] = {"dense": [], "lexical": []}
    for question, vector in zip(questions, vectors, strict=True):
        started = time.perf_counter()
        for kind in KINDS:
            index.store.nearest(vector.dense, kind, _LIMIT)
        times["dense"].append(time.perf_counter() - started)
        started = time.perf_counter()
        index.lexical.scores(question)
        times["lexical"].append(time.perf_counter() - started)
    search.close()
    return times


def growth(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """How much slower each size is than the smallest, beside what the logarithm allows.

    One entry a size but the first: `allowed` is log n / log n₀; `ratios` by the name of the time;
    `passed` looks at the whole query alone.
    """
    first, *larger = rows
    found = []
    for row in larger:
        allowed = math.log(row["measures"]) / math.log(first["measures"])
        ratios = {key: row[key] / first[key] for key in _TITLES if key.endswith("_ms")}
        found.append(
            {
                "measures": row["measures"],
                "allowed": round(allowed, 2),
                "ratios": {key: round(ratio, 2) for key, ratio in ratios.items()},
                "passed": all(ratios[key] <= allowed for key in _GATED),
            }
        )
    return found


def growth_table(grown: Sequence[dict[str, Any]]) -> str:
    """The growth of each time in times, as a Markdown table; only the whole query decides."""
    keys = [key for key in _TITLES if key.endswith("_ms")]
    head = ("增至几倍(对最小的)", "对数允许", "符合", *(_TITLES[key] for key in keys))
    rows = [
        [
            one["measures"],
            one["allowed"],
            "是" if one["passed"] else "否",
            *(one["ratios"][key] for key in keys),
        ]
        for one in grown
    ]
    return console.table(head, rows)


def chart_of_queries(rows: Sequence[dict[str, Any]]) -> str:
    """The whole query beside the most that the logarithm allows."""
    first = rows[0]
    scale = {
        row["measures"]: math.log(row["measures"]) / math.log(first["measures"]) for row in rows
    }
    return lines(
        {
            "p50": [(row["measures"], row["query_p50_ms"]) for row in rows],
            "p95": [(row["measures"], row["query_p95_ms"]) for row in rows],
            "p50 最多": [(size, first["query_p50_ms"] * times) for size, times in scale.items()],
        },
        "措施数",
        "毫秒",
        log_x=True,
    )


def page(rows: Sequence[dict[str, Any]], text: str) -> str:
    """One HTML page with a chart for each figure."""
    charts = "".join(
        f"<h2>{title}</h2>"
        + lines({title: [(row["measures"], row[key]) for row in rows]}, "措施数", title, log_x=True)
        for key, title in _TITLES.items()
    )
    return (
        '<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>规模测试</title>'
        f"<body><h1>规模测试</h1><pre>{text}</pre><h2>查询与对数</h2>{chart_of_queries(rows)}"
        f"{charts}</body></html>\n"
    )


def _measured_apart(index_dir: Path) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-m", "evals.benchmarks.scale", "--measure", str(index_dir)],
        stdout=subprocess.PIPE,
        text=True,
        check=True,
        timeout=_TIMEOUT_S,
    )
    measured: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return measured


def _say(message: str) -> None:
    print(message, file=sys.stderr)


def _parser() -> argparse.ArgumentParser:
    parser = console.parser("语料增大时的耗时、磁盘、内存与命中率。")
    source = parser.add_mutually_exclusive_group(required=True)
    source.add_argument("--data", type=Path, help="公开法条数据文件夹")
    source.add_argument("--measure", type=Path, help=argparse.SUPPRESS)
    parser.add_argument(
        "--sizes", type=console.numbers, default=[14, 1000, 10000, 50000], help="措施数,逗号隔开"
    )
    parser.add_argument("--cache", type=Path, default=console.cache_folder(), help="向量缓存文件夹")
    return parser


if __name__ == "__main__":
    sys.exit(main())
