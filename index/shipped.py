"""Vectors of known questions that ship with a document, so that a first index takes seconds.

`vectors.npz` in a document's folder holds the vectors of its sample and uncovered questions for one
encoder. It is a cache and nothing more: another encoder, or a question that it lacks, is embedded as
usual. `python -m index.shipped` writes it anew after the questions have changed.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import numpy as np

from corpus.library import Library
from index.encoder import Encoder, load_encoder
from index.records import PASSAGES, Record, records_of

_FILE = "vectors.npz"
_DOCUMENTS = Path(__file__).resolve().parent.parent / "corpus" / "documents"


def shipped_vectors(library: Library, fingerprint: str) -> dict[str, np.ndarray]:
    """All shipped vectors made by the encoder with that fingerprint, by record id."""
    found: dict[str, np.ndarray] = {}
    for document_id in library.ids:
        path = library.folder / document_id / _FILE
        if path.is_file():
            with np.load(path) as data:
                if str(data["encoder"]) == fingerprint:
                    vectors = data["vectors"].astype(np.float32)
                    found.update(zip(data["ids"].tolist(), vectors, strict=True))
    return found


def ship(library: Library, encoder: Encoder) -> int:
    """Write the vectors of every document that has known questions; returns how many.

    Only questions whose vectors do not ship yet are embedded.
    """
    questions: dict[str, list[Record]] = defaultdict(list)
    for record in records_of(library):
        if record.kind not in PASSAGES:
            questions[record.document].append(record)
    known = shipped_vectors(library, encoder.fingerprint)
    for document_id, records in questions.items():
        new = [record for record in records if record.id not in known]
        embedded = encoder.encode_queries([record.text for record in new])
        known.update(zip((record.id for record in new), embedded, strict=True))
        np.savez_compressed(
            library.folder / document_id / _FILE,
            encoder=np.array(encoder.fingerprint),
            ids=np.array([record.id for record in records]),
            vectors=np.stack([known[record.id] for record in records]).astype(np.float16),
        )
    return sum(len(records) for records in questions.values())


if __name__ == "__main__":
    print(ship(Library(_DOCUMENTS), load_encoder()))
