"""How a report is named, from its entry in the bibliography."""

import re

import pytest
from packages import SYNTHETIC, WILLIAMS, copied, set_cell

from reviewbook.review import bibliography
from reviewbook.review.reading import load_review


def test_accents_in_latex_are_read_in_names():
    assert bibliography.labels(load_review(WILLIAMS))["Korsbek2016"] == "Korsbek and Tønder 2016"


def test_what_a_page_of_the_review_cites_is_looked_for_in_the_bibliography(tmp_path):
    folder = copied(SYNTHETIC, tmp_path)
    (folder / "pages").mkdir()
    (folder / "pages" / "methods.md").write_text(
        "# Methods\n\nAs {cite:p}`Synthetic2018,Nobody1999` and {cite:t}`Hoffmann2014` say.\n", "utf-8"
    )
    (problem,) = bibliography.unknown(load_review(folder))
    assert (problem.code, problem.file, problem.row, problem.found) == (
        "CITE-002",
        "pages/methods.md",
        3,
        '"Nobody1999"',
    )


def entry_of(folder, key, *, year):
    """Write the year of one entry of a bibliography anew, or take it out."""
    file = folder / "references.bib"
    before, _, entry = file.read_text("utf-8").partition(f"{{{key},")
    own = re.sub(r",? *year = \{[^}]*\}", f", year = {{{year}}}" if year else "", entry, count=1)
    file.write_text(f"{before}{{{key},{own}", "utf-8")


@pytest.mark.parametrize(
    ("table", "printed", "notices"),
    [
        ("2021", "2021", []),
        ("2021", "2020", [("CITE-005", "2021, as in reports.csv")]),
        ("not_available", "2021", [("CITE-005", "no year, as it is not_available")]),
        ("not_available", None, []),
        ("", "2021", []),
        ("2021", None, [("CITE-004", "year, as a work of kind article has")]),
    ],
)
def test_the_bibliography_prints_the_year_of_the_table_or_none_where_that_is_open(
    tmp_path, table, printed, notices
):
    folder = copied(SYNTHETIC, tmp_path)
    set_cell(folder / "reports.csv", "year", table, row=6)
    entry_of(folder, "Synthetic2021", year=printed)
    review = load_review(folder)
    found = [*bibliography.lacking(review), *bibliography.differing(review)]
    assert [(problem.code, problem.expected) for problem in found] == notices
    assert bibliography.labels(review)["Synthetic2021"].startswith(f"Author {printed or 'n.d.'}")
