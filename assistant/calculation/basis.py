"""The sentences of the library on which a calculation rests, whichever document in force states them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from assistant.verification.making import quoted_range
from assistant.verification.quotes import is_verbatim
from assistant.verification.statement import Quote, QuoteRole
from corpus.library import CorpusError, Library
from corpus.model import Document
from corpus.validity import Register

_MOST = 3


def basis(
    calculation: Mapping[str, Any], library: Library, register: Register, on: date
) -> tuple[Quote, ...]:
    """The quotes that back a calculation, the one that shows its figure first; at most three.

    A parameter's sentence is quoted from the document that it is bound to, or from another in force
    that states the same words; where the library has none, another sentence that states the parameter.
    """
    valid = register.in_force(on)
    found: dict[tuple[str, int], Quote] = {}
    for named in calculation["quotes"]:
        for one in (named, *named["others"]):
            document = _stating(one["quote"], one["document"], library, valid)
            if document is None:
                continue
            start = document.text.find(one["quote"])
            quote = quoted_range(document, start, start + len(one["quote"]), QuoteRole.BASIS)
            if is_verbatim(quote, library):
                found.setdefault((document.id, start), quote)
                break
    return tuple(found.values())[:_MOST]


def _stating(
    words: str, document_id: str, library: Library, valid: Sequence[Document]
) -> Document | None:
    """The document that states `words`: the one named while in force, another in force, the one named."""
    stating = sorted(
        (document for document in valid if words in document.text),
        key=lambda document: document.id != document_id,
    )
    if stating:
        return stating[0]
    try:
        document = library.get(document_id)
    except CorpusError:
        return None
    return document if words in document.text else None
