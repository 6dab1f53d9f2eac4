"""Plain text in any usual encoding."""

from __future__ import annotations

from pathlib import Path

from corpus.loaded import Loaded, LoadError

_BINARY_STARTS = (b"%PDF", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\x89PNG", b"\xff\xd8\xff", b"GIF8")


def read_plain(data: bytes, name: str) -> Loaded:
    """The text as it stands."""
    return Loaded(decode(data, name))


def read_text(path: Path) -> str:
    """The text of a plain-text file, line ends as LF, without a byte-order mark.

    Encodings: UTF-8, UTF-16 with a byte-order mark, GBK, GB18030. Raises LoadError for anything else.
    """
    return decode(path.read_bytes(), path.name)


def decode(data: bytes, name: str) -> str:
    """`data` as text; `name` is for the message of the LoadError."""
    encodings = ("utf-16",) if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "gb18030")
    if not data.startswith(_BINARY_STARTS):
        for encoding in encodings:
            try:
                text = data.decode(encoding)
            except UnicodeDecodeError:
                continue
            if _is_text(text):
                return text.replace("\r\n", "\n").replace("\r", "\n")
    raise LoadError(f"{name} 不是文本文件（或编码无法识别），请另存为 UTF-8 编码的 txt 后再添加。")


def _is_text(text: str) -> bool:
    """No zero bytes, hardly any control characters or private-use ones (a wrong decoding's trace)."""
    if "\x00" in text:
        return False
    odd = sum(
        (c < " " and c not in "\t\n\r\f\x0b\x1a") or "\ue000" <= c <= "\uf8ff" for c in text[:20000]
    )
    return odd * 50 <= min(len(text), 20000)
