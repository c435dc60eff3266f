"""Attack what should not break, for as long as given, and tell what broke; see README.md in this folder."""

from __future__ import annotations

import argparse
import io
import json
import random
import sys
import tempfile
import time
from pathlib import Path

from attacks import ROOT, hostile, kills, tables
from attacks.outcomes import PASSED, READS, Outcome, Tally
from attacks.repository import copy, environment
from attacks.worker import Worker

EXAMPLES = """examples:
  python -m attacks --minutes 5
  python -m attacks --only readers --seed 7
  python -m attacks --only kills --kills 8 --verb import
  python -m attacks --again _build/attacks/FINDING
"""
KINDS = {  # what share of the time each has
    "hostile": 0.1,
    "tables": 0.25,
    "readers": 0.15,
    "commands": 0.1,
    "kills": 0.4,
}
BUILT = 40  # of so many reviews that `check` passes, one is built


def arguments(given: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m attacks",
        description=__doc__,
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--minutes", type=float, default=20, help="how long, all kinds together (default: 20)"
    )
    parser.add_argument("--seed", type=int, help="of the random cases (default: drawn, and printed)")
    parser.add_argument(
        "--only", choices=KINDS, action="append", help="one kind alone (may be given several times)"
    )
    parser.add_argument("--kills", type=int, default=40, help="how many kills, if time allows (default: 40)")
    parser.add_argument("--verb", choices=kills.SHARES, help="of the kills, those of one verb alone")
    parser.add_argument(
        "--built",
        type=int,
        default=BUILT,
        help="build one of so many reviews that pass; 0 builds none (default: 40)",
    )
    parser.add_argument("--tries", type=int, help="stop a kind after so many tries")
    parser.add_argument(
        "--limit", type=float, default=30, help="seconds without a sign of life that are a hang (default: 30)"
    )
    parser.add_argument("--out", type=Path, default=ROOT / "_build" / "attacks", help="folder for findings")
    parser.add_argument("--again", type=Path, metavar="FINDING", help="try one finding again, from its plan")
    parser.add_argument(
        "--plant", type=Path, metavar="FILE", help="Python that plants a fault, which must be found"
    )
    return parser.parse_args(given)


def main(given: list[str] | None = None) -> int:
    asked = arguments(given)
    if isinstance(sys.stdout, io.TextIOWrapper):  # an argument that is no text may be part of what is told
        sys.stdout.reconfigure(errors="backslashreplace")
    with tempfile.TemporaryDirectory(prefix="attacks-") as scratch:
        if asked.again:
            return _again(asked, Path(scratch))
        return _attack(asked, Path(scratch))


def _attack(asked: argparse.Namespace, scratch: Path) -> int:
    seed = random.SystemRandom().randrange(10**6) if asked.seed is None else asked.seed
    chosen = [kind for kind in KINDS if kind in (asked.only or KINDS)]
    print(f"attacks on {', '.join(chosen)}: seed {seed}, {asked.minutes:g} minutes", flush=True)
    tally = Tally(asked.out.resolve())
    end = time.monotonic() + 60 * asked.minutes
    repository = copy(scratch / "repository")
    env = environment(repository, scratch)
    for at, kind in enumerate(chosen):
        # What an earlier kind did not use is for those that follow.
        share = KINDS[kind] / sum(KINDS[other] for other in chosen[at:])
        until = time.monotonic() + share * (end - time.monotonic())
        line = _Line(kind, tally, until)
        if kind == "hostile":
            _hostile(tally, line)
        elif kind == "kills":
            _kills(asked, seed, scratch, tally, until, line)
        else:
            with Worker(env, scratch, limit=asked.limit, plant=asked.plant) as worker:
                _kind(kind, asked, seed, scratch, repository, worker, tally, until, line)
        line.done()
    print(tally.told())
    print(f"seed {seed}")
    return int(tally.faults > 0)


def _kind(
    kind: str,
    asked: argparse.Namespace,
    seed: int,
    scratch: Path,
    repository: Path,
    worker: Worker,
    tally: Tally,
    until: float,
    line: _Line,
) -> None:
    from importlib import import_module

    module = import_module(f"attacks.{kind}")
    folder, number, passed = scratch / "try", 0, 0
    while time.monotonic() < until and number != asked.tries:
        plan = module.plan(random.Random(f"{seed}:{kind}:{number}"))
        outcome = worker.judge(kind, plan, folder)
        passed += outcome.end == PASSED
        if tally.add(kind, outcome):
            plan, outcome = _smallest(kind, plan, outcome, worker, folder)
            tally.save(kind, f"{seed}-{number}", plan, outcome, folder)
        elif kind == "tables" and outcome.end == PASSED and asked.built and passed % asked.built == 0:
            line.say("building one")
            built = tables.whole(plan, folder, repository, worker.env)
            if tally.add("built", built):
                tally.save("built", f"{seed}-{number}", plan, built, folder)
        number += 1
        line.say()


def _smallest(kind: str, plan: dict, outcome: Outcome, worker: Worker, folder: Path) -> tuple[dict, Outcome]:
    """The plan with the fewest steps that ends in the same fault, and how it ends; the folder then holds its input."""
    steps = list(plan["steps"])
    at = 0
    while at < len(steps) and len(steps) > 1:
        fewer = plan | {"steps": steps[:at] + steps[at + 1 :]}
        tried = worker.judge(kind, fewer, folder)
        if (tried.end, tried.sort) == (outcome.end, outcome.sort):
            steps, outcome = fewer["steps"], tried
        else:
            at += 1
    small = plan | {"steps": steps}
    last = worker.judge(kind, small, folder)
    return small, last if last.fault else outcome


def _kills(
    asked: argparse.Namespace, seed: int, scratch: Path, tally: Tally, until: float, line: _Line
) -> None:
    made = 0

    def report(plan: dict, outcome: Outcome) -> None:
        nonlocal made
        made += 1
        kind = f"kills, {plan['verb']}"
        if tally.add(kind, outcome):
            tally.save("kills", f"{seed}-{made}", plan, outcome, None)

    wanted = len([verb for verb, *_ in kills.tries(asked.kills, seed) if asked.verb in (None, verb)])
    for words in kills.attack(asked.kills, seed, scratch, until=until, only=asked.verb, report=report):
        line.say(words)
    if made < wanted:
        tally.notes.append(f"kills: {made} of {wanted} made in the time given")


def _hostile(tally: Tally, line: _Line) -> None:
    if not hostile.files():
        tally.notes.append("hostile: no tests of hostile content are there")
        return
    for name, outcome in hostile.attack():
        if tally.add("hostile", outcome):
            tally.save("hostile", name.rpartition("::")[2][:60], {"steps": [name]}, outcome, None)
        line.say()


def _again(asked: argparse.Namespace, scratch: Path) -> int:
    case = json.loads((asked.again / READS).read_text("utf-8"))
    kind, plan = case["kind"], case["plan"]
    print(f"before: {case['end']}: {case['sort']}")
    if kind == "hostile":
        ends = dict(hostile.attack())
        outcome = ends.get(plan["steps"][0], Outcome("wrong", "no such test", "no such test"))
    elif kind == "kills":
        outcome = kills.again(plan, scratch)
    else:
        repository = copy(scratch / "repository")
        env = environment(repository, scratch)
        with Worker(env, scratch, limit=asked.limit, plant=asked.plant) as worker:
            outcome = worker.judge("tables" if kind == "built" else kind, plan, scratch / "try")
        if kind == "built" and outcome.end == PASSED:
            outcome = tables.whole(plan, scratch / "try", repository, env)
    print(f"now: {outcome.end}: {outcome.sort}\n{outcome.said}")
    return int(outcome.fault)


class _Line:
    """The line that says how far a kind is: written over on a terminal, now and then elsewhere."""

    def __init__(self, kind: str, tally: Tally, until: float):
        self.kind, self.tally, self.until = kind, tally, until
        self.terminal = sys.stderr.isatty()
        self.last = 0.0

    def say(self, words: str = "") -> None:
        if time.monotonic() - self.last < (0.2 if self.terminal else 30):
            return
        self.last = time.monotonic()
        n = sum(sum(ends.values()) for kind, ends in self.tally.ends.items() if kind.startswith(self.kind))
        left = max(0, self.until - time.monotonic())
        text = f"{self.kind}: {n} tries, {self.tally.faults} faults, {left:.0f} s left {words}"
        print(
            f"\r{text:<100.100}" if self.terminal else text,
            end="" if self.terminal else "\n",
            file=sys.stderr,
            flush=True,
        )

    def done(self) -> None:
        if self.terminal:
            print("\r" + " " * 100, end="\r", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
