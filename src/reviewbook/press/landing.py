"""The first page: what was found and how sure it is, in one screen; then the questions with their answers, and where everything is.

Every number is glued from the chapter that shows it, and leads to the rows that it counts.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace

from reviewbook.appraisal.drawing.placed import placed
from reviewbook.appraisal.of_review import MIN_RATING
from reviewbook.confidence.drawing.profile import profile_of
from reviewbook.confidence.drawing.strip import strips
from reviewbook.page.escape import address, html_in_myst
from reviewbook.page.words import escape, in_words, joined
from reviewbook.press import beginning, citing, colophon
from reviewbook.press.menu import DOWNLOADS
from reviewbook.review.model import Review
from reviewbook.review.nothing import given, is_given
from reviewbook.review.schemes import within
from reviewbook.review.standing import contacts
from reviewbook.selection import searches
from reviewbook.studies.of_review import people
from reviewbook.themes import coding

UNNUMBERED = "This edition of the book has no number yet{published}."
MADE = "% Made by reviewbook from datapackage.json and the chapters: change that, not this page.\n\n"
MAP, WHATS_NEW = "notebooks/07-evidence-map", "book/whats-new"
# The chapter whose answer is the book's, the first that the review has: what was found before what was looked at.
LEADS = (
    ("05-themes", "lead"),
    ("06-practices", "lead"),
    ("09-results", "answer"),
    ("04-interventions", "answer"),
    ("02-studies", "answer"),
    ("01-selection", "answer"),
)


def glued(chapter: str, key: str) -> str:
    """A number or sentence of a chapter, as MyST."""
    return f"{{glue:text}}`../notebooks/{chapter}.ipynb::{key}:s`"


def counted_(chapter: str, key: str) -> str:
    """A count of a chapter, with thousands apart."""
    return f"{{glue:text}}`../notebooks/{chapter}.ipynb::{key}:,`"


def page(review: Review, *, out: Collection[str] = (), home: str = "") -> str:
    """The first page as MyST.

    Parameters
    ----------
    home : the address at which the book is published; "" where that is not known
    out : pages that the book does not have (`chapters.Book.out`), of which nothing is said
    """
    there = _there(review)
    lines = [MADE + f"{{.rb-kicker}}\n{_kicker(review)}", f"# {escape(review.title)}"]
    found = {"02-studies": ("reports", "studies"), "01-selection": ("flow", "decisions")}
    leads = [
        one
        for one in LEADS
        if f"notebooks/{one[0]}" not in out and there.get(one[0], any(map(review.has, found.get(one[0], ()))))
    ]
    picture = placed(review) if there["03-appraisal"] else ""
    if whose := colophon.briefly(review):
        lines.append(f"{{.rb-standing}}\n{whose}")
    hero = [
        f"{{.rb-lead}}\n{glued(*leads[0])}" if leads else "",
        _sure(there, leads[0][0], out) if leads else "",
        _tiles(review, out),
    ]
    if any(hero) or picture:
        lines.append(_boxed("rb-hero", _boxed("rb-hero-said", *filter(None, hero)), picture))
    lines.append(_actions(review, out))
    lines += _questions(review, out)
    lines += beginning.what_comes_next(review)
    lines += how_sure(review, out=out)
    lines += _current(review, out)
    lines += _all_lines(review, there, out)
    lines += _whose(review)
    lines += _cite(review, home)
    lines.append("## Where to start")
    lines.append(
        "- New to such a book: {doc}`/book/how-to-read`.\n"
        + _looking_for(review, out)
        + _doubting(out)
        + f'- Wanting the data: <a href="../{DOWNLOADS.address}">{DOWNLOADS.title}</a>, and {{doc}}`/book/data-dictionary`.\n'
        "- Correcting something, or publishing your own review: {doc}`/book/rerun`."
    )
    return "\n\n".join(filter(None, lines)) + "\n"


def numbered(review: Review) -> bool:
    """Whether the newest edition says which it is."""
    return review.has("editions") and is_given(review.editions.iloc[-1]["edition"])


def _there(review: Review) -> dict[str, bool]:
    """Which of the chapters that a review can do without have something to show."""
    coded = review.has("codes", "excerpts", "codings")
    return {
        "03-appraisal": rated(review),
        "04-interventions": review.has("features", "feature_values") or review.has("tidier"),
        "05-themes": coded and bool(coding.schemes(review.codes, "themes")),
        "06-practices": coded and bool(coding.schemes(review.codes, "frameworks")),
        "09-results": review.has("results"),
        "08-claims": review.has("claims"),
    }


def _boxed(name: str, *parts: str) -> str:
    """Parts of a page in a container of that class; containers within have fewer colons than the one around them."""
    inner = "\n\n".join(filter(None, parts))
    colons = ":" * (
        3 + max((len(found) - 2 for found in re.findall(r"^:{3,}", inner, re.MULTILINE)), default=0)
    )
    return f"{colons}{{container}} {name}\n\n{inner}\n\n{colons}"


def _kicker(review: Review) -> str:
    """What it is a book of, how many reports, searched to, edition: one line above the title."""
    said = []
    if kind := review.package.get("review_type"):
        word = str(kind)[:1].upper() + str(kind)[1:]
        said.append(escape(word if "review" in word.casefold() else f"{word} review"))
    said += [
        f"{counted_('01-selection', f'n_{unit}s')} {unit}s" for unit in ("report",) if review.has("reports")
    ]
    if len(searches.reached(review.sources)):
        said.append(f"searched to {glued('01-selection', 'searched_to')}")
    if numbered(review):
        said.append(f"edition {glued('01-selection', 'edition')}")
    return " · ".join(said) or "A review as a book"


def _sure(there: dict[str, bool], lead: str, out: Collection[str]) -> str:
    """How sure the answer is, under it."""
    said = [glued(lead, "confidence")] if lead in ("05-themes", "06-practices") else []
    if there["03-appraisal"] and "notebooks/03-appraisal" not in out:
        said.append(glued("03-appraisal", "low"))
    return "{.rb-sure}\n" + " ".join(said) if said else ""


def _tiles(review: Review, out: Collection[str]) -> str:
    """Big numbers, each a link to the rows that it counts."""
    tiles = []

    def add(chapter: str, key: str, words: str, address: str) -> None:
        if f"notebooks/{chapter}" not in out:
            tiles.append(f"- [{counted_(chapter, key)}]({address})\n\n  {words}")

    n01, n02 = "01-selection", "02-studies"
    if review.has("reports"):
        add(n01, "n_reports", "reports", "../notebooks/02-studies.ipynb")
    if review.has("studies"):
        add(n01, "n_studies", "studies", "../notebooks/02-studies.ipynb")
    if len(review.interventions):
        own = "04-interventions" if "notebooks/04-interventions" not in out else n02
        add(n01, "n_interventions", review.nouns.many, f"../notebooks/{own}.ipynb")
    listed = "{.rb-tiles}\n" + "\n".join(tiles) if len(tiles) > 1 else ""
    counts_people = any(review.holds("studies", column) for column in people(review))
    told = ""
    if counts_people and f"notebooks/{n02}" not in out:
        told = f"{{.rb-people}}\nWho took part: {glued(n02, 'people')}."
        told += _rows(f"../notebooks/{n02}.html#tbl-people-by-study")
    return "\n\n".join(filter(None, [listed, told]))


def _actions(review: Review, out: Collection[str]) -> str:
    """What a reader does with the book, one link each."""
    said = [
        (f"#{citing.ANCHOR}", "Cite", "The review and this book"),
        (f"../{DOWNLOADS.address}", "Download", "Tables, references, citations"),
    ]
    if WHATS_NEW not in out and review.has("editions"):
        said.append(("whats-new.html", "What’s new", "The editions of this book"))
    write_to = next((to for _, name in contacts(review.package) if (to := address(name))), "")
    if write_to:
        said.append((html_in_myst(write_to), "Report an error", "To those who keep this book"))
    links = "".join(
        f'<li><a href="{to}"><b>{name}</b><span>{about}</span></a></li>' for to, name, about in said
    )
    return f'<ul class="rb-actions">{links}</ul>'


def _questions(review: Review, out: Collection[str]) -> list[str]:
    """The questions of the review as cards: question, answer, and the chapter that has the evidence."""
    asked = list(review.package.get("questions") or [])
    if not asked:
        return []
    answers = [*(review.package.get("answers") or []), *[""] * len(asked)]
    places = [*(review.package.get("answered_in") or []), *[""] * len(asked)]
    cards = []
    for question, answer, place in zip(asked, answers, places, strict=False):
        parts = [f"**{escape(question)}**", escape(answer) if answer else ""]
        if place and place not in out:
            parts.append(f"{{.rb-go}}\n{{doc}}`/{place}`")
        cards.append(_boxed("rb-card", *parts))
    n, ends = in_words(len(asked)), "" if len(asked) == 1 else "s"
    title = f"{n.capitalize()} question{ends}" + (f", {n} answer{ends}" if any(answers) else "")
    return [f"## {title}", _boxed("rb-questions", *cards)]


def _current(review: Review, out: Collection[str]) -> list[str]:
    """How far the searches reached, and which edition this is."""
    n01 = "01-selection"
    has = review.has("editions")
    reach = glued(n01, "reach")
    if len(searches.reached(review.sources)) and f"notebooks/{n01}" not in out:
        reach += _rows(f"../notebooks/{n01}.html#tbl-sources")
    elif has and WHATS_NEW not in out:
        reach += _rows("whats-new.html#tbl-editions")
    elif f"notebooks/{n01}" not in out:
        reach += _rows(f"../notebooks/{n01}.html#tbl-sources")
    edition = "No edition is listed yet."
    if has:
        edition = (
            f"This is edition **{glued(n01, 'edition')}** of the book, published **{glued(n01, 'published')}**.\n"
            f"{glued(n01, 'edition_note')}\n{{doc}}`/book/whats-new` lists the editions."
            if numbered(review)
            else UNNUMBERED.format(published="")
        )
    return [_boxed("rb-current", "{.rb-title}\nHow current is it?", reach, edition)]


def _all_lines(review: Review, there: dict[str, bool], out: Collection[str]) -> list[str]:
    """The answer of each chapter in a line, with the way to its rows."""

    def line(chapter: str, said: str, table: str, *, first: bool = True) -> str:
        """A line on a chapter, and a link to the rows that its numbers count; none where ``table`` is "", as there are none."""
        if f"notebooks/{chapter}" in out:
            return ""
        named = f"{{doc}}`/notebooks/{chapter}`: " if first else ""
        return f"{named}{said}" + (_rows(f"../notebooks/{chapter}.html#{table}") if table else "")

    def support(which: str) -> str:
        scheme = next(iter(coding.schemes(review.codes, which)), "")
        coded = scheme and review.has("codes", "excerpts", "codings")
        return f"tbl-support-{scheme.replace('_', '-')}" if coded else ""

    def rows(table: str, *needed: str) -> str:
        return table if all(map(review.has, needed)) else ""

    n02, n04 = "02-studies", "04-interventions"
    short = [
        line("01-selection", glued("01-selection", "answer"), "tbl-flow"),
        line(n02, glued(n02, "answer"), "tbl-by-design"),
        line(
            n02,
            f"The {review.nouns.many} by the group that they were used with: {glued(n02, 'groups')}.",
            "tbl-per-intervention",
            first=False,
        )
        if given(review.interventions["worker_role"]).any()
        else "",
        line("10-charting", glued("10-charting", "answer"), "fig-coverage")
        if review.has("questions") and any(map(review.has, ("reports", "studies", "interventions")))
        else "",
        line("03-appraisal", glued("03-appraisal", "answer"), "tbl-ratings") if there["03-appraisal"] else "",
        line(n04, glued(n04, "answer"), rows("tbl-fractions", "features", "feature_values"))
        if there[n04]
        else "",
        line(n04, glued(n04, "tidier_items"), "tbl-tidier", first=False) if review.has("tidier") else "",
        *(
            line(chapter, glued(chapter, "answer"), table) if there[chapter] else ""
            for chapter, table in (
                ("05-themes", support("themes")),
                ("06-practices", support("frameworks")),
                ("09-results", "tbl-results"),
                ("08-claims", "tbl-claims-kinds"),
            )
        ),
    ]
    short = [one for one in short if one]
    lines = []
    if short:
        lines.append(f"## The answer in {in_words(len(short))} line{'' if len(short) == 1 else 's'}")
        lines.append("\n".join(f"{at}. {one}" for at, one in enumerate(short, 1)))
    if gone := [
        f"{{doc}}`/notebooks/{chapter}`"
        for chapter, is_there in there.items()
        if not is_there and f"notebooks/{chapter}" not in out
    ]:
        lines.append(f"The review has nothing yet for {joined(gone)}.")
    return lines


def _whose(review: Review) -> list[str]:
    """Whose the book is, and who made it."""
    made = colophon.made(review)
    return ["## Who made it", colophon.again(review), made] if made else []


def _cite(review: Review, home: str) -> list[str]:
    """How to cite the review and the book."""
    cited = citing.of(review.path, review.package, home=home)
    return [f"({citing.ANCHOR})=\n## How to cite it", *citing.box(cited)]


def rated(review: Review) -> bool:
    """Whether anything is charted of how good the reports are."""
    return review.has("ratings") or review.has("appraisals")


def _rows(address: str, what: str = "it") -> str:
    """A link to the rows that numbers count; ``what`` they stand behind, where a reader must tell such links apart."""
    return f' <a class="rb-its-rows" href="{address}">Rows behind {html_in_myst(what)}</a>'


def _doubting(out: Collection[str]) -> str:
    """Where a reader goes who doubts a number: of these pages those that the book has."""
    there = [f"{{doc}}`/{page}`" for page in ("notebooks/08-claims", "book/methods") if page not in out]
    return f"- Doubting a number: {joined(there or ['{doc}`/book/how-to-read`'])}.\n"


def _looking_for(review: Review, out: Collection[str]) -> str:
    """Where a reader finds a report or an intervention: the lists of those that have pages."""
    kinds = [kind for kind in ("reports", "interventions") if len(getattr(review, kind))]
    if not kinds:
        return ""
    called = {"reports": ("report", "reports"), "interventions": review.nouns.pair}
    lists_ = joined(f'<a href="../{kind}/_index.html">{called[kind][1]}</a>' for kind in kinds)
    one_of = joined((called[kind][0] for kind in kinds), last="or")
    return (
        f"- Looking for one {one_of}: {'' if MAP in out else f'{{doc}}`/{MAP}`, or '}the "
        f"{'lists' if len(kinds) > 1 else 'list'} of {lists_}.\n"
    )


def how_sure(review: Review, *, out: Collection[str] = ()) -> list[str]:
    """How sure the findings are, for the first page: a sentence, and a line of marks for each theme and category.

    Empty where the review has no coding.
    """
    contrasted = replace(review, min_rating=review.min_rating or MIN_RATING)
    parts = []
    for which, chapter in (("themes", "05-themes"), ("frameworks", "06-practices")):
        if f"notebooks/{chapter}" in out:
            continue
        shown = review.has("codes", "excerpts", "codings") and strips(
            contrasted, which, page=f"../notebooks/{chapter}.html"
        )
        if shown:
            schemes = coding.schemes(review.codes, which)
            links = [
                _rows(
                    f"../notebooks/{chapter}.html#{profile_of(scheme)}",
                    within(review.package, scheme) if len(schemes) > 1 else "it",
                )
                for scheme in schemes
            ]
            said = f"{{doc}}`/notebooks/{chapter}`: {{glue:text}}`../notebooks/{chapter}.ipynb::confidence:s`"
            parts += ["".join([said, *links]), shown]
    return ["## How sure is it?", *parts] if parts else []
