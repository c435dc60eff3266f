"""The rules of where: countries as charted, known by their ISO 3166 codes, in regions.

Codes, other spellings and regions come from countryinfo (its regions are those of the United Nations, M49). Its own look-up
guesses where rapidfuzz is installed ("Norway; Finland" becomes Finland), so only its data are used, and only whole names count.
"""

from __future__ import annotations

import difflib
import functools
import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from typing import Any, NamedTuple

import pandas as pd

from reviewbook.review.nothing import NOT_APPLICABLE, NOT_REPORTED, NOTHING, WORDS

NOT_CHARTED = "not_charted"
KINDS = ("country", "unknown", "several", *WORDS, NOT_CHARTED)

# What reviews write and the library lacks. Parts of the United Kingdom have no code of their own in ISO 3166-1; XK is the code that
# ISO leaves to its users, and that the European Union uses for Kosovo.
PARTS = dict.fromkeys(["England", "Scotland", "Wales", "Northern Ireland"], "GB")
ALSO = PARTS | {
    "Britain": "GB",
    "Bosnia": "BA",
    "China, mainland": "CN",
    "Mainland China": "CN",
    "P.R. China": "CN",
    "Hong Kong SAR": "HK",
    "Hong Kong SAR, China": "HK",
    "Kosovo": "XK",
    "Lao PDR": "LA",
    "Macao": "MO",
    "Macedonia": "MK",
}
REGIONS = {"XK": "Europe"}
# Names before which a sentence has "the", by a word in them or as a whole: "the United States", "the Netherlands".
WITH_ARTICLE = re.compile(
    r"(?i)\b(united|republic|kingdom|islands|emirates|federation|commonwealth)\b"
    r"|^(netherlands|philippines|gambia|bahamas|maldives|seychelles|comoros|ivory coast|vatican)$"
)
ABBREVIATED_WITH_ARTICLE = {"USA", "US", "UK", "UAE"}
ABBREVIATED = {"nr", "na"}  # not reported, not applicable: their ISO countries are Nauru and Namibia
SEVERAL = re.compile(
    r"(\w+ )?countries|multi ?(national|country|centre|center)|multiple|various|several"
    r"|international|worldwide|global"
)
SEPARATORS = re.compile(r"(\s*(?:[;,/|&+]|\band\b)\s*)", re.IGNORECASE)
MOST_WORDS = (
    6  # parts between separators that one name may have: "Bonaire, Sint Eustatius and Saba" has three
)
ALIKE = 0.8  # of 1: how like a country's name a text must be to be suggested


class Place(NamedTuple):
    """One place that a cell names: as it is written there, its ISO 3166-1 code, and what it is (one of KINDS)."""

    name: str
    code: str | None
    kind: str


def read(text: object) -> tuple[Place, ...]:
    """The places that a cell names, in its order, each once: "Norway; Finland" names two.

    The kinds: "country" (recognised; has a code), "unknown" (not recognised), "several" (countries that are not named, as in
    "multinational"), and the four kinds of nothing, "not_charted" for a blank cell.
    """
    if pd.isna(text) or not str(text).strip():
        return (Place("", None, NOT_CHARTED),)
    return _read(" ".join(str(text).split()))


@functools.cache
def _read(text: str) -> tuple[Place, ...]:
    if text in NOTHING:
        return (Place(text, None, text),)
    if SEVERAL.fullmatch(plain(text)):
        return (Place(text, None, "several"),)
    parts, found = SEPARATORS.split(text), []  # names and separators in turn
    at = 0
    while at < len(parts):
        # The longest name first: "Bosnia and Herzegovina" is one country.
        for end in range(min(len(parts), at + 2 * MOST_WORDS - 1), at, -2):
            name = "".join(parts[at:end])
            if end == at + 1 or code(name):
                break
        at = end + 1
        if name:
            known = code(name)
            found.append(Place(name, known, "country" if known else "unknown"))
    each: dict[str, Place] = {}
    for place in found:
        each.setdefault(place.code or plain(place.name), place)
    return tuple(each.values()) or (Place(text, None, "unknown"),)


def code(name: str) -> str | None:
    """The ISO 3166-1 code (two letters) of a country by its name, another spelling, or a code; None where it is none.

    Case, accents, points and a leading "the" do not matter; codes of two letters count in capitals alone, and what stands in
    brackets only where it is part of the name.

    Examples
    --------
    >>> code("the netherlands"), code("U.S.A."), code("Taiwan (Republic of China)"), code("Synthetia")
    ('NL', 'US', 'TW', None)
    """
    for written in (name, re.sub(r"\(.*?\)", "", name)):
        key = plain(written)
        bare = re.sub(r"(?i)^\s*the\s", "", written).strip()
        named = len(key) > 2 or (bare.isupper() and key not in ABBREVIATED)
        if named and key in _codes():
            return _codes()[key]
    return None


def plain(text: str) -> str:
    """A name without what spellings differ in: case, accents, points, "&" for "and", "St." for "Saint", a leading "the"."""
    text = unicodedata.normalize("NFKD", text.replace("ı", "i")).casefold()
    text = "".join(sign for sign in text if not unicodedata.combining(sign))
    text = re.sub(r"[.'’`]", "", text).replace("&", " and ")
    text = re.sub(r"\W+", " ", text).strip()
    return re.sub(r"^the ", "", re.sub(r"\bst\b", "saint", text))


def in_a_sentence(name: str) -> str:
    """A country's name as a sentence has it after "from" or "in": with "the" where the name takes one.

    Examples
    --------
    >>> in_a_sentence("United States"), in_a_sentence("U.S.A."), in_a_sentence("Norway"), in_a_sentence("The Gambia")
    ('the United States', 'the U.S.A.', 'Norway', 'The Gambia')
    """
    takes = WITH_ARTICLE.search(name) or name.replace(".", "") in ABBREVIATED_WITH_ARTICLE
    return f"the {name}" if takes and not re.match(r"(?i)the\b", name) else name


def _countries() -> list[Mapping[str, Any]]:
    from countryinfo import CountryInfo  # reads 250 files: only where a country is asked for

    every = CountryInfo.all().values()
    return [country for country in every if country.get("ISO", {}).get("alpha2") and country.get("region")]


@functools.cache
def _codes() -> dict[str, str]:
    known: dict[str, str] = {}
    for country in _countries():
        iso = country["ISO"]
        names = [country["name"], country.get("nativeName") or "", *country.get("altSpellings", [])]
        for name in [*names, iso["alpha2"], iso["alpha3"]]:
            known.setdefault(plain(name), iso["alpha2"])
    known.pop("", None)
    return known | {plain(name): at for name, at in ALSO.items()}


@functools.cache
def _library() -> dict[str, tuple[str, str]]:
    """Name and region of each code, as the library has them."""
    return {
        country["ISO"]["alpha2"]: (country["name"], country["region"]) for country in reversed(_countries())
    }


def named(reports: pd.DataFrame, studies: pd.DataFrame, linked: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    """The country of each report and each study as text: a blank cell takes what the other table says.

    A report takes the countries of its studies, a study those of its reports, joined by ";". A report that tells of several
    studies and names several countries does not say which is whose: of it a study takes none. Silence stays silence:
    not_reported takes nothing.

    Parameters
    ----------
    linked : from `links.links`.

    Returns
    -------
    Two Series of text, by report_id and by study_id.
    """
    of_reports = reports.set_index("report_id")["country"]
    of_studies = studies.set_index("study_id")["country"]
    pairs = linked[["report_id", "study_id"]].dropna()
    told, charted = pairs["report_id"].map(of_reports), pairs["study_id"].map(of_studies)
    many = pd.Series([len(read(text)) > 1 for text in told], index=told.index, dtype=bool)
    several = pairs["report_id"].duplicated(keep=False) & many
    from_reports = _together(pairs["study_id"], told[~several])
    from_studies = _together(pairs["report_id"], charted)
    return (
        of_reports.fillna(of_reports.index.to_series().map(from_studies).astype(of_reports.dtype)),
        of_studies.fillna(of_studies.index.to_series().map(from_reports).astype(of_studies.dtype)),
    )


def _together(keys: pd.Series, texts: pd.Series) -> dict[str, str]:
    """The texts of each key as one: those that name something, else the first word for nothing; a key with blanks alone has none."""
    found: dict[str, dict[str, None]] = {}
    for key, text in zip(keys[texts.index].tolist(), texts.tolist(), strict=True):
        if pd.notna(text):
            found.setdefault(key, {})[text] = None
    return {
        key: "; ".join(text for text in each if text not in NOTHING) or next(iter(each))
        for key, each in found.items()
    }


def counts(
    reports: pd.DataFrame, studies: pd.DataFrame, interventions: pd.DataFrame, linked: pd.DataFrame
) -> pd.DataFrame:
    """Where research took place: reports and studies of each country, counted apart.

    What names several countries counts in each of them; nothing is dropped.

    Parameters
    ----------
    reports, studies, interventions : the tables of a review
        Their column ``country`` is text; ``interventions.region`` groups countries as the review does.
    linked : from `links.links`.

    Returns
    -------
    DataFrame, one row a place: country, code, kind, spellings, region, computed, reports, studies
        ``country`` is the most frequent spelling in the review, ``spellings`` the others (list). ``code`` is ISO 3166-1, missing where
        none is known. ``kind`` is one of KINDS; the row of the kinds after them has no name. ``region`` is the one that the review
        gives the interventions of this country, else the library's, which ``computed`` says; missing where neither knows.
        ``reports`` and ``studies`` are lists of identifiers. Regions with most reports first, in them countries with
        most reports; then several, and the kinds of nothing.
    """
    by_report, by_study = named(reports, studies, linked)
    rows: dict[tuple, dict] = {}
    spelt: Counter = Counter()
    for unit, texts in (("reports", by_report), ("studies", by_study)):
        for identifier, text in texts.items():
            for place in read(text):
                row = rows.setdefault(_key(place), {"reports": [], "studies": []})
                row[unit].append(identifier)
                spelt[_key(place), place.name] += 1
    regions = _regions(reports, linked, interventions)
    spellings: dict[tuple, list[str]] = {}
    for (key, name), _ in sorted(spelt.items(), key=lambda item: (-item[1], item[0][1])):
        spellings.setdefault(key, []).append(name)
    table = pd.DataFrame(
        [_row(key, spellings[key], regions) | row for key, row in rows.items()],
        columns=["country", "code", "kind", "spellings", "region", "computed", "reports", "studies"],
    )
    text = ["country", "code", "kind", "region"]
    return _sorted(table.astype(dict.fromkeys(text, "string")))


@functools.cache
def known(text: str) -> frozenset[tuple[str, str]]:
    """What a cell names, whatever the spelling: equal for "USA" and "United States", and for "Norway; Finland" in any order."""
    return frozenset(map(_key, read(text)))


def _key(place: Place) -> tuple[str, str]:
    return place.kind, place.code or (plain(place.name) if place.kind == "unknown" else "")


def _row(key: tuple[str, str], names: list[str], regions: dict[tuple, str]) -> dict:
    kind, known = key
    if kind not in ("country", "unknown"):
        return {"country": "", "code": None, "kind": kind, "spellings": [], "region": None, "computed": False}
    library = _library().get(known, ("", REGIONS.get(known))) if kind == "country" else ("", None)
    whole = [name for name in names if name not in PARTS] or [library[0] or names[0]]
    region = regions.get(key, library[1])
    return {
        "country": whole[0],
        "code": known if kind == "country" else None,
        "kind": kind,
        "spellings": [name for name in names if name != whole[0]],
        "region": region,
        "computed": key not in regions and region is not None,
    }


def _regions(
    reports: pd.DataFrame, linked: pd.DataFrame, interventions: pd.DataFrame
) -> dict[tuple[str, str], str]:
    """The region that the review gives each place: that of most interventions from there, of equals the first by name.

    An intervention that names no country stands for the countries of its reports. One that names several says nothing of any: its
    region may be that of another.
    """
    charted = interventions[interventions["region"].notna() & ~interventions["region"].isin(NOTHING)]
    blank = charted["country"].isna() | charted["country"].isin(NOTHING)
    of_reports = (
        linked[["report_id", "intervention_id"]]
        .dropna()
        .drop_duplicates()
        .merge(reports[["report_id", "country"]], on="report_id")
        .merge(charted.loc[blank, ["intervention_id", "region"]], on="intervention_id")
    )
    tally: dict[tuple[str, str], Counter] = {}
    for country, region in [
        *charted.loc[~blank, ["country", "region"]].itertuples(index=False),
        *of_reports[["country", "region"]].itertuples(index=False),
    ]:
        places = read(country)
        if len(places) == 1 and places[0].kind in ("country", "unknown"):
            tally.setdefault(_key(places[0]), Counter())[region] += 1
    return {key: min(seen, key=lambda region: (-seen[region], region)) for key, seen in tally.items()}


def _sorted(table: pd.DataFrame) -> pd.DataFrame:
    n = table["reports"].map(len)
    reach = n.groupby(table["region"]).sum()
    order = pd.DataFrame(
        {
            "kind": [max(KINDS.index(kind), 1) for kind in table["kind"]],  # unknown stands among countries
            "nowhere": table["region"].isna(),
            "reach": -table["region"].map(reach).fillna(0).astype(int),
            "region": table["region"].fillna(""),
            "n": -n,
            "studies": -table["studies"].map(len),
            "country": table["country"],
        }
    )
    return table.loc[order.sort_values(list(order)).index].reset_index(drop=True)


def suggestion(name: str) -> str:
    key = plain(name)
    if key in ABBREVIATED:
        return f", or {NOT_REPORTED if key == 'nr' else NOT_APPLICABLE}"
    near = difflib.get_close_matches(key, [known for known in _codes() if len(known) > 3], n=1, cutoff=ALIKE)
    if not near:
        return ""
    known = _codes()[near[0]]
    return f"; perhaps {_library()[known][0] if known in _library() else near[0].title()}"
