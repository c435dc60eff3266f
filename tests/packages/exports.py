"""What the tests of several readers of search exports use: readers by format, and what an export gives in short."""

from html import unescape

from hypothesis import strategies as st

from reviewbook.selection.imports import bibtex, ciw, endnote, enw, listing, nbib, refworks, ris, table

READERS = {
    "ris": ris,
    "nbib": nbib,
    "bibtex": bibtex,
    "ciw": ciw,
    "endnote-xml": endnote,
    "enw": enw,
    "refworks": refworks,
    "csv": table,
    "yaml": listing,
}


def cells(export, *columns) -> list[tuple]:
    """Some columns of the records, missing cells as None."""
    frame = export.records[list(columns)].astype("object")
    return [tuple(row) for row in frame.where(frame.notna(), None).itertuples(index=False)]


def aside(export) -> list[tuple]:
    return [(piece.line, piece.field, piece.found) for piece in export.set_aside]


ONE = "TY  - JOUR\nTI  - One\nPY  - 2001\nER  - \n"
TWO = "TY  - JOUR\nTI  - Two\nPY  - 2002\nER  - \n"
BOTH = [("One", "2001"), ("Two", "2002")]
values = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp", "Zs", "Cn")),
    min_size=1,
    max_size=20,
).filter(lambda text: unescape(text) == text)  # a reader takes "&#48;" for what it stands for
texts = st.lists(values, min_size=1, max_size=6).map(" ".join)
records = st.fixed_dictionaries(
    {
        "TI": texts,
        "AU": st.lists(values.filter(lambda v: not set(v) & set(";,")), max_size=3, unique=True),
        "PY": st.integers(1500, 2100).map(str),
        "AB": texts,
        "JF": texts,
        "DO": st.integers(0, 10**6).map(lambda n: f"10.1000/x{n}"),
    }
)
RECORD = (
    '<record><database name="x.enl">x.enl</database><ref-type name="Journal Article">17</ref-type><contributors><authors>'
    "<author><style>Doe, Jane</style></author><author>Roe, R.</author></authors></contributors><titles><title><style>A </style>"
    "<style>&lt;b&gt; title</style></title><secondary-title>J</secondary-title></titles><pages>1-9</pages><dates><year>2001</year>"
    "</dates><accession-num>77</accession-num><electronic-resource-num>doi:10.1000/A</electronic-resource-num></record>"
)
XML = f'<?xml version="1.0" encoding="UTF-8"?>\n<xml><records>\n{RECORD}\n%s</records></xml>\n'
TEXTS = {
    "ris": ONE,
    "nbib": "PMID- 1\nTI  - One\n",
    "bibtex": "@article{a, title={One}}\n",
    "ciw": "FN Clarivate\nPT J\nTI One\nER\n",
    "endnote-xml": XML % "",
    "enw": "%0 Journal Article\n%T One\n",
    "refworks": "RT Journal Article\nT1 One\n",
    "csv": "title,year\nOne,2001\n",
    "yaml": "- title: One\n",
}
