"""Chapter 04: how fully each intervention is described by the items of TIDieR, and where reports contradict each other.

The sheet of an intervention stands on its own page (`show.entry`).
"""

from __future__ import annotations

from typing import Any

import pandas as pd
from IPython.display import HTML, Markdown

from reviewbook.interventions import tidier as rules
from reviewbook.interventions.drawing.kinds import by_kind, with_kinds
from reviewbook.page.figure import framed
from reviewbook.page.grid import file_link, grid, in_place, needs, page
from reviewbook.page.links import address, link, naming, short_names
from reviewbook.page.matrix import Model, as_html, model_of, packed
from reviewbook.page.scripts import script
from reviewbook.page.words import cite, counted, escape, of_all, said, symbol, unbroken
from reviewbook.review.groups import columns_to_group_by
from reviewbook.review.model import Review
from reviewbook.review.nothing import NOTHING
from reviewbook.review.questions import KIND

GROUPS = ["worker_role", "delivery", "region"]  # columns of interventions that the matrix can be grouped by
SCRIPT = "tidier-matrix.js"  # beside the tables of the site, where the matrix is too large for its page
CONTRADICTIONS = "Statements that contradict each other"


@needs("tidier", caption="TIDieR items reported", name="fig-tidier")
def tidier_completeness(review: Review, by: str | None = None) -> HTML | Markdown:
    """Interventions by TIDieR items: reported, partly, not, or not to be had; each cell leads to what is said.

    ``by`` is a column of interventions.csv to group by: kind, worker_role, delivery, region, or a question of the form with which
    tables may be grouped; None: their kinds where there are several, else no groups.
    """
    model = model_of(**_tables(review))
    shown = as_html(
        model,
        title="TIDieR items reported",
        name="fig-tidier",
        by=by or by_kind(review),
        order="charted",
        script=f"data/{review.name}/{SCRIPT}",
        source=f"../data/{review.name}/tidier.csv",
    )
    return HTML(
        framed(
            review,
            shown.data,
            name="tidier",
            finding=finding(model),
            unit=review.nouns.told(
                "Interventions by the items of TIDieR, a checklist of what a description should tell"
            ),
            tables=["tidier", "interventions"],
            csv="tidier",
            table=True,
        )
    )


def finding(model: Model) -> str:
    """How many of all items are reported in full, of those that were looked for."""
    full = next((at for at, mark in enumerate(model.marks) if mark.word == "reported"), None)
    asked = model.codes.size - int(sum((model.codes == at).sum() for at in model.aside))
    n = 0 if full is None else int((model.codes == full).sum())
    return f"{n:,} of {counted(asked, 'item')} {'is' if n == 1 else 'are'} reported in full"


def data(review: Review) -> bytes | None:
    """The script from which a page loads this matrix where it is too large for it; None where it is not."""
    if not review.has("tidier"):
        return None
    model = model_of(**_tables(review))
    return script("matrix", packed(model)) if model.paged else None


def _tables(review: Review) -> dict[str, Any]:
    """What the matrix is of."""
    offered = [KIND, *GROUPS] if by_kind(review) else GROUPS
    titles = columns_to_group_by(offered, "entity", review.questions, review.choices)
    own = with_kinds(review)
    rows = own[["intervention_id", "name", *titles]].rename(
        columns={"intervention_id": "key", "name": "full"}
    )
    rows.insert(1, "label", rows["key"].map(short_names(review)))
    rows.insert(2, "href", [address("interventions", key) for key in rows["key"]])
    items = rules.items()
    items = pd.DataFrame(
        {
            "key": items["item"].astype("string"),
            "label": [f"{row.item}. {row.short}" for row in items.itertuples()],
            "anchor": [f"tidier-{item}" for item in items["item"]],
            "description": items["asks"],
        }
    )
    values = rules.merged(review.tidier)[["intervention_id", "item", "completeness"]]
    values = values.set_axis(["row", "column", "value"], axis=1).astype({"column": "string"})
    return {
        "rows": rows,
        "columns": items,
        "values": values,
        "marks": {word: word for word in rules.COMPLETENESS},
        "settled": [word for word in rules.COMPLETENESS if word not in rules.OPEN],
        "titles": {column: title for column, title in titles.items() if title},
        "nouns": (review.nouns.pair, "item"),
    }


@needs("tidier", caption="Interventions with each TIDieR item", name="tbl-tidier")
def tidier_items(review: Review) -> Markdown:
    """For how many interventions each TIDieR item is reported, with the list behind each fraction."""
    table = rules.by_item(review.tidier, review.interventions)
    names = short_names(review)
    shown = [word for word in rules.KINDS if word not in rules.OPEN or table[word].str.len().any()]
    lists = (keys for word in shown for keys in table[word])
    all_in = file_link(review, "tidier")
    tell, note = naming("interventions", review.nouns.pair, lists, all_in=all_in, linked=False)
    rows = [
        [escape(f"{row['item']}. {row['label']}"), unbroken(of_all(row["low"], row["high"], row["n"]))]
        + [tell(row[word], names) for word in shown]
        for row in table.to_dict("records")
    ]
    head = ["Item", "Reported in full", *map(symbol, shown)]
    caption = review.nouns.told("Interventions with each TIDieR item")
    return page(grid(head, rows, caption=caption, name="tbl-tidier", css="rb-sticky rb-wide"), note)


@needs("tidier", caption=CONTRADICTIONS, name="tbl-contradictions")
def tidier_contradictions(review: Review) -> Markdown:
    """The TIDieR items on which one statement contradicts another: what each says, with its report, one under the other."""
    table = rules.statements(review.tidier, review.interventions, review.reports)
    items = rules.merged(review.tidier)
    differing = items.loc[items["contradicted"], rules.KEY]
    table = table[~table["completeness"].isin(NOTHING)].merge(differing, on=rules.KEY)
    if table.empty:
        line = f"No contradiction is noted among {counted(len(review.tidier), 'statement')}."
        return in_place(line, caption=CONTRADICTIONS, name="tbl-contradictions")
    names = dict(zip(review.interventions["intervention_id"], review.interventions["name"], strict=True))
    labels = dict(rules.items()[["item", "label"]].itertuples(index=False, name=None))
    rows = []
    for row in table.itertuples():
        who = link("interventions", row.intervention_id, names[row.intervention_id], f"tidier-{row.item}")
        rows.append(
            [
                f"{who}, {row.item}. {escape(labels[row.item])}",
                "The review itself" if pd.isna(row.report_id) else cite([row.report_id]),
                escape(row.text),
                "–" if pd.isna(row.contradiction) else escape(row.contradiction),
                said(row.locator),
            ]
        )
    head = ["Item", "Who says it", "What is said", "What is contradicted", "Where it says so"]
    return page(
        grid(
            head,
            rows,
            caption=CONTRADICTIONS,
            name="tbl-contradictions",
            css="rb-wide",
            widths=[20, 16, 34, 14, 16],
        )
    )
