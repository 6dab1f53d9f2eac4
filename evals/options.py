"""The options of `policy eval`. Imports nothing heavy: the command's parser is built for every command."""

from __future__ import annotations

import argparse
from pathlib import Path

_FOLDER = Path(__file__).parent
ABILITY_NAMES = (
    "retrieval",
    "citations",
    "answers",
    "abstention",
    "calculation",
    "conversation",
    "safety",
)


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the options to the subcommand's parser."""
    parser.add_argument(
        "--cases", type=Path, default=_FOLDER / "cases" / "dev", metavar="文件夹", help="用例文件夹"
    )
    parser.add_argument(
        "--ability", choices=ABILITY_NAMES, action="append", help="只评测这项能力,可重复"
    )
    parser.add_argument(
        "--answers", type=Path, metavar="文件", help="评测别的系统的答案(JSON Lines)"
    )
    parser.add_argument(
        "--questions", action="store_true", help="不评测,输出问题供别的系统作答(JSON Lines)"
    )
    parser.add_argument(
        "--compare", nargs=2, type=Path, metavar=("旧", "新"), help="比较两次结果(result.json)"
    )
    parser.add_argument("--json", action="store_true", help="在标准输出给出 JSON 结果")
    parser.add_argument(
        "--out", type=Path, default=_FOLDER / "results", metavar="文件夹", help="结果写到哪里"
    )
    parser.add_argument(
        "--show-failures", action="store_true", help="测试集也列出失败用例的题目(默认只给编号)"
    )
