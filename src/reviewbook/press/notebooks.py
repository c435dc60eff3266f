"""Notebooks as text: read, prepared with parameters, and written in one fixed layout without what differs between runs."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import nbformat

# What papermill, nbclient and Jupyter write that differs between two runs or two machines.
_VOLATILE = (
    "metadata.papermill",
    "metadata.language_info.version",
    "metadata.widgets",
    "cell.metadata.papermill",
    "cell.metadata.execution",
)


def read(path: Path) -> nbformat.NotebookNode:
    return nbformat.read(path, as_version=4)


def text(notebook: nbformat.NotebookNode) -> str:
    """The notebook as it is stored: without what differs between runs, in one fixed layout."""
    from nbstripout import strip_output

    notebook = strip_output(
        nbformat.from_dict(notebook), keep_output=True, keep_count=True, keep_id=True, extra_keys=_VOLATILE
    )
    for cell in notebook.cells:
        if cell.metadata.get("tags") == []:  # papermill adds an empty list to every cell
            del cell.metadata["tags"]
    return nbformat.writes(notebook) + "\n"


def known(source: Path) -> set[str]:
    """Names in the ``parameters`` cell; none when the file is no notebook, which `prepare` reports."""
    import papermill

    try:
        return set(papermill.inspect_notebook(str(source)))
    except Exception:  # papermill and nbformat share no class for this
        return set()


def prepare(source: Path, parameters: Mapping[str, Any]) -> nbformat.NotebookNode:
    """The notebook as it will be run: with the given values in a cell that the book removes."""
    names = known(source) if parameters else set()
    given = {
        name: str(value) if isinstance(value, Path) else value
        for name, value in parameters.items()
        if name in names
    }
    if not given:
        return read(source)
    from papermill.iorw import load_notebook_node
    from papermill.parameterize import parameterize_notebook

    notebook = parameterize_notebook(load_notebook_node(str(source)), given)
    for cell in notebook.cells:
        if "injected-parameters" in cell.metadata.get("tags", []):
            cell.id = "injected-parameters"  # papermill draws a random one
            cell.metadata.tags = ["injected-parameters", "remove-cell"]
    return notebook


def code_cells(notebook: nbformat.NotebookNode) -> list[nbformat.NotebookNode]:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def with_outputs(notebook: nbformat.NotebookNode, finished: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """``notebook`` with the results of ``finished``, which has the same code cells."""
    for cell, done in zip(code_cells(notebook), code_cells(finished), strict=True):
        cell.outputs, cell.execution_count = done.outputs, done.execution_count
    if "language_info" in finished.metadata:  # as running it leaves it
        notebook.metadata["language_info"] = finished.metadata["language_info"]
    return notebook


def write(path: Path, text: str) -> bool:
    """Put ``text`` in place in one step; whether that changed the file: one that already says so is not touched."""
    new = text.encode("utf-8")
    if path.exists() and path.read_bytes() == new:
        return False
    aside = path.with_name(f".{path.name}.part")
    aside.write_bytes(new)
    aside.replace(path)
    return True
