"""Take a matrix of features into a review."""

import csv
import doctest
import json

import pytest
from packages import ROOT, SYNTHETIC, rows_of, table
from packages.featured import OF_WIDE, WIDE, add, empty, refused, values

from reviewbook import open_review
from reviewbook.check import check
from reviewbook.cli import main
from reviewbook.interventions.imports import feature_headings, feature_matrix, feature_words
from reviewbook.review.problems import ReviewProblems
from reviewbook.review.reading import load_review
from reviewbook.studies import checks


def test_a_row_an_intervention_and_a_column_a_feature(review):
    report = add(review, WIDE)
    assert values(review) == OF_WIDE
    assert report.files[0].entries == report.files[0].added == 4
    assert rows_of(review / "feature_values.csv")[0] == {
        "intervention_id": "alpha",
        "feature_id": "chat",
        "value": "no",
        "evidence": "Charted as “no” in the matrix",
        "report_id": "not_applicable",
        "locator": "m.csv, row 2, column Chat",
    }
    assert values(review, "evidence")["beta", "web"] == "not_reported"
    assert rows_of(review / "features.csv") == [
        {
            "feature_id": key,
            "position": position,
            "group": "Features",
            "label": label,
            "description": "",
            "asked_of": "",
            "locator": f"m.csv, column {label}",
        }
        for key, position, label in (("chat", "2", "Chat"), ("web", "1", "Web"))
    ]
    alpha = rows_of(review / "interventions.csv")[0]
    assert (alpha["name"], alpha["worker_role"], alpha["goal"], alpha["locator"]) == (
        "Alpha",
        "not_applicable",
        "",
        "m.csv, row 2",
    )


def test_a_label_of_two_groups_is_not_taken_for_that_of_one(review):
    add(review, ",Phone,,\nApp,Web,Other,Peer\nA,1,0,0\n")
    add(review, ",Phone,,Watch,\nApp,Web,Other,Other,Peer\nA,1,0,1,0\n")
    assert {feature for _, feature in values(review)} == {"web", "other", "watch_other", "peer"}


def test_country_region_and_delivery_come_with_interventions_that_are_new(synthetic):
    report = add(
        synthetic,
        "Name,Country,Region,Mode of delivery,Exercises at home,Log of progress,Group sessions,Reminders\n"
        "FlexLine,Sweden,Elsewhere,mobile,Yes,Yes,No,Yes\nNew one,Norway,NR,Web and mobile,Yes,NR,No,Yes\n",
    )
    rows = {row["intervention_id"]: row for row in rows_of(synthetic / "interventions.csv")}
    assert [rows["new_one"][name] for name in ("country", "region", "delivery", "goal")] == [
        "Norway",
        "not_reported",
        "web_and_mobile",
        "",
    ]
    assert rows["flexline"]["country"] == "Norway", "what the review says of its own stays"
    assert (
        report.notes[0]
        == "m.csv: left out: country, region, delivery of interventions that are there already (1)"
    )
    assert (report.files[0].added, report.files[0].known) == (4, 4)
    assert rows_of(synthetic / "features.csv") == rows_of(SYNTHETIC / "features.csv")
    assert "STUD-004" in {problem.code for problem in check(synthetic)}, "the new one has no study yet"


def test_a_delivery_of_other_words_is_left_out_and_said(review):
    report = add(review, "App,Delivery,Web\nA,web,1\nB,by post,0\n")
    assert report.notes[0] == 'm.csv: left out: delivery ("by post" is no word of the data dictionary)'
    assert {row["delivery"] for row in rows_of(review / "interventions.csv")} == {""}


def test_interventions_and_features_are_found_by_identifier_name_or_abbreviation(synthetic):
    before = (synthetic / "feature_values.csv").read_bytes()
    report = add(synthetic, "App,Reminders,log OF progress\nFL,yes,yes\nmovemore groups!,NR,NR\n")
    assert (report.files[0].known, report.files[0].added, report.changed) == (4, 0, ["imports"])
    assert (synthetic / "feature_values.csv").read_bytes() == before


def test_a_file_that_is_not_there_is_a_problem(review):
    with pytest.raises(ReviewProblems, match="IMPT-001"):
        feature_matrix.add(review, review / "none.csv")


def test_a_name_that_two_interventions_have_is_asked_about(synthetic):
    text = (synthetic / "interventions.csv").read_text("utf-8").replace("MoveMore groups", "StrongBack")
    (synthetic / "interventions.csv").write_text(text, "utf-8")
    assert ("IMPT-007", None, None, '"Strong back" at row 2') in refused(
        synthetic, "App,Reminders\nStrong back,1\n"
    )


def test_two_names_of_one_intervention_are_told(synthetic):
    assert refused(synthetic, "App,Reminders\nFL,yes\nFlexLine,yes\n") == [
        ("IMPT-007", None, None, '"FlexLine" at row 3')
    ]


def test_the_same_file_again_changes_not_one_byte(review):
    add(review, WIDE)
    before = {path.name: path.read_bytes() for path in review.iterdir()}
    report = add(review, WIDE, name="renamed.csv")
    assert report.files[0].before and report.changed == []
    assert {path.name: path.read_bytes() for path in review.iterdir()} == before


def test_another_value_than_the_review_s_is_told_with_both(review):
    add(review, WIDE)
    with pytest.raises(ReviewProblems) as wrong:
        add(review, WIDE.replace("Alpha,yes", "Alpha,no"))
    assert [(p.code, p.found, p.expected) for p in wrong.value.problems] == [
        ("IMPT-010", "no for alpha, web (m.csv, row 2, column Web)", "yes, as feature_values.csv has it")
    ]


def test_more_rows_and_features_are_added_to_those_that_are_there(review):
    add(review, WIDE)
    report = add(review, "App,Chat,Games\nAlpha,no,yes\nGamma,no,yes\n")
    assert (report.files[0].added, report.files[0].known) == (3, 1)
    assert {row["feature_id"]: row["position"] for row in rows_of(review / "features.csv")} == {
        "web": "1",
        "chat": "2",
        "games": "3",
    }
    assert (
        report.notes[-1].startswith("Not charted yet") and "2 values, first games of beta" in report.notes[-1]
    )
    assert {problem.code for problem in check(review)} == {"INTV-001", "TABL-012"}


def test_a_dry_run_says_the_same_and_writes_nothing(review):
    dry = add(review, WIDE, dry_run=True)
    assert [path.name for path in review.iterdir()] == ["datapackage.json"]
    assert add(review, WIDE) == dry


def test_columns_that_a_review_leaves_out_are_not_brought_back(review):
    (review / "interventions.csv").write_text(
        "intervention_id,name,worker_role,locator,colour\na,A,nurse,by hand,red\n", "utf-8"
    )
    package = json.loads((review / "datapackage.json").read_text("utf-8"))
    own = {
        "name": "interventions",
        "path": "interventions.csv",
        "schema": {"fields": [{"name": "colour", "type": "string"}]},
    }
    (review / "datapackage.json").write_text(json.dumps(package | {"resources": [own]}), "utf-8")
    add(review, "App,Web\nA,1\nB,0\n")
    assert rows_of(review / "interventions.csv") == [
        {"intervention_id": "a", "name": "A", "worker_role": "nurse", "locator": "by hand", "colour": "red"},
        {
            "intervention_id": "b",
            "name": "B",
            "worker_role": "not_applicable",
            "locator": "m.csv, row 3",
            "colour": "",
        },
    ]
    load_review(review)


def test_our_own_table_comes_back_as_it_is(synthetic, tmp_path):
    own = (SYNTHETIC / "feature_values.csv").read_text("utf-8")
    report = add(synthetic, own)
    assert (report.files[0].known, report.files[0].added, report.notes) == (12, 0, [])
    other = empty(tmp_path / "other")
    add(other, own)
    assert values(other) == values(synthetic) and values(other, "evidence") == values(synthetic, "evidence")


def test_the_first_report_that_is_named_makes_its_column(synthetic):
    rows = rows_of(synthetic / "feature_values.csv")
    head = ["intervention_id", "feature_id", "value", "evidence", "locator"]
    lines = [",".join(head), *(",".join(f'"{row[name]}"' for name in head) for row in rows)]
    (synthetic / "feature_values.csv").write_text("\n".join(lines) + "\n", "utf-8")
    add(
        synthetic,
        "App,Paper,Feature,Value\nNew,Synthetic2018,Reminders,1\nNew,,Group sessions,0\nNew,,Exercises at home,0\nNew,,Log of progress,0\n",
    )
    reports = values(synthetic, "report_id")
    assert reports.pop(("new", "reminders")) == "Synthetic2018" and set(reports.values()) == {
        "not_applicable"
    }


def large() -> str:
    """46 features of 115 studies, with facts beside them, ticks, words and text; half of them under group headings."""
    features = [f"Feature {at}" for at in range(46)]
    groups = ["Content", *[""] * 22, "Support", *[""] * 22]
    lines = [["Table S3"], ["", "", "", *groups], ["First author", "Year", "Country", *features]]
    words = ("Yes", "No", "NR", "Unclear", "Yes, weekly", "no")
    for row in range(115):
        cells = [words[(row * at) % 6] for at in range(1, 47)]
        lines.append([f"Author{row}", str(1990 + row % 30), ("Norway", "Kenya")[row % 2], *cells])
    return "\n".join(";".join(line + [""] * (49 - len(line))) for line in lines) + "\n"


def test_a_review_of_a_matrix_alone_is_sound_and_its_chapters_open(review, monkeypatch):
    report = add(review, large())
    assert report.files[0].added == 46 * 115
    assert {problem.code for problem in check(review)} <= {"TABL-012"}, (
        "nothing but what nobody has looked for"
    )
    loaded = open_review(review)
    assert (len(loaded.interventions), len(loaded.features), len(loaded.feature_values)) == (115, 46, 5290)
    assert loaded.interventions["country"].value_counts().to_dict() == {"Norway": 58, "Kenya": 57}
    assert loaded.features["group"].value_counts().to_dict() == {"Content": 23, "Support": 23}
    monkeypatch.chdir(ROOT / "notebooks")
    for chapter in ("02-studies", "04-interventions", "07-evidence-map"):
        names: dict = {}
        cells = json.loads((ROOT / "notebooks" / f"{chapter}.ipynb").read_text("utf-8"))["cells"]
        for cell in (cell for cell in cells if cell["cell_type"] == "code"):
            exec("".join(cell["source"]), names)
            if "parameters" in cell["metadata"].get("tags", []):
                names["review"] = str(review)


def test_interventions_need_a_study_only_where_the_review_has_studies():
    reports = table("report_id participants_n workers_n role country", ("R1", 1, 1, "nurse", "Norway"))
    told = table("report_id study_id sample_of", ("R1", "S1", "not_applicable"))
    interventions = table("intervention_id worker_role country", ("a", "nurse", None))
    none = table("study_id intervention_id participants_n workers_n country label")
    assert checks.study_problems(reports, told[:0], none, interventions) == []
    own = table(
        "study_id intervention_id participants_n workers_n country label", ("S1", "b", 1, 1, "Norway", "one")
    )
    found = checks.study_problems(reports, told, own, interventions)
    assert [problem.code for problem in found] == ["STUD-004"]


def test_the_command_says_what_it_took_and_left(review, tmp_path, capsys):
    file = tmp_path / "m.csv"
    file.write_text("App,Year,Web\nA,2001,x\nB,2002,\n", "utf-8")
    arguments = ["import", "features", str(file), "--review", str(review), "--blank", "no"]
    assert main(arguments) == 0
    assert capsys.readouterr().out.splitlines() == [
        "m.csv: left out: column Year (known by its heading)",
        "New in interventions.csv: 2 interventions: A, B",
        "New in features.csv: 1 feature: Web",
        "m.csv: features, 2 entries, 2 added, 0 known, 0 set aside",
        "Changed: interventions.csv, features.csv, feature_values.csv, imports.csv",
    ]
    assert main(arguments) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "Nothing changed."


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["features", "m.csv", "--source", "s", "--tool", "mmat-2018"], ["--source", "--tool"]),
        (["features", "m.csv", "n.csv"], ["FILE"]),
        (["ris", "m.csv", "--blank", "no"], ["--blank"]),
    ],
)
def test_options_that_do_not_fit_are_told(review, capsys, options, told):
    assert main(["import", *options, "--review", str(review)]) == 1
    lines = capsys.readouterr().err.splitlines()
    assert [line.split()[1].rstrip(":") for line in lines if line.startswith("IMPT-005")] == told


def test_the_command_ends_with_1_and_every_problem(review, tmp_path, capsys):
    file = tmp_path / "m.csv"
    file.write_text("App,Web,Chat\nA,Partial,\nB,yes,no\n", "utf-8")
    assert main(["import", "features", str(file), "--review", str(review)]) == 1
    told = capsys.readouterr().err
    assert "IMPT-008  m.csv, row 2, field Web" in told and "IMPT-009  m.csv, row 2, field Chat" in told
    assert "--blank no or --blank not_reported" in told and told.endswith("2 to mend, 0 to do, 0 notices\n")


def test_the_help_shows_the_shapes(capsys):
    with pytest.raises(SystemExit):
        main(["import", "--help"])
    text = capsys.readouterr().out
    assert "  features " in text and "turned  a row a feature" in text and "--blank" in text


@pytest.mark.parametrize(
    "module", [feature_headings, feature_words, feature_matrix], ids=lambda m: m.__name__
)
def test_the_examples_of_the_documentation_hold(module):
    assert doctest.testmod(module).failed == 0


def test_a_blank_cell_says_nothing_where_a_feature_is_not_asked_of_that_kind(review):
    add(review, "Intervention,Web,Chat\nAlpha,yes,no\nBeta,NR,?\n")
    written_anew(review / "interventions.csv", kind={"alpha": "app", "beta": "policy"})
    written_anew(review / "features.csv", asked_of={"chat": "kind = app"})
    written_anew(review / "feature_values.csv", without=[("feature_id", "chat")])
    report = add(
        review, "Intervention,Video,Chat\nAlpha,no,\nBeta,no,\nGamma,x,x\n", name="n.csv", blank="no"
    )
    assert {(who, value) for (who, what), value in values(review).items() if what == "chat"} == {
        ("alpha", "no"),
        ("gamma", "yes"),
    }
    (told,) = [note for note in report.notes if "INTV-001" in note]
    assert "1 values, first web of gamma" in told


def written_anew(file, *, without=(), **columns):
    """A table with other cells, by the key in its first column, and without some rows."""
    lines = [row for row in rows_of(file) if not any(row[name] == value for name, value in without)]
    key = next(iter(lines[0]))
    lines = [row | {name: told.get(row[key], "") for name, told in columns.items()} for row in lines]
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, lines[0], lineterminator="\n")
        writer.writeheader()
        writer.writerows(lines)
