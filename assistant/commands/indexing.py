"""`policy index`."""

from __future__ import annotations

import click

from assistant.commands.console import Console
from assistant.commands.usage import Command


@click.command(cls=Command, short_help="更新索引，只处理变化的部分")
@click.option("--rebuild", is_flag=True, help="全部重建")
def index(rebuild: bool) -> int:
    """更新索引，只处理变化的部分。"""
    from assistant.service.loading import bring_up_to_date
    from assistant.settings import Settings

    console = Console()
    report = bring_up_to_date(
        Settings(), rebuild=rebuild, progress=console.say, advance=console.advance
    )
    if report.changed:
        print(
            f"索引已更新：共 {report.records} 条，新编码 {report.embedded} 条，"
            f"沿用 {report.reused} 条，用时 {report.seconds} 秒。"
        )
    else:
        print(f"索引已是最新：共 {report.records} 条。")
    return 0
