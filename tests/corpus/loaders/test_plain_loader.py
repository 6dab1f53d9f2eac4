"""Plain text in any encoding, what is refused, and bounds."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.loaded import MAX_LINE, LoadError
from corpus.loaders import decode, load

TEXT = "某某市托育办法\n第一条 为了规范托育,制定本办法。\n第二条 本办法自2024年4月1日起施行。\n"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "gbk", "gb18030"], ids=lambda e: str(e)
)
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_plain_text_in_any_usual_encoding(encoding: str, line_end: str, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(TEXT.replace("\n", line_end).encode(encoding))
    assert load(path).text == TEXT


def test_rare_characters_of_gb18030(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("䶮城市办法。㐂欢。".encode("gb18030"))
    assert load(path).text == "䶮城市办法。㐂欢。"


@pytest.mark.parametrize(
    "name, content, message",
    [
        ("a.txt", b"", "空文件"),
        ("a.txt", b"   \n", "没有读到文字"),
        ("a.txt", bytes(range(256)) * 20, "不是文本文件"),
        ("a.txt", b"%PDF-1.7 \xe2\xe3", "不是文本文件"),
        ("a.txt", b"PK\x03\x04 abc", "不是文本文件"),
        ("a.doc", b"\xd0\xcf\x11\xe0", "另存为 docx"),
        ("a.xlsx", b"PK\x03\x04", "不支持 .xlsx"),
        ("a", b"abc", "没有扩展名"),
        ("a.pdf", b"%PDF-1.7 nothing", "PDF"),
        ("a.pdf", TEXT.encode(), "PDF"),
        ("a.docx", TEXT.encode(), "docx"),
        ("a.html", b"<html><body></body></html>", "没有找到正文"),
        ("a.html", b"", "空文件"),
    ],
)
def test_what_cannot_be_read_is_said(
    name: str, content: bytes, message: str, tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(LoadError, match=message):
        load(path)


def test_missing_files_folders_and_huge_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(LoadError, match="找不到"):
        load(tmp_path / "none.txt")
    with pytest.raises(LoadError, match="不是普通文件"):
        load(tmp_path)
    monkeypatch.setattr("corpus.loaders.MAX_BYTES", 10)
    path = tmp_path / "a.txt"
    path.write_text(TEXT, encoding="utf-8")
    with pytest.raises(LoadError, match="上限"):
        load(path)


def test_decoding_keeps_every_character() -> None:
    text = "“引号”——破折号…〔2024〕①㎡"
    assert decode(text.encode("utf-8"), "x") == text
    assert decode(text.encode("gb18030"), "x") == text


@pytest.mark.parametrize(
    "text, message",
    [
        ("育" * 5_000_000, "上限，请拆分"),
        ("育" * (MAX_LINE + 1), "一行长达"),
        ("育儿。\n" * 40_000, "行的上限"),
    ],
    ids=["five million characters", "an endless line", "forty thousand lines"],
)
def test_endless_texts_are_refused(text: str, message: str, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(LoadError, match=message):
        load(path)
