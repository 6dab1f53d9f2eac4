"""Adding, replacing and removing documents: what is written, what is refused, nothing half-done."""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from corpus import adding
from corpus.adding import add, gather, remove
from corpus.checking import check
from corpus.duplicates import Fingerprints, find_similar, fingerprint
from corpus.library import CorpusError, Library
from corpus.loaders import LoadError
from corpus.model import Document, Metadata
from corpus.plausibility import Doubt

DATA = Path(__file__).parent / "loaders" / "data"
LAW = (
    "鹰潭市托育办法\n2024年3月1日鹰潭市第三届人民代表大会常务委员会第五次会议通过\n"
    "第一条 为了规范托育服务,促进婴幼儿健康成长,制定本办法。\n"
    "第二条 本市行政区域内的托育服务适用本办法。\n"
    "第三条 托育机构应当依法备案,并向社会公开收费标准。\n"
    "第四条 本办法自2024年4月1日起施行。\n"
)
_CONTEXT = multiprocessing.get_context("forkserver")


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    return tmp_path / "documents"


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_text_file_is_added_as_it_is(corpus: Path, tmp_path: Path) -> None:
    data = LAW.replace("\n", "\r\n").encode("gb18030")
    file = tmp_path / "托育办法(2024).txt"
    file.write_bytes(data)
    added = add(corpus, file)
    assert added.document.id == "托育办法-2024"
    assert names(corpus) == ["托育办法-2024"]
    assert (corpus / "托育办法-2024" / "source.txt").read_bytes() == data
    document = Library(corpus).get("托育办法-2024")
    assert document == added.document
    assert document.text == LAW
    assert document.metadata.issuer == "鹰潭市人民代表大会常务委员会"


@pytest.mark.parametrize("name", ["sample.pdf", "page.html"])
def test_other_formats_keep_the_original_beside_the_text(name: str, corpus: Path) -> None:
    added = add(corpus, DATA / name)
    folder = corpus / added.document.id
    suffix = Path(name).suffix
    assert (folder / f"source{suffix}").read_bytes() == (DATA / name).read_bytes()
    assert (folder / "text.txt").read_text(encoding="utf-8") == added.document.text
    assert Library(corpus).get(added.document.id) == added.document
    for sentence, _ in added.document.sentences():
        assert added.document.text[sentence.start : sentence.end] == sentence.text


def test_what_the_page_says_of_itself_is_kept(corpus: Path) -> None:
    add(corpus, DATA / "page.html")
    metadata = Library(corpus).get("page").metadata
    assert metadata.url == "https://www.example.gov.cn/zc/2024/t20240305_1.html"
    assert metadata.title == "某某市托育服务补助办法"


def test_metadata_overrides_the_text(corpus: Path, tmp_path: Path) -> None:
    file = write(tmp_path / "a.txt", LAW)
    given = write(
        tmp_path / "given.yaml",
        "id: tuoyu-2024\ntitle: 某某市托育服务办法\nissued: 2024-03-02\nstatus: 已修订\n"
        "implements:\n- 托育法\n- {title: 托育条例, number: 国令1号}\nsupersedes: [旧办法]\n",
    )
    metadata = add(corpus, file, given).document.metadata
    assert Library(corpus).ids == ("tuoyu-2024",)
    assert metadata == Library(corpus).get("tuoyu-2024").metadata
    assert (metadata.title, metadata.issued, metadata.status) == (
        "某某市托育服务办法",
        date(2024, 3, 2),
        "已修订",
    )
    assert [(r.title, r.number) for r in metadata.implements] == [
        ("托育法", ""),
        ("托育条例", "国令1号"),
    ]
    assert metadata.effective_from == date(2024, 4, 1)


def test_a_yaml_file_beside_is_taken(corpus: Path, tmp_path: Path) -> None:
    write(tmp_path / "a.yaml", "region: 江西省\n")
    assert add(corpus, write(tmp_path / "a.txt", LAW)).document.metadata.region == "江西省"


@pytest.mark.parametrize(
    "yaml, message",
    [
        ("titel: x\n", "不认识的字段：titel"),
        ("issued: 昨天\n", "2025-07-10"),
        ("status: 有效\n", "现行有效"),
        ("supersedes: 旧办法\n", "应是列表"),
        ("implements: [{name: x}]\n", "title"),
        ("title: [a]\n", "一段文字"),
        ("a: [\n", "不是有效的 YAML"),
        ("- a\n", "字段: 值"),
        ("id: ../../etc\n", "只能用"),
        ("id: a/b\n", "只能用"),
        ("id: .hidden\n", "只能用"),
    ],
)
def test_wrong_metadata_is_said(yaml: str, message: str, corpus: Path, tmp_path: Path) -> None:
    file = write(tmp_path / "a.txt", LAW)
    with pytest.raises(CorpusError, match=message):
        add(corpus, file, write(tmp_path / "given.yaml", yaml))
    assert not corpus.exists() or names(corpus) == []


def test_a_missing_metadata_file_is_said(corpus: Path, tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="找不到"):
        add(corpus, write(tmp_path / "a.txt", LAW), tmp_path / "none.yaml")


@pytest.mark.parametrize("name", ["..txt", "...txt", "/.txt", "--.txt"])
def test_names_that_give_no_id(name: str, corpus: Path, tmp_path: Path) -> None:
    file = tmp_path / Path(name).name
    file.write_text(LAW, encoding="utf-8")
    with pytest.raises((CorpusError, LoadError)):
        add(corpus, file)


def test_long_names_are_cut(corpus: Path, tmp_path: Path) -> None:
    add(corpus, write(tmp_path / ("长" * 80 + ".txt"), LAW))
    [document_id] = Library(corpus).ids
    assert set(document_id) == {"长"} and len(document_id.encode()) <= 180


def test_the_same_words_are_not_added_twice(corpus: Path, tmp_path: Path) -> None:
    add(corpus, write(tmp_path / "a.txt", LAW))
    again = LAW.replace(" ", "\u3000").replace("\n", "\n\n").replace(",", "\uff0c")
    with pytest.raises(CorpusError, match="内容与已有文件「a」相同"):
        add(corpus, write(tmp_path / "b.txt", again))


def test_a_revised_version_is_recognised(corpus: Path, tmp_path: Path) -> None:
    text = LAW + "".join(f"第{n}条 各县区应当安排专项资金支持托育机构建设。\n" for n in "五六七八")
    add(corpus, write(tmp_path / "a.txt", text))
    revised = add(corpus, write(tmp_path / "b.txt", text.replace("收费标准", "收费和退费标准")))
    [similar] = revised.similar
    assert similar.document == "a" and 0.8 <= similar.similarity < 1.0
    other = "某某市住房办法\n第一条 住房公积金贷款额度适当提高。\n第二条 优先配租保障性住房。\n"
    assert add(corpus, write(tmp_path / "c.txt", other)).similar == ()


def test_an_excerpt_is_like_the_whole() -> None:
    others = [("a", fingerprint(LAW)), ("b", fingerprint("全无关系的另一段文字。" * 5))]
    [similar] = find_similar(fingerprint(LAW[30:110]), others)
    assert similar.document == "a" and similar.similarity > 0.9


@pytest.mark.parametrize("length", [1, 40])
def test_one_changed_figure_is_noticed_whatever_the_length(
    length: int, corpus: Path, tmp_path: Path
) -> None:
    body = "".join(
        f"第{i}条 {'托育机构应当依法备案并公开收费。' * 3}\n" for i in "三四五六" * length
    )
    text = f"某市补贴办法\n第一条 二孩家庭补贴800元。\n第二条 三孩家庭另行规定。\n{body if length > 1 else ''}"
    add(corpus, write(tmp_path / "a.txt", text))
    [similar] = add(corpus, write(tmp_path / "b.txt", text.replace("800", "1200"))).similar
    assert similar.document == "a"


def test_a_changed_file_is_read_again(tmp_path: Path) -> None:
    prints = Fingerprints()
    source = write(tmp_path / "source.txt", LAW)
    first = prints.of(source)
    assert prints.of(source) is first
    write(source, LAW + "第五条 另行规定。\n")
    os.utime(source, ns=(1, 1))
    assert prints.of(source).plain != first.plain


def test_what_the_operator_corrects_is_kept(corpus: Path, tmp_path: Path) -> None:
    asked: list[str] = []

    def correct(document: Document, doubts: Sequence[Doubt]) -> Metadata:
        asked.extend(doubt.field for doubt in doubts)
        return Metadata(issuer="某某市人民政府", issued=date(2024, 3, 5))

    text = "某某市托育办法\n第一条 机构应当备案。\n第二条 机构应当公示。\n"
    added = add(corpus, write(tmp_path / "a.txt", text), ask=correct)
    assert {"issuer", "issued", "number", "region"} == set(asked)
    assert {doubt.field for doubt in added.doubts} == {"number", "region"}
    metadata = Library(corpus).get("a").metadata
    assert (metadata.issuer, metadata.issued) == ("某某市人民政府", date(2024, 3, 5))


def test_a_text_of_too_many_sentences_is_refused(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(adding, "MOST_SENTENCES", 3)
    with pytest.raises(CorpusError, match="超过 3 句的上限"):
        add(corpus, write(tmp_path / "a.txt", LAW))
    assert not corpus.exists()


def test_files_and_folders_are_gathered(tmp_path: Path) -> None:
    wanted = [
        write(tmp_path / "in" / "a.txt", "甲"),
        write(tmp_path / "in" / "deep" / "b.md", "乙"),
    ]
    for name in ("a.yaml", ".hidden.txt", "~$c.docx", "README.md", "d.xlsx", ".git/e.txt"):
        write(tmp_path / "in" / name, "丙")
    single = write(tmp_path / "f.doc", "丁")
    assert gather([single, tmp_path / "in", wanted[0]]) == [single, *wanted]
    (tmp_path / "empty").mkdir()
    with pytest.raises(CorpusError, match="没有可以添加的文件"):
        gather([tmp_path / "empty"])


def test_a_taken_id_needs_replace(corpus: Path, tmp_path: Path) -> None:
    file = write(tmp_path / "a.txt", LAW)
    add(corpus, file)
    write(file, LAW.replace("制定本办法", "制定新办法"))
    with pytest.raises(CorpusError, match="--replace"):
        add(corpus, file)
    added = add(corpus, file, replace=True)
    assert added.replaced
    library = Library(corpus)
    assert "制定新办法" in library.get("a").text
    assert names(corpus) == ["a"]


def test_removing(corpus: Path, tmp_path: Path) -> None:
    add(corpus, write(tmp_path / "a.txt", LAW))
    with pytest.raises(CorpusError, match="没有编号为「b」"):
        remove(corpus, "b")
    with pytest.raises(CorpusError):
        remove(corpus, "../documents/a")
    remove(corpus, "a")
    assert names(corpus) == []


def test_a_failed_write_leaves_nothing(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*arguments: object, **named: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("corpus.adding.shutil.copyfile", full)
    with pytest.raises(OSError):
        add(corpus, write(tmp_path / "a.txt", LAW))
    assert names(corpus) == []


def test_nothing_is_added_where_the_operator_does_not_confirm(corpus: Path, tmp_path: Path) -> None:
    shown: list[str] = []

    def refuse(document: Document, doubts: object) -> None:
        shown.append(document.metadata.title)

    with pytest.raises(CorpusError, match="没有添加"):
        add(corpus, write(tmp_path / "a.txt", LAW), ask=refuse)
    assert shown == ["鹰潭市托育办法"]
    assert not corpus.exists()


def _kill(*arguments: Any, **named: Any) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


MOMENTS = ("writing", "staged", "set aside", "in place")


def _replace_and_die(corpus: Path, file: Path, moment: str) -> None:
    renames = 0
    rename = os.rename

    def dying_rename(source: Any, target: Any) -> None:
        nonlocal renames
        renames += 1
        if moment == "staged" or (moment == "set aside" and renames == 2):
            _kill()
        rename(source, target)
        if moment == "in place" and renames == 2:
            _kill()

    if moment == "writing":
        adding.yaml.safe_dump = _kill
    os.rename = dying_rename  # type: ignore[assignment]
    add(corpus, file, replace=True)


@pytest.mark.parametrize("moment", MOMENTS)
def test_killed_while_replacing(moment: str, corpus: Path, tmp_path: Path) -> None:
    file = write(tmp_path / "a.txt", LAW)
    write(tmp_path / "a.yaml", "region: 江西省\n")
    add(corpus, file)
    write(file, LAW.replace("制定本办法", "制定新办法"))
    victim = _CONTEXT.Process(target=_replace_and_die, args=(corpus, file, moment))
    victim.start()
    victim.join(30)
    assert victim.exitcode == -signal.SIGKILL
    with adding._lock(corpus, lambda message: None):
        assert Library(corpus).ids == ("a",)
    text = Library(corpus).get("a").text
    assert ("制定新办法" in text) == (moment == "in place")
    assert names(corpus) == ["a"]
    add(corpus, write(tmp_path / "b.txt", "某市办法\n第一条 另一份文件。\n"))
    assert not any(finding.wrong for finding in check(corpus))


def _killed_remove(corpus: Path) -> None:
    adding.shutil.rmtree = _kill  # type: ignore[assignment]
    remove(corpus, "a")


def test_killed_while_removing(corpus: Path, tmp_path: Path) -> None:
    add(corpus, write(tmp_path / "a.txt", LAW))
    victim = _CONTEXT.Process(target=_killed_remove, args=(corpus,))
    victim.start()
    victim.join(30)
    assert victim.exitcode == -signal.SIGKILL
    assert Library(corpus).ids == ()
    add(corpus, write(tmp_path / "a.txt", LAW))
    assert names(corpus) == ["a"]


def _add_later(corpus: Path, file: Path, said: Any) -> None:
    add(corpus, file, progress=said.put)
    said.put("done")


def test_the_second_writer_waits(corpus: Path, tmp_path: Path) -> None:
    corpus.mkdir()
    said = _CONTEXT.Queue()
    file = write(tmp_path / "a.txt", LAW)
    with adding._lock(corpus, lambda message: None):
        second = _CONTEXT.Process(target=_add_later, args=(corpus, file, said))
        second.start()
        assert "等待" in said.get(timeout=30)
        time.sleep(0.2)
        assert names(corpus) == []
    assert said.get(timeout=30) == "done"
    second.join(30)
    assert names(corpus) == ["a"]


def test_check_finds_what_is_wrong(corpus: Path, tmp_path: Path) -> None:
    assert [f.wrong for f in check(corpus)] == [True]
    add(corpus, write(tmp_path / "a.txt", LAW))
    assert check(corpus) == []
    write(corpus / "b" / "source.txt", LAW)
    (corpus / "empty").mkdir()
    write(corpus / "c" / "source.txt", "托育\n第一条 甲乙丙。\n第四条 丁。\n")
    write(corpus / "c" / "document.yaml", "effective_from: 2025-01-01\neffective_to: 2024-01-01\n")
    (corpus / "f").mkdir()
    (corpus / "f" / "source.txt").write_bytes(b"\x00\x01")
    found = {(f.document, f.wrong): f.message for f in check(corpus)}
    assert "内容相同" in found["b", True]
    assert "没有正文" in found["empty", True]
    assert "早于" in found["c", True]
    assert "不是文本文件" in found["f", True]
