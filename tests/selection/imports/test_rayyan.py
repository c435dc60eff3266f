"""Rayyan: articles with their notes, and the log."""

from collections import Counter

import pandas as pd
import pytest
from packages import shared
from packages.decided import aside, bib, problems_of, said, written

from reviewbook import agreement
from reviewbook.selection.imports import decision_rows, judgements, rayyan

LOG = "created_at,user_id,user_email,article_id,key,value\n"


def with_ids(export) -> pd.DataFrame:
    return export.decisions.rename(columns={"source_key": "record_id"})


@pytest.fixture(scope="module")
def sample():
    return rayyan.read(
        [shared("samples/rayyan/articles.bib"), shared("samples/rayyan/customizations_log.csv")]
    )


def test_rayyan_sample_agreement_of_the_last_decisions(sample):
    stands = agreement.standing(with_ids(sample))
    assert stands["reviewer"].value_counts().to_dict() == {"Reviewer A": 293, "Reviewer B": 97}
    wide = stands.pivot(index="record_id", columns="reviewer", values="decision")
    assert wide.value_counts().to_dict() == {
        ("exclude", "exclude"): 86,
        ("include", "include"): 6,
        ("exclude", "include"): 5,
    }
    alone = wide[wide["Reviewer B"].isna()]
    assert alone["Reviewer A"].value_counts().to_dict() == {"exclude": 179, "include": 17}
    (row,) = agreement.agreement(with_ids(sample)).itertuples(index=False)
    assert (row.records, row.agreed, round(row.percent / 100, 3), round(row.kappa, 3)) == (
        97,
        92,
        0.948,
        0.680,
    )


def test_rayyan_sample_reasons_labels_and_turns(sample):
    reasons = Counter(sample.decisions["reason"].dropna())
    for others in sample.decisions["other_reasons"].dropna():
        reasons.update(others.split("; "))
    assert reasons.total() == 420
    assert dict(reasons.most_common(5)) == {
        "out of scope": 63,
        "unrelated": 62,
        "network": 60,
        "project": 48,
        "hardware": 48,
    }
    labels = sample.decisions["note"].dropna()
    assert (labels.str.contains("final").sum(), labels.str.contains("read").sum()) == (23, 24)
    assert len(sample.decisions) == 677  # every event of the log that decides
    assert said(sample, "reviewer", "decision", "reason", "turn")[:3] == [
        ("Reviewer B", "maybe", "", "1"),
        ("Reviewer B", "maybe", "", "2"),
        ("Reviewer B", "exclude", "survey", "3"),
    ]
    assert (sample.entries, len(sample.records)) == (970, 293)


def test_rayyan_sample_articles_alone_and_log_alone_come_to_the_same():
    articles = rayyan.read([shared("samples/rayyan/articles.bib")])
    log = rayyan.read([shared("samples/rayyan/customizations_log.csv")])
    assert sorted(log.decisions["reviewer"].unique()) == ["1", "2"]
    assert log.records is None
    for export in (articles, log):
        (row,) = agreement.agreement(with_ids(export)).itertuples(index=False)
        assert (row.records, row.agreed, round(row.kappa, 3)) == (97, 92, 0.680)


def test_rayyan_notes_give_decisions_by_name_with_reasons_labels_and_remarks(tmp_path):
    note = (
        'Export Date: 1 May | RAYYAN-INCLUSION: {"Ana María"=>"Excluded", "ben@example.org"=>"Maybe"} | '
        'RAYYAN-LABELS: read,final | RAYYAN-EXCLUSION-REASONS: wrong population, animals | USER-NOTES: {"Ana María"=>["why, so"]}'
    )
    export = rayyan.read(
        [written(tmp_path, "articles.bib", bib(note, 'RAYYAN-INCLUSION: {"Ana María"=>"Undecided"}', ""))]
    )
    assert said(
        export, "source_key", "reviewer", "decision", "reason", "other_reasons", "note", "locator"
    ) == [
        (
            "rayyan-1",
            "Ana María",
            "exclude",
            "wrong population",
            "animals",
            "labels: read, final; why, so",
            "articles.bib, line 3",
        ),
        ("rayyan-1", "ben@example.org", "maybe", "", "", "labels: read, final", "articles.bib, line 3"),
    ]
    assert aside(export) == []


def test_rayyan_articles_as_csv_are_read_as_the_bibtex_is(tmp_path):
    header = "key,title,year,month,day,journal,issn,volume,issue,pages,authors,url,language,publisher,abstract,notes\n"
    cell = (
        '"RAYYAN-INCLUSION: {""A""=>""Included"", ""B""=>""Excluded""} | RAYYAN-EXCLUSION-REASONS: animals"'
    )
    file = written(
        tmp_path, "articles.csv", f"{header}rayyan-7,Title,2020,,,J,,,,,X Y,,,,,{cell}\n", "utf-8-sig"
    )
    export = rayyan.read([file])
    assert said(export, "source_key", "reviewer", "decision", "reason") == [
        ("rayyan-7", "A", "include", ""),
        ("rayyan-7", "B", "exclude", "animals"),
    ]
    assert export.records["title"].tolist() == ["Title"]


def test_rayyan_what_a_note_says_beside_decisions_is_set_aside(tmp_path):
    notes = (
        'RAYYAN-INCLUSION: {"A"=>"Perhaps"}',
        'RAYYAN-INCLUSION: {"A"=>"Included"} | RAYYAN-EXCLUSION-REASONS: animals',
        "RAYYAN-LABELS: read",
        'RAYYAN-INCLUSION: {"A"=>"Included", gone}',
    )
    export = rayyan.read([written(tmp_path, "articles.bib", bib(*notes))])
    assert aside(export) == [
        (3, "rayyan-1", "note", "A: Perhaps"),
        (18, "rayyan-4", "note", "gone"),
        (8, "rayyan-2", "note", "animals"),
        (13, "rayyan-3", "note", "read"),
    ]


def test_rayyan_log_last_events_count_and_what_is_not_understood_is_set_aside(tmp_path):
    log = LOG + (
        "2024-01-01T10:00:03.000Z,7,,5,included,-1\n"
        "2024-01-01T10:00:01.000Z,7,,5,included,0\n"
        '2024-01-01T10:00:02.000Z,7,,5,"""__EXR__animals""",1\n'
        '2024-01-01T10:00:02.500Z,7,,5,"""__EXR__old""",1\n'
        '2024-01-01T10:00:04.000Z,7,,5,"""__EXR__old""",deleted\n'
        '2024-01-01T10:00:05.000Z,7,,5,"""__EXR__too short""",1\n'
        '2024-01-01T10:00:06.000Z,7,,5,"""to ask""",1\n'
        "2024-01-01T10:00:07.000Z,7,,6,included,1\n"
        "2024-01-01T10:00:08.000Z,7,,6,included,deleted\n"
        "2024-01-01T10:00:09.000Z,7,,8,included,5\n"
        '2024-01-01T10:00:09.000Z,7,,9,"""__EXR__animals""",1\n'
        "2024-01-01T10:00:09.000Z,,,9,included,1\n"
    )
    export = rayyan.read([written(tmp_path, "log.csv", log)], stage="Full text")
    assert said(export, "source_key", "stage", "decision", "turn", "reason", "other_reasons", "note") == [
        ("rayyan-5", "full_text", "maybe", "1", "", "", ""),
        ("rayyan-5", "full_text", "exclude", "2", "animals", "too short", "labels: to ask"),
        ("rayyan-6", "full_text", "include", "1", "", "", ""),
        ("rayyan-6", "full_text", "withdrawn", "2", "", "", ""),
    ]
    assert [piece.line for piece in export.set_aside] == [13, 11, 12]
    assert len(agreement.standing(with_ids(export))) == 1


def test_rayyan_a_reason_set_again_comes_after_those_set_before(tmp_path):
    marks = [("a", 1), ("b", 1), ("a", "deleted"), ("a", 1)]
    log = LOG + "2024-01-01T10:00:00Z,7,,5,included,-1\n"
    log += "".join(
        f'2024-01-01T10:00:0{at}Z,7,,5,"""__EXR__{reason}""",{value}\n'
        for at, (reason, value) in enumerate(marks, 1)
    )
    export = rayyan.read([written(tmp_path, "log.csv", log)])
    assert said(export, "reason", "other_reasons") == [("b", "a")]


def log_of(*events: tuple[str, int, int]) -> str:
    return LOG + "".join(
        f"2024-01-01T10:00:{at:02}Z,{u},,{a},included,{v}\n" for at, (u, a, v) in enumerate(events)
    )


@pytest.mark.parametrize(
    ("notes", "events", "names"),
    [
        # certain: user 1 did what Ana did, user 2 what Ben did
        ([{"Ana": "Included", "Ben": "Excluded"}], [("1", 1, 1), ("2", 1, -1)], ["Ana", "Ben"]),
        # both did the same: who is who cannot be told
        ([{"Ana": "Included", "Ben": "Included"}], [("1", 1, 1), ("2", 1, 1)], ["1", "2"]),
        # one decision differs: no name is certain
        (
            [{"Ana": "Included"}, {"Ana": "Included", "Ben": "Excluded"}],
            [("1", 1, 1), ("1", 2, -1), ("2", 2, -1)],
            "12",
        ),
        # a third name, of whom the log knows nothing
        ([{"Ana": "Included", "Ben": "Excluded", "Cy": "Maybe"}], [("1", 1, 1), ("2", 1, -1)], ["1", "2"]),
        # articles that are not at hand take no certainty away
        ([{"Ana": "Included", "Ben": "Excluded"}], [("1", 1, 1), ("2", 1, -1), ("2", 9, 1)], ["Ana", "Ben"]),
    ],
)
def test_rayyan_users_get_names_only_where_every_one_is_certain(tmp_path, notes, events, names):
    texts = [
        "RAYYAN-INCLUSION: {" + ", ".join(f'"{who}"=>"{word}"' for who, word in note.items()) + "}"
        for note in notes
    ]
    files = [written(tmp_path, "articles.bib", bib(*texts)), written(tmp_path, "log.csv", log_of(*events))]
    export = rayyan.read(files)
    assert sorted(export.decisions["reviewer"].unique()) == list(names)


def test_rayyan_notes_that_differ_from_the_log_are_set_aside(tmp_path):
    note = 'RAYYAN-INCLUSION: {"Ana"=>"Included", "Ben"=>"Excluded"}'
    files = [written(tmp_path, "articles.bib", bib(note)), written(tmp_path, "log.csv", log_of(("1", 1, 1)))]
    export = rayyan.read(files)
    assert said(export) == [("rayyan-1", "1", "title_abstract", "include")]
    assert aside(export) == [(3, "rayyan-1", "note", "Ana: include; Ben: exclude")]
    assert export.set_aside[0].file == "articles.bib"


def test_a_table_that_is_not_rayyans_is_refused(tmp_path):
    file = written(tmp_path, "x.csv", "id,reviewer,decision\n1,A,yes\n")
    assert problems_of(rayyan.read, [file]) == [
        ("DECI-003", "x.csv", 1, None, "the columns id, reviewer, decision")
    ]


def test_rayyan_ris_has_its_notes_in_any_field_and_its_key_where_it_has_one(tmp_path):
    entries = (
        (
            "AN  - rayyan-1\nTI  - First",
            'N1  - Export Date: 1 May | RAYYAN-INCLUSION: {"Ana"=>"Excluded", "Ben"=>"Included"}',
        ),
        ("DO  - 10.1000/b", 'N2  - RAYYAN-INCLUSION: {"Ana"=>"Maybe"}', "N1  - RAYYAN-LABELS: read"),
        ("TI  - Third", "AB  - An abstract"),
        (
            "TI  - Fourth",
            'N1  - RAYYAN-INCLUSION: {"Ana"=>"Excluded"}',
            "N1  - RAYYAN-EXCLUSION-REASONS: old",
        ),
    )
    text = "".join("TY  - JOUR\n" + "\n".join(entry) + "\nER  - \n\n" for entry in entries)
    file = written(tmp_path, "articles.ris", text)
    export = rayyan.read([file])
    assert said(export, "source_key", "reviewer", "decision", "reason", "note", "locator") == [
        ("rayyan-1", "Ana", "exclude", "", "", "articles.ris, line 4"),
        ("rayyan-1", "Ben", "include", "", "", "articles.ris, line 4"),
        ("10.1000/b", "Ana", "maybe", "", "labels: read", "articles.ris, line 9"),
        ("Fourth", "Ana", "exclude", "old", "", "articles.ris, line 20"),
    ]
    assert export.records["abstract"].fillna("").tolist() == ["", "", "An abstract", ""]
    assert judgements.gather([file])[0]["reviewer"].tolist() == ["Ana", "Ben", "Ana", "Ana"]


def test_rayyan_remarks_may_hold_brackets_and_lines(tmp_path):
    note = 'RAYYAN-INCLUSION: {"Ana "=>"Included"} | USER-NOTES: {"Ana "=>["see [1]\nand 2", "again"], "Ben"=>["x"]}'
    cell = note.replace('"', '""')
    export = rayyan.read([written(tmp_path, "articles.csv", f'key,title,notes\n1,T,"{cell}"\n')])
    assert said(export, "reviewer", "note") == [("Ana", "see [1] and 2; again")]
    assert aside(export) == [(2, "1", "note", "Ben: x")]


def test_articles_of_one_key_keep_their_decisions_each(tmp_path):
    entry = 'TY  - JOUR\nTI  - {}\nDO  - 10.1000/supplement\nN1  - RAYYAN-INCLUSION: {{"A"=>"{}"}}\nER  - \n'
    text = entry.format("On sleep", "Included") + entry.format("On food", "Excluded")
    export = rayyan.read([written(tmp_path, "articles.ris", text)])
    titles = export.records["title"]
    assert [(titles[of], decision) for of, decision in said(export, decision_rows.OF, "decision")] == [
        ("On sleep", "include"),
        ("On food", "exclude"),
    ]
