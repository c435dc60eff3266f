"""Command lines, valid and not: status 0, 1 or 2, something said where it is not 0, and never a traceback."""

from __future__ import annotations

import argparse
import contextlib
import io
import os
import random
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from attacks.outcomes import PASSED, REFUSED, Outcome, failure
from attacks.samples import samples

APART = 8  # one try of so many is a process of its own
WORDS = ("", "x", "-1", "0", "2", "nan", "--", "-", "*", "😀", "\udcff", "a\nb", "x" * 5000, "synbase", "Synthetic2018", "mmat-2018",
         "title", "all", "R01", "R02")  # fmt: skip
# All of them below the folder of the try: whoever runs this may be allowed to write anywhere.
PATHS = ("review", "review", "review", "missing", "folder", "empty", "binary", "text.csv", "review/flow.csv", "review/decisions.csv",
         "review/appraisals.csv", "counts.csv", "empty/x", "missing/x.svg", "out.svg", "out.docx", "out.csv", "out.png",
         "out.qdpx", "out", ".", "loop", "notreview", "review/datapackage.json", "files/a.ris", "files/a.bib", "files/a.csv",
         "files/a.xlsx", "files/a.qdpx", "files/a.xml")  # fmt: skip
COUNTS = "step,stage,unit,reason,n\nRecords identified,identification,records,,20\n"
# Whole books are heavy, and attacked as `kills`: here only what must be refused, or is written without one. Nobody answers questions.
ENDS = dict.fromkeys(("build", "run", "serve"), ("--root", "missing")) | {"new": ("--yes", "--no-build")}


def plan(rng: random.Random) -> dict:
    """A command line, its words one step each."""
    from reviewbook import cli

    verb = rng.choice([*cli.VERBS])
    words = [] if verb == "run" else _words(rng, _actions(verb))
    if rng.random() < 0.1:
        words.insert(
            rng.randrange(len(words) + 1), rng.choice((*WORDS, "--help", "--frobnicate", "--review"))
        )
    if rng.random() < 0.1 and words:
        del words[rng.randrange(len(words))]
    words += ENDS.get(verb, ())
    first = [] if rng.random() < 0.02 else [rng.choice(WORDS) if rng.random() < 0.02 else verb]
    return {"steps": first + words, "apart": rng.randrange(APART) == 0}


def _actions(verb: str) -> list[argparse.Action]:
    from reviewbook import cli

    parser = cli._parser([verb])
    verbs = next(action for action in parser._actions if isinstance(action, argparse._SubParsersAction))
    return _leaves(verbs.choices[verb])


def _leaves(parser: argparse.ArgumentParser) -> list[argparse.Action]:
    return [action for action in parser._actions if not isinstance(action, argparse._HelpAction)]


def _words(rng: random.Random, actions: list[argparse.Action]) -> list[str]:
    words = []
    for action in actions:
        if action.option_strings and not action.required and rng.random() < 0.65:
            continue
        if action.option_strings:
            words.append(rng.choice(action.option_strings))
        if action.nargs == 0:
            continue
        n = (
            action.nargs
            if isinstance(action.nargs, int)
            else rng.choice((1, 1, 2))
            if action.nargs in ("+", "*")
            else 1
        )
        words += [_value(rng, action) for _ in range(n)]
    return words


def _value(rng: random.Random, action: argparse.Action) -> str:
    if rng.random() < 0.08:
        return rng.choice(WORDS)
    if action.choices:
        return rng.choice([*map(str, action.choices)])
    name = action.dest
    if name == "format":
        from attacks.readers import known

        return rng.choice([*known(), "tidier", "refi-qda", "csv"])
    if name == "jobs":
        return rng.choice(("1", "2", "0", "-3", "many"))
    if name == "review":
        return rng.choice(PATHS) if rng.random() < 0.3 else "review"
    if re.search("file|path|out|to$|sources|texts|answers|counts|decisions", name):
        return rng.choice(PATHS)
    return rng.choice((*PATHS, *WORDS, *WORDS))


def lay(plan: dict, folder: Path) -> None:
    """Write the files that a command line may name."""
    from packages import SYNTHETIC

    shutil.copytree(SYNTHETIC, folder / "review")
    shutil.copytree(SYNTHETIC, folder / "notreview")
    (folder / "notreview" / "datapackage.json").write_text("[]", "utf-8")
    (folder / "folder").mkdir()
    (folder / "empty").touch()
    (folder / "binary").write_bytes(random.Random(1).randbytes(3000))
    (folder / "text.csv").write_text("a,b\n1,2\n", "utf-8")
    (folder / "counts.csv").write_text(COUNTS, "utf-8")
    (folder / "loop").symlink_to("loop")
    (folder / "files").mkdir()
    for one in samples().values():
        for name, data in one.files.items():
            if name.startswith("a."):
                (folder / "files" / name).write_bytes(data)


def judge(plan: dict, folder: Path, beat: Callable[[], None]) -> Outcome:
    """How the command ends."""
    arguments = [word.replace("\0", "") for word in plan["steps"]]
    try:
        status, said = (_apart if plan["apart"] else _within)(arguments, folder)
    except Exception as error:
        return failure(error)
    told = f"reviewbook {' '.join(arguments)}\nstatus {status}\n{said}"
    if "Traceback (most recent call last)" in said:
        last = said.strip().splitlines()[-1]
        return Outcome("traceback", told, f"{' '.join(arguments[:1])}: {last[:80]}")
    if status not in (0, 1, 2):
        return Outcome(
            "crash" if status < 0 else "wrong", told, f"{' '.join(arguments[:1])}: status {status}"
        )
    if status and not said.strip():
        return Outcome("wrong", told, f"{' '.join(arguments[:1])}: status {status} without a word")
    return Outcome(REFUSED if status else PASSED, told)


def _within(arguments: list[str], folder: Path) -> tuple[int, str]:
    """In this process: quick, and an exception that escapes is what a user would see as a traceback."""
    from reviewbook import cli

    os.chdir(folder)
    out, wrong = io.BytesIO(), io.BytesIO()
    # As Python opens the two: what is no text stops the first, and is escaped in the second.
    with (
        io.TextIOWrapper(out, encoding="utf-8", write_through=True) as told,
        io.TextIOWrapper(
            wrong, encoding="utf-8", errors="backslashreplace", write_through=True
        ) as complained,
        contextlib.redirect_stdout(told),
        contextlib.redirect_stderr(complained),
    ):
        try:
            status = cli.main(arguments)
        except SystemExit as ended:
            status = ended.code if isinstance(ended.code, int) else 1 if ended.code else 0
        return status, (out.getvalue() + wrong.getvalue()).decode("utf-8", "replace")


def _apart(arguments: list[str], folder: Path) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-m", "reviewbook.cli", *(os.fsencode(word) for word in map(_argument, arguments))],
        cwd=folder, capture_output=True, check=False, stdin=subprocess.DEVNULL, timeout=120,
    )  # fmt: skip
    return done.returncode, (done.stdout + done.stderr).decode("utf-8", "replace")


def _argument(word: str) -> str:
    return word.encode("utf-8", "surrogateescape").decode("utf-8", "surrogateescape")
