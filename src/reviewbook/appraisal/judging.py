"""Overall judgements in words: that of the worst domain, and those that appraisers make themselves (rule worst_domain).

The answers of such a tool have ranks, 1 for the best. A domain whose answer has none ("no information") leaves the whole without
a rank, unless the worst of the others decides it: from the answer ``decides`` of the tool on, or where nothing says so, the worst
there is. What does not apply counts for nothing. Appraisers may judge the whole worse than its worst domain, never better.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

COLUMNS = ["judgement", "stated", "worst", "lowest"]


def judged(answers: pd.DataFrame, *, tool: Mapping) -> pd.DataFrame:
    """The overall judgement of each report, as its domains give it and as its appraisers made it.

    Parameters
    ----------
    answers : DataFrame, one row (report_id, criterion): answer, without screening questions; a word that is none of the tool's
        (appraisers differ) is passed over.

    Returns
    -------
    DataFrame indexed by report_id, sorted: judgement (``stated`` where there is one, else ``worst``), stated (the appraisers' own),
    worst (as the domains give it), lowest (the domains that set it), all words of the tool or criteria, missing where there is none
    """
    overall = tool["scoring"].get("overall")
    means = {word: answer["means"] for word, answer in tool["answers"].items()}
    known = answers[answers["answer"].isin(list(means))]
    domains = known[~known["criterion"].isin([overall])]
    stated = (
        known[known["criterion"].isin([overall])]
        .drop_duplicates("report_id")
        .set_index("report_id")["answer"]
    )
    of = ranks(tool)
    rank = domains["answer"].map(of).astype("Int64")
    top = rank.groupby(domains["report_id"]).max()
    named = {at: word for word, at in of.items()}
    worst = top.map(named).astype("string")
    silent = domains[rank.isna() & (domains["answer"].map(means) != "not_applicable")]
    unranked = silent.drop_duplicates("report_id").set_index("report_id")["answer"]
    undecided = unranked[(top.reindex(unranked.index).fillna(0) < deciding(tool)).astype(bool)]
    worst = worst.where(~worst.index.isin(undecided.index), undecided.reindex(worst.index)).astype("string")
    sets = domains[domains["answer"].astype("string") == domains["report_id"].map(worst).astype("string")]
    out = pd.DataFrame({"stated": stated, "worst": worst}, dtype="string").sort_index()
    out["lowest"] = sets.groupby("report_id")["criterion"].agg(", ".join)
    out["judgement"] = out["stated"].fillna(out["worst"])
    return out.rename_axis("report_id")[COLUMNS].astype("string")


def ranks(tool: Mapping) -> dict[str, int]:
    """The answers that have a rank: word -> rank, 1 for the best."""
    return {word: one["rank"] for word, one in tool["answers"].items() if one.get("rank") is not None}


def deciding(tool: Mapping) -> int:
    """The rank from which on the worst domain decides, whatever is not known of the others."""
    of = ranks(tool)
    decides = tool["scoring"].get("decides")
    return of[decides] if decides else max(of.values())


def milder(answers: pd.DataFrame, *, tool: Mapping) -> pd.DataFrame:
    """Overall judgements of appraisers that are better than the worst domain allows; columns as in `judged`.

    Better is a lower rank than that of the worst domain, or none where the worst domain decides.
    """
    table, of = judged(answers, tool=tool), ranks(tool)
    own, least = table["stated"].map(of).astype("Int64"), table["worst"].map(of).astype("Int64")
    unsaid = own.isna() & (least >= deciding(tool))
    return table[(table["stated"].notna() & ((own < least) | unsaid)).fillna(False)]
