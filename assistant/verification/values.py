"""What may stand in a phrase: nothing about a policy, each value of a closed kind that can be checked.

A phrase names its placeholders; the placeholder's name is the kind of the value.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from assistant.domain import domain
from assistant.eligibility.family import FIELDS
from corpus.library import Library
from corpus.regions import region_of

MOST_CHARS = 40
"""Of a user's question that is repeated."""
LEFT_OUT = "…"
"""Stands for what is left out of a user's question: figures and signs."""
_UNSAID = re.compile(r"[^\u4e00-\u9fff\u3001\uff0c\uff1f,?]+")
_NAMED = re.compile(r"《([^》]*)》")
_LISTED = "、"
_FIGURE = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Known:
    """What a value may be taken from: the library, and the words that the user has written."""

    library: Library
    said: tuple[str, ...] = ()


def retold(question: str) -> str:
    """A user's question as an answer may repeat it: Chinese words only, no figure, no sign, cut short."""
    words = _UNSAID.sub(LEFT_OUT, question.strip()).strip(LEFT_OUT)
    return words if len(words) <= MOST_CHARS else words[:MOST_CHARS] + LEFT_OUT


def titles(library: Library, most: int = 3) -> str:
    """The documents by title: 《……》、《……》等文件; those with a figure in it are not named."""
    named = [library.get(i).metadata.title or i for i in library.ids]
    shown = [title for title in named if not _FIGURE.search(title)][:most]
    if not shown:
        return ""
    listed = _LISTED.join(f"《{title}》" for title in shown)
    return f"{listed}等文件" if len(named) > len(shown) else listed


def is_allowed(name: str, value: str, known: Known) -> bool:
    """Whether a phrase's placeholder `name` may hold `value`."""
    check = VALUES.get(name)
    return check is not None and check(value, known)


def _are_titles(value: str, known: Known) -> bool:
    named = _NAMED.findall(value)
    own = {known.library.get(i).metadata.title or i for i in known.library.ids}
    rest = _NAMED.sub("", value).replace(_LISTED, "")
    return set(named) <= own and rest in ("", "等文件")


def _are_absent_texts(value: str, known: Known) -> bool:
    """Texts that are not in the library: those of the domain, or as the user has named them."""
    absent = {text.title for text in domain().absent}
    named = _NAMED.findall(value)
    return not _NAMED.sub("", value).replace(_LISTED, "") and all(
        name in absent or any(name in text for text in known.said) for name in named
    )


def _are_places(value: str, known: Known) -> bool:
    """Places of the region data, or words of the user's."""
    return all(
        region_of(place) is not None or any(place in text for text in known.said)
        for place in value.split(_LISTED)
    )


def _is_question(value: str, known: Known) -> bool:
    """The user's own words without figures and signs."""
    told = [retold(text) for text in known.said]
    runs = [run for run in value.split(LEFT_OUT) if run]
    return (
        bool(runs)
        and len(value) <= MOST_CHARS + len(LEFT_OUT)
        and _UNSAID.sub("", value) == value.replace(LEFT_OUT, "")
        and all(any(run in text for text in (*told, *known.said)) for run in runs)
    )


def _are_labels(value: str, _: Known) -> bool:
    labels = {field.label for field in FIELDS.values()}
    return set(value.split(_LISTED)) <= labels


def _are_topics(value: str, known: Known) -> bool:
    """Headings of the library, each in 「」."""
    own = {f"「{m.title}」" for i in known.library.ids for m in known.library.get(i).measures}
    return set(value.split(_LISTED)) <= own


def _is_of_domain(name: str) -> Callable[[str, Known], bool]:
    """Whether a value is what the operator's domain file has for it."""
    return lambda value, _: domain().phrase_values().get(name) == value


def _are_absent(value: str, _: Known) -> bool:
    """Texts that the domain file names as not being in the library."""
    return set(value.split(_LISTED)) <= {text.name for text in domain().absent}


def _is_count(value: str, _: Known) -> bool:
    return value.isascii() and value.isdigit()


VALUES: Mapping[str, Callable[[str, Known], bool]] = {
    "titles": _are_titles,
    "texts": _are_absent_texts,
    "places": _are_places,
    "question": _is_question,
    "labels": _are_labels,
    "topics": _are_topics,
    "example": _is_of_domain("example"),
    "search_example": _is_of_domain("search_example"),
    "field_topics": _is_of_domain("field_topics"),
    "absent": _are_absent,
    "length": _is_count,
    "limit": _is_count,
}
"""The kinds of a phrase's values by name. `length` and `limit` count characters of a question."""
