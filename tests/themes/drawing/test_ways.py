"""The ways to part what was coded."""

import pandas as pd
from packages import OPENED, SYNTHETIC, WILLIAMS
from packages.reviews import only, without_form

from reviewbook.themes.drawing.ways import ALWAYS, grouping, slug_of, ways


def test_a_review_without_a_form_has_the_ways_of_every_review():
    r = OPENED[SYNTHETIC]
    assert tuple(ways(only(r, questions=r.questions[:0]))) == ALWAYS


def test_questions_with_which_tables_may_be_grouped_are_ways_in_their_order_each_also_across_interventions():
    found = ways(OPENED[SYNTHETIC])
    own = ["design", "intervention_id x design", "supervision", "intervention_id x supervision"]
    assert list(found) == [*ALWAYS, *own]
    assert (found["supervision"].one, found["supervision"].unit) == ("Supervision", "answer")
    assert found[own[-1]].crossed and not found["supervision"].crossed and not found["report_id"].crossed


def test_questions_without_grouping_are_no_ways():
    r = OPENED[SYNTHETIC]
    assert tuple(ways(only(r, questions=r.questions.assign(grouping="no")))) == ALWAYS


def test_each_way_has_its_word_in_the_name_of_a_table_whether_the_review_knows_it_or_not():
    found = ways(OPENED[SYNTHETIC])
    assert {by: slug_of(by) for by in found} == {by: way.slug for by, way in found.items()}
    assert slug_of("intervention_id x first_run") == "intervention-and-first-run"


def test_interventions_stand_by_the_first_question_with_which_tables_may_be_grouped():
    r = OPENED[SYNTHETIC]
    assert grouping(r) == "intervention_id x design"
    first = r.questions["grouping"].mask(r.questions["question_id"] == "design", "no")
    assert grouping(only(r, questions=r.questions.assign(grouping=first))) == "intervention_id x supervision"
    assert grouping(OPENED[WILLIAMS]) == "intervention_id x role"


def test_without_such_a_question_they_stand_by_worker_group_where_that_is_charted():
    r = without_form(OPENED[SYNTHETIC])
    assert grouping(r) == "intervention_id x role"
    assert grouping(only(r, reports=r.reports.assign(role=pd.NA))) == "intervention_id"


def test_without_interventions_reports_stand_by_the_answers_alone():
    r = OPENED[SYNTHETIC]
    bare = only(r, studies=r.studies.assign(intervention_id="not_applicable"))
    assert grouping(bare) == "design"
    nobody = without_form(bare)
    assert grouping(only(nobody, reports=nobody.reports.assign(role=pd.NA))) == ""


def test_a_question_is_called_by_its_own_label_also_where_it_is_the_worker_group():
    assert ways(OPENED[WILLIAMS])["role"].one == "Worker role"
    assert ways(without_form(OPENED[WILLIAMS]))["role"].one == "group"
