"""Which reports, studies or entities say yes to what: the questions of a form that are answered yes or no as a matrix of signs."""

from __future__ import annotations

import pandas as pd
from IPython.display import HTML

from reviewbook.charting import of_review
from reviewbook.charting.coverage import NOT_ASKED, in_order
from reviewbook.charting.drawing.parts import THINGS
from reviewbook.page.figure import framed
from reviewbook.page.links import address
from reviewbook.page.matrix import Model, as_html, known, model_of, packed, parts_rows
from reviewbook.page.scripts import script
from reviewbook.review import bibliography
from reviewbook.review.groups import columns_to_group_by, in_words
from reviewbook.review.labels import label
from reviewbook.review.model import Review
from reviewbook.review.nothing import NOT_APPLICABLE, NOT_AVAILABLE, NOT_REPORTED, given
from reviewbook.review.questions import ABOUT, YES_NO

LEAST = 2  # questions of a matrix: of one, a bar says as much
OPEN = (NOT_REPORTED, NOT_AVAILABLE)
ASIDE = (NOT_APPLICABLE, NOT_ASKED)
NOTE = (
    "Each fraction is of those of which the question is asked and applies; what is unclear, not reported or not charted yet makes it a "
    "range."
)


def yes_no(review: Review) -> HTML | None:
    """Reports, studies and entities by the questions about them that are answered yes or no: which say yes to what, and how many do.

    None where fewer than two such questions are asked about the same kind of thing.
    """
    parts = [_as_html(review, about) for about in THINGS if _questions(review, about) is not None]
    return HTML("\n".join([*parts, f'<p class="rb-note">{NOTE}</p>'])) if parts else None


def data(review: Review, about: str) -> bytes | None:
    """The script from which a page loads a matrix that is too large for it (`script_of`); None where it is not."""
    if _questions(review, about) is None:
        return None
    model = _of_review(review, about)
    return script("matrix", packed(model)) if model.paged else None


def script_of(about: str) -> str:
    """The name of that script, beside the tables of the site."""
    return f"yes-no-{about}.js"


def _as_html(review: Review, about: str) -> str:
    model = _of_review(review, about)
    shown = as_html(
        model,
        title=f"Yes or no: {THINGS[about][1]}",
        name=f"fig-yes-no-{about}",
        by=None,
        order="charted",
        script=f"data/{review.name}/{script_of(about)}",
        source=f"../data/{review.name}/answers.csv" if len(review.answers) else "",
    )
    return framed(
        review,
        str(shown.data),
        name=f"yes-no-{about}",
        finding=known(model),
        unit=f"Questions that are answered yes or no, of {THINGS[about][1]}",
        tables=["questions", "answers" if len(review.answers) else ABOUT[about][0]],
        csv="answers" if len(review.answers) else ABOUT[about][0],
        table=True,
    )


def _questions(review: Review, about: str) -> pd.DataFrame | None:
    """The questions about a kind of thing that are answered yes or no, in order; None where they make no matrix."""
    own = in_order(review.questions)
    own = own[(own["about"] == about) & (own["type"] == "yes_no")]
    there = len(own) >= LEAST and any(
        given(getattr(review, ABOUT[about][0])[one]).any() for one in own["question_id"]
    )
    return own if there else None


def _of_review(review: Review, about: str) -> Model:
    table, key = ABOUT[about]
    frame, questions = getattr(review, table), _questions(review, about)
    assert questions is not None
    names = questions["question_id"].tolist()
    wide = frame[[key, *names]].melt(id_vars=key, var_name="column", value_name="value")
    told = wide.rename(columns={key: "row"})[["row", "column", "value"]].dropna(subset="value")
    states = of_review.coverage(review)
    aside = states[states["question_id"].isin(names) & (states["state"] == NOT_ASKED)]
    lacking = aside.rename(columns={"about_id": "row", "question_id": "column", "state": "value"})
    values = pd.concat([told, lacking[["row", "column", "value"]]], ignore_index=True).astype("string")
    there = set(values["value"])
    own = in_words(frame, review.questions, review.choices)
    titles = columns_to_group_by([], about, review.questions, review.choices)
    offered = {name: title for name, title in titles.items() if name not in names and parts_rows(own[name])}
    columns = questions[["question_id", "label", "group"]].rename(columns={"question_id": "key"})
    several = columns["group"].nunique() > 1
    return model_of(
        pd.concat([_rows(review, about), own[[*offered]].reset_index(drop=True)], axis=1),
        columns.assign(group=columns["group"].replace("", "Further questions") if several else ""),
        values,
        marks={one: one for one in (*YES_NO, *OPEN, *(one for one in ASIDE if one in there))},
        settled=YES_NO[:2],
        titles=offered,
        nouns=(THINGS[about], "question"),
    )


def _rows(review: Review, about: str) -> pd.DataFrame:
    """What questions are about: key, label, and the address of its page where it has one."""
    table, key = ABOUT[about]
    keys = getattr(review, table)[key].tolist()
    if about == "report":
        shown = bibliography.labels(review)
        named = [shown[one] for one in keys]
    else:
        column = review.interventions["name"] if about == "entity" else review.studies["label"]
        named = [label(one) if pd.isna(name) else name for one, name in zip(keys, column, strict=True)]
    href = [address("reports" if about == "report" else "interventions", one) for one in keys]
    return pd.DataFrame({"key": keys, "label": named, "href": href if about != "study" else [""] * len(keys)})
