"""The columns of a table of records: known by their names, whatever case and punctuation, and what a record has in them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import unquote

from reviewbook.files.wording import letters, one_line
from reviewbook.selection.imports.bibliography import IDENTIFIERS, Entries, is_database, joined, pages, people
from reviewbook.selection.imports.identifiers import doi

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
    "doi": (
        "doi digitalobjectidentifier digitalobjectidentifierdoi do di itemdoi articledoi publicationdoi doilink doiurl bookdoi "
        "electronicresourcenum"
    ),
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
LIST_LIKE = re.compile(r"\s*\[.*\]\s*", re.DOTALL)


def known(cells: Iterable[str]) -> int:
    """How many cells are names of columns that are known."""
    return sum(letters(cell) in COLUMN for cell in cells)


def is_header(cells: list[str]) -> bool:
    """Whether a row names columns by which records could be found."""
    columns = {COLUMN.get(letters(cell)) for cell in cells}
    return bool(columns & {"title", "doi", "pmid"})


def chosen(header: list[str]) -> dict[str, list[str]]:
    """Our column: the columns of the file that can fill it, the best first."""
    columns: dict[str, list[str]] = {}
    plain_names = {letters(name) for name in header}
    for name in dict.fromkeys(header):
        if plain_names >= WEB_OF_SCIENCE and letters(name) in ITS_OWN:
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
    place: dict[str, Any] = {"line": line, "entry": one_line(key) or f"line {line}"}
    for column, names in columns.items():
        if column == "citation":
            continue
        for name in names:
            value = given[name]
            if not value.strip():
                continue
            if column == "year":
                value = found.dated(value, field=name, **place)
            elif column in IDENTIFIERS:
                value = found.identified(value, field=name, column=column, **place)
            elif column == "journal":
                value = found.published_in(value, field=name)
            elif column == "authors":
                value = _people(RUN_IN.sub("; ", value) if "Item Title" in given else value)
            if column in ("year", "journal", *IDENTIFIERS) or value:
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
        elif "journal" not in cells and given[name] and not is_database(given[name]):
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
