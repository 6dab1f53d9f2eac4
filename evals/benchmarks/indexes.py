"""An index generation from any records and vectors, as `index.indexing` writes it."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import numpy as np

from index.encoder import Encoder
from index.indexing import FORMAT, Manifest
from index.lexical import LexicalIndex
from index.records import Record, digest
from index.store import StoreWriter


def build_index(
    folder: Path, records: Sequence[Record], vectors: np.ndarray, encoder: Encoder
) -> float:
    """Write a generation into `folder` (empty or missing); returns the seconds it took."""
    started = time.perf_counter()
    folder.mkdir(parents=True, exist_ok=True)
    writer = StoreWriter(folder / "chroma")
    try:
        writer.add(records, vectors)
    finally:
        writer.close()
    LexicalIndex.build([record.text for record in records]).save(folder / "lexical")
    with (folder / "records.jsonl").open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(asdict(r), ensure_ascii=False) + "\n" for r in records)
    manifest = Manifest(
        format=FORMAT,
        encoder=encoder.fingerprint,
        dimension=encoder.dimension,
        digest=digest(records),
        records=len(records),
        documents=tuple(dict.fromkeys(record.document for record in records)),
        created=time.strftime("%Y-%m-%dT%H:%M:%S%z"),
        files={},
    )
    (folder / "manifest.json").write_text(
        json.dumps(asdict(manifest), ensure_ascii=False), encoding="utf-8"
    )
    return time.perf_counter() - started


def size_mb(folder: Path) -> float:
    """What a folder's files take on disk, in MB."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1024**2
