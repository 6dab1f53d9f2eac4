"""The log of questions and the feedback on answers: append-only tables through SQLAlchemy.

Kept of a question: its words with personal data masked (assistant.personal_data), the
status, the citations, the timings. Nothing about who asked.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import (
    JSON,
    Column,
    DateTime,
    Engine,
    Float,
    ForeignKey,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    create_engine,
    event,
    insert,
    select,
)

from assistant.answer import Answer, Status
from assistant.personal_data import mask

UNANSWERED = (Status.NOT_COVERED, Status.ERROR)

METADATA = MetaData()
QUESTIONS = Table(
    "questions",
    METADATA,
    Column("id", String(32), primary_key=True),
    Column("asked_at", DateTime(timezone=True), nullable=False, index=True),
    Column("channel", String(16), nullable=False),
    Column("question", Text, nullable=False),
    Column("standalone_question", Text, nullable=False),
    Column("status", String(24), nullable=False, index=True),
    Column("composer", String(24), nullable=False),
    Column("citations", JSON, nullable=False),
    Column("timings_ms", JSON, nullable=False),
    Column("elapsed_ms", Float, nullable=False),
)
FEEDBACK = Table(
    "feedback",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("question_id", ForeignKey("questions.id"), nullable=False, index=True),
    Column("given_at", DateTime(timezone=True), nullable=False),
    Column("helpful", Integer, nullable=False),
    Column("reason", String(40), nullable=False),
    Column("comment", Text, nullable=False),
)


class Records:
    """Write and read access to the log. Each call is one transaction; safe from many threads."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        METADATA.create_all(engine)

    def add_question(self, answer: Answer, channel: str, record_id: str) -> None:
        """Log one answered question; `channel` is where it came from (page, api, desk, mcp)."""
        with self._engine.begin() as connection:
            connection.execute(
                insert(QUESTIONS).values(
                    id=record_id,
                    asked_at=datetime.now(UTC),
                    channel=channel,
                    question=mask(answer.question)[:4000],
                    standalone_question=mask(answer.standalone_question)[:4000],
                    status=answer.status.value,
                    composer=answer.composer,
                    citations=[
                        {"document": c.document, "anchor": c.anchor, "start": c.start, "end": c.end}
                        for c in answer.citations
                    ],
                    timings_ms=answer.timings_ms,
                    elapsed_ms=answer.elapsed_ms,
                )
            )

    def add_feedback(
        self, record_id: str, *, helpful: bool, reason: str = "", comment: str = ""
    ) -> bool:
        """Log a verdict on an answer; False where no such question is known."""
        with self._engine.begin() as connection:
            known = connection.execute(
                select(QUESTIONS.c.id).where(QUESTIONS.c.id == record_id)
            ).first()
            if known is None:
                return False
            connection.execute(
                insert(FEEDBACK).values(
                    question_id=record_id,
                    given_at=datetime.now(UTC),
                    helpful=int(helpful),
                    reason=reason,
                    comment=mask(comment),
                )
            )
        return True

    def to_review(self, limit: int = 100) -> list[dict[str, Any]]:
        """Questions without an answer or judged unhelpful, the latest first, with their verdicts."""
        disliked = select(FEEDBACK.c.question_id).where(FEEDBACK.c.helpful == 0)
        query = (
            select(QUESTIONS)
            .where(
                QUESTIONS.c.status.in_([s.value for s in UNANSWERED]) | QUESTIONS.c.id.in_(disliked)
            )
            .where(QUESTIONS.c.question != "")
            .order_by(QUESTIONS.c.asked_at.desc())
            .limit(limit)
        )
        with self._engine.connect() as connection:
            rows = [dict(row) for row in connection.execute(query).mappings()]
            verdicts = self._feedback_on(connection, [row["id"] for row in rows])
        for row in rows:
            row["feedback"] = verdicts.get(row["id"], [])
        return rows

    def question(self, record_id: str) -> dict[str, Any] | None:
        """One logged question; None where there is none of that id."""
        with self._engine.connect() as connection:
            query = select(QUESTIONS).where(QUESTIONS.c.id == record_id)
            row = connection.execute(query).mappings().first()
        return dict(row) if row else None

    def close(self) -> None:
        """Give the database's connections back."""
        self._engine.dispose()

    @staticmethod
    def _feedback_on(connection: Any, ids: Sequence[str]) -> dict[str, list[dict[str, Any]]]:
        found: dict[str, list[dict[str, Any]]] = {}
        query = select(FEEDBACK).where(FEEDBACK.c.question_id.in_(ids)).order_by(FEEDBACK.c.number)
        for row in connection.execute(query).mappings():
            found.setdefault(row["question_id"], []).append(
                {
                    "helpful": bool(row["helpful"]),
                    "reason": row["reason"],
                    "comment": row["comment"],
                }
            )
        return found


def open_records(database_url: str, data_dir: Path) -> Records:
    """The log at `database_url`, or in `data_dir/records.sqlite3` where that is empty."""
    return Records(open_engine(database_url, data_dir))


def open_engine(database_url: str, data_dir: Path) -> Engine:
    """The database of the log, at the same place as for `open_records`."""
    if not database_url:
        data_dir.mkdir(parents=True, exist_ok=True)
        database_url = f"sqlite:///{data_dir / 'records.sqlite3'}"
    engine = create_engine(database_url, pool_pre_ping=True)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
    return engine


def new_id() -> str:
    """An id for a question's record; it says nothing about the one who asked."""
    return uuid.uuid4().hex


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA busy_timeout=5000")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.close()
