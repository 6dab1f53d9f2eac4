"""`policy backup` and `policy restore`."""

from __future__ import annotations

import argparse
import time
from pathlib import Path
from typing import Any

from assistant.commands.console import Console


def add_subparsers(commands: Any) -> None:
    """Declare `backup` and `restore` among the commands of the parser."""
    backup = commands.add_parser("backup", help="备份政策文件和问答记录(索引可重建,不备份)")
    backup.add_argument("file", type=Path, metavar="文件", help="如 backup.tar.gz")
    backup.set_defaults(run=_backup)

    restore = commands.add_parser("restore", help="从备份恢复;现有内容先自动另存一份")
    restore.add_argument("file", type=Path, metavar="文件")
    restore.set_defaults(run=_restore)


def _backup(options: argparse.Namespace) -> int:
    from assistant.records.backup import backup
    from assistant.records.database import open_engine
    from assistant.settings import Settings

    settings = Settings()
    engine = open_engine(settings.database_url.get_secret_value(), settings.data_dir)
    try:
        report = backup(options.file, settings.corpus_dir, engine)
    finally:
        engine.dispose()
    print(f"已备份到 {options.file}:{report.documents} 份文件,{report.rows} 条记录。")
    return 0


def _restore(options: argparse.Namespace) -> int:
    from assistant.records.backup import BackupError, backup, restore
    from assistant.records.database import open_engine
    from assistant.service.loading import bring_up_to_date
    from assistant.settings import Settings

    settings = Settings()
    name = f"before-restore-{time.strftime('%Y%m%dT%H%M%S')}.tar.gz"
    kept = settings.data_dir / "backups" / name
    engine = open_engine(settings.database_url.get_secret_value(), settings.data_dir)
    try:
        if options.file.is_file():
            backup(kept, settings.corpus_dir, engine)
        report = restore(options.file, settings.corpus_dir, engine)
    except BackupError:
        kept.unlink(missing_ok=True)
        raise
    finally:
        engine.dispose()
    print(f"恢复前的内容已另存为 {kept}")
    print(f"已恢复 {report.created} 的备份:{report.documents} 份文件,{report.rows} 条记录。")
    if report.documents:
        console = Console()
        bring_up_to_date(settings, rebuild=False, progress=console.say, advance=console.advance)
        print("索引已更新。正在运行的网页服务几秒后使用新内容。")
    return 0
