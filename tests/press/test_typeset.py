"""A build of pages goes on from the one before where that is known to be enough, and says each time what is not mended."""

import itertools
import json
import select
import shutil
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest
from packages import five_pages
from packages.five_pages import change, files

from reviewbook.files.lock import held
from reviewbook.press import typeset
from reviewbook.press.typeset import Typesetter


@pytest.fixture(scope="module")
def made(tmp_path_factory, typesetter):
    """The sources of a tiny book, where its pages are made, and a function that makes them."""
    folder = tmp_path_factory.mktemp("typeset")
    source, place = five_pages.write(folder / "source"), folder / "pages"

    def build(*, strict: bool = True):
        typesetter.ask(source, place, jobs=2, strict=strict)
        return typesetter.answer()

    assert not build().failed
    return source, place, build


def test_a_warning_that_is_not_mended_is_told_again_and_its_mending_leaves_no_trace(made):
    source, place, build = made
    before = files(place / "html")
    change(source / "book" / "results.md", "{ref}`how`", "{ref}`nowhere`")
    told = [build(), build()]
    change(source / "book" / "methods.md", "We looked", "We looked well")  # another page
    told.append(build())
    change(source / "book" / "methods.md", "We looked well", "We looked")
    assert [one.failed for one in told] == [True] * 3
    assert {one.said for one in told} == {"book/results.md:3: WARNING: undefined label: 'nowhere'"}
    draft = [build(strict=False), build(strict=False)]
    assert [(one.failed, one.warnings) for one in draft] == [(False, 1)] * 2
    change(source / "book" / "results.md", "{ref}`nowhere`", "{ref}`how`")
    assert not build().failed
    assert files(place / "html") == before


def test_a_build_after_one_that_was_killed_or_of_another_library_starts_from_nothing(made):
    _, place, build = made
    before, state, page = (
        files(place / "html"),
        place / "state.json",
        place / "html" / "book" / "methods.html",
    )
    state.unlink()  # as long as Sphinx is at work it is not there
    page.write_bytes(page.read_bytes()[:100])  # half written
    build()
    assert files(place / "html") == before
    known = json.loads(state.read_text("utf-8"))
    state.write_text(json.dumps(known | {"base": "of another library"}), "utf-8")
    (place / "html" / "stray.html").write_text("stray", "utf-8")
    build()
    assert files(place / "html") == before


def test_a_page_that_is_away_is_not_in_the_site(made):
    source, place, build = made
    before = files(place / "html")
    (source / "book" / "more.md").write_text("# More\n\n```{index} more\n```\n", "utf-8")
    change(source / "_toc.yml", "chapters:\n", "chapters:\n- file: book/more\n")
    build()
    assert (place / "html" / "book" / "more.html").is_file()
    (source / "book" / "more.md").unlink()
    change(source / "_toc.yml", "- file: book/more\n", "")
    build()
    assert files(place / "html") == before


def test_what_is_made_holds_no_path_of_this_machine_and_nothing_that_sphinx_keeps_for_itself(made):
    source, place, build = made
    build()
    here = str(source.parent).encode()
    assert [name for name, content in files(place / "html").items() if here in content] == []
    assert [name for name in files(place / "html") if ".doctree" in name or name.endswith(".pickle")] == []


def test_an_end_without_an_answer_is_told(monkeypatch):
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with Typesetter() as process:
        process.process.wait()
        with pytest.raises(RuntimeError, match="the process for the pages ended with 1"):
            process.answer()


@pytest.mark.parametrize(
    ("said", "pages"),
    [
        ("", []),
        (
            "book/a.md:3: WARNING: x\nnotebooks/b.ipynb: WARNING: y\nbook/a.md:9: ERROR: z",
            ["book/a", "notebooks/b"],
        ),
        ("WARNING: of no page", None),
        ("book/a.md:3: WARNING: x\nbook/references.bib: WARNING: y", None),
    ],
)
def test_the_pages_of_warnings_are_known_or_none_is_trusted(said, pages):
    assert typeset._pages_of(said, Path()) == pages


def test_what_pages_are_told_has_one_order_whichever_was_done_first():
    told = [
        "WARNING: of no page",
        "book/a.md:3: WARNING: x\nand more",
        "book/a.md:12: ERROR: y",
        "book/b.md: WARNING: z",
    ]
    for order in itertools.permutations(told):
        assert typeset._in_order("\n".join(order)) == "\n".join(told)


def test_pages_wait_for_who_is_still_at_work_in_their_place(tmp_path):
    source, place = tmp_path / "source", tmp_path / "place"
    source.mkdir()
    with Typesetter() as typesetter:
        with held(place, verb="build"):  # as one whose command was killed
            typesetter.ask(source, place, jobs=1, strict=True)
            began, _, _ = select.select([typesetter.process.stdout], [], [], 4)
            assert not began
        with pytest.raises(RuntimeError, match=r"_config\.yml"):  # now it is at work, and finds no book
            typesetter.answer()


def test_sphinx_that_was_started_ahead_builds_what_is_there_when_it_is_asked(tmp_path, typesetter):
    source, place, other = five_pages.write(tmp_path / "source"), tmp_path / "pages", tmp_path / "other"

    def build(by=typesetter, to=place):
        by.ask(source, to, jobs=2, strict=True)
        assert not by.answer().failed

    def same():
        shutil.rmtree(other, ignore_errors=True)
        build(to=other)
        return files(place / "html") == files(other / "html")

    with Typesetter(ahead=True) as ahead:
        process = psutil.Process(ahead.process.pid)

        def build_and_start() -> None:
            build(ahead)
            took = -1.0
            while took != (took := sum(process.cpu_times()[:2])):  # until it waits to be asked
                time.sleep(0.3)
            with held(place, verb="a look", say=pytest.fail):
                pass

        build_and_start()
        began = (place / "began").stat().st_mtime_ns
        assert (place / "state.json").is_file()  # nothing is lost where it ends now
        change(source / "book" / "methods.md", "We looked.", "We looked well.")
        build_and_start()
        assert (
            place / "began"
        ).stat().st_mtime_ns > began  # what is saved while it waits was not read before
        assert same()
        change(source / "book" / "references.bib", "2019}", "2020}")
        build_and_start()
        assert same()
        change(source / "book" / "methods.md", "We looked well.", "We looked.")
        build()  # another process
        change(source / "book" / "results.md", "# Results", "# What we found")
        build_and_start()
        assert same()
        build(ahead, to=other)  # another place
        assert same()


def test_what_a_book_of_finished_notebooks_has_no_use_for_is_not_loaded_until_it_is_called():
    asked = """
import subprocess
import sys
from reviewbook.press import typeset
typeset.warm()
print([name for name in ("matplotlib", "pandas", "sqlalchemy") if name in sys.modules])
from myst_nb.core.execute import NotebookClientDirect
from nbformat.v4 import new_notebook
print(type(NotebookClientDirect(new_notebook(), None, None, None)).__module__)
"""
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == ["[]", "myst_nb.core.execute.direct"]
