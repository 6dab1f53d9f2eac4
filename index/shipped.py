"""What is derived from known questions and ships with a document, so that a first index takes seconds.

`vectors.npz` in a document's folder holds the vectors of its sample and uncovered questions for one
encoder, `classifier.npz` the classifier (`index.classifier`) of all known questions. Both are caches
and nothing more: another encoder, or other questions, are embedded and learned as usual.
`python -m index.shipped` writes them anew after the questions have changed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from corpus.library import Library
from index.classifier import QuestionClassifier, fit_classifier, load_classifier, source_of
from index.encoder import Encoder, load_encoder
from index.records import PASSAGES, Record, records_of

_VECTORS = "vectors.npz"
_DOCUMENTS = Path(__file__).resolve().parent.parent / "corpus" / "documents"


def shipped_vectors(library: Library, fingerprint: str) -> dict[str, np.ndarray]:
    """All shipped vectors made by the encoder with that fingerprint, by record id."""
    found: dict[str, np.ndarray] = {}
    for document_id in library.ids:
        path = library.folder / document_id / _VECTORS
        if path.is_file():
            with np.load(path) as data:
                if str(data["encoder"]) == fingerprint:
                    vectors = data["vectors"].astype(np.float32)
                    found.update(zip(data["ids"].tolist(), vectors, strict=True))
    return found


def classifier_of(
    library: Library, fingerprint: str, records: Sequence[Record], vectors: np.ndarray
) -> QuestionClassifier:
    """The classifier of a generation's known questions: the one that ships, or else learned now.

    `vectors`: those of the records, shape (len(records), dimension), by the encoder with that fingerprint.
    """
    source = source_of(fingerprint, records)
    for document_id in library.ids:
        shipped = load_classifier(library.folder / document_id)
        if shipped and shipped.source == source:
            return shipped
    return fit_classifier(records, vectors, source)


def ship(library: Library, encoder: Encoder) -> int:
    """Write vectors and classifier of the documents that have known questions; returns how many questions.

    Only questions whose vectors do not ship yet are embedded.
    """
    records = list(records_of(library))
    questions: dict[str, list[Record]] = defaultdict(list)
    for record in records:
        if record.kind not in PASSAGES:
            questions[record.document].append(record)
    known = shipped_vectors(library, encoder.fingerprint)
    for document_id, own in questions.items():
        new = [record for record in own if record.id not in known]
        embedded = encoder.encode_queries([record.text for record in new])
        known.update(zip((record.id for record in new), embedded, strict=True))
        np.savez_compressed(
            library.folder / document_id / _VECTORS,
            encoder=np.array(encoder.fingerprint),
            ids=np.array([record.id for record in own]),
            vectors=np.stack([known[record.id] for record in own]).astype(np.float16),
        )
    asked = [record for record in records if record.kind not in PASSAGES]
    vectors = np.stack([known[record.id].astype(np.float16) for record in asked]).astype(np.float32)
    classifier = fit_classifier(asked, vectors, source_of(encoder.fingerprint, asked))
    for document_id in questions:
        classifier.save(library.folder / document_id)
    return len(asked)


if __name__ == "__main__":
    print(ship(Library(_DOCUMENTS), load_encoder()))
