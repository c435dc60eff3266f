"""Which reports say yes to what."""

import json
import re

import pandas as pd
import pytest
from bs4 import BeautifulSoup
from packages import OPENED, SYNTHETIC
from packages.charting import without_form
from packages.reviews import only

from reviewbook.charting.drawing import yes_no

# The reports of the synthetic review, and what is answered about each.
ANSWERS = {
    "blinding": ["yes", "no", None, "not_applicable"],
    "registered": ["yes", None, "unclear", "not_reported"],
    "open_data": ["no", "yes", None, None],
}


def asked(*names: str, group: str | None = "Method", asked_of: str | None = None):
    """The synthetic review with these questions alone, answered yes or no."""
    review = OPENED[SYNTHETIC]
    n = len(review.reports)
    like = review.questions[review.questions["question_id"] == "blinding"]
    own = pd.concat(
        [
            like.assign(
                question_id=name, label=name, group=group, asked_of=asked_of if at else None, position=at + 1
            )
            for at, name in enumerate(names)
        ],
        ignore_index=True,
    ).astype({"group": "string", "asked_of": "string"})
    columns = {name: pd.array((ANSWERS[name] * n)[:n], dtype="string") for name in names}
    return only(
        review,
        questions=own,
        choices=review.choices.iloc[:0],
        answers=review.answers.iloc[:0],
        reports=review.reports.drop(columns=list(ANSWERS), errors="ignore").assign(**columns),
    )


def rows(shown) -> dict[str, list[str]]:
    """The rows of the matrix, by their heads."""
    tree = BeautifulSoup(shown.data, "html.parser")
    found = {}
    for row in tree.select("tr"):
        head, cells = row.find("th", scope="row"), row.find_all("td")
        if head:
            said = [cell.find(attrs={"aria-label": True}) for cell in cells]
            found[head.get_text()] = [
                one["aria-label"] if one else cell.get_text() for one, cell in zip(said, cells, strict=True)
            ]
    return found


def test_each_report_has_its_answers_and_each_question_its_fraction():
    review = asked("blinding", "registered")
    found = rows(yes_no.yes_no(review))  # more reports than questions: they go downwards
    values = review.reports["blinding"].tolist()
    counted = [one for one in values if one is pd.NA or one != "not_applicable"]
    low, open_ = (
        sum(one is not pd.NA and one == "yes" for one in counted),
        sum(one is pd.NA for one in counted),
    )
    # What does not apply is in no fraction, what is open makes it a range.
    assert open_ and len(counted) < len(values)
    assert found["Yes"][1] == f"{low} to {low + open_} of {len(counted)}"
    said = {"not_applicable": "not applicable"}
    told = [cells[1] for name, cells in found.items() if name != "Yes"]
    assert told == ["not charted yet" if one is pd.NA else said.get(one, one) for one in values]


def test_what_was_not_asked_stands_aside():
    review = asked("blinding", "registered", asked_of="blinding = yes")
    found = [cells for name, cells in rows(yes_no.yes_no(review)).items() if name != "Yes"]
    out = review.reports["blinding"].isin(["no", "not_applicable"]) & review.reports["registered"].isna()
    assert out.any() and not out.all()
    assert [cells[2] == "not asked" for cells in found] == out.tolist()
    blinded = [cells for cells, aside in zip(found, out, strict=True) if aside and cells[1] == "no"]
    assert all(cells[0] == "0 of 1" for cells in blinded)


def test_one_question_is_no_matrix():
    assert yes_no.yes_no(asked("blinding")) is None
    assert yes_no.yes_no(without_form()) is None
    assert yes_no.data(asked("blinding"), "report") is None


def test_questions_that_nobody_answered_are_no_matrix():
    review = asked("blinding", "registered")
    reports = review.reports.assign(blinding=None, registered=None).astype(
        {"blinding": "string", "registered": "string"}
    )
    assert yes_no.yes_no(only(review, reports=reports)) is None


@pytest.mark.parametrize("many", [3, 1500])
def test_a_matrix_that_is_too_large_for_its_page_has_its_cells_in_a_script(many):
    review = asked("blinding", "registered", "open_data")
    own = review.reports
    reports = own.iloc[[at % len(own) for at in range(many)]].reset_index(drop=True)
    reports = reports.assign(report_id=pd.array([f"Many{at:04d}" for at in range(many)], dtype="string"))
    large = only(review, reports=reports)
    shown, script = yes_no.yes_no(large).data, yes_no.data(large, "report")
    assert (script is not None) == (many > 1000)
    if script:
        assert f'data-cells="data/{review.name}/yes-no-report.js"' in shown
        packed = json.loads(re.search(rb"\{.*\}", script, re.DOTALL)[0])
        assert len(packed["rows"]["key"]) == many
