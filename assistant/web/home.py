"""The home page: for whom it is, what it can and cannot do, as the domain and the library say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.domain import domain
from assistant.eligibility.rules.catalogue import RULES
from assistant.service.runtime import Runtime
from assistant.web.pages import render
from assistant.web.words import day

if TYPE_CHECKING:
    from assistant.web.chat_mount import GradioPage

_HOT = 6


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


def home(runtime: Runtime) -> Home:
    """What the page says now."""
    field = domain()
    return Home(
        place=field.home_name,
        subject=field.subject,
        topics=field.topics,
        examples=tuple((example.label, example.question) for example in field.examples),
        guides=tuple((one.rule, RULES[one.rule].title) for one in field.guides if one.rule in RULES),
        hot=(),
        documents=len(runtime.library.ids),
        checked=day(field.checked) if field.checked else "",
    )


def home_page(runtime: Runtime, gradio: GradioPage) -> str:
    """The page at `/` with Gradio's part in it."""
    name = runtime.settings.site_name
    return render("chat.html", name=name, page="chat", home=home(runtime), gradio=gradio)
