"""The tables of a review: `reviewbook check` must refuse by a coded problem, or all that the notebooks show must be drawn."""

from __future__ import annotations

import json
import random
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from attacks import mutations
from attacks.outcomes import PASSED, Outcome, failure, refusal
from reviewbook.review.problems import ReviewProblems

WHOLE_LIMIT = 900  # seconds for a build
REVIEWS = ("synthetic", "williams-2019")
# What pandas and Python call nothing; None stands alone, for the English word may begin a sentence.
WORDS = re.compile(
    r"\bnan\b|<NA>|&lt;NA&gt;|\bNaT\b|[>|\"]\s*None\s*[<|\"]|^\s*(?:\* )?- None$|\binf\b", re.MULTILINE
)


def plan(rng: random.Random) -> dict:
    """Which review, and what is done to it."""
    steps = []
    for _ in range(rng.choice((1, 1, 2, 3))):
        op = rng.choices(
            [*mutations.CELLS, "json", "bytes", "drop_table", "few_rows", "empty_table"],
            [3] * len(mutations.CELLS) + [5, 5, 4, 2, 2],
        )[0]
        steps.append({"op": op, "seed": rng.randrange(2**32)})
    return {"review": rng.choice(REVIEWS), "steps": steps}


def lay(plan: dict, folder: Path) -> None:
    """Write the changed review."""
    from packages import SYNTHETIC, WILLIAMS, copied

    review = copied(SYNTHETIC if plan["review"] == "synthetic" else WILLIAMS, folder)
    for step in plan["steps"]:
        _change(step["op"], random.Random(step["seed"]), review)


def _change(op: str, rng: random.Random, review: Path) -> None:
    files = sorted(review.glob("*.csv"))
    if op == "json":
        return mutations.change_json(rng, review / "datapackage.json")
    if op == "bytes":
        others = [review / "datapackage.json", *review.glob("*.bib")]
        file = rng.choice([*files, *files, *others])
        return mutations.change_bytes(rng.choice([*mutations.TEXT]), rng, file)
    if not files:
        return None
    if op == "drop_table":
        for file in rng.sample(files, rng.choice((1, 1, 3, len(files) - 1, len(files)))):
            file.unlink()
        if rng.random() < 0.8:
            _list_again(review)
        return None
    if op == "few_rows":
        for file in rng.sample(files, rng.choice((1, len(files)))):
            mutations.write(file, mutations.table(file)[: rng.choice((1, 2, 3))])
        return None
    if op == "empty_table":
        rng.choice(files).write_bytes(rng.choice((b"", b"\n", b",,,\n", b"\xef\xbb\xbf")))
        return None
    return mutations.change_table(op, rng, rng.choice(files))


def _list_again(review: Path) -> None:
    """Let datapackage.json list the tables that are there, as an author would."""
    from reviewbook.files import describe

    try:
        describe.write(review)
    except ReviewProblems:  # an earlier change broke it: then it stays as it is
        return


def judge(plan: dict, folder: Path, beat: Callable[[], None]) -> Outcome:
    """How `check` and, where it passes, the notebooks' calls end."""
    from packages.notebooks import CALLS, shown

    from reviewbook.check import check, open_review
    from reviewbook.review.problems import report

    review = folder / "data" / plan["review"]
    try:
        found = check(review)
        json.dumps([problem.as_dict() for problem in found]), report(found)
        wrong = [problem for problem in found if problem.severity == "problem"]
        if wrong:
            return refusal(ReviewProblems(wrong))
    except ReviewProblems as refused:
        return refusal(refused)
    beat()
    opened = open_review(review)
    charted = "".join(file.read_text("utf-8", errors="replace") for file in review.glob("*.*"))
    faults = []
    for call in [*CALLS, *_numbers()]:
        try:
            text = _glued(call, opened) if call.startswith("numbers.") else shown(call, opened)
        except Exception as error:  # each call is judged by itself
            faults.append(failure(error))
            continue
        beat()
        words = {match[0].strip('<>|" -*\n') or match[0] for match in WORDS.finditer(text)}
        words = {word for word in words if word.lower() not in charted.lower()}
        if words:
            match = next(m for m in WORDS.finditer(text) if any(word in m[0] for word in words))
            around = text[max(0, match.start() - 200) : match.end() + 100]
            faults.append(
                Outcome("wrong", f"{call} shows {', '.join(words)}:\n{around}", f"{words.pop()} in {call}")
            )
    if not faults:
        return Outcome(PASSED)
    first = faults[0]
    more = "\n\n".join(dict.fromkeys(one.sort for one in faults[1:]))
    return Outcome(first.end, f"{first.said}\n{more}", first.sort)


def _numbers() -> list[str]:
    """The calls that glue numbers, read from the notebooks."""

    from attacks import ROOT

    return sorted(
        {
            found[1]
            for notebook in (ROOT / "notebooks").glob("*.ipynb")
            for cell in json.loads(notebook.read_text("utf-8"))["cells"]
            if cell["cell_type"] == "code"
            for found in re.finditer(r"^numbers\.glue\((.+)\)$", "".join(cell["source"]), re.MULTILINE)
        }
    )


def _glued(call: str, review: object) -> str:
    from reviewbook import numbers

    given = eval(call, {"numbers": numbers, "review": review})
    return "\n".join(f">{value}<" for value in given.values())


def whole(plan: dict, folder: Path, repository: Path, env: dict[str, str]) -> Outcome:
    """How a build of a review that `check` passes ends; whether the pages show a word of Python for nothing."""
    name = f"attacked-{plan['review']}"
    review = repository / "data" / name
    shutil.rmtree(review, ignore_errors=True)
    shutil.copytree(folder / "data" / plan["review"], review)
    try:
        done = subprocess.run(
            [sys.executable, "-m", "reviewbook.cli", "build", str(review)],
            env=env, cwd=repository, capture_output=True, text=True, timeout=WHOLE_LIMIT, check=False,
        )  # fmt: skip
        if done.returncode < 0:
            return Outcome("crash", done.stderr, f"build ended by signal {-done.returncode}")
        if done.returncode:
            last = done.stderr.strip().splitlines()[-1] if done.stderr.strip() else "nothing said"
            return Outcome("wrong", f"check passes, build does not:\n{done.stderr}", f"build: {last[:80]}")
        return Outcome(PASSED)
    except subprocess.TimeoutExpired:
        return Outcome("hang", f"a build of more than {WHOLE_LIMIT} s", "build")
    finally:
        shutil.rmtree(review, ignore_errors=True)
        shutil.rmtree(repository / "_build" / name, ignore_errors=True)
