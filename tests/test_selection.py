"""Selection: the arithmetic of a flow, counts from records, agreement between reviewers."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from packages import OPENED, SYNTHETIC, WILLIAMS, table

from reviewbook import selection

NA = "not_applicable"
FLOW = "position step stage unit reason n"
TITLE, ABSTRACT, FULL = "title", "abstract", "full_text"


def williams_flow(**counts):
    """The flow of Williams et al. 2019 with the counts at some positions changed (p4=..., None for not reported)."""
    flow = OPENED[WILLIAMS].flow
    for name, n in counts.items():
        flow.loc[flow["position"] == int(name[1:]), "n"] = n
    return flow


def counts_of(flow, **options) -> dict[int, tuple]:
    boxes = selection.boxes(flow, **options)
    return {
        row.position: (row.n, row.status)
        for row in boxes[~boxes["label"].str.startswith("Remaining")].itertuples()
    }


def found(flow, **options) -> list[tuple]:
    return [(p.code, p.row, p.found, p.expected) for p in selection.flow_problems(flow, **options)]


# --- what can be computed is computed, and nothing else


def test_williams_what_the_paper_leaves_out_follows_from_what_it_prints():
    boxes = counts_of(williams_flow(), counts={"reports": 15, "studies": 12, "interventions": 11})
    assert 558 - 323 - 107 == 128
    assert boxes == {
        1: (pd.NA, "not_reported"),
        2: (pd.NA, "not_reported"),
        3: (558, "reported"),
        4: (323, "reported"),
        5: (235, "computed"),
        6: (107, "reported"),
        7: (128, "reported"),
        8: (113, "computed"),
        9: (32, "reported"),
        10: (30, "reported"),
        11: (pd.NA, "not_reported"),
        12: (pd.NA, "not_reported"),
        13: (pd.NA, "not_reported"),
        14: (15, "reported"),
        15: (12, "computed"),
        16: (11, "reported"),
    }


def test_williams_three_reasons_without_a_count_share_what_remains():
    boxes = selection.boxes(williams_flow())
    (rest,) = boxes[boxes["label"].str.startswith("Remaining")].itertuples()
    assert (rest.n, rest.status, rest.label) == (
        51,
        "computed",
        "Remaining reasons together (3 not reported one by one)",
    )
    assert 113 - 32 - 30 == 51
    assert boxes["position"].is_monotonic_increasing


def test_a_count_that_is_not_reported_is_never_zero():
    boxes = selection.boxes(williams_flow(p9=None, p10=None))
    assert (boxes["n"] == 0).sum() == 0
    assert boxes.set_index("position").loc[[9, 10, 11, 12, 13], "n"].dropna().tolist() == [
        113
    ]  # all reasons together


def test_a_count_of_zero_that_is_reported_stays_zero():
    assert counts_of(OPENED[SYNTHETIC].flow)[6] == (0, "reported")


def test_one_reason_without_a_count_is_what_the_others_leave():
    flow = williams_flow(p11=20, p12=21)
    assert counts_of(flow)[13] == (10, "computed")
    assert not selection.boxes(flow)["label"].str.startswith("Remaining").any()


def test_a_negative_remainder_is_not_shown():
    flow = williams_flow(p6=300)  # more excluded by abstract than the 235 that were left
    flow.loc[flow["position"] == 7, "n"] = None
    assert counts_of(flow)[7] == (pd.NA, "not_reported")
    over = williams_flow(p8=50)  # the two reasons given make 62 already
    assert not selection.boxes(over)["label"].str.startswith("Remaining").any()
    assert (selection.boxes(over)["n"].dropna() >= 0).all()


def test_an_included_box_without_a_count_is_filled_from_the_tables_and_says_so():
    flow = table(FLOW, (1, "screened", TITLE, "records", NA, 9), (2, "included", NA, "studies", NA, None))
    assert counts_of(flow)[2] == (pd.NA, "not_reported")
    assert counts_of(flow, counts={"studies": 4})[2] == (4, "computed")


def test_boxes_say_what_they_count():
    labels = dict(selection.boxes(OPENED[SYNTHETIC].flow)[["position", "label"]].itertuples(index=False))
    assert labels == {
        1: "Records identified",
        2: "Duplicate records removed before screening",
        3: "Records screened by title and abstract",
        4: "Records excluded by title and abstract",
        5: "Reports sought for retrieval",
        6: "Reports not retrieved",
        7: "Reports assessed in full text",
        8: "Reports excluded in full text",
        9: "No exercise programme",
        10: "No adults with back pain",
        11: "No results",
        12: "Reports included",
        13: "Studies included",
        14: "Interventions included",
    }


# --- contradictions


@pytest.mark.parametrize("name", ["williams", "synthetic"])
def test_the_flows_of_the_repository_hold(name):
    review = OPENED[WILLIAMS if name == "williams" else SYNTHETIC]
    counts = {
        "reports": len(review.reports),
        "studies": len(review.studies),
        "interventions": len(review.interventions),
    }
    assert found(review.flow, counts=counts) == []


def test_a_contradiction_across_a_box_that_is_not_reported_is_found():
    sentence = "Reports assessed in full text: records screened by abstract less what was removed or excluded between"
    assert found(williams_flow(p7=130, p8=None, p9=None, p10=None)) == [
        ("FLOW-001", 8, "130", f"235 - 107 = 128 ({sentence})"),
    ]


def test_a_contradiction_between_reported_boxes_is_found():
    ((code, row, seen, expected),) = found(williams_flow(p5=236, p6=108))
    assert (code, row, seen, expected[:15]) == ("FLOW-001", 6, "236", "558 - 323 = 235")


def test_more_left_than_there_were_is_found_though_not_all_is_reported():
    flow = table(
        FLOW,
        (1, "screened", TITLE, "records", NA, 10),
        (2, "excluded", TITLE, "records", NA, None),
        (3, "assessed", FULL, "reports", NA, 12),
        (4, "excluded", FULL, "reports", NA, 7),
        (5, "included", NA, "reports", NA, 5),
    )
    ((code, row, seen, expected),) = found(flow)
    assert (code, row, seen, expected[:11]) == ("FLOW-001", 4, "12", "10 - 0 = 10")


def test_reasons_over_their_total_are_found_though_not_all_are_reported():
    ((code, row, seen, expected),) = found(williams_flow(p8=50, p14=78), counts=None)
    assert (code, row, seen) == ("FLOW-002", 9, "50, its reasons 62")
    assert expected == "62 (Reports excluded in full text: the sum of its reasons)"


def test_reasons_under_their_total_are_found_where_all_are_reported():
    flow = OPENED[SYNTHETIC].flow
    flow.loc[flow["position"] == 9, "n"] = 1
    assert [(code, row, seen) for code, row, seen, _ in found(flow)] == [("FLOW-002", 9, "4, its reasons 3")]


def test_an_included_count_that_differs_from_its_table_is_found():
    assert [p[:3] for p in found(williams_flow(), counts={"reports": 14, "interventions": 11})] == [
        ("FLOW-003", 15, "15")
    ]


def test_an_included_count_that_is_not_reported_must_fit_the_table_too():
    flow = williams_flow(p14=None, p8=100)  # 128 less 100 leaves 28, the table has 15
    assert [p[:3] for p in found(flow, counts={"reports": 15})] == [("FLOW-001", 15, "15 (computed)")]


def test_more_studies_than_reports_are_found():
    assert [p[:3] for p in found(williams_flow(p15=16))] == [("FLOW-005", None, "16 studies of 15 reports")]


def test_the_order_of_the_rows_does_not_matter():
    flow = williams_flow(p7=130, p8=None)
    mixed = flow.sample(frac=1, random_state=3).reset_index(drop=True)
    pd.testing.assert_frame_equal(selection.boxes(mixed), selection.boxes(flow))
    assert [p[0] for p in found(mixed)] == [p[0] for p in found(flow)] == ["FLOW-001"]
    assert mixed["position"][found(mixed)[0][1] - 2] == 7  # the row named is where the box stands in the file


def test_a_flow_that_is_not_there_has_no_problem():
    assert selection.flow_problems(OPENED[SYNTHETIC].flow.iloc[:0]) == []


@st.composite
def true_flows(draw):
    """A flow of one to three stages in which everything is known and every sum holds."""
    stages = draw(st.sampled_from([[TITLE], [TITLE, ABSTRACT], [TITLE, ABSTRACT, FULL]]))
    left, rows = draw(st.integers(0, 900)), []

    def box(step, stage, unit, reason, n):
        rows.append((len(rows) + 1, step, stage, unit, reason, n))

    if draw(st.booleans()):
        duplicates = draw(st.integers(0, 99))
        box("identified", NA, "records", NA, left + duplicates)
        box("duplicates_removed", NA, "records", NA, duplicates)
    for stage in stages:
        lost = [draw(st.integers(0, left // 2)), draw(st.integers(0, left // 2))]
        box("assessed" if stage == FULL else "screened", stage, "records", NA, left)
        box("excluded", stage, "records", NA, sum(lost))
        if draw(st.booleans()):
            box("excluded", stage, "records", "first reason", lost[0])
            box("excluded", stage, "records", "second reason", lost[1])
        left -= sum(lost)
    box("included", NA, "reports", NA, left)
    return table(FLOW, *rows)


@settings(max_examples=25)
@given(true_flows())
def test_a_flow_whose_sums_hold_has_no_problem(flow):
    assert selection.flow_problems(flow) == []


@settings(max_examples=25)
@given(true_flows(), st.data())
def test_any_one_count_that_is_hidden_is_found_again(flow, data):
    at = data.draw(st.sampled_from(list(flow.index)))
    hidden = flow.assign(n=flow["n"].where(flow.index != at))
    assert selection.boxes(hidden)["n"].tolist() == flow["n"].tolist()
    assert selection.boxes(hidden)["status"][at] == "computed"


@settings(max_examples=25)
@given(true_flows(), st.data())
def test_whatever_is_hidden_no_count_is_made_up(flow, data):
    hidden = data.draw(st.sets(st.sampled_from(list(flow.index))))
    partly = flow.assign(n=flow["n"].mask(flow.index.isin(hidden)))
    boxes = selection.boxes(partly)
    boxes = boxes[~boxes["label"].str.startswith("Remaining")].reset_index(drop=True)
    known = boxes["n"].notna()
    assert (boxes["n"] == flow["n"])[known].all()
    assert (boxes["status"] == "not_reported").tolist() == (~known).tolist()
    assert selection.flow_problems(partly) == []


@settings(max_examples=25)
@given(true_flows(), st.data())
def test_any_one_count_that_is_changed_is_found(flow, data):
    at = data.draw(st.sampled_from(list(flow.index)))
    changed = flow.copy()
    changed.loc[at, "n"] += data.draw(st.integers(1, 50))
    assert {problem.code for problem in selection.flow_problems(changed)} & {"FLOW-001", "FLOW-002"}


# --- sources


def test_sources_must_add_up_to_the_records_identified_only_where_each_gives_its_count():
    flow = table(FLOW, (1, "identified", NA, "records", NA, 20))
    sources = table("source_id records", ("a", 9), ("b", 12))
    assert [(p.code, p.found) for p in selection.source_problems(sources, flow)] == [
        ("FLOW-004", "21 in all")
    ]
    sources.loc[1, "records"] = 11
    assert selection.source_problems(sources, flow) == []
    sources.loc[1, "records"] = None
    assert selection.source_problems(sources, flow) == []


# --- records and decisions

RECORDS = "record_id duplicate_of"
DECISIONS = "record_id stage reviewer decision reason"


def test_a_consensus_stands_and_without_one_a_disagreement_is_a_conflict():
    decisions = table(
        DECISIONS,
        ("R1", TITLE, "B", "exclude", "off topic"),
        ("R1", TITLE, "A", "include", NA),
        ("R2", TITLE, "A", "include", NA),
        ("R2", TITLE, "B", "exclude", "off topic"),
        ("R2", TITLE, "consensus", "exclude", "no adults"),
        ("R3", TITLE, "A", "exclude", "animals"),
        ("R3", TITLE, "B", "exclude", "off topic"),
        ("R3", FULL, "A", "maybe", None),
    )
    assert selection.final_decisions(decisions).fillna("-").to_dict("records") == [
        {"record_id": "R1", "stage": TITLE, "decision": "conflict", "reason": NA},
        {"record_id": "R2", "stage": TITLE, "decision": "exclude", "reason": "no adults"},
        {"record_id": "R3", "stage": FULL, "decision": "maybe", "reason": "-"},
        {"record_id": "R3", "stage": TITLE, "decision": "exclude", "reason": "animals"},
    ]


def test_the_flow_is_counted_from_records():
    records = table(RECORDS, *[(f"R{i}", "R1" if i in (7, 8) else NA) for i in range(1, 9)])
    decisions = table(
        DECISIONS,
        ("R1", TITLE, "A", "include", NA),
        ("R2", TITLE, "A", "include", NA),
        ("R3", TITLE, "A", "maybe", NA),
        ("R4", TITLE, "A", "exclude", "off topic"),
        ("R5", TITLE, "A", "exclude", "off topic"),
        ("R6", TITLE, "A", "exclude", "animals"),
        ("R7", TITLE, "A", "exclude", "off topic"),  # a duplicate: was not screened
        ("R1", FULL, "A", "include", NA),
        ("R2", FULL, "A", "exclude", "no data"),
        ("R3", FULL, "A", "include", NA),
    )
    counted = selection.count_records(records, decisions, stages=[TITLE, FULL])
    assert list(counted.itertuples(index=False, name=None)) == [
        ("identified", NA, NA, 8),
        ("duplicates_removed", NA, NA, 2),
        ("screened", TITLE, NA, 6),
        ("excluded", TITLE, NA, 3),
        ("excluded", TITLE, "animals", 1),
        ("excluded", TITLE, "off topic", 2),
        ("assessed", FULL, NA, 3),
        ("excluded", FULL, NA, 1),
        ("excluded", FULL, "no data", 1),
        ("included", NA, NA, 2),
    ]


def test_records_without_a_decision_are_counted_as_found():
    counted = selection.count_records(table(RECORDS, ("R1", NA)), table(DECISIONS), stages=[])
    assert counted["n"].tolist() == [1, 0, 1]


def test_the_counts_of_the_synthetic_records_are_those_of_its_flow():
    review = OPENED[SYNTHETIC]
    counted = selection.count_records(
        review.records, review.decisions, stages=["title_abstract", "full_text"]
    )
    counted = counted.set_index(["step", "stage", "reason"])["n"].to_dict()
    reported = review.flow[review.flow["unit"].isin(["records", "reports"])]
    reported = reported.set_index(["step", "stage", "reason"])["n"].to_dict()
    not_counted = {("sought", NA, NA), ("not_retrieved", NA, NA)}
    assert set(reported) - set(counted) == not_counted
    assert {key: counted[key] for key in set(reported) - not_counted} == {
        key: n for key, n in reported.items() if key not in not_counted
    }


def test_stages_come_in_the_order_of_the_flow_then_of_the_decisions():
    flow = table(FLOW, (1, "screened", TITLE, "records", NA, 3), (2, "included", NA, "reports", NA, 1))
    decisions = table(DECISIONS, ("R1", FULL, "A", "include", NA), ("R1", TITLE, "A", "include", NA))
    assert selection.stage_order(flow, decisions) == [TITLE, FULL]


# --- agreement


def pairs(*counts: tuple[str, str, int], stage: str = TITLE) -> pd.DataFrame:
    """Decisions of reviewers A and B: so many records with A's decision and B's."""
    rows, record = [], 0
    for a, b, n in counts:
        for _ in range(n):
            record += 1
            rows += [(f"R{record}", stage, "A", a, NA), (f"R{record}", stage, "B", b, NA)]
    return table(DECISIONS, *rows)


def test_kappa_as_counted_by_hand():
    # 35 of 50 agreed; A includes 25 of 50, B 30 of 50: by chance .5 x .6 + .5 x .4 = .5; (.7 - .5) / (1 - .5) = .4
    decisions = pairs(
        ("include", "include", 20),
        ("include", "exclude", 5),
        ("exclude", "include", 10),
        ("exclude", "exclude", 15),
    )
    (row,) = selection.agreement(decisions).itertuples(index=False)
    assert (row.stage, row.reviewer_a, row.reviewer_b, row.both, row.agreed) == (TITLE, "A", "B", 50, 35)
    assert row.percent == pytest.approx(70)
    assert row.kappa == pytest.approx(0.4)


def test_kappa_with_a_third_answer():
    # 3 of 4 agreed; by chance (2x1 + 1x1 + 1x2) / 16 = 5/16; (12/16 - 5/16) / (11/16) = 7/11
    decisions = pairs(
        ("include", "include", 1), ("include", "maybe", 1), ("exclude", "exclude", 1), ("maybe", "maybe", 1)
    )
    assert selection.agreement(decisions)["kappa"].tolist() == [pytest.approx(7 / 11)]


def test_kappa_is_missing_where_both_give_one_answer_throughout_and_zero_where_only_one_does():
    same = selection.agreement(pairs(("exclude", "exclude", 8)))
    assert (same["percent"][0], same["kappa"][0]) == (100, pd.NA)
    one_sided = selection.agreement(pairs(("exclude", "exclude", 6), ("exclude", "include", 2)))
    assert (one_sided["percent"][0], one_sided["kappa"][0]) == (75, 0)


def test_agreement_counts_only_what_both_judged_and_no_consensus():
    decisions = pd.concat(
        [
            pairs(("include", "include", 1), ("include", "exclude", 1)),
            table(DECISIONS, ("R2", TITLE, "consensus", "exclude", NA), ("R3", TITLE, "A", "include", NA)),
        ]
    )
    (row,) = selection.agreement(decisions).itertuples(index=False)
    assert (row.reviewer_a, row.reviewer_b, row.both, row.agreed) == ("A", "B", 2, 1)


def test_each_pair_of_three_reviewers_is_compared():
    decisions = table(
        DECISIONS, *[("R1", TITLE, who, "include", NA) for who in "CAB"], ("R2", TITLE, "C", "exclude", NA)
    )
    pairs_ = selection.agreement(decisions)[["reviewer_a", "reviewer_b", "both"]]
    assert list(pairs_.itertuples(index=False, name=None)) == [("A", "B", 1), ("A", "C", 1), ("B", "C", 1)]


def test_agreement_of_the_synthetic_reviewers():
    # by hand: 15 of 17 agreed, chance (9x9 + 8x8) / 289, kappa 110/144; 8 of 9, chance (5x6 + 4x3) / 81, kappa 30/39
    table_ = selection.agreement(OPENED[SYNTHETIC].decisions).set_index("stage")
    assert table_.loc["title_abstract", ["both", "agreed"]].tolist() == [17, 15]
    assert table_.loc["title_abstract", "kappa"] == pytest.approx(110 / 144)
    assert table_.loc["full_text", "kappa"] == pytest.approx(30 / 39)


@settings(max_examples=25)
@given(st.lists(st.tuples(*[st.sampled_from(["include", "exclude", "maybe"])] * 2), min_size=1, max_size=30))
def test_kappa_lies_between_minus_one_and_one_and_does_not_depend_on_who_is_first(answers):
    there = selection.agreement(pairs(*[(a, b, 1) for a, b in answers]))
    back = selection.agreement(pairs(*[(b, a, 1) for a, b in answers]))
    kappa = there["kappa"][0]
    assert pd.isna(kappa) == (len({answer for both in answers for answer in both}) == 1)
    if pd.notna(kappa):
        assert -1 <= kappa <= 1
        assert back["kappa"][0] == pytest.approx(kappa)
        assert (kappa == pytest.approx(1)) == all(a == b for a, b in answers)


@pytest.mark.parametrize(
    ("reported", "differs"), [(88.2, False), (88, False), (89, False), (87, True), (89.3, True)]
)
def test_reported_agreement_may_be_rounded_but_not_a_whole_point_away(reported, differs):
    decisions = OPENED[SYNTHETIC].decisions  # 15 of 17: 88.235 %
    agreement = pd.DataFrame({"stage": ["title_abstract"], "percent": pd.array([reported], dtype="Float64")})
    assert [p.code for p in selection.agreement_problems(agreement, decisions)] == ["AGRE-001"] * differs
