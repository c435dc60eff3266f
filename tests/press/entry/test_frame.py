"""What pages have around their own content, and how it says values."""

import json

from packages import OPENED, SYNTHETIC, WILLIAMS

from reviewbook.press.entry import Entries, intervention, report
from reviewbook.press.entry.frame import Frame, turning
from reviewbook.press.menu import Page, Part
from reviewbook.review import bibliography

CONTENTS = [Part("Findings", [Page("notebooks/02-studies.html", "Studies")])]


def entries_of(review) -> Entries:
    known = bibliography.references(review)
    return Entries(review, labels=bibliography.labels(review), bibliography=known, contents=CONTENTS)


def test_a_page_is_the_same_from_what_was_json_meanwhile():
    made = entries_of(OPENED[WILLIAMS])
    frame = Frame(json.loads(json.dumps(made.shared)))
    for kind, module in (("reports", report), ("interventions", intervention)):
        for key in made.order[kind]:
            held = made.held(kind, key)
            assert module.page(frame, json.loads(json.dumps(held))) == module.page(Frame(made.shared), held)


def test_a_page_leads_to_the_chapters_of_the_book_by_their_names():
    frame = Frame(entries_of(OPENED[SYNTHETIC]).shared)
    assert frame.around["chapter"] == {"studies": Page("notebooks/02-studies.html", "Studies")}


def test_every_page_says_at_its_foot_whose_the_book_is_and_under_which_licence():
    made = entries_of(OPENED[WILLIAMS])
    page = made.report(made.order["reports"][0])
    foot = page[page.index('<footer class="rb-footer">') :]
    assert '<a href="https://doi.org/10.1186/s12888-019-2153-0">Williams A, ' in foot
    assert '<a href="https://creativecommons.org/licenses/by/4.0/">' in foot
    assert "not by its authors and not endorsed by them" in foot and "What was changed: " in foot
    assert "colophon.html" not in foot
    own = Part("About", [Page("book/colophon.html", "Colophon")])
    review = OPENED[SYNTHETIC]
    book = Entries(review, labels=bibliography.labels(review), bibliography={}, contents=[own])
    assert '<a href="../book/colophon.html">' in book.shared["foot"]


def test_a_value_is_a_number_a_link_a_coded_word_or_text():
    frame = Frame(entries_of(OPENED[SYNTHETIC]).shared)
    how = {name: kind for name, kind, *_ in frame.fields["reports"]}
    assert (how["year"], how["doi"], how["design"]) == ("number", "doi", "coded")
    row = {"year": 2018, "doi": "10.1/<x>", "design": "mixed_methods", "setting": "a < b"}

    def said(name: str) -> str:
        return str(frame.value(row, name, how.get(name, "text")))

    assert said("year") == "2018"
    assert said("doi") == '<a href="https://doi.org/10.1/%3Cx%3E">10.1/&lt;x&gt;</a>'
    assert said("design") == "Mixed methods" and said("setting") == "a &lt; b"


def test_the_first_page_has_none_before_it():
    held = {"before": None, "after": ("b", "Bee"), "at": 1, "of": 2, "index": "_index.html"}
    told = turning("reports", held)
    assert (told["before"], told["after"]) == (None, ("../reports/b.html", "Bee"))
