"""What chapters 05 and 06 show of coders: tables, or one line that says why there is nothing to compare."""

import re
from dataclasses import replace

import pytest
from packages import OPENED, SYNTHETIC, WILLIAMS, table
from packages.reading import rows as cells

from reviewbook.page.grid import FIRST_ROWS, ROWS
from reviewbook.review.model import Review
from reviewbook.themes.drawing import coders

NA = "not_applicable"
CODES = table(
    "code_id parent_id scheme position label description locator",
    ("leaving", NA, "themes", 2, "Leaving <b>early</b>", "d", "l"),
    ("staying", NA, "themes", 1, "Staying", "d", "l"),
    ("st_habit", "staying", "themes", 1, "A *habit* | of it", "d", "l"),
    ("st_pride", "staying", "themes", 2, "Pride", "d", "l"),
)
SHOWN = (coders.compared_coders, coders.coder_agreement, coders.coder_conflicts)


def coded(*rows: str, excerpts=None) -> Review:
    """The synthetic review with these codings, a row as "E1 st_habit A", of excerpts E0 to E299 unless others are given."""
    own = OPENED[SYNTHETIC]
    if excerpts is None:
        excerpts = [(f"E{at}", NA, None, None) for at in range(300)]
    made = table(
        "excerpt_id speaker kind text page document_id start end locator",
        *[
            (e, "worker", "finding", f"Text of {e}.", NA, d, start, end, f"par. {e}")
            for e, d, start, end in excerpts
        ],
    ).astype({"start": "Int64", "end": "Int64"})
    documents = table(
        "document_id name kind report_id file characters locator",
        ("d1", "Interview | 1", "text", NA, NA, 100, "l"),
        ("d2", "Interview 2", "text", NA, NA, 50, "l"),
    )
    tables = {
        "codes": CODES,
        "codings": table("excerpt_id code_id coder", *[tuple(row.split()) for row in rows]),
        "excerpts": made,
        "documents": documents,
    }
    return replace(own, tables={**own.tables, **tables})


def placed(*rows: str) -> Review:
    """The synthetic review with passages, a row as "d1 10-20 st_habit A"."""
    excerpts, codings = [], []
    for at, row in enumerate(rows):
        document, place, code, coder = row.split()
        excerpts.append((f"E{at}", document, *map(int, place.split("-"))))
        codings.append(f"E{at} {code} {coder}")
    return coded(*codings, excerpts=excerpts)


def test_of_williams_one_line_says_that_coders_gave_codes_of_different_levels():
    text = coders.coder_agreement(OPENED[WILLIAMS], "themes").data
    ((line,),) = cells(text, "tbl-coders-themes")
    assert line == (
        "Coders cannot be compared. Themes: themes were given by review authors on the top level and book charters on level 2: "
        "themes of different levels are not answers to one question."
    )


def test_of_williams_one_line_says_that_the_practices_were_given_to_different_excerpts():
    for show, name in (
        (coders.coder_agreement, "tbl-coders-frameworks"),
        (coders.coder_conflicts, "tbl-coder-conflicts-frameworks"),
    ):
        ((line,),) = cells(show(OPENED[WILLIAMS], "frameworks").data, name)
        assert re.fullmatch(
            r"Coders cannot be compared\. Recovery practices: book charters \(\d+ passages\) and "
            r"review authors \(\d+ passages\) share no passage on the top level\.",
            line,
        )


@pytest.mark.parametrize("show", SHOWN)
@pytest.mark.parametrize("which", ["themes", "frameworks"])
def test_one_coder_alone_is_compared_with_nobody_and_the_table_keeps_its_name(show, which):
    text = show(placed("d1 10-20 st_habit Anna", "d1 30-40 leaving consensus"), which).data
    line = {
        "themes": "Coders cannot be compared. Themes: Anna alone put passages under it.",
        "frameworks": "This review has no frameworks.",
    }[which]
    assert line in text and text.count(":::{list-table}") == 1 and f"-{which}\n" in text


@pytest.mark.parametrize("show", SHOWN)
def test_coders_whose_names_are_not_reported_are_nobody(show):
    text = show(placed("d1 10-20 st_habit not_reported", "d1 10-20 leaving not_reported"), "themes").data
    assert "Themes: no coder whose name is known put a passage under it." in text


@pytest.mark.parametrize("show", SHOWN)
def test_a_review_without_codings_is_told_so(show):
    review = coded()
    assert "This review gives no" in show(review, "themes").data


def test_agreement_gives_counts_before_coefficients():
    review = coded(
        "E1 leaving A", "E1 leaving B", "E2 leaving A", "E2 staying B", "E3 staying A", "E4 leaving B"
    )
    head, row = cells(coders.coder_agreement(review, "themes").data, "tbl-coders-themes")
    assert head[:5] == ["Scheme and level", "Coders", "Passages shared", "Of one coder alone", "Agreed"]
    assert row[:5] == ["Themes, top level", "A and B", "2", "A 1<br>B 1", "2/4"]
    # staying: B on one, neither on the other; leaving: both on one, A on the other
    assert row[6:8] == ["0.00 (−0.98 to 0.98)", "0.00"]  # as statsmodels


def test_each_level_has_its_codes_under_the_names_of_the_two():
    review = coded(
        "E1 st_habit A", "E1 st_habit B", "E2 st_habit A", "E2 st_pride B", "E1 leaving A", "E1 leaving B"
    )
    text = coders.coder_agreement(review, "themes").data
    head, *rows = cells(text, "tbl-coders-themes-level-2")
    assert head[:5] == ["Theme", "Given by both", "Only by A", "Only by B", "By neither"]
    assert [row[:5] for row in rows] == [
        [r"A \*habit\* \| of it", "1", "1", "0", "0"],
        ["Pride", "0", "0", "1", "1"],
    ]
    assert [row[0] for row in cells(text, "tbl-coders-themes-level-1")[1:]] == [
        "Staying",
        r"Leaving \<b\>early\</b\>",
    ]


def test_a_third_coder_adds_pairs_a_row_of_all_and_alpha():
    review = coded(
        *[f"E{at} {code} {who}" for at, code in enumerate(("leaving", "staying", "leaving")) for who in "ABC"]
    )
    text = coders.coder_agreement(review, "themes").data
    head, *rows = cells(text, "tbl-coders-themes")
    assert [row[1] for row in rows] == ["A and B", "A and C", "B and C", "all 3"]
    assert head[-1] == "Krippendorff's alpha" and [row[-1] for row in rows] == ["1.00"] * 4
    assert cells(text, "tbl-coders-themes-level-1")[0][:4] == [
        "Theme",
        "Coders",
        "Given by both",
        "Only by the first",
    ]


def test_a_low_kappa_beside_high_agreement_is_marked_with_sign_and_word_and_explained():
    gave = ["staying staying"] * 38 + ["leaving staying", "staying leaving"]
    review = coded(
        *[
            f"E{at} {code} {who}"
            for at, two in enumerate(gave)
            for who, code in zip("AB", two.split(), strict=True)
        ]
    )
    text = coders.coder_agreement(review, "themes").data
    rows = {row[0]: row for row in cells(text, "tbl-coders-themes-level-1")}
    assert rows["Staying"][6].endswith("[◐ hardly ever absent]{.rb-unclear}")
    assert rows[r"Leaving \<b\>early\</b\>"][6].endswith("[◐ hardly ever given]{.rb-unclear}")
    assert coders.CARE.format(one="theme") in text
    assert "low kappa" not in coders.coder_agreement(coded("E1 leaving A", "E1 leaving B"), "themes").data


def test_conflicts_stand_with_what_each_gave_and_open_ones_first():
    review = coded(
        "E1 st_habit B",
        "E1 st_pride A",
        "E1 st_pride B",
        "E1 st_habit consensus",
        "E2 st_habit A",
        "E2 st_pride B",
    )
    rows = cells(coders.coder_conflicts(review, "themes").data, "tbl-coder-conflicts-themes")[1:]
    assert rows == [
        [
            "E2: Text of E2.",
            r"A: [≠ A \*habit\* \| of it]{.rb-unclear}<br>B: [≠ Pride]{.rb-unclear}",
            "[! open]{.rb-differs}",
            "Themes, level 2",
            "par. E2",
        ],
        [
            "E1: Text of E1.",
            r"A: Pride<br>B: [≠ A \*habit\* \| of it]{.rb-unclear}, Pride",
            r"by consensus: A \*habit\* \| of it",
            "Themes, level 2",
            "par. E1",
        ],
    ]


def test_coders_without_a_conflict_are_said_to_agree():
    text = coders.coder_conflicts(OPENED[SYNTHETIC], "themes").data
    assert "Coders agree on all passages that two of them judged on the same level (4)." in text


def test_more_conflicts_than_a_page_shows_are_counted_and_linked():
    rows = [
        f"E{at} {code} {who}" for at in range(ROWS + 1) for who, code in (("A", "leaving"), ("B", "staying"))
    ]
    text = coders.coder_conflicts(coded(*rows), "themes").data
    assert f"{FIRST_ROWS} of {ROWS + 1} rows are shown; all are in" in text and "codings.csv" in text
    assert len(cells(text, "tbl-coder-conflicts-themes")) == FIRST_ROWS + 1


def test_a_long_excerpt_is_cut_and_a_piece_of_a_picture_is_named_as_having_no_text():
    review = coded("E1 leaving A", "E1 staying B", "E2 leaving A", "E2 staying B")
    excerpts = review.excerpts.copy()
    excerpts.loc[excerpts["excerpt_id"] == "E1", "text"] = "word " * 200
    excerpts.loc[excerpts["excerpt_id"] == "E2", "text"] = NA
    review = replace(review, tables={**review.tables, "excerpts": excerpts})
    first, second = (
        row[0]
        for row in cells(coders.coder_conflicts(review, "themes").data, "tbl-coder-conflicts-themes")[1:]
    )
    assert first.endswith(" word …") and len(first) <= coders.LONGEST + len("E1: ")
    assert second == "E2: [not applicable]{.rb-nr}"


def test_overlap_gives_characters_shares_and_kappa_code_by_code_and_document_by_document():
    review = placed("d1 10-30 leaving A", "d1 20-50 leaving B", "d2 0-10 leaving A", "d2 0-10 leaving B")
    text = coders.compared_coders(review, "themes").data
    head, whole, code = cells(text, "tbl-coder-overlap-themes")
    assert head == [
        "Theme",
        "Documents",
        "By both (characters)",
        "By either",
        "Overlap (%)",
        "Share of A's (%)",
        "Share of B's (%)",
        "Kappa over characters",
    ]
    assert whole == ["**Themes, top level: all themes**", "2", "20", "50", "40", "66.7", "50", "0.44"]
    assert code == [r"— Leaving \<b\>early\</b\>", *whole[1:]]
    assert cells(text, "tbl-coder-overlap-documents-themes")[1:] == [
        [r"Leaving \<b\>early\</b\>", r"Interview \| 1", "10", "40", "25", "50", "33.3", "0.21"],
        [r"Leaving \<b\>early\</b\>", "Interview 2", "10", "10", "100", "100", "100", "1.00"],
    ]


def test_passages_that_differ_name_who_marked_what():
    review = placed("d1 10-30 leaving A", "d1 20-50 leaving B", "d1 60-70 leaving B")
    rows = cells(coders.compared_coders(review, "themes").data, "tbl-coder-passages-themes")[1:]
    assert [row[1:] for row in rows] == [
        [
            "[◐ where it begins or ends]{.rb-unclear}",
            r"Interview \| 1",
            "A: 10 to 30<br>B: 20 to 50",
            "E0: Text of E0.",
        ],
        ["[! B alone]{.rb-differs}", r"Interview \| 1", "B: 60 to 70", "E2: Text of E2."],
    ]


def test_names_of_coders_and_documents_are_shown_and_not_obeyed():
    review = placed("d1 0-9 leaving <b>A", "d1 5-9 leaving *B*|", "d1 5-9 staying *B*|")
    text = "".join(show(review, "themes").data for show in SHOWN)
    assert r"\<b\>A" in text and r"\*B\*\|" in text
    assert "<b>" not in text and " *B*" not in text


@pytest.mark.parametrize("show", SHOWN)
def test_the_same_review_shows_the_same(show):
    review = placed("d1 10-30 leaving A", "d1 20-50 leaving B", "d1 60-70 staying B")
    mixed = replace(
        review, tables={**review.tables, "codings": review.codings.iloc[::-1].reset_index(drop=True)}
    )
    assert show(review, "themes").data == show(mixed, "themes").data
