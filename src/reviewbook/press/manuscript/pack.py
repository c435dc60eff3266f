"""The manuscript pack: what authors attach to an article, as files by name, made from the same pages as the book."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from reviewbook.charting import exports as charting
from reviewbook.confidence import exports as confidence
from reviewbook.files import references, word, xlsx
from reviewbook.files.replace import whole
from reviewbook.interventions import exports as interventions
from reviewbook.page.words import date
from reviewbook.press import menu, packaged
from reviewbook.press.manuscript import chapter, documents, figures, methods, tables
from reviewbook.press.manuscript.documents import Numbered, Picture
from reviewbook.press.manuscript.matrices import matrices
from reviewbook.press.manuscript.stills import stills
from reviewbook.press.manuscript.words import Said, plain
from reviewbook.review import bibliography
from reviewbook.review.checklists import instrument
from reviewbook.review.model import Review
from reviewbook.review.nothing import is_given
from reviewbook.review.problems import Problem, ReviewProblems, quote
from reviewbook.selection import exports as selection
from reviewbook.selection.drawing import works

MANIFEST, README = "manifest.json", "README.txt"  # the list of files for machines, and for people


class File(NamedTuple):
    """A file of the pack, and in one line what it is."""

    data: bytes
    about: str


class Left(NamedTuple):
    """What the pack does not hold, and why."""

    what: str
    why: str


class Pack(NamedTuple):
    """The files of a pack by their names in its folder, and what it does not hold."""

    files: dict[str, File]
    left: tuple[Left, ...]


def made(root: Path, review: Review, *, progress: Callable[[str], object] = lambda line: None) -> Pack:
    """The whole pack of a review that is sound.

    Parameters
    ----------
    root : the folder of the book, whose notebooks and pages say what is numbered how
    progress : called with a line for each part
    """
    progress("pages: the tables and figures of the book")
    pages = list(chapter.pages_of(root, review))
    found, drawn, undrawn = _numbered(pages, review)
    files: dict[str, File] = {}
    left = list(undrawn)
    progress(f"tables: {len(found)}")
    files["tables.docx"] = File(
        documents.tables(review, found), "Every numbered table, under its number and caption, with its notes."
    )
    files["tables.xlsx"] = File(
        _workbook(review, found), "The same tables, a sheet each; numbers are numbers."
    )
    progress(f"figures: {len(drawn)}")
    pictures = []
    for number, caption, one in drawn:
        name = f"figures/{number.lower().replace('. ', '-').replace(' ', '-')}"
        png = figures.png(one)
        box = figures.size(one)
        pictures.append(Picture(number, caption, one.description, png, box[0]))
        files[f"{name}.svg"] = File(figures.svg(one), f"{number}: {caption}")
        files[f"{name}.png"] = File(png, f"{number}, {figures.DPI} dots an inch.")
        files[f"{name}.pdf"] = File(figures.pdf(one), f"{number}, as a page of its own size.")
        told = f"{number}. {caption}\n\n{one.title}\n\n{one.description}\n"
        files[f"{name}.txt"] = File(told.encode(), f"{number} in words: its alternative text.")
    if pictures:
        files["figures.docx"] = File(
            documents.figures(review, pictures), "The drawn figures with captions and alternative texts."
        )
    progress("methods, checklists and lists")
    said = methods.sentences(review)
    titles = {page.file: page.title for page in pages} | {menu.HOME.removesuffix(".html"): menu.SUMMARY}
    files["methods.docx"] = File(
        documents.methods_and_results(review, said, titles),
        "Methods and results whose numbers come from the data, with where each comes from.",
    )
    for name, data in documents.checklists(review, titles).items():
        files[f"checklists/{name}.docx"] = File(
            data, f"{instrument(name)['short']}, filled: where the book answers each item."
        )
    files |= _references(review)
    if review.has("questions"):
        files["charting-form.docx"] = File(
            documents.form(review), "The charting form: what was asked, and which answers could be chosen."
        )
    files |= _of_chapters(review, left)
    if not review.has("checklist"):
        left.append(Left("filled reporting checklists", "the review gives no table checklist"))
    if not selection.excluded(review):
        left.append(
            Left("reports excluded in full text", "the review gives no record that was excluded in full text")
        )
    return Pack(_listed(review, files, left), tuple(left))


def write(pack: Pack, folder: Path) -> None:
    """Put a pack into a folder, which it replaces whole: what an earlier pack left there and this one has not goes.

    Raises
    ------
    ReviewProblems (EXPO-007) where the folder holds anything and no pack.
    """
    before = _names_of(folder)
    for name in {"", *(Path(name).parent.as_posix() for name in pack.files)}:
        (folder / name).mkdir(parents=True, exist_ok=True)
    gone: dict[Path, bytes | None] = {folder / name: None for name in before - set(pack.files)}
    whole({folder / name: one.data for name, one in pack.files.items()} | gone)
    for name in sorted(
        {parent.as_posix() for one in before for parent in Path(one).parents} - {"."}, reverse=True
    ):
        place = folder / name
        if place.is_dir() and not any(place.iterdir()):
            place.rmdir()


def check_folder(folder: Path) -> None:
    """Nothing, where a pack may be written to a folder; else as `write`."""
    _names_of(folder)


def _names_of(folder: Path) -> set[str]:
    """The files of the pack that stands in a folder; none where nothing stands there."""
    if folder.is_file():
        raise ReviewProblems(
            [
                Problem(
                    "EXPO-007",
                    str(folder),
                    "a file",
                    "a folder that is not there yet, or holds an earlier pack",
                )
            ]
        )
    if not folder.is_dir() or not any(folder.iterdir()):
        return set()
    wanted = "a folder that is not there yet, is empty, or holds an earlier pack and nothing else"
    manifest = folder / MANIFEST
    try:
        names = {str(one["file"]) for one in json.loads(manifest.read_text(encoding="utf-8"))["files"]} | {
            MANIFEST
        }
    except (OSError, ValueError, KeyError, TypeError):
        raise ReviewProblems([Problem("EXPO-007", str(folder), f"no {MANIFEST} of a pack", wanted)]) from None
    there = {file.relative_to(folder).as_posix() for file in folder.rglob("*") if not file.is_dir()}
    if more := sorted(there - names):
        raise ReviewProblems(
            [Problem("EXPO-007", str(folder), f"{quote(more[0])}, which is no file of the pack", wanted)]
        )
    return there


def _numbered(
    pages: Sequence[chapter.Page], review: Review
) -> tuple[list[Numbered], list[tuple[str, str, figures.Drawing]], list[Left]]:
    """The tables and the drawings under the numbers that the book gives them, and the figures that are no drawing."""
    numbers: dict[str, str] = {}
    shown: list[tuple[chapter.Page, chapter.Output, str, list[str]]] = []
    n_tables = n_figures = 0
    for page in pages:
        missing = False
        for output in page.outputs:
            if output.kind == "myst" and tables.is_absent(output.text):
                missing = True
                continue
            figure, own = "", []
            if output.caption:
                n_figures += 1
                figure = f"Fig. {n_figures}"
                numbers[output.name] = figure
            for grid in tables.tables(output.text) if output.kind == "myst" else ():
                n_tables += 1
                own.append(f"Table {n_tables}")
                numbers[grid.name] = own[-1]
            shown.append((page, output, figure, own))
        n_tables += missing  # its note is a table of the page too
    said = _said(review, numbers, {page.file: page.title for page in pages})
    found: list[Numbered] = []
    drawn: list[tuple[str, str, figures.Drawing]] = []
    left: list[Left] = []
    for page, output, figure, own in shown:
        if not (page.file.startswith("notebooks/") or page.file == "book/methods"):
            continue
        for number, grid in zip(own, tables.tables(output.text, said) if own else (), strict=False):
            if page.file.startswith("book/"):  # what stands around it is the page, and no note
                grid = grid._replace(before=(), notes=())
            if grid.is_missing:
                left.append(Left(f"{number} ({grid.caption})", _why(grid.rows[0][0] if grid.rows else "")))
            elif grid.rows:
                found.append(Numbered(number, page.title, grid))
        caption = plain(review.nouns.told(output.caption), said)  # words of the library
        if output.kind != "html":
            if figure:
                left.append(Left(f"{figure} ({caption.rstrip('.')})", _why(output.text, said)))
            continue
        drawings = (figures.drawings(output.text) or stills(output.text)) if figure else []
        for letter, one in zip(_letters(len(drawings)), drawings, strict=True):
            told = f"{caption} {one.title}" if len({each.title for each in drawings}) > 1 else caption
            drawn.append((f"{figure}{letter}", told.strip(), one))
        grids = matrices(output.text) if figure else []
        for letter, table in zip(_letters(len(grids)), grids, strict=True):
            told = f"{caption} {table.caption}" if len(grids) > 1 else caption
            found.append(Numbered(f"{figure}{letter}", page.title, table._replace(caption=told.strip())))
        if figure and not drawings:
            left.append(Left(f"{figure} as a drawing", "its page draws it in another way"))
    return found, drawn, left


def _why(text: str, said: Said | None = None) -> str:
    """Why a table or a figure is not there, as its page says it, to stand before a full stop."""
    return (plain(text, said) or "there is nothing to show").rstrip(".")


def _letters(count: int) -> Iterator[str]:
    """What tells the parts of one figure apart: nothing where there is one, else a, b ... z, 27, 28 ..."""
    letters = (chr(ord("a") + at) if at < 26 else str(at + 1) for at in range(count))
    return iter([""]) if count == 1 else letters


def _said(review: Review, numbers: Mapping[str, str], titles: Mapping[str, str]) -> Said:
    """What roles say in a file: citations as names, references as numbers, links as titles."""
    names = bibliography.labels(review)
    others = bibliography.names_of_all(review, taken=names)

    def told(role: str, content: str) -> str | None:
        if role.startswith("cite"):
            who = [
                names.get(key.strip()) or others.get(key.strip()) or key.strip() for key in content.split(",")
            ]
            return f"({'; '.join(who)})" if role in ("cite", "cite:p") else ", ".join(who)
        if role == "numref":
            return numbers.get(content, content)
        if role == "doc" and "<" not in content:
            return titles.get(content.strip("/"), content)
        return None

    return told


def _workbook(review: Review, found: Sequence[Numbered]) -> bytes:
    sheets = [
        xlsx.Sheet(
            one.number,
            [f"{one.number}. {one.grid.caption}", *one.grid.before],
            one.grid.head,
            one.grid.rows,
            one.grid.notes,
        )
        for one in found
    ]
    named: set[str] = set()
    rows = [[xlsx.sheet_name(one.number, named), one.grid.caption, one.chapter] for one in found]
    contents = xlsx.Sheet("Contents", [f"Tables of {review.title}"], ["Sheet", "Table", "Chapter"], rows)
    return xlsx.written([contents, *sheets], title=f"Tables: {review.title}", day=word.dated(review))


def _references(review: Review) -> dict[str, File]:
    included, excluded = selection.included(review), selection.excluded(review)
    files: dict[str, File] = {}
    for name, own, about in (
        ("included", included, "The included reports"),
        (
            "excluded",
            [works.with_reason(one) for one in excluded],
            "The reports excluded in full text, each with its reason in the note",
        ),
    ):
        if own:
            files[f"reports/{name}.ris"] = File(
                references.ris(own), f"{about}, for reference managers (RIS)."
            )
            files[f"reports/{name}.bib"] = File(references.as_bibtex(own), f"{about}, as BibTeX.")
    if included:
        files["reports/included.json"] = File(
            references.csl(included), "The included reports as CSL-JSON, for Zotero and pandoc."
        )
    if excluded:
        files["reports/excluded.docx"] = File(
            documents.excluded(review, excluded),
            "The reports excluded in full text, with reasons, as a table.",
        )
    return files


def _of_chapters(review: Review, left: list[Left]) -> dict[str, File]:
    """What chapters export of themselves."""
    files: dict[str, File] = {}
    if review.has("interventions", "tidier"):
        files["tidier.docx"] = File(interventions.docx(review), "The TIDieR sheets.")
    else:
        left.append(Left("TIDieR sheets", "the review gives no table tidier"))
    if review.has("codes"):
        files["evidence-profile.docx"] = File(
            confidence.docx(review), "The evidence profile after GRADE-CERQual."
        )
    else:
        left.append(Left("an evidence profile", "the review gives no table codes"))
    if review.has("searches"):
        files["searches.docx"] = File(
            selection.docx(review), "The search strategies as they were run, and the protocol."
        )
        files["searches.txt"] = File(selection.txt(review), "The strategies as text, to be run again.")
    else:
        left.append(Left("search strategies", "the review gives no table searches"))
    if review.has("protocol"):
        files["protocol.csv"] = File(selection.protocol_csv(review), "What was planned, done and changed.")
    if review.has("questions"):
        for name, data in charting.sheets(review).items():
            files[f"charting/{name}"] = File(
                data, "Answers as a wide sheet, a row a thing and a column a question."
            )
    if review.has("flow") or review.has("records"):
        template, lost = packaged.prisma2020(review)
        about = "The flow as the template of the R package PRISMA2020."
        files["prisma2020.csv"] = File(template.encode(), about)
        left += [Left("in prisma2020.csv", line) for line in lost]
    return files


def _listed(review: Review, files: Mapping[str, File], left: Iterable[Left]) -> dict[str, File]:
    """The files with a list of them for people and one for machines; both say of which edition they are."""
    last = review.editions.tail(1)
    edition, published = (
        str(last[column].iloc[0]) if len(last) and is_given(last[column].iloc[0]) else ""
        for column in ("edition", "published")
    )
    of = f"edition {edition}" if edition else "of an edition that is not charted yet"
    lines = [
        f"Manuscript pack: {review.title}",
        f"{of[0].upper()}{of[1:]}{f', {date(published)}' if published else ''}.",
        "",
    ]
    lines += [f"{name}\n    {one.about}" for name, one in sorted(files.items())]
    if rest := list(left):
        lines += ["", "Not in this pack:", *(f"    {one.what}: {one.why}." for one in rest)]
    every = dict(files) | {README: File(("\n".join(lines) + "\n").encode(), "What each file is, for people.")}
    entries: list[dict[str, Any]] = [
        {
            "file": name,
            "about": one.about,
            "bytes": len(one.data),
            "sha256": hashlib.sha256(one.data).hexdigest(),
        }
        for name, one in sorted(every.items())
    ]
    manifest = {
        "review": review.name,
        "title": review.title,
        "edition": edition,
        "published": published,
        "files": entries,
        "left_out": [one._asdict() for one in left],
    }
    text = json.dumps(manifest, ensure_ascii=False, indent=1) + "\n"
    return every | {MANIFEST: File(text.encode(), "Every file with its size and checksum.")}
