"""`policy serve` and `policy staff-hash`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from assistant.commands.console import Console
from assistant.commands.usage import POSITIVE, Command, UsageError

if TYPE_CHECKING:
    from assistant.services import Services
    from assistant.settings import Settings


@click.command(cls=Command, short_help="启动网页服务")
@click.option(
    "--host", default="127.0.0.1", metavar="地址", help="在哪个地址提供服务，默认 127.0.0.1"
)
@click.option("--port", type=POSITIVE, default=7860, metavar="端口", help="默认 7860")
def serve(host: str, port: int) -> int:
    """启动网页服务，按 Ctrl+C 停止。"""
    from assistant.server import serve as run
    from assistant.settings import Settings

    run(Settings(), host, port, _loaded)
    return 0


def _loaded(settings: Settings) -> Services:
    """Load what questions need, telling how far it is: the first index takes minutes."""
    from assistant.service.loading import load

    console = Console()
    services = load(settings, console.say, console.advance)
    console.say("政策文件和索引已加载，可以提问了。")
    return services


@click.command("staff-hash", cls=Command, short_help="生成坐席口令的散列，写入 POLICY_STAFF_USERS")
@click.argument("name", metavar="用户名", help="坐席的用户名")
def staff_hash(name: str) -> int:
    """生成坐席口令的散列，写入 POLICY_STAFF_USERS。"""
    from getpass import getpass

    from assistant.service.staff import hash_password

    password = getpass("口令：")
    if len(password) < 8 or password != getpass("再输一次："):
        raise UsageError("口令至少 8 个字符，且两次输入要一致，请重新运行。")
    print(f"{name}:{hash_password(password)}")
    return 0
