"""Reading the text off a picture of a page, where an OCR library is installed (extra `ocr`).

RapidOCR (Apache-2.0) carries its models in its wheel and runs on onnxruntime: nothing is fetched, and
no page leaves the machine. A page takes some seconds. What it reads is to be checked by a person.
"""

from __future__ import annotations

import importlib.util
from dataclasses import dataclass
from functools import cache
from typing import Any

DOTS_PER_INCH = 200
_SURE = 0.6
"""Lines that the library is less sure of than this are left out."""


@dataclass(frozen=True, slots=True)
class PictureLine:
    """A line of text and its place on the picture, as shares of its height and width."""

    text: str
    top: float
    left: float
    right: float


def is_available() -> bool:
    """Whether the library is installed; nothing is loaded yet."""
    return importlib.util.find_spec("rapidocr_onnxruntime") is not None


def read_picture(picture: Any) -> list[PictureLine]:
    """The lines of a page, from top to bottom; `picture` is an RGB image of PIL."""
    import numpy as np

    found, _ = _engine()(np.asarray(picture.convert("RGB")))
    width, height = picture.size
    lines = [
        PictureLine(text, box[0][1] / height, box[0][0] / width, box[1][0] / width)
        for box, text, score in found or ()
        if float(score) >= _SURE
    ]
    return sorted(lines, key=lambda line: (round(line.top, 2), line.left))


@cache
def _engine() -> Any:
    from rapidocr_onnxruntime import RapidOCR

    return RapidOCR()
