"""The grounds of a code: what speaks for it, on what that rests, and what only limits it; each report and excerpt once."""

from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from packages import OPENED, WILLIAMS, table
from packages.codings import CODES

from reviewbook.themes import coding, grounds, of_review

TOLD = table(
    "code_id excerpt_id report_id kind direction basis",
    ("staying", "F1", "A", "finding", "supports", "hypothesis"),
    ("staying", "F1", "B", "finding", "supports", "hypothesis"),
    ("staying", "Q1", "A", "quotation", "supports", "participants_account"),
    ("staying", "F2", "C", "finding", "supports", "not_reported"),
    ("staying", "F3", "C", "finding", "limits", "measured"),
    ("staying", "F3", "D", "finding", "limits", "measured"),
    ("staying", "F4", None, "finding", "general", "authors_view"),
    ("staying", "F5", "E", "finding", "general", None),
    ("staying", "F6", "F", "finding", None, None),
    ("leaving", "F3", "D", "finding", "limits", "measured"),
)


def there(counts, code):
    """The counts of a code that are not 0."""
    return {ground: n for ground, n in counts.loc[code].items() if n}


def test_a_report_counts_once_on_the_best_ground_that_it_has():
    counts = grounds.counts(TOLD, "report_id")
    assert there(counts, "staying") == {
        "participants_account": 1,  # A, which also supposes it
        "hypothesis": 1,
        "not_reported": 1,  # C: it limits the code as well, and speaks for it
        "not_charted": 1,
        "limits": 1,
        "general": 1,
    }
    assert there(counts, "leaving") == {"limits": 1}


@pytest.mark.parametrize(
    ("bases", "counted"),
    [
        (("component_present", "not_reported"), "not_reported"),
        (("hypothesis", "authors_view", None), "not_charted"),
        (("not_reported", "measured"), "measured"),
        (("not_available", "hypothesis"), "not_reported"),
    ],
)
def test_a_report_is_not_said_to_suppose_only_what_it_may_have_an_account_of(bases, counted):
    rows = table(
        "code_id excerpt_id report_id kind direction basis",
        *(("t", f"F{at}", "A", "finding", "supports", basis) for at, basis in enumerate(bases)),
    )
    assert there(grounds.counts(rows, "report_id"), "t") == {counted: 1}


def test_a_finding_counts_once_however_many_reports_it_has():
    counts = grounds.counts(TOLD[TOLD["kind"] == "finding"], "excerpt_id")
    assert there(counts, "staying") == {
        "hypothesis": 1,
        "not_reported": 1,
        "not_charted": 1,
        "limits": 1,
        "general": 2,
    }


def test_what_limits_a_code_or_is_general_stands_beside_it_and_a_blank_does_not():
    assert TOLD.loc[grounds.beside(TOLD), "excerpt_id"].tolist() == ["F3", "F3", "F4", "F5", "F3"]
    assert not grounds.beside(TOLD.drop(columns="direction")).any()


@pytest.mark.parametrize("word", ["not_available", "not_applicable"])
def test_any_word_for_nothing_is_no_basis(word):
    told = TOLD.assign(basis=pd.array([word] * len(TOLD), dtype="string"), direction=pd.NA)
    assert set(there(grounds.counts(told, "report_id"), "staying")) == {"not_reported"}


def test_without_the_columns_every_report_stands_behind_the_code_on_grounds_not_charted():
    counts = grounds.counts(TOLD.drop(columns=["direction", "basis"]), "report_id")
    assert there(counts, "staying") == {"not_charted": 6}


@pytest.mark.parametrize(
    ("blank", "charted"),
    [([], ("direction", "basis")), (["direction"], ("basis",)), (["basis", "direction"], ())],
)
def test_a_column_is_charted_where_any_cell_is(blank, charted):
    assert grounds.charted(TOLD.assign(**dict.fromkeys(blank, pd.NA))) == charted
    assert grounds.charted(TOLD.drop(columns=blank)) == charted


def test_nothing_coded_has_no_row():
    assert grounds.counts(TOLD[:0], "report_id").empty


EXCERPT = st.tuples(
    st.sampled_from([None, *grounds.DIRECTIONS]), st.sampled_from([None, "not_reported", *grounds.BASES])
)
EXCERPTS = st.lists(EXCERPT, max_size=6)
LINKS = st.lists(st.tuples(st.integers(0, 5), st.sampled_from("ABCD")), max_size=12)
GIVEN = st.lists(st.tuples(st.integers(0, 5), st.sampled_from(list(CODES["code_id"]))), max_size=12)


@given(excerpts=EXCERPTS, links=LINKS, given_=GIVEN)
def test_the_grounds_add_up_to_all_that_is_coded_and_nothing_is_counted_twice(excerpts, links, given_):
    rows = table(
        "excerpt_id kind direction basis",
        *((f"F{at}", "finding", *one) for at, one in enumerate(excerpts)),
    ).astype("string")
    codings = table("excerpt_id code_id", *((f"F{at}", code) for at, code in given_ if at < len(excerpts)))
    tied = table("excerpt_id report_id", *{(f"F{at}", report) for at, report in links if at < len(excerpts)})
    coded = coding.coded(CODES, codings, rows, tied, scheme="themes")
    path = table("report_id study_id intervention_id", *((one, one, one) for one in "ABCD"))
    support = coding.support(coded, path)
    for unit, kind in (("report_id", "reports"), ("excerpt_id", "findings")):
        counts = grounds.counts(coded, unit)
        whole = coded.dropna(subset=[unit]).groupby("code_id", observed=True)[unit].nunique()
        assert counts.sum(axis=1).to_dict() == whole.to_dict()
        behind = counts[list(grounds.BEHIND)].sum(axis=1).reindex(support.index, fill_value=0)
        assert behind.to_dict() == support[kind].to_dict()
    findings = grounds.counts(coded, "excerpt_id").reindex(support.index, fill_value=0)
    assert findings[list(grounds.ASIDE)].to_dict() == support[list(grounds.ASIDE)].to_dict()


@given(excerpts=EXCERPTS.filter(bool), seed=st.randoms(use_true_random=False))
def test_the_order_of_rows_plays_no_part(excerpts, seed):
    rows = [("staying", f"F{at}", "AB"[at % 2], "finding", *one) for at, one in enumerate(excerpts)]
    mixed = seed.sample(rows, len(rows))
    told = [grounds.counts(table("code_id excerpt_id report_id kind direction basis", *some), "report_id")
            for some in (rows, mixed)]  # fmt: skip
    pd.testing.assert_frame_equal(*told)


# --- the first review, against its text


def test_ten_reports_of_the_first_review_tell_of_working_together_and_four_more_do_not():
    counts = of_review.reports_on(OPENED[WILLIAMS], "themes")
    assert there(counts, "working_together") == {
        "participants_account": 10,
        "measured": 1,  # [55], the ratio of messages
        "hypothesis": 2,  # [53, 56]
        "not_reported": 1,  # [46], that the intervention was easy to use
    }
    assert there(counts, "mistrust") == {"participants_account": 7}


def test_three_findings_support_strengths_and_two_of_them_say_that_an_exercise_is_there():
    counts = of_review.findings_on(OPENED[WILLIAMS], "recovery_practices")
    assert there(counts, "amplifying_strengths") == {
        "component_present": 2,
        "not_reported": 1,
        "limits": 2,
        "general": 1,
    }
    reports = there(of_review.reports_on(OPENED[WILLIAMS], "recovery_practices"), "amplifying_strengths")
    assert reports == {"not_reported": 2, "component_present": 1}, (
        "[42, 51]: on what the source does not say; and [51] has an exercise"
    )


def test_what_partnership_rests_on_has_eight_reports_of_which_four_are_rated_low():
    behind = of_review.support(replace(OPENED[WILLIAMS], min_rating=2), "themes")
    assert behind.loc["wt_footing", ["reports", "low"]].tolist() == [8, 4]


def test_what_is_said_of_all_practices_at_once_was_put_under_each_of_them_by_this_book():
    codings = OPENED[WILLIAMS].codings
    for excerpt in ("F53", "F57"):
        own = codings[codings["excerpt_id"] == excerpt]
        assert len(own) == 3 and set(own["coder"]) == {"book_charters"}


def test_a_reservation_is_no_contradiction():
    relations = OPENED[WILLIAMS].finding_excerpts
    pairs = {
        how: set(own[["finding_id", "excerpt_id"]].itertuples(index=False, name=None))
        for how, own in relations.groupby("relation")
    }
    assert pairs["contrary"] == {("F01", "F27"), ("F53", "F57")}
    assert pairs["limits"] == {("F35", "F36"), ("F35", "F37")}


def test_the_words_of_a_report_about_what_somebody_said_are_its_researchers():
    excerpts = OPENED[WILLIAMS].excerpts
    quoted = excerpts[(excerpts["kind"] == "quotation") & (excerpts["speaker"] == "researcher")]
    assert quoted["excerpt_id"].tolist() == ["Q08", "Q15", "Q16"]


def test_a_basis_is_left_open_only_where_a_report_has_more_than_what_people_told():
    """Tables 2 and 3: worker questionnaires, interviews, focus groups and open questions, or "qualitative results only"."""
    told = {"Anttila2008", "Koivunen2012", "deLeeuw2012", "Goscha2015", "Korsbek2016", "Strand2017"}
    review = OPENED[WILLIAMS]
    open_ = review.excerpts.loc[review.excerpts["basis"] == "not_reported", "excerpt_id"]
    reports = review.excerpt_reports.groupby("excerpt_id")["report_id"].agg(set)
    assert [excerpt for excerpt in open_ if excerpt in reports and reports[excerpt] <= told] == []


def test_the_paragraph_on_what_helped_use_is_charted():
    excerpts = OPENED[WILLIAMS].excerpts
    own = excerpts[excerpts["locator"] == "Intervention use (usual workers), par. 2"]
    assert own["kind"].tolist() == ["finding"] * 4 + ["quotation"]
    links = OPENED[WILLIAMS].excerpt_reports
    reports = links[links["excerpt_id"].isin(own["excerpt_id"])]
    assert set(reports["report_id"]) == {"Goscha2015", "Korsbek2016", "Gammon2017", "deLeeuw2012", "Strand2017", "Bonfils2016"}  # fmt: skip
