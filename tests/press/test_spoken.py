"""How the library's own pages come to speak of what a review has, in its words."""

import json

import pytest

from reviewbook.press import spoken

BOOK = {
    "toc": {},
    "titles": {"notebooks/04-interventions": "Apps"},
    "names": {"notebooks/04-interventions": "Apps", "book/rerun": "Rerun"},
    "out": ["notebooks/05-themes"],
    "own": ["book/discussion"],
    "nouns": ["app", "apps", ""],
}
THEMES = json.dumps(
    {
        "cells": [
            {"cell_type": "markdown", "source": ["# Themes\n"]},
            {
                "cell_type": "code",
                "outputs": [
                    {"data": {"x": "'It is *so*.'"}, "metadata": {"scrapbook": {"name": "answer"}}},
                    {"data": {"x": "1234"}, "metadata": {"scrapbook": {"name": "n"}}},
                    {
                        "data": {"text/markdown": ":::{list-table} T\n:name: tbl-support-themes\n"},
                        "metadata": {},
                    },
                ],
            },
        ]
    },
    indent=1,
)


def told(text, name="book/how-to-read", **changed):
    return spoken.page(text, name, BOOK | changed, notebook=lambda page: THEMES if "themes" in page else "")


def test_a_page_of_the_library_has_the_reviews_nouns_and_no_sentence_that_leads_out():
    text = (
        "An intervention is told.\nSee {doc}`/notebooks/05-themes` for more.\n"
        "| {doc}`T </notebooks/05-themes>` | x |\nLast {doc}`/book/rerun`."
    )
    assert told(text) == "An app is told.\nLast {doc}`Rerun </book/rerun>`."


def test_a_page_of_the_review_keeps_every_word_of_its_own():
    text = "An intervention: {doc}`/notebooks/05-themes`, {doc}`here </notebooks/05-themes>`, {doc}`/book/rerun`."
    assert told(text, "book/discussion") == "An intervention: Themes, here, {doc}`Rerun </book/rerun>`."


@pytest.mark.parametrize("name", ["!Apps", "A `b`", "A <b>"])
def test_a_name_that_a_role_would_take_apart_is_left_to_the_title_of_the_page(name):
    assert told("{doc}`/book/rerun`", names={"book/rerun": name}) == "{doc}`/book/rerun`"


def test_numbers_of_chapters_that_are_not_there_are_what_those_would_say():
    there = "{glue:text}`../notebooks/02-studies.ipynb::n:s`"
    text = (
        "{glue:text}`../notebooks/05-themes.ipynb::answer:s` {glue:text}`../notebooks/05-themes.ipynb::n:,` "
    )
    assert told(text + there, "book/index") == f"It is \\*so\\*. 1,234 {there}"


def test_tables_of_chapters_that_are_not_there_have_no_number():
    text = "{numref}`tbl-support-themes` and {numref}`tbl-other`"
    assert told(text, "book/discussion") == "(not in this book) and {numref}`tbl-other`"


def test_a_chapter_gets_title_headings_and_captions():
    cells = [
        {"cell_type": "markdown", "source": ["# Interventions\n", "\n", "{glue:text}`answer`"]},
        {"cell_type": "markdown", "source": ["## Which interventions?\n"]},
        {
            "cell_type": "code",
            "metadata": {"mystnb": {"figure": {"caption": "Interventions by x"}}},
            "source": ["interventions"],
        },
        {"cell_type": "code", "metadata": {}, "source": ["interventions"]},
    ]
    shown = json.loads(told(json.dumps({"cells": cells}), "notebooks/04-interventions"))["cells"]
    assert shown[0]["source"] == "# Apps\n\n{glue:text}`answer`"
    assert shown[1]["source"] == "## Which apps?\n"
    assert shown[2]["metadata"]["mystnb"]["figure"]["caption"] == "Apps by x"
    assert shown[3]["source"] == ["interventions"]


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"cells": [1]}', "no JSON"])
def test_what_is_no_notebook_stays_for_sphinx_to_tell(text):
    assert told(text, "notebooks/02-studies") == text


def test_a_title_is_text():
    assert told("# Old\n", "book/x", titles={"book/x": "A *b*"}) == "# A \\*b\\*\n"
