"""The cell in which a database puts journal, year, volume, issue and pages together."""

import pytest

from reviewbook.selection.imports.source_cell import is_combined, parts

WHOLE = ("Archive of Trials", "2014", "7", "2", "31-39")
CELLS = {  # as each platform writes the same article
    "embase.com": "Archive of Trials (2014) 7:2 (31-39). Date of Publication: 3 Mar 2014",
    "embase at ovid": "Archive of Trials. 7(2) (pp 31-39), 2014. Date of Publication: March 2014.",
    "psycinfo at ovid": "Archive of Trials. Vol.7(2), Mar 2014, pp. 31-39.",
    "medline at ovid": "Archive of Trials. 7(2):31-39, 2014 Mar 03.",
    "pubmed": "Archive of Trials. 2014 Mar 3;7(2):31-39. doi: 10.1000/a.",
    "ebsco": "Archive of Trials, Mar2014, Vol. 7 Issue 2, p31-39, 9p",
    "proquest": "Archive of Trials; London Vol. 7, Iss. 2, (Mar 2014): 31-39.",
    "vancouver": "Archive of Trials 2014;7(2):31-39.",
    "cochrane": "Archive of Trials, 2014, 7(2), 31-39",
}


@pytest.mark.parametrize("platform", CELLS)
def test_each_platform_s_cell_gives_the_same_parts(platform):
    assert tuple(parts(CELLS[platform]).values()) == WHOLE
    assert is_combined(CELLS[platform])


@pytest.mark.parametrize(
    ("cell", "given"),
    [
        ("Preprints. (no pagination), 2021. Date of Publication: 4 May 2021.", ("Preprints", "2021")),
        (
            "Gut Feelings. Conference: 3rd Congress. Oslo. 12 (SUPPL 1) (pp A33), 2010. Date of Publication: 2010.",
            ("Gut Feelings", "2010", "12", "SUPPL 1", "A33"),
        ),
        (
            "Open Trials. 11 (no pagination), 2020. Article Number: 1234. Date",
            ("Open Trials", "2020", "11", "1234"),
        ),
        ("Gut Feelings. Conference: 3rd Congress. Oslo. (var.pagings), 2014.", ("Gut Feelings", "2014")),
        ("Gut Feelings. 12 (var.pagings), 2014.", ("Gut Feelings", "2014", "12")),
        ("Open Trials. Vol.7(3), Mar 2012, ArtID e327.", ("Open Trials", "2012", "7", "3", "e327")),
    ],
)
def test_what_a_cell_does_not_say_is_left_out(cell, given):
    assert tuple(parts(cell).values()) == given


@pytest.mark.parametrize(
    "name",
    [
        "Archive of Trials",
        "Headache (1961)",
        "Proceedings of the 2015 Conference on Trials",
        "Archive (Clinical research ed.)",
        "2015 IEEE International Conference (ICX)",
    ],
)
def test_the_name_of_a_journal_is_not_taken_apart(name):
    assert (parts(name), is_combined(name)) == ({}, False)
