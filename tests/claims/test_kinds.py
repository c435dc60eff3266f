"""What kind of check a printed number is, and how each kind ends."""

from hypothesis import given
from hypothesis import strategies as st
from packages import table

from reviewbook.claims.kinds import KINDS, by_kind, judged, statements
from reviewbook.claims.verdicts import VERDICTS


def checked(*rows):
    return table("kind verdict", *rows)


def test_claims_are_counted_by_kind_and_verdict():
    told = by_kind(
        checked(("independent", "holds"), ("independent", "differs"), ("restated", "holds"), (None, "holds"))
    )
    assert told.loc["independent"].to_dict() == {"holds": 1, "differs": 1, "cannot_be_checked": 0, "all": 2}
    assert told.loc["restated", "all"] == told.loc["", "all"] == 1
    assert told.loc["input"].sum() == 0 and list(told.index) == list(KINDS)


def test_a_word_for_nothing_judges_nothing():
    assert judged(checked(("not_applicable", "holds"), ("", "holds"), ("input", "holds"))).tolist() == [
        "",
        "",
        "input",
    ]


@given(st.lists(st.tuples(st.sampled_from([*KINDS[:-1], None]), st.sampled_from(VERDICTS)), max_size=12))
def test_no_claim_is_lost_or_counted_twice(rows):
    told = by_kind(checked(*rows))
    assert told["all"].sum() == told[list(VERDICTS)].sum().sum() == len(rows)


def test_statements_are_those_that_are_marked_so():
    assert statements(table("printed_as", ("statement",), ("number",), (None,))) == 1
