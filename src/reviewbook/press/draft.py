"""Build a draft of the book: at any state of the tables, beside the strict book and never in its place.

A draft is laid out from nothing in ``_build/<name>-draft``, also of the repository's own review. What the tables cannot give
says so in its place, and one page says what is open.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path

import nbformat
import yaml

from reviewbook import status
from reviewbook.check import Open, still_open
from reviewbook.files import digest
from reviewbook.page.draft import FAILED
from reviewbook.press import book, open_points, pages, settings, site, to_write
from reviewbook.press.finish import marked_as_draft
from reviewbook.press.run import own_review, run
from reviewbook.press.steps import LONG, Steps
from reviewbook.press.typeset import Typesetter
from reviewbook.review import bibliography
from reviewbook.review import progress as far
from reviewbook.review.usable import drafts

UNLISTED = "Not in the bibliography yet"
_FAILED = re.compile(rf"{FAILED}([^\n]+)")


def build(
    root: Path,
    *,
    review: Path | None = None,
    jobs: int = 2,
    progress: Callable[[str], object] = print,
    typesetter: Typesetter | None = None,
    steps: Steps | None = None,
) -> Path:
    """Bring the draft of a review's book up to date; the path of its index.html.

    Parameters
    ----------
    root, review, jobs, progress, typesetter, steps : as in `book.build`

    Raises
    ------
    RunFailed, BuildFailed where a program fails, never for the state of the tables.
    """
    steps = steps or Steps()
    root = Path(root).resolve()
    review = Path(review).resolve() if review else own_review(root)
    settings.toc(root)
    place = book.place_of(root, review, draft=True)
    html, stamp, unmade = place / "html", place / "html.built", place / "html.unmade"
    with drafts(), nullcontext(typesetter) if typesetter else Typesetter() as at_work:
        opened = still_open(review)
        unwritten = to_write.problems(opened.review, root if review == own_review(root) else None)
        opened = opened._replace(problems=[*opened.problems, *unwritten])
        source, tables, failures = lay_out(
            root, review, place, opened, jobs=jobs, progress=progress, steps=steps
        )
        made_of = digest.of_value([digest.of_folder(source), digest.of_folder(tables), digest.of_library()])
        if (
            html.is_dir()
            and not book.edited(place)
            and unmade.is_file()
            and stamp.is_file()
            and stamp.read_text(encoding="utf-8") == made_of
        ):
            later = unmade.read_text(
                encoding="utf-8"
            ).splitlines()  # what could not be made beside the pages of Sphinx
            progress(book.UNCHANGED)
        else:
            stamp.unlink(missing_ok=True)
            words, leads_to = open_points.banner(opened.problems), f"book/{open_points.NAME}.html"

            def banner(text: str, page: str) -> str:
                return marked_as_draft(text, page, words, leads_to=leads_to)

            later = site.make(
                source,
                tables,
                place,
                typesetter=at_work,
                jobs=jobs,
                progress=progress,
                steps=steps,
                banner=banner,
            )
            unmade.write_text("".join(f"{line}\n" for line in later), encoding="utf-8")
            stamp.write_text(made_of, encoding="utf-8")
            progress("book  built")
    for line in [*failures, *later]:
        progress(line)
    if steps.seconds > LONG:
        progress(steps.summary())
    progress(open_points.banner(opened.problems))
    return html / "index.html"


def lay_out(
    root: Path,
    review: Path,
    place: Path,
    opened: Open,
    *,
    jobs: int,
    progress: Callable[[str], object],
    steps: Steps,
) -> tuple[Path, Path, list[str]]:
    """The sources of a draft, its notebooks run: their folder, that of the tables in it, and what could not be made."""
    source, notebooks = place / "source", sorted((root / "notebooks").glob("*.ipynb"))
    # Where the book will be published is not where a draft is.
    package = {name: value for name, value in opened.review.package.items() if name != "homepage"}
    tables = book.stage(root, review, source, package=package)
    list_all(source / "book" / "references.bib", opened)
    contents(source / "_toc.yml")
    ran = run(
        tables,
        notebooks=notebooks,
        out=source / "notebooks",
        cwd=source / "notebooks",
        parameters={"review": f"../data/{review.name}"},
        state=place / "run",
        jobs=jobs,
        progress=progress,
        steps=steps,
    )
    failures = [*opened.failures, *(line for one in ran for line in failed(one.path))]
    pages.write(source, tables, failures=failures)
    stood = status.of_open(opened, where=f"data/{review.name}")
    text = open_points.page(
        opened.problems,
        far.of_review(opened.charted),
        list(dict.fromkeys([*failures, *stood.failures])),
        stages=stood.stages,
        notes=stood.notes,
    )
    (source / "book" / f"{open_points.NAME}.md").write_text(text, encoding="utf-8")
    return source, tables, failures


def failed(notebook: Path) -> list[str]:
    """What a finished notebook could not show for a reason that no check foresaw: its name, the call, the reason."""
    found = []
    for cell in nbformat.read(notebook, as_version=4).cells:
        for output in cell.get("outputs", []):
            for said in output.get("data", {}).values():
                for why in _FAILED.findall(said if isinstance(said, str) else ""):
                    plain = re.sub(r"\\(.)", r"\1", why).rstrip("\"'").removesuffix(".")
                    found.append(f"{notebook.stem}, {cell.source.strip()}: {plain}")
    return list(dict.fromkeys(found))


def list_all(references: Path, opened: Open) -> None:
    """Write a bibliography with an entry for each report: its own, or one that says that it is not listed yet."""
    file = bibliography.bibliography(opened.review)
    known = bibliography.references(opened.review)
    text = file.read_text(encoding="utf-8") if known or not _wrong(opened) else ""
    missing = [key for key in opened.review.reports["report_id"] if key not in known]
    stubs = [f"@misc{{{key},\n  author = {{{{{key}}}}},\n  title = {{{UNLISTED}}}\n}}\n" for key in missing]
    references.write_text("\n".join([text, *stubs]), encoding="utf-8")


def _wrong(opened: Open) -> bool:
    """Whether the bibliography as a whole cannot be read."""
    return any(problem.code == "CITE-001" and problem.row is None for problem in opened.problems)


def contents(toc: Path) -> None:
    """Put the page of open points first into a book's table of contents."""
    listed = settings.toc(toc.parent)
    chapters = (listed["parts"][0] if listed.get("parts") else listed)["chapters"]
    chapters.insert(0, {"file": f"book/{open_points.NAME}"})
    toc.write_text(yaml.safe_dump(listed, allow_unicode=True, sort_keys=False), encoding="utf-8")
