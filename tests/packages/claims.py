"""The tables that the claims of a review are asked of."""

from reviewbook.review.dictionary import TABLES


def tables_of(review) -> dict:
    return {name: getattr(review, name) for name in TABLES}
