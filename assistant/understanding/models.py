"""The trained heads of the understanding, loaded once."""

from __future__ import annotations

from dataclasses import dataclass, fields
from pathlib import Path

from assistant.understanding.encoding import QuestionEncoder, TextEncoder
from assistant.understanding.heads import Head, load
from index.embeddings import Encoder

HEADS = Path(__file__).resolve().parents[2] / "index" / "heads"
"""Where `python -m assistant.understanding.train` puts them."""


class HeadsMissingError(Exception):
    """The heads are not there, or were trained with another encoder. The message is Chinese."""


@dataclass(frozen=True)
class Models:
    """The encoder and its heads.

    `kind`: of a question. `want`: what it wants of a rule. `polar`: yes or no. `relation`: how a
    message goes on with the question before it. `role`: what an expression tells. `mark`: what a token
    tells beside them. `cut`: whether a part begins at a token.
    """

    encoder: TextEncoder
    kind: Head
    want: Head
    polar: Head
    relation: Head
    role: Head
    mark: Head
    cut: Head


NAMES = tuple(field.name for field in fields(Models) if field.name != "encoder")


def load_models(encoder: Encoder, folder: Path = HEADS) -> Models:
    """The heads in `folder` over the encoder that searches, or over the embedded one.

    Raises HeadsMissingError.
    """
    return models_over(QuestionEncoder(encoder), folder)


def models_over(encoder: TextEncoder, folder: Path = HEADS) -> Models:
    """The heads in `folder` for this encoder. Raises HeadsMissingError."""
    found: dict[str, Head] = {}
    for name in NAMES:
        try:
            found[name], made_of = load(folder / f"{name}.safetensors")
        except FileNotFoundError:
            raise HeadsMissingError(
                f"缺少理解模型「{name}」,请运行 python -m assistant.understanding.train。"
            ) from None
        if made_of.get("encoder") != encoder.fingerprint:
            raise HeadsMissingError(
                "理解模型是用另一个编码器训练的,请运行 python -m assistant.understanding.train。"
            )
    return Models(encoder, **found)
