"""Running notebooks: what is stale, what is written, what is said when one fails."""

import shutil
from pathlib import Path

import nbformat
import pytest
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
