"""A review without interventions, appraisal or screening decisions: exports of three sources, and a list of what was included.

`made` does with them what an author does: import, find duplicates, import the list, include. What comes of it is kept in
synthetic_policy/; `tests/selection/imports/test_included.py` holds it against what the commands make.
"""

from __future__ import annotations

import json
from pathlib import Path

from reviewbook.cli import main

from . import HERE

POLICY = HERE / "synthetic_policy"
# A work a line: its name, its kind in RIS, its year, whether it has a DOI, its journal, its authors, its title. Nothing of it exists.
WORKS = {
    line.partition("|")[0]: line.split("|")
    for line in """\
canopy|JOUR|2016|doi|Synthetic Forestry|Elm, Ada; Oak, Ben|Canopy targets in the plans of twelve invented cities
subsidy|JOUR|2018|doi|Synthetic Planning Review|Birch, Cleo|Who applies for free street trees: a survey that was never sent
law|JOUR|2019|doi|Journal of Made-up Law|Ash, Dan; Fir, Eve; Yew, Finn|Protecting old trees by bylaw: an imagined comparison
budget|JOUR|2020|doi|Synthetic Forestry|Elm, Ada|What a planted tree costs a municipality over forty years
schools|JOUR|2020|doi|Invented Education|Elm, Ada; Larch, Gil|Trees for school yards: lessons from a programme nobody ran
guide|RPRT|2021|||Council for Imaginary Trees|Guidance on planting in hard ground
heat|JOUR|2015|doi|Synthetic Climate|Pine, Hal|Shade and summer temperature in a simulated suburb
roots|JOUR|2012|doi|Synthetic Engineering|Alder, Ida; Hazel, Jo|Root damage to pavements
birds|JOUR|2014|doi|Synthetic Ecology|Cedar, Kai|Nesting birds along avenues
soil|JOUR|2011|doi|Synthetic Engineering|Maple, Lea|Structural soil for street trees: laboratory results
pollen|JOUR|2013|doi|Synthetic Allergy|Willow, Max|Pollen calendars of ornamental species
price|JOUR|2017|doi|Synthetic Economics|Beech, Nia|House prices near parks
water|JOUR|2018|doi|Synthetic Water|Poplar, Oli|Irrigation of young plantations
bugs|JOUR|2019|doi|Synthetic Ecology|Rowan, Pia|An invented beetle and its spread
drone|JOUR|2021|doi|Synthetic Sensing|Linden, Quin|Counting crowns from the air
volunteer|JOUR|2020|doi|Invented Education|Spruce, Rae|Volunteers who water
history|JOUR|2009|doi|Synthetic History|Lime, Sam|Avenues in imaginary maps
sewage|JOUR|2010|doi|Synthetic Water|Thorn, Tia|Leaves in drains
""".splitlines()
}
# The sources and what each of them holds; some works are in two of them.
SOURCES = {
    "synscience": (
        "SynScience (synthetic)",
        "database",
        ["canopy", "subsidy", "law", "budget", "heat", "roots", "birds", "soil", "pollen", "price"],
    ),
    "syngreen": (
        "SynGreen (synthetic)",
        "database",
        ["canopy", "law", "schools", "budget", "water", "bugs", "drone", "roots"],
    ),
    "synweb": ("Websites of councils (synthetic)", "website", ["guide", "volunteer", "history", "sewage"]),
}
INCLUDED = ["canopy", "subsidy", "law", "budget", "schools", "guide"]
TITLE = "SYNTHETIC example review: municipal tree-planting policies"


def ris(works: list[str]) -> str:
    """An export of works as RIS."""
    lines = []
    for name in works:
        _, kind, year, doi, journal, authors, title = WORKS[name]
        lines += [f"TY  - {kind}", f"TI  - Synthetic: {title}"]
        lines += [f"AU  - {one}" for one in authors.split("; ")] + [f"PY  - {year}"]
        lines += [f"JO  - {journal}"] if journal else []
        lines += [f"DO  - 10.5555/synthetic-policy-{name}"] if doi else []
        lines += [f"AB  - Synthetic abstract on {name}.", "ER  - ", ""]
    return "\n".join(lines)


def begun(to: Path) -> Path:
    """The folder of a review before anything is imported: what it is, and the places searched."""
    folder = to / POLICY.name
    folder.mkdir()
    cc0 = "https://creativecommons.org/publicdomain/zero/1.0/"
    nobody = "SYNTHETIC: nobody, for the review is invented"
    package = {
        "name": POLICY.name,
        "title": TITLE,
        "description": "SYNTHETIC: every record, number and name is invented, to test a review that has no intervention and no "
        "decision but a list of what it includes. No fact about trees can be taken from it.",
        "version": "0.1",
        "created": "2024-02-01T00:00:00Z",
        "licenses": [{"name": "CC0-1.0", "title": "CC0 1.0 Universal", "path": cc0}],
        "contributors": [
            {"title": "Synthetic Author", "role": "author"},
            {"title": nobody, "role": "contact", "path": "https://example.org/synthetic"},
        ],
        "sources": [{"title": "SYNTHETIC: invented for the tests of reviewbook; there is no source"}],
        "relation": "own",
        "updates": "none_planned",
        "review_type": "scoping",
        "questions": ["SYNTHETIC: by which policies do municipalities plant trees?"],
    }
    (folder / "datapackage.json").write_text(json.dumps(package, indent=2) + "\n", "utf-8")
    rows = [
        f"{key},{name},{kind},2000,2023-11,{len(works)},Synthetic protocol"
        for key, (name, kind, works) in SOURCES.items()
    ]
    head = "source_id,name,kind,searched_from,searched_to,records,locator"
    (folder / "sources.csv").write_text("\n".join([head, *sorted(rows)]) + "\n", "utf-8")
    return folder


def made(to: Path) -> Path:
    """The folder of the review as the commands make it from the exports and the list."""
    folder, exports = begun(to), to / "exports"
    exports.mkdir()
    for key, (_, _, works) in SOURCES.items():
        file = exports / f"{key}.ris"
        file.write_text(ris(works), "utf-8")
        assert main(["import", "ris", str(file), "--review", str(folder), "--source", key]) == 0
    assert main(["dedupe", "--review", str(folder)]) == 0
    listed = exports / "included.ris"
    listed.write_text(ris(INCLUDED), "utf-8")
    said = ["--decision", "include", "--stage", "full_text", "--reviewer", "team"]
    assert main(["import", "decisions", str(listed), "--review", str(folder), *said]) == 0
    assert main(["include", str(folder)]) == 0
    return folder
