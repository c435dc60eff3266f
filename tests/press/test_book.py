"""Building the book: whole or not at all, to the same bytes, and for another review without a change of code."""

import json
import re
import shutil
from pathlib import Path

import pytest
import yaml
from packages import ROOT
from packages.notebook import READS_A_TABLE, notebook

from reviewbook.press import book, run

OWN = run.own_review(ROOT).name
QUIET = {"progress": lambda line: None}


@pytest.fixture
def small_book(tmp_path, monkeypatch) -> Path:
    """A book of three small pages, with the configuration of the real one."""
    monkeypatch.setattr("reviewbook.press.pages.write", lambda root, review: None)
    monkeypatch.setattr(book, "_require_sound", lambda review, known: None)  # it has one table of two columns
    root = tmp_path / "root"
    review(root / "data" / OWN, n=15, title="Toy")
    notebook(root / "notebooks" / "01-toy.ipynb", READS_A_TABLE, parameters=f'review: str = "{OWN}"')
    for folder in ("_static", "_vendor"):
        shutil.copytree(ROOT / "book" / folder, root / "book" / folder)
    shutil.copytree(ROOT / book.FONTS, root / book.FONTS)
    shutil.copyfile(ROOT / "_config.yml", root / "_config.yml")
    (root / "_toc.yml").write_text(
        "format: jb-book\nroot: book/index\nchapters:\n- file: book/methods\n- file: notebooks/01-toy\n"
    )
    for bibliography in yaml.safe_load((root / "_config.yml").read_text(encoding="utf-8"))["bibtex_bibfiles"]:
        (root / bibliography).write_text("")
    (root / "book" / "index.md").write_text("# Toy\n\nIt costs $5 or $6.\n")
    (root / "book" / "methods.md").write_text("# Methods\n\nWe looked.\n")
    return root


def review(folder: Path, *, n: int, title: str, authors: tuple[str, ...] = ()) -> Path:
    """A folder with one table that holds ``n``."""
    folder.mkdir(parents=True)
    (folder / "flow.csv").write_text(f"step,n\n1,{n}\n")
    package = {"title": title, "contributors": [{"title": author} for author in authors]}
    (folder / "datapackage.json").write_text(json.dumps(package))
    return folder


def built_files(folder: Path) -> dict[str, bytes]:
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }


def test_the_book_is_built_when_something_changed_whole_and_to_the_same_bytes(small_book):
    lines = []
    index = book.build(small_book, progress=lines.append)
    first = built_files(index.parent)
    assert lines[-1] == "book  built"
    assert b"$5 or $6" in first["book/index.html"]
    assert first[f"data/{OWN}/flow.csv"] == b"step,n\n1,15\n"

    lines.clear()
    book.build(small_book, progress=lines.append)
    assert lines == ["01-toy  unchanged", "book  unchanged"]

    (small_book / "book" / "methods.md").write_text("# Methods\n\nSee [](#nowhere).\n")
    with pytest.raises(book.BuildFailed) as failed:
        book.build(small_book, **QUIET)
    assert "1 problem.\nbook/methods.md:3: WARNING: " in str(failed.value)
    assert "nowhere" in str(failed.value) and "Traceback" not in str(failed.value)
    assert built_files(index.parent) == first

    (small_book / "book" / "methods.md").write_text("# Methods\n\nWe looked.\n")
    book.build(small_book, progress=lines.append)
    assert lines[-1] == "book  built"
    assert built_files(index.parent) == first


def test_another_review_gets_a_book_of_its_own(small_book, tmp_path):
    other = review(
        tmp_path / "elsewhere" / "jones-2020", n=99, title="Sleep: a review", authors=("A. Jones", "B. Ng")
    )
    stored = built_files(small_book / "notebooks")
    index = book.build(small_book, review=other, **QUIET)
    assert index == small_book / "_build" / "jones-2020" / "html" / "index.html"
    pages = built_files(index.parent)
    assert b"1,99" in pages["notebooks/01-toy.html"] and b"1,15" not in pages["notebooks/01-toy.html"]
    assert "book/methods.html" not in pages  # it says nothing of its methods
    assert (
        b'content="A. Jones, B. Ng"' in pages["book/index.html"]
        and b"Sleep: a review" in pages["book/index.html"]
    )
    assert pages["data/jones-2020/flow.csv"] == b"step,n\n1,99\n"
    assert [name for name, page in pages.items() if str(tmp_path).encode() in page] == []
    assert built_files(small_book / "notebooks") == stored


def number(html: Path, page: str) -> str:
    """What the page shows of the table: "15"."""
    return re.search(r"1,(\d+)", (html / "notebooks" / f"{page}.html").read_text(encoding="utf-8"))[1]


@pytest.fixture
def two_chapters(small_book) -> Path:
    toc = small_book / "_toc.yml"
    toc.write_text(toc.read_text() + "- file: notebooks/02-toy\n")
    notebook(small_book / "notebooks" / "02-toy.ipynb", READS_A_TABLE, parameters=f'review: str = "{OWN}"')
    return small_book


def test_a_page_that_is_waited_for_is_shown_before_the_others_and_the_book_is_the_same(
    two_chapters, tmp_path
):
    seen = []
    html = two_chapters / "_build" / "html"

    def shown():
        stands = book.stands(two_chapters, two_chapters / "data" / OWN, html.parent)
        seen.append((number(html, "02-toy"), number(html, "01-toy"), stands))

    given = {"first": ["02-toy"], "shown": shown, **QUIET}
    book.build(two_chapters, **given)
    assert seen == [], "there was no book in which to show it"
    (two_chapters / "data" / OWN / "flow.csv").write_text("step,n\n1,16\n")
    book.build(two_chapters, **given)
    assert seen == [("16", "15", False)]
    again = shutil.copytree(two_chapters, tmp_path / "again", ignore=shutil.ignore_patterns("_build"))
    assert built_files(book.build(again, **QUIET).parent) == built_files(html)
    book.build(two_chapters, **given)
    assert len(seen) == 1, "nothing changed"


def test_a_page_that_is_waited_for_and_fails_is_told_with_all_that_fails(two_chapters):
    book.build(two_chapters, **QUIET)
    (two_chapters / "data" / OWN / "flow.csv").unlink()
    with pytest.raises(run.RunFailed, match="2 of 2 notebooks failed"):
        book.build(two_chapters, first=["02-toy"], shown=pytest.fail, **QUIET)


@pytest.mark.parametrize("saved", ["data", "prose", "notebook"])
def test_what_is_saved_while_the_site_is_made_is_built_next_time(small_book, monkeypatch, saved):
    made = []
    note = small_book / "notebooks" / "01-toy.ipynb"

    def make(source, tables, place, **_):
        (place / "html" / "data").mkdir(parents=True, exist_ok=True)
        made.append(saved)
        if len(made) > 1:
            return []
        if saved == "data":
            (small_book / "data" / OWN / "flow.csv").write_text("step,n\n1,16\n")
        elif saved == "prose":
            (small_book / "book" / "methods.md").write_text("# Methods\n\nWe looked twice.\n")
        else:
            note.write_text(note.read_text().replace("# Title", "# Another title"))
        return []

    monkeypatch.setattr("reviewbook.press.site.make", make)
    lines = []
    for _ in range(3):
        book.build(small_book, progress=lines.append, typesetter=object())
    assert len(made) == 2 and lines[-1] == "book  unchanged"


def test_what_editors_lay_aside_makes_no_book_stale(small_book):
    tables = small_book / "data" / OWN
    before = book.digest_sources(small_book, tables)
    for name in (".#flow.csv", ".~lock.flow.csv#", "flow.csv~", "#flow.csv#", "~$flow.xlsx"):
        (tables / name).write_text("x")
    (small_book / "book" / ".ipynb_checkpoints").mkdir()
    (small_book / "book" / ".ipynb_checkpoints" / "methods.md").write_text("x")
    assert book.digest_sources(small_book, tables) == before
    (tables / "studies.csv").write_text("study_id\n")
    assert book.digest_sources(small_book, tables) != before


@pytest.mark.parametrize("edit", ["nothing", "written", "away", "too much"])
def test_a_site_that_was_edited_since_it_was_laid_out_does_not_stand(tmp_path, edit):
    html = tmp_path / "html"
    html.mkdir()
    (html / "a.html").write_text("a.html")
    stamp = [(html / "a.html").stat().st_size, (html / "a.html").stat().st_mtime_ns]
    listing = tmp_path / "site.json"
    listing.write_text(json.dumps({"files": {"a.html": ["made of", stamp]}}))
    if edit == "written":
        (html / "a.html").write_text("by jupyter-book")
    elif edit == "away":
        (html / "a.html").unlink()
    elif edit == "too much":
        (html / "b.html").write_text("b")
    assert book.edited(tmp_path) is (edit != "nothing")
    listing.unlink()
    assert not book.edited(tmp_path)  # it came from another machine, where that was looked at


@pytest.mark.parametrize("works", ["works.bib", "book/instruments.bib"])
def test_a_review_is_checked_again_when_works_that_it_cites_from_elsewhere_changed(
    tmp_path, monkeypatch, works
):
    checked = []
    monkeypatch.setattr("reviewbook.check.require_sound", checked.append)
    monkeypatch.setattr(book, "library", lambda: tmp_path)
    (tmp_path / "src" / "reviewbook").mkdir(parents=True)
    (tmp_path / "book").mkdir()
    toy = review(tmp_path / "data" / "toy", n=15, title="Toy")
    (toy / "datapackage.json").write_text(json.dumps({"bibliography": "../../works.bib"}))
    for _ in range(2):
        book._require_sound(toy, tmp_path / "sound")
    assert len(checked) == 1
    (tmp_path / works).write_text("@misc{A}")
    book._require_sound(toy, tmp_path / "sound")
    assert len(checked) == 2


def test_a_book_is_built_again_when_a_bibliography_elsewhere_changed(small_book, tmp_path):
    other = review(tmp_path / "elsewhere" / "jones-2020", n=99, title="Sleep")
    (other / "datapackage.json").write_text(json.dumps({"bibliography": "../works.bib"}))
    before = book.digest_sources(small_book, other)
    (tmp_path / "elsewhere" / "works.bib").write_text("@misc{A}")
    assert book.digest_sources(small_book, other) != before


@pytest.mark.parametrize(
    "home", ["javascript:alert(1)", "data:text/html,x", "file:///etc", "example.org", "https:"]
)
def test_a_homepage_that_is_no_web_address_is_none(home):
    config = yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf-8"))
    made = book.config_of({"title": "T", "homepage": home}, config, "t")
    assert "baseurl" not in made["html"]


def test_the_configuration_holds_title_and_authors_on_one_line_each():
    config = yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf-8"))
    package = {"title": "a\n- b: {c}", "contributors": [{"title": "x\ty"}], "homepage": "https://a.org/<b>"}
    made = yaml.safe_load(yaml.safe_dump(book.config_of(package, config, "t")))
    assert (made["title"], made["author"], made["html"]["baseurl"]) == (
        "a - b: {c}",
        "x y",
        "https://a.org/%3Cb%3E/",
    )
