"""Notebooks as text: what is stored of them, and the values they are given."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest

from reviewbook.press import notebooks


@pytest.fixture
def notebook() -> nbformat.NotebookNode:
    """Words, parameters, and a cell that was run, with all that differs between runs."""
    ran = {"iopub.status.busy": "2026-01-01T00:00:00Z"}
    cells = [
        nbformat.v4.new_markdown_cell("Words", id="words"),
        nbformat.v4.new_code_cell(
            'REVIEW = "../data/x"\nSUBSET = "all"', id="given", metadata={"tags": ["parameters"]}
        ),
        nbformat.v4.new_code_cell(
            "6 * 7", id="asks", execution_count=2, metadata={"tags": [], "execution": ran}
        ),
    ]
    cells[1].metadata["papermill"] = {"duration": 0.1}
    cells[2].outputs = [nbformat.v4.new_output("execute_result", {"text/plain": "42"}, execution_count=2)]
    metadata = {"papermill": {"duration": 1}, "language_info": {"name": "python", "version": "3.11.2"}}
    metadata["kernelspec"] = {"display_name": "Python 3", "language": "python", "name": "python3"}
    return nbformat.v4.new_notebook(cells=cells, metadata=metadata)


@pytest.fixture
def source(tmp_path, notebook) -> Path:
    path = tmp_path / "chapter.ipynb"
    nbformat.write(notebook, path)
    return path


def test_what_differs_between_runs_is_not_stored_and_what_was_found_is(notebook):
    text = notebooks.text(notebook)
    stored = nbformat.reads(text, as_version=4)
    assert text.endswith("}\n") and "papermill" not in text and "2026" not in text and "3.11" not in text
    assert stored.metadata.language_info == {"name": "python"} and "papermill" not in stored.metadata
    assert [dict(cell.metadata) for cell in stored.cells] == [{}, {"tags": ["parameters"]}, {}]
    assert stored.cells[2].outputs[0].data["text/plain"] == "42"
    assert [cell.id for cell in stored.cells] == ["words", "given", "asks"]


def test_the_text_of_what_was_read_from_it_is_the_same(notebook, tmp_path):
    (path := tmp_path / "a.ipynb").write_text(notebooks.text(notebook), encoding="utf-8")
    assert notebooks.text(notebooks.read(path)) == notebooks.text(notebook)


def test_making_the_text_leaves_the_notebook_alone(notebook):
    before = nbformat.from_dict(notebook)
    notebooks.text(notebook)
    assert notebook == before


def test_names_of_the_parameters_are_known_and_a_file_that_is_no_notebook_has_none(source, tmp_path):
    assert notebooks.known(source) == {"REVIEW", "SUBSET"}
    (other := tmp_path / "other.ipynb").write_text("words")
    assert notebooks.known(other) == set()


def test_values_stand_in_a_cell_of_their_own_that_the_book_removes(source):
    prepared = notebooks.prepare(source, {"REVIEW": Path("/elsewhere/y"), "MIN_RATING": 2})
    assert [cell.id for cell in prepared.cells] == ["words", "given", "injected-parameters", "asks"]
    given = prepared.cells[2]
    assert given.metadata.tags == ["injected-parameters", "remove-cell"]
    assert (
        'REVIEW = "/elsewhere/y"' in given.source and "MIN_RATING" not in given.source
    )  # it knows no such name
    assert notebooks.text(prepared) == notebooks.text(
        notebooks.prepare(source, {"REVIEW": Path("/elsewhere/y")})
    )


@pytest.mark.parametrize("values", [{}, {"MIN_RATING": 2}])
def test_without_a_value_that_it_knows_the_notebook_is_as_it_stands(source, values):
    assert notebooks.prepare(source, values) == notebooks.read(source)


def test_results_go_to_the_cells_they_are_of(notebook):
    asked = nbformat.from_dict(notebook)
    asked.cells[2].outputs, asked.cells[2].execution_count = [], None
    asked.metadata.pop("language_info")
    del asked.cells[0]  # words are nothing that is run
    done = notebooks.with_outputs(asked, notebook)
    assert [cell.id for cell in notebooks.code_cells(done)] == ["given", "asks"]
    assert (done.cells[1].outputs, done.cells[1].execution_count) == (notebook.cells[2].outputs, 2)
    assert done.metadata["language_info"]["name"] == "python"


def test_results_of_another_notebook_are_refused(notebook):
    other = nbformat.from_dict(notebook)
    del other.cells[2]
    with pytest.raises(ValueError, match="argument 2 is shorter"):
        notebooks.with_outputs(notebook, other)
