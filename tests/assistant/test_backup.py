"""Backing up and restoring: everything comes back, and nothing unsafe or broken goes in."""

from __future__ import annotations

import io
import json
import tarfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, insert, select

from assistant.records.backup import BackupError, backup, restore
from assistant.records.database import FEEDBACK, QUESTIONS, migrate, open_engine
from corpus.library import Library

LAW = "某某市托育办法\n第一条 为了规范托育,制定本办法。\n第二条 本办法自2024年4月1日起施行。\n"


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "documents"
    (folder / "托育").mkdir(parents=True)
    (folder / "托育" / "source.txt").write_text(LAW, encoding="utf-8")
    (folder / "托育" / "document.yaml").write_text("region: 江西省\n", encoding="utf-8")
    (folder / ".adding-x").mkdir()
    (folder / ".adding-x" / "source.txt").write_text("半份", encoding="utf-8")
    return folder


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    engine = open_engine("", tmp_path / "data")
    migrate(engine)
    with engine.begin() as connection:
        for number in range(3):
            connection.execute(insert(QUESTIONS).values(**question(f"q{number}")))
        connection.execute(
            insert(FEEDBACK).values(
                question_id="q1",
                given_at=datetime(2025, 9, 1, tzinfo=UTC),
                helpful=1,
                reason="",
                comment="有用",
            )
        )
    return engine


def question(identity: str) -> dict[str, object]:
    return {
        "id": identity,
        "asked_at": datetime(2025, 9, 1, 8, 30, tzinfo=UTC),
        "channel": "page",
        "question": "育儿补贴发到几岁?",
        "standalone_question": "育儿补贴发到几岁?",
        "status": "answered",
        "composer": "extractive",
        "citations": [{"measure": 3}],
        "timings_ms": {"search": 4.5},
        "elapsed_ms": 41.2,
    }


def rows(engine: Engine) -> list[list[tuple[object, ...]]]:
    with engine.connect() as connection:
        return [
            [tuple(row) for row in connection.execute(select(table))]
            for table in (QUESTIONS, FEEDBACK)
        ]


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and not path.relative_to(folder).parts[0].startswith(".")
    }


def test_everything_comes_back(corpus: Path, engine: Engine, tmp_path: Path) -> None:
    file = tmp_path / "out" / "b.tar.gz"
    report = backup(file, corpus, engine)
    assert (report.documents, report.rows) == (1, 4)
    documents, log = files(corpus), rows(engine)
    elsewhere = tmp_path / "elsewhere" / "documents"
    other = open_engine("", tmp_path / "other")
    migrate(other)
    assert restore(file, elsewhere, other) == report
    assert files(elsewhere) == documents
    assert rows(other) == log
    assert Library(elsewhere).get("托育").metadata.region == "江西省"


def test_restoring_replaces_what_is_there(corpus: Path, engine: Engine, tmp_path: Path) -> None:
    file = tmp_path / "b.tar.gz"
    backup(file, corpus, engine)
    documents, log = files(corpus), rows(engine)
    (corpus / "新").mkdir()
    (corpus / "新" / "source.txt").write_text("别的办法\n第一条 别的。\n", encoding="utf-8")
    (corpus / "托育" / "source.txt").unlink()
    with engine.begin() as connection:
        connection.execute(insert(QUESTIONS).values(**question("q9")))
    restore(file, corpus, engine)
    assert files(corpus) == documents
    assert rows(engine) == log
    assert not list(tmp_path.glob(".restoring-*"))


def test_a_failing_backup_leaves_the_last_one(
    corpus: Path, engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "b.tar.gz"
    backup(file, corpus, engine)
    before = file.read_bytes()

    def full(*arguments: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("assistant.records.backup._rows", full)
    with pytest.raises(OSError):
        backup(file, corpus, engine)
    assert file.read_bytes() == before
    assert [p.name for p in tmp_path.glob(".b.tar.gz*")] == []


def member(name: str, kind: bytes = tarfile.REGTYPE, target: str = "") -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.type = kind
    info.linkname = target
    return info


@pytest.mark.parametrize(
    "unsafe",
    [
        member("../evil.txt"),
        member("corpus/../../evil.txt"),
        member("/etc/evil"),
        member("corpus/a/source.txt", tarfile.SYMTYPE, "/etc/passwd"),
        member("corpus/a/source.txt", tarfile.LNKTYPE, "../../x"),
        member("corpus/a", tarfile.DIRTYPE),
        member("corpus/dev", tarfile.CHRTYPE),
        member("other/a.txt"),
        member("corpus"),
        member("corpus/.adding-x/source.txt"),
        member("corpus/..\\..\\evil"),
    ],
    ids=lambda info: f"{info.name}-{info.type!r}",
)
def test_unsafe_members_are_refused(
    unsafe: tarfile.TarInfo, corpus: Path, engine: Engine, tmp_path: Path
) -> None:
    file = tmp_path / "evil.tar.gz"
    with tarfile.open(file, "w:gz") as archive:
        archive.addfile(unsafe, io.BytesIO())
        content = json.dumps({"format": 1, "created": "", "files": {}}).encode()
        info = member("manifest.json")
        info.size = len(content)
        archive.addfile(info, io.BytesIO(content))
    documents, log = files(corpus), rows(engine)
    with pytest.raises(BackupError, match="不安全"):
        restore(file, corpus, engine)
    assert files(corpus) == documents and rows(engine) == log
    assert not (tmp_path / "evil.txt").exists()


def test_broken_or_foreign_files_are_refused(corpus: Path, engine: Engine, tmp_path: Path) -> None:
    whole = tmp_path / "b.tar.gz"
    backup(whole, corpus, engine)
    documents, log = files(corpus), rows(engine)
    data = whole.read_bytes()
    broken = tmp_path / "broken.tar.gz"
    for content in (b"", b"no archive", data[: len(data) // 2], data[:-30] + bytes(30)):
        broken.write_bytes(content)
        with pytest.raises(BackupError):
            restore(broken, corpus, engine)
    with tarfile.open(broken, "w:gz") as archive:
        archive.addfile(member("corpus/a/source.txt"), io.BytesIO())
    with pytest.raises(BackupError, match="不完整"):
        restore(broken, corpus, engine)
    with pytest.raises(BackupError, match="找不到"):
        restore(tmp_path / "none.tar.gz", corpus, engine)
    assert files(corpus) == documents and rows(engine) == log


def test_a_changed_member_is_noticed(corpus: Path, engine: Engine, tmp_path: Path) -> None:
    whole, changed = tmp_path / "b.tar.gz", tmp_path / "c.tar.gz"
    backup(whole, corpus, engine)
    with tarfile.open(whole) as source, tarfile.open(changed, "w:gz") as target:
        for info in source:
            file = source.extractfile(info)
            assert file is not None
            content = file.read().replace("托育".encode(), "托肓".encode())
            target.addfile(info, io.BytesIO(content))
    with pytest.raises(BackupError, match="不完整"):
        restore(changed, corpus, engine)


def test_commands(
    corpus: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    from assistant.commands.main import main

    monkeypatch.setenv("POLICY_CORPUS_DIR", str(corpus))
    monkeypatch.setenv("POLICY_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setattr("assistant.service.loading.bring_up_to_date", lambda *a, **k: None)
    file = tmp_path / "b.tar.gz"
    assert main(["backup", str(file)]) == 0
    assert "1 份文件" in capsys.readouterr().out
    (corpus / "托育" / "source.txt").write_text("改坏了\n第一条 x。\n", encoding="utf-8")
    assert main(["restore", str(file)]) == 0
    assert (corpus / "托育" / "source.txt").read_text(encoding="utf-8") == LAW
    (kept,) = (tmp_path / "data" / "backups").iterdir()
    assert str(kept) in capsys.readouterr().out
    kept.rename(kept.with_name("kept.tar.gz"))
    (tmp_path / "broken.tar.gz").write_bytes(b"no archive")
    assert main(["restore", str(tmp_path / "broken.tar.gz")]) == 2
    assert capsys.readouterr().out == ""
    assert [p.name for p in kept.parent.iterdir()] == ["kept.tar.gz"]
    assert main(["restore", str(tmp_path / "none.tar.gz")]) == 2
    assert "找不到备份文件" in capsys.readouterr().err
