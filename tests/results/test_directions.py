"""Effect direction: one direction a study and domain, sums by domain, the sign test, and the contrast without low-rated reports."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from packages.examples import examples
from packages.results import results

from reviewbook.results import directions as rules
from reviewbook.results.directions import (
    AGAINST,
    ALL,
    CONFLICTING,
    DIRECTIONS,
    FAVOURS,
    NO_DIFFERENCE,
    UNCLEAR,
)

STUDY_OF = {"A": "one", "B": "one", "C": "two", "D": "three"}


def studied(*rows, study_of=STUDY_OF):
    return rules.by_study(rules.directed(results(*rows), study_of))


def told(table, *columns):
    return [tuple(row) for row in table[list(columns)].itertuples(index=False)]


@pytest.mark.parametrize(
    ("counts", "one"),
    [
        ({FAVOURS: 1}, FAVOURS),
        ({FAVOURS: 7, AGAINST: 3}, FAVOURS),  # 70 per cent is enough
        ({FAVOURS: 69, AGAINST: 31}, CONFLICTING),
        ({FAVOURS: 2, NO_DIFFERENCE: 1}, CONFLICTING),
        ({AGAINST: 3, UNCLEAR: 1}, AGAINST),
        ({NO_DIFFERENCE: 3, FAVOURS: 1}, NO_DIFFERENCE),
        ({UNCLEAR: 1}, UNCLEAR),
        ({FAVOURS: 1, AGAINST: 1}, CONFLICTING),
    ],
)
def test_seventy_per_cent_of_a_study_s_results_give_it_its_direction(counts, one):
    assert rules.overall(counts) == one


@examples(60)
@given(st.lists(st.sampled_from(DIRECTIONS), min_size=1, max_size=30))
def test_a_direction_needs_its_share_and_never_two_have_it(found):
    counts = {one: found.count(one) for one in DIRECTIONS}
    have = [one for one in DIRECTIONS if found.count(one) / len(found) > 0.7 - 1e-9]
    assert len(have) < 2
    assert rules.overall(counts) == (have[0] if have else CONFLICTING)


def test_two_reports_of_a_study_are_one_study():
    table = studied(
        ("A", "pain", "Pain", FAVOURS, 20),
        ("B", "stiffness", "Pain", AGAINST, 30),
        ("C", "pain", "Pain", FAVOURS),
    )
    assert told(table, "study_id", "direction", "results") == [("one", CONFLICTING, 2), ("two", FAVOURS, 1)]
    assert table["reports"].tolist() == [["A", "B"], ["C"]]
    assert table["n"].tolist() == [30, pd.NA]


def test_a_result_that_two_reports_of_a_study_tell_alike_is_one():
    alike = [("A", "pain", "Pain", FAVOURS), ("B", "pain", "Pain", FAVOURS), ("B", "sleep", "Pain", AGAINST)]
    assert told(studied(*alike), "results", "favours", "against") == [(2, 1, 1)]
    elsewhere = [("A", "pain", "Pain", FAVOURS), ("C", "pain", "Pain", FAVOURS)]
    assert told(studied(*elsewhere), "study_id", "results") == [("one", 1), ("two", 1)]
    blank = results(*alike[:2]).assign(time_point=None)  # of a blank cell nobody knows yet what it will hold
    assert rules.by_study(rules.directed(blank, STUDY_OF))["results"].tolist() == [2]


def test_what_has_no_direction_no_domain_or_no_study_is_not_counted():
    rows = [
        ("A", "pain", "Pain", "not_applicable"),
        ("A", "pain", "Pain", None),
        ("A", "pain", "not_reported", FAVOURS),
        ("A", "pain", None, FAVOURS),
        ("Z", "pain", "Pain", FAVOURS),
    ]
    assert studied(*rows).empty
    assert (
        rules.by_domain(studied(*rows)).empty
        and len(rules.contrast(rules.directed(results(*rows), {}), low=[])) == 0
    )


@pytest.mark.parametrize(
    ("n", "size"),
    [(0, "small"), (49, "small"), (50, "medium"), (300, "medium"), (301, "large"), (pd.NA, "unknown")],
)
def test_arrows_are_as_large_as_their_people(n, size):
    assert rules.size(n) == size


@pytest.mark.parametrize(
    ("favours", "against", "p"),
    [
        (10, 2, 0.0386),  # the example of the Cochrane Handbook, 12.4.2.3
        (9, 0, 0.0039),  # Hilton Boon and Thomson: condition of housing
        (5, 1, 0.2188),  # the same: general health
        (6, 0, 0.03125),
        (0, 6, 0.03125),
        (3, 3, 1.0),
    ],
)
def test_the_sign_test_is_the_published_one(favours, against, p):
    assert rules.sign_test(favours, against)[3] == pytest.approx(p, abs=0.00005)


def test_the_share_of_the_handbook_has_its_interval():
    share, low, high, _ = rules.sign_test(10, 2)
    assert [round(one) for one in (share, low, high)] == [83, 55, 95]


def test_with_fewer_than_six_clear_directions_there_is_no_test():
    assert rules.sign_test(5, 0) == (None, None, None, None)
    assert 2 * 0.5 ** (rules.LEAST - 1) > 0.05 > 2 * 0.5**rules.LEAST, (
        "the least number at which it can say anything"
    )


def test_studies_without_a_clear_direction_are_left_out_of_the_test():
    ways = [FAVOURS] * 6 + [NO_DIFFERENCE, UNCLEAR]
    study_of = {f"R{at}": f"s{at}" for at in range(8)}
    rows = [(f"R{at}", "pain", "Pain", way) for at, way in enumerate(ways)]
    (row,) = rules.by_domain(studied(*rows, study_of=study_of)).itertuples()
    assert (row.studies, row.favours, row.no_difference, row.unclear, row.clear) == (8, 6, 1, 1, 6)
    assert row.p == pytest.approx(0.03125) and row.share == 100


@examples(40)
@given(
    st.lists(
        st.tuples(
            st.sampled_from("ABCDZ"),
            st.sampled_from(["x", "y"]),
            st.sampled_from(["P", "Q", None]),
            st.sampled_from([*DIRECTIONS, None]),
        ),
        max_size=25,
    )
)
def test_every_study_of_a_domain_has_one_direction_and_none_is_lost(rows):
    directed = (
        rules.directed(results(*rows), STUDY_OF)
        if rows
        else results().assign(study_id=pd.array([], "string"))
    )
    by_study = rules.by_study(directed)
    assert not by_study.duplicated(["domain", "study_id"]).any()
    assert int(by_study["results"].sum()) == len(directed)
    assert by_study[list(DIRECTIONS)].sum(axis=1).tolist() == by_study["results"].tolist()
    by_domain = rules.by_domain(by_study)
    assert by_domain[list(ALL)].sum(axis=1).tolist() == by_domain["studies"].tolist()
    assert int(by_domain["studies"].sum()) == len(by_study)


def test_a_study_stays_with_the_report_that_is_not_low_rated():
    rows = [
        ("A", "pain", "Pain", AGAINST),
        ("B", "stiffness", "Pain", FAVOURS),
        ("C", "pain", "Pain", FAVOURS),
        ("C", "sleep", "Sleep", FAVOURS),
    ]
    table = rules.contrast(rules.directed(results(*rows), STUDY_OF), low={"A", "C"})
    assert told(
        table, "domain", "studies", "favours", "studies_without", "favours_without", "against_without"
    ) == [
        ("Pain", 2, 1, 1, 1, 0),
        ("Sleep", 1, 1, 0, 0, 0),
    ]


def test_a_result_names_its_study_where_its_report_tells_of_several():
    two = results(*[(report, "pain", "Pain", FAVOURS) for report in "AAB"]).assign(
        study_id=["one", "two", None]
    )
    told_ = rules.directed(two, {"B": "three"})
    assert told_["study_id"].tolist() == ["one", "two", "three"]
