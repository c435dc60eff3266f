"""The flow in words, clause by clause."""

from packages.flowcharts import LAYOUT, NONE, box

from reviewbook.selection.drawing import flow_words


def test_a_number_says_how_it_was_come_by():
    assert flow_words.shown(box(1, "screened", 1200), counted=False) == "1,200"
    assert flow_words.shown(box(1, "screened", 1200, status="computed"), counted=False) == "1,200 (computed)"
    assert flow_words.shown(box(1, "screened", 12, status="counted"), counted=True) == "12 (counted)"
    assert flow_words.shown(box(1, "screened", 12, status="counted"), counted=False) == "12"


def test_a_count_that_is_not_known_is_never_a_number():
    assert flow_words.shown(box(1, "screened", None), counted=False) == "not reported"
    assert (
        flow_words.shown(box(1, "screened", None, status="not_charted"), counted=False) == "not charted yet"
    )


def test_counted_is_told_apart_only_beside_reported():
    reported, counted = box(1, "screened", 3), box(2, "excluded", 1, status="counted")
    assert flow_words.says_counted([reported, counted])
    assert not flow_words.says_counted([counted]) and not flow_words.says_counted([reported])


def test_a_total_and_its_parts_stand_together_those_of_no_stage_first():
    one, two = box(1, "excluded", 5, stage="title"), box(2, "excluded", 7)
    assert flow_words.groups_of([one, two, one]) == [[two], [one, one]]


def test_a_clause_tells_the_total_then_the_reasons():
    counts = [box(1, "excluded", 3, stage="title"), box(2, "excluded", 2, stage="title", reason="Too old")]
    said = flow_words.clause(counts, LAYOUT, stage="title", unit="records", counted=False)
    assert said == "3 were excluded by title: Too old, 2"


def test_a_link_says_what_stands_there_and_what_contradicts_it():
    count = box(1, "excluded", 3, stage="title", reason="Too old")._replace(contradiction="expected 4")
    said = flow_words.link_name("Too old", count, False, LAYOUT)
    assert said.startswith("Too old 3 ≠ expected 4: list of ") and NONE not in said
