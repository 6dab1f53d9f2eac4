"""From a file to text: what `Document.text` is made of. One module a format."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from corpus.loaded import Loaded, LoadError, bounded
from corpus.loaders.docx import read_docx
from corpus.loaders.html import read_html
from corpus.loaders.markdown import read_markdown
from corpus.loaders.pdf import read_pdf
from corpus.loaders.plain import decode, read_plain, read_text

__all__ = ["PLAIN", "LoadError", "Loaded", "decode", "load", "read_text", "suffixes"]

MAX_BYTES = 50 * 1024 * 1024
PLAIN = ".txt"
"""The format whose file is itself the text; all others have their text beside them."""
_READERS: dict[str, Callable[[bytes, str], Loaded]] = {
    PLAIN: read_plain,
    ".md": read_markdown,
    ".markdown": read_markdown,
    ".html": read_html,
    ".htm": read_html,
    ".docx": read_docx,
    ".pdf": read_pdf,
}
_EARLIER_OFFICE = {".doc": "Word", ".wps": "WPS", ".rtf": "RTF", ".odt": "ODT", ".ofd": "OFD"}


def suffixes() -> frozenset[str]:
    """The endings of the files that `load` reads, with the dot, in lower case."""
    return frozenset(_READERS)


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
    if kind in _EARLIER_OFFICE:
        raise LoadError(f"{path.name} 是 {_EARLIER_OFFICE[kind]} 格式，请另存为 docx 后再添加。")
    if kind not in _READERS:
        raise LoadError(
            f"不支持 {kind or '没有扩展名'} 的文件 {path.name}。可用格式：txt、md、html、docx、pdf。"
        )
    loaded = _READERS[kind](path.read_bytes(), path.name)
    if not any(c.isalnum() for c in loaded.text):
        raise LoadError(f"{path.name} 里没有读到文字。")
    bounded(loaded.text, path.name)
    return loaded
