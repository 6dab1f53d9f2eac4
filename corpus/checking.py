"""Checking a corpus folder: every document readable, its metadata sound, its references known."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from corpus.duplicates import find_similar, fingerprint
from corpus.library import CorpusError, Library, source_of
from corpus.loaders import LoadError
from corpus.model import Document
from corpus.plausibility import doubts


@dataclass(frozen=True, slots=True)
class Finding:
    """Something about a document. `wrong`: it must be mended; otherwise it is worth a look."""

    document: str
    wrong: bool
    message: str


def check(corpus_dir: Path) -> list[Finding]:
    """What is wrong or odd in the corpus, document by document; empty where nothing is."""
    library = Library(corpus_dir)
    findings: list[Finding] = list(_check_folders(corpus_dir))
    documents: list[Document] = []
    for document_id in library.ids:
        try:
            document = library.get(document_id)
            documents.append(document)
        except (CorpusError, LoadError, OSError) as error:
            findings.append(Finding(document_id, True, str(error)))
        else:
            findings.extend(_check_document(document))
    findings.extend(_check_relations(documents))
    findings.extend(_check_duplicates(documents))
    if not library.ids:
        findings.append(Finding("", True, "语料库是空的，请用 policy corpus add 文件 添加。"))
    return findings


def _check_folders(corpus_dir: Path) -> Iterator[Finding]:
    if not corpus_dir.is_dir():
        return
    for path in sorted(corpus_dir.iterdir()):
        if path.name.startswith((".adding-", ".replaced-", ".removed-")):
            yield Finding(
                path.name,
                False,
                "上次操作中断的残留，下次 policy corpus add 或 remove 时会自动清理。",
            )
        elif not path.name.startswith(".") and path.is_dir() and source_of(path) is None:
            yield Finding(
                path.name, True, "文件夹里没有正文（source.txt、source.md 或 text.txt）。"
            )


def _check_document(document: Document) -> Iterator[Finding]:
    rebuilt = "".join(document.text[leaf.start : leaf.end] for leaf in document.leaves)
    if rebuilt != document.text:
        yield Finding(document.id, True, "解析后不能还原原文，请报告这个问题。")
    if not document.measures:
        yield Finding(document.id, True, "没有读到任何条款或段落。")
    for doubt in doubts(document):
        yield Finding(
            document.id, doubt.wrong, f"{doubt.message}。可在 document.yaml 里写 {doubt.field}。"
        )
    numbers = [m.number for m in document.measures if m.number is not None]
    whole = document.sections and not document.metadata.excerpt
    if whole and len(numbers) == len(set(numbers)):
        missing = sorted(set(range(1, max(numbers, default=0) + 1)) - set(numbers))
        if missing:
            listed = "、".join(map(str, missing[:5])) + ("等" if len(missing) > 5 else "")
            yield Finding(document.id, False, f"编号不连续，缺少第 {listed} 条，原文可能有缺漏。")


def _check_relations(documents: list[Document]) -> Iterator[Finding]:
    """A document that another one replaces must not stand as in force without an end."""
    for document in documents:
        names = {document.id, document.metadata.title, document.metadata.number} - {""}
        for other in documents:
            if other is document or not names & set(other.metadata.supersedes):
                continue
            if other.metadata.effective_from is None and other.metadata.issued is None:
                yield Finding(
                    other.id,
                    True,
                    f"它取代「{document.id}」，但没有施行日期，请写 effective_from。",
                )


def _check_duplicates(documents: list[Document]) -> Iterator[Finding]:
    prints = [(document.id, fingerprint(document.text)) for document in documents]
    for index, (document_id, own) in enumerate(prints):
        for similar in find_similar(own, prints[:index]):
            same = similar.similarity == 1.0
            yield Finding(
                document_id,
                same,
                f"与「{similar.document}」内容相同，请移除其一。"
                if same
                else f"与「{similar.document}」高度相似({similar.similarity:.0%}),请确认是否为不同版本。",
            )
