"""What the commands say while they work, on standard error: messages, and how far long work has come."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress

_PARTS = 10
"""Where nobody watches a terminal, so many lines tell of the progress."""


class Console:
    """Says messages; draws a progress bar on a terminal, and says a few lines elsewhere."""

    def __init__(self) -> None:
        self._bar: Progress | None = None
        self._told = 0

    def say(self, message: str) -> None:
        """One line."""
        print(message, file=sys.stderr)

    def advance(self, done: int, total: int, doing: str = "编码", unit: str = "条") -> None:
        """So many of so many are done: sentences embedded, or files read."""
        if not sys.stderr.isatty():
            part = done * _PARTS // total
            if part > self._told or done == total:
                self._told = 0 if done == total else part
                self.say(f"已{doing} {done}/{total} {unit}")
            return
        if self._bar is None:
            self._bar = _bar(total, doing)
        self._bar.update(self._bar.task_ids[0], completed=done)
        if done == total:
            self._bar.stop()
            self._bar = None


def _bar(total: int, doing: str) -> Progress:
    """A running bar with its one task."""
    from rich.console import Console as Terminal
    from rich.progress import Progress

    bar = Progress(console=Terminal(stderr=True), transient=True)
    bar.add_task(doing, total=total)
    bar.start()
    return bar
