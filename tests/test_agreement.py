"""Agreement: the decision that stands, what it comes to, and every coefficient against independent ones."""

import warnings

import numpy as np
import pandas as pd
import pytest
from agreement import metrics as other
from hypothesis import given
from hypothesis import strategies as st
from packages import table
from packages.decisions import COLUMNS, close, crossed, judged
from packages.examples import examples
from statsmodels.stats.inter_rater import cohens_kappa, fleiss_kappa
from statsmodels.stats.proportion import proportion_confint

from reviewbook import agreement as ag

TITLE, FULL = "title", "full_text"
LETTERS = {"i": "include", "e": "exclude", "m": "maybe", "w": "withdrawn"}


def only_row(decisions: pd.DataFrame, **options):
    (row,) = ag.agreement(decisions, **options).itertuples(index=False)
    return row


def last_row(decisions: pd.DataFrame) -> pd.Series:
    return ag.agreement(decisions).iloc[-1]


def decided(decisions: pd.DataFrame, **options) -> list[tuple]:
    rows = ag.standing(decisions, **options)[["record_id", "reviewer", "decision"]]
    return list(rows.itertuples(index=False, name=None))


# --- which decision stands


def test_the_last_turn_stands_whatever_the_order_of_rows_and_dates():
    rows = table(
        COLUMNS,
        ("R1", "A", TITLE, "exclude", None, 2, "2024-01-01"),
        ("R1", "A", TITLE, "include", None, 3, "2023-01-01"),
        ("R1", "A", TITLE, "maybe", None, 1, "2025-01-01"),
    )
    assert decided(rows) == [("R1", "A", "include")]


def test_without_turns_the_latest_time_stands_in_its_own_zone():
    rows = table(
        COLUMNS,
        ("R1", "A", TITLE, "exclude", None, None, "2024-03-01T10:00:00Z"),
        ("R1", "A", TITLE, "include", None, None, "2024-03-01T11:30:00+02:00"),  # 09:30 in UTC
        ("R2", "A", TITLE, "exclude", None, None, "2024-03-02"),
        ("R2", "A", TITLE, "include", None, None, "2024-03-01T23:59:59.999Z"),
    )
    assert decided(rows) == [("R1", "A", "exclude"), ("R2", "A", "exclude")]


def test_a_turn_or_time_that_only_some_rows_have_says_nothing_and_the_last_row_stands():
    rows = table(
        COLUMNS,
        ("R1", "A", TITLE, "exclude", None, 9, None),
        ("R1", "A", TITLE, "include", None, None, None),
        ("R2", "A", TITLE, "exclude", None, None, "2024-01-09"),
        ("R2", "A", TITLE, "include", None, None, None),
    )
    assert decided(rows) == [("R1", "A", "include"), ("R2", "A", "include")]
    bare = rows[["record_id", "reviewer", "stage", "decision"]]
    assert decided(bare) == decided(rows)


def test_a_decision_of_another_stage_record_or_reviewer_takes_nothing_back():
    rows = pd.concat([judged("ie e-"), judged("ei", stage=FULL)], ignore_index=True)
    assert len(ag.standing(rows)) == 5


def test_a_decision_withdrawn_last_leaves_none_and_one_withdrawn_before_counts():
    rows = table(
        COLUMNS,
        ("R1", "A", TITLE, "include", None, 1, None),
        ("R1", "A", TITLE, "withdrawn", None, 2, None),
        ("R2", "A", TITLE, "include", None, 1, None),
        ("R2", "A", TITLE, "withdrawn", None, 2, None),
        ("R2", "A", TITLE, "exclude", None, 3, None),
        ("R3", "A", TITLE, None, None, None, None),
    )
    assert decided(rows) == [("R2", "A", "exclude")]


@pytest.mark.parametrize(
    ("maybe", "stands"),
    [
        ("own", ["maybe", "include"]),
        ("include", ["include", "include"]),
        ("exclude", ["exclude", "include"]),
        ("leave_out", ["include"]),
    ],
)
def test_maybe_counts_as_asked(maybe, stands):
    assert [decision for *_, decision in decided(judged("m i"), maybe=maybe)] == stands


def test_a_word_that_is_no_decision_is_refused():
    with pytest.raises(ValueError, match=r"'perhaps'.*include, exclude, maybe, withdrawn"):
        ag.standing(table(COLUMNS, ("R1", "A", TITLE, "perhaps", None, None, None)))
    with pytest.raises(ValueError, match=r"'yes'.*leave_out"):
        ag.standing(judged("ii"), maybe="yes")


def test_the_rules_change_nothing_in_what_they_are_given():
    rows = judged("im ee iw")
    before = rows.copy()
    for rule in (ag.standing, ag.final, ag.conflicts, ag.agreement):
        rule(rows, maybe="include")
    pd.testing.assert_frame_equal(rows, before)


@given(
    st.lists(st.tuples(st.sampled_from("123"), st.sampled_from("AB"), st.sampled_from("iemw")), max_size=25)
)
def test_what_stands_is_what_a_reader_of_the_rows_from_top_to_bottom_remembers(events):
    rows = table(COLUMNS, *[(record, who, TITLE, LETTERS[d], None, None, None) for record, who, d in events])
    remembered = {(record, who): LETTERS[d] for record, who, d in events}
    wanted = {key: decision for key, decision in remembered.items() if decision != "withdrawn"}
    assert {(record, who): decision for record, who, decision in decided(rows)} == wanted


@given(
    st.lists(
        st.tuples(
            st.sampled_from("321"),
            st.sampled_from(["B", "A", "consensus"]),
            st.sampled_from([TITLE, FULL]),
            st.sampled_from("iemw"),
            st.sampled_from([None, "b", "a", "not_reported"]),
        ),
        max_size=25,
    ),
    st.sampled_from(ag.MAYBE_AS),
)
def test_coded_decisions_stand_and_come_to_what_they_do_as_texts(events, maybe):
    rows = [(record, who, stage, LETTERS[d], why, None, None) for record, who, stage, d, why in events]
    texts = table(COLUMNS, *rows)
    coded = ag.coded(texts)
    assert set(map(str, coded[["record_id", "stage", "reviewer", "decision", "reason"]].dtypes)) == {
        "category"
    }
    for rule in (ag.standing, ag.final, ag.conflicts):
        wanted, found = rule(texts, maybe=maybe), rule(coded, maybe=maybe)
        assert set(map(str, wanted.dtypes)) == {"string"}
        pd.testing.assert_frame_equal(found.astype("string"), wanted)
    pd.testing.assert_frame_equal(ag.agreement(coded, maybe=maybe), ag.agreement(texts, maybe=maybe))
    (compared, words), (also, told) = (ag.reported(given, maybe=maybe) for given in (coded, texts))
    assert words == told
    pd.testing.assert_frame_equal(compared, also)
    pd.testing.assert_frame_equal(compared, ag.agreement(texts, maybe=maybe))


# --- what decisions come to


def test_consensus_stands_else_what_all_agree_on_else_conflict():
    rows = table(
        COLUMNS,
        ("R1", "B", TITLE, "exclude", "off topic", None, None),
        ("R1", "A", TITLE, "include", None, None, None),
        ("R2", "A", TITLE, "include", None, None, None),
        ("R2", "B", TITLE, "exclude", "off topic", None, None),
        ("R2", "consensus", TITLE, "exclude", "no adults", None, None),
        ("R3", "B", TITLE, "exclude", "off topic", None, None),
        ("R3", "A", TITLE, "exclude", "animals", None, None),
        ("R3", "A", FULL, "maybe", None, None, None),
        ("R4", "A", TITLE, "withdrawn", None, None, None),
    )
    assert ag.final(rows).fillna("-").to_dict("split")["data"] == [
        ["R1", TITLE, "conflict", "-", "conflict"],
        ["R2", TITLE, "exclude", "no adults", "consensus"],
        ["R3", TITLE, "exclude", "animals", "agreed"],
        ["R3", FULL, "maybe", "-", "single"],
    ]


def test_a_reason_is_never_that_of_a_decision_taken_back_and_not_of_a_reviewer_who_gave_none():
    rows = table(
        COLUMNS,
        ("R1", "A", TITLE, "exclude", "wrong", 1, None),
        ("R1", "A", TITLE, "exclude", "right", 2, None),
        ("R2", "A", TITLE, "exclude", "wrong", 1, None),
        ("R2", "A", TITLE, "include", "stale", 2, None),
        ("R3", "A", TITLE, "exclude", "not_applicable", None, None),
        ("R3", "B", TITLE, "exclude", None, None, None),
        ("R3", "C", TITLE, "exclude", "no adults", None, None),
        ("R4", "A", TITLE, "exclude", "off topic", None, None),
        ("R4", "consensus", TITLE, "exclude", None, None, None),
    )
    assert ag.final(rows)["reason"].fillna("-").tolist() == ["right", "-", "no adults", "-"]


def test_conflicts_say_what_each_decided_and_whether_they_were_settled():
    rows = pd.concat(
        [
            judged("ie ii em iem"),
            table(COLUMNS, ("R2", "consensus", TITLE, "include", None, None, None)),
        ]
    )
    assert ag.conflicts(rows).to_dict("split")["data"] == [
        ["R0", TITLE, "A: include; B: exclude", "conflict", "conflict"],
        ["R2", TITLE, "A: exclude; B: maybe", "include", "consensus"],
        ["R3", TITLE, "A: include; B: exclude; C: maybe", "conflict", "conflict"],
    ]
    assert ag.conflicts(rows, maybe="exclude")["record_id"].tolist() == ["R0", "R3"]


def test_no_decisions_at_all_give_empty_tables_with_their_columns():
    nothing = table(COLUMNS)
    assert list(ag.standing(nothing)) == ["record_id", "stage", "reviewer", "decision", "reason"]
    assert list(ag.final(nothing)) == ["record_id", "stage", "decision", "reason", "how"]
    assert list(ag.conflicts(nothing)) == ["record_id", "stage", "decisions", "decision", "how"]
    assert ag.agreement(nothing).empty
    assert ag.conflicts(judged("ii")).empty


# --- agreement


def test_only_what_both_judged_is_compared_and_nobody_with_the_consensus():
    rows = pd.concat(
        [judged("ii ie i- -e"), table(COLUMNS, ("R1", "consensus", TITLE, "exclude", None, None, None))]
    )
    row = only_row(rows)
    assert (row.reviewers, row.reviewer_a, row.reviewer_b, row.records, row.agreed, row.percent) == (
        "A and B",
        "A",
        "B",
        2,
        1,
        50,
    )


def test_stages_and_pairs_have_rows_of_their_own_and_more_than_two_reviewers_one_together():
    rows = pd.concat([judged("ie", stage=FULL), judged("-ie i-e iii e-- mmm")])
    found = ag.agreement(rows)
    assert found[["stage", "reviewers", "records", "agreed"]].to_dict("split")["data"] == [
        [FULL, "A and B", 1, 0],
        [TITLE, "A and B", 2, 2],
        [TITLE, "A and C", 3, 2],
        [TITLE, "B and C", 3, 2],
        [TITLE, "all 3", 4, 2],
    ]
    assert found["kappa_kind"].tolist() == ["Cohen"] * 4 + ["Fleiss"]
    assert found["reviewer_a"].isna().tolist() == [False] * 4 + [True]


def test_reviewers_who_share_no_record_are_not_compared():
    assert ag.agreement(judged("i- -e")).empty
    assert ag.agreement(judged("i-- -e- --e")).empty


def test_one_answer_throughout_leaves_kappa_missing_and_says_why():
    row = only_row(judged("ee " * 8))
    assert (row.percent, row.kappa, row.kappa_low, row.alpha, row.note) == (
        100,
        pd.NA,
        pd.NA,
        pd.NA,
        ag.ONE_ANSWER,
    )
    assert (row.pabak, row.ac1, row.ac1_low) == (1, 1, pd.NA)
    assert last_row(judged("eee " * 8))["note"] == ag.ONE_ANSWER


@pytest.mark.parametrize(
    ("words", "kappa", "note"),
    [
        ("ii ee", 1, "the variance is 0: no interval for kappa and AC1"),
        ("ie", 0, "the variance is 0: no interval for kappa and AC1"),
        ("ii ii ii ie", 0, "the variance is 0: no interval for kappa"),
    ],
)
def test_where_the_variance_is_zero_there_is_no_interval_and_a_note_says_so(words, kappa, note):
    row = only_row(judged(words))
    assert (row.kappa, row.kappa_low, row.kappa_high, row.note) == (kappa, pd.NA, pd.NA, note)
    assert pd.isna(row.ac1_low) == ("AC1" in note)


def test_pabak_counts_the_answers_that_were_given_at_the_stage():
    assert only_row(judged("ii ii ii ie")).pabak == 0.5
    assert only_row(judged("ii ii ii im")).pabak == (3 * 0.75 - 1) / 2
    assert only_row(judged("ii ii ii im"), maybe="include").pabak == 1


def test_a_maybe_of_another_pair_is_an_answer_open_to_all_at_the_stage():
    pairs = ag.agreement(judged("ii- ii- ii- ie- --m")).set_index("reviewers")
    assert pairs.loc["A and B", "pabak"] == (3 * 0.75 - 1) / 2


# --- published examples


def test_feinstein_and_cicchetti_1990_high_agreement_low_kappa():
    # J Clin Epidemiol 43:543: both tables agree on 85 of 100; kappa is 0.70 and 0.32
    balanced, skewed = only_row(crossed([[40, 9], [6, 45]])), only_row(crossed([[80, 10], [5, 5]]))
    assert (balanced.percent, round(balanced.kappa, 2)) == (85, 0.70)
    assert (skewed.percent, round(skewed.kappa, 2), round(skewed.pabak, 2)) == (85, 0.32, 0.70)
    assert round(skewed.ac1, 2) == 0.81


@pytest.mark.parametrize(
    ("counts", "figures"),
    [
        # R package statpsych (Bonett), manual of ci.kappa: Cohen's kappa and its 95 % limits
        ([[31, 12], [4, 58]], (0.6756757, 0.5317210, 0.8196303)),
        # SAS PROC FREQ, as printed in the tests of statsmodels
        ([[0, 4, 1], [0, 8, 0], [0, 1, 5]], (0.4842, 0.2137, 0.7547)),
    ],
)
def test_cohens_kappa_and_its_interval_as_other_software_prints_them(counts, figures):
    row = only_row(crossed(counts))
    digits = len(str(figures[0])) - 2
    assert tuple(round(float(n), digits) for n in (row.kappa, row.kappa_low, row.kappa_high)) == figures


def test_gwet_2014_four_raters_with_gaps():
    # the example of the Handbook of inter-rater reliability, 4th ed. (raw_4raters of irrCAC), less its subject with one rating
    ratings = ["111", "2232", "3333", "3333", "2222", "1234", "4444", "1121", "2222", "555", "11"]
    patterns = np.array([[subject.count(str(k)) for k in range(1, 6)] for subject in ratings])
    row = ag._figures(patterns, np.ones(len(ratings), dtype=int))
    # observed agreement and alpha as irrCAC prints them, which leave that subject out too
    assert round((4 * row["pabak"] + 1) / 5, 5) == 0.81818
    assert round(row["alpha"], 5) == 0.74342


def test_intervals_as_irrcac_gives_them():
    # irrCAC 0.4.4 (digits=15), which needs pandas below 3 and so is not installed here; its standard errors, our quantile
    row = last_row(judged("iii iii iie eee eee eei eem mme ie- ee- e-e -mm eee iee iim eee eee e-i mmm eee"))
    close(row["kappa"], 0.473170731707317)
    close(row["ac1"], 0.580582524271845)
    close(row["alpha"], 0.498839907192575)
    close(row["pabak"], 0.55)
    close((row["kappa_high"] - row["kappa_low"]) / 2 / ag.Z, 0.153107835698695)
    close((row["ac1_high"] - row["ac1_low"]) / 2 / ag.Z, 0.127118606510564)
    pair = last_row(crossed([[6, 0], [5, 86]]))
    close(pair["ac1"], 0.93864254538554)
    close((pair["ac1_high"] - pair["ac1_low"]) / 2 / ag.Z, 0.028199593477059)


# --- against independent libraries


@examples(150)
@given(st.lists(st.lists(st.integers(0, 12), min_size=3, max_size=3), min_size=3, max_size=3))
def test_cohens_kappa_and_its_interval_are_those_of_statsmodels(counts):
    if not np.sum(counts):
        return
    row = only_row(crossed(counts))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it divides by 0 where kappa is not defined
        theirs = cohens_kappa(counts)
    if pd.isna(row.kappa):
        assert np.isnan(theirs.kappa) and row.note == ag.ONE_ANSWER
        return
    close(row.kappa, theirs.kappa)
    if pd.isna(row.kappa_low):
        assert theirs.var_kappa < 1e-12
    else:
        close(row.kappa_low, max(-1, theirs.kappa_low))
        close(row.kappa_high, min(1, theirs.kappa_upp))


@examples(150)
@given(st.lists(st.text("iem-", min_size=4, max_size=4), min_size=1, max_size=25))
def test_pabak_ac1_alpha_and_fleiss_are_those_of_another_library(words):
    found = ag.agreement(judged(" ".join(words)))
    letters = "iem" if any("m" in word for word in words) else "ie"
    for row in found.itertuples(index=False):
        who = (
            slice(None)
            if pd.isna(row.reviewer_a)
            else ["ABCD".index(row.reviewer_a), "ABCD".index(row.reviewer_b)]
        )
        seen = np.array([list(word) for word in words])[:, who]
        counts = np.stack([(seen == letter).sum(axis=1) for letter in letters], axis=1)
        counts = counts[counts.sum(axis=1) > 1]
        assert row.records == len(counts)
        close(row.pabak, other.s_score(counts))
        close(row.ac1, other.gwets_gamma(counts))
        if pd.isna(row.kappa):
            assert (counts.sum(axis=0) > 0).sum() == 1 and pd.isna(row.alpha)
            continue
        close(row.alpha, other.krippendorffs_alpha(counts))
        if row.kappa_kind == "Fleiss":
            close(row.kappa, other.scotts_pi(counts))
            if len(set(counts.sum(axis=1))) == 1:
                close(row.kappa, fleiss_kappa(counts))


@examples(50)
@given(st.lists(st.text("iem-", min_size=3, max_size=3), min_size=1, max_size=20), st.randoms())
def test_neither_the_order_of_rows_nor_who_is_called_what_changes_agreement(words, random):
    rows = judged(" ".join(words))
    shuffled = rows.iloc[random.sample(range(len(rows)), len(rows))]
    pd.testing.assert_frame_equal(ag.agreement(rows), ag.agreement(shuffled), rtol=1e-9)
    renamed = rows.assign(reviewer=rows["reviewer"].map({"A": "Z", "B": "Y", "C": "X"}).astype("string"))
    figures = ["records", "agreed", "kappa", "ac1", "alpha", "kappa_low", "ac1_high"]
    there, back = (
        ag.agreement(t)[figures].sort_values(figures, ignore_index=True).round(9) for t in (rows, renamed)
    )
    pd.testing.assert_frame_equal(there, back)


@given(st.lists(st.text("iem-", min_size=3, max_size=3), min_size=1, max_size=20))
def test_intervals_hold_their_coefficient_and_end_at_minus_one_and_one(words):
    for row in ag.agreement(judged(" ".join(words))).itertuples(index=False):
        for value, low, high in (
            (row.kappa, row.kappa_low, row.kappa_high),
            (row.ac1, row.ac1_low, row.ac1_high),
        ):
            if pd.notna(low):
                assert -1 <= low <= value <= high <= 1


# --- any units, raters and answers


@examples(40)
@given(st.integers(1, 200).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_interval_of_the_share_agreed_is_wilsons(counts):
    agreed, n = counts
    rows = [
        (f"u{i}", rater, "met" if i < agreed or rater == "AA" else "no")
        for i in range(n)
        for rater in ("AA", "BB")
    ]
    judged = pd.DataFrame(rows, columns=["unit", "rater", "answer"])
    (found,) = ag.between(judged, unit="unit", rater="rater", answer="answer", answers=["met", "no"]).to_dict(
        "records"
    )
    low, high = proportion_confint(agreed, n, method="wilson")
    assert (found["units"], found["agreed"]) == (n, agreed)
    assert found["percent_low"] == pytest.approx(100 * low, abs=1e-9)
    assert found["percent_high"] == pytest.approx(100 * high, abs=1e-9)


def test_how_many_answers_there_are_counts_for_pabak_though_one_is_never_given():
    judged = table(
        "unit rater answer",
        *[(u, r, "yes") for u in "abc" for r in ("AA", "BB")],
        ("d", "AA", "yes"),
        ("d", "BB", "no"),
    )
    two, three = (
        ag.between(judged, unit="unit", rater="rater", answer="answer", answers=answers)["pabak"].item()
        for answers in (["yes", "no"], ["yes", "no", "cannot_tell"])
    )
    assert (two, three) == (pytest.approx(0.5), pytest.approx((3 * 0.75 - 1) / 2))
