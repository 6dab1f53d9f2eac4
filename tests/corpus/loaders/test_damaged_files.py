"""Damaged and arbitrary files of every format: read, or refused in Chinese, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest
from docx_making import abstract, docx, paragraph
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.loaded import LoadError
from corpus.loaders import load

DATA = Path(__file__).parent / "data"
NUMBERING = abstract("1", ("chineseCounting", "%1、"))


@pytest.mark.parametrize("suffix", [".txt", ".md", ".html", ".docx", ".pdf"])
@settings(max_examples=40, deadline=None)
@given(data=st.binary(max_size=400))
def test_arbitrary_bytes_never_fail_unexpectedly(
    suffix: str, data: bytes, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.getbasetemp() / f"fuzz{suffix}"
    path.write_bytes(data)
    try:
        assert load(path).text
    except LoadError as error:
        assert any("\u4e00" <= c <= "\u9fff" for c in str(error))


@pytest.mark.parametrize("name", ["sample.pdf", "made.docx", "page.html"])
@settings(max_examples=60, deadline=None)
@given(position=st.integers(0, 5000), byte=st.integers(0, 255), cut=st.booleans())
def test_damaged_files_never_fail_unexpectedly(
    name: str, position: int, byte: int, cut: bool, tmp_path_factory: pytest.TempPathFactory
) -> None:
    whole = (
        docx(paragraph("第一条 托育。"), NUMBERING)
        if name == "made.docx"
        else (DATA / name).read_bytes()
    )
    data = bytearray(whole)
    data[position % len(data)] = byte
    path = tmp_path_factory.getbasetemp() / f"damaged{Path(name).suffix}"
    path.write_bytes(data[: position % len(data)] if cut else data)
    try:
        assert load(path).text
    except LoadError as error:
        assert any("\u4e00" <= c <= "\u9fff" for c in str(error))
