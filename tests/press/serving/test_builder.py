"""The process that builds: what it answers, what becomes of it when it dies, and that another takes its place."""

import json
import sys
import textwrap

import pytest
from packages import ROOT, SYNTHETIC
from packages.served import gone

from reviewbook.files import digest
from reviewbook.press import book, draft
from reviewbook.press.run import RunFailed
from reviewbook.press.serving import builder as building
from reviewbook.press.serving.builder import Builder, pages_of_tables, told
from reviewbook.review.problems import Problem, ReviewProblems

BUILT = 'print(json.dumps([[], "", ["a.html"], 1.5]), flush=True)'
DIES = "sys.exit(3)"


@pytest.fixture
def start(tmp_path, monkeypatch):
    """Starts a program in place of the process; it does one thing at each build, the last one again and again."""
    started = []

    def begin(*does: str) -> Builder:
        program, count = tmp_path / "program.py", tmp_path / "builds"
        count.write_text("0")
        cases = "".join(
            f"    if n {'>=' if at == len(does) - 1 else '=='} {at}:\n{textwrap.indent(do, ' ' * 8)}\n"
            for at, do in enumerate(does)
        )
        program.write_text(
            "import json, pathlib, subprocess, sys\n"
            f"count = pathlib.Path({str(count)!r})\n"
            "for line in sys.stdin:\n"
            "    n = int(count.read_text())\n"
            "    count.write_text(str(n + 1))\n"
            f"{cases}"
        )
        monkeypatch.setattr(building, "PROGRAM", (sys.executable, str(program)))
        started.append(Builder(tmp_path, tmp_path, tmp_path, jobs=1, draft=False))
        return started[-1]

    yield begin
    for one in started:
        one.stop()


def quietly(line: str) -> None: ...


# --- the process


def test_a_build_tells_its_steps_and_what_came_of_it(start):
    lines: list[str] = []
    builder = start(f'print(json.dumps("one step"), flush=True)\n{BUILT}')
    for _ in range(2):
        assert builder.build(lines.append) == ([], "", ["a.html"], 1.5)
    assert lines == ["one step"] * 2


def test_what_was_saved_is_named_and_what_is_shown_before_all_is_built_is_told(start):
    shown: list[list[str]] = []
    builder = start(f'print(json.dumps({{"changed": json.loads(line)["saved"]}}), flush=True)\n{BUILT}')
    assert builder.build(quietly, saved=["ratings.csv"], shown=shown.append).changed == ["a.html"]
    builder.build(quietly, shown=shown.append)
    assert shown == [["ratings.csv"], []]


def test_another_process_takes_the_place_of_one_that_died(start):
    builder = start(DIES, BUILT)
    assert builder.build(quietly).changed == ["a.html"]
    first = builder.process.pid
    builder.process.kill()
    builder.process.wait()
    assert builder.build(quietly).changed == ["a.html"] and builder.process.pid != first


def test_one_that_dies_amid_a_word_has_said_nothing(start):
    builder = start(f"sys.stdout.write('[[], \"\"'); sys.stdout.flush(); {DIES}", BUILT)
    assert builder.build(quietly).changed == ["a.html"]


def test_one_that_dies_again_is_told_in_words_and_tried_at_the_next_save(start):
    builder = start(DIES, DIES, BUILT)
    built = builder.build(quietly)
    assert [one["code"] for one in built.problems] == ["MACH-005"] and "--jobs 1" in built.problems[0][
        "remedy"
    ]
    assert not builder.build(quietly).problems


def test_a_library_that_changed_is_loaded_anew(start, tmp_path, monkeypatch):
    library = tmp_path / "library"
    library.mkdir()
    monkeypatch.setattr(digest, "LIBRARY", library)
    builder = start(BUILT)
    builder.build(quietly)
    first = builder.process.pid
    builder.build(quietly)
    assert builder.process.pid == first
    (library / "rule.py").write_text("x = 1")
    builder.build(quietly)
    assert builder.process.pid != first


def test_what_the_process_started_is_stopped_with_it(start):
    import psutil

    builder = start(
        f"subprocess.Popen([sys.executable, '-c', 'input()'], stdin=subprocess.PIPE, start_new_session=True)\n{BUILT}"
    )
    builder.build(quietly)
    processes = [
        psutil.Process(builder.process.pid),
        *psutil.Process(builder.process.pid).children(recursive=True),
    ]
    assert len(processes) == 2
    builder.stop()
    assert gone(processes, within=10)
    builder._start()  # the fixture stops it


@pytest.mark.parametrize(
    ("error", "words", "shown"),
    [
        (
            "OSError(28, 'No space left on device')",
            "The build was stopped: [Errno 28] No space left on device",
            False,
        ),
        (
            "RuntimeError('the process for the pages ended with -9')",
            "the process for the pages ended with -9",
            False,
        ),
        ("MemoryError()", "The build was stopped: MemoryError", False),
        ("KeyError('ours')", "The build was stopped by a fault of reviewbook: KeyError('ours')", True),
    ],
    ids=["machine", "pages", "memory", "fault"],
)
def test_what_stops_a_build_is_told_in_words_and_the_next_build_is_as_new(
    tmp_path, monkeypatch, capfd, error, words, shown
):
    program = tmp_path / "program.py"
    program.write_text(
        "import sys\n"
        "from reviewbook.press import book, typeset\n"
        "from reviewbook.press.serving import builder\n"
        f"def build(*_, **__): raise {error}\n"
        "book.build = build\n"
        "typeset.Typesetter.start = lambda self: None\n"
        "builder.main(*sys.argv[1:])\n"
    )
    monkeypatch.setattr(building, "PROGRAM", (sys.executable, str(program)))
    builder = Builder(tmp_path, tmp_path, tmp_path, jobs=1, draft=False)
    try:
        first = builder.process.pid
        assert words in builder.build(quietly).failure
        builder.process.wait(20)
        assert words in builder.build(quietly).failure and builder.process.pid != first
    finally:
        builder.stop()
    assert ("Traceback" in capfd.readouterr().err) == shown


# --- what it does


@pytest.fixture
def press(tmp_path, monkeypatch):
    """Builds by a function of the test."""
    there = building._Press(tmp_path, tmp_path / "data" / "mine", tmp_path / "_build", jobs=3, draft=False)
    there.place.mkdir()

    def by(build, saved=()):
        monkeypatch.setattr(book, "build", build)
        lines: list = []
        return there.build("typesetter", lines.append, saved), lines

    there.by = by
    return there


def lists(press, **stamps):
    """What a build leaves beside the site."""
    files = {f"{name}.html": [["made of"], stamp] for name, stamp in stamps.items()}
    (press.place / "site.json").write_text(json.dumps({"files": files}))


def test_a_build_says_which_files_of_the_site_changed_also_by_another_command(press):
    lists(press, a=[1, 1], b=[1, 1], c=[1, 1])
    built, _ = press.by(lambda *_, **__: lists(press, a=[1, 1], b=[1, 2], d=[1, 1]))
    assert built.changed == ["b.html", "c.html", "d.html"]
    assert press.by(lambda *_, **__: None)[0].changed == []
    lists(press, a=[2, 2], b=[1, 2], d=[1, 1])  # by `reviewbook build`
    assert press.by(lambda *_, **__: None)[0].changed == ["a.html"]


def test_the_book_or_its_draft_is_built_as_asked(press, monkeypatch):
    asked = []

    def build(name):
        return lambda *given, **more: asked.append((name, given, more.keys(), more["review"], more["jobs"]))

    monkeypatch.setattr(draft, "build", build("draft"))
    press.by(build("book"))
    press.draft = True
    press.by(build("book"))
    given = {"review", "jobs", "progress", "typesetter"}
    assert asked == [
        ("book", (press.root,), given | {"first", "shown"}, press.review, 3),
        ("draft", (press.root,), given, press.review, 3),
    ]


def test_the_page_of_a_saved_table_is_shown_first_and_what_changed_with_it_is_told_at_once(press):
    notebook = {"cells": [{"cell_type": "code", "source": ['tables.downloads(review, "ratings", "flow")']}]}
    (press.root / "notebooks").mkdir()
    (press.root / "notebooks" / "03-toy.ipynb").write_text(json.dumps(notebook))
    asked = []

    def build(*_, first, shown, **__):
        asked.append(first)
        lists(press, a=[1, 2], b=[1, 1])
        shown()
        lists(press, a=[1, 2], b=[1, 2])

    lists(press, a=[1, 1], b=[1, 1])
    built, said = press.by(build, saved=["ratings.csv", "discussion.md", "unshown.csv"])
    assert asked == [{"03-toy"}]
    assert (said, built.changed) == ([{"changed": ["a.html"]}], ["b.html"])
    press.by(build)
    assert asked[1:] == [set()]


def test_problems_and_failures_are_told_in_the_terminal_and_for_the_pages(press):
    def wrong(*_, **__):
        raise ReviewProblems([Problem("TABL-006", "ratings.csv", '"x"', "an integer", row=3, field="rating")])

    built, lines = press.by(wrong)
    assert built.problems[0]["place"] == "ratings.csv, row 3, field rating" and built.failure == ""
    assert 'TABL-006  ratings.csv, row 3, field rating: found "x", expected an integer.' in lines[0]
    for error in (RunFailed("a cell failed"), book.BuildFailed("a label is undefined")):

        def fail(*_, error=error, **__):
            raise error

        built, lines = press.by(fail)
        assert (built.problems, built.failure, lines) == ([], str(error), [str(error)])


def test_problems_go_to_the_page_of_their_table_and_alike_ones_are_one():
    pages = pages_of_tables(ROOT / "notebooks")
    assert (pages["ratings"], pages["flow"], pages["codings"], pages["claims"]) == tuple(
        f"notebooks/{name}.html" for name in ("03-appraisal", "01-selection", "05-themes", "08-claims")
    )
    assert pages["reports"] == "notebooks/02-studies.html"  # also offered by 03 and 07
    many = [
        Problem("TABL-006", "ratings.csv", '"x"', "an integer", row=row, field="rating")
        for row in range(2, 12)
    ]
    other = Problem("PACK-002", "datapackage.json", "no JSON", "JSON")
    first, second = told([*many, other], pages)
    assert (first["place"], first["page"]) == ("ratings.csv, rows 2-11, field rating", pages["ratings"])
    assert (second["code"], second["page"]) == ("PACK-002", "") and second["remedy"]


@pytest.mark.parametrize("half", ["", "{", "[]", '{"cells": [{}]}', '{"cells": null}', "\xff"])
def test_a_notebook_that_is_half_saved_hides_no_other(tmp_path, half):
    (tmp_path / "01-half.ipynb").write_text(half, "latin-1")
    cell = {"cell_type": "code", "source": ['tables.downloads(review, "flow",\n', '  "sources")']}
    unfinished = {"cell_type": "code", "source": 'tables.downloads(review, "claims"'}
    (tmp_path / "02-whole.ipynb").write_text(json.dumps({"cells": [cell, unfinished]}))
    assert pages_of_tables(tmp_path) == dict.fromkeys(("flow", "sources"), "notebooks/02-whole.html")


def test_a_sound_review_has_a_page_for_each_table_that_a_chapter_offers():
    offered = set(pages_of_tables(ROOT / "notebooks"))
    there = {file.stem for file in SYNTHETIC.glob("*.csv")}
    assert there - offered == {"checklist", "editions", "people", "set_aside"}
