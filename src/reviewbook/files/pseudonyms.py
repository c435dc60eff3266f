"""Letters in place of the people who screened, appraised and coded: A, B ... Z, AA.

Who is which letter stands in ``.private/reviewers.csv`` of the review's folder, which is neither published nor committed. A person
has one letter in decisions, appraisals and codings, in every import. To say that two names are one person, give both rows of
that file the same letter.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Iterable, Iterator
from itertools import count, product
from pathlib import Path
from string import ascii_uppercase
from typing import Any

from reviewbook.review.model import Review
from reviewbook.review.private import EMAIL, PEOPLE, folded, is_pseudonym, without_paths
from reviewbook.review.problems import Problem, ReviewProblems, quote

PRIVATE = ".private"
KEY = Path(PRIVATE) / "reviewers.csv"
HEADER = ["name", "pseudonym"]
IGNORED = b"# Who is who among the reviewers: not for others.\n*\n"
ADDRESS = "[e-mail address]"  # of somebody who is none of the reviewers
SHOWN = 8  # people told by name
# Cells that an import writes and in which people may be named, beside those of `PEOPLE`; a locator may be in any table.
TEXTS = {
    "decisions": ("reason", "other_reasons", "note"),
    "reasons": ("written", "shown"),
    "appraisals": ("comment",),
    "answers": ("value", "comment"),
    "imports": ("file",),
    "set_aside": ("entry", "field", "found"),
}


class People:
    """Who is who in a review, and whom an import replaced.

    Parameters
    ----------
    review : as it is before the import.
    keep : leave names and addresses as they are; whoever has a letter keeps it.

    Raises
    ------
    ReviewProblems (IMPT-014) where the key of the review cannot be used.
    """

    def __init__(self, review: Review, *, keep: bool = False):
        self.folder, self.keep = review.path, keep
        self.key = read_key(review.path)
        columns = (review.tables[table][column].dropna() for table, column in PEOPLE.items())
        self.there = {folded(name) for column in columns for name in column.unique()}
        self.letters = {folded(name): letter for name, letter in self.key}
        self.used = self.there | {letter.casefold() for _, letter in self.key}
        self.replaced: dict[str, str] = {}
        self.stayed: set[str] = set()
        self.taken_for: set[str] = set()
        self.in_texts: set[str] = set()  # letters that stand for people in free text
        self.addresses = 0
        self.new = False  # whether somebody has a letter who had none
        self._names: re.Pattern | None = None

    def called(self, names: Iterable[str]) -> dict[str, str]:
        """What each of these people is called in the tables; ask for all of one file at once, so that no letter means two."""
        names = list(dict.fromkeys(names))
        self.used |= {folded(name) for name in names if is_pseudonym(name)}
        return {name: self._called(name) for name in names}

    def _called(self, name: str) -> str:
        person = folded(name)
        if person in self.letters:
            self.replaced[name] = self.letters[person]
        elif is_pseudonym(name):
            if any(name == letter for _, letter in self.key):
                self.taken_for.add(name)
            return name
        elif self.keep:
            return name
        elif person in self.there:
            self.stayed.add(name)
            return name
        else:
            letter = next(letter for letter in _letters() if letter.casefold() not in self.used)
            self.used.add(letter.casefold())
            self.letters[person] = letter
            self.key.append((name, letter))
            self.replaced[name] = letter
            self._names, self.new = None, True
        return self.letters[person]

    def in_text(self, text: str) -> str:
        """A text with letters for the people who have one, without other e-mail addresses, and with file names for paths."""
        text = without_paths(text)
        if self.keep or not text:
            return text
        text = EMAIL.sub(self._address, text) if "@" in text else text
        if self._names is None:
            self._names = pattern(name for name, _ in self.key)
        return self._names.sub(lambda found: self._letter(found[0]), text)

    def _letter(self, name: str) -> str:
        self.in_texts.add(self.letters[folded(name)])
        return self.letters[folded(name)]

    def letters_used(self) -> set[str]:
        """The letters that stand for people in what came new."""
        return {*self.replaced.values(), *self.in_texts}

    def _address(self, found: re.Match) -> str:
        if folded(found[0]) in self.letters:
            return self._letter(found[0])
        self.addresses += 1
        return ADDRESS

    def redact(self, table: str, rows: Iterable[dict[str, Any]], *, again: bool = False) -> None:
        """Take people out of the free text of rows of a table; ``again`` where the same text is told of elsewhere."""
        before = self.addresses
        columns = (*TEXTS.get(table, ()), "locator")
        for row in rows:
            row.update({name: self.in_text(row[name]) for name in columns if row.get(name)})
        if again:
            self.addresses = before

    def notes(self) -> list[str]:
        """What was replaced, in one line; and who was not, and why."""
        said = []
        if self.replaced:
            told = [f"{quote(name)} is {letter}" for name, letter in list(self.replaced.items())[:SHOWN]]
            more = f" and {len(self.replaced) - SHOWN:,} more" if len(self.replaced) > SHOWN else ""
            said.append(f"{', '.join(told)}{more} ({KEY.as_posix()} of the review keeps who is who)")
        if self.addresses:
            many = "1 e-mail address" if self.addresses == 1 else f"{self.addresses:,} e-mail addresses"
            said.append(f"{many} in free text taken out")
        lines = ["Pseudonyms: " + "; ".join(said)] if said else []
        if self.stayed:
            lines.append(
                f"By name in the tables already, and left so: {', '.join(sorted(self.stayed))}. "
                "Replace the name in the tables first, then it is replaced on import too"
            )
        if self.taken_for:
            lines.append(
                f"{', '.join(sorted(self.taken_for))} of the files is taken for the one of {KEY.as_posix()}"
            )
        return lines

    def files(self) -> dict[Path, bytes]:
        """The key and what keeps it out of git, where they are not there yet; by their paths."""
        ignored = self.folder / PRIVATE / ".gitignore"
        if not self.new:
            return {ignored: IGNORED} if self.key and not ignored.is_file() else {}
        return {ignored: IGNORED, self.folder / KEY: _written(self.key)}


def _written(key: list[tuple[str, str]]) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerows([HEADER, *key])
    return out.getvalue().encode()


def without(folder: Path, letters: Collection[str]) -> dict[Path, bytes | None]:
    """The key of a review without these letters; where nobody is left, neither it nor what keeps it out of git is there."""
    key = read_key(folder)
    left = [(name, letter) for name, letter in key if letter not in letters]
    if left == key:
        return {}
    ignored = folder / PRIVATE / ".gitignore"
    return {folder / KEY: _written(left)} if left else {folder / KEY: None, ignored: None}


def read_key(folder: Path) -> list[tuple[str, str]]:
    """Name and letter of each person that the key of a review holds; none where there is no key.

    Raises
    ------
    ReviewProblems (IMPT-014) where the key cannot be read, or gives one name two letters.
    """
    file = folder / KEY
    if not file.is_file():
        return []
    wanted = "a table with the columns name and pseudonym, both filled"
    try:
        header, *rows = list(csv.reader(io.StringIO(file.read_text(encoding="utf-8-sig"), newline=""))) or [
            []
        ]
    except (UnicodeDecodeError, csv.Error) as error:
        raise ReviewProblems([Problem("IMPT-014", KEY.as_posix(), quote(error), wanted)]) from None
    if [name.strip() for name in header] != HEADER:
        raise ReviewProblems([Problem("IMPT-014", KEY.as_posix(), quote(",".join(header)), wanted, row=1)])
    key: list[tuple[str, str]] = []
    wrong: list[Problem] = []
    letters: dict[str, str] = {}
    for at, row in enumerate(rows, 2):
        cells = [cell.strip() for cell in row]
        if not any(cells):
            continue
        if len(cells) != len(HEADER) or not all(cells):
            wrong.append(Problem("IMPT-014", KEY.as_posix(), quote(",".join(row)), wanted, row=at))
        elif letters.setdefault(folded(cells[0]), cells[1]) != cells[1]:
            seen = f"{quote(cells[0])} again, with another letter"
            wrong.append(Problem("IMPT-014", KEY.as_posix(), seen, "one letter for a person", row=at))
        else:
            key.append((cells[0], cells[1]))
    if wrong:
        raise ReviewProblems(wrong)
    return key


def _letters() -> Iterator[str]:
    """A, B ... Z, AA, AB ..."""
    for length in count(1):
        yield from map("".join, product(ascii_uppercase, repeat=length))


def pattern(names: Iterable[str]) -> re.Pattern:
    """Finds people in a text: names of several words in any case and either order, a single word as it is written."""
    ways = set()
    for name in names:
        words = folded(name).split()
        if len(words) == 1:
            ways.add(re.escape(name))
        else:
            *given, family = map(re.escape, words)
            space = r"\s+"
            ways |= {f"(?i:{space.join([*given, family])})", f"(?i:{family},{space}{space.join(given)})"}
    longest = sorted(ways, key=lambda way: (-len(way), way))
    return re.compile(rf"(?<!\w)(?:{'|'.join(longest)})(?!\w)" if longest else r"(?!)")
