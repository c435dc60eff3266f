"""TIDieR: statements of several reports on one item, merged; how fully an intervention is described; what cannot be so."""

from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from packages import OPENED, REVIEWS, SYNTHETIC, copied, table

from reviewbook import charts, tables
from reviewbook.check import check
from reviewbook.interventions import checks, tidier
from reviewbook.review.model import restrict

INTERVENTIONS = table(
    "intervention_id name worker_role", ("walk", "Walking", "coach"), ("swim", "Swimming", "nurse")
)
REPORTS = table(
    "report_id study_id",
    ("Roe2020", "walks"),
    ("Doe2018", "walks"),
    ("Poe2019", "swims"),
    ("Lou2021", "swims"),
)
STUDIES = table("study_id intervention_id", ("walks", "walk"), ("swims", "swim"))
COLUMNS = "intervention_id item report_id completeness text contradiction locator"


def said(intervention, item, report, completeness, text=None, contradiction="not_applicable"):
    told = text or ("not_reported" if completeness == "not_reported" else f"{report} on {item}")
    return intervention, item, report, completeness, told, contradiction, "p. 1"


def made(*rows: tuple) -> pd.DataFrame:
    return table(COLUMNS, *rows)


def full(*rows: tuple) -> pd.DataFrame:
    """These statements, and one of the review itself on every other item."""
    there = {row[:2] for row in rows}
    rest = [
        said(intervention, item, "not_applicable", "reported")
        for intervention in INTERVENTIONS["intervention_id"]
        for item in range(1, 13)
        if (intervention, item) not in there
    ]
    return made(*rows, *rest)


def found(frame: pd.DataFrame) -> list[tuple]:
    problems = checks.tidier_problems(frame, INTERVENTIONS, REPORTS, STUDIES)
    return [(p.code, p.row, p.field, p.found) for p in problems]


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


@settings(max_examples=30)
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


@settings(max_examples=30)
@given(TABLES, st.randoms(use_true_random=False))
def test_merging_does_not_hang_on_the_order_of_the_statements(frame, random):
    mixed = frame.sample(frac=1, random_state=random.randrange(1000))
    one, other = (tidier.merged(f).sort_values(tidier.KEY, ignore_index=True) for f in (frame, mixed))
    pd.testing.assert_frame_equal(one, other)
    assert one["statements"].sum() == len(frame)


# --- completeness, by intervention and by item


def test_items_of_an_intervention_are_counted_by_how_much_of_them_is_told():
    r = OPENED[SYNTHETIC]
    assert tidier.completeness(r.tidier, r.interventions).to_dict("index") == {
        "flexline": {"reported": 7, "partly": 2, "not_reported": 3, "not_charted": 0},
        "movemore": {"reported": 4, "partly": 2, "not_reported": 6, "not_charted": 0},
        "strongback": {"reported": 9, "partly": 2, "not_reported": 1, "not_charted": 0},
    }


def test_an_item_without_a_statement_is_not_charted_and_not_silent():
    frame = made(said("walk", 1, "Roe2020", "reported"))
    counts = tidier.completeness(frame, INTERVENTIONS)
    assert counts.loc["walk"].tolist() == [1, 0, 0, 11] and counts.loc["swim"].tolist() == [0, 0, 0, 12]


def test_a_fraction_of_an_item_has_the_interventions_behind_it():
    frame = made(said("walk", 4, "Roe2020", "reported"), said("swim", 4, "Poe2019", "not_reported"))
    rows = tidier.by_item(frame, INTERVENTIONS).set_index("item")
    assert rows.loc[4, ["k", "n", "reported", "partly", "not_reported", "not_charted"]].tolist() == [
        *(1, 2, ["walk"], [], ["swim"], []),
    ]
    assert rows.loc[5, ["k", "n", "not_charted"]].tolist() == [0, 2, ["walk", "swim"]]


@settings(max_examples=30)
@given(TABLES)
def test_each_intervention_stands_in_one_list_of_each_item_and_the_sums_agree(frame):
    lists = [*tidier.COMPLETENESS, tidier.NOT_CHARTED]
    items = tidier.by_item(frame, INTERVENTIONS)
    for row in items.to_dict("records"):
        assert sorted(key for word in lists for key in row[word]) == ["swim", "walk"] and row["n"] == 2
    counts = tidier.completeness(frame, INTERVENTIONS)
    assert counts.sum(axis=1).tolist() == [12, 12]
    for word in lists:
        assert counts[word].sum() == items[word].str.len().sum()
    assert items["k"].sum() == counts["reported"].sum()


@REVIEWS
def test_every_intervention_has_a_sheet_of_twelve_items_with_all_its_statements(review):
    r = OPENED[review]
    sheets = tidier.sheets(r.tidier, r.interventions, r.reports)
    assert list(sheets) == r.interventions["intervention_id"].tolist()
    assert all([item.item for item in sheet] == list(range(1, 13)) for sheet in sheets.values())
    assert sum(len(item.statements) for sheet in sheets.values() for item in sheet) == len(r.tidier)


def test_a_sheet_sets_contradicting_statements_side_by_side():
    where = tidier.sheet(OPENED[SYNTHETIC], "flexline")[6]
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


# --- problems


def test_sheets_that_are_whole_have_no_problem():
    assert found(full()) == []
    assert found(full()[:0]) == []  # a table that a review leaves out lacks nothing


def test_items_without_a_statement_are_named():
    assert found(full().drop(index=[0, 23])) == [
        ("INTV-002", None, None, "no item 1 of walk"),
        ("INTV-002", None, None, "no item 12 of swim"),
    ]


@pytest.mark.parametrize(
    ("completeness", "text", "seen"),
    [
        ("reported", "not_reported", "reported with text not_reported"),
        ("not_reported", "a walk a day", "not_reported with text given"),
    ],
)
def test_a_statement_that_does_not_fit_its_completeness_is_named(completeness, text, seen):
    frame = full(said("walk", 3, "Roe2020", completeness, text))
    assert found(frame) == [("INTV-003", 2, "text", seen)]


ALONE = "a contradiction noted, and nothing else said on item 7 of walk"


@pytest.mark.parametrize(
    ("others", "expected"),
    [
        ([], [("INTV-004", 2, "contradiction", ALONE)]),
        ([("Doe2018", "reported", "On  the BEACH")], [("INTV-004", 2, "contradiction", ALONE)]),
        ([("Doe2018", "not_reported", "not_reported")], [("INTV-004", 2, "contradiction", ALONE)]),
        ([("Doe2018", "reported", "in the hills")], []),
        ([("not_applicable", "reported", "in the hills")], []),
    ],
    ids=["alone", "the same in other letters", "silent", "differs", "the review itself differs"],
)
def test_a_contradiction_needs_another_statement_that_says_otherwise(others, expected):
    frame = full(
        said("walk", 7, "Roe2020", "reported", "on the beach", "the place"),
        *(said("walk", 7, *other) for other in others),
    )
    assert found(frame) == expected


def test_silence_contradicts_nothing():
    frame = full(
        said("walk", 7, "Roe2020", "not_reported", contradiction="the place"),
        said("walk", 7, "Doe2018", "reported", "in the hills"),
        said("walk", 7, "not_applicable", "reported", "on the beach"),
    )
    seen = "a contradiction noted where nothing is said"
    assert found(frame) == [("INTV-004", 2, "contradiction", seen)]


def test_a_report_speaks_of_its_own_intervention():
    frame = full(said("walk", 1, "Poe2019", "reported"), said("swim", 1, "Poe2019", "reported"))
    assert found(frame) == [("INTV-005", 2, "report_id", "Poe2019, a report about swim")]


@pytest.mark.parametrize(
    ("own", "told", "noticed"),
    [
        ("partly", "reported", True),
        ("not_reported", "partly", True),
        ("partly", "partly", False),
        ("reported", "partly", False),  # two reports may tell a part each
    ],
)
def test_the_whole_is_not_less_than_a_part(own, told, noticed):
    frame = full(said("walk", 5, "Roe2020", told), said("walk", 5, "not_applicable", own))
    assert found(frame) == ([("INTV-006", 3, "completeness", own)] if noticed else [])


# --- in the book


def test_items_are_shown_with_their_fraction_and_the_interventions_behind_it():
    shown = tables.tidier_items(OPENED[SYNTHETIC]).data
    assert (
        "* - 7\\. Where\n"
        "  - 2/3\n"
        '  - <a href="../interventions/flexline.html#tidier-7">FL</a> and '
        '<a href="../interventions/strongback.html#tidier-7">StrongBack</a>\n'
        "  - –\n"
        '  - <a href="../interventions/movemore.html#tidier-7">MoveMore groups</a>\n'
    ) in shown
    assert "not charted yet" not in shown


def only(review, **changed):
    """A review with other tables in place of its own."""
    return replace(review, tables={**review.tables, **changed})


def test_a_long_list_says_how_many_more_there_are():
    r = OPENED[SYNTHETIC]
    many = pd.concat([r.interventions.iloc[:1]] * 125, ignore_index=True)
    many["intervention_id"] = pd.array([f"app{n}" for n in range(125)], dtype="string")
    one = r.tidier.iloc[:1]
    told = pd.concat([one.assign(intervention_id=key) for key in many["intervention_id"]], ignore_index=True)
    shown = tables.tidier_items(only(r, interventions=many, tidier=told)).data
    assert "  - 125/125\n" in shown and 'html#tidier-1">FL</a> and 105 more</details>\n' in shown
    assert shown.count('#tidier-1"') == 20
    assert "  - [not charted yet]{.rb-nr}\n" in shown, "the other items have no statement"


def test_the_matrix_leads_from_each_item_to_the_page_of_its_intervention():
    shown = charts.tidier_completeness(OPENED[SYNTHETIC]).data
    assert shown.count("#tidier-") == 36 and "../interventions/strongback.html#tidier-12" in shown
    assert "reported: 20<" in shown and "partly: 6<" in shown and "not reported: 10<" in shown


def test_contradictions_are_shown_one_under_the_other_with_their_reports():
    shown = tables.tidier_contradictions(OPENED[SYNTHETIC]).data
    assert shown.count("7. Where") == 2 and shown.count("8. When and how much") == 2
    assert shown.index("{cite:t}`Synthetic2018`") < shown.index("{cite:t}`Synthetic2019`")


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
    assert "This review gives no tidier items" in show(only(r, tidier=r.tidier[:0])).data


def test_a_subset_leaves_out_the_statements_of_reports_that_are_not_in_it():
    r = OPENED[SYNTHETIC]
    kept = restrict(
        r, reports=r.reports["report_id"][r.reports["report_id"] != "Synthetic2019"], subset="all"
    ).tidier
    of_flexline = kept[kept["intervention_id"] == "flexline"]["report_id"].dropna()
    assert "Synthetic2019" in set(r.tidier["report_id"].dropna())
    assert set(of_flexline) - {"not_applicable"} == {"Synthetic2018"}


def test_the_chapter_leads_to_the_sheets():
    r = OPENED[SYNTHETIC]
    shown = tables.downloads(r, "tidier").data
    assert "tidier-sheets.docx" in shown and "tidier-sheets.csv" in shown
    assert "tidier-sheets" not in tables.downloads(r, "features").data
    assert "tidier-sheets" not in tables.downloads(only(r, tidier=r.tidier[:0]), "tidier").data


@pytest.mark.parametrize("blank", ["", "not_applicable"])
def test_the_review_judges_an_item_as_a_whole_but_once(tmp_path, blank):
    folder = copied(SYNTHETIC, tmp_path)
    file = folder / "tidier.csv"
    head, *rows = file.read_text("utf-8").splitlines()
    at = head.split(",").index("report_id")
    own = next(row for row in rows if row.split(",")[at] == "not_applicable")
    cells = own.split(",")
    cells[at] = blank
    file.write_text("\n".join([head, *rows, ",".join(cells)]) + "\n", "utf-8")
    assert {problem.code for problem in check(folder) if problem.severity == "problem"} == {"TABL-009"}


def test_tidier_has_its_twelve_items():
    assert tidier.items()["item"].tolist() == list(range(1, 13))
