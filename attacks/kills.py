"""Commands killed at a random moment, or at one of their steps of writing: what comes after must be as if nothing had happened.

Each command is run once undisturbed in a copy of the repository; then, from the same beginning, it is killed with its whole process
group and run again. The whole copy must then be byte for byte what the undisturbed one is, files that nobody needs any more included.
Only folders for temporary files of the system are not compared: a killed process cannot empty them, and the system does.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from attacks.outcomes import PASSED, Outcome
from attacks.repository import copy, differences, environment, tree
from attacks.samples import samples

SHARES = {"import": 12, "dedupe": 12, "run": 10, "build": 6}  # of 40
LIMIT = 900  # seconds for one command
ORPHANS = 20  # seconds in which what was started must end after its parent
OF_RUN = ("03-appraisal.ipynb", "08-claims.ipynb")  # a run of all would take as long as a build


class Fruitless(Exception):
    """A command that fails or changes nothing where nobody disturbs it."""


@dataclass
class Scene:
    """A command in a repository of its own, and what it gives when nobody disturbs it."""

    verb: str
    arguments: list[str]
    pristine: Path
    place: Path  # where each try takes place, always the same
    scratch: Path
    seconds: float = 0.0
    steps: int = 0

    def reset(self) -> None:
        shutil.rmtree(self.place, ignore_errors=True)
        shutil.copytree(self.pristine, self.place)

    @property
    def env(self) -> dict[str, str]:
        return environment(self.place, self.scratch) | {"ATTACKS_SCENE": str(self.scratch)}

    def start(self, step: int = 0) -> subprocess.Popen:
        count = self.scratch / "steps"
        command = [
            sys.executable,
            "-m",
            "attacks.dying",
            str(step),
            f"{self.place}{os.sep}",
            str(count),
            "--",
        ]
        said = (self.scratch / "said.txt").open("w", encoding="utf-8")
        return subprocess.Popen(
            command + self.arguments, env=self.env, cwd=self.place, start_new_session=True,
            stdin=subprocess.DEVNULL, stdout=said, stderr=subprocess.STDOUT,
        )  # fmt: skip

    def said(self) -> str:
        return (self.scratch / "said.txt").read_text("utf-8", errors="replace")[-5000:]

    def result(self) -> dict[str, str]:
        return tree(self.place, without=("src",))


def scene(verb: str, scratch: Path) -> Scene:
    """A repository for a verb, before its command."""
    from packages import SYNTHETIC

    pristine = copy(scratch / "pristine")
    # The stored notebooks name the repository's own review.
    name = "williams-2019" if verb == "run" else "synthetic"
    review = pristine / "data" / name
    shutil.copytree(SYNTHETIC, review)
    arguments = {
        "import": [
            "import",
            "decisions",
            "new.csv",
            "--review",
            "data/synthetic",
            "--source",
            "synmed",
            "--stage",
            "title",
        ],
        "dedupe": ["dedupe", "--review", "data/synthetic"],
        "run": ["run"],
        "build": ["build", "data/synthetic"],
    }[verb]
    if verb == "import":
        (pristine / "new.csv").write_bytes(samples()["decisions-long"].files["a.csv"])
    if verb == "dedupe":
        _with_duplicates(review)
    if verb in ("import", "dedupe"):
        shutil.rmtree(pristine / "book")  # neither reads a page
    if verb == "run":
        for notebook in (pristine / "notebooks").glob("*.ipynb"):
            if notebook.name not in OF_RUN:
                notebook.unlink()
    return Scene(verb, arguments, pristine, scratch / "place", scratch)


def _with_duplicates(review: Path) -> None:
    """Records that are there twice, and no ledger of merges yet."""
    (review / "merges.csv").unlink()
    file = review / "records.csv"
    lines = file.read_text("utf-8").splitlines()
    header, rows = lines[0].split(","), [line.split(",") for line in lines[1:]]
    at = header.index("duplicate_of")
    for row in rows:
        row[at] = "not_applicable"
    again = [[f"Z{row[0]}", *row[1:]] for row in rows[:8]]
    file.write_text("\n".join(map(",".join, [header, *rows, *again])) + "\n", "utf-8")
    package = review / "datapackage.json"
    content = json.loads(package.read_text("utf-8"))
    content["resources"] = [one for one in content["resources"] if one["name"] != "merges"]
    package.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", "utf-8")


def undisturbed(one: Scene) -> dict[str, str]:
    """What the command gives; how long it takes, and in how many steps, is noted."""
    one.reset()
    before, began = one.result(), time.monotonic()
    process = one.start()
    status = process.wait(LIMIT)
    one.seconds = time.monotonic() - began
    one.steps = int((one.scratch / "steps").read_text())
    after = one.result()
    if status or after == before:
        raise Fruitless(f"{one.arguments} gives nothing to compare with, status {status}:\n{one.said()}")
    return after


def beyond(one: Scene) -> list[str]:
    """What a build has changed outside _build, in words; other commands may write into the review, or the notebooks."""
    if one.verb != "build":
        return []
    without = ("src", "_build")
    return differences(tree(one.pristine, without=without), tree(one.place, without=without))


def tries(n: int, seed: int) -> list[tuple[str, float, bool]]:
    """The verb, the moment as a share of the whole, and whether it is counted in steps, of each kill; the verbs in turn."""
    whole = sum(SHARES.values())
    counts = {verb: round(n * share / whole) for verb, share in SHARES.items()}
    found = []
    for verb, count in counts.items():
        rng = random.Random(f"{seed}:kills:{verb}")
        for at in range(count):
            by_step = at % 2 == 0
            found.append((at / count, verb, (at + rng.random()) / count, by_step))
    return [(verb, share, by_step) for _, verb, share, by_step in sorted(found)]


def kill(one: Scene, wanted: dict[str, str], share: float, by_step: bool) -> Outcome:
    """Kill the command at a share of its length, run it again and compare."""
    one.reset()
    step = 1 + int(share * one.steps) if by_step else 0
    process = one.start(step)
    try:
        process.wait(LIMIT if by_step else share * one.seconds)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    at = f"step {step} of {one.steps}" if by_step else f"{share * one.seconds:.2f} s of {one.seconds:.2f}"
    told = f"reviewbook {' '.join(one.arguments)} killed at {at}: status {process.returncode}"
    if left := _left_running(one):
        return Outcome(
            "wrong", f"{told}\nstill running {ORPHANS} s later:\n{left}", f"{one.verb}: processes left behind"
        )
    between = differences(wanted, one.result())
    try:
        again = one.start()
        status = again.wait(LIMIT)
    except subprocess.TimeoutExpired:
        os.killpg(again.pid, signal.SIGKILL)
        again.wait()
        return Outcome(
            "hang", f"{told}\nthe same command afterwards does not end", f"{one.verb}: hang after a kill"
        )
    said = one.said()
    if status < 0:
        return Outcome(
            "crash", f"{told}\nafterwards status {status}\n{said}", f"{one.verb}: crash after a kill"
        )
    if status:
        end = "traceback" if "Traceback" in said else "wrong"
        return Outcome(
            end, f"{told}\nafterwards status {status}\n{said}", f"{one.verb}: refused after a kill"
        )
    if wrong := differences(wanted, one.result()):
        listed = "\n".join(wrong[:30])
        between_listed = "\n".join(between[:30])
        sort = f"{one.verb}: {'left over' if all(line.endswith('only afterwards') for line in wrong) else 'another result'}"
        return Outcome("wrong", f"{told}\n{listed}\nbetween the two:\n{between_listed}\n{said}", sort)
    return Outcome(PASSED, told)


def _left_running(one: Scene) -> str:
    """Processes of the killed command that do not end by themselves, by what they run."""
    mark = f"ATTACKS_SCENE={one.scratch}".encode()
    until = time.monotonic() + ORPHANS
    while True:
        alive = [process for process in Path("/proc").glob("[0-9]*") if _has(process, mark)]
        if not alive:
            return ""
        if time.monotonic() > until:
            break
        time.sleep(0.2)
    names = []
    for process in alive:
        try:
            names.append((process / "cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "replace"))
            os.kill(int(process.name), signal.SIGKILL)
        except OSError:  # ended meanwhile
            continue
    return "\n".join(names)


def _has(process: Path, mark: bytes) -> bool:
    try:
        return mark in (process / "environ").read_bytes().split(b"\0")
    except OSError:
        return False


def attack(
    n: int,
    seed: int,
    scratch: Path,
    *,
    until: float,
    only: str | None,
    report: Callable[[dict, Outcome], None],
) -> Iterator[str]:
    """Make the kills one after the other until they are done or time is over; says in words what is being done."""
    scenes: dict[str, tuple[Scene, dict[str, str]]] = {}
    failed: set[str] = set()
    wanted = [(verb, share, by) for verb, share, by in tries(n, seed) if only in (None, verb)]
    for number, (verb, share, by_step) in enumerate(wanted):
        seconds = scenes[verb][0].seconds if verb in scenes else 0.0
        if time.monotonic() + 1.5 * seconds > until:
            continue
        plan = {"verb": verb, "share": share, "by_step": by_step}
        if verb in failed:
            continue
        if verb not in scenes:
            one = scene(verb, scratch / verb)
            yield f"{verb} undisturbed"
            try:
                scenes[verb] = one, undisturbed(one)
            except Fruitless as nothing:
                failed.add(verb)
                report(plan, Outcome("wrong", str(nothing), f"{verb}: nothing to compare with"))
                continue
            if outside := beyond(one):
                sort = f"{verb}: written outside _build"
                report(plan, Outcome("wrong", "\n".join(outside), sort))
        yield f"{verb} {number + 1}/{len(wanted)}"
        one, result = scenes[verb]
        report(plan, kill(one, result, share, by_step))


def again(plan: dict, scratch: Path) -> Outcome:
    """Make one kill of a finding again."""
    one = scene(plan["verb"], scratch)
    return kill(one, undisturbed(one), plan["share"], plan["by_step"])
