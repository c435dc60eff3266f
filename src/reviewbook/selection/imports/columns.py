"""The columns of a table of records: known by their names, whatever case and punctuation, and what a record has in them."""

from __future__ import annotations

import ast
import functools
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import unquote

from reviewbook.files.wording import letters, one_line, words
from reviewbook.review.problems import Problem, ReviewProblems, quote
from reviewbook.review.rows import HasCells, header_at
from reviewbook.review.spreadsheets import SMALL
from reviewbook.selection.imports import source_cell
from reviewbook.selection.imports.bibliography import COLUMNS, IDENTIFIERS, Entries, joined, pages, people
from reviewbook.selection.imports.identifiers import doi

# Our column: the names of columns that can fill it, the best first, in small letters and digits only (see `letters`).
# "first_page", "last_page", "article_number" and "citation" are steps on the way to pages and journal, "identifier" to the DOI.
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
        "authorships firstauthors autoren auteurs autores creators creator authorsnames authorslist firstauthor firstauthorsurname "
        "firstauthorlastname firstauthorfamilyname firstauthorname"
    ),
    "journal": (
        "journal sourcetitle publicationtitle journalbook journaltitle journalname pubtitle publicationname jn so "
        "primarylocationsourcedisplayname hostvenuedisplayname fulljournalname booktitle conferencename publication "
        "containertitle secondarytitle jf jo t2 alternatetitle3 alternatetitle2 sourceabbreviation venue periodical "
        "zeitschrift revue revista"
    ),
    "volume": "volume vol bibliovolume vl vi vo journalvolume band volumen",
    "issue": "issue number issuenumber biblioissue ip is journalissue num heft numero",
    "pages": "pages page pagination pagerange pageinfo pagenumbers pagestartend ps pg seiten paginas",
    "first_page": "startpage pagestart firstpage bibliofirstpage beginningpage bp sp spage",
    "last_page": "endpage pageend lastpage bibliolastpage endingpage ep epage otherpages",
    "article_number": "artno articlenumber artnumber ar articleno elocationid",
    "abstract": "abstract abstractnote abstracttext ab notesabstract n2 summary briefsummary zusammenfassung resume resumen description",
    "record_type": (
        "documenttype publicationtype itemtype typeofreference articletype doctype entrytype type recordtype dt "
        "referencetype publicationtypes typeofwork documenttypes contenttype documentidentifier pt ty"
    ),
    "language": "language languageofpublication la languageoforiginaldocument lang languages",
    "pmid": "pmid pubmedid idspmid pubmed medlinepmid pubmedpmid pm",
    "isbn": "isbn isbn13 isbn10 isbns eisbn printisbn electronicisbn isbnissn issnisbn bookisbn",
    "url": (
        "url link urls studyurl articleurl documenturl externalurl dimensionsurl openurllink plink sourceurl pdflink ur weblink webaddress "
        "primarylocationlandingpageurl fulltextlink"
    ),
    "source_key": (
        "recordid sourcekey key eid accessionnumber accessionno utuniquewosid uniquewosid ut id uniqueid openalexid pui an "
        "publicationid lensid storeid refid extid cnnumber centralid nctnumber trialid itemkey paperid corpusid recordnumber ui "
        "covidence studyid embaseaccessionid referenceid"
    ),
    "citation": "source citation journalcitation bibliographicsource quelle",
}
COLUMN = {alias: column for column, aliases in NAMES.items() for alias in aliases.split()}
RANK = {alias: rank for aliases in NAMES.values() for rank, alias in enumerate(aliases.split())}
# Words that name a column in whatever order they stand, and those that may stand beside them: "Title Primary", "Year of publication".
OF_RECORD = words(
    "article paper study document record reference item publication published pub primary of the full original english"
)
BY_WORDS = {
    "title": (words("title titles titel"), OF_RECORD),
    "year": (words("year jahr"), OF_RECORD | words("issue cover")),
    "authors": (words("author authors"), OF_RECORD | words("all list names name")),
    "journal": (words("journal periodical"), words("title name of the full publication source")),
    "abstract": (words("abstract"), OF_RECORD | words("text")),
    "doi": (words("doi"), OF_RECORD | words("number link id url")),
    "first_page": (words("page pages"), words("first start starting begin beginning from")),
    "last_page": (words("page pages"), words("last end ending to")),
    "volume": (words("volume vol"), words("journal number no of the")),
    "issue": (words("issue"), words("journal number no of the")),
}
NEEDED = frozenset(["first_page", "last_page"])  # a page alone is neither
# A column that holds a part of an XML file, as EBSCO's has: "artinfo/tig/atl", "artinfo/aug/au/0", "pubinfo/dt/_year".
PATH = re.compile(r"_?[a-z]\w*(?:/\w+)+")
ENDS = {  # of EBSCO's paths; of others, what the names of columns say
    "atl": "title",
    "jtl": "journal",
    "au": "authors",
    "dtyear": "year",
    "vid": "volume",
    "iid": "issue",
    "ppf": "first_page",
    "headeruiterm": "source_key",
    "uitext": "identifier",  # of any kind: the column beside it says which
}
# Tags of Web of Science that mean something else than they do elsewhere: Keywords Plus, the sponsors of a conference, how many pages.
WEB_OF_SCIENCE = frozenset(["pt", "ti", "ut"])
ITS_OWN = frozenset(["id", "sp", "pg"])
# Where SpringerLink's table runs one name into the next: "Ann DoeRichard Roe"; some names have a capital within.
RUN_IN = re.compile(
    r"(?<=[^\W\d_A-Z])(?<!\bMc)(?<!\bMac)(?<!\bDe)(?<!\bDi)(?<!\bDu)(?<!\bLa)(?<!\bLe)(?<!\bVan)(?<!\bFitz)"
    r"(?=[A-Z\u00c0-\u00d6\u00d8-\u00de])"
)
# What R, pandas, databases and spreadsheets write for a cell that has nothing.
BLANK = frozenset(["NA", "N/A", "NaN", "nan", "NULL", "null", "None"])
# Columns whose cells may hold the journal with its parts, the best first; columns that may come in several, one a part.
TOGETHER = ("journal", "citation")
SERIES = frozenset(["authors", "abstract"])
# In a table from a spreadsheet, pages that are a number of five digits were a range.
SERIALS = SMALL | {"pages"}
ISSN = re.compile(r"\d{4}-\d{3}[\dXx].*")
WORDED = re.compile(r"[^\d:;!?]*\d{0,2}")
WORD = re.compile(r"[^\W\d_]+")
# What no heading is: an identifier, an address, a year, a sentence.
VALUE = re.compile(r"^10\.\d{4,9}/|^https?://|^(?:1[89]|20)\d\d$|\w{3} [^.]* \w+\.$")
LONGEST = 100  # characters of a heading
# What --columns may name.
NAMEABLE = (*(name for name in COLUMNS if name != "locator"), "first_page", "last_page", "article_number")
LIST_LIKE = re.compile(r"\s*\[.*\]\s*", re.DOTALL)


@functools.lru_cache(maxsize=10_000)
def column_of(heading: str) -> str | None:
    """Which of our columns a heading names; None where it is not known.

    >>> column_of("PUBLICATION_YEAR"), column_of("Authors, Primary"), column_of("artinfo/aug/au/0"), column_of("Author Address")
    ('year', 'authors', 'authors', None)
    """
    name = _plain(heading)
    if name in COLUMN:
        return COLUMN[name]
    if PATH.fullmatch(heading):
        end = _end_of(heading)
        return ENDS.get(end) or COLUMN.get(end)
    given = frozenset(WORD.findall(heading.replace("_", " ").casefold()) if WORDED.fullmatch(heading) else ())
    for column, (names, beside) in BY_WORDS.items():
        if given & names and given <= names | beside and (column not in NEEDED or given & beside):
            return column
    return None


def _plain(heading: str) -> str:
    """A heading as `COLUMN` lists it: its letters and digits, without accents."""
    return letters(
        "".join(sign for sign in unicodedata.normalize("NFKD", heading) if not unicodedata.combining(sign))
    )


def _end_of(path: str) -> str:
    """What a path ends in, as `letters` gives it; of an attribute or the text of an element, with the element's name."""
    steps = [step for step in path.split("/") if not step.isdigit()]
    if letters(steps[0]) in COLUMN:  # "title/abstract" is no path
        return ""
    return letters("".join(steps[-2:] if steps[-1].startswith("_") else steps[-1:]))


def _rank(heading: str) -> int:
    """The place of a heading among those of its column; those that are known by their words come last."""
    return RANK.get(_plain(heading), len(RANK))


def known(cells: Iterable[str]) -> int:
    """How many cells are names of columns that are known."""
    return sum(column_of(cell) is not None for cell in cells)


def is_header(cells: Sequence[str]) -> bool:
    """Whether a row names columns by which records could be found; no row is one of which a cell is a value or a sentence."""
    columns = {column_of(cell) for cell in cells}
    return bool(columns & {"title", "doi", "pmid"}) and not any(
        len(cell) > LONGEST or VALUE.search(cell) for cell in cells
    )


def header_in(rows: Sequence[HasCells], named: Mapping[str, str]) -> int | None:
    """Which of the first rows is the header: that with most names of columns, or that with the headings of --columns.

    Of a row with one such name alone, as prose may have, most of those below must have as many cells, unless it is the first.
    """
    wanted = {letters(heading) for heading in named.values() if heading}
    for number, row in enumerate(rows):
        if wanted and wanted <= set(map(letters, row.cells)):
            return number
    at = header_at(rows, lambda cells: known(cells) if is_header(cells) else 0)
    if at and known(rows[at].cells) == 1:
        alike = [len(row.cells) == len(rows[at].cells) for row in rows[at + 1 :]]
        return at if sum(alike) * 2 > len(alike) else None
    return at


def chosen(header: Sequence[str], named: Mapping[str, str] | None = None) -> dict[str, list[str]]:
    """Our column: the columns of the file that can fill it, the best first.

    ``named`` says for some of ours which heading alone does (`named_columns`).
    """
    named = named or {}
    columns: dict[str, list[str]] = {}
    plain_names = {letters(name) for name in header}
    for name in dict.fromkeys(header):
        if plain_names >= WEB_OF_SCIENCE and letters(name) in ITS_OWN:
            continue
        column = column_of(name)
        if column and column not in named and name not in named.values():
            columns.setdefault(column, []).append(name)
    columns = {column: sorted(names, key=_rank) for column, names in columns.items()}
    return columns | {column: [name] for column, name in named.items() if name in header}


def named_columns(said: str) -> dict[str, str]:
    """What the option --columns says, "year=year_publication,title=...": our column, and the heading that fills it (none: "").

    Raises
    ------
    ReviewProblems (IMPT-005) where it says anything else, one problem for each part.
    """
    named: dict[str, str] = {}
    wrong = []
    if not said:
        return named
    for part in re.split(r",(?=\s*[a-z_]+\s*=)", said):  # a heading may hold a comma
        column, is_said, heading = (word.strip() for word in part.partition("="))
        if not is_said or column not in NAMEABLE:
            expected = "COLUMN=HEADING, COLUMN one of " + ", ".join(NAMEABLE)
            wrong.append(Problem("IMPT-005", "--columns", quote(part.strip()), expected))
        elif column in named:
            wrong.append(Problem("IMPT-005", "--columns", f"{column} twice", "a column once"))
        named[column] = heading
    if wrong:
        raise ReviewProblems(wrong)
    return named


def placed(named: Mapping[str, str], header: Sequence[str]) -> dict[str, str]:
    """The headings of --columns as the file has them.

    Raises
    ------
    ReviewProblems (IMPT-005) where it has none of that name, one problem for each.
    """
    there = {letters(name): name for name in reversed(header)} | {name: name for name in header}
    found = {column: there.get(name) or there.get(letters(name)) for column, name in named.items() if name}
    wrong = [
        Problem(
            "IMPT-005",
            "--columns",
            f"no column {quote(named[column])}",
            "one of " + ", ".join(filter(None, header)),
        )
        for column, name in found.items()
        if not name
    ]
    if wrong:
        raise ReviewProblems(wrong)
    return {column: found.get(column) or "" for column in named}


def record(
    given: Mapping[str, str],
    columns: Mapping[str, list[str]],
    found: Entries,
    line: int,
    *,
    serials: frozenset[str] = SMALL,
) -> dict[str, str]:
    """The cells of one record from the cells of one row; ``columns`` is from `chosen`, ``serials`` as of `damage`."""
    given = {name: "" if value.strip() in BLANK else value for name, value in given.items()}
    cells: dict[str, str] = {}
    used: set[str] = set()
    key = next((given[name] for name in columns.get("source_key", ()) if given[name]), "")
    place: dict[str, Any] = {"line": line, "entry": one_line(key) or f"line {line}"}
    columns_by_name = {name: column for column, names in columns.items() for name in names}
    for name, value in given.items():
        column = columns_by_name.get(name)
        if column and found.is_damaged(value, column, field=name, serials=serials, **place):
            given[name] = ""
            used.add(name)
    for column, names in columns.items():
        if column in TOGETHER:
            continue
        for name in names:
            value = _whole(name, names, given) if column in SERIES else given[name]
            if not value.strip():
                continue
            if column == "year":
                value = found.dated(value, field=name, **place)
            elif column in IDENTIFIERS:
                value = found.identified(value, field=name, column=column, **place)
            elif column == "authors":
                value = _people(RUN_IN.sub("; ", value) if "Item Title" in given else value)
            elif column == "issue" and ISSN.fullmatch(value.strip()):  # Ovid's IS
                continue
            if column in ("year", *IDENTIFIERS) or value:
                used.update(_series(name, names) if column in SERIES else [name])
            if value:
                cells[column] = value
                break
    used |= _identify(cells, given, columns, found, place)
    told = _journal(cells, given, columns, found, place)
    used |= set(told)
    _settle(cells)
    for parts in told.values():
        for column, value in parts.items():
            if not cells.get(column):
                cells[column] = value
    for name, value in given.items():
        if name not in used and value.strip():
            found.leave(name or "a column without a name", value=value if column_of(name) is None else "")
    return cells


def _series(name: str, names: Sequence[str]) -> list[str]:
    """The columns of one list: "au/0", "au/1"; "Author 1", "Author 2"."""
    stem = re.sub(r"\d+", "", name)
    return [other for other in names if other == name or (stem != name and re.sub(r"\d+", "", other) == stem)]


def _whole(name: str, names: Sequence[str], given: Mapping[str, str]) -> str:
    """The cells of a list of columns as one."""
    own = _series(name, names) if len(names) > 1 else [name]
    return given[name] if len(own) == 1 else "\n".join(given[one] for one in own if given[one].strip())


def _identify(
    cells: dict[str, str],
    given: Mapping[str, str],
    columns: Mapping[str, list[str]],
    found: Entries,
    place: Mapping[str, Any],
) -> set[str]:
    """DOI and PubMed identifier from columns of identifiers of any kind, beside which the kind stands; the columns used."""
    used: set[str] = set()
    for name in columns.get("identifier", ()):
        beside = f"{name.rpartition('/')[0]}/_type"
        kind = letters(given.get(beside, ""))
        if kind in ("doi", "pmid") and not cells.get(kind):
            value = given[name].removeprefix("NLM")  # EBSCO's, before PubMed's number
            cells[kind] = found.identified(value, field=name, column=kind, **place)
            used |= {name, beside}
    return used


def _journal(
    cells: dict[str, str],
    given: Mapping[str, str],
    columns: Mapping[str, list[str]],
    found: Entries,
    place: Mapping[str, Any],
) -> dict[str, dict[str, str]]:
    """The journal, from a column of its own before one that holds its parts too; the columns used, and the parts of each."""
    told: dict[str, dict[str, str]] = {}
    for column in TOGETHER:
        for name in columns.get(column, ()):
            value = found.published_in(one_line(given[name]), field=name)
            if not value:
                if given[name].strip():  # a database
                    told[name] = {}
                continue
            if parts := source_cell.parts(value):
                told[name] = parts
            elif source_cell.is_combined(value):
                why = "journal, year or pages in one cell, in a form that is not known"
                found.set_aside(place["line"], value, why, entry=place["entry"], field=name)
                told[name] = {}
            elif "journal" not in cells:
                cells["journal"] = value
                told[name] = {}
    return told


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
    """Names of one cell; a list as Python writes it is taken apart, and names that stand a line each."""
    if LIST_LIKE.fullmatch(value):
        try:
            names = ast.literal_eval(value.strip())
        except (ValueError, SyntaxError):
            return people(value)
        return joined(map(str, names))
    value = re.sub(r" \(\d{8,}\)", "", value)
    lines = [line.strip() for line in value.splitlines() if line.strip()]
    ended = {line.endswith(",") for line in lines[:-1]}
    if len(lines) > 1 and len(ended) == 1 and not re.search("[;|]", value):
        return joined(line.rstrip(",") for line in lines)
    return people(value)
