"""The decision to answer belongs to an encoder: the embedded one's ships, another's is calibrated once."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest

from assistant.service import loading
from assistant.settings import Settings
from index.decision import Decision, read_decision
from index.embeddings import EMBEDDED, Encoder, fingerprint
from index.training import calibrating

OWN = Decision({"intercept": 1.0}, 0.3)


def encoder(mark: str) -> Encoder:
    return Encoder("own", mark, 2, 0, lambda texts, task: [])


def test_the_embedded_encoders_ships(tmp_path: Path) -> None:
    settings = Settings(_env_file=None, data_dir=tmp_path)  # type: ignore[call-arg]
    embedded = encoder(fingerprint(EMBEDDED, EMBEDDED.name))
    assert loading._decision(settings, embedded, print) == read_decision()


def test_another_encoder_is_calibrated_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings(_env_file=None, data_dir=tmp_path)  # type: ignore[call-arg]
    settings.index_dir.mkdir()
    calibrated: list[str] = []

    def calibrate(own: Encoder, data: object) -> SimpleNamespace:
        calibrated.append(own.fingerprint)
        return SimpleNamespace(decision=OWN)

    monkeypatch.setattr(calibrating, "calibrate_encoder", calibrate)
    said: list[str] = []
    for _ in range(2):
        assert loading._decision(settings, encoder("own:1"), said.append) == OWN
    loading._decision(settings, encoder("own:2"), said.append)
    assert calibrated == ["own:1", "own:2"]
    assert len(said) == 2
