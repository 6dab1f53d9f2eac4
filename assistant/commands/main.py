"""The `policy` command: ask, search, calculate, checklist, corpus, index, serve, eval."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, TextIO

from assistant.commands.console import Console
from assistant.commands.usage import UsageError, in_chinese
from evals.options import add_options as add_eval_options

if TYPE_CHECKING:
    from assistant.answer import Answer
    from assistant.context import Services


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit status: 0 it ran, 1 a check was missed, 2 bad usage or input."""
    from assistant.service.failures import message_of

    try:
        options = _parser().parse_args(arguments)
        return int(options.run(options) or 0)
    except BrokenPipeError:
        sys.stderr.close()
        return 0
    except KeyboardInterrupt:
        print("已中断。", file=sys.stderr)
        return 130
    except Exception as error:
        message = str(error) if isinstance(error, UsageError) else message_of(error)
        if message is None:
            raise
        print(message, file=sys.stderr)
        return 2


class _Parser(argparse.ArgumentParser):
    """argparse with a Chinese message on one line instead of the English usage text."""

    def error(self, message: str) -> NoReturn:
        raise UsageError(f"用法不对:{in_chinese(message)}。请用 {self.prog} --help 查看说明。")


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="policy", description="政策问答助手:每句话有出处,每个数字有依据。")
    commands = parser.add_subparsers(dest="command", required=True, metavar="命令")

    ask = commands.add_parser("ask", help="回答一个问题,或用 --batch 批量回答")
    ask.add_argument("question", nargs="?", help="问题")
    ask.add_argument("--json", action="store_true", help="输出 JSON")
    ask.add_argument("--as-of", type=_date, metavar="日期", help="按哪一天的情况回答,如 2025-09-01")
    ask.add_argument("--batch", metavar="文件", help="JSON Lines 文件,- 表示标准输入")
    ask.set_defaults(run=_ask)

    search = commands.add_parser("search", help="检索措施,不组织答案")
    search.add_argument("query", help="检索词")
    search.add_argument("--limit", type=_positive, default=5, help="最多几条,默认 5")
    search.add_argument("--json", action="store_true", help="输出 JSON")
    search.set_defaults(run=_search)

    from assistant.commands.calculate import add_subparsers as add_rules

    add_rules(commands, _date)

    index = commands.add_parser("index", help="更新索引,只处理变化的部分")
    index.add_argument("--rebuild", action="store_true", help="全部重建")
    index.set_defaults(run=_index)

    from assistant.commands.corpus import add_subparsers as add_corpus

    add_corpus(commands)

    from assistant.commands.backup import add_subparsers as add_backup

    add_backup(commands)

    from assistant.commands.records import add_subparsers as add_records

    add_records(commands, _date)

    serve = commands.add_parser("serve", help="启动网页服务")
    serve.add_argument("--host", default="127.0.0.1", help="监听地址,默认 127.0.0.1")
    serve.add_argument("--port", type=_positive, default=7860, help="端口,默认 7860")
    serve.set_defaults(run=_serve)

    staff = commands.add_parser("staff-hash", help="生成坐席口令的散列,写入 POLICY_STAFF_USERS")
    staff.add_argument("name", help="坐席用户名")
    staff.set_defaults(run=_staff_hash)

    evaluation = commands.add_parser("eval", help="评测,未达到门槛时退出码为 1")
    add_eval_options(evaluation)
    evaluation.set_defaults(run=_eval)
    return parser


def _ask(options: argparse.Namespace) -> int:
    from assistant.answer import Status
    from assistant.commands.text_report import answer_as_text
    from assistant.domain import domain
    from assistant.pipeline import ask

    if (options.question is None) == (options.batch is None):
        raise UsageError(
            "请给出一个问题,或用 --batch 指定文件(二者选一)。例如:policy ask "
            f"{domain().examples[0].question}"
        )
    if options.batch is not None:
        return _batch(options.batch)
    answer = ask(_services(), options.question, as_of=options.as_of)
    if options.json:
        print(_to_json(answer))
    if answer.status is Status.ERROR:
        raise UsageError(answer.message or answer.answer)
    if not options.json:
        print(answer_as_text(answer))
    return 0


def _batch(path: str) -> int:
    """Answer JSON lines in order; a malformed line gets an error object and the rest goes on."""
    from assistant.service.request import answer_line

    with _open_input(path) as lines:
        services = _services()
        for line in lines:
            if line.strip():
                sys.stdout.write(_to_json(answer_line(services, line)) + "\n")
                sys.stdout.flush()
    return 0


def _search(options: argparse.Namespace) -> int:
    from assistant.commands.text_report import search_as_text
    from assistant.domain import domain
    from assistant.evidence.search import has_words, search

    if not has_words(options.query):
        raise UsageError(f"请给出检索词,例如:policy search {domain().search_example}")
    found = search(_services(), options.query, options.limit)
    print(json.dumps(found, ensure_ascii=False) if options.json else search_as_text(found))
    return 0


def _index(options: argparse.Namespace) -> int:
    from assistant.service.loading import bring_up_to_date
    from assistant.settings import Settings

    console = Console()
    report = bring_up_to_date(
        Settings(), rebuild=options.rebuild, progress=console.say, advance=console.advance
    )
    if report.changed:
        print(
            f"索引已更新:共 {report.records} 条,新编码 {report.embedded} 条,"
            f"沿用 {report.reused} 条,用时 {report.seconds} 秒。"
        )
    else:
        print(f"索引已是最新:共 {report.records} 条。")
    return 0


def _serve(options: argparse.Namespace) -> int:
    from assistant.server import serve
    from assistant.settings import Settings

    serve(Settings(), options.host, options.port)
    return 0


def _eval(options: argparse.Namespace) -> int:
    from evals.command import command
    from evals.errors import EvalInputError

    try:
        return command(options)
    except EvalInputError as error:
        raise UsageError(str(error)) from error


def _staff_hash(options: argparse.Namespace) -> int:
    from getpass import getpass

    from assistant.service.staff import hash_password

    password = getpass("口令:")
    if len(password) < 8 or password != getpass("再输一次:"):
        raise UsageError("口令至少 8 个字符,且两次输入要一致,请重新运行。")
    print(f"{options.name}:{hash_password(password)}")
    return 0


def _services() -> Services:
    from assistant.service.loading import load
    from assistant.settings import Settings

    console = Console()
    return load(Settings(), console.say, console.advance)


def _to_json(answer: Answer) -> str:
    return answer.model_dump_json()


def _open_input(path: str) -> TextIO:
    if path == "-":
        return sys.stdin
    try:
        return Path(path).open(encoding="utf-8-sig", errors="replace")
    except OSError as error:
        raise UsageError(f"打不开文件 {path}:请检查路径和权限。") from error


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"日期「{text}」应写成 2025-09-01 的形式") from error


def _positive(text: str) -> int:
    try:
        value = int(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"「{text}」应是整数") from error
    if value < 1:
        raise argparse.ArgumentTypeError(f"「{text}」应大于 0")
    return value


if __name__ == "__main__":
    sys.exit(main())
