"""BibTeX as it is written: entries of which pybtex, and with it the book, reads the very words that were given.

Reading is pybtex's (`reviewbook.review.bibliography`); what other programs export is read in the chapter on selection.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from reviewbook.files.wording import one_line

# Braces that do not match would swallow the entries behind them, and pybtex reads none that is written as a sign: they become round.
_SIGNS = str.maketrans(
    {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "{": "(", "}": ")"}
    | {sign: f"\\{sign}" for sign in "%&_#"}
)
_LIGATURE = re.compile(r"(?<=')(?=')|(?<=`)(?=`)|(?<=-)(?=-)|(?<=,)(?=,)|(?<=[?!])(?=`)")
_PAGES = re.compile(r"\w+--\w+")  # which BibTeX itself writes so
_AND = re.compile(r"\band\b", re.IGNORECASE)  # parts the names of a list


def escaped(text: str) -> str:
    """Text as a field of BibTeX that is read letter by letter; braces as round brackets.

    >>> escaped("50% of A & B_{2}")
    '50\\\\% of A \\\\& B\\\\_(2)'
    """
    return _LIGATURE.sub("{}", one_line(text).translate(_SIGNS))


def entry(key: str, kind: str, people: Sequence[str], fields: Mapping[str, str]) -> str:
    """An entry as text, with a blank line before it.

    Parameters
    ----------
    people : the authors as `person` gives them; none where nobody is known.
    fields : by name, as they are to be read; what is blank is left out. The title is kept in its own capitals.
    """
    told = [("author", " and ".join(people))] if people else []
    told += [
        (name, text if name == "pages" and _PAGES.fullmatch(text) else escaped(text))
        for name, text in fields.items()
        if text
    ]
    lines = [f"  {name} = {{{f'{{{text}}}' if name == 'title' else text}}}" for name, text in told]
    return f"\n@{kind}{{{key},\n" + ",\n".join(lines) + "\n}\n"


def person(family: str, given: str = "") -> str:
    """A name of a list of authors; what has no given name stands there whole, be it a person's or a body's.

    >>> person("Doe", "J."), person("Council for Trees and Parks")
    ('Doe, J.', '{Council for Trees and Parks}')
    """
    family, given = escaped(family), _AND.sub(lambda word: f"{{{word[0]}}}", escaped(given))
    if not given:
        return f"{{{family}}}"
    return f"{f'{{{family}}}' if _AND.search(family) else family}, {given}"
