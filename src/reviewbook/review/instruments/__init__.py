"""Instruments: questions with rules, as data. Appraisal tools, TIDieR, reporting checklists and a form of one's own are one kind.

An instrument is one YAML file. Those of the library stand in the folder instruments/ of the room that uses them; a review brings
its own in its folder instruments/.

    id          what it is called, as its file
    kind        appraisal (of a report), description (of what was delivered) or reporting (of a review)
    version, title, short (the title where there is little room), about (what it is for)
    source      key of the bibliography, or null; url; licence (of the authors' text); designs (what it is for); the last may be left out
    explains    sentences on what an answer or a rating means; may be left out
    answers     a set of answers.yaml by name, or the answers themselves: word -> label, means, short, synonyms, rank

    Questions, in our own words. Each is a label, or label with any of short, asks (one sentence) and section:
    items       question -> label ...; of what is no appraisal
    screening   question -> label ...; may be left out
    categories  category -> title, component, criteria (question -> label ...)

    Of an appraisal:
    combined    category -> components that a study of it is appraised on as well
    names       question -> names that tables give it besides its identifier and label
    rests_on    question -> components whose criteria it asks about
    optional    questions without which an appraisal is complete: those answered in words, the overall judgement
    scoring     rule (one of `RULES`), maximum, combined (lowest_component), bonus (category -> points), caution;
                of worst_domain also overall (the question that holds the appraisers' own judgement) and decides (from which
                answer on the worst domain decides although another one has no rank)

Only id, kind, version, title, short, questions, and of an appraisal answers and scoring.rule are needed.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import Any, TypeGuard

import pandas as pd

from reviewbook.review import authored, shipped
from reviewbook.review.problems import Problem, ReviewProblems, quote

CODE = "INST-001"
HERE = Path(__file__).parent
FOLDER = "instruments"  # of a review: a file for each that it brings
APPRAISAL, DESCRIPTION, REPORTING = KINDS = ("appraisal", "description", "reporting")
# How an answer is counted and drawn, from the best to the worst, and those that say neither.
MEANINGS = ("met", "partly", "not_met", "far_from_met", "unclear", "not_applicable")
CRITERIA_MET, WORST_DOMAIN, NONE = "criteria_met", "worst_domain", "none"
RULES = {
    CRITERIA_MET: "one point for each criterion that is met",
    WORST_DOMAIN: "the judgement of the worst domain",
    NONE: "no overall rating",
}
MAPPINGS = ("screening", "categories", "combined", "rests_on", "names", "items")
TEXTS = ("short", "asks", "section")  # of a question, besides its label
IDENTIFIER = re.compile(r"[a-z][a-z0-9-]*")
Fault = Callable[[tuple[Any, ...], object, str], None]  # place in the file, what is there, what is expected


@functools.cache
def shipped_form(file: Path) -> dict[str, Any]:
    """An instrument of the library, whole (a dict that must not be changed); as `whole`."""
    return whole(shipped.read(file))


def own_form(file: Path, *, named: str | None = None, kinds: Collection[str] = KINDS) -> dict[str, Any]:
    """An instrument that somebody wrote, whole; as `whole`.

    Parameters
    ----------
    named : the id that it must have; left out where any will do.
    kinds : of which it must be one.

    Raises
    ------
    ReviewProblems (INST-001) with everything that keeps the file from being one, each at its line.
    """
    data, lines = authored.placed(file, code=CODE)
    place = file.name if named is None else f"{FOLDER}/{file.name}"
    if wrong := faults(data, place, lines, named=named, kinds=kinds):
        raise ReviewProblems(wrong)
    return whole(data)


@functools.cache
def answer_sets() -> dict[str, Any]:
    """The sets of permitted answers that an instrument can name: name -> answers (must not be changed)."""
    return shipped.read(HERE.parent / "answers.yaml")


def whole(data: Mapping[str, Any]) -> dict[str, Any]:
    """An instrument with what its file leaves out.

    Returns
    -------
    dict: what the file says, each question of ``items`` as a dict with label, of ``screening`` and ``criteria`` as its label;
        ``questions`` has all of them as dicts, ``answers`` the answers themselves, ``optional`` a set
    """
    answers = data.get("answers", {})
    given = answer_sets()[answers]["answers"] if isinstance(answers, str) else answers
    blocks = [data.get("items", {}), data.get("screening", {})]
    blocks += [block["criteria"] for block in data.get("categories", {}).values()]
    every = {one: _question(asked) for block in blocks for one, asked in block.items()}
    scoring = {"maximum": None, "combined": None, "bonus": {}, "caution": ""} | (data.get("scoring") or {})
    return {
        **{"about": "", "url": None, "source": None, "licence": "", "designs": [], "explains": []},
        **{name: {} for name in ("combined", "rests_on", "names")},
        **data,
        "answers": given,
        "scoring": scoring | {"caution": scoring["caution"] or ""},
        "optional": frozenset(data.get("optional", ())),
        "questions": every,
        "items": {one: every[one] for one in data.get("items", {})},
        "screening": {one: every[one]["label"] for one in data.get("screening", {})},
        "categories": {
            name: {**block, "criteria": {one: every[one]["label"] for one in block["criteria"]}}
            for name, block in data.get("categories", {}).items()
        },
    }


def _question(asked: str | Mapping[str, str]) -> dict[str, str]:
    return {"label": asked} if isinstance(asked, str) else dict(asked)


def questions(form: Mapping[str, Any]) -> pd.DataFrame:
    """The questions of an instrument, in order: item, label, short (the label where it has none), asks, section ("" for none)."""
    rows = [
        (
            one,
            asked["label"],
            asked.get("short") or asked["label"],
            asked.get("asks", ""),
            asked.get("section", ""),
        )
        for one, asked in form["questions"].items()
    ]
    return pd.DataFrame(rows, columns=["item", "label", *TEXTS])


# --- what can be wrong with a file


def faults(
    data: object,
    file: str,
    lines: Mapping[tuple[Any, ...], int],
    *,
    named: str | None = None,
    kinds: Collection[str] = KINDS,
) -> list[Problem]:
    """What keeps a file from being an instrument, all at once (INST-001).

    Parameters
    ----------
    lines : place in the file, as a path of names, -> line.
    named, kinds : as `own_form` takes them.
    """
    found: list[Problem] = []

    def fault(path: tuple[Any, ...], seen: object, expected: str) -> None:
        known = next((path[:n] for n in range(len(path), 0, -1) if path[:n] in lines), ())
        field = ".".join(map(str, path)) or "file"
        found.append(Problem(CODE, file, quote(str(seen)), expected, row=lines.get(known), field=field))

    if not isinstance(data, dict):
        fault((), type(data).__name__, "names with values, as in mmat-2011.yaml")
        return found
    _head(data, fault, named, kinds)
    for name in MAPPINGS:
        if not isinstance(data.get(name, {}), dict):
            fault((name,), data[name], "names with values")
    if found:
        return found
    seen, components = _questions(data, fault)
    if data["kind"] == APPRAISAL:
        _answers(data, fault)
        _beside(data, fault, seen, components)
        _scoring(data, fault, seen)
    return found


def _is_text(value: object) -> TypeGuard[str]:
    return isinstance(value, str) and bool(value.strip())


def _head(data: Mapping[str, Any], fault: Fault, named: str | None, kinds: Collection[str]) -> None:
    for name in ("id", "title", "short", "version"):
        if not _is_text(data.get(name)):
            fault((name,), data.get(name), "a text in quotation marks")
    for name in ("url", "source", "licence", "about"):
        if data.get(name) is not None and not _is_text(data[name]):
            fault((name,), data[name], "a text, or nothing")
    for name in ("designs", "explains", "optional"):
        if not isinstance(data.get(name, []), list) or not all(map(_is_text, data.get(name, []))):
            fault((name,), data[name], "a list of texts")
    if data.get("kind") not in kinds:
        fault(("kind",), data.get("kind"), f"one of {', '.join(kinds)}")
    called = data.get("id")
    if _is_text(called) and not IDENTIFIER.fullmatch(called):
        fault(("id",), called, "small letters, digits and hyphens, a letter first")
    elif named is not None and _is_text(called) and called != named:
        fault(("id",), called, f"{named}, as its file is called")


def _answers(data: Mapping[str, Any], fault: Fault) -> None:
    answers = data.get("answers")
    if not isinstance(answers, dict):
        if not isinstance(answers, str) or answers not in answer_sets():
            fault(("answers",), answers, f"one of {', '.join(answer_sets())}, or the answers themselves")
        return
    ranks: dict[int, str] = {}
    said: dict[str, str] = {}
    for word, answer in answers.items():
        place = ("answers", word)
        if not isinstance(word, str):
            fault(place, word, "a word in quotation marks, such as 'yes'")
        elif not isinstance(answer, dict) or not _is_text(answer.get("label")):
            fault(place, answer, "a word with label and means")
        elif answer.get("means") not in MEANINGS:
            fault((*place, "means"), answer.get("means"), f"one of {', '.join(MEANINGS)}")
        else:
            _answer(place, answer, ranks, fault)
            synonyms = answer.get("synonyms", [])
            if not isinstance(synonyms, list) or not all(map(_is_text, synonyms)):
                fault((*place, "synonyms"), synonyms, "a list of texts in quotation marks")
                continue
            for one in dict.fromkeys([word, answer["label"], *synonyms]):
                if said.setdefault(one.casefold(), word) != word:
                    fault(place, one, f"a word of its own; {said[one.casefold()]} has it")
    if not answers:
        fault(("answers",), "none", "at least one")


def _answer(place: tuple[Any, ...], answer: Mapping[str, Any], ranks: dict[int, str], fault: Fault) -> None:
    rank = answer.get("rank")
    if rank is not None and (not isinstance(rank, int) or isinstance(rank, bool) or rank < 1):
        fault((*place, "rank"), rank, "a whole number from 1, the best answer")
    elif rank is not None and ranks.setdefault(rank, place[-1]) != place[-1]:
        fault((*place, "rank"), rank, f"a rank of its own; {ranks[rank]} has it")
    if answer.get("short") is not None and not _is_text(answer["short"]):
        fault((*place, "short"), answer["short"], "a text")


def _questions(data: Mapping[str, Any], fault: Fault) -> tuple[dict[Any, str], set[str]]:
    """Every question with where it stands, and the components of the categories."""
    appraisal = data["kind"] == APPRAISAL
    seen: dict[Any, str] = {}
    components = set()
    for name in ("items", "screening"):
        for one, asked in data.get(name, {}).items():
            _one(((name, one)), one, asked, seen, name, fault, words=name == "screening")
    for category, block in data.get("categories", {}).items():
        place = ("categories", category)
        if (
            not isinstance(category, str)
            or not isinstance(block, dict)
            or not all(_is_text(block.get(name)) for name in ("title", "component"))
            or not isinstance(block.get("criteria"), dict)
            or not block["criteria"]
        ):
            fault(place, block, "title, component (a text) and criteria (names with labels)")
            continue
        components.add(block["component"])
        for one, asked in block["criteria"].items():
            _one((*place, "criteria", one), one, asked, seen, category, fault, words=True)
    wanted, other = ("categories", "items") if appraisal else ("items", "categories")
    if not data.get(wanted):
        fault((wanted,), "none", "at least one")
    if data.get(other):
        fault(
            (other,),
            ", ".join(map(str, data[other])),
            f"{wanted}, as an instrument of the kind {data['kind']} has",
        )
    return seen, components


def _one(
    place: tuple[Any, ...],
    name: object,
    asked: object,
    seen: dict[Any, str],
    home: str,
    fault: Fault,
    *,
    words: bool,
) -> None:
    """One question: its identifier, once in the whole instrument, and what is said of it."""
    if words and not isinstance(name, str):
        fault(place, name, f"a question in quotation marks, such as '{name}'")
    elif seen.setdefault(name, home) != home:
        fault(place, name, f"a question of its own; {seen[name]} has it")
    if isinstance(asked, dict):
        if not _is_text(asked.get("label")):
            fault(place, asked.get("label"), "a label")
        for part in sorted(set(map(str, asked)) - {"label", *TEXTS}):
            fault((*place, part), part, f"label, {', '.join(TEXTS)}")
        for part in TEXTS:
            if asked.get(part) is not None and not _is_text(asked[part]):
                fault((*place, part), asked[part], "a text")
    elif not _is_text(asked):
        fault(place, asked, "a label")


def _beside(
    data: Mapping[str, Any], fault: Fault, seen: Collection[Any], components: Collection[str]
) -> None:
    """What says more of questions and categories: each must be one of those that there are."""
    for category, needs in data.get("combined", {}).items():
        if category not in data.get("categories", {}) or not _are_among(needs, components):
            fault(("combined", category), needs, "a list of components of the categories")
    for question, needs in data.get("rests_on", {}).items():
        if question not in seen or not _are_among(needs, components):
            fault(("rests_on", question), needs, "a criterion, and a list of components of the categories")
    for question, names in data.get("names", {}).items():
        own = isinstance(names, list) and all(isinstance(one, str) and re.search(r"\w", one) for one in names)
        if question not in seen or not own:
            fault(("names", question), names, "a criterion, and a list of its names")
    for at, question in enumerate(data.get("optional", [])):
        if question not in seen:
            fault(("optional", at), question, "a question of the instrument")


def _are_among(named: object, known: Collection[str]) -> bool:
    return isinstance(named, list) and all(isinstance(one, str) and one in known for one in named)


def _scoring(data: Mapping[str, Any], fault: Fault, seen: Collection[Any]) -> None:
    scoring = data.get("scoring")
    if not isinstance(scoring, dict) or scoring.get("rule") not in RULES:
        found = scoring.get("rule") if isinstance(scoring, dict) else scoring
        fault(("scoring", "rule"), found, f"one of {', '.join(RULES)}")
        return
    rule, most = scoring["rule"], scoring.get("maximum")
    if most is not None and (not isinstance(most, int) or isinstance(most, bool) or most < 1):
        fault(("scoring", "maximum"), most, "a whole number from 1, or null")
    elif rule == CRITERIA_MET and most is None:
        fault(("scoring", "maximum"), None, "the most points there are")
    if scoring.get("combined") not in (None, "lowest_component"):
        fault(("scoring", "combined"), scoring["combined"], "lowest_component, or null")
    bonus = scoring.get("bonus", {})
    if not isinstance(bonus, dict) or not all(
        name in data["categories"] and isinstance(points, int) for name, points in bonus.items()
    ):
        fault(("scoring", "bonus"), bonus, "a category with its points")
    if scoring.get("caution") is not None and not _is_text(scoring["caution"]):
        fault(("scoring", "caution"), scoring["caution"], "a text, or nothing")
    overall = scoring.get("overall")
    if overall is not None and overall not in seen:
        fault(("scoring", "overall"), overall, "a question of the instrument")
    if rule == WORST_DOMAIN:
        ranked = _ranked(data.get("answers"))
        if len(ranked) < 2:
            fault(("scoring", "rule"), rule, "answers with a rank, 1 for the best, two at least")
        if scoring.get("decides") is not None and scoring["decides"] not in ranked:
            fault(("scoring", "decides"), scoring["decides"], f"an answer with a rank: {', '.join(ranked)}")


def _ranked(answers: object) -> list[str]:
    """The answers that have a rank, as far as they can be read."""
    given = answer_sets().get(answers, {}).get("answers", {}) if isinstance(answers, str) else answers
    return [
        word
        for word, answer in (given if isinstance(given, dict) else {}).items()
        if isinstance(answer, dict) and answer.get("rank") is not None
    ]
