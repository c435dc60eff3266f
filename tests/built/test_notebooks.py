"""The stored notebooks: no logic, all run, and with plain papermill they run for any review and parameter."""

import ast
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from packages import ROOT
from packages.notebooks import TOLD_ABOVE, TOLD_BY_CHART, WHERE_THERE, executed

from reviewbook.press.run import RunFailed, run

NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
NAMES = [
    "01-selection",
    "02-studies",
    "03-appraisal",
    "04-interventions",
    "05-themes",
    "06-practices",
    "07-evidence-map",
    "08-claims",
    "09-results",
    "10-charting",
]


def cells(path: Path, kind: str) -> list[dict]:
    return [c for c in json.loads(path.read_text(encoding="utf-8"))["cells"] if c["cell_type"] == kind]


def source(cell: dict) -> str:
    return "".join(cell["source"])


def test_there_are_ten_chapters():
    assert [path.stem for path in NOTEBOOKS] == NAMES


@pytest.mark.parametrize("path", NOTEBOOKS, ids=NAMES)
def test_a_notebook_holds_no_logic(path):
    for cell in cells(path, "code"):
        text = source(cell)
        assert not re.search(r"\b(def|class|for|while|if|lambda|open)\b|read_csv", text), text
        statements = ast.parse(text).body
        assert len(statements) == (3 if "parameters" in cell["metadata"].get("tags", []) else 1)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=NAMES)
def test_a_notebook_imports_from_reviewbook_alone(path):
    imports = [source(c) for c in cells(path, "code") if re.search(r"\bimport\b", source(c))]
    assert len(imports) == 1 and imports[0].startswith("from reviewbook import ")


@pytest.mark.parametrize("path", NOTEBOOKS, ids=NAMES)
def test_every_code_cell_was_run_in_order_without_error(path):
    code = cells(path, "code")
    assert [cell["execution_count"] for cell in code] == list(range(1, len(code) + 1))
    outputs = [output for cell in code for output in cell["outputs"]]
    assert {output["output_type"] for output in outputs} <= {"execute_result", "display_data"}
    silent = [source(c) for c in code if not c["outputs"]]
    quiet = r"review: str|from reviewbook|review = open_review|tables\.scope"
    # The first review prints no answers, gives no direction of a result and does not say who charted.
    assert all(re.match(quiet, text) or text in TOLD_ABOVE | TOLD_BY_CHART | WHERE_THERE for text in silent)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=NAMES)
def test_prose_types_no_number_that_the_data_can_give(path):
    for cell in cells(path, "markdown"):
        text = re.sub(r"`[^`]*`|\{[^}]*\}", "", source(cell))
        # 0 and 4 are the ends of a scale, 2011 and 2018 versions of a tool
        assert set(re.findall(r"(?<![A-Za-z])\d+", text)) <= {"0", "4", "2011", "2018"}, text


@pytest.mark.parametrize("path", NOTEBOOKS, ids=NAMES)
def test_parameters_are_typed_and_explained(path):
    (cell,) = [c for c in cells(path, "code") if "parameters" in c["metadata"].get("tags", [])]
    for line, name in zip(
        source(cell).splitlines(), ["review: str", "subset: str", "min_rating: int"], strict=True
    ):
        assert re.match(rf"{name} = \S+  # \w", line)


SUBSETS = [
    ("usual_worker", 2, "This page shows 11 of 15 reports"),
    ("research_worker", 3, "This page shows 4 of 15 reports"),
]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=NAMES)
@pytest.mark.parametrize(("subset", "min_rating", "scope"), SUBSETS)
def test_a_notebook_runs_for_each_subset_and_says_so(path, subset, min_rating, scope):
    assert scope in "".join(executed(path, subset=subset, min_rating=min_rating))


WRONG = {
    "subset": ("nurses", "PARA-001", "all, research_worker, usual_worker"),
    "min_rating": (7, "PARA-002", "a whole number from 0 to 4"),
    "review": ("no-such-review", "PACK-001", "the folder of a review"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_parameter_gives_a_clear_problem(tmp_path, name):
    value, code, expected = WRONG[name]
    with pytest.raises(RunFailed) as failed:
        run(
            ROOT / "data" / "williams-2019",
            notebooks=NOTEBOOKS[:1],
            out=tmp_path,
            parameters={name: value},
            state=tmp_path / "state",
            progress=lambda line: None,
        )
    assert (
        code in str(failed.value) and expected in str(failed.value) and "Traceback" not in str(failed.value)
    )
    assert not list(tmp_path.glob("*.ipynb"))


def test_plain_papermill_runs_from_another_folder(tmp_path):
    command = [
        sys.executable,
        "-m",
        "papermill",
        str(NOTEBOOKS[2]),
        str(tmp_path / "out.ipynb"),
        "-p",
        "subset",
        "usual_worker",
    ]
    done = subprocess.run(command, cwd=ROOT / "docs", capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    assert "This page shows 11 of 15 reports" in (tmp_path / "out.ipynb").read_text(encoding="utf-8")


def test_plain_papermill_fails_on_a_wrong_value_and_says_what_to_write(tmp_path):
    command = [sys.executable, "-m", "papermill", str(NOTEBOOKS[2]), "out.ipynb", "-p", "subset", "nurses"]
    named = os.environ | {"REVIEWBOOK_ROOT": str(ROOT)}  # from a folder outside of the book
    done = subprocess.run(command, cwd=tmp_path, env=named, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert "PARA-001" in done.stderr and "one of all, research_worker, usual_worker" in done.stderr


def test_nbval_sees_one_altered_number(tmp_path):
    text = (ROOT / "notebooks" / "02-studies.ipynb").read_text(encoding="utf-8")
    assert "919" in text
    (tmp_path / "right.ipynb").write_text(text, encoding="utf-8")
    (tmp_path / "wrong.ipynb").write_text(text.replace("919", "918"), encoding="utf-8")
    command = [
        sys.executable,
        "-m",
        "pytest",
        "--nbval",
        "--nbval-current-env",
        "-q",
        "-p",
        "no:cacheprovider",
        ".",
    ]
    named = os.environ | {"REVIEWBOOK_ROOT": str(ROOT)}
    done = subprocess.run(command, cwd=tmp_path, env=named, capture_output=True, text=True, check=False)
    failed = set(re.findall(r"^FAILED (\w+\.ipynb)", done.stdout, flags=re.MULTILINE))
    assert done.returncode == 1 and failed == {"wrong.ipynb"}, done.stdout[-3000:]
