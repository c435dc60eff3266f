"""The sources of a book of five pages that lean on each other in every way, with the configuration of the real one."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from packages import ROOT

SIGN = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><title>{0}</title></svg>\n'
PAGES = {
    "index": "# Start\n\n{glue:text}`../notebooks/01-toy.ipynb::answer:s`\n",
    "methods": (
        "# Methods\n\nWe looked.\n\n(how)=\n## How we looked\n\n```{include} shared.txt\n```\n\n"
        ":::{figure} sign.svg\n:name: fig-sign\n:alt: A sign\n\nA sign\n:::\n"
    ),
    "results": "# Results\n\n{numref}`fig-sign`, {ref}`how`.\n\n![A picture](picture.png)\n",
    "references": "# References\n\n{cite:t}`Roe2019`\n\n```{bibliography}\n```\n",
}
ALL = {*(f"book/{name}" for name in PAGES), "notebooks/01-toy"}
TOC = """format: jb-book
root: book/index
chapters:
- file: book/methods
- file: book/results
- file: notebooks/01-toy
- file: book/references
"""
BIB = "@article{{Roe2019, author={{Roe, R.}}, title={{{title}}}, journal={{J}}, year={{2019}}}}\n"


def write(root: Path) -> Path:
    """Lay the sources out."""
    book = root / "book"
    shutil.copytree(ROOT / "book" / "_static", book / "_static")
    for name, text in PAGES.items():
        (book / f"{name}.md").write_text(text, "utf-8")
    (book / "_vendor").mkdir()
    (book / "_vendor" / "bundle.txt").write_text("A bundle", "utf-8")
    (book / "shared.txt").write_text("What is shared.\n", "utf-8")
    (book / "sign.svg").write_text(SIGN.format("a"), "utf-8")
    picture(book / "picture.png", 1)
    (book / "references.bib").write_text(BIB.format(title="On signs"), "utf-8")
    (book / "instruments.bib").write_text("", "utf-8")
    shutil.copyfile(ROOT / "_config.yml", root / "_config.yml")
    (root / "_toc.yml").write_text(TOC, "utf-8")
    notebook(root, answer="12 of 15")
    return root


def picture(file: Path, red: int) -> None:
    from PIL import Image

    Image.new("RGB", (4, 4), (red, 0, 0)).save(file)


def notebook(root: Path, *, answer: str) -> None:
    """A notebook as it is stored, that gives one number to other pages."""
    output = {
        "output_type": "display_data",
        "data": {"application/papermill.record/text/plain": repr(answer)},
        "metadata": {"scrapbook": {"name": "answer", "mime_prefix": "application/papermill.record/"}},
    }
    cells = [
        {"cell_type": "markdown", "id": "title", "metadata": {}, "source": ["# Toy"]},
        {"cell_type": "code", "id": "glue", "metadata": {}, "source": ["glue"], "outputs": [output], "execution_count": 1},
    ]  # fmt: skip
    file = root / "notebooks" / "01-toy.ipynb"
    file.parent.mkdir(exist_ok=True)
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    content = {"cells": cells, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}
    file.write_text(json.dumps(content), "utf-8")


def change(file: Path, old: str, new: str) -> None:
    """Replace a text in a file, where it must be."""
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")


def files(folder: Path) -> dict[str, bytes]:
    """The content of every file below a folder."""
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }
