"""Quotations, documents and source texts written in a test, and the problems told of them."""

import pandas as pd

from packages import table
from reviewbook.themes import quotations

EXCERPTS = "excerpt_id kind text document_id start end"
DOCUMENTS = "document_id name kind report_id file"
TEXTS = {
    "Doe2019.txt": "First line.\nWe met every week and talked about goals.\n",
    "sub/Roe2020.txt": "Title\n\nThe app was hard to use at home.\fOn page two they left.\n",
}
LINKS = table("excerpt_id report_id", ("Q1", "doe2019"), ("Q2", "Roe2020"), ("Q3", "Poe2021"))


def excerpts(*rows: tuple) -> pd.DataFrame:
    return table(EXCERPTS, *[(*row, *[None] * (6 - len(row))) for row in rows])


def documents(*rows: tuple) -> pd.DataFrame:
    return table(DOCUMENTS, *rows)


def told(rows: pd.DataFrame, about=None, links=LINKS, texts=TEXTS, **options) -> list[tuple]:
    about = documents() if about is None else about
    proof = quotations.prove(rows, about, links, texts, **options)
    wrong = quotations.quotation_problems(rows, about, links, texts, proof)
    return [(one.code, one.file, one.row, one.field, one.found, one.expected) for one in wrong]
