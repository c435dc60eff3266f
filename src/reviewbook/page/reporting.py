"""Where a reader says that a value is wrong: the address of a new issue, or of an e-mail, with the place of the value filled in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple
from urllib.parse import quote, urlsplit

from reviewbook.page.escape import address, html, one_line
from reviewbook.review.standing import contacts

SHOWN = 120  # letters of a value that the message repeats
ISSUES = (
    "/issues",
    "/-/issues",
)  # how the address of a list of issues ends: of GitHub and Forgejo, of GitLab
HOSTS = ("github.com", "gitlab.com", "codeberg.org")  # whose addresses of two parts are repositories


class Value(NamedTuple):
    """A value of a review: the table, its row and field, and how a page shows it."""

    table: str
    row: str
    field: str
    shown: str = ""


def receiver(package: Mapping[str, Any], repository: str = "") -> str:
    """Where errors are reported: the beginning of the address of a new issue or an e-mail, as `filled` goes on; "" where nobody can.

    Parameters
    ----------
    package : datapackage.json of the review; its first contact who has a repository or an e-mail address is asked
    repository : that of the book; it counts where the review names nobody to write to
    """
    named = [to for _, to in contacts(package) if to]
    return next(filter(None, map(_begins, named or [repository])), "")


def _begins(url: str) -> str:
    to = address(url).rstrip("/")
    if to.startswith("mailto:"):
        return f"{to.partition('?')[0]}?subject="
    parts = urlsplit(to)
    if parts.hostname in HOSTS and parts.path.count("/") == 2:
        to += ISSUES[parts.hostname == "gitlab.com"]
    if to.endswith(ISSUES[1]):
        return f"{to}/new?issue[title]="
    return f"{to}/new?title=" if to.endswith(ISSUES[0]) else ""


def filled(to: str, page: str, value: Value | None = None) -> str:
    """The address under which an error on a page, or in a value that it shows, is reported; "" where there is none.

    Parameters
    ----------
    to : from `receiver`
    page : its address from the root of the site

    Examples
    --------
    >>> filled("mailto:a@example.org?subject=", "book/index.html")
    'mailto:a@example.org?subject=Error%20on%20book%2Findex.html&body=Page%3A%20book%2Findex.html%0AWhat%20is%20wrong%3A%20'
    """
    if not to:
        return ""
    title = f"Error in {value.table}, {value.row}, {value.field}" if value else f"Error on {page}"
    body = [f"Page: {page}"]
    if value:
        body += [f"Table: {value.table}", f"Row: {value.row}", f"Field: {value.field}"]
        body += [f"It says: {_cut(value.shown)}"] if value.shown else []
        body += ["It should say: ", "Where the source says so: "]
    else:
        body.append("What is wrong: ")
    name = "issue[description]" if "issue[title]=" in to else "body"
    return f"{to}{quote(one_line(title), safe='')}&{name}={quote(chr(10).join(body), safe='')}"


def line(to: str, page: str) -> str:
    """The line at the foot of a page that leads to where an error on it is reported, as HTML; "" where nobody can report one."""
    return (
        f'<p class="rb-foot"><a href="{html(filled(to, page))}">Report an error on this page</a></p>'
        if to
        else ""
    )


def _cut(text: str) -> str:
    line = one_line(text)
    return line if len(line) <= SHOWN else f"{line[:SHOWN]} …"
