"""Where a review is: what is counted, what nobody can know, and what to do next, at any state of the tables."""

import pytest
from packages import HERE, SYNTHETIC, WILLIAMS, broken, copied

from reviewbook.status import MOST, UNTOLD, Row, in_words, next_steps, stages, status

HALF = HERE / "half_charted"


def test_the_first_review_has_no_records_and_says_so_once():
    found = status(WILLIAMS)
    assert len(found.notes) == 1 and "no records" in found.notes[0] and found.failures == []
    assert not {"screened", "deduplicated", "confidence"} & set(found.stages["stage"])
    assert found.next == []


# --- what comes next


def test_what_must_be_mended_comes_first_and_three_things_are_named_at_most():
    found = status(HALF, where="data/half").next
    assert found[0] == "`reviewbook check data/half`: 8 to mend" and len(found) == MOST
    table = stages([Row("a", "", "x", next="one"), Row("b", "", "x", next="one"), Row("c", "", "x", next="")])
    assert next_steps(table) == ["one"]
    table = stages([Row("a", "", "x", next="one"), Row("b", "", "x", conflicts=2, next="two")])
    assert next_steps(table) == ["two", "one"], "what people differ on keeps others waiting"


def test_how_far_a_stage_is_in_words():
    assert in_words(Row("a", "", "records", 18, 20, 2, 1)) == "18 of 20 records, 2 open, 1 in conflict"
    assert in_words(Row("a", "", "problems", open=0)) == "no problems"
    assert in_words(Row("a", "", "problems", open=2)) == "2 problems"
    assert in_words(Row("a", "", "pairs")) == "–"
    assert in_words(Row("a", "", "reports", 1400)) == "1,400 reports"
    assert in_words(Row("a", "", "problems", open=1)) == "1 problem"
    assert in_words(Row("built", "not yet", "book", 0, 1, 1)) == "to be built"
    assert in_words(Row("a", "", "sources", 0, 1, 1)) == "0 of 1 source, 1 open"


# --- any state of the tables


@pytest.mark.parametrize("how", ["gone", "empty", "garbled"])
@pytest.mark.parametrize("table", ["answers", "decisions", "excerpts", "questions", "records", "reports"])
def test_it_works_at_any_state_of_a_table(table, how, tmp_path):
    folder = copied(SYNTHETIC, tmp_path)
    file = folder / f"{table}.csv"
    lines = file.read_text("utf-8").splitlines(keepends=True)
    if how == "gone":
        file.unlink()
    else:
        file.write_text("".join(lines[:1]) if how == "empty" else "a,b\n1,2,3\n", "utf-8")
    found = status(folder)
    assert found.failures == [] and UNTOLD not in set(found.stages["part"])
    assert (found.stages["open"].dropna() >= 0).all() and (found.stages["done"].dropna() >= 0).all()


@pytest.mark.parametrize("code", ["APPR-006", "FLOW-012"])
def test_a_stage_that_cannot_be_told_says_why_and_the_others_are_told(code, tmp_path):
    found = status(broken(code, tmp_path))
    assert UNTOLD in set(found.stages["part"]) and "coded" in set(found.stages["stage"])
    assert f"cannot be told: {code}" in found.failures[0] and "draft" not in " ".join(found.failures)
