"""Build the book: check the review, run what is stale, write the generated pages, and make the site.

Each step leaves alone what is as it was, and says by digests of what things are made of that it is. Nothing changed: nothing is
loaded. While notebooks run, Sphinx is loaded in another process.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Collection, Mapping
from contextlib import nullcontext, suppress
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from reviewbook.files import digest
from reviewbook.page.escape import address, one_line
from reviewbook.press import settings
from reviewbook.press.chapters import OWN
from reviewbook.press.run import Ran, RunFailed, own_review, run
from reviewbook.press.settings import GENERATED
from reviewbook.press.steps import LONG, Steps
from reviewbook.press.typeset import BuildFailed, Typesetter
from reviewbook.review import standing
from reviewbook.review.names import TAKEN
from reviewbook.review.place import built, library

# Part of the library, and by _config.yml of every site.
FONTS = "src/reviewbook/page/fonts/web"
# Of a book, by patterns from its root, what every review's book is made from.
NOTEBOOKS = "notebooks/*.ipynb"
SOURCES = ("*.yml", "*.md", "*.cff", "book/**/*", NOTEBOOKS, "requirements.txt")
# Of a review, what stands below its folder: its own pages and instruments.
BELOW = ("pages/*", "instruments/*")
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
    first: Collection[str] = (),
    shown: Callable[[], object] = lambda: None,
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
    first : names of notebooks whose pages somebody waits for
        Where there is a book already, they are in it before the others are begun, and ``shown`` is called.

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
    place = place_of(root, review)
    html, stamp = place / "html", place / "html.built"
    written = digest_sources(root, review)
    if stands(root, review, place, written=written):
        width = max(len(one.stem) for one in notebooks)
        for one in notebooks:
            progress(f"{one.stem:<{width}}  unchanged")
        progress(UNCHANGED)
        return html / "index.html"
    # It loads Sphinx while notebooks run.
    with nullcontext(typesetter) if typesetter else Typesetter() as at_work:
        with steps.of("check") as step:
            step.reused = _require_sound(review, place / "sound")
        source, tables, execute = sources(root, review, place)
        execute = partial(execute, jobs=jobs, progress=progress, steps=steps)
        from reviewbook.press import site  # slow to import, as what follows a change

        make = partial(
            site.make, source, tables, place, typesetter=at_work, jobs=jobs, progress=progress, steps=steps
        )
        if html.is_dir() and (some := [one for one in notebooks if one.stem in first]):
            # What fails here fails once more below, and is told with the others.
            with suppress(RunFailed, BuildFailed):
                execute(notebooks=some)
                stamp.unlink(missing_ok=True)
                make(anew=False)
                shown()
        execute(notebooks=notebooks)
        with steps.of("pages from data") as step:
            step.reused = _write_pages(source, tables, place / "pages")
        built_of = _made_of(
            root, review, place, written
        )  # what is saved from now on is not in the site, and built next time
        stamp.unlink(missing_ok=True)
        make()
    stamp.write_text(built_of, encoding="utf-8")
    if steps.seconds > LONG:
        progress(steps.summary())
    progress("book  built")
    return html / "index.html"


class Sources(NamedTuple):
    """What a book is made from: ``run`` is `reviewbook.press.run.run` with what its notebooks are given."""

    folder: Path
    tables: Path
    run: Callable[..., list[Ran]]


def sources(root: Path, review: Path, place: Path) -> Sources:
    """What the book of a review is made from: the repository for its own, for another what is laid out in ``place``/source."""
    given: dict[str, Any] = {}
    if review == own_review(root):
        folder, tables = root, review
    else:
        folder = place / "source"
        tables = stage(root, review, folder, package=_package(review))
        # Relative, so that the pages and the notebooks to download hold no path of this machine.
        given = {"parameters": {"review": f"../data/{review.name}"}, "state": place / "run"}
    there = folder / "notebooks"
    return Sources(folder, tables, partial(run, tables, out=there, cwd=there, **given))


def stands(root: Path, review: Path, place: Path, *, written: str | None = None) -> bool:
    """Whether the book of a review is in its place, made of all that there is now.

    ``written`` is what `digest_sources` gives, where that is known.
    """
    stamp = place / "html.built"
    if not stamp.is_file() or not (place / "html" / "data").is_dir() or edited(place):
        return False
    written = written or digest_sources(root, review)
    return stamp.read_text(encoding="utf-8") == _made_of(root, review, place, written)


def edited(place: Path) -> bool:
    """Whether a file of a site was written, added or taken away since it was laid out: by hand, or by plain jupyter-book."""
    listing, html = place / "site.json", place / "html"
    if not listing.is_file():  # it was laid out on another machine
        return False
    laid = json.loads(listing.read_bytes())
    known = {address: stamp for address, (_, stamp) in laid["files"].items()}
    found = {}
    for folder, _, names in os.walk(html):
        for name in names:
            seen = os.stat(file := os.path.join(folder, name))  # noqa: PTH116, PTH118  of thousands of files
            found[Path(file).relative_to(html).as_posix()] = [seen.st_size, seen.st_mtime_ns]
    return known != found


def _made_of(root: Path, review: Path, place: Path, written: str) -> str:
    """One digest of all that a book is made of: what people wrote, and what building wrote among the sources."""
    source = root if review == own_review(root) else place / "source"
    made = (f"book/{name}.md" for name in GENERATED)
    given = digest.of_folder(place, *settings.GIVEN)
    return digest.of_value([written, digest.of_folder(source, NOTEBOOKS, *made), given])


def place_of(root: Path, review: Path, *, draft: bool = False) -> Path:
    """Where the book of a review is made: ``_build`` for the repository's own, ``_build/<name>`` for another; drafts apart.

    Raises
    ------
    BuildFailed where that place is in use.
    """
    if draft:
        return built(root) / f"{review.name}{DRAFT}"
    if review == own_review(root):
        return built(root)
    if review.name in TAKEN or review.name.endswith(DRAFT):
        raise BuildFailed(
            f"A review cannot be named {review.name}: _build/{review.name} is in use. Rename its folder."
        )
    return built(root) / review.name


def _require_sound(review: Path, known: Path) -> str:
    """Raise ReviewProblems where a review has a problem; one that was sound and is as it was is not looked at again.

    Gives what was reused, in words.
    """
    own = (*(f"{review.name}/{part}" for part in ("*", *BELOW)), "*/datapackage.json")
    made_of = digest.of_value(
        [
            digest.of_folder(review.parent, *own),
            digest.of_bibliography(review),
            digest.of_file(library() / "book" / "instruments.bib"),
            digest.of_library(),
        ]
    )
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
    given = [
        digest.of_folder(tables),
        digest.of_bibliography(tables),
        digest.of_library(),
        digest.of_file(source / "book" / "scoring.csv"),
    ]

    def made_of() -> str:
        return digest.of_value([*given, digest.of_folder(source, *names)])

    if known.is_file() and known.read_text(encoding="utf-8") == made_of():
        return "all"
    from reviewbook.press import pages

    pages.write(source, tables)
    known.write_text(made_of(), encoding="utf-8")
    return ""


def digest_sources(root: Path, review: Path) -> str:
    """One digest of all that people write for the book of a review, and of the library.

    Building does not change it, nor does what editors and office programs lay beside a file that is open.
    """
    made = [f"book/{name}.md" for name in GENERATED]
    beside = [pattern for pattern in SOURCES if pattern != NOTEBOOKS]
    return digest.of_value(
        [
            digest.of_files(_files(root, *beside, but=made), root),
            digest.of_files(_files(review, "*", *BELOW), review),
            digest.of_bibliography(review),
            [digest.of_file(one) for one in sorted(review.parent.glob("*/datapackage.json"))],
            {one.name: digest_notebook(one.read_bytes()) for one in _files(root, NOTEBOOKS)},
            digest.of_library(),
            sys.version_info[:2],
        ]
    )


def _files(folder: Path, *patterns: str, but: Collection[str] = ()) -> list[Path]:
    """The files of a folder that fit, but for some, and for those that lie there aside."""
    found = {file.relative_to(folder) for pattern in patterns for file in folder.glob(pattern)}
    kept = (place for place in sorted(found) if place.as_posix() not in but and not is_aside(place))
    return [folder / place for place in kept if (folder / place).is_file()]


def is_aside(place: Path) -> bool:
    """Whether editors, office programs or teams lay a file aside: .#a.csv, a.csv~, #a.csv#, ~$a.xlsx, .private/a.csv."""
    return _is_hidden(place) or place.name.startswith(("~", "#")) or place.name.endswith("~")


def digest_notebook(content: bytes) -> str:
    """A digest of what people write in a notebook, without results; of one that cannot be read, of all."""
    try:
        cells = json.loads(content)["cells"]
        return digest.of_value([[one["cell_type"], "".join(one["source"]), one["metadata"]] for one in cells])
    except (ValueError, KeyError, TypeError):  # a run says what is wrong with it
        return digest.of_bytes(content)


# --- the book of another review --------------------------------------------------------------------------------


def stage(root: Path, review: Path, source: Path, *, package: dict) -> Path:
    """Lay out the sources of another review's book; the folder of its tables in there.

    ``package`` is what its datapackage.json says. The repository's own review, staged too, keeps the prose that stands in book/.
    A file that is there as it should be is not touched, so that Sphinx sees no change in it.
    """
    from reviewbook.review import bibliography  # brings pandas

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
    config = config_of(package, settings.config(root), review.name)
    files[Path("_config.yml")] = yaml.safe_dump(config, allow_unicode=True, sort_keys=False).encode()
    if review != own_review(root):  # what the repository's own review says of itself is no other's
        for name in OWN:
            files.pop(Path("book", f"{name}.md"), None)
    files.update({Path("book", page.name): page for page in review.glob("pages/*.md")})
    cited = bibliography.named(review, package)
    if cited.suffix == ".bib" and cited.is_file():  # nothing else that a package may name is published
        files[Path("book", "references.bib")] = cited
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


def config_of(package: dict, config: dict, name: str) -> dict:
    """The book's configuration with another review's title and authors, and without this project's addresses."""
    people = [one_line(name) for name in standing.makers(package)]
    config["title"] = one_line(package.get("title", name))
    config["author"] = ", ".join(people)
    config["reviewbook"] = {"review": name}
    config.pop("repository", None)
    for button in ("use_repository_button", "use_issues_button"):
        config["html"][button] = False
    if home := address(package.get("homepage", "")):
        config["html"]["baseurl"] = home.rstrip("/") + "/"
    else:
        config["html"].pop("baseurl", None)
    return config
