"""The reports that an extraction is about."""

from packages import SYNTHETIC, copied, rows_of
from packages.extractions import COVIDENCE, refused, sheet, taken

from reviewbook.charting.imports import extraction
from reviewbook.review import bibliography


def test_new_reports_come_with_a_study_and_an_entry(tmp_path):
    review, _ = taken(tmp_path, sheet(tmp_path, COVIDENCE))
    reports = {row["report_id"]: row["year"] for row in rows_of(review / "reports.csv")}
    assert reports == {"Doe2019": "2019", "Doe2020": "2020", "Poe2021": "2021", "Roe2021": "2021"}
    assert [row["label"] for row in rows_of(review / "studies.csv")] == [
        "Doe 2020",
        "Doe 2020",
        "Poe 2021",
        "Roe 2021",
    ]
    text = (review / "references.bib").read_text()
    assert (
        "@article{Doe2019,\n  author = {{Doe}},\n  title = {{Lanes one}},\n  journal = {Synthetic Roads}"
        in text
    )
    assert rows_of(review / "reports.csv")[0]["locator"] == "sheet.csv, row 2, number 7"


def test_reports_that_are_there_are_recognised(tmp_path):
    review = copied(SYNTHETIC, tmp_path)
    rows = rows_of(review / "reports.csv")
    before = (review / "reports.csv").read_bytes(), bibliography.named(review, {}).read_bytes()
    named = rows[0]["report_id"]
    extraction.add(review, sheet(tmp_path, f"Report ID,Colour of the cover\n{named},red\n"))
    assert ((review / "reports.csv").read_bytes(), bibliography.named(review, {}).read_bytes()) == before
    assert [
        row["about_id"] for row in rows_of(review / "answers.csv") if row["question_id"] == "colour_cover"
    ] == [named]


def test_a_report_is_recognised_by_what_its_study_is_called_and_by_what_figures_call_it(tmp_path):
    rows = "Study,Kind\nMüller et al. 2019,a\nDoe & Roe (2020) [7],b\n"
    review, _ = taken(tmp_path, sheet(tmp_path, rows))
    notes = extraction.add(review, sheet(tmp_path, rows.replace("b\n", "c\n"), "b.csv")).notes
    assert "Reports: 2 in the sheet, 2 there already, 0 new" in notes
    other = sheet(tmp_path, "Author (year),Sort\nMüller and colleagues 2019,a\nDoe and Roe 2020,b\n", "c.csv")
    notes = extraction.add(review, other).notes
    assert "Reports: 2 in the sheet, 1 there already, 1 new: Muller2019b" in notes
    assert any("Muller2019b beside Muller2019;" in note for note in notes)


def test_labels_that_two_works_have_mean_neither(tmp_path):
    rows = "Study,Title,Kind\nDoe 2020,Lanes of towns,a\nDoe 2020,Roads of cities,b\n"
    review, _ = taken(tmp_path, sheet(tmp_path, rows))
    notes = extraction.add(review, sheet(tmp_path, rows.replace("b\n", "c\n"), "b.csv")).notes
    assert "Reports: 2 in the sheet, 2 there already, 0 new" in notes


def test_a_work_that_may_be_two_reports_is_refused_with_its_row(tmp_path):
    review, _ = taken(
        tmp_path,
        sheet(tmp_path, "Study ID,Title,Kind\nDoe 2020,Lanes of towns,a\nRoe 2020,Roads of towns,b\n"),
    )
    more = sheet(
        tmp_path,
        "Study ID,Title,DOI,Kind\nDoe 2020,Lanes of towns,,a\nDoe 2020,Lanes of towns,10.5555/x,b\n",
        "b.csv",
    )
    assert refused(extraction.add, review, more) == [("CHAR-012", "Doe 2020 is report Doe2020, as row 2 is")]


def test_answers_about_studies_need_reports_of_one_study(tmp_path):
    review, _ = taken(tmp_path, sheet(tmp_path, "Study ID,Kind\nDoe 2020,a\n"), about="study")
    assert [row["about_id"] for row in rows_of(review / "answers.csv")] == ["doe2020"]
    with (review / "studies.csv").open("a") as studies, (review / "report_studies.csv").open("a") as links:
        studies.write("other,Other,here\n")
        links.write("Doe2020,other,here\n")
    more = sheet(tmp_path, "Study ID,Sort\nDoe 2020,a\n", "b.csv")
    assert refused(extraction.add, review, more, about="study") == [
        ("CHAR-012", "Doe2020 tells of doe2020 and other")
    ]
