"""The embedded encoder: two heads from one pass, self-contained, and others in its place."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from index.embeddings import (
    EMBEDDED,
    Embedded,
    Encoder,
    EncoderNotFoundError,
    find_model,
    fingerprint,
    load_encoder,
)

ROOT = Path(__file__).resolve().parents[2]
DATA = Path(__file__).parent / "data"
TEXTS: dict[str, list[str]] = json.loads((DATA / "encoder_texts.json").read_text(encoding="utf-8"))
MEGABYTE = 1_000_000


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return load_encoder()


@pytest.fixture(scope="module")
def dense_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The embedded encoder without its late head, under another path, as a user's own would be."""
    folder = tmp_path_factory.mktemp("models") / "own-encoder"
    shutil.copytree(
        EMBEDDED, folder, copy_function=os.symlink, ignore=shutil.ignore_patterns("late")
    )
    return folder


def passages(encoder: Encoder, texts: list[str]) -> list[Embedded]:
    found = dict(encoder.passages(texts))
    return [found[row] for row in range(len(texts))]


def test_the_vectors_are_those_of_sentence_transformers(encoder: Encoder) -> None:
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(EMBEDDED), local_files_only=True, device="cpu")
    queries, texts = TEXTS["queries"][:8], TEXTS["passages"][:8]
    asked = np.stack([encoder.question(text).dense for text in queries])
    np.testing.assert_allclose(asked, model.encode_query(queries), atol=1e-5)
    found = np.array(encoder.embed_documents(texts))
    np.testing.assert_allclose(found, model.encode_document(texts), atol=1e-5)


def test_token_vectors_are_unit_vectors_one_a_token(encoder: Encoder) -> None:
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(EMBEDDED / "tokenizer.json"))
    found = encoder.question("产假多少天?")
    assert found.tokens.shape == (len(tokenizer.encode("query: 产假多少天?").ids), 128)
    assert found.tokens.shape[1] == encoder.token_dimension
    np.testing.assert_allclose(np.linalg.norm(found.tokens, axis=1), 1, atol=1e-5)


def test_a_passage_is_the_same_in_any_batch(encoder: Encoder) -> None:
    texts = TEXTS["passages"][:40]
    together = passages(encoder, texts)
    for row in (0, 17, 39):
        [alone] = passages(encoder, [texts[row]])
        np.testing.assert_allclose(alone.dense, together[row].dense, atol=1e-5)
        np.testing.assert_allclose(alone.tokens, together[row].tokens, atol=1e-4)


def test_odd_texts(encoder: Encoder) -> None:
    assert list(encoder.passages([])) == []
    for text in ("", " ", "😂👶", "\x00\u200b", "补" * 10_000, "Привет"):
        dense = encoder.question(text).dense
        assert np.isfinite(dense).all()
        np.testing.assert_allclose(np.linalg.norm(dense), 1, atol=1e-5)


def test_a_lone_surrogate_does_not_stop_it(encoder: Encoder) -> None:
    broken, repaired = (encoder.question(text).dense for text in ("育儿\ud83d补贴", "育儿?补贴"))
    np.testing.assert_array_equal(broken, repaired)


def test_both_heads_find_the_sentence_of_a_question(encoder: Encoder) -> None:
    texts = TEXTS["passages"]
    found, asked = passages(encoder, texts), encoder.question("哺乳期的女职工有什么特殊保护?")
    dense = [float(one.dense @ asked.dense) for one in found]
    late = [float((one.tokens @ asked.tokens.T).max(axis=0).mean()) for one in found]
    for scores in (dense, late):
        assert "哺乳期女职工特殊劳动保护" in texts[int(np.argmax(scores))]


def test_prompts_stand_in_the_folder() -> None:
    config = json.loads((EMBEDDED / "config_sentence_transformers.json").read_text("utf-8"))
    assert config["prompts"]["query"] == "query: "
    assert config["prompts"]["passage"] == config["prompts"]["document"] == "passage: "


def test_every_file_is_below_50_megabytes_and_the_folder_below_80() -> None:
    sizes = [path.stat().st_size for path in EMBEDDED.rglob("*") if path.is_file()]
    assert max(sizes) < 50 * MEGABYTE
    assert sum(sizes) < 80 * MEGABYTE


def test_starts_without_network() -> None:
    script = """
import socket
def refuse(*arguments):
    raise SystemExit("network access")
socket.socket.connect = socket.getaddrinfo = refuse
from index.embeddings import load_encoder
assert load_encoder().question("育儿补贴发到几岁?").dense.shape == (384,)
"""
    run = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, timeout=120
    )
    assert (run.returncode, run.stdout) == (0, ""), run.stderr


def test_an_encoder_without_a_late_head(dense_folder: Path, encoder: Encoder) -> None:
    own = load_encoder(str(dense_folder))
    found, ours = own.question("产假多少天?"), encoder.question("产假多少天?")
    np.testing.assert_allclose(found.dense, ours.dense, atol=1e-5)
    assert own.token_dimension == 0 and found.tokens.size == 0
    assert own.name == "own-encoder"


def test_a_late_head_of_another_model(dense_folder: Path, encoder: Encoder, tmp_path: Path) -> None:
    from sentence_transformers import MultiVectorEncoder, SentenceTransformer
    from sentence_transformers.multi_vector_encoder.modules import MultiVectorMask
    from sentence_transformers.sentence_transformer.modules import Dense, Normalize

    body = SentenceTransformer(str(EMBEDDED), local_files_only=True, device="cpu")
    MultiVectorEncoder(
        modules=[
            body[0],
            Dense.load(str(EMBEDDED), subfolder="late"),
            MultiVectorMask(),
            Normalize(module_input_name="token_embeddings"),
        ],
        prompts={"query": "query: ", "document": "passage: "},
        device="cpu",
    ).save(str(tmp_path / "late"))
    own = load_encoder(str(dense_folder), late=str(tmp_path / "late"))
    found, ours = own.question("产假多少天?"), encoder.question("产假多少天?")
    np.testing.assert_allclose(found.tokens, ours.tokens, atol=1e-4)
    assert own.fingerprint.startswith("own-encoder:") and "+late:" in own.fingerprint


def test_fingerprint_follows_content_not_place(tmp_path: Path) -> None:
    changed = tmp_path / "changed"
    shutil.copytree(EMBEDDED, changed)
    assert fingerprint(changed, "x") == fingerprint(EMBEDDED, "x")
    (changed / "README.md").write_text("only words", encoding="utf-8")
    assert fingerprint(changed, "x") == fingerprint(EMBEDDED, "x")
    with (changed / "model-00002-of-00003.safetensors").open("r+b") as file:
        file.seek(-2, os.SEEK_END)
        file.write(b"\x00\x01")
    assert fingerprint(changed, "x") != fingerprint(EMBEDDED, "x")


def test_names_of_the_embedded_encoder() -> None:
    assert find_model() == find_model("") == EMBEDDED
    assert find_model("policy-e5") == find_model(str(EMBEDDED)) == EMBEDDED


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
