"""`policy ask` and `policy search`."""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import click

from assistant.commands.console import Console
from assistant.commands.usage import DAY, POSITIVE, Command, UsageError

if TYPE_CHECKING:
    from assistant.services import Services


@click.command(cls=Command, short_help="回答一个问题，或用 --batch 批量回答")
@click.argument("question", required=False, metavar="[问题]", help="要问的问题")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON")
@click.option("--as-of", type=DAY, metavar="日期", help="按哪一天的情况回答，如 2025-09-01")
@click.option("--batch", metavar="文件", help="JSON Lines 文件，- 表示标准输入")
def ask(question: str | None, as_json: bool, as_of: date | None, batch: str | None) -> int:
    """回答一个问题，或用 --batch 批量回答。"""
    from assistant.answer import Status
    from assistant.commands.text_report import answer_as_text
    from assistant.domain import domain
    from assistant.service.request import Request, answer_request

    if (question is None) == (batch is None):
        raise UsageError(
            "请给出一个问题，或用 --batch 指定文件（二者选一）。例如：policy ask "
            f"{domain().examples[0].question}"
        )
    if batch is not None:
        return _batch(batch)
    answer = answer_request(services(), Request(question=_words(question or ""), as_of=as_of))
    if as_json:
        print(answer.model_dump_json())
    if answer.status is Status.ERROR:
        raise UsageError(answer.message or answer.answer)
    if not as_json:
        print(answer_as_text(answer))
    return 0


@click.command(cls=Command, short_help="检索措施，不组织答案")
@click.argument("query", metavar="检索词", help="要找的内容")
@click.option("--limit", type=POSITIVE, default=5, metavar="整数", help="最多几条，默认 5")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON")
def search(query: str, limit: int, as_json: bool) -> int:
    """检索措施，不组织答案。"""
    from assistant.commands.text_report import search_as_text
    from assistant.domain import domain
    from assistant.evidence.search import has_words
    from assistant.evidence.search import search as find

    query = _words(query)
    if not has_words(query):
        raise UsageError(f"请给出检索词，例如：policy search {domain().search_example}")
    found = find(services(), query, limit)
    print(json.dumps(found, ensure_ascii=False) if as_json else search_as_text(found))
    return 0


def services() -> Services:
    """What a question needs; tells on standard error how far it is loaded."""
    from assistant.service.loading import load
    from assistant.settings import Settings

    console = Console()
    return load(Settings(), console.say, console.advance)


def _words(argument: str) -> str:
    """What was typed; bytes that are no UTF-8 by the replacement character."""
    return argument.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _batch(path: str) -> int:
    """Answer JSON lines in order; a malformed line gets an error object and the rest goes on."""
    from assistant.service.request import answer_line

    with _open_input(path) as lines:
        loaded = services()
        for line in lines:
            if line.strip():
                sys.stdout.write(answer_line(loaded, line).model_dump_json() + "\n")
                sys.stdout.flush()
    return 0


def _open_input(path: str) -> TextIO:
    if path == "-":
        return sys.stdin
    try:
        return Path(path).open(encoding="utf-8-sig", errors="replace")
    except OSError as error:
        raise UsageError(f"打不开文件 {path}：请检查路径和权限。") from error
