"""The ways to part what was coded."""

from packages import OPENED, SYNTHETIC
from packages.reviews import only

from reviewbook.themes.drawing.ways import ALWAYS, slug_of, ways


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
