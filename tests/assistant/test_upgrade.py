"""A data folder and a corpus as an older version left them: they open, and nothing of worth is lost."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import text

from assistant.answer import Turn
from assistant.records.database import MIGRATIONS, open_engine
from assistant.records.log import open_records
from assistant.service.loading import load
from assistant.service.request import Request, answer_request
from assistant.settings import Settings

LAW = """某某市自行车停放办法
（2020年5月1日印发）
第一条 自行车应当停放在划定的停放区，不得占用盲道。
第二条 乱停自行车的，由城市管理局责令改正，可以处二十元罚款。
"""
GENERATION = "20250101T000000-1-abcdef"
ROW = {
    "id": "a" * 32,
    "asked_at": "2025-03-01 08:00:00.000000",
    "channel": "page",
    "question": "从前的问题",
    "standalone_question": "从前的问题",
    "status": "answered",
    "composer": "extractive",
    "citations": "[]",
    "timings_ms": "{}",
    "elapsed_ms": 1.0,
}


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """The folders of the version before: its corpus, its index, its log."""
    document = tmp_path / "documents" / "parking"
    document.mkdir(parents=True)
    (document / "source.txt").write_text(LAW, encoding="utf-8")
    (document / "questions.yaml").write_text(
        "- sentence: 不存在的一句\n  questions: [自行车停哪里]\n", encoding="utf-8"
    )
    (document / "vectors.npz").write_bytes(b"old vectors")
    (document / "classifier.npz").write_bytes(b"old classifier")
    index = tmp_path / "data" / "index"
    old = index / "generations" / GENERATION
    (old / "chroma").mkdir(parents=True)
    (old / "chroma" / "chroma.sqlite3").write_bytes(b"of another Chroma")
    (old / "classifier.npz").write_bytes(b"old")
    manifest = {
        "format": 6,
        "encoder": "e5-small-zh:0123456789abcdef",
        "dimension": 384,
        "digest": "0" * 64,
        "records": 40,
        "documents": ["parking"],
        "created": "2025-01-01T00:00:00+00:00",
        "files": {},
    }
    (old / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    (index / "current").write_text(GENERATION, encoding="utf-8")
    _old_log(tmp_path / "data")
    return Settings(
        data_dir=tmp_path / "data",
        corpus_dir=tmp_path / "documents",
        _env_file=None,  # type: ignore[call-arg]
    )


def _old_log(data: Path) -> None:
    engine = open_engine("", data)
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        names = ", ".join(ROW)
        values = ", ".join(f":{name}" for name in ROW)
        connection.execute(text(f"INSERT INTO questions ({names}) VALUES ({values})"), ROW)
    engine.dispose()


def test_an_older_folder_opens(settings: Settings) -> None:
    said: list[str] = []
    services = load(settings, said.append)
    ignored = [message for message in said if "questions.yaml" in message]
    assert len(ignored) == 1 and "不再使用" in ignored[0]
    answer = answer_request(services, Request(question="乱停自行车罚多少钱"))
    assert [citation.document for citation in answer.citations] == ["parking"]
    records = open_records("", settings.data_dir)
    assert [row["question"] for row in records.export()] == ["从前的问题"]
    records.close()
    history = [Turn(question="乱停自行车罚多少钱", answer=answer.answer)]
    later = answer_request(services, Request(question="由谁处罚?", history=history))
    assert later.status != "error"
    services.search.close()
    again: list[str] = []
    load(settings, again.append).search.close()
    assert again == []
