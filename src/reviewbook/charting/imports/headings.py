"""What the heading of a column says: which work or charter a row is of, or what was asked.

A column that is known by its name tells of the work (study, authors, year, DOI ...), of the charter or of the day of charting; every
other one is a question. A known question gets the column of the library by which the chapters know it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from reviewbook.files.ledger import identifier
from reviewbook.files.wording import letters, one_line, words

# What a column tells, and the headings that it may have, the best first, as `letters` gives them.
ROLES = {
    "study": "studyid study studyname studylabel shorttitle studyidentifier reportid citationkey citekey paperid articleid paper article",
    "citation": (
        "citation reference ref authoryear authorsyear authorandyear authorsandyear firstauthoryear firstauthorandyear "
        "studyauthoryear authordate studyreference studycitation source"
    ),
    "number": "covidence covidenceid itemid studyno studynumber refid refno recordid recordno no nr id number sn sno i",
    "authors": "authors author firstauthor leadauthor authornames authorlist firstauthorsurname firstauthorslastname",
    "title": "title articletitle papertitle studytitle titleofarticle titleofpaper titleofstudy fulltitle documenttitle",
    "year": "year publicationyear pubyear yearofpublication yearpublished publishedyear",
    "date": "publicationdate dateofpublication datepublished pubdate publicationmonth",
    "doi": "doi digitalobjectidentifier doilink",
    "journal": "journal journalname journaltitle sourcetitle nameofjournal publicationtitle",
    "volume": "volume vol",
    "issue": "issue issuenumber",
    "pages": "pages pagenumbers pagerange",
    "url": "url link weblink",
    "charter": (
        "reviewername reviewer charter chartedby charteddby extractor extractedby dataextractor coder codedby reviewerid rater "
        "nameofreviewer nameofextractor extractorname extractorinitials reviewerinitials revieweras initialsofreviewer"
    ),
    "charted_at": "dateextracted extractiondate dateofextraction datecharted chartingdate dateofcharting dateformcompleted",
}
KEYS = ("study", "citation", "number", "authors", "title", "doi")  # what says which work a row is of
# Upper headings under which a column may tell of the work.
OF_WORK = words(
    "study studies identification general generalinformation bibliographic bibliography reference publication "
    "article paper report reports studydetails publicationdetails studyidentification studyinformation details "
    "identifiers citation source"
)
# Questions that the library knows: its column of reports or studies, and their headings.
KNOWN = {
    "report": {
        "design": "design studydesign typeofstudydesign studytype typeofstudy researchdesign methodologicaldesign",
        "country": "country countries studycountry countryofstudy countryofstudies countryofresearch",
        "setting": "setting studysetting settings",
        "population": "population populationdescription targetpopulation studypopulation participants",
        "participants_n": "samplesize n numberofparticipants noofparticipants participantsn totalsamplesize samplen",
        "participants_age": "age participantsage ageofparticipants",
        "participants_male_percent": "percentmale malepercent percentmen menpercent percentageofmen percentageofmales percentageofmale",
        "participants_diagnosis": "diagnosis diagnoses",
        "data_collection": "datacollection datacollectionmethods methodsofdatacollection",
    },
    "study": {
        "design": "design studydesign typeofstudydesign studytype typeofstudy researchdesign",
        "country": "country countries studycountry countryofstudy",
        "population": "population populationdescription targetpopulation studypopulation participants",
        "participants_n": "samplesize n numberofparticipants noofparticipants participantsn totalsamplesize samplen",
    },
}
# Words that an identifier can do without.
SMALL = words(
    "a an the of in on at to for from by with and or any this that these those is are was were be been did do does "
    "done has have had what which who how if study studies between into your their its used there following use"
)
# "Author, year, country", "Study (first author, year)".
CITED = re.compile(
    r"(?:first |lead )?authors?\b.*\b(?:year|date)\b|(?:study|paper|article|reference)\b.*\bauthor",
    re.IGNORECASE,
)
NUMBERED = re.compile(r"^(?:Q(?:uestion)?\s*)?\d+(?:\.\d+)*[a-z]?[.):]\s+", re.IGNORECASE)
LABEL = 60  # characters of a label: what a heading of a table holds
NAMED = re.compile(r",(?=\s*(?:[A-Za-z_]\w*|-)\s*=)")


def role(parts: Sequence[str]) -> str | None:
    """What a column tells of the work or the charter; None for a question.

    Parameters
    ----------
    parts : its heading, what stands over it first.
    """
    if not parts:
        return None
    whole = letters("".join(parts))
    upper = [letters(part) for part in parts[:-1]]
    own = letters(parts[-1]) if all(one in OF_WORK for one in upper) else whole
    if not upper and CITED.match(parts[-1]):
        return "citation"
    return next((name for name, known in ROLES.items() if own and own in known.split()), None)


def rank(name: str, heading: str) -> int:
    """How good a heading is for what it tells, 0 for the best."""
    known = ROLES[name].split()
    return known.index(letters(heading)) if letters(heading) in known else len(known)


def known(heading: str, about: str) -> str | None:
    """The library's own name of a question about a report or study; None where it knows none."""
    bare = letters(unnumbered(heading).replace("%", " percent "))
    return next((name for name, ones in KNOWN.get(about, {}).items() if bare in ones.split()), None)


def unnumbered(heading: str) -> str:
    """A heading without its number.

    >>> unnumbered("Q1. Country"), unnumbered("2.3) Why?"), unnumbered("3 towns"), unnumbered("Q4")
    ('Country', 'Why?', '3 towns', 'Q4')
    """
    return NUMBERED.sub("", heading) or heading


def named(text: str) -> list[tuple[str, str]]:
    """What ``--columns`` says: pairs of what a column tells (or "-") and its heading.

    >>> named("design=Type of design, broadly,-=Notes")
    [('design', 'Type of design, broadly'), ('-', 'Notes')]
    """
    pairs = [one.partition("=") for one in NAMED.split(text) if one.strip()]
    return [(ours.strip(), heading.strip().strip('"').strip()) for ours, _, heading in pairs]


def question_id(heading: str, taken: Collection[str]) -> str:
    """A short name made of a heading, and free.

    >>> question_id("What was the size of the analysis sample*?", [])
    'size_analysis_sample'
    """
    every = re.findall(r"[^\W_]+", unnumbered(heading).replace("%", " percent "))
    kept = [word for word in every if word.casefold() not in SMALL] or every
    short = ""
    for word in kept:
        longer = f"{short} {word}".strip()
        if len(longer) > 38 and short:
            break
        short = longer
    return identifier(short or heading, taken).lower().replace("-", "_").replace(".", "_")


def label(heading: str) -> str:
    """A heading as a heading of a table has it: cut behind a word where it is long.

    >>> label("Percentage of complete cases / upper bound on the percentage of complete cases")
    'Percentage of complete cases / upper bound on the …'
    """
    text = one_line(heading).rstrip(":")
    if len(text) <= LABEL:
        return text
    return f"{text[: LABEL - 1].rsplit(' ', 1)[0].rstrip(' ,;:/(')} …"
