"""Decisions of several files, for agreement without a review."""

import pytest
from packages import SYNTHETIC, rows_of, shared
from packages.decided import problems_of, written

from reviewbook import agreement
from reviewbook.review.problems import ReviewProblems
from reviewbook.selection.imports import judgements

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


def test_a_file_to_write_is_one_of_its_own_and_a_link_to_itself_is_no_reason_to_fail(tmp_path):
    loop, link, file = tmp_path / "loop", tmp_path / "link", tmp_path / "a.csv"
    loop.symlink_to(loop)
    link.symlink_to(file)
    judgements.check_outputs([loop, None], [loop.with_name("b.csv"), None])
    with pytest.raises(ReviewProblems) as refused:
        judgements.check_outputs([link, loop, loop], [file])
    assert [(p.code, p.file) for p in refused.value.problems] == [
        ("PACK-006", str(link)),
        ("PACK-006", str(loop)),
    ]
