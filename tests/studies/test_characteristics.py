"""Reports, studies and interventions are counted apart, and nobody is counted twice."""

import pandas as pd
import pytest
from packages import OPENED, SYNTHETIC, WILLIAMS, rows_of
from packages.studies import BOTH, INTERVENTIONS, LINKED, REPORTS, STUDIES

from reviewbook.studies import characteristics
from reviewbook.studies.links import links

NA, NR = "not_applicable", "not_reported"


def test_people_are_summed_over_studies_so_that_shared_samples_count_once():
    people = characteristics.people(STUDIES)
    assert people.pop("column").tolist() == ["participants_n", "workers_n"]
    assert people.to_dict("records") == [
        {"who": "participants", "people": 70, "studies": 2, "of": 3, "without": [("Swim", "")]},
        {"who": "workers", "people": 4, "studies": 1, "of": 3, "without": [("Walk one", ""), ("Swim", "")]},
    ]
    assert REPORTS["participants_n"].sum() == 100  # what counting reports would give


def test_any_column_that_counts_people_is_summed_once_a_study():
    studies = STUDIES.assign(carers_n=pd.array([5, None, 7], dtype="Int64"))
    row = characteristics.people(studies, ["carers_n"]).iloc[0]
    assert (row["who"], row["people"], row["studies"], row["of"]) == ("carers", 12, 2, 3)


def test_studies_without_a_number_are_named_with_what_their_cell_holds():
    cells = pd.array([NR, "not_available", ""], dtype="string")
    nobody = STUDIES.assign(
        participants_n=pd.array([None] * 3, dtype="Int64"), participants_n_as_charted=cells
    )
    row = characteristics.people(nobody).iloc[0]
    assert (row["studies"], row["of"]) == (0, 3)
    assert row["without"] == [("Walk one", NR), ("Walk two", "not_available"), ("Swim", "")]
    assert pd.isna(row["people"]), "nobody knows how many; that is not 0"


@pytest.mark.parametrize(
    ("review", "expected"),
    [
        (WILLIAMS, {"participants": (919, 11, 12), "workers": (230, 10, 12)}),
        (SYNTHETIC, {"participants": (109, 3, 4), "workers": (13, 3, 4)}),
    ],
    ids=["williams", "synthetic"],
)
def test_people_of_a_review_as_summed_from_its_files(review, expected):
    people = characteristics.people(OPENED[review].studies).set_index("who")
    for who, numbers in expected.items():
        assert tuple(people.loc[who, ["people", "studies", "of"]]) == numbers
        cells = [row[f"{who}_n"] for row in rows_of(review / "studies.csv")]
        given = [int(cell) for cell in cells if cell not in ("", NR, NA)]
        assert (sum(given), len(given), len(cells)) == numbers
        # The same people by way of the reports: each report that has a sample of its own.
        main = {row["report_id"] for row in rows_of(review / "report_studies.csv") if row["sample_of"] == NA}
        own = [row for row in rows_of(review / "reports.csv") if row["report_id"] in main]
        assert sum(int(row[f"{who}_n"]) for row in own if row[f"{who}_n"].isdigit()) == numbers[0]


def test_reports_studies_and_interventions_are_counted_apart():
    counted = characteristics.per_intervention(LINKED, INTERVENTIONS)
    columns = ["intervention_id", "studies", "reports", "report_ids"]
    assert counted[columns].to_dict("records") == [
        {"intervention_id": "walk", "studies": 2, "reports": 3, "report_ids": ["A", "B", "C"]},
        {"intervention_id": "swim", "studies": 1, "reports": 1, "report_ids": ["D"]},
    ]


def test_an_intervention_without_reports_counts_none():
    counted = characteristics.per_intervention(LINKED.iloc[:0], INTERVENTIONS)
    assert counted["reports"].tolist() == [0, 0]
    assert counted["report_ids"].tolist() == [[], []]


def test_counts_put_the_most_frequent_first_and_nothing_last_with_the_list_behind_each():
    assert characteristics.counts(REPORTS, "design", unit="report_id").to_dict("records") == [
        {"design": "qualitative", "n": 2, "total": 4, "ids": ["A", "C"]},
        {"design": "not charted yet", "n": 1, "total": 4, "ids": ["D"]},
        {"design": NR, "n": 1, "total": 4, "ids": ["B"]},
    ]


def test_of_a_number_that_is_not_there_the_kind_of_nothing_is_counted():
    years = REPORTS.assign(
        year=pd.array([2018, None, None, None], dtype="Int64"),
        year_as_charted=pd.array(["2018", NR, "not_available", ""], dtype="string"),
    )
    found = characteristics.counts(years, "year", unit="report_id")
    assert dict(zip(found["year"], found["n"], strict=True)) == {
        "2018": 1,
        "not charted yet": 1,
        "not_available": 1,
        NR: 1,
    }


def test_a_report_belongs_to_the_interventions_of_all_its_studies_once():
    counted = characteristics.per_intervention(links(REPORTS, BOTH, STUDIES), INTERVENTIONS)
    assert counted.set_index("intervention_id")["report_ids"].to_dict() == {
        "walk": ["A", "B", "C"],
        "swim": ["C", "D"],
    }
    assert counted[["studies", "reports"]].to_numpy().tolist() == [[2, 3], [1, 2]]


def test_every_report_is_joined_to_what_it_leads_to_once():
    found = characteristics.joined(REPORTS, links(REPORTS, BOTH, STUDIES), STUDIES, INTERVENTIONS)
    assert found[["report_id", "studies", "interventions", "shared"]].to_dict("list") == {
        "report_id": ["A", "B", "C", "D"],
        "studies": [["Walk one"], ["Walk one"], ["Walk two", "Swim"], ["Swim"]],
        "interventions": [
            [("walk", "Walking")],
            [("walk", "Walking")],
            [("walk", "Walking"), ("swim", "Swimming")],
            [("swim", "Swimming")],
        ],
        "shared": [[], ["A"], ["D"], []],
    }
    alone = characteristics.joined(REPORTS, LINKED.iloc[:0], STUDIES, INTERVENTIONS)
    assert alone["studies"].tolist() == alone["interventions"].tolist() == [[]] * 4
