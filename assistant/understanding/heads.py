"""Linear heads: a class and its probability from features; kept as safetensors with what made them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from assistant.understanding.encoding import FloatArray


@dataclass(frozen=True)
class Head:
    """A multinomial logistic regression. `weights` of shape (columns, classes)."""

    classes: tuple[str, ...]
    weights: FloatArray
    bias: FloatArray

    def probabilities(self, features: FloatArray) -> FloatArray:
        """Of each class, for one row of features or for several."""
        scores = features @ self.weights + self.bias
        scores = np.exp(scores - scores.max(axis=-1, keepdims=True))
        found: FloatArray = scores / scores.sum(axis=-1, keepdims=True)
        return found

    def by_class(self, features: FloatArray) -> dict[str, float]:
        """The probability of each class for one row of features."""
        return dict(zip(self.classes, self.probabilities(features).tolist(), strict=True))


def save(head: Head, path: Path, made_of: dict[str, str]) -> None:
    """Write a head in half precision, with what it was made of."""
    from safetensors.numpy import save_file

    described = {"classes": json.dumps(head.classes, ensure_ascii=False), **made_of}
    path.parent.mkdir(parents=True, exist_ok=True)
    tensors: dict[str, Any] = {"weights": head.weights.astype(np.float16), "bias": head.bias}
    save_file(tensors, str(path), described)


def load(path: Path) -> tuple[Head, dict[str, str]]:
    """A head and what it was made of. Raises FileNotFoundError."""
    from safetensors import safe_open

    with safe_open(str(path), "numpy") as file:
        described = dict(file.metadata() or {})
        weights = file.get_tensor("weights").astype(np.float32)
        bias = file.get_tensor("bias").astype(np.float32)
    return Head(tuple(json.loads(described.pop("classes"))), weights, bias), described
