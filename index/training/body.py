"""The encoder in two halves: the lower layers stay as they are, the upper ones are taught.

What the lower half makes of a text is computed once and kept, so that a step pays for the upper half
alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.torch import load_file
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional as F
from transformers import BertConfig, BertModel

TAUGHT_FROM = 6
"""The first layer that is taught."""
PASSAGE_TOKENS, QUESTION_TOKENS = 200, 64
_BATCH_TOKENS = 6000
_PADDING = 1
_END = 2

States = NDArray[np.float16]
"""What the lower half makes of one text, shape (tokens, hidden size)."""


class Body(nn.Module):
    """The encoder's BERT and the projection of its token states, from a sentence-transformers folder."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        config = BertConfig.from_pretrained(str(folder))
        config.hidden_dropout_prob = config.attention_probs_dropout_prob = 0.0
        config._attn_implementation = "sdpa"
        self.bert = BertModel(config, add_pooling_layer=False)
        weights: dict[str, Tensor] = {}
        for path in sorted(folder.glob("model*.safetensors")):
            weights |= load_file(path)
        self.bert.load_state_dict({name: value.float() for name, value in weights.items()})
        late = load_file(folder / "late" / "model.safetensors")["linear.weight"].float()
        self.projection = nn.Linear(late.shape[1], late.shape[0], bias=False)
        self.projection.weight.data = late
        for parameter in self.bert.parameters():
            parameter.requires_grad = False
        for parameter in self.taught():
            parameter.requires_grad = True

    def taught(self) -> list[nn.Parameter]:
        """The weights of the upper half."""
        layers = self.bert.encoder.layer[TAUGHT_FROM:]
        return [parameter for layer in layers for parameter in layer.parameters()]

    def lower(self, tokens: Tensor, mask: Tensor) -> Tensor:
        """The states between the halves; `tokens` and `mask` have the shape (texts, tokens)."""
        layers = self.bert.encoder.layer[:TAUGHT_FROM]
        return _run(layers, self.bert.embeddings(input_ids=tokens), mask)

    def upper(self, states: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        """Dense vectors, shape (texts, hidden size), and token vectors, (texts, tokens, late dimension)."""
        layers = self.bert.encoder.layer[TAUGHT_FROM:]
        states = _run(layers, states, mask)
        mean = (states * mask[..., None]).sum(1) / mask.sum(1, keepdim=True)
        return F.normalize(mean, dim=-1), F.normalize(self.projection(states), dim=-1)


class Tokens:
    """The encoder's tokenizer, with its prompts."""

    def __init__(self, folder: Path) -> None:
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()

    def passages(self, texts: Sequence[str]) -> list[list[int]]:
        """The token ids of passages, cut to what is taught."""
        return self._cut([f"passage: {text}" for text in texts], PASSAGE_TOKENS)

    def questions(self, texts: Sequence[str]) -> list[list[int]]:
        """The token ids of questions."""
        return self._cut([f"query: {text}" for text in texts], QUESTION_TOKENS)

    def _cut(self, texts: list[str], limit: int) -> list[list[int]]:
        rows = [encoding.ids for encoding in self._tokenizer.encode_batch(texts)]
        return [[*ids[: limit - 1], _END] if len(ids) > limit else ids for ids in rows]


@torch.no_grad()
def lower_states(
    body: Body, rows: Sequence[Sequence[int]], advance: Callable[[int], None] = lambda done: None
) -> list[States]:
    """What the lower half makes of each row of token ids."""
    found: dict[int, States] = {}
    for batch in _batches(rows):
        tokens, mask = _padded([rows[row] for row in batch])
        states = body.lower(tokens, mask).half().numpy()
        for place, row in enumerate(batch):
            found[row] = states[place, : len(rows[row])].copy()
        advance(len(found))
    return [found[row] for row in range(len(rows))]


def encode(body: Body, states: Sequence[States], parts: int = 1) -> tuple[Tensor, list[Tensor]]:
    """Dense vectors, shape (texts, hidden size), and each text's token vectors.

    Texts of like length go through the upper half together, in so many parts.
    """
    order = sorted(range(len(states)), key=lambda row: len(states[row]))
    size = -(-len(order) // parts)
    dense: dict[int, Tensor] = {}
    late: dict[int, Tensor] = {}
    for begin in range(0, len(order), size):
        rows = order[begin : begin + size]
        vectors, tokens = body.upper(*_stacked([states[row] for row in rows]))
        for place, row in enumerate(rows):
            dense[row], late[row] = vectors[place], tokens[place, : len(states[row])]
    every = range(len(states))
    return torch.stack([dense[row] for row in every]), [late[row] for row in every]


def _run(layers: nn.ModuleList, states: Tensor, mask: Tensor) -> Tensor:
    attended: Any = mask[:, None, None, :].bool()
    for layer in layers:
        states = layer(states, attended)
        states = states[0] if isinstance(states, tuple) else states
    return states


def _batches(rows: Sequence[Sequence[int]]) -> Iterator[list[int]]:
    order = sorted(range(len(rows)), key=lambda row: len(rows[row]))
    batch: list[int] = []
    for row in order:
        if batch and (len(batch) + 1) * len(rows[row]) > _BATCH_TOKENS:
            yield batch
            batch = []
        batch.append(row)
    if batch:
        yield batch


def _padded(rows: Sequence[Sequence[int]]) -> tuple[Tensor, Tensor]:
    tokens = torch.full((len(rows), max(map(len, rows))), _PADDING)
    mask = torch.zeros_like(tokens)
    for place, row in enumerate(rows):
        tokens[place, : len(row)] = torch.tensor(row)
        mask[place, : len(row)] = 1
    return tokens, mask


def _stacked(states: Sequence[States]) -> tuple[Tensor, Tensor]:
    longest, width = max(map(len, states)), states[0].shape[1]
    stacked = torch.zeros(len(states), longest, width)
    mask = torch.zeros(len(states), longest, dtype=torch.long)
    for place, one in enumerate(states):
        stacked[place, : len(one)] = torch.from_numpy(one.astype(np.float32))
        mask[place, : len(one)] = 1
    return stacked, mask
