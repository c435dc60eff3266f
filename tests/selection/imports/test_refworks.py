"""Tagged RefWorks."""

from packages.exports import aside, cells

ENTRY = """RT Journal Article
SR Electronic(1)
ID 7
A1 Doe,Ann
A1 Roe,Bob
T1 A study of
things
JF Journal of Tests
YR 2015
FD Mar 3
VO 3
IS 2
SP 1
OP 9
DO 10.1000/A.1
AB In the
US adults have things.
UL https://a.org/x
K1 thing
"""


def test_refworks_fills_every_column_that_it_has(read):
    export = read("refworks", ENTRY + "RT Book, Whole\nT1 Two\nUL https://doi.org/10.1000/b\n")
    columns = (
        "source_key",
        "title",
        "authors",
        "year",
        "journal",
        "volume",
        "issue",
        "pages",
        "doi",
        "url",
        "abstract",
    )
    first = (
        "7",
        "A study of things",
        "Doe, Ann; Roe, Bob",
        "2015",
        "Journal of Tests",
        "3",
        "2",
        "1-9",
        "10.1000/a.1",
    )
    assert cells(export, *columns)[0] == (*first, "https://a.org/x", "In the US adults have things.")
    assert cells(export, "title", "record_type", "doi")[1] == ("Two", "Book, Whole", "10.1000/b")
    assert (export.entries, export.left, export.set_aside) == (2, {"SR": 1, "K1": 1, "FD": 1}, [])


def test_refworks_text_before_the_first_entry_is_set_aside(read):
    export = read("refworks", "From my folder\n\n" + ENTRY)
    assert (export.entries, aside(export)) == (1, [(1, "not_applicable", "From my folder")])
