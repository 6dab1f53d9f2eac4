"""Saying which document is quoted: whose rule each part of an answer is, how it stands, where two differ.

Nothing of this is said where one document in force answers: its title stands in the citation.
"""

from __future__ import annotations

from collections.abc import Sequence

from assistant.composing.differences import differences
from assistant.context import Context, Kind, Statement
from assistant.jurisdiction.documents import compares_with_nation
from assistant.phrases import phrase
from corpus.model import Document
from corpus.regions import Region
from corpus.validity import region


def attribute(context: Context) -> None:
    """Name the documents where several are quoted, and say what is to be said of each and of the two."""
    documents = _quoted(context.statements)
    if len(documents) > 1:
        differing = differences(context.standalone, context.statements)
        context.statements = _under_titles(context.statements)
        context.statements.extend(differing)
    if documents and _lacks_national(context.standalone, documents):
        context.statements.append(Statement(Kind.PHRASE, phrase("nothing_national")))
    for document in documents:
        note = context.services.register.standing(document, context.as_of).note
        if note:
            text = f"注意:《{document.metadata.title}》{note}"
            context.statements.append(Statement(Kind.STANDING, text))


def _quoted(statements: Sequence[Statement]) -> list[Document]:
    quoted = {quote.document.id: quote.document for s in statements for quote in s.quotes}
    return list(quoted.values())


def _lacks_national(question: str, documents: Sequence[Document]) -> bool:
    """Whether the question compares with the nation's rules and none of them is quoted."""
    return compares_with_nation(question) and all(
        region(document) != Region() for document in documents
    )


def _under_titles(statements: Sequence[Statement]) -> list[Statement]:
    """The statements with a title before each that quotes another document than the one before it."""
    titled: list[Statement] = []
    present = ""
    for statement in statements:
        documents = _quoted([statement])
        if len(documents) == 1 and documents[0].id != present:
            present = documents[0].id
            titled.append(Statement(Kind.STANDING, f"{_named(documents[0])}:"))
        titled.append(statement)
    return titled


def _named(document: Document) -> str:
    place = document.metadata.region
    return f"《{document.metadata.title or document.id}》" + (f"(适用于{place})" if place else "")
