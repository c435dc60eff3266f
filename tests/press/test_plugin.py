"""The engine by its name, whichever of papermill and the library is loaded first."""

from __future__ import annotations

import subprocess
import sys

import papermill
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from reviewbook.press.plugin import ENGINE

KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}


@pytest.mark.parametrize(
    "first",
    ["import papermill", "from reviewbook.press import engine", "from reviewbook.press import plugin"],
)
def test_papermill_knows_the_engine_by_name_whatever_is_loaded_first(first):
    asked = f"{first}\nfrom papermill.engines import papermill_engines\nprint(papermill_engines.get_engine('reviewbook').nb_language)"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=False)
    assert "nb_language" in done.stdout and done.returncode == 0, done.stderr


def test_papermill_alone_does_not_load_the_engine():
    asked = (
        "import sys, papermill\nprint('reviewbook.press.engine' in sys.modules, 'ipykernel' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False"]


def test_a_notebook_runs_by_it_as_by_the_engine(tmp_path, monkeypatch):
    from papermill.engines import papermill_engines

    monkeypatch.setitem(papermill_engines._engines, "reviewbook", ENGINE)
    notebook = new_notebook(cells=[new_code_cell("6 * 7")], metadata={"kernelspec": KERNEL})
    done = papermill.execute_notebook(
        notebook,
        str(tmp_path / "out.ipynb"),
        engine_name="reviewbook",
        kernel_name="python3",
        progress_bar=False,
    )
    assert done.cells[0].outputs[0].data["text/plain"] == "42"
