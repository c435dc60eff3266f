"""Drafts: built at any state of the tables, beside the strict book, and with a page that says what is open."""

import os
import shutil
from pathlib import Path

import nbformat
import pytest
import yaml
from packages import HERE, ROOT, SYNTHETIC, WILLIAMS, broken, copied, overlay
from packages.notebooks import CALLS, shown

from reviewbook import numbers
from reviewbook.check import open_review, still_open
from reviewbook.press import book, draft, typeset
from reviewbook.review.usable import drafting, drafts

HALF = HERE / "half_charted"
PAGE = "<html><head></head><body class='x'><main>One page.</main></body></html>"
QUIET = {"jobs": 1, "progress": lambda line: None}


@pytest.fixture
def without_kernels(monkeypatch):
    """Notebooks stay as they are, and Sphinx gives one page in each of its folders: what takes minutes is not what is tested."""

    def run(review, *, notebooks, out, **_):
        for notebook in notebooks:
            shutil.copyfile(notebook, out / notebook.name)
        return []

    class Pages:
        """In place of Sphinx."""

        def __enter__(self):
            return self

        def __exit__(self, *_): ...

        def ask(self, source, place, *, jobs, strict):
            assert not strict
            self.html = place / "html"
            for page in ("index", "search", "book/open-points", "notebooks/01-selection"):
                (self.html / page).parent.mkdir(parents=True, exist_ok=True)
                (self.html / f"{page}.html").write_text(PAGE)

        def answer(self):
            return typeset.Pages(str(self.html), {}, "WARNING: a\nWARNING: b\nWARNING: c", failed=False)

    monkeypatch.setattr(draft, "run", run)
    monkeypatch.setattr(draft, "Typesetter", Pages)


@pytest.fixture
def root(tmp_path) -> Path:
    """A repository of the sources that a book is laid out from."""
    there = tmp_path / "root"
    (there / "data").mkdir(parents=True)
    for name in ("book", "notebooks", "src"):
        (there / name).symlink_to(ROOT / name)
    (there / "data" / WILLIAMS.name).symlink_to(WILLIAMS)
    for file in ("_toc.yml", "_config.yml", "README.md", "CITATION.cff", "requirements.txt"):
        shutil.copy(ROOT / file, there)
    return there


def files(folder: Path) -> dict[str, bytes]:
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }


def test_a_half_charted_review_is_built_at_the_first_try_and_says_what_to_do_next(without_kernels, root):
    said: list[str] = []
    before = files(HALF)
    index = draft.build(root, review=HALF, jobs=1, progress=said.append)
    assert index == root / "_build" / "half_charted-draft" / "html" / "index.html"
    assert files(HALF) == before and [path.name for path in (root / "_build").iterdir()] == [
        "half_charted-draft"
    ]
    assert said[-1] == "Draft of a review under way: 8 to mend, 24 to do." and "warnings  3" in said
    page = (
        (root / "_build/half_charted-draft/source/book/open-points.md").read_text("utf-8").replace("\\", "")
    )
    for words in (
        "flow.csv, row 4, field n",  # what must be mended, with its place
        'Found "1,204"; expected 1204, if that is meant.',
        "Add an entry with this key to the bibliography",  # what to do
        "2 criteria of mmat-2018 in conflict",  # not settled
        "  - 6 of 13 rows\n",  # how far
    ):
        assert words in page, words
    html = files(index.parent)
    pages = [name for name in html if name.endswith(".html")]
    assert "reports/Abel2011.html" in pages and "reports/Moore2022.html" in pages
    assert [name for name in pages if b'class="rb-draft"' not in html[name]] == []
    assert b'to do. <a href="../book/open-points.html">What is open</a>' in html["reports/Abel2011.html"]
    assert b'<a href="book/open-points.html">' in html["search.html"]
    first = [line for line in said if "could not" in line]
    draft.build(root, review=HALF, jobs=1, progress=said.append)
    assert "book  unchanged" in said and [line for line in said if "could not" in line] == first * 2
    shutil.rmtree(root / "_build")
    draft.build(root, review=HALF, **QUIET)
    assert files(index.parent) == html  # the same bytes
    assert not drafting()


def test_every_call_of_a_half_charted_review_shows_something(root):
    with drafts():
        review = open_review(HALF, min_rating=2)
        said = {call: shown(call, review) for call in CALLS}
        for name in sorted(set(numbers.__all__) - {"glue"}):
            values = getattr(numbers, name)(
                review, *["themes"] * (name in ("themes_numbers", "confidence_numbers"))
            )
            assert values.get("answer", values.get("title", values.get("confidence")))
    assert len(review.reports) == 13 and all(text is not None for text in said.values())
    assert "Abel2011" in "".join(text for call, text in said.items() if call.startswith("tables.counts"))
    assert "13" in said["charts.flow(review)"]


# With the calls that have to do with them, or none: numbers are asked for in any case.
@pytest.mark.parametrize(
    ("codes", "calls"), [(("FLOW-012", "APPR-006", "CLAI-002"), CALLS), (("TABL-001", "PACK-002"), [])]
)
def test_no_problem_stops_a_draft_and_each_is_told(codes, calls, tmp_path):
    folder = copied(SYNTHETIC, tmp_path)
    for code in codes:  # their files differ
        overlay(code, folder)
    with drafts():
        opened, review = still_open(folder), open_review(folder)
        said = " ".join(shown(call, review) for call in calls).replace("\\", "")
        for name in sorted(set(numbers.__all__) - {"glue"}):
            assert getattr(numbers, name)(
                review, *["themes"] * (name in ("themes_numbers", "confidence_numbers"))
            )
    assert set(codes) <= {problem.code for problem in opened.problems} and opened.failures == []
    assert "could not be drawn" not in said
    if calls:
        assert "This is not shown in this draft: FLOW-012, " in said
        assert "Its query fails (CLAI-002)." in said  # the others are shown


def test_a_folder_without_any_table_but_one_is_a_draft_too(without_kernels, root, tmp_path):
    folder = tmp_path / "one"
    folder.mkdir()
    (folder / "reports.csv").write_text("report_id,year\nDoe2020,\n")
    index = draft.build(root, review=folder, **QUIET)
    assert (index.parent / "reports" / "Doe2020.html").is_file()


def test_the_repositorys_own_review_is_staged_like_another_and_keeps_its_prose(without_kernels, root):
    stored = files(ROOT / "book") | files(ROOT / "notebooks")
    index = draft.build(root, **QUIET)
    assert index.parent == root / "_build" / f"{WILLIAMS.name}-draft" / "html"
    source = root / "_build" / f"{WILLIAMS.name}-draft" / "source"
    assert (source / "book" / "methods.md").read_bytes() == (ROOT / "book" / "methods.md").read_bytes()
    assert "Not in the bibliography yet" not in (source / "book" / "references.bib").read_text("utf-8")
    assert files(ROOT / "book") | files(ROOT / "notebooks") == stored


def test_a_report_that_the_bibliography_lacks_is_listed_as_such(tmp_path):
    with drafts():
        draft.list_all(tmp_path / "half.bib", still_open(HALF))
        draft.list_all(tmp_path / "one.bib", still_open(broken("CITE-001", tmp_path)))
    assert (tmp_path / "half.bib").read_text("utf-8").count(draft.UNLISTED) == 13
    text = (tmp_path / "one.bib").read_text("utf-8")
    assert text.count(draft.UNLISTED) == 1 and "@misc{Synthetic2021," in text
    assert "Synthetic2018" in text


def test_a_draft_has_no_published_address_and_its_page_of_open_points_comes_first(tmp_path):
    for toc in ({"parts": [{"chapters": [{"file": "a"}]}]}, {"chapters": [{"file": "a"}]}):
        (tmp_path / "_toc.yml").write_text(yaml.safe_dump(toc))
        draft.contents(tmp_path / "_toc.yml")
        listed = yaml.safe_load((tmp_path / "_toc.yml").read_text())
        chapters = (listed.get("parts") or [listed])[0]["chapters"]
        assert chapters == [{"file": "book/open-points"}, {"file": "a"}]


def test_what_a_notebook_could_not_show_is_found_in_it(tmp_path):
    said = "This could not be drawn: KeyError: 'a\\_b'.\n{doc}`/book/open-points` says what to do."
    output = nbformat.v4.new_output("display_data", data={"text/markdown": said})
    glued = nbformat.v4.new_output(
        "display_data", data={"text/plain": '"This could not be drawn: TypeError: NA."'}
    )
    cells = [
        nbformat.v4.new_code_cell("tables.counts(review)", outputs=[output]),
        nbformat.v4.new_code_cell("numbers.glue(numbers.x(review))", outputs=[glued, glued]),
        nbformat.v4.new_code_cell("tables.flow(review)"),
    ]
    file = tmp_path / "02-studies.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=cells), file)
    assert draft.failed(file) == [
        "02-studies, tables.counts(review): KeyError: 'a_b'",
        "02-studies, numbers.glue(numbers.x(review)): TypeError: NA",
    ]


def test_the_environment_is_as_before_also_after_a_failure(monkeypatch):
    monkeypatch.setenv("REVIEWBOOK_DRAFT", "0")
    with pytest.raises(ZeroDivisionError), drafts():
        assert drafting()
        raise ZeroDivisionError
    assert os.environ["REVIEWBOOK_DRAFT"] == "0" and not drafting()


def test_a_strict_book_cannot_take_the_place_of_a_draft(root, tmp_path):
    folder = tmp_path / "jones-draft"
    shutil.copytree(SYNTHETIC, folder)
    with pytest.raises(book.BuildFailed, match="jones-draft"):
        book.build(root, review=folder, **QUIET)
