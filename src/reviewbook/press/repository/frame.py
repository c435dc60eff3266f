"""All files of a new repository: the review, the book of every review, the prose to fill in, and how it is built and proved.

The frame is what a newer reviewbook may change (`update`). What stands in data/, the prose and the bibliography are the authors'
from the first.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

import yaml
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from reviewbook.appraisal.instruments import instrument
from reviewbook.page.escape import myst, one_line
from reviewbook.press import book, settings
from reviewbook.press.repository import asked as words
from reviewbook.press.repository import tables
from reviewbook.press.repository.asked import Asked
from reviewbook.press.repository.tables import TEMPLATES
from reviewbook.review import place

LIST = Path(__file__).with_name("of_every_book.txt")
PINS = Path(__file__).with_name("requirements.txt")  # `make lock` writes it (pins.py)
RECORD = ".reviewbook.json"
# Written once and never again: from then on they are the authors'.
THEIRS = ("README.md", "LICENSE", "book/methods.md", "book/discussion.md", "book/references.bib")
NO_PAGES = ("wheels", "help")  # folders of such a repository that hold no page


def version() -> str:
    """The version of the library that is installed."""
    return metadata.version("reviewbook")


def begun(one: Asked) -> dict[str, bytes]:
    """Every file of a new repository by its place, but for the record of them (`update.record`)."""
    data = {f"data/{one.name}/{name}": content for name, content in tables.begun(one).items()}
    return {**frame(one), **theirs(one), **data}


def frame(one: Asked) -> dict[str, bytes]:
    """What of a repository the library may bring up to date, by its place."""
    files = dict(of_every_book(one.name))
    files[settings.CONFIG] = _config(one)
    files["requirements.txt"] = requirements()
    files |= {f"help/{name}": content for name, content in tables.help_beside(one).items()}
    return files | {name: text for name, text in _rendered(one) if name not in THEIRS}


def theirs(one: Asked) -> dict[str, bytes]:
    """What is written once, for the authors to fill in, by its place."""
    return {name: text for name, text in _rendered(one) if name in THEIRS}


def of_every_book(review: str) -> Iterator[tuple[str, bytes]]:
    """What every review's book has, by its place, with notebooks that are about a review and have no results yet."""
    library = place.library()
    for pattern in LIST.read_text(encoding="utf-8").splitlines():
        for file in sorted(library.glob(pattern)) if pattern and not pattern.startswith("#") else ():
            content = file.read_bytes()
            yield (
                file.relative_to(library).as_posix(),
                _about(content, review) if file.suffix == ".ipynb" else content,
            )


def requirements() -> bytes:
    """What the book is built with, to the exact version, and the library itself."""
    own = f"# The library: from the package index, or a wheel in wheels/.\nreviewbook=={version()}\n"
    return PINS.read_bytes() + own.encode()


def _about(content: bytes, review: str) -> bytes:
    """A notebook of the library for a review of one's own: the parameter that names it, and no results."""
    notebook = json.loads(content)
    for cell in notebook["cells"]:
        if cell["cell_type"] != "code":
            continue
        cell["outputs"], cell["execution_count"] = [], None
        if "parameters" in cell["metadata"].get("tags", []):
            cell["source"] = [_names(line, review) for line in cell["source"]]
    return (json.dumps(notebook, indent=1, ensure_ascii=False) + "\n").encode()


def _names(line: str, review: str) -> str:
    """The line of the parameters that names the review, with another review; each other line as it is."""
    before, sign, after = line.partition(" = ")
    if before != "review: str" or not sign:
        return line
    return f"{before} = {json.dumps(review)}{after[after.index('  #') :]}"


def _config(one: Asked) -> bytes:
    """The configuration of the library's book as that of a review of one's own; its addresses are for the authors to add."""
    config = book.config_of(tables.package(one), settings.config(place.library()), one.name)
    config["copyright"] = config["author"] or config["title"]
    config["exclude_patterns"] = [*config["exclude_patterns"], *NO_PAGES]
    head = (
        "# The book: what it is called and how it looks. Made by `reviewbook new`; what you change here stays yours.\n"
        "# Once you know where it will be read: html.baseurl, and repository.url with html.use_repository_button.\n"
    )
    return (head + yaml.safe_dump(config, sort_keys=False, allow_unicode=True, width=120)).encode()


def _rendered(one: Asked) -> Iterator[tuple[str, bytes]]:
    """The templates, filled in."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        variable_start_string="[[",
        variable_end_string="]]",
        block_start_string="[%",
        block_end_string="%]",
        comment_start_string="[#",
        comment_end_string="#]",
        trim_blocks=True,
        keep_trailing_newline=True,
        undefined=StrictUndefined,
    )
    title, path = words.LICENCES[one.licence]
    said = {
        "name": one.name,
        "title": myst(one.title),
        "plain_title": one_line(one.title),
        "who": one_line(", ".join(one.people) or "the authors of the review"),
        "kind": one.kind,
        "framework": one.framework.upper(),
        "elements": [
            (name.capitalize(), myst((one.elements or {}).get(name, "")))
            for name in words.FRAMEWORKS[one.framework]
        ],
        "question": myst(words.in_words(one)),
        "parts": one.parts,
        "tool": myst(instrument(one.tool)["title"]) if one.tool else "",
        "source": instrument(one.tool).get("source", "") if one.tool else "",
        "tool_id": one.tool,
        "licence": title,
        "licence_at": path,
        "version": version(),
    }
    for file in sorted(TEMPLATES.rglob("*")):
        inside = file.relative_to(TEMPLATES)
        if file.is_file() and inside.parts[0] != "form":
            name = "/".join(
                part.replace("dot_", ".", 1) if part.startswith("dot_") else part for part in inside.parts
            )
            yield name, environment.get_template(inside.as_posix()).render(said).encode()
