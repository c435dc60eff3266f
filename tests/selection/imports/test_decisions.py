"""Decisions from other software: Rayyan, Covidence, ASReview, plain tables and lists; and the command `reviewbook agree`."""

import csv
from collections import Counter

import pandas as pd
import pytest
from packages import SYNTHETIC, rows_of, shared

from reviewbook import agreement, cli
from reviewbook.files.replace import as_csv
from reviewbook.review.problems import ReviewProblems
from reviewbook.selection.imports import asreview, covidence, decisions, judgements, rayyan

LOG = "created_at,user_id,user_email,article_id,key,value\n"


def written(folder, name: str, text: str, encoding: str = "utf-8"):
    file = folder / name
    file.write_bytes(text.encode(encoding))
    return file


def said(export, *columns: str) -> list[tuple]:
    """The decisions of an export, the columns asked for."""
    columns = columns or ("source_key", "reviewer", "stage", "decision")
    return list(export.decisions[list(columns)].fillna("").itertuples(index=False, name=None))


def aside(export) -> list[tuple]:
    return [(piece.line, piece.entry, piece.field, piece.found) for piece in export.set_aside]


def problems_of(reader, *args, **options) -> list[tuple]:
    with pytest.raises(ReviewProblems) as wrong:
        reader(*args, **options)
    return [(p.code, p.file, p.row, p.field, p.found) for p in wrong.value.problems]


def with_ids(export) -> pd.DataFrame:
    return export.decisions.rename(columns={"source_key": "record_id"})


# --- Rayyan


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


def bib(*notes: str) -> str:
    return "".join(
        f"@article{{rayyan-{at},\n  title={{Title {at}}},\n  note={{{note}}}\n}}\n\n"
        for at, note in enumerate(notes, 1)
    )


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


# --- Covidence

LIST = "Title,Authors,Abstract,Published Year,Journal,Volume,Issue,Pages,Accession Number,DOI,Ref,Covidence #,Study,Notes,Tags\n"


def test_covidence_extraction_is_one_consensus_a_study_with_its_century_told_by_the_study():
    export = covidence.read(shared("samples/covidence/covidence_extraction_28feb24.csv"))
    assert (export.entries, len(export.records), export.set_aside) == (158, 130, [])
    assert export.records["year"].value_counts().to_dict() == {"2019": 47, "2020": 45, "2021": 38}
    assert export.records["journal"].nunique() == 5
    assert set(said(export, "reviewer", "stage", "decision")) == {("consensus", "full_text", "include")}
    assert len(export.decisions) == 130
    assert export.left["Reviewer Name"] == 158


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("review_77_included_csv_20240131.csv", [("#", "full_text", "include")]),
        ("review_77_excluded_csv_20240131.csv", [("#", "full_text", "exclude")]),
        ("review_77_irrelevant_csv_20240131.csv", [("#", "title_abstract", "exclude")]),
        ("review_77_select_csv_20240131.csv", [("#", "title_abstract", "include")]),
        ("review_77_screen_csv_20240131.csv", []),
    ],
)
def test_covidence_a_list_says_by_its_name_what_was_decided(tmp_path, name, wanted):
    export = covidence.read(written(tmp_path, name, LIST + "T,A,,2020,J,,,,PM1,,99,#12,Doe 2020,,\n"))
    assert export.records["source_key"].tolist() == ["12"]
    assert [
        (f"#{key}"[:1], stage, decision)
        for key, stage, decision in said(export, "source_key", "stage", "decision")
    ] == wanted
    assert set(export.decisions["reviewer"]) <= {"consensus"}


def test_covidence_reasons_notes_and_tags_of_an_excluded_reference(tmp_path):
    cells = '"Exclusion reason: Wrong study design; Ann (2024-01-02): see protocol","Awaiting; Ongoing"'
    file = written(
        tmp_path, "review_1_excluded.csv", LIST + f"Té,A,,2020,J,,,,,,,12,Doe 2020,{cells}\n", "latin-1"
    )
    export = covidence.read(file)
    assert said(export, "reason", "note") == [
        ("Wrong study design", "Ann (2024-01-02): see protocol; tags: Awaiting, Ongoing")
    ]
    assert export.records["title"].tolist() == ["Té"]


def test_covidence_options_say_what_a_name_does_not(tmp_path):
    file = written(tmp_path, "export.csv", LIST + "T,A,,2020,J,,,,,,,12,Doe 2020,,\n")
    assert problems_of(covidence.read, file) == [("DECI-004", "export.csv", None, None, "no decision")]
    assert problems_of(covidence.read, file, decision="exclude") == [
        ("DECI-004", "export.csv", None, None, "no stage")
    ]
    assert problems_of(covidence.read, file, decision="so", stage="title") == [
        ("DECI-004", "--decision", None, None, '"so"')
    ]
    assert said(covidence.read(file, stage="title", decision="exclude")) == [
        ("12", "consensus", "title", "exclude")
    ]


def test_covidence_rows_without_a_number_and_tables_without_one_are_told(tmp_path):
    export = covidence.read(written(tmp_path, "included.csv", LIST + "T,A,,2020,J,,,,,,,,Doe 2020,,\nT,A\n"))
    assert [piece.line for piece in export.set_aside] == [2, 3]
    file = written(tmp_path, "included.csv", "Title,DOI\nT,10.1000/1\n")
    assert problems_of(covidence.read, file) == [
        ("DECI-003", "included.csv", 1, None, "the columns Title, DOI")
    ]


# --- ASReview


def test_asreview_2_labels_times_notes_tags_and_users(tmp_path):
    text = (
        "record_id,title,doi,asreview_label,asreview_time,asreview_note,asreview_tag_design,asreview_user_name,asreview_prior\n"
        "4,Four,,1,2025-09-07 11:00:00.123456,nice,1,Ana,0\n"
        "5,Five,,0.0,1757242800.5,,0,Ben,1\n"
        "6,Six,,,,,,,\n"
        "7,Seven,,2,,,,Ana,\n"
    )
    export = asreview.read(written(tmp_path, "a.csv", text), reviewer="nobody")
    assert said(export, "source_key", "reviewer", "stage", "decision", "decided_at", "note") == [
        ("4", "Ana", "title_abstract", "include", "2025-09-07T11:00:00.123456", "nice; tags: design"),
        ("5", "Ben", "title_abstract", "exclude", "2025-09-07T11:00:00Z", ""),
    ]
    assert aside(export) == [(5, "7", "asreview_label", "2")]
    assert export.records["title"].tolist() == ["Four", "Five", "Six", "Seven"]


def test_asreview_1_needs_a_reviewer_named_and_takes_no_label_for_no_decision(tmp_path):
    file = written(
        tmp_path,
        "a.csv",
        "record_id,title,abstract,included,asreview_ranking\n1,One,,1,1\n2,Two,,0,2\n3,Three,,,3\n4,Four,,-1,4\n",
    )
    assert problems_of(asreview.read, file) == [("DECI-004", "a.csv", None, None, "no reviewer")]
    export = asreview.read(file, reviewer="AA", stage="title")
    assert said(export) == [("1", "AA", "title", "include"), ("2", "AA", "title", "exclude")]
    assert (len(export.records), export.set_aside) == (4, [])


def test_asreview_1_notes_are_kept(tmp_path):
    text = "record_id,title,included,asreview_ranking,exported_notes_1\n1,T,1,1,ask Ben\n"
    export = asreview.read(written(tmp_path, "a.csv", text), reviewer="Ann")
    assert said(export, "decision", "note") == [("include", "ask Ben")]


def test_asreview_ris_has_its_labels_in_the_notes(tmp_path):
    text = "".join(
        f"TY  - JOUR\nTI  - Title {at}\nDO  - 10.1000/{at}\n{note}ER  - \n\n"
        for at, note in enumerate(
            ("N1  - ASReview_relevant\n", "N1  - ASReview_not_seen\n", "N1  - ASReview_irrelevant\n", "")
        )
    )
    export = asreview.read(written(tmp_path, "a.ris", text), reviewer="AA")
    assert said(export, "source_key", "decision") == [("10.1000/0", "include"), ("10.1000/2", "exclude")]
    plain = written(tmp_path, "b.ris", text.replace("ASReview_", ""))
    assert problems_of(asreview.read, plain, reviewer="AA")[0][0] == "DECI-003"


# --- plain tables


def test_a_long_table_is_read_whatever_its_columns_are_called(tmp_path):
    text = (
        "Paper ID;Rater;Phase;Vote;Exclusion reason;Date;Attempt;Comments\r\n"
        "p1;AA;Title/Abstract;YES;;2024-03-01 10:30;1;ok\r\n"
        "p1;Consensus;Full text;No;Wrong population;2024-03-02;;\r\n"
        "p2;AA;title;;;;;\r\n"
        "\r\n"
    )
    export = decisions.read(written(tmp_path, "d.csv", text, "utf-16"))
    assert said(export, *decisions.ROW[:-1]) == [
        ("p1", "AA", "title_abstract", "include", "", "", "1", "2024-03-01T10:30", "ok"),
        ("p1", "consensus", "full_text", "exclude", "Wrong population", "", "", "2024-03-02", ""),
    ]
    assert (export.records, export.set_aside) == (None, [])


def test_a_long_table_with_titles_gives_records_too_each_once(tmp_path):
    text = "id,title,year,reviewer,decision\n1,One,2020,A,in\n1,One,2020,B,out\n2,Two,n. d.,A,in\n"
    export = decisions.read(written(tmp_path, "d.csv", text), stage="title")
    assert export.records[["source_key", "title"]].to_numpy().tolist() == [["1", "One"], ["2", "Two"]]
    assert (export.entries, len(export.decisions)) == (3, 3)


def test_a_wide_table_has_a_reviewer_a_column_and_leaves_columns_of_other_things(tmp_path):
    text = "key,title,Anna,Ben,remarks of all,Final decision\n1,One,1,0,see below,1\n2,Two,?,1,,\n3,Three,1,one,,n/a\n"
    export = decisions.read(written(tmp_path, "d.csv", text), stage="title")
    assert said(export, "source_key", "reviewer", "decision") == [
        ("1", "Anna", "include"),
        ("1", "Ben", "exclude"),
        ("1", "consensus", "include"),
        ("2", "Anna", "maybe"),
        ("2", "Ben", "include"),
        ("3", "Anna", "include"),
    ]
    assert aside(export) == [(4, "3", "Ben", "one")]
    assert export.left["remarks of all"] == 1


def test_a_decision_beside_reviewers_columns_is_what_they_settled_on(tmp_path):
    export = decisions.read(written(tmp_path, "d.csv", "id,A,B,decision\n1,in,out,in\n"), stage="title")
    assert said(export, "reviewer", "decision") == [
        ("A", "include"),
        ("B", "exclude"),
        ("consensus", "include"),
    ]


def test_zero_excludes_unless_minus_one_does(tmp_path):
    two = decisions.read(written(tmp_path, "two.csv", "id,reviewer,decision\n1,A,1\n2,A,0\n"), stage="title")
    three = decisions.read(
        written(tmp_path, "three.csv", "id,reviewer,decision\n1,A,0\n2,A,-1\n"), stage="title"
    )
    assert (two.decisions["decision"].tolist(), three.decisions["decision"].tolist()) == (
        ["include", "exclude"],
        ["maybe", "exclude"],
    )


@pytest.mark.parametrize(("decision", "words"), decisions.WORDS.items())
def test_every_synonym_is_read_in_any_case(decision, words):
    for word in words.split():
        assert decisions.read_answer(f" {word.upper()} ", three_valued=False) == (decision, "")


def wide(folder, text: str, **options) -> list[tuple]:
    export = decisions.read(written(folder, "d.csv", text), **{"stage": "title"} | options)
    return said(export, "source_key", "reviewer", "stage", "decision", "reason")


def test_headings_of_a_wide_table_name_stage_and_reviewer_and_reasons_stand_beside(tmp_path):
    text = (
        "id;Title;TiAb AA;TiAb AA reason;TiAb BB;TiAb Consensus;Full text: AA;Full text: BB;Full text reason;Final\n"
        "1;Café;Y;;N;Y;Included;Excluded - animals (mice);;exclude\n"
        "2;B;N;old;M;;;;;exclude\n"
        "3;C;;;;;N;Y;too short;exclude\n"
    )
    export = decisions.read(written(tmp_path, "d.csv", text, "cp1252"), stage="pilot")
    assert said(export, "source_key", "reviewer", "stage", "decision", "reason") == [
        ("1", "AA", "title_abstract", "include", ""),
        ("1", "BB", "title_abstract", "exclude", ""),
        ("1", "consensus", "title_abstract", "include", ""),
        ("1", "AA", "full_text", "include", ""),
        ("1", "BB", "full_text", "exclude", "animals (mice)"),
        ("2", "AA", "title_abstract", "exclude", "old"),
        ("2", "BB", "title_abstract", "maybe", ""),
        ("3", "AA", "full_text", "exclude", "too short"),
        ("3", "BB", "full_text", "include", ""),
    ]
    assert export.left["Final"] == 3  # of which stage is not said


@pytest.mark.parametrize(
    ("header", "people"),
    [
        ("id,anna_decision,anna_reason,ben_decision,final_decision", "anna ben"),
        ("id,Reviewer1Decision,x,Reviewer2Decision,FinalDecision", "Reviewer1 Reviewer2"),
        ("id,AB,x,SO,Consensus", "AB SO"),  # initials that are also tags of records
        ("id,TA,x,BB,Final label", "TA BB"),  # initials, and no stage
        ("id,machine_ta,x,rater2,adjudicated", "machine_ta rater2"),
        ("rec_id,Include AA,x,Include BB,Include?", "AA BB"),
    ],
)
def test_headings_give_names_of_reviewers_and_what_settles_is_nobodys(tmp_path, header, people):
    rows = wide(tmp_path, f"{header}\n1,include,,exclude,include\n2,exclude,,exclude,exclude\n")
    assert [who for _, who, _, _, _ in rows[:3]] == [*people.split(), "consensus"]
    assert {stage for _, _, stage, _, _ in rows} == {"title"}


def test_a_stage_that_one_heading_names_is_that_of_all(tmp_path):
    text = "id,Full text AA,BB,Consensus\n1,yes,no,no\n"
    assert {stage for _, _, stage, _, _ in wide(tmp_path, text)} == {"full_text"}


def test_reviewers_may_be_named_beside_their_decisions(tmp_path):
    text = "id,Reviewer 1,Decision 1,Reviewer 2,Decision 2\n1,Ann,yes,Ben,no\n2,Ben,no,Cy,\n"
    assert [row[:2] + row[3:4] for row in wide(tmp_path, text)] == [
        ("1", "Ann", "include"),
        ("1", "Ben", "exclude"),
        ("2", "Ben", "exclude"),
    ]
    text = (
        "STUDY_ID,REVIEWERS_A,INCLUDE_A,REVIEWERS_B,INCLUDE_B\n1,Ann,YES,Ben,NO\n2,Ann,not vetted,Ben,MAYBE\n"
    )
    assert [row[:2] for row in wide(tmp_path, text)] == [("1", "Ann"), ("1", "Ben"), ("2", "Ben")]


def test_yes_and_no_beside_other_words_are_no_reviewers(tmp_path):
    text = "id,in_first_search,a_decision,b_decision,adjudicated,Agreed?\n1,yes,in,out,True,no\n2,no,in,in,False,yes\n"
    export = decisions.read(written(tmp_path, "d.csv", text), stage="title")
    assert said(export, "source_key", "reviewer") == [("1", "a"), ("1", "b"), ("2", "a"), ("2", "b")]
    assert set(export.left) == {"in_first_search", "adjudicated", "Agreed?"}


def test_a_column_that_says_whether_reviewers_agree_is_no_reviewer(tmp_path):
    for flag in ("Conflict", "Agreement?", "duplicate"):
        rows = wide(tmp_path, f"id,A,B,{flag}\n1,yes,no,yes\n2,no,no,no\n")
        assert {who for _, who, _, _, _ in rows} == {"A", "B"}


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (
            "id,TiAb AA,FT AA,CC\n1,in,in,in\n",
            ("DECI-004", 1, "CC", "no stage"),
        ),
        (
            "id,AA include,AA decision\n1,in,in\n",
            ("DECI-003", 1, "AA include", "AA in several columns"),
        ),
    ],
)
def test_headings_that_do_not_tell_stage_or_reviewer_are_refused(tmp_path, text, problem):
    ((code, _, row, field, found),) = problems_of(
        decisions.read, written(tmp_path, "d.csv", text), stage="title"
    )
    assert (code, row, field, found) == problem


def test_an_answer_that_is_not_understood_matters_whatever_its_reviewer_is_called(tmp_path):
    file = written(tmp_path, "d.csv", "id,AB,CD\n1,in,in\n2,in,out\n3,so,in\n")
    assert problems_of(judgements.gather, [file]) == [("DECI-002", "d.csv", 4, "AB", '"so"')]


def test_who_decided_and_when_may_be_called_so(tmp_path):
    text = "rec_id,decided_by,decision_stage,decision_date,decision\n1,Ann,tiab,2024-05-01,Include\n"
    export = decisions.read(written(tmp_path, "d.csv", text))
    assert said(export, "reviewer", "stage", "decided_at") == [("Ann", "title_abstract", "2024-05-01")]


def test_a_record_that_a_wide_table_has_twice_with_other_decisions_is_set_aside(tmp_path):
    file = written(tmp_path, "d.csv", "id,A,B\n1,in,out\n1,out,out\n2,in,in\n")
    export = decisions.read(file, stage="title")
    assert aside(export) == [(3, "1", "A", "exclude")]
    assert len(export.decisions) == 5
    assert [p[0] for p in problems_of(judgements.gather, [file])] == ["DECI-002"]


@pytest.mark.parametrize(
    ("answer", "decision", "reason", "note"),
    [
        ("Excluded - wrong population", "exclude", "wrong population", ""),
        ("No: animals", "exclude", "animals", ""),
        ("Maybe (see table 2)", "maybe", "", "see table 2"),
        ("Eligible, not included", None, None, None),
        ("Included in derivation", None, None, None),
        ("e-learning", None, None, None),
    ],
)
def test_an_answer_may_have_its_reason_behind_it(tmp_path, answer, decision, reason, note):
    export = decisions.read(
        written(tmp_path, "d.csv", f'id,decision\n1,"{answer}"\n'), stage="title", reviewer="A"
    )
    wanted = [] if decision is None else [(decision, reason, note)]
    assert said(export, "decision", "reason", "note") == wanted
    assert len(export.set_aside) == (decision is None)


def test_what_cannot_be_read_in_a_plain_table_is_set_aside_with_its_line(tmp_path):
    text = (
        "record_id,reviewer,decision,reason,turn,decided_at\n"
        "1,A,inclde,,,\n"
        "2,A,in,off topic,,\n"
        "3,A,out,off topic,first,1/2/24\n"
        ",A,in,,,\n"
        "5,,in,,,\n"
        "6,A,in\n"
        "7,A,in,,,,,\n"
    )
    export = decisions.read(written(tmp_path, "d.csv", text), stage="title")
    assert [(line, field) for line, _, field, _ in aside(export)] == [
        (2, "decision"),
        (3, "reason"),
        (4, "turn"),
        (4, "decided_at"),
        (5, "not_applicable"),
        (6, "reviewer"),
        (7, "not_applicable"),
    ]
    assert said(export, "source_key", "decision", "reason") == [
        ("2", "include", ""),
        ("3", "exclude", "off topic"),
        ("7", "include", ""),
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("colour,reviewer,decision\nred,A,in\n", "the columns colour, reviewer, decision"),
        ("id,reviewer,opinion\n1,A,in\n", "the columns id, reviewer, opinion"),
        ("id,title,authors\n1,One,Doe\n", "the columns id, title, authors"),
        ("TY  - JOUR\nER  - \n", "a file of another kind: ris"),
        (",,\n,,\n", "blank rows"),
    ],
)
def test_a_table_without_the_columns_that_decisions_need_is_refused(tmp_path, text, found):
    file = written(tmp_path, "d.csv", text)
    ((code, *_, seen),) = problems_of(decisions.read, file, stage="title")
    assert (code, seen) == ("DECI-003", found)


def test_rows_above_the_header_are_set_aside(tmp_path):
    text = "Screening of titles\n\nid,reviewer,decision\n1,A,in\n"
    export = decisions.read(written(tmp_path, "d.csv", text), stage="title")
    assert said(export) == [("1", "A", "title", "include")]
    assert aside(export) == [(1, "not_applicable", "not_applicable", "Screening of titles")]


def test_stage_and_reviewer_that_are_said_nowhere_are_asked_for_both_at_once(tmp_path):
    file = written(tmp_path, "d.csv", "id,decision\n1,in\n")
    assert [found for *_, found in problems_of(decisions.read, file)] == ["no stage", "no reviewer"]
    assert said(decisions.read(file, stage="title", reviewer="AA")) == [("1", "AA", "title", "include")]


def test_a_list_of_what_was_kept_is_decided_in_one_way(tmp_path):
    file = written(tmp_path, "kept.csv", "id,title\n1,One\n2,Two\n")
    export = decisions.read(file, stage="title", reviewer="AA", decision="kept")
    assert said(export) == [("1", "AA", "title", "include"), ("2", "AA", "title", "include")]
    assert problems_of(decisions.read, file, decision="kept")[0][0] == "DECI-004"
    assert problems_of(decisions.read, file, stage="t", reviewer="A", decision="so") == [
        ("DECI-004", "--decision", None, None, '"so"')
    ]


def test_a_quotation_mark_that_is_never_closed_costs_its_own_row_alone(tmp_path):
    text = 'record_id,reviewer,decision,note\n1,A,in,"never closed\n2,A,out,\n3,A,in,\n'
    export = decisions.read(written(tmp_path, "d.csv", text), stage="title")
    assert said(export, "source_key", "decision")[-2:] == [("2", "exclude"), ("3", "include")]
    text = 'record_id,reviewer,decision,note\n1,A,in,"never closed\n2,A,out,"closed"\n3,A,in,\n'
    export = decisions.read(written(tmp_path, "d.csv", text), stage="title")
    assert said(export, "source_key", "decision")[-2:] == [("2", "exclude"), ("3", "include")]
    assert len(export.set_aside) + len(export.decisions) == 3
    text = 'record_id,reviewer,decision,note\n1,A,in,"never closed\n2,A,",out\n3,A,in,\n'
    export = decisions.read(written(tmp_path, "d.csv", text), stage="title")
    assert (said(export, "source_key"), [piece.line for piece in export.set_aside]) == ([("1",), ("3",)], [3])


@pytest.mark.parametrize("data", [b"", b"\x00\x01\x02" * 50, b"PK\x03\x04 workbook"])
@pytest.mark.parametrize(
    "reader", [decisions.read, covidence.read, asreview.read, lambda file: rayyan.read([file])]
)
def test_a_file_that_is_no_text_is_a_problem(tmp_path, reader, data):
    file = tmp_path / "d.csv"
    file.write_bytes(data)
    assert problems_of(reader, file)[0][0] == "IMPT-001"


# --- decisions of several files, for agreement

SCREENING = "samples/multi-reviewer/screening"


def lists(stage: str, ending: str):
    return [shared(f"{SCREENING}/{stage}/{who}.{ending}") for who in ("daniel", "luke", "mario")]


def test_kept_lists_whose_records_are_not_those_judged_are_refused_with_every_number():
    found = problems_of(judgements.kept, lists("titles", "csv"), records=shared(f"{SCREENING}/titles.csv"))
    assert [(code, file, seen.partition(" kept")[0]) for code, file, _, _, seen in found] == [
        ("DECI-005", "daniel.csv", "46 of 75"),
        ("DECI-005", "luke.csv", "39 of 53"),
        ("DECI-005", "mario.csv", "94 of 161"),
    ]


def test_kept_lists_alone_give_percentages_and_no_figure_that_rests_on_what_all_left_out():
    rows = judgements.kept(lists("titles", "csv"), universe="union")
    together = agreement.agreement(rows, kept_alone=True).iloc[-1]
    assert (together["records"], together["agreed"], len(agreement.conflicts(rows))) == (204, 24, 180)
    assert together[list(agreement.COEFFICIENTS)].isna().all()
    assert together["note"] == agreement.KEPT_ALONE


def test_kept_lists_in_yaml_of_the_records_judged():
    rows = judgements.kept(
        lists("abstracts", "yaml"), records=shared(f"{SCREENING}/abstracts.yaml"), stage="abstract"
    )
    final = agreement.final(rows)
    assert (len(final), (final["decision"] == "include").sum()) == (33, 11)
    assert final["how"].value_counts().to_dict() == {"agreed": 17, "conflict": 16}


def test_files_of_one_reviewer_each_have_the_reviewers_name(tmp_path):
    files = [written(tmp_path, f"{who}.csv", "id,decision\n1,in\n") for who in ("anna", "ben")]
    rows, _ = judgements.gather(files)
    assert rows[["record_id", "reviewer", "stage"]].to_numpy().tolist() == [
        ["1", "anna", "screening"],
        ["1", "ben", "screening"],
    ]


@pytest.mark.parametrize(
    "text",
    ["id,decision\n1,yes\n", "title,asreview_label\nT,1\n", "title,included,asreview_ranking\nT,1,1\n"],
)
def test_two_files_of_one_name_are_not_one_reviewer(tmp_path, text):
    files = []
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        files.append(written(tmp_path / folder, "anna.csv", text))
    ((code, file, _, _, found),) = problems_of(judgements.gather, files)
    assert (code, file, found) == ("DECI-004", str(files[1]), f'the reviewer "anna", as {files[0]}')
    named = "id,reviewer,decision\n1,{},yes\n"
    for file, who in zip(files, "AB", strict=True):
        file.write_text(named.format(who))
    assert judgements.gather(files)[0]["reviewer"].tolist() == ["A", "B"]


def test_columns_of_labels_without_a_name_are_decisions_of_the_files_reviewer(tmp_path):
    text = "title,label_included\nT,{}\n"
    files = [written(tmp_path, f"{who}.csv", text.format(n)) for who, n in (("ann", 1), ("ben", 0))]
    assert judgements.gather(files)[0][["reviewer", "decision"]].to_numpy().tolist() == [
        ["ann", "include"],
        ["ben", "exclude"],
    ]


def test_a_review_s_own_decisions_are_read_as_they_are():
    rows, _ = judgements.gather([SYNTHETIC / "decisions.csv"])
    as_written = rows_of(SYNTHETIC / "decisions.csv")
    for column in ("record_id", "reviewer", "stage", "decision"):
        assert rows[column].tolist() == [row[column] for row in as_written]
    assert set(judgements.gather([SYNTHETIC / "decisions.csv"], stage="full text")[0]["stage"]) == {
        "full_text"
    }


# --- the command

LONG = "record_id,reviewer,stage,decision\n" + "".join(
    f"R{at},{who},title,{decision}\n"
    for at, pair in enumerate(["ii"] * 6 + ["ee"] * 86 + ["ei"] * 5)
    for who, decision in zip("AB", pair.replace("i", "I").replace("e", "E"), strict=True)
).replace("I\n", "include\n").replace("E\n", "exclude\n")


def agree(capsys, *arguments) -> tuple[int, str, str]:
    status = cli.main(["agree", *map(str, arguments)])
    shown = capsys.readouterr()
    return status, shown.out, shown.err


def test_agree_prints_every_figure_the_conflicts_and_the_rule(tmp_path, capsys):
    status, shown, wrong = agree(capsys, written(tmp_path, "d.csv", LONG))
    assert (status, wrong) == (0, "")
    assert shown.splitlines() == [
        "194 decisions by 2 reviewers stand, on 97 records.",
        "",
        "title",
        "  reviewers  records  agreed  percent          kappa [95 %]  PABAK            AC1 [95 %]  alpha",
        "  A and B         97      92     94.8  0.680 [0.422, 0.939]  0.897  0.939 [0.883, 0.994]  0.679",
        "  conflicts: 5, 0 of them settled by consensus",
        "",
        "The last decision of a reviewer on a record counts; maybe is an answer of its own; consensus is not compared.",
    ]


def test_agree_writes_the_table_and_the_conflicts_the_same_bytes_each_time(tmp_path, capsys):
    file, table, conflicts = (
        written(tmp_path, "d.csv", LONG),
        tmp_path / "table.csv",
        tmp_path / "conflicts.csv",
    )
    assert agree(capsys, file, "-o", table, "--conflicts", conflicts)[0] == 0
    before = table.read_bytes(), conflicts.read_bytes()
    assert agree(capsys, file, "-o", table, "--conflicts", conflicts)[0] == 0
    assert (table.read_bytes(), conflicts.read_bytes()) == before
    (row,) = rows_of(table)
    assert (row["reviewers"], row["records"], row["kappa"], row["kappa_low"]) == (
        "A and B",
        "97",
        "0.6802900461",
        "0.4216989318",
    )
    assert rows_of(conflicts)[0] == {
        "record_id": "R92",
        "stage": "title",
        "decisions": "A: exclude; B: include",
        "decision": "conflict",
        "how": "conflict",
    }
    assert sorted(path.name for path in tmp_path.iterdir()) == ["conflicts.csv", "d.csv", "table.csv"]


def test_agree_shows_all_words_that_are_not_understood_at_once_with_their_places(tmp_path, capsys):
    text = LONG.replace("R0,A,title,include", "R0,A,title,inclde").replace(
        "R9,B,title,exclude", "R9,B,title,no way"
    )
    status, shown, wrong = agree(capsys, written(tmp_path, "d.csv", text))
    assert (status, shown) == (1, "")
    expected = "expected include, exclude, maybe or withdrawn, or one of their synonyms."
    assert [line for line in wrong.splitlines() if line.startswith("DECI")] == [
        f'DECI-002  d.csv, row 2, field decision: found "inclde", {expected}',
        f'DECI-002  d.csv, row 21, field decision: found "no way", {expected}',
    ]


@pytest.mark.parametrize(
    ("text", "options", "code", "found"),
    [
        ("id,reviewer,decision\n1,A,in\n2,B,in\n", [], "AGRE-002", "A: 1 record; B: 1 record"),
        ("id,reviewer,decision\n1,consensus,in\n", [], "AGRE-002", "no decision of a single reviewer"),
        (LONG, ["--stage", "full text"], "DECI-004", '"full text", expected one of title'),
        (LONG, ["-o", "no/such/folder.csv"], "PACK-006", "no such file or directory"),
        (LONG, ["--format", "rayyan"], "DECI-003", "the columns record_id"),
        (LONG, ["--format", "covidence"], "DECI-003", "the columns record_id"),
        ("id,decision\n1,in\n", [], "DECI-004", "no reviewer"),
        ("id,decision\n1,in\n", ["--format", "wide"], "DECI-004", "no reviewer"),
        ("id,A,B\n1,in,in\n", ["--format", "long"], "DECI-003", "the columns id, A, B"),
        ("id,title\n1,One\n", ["--kept-of", "none.csv"], "IMPT-001", "No such file"),
    ],
)
def test_agree_meets_what_it_cannot_use_with_a_problem(tmp_path, capsys, text, options, code, found):
    status, shown, wrong = agree(capsys, written(tmp_path, "d.csv", text), *options)
    assert (status, shown) == (1, "")
    assert wrong.startswith(code) and found in wrong and "Traceback" not in wrong


def test_agree_does_not_stop_at_what_rayyan_keeps_beside_decisions(tmp_path, capsys):
    both = 'RAYYAN-INCLUSION: {"A"=>"Included", "B"=>"Included"} | RAYYAN-EXCLUSION-REASONS: animals'
    status, shown, wrong = agree(capsys, written(tmp_path, "articles.bib", bib(both, "RAYYAN-LABELS: read")))
    assert (status, wrong) == (0, "")
    assert "A and B" in shown


def test_agree_knows_asreview_by_its_columns_and_takes_the_files_names_for_reviewers(tmp_path, capsys):
    text = "record_id,title,asreview_label\n1,One,1\n2,Two,0\n"
    files = [written(tmp_path, f"{who}.csv", text) for who in ("anna", "ben")]
    status, shown, wrong = agree(capsys, *files)
    assert (status, wrong) == (0, "")
    assert "anna and ben        2       2    100.0" in shown


def test_agree_never_writes_over_what_it_reads(tmp_path, capsys):
    file = written(tmp_path, "d.csv", LONG)
    for options in (["-o", file], ["-o", tmp_path / "x.csv", "--conflicts", tmp_path / "x.csv"]):
        status, _, wrong = agree(capsys, file, *options)
        assert (status, wrong[:8]) == (1, "PACK-006")
    assert file.read_text() == LONG


def test_agree_counts_maybe_as_asked(tmp_path, capsys):
    file = written(tmp_path, "d.csv", "id,A,B\n1,yes,maybe\n2,yes,yes\n3,no,no\n")
    for maybe, agreed in (("own", "66.7"), ("include", "100.0"), ("exclude", "66.7"), ("leave_out", "100.0")):
        assert f" {agreed} " in agree(capsys, file, "--maybe", maybe)[1]


def test_agree_names_the_columns_of_a_wide_table_that_it_did_not_read(tmp_path, capsys):
    file = written(tmp_path, "d.csv", "id,A,B,C\n1,in,in,ja\n2,out,in,nein\n")
    status, shown, wrong = agree(capsys, file)
    assert (status, wrong) == (0, "d.csv: not read: C.\n")
    assert "A and B" in shown
    status, _, wrong = agree(capsys, file, "--format", "wide")
    assert (status, wrong.count("DECI-002  d.csv, row")) == (1, 2)


def test_agree_with_more_than_two_reviewers_says_what_all_means(tmp_path, capsys):
    _, shown, _ = agree(
        capsys, written(tmp_path, "d.csv", "id,A,B,C\n1,in,in,in\n2,out,out,in\n3,out,out,out\n")
    )
    assert "  all 3 " in shown and "agreed is unanimous" in shown


def test_agree_help_shows_the_columns_and_an_example(capsys):
    with pytest.raises(SystemExit):
        cli.main(["agree", "--help"])
    shown = capsys.readouterr().out
    assert "record_id" in shown and "reviewbook agree decisions.csv" in shown


def test_a_written_table_can_be_read_again(tmp_path):
    rows, _ = judgements.gather([written(tmp_path, "d.csv", LONG)])
    (tmp_path / "out.csv").write_bytes(as_csv(agreement.agreement(rows)))
    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as lines:
        assert len(list(csv.reader(lines))) == 2
