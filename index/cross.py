"""Another model's order: a CrossEncoder that reads the question together with each candidate.

It costs a pass of the model a candidate, so only the best few are read. Whether they answer stays the
decision of the calibrated scores.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from langchain_core.callbacks import Callbacks
from langchain_core.documents import Document
from langchain_core.documents.compressor import BaseDocumentCompressor
from pydantic import ConfigDict

from index.embeddings import EncoderNotFoundError
from index.ranking import RankedMeasure
from index.reranker import LateReranker

_CROSS = "ForSequenceClassification"


def is_cross_encoder(folder: Path) -> bool:
    """Whether a model's folder holds a CrossEncoder, by its configuration."""
    try:
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return any(str(name).endswith(_CROSS) for name in config.get("architectures") or ())


class CrossReranker(BaseDocumentCompressor):
    """Scores and judges as `first` does, then puts the best `count` in the order of a CrossEncoder."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    first: LateReranker
    model: Any
    count: int = 8

    def compress_documents(
        self, documents: Sequence[Document], query: str, callbacks: Callbacks | None = None
    ) -> list[Document]:
        """The documents in their new order."""
        candidates = [RankedMeasure.of(one) for one in documents]
        texts = {c.key: one.page_content for c, one in zip(candidates, documents, strict=True)}
        return [m.as_document(texts[m.key]) for m in self.rank(candidates, query)]

    def rank(self, candidates: Sequence[RankedMeasure], query: str) -> list[RankedMeasure]:
        """The candidates scored, judged and in order."""
        ranked = self.first.rank(candidates, query)
        best, rest = ranked[: self.count], ranked[self.count :]
        if not best:
            return ranked
        pairs = [(query, self.first.index.text(measure.key)) for measure in best]
        scores = self.model.predict(pairs, show_progress_bar=False)
        order = sorted(range(len(best)), key=lambda place: -float(scores[place]))
        return [*(best[place] for place in order), *rest]


def load_cross_encoder(folder: Path) -> Any:
    """The CrossEncoder in a folder. Raises EncoderNotFoundError."""
    try:
        from sentence_transformers import CrossEncoder

        return CrossEncoder(str(folder), local_files_only=True, device="cpu")
    except Exception as error:  # tokenizers and safetensors raise bare Exceptions
        raise EncoderNotFoundError(
            f"重排模型「{folder.name}」的文件不完整或格式不对，无法加载：{error}"
        ) from error
