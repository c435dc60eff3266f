"""One notebook in a process of its own: what comes of it, what each cell read, and what is said where one fails."""

import nbformat
import pytest
from packages import SYNTHETIC

from reviewbook.press import notebooks, records
from reviewbook.press.execute import Piece, execute
from reviewbook.review.reads import FILE, LOG

OPENS = f"from reviewbook.check import open_review\nreview = open_review({str(SYNTHETIC)!r})"


@pytest.fixture(autouse=True)
def environment_of_its_own(monkeypatch):
    """As a process of its own has: what is set there is not set here afterwards."""
    monkeypatch.setenv(LOG, "")


def piece(folder, *sources: str, kept=None) -> Piece:
    cells = [nbformat.v4.new_code_cell(source, id=f"c{at}") for at, source in enumerate(sources)]
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    made = nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel})
    return Piece(notebooks.text(made), str(folder), kept or {})


def shown(text: str) -> list[str]:
    cells = nbformat.reads(text, as_version=4).cells
    return ["".join(out.get("data", {}).get("text/plain", "") for out in cell.outputs) for cell in cells]


def test_the_notebook_comes_back_with_its_results_and_their_digest(tmp_path):
    result = execute(piece(tmp_path, "a = 6", "a * 7"))
    assert (shown(result.text), result.failure) == (["", "42"], "")
    assert result.outputs == records.of_outputs(nbformat.reads(result.text, as_version=4))
    assert result.outputs != execute(piece(tmp_path, "a = 6", "a * 8")).outputs


def test_each_cell_has_the_columns_that_it_read_itself(tmp_path):
    result = execute(
        piece(tmp_path, OPENS, "review.studies['country'].nunique()", "review.studies['design'].nunique()")
    )
    columns = [{one for one in read if one[0] == "studies" and one[1]} for read in result.reads]
    assert columns[1:] == [{("studies", "country")}, {("studies", "design")}]
    assert any(what == FILE for what, _ in result.reads[1])


def test_a_cell_whose_outputs_are_known_is_not_run(tmp_path):
    known = [nbformat.v4.new_output("execute_result", data={"text/plain": "known"}, execution_count=2)]
    result = execute(piece(tmp_path, "a = 1", "1 / 0", "a + 1", kept={1: known}))
    assert (shown(result.text), result.failure) == (["", "known", "2"], "")


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("\n1 / 0", ", cell [2]: 1 / 0\n  ZeroDivisionError: division by zero"),
        ("open_review('nowhere')", ", cell [2]: open_review('nowhere')\n  PACK-001"),
    ],
)
def test_a_failure_is_told_with_its_cell_and_a_problem_in_its_own_words(tmp_path, source, said):
    assert execute(piece(tmp_path, OPENS, source)).failure.startswith(said)
