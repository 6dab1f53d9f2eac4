"""The text of a Word document (docx): automatic numbers written out, tables as in `corpus.tables`.

Reads Office Open XML (ECMA-376 part 1) directly: paragraphs, numbering definitions, styles, tables,
tracked changes (insertions count, deletions do not).
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from corpus.loaded import Loaded, LoadError, without_controls
from corpus.numerals import to_numeral
from corpus.tables import Cell, lines_of

_MAX_UNPACKED = 200 * 1024 * 1024
_MAX_PART = 60 * 1024 * 1024
_MAX_ENTRIES = 5000
_MAX_RATIO = 200
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_SKIPPED = frozenset({_W + "del", _W + "moveFrom", _W + "rPr", _W + "pPr", _FALLBACK})
_WRAPPERS = frozenset(
    _W + name for name in ("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag")
)
_CHINESE = frozenset(
    {"chineseCounting", "chineseCountingThousand", "ideographDigital", "japaneseCounting"}
    | {"taiwaneseCounting", "taiwaneseCountingThousand"}
)
_LEGAL = str.maketrans("一二三四五六七八九十百千零", "壹贰叁肆伍陆柒捌玖拾佰仟零")


@dataclass(frozen=True)
class _Level:
    start: int
    format: str
    text: str


@dataclass
class _Numbering:
    """Numbering definitions and the counters that run through the document."""

    abstract_of: dict[str, str] = field(default_factory=dict)
    levels: dict[str, dict[int, _Level]] = field(default_factory=dict)
    overrides: dict[str, dict[int, int]] = field(default_factory=dict)
    style_numbers: dict[str, tuple[str, int]] = field(default_factory=dict)
    counters: dict[str, dict[int, int]] = field(default_factory=lambda: defaultdict(dict))
    started: set[str] = field(default_factory=set)

    def next(self, number_id: str, level: int) -> str:
        """The number of the next paragraph at that level, as Word shows it; "" for none or bullets."""
        abstract = self.abstract_of.get(number_id, "")
        definition = self.levels.get(abstract, {}).get(level)
        if definition is None:
            return ""
        counters = self.counters[abstract]
        if number_id not in self.started:
            self.started.add(number_id)
            for overridden, start in self.overrides.get(number_id, {}).items():
                counters[overridden] = start - 1
        counters[level] = counters.get(level, definition.start - 1) + 1
        for deeper in [other for other in counters if other > level]:
            del counters[deeper]
        if definition.format == "bullet":
            return ""
        shown = definition.text
        for other in range(level + 1):
            if f"%{other + 1}" in shown:
                above = self.levels[abstract].get(other, definition)
                value = counters.setdefault(other, above.start)
                shown = shown.replace(f"%{other + 1}", _written(value, above.format))
        gap = "" if not shown or shown[-1] in "、.)\uff09\uff0e:\uff1a " else " "
        return shown + gap


def read_docx(data: bytes, name: str) -> Loaded:
    """The document's text. Raises LoadError for anything that is no sound docx file."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _refuse_bombs(archive, name)
            body = _part(archive, "word/document.xml", name)
            numbering = _numbering(
                _part(archive, "word/numbering.xml", name), _part(archive, "word/styles.xml", name)
            )
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
        raise LoadError(f"{name} 不是完好的 docx 文件，请用 Word 或 WPS 重新保存。") from error
    except (RuntimeError, OSError, ValueError) as error:
        raise LoadError(f"{name} 无法打开（可能已加密），请去掉密码后再添加。") from error
    if body is None:
        raise LoadError(f"{name} 里没有正文(word/document.xml),不是 Word 文档。")
    root = body.find(_W + "body")
    lines = _lines(root, numbering) if root is not None else iter(())
    return Loaded(without_controls("\n".join(lines)).strip() + "\n")


def _refuse_bombs(archive: zipfile.ZipFile, name: str) -> None:
    entries = archive.infolist()
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    too_big = unpacked > _MAX_UNPACKED or any(e.file_size > _MAX_PART for e in entries)
    if too_big or len(entries) > _MAX_ENTRIES or unpacked > max(packed, 1) * _MAX_RATIO:
        raise LoadError(f"{name} 解压后异常庞大，已拒绝读取。")


def _part(archive: zipfile.ZipFile, part: str, name: str) -> Any:
    """The root element of a part; None where there is no such part."""
    from lxml import etree

    try:
        with archive.open(part) as file:
            content = file.read(archive.getinfo(part).file_size + 1)
    except KeyError:
        return None
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise LoadError(f"{name} 的内容已损坏({part}),请用 Word 或 WPS 重新保存。") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise LoadError(f"{name} 含有不安全的 XML 声明，已拒绝读取。")
    return root


def _numbering(root: Any, styles: Any) -> _Numbering:
    numbering = _Numbering()
    if root is not None:
        for abstract in root.iterfind(_W + "abstractNum"):
            levels: dict[int, _Level] = {}
            for level in abstract.iterfind(_W + "lvl"):
                levels[_int(level.get(_W + "ilvl"))] = _Level(
                    _int(_value(level, "start"), 1),
                    _value(level, "numFmt") or "decimal",
                    _value(level, "lvlText") or "",
                )
            numbering.levels[abstract.get(_W + "abstractNumId") or ""] = levels
        for number in root.iterfind(_W + "num"):
            number_id = number.get(_W + "numId") or ""
            numbering.abstract_of[number_id] = _value(number, "abstractNumId") or ""
            numbering.overrides[number_id] = {
                _int(override.get(_W + "ilvl")): _int(_value(override, "startOverride"), 1)
                for override in number.iterfind(_W + "lvlOverride")
                if override.find(_W + "startOverride") is not None
            }
    if styles is not None:
        numbering.style_numbers = _style_numbers(styles)
    return numbering


def _style_numbers(styles: Any) -> dict[str, tuple[str, int]]:
    """Numbering that paragraph styles bring along, inherited from the styles that they build on."""
    own: dict[str, tuple[str | None, int | None]] = {}
    parents: dict[str, str] = {}
    for style in styles.iterfind(_W + "style"):
        style_id = style.get(_W + "styleId") or ""
        properties = style.find(f"{_W}pPr/{_W}numPr")
        if properties is not None:
            level = _value(properties, "ilvl")
            own[style_id] = (
                _value(properties, "numId"),
                _int(level) if level is not None else None,
            )
        if parent := _value(style, "basedOn"):
            parents[style_id] = parent
    found: dict[str, tuple[str, int]] = {}
    for style_id in {*own, *parents}:
        number: str | None = None
        depth: int | None = None
        current, seen = style_id, {style_id}
        while True:
            own_number, own_level = own.get(current, (None, None))
            number = number or own_number
            depth = own_level if depth is None else depth
            current = parents.get(current, "")
            if not current or current in seen:
                break
            seen.add(current)
        if number and number != "0":
            found[style_id] = (number, depth or 0)
    return found


def _lines(container: Any, numbering: _Numbering) -> Iterator[str]:
    """Lines of the paragraphs and tables in `container`, in order."""
    for element in container:
        if element.tag == _W + "p":
            yield from _paragraph(element, numbering)
        elif element.tag == _W + "tbl":
            yield from _table(element, numbering)
        elif element.tag in _WRAPPERS:
            yield from _lines(element, numbering)


def _paragraph(paragraph: Any, numbering: _Numbering) -> Iterator[str]:
    boxes: list[Any] = []
    text = "".join(_texts(paragraph, boxes)).strip()
    number_id, level = _number_of(paragraph, numbering)
    if text:
        number = numbering.next(number_id, level) if number_id else ""
        yield from (number + text).split("\n")
    for box in boxes:
        yield from _lines(box, numbering)


def _number_of(paragraph: Any, numbering: _Numbering) -> tuple[str, int]:
    style = _value(paragraph.find(_W + "pPr"), "pStyle") or ""
    inherited = numbering.style_numbers.get(style, ("", 0))
    properties = paragraph.find(f"{_W}pPr/{_W}numPr")
    if properties is None:
        return inherited
    number_id = _value(properties, "numId")
    level = _value(properties, "ilvl")
    if number_id == "0":
        return "", 0
    return number_id or inherited[0], _int(level) if level is not None else inherited[1]


def _texts(element: Any, boxes: list[Any]) -> Iterator[str]:
    """The runs' text; text boxes are set aside into `boxes`."""
    for child in element:
        tag = child.tag
        if tag in _SKIPPED:
            continue
        if tag == _W + "txbxContent":
            boxes.append(child)
        elif tag == _W + "t":
            yield child.text or ""
        elif tag == _W + "tab":
            yield " "
        elif tag in (_W + "br", _W + "cr"):
            yield "" if child.get(_W + "type") == "page" else "\n"
        elif tag == _W + "noBreakHyphen":
            yield "-"
        else:
            yield from _texts(child, boxes)


def _table(table: Any, numbering: _Numbering) -> Iterator[str]:
    """The table's lines; one of a single column, or that only lays out the page, is read as text."""
    rows: list[list[Cell]] = []
    open_cells: dict[int, tuple[int, int]] = {}
    for row in table.iter(_W + "tr"):
        if next(row.iterancestors(_W + "tbl")) is not table:
            continue
        properties = row.find(_W + "trPr")
        header = properties is not None and properties.find(_W + "tblHeader") is not None
        column = _int(_value(properties, "gridBefore"))
        cells: list[Cell] = [Cell("", column)] if column else []
        for cell in row.iter(_W + "tc"):
            if next(cell.iterancestors(_W + "tr")) is not row:
                continue
            width = max(1, _int(_value(cell.find(_W + "tcPr"), "gridSpan"), 1))
            merged = cell.find(f"{_W}tcPr/{_W}vMerge")
            above = open_cells.get(column) if merged is not None else None
            if merged is not None and merged.get(_W + "val") != "restart" and above:
                y, x = above
                tall = rows[y][x]
                rows[y][x] = Cell(tall.text, tall.columns, len(rows) - y + 1, tall.header)
            else:
                open_cells[column] = (len(rows), len(cells))
                text = "\n".join(_lines(cell, numbering))
                cells.append(Cell(text, width, header=header))
            column += width
        rows.append(cells)
    if _only_lays_out(rows):
        for cells in rows:
            for cell in cells:
                yield from cell.text.split("\n")
    else:
        yield from (line for line in lines_of(rows))


def _only_lays_out(rows: list[list[Cell]]) -> bool:
    """Whether a table is a frame around running text: one row or column with many lines in a cell."""
    if len(rows) > 1 and any(len(cells) > 1 for cells in rows):
        return False
    return any(cell.text.count("\n") > 3 for cells in rows for cell in cells) or all(
        len(cells) <= 1 for cells in rows
    )


def _written(value: int, number_format: str) -> str:
    """`value` in a numbering format of Word."""
    if number_format in _CHINESE and 1 <= value <= 9999:
        return to_numeral(value)
    if number_format == "chineseLegalSimplified" and 1 <= value <= 9999:
        return to_numeral(value).translate(_LEGAL)
    if number_format == "decimalEnclosedCircle" and 1 <= value <= 20:
        return chr(0x245F + value)
    if number_format in ("upperLetter", "lowerLetter") and 1 <= value <= 26:
        return chr((64 if number_format == "upperLetter" else 96) + value)
    if number_format in ("upperRoman", "lowerRoman") and 1 <= value <= 3999:
        roman = _roman(value)
        return roman if number_format == "upperRoman" else roman.lower()
    if number_format == "decimalZero":
        return f"{value:02d}"
    return "" if number_format == "none" else str(value)


def _roman(value: int) -> str:
    written = ""
    for worth, letters in zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ("M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"),
        strict=True,
    ):
        count, value = divmod(value, worth)
        written += letters * count
    return written


def _value(element: Any, child: str) -> str | None:
    """The `w:val` of a child element; None where there is none."""
    found = element.find(_W + child) if element is not None else None
    value = found.get(_W + "val") if found is not None else None
    return None if value is None else str(value)


def _int(text: str | None, default: int = 0) -> int:
    return int(text) if text and text.lstrip("-").isdigit() else default
