"""`policy corpus add` with several files: what is said where, one run of the index, exit statuses."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.commands import corpus as commands
from assistant.commands.main import main
from corpus.library import Library

TEXT = "鹰潭市{}办法\n鹰府发〔2024〕{}号\n第一条 补贴标准为{}元。\n第二条 {}\n鹰潭市人民政府\n2024年3月5日\n"


@pytest.fixture
def runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many documents there were at each run of the index; nothing is embedded."""
    found: list[int] = []
    monkeypatch.setenv("POLICY_CORPUS_DIR", str(tmp_path / "documents"))
    monkeypatch.setenv("POLICY_DATA_DIR", str(tmp_path / "data"))

    def run() -> int:
        found.append(len(Library(tmp_path / "documents").ids))
        return 0

    monkeypatch.setattr(commands, "_bring_up_to_date", run)
    return found


def write(path: Path, name: str, number: int, amount: int, words: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(TEXT.format(name, number, amount, words * 3), encoding="utf-8")
    return path


def test_a_folder_is_one_run_of_the_index(
    tmp_path: Path, runs: list[int], capsys: pytest.CaptureFixture[str]
) -> None:
    for number, words in enumerate(
        ("机构应当依法备案。", "收费应当公开透明。", "资金由市县分担。"), 1
    ):
        write(tmp_path / "in" / f"{number}.txt", f"托育{number}", number, 100 * number, words)
    assert main(["corpus", "add", str(tmp_path / "in")]) == 0
    assert runs == [3]
    said = capsys.readouterr()
    assert "共 3 份，添加了 3 份。" in said.out
    assert "已读入 3/3 份" in said.err
    assert "警告" not in said.err


def test_what_failed_is_named_at_the_end_and_the_rest_is_in(
    tmp_path: Path, runs: list[int], capsys: pytest.CaptureFixture[str]
) -> None:
    bad = tmp_path / "in" / "a.docx"
    write(tmp_path / "in" / "b.txt", "托育", 1, 100, "机构应当依法备案。")
    bad.write_bytes(b"not a docx")
    assert main(["corpus", "add", str(tmp_path / "in"), str(tmp_path / "none.txt")]) == 2
    assert runs == [1]
    last = capsys.readouterr().err.strip().split("\n")[-2:]
    assert [line.split("：")[0].rsplit("/", 1)[-1] for line in last] == ["a.docx", "none.txt"]
    assert all(line.startswith("没有添加 ") for line in last)


def test_the_same_folder_again_adds_nothing_and_is_no_failure(
    tmp_path: Path, runs: list[int], capsys: pytest.CaptureFixture[str]
) -> None:
    for number, words in enumerate(("机构应当依法备案。", "收费应当公开透明。"), 1):
        write(tmp_path / "in" / f"{number}.txt", f"托育{number}", number, 100 * number, words)
    assert main(["corpus", "add", str(tmp_path / "in")]) == 0
    assert main(["corpus", "add", str(tmp_path / "in")]) == 0
    assert runs == [2]
    assert "没有重复添加" in capsys.readouterr().err


def test_without_a_terminal_what_is_missing_is_a_warning(
    tmp_path: Path, runs: list[int], capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "a.txt"
    file.write_text("补贴的发放,由街道办理。\n每年一次,三月申请。\n", encoding="utf-8")
    assert main(["corpus", "add", str(file)]) == 0
    assert runs == [1]
    err = capsys.readouterr().err
    assert all(word in err for word in ("标题", "发文机关", "日期", "适用地区"))


def test_metadata_is_for_one_file(tmp_path: Path, runs: list[int]) -> None:
    files = [str(write(tmp_path / f"{n}.txt", "托育", n, n, "备案。")) for n in (1, 2)]
    given = tmp_path / "given.yaml"
    given.write_text("region: 江西省\n", encoding="utf-8")
    assert main(["corpus", "add", *files, "--metadata", str(given)]) == 2
    assert runs == []


def test_at_a_terminal_what_is_missing_is_asked_for(
    tmp_path: Path, runs: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "a.txt"
    file.write_text(
        "鹰潭市托育办法\n第一条 机构应当备案。\n第二条 收费应当公开。\n", encoding="utf-8"
    )
    replies = {
        "发文字号": ["鹰府发〔2024〕1号"],
        "发文机关": ["鹰潭市人民政府"],
        "成文": ["昨天", "2024-03-05"],
        "以上信息": [""],
    }
    asked: list[str] = []

    def answer(prompt: str) -> str:
        asked.append(prompt)
        key = next(key for key in replies if key in prompt)
        return replies[key].pop(0)

    monkeypatch.setattr("builtins.input", answer)
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    assert main(["corpus", "add", str(file)]) == 0
    metadata = Library(tmp_path / "documents").get("a").metadata
    assert metadata.number == "鹰府发〔2024〕1号"
    assert metadata.issuer == "鹰潭市人民政府"
    assert str(metadata.issued) == "2024-03-05"
    assert len(asked) == 5
