"""What does not fit in selection: boxes against each other, their tables, records and sources; merges; reported agreement."""

import pandas as pd
import pytest
from packages import OPENED, SYNTHETIC, WILLIAMS, copied, rows_of, set_cell, table
from packages.decisions import COLUMNS, close, crossed, judged
from packages.flows import PLACES, flow, williams
from packages.records import article, merges, records
from packages.reviews import only

from reviewbook import agreement as ag
from reviewbook import check as checking
from reviewbook.selection import checks, counting, layout
from reviewbook.selection.layout import load_layout
from reviewbook.selection.of_review import flow_of

NA, NR = "not_applicable", "not_reported"
TITLE, RETRIEVAL, FULL = "title", "retrieval", "full_text"
RECORDS, DECISIONS = "record_id source_id duplicate_of", "record_id stage reviewer decision reason"
LAYOUT = load_layout()


LAYOUT = layout.load_layout()


def found(reported, **options) -> list[tuple]:
    boxes = counting.joined(reported, **options)
    problems = checks.box_problems(reported, boxes, layout=LAYOUT, counts=options.get("counts"))
    return [(p.code, p.row, p.found, p.expected.partition(" (")[0]) for p in problems]


@pytest.mark.parametrize("review", [SYNTHETIC, WILLIAMS], ids=lambda path: path.name)
def test_the_flows_of_the_repository_hold(review):
    assert checks.flow_problems(OPENED[review]) == []


def test_a_contradiction_across_a_box_that_is_not_reported_is_found_in_its_row():
    assert found(williams(p7=130, p8=None)) == [("FLOW-001", 8, "130", "235 - 107 = 128")]


def test_the_order_of_the_rows_does_not_matter():
    rows = williams(p7=130)
    mixed = rows.sample(frac=1, random_state=3).reset_index(drop=True)
    for one, other in zip(
        counting.boxes(mixed, layout=LAYOUT), counting.boxes(rows, layout=LAYOUT), strict=True
    ):
        assert one._replace(row=0) == other._replace(row=0)
    ((code, row, *_),) = found(mixed)
    assert code == "FLOW-001" and mixed["position"][row - 2] == 7  # named where it stands in the file
    decisions = table(DECISIONS, ("R1", "abstract", "A", "include", NA), ("R1", TITLE, "A", "include", NA))
    assert counting.stage_order(mixed, decisions) == [TITLE, "abstract"]


def test_a_flow_that_is_not_there_has_no_problem():
    assert found(OPENED[SYNTHETIC].flow.iloc[:0]) == []


def test_an_included_count_that_differs_from_its_table_is_found():
    assert found(williams(), counts={"reports": 14, "interventions": 11}) == [
        ("FLOW-003", 15, "15", "14, the rows of reports.csv")
    ]


def test_an_included_count_that_is_not_reported_must_fit_the_table_too():
    assert [p[:3] for p in found(williams(p14=None, p8=100), counts={"reports": 15})] == [
        ("FLOW-001", 15, "15 (computed)")
    ]


@pytest.mark.parametrize(
    ("rows", "codes"), [(5, []), (15, []), (14, ["FLOW-003"]), (6, ["FLOW-003"])], ids=str
)
def test_the_tables_of_an_updated_review_hold_what_is_new_or_all(rows, codes):
    updated = flow(
        (1, "previous", NA, "reports", NA, 10),
        (2, "screened", TITLE, "records", NA, 5),
        (3, "included", NA, "reports", NA, 5),
        (4, "total", NA, "reports", NA, 15),
    )
    assert [p[0] for p in found(updated, counts={"reports": rows})] == codes
    updated.loc[2, "n"] = None
    assert [box.n for box in counting.boxes(updated, layout=LAYOUT, counts={"reports": rows})] == [
        10,
        5,
        5,
        15,
    ]


def test_sources_must_add_up_to_the_records_identified_only_where_each_gives_its_count():
    rows = flow((1, "identified", NA, "records", NA, 20))
    sources = table("source_id records", ("a", 9), ("b", 12))
    assert [(p.code, p.found) for p in checks.source_problems(sources, rows)] == [("FLOW-004", "21 in all")]
    sources.loc[1, "records"] = 11
    assert checks.source_problems(sources, rows) == []
    sources.loc[1, "records"] = None
    assert checks.source_problems(sources, rows) == []


def test_sources_of_two_routes_are_summed_over_both():
    rows = flow(
        (1, "identified", NA, "records", NA, 20),
        (2, "identified", "databases", "records", NA, 20),
        (3, "identified", "websites", "records", NA, 3, "other"),
        (4, "identified", "contacts", "records", NA, 2, "other"),
    )
    assert checks.source_problems(table("source_id records", ("a", 20), ("w", 5)), rows) == []
    assert len(checks.source_problems(table("source_id records", ("a", 20), ("w", 4)), rows)) == 1


@pytest.mark.parametrize(("again", "stage", "told"), [
    (5, NA, []), (4, NA, ["24, the records identified and found again in flow.csv"]), (None, NA, []),
    (5, "databases", []),
])  # fmt: skip
def test_sources_may_give_what_another_search_found_again(again, stage, told):
    rows = flow((1, "identified", NA, "records", NA, 20), (2, "found_again", stage, "records", NA, again))
    found = checks.source_problems(table("source_id records", ("a", 13), ("b", 12)), rows)
    assert [problem.expected for problem in found] == told


def test_what_was_found_again_is_in_the_counts_of_sources_that_have_no_total():
    rows = flow(
        (1, "identified", "databases", "records", NA, 20),
        (2, "identified", "registers", "records", NA, 5),
        (3, "found_again", NA, "records", NA, 5),
    )
    assert checks.source_problems(table("source_id records", ("a", 20), ("b", 5)), rows) == []
    assert len(checks.source_problems(table("source_id records", ("a", 20), ("b", 10)), rows)) == 1


def reported_rows() -> list[tuple]:
    """(row of flow.csv, step) of each box of the synthetic review that records give."""
    rows = enumerate(rows_of(SYNTHETIC / "flow.csv"), 2)
    return [(at, row["step"]) for at, row in rows if row["unit"] in ("records", "reports")]


@pytest.mark.parametrize(("row", "step"), reported_rows())
def test_each_reported_box_is_compared_with_its_records(tmp_path, row, step):
    folder = copied(SYNTHETIC, tmp_path)
    n = int(rows_of(folder / "flow.csv")[row - 2]["n"])
    set_cell(folder / "flow.csv", "n", str(n + 1), row=row)
    told = [(p.code, p.row, p.found, p.expected) for p in checking.check(folder)]
    assert ("FLOW-006", row, str(n + 1), f"{n}, counted from records.csv and decisions.csv") in told
    assert len([code for code, *_ in told if code == "FLOW-006"]) == 1


def test_the_records_of_each_source_are_compared(tmp_path):
    folder = copied(SYNTHETIC, tmp_path)
    set_cell(folder / "sources.csv", "records", "10", row=2)
    set_cell(folder / "sources.csv", "records", "6", row=3)
    told = [(p.code, p.file, p.row, p.found) for p in checking.check(folder) if p.severity == "problem"]
    assert told == [("FLOW-006", "sources.csv", 2, "10"), ("FLOW-006", "sources.csv", 3, "6")]


def test_what_was_set_aside_is_counted_by_file():
    imports = table("import_id file", ("i1", "a.ris"), ("i2", "b.ris"), ("i3", "c.ris"))
    set_aside = table("import_id number", ("i3", 1), ("i1", 1), ("i1", 2))
    told = [(p.code, p.severity, p.found) for p in checks.aside_problems(imports, set_aside)]
    assert told == [
        ("IMPT-017", "notice", "1 piece of c.ris (i3)"),
        ("IMPT-017", "notice", "2 pieces of a.ris (i1)"),
    ]
    assert checks.aside_problems(imports, set_aside[:0]) == []
    seen = [p.found for p in checks.aside_problems(imports, set_aside, {"i1": 1, "i3": 1})]
    assert seen == ["2 pieces of a.ris (i1)"]
    assert len(checks.aside_problems(imports, set_aside, "all")) == 2


def test_a_reported_reason_that_no_decision_gives_is_compared_with_none():
    rows = flow(
        (1, "excluded", TITLE, "records", "aliens", 1), (2, "excluded", TITLE, "records", "animals", None)
    )
    records = table(RECORDS, ("R1", "a", NA))
    decisions = table(DECISIONS, ("R1", TITLE, "A", "exclude", "animals"))
    ledger = counting.ledger(records, decisions, PLACES, stages=[TITLE])
    boxes = counting.count(ledger, stages=[TITLE], sources=PLACES)
    told = checks.record_problems(records, decisions, PLACES, rows, ledger=ledger, counted=boxes)
    assert [(p.code, p.row, p.found, p.expected[:2]) for p in told] == [("FLOW-006", 2, "1", "0,")]


@pytest.mark.parametrize(
    ("reported", "differ"), [((1, 2), []), ((2, 1), []), ((0, 3), [2, 3]), ((1, 3), [3]), ((3, 1), [2])]
)
def test_a_decision_without_a_reason_yet_may_be_for_any_that_is_reported(reported, differ):
    animals, aliens = reported
    rows = flow(
        (1, "excluded", TITLE, "records", "animals", animals),
        (2, "excluded", TITLE, "records", "aliens", aliens),
    )
    records = table(RECORDS, *[(f"R{n}", "a", NA) for n in (1, 2, 3)])
    given = {"R1": "animals", "R2": "aliens", "R3": None}
    decisions = table(DECISIONS, *[(r, TITLE, "A", "exclude", why) for r, why in given.items()])
    ledger = counting.ledger(records, decisions, PLACES, stages=[TITLE])
    boxes = counting.count(ledger, stages=[TITLE], sources=PLACES)
    told = checks.record_problems(records, decisions, PLACES, rows, ledger=ledger, counted=boxes)
    assert [p.row for p in told] == differ


@pytest.mark.parametrize(("back", "total", "animals", "differ"), [
    (1, 3, 3, []), (1, 3, 2, []), (1, 2, 2, [2]), (1, 3, 4, [3]), (None, 9, 9, []), (None, 1, 1, [2, 3]),
])  # fmt: skip
def test_what_was_brought_back_is_no_longer_excluded_in_the_decisions(back, total, animals, differ):
    rows = flow(
        (1, "excluded", TITLE, "records", NA, total),
        (2, "excluded", TITLE, "records", "animals", animals),
        (3, "brought_back", TITLE, "records", NA, back),
    )
    records = table(RECORDS, *[(f"R{n}", "a", NA) for n in (1, 2, 3)])
    given = {"R1": "exclude", "R2": "exclude", "R3": "include"}
    decisions = table(
        DECISIONS,
        *[(r, TITLE, "A", said, "animals" if said == "exclude" else None) for r, said in given.items()],
    )
    ledger = counting.ledger(records, decisions, PLACES, stages=[TITLE])
    boxes = counting.count(ledger, stages=[TITLE], sources=PLACES)
    told = checks.record_problems(records, decisions, PLACES, rows, ledger=ledger, counted=boxes)
    assert [p.row for p in told] == differ


def test_every_decision_on_a_duplicate_is_named_in_its_row():
    records = table(RECORDS, ("R1", "a", NA), ("R2", "a", "R1"))
    decisions = table(DECISIONS, *[(r, TITLE, who, "include", NA) for r in ("R2", "R1") for who in "AB"])
    ledger = counting.ledger(records, decisions, PLACES, stages=[TITLE])
    told = checks.record_problems(records, decisions, PLACES, flow(), ledger=ledger, counted=[])
    assert [(p.code, p.row, p.found) for p in told] == [
        ("DECI-001", 2, "duplicate R2"),
        ("DECI-001", 3, "duplicate R2"),
    ]


def codes(given: list, *rows: tuple) -> list[tuple]:
    frame = records(*[article(duplicate_of=above) for above in given])
    return [(p.code, p.file, p.row, p.found) for p in checks.merge_problems(frame, merges(*rows))]


def test_a_merged_pair_that_the_records_do_not_show_is_a_problem():
    assert codes([NA, NA], ("R2", "R1", "merged")) == [
        ("DEDU-001", "merges.csv", 2, "R2 and R1 merged, not in records.csv")
    ]


def test_a_duplicate_without_a_pair_is_a_notice_only_where_there_are_merges():
    assert codes([NA, "R1", "R1"]) == []
    assert codes([NA, "R1", "R1"], ("R2", "R1", "merged")) == [("DEDU-002", "records.csv", 4, "R3 of R1")]


def test_a_duplicate_of_a_duplicate_is_a_problem():
    assert codes([NA, "R1", "R2"]) == [("DEDU-003", "records.csv", 4, "R2, a duplicate itself")]


def test_a_circle_is_one_problem_and_what_hangs_on_it_none():
    assert codes(["R2", "R3", "R1", "R1"]) == [("DEDU-004", "records.csv", 2, "R1 of R2 of R3 of R1")]
    assert codes(["R1"]) == [("DEDU-004", "records.csv", 2, "R1 of R1")]


def test_a_pair_taken_apart_that_is_still_set_is_a_problem():
    assert codes([NA, "R1"], ("R2", "R1", "undone")) == [
        ("DEDU-005", "merges.csv", 2, "R2 and R1 taken apart, one in records.csv")
    ]


def test_a_pair_judged_twice_is_a_problem():
    assert codes([NA, NA], ("R2", "R1", "undone"), ("R1", "R2", "maybe")) == [
        ("DEDU-007", "merges.csv", 3, "the pair R1 and R2 of row 2 again")
    ]


def reported(**figures) -> pd.DataFrame:
    return pd.DataFrame({"stage": [TITLE]} | {name: pd.array([n], "Float64") for name, n in figures.items()})


# 92 of 97: 94.8 %, kappa 0.680290
TWO = [[6, 0], [5, 86]]


@pytest.mark.parametrize(
    ("figures", "fields"),
    [
        ({"percent": 94.8, "kappa": 0.68}, []),
        ({"percent": 95, "kappa": 0.7}, []),  # 0.7 is 0.680 with one decimal
        ({"percent": 95.9, "kappa": None}, ["percent"]),
        ({"percent": None, "kappa": 0.67}, ["kappa"]),
        ({"percent": 94, "kappa": 0.689}, []),
        ({"percent": 94, "kappa": 0.69}, ["kappa"]),
        ({"percent": 93.8, "kappa": 0.6}, ["percent", "kappa"]),
        ({"percent": 93.8}, ["percent"]),
    ],
)
def test_reported_agreement_may_be_rounded_and_no_more(figures, fields):
    found = checks.agreement_problems(reported(**figures), crossed(TWO))
    assert [(p.code, p.file, p.row, p.field) for p in found] == [
        ("AGRE-001", "agreement.csv", 2, field) for field in fields
    ]


def test_a_problem_of_agreement_shows_both_figures():
    found = checks.agreement_problems(reported(percent=90, kappa=0.5), crossed(TWO))
    assert [(p.found, p.expected) for p in found] == [
        ("90", "94.8, from decisions.csv"),
        ("0.5", "0.680 (Cohen), from decisions.csv"),
    ]


def test_with_more_than_two_reviewers_all_together_are_compared():
    three = judged("iii eee iie eee")
    found = checks.agreement_problems(reported(percent=100, kappa=0.1), three)
    assert [p.expected for p in found] == ["75.0, from decisions.csv", "0.657 (Fleiss), from decisions.csv"]


def test_nothing_is_compared_where_nothing_can_be():
    assert checks.agreement_problems(reported(kappa=0.9), judged("ee ee")) == []
    assert checks.agreement_problems(reported(kappa=0.9, percent=3), judged("ee ie", stage=FULL)) == []
    assert checks.agreement_problems(reported(percent=90), table(COLUMNS)) == []


def test_nothing_is_computed_where_no_agreement_is_reported(monkeypatch):
    monkeypatch.delattr(ag, "standing")
    for figures in (reported(percent=None, kappa=None), reported(percent=90)[:0]):
        assert checks.agreement_problems(figures, judged("ee ie")) == []


def test_agreement_of_the_synthetic_reviewers_is_as_reported():
    review = OPENED[SYNTHETIC]
    assert checks.agreement_problems(review.agreement, review.decisions) == []
    found = ag.agreement(review.decisions).set_index("stage")
    # by hand: 15 of 17 agreed, chance (9x9 + 8x8) / 289, kappa 110/144; 8 of 9, chance (5x6 + 4x3) / 81, kappa 30/39
    assert found.loc["title_abstract", ["records", "agreed"]].tolist() == [17, 15]
    close(found.loc["title_abstract", "kappa"], 110 / 144)
    close(found.loc["full_text", "kappa"], 30 / 39)


# --- reports and records, by link


def linked(*records, ended=True, reports=("A", "B", "C")):
    """The problems of the synthetic review, of which three reports stand for these records."""
    review = OPENED[SYNTHETIC]
    found = flow_of(review)
    rows = zip(reports, records, strict=True)
    told = checks.link_problems(
        table("report_id record_id", *rows), review.records, found.ledger, ended=ended
    )
    return [(one.code, one.row, one.found) for one in told]


def test_without_links_nothing_is_compared_by_link():
    assert linked(None, "not_applicable", None) == []


def test_each_included_record_needs_a_report_once_the_last_stage_is_reached():
    assert linked("R01", "R02", "R12") == [
        ("FLOW-016", None, "no report for record R13"),
        ("FLOW-016", None, "no report for record R18"),
    ]
    assert linked("R01", "R02", "R12", ended=False) == []


def test_a_report_of_a_record_that_is_not_included_is_told_with_where_it_left():
    told = linked("R03", "R01", "R02", ended=False)
    assert told == [("FLOW-017", 2, "R03, excluded at stage full_text")]


def test_two_reports_of_a_record_and_of_its_duplicate_stand_for_one():
    assert linked("R01", "R10", "R02", ended=False) == [("FLOW-018", 3, "R10, for which A stands")]


def test_numbers_are_compared_only_where_there_are_no_links():
    review = OPENED[SYNTHETIC]
    fewer = only(review, reports=review.reports[:4])
    assert [p.code for p in checks.flow_problems(fewer)] == ["FLOW-003"]
    by_link = fewer.reports.assign(record_id=["R01", "R02", "R12", "R13"])
    told = [(p.code, p.found) for p in checks.flow_problems(only(review, reports=by_link))]
    assert told == [("FLOW-016", "no report for record R18")]
