"""Reading the public data set: lay questions, statute articles, whole law texts.

The folder holds `statute_questions.jsonl` ({"id", "question", "gold": [article names]}),
`statute_articles.jsonl.gz` ({"name", "text"}) and `law_texts/*.md`. Gold names are short (民法典第五十四条),
article names may carry 中华人民共和国 in front: they are matched without it.
"""

from __future__ import annotations

import gzip
import json
import re
from dataclasses import dataclass
from pathlib import Path

from index.records import SENTENCE, Record

_COUNTRY = "中华人民共和国"
_ARTICLE = re.compile(
    r"^第[〇零一二三四五六七八九十百千两]+条(?:之[一二三四五六七八九十]+)?(?=[\s ]|$)"
)
_CHAPTER = re.compile(r"^(?:#|第[〇零一二三四五六七八九十百千]+[编章节](?:[\s ]|$))")
_SPACE = re.compile(r"\s+")


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


def read_questions(folder: Path, articles: dict[str, str]) -> list[Question]:
    """The questions whose gold articles are all among `articles`."""
    found: list[Question] = []
    for line in (folder / "statute_questions.jsonl").read_text(encoding="utf-8").splitlines():
        data = json.loads(line)
        gold = tuple(dict.fromkeys(key_of(name) for name in data["gold"]))
        if gold and all(key in articles for key in gold):
            found.append(Question(str(data["id"]), data["question"], gold))
    return found


def article_record(key: str, text: str) -> Record:
    """The record of an article: its name in front of its text, as a heading is of a sentence."""
    return Record(
        id=f"law-{key}",
        kind=SENTENCE,
        document="laws",
        measure=key,
        start=0,
        end=len(text),
        text=f"{key} {text}",
    )


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
