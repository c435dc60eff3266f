"""What the headings of a wide table say: stage, reviewer, and whether decisions, reasons or notes stand below.

"TiAb AA", "Full text - Reviewer 2 decision" and "anna_reason" are taken apart; "Anna" and "Reviewer 1" are names as they stand.
What settles a disagreement ("Consensus", "Final decision") is nobody's, and so is what names the work alone ("Screening decision").
An abbreviation of a stage ("TA", "FT") may be somebody's initials: it counts where two headings have one. A decision that moves the
record on to a stage ("Include for full text") is not of that stage.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import NamedTuple

from reviewbook.files.wording import letters

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
    "choice exclude excluded excludes exclusion reject rejected"
)
AGAINST = "exclude excluded excludes exclusion reject rejected"  # where it says yes, the record is out
SETTLES = "consensus final finally resolved resolution adjudicated adjudication agreed reconciled tiebreak tiebreaker overall"
REVIEWERS = "reviewer reviewers rater raters screener screeners coder coders assessor assessors judge judges annotator"
# Words that name the work, and nobody; and those that say of the work that it is done.
WORK = "screening screen selection eligibility assessment review record records paper article study"
LITTLE = "is was the by of for in at on to during"
DONE = "screening screen selection eligibility assessment review"
STANDS = "status outcome result results"  # of the work: "screening status"
KEEPS = "keep kept retain retained select selected accept accepted relevant eligible"  # whole headings
# Words of what is kept about the record or its search, and of what a machine proposed: such a column is nobody's decision.
ABOUT = """from has is was were search searches searched source sources database databases criteria criterion rate date time id ids count n
    number total text year studies link url code codes name names email auto automatic automated predicted prediction predictions
    suggested suggestion"""
# Whole headings whose yes or no is no decision on the record.
FLAG_WORDS = """agree agreement agrees match matches matching concordant concordance discordant conflict conflicts disagree
    disagreement discrepancy discrepant duplicate duplicates isduplicate viewed seen screened retrieved available hasabstract
    openaccess pdf resolve needsresolution"""
FLAGS = frozenset(FLAG_WORDS.split())
BESIDE = {
    "reason": r"(?:exclusion |excluded |exclude |primary )?reasons?(?: for (?:exclusion|excluding|rejection))?(?: (?:for|of|not))*|why",
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
STANDING, KEEPING, EXCLUDING, DOING = _any(STANDS), _any(KEEPS), _any(AGAINST), _any(DONE)
OF_WORK = (DECIDING, KEEPING, STANDING, DOING)
# "IS" and "AT" are initials.
WORKING = re.compile(
    rf"(?<!\S)(?:(?i:{'|'.join(WORK.split())})|{'|'.join(LITTLE.split())}|{'|'.join(LITTLE.title().split())})(?!\S)"
)
ONWARD = re.compile(r"(?<!\S)(?:for|to|into|onto)(?: the)? $", re.IGNORECASE)  # before a stage
BESIDES = {holds: _word(words) for holds, words in BESIDE.items()}
JOINED = re.compile(
    r"(?<=[a-z\d])(?=(?:Decision|Vote|Inclu|Answer|Verdict|Response|Reason|Comment|Note|Consensus|Final|Screening))|[\W_]+"
)


# Who settled, behind what says that it was settled: "Consensus (TK)", "Final decision by TK".
BY = re.compile(r"\s*(?:[(\[][^()\[\]]*[)\]]|\bby\s.+)\s*$", re.IGNORECASE)


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
    if (without := BY.sub("", name)) and without != name and (one := heading(without)).holds == "settled":
        return one
    left = whole = spaced(name)
    stage = short = holds = ""
    for named, sign in STAGED.items():
        if found := sign.search(left):
            onward = ONWARD.search(left[: found.start()])
            stage, left = "" if onward else named, sign.sub(" ", left, count=1)
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
    bare = WORKING.sub(" ", DECIDING.sub(" ", left))
    if not holds and SETTLING.search(bare) and not STANDING.sub(" ", SETTLING.sub(" ", bare)).strip():
        return Heading(stage, short, "settled", "")
    stands = STANDING.search(left) and DOING.search(left) and not STANDING.sub(" ", bare).strip()
    if not holds and (DECIDING.search(left) or stands or KEEPING.fullmatch(bare.strip())):
        holds, left = "decision", KEEPING.sub(" ", STANDING.sub(" ", DECIDING.sub(" ", left)))
        left = re.sub(r"^\s*(?:by|of)\s", "", left, flags=re.IGNORECASE)
    who = " ".join(left.split()) if WORKING.sub(" ", left).strip() else ""
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


def is_about(name: str, given: Heading) -> bool:
    """Whether a heading tells of the record, of its search or of a machine: "from_searches", "auto_decision", "Viewed"."""
    # "IS", beside "AB", are initials
    words = {
        word.casefold()
        for word in spaced(given.who).split()
        if word == "ID" or not re.fullmatch("[A-Z]{1,3}", word)
    }
    return not FLAGS.isdisjoint((letters(name), letters(given.who))) or not words.isdisjoint(ABOUT.split())


def is_of_decisions(name: str, given: Heading) -> bool:
    """Whether a heading says that decisions stand below, whatever does: "AA vote", "Final", "Reviewer 2"."""
    numbered = NAMING.search(re.sub(r"[\W\d_]+", " ", name)) is not None and given.holds == ""
    return (given.holds in ("decision", "settled") or numbered) and not is_about(name, given)


def named_beside(who: str, headings: Mapping[str, Heading], judged: Collection[str]) -> str | None:
    """The column that has the reviewer's name, where it stands beside the decision: "Reviewer 1" for "Decision 1"."""
    for name, given in headings.items():
        bare = NAMING.sub(" ", spaced(given.who))
        if name not in judged and bare != spaced(given.who) and bare.split() == spaced(who).split() != []:
            return name
    return None


def beside(holds: str, of: str, headings: Mapping[str, Heading]) -> str | None:
    """The column with the reasons or notes of a column of decisions, ``of``.

    It is the one whose heading is otherwise the same ("screening_reason" beside "screening_decision"), else that of the same
    reviewer, else that of the same stage, else one that says no more ("Reason not selected" beside "Selected").
    """
    given = headings[of]
    own = [name for name, one in headings.items() if one.holds == holds and one.stage in (given.stage, "")]
    twin = [name for name in own if (rest := _rest(name, BESIDES[holds])) and rest == _rest(of, DECIDING)]
    same = [name for name in own if headings[name].who and _same(headings[name].who, given.who)]
    shared = [name for name in own if headings[name].stage and not headings[name].who]
    like = [name for name in own if _rest(name, BESIDES[holds], *OF_WORK) == _rest(of, *OF_WORK)]
    return next(iter(twin + same + shared + like), None)


def _same(one: str, other: str) -> bool:
    """Whether two names are of one reviewer, who may be called one in the first alone: "Reviewer A" and "A"."""
    bare = [NAMING.sub(" ", spaced(who)).casefold().split() for who in (one, other)]
    return one.casefold() == other.casefold() or bare[0] == bare[1] != []


def _rest(name: str, *signs: re.Pattern[str]) -> str:
    """A heading without words for what it holds."""
    left = spaced(name)
    for sign in signs:
        left = sign.sub(" ", left)
    return " ".join(left.casefold().split())
