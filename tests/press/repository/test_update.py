"""A newer reviewbook changes of a repository what its authors did not, names the rest, and writes all or nothing."""

import json

import pytest

from reviewbook.press.repository import frame
from reviewbook.press.repository.asked import Asked
from reviewbook.press.repository.update import CHANGED, GONE, NEW, YOURS, planned
from reviewbook.press.repository.write import lay, write
from reviewbook.review.problems import ReviewProblems

ONE = Asked("walking", "Walking", parts=())


@pytest.fixture
def repository(tmp_path, monkeypatch):
    """A repository that an earlier version made: another Makefile, a page that is gone, and no script of CI yet."""
    now = frame.frame

    def earlier(one):
        files = now(one) | {"Makefile": b"book:\n\techo\n", "book/gone.md": b"# Gone\n"}
        del files[".ci/run"]
        return files

    with monkeypatch.context() as then:
        then.setattr(frame, "frame", earlier)
        then.setattr(frame, "version", lambda: "0.0.9")
        write(tmp_path / "walking", ONE)
    (tmp_path / "walking" / "book" / "gone.md").write_bytes(b"# Gone\n")
    (tmp_path / "walking" / "Makefile").write_bytes(b"book:\n\techo\n")
    (tmp_path / "walking" / ".ci" / "run").unlink(missing_ok=True)
    return tmp_path / "walking"


def became(plan) -> dict[str, str]:
    return {change.place: change.became for change in plan.changes}


def test_what_this_version_writes_otherwise_is_changed_added_and_taken_away(repository):
    plan = planned(repository)
    assert plan.before == "0.0.9"
    wanted = {"Makefile": CHANGED, ".ci/run": NEW, "book/gone.md": GONE, "requirements.txt": CHANGED}
    assert became(plan) == wanted
    lay(plan.files)
    assert (repository / "Makefile").read_bytes() == frame.frame(ONE)["Makefile"]
    assert (repository / ".ci" / "run").is_file() and not (repository / "book" / "gone.md").exists()


def test_after_an_update_there_is_nothing_to_update(repository):
    lay(planned(repository).files)
    assert planned(repository) == (frame.version(), [], {})


def test_what_the_authors_changed_is_left_and_named_with_what_differs(repository):
    (repository / "Makefile").write_text("book:\n\techo mine\n", "utf-8")
    plan = planned(repository)
    assert became(plan)["Makefile"] == YOURS and repository / "Makefile" not in plan.files
    (change,) = (one for one in plan.changes if one.place == "Makefile")
    assert "-\techo mine" in change.difference()
    lay(plan.files)
    assert "echo mine" in (repository / "Makefile").read_text("utf-8")
    assert became(planned(repository)) == {"Makefile": YOURS}, "it is named until it is brought over"
    (repository / "Makefile").write_bytes(frame.frame(ONE)["Makefile"])
    assert became(planned(repository)) == {}


def test_a_change_of_the_authors_where_the_library_has_nothing_new_is_not_named(repository):
    (repository / "_toc.yml").write_text("mine", "utf-8")
    (repository / "_config.yml").unlink()
    assert not {"_toc.yml", "_config.yml"} & set(became(planned(repository)))


def test_tables_and_prose_are_never_looked_at(repository):
    for place in ("data/walking/reports.csv", "book/methods.md", "README.md"):
        (repository / place).write_text("mine", "utf-8")
    plan = planned(repository)
    assert not {"data/walking/reports.csv", "book/methods.md", "README.md"} & set(became(plan))


def test_results_of_a_notebook_are_no_change_of_its_authors(repository, monkeypatch):
    file = repository / "notebooks" / "01-selection.ipynb"
    notebook = json.loads(file.read_text("utf-8"))
    cells = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    cells[1]["execution_count"], cells[1]["outputs"] = (
        1,
        [{"output_type": "stream", "name": "stdout", "text": "x"}],
    )
    file.write_text(json.dumps(notebook), "utf-8")
    assert "notebooks/01-selection.ipynb" not in became(planned(repository))
    now = frame.frame(ONE)
    newer = {
        "notebooks/01-selection.ipynb": now["notebooks/01-selection.ipynb"].replace(
            b"Where was searched?", b"Where?"
        )
    }
    monkeypatch.setattr(frame, "frame", lambda one: now | newer)
    plan = planned(repository)
    assert became(plan)["notebooks/01-selection.ipynb"] == CHANGED
    (change,) = (one for one in plan.changes if one.place.endswith(".ipynb"))
    assert [line for line in change.difference() if line[0] in "+-"][2:] == [
        "-## Where was searched?",
        "+## Where?",
    ]


def refused(folder) -> str:
    with pytest.raises(ReviewProblems) as told:
        planned(folder)
    (problem,) = told.value.problems
    return f"{problem.code} {problem.found}"


def test_a_folder_without_a_record_of_ours_is_refused(tmp_path):
    assert refused(tmp_path) == "REPO-003 no .reviewbook.json"
    for text in (
        "{",
        "[]",
        '{"version": 1, "asked": {}, "files": {}}',
        '{"version": "0.1", "asked": {}, "files": {}}',
    ):
        (tmp_path / frame.RECORD).write_text(text, "utf-8")
        assert refused(tmp_path) == "REPO-003 a .reviewbook.json that cannot be read"


def test_a_record_that_names_files_elsewhere_is_refused_and_nothing_there_is_touched(repository, tmp_path):
    (tmp_path / "outside.txt").write_text("mine", "utf-8")
    record = json.loads((repository / frame.RECORD).read_text("utf-8"))
    for place in ("../outside.txt", str(tmp_path / "outside.txt")):
        (repository / frame.RECORD).write_text(json.dumps(record | {"files": {place: "0"}}), "utf-8")
        assert refused(repository) == "REPO-003 a .reviewbook.json that names files elsewhere"


def test_a_repository_of_a_newer_version_is_refused(repository):
    record = json.loads((repository / frame.RECORD).read_text("utf-8"))
    (repository / frame.RECORD).write_text(json.dumps(record | {"version": "99.1.0"}), "utf-8")
    assert refused(repository) == "REPO-004 version “99.1.0”".replace("“", '"').replace("”", '"')
