"""How far each stage is: what is counted, what nobody can know, and what to do about it."""

import json

from packages import HERE, SYNTHETIC, copied, rows_of, set_cell

from reviewbook.stages import Row
from reviewbook.status import rows_of as of_table
from reviewbook.status import status

HALF = HERE / "half_charted"


def told(folder, stage: str, part: str = "") -> Row:
    """The one row of a stage."""
    (row,) = [
        row for row in of_table(status(folder, where="mine").stages) if (row.stage, row.part) == (stage, part)
    ]
    return row


def names(folder) -> list[str]:
    return list(dict.fromkeys(status(folder).stages["stage"]))


def without(folder, *tables: str):
    """A copy that has no file of these tables."""
    package = json.loads((folder / "datapackage.json").read_text("utf-8"))
    package["resources"] = [one for one in package["resources"] if one["name"] not in tables]
    (folder / "datapackage.json").write_text(json.dumps(package), "utf-8")
    for table in tables:
        (folder / f"{table}.csv").unlink(missing_ok=True)
    return folder


def keep_rows(file, kept):
    """Leave in a table the rows of which a function of their cells says so."""
    lines = file.read_text("utf-8").splitlines(keepends=True)
    rows = rows_of(file)
    file.write_text(
        "".join([lines[0], *(line for line, row in zip(lines[1:], rows, strict=True) if kept(row))]), "utf-8"
    )


# --- what is counted


def test_each_stage_says_what_is_done_and_of_how_much():
    found = {(row.stage, row.part): row[2:6] for row in of_table(status(SYNTHETIC).stages)}
    assert found["searched", "with a date"] == ("sources", 3, 3, 0)
    assert found["searched", "found"] == ("records", 20, 20, None)
    assert found["deduplicated", ""] == ("pairs", 4, 4, 0)
    assert found["screened", "title_abstract"] == ("records", 17, 17, 0)
    assert found["screened", "full_text"] == ("reports", 9, 9, 0)
    assert found["charted", ""] == ("answers", 40, 40, 0)
    assert found["charted", "by A2"] == ("answers", 23, 33, 10)
    assert found["appraised", ""] == ("reports", 5, 5, 0)
    assert found["appraised", "mmat-2018"] == ("reports", 1, None, None)
    assert found["described", "features"] == ("cells", 12, 12, 0)
    assert found["described", "TIDieR"] == ("cells", 36, 36, 0)
    assert found["coded", "with an excerpt"] == ("reports", 3, 5, None)
    assert found["confidence", ""] == ("findings", 6, 11, 5)
    assert found["written", "with a query or a reason"] == ("printed numbers", 7, 7, 0)
    assert found["checked", "to mend"] == ("problems", None, None, 0)


def test_a_stage_that_a_review_does_not_have_is_not_in_the_list(tmp_path):
    folder = without(
        copied(SYNTHETIC, tmp_path), "tidier", "features", "feature_values", "results", "confidence"
    )
    assert not {"described", "results", "confidence"} & set(names(folder))
    assert "coded" in names(folder)


def test_a_table_that_is_there_and_empty_is_not_begun_and_nothing_of_it_is_open(tmp_path):
    folder = copied(SYNTHETIC, tmp_path)
    for table in ("results", "confidence"):
        keep_rows(folder / f"{table}.csv", lambda row: False)
    for stage, part in (("results", "with a number"), ("confidence", "")):
        row = told(folder, stage, part)
        assert (row.done, row.of, row.open) == (0, None, None) and row.next


# --- what is open, and what to do about it


def test_a_conflict_of_reviewers_is_open_until_it_is_settled(tmp_path):
    folder = copied(SYNTHETIC, tmp_path)
    keep_rows(folder / "decisions.csv", lambda row: row["reviewer"] != "consensus")
    row = told(folder, "screened", "title_abstract")
    assert (row.open, row.conflicts) == (1, 2)  # one of them was judged at a later stage
    assert row.next.startswith("`reviewbook agree mine/decisions.csv --stage title_abstract --conflicts")


def test_records_without_a_decision_are_all_open(tmp_path):
    folder = without(copied(SYNTHETIC, tmp_path), "decisions")
    row = told(folder, "screened")
    assert (row.done, row.of, row.open) == (0, 17, 17)
    assert row.next == "`reviewbook import decisions FILE --review mine`"


def test_duplicates_were_never_looked_for(tmp_path):
    row = told(without(copied(SYNTHETIC, tmp_path), "merges"), "deduplicated")
    assert (row.done, row.of, row.open, row.next) == (None, None, None, "`reviewbook dedupe --review mine`")


def test_answers_that_are_taken_out_are_open_of_the_charter_and_of_all(tmp_path):
    folder = copied(SYNTHETIC, tmp_path)
    before, own = told(folder, "charted"), told(folder, "charted", "by A1")
    rows = rows_of(folder / "answers.csv")
    asked = {(row["question_id"], row["about_id"]) for row in rows if row["charter"] == "A1"}
    alone = next(
        one
        for one in sorted(asked)
        if [(row["question_id"], row["about_id"]) for row in rows].count(one) == 1
    )
    keep_rows(folder / "answers.csv", lambda row: (row["question_id"], row["about_id"]) != alone)
    after, left = told(folder, "charted"), told(folder, "charted", "by A1")
    assert left.done == own.done - 1 and after.open in (before.open, before.open + 1)


def test_charters_who_differ_are_in_conflict(tmp_path):
    folder = copied(SYNTHETIC, tmp_path)
    keep_rows(folder / "answers.csv", lambda row: row["charter"] != "consensus")
    row = told(folder, "charted")
    assert row.conflicts > 0 and "consensus" in row.next


def test_without_a_form_the_cells_of_the_tables_are_counted():
    row = told(HALF, "charted", "reports")
    assert (row.done, row.of, row.open, row.unit) == (85, 130, 45, "cells")


def test_criteria_in_conflict_and_missing_are_open():
    row = told(HALF, "appraised", "criteria of mmat-2018")
    assert (row.done, row.of, row.open, row.conflicts) == (8, 10, 2, 2)
    row = told(HALF, "appraised", "mmat-2018")
    assert (row.done, row.of, row.open) == (3, 13, 10)


def test_included_records_without_a_report_are_open_where_reports_name_their_records(tmp_path):
    policy = HERE / "synthetic_policy"
    assert told(policy, "included", "with a report")[3:6] == (6, 6, 0)
    folder = copied(policy, tmp_path)
    last = rows_of(folder / "reports.csv")[-1]["report_id"]
    keep_rows(folder / "reports.csv", lambda row: row["report_id"] != last)
    row = told(folder, "included", "with a report")
    assert row[3:6] == (5, 6, 1) and row.next.startswith("`reviewbook include mine")
    # The synthetic review does not say which report stands for which record: nothing is claimed.
    assert ("included", "with a report") not in {
        (one.stage, one.part) for one in of_table(status(SYNTHETIC).stages)
    }


def test_a_printed_number_with_neither_query_nor_reason_is_open(tmp_path):
    folder = copied(SYNTHETIC, tmp_path)
    for column in ("query", "reason"):
        set_cell(folder / "claims.csv", column, "", row=2)
    assert told(folder, "written", "with a query or a reason")[3:6] == (6, 7, 1)
