"""The text of a PDF: page headers, footers and numbers left out, broken lines joined."""

from __future__ import annotations

import io
import logging
import re
import unicodedata
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
_WIDE = r"[\u2e80-\u9fff\uff00-\uffef\u3000-\u303f]"
_GAP = re.compile(rf"(?<={_WIDE})\s+(?=\S)|(?<=\S)\s+(?={_WIDE})")
_SPACED_MARKER = re.compile(r"(第\s?\S{1,6}?\s?[章节条])\s+")
_RADICALS = {
    code: unicodedata.normalize("NFKC", chr(code))
    for code in (*range(0x2E80, 0x2FE0), *range(0xFB00, 0xFB07))
} | {
    0x2E81: "厂",
    0x2EA0: "民",
    0x2EC1: "虎",
    0x2EC4: "西",
    0x2EC5: "见",
    0x2EC6: "角",
    0x2EC9: "贝",
    0x2ECB: "车",
    0x2ED1: "長",
    0x2ED3: "长",
    0x2ED4: "门",
    0x2ED8: "青",
    0x2ED9: "韦",
    0x2EDA: "页",
    0x2EDB: "风",
    0x2EDC: "飞",
    0x2EDD: "食",
    0x2EE2: "马",
    0x2EE3: "骨",
    0x2EE4: "鬼",
    0x2EE5: "鱼",
    0x2EE6: "鸟",
    0x2EE7: "卤",
    0x2EE8: "麦",
    0x2EE9: "黄",
    0x2EEC: "齐",
    0x2EEE: "齿",
    0x2EF0: "龙",
}
"""Radical signs that some PDF writers put for the characters that look the same (Unicode's
EquivalentUnifiedIdeograph), and Latin ligatures."""
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
    lines = (_without_spacing(raw.strip()) for raw in text.translate(_RADICALS).split("\n"))
    return [line for line in lines if line]


def _without_spacing(line: str) -> str:
    """Gaps beside Chinese characters closed up, but for the one after 第N条 and the like."""
    marker = _SPACED_MARKER.match(line)
    if marker:
        return f"{_GAP.sub('', marker[1])} {_GAP.sub('', line[marker.end() :])}"
    return _GAP.sub("", line)


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
