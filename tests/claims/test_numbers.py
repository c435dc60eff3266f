"""What prose says of the printed numbers."""

import json

import pandas as pd
import pytest
from packages import OPENED, SYNTHETIC, copied, table
from packages.reviews import only

from reviewbook.check import check, open_review
from reviewbook.claims import numbers
from reviewbook.claims.numbers import claims_numbers

REVIEW = OPENED[SYNTHETIC]


def test_independent_checks_are_counted_by_their_verdict_and_the_others_by_what_they_are():
    assert claims_numbers(REVIEW) == {
        "n_claims": 7,
        "n_holds": 4,
        "n_differs": 1,
        "n_cannot_be_checked": 2,
        "asked": "Of 6 printed numbers and 1 statement that amounts to one, 6 are counted again from the tables of this book and 1 says "
        "why the tables cannot give it.",
        "others": "Of the other 3, 1 repeats another one, 1 was taken from the sentence that it would be checked against and 1 is a "
        "number that nothing else can give.",
        "disagreements": "In 3 places the source disagrees with itself.",
        "answer": "Of 6 printed numbers and 1 statement that amounts to one, 4 can be checked independently: 2 hold, 1 differs from the "
        "tables and 1 cannot be decided with what the source gives.",
        "differing": "",
    }


def test_where_nothing_is_judged_all_are_counted_by_their_verdict():
    claims = REVIEW.claims[:6]
    blank = claims.assign(
        **{name: claims[name].mask(claims[name].notna()) for name in ("kind", "restates", "printed_as")}
    )
    assert claims_numbers(only(REVIEW, claims=blank))["answer"] == (
        "Of 6 printed numbers, 3 hold, 1 differs from the tables and 2 cannot be decided with what the source gives."
    )


def test_numbers_that_differ_by_no_independent_check_are_told_beside_the_answer():
    kinds = REVIEW.claims["kind"].mask(REVIEW.claims["kind"] == "independent", "input")
    assert claims_numbers(only(REVIEW, claims=REVIEW.claims.assign(kind=kinds)))["differing"] == (
        "1 number differs, none of them by an independent check."
    )


def test_a_review_from_before_there_were_kinds_and_disagreements_is_checked_and_told_as_before(tmp_path):
    folder = copied(SYNTHETIC, tmp_path)
    for table_ in ("disagreements", "disagreement_cells"):
        (folder / f"{table_}.csv").unlink()
    claims = pd.read_csv(folder / "claims.csv", dtype="string", keep_default_na=False)
    claims.drop(columns=["printed_as", "kind", "restates"]).to_csv(folder / "claims.csv", index=False)
    package = json.loads((folder / "datapackage.json").read_text("utf-8"))
    package["resources"] = [one for one in package["resources"] if not one["name"].startswith("disagreement")]
    (folder / "datapackage.json").write_text(json.dumps(package), "utf-8")
    assert [problem for problem in check(folder) if problem.severity == "problem"] == []
    told = claims_numbers(open_review(folder))
    assert told["answer"].startswith(
        "Of 7 printed numbers, 4 hold, 1 differs from the tables and 2 cannot be decided"
    )
    assert told["disagreements"] == "No place where the source disagrees with itself is known."


@pytest.mark.parametrize(
    ("rows", "answer", "others"),
    [
        (
            [("independent", "holds", "number")],
            "Of 1 printed number, 1 can be checked independently: 1 holds, 0 differ from the tables and 0 cannot be decided with what "
            "the source gives.",
            "Every number is checked independently.",
        ),
        (
            [("restated", "holds", "number")] * 2 + [(None, "holds", "statement")],
            "Of 2 printed numbers and 1 statement that amounts to one, none can be checked independently.",
            "Of the 3, 2 repeat another one and 1 is not judged yet.",
        ),
        (
            [("same_sentence", "holds", "statement")] * 2,
            "Of 2 statements that amount to one, none can be checked independently.",
            "Of the 2, 2 were taken from the sentences that they would be checked against.",
        ),
        (
            [("independent", "differs", None)] * 2 + [("input", "cannot_be_checked", None)] * 2,
            "Of 4 printed numbers, 2 can be checked independently: 0 hold, 2 differ from the tables and 0 cannot be decided with what "
            "the source gives.",
            "Of the other 2, 2 are numbers that nothing else can give.",
        ),
    ],
)
def test_the_answer_reads_well_for_none_one_and_many(rows, answer, others):
    checked = table("kind verdict printed_as", *rows)
    assert (numbers._answer(checked), numbers._others(checked)) == (answer, others)


def test_what_has_neither_query_nor_reason_is_told_apart():
    claims = REVIEW.claims.assign(query=None, reason=None)
    claims.loc[0, "query"], claims.loc[1, "reason"] = "SELECT 5", "no data"
    assert numbers._asked(claims) == (
        "Of 6 printed numbers and 1 statement that amounts to one, 1 is counted again from the tables of this book, 1 says why "
        "the tables cannot give it and of 5 neither is charted yet."
    )


def test_disagreements_that_are_not_decided_are_told():
    table_ = REVIEW.disagreements
    open_ = table_.assign(decision=table_["decision"].mask(table_.index == 0))
    assert claims_numbers(only(REVIEW, disagreements=open_))["disagreements"] == (
        "In 3 places the source disagrees with itself; for 1 it is not decided yet what this book keeps."
    )
    one = claims_numbers(only(REVIEW, disagreements=table_[:1]))["disagreements"]
    assert one == "In 1 place the source disagrees with itself."


def test_a_review_without_claims_lists_none():
    values = claims_numbers(only(REVIEW, claims=REVIEW.claims[:0], disagreements=REVIEW.disagreements[:0]))
    assert values["answer"] == values["asked"] == "This review lists no printed numbers to check."
    assert values["disagreements"] == "No place where the source disagrees with itself is known."
    assert [values[name] for name in ("n_claims", "n_holds", "n_differs", "n_cannot_be_checked")] == [0] * 4
