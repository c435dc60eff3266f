"""The page of published appraisals: printed scores beside those that their answers give."""

import pandas as pd
from packages import WILLIAMS, shared

from reviewbook.files.replace import as_csv
from reviewbook.press import scoring as page

CSV = WILLIAMS.parents[1] / "book" / "scoring.csv"
STORED = pd.read_csv(CSV)


def test_the_stored_comparisons_are_what_the_published_tables_give():
    folder = shared("mmat/rules.md").parent
    assert as_csv(page.tried(folder)) == CSV.read_bytes()


def test_the_page_says_what_holds_what_is_contradicted_and_what_waits():
    text = page.page(STORED)
    verdicts = STORED["verdict"].value_counts()
    assert f"Of {verdicts['holds'] + verdicts['differs']} printed scores of 3 published tables" in text
    assert "1 is contradicted by them (Williams et al. 2017); 13 printed answers" in text
    assert "18 printed scores: 17 follow from the answers and 1 is contradicted by them." in text
    assert "4 printed scores: 3 follow from the answers and 1 cannot be checked." in text
    assert all(source["address"] in text for source in page.sources())
    changed = STORED.assign(verdict=STORED["verdict"].replace("differs", "holds"))
    assert page.page(changed) != text
