"""No pattern decides what a sentence means: the number of Chinese words that code looks for only falls.

Counted in `assistant` and `index`: alternatives with Chinese characters in regular expressions, Chinese
literals compared by `in`, `startswith` and the like, and Chinese word lists. Not counted: grammar, that is
the closed classes of `assistant/language`, and `corpus`, which reads how documents are written.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("assistant", "index")
GRAMMAR = ROOT / "assistant" / "language"
CEILING = 440
_HAN = re.compile(r"[\u4e00-\u9fff]")
_PATTERNS = frozenset("compile search match fullmatch findall finditer split sub subn".split())
_LOOKS = frozenset("startswith endswith find rfind index count removeprefix removesuffix".split())


def _texts(node: ast.AST) -> Iterator[str]:
    """The strings in an expression, those of f-strings and of words joined by + or split() too."""
    for inner in ast.walk(node):
        if isinstance(inner, ast.Constant) and isinstance(inner.value, str):
            yield inner.value


def _alternatives(pattern: str) -> int:
    return sum(bool(_HAN.search(piece)) for piece in pattern.split("|"))


def _is_call(node: ast.AST, names: frozenset[str]) -> bool:
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in names
    )


def words_looked_for(source: str) -> int:
    """How many Chinese words a module looks for in texts."""
    tree = ast.parse(source)
    found = 0
    compared: set[int] = set()
    for node in ast.walk(tree):
        if _is_call(node, _PATTERNS):
            assert isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
            if isinstance(node.func.value, ast.Name) and node.func.value.id == "re":
                found += sum(_alternatives(text) for arg in node.args[:1] for text in _texts(arg))
                compared |= {id(inner) for arg in node.args for inner in ast.walk(arg)}
            elif node.func.attr == "split" and isinstance(node.func.value, ast.Constant):
                words = str(node.func.value.value).split()
                found += sum(bool(_HAN.search(word)) for word in words)
                compared.add(id(node.func.value))
        elif _is_call(node, _LOOKS):
            assert isinstance(node, ast.Call)
            found += sum(bool(_HAN.search(text)) for arg in node.args for text in _texts(arg))
        elif isinstance(node, ast.Compare) and any(
            isinstance(op, ast.In | ast.NotIn | ast.Eq | ast.NotEq) for op in node.ops
        ):
            sides = (node.left, *node.comparators)
            found += sum(bool(_HAN.search(text)) for side in sides for text in _texts(side))
        elif isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
            found += _pattern_pieces(node.value, compared)
    return found


def _pattern_pieces(value: ast.AST, compared: set[int]) -> int:
    """Alternatives in strings that patterns are put together from, by their look."""
    if any(_is_call(inner, _PATTERNS) for inner in ast.walk(value)):
        return 0
    return sum(
        _alternatives(inner.value)
        for inner in ast.walk(value)
        if isinstance(inner, ast.Constant)
        and isinstance(inner.value, str)
        and id(inner) not in compared
        and "|" in inner.value
    )


def counted() -> dict[str, int]:
    """The number of each module that looks for any."""
    found = {}
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            if GRAMMAR not in path.parents and (
                count := words_looked_for(path.read_text(encoding="utf-8"))
            ):
                found[str(path.relative_to(ROOT))] = count
    return found


def test_words_looked_for_only_fall() -> None:
    found = counted()
    assert sum(found.values()) <= CEILING, sorted(found.items(), key=lambda item: -item[1])[:12]


def test_every_way_of_looking_is_counted() -> None:
    assert words_looked_for('import re\nre.compile("产假|陪产假|leave")') == 2
    assert words_looked_for('found = "补贴" in text') == 1
    assert words_looked_for('found = text.startswith(("我", "你"))') == 2
    assert words_looked_for('WORDS = frozenset("产假 津贴 leave".split())') == 2
    assert words_looked_for('PIECE = "多少|几多"') == 2
    assert words_looked_for('message = "请问是哪一天?"') == 0
