"""When the sources of a book are saved: once for each save, however an editor does it, and never missed."""

import json
import queue
import shutil
import threading
import time
from contextlib import contextmanager

import pytest

from reviewbook.files import digest
from reviewbook.press.book import GENERATED
from reviewbook.press.serving import saves as saving

SOON = 20  # seconds, on a machine that others use
QUIETLY = 1.0  # seconds in which nothing is told


@pytest.fixture
def book(tmp_path, monkeypatch):
    """What is watched of a book, and a library of one file."""
    root = tmp_path / "book of mine" / ".venv" / "root"  # names that others leave alone
    notebook = {"cells": [{"cell_type": "code", "source": ["1 + 1"], "metadata": {}, "outputs": []}]}
    for name, text in {
        "_config.yml": "reviewbook: {review: mine}\n",
        "_toc.yml": "root: book/index\n",
        "data/mine/ratings.csv": "rating\n1\n",
        "data/mine/datapackage.json": "{}",
        "book/methods.md": "# Methods\n",
        "book/index.md": "made\n",
        "notebooks/03-appraisal.ipynb": json.dumps(notebook),
    }.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    library = tmp_path / "library"
    library.mkdir()
    (library / "rule.py").write_text("")
    monkeypatch.setattr(digest, "LIBRARY", library)
    return root


class Heard:
    """What is told, and how long each build takes."""

    def __init__(self):
        self.told, self.built, self.ended = queue.Queue(), threading.Semaphore(0), threading.Event()

    def next(self) -> list[str]:
        return self.told.get(timeout=SOON)

    def nothing(self) -> None:
        time.sleep(QUIETLY)
        assert self.told.empty(), self.told.get()


@contextmanager
def listening(root, review=None, *, builds_wait=False):
    """Somebody who builds whatever is told, at once or when ``built`` says so, after the first book."""
    heard = Heard()

    def build():
        for names in saving.saves(root, review or root / "data" / "mine", heard.ended):
            heard.told.put(names)
            if builds_wait:
                heard.built.acquire()

    thread = threading.Thread(target=build, daemon=True)
    thread.start()
    assert heard.next() == []  # the first book, before anything is saved
    if not builds_wait:
        time.sleep(0.5)  # it is watched
    try:
        yield heard
    finally:
        heard.ended.set()
        heard.built.release(100)
        thread.join(SOON)
        assert not thread.is_alive()


def replace(file, text):
    """Save a file as careful editors do: aside, and then in its place."""
    aside = file.with_name("goutputstream")
    aside.write_text(text)
    aside.replace(file)


def by_vim(file, text):
    (file.parent / f".{file.name}.swp").write_text("")
    (file.parent / "4913").write_text("")
    (file.parent / "4913").unlink()
    file.rename(f"{file}~")
    file.write_text(text)
    (file.parent / f".{file.name}.swp").unlink()


def by_emacs(file, text):
    (file.parent / f".#{file.name}").symlink_to("me@here.1")
    (file.parent / f"#{file.name}#").write_text(text)
    shutil.copy(file, f"{file}~")
    replace(file, text)
    (file.parent / f"#{file.name}#").unlink()
    (file.parent / f".#{file.name}").unlink()


def by_office(file, text):
    (file.parent / f".~lock.{file.name}#").write_text("me")
    (file.parent / f"~${file.name}").write_text("me")
    replace(file, text)
    (file.parent / f".~lock.{file.name}#").unlink()


@pytest.mark.parametrize("way", [replace, by_vim, by_emacs, by_office])
def test_a_save_is_told_once_whichever_program_saves(book, way):
    with listening(book) as heard:
        way(book / "data" / "mine" / "ratings.csv", "rating\n2\n")
        assert "ratings.csv" in heard.next()
        heard.nothing()


def test_what_lies_beside_a_file_that_is_open_is_no_save(book):
    with listening(book) as heard:
        for name in (".ratings.csv.swp", ".#ratings.csv", "ratings.csv~", "#ratings.csv#", "~$ratings.xlsx"):
            (book / "data" / "mine" / name).write_text("")
        (book / "data" / "mine" / ".private").mkdir()
        (book / "data" / "mine" / ".private" / "people.csv").write_text("")
        heard.nothing()


def test_a_file_that_is_saved_as_it_was_is_no_save(book):
    with listening(book) as heard:
        for file in (book / "data" / "mine" / "ratings.csv", book / "_config.yml"):
            replace(file, file.read_text())
        heard.nothing()


def test_many_saves_in_a_row_are_one(book):
    with listening(book) as heard:
        for n in range(20):
            (book / "book" / f"page-{n}.md").write_text(f"# {n}\n")
            time.sleep(0.005)
        told = heard.next()
        assert len(told) == 20 and "page-0.md" in told
        heard.nothing()


@pytest.mark.parametrize("built", [0, 1], ids=["the first build", "a later build"])
def test_what_is_saved_during_a_build_is_told_after_it_and_once(book, built):
    ratings = book / "data" / "mine" / "ratings.csv"
    with listening(book, builds_wait=True) as heard:
        if built:
            heard.built.release()
            ratings.write_text("rating\n2\n")
            heard.next()
        for n in range(3, 6):  # it is not built yet
            replace(ratings, f"rating\n{n}\n")
            time.sleep(0.1)
        heard.nothing()
        heard.built.release()
        heard.next()
        heard.built.release()
        heard.nothing()


def test_what_building_writes_is_no_save(book):
    with listening(book) as heard:
        file = book / "notebooks" / "03-appraisal.ipynb"
        notebook = json.loads(file.read_text())
        notebook["cells"][0]["outputs"] = [{"output_type": "stream", "name": "stdout", "text": ["2"]}]
        replace(file, json.dumps(notebook, indent=1))
        for name in GENERATED:
            replace(book / "book" / f"{name}.md", "made anew\n")
        (book / "_build").mkdir()
        (book / "_build" / "html.built").write_text("")
        heard.nothing()
        notebook["cells"][0]["source"] = ["1 + 2"]
        file.write_text(json.dumps(notebook))
        assert heard.next() == [file.name]


@pytest.mark.parametrize("name", ["_config.yml", "_toc.yml", "README.md", "CITATION.cff", "requirements.txt"])
def test_the_files_beside_the_folders_are_watched_also_when_they_are_replaced(book, name):
    with listening(book) as heard:
        for n in range(2):
            replace(book / name, f"a: {n}\n")
            assert heard.next() == [name]


def test_a_folder_that_went_away_and_came_back_is_watched_again(book):
    with listening(book) as heard:
        kept = book.parent / "kept"
        shutil.copytree(book / "data", kept)
        shutil.rmtree(book / "data")
        heard.next()
        shutil.copytree(kept, book / "data")
        heard.next()
        time.sleep(0.5)
        while not heard.told.empty():  # it may have been seen half copied
            heard.told.get()
        for n in range(2):
            (book / "data" / "mine" / "ratings.csv").write_text(f"rating\n{n + 7}\n")
            assert "ratings.csv" in heard.next()


def test_a_folder_that_is_made_again_at_once_is_watched(book, monkeypatch):
    numbered = saving._folders
    # Many systems give it the number of the one before.
    monkeypatch.setattr(saving, "_folders", lambda *given: dict.fromkeys(numbered(*given), 1))
    with listening(book) as heard:
        pages = book / "book"
        shutil.rmtree(pages)
        pages.mkdir()
        (pages / "methods.md").write_text("# Other methods\n")
        heard.next()
        time.sleep(0.5)
        while not heard.told.empty():
            heard.told.get()
        (pages / "methods.md").write_text("# Last methods\n")
        assert "methods.md" in heard.next()


def test_a_folder_that_is_replaced_at_once_is_watched(book):
    with listening(book) as heard:
        aside = book.parent / "aside"
        shutil.copytree(book / "book", aside)
        (aside / "methods.md").write_text("# Other methods\n")
        shutil.rmtree(book / "book")
        aside.rename(book / "book")
        heard.next()
        time.sleep(0.5)
        while not heard.told.empty():
            heard.told.get()
        (book / "book" / "methods.md").write_text("# Last methods\n")
        assert "methods.md" in heard.next()


def test_a_review_elsewhere_and_the_library_are_watched(book, tmp_path):
    review = tmp_path / "elsewhere" / "jones-2020"
    review.mkdir(parents=True)
    (review / "ratings.csv").write_text("rating\n1\n")
    with listening(book, review) as heard:
        (review / "ratings.csv").write_text("rating\n2\n")
        assert heard.next() == ["ratings.csv"]
        (digest.LIBRARY / "rule.py").write_text("x = 1")
        assert heard.next() == ["rule.py"]
        (book / "data" / "mine" / "ratings.csv").write_text("rating\n2\n")  # not of this review
        heard.nothing()


def test_a_file_that_goes_away_amid_a_look_is_looked_at_again_and_one_that_cannot_be_read_is_told(
    book, monkeypatch
):
    sound = saving.digest_sources
    looks = iter([FileNotFoundError("gone"), PermissionError("not yours"), PermissionError("not yours")])

    def look(*given):
        if (error := next(looks, None)) is not None:
            raise error
        return sound(*given)

    with listening(book) as heard:
        monkeypatch.setattr(saving, "digest_sources", look)
        (book / "book" / "methods.md").write_text("# Other methods\n")
        assert heard.next() == ["methods.md"]  # the build will say why
        (book / "book" / "methods.md").write_text("# More methods\n")
        heard.nothing()  # as before
        (book / "book" / "methods.md").write_text("# Last methods\n")
        assert heard.next() == ["methods.md"]
