"""A section that only says what a review does not give loses its prose, and nothing that others refer to."""

from docutils import nodes

from reviewbook.page.grid import NOT_GIVEN
from reviewbook.press.unsaid import leave_out


def cell(*shown: nodes.Node) -> nodes.container:
    return nodes.container("", *shown, classes=["cell"])


def line(text: str = "This review gives none.") -> nodes.paragraph:
    return nodes.paragraph("", text, classes=[NOT_GIVEN])


def note() -> nodes.table:
    told = nodes.entry("", nodes.paragraph("", "This review gives none."))
    body = nodes.tgroup("", nodes.tbody("", nodes.row("", told)))
    return nodes.table(
        "", nodes.title("", "Items"), body, classes=["rb-table", NOT_GIVEN], names=["tbl-items"]
    )


def section(*parts: nodes.Node) -> nodes.section:
    prose = nodes.paragraph("", "Table 1 shows which.")
    return nodes.section("", nodes.title("", "Which?"), prose, *parts)


def left(*parts: nodes.Node) -> str:
    document = nodes.document(None, None)
    document += section(*parts)
    leave_out(document)
    return " ".join(document.astext().split())


def test_prose_about_a_table_that_is_not_given_is_left_out_and_the_table_stays():
    assert left(cell(note())) == "Which? Items This review gives none."


def test_the_same_line_stands_once_but_in_a_figure_that_is_referred_to():
    assert left(cell(line()), cell(line())) == "Which? This review gives none."
    figure = nodes.figure("", line(), nodes.caption("", "What is drawn"))
    assert left(cell(line()), cell(figure)).count("This review gives none.") == 2


def test_beside_a_table_that_is_given_the_prose_stays():
    shown = nodes.paragraph("", "Something.")
    assert left(cell(line()), cell(shown)).startswith("Which? Table 1 shows which.")
    assert left(cell(nodes.image(uri="a.svg")), cell(line())).startswith("Which? Table 1 shows which.")
    assert left(cell()).startswith("Which? Table 1 shows which.")


def test_the_plain_text_that_stands_for_an_output_elsewhere_shows_nothing():
    bundle = nodes.container(
        "", line(), nodes.literal_block("", "<Markdown object>"), nb_element="mime_bundle"
    )
    bundle.children[1]["mime_type"] = "text/plain"
    assert left(cell(bundle)).startswith("Which? This review gives none.")


def test_a_section_within_keeps_its_own_prose():
    document = nodes.document(None, None)
    outer = section(cell(line()))
    outer += section(cell(nodes.paragraph("", "Something.")))
    document += outer
    leave_out(document)
    assert document.astext().count("Table 1 shows which.") == 1
