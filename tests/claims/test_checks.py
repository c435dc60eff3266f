"""What does not fit in claims: queries that no verdict can come from."""

from packages import OPENED, SYNTHETIC, table
from packages.claims import tables_of

from reviewbook.claims import checks
from reviewbook.claims.asking import Limits

TABLE = "claim_id reported query reason"
JUDGED = "claim_id kind restates query reason"
CELLS = "disagreement_id table_name row_key field_name"


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


def test_what_is_restated_names_one_that_is_not_and_what_is_independent_can_be_asked():
    own = table(
        JUDGED,
        ("C1", "independent", "not_applicable", "SELECT 1", None),
        ("C2", "restated", "C1", "SELECT 1", None),
        ("C3", "restated", None, "SELECT 1", None),
        ("C4", "restated", "C2", "SELECT 1", None),
        ("C5", "restated", "C5", "SELECT 1", None),
        ("C6", "input", "C1", "SELECT 1", None),
        ("C7", "independent", None, None, "no data"),
        ("C8", "independent", None, None, None),  # CLAI-001
        ("C9", None, "C4", None, "no data"),  # not judged yet
        ("D1", "restated", "C9", "SELECT 1", None),
    )
    assert [(p.code, p.row, p.field, p.found) for p in checks.kind_problems(own)] == [
        ("CLAI-009", 4, "restates", "no claim"),
        ("CLAI-010", 5, "restates", "C2, which is restated"),
        ("CLAI-010", 6, "restates", "itself"),
        ("CLAI-010", 7, "restates", 'C1, of a claim that is "input"'),
        ("CLAI-011", 8, "kind", "independent, with a reason why there is no query"),
    ]


def test_the_places_of_a_disagreement_differ_whatever_their_blanks_and_capitals():
    own = table(
        "disagreement_id value other_value",
        ("D1", "400 people", "394 people"),
        ("D2", "Twelve  months", "twelve months"),
        ("D3", "Norway", None),
        ("D4", "not_reported", "not_reported"),
    )
    found = checks.disagreement_problems(own, table(CELLS), {})
    assert [(p.code, p.file, p.row, p.field) for p in found] == [
        ("CLAI-007", "disagreements.csv", 3, "other_value")
    ]


def test_what_a_disagreement_touches_is_there():
    tables = tables_of(OPENED[SYNTHETIC])
    own = table(
        CELLS,
        ("D1", "ratings", "Synthetic2020a mmat-2011 qualitative", "rating"),
        ("D1", "flow", "8", "not_applicable"),
        ("D1", "results", "R1", "value"),
        ("D1", "ratings", "Synthetic2020a qualitative", "rating"),
        ("D1", "studies", "flex_trial", "nation"),
        ("D1", "studies", "flex_trial", "participants_n_as_charted"),
        ("D1", "studies", "flex_trial", "follow_up_weeks"),  # the author's own
    )
    # No such table of any review, though another may come.
    own["table_name"] = own["table_name"].replace("results", "outcomes_of_nobody")
    found = checks.disagreement_problems(table("value other_value"), own, tables)
    assert [(p.code, p.row, p.field) for p in found] == [
        ("CLAI-008", 4, "table_name"),
        ("CLAI-008", 5, "row_key"),
        ("CLAI-008", 6, "field_name"),
        ("CLAI-008", 7, "field_name"),
    ]


def test_of_a_table_that_is_left_out_or_whose_keys_are_blank_nothing_is_said():
    tables = tables_of(OPENED[SYNTHETIC])
    own = table(CELLS, ("D1", "studies", "gone", "country"))
    left_out = tables | {"studies": tables["studies"][:0]}
    blank = tables | {
        "studies": tables["studies"].assign(
            study_id=tables["studies"]["study_id"].mask(lambda s: s == "flex_trial")
        )
    }
    for some in (left_out, blank):
        assert checks.disagreement_problems(table("value other_value"), own, some) == []
    assert checks.disagreement_problems(table("value other_value"), own, tables) != []
