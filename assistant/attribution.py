"""Saying which document is quoted: whose rule each part of an answer is, how it stands, where two differ.

Nothing of this is said where one document in force answers: its title stands in the citation.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.context import Context, Kind, Quote, Statement
from assistant.jurisdiction import compares_with_nation
from assistant.phrases import phrase
from corpus.model import Document
from corpus.numerals import parse_numeral
from corpus.regions import Region
from corpus.validity import region

_FIGURE = re.compile(
    r"(?P<number>\d[\d,]*(?:\.\d+)?|[〇零一二两三四五六七八九十百千万]+)\s*"
    r"(?P<unit>周岁|岁|万元|元|%|个百分点|个工作日|个月|小时|天|日|年|倍|人|名|平方米|次|米|公里|倍以[上下])"
)
_ALIKE = {"岁": "周岁", "日": "天", "名": "人"}
"""Units that say the same."""


def attribute(context: Context) -> None:
    """Name the documents where several are quoted, and say what is to be said of each and of the two."""
    documents = _quoted(context.statements)
    if len(documents) > 1:
        differing = _differences(context.statements)
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


def _differences(statements: Sequence[Statement]) -> list[Statement]:
    """A statement of the figures of one kind that the documents' sentences give differently."""
    first: dict[str, Quote] = {}
    for statement in statements:
        if statement.kind in (Kind.QUOTE, Kind.MODEL):
            for quote in statement.quotes:
                first.setdefault(quote.document.id, quote)
    quotes = list(first.values())
    figures = [_figures(quote.text) for quote in quotes]
    said: dict[int, list[str]] = {}
    for unit in dict.fromkeys(unit for found in figures for unit in found):
        having = [index for index, found in enumerate(figures) if unit in found]
        if len({frozenset(figures[index][unit]) for index in having}) > 1:
            for index in having:
                said.setdefault(index, []).extend(figures[index][unit].values())
    if len(said) < 2:
        return []
    parts = [
        f"《{quotes[index].document.metadata.title}》写的是{'、'.join(words)}[[{place}]]"
        for place, (index, words) in enumerate(said.items())
    ]
    text = phrase("documents_differ", parts=";".join(parts))
    return [Statement(Kind.STRUCTURE, text, tuple(quotes[index] for index in said))]


def _figures(text: str) -> dict[str, dict[float, str]]:
    """The figures of a sentence by their unit: value to words, in the order of the text."""
    found: dict[str, dict[float, str]] = {}
    for match in _FIGURE.finditer(text):
        number, unit = match["number"].replace(",", ""), match["unit"]
        value = float(number) if number[0].isdigit() else parse_numeral(number)
        if value is not None:
            found.setdefault(_ALIKE.get(unit, unit), {}).setdefault(float(value), match[0])
    return found


def _named(document: Document) -> str:
    place = document.metadata.region
    return f"《{document.metadata.title or document.id}》" + (f"(适用于{place})" if place else "")
