"""One web app for all tests here: the real corpus, encoder and index; a log of its own.

The index is kept in pytest's cache folder, so that only the first run has to embed everything.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from pydantic import SecretStr
from web_serving import served

from assistant.services import Services
from assistant.settings import Settings


@pytest.fixture(scope="session")
def services(pytestconfig: pytest.Config) -> Services:
    from assistant.service.loading import load

    folder = pytestconfig.cache.mkdir("policy-index")
    return load(Settings(data_dir=Path(folder), _env_file=None))


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return Settings(
        data_dir=tmp_path_factory.mktemp("data"),
        rate_limit="",
        database_url=SecretStr(""),
        _env_file=None,
    )


@pytest.fixture(scope="session")
def app(settings: Settings, services: Services) -> Any:
    from assistant.server import build_app

    app = build_app(settings, lambda _: services)
    assert app.state.runtime.wait(60)
    return app


@pytest.fixture(scope="session")
def client(app: Any) -> TestClient:
    return TestClient(app)


@pytest.fixture(scope="session")
def server(app: Any) -> Iterator[str]:
    """The address of the app, served on a free port for the browser."""
    with served(app) as address:
        yield address
