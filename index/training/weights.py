"""Taught weights, and bringing them into an encoder's folder."""

from __future__ import annotations

from pathlib import Path

from safetensors.torch import load_file, save_file
from torch import Tensor

from index.training.body import TAUGHT_FROM, Body

_LATE = "linear.weight"


def save(body: Body, folder: Path) -> None:
    """Write what was taught into a folder: the upper layers and the projection, as float16."""
    folder.mkdir(parents=True, exist_ok=True)
    taught = {
        name: value.half().contiguous()
        for name, value in body.bert.state_dict().items()
        if name.startswith("encoder.layer.") and int(name.split(".")[2]) >= TAUGHT_FROM
    }
    save_file(taught, folder / "upper.safetensors")
    late = body.projection.weight.detach().half().contiguous()
    save_file({_LATE: late}, folder / "late.safetensors")


def pack(weights: list[Path], encoder: Path) -> list[str]:
    """Put taught weights (files of any division) into an encoder's folder; the files that changed.

    Files without a taught weight, the embeddings above all, stay the same byte for byte.
    """
    taught: dict[str, Tensor] = {}
    for path in weights:
        taught |= load_file(path)
    late = taught.pop(_LATE, None)
    changed = []
    for path in sorted(encoder.glob("model*.safetensors")):
        present = load_file(path)
        new = {name: taught.get(name, value).half() for name, value in present.items()}
        if any(not new[name].equal(present[name]) for name in new):
            save_file(new, path, metadata={"format": "pt"})
            path.chmod(0o644)
            changed.append(path.name)
    if late is not None:
        path = encoder / "late" / "model.safetensors"
        save_file({_LATE: late.half().contiguous()}, path, metadata={"format": "pt"})
        path.chmod(0o644)
        changed.append(f"late/{path.name}")
    return changed
