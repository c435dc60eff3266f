"""The words of decisions: what is said of a record and why; stages, reviewers' names and times as the table decisions has them."""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from reviewbook.files import headings
from reviewbook.files.wording import letters, one_line
from reviewbook.review.problems import Problem, ReviewProblems, quote

# "" is no decision: nobody has judged yet.
WORDS = {
    "include": """include included includes inclusion in yes y keep kept relevant accept accepted eligible retain retained
        select selected pass passed advance advanced proceed true 1 1.0 +1 i""",
    "exclude": """exclude excluded excludes exclusion out no n reject rejected irrelevant ineligible remove removed discard
        discarded drop dropped fail failed false -1 -1.0 0 0.0 notrelevant noteligible notincluded donotinclude e""",
    "maybe": "maybe unsure unclear uncertain possibly possible perhaps doubtful ? cannottell canttell m u",
    "withdrawn": "withdrawn deleted retracted undone reset",
    "": """undecided pending unscreened notscreened notjudged notseen notreviewed notvetted unlabelled unlabeled todo na n/a nan null
        none - -- . notapplicable notreported""",
}
DECISION = {word: decision for decision, words in WORDS.items() for word in words.split()}
NOT_A_WORD = "not a word for include, exclude, maybe or withdrawn"
# A decision and, behind it, why.
REASONED = re.compile(r"(\S.*?)(?: ?[([] ?(.+)[)\]]|(?: ?[:;] ?| ?[–—] ?| - |- | -)(.+))")
# A decision and, behind it, what it moves the record on to or takes it out of.
PHRASE = re.compile(
    r"(?P<word>[^\W\d_]+(?: [^\W\d_]+){0,2}?) (?:for|to|into|onto|in|from)(?: the| a| our)? (?P<place>.+)",
    re.IGNORECASE,
)
PLACE = re.compile(
    r"(?:(?:next|further|later|second|final|this|scoping|systematic|literature) )?"
    r"(?:stage|round|phase|step|level|review|assessment|screening|reading|(?:data ?)?extraction|charting|"
    r"(?:meta ?)?analysis|synthesis|study|inclusion)"
)
YES_OR_NO = frozenset(["yes", "no", "y", "n", "true", "false", "1", "0", "1.0", "0.0", "+1"])
CODE = re.compile(r"[^\W\d_]|[-+]?\d+(?:\.\d+)?")  # means nothing by itself
MANY = 0.1  # of the answers of a column: that many were not mistyped
# A reason as Covidence writes it into notes.
REASON = re.compile(r"Exclusion reason:\s*([^;\n]+)(?:;\s*|\n|$)", re.IGNORECASE)
STAGES = {
    "title_abstract": "titlesandabstracts titlesabstracts ta abstracttitle abstractandtitle",
    "full_text": "ft",
}
STAGE = {word: stage for stage, words in STAGES.items() for word in words.split()}
REMARK = re.compile(r"\s*[([:;\u2013\u2014]\s*|\s-\s")  # opens one, behind a stage
DAY = r"\d{4}-\d{2}-\d{2}"
TIME = re.compile(
    rf"({DAY})(?:[T ]+(\d{{2}}:\d{{2}}(?::\d{{2}}(?:\.\d+)?)?) ?(Z|UTC|[+-]\d{{2}}:?\d{{2}})?)?"
)


class Answer(NamedTuple):
    """What a cell of a column of decisions says."""

    decision: str  # blank where there is none
    behind: str = ""  # what stands behind the word: why
    onto: str = ""  # the stage that the record is moved on to
    fault: str = ""  # why it is not understood


@dataclass(frozen=True)
class Reading:
    """How the answers of a column are read.

    An answer is a word of `WORDS` ("Included"); or such a word and why, behind a sign ("Excluded - wrong population"); or a
    phrase of such a word, "for", "to", "into", "in" or "from", and a stage or what the stage is for: the word decides ("Retain
    for full-text", "Exclude from review"). Anything else is not understood.

    Attributes
    ----------
    three_valued : the column's file has -1: then 0 is maybe.
    against : the heading asks whether the record is out ("Exclude?"): yes and no, 1 and 0 mean nothing by themselves.
    named : what answers mean, as `meanings` gives it; goes before everything else.
    """

    three_valued: bool = False
    against: bool = False
    named: Mapping[str, str] = field(default_factory=dict)

    def __call__(self, cell: str) -> Answer:
        """What a cell says.

        >>> Reading()("Retain for full-text"), Reading(named={"2": "exclude"})("2 - no data")
        (Answer(decision='include', behind='', onto='full_text', fault=''), Answer(decision='exclude', behind='no data', onto='', fault=''))
        """
        text = one_line(cell)
        whole = self._word(text)
        if not whole.fault:
            return whole
        reasoned = REASONED.fullmatch(text)
        if reasoned and (CODE.fullmatch(reasoned[1]) is None or _plain(reasoned[1]) in self.named):
            head = self._word(reasoned[1])
            if head.decision:
                return head._replace(behind=(reasoned[2] or reasoned[3]).strip())
        return whole

    def _word(self, text: str) -> Answer:
        plain = _plain(text)
        if plain in self.named:
            return Answer(self.named[plain])
        if self.against and plain in YES_OR_NO:
            return Answer("", fault=NOT_A_WORD)
        answer, fault = read_answer(text, three_valued=self.three_valued)
        if fault and (phrase := PHRASE.fullmatch(text)) and (word := DECISION.get(_plain(phrase["word"]))):
            place = phrase["place"].rstrip(" .!")
            stage = _known_stage(place)
            if stage or PLACE.fullmatch(headings.spaced(place).casefold()):
                return Answer(word, onto=stage if word != "exclude" else "")
        return Answer(answer, fault=fault)


def _plain(text: str) -> str:
    """An answer as it is compared; "2.0", as spreadsheets write it, is "2"."""
    return re.sub(r"^([-+]?\d+)\.0+$", r"\1", re.sub(r"[\s_]", "", text.casefold()))


def meanings(text: str) -> dict[str, str]:
    """What the option --words says of answers: "1=include,2=exclude"; "=none" for one that is no decision.

    Raises
    ------
    ReviewProblems (DECI-004) with every part that says nothing that can be used.

    >>> meanings("1=include, Not sure, ask=maybe")
    {'1': 'include', 'notsure,ask': 'maybe'}
    """
    named: dict[str, str] = {}
    wrong, before = [], ""
    for part in text.split(","):
        word, sign, meaning = (before + part).rpartition("=")
        if not sign:  # a comma within the answer
            before += f"{part},"
            continue
        before, key = "", _plain(word)
        answer, fault = read_answer(meaning, three_valued=False)
        is_word = meaning.strip() and not fault and not CODE.fullmatch(meaning.strip())
        if not (key and is_word) or named.setdefault(key, answer) != answer:
            wrong.append(part.strip())
    wrong += [before.rstrip(",").strip()] * bool(before)
    if wrong:
        wanted = "each answer once, with include, exclude, maybe, withdrawn or none: 1=include,2=exclude"
        raise ReviewProblems([Problem("DECI-004", "--words", quote(part), wanted) for part in wrong])
    return named


def must_be_named(answers: Mapping[str, int], reading: Reading) -> Counter[str]:
    """The answers of a column that cannot be read, and must be before any is taken; none where they are slips of single cells.

    A code (one letter, a number) is no slip, nor is an answer that comes again, nor are several that are more than a tenth of all, or
    one of two.

    >>> must_be_named({"include": 8, "inclde": 1}, Reading()), must_be_named({"1": 3, "2": 1}, Reading())
    (Counter(), Counter({'2': 1}))
    """
    unread: Counter[str] = Counter({cell: n for cell, n in answers.items() if cell and reading(cell).fault})
    every = sum(n for cell, n in answers.items() if cell)
    several = every > 1 and unread.total() > (MANY if len(unread) > 1 else 0.49) * every
    if several or any(n > 1 or CODE.fullmatch(cell) for cell, n in unread.items()):
        return unread
    return Counter()


@functools.lru_cache(maxsize=1000)
def read_answer(text: str, *, three_valued: bool) -> tuple[str, str]:
    """A decision (blank where there is none), and why the word is not understood.

    >>> read_answer("Yes", three_valued=False), read_answer("0", three_valued=True), read_answer("", three_valued=False)
    (('include', ''), ('maybe', ''), ('', ''))
    """
    word = re.sub(r"[\s_]", "", text.casefold())
    word = word if word in DECISION else word.rstrip(".!:") or word
    if three_valued and word in ("0", "0.0"):
        return "maybe", ""
    if not word or word in DECISION:
        return DECISION.get(word, ""), ""
    return "", NOT_A_WORD


@functools.lru_cache(maxsize=1000)
def stage_name(text: str) -> str:
    """A stage as the table decisions writes it; a known one may have a remark in brackets or behind a sign, or stand there itself.

    >>> stage_name("Title & Abstract"), stage_name("Full-text review (round 2)"), stage_name("Pilot 2")
    ('title_abstract', 'full_text', 'pilot_2')
    """
    outside, *inside = REMARK.split(text, maxsplit=1)
    for part in (text, outside, *(inside if _is_work(outside) else ())):
        if stage := _known_stage(part):
            return stage
    name = re.sub(r"[^a-z0-9]+", "_", text.casefold()).strip("_")
    return name if re.match(r"[a-z]", name) else f"stage_{name}".rstrip("_")


def _known_stage(text: str) -> str:
    """The stage that the whole of a text names; blank where it names none."""
    if (plain := letters(text)) in STAGE:
        return STAGE[plain]
    spaced = headings.spaced(text.replace("&", " and "))
    return next((stage for stage, sign in headings.STAGED.items() if sign.fullmatch(spaced)), "")


def _is_work(text: str) -> bool:
    """Whether a text says no more than that something is done: "Screening", "Stage 1"."""
    spaced = headings.COUNTED.sub(" ", headings.spaced(text))
    return not headings.WORKING.sub(" ", spaced).strip()


@functools.lru_cache(maxsize=1000)
def reviewer_name(text: str) -> str:
    """A reviewer's name as it stands; "consensus" for what settles a disagreement, whatever its case."""
    name = one_line(text)
    return "consensus" if letters(name) == "consensus" else name


@functools.lru_cache(maxsize=1000)
def iso(text: str) -> str:
    """A day, or day and time, as the table decisions writes it; blank where the text is none."""
    match = TIME.fullmatch(text.strip())
    if not match:
        return ""
    day, time, zone = match.groups()
    zone = {"UTC": "Z", None: ""}.get(zone, zone or "")
    zone = f"{zone[:3]}:{zone[3:]}" if len(zone) == 5 else zone
    return f"{day}T{time}{zone}" if time else day
