"""Say what a review is, and list its tables, in datapackage.json."""

from __future__ import annotations

import argparse

from reviewbook.commands import of_a_review

EXAMPLES = """examples:
  reviewbook describe data/my-review
  reviewbook describe data/my-review --description "What is known of walking groups, for those who run them."
  reviewbook describe data/my-review --question "Do they help?" --answer "In 3 of 5 studies." --question "Whom?" --answer "Women above all."
  reviewbook describe data/my-review --people "Roe, Ada; Doe, Ben" --contact https://example.org/contact
  reviewbook describe data/my-review --looked-at i0a1b2c3d4e5f

Only what is named changes; --question and --answer take the place of all questions and answers that are there, in their order.
"""
# What an option says, by the property that it writes.
SAYS = {
    "title": "title of the review",
    "description": "what it is about, in a sentence or two",
    "people": "its authors, family name first, parted by semicolons, such as Roe, Ada; Doe, Ben",
    "contact": "where readers write: an e-mail address or a web address",
    "licence": "licence of tables and text: CC-BY-4.0 or CC0-1.0",
    "homepage": "address of the book, once it is published",
    "updates": "none_planned, planned or living",
}
SEVERAL = {
    "questions": ("--question", "a question of the review"),
    "answers": ("--answer", "what it answers, in the order of the questions"),
    "looked_at": (
        "--looked-at",
        "import_id of an import of which all pieces in set_aside.csv were looked at",
    ),
}


def arguments(parser: argparse.ArgumentParser) -> None:
    of_a_review(parser)
    for name, says in SAYS.items():
        parser.add_argument(f"--{name}", metavar="TEXT", help=says)
    for name, (option, says) in SEVERAL.items():
        parser.add_argument(
            option,
            dest=name,
            action="append",
            metavar="TEXT",
            help=f"{says} (may be given several times)",
        )


def run(asked: argparse.Namespace) -> int:
    said = {name: value for name in (*SAYS, *SEVERAL) if (value := getattr(asked, name)) is not None}
    if said:
        from reviewbook.press.repository import facts

        print(facts.write(asked.review, said))
    else:
        from reviewbook.files.describe import write

        print(write(asked.review))
    return 0
