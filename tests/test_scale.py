"""A review of many reports: pages stay short, say what they show of how much, and leave no number out of a total."""

import json
import re
from pathlib import Path

import pandas as pd
import pytest
from packages import ROOT, table
from packages.large import write

from reviewbook import charts, numbers, open_review, tables
from reviewbook.appraisal.charts import appraisal
from reviewbook.appraisal.drawing import quality
from reviewbook.appraisal.instruments import tool
from reviewbook.check import check
from reviewbook.page.grid import COLUMNS, FIRST_ROWS, OPEN_ROWS, ROWS, grid, uncut
from reviewbook.page.words import cite, listed
from reviewbook.review.bibliography import labels
from reviewbook.studies import checks

NOTEBOOKS = ROOT / "notebooks"
REPORTS, INTERVENTIONS, FEATURES, EXCERPTS = 900, 300, 12, 2000
PAGE = 2_000_000  # bytes of all that a chapter shows


@pytest.fixture(scope="module")
def review(tmp_path_factory):
    folder = tmp_path_factory.mktemp("scale") / "large"
    sizes = {"reports": REPORTS, "interventions": INTERVENTIONS, "features": FEATURES, "excerpts": EXCERPTS}
    return open_review(write(folder, **sizes), min_rating=2)


def calls(notebook: Path) -> list[str]:
    cells = json.loads(notebook.read_text("utf-8"))["cells"]
    sources = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    return [source for source in sources if source.startswith(("charts.", "numbers.", "tables."))]


def rows(markdown: str) -> int:
    """Rows of all tables, without their heads."""
    return markdown.count("\n* - ") - markdown.count("{list-table}")


# --- the synthetic review


def test_the_large_review_is_sound_and_the_same_every_time(tmp_path):
    sizes = {"reports": 40, "interventions": 12, "features": 9, "excerpts": 30}
    one, two = (write(tmp_path / part / "large", **sizes) for part in ("one", "two"))
    assert [problem for problem in check(one) if problem.severity == "problem"] == []
    parts = [
        {file.relative_to(folder): file.read_bytes() for file in folder.rglob("*.*")} for folder in (one, two)
    ]
    assert parts[0] == parts[1] and len(parts[0]) > 20


def test_the_large_review_has_as_much_as_was_asked_for(review):
    assert (len(review.reports), len(review.interventions)) == (REPORTS, INTERVENTIONS)
    assert len(review.feature_values) == INTERVENTIONS * FEATURES
    assert len(review.excerpts) == EXCERPTS
    with pytest.raises(ValueError, match="3 interventions need at least as many reports, not 2"):
        write(review.path, reports=2, interventions=3, features=1)


# --- what a table shows


def test_a_table_of_as_many_rows_as_a_page_shows_is_whole():
    text = grid(["A", "B"], [["1", "2"]] * ROWS, caption="C", name="n")
    assert rows(text) == ROWS
    assert text.endswith(":::")


def test_a_longer_table_shows_its_first_rows_and_says_of_how_many_and_where_all_are():
    for whole in (ROWS + 1, ROWS + 1_000):
        made = ([str(n)] for n in range(whole))
        text = grid(["A"], made, caption="C", name="n", all_in="the file")
        assert rows(text) == FIRST_ROWS
        assert f"* - {FIRST_ROWS - 1}\n" in text
        assert text.endswith(f":::\n\n{FIRST_ROWS} of {whole:,} rows are shown; all are in the file.")
        known = ([str(n)] for n in range(whole))
        assert grid(["A"], known, caption="C", name="n", all_in="the file", of=whole) == text
        assert next(known) == [str(FIRST_ROWS)]  # the others are not made


def test_rows_that_are_not_shown_are_not_made_where_it_is_known_how_many_there_are():
    made = []
    text = grid(["A"], ([made.append(n) or str(n)] for n in range(50)), caption="C", name="n", of=50, most=3)
    assert len(made) == 3
    assert "3 of 50 rows are shown." in text


def test_columns_beyond_what_a_page_shows_are_cut_in_every_row_and_said():
    wide = [str(n) for n in range(COLUMNS + 5)]
    text = grid(wide, [wide], caption="C", name="n", widths=[1] * len(wide))
    assert text.count("  - ") == 2 * (COLUMNS - 1)
    assert text.count(" 1") >= COLUMNS
    assert f"{COLUMNS} of {COLUMNS + 5} columns are shown." in text


@pytest.mark.parametrize(
    ("n", "folded"), [(OPEN_ROWS, 0), (OPEN_ROWS * 3 // 2 - 1, 0), (OPEN_ROWS * 3 // 2, 6), (115, 103)]
)
def test_a_long_table_in_the_open_folds_the_rows_beyond_the_first_and_loses_none(n, folded):
    made = [[str(at), f"x{at}"] for at in range(n)]
    text = grid(["A", "B"], made, caption="C", name="n", total=["All", "y"], open_rows=OPEN_ROWS)
    first, _, rest = text.partition("~~~{dropdown} ")
    assert rows(first) == n - folded + 1 and first.count(":name: n") == 1
    assert "* - All" in first and rest.startswith(f"The other {folded} rows\n" if folded else "")
    assert rest.count("\n* - ") == (folded + 1 if folded else 0) and ":name:" not in rest
    assert re.findall(r"  - x(\d+)", text) == [str(at) for at in range(n)]
    with uncut():
        assert "dropdown" not in grid(["A", "B"], made, caption="C", name="n", open_rows=OPEN_ROWS)


def test_a_table_of_which_a_page_holds_a_part_alone_says_both():
    text = grid(["A"], [[str(at)] for at in range(900)], caption="C", name="n", open_rows=OPEN_ROWS)
    assert f"{{dropdown}} {FIRST_ROWS - OPEN_ROWS} more rows" in text
    assert text.endswith(f"~~~\n\n{FIRST_ROWS} of 900 rows are shown.")


def test_a_row_of_totals_is_never_cut_and_is_none_of_the_rows():
    text = grid(["A"], [["1"], ["2"]], caption="C", name="n", most=1, total=["All"])
    assert text.split("\n")[-5:] == ["* - 1", "* - All", ":::", "", "1 of 2 rows are shown."]


def test_a_list_of_names_is_whole_up_to_a_hundred_and_twenty_and_then_says_how_many_more():
    names = [f"n{at}" for at in range(121)]
    assert listed(names[:120]).endswith("n118 and n119")
    assert listed(names).endswith("n18, n19 and 101 more")
    assert cite(names[:120]).count("n") == 120
    assert cite(names).endswith("n19` and 101 more")
    assert (listed([]), cite([])) == ("", "")


# --- what a chapter shows


@pytest.mark.parametrize("notebook", sorted(NOTEBOOKS.glob("*.ipynb")), ids=lambda file: file.stem)
def test_no_table_of_a_chapter_grows_with_the_review(notebook, review):
    names = {"charts": charts, "numbers": numbers, "tables": tables, "review": review}
    size = 0
    for call in calls(notebook):
        text = getattr(eval(call, names), "data", None) or ""
        size += len(text.encode())
        for one in text.split("{list-table}")[1:]:
            assert one.count("\n* - ") - 1 <= ROWS + 1, f"{call}: {one[:60]}"
    assert size < PAGE


def test_characteristics_show_the_first_reports_of_each_group_and_lead_to_the_file(review):
    text = tables.characteristics(review).data
    told = re.findall(
        r"(\d+) of (\d+) rows are shown; all are in <a href=\"../data/large/reports.csv\"", text
    )
    assert [int(shown) for shown, _ in told] == [FIRST_ROWS] * review.reports["role"].nunique()
    assert sum(int(of) for _, of in told) == REPORTS


def test_the_figure_of_appraisals_counts_every_report_and_draws_the_first_ones(review):
    html = appraisal(review).data
    blocks = re.findall(r"<title id=[^>]*>([^<]*)</title>", html)
    drawn = {}
    for title in blocks[1:]:
        part = re.search(r"^(.*), (\d+) to (\d+) of ([\d,]+) reports", title)
        if part:
            drawn[part[1]] = (max(drawn.get(part[1], (0, 0))[0], int(part[3])), int(part[4].replace(",", "")))
    appraised = review.appraisals[review.appraisals["category"] != "screening"]
    there = appraised.groupby("category")["report_id"].nunique()
    assert len(drawn) == len(there) == 5
    assert {shown for shown, _ in drawn.values()} == {quality.SHOWN // 5}
    assert sorted(of for _, of in drawn.values()) == sorted(there)
    assert (
        f"<p>{quality.SHOWN} of {there.sum():,} rows are drawn; the summaries count all of them.</p>" in html
    )
    met = ((appraised["criterion"] == "1.1") & (appraised["answer"] == "yes")).sum()
    assert f">{met}/{there['qualitative']}</text>" in html
    assert f"yes {met} of {there['qualitative']}" in html


def test_a_figure_of_few_appraisals_draws_all_and_says_nothing_of_it():
    words = tool("mmat-2011")
    row = quality.Row("a", "A", {"1.1": "yes"})
    panel = quality.Panel("qualitative", "Qualitative", {"1.1": "Data"}, [row] * quality.SHOWN)
    html = quality.figure([panel], [], tool=words, title="T")
    assert html.count("<title>A: ") == quality.SHOWN
    assert "rows are drawn" not in html


def test_ratings_that_differ_stand_before_those_that_hold(monkeypatch, review):
    import reviewbook.appraisal.tables as shown

    compared = pd.DataFrame(
        [
            ("a", "overall", "3", 3, 3, "points", "holds", "", "rule"),
            ("b", "overall", "3", 3, None, "points", "cannot_be_checked", "no answers", "rule"),
            ("c", "overall", "3", 3, 2, "points", "differs", "", "rule"),
        ],
        columns=["report_id", "part", "written", "value", "computed", "unit", "verdict", "why", "convention"],
    )
    monkeypatch.setattr(shown, "compared", lambda _: compared)
    text = shown.compared_ratings(review).data
    assert re.findall(r"cite:t}`(.)`", text) == ["c", "b", "a"]


def test_open_conflicts_between_appraisers_stand_before_settled_ones(monkeypatch, review):
    import reviewbook.appraisal.tables as shown

    found = table(
        "report_id tool criterion answers answer how",
        ("a", "mmat-2011", "1.1", "AA: yes; BB: no", "yes", "consensus"),
        ("b", "mmat-2011", "1.1", "AA: yes; BB: no", "conflict", "conflict"),
    )
    monkeypatch.setattr(shown.answering, "conflicts", lambda _: found)
    text = shown.appraiser_conflicts(review).data
    assert re.findall(r"cite:t}`(.)`", text) == ["b", "a"]


# --- rules that looked through a table once for each row of another


def test_every_report_has_a_name_of_its_own(review):
    names = labels(review)
    assert len(set(names.values())) == len(names) == REPORTS


def test_problems_of_many_studies_are_those_of_few():
    """The rows of a small review with a fault of each kind, a hundred times over with names of their own."""

    def many(frame: pd.DataFrame, *keys: str) -> pd.DataFrame:
        return pd.concat(
            [
                frame.assign(
                    **{
                        key: frame[key].mask(frame[key] != "not_applicable", frame[key] + f"_{n}")
                        for key in keys
                    }
                )
                for n in range(100)
            ],
            ignore_index=True,
        )

    reports = table(
        "report_id role country participants_n workers_n",
        ("a", "nurse", "Norway", 12, 1),
        ("b", "nurse", "Norway", 3, 1),
        ("c", "coach", "Sweden", 3, 1),
    )
    told = table(
        "report_id study_id sample_of",
        ("a", "s", "not_applicable"),
        ("b", "s", "not_applicable"),
        ("c", "t", "a"),
    )
    of = table(
        "study_id intervention_id country participants_n workers_n",
        ("s", "i", "Norway", 10, 2),
        ("t", "i", "Norway", 10, 2),
        ("u", "i", "Norway", 10, 2),
    )
    interventions = table(
        "intervention_id worker_role country", ("i", "nurse", "Norway"), ("j", "nurse", "Norway")
    )
    few = [problem.code for problem in checks.study_problems(reports, told, of, interventions)]
    found = checks.study_problems(
        many(reports, "report_id"),
        many(told, "report_id", "study_id", "sample_of"),
        many(of, "study_id", "intervention_id"),
        many(interventions, "intervention_id"),
    )
    assert sorted(few) == [f"STUD-00{n}" for n in (1, 2, 3, 4, 5, 6, 6, 7)]
    assert sorted(problem.code for problem in found) == sorted(few * 100)
