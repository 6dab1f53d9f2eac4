"""The product's retrieval beside what others would build, on the same questions in one run.

    python -m evals.benchmarks.peers [--tune DIR] [--cases DIR] [--chat-questions 60]

- BM25 over measures, by jieba words and by character bigrams;
- the textbook chain: RecursiveCharacterTextSplitter (500/50), Chroma, the same encoder, no prompts
  of ours; a chunk stands for the measure that most of it comes from;
- the product's retriever, and the whole product; where POLICY_CHAT_* name a chat model, the product
  with it too, on an even sample of the questions, since it takes seconds for each.

What an answer costs: its time, and the processor time of this process; a chat model's own processor time
shows only in the time.

Refusing: each ranking's score may refuse; the threshold is set on the `--tune` cases so that at most
2 % of the covered ones are refused, and reported on `--cases`.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from assistant.language.cleaning import clean
from assistant.services import Services
from assistant.settings import Settings
from corpus.model import Document
from evals.benchmarks import console
from evals.cases import CASES, DEFAULT_DOCUMENT, Case, load_cases
from evals.metrics import hit_at, recall_at, reciprocal_rank
from evals.outputs import first_is_right

_CHUNK, _OVERLAP = 500, 50
_MOST_REFUSED = 0.02
_CHUNKS = 6
Ranking = list[tuple[int | None, float]]
"""Measure numbers with scores, best first."""


@dataclass(frozen=True)
class Peer:
    """A way to rank the document's measures for a question."""

    name: str
    rank: Callable[[str], Ranking]


def main(arguments: list[str] | None = None) -> int:
    """Measure all peers, print the table, save."""
    options = _parser().parse_args(arguments)
    from assistant.service.loading import load

    services = load(Settings())
    document = services.library.get(DEFAULT_DOCUMENT)
    peers = [*_bm25_peers(document), *_textbook(document, services), _retriever(services)]
    tune, report = _questions(options.tune), _questions(options.cases)
    rows = [_measure(peer, tune, report) for peer in peers]
    plain = replace(services, settings=services.settings.model_copy(update={"chat_model": ""}))
    rows.append(_product("本产品(全流程,逐句摘录)", plain, report))
    if services.settings.chat_model and services.settings.chat_base_url:
        some = report[:: max(1, len(report) // options.chat_questions)][: options.chat_questions]
        name = f"{services.settings.chat_model},{len(some)} 题"
        rows.append(_product(f"本产品(全流程,{name})", services, some))
        rows.append(_product("本产品(全流程,逐句摘录,同上各题)", plain, some))
    result = {"cases": options.cases.name, "tuned_on": options.tune.name, "peers": rows}
    head = (
        "系统",
        "首位正确",
        "前三有",
        "MRR",
        "多措施前五召回",
        "未覆盖拒答",
        "已覆盖误拒",
        "毫秒/题",
        "处理器毫秒/题",
    )
    rates = "hit_1 hit_3 mrr recall_5_multi uncovered_refused covered_refused".split()
    text = console.table(
        head,
        [
            [row["name"], *(console.rate_cell(row, key) for key in rates), row["ms"], row["cpu_ms"]]
            for row in rows
        ],
    )
    path = console.save("peers", result, options.out, {".md": text + "\n"})
    print(json.dumps(result, ensure_ascii=False) if options.json else f"{text}\n\n结果:{path}")
    return 0


def _questions(folder: Path) -> list[Case]:
    cases = load_cases(folder).of(["single", "multi", "uncovered"])
    return [case for case in cases if case.is_answerable or case.is_uncovered]


def _measure(peer: Peer, tune: Sequence[Case], report: Sequence[Case]) -> dict[str, Any]:
    rankings: dict[str, Ranking] = {}
    spent: list[float] = []
    cpu = time.process_time()
    for case in report:
        started = time.perf_counter()
        rankings[case.id] = peer.rank(clean(case.question))
        spent.append((time.perf_counter() - started) * 1000)
    cpu_ms = (time.process_time() - cpu) * 1000 / len(report)
    covered = [
        _top(rankings.get(case.id) or peer.rank(clean(case.question)))
        for case in tune
        if case.is_answerable
    ]
    threshold = float(np.quantile(covered, _MOST_REFUSED))
    answerable = [case for case in report if case.is_answerable]
    uncovered = [case for case in report if case.is_uncovered]
    ranked = {identity: [number for number, _ in found] for identity, found in rankings.items()}
    return {
        "name": peer.name,
        "questions": len(report),
        **console.rate_with_interval(
            "hit_1", [hit_at(ranked[c.id], c.first, 1) for c in answerable]
        ),
        **console.rate_with_interval(
            "hit_3", [hit_at(ranked[c.id], c.first, 3) for c in answerable]
        ),
        **console.rate_with_interval(
            "mrr", [reciprocal_rank(ranked[c.id], c.first) for c in answerable]
        ),
        **console.rate_with_interval(
            "recall_5_multi",
            [recall_at(ranked[c.id], c.measures or (), 5) for c in answerable if c.file == "multi"],
        ),
        **console.rate_with_interval(
            "uncovered_refused", [float(_top(rankings[c.id]) < threshold) for c in uncovered]
        ),
        **console.rate_with_interval(
            "covered_refused", [float(_top(rankings[c.id]) < threshold) for c in answerable]
        ),
        "ms": round(statistics.median(spent), 2),
        "cpu_ms": round(cpu_ms, 2),
    }


def _product(name: str, services: Services, report: Sequence[Case]) -> dict[str, Any]:
    """The whole product: the first citation, and its own decision to refuse."""
    from assistant.chain import ask

    cpu = time.process_time()
    answers = {case.id: ask(services, case.question, as_of=case.as_of) for case in report}
    cpu_ms = (time.process_time() - cpu) * 1000 / len(report)
    answerable = [case for case in report if case.is_answerable]
    uncovered = [case for case in report if case.is_uncovered]
    cited = {key: [c.measure for c in answer.citations] for key, answer in answers.items()}
    return {
        "name": name,
        "questions": len(report),
        **console.rate_with_interval(
            "hit_1", [float(first_is_right(c, answers[c.id])) for c in answerable]
        ),
        **console.rate_with_interval(
            "recall_5_multi",
            [recall_at(cited[c.id], c.measures or (), 99) for c in answerable if c.file == "multi"],
        ),
        **console.rate_with_interval(
            "uncovered_refused", [float(answers[c.id].status == "not_covered") for c in uncovered]
        ),
        **console.rate_with_interval(
            "covered_refused",
            [
                float(answers[c.id].status in ("not_covered", "blocked", "error"))
                for c in answerable
            ],
        ),
        "ms": round(statistics.median(answer.elapsed_ms for answer in answers.values()), 2),
        "cpu_ms": round(cpu_ms, 2),
        "composers": dict(Counter(answer.composer for answer in answers.values())),
    }


def _bm25_peers(document: Document) -> list[Peer]:
    from index.lexical import LexicalIndex

    texts = [document.text[measure.start : measure.end] for measure in document.measures]
    index = LexicalIndex.build(texts)
    numbers = [measure.number for measure in document.measures]

    def by(column: int) -> Callable[[str], Ranking]:
        return lambda question: _sorted(numbers, index.scores(question)[column])

    return [Peer("只用 BM25(jieba 词)", by(0)), Peer("只用 BM25(字符二元组)", by(1))]


def _textbook(document: Document, services: Services) -> list[Peer]:
    """LangChain's textbook chain; nothing, with a message, where its splitter is not installed."""
    try:
        from langchain_text_splitters import RecursiveCharacterTextSplitter
    except ImportError:
        print(
            "未安装 langchain-text-splitters(pip install '.[eval]'),略去教科书式对照。",
            file=sys.stderr,
        )
        return []
    import chromadb
    from chromadb.config import Settings as ChromaSettings

    splitter = RecursiveCharacterTextSplitter(
        chunk_size=_CHUNK, chunk_overlap=_OVERLAP, add_start_index=True
    )
    chunks = splitter.create_documents([document.text])
    texts = [chunk.page_content for chunk in chunks]
    measures = [_most_of(document, c.metadata["start_index"], len(c.page_content)) for c in chunks]
    client = chromadb.EphemeralClient(ChromaSettings(anonymized_telemetry=False))
    collection = client.create_collection(
        "textbook", embedding_function=None, configuration={"hnsw": {"space": "cosine"}}
    )
    encoder = services.search.encoder
    vectors = np.array(encoder.embed_documents(texts), dtype=np.float32)
    collection.add(ids=[str(i) for i in range(len(texts))], embeddings=vectors)

    def rank(question: str) -> Ranking:
        vector: Sequence[float] = encoder.embed_query(question)
        found = collection.query(
            query_embeddings=[vector],
            n_results=min(_CHUNKS, len(texts)),
            include=["distances"],
        )
        distances = (found["distances"] or [[]])[0]
        best: dict[int | None, float] = {}
        for identity, distance in zip(found["ids"][0], distances, strict=True):
            best.setdefault(measures[int(identity)], 1.0 - distance)
        return sorted(best.items(), key=lambda pair: -pair[1])

    return [Peer(f"教科书式({_CHUNK}/{_OVERLAP} 切块 + Chroma,同一编码器)", rank)]


def _retriever(services: Services) -> Peer:
    numbers = {(d.id, m.key): m.number for d in services.library for m in d.measures}

    def rank(question: str) -> Ranking:
        found = services.search.search(question).measures if question else ()
        return [(numbers.get((m.document, m.measure)), m.score) for m in found]

    return Peer("本产品的检索", rank)


def _most_of(document: Document, start: int, length: int) -> int | None:
    """The measure that holds most of a chunk; None where most is outside all measures."""
    shares = {m.number: min(m.end, start + length) - max(m.start, start) for m in document.measures}
    number = max(shares, key=lambda key: shares[key])
    inside = sum(share for share in shares.values() if share > 0)
    return number if shares[number] > max(0, length - inside) else None


def _sorted(numbers: Sequence[int | None], scores: np.ndarray) -> Ranking:
    order = np.argsort(-scores, kind="stable")
    return [(numbers[i], float(scores[i])) for i in order]


def _top(ranking: Ranking) -> float:
    return ranking[0][1] if ranking else 0.0


def _parser() -> argparse.ArgumentParser:
    parser = console.parser("在同一批问题上,与常见做法比较检索和拒答。")
    parser.add_argument("--tune", type=Path, default=CASES / "dev", help="定阈值用的用例文件夹")
    parser.add_argument("--cases", type=Path, default=CASES / "dev", help="报告用的用例文件夹")
    parser.add_argument(
        "--chat-questions", type=int, default=60, help="接了大模型时问多少题,默认 60"
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
