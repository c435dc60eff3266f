"""The files of a review as a test changes them, and what is then wrong with their structure."""

import csv
import json

from reviewbook.review.reading import read


def structural(folder) -> list[tuple]:
    return [(p.code, p.file, p.row, p.field, p.found) for p in read(folder)[1]]


def declare(folder, table: str, *fields: dict) -> None:
    """Let datapackage.json declare these fields of a table, beside those it has."""
    file = folder / "datapackage.json"
    package = json.loads(file.read_text("utf-8"))
    for resource in package["resources"]:
        if resource["name"] == table:
            resource["schema"]["fields"] += fields
    file.write_text(json.dumps(package), "utf-8")


def add_column(folder, table: str, name: str, *cells: str) -> None:
    file = folder / f"{table}.csv"
    lines = file.read_text("utf-8").splitlines()
    file.write_text(
        "\n".join(f"{line},{cell}" for line, cell in zip(lines, [name, *cells], strict=True)) + "\n", "utf-8"
    )


def write_rows(folder, *rows: list[str], **options) -> None:
    folder.mkdir(exist_ok=True)
    with (folder / "editions.csv").open("w", encoding="utf-8", newline="") as lines:
        csv.writer(lines, **options).writerows(
            [["edition", "published", "searched_to", "note", "locator"], *rows]
        )


def load_without_package(folder):
    review, problems = read(folder)
    assert {p.code for p in problems} == {"PACK-002"}
    return review
