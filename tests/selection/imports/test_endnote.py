"""EndNote XML, of today and of early versions."""

import time

import pytest
from packages.exports import RECORD, XML, aside, cells

from reviewbook.review.problems import ReviewProblems


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


def test_endnote_record_deeper_than_any_is_set_aside_alone(read):
    deep = "<record>" + "<a>" * 3000 + "x" + "</a>" * 3000 + "</record>"
    export = read("endnote-xml", XML % deep)
    assert [piece.why for piece in export.set_aside] == [
        "elements 257 deep in one another, of which at most 256 are read"
    ]
    assert len(export.records) == 1


def test_endnote_of_many_open_tags_ends_soon(read):
    began = time.perf_counter()
    with pytest.raises(ReviewProblems):
        read("endnote-xml", "<xml><records>" + "<record " * 50_000)
    read("endnote-xml", XML % "" + "<" * 50_000)
    assert time.perf_counter() - began < 5
