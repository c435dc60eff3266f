"""What a page cannot show is said once: sections that hold nothing else are left out, and a note says what is missing."""

import re
import shutil

import pytest
from bs4 import BeautifulSoup
from docutils import nodes
from docutils.utils import new_document
from packages import ROOT
from packages.policy import INCLUDED, POLICY, SOURCES, WORKS
from packages.sites import words

from reviewbook.press import book, missing
from reviewbook.review.nothing import ABSENT
from reviewbook.review.nouns import Nouns


def line(*parts: str) -> nodes.inline:
    """A line in place of what is not there; every second part is code."""
    inner = [nodes.literal("", part) if at % 2 else nodes.Text(part) for at, part in enumerate(parts)]
    return nodes.inline("", "", *inner, classes=[ABSENT])


GONE = ("This review gives no themes and categories (table ", "codes", ").")


def output(*held: nodes.Node, name: str = "") -> nodes.container:
    shown = nodes.container("", *held, mime_type="text/markdown")
    plain = nodes.container("", nodes.literal_block("", "<Markdown object>"), mime_type="text/plain")
    figure = nodes.figure("", shown, plain, nodes.caption("", "A caption"), ids=[name] if name else [])
    return cell(nodes.container("", figure, nb_element="cell_code_output"))


def cell(*shown: nodes.Node) -> nodes.container:
    return nodes.container("", *shown, nb_element="cell_code")


def section(title: str, *held: nodes.Node) -> nodes.section:
    return nodes.section("", nodes.title("", title), *held, ids=[nodes.make_id(title)])


def page(*sections: nodes.section) -> nodes.document:
    made = new_document("page")
    answer = nodes.paragraph("", "The answer.", classes=["rb-answer"])
    made += nodes.section("", nodes.title("", "Page"), answer, *sections)
    return made


def titles(made: nodes.document) -> list[str]:
    return [one.astext() for one in made.findall(nodes.title) if isinstance(one.parent, nodes.section)]


def note(made: nodes.document) -> nodes.table:
    return next(made.findall(nodes.table))


def paragraph(*parts: str) -> nodes.paragraph:
    return nodes.paragraph("", "", line(*parts))


LAST = section("Data", nodes.paragraph("", "Limits."))


def last() -> nodes.section:
    return LAST.deepcopy()


def test_a_section_with_nothing_to_show_is_left_out_and_its_line_said_once():
    made = page(
        section("Shown", output(nodes.paragraph("", "A table."))),
        section("First", nodes.paragraph("", "Prose."), output(paragraph(*GONE), name="tbl-a")),
        section("Second", output(paragraph(*GONE)), output(paragraph("No pair."))),
        last(),
    )
    assert len(missing.gathered(made)) == 2
    assert titles(made) == ["Page", "Shown", "Data"]
    said = [one.astext() for one in note(made).findall(nodes.paragraph)]
    assert said == [
        "This review gives no themes and categories (table codes).",
        "No pair.",
        "So this page has no section on: First; Second",
    ]
    assert note(made).parent.parent.children[-1] is note(made).parent  # in the last section


def test_of_a_section_that_shows_something_the_rest_goes():
    made = page(
        section("Mixed", output(nodes.paragraph("", "A table.")), output(paragraph(*GONE), name="tbl-a")),
        last(),
    )
    missing.gathered(made)
    assert titles(made) == ["Page", "Mixed", "Data"] and "no section" not in note(made).astext()
    assert made.ids["tbl-a"] is note(made) and "tbl-a" in note(made)["ids"]


def test_a_section_within_is_left_out_or_keeps_its_own_prose():
    inner = section("Inner", nodes.paragraph("", "Its prose."), output(nodes.paragraph("", "A table.")))
    empty = section("Empty", nodes.paragraph("", "Of this."), output(paragraph(*GONE), name="tbl-b"))
    outer = section("Outer", nodes.paragraph("", "Table 1 shows."), output(paragraph(*GONE)), inner, empty)
    made = page(outer, last())
    missing.gathered(made)
    assert titles(made) == ["Page", "Outer", "Inner", "Data"] and made.ids["tbl-b"] is note(made)
    assert "Its prose." in made.astext() and "no section on: Empty" in note(made).astext()
    assert "Table 1 shows." not in made.astext() and "Of this." not in made.astext()


def test_beside_what_is_shown_the_prose_of_a_section_stays():
    for shown in (nodes.paragraph("", "Something."), nodes.image(uri="a.svg")):
        made = page(
            section("Mixed", nodes.paragraph("", "Table 1 shows."), output(paragraph(*GONE)), output(shown)),
            last(),
        )
        missing.gathered(made)
        assert "Table 1 shows." in made.astext()


def test_prose_about_nothing_goes_with_it():
    made = page(
        section("How", nodes.paragraph("", "Prose.")), section("What", output(paragraph(*GONE))), last()
    )
    missing.gathered(made)
    assert titles(made) == ["Page", "Data"] and "no section" not in note(made).astext()


def test_what_stands_beneath_the_title_goes_with_its_prose_and_the_answer_stays():
    data = section("Data of this figure", output(paragraph(*GONE)))
    shown = section("Shown", output(nodes.paragraph("", "A table.")))
    made = page(output(paragraph(*GONE), name="fig-a"), nodes.paragraph("", "It shows."), data, shown, last())
    missing.gathered(made)
    assert titles(made) == ["Page", "Shown", "Data"] and made.ids["fig-a"] is note(made)
    assert "The answer." in made.astext() and "It shows." not in made.astext()
    assert "no section" not in note(made).astext()


def test_a_section_whose_cells_show_nothing_is_left_out():
    shown = section("Shown", output(nodes.paragraph("", "A table.")))
    made = page(shown, section("Agreed?", nodes.paragraph("", "Nobody is named."), cell()), last())
    missing.gathered(made)
    assert titles(made) == ["Page", "Shown", "Data"]
    assert note(made).astext().endswith("This page has no section on: Agreed?")


def test_a_page_that_shows_everything_stays_as_it_is():
    made = page(
        section("How", nodes.paragraph("", "Prose.")),
        section("What", output(nodes.paragraph("", "x"))),
        last(),
    )
    before = made.pformat()
    assert missing.gathered(made) == [] and made.pformat() == before


def test_a_line_beside_something_else_stays():
    beside = output(paragraph(*GONE), nodes.raw("", "<svg></svg>", format="html"))
    made = page(section("What", beside), last())
    assert missing.gathered(made) == []


def test_tables_that_several_lines_name_are_named_once():
    both = (
        "This review gives no themes and categories (table ",
        "codes",
        ") or passages (table ",
        "excerpts",
        ").",
    )
    made = page(section("A", output(paragraph(*GONE))), section("B", output(paragraph(*both))), last())
    missing.gathered(made)
    assert (
        note(made).next_node(nodes.paragraph).astext()
        == "This review gives no themes and categories (table codes) or passages (table excerpts)."
    )


# --- a whole book of a review of records, a list of what it includes, and nothing else


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The pages of the synthetic review on policies, in words, by their address."""
    root = tmp_path_factory.mktemp("policy") / "book"
    for folder in ("book", "notebooks", book.FONTS):
        shutil.copytree(ROOT / folder, root / folder)
    for file in ("_config.yml", "_toc.yml", "requirements.txt"):
        shutil.copy(ROOT / file, root)
    review = shutil.copytree(POLICY, root / "data" / POLICY.name)
    html = book.build(root, review=review, jobs=2, progress=lambda _: None).parent
    found = {}
    for file in sorted(html.rglob("*.html")):
        page = BeautifulSoup(file.read_text("utf-8"), "html.parser")
        if article := page.find("article") or page.find("main"):
            for again in article.select("svg.narrow"):  # of two drawings of a figure one is shown
                again.decompose()
            found[file.relative_to(html).as_posix()] = words(article)
    return found


ANSWER = "Of 22 records identified, 4 were removed as duplicates and 6 reports were included: 6 studies."


def test_a_review_of_records_and_a_list_says_what_it_knows(site):
    selection, listed = site["notebooks/01-selection.html"], site["book/records.html"]
    for page in (selection, site["book/index.html"]):
        assert ANSWER in page
    for name, _, held in SOURCES.values():
        assert re.search(rf"{re.escape(name)} \w+ 2000 to November 2023 {len(held)} ", selection)
    assert "4 pairs of records were judged: 4 as the same." in listed
    assert "Records not included, of which no decision is given (9)" in listed
    studies = site["notebooks/02-studies.html"]
    assert [name for name in INCLUDED if WORKS[name][-1] not in studies] == []


def test_a_list_of_the_included_says_nothing_of_screening(site):
    for page in ("notebooks/01-selection.html", "book/index.html", "book/records.html"):
        assert re.findall("assessed|screened|waiting for a decision|excluded in", site[page], re.I) == []


def test_what_is_missing_is_said_once_a_page(site):
    own = {
        name: text
        for name, text in site.items()
        if name.startswith(("notebooks/", "reports/")) or name in ("book/index.html", "book/records.html")
    }
    assert len(own) == 3 + 7 + 2  # chapters, reports and their list, the first page and the records
    said = {name: len(re.findall(r"This review gives no [^.]*\(table", text)) for name, text in own.items()}
    assert max(said.values()) == 1, said
    said = {name: len(re.findall("not charted yet", text, re.I)) for name, text in own.items()}
    # of the characteristics, then of reports, of countries and of people at the end of the chapter
    assert max(said.values()) <= 5, said
    sentences = {
        name: re.findall(r"(?:Not charted yet|This review|No )[^.]*[.]", text) for name, text in own.items()
    }
    assert {name: one for name, one in sentences.items() if len(set(one)) < len(one)} == {}


def test_a_chapter_with_nothing_to_show_is_not_in_the_book_nor_named_on_its_first_page(site):
    chapters = {name for name in site if name.startswith("notebooks/")}
    assert chapters == {
        "notebooks/01-selection.html",
        "notebooks/02-studies.html",
        "notebooks/07-evidence-map.html",
    }
    assert not re.search("Appraisal|Interventions|Themes|Charting", site["book/index.html"])


def test_a_table_that_is_left_out_has_the_name_that_the_review_gives_to_it():
    apps = output(paragraph("This review gives no apps (table ", "interventions", ")."))
    made = page(section("First", apps), section("Second", output(paragraph(*GONE))), last())
    missing.gathered(made, Nouns("app", "apps"))
    said = note(made).next_node(nodes.paragraph).astext()
    assert said == "This review gives no apps (table interventions) or themes and categories (table codes)."
