"""A review as far as it can be used: wrong cells are blank, rows without a key are left out, studies stand in."""

import json

import pytest
from packages import SYNTHETIC, copied, rows_of, set_cell

from reviewbook.review.problems import ReviewProblems
from reviewbook.review.reading import read
from reviewbook.review.usable import needed, usable


def codes(found) -> list[tuple]:
    return [(p.code, p.file, p.row, p.field) for p in found.problems if p.severity == "problem"]


def test_a_sound_review_is_the_review_itself():
    found = usable(SYNTHETIC)
    plain, problems = read(SYNTHETIC)
    assert found.problems == problems == [] and found.review.rows == {}
    assert all(found.review.tables[name].equals(frame) for name, frame in plain.tables.items())


def test_wrong_cells_are_blank_and_listed(tmp_path):
    folder = copied(SYNTHETIC, tmp_path)
    set_cell(folder / "reports.csv", "year", "soon", row=3)
    set_cell(folder / "reports.csv", "design", "a trial", row=4)
    found = usable(folder)
    assert sorted(codes(found)) == [
        ("TABL-006", "reports.csv", 3, "year"),
        ("TABL-007", "reports.csv", 4, "design"),
    ]
    reports = found.review.reports
    assert len(reports) == 5 and reports["year"].isna().tolist() == [False, True, False, False, False]
    assert reports["year_as_charted"].tolist()[1] == ""
    assert reports["design"].isna().tolist() == [False, False, True, False, False]


def test_a_half_typed_table_is_read_as_far_as_it_goes(tmp_path):
    folder = copied(SYNTHETIC, tmp_path)
    file = folder / "reports.csv"
    lines = file.read_text("utf-8").splitlines()
    lines[3:3] = ["", "Half2022,17"]  # a blank row, and one just begun
    lines.append(lines[1].replace("Synthetic2018", "Long2022", 1) + ",and,more")
    file.write_text("\n".join(lines) + "\n", "utf-8")
    with (folder / "report_studies.csv").open("a", encoding="utf-8") as told:
        told.write("Half2022,half,,Synthetic place\n")
    found = usable(folder)
    assert ("TABL-004", "reports.csv", 5, None) in codes(found)
    assert ("TABL-004", "reports.csv", 9, None) in codes(found)
    reports = found.review.reports
    assert reports["report_id"].tolist()[:3] == ["Synthetic2018", "Synthetic2019", "Half2022"]
    assert "Long2022" not in list(reports["report_id"]) and len(reports) == 6
    assert found.review.rows["reports.csv"].tolist() == [1, 2, 3, 5, 6, 7, 8]
    half = reports.set_index("report_id").loc["Half2022"]
    assert half["locator"] == "not charted yet" and half["reference"] == 17
    assert found.charted.reports["locator"].isna().sum() == 1
    studies = found.review.studies.set_index("study_id")
    assert studies.loc["half", "label"] == "half"  # stands in, with nothing charted
    assert found.review.rows["studies.csv"][-1] == 0
    assert ("TABL-010", "report_studies.csv", 7, "study_id") in codes(found)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff\xfe\x00",
        b"nothing,that,is,known\n1,2,3,4\n",
        b"report_id\n",
    ],
)
def test_a_table_of_which_nothing_can_be_read_is_empty(data, tmp_path):
    folder = copied(SYNTHETIC, tmp_path)
    (folder / "reports.csv").write_bytes(data)
    found = usable(folder)
    assert len(found.review.reports) == 0 and len(found.review.appraisals) == 0
    assert {code for code, *_ in codes(found)} & {"TABL-001", "TABL-002", "TABL-003"}
    assert len(found.review.records) == 20


def test_a_table_in_another_encoding_or_with_other_columns_is_read_as_far_as_it_goes(tmp_path):
    folder = copied(SYNTHETIC, tmp_path)
    file = folder / "interventions.csv"
    text = file.read_text("utf-8").replace("Synthetic", "Synthétic")
    head, _, rest = text.partition("\n")
    file.write_bytes((head.replace("delivery", "how") + "\n" + rest).encode("cp1252"))
    found = usable(folder)
    assert ("TABL-003", "interventions.csv", 1, "how") in codes(found)
    assert len(found.review.interventions) == 3 and found.review.interventions["delivery"].isna().all()


def test_rows_without_a_key_or_with_one_again_are_left_out(tmp_path):
    folder = copied(SYNTHETIC, tmp_path)
    set_cell(folder / "flow.csv", "position", "", row=3)
    set_cell(folder / "flow.csv", "step", "", row=5)
    set_cell(folder / "records.csv", "record_id", "R01", row=4)
    found = usable(folder)
    assert found.review.rows["flow.csv"].tolist() == [1, 2, 4, *range(6, 16)]
    assert found.review.records["record_id"].is_unique and len(found.review.records) == 19
    known = set(found.review.records["record_id"])
    assert set(found.review.decisions["record_id"]) <= known
    assert set(found.review.merges["record_id"]) | set(found.review.merges["duplicate_of"]) <= known


def test_what_names_rows_that_are_gone_goes_with_them(tmp_path):
    folder = copied(SYNTHETIC, tmp_path)
    set_cell(folder / "reports.csv", "report_id", "", row=2)
    found = usable(folder)
    review = found.review
    assert "Synthetic2018" not in set(review.appraisals["report_id"])
    assert "Synthetic2018" not in set(review.excerpt_reports["report_id"])
    told = review.report_studies
    assert "Synthetic2018" not in {*told["report_id"], *told["sample_of"].dropna()}
    assert len(review.excerpts) == 6


def test_datapackage_json_may_be_broken_too(tmp_path):
    folder = copied(SYNTHETIC, tmp_path)
    (folder / "datapackage.json").write_text("{")
    found = usable(folder)
    assert "PACK-002" in [code for code, *_ in codes(found)]
    assert len(found.review.reports) == 5
    package = json.loads((SYNTHETIC / "datapackage.json").read_text("utf-8"))
    package["resources"] = [
        {"name": "reports", "schema": {"fields": [{"name": "mood", "type": "no such type"}]}}
    ]
    (folder / "datapackage.json").write_text(json.dumps(package))
    lines = (folder / "reports.csv").read_text("utf-8").splitlines()
    (folder / "reports.csv").write_text(
        "\n".join([lines[0] + ",mood", *(line + ",good" for line in lines[1:])]) + "\n", "utf-8"
    )
    assert len(usable(folder).review.reports) == 5


def test_only_the_tables_that_are_needed_stop(tmp_path):
    folder = copied(SYNTHETIC, tmp_path)
    with (folder / "reports.csv").open("a", encoding="utf-8") as out:
        out.write('Half2022,"hal')
    assert len(needed(folder, "records", "decisions").records) == 20
    assert len(rows_of(SYNTHETIC / "reports.csv")) <= len(needed(folder, "records").reports)
    with pytest.raises(ReviewProblems, match=r"reports\.csv"):
        needed(folder, "records", "reports")
    (folder / "datapackage.json").write_text("{")
    with pytest.raises(ReviewProblems, match="PACK-002"):
        needed(folder, "records")
