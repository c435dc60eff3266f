"""Parameters that a notebook does not have stop it: a slip of the pen must not give the results of the defaults."""

import subprocess
import sys

import pytest
from packages import ROOT, SYNTHETIC
from packages.notebook import notebook

from reviewbook.review.parameters import cells_run, unknown

OWN = 'review: str = "x"  # folder\nsubset: str = "all"\nmin_rating: int = 2'
LOAD = "from reviewbook import open_review"


def told(*cells: str) -> list[tuple]:
    return [(p.code, p.field, p.found, p.expected) for p in unknown(cells)]


def test_a_misspelt_parameter_is_named_with_those_that_there_are():
    expected = "one of review, subset, min_rating"
    assert told("", OWN, '# Parameters\nsubste = "x"\nmin_rating = 3\nreveiw = "y"\n', LOAD) == [
        ("PARA-003", "subste", '"subste"', expected),
        ("PARA-003", "reveiw", '"reveiw"', expected),
    ]


@pytest.mark.parametrize(
    "cells",
    [
        (),
        ("", OWN, LOAD),
        ("", OWN, '# Parameters\nsubset = "x"\n', LOAD),
        ("", '# Parameters\nsubste = "x"\n', LOAD),  # a notebook without a cell of parameters
        ("", OWN, "# Parameters\nprint(subste)\n"),
        ("", OWN, 'subste = "x"'),  # an author at work
        ("", OWN, "# Parameters\n%matplotlib inline\n"),
        (
            "",
            OWN,
            '# Parameters\nsubste = "x"\n',
            LOAD,
            OWN,
            '# Parameters\nsubset = "x"\n',
            LOAD,
        ),  # put right
    ],
)
def test_nothing_else_is_taken_for_one(cells):
    assert told(*cells) == []


def test_outside_of_a_notebook_there_are_no_cells(monkeypatch):
    monkeypatch.setattr(
        "IPython.get_ipython", lambda: None
    )  # other tests of this process may have made a shell
    assert cells_run() == []


def test_papermill_stops_at_a_misspelt_parameter(tmp_path):
    book = notebook(tmp_path / "n.ipynb", LOAD, "open_review(review, subset=subset)", parameters=OWN)
    command = [sys.executable, "-m", "papermill", str(book), str(tmp_path / "out.ipynb"), "--no-progress-bar"]
    done = subprocess.run(
        [*command, "-p", "subste", "coach", "-p", "review", str(SYNTHETIC)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0
    assert "PARA-003  parameters, field subste" in done.stderr
    assert "expected one of review, subset, min_rating" in done.stderr
