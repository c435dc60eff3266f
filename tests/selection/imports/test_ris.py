"""RIS: entries, tags, and what platforms write in them."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packages import shared
from packages.examples import examples
from packages.exports import BOTH, ONE, TWO, aside, cells, records

from reviewbook.selection.imports import bibtex, ris
from reviewbook.selection.imports.bibliography import Entries


def test_scopus_gives_the_same_records_as_ris_and_as_bibtex():
    of_ris = ris.read(shared("samples/ris/Scopus_ris_example.ris"))
    of_bibtex = bibtex.read(shared("samples/ris/Scopus_bib_example.bib"))
    same = ("title", "year", "doi", "authors", "journal", "volume", "issue", "pages", "language")
    assert cells(of_ris, *same) == cells(of_bibtex, *same)


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


@pytest.mark.parametrize(
    "start", ["TY  - JOUR", "TY - JOUR", "TY  -JOUR", "TY   - JOUR", " TY  - JOUR", "ty  - JOUR"]
)
def test_ris_start_is_read_with_any_spacing(read, start):
    export = read("ris", f"{start}\nTI - One\nPY  -2001\nER  -\n" + TWO)
    assert cells(export, "title", "year") == BOTH
    assert cells(export, "record_type") == [("JOUR",), ("JOUR",)]


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


@given(st.lists(records, min_size=1, max_size=5), st.sampled_from(["\n", "\r\n"]))
@examples(60)
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


def test_ris_of_cochrane_with_its_own_tags(read):
    text = (
        "TY  - JOUR\nAN  - CN-1\nXR  - PUBMED 12\nTI  - One\nYR  - 2001\nNO  - 2\n"
        "PG  - 1-9\nPM  - PUBMED 12\nDOI - 10.1000/A\nUS  - http://a.b\nER  - \n"
    )
    export = read("ris", text)
    columns = ("source_key", "year", "issue", "pages", "pmid", "doi", "url")
    assert cells(export, *columns) == [("CN-1", "2001", "2", "1-9", "12", "10.1000/a", "http://a.b")]
    assert (export.left, export.set_aside) == ({"XR": 1}, [])


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


LINES = st.tuples(
    st.sampled_from(
        [
            "TY",
            "ER",
            "TI",
            "ABC",
            "AU",
            "AB",
            "N1",
            "NL",
            "QQ",
            "T1",
            "1T",
            "ti",
            "A-",
            "é1",
            "PMID",
            "",
            " AB",
        ]
    ),
    st.sampled_from(["  - ", "  -", " - ", "   - ", "  -  "]),
    st.sampled_from(["", "x", " two  words ", "a TI  - within", "a QQ  - within", "- 6  - rose"]),
).map("".join)


@given(st.lists(LINES, max_size=12).map("\n".join))
def test_the_lines_that_nearly_all_are_are_read_like_any_other(text):
    def read() -> tuple:
        found = Entries(Path("a.ris"))
        return [(entry.line, entry.fields) for entry in ris.entries(text, found)], found.pieces, found.left

    quick = read()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ris, "WITHIN_ENTRY", frozenset())
        assert read() == quick


FIELDS = {
    "TY": "JOUR",
    "DB": "Some database",
    "TI": "One",
    "SP": "67-76",
    "JO": "Journal of Tests",
    "VL": "49",
    "PY": "2011",
    "AU": "Doe, A.",
}


@given(st.lists(st.permutations(list(FIELDS)), min_size=1, max_size=4), st.sampled_from(["", "\n", "\n\n"]))
@examples(60)
def test_ris_entry_is_what_stands_between_two_ends_whatever_the_order_of_its_tags(
    tmp_path_factory, orders, gap
):
    file = tmp_path_factory.mktemp("ris") / "a.ris"
    entries_ = ["".join(f"{tag}  - {FIELDS[tag]}\n" for tag in order) + "ER  - \n" for order in orders]
    file.write_text(gap.join(entries_), "utf-8")
    export = ris.read(file)
    columns = ("record_type", "title", "pages", "journal", "volume", "year", "authors")
    expected = ("JOUR", "One", "67-76", "Journal of Tests", "49", "2011", "Doe, A.")
    assert cells(export, *columns) == [expected] * len(orders)
    assert (export.entries, export.set_aside) == (len(orders), [])


def test_ris_entries_without_ends_begin_where_the_first_tag_comes_again_behind_a_blank_line(read):
    entry = "DB  - Some database\nTI  - {}\nTY  - JOUR\nAB  - First\n\nand second\nPY  - {}\n\n"
    export = read("ris", entry.format("One", 2001) + entry.format("Two", 2002))
    assert (cells(export, "title", "year"), export.set_aside) == (BOTH, [])


@pytest.mark.parametrize("tag", ["L1", "L2", "L3", "L4"])
def test_ris_link_gives_the_doi_only_where_it_is_one(read, tag):
    text = f"TY  - JOUR\nTI  - One\n{tag}  - 10.1000/A\nER  - \nTY  - JOUR\nTI  - Two\n{tag}  - http://a.b/10.1000/c/full\nER  - \n"
    assert cells(read("ris", text), "doi") == [("10.1000/a",), (None,)]
