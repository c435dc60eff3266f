"""PubMed, MEDLINE and ERIC."""

from packages.exports import BOTH, aside, cells


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


def test_nbib_doi_that_is_broken_is_joined_or_set_aside(read):
    export = read(
        "nbib",
        "PMID- 1\nTI  - One\nLID - 10.1371/journal. pone.01 [doi]\n\nPMID- 2\nTI  - Two\nAID - 10.1371/jour nal.pone.02 [doi]\n",
    )
    assert cells(export, "doi") == [("10.1371/journal.pone.01",), (None,)]
    assert (aside(export), export.left) == ([(7, "AID", "10.1371/jour nal.pone.02 [doi]")], {})
