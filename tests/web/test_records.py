"""The log of questions: the same behaviour on SQLite and on a real PostgreSQL server."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from postgresql import MISSING, programs, running
from sqlalchemy import Engine, inspect, text, update

from assistant.answer import Answer, AnswerKind, Citation, Status
from assistant.commands.main import main
from assistant.records import database as record_database
from assistant.records.database import METADATA, QUESTIONS, RecordsError, migrate, open_engine
from assistant.records.log import Records, new_id, open_records, open_records_for_serving
from assistant.service.runtime import Runtime
from assistant.settings import Settings


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    folder = programs()
    if folder is None:
        pytest.skip(MISSING)
    with running(folder) as address:
        yield address


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'log.sqlite3'}"
    address: str = request.getfixturevalue("postgresql")
    engine = open_engine(address, tmp_path)
    with engine.begin() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    engine.dispose()
    return address


@pytest.fixture
def engine(url: str, tmp_path: Path) -> Iterator[Engine]:
    engine = open_engine(url, tmp_path)
    yield engine
    engine.dispose()


def an_answer(question: str, status: Status = Status.ANSWERED) -> Answer:
    citation = Citation(
        marker=1, document="d", title="题", section=1, measure=3, label="三", quote="文", start=5,
        end=6, anchor="m3",
    )  # fmt: skip
    return Answer(
        question=question,
        standalone_question=question,
        status=status,
        answer="答[1]",
        citations=[citation],
        timings_ms={"guard": 0.5},
    )


def add(
    records: Records, question: str, status: Status = Status.ANSWERED, age_days: int = 0
) -> str:
    identity = new_id()
    records.add_question(an_answer(question, status), "page", identity)
    with records._engine.begin() as connection:
        asked = datetime.now(UTC) - timedelta(days=age_days)
        connection.execute(
            update(QUESTIONS).where(QUESTIONS.c.id == identity).values(asked_at=asked)
        )
    return identity


def test_migrations_lead_to_the_declared_tables(engine: Engine) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    migrate(engine)
    migrate(engine)
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), METADATA) == []


def test_a_log_from_before_there_were_migrations_is_taken_over(
    engine: Engine, url: str, tmp_path: Path
) -> None:
    migrate(engine)
    with engine.begin() as connection:  # the first schema, which had no table of versions
        connection.execute(text("DROP TABLE ended_sessions"))
        connection.execute(text("ALTER TABLE questions DROP COLUMN kind"))
        connection.execute(text("DROP TABLE alembic_version"))
        connection.execute(
            text(
                "INSERT INTO questions (id, asked_at, channel, question, standalone_question, status,"
                " composer, citations, timings_ms, elapsed_ms) VALUES"
                " ('1', '2025-01-01 00:00:00', 'page', '旧的问题', '', 'answered', '', '[]', '{}', 1)"
            )
        )
    again = open_records(url, tmp_path)
    assert [row["question"] for row in again.export()] == ["旧的问题"]
    again.close()


def test_a_migration_that_fails_changes_nothing(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import shutil

    folder = tmp_path / "migrations"
    shutil.copytree(record_database.MIGRATIONS, folder)
    (folder / "versions" / "0003_broken.py").write_text(
        "from alembic import op\n"
        "revision, down_revision, branch_labels, depends_on = '0003', '0002', None, None\n"
        "def upgrade():\n"
        "    op.execute('CREATE TABLE half (a INTEGER)')\n"
        "    op.execute('INSERT INTO nowhere VALUES (1)')\n"
    )
    monkeypatch.setattr(record_database, "MIGRATIONS", folder)
    with pytest.raises(RecordsError, match="问答记录"):
        migrate(engine)
    assert inspect(engine).get_table_names() == []


def test_processes_that_start_together_wait_for_each_other(url: str, tmp_path: Path) -> None:
    failures: list[Exception] = []

    def start() -> None:
        try:
            open_records(url, tmp_path).close()
        except Exception as problem:
            failures.append(problem)

    threads = [threading.Thread(target=start) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []


def test_questions_and_feedback_are_kept_exported_and_purged(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    records = open_records(url, tmp_path)
    old = add(records, "很久以前", age_days=400)
    assert records.add_feedback(old, helpful=True)
    unanswered = add(records, "没答上", Status.NOT_COVERED, age_days=2)
    monkeypatch.setattr("test_records.new_id", lambda: "ab13812345678cd")
    disliked = add(records, "电话13812345678\x00")
    assert records.add_feedback(disliked, helpful=False, reason="看不懂", comment="\x00难")
    assert not records.add_feedback("\x00", helpful=True)
    assert [row["id"] for row in records.to_review()] == [disliked, unanswered]
    exported = list(records.export())
    assert [row["question"] for row in exported] == ["很久以前", "没答上", "电话【电话】"]
    assert exported[2]["feedback"] == [{"helpful": False, "reason": "看不懂", "comment": "难"}]
    assert exported[2]["citations"] == [{"document": "d", "anchor": "m3", "start": 5, "end": 6}]
    assert all(row["asked_at"].utcoffset() == timedelta(0) for row in exported)
    assert records.purge(datetime.now(UTC) - timedelta(days=365)) == 1
    assert [row["id"] for row in records.export()] == [unanswered, disliked]
    since = datetime.now(UTC) - timedelta(days=1)
    assert [row["id"] for row in records.export(since=since)] == [disliked]
    assert [row["id"] for row in records.export(until=since)] == [unanswered]
    records.close()


def test_the_commands_export_lines_and_purge(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    records = open_records(url, tmp_path)
    monkeypatch.setattr("assistant.records.log._BATCH", 2)
    for day in range(5):
        add(records, f"问题{day}", age_days=day * 10)
    records.close()
    monkeypatch.setenv("POLICY_DATABASE_URL", url)
    monkeypatch.setenv("POLICY_DATA_DIR", str(tmp_path))
    assert main(["records", "export"]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["question"] for line in lines] == [f"问题{n}" for n in (4, 3, 2, 1, 0)]
    day = (datetime.now() - timedelta(days=20)).date().isoformat()
    file = tmp_path / "out.jsonl"
    command = ["records", "export", "--since", day, "--until", day, "--output", str(file)]
    assert main(command) == 0
    assert [json.loads(line)["question"] for line in file.read_text().splitlines()] == ["问题2"]
    assert main(["records", "purge", "--days", "25"]) == 0
    assert "2 次提问" in capsys.readouterr().out
    monkeypatch.setenv("POLICY_RETENTION_DAYS", "0")
    assert main(["records", "purge"]) == 2


@pytest.mark.parametrize(
    "bad", ["nonsense", "postgresql+none://x/y", "postgresql+pg8000://u:secret@127.0.0.1:9/x"]
)
def test_a_database_that_cannot_be_used_is_told(
    bad: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("POLICY_DATABASE_URL", bad)
    monkeypatch.setenv("POLICY_DATA_DIR", str(tmp_path))
    assert main(["records", "export"]) == 2
    told = capsys.readouterr().err
    assert "POLICY_DATABASE_URL" in told and "secret" not in told and len(told.splitlines()) == 1


def test_on_a_full_disk_the_log_is_kept_in_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "records.sqlite3").mkdir()
    with pytest.raises(RecordsError, match="打不开或不能写入"):
        open_records("", tmp_path)
    monkeypatch.setattr("assistant.records.log.is_full", lambda folder: True)
    records = open_records_for_serving("", tmp_path)
    assert "磁盘空间不足" in caplog.text
    records.add_question(an_answer("问"), "api", "one")
    assert records.add_feedback("one", helpful=True)
    records.close()


def test_only_what_many_asked_in_the_same_words_is_shown_to_others(engine: Engine) -> None:
    records = Records(engine)
    for question, times in (("常问的", 3), ("更常问的", 4), ("只有一人问的", 1)):
        for _ in range(times):
            add(records, question)
    for _ in range(5):
        add(records, "没有答案的", Status.NOT_COVERED)
        add(records, "从前问的", age_days=60)
    since = datetime.now(UTC) - timedelta(days=28)
    assert records.often_asked(since, 3, 5) == ["更常问的", "常问的"]


def test_ended_sessions_are_remembered_until_they_would_have_expired(engine: Engine) -> None:
    records = Records(engine)
    now = datetime.now(UTC)
    records.end_session("a", now + timedelta(hours=1))
    records.end_session("old", now - timedelta(hours=1))
    records.end_session("a", now + timedelta(hours=1))
    assert records.session_ended("a") and not records.session_ended("b")
    records.end_session("c", now + timedelta(hours=1))
    assert not records.session_ended("old")


def test_small_talk_is_nothing_to_review(engine: Engine) -> None:
    records = Records(engine)
    records.add_question(
        an_answer("谢谢", Status.NOT_COVERED).model_copy(update={"kind": AnswerKind.SMALL_TALK}),
        "page",
        new_id(),
    )
    add(records, "没有答案的", Status.NOT_COVERED)
    assert [row["question"] for row in records.to_review()] == ["没有答案的"]


def damaged(folder: Path, how: str) -> Path:
    """A log with a hundred questions, its file broken."""
    records = open_records("", folder)
    for number in range(100):
        add(records, f"问题{number}")
    records.close()
    file = folder / "records.sqlite3"
    content = bytearray(file.read_bytes())
    match how:
        case "no database":
            content = bytearray(b"no database at all" * 1000)
        case "pages overwritten":
            content[4096:] = b"\xff" * (len(content) - 4096)
        case "cut off":
            del content[8192:]
    file.write_bytes(content)
    return file


@pytest.mark.parametrize("how", ["no database", "pages overwritten", "cut off"])
def test_a_damaged_log_is_set_aside_and_told(
    how: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    broken = damaged(tmp_path, how).read_bytes()
    records = open_records("", tmp_path)
    add(records, "新的问题")
    assert [row["question"] for row in records.export()] == ["新的问题"]
    records.close()
    (aside,) = tmp_path.glob("records.sqlite3.damaged-*")
    assert aside.read_bytes() == broken
    assert str(aside) in caplog.text and "已损坏" in caplog.text
    open_records("", tmp_path).close()
    assert len(list(tmp_path.glob("*damaged*"))) == 1


def test_a_whole_log_is_left_alone(tmp_path: Path) -> None:
    records = open_records("", tmp_path)
    add(records, "问题")
    open_records("", tmp_path).close()
    assert [row["question"] for row in records.export()] == ["问题"]
    records.close()
    assert list(tmp_path.glob("*damaged*")) == []


def test_a_log_that_breaks_while_it_is_open_is_replaced(tmp_path: Path) -> None:
    runtime = Runtime(Settings(data_dir=tmp_path, _env_file=None), lambda _: None)  # type: ignore[call-arg,arg-type,return-value]
    runtime.records.close()
    damaged(tmp_path, "no database")
    runtime._log(an_answer("丢了的"), "api", new_id())
    runtime._log(an_answer("记下的"), "api", new_id())
    assert [row["question"] for row in runtime.records.export()] == ["记下的"]
    runtime.stop()


def test_restore_works_over_a_damaged_log(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    data, corpus = tmp_path / "data", tmp_path / "corpus"
    corpus.mkdir()
    monkeypatch.setenv("POLICY_DATA_DIR", str(data))
    monkeypatch.setenv("POLICY_CORPUS_DIR", str(corpus))
    records = open_records("", data)
    add(records, "备份过的问题")
    records.close()
    assert main(["backup", str(tmp_path / "b.tar.gz")]) == 0
    (data / "records.sqlite3").write_bytes(b"broken" * 2000)
    assert main(["restore", str(tmp_path / "b.tar.gz")]) == 0
    capsys.readouterr()
    assert main(["records", "export"]) == 0
    assert "备份过的问题" in capsys.readouterr().out
