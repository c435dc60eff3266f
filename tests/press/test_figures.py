"""The figures of a book as files of their own."""

import json
import xml.etree.ElementTree as ET

import pytest
from packages import OPENED, SYNTHETIC

from reviewbook import charts
from reviewbook.press import figures

REVIEW = OPENED[SYNTHETIC]


def book(folder, *outputs: str):
    (folder / "notebooks").mkdir(exist_ok=True)
    cell = {"cell_type": "code", "metadata": {}, "source": "", "execution_count": 1, "outputs": [
        {"output_type": "display_data", "metadata": {}, "data": {"text/html": html}} for html in outputs
    ]}  # fmt: skip
    notebook = {"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 4}
    (folder / "notebooks" / "02-studies.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    return folder


def test_each_drawing_is_an_svg_with_its_letters_and_a_png_and_is_made_once(tmp_path):
    source = book(tmp_path, charts.years(REVIEW).data)
    made = tmp_path / "drawn"
    assert figures.write(source, made) == "0 of 1"
    place = made / figures.FOLDER
    assert sorted(file.name for file in place.iterdir()) == ["years.png", "years.svg"]
    assert (place / "years.png").read_bytes().startswith(b"\x89PNG")
    svg = (place / "years.svg").read_text(encoding="utf-8")
    said = " ".join("".join(ET.fromstring(svg).itertext()).split())
    assert "More reports appeared in 2020 than in any other year: 2 of 5" in said
    assert "Source: table reports of SYNTHETIC example review" in said
    assert "font/woff2;base64" in svg and "var(--" not in svg and "narrow" not in svg
    before = svg, (place / "years.png").read_bytes()
    assert figures.write(source, made) == "1 of 1"
    assert figures.write(source, tmp_path / "again") == "0 of 1"
    again = tmp_path / "again" / figures.FOLDER
    assert before == ((again / "years.svg").read_text(encoding="utf-8"), (again / "years.png").read_bytes())


@pytest.mark.parametrize(
    ("chart", "holds"),
    [
        ("coverage", "Sessions a week"),
        ("answers", "Sessions a week"),
        ("features", "Reminders"),
        ("tidier_completeness", "SYNTHETIC"),
        ("evidence_map", "High rating"),
        ("charters", "95 %"),
    ],
)
def test_what_a_page_builds_as_a_table_is_drawn_too(chart, holds):
    for one in figures.figures_of(getattr(charts, chart)(REVIEW).data):
        svg = figures.composed(one).svg
        assert svg.count("<svg ") > 1, "nothing is drawn under the title"
        assert one.finding in " ".join(ET.fromstring(svg).itertext()) and holds in svg


def test_what_a_book_no_longer_draws_goes(tmp_path):
    made = tmp_path / "drawn"
    figures.write(book(tmp_path, charts.years(REVIEW).data), made)
    assert figures.write(book(tmp_path), made) == "0 of 0"
    assert list((made / figures.FOLDER).iterdir()) == []


def test_parts_of_a_figure_stand_side_by_side_and_styles_by_their_wrapper_hold():
    (ratings, *_) = figures.figures_of(charts.appraisal(REVIEW).data)
    assert figures.composed(ratings).svg.count("<svg ") > 5
    (themes,) = figures.figures_of(charts.theme_map(REVIEW, "themes").data)
    assert 'class="rb-theme-map"' in figures.composed(themes).svg
