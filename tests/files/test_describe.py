"""datapackage.json lists the tables so that any Frictionless tool can read and check them."""

import json
import os
import shutil

import frictionless
import pytest
from packages import BROKEN, REVIEWS, SYNTHETIC, WILLIAMS, broken, copied, only, rows_of, set_cell

from reviewbook.files.canonical import data_of
from reviewbook.files.describe import describe, write
from reviewbook.review import dictionary, reading
from reviewbook.review.problems import ReviewProblems

OWN = {"name": "follow_up_weeks", "type": "integer", "unit": "weeks"}


def resource(package: dict, name: str) -> dict:
    return next(r for r in package["resources"] if r["name"] == name)


def field(package: dict, table: str, name: str) -> dict:
    return next(f for f in resource(package, table)["schema"]["fields"] if f["name"] == name)


def faults(folder) -> list[tuple]:
    report = frictionless.validate(str(folder / "datapackage.json"))
    return report.flatten(["name", "type", "rowNumber", "fieldName"])


def settle(folder, **properties) -> None:
    """Change properties of a copy's datapackage.json."""
    file = folder / "datapackage.json"
    file.write_text(json.dumps(json.loads(file.read_text("utf-8")) | properties), "utf-8")


@REVIEWS
def test_frictionless_finds_no_fault_in_the_whole_package(review):
    assert faults(review) == []


@REVIEWS
def test_the_stored_package_lists_the_tables_as_they_are(review):
    stored = (review / "datapackage.json").read_text("utf-8")
    assert json.loads(stored) == describe(review), "run `reviewbook describe` on the folder"
    assert stored == json.dumps(json.loads(stored), indent=2, ensure_ascii=False) + "\n"


@REVIEWS
def test_every_table_of_the_folder_is_listed_once_in_the_order_of_the_dictionary(review):
    listed = [r["name"] for r in describe(review)["resources"]]
    assert listed == [table for table in dictionary.TABLES if (review / f"{table}.csv").is_file()]
    assert {r["path"] for r in describe(review)["resources"]} == {file.name for file in review.glob("*.csv")}


def test_a_resource_says_what_a_reader_of_the_file_must_know():
    agreement = resource(describe(SYNTHETIC), "agreement")
    fields = agreement.pop("schema")
    assert agreement == {
        "name": "agreement",
        "path": "agreement.csv",
        "title": "Agreement between reviewers as reported",
        "description": "One row is the agreement at one stage, as the review reports it.",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
    }
    assert list(fields) == ["fields", "primaryKey", "missingValues"]
    assert fields["primaryKey"] == ["stage"]
    assert [f["name"] for f in fields["fields"]] == [
        "stage",
        "double_screened",
        "percent",
        "kappa",
        "resolution",
        "locator",
    ]


def test_units_stay_and_words_for_nothing_count_only_where_no_value_is_required():
    package = describe(SYNTHETIC)
    assert field(package, "agreement", "percent")["unit"] == "percent"
    assert field(package, "agreement", "percent")["missingValues"] == [
        "",
        "not_reported",
        "not_available",
        "not_applicable",
    ]
    assert "missingValues" not in field(package, "agreement", "stage")
    assert resource(package, "agreement")["schema"]["missingValues"] == [""]


def test_references_name_the_table_meant_and_a_table_names_itself_by_an_empty_word():
    assert resource(describe(SYNTHETIC), "records")["schema"]["foreignKeys"] == [
        {"fields": ["source_id"], "reference": {"resource": "sources", "fields": ["source_id"]}},
        {"fields": ["duplicate_of"], "reference": {"resource": "", "fields": ["record_id"]}},
        {"fields": ["import_id"], "reference": {"resource": "imports", "fields": ["import_id"]}},
    ]


def test_a_reference_to_a_table_that_is_not_there_is_left_out(tmp_path):
    folder = copied(SYNTHETIC, tmp_path)
    (folder / "sources.csv").unlink()
    assert [key["fields"] for key in resource(describe(folder), "records")["schema"]["foreignKeys"]] == [
        ["duplicate_of"],
        ["import_id"],
    ]


def test_an_optional_column_that_the_file_lacks_is_not_listed(tmp_path):
    folder = only("agreement", to=tmp_path)
    (folder / "agreement.csv").write_text("kappa,stage,locator\n0.8,full_text,here\n", "utf-8")
    fields = resource(describe(folder), "agreement")["schema"]["fields"]
    assert [f["name"] for f in fields] == ["kappa", "stage", "locator"]  # as they stand in the file
    write(folder)
    assert faults(folder) == []


def test_the_authors_own_column_keeps_its_description():
    own = field(describe(SYNTHETIC), "studies", "follow_up_weeks")
    assert own | OWN == own
    assert (
        own["description"]
        == "Weeks from the start of the programme to the last measurement. The authors' own column."
    )


def test_everything_but_the_tables_stays_as_it_was(tmp_path):
    folder = copied(SYNTHETIC, tmp_path)
    figure = {"name": "figure", "path": "figure.png"}
    (folder / "figure.png").write_bytes(b"")
    settle(
        folder, resources=[figure, {"name": "studies", "schema": {"fields": [OWN]}}], keywords=["x"], doi="y"
    )
    before = json.loads((folder / "datapackage.json").read_text("utf-8"))
    after = describe(folder)
    assert {k: v for k, v in after.items() if k != "resources"} == {
        k: v for k, v in before.items() if k != "resources"
    }
    assert list(after) == list(before)
    assert after["resources"][-1] == figure


def test_words_for_nothing_pass_in_references_but_an_unknown_name_is_found(tmp_path):
    folder = only("records", "sources", "imports", to=tmp_path)
    assert {row["duplicate_of"] for row in rows_of(folder / "records.csv")} == {
        "not_applicable",
        "R01",
        "R02",
        "R03",
    }
    assert faults(folder) == []
    set_cell(folder / "records.csv", "duplicate_of", "R99", row=2)
    assert [kind for _, kind, *_ in faults(folder)] == ["foreign-key"]


@pytest.mark.parametrize("word", ["not_reported", "not_applicable"])
def test_where_a_name_is_required_frictionless_and_the_library_take_no_word_for_nothing(word, tmp_path):
    folder = only("codings", to=tmp_path)
    set_cell(folder / "codings.csv", "code_id", word, row=2)
    assert [kind for _, kind, *_ in faults(folder)] == ["foreign-key"]
    assert [problem.code for problem in reading.read(folder)[1]] == ["TABL-010"]


KINDLY = ("TABL-021", "TABL-022", "TABL-023")  # what Frictionless does not read as we do


@pytest.mark.parametrize(
    "code",
    # TABL-013 and TABL-030, names of files and signs that nothing shows: the standard has no word for them.
    sorted(
        path.name
        for path in BROKEN.glob("TABL-*")
        if path.name not in (*KINDLY, "TABL-013", "TABL-030") and not (path / "DELETE").exists()
    ),
)
def test_frictionless_and_the_library_agree_on_which_tables_are_broken(code, tmp_path):
    (file,) = (BROKEN / code).iterdir()
    folder = only(file.stem, to=tmp_path)
    assert faults(folder) == []
    shutil.copy(file, folder)
    wrong = [problem for problem in reading.read(folder)[1] if problem.severity == "problem"]
    assert bool(faults(folder)) == bool(wrong) == (code not in ("TABL-012", "TABL-024"))  # notices


@pytest.mark.parametrize("code", KINDLY)
def test_a_table_that_is_not_canonical_is_described_as_it_is_once_tidied(code, tmp_path):
    (file,) = (BROKEN / code).iterdir()
    folder = only(file.stem, to=tmp_path)
    before = describe(folder)
    shutil.copy(file, folder)
    assert describe(folder) == before
    assert faults(folder)
    (folder / file.name).write_bytes(data_of(folder / file.name))
    assert faults(folder) == []


def test_writing_twice_gives_the_same_bytes(tmp_path):
    folder = copied(WILLIAMS, tmp_path)
    settle(folder, resources=[])
    first = write(folder).read_bytes()
    assert write(folder).read_bytes() == first == (WILLIAMS / "datapackage.json").read_bytes()


def test_a_write_that_fails_leaves_the_file_as_it_was(tmp_path, monkeypatch):
    folder = copied(SYNTHETIC, tmp_path)
    settle(folder, resources=[])
    before = {file: file.read_bytes() for file in folder.iterdir()}

    def full(*_):
        raise OSError("no space left")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(ReviewProblems, match=r"PACK-006 .*no space left"):
        write(folder)
    assert {file: file.read_bytes() for file in folder.iterdir()} == before


def test_the_result_may_be_changed_without_changing_the_schemas():
    package = describe(SYNTHETIC)
    field(package, "agreement", "stage")["constraints"]["required"] = False
    assert field(describe(SYNTHETIC), "agreement", "stage")["constraints"]["required"] is True


def test_an_unreadable_package_or_table_is_named(tmp_path):
    folder = broken("PACK-002", tmp_path)
    with pytest.raises(ReviewProblems) as raised:
        describe(folder)
    assert [problem.code for problem in raised.value.problems] == ["PACK-002"]
    shutil.copy(SYNTHETIC / "datapackage.json", folder)
    (folder / "editions.csv").write_bytes(b"")
    with pytest.raises(ReviewProblems) as raised:
        describe(folder)
    assert [(problem.code, problem.file) for problem in raised.value.problems] == [
        ("TABL-001", "editions.csv")
    ]
