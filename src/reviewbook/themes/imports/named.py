"""The identifiers of passages and codes that come new, and the order in which codes get theirs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from reviewbook.files.ledger import IDENTIFIER, LONGEST, identifier


class Names:
    """Gives each new passage an identifier: its name in the program where that is one and free, else document and number."""

    def __init__(self, taken: Iterable[str]):
        self.taken = {excerpt_id.casefold() for excerpt_id in taken}
        self.last: Counter[str] = Counter()
        for excerpt_id in self.taken:
            within, _, number = excerpt_id.rpartition("-")
            if number.isdecimal():
                self.last[within] = max(self.last[within], int(number))

    def __call__(self, name: str, document_id: str) -> str:
        if not IDENTIFIER.fullmatch(name) or name.casefold() in self.taken:
            self.last[document_id.casefold()] += 1
            name = f"{document_id}-{self.last[document_id.casefold()]:03d}"
        self.taken.add(name.casefold())
        return name


def code_id_of(label: str, taken: set[str], parent: str) -> str:
    """A short identifier made from a label; with its parent's before it where the label alone is taken, and there is room."""
    alone = identifier(label, taken)
    if parent and alone != identifier(label, ()) and len(parent) + len(label) < LONGEST:
        return identifier(label, taken, group=parent)
    return alone


def parents_first(codes: list[dict]) -> list[tuple[int, dict]]:
    """The codes with their numbers in the file, each after its parent; in a circle of parents, one comes before its own."""
    numbered = {code["key"]: (number, code) for number, code in enumerate(codes, 1)}
    ordered: dict[str, tuple[int, dict]] = {}
    for code in codes:
        above: dict[str, None] = {}  # the code and those over it that have not come yet
        key = code["key"]
        while key in numbered and key not in ordered and key not in above:
            above[key] = None
            key = numbered[key][1]["parent"]
        ordered.update((key, numbered[key]) for key in reversed(above))
    return list(ordered.values())
