"""reviewbook: publish an evidence synthesis as a living book. Notebooks import from here alone."""

from importlib import import_module

__version__ = "0.1.0"

# Loaded on first use, so that a command which draws one figure does not pay for the rest.
_HOME = {
    "open_review": "reviewbook.check",
    "check": "reviewbook.check",
    "load_review": "reviewbook.review",
    "ReviewProblems": "reviewbook.problems",
    "chapters": "reviewbook.show.chapters",
}
__all__ = list(_HOME)


def __getattr__(name: str):
    if name not in _HOME:
        raise AttributeError(f"module 'reviewbook' has no attribute {name!r}")
    module = import_module(_HOME[name])
    return module if _HOME[name].endswith(f".{name}") and name == "chapters" else getattr(module, name)
