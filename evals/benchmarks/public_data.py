"""The same retriever over public statute articles, and the corpus parser over public law texts.

    python -m evals.benchmarks.public_data --data DIR [--others 5000] [--questions N] [--whole]

Nothing is tuned here: parser, indexing and retriever are the product's, unchanged; each law is a
document of a corpus of its own, each article a measure. The sample is all gold articles and `--others`
random other ones (`--whole`: all articles). BM25 and whole-article vectors alone stand beside it.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
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
from evals.metrics import mean_rate, recall_at, reciprocal_rank
from index.encoder import load_encoder
from index.indexing import update
from index.retriever import open_retriever

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
        retriever = open_retriever(Path(temporary) / "index", encoder)
        if retriever is None:
            raise RuntimeError("the index that was just built cannot be opened")
        asked = encoder.encode_queries([question.text for question in questions])
        spent: list[float] = []

        def hybrid(row: int) -> list[str]:
            started = time.perf_counter()
            found = retriever.search(questions[row].text, asked[row]).measures
            spent.append((time.perf_counter() - started) * 1000)
            ranked = [laws.key_at(m.document, m.sentences[0].start) for m in found]
            return list(dict.fromkeys(ranked))[: _DEPTHS[-1]]

        rows = {"本产品的检索": _score(questions, hybrid)}
        retriever.close()
    texts = [articles[key] for key in keys]
    lexical = _lexical(texts, keys)
    rows["只用 BM25(jieba 词)"] = _score(questions, lambda row: lexical(questions[row].text, 0))
    rows["只用 BM25(字符二元组)"] = _score(questions, lambda row: lexical(questions[row].text, 1))
    vectors = encoder.encode_passages(texts)
    rows["只用向量(整条)"] = _score(questions, lambda row: _nearest(vectors @ asked[row], keys))
    return {
        "questions": len(questions),
        "articles": len(keys),
        "records": report.records,
        "seed": _SEED,
        "index_s": report.seconds,
        "search_p50_ms": round(statistics.median(spent), 2),
        "systems": rows,
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
        "share": round(recovered / total, 4) if total else 0.0,
        "incomplete": [law for law in laws if law["articles"] != law["recovered"]],
    }


def _score(questions: Sequence[Question], rank: Callable[[int], list[str]]) -> dict[str, Any]:
    rankings = [rank(row) for row in range(len(questions))]
    pairs = list(zip(rankings, questions, strict=True))
    scores: dict[str, Iterable[float]] = {
        f"recall_{k}": [recall_at(found, q.gold, k) for found, q in pairs] for k in _DEPTHS
    }
    scores["hit_1"] = [float(found[:1] != [] and found[0] in q.gold) for found, q in pairs]
    scores["mrr_10"] = [reciprocal_rank(found, q.gold, 10) for found, q in pairs]
    out: dict[str, Any] = {}
    for name, values in scores.items():
        rate = mean_rate(list(values))
        out[name] = round(rate.value, 4)
        out[f"{name}_interval"] = [round(rate.low, 4), round(rate.high, 4)]
    return out


def _lexical(texts: list[str], keys: Sequence[str]) -> Callable[[str, int], list[str]]:
    from index.lexical import LexicalIndex

    index = LexicalIndex.build(texts)
    return lambda question, column: _nearest(index.scores(question)[column], keys)


def _nearest(scores: np.ndarray, keys: Sequence[str]) -> list[str]:
    order = np.argsort(-scores, kind="stable")[: _DEPTHS[-1]]
    return [keys[i] for i in order]


def _text(result: dict[str, Any]) -> str:
    found = result["parsing"]
    out = [
        f"法规解析:{found['laws']} 部、{found['articles']} 条,逐字还原 {found['recovered']} 条"
        f"({found['share']:.4f}),整部全对 {found['laws_whole']} 部。"
    ]
    searched = result.get("retrieval")
    if searched:
        out.append(
            f"法条检索:{searched['questions']} 问、{searched['articles']} 条、{searched['records']} 句,"
            f"检索 p50 {searched['search_p50_ms']} 毫秒(不含编码)。"
        )
        head = ("系统", "命中@1", "召回@1", "召回@5", "召回@10", "MRR@10")
        keys = ("hit_1", "recall_1", "recall_5", "recall_10", "mrr_10")
        rows = [[name, *(row[key] for key in keys)] for name, row in searched["systems"].items()]
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
