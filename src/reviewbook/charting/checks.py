"""What can be wrong with the charting form and its answers (checks.yaml lists the kinds)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from reviewbook.charting.coverage import asked
from reviewbook.charting.spellings import near
from reviewbook.review.answers import CONSENSUS, DIFFER, alikeness, counted, read, standing
from reviewbook.review.dictionary import PLAIN
from reviewbook.review.groups import kinds
from reviewbook.review.model import Review
from reviewbook.review.nothing import AS_CHARTED, NOTHING, given
from reviewbook.review.problems import Problem, quote
from reviewbook.review.questions import ABOUT, DATE, KIND, YES_NO, counted_as, parted, scope, whose

FILE, FORM, CHOICES = "answers.csv", "questions.csv", "choices.csv"
# Columns of the tables that say which row it is or where it was read, and are no questions.
NO_QUESTIONS = ("locator", "report_id", "study_id", "intervention_id", "record_id", "reference", "year_basis")


def problems(r: Review) -> list[Problem]:
    """Every problem and notice of a review that this chapter can find."""
    if not len(r.questions):
        return brought_problems(r.codes, r.package, r.questions, r.choices, r.reports, kinds(r.interventions))
    tables = {table: getattr(r, table) for table, _ in ABOUT.values()}
    found = [
        *form_problems(r.questions, r.choices, kinds(r.interventions)),
        *answer_problems(r.answers, r.questions, r.choices, tables),
        *scope_problems(r.questions, tables),
        *spelling_problems(r.answers, r.questions, r.choices, tables),
        *brought_problems(r.codes, r.package, r.questions, r.choices, r.reports, kinds(r.interventions)),
    ]
    return sorted(found, key=lambda problem: (problem.file, problem.row or 0, problem.code))


def form_problems(questions: pd.DataFrame, choices: pd.DataFrame, kinds: Sequence[str] = ()) -> list[Problem]:
    """Questions with a name that is taken (CHAR-009) or asked of nobody (CHAR-005), choices counted as none (CHAR-008).

    ``kinds`` : those of entity that the review has, of which a question may be asked.
    """
    found = []
    about = (
        whose(questions) if kinds else dict(zip(questions["question_id"], questions["about"], strict=True))
    )
    for at, question in questions.iterrows():
        name = question["question_id"]
        if name in NO_QUESTIONS:
            found.append(
                Problem("CHAR-009", FORM, quote(name), "a name of its own", int(at) + 2, "question_id")
            )
        within = scope(question["asked_of"])
        if within is None:
            continue
        same = about.get(within.question) == question["about"]
        listed = listed_of(within.question, questions, choices, kinds)
        unknown = [one for one in within.answers if listed and one not in listed]
        if not same or unknown:
            seen = quote(question["asked_of"])
            expected = (
                f"answers out of {', '.join(listed)}" if same else f"a question about a {question['about']}"
            )
            found.append(Problem("CHAR-005", FORM, seen, expected, int(at) + 2, "asked_of"))
    for at, choice in choices[given(choices["counts_as"])].iterrows():
        own = set(choices.loc[choices["question_id"] == choice["question_id"], "value"])
        further = counted_as(choices, choice["question_id"])
        if choice["counts_as"] not in own or choice["counts_as"] in further:
            others = ", ".join(sorted(own - further.keys())) or "another choice"
            found.append(
                Problem("CHAR-008", CHOICES, quote(choice["counts_as"]), others, int(at) + 2, "counts_as")
            )
    return found


def listed_of(
    question: str, questions: pd.DataFrame, choices: pd.DataFrame, kinds: Sequence[str] = ()
) -> list[str]:
    """The answers that a question can have, where they are listed; else none.

    ``kinds`` : those of entity that are charted, of the kind where the form does not ask it.
    """
    own = questions[questions["question_id"] == question]
    if question == KIND and own.empty:
        return list(kinds)
    if len(own) and own["type"].iloc[0] == "yes_no":
        return list(YES_NO)
    return choices.loc[choices["question_id"] == question, "value"].dropna().tolist()


def answer_problems(
    answers: pd.DataFrame, questions: pd.DataFrame, choices: pd.DataFrame, tables: Mapping[str, pd.DataFrame]
) -> list[Problem]:
    """Answers about nothing (CHAR-001), of a wrong form (CHAR-002) or otherwise written (CHAR-010), not settled (CHAR-003, CHAR-004),
    or other than the table says (CHAR-007)."""
    if answers.empty:
        return []
    as_read = read(answers, questions, choices)
    stands = standing(as_read, questions)
    return [
        *_about_nothing(answers, questions, tables),
        *_of_wrong_form(answers, as_read, questions, choices),
        *_not_settled(answers, stands),
        *_otherwise(answers, stands, questions, choices, tables),
    ]


def _about_nothing(
    answers: pd.DataFrame, questions: pd.DataFrame, tables: Mapping[str, pd.DataFrame]
) -> Iterator[Problem]:
    kinds = dict(zip(questions["question_id"], questions["about"], strict=True))
    for kind, (table, key) in ABOUT.items():
        there = set(tables[table][key].dropna())
        own = answers[answers["question_id"].map(kinds).eq(kind).fillna(False)]
        for at, one in own.loc[~own["about_id"].isin(there), "about_id"].dropna().items():
            yield Problem(
                "CHAR-001", FILE, quote(one), f"a row of {table}.csv by its {key}", int(at) + 2, "about_id"
            )


def _of_wrong_form(
    answers: pd.DataFrame, as_read: pd.DataFrame, questions: pd.DataFrame, choices: pd.DataFrame
) -> Iterator[Problem]:
    kinds = dict(zip(questions["question_id"], questions["type"], strict=True))
    listed = {name: listed_of(name, questions, choices) for name in kinds}
    columns = answers["question_id"], answers["value"], as_read["value"]
    for at, (question, cell, value) in zip(answers.index, zip(*columns, strict=True), strict=True):
        if pd.isna(value) or value in NOTHING or question not in kinds:
            continue
        if expected := expected_form(value, kinds[question], listed[question]):
            seen = f"{quote(cell)} to {question}"
            yield Problem("CHAR-002", FILE, seen, expected, int(at) + 2, "value")
        elif kinds[question] in ("choice", "choices", "yes_no") and cell != value:
            yield Problem(
                "CHAR-010", FILE, f"{quote(cell)}, read as {quote(value)}", "the choice", int(at) + 2, "value"
            )


def expected_form(value: str, kind: str, listed: list[str]) -> str:
    """What an answer should be that is not; blank where it is as it should be."""
    if kind == "number":
        return "" if PLAIN["number"].fullmatch(value) else "a number in plain digits, or a word for nothing"
    if kind == "date":
        return (
            ""
            if pd.Series([value]).str.fullmatch(DATE).all()
            else "a date such as 2019-03-31, or its year alone"
        )
    said = parted(value) if kind == "choices" else [value]
    if kind in ("choice", "choices", "yes_no") and listed and not set(said) <= set(listed):
        return f"{'some' if kind == 'choices' else 'one'} of {', '.join(listed)}"
    return ""


def _not_settled(answers: pd.DataFrame, stands: pd.DataFrame) -> Iterator[Problem]:
    first = answers.reset_index().groupby(["question_id", "about_id"], sort=False)["index"].first()
    for question, about in stands.loc[stands["standing"] == DIFFER, ["question_id", "about_id"]].itertuples(
        index=False, name=None
    ):
        own = answers[(answers["question_id"] == question) & (answers["about_id"] == about)].dropna(
            subset="value"
        )
        told = ", ".join(
            f"{charter}: {quote(value)}"
            for charter, value in own[["charter", "value"]].itertuples(index=False)
        )
        seen = f"{question} of {about}: {told}"
        yield Problem(
            "CHAR-003", FILE, seen, "one answer, or a consensus", int(first[question, about]) + 2, "value"
        )
    own = answers[
        (answers["charter"] == CONSENSUS) & answers["value"].notna() & ~given(answers["settled_by"])
    ]
    for at, blank in own["settled_by"].isna().items():
        if blank:  # who writes not_reported has said that nobody knows
            yield Problem("CHAR-004", FILE, "nothing", "who settled it", int(at) + 2, "settled_by")


def _otherwise(
    answers: pd.DataFrame,
    stands: pd.DataFrame,
    questions: pd.DataFrame,
    choices: pd.DataFrame,
    tables: Mapping[str, pd.DataFrame],
) -> Iterator[Problem]:
    """Cells of tables that hold another value than the answer that stands."""
    rows = answers.reset_index().groupby(["question_id", "about_id"], sort=False)["index"].first()
    by_id = questions.set_index("question_id")
    for question, own in stands[stands["value"].notna()].groupby("question_id", sort=False):
        if question not in by_id.index:
            continue
        table, key = ABOUT[by_id.at[question, "about"]]
        frame = tables[table]
        column = question + AS_CHARTED if question + AS_CHARTED in frame else question
        cells = dict(zip(frame[key], frame[column].astype("string"), strict=True))
        kind, other = by_id.at[question, "type"], counted_as(choices, question)
        for about, value in own[["about_id", "value"]].itertuples(index=False, name=None):
            cell = cells.get(about)
            as_counted = str(counted(value, other))
            if cell is None or pd.isna(cell) or alikeness(cell, kind) == alikeness(as_counted, kind):
                continue
            yield Problem(
                "CHAR-007", FILE, f"{quote(value)} to {question} of {about}", f"{quote(cell)}, as {table}.csv has it",
                int(rows[question, about]) + 2, "value",
            )  # fmt: skip


def scope_problems(questions: pd.DataFrame, tables: Mapping[str, pd.DataFrame]) -> list[Problem]:
    """Answers for what a question is not asked of (CHAR-006)."""
    found = []
    for at, question in questions[questions["asked_of"].notna()].iterrows():
        table, _ = ABOUT[question["about"]]
        of_it = asked(questions, tables, question["question_id"])
        answered = given(tables[table][question["question_id"]]).to_numpy()
        odd = of_it.index[answered & (of_it == False).fillna(False).to_numpy()]  # noqa: E712
        if len(odd):
            seen = f"an answer for {', '.join(map(str, odd[:3]))}" + (
                f" and {len(odd) - 3} more" if len(odd) > 3 else ""
            )
            found.append(
                Problem(
                    "CHAR-006", FORM, seen, f"answers where {question['asked_of']}", int(at) + 2, "asked_of"
                )
            )
    return found


MOST_ROWS = 5  # that a notice names


def spelling_problems(
    answers: pd.DataFrame, questions: pd.DataFrame, choices: pd.DataFrame, tables: Mapping[str, pd.DataFrame]
) -> list[Problem]:
    """Near spellings of an answer to a question that lists no choices (CHAR-014); of listed ones CHAR-010 tells."""
    found = []
    for question in questions[questions["type"].isin(["choice", "choices", "country"])].to_dict("records"):
        name = question["question_id"]
        if listed_of(name, questions, choices):
            continue
        own = answers.loc[answers["question_id"] == name, "value"]
        table, file, field = ABOUT[question["about"]][0], FILE, "value"
        if own.empty:  # charted in the table itself
            own, file, field = tables[table][name], f"{table}.csv", name
        several = question["type"] != "choice"
        said = [
            (int(at) + 2, one)
            for at, cell in own.dropna().astype(str).items()
            if cell not in NOTHING
            for one in (parted(cell) if several else [cell.strip()])
        ]
        for one in near(said):
            rows = ", ".join(map(str, one.places[:MOST_ROWS]))
            rows += f" and {len(one.places) - MOST_ROWS} more" if len(one.places) > MOST_ROWS else ""
            seen = f"{quote(one.spelling)} to {name} ({'row' if len(one.places) == 1 else 'rows'} {rows})"
            usual = f"{quote(one.usual)}, as {one.n:,} {'row has' if one.n == 1 else 'rows have'} it"
            found.append(Problem("CHAR-014", file, seen, usual, one.places[0], field))
    return found


def brought_problems(
    codes: pd.DataFrame,
    package: Mapping,
    questions: pd.DataFrame,
    choices: pd.DataFrame,
    reports: pd.DataFrame,
    kinds: Sequence[str] = (),
) -> list[Problem]:
    """Schemes of codes, and results, that are asked of those with an answer that nobody can give (CHAR-015).

    ``kinds`` : those of entity that the review has.
    """
    said: list[tuple[str, Any, int | None]] = []
    if "asked_of" in codes:
        said += [("codes.csv", cell, row) for row, cell in enumerate(codes["asked_of"], 2)]
    if isinstance(own := package.get("asked_of"), Mapping):
        said.append(("datapackage.json", own.get("results"), None))
    known = set(questions["question_id"]) | set(reports.columns) | ({KIND} if kinds else set())
    if KIND in reports:
        kinds = ()
    found = []
    for file, cell, row in said:
        within = scope(cell)
        if within is None:
            continue
        listed = listed_of(within.question, questions, choices, kinds)
        unknown = [one for one in within.answers if listed and one not in listed]
        if within.question not in known or unknown:
            expected = f"answers out of {', '.join(listed)}" if unknown else "a question of the form"
            found.append(Problem("CHAR-015", file, quote(cell), expected, row, "asked_of"))
    return found
