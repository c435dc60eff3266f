"""Selection: what became of each record, the boxes counted from that, and what is compared with the boxes reported."""

from collections import Counter

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st
from packages import OPENED, SYNTHETIC, table
from packages.examples import examples
from packages.flows import PLACES, flow, williams

from reviewbook.selection import checks, counting, layout
from reviewbook.selection import flow as model
from reviewbook.selection.flow_problems import sum_problems

NA, NR = "not_applicable", "not_reported"
TITLE, RETRIEVAL, FULL = "title", "retrieval", "full_text"
LAYOUT = layout.load_layout()
RECORDS, DECISIONS = "record_id source_id duplicate_of", "record_id stage reviewer decision reason"
SOURCES = "source_id name kind records"


def shown(boxes) -> dict[str, tuple]:
    return {box.label: (box.n, box.status) for box in boxes}


# --- reported boxes: the seed paper and the synthetic review


SEED_COUNTS = {"reports": 15, "studies": 12, "interventions": 11}


def test_williams_what_the_paper_leaves_out_follows_from_what_it_prints():
    boxes = counting.boxes(williams(), layout=LAYOUT, counts=SEED_COUNTS)
    assert 558 - 323 - 107 == 128 and 113 - 32 - 30 == 51
    assert [(box.n, box.status) for box in boxes] == [
        (None, "not_available"),
        (None, "not_available"),
        (558, "reported"),
        (323, "reported"),
        (235, "computed"),
        (107, "reported"),
        (128, "reported"),
        (113, "computed"),
        (32, "reported"),
        (30, "reported"),
        (None, "not_available"),
        (None, "not_available"),
        (None, "not_available"),
        (51, "computed"),
        (15, "reported"),
        (12, "computed"),
        (11, "reported"),
    ]
    assert boxes[13].label == "Remaining reasons together (3 not available one by one)"


def test_a_count_that_is_not_reported_is_never_zero():
    boxes = counting.boxes(williams(p9=None, p10=None), layout=LAYOUT)
    assert [box.n for box in boxes if box.n == 0] == []
    rest = next(box for box in boxes if box.reason.startswith(model.REMAINING))
    assert rest.n == 113  # all five reasons together


def test_one_reason_without_a_count_is_what_the_others_leave():
    boxes = counting.boxes(williams(p11=20, p12=21), layout=LAYOUT)
    assert [(box.n, box.status) for box in boxes if box.position == 13] == [(10, "computed")]
    assert not [box for box in boxes if box.reason.startswith(model.REMAINING)]


def test_blank_not_reported_and_not_applicable_are_three_things():
    rows = flow((1, "screened", TITLE, "records", NA, 9), (2, "excluded", TITLE, "records", NA, None))
    status = {}
    for written in ("", NR, NA):
        rows["n_as_charted"] = pd.array(["9", written], "string")
        status[written] = [box.status for box in counting.reported_boxes(rows)]
    assert status == {"": ["reported", "not_charted"], NR: ["reported", NR], NA: ["reported"]}


def test_an_included_box_without_a_count_is_filled_from_the_tables_and_says_so():
    rows = flow((1, "screened", TITLE, "records", NA, 9), (2, "included", NA, "studies", NA, None))
    assert shown(counting.boxes(rows, layout=LAYOUT))["Studies included"] == (None, "not_charted")
    assert shown(counting.boxes(rows, layout=LAYOUT, counts={"studies": 4}))["Studies included"] == (
        4,
        "computed",
    )


# --- the stages


def test_stages_come_in_the_order_of_the_flow_then_as_is_usual():
    decisions = table(
        DECISIONS, *[("R1", s, "A", "include", NA) for s in (FULL, RETRIEVAL, "abstract", TITLE)]
    )
    nothing = flow().astype({"position": "Int64"})
    assert counting.stage_order(nothing, decisions) == [TITLE, "abstract", RETRIEVAL, FULL]
    turned = flow((1, "screened", "abstract", "records", NA, 3), (2, "screened", TITLE, "records", NA, 1))
    assert counting.stage_order(turned, decisions) == ["abstract", TITLE, RETRIEVAL, FULL]
    sought = flow((1, "assessed", FULL, "reports", NA, 3), (2, "sought", NA, "reports", NA, 1))
    assert counting.stage_order(sought, decisions) == [TITLE, "abstract", FULL, RETRIEVAL]


def test_a_stage_of_another_name_comes_before_those_at_which_fewer_were_judged():
    decisions = table(
        DECISIONS,
        ("R1", FULL, "A", "include", NA),
        *[(f"R{i}", "first_sift", "A", "include", NA) for i in range(3)],
        *[(f"R{i}", "second_sift", "A", "include", NA) for i in range(2)],
    )
    nothing = flow().astype({"position": "Int64"})
    reported = flow((1, "assessed", FULL, "reports", NA, 1))
    for rows in (decisions, decisions.iloc[::-1]):
        for known in (nothing, reported):
            assert counting.stage_order(known, rows) == ["first_sift", "second_sift", FULL]


# --- counted from records


def counted(records, decisions, sources=PLACES, stages=(TITLE, FULL)) -> list[tuple]:
    ledger = counting.ledger(records, decisions, sources, stages=list(stages))
    boxes = counting.count(ledger, stages=list(stages), sources=sources)
    return [(box.route, box.step, box.stage, box.reason, box.n) for box in boxes]


def steps(records, decisions, sources=PLACES, stages=(TITLE, FULL)) -> list[str]:
    ledger = counting.ledger(records, decisions, sources, stages=list(stages))
    return [
        " ".join(filter(lambda word: word != NA, row)) for row in ledger[["step", "stage", "reason"]].values
    ]


def test_the_flow_is_counted_from_records():
    records = table(RECORDS, *[(f"R{i}", "a", "R1" if i in (7, 8) else NA) for i in range(1, 9)])
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
    main = "databases"
    assert counted(records, decisions) == [
        (main, "identified", NA, NA, 8),
        (main, "duplicates_removed", NA, NA, 2),
        (main, "screened", TITLE, NA, 6),
        (main, "excluded", TITLE, NA, 3),
        (main, "excluded", TITLE, "off topic", 2),
        (main, "excluded", TITLE, "animals", 1),
        (main, "assessed", FULL, NA, 3),
        (main, "excluded", FULL, NA, 1),
        (main, "excluded", FULL, "no data", 1),
        ("", "included", NA, NA, 2),
    ]


def test_a_name_has_the_row_in_which_it_stands_and_none_where_it_stands_in_none():
    names = pd.Series(pd.Categorical(["b", None, "c", "a", "b"]))
    assert counting.places(names, among=pd.Series(["a", "b"], dtype="string")).tolist() == [1, -1, -1, 0, 1]


def test_decisions_on_records_that_are_not_there_count_for_none():
    records = table(RECORDS, ("R1", "a", NA), ("R2", "a", NA))
    decisions = table(DECISIONS, ("R0", TITLE, "A", "include", NA), ("R1", TITLE, "A", "exclude", "animals"))
    assert steps(records, decisions, stages=[TITLE]) == ["excluded title animals", "undecided title"]


def test_a_list_of_the_included_says_nothing_of_what_came_to_full_text():
    records = table(RECORDS, ("R1", "a", NA), ("R2", "a", NA), ("R3", "a", "R1"))
    listed = table(DECISIONS, ("R1", FULL, "team", "include", None))
    assert steps(records, listed, stages=[FULL]) == ["included", "unlisted", "duplicates_removed"]
    assert [(step, n) for _, step, _, _, n in counted(records, listed, stages=[FULL])] == [
        ("identified", 3),
        ("duplicates_removed", 1),
        ("unlisted", 1),
        ("included", 1),
    ]


def test_a_decision_that_does_not_include_or_an_earlier_stage_is_no_mere_list():
    records = table(RECORDS, ("R1", "a", NA), ("R2", "a", NA), ("R3", "a", NA))
    include = ("R1", FULL, "team", "include", None)
    for other in (("R2", FULL, "team", "exclude", "x"), ("R2", FULL, "team", "maybe", None)):
        assert "undecided full_text" in steps(records, table(DECISIONS, include, other), stages=[FULL])
    first = table(DECISIONS, ("R1", TITLE, "team", "include", None), include)
    assert steps(records, first)[1:] == ["undecided title", "undecided title"]


def test_each_way_to_leave_the_flow():
    rows = {
        "consensus": [("A", "include"), ("B", "exclude"), ("consensus", "exclude")],
        "conflict": [("A", "include"), ("B", "exclude")],
        "changed": [("A", "include"), ("A", "exclude")],
        "withdrawn": [("A", "include"), ("A", "withdrawn")],
        "maybe": [("A", "maybe")],
        "unjudged": [],
        "kept": [("A", "include"), ("B", "include")],
    }
    records = table(RECORDS, *[(name, "a", NA) for name in rows])
    decisions = table(
        DECISIONS, *[(name, TITLE, who, what, None) for name in rows for who, what in rows[name]]
    )
    assert steps(records, decisions, stages=[TITLE]) == [
        "excluded title No reason recorded",
        "undecided title",
        "excluded title No reason recorded",
        "undecided title",
        "undecided title",
        "undecided title",
        "included",
    ]


def test_a_later_decision_moves_a_record_on_but_does_not_bring_one_back():
    records = table(RECORDS, ("waits", "a", NA), ("out", "a", NA), ("only", "a", NA))
    decisions = table(
        DECISIONS,
        ("waits", TITLE, "A", "maybe", NA),
        ("waits", FULL, "A", "include", NA),
        ("out", TITLE, "A", "exclude", "animals"),
        ("out", FULL, "A", "include", NA),
        ("only", FULL, "A", "exclude", "no data"),
    )
    assert steps(records, decisions) == ["included", "excluded title animals", "excluded full_text no data"]


def test_records_of_a_route_that_nobody_judged_yet_wait_and_are_not_included():
    records = table(RECORDS, ("R1", "a", NA), ("R2", "w", NA), ("R3", "w", NA))
    decisions = table(DECISIONS, ("R1", TITLE, "A", "include", NA), ("R1", FULL, "A", "include", NA))
    assert steps(records, decisions) == ["included", "undecided title", "undecided title"]


def test_records_of_a_route_that_nobody_read_in_full_yet_wait_and_are_not_included():
    records = table(RECORDS, ("R1", "a", NA), ("R2", "w", NA), ("R3", "w", NA))
    decisions = table(
        DECISIONS,
        *[(f"R{i}", TITLE, "A", "include", NA) for i in (1, 2, 3)],
        ("R1", FULL, "A", "include", NA),
    )
    assert steps(records, decisions) == ["included", "undecided full_text", "undecided full_text"]


def test_other_methods_that_go_straight_to_full_text_are_not_said_to_be_screened():
    records = table(RECORDS, ("R1", "a", NA), ("R2", "w", NA), ("R3", "w", NA), ("R4", "w", "R3"))
    decisions = table(
        DECISIONS,
        ("R1", TITLE, "A", "include", NA),
        ("R4", TITLE, "A", "include", NA),  # a duplicate: says nothing of its route
        *[(f"R{i}", FULL, "A", "include", NA) for i in (1, 2)],
        ("R3", FULL, "A", "exclude", "no data"),
    )
    of_other = [row[1:] for row in counted(records, decisions) if row[0] == "other"]
    assert of_other == [
        ("identified", NA, NA, 3),
        ("duplicates_removed", NA, NA, 1),
        ("assessed", FULL, NA, 2),
        ("excluded", FULL, NA, 1),
        ("excluded", FULL, "no data", 1),
    ]


REASONS = "stage written shown"


def left_for(*reasons: str, **tables) -> list[tuple]:
    """The boxes of reasons for which as many records left at the first stage."""
    records = table(RECORDS, *[(f"R{i}", "a", NA) for i in range(len(reasons))])
    decisions = table(
        DECISIONS, *[(f"R{i}", TITLE, "A", "exclude", reason) for i, reason in enumerate(reasons)]
    )
    ledger = counting.ledger(records, decisions, PLACES, stages=[TITLE], **tables)
    boxes = counting.count(ledger, stages=[TITLE], sources=PLACES)
    for box in boxes:
        assert counting.members(ledger, box, stages=[TITLE], sources=PLACES).sum() == box.n
    return [(box.reason, box.n) for box in boxes if box.step == "excluded" and box.reason != NA]


def test_reasons_are_counted_under_the_words_that_authors_give_them():
    reasons = table(
        REASONS,
        (TITLE, "wrong pop.", "Wrong population"),
        (TITLE, "children", "Wrong population"),
        (TITLE, "old", None),
        (FULL, "off topic", "Another stage"),
    )
    assert left_for("children", "wrong pop.", "old", "off topic", NA, reasons=reasons) == [
        ("Wrong population", 2),
        (counting.NO_REASON, 1),
        ("off topic", 1),
        ("old", 1),
    ]


def test_the_rarest_of_many_reasons_are_one_box_and_none_is_lost():
    often = [f"often {n}" for n in range(8) for _ in range(3)]
    rare = [f"rare {n}" for n in range(31)]
    boxes = left_for(*often, *rare, NA)
    assert len(boxes) == counting.MOST_REASONS and (counting.NO_REASON, 1) in boxes
    assert boxes[-1] == (counting.OTHERS, 31)
    assert sum(n for _, n in boxes) == len(often) + len(rare) + 1
    assert len(left_for(*[f"reason {n}" for n in range(counting.MOST_REASONS)])) == counting.MOST_REASONS


def test_a_reason_that_the_review_reports_is_counted_by_itself_however_rare():
    rare = [f"rare {n}" for n in range(31)]
    reported = flow((1, "excluded", TITLE, "records", "rare 30", 1))
    boxes = left_for(*rare, flow=reported)
    assert ("rare 30", 1) in boxes and boxes[-1] == (counting.OTHERS, 21)


def test_retrieval_is_sought_and_not_retrieved_and_what_waits_for_it_is_shown():
    records = table(RECORDS, *[(f"R{i}", "a", NA) for i in range(1, 5)])
    decisions = table(
        DECISIONS,
        *[(f"R{i}", TITLE, "A", "include", NA) for i in range(1, 5)],
        ("R1", RETRIEVAL, "A", "include", NA),
        ("R2", RETRIEVAL, "A", "exclude", "no copy"),
        ("R4", RETRIEVAL, "A", "include", NA),
        ("R1", FULL, "A", "include", NA),
    )
    ledger = counting.ledger(records, decisions, PLACES, stages=[TITLE, RETRIEVAL, FULL])
    boxes = counting.count(ledger, stages=[TITLE, RETRIEVAL, FULL], sources=PLACES)
    assert [(b.step, b.stage, b.n) for b in boxes[4:]] == [
        ("sought", NA, 4),
        ("not_retrieved", NA, 1),
        ("undecided", RETRIEVAL, 1),
        ("assessed", FULL, 2),
        ("excluded", FULL, 0),
        ("undecided", FULL, 1),
        ("included", NA, 1),
    ]
    placed = [box._replace(position=at) for at, box in enumerate(boxes, 1)]
    assert checks.sum_problems(placed, LAYOUT, file="flow.csv") == []
    assert layout.label(placed[6], LAYOUT) == "Reports waiting for a decision on retrieval"


def test_sources_are_told_apart_by_kind_and_by_name_where_they_are_few():
    records = table(RECORDS, *[(f"R{i}", source, NA) for i, source in enumerate("aabcw")])
    decisions = table(DECISIONS, *[(f"R{i}", TITLE, "A", "include", NA) for i in range(5)])
    rows = [row for row in counted(records, decisions, stages=[TITLE]) if row[1] == "identified"]
    assert rows == [
        ("databases", "identified", NA, NA, 4),
        ("databases", "identified", "databases", NA, 3),
        ("databases", "identified", "databases", "Base A", 2),
        ("databases", "identified", "databases", "Base B", 1),
        ("databases", "identified", "registers", NA, 1),
        ("other", "identified", NA, NA, 1),
    ]


def test_a_base_searched_twice_is_counted_once():
    sources = table(
        SOURCES,
        ("a", "Base A", "database", None),
        ("b", "Base A", "database", None),
        ("c", "C", "database", None),
    )
    records = table(RECORDS, *[(f"R{i}", source, NA) for i, source in enumerate("abc")])
    decisions = table(DECISIONS, *[(f"R{i}", TITLE, "A", "include", NA) for i in range(3)])
    rows = [row[3:] for row in counted(records, decisions, sources, [TITLE]) if row[1] == "identified"]
    assert rows == [(NA, 3), ("Base A", 2), ("C", 1)]


def test_a_source_of_unknown_kind_is_not_called_another_method():
    records = table(RECORDS, ("R1", "u", NA), ("R2", "o", NA), ("R3", "n", NA))
    decisions = table(DECISIONS, ("R1", TITLE, "A", "include", NA), ("R2", TITLE, "A", "include", NA))
    ledger = counting.ledger(records, decisions, PLACES, stages=[TITLE])
    assert ledger["route"].tolist() == ["databases", "other", "databases"]


def test_reasons_are_listed_only_where_somebody_gave_one():
    records = table(RECORDS, *[(f"R{i}", "a", NA) for i in range(3)])
    none = table(
        DECISIONS, *[(f"R{i}", TITLE, "A", "exclude", word) for i, word in enumerate((NA, NR, None))]
    )
    assert [row[3] for row in counted(records, none, stages=[TITLE]) if row[1] == "excluded"] == [NA]
    none.loc[1, "reason"] = "animals"
    assert [row[3:] for row in counted(records, none, stages=[TITLE]) if row[1] == "excluded"] == [
        (NA, 3),
        ("No reason recorded", 2),
        ("animals", 1),
    ]


def test_no_records_give_no_boxes():
    empty = counting.ledger(table(RECORDS), table(DECISIONS), PLACES, stages=[])
    assert counting.count(empty, stages=[], sources=PLACES) == []


def test_where_a_later_stage_is_only_reported_what_decisions_leave_is_not_called_included():
    reported = flow(
        (1, "screened", TITLE, "records", NA, 3),
        (2, "excluded", TITLE, "records", NA, 1),
        (3, "assessed", FULL, "reports", NA, 2),
        (4, "excluded", FULL, "reports", NA, 1),
        (5, "included", NA, "reports", NA, 1),
    )
    records = table(RECORDS, *[(f"R{i}", "a", NA) for i in range(3)])
    decisions = table(
        DECISIONS, *[(f"R{i}", TITLE, "A", "exclude" if i == 2 else "include", NA) for i in range(3)]
    )
    ledger = counting.ledger(records, decisions, PLACES, stages=[TITLE])
    boxes = counting.count(ledger, stages=[TITLE], sources=PLACES)
    both = counting.joined(reported, counts={"reports": 1}, counted=boxes)
    assert [(b.step, b.unit, b.n, b.status) for b in both][-2:] == [
        ("excluded", "reports", 1, "reported"),
        ("included", "reports", 1, "reported"),
    ]
    assert checks.box_problems(reported, both, layout=LAYOUT, counts={"reports": 1}) == []


# --- the ledger against a simulation, record by record


def fates(records, decisions, sources, stages) -> dict[str, tuple]:
    """Plain Python: (route, where it left, stage, reason, stages it came to), by record."""
    kind = dict(zip(sources["source_id"], sources["kind"].fillna(""), strict=True))
    route = {
        r.record_id: "databases" if kind[r.source_id] in ("database", "register", "", NR) else "other"
        for r in records.itertuples()
    }
    last = {}  # the last row of a reviewer counts
    for d in decisions.fillna("").itertuples():
        last[d.record_id, d.stage, d.reviewer] = (d.decision, d.reason)
    judged = {}
    for (record, stage, reviewer), (decision, reason) in last.items():
        if decision != "withdrawn":
            judged.setdefault((record, stage), {})[reviewer] = (decision, reason)

    def outcome(record, stage):
        answers = judged.get((record, stage))
        if not answers:
            return None, ""
        if "consensus" in answers:
            answers = {"consensus": answers["consensus"]}
        if len({decision for decision, _ in answers.values()}) > 1:
            return "conflict", ""
        decision = next(iter(answers.values()))[0]
        reasons = [reason for _, (_, reason) in sorted(answers.items()) if reason not in ("", NA, NR)]
        return decision, reasons[0] if reasons else "No reason recorded"

    fate = {}
    alive = []
    for r in records.itertuples():
        if r.duplicate_of != NA:
            fate[r.record_id] = [route[r.record_id], "duplicates_removed", NA, NA, []]
        else:
            fate[r.record_id] = [route[r.record_id], "included", NA, NA, []]
            alive.append(r.record_id)
    for at, stage in enumerate(stages):
        rest = stages[at + 1 :]
        passes = {}
        for way in ("databases", "other"):
            own = [r for r in alive if route[r] == way]
            here = any(outcome(r, stage)[0] for r in own)
            there = any(outcome(r, s)[0] for r in own for s in rest)
            passes[way] = there and not here
        for record in list(alive):
            if passes[route[record]]:
                continue
            fate[record][4].append(stage)
            decision, reason = outcome(record, stage)
            moved_on = any(outcome(record, s)[0] for s in rest)
            if decision == "exclude":
                step = "not_retrieved" if stage == RETRIEVAL else "excluded"
                fate[record][1:4] = [step, NA if stage == RETRIEVAL else stage, reason]
                alive.remove(record)
            elif decision != "include" and not moved_on:
                fate[record][1:3] = ["undecided", stage]
                alive.remove(record)
    return {record: (*row[:4], tuple(row[4])) for record, row in fate.items()}


@st.composite
def screened(draw):
    """Records of all kinds of sources, and decisions by up to three reviewers and a consensus, in any state of disorder."""
    stages = draw(
        st.sampled_from([[TITLE], [TITLE, FULL], [TITLE, RETRIEVAL, FULL], ["x", "y", FULL], [RETRIEVAL]])
    )
    ids = [f"R{i}" for i in range(draw(st.integers(1, 8)))]
    sources = draw(st.lists(st.sampled_from("abcwoun"), min_size=len(ids), max_size=len(ids)))
    duplicate = [NA] + [draw(st.sampled_from([NA, NA, NA, "R0"])) for _ in ids[1:]]
    row = st.tuples(
        st.sampled_from(ids),
        st.sampled_from(stages),
        st.sampled_from(["A", "B", "consensus"]),
        st.sampled_from(["include", "include", "exclude", "exclude", "maybe", "withdrawn"]),
        st.sampled_from(["animals", "off topic", NA, NR, None]),
    )
    rows = draw(st.lists(row, min_size=1, max_size=30))
    return table(RECORDS, *zip(ids, sources, duplicate, strict=True)), table(DECISIONS, *rows), stages


MANY = examples(150)


@MANY
@given(screened())
def test_the_ledger_is_what_a_simulation_gives(data):
    records, decisions, stages = data
    ledger = counting.ledger(records, decisions, PLACES, stages=stages)
    wanted = fates(records, decisions, PLACES, stages)
    for row in ledger.to_dict("records"):
        came = tuple(stage for stage in stages if row[f"came_to_{stage}"])
        seen = (row["route"], row["step"], row["stage"], row["reason"], came)
        assert seen == wanted[row["record_id"]], row["record_id"]


@MANY
@given(screened())
def test_each_box_is_the_length_of_its_list_and_the_leaves_hold_every_record_once(data):
    records, decisions, stages = data
    ledger = counting.ledger(records, decisions, PLACES, stages=stages)
    boxes = counting.count(ledger, stages=stages, sources=PLACES)
    wanted = fates(records, decisions, PLACES, stages)
    names = dict(zip(PLACES["source_id"], PLACES["name"], strict=True))
    source = dict(zip(records["record_id"], records["source_id"], strict=True))
    leaves = Counter()
    for box in boxes:
        own = counting.members(ledger, box, stages=stages, sources=PLACES)
        listed = set(ledger.loc[own, "record_id"])
        assert box.n == len(listed) == own.sum()
        if box.reason == NA and box.step not in ("identified", "screened", "assessed", "sought"):
            leaves.update(listed)
        for record, (route, step, stage, reason, came) in wanted.items():
            if box.step == "identified":
                belongs = route == box.route and box.reason in (NA, names[source[record]])
                if box.stage != NA:
                    kinds = ledger.set_index("record_id")["kind"]
                    belongs &= kinds[record] == box.stage
            elif box.step in ("screened", "assessed", "sought"):
                belongs = route == box.route and (RETRIEVAL if box.step == "sought" else box.stage) in came
            elif box.step == "included":
                belongs = step == "included"
            else:
                belongs = (route, step, stage) == (box.route, box.step, box.stage)
                belongs &= box.reason in (NA, reason)
            assert (record in listed) == belongs, (box, record)
    assert leaves == Counter(records["record_id"])


@MANY
@given(screened())
def test_a_counted_flow_never_contradicts_itself(data):
    records, decisions, stages = data
    ledger = counting.ledger(records, decisions, PLACES, stages=stages)
    boxes = counting.joined(
        flow().astype({"position": "Int64"}), counted=counting.count(ledger, stages=stages, sources=PLACES)
    )
    problems = checks.sum_problems(boxes, LAYOUT, file="flow.csv")
    if not {box.step for box in boxes} & {"screened", "assessed"}:  # that much is missing
        problems = [p for p in problems if p.code != "FLOW-007"]
    assert problems == []


@MANY
@given(screened(), st.randoms(use_true_random=False))
def test_the_order_of_records_and_of_decisions_in_turn_does_not_matter(data, rng):
    records, decisions, stages = data
    decisions["turn"] = pd.array(range(1, len(decisions) + 1), "Int64")
    mixed = decisions.iloc[rng.sample(range(len(decisions)), len(decisions))].reset_index(drop=True)
    turned = records.iloc[::-1].reset_index(drop=True)

    def counts(records, decisions):
        ledger = counting.ledger(records, decisions, PLACES, stages=stages)
        return counting.count(ledger, stages=stages, sources=PLACES)

    assert counts(turned, mixed) == counts(records, decisions)


# --- the synthetic review, box by box


def test_the_rules_change_none_of_their_tables():
    review = OPENED[SYNTHETIC]
    tables = [review.flow, review.records, review.decisions, review.sources]
    before = [frame.copy(deep=True) for frame in tables]
    stages = ["title_abstract", RETRIEVAL, FULL]
    ledger = counting.ledger(*tables[1:], stages=stages)
    boxes = counting.count(ledger, stages=stages, sources=tables[-1])
    checks.record_problems(*tables[1:], tables[0], ledger=ledger, counted=boxes)
    counting.boxes(tables[0], layout=LAYOUT)
    for frame, old in zip(tables, before, strict=True):
        pd.testing.assert_frame_equal(frame, old)


# --- boxes of which a blank leaves open which they are

BOXES = "position step stage unit route reason n n_as_charted"
STAGED = [
    (1, "screened", "title", "records", NA, NA, 20, "20"),
    (2, "excluded", "title", "records", NA, NA, 12, "12"),
    (3, "assessed", FULL, "reports", NA, NA, 8, "8"),
    (4, "excluded", FULL, "reports", NA, NA, 3, "3"),
    (5, "excluded", FULL, "reports", NA, "No results", 3, "3"),
    (6, "included", NA, "reports", NA, NA, 5, "5"),
]


def without_cells(*cells):
    """A flow with two stages in which these cells (row from 0, column) are blank."""
    flow = table(BOXES, *STAGED)
    for row, column in cells:
        flow.loc[row, column] = pd.NA
    return flow


def untold(flow):
    return counting.not_told_apart(flow).to_numpy().nonzero()[0].tolist()


def test_where_no_stage_and_no_reason_is_blank_no_rows_are_compared(monkeypatch):
    flow = without_cells()
    monkeypatch.delattr(pd.DataFrame, "duplicated")
    found = counting.not_told_apart(flow)
    assert (found.tolist(), found.dtype, found.index.equals(flow.index)) == ([False] * len(flow), bool, True)


def test_a_loss_without_its_stage_is_not_told_apart_from_that_of_another_stage():
    flow = without_cells((1, "stage"))
    assert untold(flow) == [1]
    (box,) = [box for box in counting.reported_boxes(flow) if box.untold]
    assert (box.n, box.status) == (None, "not_charted")
    assert sum_problems(counting.reported_boxes(flow), LAYOUT, file="flow.csv") == []


def test_a_total_and_a_reason_that_are_both_blank_are_not_told_apart():
    assert untold(without_cells((3, "reason"), (4, "reason"))) == [3, 4]
    assert untold(without_cells((4, "reason"))) == [4]  # beside the total, which says not_applicable


def test_a_blank_that_nothing_must_be_told_apart_from_says_not_applicable():
    assert untold(without_cells((5, "stage"), (5, "reason"), (0, "reason"), (2, "route"))) == []
    one_stage = table(BOXES, *STAGED[2:4], STAGED[5])
    one_stage["stage"] = pd.NA
    assert untold(one_stage) == []
    assert sum_problems(counting.reported_boxes(one_stage), LAYOUT, file="flow.csv") == []


def test_a_blank_reason_is_not_told_apart_from_that_of_a_row_whose_stage_or_route_is_blank():
    boxes = table(BOXES, *STAGED)
    (total,) = boxes.index[(boxes["step"] == "excluded") & (boxes["stage"] == FULL) & (boxes["reason"] == NA)]
    assert untold(without_cells((total, "stage"), (total + 1, "reason"))) == [total, total + 1]
    assert untold(without_cells((total + 1, "reason"), (total + 1, "route"))) == [total + 1]
    assert untold(without_cells((total + 1, "route"))) == []


def test_no_sum_is_made_up_of_a_count_that_is_not_told_apart():
    flow = without_cells((1, "stage"))
    flow.loc[2, ["n", "n_as_charted"]] = [pd.NA, NR]
    (assessed,) = [box for box in counting.boxes(flow, layout=LAYOUT) if box.step == "assessed"]
    assert assessed.n in (None, 8)  # 8 follows from what is left after it, never 20 less nothing


def test_a_counted_box_keeps_what_is_reported_where_that_is_another_number():
    reported = flow((1, "excluded", FULL, "reports", NA, 3), (2, "excluded", FULL, "reports", "Animals", 2))
    log = [
        layout.Box(0, "databases", "excluded", FULL, "reports", NA, 3, "counted"),
        layout.Box(0, "databases", "excluded", FULL, "reports", "No results", 3, "counted"),
    ]
    told = [(box.reason, box.n, box.reported, box.status) for box in counting.joined(reported, counted=log)]
    assert told == [
        (NA, 3, None, "counted"),
        ("No results", 3, None, "counted"),
        ("Animals", 0, 2, "counted"),
    ]


def test_records_hold_what_was_found_again_so_that_it_has_no_box_beside_them():
    reported = flow(
        (1, "identified", NA, "records", NA, 550),
        (2, "found_again", NA, "records", NA, 50),
        (3, "found_again", NA, "records", NA, 7, "other"),
    )
    log = [layout.Box(0, "databases", "identified", NA, "records", NA, 550, "counted")]
    told = [(box.step, box.route) for box in counting.joined(reported, counted=log)]
    assert told == [("identified", "databases"), ("found_again", "other")]


def test_decisions_hold_what_came_of_a_discussion_so_that_it_has_no_box_beside_them():
    reported = flow(
        (1, "screened", TITLE, "records", NA, 10),
        (2, "excluded", TITLE, "records", NA, 8),
        (3, "excluded", TITLE, "records", "Animals", 8),
        (4, "brought_back", TITLE, "records", NA, 2),
        (5, "excluded", FULL, "reports", NA, 3),
        (6, "brought_back", FULL, "reports", NA, 1),
    )
    key = ("databases", "excluded", TITLE, "records")
    log = [
        layout.Box(0, "databases", "screened", TITLE, "records", NA, 10, "counted"),
        layout.Box(0, *key, NA, 6, "counted"),
        layout.Box(0, *key, "Animals", 6, "counted"),
    ]
    told = [(box.step, box.stage, box.n, box.reported) for box in counting.joined(reported, counted=log)]
    assert told == [
        ("screened", TITLE, 10, None),
        ("excluded", TITLE, 6, None),
        ("excluded", TITLE, 6, None),
        ("excluded", FULL, 3, None),  # no decision is about this stage
        ("brought_back", FULL, 1, None),
    ]
    other = [log[0], log[1]._replace(n=5), log[2]]
    assert [box.reported for box in counting.joined(reported, counted=other)][1] == 6


def test_sources_that_gave_other_records_than_they_report():
    sources = table("source_id records", ("a", 2), ("b", 1), ("c", None), ("d", 4))
    records = table("record_id source_id", ("1", "a"), ("2", "a"), ("3", "b"), ("4", "b"))
    assert counting.differing_sources(records, sources) == {"b": 2, "d": 0}


def test_of_a_box_without_a_count_the_kind_of_nothing_is_kept():
    changed = williams(p9=None, p10=None)
    changed.loc[changed["position"] == 10, "n_as_charted"] = "not_available"
    status = {box.position: box.status for box in counting.reported_boxes(changed)}
    assert (status[9], status[10]) == (NR, "not_available")
