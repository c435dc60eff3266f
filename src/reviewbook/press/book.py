"""Build the book: run what is stale, write the generated pages, build them with Jupyter Book, put the tables beside them.

Jupyter Book (Sphinx) rewrites a page only when that page's own source changed, but a page here also shows numbers, titles
and style sheets of others. So there are two cases alone: nothing changed, and everything is built anew, aside, then moved
into place: a reader never sees half a book, and a failed build leaves the former one.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import yaml

from reviewbook.files import digest
from reviewbook.files.cells import for_spreadsheets
from reviewbook.page.draft import attempt
from reviewbook.page.escape import address, one_line
from reviewbook.press import settings
from reviewbook.press.finish import citations, finish, list_in_sitemap
from reviewbook.press.run import own_review, run
from reviewbook.review.names import TAKEN

if TYPE_CHECKING:
    from reviewbook.review.model import Review

# Prose about one review: another review brings its own in <review>/pages/, or the page says that there is none.
REVIEW_PAGES = ("methods", "discussion")
# Part of the library, and by _config.yml of every site.
FONTS = "src/reviewbook/page/fonts/web"
# What a book is never made from: the team's own notes, such as who is who among the reviewers (.private).
HIDDEN = shutil.ignore_patterns(".*")
DRAFT = "-draft"  # ends the folder in _build of a review's draft


class BuildFailed(Exception):
    """The book was not built; the text of the exception is what to put right."""


def build(
    root: Path, *, review: Path | None = None, jobs: int = 2, progress: Callable[[str], object] = print
) -> Path:
    """Bring the book up to date with the tables, the notebooks and the prose.

    Parameters
    ----------
    root : the repository
    review : folder of another review
        None or the repository's own review: the book of the stored notebooks, in ``_build/html``.
        Another: the same chapters about that review, in ``_build/<name>/html``; nothing outside ``_build`` changes.
    jobs : notebooks at once
    progress : called with one line per step

    Returns
    -------
    Path of the book's index.html

    Raises
    ------
    RunFailed, BuildFailed with what to put right.
    """
    root = Path(root).resolve()
    own = own_review(root)
    settings.toc(root)  # what is wrong with it is said before notebooks run
    review = Path(review).resolve() if review else own
    notebooks = sorted((root / "notebooks").glob("*.ipynb"))
    if review == own:
        source, tables, place = root, own, root / "_build"
        run(own, notebooks=notebooks, out=root / "notebooks", jobs=jobs, progress=progress)
    else:
        if review.name in TAKEN or review.name.endswith(DRAFT):
            raise BuildFailed(
                f"A review cannot be named {review.name}: _build/{review.name} is in use. Rename its folder."
            )
        place = root / "_build" / review.name
        source = place / "source"
        tables = stage(root, review, source, package=_package(review))
        run(
            tables,
            notebooks=notebooks,
            out=source / "notebooks",
            cwd=source / "notebooks",
            # Relative, so that the pages and the notebooks to download hold no path of this machine.
            parameters={"review": f"../data/{review.name}"},
            state=place / "run",
            jobs=jobs,
            progress=progress,
        )
    html, stamp = place / "html", place / "html.built"
    published = html / "data"  # not there when someone called jupyter-book alone
    if stamp.is_file() and stamp.read_text() == digest_sources(root, source, tables) and published.is_dir():
        progress("book  unchanged")
        return html / "index.html"
    from reviewbook.press import pages  # slow to import, and an unchanged book has no need of it

    pages.write(source, tables)
    stamp.unlink(missing_ok=True)
    fresh = site(source, tables, place / "press", jobs=jobs, progress=progress)
    if html.exists():
        shutil.rmtree(html)
    fresh.rename(html)
    shutil.rmtree(place / "press")
    stamp.write_text(digest_sources(root, source, tables))
    progress("book  built")
    return html / "index.html"


def site(
    source: Path,
    tables: Path,
    place: Path,
    *,
    jobs: int,
    progress: Callable[[str], object],
    failures: list[str] | None = None,
) -> Path:
    """The whole site from nothing: Sphinx's pages and, written beside them, those of each report and intervention.

    ``failures`` gets a line about each part of a draft that could not be made, and Sphinx's warnings stay warnings there.
    """
    from reviewbook.check import drafted
    from reviewbook.press import entries
    from reviewbook.review.bibliography import labels
    from reviewbook.review.reading import read
    from reviewbook.review.usable import drafting

    if place.exists():
        shutil.rmtree(place)
    told = failures if failures is not None else []
    review = drafted(tables) if drafting() else read(tables)[0]
    with ThreadPoolExecutor(1) as beside:  # Sphinx is a process of its own: the thread only waits for it
        chapters = beside.submit(_sphinx, source, place / "chapters", strict=not drafting())

        def write() -> int:
            contents = entries.contents(source)
            return entries.write(review, place / "entries", jobs=jobs, contents=contents, failures=told)

        written = attempt("The list of reports and interventions", write, told, otherwise=0)
        progress(f"pages of reports and interventions  {written:,} written")
        fresh, warnings = chapters.result()
    if warnings:
        progress(f"warnings  {warnings:,}")
    finish(fresh, reports=labels(review) if written else {}, cited=citations(fresh.parent / ".doctrees"))
    for folder in sorted((place / "entries").iterdir()):
        folder.rename(fresh / folder.name)
    list_in_sitemap(fresh, entries.addresses(review))
    _publish(review, fresh, told)
    return fresh


def _sphinx(source: Path, place: Path, *, strict: bool = True) -> tuple[Path, int]:
    """Build the pages from nothing: their folder, and how many warnings there were; where ``strict``, each is an error."""
    command = [sys.executable, "-c", "from jupyter_book.cli.main import main; main()", "build", str(source)]
    command += ["--path-output", str(place), *(["-W"] if strict else []), "-n", "--keep-going", "-q"]
    # Same sources, same bytes: no date of today, no order of a set.
    environment = os.environ | {"SOURCE_DATE_EPOCH": "1767225600", "PYTHONHASHSEED": "0"}
    done = subprocess.run(
        command,
        env=environment,
        cwd=source,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        start_new_session=True,  # Ctrl-C is for us: we stop it
    )
    warnings = len(re.findall(r"\b(?:WARNING|ERROR|CRITICAL): ", done.stderr))
    if done.returncode:
        said = re.sub(r"\x1b\[[0-9;]*m", "", done.stderr).partition("Traceback (most recent call last)")[0]
        said = said.replace(f"{source}{os.sep}", "").strip() or done.stderr.strip() or done.stdout.strip()
        count = len(re.findall(r"\b(?:WARNING|ERROR|CRITICAL): ", said))
        raise BuildFailed(
            f"The book was not built: {count or 'some'} problem{'' if count == 1 else 's'}.\n{said}"
        )
    return place / "_build" / "html", warnings


def _publish(review: Review, html: Path, failures: list[str]) -> None:
    """Put the review's tables, and what is made of them, at data/<review>/ of the site: addresses that stay.

    After Sphinx and not by its html_extra_path, which copies a folder's content to the root of the site and has no way
    to say "below data/".
    """
    from reviewbook.evidence_map import charts
    from reviewbook.interventions import exports
    from reviewbook.interventions.drawing import features
    from reviewbook.page.scope import MOST_SHEETS
    from reviewbook.press import downloads
    from reviewbook.selection.drawing.records import LEDGER, ledger
    from reviewbook.selection.of_review import flow_of
    from reviewbook.themes.drawing import coded_matrix

    place = html / "data" / review.name
    place.mkdir(parents=True)
    downloads.write(review, place)

    def became() -> bytes | None:
        found = flow_of(review)
        return for_spreadsheets(ledger(review, found)) if len(found.ledger) else None

    made: dict[str, Callable[[], bytes | None]] = {
        LEDGER: became,
        "explorer.js": lambda: charts.data(review),
        "matrix.js": lambda: features.data(review),
    }
    if review.has("interventions", "tidier"):
        made["tidier-sheets.csv"] = lambda: exports.csv(review)
        if len(review.interventions) <= MOST_SHEETS:
            made["tidier-sheets.docx"] = lambda: exports.docx(review)
    for name, make in made.items():
        content = attempt(f"The file {name}", make, failures, otherwise=None)
        if content is not None:
            (place / name).write_bytes(content)

    def codes() -> None:
        for name, content in coded_matrix.files(review):
            file = html / name
            file.parent.mkdir(exist_ok=True)
            file.write_bytes(content)

    attempt("The list of coded passages", codes, failures, otherwise=None)


def digest_sources(root: Path, source: Path, tables: Path) -> str:
    """One digest of all that the built pages are made from."""
    return digest.of_value(
        [
            *(
                digest.of_folder(source, pattern)
                for pattern in ("*.yml", "*.md", "*.cff", "book/**/*", "notebooks/*.ipynb")
            ),
            digest.of_folder(tables, "*"),
            digest.of_folder(root, "requirements.txt"),
            digest.of_folder(digest.LIBRARY),  # it also writes pages
            sys.version_info[:2],
        ]
    )


# --- the book of another review --------------------------------------------------------------------------------


def stage(root: Path, review: Path, source: Path, *, package: dict) -> Path:
    """Lay out the sources of another review's book; the folder of its tables in there.

    ``package`` is what its datapackage.json says. The repository's own review, staged too, keeps the prose that stands in book/.
    """
    (source / "notebooks").mkdir(parents=True, exist_ok=True)
    for folder in ("book", "data"):
        shutil.rmtree(source / folder, ignore_errors=True)
    shutil.copytree(root / "book", source / "book")
    shutil.copytree(digest.LIBRARY / "page" / "fonts" / "web", source / FONTS, dirs_exist_ok=True)
    tables = source / "data" / review.name
    shutil.copytree(review, tables, ignore=HIDDEN)
    for file in [root / "_toc.yml", *root.glob("*.md"), *root.glob("*.cff")]:
        shutil.copyfile(file, source / file.name)
    config = _config_of(package, settings.config(root), review.name)
    (source / "_config.yml").write_text(
        yaml.safe_dump(config, allow_unicode=True, sort_keys=False), encoding="utf-8"
    )
    for name in REVIEW_PAGES if review != own_review(root) else ():
        title = name.replace("-", " ").capitalize()
        (source / "book" / f"{name}.md").write_text(
            f"# {title}\n\nThis review gives none.\n", encoding="utf-8"
        )
    for page in review.glob("pages/*.md"):
        shutil.copyfile(page, source / "book" / page.name)
    if (review / "references.bib").is_file():
        shutil.copyfile(review / "references.bib", source / "book" / "references.bib")
    return tables


def _package(review: Path) -> dict:
    from reviewbook.review.reading import read_package

    package, problems = read_package(review)
    if unreadable := [problem for problem in problems if problem.code == "PACK-002"]:
        raise BuildFailed(str(unreadable[0]))
    return package


def _config_of(package: dict, config: dict, name: str) -> dict:
    """The book's configuration with another review's title and authors, and without this project's addresses."""
    people = [one_line(person["title"]) for person in package.get("contributors", []) if person.get("title")]
    config["title"] = one_line(package.get("title", name))
    config["author"] = ", ".join(people)
    config["reviewbook"] = {"review": name}
    config.pop("repository", None)
    for button in ("use_repository_button", "use_issues_button"):
        config["html"][button] = False
    sphinx = config["sphinx"]["config"]
    if home := address(package.get("homepage", "")):
        home = home.rstrip("/") + "/"
        config["html"]["baseurl"] = sphinx["ogp_site_url"] = home
        sphinx["ogp_site_name"] = one_line(config["title"])
        sphinx["notfound_urls_prefix"] = urlsplit(home).path
    else:  # a sitemap and a preview card need the address at which the book will be
        config["html"].pop("baseurl", None)
        without = ("sphinx_sitemap", "sphinxext.opengraph")
        sphinx["extensions"] = [name for name in sphinx["extensions"] if name not in without]
        for option in [option for option in sphinx if option.startswith(("sitemap_", "ogp_"))]:
            del sphinx[option]
        sphinx["notfound_urls_prefix"] = "/"
    return config
