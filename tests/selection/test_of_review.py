"""The flow of a whole review: counted where decisions give it, as reported where they do not, and worked out once."""

from dataclasses import replace

from packages import OPENED, SYNTHETIC, copied

from reviewbook import check as checking
from reviewbook.review.reading import load_review
from reviewbook.selection import checks, counting, of_review

NA, NR = "not_applicable", "not_reported"


def test_the_boxes_of_the_synthetic_review_are_all_counted_and_are_those_reported():
    review = OPENED[SYNTHETIC]
    boxes = of_review.flow_of(review).boxes
    assert {box.status for box in boxes} == {"counted"}
    counted = {box.key: box.n for box in boxes}
    reported = {box.key: box.n for box in counting.reported_boxes(review.flow)}
    assert {key: counted[key] for key in reported} == reported
    by_source = {(box.stage, box.reason): box.n for box in boxes if box.step == "identified"}
    assert by_source == {
        (NA, NA): 20,
        ("databases", NA): 16,
        ("databases", "SynBase (synthetic)"): 9,
        ("databases", "SynMed (synthetic)"): 7,
        ("registers", NA): 4,
    }


def test_boxes_that_no_decision_gives_stand_as_reported_between_those_counted(tmp_path):
    folder = copied(SYNTHETIC, tmp_path)
    rows = [
        row for row in (folder / "decisions.csv").read_text("utf-8").splitlines() if ",retrieval," not in row
    ]
    (folder / "decisions.csv").write_text("\n".join(rows) + "\n", "utf-8")
    review = checking.open_review(folder)
    assert checks.flow_problems(review) == []
    order = [(box.step, box.status) for box in of_review.flow_of(review).boxes if box.reason == NA]
    at = order.index(("sought", "reported"))
    assert order[at - 1 : at + 3] == [
        ("excluded", "counted"),
        ("sought", "reported"),
        ("not_retrieved", "reported"),
        ("assessed", "counted"),
    ]


def test_a_flow_asked_for_twice_is_the_same_and_the_files_are_noted_as_read_each_time(tmp_path, monkeypatch):
    review = load_review(copied(SYNTHETIC, tmp_path))
    first = of_review.flow_of(review)
    first.ledger["step"] = "spoilt"
    first.stages.clear()
    first.counted.clear()
    log = tmp_path / "reads"
    monkeypatch.setenv("REVIEWBOOK_READS", str(log))
    again = of_review.flow_of(review)
    assert (again.ledger["step"] == "included").sum() == 5 and again.stages and again.counted
    noted = {line.rpartition("/")[2] for line in log.read_text(encoding="utf-8").splitlines()}
    assert {"flow.csv", "records.csv", "decisions.csv", "sources.csv"} <= noted


def test_other_tables_are_counted_anew(tmp_path):
    review = load_review(copied(SYNTHETIC, tmp_path))
    of_review.flow_of(review)
    fewer = replace(review, tables=dict(review.tables) | {"records": review.records.iloc[:-1]})
    assert [len(of_review.flow_of(one).ledger) for one in (fewer, review, fewer)] == [19, 20, 19]
