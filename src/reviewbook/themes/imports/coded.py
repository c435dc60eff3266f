"""Take coded material of other programs into a review: codes, documents, passages, and who coded them.

What is there stays as it is. A code is known by its labels from the top of its scheme down, a document by its name and length, a
passage by its document and its place in it (by its text, where a place is not known), a coding by passage, code and coder. So a
project imported again, or exported later, adds only what is new; and the project of a second coder adds that person's codings to
the passages that both have.

A project that a review was exported to says of each passage which kind of excerpt it is (see `qda.Project`). Such passages keep kind,
speaker, direction, basis, page and locator, need no code, have the reports that the project names for them alone, and stay apart even
where two stand in one place.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

from reviewbook.files import ledger
from reviewbook.files.ledger import Imported, Report, Table
from reviewbook.files.pseudonyms import People
from reviewbook.files.wording import compared
from reviewbook.review import bibliography
from reviewbook.review.problems import Problem, ReviewProblems, quote
from reviewbook.review.usable import needed
from reviewbook.themes.coding import THEMES
from reviewbook.themes.imports import document_texts
from reviewbook.themes.imports import project as qda
from reviewbook.themes.imports.fitted import SCHEME
from reviewbook.themes.imports.placing import Part

TABLES = (
    "codes",
    "documents",
    "excerpts",
    "excerpt_reports",
    "finding_excerpts",
    "codings",
    "imports",
    "set_aside",
)


def add(
    review: str | os.PathLike,
    files: Sequence[Path],
    format: str,
    *,
    scheme: str = THEMES,
    report: str | None = None,
    coder: str | None = None,
    texts: Path | None = None,
    keep_names: bool = False,
    dry_run: bool = False,
) -> Report:
    """Import coded material into the tables codes, documents, excerpts, excerpt_reports, finding_excerpts and codings of a review.

    Every passage comes in as a quotation where the project does not say its kind. A passage without a code, one of an unknown kind, and
    what a review has no place for, go to set_aside.

    Parameters
    ----------
    review : folder of the review: a path, or the name of a folder in data/.
    files : of one project, read together.
    format : one of `qda.READERS`.
    scheme : coding scheme that codes come into where the files name none: "themes" for those found in the data, another name for a
        framework.
    report : report_id of the documents that name no report themselves. A document names one by its name, or by the name of a case
        that it belongs to; a passage also by a case of its own.
    coder : who coded, where the files do not say.
    texts : folder for the texts of the documents, for `reviewbook check --sources`; None writes none.
    keep_names : leave coders by name, instead of letters in their place.
    dry_run : read and report, write nothing.

    Returns
    -------
    Report with one `Imported` for all files; entries are codes, documents, passages and codings. In the table imports the first
    new file has the counts of all.

    Raises
    ------
    ReviewProblems with every problem, and nothing written: a file cannot be read (IMPT-001 and the reader's own), an option does
    not fit (IMPT-005), nothing is there to take (IMPT-011), a document is longer or shorter than before (IMPT-012), another text
    is in the folder of texts (IMPT-013), a review that is none (IMPT-004) or not sound.
    """
    folder = ledger.folder_of(review)
    loaded = needed(folder, *TABLES)
    _check_options(loaded.reports["report_id"].tolist(), format, scheme, report)
    tables = {name: Table.read(folder, name) for name in TABLES}
    said = {"scheme": None if scheme == THEMES else scheme, "report": report, "coder": coder}
    given = {name: value for name, value in said.items() if value}
    ids = {ledger.identified(tables["imports"], _bytes_of(file), format, given): file.name for file in files}
    project = qda.read(files, format)
    if not any(map(len, (project.codes, project.documents, project.excerpts))):
        seen = "no code, no document and no passage"
        raise ReviewProblems([Problem("IMPT-011", files[0].name, seen, "a project or a list of codes")])
    people = People(loaded, keep=keep_names)
    part = Part(project, tables, " and ".join(ids.values()), scheme, coder, people)
    part.take(_named(bibliography.labels(loaded)), report)
    if part.wrong:
        raise ReviewProblems(part.wrong)
    wanted = document_texts.new_texts(part.texts, part.documents, texts) if texts else {}
    done = _account(part, ids, format, tables)
    changed = [table for table in tables.values() if table.changed]
    ledger.redact(changed, people)
    if not dry_run:
        document_texts.write(wanted)
        if changed:
            first, *further = sorted(ids, key=lambda one: one != done.import_id)
            known = {first: ledger.keys(part.known())}
            ledger.write(folder, changed, people, by=[first, *further], known=known)
    notes = (
        people.notes()
        + part.notes()
        + ([document_texts.in_words(part.texts, wanted, texts)] if texts else [])
    )
    return Report([done], [table.name for table in changed], notes)


def _bytes_of(file: Path) -> Path:
    """The file by whose bytes a project is known; of one kept as a folder, its database."""
    return file / "data.qda" if file.is_dir() else file


def _check_options(reports: list[str], format: str, scheme: str, report: str | None) -> None:
    wrong = []
    if format not in qda.READERS:
        wrong.append(Problem("IMPT-005", "FORMAT", quote(format), "one of " + ", ".join(qda.READERS)))
    if not SCHEME.fullmatch(scheme):
        wanted = "small letters, digits and _, a letter first"
        wrong.append(Problem("IMPT-005", "--scheme", quote(scheme), wanted))
    if report is not None and report not in reports:
        there = "one of " + ", ".join(reports) if reports else "a row in reports.csv for it"
        wrong.append(Problem("IMPT-005", "--report", quote(report), there))
    if wrong:
        raise ReviewProblems(wrong)


def _named(labels: Mapping[str, str]) -> dict[str, set[str]]:
    """The reports that a name may mean: their identifier, or author and year as figures have them."""
    known: defaultdict[str, set[str]] = defaultdict(set)
    for report_id, label in labels.items():
        known[compared(report_id)].add(report_id)
        known[compared(label)].add(report_id)
    return dict(known)


def _account(part: Part, ids: Mapping[str, str], format: str, tables: Mapping[str, Table]) -> Imported:
    """What became of the files together; each new one gets its row of imports, the first of them with the counts of all."""
    there = {row["import_id"]: row for row in tables["imports"].rows}
    counted = [one for one in ids if there.get(one, {}).get("entries", "0") != "0"]
    first = next((one for one in ids if one not in there), (counted or list(ids))[0])
    if first in there and not any(table.changed for table in tables.values()):
        return Imported(part.origin, first, format, before=True)
    entries = sum(one.total for one in part.counts.values())
    added = sum(one.new for one in part.counts.values())
    done = Imported(part.origin, first, format, entries, added, entries - added, part.aside.pieces)
    if first not in there:
        tables["imports"].add(
            ledger.entered(done if import_id == first else Imported(file, import_id, format), file)
            for import_id, file in ids.items()
            if import_id not in there
        )
        tables["set_aside"].add(ledger.aside(done))
    elif added:  # the file was there before, and gives more now that what it lacked is there
        row, every = there[first], added + int(there[first]["added"])
        row |= {"entries": str(entries), "added": str(every), "known": str(max(0, entries - every))}
        row["set_aside"] = str(len(part.aside.pieces))
        tables["imports"].changed = True
        tables["set_aside"].take_out(lambda one: one["import_id"] == first)
        tables["set_aside"].add(ledger.aside(done))
    return done
