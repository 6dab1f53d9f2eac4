"""`policy eval`. The only module here that knows the evaluation, which stands outside the product."""

from __future__ import annotations

from pathlib import Path

import click

from assistant.commands.usage import Among, Command, UsageError
from evals.options import ABILITY_NAMES, CASES, RESULTS, Options


@click.command("eval", cls=Command, short_help="评测，未达到门槛时退出码为 1")
@click.option("--cases", type=Path, default=CASES, metavar="文件夹", help="用例文件夹")
@click.option(
    "--ability",
    type=Among(ABILITY_NAMES),
    multiple=True,
    metavar="能力",
    help=f"只评测这项能力，可重复：{'、'.join(ABILITY_NAMES)}",
)
@click.option("--answers", type=Path, metavar="文件", help="评测别的系统的答案(JSON Lines)")
@click.option("--questions", is_flag=True, help="不评测，输出问题供别的系统作答(JSON Lines)")
@click.option("--compare", nargs=2, type=Path, metavar="旧 新", help="比较两次结果(result.json)")
@click.option("--json", is_flag=True, help="在标准输出给出 JSON 结果")
@click.option("--out", type=Path, default=RESULTS, metavar="文件夹", help="结果写到哪里")
@click.option("--show-failures", is_flag=True, help="测试集也列出失败用例的题目（默认只给编号）")
def evaluate(
    cases: Path,
    ability: tuple[str, ...],
    answers: Path | None,
    questions: bool,
    compare: tuple[Path, Path] | None,
    json: bool,
    out: Path,
    show_failures: bool,
) -> int:
    """评测，未达到门槛时退出码为 1。"""
    from evals.command import command
    from evals.errors import EvalInputError

    options = Options(cases, ability, answers, questions, compare, json, out, show_failures)
    try:
        return command(options)
    except EvalInputError as error:
        raise UsageError(str(error)) from error
