"""Retrieval, leading quotes and refusals on questions and documents that nothing was tuned on.

    python -m evals.benchmarks.held_out [--split statute] [--library] [--legal-dc DIR --documents 30]

`--split`: held-out questions of `index/training/data` (the decision is calibrated on `laws`: there only
the ranking is new). `--library`: the dev questions over the shipped corpus, by retrieval alone. `--legal-dc`:
a folder with `documents/*.docx` and `questions.jsonl` ({"document", "question", "gold": [paragraphs]}) as
Legal-DC has them (arXiv 2603.11772), added as a user adds them; a quote is right that lies in a gold
paragraph or holds one.
"""

from __future__ import annotations

import json
import re
import sys
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.evidence.deciding import evidence_of
from assistant.settings import Settings
from assistant.verification.statement import Quote
from corpus.adding import add
from corpus.library import CorpusError, Library
from corpus.loaded import LoadError
from evals.benchmarks import console
from evals.benchmarks.vectors import cached
from evals.cases import CASES
from evals.library.cases import Span, load_set
from index.decision import read_decision
from index.embeddings import Encoder, load_encoder
from index.indexing import update
from index.search import Search, SearchResult, open_search
from index.training.data import read
from index.training.pools import open_pool

_SPACE = re.compile(r"\s+|\\n")
"""The data write some line ends as a backslash and an n."""
_DEPTHS = (1, 5, 10)


@dataclass(frozen=True)
class Asked:
    """A question, and what its search found; `right` are the ranks of the measures that answer."""

    result: SearchResult
    is_answerable: bool
    right: tuple[int, ...] = ()
    quote_is_right: bool = False


def main(arguments: list[str] | None = None) -> int:
    """Measure what is asked for, print, save."""
    options = _parser().parse_args(arguments)
    encoder = cached(load_encoder(Settings().encoder), options.cache, _say)
    rows: dict[str, dict[str, Any]] = {}
    for split in options.split:
        rows[split] = _summary(_of_split(split, encoder), quotes=False)
    if options.library:
        rows["library"] = _summary(_of_library(encoder), quotes=True)
    if options.legal_dc:
        rows["legal-dc"] = _summary(
            _of_legal_dc(options.legal_dc, options.documents, encoder), quotes=True
        )
    names = ["questions", *(f"hit_{depth}" for depth in _DEPTHS), "first_quote"]
    names += ["covered_refused", "uncovered_refused"]
    cells = [
        [name, *(row.get(key, "") if key == "questions" else _cell(row, key) for key in names)]
        for name, row in rows.items()
    ]
    text = console.table(
        ("问题集", "题数", "命中@1", "命中@5", "命中@10", "首条引文对", "已覆盖误拒", "未覆盖拒答"),
        cells,
    )
    path = console.save("held-out", rows, options.out, {".md": text + "\n"})
    print(json.dumps(rows, ensure_ascii=False) if options.json else f"{text}\n\n结果：{path}")
    return 0


def _of_split(split: str, encoder: Encoder) -> list[Asked]:
    data = read()
    questions = data.of(split)
    names = sorted({question.document for question in questions})
    passages = [passage for name in names for passage in data.pools[name]]
    with tempfile.TemporaryDirectory() as folder:
        search = open_pool(Path(folder), passages, encoder, read_decision())
        asked = []
        for question in questions:
            result = search.search(question.text)
            ranked = enumerate(result.measures)
            right = tuple(rank for rank, m in ranked if m.measure in question.answers)
            asked.append(Asked(result, bool(question.answers), right))
        search.close()
    return asked


def _of_library(encoder: Encoder) -> list[Asked]:
    library = Library(Settings().corpus_dir)
    with tempfile.TemporaryDirectory() as folder:
        search = _opened(Path(folder), library, encoder)
        asked = [
            _judged(search, library, question.question, (*question.gold, *question.also))
            for question in load_set(CASES / "library").singles
            if question.kind in ("covered", "uncovered")
        ]
        search.close()
    return asked


def _of_legal_dc(folder: Path, documents: int, encoder: Encoder) -> list[Asked]:
    lines = (folder / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    questions = [json.loads(line) for line in lines if line]
    names = sorted({question["document"] for question in questions})[:documents]
    with tempfile.TemporaryDirectory() as temporary:
        corpus, ids = Path(temporary) / "corpus", {}
        for name in names:
            try:
                ids[name] = add(corpus, folder / "documents" / f"{name}.docx").document.id
            except (CorpusError, LoadError) as error:
                _say(f"{name}：{error}")
        library = Library(corpus)
        search = _opened(Path(temporary) / "index", library, encoder)
        asked = [
            _judged(
                search,
                library,
                question["question"],
                [Span(ids[question["document"]], gold) for gold in question["gold"]],
            )
            for question in questions
            if question["document"] in ids
        ]
        search.close()
    return asked


def _judged(search: Search, library: Library, text: str, gold: Iterable[Span]) -> Asked:
    """Ask a question whose answers are pieces of documents."""
    spans = [(span.document, _plain(span.text)) for span in gold]
    result = search.search(text)
    right = []
    for rank, ranked in enumerate(result.measures):
        measure = library.get(ranked.document).by_key(ranked.measure)
        if measure:
            said = _plain(library.get(ranked.document).text[measure.start : measure.end])
            if any(d == ranked.document and (s in said or said in s) for d, s in spans):
                right.append(rank)
    quotes = evidence_of(library, result.measures[0]).quotes if result.measures else ()
    return Asked(result, bool(spans), tuple(right), bool(quotes) and _is_right(quotes[0], spans))


def _is_right(quote: Quote, gold: Sequence[tuple[str, str]]) -> bool:
    """Whether a line of the quote lies in an accepted piece, or holds one."""
    pieces = [quote.document.text[start:end] for start, end in quote.parts]
    said = [_plain(line) for piece in pieces for line in piece.splitlines()]
    return any(
        document == quote.document.id and any(text in part or part in text for part in said)
        for document, text in gold
    )


def _opened(folder: Path, library: Library, encoder: Encoder) -> Search:
    update(folder, library, encoder)
    search = open_search(folder, encoder, read_decision())
    if search is None:
        raise RuntimeError("the index that was just built cannot be opened")
    return search


def _summary(asked: Sequence[Asked], *, quotes: bool) -> dict[str, Any]:
    covered = [one for one in asked if one.is_answerable]
    found: dict[str, list[float]] = {
        f"hit_{depth}": [float(any(r < depth for r in one.right)) for one in covered]
        for depth in _DEPTHS
    }
    if quotes:
        found["first_quote"] = [float(one.quote_is_right) for one in covered]
    found["covered_refused"] = [float(_is_refused(one)) for one in covered]
    uncovered = [one for one in asked if not one.is_answerable]
    if uncovered:
        found["uncovered_refused"] = [float(_is_refused(one)) for one in uncovered]
    row: dict[str, Any] = {"questions": len(asked)}
    for name, values in found.items():
        row |= console.rate_with_interval(name, values)
    return row


def _is_refused(asked: Asked) -> bool:
    return not asked.result.measures or not asked.result.measures[0].answers


def _cell(row: dict[str, Any], key: str) -> str:
    return str(console.rate_cell(row, key)) if key in row else ""


def _plain(text: str) -> str:
    return _SPACE.sub("", text)


def _say(message: str) -> None:
    print(message, file=sys.stderr)


def _parser() -> Any:
    parser = console.parser("没有用来调参的问题和文件上的检索、引文和拒答。")
    parser.add_argument("--split", action="append", default=[], help="laws、statute")
    parser.add_argument("--library", action="store_true", help="随附文件的开发题")
    parser.add_argument("--legal-dc", type=Path, dest="legal_dc", help="Legal-DC 数据文件夹")
    parser.add_argument("--documents", type=int, default=30, help="取其中多少份文件")
    parser.add_argument("--cache", type=Path, default=console.cache_folder(), help="向量缓存文件夹")
    return parser


if __name__ == "__main__":
    sys.exit(main())
