"""Teaching, packing and calibrating on a few passages, in seconds."""

from __future__ import annotations

import gzip
import hashlib
import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from index_helpers import fake_encoder
from torch import Tensor, tensor

from index.decision import read_decision
from index.embeddings import EMBEDDED
from index.search import Search
from index.training.calibrating import calibrate, risk_coverage
from index.training.data import DATA, TrainingData, read
from index.training.losses import mean_maxsim
from index.training.pools import open_pool
from index.training.teaching import Options, teach
from index.training.weights import pack

LAW = {
    "补贴": ["补贴按年发放。", "补贴由县级财政支付。"],
    "产假": ["产假九十八天。", "难产的增加产假十五天。"],
    "托育": ["社区应当建设托育机构。", "托育机构用电执行居民价格。"],
}
QUESTIONS = {
    "补贴#0": "补贴多久发一次",
    "补贴#1": "补贴的钱谁出",
    "产假#0": "产假有几天",
    "产假#1": "难产多几天产假",
    "托育#0": "社区要不要建托育机构",
    "托育#1": "托育机构的电费怎么算",
}


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> TrainingData:
    folder = tmp_path_factory.mktemp("data")
    passages = [
        {"pid": f"{name}#{n}", "doc": name, "text": f"{name}办法 {text}", "kind": "whole"}
        for name, texts in LAW.items()
        for n, text in enumerate(texts)
    ]
    pairs = [
        {"q": text, "pos": [pid], "near": [], "doc": pid.split("#")[0], "split": split}
        for pid, text in QUESTIONS.items()
        for split in ("train", "laws")
    ]
    pairs += [
        {"q": f"{name}{what}", "pos": [], "near": [], "doc": name, "split": split}
        for name in LAW
        for what in ("的电话号码", "几点下班")
        for split in ("train", "laws")
    ]
    for name, rows in (("passages", passages), ("pairs", pairs)):
        with gzip.open(folder / f"{name}.jsonl.gz", "wt", encoding="utf-8") as file:
            file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    return read(folder)


@pytest.fixture
def search(data: TrainingData, tmp_path: Path) -> Iterator[Search]:
    found = open_pool(tmp_path, data.passages.values(), fake_encoder())
    yield found
    found.close()


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_what_is_taught_comes_into_the_folder_and_nothing_else(
    data: TrainingData, tmp_path: Path
) -> None:
    said: list[str] = []
    taught = teach(EMBEDDED, data, tmp_path / "work", Options(steps=2), said.append)
    folder = tmp_path / "encoder"
    shutil.copytree(EMBEDDED, folder)
    changed = pack(sorted(taught.glob("*.safetensors")), folder)
    assert changed == ["model-00003-of-00003.safetensors", "late/model.safetensors"]
    for name in ("model-00001-of-00003.safetensors", "model-00002-of-00003.safetensors"):
        assert digest(folder / name) == digest(EMBEDDED / name)
    teach(EMBEDDED, data, tmp_path / "work", Options(steps=1), said.append)
    assert len([message for message in said if "texts read" in message]) == 1


def test_late_interaction_leaves_padding_out() -> None:
    def rows(*values: list[list[float]]) -> list[Tensor]:
        return [tensor(value) for value in values]

    questions = rows([[1.0, 0.0]], [[0.0, 1.0], [1.0, 0.0]])
    passages = rows([[0.5, 0.0]], [[0.0, 1.0], [0.8, 0.6], [-1.0, 0.0]])
    found = mean_maxsim(questions, passages).numpy()
    np.testing.assert_allclose(found, [[0.5, 0.8], [0.25, 0.9]], atol=1e-6)


def test_a_decision_is_fitted_on_documents_that_it_is_judged_without(
    data: TrainingData, search: Search, tmp_path: Path
) -> None:
    found = calibrate(search, data.of("laws"))
    assert (found.answerable, found.unanswerable) == (12, 12)
    assert found.refused_answerable <= 1 / 12
    assert found.risk_coverage[-1][0] == 1.0
    found.decision.save(tmp_path / "decision.json")
    assert read_decision(tmp_path / "decision.json") == found.decision


def test_the_surest_answers_come_first_in_the_curve() -> None:
    curve = risk_coverage(np.array([0.1, 0.9, 0.8, 0.2]), np.array([False, True, True, True]), 2)
    assert curve == [(0.5, 0.0), (1.0, 0.25)]


def test_the_shipped_data_teach_nothing_that_is_held_out() -> None:
    shipped = read(DATA)
    taught = {question.document for question in shipped.of("train")}
    asked = {question.text for question in shipped.of("train")}
    for split in ("laws", "statute", "library"):
        held = shipped.of(split)
        assert held and not {question.text for question in held} & asked
        if split == "laws":
            assert not {question.document for question in held} & taught
