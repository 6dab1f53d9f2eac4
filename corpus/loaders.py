"""From a file to text: what `Document.text` is made of."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

MAX_BYTES = 50 * 1024 * 1024
PLAIN = frozenset({".txt", ".md", ".markdown"})
_EARLIER_OFFICE = {".doc": "Word", ".wps": "WPS", ".rtf": "RTF", ".odt": "ODT", ".ofd": "OFD"}
_CONTROL = {code: None for code in range(32) if chr(code) not in "\t\n\f"} | {0xFEFF: None}
_BINARY_STARTS = (b"%PDF", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\x89PNG", b"\xff\xd8\xff", b"GIF8")


class LoadError(Exception):
    """A file that cannot be read as text; the message is Chinese and says what to do."""


@dataclass(frozen=True)
class Loaded:
    """A file's text, line ends as LF, and what the file's own format says about the document.

    `hints` are fields of `Metadata` by name; they yield to what the text says.
    """

    text: str
    hints: dict[str, str] = field(default_factory=dict)


def load(path: Path) -> Loaded:
    """The text of a txt, md, html, docx or pdf file. Raises LoadError with a Chinese message."""
    kind = path.suffix.lower()
    if not path.exists():
        raise LoadError(f"找不到文件 {path},请检查路径。")
    if not path.is_file():
        raise LoadError(f"{path.name} 不是普通文件。")
    size = path.stat().st_size
    if size > MAX_BYTES:
        raise LoadError(f"{path.name} 有 {size // 2**20} MB,超过 {MAX_BYTES // 2**20} MB 的上限。")
    if size == 0:
        raise LoadError(f"{path.name} 是空文件。")
    data = path.read_bytes()
    if kind in PLAIN:
        loaded = Loaded(decode(data, path.name))
    elif kind in (".html", ".htm"):
        from corpus.html_text import read_html

        loaded = read_html(decode(data, path.name), path.name)
    elif kind == ".docx":
        from corpus.docx_text import read_docx

        loaded = Loaded(read_docx(data, path.name))
    elif kind == ".pdf":
        from corpus.pdf_text import read_pdf

        loaded = Loaded(read_pdf(data, path.name))
    elif kind in _EARLIER_OFFICE:
        raise LoadError(f"{path.name} 是 {_EARLIER_OFFICE[kind]} 格式,请另存为 docx 后再添加。")
    else:
        raise LoadError(
            f"不支持 {kind or '没有扩展名'} 的文件 {path.name}。可用格式:txt、md、html、docx、pdf。"
        )
    if not any(c.isalnum() for c in loaded.text):
        raise LoadError(f"{path.name} 里没有读到文字。")
    return loaded


def read_text(path: Path) -> str:
    """The text of a plain-text or Markdown file, line ends as LF, without a byte-order mark.

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
    raise LoadError(f"{name} 不是文本文件(或编码无法识别),请另存为 UTF-8 编码的 txt 后再添加。")


def without_controls(text: str) -> str:
    """`text` without control characters, which some formats leave behind."""
    return text.translate(_CONTROL)


def _is_text(text: str) -> bool:
    """No zero bytes, hardly any control characters or private-use ones (a wrong decoding's trace)."""
    if "\x00" in text:
        return False
    odd = sum(
        (c < " " and c not in "\t\n\r\f\x0b\x1a") or "\ue000" <= c <= "\uf8ff" for c in text[:20000]
    )
    return odd * 50 <= min(len(text), 20000)
