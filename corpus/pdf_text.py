"""The text of a PDF: page headers, footers and numbers left out, broken lines joined."""

from __future__ import annotations

import io
import logging
import re
from collections import Counter

from corpus.loaders import LoadError, without_controls
from corpus.outline import find_marker

_MAX_PAGES = 1000
_PER_PAGE = 25
"""With fewer characters than this on an average page the file is a scan."""
_EDGE = 2
"""How many lines at a page's top and bottom may be its header and footer."""
_PAGE_NUMBER = re.compile(
    r"[\s\-\u2013\u2014\u2015\u4e00\u00b7.]*\d{1,4}[\s\-\u2013\u2014\u2015\u4e00\u00b7.]*|第?\s*\d{1,4}\s*页?\s*[,\uff0c/]?\s*共?\s*\d{1,4}\s*页|第\s*\d{1,4}\s*页"
)
_SENTENCE_END = re.compile(r"[。;:!?\uff1b\uff1a\uff01\uff1f][”’」』》)\uff09]*$")
_FULL = 0.8
"""A line of at least this share of the usual length is one that the page's edge broke."""


def read_pdf(data: bytes, name: str) -> str:
    """The text. Raises LoadError for a scan, an encrypted or damaged file."""
    pages = [_page_lines(text) for text in _page_texts(data, name)]
    if sum(len(line) for lines in pages for line in lines) < _PER_PAGE * len(pages):
        raise LoadError(
            f"{name} 没有可读取的文字,可能是扫描件。请先用文字识别(OCR)软件转换,另存为 txt 或 docx 后添加。"
        )
    lines = [line for page in _without_edges(pages) for line in page]
    return without_controls("\n".join(_joined(lines))).strip() + "\n"


def _page_texts(data: bytes, name: str) -> list[str]:
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    logging.getLogger("pypdf").setLevel(logging.ERROR)
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise LoadError(f"{name} 已加密,请去掉密码后再添加。")
        if len(reader.pages) > _MAX_PAGES:
            raise LoadError(f"{name} 超过 {_MAX_PAGES} 页,请拆分后添加。")
        return [page.extract_text() for page in reader.pages]
    except LoadError:
        raise
    except (PyPdfError, ValueError, TypeError, KeyError, AttributeError, IndexError) as error:
        raise LoadError(f"{name} 不是完好的 PDF 文件,请重新下载或另存。") from error
    except (RecursionError, MemoryError, NotImplementedError, AssertionError, OSError) as error:
        raise LoadError(f"{name} 的 PDF 结构异常,无法读取,请另存为 docx 或 txt。") from error


def _page_lines(text: str) -> list[str]:
    return [line for raw in text.split("\n") if (line := _without_spacing(raw.strip()))]


def _without_spacing(line: str) -> str:
    """Chinese text set with gaps between characters, closed up."""
    return re.sub(
        r"(?<=[\u3000-\u9fff\uff00-\uffef])[ \u3000]+(?=[\u4e00-\u9fff\uff00-\uffef])", "", line
    )


def _without_edges(pages: list[list[str]]) -> list[list[str]]:
    """Drop page numbers, and lines that come again at the same edge of other pages."""
    edges = Counter(_shape(line) for page in pages for line in {*page[:_EDGE], *page[-_EDGE:]})
    repeated = {shape for shape, count in edges.items() if count >= max(3, len(pages) * 0.5)}

    def is_furniture(page: list[str], index: int) -> bool:
        at_edge = index < _EDGE or index >= len(page) - _EDGE
        line = page[index]
        return at_edge and bool(_PAGE_NUMBER.fullmatch(line) or _shape(line) in repeated)

    return [[line for i, line in enumerate(page) if not is_furniture(page, i)] for page in pages]


def _shape(line: str) -> str:
    return re.sub(r"\d+", "0", re.sub(r"\s", "", line))


def _joined(lines: list[str]) -> list[str]:
    """Join each line that the page's edge broke with the next one."""
    lengths = sorted(len(line) for line in lines)
    usual = lengths[int(len(lengths) * 0.9)] if lengths else 0
    joined: list[str] = []
    broken = False
    for line in lines:
        starts_anew = find_marker(line, 0, len(line)) is not None
        if broken and not starts_anew:
            joined[-1] += _glue(joined[-1], line) + line
        else:
            joined.append(line)
        broken = len(line) >= usual * _FULL and not _SENTENCE_END.search(line)
    return joined


def _glue(before: str, after: str) -> str:
    return " " if before[-1].isascii() and before[-1].isalnum() and after[0].isascii() else ""
