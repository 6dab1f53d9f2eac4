"""The commands: teach, pack, measure, calibrate."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

import click

from index.decision import SHIPPED
from index.embeddings import EMBEDDED, Encoder, load_encoder
from index.training.data import DATA, Passage, Question, TrainingData, read
from index.training.pools import open_pool

_DEPTHS = (1, 5, 10)
_FOLDER = click.Path(path_type=Path, file_okay=False)


@click.group(help=__doc__)
def main() -> None:
    pass


@main.command()
@click.option("--encoder", type=_FOLDER, default=EMBEDDED, help="The encoder to begin with.")
@click.option("--data", type=_FOLDER, default=DATA, help="Passages and questions.")
@click.option("--work", type=_FOLDER, required=True, help="For states (1.3 GB) and weights.")
@click.option("--minutes", type=float, default=75.0, help="How long to teach.")
@click.option("--steps", type=int, default=0, help="How many steps at most; 0: no limit.")
@click.option("--rate", type=float, default=4e-5, help="Learning rate of the layers.")
@click.option(
    "--oftener", default="", help="Documents that begin so are drawn three times as often."
)
def teach(
    encoder: Path, data: Path, work: Path, minutes: float, steps: int, rate: float, oftener: str
) -> None:
    """Teach the upper layers and the late head further; two cores do."""
    from index.training.teaching import Options
    from index.training.teaching import teach as run

    began = time.monotonic()

    def say(message: str) -> None:
        click.echo(f"[{time.monotonic() - began:7.1f} s] {message}")

    folder = run(encoder, read(data), work, Options(minutes, steps, rate, oftener), say)
    click.echo(f"{folder}: bring them into the encoder with `pack`")


@main.command()
@click.argument("weights", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--encoder", type=_FOLDER, default=EMBEDDED, help="The encoder that takes them.")
def pack(weights: tuple[Path, ...], encoder: Path) -> None:
    """Put taught weights (safetensors files) into an encoder's folder."""
    from index.training.weights import pack as run

    click.echo("\n".join(run(list(weights), encoder)))


@main.command()
@click.option("--encoder", default="", help="Name or folder; the embedded one by default.")
@click.option("--split", "splits", multiple=True, default=("laws",), help="laws, statute, library.")
@click.option("--data", type=_FOLDER, default=DATA, help="Passages and questions.")
def measure(encoder: str, splits: tuple[str, ...], data: Path) -> None:
    """What the product's retrieval finds for questions that nobody was taught on."""
    held, loaded = read(data), load_encoder(encoder)
    for split in splits:
        hits = _hits(held, held.of(split), loaded)
        shares = " ".join(f"hit@{depth} {share:.3f}" for depth, share in hits.items())
        click.echo(f"{split}: {shares}")


@main.command()
@click.option("--split", default="laws", help="The questions to fit on.")
@click.option("--data", type=_FOLDER, default=DATA, help="Passages and questions.")
@click.option("--out", type=click.Path(path_type=Path), default=SHIPPED, help="The file to write.")
def calibrate(split: str, data: Path, out: Path) -> None:
    """Fit the decision to answer for the embedded encoder, and say what it does."""
    from index.training.calibrating import calibrate_encoder

    found = calibrate_encoder(load_encoder(), read(data), split)
    found.decision.save(out)
    click.echo(
        f"threshold {found.decision.threshold}: refuses {found.refused_answerable:.3f} of "
        f"{found.answerable} answerable and {found.refused_unanswerable:.3f} of "
        f"{found.unanswerable} unanswerable questions; first measure right "
        f"{found.first_right:.3f}"
    )
    for answered, wrong in found.risk_coverage:
        click.echo(f"answered {answered:.1f}: wrong {wrong:.3f}")


def _hits(data: TrainingData, questions: list[Question], encoder: Encoder) -> dict[int, float]:
    answerable = [question for question in questions if question.answers]
    ranks: list[int] = []
    with tempfile.TemporaryDirectory() as folder:
        search = open_pool(Path(folder), _pool(data, questions), encoder)
        for question in answerable:
            measures = search.search(question.text).measures
            found = [rank for rank, m in enumerate(measures) if m.measure in question.answers]
            ranks.append(found[0] if found else len(measures) + max(_DEPTHS))
        search.close()
    return {depth: sum(rank < depth for rank in ranks) / len(ranks) for depth in _DEPTHS}


def _pool(data: TrainingData, questions: list[Question]) -> list[Passage]:
    names = sorted({question.document for question in questions})
    return [passage for name in names for passage in data.pools[name]]


if __name__ == "__main__":
    main()
