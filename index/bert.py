"""A BERT sentence encoder's forward pass over a sentence-transformers folder, and nothing else.

It computes what `SentenceTransformer(folder).encode` computes (tokenise, BERT, mean pooling, L2
normalisation; Devlin et al. 2019, Reimers & Gurevych 2019) without importing transformers, whose
import costs seconds. A test holds the two together. Only torch, tokenizers and safetensors are
needed, and they are imported when a model is loaded.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from torch import Tensor

FloatArray = NDArray[np.float32]

BATCH_TOKENS = 512
"""Tokens, padding included, that one forward pass takes at most (measured best on 2 cores)."""


class Layer(NamedTuple):
    """Weights of one transformer layer: (weight, bias) pairs, linear ones as [out, in]."""

    query_key_value: tuple[Tensor, Tensor]
    attention_output: tuple[Tensor, Tensor]
    attention_norm: tuple[Tensor, Tensor]
    intermediate: tuple[Tensor, Tensor]
    output: tuple[Tensor, Tensor]
    output_norm: tuple[Tensor, Tensor]


class BertSentenceEncoder:
    """A loaded folder: BertModel with exact GELU, mean pooling, normalisation, tokenizer.json."""

    def __init__(self, folder: Path) -> None:
        """Load the weights as float32. Raises OSError or ValueError when the folder is no such
        model."""
        from tokenizers import Tokenizer

        config = read_json(folder / "config.json")
        if config["model_type"] != "bert" or config["hidden_act"] != "gelu":
            raise ValueError(f"{folder}: not a BertModel with the GELU activation")
        self.dimension: int = config["hidden_size"]
        self.heads: int = config["num_attention_heads"]
        self.epsilon: float = config["layer_norm_eps"]
        self.padding: int = config["pad_token_id"]
        prompts = read_json(folder / "config_sentence_transformers.json")["prompts"]
        self.prompts: dict[str, str] = prompts
        limit = read_json(folder / "sentence_bert_config.json")["max_seq_length"]
        self.tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self.tokenizer.enable_truncation(limit)

        tensors = read_tensors(folder)
        embeddings = "embeddings."
        self.words = tensors[embeddings + "word_embeddings.weight"]
        self.positions = (
            tensors[embeddings + "position_embeddings.weight"].float()
            + tensors[embeddings + "token_type_embeddings.weight"][0].float()
        )
        self.embedding_norm = weight_and_bias(tensors, embeddings + "LayerNorm")
        self.layers = [read_layer(tensors, n) for n in range(config["num_hidden_layers"])]

    def encode(self, texts: list[str], prompt: str) -> FloatArray:
        """Unit vectors of the texts, shape (len(texts), dimension), in the order given.

        `prompt` names one of the folder's prompts (`query`, `passage`). Texts longer than the
        model's limit are cut there.
        """
        import torch

        prefix = self.prompts[prompt]
        tokens = [
            encoding.ids
            for encoding in self.tokenizer.encode_batch([prefix + well_formed(t) for t in texts])
        ]
        vectors = np.empty((len(texts), self.dimension), dtype=np.float32)
        with torch.inference_mode():
            for rows in batches([len(ids) for ids in tokens], BATCH_TOKENS):
                vectors[rows] = self._forward([tokens[row] for row in rows])
        return vectors

    def _forward(self, tokens: list[list[int]]) -> FloatArray:
        import torch
        from torch.nn.functional import (
            gelu,
            layer_norm,
            linear,
            normalize,
            scaled_dot_product_attention,
        )

        lengths = torch.tensor([len(ids) for ids in tokens])
        longest = int(lengths.max())
        padded = [ids + [self.padding] * (longest - len(ids)) for ids in tokens]
        real = torch.arange(longest)[None, :] < lengths[:, None]
        mask = None if bool(real.all()) else real[:, None, None, :]
        norm_shape, norm_epsilon = (self.dimension,), self.epsilon

        x = self.words[torch.tensor(padded)].float() + self.positions[:longest]
        x = layer_norm(x, norm_shape, *self.embedding_norm, norm_epsilon)
        count = len(tokens)
        for layer in self.layers:
            split = linear(x, *layer.query_key_value).view(count, longest, 3, self.heads, -1)
            query, key, value = split.permute(2, 0, 3, 1, 4).unbind(0)
            context = scaled_dot_product_attention(query, key, value, attn_mask=mask)
            context = context.transpose(1, 2).reshape(count, longest, self.dimension)
            x = x + linear(context, *layer.attention_output)
            x = layer_norm(x, norm_shape, *layer.attention_norm, norm_epsilon)
            x = x + linear(gelu(linear(x, *layer.intermediate)), *layer.output)
            x = layer_norm(x, norm_shape, *layer.output_norm, norm_epsilon)
        total = (x * real[:, :, None]).sum(dim=1)
        vectors: FloatArray = normalize(total / lengths[:, None], dim=1).numpy()
        return vectors


def batches(lengths: list[int], budget: int) -> list[list[int]]:
    """Row numbers grouped by similar length; rows x longest stays within `budget` tokens."""
    groups: list[list[int]] = []
    for row in sorted(range(len(lengths)), key=lambda i: lengths[i]):
        if groups and (len(groups[-1]) + 1) * lengths[row] <= budget:
            groups[-1].append(row)
        else:
            groups.append([row])
    return groups


def well_formed(text: str) -> str:
    """The text with lone surrogates, which no tokenizer takes, replaced by a question mark."""
    return text.encode("utf-8", "replace").decode("utf-8")


def read_json(path: Path) -> dict[str, Any]:
    value: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return value


def read_tensors(folder: Path) -> dict[str, Tensor]:
    """All tensors of all safetensors shards in the folder, by name, as stored."""
    from safetensors.torch import load_file

    tensors: dict[str, Tensor] = {}
    for shard in sorted(folder.glob("*.safetensors")):
        tensors |= load_file(shard)
    return tensors


def weight_and_bias(tensors: dict[str, Tensor], *names: str) -> tuple[Tensor, Tensor]:
    """Weight and bias, float32, of one named part or of several stacked on each other."""
    import torch

    weight = torch.cat([tensors[name + ".weight"] for name in names]).float()
    bias = torch.cat([tensors[name + ".bias"] for name in names]).float()
    return weight, bias


def read_layer(tensors: dict[str, Tensor], number: int) -> Layer:
    """Layer `number`, counted from 0; the three attention inputs become one matrix."""
    prefix = f"encoder.layer.{number}."
    attention = prefix + "attention.self."
    return Layer(
        weight_and_bias(tensors, *(attention + part for part in ("query", "key", "value"))),
        weight_and_bias(tensors, prefix + "attention.output.dense"),
        weight_and_bias(tensors, prefix + "attention.output.LayerNorm"),
        weight_and_bias(tensors, prefix + "intermediate.dense"),
        weight_and_bias(tensors, prefix + "output.dense"),
        weight_and_bias(tensors, prefix + "output.LayerNorm"),
    )
