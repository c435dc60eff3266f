"""Which records are brought in, and which report stands for which."""

from packages import OPENED, SYNTHETIC, table

from reviewbook.selection import inclusion
from reviewbook.selection.of_review import flow_of

NA = "not_applicable"


def records(**duplicate_of: str):
    rows = ((one, duplicate_of.get(one, NA)) for one in ("A", "B", "C", "D"))
    return table("record_id duplicate_of", *rows)


def test_what_passed_every_stage_is_brought_in_in_the_order_of_its_table():
    found = flow_of(OPENED[SYNTHETIC])
    assert inclusion.brought_in(found.ledger) == ["R01", "R02", "R12", "R13", "R18"]
    assert inclusion.is_last(found.stages) and not inclusion.is_last(["title_abstract"])


def test_a_duplicate_of_a_duplicate_stands_for_the_one_that_is_kept():
    assert inclusion.kept(records(B="A", C="B")) == {"B": "A", "C": "A"}
    assert set(inclusion.kept(records(A="B", B="A"))) == {"A", "B"}  # a circle, which a check tells, ends


def test_a_report_of_a_duplicate_stands_for_the_record_that_is_kept():
    reports = table("report_id record_id", ("X", "B"), ("Y", NA), ("Z", None))
    assert inclusion.linked(reports, records(B="A")).values.tolist() == [["X", "A", "B"]]


def test_where_each_record_left():
    found = inclusion.left_at(flow_of(OPENED[SYNTHETIC]).ledger)
    assert found.loc["R01"].tolist() == ["included", NA]
    assert found.loc["R03"].tolist() == ["excluded", "full_text"]
