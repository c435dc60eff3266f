"""Deduplication: which records are merged, which pairs wait, what is kept, and that every judgement can be taken back."""

import csv
from itertools import combinations, product
from unittest.mock import patch

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
# Pairs: as the samples' authors judged them; merged rightly and wrongly; waiting; not seen. Then how many questions wait, and what
# is left of the records.
FIGURES = "pairs right wrong waiting_right waiting_wrong unseen questions unique"
HAEMATOLOGY = dict(zip(FIGURES.split(), (163, 135, 0, 20, 43, 8, 43, 1295), strict=True))
SPECIAL = dict(zip(FIGURES.split(), (2, 0, 0, 2, 1, 0, 3, 6), strict=True))
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


# --- one question for two groups

NOTE = {"title": f"Erratum: {TRIAL}", "doi": "10.5555/b", "pages": "300"}
COPIES = [article(doi="10.5555/a"), article(**NOTE)] * 3  # R1, R3, R5 an article; R2, R4, R6 its erratum


def questions(found: pd.DataFrame) -> list[tuple[str, str]]:
    return list(duplicates.waiting(found)[["record_id", "duplicate_of"]].itertuples(index=False, name=None))


def test_two_groups_of_copies_wait_as_one_pair_of_the_records_kept():
    found = duplicates.deduplicated(records(*COPIES), NONE)
    assert questions(found) == duplicates.pairs_of(found, "maybe") == [("R2", "R1")]
    done = duplicates.apply(records(*COPIES), found)
    assert done["duplicate_of"].fillna("waits").tolist() == ["waits", "waits", "R1", "R2", "R1", "R2"]


@pytest.mark.parametrize("pair", [("R2", "R1"), ("R1", "R2"), ("R5", "R4")])
def test_the_question_is_answered_for_all_copies_by_any_two_of_them(pair):
    copies = records(*COPIES)
    back = duplicates.undo(duplicates.deduplicated(copies, NONE), *pair)
    assert questions(back) == []
    pd.testing.assert_frame_equal(duplicates.deduplicated(copies, back), back)


def test_a_further_copy_asks_nothing_that_was_answered():
    back = duplicates.undo(duplicates.deduplicated(records(*COPIES), NONE), "R2", "R1")
    more = duplicates.deduplicated(records(*COPIES, *COPIES[:2]), back)
    assert questions(more) == [] and {("R7", "R1"), ("R8", "R2")} <= {*duplicates.pairs_of(more, "merged")}


def test_a_question_between_copies_says_which_of_them_were_compared():
    found = records(*[{"title": f"T{at}"} for at in range(4)])
    pairs = table(
        MERGES,
        ("R3", "R1", "merged", BIB, "same title", "title 1.00"),
        ("R4", "R2", "merged", BIB, "same title", "title 1.00"),
        ("R4", "R3", "maybe", BIB, "title 0.95 alike", "title 0.95"),
    )
    with patch.object(duplicates, "candidates", return_value=pairs):
        (row,) = duplicates.waiting(duplicates.deduplicated(found, NONE)).to_dict("records")
    assert (row["record_id"], row["duplicate_of"]) == ("R2", "R1")
    assert row["reason"] == "title 0.95 alike; compared were R4 and R3"


def test_what_a_person_set_waiting_is_the_one_question():
    copies = records(*COPIES)
    mine = merges(("R6", "R3", "maybe"))
    assert questions(duplicates.deduplicated(copies, mine)) == [("R6", "R3")]


def test_a_copy_that_would_join_what_was_taken_apart_is_asked_about_once():
    apart = merges(("R2", "R1", "undone"))
    four = records(*[article()] * 4)
    found = duplicates.deduplicated(four, apart)
    assert questions(found) == [("R3", "R2")]
    back = duplicates.undo(found, "R3", "R2")
    assert questions(duplicates.deduplicated(four, back)) == []


def test_many_pairs_of_two_groups_in_the_table_are_one_question():
    before = merges(
        *[("R3", "R1", "merged"), ("R4", "R2", "merged")],
        *[(a, b, "maybe") for a, b in (("R2", "R1"), ("R4", "R1"), ("R3", "R2"), ("R4", "R3"))],
    )
    assert questions(before) == [("R2", "R1")]
    assert questions(duplicates.undo(before, "R2", "R1")) == []


def test_records_kept_are_not_settled_while_their_copies_wait():
    pairs = merges(("R3", "R1", "merged"), ("R4", "R2", "merged"), ("R4", "R3", "maybe"))
    done = duplicates.apply(records(*[article()] * 5), pairs)
    assert done["duplicate_of"].fillna("waits").tolist() == ["waits", "waits", "R1", "R2", NA]


# --- nothing is lost

TITLES = [
    TRIAL,
    f"Erratum: {TRIAL}",
    "Sleep in adults",
    "Mood in adults",
    "Group 1 of 2 in 3",
    "Group 2 of 2 in 3",
    None,
]
DRAWN = st.fixed_dictionaries(
    {
        "title": st.sampled_from(TITLES),
        "doi": st.sampled_from([None, "10.5/a", "10.5/b"]),
        "authors": st.sampled_from([None, "Berg, A.", "Dahl, K.; Eide, E."]),
        "journal": st.sampled_from([None, "Journal of Mental Health"]),
        "year": st.sampled_from([None, 2019, 2020]),
        "pages": st.sampled_from([None, "1-9", "S12"]),
    }
)


def accounted(found_in: pd.DataFrame, found: pd.DataFrame) -> None:
    """Each record is kept or one kept record's duplicate; each question is of two kept records, and asked once."""
    done = duplicates.apply(found_in, found)
    assert done["record_id"].tolist() == found_in["record_id"].tolist()
    target = done["duplicate_of"].where(done["duplicate_of"] != NA).dropna()
    merged = set(done.loc[target.index, "record_id"])
    unique = set(done["record_id"]) - merged
    assert set(target) <= unique
    asked = [frozenset(pair) for pair in questions(found)]
    assert len(set(asked)) == len(asked) and set().union(*asked) <= unique
    joined = {record for pair in duplicates.pairs_of(found, "merged") for record in pair}
    assert merged <= joined
    said = duplicates.summary(done, found).splitlines()
    assert said[0].startswith(f"{len(done)} record") and f": {len(merged)} merged into others by " in said[0]
    assert said[0].endswith(f", {len(unique)} unique.") and said[1].startswith(
        f"Waiting for a person: {len(asked)} pair"
    )


@given(st.lists(DRAWN, min_size=2, max_size=9))
@examples(12)
def test_every_record_is_unique_or_merged_and_every_doubt_is_asked_once(drawn):
    found_in = records(*drawn)
    found = duplicates.deduplicated(found_in, NONE)
    accounted(found_in, found)
    pd.testing.assert_frame_equal(duplicates.deduplicated(duplicates.apply(found_in, found), found), found)
    for pair in questions(found):
        found = duplicates.undo(found, *pair)
    assert questions(found) == []


IDS = [f"R{at}" for at in range(1, 8)]
PAIRS = list(combinations(IDS, 2))


@st.composite
def judgements(draw):
    chosen = draw(st.lists(st.sampled_from(PAIRS), unique=True, max_size=10))
    turned = [pair[::-1] if draw(st.booleans()) else pair for pair in chosen]
    return merges(*[(*pair, draw(st.sampled_from(["merged", "maybe", "undone"]))) for pair in turned])


@given(judgements(), judgements())
@examples(60)
def test_whatever_is_found_and_was_judged_before_each_record_is_accounted_for(found, before):
    seven = records(*[{"title": f"T{at}"} for at in range(7)])
    found = found[found["status"] != "undone"].assign(method=BIB)
    if duplicates.contradictions(before):
        before = before[before["status"] != "undone"].reset_index(drop=True)
    before = before.assign(method=before["method"].mask(before["status"] == "maybe", BIB))
    with patch.object(duplicates, "candidates", return_value=found):
        now = duplicates.deduplicated(seven, before)
        accounted(seven, now)
        pd.testing.assert_frame_equal(duplicates.deduplicated(seven, now), now)
    joined = duplicates.Groups(duplicates.pairs_of(now, "merged"))
    asked = {joined.between(*pair) for pair in questions(now)}
    answered = {joined.between(*pair) for pair in duplicates.pairs_of(now, "undone")}
    for a, b, _ in found[["record_id", "duplicate_of", "status"]].itertuples(index=False):
        assert joined.one(a, b) or joined.between(a, b) in asked | answered


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
    members = groups.groupby("kept")["record_id"].agg(list)
    # A question is one for two groups: it settles each pair of a record of the one and a record of the other.
    wait = {
        tuple(sorted(pair))
        for a, b in duplicates.waiting(found)[["record_id", "duplicate_of"]].to_numpy()
        for pair in product(members[a], members[b])
    }
    return {
        "pairs": len(same),
        "right": len(merged & same),
        "wrong": len(merged - same),
        "waiting_right": len(wait & same),
        "waiting_wrong": len(wait - same),
        "unseen": len(same - merged - wait),
        "questions": len(duplicates.waiting(found)),
        "unique": groups["kept"].nunique(),
    }


def test_haematology_no_false_merge_and_the_figures_of_the_docs():
    assert outcome("haematology") == HAEMATOLOGY


def test_special_cases_nothing_is_merged_and_both_pairs_wait():
    assert outcome("special_cases") == SPECIAL
