"""What all tests share: the services over the shipped corpus, loaded once in a session."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import date
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from assistant.answer import Answer
    from assistant.services import Services
    from corpus.model import Document

AS_OF = date(2025, 9, 1)


@pytest.fixture(scope="session", autouse=True)
def _no_settings_of_the_machine() -> Iterator[None]:
    """Tests see the default settings, whatever the shell they are started from has set."""
    with pytest.MonkeyPatch.context() as patched:
        for name in list(os.environ):
            if name.startswith("POLICY_"):
                patched.delenv(name)
        yield


@pytest.fixture(scope="session")
def services(request: pytest.FixtureRequest) -> Services:
    """The shipped corpus and encoder, with an index of the tests' own.

    The index lies in pytest's cache folder, so that only what changed is embedded by the next run;
    `pytest --cache-clear` builds it anew.
    """
    from assistant.service.loading import load
    from assistant.settings import Settings

    assert request.config.cache is not None
    folder = request.config.cache.mkdir("policy-data")
    return load(Settings(_env_file=None, data_dir=folder))  # type: ignore[call-arg]


@pytest.fixture(scope="session")
def jiangxi(services: Services) -> Document:
    """The first corpus: the Jiangxi measures of 2025."""
    return services.library.get("jiangxi-2025-birth-support")


@pytest.fixture(scope="session")
def reply(services: Services) -> Callable[..., Answer]:
    """`reply(question, *earlier questions)`: the answer after a conversation of those questions."""
    from assistant.answer import Turn
    from assistant.chain import ask

    def run(question: str, *earlier: str, as_of: date = AS_OF) -> Answer:
        history: list[Turn] = []
        for before in earlier:
            answer = ask(services, before, history, as_of)
            history.append(Turn(question=before, answer=answer.answer))
        return ask(services, question, history, as_of)

    return run
