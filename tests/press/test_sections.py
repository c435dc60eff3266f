"""Sections for which a review has nothing are not on the page."""

from reviewbook.page.grid import in_place, missing
from reviewbook.press.sections import labels, trimmed

HERE = ":::{list-table} T\n:name: tbl-here\n\n* - a\n:::\n"
GONE = in_place("Nothing is charted.", caption="T", name="tbl-gone").data


def text(source, *tags):
    return {"cell_type": "markdown", "metadata": {"tags": [*tags]}, "source": source}


def shows(output, figure="", *tags):
    metadata = {"tags": ["remove-input", *tags]}
    if figure:
        metadata["mystnb"] = {"figure": {"name": figure, "caption": "Numbers in {numref}`tbl-here`."}}
    outputs = (
        [{"data": {"text/markdown": [output], "text/plain": "<IPython.core.display.Markdown object>"}}]
        if output
        else []
    )
    return {"cell_type": "code", "metadata": metadata, "outputs": outputs, "source": "x"}


def left(*cells):
    return ["".join(cell["source"]) for cell in trimmed({"cells": [*cells], "nbformat": 4})["cells"]]


def test_a_section_that_shows_nothing_goes_with_its_heading_its_prose_and_its_cells():
    found = left(
        text("# Page"),
        text("## One?", "if-any"),
        text("prose"),
        shows(GONE),
        shows(missing("no").data),
        text("## Two?"),
    )
    assert found == ["# Page", "(tbl-gone)=\n## Two?"]


def test_only_a_section_that_says_so_can_go():
    cells = (text("## One?"), shows(GONE))
    assert left(*cells) == ["## One?", "x"]


def test_what_a_section_has_stays_and_what_is_missing_in_it_goes():
    assert left(text("## One?", "if-any"), shows(GONE), shows(HERE), text("## Two?")) == [
        "## One?",
        "x",
        "(tbl-gone)=\n## Two?",
    ]


def test_a_line_to_which_the_page_refers_stays():
    prose = text("## One?\n\n{numref}`tbl-gone` and {numref}`tbl-here`", "if-any")
    assert left(prose, shows(GONE), shows(HERE)) == [prose["source"], "x", "x"]
    drawn = shows(missing("no").data, "fig-here")
    assert len(left(text("## One?\n\n{numref}`fig-here`", "if-any"), drawn, shows(HERE))) == 3
    assert len(left(text("## One?", "if-any"), drawn, shows(HERE))) == 2


def test_a_line_that_is_the_answer_stays():
    said = in_place("Nothing changes.", caption="T", name="tbl-said", answers=True).data
    assert len(left(text("## One?", "if-any"), shows(said))) == 2


def test_a_section_ends_at_the_next_heading_of_its_level_and_holds_those_below():
    cells = (text("## One?", "if-any"), shows(GONE), text("### Below"), shows(HERE), text("## Two?"))
    assert left(*cells) == ["## One?", "(tbl-gone)=\n### Below", "x", "## Two?"]
    cells = (text("## One?"), shows(HERE), text("### Below", "if-any"), shows(""), text("## Two?"))
    assert left(*cells) == ["## One?", "x", "## Two?"]


def test_the_names_of_a_cell_are_those_of_its_figure_and_its_tables():
    assert labels(shows(HERE, "fig-one")) == ["fig-one", "tbl-here"]


def test_the_notebook_itself_is_not_changed():
    notebook = {"cells": [text("## One?", "if-any"), shows(GONE), text("## Two?")]}
    trimmed(notebook)
    assert notebook["cells"][2]["source"] == "## Two?" and len(notebook["cells"]) == 3
