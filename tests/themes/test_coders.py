"""Two coders: who can be compared, how far they agree on excerpts and on passages, and where they differ."""

import warnings

import numpy as np
import pandas as pd
import pytest
from agreement import metrics as other
from hypothesis import given
from hypothesis import strategies as st
from packages import OPENED, SYNTHETIC, WILLIAMS, table
from packages.examples import examples
from statsmodels.stats.inter_rater import cohens_kappa

from reviewbook.themes import coders
from reviewbook.themes.coding import schemes

NA, NR = "not_applicable", "not_reported"
CODES = table(
    "code_id parent_id scheme position label",
    ("leaving", NA, "themes", 2, "Leaving"),
    ("staying", NA, "themes", 1, "Staying"),
    ("st_pride", "staying", "themes", 2, "Pride"),
    ("st_habit", "staying", "themes", 1, "Habit"),
    ("st_ha_home", "st_habit", "themes", 1, "At home"),
    ("skill", NA, "framework", 1, "Skill"),
    ("will", NA, "framework", 2, "Will"),
)
KEPT = "excerpt_id code_id coder"
PLACED = "excerpt_id document_id start end"
PAIR = ["coder_a", "coder_b"]
FIGURES = ["units", *coders.COUNTS, "agreed", "percent", "kappa", "pabak", "ac1", "alpha"]


def close(value, wanted):
    assert value == pytest.approx(wanted, abs=1e-9)


def codings(*rows: str) -> pd.DataFrame:
    """Codings, a row as "E1 skill A" (excerpt, code, coder)."""
    return table(KEPT, *[tuple(row.split()) for row in rows])


def crossed(both: int, only_a: int, only_b: int, neither: int) -> pd.DataFrame:
    """Excerpts to which coders A and B gave the code skill: both, one, the other, or neither of them (who gave will)."""
    gave = ["ss"] * both + ["sw"] * only_a + ["ws"] * only_b + ["ww"] * neither
    code = {"s": "skill", "w": "will"}
    return codings(
        *[f"E{at} {code[c]} {who}" for at, two in enumerate(gave) for who, c in zip("AB", two, strict=True)]
    )


def rows(frame: pd.DataFrame, *columns: str) -> list[tuple]:
    return list(
        frame[list(columns)]
        .astype(object)
        .where(frame[list(columns)].notna(), None)
        .itertuples(index=False, name=None)
    )


def agreed(own: pd.DataFrame, scheme: str = "framework") -> pd.DataFrame:
    return coders.agreed(coders.given(CODES, own, scheme=scheme))


def conflicts(own: pd.DataFrame, scheme: str = "framework") -> pd.DataFrame:
    return coders.conflicts(coders.given(CODES, own, scheme=scheme))


def summary(codes: pd.DataFrame, own: pd.DataFrame, which: str) -> dict:
    every = [coders.given(codes, own, scheme=scheme) for scheme in schemes(codes, which)]
    return coders.summary((one, coders.agreed(one), coders.conflicts(one)) for one in every)


def of_code(own: pd.DataFrame, code: str, scheme: str = "framework") -> pd.Series:
    (row,) = [
        line
        for _, line in agreed(own, scheme).iterrows()
        if line["code_id"] is not pd.NA and line["code_id"] == code
    ]
    return row


# --- who is compared


def test_a_code_counts_as_given_on_the_levels_above_where_the_same_coder_gave_codes_there():
    own = codings("E1 st_ha_home A", "E2 staying A", "E3 st_ha_home B", "E3 st_pride B")
    assert rows(coders.given(CODES, own, scheme="themes"), "depth", "excerpt_id", "code_id", "coder") == [
        (0, "E1", "staying", "A"),
        (0, "E2", "staying", "A"),
        (1, "E3", "st_habit", "B"),
        (1, "E3", "st_pride", "B"),
        (2, "E1", "st_ha_home", "A"),
        (2, "E3", "st_ha_home", "B"),
    ]


def test_one_who_gave_themes_and_one_who_gave_subthemes_are_not_two_coders_of_one_question():
    own = codings("E1 staying A", "E1 st_habit B", "E2 leaving A", "E2 st_pride B")
    assert agreed(own, "themes").empty
    assert conflicts(own, "themes").empty
    assert rows(coders.levels(coders.given(CODES, own, scheme="themes")), "depth", "coder", "excerpts") == [
        (0, "A", 2),
        (1, "B", 2),
    ]


def test_on_a_level_that_both_use_a_subtheme_counts_as_its_theme():
    own = codings("E1 staying A", "E1 st_habit B", "E2 leaving A", "E2 leaving B")
    assert rows(agreed(own, "themes"), "depth", "code_id", *coders.COUNTS) == [
        (0, None, 2, 0, 0, 2),
        (0, "staying", 1, 0, 0, 1),
        (0, "leaving", 1, 0, 0, 1),
    ]


@pytest.mark.parametrize("name", ["consensus", NR, NA, None])
def test_a_consensus_and_a_coder_of_no_name_are_compared_with_nobody(name):
    own = table(KEPT, ("E1", "skill", "A"), ("E1", "skill", name), ("E1", "skill", "B"), ("E1", "will", name))
    assert rows(agreed(own), "coders", "code_id", *coders.COUNTS) == [
        ("A and B", None, 1, 0, 0, 0),
        ("A and B", "skill", 1, 0, 0, 0),
    ]
    assert agreed(own[own["coder"] != "A"]).empty


def test_a_coding_of_another_scheme_and_one_given_twice_change_nothing():
    own = crossed(3, 1, 2, 4)
    more = pd.concat([own, own[:5], codings("E1 staying A", "E2 leaving B")], ignore_index=True)
    pd.testing.assert_frame_equal(agreed(own), agreed(more))


# --- on excerpts


def test_only_excerpts_that_both_coded_are_compared_and_the_others_are_counted():
    own = codings("E1 skill A", "E1 will B", "E2 skill A", "E3 skill A", "E4 will B")
    first = agreed(own).iloc[0]
    assert (first["excerpts"], first["alone_a"], first["alone_b"]) == (1, 2, 1)
    assert rows(agreed(own), "code_id", *coders.COUNTS) == [
        (None, 0, 1, 1, 0),
        ("skill", 0, 1, 0, 0),
        ("will", 0, 0, 1, 0),
    ]


def test_kappa_of_a_code_is_that_of_the_textbook():
    row = of_code(crossed(20, 5, 10, 15), "skill")  # 35 of 50; by chance 0.5
    assert (row["units"], row["agreed"], row["percent"]) == (50, 35, 70)
    close(row["kappa"], 0.4)
    close(row["pabak"], 0.4)
    theirs = cohens_kappa(np.array([[20, 5], [10, 15]]))
    close([row["kappa_low"], row["kappa_high"]], [theirs.kappa_low, theirs.kappa_upp])


four_counts = st.tuples(*[st.integers(0, 12)] * 4).filter(lambda four: sum(four[:3]) > 0 and sum(four) > 1)


@examples(25)
@given(four_counts)
def test_every_figure_of_a_pair_is_that_of_independent_libraries(four):
    both, only_a, only_b, neither = four
    row = of_code(crossed(*four), "skill")
    assert rows(row.to_frame().T, *coders.COUNTS) == [four]
    # how many of the two gave the code, and did not, to each excerpt
    ratings = np.array([(2, 0)] * both + [(1, 1)] * (only_a + only_b) + [(0, 2)] * neither)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        close(row["pabak"], other.s_score(ratings))
        close(row["ac1"], other.gwets_gamma(ratings))
        if both == sum(four):
            assert pd.isna(row["kappa"]) and pd.isna(row["alpha"])
            return
        close(row["alpha"], other.krippendorffs_alpha(ratings))
        close(row["kappa"], cohens_kappa(np.array([[both, only_a], [only_b, neither]])).kappa)


letters = st.sampled_from(
    ["", "s", "w", "sw"]
)  # codes that a coder gave an excerpt: none (not coded), one or the other, both
given_to = st.lists(st.tuples(letters, letters, letters), min_size=1, max_size=12)


def coded_by(gave: list[tuple[str, ...]], names: str = "ABC") -> pd.DataFrame:
    code = {"s": "skill", "w": "will"}
    lines = [
        f"E{at} {code[one]} {name}"
        for at, of in enumerate(gave)
        for name, letters_ in zip(names, of, strict=True)
        for one in letters_
    ]
    return codings(*lines)


@examples(25)
@given(given_to)
def test_agreement_is_the_same_whoever_comes_first_and_within_its_bounds(gave):
    one, swapped = agreed(coded_by(gave)), agreed(coded_by(gave, names="BAC"))
    for name in ("percent", "kappa", "pabak", "ac1", "alpha"):
        assert one[name].dropna().between(-1, 100 if name == "percent" else 1).all()
    of_two = [own[own["coders"] == "A and B"].reset_index(drop=True) for own in (one, swapped)]
    pd.testing.assert_frame_equal(
        of_two[0][FIGURES].drop(columns=["only_a", "only_b"]),
        of_two[1][FIGURES].drop(columns=["only_a", "only_b"]),
    )
    assert rows(of_two[0], "only_a", "only_b", "alone_a") == rows(of_two[1], "only_b", "only_a", "alone_b")


@examples(25)
@given(given_to)
def test_a_third_coder_changes_nothing_between_two(gave):
    three = agreed(coded_by(gave))
    two = agreed(coded_by([(a, b, "") for a, b, _ in gave]))
    both = three["coders"] == "A and B"
    pd.testing.assert_frame_equal(three[both].reset_index(drop=True), two.reset_index(drop=True))


@examples(25)
@given(given_to)
def test_the_row_of_all_codes_adds_up_the_codes(gave):
    table_ = agreed(coded_by(gave))
    for _, own in table_.groupby("coders"):
        whole, single = own[own["code_id"].isna()].iloc[0], own[own["code_id"].notna()]
        for name in ("units", "agreed"):
            assert whole[name] == single[name].sum()
        if whole["kappa_kind"] == "Cohen":
            assert whole[coders.COUNTS].tolist() == single[coders.COUNTS].sum().tolist()


@examples(25)
@given(st.lists(letters, min_size=2, max_size=12).filter(lambda gave: "".join(gave)))
def test_coders_who_gave_the_same_agree_wholly(gave):
    table_ = agreed(coded_by([(one, one, one) for one in gave]))
    assert (table_["percent"] == 100).all()
    assert table_["kappa"].dropna().eq(1).all()
    assert conflicts(coded_by([(one, one, one) for one in gave])).empty


@examples(25)
@given(given_to)
def test_the_row_of_all_coders_is_that_of_independent_libraries(gave):
    table_ = agreed(coded_by(gave))
    whole = table_[table_["kappa_kind"] == "Fleiss"]
    whole = whole.set_index(whole["code_id"].fillna("all"))
    shared = [of for of in gave if sum(map(bool, of)) > 1]
    used = [code for code in "sw" if any(code in "".join(of) for of in shared)]
    named = {"s": "skill", "w": "will"}
    if not all("".join(of) for of in zip(*gave, strict=True)) or not shared:
        assert whole.empty
        return
    assert list(whole.index) == ["all", *(named[code] for code in used)]
    for key, of_codes in [("all", used), *((named[code], [code]) for code in used)]:
        ratings = np.array(
            [
                (sum(code in one for one in of), sum(bool(one) and code not in one for one in of))
                for code in of_codes
                for of in shared
            ]
        )
        row = whole.loc[key]
        assert (row["units"], row["agreed"]) == (len(ratings), int((ratings == 0).any(axis=1).sum()))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            if (ratings.sum(axis=0) > 0).all():
                close(row["alpha"], other.krippendorffs_alpha(ratings))


def test_a_low_kappa_beside_high_agreement_carries_a_caution():
    assert of_code(crossed(0, 1, 1, 38), "skill")["caution"] == "rare"
    assert of_code(crossed(38, 1, 1, 0), "skill")["caution"] == "common"
    assert pd.isna(of_code(crossed(10, 1, 1, 28), "skill")["caution"])  # both high
    assert pd.isna(of_code(crossed(4, 10, 10, 4), "skill")["caution"])  # both low


def test_a_code_that_both_gave_throughout_has_no_kappa_and_says_why():
    row = of_code(crossed(5, 0, 0, 0), "skill")
    assert pd.isna(row["kappa"]) and row["percent"] == 100 and row["note"].startswith("one answer throughout")


# --- conflicts


def differing_codes(own: pd.DataFrame, scheme: str = "themes") -> list[tuple]:
    return rows(
        conflicts(own, scheme),
        "depth",
        "excerpt_id",
        "coder",
        "code_id",
        "by_all",
        "how",
    )


def test_a_conflict_lists_every_code_of_each_coder_and_which_all_of_them_gave():
    own = codings(
        "E2 st_pride B", "E2 st_pride A", "E2 st_habit A", "E1 st_pride A", "E1 st_pride B", "E3 st_habit A"
    )
    assert differing_codes(own) == [
        (1, "E2", "A", "st_habit", False, "conflict"),
        (1, "E2", "A", "st_pride", True, "conflict"),
        (1, "E2", "B", "st_pride", True, "conflict"),
    ]


def test_different_subthemes_of_one_theme_are_a_conflict_of_subthemes_alone():
    own = codings(
        "E1 st_pride A", "E1 st_habit B", "E2 leaving A", "E2 leaving B", "E3 leaving A", "E3 st_habit B"
    )
    assert [row[:4] for row in differing_codes(own)] == [
        (0, "E3", "A", "leaving"),
        (0, "E3", "B", "staying"),
        (1, "E1", "A", "st_pride"),
        (1, "E1", "B", "st_habit"),
    ]


def test_a_consensus_settles_and_its_codes_come_last():
    own = codings("E1 skill zoe", "E1 skill consensus", "E1 will A", "E2 skill A", "E2 will zoe")
    assert [row[1:] for row in differing_codes(own, "framework")] == [
        ("E1", "A", "will", False, "consensus"),
        ("E1", "zoe", "skill", False, "consensus"),
        ("E1", "consensus", "skill", False, "consensus"),
        ("E2", "A", "skill", False, "conflict"),
        ("E2", "zoe", "will", False, "conflict"),
    ]


def test_a_consensus_on_another_level_settles_with_none_of_this_one():
    own = codings("E1 st_pride A", "E1 st_habit B", "E1 leaving consensus")
    assert [row[2:] for row in differing_codes(own)] == [
        ("A", "st_pride", False, "consensus"),
        ("B", "st_habit", False, "consensus"),
        ("consensus", None, False, "consensus"),
    ]


@examples(25)
@given(given_to)
def test_conflicts_are_the_excerpts_on_which_a_pair_does_not_agree(gave):
    own = coded_by(gave)
    differ = {f"E{at}" for at, of in enumerate(gave) if len({one for one in of if one}) > 1}
    found = conflicts(own)
    assert set(found["excerpt_id"]) == differ
    assert (found["how"] == "conflict").all()


# --- on passages


DOCUMENTS = table(
    "document_id name characters",
    ("d1", "Interview 1", 100),
    ("d2", "Interview 2", 50),
    ("d3", "Notes", None),
)


def passages(*rows_: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Excerpts and their codings, a row as "d1 10-20 skill A" (document, place, code, coder)."""
    made, kept = [], []
    for at, row in enumerate(rows_):
        document, place, code, coder = row.split()
        start, end = map(int, place.split("-"))
        made.append((f"E{at}", document, start, end))
        kept.append((f"E{at}", code, coder))
    return table(KEPT, *kept), table(PLACED, *made)


def marked(own: pd.DataFrame, excerpts: pd.DataFrame, scheme: str = "framework") -> coders.Passages:
    return coders.passages(coders.given(CODES, own, scheme=scheme), excerpts)


def overlap(*rows_: str, documents=DOCUMENTS, rule=coders.overlap, scheme="framework") -> pd.DataFrame:
    found = rule(marked(*passages(*rows_), scheme), documents)
    return found if "kappa" in found else coders.with_kappa(found)


def differ(*rows_: str, scheme="framework") -> list[tuple]:
    found = coders.differing(marked(*passages(*rows_), scheme))
    return rows(found, "code_id", "document_id", "start", "end", "kind", "places_a", "places_b", "excerpt_id")


def test_overlap_counts_characters_that_both_and_that_either_gave_a_code():
    (row,) = overlap("d1 10-30 skill A", "d1 20-50 skill B").to_dict("records")
    assert [row[name] for name in ("characters_a", "characters_b", "both", "either")] == [20, 30, 10, 40]
    close([row["jaccard"], row["share_a"], row["share_b"]], [10 / 40, 10 / 20, 10 / 30])
    close(row["kappa"], (0.7 - 0.62) / (1 - 0.62))  # 10 + 60 of 100 agreed; by chance .2 * .3 + .8 * .7
    theirs = cohens_kappa(np.array([[10, 10], [20, 60]]), return_results=False)
    close(row["kappa"], theirs)


def test_ranges_of_one_coder_that_overlap_touch_or_are_given_twice_count_once():
    (row,) = overlap(
        "d1 10-20 skill A", "d1 20-30 skill A", "d1 15-25 skill A", "d1 10-20 skill A", "d1 10-30 skill B"
    ).to_dict("records")
    assert (row["characters_a"], row["jaccard"], row["kappa"]) == (20, 1, 1)
    assert differ("d1 10-20 skill A", "d1 20-30 skill A", "d1 10-30 skill B") == []


def test_the_same_places_in_another_document_or_under_another_code_are_no_overlap():
    found = overlap("d1 10-20 skill A", "d2 10-20 skill B", "d1 10-20 will B", "d2 0-5 will A")
    assert rows(found, "code_id", "document_id", "both", "either") == [
        ("skill", "d1", 0, 10),
        ("skill", "d2", 0, 10),
        ("will", "d1", 0, 10),
        ("will", "d2", 0, 5),
    ]


def test_a_document_that_only_one_of_two_coded_is_not_compared():
    assert overlap("d1 10-20 skill A", "d2 10-20 skill B").empty
    assert overlap("d1 10-20 skill A", "d2 10-20 skill B", rule=coders.overlap_by_code).empty
    assert differ("d1 10-20 skill A", "d2 10-20 skill B") == []


def test_over_documents_those_count_in_which_neither_gave_the_code():
    found = overlap(
        "d1 0-10 skill A", "d1 0-10 skill B", "d2 0-10 will A", "d2 5-10 will B", rule=coders.overlap_by_code
    )
    assert rows(found, "code_id", "documents", "both", "either", "characters") == [
        (None, 2, 15, 20, 300),  # two codes over 150 characters
        ("skill", 2, 10, 10, 150),
        ("will", 2, 5, 10, 150),
    ]
    close(found["kappa"].iloc[2], cohens_kappa(np.array([[5, 5], [0, 140]]), return_results=False))


def test_without_the_length_of_a_document_there_is_overlap_but_no_kappa():
    (row,) = overlap("d3 0-10 skill A", "d3 5-10 skill B").to_dict("records")
    assert (row["jaccard"], row["note"]) == (0.5, coders.NO_LENGTH) and pd.isna(row["kappa"])
    found = overlap(
        "d3 0-10 skill A", "d3 5-10 skill B", "d1 0-9 skill A", "d1 0-9 skill B", rule=coders.overlap_by_code
    )
    assert found["characters"].isna().all() and (found["note"] == coders.NO_LENGTH).all()


def test_a_passage_beyond_the_end_of_its_document_gives_no_kappa():
    (row,) = overlap("d2 0-60 skill A", "d2 0-60 skill B").to_dict("records")
    assert (row["jaccard"], row["note"]) == (1, coders.TOO_LONG) and pd.isna(row["kappa"])


def test_passages_without_a_place_or_with_its_ends_the_wrong_way_round_are_passed_over():
    kept, placed = passages("d1 10-20 skill A", "d1 40-30 skill A", "d1 10-20 skill B", "d1 60-60 skill B")
    nowhere = table(PLACED, ("E9", NA, 1, 2), ("E10", "d1", None, None), ("E11", None, 3, 4))
    more = codings(*[f"{excerpt} skill {coder}" for excerpt in ("E9", "E10", "E11") for coder in "AB"])
    found = coders.overlap(marked(pd.concat([kept, more]), pd.concat([placed, nowhere])), DOCUMENTS)
    assert rows(found, "document_id", "characters_a", "characters_b", "both") == [("d1", 10, 10, 10)]


def test_a_review_without_places_has_nothing_to_overlap():
    nowhere = table(PLACED, ("E0", None, None, None)).astype({"start": "Int64", "end": "Int64"})
    found = marked(codings("E0 skill A", "E0 skill B"), nowhere)
    for rule in (coders.overlap, coders.overlap_by_code):
        assert rule(found, DOCUMENTS).empty
    assert coders.differing(found).empty


def test_passages_of_one_alone_and_boundaries_that_differ_are_listed_with_their_places():
    assert differ(
        "d1 10-20 skill A",
        "d1 15-30 skill B",
        "d1 40-50 skill A",
        "d1 60-70 skill B",
        "d1 80-90 skill A",
        "d1 80-90 skill B",
    ) == [
        ("skill", "d1", 10, 30, "boundaries", "10-20", "15-30", "E0"),
        ("skill", "d1", 40, 50, "only_a", "40-50", None, "E2"),
        ("skill", "d1", 60, 70, "only_b", None, "60-70", "E3"),
    ]


def test_one_passage_of_a_coder_over_two_of_the_other_is_one_difference():
    assert differ("d1 10-20 skill A", "d1 30-40 skill A", "d1 10-40 skill B") == [
        ("skill", "d1", 10, 40, "boundaries", "10-20, 30-40", "10-40", "E0")
    ]


def test_passages_of_two_coders_that_only_touch_are_two_differences():
    assert [row[2:5] for row in differ("d1 10-20 skill A", "d1 20-30 skill B")] == [
        (10, 20, "only_a"),
        (20, 30, "only_b"),
    ]


def test_places_far_beyond_any_document_do_not_mix_up_many_documents():
    far, many = 10**15 - 1, 10_000  # their product does not fit a number of 64 bits
    found = overlap(
        *[
            f"d{at} {place} skill {coder}"
            for at in range(many)
            for place, coder in ((f"0-{far}", "A"), ("0-5", "B"))
        ]
    )
    assert len(found) == many and set(rows(found, "both", "either")) == {(5, far)}


places = st.tuples(
    st.sampled_from(["d1", "d2"]),
    st.integers(0, 39),
    st.integers(1, 10),
    st.sampled_from("AB"),
    st.sampled_from(["skill", "will"]),
)


@examples(25)
@given(st.lists(places, max_size=14))
def test_overlap_is_what_counting_character_by_character_gives(drawn):
    lines = [
        f"{document} {start}-{start + size} {code} {coder}" for document, start, size, coder, code in drawn
    ]
    marked = {}
    for document, start, size, coder, code in drawn:
        marked.setdefault((document, code, coder), set()).update(range(start, start + size))
    worked = [{document for document, _, _, who, _ in drawn if who == coder} for coder in "AB"]
    wanted = []
    for code in ("skill", "will"):
        for document in sorted(worked[0] & worked[1]):
            a, b = (marked.get((document, code, coder), set()) for coder in "AB")
            if a | b:
                wanted.append((code, document, len(a), len(b), len(a & b), len(a | b)))
    found = overlap(*lines) if lines else overlap("d1 0-1 skill A")
    assert rows(found, "code_id", "document_id", "characters_a", "characters_b", "both", "either") == wanted
    alike = found["both"] == found["either"]
    assert found["jaccard"].between(0, 1).all() and (found["kappa"].dropna().between(-1, 1)).all()
    assert (found.loc[alike, "jaccard"] == 1).all() and (found.loc[alike, "kappa"] == 1).all()
    unlike = {row[:2] for row in differ(*lines)} if lines else set()
    assert unlike == {row[:2] for row in rows(found[~alike], "code_id", "document_id")}


# --- the reviews


def test_nothing_of_williams_can_be_compared():
    review = OPENED[WILLIAMS]
    for scheme in dict.fromkeys(review.codes["scheme"]):
        assert coders.agreed(coders.given(review.codes, review.codings, scheme=scheme)).empty
    found = summary(review.codes, review.codings, which="themes")
    assert (found["n_coders"], found["n_shared"], found["n_comparisons"], found["kappa_lowest"]) == (
        2,
        0,
        0,
        None,
    )


def test_the_summary_counts_what_the_tables_show():
    own = codings(
        "E1 st_pride A",
        "E1 st_habit B",
        "E2 leaving A",
        "E2 leaving B",
        "E2 leaving C",
        "E3 leaving A",
        "E3 staying B",
        "E3 leaving consensus",
        "E4 staying A",
    )
    assert summary(CODES, own, which="themes") == {
        "n_coders": 3,
        "n_excerpts": 4,
        "n_shared": 3,
        "n_comparisons": 4,  # at the top A and B, A and C, B and C; below A and B
        "percent_lowest": 0.0,
        "percent_highest": 100.0,
        "kappa_lowest": -1.0,
        "kappa_highest": pytest.approx(1 / 3),
        "n_conflicts": 2,
        "n_conflicts_open": 1,
    }
    assert summary(CODES, own, which="frameworks")["n_coders"] == 0


def test_the_synthetic_coders_agree_where_they_can_be_compared():
    review = OPENED[SYNTHETIC]
    found = summary(review.codes, review.codings, which="themes")
    assert (found["n_comparisons"], found["n_shared"], found["kappa_lowest"]) == (2, 4, 1.0)


def test_the_rules_leave_their_tables_as_they_were():
    kept, placed = passages("d1 10-20 skill A", "d1 15-30 skill B")
    own = coders.given(CODES, kept, scheme="framework")
    found = coders.passages(own, placed)
    tables = (CODES, kept, placed, DOCUMENTS, own, *found[:3])
    before = [frame.copy() for frame in tables]
    coders.given(CODES, kept, scheme="framework")
    coders.agreed(own)
    coders.conflicts(own)
    coders.passages(own, placed)
    coders.overlap(found, DOCUMENTS)
    coders.overlap_by_code(found, DOCUMENTS)
    coders.differing(found)
    for one, other_ in zip(before, tables, strict=True):
        pd.testing.assert_frame_equal(one, other_)
