"""Adding documents to a corpus folder and removing them: each is one atomic rename.

A document is made ready in a hidden folder beside the others and then renamed, so a reader, or a
process killed at any moment, sees it whole or not at all. Writers take turns (a lock on the folder).
"""

from __future__ import annotations

import fcntl
import os
import re
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from corpus.duplicates import Fingerprints, Similar, find_similar, fingerprint
from corpus.durable import sync_folder
from corpus.library import (
    CorpusError,
    Library,
    load_document,
    read_id,
    read_metadata,
    source_of,
)
from corpus.loaded import Loaded
from corpus.loaders import PLAIN, load, suffixes
from corpus.metadata import merge
from corpus.model import Document, Metadata
from corpus.parser import parse
from corpus.plausibility import Doubt, doubts

Progress = Callable[[str], None]
Ask = Callable[[Document, Sequence[Doubt]], "Metadata | None"]
"""Asked before anything is written: what the operator corrects, or None where he does not want it added."""

MOST_SENTENCES = 12_000
"""The Civil Code has 3,000: what has more is no single document, and would hold up the index."""

_ADDING, _REPLACED, _REMOVED = ".adding-", ".replaced-", ".removed-"
_UNSAFE = re.compile(r"[^\w\-]+")
_MAX_ID_BYTES = 180


class AlreadyThereError(CorpusError):
    """The corpus has a document of the same words; nothing is added."""


@dataclass(frozen=True)
class Added:
    """What was added.

    `similar` are documents of the corpus that are nearly the same; `doubts` what is missing or unlikely
    in the metadata; `warnings` what of the file could not be read.
    """

    document: Document
    similar: tuple[Similar, ...]
    replaced: bool
    doubts: tuple[Doubt, ...] = ()
    warnings: tuple[str, ...] = ()


def add(
    corpus_dir: Path,
    file: Path,
    metadata_file: Path | None = None,
    *,
    replace: bool = False,
    ask: Ask = lambda document, doubts: Metadata(),
    progress: Progress = lambda message: None,
    fingerprints: Fingerprints | None = None,
) -> Added:
    """Add `file` to the corpus and return it as parsed.

    Metadata comes from the text; `metadata_file`, or a YAML file beside `file` with its name, overrides
    it. `ask` is shown the document and what is doubtful about it before anything is written. `replace`
    puts the document in the place of the one with the same id. `fingerprints` are kept from file to file
    by a caller that adds several. Raises LoadError for a file that cannot be read, CorpusError for wrong
    metadata, an id that is taken, text that is there already, or a refusal.
    """
    loaded = load(file)
    sidecar = metadata_file or _sidecar_of(file)
    given = read_metadata(sidecar) if sidecar else Metadata()
    document_id = _document_id(file, sidecar)
    document, given = _parsed(document_id, loaded, given)
    count = sum(1 for _ in document.sentences())
    if count > MOST_SENTENCES:
        raise CorpusError(
            f"{file.name} 有 {count} 句，超过 {MOST_SENTENCES} 句的上限，不像是一份公文，请拆分后添加。"
        )
    found = doubts(document)
    corrected = ask(document, found)
    if corrected is None:
        raise CorpusError(
            "没有添加。请把正确的信息写进同名的 .yaml 文件，或用 --metadata 指定，再运行一次。"
        )
    if corrected != Metadata():
        given = merge(given, corrected)
        document = parse(document_id, loaded.text, given)
        found = doubts(document)
    corpus_dir.mkdir(parents=True, exist_ok=True)
    with _lock(corpus_dir, progress):
        prints = fingerprints or Fingerprints()
        similar = _similar_documents(corpus_dir, document_id, loaded.text, replace, prints)
        target = corpus_dir / document_id
        taken = target.exists()
        if taken and not replace:
            raise CorpusError(
                f"已有编号为「{document_id}」的文件。要替换它请加 --replace;"
                "要另存一份请在元数据里写另一个 id。"
            )
        staged = corpus_dir / f"{_ADDING}{document_id}"
        try:
            _write(staged, file, loaded, given)
            if load_document(staged).text != document.text:
                raise CorpusError(f"{file.name} 写入后读回的文字不同，请报告这个问题。")
            _put_in_place(staged, target)
        except BaseException:
            shutil.rmtree(staged, ignore_errors=True)
            raise
    return Added(document, tuple(similar), taken, tuple(found), loaded.warnings)


def gather(paths: Sequence[Path]) -> list[Path]:
    """The files to add: those named, and in each folder named all that can be read, in order.

    Hidden files, an editor's lock files, READMEs and metadata files are passed over. Raises CorpusError for a
    folder in which nothing can be read.
    """
    files: list[Path] = []
    for path in paths:
        if not path.is_dir():
            files.append(path)
            continue
        inside = sorted(
            file
            for file in path.rglob("*")
            if file.is_file()
            and file.suffix.lower() in suffixes()
            and file.stem.upper() != "README"
            and not any(part.startswith((".", "~$")) for part in file.relative_to(path).parts)
        )
        if not inside:
            raise CorpusError(f"文件夹 {path} 里没有可以添加的文件(txt、md、html、docx、pdf)。")
        files += inside
    return list(dict.fromkeys(files))


def remove(
    corpus_dir: Path, document_id: str, *, progress: Progress = lambda message: None
) -> None:
    """Remove a document with all its files. Raises CorpusError where there is none of that id."""
    Library(corpus_dir).get(document_id)
    with _lock(corpus_dir, progress):
        target = corpus_dir / document_id
        if not target.is_dir():
            raise CorpusError(f"编号为「{document_id}」的文件已被移除。")
        gone = corpus_dir / f"{_REMOVED}{document_id}"
        os.rename(target, gone)
        sync_folder(corpus_dir)
        shutil.rmtree(gone, ignore_errors=True)


def recover(corpus_dir: Path) -> None:
    """Tidy what a killed process left: finish or undo each half-done change. Needs the lock."""
    for left in corpus_dir.glob(f"{_REPLACED}*"):
        target = corpus_dir / left.name.removeprefix(_REPLACED)
        if target.exists():
            shutil.rmtree(left, ignore_errors=True)
        else:
            os.rename(left, target)
    for pattern in (_ADDING, _REMOVED):
        for left in corpus_dir.glob(f"{pattern}*"):
            shutil.rmtree(left, ignore_errors=True)


@contextmanager
def _lock(corpus_dir: Path, progress: Progress) -> Iterator[None]:
    """One writer at a time; a second one waits. Half-done changes are tidied first."""
    descriptor = os.open(corpus_dir, os.O_RDONLY)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            progress("另一个进程正在修改语料库，等待其完成……")
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        recover(corpus_dir)
        yield
    finally:
        os.close(descriptor)


def _sidecar_of(file: Path) -> Path | None:
    for suffix in (".yaml", ".yml"):
        path = file.with_suffix(suffix)
        if path != file and path.is_file():
            return path
    return None


def _document_id(file: Path, sidecar: Path | None) -> str:
    """The metadata's id, or the file's stem with everything unsafe in a folder's name replaced."""
    given = read_id(sidecar) if sidecar else ""
    if given:
        if _UNSAFE.search(given) or len(given.encode()) > _MAX_ID_BYTES:
            raise CorpusError(f"元数据里的 id「{given}」只能用文字、数字、- 和 _,且不宜过长。")
        return given
    stem = _UNSAFE.sub("-", file.stem).strip("-_")
    while len(stem.encode()) > _MAX_ID_BYTES:
        stem = stem[:-1]
    if not stem:
        raise CorpusError(f"无法从文件名 {file.name} 得到编号，请在元数据里写 id。")
    return stem


def _parsed(document_id: str, loaded: Loaded, given: Metadata) -> tuple[Document, Metadata]:
    """The document, and its metadata with what the file's format says where nothing else does."""
    document = parse(document_id, loaded.text, given)
    hints = {
        name: value for name, value in loaded.hints.items() if not getattr(document.metadata, name)
    }
    if not hints:
        return document, given
    given = merge(Metadata(**hints), given)  # type: ignore[arg-type]
    return parse(document_id, loaded.text, given), given


def _similar_documents(
    corpus_dir: Path, document_id: str, text: str, replace: bool, prints: Fingerprints
) -> list[Similar]:
    library = Library(corpus_dir)
    others = (
        (other, prints.of(source))
        for other in library.ids
        if (source := source_of(corpus_dir / other)) and not (replace and other == document_id)
    )
    similar = find_similar(fingerprint(text), others)
    if similar and similar[0].similarity == 1.0:
        raise AlreadyThereError(f"内容与已有文件「{similar[0].document}」相同，没有重复添加。")
    return similar


def _write(folder: Path, file: Path, loaded: Loaded, given: Metadata) -> None:
    folder.mkdir()
    kind = file.suffix.lower()
    name = "source" + {".markdown": ".md", ".htm": ".html"}.get(kind, kind)
    shutil.copyfile(file, folder / name)
    if kind != PLAIN:
        (folder / "text.txt").write_text(loaded.text, encoding="utf-8", newline="\n")
    if data := _as_yaml(given):
        (folder / "document.yaml").write_text(
            yaml.safe_dump(data, allow_unicode=True, sort_keys=False), encoding="utf-8"
        )
    for path in folder.iterdir():
        with path.open("rb") as written:
            os.fsync(written.fileno())
    sync_folder(folder)


def _as_yaml(given: Metadata) -> dict[str, Any]:
    """The fields that are set, as `read_metadata` reads them."""
    blank = Metadata()
    data: dict[str, Any] = {}
    for name in Metadata.__dataclass_fields__:
        value = getattr(given, name)
        if value == getattr(blank, name):
            continue
        if name == "implements":
            value = [
                {k: v for k in ("title", "issuer", "number") if (v := getattr(reference, k))}
                for reference in value
            ]
        data[name] = list(value) if isinstance(value, tuple) else value
    return data


def _put_in_place(staged: Path, target: Path) -> None:
    """Rename; a document in the way is set aside first and removed after (see `recover`)."""
    aside = target.parent / f"{_REPLACED}{target.name}"
    if target.exists():
        os.rename(target, aside)
    os.rename(staged, target)
    sync_folder(target.parent)
    if aside.exists():
        shutil.rmtree(aside, ignore_errors=True)
