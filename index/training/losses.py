"""What is minimised: the right passage before others, and a score that says whether it answers."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor
from torch.nn import functional as F

DENSE_TEMPERATURE, LATE_TEMPERATURE = 0.03, 0.02
_BACK = 0.3
"""What finding the question of a passage counts beside finding the passage of a question."""
_NONE = -1e4


def mean_maxsim(questions: Sequence[Tensor], passages: Sequence[Tensor]) -> Tensor:
    """Late interaction, shape (questions, passages): the mean of each token's nearest one."""
    q, q_mask = _padded(questions)
    p, p_mask = _padded(passages)
    nearest = torch.einsum("qid,pjd->qpij", q, p)
    nearest = nearest.masked_fill(~p_mask[None, :, None, :], _NONE).amax(-1)
    return (nearest * q_mask[:, None, :]).sum(-1) / q_mask.sum(-1)[:, None]


def contrast(scores: Tensor, also_right: Tensor, temperature: float) -> Tensor:
    """Each question's own passage, in the column of its row, before all others of the batch.

    `scores` and `also_right` have the shape (questions, passages); a passage that is right for a question
    besides its own is left out.
    """
    count = len(scores)
    there = (scores / temperature).masked_fill(also_right, _NONE)
    back = (scores[:, :count].T / temperature).masked_fill(also_right[:, :count].T, _NONE)
    own = torch.arange(count)
    return F.cross_entropy(there, own) + _BACK * F.cross_entropy(back, own)


def answers(
    scores: Tensor, tempting: Tensor, others: Tensor, scale: Tensor, bias: Tensor
) -> Tensor:
    """A logistic loss on the scores themselves: does the passage answer?

    `scores` has each question's own passage in the column of its row, and its mined neighbour as many
    columns further; `tempting` are the scores of unanswerable questions with the passages that tempt
    them, `others` with any other passages.
    """
    count = len(scores)
    own, mined = scores[:, :count].diagonal(), scores[:, count:].diagonal()
    yes = F.softplus(-(own * scale + bias)).mean()
    no = [F.softplus(part * scale + bias).mean() for part in (mined, tempting, others)]
    return yes + 0.5 * no[0] + 0.25 * no[1] + 0.25 * no[2]


def _padded(rows: Sequence[Tensor]) -> tuple[Tensor, Tensor]:
    longest = max(map(len, rows))
    mask = torch.zeros(len(rows), longest, dtype=torch.bool)
    for place, row in enumerate(rows):
        mask[place, : len(row)] = True
    padded = torch.stack([F.pad(row, (0, 0, 0, longest - len(row))) for row in rows])
    return padded, mask
