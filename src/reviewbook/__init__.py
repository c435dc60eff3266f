"""reviewbook: publish an evidence synthesis as a book that is checked and can be run again. Notebooks import from here alone."""

from importlib import import_module

__version__ = "0.1.0"

# Loaded on first use, so that a command which draws one figure does not pay for the rest.
_HOME = {
    "open_review": "reviewbook.check",
    "load_review": "reviewbook.review.reading",
    "ReviewProblems": "reviewbook.review.problems",
}


def __getattr__(name: str):
    if name in _HOME:
        return getattr(import_module(_HOME[name]), name)
    raise AttributeError(f"module 'reviewbook' has no attribute {name!r}")
