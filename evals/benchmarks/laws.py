"""The public data set: lay questions, statute articles, whole law texts; and a corpus made of them.

The folder holds `statute_questions.jsonl` ({"id", "question", "gold": [article names]}),
`statute_articles.jsonl.gz` ({"name", "text"}) and `law_texts/*.md`. Gold names are short (民法典第五十四条),
article names may carry 中华人民共和国 in front: they are matched without it.
"""

from __future__ import annotations

import gzip
import json
import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from corpus.numerals import parse_numeral, to_numeral

_COUNTRY = "中华人民共和国"
_NUMBER = r"第[〇零一二三四五六七八九十百千两]+条(?:之[一二三四五六七八九十]+)?"
_NAME = re.compile(rf"(?P<law>.+?)(?P<number>{_NUMBER})$")
_ARTICLE = re.compile(rf"^{_NUMBER}(?=[\s ]|$)")
_CHAPTER = re.compile(r"^(?:#|第[〇零一二三四五六七八九十百千]+[编章节](?:[\s ]|$))")
_SPACE = re.compile(r"\s+")
_BLANK_LINES = re.compile(r"\s*\n\s*")


@dataclass(frozen=True, slots=True)
class Question:
    """A lay question and the keys of the articles that answer it."""

    id: str
    text: str
    gold: tuple[str, ...]


def key_of(name: str) -> str:
    """An article's name in the form that gold names have."""
    return name.removeprefix(_COUNTRY)


def read_articles(folder: Path) -> dict[str, str]:
    """Article texts by key; of several with one key the first."""
    articles: dict[str, str] = {}
    with gzip.open(folder / "statute_articles.jsonl.gz", "rt", encoding="utf-8") as file:
        for line in file:
            data = json.loads(line)
            articles.setdefault(key_of(data["name"]), data["text"])
    return articles


def read_questions(folder: Path, articles: Mapping[str, str]) -> list[Question]:
    """The questions whose gold articles are all among `articles`."""
    found: list[Question] = []
    for line in (folder / "statute_questions.jsonl").read_text(encoding="utf-8").splitlines():
        data = json.loads(line)
        gold = tuple(dict.fromkeys(key_of(name) for name in data["gold"]))
        if gold and all(key in articles for key in gold):
            found.append(Question(str(data["id"]), data["question"], gold))
    return found


@dataclass(frozen=True)
class LawCorpus:
    """Where each article stands in the documents that `write_corpus` wrote: (start, key), by document."""

    articles: dict[str, list[tuple[int, str]]]

    def key_at(self, document: str, position: int) -> str:
        """The key of the article at a position of a document's text; "" before the first."""
        spans = self.articles.get(document, [])
        row = bisect_right(spans, position, key=lambda span: span[0])
        return spans[row - 1][1] if row else ""


def write_corpus(folder: Path, articles: Mapping[str, str], keys: Iterable[str]) -> LawCorpus:
    """Write the articles `keys` into a corpus folder, one document for each law.

    The articles stand in the order of their numbers and are numbered anew from 第一条: a sample has
    gaps, which no issued law has, and which the corpus parser rightly takes for references.
    """
    laws: dict[str, list[tuple[tuple[int, int], str]]] = {}
    for key in keys:
        name = _NAME.match(key)
        law, order = (name["law"], _order(name)) if name else (key, (1, 0))
        laws.setdefault(law, []).append((order, key))
    spans: dict[str, list[tuple[int, str]]] = {}
    for number_of_law, (law, parts) in enumerate(laws.items(), 1):
        home = folder / f"law-{number_of_law:05d}"
        home.mkdir(parents=True)
        text = f"{law}\n"
        spans[home.name] = []
        for number, (_, key) in enumerate(sorted(parts), 1):
            spans[home.name].append((len(text), key))
            words = _BLANK_LINES.sub("\n", articles[key].strip())
            text += f"第{to_numeral(number)}条 {words}\n"
        (home / "source.txt").write_text(text, encoding="utf-8")
        about = yaml.safe_dump({"title": law}, allow_unicode=True)
        (home / "document.yaml").write_text(about, encoding="utf-8")
    return LawCorpus(spans)


def _order(name: re.Match[str]) -> tuple[int, int]:
    """Where an article stands in its law: 第一百二十条之一 → (120, 1)."""
    number, _, inserted = name["number"].partition("条")
    return parse_numeral(number[1:]) or 0, parse_numeral(inserted[1:]) or 0


def articles_of_text(text: str) -> list[tuple[str, str]]:
    """(第N条, its words without white space) of a law in Markdown, by its lines alone.

    It knows nothing of the corpus parser: an article begins at a line with 第N条 and ends before the
    next such line, the next heading, or the end.
    """
    found: list[tuple[str, str]] = []
    inside = False
    for line in text.splitlines():
        line = line.strip()
        article = _ARTICLE.match(line)
        if article:
            found.append((article[0], plain(line[article.end() :])))
            inside = True
        elif _CHAPTER.match(line):
            inside = False
        elif inside:
            number, words = found[-1]
            found[-1] = (number, words + plain(line))
    return found


def plain(text: str) -> str:
    """`text` without white space."""
    return _SPACE.sub("", text)
