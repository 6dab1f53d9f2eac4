"""The embedded encoder: same vectors as its origin, self-contained, quick to start."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from index.bert import batches
from index.encoder import (
    EMBEDDED,
    Encoder,
    EncoderNotFoundError,
    as_embeddings,
    find_encoder,
    fingerprint,
    load_encoder,
)
from index.encoders.build import decode_tensor, is_kept

ROOT = Path(__file__).resolve().parents[2]
DATA = Path(__file__).parent / "data"
TEXTS: dict[str, list[str]] = json.loads((DATA / "encoder_texts.json").read_text(encoding="utf-8"))
MEGABYTE = 1_000_000


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return load_encoder()


@pytest.fixture(scope="module")
def copied_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The embedded encoder under another path, as a user's own model would be."""
    folder = tmp_path_factory.mktemp("models") / "own-encoder"
    shutil.copytree(EMBEDDED, folder, copy_function=os.symlink)
    return folder


@pytest.fixture(scope="module")
def copied_encoder(copied_folder: Path) -> Encoder:
    """The same weights through sentence-transformers itself."""
    return load_encoder(str(copied_folder))


def cosines(left: np.ndarray, right: np.ndarray) -> np.ndarray:
    lengths = np.linalg.norm(left, axis=1) * np.linalg.norm(right, axis=1)
    return np.asarray((left * right).sum(axis=1) / lengths)


@pytest.mark.parametrize("kind", ["queries", "passages"])
def test_agrees_with_the_unpruned_reference(encoder: Encoder, kind: str) -> None:
    with np.load(DATA / "encoder_reference.npz") as stored:
        reference = stored[kind].astype(np.float32)
    encode = encoder.encode_queries if kind == "queries" else encoder.encode_passages
    assert cosines(encode(TEXTS[kind]), reference).min() >= 0.9998


def test_the_reference_has_300_sentences() -> None:
    assert len(set(TEXTS["queries"]) | set(TEXTS["passages"])) >= 300


def test_equals_sentence_transformers_on_the_same_folder(
    encoder: Encoder, copied_encoder: Encoder
) -> None:
    queries, passages = TEXTS["queries"], TEXTS["passages"]
    for ours, theirs in (
        (encoder.encode_queries(queries), copied_encoder.encode_queries(queries)),
        (encoder.encode_passages(passages), copied_encoder.encode_passages(passages)),
    ):
        assert cosines(ours, theirs).min() >= 0.99999


def test_vectors_are_unit_float32_in_the_order_given(encoder: Encoder) -> None:
    vectors = encoder.encode_passages(TEXTS["passages"])
    assert vectors.dtype == np.float32
    assert vectors.shape == (len(TEXTS["passages"]), encoder.dimension) == (131, 384)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    for row in (0, 17, 130):
        alone = encoder.encode_passages([TEXTS["passages"][row]])
        np.testing.assert_allclose(alone[0], vectors[row], atol=1e-5)


@pytest.mark.parametrize("name", ["encoder", "copied_encoder"])
def test_odd_texts(name: str, request: pytest.FixtureRequest) -> None:
    chosen: Encoder = request.getfixturevalue(name)
    assert chosen.encode_queries([]).shape == (0, chosen.dimension)
    odd = ["", " ", "😂👶", "\x00\u200b", "补" * 10_000, "Привет"]
    vectors = chosen.encode_queries(odd)
    assert np.isfinite(vectors).all()
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_a_lone_surrogate_does_not_stop_it(encoder: Encoder) -> None:
    broken, repaired = encoder.encode_queries(["育儿\ud83d补贴", "育儿?补贴"])
    np.testing.assert_array_equal(broken, repaired)


def test_a_question_finds_its_sentence(encoder: Encoder) -> None:
    passages = TEXTS["passages"]
    scores = encoder.encode_queries(["哺乳期的女职工有什么特殊保护?"]) @ (
        encoder.encode_passages(passages).T
    )
    assert "哺乳期女职工特殊劳动保护" in passages[int(scores.argmax())]


def test_prompts_stand_in_the_folder() -> None:
    config = json.loads((EMBEDDED / "config_sentence_transformers.json").read_text("utf-8"))
    assert config["prompts"]["query"] == "query: "
    assert config["prompts"]["passage"] == config["prompts"]["document"] == "passage: "


def test_every_file_is_below_50_megabytes_and_the_folder_below_80() -> None:
    sizes = [path.stat().st_size for path in EMBEDDED.rglob("*") if path.is_file()]
    assert max(sizes) < 50 * MEGABYTE
    assert sum(sizes) < 80 * MEGABYTE


def test_no_unknown_token_in_the_policy() -> None:
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(EMBEDDED / "tokenizer.json"))
    unknown = tokenizer.token_to_id("<unk>")
    assert unknown in tokenizer.encode("Привет").ids
    sources = sorted((ROOT / "corpus" / "documents").rglob("*.txt"))
    texts = TEXTS["passages"] + [path.read_text(encoding="utf-8") for path in sources]
    assert not [text for text in texts if unknown in tokenizer.encode(text).ids]


def test_starts_without_network_and_without_transformers() -> None:
    script = """
import socket, sys
def refuse(*arguments):
    raise SystemExit("network access")
socket.socket.connect = socket.getaddrinfo = refuse
from index.encoder import load_encoder
assert load_encoder().encode_queries(["育儿补贴发到几岁?"]).shape == (1, 384)
print(sorted({name.split(".")[0] for name in sys.modules}
             & {"transformers", "sentence_transformers", "langchain_core", "huggingface_hub"}))
"""
    run = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, timeout=60
    )
    assert (run.returncode, run.stdout.strip()) == (0, "[]"), run.stderr


def test_fingerprint_follows_content_not_place(tmp_path: Path, copied_folder: Path) -> None:
    assert load_encoder().fingerprint == fingerprint(EMBEDDED, "e5-small-zh")
    assert fingerprint(copied_folder, "x") == fingerprint(EMBEDDED, "x")

    changed = tmp_path / "changed"
    shutil.copytree(EMBEDDED, changed)
    (changed / "README.md").write_text("only words", encoding="utf-8")
    assert fingerprint(changed, "x") == fingerprint(EMBEDDED, "x")
    with (changed / "model-00002-of-00002.safetensors").open("r+b") as file:
        file.seek(-2, os.SEEK_END)
        file.write(b"\x00\x01")
    assert fingerprint(changed, "x") != fingerprint(EMBEDDED, "x")


def test_names_of_the_embedded_encoder() -> None:
    assert find_encoder() == find_encoder("") == EMBEDDED
    assert find_encoder("e5-small-zh") == find_encoder(str(EMBEDDED)) == EMBEDDED


def test_a_missing_encoder_is_explained_in_chinese(tmp_path: Path) -> None:
    with pytest.raises(EncoderNotFoundError, match="找不到编码器「nobody/no-such-model」"):
        load_encoder("nobody/no-such-model")
    with pytest.raises(EncoderNotFoundError, match="找不到编码器"):
        load_encoder("不存在 的/文件夹/x")
    with pytest.raises(EncoderNotFoundError, match="不是 sentence-transformers 模型文件夹"):
        load_encoder(str(tmp_path))
    (tmp_path / "config.json").write_text("{", encoding="utf-8")
    with pytest.raises(EncoderNotFoundError, match="无法加载"):
        load_encoder(str(tmp_path))


def test_langchain_embeddings(encoder: Encoder) -> None:
    embeddings = as_embeddings(encoder)
    question, passage = "产假多少天?", "保障产假落实到位。"
    np.testing.assert_allclose(
        embeddings.embed_query(question), encoder.encode_queries([question])[0], atol=1e-6
    )
    np.testing.assert_allclose(
        embeddings.embed_documents([passage]), encoder.encode_passages([passage]), atol=1e-6
    )


def test_batches_keep_every_row_once_and_within_the_budget() -> None:
    lengths = [7, 600, 3, 3, 12, 90, 512, 1]
    groups = batches(lengths, 100)
    assert sorted(row for group in groups for row in group) == list(range(len(lengths)))
    for group in groups:
        assert len(group) == 1 or len(group) * max(lengths[row] for row in group) <= 100


def test_q4_0_blocks_are_decoded() -> None:
    nibbles = [0] * 32
    nibbles[0], nibbles[15], nibbles[16], nibbles[31] = 15, 1, 9, 0
    packed = bytes(nibbles[j] | nibbles[j + 16] << 4 for j in range(16))
    values = decode_tensor(np.float16(0.5).tobytes() + packed, kind=1, elements=32)
    assert (values[0], values[15], values[16], values[31]) == (3.5, -3.5, 0.5, -4.0)


def test_the_pruned_vocabulary_keeps_what_chinese_questions_use() -> None:
    rare = -15.0
    for piece in ("生育", "▁津貼", "々", "12", "2024", "。", "(1)", "▁APP", "ā", "👶", "▁“"):
        assert is_kept(piece, rare), piece
    for piece in ("▁на", "と思います", "thrombophlebitis", "▁është", "▁subsidy"):
        assert not is_kept(piece, rare), piece
    assert is_kept("▁program", -11.0)
