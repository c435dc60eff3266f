"""The passage of a folder of texts that is most like a quotation, and where the quotation departs from it."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from reviewbook.themes.passages import (
    APOSTROPHES,
    HYPHENS,
    LEFT_OUT,
    ODD,
    Letters,
    Piece,
    Quoted,
    agree,
    classified,
    find,
)

RARE = 8  # pairs of words by which the nearest passage is looked for, the rarest of the quotation
MOST = 1_000  # places of such a pair that are looked at
TRIED = 5  # passages most like a quotation in which it is looked for
APART = 6  # words by which a passage may be longer or shorter than its quotation in that search
SHOWN = 4  # words on each side of the place where a quotation departs


class Words(NamedTuple):
    """The words of a text: a number for each (the same for the same letters, small ones), and where it stands."""

    number: np.ndarray
    start: np.ndarray
    end: np.ndarray


_POWERS = np.cumprod(np.full(64, 0x9E3779B97F4A7C15, dtype=np.uint64))
JOINS, HYPHEN, BLANK = 1, 2, 4
_marks = np.zeros(0x110000, dtype=np.uint8)  # of every character
_marks[[ord(char) for char in APOSTROPHES | HYPHENS]] = JOINS
_marks[[ord(char) for char in HYPHENS]] |= HYPHEN
_marks[[ord(char) for char in " \n\f\t\u00a0"]] = BLANK


def words_of(letters: Letters) -> Words:
    """The words of a text; those that a hyphen or an apostrophe joins, or a line end parts, are one."""
    at, n = letters.at, len(letters.at)
    if not n:
        return Words(np.array([], np.uint64), np.array([], np.int32), np.array([], np.int32))
    codes, kinds = classified(letters.text)
    folded = np.frombuffer(letters.folded.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    length = at[1:] - at[:-1] - 1  # of what stands between two letters
    after = np.minimum(at[:-1] + 1, len(codes) - 1)
    first, last = _marks[codes[after]], _marks[codes[at[1:] - 1]]
    joined = (length <= 0) | ((length == 1) & (first & JOINS > 0)) | ((first & HYPHEN > 0) & (last == BLANK))
    joined |= kinds[after] == ODD  # an accent, composed with the letter before it
    alone = (folded >= 0x2E80) & (folded <= 0x9FFF)  # signs of Chinese and Japanese: no blanks between words
    joined &= ~(alone[1:] | alone[:-1])
    starts = np.concatenate([[0], np.flatnonzero(~joined) + 1])
    ends = np.append(starts[1:], n)
    place = np.arange(n) - np.repeat(starts, ends - starts)
    number = np.add.reduceat(folded.astype(np.uint64) * _POWERS[place & 63], starts)
    return Words(number, at[starts], at[ends - 1] + 1)


def _runs(numbers: np.ndarray, length: int) -> np.ndarray:
    """A number for each pair of neighbouring words, or for each word."""
    return numbers if length == 1 else numbers[:-1] * _POWERS[1] + numbers[1:]


class Index:
    """The words of all texts of a folder, to find passages like a quotation in."""

    def __init__(self, sources: Mapping[str, str]):
        self.sources, self.names = sources, list(sources)
        self.place = {name: n for n, name in enumerate(self.names)}
        every = [words_of(Letters(text)) for text in sources.values()]
        self.number = np.concatenate([words.number for words in every])
        self.start = np.concatenate([words.start for words in every])
        self.end = np.concatenate([words.end for words in every])
        self.first = np.cumsum([0, *(len(words.number) for words in every)])  # word of each text
        self._places: dict[int, tuple[np.ndarray, np.ndarray]] = {}

    def places(self, length: int) -> tuple[np.ndarray, np.ndarray]:
        """Every run of so many words, as numbers in rising order, and the word at which each begins."""
        if length not in self._places:
            numbers = _runs(self.number, length)
            order = np.argsort(numbers, kind="stable")
            self._places[length] = numbers[order], order
        return self._places[length]

    def lacks(self, words: np.ndarray) -> bool:
        """Whether no text has these words in a row; the first and the last may be pieces of longer words there."""
        wanted = _runs(words[1:-1], 2)
        numbers, _ = self.places(2)
        at = np.minimum(np.searchsorted(numbers, wanted), len(numbers) - 1)
        return bool(len(numbers) and (numbers[at] != wanted).any())

    def like(self, words: np.ndarray, texts: Sequence[int] | None = None) -> list[tuple[int, int]]:
        """The passages most like a row of words: (text, its word), the best first, one a text and `TRIED` at most.

        Looked for by the `RARE` rarest pairs of its words, each at its first `MOST` places; by single words where that gives nothing.
        """
        return (len(words) > 2 and self._like(words, texts, 2)) or self._like(words, texts, 1)

    def _like(self, words: np.ndarray, texts: Sequence[int] | None, length: int) -> list[tuple[int, int]]:
        numbers, order = self.places(length)
        wanted = _runs(words, length)
        low = np.searchsorted(numbers, wanted, "left")
        many = np.searchsorted(numbers, wanted, "right") - low
        rarest = np.argsort(many, kind="stable")
        ats: list[np.ndarray] = []
        begins: list[np.ndarray] = []
        weights: list[np.ndarray] = []
        for n in rarest[many[rarest] > 0][:RARE].tolist():
            there = order[low[n] : low[n] + many[n]]  # in rising order: the sort is stable
            for part in self._within(there, texts):
                ats.append(part[:MOST])
                begins.append(ats[-1] - n)
                weights.append(np.full(len(ats[-1]), math.log1p(len(numbers) / many[n])))
        if not sum(map(len, ats)):
            return []
        at, begin, weight = (np.concatenate(parts) for parts in (ats, begins, weights))
        rising = np.argsort(begin, kind="stable")
        at, begin, upto = at[rising], begin[rising], np.concatenate([[0], np.cumsum(weight[rising])])
        # What speaks for a passage that begins there: rare pairs more than frequent ones.
        speaks = upto[np.searchsorted(begin, begin + APART, "right")] - upto[:-1]
        best: dict[int, int] = {}
        for n in np.argsort(-speaks, kind="stable").tolist():
            text = int(np.searchsorted(self.first, at[n], "right")) - 1
            best.setdefault(text, int(begin[n]))
            if len(best) == TRIED:
                break
        return list(best.items())

    def _within(self, places: np.ndarray, texts: Sequence[int] | None) -> list[np.ndarray]:
        """Places in rising order, cut down to those in some texts."""
        if texts is None:
            return [places]
        return [
            places[slice(*np.searchsorted(places, self.first[text : text + 2]).tolist())] for text in texts
        ]

    def around(self, text: int, word: int, q: Quoted, length: int) -> tuple[int, str]:
        """Where a passage of so many words begins in its text, and the passage, with room for what may be left out."""
        room = APART + LEFT_OUT // 2 * sum(piece.after_ellipsis for piece in q.pieces)
        a = max(word - room, int(self.first[text]))
        b = min(word + length + room, int(self.first[text + 1]))
        start = int(self.start[a])
        return start, self.sources[self.names[text]][start : int(self.end[b - 1])]


class Departure(NamedTuple):
    """Where a quotation departs from a passage."""

    piece: str  # of the quotation
    passage: str  # of the source
    at: int  # where the passage departs, in characters from its beginning
    alike: float  # share of the quotation's words that stand there too, in order


def departure(q: Quoted, ours: Words, s: Letters) -> Departure:
    """Where a quotation, of which ``ours`` are the words, departs from a passage."""
    pieces, theirs = _first_astray(q, s), words_of(s)
    chars = q.at[pieces[0].start], q.at[pieces[-1].end - 1]
    own: list[int] = np.flatnonzero((ours.end > chars[0]) & (ours.start <= chars[1])).tolist()
    asides = [(q.at[piece.start], q.at[piece.end - 1]) for piece in pieces if piece.bracket]
    said = [n for n in own if not any(a <= ours.start[n] <= b for a, b in asides)]
    # Words in brackets may be there or not: whichever is more like the passage.
    _, words, start, changes = min(
        (_aligned(ours, words, theirs) for words in ([own, said] if asides else [said]) if words),
        key=lambda one: one.steps,
    )
    alike = sum(b - a for kind, a, b, _, _ in changes if kind == "equal") / len(words)
    if pieces[0] is not q.pieces[0]:
        alike = 1.0  # what stands before the ellipsis is there
    changed = next((change for change in changes if change[0] != "equal"), None)
    if changed:
        _, a, b, c, d = changed
    else:
        a = c = _first_mark(q, pieces, s, ours, words)
        b = d = a + 1
    c, d = c + start, min(d, c + SHOWN) + start
    b = min(b, a + SHOWN)
    shown = words[max(a - SHOWN, 0) : b + SHOWN]
    piece = _shown(q.text, ours, shown[0], shown[-1] + 1)
    at = int(theirs.start[min(c, len(theirs.number) - 1)])
    passage = _shown(s.text, theirs, max(c - SHOWN, 0), min(d + SHOWN, len(theirs.number)))
    return Departure(piece, passage, at, alike)


def _first_astray(q: Quoted, s: Letters) -> list[Piece]:
    """The pieces between two ellipses that are the first not to follow in the source."""
    runs: list[list[Piece]] = []
    for piece in q.pieces:
        if piece.after_ellipsis or not runs:
            runs.append([])
        runs[-1].append(piece)
    for n, run in enumerate(runs[:-1], 1):
        if find(q, s, pieces=[piece for before in runs[:n] for piece in before]) is None:
            return run
    return runs[-1]


class _Alignment(NamedTuple):
    """Words of a quotation beside words of a source."""

    steps: int  # words to change, add or remove
    words: list[int]  # of the quotation
    first: int  # word of the source
    changes: list[
        tuple[str, int, int, int, int]
    ]  # kind, from and to in ``words``, from and to after ``first``


def _aligned(ours: Words, words: list[int], theirs: Words) -> _Alignment:
    a, b = ours.number[words].tolist(), theirs.number.tolist()
    first, last = 0, len(b)
    if len(b) > len(a):
        best = fuzz.partial_ratio_alignment(a, b)
        assert best is not None  # without a cut-off there always is one
        first, last = best.dest_start, best.dest_end
    # That passage has as many words as the quotation: one with a word dropped or added begins or ends beside it.
    ways = [
        (Levenshtein.distance(a, b[begin:end]), abs(end - begin - len(a)), begin, end)
        for begin in range(max(first - 2, 0), min(first + 2, len(b)) + 1)
        for end in range(max(last - 2, begin), min(last + 2, len(b)) + 1)
    ]
    steps, _, first, last = min(ways)
    changes = [
        (one.tag, one.src_start, one.src_end, one.dest_start, one.dest_end)
        for one in Levenshtein.opcodes(a, b[first:last])
    ]
    return _Alignment(steps, words, first, changes)


def _first_mark(q: Quoted, pieces: list[Piece], s: Letters, ours: Words, words: list[int]) -> int:
    """The word at which a capital or a mark differs, where all words are the same."""
    piece = next((piece for piece in pieces if not piece.bracket), pieces[0])
    n = s.folded.find(q.folded[piece.start : piece.end])
    if n < 0:
        return 0
    shift = n - piece.start
    for k in range(piece.start + 1, piece.end):
        same = agree(q.between(k), s.between(k + shift), q.exact[k - 1], q.exact[k])
        if not same or q.exact[k] != s.exact[k + shift]:
            word = int(np.searchsorted(ours.start, q.at[k], "right")) - 1
            return min(bisect_left(words, word), len(words) - 1)
    return len(words) - 1


def _shown(text: str, words: Words, first: int, last: int) -> str:
    """Some words of a text on one line, in quotation marks, with dots where the text goes on."""
    end = int(words.end[last - 1]) if last < len(words.number) else len(text)
    said = " ".join(text[words.start[first] : end].split())
    return f'"{"... " if first else ""}{said[:200]}{" ..." if last < len(words.number) else ""}"'
