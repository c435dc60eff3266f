"""Every call that the notebooks make, read from them: a new call is tested without a word here."""

import ast
import json
import re
import warnings
from pathlib import Path

import nbformat
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output

from packages import ROOT
from reviewbook import charts, tables

# Every call that the notebooks make, read from them: a new call is tested without a word here.
CALLS = sorted(
    {
        call
        for notebook in (ROOT / "notebooks").glob("*.ipynb")
        for cell in json.loads(notebook.read_text(encoding="utf-8"))["cells"]
        if cell["cell_type"] == "code"
        for call in [" ".join(map(str.strip, "".join(cell["source"]).splitlines()))]
        if re.match(r"(tables|charts)\.", call)
    }
)
# Tables and figures of which a sentence above them, or the figure, already says that they are not there.
TOLD_ABOVE = {
    f"{name}(review)"
    for name in (
        *("tables.criteria", "tables.appraisers", "tables.appraiser_conflicts", "tables.compared_ratings"),
        *("charts.appraisal", "charts.effect_direction", "charts.harvest"),
        *("charts.coverage", "charts.answers", "charts.charters", "tables.coverage"),
        *("tables.compared_charters", "tables.charter_differences"),
        *("tables.directions", "tables.directions_by_domain", "tables.direction_contrast"),
    )
}

# Of a review of one kind of thing, and of a form without several questions of yes or no, nothing is said.
WHERE_THERE = {"charts.yes_no(review)", "tables.fractions_by_kind(review)"}

TOLD_BY_CHART = {"tables.combinations(review)"}  # the chart says that there is too little to combine


def shown(call: str, review) -> str:
    out = eval(call, {"tables": tables, "charts": charts, "review": review})
    return "" if out is None else out.data


def executed(notebook: Path, **given) -> list[str]:
    """What each code cell of a notebook shows, executed in this process with these parameters."""
    cells = [c for c in json.loads(notebook.read_text(encoding="utf-8"))["cells"] if c["cell_type"] == "code"]
    names: dict = {}
    told = []
    for cell in cells:
        source = "".join(cell["source"])
        if isinstance(ast.parse(source).body[0], ast.Expr):  # the only one of its cell
            out = eval(source, names)
            told.append("" if out is None else out.data)
        else:
            exec(source, names)
        if "parameters" in cell["metadata"].get("tags", []):
            names |= given
    return told


def names_of(review) -> tuple[list[str], set[str]]:
    """The names of all tables and figures in the notebooks for a review, and those that their prose refers to."""
    names, referred = [], set()
    for notebook in sorted((ROOT / "notebooks").glob("*.ipynb")):
        for cell in json.loads(notebook.read_text(encoding="utf-8"))["cells"]:
            source = "".join(cell["source"])
            if cell["cell_type"] == "markdown":
                referred |= set(re.findall(r"\{numref\}`(tbl-[^`]+)`", source))
            elif source.strip() in CALLS:
                names += re.findall(r"^:name: (.+)$", shown(source.strip(), review), flags=re.MULTILINE)
    return names, referred


def ran(notebook: Path, **given) -> tuple[nbformat.NotebookNode, str]:
    """A notebook with what its cells show, executed in this process as a kernel would; and what came by way of warnings."""
    read = nbformat.read(notebook, as_version=4)
    InteractiveShell.clear_instance()
    shell = InteractiveShell.instance(history_manager=None, colors="nocolor")
    said = ""
    try:
        for at, cell in enumerate((c for c in read.cells if c.cell_type == "code"), 1):
            with capture_output() as told, warnings.catch_warnings(record=True) as heard:
                warnings.simplefilter("always")
                warnings.simplefilter("ignore", DeprecationWarning)  # a kernel shows none of a library's
                done = shell.run_cell(cell.source, store_history=False)
            done.raise_error()
            if "parameters" in cell.metadata.get("tags", []):
                shell.push(given)
            said += told.stderr + "".join(f"{one.message}\n" for one in heard)
            cell.execution_count = at
            cell.outputs = [
                nbformat.v4.new_output("display_data", data=out.data, metadata=out.metadata)
                for out in told.outputs
            ]
            if done.result is not None:
                data, metadata = shell.display_formatter.format(done.result)
                cell.outputs.append(
                    nbformat.v4.new_output("execute_result", data=data, metadata=metadata, execution_count=at)
                )
    finally:
        InteractiveShell.clear_instance()
    return read, said
