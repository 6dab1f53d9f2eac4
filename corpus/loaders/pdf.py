"""The text of a PDF, read with its layout: tables, columns of a table, headers, footers, broken lines.

pdfplumber gives characters with their places, and tables by their ruled lines. A table is written as
in `corpus.tables`. A line at a page's edge that comes again on other pages, or holds the page's number,
is furniture; what the page's edge broke is joined again. Pages that are pictures are named in
`Loaded.warnings`, or read by `corpus.ocr` where that is installed.
"""

from __future__ import annotations

import io
import logging
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from corpus import ocr
from corpus.loaded import Loaded, LoadError, without_controls
from corpus.outline import find_marker
from corpus.tables import Cell, lines_of

if TYPE_CHECKING:
    from pdfplumber.page import Page

_MAX_PAGES = 600
_MOST_PICTURES = 50
"""So many pages at most are read off their pictures; it takes some seconds each."""
_LITTLE = 10
"""A page with fewer characters than this and a picture on it is a scan."""
_EDGE = 2
"""How many lines at a page's top and bottom may be its header and footer."""
_SAME_HEIGHT = 3.0
"""Points by which a header's place may differ from page to page."""
_DASH = r"[\-\u2013\u2014\u2015\u2500\u4e00\u00b7.~]"
_PAGE_NUMBER = re.compile(
    rf"[\s]*{_DASH}*\s*\d{{1,4}}\s*{_DASH}*|第?\s*\d{{1,4}}\s*页?\s*[,\uff0c/]?\s*共?\s*\d{{1,4}}\s*页"
    r"|第\s*\d{1,4}\s*页"
)
_NUMBER_BETWEEN_DASHES = re.compile(rf"(?:^|\s){_DASH}\s*\d{{1,4}}\s*{_DASH}")
_WIDE = r"[\u2e80-\u9fff\uff00-\uffef\u3000-\u303f]"
_GAP = re.compile(rf"(?<={_WIDE})\s+(?=\S)|(?<=\S)\s+(?={_WIDE})")
_SPACED_MARKER = re.compile(r"(第\s?\S{1,6}?\s?[章节条])\s+")
_NO_GLYPH = re.compile(r"\(cid:\d+\)")
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
    0x2F3E: "户",
}
"""Radical signs that some PDF writers put for the characters that look the same (Unicode's
EquivalentUnifiedIdeograph), and Latin ligatures."""
_SENTENCE_END = re.compile(r"[。;:!?\uff1b\uff1a\uff01\uff1f][”’」』》)\uff09]*$")
_RAGGED = 0.07
"""A line that ends this near to the usual right edge (a share of the page's width) was broken by it."""
_RUNNING = re.compile(r"[,\uff0c。;\uff1b、]|^第\S{1,6}条")
"""What a line has in it that is running text, and no title."""


@dataclass
class _Block:
    """A line of text, or a whole table, and how far from the page's top it stands (a share of its height)."""

    lines: list[str]
    place: float
    right: float = 0.0
    """Where the line ends, as a share of the page's width."""
    table: list[list[Cell]] | None = None


@dataclass
class _Pages:
    """The blocks of each page; the numbers of pages that are pictures: left out, or read off them."""

    blocks: list[list[_Block]]
    unread: list[int]
    recognised: list[int]


def read_pdf(data: bytes, name: str) -> Loaded:
    """The text. Raises LoadError for a whole scan, an encrypted or damaged file."""
    pages = _read_pages(data, name)
    if not any(block.lines or block.table for page in pages.blocks for block in page):
        raise LoadError(
            f"{name} 没有可读取的文字，可能是扫描件。请先用文字识别(OCR)软件转换，另存为 txt 或 docx 后添加；"
            "或安装 ocr 组件（见 docs/corpus.md）后再试。"
        )
    lines = _joined(list(_flowing(_without_edges(pages.blocks))))
    warnings: list[str] = []
    if pages.unread:
        warnings.append(
            f"{name} 的第 {_listed(pages.unread)} 页是扫描图像，没有文字，没有读入；"
            "请用文字识别(OCR)软件转换这几页后用 --replace 重新添加。"
        )
    if pages.recognised:
        warnings.append(
            f"{name} 的第 {_listed(pages.recognised)} 页是扫描图像，已用文字识别读入，请逐字核对。"
        )
    text = without_controls("\n".join(lines)).strip() + "\n"
    return Loaded(text, warnings=tuple(warnings))


def _listed(numbers: Sequence[int]) -> str:
    return "、".join(map(str, numbers))


def _read_pages(data: bytes, name: str) -> _Pages:
    import pdfplumber
    from pdfminer.pdfexceptions import PDFException
    from pdfplumber.utils.exceptions import PdfminerException

    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    pages = _Pages([], [], [])
    try:
        with pdfplumber.open(io.BytesIO(data)) as file:
            if len(file.pages) > _MAX_PAGES:
                raise LoadError(f"{name} 超过 {_MAX_PAGES} 页，请拆分后添加。")
            for page in file.pages:
                blocks = _blocks(page)
                if _is_picture(page, blocks):
                    read = _recognised(page) if len(pages.recognised) < _MOST_PICTURES else []
                    (pages.recognised if read else pages.unread).append(page.page_number)
                    blocks = read or blocks
                pages.blocks.append(blocks)
                page.close()
    except LoadError:
        raise
    except (PdfminerException, PDFException) as error:
        if "Password" in repr(error):
            raise LoadError(f"{name} 已加密，请去掉密码后再添加。") from error
        raise LoadError(f"{name} 不是完好的 PDF 文件，请重新下载或另存。") from error
    except (RecursionError, MemoryError, NotImplementedError, AssertionError, OSError) as error:
        raise LoadError(f"{name} 的 PDF 结构异常，无法读取，请另存为 docx 或 txt。") from error
    except Exception as error:  # pdfminer raises whatever a damaged file makes it stumble over
        raise LoadError(f"{name} 不是完好的 PDF 文件，请重新下载或另存。") from error
    return pages


def _is_picture(page: Page, blocks: Sequence[_Block]) -> bool:
    """Whether a page has a picture on it and hardly any text."""
    if not page.images or any(block.table for block in blocks):
        return False
    return sum(len(line) for block in blocks for line in block.lines) < _LITTLE


def _recognised(page: Page) -> list[_Block]:
    """A page's lines read off its picture; none where no OCR is installed."""
    if not ocr.is_available():
        return []
    picture = page.to_image(resolution=ocr.DOTS_PER_INCH).original
    return [
        _Block([text], line.top, line.right)
        for line in ocr.read_picture(picture)
        if (text := _plain(line.text))
    ]


def _blocks(page: Page) -> list[_Block]:
    """The page's lines and tables from top to bottom."""
    height, width = float(page.height) or 1.0, float(page.width) or 1.0
    upright = page.filter(lambda thing: thing.get("upright", True)).dedupe_chars()
    tables = upright.find_tables() if len(page.lines) + len(page.rects) + len(page.curves) else []
    found: list[_Block] = []
    boxes: list[tuple[float, float, float, float]] = []
    for table in tables:
        cells = _cells(table.extract(), table)
        if len(cells) < 2 or max(len(row) for row in cells) < 2:
            continue
        boxes.append(table.bbox)
        found.append(_Block([], table.bbox[1] / height, table=cells))
    outside = upright.filter(lambda thing: not _inside(thing, boxes)) if boxes else upright
    for line in outside.extract_text_lines(return_chars=False):
        text = _NO_GLYPH.sub("", _plain(line["text"]))
        if text:
            found.append(_Block([text], line["top"] / height, line["x1"] / width))
    return sorted(found, key=lambda block: block.place)


def _inside(thing: dict[str, Any], boxes: Sequence[tuple[float, float, float, float]]) -> bool:
    if thing.get("object_type") != "char":
        return False
    x = (thing["x0"] + thing["x1"]) / 2
    y = (thing["top"] + thing["bottom"]) / 2
    return any(box[0] <= x <= box[2] and box[1] <= y <= box[3] for box in boxes)


def _cells(texts: list[list[str | None]], table: Any) -> list[list[Cell]]:
    """The table's cells: where a square is empty of a cell, the one above or to the left covers it."""
    rows: list[list[Cell]] = []
    boxes = [row.cells for row in table.rows]
    bottoms = [row.bbox[3] for row in table.rows]
    for y, row in enumerate(texts):
        cells: list[Cell] = []
        for x, text in enumerate(row):
            box = boxes[y][x] if x < len(boxes[y]) else None
            if box is None:
                continue
            width = 1
            while (
                x + width < len(row)
                and boxes[y][x + width] is None
                and box[2] > _left(boxes, x + width) + 1
            ):
                width += 1
            height = sum(1 for bottom in bottoms[y:] if bottom <= box[3] + 1) or 1
            lines = [_plain(line) for line in (text or "").split("\n")]
            cells.append(Cell(_glued(lines), width, height))
        rows.append(cells)
    return rows


def _left(boxes: list[Any], column: int) -> float:
    """Where a column begins, as any row that has a cell there says."""
    return min((row[column][0] for row in boxes if row[column]), default=float("inf"))


def _plain(line: str) -> str:
    return _without_spacing(line.translate(_RADICALS).strip())


def _without_spacing(line: str) -> str:
    """Gaps beside Chinese characters closed up, but for the one after 第N条 and the like."""
    marker = _SPACED_MARKER.match(line)
    if marker:
        return f"{_GAP.sub('', marker[1])} {_GAP.sub('', line[marker.end() :])}"
    return _GAP.sub("", line)


def _without_edges(pages: list[list[_Block]]) -> list[list[_Block]]:
    """Drop page numbers, and lines that come again at the same place of other pages."""
    places: dict[str, list[float]] = {}
    for page in pages:
        for block in {id(b): b for b in (*page[:_EDGE], *page[-_EDGE:])}.values():
            if block.lines:
                places.setdefault(_shape(block.lines[0]), []).append(block.place)
    repeated = {
        shape: found
        for shape, found in places.items()
        if len(found) >= max(2, len(pages) * 0.5) and _stands_still(found)
    }

    def is_furniture(page: list[_Block], index: int) -> bool:
        if not (index < _EDGE or index >= len(page) - _EDGE) or not page[index].lines:
            return False
        line = page[index].lines[0]
        if _shape(line) in repeated or _PAGE_NUMBER.fullmatch(line):
            return True
        return bool(_NUMBER_BETWEEN_DASHES.search(line)) and len(line) <= 40

    return [[block for i, block in enumerate(page) if not is_furniture(page, i)] for page in pages]


def _stands_still(places: Sequence[float]) -> bool:
    """Whether most of the places are the same, but for a few points."""
    rounded = Counter(round(place * 842 / _SAME_HEIGHT / 2) for place in places)
    place, _ = rounded.most_common(1)[0]
    near = sum(count for other, count in rounded.items() if abs(other - place) <= 1)
    return near >= max(2, len(places) * 0.5)


def _shape(line: str) -> str:
    return re.sub(r"\d+", "0", re.sub(r"\s", "", line))


@dataclass
class _Flowing:
    """A line in the flow of all pages; `last`: the page ends with it."""

    text: str
    right: float = 0.0
    last: bool = False
    row: bool = False


def _flowing(pages: list[list[_Block]]) -> Iterator[_Flowing]:
    """The lines of all pages; a table that goes on over a page's edge is one table."""
    pending: list[list[Cell]] = []
    for page in pages:
        for index, block in enumerate(page):
            goes_on = (
                block.table and pending and index == 0 and _width(block.table) == _width(pending)
            )
            if pending and not goes_on:
                yield from (_Flowing(line, row=True) for line in lines_of(pending))
                pending = []
            if block.table is None:
                last = index == len(page) - 1
                yield from (_Flowing(line, block.right, last) for line in block.lines)
                continue
            rows = block.table
            if goes_on and [c.text for c in rows[0]] == [c.text for c in pending[0]]:
                rows = rows[1:]
            pending = [*pending, *rows]
    yield from (_Flowing(line, row=True) for line in lines_of(pending))


def _width(rows: list[list[Cell]]) -> int:
    return max(sum(cell.columns for cell in row) for row in rows)


def _joined(lines: Sequence[_Flowing]) -> list[str]:
    """Join each line that the page's right or lower edge broke with the next one."""
    edges = sorted(line.right for line in lines if not line.row)
    edge = edges[int(len(edges) * 0.9)] if edges else 0.0
    joined: list[str] = []
    broken = False
    for line in lines:
        starts_anew = line.row or find_marker(line.text, 0, len(line.text)) is not None
        if broken and not starts_anew:
            joined[-1] = _glued([joined[-1], line.text])
        else:
            joined.append(line.text)
        full = line.right >= edge - _RAGGED or (line.last and bool(_RUNNING.search(joined[-1])))
        broken = full and not line.row and not _SENTENCE_END.search(line.text)
    return joined


def _glued(lines: Sequence[str]) -> str:
    """Lines of one paragraph as one: a space only between Latin words."""
    text = ""
    for line in filter(None, lines):
        latin = text and text[-1].isascii() and text[-1].isalnum() and line[0].isascii()
        text += (" " if latin else "") + line
    return text
