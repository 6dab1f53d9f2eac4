"""The encoder: one pass of its body gives a text's dense vector and a vector for each of its tokens.

The embedded encoder (`encoders/policy-e5`, its model card says how it was taught) has both heads. Any
other sentence-transformers model may give the dense vectors, and any MultiVectorEncoder those of the
tokens; without one there are none, and ranking goes by the dense vectors alone. Nothing here opens a
network connection.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from langchain_core.embeddings import Embeddings
from numpy.typing import NDArray

if TYPE_CHECKING:
    from sentence_transformers import MultiVectorEncoder, SentenceTransformer

FloatArray = NDArray[np.float32]
Task = Literal["query", "document"]

ENCODERS = Path(__file__).resolve().parent / "encoders"
EMBEDDED = ENCODERS / "policy-e5"
"""The folder that ships with the product and is used when no other encoder is named."""

_LATE = "late"
"""The folder, inside an encoder's, of the projection that makes its token vectors."""
_LAYERS = (4, 8, 12)
"""The layers whose states are given of a question's tokens."""
_BATCH_CHARACTERS = 4000
"""Of the texts of a batch together, the longest counted for each."""
_REMEMBERED = 256
"""So many questions' vectors are kept: retrieval and reranking ask for the same ones."""
HASHED_WHOLE = 4 * 1024 * 1024
SAMPLES = 64
SAMPLE_BYTES = 4096


class EncoderNotFoundError(Exception):
    """The named encoder is not on this machine or cannot be loaded. The message is Chinese."""


@dataclass(frozen=True, slots=True)
class Embedded:
    """The vectors of one text, all of length 1: `dense` of shape (dimension,), `tokens` of shape
    (number of tokens, token dimension), with no rows where the encoder has no late head.

    Of a question that the embedded encoder read also `states`, those of its own tokens (not of the
    prompt's) in a lower, a middle and the last layer, side by side, and where each token stands in the
    text (`spans`): what understanding goes by."""

    dense: FloatArray
    tokens: FloatArray
    states: FloatArray = field(default_factory=lambda: np.zeros((0, 0), dtype=np.float32))
    spans: tuple[tuple[int, int], ...] = ()


Embed = Callable[[Sequence[str], Task], list[Embedded]]


class Encoder(Embeddings):
    """An encoder ready for use, as LangChain's `Embeddings` and with its token vectors.

    `fingerprint` changes when the model does: an index made with another one must be rebuilt.
    `token_dimension` is 0 for an encoder without token vectors.
    """

    def __init__(
        self, name: str, fingerprint: str, dimension: int, token_dimension: int, embed: Embed
    ) -> None:
        """`embed` puts the model's own prompt in front of each text of a small batch."""
        self.name = name
        self.fingerprint = fingerprint
        self.dimension = dimension
        self.token_dimension = token_dimension
        self._embed = embed
        self.question = lru_cache(_REMEMBERED)(self._question)

    def _question(self, text: str) -> Embedded:
        """The vectors of a question; those of the last few hundred are remembered."""
        return self._embed([text], "query")[0]

    def passages(self, texts: Sequence[str]) -> Iterator[tuple[int, Embedded]]:
        """The vectors of passages, each with its row in `texts`; in order of length, so that a batch
        holds little padding, and on all cores."""
        yield from self._many(texts, "document")

    def questions(self, texts: Sequence[str]) -> Iterator[tuple[int, Embedded]]:
        """The vectors of many questions, for training, in the way of `passages`."""
        yield from self._many(texts, "query")

    def _many(self, texts: Sequence[str], task: Task) -> Iterator[tuple[int, Embedded]]:
        batches = list(_batches(texts))

        def run(batch: Sequence[int]) -> list[Embedded]:
            return self._embed([texts[row] for row in batch], task)

        with ThreadPoolExecutor(os.cpu_count() or 1, "embedding") as pool:
            for batch, embedded in zip(batches, pool.map(run, batches), strict=True):
                yield from zip(batch, embedded, strict=True)

    def embed_query(self, text: str) -> list[float]:
        """The dense vector of a question."""
        vector: list[float] = self.question(text).dense.tolist()
        return vector

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """The dense vectors of passages."""
        vectors = dict(self.passages(texts))
        return [vectors[row].dense.tolist() for row in range(len(texts))]


def load_encoder(name: str | None = None, late: str | None = None) -> Encoder:
    """Load an encoder: None or "" for the embedded one, else a folder or a model's name.

    `late` names a MultiVectorEncoder whose token vectors are used instead of the encoder's own.
    Raises EncoderNotFoundError.
    """
    folder = find_model(name)
    label = model_label(name, folder)
    mark = fingerprint(folder, label)
    late_folder = find_model(late) if late else None
    if late_folder:
        mark += "+" + fingerprint(late_folder, model_label(late, late_folder))
    try:
        heads = _Heads(folder, late_folder)
    except Exception as error:  # tokenizers and safetensors raise bare Exceptions
        raise EncoderNotFoundError(
            f"编码器「{label}」的文件不完整或格式不对，无法加载：{error}"
        ) from error
    return Encoder(label, mark, heads.dimension, heads.token_dimension, heads.embed)


def find_model(name: str | None = None) -> Path:
    """The folder of a model: a path, a folder of `index/encoders/`, or a cached model's name.

    None or "" is the embedded encoder. Raises EncoderNotFoundError. Imports nothing heavy for a folder.
    """
    if not name:
        return EMBEDDED
    path = Path(name).expanduser()
    for folder in (ENCODERS / name, path):
        if (folder / "modules.json").is_file() or (folder / "config.json").is_file():
            return folder.resolve()
    if path.exists():
        raise EncoderNotFoundError(
            f"「{name}」里没有 modules.json 或 config.json，不是 sentence-transformers 模型文件夹。"
        )
    return _cached_model(name)


def model_label(name: str | None, folder: Path) -> str:
    """What the model is called in an index and in messages: no path of this machine."""
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


class _Heads:
    """A SentenceTransformer and, where there is one, a MultiVectorEncoder: over one body, where the
    projection of its token vectors lies in the folder of the first."""

    def __init__(self, folder: Path, late_folder: Path | None) -> None:
        _keep_quiet()
        import torch
        from sentence_transformers import MultiVectorEncoder, SentenceTransformer

        torch.set_num_threads(1)  # several texts at once take the cores, not the parts of one
        self._torch = torch
        self._dense: SentenceTransformer = SentenceTransformer(
            str(folder), local_files_only=True, device="cpu"
        )
        self._late: MultiVectorEncoder | None = None
        self._is_shared = late_folder is None and (folder / _LATE).is_dir()
        if self._is_shared:
            self._late = _late_head(self._dense, folder)
            body: Any = self._dense[0]
            body.model.config.output_hidden_states = True
        elif late_folder:
            self._late = MultiVectorEncoder(str(late_folder), local_files_only=True, device="cpu")
        sample = self.embed(["。"], "query")[0]
        self.dimension = sample.dense.shape[0]
        self.token_dimension = sample.tokens.shape[1]

    def embed(self, texts: Sequence[str], task: Task) -> list[Embedded]:
        """The vectors of a small batch. Halves of surrogate pairs, which a user can send, are replaced."""
        whole = [text.encode("utf-8", "replace").decode() for text in texts]
        return self._together(whole, task) if self._is_shared else self._apart(whole, task)

    def _together(self, texts: Sequence[str], task: Task) -> list[Embedded]:
        """One pass of the body, then both heads."""
        self._torch.set_num_threads(1)  # counts for the calling thread
        with self._torch.inference_mode():
            prompt = self._dense.prompts.get(task)
            body: Any = self._dense[0]
            pooling = list(self._dense)[1:]
            assert self._late is not None
            late = list(self._late)[1:]
            states = body(body.preprocess(list(texts), prompt=prompt))
            dense, tokens = dict(states), dict(states)
            for module in pooling:
                dense = module(dense)
            for module in late:
                tokens = module(tokens)
            lengths = tokens["attention_mask"].sum(1).tolist()
            vectors = tokens["token_embeddings"].float().numpy()
            found = [
                Embedded(one, vectors[row, :length])
                for row, (one, length) in enumerate(
                    zip(dense["sentence_embedding"].float().numpy(), lengths, strict=True)
                )
            ]
            if task == "document":
                return found
            layers = [states["all_layer_embeddings"][layer].float().numpy() for layer in _LAYERS]
            return [
                replace(each, **self._own_tokens(text, prompt or "", [one[row] for one in layers]))
                for row, (text, each) in enumerate(zip(texts, found, strict=True))
            ]

    def _own_tokens(self, text: str, prompt: str, layers: Sequence[FloatArray]) -> dict[str, Any]:
        """The states of the text's own tokens, each layer's of length 1, and their places in it."""
        places = self._dense.tokenizer(
            prompt + text, return_offsets_mapping=True, truncation=True, max_length=len(layers[0])
        )["offset_mapping"]
        before = len(prompt)
        rows = [row for row, (start, end) in enumerate(places) if end > max(start, before)]
        states = [one[rows] / np.linalg.norm(one[rows], axis=1, keepdims=True) for one in layers]
        return {
            "states": np.concatenate(states, axis=1),
            "spans": tuple(
                (max(places[row][0] - before, 0), places[row][1] - before) for row in rows
            ),
        }

    def _apart(self, texts: Sequence[str], task: Task) -> list[Embedded]:
        """Each model by itself."""
        self._torch.set_num_threads(1)
        dense = _encode(self._dense, texts, task, normalize_embeddings=True)
        if self._late is None:
            none = np.zeros((0, 0), dtype=np.float32)
            return [Embedded(one, none) for one in dense]
        tokens = _encode(self._late, texts, task)
        return [
            Embedded(one, np.asarray(many, dtype=np.float32))
            for one, many in zip(dense, tokens, strict=True)
        ]


def _late_head(dense: SentenceTransformer, folder: Path) -> MultiVectorEncoder:
    from sentence_transformers import MultiVectorEncoder
    from sentence_transformers.multi_vector_encoder.modules import MultiVectorMask
    from sentence_transformers.sentence_transformer.modules import Dense, Normalize

    return MultiVectorEncoder(
        modules=[
            dense[0],
            Dense.load(str(folder), subfolder=_LATE),
            MultiVectorMask(),
            Normalize(module_input_name="token_embeddings"),
        ],
        prompts={name: prompt or "" for name, prompt in dense.prompts.items()},
        similarity_fn_name="meanmaxsim",
        device="cpu",
    )


def _encode(model: Any, texts: Sequence[str], task: Task, **options: Any) -> Any:
    method = model.encode_query if task == "query" else model.encode_document
    return method(list(texts), show_progress_bar=False, convert_to_numpy=True, **options)


def _batches(texts: Sequence[str]) -> Iterator[list[int]]:
    """The rows of `texts` in batches of like length, the longest first."""
    rows = sorted(range(len(texts)), key=lambda row: -len(texts[row]))
    while rows:
        size = max(1, _BATCH_CHARACTERS // max(1, len(texts[rows[0]])))
        yield rows[:size]
        rows = rows[size:]


def _keep_quiet() -> None:
    """No network, and no progress bars in a server's log."""
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    from transformers.utils import logging

    logging.disable_progress_bar()


def _cached_model(name: str) -> Path:
    """The newest snapshot of a model in the local Hugging Face cache, without any download."""
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HFValidationError, LocalEntryNotFoundError

    try:
        return Path(snapshot_download(name, local_files_only=True))  # nosec B615
    except (HFValidationError, LocalEntryNotFoundError) as error:
        raise EncoderNotFoundError(
            f"找不到编码器「{name}」：它既不是本机文件夹，也不在本机的模型缓存里。"
            "请把设置改为模型文件夹的路径，或留空使用内置编码器。"
        ) from error
