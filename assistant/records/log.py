"""The log of questions and the feedback on answers; rows are added, and go when they are old. Beside
it: the desk sessions that were ended before their time.

Kept of a question: its words with personal data masked (assistant.language.personal_data), the
status, the citations, the timings. Nothing about who asked.
"""

from __future__ import annotations

import logging
import uuid
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    RowMapping,
    delete,
    func,
    insert,
    select,
    tuple_,
)

from assistant.answer import Answer, AnswerKind, Status
from assistant.language.personal_data import mask
from assistant.records.database import (
    ENDED_SESSIONS,
    FEEDBACK,
    QUESTIONS,
    RecordsError,
    memory_engine,
    migrate,
    open_engine,
)
from corpus.durable import is_full

LOG = logging.getLogger("policy")
UNANSWERED = (Status.NOT_COVERED, Status.ERROR)
_BATCH = 500
_MOST_CHARS = 4000


class Records:
    """Write and read access to the log. Each call is one transaction; safe from many threads.

    Opening it brings the database to the newest schema. Raises RecordsError where that fails.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        migrate(engine)

    def add_question(self, answer: Answer, channel: str, record_id: str) -> None:
        """Log one answered question; `channel` is where it came from (page, api, desk, mcp)."""
        with self._engine.begin() as connection:
            connection.execute(
                insert(QUESTIONS).values(
                    id=record_id,
                    asked_at=datetime.now(UTC),
                    channel=channel,
                    question=_storable(answer.question),
                    standalone_question=_storable(answer.standalone_question),
                    status=answer.status.value,
                    composer=answer.composer,
                    citations=[
                        {"document": c.document, "anchor": c.anchor, "start": c.start, "end": c.end}
                        for c in answer.citations
                    ],
                    timings_ms=answer.timings_ms,
                    elapsed_ms=answer.elapsed_ms,
                    kind=answer.kind.value,
                )
            )

    def add_feedback(
        self, record_id: str, *, helpful: bool, reason: str = "", comment: str = ""
    ) -> bool:
        """Log a verdict on an answer; False where no such question is known."""
        with self._engine.begin() as connection:
            known = connection.execute(
                select(QUESTIONS.c.id).where(QUESTIONS.c.id == _plain(record_id))
            ).first()
            if known is None:
                return False
            connection.execute(
                insert(FEEDBACK).values(
                    question_id=record_id,
                    given_at=datetime.now(UTC),
                    helpful=int(helpful),
                    reason=_plain(reason),
                    comment=_storable(comment),
                )
            )
        return True

    def to_review(self, limit: int = 100) -> list[dict[str, Any]]:
        """Questions without an answer or judged unhelpful, the latest first, with their verdicts.

        Small talk and wishes for a person are none.
        """
        disliked = select(FEEDBACK.c.question_id).where(FEEDBACK.c.helpful == 0)
        query = (
            select(QUESTIONS)
            .where(
                QUESTIONS.c.status.in_([s.value for s in UNANSWERED]) | QUESTIONS.c.id.in_(disliked)
            )
            .where(QUESTIONS.c.question != "", QUESTIONS.c.kind == AnswerKind.POLICY.value)
            .order_by(QUESTIONS.c.asked_at.desc())
            .limit(limit)
        )
        with self._engine.connect() as connection:
            return self._with_feedback(connection, connection.execute(query).mappings().all())

    def export(
        self, since: datetime | None = None, until: datetime | None = None
    ) -> Iterator[dict[str, Any]]:
        """All questions from `since` to before `until`, the earliest first, with their verdicts."""
        last: tuple[datetime, str] | None = None
        while True:
            with self._engine.connect() as connection:
                query = select(QUESTIONS).order_by(QUESTIONS.c.asked_at, QUESTIONS.c.id)
                query = query.where(*_between(since, until, last)).limit(_BATCH)
                found = connection.execute(query).mappings().all()
                rows = self._with_feedback(connection, found)
            yield from rows
            if len(rows) < _BATCH:
                return
            last = found[-1]["asked_at"], found[-1]["id"]

    def purge(self, before: datetime) -> int:
        """Delete the questions asked before a time, with their feedback; how many there were."""
        old = select(QUESTIONS.c.id).where(QUESTIONS.c.asked_at < before)
        with self._engine.begin() as connection:
            connection.execute(delete(FEEDBACK).where(FEEDBACK.c.question_id.in_(old)))
            return connection.execute(
                delete(QUESTIONS).where(QUESTIONS.c.asked_at < before)
            ).rowcount

    def question(self, record_id: str) -> dict[str, Any] | None:
        """One logged question; None where there is none of that id."""
        with self._engine.connect() as connection:
            query = select(QUESTIONS).where(QUESTIONS.c.id == _plain(record_id))
            row = connection.execute(query).mappings().first()
        return dict(row) if row else None

    def often_asked(self, since: datetime, least: int, most: int) -> list[str]:
        """Questions in the same words that were answered at least `least` times, the most asked first.

        What only few people asked is nobody else's business.
        """
        query = (
            select(QUESTIONS.c.question)
            .where(QUESTIONS.c.asked_at >= since, QUESTIONS.c.channel == "page")
            .where(QUESTIONS.c.status == Status.ANSWERED.value)
            .group_by(QUESTIONS.c.question)
            .having(func.count() >= least)
            .order_by(func.count().desc(), QUESTIONS.c.question)
            .limit(most)
        )
        with self._engine.connect() as connection:
            return [str(row[0]) for row in connection.execute(query)]

    def end_session(self, session: str, until: datetime) -> None:
        """A desk session is over; what would have expired by now is forgotten."""
        with self._engine.begin() as connection:
            connection.execute(
                delete(ENDED_SESSIONS).where(
                    (ENDED_SESSIONS.c.until < datetime.now(UTC))
                    | (ENDED_SESSIONS.c.session == session)
                )
            )
            connection.execute(insert(ENDED_SESSIONS).values(session=session, until=until))

    def session_ended(self, session: str) -> bool:
        """Whether a desk session was ended."""
        query = select(ENDED_SESSIONS.c.session).where(ENDED_SESSIONS.c.session == session)
        with self._engine.connect() as connection:
            return connection.execute(query).first() is not None

    def close(self) -> None:
        """Give the database's connections back."""
        self._engine.dispose()

    @staticmethod
    def _with_feedback(connection: Connection, found: Sequence[RowMapping]) -> list[dict[str, Any]]:
        rows = [dict(row) | {"asked_at": _utc(row["asked_at"]), "feedback": []} for row in found]
        by_id = {row["id"]: row for row in rows}
        query = (
            select(FEEDBACK).where(FEEDBACK.c.question_id.in_(by_id)).order_by(FEEDBACK.c.number)
        )
        for verdict in connection.execute(query).mappings():
            by_id[verdict["question_id"]]["feedback"].append(
                {
                    "helpful": bool(verdict["helpful"]),
                    "reason": verdict["reason"],
                    "comment": verdict["comment"],
                }
            )
        return rows


def open_records(database_url: str, data_dir: Path) -> Records:
    """The log at `database_url`, or in `data_dir/records.sqlite3` where that is empty.

    Raises RecordsError where it cannot be used.
    """
    return Records(open_engine(database_url, data_dir))


def open_records_for_serving(database_url: str, data_dir: Path) -> Records:
    """The same; where that disk is full, a log in memory: residents get answers, and the log is lost at
    the end."""
    try:
        return open_records(database_url, data_dir)
    except RecordsError:
        if database_url or not is_full(data_dir):
            raise
        LOG.error("磁盘空间不足：问答记录只存在内存里，重启即失。请清理磁盘后重启服务。")
        return Records(memory_engine())


def new_id() -> str:
    """An id for a question's record; it says nothing about the one who asked."""
    return uuid.uuid4().hex


def _storable(words: str) -> str:
    """A user's words as they may be kept: masked, of bounded length, without the NUL that PostgreSQL refuses."""
    return mask(_plain(words))[:_MOST_CHARS]


def _plain(words: str) -> str:
    return words.replace("\x00", "")


def _utc(time: datetime) -> datetime:
    """SQLite gives times back without their zone; all are written in UTC."""
    return time.replace(tzinfo=UTC) if time.tzinfo is None else time.astimezone(UTC)


def _between(
    since: datetime | None, until: datetime | None, last: tuple[datetime, str] | None
) -> Iterator[ColumnElement[bool]]:
    if since is not None:
        yield QUESTIONS.c.asked_at >= since
    if until is not None:
        yield QUESTIONS.c.asked_at < until
    if last is not None:
        yield tuple_(QUESTIONS.c.asked_at, QUESTIONS.c.id) > tuple_(*last)
