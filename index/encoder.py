"""Sentence vectors: the embedded encoder, or any sentence-transformers model on this machine.

The embedded encoder is loaded without transformers, which makes a cold start seconds shorter
(docs/decisions/0002-encoder.md); any other one goes through sentence-transformers. Nothing here
opens a network connection.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from langchain_core.embeddings import Embeddings

FloatArray = NDArray[np.float32]
Encode = Callable[[list[str]], FloatArray]

ENCODERS = Path(__file__).resolve().parent / "encoders"
EMBEDDED = ENCODERS / "e5-small-zh"
"""The folder that ships with the product and is used when no other encoder is named."""

HASHED_WHOLE = 4 * 1024 * 1024
SAMPLES = 64
SAMPLE_BYTES = 4096


class EncoderNotFoundError(Exception):
    """The named encoder is not on this machine or cannot be loaded. The message is Chinese."""


@dataclass(frozen=True)
class Encoder:
    """An encoder ready for use.

    `encode_queries` and `encode_passages` take texts and return float32 unit vectors of shape
    (number of texts, `dimension`); each puts the model's own prompt in front.
    `fingerprint` changes when the model does: an index made with another one must be rebuilt.
    """

    name: str
    dimension: int
    fingerprint: str
    encode_queries: Encode
    encode_passages: Encode


def load_encoder(name: str | None = None) -> Encoder:
    """Load an encoder: None or "" for the embedded one, else a folder or a model's name.

    Raises EncoderNotFoundError.
    """
    folder = find_encoder(name)
    label = encoder_label(name, folder)
    load = _load_embedded if folder == EMBEDDED else _load_sentence_transformer
    try:
        dimension, queries, passages = load(folder)
    except Exception as error:  # tokenizers and safetensors raise bare Exceptions
        raise EncoderNotFoundError(
            f"编码器「{label}」的文件不完整或格式不对,无法加载:{error}"
        ) from error
    return Encoder(label, dimension, fingerprint(folder, label), queries, passages)


def find_encoder(name: str | None = None) -> Path:
    """The folder of an encoder: a path, a folder of `index/encoders/`, or a cached model's name.

    Raises EncoderNotFoundError. Does not import any heavy library for a folder.
    """
    if not name:
        return EMBEDDED
    path = Path(name).expanduser()
    for folder in (ENCODERS / name, path):
        if (folder / "modules.json").is_file() or (folder / "config.json").is_file():
            return folder.resolve()
    if path.exists():
        raise EncoderNotFoundError(
            f"「{name}」里没有 modules.json 或 config.json,不是 sentence-transformers 模型文件夹。"
        )
    return _cached_model(name)


def encoder_label(name: str | None, folder: Path) -> str:
    """What the encoder is called in an index and in messages: no path of this machine."""
    return name if name and not Path(name).exists() else folder.name


def fingerprint(folder: Path, label: str) -> str:
    """`LABEL:16 hexadecimal digits`, from the names, sizes and contents of the model's files.

    Files above 4 MB are sampled (64 blocks of 4 KB), so it takes milliseconds. Documentation
    and hidden files do not count.
    """
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        relative = path.relative_to(folder)
        hidden = any(part.startswith(".") for part in relative.parts)
        if hidden or path.suffix == ".md" or not path.is_file():
            continue
        size = path.stat().st_size
        digest.update(f"{relative.as_posix()}\0{size}\0".encode())
        with path.open("rb") as file:
            if size <= HASHED_WHOLE:
                digest.update(file.read())
                continue
            for number in range(SAMPLES):
                file.seek((size - SAMPLE_BYTES) * number // (SAMPLES - 1))
                digest.update(file.read(SAMPLE_BYTES))
    return f"{label}:{digest.hexdigest()[:16]}"


def as_embeddings(encoder: Encoder) -> Embeddings:
    """The encoder as LangChain's `Embeddings`."""
    from langchain_core.embeddings import Embeddings

    class EncoderEmbeddings(Embeddings):
        def embed_documents(self, texts: list[str]) -> list[list[float]]:
            vectors: list[list[float]] = encoder.encode_passages(texts).tolist()
            return vectors

        def embed_query(self, text: str) -> list[float]:
            vector: list[float] = encoder.encode_queries([text])[0].tolist()
            return vector

    return EncoderEmbeddings()


def _load_embedded(folder: Path) -> tuple[int, Encode, Encode]:
    from index.bert import BertSentenceEncoder

    model = BertSentenceEncoder(folder)
    return (
        model.dimension,
        lambda texts: model.encode(texts, "query"),
        lambda texts: model.encode(texts, "passage"),
    )


def _load_sentence_transformer(folder: Path) -> tuple[int, Encode, Encode]:
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(folder), local_files_only=True, device="cpu")
    dimension = model.get_embedding_dimension()
    if dimension is None:
        raise ValueError("模型没有给出向量维数")

    def encode(method: Callable[..., FloatArray], texts: list[str]) -> FloatArray:
        if not texts:
            return np.empty((0, dimension), dtype=np.float32)
        vectors = method(texts, normalize_embeddings=True, show_progress_bar=False)
        return np.asarray(vectors, dtype=np.float32)

    return (
        dimension,
        lambda texts: encode(model.encode_query, texts),
        lambda texts: encode(model.encode_document, texts),
    )


def _cached_model(name: str) -> Path:
    """The newest snapshot of a model in the local Hugging Face cache, without any download."""
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HFValidationError, LocalEntryNotFoundError

    try:
        return Path(snapshot_download(name, local_files_only=True))  # nosec B615
    except (HFValidationError, LocalEntryNotFoundError) as error:
        raise EncoderNotFoundError(
            f"找不到编码器「{name}」:它既不是本机文件夹,也不在本机的模型缓存里。"
            "请把 POLICY_ENCODER 设为模型文件夹的路径,或留空使用内置编码器。"
        ) from error
