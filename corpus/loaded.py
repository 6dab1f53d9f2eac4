"""What reading a file gives: its text, what its format says of the document, and what could not be read."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

MAX_CHARACTERS = 500_000
MAX_LINES = 20_000
MAX_LINE = 20_000
_CONTROL = {code: None for code in range(32) if chr(code) not in "\t\n\f"} | {0xFEFF: None}


class LoadError(Exception):
    """A file that cannot be read as text; the message is Chinese and says what to do."""


@dataclass(frozen=True)
class Loaded:
    """A file's text, line ends as LF.

    `hints` are fields of `Metadata` by name, as the file's own format gives them; they yield to what
    the text says. `warnings` name what of the file is not in the text, for the operator, in Chinese.
    """

    text: str
    hints: dict[str, str | date] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()


def bounded(text: str, name: str) -> None:
    """Raise LoadError for a text that is no single document: too long, or endless lines.

    The Civil Code has 120,000 characters in 2,500 lines; five times that is let in.
    """
    if len(text) > MAX_CHARACTERS:
        raise LoadError(f"{name} 有 {len(text)} 字，超过 {MAX_CHARACTERS} 字的上限，请拆分后添加。")
    lines = text.split("\n")
    if len(lines) > MAX_LINES:
        raise LoadError(f"{name} 有 {len(lines)} 行，超过 {MAX_LINES} 行的上限，请拆分后添加。")
    longest = max(map(len, lines))
    if longest > MAX_LINE:
        raise LoadError(
            f"{name} 有一行长达 {longest} 字，超过 {MAX_LINE} 字的上限，不像是公文，请分段后添加。"
        )


def without_controls(text: str) -> str:
    """`text` without control characters, which some formats leave behind."""
    return text.translate(_CONTROL)
