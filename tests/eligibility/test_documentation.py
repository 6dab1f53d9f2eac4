"""docs/rules.md says what the rules and the parameters are."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.eligibility.documentation import main, with_tables
from assistant.eligibility.rules.catalogue import RULES

DOCS = Path(__file__).parents[2] / "docs" / "rules.md"


def test_the_tables_are_those_of_today() -> None:
    text = DOCS.read_text(encoding="utf-8")
    assert with_tables(text) == text
    assert all(f"| `{name}` | {rule.title} |" in text for name, rule in RULES.items())


def test_tables_are_written_between_their_marks(tmp_path: Path) -> None:
    path = tmp_path / "rules.md"
    names = ("rules", "wants", "parameters")
    marks = "".join(f"<!-- {name}: begin -->\nold\n<!-- {name}: end -->\n" for name in names)
    path.write_text(f"head\n{marks}tail\n", encoding="utf-8")
    assert main([str(path)]) == 0
    written = path.read_text(encoding="utf-8")
    assert written.startswith("head\n") and written.endswith("tail\n")
    assert "old" not in written and "childcare_subsidy" in written
    with pytest.raises(ValueError, match="rules"):
        with_tables("no marks")
