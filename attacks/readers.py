"""Foreign files: refused with a coded problem, or every entry is in the tables or in set_aside.csv, and a second import adds none."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from functools import cache
from pathlib import Path

from attacks import mutations
from attacks.outcomes import PASSED, Outcome, failure, refusal
from attacks.samples import MARK, marks_in, samples
from reviewbook.review.problems import ReviewProblems

HARMLESS = ("PACK-003", "PACK-004")  # what `ledger.sound` lets pass


def plan(rng: random.Random) -> dict:
    """Which sample, and what is done to its files."""
    name = rng.choice(sorted(samples()))
    files = sorted(samples()[name].files)
    steps = [
        {"op": _op(rng), "file": rng.choice(files), "seed": rng.randrange(2**32)}
        for _ in range(rng.choice((0, 1, 1, 1, 2, 3)))
    ]
    return {"sample": name, "steps": steps}


def _op(rng: random.Random) -> str:
    return rng.choice((*mutations.TEXT, *mutations.TEXT, *mutations.CELLS, "other_format"))


def lay(plan: dict, folder: Path) -> None:
    """Write the review and the files."""
    from packages import SYNTHETIC

    shutil.copytree(SYNTHETIC, folder / "review")
    for name, data in samples()[plan["sample"]].files.items():
        file = folder / "files" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    for step in plan["steps"]:
        _change(step["op"], random.Random(step["seed"]), folder / "files" / step["file"])


def _change(op: str, rng: random.Random, file: Path) -> None:
    if op == "other_format":
        others = [data for one in samples().values() for data in one.files.values()]
        file.write_bytes(rng.choice(others) if rng.random() < 0.5 else file.read_bytes() + rng.choice(others))
    elif op in mutations.CELLS and file.suffix in (".csv", ".tsv", ".txt"):
        mutations.change_table(op, rng, file)
    elif op in mutations.CELLS or rng.random() < 0.5:
        mutations.change_within(rng.choice([*mutations.TEXT]), rng, file)
    else:
        mutations.change_bytes(op, rng, file)


@cache
def known() -> dict:
    """The formats of all chapters by their names."""
    from reviewbook.commands.import_ import _chapters
    from reviewbook.files import formats

    return formats.named(one for chapter in _chapters() for one in chapter.FORMATS)


def judge(plan: dict, folder: Path, beat: Callable[[], None]) -> Outcome:
    """How the import ends."""
    from reviewbook.files import formats, ledger
    from reviewbook.review import reading

    sample = samples()[plan["sample"]]
    review, place = folder / "review", folder / "files"
    files = [place / next(iter(Path(name).parts)) for name in sample.files]
    before = _bytes(review)

    def take() -> object:
        if wrong := formats.unfit(sample.format, sample.options, files, among=known()):
            raise ReviewProblems(wrong)
        return known()[sample.format].take(str(review), files, sample.options, dry_run=False)

    try:
        report = take()
    except ReviewProblems as refused:
        if _bytes(review) != before:
            return Outcome(
                "wrong",
                f"refused, and yet the tables changed\n{refused}",
                f"{sample.format}: changed and refused",
            )
        return refusal(refused)
    except Exception as error:
        return failure(error)
    beat()
    said = "\n".join(ledger.in_words(report))
    _, problems = reading.read(review)
    wrong = [str(p) for p in problems if p.severity == "problem" and p.code not in HARMLESS]
    if wrong:
        return Outcome(
            "wrong",
            "\n".join(["taken, and the tables are broken", *wrong]),
            f"{sample.format}: broken tables {wrong[0][:8]}",
        )
    if sample.promises and (lost := _lost(files, review)):
        return Outcome(
            "lost",
            f"neither taken nor set aside: {', '.join(lost)}\n{said}",
            f"{sample.format}: lost entries",
        )
    for entry in report.files:
        if not entry.before and min(entry.entries, entry.added, entry.known) < 0:
            return Outcome("lost", said, f"{sample.format}: counts below zero")
    now = _bytes(review)
    try:
        take()
    except ReviewProblems as refused:
        return Outcome(
            "wrong",
            f"taken once, refused the second time\n{refused}",
            f"{sample.format}: refused the second time",
        )
    if changed := [name for name, data in _bytes(review).items() if now.get(name) != data]:
        return Outcome(
            "wrong",
            f"a second import changed {', '.join(changed)}\n{said}",
            f"{sample.format}: changed by a second import",
        )
    return Outcome(PASSED, said)


def _lost(files: list[Path], review: Path) -> list[str]:
    """The marks of entries that stand in a file, and neither in a table nor among what was set aside."""
    inside = [
        inner
        for file in files
        for inner in ([file] if file.is_file() else file.rglob("*"))
        if inner.is_file()
    ]
    marks = set().union(*(marks_in(file.read_bytes()) for file in inside))
    there = set(MARK.findall("".join(file.read_text("utf-8") for file in review.glob("*.csv"))))
    return sorted(marks - there)


def _bytes(review: Path) -> dict[str, bytes]:
    files = (file for file in sorted(review.rglob("*")) if file.is_file())
    return {file.relative_to(review).as_posix(): file.read_bytes() for file in files}
