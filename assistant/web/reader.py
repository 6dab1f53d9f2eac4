"""The policy reader: documents with a table of contents, stable anchors and responsible units.

Anchors that others may link to: a measure's key (`#m3`), a sentence (`#c733-825`, its offsets in the
document's text), a section (`#s1`).
"""

from __future__ import annotations

import mimetypes
from collections import defaultdict
from itertools import groupby
from pathlib import Path

from fastapi import APIRouter
from starlette.responses import FileResponse, HTMLResponse, Response

from assistant.service.runtime import Runtime
from assistant.web.pages import render
from assistant.web.passages import Piece, pieces
from corpus.library import CorpusError, Library
from corpus.model import Document, Measure, Section, Sentence


def build_reader(runtime: Runtime) -> APIRouter:
    """The reader's routes over one runtime."""
    router = APIRouter(include_in_schema=False)
    name = runtime.settings.site_name

    @router.get("/policies")
    def list_policies() -> Response:
        documents = list(runtime.services.library)
        return HTMLResponse(
            render("policies.html", name=name, page="policies", documents=documents)
        )

    @router.get("/policies/{document_id}")
    def read_policy(document_id: str) -> Response:
        try:
            document = runtime.services.library.get(document_id)
        except CorpusError as problem:
            page = render(
                "message.html", name=name, page="policies", title="没有这份文件", text=str(problem)
            )
            return HTMLResponse(page, 404)
        return HTMLResponse(
            render(
                "policy.html",
                name=name,
                page="policies",
                document=document,
                parts=parts(document),
                notice=_sentences(document, document.notice),
                preamble=_sentences(document, document.preamble),
                closing=_sentences(document, document.closing),
                index=unit_index(document),
                cut=lambda start, end: list(pieces(document, start, end)),
            )
        )

    @router.get("/policies/{document_id}/source")
    def download(document_id: str) -> Response:
        library = runtime.services.library
        library.get(document_id)
        path = source_file(library, document_id)
        kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        return FileResponse(path, media_type=kind, filename=f"{document_id}{path.suffix}")

    return router


def parts(document: Document) -> list[tuple[Section | None, list[Measure]]]:
    """Measures with their section, in the order of the text; None for those outside all sections."""
    sections = {section.number: section for section in document.sections}
    grouped = groupby(document.measures, key=lambda m: m.section)
    return [
        (sections.get(number) if number is not None else None, list(measures))
        for number, measures in grouped
    ]


def unit_index(document: Document) -> list[tuple[str, list[tuple[Measure, bool]]]]:
    """Responsible units with their measures (True where inherited), most measures first."""
    found: dict[str, list[tuple[Measure, bool]]] = defaultdict(list)
    for measure in document.measures:
        for unit in measure.units:
            found[unit.name].append((measure, unit.inherited_from is not None))
    return sorted(found.items(), key=lambda item: -len(item[1]))


def source_file(library: Library, document_id: str) -> Path:
    """The document as it was added, in its own format."""
    candidates = sorted((library.folder / document_id).glob("source.*"))
    if not candidates:
        raise CorpusError(f"《{document_id}》没有保存原始文件。")
    return candidates[0]


def _sentences(document: Document, sentences: tuple[Sentence, ...]) -> list[Piece]:
    if not sentences:
        return []
    return list(pieces(document, sentences[0].start, sentences[-1].end))
