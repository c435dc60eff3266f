"""What a review says of itself in datapackage.json, changed by those who edit no JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from reviewbook.files import describe
from reviewbook.press.repository.asked import LICENCES, contact
from reviewbook.review import standing
from reviewbook.review.package import package_problems
from reviewbook.review.problems import PROBLEM, Problem, ReviewProblems, quote
from reviewbook.review.reading import read

SEEN = "set_aside_seen"
TEXTS = ("title", "description", "homepage", "updates")
LISTS = ("questions", "answers")


def write(path: str | Path, said: Mapping[str, str | Sequence[str]]) -> Path:
    """Write what is said of a review, and its tables listed anew, into its datapackage.json; gives the file's path.

    Parameters
    ----------
    said : by `TEXTS` and `LISTS`; ``people`` as one text, parted by semicolons; ``contact``: where readers write;
        ``licence``: one of `LICENCES`; ``looked_at``: imports of which every piece that was set aside has been looked at.

    Raises
    ------
    ReviewProblems where an answer cannot be used (PACK-007), and nothing is written.
    """
    package = describe.describe(path)
    before = package_problems(package)
    new = package | {name: said[name] for name in TEXTS if name in said}
    new |= {name: list(said[name]) for name in LISTS if name in said}
    if "people" in said or "contact" in said:
        new["contributors"] = _people(package, said)
    if "licence" in said:
        new["licenses"] = [_licence(said)]
    if "looked_at" in said:
        new[SEEN] = _looked_at(path, package, said["looked_at"])
    wrong = [one for one in package_problems(new) if one.severity == PROBLEM and one not in before]
    if wrong:
        raise ReviewProblems(wrong)
    return describe.write(path, new)


def _looked_at(path: str | Path, package: Mapping[str, Any], imports: Sequence[str]) -> dict[str, int]:
    """How many pieces of each import were looked at: of those named, all that are set aside now."""
    aside = read(path)[0].set_aside["import_id"].astype("string").value_counts()
    for one in imports:
        if one not in aside:
            there = ", ".join(sorted(aside.index)) or "none: nothing is set aside"
            raise _refused(
                "looked_at", {"looked_at": one}, f"an import of which something is set aside, one of {there}"
            )
    before = package.get(SEEN)
    return {**(before if isinstance(before, dict) else {}), **{one: int(aside[one]) for one in imports}}


def _licence(said: Mapping[str, str | Sequence[str]]) -> dict[str, str]:
    name = str(said["licence"])
    if name not in LICENCES:
        raise _refused("licence", said, f"one of {', '.join(LICENCES)}")
    title, address = LICENCES[name]
    return {"name": name, "title": title, "path": address}


def _refused(field: str, said: Mapping[str, str | Sequence[str]], expected: str) -> ReviewProblems:
    return ReviewProblems(
        [Problem("PACK-007", describe.PACKAGE, quote(str(said[field])), expected, field=field)]
    )


def _people(package: Mapping[str, Any], said: Mapping[str, str | Sequence[str]]) -> list[Any]:
    """The contributors: those of other roles stay; who is named again keeps what else is known of them."""
    there = [one for one in package.get("contributors") or [] if isinstance(one, dict)]
    authors = [one for one in there if one.get("role", standing.AUTHOR) == standing.AUTHOR]
    to = [one for one in there if one.get("role") == standing.CONTACT]
    others = [one for one in there if one not in authors and one not in to]
    if "people" in said:
        names = [name.strip() for name in str(said["people"]).split(";") if name.strip()]
        known = {one.get("title"): one for one in authors}
        authors = [known.get(name, {"title": name, "role": standing.AUTHOR}) for name in names]
    if "contact" in said:
        found = contact(str(said["contact"]))
        if not found:
            raise _refused("contact", said, "an e-mail address, or an address that begins with https://")
        who = to[0].get("title") if to else authors[0].get("title") if authors else package.get("title")
        to = [{"title": who, "role": standing.CONTACT, **found}]
    return [*authors, *others, *to]
