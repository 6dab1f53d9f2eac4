"""The repository as a whole: which package knows which, what is declared, what must not be in it."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, packages_distributions, requires
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("corpus", "index", "assistant", "evals")
KNOWS = {
    "corpus": set(),
    "index": {"corpus"},
    "assistant": {"corpus", "index"},
    "evals": {"corpus", "index", "assistant"},
}
"""What a package may import besides itself: corpus → index → assistant; evals stand outside."""
COMMAND_LINE = Path("assistant/commands/evaluation.py")
"""Joins `policy eval` to the other commands, and so alone may know evals."""
_NAME = re.compile(r"^[A-Za-z0-9._-]+")
_FORBIDDEN = re.compile(
    r"/work/(?:main|shared|\.library)|/tmp/|/root/|/home/[a-z]|/Users/|[A-Z]:\\\\Users|"
    r"pypi\.org|files\.pythonhosted|registry\.npmjs|deb\.debian\.org|--index-url|--extra-index-url"
)


def _files(package: str) -> Iterator[Path]:
    yield from sorted((ROOT / package).rglob("*.py"))


def _imports(path: Path) -> set[str]:
    """The modules that a file imports, anywhere in it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module)
    return found


def _top(modules: set[str]) -> set[str]:
    return {module.partition(".")[0] for module in modules}


def _tracked() -> list[Path]:
    done = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if done.returncode:
        pytest.skip("not a git checkout")
    return [ROOT / name for name in done.stdout.split("\0") if name and (ROOT / name).is_file()]


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _declared(*extras: str) -> set[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    listed = list(project["dependencies"])
    for extra in extras:
        listed += project["optional-dependencies"][extra]
    return {_normal(match[0]) for entry in listed if (match := _NAME.match(entry))}


@pytest.mark.parametrize("package", PACKAGES)
def test_packages_know_only_what_is_left_of_them(package: str) -> None:
    allowed = {*KNOWS[package], package}
    for path in _files(package):
        known = _top(_imports(path)) & {*PACKAGES, "tests"}
        if path.relative_to(ROOT) == COMMAND_LINE:
            known.discard("evals")
        assert known <= allowed, f"{path.relative_to(ROOT)} imports {known - allowed}"


def test_only_the_web_pages_know_gradio() -> None:
    knowing = {
        path.relative_to(ROOT).parent.as_posix()
        for package in PACKAGES
        for path in _files(package)
        if "gradio" in _top(_imports(path))
    }
    assert knowing == {"assistant/web"}


def test_no_place_or_host_of_a_workshop_is_in_the_files() -> None:
    this = Path(__file__).resolve()
    for path in _tracked():
        if path.match("evals/cases/*/*attacks.yaml"):  # attacks name paths of any machine
            continue
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        found = _FORBIDDEN.search(text)
        assert found is None or path == this, f"{path.relative_to(ROOT)}: {found}"


def test_no_file_is_too_large_for_its_host() -> None:
    for path in _tracked():
        assert path.stat().st_size < 50 * 1024 * 1024, path.relative_to(ROOT)


def _installed_with(names: set[str]) -> set[str]:
    """`names` and all that they require, as far as it is installed here; extras are left out."""
    found: set[str] = set()
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        found.add(name)
        try:
            needed = requires(name) or []
        except PackageNotFoundError:
            continue
        waiting += [
            _normal(match[0])
            for entry in needed
            if "extra ==" not in entry and (match := _NAME.match(entry))
        ]
    return found


def test_whatever_is_imported_comes_with_the_declared_dependencies() -> None:
    """Benchmarks that compare with other systems import those, and are left out."""
    provided = _installed_with(_declared("ocr"))
    of_module = packages_distributions()
    undeclared: dict[str, str] = {}
    for package in PACKAGES:
        for path in _files(package):
            if "benchmarks" in path.parts:
                continue
            for module in _top(_imports(path)) - {*PACKAGES} - sys.stdlib_module_names:
                makers = {_normal(name) for name in of_module.get(module, [module])}
                if not makers & provided:
                    undeclared[module] = path.relative_to(ROOT).as_posix()
    assert undeclared == {}


def test_each_direct_dependency_is_explained() -> None:
    rows = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8").splitlines()
    cells = [[cell.strip() for cell in row.strip("|").split("|")] for row in rows if "`" in row]
    explained = {_normal(row[0].strip("`")): row[1:] for row in cells if row[0].startswith("`")}
    declared = _declared("test", "eval", "ocr")
    assert declared - set(explained) == set()
    assert set(explained) - declared == set()
    for name, row in explained.items():
        assert len(row) == 3 and all(row), f"{name}: 用途、许可证、离线 each need a word"


def test_the_commands_of_the_readme_and_docs_exist() -> None:
    from assistant.commands.main import COMMANDS

    pages = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
    text = "\n".join(page.read_text(encoding="utf-8") for page in pages)
    code = "\n".join(re.findall(r"```.*?```|`[^`\n]+`", text, re.S))
    commands = set(re.findall(r"(?:^|[`\s/])policy ([a-z][a-z-]*)", code))
    assert {"index", "corpus"} <= commands <= set(COMMANDS.commands), commands - set(
        COMMANDS.commands
    )
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M))
    assert set(re.findall(r"\bmake ([a-z]+)", code)) <= targets


def test_links_between_pages_lead_somewhere() -> None:
    for path in [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]:
        for target in re.findall(r"\]\(([^)#\s]+)", path.read_text(encoding="utf-8")):
            if "://" not in target:
                assert (path.parent / target).exists(), f"{path.relative_to(ROOT)} → {target}"


def test_each_decision_has_its_parts() -> None:
    pages = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    numbers = [path.name[:4] for path in pages]
    assert len(set(numbers)) == len(numbers)
    for path in pages:
        text = path.read_text(encoding="utf-8")
        assert re.match(rf"# {int(path.name[:4])}\. ", text), path.name
        assert "**Context" in text and "**Decision" in text, path.name
