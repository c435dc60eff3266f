"""The forms of our cells, and what every reader of search exports carries, leaves and sets aside."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packages.examples import examples
from packages.exports import READERS, TEXTS, aside, cells

from reviewbook.review.problems import ReviewProblems
from reviewbook.selection.imports import ris
from reviewbook.selection.imports.bibliography import Entries, address, is_database, pages, people, year


@pytest.mark.parametrize(
    ("encoding", "name"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8"),
        ("cp1252", "cp1252"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
    ],
)
def test_text_is_the_same_in_every_encoding_and_with_every_line_end(read, encoding, name):
    for end in ("\n", "\r\n", "\r"):
        text = "TY  - JOUR\nTI  - Müller’s naïve café\nAU  - Škoda, J\nER  - \n\n\n"
        export = read("ris", text.replace("\n", end), encoding=encoding)
        assert cells(export, "title", "authors") == [("Müller’s naïve café", "Škoda, J")]
        assert export.encoding == name


TAGS = {
    "ris": [
        "TI",
        "T1",
        "BT",
        "PY",
        "Y1",
        "DA",
        "DO",
        "JF",
        "JO",
        "JA",
        "T2",
        "VL",
        "IS",
        "AB",
        "N2",
        "LA",
        "UR",
        "AU",
        "A1",
        "A2",
        "AN",
        "ID",
        "UT",
        "U2",
        "SP",
        "EP",
        "C7",
        "KW",
        "N1",
        "M3",
        "L3",
        "QQ",
        "ZZ",
    ],
    "nbib": [
        "PMID",
        "TI",
        "BTI",
        "TT",
        "DP",
        "DEP",
        "JT",
        "TA",
        "VI",
        "IP",
        "PG",
        "AB",
        "LA",
        "FAU",
        "AU",
        "CN",
        "PT",
        "LID",
        "AID",
        "OID",
        "IS",
        "OWN",
        "MH",
        "QQ",
        "ZZ",
    ],
    "ciw": [
        "TI",
        "PY",
        "EA",
        "PD",
        "DI",
        "SO",
        "VL",
        "IS",
        "AB",
        "DT",
        "LA",
        "PM",
        "AF",
        "AU",
        "CA",
        "UT",
        "BP",
        "EP",
        "AR",
        "SN",
        "TC",
        "QQ",
        "KK",
    ],
}
FORMS = {
    "ris": ("TY  - JOUR\n", "{}  - {}\n", "ER  - \n"),
    "nbib": ("PMID- 1\n", "{:4}- {}\n", "\n"),
    "ciw": ("PT J\n", "{} {}\n", "ER\n\n"),
}


@pytest.mark.parametrize("format_", TAGS)
@given(data=st.data())
@examples(150)
def test_every_field_is_carried_left_or_set_aside(tmp_path_factory, format_, data):
    start, line, end = FORMS[format_]
    entries = data.draw(
        st.lists(st.lists(st.sampled_from(TAGS[format_]), max_size=12), min_size=1, max_size=4)
    )
    text, words = "", []
    for tags in entries:
        text += start
        for tag in tags:
            words.append(f"word{len(words):03d}")
            text += line.format(tag, words[-1])
        text += end
    file = tmp_path_factory.mktemp(format_) / "export.txt"
    file.write_text(text, "utf-8")
    export = READERS[format_].read(file)
    told = export.records.drop(columns="locator").to_csv() + "".join(
        piece.found for piece in export.set_aside
    )
    untold = [word for word in words if word not in told]
    counted = export.left - Counter({"TY": 99, "PT": 99} if format_ == "ciw" else {})
    assert len(untold) == sum(counted.values())
    assert export.entries == len(export.records) + sum(p.field == "not_applicable" for p in export.set_aside)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2019", "2019"),
        ("2019/03/01/", "2019"),
        ("2020//", "2020"),
        ("2019 Mar-Apr", "2019"),
        ("Mar 2019", "2019"),
        ("20190301", "2019"),
        ("c2019a", "2019"),
        ("20/04/2012", "2012"),
        ("Start date: 20170812", "2017"),
        ("in press", None),
        ("10 15", None),
        ("0", None),
        ("3019", None),
        ("12345", None),
        ("123201708129", None),
    ],
)
def test_year_is_found_in_every_form_of_date(text, expected):
    assert year(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Doe, J.; Roe, R.", "Doe, J.; Roe, R."),
        ("Liu R., Adler D.G.", "Liu R.; Adler D.G."),
        ("Neilen AD, Chen CR.", "Neilen AD; Chen CR"),
        ("Zipfel, P. F. and Skerka, C.", "Zipfel, P. F.; Skerka, C."),
        ("Jane Doe|Richard Roe", "Jane Doe; Richard Roe"),
        ("Doe, Jane", "Doe, Jane"),
        ("J Doe, RA Roe, P van der Poe…", "J Doe; RA Roe; P van der Poe…"),
        ("Doe J, Roe RA, Poe P.", "Doe J; Roe RA; Poe P"),
        ("Jane Doe, Ann Roe, Li Bo", "Jane Doe; Ann Roe; Li Bo"),
        ("Doe J, Roe R Jr, The Study Group", "Doe J; Roe R Jr; The Study Group"),
        ("Doe, J. A., Roe, R.", "Doe, J. A.; Roe, R."),
        ("Doe J, Roe R and Poe P", "Doe J; Roe R; Poe P"),
        ("Garcia Doe, Jane Mary", "Garcia Doe, Jane Mary"),
        ("World Health Organization", "World Health Organization"),
    ],
)
def test_people_are_parted_by_semicolons_whatever_parted_them(text, expected):
    assert people(text) == expected


def test_records_are_unescaped_in_every_format(read):
    in_csv = read("csv", 'title,abstract\n"A &lt;i&gt;b&lt;/i&gt;","x &amp; y"\n')
    in_ris = read("ris", "TY  - JOUR\nTI  - A <i>b</i>\nAB  - x &amp; y\nER  - \n")
    assert cells(in_csv, "title", "abstract") == cells(in_ris, "title", "abstract") == [("A b", "x & y")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("https://a.org/x", "https://a.org/x"),
        ("https://a.org\nhttps://b.org", "https://a.org"),
        ("<Go to ISI>://WOS:1", ""),
        ("<Go to ISI>://WOS:1\nhttp://b.org", "http://b.org"),
        ("a.org/x", "a.org/x"),
    ],
)
def test_address_is_the_first_that_anyone_can_follow(text, expected):
    assert address(text) == expected


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("1", "9", "1-9"),
        ("pp 37-64", "", "37-64"),
        ("1 -- 9", "", "1-9"),
        ("S1\u2013S9", "", "S1-S9"),
        ("e12", "", "e12"),
        ("P12", "", "P12"),
        ("No", "Specified", "not_reported"),
    ],
)
def test_pages_are_in_one_form(first, last, expected):
    assert pages(first, last) == expected


@pytest.mark.parametrize("said", TEXTS)
@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b"", "an empty file"),
        (b"\xef\xbb\xbf \r\n", "an empty file"),
        (b"PK\x03\x04rest", "a zip file or a workbook (.xlsx)"),
        (b"%PDF-1.7", "a PDF"),
        (b"\x00\x01\x00\x00\x02\x03\xff\x00" * 9, "a file of bytes, no text"),
    ],
)
def test_file_without_text_is_refused(read, said, data, found):
    with pytest.raises(ReviewProblems) as refused:
        read(said, data)
    if said == "csv" and data.startswith(b"PK"):  # which a table may be
        found = "a damaged zip archive (file is not a zip file)"
    assert [(p.code, p.found) for p in refused.value.problems] == [("IMPT-001", found)]


def test_file_that_is_not_there_is_a_problem(tmp_path):
    with pytest.raises(ReviewProblems, match=r"IMPT-001  none\.ris: found no such file"):
        ris.read(tmp_path / "none.ris")


def test_no_reader_gets_a_part_of_an_identifier_past_the_gate(tmp_path):
    found = Entries(tmp_path / "a.ris")
    cells = {
        "title": "One",
        "doi": "{10.1000/A}",
        "pmid": "7.7E+06",
        "url": "https://a.org/x y",
        "source_key": "N/A",
    }
    found.add(cells, line=3, raw="")
    (row,) = found.rows
    assert row == {"title": "One", "doi": "10.1000/a", "locator": "a.ris, line 3"}
    assert [(p.line, p.field, p.found, p.why) for p in found.pieces] == [
        (3, "pmid", "7.7E+06", "not a whole PubMed identifier"),
        (3, "url", "https://a.org/x y", "not a whole address"),
    ]
    assert found.left == {"source_key (no identifier)": 1}


WITH_IDENTIFIERS = {
    "ris": "TY  - JOUR\nTI  - One\nDO  - {doi}\nPM  - {pmid}\nUR  - {url}\nAN  - {key}\nER  - \n",
    "ciw": "PT J\nTI One\nDI {doi}\nPM {pmid}\nUR {url}\nUT {key}\nER\n",
    "bibtex": "@article{{{key},\n title={{One}},\n doi={{{doi}}},\n pmid={{{pmid}}},\n url={{{url}}}}}\n",
    "csv": 'title,doi,pmid,url,id\nOne,"{doi}","{pmid}","{url}","{key}"\n',
    "yaml": "- title: One\n  doi: '{doi}'\n  pmid: '{pmid}'\n  url: '{url}'\n  id: '{key}'\n",
}


@pytest.mark.parametrize("format_", WITH_IDENTIFIERS)
@pytest.mark.parametrize(
    ("given_", "expected"),
    [
        (("10.1000/A", "77", "https://a.org/x", "K1"), ("10.1000/a", "77", "https://a.org/x", "K1")),
        (("n/a", "0", "unknown", "-1"), (None, None, None, None)),
        (("10.1371/journal. pone.01", "PMID: 77", "https://a.org/x", "K1"), ("10.1371/journal.pone.01", "77", "https://a.org/x", "K1")),
        (("10.1371/jour nal.pone.01", "7 7", "https://a.org/x y", "K1"), (None, None, None, "K1")),
    ],
)  # fmt: skip
def test_identifiers_pass_one_gate_in_every_format(read, format_, given_, expected):
    text = WITH_IDENTIFIERS[format_].format(**dict(zip(("doi", "pmid", "url", "key"), given_, strict=True)))
    export = read(format_, text)
    columns = ("doi", "pmid", "url", "source_key")
    assert cells(export, *columns) == [(*expected[:3], expected[3] or expected[1])]
    assert len(export.set_aside) + export.left.total() == expected.count(None)


@pytest.mark.parametrize(
    "text",
    [
        "Scopus",
        "PubMed",
        "Web of Science",
        "Web of Science Core Collection",
        "Ovid MEDLINE(R) ALL",
        "Embase Classic+Embase",
        "APA PsycInfo",
        "CINAHL Plus with Full Text (EBSCOhost)",
        "MEDLINE via PubMed",
        "ERIC",
    ],
)
def test_a_database_is_no_journal(text):
    assert is_database(text)


@pytest.mark.parametrize(
    "text",
    [
        "Science",
        "Database",
        "Journal of Web of Things",
        "Scopus of Tests",
        "Central",
        "Full Text",
        "",
        "Global Health",
    ],
)
def test_a_journal_is_no_database(text):
    assert not is_database(text)


@pytest.mark.parametrize(
    ("format_", "text", "left"),
    [
        (
            "ris",
            "TY  - JOUR\nTI  - One\nJF  - Embase\nT2  - J Tests\nDB  - Embase\nER  - \n",
            "JF (a database)",
        ),
        (
            "bibtex",
            "@article{a, title={One}, journal={Scopus}, booktitle={J Tests}}\n",
            "journal (a database)",
        ),
        ("csv", "title,journal,publication\nOne,Scopus,J Tests\n", "journal (a database)"),
        ("csv", "title,source,journal\nOne,APA PsycInfo,J Tests\n", "source (a database)"),
        ("yaml", "- title: One\n  journal: PubMed\n  venue: J Tests\n", "journal (a database)"),
    ],
)
def test_a_database_in_the_place_of_a_journal_is_left_in_the_file_and_the_journal_is_taken(
    read, format_, text, left
):
    export = read(format_, text)
    assert (cells(export, "journal"), export.left[left]) == ([("J Tests",)], 1)


@pytest.mark.parametrize(
    ("format_", "text"),
    [
        ("ris", "TY  - JOUR\nTI  - One\nSP  - 07-Nov\nIS  - 2\nER  - \n"),
        ("bibtex", "@article{a, title={One}, number={2}, pages={07-Nov}}\n"),
        ("yaml", "- title: One\n  issue: 2\n  pages: 07-Nov\n"),
    ],
)
def test_pages_that_a_spreadsheet_made_a_date_are_set_aside_in_every_format(read, format_, text):
    export = read(format_, text)
    assert cells(export, "title", "issue", "pages") == [("One", "2", None)]
    assert [(found, field) for _, field, found in aside(export)] == [("07-Nov", "pages")]
