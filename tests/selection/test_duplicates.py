"""Deduplication: which records are merged, which pairs wait, what is kept, and that every judgement can be taken back."""

import csv
import json
import subprocess
import sys
from itertools import combinations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from packages import SYNTHETIC, copied, rows_of, set_cell, shared, table

from reviewbook.check import check
from reviewbook.cli import main
from reviewbook.review.dictionary import schema
from reviewbook.review.problems import ReviewProblems
from reviewbook.selection import candidates, checks, duplicates
from reviewbook.selection.imports import merges as ledger

NA = "not_applicable"
BIB = "bib-dedupe 0.11.0"
MERGES = " ".join(candidates.COLUMNS)
NONE = table(MERGES)
# Pairs: as the samples' authors judged them; merged rightly and wrongly; waiting; not seen. Then what is left of the records.
FIGURES = "pairs right wrong waiting_right waiting_wrong unseen unique"
HAEMATOLOGY = dict(zip(FIGURES.split(), (163, 135, 0, 17, 40, 11, 1295), strict=True))
SPECIAL = dict(zip(FIGURES.split(), (2, 0, 0, 2, 1, 0, 6), strict=True))
SAMPLE = [("R2", "R1", "maybe"), ("R4", "R3", "maybe")]
TRIAL = "Peer support for adults with psychosis: a randomised trial"


def records(*rows: dict) -> pd.DataFrame:
    """Records with these cells and an identifier R1, R2 ...; all other cells are blank."""
    names = [field["name"] for field in schema("records")["fields"]]
    given = [{"record_id": f"R{at}"} | row for at, row in enumerate(rows, 1)]
    frame = pd.DataFrame(given, columns=names, dtype="object")
    return frame.astype({name: "Int64" if name == "year" else "string" for name in names})


def article(**cells) -> dict:
    return {
        "title": TRIAL,
        "authors": "Berg, A.; Dahl, K.",
        "year": 2019,
        "journal": "Journal of Mental Health",
        "volume": "28",
        "issue": "3",
        "pages": "101-110",
    } | cells


def merges(*rows: tuple) -> pd.DataFrame:
    """Rows of merges as (record_id, duplicate_of, status); the rest is of no matter here."""
    return table(MERGES, *[(a, b, status, "person", "the same trial", None) for a, b, status in rows])


def judged(*rows: dict, **options) -> list[tuple]:
    found = candidates.candidates(records(*rows), **options)
    return [tuple(row) for row in found[["record_id", "duplicate_of", "status"]].to_numpy()]


def reasons(*rows: dict) -> list[str]:
    return candidates.candidates(records(*rows))["reason"].tolist()


# --- what is merged, and what waits


def test_two_records_of_one_article_are_merged_and_the_row_says_why():
    found = candidates.candidates(records(article(), article(title=TRIAL.upper() + ".", issue=None)))
    assert found.to_dict("records") == [
        {
            "record_id": "R2",
            "duplicate_of": "R1",
            "status": "merged",
            "method": BIB,
            "reason": "same title, authors, journal, year, volume and pages",
            "fields": "title 1.00; authors 1.00; journal 1.00; year 1.00; volume 1.00; issue missing; pages 1.00; "
            "abstract missing; doi missing; pmid missing",
        }
    ]


def test_two_articles_are_no_pair():
    assert judged(article(), article(title="Cognitive therapy at home", pages="200-210")) == []


def test_title_and_doi_are_enough_where_an_export_gives_no_more():
    doi = {"title": TRIAL, "doi": "10.5555/Trial"}
    found = candidates.candidates(records(doi, doi | {"doi": "https://doi.org/10.5555/trial"}))
    assert found[["status", "method", "reason"]].to_numpy().tolist() == [
        ["merged", "reviewbook", "same title and DOI"]
    ]


def test_title_and_pmid_are_enough_where_an_export_gives_no_more():
    assert judged({"title": TRIAL, "pmid": "123"}, {"title": TRIAL, "pmid": "123"}) == [
        ("R2", "R1", "merged")
    ]


def test_one_doi_with_two_titles_waits():
    assert judged({"title": TRIAL, "doi": "10.5/a"}, {"title": "Telephone coaching", "doi": "10.5/a"}) == [
        ("R2", "R1", "maybe")
    ]


def test_a_doi_of_a_whole_supplement_says_nothing_of_its_parts():
    titles = ["Telephone coaching", "Sleep and mood", "Art in prison", "Walking groups"]
    assert judged(*({"title": title, "doi": "10.5/supplement"} for title in titles)) == []


@pytest.mark.parametrize(
    ("other", "doubt"),
    [
        ({"title": None}, "a title is missing"),
        ({"title": f"Erratum: {TRIAL}"}, "one is a notice or comment about the other"),
        ({"title": TRIAL[:12]}, "the titles as written are only 0.34 alike"),
        ({"doi": "10.5555/b"}, "DOIs differ"),
        ({"pmid": "8"}, "PMIDs differ"),
    ],
)
def test_a_pair_that_the_library_would_merge_waits_where_something_speaks_against_it(other, doubt):
    one = article(doi="10.5555/a", pmid="7")
    two = article(doi=None, pmid=None) | other
    assert judged(one, two) == [("R2", "R1", "maybe")]
    assert reasons(one, two)[0].endswith(doubt)


def test_a_paper_given_at_the_same_conference_in_two_years_waits():
    assert judged(article(volume=None), article(volume=None, year=2020, issue="9", pages="5-6")) == [
        ("R2", "R1", "maybe")
    ]


def test_titles_in_other_letters_are_not_the_same_for_being_unreadable_to_the_library():
    assert judged(article(title="Исследование терапии"), article(title="高血压患者研究")) == []


def test_titles_in_other_letters_are_merged_by_their_doi():
    russian = {"title": "Исследование терапии", "doi": "10.5/ru"}
    assert judged(russian, russian) == [("R2", "R1", "merged")]


@pytest.mark.parametrize("count", [0, 1])
def test_too_few_records_for_a_pair_give_none(count):
    assert judged(*[article()] * count) == []


def test_records_without_authors_and_digits_of_other_scripts_do_no_harm():
    assert judged({"title": TRIAL, "issue": "²2"}, {"title": TRIAL, "issue": "²2"}) == [("R2", "R1", "maybe")]


def test_the_sample_with_repeated_titles_and_dois_merges_only_what_has_both_the_same():
    file = shared("samples/ris/duplicate_records.csv")
    with file.open(encoding="utf-8", newline="") as lines:
        rows = [
            {
                "title": row["title"].strip() or None,
                "abstract": row["abstract"].strip() or None,
                "doi": row["doi"].strip() or None,
            }
            for row in csv.DictReader(lines, delimiter=";")
        ]
    assert judged(*rows) == SAMPLE


# --- which record is kept


def test_the_more_complete_record_is_kept():
    assert judged(article(), article(abstract="Aims.")) == [("R1", "R2", "merged")]


def test_the_smaller_identifier_is_kept_of_two_alike():
    assert judged(article(record_id="B"), article(record_id="A")) == [("B", "A", "merged")]


def test_not_reported_makes_a_record_no_more_complete():
    assert judged(article(), article(abstract="not_reported")) == [("R2", "R1", "merged")]


def test_the_record_with_decisions_is_kept_before_a_more_complete_one():
    assert judged(article(), article(abstract="Aims."), decided={"R1"}) == [("R2", "R1", "merged")]


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
    with pytest.raises(ReviewProblems, match="DEDU-006.*R2 and R1"):
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
@settings(max_examples=60)
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
@settings(max_examples=60)
def test_taking_everything_back_leaves_no_duplicates(pairs):
    seven = records(*[{"title": f"T{at}"} for at in range(7)])
    done = duplicates.apply(seven, pairs)
    for a, b in pairs[["record_id", "duplicate_of"]].itertuples(index=False):
        pairs = duplicates.undo(pairs, a, b)
    assert set(duplicates.apply(done, pairs)["duplicate_of"].dropna()) <= {NA}


@given(st.permutations(range(6)))
@settings(max_examples=5)
def test_the_order_of_the_records_does_not_matter(order):
    six = records(
        article(),
        article(title=TRIAL.upper()),
        article(abstract="Aims."),
        article(title=None),
        {"title": TRIAL, "doi": "10.5/a"},
        {"title": TRIAL, "doi": "10.5/a", "year": 2018},
    )
    pd.testing.assert_frame_equal(candidates.candidates(six.iloc[list(order)]), candidates.candidates(six))


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


# --- problems


def codes(given: list, *rows: tuple) -> list[tuple]:
    frame = records(*[article(duplicate_of=above) for above in given])
    return [(p.code, p.file, p.row, p.found) for p in checks.merge_problems(frame, merges(*rows))]


def test_a_merged_pair_that_the_records_do_not_show_is_a_problem():
    assert codes([NA, NA], ("R2", "R1", "merged")) == [
        ("DEDU-001", "merges.csv", 2, "R2 and R1 merged, not in records.csv")
    ]


def test_a_duplicate_without_a_pair_is_a_notice_only_where_there_are_merges():
    assert codes([NA, "R1", "R1"]) == []
    assert codes([NA, "R1", "R1"], ("R2", "R1", "merged")) == [("DEDU-002", "records.csv", 4, "R3 of R1")]


def test_a_duplicate_of_a_duplicate_is_a_problem():
    assert codes([NA, "R1", "R2"]) == [("DEDU-003", "records.csv", 4, "R2, a duplicate itself")]


def test_a_circle_is_one_problem_and_what_hangs_on_it_none():
    assert codes(["R2", "R3", "R1", "R1"]) == [("DEDU-004", "records.csv", 2, "R1 of R2 of R3 of R1")]
    assert codes(["R1"]) == [("DEDU-004", "records.csv", 2, "R1 of R1")]


def test_a_pair_taken_apart_that_is_still_set_is_a_problem():
    assert codes([NA, "R1"], ("R2", "R1", "undone")) == [
        ("DEDU-005", "merges.csv", 2, "R2 and R1 taken apart, one in records.csv")
    ]


def test_a_pair_judged_twice_is_a_problem():
    assert codes([NA, NA], ("R2", "R1", "undone"), ("R1", "R2", "maybe")) == [
        ("DEDU-007", "merges.csv", 3, "the pair R1 and R2 of row 2 again")
    ]


# --- the command


@pytest.fixture
def review(tmp_path):
    return copied(SYNTHETIC, tmp_path)


def dedupe(review, *options: str) -> int:
    return main(["dedupe", "--review", str(review), *options])


def contents(review) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in sorted(review.iterdir())}


def test_the_second_run_changes_nothing(review, capsys):
    assert dedupe(review) == 0
    first = contents(review)
    assert dedupe(review) == 0 and contents(review) == first
    assert capsys.readouterr().out.endswith("Nothing changed.\n")
    assert [p for p in check(review) if p.code.startswith("DEDU")] == []


def test_only_duplicate_of_is_written_to_the_byte(review):
    file = review / "records.csv"
    odd = (
        file.read_bytes()
        .replace(b"Synthetic record 01,", b'"Synthetic record ""01""" ,')
        .replace(b"\n", b"\r\n")
    )
    odd = odd.replace(b"synbase,not_applicable,", b'synbase,"not_applicable",', 1)
    odd = odd.replace(b"synmed,R02,", b'synmed,"R02",')
    file.write_bytes(b"\xef\xbb\xbf" + odd)
    assert dedupe(review, "--undo", "R10", "R01") == 0
    assert file.read_bytes() == b"\xef\xbb\xbf" + odd.replace(b"synmed,R01,", b"synmed,not_applicable,")


def test_the_column_is_added_where_it_is_not_there(review):
    file = review / "records.csv"
    file.write_text("record_id,title,source_id,locator\nR01,A,synbase,x\nR02,A,synbase,x", encoding="utf-8")
    (review / "merges.csv").write_text(
        ",".join(candidates.COLUMNS) + "\nR02,R01,merged,person,one,\n", encoding="utf-8"
    )
    ledger.write(
        review, records({"duplicate_of": NA}, {"duplicate_of": "R01"}), merges(("R02", "R01", "merged"))
    )
    assert file.read_text(encoding="utf-8") == (
        "record_id,title,source_id,locator,duplicate_of\nR01,A,synbase,x,not_applicable\nR02,A,synbase,x,R01"
    )
    package = json.loads((review / "datapackage.json").read_text(encoding="utf-8"))
    (resource,) = [r for r in package["resources"] if r["name"] == "records"]
    assert resource["schema"]["fields"][-1]["name"] == "duplicate_of"


def test_a_review_without_merges_gets_the_table_and_its_duplicates_a_row(review):
    (review / "merges.csv").unlink()
    assert main(["describe", str(review)]) == 0 and dedupe(review) == 0
    rows = [
        (row["record_id"], row["duplicate_of"], row["method"], row["reason"])
        for row in rows_of(review / "merges.csv")
    ]
    assert rows == [
        (a, b, "person", duplicates.BEFORE) for a, b in (("R10", "R01"), ("R11", "R02"), ("R17", "R03"))
    ]
    package = json.loads((review / "datapackage.json").read_text(encoding="utf-8"))
    assert "merges" in [resource["name"] for resource in package["resources"]]


def test_a_dry_run_writes_nothing(review, capsys):
    before = contents(review)
    assert dedupe(review, "--dry-run", "--undo", "R10", "R01") == 0
    assert contents(review) == before and "Nothing was written" in capsys.readouterr().out


def test_pairs_that_wait_are_listed_with_their_titles(review, capsys):
    set_cell(review / "records.csv", "doi", "10.5555/synthetic-05", row=7)
    assert dedupe(review) == 0
    said = capsys.readouterr().out
    assert (
        "Waiting for a person: 1 pair.\n  R06 and R05: same DOI; title 0.94 alike; year not the same\n"
        in said
    )
    assert '    R05  "Synthetic record 05"\n' in said


def test_decisions_on_a_duplicate_are_named_with_what_to_do(review, capsys):
    assert dedupe(review, "--merge", "R01", "R10", "--reason", "the fuller export") == 0
    said = capsys.readouterr().out
    assert (
        "R01, duplicate of R10: put its decisions under R10 in decisions.csv, or keep it: --merge R10 R01"
        in said
    )


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--undo", "R99", "R01"], 'DEDU-006  --undo: found "R99"'),
        (["--merge", "R02", "R01"], "DEDU-006  --merge: found no reason"),
        (["--undo", "R04", "R05"], "DEDU-006  merges.csv: found R04 and R05"),
        (["--merge", "R04", "R04", "--reason", "x"], "DEDU-006  merges.csv: found R04 as its own duplicate"),
        (["--merge", "R12", "R05", "--merge", "R13", "R05", "--reason", "x"], "DEDU-005  merges.csv, row"),
    ],
)
def test_what_cannot_be_done_is_said_and_nothing_written(review, capsys, options, said):
    before = contents(review)
    assert dedupe(review, *options) == 1
    assert capsys.readouterr().err.startswith(said) and contents(review) == before


def test_a_table_that_cannot_be_written_is_a_problem_and_leaves_nothing_behind(review, capsys, monkeypatch):
    before = contents(review)
    monkeypatch.setattr(
        "os.replace", lambda *names: (_ for _ in ()).throw(PermissionError(13, "Permission denied"))
    )
    assert dedupe(review, "--undo", "R10", "R01") == 1
    assert capsys.readouterr().err.startswith("PACK-006") and contents(review) == before


def test_the_authors_own_columns_of_merges_stay(review):
    (review / "merges.csv").write_text(
        ",".join(candidates.COLUMNS) + ",seen_by,n\nR11,R02,merged,person,one,,AA,007\n", encoding="utf-8"
    )
    file = review / "datapackage.json"
    package = json.loads(file.read_text(encoding="utf-8"))
    for resource in package["resources"]:
        if resource["name"] == "merges":
            resource["schema"]["fields"] += [
                {"name": "seen_by", "type": "string"},
                {"name": "n", "type": "integer"},
            ]
    file.write_text(json.dumps(package), encoding="utf-8")
    assert dedupe(review, "--merge", "R11", "R02", "--reason", "looked at") == 0
    rows = {
        row["record_id"]: (row["reason"], row["seen_by"], row["n"]) for row in rows_of(review / "merges.csv")
    }
    assert rows["R11"] == ("looked at", "AA", "007")


def test_the_matching_library_is_loaded_only_to_match():
    code = "import sys; from reviewbook import cli; from reviewbook.selection import duplicates; sys.exit('bib_dedupe' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


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
