"""Answers that the figure of appraisals is drawn of: two invented reports, and any number of them under any tool."""

import random
from collections import Counter
from xml.etree import ElementTree

from reviewbook.appraisal.drawing import quality
from reviewbook.appraisal.drawing.quality import Panel, Row, Spread, plan
from reviewbook.appraisal.instruments import tool

SVG = "{http://www.w3.org/2000/svg}"
TITLE = "Quality of the included reports"
EIGHT_POINTS = 8 * 96 / 72  # in CSS pixels
SHEET = 960  # pixels of a printed page, A4 or Letter, between narrow margins
MMAT_2011, MMAT_2018, ROB_2 = tool("mmat-2011"), tool("mmat-2018"), tool("rob-2")
JBI = {
    "answers": {
        "yes": {"label": "yes", "means": "met"},
        "partly": {"label": "for the most part", "means": "met"},
        "no": {"label": "no", "means": "not_met"},
        "unclear": {"label": "unclear", "means": "unclear"},
        "na": {"label": "not applicable", "means": "not_applicable"},
    },
    "screening": {},
    "scoring": {"rule": "none", "maximum": None, "caution": None},
    "categories": {
        "trials": {
            "title": "Randomised trials",
            "criteria": {
                f"Q{i}": "Was true randomisation used for assignment of participants?" for i in range(1, 14)
            },
        }
    },
}
NAMES = [
    "Bardosh et al.",
    "Ito and Kline",
    "Fernández-López and Abdulrahman",
    "Müller",
    "O'Brien & Xu",
    "van der Berg",
]


def synthetic(number, *, by=MMAT_2018, screened=True, href="", seed=1):
    """Invented answers: the panels, and the ratings by design."""
    chance = random.Random(seed)
    words = [*by["answers"]] + [next(iter(by["answers"]))] * 5
    rows, ratings = {category: [] for category in by["categories"]}, {}
    for at in range(number):
        label = f"{chance.choice(NAMES)} {chance.randrange(2008, 2026)}"
        category = chance.choice([*by["categories"]])
        mixed = category == "mixed_methods"
        blocks = ["qualitative", "quantitative_descriptive", category] if mixed else [category]
        points = chance.randrange(6)
        ratings.setdefault(by["categories"][category]["title"], Counter())[points] += 1
        for block in blocks:
            asked = [*(by["screening"] if screened else ()), *by["categories"][block]["criteria"]]
            answers = {one: chance.choice([*words, "conflict", ""]) for one in asked}
            rating = f"{points}/5" if block == category else ""
            link = href and f"{href}-{at}"
            rows[block].append(Row(f"r{at}", label, answers, rating, mixed and block != category, link))
    panels = [
        Panel(
            category,
            block["title"],
            (by["screening"] if screened else {}) | block["criteria"],
            rows[category],
        )
        for category, block in by["categories"].items()
        if rows[category]
    ]
    return panels, [Spread(design, counts) for design, counts in ratings.items()]


CRITERIA = {
    "1.1": "Approach fits",
    "1.2": "Data adequate",
    "1.3": "Findings derived",
    "1.4": "Findings backed",
}
YES = dict.fromkeys(CRITERIA, "yes")
BARDOSH = Row("Bardosh2017", "Bardosh et al. 2017", YES | {"1.4": "no"}, "75 %")
KLINE = Row("Kline2020", "Kline 2020", {"1.1": "yes", "1.2": "cannot_tell", "1.3": "conflict"}, mixed=True)
PANEL = Panel("qualitative", "Qualitative", CRITERIA, [BARDOSH, KLINE])
SPREAD = [Spread("Qualitative", {3: 1, 1: 2}), Spread("Mixed methods", {})]


def blocks_of(panels, spreads=(), by=MMAT_2018, **more):
    return [plan.key(panels, by), *plan.place(panels, spreads, tool=by, **more)]


def texts_of(block):
    return [text for group in block.groups for text in (*group.texts, *group.name)]


def drawn(panels, spreads=(), *, by=MMAT_2018, **more):
    return ElementTree.fromstring(quality.draw(panels, spreads, tool=by, title=TITLE, **more))
