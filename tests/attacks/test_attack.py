"""The attack itself can fail: what is planted is found, counted, kept with its smallest input, and ends it with status 1."""

import json
import random
import signal
from pathlib import Path

import pytest

from attacks import ROOT, __main__, commands, hostile, kills, mutations, readers, tables
from attacks.outcomes import FAULTS, PASSED, Outcome, Tally
from attacks.repository import environment
from attacks.samples import samples
from attacks.worker import Worker, one

# Run in the worker: does what a file says when a review is checked, and lets the reader of RIS drop a record.
PLANT = """
import dataclasses, os, pathlib, signal, time
from reviewbook import check
from reviewbook.selection.imports import ris
sound, whole = check.check, ris.read
def planted(path):
    told = pathlib.Path(os.environ["PLANTED"]).read_text()
    if told == "traceback":
        raise ZeroDivisionError("planted")
    if told == "hang":
        time.sleep(60)
    if told == "crash":
        os.kill(os.getpid(), signal.SIGSEGV)
    return sound(path)
def short(*given, **options):
    export = whole(*given, **options)
    return dataclasses.replace(export, records=export.records.iloc[1:], entries=export.entries - 1)
check.check, ris.read = planted, short
"""
UNCHANGED = {"review": "synthetic", "steps": []}


@pytest.fixture(scope="module")
def worker(tmp_path_factory):
    """A worker with planted faults, and a function that says which is due."""
    scratch = tmp_path_factory.mktemp("planted")
    (scratch / "plant.py").write_text(PLANT, "utf-8")
    env = environment(ROOT, scratch) | {"PLANTED": str(scratch / "told")}
    with Worker(env, scratch, limit=60, plant=scratch / "plant.py") as running:

        def judged(told: str, kind: str = "tables", plan: dict = UNCHANGED, limit: float = 60) -> Outcome:
            (scratch / "told").write_text(told, "utf-8")
            running.limit = limit
            return running.judge(kind, plan, scratch / "try")

        yield judged


def test_a_traceback_a_lost_row_a_hang_and_a_crash_are_found(worker):
    found = worker("traceback")
    assert (found.end, found.sort.split()[0]) == ("traceback", "ZeroDivisionError"), found.said
    assert found.said.rstrip().endswith("ZeroDivisionError: planted")
    found = worker("", "readers", {"sample": "ris", "steps": []})
    assert (found.end, found.said.splitlines()[0]) == ("lost", "neither taken nor set aside: zq00zz")
    assert worker("", "readers", {"sample": "nbib", "steps": []}).end == PASSED
    assert worker("hang", limit=1).end == "hang"
    found = worker("crash")  # by the next process: the one that hung is gone
    assert (found.end, f"ended with -{int(signal.SIGSEGV)}" in found.said) == ("crash", True)
    assert worker("").end == PASSED


def test_a_finding_is_kept_with_what_tries_it_again_and_ends_the_attack_with_status_1(
    tmp_path, monkeypatch, capsys
):
    (tmp_path / "plant.py").write_text(PLANT, "utf-8")
    (tmp_path / "told").write_text("traceback", "utf-8")
    monkeypatch.setenv("PLANTED", str(tmp_path / "told"))
    monkeypatch.setattr(__main__, "copy", lambda to: ROOT)
    planted = ["--plant", str(tmp_path / "plant.py"), "--out", str(tmp_path / "out")]
    assert __main__.main(["--only", "tables", "--tries", "4", "--seed", "1", *planted]) == 1
    told = capsys.readouterr().out
    assert "ZeroDivisionError" in told and "seed 1" in told
    found = sorted((tmp_path / "out").iterdir())
    assert len(found) == 3  # of four alike
    assert {path.name for path in found[0].iterdir()} == {"README.md", "case.json", "input", "said.txt"}
    assert json.loads((found[0] / "case.json").read_text("utf-8"))["kind"] == "tables"
    assert f"--again {found[0]}" in (found[0] / "README.md").read_text("utf-8")
    (tmp_path / "told").write_text("", "utf-8")
    assert __main__.main(["--again", str(found[0]), *planted]) == 0
    assert "before: traceback" in capsys.readouterr().out


def test_the_smallest_input_is_looked_for(tmp_path):
    class Fake:
        def judge(self, kind, plan, folder):
            return Outcome("wrong", "", "b") if "b" in plan["steps"] else Outcome(PASSED)

    plan, outcome = __main__._smallest(
        "tables", {"steps": ["a", "b", "c"]}, Outcome("wrong", "", "b"), Fake(), tmp_path
    )
    assert plan == {"steps": ["b"]} and outcome.end == "wrong"


@pytest.mark.parametrize("end", FAULTS)
def test_every_fault_is_counted_in_its_column(end, tmp_path):
    tally = Tally(tmp_path)
    tally.add("tables", Outcome("refused"))
    assert tally.faults == 0
    assert [tally.add("tables", Outcome(end, "", "alike")) for _ in range(4)] == [True, True, True, False]
    header, row = (line.split() for line in tally.table().replace("lost rows", "lost_rows").splitlines())
    counted = dict(zip(header, row, strict=True))
    assert counted.pop(FAULTS[end].replace(" ", "_")) == "4" == str(tally.faults)
    assert counted == {"kind": "tables", "tries": "5", "refused": "1", "passed": "0"} | {
        name.replace(" ", "_"): "0" for fault, name in FAULTS.items() if fault != end
    }


def test_a_finding_with_an_argument_that_is_no_text_is_kept(tmp_path):
    plan = {"steps": ["check", "\udcff"]}
    there = Tally(tmp_path).save(
        "commands", "1", plan, Outcome("wrong", "found \udcff", "about \udcff"), None
    )
    assert json.loads((there / "case.json").read_text("utf-8"))["plan"] == plan
    assert "found \\udcff" in (there / "said.txt").read_text("utf-8")


# --- readers: what is not changed is taken


@pytest.mark.parametrize("sample", [name for name in samples() if not name.startswith("real-")])
def test_a_sample_that_nobody_changed_is_taken_without_a_loss(sample, tmp_path):
    outcome = one("readers", {"sample": sample, "steps": []}, tmp_path)
    assert outcome.end == PASSED, outcome.said


def test_every_format_that_is_taken_in_is_attacked():
    assert {sample.format for sample in samples().values()} == set(readers.known())


# --- the same seed, the same cases


@pytest.mark.parametrize("kind", [tables, readers, commands])
def test_a_try_depends_on_its_number_alone(kind, tmp_path):
    plans = [[kind.plan(random.Random(f"3:{n}")) for n in range(20)] for _ in range(2)]
    assert plans[0] == plans[1]
    assert len({json.dumps(plan) for plan in plans[0]}) > 15


@pytest.mark.parametrize("op", mutations.TEXT)
def test_a_change_of_bytes_is_the_same_twice_and_changes_something(op):
    data = samples()["csv"].files["a.csv"].replace(b"Roe", b'"Roe"')
    each = [mutations.TEXT[op](random.Random(n), data) for n in range(10)]
    assert each == [mutations.TEXT[op](random.Random(n), data) for n in range(10)]
    assert any(changed != data for changed in each)


@pytest.mark.parametrize("op", mutations.CELLS)
def test_a_change_of_cells_changes_something(op, tmp_path):
    file = tmp_path / "a.csv"
    changed = 0
    for n in range(10):
        file.write_bytes(samples()["csv"].files["a.csv"])
        before = mutations.table(file)
        mutations.change_table(op, random.Random(n), file)
        changed += mutations.table(file) != before
    assert changed


def test_an_archive_is_changed_within_also_one_that_is_damaged_or_holds_nothing(tmp_path):
    file, whole = tmp_path / "a.qdpx", samples()["qdpx"].files["a.qdpx"]
    for data in (whole, whole[:-40], whole[:60] + b"x" * 40 + whole[100:], b""):
        for n in range(10):
            file.write_bytes(data)
            for op in mutations.TEXT:
                mutations.change_within(op, random.Random(n), file)


# --- kills

# In the place of the library: writes two files, and another second one where the first was there before.
HALF = """
from pathlib import Path
def main(arguments):
    there = Path("one").exists()
    for name, text in (("one", "1"), ("two", "other" if there else "2")):
        Path(name).write_text(text)
    return 0
"""
WHOLE = """
from pathlib import Path
def main(arguments):
    for name in ("one", "two"):
        Path(name).write_text("1")
    return 0
"""
# Starts what outlives it.
ORPHAN = """
import subprocess, sys
def main(arguments):
    open("one", "w").close()
    subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"], start_new_session=True)
    open("two", "w").close()
"""


def _scene(folder, library: str):
    package = folder / "pristine" / "src" / "reviewbook"
    package.mkdir(parents=True)
    (package / "__init__.py").touch()
    (package / "cli.py").write_text(library, "utf-8")
    return kills.Scene("import", [], folder / "pristine", folder / "place", folder)


@pytest.mark.parametrize(
    ("library", "ends"), [(HALF, {"passed", "wrong"}), (WHOLE, {"passed"})], ids=["half", "whole"]
)
def test_a_command_that_a_kill_leaves_half_done_is_found(library, ends, tmp_path):
    scene = _scene(tmp_path, library)
    wanted = kills.undisturbed(scene)
    assert scene.steps == 4
    outcomes = [kills.kill(scene, wanted, step / 4, True) for step in range(4)]
    assert {outcome.end for outcome in outcomes} == ends
    assert [f"killed at step {n} of 4: status -9" in one.said for n, one in enumerate(outcomes, 1)] == [
        True
    ] * 4


def test_a_build_that_writes_outside_its_folder_is_found(tmp_path):
    scene = _scene(tmp_path, WHOLE)
    kills.undisturbed(scene)
    assert kills.beyond(scene) == []  # an import
    scene.verb = "build"
    assert kills.beyond(scene) == ["one: only afterwards", "two: only afterwards"]


def test_a_command_that_fails_undisturbed_is_a_finding_and_no_end_of_the_attack(tmp_path, monkeypatch):
    monkeypatch.setattr(
        kills, "scene", lambda verb, scratch: _scene(scratch, "def main(arguments):\n    return 1\n")
    )
    found = []
    list(
        kills.attack(
            4, 1, tmp_path, until=float("inf"), only="run", report=lambda plan, one: found.append(one.sort)
        )
    )
    assert found == ["run: nothing to compare with"]


def test_forty_kills_are_spread_over_the_verbs_and_their_length():
    made = kills.tries(40, 1)
    assert {verb: sum(one == verb for one, *_ in made) for verb in kills.SHARES} == kills.SHARES
    for verb in kills.SHARES:
        shares = [share for one, share, _ in made if one == verb]
        assert max(shares) > 0.8 and min(shares) < 0.2
    assert len({verb for verb, *_ in made[:8]}) > 2


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="what still runs is read from /proc")
def test_a_process_that_outlives_what_was_killed_is_found(tmp_path, monkeypatch):
    monkeypatch.setattr(kills, "ORPHANS", 0.5)
    scene = _scene(tmp_path, ORPHAN)
    scene.steps = 4
    outcome = kills.kill(scene, {}, 0.6, True)
    assert outcome.sort == "import: processes left behind"


# --- tests of hostile content


def test_a_hostile_test_that_fails_is_a_finding_and_one_that_is_skipped_no_try(tmp_path, monkeypatch):
    file = tmp_path / "test_hostile.py"
    file.write_text(
        "import pytest\ndef test_one(): pass\ndef test_two(): assert False, 'planted'\ndef test_three(): pytest.skip()\n",
        "utf-8",
    )
    monkeypatch.setattr(hostile, "files", lambda: [file])
    monkeypatch.setattr(hostile, "ROOT", tmp_path)
    ends = {name.rpartition("::")[2]: one for name, one in hostile.attack()}
    assert {name: one.end for name, one in ends.items()} == {"test_one": PASSED, "test_two": "wrong"}
    assert "planted" in ends["test_two"].said
