"""Passages found word for word: a text as it is compared with another, and where a quotation stands in it.

What may differ between a quotation and its source, because typesetting, copying and quoting change it:

- blanks: line breaks and runs of blanks of any kind; a blank more or less beside a mark or a sign (p < .05);
- hyphenation: a hyphen or soft hyphen and the blanks after it are nothing, or a hyphen ("self-⏎management");
- characters: ligatures and other compatible forms (Unicode NFKC), composed and decomposed accents, zero-width characters;
- quotation marks and apostrophes of every kind, marks around words there or not; dashes of every kind and length;
- brackets: the signs themselves; words in round or square brackets (`ASIDE` at most) where the source has no such bracket; and
  words in square brackets in place of up to `SWAPPED` words of the source, neither with a number, again where it has no square bracket;
- words left out: an ellipsis (…, ..., [...]) stands for nothing or for up to `LEFT_OUT` letters of the source, and what is quoted
  after it follows in the source in that order;
- the ends: a capital or small first letter (also after an ellipsis and in brackets), and punctuation before the first and after the
  last word.

Nothing else: a word or number that is changed, missing, added, swapped or cut short (half of a hyphenated word, 12 of 12.5) is found
out, and so are other capitals and other punctuation between words. A page header or a line number that interrupts the passage in
the source is not skipped: such a quotation is told with its nearest passage.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np

LEFT_OUT = 1_000  # letters and digits of the source that one ellipsis may stand for: a long paragraph
ASIDE = 12  # words of a bracket that may be the quoting author's: more than that must stand in the source
SWAPPED = 3  # words of the source that a square bracket may stand in place of: "[provider]" for "Dr Jane Doe"

APOSTROPHES = frozenset("'’‘‛ʼʹ′`´＇")
QUOTES = frozenset('"“”„‟«»‹›″‚「」『』〝〞＂')
SOFT = "\u00ad\x02\ufffe"  # soft hyphens; the others are what PDFium writes for one
HYPHENS = frozenset(
    f"-‐‑¬{SOFT}"
)  # that may end a line within a word; ¬ is what some scanners' software writes
MINUS = "−"
BREAK = re.compile(f"[-‐‑¬]\\s+|[{SOFT}]\\s*")
BROKEN = "-\n"  # between two letters: a hyphen, then blanks, or a soft hyphen
DOTS = r"(?:…|⋯|\.[^\S\n]?\.[^\S\n]?\.)(?:\s?[….])*"
CUTS = re.compile(rf"(?P<left_out>[\[(]\s*(?:{DOTS}|\.\.)\s*[\])]|{DOTS})|(?P<aside>\[[^\[\]]*\]|\([^()]*\))")
COUNTING = frozenset("%‰&@")  # punctuation to Unicode, words to a reader
PASSED = re.compile(
    r"[(\[][^)\]]*[)\]]"
)  # between two pieces of a quotation: a bracket that was not looked for
CLOSED = re.compile(r"[)\]]")
NUMBER_MARKS = frozenset([".", ",", ":", "/"])

BETWEEN, KEPT, ODD = 1, 2, 3  # what stands between letters; letters; letters to be composed first
_kinds = np.zeros(0x110000, dtype=np.uint8)  # of every character met so far


class Span(NamedTuple):
    """Where a passage stands in a text: Unicode characters before its first letter, and up to the end of its last."""

    start: int
    end: int


class Letters:
    """The letters, digits and symbols of a text, without what stands between them, and where each of them stands."""

    def __init__(self, text: str):
        self.text = text
        codes, kinds = classified(text)
        origin = None
        if (kinds == ODD).any():
            composed, origin = _composed(text, np.flatnonzero(kinds == ODD).tolist())
            codes, kinds = classified(composed)
        at = np.flatnonzero(kinds != BETWEEN)
        self.exact = codes[at].tobytes().decode("utf-32-le", "surrogatepass")
        # One small letter for each letter: İ becomes two, and the last sigma of a word another one.
        self.folded = self.exact.replace("İ", "i").lower().replace("ς", "σ")
        self.at = (at if origin is None else origin[at]).astype(np.int32)

    def between(self, n: int) -> str:
        """What stands between letter n and the one before it."""
        if n >= len(self.at):
            return ""
        return self.text[self.at[n - 1] + 1 if n else 0 : self.at[n]]

    def span(self, start: int, end: int) -> Span:
        """The place in the text of letters start to end."""
        last = int(self.at[end - 1]) + 1
        while last < len(self.text) and _joins(self.text[last]):
            last += 1
        return Span(int(self.at[start]), last)


def classified(text: str) -> tuple[np.ndarray, np.ndarray]:
    """The code points of a text, and for each whether it is a letter, between letters, or to be composed."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    kinds = _kinds[codes]
    if len(codes) and not kinds.all():
        for code in np.unique(codes[kinds == 0]).tolist():
            _kinds[code] = _kind(chr(code))
        kinds = _kinds[codes]
    return codes, kinds


def _kind(char: str) -> int:
    if char in APOSTROPHES or char in HYPHENS or char == MINUS:
        return BETWEEN
    if "\ufe00" <= char <= "\ufe0f":  # which of its shapes a sign has
        return BETWEEN
    if _joins(char):
        return ODD
    plain = unicodedata.normalize("NFKC", char)
    if not any(map(_counts, plain)):
        return BETWEEN
    return KEPT if plain == char and not "\u1100" <= char <= "\u11ff" else ODD


def _counts(char: str) -> bool:
    category = unicodedata.category(char)
    return category[0] in "LN" or category in ("Sm", "Sc", "So") or char in COUNTING


def _joins(char: str) -> bool:
    """Whether a character belongs to the letter before it: an accent, or the later parts of a Korean syllable."""
    return unicodedata.category(char)[0] == "M" or "\u1160" <= char <= "\u11ff"


def _composed(text: str, odd: Sequence[int]) -> tuple[str, np.ndarray]:
    """The text in composed form (NFKC), and where each of its characters comes from."""
    parts, origin, done = [], [], 0
    for first in odd:
        if first < done:
            continue
        start = first - 1 if first > done and _joins(text[first]) else first
        end = first + 1
        while end < len(text) and _joins(text[end]):
            end += 1
        whole = unicodedata.normalize("NFKC", text[start:end])
        parts += [text[done:start], whole]
        origin += [np.arange(done, start), np.full(len(whole), start)]
        done = end
    parts.append(text[done:])
    origin.append(np.arange(done, len(text)))
    return "".join(parts), np.concatenate(origin)


@lru_cache(maxsize=100_000)
def _gap(between: str) -> str:
    """What stands between two letters as it is compared: "", " ", an apostrophe, a dash, `BROKEN`, or other marks."""
    if not between:
        return ""
    if BREAK.fullmatch(between):
        return BROKEN
    marks = "".join(map(_mark, between))
    bare = marks.replace(" ", "")
    if bare == "'" == marks:
        return "'"  # within a word: it's is not its
    bare = re.sub("-+", "-", bare.replace("'", "").replace('"', ""))
    if not bare:
        return " " if " " in marks else ""
    return f"{bare} " if bare in NUMBER_MARKS and marks.endswith(" ") else bare


def _mark(char: str) -> str:
    category = unicodedata.category(char)
    if char.isspace() or category[0] == "Z":
        return " "
    if char in APOSTROPHES:
        return "'"
    if char in QUOTES:
        return '"'
    if char in SOFT or _joins(char) or category[0] == "C" or category in ("Ps", "Pe") or char == "_":
        return ""
    if char in HYPHENS or char == MINUS or category == "Pd":
        return "-"
    return unicodedata.normalize("NFKC", char).replace(" ", "")


def normalised(text: str) -> str:
    """A text as it is compared: one blank for any, one kind of quotation mark, apostrophe and dash, no brackets, NFKC.

    Hyphenation stays marked, as a hyphen before a line break: only the other text tells whether the hyphen belongs to the word.

    Examples
    --------
    >>> normalised("‘ﬁve’  of\\u00a0[the]\\nsix — or 6")
    'five of the six-or 6'
    """
    letters = Letters(text)
    return "".join((_gap(letters.between(n)) if n else "") + letter for n, letter in enumerate(letters.exact))


def is_unspaced(letter: str) -> bool:
    """Whether a letter's script sets no blanks between words: Chinese, Japanese, Thai, Lao, Burmese, Khmer."""
    return letter >= "\u0e00" and (
        letter <= "\u0eff"
        or "\u1000" <= letter <= "\u109f"
        or "\u1780" <= letter <= "\u17ff"
        or "\u2e80" <= letter <= "\u9fff"
        or "\uf900" <= letter <= "\ufaff"
        or letter >= "\U00020000"
    )


def agree(ours: str, theirs: str, left: str, right: str) -> bool:
    """Whether what stands between two letters may differ so between a quotation and its source."""
    a, b = _gap(ours), _gap(theirs)
    if a == b:
        return True
    if BROKEN in (a, b):
        return {a, b} <= {BROKEN, "", "-"}
    if left.isdigit() and right.isdigit():
        return False  # 1.5 is not 1. 5
    if a.rstrip() == b.rstrip():
        # Blanks do not count beside a mark or a sign (p<.05), nor where a script has none between words.
        both = _wordy(left) and _wordy(right)
        return bool(a.rstrip()) or not both or (is_unspaced(left) and is_unspaced(right))
    return False


def _joined(source: Letters, n: int) -> bool:
    """Whether letter n and the one before it belong to one word or number."""
    if not 0 < n < len(source.at):
        return False
    left, right, between = source.exact[n - 1], source.exact[n], source.between(n)
    gap = _gap(between)
    if gap == " " or is_unspaced(left) or is_unspaced(right):
        return False
    if gap == BROKEN or any(char.isspace() for char in between):
        return gap == BROKEN and ("\n" in between or between[0] in SOFT)
    if gap == "":
        marked = any(unicodedata.category(char)[0] == "P" for char in between)
        return not marked and ((_wordy(left) and _wordy(right)) or (left.isdigit() and right in COUNTING))
    if gap == "-":
        return between[0] in HYPHENS or (left.isdigit() and right.isdigit())
    return gap == "'" or (gap in NUMBER_MARKS and left.isdigit() and right.isdigit())


def _wordy(letter: str) -> bool:
    return unicodedata.category(letter)[0] in "LNM"


def _signed(text: Letters, n: int) -> bool:
    """Whether letter n begins a number after a minus sign, or after the first number of a range."""
    return text.exact[n].isdigit() and _mark(text.between(n)[-1:] or " ") == "-"


# Finding a quotation --------------------------------------------------------------------------------------------------


class Piece(NamedTuple):
    """Letters of a quotation that stand together in its source."""

    start: int
    end: int
    bracket: str  # "(" or "[" where the words may be the quoting author's
    after_ellipsis: bool


class Quoted(Letters):
    """A quotation as it is looked for: its letters, cut at ellipses and brackets."""

    def __init__(self, text: str):
        super().__init__(text)
        self.pieces = self._cut()

    def _cut(self) -> list[Piece]:
        pieces: list[Piece] = []
        at, done, left_out = self.at.tolist(), 0, False

        def add(upto: int, bracket: str = "") -> None:
            nonlocal done, left_out
            if upto > done:
                pieces.append(Piece(done, upto, bracket, left_out and bool(pieces)))
                left_out = False
            done = max(done, upto)

        for cut in CUTS.finditer(self.text):
            add(bisect_left(at, cut.start()))
            if cut["left_out"]:
                left_out = True
            else:
                add(bisect_left(at, cut.end()), cut[0][0] if len(cut[0].split()) <= ASIDE else "")
        add(len(at))
        if all(piece.bracket for piece in pieces):
            return [piece._replace(bracket="") for piece in pieces]
        return pieces


EXACTLY, SWAP, SOON, ANYWHERE = "exactly", "swap", "soon", "anywhere"  # where the next piece may begin


class _State(NamedTuple):
    """How far a quotation has been followed in its source."""

    at: int  # letters of the source up to the end of what was found last
    between: str  # of the quotation, since then
    way: str


def found(quotation: str, source: str) -> Span | None:
    """Where a quotation stands in a text, from its first to its last letter; None where it does not.

    What may differ between the two is listed at the top of this module; words and numbers may not. A quotation without a letter,
    digit or symbol stands nowhere. Of several places the first is given.

    Examples
    --------
    >>> found("“Self-management [really] helped … us.”", "How self-\\nmanagement helped, they said, us all.")
    Span(start=4, end=39)
    """
    return find(Quoted(quotation), Letters(source))


def find(q: Quoted, s: Letters, *, pieces: Sequence[Piece] | None = None) -> Span | None:
    """Where a quotation, or its first pieces, stand in a source."""
    states: dict[_State, int] = {_State(0, "", ANYWHERE): -1}  # with the first letter of what was found
    pieces = q.pieces if pieces is None else pieces
    for piece in pieces:
        length = piece.end - piece.start
        states_now: dict[_State, int] = {}
        last = piece is pieces[-1]
        for state, start in states.items():
            way = SOON if piece.after_ellipsis and state.way != ANYWHERE else state.way
            between = state.between + q.between(piece.start)
            for n in _places(q, piece, s, state.at, way, between):
                if last and _joined(s, n + length):
                    continue
                after = _State(n + length, "", EXACTLY)
                states_now[after] = max(states_now.get(after, -1), n if start < 0 else start)
                if last and way == ANYWHERE:
                    break
            if piece.bracket and not (way == EXACTLY and piece.bracket in s.between(state.at)):
                states_now.setdefault(_State(state.at, between, way), start)
                if (
                    piece.bracket == "["
                    and way == EXACTLY
                    and not _has_digit(q.exact[piece.start : piece.end])
                ):
                    states_now.setdefault(_State(state.at, between, SWAP), start)
        states = states_now
    ends = [(start, state.at) for state, start in states.items() if start >= 0 and not _joined(s, state.at)]
    return s.span(*min(ends)) if ends else None


def _places(q: Quoted, piece: Piece, s: Letters, at: int, way: str, between: str) -> Iterator[int]:
    """The letters of the source at which a piece of the quotation stands, where the piece before it ended at ``at``."""
    if way == EXACTLY:
        if s.folded.startswith(q.folded[piece.start : piece.end], at) and at < len(s.exact):
            joint = agree(between, s.between(at), s.exact[at - 1], s.exact[at])
            if joint and _same(q, piece, s, at, any_case=bool(piece.bracket)):
                yield at
        return
    if way != ANYWHERE and _joined(s, at):
        return
    upto = (
        {ANYWHERE: len(s.folded), SOON: at + LEFT_OUT, SWAP: at + 20 * SWAPPED}[way] + piece.end - piece.start
    )
    wanted = q.folded[piece.start : piece.end]
    signed = _signed(q, piece.start)
    passed = way != SWAP and PASSED.search(between)
    n = s.folded.find(wanted, at, upto)
    while n >= 0:
        fits = (
            not _joined(s, n)
            and _signed(s, n) == signed
            and (_swappable(s, at, n) if way == SWAP else not (passed and CLOSED.search(s.between(n))))
        )
        if fits and _same(q, piece, s, n, any_case=way != SWAP or bool(piece.bracket)):
            yield n
        n = s.folded.find(wanted, n + 1, upto)


def _swappable(s: Letters, at: int, n: int) -> bool:
    """Whether letters at to n of the source are a few words that a square bracket may stand in place of."""
    if n == at:
        return False
    words = s.text[s.at[at - 1] + 1 : s.at[n]]
    return len(words.split()) <= SWAPPED and "[" not in words and not _has_digit(words)


def _has_digit(text: str) -> bool:
    return any(char.isdigit() for char in text)


def _same(q: Quoted, piece: Piece, s: Letters, n: int, *, any_case: bool) -> bool:
    """Whether capitals and what stands between the letters agree, where the letters do."""
    start, end = piece.start, piece.end
    shift = n - start
    if q.exact[start + any_case : end] != s.exact[n + any_case : end + shift]:
        return False
    ours, theirs = q.at[start:end].tolist(), s.at[n : end + shift].tolist()
    if q.text[ours[0] : ours[-1]] == s.text[theirs[0] : theirs[-1]]:  # as nearly all are
        return True
    for k in range(1, end - start):
        said = q.text[ours[k - 1] + 1 : ours[k]]
        there = s.text[theirs[k - 1] + 1 : theirs[k]]
        if said != there and not agree(said, there, q.exact[start + k - 1], q.exact[start + k]):
            return False
    return True
