"""The columns of a table of records: which names are known, and what a record has in them."""

import openpyxl
import pytest
from packages import shared
from packages.exports import aside, cells

from reviewbook.selection.imports import table
from reviewbook.selection.imports.columns import column_of


def test_embase_s_citation_and_link_fill_journal_year_pages_and_doi():
    export = table.read(shared("samples/ris/embase.csv"))
    columns = ("journal", "year", "volume", "issue", "pages", "doi", "authors")
    expected = ("Endoscopic Ultrasound", "2014", "3", "3", "152-160", "10.4103/2303-9027.138783")
    assert cells(export, *columns)[0] == (*expected, "Liu R.; Adler D.G.")


def test_table_of_ovid_has_journal_volume_and_pages_in_one_cell(read):
    export = read("csv", '"UI","TI","SO"\n"1","One","Sci Total. 598(2):188-197, 2017 Nov 15."\n')
    columns = ("journal", "volume", "issue", "pages", "year", "source_key")
    assert cells(export, *columns) == [("Sci Total", "598", "2", "188-197", "2017", "1")]


def test_table_cell_that_says_na_is_blank(read):
    export = read("csv", "title,year,doi,volume,extra\nOne,NA,nan,N/A,NULL\n")
    assert cells(export, "title", "year", "doi", "volume") == [("One", None, None, None)]
    assert (export.left, export.set_aside) == ({}, [])


HEADERS = {  # as the platforms write them
    "pubmed": (
        "PMID,Title,Authors,Citation,First Author,Journal/Book,Publication Year,Create Date,PMCID,NIHMS ID,DOI",
        '7,One,"Doe J, Roe R.",J. 2001;3(2):1-9.,Doe J,J,2001,2001/01/01,,,10.1000/a',
    ),
    "scopus": (
        "Authors,Author full names,Author(s) ID,Title,Year,Source title,Volume,Issue,Art. No.,Page start,Page end,DOI,Source,EID",
        '"Doe J.; Roe R.","Doe, J. (57211111111); Roe, R. (57211111112)",1;2,One,2001,J,3,2,,1,9,10.1000/a,Scopus,2-s2.0-1',
    ),
    "web of science": (
        "PT\tAU\tTI\tSO\tVL\tIS\tBP\tEP\tDI\tPY\tUT",
        "J\tDoe, J; Roe, R\tOne\tJ\t3\t2\t1\t9\t10.1000/a\t2001\tWOS:1",
    ),
    "lens": (
        "Lens ID,Title,Date Published,Publication Year,Source Title,Author/s,Volume,Issue Number,Start Page,End Page,"
        + "Source URLs,External URL,PMID,DOI",
        "1-2,One,2001-05-19,2001,J,Doe J; Roe R,3,2,1,9,http://x.y http://z.y,http://dx.doi.org/10.1000/a,,10.1000/a",
    ),
    "openalex": (
        "id,doi,display_name,publication_year,primary_location.source.display_name,"
        + "authorships.author.display_name,biblio.volume,biblio.issue,biblio.first_page,biblio.last_page",
        "https://openalex.org/W1,https://doi.org/10.1000/A,One,2001,J,Doe J|Roe R,3,2,1,9",
    ),
    "zotero": (
        '"Key","Item Type","Publication Year","Author","Title","Publication Title","DOI","Date","Pages","Issue","Volume"',
        'ABC,journalArticle,2001,"Doe, J.; Roe, R.",One,J,10.1000/A,2001-02,1-9,2,3',
    ),
    "ovid": (
        "VN,DB,AN,TI,DP,YR,AU,SO,JN,VO,IP,PG,IS,DO",
        'Ovid,APA PsycInfo,2001-1,One,Jan 2001,2001,"Doe, J.\nRoe, R.","J. Vol.3(2), 2001, pp. 1-9.",J,3,2,1-9,1234-5678,10.1000/a',
    ),
    "ovid without columns for the parts": (
        "VN,DB,UI,TI,SO,AU,DO",
        'Ovid,Embase,77,One,"J. 3(2) (pp 1-9), 2001. Date of Publication: 2001.","Doe J.\nRoe R.",10.1000/a',
    ),
    "ebsco": (
        "jinfo/jtl,jinfo/issn,pubinfo/dt/_year,pubinfo/dt/__text,pubinfo/vid,pubinfo/iid,artinfo/ui/0/_type,artinfo/ui/0/__text,"
        + "artinfo/ui/1/_type,artinfo/ui/1/__text,artinfo/ppf,artinfo/ppl,artinfo/tig/atl,artinfo/aug/au/0,artinfo/aug/au/1,"
        + "artinfo/sug/subj/0/_type,header/_uiTerm",
        'J,12345678,2001,Jan-22,3,2,pmid,NLM7,doi,10.1000/A,1-9,,One,"Doe, J.","Roe, R.",major,77',
    ),
    "refworks": (
        "Reference Type\tReference Id\tAuthors, Primary\tTitle Primary\tPeriodical Full\tPub Year\tVolume\tIssue\tStart Page\t"
        + "Other Pages\tDOI",
        "Journal Article\t77\tDoe,J.;Roe,R.\tOne\tJ\t2001\t3\t2\t1\t9\t10.1000/a",
    ),
    "a register of its own": (
        "study_id,article_title,author 1,author 2,name_of_journal,year_publication,volume_number,issue no.,page_first,page_last,doi",
        '1,One,"Doe, J.","Roe, R.",J,2001,3,2,1,9,10.1000/a',
    ),
    "covidence": (
        "Title,Authors,Abstract,Published Year,Published Month,Journal,Volume,Issue,Pages,Accession Number,DOI,Ref,Covidence #",
        'One,"Doe, J.; Roe, R.",,2001,,J,3,2,1-9,,10.1000/A,,#12',
    ),
}


@pytest.mark.parametrize("platform", HEADERS)
def test_table_of_each_platform_gives_the_same_record(read, platform):
    export = read("csv", "\n".join(HEADERS[platform]) + "\n")
    assert cells(export, "title", "year", "journal", "volume", "issue", "pages", "doi") == [
        ("One", "2001", "J", "3", "2", "1-9", "10.1000/a")
    ]
    (names,) = cells(export, "authors")[0]
    assert [name.replace(",", "").replace(".", "") for name in names.split("; ")] == ["Doe J", "Roe R"]
    assert export.records["source_key"].notna().all() and not export.set_aside


def test_table_of_web_of_science_has_its_own_meaning_of_id_sp_and_pg(read):
    header = ["PT", "AU", "TI", "SO", "SP", "ID", "BP", "EP", "AR", "PG", "PY", "UT"]
    rows = [
        ["J", "Doe, J", "One", "J", "", "KEYWORDS; PLUS", "1", "9", "", "9", "2001", "WOS:1"],
        ["C", "Doe, J", "Two", "J", "SPONSOR", "KEYWORDS", "", "", "77", "4", "2002", "WOS:2"],
    ]
    export = read("csv", "".join("\t".join(row) + "\n" for row in [header, *rows]))
    assert cells(export, "title", "pages", "source_key") == [("One", "1-9", "WOS:1"), ("Two", "77", "WOS:2")]
    assert export.left == {"ID": 2, "PG": 2, "SP": 1}


def test_table_of_springerlink_runs_its_names_into_each_other(read):
    header = "Item Title,Publication Title,Item DOI,Authors,Publication Year,Content Type\n"
    export = read("csv", header + "One,J,10.1000/a,Jörg DoeÉva McRoeA. J. (Al) Poe,2001,Chapter\n")
    assert cells(export, "authors", "doi", "record_type") == [
        ("Jörg Doe; Éva McRoe; A. J. (Al) Poe", "10.1000/a", "Chapter")
    ]


def test_table_of_ieee_has_a_kind_of_document_and_no_key(read):
    header = '"Document Title",Authors,"Publication Title","Publication Year","DOI",Document Identifier\n'
    export = read("csv", header + '"One","J. Doe; R. Roe","J","2001","10.1000/a","IEEE Journals"\n')
    assert cells(export, "source_key", "record_type", "authors") == [
        (None, "IEEE Journals", "J. Doe; R. Roe")
    ]


def test_tables_of_trial_registers_have_titles_summaries_and_addresses(read):
    of_nct = read(
        "csv",
        "NCT Number,Study Title,Study URL,Brief Summary,First Posted\nNCT1,One,http://a.b,Why,2001-02-03\n",
    )
    of_who = read(
        "csv", "TrialID,Public title,Date registration,web address\nNCT1,One,03/02/2001,http://a.b\n"
    )
    columns = ("source_key", "title", "url", "year")
    assert cells(of_nct, *columns) == cells(of_who, *columns) == [("NCT1", "One", "http://a.b", "2001")]
    assert cells(of_nct, "abstract") == [("Why",)]


# --- which headings are known


@pytest.mark.parametrize(
    ("heading", "column"),
    [
        ("Title Primary", "title"),
        ("Title of the paper", "title"),
        ("Year of publication", "year"),
        ("authors_full_list", "authors"),
        ("Name of Journal", "journal"),
        ("first page", "first_page"),
        ("artinfo/tig/atl", "title"),
        ("data/title", "title"),
    ],
)
def test_a_heading_is_known_whatever_the_order_of_its_words_and_the_path_before(heading, column):
    assert column_of(heading) == column


@pytest.mark.parametrize(
    "heading",
    [
        "Author Address",
        "Author Keywords",
        "Title decision",
        "title/abstract",
        "Number of pages",
        "Series title",
        "subj/0/_type",
        "7(7):63. doi:",
    ],
)
def test_a_heading_of_something_else_is_not_known(heading):
    assert column_of(heading) is None


# --- cells that hold more, or something else


def test_names_that_stand_a_line_each_are_parted(read):
    cell = {
        "Doe A\nRoe B": "Doe A; Roe B",
        "Doe, Ann,\nRoe, Bob": "Doe, Ann; Roe, Bob",
        "Doe, A.; Roe,\nB.": "Doe, A.; Roe, B.",
    }
    for given, names in cell.items():
        assert cells(read("csv", f'title,authors\nOne,"{given}"\n'), "authors") == [(names,)]


def test_names_that_stand_a_line_each_in_a_workbook_are_parted_and_rows_keep_their_numbers(tmp_path):
    book = openpyxl.Workbook()
    for row in (["TI", "AU"], ["One", "Doe A\nRoe B"], ["Two", "Poe C"]):
        book.active.append(row)
    book.save(tmp_path / "a.xlsx")
    assert cells(table.read(tmp_path / "a.xlsx"), "authors", "locator") == [
        ("Doe A; Roe B", "a.xlsx, line 2"),
        ("Poe C", "a.xlsx, line 3"),
    ]


def test_a_cell_with_the_parts_of_a_journal_in_no_known_form_is_set_aside(read):
    export = read("csv", 'title,SO\nOne,"Trials [vol 7(2); 2014; 31ff]"\nTwo,Trials\n')
    assert cells(export, "journal") == [(None,), ("Trials",)]
    assert aside(export) == [(2, "SO", "Trials [vol 7(2); 2014; 31ff]")]


def test_a_source_that_is_a_database_is_no_journal(read):
    export = read("csv", "title,source\nOne,APA PsycInfo\nTwo,Archive of Trials\n")
    assert cells(export, "journal") == [(None,), ("Archive of Trials",)]
    assert export.left == {"source (a database)": 1}


def test_what_a_spreadsheet_damaged_is_set_aside_and_fills_nothing(read):
    header = "title,year,volume,issue,pages,pmid,id,keywords\n"
    export = read(
        "csv", header + "One,42736,7,02-Nov,44502,3.1E+07,1.2E+05,Nov-02\n#NAME?,2001,#REF!,2,1-9,7,8,\n"
    )
    columns = ("title", "year", "volume", "issue", "pages", "pmid", "source_key")
    assert cells(export, *columns) == [
        ("One", None, "7", None, None, None, None),
        (None, "2001", None, "2", "1-9", "7", "8"),
    ]
    damaged = ["42736", "02-Nov", "44502", "3.1E+07", "1.2E+05", "#NAME?", "#REF!"]
    assert [found for _, _, found in aside(export)] == damaged and export.left == {"keywords": 1}


def test_headings_may_have_accents():
    headings = ("Année", "Résumé", "Título", "AÑO", "Auteurs", "Anne\u0301e")
    assert [column_of(name) for name in headings] == ["year", "abstract", "title", "year", "authors", "year"]
