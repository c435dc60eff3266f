"""The forms of our cells, and what every reader of search exports carries, leaves and sets aside."""

import re
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packages.examples import examples
from packages.exports import READERS, TEXTS, cells

from reviewbook.review.problems import ReviewProblems
from reviewbook.selection.imports import bibliography, ris
from reviewbook.selection.imports.bibliography import address, doi, pages, people, year


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
    "text",
    [
        "10.1000/ABC.1",
        "https://doi.org/10.1000/abc.1",
        "http://dx.doi.org/10.1000/Abc.1",
        "doi:10.1000/abc.1",
        "DOI: 10.1000/abc.1.",
        "doi.org/10.1000/abc.1",
        "10.1000/abc.1 [doi]",
        "https://doi.org/10.1000%2Fabc.1",
        "http://doi.acm.org/10.1000/abc.1",
        "https://dx-doi-org.proxy.example.edu/10.1000/abc.1",
    ],
)
def test_doi_is_bare_and_in_lower_case(text):
    assert doi(text) == "10.1000/abc.1"


@pytest.mark.parametrize(
    "text", ["", "not_reported", "10.1", "PMC1234", "https://example.org/10", "https://a.org/10.1000/b/full"]
)
def test_what_is_no_doi_gives_none(text):
    assert doi(text) is None


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
    with pytest.raises(ReviewProblems, match=r"IMPT-001  none\.ris: found No such file"):
        ris.read(tmp_path / "none.ris")


DOIS = st.lists(
    st.sampled_from(
        [*"10.aA/;,]% \n&", "10.1000/", "%2F", "&amp;", "[doi]", "doi:", "https://doi.org/", "doi.x/"]
    ),
    max_size=7,
).map("".join)


@given(st.one_of(DOIS, DOIS.map("10.1234/a{}".format)))
def test_a_bare_doi_is_read_like_any_other(text):
    read = doi(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bibliography, "BARE_DOI", re.compile(r"(?!)"))
        assert doi(text) == read
