"""An index generation, opened for searching."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

from index import generations
from index.embeddings import Encoder
from index.indexing import LEXICAL, Manifest, read_manifest
from index.lexical import LexicalIndex
from index.store import Store, open_store
from index.units import WHOLE, MeasureKey, Unit, read_units
from index.vectors import UnitVectors


class OpenIndex:
    """What one generation holds, and the encoder that made it."""

    def __init__(self, folder: Path, encoder: Encoder) -> None:
        manifest = read_manifest(folder)
        if manifest is None:
            raise ValueError(f"no readable index generation in {folder}")
        self.folder = folder
        self.encoder = encoder
        self.manifest: Manifest = manifest
        self.store: Store = open_store(folder / "chroma", manifest.documents)
        self.units: Sequence[Unit] = read_units(folder)
        self.vectors = UnitVectors(folder)
        self.lexical = LexicalIndex.load(folder / LEXICAL)
        self.wholes = [row for row, unit in enumerate(self.units) if unit.kind == WHOLE]
        """The rows of the wholes, in the order of the lexical index."""
        rows: dict[MeasureKey, list[int]] = defaultdict(list)
        for row, unit in enumerate(self.units):
            rows[unit.key].append(row)
        self.rows: Mapping[MeasureKey, Sequence[int]] = rows
        """The rows of each measure's units."""

    def text(self, key: MeasureKey) -> str:
        """What a measure says, with its titles in front, as it is searched."""
        wholes = (self.units[row] for row in self.rows[key])
        return "\n".join(unit.text for unit in wholes if unit.kind == WHOLE)

    def close(self) -> None:
        """Release the files."""
        self.store.close()


def open_index(index_dir: Path, encoder: Encoder) -> OpenIndex | None:
    """The current generation; None where there is none, or it was made by another encoder."""
    folder = generations.current(index_dir)
    manifest = read_manifest(folder) if folder else None
    if folder is None or manifest is None or manifest.encoder != encoder.fingerprint:
        return None
    return OpenIndex(folder, encoder)
