"""The foreign formats that can be imported: what each is called, what it holds, who reads it, and how it is known by sight."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module


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
