"""The command `reviewbook tidy`: tables in the canonical form, what changes shown, and nothing lost."""

import json

import pandas as pd
import pytest
from packages import SYNTHETIC, copied, only, set_cell
from packages.saves import TABLES, canonical_review, save_as

from reviewbook.check import check
from reviewbook.cli import main
from reviewbook.review.reading import read


def files_of(folder) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir()}


@pytest.fixture
def untidy(tmp_path):
    """A review as Excel in Germany saves it, and the same in the canonical form."""
    canonical = canonical_review(tmp_path)
    return save_as("Excel in Germany", canonical, tmp_path / "untidy"), canonical


def test_the_tables_are_written_in_the_canonical_form_and_a_second_time_nothing_changes(untidy, capsys):
    folder, canonical = untidy
    before, notices = read(folder)
    assert {one.code for one in notices} == {"TABL-021"}
    assert main(["tidy", str(folder)]) == 0
    said = capsys.readouterr().out
    assert (
        'flow.csv: cp1252, in which the first letters beyond a to z read "»flow«", `;` between the cells\n'
        in said
    )
    assert "Written: flow.csv, agreement.csv" in said
    assert files_of(folder) == files_of(canonical)
    after, found = read(folder)
    assert found == []
    for table in TABLES:
        pd.testing.assert_frame_equal(after.tables[table], before.tables[table])
    assert main(["tidy", str(folder)]) == 0
    assert capsys.readouterr().out == "Nothing to tidy.\n"
    assert files_of(folder) == files_of(canonical)


def test_a_dry_run_shows_and_writes_nothing(untidy, capsys):
    folder, _ = untidy
    before = files_of(folder)
    assert main(["tidy", str(folder), "--dry-run"]) == 0
    assert files_of(folder) == before
    assert capsys.readouterr().out.splitlines()[-1].endswith("Nothing was written (--dry-run).")


def test_rows_that_change_are_shown_and_of_very_many_the_first(tmp_path, capsys):
    folder = only("codings", to=tmp_path)
    file = folder / "codings.csv"
    head, first, *_ = file.read_text("utf-8").splitlines()
    key, code, rest = first.split(",", 2)
    rows = [f"{key} ,{code},c{n}{rest[rest.index(',') :]}" for n in range(30)]
    file.write_text("\n".join([head, *rows]) + "\n", "utf-8")
    assert main(["tidy", str(folder)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == f'codings.csv: "{key}" with blanks that do not show, and 29 more cells read so'
    assert lines[1:6] == [
        "--- codings.csv",
        "+++ codings.csv",
        "@@ row 2 @@",
        f"-{rows[0]}",
        f"+{rows[0].replace(' ,', ',', 1)}",
    ]
    assert sum(line.startswith("@@") for line in lines) == 20
    assert lines[-2:] == ["and 10 more rows", "Written: codings.csv."]


def test_a_table_in_which_a_cell_could_get_lost_is_left_alone_by_name_and_the_others_are_tidied(
    untidy, capsys
):
    folder, canonical = untidy
    with (folder / "flow.csv").open("ab") as end:
        end.write(b"99;screened;;records;;5;x;one too many\r\n")
    before = (folder / "flow.csv").read_bytes()
    assert main(["tidy", str(folder)]) == 1
    said = capsys.readouterr()
    assert (folder / "flow.csv").read_bytes() == before
    assert "Left as they are: flow.csv" in said.err and "TABL-004  flow.csv, row" in said.err
    assert main(["tidy", str(folder)]) == 1  # the others are tidy now
    assert capsys.readouterr().out == "Nothing was written.\n"
    assert files_of(folder) == files_of(canonical) | {"flow.csv": before}


def test_other_problems_are_the_same_before_and_after(tmp_path, capsys):
    folder = copied(SYNTHETIC, tmp_path)
    set_cell(folder / "ratings.csv", "rating", "7", row=2)
    set_cell(folder / "ratings.csv", "component", "Overall", row=3)
    set_cell(folder / "reports.csv", "design", "Qualitative ", row=3)
    file = folder / "datapackage.json"
    file.write_bytes(json.dumps(json.loads(file.read_text("utf-8"))).encode("utf-8-sig"))
    before = check(folder)
    assert {one.code for one in before} == {"TABL-021", "TABL-022", "APPR-004"}
    assert main(["tidy", str(folder)]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "Written: datapackage.json, reports.csv, ratings.csv."
    assert check(folder) == [one for one in before if one.code == "APPR-004"] != []


def test_a_folder_that_is_no_review_is_named(tmp_path, capsys):
    assert main(["tidy", str(tmp_path)]) == 1
    assert capsys.readouterr().err.startswith("PACK-001")
