"""Which report tells of which study: many to many, nothing lost and nothing twice."""

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st
from packages import OPENED, SYNTHETIC, WILLIAMS, rows_of, table
from packages.examples import examples
from packages.studies import BOTH, REPORT_STUDIES, REPORTS, STUDIES, changed

from reviewbook.studies.links import links, lists

NA = "not_applicable"


def pairs(found: pd.DataFrame) -> list[tuple]:
    return list(found.astype(object).where(found.notna(), None).itertuples(index=False, name=None))


def test_a_report_leads_to_each_of_its_studies_and_a_study_has_each_of_its_reports():
    found = links(REPORTS, BOTH, STUDIES)
    assert pairs(found) == [
        ("A", "walk_1", "walk", NA),
        ("B", "walk_1", "walk", "A"),
        ("C", "walk_2", "walk", NA),
        ("C", "swim_1", "swim", "D"),
        ("D", "swim_1", "swim", NA),
    ]
    assert lists(found, "report_id", "study_id")["C"] == ["walk_2", "swim_1"]
    assert lists(found, "study_id", "report_id") == {
        "walk_1": ["A", "B"],
        "walk_2": ["C"],
        "swim_1": ["C", "D"],
    }
    assert lists(found, "intervention_id", "report_id") == {"walk": ["A", "B", "C"], "swim": ["C", "D"]}


def test_a_report_without_a_study_stays_and_leads_nowhere():
    found = links(REPORTS, REPORT_STUDIES.drop(2), STUDIES)
    assert pairs(found)[2] == ("C", None, None, None)
    assert "C" not in lists(found, "report_id", "study_id")
    empty = links(REPORTS, REPORT_STUDIES.iloc[:0], STUDIES.iloc[:0])
    assert empty["report_id"].tolist() == ["A", "B", "C", "D"] and empty["study_id"].isna().all()


def test_a_study_about_no_intervention_leads_to_none():
    for nothing in (NA, "not_reported", None):
        found = links(REPORTS, REPORT_STUDIES, changed(STUDIES, 0, intervention_id=nothing))
        assert found["intervention_id"].isna().tolist() == [True, True, False, False], nothing


def test_the_links_of_the_first_reviews_are_the_rows_of_their_tables():
    for review, n in ((WILLIAMS, 15), (SYNTHETIC, 5)):
        r = OPENED[review]
        found = links(r.reports, r.report_studies, r.studies)
        told = [(row["report_id"], row["study_id"]) for row in rows_of(review / "report_studies.csv")]
        assert list(zip(found["report_id"], found["study_id"], strict=True)) == told and len(found) == n


@examples(40)
@given(st.lists(st.tuples(st.sampled_from("ABCD"), st.sampled_from(["walk_1", "walk_2", "swim_1", "gone"]))))
def test_every_link_is_there_once_whatever_the_table(told):
    found = links(REPORTS, table("report_id study_id sample_of", *((*pair, None) for pair in told)), STUDIES)
    own = found.dropna(subset=["study_id"])
    assert sorted(zip(own["report_id"], own["study_id"], strict=True)) == sorted(set(told))
    assert found["report_id"].drop_duplicates().tolist() == ["A", "B", "C", "D"]
    alone = {"A", "B", "C", "D"} - {report for report, _ in told}
    assert set(found.loc[found["study_id"].isna(), "report_id"]) == alone
