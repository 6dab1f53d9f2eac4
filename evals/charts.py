"""Charts as inline SVG: no script, no outside asset, readable in black and white."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from html import escape

_COLOURS = ("#1f5fa8", "#b3261e", "#0a6b3d", "#7a4fb5", "#8a5a00")
_FONT = 'font-family="system-ui,Noto Sans CJK SC,sans-serif" font-size="13" fill="#1c2733"'
Point = tuple[float, float]


def bars(rows: Sequence[tuple[str, float, float, float, int]]) -> str:
    """Horizontal bars from 0 to 1 with intervals: (label, value, low, high, count) each."""
    left, width, step = 190, 420, 26
    height = step * len(rows) + 26
    parts = []
    for tick in (0.0, 0.25, 0.5, 0.75, 1.0):
        x = left + tick * width
        parts.append(f'<line x1="{x}" y1="0" x2="{x}" y2="{height - 22}" stroke="#e3e8ee"/>')
        parts.append(f'<text x="{x}" y="{height - 6}" text-anchor="middle" {_FONT}>{tick:g}</text>')
    for row, (label, value, low, high, count) in enumerate(rows):
        y = row * step + 4
        middle = y + 9
        parts.append(
            f'<text x="{left - 8}" y="{y + 14}" text-anchor="end" {_FONT}>{escape(label)}</text>'
            f'<rect x="{left}" y="{y}" width="{value * width:.1f}" height="18" fill="{_COLOURS[0]}" opacity="0.75"/>'
            f'<line x1="{left + low * width:.1f}" x2="{left + high * width:.1f}" y1="{middle}" y2="{middle}" '
            'stroke="#1c2733" stroke-width="2"/>'
            f'<text x="{left + width + 10}" y="{y + 14}" {_FONT}>{value:.3f} (n={count})</text>'
        )
    return _svg(left + width + 130, height, parts)


def lines(
    series: Mapping[str, Sequence[Point]], x_title: str, y_title: str, log_x: bool = False
) -> str:
    """Lines with dots, axes from 0 (x on a logarithmic scale, where asked)."""
    left, top, width, height = 70, 16, 520, 260
    points = [point for found in series.values() for point in found]
    if not points:
        return ""
    place = math.log10 if log_x else float
    xs = [place(x) for x, _ in points]
    low = min(xs) if log_x else 0.0
    span = (max(xs) - low) or 1.0
    highest = max(y for _, y in points) * 1.1 or 1.0

    def at(point: Point) -> str:
        x = left + (place(point[0]) - low) / span * width
        return f"{x:.1f},{top + height - point[1] / highest * height:.1f}"

    parts = []
    for tick in range(5):
        y = top + height - tick / 4 * height
        parts.append(f'<line x1="{left}" x2="{left + width}" y1="{y}" y2="{y}" stroke="#e3e8ee"/>')
        parts.append(
            f'<text x="{left - 8}" y="{y + 4}" text-anchor="end" {_FONT}>{tick / 4 * highest:.3g}</text>'
        )
    ticks = sorted({x for x, _ in points}) if log_x else [low + span * t / 4 for t in range(5)]
    for tick_x in ticks:
        x = left + (place(tick_x) - low) / span * width
        shown = f"{tick_x:,.0f}" if log_x else f"{tick_x:.3g}"
        parts.append(
            f'<text x="{x:.1f}" y="{top + height + 18}" text-anchor="middle" {_FONT}>{shown}</text>'
        )
    for number, (name, found) in enumerate(series.items()):
        colour = _COLOURS[number % len(_COLOURS)]
        path = " ".join(at(point) for point in found)
        parts.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        if len(found) <= 20:
            for point in found:
                across, down = at(point).split(",")
                parts.append(f'<circle cx="{across}" cy="{down}" r="3.5" fill="{colour}"/>')
        parts.append(
            f'<text x="{left + width + 12}" y="{top + 14 + 20 * number}" {_FONT} '
            f'style="fill:{colour}">{escape(name)}</text>'
        )
    parts.append(
        f'<text x="{left + width / 2}" y="{top + height + 40}" text-anchor="middle" {_FONT}>{escape(x_title)}</text>'
        f'<text x="16" y="{top + height / 2}" text-anchor="middle" {_FONT} '
        f'transform="rotate(-90 16 {top + height / 2})">{escape(y_title)}</text>'
    )
    return _svg(left + width + 170, top + height + 52, parts)


def _svg(width: float, height: float, parts: Sequence[str]) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" '
        f'width="{width:g}" height="{height:g}" role="img">{"".join(parts)}</svg>'
    )
