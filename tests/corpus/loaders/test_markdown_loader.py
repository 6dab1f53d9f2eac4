"""Markdown: no marks in the text, rows of tables with their header."""

from __future__ import annotations

from pathlib import Path

from corpus.loaders import load
from corpus.parser import parse

TEXT = """---
title: 题目在前
---
# 某市生育友好单位**创建**办法

<!-- 编辑
留言 -->
某政办字〔2025〕44号

## 一、创建标准

(一)**弹性工作**。创建单位应当实行<弹性上下班>,每日*不少于*1小时,详见[附件](http://example.com/a)。
(二)母婴设施。面积标准如下:

| 单位 | 面积 | **备注** |
|---|:--:|---|
| 机关 | 10平方米 | |
| 医院 | 15平方米 | `独立`设置 |

## 二、奖励

(三)奖励。经评定的单位给予$5000$元~~1000元~~奖励。

1. 按年评定;
2. **「公示」**后发放。
- 不列编号的一条。

    第四行缩进四格。
"""


def test_markdown_as_plain_text(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(TEXT, encoding="utf-8")
    loaded = load(path)
    lines = [line for line in loaded.text.split("\n") if line]
    assert lines == [
        "某市生育友好单位创建办法",
        "某政办字〔2025〕44号",
        "一、创建标准",
        "(一)弹性工作。创建单位应当实行<弹性上下班>,每日不少于1小时,详见附件。",
        "(二)母婴设施。面积标准如下:",
        "单位\t面积\t备注",
        "机关\t10平方米",
        "医院\t15平方米\t独立设置",
        "二、奖励",
        "(三)奖励。经评定的单位给予5000元奖励。",
        "1. 按年评定;",
        "2. 「公示」后发放。",
        "不列编号的一条。",
        "第四行缩进四格。",
    ]
    assert loaded.hints == {"title": "题目在前"}
    document = parse("x", loaded.text)
    assert document.metadata.title == "某市生育友好单位创建办法"
    hospital = next(s for s, _ in document.sentences() if s.text.startswith("医院"))
    assert [loaded.text[a:b] for a, b in hospital.context] == ["单位\t面积\t备注"]
    stem = next(s for s, _ in document.sentences() if s.text == "面积标准如下:")
    assert [loaded.text[a:b] for a, b in stem.items] == [
        "单位\t面积\t备注\n机关\t10平方米\n医院\t15平方米\t独立设置"
    ]
