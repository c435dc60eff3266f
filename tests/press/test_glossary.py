"""The glossary: which terms it has, and where a page hints at one."""

import pytest
from docutils import nodes
from docutils.utils import new_document

from reviewbook.press import glossary

KAPPA = glossary.Term("kappa", ("kappa", "Cohen's kappa"), "Agreement <beyond> chance.")
FIRST = '<a class="rb-hint" href="how.html#term-kappa" data-means="Agreement &lt;beyond&gt; chance.">{}</a>'


def of_page() -> glossary.Hints:
    return glossary.Hints([KAPPA], "how.html")


def page(*held: nodes.Node) -> nodes.document:
    made = new_document("page")
    made += nodes.section("", nodes.title("", "Kappa"), *held)
    return made


def hints(made: nodes.document) -> list[str]:
    return [one.astext() for one in made.findall(nodes.raw) if "rb-hint" in one.astext()]


def test_the_first_use_of_a_term_leads_to_the_glossary_and_says_what_it_means():
    made = page(nodes.paragraph("", "Then Kappa is low."), nodes.paragraph("", "The kappa again."))
    glossary.hinted(made, of_page())
    assert hints(made) == [FIRST.format("Kappa")]
    assert made[0][1].children[0].astext() == "Then " and made[0][1].children[2].astext() == " is low."


def test_the_longest_form_of_a_term_counts_and_no_part_of_a_word():
    made = page(nodes.paragraph("", "Kappas and kappa-like, then Cohen's kappa."))
    glossary.hinted(made, of_page())
    assert hints(made) == [FIRST.format("Cohen&#x27;s kappa")]


@pytest.mark.parametrize(
    "held",
    [
        nodes.paragraph("", "", nodes.reference("", "kappa")),
        nodes.paragraph("", "", nodes.literal("", "kappa")),
        nodes.paragraph(
            "", "", nodes.raw("", '<a href="k.csv">'), nodes.Text("kappa.csv"), nodes.raw("", "</a>")
        ),
        nodes.paragraph("", "kappa", classes=["rb-answer"]),
        nodes.table(
            "",
            nodes.tgroup("", nodes.tbody("", nodes.row("", nodes.entry("", nodes.paragraph("", "kappa"))))),
        ),
        nodes.section("", nodes.title("", "kappa")),
    ],
)
def test_headings_links_code_tables_and_answers_get_no_hint(held):
    made = page(held)
    glossary.hinted(made, of_page())
    assert not hints(made)


def test_a_book_without_a_glossary_has_no_hint():
    assert glossary.Hints([KAPPA], "").parts("kappa") == ["kappa"]


def test_a_review_adds_terms_of_its_own_and_may_say_one_otherwise():
    every = {
        one.name: one
        for one in glossary.terms({"glossary": {"peer worker": "Somebody who was there.", "kappa": "Ours."}})
    }
    assert every["peer worker"].forms == ("peer worker",) and every["kappa"].means == "Ours."
    assert list(every) == sorted(every, key=str.casefold) and not every["report"].forms
    assert '<dt id="term-peer-worker">peer worker</dt><dd>Somebody who was there.</dd>' in glossary.listed(
        list(every.values())
    )


def test_what_is_no_glossary_adds_nothing():
    assert (
        glossary.terms({"glossary": ["x"]})
        == glossary.terms({"glossary": {"": "y", "z": 1}})
        == glossary.terms({})
    )
    anchors = [one.anchor for one in glossary.terms({})]
    assert len(set(anchors)) == len(anchors)
