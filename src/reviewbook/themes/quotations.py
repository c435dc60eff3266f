"""Quotations proved: each is looked for, word for word, in the text that it was taken from.

What may differ between a quotation and its source is listed in `reviewbook.themes.passages`.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any, NamedTuple

import pandas as pd

from reviewbook.review.nothing import NOTHING
from reviewbook.review.problems import Problem, quote
from reviewbook.themes.nearest import Index, departure, words_of
from reviewbook.themes.passages import APOSTROPHES, CUTS, Letters, Quoted, Span, find, found, normalised

__all__ = ["Span", "found", "normalised", "prove", "quotation_problems"]

LIKE = 0.5  # share of a quotation's words, in order, from which a passage is one that it may come from
NEAREST = 20_000  # quotations of a review for which the nearest passage is looked for
NAMED = 5  # texts in a line that says where the quotations are
STEP = 20_000  # quotations between two words on how far it is

FOUND = "found"
MISPLACED = "misplaced"  # in its source, but not where start and end say
ELSEWHERE = "elsewhere"  # in another text than its own
DEPARTS = "departs"  # in none: the nearest passage is given
NO_TEXT = "no_text"  # the folder has no text of its document or report
UNREAD = "unread"  # its text cannot be read
TYPES = {
    "excerpt_id": "string",
    "file": "string",
    "line": "Int64",
    "start": "Int64",
    "end": "Int64",
    "verdict": "string",
    "piece": "string",
    "passage": "string",
    "home": "string",
}


class _Home(NamedTuple):
    """Where a quotation ought to stand."""

    texts: tuple[str, ...]  # names of the texts, none: any text of the folder
    of: str  # the document or report that has no text, else ""
    placed: bool = False  # whether start and end of the quotation count in these texts


def _plain(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()


class _Folder:
    """The texts of a folder by path, by name and by name without its ending, in any case."""

    def __init__(self, names: Sequence[str]):
        self._names: dict[str, list[str]] = {}
        for name in names:
            path = PurePosixPath(name)
            for known in dict.fromkeys((_plain(name), _plain(path.name), _plain(path.stem))):
                self._names.setdefault(known, []).append(name)

    def named(self, *wanted: str) -> tuple[str, ...]:
        """The texts of the first of these names that the folder has."""
        return next((tuple(self._names[name]) for name in map(_plain, wanted) if name in self._names), ())


def _homes(
    quotations: pd.DataFrame, documents: pd.DataFrame, excerpt_reports: pd.DataFrame, folder: _Folder
) -> list[_Home]:
    """Where each quotation ought to stand: the text of its document, else those of its reports, else any."""
    of_document: dict[str, _Home] = {}
    columns = ["document_id", "name", "report_id", "file"]
    said = documents.reindex(columns=columns).fillna("")
    for key, name, report, file in zip(*(said[column].tolist() for column in columns), strict=True):
        wanted = [] if file in NOTHING else [file.replace("\\", "/"), PurePosixPath(file).stem]
        texts = folder.named(*wanted, key, name, *([report] if not wanted else []))
        of_document[key] = _Home(texts, "" if texts or not wanted else f"document {key}", True)
    of_excerpt: dict[str, list[str]] = {}
    reached = excerpt_reports[excerpt_reports["excerpt_id"].isin(quotations["excerpt_id"])]
    for excerpt, report in zip(reached["excerpt_id"].tolist(), reached["report_id"].tolist(), strict=True):
        of_excerpt.setdefault(excerpt, []).append(report)
    nowhere, homes = _Home((), ""), []
    own = quotations.get("document_id", pd.Series(index=quotations.index, dtype="string")).fillna("")
    for key, document in zip(quotations["excerpt_id"].tolist(), own.tolist(), strict=True):
        home = of_document.get(document, nowhere)
        if not home.texts and not home.of:
            reports = of_excerpt.get(key, [])
            texts = tuple(dict.fromkeys(text for report in reports for text in folder.named(report)))
            lacking = next((report for report in reports if not folder.named(report)), "")
            home = _Home(texts, lacking and f"report {lacking}")
        homes.append(home)
    return homes


class _Verdict(NamedTuple):
    """What became of one quotation."""

    verdict: str
    file: str | None = None
    span: Span | None = None
    piece: str | None = None
    passage: str | None = None


def sought(excerpts: pd.DataFrame) -> pd.DataFrame:
    """The excerpts that are quotations with a text, which must stand in a source."""
    return excerpts[(excerpts["kind"] == "quotation") & ~excerpts["text"].fillna("").isin(NOTHING)]


def prove(
    excerpts: pd.DataFrame,
    documents: pd.DataFrame,
    excerpt_reports: pd.DataFrame,
    sources: Mapping[str, str],
    *,
    unread: Sequence[str] = (),
    progress: Callable[[str], None] | None = None,
) -> pd.DataFrame:
    """Where each quotation of a review stands in its source.

    Its source is the text of its document (``documents.file``, else a text named as the document is); where that says nothing, a
    text named as a report behind it is; where there is none either, any text. Names are compared without case; the ending of a
    file does not matter. What may differ is listed at the top of this module.

    A quotation that does not stand in its own text is looked for in the others, in the `TRIED` passages that have most of its
    rarer pairs of words. Of the first `NEAREST` that stand nowhere the nearest passage is given.

    Parameters
    ----------
    excerpts, documents, excerpt_reports : the tables. An excerpt without a text (a piece of a picture) is no quotation here.
    sources : text by name, the name being its path in the folder of sources.
    unread : names of texts of that folder that cannot be read.
    progress : is told in words what is being done.

    Returns
    -------
    DataFrame, one row a quotation, with the index of its row in ``excerpts``
        excerpt_id; verdict ("found"; "misplaced": in its source, not where start and end say; "elsewhere": in another text than its
        own; "departs": in none; "no_text": nor is there a text of its document or report; "unread"); file, line, start and end
        (Unicode characters) of where it stands, or of the nearest passage; piece and passage: where it departs, and what stands
        there; home: the document or report that has no text, as "document X" or "report X".
    """
    quotations = sought(excerpts)
    homes = _homes(quotations, documents, excerpt_reports, _Folder([*sources, *unread]))
    verdicts = _at_home(quotations, homes, sources, progress)
    rest = [n for n, verdict in enumerate(verdicts) if verdict is None]
    texts = quotations["text"].tolist()
    index = Index(sources) if rest and sources else None
    for done, n in enumerate(rest, 1):
        dark = [name for name in homes[n].texts if name not in sources]
        found = _astray(texts[n], homes[n], index, done <= NEAREST) if index else _Verdict(UNREAD)
        # Where a text cannot be read, that is a problem of the text, not of the quotation.
        verdicts[n] = _Verdict(UNREAD) if dark and found.verdict != ELSEWHERE else found
        if progress and done % STEP == 0:
            progress(f"{done:,} of {len(rest):,} quotations that are not in their own text looked for in all")
    table = pd.DataFrame(verdicts, columns=_Verdict._fields, index=quotations.index)
    spans = [span or (None, None) for span in table.pop("span")]
    table["start"], table["end"] = ([span[k] for span in spans] for k in (0, 1))
    table["line"] = [
        None if start is None else 1 + sources[file].count("\n", 0, start)
        for file, (start, _) in zip(table["file"].tolist(), spans, strict=True)
    ]
    table["excerpt_id"], table["home"] = quotations["excerpt_id"], [home.of or None for home in homes]
    return table[list(TYPES)].astype(TYPES)


def _at_home(
    quotations: pd.DataFrame,
    homes: Sequence[_Home],
    sources: Mapping[str, str],
    progress: Callable[[str], None] | None,
) -> list[_Verdict | None]:
    """What stands in its own text: each text is taken up once, with all its quotations."""
    verdicts: list[_Verdict | None] = [None] * len(homes)
    by_text: dict[str, list[int]] = {}
    for n, home in enumerate(homes):
        for name in home.texts:
            by_text.setdefault(name, []).append(n)
    texts = quotations["text"].tolist()
    places = quotations.reindex(columns=["start", "end"]).astype("Int64").astype(object)
    places = list(places.itertuples(index=False, name=None))
    done = 0
    for name in sources:
        if name not in by_text:
            continue
        text, letters = sources[name], None
        for n in by_text[name]:
            before = verdicts[n]
            if before is not None and before.verdict == FOUND:
                continue
            placed = homes[n].placed and not any(pd.isna(place) for place in places[n])
            span = _placed(texts[n], text, *places[n]) if placed else None
            if span:
                verdicts[n] = _Verdict(FOUND, name, span)
            elif span := find(Quoted(texts[n]), letters := letters or Letters(text)):
                verdicts[n] = _Verdict(MISPLACED if placed else FOUND, name, span)
            done += 1
            if progress and done % STEP == 0:
                progress(f"{done:,} of {len(homes):,} quotations looked for in their own text")
    return verdicts


def _placed(quotation: str, text: str, start: int, end: int) -> Span | None:
    """The place from start to end where the quotation stands there, and nothing else does."""
    if "\r" not in text and text[start:end] == quotation and _is_whole(quotation):
        return Span(start, start + len(quotation))  # as nearly all that software marked do
    q = Quoted(quotation)
    # Some programs count a line end as two characters, as Windows writes it.
    for counted in (text, text.replace("\n", "\r\n")):
        there = Letters(counted[start:end])
        if len(there.at) and find(q, there) == there.span(0, len(there.at)):
            before = start - counted.count("\r", 0, start)
            return Span(before, before + len(counted[start:end].replace("\r", "")))
    return None


def _is_whole(quotation: str) -> bool:
    """Whether a quotation is one piece, with a letter or digit in it: such a one stands in a text that is the very same."""
    return not CUTS.search(quotation) and any(
        char.isalnum() and char not in APOSTROPHES for char in quotation
    )


def _astray(quotation: str, home: _Home, index: Index, nearest: bool) -> _Verdict:
    """What became of a quotation that does not stand in its own text: it stands in another one, or departs from all."""
    q = Quoted(quotation)
    ours = words_of(q)
    words = ours.number
    nowhere = len(q.pieces) == 1 and index.lacks(words)
    for text, word in [] if nowhere else index.like(words):
        name = index.names[text]
        begin, passage = index.around(text, word, q, len(words))
        if name not in home.texts and (span := find(q, Letters(passage))):
            verdict = ELSEWHERE if home.texts else NO_TEXT if home.of.startswith("document ") else FOUND
            return _Verdict(verdict, name, Span(begin + span.start, begin + span.end))
    own = [index.place[name] for name in home.texts if name in index.place]
    for text, word in index.like(words, own or None)[:1] if nearest else []:
        begin, passage = index.around(text, word, q, len(words))
        departs = departure(q, ours, Letters(passage))
        if departs.alike < LIKE and home.of:
            break
        at = begin + departs.at
        return _Verdict(DEPARTS, index.names[text], Span(at, at + 1), departs.piece, departs.passage)
    return _Verdict(NO_TEXT if home.of and nearest else DEPARTS, piece=quote(quotation))


def quotation_problems(
    excerpts: pd.DataFrame,
    documents: pd.DataFrame,
    excerpt_reports: pd.DataFrame,
    sources: Mapping[str, str],
    proof: pd.DataFrame,
) -> list[Problem]:
    """Every quotation that its source does not bear out, in the order of the rows.

    Parameters
    ----------
    excerpts, documents, excerpt_reports, sources : as for `prove`.
    proof : from `prove`.
    """
    wrong = []
    astray = proof[proof["verdict"].isin([DEPARTS, ELSEWHERE, MISPLACED])]
    written = excerpts.loc[astray.index]
    charted = written.reindex(columns=["text", "start", "end"]).itertuples(index=False, name=None)
    for row, (text, start, end) in zip(astray.itertuples(), charted, strict=True):
        place = {"file": "excerpts.csv", "row": row.Index + 2}
        stands = "" if pd.isna(row.file) else _stands(row.file, row.line, row.start, sources)
        if row.verdict == DEPARTS:
            nearest = f"{row.passage} ({stands})" if stands else "its words in a text of the folder"
            wrong.append(Problem("QUOT-001", found=row.piece, expected=nearest, field="text", **place))
        elif row.verdict == ELSEWHERE:
            there = f"{quote(text)} in {stands}"
            wrong.append(
                Problem("QUOT-004", found=there, expected="it in its own text", field="text", **place)
            )
        elif row.verdict == MISPLACED:
            at, expected = f"characters {start} to {end}", f"{row.start} to {row.end} ({stands})"
            wrong.append(Problem("QUOT-005", found=at, expected=expected, field="start", **place))
    return wrong + _without_text(documents, excerpt_reports, proof)


def _stands(file: str, line: int, start: int, sources: Mapping[str, str]) -> str:
    """The place in words; in a text of pages the page, which is easier to find."""
    pages = sources[file].count("\f", 0, start)
    return f"{file}, page {pages + 1}" if "\f" in sources[file] else f"{file}, line {line}"


def _without_text(
    documents: pd.DataFrame, excerpt_reports: pd.DataFrame, proof: pd.DataFrame
) -> list[Problem]:
    """One problem a document or report that the folder has no text of."""
    wrong = []
    for home, own in proof[proof["verdict"] == NO_TEXT].groupby("home", sort=False):
        kind, _, key = home.partition(" ")
        away = own["file"].value_counts()
        away = [f", {many} of them in {file}" for file, many in away.head(1).items()]
        if kind == "document":
            at = documents.index[documents["document_id"] == key][0]
            place = {"file": "documents.csv", "row": at + 2, "field": "file"}
            lacking = quote(documents.at[at, "file"])
        else:
            links = excerpt_reports[excerpt_reports["report_id"] == key]
            at = links.index[links["excerpt_id"].isin(own["excerpt_id"])][0]
            place = {"file": "excerpt_reports.csv", "row": at + 2, "field": "report_id"}
            lacking = quote(key)
        expected = "a text of that name in the folder of sources"
        wrong.append(
            Problem(
                "QUOT-002",
                found=f"no text {lacking} for {_many(len(own), 'quotation')}{''.join(away)}",
                expected=expected,
                **place,
            )
        )
    return wrong


def in_words(proof: pd.DataFrame) -> str:
    """How many quotations of how many are in their sources, and in which: "15 of 16 quotations are in 1 text: Doe2019.txt"."""
    if not len(proof):
        return "There is no quotation to look for."
    counted = counts(proof)
    said = f"{counted['found']:,} of {_many(len(proof), 'quotation')} {'is' if counted['found'] == 1 else 'are'} in "
    said += _many(len(counted["texts"]), "text")
    most = sorted(counted["texts"].items(), key=lambda text: -text[1])
    named = [most[0][0]] if len(most) == 1 else [f"{file} ({n:,})" for file, n in most[:NAMED]]
    return said + (f": {', '.join(named)}" if named else "") + (" ..." if len(most) > NAMED else "")


def _many(n: int, what: str) -> str:
    return f"{n:,} {what}{'' if n == 1 else 's'}"


def counts(proof: pd.DataFrame) -> dict[str, Any]:
    """What `in_words` says, for machines: how many quotations, how many in their sources, and in which text how many."""
    there = proof[proof["verdict"].isin([FOUND, MISPLACED])]
    texts = {file: int(n) for file, n in there["file"].value_counts(sort=False).items()}
    return {"quotations": len(proof), "found": len(there), "texts": texts}
