"""Bad usage: the error that ends a command, and what argparse says of it, in Chinese."""

from __future__ import annotations

import re

_REPLIES = (
    (r"the following arguments are required: (.+)", r"缺少 \1"),
    (r"unrecognized arguments: (.+)", r"多出 \1"),
    (r"argument (\S+): expected (?:one|at least one) argument", r"\1 后面要给一个值"),
    (r"argument (\S+): not allowed with argument (\S+)", r"\1 与 \2 不能同时用"),
    (r"argument (\S+): invalid choice: '?(.*?)'? \(choose from (.+)\)", r"\1 没有「\2」,可选:\3"),
    (r"argument (\S+): (.+)", r"\1:\2"),
)


class UsageError(Exception):
    """Bad usage or bad input; the message is Chinese and says what to do. Exit status 2."""


def in_chinese(message: str) -> str:
    """The message of `argparse.ArgumentParser.error` in Chinese; itself where it is not known."""
    for pattern, reply in _REPLIES:
        match = re.fullmatch(pattern, message, re.S)
        if match:
            return match.expand(reply).replace("'", "").replace(", ", "、")
    return message
