"""How assessments, and what data lay beside them, are said: plain text, which whoever shows it makes safe for its place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import pandas as pd

from reviewbook.agreement import CONSENSUS
from reviewbook.appraisal.of_review import low_points
from reviewbook.confidence import assessing
from reviewbook.page.words import NOT_YET, counted, do, joined, of_asked
from reviewbook.review.labels import label
from reviewbook.review.model import Review
from reviewbook.review.nothing import NOT_AVAILABLE, NOT_REPORTED, NOTHING, given
from reviewbook.review.nouns import MANY, ONE, PEOPLE, people
from reviewbook.themes import coding
from reviewbook.themes.grounds import EMPIRICAL

# Of four dots as many as there are levels from the lowest to this one; the word stands beside them everywhere.
DOTS = {level: "●" * (4 - at) + "○" * at for at, level in enumerate(assessing.LEVELS)}
CONCERNS = {"no_or_very_minor": "✓", "minor": "·", "moderate": "◐", "serious": "!"}
UNKNOWN = ("", NOT_REPORTED, NOT_AVAILABLE)  # of a place: there is one, and nobody here knows which
LISTED = 12  # values of a column that a sentence lists
# What reports do on each basis: a verb, and what follows it.
RESTS = {
    "participants_account": ("tell", "of it"),
    "measured": ("measure", "something of it"),
    "authors_view": ("give", "only the authors' view of it"),
    "hypothesis": ("suppose", "it"),
    "component_present": ("name", "only a part for it"),
    NOT_REPORTED: ("stand", "behind it on a basis not said"),
    "": ("stand", "behind it on a basis not charted yet"),
}
# What else bears on a finding, by relation: a verb, and what follows it; any other relation is named.
BEARING = {
    "contrary": ("are", "contrary to another"),
    "limits": ("are", "limited by another"),
    "explains": ("are", "explained by another"),
}


class Part(NamedTuple):
    """A row of `inputs.measures`."""

    value: str | None
    n: int | None
    of: int | None


Measures = Mapping[
    str, Sequence[Part]
]  # of one code or finding: by measure, whose names are each of one component


def by_subject(measures: pd.DataFrame) -> Mapping[tuple[str, str], Measures]:
    """What `inputs.measures` gives, by (about_kind, about_id) and measure."""
    found: dict[tuple[str, str], dict[str, list[Part]]] = {}
    for kind, about, _, measure, value, n, of in measures.itertuples(index=False):
        part = Part(
            None if pd.isna(value) else value, *(None if pd.isna(one) else int(one) for one in (n, of))
        )
        found.setdefault((kind, about), {}).setdefault(measure, []).append(part)
    return found


def mark(row: Any) -> tuple[str, str, str]:
    """The overall confidence of a code or finding: the class of its mark, its sign, its word.

    Parameters
    ----------
    row : of `of_review.subjects`
    """
    if row.state == assessing.ASSESSED:
        return "rb-level", DOTS[row.level], assessing.instrument()["levels"][row.level]["label"]
    if row.state == assessing.DIFFER:
        return "rb-differs", "!", "assessors differ"
    if row.state == assessing.UNDER_WAY:
        return "rb-unclear", "◐", "assessment under way"
    return "rb-nr", "–", "not assessed"


def concern(row: Any, component: str) -> tuple[str, str, str]:
    """The judgement of a component, as `mark` says the overall one; of one that nobody judged, that it is not assessed."""
    judged = getattr(row, component)
    if _open(judged):
        return "rb-nr", "–", "not assessed" if pd.isna(judged) else judged.replace("_", " ")
    if component in row.differ:
        return "rb-differs", "!", "assessors differ"
    return f"rb-{judged.replace('_', '-')}", CONCERNS[judged], assessing.instrument()["judgements"][judged]


def explanation(row: Any) -> str:
    """Why the confidence is what it is: the reason of the level, else what is open."""
    if row.state == assessing.NOT_ASSESSED:
        return "Nobody has judged it yet."
    if row.state == assessing.DIFFER:
        return f"Assessors differ on {joined(assessing.words(column) for column in row.differ)}."
    if row.state == assessing.UNDER_WAY:
        left = [assessing.words(column) for column in assessing.JUDGED if _open(getattr(row, column))]
        return f"Not judged yet: {joined(left)}."
    return reason(row, assessing.LEVEL)


def reason(row: Any, column: str) -> str:
    """The reason for a judgement; blank where nobody judged; of a conflict who judged what."""
    judged, why = getattr(row, column), getattr(row, assessing.reason(column))
    if _open(judged):
        return ""
    if pd.isna(why):
        return "" if judged == assessing.NONE else f"The reason is {NOT_YET}."
    if column in row.differ:
        return str(why).replace("_", " ") + "."
    return str(why)


def _open(judged: object) -> bool:
    return bool(pd.isna(judged)) or judged in NOTHING


def who(row: Any) -> str:
    """Who assessed, and when: "Assessed by AA and BB, 2022-02-01."; blank where nobody did."""
    if row.state == assessing.NOT_ASSESSED:
        return ""
    each = [name for name in row.assessors if name != CONSENSUS]
    by = f" by {joined(each or row.assessors)}" if row.assessors else f"; who did it is {NOT_YET}"
    by += ", who agreed where they had differed" if 0 < len(each) < len(row.assessors) else ""
    return f"Assessed{by}{'' if pd.isna(row.assessed_on) else f', {row.assessed_on}'}."


def reports_of(parts: Measures) -> str:
    """How many reports stand behind it: "14 of 15 reports"; by what they rest on, where that is charted, each once:
    "10 of 15 reports tell of it, 2 more give the authors' view and 2 more suppose it"."""
    whole = _whole(parts, "reports")
    if "basis" not in parts:
        return _of_asked(whole, parts)
    told = [(one.n or 0, *RESTS.get(one.value or "", RESTS[NOT_REPORTED])) for one in parts["basis"]]
    (n, verb, rest), *more = told
    first = f"{_of_asked(Whole(n, whole.of), parts)} {do(n, verb)} {rest}"
    return joined([first, *(f"{n:,} more {do(n, verb)} {rest}" for n, verb, rest in more)])


def _of_asked(whole: Whole, parts: Measures) -> str:
    """A part of the reports: "3 of 15 reports", "3 of 9 reports asked" where others were not asked."""
    return of_asked(whole.n, whole.of, some="not_asked" in parts)


def beside(review: Review, component: str, parts: Measures) -> str:
    """What the data of a review give beside a component, in the review's own words for those who took part.

    Parameters
    ----------
    parts : what `by_subject` gives of one code or finding
    """
    told = sentences(
        component, parts, below=low_points(review), people=people(review), noun=review.nouns.pair
    )
    return " ".join(told)


def sentences(
    component: str,
    parts: Measures,
    *,
    below: str,
    people: Mapping[str, str] | None = None,
    noun: tuple[str, str] = (ONE, MANY),
) -> list[str]:
    """What the data give beside a component, as sentences.

    Parameters
    ----------
    parts : what `by_subject` gives of one code or finding
    below : the points below which a report is called low-rated, in words: "2 of 4 points"
    people : what participants and workers are called; of those that are not in it nothing is said
    noun : what one intervention and several are called
    """
    if component == "methodological_limitations":
        return _methodological(parts, below)
    if component == "adequacy":
        return _adequacy(parts, {who: who for who in PEOPLE} if people is None else people, noun)
    return _coherence(parts) if component == "coherence" else _relevance(parts)


def short(component: str, parts: Measures) -> str:
    """The same in a few words, for a line of marks."""
    if component == "methodological_limitations":
        return _rated(parts)
    if component == "coherence":
        against = next((one for one in parts.get("relation", ()) if one.value == coding.CONTRARY), None)
        if against is None:
            return f"contrary findings {NOT_YET}"
        if not against.n:
            return "nothing contrary known"
        return f"≠ {against.n:,} of {counted(against.of or 0, 'finding')} contrary to another"
    if component == "adequacy":
        return _behind(parts)
    return _places(parts)


class Whole(NamedTuple):
    """A number of a whole that is known."""

    n: int
    of: int


def _whole(parts: Measures, measure: str) -> Whole:
    (one,) = parts[measure]
    return Whole(one.n or 0, one.of or 0)


def _behind(parts: Measures) -> str:
    """The reports that tell of it or measure it, and the studies, which are those of all reports behind it.

    Those of which nobody says on what they rest may be among them: then the number is a range.
    """
    whole, studies = _whole(parts, "reports"), counted(_whole(parts, "studies").n, "study")
    if "basis" not in parts:
        return f"{reports_of(parts)}, {studies}"
    on = {one.value: one.n or 0 for one in parts["basis"] if one.value in EMPIRICAL and one.n}
    n = sum(on.values())
    may = n + sum(one.n or 0 for one in parts["basis"] if one.value in ("", *NOTHING))
    does = [f"{do(may, verb)} {rest}" for verb, rest in (RESTS[basis] for basis in EMPIRICAL if basis in on)]
    number = f"{n:,}" if n == may else f"{n:,} to {may:,}"
    reports = counted(whole.of, "report") + (" asked" if "not_asked" in parts else "")
    told = f"{number} of {reports} {joined(does, 'or') or 'tell of it'}"
    if n == whole.n:
        return f"{told}, {studies}"
    return f"{told}; in all, {counted(whole.n, 'report')} from {studies} {do(whole.n, 'stand')} behind it"


def _rated(parts: Measures) -> str:
    n, silent = _whole(parts, "reports").n, _whole(parts, "not_rated").n
    if n == silent:
        return "no report is rated" if n else "no report"
    if "low_rated" not in parts:
        return f"{n - silent:,} of {n:,} rated"
    low = _whole(parts, "low_rated")
    return f"{low.n:,} of {low.of:,} rated low" + (f", {silent:,} not rated" if silent else "")


def _listed(parts: Sequence[Part]) -> str:
    """Values with their numbers: "Qualitative 6, Mixed methods 4, not reported 1"; of very many the first, and how many more."""
    shown = ", ".join(f"{_value(one.value)} {one.n:,}" for one in parts[:LISTED])
    return f"{shown} and {counted(len(parts) - LISTED, 'more value')}" if len(parts) > LISTED else shown


def _places(parts: Measures) -> str:
    """How many countries and settings there are, and of how many studies each is not known: without these they are lower ends."""
    rows = {name: parts.get(name, ()) for name in ("country", "setting")}
    if not any(one.value for own in rows.values() for one in own):
        return f"places {NOT_YET}"
    said = []
    for name, own in rows.items():
        n = sum(one.value not in NOTHING for one in own)
        silent = sum(one.n or 0 for one in own if one.value in UNKNOWN)
        unknown = f"not known of {counted(silent, 'study')}"
        if n:
            said.append(counted(n, name) + (f" ({unknown})" if silent else ""))
        elif silent:
            said.append(f"{name} {unknown}")
    return ", ".join(said) or "no place applies"


def _value(value: str | None) -> str:
    if not value:
        return NOT_YET
    return value.replace("_", " ") if value in NOTHING else label(value)


def _methodological(parts: Measures, below: str) -> list[str]:
    n, silent = _whole(parts, "reports").n, _whole(parts, "not_rated").n
    if not n:
        return ["No report is named behind it."]
    said = [f"{_of_asked(_whole(parts, 'reports'), parts)} {do(n, 'stand')} behind it."]
    if "low_rated" in parts and (low := _whole(parts, "low_rated")).of:
        said.append(
            f"{low.n:,} of {low.of:,} that {do(low.of, 'have')} a rating {do(low.n or low.of, 'are')} rated low (below {below})."
        )
    if silent:
        said.append(f"{silent:,} {do(silent, 'have')} no rating in points.")
    return [*said, f"Reports by design: {_listed(parts['design'])}."]


def _coherence(parts: Measures) -> list[str]:
    charted = parts.get("relation", ())
    if not (charted[0].of if charted else _whole(parts, "findings").n):
        said = ["No finding stands under it."]
    elif not charted:
        said = [f"What is contrary to its findings is {NOT_YET}."]
    else:
        said = []
        for one in charted:
            named = ("have", f"another beside {{them}} said to be “{label(one.value).lower()}”")
            verb, what = BEARING.get(str(one.value), named)
            n, of = one.n or 0, one.of or 0
            them = "it" if (n or of) == 1 else "them"
            said.append(f"{n:,} of {counted(of, 'finding')} {do(n or of, verb)} {what.format(them=them)}.")
    if "direction" in parts:
        said.append(f"Passages by direction: {_listed(parts['direction'])}.")
    return said


def _adequacy(parts: Measures, called: Mapping[str, str], noun: tuple[str, str]) -> list[str]:
    units = [(_whole(parts, "studies"), ("study", "studies")), (_whole(parts, "interventions"), noun)]
    behind = joined(f"{one.n:,} of {counted(one.of, *told)}" for one, told in units if one.of)
    said = [f"{behind}{' that were asked' if 'not_asked' in parts else ''}."] if behind else []
    if _whole(parts, "studies").n:
        said += [_people(parts, who_, term) for who_, term in called.items()]
    kinds = [(_whole(parts, f"{kind}s").n, kind) for kind in ("finding", "quotation")]
    said.append(f"{joined(counted(n, noun) for n, noun in kinds)}.")
    if "basis" in parts:
        said.append(f"{reports_of(parts)}.")
    return said + ([f"Passages by speaker: {_listed(parts['speaker'])}."] if "speaker" in parts else [])


def _people(parts: Measures, who_: str, called: str) -> str:
    (given_,), silent = parts[who_], _whole(parts, f"{who_}_not_said")
    several = _whole(parts, "studies").n > 1
    if given_.n is None:
        of = "any of these studies" if several else "this study"
        return f"How many {called} there were is not known of {of}."
    open_ = f"; of {silent.n:,} of {counted(silent.of, 'study')} no number is known" if silent.n else ""
    return f"{given_.n:,} {called} took part in {'these studies' if several else 'this study'}{open_}."


def _relevance(parts: Measures) -> list[str]:
    names = {"population": "population", "country": "country", "setting": "setting", "role": "group"}
    said = [
        f"Studies by {name}: {_listed(parts[column])}." for column, name in names.items() if column in parts
    ]
    return said or ["No study is named behind it."]


def question(eligibility: pd.DataFrame) -> str:
    """What the review includes, by domain, to lay the studies beside; blank where it charts no criterion."""
    own = eligibility[(eligibility["role"] == "include") & given(eligibility["text"])]
    told = [
        f"{label(domain)}: {'; '.join(rows['text'])}." for domain, rows in own.groupby("domain", sort=False)
    ]
    return " ".join(told)
