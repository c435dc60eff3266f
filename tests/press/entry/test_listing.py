"""The pages that list every report and every intervention."""

from bs4 import BeautifulSoup
from packages import MEASURES, OPENED, SYNTHETIC, rows_of, table
from packages.reviews import only
from packages.sites import words

from reviewbook.press.entry import Entries, listing
from reviewbook.press.entry.frame import Frame
from reviewbook.review import bibliography


def rows(kind: str, review=OPENED[SYNTHETIC]) -> list[list[str]]:
    known = bibliography.references(review)
    made = Entries(review, labels=bibliography.labels(review), bibliography=known)
    ((name, held),) = made.lists(kind)
    assert name == listing.index_name(0) == "_index.html"
    page = BeautifulSoup(listing.page(Frame(made.shared), held), "html.parser")
    return [[words(cell) for cell in row.find_all(["th", "td"])] for row in page.tbody.find_all("tr")]


def test_a_report_stands_with_its_title_its_intervention_and_its_rating():
    (row,) = [row for row in rows("reports") if "2018" in row[0]]
    title = bibliography.references(OPENED[SYNTHETIC])["Synthetic2018"].fields["title"]
    name, about = row[0], title.replace("{", "").replace("}", "")
    assert about in name and name.endswith("FlexLine")
    assert row[1:3] == ["Quantitative", "2018"] and row[3].startswith("Norway") and row[-1] == "●●●○ 3/4"


def test_values_on_which_the_source_disagrees_are_marked_in_the_lists():
    touched = [
        ("S1", "interventions", "flexline", "country"),
        ("S1", "interventions", "strongback", "name"),
        ("S1", "reports", "Synthetic2018", "design"),
        ("S2", "ratings", "Synthetic2018 mmat-2011 overall", "rating"),
    ]
    cells = table("disagreement_id table_name row_key field_name", *touched)
    review = only(OPENED[SYNTHETIC], disagreement_cells=cells)
    (one,) = [row for row in rows("interventions", review) if row[0].startswith("FlexLine")]
    assert one[1] == "Norway ≠ source disagrees" and "≠" not in " ".join(one[2:])
    assert any(row[0].startswith("StrongBack ≠ source disagrees") for row in rows("interventions", review))
    (other,) = [row for row in rows("reports", review) if "2018" in row[0]]
    assert other[1] == "Quantitative ≠ source disagrees" and other[-1].endswith("≠ source disagrees")


def test_an_intervention_stands_with_its_studies_and_reports_counted():
    studies, told = rows_of(SYNTHETIC / "studies.csv"), rows_of(SYNTHETIC / "report_studies.csv")
    of = {study["study_id"] for study in studies if study["intervention_id"] == "flexline"}
    (row,) = [row for row in rows("interventions") if row[0].startswith("FlexLine")]
    assert row[-2:] == [str(len(of)), str(len({one["report_id"] for one in told if one["study_id"] in of}))]


def test_pages_of_a_list_are_numbered_from_the_second():
    assert [listing.index_name(n) for n in range(3)] == ["_index.html", "_index-2.html", "_index-3.html"]


def test_what_is_of_several_kinds_stands_in_a_table_a_kind():
    review = OPENED[MEASURES]
    made = Entries(review, labels=bibliography.labels(review), bibliography={})
    ((_, held),) = made.lists("interventions")
    page = BeautifulSoup(listing.page(Frame(made.shared), held), "html.parser")
    assert [words(one) for one in page.main.find_all("h2")] == ["Rating scales", "Indices"]
    assert [words(one) for one in page.find_all("caption")] == [
        "1 rating scale, by name",
        "2 indices, by name",
    ]
    names = [[words(one.a) for one in table.tbody.find_all("th")] for table in page.find_all("table")]
    assert names == [["Calm Automation Scale"], ["Override Ratio", "Usable Index"]]


def test_what_has_no_kind_yet_stands_last():
    own = OPENED[MEASURES].interventions
    without = own.assign(kind=own["kind"].where(own["intervention_id"] != "calm_scale"))
    review = only(OPENED[MEASURES], interventions=without)
    made = Entries(review, labels=bibliography.labels(review), bibliography={})
    ((_, held),) = made.lists("interventions")
    page = BeautifulSoup(listing.page(Frame(made.shared), held), "html.parser")
    assert [words(one) for one in page.main.find_all("h2")] == ["Indices", "Of no kind charted yet"]
