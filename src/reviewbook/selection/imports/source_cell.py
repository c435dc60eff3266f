"""The cell in which a database puts journal, year, volume, issue and pages together, taken apart."""

from __future__ import annotations

import re

from reviewbook.files.wording import one_line

PARTS = ("journal", "year", "volume", "issue", "pages")
UNPAGED = r"\((?:no pagination|var(?:ious|\.)? ?pagings?|unpaged)\)"
ISSUE = rf"(?!{UNPAGED})\((?P<issue>(?!pp?\.? ?\w?\d)[^()]*(?:\([^()]*\)[^()]*)?)\)"
# As the platforms write it; of the first that fits, the parts are taken.
SHAPES = tuple(
    re.compile(shape)
    for shape in (
        # Embase: "Endoscopy (2014) 3:3 (152-160). Date of ..."
        r"(?P<journal>.+?) \((?P<year>\d{4})\)(?: (?P<volume>[^\s:(]+)?(?::(?P<issue>\S+))?(?: \((?P<pages>[^)]*)\))?)?(?:\. .*|\.?)",
        # Ovid: "Sci Total Environ. 598(2):188-197, 2017 Nov.", "J Tests. 94(6) (pp 595-605), 1980. Date of ...",
        # "medRxiv. (no pagination), 2023.", "J Tests. Vol.39(3), Mar 1974, pp. 304-311."
        r"(?P<journal>.+?)\. (?=Vol|\(|[\w./-]*\d)(?:Vol(?:ume)?\.? ?)?(?P<volume>[\w./-]*\d[\w./-]*)? ?"
        + f"(?:{ISSUE})?"
        + r" ?(?::(?P<pages>[^,]+)|\(pp?\.? ?(?P<pages_2>[^)]*)\)|"
        + UNPAGED
        + r")?,"
        r" (?:[A-Z][A-Za-z./-]* ?(?:\d{1,2},? )?)?(?P<year>\d{4})\b(?:, (?:pp?\.? ?|ArtID:? )(?P<pages_3>[^.,;]+))?"
        r"(?:.*?\bArticle Number: (?P<pages_4>\w+))?.*",
        # PubMed: "Sci Total Environ. 2017 Nov 15;598(2):188-197. doi: ..."
        r"(?P<journal>[^.]+)\. (?P<year>\d{4})[^;.]*(?:;(?P<volume>[^\s:(.]+)?(?:\((?P<issue>[^)]*)\))?(?::(?P<pages>[^.]+))?)?\..*",
        # EBSCO: "J Tests, Mar2015, Vol. 12 Issue 3, p39-44, 6p"
        r"(?P<journal>.+?)[.,;] [\w/ ]*?(?P<year>\d{4}),? Vol\.? (?P<volume>[^\s,]+),? (?:Issue|Iss\.|No\.) (?P<issue>[^,]+)"
        r"(?:, pp?\.? ?(?P<pages>[\w-]+))?.*",
        # ProQuest: "J Tests; London Vol. 12, Iss. 3, (Mar 2015): 39-44."
        r"(?P<journal>[^;]+?)(?:; [^;]*?)?,? Vol\.? (?P<volume>[^,]+), (?:Iss|No)\.? (?P<issue>[^,]+), \([^)]*?(?P<year>\d{4})\)"
        r"(?:: (?P<pages>[^.]+))?\.?",
        # "J Tests 2015;12(3):39-44", "J Tests, 2015, 12(3), 39-44"
        r"(?P<journal>.+?)[.,]? (?P<year>\d{4})[;,] ?(?P<volume>\w+)?(?: ?\((?P<issue>[^)]*)\))?"
        r"[:,] ?(?P<pages>\w*\d[\w\u2010-\u2013-]*)\.?",
    )
)
CONFERENCE = re.compile(r"\. Conference(?: Publication)?: .*")
# What shows that a cell holds more than the name of a journal: a year, and a volume or pages beside it.
YEAR = re.compile(r"(?<!\d)(?:1[89]|20)\d\d(?!\d)")
NUMBERS = re.compile(r"\d ?\([^)]+\)|\bVol\b|\bpp?\.? ?\d|\d:\w*\d|\d;\w*\d", re.IGNORECASE)


def parts(cell: str) -> dict[str, str]:
    """Journal, year, volume, issue and pages of a cell that holds them together, those that it has; nothing of any other cell.

    >>> parts("Journal of Tests. 94(6) (pp 595-605), 1980. Date of Publication: 1980.")
    {'journal': 'Journal of Tests', 'year': '1980', 'volume': '94', 'issue': '6', 'pages': '595-605'}
    >>> parts("Journal of Tests")
    {}
    """
    text = one_line(cell)
    for shape in SHAPES:
        if found := shape.fullmatch(text):
            given = {name: value for name, value in found.groupdict().items() if value}
            pages = next((given[name] for name in sorted(given) if name.startswith("pages")), "")
            given |= {
                "pages": pages.removeprefix("pp ").strip(),
                "journal": CONFERENCE.sub("", given["journal"]),
            }
            told = {name: value for name in PARTS if (value := given.get(name, "").strip())}
            # "Headache (1961)" is the name of a journal
            return {} if told.keys() == {"journal", "year"} and text.endswith(")") else told
    return {}


def is_combined(cell: str) -> bool:
    """Whether a cell plainly holds more than the name of a journal."""
    return bool(YEAR.search(cell) and NUMBERS.search(cell))
