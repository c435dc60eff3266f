"""What the remedy of a code says that a verb raises: the verb is run, the remedy is followed, the verb is run again.

To add one, write below a function that gives the verb's arguments twice, and between them does what the remedy says::

    @of_verb("ABCD-001", "Name the file")
    def _(at):
        yield "verb", at.write("file.csv", "wrong")
        yield "verb", at.write("file.csv", "right")

The words are those of the remedy that the function follows; a remedy that names several ways ("or ...") needs a function for each.
"""

from __future__ import annotations

import csv
import os
import shutil
import socket
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import chdir, contextmanager
from functools import cached_property
from importlib import metadata
from pathlib import Path
from typing import NamedTuple
from unittest import mock

from reviewbook.cli import main

from . import HERE, ROOT, SYNTHETIC, copied, rows_of, set_cell, workbooks
from .coded import written
from .refi import book, code, qdpx, xml
from .repairs import append, drop_where, set_package, set_where, write

TEXTS = HERE / "texts"


class Place:
    """A folder for one try, with a copy of the synthetic review where it is asked for."""

    def __init__(self, path: Path):
        self.path = path

    @cached_property
    def review(self) -> Path:
        return copied(SYNTHETIC, self.path)

    def write(self, name: str, content: str | bytes) -> Path:
        return written(self.path, name, content)

    def take(self, format_: str, *files: Path, options: tuple = ()) -> tuple:
        """The arguments of an import into the review."""
        return "import", format_, *files, "--review", self.review, *options

    def texts(self) -> Path:
        """The source texts of the synthetic review, in a folder of this try."""
        folder = self.path / "texts"
        folder.mkdir()
        for file in TEXTS.iterdir():
            written(folder, file.name, file.read_bytes())
        return folder


class Way(NamedTuple):
    """One way to follow the remedy of a code that a verb raises."""

    words: str
    steps: Callable[[Place], Iterator[tuple]]


@contextmanager
def printable(at: Place) -> Iterator[tuple]:
    """The arguments that print a book of one page with a browser that prints a blank sheet."""
    from pypdf import PdfWriter

    from reviewbook.press import menu

    home = at.path / "built" / "html" / "book"
    home.mkdir(parents=True)
    page = f"<main>{menu.top(menu.parts_of([], []), menu.HOME, 'A book')}<article><h1>A book</h1></article></main>"
    (home / "index.html").write_text(page, encoding="utf-8")
    (home.parent / "index.html").write_text(page, encoding="utf-8")
    (sheet := PdfWriter()).add_blank_page(100, 100)
    sheet.write(at.path / "blank.pdf")
    program = at.path / "chromium"
    program.write_text(
        f'#!/bin/sh\nfor a; do case $a in --print-to-pdf=*) cp "{at.path}/blank.pdf" "${{a#*=}}";; esac; done\n',
        "utf-8",
    )
    program.chmod(0o755)
    with (
        mock.patch(
            "reviewbook.press.book.place_of",
            lambda *_, draft=False: at.path / ("draft" if draft else "built"),
        ),
        mock.patch("reviewbook.press.book.stands", return_value=True),
        mock.patch.dict(os.environ, {"CHROMIUM": str(program)}),
    ):
        yield "export", "pdf", at.review, "--root", ROOT, "--to", at.path / "a.pdf"


OF_VERBS: dict[str, list[Way]] = defaultdict(list)


def of_verb(code_: str, words: str):
    def note(steps: Callable[[Place], Iterator[tuple]]):
        OF_VERBS[code_].append(Way(words, steps))
        return steps

    return note


# --- packages, files to write, parameters


@of_verb("PACK-001", "Name a folder that holds datapackage.json and CSV tables")
def _(at):
    yield "check", at.path
    yield "check", at.review


@of_verb("PACK-012", "Correct _config.yml or _toc.yml at the place named")
def _(at):
    config, root = "reviewbook: {review: %s}\n", at.review.parents[1]
    (root / "notebooks").mkdir()
    at.write("_config.yml", config % "5")
    yield "run", "--root", root
    at.write("_config.yml", config % at.review.name)
    yield "run", "--root", root


@of_verb("PACK-006", "Name a file in a folder that is there and may be written to")
def _(at):
    yield "export", "codebook", at.review, "--to", at.path / "nowhere" / "codes.csv"
    yield "export", "codebook", at.review, "--to", at.path / "codes.csv"


# --- imports

RIS = "TY  - JOUR\nTI  - {title}\nPY  - 2020\nER  - \n"
MATRIX = "App,Reminders,Chat\nFlexLine,{reminders},yes\nStrongBack,no,{chat}\n"


@of_verb("IMPT-001", "Name a file that is there")
def _(at):
    yield at.take("ris", at.path / "gone.ris", options=("--source", "synbase"))
    yield at.take("ris", at.write("gone.ris", RIS.format(title="One")), options=("--source", "synbase"))


@of_verb("IMPT-001", "export a damaged one again, and give it as it was exported")
def _(at):
    yield at.take("ris", at.write("cut.ris", ""), options=("--source", "synbase"))
    yield at.take("ris", at.write("cut.ris", RIS.format(title="One")), options=("--source", "synbase"))


@of_verb("IMPT-001", "save as CSV in UTF-8")
def _(at):
    yield at.take("csv", at.write("a.csv", b"PK\x03\x04\x00\x00"), options=("--source", "synbase"))
    yield at.take(
        "csv", at.write("a.csv", "title,year,doi\nOne,2020,10.1/x\n"), options=("--source", "synbase")
    )


@of_verb("IMPT-001", "where its encoding cannot be told, say it with --encoding")
def _(at):
    file = at.write("a.ris", RIS.format(title="\u041f\u0441\u0438\u0445\u043e\u0437").encode("cp1251"))
    yield at.take("ris", file, options=("--source", "synbase"))
    yield at.take("ris", file, options=("--source", "synbase", "--encoding", "cp1251"))


@of_verb("IMPT-002", "Name the format that the file has")
def _(at):
    file = at.write("a.txt", RIS.format(title="One"))
    yield at.take("nbib", file, options=("--source", "synbase"))
    yield at.take("ris", file, options=("--source", "synbase"))


@of_verb(
    "IMPT-002",
    "give a list of records that are there already, such as those included, as decisions, with --decision",
)
def _(at):
    file = at.write("included.csv", "record_id,title,year\nR01,Synthetic record 01,2013\n")
    before = (at.review / "records.csv").read_bytes()
    yield at.take("ris", file, options=("--source", "synbase"))
    yield at.take(
        "decisions", file, options=("--stage", "pilot", "--reviewer", "AA", "--decision", "include")
    )
    assert (at.review / "records.csv").read_bytes() == before, "no record came in a second time"


DOCTYPE = '<!DOCTYPE xml [<!ENTITY a "b">]>'
ENDNOTE = (
    "<xml><records><record><ref-type name='Journal Article'>17</ref-type><titles><title>One</title></titles>"
    "<dates><year>2020</year></dates></record></records></xml>"
)


@of_verb("IMPT-003", "take its DOCTYPE out")
def _(at):
    yield at.take("endnote-xml", at.write("a.xml", DOCTYPE + ENDNOTE), options=("--source", "synbase"))
    yield at.take("endnote-xml", at.write("a.xml", ENDNOTE), options=("--source", "synbase"))


@of_verb("IMPT-003", "Export the file again")
def _(at):
    yield at.take("endnote-xml", at.write("a.xml", DOCTYPE + ENDNOTE), options=("--source", "synbase"))
    yield at.take("endnote-xml", at.write("b.xml", ENDNOTE), options=("--source", "synbase"))


@of_verb("IMPT-004", "Put a datapackage.json into the folder, copied from another review and changed")
def _(at):
    folder = at.path / "new"
    folder.mkdir()
    arguments = (
        "import",
        "ris",
        at.write("a.ris", RIS.format(title="One")),
        "--review",
        folder,
        "--source",
        "mine",
    )
    yield arguments
    written(folder, "datapackage.json", '{"name": "new", "title": "New", "resources": []}')
    header = (SYNTHETIC / "sources.csv").read_text("utf-8").splitlines()[0]
    row = {"source_id": "mine", "name": "Mine", "kind": "database", "locator": "Protocol"}
    write(
        folder / "sources.csv",
        [header.split(","), [row.get(name, "not_reported") for name in header.split(",")]],
    )
    yield arguments


TITLE = "SYNTHETIC: A trial of FlexLine that never took place"
NAMED_TWICE = f"Report ID,Title,Lanes\nSynthetic2018,,3\n{{other}},{TITLE},4\n"


@of_verb("CHAR-011", "Give the column that says which study a row is of a heading such as Study ID")
def _(at):
    yield at.take("extraction", at.write("a.csv", "Sort,Lanes\nDoe 2020,3\n"))
    yield at.take("extraction", at.write("a.csv", "Study ID,Lanes\nDoe 2020,3\n"))


@of_verb("CHAR-011", "name it with --columns study=HEADING")
def _(at):
    file = at.write("a.csv", "Sort,Lanes\nDoe 2020,3\n")
    yield at.take("extraction", file)
    yield at.take("extraction", file, options=("--columns", "study=Sort"))


@of_verb("CHAR-012", "Write the DOI or the report_id of the one that is meant into the row")
def _(at):
    yield at.take("extraction", at.write("a.csv", NAMED_TWICE.format(other="A")))
    yield at.take(
        "extraction", at.write("a.csv", NAMED_TWICE.format(other="Synthetic2019").replace(TITLE, ""))
    )


@of_verb("CHAR-013", "Write the identifier or the question_id as its table has it, each once")
def _(at):
    sheet = "report_id,{}\nSynthetic2018,3\n"
    yield at.take("charting", at.write("a.csv", sheet.format("Sessions a week")), options=("--charter", "A1"))
    yield at.take("charting", at.write("a.csv", sheet.format("sessions")), options=("--charter", "A1"))


@of_verb("CHAR-013", "export the sheet again with `reviewbook export charting`")
def _(at):
    sheet = at.path / "sheets" / "reports-A1.csv"
    yield at.take(
        "charting", at.write("a.csv", "report_id,colour\nSynthetic2018,3\n"), options=("--charter", "A1")
    )
    assert main(["export", "charting", str(at.review), "-o", str(sheet.parent)]) == 0
    yield at.take("charting", sheet, options=("--charter", "A1"))


@of_verb("IMPT-005", "give what is expected")
def _(at):
    file = at.write("a.ris", RIS.format(title="One"))
    yield at.take("ris", file, options=("--source", "synbase", "--tool", "mmat-2018"))
    yield at.take("ris", file, options=("--source", "synbase"))


@of_verb("IMPT-006", "List the place searched in sources.csv, and name its source_id with --source")
def _(at):
    file = at.write("a.ris", RIS.format(title="One"))
    yield at.take("ris", file, options=("--source", "elsewhere"))
    append(at.review / "sources.csv", source_id="elsewhere", name="Elsewhere", records="not_reported")
    yield at.take("ris", file, options=("--source", "elsewhere"))


@of_verb("IMPT-007", "Give each row and column its own name")
def _(at):
    yield at.take(
        "features", at.write("m.csv", "App,Reminders,Reminders\nFlexLine,yes,no\nStrongBack,no,no\n")
    )
    yield at.take("features", at.write("m.csv", "App,Reminders,Calls\nFlexLine,yes,no\nStrongBack,no,no\n"))


@of_verb(
    "IMPT-008", "Write yes, no, unclear or not_reported into the cell, and what it says beside behind a comma"
)
def _(at):
    yield at.take("features", at.write("m.csv", MATRIX.format(reminders="yes", chat="Partial")))
    yield at.take("features", at.write("m.csv", MATRIX.format(reminders="yes", chat='"unclear, in part"')))


@of_verb("IMPT-009", "Say with --blank what the cells stand for")
def _(at):
    file = at.write("m.csv", MATRIX.format(reminders="yes", chat=""))
    yield at.take("features", file)
    yield at.take("features", file, options=("--blank", "not_reported"))


@of_verb("IMPT-009", "fill them in")
def _(at):
    yield at.take("features", at.write("m.csv", MATRIX.format(reminders="yes", chat="")))
    yield at.take("features", at.write("m.csv", MATRIX.format(reminders="yes", chat="no")))


@of_verb("IMPT-010", "correct the one that is wrong, in the file")
def _(at):
    yield at.take("features", at.write("m.csv", MATRIX.format(reminders="no", chat="no")))
    yield at.take("features", at.write("m.csv", MATRIX.format(reminders="yes", chat="no")))


@of_verb("IMPT-010", "in feature_values.csv")
def _(at):
    file = at.write("m.csv", MATRIX.format(reminders="no", chat="no"))
    yield at.take("features", file)
    set_where(
        at.review / "feature_values.csv", "value", "no", intervention_id="flexline", feature_id="reminders"
    )
    yield at.take("features", file)


@of_verb("IMPT-011", "its list of codes alone, and name its format")
def _(at):
    yield at.take("refi-qda", at.write("a.qde", xml("")))
    yield at.take("taguette", at.write("codebook.csv", "tag,description,number of highlights\nhope,,1\n"))


@of_verb("IMPT-011", "Export the project from the program again")
def _(at):
    yield at.take("refi-qda", at.write("a.qde", xml("")))
    yield at.take("refi-qda", at.write("a.qde", xml(book(code("hope")))))


def talk(text: str, name: str = "Talk") -> str:
    coding = '<Coding guid="g"><CodeRef targetGUID="hope"/></Coding>'
    passage = f'<PlainTextSelection guid="p" name="" startPosition="0" endPosition="7">{coding}</PlainTextSelection>'
    source = f'<TextSource guid="d" name="{name}"><PlainTextContent>{text}</PlainTextContent>{passage}</TextSource>'
    return xml(book(code("hope")) + f"<Sources>{source}</Sources>")


@of_verb("IMPT-012", "Rename the document in the program where it is another one")
def _(at):
    from reviewbook.cli import main

    assert main([str(one) for one in at.take("refi-qda", at.write("a.qde", talk("We hope.")))]) == 0
    yield at.take("refi-qda", at.write("b.qde", talk("We hope so much.")))
    yield at.take("refi-qda", at.write("b.qde", talk("We hope so much.", "Talk 2")))


@of_verb(
    "IMPT-012",
    "take its rows out of documents.csv, excerpts.csv, excerpt_reports.csv and codings.csv, and import again",
)
def _(at):
    from reviewbook.cli import main

    assert main([str(one) for one in at.take("refi-qda", at.write("a.qde", talk("We hope.")))]) == 0
    file = at.write("b.qde", talk("We hope so much."))
    yield at.take("refi-qda", file)
    drop_where(at.review / "documents.csv", document_id="talk")
    for table in ("excerpts", "excerpt_reports", "codings"):
        drop_where(at.review / f"{table}.csv", excerpt_id="talk-001")
    yield at.take("refi-qda", file)


def other_text_in_the_way(at) -> tuple:
    folder = at.path / "out"
    folder.mkdir()
    written(folder, "talk.txt", "Another text.")
    return at.take("refi-qda", at.write("a.qde", talk("We hope.")), options=("--texts", folder))


@of_verb("IMPT-013", "Name another folder with --texts")
def _(at):
    arguments = other_text_in_the_way(at)
    yield arguments
    yield *arguments[:-1], at.path / "another"


@of_verb("IMPT-013", "move the file away")
def _(at):
    arguments = other_text_in_the_way(at)
    yield arguments
    (at.path / "out" / "talk.txt").rename(at.path / "talk.txt")
    yield arguments


@of_verb(
    "IMPT-014",
    "Give .private/reviewers.csv the columns name and pseudonym, and each name one pseudonym, that of the tables",
)
def _(at):
    (at.review / ".private").mkdir()
    key = written(at.review / ".private", "reviewers.csv", "name,letter\nJane Doe,AA\n")
    file = at.write("d.csv", "record_id,reviewer,decision\nR01,Jane Doe,include\n")
    yield at.take("decisions", file, options=("--stage", "pilot"))
    key.write_text("name,pseudonym\nJane Doe,AA\n", "utf-8")
    yield at.take("decisions", file, options=("--stage", "pilot"))


RECORD = "TY  - JOUR\nID  - {0}\nTI  - {0}\nER  - \n"


def imported(at, format_: str, *files: Path, options: tuple = ()) -> str:
    """Import files; the identifier of the import of the last."""
    from reviewbook.cli import main

    assert main([str(one) for one in at.take(format_, *files, options=options)]) == 0
    with (at.review / "imports.csv").open(encoding="utf-8", newline="") as lines:
        return next(row["import_id"] for row in csv.DictReader(lines) if row["file"] == files[-1].name)


def record_with_a_decision(at) -> tuple[str, str]:
    """A record, and a decision on it, imported: the identifiers of both imports."""
    file = at.write("a.ris", RECORD.format("X1"))
    first = imported(at, "ris", file, options=("--source", "synbase"))
    log = at.write("d.csv", "record_id,reviewer,stage,decision\nX1,AA,pilot,include\n")
    return first, imported(at, "decisions", log)


@of_verb("IMPT-015", "Take back first what stands on it")
def _(at):
    from reviewbook.cli import main

    first, log = record_with_a_decision(at)
    yield "import", "--undo", first, "--review", at.review
    assert main(["import", "--undo", log, "--review", str(at.review)]) == 0
    yield "import", "--undo", first, "--review", at.review


@of_verb("IMPT-015", "write the rows that were changed as they were")
def _(at):
    _, log = record_with_a_decision(at)
    set_where(at.review / "decisions.csv", "decision", "exclude", record_id="X1")
    yield "import", "--undo", log, "--review", at.review
    set_where(at.review / "decisions.csv", "decision", "include", record_id="X1")
    yield "import", "--undo", log, "--review", at.review


@of_verb("IMPT-016", "Put the file back as the review's history has it")
def _(at):
    _, log = record_with_a_decision(at)
    journal = at.review / ".imports.json"
    was = journal.read_bytes()
    journal.write_text("{}")
    yield "import", "--undo", log, "--review", at.review
    journal.write_bytes(was)
    yield "import", "--undo", log, "--review", at.review


@of_verb("IMPT-016", "delete it")
def _(at):
    record_with_a_decision(at)
    (at.review / ".imports.json").write_text("{}")
    more = at.take("ris", at.write("b.ris", RECORD.format("X2")), options=("--source", "synbase"))
    yield more
    (at.review / ".imports.json").unlink()
    yield more


@of_verb("IMPT-017", "add what they lacked and import the file again")
def _(at):
    (at.review / "set_aside.csv").write_text("import_id,number,line,entry,field,found,why\n")
    judged = "doi,reviewer,stage,decision,decided_at\n10.5555/new,AA,full_text,include,2021-08-01\n"
    log = at.write("d.csv", judged)
    imported(at, "decisions", log)
    yield "check", at.review
    set_where(at.review / "records.csv", "doi", "10.5555/new", record_id="R01")
    imported(at, "decisions", log)
    yield "check", at.review


# --- decisions, agreement, duplicates, flow

JUDGED = "record_id,reviewer,decision\nR1,A,include\nR1,B,{one}\nR2,A,exclude\nR2,B,{two}\n"


UNNAMED = "doi,Bezeichnung,Year,Authors\n10.1000/a,A trial of two things,2020,Doe J\n"


@of_verb("IMPT-020", "Name the columns of the file with --columns")
def _(at):
    file = at.write("a.csv", UNNAMED)
    yield at.take("csv", file, options=("--source", "synbase"))
    yield at.take("csv", file, options=("--source", "synbase", "--columns", "title=Bezeichnung"))


@of_verb("IMPT-020", "export it again as RIS")
def _(at):
    yield at.take("csv", at.write("a.csv", UNNAMED), options=("--source", "synbase"))
    yield at.take("ris", at.write("a.ris", RIS.format(title="One")), options=("--source", "synbase"))


NUMBERED_TWICE = "No,Query,Hits\n1,pain,5\n1,back pain,6\n"


@of_verb("IMPT-021", "as text with a number before each line")
def _(at):
    yield at.take("search", at.write("a.csv", NUMBERED_TWICE), options=("--source", "synreg"))
    yield at.take(
        "search", at.write("b.txt", "1. pain (5)\n2. back pain (6)\n"), options=("--source", "synreg")
    )


@of_verb("IMPT-021", "or as a table with a column of queries")
def _(at):
    yield at.take("search", at.write("a.csv", NUMBERED_TWICE), options=("--source", "synreg"))
    yield at.take(
        "search",
        at.write("a.csv", NUMBERED_TWICE.replace("1,back", "2,back")),
        options=("--source", "synreg"),
    )


@of_verb("DECI-002", "Write include, exclude, maybe or withdrawn")
def _(at):
    yield "agree", at.write("d.csv", JUDGED.format(one="inclde", two="exclude"))
    yield "agree", at.write("d.csv", JUDGED.format(one="include", two="exclude"))


@of_verb("DECI-002", "leave the cell blank where nobody judged")
def _(at):
    yield "agree", at.write("d.csv", JUDGED.format(one="nobody", two="exclude"))
    yield "agree", at.write("d.csv", JUDGED.format(one="", two="exclude"))


@of_verb("DECI-002", "say with --words what other answers stand for")
def _(at):
    file = at.write("d.csv", JUDGED.format(one="2", two="2"))
    yield "agree", file
    yield "agree", file, "--words", "2=exclude"


@of_verb("DECI-003", "Name the columns as `reviewbook agree --help` shows")
def _(at):
    yield "agree", at.write("d.csv", "thing,who,mark\nR1,A,5\nR1,B,7\n"), "--format", "long"
    yield "agree", at.write("d.csv", JUDGED.format(one="include", two="exclude")), "--format", "long"


@of_verb("DECI-003", "a list of records that were kept needs --decision")
def _(at):
    file = at.write("d.csv", "record_id,title,year\nR01,Synthetic record 01,2013\n")
    yield at.take("decisions", file, options=("--stage", "pilot", "--reviewer", "AA"))
    yield at.take(
        "decisions", file, options=("--stage", "pilot", "--reviewer", "AA", "--decision", "include")
    )


@of_verb("DECI-003", "name the format that the file has")
def _(at):
    file = at.write("d.csv", JUDGED.format(one="include", two="exclude"))
    yield "agree", file, "--format", "rayyan"
    yield "agree", file, "--format", "long"


@of_verb("DECI-004", "Say it with the option that is expected")
def _(at):
    file = at.write("d.csv", "record_id,decision\nR01,include\n")
    yield at.take("decisions", file, options=("--stage", "pilot"))
    yield at.take("decisions", file, options=("--stage", "pilot", "--reviewer", "AA"))


@of_verb("DECI-004", "add a column for it")
def _(at):
    yield at.take(
        "decisions", at.write("d.csv", "record_id,decision\nR01,include\n"), options=("--stage", "pilot")
    )
    file = at.write("d.csv", "record_id,decision,reviewer\nR01,include,AA\n")
    yield at.take("decisions", file, options=("--stage", "pilot"))


def kept_lists(at) -> list[Path]:
    lists = {"anna.csv": "R1 R2 R4", "ben.csv": "R1 R3"}
    return [
        at.write(name, "record_id,title\n" + "".join(f"{key},T {key}\n" for key in keys.split()))
        for name, keys in lists.items()
    ]


def judged_records(at, *keys: str) -> Path:
    return at.write("all.csv", "record_id,title\n" + "".join(f"{key},T {key}\n" for key in keys))


@of_verb("DECI-005", "Give the file of all records that were judged")
def _(at):
    yield "agree", *kept_lists(at), "--kept-of", judged_records(at, "R1", "R2"), "--stage", "title"
    yield (
        "agree",
        *kept_lists(at),
        "--kept-of",
        judged_records(at, "R1", "R2", "R3", "R4", "R5"),
        "--stage",
        "title",
    )


@of_verb("DECI-005", "say --universe union")
def _(at):
    yield "agree", *kept_lists(at), "--kept-of", judged_records(at, "R1", "R2"), "--stage", "title"
    yield "agree", *kept_lists(at), "--universe", "union", "--stage", "title"


@of_verb("DECI-008", "Give the decisions on full texts")
def _(at):
    drop_where(at.review / "decisions.csv", stage="full_text")
    yield "include", at.review, "--dry-run"
    shutil.copy(SYNTHETIC / "decisions.csv", at.review)
    yield "include", at.review, "--dry-run"


@of_verb(
    "DECI-008",
    "a list of what was included with `reviewbook import decisions` and --decision include",
)
def _(at):
    write(at.review / "decisions.csv", [list(rows_of(SYNTHETIC / "decisions.csv")[0])])
    yield "include", at.review, "--dry-run"
    file = at.write("included.csv", "record_id,title,year\nR01,Synthetic record 01,2013\n")
    said = ["--decision", "include", "--stage", "full_text", "--reviewer", "AA"]
    assert main([str(one) for one in at.take("decisions", file, options=(*said,))]) == 0
    yield "include", at.review, "--dry-run"


@of_verb("DECI-008", "name the last stage with --stage where it has another name")
def _(at):
    drop_where(at.review / "decisions.csv", stage="full_text")
    yield "include", at.review, "--dry-run"
    yield "include", at.review, "--dry-run", "--stage", "retrieval"


@of_verb("DECI-009", "Name a record that is included and has no report yet")
def _(at):
    yield "include", at.review, "--dry-run", "--new", "R03"
    yield "include", at.review, "--dry-run", "--new", "R01"


@of_verb("DECI-009", "for --link a report that stands for no record yet")
def _(at):
    yield "include", at.review, "--dry-run", "--link", "R01", "Nobody2018"
    yield "include", at.review, "--dry-run", "--link", "R01", "Synthetic2018"


@of_verb(
    "AGRE-002", "Give the decisions of two reviewers or more on the same records, known by the same keys"
)
def _(at):
    yield "agree", at.write("d.csv", "record_id,reviewer,decision\nR1,A,include\nR2,B,include\n")
    yield "agree", at.write("d.csv", JUDGED.format(one="include", two="include"))


@of_verb("DEDU-006", "Name two records of records.csv by their record_id, and a reason for --merge")
def _(at):
    yield "dedupe", "--review", at.review, "--merge", "R99", "R17"
    yield "dedupe", "--review", at.review, "--merge", "R17", "R03", "--reason", "One trial"


COUNTS = "step,stage,unit,reason,n\nscreened,title,records,,20\nexcluded,title,records,,15\nassessed,full_text,reports,,5\n"
COUNTS += "excluded,full_text,reports,,{n}\nincluded,,reports,,3\n"


@of_verb("FLOW-009", "Write the number in plain digits")
def _(at):
    yield "flow", at.write("c.csv", COUNTS.format(n="two"))
    yield "flow", at.write("c.csv", COUNTS.format(n="2"))


@of_verb("FLOW-009", "write not_reported")
def _(at):
    yield "flow", at.write("c.csv", COUNTS.format(n="about 2"))
    yield "flow", at.write("c.csv", COUNTS.format(n="not_reported"))


@of_verb(
    "FLOW-012",
    "Give `reviewbook flow` a file such as `reviewbook flow --help` shows, and a layout that is expected",
)
def _(at):
    yield "flow", at.write("c.csv", "what,how many\nscreened,20\n")
    yield "flow", at.write("c.csv", COUNTS.format(n="2"))


# --- appraisal

ANSWERS = "study,category,c1,c2,c3,c4\n{rows}"
RCT = "Doe 2015,RCT,Y,Y,N,Y\n"


@of_verb("APPR-007", "Name the columns as `reviewbook appraise --help` shows")
def _(at):
    yield "appraise", at.write("a.csv", "what,how\nDoe 2015,good\n"), "--tool", "mmat-2011"
    yield "appraise", at.write("a.csv", ANSWERS.format(rows=RCT)), "--tool", "mmat-2011"


@of_verb("APPR-007", "write a category of the tool in each row")
def _(at):
    yield (
        "appraise",
        at.write("a.csv", ANSWERS.format(rows=RCT.replace("RCT", "guess"))),
        "--tool",
        "mmat-2011",
    )
    yield "appraise", at.write("a.csv", ANSWERS.format(rows=RCT)), "--tool", "mmat-2011"


TWICE = RCT + RCT.replace("Y,Y,N,Y", "Y,N,N,Y")


@of_verb("APPR-008", "Take the answer out that does not hold")
def _(at):
    yield "appraise", at.write("a.csv", ANSWERS.format(rows=TWICE)), "--tool", "mmat-2011"
    yield "appraise", at.write("a.csv", ANSWERS.format(rows=RCT)), "--tool", "mmat-2011"


@of_verb("APPR-008", "name two appraisers apart in the column appraiser")
def _(at):
    yield "appraise", at.write("a.csv", ANSWERS.format(rows=TWICE)), "--tool", "mmat-2011"
    head, *rows = ANSWERS.format(rows=TWICE).splitlines()
    apart = "".join(
        f"{row},{who}\n" for row, who in zip([head, *rows], ["appraiser", "AA", "BB"], strict=True)
    )
    yield "appraise", at.write("a.csv", apart), "--tool", "mmat-2011"


FORM = "report_id,category,criterion,appraiser,answer\n{report},screening,S1,CC,yes\n"


@of_verb("APPR-010", "Write its report_id in the file")
def _(at):
    yield at.take(
        "appraisals", at.write("f.csv", FORM.format(report="Doe2015")), options=("--tool", "mmat-2018")
    )
    yield at.take(
        "appraisals", at.write("f.csv", FORM.format(report="Synthetic2018")), options=("--tool", "mmat-2018")
    )


@of_verb("APPR-010", "add the report to reports.csv and to the bibliography")
def _(at):
    arguments = at.take(
        "appraisals", at.write("f.csv", FORM.format(report="Doe2015")), options=("--tool", "mmat-2018")
    )
    yield arguments
    append(at.review / "reports.csv", report_id="Doe2015", reference="16")
    with (at.review / "references.bib").open("a", encoding="utf-8") as lines:
        lines.write("\n@article{Doe2015,\n  title = {Title}, author = {Doe, A.}, year = {2015}\n}\n")
    yield arguments


# --- exports


@of_verb("EXPO-001", "Give the file one of the endings that are expected")
def _(at):
    yield "export", "codebook", at.review, "--to", at.path / "a.qdc"
    yield "export", "codebook", at.review, "--to", at.path / "a.csv"


@of_verb("EXPO-002", "Name the intervention by its intervention_id, as interventions.csv has it")
def _(at):
    yield "export", "tidier", at.review, "--to", at.path / "a.csv", "--intervention", "FlexLine"
    yield "export", "tidier", at.review, "--to", at.path / "a.csv", "--intervention", "flexline"


@of_verb("EXPO-003", "Chart the table that is expected first")
def _(at):
    rows = list(csv.reader((at.review / "tidier.csv").open(encoding="utf-8", newline="")))
    write(at.review / "tidier.csv", rows[:1])
    yield "export", "tidier", at.review, "--to", at.path / "a.csv"
    write(at.review / "tidier.csv", rows)
    yield "export", "tidier", at.review, "--to", at.path / "a.csv"


@of_verb("EXPO-004", "Name the scheme as the column scheme of codes.csv does")
def _(at):
    yield "export", "codebook", at.review, "--to", at.path / "a.csv", "--scheme", "Themes of ours"
    yield "export", "codebook", at.review, "--to", at.path / "a.csv", "--scheme", "themes"


@of_verb("EXPO-005", "leave the option out where it takes none")
def _(at):
    yield "export", "tidier", at.review, "--to", at.path / "a.csv", "--scheme", "themes"
    yield "export", "tidier", at.review, "--to", at.path / "a.csv"


@of_verb("EXPO-006", "Name a tool that the review uses with --tool")
def _(at):
    yield "export", "critiplot", at.review, "--to", at.path / "a.csv", "--tool", "mmat"
    yield "export", "critiplot", at.review, "--to", at.path / "a.csv", "--tool", "mmat-2018"


@of_verb("EXPO-007", "Name a folder that is not there yet")
def _(at):
    (at.path / "mine").mkdir()
    (at.path / "mine" / "letter.txt").write_text("Dear editor", encoding="utf-8")
    yield "export", "manuscript", at.review, "--root", ROOT, "--to", at.path / "mine"
    yield "export", "manuscript", at.review, "--root", ROOT, "--to", at.path / "yours"


@of_verb("EXPO-007", "or empty it")
def _(at):
    (at.path / "mine").mkdir()
    (at.path / "mine" / "letter.txt").write_text("Dear editor", encoding="utf-8")
    yield "export", "manuscript", at.review, "--root", ROOT, "--to", at.path / "mine"
    (at.path / "mine" / "letter.txt").unlink()
    yield "export", "manuscript", at.review, "--root", ROOT, "--to", at.path / "mine"


@of_verb("EXPO-008", "set CHROMIUM to the path of one")
def _(at):
    with printable(at) as export:
        with mock.patch.dict(os.environ, {"CHROMIUM": str(at.path / "none")}):
            yield export
        yield export


@of_verb("EXPO-008", "Put Chromium on this machine")
def _(at):
    with printable(at) as export:
        with mock.patch.dict(os.environ, {"CHROMIUM": "", "PATH": str(at.path)}):
            yield export
        yield export


@of_verb("EXPO-009", "Run `reviewbook build` first")
def _(at):
    with printable(at) as export:
        with mock.patch("reviewbook.press.book.stands", return_value=False):
            yield export
        yield export


# --- files of coding programs


@of_verb("QDAF-001", "Export the file again, and give it as the program exported it")
def _(at):
    whole = qdpx(at.path, talk("We hope.")).read_bytes()
    yield at.take("refi-qda", at.write("study.qdpx", whole[:60]))
    yield at.take("refi-qda", at.write("study.qdpx", whole))


@of_verb("QDAF-002", "Give the .qdpx, .qde or .qdc file that the program exported")
def _(at):
    yield at.take("refi-qda", at.write("a.qde", "%PDF-1.7"))
    yield at.take("refi-qda", at.write("a.qde", talk("We hope.")))


@of_verb("QDAF-002", "name the format that the file has")
def _(at):
    file = at.write("h.csv", "id,document,tag,content\n1,A,hope,We hope\n")
    yield at.take("refi-qda", file)
    yield at.take("taguette", file)


@of_verb("QDAF-003", "Ask whoever made the file for an export without large files")
def _(at):
    from reviewbook.files import archive

    yield at.take("refi-qda", qdpx(at.path, talk("We hope."), {"sources/a.txt": bytes(archive.HARMLESS + 1)}))
    yield at.take("refi-qda", qdpx(at.path, talk("We hope.")))


@of_verb("QDAF-004", "Export the project again with the program that it comes from")
def _(at):
    yield at.take("refi-qda", qdpx(at.path, talk("We hope."), {"../evil.txt": b"x"}))
    yield at.take("refi-qda", qdpx(at.path, talk("We hope.")))


@of_verb("QDAF-005", "Export the project again without a password")
def _(at):
    file = qdpx(at.path, talk("We hope."))
    data = bytearray(file.read_bytes())
    data[6] |= 1  # the flags of the entry, and of its place in the list
    data[data.index(b"PK\x01\x02") + 8] |= 1
    yield at.take("refi-qda", at.write("locked.qdpx", bytes(data)))
    yield at.take("refi-qda", file)


@of_verb("QDAF-006", "take its DOCTYPE out")
def _(at):
    text = talk("We hope.")
    head, body = text[: text.index("<Project")], text[text.index("<Project") :]
    yield at.take("refi-qda", at.write("a.qde", f'{head}<!DOCTYPE Project [<!ENTITY a "b">]>{body}'))
    yield at.take("refi-qda", at.write("a.qde", text))


@of_verb("QDAF-006", "Export the project again")
def _(at):
    yield at.take("refi-qda", at.write("a.qde", '<!DOCTYPE Project SYSTEM "http://host/a.dtd"><Project/>'))
    yield at.take("refi-qda", at.write("b.qde", talk("We hope.")))


@of_verb("QDAF-007", "flatten them in the program first")
def _(at):
    deep = "<Code guid='{0}' name='a{0}' isCodable='true'>"
    yield at.take(
        "refi-qda", at.write("a.qde", xml(book("".join(map(deep.format, range(300))) + "</Code>" * 300)))
    )
    yield at.take(
        "refi-qda", at.write("a.qde", xml(book("".join(deep.format(n) + "</Code>" for n in range(300)))))
    )


@of_verb("QDAF-020", "Name the program that wrote the file")
def _(at):
    highlights = at.write("h.csv", "id,document,tag,content\n1,A,hope,We hope\n")
    yield at.take("nvivo", highlights)
    yield at.take("taguette", highlights)


TAGS = "id,document,tag,content\n1,A,hope,We hope\n2,A,fear,{text}\n"


@of_verb("QDAF-021", "Correct the row in the file")
def _(at):
    yield at.take("taguette", at.write("h.csv", TAGS.format(text="")))
    yield at.take("taguette", at.write("h.csv", TAGS.format(text="We fear")))


@of_verb("QDAF-021", "export the table again")
def _(at):
    yield at.take("taguette", at.write("h.csv", TAGS.format(text="")))
    yield at.take("taguette", at.write("again.csv", TAGS.format(text="We fear")))


def qualcoder_lists(at, parent: str) -> tuple:
    nodes = f"Name,Parent\nHope,{parent}\nFear,Hope\n"
    return at.take("nvivo", at.write("nodes.csv", nodes))


@of_verb("QDAF-022", "in the file")
def _(at):
    yield qualcoder_lists(at, "Fear")
    yield qualcoder_lists(at, "")


@of_verb("QDAF-022", "Give the code another parent, in the program")
def _(at):
    yield qualcoder_lists(at, "Fear")
    yield at.take("nvivo", at.write("again.csv", "Name,Parent\nHope,\nFear,Hope\n"))


@of_verb("QDAF-023", "import other projects one by one")
def _(at):
    one, other = at.write("a.txt", "a>>b\n"), at.write("codes.csv", "cid,name,memo,catid\n1,hope,,\n")
    yield at.take("qualcoder", other, one)
    yield at.take("qualcoder", one)


# --- quotations


def looked_for(at, folder: Path) -> tuple:
    return "check", at.review, "--sources", folder


@of_verb("QUOT-001", "Correct the quotation after its source")
def _(at):
    folder = at.texts()
    right = next(
        row["text"]
        for row in csv.DictReader((at.review / "excerpts.csv").open(encoding="utf-8"))
        if row["excerpt_id"] == "Q1"
    )
    set_where(
        at.review / "excerpts.csv", "text", "Words that nobody ever said anywhere at all.", excerpt_id="Q1"
    )
    yield looked_for(at, folder)
    set_where(at.review / "excerpts.csv", "text", right, excerpt_id="Q1")
    yield looked_for(at, folder)


@of_verb("QUOT-002", "Put the text into the folder")
def _(at):
    folder = at.texts()
    (folder / "Synthetic2019.txt").rename(at.path / "Synthetic2019.txt")
    yield looked_for(at, folder)
    (at.path / "Synthetic2019.txt").rename(folder / "Synthetic2019.txt")
    yield looked_for(at, folder)


@of_verb("QUOT-002", "correct the column file of documents.csv")
def _(at):
    folder = at.texts()
    set_cell(at.review / "documents.csv", "file", "talk_2019.txt", row=2)
    (folder / "Synthetic2019.txt").rename(folder / "talk.txt")
    yield looked_for(at, folder)
    set_cell(at.review / "documents.csv", "file", "talk.txt", row=2)
    yield looked_for(at, folder)


@of_verb("QUOT-003", "Save the text anew, as plain text in UTF-8 where nothing else helps")
def _(at):
    folder = at.texts()
    text = (folder / "Synthetic2019.txt").read_bytes()
    written(folder, "Synthetic2019.docx", b"PK damaged")
    (folder / "Synthetic2019.txt").unlink()
    set_cell(at.review / "documents.csv", "file", "Synthetic2019.docx", row=2)
    yield looked_for(at, folder)
    (folder / "Synthetic2019.docx").unlink()
    written(folder, "Synthetic2019.txt", text)
    set_cell(at.review / "documents.csv", "file", "Synthetic2019.txt", row=2)
    yield looked_for(at, folder)


@of_verb("QUOT-003", "move it out of the folder")
def _(at):
    folder = at.texts()
    written(folder, "notes.docx", b"PK damaged")
    yield looked_for(at, folder)
    (folder / "notes.docx").rename(at.path / "notes.docx")
    yield looked_for(at, folder)


def name_the_wrong_document(at) -> None:
    for column, value in (("document_id", "text_2021"), ("start", "not_reported"), ("end", "not_reported")):
        set_where(at.review / "excerpts.csv", column, value, excerpt_id="Q1")


@of_verb("QUOT-004", "Correct its document_id")
def _(at):
    folder = at.texts()
    name_the_wrong_document(at)
    yield looked_for(at, folder)
    set_where(at.review / "excerpts.csv", "document_id", "text_2019", excerpt_id="Q1")
    yield looked_for(at, folder)


@of_verb("QUOT-004", "its report in excerpt_reports.csv")
def _(at):
    folder = at.texts()
    name_the_wrong_document(at)
    set_where(at.review / "excerpts.csv", "document_id", "not_applicable", excerpt_id="Q1")
    for column in ("start", "end"):
        set_where(at.review / "excerpts.csv", column, "not_applicable", excerpt_id="Q1")
    set_where(at.review / "excerpt_reports.csv", "report_id", "Synthetic2021", excerpt_id="Q1")
    yield looked_for(at, folder)
    set_where(at.review / "excerpt_reports.csv", "report_id", "Synthetic2019", excerpt_id="Q1")
    yield looked_for(at, folder)


def shift(at) -> dict[str, str]:
    (row,) = [
        row
        for row in csv.DictReader((at.review / "excerpts.csv").open(encoding="utf-8"))
        if row["excerpt_id"] == "Q3"
    ]
    for column in ("start", "end"):
        set_where(at.review / "excerpts.csv", column, str(int(row[column]) - 9), excerpt_id="Q3")
    return row


@of_verb("QUOT-005", "Correct start and end")
def _(at):
    folder, row = at.texts(), shift(at)
    yield looked_for(at, folder)
    for column in ("start", "end"):
        set_where(at.review / "excerpts.csv", column, row[column], excerpt_id="Q3")
    yield looked_for(at, folder)


@of_verb("QUOT-005", "write not_reported as both")
def _(at):
    folder, _row = at.texts(), shift(at)
    yield looked_for(at, folder)
    for column in ("start", "end"):
        set_where(at.review / "excerpts.csv", column, "not_reported", excerpt_id="Q3")
    yield looked_for(at, folder)


@of_verb("QUOT-006", "Name a folder with the texts of the reports")
def _(at):
    empty = at.path / "nothing"
    empty.mkdir()
    yield looked_for(at, empty)
    yield looked_for(at, at.texts())


# --- what should stay private


def edition_note(at, text: str) -> tuple:
    set_cell(at.review / "editions.csv", "note", text, row=3)
    return "check", at.review, "--private"


@of_verb("PRIV-001", "Take the address out")
def _(at):
    yield edition_note(at, "Write to a.author@example.org.")
    yield edition_note(at, "Write to the authors.")


@of_verb("PRIV-001", "list it as the email of a contributor in datapackage.json")
def _(at):
    yield edition_note(at, "Write to a.author@example.org.")
    people = [
        {"title": "A. Author", "role": role, "email": "a.author@example.org"}
        for role in ("author", "contact")
    ]
    set_package(at.review, contributors=people)
    yield "check", at.review, "--private"


@of_verb("PRIV-002", "Write the person's pseudonym of .private/reviewers.csv in its place")
def _(at):
    (at.review / ".private").mkdir()
    written(at.review / ".private", "reviewers.csv", "name,pseudonym\nJane Doe,A\n")
    set_where(at.review / "codings.csv", "coder", "Jane Doe", coder="coder_a")
    yield "check", at.review, "--private"
    set_where(at.review / "codings.csv", "coder", "A", coder="Jane Doe")
    yield "check", at.review, "--private"


@of_verb("PRIV-003", "Write a pseudonym in its place, such as A")
def _(at):
    set_where(at.review / "codings.csv", "coder", "Jane Doe", coder="coder_a")
    yield "check", at.review, "--private"
    set_where(at.review / "codings.csv", "coder", "A", coder="Jane Doe")
    yield "check", at.review, "--private"


@of_verb("PRIV-004", "Write the name of the file alone")
def _(at):
    yield edition_note(at, "From /home/jane/review/scopus.ris.")
    yield edition_note(at, "From scopus.ris.")


@of_verb("PRIV-005", "Write the DOI")
def _(at):
    yield edition_note(at, "https://doi-org.ezproxy.example.edu/10.5555/synthetic2018")
    yield edition_note(at, "https://doi.org/10.5555/synthetic2018")


@of_verb("PRIV-005", "the publisher's own address, in its place")
def _(at):
    yield edition_note(at, "https://journal.example.org/a/1?token=0a1b2c3d4e")
    yield edition_note(at, "https://journal.example.org/a/1")


# --- where a book stands, and what its pages refer to


def book_at(at) -> Path:
    """The folder of a book without chapters, in which the review stands."""
    root = at.review.parents[1]
    at.write("_config.yml", f"reviewbook: {{review: {at.review.name}}}\n")
    (root / "notebooks").mkdir()
    return root


@of_verb("PACK-008", "Go to the folder that holds _config.yml and notebooks/")
def _(at):
    root, elsewhere = book_at(at), at.path.parent
    with chdir(elsewhere):
        yield ("run",)
        os.chdir(root)
        yield ("run",)


@of_verb("PACK-008", "name it with --root")
def _(at):
    root = book_at(at)
    yield "run", "--root", root / "data"
    yield "run", "--root", root


@of_verb("PAGE-005", "Write it in the place of the box, and take the box out")
def _(at):
    root = book_at(at)
    (root / "book").mkdir(exist_ok=True)
    page = root / "book" / "methods.md"
    page.write_text(
        "# Methods\n\n:::{admonition} To write: why\n:class: rb-to-write\nWhat was known.\n:::\n", "utf-8"
    )
    yield "check", at.review, "--root", root
    page.write_text("# Methods\n\nLittle was known.\n", "utf-8")
    yield "check", at.review, "--root", root


def new_at(at: Place, *, title: str | None = "Walking", name: str = "walking") -> tuple:
    """The arguments that write a new repository."""
    return "new", at.path / name, "--yes", "--no-build", *(["--title", title] if title else [])


@of_verb("REPO-001", "Name a folder that is empty or not there yet")
def _(at):
    (at.path / "walking").mkdir()
    at.write("walking/README.md", "Mine.")
    yield new_at(at)
    yield new_at(at, name="walks")


@of_verb("REPO-001", "move the file out of the way")
def _(at):
    (at.path / "walking").mkdir()
    file = at.write("walking/README.md", "Mine.")
    yield new_at(at)
    file.rename(at.path / "README.md")
    yield new_at(at)


@of_verb("REPO-002", "Give an answer of the kind that is expected")
def _(at):
    yield new_at(at, title=None)
    yield new_at(at)


@of_verb("REPO-003", "Name the folder that holds .reviewbook.json")
def _(at):
    main([str(one) for one in new_at(at)])
    yield "update-repo", at.path
    yield "update-repo", at.path / "walking"


@of_verb("REPO-004", "Use the version of reviewbook that made it")
def _(at):
    main([str(one) for one in new_at(at)])
    record = at.path / "walking" / ".reviewbook.json"
    made = record.read_text("utf-8")
    record.write_text(
        made.replace(f'"version": "{metadata.version("reviewbook")}"', '"version": "99.0"'), "utf-8"
    )
    yield "update-repo", at.path / "walking"
    with mock.patch("reviewbook.press.repository.frame.version", lambda: "99.0"):
        yield "update-repo", at.path / "walking"


@of_verb("PACK-009", "Name the folder of the review, one of those in data/")
def _(at):
    yield "check", book_at(at)
    yield "check", at.review


@of_verb("PACK-011", "Write this review's own words there")
def _(at):
    other = at.review.with_name("other")
    shutil.copytree(at.review, other)
    yield "check", other
    set_package(other, title="Another", description="Another review.", questions=["What else?"])
    yield "check", other


@of_verb("PAGE-001", "Correct the name")
def _(at):
    (at.review / "pages").mkdir()
    page = written(at.review, "pages/methods.md", "# Methods\n\n{doc}`/book/nowhere`\n")
    yield "check", at.review
    page.write_text("# Methods\n\n{doc}`/book/records`\n", "utf-8")
    yield "check", at.review


@of_verb("PAGE-001", "take the reference out")
def _(at):
    (at.review / "pages").mkdir()
    page = written(at.review, "pages/methods.md", "# Methods\n\n{doc}`/book/nowhere`\n")
    yield "check", at.review
    page.write_text("# Methods\n\nNothing.\n", "utf-8")
    yield "check", at.review


FIVE = "- page: pages/methods.md\n  words: five stages\n  why: of the method\n"


def typed(at):
    """A page with a number that is typed."""
    (at.review / "pages").mkdir()
    return written(at.review, "pages/methods.md", "# Methods\n\nIn five stages.\n")


@of_verb("PAGE-002", "Put the glued number of the chapter that shows it in its place")
def _(at):
    page = typed(at)
    yield "check", at.review, "--prose"
    page.write_text(
        "# Methods\n\nIn {glue:text}`../notebooks/02-studies.ipynb::n_reports:d` stages.\n", "utf-8"
    )
    yield "check", at.review, "--prose"


@of_verb("PAGE-002", "allow its words in prose.yaml, with the reason")
def _(at):
    typed(at)
    yield "check", at.review, "--prose"
    (at.review / "prose.yaml").write_text(FIVE, "utf-8")
    yield "check", at.review, "--prose"


@of_verb("PAGE-003", "Correct the words so that they are those of the page")
def _(at):
    typed(at)
    (at.review / "prose.yaml").write_text(FIVE + FIVE.replace("five", "six"), "utf-8")
    yield "check", at.review, "--prose"
    (at.review / "prose.yaml").write_text(FIVE, "utf-8")
    yield "check", at.review, "--prose"


@of_verb("PAGE-003", "take the entry out")
def _(at):
    (at.review / "prose.yaml").write_text(FIVE, "utf-8")
    yield "check", at.review, "--prose"
    (at.review / "prose.yaml").unlink()
    yield "check", at.review, "--prose"


@of_verb("PAGE-004", "Give each entry page, words and why, each a text")
def _(at):
    typed(at)
    (at.review / "prose.yaml").write_text("- page: pages/methods.md\n", "utf-8")
    yield "check", at.review, "--prose"
    (at.review / "prose.yaml").write_text(FIVE, "utf-8")
    yield "check", at.review, "--prose"


@of_verb("PAGE-004", "without words the whole page is allowed")
def _(at):
    typed(at)
    (at.review / "prose.yaml").write_text("- words: five\n", "utf-8")
    yield "check", at.review, "--prose"
    (at.review / "prose.yaml").write_text("- page: pages/methods.md\n  why: a draft\n", "utf-8")
    yield "check", at.review, "--prose"


@of_verb("MANY-001", "Rename the folder of one")
def _(at):
    root = at.path / "root"
    for name in ("notebooks", "book"):
        (root / name).mkdir(parents=True)
    for name, said in (("_config.yml", "reviewbook: {review: toy}\n"), ("_toc.yml", "")):
        (root / name).write_text(said, "utf-8")
    other = Path(shutil.copytree(SYNTHETIC, at.path / "other" / "synthetic"))
    yield "run", at.review, other, "--root", root
    yield "run", at.review, other.rename(at.path / "other" / "jones-2020"), "--root", root


@of_verb("MACH-004", "give it a shorter or plainer name")
def _(at):
    yield "check", at.path / ("x" * 300)
    yield "check", at.review


def _serve(at: Place, *first: object, then: tuple) -> Iterator[tuple]:
    """Serve a book of that review in which nobody saves, so that each command ends."""
    at.write("_config.yml", f"reviewbook: {{review: {at.review.name}}}\n")
    root = at.review.parents[1]
    (root / "notebooks").mkdir()
    with mock.patch("reviewbook.press.serving.served.saves", return_value=()):
        yield "serve", "--root", root, *first
        yield "serve", "--root", root, *then


def _port() -> int:
    """A port that is free."""
    with socket.create_server(("127.0.0.1", 0)) as found:
        return found.getsockname()[1]


@of_verb("MACH-007", "Name another port with --port")
def _(at):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        yield from _serve(at, "--port", taken.getsockname()[1], then=("--port", _port()))


@of_verb("MACH-007", "take any that is free with --port 0")
def _(at):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        yield from _serve(at, "--port", taken.getsockname()[1], then=("--port", 0))


@of_verb("MACH-007", "leave out --host where it is no address of this machine")
def _(at):
    yield from _serve(at, "--host", "192.0.2.1", "--port", 0, then=("--port", 0))


def workbook_of(at, change=None) -> Path:
    """The workbook of the review, after somebody changed it."""
    file = workbooks.written(at.review, at.path / "review.xlsx")
    return workbooks.changed(file, change) if change else file


@of_verb("WORK-001", "Give the workbook that `reviewbook workbook` wrote of this review")
def _(at):
    yield at.take("workbook", workbook_of(at, lambda book: book.remove(book["reviewbook"])))
    yield at.take("workbook", workbook_of(at))


@of_verb("WORK-002", "Write each heading as it was, once")
def _(at):
    file = workbook_of(at, lambda book: setattr(book["sources"]["A1"], "value", "source"))
    yield at.take("workbook", file)
    workbooks.changed(file, lambda book: setattr(book["sources"]["A1"], "value", "source_id"))
    yield at.take("workbook", file)


@of_verb("WORK-003", "Give the row an identifier of its own")
def _(at):
    first = "synbase"
    file = workbook_of(
        at, lambda book: book["editions"].append(["0.2", "2024-05-06", "2024-05", first, "here"])
    )
    yield at.take("workbook", file)
    workbooks.changed(file, lambda book: setattr(book["editions"]["A4"], "value", "0.3"))
    yield at.take("workbook", file)


@of_verb("WORK-004", "Write what is expected into the cell, as text")
def _(at):
    file = workbook_of(at, lambda book: setattr(book["sources"]["B2"], "value", "=1+1"))
    yield at.take("workbook", file)
    yield at.take("workbook", workbooks.typed(file, "sources", "synbase", "name", "2"))


def changed_in_both(at) -> Path:
    file = workbooks.typed(workbook_of(at), "sources", "synbase", "name", "typed")
    set_cell(at.review / "sources.csv", "name", "since", row=2)
    return file


@of_verb("WORK-005", "Write into the cell what the tables say now")
def _(at):
    file = changed_in_both(at)
    yield at.take("workbook", file)
    yield at.take("workbook", workbooks.typed(file, "sources", "synbase", "name", "since"))


@of_verb("WORK-005", "write the workbook anew with `reviewbook workbook`")
def _(at):
    yield at.take("workbook", changed_in_both(at))
    yield at.take("workbook", workbooks.typed(workbook_of(at), "sources", "synbase", "name", "typed"))


@of_verb("WORK-006", "Name another file with -o")
def _(at):
    file = workbook_of(at)
    yield "workbook", at.review, "-o", file
    yield "workbook", at.review, "-o", at.path / "another.xlsx"


@of_verb("WORK-006", "say --replace where nobody changed anything in it")
def _(at):
    file = workbook_of(at)
    yield "workbook", at.review, "-o", file
    yield "workbook", at.review, "-o", file, "--replace"


@of_verb("WORK-007", "Correct the table first")
def _(at):
    set_cell(at.review / "sources.csv", "source_id", "synbase", row=3)
    yield "workbook", at.review, "-o", at.path / "review.xlsx"
    set_cell(at.review / "sources.csv", "source_id", "synmed", row=3)
    yield "workbook", at.review, "-o", at.path / "review.xlsx"
