"""Small docx files for tests, made part by part."""

from __future__ import annotations

import io
import zipfile

_NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def paragraph(text: str, number: str = "", level: int = 0, style: str = "") -> str:
    """A paragraph; `number` is the id of a numbering, `style` of a paragraph style."""
    properties = f'<w:pStyle w:val="{style}"/>' if style else ""
    if number:
        properties += f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def abstract(identity: str, *levels: tuple[str, str]) -> str:
    """A numbering definition; each level is its format and text."""
    inner = "".join(
        f'<w:lvl w:ilvl="{i}"><w:start w:val="1"/><w:numFmt w:val="{fmt}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for i, (fmt, text) in enumerate(levels)
    )
    return f'<w:abstractNum w:abstractNumId="{identity}">{inner}</w:abstractNum>'


def number(identity: str, abstract_id: str, restart: int | None = None) -> str:
    """A numbering that uses a definition, restarted where `restart` is given."""
    override = (
        f'<w:lvlOverride w:ilvl="0"><w:startOverride w:val="{restart}"/></w:lvlOverride>'
        if restart
        else ""
    )
    return f'<w:num w:numId="{identity}"><w:abstractNumId w:val="{abstract_id}"/>{override}</w:num>'


def docx(body: str, numbering: str = "", styles: str = "", declaration: str = "") -> bytes:
    """The bytes of a docx file with these parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "word/document.xml",
            f"{declaration}<w:document {_NAMESPACE}><w:body>{body}</w:body></w:document>",
        )
        if numbering:
            archive.writestr(
                "word/numbering.xml", f"<w:numbering {_NAMESPACE}>{numbering}</w:numbering>"
            )
        if styles:
            archive.writestr("word/styles.xml", f"<w:styles {_NAMESPACE}>{styles}</w:styles>")
    return buffer.getvalue()
