"""The home page: for whom it is, what it can and cannot do, as the domain and the library say."""

from __future__ import annotations

import contextlib
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy.exc import SQLAlchemyError

from assistant.domain import domain
from assistant.eligibility.rules.catalogue import RULES
from assistant.service.runtime import Runtime
from assistant.web.pages import render
from assistant.web.words import day

if TYPE_CHECKING:
    from assistant.web.chat_mount import GradioPage

_HOT = 6
_HOT_LEAST = 5
"""So often the same words must have been asked: what fewer asked may tell who they are."""
_HOT_DAYS = 28
_HOT_S = 600.0


@dataclass(frozen=True, slots=True)
class Home:
    """What the page says of this installation. `guides` are (rule, title), `hot` whole questions."""

    place: str
    subject: str
    topics: tuple[str, ...]
    examples: tuple[tuple[str, str], ...]
    guides: tuple[tuple[str, str], ...]
    hot: tuple[str, ...]
    documents: int
    checked: str

    @property
    def title(self) -> str:
        """The heading: 江西生育支持政策问答."""
        return f"{self.place}{self.subject}政策问答"


class Hot:
    """The questions that residents ask often, looked up from time to time."""

    def __init__(self, runtime: Runtime) -> None:
        self._runtime = runtime
        self._found: tuple[str, ...] = ()
        self._looked = -_HOT_S

    async def questions(self) -> tuple[str, ...]:
        """Those of the last weeks, the most asked first; those known where the log cannot be read."""
        if time.monotonic() - self._looked >= _HOT_S:
            self._looked = time.monotonic()
            since = datetime.now(UTC) - timedelta(days=_HOT_DAYS)
            records = self._runtime.records
            with contextlib.suppress(SQLAlchemyError):
                self._found = tuple(
                    await self._runtime.write(lambda: records.often_asked(since, _HOT_LEAST, _HOT))
                )
        return self._found


def home(runtime: Runtime, hot: tuple[str, ...] = ()) -> Home:
    """What the page says now; `hot` are the questions that are asked often."""
    field = domain()
    return Home(
        place=field.home_name,
        subject=field.subject,
        topics=field.topics,
        examples=tuple((example.label, example.question) for example in field.examples),
        guides=tuple(
            (one.rule, RULES[one.rule].title) for one in field.guides if one.rule in RULES
        ),
        hot=hot,
        documents=len(runtime.library.ids),
        checked=day(field.checked) if field.checked else "",
    )


def home_page(runtime: Runtime, gradio: GradioPage, hot: tuple[str, ...]) -> str:
    """The page at `/` with Gradio's part in it."""
    name = runtime.settings.site_name
    return render("chat.html", name=name, page="chat", home=home(runtime, hot), gradio=gradio)
