"""Reviews as an earlier version had them: the study of a report stood in reports.csv."""

import json
from pathlib import Path

from packages import rows_of
from packages.repairs import write


def earlier(folder: Path) -> Path:
    """Turn a review in which each report tells of one study at most into what it was, its datapackage.json too."""
    told = {row["report_id"]: row for row in rows_of(folder / "report_studies.csv")}
    reports = rows_of(folder / "reports.csv")
    names = [*reports[0], "study_id", "sample_of"]
    rows = [
        [*row.values(), *(told.get(row["report_id"], {}).get(name, "") for name in names[-2:])]
        for row in reports
    ]
    write(folder / "reports.csv", [names, *rows])
    (folder / "report_studies.csv").unlink()
    package = json.loads((folder / "datapackage.json").read_text("utf-8"))
    package["resources"] = [one for one in package["resources"] if one["name"] != "report_studies"]
    for one in package["resources"]:
        if one["name"] == "reports":
            one["schema"]["fields"] += [{"name": name, "type": "string"} for name in names[-2:]]
    (folder / "datapackage.json").write_text(json.dumps(package), "utf-8")
    return folder
