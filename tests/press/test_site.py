"""A site is laid out aside and swapped whole: what did not change is taken over, nothing in it is written into, nobody's edit stays."""

import json
import os
import shutil
from pathlib import Path

import pytest
from packages import rows_of, set_cell
from packages.five_pages import change, files

from reviewbook.press import site
from reviewbook.press.steps import Steps
from reviewbook.press.typeset import BuildFailed, Pages

SEARCH = {"search/about.js", "search/sections.js"}
WHOLE = {"book/a.html", "book/b.html", "_static/page.css", "data/toy/flow.csv", *SEARCH}


class Made:
    """Stands in for a typesetter: what Sphinx would make is written by hand."""

    def __init__(self, folder: Path):
        self.folder, self.failed = folder, False

    def ask(self, *_: object, **__: object) -> None:
        """It is there already."""

    def answer(self) -> Pages:
        return Pages(str(self.folder), {}, "book/a.md:1: WARNING: wrong" if self.failed else "", self.failed)


@pytest.fixture
def toy(tmp_path, monkeypatch):
    """What Sphinx and the library made, the place of the site, and a function that makes it."""
    pages, beside = tmp_path / "pages", tmp_path / "beside"
    for file, text in (
        (pages / "book/a.html", '<html><div role="doc-biblioentry">A</div></html>'),
        (pages / "book/b.html", "<html>B</html>"),
        (pages / "_static/page.css", "a {}"),
        (beside / "data/toy/flow.csv", "n\n1\n"),
        (tmp_path / "_toc.yml", "format: jb-book\nroot: book/a\nchapters: []\n"),
    ):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    monkeypatch.setattr(site, "_beside", lambda *_, **__: (site.Beside(beside, {}, [], []), ""))
    made = Made(pages)

    def make() -> dict[str, bytes]:
        place = tmp_path / "place"
        site.make(tmp_path, tmp_path, place, typesetter=made, jobs=1, progress=print, steps=Steps())
        return files(tmp_path / "place" / "html")

    return made, tmp_path / "place", make


def inodes(html: Path) -> dict[str, int]:
    return {name: (html / name).stat().st_ino for name in files(html)}


def test_what_did_not_change_is_the_same_file_and_what_did_is_another(toy):
    made, place, make = toy
    before, there = make(), inodes(place / "html")
    assert before.keys() == WHOLE and b'role="listitem"' in before["book/a.html"]
    shutil.copytree(place / "html", place / "kept", copy_function=os.link)
    change(made.folder / "book/b.html", "B", "C")
    os.utime(made.folder / "book/a.html")  # written again, and the same
    after = make()
    assert {name for name in WHOLE if before[name] != after[name]} == {"book/b.html"}
    now = inodes(place / "html")
    assert {name for name in WHOLE if there[name] != now[name]} == {"book/b.html"}
    assert files(place / "kept") == before  # nobody wrote into a file of the former site


@pytest.mark.parametrize("edit", ["written into", "replaced", "away", "too much", "of the same length"])
def test_what_was_edited_by_hand_is_replaced(toy, edit):
    made, place, make = toy
    before, page = make(), place / "html" / "book" / "b.html"
    if edit == "too much":
        page = page.with_name("stray.html")
    if edit in ("replaced", "away"):
        page.unlink()
    if edit != "away":
        page.write_text("<html>b</html>" if edit == "of the same length" else "By hand", "utf-8")
    change(made.folder / "book/a.html", "A", "D")  # so that there is something to build
    after = make()
    assert after == before | {"book/a.html": before["book/a.html"].replace(b"A", b"D")}


def test_without_the_list_of_what_is_in_a_site_all_of_it_is_made(toy):
    _, place, make = toy
    before, there = make(), inodes(place / "html")
    (place / "site.json").unlink()
    assert make() == before
    assert not set(there.values()) & set(inodes(place / "html").values())


@pytest.mark.parametrize("renames", [0, 1, 2])
def test_a_swap_that_is_killed_leaves_no_half_site_and_the_next_clears_up(toy, monkeypatch, renames):
    made, place, make = toy
    before = make()
    change(made.folder / "book/b.html", "B", "C")
    rename, left = Path.rename, [renames]

    def killed(self: Path, to: Path) -> Path:
        if not left[0]:
            raise KeyboardInterrupt
        left[0] -= 1
        rename(self, to)
        if not left[0]:
            raise KeyboardInterrupt
        return to

    with monkeypatch.context() as dying:
        dying.setattr(Path, "rename", killed)
        with pytest.raises(KeyboardInterrupt):
            make()
    wanted = before | {"book/b.html": b"<html>C</html>"}
    assert files(place / "html") == (before, {}, wanted)[renames]
    assert make() == wanted
    assert {one.name for one in place.iterdir()} == {"html", "press", "site.json"}


def test_pages_that_fail_leave_the_former_site(toy):
    made, place, make = toy
    before = make()
    change(made.folder / "book/b.html", "B", "C")
    made.failed = True
    with pytest.raises(BuildFailed, match=r"1 problem.\nbook/a.md:1: WARNING: wrong"):
        make()
    assert files(place / "html") == before


def test_pages_of_reports_are_written_again_when_a_bibliography_elsewhere_changed(sparse, tmp_path):
    review = tmp_path / "data" / "sparse"
    shutil.copytree(sparse, review)
    (tmp_path / "book").mkdir()
    bibliography = (review / "references.bib").rename(tmp_path / "book" / "references.bib")
    package = json.loads((review / "datapackage.json").read_text("utf-8"))
    package["bibliography"] = "../../book/references.bib"
    (review / "datapackage.json").write_text(json.dumps(package), "utf-8")
    (tmp_path / "_toc.yml").write_text("format: jb-book\nroot: book/index\n", "utf-8")

    def page() -> str:
        made, _ = site._beside(
            tmp_path, review, tmp_path / "beside", jobs=1, given=tmp_path, progress=lambda line: None
        )
        return (made.folder / "reports" / "Synthetic2018.html").read_text("utf-8")

    assert "Journal of Synthetic Examples" in page()
    change(bibliography, "Journal of Synthetic Examples", "Journal of Other Examples")
    assert "Journal of Other Examples" in page()


def test_of_pages_of_reports_and_interventions_it_is_told_how_many_changed_and_how_many_are_gone(
    sparse, tmp_path
):
    review = shutil.copytree(sparse, tmp_path / "data" / "sparse")
    (tmp_path / "_toc.yml").write_text("format: jb-book\nroot: book/index\n", "utf-8")

    def said() -> list[str]:
        lines: list[str] = []
        site._beside(
            tmp_path, review, tmp_path / "press" / "beside", jobs=1, given=tmp_path, progress=lines.append
        )
        return [line.removeprefix("pages of reports and interventions  ") for line in lines]

    pages = 2 + sum(
        len(rows_of(review / f"{name}.csv")) for name in ("reports", "interventions")
    )  # with two lists
    assert said() == [f"{pages} of {pages} new or changed"]
    assert said() == []
    set_cell(review / "reports.csv", "setting", "A ward", row=2)
    (tmp_path / "press" / "beside" / "reports" / "Gone.html").write_text("", "utf-8")
    assert said() == [f"1 of {pages} new or changed, 1 gone"]
    set_cell(review / "reports.csv", "locator", "Table 9", row=2)
    assert said()[0][0] in "01"
