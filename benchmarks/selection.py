"""How long, and in how much memory, a large review takes from its files to its flow chart and table of agreement.

    python benchmarks/selection.py [RECORDS ...] [--json FILE]

For each number of records a SYNTHETIC review (twice as many decisions; the same bytes every time) is written into a
temporary folder. A fresh process then reads, checks and counts it. Only that process is measured, with its start; the
writing is not. Sizes by default: 10,000, 100,000 and 1,000,000 records. Needs Linux or macOS.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import figure
from figure import Figure

SIZES = [10_000, 100_000, 1_000_000]
SECONDS, GIGABYTES = 20, 4  # the marks for a million records
SEED = 20191
SOURCES = {  # kind, share of the records in per cent
    "synbase": ("database", 40),
    "synmed": ("database", 25),
    "synpsych": ("database", 15),
    "syntrials": ("register", 12),
    "syncites": ("citation_tracking", 6),
    "synsite": ("website", 2),
}
NONE = "not_applicable"
REASONS = ["wrong_population", "wrong_intervention", "wrong_outcome", "wrong_design", "not_in_full"]


# What is measured -----------------------------------------------------------------------------------------------------


def _load(done: dict) -> object:
    import frictionless  # noqa: F401 - loading them is this step

    from reviewbook import charts
    from reviewbook.review import reading  # noqa: F401

    return charts


def _read(done: dict) -> object:
    from reviewbook.review.reading import load_review

    return load_review(done["folder"])


def _compare(done: dict) -> object:
    from reviewbook.selection.checks import flow_problems

    return flow_problems(done["read and check"])


def _agree(done: dict) -> object:
    from reviewbook.agreement import agreement

    table = agreement(done["read and check"].decisions)
    table.to_csv(done["folder"] / "agreement.txt", index=False)
    return table


def _draw(done: dict) -> object:
    chart = done["load the library"].flow(done["read and check"])
    (done["folder"] / "flow.svg").write_text(chart.data, encoding="utf-8")
    return chart


# In the order of chapter 01. Each step gets the results of those before it, by name.
STEPS: dict[str, Callable[[dict], object]] = {
    "load the library": _load,
    "read and check": _read,
    "count and compare": _compare,
    "agreement": _agree,
    "flow chart": _draw,
}


def measure(folder: Path) -> dict:
    """Seconds of each step, the number of problems found and the peak memory of this process."""
    done, seconds = {"folder": folder}, {}
    for name, step in STEPS.items():
        start = time.perf_counter()
        done[name] = step(done)
        seconds[name] = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    return {"seconds": seconds, "peak": peak, "problems": [str(p) for p in done["count and compare"]]}


# The synthetic review -------------------------------------------------------------------------------------------------


def write(folder: Path, records: int) -> None:
    """A SYNTHETIC review of so many records and twice as many decisions."""
    import numpy as np

    random = np.random.default_rng(SEED)
    found_in = random.choice(len(SOURCES), records, p=[share / 100 for _, share in SOURCES.values()])
    # A quarter are duplicates, each of a record before it that is none.
    duplicate = random.random(records) < 0.25
    duplicate[0] = False
    single = np.flatnonzero(~duplicate)
    before = np.cumsum(~duplicate)  # how many records up to here are no duplicate
    original = single[(random.random(records) * before).astype(np.int64)]

    screening = _judged(random, single, "title_abstract", share_kept=0.12, conflicts=0.04)
    assessing = _judged(random, screening["kept"], "full_text", share_kept=0.2, conflicts=0.08)
    decisions = screening["rows"] + assessing["rows"]
    # What is left of the decisions are first thoughts that a reviewer changed later (turn 1 before turn 2).
    changed = sorted(random.choice(len(decisions), 2 * records - len(decisions), replace=False).tolist())

    _write_text(folder / "datapackage.json", [json.dumps(_package(records), indent=2)])
    counts = np.bincount(found_in, minlength=len(SOURCES))
    _write_text(
        folder / "sources.csv",
        ["source_id,name,kind,records,locator"]
        + [
            f"{name},SYNTHETIC {name},{kind},{n},synthetic"
            for (name, (kind, _)), n in zip(SOURCES.items(), counts, strict=True)
        ],
    )
    _write_text(
        folder / "records.csv", _records(found_in, duplicate, original, random.integers(1990, 2026, records))
    )
    _write_text(folder / "decisions.csv", _decisions(decisions, changed))
    _write_text(folder / "flow.csv", _flow(found_in, single, screening, assessing))


def _judged(random, records, stage: str, *, share_kept: float, conflicts: float) -> dict:
    """Decisions of two reviewers on each record, settled by consensus where they differ, and what came of them."""
    keep = random.random(len(records)) < share_kept
    differ = random.random(len(records)) < conflicts
    swap = random.random(len(records)) < 0.5  # which of the two is overruled
    reason = random.integers(0, len(REASONS), len(records))
    rows = []
    for record, kept, split, first, why in zip(
        records.tolist(), keep.tolist(), differ.tolist(), swap.tolist(), reason.tolist(), strict=True
    ):
        rows.append((record, "AA", stage, kept != (split and first), why))
        rows.append((record, "BB", stage, kept != (split and not first), why))
        if split:
            rows.append((record, "consensus", stage, kept, why))
    return {
        "rows": rows,
        "records": records,
        "kept": records[keep],
        "out": records[~keep],
        "reason": reason[~keep],
    }


def _package(records: int) -> dict:
    return {
        "name": f"synthetic-{records}",
        "title": f"SYNTHETIC review of {records} records",
        "description": "SYNTHETIC: every record and decision is invented, to measure reviewbook.",
        "licenses": [{"name": "CC0-1.0"}],
        "contributors": [{"title": "Synthetic Author"}],
        "sources": [{"title": "SYNTHETIC: there is no source"}],
        "questions": ["SYNTHETIC: how long does it take?"],
    }


def _records(found_in, duplicate, original, year) -> list[str]:
    names = list(SOURCES)
    lines = ["record_id,title,year,doi,source_id,duplicate_of,authors,journal,locator"]
    columns = (found_in.tolist(), duplicate.tolist(), original.tolist(), year.tolist())
    for at, (source, again, first, published) in enumerate(zip(*columns, strict=True)):
        lines.append(
            f'R{at:07},"Synthetic record {at}: walking, and what keeps people at it, in group {at % 97}",{published},'
            f"10.5555/synthetic.{at},{names[source]},{f'R{first:07}' if again else 'not_applicable'},"
            f'"Author{at % 5003}, A.; Author{at % 7919}, B.",Synthetic Journal {at % 499},"export of {names[source]}, {at}"'
        )
    return lines


def _decisions(rows: list[tuple], changed: list[int]) -> list[str]:
    lines = ["record_id,reviewer,stage,decision,reason,turn,decided_at,locator"]
    again = iter([*changed, -1])
    next_changed = next(again)
    for at, (record, reviewer, stage, kept, why) in enumerate(rows):
        turn = 1
        if at == next_changed:
            lines.append(_decision(record, reviewer, stage, not kept, why, turn))
            next_changed, turn = next(again), 2
        lines.append(_decision(record, reviewer, stage, kept, why, turn))
    return lines


def _decision(record: int, reviewer: str, stage: str, kept: bool, why: int, turn: int) -> str:
    word, reason = ("include", NONE) if kept else ("exclude", REASONS[why])
    day = f"2025-{1 + record % 12:02}-{1 + record % 28:02}"
    return f"R{record:07},{reviewer},{stage},{word},{reason},{turn},{day},synthetic form"


def _flow(found_in, single, screening: dict, assessing: dict) -> list[str]:
    """The boxes as the review would report them, counted here by other means than the library's."""
    import numpy as np

    kinds = np.array([kind for kind, _ in SOURCES.values()])[found_in]
    boxes = []
    for route in ("databases", "other"):
        here = np.isin(kinds, ["database", "register"]) == (route == "databases")
        boxes.append((route, "identified", NONE, "records", NONE, here.sum()))
        boxes.append((route, "duplicates_removed", NONE, "records", NONE, here.sum() - here[single].sum()))
        for step, stage, unit, judged in (
            ("screened", "title_abstract", "records", screening),
            ("assessed", "full_text", "reports", assessing),
        ):
            why = judged["reason"][here[judged["out"]]]
            boxes.append((route, step, stage, unit, NONE, here[judged["records"]].sum()))
            boxes.append((route, "excluded", stage, unit, NONE, len(why)))
            boxes += [
                (route, "excluded", stage, unit, name, (why == n).sum()) for n, name in enumerate(REASONS)
            ]
    boxes.append((NONE, "included", NONE, "reports", NONE, len(assessing["kept"])))
    lines = ["position,route,step,stage,unit,reason,n,locator"]
    return lines + [f"{at},{','.join(map(str, box))},synthetic" for at, box in enumerate(boxes, 1)]


def _write_text(file: Path, lines: list[str]) -> None:
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")


# The table ------------------------------------------------------------------------------------------------------------


def _child(task: str, *arguments: object) -> str:
    # A process of its own for each task: the peak of one would else count for the next.
    command = [sys.executable, __file__, "--task", task, *map(str, arguments)]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout


def run(records: int) -> dict:
    """One size, measured from outside: wall time of the process, and what it says of itself."""
    with tempfile.TemporaryDirectory(prefix="reviewbook-bench-") as folder:
        _child("write", records, folder)
        start = time.perf_counter()
        told = json.loads(_child("measure", folder))
        return told | {"records": records, "wall": time.perf_counter() - start}


def report(sizes: list[int]) -> list[Figure]:
    """Measure each size and print the table; the figures."""
    print(
        "From files to flow chart and table of agreement; as many records as named, twice as many decisions."
    )
    print(
        f"{'records':>10} {'wall s':>8} {'records/s':>10} {'peak MB':>8}  "
        + "  ".join(f"{name} s" for name in STEPS)
    )
    results = []
    for records in sizes:
        result = run(records)
        results.append(result)
        steps = "  ".join(f"{result['seconds'][name]:>{len(name) + 2}.2f}" for name in STEPS)
        rate = records / result["wall"]
        print(
            f"{records:>10,} {result['wall']:>8.2f} {rate:>10,.0f} {result['peak'] / 1e6:>8,.0f}  {steps}",
            flush=True,
        )
        for problem in result["problems"][:3]:
            print(f"  {len(result['problems'])} problems in data that should have none: {problem}")
    for smaller, larger in pairwise(results):
        _say_growth(smaller, larger)
    if len(results) > 2:
        _say_growth(results[0], results[-1])
    if results[-1]["records"] >= SIZES[-1]:
        met = results[-1]["wall"] <= SECONDS and results[-1]["peak"] <= GIGABYTES * 1e9
        print(
            f"Marks for {SIZES[-1]:,} records, {SECONDS} s and {GIGABYTES} GB: {'met' if met else 'NOT met'}."
        )
    return [
        Figure(
            f"{one['records']:,} records, {2 * one['records']:,} decisions",
            one["wall"],
            SECONDS if one["records"] == SIZES[-1] else None,
            one["peak"] / 1e6,
        )
        for one in results
    ]


def _say_growth(smaller: dict, larger: dict) -> None:
    """Growth of the whole process, and (harder) of the steps alone: the start of Python weighs on small reviews."""
    more = larger["records"] / smaller["records"]
    whole = larger["wall"] / smaller["wall"]
    first, *_ = STEPS
    alone = [sum(r["seconds"].values()) - r["seconds"][first] for r in (smaller, larger)]
    print(
        f"{smaller['records']:,} to {larger['records']:,}: {more:g} times the records in {whole:.1f} times the time"
        f" ({alone[1] / alone[0]:.1f} without the start): {'no worse than' if whole <= more else 'WORSE than'} linear."
    )


def main() -> None:
    parser = argparse.ArgumentParser(
        description="Measure a large synthetic review from its files to its flow chart."
    )
    parser.add_argument("records", nargs="*", help=f"numbers of records (default: {SIZES})")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures to a file, too")
    parser.add_argument("--task", choices=("write", "measure"), help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.task == "write":
        records, folder = asked.records
        write(Path(folder), int(records))
    elif asked.task == "measure":
        (folder,) = asked.records
        print(json.dumps(measure(Path(folder))))
    else:
        figures = report([int(n) for n in asked.records] or SIZES)
        if asked.json:
            figure.write(figures, asked.json)


if __name__ == "__main__":
    main()
