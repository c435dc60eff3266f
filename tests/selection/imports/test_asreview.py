"""ASReview: labels, times, notes and tags of its versions."""

from packages.decided import aside, problems_of, said, written

from reviewbook.selection.imports import asreview


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
    nameless = written(tmp_path, "c.ris", text.replace("TI  -", "AU  -").replace("DO  -", "AB  -"))
    assert said(asreview.read(nameless, reviewer="AA"), "source_key", "decision") == [
        ("", "include"),
        ("", "exclude"),
    ]
    plain = written(tmp_path, "b.ris", text.replace("ASReview_", ""))
    assert problems_of(asreview.read, plain, reviewer="AA")[0][0] == "DECI-003"
