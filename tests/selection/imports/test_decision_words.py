"""The words of decisions: answers, reasons, times."""

import pytest
from packages.decided import said, written

from reviewbook.review.problems import ReviewProblems
from reviewbook.selection.imports import decision_words, decisions


@pytest.mark.parametrize(("decision", "words"), decision_words.WORDS.items())
def test_every_synonym_is_read_in_any_case(decision, words):
    for word in words.split():
        assert decision_words.read_answer(f" {word.upper()} ", three_valued=False) == (decision, "")


def test_who_decided_and_when_may_be_called_so(tmp_path):
    text = "rec_id,decided_by,decision_stage,decision_date,decision\n1,Ann,tiab,2024-05-01,Include\n"
    export = decisions.read(written(tmp_path, "d.csv", text))
    assert said(export, "reviewer", "stage", "decided_at") == [("Ann", "title_abstract", "2024-05-01")]


@pytest.mark.parametrize(
    ("answer", "decision", "reason", "note"),
    [
        ("Excluded - wrong population", "exclude", "wrong population", ""),
        ("No: animals", "exclude", "animals", ""),
        ("Maybe (see table 2)", "maybe", "", "see table 2"),
        ("Eligible, not included", None, None, None),
        ("Included in derivation", None, None, None),
        ("e-learning", None, None, None),
    ],
)
def test_an_answer_may_have_its_reason_behind_it(tmp_path, answer, decision, reason, note):
    export = decisions.read(
        written(tmp_path, "d.csv", f'id,decision\n1,"{answer}"\n'), stage="title", reviewer="A"
    )
    wanted = [] if decision is None else [(decision, reason, note)]
    assert said(export, "decision", "reason", "note") == wanted
    assert len(export.set_aside) == (decision is None)


@pytest.mark.parametrize(
    ("phrase", "decision"),
    [
        ("Include for full-text review", "include"),
        ("Proceed to next stage", "include"),
        ("Not relevant for our review", "exclude"),
        ("Do not include in synthesis", "exclude"),
        ("Maybe for full text", "maybe"),
        ("Eligible for inclusion", "include"),
        ("Not eligible for inclusion", "exclude"),
        ("Include for background", None),
        ("Included in derivation", None),
        ("Excluded at full text", None),  # of another stage, perhaps, than the one that the table has
        ("Full text review", None),
    ],
)
def test_a_phrase_is_read_where_it_names_a_place_of_the_review(phrase, decision):
    answer = decision_words.Reading()(phrase)
    assert (answer.decision or None, bool(answer.fault)) == (decision, decision is None)


def test_a_code_may_have_its_reason_behind_it_where_it_is_named():
    named = decision_words.meanings("2=exclude")
    assert decision_words.Reading(named=named)("2 - no data")[:2] == ("exclude", "no data")
    assert decision_words.Reading(named=named)("2.0")[0] == "exclude"
    assert decision_words.Reading()("2 - no data").fault


@pytest.mark.parametrize("text", ["1", "1=", "=include", "1=so", "1=include,1=exclude", "1=2"])
def test_words_that_name_nothing_are_a_problem(text):
    with pytest.raises(ReviewProblems, match="DECI-004"):
        decision_words.meanings(text)


@pytest.mark.parametrize(
    ("text", "stage"),
    [
        ("Title/abstract screening (detailed)", "title_abstract"),
        ("Full-text assessment (round 2)", "full_text"),
        ("Stage 1 (title & abstract)", "title_abstract"),
        ("Titles", "title"),
        ("Calibration (full text)", "calibration_full_text"),
        ("Abstract screening [pilot]", "abstract"),
        ("Title/abstract - second pass", "title_abstract"),
        ("Stage 2: full-text review", "full_text"),
        ("Pilot - full text", "pilot_full_text"),
    ],
)
def test_a_stage_may_have_a_remark_in_brackets_or_behind_a_sign(text, stage):
    assert decision_words.stage_name(text) == stage
