"""What the notebooks show, tables first: every call, for both reviews and for one that leaves nearly everything out."""

import re

import pytest
from packages import SYNTHETIC, WILLIAMS, copied, open_once
from packages.notebooks import CALLS, TOLD_ABOVE, TOLD_BY_CHART, WHERE_THERE, names_of, shown

from reviewbook import tables
from reviewbook.appraisal.charts import ratings as ratings_
from reviewbook.appraisal.numbers import appraisal_numbers
from reviewbook.check import open_review
from reviewbook.files import describe
from reviewbook.review.dictionary import TABLES

REVIEWS = {"williams": WILLIAMS, "synthetic": SYNTHETIC}


def test_the_notebooks_make_calls():
    assert len(CALLS) > 30


@pytest.mark.parametrize("name", REVIEWS)
@pytest.mark.parametrize("call", CALLS)
def test_every_call_shows_something_and_the_same_again(call, name):
    review = open_once(REVIEWS[name])
    first = shown(call, review)
    assert first == shown(call, review)
    assert "nan" not in re.findall(r"[A-Za-z<>]+", first) and "<NA>" not in first and "None" not in first
    if call in TOLD_BY_CHART:
        assert first.strip() or "left out" in shown(call.replace("tables.", "charts."), review)
    elif call in WHERE_THERE:
        assert not first.strip()  # neither review has what they are of
    elif not call.startswith("tables.scope") and not (call in TOLD_ABOVE and not review.has("appraisals")):
        assert first.strip()


@pytest.mark.parametrize("call", CALLS)
def test_a_review_that_leaves_a_table_out_is_told_so_in_one_line(call, sparse):
    text = shown(call, open_once(sparse))
    if "(table `" in text:
        assert "This review gives no" in text


def test_every_table_has_a_name_of_its_own_also_where_its_tables_are_left_out(sparse, tmp_path):
    records_alone = copied(SYNTHETIC, tmp_path)
    for table in set(TABLES) - {"sources", "records", "decisions", "imports"}:
        (records_alone / f"{table}.csv").unlink(missing_ok=True)
    describe.write(records_alone)
    for folder in (WILLIAMS, SYNTHETIC, sparse, records_alone):
        names, referred = names_of(open_once(folder))
        assert len(names) == len(set(names)), [name for name in names if names.count(name) > 1]
        assert referred <= set(names)


@pytest.mark.parametrize("subset", ["usual_worker", "research_worker"])
@pytest.mark.parametrize("call", CALLS)
def test_every_call_works_for_a_subset(call, subset):
    shown(call, open_once(WILLIAMS, subset=subset, min_rating=2))


def test_a_changed_datum_changes_prose_table_and_figure(tmp_path):
    folder = copied(WILLIAMS, tmp_path)
    before = open_review(folder)
    ratings = folder / "ratings.csv"
    changed = ratings.read_text(encoding="utf-8").replace(
        "Korsbek2016,mmat-2011,overall,1", "Korsbek2016,mmat-2011,overall,0"
    )
    ratings.write_text(changed, encoding="utf-8")
    after = open_review(folder)
    assert "qualitative 0 to 4" in appraisal_numbers(after)["answer"]
    assert tables.by_design(before).data != tables.by_design(after).data
    assert ratings_(before).data != ratings_(after).data
    assert "SQ04" in tables.claims(before, "differs").data and "SQ04" in tables.claims(after, "holds").data
