"""The pages of a book without building it."""

from packages import ROOT, SYNTHETIC, WILLIAMS, open_once
from packages.policy import POLICY

from reviewbook.press.manuscript import chapter


def test_the_pages_come_in_the_order_of_the_menu_and_those_without_data_not_at_all():
    found = [page.file for page in chapter.pages_of(ROOT, open_once(POLICY))]
    assert found[0] == "book/index" and "notebooks/01-selection" in found
    assert "notebooks/05-themes" not in found and "book/checklist" not in found
    assert "book/methods" not in found, "what one review wrote is no other's"


def test_what_a_notebook_shows_is_what_is_stored_of_it():
    import nbformat

    stored = nbformat.read(ROOT / "notebooks" / "01-selection.ipynb", as_version=4)
    told = [
        text
        for cell in stored.cells
        for output in cell.get("outputs", [])
        for kind in ("text/markdown", "text/html")
        if (text := output.get("data", {}).get(kind)) and "papermill" not in str(output.get("metadata"))
    ]
    outputs = list(chapter._run(ROOT / "notebooks" / "01-selection.ipynb", WILLIAMS))
    assert [one.text for one in outputs] == told


def test_a_figure_has_the_caption_and_name_of_its_cell():
    outputs = list(chapter._run(ROOT / "notebooks" / "01-selection.ipynb", SYNTHETIC))
    (flow,) = (one for one in outputs if one.name == "fig-flow")
    assert flow.kind == "html" and flow.caption.startswith("How many records")
