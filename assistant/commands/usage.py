"""How the commands are written: values, sections of the help and bad usage, all in Chinese.

Click reads the command line; its own words are English and are replaced here.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import click

_SECTIONS = {"Options": "选项", "Commands": "命令", "Positional arguments": "参数"}


class UsageError(Exception):
    """Bad usage or bad input; the message is Chinese and says what to do. Exit status 2."""


class _Formatter(click.HelpFormatter):
    """Writes the help with Chinese headings."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """The first line of the help."""
        super().write_usage(prog, args, prefix or "用法：")

    def write_heading(self, heading: str) -> None:
        """The head of a part of the help."""
        self.write(f"{_SECTIONS.get(heading, heading)}：\n")


class _Context(click.Context):
    formatter_class = _Formatter


class Command(click.Command):
    """One command; its help and complaints are Chinese. The function returns the exit status."""

    context_class = _Context

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("options_metavar", "[选项]")
        super().__init__(*args, **kwargs)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """`--help`."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = "显示这份说明"
        return option

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the arguments. Raises click.UsageError, also for those that are too many."""
        ctx.allow_extra_args = True
        rest = super().parse_args(ctx, args)
        if rest and not ctx.resilient_parsing:
            raise click.UsageError(f"多出 {' '.join(rest)}", ctx)
        return rest


class Group(click.Group):
    """A command that is only the beginning of others."""

    context_class = _Context
    command_class = Command

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("subcommand_metavar", "命令 [参数]…")
        kwargs.setdefault("options_metavar", "")
        kwargs.setdefault("no_args_is_help", False)
        super().__init__(*args, **kwargs)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """`--help`."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = "显示这份说明"
        return option


Group.group_class = Group


class _Day(click.ParamType):
    """A date written 2025-09-01."""

    name = "日期"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The date."""
        try:
            return value if isinstance(value, date) else date.fromisoformat(value)
        except ValueError:
            self.fail(f"日期「{value}」应写成 2025-09-01 的形式", param, ctx)


class _Positive(click.ParamType):
    """An integer above zero."""

    name = "整数"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """The number."""
        try:
            number = int(value)
        except ValueError:
            self.fail(f"「{value}」应是整数", param, ctx)
        if number < 1:
            self.fail(f"「{value}」应大于 0", param, ctx)
        return number


class Among(click.Choice[str]):
    """One of a few words."""

    def get_invalid_choice_message(self, value: Any, ctx: click.Context | None) -> str:
        """What is said of another word."""
        return f"没有「{value}」，可选：{'、'.join(self.choices)}"


DAY = _Day()
POSITIVE = _Positive()


def in_chinese(problem: click.UsageError) -> str:
    """Bad usage on one Chinese line that says where the help is."""
    place = problem.ctx.command_path if problem.ctx else "policy"
    return f"用法不对：{_what(problem)}。请用 {place} --help 查看说明。"


def _what(problem: click.UsageError) -> str:
    match problem:
        case click.MissingParameter(param=click.Parameter() as missing):
            return f"缺少 {_name(missing)}"
        case click.NoSuchOption():
            return f"没有选项 {problem.option_name}"
        case click.NoSuchCommand():
            return f"没有命令「{problem.command_name}」"
        case click.BadParameter(param=click.Parameter() as wrong):
            return f"{_name(wrong)}:{problem.message}"
        case click.BadOptionUsage():
            return f"{problem.option_name} 后面要给（且只给）所需的值"
    if problem.message.isascii():
        return "缺少命令" if isinstance(problem.ctx and problem.ctx.command, Group) else "参数不对"
    return problem.message


def _name(parameter: click.Parameter) -> str:
    """What the operator calls a parameter."""
    if isinstance(parameter, click.Option):
        return max(parameter.opts, key=len)
    return parameter.metavar or str(parameter.name)
