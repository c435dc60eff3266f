"""Lists of what was included or excluded: what they say of each decision."""

import pytest
from packages import only, rows_of

from reviewbook.selection.imports import decisions, finder, store

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
"""
SAID = {"stage": "full_text", "reviewer": "consensus"}


@pytest.fixture
def review(tmp_path):
    folder = only("sources", to=tmp_path)
    (tmp_path / "found.ris").write_text(RECORDS)
    store.add(folder, [tmp_path / "found.ris"], "ris", source_id="synbase")
    return folder


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
    assert done.set_aside[0].why == finder.NOWHERE and "Nowhere" in done.set_aside[0].found
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
