"""Tables in running text: a line a row, its cells between tabs, every row complete in itself.

The loaders write tables with `lines_of`; the parser knows a row again by its tab. A cell that is merged
downwards is repeated in each of its rows and a header of several rows is drawn into one, so that a row
with the first line of its table says all that it says on paper.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

BETWEEN = "\t"
"""What stands between the cells of a row."""

_MOST_CELLS = 20_000


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell as its format describes it. `header`: the format itself calls it one."""

    text: str
    columns: int = 1
    rows: int = 1
    header: bool = False


def is_row(line: str) -> bool:
    """Whether a line of text is a row of a table."""
    return BETWEEN in line.strip()


def cells_of(row: str) -> list[str]:
    """The cells of a row."""
    return [cell.strip() for cell in row.split(BETWEEN)]


def lines_of(rows: Sequence[Sequence[Cell]]) -> list[str]:
    """The lines of a table given by its rows of cells, each cell named where it begins.

    A row of one cell across the whole table is the table's title where it comes first, a line without
    tabs; else it is the group of the rows below it, a line with a tab at its end. A table of one column
    is no table but lines.
    """
    grid = _grid(rows)
    width = max((len(row) for row in grid), default=0)
    if width == 0:
        return []
    lines: list[str] = []
    title = 0
    while title < len(grid) and _alone(grid[title], width):
        lines += _text(grid[title])
        title += 1
    depth = _header_depth(grid[title:])
    if depth:
        lines.append(_joined(_drawn_together(grid[title : title + depth], width)))
    for row in grid[title + depth :]:
        if width == 1:
            lines += _text(row)
        elif _alone(row, width):
            lines.append(" ".join(_text(row)) + BETWEEN)
        else:
            lines.append(_joined(_once(row)))
    return [line for line in lines if line.strip()]


@dataclass(frozen=True, slots=True)
class _Square:
    """A place of the grid: the cell that covers it, and whether the cell begins there."""

    cell: Cell
    first_column: bool
    first_row: bool


_Grid = list[list["_Square | None"]]


def _grid(rows: Sequence[Sequence[Cell]]) -> _Grid:
    """The table as squares, merged cells spread over all the squares that they cover."""
    grid: _Grid = [[] for _ in rows]
    count = 0
    for y, row in enumerate(rows):
        x = 0
        for cell in row:
            while x < len(grid[y]) and grid[y][x] is not None:
                x += 1
            height, width = max(1, min(cell.rows, len(rows) - y)), max(1, min(cell.columns, 200))
            count += height * width
            if count > _MOST_CELLS:
                return grid
            for below in range(y, y + height):
                grid[below].extend([None] * (x + width - len(grid[below])))
                for column in range(x, x + width):
                    grid[below][column] = _Square(cell, column == x, below == y)
            x += width
    return grid


def _alone(row: Sequence[_Square | None], width: int) -> bool:
    """Whether one cell covers the whole row."""
    cells = {id(square.cell) for square in row if square}
    return width > 1 and len(cells) == 1 and len(row) == width and all(row)


def _header_depth(grid: _Grid) -> int:
    """How many rows head the table: those marked so, those that the first row's cells reach down to.

    A first row with a cell over several columns has the names of those columns below it.
    """
    if len(grid) < 2:
        return 0
    marked = 0
    while marked < len(grid) and all(s is None or s.cell.header for s in grid[marked]):
        marked += 1
    reach = max((s.cell.rows for s in grid[0] if s), default=1)
    wide = any(s.cell.columns > 1 for s in grid[0] if s)
    depth = max(marked, 1, min(reach, 3) if wide else 1, 2 if wide and reach == 1 else 1)
    return min(depth, len(grid) - 1) if marked < len(grid) else marked


def _drawn_together(rows: _Grid, width: int) -> list[str]:
    """The names of the columns, from all header rows: 「补贴标准 托小班」."""
    names = []
    for column in range(width):
        parts: list[str] = []
        for row in rows:
            square = row[column] if column < len(row) else None
            if square and square.cell.text and square.cell.text not in parts:
                parts.append(square.cell.text)
        names.append(" ".join(parts))
    return names


def _once(row: Sequence[_Square | None]) -> list[str]:
    """A row's texts: a cell over several columns once, one from the row above again."""
    return [
        square.cell.text if square else "" for square in row if not square or square.first_column
    ]


def _text(row: Sequence[_Square | None]) -> list[str]:
    return [line.strip() for square in row[:1] if square for line in square.cell.text.split("\n")]


def _joined(cells: Sequence[str]) -> str:
    return BETWEEN.join(re.sub(r"\s+", " ", cell).strip() for cell in cells).rstrip(BETWEEN)
