"""The shipped heads over the embedded encoder, loaded once."""

from __future__ import annotations

import pytest

from assistant.understanding.models import Models, load_models
from index.embeddings import load_encoder


@pytest.fixture(scope="session")
def models() -> Models:
    return load_models(load_encoder())
