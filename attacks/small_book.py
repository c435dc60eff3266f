"""A repository with a small book, whose pages lean on each other in every way that the real one's do, and its sources by kind."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import yaml
from packages import SYNTHETIC

from attacks import ROOT
from attacks.repository import copy

REVIEW = "synthetic"
CHAPTERS = ("01-selection", "02-studies", "03-appraisal")
CELLS = 16  # of each chapter, the first
PROSE = {
    "index": """# A small book

(start)=
What was found: {glue:text}`../notebooks/01-selection.ipynb::answer:s`
Of it, {glue:text}`../notebooks/02-studies.ipynb::answer:s`

Begin with {doc}`methods`, then {doc}`/notebooks/02-studies`; {numref}`fig-flow` and {numref}`tbl-sources` say where from.

```{tableofcontents}
```
""",
    "methods": """# Methods

(how)=
## How we looked

We looked {cite:p}`Synthetic2018,Pluye2011` in {numref}`tbl-places`, as {ref}`what` says.

```{include} shared.txt
```

:::{figure} sign.svg
:name: fig-sign
:alt: A sign

What stands above the door
:::

:::{list-table} Places
:name: tbl-places
:header-rows: 1

* - Place
  - Number
* - Here
  - 3
:::
""",
    "results": """# Results

(what)=
## What came of it

{glue:text}`../notebooks/02-studies.ipynb::people:s` and {glue:text}`../notebooks/03-appraisal.ipynb::answer:s`.
See {numref}`fig-sign`, {numref}`tbl-by-design`, [](methods.md), [](#how), and {cite:t}`Synthetic2019`.

![The same sign](sign.svg)

{download}`Numbers <numbers.txt>`
""",
    "notes": """# Notes

```{include} shared.txt
```

A word[^one], and {term}`sign`.

[^one]: A note.

:::{glossary}
sign
: What is shown in {ref}`how`.
:::
""",
    "references": "# References\n\n```{bibliography}\n```\n",
}
TOC = {
    "format": "jb-book",
    "root": "book/index",
    "parts": [
        {"caption": "Start", "chapters": [{"file": "book/methods"}, {"file": "book/results"}]},
        {
            "caption": "Findings",
            "chapters": [
                *({"file": f"notebooks/{name}"} for name in CHAPTERS),
                {"file": "book/records"},
            ],
        },
        {
            "caption": "About",
            "chapters": [
                {"file": "book/whats-new", "sections": [{"file": "book/notes"}]},
                {"file": "book/references"},
            ],
        },
    ],
}
SIGN = '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20"><title>{0}</title><text y="15">{0}</text></svg>\n'
# The first page of a real book names every chapter.
WITHOUT_INDEX = {
    "settings.py": ('GENERATED = ("index", ', "GENERATED = ("),
    "pages.py": ('        "index": lambda: landing.page(review, out=out),\n', ""),
}
_TO_PAGE = re.compile(r"\{doc\}`/(?P<page>[\w/-]+)`")


def lay_out(to: Path) -> Path:
    """The repository: library, real configuration, a review of invented tables, three chapters and some pages of prose."""
    root = copy(to)
    for page in root.glob("book/*.*"):
        if page.name != "instruments.bib":
            page.unlink()
    review = root / "data" / REVIEW
    shutil.copytree(SYNTHETIC, review)
    (review / "references.bib").rename(root / "book" / "references.bib")
    package = json.loads((review / "datapackage.json").read_text("utf-8"))
    package["bibliography"] = "../../book/references.bib"
    (review / "datapackage.json").write_text(json.dumps(package, indent=2) + "\n", "utf-8")
    shutil.copy(ROOT / "book" / "scoring.csv", root / "book")
    config = (root / "_config.yml").read_text("utf-8")
    (root / "_config.yml").write_text(replaced(config, "review: williams-2019", f"review: {REVIEW}"), "utf-8")
    (root / "_toc.yml").write_text(yaml.safe_dump(TOC, sort_keys=False), "utf-8")
    for name, text in PROSE.items():
        (root / "book" / f"{name}.md").write_text(text, "utf-8")
    (root / "book" / "shared.txt").write_text("What both pages say, of {numref}`fig-years`.\n", "utf-8")
    (root / "book" / "numbers.txt").write_text("1\n2\n", "utf-8")
    (root / "book" / "sign.svg").write_text(SIGN.format("a"), "utf-8")
    for file, change in WITHOUT_INDEX.items():
        module = root / "src" / "reviewbook" / "press" / file
        module.write_text(replaced(module.read_text("utf-8"), *change), "utf-8")
    for notebook in sorted((root / "notebooks").glob("*.ipynb")):
        if notebook.stem in CHAPTERS:
            _shorten(notebook)
        else:
            notebook.unlink()
    return root


def replaced(text: str, old: str, new: str) -> str:
    """A text with a part of it replaced, which must be there."""
    if old not in text:
        raise ValueError(f"not there: {old}")
    return text.replace(old, new)


def _shorten(notebook: Path) -> None:
    """Leave the first cells of a chapter, about this review, with references to pages of this book alone."""
    pages = {f"book/{name}" for name in (*PROSE, "records", "whats-new")} | {
        f"notebooks/{n}" for n in CHAPTERS
    }

    def plain(found: re.Match) -> str:
        return found[0] if found["page"] in pages else "another page"

    content = json.loads(notebook.read_text("utf-8"))
    content["cells"] = content["cells"][:CELLS]
    for cell in content["cells"]:
        text = "".join(cell["source"])
        if cell["cell_type"] == "markdown":
            text = _TO_PAGE.sub(plain, text)
        elif "parameters" in cell["metadata"].get("tags", []):
            text = replaced(text, "williams-2019", REVIEW)
        cell["source"] = text.splitlines(keepends=True)
    notebook.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", "utf-8")
