"""Search exports as a table with a header row: CSV, tab or semicolon separated, from Scopus, Web of Science, PubMed, Embase,
Ovid, OpenAlex, Dimensions, Lens, IEEE, ProQuest, EBSCO, Zotero, Rayyan, Covidence and others.

Columns are known by their names, whatever the case and punctuation. A column that fills none of ours is left in the file and
counted where it has a value; NA, NaN, NULL and None are no value. Rows above the header, and rows with too many or too few
cells, are set aside.
"""

from __future__ import annotations

import ast
import csv
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import unquote

from reviewbook.files.decoding import read_text
from reviewbook.files.wording import letters, one_line
from reviewbook.selection.imports.bibliography import Entries, Export, doi, joined, pages, people
from reviewbook.selection.imports.formats import other_format, require

# Our column: the names of columns that can fill it, the best first, in small letters and digits only (see `letters`).
# "first_page", "last_page", "article_number" and "citation" are steps on the way to pages and journal.
NAMES = {
    "title": (
        "title articletitle documenttitle primarytitle displayname itemtitle publicationtitlearticle ti t1 titel titre titulo "
        "papertitle recordtitle publictitle scientifictitle officialtitle arttitle studytitle"
    ),
    "year": (
        "year publicationyear publishedyear pubyear py yr publicationdate date datepublished published publishdate pubdate "
        "datepub issued coverdate onlinedate y1 dp earlyaccessdate jahr annee ano firstposted dateregistration registrationdate"
    ),
    "doi": "doi digitalobjectidentifier digitalobjectidentifierdoi do di itemdoi articledoi publicationdoi doilink doiurl bookdoi electronicresourcenum",
    "authors": (
        "authorfullnames af authors author authornames au authorstring authorshipsauthordisplayname allauthors "
        "authorships firstauthors autoren auteurs creators creator authorsnames authorslist"
    ),
    "journal": (
        "journal sourcetitle publicationtitle journalbook journaltitle journalname pubtitle publicationname so "
        "primarylocationsourcedisplayname hostvenuedisplayname fulljournalname booktitle conferencename publication "
        "containertitle secondarytitle jf jo t2 alternatetitle3 alternatetitle2 sourceabbreviation venue periodical"
    ),
    "volume": "volume vol bibliovolume vl vi journalvolume",
    "issue": "issue number issuenumber biblioissue is ip journalissue num",
    "pages": "pages page pagination pagerange pageinfo pagenumbers pagestartend ps",
    "first_page": "startpage pagestart firstpage bibliofirstpage beginningpage bp sp spage",
    "last_page": "endpage pageend lastpage bibliolastpage endingpage ep epage",
    "article_number": "artno articlenumber artnumber ar articleno elocationid",
    "abstract": "abstract abstractnote abstracttext ab notesabstract n2 summary briefsummary zusammenfassung resume resumen description",
    "record_type": (
        "documenttype publicationtype itemtype typeofreference articletype doctype entrytype type recordtype dt "
        "referencetype publicationtypes typeofwork documenttypes contenttype documentidentifier pt ty"
    ),
    "language": "language languageofpublication la languageoforiginaldocument lang languages",
    "pmid": "pmid pubmedid idspmid pubmed medlinepmid pubmedpmid pm",
    "url": (
        "url link urls studyurl articleurl documenturl externalurl dimensionsurl openurllink plink sourceurl pdflink ur weblink webaddress "
        "primarylocationlandingpageurl fulltextlink"
    ),
    "source_key": (
        "recordid sourcekey key eid accessionnumber accessionno utuniquewosid uniquewosid ut id uniqueid openalexid pui an "
        "publicationid lensid storeid refid extid cnnumber centralid nctnumber trialid itemkey paperid corpusid recordnumber ui "
        "covidence studyid embaseaccessionid"
    ),
    "citation": "source citation journalcitation bibliographicsource",
}
COLUMN = {alias: column for column, aliases in NAMES.items() for alias in aliases.split()}
RANK = {alias: rank for aliases in NAMES.values() for rank, alias in enumerate(aliases.split())}
# Embase puts journal, year, volume, issue and pages into one cell: "Endoscopy (2014) 3:3 (152-160). Date of ...".
EMBASE = re.compile(
    r"(?P<journal>.+?) \((?P<year>\d{4})\) (?P<volume>[^\s:(]+)?(?::(?P<issue>\S+))?(?: \((?P<pages>[^)]*)\))?"
)
# PubMed's: "Sci Total Environ. 2017 Nov 15;598:188-197. doi: ...".
PUBMED = re.compile(
    r"(?P<journal>[^.]+)\. (?P<year>\d{4})[^;.]*(?:;(?P<volume>[^\s:(.]+)?(?:\((?P<issue>[^)]*)\))?(?::(?P<pages>[^.]+))?)?\."
)
# Ovid's: "Sci Total Environ. 598(2):188-197, 2017 Nov."
OVID = re.compile(
    r"(?P<journal>.+?)\. (?P<volume>\d\S*?)(?:\((?P<issue>[^)]*)\))?:(?P<pages>[^,]+), (?P<year>\d{4})\b.*"
)
# Tags of Web of Science that mean something else than they do elsewhere: Keywords Plus, the sponsors of a conference.
WEB_OF_SCIENCE = frozenset(["pt", "ti", "ut"])
ITS_OWN = frozenset(["id", "sp"])
# Where SpringerLink's table runs one name into the next: "Ann DoeRichard Roe"; some names have a capital within.
RUN_IN = re.compile(
    r"(?<=[^\W\d_A-Z])(?<!\bMc)(?<!\bMac)(?<!\bDe)(?<!\bDi)(?<!\bDu)(?<!\bLa)(?<!\bLe)(?<!\bVan)(?<!\bFitz)"
    r"(?=[A-Z\u00c0-\u00d6\u00d8-\u00de])"
)
# What R, pandas, databases and spreadsheets write for a cell that has nothing.
BLANK = frozenset(["NA", "N/A", "#N/A", "NaN", "nan", "NULL", "null", "None"])
HEADER_WITHIN = 30  # rows: what some platforms print above the header (the search, the date)
LIST_LIKE = re.compile(r"\s*\[.*\]\s*", re.DOTALL)


def read(file: Path) -> Export:
    """The records of a table, with what was left in it and what was set aside.

    Raises
    ------
    ReviewProblems (IMPT-001, IMPT-002) where the file cannot be read, or has no header row with a title or DOI.
    """
    text, encoding = read_text(file)
    require("csv", file, text)
    found = Entries(file)
    rows = Rows(text)
    if rows.by_field():
        _read_fields(rows, found)
        return found.export(encoding)
    above: list[tuple[int, str]] = []
    for line, cells, raw in rows:
        if is_header(cells):
            break
        above.append((line, raw))
        if len(above) > HEADER_WITHIN:
            raise other_format("csv", file)
    else:
        raise other_format("csv", file)
    for line, raw in above:
        found.set_aside(line, raw, "a row above the header")
    header = named_once(cells)
    columns = chosen(header)
    rows.width = len(header)
    for line, cells, raw in rows:
        if len(cells) > len(header) and not any(cells[len(header) :]):
            cells = cells[: len(header)]
        if len(cells) != len(header):
            found.broken(line, raw, f"{len(cells)} cells where the header has {len(header)}")
        else:
            given = dict(zip(header, cells, strict=True))
            found.add(record(given, columns, found, line), line=line, raw=raw)
    return found.export(encoding)


class Rows:
    """The rows of a table that hold anything: line, cells and text of each; going through them again goes on from ``at``.

    ``lines`` are those of the file, ``mark`` is what parts the cells, ``at`` the line that comes next, counted from 0, and
    ``width`` how many cells a row must have, None while the header is looked for.

    A quotation mark that is never closed would swallow every row after it: a row that the csv module refuses, or that has
    not ``width`` cells and goes over several lines, is read as its first line alone, and reading goes on with the next.
    """

    LONGEST = 2000  # lines: no row of an export is longer, but a row with an open quotation mark may be

    def __init__(self, text: str):
        csv.field_size_limit(2**31 - 1)
        self.lines = re.sub(r"\A\s*sep=.\n", "\n", text).split("\n")
        self.mark = _delimiter(text)
        self.at = 0
        self.width: int | None = None

    def __iter__(self) -> Iterator[tuple[int, list[str], str]]:
        while self.at < len(self.lines):
            cells, span = self._row()
            line, raw = self.at + 1, "\n".join(self.lines[self.at : self.at + span])
            self.at += span
            if any(cells):
                yield line, cells, raw

    def _row(self) -> tuple[list[str], int]:
        end = min(len(self.lines), self.at + self.LONGEST)
        following = (f"{self.lines[at]}\n" for at in range(self.at, end))
        reader = csv.reader(following, delimiter=self.mark, skipinitialspace=self.mark != "\t", strict=True)
        try:
            cells = next(reader)
            sound = reader.line_num == 1 or self.width in (None, len(cells))
        except csv.Error:
            sound = False
        if sound:
            return [cell.strip() for cell in cells], reader.line_num
        (cells,) = csv.reader([self.lines[self.at]], delimiter=self.mark, skipinitialspace=True) or [[]]
        return [cell.strip() for cell in cells], 1

    def by_field(self) -> bool:
        """Whether each row holds one field, its name in the first cell, as Embase writes "fields by row"."""
        rows = csv.reader(self.lines[:HEADER_WITHIN], delimiter=self.mark, skipinitialspace=True)
        first = [cells for cells in rows if any(cells)]
        names = {COLUMN.get(letters(cells[0])) for cells in first} - {None}
        widest = max((sum(letters(cell) in COLUMN for cell in cells) for cells in first), default=0)
        return len(names) >= 3 and widest == 1


def _read_fields(rows: Rows, found: Entries) -> None:
    """Entries whose fields stand in rows; one ends where the name that it began with comes again."""
    given: dict[str, str] = {}
    raws: list[str] = []
    start = 1
    for line, cells, raw in [*rows, (0, [""], "")]:
        name = one_line(cells[0])
        if given and (not line or name == next(iter(given))):
            found.add(record(given, chosen(list(given)), found, start), line=start, raw="\n".join(raws))
            given, raws = {}, []
        if not line:
            return
        if not given and letters(name) not in COLUMN:
            found.set_aside(line, raw, "a row outside every entry")
            continue
        start = start if given else line
        value = joined(cells[1:])
        given[name] = f"{given[name]}; {value}" if name in given else value
        raws.append(raw)


def named_once(header: list[str]) -> list[str]:
    """The names of a header; a name that comes again gets its number, so that no column hides another."""
    seen: Counter[str] = Counter()
    names = []
    for name in map(one_line, header):
        seen[name] += 1
        names.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return names


def _delimiter(text: str) -> str:
    """What parts the cells: the mark with which the best row of the beginning has most known names."""
    lines = [line for line in text[:20000].split("\n") if line.strip()][:HEADER_WITHIN]
    best = (0, 0, ",")
    for mark in ",;\t|":
        for line in lines:
            names = next(csv.reader([line], delimiter=mark, skipinitialspace=True), [])
            best = max(
                best,
                (sum(letters(name) in COLUMN for name in names), len(names), mark),
                key=lambda b: b[:2],
            )
    return best[2]


def is_header(cells: list[str]) -> bool:
    """Whether a row names columns by which records could be found."""
    columns = {COLUMN.get(letters(cell)) for cell in cells}
    return bool(columns & {"title", "doi", "pmid"})


def begins_with_header(text: str) -> bool:
    """Whether one of the first lines names a title or DOI and one more column that is known."""
    lines = text[:20000].split("\n")[:HEADER_WITHIN]
    rows = csv.reader(lines, delimiter=_delimiter(text), skipinitialspace=True)
    return any(is_header(cells) and sum(letters(cell) in COLUMN for cell in cells) > 1 for cells in rows)


def chosen(header: list[str]) -> dict[str, list[str]]:
    """Our column: the columns of the file that can fill it, the best first."""
    columns: dict[str, list[str]] = {}
    plain_names = {letters(name) for name in header}
    for name in dict.fromkeys(header):
        if WEB_OF_SCIENCE <= plain_names and letters(name) in ITS_OWN:
            continue
        if column := COLUMN.get(letters(name)):
            columns.setdefault(column, []).append(name)
    return {column: sorted(names, key=lambda n: RANK[letters(n)]) for column, names in columns.items()}


def record(
    given: Mapping[str, str], columns: Mapping[str, list[str]], found: Entries, line: int
) -> dict[str, str]:
    """The cells of one record from the cells of one row; ``columns`` is from `chosen`."""
    given = {name: "" if value.strip() in BLANK else value for name, value in given.items()}
    cells: dict[str, str] = {}
    used: set[str] = set()
    key = next((given[name] for name in columns.get("source_key", ()) if given[name]), "")
    place = {"line": line, "entry": one_line(key) or f"line {line}"}
    for column, names in columns.items():
        if column == "citation":
            continue
        for name in names:
            value = given[name]
            if not value.strip():
                continue
            if column == "year":
                value = found.dated(value, field=name, **place)
            elif column == "doi":
                value = found.identified(value, field=name, **place)
            elif column == "authors":
                value = _people(RUN_IN.sub("; ", value) if "Item Title" in given else value)
            elif column == "pmid":
                value = "".join(re.findall(r"\d+", value)[-1:])
            if column in ("year", "doi") or value:
                used.add(name)
            if value:
                cells[column] = value
                break
    for name in columns.get("citation", ()):
        match = EMBASE.match(given[name]) or PUBMED.match(given[name])
        if match:
            used.add(name)
            for column, value in match.groupdict().items():
                cells.setdefault(column, value or "")
        elif (
            "journal" not in cells and given[name] and letters(given[name]) not in ("scopus", "pubmed", "wos")
        ):
            cells["journal"] = given[name]
            used.add(name)
    if ovid := OVID.fullmatch(one_line(cells.get("journal", ""))):
        cells |= {"journal": ovid["journal"]} | {
            column: cells.get(column) or value or ""
            for column, value in ovid.groupdict().items()
            if column != "journal"
        }
    _settle(cells)
    for name, value in given.items():
        if name not in used and value.strip():
            found.leave(name or "a column without a name")
    return cells


def _settle(cells: dict[str, str]) -> None:
    """Pages from their parts, and a DOI from the address where the export gives none."""
    first, last, number = (cells.pop(name, "") for name in ("first_page", "last_page", "article_number"))
    if not cells.get("pages"):
        cells["pages"] = pages(one_line(first), one_line(last)) or number
    if not cells.get("doi") and (address := cells.get("url", "")):
        within = re.search(r"[?&]id=doi:([^&]+)", address)
        cells["doi"] = (
            doi(unquote(within[1]) if within else address) or doi(cells.get("source_key", "")) or ""
        )


def _people(value: str) -> str:
    """Names of one cell; a list as Python writes it is taken apart."""
    if LIST_LIKE.fullmatch(value):
        try:
            names = ast.literal_eval(value.strip())
        except (ValueError, SyntaxError):
            return people(value)
        return joined(map(str, names))
    return people(re.sub(r" \(\d{8,}\)", "", value))
