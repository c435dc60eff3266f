"""Deduplication: which records are merged, which pairs wait, what is kept, and that every judgement can be taken back."""

import csv
from itertools import combinations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from packages import shared, table
from packages.examples import examples
from packages.records import article, merges, records

from reviewbook.review.problems import ReviewProblems
from reviewbook.selection import candidates, checks, duplicates

NA = "not_applicable"
BIB = "bib-dedupe 0.11.0"
MERGES = " ".join(candidates.COLUMNS)
NONE = table(MERGES)
# Pairs: as the samples' authors judged them; merged rightly and wrongly; waiting; not seen. Then what is left of the records.
FIGURES = "pairs right wrong waiting_right waiting_wrong unseen unique"
HAEMATOLOGY = dict(zip(FIGURES.split(), (163, 135, 0, 17, 40, 11, 1295), strict=True))
SPECIAL = dict(zip(FIGURES.split(), (2, 0, 0, 2, 1, 0, 6), strict=True))
TRIAL = "Peer support for adults with psychosis: a randomised trial"


# --- what is set down in the records


def test_every_duplicate_names_the_one_kept_record():
    three = records(article(), article(), article())
    done = duplicates.apply(three, merges(("R3", "R2", "merged"), ("R2", "R1", "merged")))
    assert done["duplicate_of"].tolist() == [NA, "R1", "R1"]


def test_of_two_kept_by_different_pairs_the_more_complete_stays():
    three = records(article(), article(abstract="Aims."), article())
    done = duplicates.apply(three, merges(("R3", "R1", "merged"), ("R3", "R2", "merged")))
    assert done["duplicate_of"].tolist() == ["R2", NA, "R2"]


def test_pairs_that_wait_or_were_taken_back_set_nothing_down():
    three = records(article(), article(), article(duplicate_of="R2"))
    done = duplicates.apply(three, merges(("R2", "R1", "maybe"), ("R3", "R2", "undone")))
    assert done["duplicate_of"].isna().tolist() == [True, True, False]  # R1 and R2 are not settled yet
    assert done["duplicate_of"][2] == NA


def test_a_duplicate_set_down_by_hand_is_taken_over_and_follows_to_the_kept_record():
    three = records(article(), article(), article(duplicate_of="R2"))
    before = merges(("R2", "R1", "merged"))
    assert duplicates.apply(three, before)["duplicate_of"].tolist() == [NA, "R1", "R1"]
    row = duplicates.adopted(three, before).iloc[0]
    assert (row["record_id"], row["duplicate_of"], row["method"]) == ("R3", "R2", "person")


def test_nothing_is_changed_in_the_tables_given():
    two, before = records(article(), article(duplicate_of="R1")), merges(("R2", "R1", "merged"))
    copies = two.copy(), before.copy()
    duplicates.apply(two, before)
    duplicates.undo(before, "R1", "R2")
    duplicates.merge(before, "R1", "R2", reason="x")
    duplicates.deduplicated(two, before)
    pd.testing.assert_frame_equal(two, copies[0])
    pd.testing.assert_frame_equal(before, copies[1])


# --- taken back, merged by a person


def test_a_pair_taken_back_is_not_merged_again():
    two = records(article(), article())
    first = duplicates.deduplicated(two, NONE)
    back = duplicates.undo(first, "R1", "R2", reason="two arms")
    assert back["status"].tolist() == ["undone"] and back["reason"][0].endswith("; taken back: two arms")
    pd.testing.assert_frame_equal(duplicates.deduplicated(two, back), back)
    pd.testing.assert_frame_equal(duplicates.undo(back, "R2", "R1"), back)


def test_a_pair_taken_back_is_not_merged_again_through_a_third_record():
    three = records(article(), article(), article())
    apart = merges(("R2", "R1", "undone"))
    now = duplicates.deduplicated(three, apart).set_index(["record_id", "duplicate_of"])
    assert now["status"].to_dict() == {("R2", "R1"): "undone", ("R3", "R1"): "merged", ("R3", "R2"): "maybe"}
    assert now["reason"]["R3", "R2"].endswith("; would join R2 and R1, which were taken apart")


def test_taking_apart_what_a_third_record_still_joins_names_what_joins_it():
    before = merges(("R2", "R1", "merged"), ("R3", "R2", "merged"))
    (problem,) = duplicates.contradictions(duplicates.undo(before, "R3", "R1"))
    assert (problem.code, problem.row) == ("DEDU-005", 3)
    assert problem.found == "R3 and R1 taken apart, and still one by R2 and R1 and R3 and R2"
    with pytest.raises(ReviewProblems, match="DEDU-005"):
        duplicates.deduplicated(records(*[article()] * 3), duplicates.undo(before, "R3", "R1"))


def test_two_records_never_judged_cannot_be_taken_apart():
    with pytest.raises(ReviewProblems, match=r"DEDU-006.*R2 and R1"):
        duplicates.undo(NONE, "R2", "R1")


def test_a_persons_merge_takes_the_place_of_what_was_judged_before():
    waits = table(MERGES, ("R2", "R1", "maybe", BIB, "same title", "title 1.00"))
    row = duplicates.merge(waits, "R1", "R2", reason="one poster").to_numpy().tolist()
    assert row == [["R1", "R2", "merged", "person", "one poster", "title 1.00"]]


def test_a_record_is_no_duplicate_of_itself():
    with pytest.raises(ReviewProblems, match="DEDU-006"):
        duplicates.merge(NONE, "R1", "R1", reason="x")


def test_a_pair_that_waits_is_judged_anew_and_one_that_a_person_set_waiting_stays():
    two = records(article(), article())
    machine = table(MERGES, ("R2", "R1", "maybe", BIB, "same title", None))
    assert duplicates.deduplicated(two, machine)["status"].tolist() == ["merged"]
    assert duplicates.deduplicated(two, merges(("R2", "R1", "maybe")))["status"].tolist() == ["maybe"]


def test_a_pair_that_others_have_joined_waits_no_more():
    joined = merges(
        ("R2", "R1", "merged"), ("R3", "R1", "merged"), ("R3", "R2", "maybe"), ("R5", "R4", "maybe")
    )
    assert duplicates.waiting(joined)["record_id"].tolist() == ["R5"]
    assert duplicates.waiting(NONE).columns.tolist() == candidates.COLUMNS


IDS = [f"R{at}" for at in range(1, 8)]
PAIRS = list(combinations(IDS, 2))


@st.composite
def judgements(draw):
    chosen = draw(st.lists(st.sampled_from(PAIRS), unique=True, max_size=10))
    turned = [pair[::-1] if draw(st.booleans()) else pair for pair in chosen]
    return merges(*[(*pair, draw(st.sampled_from(["merged", "maybe", "undone"]))) for pair in turned])


@given(judgements(), st.randoms(use_true_random=False))
@examples(60)
def test_records_follow_the_merges_in_any_order_and_only_once(pairs, random):
    seven = records(*[{"title": f"T{at}"} for at in range(7)])
    done = duplicates.apply(seven, pairs)
    order = random.sample(range(7), 7)
    shuffled = duplicates.apply(seven.iloc[order], pairs.sample(frac=1, random_state=random.randrange(99)))
    pd.testing.assert_frame_equal(shuffled.sort_values("record_id"), done)
    pd.testing.assert_frame_equal(duplicates.apply(done, pairs), done)
    found = {problem.code for problem in checks.merge_problems(done, pairs)}
    assert found <= {"DEDU-005"}  # only pairs taken apart that others join


@given(judgements())
@examples(60)
def test_taking_everything_back_leaves_no_duplicates(pairs):
    seven = records(*[{"title": f"T{at}"} for at in range(7)])
    done = duplicates.apply(seven, pairs)
    for a, b in pairs[["record_id", "duplicate_of"]].itertuples(index=False):
        pairs = duplicates.undo(pairs, a, b)
    assert set(duplicates.apply(done, pairs)["duplicate_of"].dropna()) <= {NA}


# --- where each field would come from


def test_a_completed_record_says_where_each_field_came_from():
    three = records(
        {"title": TRIAL, "year": 2019, "doi": "not_reported"},
        {"title": TRIAL.upper(), "doi": "10.5/b"},
        {"title": TRIAL, "journal": "J Ment Health", "doi": "10.5/c", "pages": "1"},
    )
    found = duplicates.merged_fields(three, merges(("R2", "R1", "merged"), ("R3", "R1", "merged")))
    assert found.to_numpy().tolist() == [
        ["R1", "title", "R1", TRIAL],
        ["R1", "year", "R1", "2019"],
        ["R1", "journal", "R3", "J Ment Health"],
        ["R1", "pages", "R3", "1"],
        ["R1", "doi", "R3", "10.5/c"],
    ]


# --- the samples (docs/deduplication.md)


def sample(name: str) -> tuple[pd.DataFrame, set[tuple[str, str]]]:
    """Records of a sample, and every pair that its authors judged to be the same."""
    with shared(f"samples/dedup/{name}/records_pre_merged.csv").open(encoding="utf-8", newline="") as lines:
        rows = [
            {
                "record_id": row["ID"],
                "authors": row["author"].replace(" and ", "; "),
                "journal": row["journal"] or row.get("booktitle", ""),
                "issue": row.get("number") or row.get("issue"),
                "year": int(row["year"]) if row["year"] else None,
            }
            | {column: row.get(column) for column in ("title", "volume", "pages", "abstract", "doi")}
            for row in csv.DictReader(lines)
        ]
    with shared(f"samples/dedup/{name}/merged_record_ids.csv").open(encoding="utf-8", newline="") as lines:
        groups = [sorted(row["merged_ids"].split(";")) for row in csv.DictReader(lines)]
    blank = [{column: value or None for column, value in row.items()} for row in rows]
    return records(*blank), {pair for group in groups for pair in combinations(group, 2)}


def outcome(name: str) -> dict[str, int]:
    found_in, same = sample(name)
    found = duplicates.deduplicated(found_in, NONE)
    done = duplicates.apply(found_in, found)
    groups = done.assign(kept=done["record_id"].where(done["duplicate_of"] == NA, done["duplicate_of"]))
    # A record that waits keeps its blank cell: it is no duplicate.
    groups["kept"] = groups["kept"].fillna(groups["record_id"])
    merged = {pair for _, ids in groups.groupby("kept")["record_id"] for pair in combinations(sorted(ids), 2)}
    wait = {
        tuple(sorted(pair)) for pair in duplicates.waiting(found)[["record_id", "duplicate_of"]].to_numpy()
    }
    return {
        "pairs": len(same),
        "right": len(merged & same),
        "wrong": len(merged - same),
        "waiting_right": len(wait & same),
        "waiting_wrong": len(wait - same),
        "unseen": len(same - merged - wait),
        "unique": groups["kept"].nunique(),
    }


def test_haematology_no_false_merge_and_the_figures_of_the_docs():
    assert outcome("haematology") == HAEMATOLOGY


def test_special_cases_nothing_is_merged_and_both_pairs_wait():
    assert outcome("special_cases") == SPECIAL
