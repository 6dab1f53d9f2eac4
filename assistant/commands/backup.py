"""`policy backup` and `policy restore`."""

from __future__ import annotations

import time
from pathlib import Path

import click

from assistant.commands.console import Console
from assistant.commands.usage import Command


@click.command(cls=Command, short_help="备份政策文件和问答记录（索引可重建，不备份）")
@click.argument("file", type=Path, metavar="文件", help="写到哪里，如 backup.tar.gz")
def backup(file: Path) -> int:
    """备份政策文件和问答记录（索引可重建，不备份）。"""
    from assistant.records.backup import backup as write
    from assistant.records.database import open_engine
    from assistant.settings import Settings

    settings = Settings()
    engine = open_engine(settings.database_url.get_secret_value(), settings.data_dir)
    try:
        report = write(file, settings.corpus_dir, engine)
    finally:
        engine.dispose()
    print(f"已备份到 {file}:{report.documents} 份文件，{report.rows} 条记录。")
    return 0


@click.command(cls=Command, short_help="从备份恢复；现有内容先自动另存一份")
@click.argument("file", type=Path, metavar="文件", help="policy backup 写的文件")
def restore(file: Path) -> int:
    """从备份恢复；现有内容先自动另存一份。"""
    from assistant.records.backup import BackupError
    from assistant.records.backup import backup as write
    from assistant.records.backup import restore as read
    from assistant.records.database import open_engine
    from assistant.service.loading import bring_up_to_date
    from assistant.settings import Settings

    settings = Settings()
    name = f"before-restore-{time.strftime('%Y%m%dT%H%M%S')}.tar.gz"
    kept = settings.data_dir / "backups" / name
    engine = open_engine(settings.database_url.get_secret_value(), settings.data_dir)
    try:
        if file.is_file():
            write(kept, settings.corpus_dir, engine)
        report = read(file, settings.corpus_dir, engine)
    except BackupError:
        kept.unlink(missing_ok=True)
        raise
    finally:
        engine.dispose()
    print(f"恢复前的内容已另存为 {kept}")
    print(f"已恢复 {report.created} 的备份：{report.documents} 份文件，{report.rows} 条记录。")
    if report.documents:
        console = Console()
        bring_up_to_date(settings, rebuild=False, progress=console.say, advance=console.advance)
        print("索引已更新。正在运行的网页服务几秒后使用新内容。")
    return 0
