"""The features of a review as a matrix: which intervention has which, and at each cell what it rests on."""

from __future__ import annotations

import pandas as pd
from IPython.display import HTML, Markdown

from reviewbook.interventions import of_review
from reviewbook.interventions.drawing.kinds import by_kind, with_kinds
from reviewbook.interventions.drawing.printed import beside
from reviewbook.interventions.feature_counts import SETTLED, VALUES
from reviewbook.page.escape import html as escape
from reviewbook.page.figure import framed
from reviewbook.page.grid import needs
from reviewbook.page.links import address, short_names
from reviewbook.page.marks import Marks
from reviewbook.page.matrix import Model, Order, as_html, known, model_of, packed, parts_rows
from reviewbook.page.scripts import script
from reviewbook.page.words import NOT_ASKED
from reviewbook.review import dictionary
from reviewbook.review.groups import columns_to_group_by
from reviewbook.review.model import Review

MOST_SHORT = 40  # short names that a line beneath the matrix spells out


@needs("features", "feature_values", caption="Features", name="fig-features")
def features(review: Review, by: str | None = None, order: Order = "charted") -> HTML | Markdown:
    """Interventions by features: which has which, how many have each, what is printed of it where cells leave it open, and at
    each cell what it rests on.

    Parameters
    ----------
    by : a column of interventions.csv to group by, such as "region"; None: their kinds where there are several, else no groups.
        Readers can choose anew.
    order : "charted", or "similarity" (`similarity.order`).

    Raises
    ------
    ValueError
        No such column, or one that does not part the interventions into few groups.
    """
    model = _of_review(review)
    shown = as_html(
        model,
        title=review.nouns.told("Features of the interventions"),
        name="fig-features",
        by=by or by_kind(review),
        order=order,
        script=f"data/{review.name}/matrix.js",
        source=f"../data/{review.name}/feature_values.csv",
    )
    return HTML(
        framed(
            review,
            shown.data + _short(review) + _disagreements(review),
            name="features",
            finding=known(model),
            unit=review.nouns.told("Interventions by features; each answer leads to what it rests on"),
            tables=["interventions", "features", "feature_values"],
            csv="feature_values",
            table=True,
        )
    )


def _short(review: Review) -> str:
    """A line that spells the short names out; empty where there is none, or where they would be a list that nobody reads."""
    short = short_names(review)
    names = zip(review.interventions["intervention_id"], review.interventions["name"].fillna(""), strict=True)
    told = [f"{escape(short[key])}: {escape(name)}" for key, name in names if name and name != short[key]]
    return f'\n<p class="rb-note">Short names. {"; ".join(told)}.</p>' if 0 < len(told) <= MOST_SHORT else ""


def _disagreements(review: Review) -> str:
    """A line on the cells, and the counts of them, that stand otherwise in another place of the source."""
    marks, own = Marks(review), review.interventions["intervention_id"]
    return marks.beneath(
        marks.by("features", review.features["feature_id"]),
        marks.by("feature_values", own),  # an intervention stands for all its cells
        marks.by("interventions", own, "name"),
    )


def data(review: Review) -> bytes | None:
    """The script data/<review>/matrix.js, from which a page loads a matrix that is too large for it; None where it is not."""
    if not review.has("features", "feature_values"):
        return None
    model = _of_review(review)
    return script("matrix", packed(model)) if model.paged else None


def _of_review(review: Review) -> Model:
    described = dictionary.columns("interventions", review.package)
    own = with_kinds(review)
    rows = own[["intervention_id", "name"]].set_axis(["key", "full"], axis=1)
    rows["label"] = rows["key"].map(short_names(review))
    rows["href"] = [address("interventions", key) for key in rows["key"]]
    named = ("intervention_id", "name", "abbreviation", "locator")
    titles = columns_to_group_by(
        (c for c in described if c in own and c not in named), "entity", review.questions, review.choices
    )
    offered = [c for c in titles if parts_rows(own[c])]
    titles = {c: titles[c] or described.get(c, {}).get("title", "") for c in offered}
    table = review.features.sort_values("position")
    columns = table[["feature_id", "label", "group", "description"]].rename(columns={"feature_id": "key"})
    told = {key: " ".join(f"Printed {said}." for said in each) for key, each in beside(review).items()}
    columns["printed"] = columns["key"].map(told)
    values = review.feature_values.loc[
        review.feature_values["value"].notna(), ["intervention_id", "feature_id", "value"]
    ].set_axis(["row", "column", "value"], axis=1)
    aside = sorted(of_review.not_asked(review))
    if aside:
        lacking = pd.DataFrame(aside, columns=["row", "column"]).assign(value=NOT_ASKED)
        values = pd.concat([values, lacking], ignore_index=True)
    return model_of(
        pd.concat([rows, own[offered]], axis=1),
        columns.assign(anchor="feature-" + columns["key"]),
        values,
        marks={value: value for value in (*VALUES, *([NOT_ASKED] if aside else []))},
        settled=SETTLED,
        titles={c: title for c, title in titles.items() if title},
        evidence=True,
        nouns=(review.nouns.pair, "feature"),
    )
