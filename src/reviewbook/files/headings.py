"""What the headings of a wide table say: stage, reviewer, and whether decisions, reasons or notes stand below.

"TiAb AA", "Full text - Reviewer 2 decision" and "anna_reason" are taken apart; "Anna" and "Reviewer 1" are names as they stand.
What settles a disagreement ("Consensus", "Final decision") is nobody's. An abbreviation of a stage ("TA", "FT") may be somebody's
initials: it counts where two headings have one.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import NamedTuple

SCREENED = r"(?: screening| review| assessment)?"
STAGES = {
    "title_abstract": rf"titles?(?: and| or)? ?abstracts?{SCREENED}|ti ?abs?{SCREENED}",
    "full_text": rf"full ?texts?{SCREENED}",
    "title": rf"titles?{SCREENED}",
    "abstract": rf"abstracts?{SCREENED}",
}
SHORT = {"title_abstract": "ta|t a", "full_text": "ft"}
NUMBERED = r"(?:stage|phase|round|level|step) ?\d+"
DECIDES = (
    "decision decisions vote votes include included inclusion answer judgement judgment verdict response recommendation label "
    "choice"
)
SETTLES = "consensus final finally resolved resolution adjudicated adjudication agreed reconciled tiebreak tiebreaker overall"
REVIEWERS = "reviewer reviewers rater raters screener screeners coder coders assessor assessors judge judges annotator"
# Whole headings whose yes or no is no decision on the record.
FLAG_WORDS = """agree agreement agrees match matches matching concordant concordance discordant conflict conflicts disagree
    disagreement discrepancy discrepant duplicate duplicates isduplicate viewed seen screened retrieved available hasabstract
    openaccess pdf resolve needsresolution"""
FLAGS = frozenset(FLAG_WORDS.split())
BESIDE = {
    "reason": r"(?:exclusion |excluded |exclude |primary )?reasons?(?: for (?:exclusion|excluding|rejection))?|why",
    "note": "notes?|comments?|remarks?|rationale",
}


class Heading(NamedTuple):
    """A heading taken apart."""

    stage: str  # blank where it names none
    short: str  # the stage of an abbreviation, which may be initials; blank where there is none
    holds: str  # decision, reason, note, settled; blank where the heading alone does not say
    who: str  # what is left: the reviewer; blank where nothing is


def _word(words: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\S)(?:{words})(?!\S)", re.IGNORECASE)


def _any(words: str) -> re.Pattern[str]:
    return _word("|".join(words.split()))


STAGED = {stage: _word(words) for stage, words in STAGES.items()}
ABBREVIATED = {stage: _word(words) for stage, words in SHORT.items()}
COUNTED, DECIDING, SETTLING, NAMING = _word(NUMBERED), _any(DECIDES), _any(SETTLES), _any(REVIEWERS)
BESIDES = {holds: _word(words) for holds, words in BESIDE.items()}
JOINED = re.compile(
    r"(?<=[a-z\d])(?=(?:Decision|Vote|Inclu|Answer|Verdict|Response|Reason|Comment|Note|Consensus|Final|Screening))|[\W_]+"
)


def spaced(name: str) -> str:
    """The words of a heading, a blank between them."""
    return JOINED.sub(" ", name).strip()


def heading(name: str) -> Heading:
    """A heading taken apart, whatever stands between its words.

    >>> heading("Full text - Reviewer 2 decision")
    Heading(stage='full_text', short='', holds='decision', who='Reviewer 2')
    >>> heading("Final decision").holds, heading("anna_reason")[2:], heading("Anna").who
    ('settled', ('reason', 'anna'), 'Anna')
    """
    left = whole = spaced(name)
    stage = short = holds = ""
    for named, sign in STAGED.items():
        if sign.search(left):
            stage, left = named, sign.sub(" ", left, count=1)
            break
    else:
        if counted := COUNTED.search(left):
            stage, left = re.sub(r" ?(\d+)$", r"_\1", counted[0].casefold()), COUNTED.sub(" ", left, count=1)
    for named, sign in ABBREVIATED.items():
        if not stage and sign.search(left) and sign.sub("", left).strip():
            short, left = named, sign.sub(" ", left, count=1)
            break
    for kind, sign in BESIDES.items():
        if sign.search(left):
            holds, left = kind, sign.sub(" ", left, count=1)
            break
    bare = DECIDING.sub(" ", left)
    if not holds and SETTLING.search(bare) and not SETTLING.sub(" ", bare).strip():
        return Heading(stage, short, "settled", "")
    if not holds and DECIDING.search(left):
        holds, left = "decision", DECIDING.sub(" ", left)
    who = " ".join(left.split())
    return Heading(stage, short, holds, name.strip() if who == whole else who)


def told(names: Collection[str], *, judged: Collection[str]) -> dict[str, Heading]:
    """The headings taken apart; an abbreviation is part of a name where just one of several columns of decisions has one."""
    headings = {name: heading(name) for name in names}
    several = (
        sum(bool(headings[name].stage or headings[name].short) for name in judged) > 1 or len(judged) == 1
    )
    for name, given in headings.items():
        if given.short and several:
            headings[name] = given._replace(stage=given.short, short="")
        elif given.short:
            whole = DECIDING.sub(" ", spaced(name)) if given.holds == "decision" else name
            headings[name] = given._replace(short="", who=" ".join(whole.split()))
    return headings


def named_beside(who: str, headings: Mapping[str, Heading], judged: Collection[str]) -> str | None:
    """The column that has the reviewer's name, where it stands beside the decision: "Reviewer 1" for "Decision 1"."""
    for name, given in headings.items():
        bare = NAMING.sub(" ", spaced(given.who))
        if name not in judged and bare != spaced(given.who) and bare.split() == spaced(who).split() != []:
            return name
    return None


def beside(holds: str, of: Heading, headings: Mapping[str, Heading]) -> str | None:
    """The column with the reasons or notes of a column of decisions: that of the same reviewer, else of the same stage."""
    own = [name for name, given in headings.items() if given.holds == holds and given.stage in (of.stage, "")]
    same = [name for name in own if headings[name].who and headings[name].who.casefold() == of.who.casefold()]
    shared = [name for name in own if headings[name].stage and not headings[name].who]
    return next(iter(same + shared), None)
