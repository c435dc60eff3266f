"""Queries of an earlier version: asked anew only where they then give what they gave."""

import pandas as pd
import pytest
from packages import table

from reviewbook.claims.asking import answers
from reviewbook.claims.earlier import rewritten, settled

REPORTS = table("report_id year", ("A", 2001), ("B", 2002), ("C", 2003))
TOLD = table(
    "report_id study_id sample_of locator", ("A", "s", "x", "p"), ("B", "s", "A", "p"), ("C", "t", "x", "p")
)
STUDIES = table("study_id intervention_id", ("s", "i"), ("t", "j"))
NOW = {"reports": REPORTS, "report_studies": TOLD, "studies": STUDIES}
BEFORE = {"reports": REPORTS.merge(TOLD.drop(columns="locator"), on="report_id"), "studies": STUDIES}


def asked(*queries: str) -> tuple[dict[str, str], list[str]]:
    return settled(queries, lambda some: answers(some, BEFORE), lambda some: answers(some, NOW))


@pytest.mark.parametrize(
    "query",
    [
        "SELECT count(DISTINCT study_id) FROM reports",
        "SELECT count(DISTINCT intervention_id) FROM reports JOIN studies USING (study_id)",
        "SELECT count(*) FROM studies LEFT JOIN reports USING (study_id) WHERE year > 2001",
        "select count(*) from reports AS r join studies s on r.study_id = s.study_id",
        "SELECT count(*) FROM Reports r WHERE r.sample_of = 'A'",
        "SELECT count(*) FROM (SELECT study_id FROM reports GROUP BY study_id HAVING count(*) = 2)",
    ],
)
def test_a_query_of_the_moved_columns_gives_what_it_gave(query):
    changed, left = asked(query)
    assert left == [] and list(changed) == [query]
    assert answers([changed[query]], NOW)[changed[query]] == answers([query], BEFORE)[query]


def test_a_query_that_still_gives_what_it_gave_stays_as_it_is():
    assert asked("SELECT count(*) FROM reports", "SELECT count(*) FROM studies WHERE study_id = 's'") == (
        {},
        [],
    )


def test_a_query_that_failed_before_is_nobodys_business_and_one_that_cannot_be_changed_is_named():
    broken = "SELECT count(*) FROM nowhere"
    by_comma = "SELECT count(*) FROM studies s, reports r WHERE r.study_id = s.study_id"
    assert asked(broken, by_comma) == ({}, [by_comma])


def test_a_table_whose_name_only_begins_alike_is_not_taken_for_it():
    query = "SELECT count(*) FROM reports_of_others"
    assert rewritten(query) == query
    assert isinstance(NOW["reports"], pd.DataFrame)
