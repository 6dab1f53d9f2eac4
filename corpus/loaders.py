"""From a file to text: what `Document.text` is made of."""

from __future__ import annotations

from pathlib import Path


class LoadError(Exception):
    """A file that cannot be read as text; the message is Chinese and says what to do."""


def read_text(path: Path) -> str:
    """The text of a plain-text or Markdown file, line ends as LF, without a byte-order mark.

    Encodings: UTF-8, UTF-16 with a byte-order mark, GBK, GB18030. Raises LoadError for anything else.
    """
    return decode(path.read_bytes(), path.name)


def decode(data: bytes, name: str) -> str:
    """`data` as text; `name` is for the message of the LoadError."""
    encodings = ("utf-16",) if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text.replace("\r\n", "\n").replace("\r", "\n")
    raise LoadError(f"{name} 不是文本文件(或编码无法识别),请另存为 UTF-8 编码的 txt 后再添加。")
