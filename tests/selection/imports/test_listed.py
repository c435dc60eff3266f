"""Lists of what was included or excluded: which records of the review their entries mean, and what is asked."""

import pytest
from packages import only, rows_of, set_cell

from reviewbook.selection.imports import decisions, listed, store

RECORDS = """TY  - JOUR
ID  - 12
TI  - Peer support online: a trial
PY  - 2015
DO  - 10.1000/peer
ER  -
TY  - JOUR
ID  - 13
TI  - Editorial
PY  - 2016
ER  -
TY  - JOUR
ID  - 14
TI  - Editorial
PY  - 2017
ER  -
TY  - JOUR
ID  - 15
TI  - Abstract A of a meeting
DO  - 10.1000/meeting
ER  -
TY  - JOUR
ID  - 16
TI  - Abstract B of a meeting
DO  - 10.1000/meeting
ER  -
"""
SAID = {"stage": "full_text", "reviewer": "consensus"}


@pytest.fixture
def review(tmp_path):
    folder = only("sources", to=tmp_path)
    (tmp_path / "found.ris").write_text(RECORDS)
    store.add(folder, [tmp_path / "found.ris"], "ris", source_id="synbase")
    names = {row["source_key"]: row["record_id"] for row in rows_of(folder / "records.csv")}
    assert len(names) == 5
    return folder


@pytest.fixture
def means(review):
    """What an entry means, by the source's key of the record; the candidates of a question."""

    def of(**entry):
        rows = rows_of(review / "records.csv")
        key = {row["record_id"]: row["source_key"] for row in rows}
        found = listed.Finder(rows)(entry)
        if found.records:
            return key[found.records[0]]
        return sorted(key[one] for one in key if one in found.why.replace(",", "").split())

    return of


def test_a_doi_tells_whatever_else_is_blank(means):
    assert means(doi="10.1000/PEER") == "12"


def test_a_title_tells_with_its_year_or_asks_which(means):
    assert means(title="PEER SUPPORT ONLINE - a trial.") == "12"
    assert means(title="Editorial", year="2017") == "14"
    assert means(title="Editorial") == ["13", "14"]
    assert means(title="Editorial", year="2018") == ["13", "14"]


def test_a_doi_of_a_whole_meeting_tells_nothing_without_the_title(means):
    assert means(doi="10.1000/meeting", title="Abstract B of a meeting") == "16"
    assert means(doi="10.1000/meeting") == ["15", "16"]
    assert means(doi="10.1000/meeting", title="Quite another talk of that day") == ["15", "16"]


def test_a_number_of_another_program_is_no_key(means):
    assert means(source_key="13", title="Peer support online: a trial") == "12"
    assert means(source_key="13", title="Nothing that is there") == []
    assert means(source_key="13") == "13"


def test_a_title_that_is_only_like_is_asked(means):
    assert means(title="Peer support online: a trail") == ["12"]


def test_a_doi_and_a_title_of_two_records_are_asked(means):
    assert means(doi="10.1000/peer", title="Editorial", year="2016") == ["12", "13"]


def test_a_duplicate_stands_for_the_record_that_is_kept(review):
    rows = rows_of(review / "records.csv")
    at = {row["source_key"]: n for n, row in enumerate(rows)}
    set_cell(review / "records.csv", "duplicate_of", rows[at["13"]]["record_id"], row=at["14"] + 2)
    find = listed.Finder(rows_of(review / "records.csv"))
    assert find({"title": "Editorial", "year": "2017"}).records == [rows[at["13"]]["record_id"]]


LISTS = {
    "kept.ris": "TY  - JOUR\nTI  - Peer support online: a trial\nN1  - Exclusion reason: wrong design; Exclusion reason: no staff;\nER  -\n"
    "TY  - JOUR\nTI  - Nowhere\nER  -\n",
    "kept.bib": "@article{a, title={Peer support online: a trial}, note={Exclusion reason: wrong design; Exclusion reason: no staff;}}\n"
    "@article{b, title={Nowhere}}\n",
    "kept.csv": "Title,Year,Exclusion reason,Other reasons\nPeer support online: a trial,2015,wrong design,no staff\nNowhere,,,\n",
}


@pytest.mark.parametrize("name", LISTS)
def test_a_list_of_any_format_gives_decisions_with_their_reasons_and_no_record(review, tmp_path, name):
    (tmp_path / name).write_text(LISTS[name])
    before = (review / "records.csv").read_bytes()
    (done,) = store.add(review, [tmp_path / name], "decisions", decision="exclude", **SAID).files
    (row,) = rows_of(review / "decisions.csv")
    assert (row["decision"], row["reason"], row["other_reasons"]) == ("exclude", "wrong design", "no staff")
    assert (done.entries, done.added, done.known, len(done.set_aside)) == (2, 1, 0, 1)
    assert done.set_aside[0].why == listed.NOWHERE and "Nowhere" in done.set_aside[0].found
    assert (review / "records.csv").read_bytes() == before


@pytest.mark.parametrize("name", LISTS)
def test_a_reason_beside_an_inclusion_is_set_aside(tmp_path, name):
    (tmp_path / name).write_text(LISTS[name])
    export = decisions.read(tmp_path / name, decision="include", **SAID)
    assert [piece.found for piece in export.set_aside] == ["wrong design", "no staff"]
    assert not export.decisions["reason"].notna().any()


def test_an_entry_that_names_nothing_is_set_aside_all_the_same(review, tmp_path):
    (tmp_path / "kept.ris").write_text("TY  - JOUR\nAU  - Doe, J\nER  -\n")
    (done,) = store.add(review, [tmp_path / "kept.ris"], "decisions", decision="include", **SAID).files
    assert (done.entries, done.added, len(done.set_aside)) == (1, 0, 1)
