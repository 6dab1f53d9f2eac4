"""The real corpus and index, for tests that answer questions."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.context import Services
from assistant.settings import Settings


@pytest.fixture(scope="session")
def services(pytestconfig: pytest.Config) -> Services:
    from assistant.services import load

    folder = pytestconfig.cache.mkdir("policy-index")
    return load(Settings(data_dir=Path(folder), _env_file=None))
