"""Where research took place: countries by their codes, several in a cell, none dropped."""

import subprocess
import sys
import time

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from packages import OPENED, WILLIAMS, table

from reviewbook.studies import checks, places
from reviewbook.studies.links import links
from reviewbook.studies.of_review import linked

NR, NA = "not_reported", "not_applicable"


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("United States", "US"), ("USA", "US"), ("U.S.A.", "US"), ("US", "US"), ("the united states", "US"),
        ("UK", "GB"), ("U.K.", "GB"), ("Great Britain", "GB"), ("Britain", "GB"), ("England", "GB"),
        ("Scotland", "GB"), ("Wales", "GB"), ("Northern Ireland", "GB"), ("Republic of Ireland", "IE"),
        ("The Netherlands", "NL"), ("NETHERLANDS", "NL"), ("Holland", "NL"), ("Deutschland", "DE"),
        ("South Korea", "KR"), ("Korea, Republic of", "KR"), ("North Korea", "KP"), ("Türkiye", "TR"),
        ("TÜRKİYE", "TR"), ("Turkiye", "TR"), ("Turkey", "TR"), ("Côte d’Ivoire", "CI"), ("Cote d'Ivoire", "CI"),
        ("Ivory Coast", "CI"), ("Czechia", "CZ"), ("Czech Republic", "CZ"), ("Viet Nam", "VN"), ("Iran", "IR"),
        ("Taiwan (Republic of China)", "TW"), ("Hong Kong SAR", "HK"), ("P.R. China", "CN"), ("St. Lucia", "LC"),
        ("Trinidad & Tobago", "TT"), ("Kosovo", "XK"), ("Georgia", "GE"), ("Niger", "NE"), ("Nigeria", "NG"),
        ("NO", "NO"), ("no", None), ("NR", None), ("NA", None), ("Korea", None), ("Norwy", None),
        ("Indiana", None), ("Europe", None), ("Synthetia", None), ("", None), ("?", None),
    ],
)  # fmt: skip
def test_a_country_is_known_by_its_names_and_codes_and_nothing_is_guessed(name, code):
    assert places.code(name) == code


@pytest.mark.parametrize(
    "name",
    ["United States", "USA", "U.K.", "Netherlands", "Philippines", "Czech Republic", "Republic of Korea", "Marshall Islands",
     "United Arab Emirates", "Russian Federation", "Gambia"],
)  # fmt: skip
def test_some_countries_stand_in_a_sentence_with_their_article(name):
    assert places.in_a_sentence(name) == f"the {name}"
    assert places.code(places.in_a_sentence(name)) == places.code(name)


@pytest.mark.parametrize(
    "name", ["Norway", "The Netherlands", "Northern Ireland", "Iran", "Theland", "Usambara"]
)
def test_others_stand_as_they_are(name):
    assert places.in_a_sentence(name) == name


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Norway", [("Norway", "NO", "country")]),
        ("Norway; Finland", [("Norway", "NO", "country"), ("Finland", "FI", "country")]),
        ("Norway, Finland and Sweden", [("Norway", "NO", "country"), ("Finland", "FI", "country"), ("Sweden", "SE", "country")]),
        ("USA/UK", [("USA", "US", "country"), ("UK", "GB", "country")]),
        ("USA & the United States", [("USA", "US", "country")]),
        ("Bosnia and Herzegovina", [("Bosnia and Herzegovina", "BA", "country")]),
        ("Serbia, Bosnia and Herzegovina", [("Serbia", "RS", "country"), ("Bosnia and Herzegovina", "BA", "country")]),
        ("Korea, Republic of; Japan", [("Korea, Republic of", "KR", "country"), ("Japan", "JP", "country")]),
        ("Leeds, UK", [("Leeds", None, "unknown"), ("UK", "GB", "country")]),
        ("Synthetia", [("Synthetia", None, "unknown")]),
        ("multinational", [("multinational", None, "several")]),
        ("12 countries", [("12 countries", None, "several")]),
        ("not_reported", [("not_reported", None, NR)]),
        ("not_applicable", [("not_applicable", None, NA)]),
        ("not_available", [("not_available", None, "not_available")]),
        (pd.NA, [("", None, "not_charted")]),
        ("  ", [("", None, "not_charted")]),
        (";", [(";", None, "unknown")]),
    ],
)  # fmt: skip
def test_a_cell_names_places(text, found):
    assert [tuple(place) for place in places.read(text)] == found


@given(st.lists(st.sampled_from(["Norway", "USA", "Bosnia and Herzegovina", "Xland", "The Gambia"]), min_size=1),
       st.sampled_from(["; ", ", ", " and ", " / ", ";"]))  # fmt: skip
def test_joined_names_are_taken_apart_again(names, separator):
    assert [place.name for place in places.read(separator.join(names))] == list(dict.fromkeys(names))


@given(st.text(max_size=30))
def test_any_text_names_at_least_one_place(text):
    found = places.read(text)
    assert found and all(place.kind in places.KINDS for place in found)
    assert all((place.code is not None) == (place.kind == "country") for place in found)


INTERVENTIONS = table(
    "intervention_id region country",
    ("a", "Europe", "Norway"),
    ("b", "North America", "USA"),
    ("c", "Europe", "Japan; Norway"),
    ("d", "Elsewhere", None),
)
STUDIES = table(
    "study_id intervention_id country",
    ("s1", "a", "Norway"),
    ("s2", "b", None),
    ("s3", "c", "Japan"),
    ("s4", "d", "Xland"),
    ("s5", "a", NR),
)
REPORTS = table(
    "report_id country",
    ("r1", "Norway"),
    ("r2", "Norway; Japan"),
    ("r3", "United States"),
    ("r4", "USA"),
    ("r5", "USA"),
    ("r6", None),
    ("r7", "Xland"),
    ("r8", NR),
    ("r9", "several countries"),
)
TOLD = table(
    "report_id study_id sample_of",
    *((f"r{n + 1}", f"s{study}", None) for n, study in enumerate((1, 1, 2, 2, 2, 3, 4, 5, 5))),
)
LINKED = links(REPORTS, TOLD, STUDIES)


def test_reports_and_studies_are_counted_apart_and_nothing_is_dropped():
    found = places.counts(REPORTS, STUDIES, INTERVENTIONS, LINKED)
    assert list(found.astype(object).where(found.notna(), None).itertuples(index=False, name=None)) == [
        ("USA", "US", "country", ["United States"], "North America", False, ["r3", "r4", "r5"], ["s2"]),
        ("Japan", "JP", "country", [], "Asia", True, ["r2", "r6"], ["s3"]),
        ("Norway", "NO", "country", [], "Europe", False, ["r1", "r2"], ["s1"]),
        ("Xland", None, "unknown", [], "Elsewhere", False, ["r7"], ["s4"]),
        ("", None, "several", [], None, False, ["r9"], []),
        ("", None, NR, [], None, False, ["r8"], ["s5"]),
    ]


def test_a_blank_cell_takes_what_the_other_table_says_and_silence_takes_nothing():
    reports, studies = places.named(REPORTS, STUDIES, LINKED)
    assert reports["r6"] == "Japan" and reports["r8"] == NR
    assert studies["s2"] == "United States; USA" and studies["s5"] == NR


def test_countries_pass_between_a_report_and_all_its_studies_where_it_is_clear_whose_they_are():
    studies = table(
        "study_id intervention_id country", ("n", "a", "Norway"), ("x", "a", None), ("y", "a", NR)
    )
    reports = table(
        "report_id country", ("both", None), ("two", "Norway; Japan"), ("one", "Japan"), ("none", None)
    )
    told = table(
        "report_id study_id sample_of",
        *((report, study, None) for report in ("both", "two") for study in ("n", "x")),
        ("one", "y", None),
        ("none", "y", None),
    )
    linked_ = links(reports, told, studies)
    named, of_studies = places.named(reports, studies, linked_)
    assert (named["both"], named["none"]) == ("Norway", NR)
    assert of_studies.isna().tolist() == [
        False,
        True,
        False,
    ]  # of two that name two countries, which is whose?
    alone = places.named(reports, studies, linked_[linked_["study_id"] != "n"])[1]
    assert alone["x"] == "Norway; Japan"
    clear = places.named(reports.assign(country="Japan"), studies, linked_)[1]
    assert clear["x"] == "Japan"


def test_part_of_a_country_is_counted_with_it_under_the_name_of_the_whole():
    studies = table("study_id intervention_id country", ("s", "a", "England"))
    reports = table("report_id country", ("r", "Scotland"))
    linked = table("report_id study_id intervention_id", ("r", "s", "a"))
    (row,) = places.counts(reports, studies, INTERVENTIONS, linked).itertuples()
    assert (row.country, row.code, row.spellings) == ("United Kingdom", "GB", ["England", "Scotland"])
    assert (row.region, row.computed) == ("Europe", True)


def test_the_region_is_that_of_most_interventions_from_a_country():
    many = table(
        "intervention_id region country",
        ("a", "Europe", "Norway"), ("b", "Nordic", "Norway"), ("c", "Nordic", "NO"), ("d", NR, "Norway"),
    )  # fmt: skip
    found = places.counts(REPORTS, STUDIES, many, LINKED).set_index("country")
    assert (found.at["Norway", "region"], found.at["Norway", "computed"]) == ("Nordic", False)


def test_the_seed_is_counted_as_its_table_prints_it():
    review = OPENED[WILLIAMS]
    found = places.counts(review.reports, review.studies, review.interventions, linked(review))
    assert [(row.country, row.code, row.region, len(row.reports), len(row.studies)) for row in found.itertuples()] == [
        ("Norway", "NO", "Europe", 4, 2),
        ("Netherlands", "NL", "Europe", 2, 2),
        ("Denmark", "DK", "Europe", 1, 1),
        ("United States", "US", "North America", 5, 5),
        ("Canada", "CA", "North America", 2, 1),
        ("Australia", "AU", "Australia", 1, 1),
    ]  # fmt: skip


def test_arguments_are_not_changed():
    kept = [frame.copy(deep=True) for frame in (REPORTS, STUDIES, INTERVENTIONS)]
    places.counts(REPORTS, STUDIES, INTERVENTIONS, LINKED)
    checks.place_problems(REPORTS, STUDIES, INTERVENTIONS)
    for frame, before in zip((REPORTS, STUDIES, INTERVENTIONS), kept, strict=True):
        pd.testing.assert_frame_equal(frame, before)


def test_fifteen_thousand_reports_take_no_time_to_speak_of():
    n = 15_000
    names = ["Norway", "USA", "Norway; Finland", "Xland", NR, None]
    reports = pd.DataFrame({"report_id": [f"r{i}" for i in range(n)],
                            "country": pd.array([names[i % 6] for i in range(n)], dtype="string")})  # fmt: skip
    studies = pd.DataFrame({"study_id": [f"s{i}" for i in range(n // 2)], "intervention_id": "a",
                            "country": pd.array([None] * (n // 2), dtype="string")})  # fmt: skip
    told = pd.DataFrame(
        {"report_id": reports["report_id"], "study_id": [f"s{i // 2}" for i in range(n)], "sample_of": ""}
    )
    start = time.process_time()
    found = places.counts(reports, studies, INTERVENTIONS, links(reports, told, studies))
    assert len(checks.place_problems(reports, studies, INTERVENTIONS)) == 1
    assert time.process_time() - start < 5
    assert set().union(*found["reports"]) == set(reports["report_id"])


def test_nothing_is_loaded_before_a_country_is_asked_for():
    code = "import sys, reviewbook.check; print('countryinfo' in sys.modules)"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "False"
