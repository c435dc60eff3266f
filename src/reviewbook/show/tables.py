"""The tables of the book, one function a table: a Review in, Markdown for a notebook cell out.

Every function says in one line when the review leaves out what it needs. Cells are escaped here, so that a `*` or `|` in
charted text is shown and not obeyed.
"""

from __future__ import annotations

import pandas as pd
from IPython.display import Markdown

from reviewbook import appraisal, interventions, selection, studies, themes
from reviewbook.check import included
from reviewbook.instruments import instrument
from reviewbook.review import NOT_APPLICABLE, NOT_REPORTED, Review
from reviewbook.show.grid import absent, data_links, grid, needs, page
from reviewbook.show.words import (
    charted,
    cite,
    coded,
    counted,
    escape,
    joined,
    label,
    number,
    said,
    span,
    symbol,
)


def scope(review: Review) -> Markdown | None:
    """What the page shows, where a subset or a lowest rating was asked for; None where it shows all."""
    if review.whole is None:
        return None
    parts = [] if review.subset == "all" else [f"worker group *{escape(label(review.subset).lower())}*"]
    if review.min_rating:
        parts.append(f"rated {review.min_rating} or higher, or not rated")
    shown = f"{len(review.reports)} of {counted(len(review.full.reports), 'report')}"
    return page(f":::{{note}}\nThis page shows {shown}: {joined(parts)}.\n:::")


def downloads(review: Review, *tables: str) -> Markdown:
    """Links to the tables behind a page and to the data dictionary."""
    return page(data_links(review, *tables))


# 01 Selection


@needs("sources", caption="Sources searched", name="tbl-sources")
def sources(review: Review) -> Markdown:
    """Places searched, with platform, period and records."""
    head = ["Source", "Kind", "Platform", "From", "To", "Updated to", "Records found", "Where it says so"]
    rows = [
        [
            said(row["name"]),
            coded(row["kind"]),
            *(said(row[c]) for c in ("platform", "searched_from", "searched_to", "updated_to")),
            charted(row, "records"),
            said(row["locator"]),
        ]
        for _, row in review.sources.iterrows()
    ]
    return page(grid(head, rows, caption="Sources searched", name="tbl-sources", css="rb-sticky"))


@needs("eligibility", caption="Eligibility criteria and key terms", name="tbl-eligibility")
def eligibility(review: Review) -> Markdown:
    """Key terms and criteria, by domain."""
    table = review.eligibility
    head = [
        "Part of the question",
        "Key search terms",
        "A report is included when",
        "A report is excluded when",
    ]
    rows = []
    for domain in table["domain"].unique():
        own = table[table["domain"] == domain]
        texts = {
            role: own.loc[own["role"] == role, "text"].tolist() for role in ("key_term", "include", "exclude")
        }
        cells = [joined(map(escape, texts["key_term"]), last="or")]
        cells += ["<br>".join(f"• {escape(text)}" for text in texts[role]) for role in ("include", "exclude")]
        rows.append([escape(label(domain)), *(cell or "–" for cell in cells)])
    return page(
        grid(
            head,
            rows,
            caption="Eligibility criteria and key terms",
            name="tbl-eligibility",
            widths=[12, 22, 33, 33],
        )
    )


@needs("flow", caption="The flow in numbers", name="tbl-flow")
def flow(review: Review) -> Markdown:
    """Every box of the flow chart as a row: the chart's numbers for those who do not see it, with their locators."""
    whole = review.full
    boxes = selection.boxes(whole.flow, counts=included(whole))
    locators = whole.flow.set_index("position")["locator"]
    rows = []
    for box in boxes.itertuples():
        n = "not reported" if pd.isna(box.n) else number(box.n)
        status = symbol({"reported": "reported", "computed": "computed"}.get(box.status, box.status))
        indent = "— " if box.reason != NOT_APPLICABLE else ""
        where = (
            "Computed: what remains"
            if box.label.startswith(selection.REMAINING)
            else escape(locators[box.position])
        )
        rows.append([f"{indent}{escape(box.label)}", label(box.unit), n, status, where])
    head = ["Box", "Unit", "n", "Status", "Where it says so"]
    return page(grid(head, rows, caption="The flow in numbers", name="tbl-flow"))


def agreement(review: Review) -> Markdown:
    """Agreement between reviewers, as reported and (where decisions are given) as the decisions have it."""
    parts = []
    if review.has("agreement"):
        head = [
            "Stage",
            "Judged by two (%)",
            "Agreed (%)",
            "Cohen's kappa",
            "Disagreements settled by",
            "Where it says so",
        ]
        rows = [
            [
                coded(row["stage"]),
                *(charted(row, c) for c in ("double_screened", "percent", "kappa")),
                said(row["resolution"]),
                said(row["locator"]),
            ]
            for _, row in review.agreement.iterrows()
        ]
        parts.append(
            grid(head, rows, caption="Agreement between reviewers, as reported", name="tbl-agreement")
        )
    if review.has("decisions"):
        counts = selection.agreement(review.decisions)
        head = ["Stage", "Reviewers", "Judged by both", "Agreed", "Agreed (%)", "Cohen's kappa"]
        rows = [
            [
                coded(row.stage),
                f"{escape(row.reviewer_a)} and {escape(row.reviewer_b)}",
                number(row.both),
                number(row.agreed),
                number(row.percent),
                "–" if pd.isna(row.kappa) else f"{row.kappa:.2f}",
            ]
            for row in counts.itertuples()
        ]
        parts.append(
            grid(head, rows, caption="Agreement computed from the decisions", name="tbl-agreement-computed")
        )
    return page(*parts) if parts else page(absent(review, "agreement", "decisions"))


# 02 Studies


@needs("reports", caption="Characteristics of reports", name="tbl-characteristics")
def characteristics(review: Review) -> Markdown:
    """What is known of each report: one table a worker group, one row a report."""
    joined_ = studies.joined(review.reports, review.studies, review.interventions)
    ratings = appraisal.overall(review.ratings)
    people = review.package.get("participants_term", "participants").capitalize()
    head = [
        "Report",
        "Intervention",
        "Design",
        "Data collected",
        "Setting, country, period",
        people,
        "Workers",
        "Rating",
    ]
    parts = []
    for role in joined_["role"].unique():
        rows = []
        for _, row in joined_[joined_["role"] == role].iterrows():
            shares = row["sample_of"] not in (NOT_APPLICABLE, NOT_REPORTED) and pd.notna(row["sample_of"])
            shared = f" (shares the sample of {cite([row['sample_of']])})" if shares else ""
            period = said(row["study_from"])
            if row["study_to"] != row["study_from"]:
                period += f" to {said(row['study_to'])}"
            rows.append(
                [
                    cite([row["report_id"]]),
                    said(row["intervention"]),
                    f"{coded(row['design'])}<br>{said(row['design_detail'])}",
                    said(row["data_collection"]),
                    f"{said(row['setting'])}<br>{said(row['country'])}<br>{period}",
                    (
                        f"n: {charted(row, 'participants_n')}{shared}<br>Diagnosis: {said(row['participants_diagnosis'])}<br>"
                        f"Men (%): {charted(row, 'participants_male_percent')}<br>Age (years): {said(row['participants_age'])}"
                    ),
                    f"n: {charted(row, 'workers_n')}<br>{said(row['workers_professions'])}",
                    _rating(row["report_id"], ratings),
                ]
            )
        caption = f"Characteristics of reports: {escape(label(role).lower())}"
        parts.append(
            grid(
                head,
                rows,
                caption=caption,
                name=f"tbl-characteristics-{role.replace('_', '-')}",
                css="rb-sticky rb-wide",
            )
        )
    return page(*parts)


def _rating(report: str, ratings: pd.DataFrame) -> str:
    if report not in ratings.index or pd.isna(ratings.at[report, "rating"]):
        return symbol(NOT_REPORTED)
    row = ratings.loc[report]
    of = f"/{appraisal.MAXIMUM[row['unit']]}" if row["unit"] != "percent" else " %"
    part = "" if row["component"] == "overall" else f" ({label(row['component']).lower()} component only)"
    return f"{row['rating']}{of}{part}"


def counts(review: Review, by: str) -> Markdown:
    """How many reports (for region and delivery: interventions) have each value of a column, with the reports named."""
    if line := absent(review, "reports"):
        return page(line)
    of_interventions = by in ("region", "delivery", "worker_role")
    if of_interventions:
        table = studies.counts(review.interventions, by, unit="name")
    else:
        table = studies.counts(review.reports, by, unit="report_id")
    if by == "year":
        table = table.sort_values(by)
    unit = "Interventions" if of_interventions else "Reports"
    rows = [
        [
            coded(row[by]),
            f"{row['n']}/{row['total']}",
            joined(map(escape, row["ids"])) if of_interventions else cite(row["ids"]),
        ]
        for _, row in table.iterrows()
    ]
    caption = f"{unit} by {label(by).lower()}"
    return page(
        grid(
            [label(by), f"{unit} (n/N)", "Which"],
            rows,
            caption=caption,
            name=f"tbl-by-{by.replace('_', '-')}",
        )
    )


@needs(
    "interventions",
    "reports",
    caption="Studies and reports of each intervention",
    name="tbl-per-intervention",
)
def per_intervention(review: Review) -> Markdown:
    """Reports and studies of each intervention."""
    table = studies.per_intervention(review.reports, review.studies, review.interventions)
    rows = [
        [escape(row.name), coded(row.worker_role), str(row.studies), str(row.reports), cite(row.report_ids)]
        for row in table.drop(columns="intervention_id").itertuples(index=False)
    ]
    head = ["Intervention", "Used with", "Studies", "Reports", "Which"]
    return page(
        grid(head, rows, caption="Studies and reports of each intervention", name="tbl-per-intervention")
    )


@needs("studies", caption="People in the studies", name="tbl-people")
def people(review: Review) -> Markdown:
    """People over all studies, each counted once."""
    terms = {
        "participants": review.package.get("participants_term", "participants"),
        "workers": review.package.get("workers_term", "workers"),
    }
    rows = [
        [
            escape(terms[row.who].capitalize()),
            number(row.people),
            f"{row.studies}/{row.of}",
            joined(map(escape, row.not_reported)) or "–",
        ]
        for row in studies.people(review.studies).itertuples()
    ]
    head = ["Who", "People, each once", "Studies that give a number", "Studies that give none"]
    return page(grid(head, rows, caption="People in the studies", name="tbl-people"))


# 03 Appraisal


@needs("ratings", caption="Ratings by design", name="tbl-ratings-by-design")
def by_design(review: Review) -> Markdown:
    """Lowest, highest and median rating of each design."""
    rows = [
        [
            label(row.design),
            f"{row.rated}/{row.reports}",
            span(row.minimum, row.maximum),
            number(row.median),
        ]
        for row in appraisal.by_design(review.ratings, review.reports).itertuples()
    ]
    head = ["Design", "Reports rated", "Range", "Median"]
    return page(grid(head, rows, caption="Ratings by design", name="tbl-ratings-by-design"))


@needs("ratings", caption="Rating of each report", name="tbl-ratings")
def ratings(review: Review) -> Markdown:
    """The rating of each report, with what it is a rating of and where it is printed."""
    table = appraisal.overall(review.ratings)
    where = review.ratings.set_index("report_id")["locator"].groupby(level=0).first()
    rows = []
    for report, design in review.reports[["report_id", "design"]].itertuples(index=False):
        tool = instrument(table.at[report, "tool"])["title"] if report in table.index else "–"
        rows.append(
            [
                cite([report]),
                coded(design),
                _rating(report, table),
                escape(tool),
                escape(where.get(report, "–")),
            ]
        )
    head = ["Report", "Design", "Rating", "Tool", "Where it says so"]
    return page(grid(head, rows, caption="Rating of each report", name="tbl-ratings"))


def criteria(review: Review) -> Markdown:
    """Answers by criterion: one table a tool and category, a row a report, a column a criterion."""
    if not review.has("appraisals"):
        return page(
            "This review gives no answers by criterion (table `appraisals`): the source prints ratings alone, if any."
        )
    answers = appraisal.standing(review.appraisals)
    parts = []
    for (tool, category), own in answers.groupby(["tool", "category"], sort=False):
        items = appraisal.criteria(tool)[category]
        wide = own.pivot(index="report_id", columns="criterion", values="answer")
        rows = [
            [
                cite([report]),
                *(symbol(line[item]) if item in wide and pd.notna(line[item]) else "–" for item in items),
            ]
            for report, line in wide.iterrows()
        ]
        caption = f"{escape(instrument(tool)['title'])}: {label(category).lower()}"
        head = ["Report", *(f"{item} {escape(text)}" for item, text in items.items())]
        parts.append(
            grid(
                head,
                rows,
                caption=caption,
                name=f"tbl-criteria-{tool}-{category.replace('_', '-')}",
                css="rb-sticky",
            )
        )
    return page(*parts)


def compared_ratings(review: Review) -> Markdown:
    """Ratings as reported beside those that the answers give."""
    if not review.has("appraisals", "ratings"):
        return page(
            "Ratings cannot be recomputed: that needs both the answers by criterion and the reported ratings."
        )
    table = appraisal.compared(review.appraisals, review.ratings)
    if table.empty:
        return page("No report has both a reported rating and answers that its tool scores.")
    rows = [
        [
            cite([row.report_id]),
            number(row.reported),
            number(row.computed),
            symbol("holds" if row.reported == row.computed else "differs"),
        ]
        for row in table.itertuples()
    ]
    head = ["Report", "Reported (points of 4)", "Computed from the answers", "Verdict"]
    return page(grid(head, rows, caption="Ratings reported and computed", name="tbl-ratings-compared"))


# 04 Interventions


@needs("features", "feature_values", caption="Features", name="tbl-features")
def features(review: Review, name: str = "tbl-features") -> Markdown:
    """Interventions by features, one table a group of features: symbol and word in each cell.

    ``name`` begins the name of each table, so that a second page can show them too.
    """
    wide = review.feature_values.pivot(index="intervention_id", columns="feature_id", values="value")
    parts = []
    table = review.features.sort_values("position")
    for group in table["group"].unique():
        own = table[table["group"] == group]
        rows = [
            [escape(shown), *(symbol(wide.at[key, feature]) for feature in own["feature_id"])]
            for key, shown in review.interventions[["intervention_id", "name"]].itertuples(index=False)
        ]
        head = ["Intervention", *map(escape, own["label"])]
        slug = "".join(c if c.isalnum() else "-" for c in group.lower())
        parts.append(
            grid(
                head,
                rows,
                caption=f"Features: {escape(group.lower())}",
                name=f"{name}-{slug}",
                css="rb-sticky rb-matrix",
            )
        )
    return page(*parts)


@needs("features", "feature_values", caption="Interventions with each feature", name="tbl-fractions")
def fractions(review: Review, by: str | None = None) -> Markdown:
    """How many interventions have each feature, with the list behind each fraction."""
    table = interventions.fractions(review.feature_values, review.features, review.interventions, by=by)
    names = dict(zip(review.interventions["intervention_id"], review.interventions["name"], strict=True))

    def listed(ids: list[str]) -> str:
        return joined(escape(names[i]) for i in ids) or "–"

    head = [
        "Feature",
        *([label(by)] if by else []),
        "Yes, of those said",
        "Yes, of all",
        "Yes",
        "No",
        "Unclear or not reported",
    ]
    rows = [
        [
            escape(row["label"]),
            *([coded(row[by])] if by else []),
            f"{row['k']}/{row['said']}",
            f"{row['k']}/{row['n']}",
            listed(row["yes"]),
            listed(row["no"]),
            listed(row["unclear"] + row["not_reported"]),
        ]
        for _, row in table.iterrows()
    ]
    caption = "Interventions with each feature" + (f", by {label(by).lower()}" if by else "")
    name = "tbl-fractions" + (f"-by-{by.replace('_', '-')}" if by else "")
    return page(grid(head, rows, caption=caption, name=name, css="rb-sticky rb-wide"))


@needs("features", "feature_values", caption="Evidence for features", name="tbl-evidence")
def evidence(review: Review) -> Markdown:
    """What each feature value rests on: every cell with its evidence and locator, folded away by intervention."""
    labels = dict(zip(review.features["feature_id"], review.features["label"], strict=True))
    parts = []
    for key, name in review.interventions[["intervention_id", "name"]].itertuples(index=False):
        own = review.feature_values[review.feature_values["intervention_id"] == key]
        rows = [
            [escape(labels[row.feature_id]), symbol(row.value), said(row.evidence), said(row.locator)]
            for row in own.itertuples()
        ]
        table = grid(
            ["Feature", "Value", "Evidence", "Where it says so"],
            rows,
            caption=f"Evidence for features: {escape(name)}",
            name=f"tbl-evidence-{key.replace('_', '-')}",
            widths=[22, 14, 40, 24],
        )
        parts.append(_folded(f"{escape(name)}: evidence for each feature", table))
    return page(*parts)


@needs("tidier", caption="TIDieR sheets", name="tbl-tidier")
def tidier(review: Review) -> Markdown:
    """A TIDieR sheet for each intervention, folded away."""
    items = instrument("tidier")["items"]
    parts = []
    for key, name in review.interventions[["intervention_id", "name"]].itertuples(index=False):
        own = review.tidier[review.tidier["intervention_id"] == key].sort_values("item")
        rows = [
            [
                f"{row.item}. {escape(items[row.item])}",
                symbol(row.completeness),
                said(row.text),
                said(row.locator),
            ]
            for row in own.itertuples()
        ]
        table = grid(
            ["Item", "Told", "What the source says", "Where it says so"],
            rows,
            caption=f"TIDieR sheet: {escape(name)}",
            name=f"tbl-tidier-{key.replace('_', '-')}",
            widths=[20, 14, 42, 24],
        )
        parts.append(_folded(f"{escape(name)}: TIDieR sheet", table))
    return page(*parts)


@needs("tidier", caption="TIDieR items reported", name="tbl-tidier-completeness")
def tidier_completeness(review: Review) -> Markdown:
    """Which TIDieR items are reported for each intervention."""
    items = instrument("tidier")["items"]
    wide = review.tidier.pivot(index="intervention_id", columns="item", values="completeness")
    totals = interventions.completeness(review.tidier)
    rows = []
    for key, name in review.interventions[["intervention_id", "name"]].itertuples(index=False):
        full = f"{totals.at[key, 'reported']}/{len(items)}"
        rows.append([escape(name), full, *(symbol(wide.at[key, item]) for item in items)])
    total = ["Reported for", "", *(f"{(wide[item] == 'reported').sum()}/{len(wide)}" for item in items)]
    head = ["Intervention", "Reported", *(f"{item}. {escape(text)}" for item, text in items.items())]
    caption = "TIDieR items reported"
    return page(
        grid(head, [*rows, total], caption=caption, name="tbl-tidier-completeness", css="rb-sticky rb-matrix")
    )


def _folded(title: str, content: str) -> str:
    return f"::::{{dropdown}} {title}\n{content}\n::::"


# 05 Themes, 06 Practices


def _schemes(review: Review, which: str) -> list[str]:
    every = list(dict.fromkeys(review.codes["scheme"]))
    return [s for s in every if (s == themes.THEMES) == (which == themes.THEMES)]


def _coded(review: Review, scheme: str) -> pd.DataFrame:
    return themes.coded(review.codes, review.codings, review.excerpts, review.excerpt_reports, scheme=scheme)


def _path(review: Review) -> pd.DataFrame:
    return review.reports[["report_id", "study_id"]].merge(
        review.studies[["study_id", "intervention_id"]], on="study_id"
    )


@needs("codes", "excerpts", "codings", caption="What stands behind each code", name="tbl-support")
def support(review: Review, which: str) -> Markdown:
    """What stands behind each code: findings, quotations, reports, studies, interventions; nothing counted twice.

    ``which`` is "themes" for the themes found in the data, "frameworks" for every scheme that was brought to them.
    """
    parts = []
    for scheme in _schemes(review, which):
        table = themes.support(_coded(review, scheme), _path(review))
        rows = []
        for node in themes.tree(review.codes, scheme=scheme).itertuples():
            row = (
                table.loc[node.code_id] if node.code_id in table.index else pd.Series(0, index=table.columns)
            )
            indent = "— " * node.depth
            numbers = [f"{row['reports']}/{len(review.reports)}", f"{row['studies']}/{len(review.studies)}"]
            numbers += [
                f"{row['interventions']}/{len(review.interventions)}",
                str(row["findings"]),
                str(row["quotations"]),
            ]
            rows.append([f"{indent}{escape(node.label)}", said(node.description), *numbers])
        head = [
            "Code",
            "What belongs under it",
            "Reports",
            "Studies",
            "Interventions",
            "Findings",
            "Quotations",
        ]
        caption = f"What stands behind each code: {escape(label(scheme).lower())}"
        parts.append(
            grid(
                head,
                rows,
                caption=caption,
                name=f"tbl-support-{scheme.replace('_', '-')}",
                css="rb-prose",
                widths=[18, 37, 9, 9, 9, 9, 9],
            )
        )
    return page(*parts) if parts else page(f"This review has no coding scheme of this kind ({which}).")


@needs("codes", "excerpts", "codings", caption="Findings", name="tbl-findings")
def findings(review: Review, which: str) -> Markdown:
    """Every finding and quotation under each code, with who says it, in which report, and where."""
    parts = []
    for scheme in _schemes(review, which):
        coded_ = _coded(review, scheme)
        own = review.codings.set_index(["excerpt_id", "code_id"]).index
        nodes = themes.tree(review.codes, scheme=scheme)
        parents = set(nodes["parent_id"])
        for node in nodes.itertuples():
            under = coded_[coded_["code_id"] == node.code_id]
            if node.code_id in parents:  # shown under the codes below it, but for what has no such code
                below = coded_[
                    coded_["code_id"].isin(nodes.loc[nodes["parent_id"] == node.code_id, "code_id"])
                ]
                under = under[~under["excerpt_id"].isin(below["excerpt_id"])]
            else:
                under = under[
                    [pair in own for pair in zip(under["excerpt_id"], under["code_id"], strict=True)]
                ]
            if under.empty:
                continue
            rows = []
            for _, excerpt in under.groupby("excerpt_id", sort=False):
                first = excerpt.iloc[0]
                text = escape(first["text"])
                words = f"[“{text}”]{{.rb-quote}}" if first["kind"] == "quotation" else text
                page_ = (
                    ""
                    if first["page"] in (NOT_REPORTED, NOT_APPLICABLE) or pd.isna(first["page"])
                    else f", p. {escape(first['page'])}"
                )
                rows.append(
                    [
                        words,
                        coded(first["kind"]),
                        coded(first["speaker"]),
                        cite(excerpt["report_id"]) + page_,
                        said(first["locator"]),
                    ]
                )
            top = nodes.set_index("code_id").at[node.top, "label"]
            caption = (
                escape(node.label) if node.depth == 0 else f"{escape(top)}: {escape(node.label.lower())}"
            )
            head = ["Finding or quotation", "Kind", "Whose words or view", "Reports", "Where it says so"]
            parts.append(
                grid(
                    head,
                    rows,
                    caption=caption,
                    name=f"tbl-code-{node.code_id.replace('_', '-')}",
                    css="rb-prose",
                    widths=[44, 10, 12, 18, 16],
                )
            )
    return page(*parts) if parts else page(f"This review has no coding scheme of this kind ({which}).")


@needs("codes", "excerpts", "codings", caption="Codes", name="tbl-codes")
def code_matrix(review: Review, which: str, column: str) -> Markdown:
    """Codes by reports ("report_id"), interventions ("intervention_id") or speakers: how many excerpts in each cell."""
    parts = []
    for scheme in _schemes(review, which):
        table = _coded(review, scheme).merge(_path(review), on="report_id")
        nodes = themes.tree(review.codes, scheme=scheme)
        cells = themes.matrix(table, column)
        if column == "report_id":
            lines = [(report, cite([report])) for report in review.reports["report_id"]]
        elif column == "intervention_id":
            lines = [
                (key, escape(name))
                for key, name in review.interventions[["intervention_id", "name"]].itertuples(index=False)
            ]
        else:
            lines = [(value, coded(value)) for value in sorted(table[column].dropna().unique())]
        rows = []
        for value, shown in lines:
            found = [
                int(cells.at[code, value]) if value in cells and code in cells.index else 0
                for code in nodes["code_id"]
            ]
            rows.append([shown, *(f"[● {n}]{{.rb-yes}}" if n else "[·]{.rb-nr}" for n in found)])
        noun = {"report_id": "Report", "intervention_id": "Intervention", "speaker": "Speaker"}[column]
        head = [noun, *(("— " * node.depth) + escape(node.label) for node in nodes.itertuples())]
        caption = f"{escape(label(scheme))} by {noun.lower()}: number of findings and quotations (· = none)"
        name = f"tbl-{scheme.replace('_', '-')}-by-{noun.lower()}"
        parts.append(grid(head, rows, caption=caption, name=name, css="rb-sticky rb-matrix"))
    return page(*parts) if parts else page(f"This review has no coding scheme of this kind ({which}).")


# 07 Evidence map


@needs("reports", caption="All reports", name="tbl-explorer")
def explorer(review: Review) -> Markdown:
    """Every report in one table that readers sort and filter, each value leading to the chapter that explains it."""
    table = studies.joined(review.reports, review.studies, review.interventions)
    ratings_ = appraisal.overall(review.ratings)
    head = [
        "Report",
        "Year",
        "Design",
        "Country",
        "Region",
        "Intervention",
        "Delivery",
        "Used with",
        "Participants",
        "Workers",
        "Rating",
    ]
    rows = []
    for _, row in table.iterrows():
        role = row["role"].replace("_", "-")
        rows.append(
            [
                cite([row["report_id"]]),
                said(row["year_as_charted"]),
                f"[{coded(row['design'])}](#tbl-by-design)",
                coded(row["country"]),
                coded(row["region"]),
                f"[{said(row['intervention'])}](#tbl-per-intervention)",
                coded(row["delivery"]),
                f"[{coded(row['role'])}](#tbl-characteristics-{role})",
                charted(row, "participants_n"),
                charted(row, "workers_n"),
                f"[{_rating(row['report_id'], ratings_)}](#tbl-ratings)"
                if review.has("ratings")
                else symbol(NOT_REPORTED),
            ]
        )
    return page(grid(head, rows, caption="All reports", name="tbl-explorer", css="rb-sticky rb-explore"))


# 08 Claims


def claims(review: Review, verdict: str) -> Markdown:
    """The printed numbers with one verdict: both numbers, the comparison's note, and the query."""
    from reviewbook.claims import evaluate  # loads DuckDB

    whole = review.full
    if line := absent(whole, "claims"):
        return page(line)
    table = evaluate(whole.claims, {name: getattr(whole, name) for name in whole.tables})
    own = table[table["verdict"] == verdict]
    if own.empty:
        return page("There is no such number.")
    rows = []
    for row in own.itertuples():
        data = span(row.low, row.high)
        notes = [] if row.note == NOT_APPLICABLE or pd.isna(row.note) else [escape(row.note)]
        why = [escape(row.why)] if row.why else []
        query = "" if row.query == NOT_APPLICABLE or pd.isna(row.query) else f"`{row.query}`"
        rows.append(
            [
                f"{escape(row.claim_id)} {escape(row.statement)}",
                f"{escape(row.reported)} {escape(row.unit)}",
                data,
                " ".join([*why, *notes]) or "–",
                query or "–",
                said(row.locator),
            ]
        )
    head = ["What the number says", "Reported", "Recomputed", "What to know", "Query", "Where it says so"]
    caption = f"Printed numbers that {label(verdict).lower()}"
    name = f"tbl-claims-{verdict.replace('_', '-')}"
    return page(grid(head, rows, caption=caption, name=name, css="rb-prose", widths=[24, 10, 10, 22, 20, 14]))
