"""An incremental build writes the pages that a change touches, no other, and equals one from nothing."""

import os
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from docutils import nodes
from packages import five_pages
from packages.five_pages import ALL, change, files

from reviewbook.press import touched
from reviewbook.press.typeset import Typesetter

FIRST = {"book/index"}  # Sphinx writes the first page in every build


class Book:
    """A tiny book and the pages that Sphinx makes of it: ``ahead`` goes on, the other starts from nothing."""

    def __init__(self, folder: Path, ahead: Typesetter, typesetter: Typesetter):
        self.source, self.place = five_pages.write(folder / "source"), folder / "pages"
        self.ahead, self.typesetter = ahead, typesetter
        self.html = self.place / "html"
        self.build()

    def build(self, place: Path | None = None) -> set[str]:
        """Build; the pages that were written."""
        before = self.written()
        time.sleep(0.02)  # what is saved in the same tick of the clock counts as saved while it builds
        typesetter = self.typesetter if place else self.ahead
        typesetter.ask(self.source, place or self.place, jobs=2, strict=True)
        self.made = typesetter.answer()
        assert not self.made.failed, self.made.said
        return {page for page, when in self.written().items() if before.get(page) != when}

    def written(self) -> dict[str, int]:
        return {
            page: file.stat().st_mtime_ns for page in ALL if (file := self.html / f"{page}.html").is_file()
        }

    def from_nothing(self) -> dict[str, bytes]:
        """What a build from nothing gives."""
        place = self.place.with_name("nothing")
        shutil.rmtree(place, ignore_errors=True)
        self.build(place)
        return files(place / "html")


@pytest.fixture(scope="module")
def book(tmp_path_factory, typesetter) -> Iterator[Book]:
    with Typesetter(ahead=True) as ahead:
        yield Book(tmp_path_factory.mktemp("touched"), ahead, typesetter)


def test_a_change_is_written_where_it_shows_and_nowhere_else(book):
    pages = book.source / "book"
    assert book.build() == set()
    os.utime(pages / "methods.md")
    assert book.build() <= FIRST | {"book/methods"}  # newer and the same

    change(pages / "methods.md", "We looked.", "We looked again.\n\n{index}`looking`")
    assert book.build() == FIRST | {"book/methods"}
    change(pages / "shared.txt", "What is", "What was")
    assert book.build() == FIRST | {"book/methods"}
    five_pages.picture(pages / "picture.png", 2)
    assert book.build() == FIRST | {"book/results"}
    five_pages.notebook(book.source, answer="13 of 15")
    assert book.build() == FIRST | {"notebooks/01-toy"}  # the first shows it
    (pages / "references.bib").write_text(five_pages.BIB.format(title="On bells"), "utf-8")
    assert book.build() == FIRST | {"book/references"}
    change(pages / "methods.md", "## How we looked", "## How we did")  # of which results tells
    assert book.build() == FIRST | {"book/methods", "book/results"}
    change(
        pages / "methods.md",
        ":::{figure}",
        ":::{figure} sign.svg\n:name: fig-more\n:alt: b\n\nMore\n:::\n\n:::{figure}",
    )
    assert book.build() == FIRST | {"book/methods", "book/results"}  # Fig. 1 is now Fig. 2

    assert b"Fig. 2" in (book.html / "book/results.html").read_bytes()
    assert b"13 of 15" in (book.html / "book/index.html").read_bytes()
    assert files(book.html) == book.from_nothing()


def test_what_every_page_shows_touches_every_page(book):
    pages = book.source / "book"
    change(pages / "methods.md", "# Methods", "# *Methods*")
    assert book.build() == ALL
    with (pages / "_static" / "page.css").open("a") as style:
        style.write("\n/* another */\n")
    assert book.build() == ALL
    config = book.source / "_config.yml"
    change(config, "logo: book/_static/logo.svg", "logo: book/sign.svg")
    assert book.build() == ALL
    (pages / "sign.svg").write_text(five_pages.SIGN.format("b"), "utf-8")
    assert book.build() == ALL
    assert b"<title>b" in (book.html / "_static" / "sign.svg").read_bytes()
    change(
        book.source / "_toc.yml",
        "- file: book/results\n- file: notebooks/01-toy",
        "- file: notebooks/01-toy\n- file: book/results",
    )
    assert book.build() == ALL
    assert files(book.html) == book.from_nothing()


def test_what_no_page_has_any_more_is_not_in_the_site(book):
    pages = book.source / "book"
    five_pages.picture(pages / "other.png", 3)
    (pages / "numbers.txt").write_text("1\n", "utf-8")
    (pages / "_static" / "more.css").write_text("/* more */", "utf-8")
    change(
        pages / "results.md",
        "picture.png)",
        "picture.png)\n\n![Other](other.*)\n\n{download}`Numbers <numbers.txt>`",
    )
    book.build()
    there = {"_images/other.png", "_static/more.css"}
    assert there <= files(book.html).keys() and any("numbers.txt" in name for name in files(book.html))

    (pages / "other.svg").write_text(five_pages.SIGN.format("c"), "utf-8")  # fits too, and better
    assert book.build() == FIRST | {"book/results"}
    assert b"other.svg" in (book.html / "book/results.html").read_bytes()
    change(pages / "results.md", "![Other](other.*)\n\n{download}`Numbers <numbers.txt>`", "")
    (pages / "_static" / "more.css").unlink()
    book.build()
    assert not there & files(book.html).keys() and not any("numbers.txt" in name for name in files(book.html))
    assert files(book.html) == book.from_nothing()


def test_two_pictures_of_one_name_are_called_as_in_a_build_from_nothing(book):
    for folder, red in (("a", 4), ("b", 5)):
        (book.source / "book" / folder).mkdir()
        five_pages.picture(book.source / "book" / folder / "same.png", red)
    change(book.source / "book" / "results.md", "![A picture]", "![B](b/same.png)\n\n![A picture]")
    book.build()
    change(book.source / "book" / "methods.md", "We looked", "![A](a/same.png)\n\nWe looked")
    book.build()
    assert files(book.html) == book.from_nothing()
    change(book.source / "book" / "methods.md", "![A](a/same.png)\n\n", "")
    book.build()
    assert files(book.html) == book.from_nothing()


def test_a_page_is_read_again_when_what_it_includes_was_saved_while_it_was_read(book):
    pages = book.source / "book"
    change(pages / "methods.md", "We looked", "We looked twice")
    later = book.place.stat().st_mtime_ns + 3600 * 10**9
    os.utime(pages / "shared.txt", ns=(later, later))  # as if it were saved after the build began
    book.build()
    os.utime(pages / "shared.txt", ns=(1, 1))
    assert book.build() == FIRST | {"book/methods"}
    assert book.build() == set()


@pytest.mark.parametrize("meanwhile", [False, True], ids=["not saved", "saved while it was read"])
def test_a_page_that_was_saved_while_it_was_read_is_read_again(tmp_path, monkeypatch, meanwhile):
    page = tmp_path / "methods.md"
    page.write_text("# Methods\n")
    env = SimpleNamespace(
        doc2path=lambda name: tmp_path / f"{name}.md",
        dependencies={},
        srcdir=tmp_path,
        found_docs={"methods"},
    )
    app = SimpleNamespace(env=env, docname="methods")
    env.docname = "methods"
    touched._purge(app, env, "methods")
    if meanwhile:
        page.write_text("# Methods of today\n")
    touched._note(app, nodes.document(None, None))
    monkeypatch.setattr(touched.asked, "again", frozenset())
    outdated = touched._outdated(app, env, set(), set(), set())
    assert set(outdated) == ({"methods"} if meanwhile else set())
