"""What is shown: every table, chart and sentence, for both reviews and for one that leaves nearly everything out."""

import functools
import inspect
import json
import re
import shutil
import xml.etree.ElementTree as ET
from dataclasses import replace

import pandas as pd
import pytest
from packages import ROOT, copied, set_cell

from reviewbook import charts, numbers, tables
from reviewbook import open_review as open_anew
from reviewbook.appraisal.charts import appraisal
from reviewbook.appraisal.charts import ratings as ratings_
from reviewbook.appraisal.numbers import appraisal_numbers
from reviewbook.check import check
from reviewbook.files import describe
from reviewbook.page import grid, words
from reviewbook.press import pages
from reviewbook.review.dictionary import TABLES, schema
from reviewbook.review.problems import Problem, codes
from reviewbook.selection.numbers import selection_numbers
from reviewbook.studies.numbers import studies_numbers

REVIEWS = {
    "williams": ROOT / "data" / "williams-2019",
    "synthetic": ROOT / "tests" / "packages" / "synthetic",
}
# Every call that the notebooks make, read from them: a new call is tested without a word here.
CALLS = sorted(
    {
        line.strip()
        for notebook in (ROOT / "notebooks").glob("*.ipynb")
        for cell in json.loads(notebook.read_text(encoding="utf-8"))["cells"]
        if cell["cell_type"] == "code"
        for line in "".join(cell["source"]).splitlines()
        if re.match(r"(tables|charts)\.", line)
    }
)


# Tables that a sentence above them, or the figure, already says are not there.
TOLD_ABOVE = {
    f"tables.{name}(review)" for name in ("criteria", "appraisers", "appraiser_conflicts", "compared_ratings")
}

open_review = functools.cache(open_anew)  # a Review never changes, and reading one takes a while


@pytest.fixture(scope="module")
def sparse(tmp_path_factory):
    """A review with reports, studies and interventions alone."""
    folder = tmp_path_factory.mktemp("sparse") / "sparse"
    shutil.copytree(REVIEWS["synthetic"], folder)
    keep = {"reports", "studies", "interventions"}
    for table in TABLES:
        if table not in keep:
            (folder / f"{table}.csv").unlink(missing_ok=True)
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    package["resources"] = [r for r in package.get("resources", []) if r["name"] in keep]
    (folder / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    return folder


def shown(call: str, review) -> str:
    out = eval(call, {"tables": tables, "charts": charts, "review": review})
    return "" if out is None else out.data


def test_the_notebooks_make_calls():
    assert len(CALLS) > 30


@pytest.mark.parametrize("name", REVIEWS)
@pytest.mark.parametrize("call", CALLS)
def test_every_call_shows_something_and_the_same_again(call, name):
    review = open_review(REVIEWS[name])
    first = shown(call, review)
    assert first == shown(call, review)
    assert "nan" not in re.findall(r"[A-Za-z<>]+", first) and "<NA>" not in first and "None" not in first
    if not call.startswith("tables.scope") and not (call in TOLD_ABOVE and not review.has("appraisals")):
        assert first.strip()


@pytest.mark.parametrize("call", CALLS)
def test_a_review_that_leaves_a_table_out_is_told_so_in_one_line(call, sparse):
    text = shown(call, open_review(sparse))
    if "(table `" in text:
        assert "This review gives no" in text


def test_a_review_without_answers_by_criterion_says_so_once_and_in_prose(sparse):
    review = open_review(sparse)
    assert "This review gives no appraisal answers" in appraisal(review).data
    values = appraisal_numbers(review)
    assert (
        "no answers of two appraisers" in values["appraisers"] and "No report has both" in values["compared"]
    )
    assert all(shown(call, review).strip() == "" for call in TOLD_ABOVE)


def test_a_rating_that_is_still_open_says_what_it_waits_for(tmp_path):
    folder = copied(REVIEWS["synthetic"], tmp_path)
    settled = (folder / "appraisals.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    (folder / "appraisals.csv").write_text(
        "".join(row for row in settled if ",consensus," not in row), encoding="utf-8"
    )
    ratings = (folder / "ratings.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    (folder / "ratings.csv").write_text(ratings[0], encoding="utf-8")
    shown_ = tables.ratings(open_anew(folder)).data
    assert "none yet: appraisers differ on 2.2" in shown_
    assert "by criterion only" in shown_, "the report under 2018"
    assert "1/4 (computed)" in shown_


def test_what_counts_as_low_rated_is_said_also_where_nothing_does(sparse):
    def low(folder, min_rating):
        return appraisal_numbers(open_review(folder, min_rating=min_rating))["low"]

    assert low(REVIEWS["williams"], 0) == "No contrast was asked for: the parameter min_rating is 0."
    assert low(REVIEWS["synthetic"], 1) == "No report is rated below 1 point."
    assert low(sparse, 2) == "No report has a rating in points, so that none counts as low-rated."
    assert low(REVIEWS["williams"], 2).startswith(
        "5 of 15 reports are rated below 2 points; of 40 conclusions"
    )


def names_of(review) -> tuple[list[str], set[str]]:
    """The names of all tables and figures in the notebooks for a review, and those that their prose refers to."""
    names, referred = [], set()
    for notebook in sorted((ROOT / "notebooks").glob("*.ipynb")):
        for cell in json.loads(notebook.read_text(encoding="utf-8"))["cells"]:
            source = "".join(cell["source"])
            if cell["cell_type"] == "markdown":
                referred |= set(re.findall(r"\{numref\}`(tbl-[^`]+)`", source))
            elif source.strip() in CALLS:
                names += re.findall(r"^:name: (.+)$", shown(source.strip(), review), flags=re.MULTILINE)
    return names, referred


def test_every_table_has_a_name_of_its_own_also_where_its_tables_are_left_out(sparse, tmp_path):
    records_alone = copied(REVIEWS["synthetic"], tmp_path)
    for table in set(TABLES) - {"sources", "records", "decisions", "imports"}:
        (records_alone / f"{table}.csv").unlink(missing_ok=True)
    describe.write(records_alone)
    for folder in (REVIEWS["williams"], REVIEWS["synthetic"], sparse, records_alone):
        names, referred = names_of(open_review(folder))
        assert len(names) == len(set(names)), [name for name in names if names.count(name) > 1]
        assert referred <= set(names)


def test_a_table_of_one_column_has_no_header_column():
    assert ":stub-columns:" not in grid.grid(["A"], [["b"]], caption="c", name="d")
    assert ":stub-columns: 1" in grid.grid(["A", "B"], [["b", "c"]], caption="c", name="d")


@pytest.mark.parametrize("subset", ["usual_worker", "research_worker"])
@pytest.mark.parametrize("call", CALLS)
def test_every_call_works_for_a_subset(call, subset):
    shown(call, open_review(REVIEWS["williams"], subset=subset, min_rating=2))


@pytest.mark.parametrize(
    "function", [f for n, f in inspect.getmembers(numbers, inspect.isfunction) if n.endswith("_numbers")]
)
def test_prose_finds_every_number_whatever_the_review_leaves_out(function, sparse):
    if function.__name__.startswith("_"):
        return
    arguments = ("themes",) if "which" in inspect.signature(function).parameters else ()
    full = function(open_review(REVIEWS["williams"]), *arguments)
    assert set(full) == set(function(open_review(sparse), *arguments))
    assert all(isinstance(value, int | str) and value != "" for value in full.values())


def test_answers_of_the_first_review():
    review = open_review(REVIEWS["williams"])
    assert selection_numbers(review)["answer"] == (
        "Of 558 records screened, 128 full texts were assessed and 15 reports included: 12 studies of 11 interventions."
    )
    assert studies_numbers(review)["n_participants"] == 919
    assert (
        appraisal_numbers(review)["ranges"]
        == "qualitative 1 to 4, mixed methods 0 to 2 and quantitative 1 to 4"
    )


def test_a_review_that_is_under_way_says_what_is_left_so_far(tmp_path):
    folder = copied(REVIEWS["synthetic"], tmp_path)
    for table in set(TABLES) - {"sources", "records", "decisions", "imports"}:
        (folder / f"{table}.csv").unlink(missing_ok=True)
    lines = (folder / "decisions.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    by_title = [line for line in lines if ",full_text," not in line and ",retrieval," not in line]
    (folder / "decisions.csv").write_text("".join(by_title), encoding="utf-8")
    describe.write(folder)
    values = selection_numbers(open_anew(folder))
    assert values["answer"] == "Of 17 records screened so far, 9 are left."


def test_people_that_no_study_counts_are_not_reported_and_not_0():
    review = open_review(REVIEWS["williams"])
    nobody = review.studies.assign(participants_n=pd.array([None] * len(review.studies), dtype="Int64"))
    silent = replace(review, tables=dict(review.tables) | {"studies": nobody})
    assert studies_numbers(silent)["n_participants"] == "not reported"
    assert "[– not reported]{.rb-nr}" in tables.people(silent).data


def test_a_changed_datum_changes_prose_table_and_figure(tmp_path):
    folder = copied(REVIEWS["williams"], tmp_path)
    before = open_anew(folder)
    ratings = folder / "ratings.csv"
    changed = ratings.read_text(encoding="utf-8").replace(
        "Korsbek2016,mmat-2011,overall,1", "Korsbek2016,mmat-2011,overall,0"
    )
    ratings.write_text(changed, encoding="utf-8")
    after = open_anew(folder)
    assert "qualitative 0 to 4" in appraisal_numbers(after)["answer"]
    assert tables.by_design(before).data != tables.by_design(after).data
    assert ratings_(before).data != ratings_(after).data
    assert "SQ04" in tables.claims(before, "differs").data and "SQ04" in tables.claims(after, "holds").data


@pytest.mark.parametrize("name", ["ratings", "appraisal", "years", "fractions", "flow"])
def test_charts_are_described_text_and_self_contained(name):
    html = getattr(charts, name)(open_review(REVIEWS["synthetic"])).data
    tag = "{http://www.w3.org/2000/svg}"
    for drawn in re.findall(r"<svg.*?</svg>", html, re.DOTALL):
        svg = ET.fromstring(drawn)
        assert svg.find(f"{tag}title").text and len(svg.find(f"{tag}desc").text) > 15
        assert svg.findall(f".//{tag}text"), "text must stay text"
    assert not re.search(r"https?://(?!www\.w3\.org/)", html)
    assert not re.search(r"\b(date|Date|matplotlib v)", html)


def test_two_charts_on_one_page_share_no_id():
    review = open_review(REVIEWS["synthetic"])
    ids = [
        re.findall(r'\bid="([^"]+)"', getattr(charts, n)(review).data)
        for n in ("ratings", "appraisal", "years", "fractions")
    ]
    every = [i for one in ids for i in one]
    assert len(every) == len(set(every))


def test_charted_text_is_shown_letter_by_letter():
    text = words.escape("50 % *stars* | a_b [x](y) <b> `c` {d} $e$")
    assert text == r"50 % \*stars\* \| a\_b \[x\](y) \<b\> \`c\` \{d\} \$e\$"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("1. Brief name", r"1\. Brief name"),
        ("12) twelve", r"12\) twelve"),
        ("- none", r"\- none"),
        ("+ more", r"\+ more"),
        ("% of all", r"\% of all"),
        (":::{note}", r"\:::\{note\}"),
        ("1.5 points in 2005-2006", "1.5 points in 2005-2006"),
    ],
)
def test_charted_text_that_begins_like_a_list_or_a_comment_is_still_text(text, shown):
    assert words.escape(text) == shown


@pytest.mark.parametrize(("value", "says"), [(1234567, "1,234,567"), (2.5, "2.5"), (3.0, "3"), (None, "–")])
def test_numbers_are_said_as_readers_expect(value, says):
    assert words.number(value) == says


def test_a_table_has_caption_name_and_row_headers():
    text = grid.grid(["A", "B"], [["x", "1"]], caption="What", name="tbl-x", css="rb-sticky")
    assert text.splitlines()[:5] == [
        ":::{list-table} What",
        ":name: tbl-x",
        ":header-rows: 1",
        ":stub-columns: 1",
        ":class: rb-table rb-sticky",
    ]


def test_generated_pages_are_up_to_date(tmp_path):
    (tmp_path / "book").mkdir()
    written = pages.write(tmp_path, REVIEWS["williams"])
    stored = {path.name: (ROOT / "book" / path.name).read_text(encoding="utf-8") for path in written}
    assert stored == {path.name: path.read_text(encoding="utf-8") for path in written}


def test_dictionary_and_problem_page_leave_nothing_out():
    dictionary = (ROOT / "book" / "data-dictionary.md").read_text(encoding="utf-8")
    for table in TABLES:
        for field in schema(table)["fields"]:
            assert words.escape(field["description"]) in dictionary
    page = (ROOT / "book" / "errors.md").read_text(encoding="utf-8")
    assert all(f"### {code}\n" in page for code in codes())
    assert "errors.html#flow-001" in str(Problem("FLOW-001", "flow.csv", "1", "2"))


def test_both_reviews_pass_their_check():
    for folder in REVIEWS.values():
        assert not [problem for problem in check(folder) if problem.severity == "problem"]


def test_what_only_a_duplicate_says_is_shown_with_the_record_that_says_it(tmp_path):
    folder = copied(REVIEWS["synthetic"], tmp_path)
    assert "tbl-merged-fields" not in pages.records(open_anew(folder))
    set_cell(folder / "records.csv", "doi", "not_reported", row=2)  # R01; its duplicate R10 has one
    page = pages.records(open_anew(folder))
    assert "tbl-merged-fields" in page
    shown_row = page.split("tbl-merged-fields")[1]
    assert (
        "* - R01\n  - Doi\n" in shown_row and "10.5555/synthetic-01" in shown_row and "  - R10" in shown_row
    )
