"""The model of a flow: its layouts, the sums that it must keep, what is computed, what is accused."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packages.examples import examples
from packages.flows import MANY, REFUSED, box, boxes, codes, hide, seed, truths

from reviewbook.selection import checks, flow
from reviewbook.selection.layout import Box, load_layout

NA, NR = "not_applicable", "not_reported"
LAYOUT = load_layout()
TITLE, ABSTRACT, FULL = "title", "abstract", "full_text"


def found(rows, layout=LAYOUT) -> list[tuple]:
    return [
        (v.code, v.position, v.found, v.expected.partition(" (")[0]) for v in flow.violations(rows, layout)
    ]


def computed(rows, layout=LAYOUT) -> dict:
    done = flow.complete(rows, layout)
    return {b.label: b.n for b in done if b.status == "computed"}


# --- the seed paper


def test_the_seed_flow_holds_and_what_it_leaves_out_follows():
    assert flow.violations(seed(), LAYOUT) == []
    assert 558 - 323 == 235 and 128 - 15 == 113 and 113 - 32 - 30 == 51
    assert computed(seed()) == {
        "Records screened by abstract": 235,
        "Reports excluded in full text": 113,
        "Remaining reasons together (3 not reported one by one)": 51,
    }


def test_130_in_place_of_128_names_the_box_and_both_numbers():
    assert found(seed(p5=130)) == [("FLOW-001", 5, "130", "235 - 107 = 128")]


@pytest.mark.parametrize(
    ("changed", "code", "position"),
    [
        ({"p1": 559}, "FLOW-001", 5),
        ({"p2": 322}, "FLOW-001", 5),
        ({"p3": 236}, "FLOW-001", 3),
        ({"p4": 108}, "FLOW-001", 5),
        ({"p5": 127}, "FLOW-001", 5),
        ({"p6": 112}, "FLOW-001", 12),
        ({"p6": 60}, "FLOW-002", 6),  # the two reasons given make 62
        ({"p7": 84}, "FLOW-002", 6),  # 84 + 30 is more than the 113 that follow
        ({"p12": 67}, "FLOW-002", 6),  # 128 - 67 leaves 61
    ],
)
def test_each_count_that_contradicts_the_others_is_found(changed, code, position):
    assert (code, position) in [(v.code, v.position) for v in flow.violations(seed(**changed), LAYOUT)]


def test_a_sum_that_holds_beside_one_that_does_not_is_not_accused():
    assert len(flow.violations(seed(p5=130), LAYOUT)) == 1


# --- one rule after the other


def simple(*between: tuple, last=("included", 20)) -> list[Box]:
    full = {"stage": FULL, "unit": "reports"}
    return boxes(
        ("screened", 100, {"stage": TITLE}),
        ("excluded", 70, {"stage": TITLE}),
        ("assessed", 30, {"stage": FULL}),
        ("excluded", 10, full),
        *between,
        last,
    )


def test_sources_make_the_records_identified():
    def identified(databases, registers, total, embase=60):
        return boxes(
            ("identified", total),
            ("identified", databases, {"stage": "databases"}),
            ("identified", embase, {"stage": "databases", "reason": "Embase"}),
            ("identified", 30, {"stage": "databases", "reason": "Medline"}),
            ("identified", registers, {"stage": "registers"}),
            ("duplicates_removed", 10),
            ("screened", 90),
            ("included", 90, {"unit": "records"}),
        )

    assert codes(identified(90, 10, 100)) == []
    assert found(identified(90, 11, 100)) == [("FLOW-004", 1, "100, its sources 101", "101")]
    assert found(identified(90, 10, 100, embase=61)) == [("FLOW-004", 2, "90, its sources 91", "91")]
    assert computed(identified(90, None, 100)) == {"Records identified from registers": 10}
    assert computed(identified(None, None, None))["Records identified"] == 100
    without = [
        b for b in identified(90, 11, 100) if b.position != 1
    ]  # no total: the kinds lead to the next box
    assert found(without) == [("FLOW-001", 7, "90", "101 - 10 = 91")]


def overlapping(whole=550, again=50, screened=540, **more) -> list[Box]:
    return boxes(
        ("identified", whole),
        ("identified", 500, {"reason": "Medline"}),
        ("identified", 100, {"reason": "Embase"}),
        ("found_again", again, more),
        ("duplicates_removed", 10),
        ("screened", screened),
    )


def test_what_another_search_found_again_is_counted_once_in_the_total():
    assert found(overlapping()) == []
    assert found(overlapping(again=49)) == [("FLOW-004", 1, "550, its sources 600", "600 - 49 = 551")]
    assert computed(overlapping(again=None)) == {"Records found again by another search and counted once": 50}
    assert computed(overlapping(whole=None)) == {"Records identified": 550}
    assert found(overlapping()[:1] + overlapping()[3:]) == []  # no search tells its own
    by = [box(9, "found_again", 30, reason="Embase"), box(10, "found_again", 21, reason="Others")]
    assert found([*overlapping(), *by]) == [("FLOW-002", 4, "50, its reasons 51", "51")]


def test_without_a_total_what_was_found_again_leaves_the_counts_of_the_searches():
    assert found(overlapping()[1:]) == []
    assert found(overlapping(screened=590)[1:]) == [("FLOW-001", 6, "590", "600 - 60 = 540")]


def test_what_was_found_again_belongs_to_the_total_of_its_kind_or_else_of_all():
    kinds = boxes(
        ("identified", 550, {"stage": "databases"}),
        ("identified", 500, {"stage": "databases", "reason": "Medline"}),
        ("identified", 100, {"stage": "databases", "reason": "Embase"}),
        ("identified", 20, {"stage": "registers"}),
        ("found_again", 50, {"stage": "databases"}),
        ("screened", 570),
    )
    assert found(kinds) == []
    assert found([*kinds, box(9, "identified", 570)]) == []
    assert found([*kinds[1:], box(9, "identified", 570)]) == []
    assert found([*kinds[1:], box(9, "identified", 571), box(10, "duplicates_removed", 1)]) == [
        ("FLOW-004", 9, "571, its sources 620", "620 - 50 = 570")
    ]


def test_what_was_found_again_needs_what_was_identified():
    wrong = checks.sum_problems(overlapping()[3:], LAYOUT, file="f.csv")
    assert 'no box "Records identified"' in [problem.found for problem in wrong]


def test_databases_without_a_total_are_summed_towards_screening():
    rows = boxes(
        ("identified", 60, {"reason": "Embase"}), ("identified", 40, {"reason": "Medline"}), ("screened", 110)
    )
    assert found(rows) == [("FLOW-001", 3, "110", "at most 100")]


def test_a_box_that_is_not_there_is_missing_and_not_zero():
    rows = boxes(
        ("identified", 100), ("screened", 90), ("excluded", 80), ("included", 10, {"unit": "records"})
    )
    assert codes(rows) == []
    (wrong,) = checks.sum_problems(rows, LAYOUT, file="f.csv")
    assert (wrong.code, wrong.found) == ("FLOW-007", 'no box of the 10 that left before "Records screened"')
    assert computed([rows[0], rows[1]._replace(n=None), *rows[2:3]]) == {}
    told = [rows[0], box(9, "duplicates_removed", None), *rows[1:]]
    assert checks.sum_problems(told, LAYOUT, file="f.csv") == []
    assert computed(told) == {"Duplicate records removed before screening": 10}


@pytest.mark.parametrize("step", ["duplicates_removed", "automation_removed", "other_removed"])
def test_what_is_removed_before_screening_leaves_those_identified_wherever_its_row_stands(step):
    rows = boxes(
        ("identified", 100), ("screened", 90), ("excluded", 80), ("included", 10, {"unit": "records"})
    )
    removed = box(9, step, 10)
    for at in range(len(rows) + 1):
        assert codes([*rows[:at], removed, *rows[at:]]) == []
        assert codes([*rows[:at], removed._replace(n=9), *rows[at:]]) == ["FLOW-001"]
    assert (
        codes([*rows[1:3], removed, rows[3]]) == []
    )  # nothing identified: nothing that it must be taken from


def test_losses_find_their_own_stage_wherever_their_rows_stand():
    states = simple()[0::2]
    rows = [states[0], states[1], states[2], simple()[3], simple()[1]]
    assert codes(rows) == []
    assert codes([b._replace(n=71) if b.n == 70 else b for b in rows]) == ["FLOW-001"]
    bare = [b._replace(stage=NA) for b in rows]  # without stages, by their unit
    assert codes(bare) == []
    assert codes([b._replace(n=11) if b.n == 10 else b for b in bare]) == ["FLOW-001"]


def test_losses_of_several_stages_of_one_unit_find_their_own_wherever_their_rows_stand():
    stages = ("one", "two", "three")
    states = [("screened", n, {"stage": s}) for n, s in zip((90, 50, 20), stages, strict=True)]
    losses = [("excluded", n, {"stage": s}) for n, s in zip((40, 30, 15), stages, strict=True)]
    last = ("included", 5, {"unit": "records"})
    assert codes(boxes(*states, *losses, last)) == codes(boxes(*states, last, *reversed(losses))) == []
    swapped = [(step, n, more) for (step, _, more), n in zip(losses, (30, 40, 15), strict=True)]
    assert codes(boxes(*states, *swapped, last)) == ["FLOW-001", "FLOW-001"]


def test_what_is_not_retrieved_is_taken_from_what_was_sought():
    rows = boxes(
        ("screened", 50),
        ("excluded", 20),
        ("sought", 30),
        ("assessed", 27),
        ("not_retrieved", 3),
        ("included", 27),
    )
    assert codes(rows) == []
    assert found([b._replace(n=4) if b.n == 3 else b for b in rows]) == [("FLOW-001", 4, "27", "30 - 4 = 26")]


def test_what_waits_for_a_decision_is_no_contradiction():
    rows = boxes(("screened", 50), ("excluded", 20), ("undecided", 5), ("assessed", 25), ("included", 25))
    assert codes(rows) == []


def discussed(excluded=70, back=5, assessed=35, **more) -> list[Box]:
    return boxes(
        ("screened", 100, {"stage": TITLE}),
        ("excluded", excluded, {"stage": TITLE}),
        ("brought_back", back, {"stage": TITLE} | more),
        ("assessed", assessed, {"stage": FULL}),
    )


def test_what_a_discussion_brought_back_goes_on_to_the_next_stage():
    assert found(discussed()) == []
    assert found(discussed(assessed=30)) == [("FLOW-001", 4, "30", "105 - 70 = 35")]
    assert found(discussed(back=None, assessed=29)) == [("FLOW-001", 4, "29", "at least 100 - 70 = 30")]
    assert computed(discussed(back=None)) == {"Records brought back by discussion, excluded by title": 5}
    assert computed(discussed(assessed=None)) == {"Reports assessed in full text": 35}


def test_no_more_is_brought_back_than_had_left():
    assert found(discussed(excluded=4, assessed=101)) == [("FLOW-001", 4, "101", "at most 100")]
    ended = [*discussed(), box(9, "included", None)]
    assert checks.sum_problems(ended, LAYOUT, file="f.csv") == []  # and fewer lack no box


def test_what_is_brought_back_is_told_apart_by_who_brought_it():
    rows = discussed()
    by = [box(9 + n, "brought_back", n, stage=TITLE, reason=f"Reviewer {n}") for n in (2, 3)]
    assert found([*rows, *by]) == []
    assert found([*rows, *by[1:]]) == [("FLOW-002", 3, "5, its reasons 3", "3")]
    assert found([rows[0], rows[1], *by, rows[3]]) == []


def test_what_is_brought_back_needs_its_stage():
    wrong = checks.sum_problems(discussed(stage="abstract"), LAYOUT, file="f.csv")
    assert 'no box "Records screened by abstract"' in [problem.found for problem in wrong]


@pytest.mark.parametrize("lists", [(34, 41), (0, 900), (None, None)])
def test_what_each_reviewer_kept_is_never_added_up(lists):
    kept = [
        box(9 + at, "kept_by_reviewer", n, stage=TITLE, reason=name)
        for at, (name, n) in enumerate(zip("AB", lists, strict=True))
    ]
    rows = discussed()
    assert flow.sums([*rows[:3], *kept, *rows[3:]], LAYOUT) == flow.sums(rows, LAYOUT)
    told = flow.complete([*rows, *kept], LAYOUT)
    assert [b.n for b in told if b.step == "kept_by_reviewer"] == list(lists)


def test_the_list_of_a_reviewer_needs_a_name():
    wrong = checks.sum_problems([*discussed(), box(9, "kept_by_reviewer", 5)], LAYOUT, file="f.csv")
    assert ("FLOW-007", 'no reviewer of "Records kept by each reviewer"', "reason") in [
        (problem.code, problem.found, problem.field) for problem in wrong
    ]


def test_what_is_removed_after_appraisal_counts_with_and_without_the_appraised():
    assert codes(simple(("appraisal_removed", 5), last=("included", 15))) == []
    assert found(simple(("appraisal_removed", 5))) == [("FLOW-001", 6, "20", "30 - 15 = 15")]
    appraised = (("appraised", 20), ("appraisal_removed", 5))
    assert codes(simple(*appraised, last=("included", 15))) == []
    assert codes(simple(*appraised)) == ["FLOW-001"]
    assert codes(simple(("appraised", 19), ("appraisal_removed", 4), last=("included", 15))) == ["FLOW-001"]


def other(step, n, **more):
    return (step, n, {"route": "other"} | more)


def test_two_routes_meet_where_the_included_are_counted():
    second = (
        other("identified", 8),
        other("sought", 8, unit="reports"),
        other("assessed", 8),
        other("excluded", 3, unit="reports"),
    )
    assert codes(simple(*second, last=("included", 25))) == []
    assert found(simple(*second, last=("included", 20))) == [("FLOW-001", 9, "20", "38 - 13 = 25")]
    assert codes(simple(*second, ("appraised", 25), ("appraisal_removed", 5))) == []
    assert codes(simple(*second, ("appraised", 20), ("appraisal_removed", 0))) == ["FLOW-001"]


def test_a_route_that_only_identifies_joins_before_screening():
    rows = (
        ("identified", 90),
        other("identified", 15),
        other("duplicates_removed", 1),
        ("duplicates_removed", 4),
    )
    tail = (("screened", 100), ("excluded", 80), ("assessed", 20), ("included", 20))
    assert codes(boxes(*rows, *tail)) == []
    assert codes(boxes(*rows[:3], ("duplicates_removed", 5), *tail)) == ["FLOW-001"]
    assert (
        codes(boxes(*rows[1:3], *tail)) == []
    )  # what the main route identified is not said: nothing to add to


def test_previous_and_new_make_the_total_in_each_unit_that_says_both():
    def updated(*rows):
        return codes(boxes(("screened", 9), ("included", 9, {"unit": "reports"}), *rows))

    previous, total = ("previous", 4, {"unit": "reports"}), ("total", 13, {"unit": "reports"})
    assert updated(previous, total) == []
    assert updated(("previous", 5, {"unit": "reports"}), total) == ["FLOW-010"]
    assert updated(total) == ["FLOW-010"]  # no previous version at all
    assert updated(("previous", 3), total) == []  # it counts studies: how many reports it had is not known
    assert updated(("previous", 3), ("total", 8, {"unit": "reports"})) == [
        "FLOW-010"
    ]  # fewer than the new ones
    assert updated(("previous", None, {"unit": "reports"}), total) == []


@pytest.mark.parametrize("step", ["previous", "included", "total", "synthesised"])
def test_studies_are_no_more_than_reports(step):
    rows = boxes((step, 5, {"unit": "reports"}), (step, 6, {"unit": "studies"}))
    assert "FLOW-005" in codes(rows)
    assert "FLOW-005" not in codes([rows[0], rows[1]._replace(n=5)])
    assert "FLOW-005" not in codes([rows[0]._replace(n=None), rows[1]])


def test_more_studies_than_reports_are_a_notice_that_marks_no_box_and_bounds_no_count():
    rows = boxes(("included", 5, {"unit": "reports"}), ("included", 6, {"unit": "studies"}))
    (wrong,) = [p for p in checks.sum_problems(rows, LAYOUT, file="f.csv") if p.code == "FLOW-005"]
    assert wrong.severity == "notice"
    assert not any(box.contradiction for box in flow.mark(rows, flow.violations(rows, LAYOUT)))
    more = boxes(
        ("included", 5, {"unit": "reports"}),
        ("included", 6, {"unit": "studies"}),
        ("total", None, {"unit": "reports"}),
        ("total", 6, {"unit": "studies"}),
    )
    assert {one.code for one in flow.violations(more, LAYOUT)} == {"FLOW-005"}


def test_studies_alone_are_no_more_than_what_is_left():
    assert codes(simple(last=("included", 20, {"unit": "studies"}))) == []
    assert codes(simple(last=("included", 12, {"unit": "studies"}))) == []
    assert found(simple(last=("included", 21, {"unit": "studies"}))) == [
        ("FLOW-005", 5, "21", "at most 30 - 10 = 20")
    ]


def test_a_synthesis_holds_no_more_than_is_included():
    part = ("synthesised", 21, {"stage": "quantitative", "unit": "reports"})
    assert found(simple(part)) == [("FLOW-011", 5, "21", "at most 20")]
    narrative = ("synthesised", 20, {"stage": "narrative", "unit": "reports"})
    assert codes(simple(narrative, ("synthesised", 5, {"stage": "quantitative", "unit": "reports"}))) == []
    previous = ("previous", 1, {"unit": "reports"})
    assert codes(simple(part, previous)) == []  # it may hold what the previous version included
    assert codes(simple(part, ("previous", 1))) == []  # in another unit: how many reports is not known
    assert codes(simple(part, previous, ("total", 21, {"unit": "reports"}))) == []


def test_the_same_box_in_two_units_is_not_added_up():
    rows = simple()
    again = [
        box(7, "assessed", 25, stage=FULL, unit="studies"),
        box(8, "excluded", 8, stage=FULL, unit="studies"),
    ]
    assert codes([*rows[:2], *again, *rows[2:]]) == codes([*rows[:4], *again, rows[4]]) == []
    reasons = [box(9 + n, "excluded", n, stage=FULL, unit="studies", reason=f"R{n}") for n in (3, 6)]
    assert codes([*rows[:4], *again, *reasons, rows[4]]) == ["FLOW-002"]


def test_a_contradiction_beyond_boxes_that_are_not_reported_is_found():
    rows = boxes(
        ("identified", 100),
        ("duplicates_removed", None),
        ("screened", None),
        ("excluded", None),
        ("assessed", 120),
    )
    assert found(rows) == [("FLOW-001", 5, "120", "at most 100")]
    routes = boxes(
        ("screened", 100),
        ("excluded", None),
        other("assessed", 5),
        other("excluded", None, unit="reports"),
        ("included", 106),
    )
    assert found(routes) == [("FLOW-001", 5, "106", "at most 105")]
    assert codes([*routes[:4], routes[4]._replace(n=105)]) == []


def test_more_excluded_than_there_were_is_found_at_a_box_that_is_known():
    rows = boxes(("screened", 10), ("excluded", 12), ("assessed", None), ("included", None))
    assert found(rows) == [("FLOW-001", 2, "12", "at most 10")]


# --- what is computed, and how it is marked


def test_the_head_of_the_excluded_gets_its_total_only_where_the_layout_wants_it_and_all_reasons_are_known():
    rows = [b for b in simple() if b.n != 10]
    reasons = [box(8, "excluded", n, stage=FULL, unit="reports", reason=str(n)) for n in (4, 6)]
    reasons[1] = reasons[1]._replace(position=9)
    rows[3:3] = reasons
    assert computed(rows) == {"Reports excluded in full text": 10}
    assert computed(rows, LAYOUT | {"total_in_head": False}) == {}
    open_ = [b._replace(n=None) if b.reason == "6" or b.step == "included" else b for b in rows]
    head = next(b for b in flow.complete(open_, LAYOUT) if b.label == "Reports excluded in full text")
    assert (head.n, head.status) == (None, NR)


def test_a_count_that_is_not_reported_is_never_zero():
    rows = [b._replace(n=None) for b in seed()]
    assert all(b.n is None for b in flow.complete(rows, LAYOUT))


def test_reasons_that_leave_nothing_over_say_so_together_and_none_is_made_zero():
    rows = seed(p7=83)
    done = flow.complete(rows, LAYOUT)
    assert [b.n for b in done if b.reason in ("Opinion", "Clinical outcomes", "Adds nothing")] == [None] * 3
    assert computed(rows)["Remaining reasons together (3 not reported one by one)"] == 0


@pytest.mark.parametrize(
    ("known", "rest"), [((20, 21), {"Adds nothing": 10}), ((20,), {"Remaining reasons together": 31})]
)
def test_one_open_reason_gets_what_is_left_and_two_get_it_together(known, rest):
    done = computed(seed(**{f"p{9 + i}": n for i, n in enumerate(known)}))
    assert {
        label.partition(" (")[0]: n for label, n in done.items() if "R" not in label[:1] or "Rem" in label
    } == rest


def test_a_remainder_below_nothing_is_not_shown():
    assert all(b.n is None or b.n >= 0 for b in flow.complete(seed(p7=200, p4=300), LAYOUT))


def test_only_the_box_named_is_marked_and_no_row_is_changed():
    rows = seed(p5=130)
    before = list(rows)
    marked = flow.mark(flow.complete(rows, LAYOUT), flow.violations(rows, LAYOUT))
    assert [(b.label, b.contradiction) for b in marked if b.contradiction] == [
        ("Reports assessed in full text", "expected 128")
    ]
    assert rows == before


@pytest.mark.parametrize(
    "cell", ["0", "558", "10000000", "999999999999999", "not_reported", "not_applicable", " 7 "]
)
def test_a_whole_number_is_a_count(cell):
    assert flow.describe_number(cell) is None


@pytest.mark.parametrize("cell", REFUSED)
def test_what_is_no_whole_number_is_refused(cell):
    assert "whole number" in flow.describe_number(cell)


# --- flows of simulated records: nothing is missed, nothing falsely accused, nothing computed wrong


@MANY
@given(truths(), st.data())
def test_whatever_is_hidden_nothing_is_accused_and_what_is_computed_is_true(rows, data):
    hidden = data.draw(st.sets(st.sampled_from([b.position for b in rows])))
    partly = hide(rows, hidden)
    assert checks.sum_problems(partly, LAYOUT, file="x.csv") == []
    truth = {b.key: b.n for b in rows}
    totals = Counter()
    for b in rows:
        if b.reason != NA:
            totals[b.key[:4]] += b.n
    for b in flow.complete(partly, LAYOUT):
        if b.n is None:
            assert b.status == NR and b.position in hidden | {p for p in [b.position] if p < 0}
        elif b.reason.startswith(flow.REMAINING):
            own = [r for r in rows if r.key[:4] == b.key[:4] and r.reason != NA and r.position in hidden]
            assert b.n == sum(r.n for r in own)
        else:
            assert b.n == (truth[b.key] if b.key in truth else totals[b.key[:4]])
        assert (b.status == "computed") == (b.n is not None and (b.position in hidden or b.key not in truth))


def alternatives(rows, rules, hidden) -> bool:
    """Whether some whole numbers in place of what is hidden make every sum hold (by linear programming, not our rules)."""
    from scipy.optimize import linprog

    at = {p: i for i, p in enumerate(sorted({q for r in rules for q in r.whole + r.parts}))}
    known = {b.position: b.n for b in rows}
    bounds = [(0, None) if p in hidden else (known[p], known[p]) for p in at]
    equal, most = [], []
    for rule in rules:
        line = [0] * len(at)
        for p in rule.whole:
            line[at[p]] += 1
        for p in rule.parts:
            line[at[p]] -= 1
        (most if rule.at_most else equal).append([-x for x in line] if rule.at_most else line)
    if not at:
        return True
    done = linprog(
        [0] * len(at), A_ub=most or None, b_ub=[0] * len(most) or None, A_eq=equal or None, b_eq=[0] * len(equal) or None,
        bounds=bounds, method="highs",
    )  # fmt: skip
    return done.status == 0


@examples(200)
@given(truths(), st.data())
def test_a_changed_count_is_accused_exactly_where_no_numbers_could_make_the_sums_hold(rows, data):
    positions = [b.position for b in rows]
    changed = data.draw(st.sampled_from(positions))
    hidden = data.draw(st.sets(st.sampled_from(positions), max_size=6)) - {changed}
    by = data.draw(st.sampled_from([1, 2, 50, -1, -2]))
    wrong = [b._replace(n=max(0, b.n + by)) if b.position == changed else b for b in hide(rows, hidden)]
    rules = flow.sums(wrong, LAYOUT)
    assert bool(flow.violations(wrong, LAYOUT)) != alternatives(wrong, rules, hidden)


@MANY
@given(truths(), st.data())
def test_any_one_count_that_is_changed_is_found(rows, data):
    """Every count but those that no other determines: how many studies, how many are in a synthesis, what each reviewer kept, what was
    found again by searches that are not told apart, and what stands before or after a step of which no box tells what left."""
    at = data.draw(st.sampled_from(rows))
    wrong = [b._replace(n=b.n + data.draw(st.integers(1, 50))) if b is at else b for b in rows]
    total = any(b.step == "total" for b in rows)
    if at.step in ("synthesised", "kept_by_reviewer") or (at.unit == "studies" and not total):
        return
    searches = [b for b in rows if b.step == "identified" and b.route == at.route and b.stage != NA]
    if at.step == "found_again" and not searches:
        return
    steps = [rule for rule in flow.sums(rows, LAYOUT) if rule.code == "FLOW-001"]
    told = {rule.at for rule in steps if not rule.at_most}
    if any(at.position in rule.whole + rule.parts for rule in steps if rule.at not in told):
        return
    again = {b.position: b for b in flow.complete(hide(rows, {at.position}), LAYOUT)}[at.position]
    assert (again.n, again.status) == (at.n, "computed")
    assert any(
        b.contradiction for b in flow.mark(flow.complete(wrong, LAYOUT), flow.violations(wrong, LAYOUT))
    )
