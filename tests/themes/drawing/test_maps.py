"""Tables and charts of codes that meet, and of saturation: what they say is what the rules give."""

import re
from dataclasses import replace

import pytest
from packages import OPENED, REVIEWS, SYNTHETIC, WILLIAMS
from packages.maps import KINDS, made, many, reports
from packages.reading import rows

from reviewbook.review.reading import load_review
from reviewbook.themes import coding, cooccurrence, grounds
from reviewbook.themes.drawing import maps
from reviewbook.themes.drawing import saturation as shown

NONE = "not_applicable"
SHOWS = pytest.mark.parametrize("show", [maps.saturation_table, maps.code_pairs, shown.chart])


# --- saturation


@KINDS
def test_the_table_of_saturation_has_the_rows_of_the_rule(which):
    opened = OPENED[SYNTHETIC]
    found = shown.found(opened, which)[0]
    cells = rows(maps.saturation_table(opened, which).data, f"tbl-saturation-{which}")
    assert cells[0] == ["Report", "Year", "Found", "New", "Which are new", "So far"]
    assert [(row[0], row[1], row[2], row[3], row[5]) for row in cells[1:]] == [
        (f"{{cite:t}}`{row.report_id}`", str(row.year).replace("<NA>", "–"), str(len(row.codes)), f"+{len(row.new)}" if row.new else "0",
         str(row.so_far))
        for row in found.reports.itertuples()
    ]  # fmt: skip
    assert len(cells) == 1 + len(opened.reports), "reports without a code are there too"


@KINDS
def test_the_table_of_what_was_not_coded_from_the_reports_themselves_refers_to_the_reason(which):
    told = rows(maps.saturation_table(OPENED[WILLIAMS], which).data, f"tbl-saturation-{which}")
    assert told == [["Not counted here, for the reason that stands in place of the chart."]]


def test_new_codes_are_named():
    cells = rows(maps.saturation_table(OPENED[SYNTHETIC], "themes").data, "tbl-saturation-themes")
    assert [row[4] for row in cells[1:]] == ["–", "Making a habit and Stopping", "Being encouraged", "–", "–"]


def test_each_scheme_has_a_table_with_a_name_of_its_own():
    drawn = maps.saturation_table(OPENED[SYNTHETIC], "frameworks").data
    assert re.findall(r":name: (.*)", drawn) == ["tbl-saturation-frameworks", "tbl-saturation-outcomes"]


def test_the_order_of_the_table_can_be_that_of_the_review():
    backwards = reports(5, year=lambda at: 2020 - at)
    cells = rows(maps.saturation_table(backwards, "themes").data, "tbl-saturation-themes")
    charted = maps.saturation_table(backwards, "themes", order="charted").data
    assert cells[1][0] == "{cite:t}`Synthetic2021`" and "by year of publication" not in charted
    assert (
        rows(charted, "tbl-saturation-themes")[1][0] == "{cite:t}`Synthetic2018`"
        and "in the order of the table" in charted
    )


def test_a_report_without_a_year_is_last_and_says_so():
    review = reports(5, year=lambda at: None if at == 1 else 2010)
    cells = rows(maps.saturation_table(review, "themes").data, "tbl-saturation-themes")
    assert cells[-1][:2] == ["{cite:t}`Synthetic2019`", "–"]


# --- pairs


@REVIEWS
@KINDS
def test_the_pairs_are_those_of_the_rule(review, which):
    opened = OPENED[review]
    cells = rows(maps.code_pairs(opened, which).data, f"tbl-code-pairs-{which}")
    aside = opened.excerpts.loc[grounds.beside(opened.excerpts), "excerpt_id"]
    held = cooccurrence.held(opened.codes, opened.codings)
    of = {
        code: set(own["excerpt_id"]) for code, own in held[~held["excerpt_id"].isin(aside)].groupby("code_id")
    }
    label = {}
    for row in opened.codes.itertuples():
        label.setdefault(row.label, row.code_id)
    own = coding.schemes(opened.codes, which)
    scheme = dict(zip(opened.codes["code_id"], opened.codes["scheme"], strict=True))
    shared = [row for row in cells[1:] if row[2] != "–"]
    assert shared
    for one, other, n, *_ in shared:
        a, b = (label[name.split(" (")[0]] for name in (one, other))
        assert scheme[a] in own and int(n) == len(of[a] & of[b]), (one, other)


def test_the_pairs_of_the_synthetic_review():
    cells = rows(maps.code_pairs(OPENED[SYNTHETIC], "themes").data, "tbl-code-pairs-themes")
    assert cells[1] == [
        "Making a habit",
        "Opportunity (behaviour change)",
        "2",
        "2/2",
        "2/2",
        "1.00",
        "2",
        "–",
    ]
    assert cells[-1] == ["Making a habit", "Stopping", "0", "–", "–", "–", "–", "≠ 1"]


def test_within_a_code_contrary_excerpts_are_listed_too():
    review = made(many(1, 2), [("F1", "t0_0"), ("F2", "t0_0"), ("F3", "t0_1")], relations=[("F1", "F2")])
    drawn = maps.code_pairs(review, "themes").data
    assert rows(drawn, "tbl-code-pairs-themes")[1:] == [
        ["Subtheme 0.0", "within itself", "–", "–", "–", "–", "–", "≠ 1"]
    ]
    assert "0 pairs meet in the same passages. Passages are contrary to each other within 1 theme." in drawn


def test_of_many_codes_the_fifty_strongest_pairs_are_listed():
    codes = many(21, 0)
    review = made(
        codes, [(e, c[0]) for e in ("F1", "F2") for c in codes[:12]] + [("F3", c[0]) for c in codes]
    )
    drawn = maps.code_pairs(review, "themes").data
    cells = rows(drawn, "tbl-code-pairs-themes")
    assert len(cells) == 51 and {row[2] for row in cells[1:]} == {"3"}
    assert (
        "210 pairs meet in the same passages." in drawn and "The 50 that meet most often are listed" in drawn
    )


def test_codes_called_alike_are_told_apart_and_labels_are_escaped():
    codes = [("a", NONE, "themes", "Home"), ("a1", "a", "themes", "Other | *x*"), ("b", NONE, "themes", "Work"),
             ("b1", "b", "themes", "Other | *x*"), ("p", NONE, "practices", "Home")]  # fmt: skip
    drawn = maps.code_pairs(made(codes, [("F1", "a1"), ("F1", "b1"), ("F1", "p")]), "themes").data
    listed = rows(drawn, "tbl-code-pairs-themes")
    assert sorted(row[:2] for row in listed[1:]) == [
        [r"Other \| \*x\* (Home)", "Home (practices)"],
        [r"Other \| \*x\* (Home)", r"Other \| \*x\* (Work)"],
        [r"Other \| \*x\* (Work)", "Home (practices)"],
    ]


def test_where_no_codes_meet_one_line_says_so():
    drawn = maps.code_pairs(made(many(2, 0), [("F1", "t0")]), "themes").data
    assert ":name: tbl-code-pairs-themes" in drawn and "No two of them meet in the same passage." in drawn


# --- both


@SHOWS
def test_without_a_scheme_of_the_kind_one_line_says_so(show):
    review = made(many(2, 2), [("F1", "t0_0")])
    assert "This review has no frameworks." in show(review, "frameworks").data


@SHOWS
@pytest.mark.parametrize("gone", ["codes", "codings"])
def test_a_review_without_codes_says_so(show, gone):
    opened = OPENED[SYNTHETIC]
    bare = replace(opened, tables=opened.tables | {gone: opened.tables[gone].iloc[:0]})
    assert "This review gives no" in show(bare, "themes").data


@SHOWS
def test_codes_without_any_coding_of_theirs_are_said(show):
    drawn = show(made(many(2, 1), [("F1", "gone")]), "themes").data
    said = {maps.code_pairs: "No two of them meet in the same passage.", shown.chart: shown.NO_CODE}
    assert said.get(show, "  - 0\n  - 0\n  - –\n  - 0\n") in drawn


@SHOWS
@KINDS
@REVIEWS
def test_the_same_review_gives_the_same_bytes(review, show, which):
    assert show(load_review(review), which).data == show(OPENED[review], which).data


@SHOWS
def test_missing_values_are_never_shown_as_code(show):
    drawn = show(OPENED[WILLIAMS], "themes").data
    assert not re.search(r"<NA>|\bnan\b|\bNone\b", drawn)
