"""`policy records`: what was asked, as JSON lines; deleting what is older than it may be kept."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import click

from assistant.commands.usage import DAY, POSITIVE, Group, UsageError

if TYPE_CHECKING:
    from assistant.records.log import Records
    from assistant.settings import Settings


@click.group(cls=Group, short_help="问答记录：导出、清理")
def records() -> None:
    """问答记录：导出、清理。"""


@records.command(short_help="导出为 JSON Lines，一行一次提问，含评价")
@click.option("--since", type=DAY, metavar="日期", help="从哪一天起，如 2025-09-01")
@click.option("--until", type=DAY, metavar="日期", help="到哪一天为止（含当天）")
@click.option("--output", type=Path, metavar="文件", help="写入文件；默认标准输出")
def export(since: date | None, until: date | None, output: Path | None) -> int:
    """导出为 JSON Lines，一行一次提问，含评价。"""
    after = until + timedelta(days=1) if until else None
    with _records() as (log, _):
        rows = log.export(_midnight(since), _midnight(after))
        if output is None:
            _write(rows, sys.stdout)
        else:
            with output.open("w", encoding="utf-8") as file:
                output.chmod(0o600)
                count = _write(rows, file)
            print(f"已导出 {count} 次提问到 {output}。", file=sys.stderr)
    return 0


@records.command(short_help="删除超过保留期的记录")
@click.option("--days", type=POSITIVE, metavar="天数", help="默认 POLICY_RETENTION_DAYS")
def purge(days: int | None) -> int:
    """删除超过保留期的记录。"""
    with _records() as (log, settings):
        days = settings.retention_days if days is None else days
        if days < 1:
            raise UsageError("没有设保留期。请设置 POLICY_RETENTION_DAYS，或用 --days 指定天数。")
        count = log.purge(datetime.now(UTC) - timedelta(days=days))
    print(f"已删除 {days} 天以前的 {count} 次提问。")
    return 0


def _write(rows: Iterator[dict[str, Any]], file: TextIO) -> int:
    count = 0
    for row in rows:
        shown = row | {"asked_at": row["asked_at"].isoformat(timespec="seconds")}
        file.write(json.dumps(shown, ensure_ascii=False) + "\n")
        count += 1
    return count


def _midnight(day: date | None) -> datetime | None:
    """The beginning of a day here, as a time in UTC."""
    return datetime.combine(day, time()).astimezone(UTC) if day else None


@contextmanager
def _records() -> Iterator[tuple[Records, Settings]]:
    from assistant.records.log import open_records
    from assistant.settings import Settings

    settings = Settings()
    log = open_records(settings.database_url.get_secret_value(), settings.data_dir)
    try:
        yield log, settings
    finally:
        log.close()
