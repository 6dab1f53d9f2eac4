"""The `policy` command in a process of its own: output, exit status, one line on stderr."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

from assistant.commands import questions
from assistant.commands.main import COMMANDS, main
from assistant.services import Services

HEAVY = ("torch", "transformers", "gradio", "langchain", "langchain_core", "chromadb", "fastapi")


def _run(*arguments: str, stdin: str = "", **env: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("POLICY_")}
    return subprocess.run(
        [sys.executable, "-m", "assistant.commands.main", *arguments],
        input=stdin,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**kept, **env, "PYTHONUTF8": "1"},
        timeout=120,
        check=False,
    )


def test_a_batch_keeps_its_order_and_goes_on_after_broken_lines(services: Services) -> None:
    lines = [
        '{"id": "a", "question": "育儿补贴发到几岁?"}',
        "不是JSON",
        "",
        '{"id": "c", "question": "退休金每年涨多少?"}',
        '{"id": 4}',
    ]
    data = str(services.settings.data_dir)
    done = _run("ask", "--batch", "-", stdin="\n".join(lines), POLICY_DATA_DIR=data)
    assert done.returncode == 0, done.stderr
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert [answer["id"] for answer in answers] == ["a", None, "c", "4"]
    assert [a["status"] == "error" for a in answers] == [False, True, False, True]
    assert answers[0]["citations"]


@pytest.mark.parametrize(
    "arguments",
    [
        ("ask",),
        ("ask", "问题", "--batch", "-"),
        ("ask", "--batch", "没有这个文件.jsonl"),
        ("calculate", "no_such_rule"),
        ("calculate", "childcare_subsidy", "--input", "{"),
        ("checklist",),
        ("search", ""),
        ("search", "😀"),
        ("ask", "问题", "--as-of"),
        ("ask", "问题", "--as-of", "明天"),
        ("ask", "问题", "--nosuch"),
        ("search", "补贴", "--limit", "0"),
        ("eval", "--ability", "nosuch"),
        ("eval", "--compare", "只有一个"),
        (),
        ("corpus",),
        ("nosuch",),
        ("ask", "一", "二"),
    ],
)
def test_bad_usage_is_one_chinese_line(arguments: tuple[str, ...]) -> None:
    done = _run(*arguments)
    assert done.returncode == 2
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) == 1
    assert any("\u4e00" <= char <= "\u9fff" for char in done.stderr)
    assert not re.search(r"argument|expected|option|command|value|Error", done.stderr), done.stderr


def test_a_question_that_is_none_is_bad_input(
    services: Services, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(questions, "services", lambda: services)
    assert main(["ask", ""]) == 2
    assert "没有输入问题" in capsys.readouterr().err
    assert main(["ask", "😀", "--json"]) == 2
    shown = capsys.readouterr()
    assert json.loads(shown.out)["status"] == "error"
    assert len(shown.err.splitlines()) == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ["calculate"],
        ["calculate", "childcare_subsidy", "--json", "--input", '{"birth_date": "2024-05"}'],
        ["checklist", "--input", "{}"],
        ["--help"],
        ["corpus", "add", "--help"],
    ],
)
def test_rules_and_help_start_quickly_and_load_nothing_heavy(
    arguments: list[str], tmp_path: Path
) -> None:
    program = (
        "import sys; from assistant.commands.main import main; status = main(sys.argv[1:]); "
        f"loaded = [name for name in {HEAVY} if name in sys.modules]; "
        "sys.exit(str(loaded)) if loaded else sys.exit(status)"
    )
    started = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert time.perf_counter() - started < 5.0


def test_a_broken_setting_is_named() -> None:
    done = _run("calculate", "childcare_subsidy", POLICY_CHAT_TIMEOUT_S="soon")
    assert done.returncode == 2
    assert "POLICY_CHAT_TIMEOUT_S" in done.stderr


def test_help_is_chinese_at_every_level(capsys: pytest.CaptureFixture[str]) -> None:
    pages = [[], *[[name] for name in COMMANDS.commands]]
    pages += [["corpus", name] for name in ("add", "list", "show", "remove", "check")]
    for page in pages:
        assert main([*page, "--help"]) == 0
        shown = capsys.readouterr().out
        assert shown.startswith(f"用法：policy {' '.join(page)}".rstrip())
        assert "显示这份说明" in shown
        assert not re.search(r"Usage|Options|Commands|arguments|Show this|OPTIONS|ARGS", shown), (
            shown
        )


def test_a_shell_completes_commands() -> None:
    done = _run(_POLICY_COMPLETE="bash_complete", COMP_WORDS="policy ca", COMP_CWORD="1")
    assert "calculate" in done.stdout


def test_bytes_that_are_no_text_do_no_harm(
    services: Services, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(questions, "services", lambda: services)
    typed = b"\xff\xfe".decode("utf-8", "surrogateescape") + "育儿补贴"
    assert main(["ask", typed, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["question"].endswith("育儿补贴")
    assert main(["search", typed, "--json"]) == 0
    capsys.readouterr()
    assert main(["corpus", "show", typed]) == 2
