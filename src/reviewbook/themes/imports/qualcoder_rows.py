"""What QualCoder's database and its tables have in common: documents, and the tree of categories and codes."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from reviewbook.review.problems import Problem, ReviewProblems, quote
from reviewbook.themes.imports.positions import plain_line_ends

PROGRAM = "QualCoder"
PLACELESS = "a review's codes and excerpts have no place for it"
EXPECTED = (
    "a project (the folder x.qda or the data.qda in it), its tables of codes, categories, codings and sources as CSV, or a list "
    "of codes with category>>code in its lines"
)
MEDIA = {"images": "picture", "audio": "audio", "video": "video"}


def document_row(row: dict) -> dict:
    """A source: what it is says the path of its file, which is none for text that was typed in."""
    path, text = row["mediapath"] or "", plain_line_ends(row["fulltext"] or "") or None
    folder = re.match(r"/?(images|audio|video)[/:]", path, re.IGNORECASE)
    if folder:
        kind, text = MEDIA[folder[1].lower()], None
    else:
        kind = "pdf" if f"{path}{row['name']}".lower().endswith(".pdf") else "text"
    return {
        "key": str(row["id"]),
        "name": row["name"],
        "kind": kind,
        "text": text,
        "file": re.split(r"[/\\:]", path)[-1] or None,
    }


def code_tree(
    categories: Sequence[tuple], codes: Sequence[tuple], place: str, leave: Callable
) -> tuple[list[dict], dict]:
    """Categories and codes as rows of the table codes, and the key of each code by its own identifier.

    ``categories`` are identifier, name, identifier of the category above and memo; ``codes`` identifier, name, identifier of the
    category, of the code above, and memo.
    """
    for above, names in (
        ({one[0]: one[2] for one in categories}, {one[0]: one[1] for one in categories}),
        ({one[0]: one[3] for one in codes}, {one[0]: one[1] for one in codes}),
    ):
        for own in above:
            seen, at = {own}, above[own]
            while at in above and at not in seen:
                seen.add(at)
                at = above[at]
            if at == own:
                found = f"{quote(names[own])} above itself"
                raise ReviewProblems([Problem("QDAF-022", place, found, "a parent further up in the tree")])
    category_of = {one[0]: f"category {one[0]}" for one in categories}
    key_of = {one[0]: f"code {one[0]}" for one in codes}
    rows, lost = [], []

    def add(key: str, name: str, parent: object, places: dict, memo: str | None, codable: bool) -> None:
        if parent not in (None, "") and parent not in places:
            lost.append(f"{name}: {parent}")
        description = (memo or "").strip() or None
        rows.append(
            {
                "key": key,
                "parent": places.get(parent),
                "name": name,
                "description": description,
                "codable": codable,
            }
        )

    for identifier, name, parent, memo in categories:
        add(category_of[identifier], name, parent, category_of, memo, False)
    for identifier, name, category, code, memo in codes:
        under = (code, key_of) if code not in (None, "") else (category, category_of)
        add(key_of[identifier], name, *under, memo, True)
    leave("parents of codes that are no more", lost, "their codes stand at the top")
    return rows, key_of
