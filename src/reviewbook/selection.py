"""The rules of selection: the boxes of a flow chart, their arithmetic, counts from records, and agreement."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

import pandas as pd

from reviewbook.problems import Problem
from reviewbook.review import NOT_APPLICABLE

STATES = ("identified", "screened", "sought", "assessed", "included")
REMAINING = "Remaining reasons together"
STEP_WORDS = {
    "identified": "{unit} identified",
    "duplicates_removed": "Duplicate {unit} removed before screening",
    "screened": "{unit} screened by {stage}",
    "sought": "{unit} sought for retrieval",
    "not_retrieved": "{unit} not retrieved",
    "assessed": "{unit} assessed in {stage}",
    "excluded": "{unit} excluded by {stage}",
    "included": "{unit} included",
}


@dataclass(frozen=True)
class Identity:
    """One sum that must hold: the boxes at ``whole`` less those at ``parts`` are nothing (all by position)."""

    code: str
    whole: tuple[int, ...]
    parts: tuple[int, ...]
    says: str


def stage_words(stage: str) -> str:
    """A stage as readers see it: "title", "title and abstract", "full text"."""
    return {"title_abstract": "title and abstract"}.get(stage, str(stage).replace("_", " "))


def label(step: str, stage: str, unit: str, reason: str) -> str:
    """What a box of the flow chart says: its reason where it has one, else the step in words."""
    if reason != NOT_APPLICABLE:
        return reason
    words = STEP_WORDS[step].format(unit=unit, stage=stage_words(stage))
    words = words.replace("excluded by full text", "excluded in full text")
    return words[0].upper() + words[1:]


def identities(flow: pd.DataFrame) -> list[Identity]:
    """Every sum that the boxes of a flow must keep, in reading order.

    Between two states (identified, screened, sought, assessed, included) everything lost on the way is taken off; the
    reasons of a stage make its total where the total has a box of its own.
    """
    boxes = flow.sort_values("position")
    # positions of the state, positions of what is lost after it, the state in words
    states: list[tuple[list[int], list[int], str]] = []
    found: list[Identity] = []
    for _, group in boxes.groupby(
        (boxes["step"].isin(STATES) != boxes["step"].isin(STATES).shift()).cumsum(), sort=False
    ):
        if group["step"].iloc[0] in STATES:
            group = group[(group["step"] != "included") | group["unit"].isin(["reports", "records"])]
            for (step, stage), same in group.groupby(["step", "stage"], sort=False):
                words = label(step, stage, same["unit"].iloc[0], NOT_APPLICABLE)
                states.append((same["position"].tolist(), [], words))
        elif states:
            for (step, stage), same in group.groupby(["step", "stage"], sort=False):
                totals = same[same["reason"] == NOT_APPLICABLE]
                reasons = same[same["reason"] != NOT_APPLICABLE]
                if len(totals) and len(reasons):
                    words = label(step, stage, same["unit"].iloc[0], NOT_APPLICABLE)
                    found.append(
                        Identity(
                            "FLOW-002",
                            tuple(totals["position"]),
                            tuple(reasons["position"]),
                            f"{words}: the sum of its reasons",
                        )
                    )
                states[-1][1].extend((totals if len(totals) else reasons)["position"])
    for (whole, lost, words), (after, _, next_words) in pairwise(states):
        says = f"{next_words}: {words[0].lower() + words[1:]} less what was removed or excluded between"
        found.append(Identity("FLOW-001", tuple(whole), (*lost, *after), says))
    return found


def boxes(flow: pd.DataFrame, *, counts: dict[str, int] | None = None) -> pd.DataFrame:
    """The boxes of the flow chart, with what can be computed computed.

    Parameters
    ----------
    flow : table flow.
    counts : what the review's own tables hold, by unit ("reports", "studies", "interventions"); fills included boxes that
        are not reported.

    Returns
    -------
    DataFrame, one row a box, in reading order: position, step, stage, unit, reason, n, status, label
        ``status`` is "reported", "computed" (a remainder, where everything else in its sum is known) or "not_reported".
        Where several reasons of one stage are not reported and their total is known, one further row holds what remains
        for them together.
    """
    table = flow.sort_values("position")[["position", "step", "stage", "unit", "reason", "n"]].reset_index(
        drop=True
    )
    for column in ("stage", "reason"):
        table[column] = table[column].fillna(NOT_APPLICABLE)
    reported = set(table.loc[table["n"].notna(), "position"])
    sums = identities(table)
    n = _filled(table, sums, counts or {})
    table["n"] = pd.array([n[p] for p in table["position"]], dtype="Int64")
    table["status"] = [
        "reported" if p in reported else "computed" if pd.notna(n[p]) else "not_reported"
        for p in table["position"]
    ]
    table["label"] = [
        label(*row) for row in table[["step", "stage", "unit", "reason"]].itertuples(index=False)
    ]
    return _with_remainders(table, sums)


def _filled(flow: pd.DataFrame, sums: list[Identity], counts: dict[str, int]) -> dict[int, int]:
    """The count of each box by position, where it is reported or follows from others."""
    n = dict(zip(flow["position"], flow["n"], strict=True))
    for position, step, unit in flow[["position", "step", "unit"]].itertuples(index=False):
        if step == "included" and pd.isna(n[position]) and unit in counts:
            n[position] = counts[unit]
    known = -1
    while known != sum(pd.notna(value) for value in n.values()):
        known = sum(pd.notna(value) for value in n.values())
        for identity in sums:
            unknown = [p for p in identity.whole + identity.parts if pd.isna(n[p])]
            if len(unknown) == 1:
                (position,) = unknown
                rest = sum(n[p] for p in identity.parts if p != position) - sum(
                    n[p] for p in identity.whole if p != position
                )
                value = rest if position in identity.whole else -rest
                if value >= 0:  # a negative remainder is a contradiction: see `flow_problems`
                    n[position] = value
    return n


def _with_remainders(table: pd.DataFrame, sums: list[Identity]) -> pd.DataFrame:
    rows = [table]
    for identity in sums:
        if identity.code != "FLOW-002":
            continue
        total = table[table["position"].isin(identity.whole)]
        reasons = table[table["position"].isin(identity.parts)]
        open_reasons = reasons["n"].isna().sum()
        if open_reasons > 1 and total["n"].notna().all():
            rest = int(total["n"].sum() - reasons["n"].sum())
            if rest < 0:  # a contradiction: see `flow_problems`
                continue
            words = f"{REMAINING} ({open_reasons} not reported one by one)"
            last = reasons.iloc[[-1]].assign(n=rest, status="computed", reason=words, label=words)
            rows.append(last.astype({"n": "Int64"}))
    return pd.concat(rows).sort_values("position", kind="stable").reset_index(drop=True)


def flow_problems(flow: pd.DataFrame, *, counts: dict[str, int] | None = None) -> list[Problem]:
    """Every sum of the flow that does not hold, and every included count that differs from the tables."""
    if flow.empty:
        return []
    file, found = "flow.csv", []
    flow = flow.fillna({"stage": NOT_APPLICABLE, "reason": NOT_APPLICABLE})
    sums = identities(flow)
    reported = set(flow.loc[flow["n"].notna(), "position"])
    n = _filled(flow, sums, counts or {})  # a contradiction may lie beyond a box that is not reported
    row = {position: at + 2 for at, position in enumerate(flow["position"])}
    if not (flow["step"].isin(["screened", "assessed"]).any() and (flow["step"] == "included").any()):
        found.append(
            Problem(
                "FLOW-007",
                file,
                ", ".join(flow["step"].unique()),
                "screened or assessed, and included",
                field="step",
            )
        )
    for identity in sums:
        known = [p for p in identity.whole + identity.parts if pd.notna(n[p])]
        whole = sum(n[p] for p in identity.whole if p in known)
        parts = sum(n[p] for p in identity.parts if p in known)
        complete = len(known) == len(identity.whole + identity.parts)
        wholes_known = all(p in known for p in identity.whole)
        if (complete and whole != parts) or (wholes_known and not complete and parts > whole):
            if identity.code == "FLOW-002":
                at, seen, wanted = (
                    identity.whole[0],
                    f"{whole}, its reasons {parts}",
                    f"{parts} ({identity.says})",
                )
            else:
                at = identity.parts[-1]
                lost = sum(n[p] for p in identity.parts[:-1] if p in known)
                seen = (
                    "not reported"
                    if pd.isna(n[at])
                    else str(n[at])
                    if at in reported
                    else f"{n[at]} (computed)"
                )
                wanted = f"{whole} - {lost} = {whole - lost} ({identity.says})"
            found.append(Problem(identity.code, file, seen, wanted, row=row[at], field="n"))
    included = flow[flow["step"] == "included"]
    for position, unit, value in included[["position", "unit", "n"]].itertuples(index=False):
        expected = (counts or {}).get(unit)
        if expected is not None and pd.notna(value) and value != expected:
            found.append(
                Problem(
                    "FLOW-003",
                    file,
                    str(value),
                    f"{expected}, the rows of {unit}.csv",
                    row=row[position],
                    field="n",
                )
            )
    by_unit = included.dropna(subset=["n"]).groupby("unit")["n"].sum()
    order = [unit for unit in ("reports", "studies", "interventions") if unit in by_unit]
    for more, fewer in pairwise(order):
        if by_unit[more] < by_unit[fewer]:
            found.append(
                Problem(
                    "FLOW-005",
                    file,
                    f"{by_unit[fewer]} {fewer} of {by_unit[more]} {more}",
                    f"at most {by_unit[more]}",
                )
            )
    return found


def source_problems(sources: pd.DataFrame, flow: pd.DataFrame) -> list[Problem]:
    """Where every source gives its count, the counts must add up to the records identified."""
    identified = flow.loc[flow["step"] == "identified", "n"]
    if sources.empty or sources["records"].isna().any() or identified.empty or identified.isna().any():
        return []
    total, expected = int(sources["records"].sum()), int(identified.sum())
    if total == expected:
        return []
    return [
        Problem(
            "FLOW-004",
            "sources.csv",
            f"{total} in all",
            f"{expected}, the records identified in flow.csv",
            field="records",
        )
    ]


def final_decisions(decisions: pd.DataFrame) -> pd.DataFrame:
    """What was decided on each record at each stage, one row (record_id, stage): decision, reason.

    A decision by "consensus" stands; else the decision on which all reviewers agree; else "conflict". ``reason`` is that of
    the standing exclusion (of the first reviewer in alphabetical order, where reviewers word it differently).
    """
    ordered = decisions.sort_values(["record_id", "stage", "reviewer"])
    agreed = ordered["reviewer"] == "consensus"
    settled = ordered.loc[agreed, ["record_id", "stage"]].apply(tuple, axis=1)
    keep = agreed | ~ordered[["record_id", "stage"]].apply(tuple, axis=1).isin(set(settled))
    grouped = ordered[keep].groupby(["record_id", "stage"], sort=False)
    out = grouped.agg(
        decision=("decision", "first"), kinds=("decision", "nunique"), reason=("reason", "first")
    ).reset_index()
    out["decision"] = out["decision"].where(out["kinds"] == 1, "conflict")
    return out.drop(columns="kinds")


def count_records(records: pd.DataFrame, decisions: pd.DataFrame, *, stages: list[str]) -> pd.DataFrame:
    """The flow counted from records and decisions.

    Parameters
    ----------
    stages : the stages in reading order; the last one is that of full texts.

    Returns
    -------
    DataFrame, one row a box: step, stage, reason, n
    """
    duplicate = records["duplicate_of"].notna() & (records["duplicate_of"] != NOT_APPLICABLE)
    rows = [("identified", NOT_APPLICABLE, NOT_APPLICABLE, len(records))]
    rows.append(("duplicates_removed", NOT_APPLICABLE, NOT_APPLICABLE, int(duplicate.sum())))
    final = final_decisions(decisions[~decisions["record_id"].isin(records.loc[duplicate, "record_id"])])
    left = len(records) - int(duplicate.sum())
    for at, stage in enumerate(stages):
        rows.append(("assessed" if at == len(stages) - 1 and at else "screened", stage, NOT_APPLICABLE, left))
        excluded = final[(final["stage"] == stage) & (final["decision"] == "exclude")]
        rows.append(("excluded", stage, NOT_APPLICABLE, len(excluded)))
        reasons = excluded["reason"].dropna()
        counted = reasons[~reasons.isin([NOT_APPLICABLE, "not_reported"])].value_counts()
        rows += [("excluded", stage, reason, int(count)) for reason, count in sorted(counted.items())]
        left -= len(excluded)
    rows.append(("included", NOT_APPLICABLE, NOT_APPLICABLE, left))
    return pd.DataFrame(rows, columns=["step", "stage", "reason", "n"])


def record_problems(records: pd.DataFrame, decisions: pd.DataFrame, flow: pd.DataFrame) -> list[Problem]:
    """Reported counts that differ from the record-level tables, box by box, and decisions on duplicates."""
    if records.empty or decisions.empty:
        return []
    found = []
    duplicates = records.loc[records["duplicate_of"].fillna(NOT_APPLICABLE) != NOT_APPLICABLE, "record_id"]
    for at, record in decisions.loc[decisions["record_id"].isin(duplicates), "record_id"].items():
        found.append(
            Problem(
                "DECI-001",
                "decisions.csv",
                f"duplicate {record}",
                "a record that is none",
                row=at + 2,
                field="record_id",
            )
        )
    counted = count_records(records, decisions, stages=stage_order(flow, decisions)).set_index(
        ["step", "stage", "reason"]
    )["n"]
    reported = flow.fillna({"stage": NOT_APPLICABLE, "reason": NOT_APPLICABLE})
    for at, box in reported.iterrows():
        box_key = (box["step"], box["stage"], box["reason"])
        if box["step"] == "included" and box["unit"] not in ("records", "reports"):
            continue
        if pd.notna(box["n"]) and box_key in counted.index and counted[box_key] != box["n"]:
            expected = f"{counted[box_key]}, counted from records.csv and decisions.csv"
            found.append(Problem("FLOW-006", "flow.csv", str(box["n"]), expected, row=at + 2, field="n"))
    return found


def stage_order(flow: pd.DataFrame, decisions: pd.DataFrame) -> list[str]:
    """The stages in reading order: as the flow has them, else as the decisions name them first."""
    stages = [stage for stage in flow["stage"].dropna() if stage != NOT_APPLICABLE]
    return list(dict.fromkeys([*stages, *decisions["stage"]]))


def agreement(decisions: pd.DataFrame) -> pd.DataFrame:
    """Agreement between each pair of reviewers at each stage, before consensus.

    Returns
    -------
    DataFrame, one row (stage, reviewer_a, reviewer_b): both (records that both judged), agreed, percent, kappa
        Cohen's (1960) kappa over the decisions as given; missing where both reviewers gave one and the same answer
        throughout, because chance agreement is then 1.
    """
    rows = []
    judged = decisions[decisions["reviewer"] != "consensus"]
    for stage, at_stage in judged.groupby("stage", sort=False):
        wide = at_stage.pivot(index="record_id", columns="reviewer", values="decision").sort_index(axis=1)
        names = list(wide.columns)
        for i, a in enumerate(names):
            for b in names[i + 1 :]:
                both = wide[[a, b]].dropna()
                if both.empty:
                    continue
                agreed, pairs = int((both[a] == both[b]).sum()), len(both) ** 2
                # Whole numbers: pairs of records, and those of them that would agree by chance.
                by_a, by_b = Counter(both[a]), Counter(both[b])
                chance = sum(n * by_b[decision] for decision, n in by_a.items())
                kappa = None if chance == pairs else (agreed * len(both) - chance) / (pairs - chance)
                rows.append((stage, a, b, len(both), agreed, 100 * agreed / len(both), kappa))
    columns = ["stage", "reviewer_a", "reviewer_b", "both", "agreed", "percent", "kappa"]
    return pd.DataFrame(rows, columns=columns).astype({"percent": "Float64", "kappa": "Float64"})


def agreement_problems(reported: pd.DataFrame, decisions: pd.DataFrame) -> list[Problem]:
    """Reported percentages that differ from the decisions by a whole point or more (two reviewers only)."""
    found = []
    counted = agreement(decisions) if len(decisions) else pd.DataFrame(columns=["stage", "percent"])
    for at, row in reported.iterrows():
        same = counted[counted["stage"] == row["stage"]]
        if (
            len(same) == 1
            and pd.notna(row["percent"])
            and abs(float(same["percent"].iloc[0]) - row["percent"]) >= 1
        ):
            expected = f"{float(same['percent'].iloc[0]):.1f}, from decisions.csv"
            found.append(
                Problem(
                    "AGRE-001", "agreement.csv", f"{row['percent']:g}", expected, row=at + 2, field="percent"
                )
            )
    return found
