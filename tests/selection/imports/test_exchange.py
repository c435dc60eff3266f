"""The readers of search exports: what each carries, what it leaves in the file, what it sets aside."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from packages import shared

from reviewbook.files.signs import sight
from reviewbook.files.wording import unmarked
from reviewbook.review.problems import ReviewProblems
from reviewbook.selection.imports import bibliography, bibtex, ciw, endnote, listing, nbib, ris, table
from reviewbook.selection.imports.bibliography import address, doi, pages, people, year
from reviewbook.selection.imports.formats import FORMATS

READERS = {
    "ris": ris,
    "nbib": nbib,
    "bibtex": bibtex,
    "ciw": ciw,
    "endnote-xml": endnote,
    "csv": table,
    "yaml": listing,
}


@pytest.fixture
def read(tmp_path):
    """Read a text as a file of a format."""

    def read_text(format_, text, *, encoding="utf-8"):
        file = tmp_path / "export.txt"
        file.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
        return READERS[format_].read(file)

    return read_text


def cells(export, *columns) -> list[tuple]:
    """Some columns of the records, missing cells as None."""
    frame = export.records[list(columns)].astype("object")
    return [tuple(row) for row in frame.where(frame.notna(), None).itertuples(index=False)]


def aside(export) -> list[tuple]:
    return [(piece.line, piece.field, piece.found) for piece in export.set_aside]


# --- the samples: entries counted by hand in the files (TY, PMID, @, PT, rows), nothing lost

SAMPLES = {  # format, entries, records, pieces set aside
    "ris/Ovid_ris_example.ris": ("ris", 4, 4, 0),
    "ris/ovid_zotero.ris": ("ris", 6, 6, 0),
    "ris/Scopus_ris_example.ris": ("ris", 3, 3, 0),
    "ris/faulty_year.ris": ("ris", 1, 1, 1),
    "ris/PubMed_example.txt": ("nbib", 3, 3, 0),
    "ris/nbib_data.nbib": ("nbib", 1, 1, 0),
    "ris/Scopus_bib_example.bib": ("bibtex", 3, 3, 0),
    "ris/WoS_ciw_example.ciw": ("ciw", 5, 5, 0),
    "ris/embase.csv": ("csv", 6, 6, 0),
    "ris/generic_labels.csv": ("csv", 6, 6, 0),
    "ris/duplicate_records.csv": ("csv", 14, 10, 7),
    "rayyan/articles.bib": ("bibtex", 293, 293, 31),
    "dedup/haematology/records_pre_merged.csv": ("csv", 1415, 1415, 0),
    "dedup/special_cases/records_pre_merged.csv": ("csv", 6, 6, 0),
    "multi-reviewer/reviewed-records.bib": ("bibtex", 13, 13, 0),
    "multi-reviewer/screening/titles.csv": ("csv", 3102, 3102, 0),
    "multi-reviewer/screening/abstracts.yaml": ("yaml", 33, 33, 0),
    "multi-reviewer/screening/abstracts/daniel.yaml": ("yaml", 20, 20, 0),
    "multi-reviewer/screening/abstracts/luke.yaml": ("yaml", 14, 14, 0),
    "multi-reviewer/screening/abstracts/mario.yaml": ("yaml", 19, 19, 0),
    "multi-reviewer/screening/abstracts/disagreements.yaml": ("yaml", 18, 18, 0),
    "multi-reviewer/screening/abstracts/resolved.yaml": ("yaml", 3, 3, 0),
}


@pytest.mark.parametrize("name", SAMPLES)
def test_every_sample_is_read_to_its_last_entry(name):
    format_, entries, records, pieces = SAMPLES[name]
    export = READERS[format_].read(shared(f"samples/{name}"))
    assert (export.entries, len(export.records), len(export.set_aside)) == (entries, records, pieces)
    assert list(export.records.columns) == list(bibliography.COLUMNS)
    assert export.records["locator"].is_unique


def test_scopus_gives_the_same_records_as_ris_and_as_bibtex():
    of_ris = ris.read(shared("samples/ris/Scopus_ris_example.ris"))
    of_bibtex = bibtex.read(shared("samples/ris/Scopus_bib_example.bib"))
    same = ("title", "year", "doi", "authors", "journal", "volume", "issue", "pages", "language")
    assert cells(of_ris, *same) == cells(of_bibtex, *same)


def test_embase_s_citation_and_link_fill_journal_year_pages_and_doi():
    export = table.read(shared("samples/ris/embase.csv"))
    columns = ("journal", "year", "volume", "issue", "pages", "doi", "authors")
    expected = ("Endoscopic Ultrasound", "2014", "3", "3", "152-160", "10.4103/2303-9027.138783")
    assert cells(export, *columns)[0] == (*expected, "Liu R.; Adler D.G.")


# --- RIS

ONE = "TY  - JOUR\nTI  - One\nPY  - 2001\nER  - \n"
TWO = "TY  - JOUR\nTI  - Two\nPY  - 2002\nER  - \n"
BOTH = [("One", "2001"), ("Two", "2002")]


def test_ris_entry_without_an_end_is_an_entry_at_the_next_start_and_at_the_end_of_the_file(read):
    export = read("ris", ONE.replace("ER  - \n", "") + TWO.replace("ER  - \n", ""))
    assert cells(export, "title", "year") == BOTH
    assert export.entries == 2 and not export.set_aside


def test_ris_text_outside_every_entry_is_set_aside_with_its_line(read):
    export = read("ris", "Exported by hand\nsecond line\n\n" + ONE + "\nbetween\n" + TWO + "after\n")
    assert cells(export, "title", "year") == BOTH
    outside = "not_applicable"
    assert aside(export) == [
        (1, outside, "Exported by hand\nsecond line"),
        (9, outside, "between"),
        (14, outside, "after"),
    ]


def test_ris_running_numbers_and_links_of_ovid_are_left_and_counted(read):
    export = read("ris", "1.\n" + ONE + "\nLink to the Ovid Full Text: http://a.b\n\n<2>\n" + TWO)
    assert cells(export, "title", "year") == BOTH
    assert export.left == {"running number": 2, "link": 1}
    assert not export.set_aside


def test_ris_second_title_is_set_aside_and_a_second_author_is_an_author(read):
    text = "TY  - JOUR\nTI  - One\nTI  - Other\nAU  - Doe, Jane\nAU  - Roe, R.;Poe, E.,\nER  - \n"
    export = read("ris", text)
    assert cells(export, "title", "authors") == [("One", "Doe, Jane; Roe, R.; Poe, E.")]
    assert aside(export) == [(3, "TI", "Other")]


def test_ris_lines_that_go_on_are_part_of_the_field_before(read):
    text = "TY  - JOUR\nTI  - A title\n      over two lines\nAB  - First\nIL - 6 rose\n\nA-B  - is no tag\nER  - \n"
    export = read("ris", text)
    assert cells(export, "title", "abstract") == [
        ("A title over two lines", "First IL - 6 rose A-B - is no tag"),
    ]


@pytest.mark.parametrize(
    "start", ["TY  - JOUR", "TY - JOUR", "TY  -JOUR", "TY   - JOUR", " TY  - JOUR", "ty  - JOUR"]
)
def test_ris_start_is_read_with_any_spacing(read, start):
    export = read("ris", f"{start}\nTI - One\nPY  -2001\nER  -\n" + TWO)
    assert cells(export, "title", "year") == BOTH
    assert cells(export, "record_type") == [("JOUR",), ("JOUR",)]


def test_ris_tag_that_is_not_known_is_set_aside_and_a_known_one_without_a_column_is_left(read):
    export = read("ris", "TY  - JOUR\nTI  - One\nQQ  - what\nKW  - a\nKW  - b\nSN  - 1234\nER  - \n")
    assert aside(export) == [(3, "QQ", "what")]
    assert export.left == {"KW": 2, "SN": 1}


def test_ris_entry_that_says_nothing_is_set_aside_whole(read):
    export = read("ris", ONE + "N1  - stray\nPY  - soon\nER  - \n" + TWO)
    assert cells(export, "title", "year") == BOTH
    assert (export.entries, aside(export)) == (3, [(5, "not_applicable", "N1 stray\nPY soon")])


def test_ris_year_comes_from_the_date_where_the_year_is_none(read):
    export = read("ris", "TY  - JOUR\nTI  - One\nPY  - in press\nDA  - 2019/03/01/\nER  - \n")
    assert cells(export, "year") == [("2019",)]
    assert aside(export) == [(3, "PY", "in press")]


def test_ris_doi_is_taken_from_the_address_where_there_is_none(read):
    export = read("ris", "TY  - JOUR\nTI  - One\nUR  - https://doi.org/10.1000/A\nER  - \n")
    assert cells(export, "doi", "url") == [("10.1000/a", "https://doi.org/10.1000/A")]


def test_ris_pages_that_are_not_specified_are_not_reported(read):
    export = read("ris", "TY  - JOUR\nTI  - One\nSP  - No\nEP  - Specified\nER  - \n")
    assert cells(export, "pages") == [("not_reported",)]


@pytest.mark.parametrize(
    ("encoding", "name"),
    [("utf-8", "utf-8"), ("utf-8-sig", "utf-8"), ("cp1252", "cp1252"), ("utf-16", "utf-16")]
    + [("utf-16-le", "utf-16-le"), ("utf-16-be", "utf-16-be")],
)
def test_text_is_the_same_in_every_encoding_and_with_every_line_end(read, encoding, name):
    for end in ("\n", "\r\n", "\r"):
        text = "TY  - JOUR\nTI  - Müller’s naïve café\nAU  - Škoda, J\nER  - \n\n\n"
        export = read("ris", text.replace("\n", end), encoding=encoding)
        assert cells(export, "title", "authors") == [("Müller’s naïve café", "Škoda, J")]
        assert export.encoding == name


values = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp", "Zs", "Cn")),
    min_size=1,
    max_size=20,
)
texts = st.lists(values, min_size=1, max_size=6).map(" ".join)
records = st.fixed_dictionaries(
    {
        "TI": texts,
        "AU": st.lists(values.filter(lambda v: not set(v) & set(";,")), max_size=3, unique=True),
        "PY": st.integers(1500, 2100).map(str),
        "AB": texts,
        "JF": texts,
        "DO": st.integers(0, 10**6).map(lambda n: f"10.1000/x{n}"),
    }
)


@given(st.lists(records, min_size=1, max_size=5), st.sampled_from(["\n", "\r\n"]))
@settings(max_examples=60, deadline=None)
def test_ris_gives_back_what_was_written(tmp_path_factory, written, end):
    lines = []
    for record in written:
        lines.append("TY  - JOUR")
        for tag, value in record.items():
            lines += [f"{tag}  - {each}" for each in (value if isinstance(value, list) else [value])]
        lines += ["ER  - ", ""]
    file = tmp_path_factory.mktemp("ris") / "written.ris"
    file.write_bytes(end.join(lines).encode())
    export = ris.read(file)
    expected = [(r["TI"], r["PY"], r["AB"], r["JF"], r["DO"], "; ".join(r["AU"]) or None) for r in written]
    assert cells(export, "title", "year", "abstract", "journal", "doi", "authors") == expected
    assert not export.set_aside


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
@settings(max_examples=150, deadline=None)
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


def test_ris_date_without_a_year_is_left_where_the_year_is_there(read):
    export = read("ris", "TY  - JOUR\nTI  - One\nDA  - Jan\nPY  - 2001\nER  - \n")
    assert (cells(export, "year"), export.left, export.set_aside) == ([("2001",)], {"DA": 1}, [])


def test_ris_of_cochrane_with_its_own_tags(read):
    text = "TY  - JOUR\nAN  - CN-1\nXR  - PUBMED 12\nTI  - One\nYR  - 2001\nNO  - 2\nPG  - 1-9\nPM  - PUBMED 12\nDOI - 10.1000/A\nUS  - http://a.b\nER  - \n"
    export = read("ris", text)
    columns = ("source_key", "year", "issue", "pages", "pmid", "doi", "url")
    assert cells(export, *columns) == [("CN-1", "2001", "2", "1-9", "12", "10.1000/a", "http://a.b")]
    assert (export.left, export.set_aside) == ({"XR": 1}, [])


# --- the forms of our cells


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


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Doe&#x0027;s &amp; Roe&apos;s", "Doe's & Roe's"),
        ("twice &amp;lt;i&amp;gt;x&amp;lt;/i&amp;gt; escaped", "twice x escaped"),
        ("CO<sub>2</sub> and <i>E. <b>coli</b></i>", "CO2 and E. coli"),
        ("<h4>Aim</h4>To see.<br/>Then", " Aim To see. Then"),
        ("<jats:p>One</jats:p>", " One "),
        ('<tex-math notation="LaTeX">$x$</tex-math> <mml:mi>y</mml:mi> <underline>z</underline>', "$x$ y z"),
        ("P<0.05, n>3, a <b c", "P<0.05, n>3, a <b c"),
        ("R&D; AT&T <Go to> <b>", "R&D; AT&T <Go to> <b>"),
    ],
)
def test_plain_text_has_no_entities_and_no_markup_and_keeps_what_is_neither(text, expected):
    assert unmarked(text) == expected


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


# --- what platforms write in RIS


@pytest.mark.parametrize("tag", ["AI", "TS", "M4", "PU", "PI", "FU", "FX", "WE", "J9", "JI", "C6", "M2"])
def test_ris_tag_of_a_platform_is_left_and_not_set_aside(read, tag):
    export = read("ris", f"TY  - JOUR\nTI  - One\n{tag}  - what\nER  - \n")
    assert (export.left, export.set_aside) == ({tag: 1}, [])


def test_ris_of_ovid_has_a_tag_after_the_end_that_begins_no_entry(read):
    text = (
        "1.\n" + ONE + "NL  - J One\n\nLink to the Ovid Full Text: http://a.b\n\n2.\n" + TWO + "NL  - J Two\n"
    )
    export = read("ris", text)
    assert (export.entries, cells(export, "title", "year")) == (2, BOTH)
    assert (export.left, export.set_aside) == ({"running number": 2, "link": 1, "NL": 2}, [])


def test_ris_headings_of_jstor_apa_and_cochrane_are_left(read):
    heading = "Record #1 of 2\nProvider: Somebody http://a.b\nDatabase: Something\nContent: text/plain\n\n"
    export = read("ris", heading + ONE + "\n" + heading + TWO)
    assert (cells(export, "title", "year"), export.left, export.set_aside) == (BOTH, {"heading": 8}, [])


def test_ris_end_may_stand_alone(read):
    export = read("ris", ONE.replace("ER  - ", "ER") + "\n" + TWO.replace("ER  - ", "ER  "))
    assert (cells(export, "title", "year"), export.set_aside) == (BOTH, [])


def test_ris_address_is_one_and_gives_the_doi_from_any_of_its_lines(read):
    text = "TY  - JOUR\nTI  - One\nUR  - https://a.org/x\nhttps://doi.org/10.1000/A\nER  - \n"
    text += "TY  - JOUR\nTI  - Two\nUR  - <Go to ISI>://WOS:1\nER  - \n"
    export = read("ris", text)
    assert cells(export, "url", "doi") == [("https://a.org/x", "10.1000/a"), (None, None)]
    assert export.left == {"UR": 2}


def test_ris_of_ebsco_has_its_key_in_a_note_and_fields_within_others(read):
    text = "TY  - JOUR\nTI  - One\nN1  - Accession Number: 123; Doe, J; Source Info: x\nER  - \n"
    text += "TY  - JOUR\nTI  - Two\nIS  - 3 OP  - Some Journal 21(3)\nUR  - http://a.b/c OP  - More\nER  - \n"
    export = read("ris", text)
    assert cells(export, "source_key", "issue", "url") == [("123", None, None), (None, "3", "http://a.b/c")]
    assert (export.left, export.set_aside) == ({"N1": 1, "OP": 2}, [])


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("AN  - 77\nDP  - NLM", "77"),
        ("ID  - 77\nL2  - http://ovidsp.ovid.com/ovidweb.cgi?T=JS&D=medl&AN=77", "77"),
        ("ID  - 77\nL2  - http://ovidsp.ovid.com/ovidweb.cgi?T=JS&D=psyc16&AN=77", None),
        ("U2  - L55\nC5  - 77\nDB  - Embase", "77"),
        ("AN  - 77\nC5  - 78\nDP  - Somebody", None),
    ],
)
def test_ris_pubmed_identifier_is_found_where_the_export_is_known_to_have_it(read, lines, expected):
    export = read("ris", f"TY  - JOUR\nTI  - One\n{lines}\nER  - \n")
    assert cells(export, "pmid") == [(expected,)]


# --- PubMed, Web of Science


def test_pubmed_address_of_a_record_has_no_kind_behind_it(read):
    export = read("nbib", "PMID- 1\nTI  - One\nLID - https://a.b/1/ [pii]\n")
    assert cells(export, "url") == [("https://a.b/1/",)]


def test_pubmed_s_wrapped_lines_full_names_and_groups(read):
    text = (
        "\nPMID- 1\nTI  - A title\n      over two lines.\nAU  - Doe J\nFAU - Doe, Jane\nCN  - The Group\nDP  - 2019 Dec-2020 Jan\n"
        "LID - 10.1000/X [doi]\nPT  - Review\nPT  - Journal Article\nIS  - 1234-5678\n\nPMID- 2\nTI  - Two\nDP  - Winter\nZZZ - odd\n"
    )
    export = read("nbib", text)
    columns = ("title", "authors", "year", "doi", "record_type", "pmid", "source_key", "locator")
    assert cells(export, *columns) == [
        (
            "A title over two lines.",
            "Doe, Jane; The Group",
            "2019",
            "10.1000/x",
            "Review; Journal Article",
            "1",
            "1",
            "export.txt, line 2",
        ),
        ("Two", None, None, None, None, "2", "2", "export.txt, line 14"),
    ]
    assert aside(export) == [(16, "DP", "Winter"), (17, "ZZZ", "odd")]
    assert export.left == {"AU": 1, "IS": 1}


def test_pubmed_blank_line_within_an_entry_does_not_end_it(read):
    export = read("nbib", "PMID- 1\nTI  - One\n\nDP  - 2001\n\nPMID- 2\nTI  - Two\nDP  - 2002\n")
    assert cells(export, "title", "year") == BOTH


def test_web_of_science_lines_that_go_on_are_authors_or_text(read):
    text = (
        "FN Clarivate Analytics Web of Science\nVR 1.0\nPT J\nAU Doe, J\n   Roe, R\nAF Doe, Jane\n   Roe, Richard\nTI A title\n"
        "   over two lines\nSO JOURNAL\nBP 1\nEP 9\nPY 2001\nXX odd\nUT WOS:1\nER\n\nPT J\nTI Two\nPY 2002\nEF"
    )
    export = read("ciw", text)
    assert cells(export, "title", "authors", "pages", "year", "source_key") == [
        ("A title over two lines", "Doe, Jane; Roe, Richard", "1-9", "2001", "WOS:1"),
        ("Two", None, None, "2002", None),
    ]
    assert aside(export) == [(14, "XX", "odd")]
    assert export.left == {"FN": 1, "VR": 1, "AU": 1}


# --- BibTeX


def test_bibtex_latex_becomes_letters_and_per_cent_stays(read):
    text = r"""@article{k1,
  title = {{\"U}ber {G}ermany: 50% \& 20\% of $p<0.05$},
  author = {M{\"u}ller, J. and {World Health Organization} and {\O}. Li},
  year = 2019, pages = {1--9}, journal = "A \emph{journal}"
}"""
    export = read("bibtex", text)
    assert cells(export, "title", "authors", "year", "pages", "journal") == [
        (
            "Über Germany: 50% & 20% of $p<0.05$",
            "Müller, J.; World Health Organization; Ø. Li",
            "2019",
            "1-9",
            "A journal",
        )
    ]
    assert not export.set_aside


def test_bibtex_macros_are_put_in_and_an_undefined_one_is_set_aside(read):
    text = '@string{ fm = "Fun " # "Monthly" }\n@comment{x}\n@article{a, title={A}, journal = fm # { now}, month = jan}\n'
    export = read("bibtex", text + "@article{b, title={B},\n journal = nowhere}\n")
    assert cells(export, "title", "journal") == [("A", "Fun Monthly now"), ("B", None)]
    assert aside(export) == [(5, "journal", "nowhere")]
    assert export.left == {"comment": 1, "month": 1}


def test_bibtex_broken_entry_among_good_ones_is_set_aside_alone(read):
    text = "@article{a,\n title={A}}\n\n@article{bad,\n title={Open {brace},\n year=2001}\n\n@article{c,\n title={C}}\n"
    export = read("bibtex", text)
    assert cells(export, "title", "locator") == [("A", "export.txt, line 1"), ("C", "export.txt, line 8")]
    ((line, _, found),) = aside(export)
    assert line == 4 and found.startswith("@article{bad,") and export.set_aside[0].entry == "bad"
    assert export.entries == 3


def test_bibtex_broken_entry_gives_the_fields_that_stand_whole_on_a_line(read):
    text = "@article{bad,\n author={Doe, J},\n title={A {B} c},\n abstract={Open {brace},\n year={2001}\n}\n"
    export = read("bibtex", text + "\n@article{c,\n title={C}}\n")
    columns = ("source_key", "title", "authors", "year", "abstract")
    assert cells(export, *columns) == [("bad", "A B c", "Doe, J", "2001", None), ("c", "C", None, None, None)]
    (piece,) = export.set_aside
    assert (export.entries, piece.line, piece.entry) == (2, 1, "bad")
    assert "abstract={Open {brace}" in piece.found and piece.why.endswith("its sound lines were taken")


@pytest.mark.parametrize("entry", ["{PMID:77, title={A}}", "{a, title={A}, note={PMID: 77}}"])
def test_bibtex_pubmed_identifier_is_taken_from_key_or_note(read, entry):
    export = read("bibtex", f"@article{entry}\n")
    assert (cells(export, "pmid"), export.left) == ([("77",)], {})


def test_bibtex_heading_of_scopus_is_left(read):
    export = read("bibtex", "Scopus\nEXPORT DATE: 1 May 2001\n\n@article{a, title={A}}\n")
    assert (cells(export, "title"), export.left, export.set_aside) == ([("A",)], {"heading": 1}, [])


def test_bibtex_missing_comma_loses_no_field_in_silence(read):
    export = read("bibtex", "@article{a,\n title={A},\n journal={J}\n year={2001}, doi={10.1000/a}}\n")
    assert cells(export, "title", "journal", "doi") == [("A", None, "10.1000/a")]
    assert aside(export) == [(3, "journal", "{J}\n year={2001}")]


def test_bibtex_key_or_field_that_comes_twice(read):
    text = "@article{a, title={One}, title={Other}}\n@article{a, TITLE={Two}}\n"
    export = read("bibtex", text)
    assert cells(export, "source_key", "title") == [("a", "One"), ("a", "Two")]
    assert [(p.field, p.found) for p in export.set_aside] == [("title", "{Other}")]


def test_bibtex_entry_that_says_nothing_takes_no_piece_of_another_along(read):
    export = read("bibtex", "@misc{a, keywords={k}}\n@misc{b, title={B}, journal=nowhere, keywords={k}}\n")
    assert cells(export, "source_key") == [("b",)]
    assert [(p.entry, p.field) for p in export.set_aside] == [("a", "not_applicable"), ("b", "journal")]
    assert export.left == {"keywords": 1}


def test_bibtex_entries_keep_their_notes_as_they_stand(tmp_path):
    file = tmp_path / "articles.bib"
    file.write_text(
        '@article{a,\n note={RAYYAN-INCLUSION: {"A"=>"Included"} | RAYYAN-LABELS: x\\_y}}\n', "utf-8"
    )
    (entry,), pieces = bibtex.entries(file)
    assert entry.fields["note"] == 'RAYYAN-INCLUSION: {"A"=>"Included"} | RAYYAN-LABELS: x\\_y'
    assert (entry.key, entry.lines["note"], pieces) == ("a", 2, [])


# --- EndNote XML

RECORD = (
    '<record><database name="x.enl">x.enl</database><ref-type name="Journal Article">17</ref-type><contributors><authors>'
    "<author><style>Doe, Jane</style></author><author>Roe, R.</author></authors></contributors><titles><title><style>A </style>"
    "<style>&lt;b&gt; title</style></title><secondary-title>J</secondary-title></titles><pages>1-9</pages><dates><year>2001</year>"
    "</dates><accession-num>77</accession-num><electronic-resource-num>doi:10.1000/A</electronic-resource-num></record>"
)
XML = f'<?xml version="1.0" encoding="UTF-8"?>\n<xml><records>\n{RECORD}\n%s</records></xml>\n'


def test_endnote_record_is_read_through_its_styles(read):
    export = read("endnote-xml", XML % "")
    columns = ("title", "authors", "journal", "pages", "year", "source_key", "doi", "record_type", "locator")
    assert cells(export, *columns) == [
        (
            "A <b> title",
            "Doe, Jane; Roe, R.",
            "J",
            "1-9",
            "2001",
            "77",
            "10.1000/a",
            "Journal Article",
            "export.txt, line 3",
        )
    ]
    assert (export.left, export.set_aside) == ({"database": 1}, [])


def test_endnote_of_early_versions_is_read_with_its_names_in_capitals(read):
    record = (
        "<RECORD><REFERENCE_TYPE>0</REFERENCE_TYPE><REFNUM>7</REFNUM><AUTHORS><AUTHOR>Doe, J</AUTHOR><AUTHOR>Roe, R</AUTHOR>"
        "</AUTHORS><YEAR>2001</YEAR><DATE>June</DATE><TITLE>One</TITLE><SECONDARY_TITLE>J</SECONDARY_TITLE><VOLUME>3</VOLUME>"
        "<NUMBER>2</NUMBER><PAGES>1-9</PAGES><LABEL>x</LABEL></RECORD>"
    )
    export = read("endnote-xml", f"<XML><RECORDS>\n{record}\n{record}</RECORDS></XML>")
    columns = ("source_key", "authors", "year", "title", "journal", "volume", "issue", "pages")
    assert cells(export, *columns) == [("7", "Doe, J; Roe, R", "2001", "One", "J", "3", "2", "1-9")] * 2
    assert (export.left, export.set_aside) == ({"reference_type": 2, "date": 2, "label": 2}, [])


def test_endnote_broken_record_is_set_aside_and_the_next_is_read(read):
    broken = "<record><titles><title>Broken & open</title></record>\n"
    good = "<record><titles><title>Good\x0b one</title></titles><odd>what</odd></record>\n"
    export = read("endnote-xml", XML % (broken + good))
    assert cells(export, "title") == [("A <b> title",), ("Good one",)]
    assert aside(export) == [(4, "not_applicable", broken.strip()), (5, "odd", "what")]
    assert export.entries == 3


def test_endnote_accession_number_of_pubmed_is_the_pubmed_identifier(read):
    record = RECORD.replace("<pages>", "<remote-database-name>PubMed</remote-database-name><pages>")
    export = read("endnote-xml", f"<xml><records>{record}</records></xml>")
    assert cells(export, "pmid", "source_key") == [("77", "77")]


def test_endnote_link_that_only_endnote_follows_and_number_after_the_doi_are_left(read):
    fields = "<urls><related-urls><url>&lt;Go to ISI&gt;://WOS:1</url></related-urls></urls></record>"
    record = RECORD.replace("</electronic-resource-num>", "&#xD;S12(3)4 [pii]</electronic-resource-num>")
    export = read("endnote-xml", f"<xml><records>{record.replace('</record>', fields)}</records></xml>")
    assert cells(export, "doi", "url") == [("10.1000/a", None)]
    left = {"database": 1, "electronic-resource-num": 1, "urls/related-urls/url": 1}
    assert (export.left, export.set_aside) == (left, [])


def test_endnote_file_with_entities_is_refused(read):
    bomb = '<!DOCTYPE x [<!ENTITY a "b"><!ENTITY c "&a;&a;">]>' + XML % ""
    with pytest.raises(ReviewProblems, match="IMPT-003"):
        read("endnote-xml", bomb)


# --- tables


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_table_is_read_with_any_delimiter_and_names_in_any_case(read, mark):
    rows = [
        ["Article Title", "PUBLICATION_YEAR", "Source title", "d.o.i.", "Cited by"],
        ["One", "2001", "J", "", "3"],
    ]
    export = read("csv", "".join(mark.join(row) + "\r\n" for row in rows))
    assert cells(export, "title", "year", "journal") == [("One", "2001", "J")]
    assert export.left == {"Cited by": 1}


def test_table_rows_above_the_header_and_odd_rows_are_set_aside(read):
    export = read("csv", "Search of 2020\n\ntitle,year,doi\nOne,2001,\nbroken,row\nTwo,2002,,\n")
    assert cells(export, "title", "year") == BOTH
    assert aside(export) == [(1, "not_applicable", "Search of 2020"), (5, "not_applicable", "broken,row")]


def test_table_open_quotation_mark_does_not_swallow_the_rows_after_it(read):
    text = 'title,year,doi\nOne,2001,\nBad,"2001,10.1/x\nTwo,2002,\n'
    export = read("csv", text + '"Three, over\ntwo lines",2003,\n')
    assert cells(export, "title", "year", "locator") == [
        ("One", "2001", "export.txt, line 2"),
        ("Two", "2002", "export.txt, line 4"),
        ("Three, over two lines", "2003", "export.txt, line 5"),
    ]
    assert aside(export) == [(3, "not_applicable", 'Bad,"2001,10.1/x')]


def test_table_with_fields_by_row_is_read_as_entries(read):
    text = '"TITLE","One"\n"AUTHOR NAMES","Doe J.","Roe R."\n"PUBLICATION YEAR","2001"\n\n"TITLE","Two"\n"PUBLICATION YEAR","2002"\n'
    export = read("csv", text)
    assert cells(export, "title", "year") == BOTH
    assert cells(export, "authors")[0] == ("Doe J.; Roe R.",)


def test_table_column_that_is_there_twice_hides_nothing(read):
    export = read("csv", "title,year,year\nOne,2001,2005\n")
    assert (cells(export, "year"), export.left) == ([("2001",)], {"year (2)": 1})


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


# --- YAML


def test_yaml_list_within_a_block_of_text_is_read_with_its_lines(read):
    export = read(
        "yaml",
        "|\n  - id: x1\n    title: One\n    publication_date: 2001-02-03\n  - id: x2\n    title: 'Two'\n",
    )
    assert cells(export, "source_key", "title", "year", "locator") == [
        ("x1", "One", "2001", "export.txt, line 2"),
        ("x2", "Two", None, "export.txt, line 5"),
    ]


def test_yaml_list_may_be_json_or_empty(read):
    export = read("yaml", '[{"title": "One", "year": 2001},\n {"title": "Two", "year": 2002}]')
    assert cells(export, "title", "year", "locator") == [
        ("One", "2001", "export.txt, line 1"),
        ("Two", "2002", "export.txt, line 2"),
    ]
    assert read("yaml", "[]\n").entries == 0


def test_yaml_broken_item_is_set_aside_alone(read):
    export = read(
        "yaml",
        "- title: One\n  year: 2001\n- title: 'open\n  year: [2001\n- title: Two\n  year: 2002\n- word\n",
    )
    assert cells(export, "title", "year") == BOTH
    assert [(p.line, p.found) for p in export.set_aside] == [
        (3, "- title: 'open\n  year: [2001"),
        (7, "- word"),
    ]


def test_yaml_people_and_deeper_values_are_kept_as_text(read):
    export = read(
        "yaml", "- title: One\n  authors:\n    - {family: Doe, given: Jane}\n    - Roe, R.\n  extra: {a: 1}\n"
    )
    assert cells(export, "authors") == [("Doe, Jane; Roe, R.",)]
    assert export.left == {"extra": 1}


# --- files that are not what they are said to be

TEXTS = {
    "ris": ONE,
    "nbib": "PMID- 1\nTI  - One\n",
    "bibtex": "@article{a, title={One}}\n",
    "ciw": "FN Clarivate\nPT J\nTI One\nER\n",
    "endnote-xml": XML % "",
    "csv": "title,year\nOne,2001\n",
    "yaml": "- title: One\n",
}


@pytest.mark.parametrize("given_", TEXTS)
@pytest.mark.parametrize("said", TEXTS)
def test_file_of_another_format_is_refused_with_the_name_of_its_format(read, given_, said):
    if given_ == said:
        assert cells(read(said, TEXTS[given_]), "title")[0][0] in ("One", "A <b> title")
        return
    with pytest.raises(ReviewProblems) as refused:
        read(said, TEXTS[given_])
    (problem,) = refused.value.problems
    assert problem.code == "IMPT-002"
    assert f"import it as {given_}" in problem.expected


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
    assert [(p.code, p.found) for p in refused.value.problems] == [("IMPT-001", found)]


def test_file_that_is_not_there_is_a_problem(tmp_path):
    with pytest.raises(ReviewProblems, match="IMPT-001  none.ris: found No such file"):
        ris.read(tmp_path / "none.ris")


def test_formats_that_are_met_and_not_read_are_named():
    assert sight("%0 Journal Article\n%T One\n") == "EndNote's tagged format (.enw)"
    assert sight("%A Doe, J\n%T One\n") == "EndNote's tagged format (.enw)"
    assert sight("<!DOCTYPE html><html></html>") == "a web page"
    assert sight("<1>\nUnique Identifier\n  1\n") == "Ovid's text of named fields"
    assert sight('<?xml version="1.0"?>\n<trials></trials>') == "XML of another kind"
    assert sight(XML % "") == "endnote-xml"
    assert sight("<1>\n" + ONE) == "ris"


def test_format_that_is_not_read_is_refused_with_what_to_do(read):
    with pytest.raises(ReviewProblems, match="export it once more as RIS, BibTeX or CSV"):
        read("ris", "%0 Journal Article\n%T One\n")


def test_every_format_of_search_exports_has_a_reader():
    exports = {name: known.reader for name, known in FORMATS.items() if not known.decisions}
    assert exports == {name: module.read for name, module in READERS.items()}
