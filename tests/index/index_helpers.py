"""A small corpus, a fake encoder, and index updates in processes that kill themselves on the way."""

from __future__ import annotations

import hashlib
import multiprocessing
import os
import signal
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from corpus.library import Library
from index import generations, indexing, store
from index.embeddings import Embedded, Encoder, FloatArray, Task
from index.indexing import IndexingError, IndexReport
from index.opened import OpenIndex
from index.retriever import HybridRetriever
from index.units import SENTENCE
from index.verify import check

DIMENSION = 24
_CONTEXT = multiprocessing.get_context("forkserver")
_CONTEXT.set_forkserver_preload(["chromadb", "index_helpers"])


def vector_of(text: str) -> FloatArray:
    """A unit vector that stands for `text`: bigrams hashed into few dimensions."""
    vector = np.full(DIMENSION, 0.01, dtype=np.float32)
    for first, second in pairwise(text):
        digest = hashlib.blake2b(f"{first}{second}".encode(), digest_size=4).digest()
        vector[int.from_bytes(digest) % DIMENSION] += 1.0
    unit: FloatArray = vector / np.linalg.norm(vector)
    return unit


def tokens_of(text: str) -> FloatArray:
    """A unit vector for each bigram of `text`."""
    pairs = ["".join(pair) for pair in pairwise(text)] or [text]
    return np.stack([vector_of(pair) for pair in pairs])


class Counting:
    """Encodes texts and remembers them; may run something after so many texts."""

    def __init__(self, after: int = -1, action: Callable[[], None] | None = None) -> None:
        self.texts: list[str] = []
        self._after = after
        self._action = action

    def __call__(self, texts: Sequence[str], task: Task) -> list[Embedded]:
        for text in texts if task == "document" else ():
            self.texts.append(text)
            if self._action and len(self.texts) > self._after:
                self._action()
        return [Embedded(vector_of(text), tokens_of(text)) for text in texts]


def fake_encoder(counting: Counting | None = None, fingerprint: str = "fake:1") -> Encoder:
    """An encoder without a model; `counting` sees the passages."""
    return Encoder("fake", fingerprint, DIMENSION, DIMENSION, counting or Counting())


def write_document(corpus: Path, name: str, measures: list[str]) -> None:
    """A document with one measure for each of `measures` (heading。body。)."""
    folder = corpus / name
    folder.mkdir(parents=True, exist_ok=True)
    lines = [f"某某省关于{name}的若干措施", "一、主要措施"]
    lines += [f"({'一二三四五六七八九'[i]}){text}" for i, text in enumerate(measures)]
    (folder / "source.txt").write_text("\n".join(lines), encoding="utf-8")


def kill() -> None:
    """End this process as a power cut would."""
    os.kill(os.getpid(), signal.SIGKILL)


MOMENTS = (
    "encoding",
    "first collection",
    "vectors written",
    "lexical",
    "verifying",
    "before manifest",
    "before switch",
    "pointer written",
    "after switch",
)


def update_and_die(index_dir: Path, corpus: Path, moment: str) -> None:
    """Update the index, killed by SIGKILL at `moment`."""
    counting = Counting(3, kill) if moment == "encoding" else None
    _arrange(moment)
    indexing.update(index_dir, Library(corpus), fake_encoder(counting))


def update_slowly(index_dir: Path, corpus: Path, begun: Any, go_on: Any, done: Any) -> None:
    """Update the index; says when it has begun to encode and waits for leave to go on."""

    def pause() -> None:
        begun.set()
        go_on.wait(30)

    report = indexing.update(index_dir, Library(corpus), fake_encoder(Counting(0, pause)))
    done.put(report.embedded)


def update_plainly(index_dir: Path, corpus: Path, done: Any) -> None:
    """Update the index and report what was embedded and what was said meanwhile."""
    said: list[str] = []
    report = indexing.update(index_dir, Library(corpus), fake_encoder(), progress=said.append)
    done.put((report.embedded, said))


def search_until(index_dir: Path, stop: Any, done: Any) -> None:
    """Search again and again, opening the current generation each time; report every oddity."""
    oddities: list[str] = []
    rounds = 0
    while rounds == 0 or not stop.is_set():
        if not found_documents(index_dir, "家庭补贴怎么发放"):
            oddities.append("nothing found")
        rounds += 1
    done.put((rounds, oddities))


def process(target: Callable[..., None], *arguments: Any) -> Any:
    """Start `target` in a process of its own that has none of this one's state."""
    started = _CONTEXT.Process(target=target, args=arguments)
    started.start()
    return started


def event() -> Any:
    """An event that processes share."""
    return _CONTEXT.Event()


def queue() -> Any:
    """A queue between processes."""
    return _CONTEXT.Queue()


def found_documents(index_dir: Path, question: str) -> set[str]:
    """The documents of the measures that all searches of the current generation find."""
    folder = generations.current(index_dir)
    assert folder is not None
    index = OpenIndex(folder, fake_encoder())
    try:
        found = HybridRetriever(index=index).candidates_for(question)
        dense = index.store.nearest(vector_of(question), SENTENCE, 20)
        assert {index.units[row].document for row in dense} >= {one.document for one in found}
    finally:
        index.close()
    return {one.document for one in found}


def build(index_dir: Path, corpus: Path, counting: Counting | None = None) -> IndexReport:
    """Update the index in this process."""
    return indexing.update(index_dir, Library(corpus), fake_encoder(counting))


def verify_here(folder: Path) -> None:
    """The check of a new generation without a process of its own, to save its start."""
    if problem := check(folder):
        raise IndexingError(problem)


def _arrange(moment: str) -> None:
    def dying(function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **named: Any) -> Any:
            kill()

        return call

    if moment == "first collection":
        original = store._fill

        def fill_a_part(client: Any, name: str, rows: Any, vectors: Any) -> None:
            original(client, name, rows[: len(rows) // 2], vectors)
            kill()

        store._fill = fill_a_part
    elif moment == "vectors written":
        indexing.LexicalIndex.build = dying(indexing.LexicalIndex.build)  # type: ignore[method-assign]
    elif moment == "lexical":
        indexing.LexicalIndex.save = dying(indexing.LexicalIndex.save)  # type: ignore[method-assign]
    elif moment == "verifying":
        indexing._verify = dying(indexing._verify)
    elif moment == "before manifest":
        indexing._write_manifest = dying(indexing._write_manifest)
    elif moment == "before switch":
        generations.switch = dying(generations.switch)
    elif moment == "pointer written":
        os.replace = dying(os.replace)
    elif moment == "after switch":
        generations.clean = dying(generations.clean)
