"""The benchmarks' own parts: reading laws, caching vectors, growth, load against a small server."""

from __future__ import annotations

import gzip
import json
import random
import threading
from collections.abc import Iterator, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import numpy as np
import pytest

from corpus.library import Library
from evals.benchmarks import load as load_benchmark
from evals.benchmarks.crashes import Gates
from evals.benchmarks.crashes import Report as CrashReport
from evals.benchmarks.laws import (
    articles_of_text,
    key_of,
    read_articles,
    read_questions,
    write_corpus,
)
from evals.benchmarks.memory import resident_mb
from evals.benchmarks.public_data import parsing, sample
from evals.benchmarks.scale import chart_of_queries, growth, growth_table
from evals.benchmarks.vectors import cached
from index.embeddings import Embedded, Encoder, Task

LAW = """# 某某法

2020年1月1日 通过

## 第一章 总则

第一条 为了甲,制定本法。

第二条 本法所称乙,包括:

(一)丙;

(二)丁。

## 第二章 附则

第三条 本法自2020年1月1日起施行。
"""


def test_articles_of_a_law_are_read_by_their_lines() -> None:
    assert articles_of_text(LAW) == [
        ("第一条", "为了甲,制定本法。"),
        ("第二条", "本法所称乙,包括:(一)丙;(二)丁。"),
        ("第三条", "本法自2020年1月1日起施行。"),
    ]


def test_the_corpus_parser_recovers_the_articles(tmp_path: Path) -> None:
    (tmp_path / "law_texts").mkdir()
    (tmp_path / "law_texts" / "某某法.md").write_text(LAW, encoding="utf-8")
    found = parsing(tmp_path)
    assert (found["articles"], found["recovered"], found["laws_whole"]) == (3, 3, 1)


def test_gold_names_match_articles_with_and_without_the_country(tmp_path: Path) -> None:
    with gzip.open(tmp_path / "statute_articles.jsonl.gz", "wt", encoding="utf-8") as file:
        for name in ("中华人民共和国民法典第五十四条", "个体工商户条例第二条", "别的法第一条"):
            file.write(json.dumps({"name": name, "text": f"{name}的内容。"}) + "\n")
    lines = [
        {"id": 0, "question": "甲?", "gold": ["民法典第五十四条", "个体工商户条例第二条"]},
        {"id": 1, "question": "乙?", "gold": ["没有的法第一条"]},
    ]
    (tmp_path / "statute_questions.jsonl").write_text(
        "".join(json.dumps(entry) + "\n" for entry in lines), encoding="utf-8"
    )
    articles = read_articles(tmp_path)
    (question,) = read_questions(tmp_path, articles)
    assert question.gold == ("民法典第五十四条", "个体工商户条例第二条")
    assert key_of("中华人民共和国宪法第一条") == "宪法第一条"
    assert set(sample(articles, [question], 0, random.Random(1))) == set(question.gold)
    assert len(sample(articles, [question], 5, random.Random(1))) == 3
    assert len(sample(articles, [question], None, random.Random(1))) == 3


def test_articles_become_a_corpus_with_their_names(tmp_path: Path) -> None:
    articles = {
        "民法典第一百零二条": "非法人组织能够依法以自己的名义从事民事活动。",
        "民法典第五十四条": "自然人从事工商业经营,经依法登记,为个体工商户。\n\n个体工商户可以起字号。",
        "民法典第五十六条": "下列财产不得混同:\n\n(一)甲;\n\n(二)乙。",
        "刑法第一百二十条之一": "资助恐怖活动的,处罚金。",
    }
    laws = write_corpus(tmp_path, articles, articles)
    library = Library(tmp_path)
    assert [document.metadata.title for document in library] == ["民法典", "刑法"]
    assert [m.marker for m in library.get("law-00001").measures] == ["第一条", "第二条", "第三条"]
    text = library.get("law-00001").text
    assert laws.key_at("law-00001", 0) == ""
    assert laws.key_at("law-00001", text.index("起字号")) == "民法典第五十四条"
    assert laws.key_at("law-00001", text.index("(二)乙")) == "民法典第五十六条"
    assert laws.key_at("law-00001", text.index("非法人")) == "民法典第一百零二条"
    assert laws.key_at("law-00002", 9) == "刑法第一百二十条之一"


def test_growth_is_held_against_the_logarithm() -> None:
    def row(measures: int, query: float, tail: float, search: float) -> dict[str, float]:
        parts = dict.fromkeys(("encoding_p50_ms", "dense_p50_ms", "lexical_p50_ms"), 1.0)
        searches = {"search_p50_ms": search, "search_p95_ms": search}
        queries = {"query_p50_ms": query, "query_p95_ms": tail}
        return {"measures": measures, **queries, **searches, **parts}

    rows = [row(10, 10.0, 12.0, 2.0), row(1000, 20.0, 30.0, 8.0), row(10_000, 39.0, 50.0, 8.0)]
    middle, last = growth(rows)
    assert (middle["measures"], middle["allowed"], middle["passed"]) == (1000, 3.0, True)
    assert middle["ratios"]["query_p50_ms"] == 2.0
    assert middle["ratios"]["search_p50_ms"] == 4.0
    assert (last["allowed"], last["passed"]) == (4.0, False)
    assert "| 1000 | 3 | 是 | 2 | 2.5 |" in growth_table([middle])
    assert chart_of_queries(rows).count("<circle") == 9


def test_passages_are_embedded_once(tmp_path: Path) -> None:
    asked: list[str] = []

    def embed(texts: Sequence[str], task: Task) -> list[Embedded]:
        asked.extend(texts)
        vectors = [np.array([float(len(text)), 1.0], dtype=np.float32) for text in texts]
        return [Embedded(v, np.tile(v, (len(t), 1))) for v, t in zip(vectors, texts, strict=True)]

    encoder = Encoder("fake", "fake:0", 2, 2, embed)
    first = dict(cached(encoder, tmp_path).passages(["甲", "乙乙"]))
    again = dict(cached(encoder, tmp_path).passages(["乙乙", "丙丙丙", "甲"]))
    assert sorted(asked) == sorted(["甲", "乙乙", "丙丙丙"])
    assert first[0].dense.tolist() == again[2].dense.tolist() == [1.0, 1.0]
    assert again[1].tokens.tolist() == [[3.0, 1.0]] * 3


def test_memory_of_this_process_is_more_than_nothing() -> None:
    assert resident_mb() > 1.0


class _Server(BaseHTTPRequestHandler):
    """Answers two of three requests; the third gets 429, with `Retry-After` where `polite`."""

    polite = True
    count = 0

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        type(self).count += 1
        busy = type(self).count % 3 == 0
        self.send_response(429 if busy else 200)
        if busy and self.polite:
            self.send_header("Retry-After", "0")
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, format: str, *arguments: object) -> None:
        return None


@pytest.fixture
def server() -> Iterator[str]:
    found = ThreadingHTTPServer(("127.0.0.1", 0), _Server)
    thread = threading.Thread(target=found.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{found.server_address[1]}"
    found.shutdown()
    thread.join()


@pytest.mark.parametrize("polite", [True, False])
def test_load_counts_answers_and_refusals(
    server: str, polite: bool, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(_Server, "polite", polite)
    monkeypatch.setattr(_Server, "count", 0)
    arguments = ["--url", server, "--clients", "1,4", "--seconds", "1", "--json"]
    code = load_benchmark.main([*arguments, "--out", str(tmp_path)])
    (path,) = tmp_path.glob("load-*.json")
    levels = json.loads(path.read_text(encoding="utf-8"))["levels"]
    assert [level["clients"] for level in levels] == [1, 4]
    assert levels[0]["answers"] >= 1
    assert sum(level["refused"] for level in levels) >= 1
    assert all(level["errors"] == 0 for level in levels)
    assert code == (0 if polite else 1)
    bad = sum(level["bad_429"] for level in levels)
    assert bad == (0 if polite else sum(level["refused"] for level in levels))


def test_load_counts_a_server_that_is_not_there(tmp_path: Path) -> None:
    arguments = ["--url", "http://127.0.0.1:9", "--clients", "2", "--seconds", "0.3"]
    assert load_benchmark.main([*arguments, "--out", str(tmp_path)]) == 1


def test_crashes_pass_where_no_further_gate_is_missed() -> None:
    before = Gates(0, 9, {"citations.first_right": 0.9}, ["citations.first_right"])
    report = CrashReport(killed={"add": 2, "remove": 1}, evals=[before, before])
    assert report.passed and report.kills == 3
    report.evals.append(Gates(3, 0, {}, ["exit status 2"]))
    assert not report.passed
    assert not CrashReport(lost=["add: office-1"], evals=[before]).passed


def test_load_asks_no_server_elsewhere(tmp_path: Path) -> None:
    assert load_benchmark.main(["--url", "http://example.org", "--out", str(tmp_path)]) == 2
    over = ["--clients", "501", "--out", str(tmp_path)]
    assert load_benchmark.main(over) == 2
