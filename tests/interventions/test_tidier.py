"""TIDieR: statements of several reports on one item, merged; how fully an intervention is described; what cannot be so."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from packages import OPENED, REVIEWS, SYNTHETIC
from packages.examples import examples
from packages.tidier import INTERVENTIONS, REPORTS, made, said

from reviewbook.interventions import tidier

# Any number of statements of any reports, and perhaps of the review itself, on some items of two interventions.
SPEAKERS = ("Roe2020", "Doe2018", "not_applicable")
TABLES = st.lists(
    st.tuples(
        st.sampled_from(["walk", "swim"]),
        st.integers(1, 12),
        st.sampled_from(SPEAKERS),
        st.sampled_from(tidier.COMPLETENESS),
        st.sampled_from(["not_applicable", None, "the dose"]),
    ),
    unique_by=lambda row: row[:3],
    max_size=40,
).map(lambda rows: made(*(said(*row[:4], contradiction=row[4]) for row in rows)))


# --- items and statements


def test_each_of_the_twelve_items_has_a_label_a_short_one_and_a_question():
    items = tidier.items()
    assert list(items["item"]) == list(range(1, 13))
    assert items["asks"].str.endswith("?").all()
    assert (items["short"].str.len() <= 16).all() and items[["label", "short"]].nunique().tolist() == [12, 12]


def test_the_review_itself_speaks_first_and_reports_in_the_order_of_their_table():
    frame = made(
        said("swim", 1, "Poe2019", "reported"),
        said("walk", 2, "Doe2018", "reported"),
        said("walk", 2, "Roe2020", "reported", contradiction="the goal"),
        said("walk", 2, "not_applicable", "partly"),
        said("walk", 1, None, "reported"),
    )
    told = tidier.statements(frame, INTERVENTIONS, REPORTS)
    keys = told[["intervention_id", "item", "report_id"]].astype("object").where(told.notna(), None)
    assert keys.to_numpy().tolist() == [
        ["walk", 1, None],
        ["walk", 2, None],
        ["walk", 2, "Roe2020"],
        ["walk", 2, "Doe2018"],
        ["swim", 1, "Poe2019"],
    ]
    assert told["contradiction"].dropna().tolist() == ["the goal"]


@examples(30)
@given(TABLES)
def test_no_statement_is_lost_or_made_up(frame):
    before = frame.copy()
    told = tidier.statements(frame, INTERVENTIONS, REPORTS)
    pd.testing.assert_frame_equal(frame, before)
    rows = [
        sorted(f[["intervention_id", "item", "completeness", "text"]].to_numpy().tolist())
        for f in (told, frame)
    ]
    assert rows[0] == rows[1]


# --- merging


@pytest.mark.parametrize(
    ("rows", "completeness", "reports"),
    [
        ([("Roe2020", "partly"), ("Doe2018", "not_reported")], "partly", 1),
        ([("Roe2020", "partly"), ("Doe2018", "reported")], "reported", 2),
        ([("Roe2020", "partly"), ("Doe2018", "partly")], "partly", 2),
        ([("Roe2020", "partly"), ("Doe2018", "partly"), ("not_applicable", "reported")], "reported", 2),
        ([("Roe2020", "reported"), ("not_applicable", "partly")], "partly", 1),
        ([("not_reported", "not_reported")], "not_reported", 0),
        # One is silent and the other not at hand: nobody can say.
        ([("Roe2020", "not_reported"), ("Doe2018", "not_available")], "not_available", 0),
        ([("Roe2020", "partly"), ("Doe2018", "not_available")], "partly", 1),
        ([(None, "partly"), ("Doe2018", "not_reported")], "partly", 1),  # a report that is not named yet
        ([(None, "reported")], "reported", 0),
    ],
)
def test_the_reviews_own_judgement_holds_and_else_the_most_that_any_report_tells(rows, completeness, reports):
    (row,) = tidier.merged(made(*(said("walk", 3, *row) for row in rows))).to_dict("records")
    assert row == {
        "intervention_id": "walk",
        "item": 3,
        "completeness": completeness,
        "statements": len(rows),
        "reports": reports,
        "contradicted": False,
    }


def test_an_item_is_contradicted_where_one_of_its_statements_says_so():
    frame = made(
        said("walk", 1, "Roe2020", "reported", contradiction="the name"),
        said("walk", 1, "Doe2018", "reported"),
        said("walk", 2, "Doe2018", "reported"),
    )
    assert tidier.merged(frame)["contradicted"].tolist() == [True, False]


@examples(30)
@given(TABLES, st.randoms(use_true_random=False))
def test_merging_does_not_hang_on_the_order_of_the_statements(frame, random):
    mixed = frame.sample(frac=1, random_state=random.randrange(1000))
    one, other = (tidier.merged(f).sort_values(tidier.KEY, ignore_index=True) for f in (frame, mixed))
    pd.testing.assert_frame_equal(one, other)
    assert one["statements"].sum() == len(frame)


# --- completeness, item by item


def test_a_fraction_of_an_item_has_the_interventions_behind_it():
    frame = made(said("walk", 4, "Roe2020", "reported"), said("swim", 4, "Poe2019", "not_reported"))
    rows = tidier.by_item(frame, INTERVENTIONS).set_index("item")
    assert rows.loc[4, ["low", "high", "n", *tidier.KINDS]].tolist() == [
        *(1, 1, 2, ["walk"], [], [], ["swim"], []),
    ]
    assert rows.loc[5, ["low", "high", "n", "not_charted"]].tolist() == [0, 2, 2, ["walk", "swim"]]


def test_what_is_not_available_may_be_reported():
    frame = made(said("walk", 4, "Roe2020", "reported"), said("swim", 4, "Poe2019", "not_available"))
    (row,) = tidier.by_item(frame, INTERVENTIONS).query("item == 4").to_dict("records")
    assert [row[key] for key in ("low", "high", "n", "not_available")] == [1, 2, 2, ["swim"]]


@examples(30)
@given(TABLES)
def test_each_intervention_stands_in_one_list_of_each_item_and_the_sums_agree(frame):
    lists = tidier.KINDS
    items = tidier.by_item(frame, INTERVENTIONS)
    for row in items.to_dict("records"):
        assert sorted(key for word in lists for key in row[word]) == ["swim", "walk"] and row["n"] == 2
    assert items["low"].tolist() == items["reported"].map(len).tolist()
    settled = items["partly"].map(len) + items["not_reported"].map(len)
    assert items["high"].tolist() == (2 - settled).tolist()


@REVIEWS
def test_every_intervention_has_a_sheet_of_twelve_items_with_all_its_statements(review):
    r = OPENED[review]
    sheets = tidier.sheets(r.tidier, r.interventions, r.reports)
    assert list(sheets) == r.interventions["intervention_id"].tolist()
    assert all([item.item for item in sheet] == list(range(1, 13)) for sheet in sheets.values())
    assert sum(len(item.statements) for sheet in sheets.values() for item in sheet) == len(r.tidier)


def test_a_sheet_sets_contradicting_statements_side_by_side():
    r = OPENED[SYNTHETIC]
    where = tidier.sheets(r.tidier, r.interventions, r.reports)["flexline"][6]
    assert where == tidier.Item(
        item=7,
        label="Where",
        completeness="reported",
        contradicted=True,
        statements=[
            tidier.Statement(
                text="Synthetic: used in two clinics, in a room with a screen.",
                report_id="Synthetic2018",
                locator="Synthetic paper, section 3.2",
                contradiction="the place",
                completeness="reported",
            ),
            tidier.Statement(
                text="Synthetic: used at home, never in a clinic.",
                report_id="Synthetic2019",
                locator="Synthetic paper, section 4.1",
                contradiction="the place",
                completeness="reported",
            ),
        ],
    )


def test_a_sheet_says_which_items_are_not_charted():
    frame = made(said("walk", 2, "Roe2020", "reported"))
    sheet = tidier.sheets(frame, INTERVENTIONS, REPORTS)["walk"]
    assert [item.completeness for item in sheet[:3]] == ["not_charted", "reported", "not_charted"]
    assert sheet[0].statements == []


# --- in the book


def test_tidier_has_its_twelve_items():
    assert tidier.items()["item"].tolist() == list(range(1, 13))
