"""What long work shows: a bar on a terminal, a few lines elsewhere."""

from __future__ import annotations

import sys

import pytest

from assistant.commands.console import Console


def test_elsewhere_a_few_lines(capsys: pytest.CaptureFixture[str]) -> None:
    console = Console()
    for done in range(1, 1001):
        console.advance(done, 1000)
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 10
    assert lines[-1] == "已编码 1000/1000 条"


def test_on_a_terminal_a_bar(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    monkeypatch.setenv("TERM", "xterm")
    console = Console()
    for done in range(0, 101, 10):
        console.advance(done, 100)
    drawn = capsys.readouterr().err
    assert "编码" in drawn and "100%" in drawn
