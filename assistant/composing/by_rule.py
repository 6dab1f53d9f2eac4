"""By which rule, where a quote only says that there is one: the text in the library, or the missing one.

「按规定做好……」 names no rule; 《江西省女职工劳动保护特别规定》 may be named and not be in the library. Which rule
a document means where it does not name it stands in the domain (`related`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.domain import Related, domain
from assistant.turn import Request
from assistant.understanding.model import Part
from assistant.verification.making import value
from assistant.verification.slots import SlotError, register_of, slot
from assistant.verification.statement import Quote, Slot, Statement
from corpus.library import Library
from corpus.model import Document

_NAMED = re.compile(r"《([^《》]+)》")
_BY_RULE = re.compile(r"按照?(?:国家|有关|相关|本省)?(?:的)?规定")
_ASKED = "规定"
_INTERROGATIVE = ("哪", "什么", "啥", "何")


def by_which_rule(part: Part, quotes: Sequence[Quote], request: Request) -> tuple[Statement, ...]:
    """What is to be said of the rules that the quotes refer to; () where there is nothing."""
    library: Library = request.services.library
    statements = [s for quote in quotes[:1] for s in _of_quote(quote, library)]
    if statements or _ASKED not in part.text:
        return tuple(statements)
    if not any(word in part.text for word in _INTERROGATIVE):
        return ()
    return tuple(
        value(
            library,
            "rule_not_named",
            {"words": Slot("words_by_rule", (quote.document.id, quote.start, quote.end))},
            [quote],
        )
        for quote in quotes[:1]
        if _BY_RULE.search(quote.text) and not _NAMED.search(quote.text)
    )


@slot
def words_by_rule(library: Library, document: str, start: int, end: int) -> str:
    """The words 「按规定」 of a passage that names no text. Raises SlotError where it has none."""
    text = library.get(document).text[start:end]
    found = _BY_RULE.search(text)
    if found is None or _NAMED.search(text):
        raise SlotError("the passage refers to no unnamed rule")
    return found[0]


@slot
def related_texts(library: Library, document: str, words: str) -> str:
    """The titles of the library's documents that hold the rule which the words of a document mean."""
    related = _related(document, words)
    held = [library.get(each) for each in related.texts if each in library.ids]
    return "、".join(f"《{each.metadata.title}》" for each in held)


@slot
def related_absent(library: Library, document: str, words: str) -> str:
    """The titles of the texts that would hold it and are not in the library."""
    related = _related(document, words)
    return "、".join(f"《{each}》" for each in related.absent if not _is_held(library, each))


@slot
def named_and_absent(library: Library, document: str, start: int, end: int) -> str:
    """The texts that a passage names and that are absent by the domain and not in the library."""
    return "、".join(f"《{title}》" for title in _absent_in(library, document, start, end))


def _of_quote(quote: Quote, library: Library) -> list[Statement]:
    document = quote.document.id
    statements = []
    for related in domain().related:
        if related.document != document or related.words not in quote.text:
            continue
        arguments = (document, related.words)
        for key, name in (("by_rule", "related_texts"), ("by_rule_absent", "related_absent")):
            if _says(name, library, arguments):
                statements.append(value(library, key, {"texts": Slot(name, arguments)}))
    if not statements and _absent_in(library, document, quote.start, quote.end):
        span = (document, quote.start, quote.end)
        slots = {"texts": Slot("named_and_absent", span)}
        statements.append(value(library, "by_rule_absent", slots))
    return statements


def _says(name: str, library: Library, arguments: tuple[str, str]) -> bool:
    function = {"related_texts": related_texts, "related_absent": related_absent}[name]
    return bool(function(library, *arguments))


def _absent_in(library: Library, document: str, start: int, end: int) -> list[str]:
    absent = {text.title for text in domain().absent}
    named = _NAMED.findall(library.get(document).text[start:end])
    return [
        title for title in dict.fromkeys(named) if title in absent and not _is_held(library, title)
    ]


def _is_held(library: Library, title: str) -> bool:
    register = register_of(library)
    return any(_title(document) == title for document in register.documents)


def _title(document: Document) -> str:
    return document.metadata.title


def _related(document: str, words: str) -> Related:
    for related in domain().related:
        if (related.document, related.words) == (document, words):
            return related
    raise SlotError(f"nothing is known of {words} in {document}")
