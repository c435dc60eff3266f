"""The words of decisions: what is said of a record and why; stages, reviewers' names and times as the table decisions has them."""

from __future__ import annotations

import functools
import re

from reviewbook.files.wording import letters, one_line

# "" is no decision: nobody has judged yet.
WORDS = {
    "include": """include included includes inclusion in yes y keep kept relevant accept accepted eligible retain retained
        select selected pass passed advance true 1 1.0 +1 i""",
    "exclude": """exclude excluded excludes exclusion out no n reject rejected irrelevant ineligible remove removed discard
        discarded drop dropped fail failed false -1 -1.0 0 0.0 notrelevant noteligible notincluded e""",
    "maybe": "maybe unsure unclear uncertain possibly possible perhaps doubtful ? cannottell canttell m u",
    "withdrawn": "withdrawn deleted retracted undone reset",
    "": """undecided pending unscreened notscreened notjudged notseen notreviewed notvetted unlabelled unlabeled todo na n/a nan null
        none - -- . notapplicable notreported""",
}
DECISION = {word: decision for decision, words in WORDS.items() for word in words.split()}
NOT_A_WORD = "not a word for include, exclude, maybe or withdrawn"
# A decision and, behind it, why.
REASONED = re.compile(r"([^\W\d_]+(?: [^\W\d_]+)?)(?: ?[([] ?(.+)[)\]]|(?: ?[:;] ?| ?[–—] ?| - |- | -)(.+))")
# A reason as Covidence writes it into notes.
REASON = re.compile(r"Exclusion reason:\s*([^;\n]+)(?:;\s*|\n|$)", re.IGNORECASE)
STAGES = {
    "title_abstract": """titleabstract titleandabstract titlesandabstracts titlesabstracts tiab ta abstracttitle
        titleabstractscreening titleandabstractscreening""",
    "full_text": "fulltext fulltexts ft fulltextreview fulltextscreening fulltextassessment",
}
STAGE = {word: stage for stage, words in STAGES.items() for word in words.split()}
DAY = r"\d{4}-\d{2}-\d{2}"
TIME = re.compile(
    rf"({DAY})(?:[T ]+(\d{{2}}:\d{{2}}(?::\d{{2}}(?:\.\d+)?)?) ?(Z|UTC|[+-]\d{{2}}:?\d{{2}})?)?"
)


@functools.lru_cache(maxsize=1000)
def answer_and_reason(text: str) -> tuple[str, str]:
    """The word of an answer and, where one stands behind it, why.

    >>> answer_and_reason("Excluded - wrong population"), answer_and_reason("not included"), answer_and_reason("so - so")
    (('Excluded', 'wrong population'), ('not included', ''), ('so - so', ''))
    """
    reasoned = REASONED.fullmatch(one_line(text))
    if reasoned and len(reasoned[1]) > 1 and DECISION.get(reasoned[1].casefold().replace(" ", "")):
        return reasoned[1], (reasoned[2] or reasoned[3]).strip()
    return text, ""


@functools.lru_cache(maxsize=1000)
def read_answer(text: str, *, three_valued: bool) -> tuple[str, str]:
    """A decision (blank where there is none), and why the word is not understood.

    >>> read_answer("Yes", three_valued=False), read_answer("0", three_valued=True), read_answer("", three_valued=False)
    (('include', ''), ('maybe', ''), ('', ''))
    """
    word = re.sub(r"[\s_]", "", text.casefold())
    word = word if word in DECISION else word.rstrip(".!:")
    if three_valued and word in ("0", "0.0"):
        return "maybe", ""
    if not word or word in DECISION:
        return DECISION.get(word, ""), ""
    return "", NOT_A_WORD


@functools.lru_cache(maxsize=1000)
def stage_name(text: str) -> str:
    """A stage as the table decisions writes it.

    >>> stage_name("Title & Abstract"), stage_name("Full-text review"), stage_name("Pilot 2")
    ('title_abstract', 'full_text', 'pilot_2')
    """
    plain = letters(text)
    if plain in STAGE:
        return STAGE[plain]
    name = re.sub(r"[^a-z0-9]+", "_", text.casefold()).strip("_")
    return name if re.match(r"[a-z]", name) else f"stage_{name}".rstrip("_")


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
