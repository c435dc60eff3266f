"""What does not fit in claims: queries that no verdict can come from."""

from packages import OPENED, SYNTHETIC, table
from packages.claims import tables_of

from reviewbook.claims import checks
from reviewbook.claims.asking import Limits

TABLE = "claim_id reported query reason"


def test_every_claim_that_cannot_be_asked_is_named_at_once():
    own = table(
        f"{TABLE} worker_role",
        ("C1", "5", "SELECT count(*) FROM reports", None, None),
        ("C2", "5", None, None, "coach"),
        ("C3", "5", "not_applicable", "no data", "not_applicable"),
        ("C4", "5", "DROP TABLE reports", None, None),
        ("C5", "5", "SELECT report_id FROM reports", None, "surgeon"),
    )
    found = checks.claim_problems(own, tables_of(OPENED[SYNTHETIC]))
    assert [(p.code, p.row, p.field) for p in found] == [
        ("CLAI-001", 3, "query"),
        ("CLAI-002", 5, "query"),
        ("CLAI-004", 6, "worker_role"),
        ("CLAI-003", 6, "query"),
    ]


def test_what_takes_too_long_is_a_notice_and_what_the_tables_do_not_settle_a_problem():
    own = table(
        f"{TABLE} worker_role",
        ("C1", "5", "SELECT count(*) FROM range(10000000000) a, range(1000)", None, None),
        ("C2", "5", "SELECT random()", None, None),
        ("C3", "5", "SELECT count(*) FROM reports", None, None),
    )
    found = checks.claim_problems(own, tables_of(OPENED[SYNTHETIC]), limits=Limits(0.1, 100))
    assert [(p.code, p.severity, p.row, p.found, p.expected) for p in found] == [
        ("CLAI-005", "notice", 2, "could not be run in 0.1 s", "an answer in 0.1 s and 100 MB"),
        ("CLAI-006", "problem", 3, "the function random", "a query that the tables alone settle"),
    ]
