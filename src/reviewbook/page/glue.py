"""What every page glues in, and how."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from reviewbook.page import colophon
from reviewbook.page.escape import one_line
from reviewbook.page.words import NONE, NOT_YET, date, joined
from reviewbook.review import standing
from reviewbook.review.model import Review
from reviewbook.review.nothing import is_given

UNSAID = "This book does not say whether it is published by the authors of the review."


def glue(values: Mapping[str, object]) -> None:
    """Store values in the notebook under their names, for `{glue:text}` on this page and on others."""
    from myst_nb import glue as glue_one

    for name, value in values.items():
        glue_one(name, one_line(value) if isinstance(value, str) else value, display=False)


def identity(review: Review) -> dict[str, object]:
    """What pages say of the review and of the book: title, questions, source, edition, by whom, and where to write."""
    whole, package = review.full, review.full.package
    values: dict[str, object] = {
        "title": whole.title,
        "description": str(package.get("description") or NONE),
        "source": next((source.title for source in standing.sources(package)), NONE),
        "authors": joined(map(standing.spoken, standing.authors(package))) or NONE,
        "makers": joined(map(standing.spoken, standing.makers(package))) or NONE,
        "whose": colophon.as_text(colophon.whose(package)) or UNSAID,
        "where_to_write": colophon.as_text(colophon.where_to_write(package)),
    }
    questions = enumerate(package.get("questions") or [], 1)
    values["questions"] = " ".join(f"({at}) {question}" for at, question in questions) or NONE
    if whole.has("editions"):
        last = whole.editions.iloc[-1]
        values |= {
            "edition": str(last["edition"]) if is_given(last["edition"]) else NOT_YET,
            "published": NOT_YET if pd.isna(last["published"]) else date(str(last["published"])),
            "edition_note": f"What changed is {NOT_YET}." if pd.isna(last["note"]) else str(last["note"]),
        }
    else:
        values |= {"edition": NONE, "published": NONE, "edition_note": NONE}
    return values
