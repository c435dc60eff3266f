"""How far charters agree."""

import pandas as pd
import pytest
from packages import OPENED, SYNTHETIC, shared

from reviewbook.charting import agreement, of_review
from reviewbook.charting.agreement import ALIKE, APART, BLANK, LEAST, NEAR, ONE_SILENT
from reviewbook.review.answers import read, standing

ANSWER = ["question_id", "about_id", "charter", "value", "settled_by"]


def form(**kinds: str) -> pd.DataFrame:
    rows = [[name, at, "report", kind] for at, (name, kind) in enumerate(kinds.items(), 1)]
    return pd.DataFrame(rows, columns=["question_id", "position", "about", "type"])


def choices(*rows: tuple[str, str]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["question_id", "value"], dtype="string").assign(counts_as=pd.NA)


def charted(*rows: tuple) -> pd.DataFrame:
    full = [[*row, *[None] * (5 - len(row))] for row in rows]
    return pd.DataFrame(full, columns=ANSWER, dtype="string")


def two(a: object, b: object, kind: str) -> pd.Series:
    """The pair of what two charters answer to one question of a type."""
    questions = form(q=kind, other="text").assign(label="Q", help=pd.NA, unit=pd.NA)
    # Both charted the report, and the first of them answers the question somewhere.
    answers = charted(
        ("q", "R1", "A", a),
        ("q", "R1", "B", b),
        ("q", "R2", "A", "x"),
        ("other", "R1", "A", "-"),
        ("other", "R1", "B", "-"),
    )
    found = agreement.pairs(answers, read(answers, questions, choices()), questions)
    return found[(found["question_id"] == "q") & (found["about_id"] == "R1")].iloc[0]


@pytest.mark.parametrize(
    ("kind", "a", "b", "outcome"),
    [
        ("choice", "cohort", "Cohort", ALIKE),
        ("choice", "cohort", "trial", APART),
        ("choices", "mat; band", "band; mat", ALIKE),
        ("choices", "mat; band", "band", NEAR),
        ("choices", "mat", "band", APART),
        ("number", "1.0", "1", ALIKE),
        ("number", "100", "96", NEAR),
        ("number", "100", "94", APART),
        ("date", "2019", "2019-03", NEAR),
        ("date", "2019-03", "2019-04", APART),
        ("country", "Norway", "norway", ALIKE),
        ("text", "Lack  of time", "lack of time", ALIKE),
        ("text", "lack of time, mostly", "lack of time mostly", NEAR),
        ("text", "lack of time", "pain", APART),
        ("yes_no", "yes", "not_reported", ONE_SILENT),
        ("yes_no", "not_reported", "not_reported", ALIKE),
        ("yes_no", "not_reported", "not_applicable", APART),
        ("text", "pain", None, BLANK),
    ],
)
def test_two_answers_compare_by_the_type_of_their_question(kind, a, b, outcome):
    assert two(a, b, kind)["outcome"] == outcome
    assert two(b, a, kind)["outcome"] == outcome


def test_the_same_but_for_blanks_is_the_same_as_written_and_other_capitals_are_not():
    assert two("Lack  of time ", "Lack of time", "text")["as_written"]
    assert not two("Lack of time", "lack of time", "text")["as_written"]
    assert not two("pain", None, "text")["as_written"]


@pytest.mark.parametrize(("a", "b"), [("a b c d", "b c x"), ("one", ""), ("x z x", "z y x")])
def test_likeness_is_the_same_both_ways_and_between_0_and_1(a, b):
    assert agreement.likeness(a, b) == agreement.likeness(b, a)
    assert 0 <= agreement.likeness(a, b) <= 1


def test_likeness_is_the_share_of_words_in_the_same_order():
    assert agreement.likeness("two of five words", "two of six words") == pytest.approx(2 * 3 / 8)
    assert agreement.likeness("–", "?") == 0  # nothing but punctuation


def test_who_did_not_chart_a_report_makes_no_pair_there():
    questions = form(q="yes_no").assign(label="Q", help=pd.NA, unit=pd.NA)
    answers = charted(
        ("q", "R1", "A", "yes"), ("q", "R2", "A", "yes"), ("q", "R2", "B", "no"), ("q", "R2", "consensus", "no")
    )  # fmt: skip
    found = agreement.pairs(answers, answers, questions)
    assert found[["about_id", "charter_a", "charter_b"]].to_numpy().tolist() == [["R2", "A", "B"]]


def test_a_question_that_one_of_two_never_answers_is_a_pair_with_a_blank():
    questions = form(q="yes_no", r="text")
    answers = charted(("q", "R1", "A", "yes"), ("q", "R1", "B", "yes"), ("r", "R1", "A", "pain"))
    assert agreement.pairs(answers, answers, questions)["outcome"].tolist() == [ALIKE, BLANK]


def test_what_was_not_asked_and_is_blank_is_no_pair():
    questions = form(q="yes_no", r="text")
    answers = charted(
        *(("q", report, charter, "yes") for report in ("R1", "R2") for charter in "AB"),
        ("r", "R1", "A", "pain"),
    )
    every = agreement.pairs(answers, answers, questions)
    asked = agreement.pairs(answers, answers, questions, not_asked={("r", "R2"), ("r", "R1")})
    assert len(every) == 4 and len(asked) == 3  # what is answered counts, whatever the form says
    assert set(asked.loc[asked["question_id"] == "r", "about_id"]) == {"R1"}


def test_three_charters_make_three_pairs():
    questions = form(q="yes_no")
    answers = charted(("q", "R1", "A", "yes"), ("q", "R1", "B", "yes"), ("q", "R1", "C", "no"))
    found = agreement.pairs(answers, answers, questions)
    assert found["outcome"].value_counts().to_dict() == {APART: 2, ALIKE: 1}


def many(n: int, *, apart: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    questions = form(q="choice")
    rows = []
    for at in range(n):
        value = "cohort" if at % 2 else "trial"
        rows += [("q", f"R{at}", "A", value), ("q", f"R{at}", "B", "cross" if at < apart else value)]
    return charted(*rows), questions


def test_a_share_has_wilsons_interval_and_a_choice_its_coefficients():
    answers, questions = many(20, apart=5)
    pairs = agreement.pairs(answers, answers, questions)
    listed = choices(("q", "cohort"), ("q", "trial"), ("q", "cross"), ("q", "case"))
    (row,) = agreement.by_question(pairs, questions, listed).to_dict("records")
    assert (row["pairs"], row["answered"], row["alike"], row["differ"]) == (20, 20, 15, 5)
    assert (round(row["percent_low"]), row["percent"], round(row["percent_high"])) == (53, 75, 89)
    assert 0 < row["kappa"] < row["ac1"] < 1 and row["categories"] == 4


def test_coefficients_need_enough_pairs():
    answers, questions = many(LEAST - 1, apart=2)
    (row,) = agreement.by_question(
        agreement.pairs(answers, answers, questions), questions, choices()
    ).to_dict("records")
    assert pd.isna(row["kappa"]) and pd.isna(row["ac1"]) and row["percent"] > 70


def test_differences_hold_what_each_said_what_stands_and_who_settled_it_open_ones_first():
    questions = form(q="yes_no").assign(label="Q", help=pd.NA, unit=pd.NA)
    answers = charted(
        ("q", "R1", "A", "yes"), ("q", "R1", "B", "no"), ("q", "R1", "consensus", "no", "CC"),
        ("q", "R2", "A", "yes"), ("q", "R2", "B", "not_reported"),
        ("q", "R3", "A", "yes"), ("q", "R3", "B", "yes"),
    )  # fmt: skip
    found = agreement.differences(
        agreement.pairs(answers, answers, questions), answers, standing(answers, questions)
    )
    assert found["about_id"].tolist() == ["R2", "R1"]
    assert found["open"].tolist() == [True, False] and found["settled"].tolist() == [False, True]
    assert found["said"].tolist()[1] == [("A", "yes"), ("B", "no")]
    assert found["stands"].tolist()[1] == "no" and found["settled_by"].tolist()[1] == "CC"
    assert found["outcome"].tolist() == [ONE_SILENT, APART]


def test_of_a_published_extraction_as_many_pairs_differ_as_its_cells_do():
    """Mainzer and colleagues 2024: 14 studies charted twice, 37 questions, of which two were never answered by one of the two."""
    file = shared("samples/covidence/covidence_extraction_28feb24.csv")
    cells = pd.read_csv(file, dtype="string", keep_default_na=False)
    asked = {heading: f"q{at}" for at, heading in enumerate(cells.columns[7:], 1)}
    named = cells["Reviewer Name"].replace("Consensus", "consensus")
    wide = cells.assign(about_id=cells["Covidence #"], charter=named).rename(columns=asked)
    answers = wide.melt(["about_id", "charter"], list(asked.values()), "question_id", "value")
    answers = answers.assign(value=answers["value"].replace("", pd.NA), settled_by=pd.NA).astype("string")
    questions = form(**dict.fromkeys(asked.values(), "text"))
    compared = agreement.pairs(answers, answers, questions)
    whole = agreement.counts(compared)
    assert (len(questions), whole["pairs"], whole["differ_as_written"]) == (37, 518, 230)
    # Of the 45 that are not answered by both, four are blank in both; two differ in capitals alone.
    assert (whole["answered"], whole[BLANK], whole[ALIKE]) == (473, 45, 286)
    differences = agreement.differences(compared, answers, standing(answers, questions))
    assert len(differences) == 228 and differences["settled"].all()


def test_the_synthetic_review_has_each_kind_of_difference():
    compared = of_review.pairs(OPENED[SYNTHETIC])
    whole = agreement.counts(compared)
    assert {one: whole[one] for one in ("pairs", "differ_as_written", "answered", ALIKE)} == {
        "pairs": 23,
        "differ_as_written": 9,
        "answered": 23,
        ALIKE: 16,
    }
    assert [whole[one] for one in (NEAR, APART, ONE_SILENT, BLANK)] == [1, 5, 1, 0]
