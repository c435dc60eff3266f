"""The words of decisions: answers, reasons, times."""

import pytest
from packages.decided import said, written

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
