"""Teaching the upper half and the projection: contrastive on both heads, with a loss on answering."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from index.embeddings import FloatArray
from index.training.batches import Batch, Batches, mine
from index.training.body import Body, States, Tokens, encode
from index.training.data import TRAIN, TrainingData
from index.training.losses import (
    DENSE_TEMPERATURE,
    LATE_TEMPERATURE,
    answers,
    contrast,
    mean_maxsim,
)
from index.training.states import kept_states
from index.training.weights import save

_PROJECTION_RATE, _CALIBRATION_RATE = 3e-4, 1e-2
_WARM_UP, _LEAST_RATE = 30, 0.03
_ANSWERS = 0.5
"""What the loss on answering counts beside the contrastive ones."""
_SAVED, _TOLD = 100, 20
"""Every so many steps the weights are saved and the losses told."""
_SWEEP = 64

Say = Callable[[str], None]


@dataclass(frozen=True)
class Options:
    """How long is taught, and how fast. `steps` 0: until the minutes are over."""

    minutes: float = 75.0
    steps: int = 0
    rate: float = 4e-5
    oftener: str = ""
    """Documents that begin so are drawn three times as often."""
    seed: int = 1


def teach(folder: Path, data: TrainingData, work: Path, options: Options, say: Say) -> Path:
    """Teach the encoder in `folder` on `data`; the folder of the taught weights, inside `work`.

    `work` keeps the states of the lower half and the weights so far.
    """
    torch.manual_seed(options.seed)
    draw = random.Random(options.seed)
    body, tokens = Body(folder), Tokens(folder)
    questions = data.of(TRAIN)
    names = {question.document for question in questions}
    passages = list(dict.fromkeys(one.id for name in sorted(names) for one in data.pools[name]))
    rows = tokens.passages([data.passages[one].text for one in passages])
    rows += tokens.questions([question.text for question in questions])
    kept = kept_states(body, rows, work, lambda done: say(f"{done}/{len(rows)} texts read"))
    of_passage = dict(zip(passages, kept, strict=False))
    of_question = kept[len(passages) :]
    vectors = dict(zip(passages, _dense(body, kept[: len(passages)]), strict=True))
    neighbours = mine(data, questions, _dense(body, of_question), vectors)
    batches = Batches(data, questions, neighbours, options.oftener, draw)
    lesson = _Lesson(body, of_passage, of_question, options.rate)
    began, losses, step = time.monotonic(), [], 0
    while options.steps == 0 or step < options.steps:
        done = (time.monotonic() - began) / (60 * options.minutes)
        if done >= 1:
            break
        if options.steps:
            done = max(done, step / options.steps)
        losses.append(lesson.step(batches.next(), _rate(step, done)))
        step += 1
        if step % _TOLD == 0:
            dense, late, answering = np.mean(losses[-_TOLD:], axis=0)
            say(f"step {step}: dense {dense:.3f} late {late:.3f} answers {answering:.3f}")
        if step % _SAVED == 0:
            save(body, work / "taught")
    save(body, work / "taught")
    return work / "taught"


class _Lesson:
    """The weights being taught, and how."""

    def __init__(
        self,
        body: Body,
        passages: dict[str, States],
        questions: Sequence[States],
        rate: float,
    ) -> None:
        self._body, self._passages, self._questions = body, passages, questions
        self._scale = nn.Parameter(torch.tensor([10.0, 10.0]))
        self._bias = nn.Parameter(torch.tensor([-7.0, -7.0]))
        self._taught = [*body.taught(), *body.projection.parameters()]
        groups = [
            {"params": body.taught(), "lr": rate},
            {"params": list(body.projection.parameters()), "lr": _PROJECTION_RATE},
            {"params": [self._scale, self._bias], "lr": _CALIBRATION_RATE, "weight_decay": 0.0},
        ]
        self._optimizer = torch.optim.AdamW(groups, weight_decay=0.01, betas=(0.9, 0.98))
        self._rates = [float(group["lr"]) for group in self._optimizer.param_groups]

    def step(self, batch: Batch, share: float) -> tuple[float, float, float]:
        """Learn from a batch at that share of the full rates; the losses: dense, late, answering."""
        for group, full in zip(self._optimizer.param_groups, self._rates, strict=True):
            group["lr"] = full * share
        count, columns = len(batch.questions), len(batch.passages)
        asked = [self._questions[row] for row in (*batch.questions, *batch.unanswered)]
        texts = [self._passages[one] for one in (*batch.passages, *batch.tempting)]
        q_dense, q_late = encode(self._body, asked, parts=2)
        p_dense, p_late = encode(self._body, texts, parts=6)
        also_right = torch.tensor(batch.also_right)
        tables = (q_dense @ p_dense.T, mean_maxsim(q_late, p_late))
        parts: list[Tensor] = []
        answering = torch.zeros(())
        for head, (table, temperature) in enumerate(
            zip(tables, (DENSE_TEMPERATURE, LATE_TEMPERATURE), strict=True)
        ):
            scores = table[:count, :columns]
            parts.append(contrast(scores, also_right, temperature))
            if batch.unanswered:
                tempting = table[count:, columns:].diagonal()
                others = table[count:, :count].flatten()
                answering = answering + answers(
                    scores, tempting, others, self._scale[head], self._bias[head]
                )
        self._optimizer.zero_grad()
        (parts[0] + parts[1] + _ANSWERS * answering).backward()
        nn.utils.clip_grad_norm_(self._taught, 1.0)
        self._optimizer.step()
        return parts[0].item(), parts[1].item(), answering.item()


def _rate(step: int, done: float) -> float:
    """The share of the full rate: warmed up over the first steps, then falling to little."""
    return min(1.0, (step + 1) / _WARM_UP) * max(_LEAST_RATE, 1.0 - done)


@torch.no_grad()
def _dense(body: Body, states: Sequence[States]) -> FloatArray:
    """The dense vectors of many texts as they are before a lesson."""
    order = sorted(range(len(states)), key=lambda row: len(states[row]))
    found: dict[int, FloatArray] = {}
    for begin in range(0, len(order), _SWEEP):
        rows = order[begin : begin + _SWEEP]
        vectors, _ = encode(body, [states[row] for row in rows])
        found.update(zip(rows, vectors.numpy(), strict=True))
    return np.stack([found[row] for row in range(len(states))])
