"""The log's database: its tables, how it is opened, and how it is brought to the newest schema.

The tables here say what the newest schema is; `migrations/versions` says how an older database gets
there. A test compares the two.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import (
    JSON,
    URL,
    Column,
    Connection,
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
    make_url,
    text,
)
from sqlalchemy.exc import SQLAlchemyError

from assistant.records.damage import set_aside_damaged

MIGRATIONS = Path(__file__).parent / "migrations"
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
    Column("kind", String(16), nullable=False, server_default="policy"),
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
ENDED_SESSIONS = Table(
    "ended_sessions",
    METADATA,
    Column("session", String(32), primary_key=True),
    Column("until", DateTime(timezone=True), nullable=False),
)
_LOCK = 1_850_318_977
"""Any number that nothing else on the PostgreSQL server locks."""
_BEGIN = "begin"
_MEMORY = "sqlite:///file:policy-records?mode=memory&cache=shared&uri=true"


class RecordsError(Exception):
    """The log's database cannot be used; the message is Chinese and says what to do."""


def open_engine(database_url: str, data_dir: Path) -> Engine:
    """The database at `database_url`, or `data_dir/records.sqlite3` where that is empty.

    A SQLite file that is damaged is set aside first (assistant.records.damage). Raises RecordsError for
    a URL that cannot be read or a driver that is not installed.
    """
    if not database_url:
        data_dir.mkdir(parents=True, exist_ok=True)
        database_url = f"sqlite:///{data_dir / 'records.sqlite3'}"
    try:
        file = _file_of(make_url(database_url))
        if file is not None:
            set_aside_damaged(file)
        engine = create_engine(make_url(database_url), pool_pre_ping=True)
    except (SQLAlchemyError, ImportError) as problem:
        raise RecordsError(
            "POLICY_DATABASE_URL 不正确或缺少数据库驱动，"
            "应写成 postgresql+pg8000://用户:密码@主机/库，并安装 policy-assistant[postgres]。"
        ) from problem
    return _prepared(engine)


def memory_engine() -> Engine:
    """A database in this process's memory."""
    return _prepared(create_engine(_MEMORY, connect_args={"check_same_thread": False}))


def _prepared(engine: Engine) -> Engine:
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


def migrate(engine: Engine) -> None:
    """Bring the database to the newest schema, whole or not at all; waits for others that do so.

    A database from before there were migrations has the tables of the first one. Raises RecordsError.
    """
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    writing = engine.execution_options(**{_BEGIN: "BEGIN IMMEDIATE"})
    try:
        with writing.begin() as connection:
            if engine.dialect.name == "postgresql":
                connection.execute(text(f"SELECT pg_advisory_xact_lock({_LOCK})"))
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    except SQLAlchemyError as problem:
        raise RecordsError(_closed(engine.url)) from problem


def _closed(url: URL) -> str:
    """What is said of a database that cannot be used."""
    file = _file_of(url)
    if file is None:
        return (
            f"问答记录的数据库（{url.render_as_string()}）打不开或不能更新，"
            "请检查 POLICY_DATABASE_URL、网络和权限。"
        )
    return (
        f"问答记录 {file} 打不开或不能写入：请检查文件夹的权限、磁盘是否只读或已满，"
        "或用 POLICY_DATA_DIR 换一个能写的文件夹。"
    )


def _file_of(url: URL) -> Path | None:
    """The file of a SQLite database; None for another one, or one in memory."""
    is_file = url.get_backend_name() == "sqlite" and url.database and not url.query
    return Path(url.database or "") if is_file and url.database != ":memory:" else None


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute("PRAGMA busy_timeout=5000")
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    """The driver would commit before each CREATE TABLE; a migration must be one transaction."""
    connection.exec_driver_sql(connection.get_execution_options().get(_BEGIN, "BEGIN"))
