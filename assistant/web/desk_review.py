"""For the operator: what was not answered, grouped by likeness, and the library with its standing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

import numpy as np
from fastapi import APIRouter, Depends, Query, Request
from sklearn.cluster import DBSCAN
from sklearn.feature_extraction.text import TfidfVectorizer
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from assistant.eligibility.parameters import STANDINGS, Binding, all_parameters
from assistant.evidence.search import search
from assistant.service.runtime import Runtime
from assistant.service.staff import Staff
from assistant.web.case_export import eval_case
from assistant.web.desk_session import COOKIE, DeskRoute, session_of
from assistant.web.pages import render
from corpus.library import Library

_LISTED = 300
_NEAR = 4
_ALIKE = 0.55
"""Questions whose characters differ by less than this are alike (cosine distance)."""


@dataclass(frozen=True, slots=True)
class Group:
    """Logged questions that are alike, the latest first; that one stands for all."""

    rows: tuple[dict[str, Any], ...]

    @property
    def first(self) -> dict[str, Any]:
        """The one that is shown."""
        return self.rows[0]


@dataclass(frozen=True, slots=True)
class Standing:
    """A parameter of the rules as the library's page lists it. `place` is "" where no text states it."""

    label: str
    value: str
    since: str
    source: str
    standing: str
    place: str


def build_desk_review(runtime: Runtime, staff: Staff) -> APIRouter:
    """The operator's pages; all need a session."""
    router = APIRouter(include_in_schema=False, route_class=DeskRoute)
    guarded = [Depends(session_of(staff))]

    def page(request: Request, template: str, **values: Any) -> Response:
        who = staff.who(request.cookies.get(COOKIE, ""))
        if who is None:
            return RedirectResponse("/desk/login", 303)
        name = runtime.settings.site_name
        return HTMLResponse(render(template, name=name, page="desk", who=who, **values))

    @router.get("/desk/review")
    async def review(request: Request) -> Response:
        rows = await runtime.write(lambda: runtime.records.to_review(_LISTED))
        return page(request, "desk_review.html", groups=alike(rows))

    @router.get("/desk/review/{record_id}/near", dependencies=guarded)
    async def near(record_id: str) -> Response:
        row = await runtime.write(lambda: runtime.records.question(record_id))
        services = runtime.services
        found: dict[str, Any] = {"results": []}
        if row is not None:
            found = await runtime.run(lambda: search(services, row["question"], _NEAR))
        return HTMLResponse(render("desk_near.html", id=record_id, results=found["results"]))

    @router.get("/desk/review/{record_id}/case", dependencies=guarded)
    async def case_file(
        record_id: str,
        measures: Annotated[str, Query(pattern=r"^[0-9, ]{0,40}$")] = "",
        document: Annotated[str, Query(max_length=200)] = "",
    ) -> Response:
        row = await runtime.write(lambda: runtime.records.question(record_id))
        if row is None:
            return JSONResponse({"status": "error", "message": "没有找到这次提问的记录。"}, 404)
        numbers = [int(n) for n in measures.replace(",", " ").split()]
        name, content = eval_case(record_id, row["question"], document, numbers, date.today())
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return Response(content, media_type="application/yaml", headers=headers)

    @router.get("/desk/library")
    def library(request: Request) -> Response:
        documents = list(runtime.library)
        listed = standings(runtime.library)
        return page(request, "desk_library.html", documents=documents, standings=listed)

    return router


def alike(rows: Sequence[dict[str, Any]]) -> list[Group]:
    """The rows in groups of like questions: the largest group first, then the latest."""
    if not rows:
        return []
    vectors = TfidfVectorizer(analyzer="char", ngram_range=(1, 2)).fit_transform(
        [row["question"] for row in rows]
    )
    labels = DBSCAN(eps=_ALIKE, min_samples=1, metric="cosine").fit_predict(vectors)
    groups = [
        Group(tuple(row for row, of in zip(rows, labels, strict=True) if of == label))
        for label in dict.fromkeys(np.asarray(labels).tolist())
    ]
    return sorted(groups, key=lambda group: -len(group.rows))


def standings(library: Library) -> list[Standing]:
    """Every parameter of the rules with what it holds since when, by which text, of which standing."""
    return [
        Standing(
            label=series.label,
            value=value.words,
            since=value.effective_from.isoformat(),
            source="；".join(f"《{source.title}》{clause}" for source, clause in value.stated),
            standing=STANDINGS[value.standing],
            place=next(filter(None, (_place(library, binding) for binding in value.bound)), ""),
        )
        for series in all_parameters()
        for value in series.values
    ]


def _place(library: Library, binding: Binding) -> str:
    """Where the sentence stands in the reader; "" where the library has no such text."""
    document = binding.source.document
    if document not in library.ids:
        return ""
    start = library.get(document).text.find(binding.quote)
    return f"/policies/{document}#c{start}-{start + len(binding.quote)}" if start >= 0 else ""
