"""The same retriever over public statute articles, and the corpus parser over public law texts.

    python -m evals.benchmarks.public_data --data DIR [--others 5000] [--questions N] [--whole]

Parser, indexing and retriever are the product's, unchanged; each law is a document, each article a
measure. The sample is all gold articles and `--others` random other ones (`--whole`: all articles).
Beside it stands lexical search alone. Nothing was tuned on these questions.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from assistant.settings import Settings
from corpus.library import Library
from corpus.loaders import load
from corpus.parser import parse
from evals.benchmarks import console
from evals.benchmarks.laws import (
    Question,
    articles_of_text,
    plain,
    read_articles,
    read_questions,
    write_corpus,
)
from evals.benchmarks.vectors import cached
from evals.metrics import recall_at, reciprocal_rank
from index.decision import read_decision
from index.embeddings import load_encoder
from index.indexing import update
from index.lexical import LexicalIndex
from index.search import open_search

_SEED = 20250710
_DEPTHS = (1, 5, 10)


def main(arguments: list[str] | None = None) -> int:
    """Measure, print, save."""
    options = _parser().parse_args(arguments)
    result: dict[str, Any] = {"parsing": parsing(options.data)}
    if not options.parsing_only:
        others = None if options.whole else options.others
        result["retrieval"] = retrieval(options.data, others, options.questions, options.cache)
    path = console.save("public-data", result, options.out)
    print(
        json.dumps(result, ensure_ascii=False) if options.json else f"{_text(result)}\n结果:{path}"
    )
    return 0


def retrieval(folder: Path, others: int | None, limit: int | None, cache: Path) -> dict[str, Any]:
    """Recall and MRR@10 over a sample of the articles; `others` None for all of them."""
    articles = read_articles(folder)
    questions = read_questions(folder, articles)
    draw = random.Random(_SEED)
    if limit is not None and limit < len(questions):
        questions = draw.sample(questions, limit)
    keys = sample(articles, questions, others, draw)
    encoder = cached(load_encoder(Settings().encoder), cache, _say)
    with tempfile.TemporaryDirectory() as temporary:
        laws = write_corpus(Path(temporary) / "corpus", articles, keys)
        library = Library(Path(temporary) / "corpus")
        report = update(Path(temporary) / "index", library, encoder)
        search = open_search(Path(temporary) / "index", encoder, read_decision())
        if search is None:
            raise RuntimeError("the index that was just built cannot be opened")
        spent: list[float] = []

        def hybrid(text: str) -> list[str]:
            started = time.perf_counter()
            found = search.search(text).measures
            spent.append((time.perf_counter() - started) * 1000)
            ranked = [laws.key_at(m.document, m.sentences[0].start) for m in found]
            return list(dict.fromkeys(ranked))[: _DEPTHS[-1]]

        rankings = {"本产品的检索": [hybrid(question.text) for question in questions]}
        search.close()
    texts = [articles[key] for key in keys]
    lexical = LexicalIndex.build(texts)
    scores = [lexical.scores(question.text) for question in questions]
    rankings |= {
        "只用 BM25(字符二元组)": [best(bigram, keys) for _, bigram in scores],
        "只用 BM25(jieba 词)": [best(word, keys) for word, _ in scores],
    }
    return {
        "questions": len(questions),
        "articles": len(keys),
        "records": report.records,
        "seed": _SEED,
        "index_s": report.seconds,
        "search_p50_ms": round(statistics.median(spent), 2),
        "systems": {name: score(questions, found) for name, found in rankings.items()},
    }


def sample(
    articles: dict[str, str],
    questions: Sequence[Question],
    others: int | None,
    draw: random.Random,
) -> list[str]:
    """The keys of all gold articles and of `others` random ones (None: all articles)."""
    if others is None:
        return list(articles)
    gold = {key for question in questions for key in question.gold}
    rest = [key for key in articles if key not in gold]
    return sorted(gold | set(draw.sample(rest, min(others, len(rest)))))


def parsing(folder: Path) -> dict[str, Any]:
    """The share of the law texts' articles that the corpus parser recovers exactly."""
    laws: list[dict[str, Any]] = []
    for path in sorted((folder / "law_texts").glob("*.md")):
        expected = articles_of_text(path.read_text(encoding="utf-8"))
        loaded = load(path)
        document = parse("law", loaded.text)
        found = {
            (m.marker.strip(), plain("".join(s.text for s in m.all_sentences())))
            for m in document.measures
        }
        right = sum((number, plain(words)) in found for number, words in expected)
        laws.append({"law": path.stem, "articles": len(expected), "recovered": right})
    total = sum(law["articles"] for law in laws)
    recovered = sum(law["recovered"] for law in laws)
    return {
        "laws": len(laws),
        "laws_whole": sum(law["articles"] == law["recovered"] for law in laws),
        "articles": total,
        "recovered": recovered,
        **console.rate_with_interval("share", [1.0] * recovered + [0.0] * (total - recovered)),
        "incomplete": [law for law in laws if law["articles"] != law["recovered"]],
    }


def score(questions: Sequence[Question], rankings: Sequence[Sequence[str]]) -> dict[str, Any]:
    """Recall at the depths, hit@1 and MRR@10 of rankings of articles, with intervals."""
    pairs = list(zip(rankings, questions, strict=True))
    scores: dict[str, list[float]] = {
        f"recall_{k}": [recall_at(found, q.gold, k) for found, q in pairs] for k in _DEPTHS
    }
    scores["hit_1"] = [float(found[:1] != [] and found[0] in q.gold) for found, q in pairs]
    scores["mrr_10"] = [reciprocal_rank(found, q.gold, _DEPTHS[-1]) for found, q in pairs]
    out: dict[str, Any] = {}
    for name, values in scores.items():
        out |= console.rate_with_interval(name, values)
    return out


def best(scores: np.ndarray, keys: Sequence[str]) -> list[str]:
    """The keys with the highest scores, each once, best first, as many as are looked at."""
    found: dict[str, None] = {}
    for row in np.argsort(-scores, kind="stable"):
        found.setdefault(keys[row])
        if len(found) == _DEPTHS[-1]:
            break
    return list(found)


def _text(result: dict[str, Any]) -> str:
    found = result["parsing"]
    out = [
        f"法规解析:{found['laws']} 部、{found['articles']} 条,逐字还原 {found['recovered']} 条"
        f"({console.rate_cell(found, 'share')}),整部全对 {found['laws_whole']} 部。"
    ]
    searched = result.get("retrieval")
    if searched:
        out.append(
            f"法条检索:{searched['questions']} 问、{searched['articles']} 条、{searched['records']} 条记录,"
            f"检索 p50 {searched['search_p50_ms']} 毫秒(含编码)。"
        )
        head = ("系统", "命中@1", "召回@1", "召回@5", "召回@10", "MRR@10")
        names = ("hit_1", "recall_1", "recall_5", "recall_10", "mrr_10")
        rows = [
            [name, *(console.rate_cell(row, key) for key in names)]
            for name, row in searched["systems"].items()
        ]
        out.append(console.table(head, rows))
    return "\n".join(out)


def _say(message: str) -> None:
    print(message, file=sys.stderr)


def _parser() -> argparse.ArgumentParser:
    parser = console.parser("公开法条数据上的检索与解析。")
    parser.add_argument("--data", type=Path, required=True, help="数据文件夹")
    parser.add_argument("--others", type=int, default=5000, help="另取多少条无关法条,默认 5000")
    parser.add_argument("--questions", type=int, help="只用多少个问题,默认全部")
    parser.add_argument("--whole", action="store_true", help="用全部法条(很慢)")
    parser.add_argument("--parsing-only", action="store_true", help="只测解析")
    parser.add_argument("--cache", type=Path, default=console.cache_folder(), help="向量缓存文件夹")
    return parser


if __name__ == "__main__":
    sys.exit(main())
