"""`policy records`: what was asked, as JSON lines; deleting what is older than it may be kept."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

if TYPE_CHECKING:
    from assistant.records.log import Records
    from assistant.settings import Settings


def add_subparsers(commands: Any, day: Callable[[str], date]) -> None:
    """Declare `records export` and `records purge`; `day` reads a date."""
    records = commands.add_parser("records", help="问答记录:导出、清理")
    actions = records.add_subparsers(dest="action", required=True, metavar="操作")

    export = actions.add_parser("export", help="导出为 JSON Lines,一行一次提问,含评价")
    export.add_argument("--since", type=day, metavar="日期", help="从哪一天起,如 2025-09-01")
    export.add_argument("--until", type=day, metavar="日期", help="到哪一天为止(含当天)")
    export.add_argument("--output", type=Path, metavar="文件", help="写入文件;默认标准输出")
    export.set_defaults(run=_export)

    purge = actions.add_parser("purge", help="删除超过保留期的记录")
    purge.add_argument("--days", type=int, metavar="天数", help="默认 POLICY_RETENTION_DAYS")
    purge.set_defaults(run=_purge)


def _export(options: argparse.Namespace) -> int:
    after = options.until + timedelta(days=1) if options.until else None
    with _records() as (records, _):
        rows = records.export(_midnight(options.since), _midnight(after))
        if options.output is None:
            _write(rows, sys.stdout)
        else:
            with options.output.open("w", encoding="utf-8") as file:
                options.output.chmod(0o600)
                count = _write(rows, file)
            print(f"已导出 {count} 次提问到 {options.output}。", file=sys.stderr)
    return 0


def _purge(options: argparse.Namespace) -> int:
    from assistant.commands.usage import UsageError

    with _records() as (records, settings):
        days = settings.retention_days if options.days is None else options.days
        if days < 1:
            raise UsageError("没有设保留期。请设置 POLICY_RETENTION_DAYS,或用 --days 指定天数。")
        count = records.purge(datetime.now(UTC) - timedelta(days=days))
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
    records = open_records(settings.database_url.get_secret_value(), settings.data_dir)
    try:
        yield records, settings
    finally:
        records.close()
