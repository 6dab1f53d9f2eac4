"""`policy corpus`: add, list, show, remove and check documents, and keep the index in step."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from assistant.commands.console import Console
from assistant.commands.usage import Group

if TYPE_CHECKING:
    from corpus.model import Document


_JSON = click.option("--json", "as_json", is_flag=True, help="输出 JSON")


@click.group(cls=Group, short_help="管理政策文件：添加、列出、查看、移除、检查")
def corpus() -> None:
    """管理政策文件：添加、列出、查看、移除、检查。"""


@corpus.command(short_help="添加文件（txt、md、html、docx、有文字的 pdf）")
@click.argument("file", type=Path, metavar="文件", help="要添加的文件")
@click.option(
    "--metadata",
    type=Path,
    metavar="YAML文件",
    help="元数据，优先于从正文读到的；默认用同名的 .yaml 文件（如有）",
)
@click.option("--replace", is_flag=True, help="替换编号相同的文件")
@click.option("--yes", is_flag=True, help="不询问，直接添加（脚本中总是如此）")
def add(file: Path, metadata: Path | None, replace: bool, yes: bool) -> int:
    """添加文件（txt、md、html、docx、有文字的 pdf），并更新索引。"""
    from assistant.settings import Settings
    from corpus.adding import add as put

    settings = Settings()
    added = put(
        settings.corpus_dir,
        file,
        metadata,
        replace=replace,
        confirm=_say if yes or not sys.stdin.isatty() else _confirm,
        progress=Console().say,
    )
    document = added.document
    print(f"已{'替换' if added.replaced else '添加'}:{document.id}")
    for similar in added.similar:
        print(
            f"注意：与「{similar.document}」高度相似({similar.similarity:.0%})。"
            "若是修订版，请在元数据的 supersedes 中写上它。"
        )
    for name in added.unmatched:
        print(f"注意：原有的相似问与新文本不符，已另存为 {name}，请改正后改回原名。")
    print(
        f"以上信息如有不对，请改 {settings.corpus_dir / document.id / 'document.yaml'} 后运行 policy index。"
    )
    return _bring_up_to_date()


@corpus.command("list", short_help="列出全部文件")
@_JSON
def listing(as_json: bool) -> int:
    """列出全部文件。"""
    from assistant.settings import Settings
    from corpus.description import summary
    from corpus.library import Library

    library = Library(Settings().corpus_dir)
    if as_json:
        print(json.dumps([summary(document) for document in library], ensure_ascii=False))
        return 0
    if not library.ids:
        print("还没有文件。请用 policy corpus add 文件 添加。")
    for document in library:
        metadata = document.metadata
        when = metadata.issued or metadata.effective_from or "日期不详"
        print(
            f"{document.id}\t《{metadata.title}》\t{when}\t{metadata.status}\t{len(document.measures)} 条"
        )
    return 0


@corpus.command(short_help="输出文件的正文（引文的位置指向它）")
@click.argument("identity", metavar="编号", help="文件编号，见 policy corpus list")
@_JSON
def show(identity: str, as_json: bool) -> int:
    """输出文件的正文（引文的位置指向它）。"""
    from assistant.settings import Settings
    from corpus.description import describe
    from corpus.library import Library

    document = Library(Settings().corpus_dir).get(identity)
    if as_json:
        print(json.dumps(describe(document), ensure_ascii=False))
    else:
        sys.stdout.write(document.text)
    return 0


@corpus.command(short_help="移除文件")
@click.argument("identity", metavar="编号", help="文件编号，见 policy corpus list")
def remove(identity: str) -> int:
    """移除文件，并更新索引。"""
    from assistant.settings import Settings
    from corpus.adding import remove as take_away
    from corpus.library import Library

    settings = Settings()
    take_away(settings.corpus_dir, identity, progress=Console().say)
    print(f"已移除：{identity}")
    if not Library(settings.corpus_dir).ids:
        print("语料库已空，暂不能回答问题。请用 policy corpus add 文件 添加。")
        return 0
    return _bring_up_to_date()


@corpus.command(short_help="检查全部文件和索引；有问题时退出码为 1")
@_JSON
def check(as_json: bool) -> int:
    """检查全部文件和索引；有问题时退出码为 1。"""
    from assistant.settings import Settings
    from corpus.checking import check as examine
    from corpus.library import Library

    settings = Settings()
    findings = examine(settings.corpus_dir)
    wrong = any(finding.wrong for finding in findings)
    if as_json:
        listed = [
            {"document": f.document, "wrong": f.wrong, "message": f.message} for f in findings
        ]
        print(json.dumps({"ok": not wrong, "findings": listed}, ensure_ascii=False))
    else:
        for finding in findings:
            mark = "错误" if finding.wrong else "提示"
            print(f"[{mark}] {finding.document}:{finding.message}")
        if not wrong:
            print(f"检查通过：共 {len(Library(settings.corpus_dir).ids)} 份文件。")
    return 1 if wrong else 0


def _bring_up_to_date() -> int:
    from assistant.service.loading import bring_up_to_date
    from assistant.settings import Settings

    console = Console()
    report = bring_up_to_date(
        Settings(), rebuild=False, progress=console.say, advance=console.advance
    )
    print(f"索引已更新：共 {report.records} 条，新编码 {report.embedded} 条。")
    return 0


def _say(document: Document) -> bool:
    """Show what was read; nobody is asked."""
    print(_particulars(document))
    return True


def _confirm(document: Document) -> bool:
    """Show what was read and ask whether it is right."""
    print(_particulars(document))
    return input("以上信息对吗？对请按回车，不对请输入 n:").strip().lower() not in ("n", "no", "不")


def _particulars(document: Document) -> str:
    """What was read about the document, for the operator to confirm."""
    metadata = document.metadata
    implemented = [f"{r.issuer}《{r.title}》{r.number}" for r in metadata.implements]
    rows = {
        "标题": metadata.title,
        "发文字号": metadata.number,
        "发文机关": metadata.issuer,
        "成文（印发）日期": metadata.issued,
        "施行日期": metadata.effective_from,
        "失效日期": metadata.effective_to,
        "状态": metadata.status,
        "适用地区": metadata.region,
        "来源": metadata.url,
        "贯彻": ";".join(implemented),
        "取代": "、".join(metadata.supersedes),
        "修改": "、".join(metadata.amends),
    }
    lines = [f"  {name}:{value}" for name, value in rows.items() if value]
    missing = [
        name for name in ("标题", "发文机关", "成文（印发）日期", "适用地区") if not rows[name]
    ]
    if missing:
        lines.append(f"  没有读到：{'、'.join(missing)}")
    lines.append(f"  结构：{len(document.sections)} 个部分，{len(document.measures)} 条")
    return "\n".join(lines)
