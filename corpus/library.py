"""The documents of a corpus folder: one folder each, with the source text and what is known about it.

ID/source.txt         the text (other formats: source.docx … with the extracted text.txt beside it)
ID/document.yaml      metadata that overrides what the text says (optional)
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from corpus.loaded import bounded
from corpus.loaders import PLAIN, load, read_text
from corpus.model import Document, Metadata, Reference
from corpus.parser import parse

STATUSES = ("现行有效", "尚未生效", "已修订", "已废止")
_MAX_YAML = 4 * 1024 * 1024


class CorpusError(Exception):
    """Something about a document that its operator must mend; the message is Chinese and says how."""


class Library:
    """Read access to a corpus folder. Documents are parsed when first asked for, then kept."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._documents: dict[str, Document] = {}

    @cached_property
    def ids(self) -> tuple[str, ...]:
        """The documents' ids, sorted."""
        if not self.folder.is_dir():
            return ()
        return tuple(
            sorted(
                path.name
                for path in self.folder.iterdir()
                if not path.name.startswith(".") and source_of(path) is not None
            )
        )

    @cached_property
    def lost(self) -> tuple[str, ...]:
        """Folders of documents whose text is gone, sorted."""
        if not self.folder.is_dir():
            return ()
        return tuple(
            sorted(
                path.name
                for path in self.folder.iterdir()
                if path.is_dir() and not path.name.startswith(".") and source_of(path) is None
            )
        )

    def __iter__(self) -> Iterator[Document]:
        return (self.get(document_id) for document_id in self.ids)

    def get(self, document_id: str) -> Document:
        """The parsed document. Raises CorpusError where there is none of that id."""
        if document_id not in self._documents:
            if document_id not in self.ids:
                known = "、".join(self.ids) or "（空）"
                raise CorpusError(f"没有编号为「{document_id}」的文件。现有文件：{known}")
            self._documents[document_id] = load_document(self.folder / document_id)
        return self._documents[document_id]


def load_document(folder: Path) -> Document:
    """Parse the document in `folder`; its name is the id."""
    source = source_of(folder)
    if source is None:
        raise CorpusError(
            f"文件夹 {folder.name} 里没有 source 文件，请用 policy corpus add 重新添加。"
        )
    text = text_of(source)
    bounded(text, folder.name)
    path = folder / "document.yaml"
    metadata = read_metadata(path) if path.exists() else None
    return parse(folder.name, text, metadata)


def read_metadata(path: Path) -> Metadata:
    """Metadata from a YAML file. Raises CorpusError naming the field that is wrong."""
    data = _read_yaml(path) or {}
    if not isinstance(data, dict):
        raise CorpusError(f"{path.name} 应是「字段: 值」的形式。")
    return metadata_from(data, path.name)


def metadata_from(data: dict[str, Any], name_of_source: str) -> Metadata:
    """Metadata from fields and their values; `name_of_source` is for the message of the CorpusError."""
    known = {f.name for f in fields(Metadata)}
    unknown = sorted(set(data) - known - {"id"})
    if unknown:
        raise CorpusError(
            f"{name_of_source} 中有不认识的字段：{'、'.join(unknown)}。可用字段：{'、'.join(sorted(known))}"
        )
    values: dict[str, Any] = {}
    for name, value in data.items():
        if name in ("issued", "revised", "effective_from", "effective_to"):
            values[name] = _read_date(value, name, name_of_source)
        elif name == "implements":
            values[name] = tuple(
                _read_reference(item, name_of_source)
                for item in _read_list(value, name, name_of_source)
            )
        elif name == "excerpt":
            values[name] = _read_flag(value, name, name_of_source)
        elif name in ("supersedes", "amends", "short_titles", "missing"):
            values[name] = tuple(
                _read_word(item, name, name_of_source)
                for item in _read_list(value, name, name_of_source)
            )
        elif name != "id":
            values[name] = _read_word(value, name, name_of_source)
    if values.get("status", STATUSES[0]) not in STATUSES:
        raise CorpusError(f"{name_of_source} 的 status 应是{'、'.join(STATUSES)}之一。")
    return Metadata(**values)


def read_id(path: Path) -> str:
    """The document's id that a metadata file gives; "" where it gives none."""
    data = _read_yaml(path) or {}
    return _read_word(data.get("id"), "id", path.name) if isinstance(data, dict) else ""


def text_of(source: Path) -> str:
    """The document's text, given what `source_of` found."""
    return read_text(source) if source.suffix == PLAIN else load(source).text


def source_of(folder: Path) -> Path | None:
    """The text to read: the extracted text where there is one, else the plain source."""
    for name in ("text.txt", "source.txt", "source.md"):
        if (folder / name).is_file():
            return folder / name
    return None


def _read_yaml(path: Path) -> Any:
    try:
        if path.stat().st_size > _MAX_YAML:
            raise CorpusError(f"{path.name} 太大，不像是元数据文件。")
        return yaml.safe_load(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError as error:
        raise CorpusError(f"找不到文件 {path},请检查路径。") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise CorpusError(
            f"{path.name} 不是有效的 YAML 文件：{str(error).splitlines()[0]}"
        ) from error


def _read_word(value: Any, name: str, source: str) -> str:
    if isinstance(value, list | dict):
        raise CorpusError(f"{source} 的 {name} 应是一段文字。")
    return "" if value is None else str(value).strip()


def _read_flag(value: Any, name: str, source: str) -> bool:
    if not isinstance(value, bool):
        raise CorpusError(f"{source} 的 {name} 应是 true 或 false。")
    return value


def _read_list(value: Any, name: str, source: str) -> list[Any]:
    if value is None:
        return []
    if not isinstance(value, list):
        raise CorpusError(f"{source} 的 {name} 应是列表，每项一行，以「- 」开头。")
    return value


def _read_reference(item: Any, source: str) -> Reference:
    """A document that this one implements: its title, or its title, issuer and number by name."""
    if not isinstance(item, dict):
        return Reference(_read_word(item, "implements", source))
    unknown = sorted(set(map(str, item)) - {"title", "issuer", "number"})
    if unknown or not item.get("title"):
        raise CorpusError(f"{source} 的 implements 每项应有 title,可有 issuer 和 number。")
    title, issuer, number = (
        _read_word(item.get(key), key, source) for key in ("title", "issuer", "number")
    )
    return Reference(title, issuer, number)


def _read_date(value: Any, name: str, source: str) -> date | None:
    if value in (None, ""):
        return None
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError as error:
        raise CorpusError(f"{source} 的 {name} 应写成 2025-07-10 这样的日期。") from error
