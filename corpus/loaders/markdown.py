"""Markdown as plain text: no emphasis, links or bars; a table's rows as lines (`corpus.tables`).

Read by markdown-it-py (CommonMark with tables). Indented lines are text here, not code, and HTML is
not interpreted: 「<弹性上下班>」 is what its author wrote.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

from corpus.loaded import Loaded
from corpus.loaders.plain import decode
from corpus.tables import Cell, lines_of

if TYPE_CHECKING:
    from markdown_it.token import Token

_COMMENT = re.compile(r"<!--.*?-->", re.S)
_FRONT_MATTER = re.compile(r"\A---\n(?P<fields>.*?)\n(?:---|\.\.\.)\n", re.S)
_TITLE = re.compile(r"^title:\s*(?P<title>.+)$", re.M)
_FORMULA = re.compile(r"\$(?=\S)([^$\n]{1,80}?)(?<=\S)\$")
_LEFT_OVER = re.compile(r"\*{2,3}|(?<![\w_])__(?=\S)|(?<=\S)__(?![\w_])|~~|^#{1,6}\s*", re.M)
_RULE = re.compile(r"<br\s*/?>", re.I)


def read_markdown(data: bytes, name: str) -> Loaded:
    """The text; its first heading of the highest rank is a hint for the title."""
    from markdown_it import MarkdownIt

    text = _COMMENT.sub("", decode(data, name))
    hints: dict[str, str | date] = {}
    if front := _FRONT_MATTER.match(text):
        text = text[front.end() :]
        if found := _TITLE.search(front["fields"]):
            hints["title"] = found["title"].strip(" \"'")
    parser = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
    parser.disable(["code", "html_block", "html_inline"])
    tokens = parser.parse(text)
    for token, following in pairwise(tokens):
        if token.type == "heading_open" and token.tag == "h1":
            hints.setdefault("title", _inline(following).strip())
            break
    return Loaded("\n".join(_lines(tokens)).strip("\n") + "\n", hints)


def _lines(tokens: Sequence[Token]) -> Iterator[str]:
    """The blocks' lines, blank lines between them; list numbers as they were written."""
    number = ""
    index = 0
    while index < len(tokens):
        token = tokens[index]
        if token.type == "table_open":
            end = next(i for i in range(index, len(tokens)) if tokens[i].type == "table_close")
            yield from lines_of(_rows(tokens[index:end]))
            yield ""
            index = end
        elif token.type == "list_item_open":
            number = f"{token.info}{token.markup} " if token.info else ""
        elif token.type == "inline":
            first, *rest = _inline(token).split("\n")
            yield number + first.strip()
            yield from (line.strip() for line in rest)
            number = ""
        elif token.type == "fence":
            yield from (line.strip() for line in token.content.split("\n"))
        elif token.type in ("paragraph_close", "heading_close"):
            yield ""
        index += 1


def _rows(tokens: Sequence[Token]) -> list[list[Cell]]:
    rows: list[list[Cell]] = []
    for token, following in pairwise(tokens):
        if token.type == "tr_open":
            rows.append([])
        elif token.type in ("th_open", "td_open"):
            text = _RULE.sub(" ", _inline(following).replace("\n", " "))
            rows[-1].append(Cell(text.strip(), header=token.type == "th_open"))
    return rows


def _inline(token: Token) -> str:
    """The text of a run, without its marks; what is struck out is gone."""
    parts: list[str] = []
    struck = 0
    for child in token.children or ():
        if child.type in ("s_open", "s_close"):
            struck += 1 if child.type == "s_open" else -1
        elif struck:
            continue
        elif child.type in ("text", "code_inline"):
            parts.append(child.content)
        elif child.type in ("softbreak", "hardbreak"):
            parts.append("\n")
    return _LEFT_OVER.sub("", _FORMULA.sub(r"\1", "".join(parts)))
