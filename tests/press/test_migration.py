"""What a migration plans: tables, the queries over them and the package together, and nothing written meanwhile."""

import json

from packages import SYNTHETIC, copied, rows_of
from packages.earlier import earlier
from packages.repairs import append

from reviewbook.press.migration import planned

QUERY = "SELECT count(DISTINCT study_id) FROM reports"
BY_COMMA = "SELECT count(*) FROM studies s, reports r WHERE r.study_id = s.study_id"


def test_a_review_of_this_version_has_nothing_to_migrate(tmp_path):
    assert planned(copied(SYNTHETIC, tmp_path)) == ([], [])


def test_a_plan_holds_each_file_once_and_writes_none(tmp_path):
    folder = earlier(copied(SYNTHETIC, tmp_path))
    claim = {"section": "Results", "statement": "Studies", "unit": "studies", "reason": "not_applicable"}
    append(folder / "claims.csv", claim_id="C8", reported="4", query=QUERY, **claim)
    append(folder / "claims.csv", claim_id="C9", reported="5", query=BY_COMMA, **claim)
    before = {file: file.read_bytes() for file in folder.iterdir() if file.is_file()}
    plan = planned(folder)
    assert {file: file.read_bytes() for file in folder.iterdir() if file.is_file()} == before
    assert [one.file for one in plan.files] == [
        folder / name for name in ("reports.csv", "report_studies.csv", "claims.csv", "datapackage.json")
    ]
    assert plan.files[2].says == "1 query asked of the tables as they are now, with the same answer"
    assert plan.left == ["Change by hand what claims.csv asks in C9: it gives another number now, or none."]
    (folder / "claims.csv").write_bytes(plan.files[2].data)
    queries = {row["claim_id"]: row["query"] for row in rows_of(folder / "claims.csv")}
    assert "LEFT JOIN report_studies" in queries["C8"] and queries["C9"] == BY_COMMA
    assert queries["C1"] == "SELECT count(*) FROM reports"
    listed = {one["name"]: one["schema"]["fields"] for one in json.loads(plan.files[3].data)["resources"]}
    assert "study_id" not in [field["name"] for field in listed["reports"]]
    assert [field["name"] for field in listed["report_studies"]] == [
        "report_id",
        "study_id",
        "sample_of",
        "locator",
    ]
