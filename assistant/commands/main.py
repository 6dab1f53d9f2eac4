"""The `policy` command: ask, search, calculate, checklist, corpus, index, serve, eval.

What a command needs is imported when it runs: `--help` and the rules start at once.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

import click

from assistant.commands import (
    backup,
    calculate,
    corpus,
    evaluation,
    indexing,
    questions,
    records,
    serving,
)
from assistant.commands.usage import Group, UsageError, in_chinese

COMMANDS = Group(
    "policy",
    help="政策问答助手：每句话有出处，每个数字有依据。",
    epilog='命令补全：把 eval "$(_POLICY_COMPLETE=bash_source policy)" 写进 ~/.bashrc'
    "，zsh 用 zsh_source，fish 用 fish_source。",
    commands=[
        questions.ask,
        questions.search,
        calculate.calculate,
        calculate.checklist,
        indexing.index,
        corpus.corpus,
        backup.backup,
        backup.restore,
        records.records,
        serving.serve,
        serving.staff_hash,
        evaluation.evaluate,
    ],
)
"""All commands; each returns its exit status."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit status: 0 it ran, 1 a check was missed, 2 bad usage or input."""
    given = sys.argv[1:] if arguments is None else list(arguments)
    try:
        return int(COMMANDS.main(given, prog_name="policy", standalone_mode=False) or 0)
    except click.UsageError as problem:
        message: str | None = in_chinese(problem)
    except BrokenPipeError:
        sys.stderr.close()
        return 0
    except (KeyboardInterrupt, click.Abort):
        print("已中断。", file=sys.stderr)
        return 130
    except Exception as problem:
        from assistant.service.failures import message_of

        message = str(problem) if isinstance(problem, UsageError) else message_of(problem)
        if message is None:
            raise
    print(str(message).encode("utf-8", "replace").decode(), file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main())
