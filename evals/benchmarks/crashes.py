"""Whether anything is lost when `policy` is killed at random moments of changing corpus and index.

Run: `python -m evals.benchmarks.crashes [--kills 50] [--evals-every 10] [--seed 1]`. Each round starts a
command (add, replace, remove, back up, restore) in a process of its own and ends it and its children by
SIGKILL at a random moment of its second half, where it writes. What is left must pass `policy corpus check`;
after every tenth kill (`--evals-every 1`: after each) also the gates of `policy eval` on the dev questions
with one measure, on the structure and not covered, run on what the kill left. Then the corpus must be as
before or as after the command, the index must come up to date, and the questions of the sample must get the
answers that they got before. `policy eval` runs with all dev cases at the beginning and at the end. Exit
status 1 where something was lost, or a gate was missed that was not missed at the beginning.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tarfile
import tempfile
import time
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path

from assistant.chain import ask
from assistant.service.loading import open_services
from assistant.services import Services
from assistant.settings import PROJECT, Settings
from corpus.library import Library
from evals.benchmarks.console import parser, save
from evals.cases import CASES
from index.embeddings import load_encoder

AS_OF = date(2025, 9, 1)
SAMPLE = (
    "育儿补贴发到几岁",
    "小区里会建托育点吗",
    "小朋友去美术馆免费吗",
    "农村天价彩礼怎么整治",
    "省药监局负责什么",
    "第三部分有哪些措施",
    "孩子2024年5月3日出生,能领多少育儿补贴",
    "退休金每年涨多少",
)
_ARTICLES = 40
_FILES = ("single", "structure", "uncovered")
_ABILITIES = ("citations", "answers", "abstention")


@dataclass
class Gates:
    """What `policy eval` said: after how many kills, of how many questions, each gate's value.

    `missed` names the gates that were missed, and the command itself where it gave no result.
    """

    kills: int
    questions: int
    values: dict[str, float]
    missed: list[str]


@dataclass
class Report:
    """What the rounds showed: how many were killed in each command, and what was lost."""

    killed: dict[str, int] = field(default_factory=dict)
    finished: int = 0
    checks: int = 0
    lost: list[str] = field(default_factory=list)
    evals: list[Gates] = field(default_factory=list)

    @property
    def kills(self) -> int:
        """How many commands were killed."""
        return sum(self.killed.values())

    @property
    def passed(self) -> bool:
        """Whether nothing was lost and no gate was missed but those missed before all kills."""
        before = self.evals[0].missed
        return not self.lost and all(set(gates.missed) <= set(before) for gates in self.evals)


class Playground:
    """A corpus, an index and a log of its own, and the commands that change them."""

    def __init__(self, folder: Path, source: random.Random) -> None:
        self._source = source
        self._folder = folder
        self.settings = Settings(
            _env_file=None,  # type: ignore[call-arg]
            data_dir=folder / "data",
            corpus_dir=folder / "documents",
        )
        shutil.copytree(PROJECT / "corpus" / "documents", self.settings.corpus_dir)
        self._cases = folder / "cases"
        self._cases.mkdir()
        for name in _FILES:
            shutil.copy(CASES / "dev" / f"{name}.yaml", self._cases)
        self._backup = folder / "backup.tar.gz"
        self._written = 0

    def command(self) -> tuple[str, list[str], set[frozenset[str]]]:
        """The next command: its name, its arguments, and the ids that the corpus may have after it."""
        ids = frozenset(Library(self.settings.corpus_dir).ids)
        own = sorted(name for name in ids if name.startswith("office-"))
        name = self._source.choice(["add", "add", "replace", "remove", "backup", "restore"])
        if name in ("replace", "remove") and not own:
            name = "add"
        if name == "restore" and not self._backup.exists():
            name = "backup"
        if name == "backup":
            return name, ["backup", str(self._backup)], {ids}
        if name == "restore":
            return name, ["restore", str(self._backup)], {ids, self._backed_up()}
        if name == "remove":
            gone = self._source.choice(own)
            return name, ["corpus", "remove", gone], {ids, ids - {gone}}
        target = self._source.choice(own) if name == "replace" else f"office-{self._written}"
        file = self._write(target)
        arguments = ["corpus", "add", str(file), *(["--replace"] if name == "replace" else [])]
        return name, arguments, {ids, ids | {target}}

    def _backed_up(self) -> frozenset[str]:
        """The documents in the backup: what restoring it may leave."""
        with tarfile.open(self._backup) as archive:
            parts = [name.split("/") for name in archive.getnames()]
        return frozenset(part[1] for part in parts if part[0] == "corpus" and len(part) > 2)

    def check(self) -> list[str]:
        """What `policy corpus check` finds wrong."""
        process = self.start(["corpus", "check", "--json"], subprocess.PIPE)
        output = process.communicate()[0]
        try:
            found = json.loads(output)["findings"]
        except ValueError:
            return [f"corpus check: exit status {process.returncode}"]
        return [f"{one['document']}: {one['message']}" for one in found if one["wrong"]]

    def evaluate(self, kills: int, *, whole: bool = False) -> Gates:
        """Run `policy eval` on the corpus and the index as they are; `whole`: with all dev cases."""
        arguments = ["eval", "--json", "--out", str(self._folder / "results")]
        if not whole:
            arguments += ["--cases", str(self._cases)]
            arguments += [word for name in _ABILITIES for word in ("--ability", name)]
        process = self.start(arguments, subprocess.PIPE)
        output = process.communicate()[0]
        try:
            result = json.loads(output)
        except ValueError:
            return Gates(kills, 0, {}, [f"exit status {process.returncode}"])
        measured = {
            f"{gate['ability']}.{gate['metric']}": gate
            for gate in result["gates"]
            if gate["value"] is not None
        }
        return Gates(
            kills,
            result["cases"]["count"],
            {name: gate["value"] for name, gate in measured.items()},
            [name for name, gate in measured.items() if not gate["passed"]],
        )

    def start(
        self, arguments: list[str], output: int = subprocess.DEVNULL
    ) -> subprocess.Popen[bytes]:
        """Start `policy` with these arguments in a process group of its own."""
        return subprocess.Popen(
            [sys.executable, "-m", "assistant.commands.main", *arguments],
            cwd=PROJECT,
            env={
                **os.environ,
                "PYTHONPATH": str(PROJECT),
                "POLICY_DATA_DIR": str(self.settings.data_dir),
                "POLICY_CORPUS_DIR": str(self.settings.corpus_dir),
            },
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def _write(self, name: str) -> Path:
        """A document of its own with articles that no other has."""
        self._written += 1
        lines = [f"某某市办公用房管理办法第{self._written}号"]
        lines += [
            f"第{number}条 办公用房编号{self._source.randrange(10**9)}由第{number}科室保管,每年清点一次。"
            for number in range(1, _ARTICLES)
        ]
        path = self._folder / f"{name}.txt"
        path.write_text("\n".join(lines), encoding="utf-8")
        return path


def answers(services: Services) -> list[str]:
    """The answers to the sample; of a refusal, which names the documents, that it is one."""
    given = [ask(services, question, as_of=AS_OF) for question in SAMPLE]
    return [answer.answer if answer.citations else answer.status for answer in given]


def run(kills: int, evals_every: int, seed: int, folder: Path) -> Report:
    """Kill `kills` commands; prints a line for each."""
    source = random.Random(seed)
    play = Playground(folder, source)
    encoder = load_encoder()
    services = open_services(play.settings, encoder)
    expected = answers(services)
    lasting: dict[str, float] = {}
    report = Report(evals=[play.evaluate(0, whole=True)])
    while report.kills < kills:
        name, arguments, allowed = play.command()
        started = time.monotonic()
        victim = play.start(arguments)
        is_killed = False
        try:
            limit = source.uniform(0.5, 1.0) * lasting[name] if name in lasting else None
            victim.wait(limit)
            report.finished += 1
            lasting[name] = time.monotonic() - started
        except subprocess.TimeoutExpired:
            os.killpg(victim.pid, signal.SIGKILL)
            victim.wait()
            is_killed = True
            report.killed[name] = report.killed.get(name, 0) + 1
        lost = play.check()
        report.checks += 1
        if is_killed and report.kills % evals_every == 0:
            report.evals.append(play.evaluate(report.kills))
            print(report.evals[-1], flush=True)
        services.search.close()
        services = open_services(play.settings, encoder)
        lost += _lost(play.settings, services, allowed, expected)
        report.lost += [f"{name}: {what}" for what in lost]
        print(f"{name:8} {time.monotonic() - started:6.1f} s  {lost or 'whole'}", flush=True)
    services.search.close()
    report.evals.append(play.evaluate(report.kills, whole=True))
    return report


def _lost(
    settings: Settings, services: Services, allowed: set[frozenset[str]], expected: list[str]
) -> list[str]:
    found = []
    ids = frozenset(Library(settings.corpus_dir).ids)
    if ids not in allowed:
        found.append(f"documents {sorted(ids)}")
    if set(services.search.index.manifest.documents) != ids:
        found.append("the index holds other documents than the corpus")
    found += [q for q, a, e in zip(SAMPLE, answers(services), expected, strict=True) if a != e]
    return found


def main(arguments: list[str] | None = None) -> int:
    """Print the report; 0 where it passed."""
    options = parser(__doc__ or "")
    options.add_argument("--kills", type=int, default=50, help="多少次")
    options.add_argument("--evals-every", type=int, default=10, help="每多少次之后评测")
    options.add_argument("--seed", type=int, default=1, help="随机种子")
    given = options.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="policy-crashes-") as name:
        report = run(given.kills, max(1, given.evals_every), given.seed, Path(name))
    result = asdict(report)
    path = save("crashes", result, given.out)
    print(result, path)
    return 0 if report.passed else 1


if __name__ == "__main__":
    sys.exit(main())
