"""What every page glues in, and how."""

from __future__ import annotations

from collections.abc import Mapping

from reviewbook.page.escape import one_line
from reviewbook.page.words import NONE, joined
from reviewbook.review.model import Review


def glue(values: Mapping[str, object]) -> None:
    """Store values in the notebook under their names, for `{glue:text}` on this page and on others."""
    from myst_nb import glue as glue_one

    for name, value in values.items():
        glue_one(name, one_line(value) if isinstance(value, str) else value, display=False)


def identity(review: Review) -> dict[str, object]:
    """What the index says of the review: title, questions, source, edition."""
    whole, package = review.full, review.full.package
    values: dict[str, object] = {
        "title": whole.title,
        "description": str(package.get("description") or NONE),
        "source": next((str(one.get("title", NONE)) for one in package.get("sources") or []), NONE),
    }
    authors = [c for c in package.get("contributors") or [] if c.get("role", "author") == "author"]
    values["authors"] = joined(str(c["title"]) for c in authors) or NONE
    questions = enumerate(package.get("questions") or [], 1)
    values["questions"] = " ".join(f"({at}) {question}" for at, question in questions) or NONE
    if whole.has("editions"):
        last = whole.editions.iloc[-1]
        values |= {
            "edition": str(last["edition"]),
            "published": str(last["published"]),
            "edition_note": str(last["note"]),
        }
    else:
        values |= {"edition": NONE, "published": NONE, "edition_note": NONE}
    return values
