"""The tables of interventions as a chapter shows them."""

import re

import pandas as pd
import pytest
from packages import MEASURES, OPENED, REVIEWS, SYNTHETIC, open_once, table
from packages.notebooks import CALLS, shown
from packages.reading import rows
from packages.reviews import only

from reviewbook import charts, tables
from reviewbook.interventions import of_review
from reviewbook.page import links


def test_items_are_shown_with_their_fraction_and_the_interventions_behind_it():
    shown = tables.tidier_items(OPENED[SYNTHETIC]).data.replace("\u00a0", " ")
    assert "* - 7\\. Where\n  - 2 of 3\n  - FL and StrongBack\n  - –\n  - MoveMore groups\n" in shown
    assert "not charted yet" not in shown


def test_a_long_list_says_how_many_more_there_are():
    r = OPENED[SYNTHETIC]
    many = pd.concat([r.interventions.iloc[:1]] * 125, ignore_index=True)
    many["intervention_id"] = pd.array([f"app{n}" for n in range(125)], dtype="string")
    one = r.tidier.iloc[:1]
    told = pd.concat([one.assign(intervention_id=key) for key in many["intervention_id"]], ignore_index=True)
    shown = tables.tidier_items(only(r, interventions=many, tidier=told)).data.replace("\u00a0", " ")
    assert (
        "  - 125 of 125\n" in shown
        and "  - 0 to 125 of 125\n" in shown
        and "FL and 105 more</details>\n" in shown
    )
    assert shown.partition("</summary>")[2].partition("</details>")[0].count("FL") == 20
    assert "  - [not charted yet]{.rb-nr}\n" in shown, "the other items have no statement"


def test_contradictions_are_shown_one_under_the_other_with_their_reports():
    shown = tables.tidier_contradictions(OPENED[SYNTHETIC]).data
    assert shown.count("7. Where") == 2 and shown.count("8. When and how much") == 2
    assert shown.index("{cite:t}`Synthetic2018`") < shown.index("{cite:t}`Synthetic2019`")


def test_counts_that_rest_on_what_the_source_disagrees_on_are_marked():
    touched = [
        ("S1", "features", "reminders", "label"),
        ("S2", "feature_values", "movemore home_exercises", "value"),
        ("S3", "claims", "C4", "reported"),
    ]
    review = only(
        OPENED[SYNTHETIC],
        disagreement_cells=table("disagreement_id table_name row_key field_name", *touched),
    )
    for by, at in ((None, 1), ("worker_role", 1)):
        told = rows(tables.fractions(review, by=by).data)[1:]
        marked = {row[0]: re.findall(r"disagreement-(S\d)", " ".join(row)) for row in told}
        assert marked["Reminders"] == ["S1"] and marked["Group sessions"] == []
        assert any("disagreement-S2" in row[at] for row in told if row[0] == "Exercises at home"), (
            "at the number"
        )
    assert "disagreement-S3" in tables.printed(review).data
    beneath = charts.features(review).data
    assert "source disagrees on:" in beneath
    assert re.findall(r"disagreement-(S\d)", beneath) == ["S1", "S2"]


def test_where_no_contradiction_is_noted_the_page_says_so():
    r = OPENED[SYNTHETIC]
    plain = r.tidier.assign(contradiction=pd.NA).astype({"contradiction": "string"})
    shown = tables.tidier_contradictions(only(r, tidier=plain)).data
    assert f"No contradiction is noted among {len(plain)} statements." in shown


@pytest.mark.parametrize(
    "show", [tables.tidier_items, charts.tidier_completeness, tables.tidier_contradictions]
)
def test_a_review_without_tidier_says_so_in_one_line(show):
    r = OPENED[SYNTHETIC]
    assert "This review gives no TIDieR items" in show(only(r, tidier=r.tidier[:0])).data


@pytest.mark.parametrize(
    ("show", "file"),
    [
        (tables.fractions, "feature_values"),
        (tables.tidier_items, "tidier"),
    ],
    ids=["features", "tidier"],
)
def test_where_there_is_no_room_for_names_a_table_counts_and_says_where_they_are(monkeypatch, show, file):
    whole = show(OPENED[SYNTHETIC]).data
    assert "MoveMore" in whole and "Too many" not in whole
    monkeypatch.setattr(links, "NAMED", 0)
    shown = show(OPENED[SYNTHETIC]).data
    assert "MoveMore" not in shown and re.search(r"\d interventions?\n", shown)
    assert f'which they are is in <a href="../data/synthetic/{file}.csv" download>{file}.csv</a>.' in shown
    # The fractions and all else stay.
    fractions = re.compile(r"- [\d to\u00a0]+of[ \u00a0]\d+\n")
    assert fractions.findall(shown) == fractions.findall(whole) != []


def test_each_kind_of_open_answer_is_named_by_itself():
    head, home, log, _, reminders = rows(tables.fractions(OPENED[SYNTHETIC]).data)
    assert head == ["Feature", "With it", "Which"]
    assert reminders[:2] == ["Reminders", "1 to 2 of 3"] and home[1] == "2 to 3 of 3"
    assert home[2].endswith("; unclear: MoveMore groups") and log[2].endswith(
        "; not reported: MoveMore groups"
    )


def test_what_is_printed_stands_in_the_column_of_those_that_it_counts_the_commonest_first():
    review = OPENED[SYNTHETIC]
    shown = rows(tables.fractions(review, by="worker_role").data)
    assert shown[0] == ["Feature", "All", "Coach", "Physiotherapist"]
    lows = [int(re.match(r"\d+", row[1])[0]) for row in shown[1:]]
    assert lows == sorted(lows, reverse=True) and shown[1][0] == "Exercises at home"
    printed = "<br>[printed 2 of {}]{{.rb-printed}}".format
    assert ["Reminders", "1 to 2 of 3" + printed(3), "0 of 1", "1 to 2 of 2"] in shown
    claims = review.claims.assign(
        worker_role=review.claims["worker_role"].mask(review.claims["claim_id"] == "C4", "physiotherapist")
    )
    shown = rows(tables.fractions(only(review, claims=claims), by="worker_role").data)
    assert ["Reminders", "1 to 2 of 3", "0 of 1", "1 to 2 of 2" + printed(2)] in shown


@REVIEWS
def test_no_number_of_a_page_counts_an_open_cell_as_absent(review):
    """Each range runs from those named under yes to all but those named under no, whatever else is named in the row."""
    _, *body = rows(tables.fractions(OPENED[review]).data)
    open_ = 0
    for row in body:
        told = dict(one.lower().split(": ", 1) for one in row[2].split("; "))
        n = {kind: len(re.split(r", | and ", names)) for kind, names in told.items()}
        low, high, of = re.match(r"(\d+)(?: to (\d+))? of (\d+)(?= <a|$)", row[1]).groups()
        yes, no = n.pop("yes", 0), n.pop("no", 0)
        assert int(low) == yes and int(high or low) == int(of) - no, row
        open_ += sum(n.values())
    of = OPENED[review].feature_values["value"]
    assert open_ == (~of.isin(["yes", "no"])).sum() > 0


@REVIEWS
def test_groups_add_up_to_all(review):
    for _, *cells in rows(tables.fractions(OPENED[review], by="worker_role").data)[1:]:
        ranges = [re.match(r"(\d+)(?: to (\d+))? of (\d+)", cell).groups() for cell in cells]
        whole, *each = [[int(low), int(high or low), int(n)] for low, high, n in ranges]
        assert whole == [sum(one) for one in zip(*each, strict=True)]


# Pairs are counted over settled cells, ranges by group are looked at above, and an answer to a question of the form may bear the name
# of a feature.
ELSEWHERE = (
    "tables.together(review)",
    'tables.fractions(review, by="worker_role")',
    "tables.groups(review)",
    "tables.coverage(review)",
    "tables.cross(review)",
)


@REVIEWS
def test_no_table_of_any_chapter_gives_one_number_to_a_feature_whose_cells_are_open(review):
    """Neither a fraction, a percentage nor a difference."""
    r = open_once(review, min_rating=2)
    ranges = of_review.fractions(r).set_index("label")
    open_ = set(ranges.index[ranges["low"] < ranges["high"]])
    one = re.compile(r"\d+/\d+|[+−]?\d+(\.\d+)?( ?%)?|\d+ of \d+")
    found, seen = [], set()
    for call in CALLS:
        text = shown(call, r) if call not in ELSEWHERE else ""
        for head, *cells in rows(text) if ":::{list-table}" in text else []:
            seen |= {head} & open_
            found += [(call, head, cell) for cell in cells if head in open_ and one.fullmatch(cell)]
    assert found == [] and seen == open_ != set()


def test_interventions_are_counted_within_the_answers_to_a_question_in_its_words():
    review = OPENED[SYNTHETIC]
    row = review.questions[review.questions["question_id"] == "supervision"].assign(
        question_id="delivery", about="entity", label="How it is given"
    )
    questions = pd.concat([review.questions, row], ignore_index=True)
    choices = pd.concat(
        [
            review.choices,
            review.choices.iloc[[0]].assign(question_id="delivery", value="web", label="In a browser"),
        ],
        ignore_index=True,
    )
    shown = tables.fractions(only(review, questions=questions, choices=choices), by="delivery").data
    assert "In a browser" in shown and "by how it is given" in shown
    matrix = charts.tidier_completeness(
        only(review, questions=questions, choices=choices), by="delivery"
    ).data
    assert (
        "In a browser" in matrix
        and '"title":"How it is given"' in matrix
        and "In a browser" not in charts.tidier_completeness(review, by="delivery").data
    )


def test_features_are_counted_within_each_kind_of_which_they_are_asked():
    shown = tables.fractions_by_kind(OPENED[MEASURES]).data
    assert rows(shown) == [
        ["Feature", "All", "Index", "Rating scale"],
        ["Validated twice", "1 to 2 of 3", "1 of 2", "0 to 1 of 1"],
        ["A short form", "1 of 1", "–", "1 of 1"],
    ]
    assert tables.fractions_by_kind(OPENED[SYNTHETIC]) is None
