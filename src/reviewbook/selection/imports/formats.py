"""The foreign formats that can be imported: what each is called, what it holds, who reads it, and how it is known by sight."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from reviewbook.files.signs import SIGNS, sight
from reviewbook.review.problems import Problem, ReviewProblems


@dataclass(frozen=True)
class Format:
    """One format: its reader is imported only when it is used."""

    name: str
    module: str
    says: str
    kinds: str  # usual endings of the files
    options: tuple[str, ...] = ()  # of stage, reviewer, decision: those that its reader takes
    together: bool = False  # one reading of all files, as articles and log belong together
    decisions: bool = False  # holds decisions; else an export of records alone
    needs_records: bool = False  # of decisions: without a source, each of its records must be in the review

    @property
    def reader(self) -> Callable:
        return import_module(f"reviewbook.selection.imports.{self.module}").read


FORMATS = {
    known.name: known
    for known in (
        Format("ris", "ris", "RIS: Ovid, Scopus, Embase, Zotero, EndNote and others", ".ris .txt"),
        Format("nbib", "nbib", "PubMed or MEDLINE, also ERIC", ".nbib .txt"),
        Format("bibtex", "bibtex", "BibTeX", ".bib"),
        Format("ciw", "ciw", "Web of Science, tagged", ".ciw .txt"),
        Format("endnote-xml", "endnote", "EndNote XML", ".xml"),
        Format("csv", "table", "a table of records with a header row", ".csv .tsv .txt"),
        Format("yaml", "listing", "a list of records in YAML", ".yaml .yml"),
        Format(
            "rayyan",
            "rayyan",
            "Rayyan: articles and customizations_log, given together",
            ".bib .csv .ris",
            options=("stage",),
            together=True,
            decisions=True,
            needs_records=True,
        ),
        Format(
            "covidence",
            "covidence",
            "Covidence",
            ".csv",
            options=("stage", "decision"),
            decisions=True,
            needs_records=True,
        ),
        Format(
            "asreview",
            "asreview",
            "ASReview",
            ".csv .ris",
            options=("stage", "reviewer"),
            decisions=True,
            needs_records=True,
        ),
        Format(
            "decisions",
            "decisions",
            "a plain table or list of decisions",
            ".csv .yaml",
            options=("stage", "reviewer", "decision"),
            decisions=True,
        ),
    )
}

# How a list of records in YAML begins.
LIST = re.compile(r"\A\s*(---\s*)?(\|\s*\n\s*)?- \w+: ")


def _table_or_list(text: str) -> str | None:
    """csv or yaml where a text without a sign of its own begins as one of them."""
    from reviewbook.selection.imports.table import begins_with_header  # which itself needs this module

    if LIST.match(text):
        return "yaml"
    return "csv" if begins_with_header(text) else None


def require(name: str, file: Path, text: str) -> None:
    """Nothing where the text can be of this format.

    Raises
    ------
    ReviewProblems (IMPT-002) that says which format the file has, where that is plain.
    """
    sign = SIGNS.get(name)
    if sign and sign.search(text):
        return
    # A table or a list has no sign of its own, and its cells may hold anything: only a file that begins as another format
    # does is refused.
    seen = sight(text if sign else text.lstrip()[:200]) or _table_or_list(text)
    fits = (None, name, "JSON") if name == "yaml" else (None, name)  # JSON is YAML
    if sign or seen not in fits:
        raise other_format(name, file, seen)


def other_format(name: str, file: Path, seen: str | None = None) -> ReviewProblems:
    """That a file is not of the format it was given as, and which it is where that is plain."""
    found = seen or "no entry of that format"
    wanted = f"{name} ({FORMATS[name].says})"
    if seen in FORMATS:
        found, wanted = f"a file of the format {seen}", f"{wanted}; import it as {seen}"
    elif seen:
        wanted += "; export it once more as RIS, BibTeX or CSV"
    return ReviewProblems([Problem("IMPT-002", file.name, found, wanted)])
