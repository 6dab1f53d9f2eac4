"""Small PDF files for tests, written by hand: lines of Chinese text at given places, rules, pictures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 595, 842


@dataclass(frozen=True)
class PdfPage:
    """`lines`: (x, distance from the top, text). `rules`: (x0, top, x1, bottom). `picture`: one covers it."""

    lines: Sequence[tuple[float, float, str]] = ()
    rules: Sequence[tuple[float, float, float, float]] = ()
    picture: bool = False


def pdf(*pages: PdfPage, size: int = 12) -> bytes:
    """The bytes of a PDF with these pages, in a font of Adobe-GB1 that readers know by its name."""
    objects: list[bytes] = [b"", b""]

    def add(body: bytes) -> int:
        objects.append(body)
        return len(objects)

    cid = add(
        b"<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)"
        b"/Ordering(GB1)/Supplement 4>>/DW 1000/W[1 95 500 814 939 500]>>"
    )
    font = add(
        b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H"
        b"/DescendantFonts[%d 0 R]>>" % cid
    )
    grey = _stream(
        b"\x80",
        b"/Type/XObject/Subtype/Image/Width 1/Height 1/BitsPerComponent 8/ColorSpace/DeviceGray",
    )
    picture = add(grey)
    kids = []
    for page in pages:
        content = add(_stream(_content(page, size), b""))
        kids.append(
            add(
                b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 %d %d]/Contents %d 0 R/Resources"
                b"<</Font<</F %d 0 R>>/XObject<</I %d 0 R>>>>>>"
                % (WIDTH, HEIGHT, content, font, picture)
            )
        )
    objects[0] = b"<</Type/Catalog/Pages 2 0 R>>"
    listed = b" ".join(b"%d 0 R" % kid for kid in kids)
    objects[1] = b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(kids), listed)
    return _file(objects)


def table(
    x: float, top: float, widths: Sequence[float], rows: Sequence[Sequence[str]], height: float = 40
) -> PdfPage:
    """A ruled table; a line end in a cell breaks it, a cell that is None is covered by the one above."""
    lines: list[tuple[float, float, str]] = []
    rules: list[tuple[float, float, float, float]] = []
    edges = [x + sum(widths[:i]) for i in range(len(widths) + 1)]
    for y, row in enumerate(rows):
        for column, text in enumerate(row):
            above = top + y * height
            if text is None:
                continue
            rules.append((edges[column], above, edges[column + 1], above))
            for number, part in enumerate(text.split("\n")):
                lines.append((edges[column] + 3, above + 14 + 14 * number, part))
    bottom = top + height * len(rows)
    rules += [(edge, top, edge, bottom) for edge in edges]
    rules.append((x, bottom, edges[-1], bottom))
    return PdfPage(lines, rules)


def _content(page: PdfPage, size: int) -> bytes:
    parts = []
    if page.picture:
        parts.append(b"q %d 0 0 %d 0 0 cm /I Do Q" % (WIDTH, HEIGHT))
    for x, top, text in page.lines:
        written = text.encode("utf-16-be").hex().upper().encode()
        parts.append(b"BT /F %d Tf %.2f %.2f Td <%s> Tj ET" % (size, x, HEIGHT - top, written))
    for x0, top, x1, bottom in page.rules:
        parts.append(b"%.2f %.2f m %.2f %.2f l S" % (x0, HEIGHT - top, x1, HEIGHT - bottom))
    return b"\n".join(parts)


def _stream(data: bytes, entries: bytes) -> bytes:
    return b"<<%s/Length %d>>stream\n%s\nendstream" % (entries, len(data), data)


def _file(objects: Sequence[bytes]) -> bytes:
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    for place in places:
        out += b"%010d 00000 n \n" % place
    out += b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(out)
