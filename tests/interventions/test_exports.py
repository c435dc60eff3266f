"""TIDieR sheets as a Word document and as a CSV file: what stands in them, and that they are the same bytes each time."""

import csv
import io
import os
import re
import subprocess
import sys
import zipfile
from dataclasses import replace
from datetime import datetime

import pandas as pd
import pytest
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from packages import OPENED, REVIEWS, SYNTHETIC

from reviewbook.interventions import exports, tidier
from reviewbook.review.model import Review
from reviewbook.review.nothing import NOTHING


def opened(review: Review, **options):
    return Document(io.BytesIO(exports.docx(review, **options)))


def cells(table) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in table.rows]


def headings(document) -> list[tuple[str, str]]:
    return [
        (p.style.name, p.text) for p in document.paragraphs if p.style.name.startswith(("Title", "Heading"))
    ]


def captions(document) -> list[str]:
    return [p.text for p in document.paragraphs if p.style.name == "Caption"]


def table_of(document, caption: str):
    return document.tables[captions(document).index(caption)]


def changed(review: Review, table: str, **columns) -> Review:
    """A review with the same text in every cell of a column of one table."""
    frame = review.tables[table]
    frame = frame.assign(**{name: pd.array([text] * len(frame), "string") for name, text in columns.items()})
    return replace(review, tables={**review.tables, table: frame})


@pytest.fixture(scope="module")
def synthetic():
    return opened(OPENED[SYNTHETIC])


# --- the Word document


def test_a_document_has_a_sheet_for_each_intervention_and_its_contradictions_under_it(synthetic):
    assert headings(synthetic) == [
        ("Title", "TIDieR descriptions"),
        ("Heading 1", "FlexLine (FL)"),
        ("Heading 2", "Statements that contradict each other"),
        ("Heading 1", "MoveMore groups"),
        ("Heading 1", "StrongBack"),
        ("Heading 2", "Statements that contradict each other"),
        ("Heading 1", "Reports"),
    ]
    assert captions(synthetic) == [
        "Table 1. TIDieR items reported, by intervention",
        "Table 2. TIDieR description of FlexLine",
        "FlexLine, item 7. Where",
        "Table 3. TIDieR description of MoveMore groups",
        "Table 4. TIDieR description of StrongBack",
        "StrongBack, item 8. When and how much",
        "Reports that the sheets name",
    ]
    assert len(synthetic.tables) == len(captions(synthetic))


def test_a_sheet_gives_each_statement_with_its_report_and_its_place(synthetic):
    rows = cells(table_of(synthetic, "Table 4. TIDieR description of StrongBack"))
    assert rows[0] == ["Item", "Reported", "What is said", "Report", "Where it says so"]
    assert [row for row in rows if row[0] == "9. Tailoring"] == [
        [
            "9. Tailoring",
            "reported",
            "Synthetic: what was fitted, by whom and when is told by the two reports together.",
            "This review",
            "Synthetic paper, sections 3.2 and 5",
        ],
        [
            "9. Tailoring",
            "partly (in all: reported)",
            "Synthetic: the load was chosen with the coach.",
            "Author 2020a",
            "Synthetic paper, section 3.2",
        ],
        [
            "9. Tailoring",
            "partly (in all: reported)",
            "Synthetic: the coach raised the load when ten repeats were easy.",
            "Author 2020b",
            "Synthetic paper, section 5",
        ],
    ]
    assert rows[-1][:4] == ["12. How well (actual)", "not reported", "not reported", "This review"]


def test_contradicting_statements_stand_side_by_side(synthetic):
    assert cells(table_of(synthetic, "FlexLine, item 7. Where")) == [
        ["On this item", "Author 2018", "Author 2019"],
        [
            "What is said",
            "Synthetic: used in two clinics, in a room with a screen.",
            "Synthetic: used at home, never in a clinic.",
        ],
        ["Contradicted", "the place", "the place"],
        ["Where it says so", "Synthetic paper, section 3.2", "Synthetic paper, section 4.1"],
    ]
    told = [row[2] for row in cells(table_of(synthetic, "Table 2. TIDieR description of FlexLine"))]
    assert "Synthetic: used at home, never in a clinic.\nContradicted: the place." in told


def test_many_contradicting_statements_are_spread_over_tables_that_fit_the_page():
    r = OPENED[SYNTHETIC]
    reports = (
        r.reports.iloc[[0] * 6]
        .assign(report_id=[f"Roe{n}" for n in range(6)])
        .astype({"report_id": "string"})
    )
    rows = r.tidier[r.tidier["contradiction"] == "the place"].iloc[[0] * 6]
    rows = rows.assign(report_id=reports["report_id"].to_numpy(), text=[f"place {n}" for n in range(6)])
    review = replace(r, tables={**r.tables, "reports": reports, "tidier": rows})
    document = opened(review, interventions=["flexline"])
    first, second = (
        cells(table_of(document, f"FlexLine, item 7. Where{more}"))[1] for more in ("", ", continued")
    )
    assert first[1:] + second[1:] == [f"place {n}" for n in range(6)]


def test_the_first_table_counts_what_is_reported(synthetic):
    rows = cells(table_of(synthetic, "Table 1. TIDieR items reported, by intervention"))
    assert rows[0][:3] == ["Intervention", "Reported", "1. Name"]
    assert [row[:2] for row in rows[1:]] == [
        ["FlexLine", "7 of 12"],
        ["MoveMore groups", "4 of 12"],
        ["StrongBack", "9 of 12"],
        ["Reported for", "20 of 36"],
    ]
    assert rows[-1][2:] == [
        "3 of 3",
        "2 of 3",
        "2 of 3",
        "1 of 3",
        "2 of 3",
        "3 of 3",
        "2 of 3",
        "3 of 3",
        "1 of 3",
        "0 of 3",
        "1 of 3",
        "0 of 3",
    ]
    assert rows[2][3] == "not reported"


def test_the_reports_named_are_listed_with_their_doi(synthetic):
    rows = cells(table_of(synthetic, "Reports that the sheets name"))
    assert rows[1:3] == [
        ["Author 2018", "11", "https://doi.org/10.5555/synthetic2018"],
        ["Author 2019", "12", "https://doi.org/10.5555/synthetic2019"],
    ]


@REVIEWS
def test_nothing_that_is_charted_is_missing_from_the_document(review):
    r = OPENED[review]
    shown = "\n".join(cell for table in opened(r).tables for row in cells(table) for cell in row)
    texts = [*r.tidier["text"], *r.tidier["locator"], *r.tidier["contradiction"].dropna()]
    assert [text for text in texts if text not in NOTHING and text not in shown] == []


@REVIEWS
def test_a_document_can_be_read_by_a_screen_reader(review):
    document = opened(OPENED[review])
    assert document.core_properties.title == f"TIDieR descriptions: {OPENED[review].title}"
    languages = {element.get(qn("w:val")) for element in document.styles.element.iter(qn("w:lang"))}
    assert languages == {"en-GB"} and document.core_properties.language == "en-GB"
    for table in document.tables:
        first, *rest = table.rows
        assert first._tr.trPr.find(qn("w:tblHeader")) is not None, "its head is repeated and read out"
        assert all(row._tr.trPr.find(qn("w:tblHeader")) is None for row in rest)
        assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)
        assert table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val"))
        assert all(cell.text for cell in first.cells), "each column has a name"
        assert not list(table._tbl.iter(qn("w:vMerge"), qn("w:gridSpan"))), "no cell spans others"


def test_tables_fit_between_the_margins_of_a_landscape_page(synthetic):
    (section,) = synthetic.sections
    assert section.orientation == WD_ORIENT.LANDSCAPE and section.page_width > section.page_height
    room = section.page_width - section.left_margin - section.right_margin
    for table in synthetic.tables:
        assert abs(sum(column.width for column in table.columns) - room) < room / 100
        assert [cell.width for cell in table.rows[-1].cells] == [column.width for column in table.columns]


def test_a_document_bears_the_date_of_the_last_edition():
    r = OPENED[SYNTHETIC]
    assert opened(r).core_properties.modified.date() == datetime(2022, 3, 1).date()
    undated = replace(r, tables={**r.tables, "editions": r.editions[:0]})
    assert opened(undated).core_properties.modified.date() == datetime(1980, 1, 1).date()
    assert opened(changed(r, "editions", published="2022-13")).core_properties.created.year == 1980


@pytest.mark.parametrize(
    "text", ["a\x0bb\x00c", "</w:t><b>&amp;", "a\ufffe\uffffb", "first\tsecond\nthird", "𝄞 é ن"]
)
def test_any_text_can_be_written(text):
    review = changed(OPENED[SYNTHETIC], "tidier", text=text)
    document = opened(changed(review, "interventions", name=text), interventions=["flexline"])
    expected = re.sub("[\x00\x0b\ufffe\uffff]", " ", text)
    rows = cells(document.tables[1])
    assert {row[2].split("\nContradicted")[0] for row in rows[1:]} == {expected}


@pytest.mark.parametrize(
    "contributors", [None, "Roe", ["Roe"], [{"role": "author"}], [{"title": "R" * 300, "role": "author"}]]
)
def test_a_long_title_and_odd_contributors_do_no_harm(contributors):
    r = OPENED[SYNTHETIC]
    review = replace(r, package={**r.package, "title": "T" * 300, "contributors": contributors})
    properties = opened(review).core_properties
    assert len(properties.title) == 255 and len(properties.author) in (0, 255)


def test_the_same_review_gives_the_same_bytes_at_any_time_and_place(tmp_path):
    made = []
    for number, zone in enumerate(("UTC", "Asia/Tokyo")):
        file = tmp_path / f"{number}.docx"
        command = [
            sys.executable,
            "-m",
            "reviewbook.cli",
            "export",
            "tidier",
            str(SYNTHETIC),
            "--to",
            str(file),
        ]
        subprocess.run(command, check=True, env=os.environ | {"PYTHONHASHSEED": str(number + 1), "TZ": zone})
        made.append(file.read_bytes())
    assert made[0] == made[1]
    assert {part.date_time for part in zipfile.ZipFile(io.BytesIO(made[0])).infolist()} == {
        (1980, 1, 1, 0, 0, 0)
    }


# --- the CSV file


@REVIEWS
def test_the_file_has_a_row_for_each_statement_in_the_order_of_the_sheets(review):
    r = OPENED[review]
    written = exports.csv(r)
    assert written.startswith(b"\xef\xbb\xbf"), "a spreadsheet must know that it is UTF-8"
    rows = list(csv.DictReader(io.StringIO(written.decode("utf-8-sig"))))
    told = tidier.statements(r.tidier, r.interventions, r.reports)
    columns = ["intervention_id", "completeness", "text", "locator"]
    assert [[row[name] for name in columns] for row in rows] == told[columns].to_numpy().tolist()
    assert [int(row["item"]) for row in rows] == told["item"].tolist()


def test_a_row_names_item_report_and_contradiction():
    rows = list(csv.DictReader(io.StringIO(exports.csv(OPENED[SYNTHETIC]).decode("utf-8-sig"))))
    assert [row for row in rows if row["item"] == "9" and row["intervention_id"] == "strongback"][:2] == [
        {
            "intervention_id": "strongback",
            "intervention": "StrongBack",
            "item": "9",
            "label": "Tailoring",
            "item_completeness": "reported",
            "report_id": report,
            "report": label,
            "completeness": completeness,
            "text": text,
            "contradiction": "not_applicable",
            "locator": locator,
        }
        for report, label, completeness, text, locator in [
            (
                "not_applicable",
                "This review",
                "reported",
                "Synthetic: what was fitted, by whom and when is told by the two reports together.",
                "Synthetic paper, sections 3.2 and 5",
            ),
            (
                "Synthetic2020a",
                "Author 2020a",
                "partly",
                "Synthetic: the load was chosen with the coach.",
                "Synthetic paper, section 3.2",
            ),
        ]
    ]
    assert [row["report"] for row in rows if row["contradiction"] == "how often"] == [
        "Author 2020a",
        "Author 2020b",
    ]
