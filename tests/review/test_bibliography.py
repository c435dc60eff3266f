"""How a report is named, from its entry in the bibliography."""

from packages import SYNTHETIC, WILLIAMS, copied

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
