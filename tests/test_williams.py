"""The repository's own review: what was charted is whole, sorted, and stands in the paper's text."""

import re
from itertools import pairwise

import pytest
from packages import OPENED, WILLIAMS, rows_of, shared

from reviewbook.claims import verdicts
from reviewbook.review.dictionary import TABLES

FILES = sorted(WILLIAMS.glob("*.csv"))
every_file = pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)


def rows(table: str) -> list[dict[str, str]]:
    return rows_of(WILLIAMS / f"{table}.csv")


def keys(table: str, *columns: str) -> list[tuple]:
    return [tuple(row[column] for column in columns) for row in rows(table)]


def test_the_tables_are_as_long_as_what_they_were_charted_from():
    counted = {
        table: len(rows(table))
        for table in ["reports", "studies", "interventions", "features", "feature_values", "tidier"]
    }
    assert (
        counted
        == {
            "reports": 15,
            "studies": 12,
            "interventions": 11,
            "features": 30,  # 22 rows of Table 4, and eight that the text tells of
            "feature_values": 330,  # 11 interventions, 30 features
            "tidier": 144,  # 11 interventions, 12 items; 12 items with statements of two reports or of the review beside one
        }
    )


def test_every_intervention_has_each_feature_and_each_tidier_item_once():
    interventions = [row["intervention_id"] for row in rows("interventions")]
    features = [row["feature_id"] for row in rows("features")]
    assert keys("feature_values", "intervention_id", "feature_id") == [
        (i, f) for i in interventions for f in features
    ]
    assert list(dict.fromkeys(keys("tidier", "intervention_id", "item"))) == [
        (i, str(n)) for i in interventions for n in range(1, 13)
    ]


def test_a_report_named_as_evidence_stands_in_the_locator_or_the_evidence():
    """By the rule of the data README: the row of its table, or its number in the text."""
    reference = dict(keys("reports", "report_id", "reference"))
    rows_named = {
        report: locator.split("row ")[1] for report, locator in keys("reports", "report_id", "locator")
    }
    unnamed = []
    for row in rows("feature_values"):
        report = row["report_id"]
        if report != "not_applicable":
            row_name = re.split(r"[;(]", rows_named[report])[0].strip()
            cited = re.search(rf"\[[^]]*\b{reference[report]}\b", row["evidence"])
            if row_name.split(",")[0] not in row["locator"] and not cited:
                unnamed.append((row["intervention_id"], row["feature_id"], report))
    assert unnamed == []


def test_features_that_the_text_settles_have_the_counts_that_it_prints():
    """Study characteristics, par. 1; Intervention tools; Discussion, Key features, pars 2 and 3."""
    held: dict[str, list[str]] = {}
    for intervention, feature, value in keys("feature_values", "intervention_id", "feature_id", "value"):
        held.setdefault(feature, []).extend([intervention] * (value == "yes"))
    apps = ["mhen", "momentum", "htp", "prime", "peertech"]  # [45, 49, 53, 55, 56]
    assert len(held["web_elements"]) == 11
    assert held["native_app"] == held["mobile_delivery"] == apps
    assert held["peer_digital"] == [
        "mieli_net",
        "pcr",
        "blended_fact",
        "reconnect",
        "prime",
        "peertech",
    ]  # four by forum or text, and two
    assert held["smartphone_provided"] == [
        "mhen",
        "htp",
        "prime",
        "peertech",
    ]  # [45], and three of four [53, 55, 56]
    assert held["computer_provided"] == ["blended_fact", "htp"]  # [50, 53]
    assert held["tablet_workers"] == ["mhen", "smart"]  # [46, 54]


@pytest.mark.parametrize(
    "file", [file for file in FILES if file.stem != "disagreement_cells"], ids=lambda file: file.stem
)  # which names cells, and these say where they were read
def test_every_row_says_where_it_was_read(file):
    assert [at for at, row in enumerate(rows_of(file), 2) if not row["locator"].strip()] == []


@every_file
def test_no_cell_is_blank(file):
    blank = [
        (at, name)
        for at, row in enumerate(rows_of(file), 2)
        for name, cell in row.items()
        if not cell.strip()
    ]
    assert blank == []


@pytest.mark.parametrize(
    ("table", "column"),
    [("flow", "position"), ("features", "position"), ("reports", "reference"), ("editions", "edition")],
)
def test_tables_with_numbers_of_their_own_are_sorted_by_them(table, column):
    numbers = [float(row[column]) for row in rows(table)]
    assert numbers == sorted(numbers)


@pytest.mark.parametrize(
    ("table", "columns"),
    [
        ("codes", ["code_id"]),
        ("excerpts", ["excerpt_id"]),
        ("excerpt_reports", ["excerpt_id", "report_id"]),
        ("codings", ["excerpt_id", "code_id", "coder"]),
        ("claims", ["claim_id"]),
        ("disagreements", ["disagreement_id"]),
    ],
)
def test_tables_with_names_of_their_own_are_sorted_by_them(table, columns):
    assert keys(table, *columns) == sorted(keys(table, *columns))


@pytest.mark.parametrize(
    ("table", "column", "orders"),
    [
        ("studies", "study_id", "reports"),
        ("interventions", "intervention_id", "studies"),
        ("ratings", "report_id", "reports"),
        ("agreement", "stage", "flow"),
    ],
)
def test_other_tables_follow_the_order_of_the_table_that_names_their_rows_first(table, column, orders):
    first_named = list(dict.fromkeys(row[column] for row in rows(orders)))
    own = [row[column] for row in rows(table)]
    assert own == [name for name in first_named if name in own]


@pytest.mark.parametrize(("table", "column"), [("sources", "kind"), ("eligibility", "domain")])
def test_rows_of_one_kind_stand_together(table, column):
    values = [row[column] for row in rows(table)]
    changes = sum(before != after for before, after in pairwise(values))
    assert changes == len(set(values)) - 1


def test_every_quotation_stands_word_for_word_in_the_paper():
    paper = " ".join(shared("seed/williams-2019.txt").read_text("utf-8").split())
    quotations = {row["excerpt_id"]: row["text"] for row in rows("excerpts") if row["kind"] == "quotation"}
    assert len(quotations) == 15
    assert [excerpt for excerpt, text in quotations.items() if " ".join(text.split()) not in paper] == []


def test_no_finding_is_copied_from_the_paper():
    """A finding is told in own words: no run of eight of its words stands in the text."""

    def words(text: str) -> list[str]:
        return re.findall(r"\w+", text.lower())

    paper = " " + " ".join(words(shared("seed/williams-2019.txt").read_text("utf-8"))) + " "
    copied = []
    for row in rows("excerpts"):
        told = words(row["text"]) if row["kind"] == "finding" else []
        if any(f" {' '.join(told[at : at + 8])} " in paper for at in range(len(told) - 7)):
            copied.append(row["excerpt_id"])
    assert copied == []


def test_the_printed_counts_of_the_paper_hold_in_the_tables():
    review = OPENED[WILLIAMS]
    told = verdicts.evaluate(review.claims, {name: getattr(review, name) for name in TABLES})
    by_statement = told.set_index("claim_id")["verdict"]
    assert (
        by_statement[["AB01", "AB02", "AB03"]].tolist() == ["holds"] * 3
    )  # 6 databases, 15 papers, 11 interventions
    assert set(by_statement) == {"holds", "differs", "cannot_be_checked"}
    assert (told["why"] != "").tolist() == (told["verdict"] == "cannot_be_checked").tolist()


def verdict_of() -> dict[str, str]:
    review = OPENED[WILLIAMS]
    told = verdicts.evaluate(review.claims, {name: getattr(review, name) for name in TABLES})
    return dict(zip(told["claim_id"], told["verdict"], strict=True))


def test_printed_numbers_that_the_paper_contradicts_differ():
    told = verdict_of()
    # Kinds of delivery; digital peers; channel; self-management; lowest rating; seven references; the same sample.
    differ = ["AB05", "DI09", "IR01", "IU14", "SQ04", "SQ12", "TA06"]
    assert sorted(claim for claim, verdict in told.items() if verdict == "differs") == differ


def test_every_printed_number_is_judged_and_an_equation_counts_once():
    kinds = dict(keys("claims", "claim_id", "kind"))
    restates = dict(keys("claims", "claim_id", "restates"))
    assert set(kinds.values()) == {"independent", "restated", "same_sentence", "input"}
    assert {claim for claim, one in restates.items() if one == "ME03"} == {"ME04", "ME05", "ME06"}
    for again in (
        {"AB02", "SC01", "ME09"},
        {"SC06", "IU01"},
        {"SC08", "DI07"},
        {"SQ10", "SQ11"},
        {"AB01", "ME01"},
    ):
        assert [kinds[claim] for claim in sorted(again)].count("independent") == 1
    for alone in ("IN01", "ME15", "IN05", "IU04", "IR06"):
        assert kinds[alone] == "same_sentence"
    holding = [
        claim
        for claim, verdict in verdict_of().items()
        if verdict == "holds" and kinds[claim] == "independent"
    ]
    assert len(holding) == 34


def test_mieli_net_is_marked_wherever_its_country_is_charted():
    charted = {
        (row["table_name"], row["row_key"])
        for row in rows("disagreement_cells")
        if row["disagreement_id"] == "D07"
    }
    countries = {
        (table, row[key])
        for table, key in (
            ("reports", "report_id"),
            ("studies", "study_id"),
            ("interventions", "intervention_id"),
        )
        for row in rows(table)
        if row[key] in ("Anttila2008", "Koivunen2012", "mieli_net_2005", "mieli_net")
    }
    assert countries <= charted


def test_words_in_quotation_marks_of_a_disagreement_stand_in_the_paper():
    def plain(text: str) -> str:
        return re.sub(r"[\s-]+", "", text)

    paper = plain(shared("seed/williams-2019.txt").read_text("utf-8"))
    quoted = [
        words
        for row in rows("disagreements")
        for side in (row["value"], row["other_value"])
        for words in re.findall("“(.+?)”", side)
    ]
    assert len(quoted) > 10
    assert [words for words in quoted if plain(words) not in paper] == []
