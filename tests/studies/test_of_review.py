"""How much a whole review includes, where and when: worked out once for its tables."""

from dataclasses import replace

import pandas as pd
from packages import OPENED, SYNTHETIC, WILLIAMS
from packages.reviews import only, without_form

from reviewbook.studies import links, of_review, periods, places
from reviewbook.studies.of_review import included


def test_reports_studies_and_interventions_are_the_rows_of_their_tables():
    assert included(OPENED[SYNTHETIC]) == {"reports": 5, "studies": 4, "interventions": 3}
    assert included(OPENED[WILLIAMS]) == {"reports": 15, "studies": 12, "interventions": 11}


def test_a_unit_whose_table_is_empty_is_left_out_and_not_counted_0():
    review = OPENED[SYNTHETIC]
    assert included(only(review, studies=review.studies[:0])) == {"reports": 5, "interventions": 3}


def test_where_and_when_are_those_of_the_rules_and_worked_out_once(monkeypatch):
    r = replace(OPENED[SYNTHETIC], tables=dict(OPENED[SYNTHETIC].tables))
    found = links.links(r.reports, r.report_studies, r.studies)
    where = places.counts(r.reports, r.studies, r.interventions, found)
    when = periods.by_year(r.reports, found)
    worked = []
    monkeypatch.setattr(places, "counts", lambda *tables: worked.append("where") or where)
    monkeypatch.setattr(periods, "by_year", lambda *tables: worked.append("when") or when)
    for _ in range(2):
        pd.testing.assert_frame_equal(of_review.places(r), where)
        pd.testing.assert_frame_equal(of_review.by_year(r), when)
        pd.testing.assert_frame_equal(of_review.linked(r), found)
    assert worked == ["where", "when"]


def asking(*questions):
    """The synthetic review with questions beside its own: identifier, about, type, unit, label."""
    review, own = OPENED[SYNTHETIC], []
    for n, question in enumerate(questions, 20):
        own.append(
            dict(zip(("question_id", "about", "type", "unit", "label"), question, strict=True))
            | {"position": n}
        )
    return only(review, questions=pd.concat([review.questions, pd.DataFrame(own)], ignore_index=True))


def test_people_are_those_that_the_form_asks_studies_for_and_those_that_are_charted():
    review = OPENED[SYNTHETIC]
    assert of_review.people(without_form(review)) == {
        "participants_n": "people with back pain",
        "workers_n": "exercise workers",
    }
    blank = review.studies.assign(workers_n_as_charted="", carers=pd.array([1, 2, 3, 4], dtype="Float64"))
    asked = asking(
        ("carers", "study", "number", "people", "Carers"), ("weeks", "study", "number", "weeks", "Weeks")
    )
    assert of_review.people(only(asked, studies=blank)) == {
        "participants_n": "people with back pain",
        "carers": "Carers",
    }


def test_places_are_those_of_the_first_question_for_a_country_where_no_column_has_them():
    asked = asking(("land", "report", "country", None, "Land"))
    land = pd.array(["Kenya", "Kenya", "not_reported", None, "Chile"], dtype="string")
    reports = asked.reports.assign(land=land)
    assert of_review.place_question(only(asked, reports=reports)) is None, "the column country has them"
    blank = pd.array([None] * 5, dtype="string")
    studies = asked.studies.assign(country=blank[:4])
    found = of_review.places(only(asked, reports=reports.assign(country=blank), studies=studies))
    assert found.loc[found["kind"] == "country", "country"].tolist() == ["Kenya", "Chile"]
