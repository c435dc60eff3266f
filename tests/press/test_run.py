"""Running notebooks: what is stale, what is written, what is said when one fails."""

import json
import shutil
from pathlib import Path

import nbformat
import pytest
from packages import ROOT, SYNTHETIC, WILLIAMS, copied, only, rows_of, set_cell
from packages.notebook import READS_A_TABLE, notebook

from reviewbook.files import digest
from reviewbook.press import run
from reviewbook.press.run import RunFailed, verify


def edit(path: Path, change) -> None:
    """Save the notebook after ``change(its cells)``, as an author's editor would."""
    edited = nbformat.read(path, as_version=4)
    change(edited.cells)
    nbformat.write(edited, path)


def sources(path: Path) -> list[str]:
    return [cell.source for cell in nbformat.read(path, as_version=4).cells]


@pytest.fixture(scope="module")
def finished(tmp_path_factory) -> Path:
    """A small repository whose one notebook has been run."""
    root = tmp_path_factory.mktemp("finished")
    (root / "data" / "toy").mkdir(parents=True)
    (root / "data" / "toy" / "flow.csv").write_text("step,n\n1,15\n")
    (root / "library").mkdir()
    (root / "library" / "rule.py").write_text("")
    (root / "requirements.txt").write_text("")
    (root / "_config.yml").write_text("reviewbook: {review: toy}\n")
    notebook(root / "notebooks" / "01-toy.ipynb", READS_A_TABLE)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(digest, "LIBRARY", root / "library")
        execute(root)
    return root


@pytest.fixture
def root(finished, tmp_path, monkeypatch) -> Path:
    """A copy of that repository, to change."""
    shutil.copytree(finished, tmp_path / "root")
    monkeypatch.setattr(digest, "LIBRARY", tmp_path / "root" / "library")
    return tmp_path / "root"


def execute(root: Path, **options) -> dict[str, run.Ran]:
    options = {"out": root / "notebooks", "progress": lambda line: None} | options
    ran = run.run(root / "data" / "toy", notebooks=sorted((root / "notebooks").glob("*.ipynb")), **options)
    return {one.name: one for one in ran}


def test_a_rerun_gives_the_same_bytes(root):
    before = (root / "notebooks" / "01-toy.ipynb").read_bytes()
    assert execute(root, force=True)["01-toy"].executed
    assert (root / "notebooks" / "01-toy.ipynb").read_bytes() == before
    assert b"1,15" in before and before.endswith(b"}\n")
    assert b"papermill" not in before and b'"version": "3' not in before and b"injected" not in before


@pytest.mark.parametrize("home", ["one with settings of its own", "none"])
def test_a_home_has_no_say_in_what_a_notebook_gives(root, tmp_path, monkeypatch, home):
    settings = tmp_path / "home" / ".config" / "matplotlib"
    settings.mkdir(parents=True)
    (settings / "matplotlibrc").write_text("font.size: 31")
    monkeypatch.setenv("HOME", str(tmp_path / "home") if home != "none" else "/dev/null/none")
    for name in ("MATPLOTLIBRC", "MPLCONFIGDIR", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    drawing = "import matplotlib.font_manager\nprint(matplotlib.rcParams['font.size'])"
    made = notebook(root / "notebooks" / "01-toy.ipynb", drawing)
    assert execute(root)["01-toy"].executed
    (cell,) = [cell for cell in nbformat.read(made, as_version=4).cells if cell.get("outputs")]
    assert [(one.name, one.text) for one in cell.outputs] == [("stdout", "10.0\n")]


def test_an_unchanged_notebook_is_not_executed(root):
    lines = []
    assert not execute(root, progress=lines.append)["01-toy"].executed
    assert lines == ["01-toy  unchanged"]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda root: (root / "data/toy/flow.csv").write_text("step,n\n1,16\n"), "flow.csv changed"),
        (lambda root: (root / "data/toy/studies.csv").write_text("study_id\n"), "the list of tables changed"),
        (lambda root: (root / "library/rule.py").write_text("x = 1"), "the library changed"),
        (lambda root: (root / "requirements.txt").write_text("pandas"), "requirements.txt changed"),
    ],
    ids=["a table", "a new table", "the library", "the pins"],
)
def test_what_a_notebook_depends_on_makes_it_stale(root, change, reason):
    change(root)
    ran = execute(root)["01-toy"]
    assert (ran.executed, ran.reason) == (True, reason)
    assert not execute(root)["01-toy"].executed


def test_a_hand_edited_result_is_replaced(root):
    path = root / "notebooks" / "01-toy.ipynb"
    before = path.read_bytes()
    path.write_bytes(before.replace(b"1,15", b"1,51"))
    assert execute(root)["01-toy"].reason == "the stored results were edited"
    assert path.read_bytes() == before


def test_a_changed_cell_or_tag_makes_a_notebook_stale(root):
    path = root / "notebooks" / "01-toy.ipynb"
    edit(path, lambda cells: cells[2].metadata.update(tags=["hide-input"]))
    assert execute(root)["01-toy"].reason == "its code changed"
    edit(path, lambda cells: cells[2].update(source=cells[2].source + "\nprint('more')"))
    assert execute(root)["01-toy"].reason == "its code changed"


def test_a_changed_text_needs_no_execution(root):
    path = root / "notebooks" / "01-toy.ipynb"
    edit(path, lambda cells: cells[0].update(source="# A better title"))
    assert not execute(root)["01-toy"].executed
    assert sources(path)[0] == "# A better title"
    assert "1,15" in path.read_text()


def test_a_table_that_was_missed_counts_as_read(root):
    path = root / "notebooks" / "01-toy.ipynb"
    edit(
        path,
        lambda cells: cells[2].update(
            source=cells[2].source.replace("flow.csv", "../note.txt").replace("print(table", "#")
        ),
    )
    execute(root)
    (root / "data" / "note.txt").write_text("now it is there")
    assert execute(root)["01-toy"].reason == "note.txt changed"


def test_a_failing_notebook_keeps_its_former_file_and_the_others_run(root):
    path = root / "notebooks" / "01-toy.ipynb"
    edit(path, lambda cells: cells[2].update(source="\ntable['n']\n1 + 1"))
    former = path.read_bytes()
    other = notebook(root / "notebooks" / "02-fine.ipynb", "print(6 * 7)")
    broken = root / "notebooks" / "03-broken.ipynb"
    broken.write_text("no notebook")
    problem = notebook(
        root / "notebooks" / "04-problem.ipynb",
        "from reviewbook.review.problems import Problem, ReviewProblems",
        'raise ReviewProblems([Problem("TABL-009", "flow.csv", "a key again", "a key once", row=3)])',
    )
    with pytest.raises(RunFailed) as failed:
        execute(root)
    report = str(failed.value)
    assert report.startswith("3 of 4 notebooks failed.")
    assert "01-toy, cell [2]: table['n']\n  NameError: name 'table' is not defined" in report
    assert "03-broken: cannot be read as a notebook" in report
    assert "04-problem, cell [3]: raise ReviewProblems(" in report
    assert "\n  TABL-009  flow.csv, row 3: found a key again" in report
    assert "ReviewProblems:" not in report and "Traceback" not in report
    assert path.read_bytes() == former
    assert "42" in other.read_text()
    assert 'execution_count": 3' not in problem.read_text()


def test_given_parameters_stand_in_a_cell_that_the_book_removes(root):
    (root / "data" / "other").mkdir()
    (root / "data" / "other" / "flow.csv").write_text("step,n\n1,99\n")
    source = (root / "notebooks" / "01-toy.ipynb").read_bytes()
    ran = execute(root, out=root / "out", parameters={"review": "other"}, state=root / "state")["01-toy"]
    cells = nbformat.read(ran.path, as_version=4).cells
    assert cells[1].source == 'review: str = "toy"'
    assert cells[2].source == '# Parameters\nreview = "other"\n'
    assert cells[2].metadata.tags == ["injected-parameters", "remove-cell"]
    assert "1,99" in cells[3].outputs[0].text
    assert (root / "notebooks" / "01-toy.ipynb").read_bytes() == source
    again = {"out": root / "out", "state": root / "state"}
    assert not execute(root, parameters={"review": "other"}, **again)["01-toy"].executed
    assert execute(root, parameters={"review": "toy"}, **again)["01-toy"].reason == "its code changed"


def test_a_misspelt_parameter_is_refused(root):
    with pytest.raises(RunFailed, match="No notebook has a parameter named reviw"):
        execute(root, parameters={"reviw": "toy"})


def test_verify_names_the_notebook_that_is_not_what_a_run_gives_and_changes_none(root):
    quiet = {"progress": lambda line: None}
    assert verify(root, **quiet) == []
    path = root / "notebooks" / "01-toy.ipynb"
    path.write_bytes(edited := path.read_bytes().replace(b"1,15", b"1,51"))
    assert verify(root, **quiet) == ["01-toy.ipynb"]
    assert path.read_bytes() == edited


def test_what_verify_proved_is_not_run_again(root):
    shutil.rmtree(root / "_build")
    verify(root, progress=lambda line: None)
    assert not execute(root)["01-toy"].executed
    (root / "data" / "toy" / "flow.csv").write_text("step,n\n1,16\n")
    assert execute(root)["01-toy"].reason == "flow.csv changed"


def test_what_verify_found_different_is_run_again(root):
    shutil.rmtree(root / "_build")
    path = root / "notebooks" / "01-toy.ipynb"
    path.write_bytes(path.read_bytes().replace(b"1,15", b"1,51"))
    verify(root, progress=lambda line: None)
    assert execute(root)["01-toy"].executed


SAVES_ITSELF = """\
import pathlib
file = pathlib.Path("01-toy.ipynb")
_ = file.write_text(file.read_text().replace("# Title", "# Saved meanwhile"))"""


def test_a_notebook_that_is_saved_while_it_is_run_stays_as_it_was_saved_and_is_run_again(root):
    path = notebook(root / "notebooks" / "01-toy.ipynb", SAVES_ITSELF)
    with pytest.raises(RunFailed, match="01-toy: was saved while it was run, and stays as it was saved"):
        execute(root)
    assert sources(path)[0] == "# Saved meanwhile"
    assert execute(root)["01-toy"].executed


def test_a_notebook_that_is_saved_after_it_was_run_is_run_again(root):
    saves = SAVES_ITSELF.replace("# Title", "print(hash").replace("# Saved meanwhile", "print(0, hash")
    notebook(root / "notebooks" / "02-later.ipynb", saves)
    assert not execute(root, jobs=1)["01-toy"].executed  # as it was, until 02 saved it
    assert execute(root, jobs=1)["01-toy"].reason == "its code changed"


def test_a_record_that_cannot_be_read_makes_a_notebook_run_again(root):
    execute(root)
    (root / "_build" / "run" / "toy" / "01-toy.json").write_text("[", "utf-8")
    assert not execute(root)["01-toy"].executed  # nothing changed at all
    (root / "data" / "toy" / "note.txt").write_text("new", "utf-8")
    assert execute(root)["01-toy"].reason == "no earlier run is recorded"


@pytest.mark.parametrize("place", ["../note.txt", "toy/more/flow.csv", "../toy/flow.csv"])
def test_a_file_elsewhere_that_was_read_counts(root, place):
    path, file = root / "notebooks" / "01-toy.ipynb", (root / "data" / place).resolve()
    file.parent.mkdir(exist_ok=True)
    file.write_text("one", "utf-8")
    code = READS_A_TABLE.replace(
        'pathlib.Path("../data") / review / "flow.csv"', f'pathlib.Path("../data/{place}")'
    )
    edit(path, lambda cells: cells[2].update(source=code))
    execute(root)
    assert not execute(root)["01-toy"].executed
    file.write_text("two", "utf-8")
    assert execute(root)["01-toy"].reason == f"{file.name} changed"


def test_a_notebook_whose_process_dies_is_named_and_the_others_run(root):
    dies = notebook(root / "notebooks" / "00-dies.ipynb", "import os", "os._exit(3)")
    other = notebook(root / "notebooks" / "02-fine.ipynb", "print(6 * 7)")
    former = dies.read_bytes()
    lines = []
    with pytest.raises(RunFailed) as failed:
        execute(root, progress=lines.append)
    report = str(failed.value)
    assert report.startswith("1 of 3 notebooks failed.") and "00-dies: MACH-005  process: found" in report
    assert "00-dies  failed" in lines and "42" in other.read_text("utf-8") and dies.read_bytes() == former
    ran = [line.split()[0] for line in lines if "run" in line]
    assert ran == ["02-fine"] and "01-toy   unchanged" in lines


SAVES = """\
import os, pathlib
table = pathlib.Path("../data/toy/flow.csv")
print(table.read_text())
_ = open(os.environ["REVIEWBOOK_READS"], "a").write(f"{table.resolve()}\\n")
_ = table.write_text("step,n\\n1,16\\n") if "15" in table.read_text() else None"""


def test_a_table_that_is_saved_during_the_run_makes_the_next_run_look_again(root):
    path = root / "notebooks" / "01-toy.ipynb"
    edit(path, lambda cells: cells[2].update(source=SAVES))
    assert execute(root)["01-toy"].reason == "its code changed"
    assert "1,15" in path.read_text("utf-8")
    assert execute(root)["01-toy"].executed
    assert "1,16" in path.read_text("utf-8")
    assert not execute(root)["01-toy"].executed


def test_a_table_that_is_saved_while_nothing_is_run_makes_the_next_run_look_again(root, monkeypatch):
    """It is saved when it was compared, and before that is recorded."""
    table, path = root / "data" / "toy" / "flow.csv", root / "notebooks" / "01-toy.ipynb"
    (root / "data" / "toy" / "README.md").write_text("So that something changed.")
    left = run._Run.left

    def save_and_leave(made, job):
        table.write_text("step,n\n1,17\n", "utf-8")
        return left(made, job)

    with monkeypatch.context() as patch:
        patch.setattr(run._Run, "left", save_and_leave)
        assert not execute(root)["01-toy"].executed
    assert "1,17" not in path.read_text("utf-8")
    assert execute(root)["01-toy"].reason == "flow.csv changed"
    assert "1,17" in path.read_text("utf-8")


# --- cells of chapters


class Book:
    """A book of one review in a folder, and what its notebooks became."""

    def __init__(self, root: Path, review: str = SYNTHETIC.name):
        self.root, self.review = root, root / "data" / review
        self.notebooks = sorted((root / "notebooks").glob("*.ipynb"))

    def execute(self, out: str = "out", **options) -> dict[str, run.Ran]:
        options = {"out": self.root / out, "state": self.root / f"{out}.state"} | options
        options = {"parameters": {"review": f"../data/{self.review.name}"}} | options
        ran = run.run(self.review, notebooks=self.notebooks, progress=lambda line: None, **options)
        return {one.name: one for one in ran}

    def given(self, out: str = "out") -> dict[str, str]:
        return {path.stem: path.read_text("utf-8") for path in sorted((self.root / out).glob("*.ipynb"))}

    def forced(self, **options) -> dict[str, str]:
        """What a run from nothing gives."""
        shutil.rmtree(self.root / "forced", ignore_errors=True)
        self.execute("forced", force=True, **options)
        return self.given("forced")

    def outputs(self, name: str = "01-chapter") -> dict[str, str]:
        """What each cell with code shows, by its source."""
        cells = nbformat.read(self.root / "out" / f"{name}.ipynb", as_version=4).cells
        return {cell.source: repr(cell.outputs) for cell in cells if cell.cell_type == "code"}


def set_up(root: Path) -> Path:
    """The folder of the notebooks of a book."""
    (root / "_config.yml").write_text("")
    (root / "requirements.txt").write_text("")
    (root / "notebooks").mkdir()
    return root / "notebooks"


SHOWS = [
    "numbers.glue(numbers.identity(review))",
    'tables.counts(review, by="design")',
    'tables.counts(review, by="region")',
    "charts.timeline(review)",
    "tables.eligibility(review)",
]
OPENING = [
    "from reviewbook import charts, numbers, open_review, tables",
    "review = open_review(review, subset=subset)",
]
GLUED, DESIGN, REGION, TIMELINE, ELIGIBILITY = SHOWS
OPENED = 4  # cells that are always run: parameters, those given, and the two that open the review


@pytest.fixture(scope="module")
def finished_book(tmp_path_factory) -> Path:
    """A book of the synthetic review with one short chapter that has been run."""
    root = tmp_path_factory.mktemp("book")
    (root / "data").mkdir()
    shutil.copy(
        SYNTHETIC / "references.bib", only("report_studies", "eligibility", "sources", to=root / "data")
    )
    there = set_up(root)
    parameters = 'review: str = "elsewhere"\nsubset: str = "all"'
    notebook(there / "01-chapter.ipynb", *OPENING, *SHOWS, parameters=parameters)
    assert Book(root).execute()["01-chapter"].cells == OPENED + 5
    return root


@pytest.fixture
def book(finished_book, tmp_path) -> Book:
    """A copy of that book, to change."""
    shutil.copytree(finished_book, tmp_path / "book")
    return Book(tmp_path / "book")


def showing(cells: list, source: str):
    (cell,) = [cell for cell in cells if cell.source == source]
    return cell


def swapped(table: Path, column: str) -> None:
    """Give the first row another value that the column has."""
    values = [row[column] for row in rows_of(table)]
    set_cell(table, column, next(value for value in values if value != values[0]), row=2)


def test_only_cells_that_read_a_changed_column_are_run(book):
    before = book.outputs()
    swapped(book.review / "reports.csv", "design")
    ran = book.execute()["01-chapter"]
    assert (ran.reason, ran.cells, ran.changed) == ("reports.csv changed", OPENED + 1, True)
    after = book.outputs()
    assert {source for source in before if before[source] != after[source]} == {DESIGN}
    assert book.given() == book.forced()
    assert not book.execute()["01-chapter"].executed


def test_a_second_change_finds_what_the_cells_read_that_were_not_run_the_first_time(book):
    swapped(book.review / "eligibility.csv", "text")
    assert book.execute()["01-chapter"].cells == OPENED + 1  # it alone reads this table
    swapped(book.review / "interventions.csv", "region")
    assert book.execute()["01-chapter"].reason == "interventions.csv changed"
    set_cell(book.review / "eligibility.csv", "text", "Another text", row=3)
    assert book.execute()["01-chapter"].reason == "eligibility.csv changed"
    assert book.given() == book.forced()


def test_a_column_that_no_cell_reads_leaves_the_notebook_alone(book):
    file = book.root / "out" / "01-chapter.ipynb"
    before = file.stat()
    set_cell(book.review / "reports.csv", "setting", "Elsewhere", row=2)
    ran = book.execute()["01-chapter"]
    assert (ran.executed, ran.changed) == (False, False)
    assert (file.stat().st_mtime_ns, file.stat().st_ino) == (before.st_mtime_ns, before.st_ino)
    swapped(book.review / "reports.csv", "design")  # the record was renewed, and still tells cells apart
    assert book.execute()["01-chapter"].cells == OPENED + 1


def test_cells_that_show_the_same_as_before_leave_the_file_untouched(book):
    file = book.root / "out" / "01-chapter.ipynb"
    before = file.stat()
    set_cell(book.review / "eligibility.csv", "locator", "Elsewhere", row=2)
    ran = book.execute()["01-chapter"]
    assert (ran.executed, ran.cells, ran.changed) == (True, OPENED + 1, False)
    assert (file.stat().st_mtime_ns, file.stat().st_ino) == (before.st_mtime_ns, before.st_ino)
    assert not book.execute()["01-chapter"].executed


def rearrange(cells: list) -> None:
    """One cell is new, one is gone, one has other code, one another place, and one another tag."""
    cells.insert(4, nbformat.v4.new_code_cell('tables.counts(review, by="year")', id="new"))
    cells.remove(showing(cells, GLUED))
    showing(cells, ELIGIBILITY).update(source="tables.sources(review)")
    cells.append(showing(cells, DESIGN))
    cells.remove(showing(cells[:-1], DESIGN))
    showing(cells, REGION).metadata.update(tags=["hide-input"])


def test_after_a_change_of_cells_the_notebook_is_what_a_run_from_nothing_gives(book):
    edit(book.notebooks[0], rearrange)
    ran = book.execute()["01-chapter"]
    assert (ran.reason, ran.cells) == ("its code changed", OPENED + 2)
    assert book.given() == book.forced()


def test_other_parameters_run_all_cells_and_so_does_going_back(book):
    before = book.given()
    part = {"parameters": {"review": "../data/synthetic", "subset": "coach"}}
    assert book.execute(**part)["01-chapter"].cells == OPENED + 5
    design = rows_of(book.review / "reports.csv")[2]["design"]
    set_cell(book.review / "reports.csv", "design", "quantitative", row=4)
    assert book.execute(**part)["01-chapter"].executed
    assert book.given() == book.forced(**part) != before
    set_cell(book.review / "reports.csv", "design", design, row=4)
    book.execute()
    assert book.given() == before


def test_another_description_of_the_review_runs_all_cells(book):
    file = book.review / "datapackage.json"
    file.write_text(json.dumps(json.loads(file.read_text("utf-8")) | {"title": "Another title"}), "utf-8")
    ran = book.execute()["01-chapter"]
    assert (ran.reason, ran.cells) == ("datapackage.json changed", OPENED + 5)
    assert "Another title" in book.given()["01-chapter"]


def test_a_file_beside_the_tables_runs_all_cells_and_a_page_none(book):
    (book.review / "pages").mkdir()
    (book.review / "pages" / "discussion.md").write_text("# Discussion")
    (book.review / "prose.yaml").write_text("- {page: pages/discussion.md, why: a draft}")
    assert not book.execute()["01-chapter"].executed
    (book.review / "my-tool.yaml").write_text("a: 1")
    ran = book.execute()["01-chapter"]
    assert (ran.reason, ran.cells) == ("a file beside the tables changed", OPENED + 5)


def test_a_bibliography_elsewhere_runs_the_cells_that_name_its_works(book):
    works, file = book.root / "works.bib", book.review / "datapackage.json"
    shutil.move(book.review / "references.bib", works)
    described = json.loads(file.read_text("utf-8")) | {"bibliography": "../../works.bib"}
    file.write_text(json.dumps(described), "utf-8")
    book.execute()
    works.write_text(works.read_text("utf-8").replace("Author, Synthetic", "Writer, Synthetic"), "utf-8")
    ran = book.execute()["01-chapter"]
    assert (ran.reason, ran.cells, ran.changed) == ("works.bib changed", OPENED + 1, True)
    assert book.given() == book.forced()


def test_edited_results_of_a_chapter_are_replaced_whole(book):
    before, file = book.given(), book.root / "out" / "01-chapter.ipynb"
    file.write_text(file.read_text("utf-8").replace("SYNTHETIC", "EDITED"), "utf-8")
    set_cell(book.review / "reports.csv", "setting", "Elsewhere", row=2)
    ran = book.execute()["01-chapter"]
    assert (ran.reason, ran.cells) == ("the stored results were edited", OPENED + 5)
    assert book.given() == before


def test_a_changed_library_runs_the_cells_that_use_what_changed(book, tmp_path, monkeypatch):
    # The library that runs is the one that was loaded; what is looked at is a copy.
    copy = tmp_path / "reviewbook"
    shutil.copytree(digest.LIBRARY, copy, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(digest, "LIBRARY", copy)

    def after(module: str) -> int:
        with (copy / module).open("a", encoding="utf-8") as out:
            out.write("# changed\n")
        return book.execute()["01-chapter"].cells

    assert after("commands/tidy.py") == 0
    assert after("selection/tables.py") == OPENED + 1
    assert after("review/reading.py") == OPENED + 5


def test_a_review_that_can_no_longer_be_opened_fails_and_changes_nothing(book):
    before = book.given()
    set_cell(book.review / "reports.csv", "year", "soon", row=2)
    with pytest.raises(RunFailed, match="TABL-006"):
        book.execute()
    assert book.given() == before


CHANGES = {
    SYNTHETIC: ("01-selection", [("eligibility", "text"), ("sources", "name")]),
    WILLIAMS: ("03-appraisal", [("ratings", "locator"), ("reports", "design")]),
}


@pytest.mark.parametrize("review", CHANGES, ids=lambda review: review.name)
def test_changes_one_after_the_other_give_what_a_run_from_nothing_gives(review, tmp_path):
    """The cells that were not run again are what they would have become."""
    chapter, changes = CHANGES[review]
    copied(review, tmp_path)
    shutil.copy(ROOT / "notebooks" / f"{chapter}.ipynb", set_up(tmp_path))
    book = Book(tmp_path, review.name)
    all_cells = book.execute()[chapter].cells
    some = []
    for table, column in changes:
        swapped(book.review / f"{table}.csv", column)
        some.append(book.execute()[chapter].cells)
    assert min(some) > 0 and max(some) < all_cells
    assert book.given() == book.forced()
