"""The command `reviewbook export tidier`."""

import csv
import json
import re
from pathlib import Path

import pytest
from docx import Document
from packages import SYNTHETIC, WILLIAMS, copied, rows_of, set_cell
from packages.unfinished import typing

from reviewbook.cli import main
from reviewbook.review.reading import load_review


def cells(table) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in table.rows]


def headings(document) -> list[tuple[str, str]]:
    return [
        (p.style.name, p.text) for p in document.paragraphs if p.style.name.startswith(("Title", "Heading"))
    ]


@pytest.fixture
def export(tmp_path, monkeypatch, capsys):
    """Run `reviewbook export tidier` in an empty folder; status, what was said, codes of the problems."""
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")

    def run(*arguments) -> tuple[int, str, list[str]]:
        status = main(["export", "tidier", *map(str, arguments)])
        said = capsys.readouterr()
        assert "Traceback" not in said.err
        return status, said.out, re.findall(r"^([A-Z]{4}-\d{3})  ", said.err, re.MULTILINE)

    return run


def test_without_a_name_the_document_is_written_here_and_named(export, tmp_path):
    assert export(WILLIAMS) == (0, "williams-2019-tidier.docx\n", [])
    assert len(Document(tmp_path / "here" / "williams-2019-tidier.docx").tables) > 11


def test_the_ending_says_what_is_written_and_interventions_may_be_chosen(export):
    chosen = ("--intervention", "strongback", "--intervention", "movemore", "--intervention", "movemore")
    assert export(SYNTHETIC, "--to", "two.CSV", *chosen)[:2] == (0, "two.CSV\n")
    with Path("two.CSV").open(encoding="utf-8-sig", newline="") as lines:
        assert {row["intervention_id"] for row in csv.DictReader(lines)} == {"movemore", "strongback"}
    assert export(SYNTHETIC, "--to", "two.docx", *chosen)[:2] == (0, "two.docx\n")
    assert [text for style, text in headings(Document("two.docx")) if style == "Heading 1"] == [
        *("MoveMore groups", "StrongBack", "Reports"),
    ]


@pytest.mark.parametrize(
    ("arguments", "codes"),
    [
        (["no-such-folder"], ["PACK-001"]),
        ([SYNTHETIC, "--to", "sheets.pdf"], ["EXPO-001"]),
        ([SYNTHETIC, "--to", "sheets"], ["EXPO-001"]),
        (
            [SYNTHETIC, "--intervention", "nix", "--intervention", "flexline", "--intervention", "nox"],
            ["EXPO-002"] * 2,
        ),
        ([SYNTHETIC, "--intervention", "FlexLine"], ["EXPO-002"]),
        ([SYNTHETIC, "--to", "no-such-folder/sheets.docx"], ["PACK-006"]),
    ],
)
def test_a_wrong_command_says_what_is_wrong_and_writes_nothing(export, arguments, codes):
    assert export(*arguments) == (1, "", codes)
    assert list(Path().iterdir()) == []


def test_a_table_of_the_review_is_not_overwritten(export, tmp_path):
    folder = copied(SYNTHETIC, tmp_path)
    assert export(folder, "--to", folder / "tidier.csv") == (1, "", ["PACK-006"])
    assert (folder / "tidier.csv").read_bytes() == (SYNTHETIC / "tidier.csv").read_bytes()


def test_a_file_that_cannot_be_replaced_stays(export):
    Path("sheets.docx").mkdir()
    assert export(SYNTHETIC, "--to", "sheets.docx") == (1, "", ["PACK-006"])
    assert list(Path().iterdir()) == [Path("sheets.docx")]


def test_a_review_without_tidier_has_nothing_to_export(export, tmp_path):
    folder = copied(SYNTHETIC, tmp_path)
    head, *_ = (folder / "tidier.csv").read_text("utf-8").splitlines()
    (folder / "tidier.csv").write_text(head + "\n", "utf-8")
    assert export(folder) == (1, "", ["EXPO-003"])
    package = json.loads((folder / "datapackage.json").read_text("utf-8"))
    package["resources"] = [resource for resource in package["resources"] if resource["name"] != "tidier"]
    (folder / "datapackage.json").write_text(json.dumps(package), "utf-8")
    (folder / "tidier.csv").unlink()
    assert export(folder) == (1, "", ["EXPO-003"])


@pytest.mark.parametrize(
    ("column", "value", "code"),
    [
        ("report_id", "Synthetic2020a", "INTV-005"),
        ("completeness", "fully", "TABL-007"),
        ("item", "13", "TABL-008"),
    ],
)
def test_sheets_that_cannot_be_so_are_not_exported(export, tmp_path, column, value, code):
    folder = copied(SYNTHETIC, tmp_path)
    set_cell(folder / "tidier.csv", column, value, row=2)
    assert export(folder)[::2] == (1, [code])


def test_a_table_without_reports_and_contradictions_is_exported_all_the_same(export, tmp_path):
    folder = copied(SYNTHETIC, tmp_path)
    rows = {(row["intervention_id"], row["item"]): row for row in rows_of(folder / "tidier.csv")}
    with (folder / "tidier.csv").open("w", encoding="utf-8-sig", newline="") as lines:
        names = ["intervention_id", "item", "completeness", "text", "locator"]
        writer = csv.DictWriter(lines, names, extrasaction="ignore", lineterminator="\r\n")
        writer.writeheader()
        writer.writerows(rows.values())
    assert export(folder, "--to", "own.docx")[0] == 0
    document = Document("own.docx")
    assert "Reports" not in [text for _, text in headings(document)] and len(document.tables) == 4
    assert {row[3] for row in cells(document.tables[1])[1:]} == {"This review"}


def test_a_review_is_exported_whose_other_tables_have_problems(export, tmp_path):
    folder = copied(SYNTHETIC, tmp_path)
    set_cell(folder / "flow.csv", "n", "999", row=2)
    assert export(folder, "--to", "sheets.csv")[0] == 0
    assert load_review(folder).has("tidier")


@pytest.mark.parametrize("state", ["half typed", "no text"])
def test_a_table_that_an_export_has_no_use_for_does_not_stop_it(state, export, tmp_path):
    review = typing(state, tmp_path)
    assert main(["export", "codebook", str(review), "--to", "codes.csv"]) == 0
    status, _, codes = export(review, "--to", "sheets.csv")  # these name reports
    assert status == 1 and codes[0] in ("TABL-001", "TABL-004")
    (review / "reports.csv").write_bytes((SYNTHETIC / "reports.csv").read_bytes())
    set_cell(review / "codes.csv", "position", "first", row=2)
    assert export(review, "--to", "sheets.csv") == (0, "sheets.csv\n", [])


# --- the evidence profile


@pytest.mark.parametrize("review", [SYNTHETIC, WILLIAMS], ids=lambda review: review.name)
def test_the_evidence_profile_is_written_and_named(review, export, tmp_path, capsys):
    assert main(["export", "confidence", str(review)]) == 0
    assert capsys.readouterr().out == f"{review.name}-evidence-profile.docx\n"
    assert Document(f"{review.name}-evidence-profile.docx").tables
    assert main(["export", "confidence", str(review), "--to", "p.csv", "--scheme", "themes"]) == 0
    with Path("p.csv").open(encoding="utf-8-sig", newline="") as lines:
        assert {row["scheme"] for row in csv.DictReader(lines)} == {"themes"}


def test_an_assessment_of_nothing_is_not_exported(export, tmp_path, capsys):
    folder = copied(SYNTHETIC, tmp_path)
    set_cell(folder / "confidence.csv", "about_id", "nix", row=2)
    assert main(["export", "confidence", str(folder)]) == 1
    assert "CONF-001" in capsys.readouterr().err and list(Path().iterdir()) == []


def test_an_option_that_it_does_not_take_is_said(export, capsys):
    assert main(["export", "confidence", str(SYNTHETIC), "--intervention", "flexline"]) == 1
    assert "EXPO-005" in capsys.readouterr().err
