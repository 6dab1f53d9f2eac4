"""Reading a page off its picture, where the OCR library is installed."""

from __future__ import annotations

import io

import pytest

from corpus import ocr
from corpus.loaders.pdf import read_pdf

pytest.importorskip("rapidocr_onnxruntime")


def test_a_scanned_page_is_read_and_named() -> None:
    from PIL import Image, ImageDraw, ImageFont

    picture = Image.new("RGB", (1240, 1754), "white")
    draw = ImageDraw.Draw(picture)
    font = ImageFont.load_default(60)
    draw.text((120, 200), "BUDGET 2025", fill="black", font=font)
    draw.text((120, 400), "3600 per year", fill="black", font=font)
    file = io.BytesIO()
    picture.save(file, "PDF", resolution=150)
    loaded = read_pdf(file.getvalue(), "scan.pdf")
    assert "2025" in loaded.text and "3600" in loaded.text
    assert loaded.text.index("2025") < loaded.text.index("3600")
    assert "第 1 页" in loaded.warnings[0]
    assert ocr.is_available()
