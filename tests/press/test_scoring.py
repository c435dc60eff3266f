"""The page of published appraisals: printed scores beside those that their answers give."""

import pandas as pd
from packages import WILLIAMS, shared

from reviewbook.files.replace import as_csv
from reviewbook.press import scoring as page

CSV = WILLIAMS.parents[1] / "book" / "scoring.csv"
STORED = pd.read_csv(CSV)
BOTH = ["mmat-2011", "mmat-2018"]


def test_the_stored_comparisons_are_what_the_published_tables_give():
    folder = shared("mmat/rules.md").parent
    assert as_csv(page.tried(folder)) == CSV.read_bytes()


def test_the_page_says_what_holds_what_is_contradicted_and_what_waits():
    text = page.page(STORED, BOTH)
    verdicts = STORED["verdict"].value_counts()
    assert f"Of {verdicts['holds'] + verdicts['differs']} printed scores of 3 published tables" in text
    assert "1 is contradicted by them (Williams et al. 2017); 13 printed answers" in text
    assert "18 printed scores: 17 follow from the answers and 1 is contradicted by them." in text
    assert "4 printed scores: 3 follow from the answers and 1 cannot be decided." in text
    assert all(source["address"] in text for source in page.sources())
    changed = STORED.assign(verdict=STORED["verdict"].replace("differs", "holds"))
    assert page.page(changed, BOTH) != text


def test_the_page_speaks_of_the_tools_of_the_review_alone():
    text = page.page(STORED, ["mmat-2011", "jbi-cohort"])
    assert "MMAT 2018" not in text and "Under MMAT 2011 the tool's own rule is used." in text
    assert "printed scores of 1 published table" in text or "printed scores of 2 published tables" in text
    other = page.page(STORED, ["mmat-2018"])
    assert "MMAT 2011" not in other and "MMAT 2018 has no rule for an overall score" in other
    alone = page.page(STORED, ["jbi-cohort"])
    assert "MMAT" not in alone and alone.startswith("# Does the scoring hold?") and page.UNTRIED in alone
