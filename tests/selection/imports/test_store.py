"""`reviewbook import`: what is written into a review's folder, and that nothing is lost, doubled or half-written."""

import csv
import os
import shutil

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from packages import SYNTHETIC, only, rows_of, set_cell, shared
from packages.examples import examples

from reviewbook.cli import main
from reviewbook.files import ledger
from reviewbook.review.dictionary import schema
from reviewbook.review.problems import ReviewProblems
from reviewbook.review.reading import load_review
from reviewbook.selection.imports import placing, store
from reviewbook.selection.imports.formats import FORMATS
from reviewbook.selection.of_review import flow_of

ONE = "TY  - JOUR\nID  - K1\nTI  - One\nPY  - 2001\nDO  - 10.1000/one\nER  - \n"
TWO = "TY  - JOUR\nID  - K2\nTI  - Two\nPY  - 2002\nER  - \n"
ODD = "TY  - JOUR\nID  - K3\nTI  - Three\nPY  - in press\nER  - \n"


@pytest.fixture
def review(tmp_path):
    """A review that has only its sources: synbase, synmed and synreg."""
    return only("sources", to=tmp_path)


@pytest.fixture
def file(tmp_path):
    """Write an export to import."""

    def write(name, text):
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return write


def bytes_of(folder) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def add(review, *files, format_="ris", source="synbase", **options):
    return store.add(review, list(files), format_, source_id=source, **options)


def refused(review, *files, **options) -> list[tuple]:
    """Code, place and found of each problem of an import that must leave the folder as it is."""
    before = bytes_of(review)
    with pytest.raises(ReviewProblems) as wrong:
        add(review, *files, **options)
    assert bytes_of(review) == before
    return [(p.code, p.file, p.found) for p in wrong.value.problems]


# --- records


def test_records_are_written_sorted_with_their_file_and_line(review, file):
    report = add(review, file("a.ris", TWO + ONE))
    (imported,) = report.files
    assert (imported.entries, imported.added, imported.known) == (2, 2, 0)
    columns = ("record_id", "title", "year", "doi", "source_id", "duplicate_of", "source_key", "locator")
    assert [[row[name] for name in columns] for row in rows_of(review / "records.csv")] == [
        ["K1", "One", "2001", "10.1000/one", "synbase", "not_applicable", "K1", "a.ris, line 6"],
        ["K2", "Two", "2002", "", "synbase", "not_applicable", "K2", "a.ris, line 1"],
    ]
    assert {row["import_id"] for row in rows_of(review / "records.csv")} == {imported.import_id}


def test_review_is_sound_after_an_import_and_its_tables_are_described(review, file):
    add(review, file("a.ris", ONE + ODD))
    loaded = load_review(review)
    assert loaded.imports["added"].tolist() == [2]
    assert loaded.set_aside[["line", "entry", "field", "found"]].values.tolist() == [
        [10, "K3", "PY", "in press"]
    ]
    assert {resource["name"] for resource in loaded.package["resources"]} == {
        "sources",
        "records",
        "imports",
        "set_aside",
    }


def test_file_imported_again_changes_not_one_byte_whatever_its_name(review, file):
    add(review, file("a.ris", ONE + ODD))
    before = bytes_of(review)
    report = add(review, file("a.ris", ONE + ODD), file("renamed.ris", ONE + ODD))
    assert [imported.before for imported in report.files] == [True, True]
    assert (bytes_of(review), report.changed) == (before, [])


def test_same_record_of_the_same_source_is_known_and_a_changed_one_is_added(review, file):
    add(review, file("a.ris", ONE + TWO))
    (imported,) = add(review, file("b.ris", ONE + TWO.replace("Two", "Two, corrected"))).files
    assert (imported.entries, imported.added, imported.known) == (2, 1, 1)
    assert [row["record_id"] for row in rows_of(review / "records.csv")] == ["K1", "K2", "synbase-K2"]


def test_same_record_of_another_source_is_another_record(review, file):
    add(review, file("a.ris", ONE))
    (imported,) = add(review, file("b.ris", "\n" + ONE), source="synmed").files
    assert (imported.added, imported.known) == (1, 0)
    ids = [(row["record_id"], row["source_id"]) for row in rows_of(review / "records.csv")]
    assert ids == [("K1", "synbase"), ("synmed-K1", "synmed")]


def test_two_like_entries_of_one_file_are_two_records(review, file):
    add(review, file("a.ris", ONE + ONE + ONE))
    assert [row["record_id"] for row in rows_of(review / "records.csv")] == [
        "K1",
        "synbase-00001",
        "synbase-K1",
    ]


@pytest.mark.parametrize(
    ("format_", "text"),
    [("csv", "title,doi,One 2001 10.1000/one\n"), ("ciw", "FN ClarivatePT JTI OneER\n"), ("yaml", "[]\n")],
)
def test_a_file_without_an_entry_is_refused_and_not_noted_as_imported(review, file, format_, text):
    found = [("IMPT-002", "a.txt", "no entry of that format")]
    assert refused(review, file("a.txt", text), format_=format_) == found


def test_record_ids_never_change_on_later_imports(review, file):
    keyless = "TY  - JOUR\nTI  - {}\nER  - \n"
    add(review, file("a.ris", keyless.format("B") + keyless.format("C")))
    before = {row["title"]: row["record_id"] for row in rows_of(review / "records.csv")}
    add(review, file("b.ris", keyless.format("A") + keyless.format("B") + keyless.format("D")))
    after = {row["title"]: row["record_id"] for row in rows_of(review / "records.csv")}
    assert before == {"B": "synbase-00001", "C": "synbase-00002"}
    assert after == before | {"A": "synbase-00003", "D": "synbase-00004"}


def test_author_s_columns_and_their_order_stay(review, file):
    (review / "records.csv").write_text(
        "colour,record_id,title,source_id,locator\nred,R9,Nine,synbase,by hand\n", "utf-8"
    )
    package = review / "datapackage.json"
    own = '{"name": "records", "path": "records.csv", "schema": {"fields": [{"name": "colour", "type": "string"}]}}'
    package.write_text(
        package.read_text("utf-8").replace('"resources": [', f'"resources": [{own}, '), "utf-8"
    )
    add(review, file("a.ris", ONE))
    rows = rows_of(review / "records.csv")
    assert list(rows[0]) == (
        [
            "colour",
            "record_id",
            "title",
            "source_id",
            "locator",
            "year",
            "doi",
            "duplicate_of",
            "record_type",
            "source_key",
            "import_id",
        ]
    )
    assert [(row["record_id"], row["colour"], row["locator"]) for row in rows] == [
        ("K1", "", "a.ris, line 1"),
        ("R9", "red", "by hand"),
    ]
    load_review(review)


def test_dry_run_says_the_same_and_writes_nothing(review, file):
    before = bytes_of(review)
    dry = add(review, file("a.ris", ONE + ODD), dry_run=True)
    assert bytes_of(review) == before
    assert add(review, file("a.ris", ONE + ODD)) == dry


@pytest.mark.parametrize("format_", ["ris", "nbib", "bibtex", "ciw", "csv", "yaml"])
def test_samples_are_imported_and_sound(review, format_):
    samples = {
        "ris": "Ovid_ris_example.ris ovid_zotero.ris Scopus_ris_example.ris faulty_year.ris",
        "nbib": "PubMed_example.txt nbib_data.nbib",
        "bibtex": "Scopus_bib_example.bib ../rayyan/articles.bib",
        "ciw": "WoS_ciw_example.ciw",
        "csv": "embase.csv generic_labels.csv duplicate_records.csv ../dedup/haematology/records_pre_merged.csv",
        "yaml": "../multi-reviewer/screening/abstracts.yaml",
    }
    files = [shared(f"samples/ris/{name}") for name in samples[format_].split()]
    report = add(review, *files, format_=format_)
    loaded = load_review(review)
    assert len(loaded.records) == sum(imported.added for imported in report.files)
    assert len(loaded.set_aside) == sum(len(imported.set_aside) for imported in report.files)
    before = bytes_of(review)
    add(review, *files, format_=format_)
    assert bytes_of(review) == before


# --- decisions

DECIDED = "record_id,reviewer,stage,decision,date\n"


def decide(review, path, **options):
    return add(review, path, format_="decisions", source=None, **options).files[0]


def test_decisions_find_their_record_by_key_id_or_doi_and_else_are_set_aside(review, file):
    add(review, file("a.ris", ONE + TWO))
    add(review, file("b.ris", "\n" + TWO), source="synmed")
    text = (
        DECIDED + "K1,AA,title_abstract,include,2024-01-02\nsynmed-K2,AA,title_abstract,exclude,2024-01-02\n"
    )
    text += "https://doi.org/10.1000/ONE,BB,title_abstract,maybe,\nnowhere,AA,title_abstract,include,\nK2,AA,title_abstract,include,\n"
    imported = decide(review, file("d.csv", text))
    rows = rows_of(review / "decisions.csv")
    assert [(row["record_id"], row["reviewer"], row["decision"], row["decided_at"]) for row in rows] == [
        ("K1", "AA", "include", "2024-01-02"),
        ("K1", "BB", "maybe", ""),
        ("synmed-K2", "AA", "exclude", "2024-01-02"),
    ]
    assert [(p.line, p.entry, p.why) for p in imported.set_aside] == [
        (5, "nowhere", placing.UNKNOWN),
        (6, "K2", "several records have this key: K2, synmed-K2"),
    ]
    assert (imported.entries, imported.added, imported.known) == (5, 3, 0)
    load_review(review)


def test_key_of_several_records_means_the_one_that_is_no_duplicate(review, file):
    add(review, file("a.ris", ONE))
    add(review, file("b.ris", "\n" + ONE), source="synmed")
    set_cell(review / "records.csv", "duplicate_of", "K1", row=3)
    decide(review, file("d.csv", DECIDED + "K1,AA,title_abstract,include,\n"))
    assert [row["record_id"] for row in rows_of(review / "decisions.csv")] == ["K1"]


def test_each_decision_reaches_the_record_of_its_own_row_whatever_its_key(review, file):
    """Label sets name their records by a DOI or a number that several share, or by nothing."""
    text = "doi,title,label_included\n10.1000/book,Chapter on sleep,1\n10.1000/book,Chapter on food,0\n,No DOI,1\n,No DOI,0\n"
    for format_ in ("decisions", "asreview"):
        folder = review.parent / format_
        shutil.copytree(review, folder)
        done = store.add(
            folder, [file("set.csv", text)], format_, source_id="synbase", stage="title", reviewer="AA"
        )
        assert (done.files[0].added, done.files[0].set_aside) == (8, [])
        titles = {row["record_id"]: row["title"] for row in rows_of(folder / "records.csv")}
        decided = [(titles[row["record_id"]], row["decision"]) for row in rows_of(folder / "decisions.csv")]
        assert sorted(decided) == [
            ("Chapter on food", "exclude"),
            ("Chapter on sleep", "include"),
            ("No DOI", "exclude"),
            ("No DOI", "include"),
        ]
        assert len(titles) == 4


def test_one_key_of_several_records_means_the_one_with_the_title_of_the_row(review, file):
    two = "TY  - JOUR\nID  - 7\nTI  - On sleep\nER  - \nTY  - JOUR\nID  - 7\nTI  - On food\nER  - \n"
    add(review, file("two.ris", two))
    text = "id,title,reviewer,decision\n7,On food,AA,out\n7,On Sleep.,AA,in\n"
    store.add(review, [file("log.csv", text)], "decisions", stage="title")
    titles = {row["record_id"]: row["title"] for row in rows_of(review / "records.csv")}
    assert {titles[row["record_id"]]: row["decision"] for row in rows_of(review / "decisions.csv")} == {
        "On food": "exclude",
        "On sleep": "include",
    }


def test_entries_that_are_alike_are_known_one_by_one(review, file):
    text = "id,title,decision\n1,One,in\n1,One,out\n"
    for name in ("a.csv", "b.csv"):
        content = text if name == "a.csv" else text + "\n"
        store.add(
            review, [file(name, content)], "decisions", source_id="synbase", stage="title", reviewer="AA"
        )
    assert len(rows_of(review / "records.csv")) == len(rows_of(review / "decisions.csv")) == 2


def test_whoever_settles_is_the_consensus(review, file):
    text = "id,title,AA vote,TK vote\n1,One,in,out\n"
    store.add(review, [file("v.csv", text)], "decisions", source_id="synbase", stage="title", consensus="tk")
    assert {row["reviewer"] for row in rows_of(review / "decisions.csv")} == {"AA", "consensus"}


def test_each_reason_of_an_exclusion_is_listed_once_and_what_authors_write_beside_it_stays(review, file):
    text = "id,title,reviewer,decision,reason\n1,One,AA,out,animals\n2,Two,AA,out,animals\n3,Three,AA,in,\n"
    store.add(review, [file("a.csv", text)], "decisions", source_id="synbase", stage="title")
    listed = rows_of(review / "reasons.csv")
    assert [(row["stage"], row["written"], row["shown"]) for row in listed] == [
        ("title", "animals", "animals")
    ]
    edited = (review / "reasons.csv").read_text().replace("animals,animals", "animals,Not in humans")
    (review / "reasons.csv").write_text(edited)
    later = "id,title,reviewer,decision,reason\n4,Four,AA,out,animals\n5,Five,AA,out,too old\n"
    report = store.add(review, [file("b.csv", later)], "decisions", source_id="synbase", stage="title")
    assert "reasons" in report.changed
    shown = {row["written"]: row["shown"] for row in rows_of(review / "reasons.csv")}
    assert shown == {"animals": "Not in humans", "too old": "too old"}
    boxes = flow_of(load_review(review)).counted
    assert {(box.reason, box.n) for box in boxes if box.step == "excluded"} >= {
        ("Not in humans", 3),
        ("too old", 1),
    }


def test_repeated_decisions_get_their_turns_in_order_of_time(review, file):
    add(review, file("a.ris", ONE))
    decide(review, file("d.csv", DECIDED + "K1,AA,title_abstract,exclude,2024-01-03\n"))
    late = DECIDED + "K1,AA,title_abstract,include,2024-01-09\nK1,AA,title_abstract,maybe,2024-01-01\n"
    imported = decide(review, file("e.csv", late + "K1,AA,title_abstract,exclude,2024-01-03\n"))
    assert (imported.added, imported.known) == (2, 1)
    rows = rows_of(review / "decisions.csv")
    assert [(row["turn"], row["decision"]) for row in rows] == [
        ("1", "maybe"),
        ("2", "exclude"),
        ("3", "include"),
    ]


def test_turn_comes_as_a_column_only_where_somebody_judged_again(review, file):
    add(review, file("a.ris", ONE + TWO))
    (review / "decisions.csv").write_text(
        "record_id,reviewer,stage,decision,decided_at,locator\nK1,AA,title_abstract,maybe,2024-01-01,by hand\n"
    )
    store_package(review)
    decide(review, file("d.csv", DECIDED + "K2,AA,title_abstract,include,2024-01-01\n"))
    assert "turn" not in rows_of(review / "decisions.csv")[0]
    decide(review, file("e.csv", DECIDED + "K1,AA,title_abstract,include,2024-01-02\n"))
    rows = rows_of(review / "decisions.csv")
    assert [(row["record_id"], row["turn"]) for row in rows] == [("K1", "1"), ("K1", "2"), ("K2", "1")]
    load_review(review)


def store_package(review):
    from reviewbook.files.describe import write

    write(review)


def test_rayyan_needs_a_source_only_for_records_that_are_not_there(review, file):
    text = '@article{rayyan-1,\n title={One}, doi={10.1000/ONE},\n note={RAYYAN-INCLUSION: {"AA"=>"Included"}}}\n'
    articles = file("articles.bib", text)
    code, place, found = refused(review, articles, format_="rayyan", source=None)[0]
    assert (code, place) == ("IMPT-006", "articles.bib") and '"One"' in found
    add(review, file("a.ris", ONE))
    (imported,) = add(review, articles, format_="rayyan", source=None).files
    assert (imported.added, imported.known) == (1, 1)
    (row,) = rows_of(review / "decisions.csv")
    assert (row["record_id"], row["reviewer"], row["decision"]) == ("K1", "AA", "include")


@pytest.mark.parametrize(
    ("rows", "taken"),
    [
        ("A long title of one thing,", 1),
        ("a LONG title - of one thing,2019", 1),
        ("A long title of one thing,2011", 0),
        ("Another long title of things,", 0),
        ("Editorial,", 0),
    ],
)
def test_a_decision_without_a_key_is_about_the_record_of_its_title(review, file, rows, taken):
    text = "title,year,source_key\nA long title of one thing,2019,k1\nEditorial,2019,k2\n"
    store.add(review, [file("all.csv", text)], "csv", source_id="synmed")
    log = file("log.csv", f"title,year,decision\n{rows},in\n")
    report = store.add(review, [log], "decisions", stage="title", reviewer="AA")
    decided = rows_of(review / "decisions.csv") if taken else []
    assert (len(decided), report.files[0].added, len(report.files[0].set_aside)) == (taken, taken, 1 - taken)


def test_list_of_kept_records_sets_aside_what_is_not_there_and_never_adds_it(review, file):
    add(review, file("a.ris", ONE))
    kept = file("kept.csv", "id,title,doi\nW1,One,https://doi.org/10.1000/one\nW2,Two,\n")
    said = {"format_": "decisions", "reviewer": "AA", "stage": "title", "decision": "include"}
    (imported,) = add(review, kept, source="synmed", **said).files
    assert [(row["record_id"], row["decision"]) for row in rows_of(review / "decisions.csv")] == [
        ("K1", "include")
    ]
    assert [row["record_id"] for row in rows_of(review / "records.csv")] == ["K1"]
    assert [(p.line, p.entry, p.found) for p in imported.set_aside] == [(3, "W2", "AA, title: include, Two")]
    assert (imported.entries, imported.added, imported.known) == (2, 1, 0)


# --- imported again


def whole(folder) -> dict[str, bytes]:
    """Every file of a folder, also of those within."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


LOG = (
    DECIDED
    + "K1,AA,title_abstract,include,\nK2,Jane Doe,title_abstract,exclude,2024-01-02\nK2,AA,title_abstract,maybe,\n"
)
KEPT = "TY  - JOUR\nTI  - Two\nPY  - 2002\nER  - \n"


@pytest.mark.parametrize("order", ["rl", "lr", "lrl", "rrll", "llrr", "lrlr"])
@pytest.mark.parametrize("kind", ["log", "list"])
def test_imports_in_any_order_and_repeated_give_the_bytes_of_once(tmp_path, file, order, kind):
    def take(folder, which):
        if which == "r":
            add(folder, file("a.ris", ONE + TWO + ODD))
        elif kind == "log":
            add(folder, file("log.csv", LOG), format_="decisions", source=None)
        else:
            said = {"stage": "full_text", "reviewer": "consensus", "decision": "include"}
            add(folder, file("kept.ris", KEPT), format_="decisions", source=None, **said)

    once = only("sources", to=tmp_path)
    other = shutil.copytree(once, tmp_path / "other" / once.name)
    for which in "rl":
        take(once, which)
    for which in order:
        take(other, which)
    assert whole(other) == whole(once)
    assert not any(row["entry"] == "K2" for row in rows_of(other / "set_aside.csv"))


def test_what_was_edited_or_removed_since_stays_so_when_the_file_comes_again(review, file):
    add(review, file("a.ris", ONE + TWO))
    log = (
        DECIDED
        + "K1,AA,title_abstract,include,\nK2,AA,title_abstract,include,\nK9,AA,title_abstract,include,\n"
    )
    log += "K8,AA,title_abstract,include,\n"
    decide(review, file("d.csv", log))
    set_cell(review / "decisions.csv", "decision", "exclude", row=2)
    lines = (review / "decisions.csv").read_text().splitlines(keepends=True)
    (review / "decisions.csv").write_text("".join(lines[:2]))
    add(review, file("b.ris", TWO.replace("K2", "K9").replace("Two", "Nine")))
    decide(review, file("d.csv", log))
    rows = rows_of(review / "decisions.csv")
    assert [(row["record_id"], row["decision"]) for row in rows] == [("K1", "exclude"), ("K9", "include")]


def test_a_decision_on_two_records_is_taken_once_one_is_the_duplicate_of_the_other(review, file):
    add(review, file("a.ris", ONE))
    add(review, file("b.ris", "\n" + ONE), source="synmed")
    log = file("d.csv", DECIDED + "K1,AA,title_abstract,include,\n")
    assert decide(review, log).added == 0
    pair = ["--merge", "K1", "synmed-K1", "--reason", "the same"]
    assert main(["dedupe", "--review", str(review), *pair]) == 0
    assert decide(review, log).before
    (entered,) = [row for row in rows_of(review / "imports.csv") if row["file"] == "d.csv"]
    assert [entered[name] for name in ("entries", "added", "set_aside")] == ["1", "1", "0"]
    assert [len(rows_of(review / name)) for name in ("decisions.csv", "imports.csv")] == [1, 3]
    assert not (review / "set_aside.csv").exists()


def test_a_file_may_be_records_and_lists_of_two_people_and_stages(review, file):
    path = file("a.ris", ONE + TWO)
    add(review, path)
    said = {"format_": "decisions", "source": None, "decision": "include"}
    for stage in ("title_abstract", "full text"):
        for reviewer in ("AA", "BB"):
            for _ in range(2):
                add(review, path, stage=stage, reviewer=reviewer, **said)
    before = bytes_of(review)
    add(review, path, stage="Full-text", reviewer="AA", **(said | {"decision": "Included"}))
    assert bytes_of(review) == before
    assert len(rows_of(review / "decisions.csv")) == 8 and len(rows_of(review / "imports.csv")) == 5


def test_an_import_of_an_earlier_version_is_known_by_its_bytes_alone(review, file):
    path = file("d.csv", DECIDED + "K1,AA,title_abstract,include,\n")
    add(review, file("a.ris", ONE))
    decide(review, path)
    plain = ledger.import_id_of(path)
    now = next(row["import_id"] for row in rows_of(review / "imports.csv") if row["format"] == "decisions")
    for name in ("imports.csv", "decisions.csv"):
        (review / name).write_text((review / name).read_text().replace(now, plain))
    (review / ".imports.json").unlink()
    before = bytes_of(review)
    assert decide(review, path).before
    assert bytes_of(review) == before


def test_a_file_of_another_source_is_refused_until_it_is_taken_back(review, file):
    path = file("a.ris", ONE)
    (imported,) = add(review, path).files
    ((code, place, found),) = refused(review, path, source="synmed")
    assert (code, place, found) == ("IMPT-005", "--source", '"synmed"')
    assert main(["import", "--undo", imported.import_id, "--review", str(review)]) == 0
    assert add(review, path, source="synmed").files[0].added == 1


def test_rayyan_sample_is_imported_whole_and_once(review):
    files = [shared(f"samples/rayyan/{name}") for name in ("articles.bib", "customizations_log.csv")]
    articles, log = add(review, *files, format_="rayyan").files
    loaded = load_review(review)
    assert len(loaded.records) == articles.added == 293
    assert len(loaded.decisions) == log.added > 390
    before = bytes_of(review)
    assert add(review, *files, format_="rayyan").changed == []
    assert bytes_of(review) == before


# --- refused, and nothing written


def test_file_that_cannot_be_read_stops_the_import_of_all(review, file):
    good, bib, gone = file("a.ris", ONE), file("b.ris", "@article{a, title={A}}\n"), review / "none.ris"
    assert refused(review, good, bib, gone) == [
        ("IMPT-002", "b.ris", "a file of the format bibtex"),
        ("IMPT-001", "none.ris", "no such file or directory"),
    ]


@pytest.mark.parametrize(
    ("options", "problem"),
    [
        ({"source": None}, ("IMPT-006", "--source", "nothing")),
        ({"source": "scopus"}, ("IMPT-006", "--source", '"scopus"')),
        ({"format_": "endnote"}, ("IMPT-005", "FORMAT", '"endnote"')),
        ({"stage": "title"}, ("IMPT-005", "--stage", '"title"')),
        ({"format_": "rayyan", "decision": "include"}, ("IMPT-005", "--decision", '"include"')),
    ],
)
def test_option_that_does_not_fit_is_a_problem(review, file, options, problem):
    assert refused(review, file("a.ris", ONE), **options) == [problem]


def test_expected_source_is_one_of_those_listed(review, file):
    with pytest.raises(ReviewProblems, match="expected one of synbase, synmed, synreg"):
        add(review, file("a.ris", ONE), source=None)


def test_review_with_problems_of_structure_is_refused(review, file):
    set_cell(review / "sources.csv", "kind", "a database", row=2)
    assert refused(review, file("a.ris", ONE)) == [("TABL-007", "sources.csv", '"a database"')]


def test_folder_without_a_package_says_what_to_do(review, file):
    (review / "datapackage.json").unlink()
    assert refused(review, file("a.ris", ONE)) == [("IMPT-004", str(review), "no datapackage.json")]


@pytest.mark.parametrize("failing", range(1, 5))
def test_interrupted_write_leaves_the_old_files(review, file, monkeypatch, failing):
    add(review, file("a.ris", ONE))
    before = bytes_of(review)
    calls = iter(range(1, 99))
    replace = os.replace

    def interrupted(source, target):
        if next(calls) == failing:
            raise KeyboardInterrupt
        replace(source, target)

    monkeypatch.setattr(ledger.os, "replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        add(review, file("b.ris", TWO + ODD))
    monkeypatch.undo()
    assert bytes_of(review) == before


def test_imports_of_a_whole_review_keep_its_other_tables(tmp_path, file):
    import shutil

    review = tmp_path / "synthetic"
    shutil.copytree(SYNTHETIC, review)
    before = bytes_of(review)
    report = add(review, file("a.ris", ONE))
    changed = {f"{name}.csv" for name in report.changed}
    assert changed == {"records.csv", "imports.csv"}
    after = bytes_of(review)
    assert {name for name in after if after[name] != before.get(name)} <= changed | {
        "datapackage.json",
        ".imports.json",
    }
    load_review(review)


# --- the command


def test_command_prints_one_line_a_file_and_what_was_set_aside(review, file, capsys):
    path = file("a.ris", ONE.replace("TI  - One", "TI  - One\nKW  - a\nKW  - b") + ODD)
    arguments = ["import", "ris", str(path), "--review", str(review), "--source", "synbase"]
    assert main(arguments) == 0
    assert capsys.readouterr().out.splitlines() == [
        "a.ris: ris, 2 entries, 2 added, 0 known, 1 set aside; left in the file: KW 2",
        "  filled: title 2 of 2, year 1 of 2, authors 0 of 2, doi 1 of 2, abstract 0 of 2",
        '  a.ris, line 12, K3, PY: no year of publication in it: "in press"',
        "Changed: records.csv, imports.csv, set_aside.csv",
    ]
    assert main(arguments) == 0
    out = capsys.readouterr().out.splitlines()
    assert out[0].startswith("a.ris: imported before as ris (i") and out[1:] == ["Nothing changed."]


def test_report_names_twelve_fields_left_in_a_file_and_says_how_many_more(review, file):
    tags = ["KW", "KW", "N1", "SN", "PB", "CY", "AD", "DB", "DP", "ET", "L1", "L2", "L3", "L4", "M1"]
    fields = "".join(f"{tag}  - x\n" for tag in tags)
    report = add(review, file("a.ris", ONE.replace("ER", f"{fields}ER")))
    line = ledger.in_words(report)[0]
    assert line.startswith(
        "a.ris: ris, 1 entry, 1 added, 0 known, 0 set aside; left in the file: KW 2, AD 1, CY 1,"
    )
    assert line.endswith("M1 1, N1 1 and 2 more fields")


def test_command_tells_at_most_twenty_kinds_of_pieces_a_file(review, file, capsys):
    path = file("a.ris", "TY  - JOUR\nN1  - stray\nER  - \n" * 25 + ONE)
    assert main(["import", "ris", str(path), "--review", str(review), "--source", "synbase"]) == 0
    out = capsys.readouterr().out.splitlines()
    assert len(out) == 2 + 20 + 1 + 1 and out[22] == "  and 5 more in set_aside.csv"


TABLE = "doi,Bezeichnung,Wer,Wann\n10.1000/a,A trial of two things,Doe J,2001\n"


def test_a_table_whose_columns_are_not_known_is_taken_where_they_are_named(review, file, capsys):
    before = bytes_of(review)
    arguments = ["import", "csv", str(file("a.csv", TABLE)), "--review", str(review), "--source", "synbase"]
    for dry in ([], ["--dry-run"]):
        assert main([*arguments, *dry]) == 1
        told = capsys.readouterr().err
        assert [f"IMPT-020  a.csv, field {name}" in told for name in ("title", "year", "authors")] == [
            True
        ] * 3
        assert bytes_of(review) == before
    assert main([*arguments, "--columns", "title=Bezeichnung, authors=Wer,year=wann"]) == 0
    assert "title 1 of 1, year 1 of 1, authors 1 of 1, doi 1 of 1" in capsys.readouterr().out
    (row,) = rows_of(review / "records.csv")
    assert (row["title"], row["year"], row["authors"]) == ("A trial of two things", "2001", "Doe J")


def test_a_field_that_a_file_has_not_is_said_whatever_the_format(review, file, capsys):
    path = str(file("a.ris", ONE.replace("PY  - 2001", "AU  - Doe, J\nXY  - 2001")))
    arguments = ["import", "ris", path, "--review", str(review), "--source", "synbase"]
    assert main(arguments) == 1
    assert 'could hold it: XY ("2001"), expected --columns with year= where' in capsys.readouterr().err
    assert main([*arguments, "--columns", "year="]) == 0


def test_a_field_of_bibtex_is_named_as_a_column_is(review, file):
    text = "@article{a, title={One}, wer={Doe, J and Roe, R}, jahrgang={2001}}\n"
    add(review, file("a.bib", text), format_="bibtex", columns="authors=wer,year=Jahrgang")
    (row,) = rows_of(review / "records.csv")
    assert (row["authors"], row["year"]) == ("Doe, J; Roe, R", "2001")


@pytest.mark.parametrize(
    ("format_", "said", "found"),
    [
        ("csv", "titel=Bezeichnung", 'found "titel=Bezeichnung", expected COLUMN=HEADING'),
        ("csv", "title=Bezeichnungen,year=Jahr", 'found no column "Jahr", expected one of doi, Bezeichnung'),
        ("csv", "title=Bezeichnung,title=Wer", "found title twice"),
        ("csv", "Bezeichnung", 'found "Bezeichnung", expected COLUMN=HEADING'),
        (
            "ris",
            "title=T9",
            "expected year= and the like, for what the file has not: ris names its fields itself",
        ),
        ("decisions", "title=Bezeichnung", "expected no such option with the format decisions"),
    ],
)
def test_columns_that_are_named_wrongly_are_told(review, file, capsys, format_, said, found):
    path = str(file("a.csv", TABLE))
    assert (
        main(["import", format_, path, "--review", str(review), "--source", "synbase", "--columns", said])
        == 1
    )
    assert found in capsys.readouterr().err and not (review / "records.csv").exists()


def test_command_ends_with_1_where_a_file_is_of_another_format(review, file, capsys):
    path = file("a.bib", "@article{a, title={A}}\n")
    assert main(["import", "ris", str(path), "--review", str(review), "--source", "synbase"]) == 1
    assert "import it as bibtex" in capsys.readouterr().err


def test_command_s_help_lists_every_format_and_an_example(capsys):
    with pytest.raises(SystemExit) as ended:
        main(["import", "--help"])
    text = capsys.readouterr().out
    assert ended.value.code == 0
    assert all(f"  {name} " in text for name in store.FORMATS)
    assert "reviewbook import ris scopus.ris" in text


def test_every_column_written_is_of_the_schema(review, file):
    add(review, file("a.ris", ONE + ODD))
    for name in ("records", "imports", "set_aside"):
        with (review / f"{name}.csv").open(encoding="utf-8") as lines:
            assert next(csv.reader(lines)) == [f["name"] for f in schema(name)["fields"]]


# --- what goes in is listed, or named as missing


def _rows_of_entries(entries, one, nameless):
    return "".join(one.format(n=n, title=title) if title else nameless.format(n=n) for n, title in entries)


def _form(one, nameless, *, above="", below="", ending=".txt"):
    """How a format has entries: with a title each, or nothing by which it could be found."""
    return lambda entries: (ending, above + _rows_of_entries(entries, one, nameless) + below)


XML_OF = "<record><contributors/><titles>{0}</titles><keywords><keyword>x</keyword></keywords></record>\n"
LISTED = {
    "ris": _form("TY  - JOUR\nTI  - {title}\nER  - \n", "TY  - JOUR\nKW  - x\nER  - \n"),
    "nbib": _form("OWN - NLM\nTI  - {title}\n\n", "OWN - NLM\nLA  - eng\n\n"),
    "bibtex": _form("@article{{k{n}, title={{{title}}}}}\n", "@article{{k{n}, keywords={{x}}}}\n"),
    "ciw": _form("PT J\nTI {title}\nER\n\n", "PT J\nDE x\nER\n\n", above="FN Clarivate\nVR 1.0\n"),
    "endnote-xml": _form(
        XML_OF.format("<title>{title}</title>"),
        XML_OF.format(""),
        above="<xml><records>",
        below="</records></xml>",
    ),
    "enw": _form("%0 Journal Article\n%T {title}\n\n", "%0 Journal Article\n%K x\n\n"),
    "refworks": _form("RT Journal Article\nT1 {title}\n\n", "RT Journal Article\nK1 x\n\n"),
    "csv": _form("{title},x\n", ",x\n", above="title,keywords\n"),
    "yaml": _form("- title: {title}\n  keywords: x\n", "- title:\n  keywords: x\n"),
}
JUDGED = {  # one decision an entry
    "rayyan": _form(
        '@article{{rayyan-{n}, title={{{title}}}, note={{RAYYAN-INCLUSION: {{"AA"=>"Included"}}}}}}\n', ""
    ),
    "covidence": _form("{n},{title}\n", "", above="Covidence #,Title\n"),
    "asreview": _form("{title},1\n", "", above="title,asreview_label\n"),
    "decisions": _form("K{n},{title},AA,pilot,include\n", "", above="id,title,reviewer,stage,decision\n"),
}
OPTIONS = {
    "covidence": {"stage": "full_text", "decision": "include"},
    "asreview": {"reviewer": "AA"},
}
NAMELESS = "the entry has no title, author, abstract, DOI, PubMed identifier or address"
ENTRIES = st.lists(
    st.tuples(st.integers(1, 6), st.sampled_from(["", "Ants", "Bees", "Cats and dogs"])),
    min_size=1,
    max_size=6,
)


def test_every_format_of_the_register_is_counted_below():
    assert LISTED.keys() | JUDGED.keys() == FORMATS.keys()


@pytest.mark.parametrize("format_", LISTED)
@given(before=ENTRIES, entries=ENTRIES)
@examples(5)
def test_entries_are_added_known_or_set_aside_and_nothing_else(tmp_path_factory, format_, before, entries):
    folder = tmp_path_factory.mktemp("population")
    review = only("sources", to=folder)
    total = 0
    for at, part in enumerate((before, entries)):
        if not any(title for _, title in part):
            continue
        ending, text = LISTED[format_](part)
        (folder / f"{at}{ending}").write_text(text)
        (done,) = add(review, folder / f"{at}{ending}", format_=format_).files
        if done.before:
            assert part == before
            continue
        lost = [piece for piece in done.set_aside if piece.why == NAMELESS]
        assert done.entries == len(part) == done.added + done.known + len(lost)
        assert len(lost) == sum(not title for _, title in part)
        total += done.added
    if total:
        assert len(rows_of(review / "records.csv")) == total


@pytest.mark.parametrize("format_", JUDGED)
@example(before=[(1, "Ants")], entries=[(1, "Ants"), (2, "Bees")])
@given(before=ENTRIES, entries=ENTRIES)
@examples(5)
def test_decisions_are_added_known_or_set_aside_and_nothing_else(tmp_path_factory, format_, before, entries):
    folder = tmp_path_factory.mktemp("population")
    review = only("sources", to=folder)
    listed = {n: f"{title} {n}" for n, title in entries}
    there = {n: f"{title} {n}" for n, title in before}
    keyed = "".join(f"TY  - JOUR\nID  - K{n}\nTI  - {title}\nER  - \n" for n, title in there.items())
    add(review, _written(folder / "a.ris", keyed), source="synmed")
    ending, text = JUDGED[format_](listed.items())
    # where each record has to be there, a source lets those come in that are not
    source = None if format_ == "decisions" else "synbase"
    options = OPTIONS.get(format_, {})
    (done,) = add(
        review, _written(folder / f"b{ending}", text), format_=format_, source=source, **options
    ).files
    aside = [piece for piece in done.set_aside if piece.field == "decision"]
    decided = rows_of(review / "decisions.csv") if (review / "decisions.csv").exists() else []
    own = sum(row["import_id"] == done.import_id for row in decided)
    assert len(listed) == own + len(aside)
    (again,) = add(
        review, _written(folder / f"c{ending}", text + "\n"), format_=format_, source=source, **options
    ).files
    known = len(listed) - sum(piece.field == "decision" for piece in again.set_aside)
    assert known == own and rows_of(review / "decisions.csv") == decided if own else again.added == 0


def _written(path, text):
    path.write_text(text)
    return path
