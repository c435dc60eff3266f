"""Where each report and each intervention has its page in the book: addresses that stay."""

from __future__ import annotations

from html import escape
from typing import Literal

Kind = Literal["reports", "interventions"]


def address(kind: Kind, key: str, anchor: str = "", *, up: str = "..") -> str:
    """The address of the page of a report or an intervention, from a page one folder below the root (``up`` says otherwise).

    Identifiers hold letters, digits, "_", "." and "-" alone (their schemas), so nothing needs quoting.
    """
    return f"{up}/{kind}/{key}.html" + (f"#{anchor}" if anchor else "")


def link(kind: Kind, key: str, text: str, anchor: str = "", *, up: str = "..") -> str:
    """A link to that page as HTML, which MyST passes through; ``text`` is plain text."""
    return f'<a href="{address(kind, key, anchor, up=up)}">{escape(" ".join(text.split()))}</a>'
