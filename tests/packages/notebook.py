"""A notebook written in a test."""

from pathlib import Path

import nbformat

READS_A_TABLE = """\
import os, pathlib
table = pathlib.Path("../data") / review / "flow.csv"
print(table.read_text(), flush=True)
with open(os.environ["REVIEWBOOK_READS"], "a") as reads:
    _ = reads.write(f"{table.resolve()}\\n")
print(hash("the same in every kernel"))"""


def notebook(path: Path, *cells: str, parameters: str = 'review: str = "toy"') -> Path:
    """A notebook with a title, a parameters cell and these code cells."""
    cells = [
        nbformat.v4.new_markdown_cell("# Title", id="title"),
        nbformat.v4.new_code_cell(parameters, id="parameters", metadata={"tags": ["parameters"]}),
        *(nbformat.v4.new_code_cell(source, id=f"cell-{n}") for n, source in enumerate(cells)),
    ]
    kernel = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel}), path)
    return path
