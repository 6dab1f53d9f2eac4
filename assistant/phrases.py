"""The fixed phrases of the product, from one file, so that their wording can be kept in one place."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml

from assistant.domain import domain

_FILE = Path(__file__).parent / "data" / "phrases.yaml"


def phrase(key: str, **values: Any) -> str:
    """The phrase of that key with `values` and the domain's words filled in.

    Raises KeyError for an unknown key.
    """
    return _phrases()[key].format(**{**domain().phrase_values(), **values})


@cache
def _phrases() -> dict[str, str]:
    data = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return {key: str(text).strip() for key, text in data.items()}
