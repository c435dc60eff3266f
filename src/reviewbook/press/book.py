"""Build the book: check the review, run what is stale, write the generated pages, and make the site.

Each step leaves alone what is as it was, and says by digests of what things are made of that it is. Nothing changed: nothing is
loaded. While notebooks run, Sphinx is loaded in another process.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Collection, Mapping
from contextlib import nullcontext
from pathlib import Path
from urllib.parse import urlsplit

import yaml

from reviewbook.files import digest
from reviewbook.page.escape import address, one_line
from reviewbook.press import settings
from reviewbook.press.run import own_review, run
from reviewbook.press.settings import GENERATED
from reviewbook.press.steps import LONG, Steps
from reviewbook.press.typeset import BuildFailed, Typesetter
from reviewbook.review.names import TAKEN

# Prose about one review: another review brings its own in <review>/pages/, or the page says that there is none.
REVIEW_PAGES = ("methods", "discussion")
# Part of the library, and by _config.yml of every site.
FONTS = "src/reviewbook/page/fonts/web"
# Of a book, by patterns from its root, what every review's book is made from.
SOURCES = ("*.yml", "*.md", "*.cff", "book/**/*", "notebooks/*.ipynb", "requirements.txt")
DRAFT = "-draft"  # ends the folder in _build of a review's draft
UNCHANGED = "book  unchanged"  # the line that says that nothing had to be built


def build(
    root: Path,
    *,
    review: Path | None = None,
    jobs: int = 2,
    progress: Callable[[str], object] = print,
    typesetter: Typesetter | None = None,
    steps: Steps | None = None,
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
    typesetter : one that has Sphinx loaded already
    steps : is told what was done, and how long it took

    Returns
    -------
    Path of the book's index.html

    Raises
    ------
    RunFailed, BuildFailed with what to put right.
    """
    steps = steps or Steps()
    root = Path(root).resolve()
    own = own_review(root)
    settings.toc(root)  # what is wrong with it is said before notebooks run
    review = Path(review).resolve() if review else own
    notebooks = sorted((root / "notebooks").glob("*.ipynb"))
    place = root / "_build"
    if review != own:
        place = place_of(root, review)
    html, stamp = place / "html", place / "html.built"
    if stands(root, review, place):
        width = max(len(one.stem) for one in notebooks)
        for one in notebooks:
            progress(f"{one.stem:<{width}}  unchanged")
        progress(UNCHANGED)
        return html / "index.html"
    # It loads Sphinx while notebooks run.
    with nullcontext(typesetter) if typesetter else Typesetter() as at_work:
        with steps.of("check") as step:
            step.reused = _require_sound(review, place / "sound")
        if review == own:
            source, tables = root, own
            run(own, notebooks=notebooks, out=root / "notebooks", jobs=jobs, progress=progress, steps=steps)
        else:
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
                steps=steps,
            )
        with steps.of("pages from data") as step:
            step.reused = _write_pages(source, tables, place / "pages")
        from reviewbook.press import site  # slow to import, as what follows a change

        stamp.unlink(missing_ok=True)
        site.make(source, tables, place, typesetter=at_work, jobs=jobs, progress=progress, steps=steps)
    stamp.write_text(digest_sources(root, review), encoding="utf-8")
    if steps.seconds > LONG:
        progress(steps.summary())
    progress("book  built")
    return html / "index.html"


def stands(root: Path, review: Path, place: Path) -> bool:
    """Whether the book of a review is in its place, made of all that there is now."""
    stamp = place / "html.built"
    if not stamp.is_file() or not (place / "html" / "data").is_dir():
        return False
    return stamp.read_text(encoding="utf-8") == digest_sources(root, review)


def place_of(root: Path, review: Path) -> Path:
    """Where the book of another review is made: ``_build/<name>``.

    Raises
    ------
    BuildFailed where that place is in use.
    """
    if review.name in TAKEN or review.name.endswith(DRAFT):
        raise BuildFailed(
            f"A review cannot be named {review.name}: _build/{review.name} is in use. Rename its folder."
        )
    return root / "_build" / review.name


def _require_sound(review: Path, known: Path) -> str:
    """Raise ReviewProblems where a review has a problem; one that was sound and is as it was is not looked at again.

    Gives what was reused, in words.
    """
    own = (f"{review.name}/*", f"{review.name}/pages/*", "*/datapackage.json")
    made_of = digest.of_value([digest.of_folder(review.parent, *own), digest.of_library()])
    if known.is_file() and known.read_text(encoding="utf-8") == made_of:
        return "it was sound, and is as it was"
    from reviewbook.check import require_sound

    require_sound(review)
    known.parent.mkdir(parents=True, exist_ok=True)
    known.write_text(made_of, encoding="utf-8")
    return ""


def _write_pages(source: Path, tables: Path, known: Path) -> str:
    """Write the pages that are made from data, unless they stand there as they were written; what was reused, in words."""
    names = [f"book/{name}.md" for name in GENERATED]

    def made_of() -> str:
        library, book = digest.of_library(), digest.of_folder(source, *names, "book/scoring.csv")
        return digest.of_value([digest.of_folder(tables), library, book])

    if known.is_file() and known.read_text(encoding="utf-8") == made_of():
        return "all"
    from reviewbook.press import pages

    pages.write(source, tables)
    known.write_text(made_of(), encoding="utf-8")
    return ""


def digest_sources(root: Path, review: Path) -> str:
    """One digest of all that a book is made from, and of the notebooks that hold its results."""
    place = root / "_build" / review.name
    return digest.of_value(
        [
            digest.of_folder(root, *SOURCES),
            digest.of_folder(review, "*", "pages/*"),
            [digest.of_file(one) for one in sorted(review.parent.glob("*/datapackage.json"))],
            digest.of_folder(place, "source/notebooks/*.ipynb", "source/book/*.md") if place.is_dir() else "",
            digest.of_library(),
            sys.version_info[:2],
        ]
    )


# --- the book of another review --------------------------------------------------------------------------------


def stage(root: Path, review: Path, source: Path, *, package: dict) -> Path:
    """Lay out the sources of another review's book; the folder of its tables in there.

    ``package`` is what its datapackage.json says. The repository's own review, staged too, keeps the prose that stands in book/.
    A file that is there as it should be is not touched, so that Sphinx sees no change in it.
    """
    files: dict[Path, Path | bytes] = {}

    def lay(folder: Path, to: Path) -> None:
        shown = (file for file in sorted(folder.rglob("*")) if file.is_file())
        inside = {file.relative_to(folder): file for file in shown}
        files.update({to / place: file for place, file in inside.items() if not _is_hidden(place)})

    lay(root / "book", Path("book"))
    for name in GENERATED:  # written from this review's tables, later and at the last build
        if (source / (page := Path("book", f"{name}.md"))).is_file():
            files.pop(page, None)
    lay(digest.LIBRARY / "page" / "fonts" / "web", Path(FONTS))
    tables = Path("data", review.name)
    lay(review, tables)
    files.update(
        {Path(file.name): file for file in (root / "_toc.yml", *root.glob("*.md"), *root.glob("*.cff"))}
    )
    config = _config_of(package, settings.config(root), review.name)
    files[Path("_config.yml")] = yaml.safe_dump(config, allow_unicode=True, sort_keys=False).encode()
    for name in REVIEW_PAGES if review != own_review(root) else ():
        title = name.replace("-", " ").capitalize()
        files[Path("book", f"{name}.md")] = f"# {title}\n\nThis review gives none.\n".encode()
    files.update({Path("book", page.name): page for page in review.glob("pages/*.md")})
    if (review / "references.bib").is_file():
        files[Path("book", "references.bib")] = review / "references.bib"
    _lay_out(files, source, but={Path("book", f"{name}.md") for name in GENERATED})
    (source / "notebooks").mkdir(parents=True, exist_ok=True)
    return source / tables


def _is_hidden(place: Path) -> bool:
    """Whether a book is never made from a file: the team's own notes, such as who is who among the reviewers (.private)."""
    return any(part.startswith(".") for part in place.parts)


def _lay_out(files: Mapping[Path, Path | bytes], folder: Path, *, but: Collection[Path]) -> None:
    """Let a folder hold these files; of book/ and data/ in it, no other, but for some that come later."""
    for top in ("book", "data"):
        for there in sorted((folder / top).rglob("*")):
            if there.is_file() and (place := there.relative_to(folder)) not in files and place not in but:
                there.unlink()
    for place, given in files.items():
        content = given if isinstance(given, bytes) else given.read_bytes()
        to = folder / place
        if not to.is_file() or to.read_bytes() != content:
            to.parent.mkdir(parents=True, exist_ok=True)
            to.unlink(missing_ok=True)
            to.write_bytes(content)


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
