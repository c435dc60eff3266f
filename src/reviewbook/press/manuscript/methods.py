"""What the methods and the results of a review can say from its tables: sentences, each with the tables and the rule behind it.

A sentence is there where the tables hold what it says. Where an article needs one that they do not hold, its place is marked
`TO_WRITE`, and nothing is made up. Numbers that are not settled stand as ranges, as the chapters have them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

import pandas as pd

from reviewbook import agreement
from reviewbook.appraisal import of_review as appraised
from reviewbook.appraisal.numbers import appraisal_numbers
from reviewbook.charting.numbers import charting_numbers
from reviewbook.interventions.numbers import interventions_numbers
from reviewbook.page.words import coefficient, counted, joined, listed, number
from reviewbook.results.numbers import results_numbers
from reviewbook.review import standing
from reviewbook.review.checklists import answered
from reviewbook.review.checklists import instrument as checklist_named
from reviewbook.review.labels import label
from reviewbook.review.model import Review
from reviewbook.review.nothing import given
from reviewbook.selection import counting
from reviewbook.selection.numbers import selection_numbers
from reviewbook.selection.of_review import coded
from reviewbook.studies.numbers import studies_numbers
from reviewbook.themes import coding

_RANKS = ("first ", "second ", "third ", "fourth ", "last ", "senior ", "corresponding ", "other ")
METHODS, RESULTS = "Methods", "Results"
OPEN = "not charted"
DOES = {  # activity -> what somebody did, as a sentence has it, and what nobody is named for
    "searched": ("The searches were run by", "who searched"),
    "screened": ("Records were screened by", "who screened the records, and whether alone or in pairs"),
    "assessed": ("Full texts were assessed by", "who assessed the full texts"),
    "charted": ("Data were charted by", "who charted the data"),
    "appraised": ("Reports were appraised by", "who appraised the reports"),
    "coded": ("Passages were coded by", "who coded"),
}


class Sentence(NamedTuple):
    """A sentence: the part of the article and the paragraph it belongs to, the tables behind it, the rule that counts, the page of
    the book that shows the same. One that is still to be written has no table."""

    part: str
    about: str
    text: str
    tables: tuple[str, ...] = ()
    rule: str = ""
    page: str = ""

    @property
    def is_open(self) -> bool:
        """Whether an author has to write it."""
        return not self.tables

    @property
    def numbers(self) -> list[str]:
        """The numbers that it gives, in its order."""
        return re.findall(r"(?<![\w.-])\d[\d,]*(?:\.\d+)?", self.text)


def sentences(review: Review) -> list[Sentence]:
    """The sentences of methods and results, in the order in which an article has them."""
    return [
        *_search(review),
        *_selection(review),
        *_charting(review),
        *_appraisal(review),
        *_synthesis(review),
        *_results(review),
    ]


def to_write(what: str) -> str:
    """The mark of what an author has to write."""
    return f"[to be written: {what}]"


def _was(count: int) -> str:
    return "was" if count == 1 else "were"


def _open(about: str, what: str) -> Sentence:
    return Sentence(METHODS, about, to_write(what))


def _search(review: Review) -> Iterator[Sentence]:
    about = "Search"
    if not review.has("sources"):
        yield _open(about, "which databases and other places were searched, and until when")
    else:
        told = selection_numbers(review)
        rule = "places summed by kind; the end of each search, or of its last update"
        yield Sentence(METHODS, about, str(told["search"]), ("sources",), rule, "notebooks/01-selection")
        names = review.sources.loc[review.sources["kind"].isin(["database"]).to_numpy(), "name"].dropna()
        if len(names):
            said = f"The {'database was' if len(names) == 1 else 'databases were'} {listed(map(str, names))}."
            yield Sentence(
                METHODS, about, said, ("sources",), "rows of the kind database", "notebooks/01-selection"
            )
    yield from _people(review, about, "searched")
    if review.has("searches"):
        lines, n = len(review.searches), review.searches["search_id"].nunique()
        said = f"{counted(n, 'strategy')} of {counted(lines, 'line')} {_was(n)} kept as run (see the search strategies)."
        yield Sentence(
            METHODS, about, said, ("searches",), "lines, and searches told apart", "notebooks/01-selection"
        )
    else:
        yield _open(about, "the full strategy of at least one database, and where the others are kept")


def _selection(review: Review) -> Iterator[Sentence]:
    about, page = "Selection", "notebooks/01-selection"
    if n := int(review.eligibility["role"].isin(["include", "exclude"]).sum()):
        said = f"Eligibility was defined by {counted(n, 'criterion', 'criteria')}."
        yield Sentence(METHODS, about, said, ("eligibility",), "rows with the role include or exclude", page)
    else:
        yield _open(about, "the criteria of eligibility")
    people = list(_people(review, about, "screened")) + list(_people(review, about, "assessed", silent=False))
    judged = _judged(review)
    yield from (one for one in people if not (one.is_open and judged))
    yield from judged
    figures = agreement.agreement(review.decisions) if review.has("decisions") else pd.DataFrame()
    counted_pairs = figures[figures["records"] > 0] if len(figures) else figures
    for row in counted_pairs.itertuples():
        told = f"{row.reviewers} agreed on {int(row.agreed):,} of {counted(int(row.records), 'record')} ({number(row.percent)}%)"
        if pd.notna(row.kappa):
            interval = " (95% interval)" if pd.notna(row.kappa_low) else ""
            kappa = coefficient(row.kappa, row.kappa_low, row.kappa_high)
            told += f"; {row.kappa_kind}'s kappa was {kappa}{interval}"
        said = f"In screening by {label(row.stage).lower()}, {told}."
        rule = "last decision of each reviewer, before consensus"
        yield Sentence(METHODS, about, said, ("decisions",), rule, page)
    if not len(counted_pairs):
        yield from _reported_agreement(review, page)


def _judged(review: Review) -> list[Sentence]:
    """How many records had how many reviewers, stage by stage, from the decisions."""
    if not review.has("decisions"):
        return []
    rows = coded(review)
    own = rows[rows["reviewer"].astype("object") != agreement.CONSENSUS]
    found = []
    stages = own["stage"].astype("object")
    for stage in counting.stage_order(review.flow, review.decisions):
        at = own[(stages == stage).to_numpy()]
        if at.empty:
            continue
        each = at.groupby(at["record_id"].astype("object"))["reviewer"].nunique()
        people, twice = at["reviewer"].astype("object").nunique(), int((each > 1).sum())
        by = f"by {counted(people, 'person', 'people')}"
        pairs = f", {number(twice)} of them by two or more" if people > 1 else ""
        said = f"In screening by {label(stage).lower()}, {counted(len(each), 'record')} {_was(len(each))} judged {by}{pairs}."
        found.append(
            Sentence(
                METHODS,
                "Selection",
                said,
                ("decisions",),
                "records with a decision, and reviewers of each, without consensus",
                "notebooks/01-selection",
            )
        )
    return found


def _reported_agreement(review: Review, page: str) -> Iterator[Sentence]:
    for row in review.agreement.itertuples():
        told = []
        if pd.notna(row.double_screened):
            told.append(f"{number(row.double_screened)}% of the records were screened twice")
        if pd.notna(row.percent):
            told.append(f"agreement was {number(row.percent)}%")
        if pd.notna(row.kappa):
            told.append(f"kappa was {coefficient(row.kappa)}")
        if told:
            said = f"In screening by {label(row.stage).lower()}, {joined(told)}."
            yield Sentence(METHODS, "Selection", said, ("agreement",), "as reported", page)


def _charting(review: Review) -> Iterator[Sentence]:
    about, page = "Charting", "notebooks/10-charting"
    if review.has("questions"):
        n = len(review.questions)
        yield Sentence(
            METHODS,
            about,
            f"Data were charted with a form of {counted(n, 'question')}.",
            ("questions",),
            "one row each",
            page,
        )
        told = charting_numbers(review)
        if review.has("answers") and str(told.get("agree", "")):
            answer = str(told["answer"]).partition(". ")[2]
            if answer:
                yield Sentence(
                    METHODS,
                    about,
                    answer,
                    ("answers",),
                    "pairs of answers of two charters, before what stands",
                    page,
                )
    else:
        yield _open(about, "the form with which data were charted")
    yield from _people(review, about, "charted")


def _appraisal(review: Review) -> Iterator[Sentence]:
    about, page = "Appraisal", "notebooks/03-appraisal"
    tables = tuple(table for table in ("appraisals", "ratings") if review.has(table))
    if not tables:
        yield _open(about, "whether and how the reports were appraised")
        return
    for name, tool in appraised.tools_of(review).items():
        own = [getattr(review, table) for table in tables]
        reports = {key for frame in own for key in frame.loc[frame["tool"] == name, "report_id"].dropna()}
        said = f"{counted(len(reports), 'report')} {_was(len(reports))} appraised with the {tool['title']}."
        yield Sentence(METHODS, about, said, tables, "reports with an answer or a rating, by tool", page)
    told = appraisal_numbers(review)
    if review.has("appraisals") and str(told.get("appraisers", "")):
        yield Sentence(
            METHODS,
            about,
            str(told["appraisers"]),
            ("appraisals",),
            "answers of each appraiser, before consensus",
            page,
        )
    yield from _people(review, about, "appraised")


def _synthesis(review: Review) -> Iterator[Sentence]:
    about = "Synthesis"
    if review.has("codes"):
        for scheme, own in review.codes.groupby("scheme", sort=False):
            codings = review.codings[review.codings["code_id"].isin(own["code_id"])]
            noun, passages = coding.noun(str(scheme)), codings["excerpt_id"].nunique()
            said = f"{counted(passages, 'passage')} {_was(passages)} coded with {counted(len(own), *noun)} ({label(scheme).lower()})."
            page = "notebooks/05-themes" if str(scheme) == coding.THEMES else "notebooks/06-practices"
            yield Sentence(
                METHODS,
                about,
                said,
                ("codes", "codings"),
                "codes of the scheme, and passages with one of them",
                page,
            )
        yield from _people(review, about, "coded")
    yield _open(about, "how the findings were brought together")
    if review.has("checklist"):
        names = dict.fromkeys(answered(review.checklist)["instrument"])
        short = [checklist_named(name)["short"] for name in names if name]
        if short:
            said = f"The review is reported following {joined(short)}."
            yield Sentence(
                METHODS, "Reporting", said, ("checklist",), "checklists with an answer", "book/checklist"
            )


def _results(review: Review) -> Iterator[Sentence]:
    told = (
        (
            "Selection",
            ("sources", "flow", "records", "decisions", "reports"),
            selection_numbers,
            "the flow (see the chart)",
            "notebooks/01-selection",
        ),
        (
            "Studies",
            ("reports", "studies", "interventions"),
            studies_numbers,
            "one row each",
            "notebooks/02-studies",
        ),
        (
            "Appraisal",
            ("ratings", "appraisals"),
            appraisal_numbers,
            "one rating a report, by its tool's own rule",
            "notebooks/03-appraisal",
        ),
        (
            "What was delivered",
            ("features", "feature_values"),
            interventions_numbers,
            "interventions with a yes; where that is open, a range",
            "notebooks/04-interventions",
        ),
        (
            "Results of the studies",
            ("results",),
            results_numbers,
            "rows, by direction where one is charted",
            "notebooks/09-results",
        ),
    )
    for about, tables, numbers, rule, page in told:
        there = tuple(table for table in tables if review.has(table))
        if there and (about != "Selection" or review.has("flow") or review.has("records")):
            yield Sentence(RESULTS, about, str(numbers(review)["answer"]), there, rule, page)
    yield Sentence(RESULTS, "Findings", to_write("what was found, and how sure it is"))


def _named(who: str) -> str:
    """Who it was, within a sentence: a name as it is, "First author" as "the first author"."""
    if not who.endswith((" author", " authors", " reviewer", " reviewers")):
        return who
    one = who[:1].lower() + who[1:]
    return f"the {one}" if one.startswith(_RANKS) else one


def _people(review: Review, about: str, activity: str, *, silent: bool = True) -> Iterator[Sentence]:
    """Who did it for the review, as the table people has it; where nobody is named, that this is to be written."""
    begins, asked = DOES[activity]
    rows = standing.in_order(review.people)
    own = rows[(rows["work"] == "review") & (rows["activity"] == activity)]
    who = list(dict.fromkeys(str(one) for one in own.loc[given(own["who"]), "who"]))
    if who:
        names = joined(list(map(_named, who)))
        yield Sentence(
            METHODS,
            about,
            f"{begins} {names}.",
            ("people",),
            f"activity {activity}, work review",
            "book/colophon",
        )
    elif silent:
        yield _open(about, asked)
