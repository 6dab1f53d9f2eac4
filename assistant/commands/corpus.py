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
    from collections.abc import Sequence

    from corpus.adding import Added
    from corpus.model import Document, Metadata
    from corpus.plausibility import Doubt


_JSON = click.option("--json", "as_json", is_flag=True, help="输出 JSON")


@click.group(cls=Group, short_help="管理政策文件：添加、列出、查看、移除、检查")
def corpus() -> None:
    """管理政策文件：添加、列出、查看、移除、检查。"""


@corpus.command(short_help="添加文件或文件夹（txt、md、html、docx、pdf）")
@click.argument(
    "files", type=Path, nargs=-1, required=True, metavar="文件…", help="要添加的文件或文件夹"
)
@click.option(
    "--metadata",
    type=Path,
    metavar="YAML文件",
    help="元数据，优先于从正文读到的；默认用同名的 .yaml 文件（如有）；只能用于一个文件",
)
@click.option("--replace", is_flag=True, help="替换编号相同的文件")
@click.option("--yes", is_flag=True, help="不询问，直接添加（脚本中总是如此）")
def add(files: tuple[Path, ...], metadata: Path | None, replace: bool, yes: bool) -> int:
    """添加文件或文件夹（txt、md、html、docx、pdf），并更新一次索引；有文件没能添加时退出码为 2。"""
    from assistant.settings import Settings
    from corpus.adding import AlreadyThereError, gather
    from corpus.adding import add as put
    from corpus.duplicates import Fingerprints
    from corpus.library import CorpusError
    from corpus.loaded import LoadError

    settings, console = Settings(), Console()
    gathered = gather(files)
    several = len(gathered) > 1
    if metadata and several:
        raise CorpusError("--metadata 只能用于一个文件；多个文件请各写一个同名的 .yaml 文件。")
    asking = sys.stdin.isatty() and not yes
    fingerprints = Fingerprints()
    failed: list[str] = []
    count = 0
    for number, file in enumerate(gathered, start=1):
        try:
            added = put(
                settings.corpus_dir,
                file,
                metadata,
                replace=replace,
                ask=_ask if asking else _say_nothing if several else _say,
                progress=console.say,
                fingerprints=fingerprints,
            )
        except AlreadyThereError as error:
            if not several:
                raise
            console.say(f"{file.name}：{error}")
        except (LoadError, CorpusError, PermissionError) as error:
            if not several:
                raise
            reason = error.strerror if isinstance(error, OSError) else error
            failed.append(f"{file}：{reason}")
        else:
            count += 1
            _tell(added, file, settings.corpus_dir, console, several=several)
        if several and not asking:
            console.advance(number, len(gathered), "读入", "份")
    if several:
        print(f"共 {len(gathered)} 份，添加了 {count} 份。")
    if count:
        _bring_up_to_date()
    for line in failed:
        console.say(f"没有添加 {line}")
    return 2 if failed else 0


def _tell(added: Added, file: Path, corpus_dir: Path, console: Console, *, several: bool) -> None:
    """What was added, and on standard error what the operator should look at."""
    document = added.document
    print(f"已{'替换' if added.replaced else '添加'}：{document.id}")
    for warning in added.warnings:
        console.say(f"警告：{warning}")
    for doubt in added.doubts:
        console.say(f"警告：{file.name}：{doubt.message}，请核对 document.yaml 的 {doubt.field}。")
    for similar in added.similar:
        console.say(
            f"注意：{document.id} 与「{similar.document}」高度相似（{similar.similarity:.0%}）。"
            "若是修订版，请在元数据的 supersedes 中写上它。"
        )
    if not several:
        path = corpus_dir / document.id / "document.yaml"
        print(f"以上信息如有不对，请改 {path} 后运行 policy index。")


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
        status = metadata.status + ("（节录）" if metadata.excerpt else "")
        print(f"{document.id}\t《{metadata.title}》\t{when}\t{status}\t{document.count} 条")
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


def _say(document: Document, doubts: Sequence[Doubt]) -> Metadata:
    """Show what was read; nobody is asked."""
    print(_particulars(document))
    return _say_nothing(document, doubts)


def _say_nothing(document: Document, doubts: Sequence[Doubt]) -> Metadata:
    """Nothing is shown of each of many files, and nothing corrected."""
    from corpus.model import Metadata

    return Metadata()


def _ask(document: Document, doubts: Sequence[Doubt]) -> Metadata | None:
    """Show what was read, ask for what is missing or unlikely, then whether all is right."""
    from corpus.library import CorpusError, metadata_from
    from corpus.model import Metadata
    from corpus.plausibility import LABELS

    print(_particulars(document))
    corrected: dict[str, str] = {}
    for field in dict.fromkeys(doubt.field for doubt in doubts):
        print("；".join(doubt.message for doubt in doubts if doubt.field == field) + "。")
        while text := input(f"请输入正确的{LABELS[field]}（没有或不改请按回车）：").strip():
            try:
                metadata_from({field: text}, "输入")
            except CorpusError as error:
                print(error)
                continue
            corrected[field] = text
            break
    if input("以上信息对吗？对请按回车，不对请输入 n：").strip().lower() in ("n", "no", "不"):
        return None
    return metadata_from(corrected, "输入") if corrected else Metadata()


def _particulars(document: Document) -> str:
    """What was read about the document, for the operator to confirm."""
    metadata = document.metadata
    implemented = [f"{r.issuer}《{r.title}》{r.number}" for r in metadata.implements]
    rows = {
        "标题": metadata.title,
        "发文字号": metadata.number,
        "发文机关": metadata.issuer,
        "成文（印发）日期": metadata.issued,
        "最后修改": metadata.revised,
        "施行日期": metadata.effective_from,
        "失效日期": metadata.effective_to,
        "状态": metadata.status,
        "适用地区": metadata.region,
        "来源": metadata.url,
        "节录": "是" if metadata.excerpt else "",
        "缺": "、".join(metadata.missing),
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
    lines.append(f"  结构：{len(document.sections)} 个部分，{document.count} 条")
    return "\n".join(lines)
