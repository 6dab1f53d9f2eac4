"""A product with a scripted chat model."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pydantic import SecretStr
from scripted_chat import CHAT_TIMEOUT_S, ScriptedServer, scripted_server

from assistant.services import Services


@pytest.fixture(scope="module")
def server() -> Iterator[ScriptedServer]:
    """The chat server; a test sets its `script`."""
    with scripted_server() as server:
        yield server


@pytest.fixture(scope="module")
def chatting(services: Services, server: ScriptedServer) -> Services:
    """The product, asking that server; what takes seconds to import is imported before."""
    import langchain_openai  # noqa: F401

    settings = services.settings.model_copy(
        update={
            "chat_model": "scripted",
            "chat_base_url": server.url,
            "chat_api_key": SecretStr("test-key"),
            "chat_timeout_s": CHAT_TIMEOUT_S,
        }
    )
    return Services(settings, services.library, services.retriever)
