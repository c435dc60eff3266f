"""The settings of a book: _config.yml and _toc.yml, read with care, and what of them the press needs held against its form.

Everything else in them is for Jupyter Book, which checks it by its own rules.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from reviewbook.page.escape import address
from reviewbook.review import authored
from reviewbook.review.problems import Problem, ReviewProblems, quote

CONFIG, TOC = "_config.yml", "_toc.yml"
CODE = "PACK-012"
# Beside the folder of a site: what other tasks make (`make pdf`), and the downloads offer where it is there (`press.offered`).
GIVEN = ("book.pdf", "manuscript.zip")
ALLOWED = "prose.yaml"  # what may be typed into prose (`reviewbook.press.typed`)
# Pages of book/ that are made from data (`reviewbook.press.pages`).
GENERATED = ("index", "data-dictionary", "errors", "records", "scoring", "checklist", "whats-new", "colophon")


def config(root: Path) -> dict[str, Any]:
    """What the _config.yml of a book says; ``reviewbook.review`` is a name there, ``html`` and ``sphinx.config`` are mappings.

    Raises
    ------
    ReviewProblems (PACK-012).
    """
    said = _mapping(root / CONFIG)
    wrong: list[Problem] = []

    def part(of: dict[str, Any], name: str, place: str) -> dict[str, Any]:
        inner = of.setdefault(name, {})
        if not isinstance(inner, dict):
            wrong.append(Problem(CODE, CONFIG, quote(inner), "names with values", field=place))
        return inner if isinstance(inner, dict) else {}

    review = part(said, "reviewbook", "reviewbook").get("review")
    if not isinstance(review, str) or not review.strip():
        seen = "nothing" if review is None else quote(review)
        wrong.append(Problem(CODE, CONFIG, seen, "the name of a folder in data/", field="reviewbook.review"))
    part(said, "html", "html")
    sphinx = part(part(said, "sphinx", "sphinx"), "config", "sphinx.config")
    extensions = sphinx.setdefault("extensions", [])
    if not isinstance(extensions, list):
        wrong.append(Problem(CODE, CONFIG, quote(extensions), "a list", field="sphinx.config.extensions"))
    if wrong:
        raise ReviewProblems(wrong)
    return said


def home(root: Path) -> str:
    """The address at which a book is published, with a slash at its end; "" where its _config.yml does not say so, or cannot be used."""
    try:
        said = config(root)["html"].get("baseurl")
    except (ReviewProblems, OSError):
        return ""
    to = address(said) if isinstance(said, str) else ""
    return to.rstrip("/") + "/" if to.startswith("http") else ""


def repository(root: Path) -> str:
    """The repository of a book; "" where its _config.yml names none, or cannot be used."""
    try:
        said = config(root).get("repository")
    except (ReviewProblems, OSError):
        return ""
    url = said.get("url") if isinstance(said, dict) else None
    return url if isinstance(url, str) else ""


def toc(folder: Path) -> dict[str, Any]:
    """What the _toc.yml of a book says: each of its ``parts``, or itself, has ``chapters``, each a file, a link or a pattern.

    Raises
    ------
    ReviewProblems (PACK-012).
    """
    said = _mapping(folder / TOC)
    wrong: list[Problem] = []
    parts = said.get("parts") or [{"chapters": said.get("chapters", [])}]
    if not isinstance(parts, list):
        raise ReviewProblems([Problem(CODE, TOC, quote(parts), "a list of parts", field="parts")])
    for at, part in enumerate(parts):
        place = f"parts[{at}]." if said.get("parts") else ""
        chapters = part.get("chapters") if isinstance(part, dict) else None
        if not isinstance(chapters, list):
            seen = "nothing" if chapters is None else quote(chapters)
            wrong.append(Problem(CODE, TOC, seen, "a list of pages", field=f"{place}chapters"))
            continue
        for n, page in enumerate(chapters):
            if not isinstance(page, dict) or not isinstance(page.get("file", ""), str):
                field = f"{place}chapters[{n}]"
                wrong.append(
                    Problem(CODE, TOC, quote(page), "a page, such as file: book/methods", field=field)
                )
    if wrong:
        raise ReviewProblems(wrong)
    return said


def pages(folder: Path) -> list[str]:
    """The pages that the _toc.yml of a book lists as its chapters, such as "book/methods".

    Raises
    ------
    ReviewProblems (PACK-012).
    """
    said = toc(folder)
    parts = said.get("parts") or [{"chapters": said.get("chapters", [])}]
    return [page["file"] for part in parts for page in part["chapters"] if "file" in page]


def _mapping(file: Path) -> dict[str, Any]:
    said = authored.load(file, code=CODE)
    if not isinstance(said, dict):
        raise ReviewProblems([Problem(CODE, file.name, quote(said), "names with values")])
    return said
