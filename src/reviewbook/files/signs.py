"""How the format of a foreign file is known by sight: the signs of formats that are read, and of some that are not."""

from __future__ import annotations

import re

# What a file of a format looks like, the surest sign first.
SIGNS = {
    "endnote-xml": re.compile(r"<record(s)?[\s>]", re.IGNORECASE),
    "ciw": re.compile(r"^(FN (Clarivate|Thomson|ISI|Web of)|PT [A-Z]$)", re.MULTILINE),
    "ris": re.compile(r"^\s*TY {1,3}-", re.MULTILINE | re.IGNORECASE),
    "refworks": re.compile(r"^RT [A-Z][a-z].*\n[A-Z][A-Z0-9] ", re.MULTILINE),
    "nbib": re.compile(r"^(PMID|OWN|STAT|JT|FAU|DP|OID) *- ", re.MULTILINE),
    "enw": re.compile(r"^%0 |^%[A-Z] .*\n%[A-Z0-9] ", re.MULTILINE),
    "bibtex": re.compile(r"^\s*@\s*\w+\s*[{(]", re.MULTILINE),
}
# Formats that are met and not read, and what to do.
FOREIGN = {
    "PubMed's text of abstracts": re.compile(
        r"\A\s*1[.:] [^\n]{1,200}[.?] (?:19|20)\d\d(?:[;.:]| [A-Z][a-z]{2})"
    ),
    "Ovid's text of named fields": re.compile(
        r"^<\d+>\s*\n(?:[A-Z][A-Za-z]+(?: [A-Za-z]+)*|VN {1,2}- .*)\n", re.MULTILINE
    ),
    "the Cochrane Library's text": re.compile(r"\A\s*Record #\d+ of \d+\s*\n"),
    "ProQuest's text": re.compile(r"\A\s*_{20,}\s+(?:Document|Report) ?(?:\d+ of \d+|Information)"),
    "Scopus's text": re.compile(r"\A\s*Scopus\s*\nEXPORT DATE:[^\n]*\n\s*[^@\s]"),
    "RDF, such as Zotero's": re.compile(r"<rdf:RDF[\s>]"),
    "ICTRP's XML": re.compile(r"<Trials_downloaded_from_ICTRP[\s>]", re.IGNORECASE),
    "EBSCO's XML": re.compile(r"\A\s*(?:<\?xml[^>]*>\s*)?<records[^>]*>\s*<rec[\s>]", re.IGNORECASE),
    "a web page": re.compile(r"\A\s*<(!doctype html|html)", re.IGNORECASE),
    "PubMed XML": re.compile(r"<PubmedArticle[\s>]"),
    "JSON": re.compile(r"\A\s*[\[{]\s*[\"{]"),
    "rich text": re.compile(r"\A\{\\rtf"),
}
# What to do with them; with any other, `OTHERWISE`.
INSTEAD = {
    "PubMed's text of abstracts": "save the search in PubMed in the format PubMed, and import it as nbib",
    "EBSCO's XML": "export it once more from EBSCO as RIS (direct export in RIS format), and import it as ris",
    "the Cochrane Library's text": "export it once more from the Cochrane Library as RIS, and import it as ris",
    "ProQuest's text": "export it once more from ProQuest as RIS, and import it as ris",
    "Scopus's text": "export it once more from Scopus as CSV, and import it as csv",
    "RDF, such as Zotero's": "export it once more as CSL JSON, and import it as yaml, or as RIS, and import it as ris",
    "ICTRP's XML": "download the trials as CSV, and import them as csv",
    "PubMed XML": "save the search in PubMed in the format PubMed, and import it as nbib",
    "JSON": "a list of records in JSON, such as Zotero's CSL JSON, is imported as yaml",
}
OTHERWISE = "export it once more as RIS, BibTeX or CSV"
XML = re.compile(r"\s*<\?xml")


def sight(text: str) -> str | None:
    """The format that a text plainly has, or in words another one that is met; None where it has no sign of any."""
    for words, sign in FOREIGN.items():
        if sign.search(text):
            return words
    seen = next((name for name, sign in SIGNS.items() if sign.search(text)), None)
    return seen or ("XML of another kind" if XML.match(text) else None)
