"""The thematic summary of chapters 05 and 06: theme, subtheme, finding, and beneath each finding what it rests on.

Everything stands in the page without scripts: a subtheme unfolds, a link to one of its findings unfolds it too, and paper shows
all of it. How it looks: `book/_static/themes.css`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import islice
from typing import Any, NamedTuple

import pandas as pd
from IPython.display import HTML, Markdown

from reviewbook.appraisal import of_review, sensitivity
from reviewbook.appraisal.of_review import low_points
from reviewbook.appraisal.rating_words import of_row
from reviewbook.page.escape import html as escape
from reviewbook.page.grid import file_link, needs, no_scheme, page
from reviewbook.page.links import link
from reviewbook.page.marks import Marks
from reviewbook.page.words import counted, do, joined, listed, of_asked
from reviewbook.review import bibliography
from reviewbook.review.labels import label
from reviewbook.review.model import Review
from reviewbook.review.nothing import NOT_APPLICABLE, NOT_AVAILABLE, NOT_REPORTED, NOTHING
from reviewbook.review.schemes import described, titled
from reviewbook.themes import coding
from reviewbook.themes import of_review as themes
from reviewbook.themes.drawing import ground_words

EXCERPTS = 400  # of one page; where there are more, each code has the same number of first ones
CODES = 400  # of one scheme
CHARACTERS = 2_000  # of one passage; of one that is named beside another a fifth of it
OPEN = 3  # findings and quotations of a code at the top that need no fold
BEARING = 10  # excerpts named beside one
RELATED = {  # how another excerpt bears on one; the first is what a reader must not miss
    coding.CONTRARY: "≠ Contrary",
    "limited": "± Limited by",
    coding.LIMITS: "± Limits",
    "supported": "+ Supported by",
    "supports": "+ Supports",
    "illustrated": "“ Illustrated by",
    "illustrates": "“ Illustrates",
}


class _Code(NamedTuple):
    """A code as the page shows it."""

    node: Any  # its row in the tree
    behind: dict[str, int]  # what stands behind it (`coding.support`); empty where nothing is coded
    on: dict[str, int]  # its reports by ground (`grounds.counts`); empty where no ground is charted
    verdict: str  # how far it rests on low-rated reports
    speakers: list[tuple[str, int]]  # those with most excerpts first; "" are those who are not named
    rows: list[
        tuple[str, str]
    ]  # its own excerpts, as many as are shown, each with its relation to the finding before it
    of: int
    below: list[_Code]


@needs("codes", "excerpts", "codings", caption="What was found", name=lambda which: f"tbl-findings-{which}")
def thematic_summary(review: Review, which: str) -> HTML | Markdown:
    """Theme by theme: what stands behind it (n of N, nothing counted twice), and each finding with its evidence.

    Every finding has whose view it is, its reports with their ratings, and where the source says so; beneath it its quotations,
    beside it what supports it and what is contrary to it. Of more than `EXCERPTS`, each code shows its first ones, and of how
    many.

    Parameters
    ----------
    which : "themes" for the themes found in the data, "frameworks" for every scheme that was brought to them.

    Returns
    -------
    HTML with an anchor for each code (code-<code_id>) and at the first place of each excerpt (excerpt-<excerpt_id>)
    """
    schemes = coding.schemes(review.codes, which)
    if not schemes:
        return page(no_scheme(which))
    return HTML(_Summary(review, schemes).html())


class _Summary:
    """What the parts of one page look up, and which excerpts stand on it already."""

    def __init__(self, review: Review, schemes: Sequence[str]) -> None:
        self.review = review
        self.asked = {code: of for scheme in schemes for code, of in themes.wholes(review, scheme).items()}
        every = review.excerpts["speaker"].dropna().unique()
        self.n_speakers = len({party for speaker in every for party in coding.parties(speaker)})
        rated = of_review.rated(review)
        self.low = set(sensitivity.low_rated(rated, min_rating=review.min_rating))
        given = rated.reset_index().to_dict("records") if rated["rating"].notna().any() else []
        self.ratings = {row["report_id"]: of_row(row) for row in given}
        self.labels = bibliography.labels(review)
        self.grounded = themes.has_grounds(review)
        self.marks = Marks(review)

        read = {scheme: themes.statements(review, scheme) for scheme in schemes}
        every_row = pd.concat(read.values())
        n_codes = every_row["code_id"].nunique()
        self.most = EXCERPTS if len(every_row) <= EXCERPTS else max(1, EXCERPTS // n_codes)
        self.cut: list[tuple[str, int]] = []  # schemes of which not every code is shown, and of how many
        self.schemes = {scheme: self._tree(scheme, rows) for scheme, rows in read.items()}
        self._look_up(every_row)

    def _tree(self, scheme: str, rows: pd.DataFrame) -> list[_Code]:
        """The codes of a scheme at the top, each with its evidence and the codes below it."""
        review = self.review
        coded, behind = themes.coded(review, scheme), themes.support(review, scheme)
        verdicts = sensitivity.verdicts(behind["reports"], behind["low"]).fillna("none").to_dict()
        counts = behind.to_dict("index")
        on = themes.reports_on(review, scheme).to_dict("index") if self.grounded else {}
        speakers: defaultdict[str, list[tuple[str, int]]] = defaultdict(list)
        for code, speaker, n in coding.speakers(coded).itertuples(index=False):
            speakers[code].append((speaker, n))
        silent = coded[coded["speaker"].fillna("").isin(NOTHING)].drop_duplicates(["code_id", "excerpt_id"])
        for code, n in silent["code_id"].value_counts().items():
            if n:
                speakers[code].append(("", n))
        shown: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
        first = rows.groupby("code_id", sort=False).head(self.most)
        for code, excerpt, relation in zip(
            first["code_id"], first["excerpt_id"], first["relation"].fillna(""), strict=True
        ):
            shown[code].append((excerpt, relation))
        of = rows["code_id"].value_counts()
        nodes = coding.tree(review.codes, scheme=scheme)
        if len(nodes) > CODES:
            self.cut.append((scheme, len(nodes)))
        below: defaultdict[str, list[_Code]] = defaultdict(list)
        for node in reversed(
            list(nodes.head(CODES).itertuples())
        ):  # what is below a code before the code itself
            code = node.code_id
            made = _Code(
                node,
                counts.get(code, {}),
                on.get(code, {}),
                verdicts.get(code, "none"),
                speakers[code],
                shown[code],
                int(of.get(code, 0)),
                below[code][::-1],
            )
            below[node.parent_id if node.depth else ""].append(made)
        return below[""][::-1]

    def _look_up(self, rows: pd.DataFrame) -> None:
        """What the excerpts on the page hold, and those that bear on them."""
        review = self.review
        shown = _walk(code for tops in self.schemes.values() for code in tops)
        self.there = {excerpt for code in shown for excerpt, _ in code.rows}
        self.placed: set[str] = set()
        related = coding.related(review.finding_excerpts)
        related = related[related["excerpt_id"].isin(self.there)]
        self.related: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
        for excerpt, other, relation in related.itertuples(index=False):
            self.related[excerpt].append((other, relation))
        wanted = self.there | set(related["other_id"])
        own = review.excerpts[review.excerpts["excerpt_id"].isin(wanted)]
        own = own.merge(review.documents[["document_id", "name"]], on="document_id", how="left")
        self.excerpts = {row["excerpt_id"]: row for row in own.to_dict("records")}
        self.reports: defaultdict[str, list[str]] = defaultdict(list)
        links = review.excerpt_reports
        links = links[links["excerpt_id"].isin(wanted)].drop_duplicates(["excerpt_id", "report_id"])
        for excerpt, report in zip(links["excerpt_id"], links["report_id"], strict=True):
            self.reports[excerpt].append(report)
        self.codes: defaultdict[str, list[str]] = defaultdict(list)
        named = dict(zip(review.codes["code_id"], review.codes["label"], strict=True))
        where = rows[rows["excerpt_id"].isin(wanted)]
        for excerpt, code in zip(where["excerpt_id"], where["code_id"], strict=True):
            self.codes[excerpt].append(named[code])

    # --- the page

    def html(self) -> str:
        several = len(self.schemes) > 1
        parts = ['<div class="rb-summary">', self._key()]
        for scheme, tops in self.schemes.items():
            if several:
                parts.append(f"<h3>{escape(titled(self.review.package, scheme))}</h3>")
            if about := described(self.review.package, scheme):
                parts.append(f'<p class="rb-statement">{escape(about)}</p>')
            parts += [self._theme(code, 4 if several else 3) for code in tops if code.behind]
            parts.append(_unused(tops))
        for scheme, n in self.cut:
            words = f"{CODES:,} of {n:,} themes or categories of “{escape(titled(self.review.package, scheme))}” are shown"
            parts.append(f"<p>{words}; all are in {file_link(self.review, 'codes')}.</p>")
        return "\n".join([*filter(None, parts), "</div>"])

    def _key(self) -> str:
        """How to read it, in a line or two."""
        told = ["Findings are told in our own words; quotations are exact, set apart and in quotation marks."]
        if self.ratings:
            told.append("Behind each report stands its rating.")
        if self.low:
            told.append(f"Reports rated below {low_points(self.review)} are marked {_LOW}.")
        if (self.review.finding_excerpts["relation"] == coding.CONTRARY).any():
            told.append("≠ names what is contrary to a finding.")
        if (self.review.finding_excerpts["relation"] == coding.LIMITS).any():
            told.append("± names what limits one.")
        if "basis" in self.grounded:
            told.append("Beside each finding or quotation stands what it rests on.")
        if any(len(coding.parties(row["speaker"])) > 1 for row in self.excerpts.values()):
            told.append("A passage of two kinds of speaker counts for each of them.")
        return f'<p class="rb-note">{" ".join(told)}</p>'

    def _theme(self, code: _Code, level: int) -> str:
        """A code at the top: a section."""
        return (
            f'<section class="rb-theme" id="code-{escape(code.node.code_id)}">\n'
            f"<h{level}>{_plain(code.node.label)}</h{level}>\n{_description(code.node)}\n"
            f'<p class="rb-behind">{self._behind(code)}</p>\n{self._within(code, level, top=True)}\n</section>'
        )

    def _subtheme(self, code: _Code, level: int) -> str:
        """A code below another: what stands behind it in sight, its excerpts folded.

        The anchor is on what is folded, because a browser unfolds what a link leads into.
        """
        return (
            f'<details class="rb-subtheme">\n<summary><h{level}>{_plain(code.node.label)}</h{level}> '
            f'<span class="rb-behind">{self._behind(code)}</span></summary>\n'
            f'<div class="rb-within" id="code-{escape(code.node.code_id)}">\n{_description(code.node)}\n'
            f"{self._within(code, level)}\n</div>\n</details>"
        )

    def _within(self, code: _Code, level: int, *, top: bool = False) -> str:
        """Who speaks under a code, its own excerpts (many at the top are folded), and the codes below it."""
        parts = [self._who(code), own := self._statements(code)]
        if top and code.rows and (len(code.rows) > OPEN or self.most < EXCERPTS):
            n = counted(code.of, "finding or quotation", "findings and quotations")
            parts[1] = f'<details class="rb-subtheme">\n<summary>{n}</summary>\n{own}\n</details>'
        parts += [self._subtheme(one, min(6, level + 1)) for one in code.below if one.behind]
        return "\n".join(filter(None, [*parts, _unused(code.below)]))

    def _behind(self, code: _Code) -> str:
        """What stands behind a code, counted, and what weakens it."""
        n, of = code.behind, self.asked[code.node.code_id]
        some = of["not_asked"] > 0
        kinds = [(n["findings"], "finding"), (n["quotations"], "quotation")]
        told = joined(counted(count, noun) for count, noun in kinds if count) or "No passage"
        interventions = ground_words.told_of_interventions(
            self.review, n["interventions"], of["interventions"]
        )
        if self.grounded:
            low = f"; {n['low']:,} of these reports {do(n['low'], 'are')} rated low" if n["low"] else ""
            told += f" {do(n['findings'] + n['quotations'] or 1, 'speak')} for it: "
            told += f"{self.review.nouns.told(ground_words.reports(code.on, of['reports'], some=some))}{low}"
            told += f"; {interventions}" if interventions else ""
        else:
            low = f" ({n['low']:,} rated low)" if n["low"] else ""
            told += f" from {of_asked(n['reports'], of['reports'], some=some)}{low}"
            told += f", {interventions}" if interventions else ""
        marks = []
        if n["unreported"]:
            words = f"of these passages {do(n['unreported'], 'name')} no report"
            marks.append(("rb-nr", f"– {n['unreported']:,} {words}"))
        marks += cautions(n["reports"], code.verdict)
        if n["contrary"]:
            marks.append(
                ("rb-contrary", f"≠ {counted(n['contrary'], 'finding has', 'findings have')} a contrary one")
            )
        if n["limited"]:
            words = f"± {counted(n['limited'], 'finding is', 'findings are')} limited by another"
            marks.append(("rb-limits", words))
        if beside := ground_words.aside(n["limits"], n["general"]):
            marks.append(("rb-limits", f"± {beside}"))
        signs = "".join(f'<span class="{css}">{words}</span> ' for css, words in marks)
        return f"{told}." + (f'<span class="rb-marks">{signs}</span>' if signs else "")

    def _who(self, code: _Code) -> str:
        """Who speaks under a code, each with the number of excerpts."""
        said = [f"{_plain(label(who))} {n:,}" for who, n in code.speakers if who]
        silent = sum(n for who, n in code.speakers if not who)
        kinds = f"{len(said):,} of {counted(self.n_speakers, 'kind')} of speaker"
        parts = [f"{'; '.join(said)} ({kinds})"] if said else []
        if silent:
            parts.append(f'<span class="rb-nr">not said</span> {silent:,}')
        return f'<p class="rb-source">Passages by speaker: {"; ".join(parts)}.</p>'

    def _statements(self, code: _Code) -> str:
        """The excerpts of a code: findings with their quotations beneath them, then quotations of no finding."""
        items: list[tuple[str, list[tuple[str, str]]]] = []
        for excerpt, relation in code.rows:
            if relation:
                items[-1][1].append((excerpt, relation))
            else:
                items.append((excerpt, []))
        if not items:
            return ""
        lines = ['<ul class="rb-statements">', *(self._item(*item, code) for item in items), "</ul>"]
        if len(code.rows) < code.of:
            words = f"{len(code.rows):,} of {counted(code.of, 'passage')} are shown"
            lines.append(f"<p>{words}; all are in {file_link(self.review, 'excerpts', 'codings')}.</p>")
        return "\n".join(lines)

    def _item(self, excerpt: str, beneath: list[tuple[str, str]], code: _Code) -> str:
        parts = [self._passage(excerpt), *(self._passage(*one) for one in beneath)]
        main = f'<div class="rb-said">{"".join(parts)}</div>'
        shown = {other for other, _ in beneath}
        beside = [(other, how) for other, how in self.related[excerpt] if other not in shown]
        if not beside:
            return f"<li>{main}</li>"
        beside.sort(key=lambda one: list(RELATED).index(one[1]))
        lines = [self._beside(*one, code) for one in islice(beside, BEARING)]
        if len(beside) > BEARING:
            rest = f"{len(beside) - BEARING:,} more are in {file_link(self.review, 'finding_excerpts')}."
            lines.append(f'<li class="rb-source">{rest}</li>')
        return f'<li class="rb-weighed">{main}<ul class="rb-beside">{"".join(lines)}</ul></li>'

    def _passage(self, excerpt: str, relation: str = "") -> str:
        """An excerpt in full, with who says it, in which reports, and where."""
        row = self.excerpts[excerpt]
        anchor = "" if excerpt in self.placed else f' id="excerpt-{escape(excerpt)}"'
        self.placed.add(excerpt)
        quotation = row["kind"] == "quotation"
        told = ["Quotation, exact" if quotation else "Finding"]
        if relation in (coding.CONTRARY, coding.LIMITS, "supports"):
            told[0] = f'<b class="rb-{relation}">{RELATED[relation]}</b> · {told[0]}'
        speaker, page_ = row["speaker"], row["page"]
        if pd.isna(speaker) or speaker != NOT_APPLICABLE:
            told.append(_charted(speaker, "speaker", coded=True))
        told += map(self.review.nouns.told, ground_words.of_excerpt(row, self.grounded))
        told.append(self._sources(excerpt))
        if quotation and (pd.isna(page_) or page_ != NOT_APPLICABLE):
            told.append(_charted(page_, "page", before="p. "))
        told.append(_charted(row["locator"], "place") + self.marks.of("excerpts", excerpt))
        source = f'<p class="rb-source">{" · ".join(told)}</p>'
        words = _words(row["text"], CHARACTERS)
        if quotation:
            marked = words if row["text"] == NOT_APPLICABLE else f"“{words}”"
            return f'<blockquote class="rb-quote"{anchor}><p>{marked}</p>{source}</blockquote>'
        return f'<div class="rb-finding"{anchor}><p>{words}</p>{source}</div>'

    def _sources(self, excerpt: str) -> str:
        """The reports of an excerpt, each with its rating; of one that names none, its document."""
        reports = self.reports[excerpt]
        if reports:
            return listed(self._report(report) for report in reports)
        document = self.excerpts[excerpt]["name"]
        of = "" if pd.isna(document) else f" ({_plain(document)})"
        return f'<span class="rb-nr">no report named{of}</span>'

    def _report(self, report: str) -> str:
        told = link("reports", report, self.labels[report])
        if self.ratings:
            given = self.ratings.get(report, "")
            # "3/4 (computed)" within brackets of its own
            inner = "not rated" if given in NOTHING else given.replace(" (", ", ").replace(")", "")
            told += f" ({_plain(inner)})"
        return told + (f" {_LOW}" if report in self.low else "")

    def _beside(self, other: str, relation: str, code: _Code) -> str:
        """Another excerpt that bears on one: how, its words, whose they are; a link where it stands on the page."""
        row = self.excerpts[other]
        words = _words(row["text"], CHARACTERS // 5)
        words = f"“{words}”" if row["kind"] == "quotation" else words
        if other in self.there:
            words = f'<a href="#excerpt-{escape(other)}">{words}</a>'
        under = [f"“{_plain(name)}”" for name in dict.fromkeys(self.codes[other]) if name != code.node.label]
        where = f", under {listed(under)}" if under else ""
        return (
            f'<li class="rb-{relation}"><b>{RELATED[relation]}:</b> {words} '
            f'<span class="rb-source">{self._sources(other)}{where}</span></li>'
        )


def cautions(reports: int, verdict: str) -> list[tuple[str, str]]:
    """What weakens a code: the class and the words, with their sign, of each mark.

    Parameters
    ----------
    reports : how many reports are behind it.
    verdict : how far it rests on low-rated ones (`sensitivity.verdicts`).
    """
    marks = []
    if reports == 1:
        marks.append(("rb-differs", "! rests on a single report"))
    if verdict == "alone":
        marks.append(("rb-differs", "! rests on low-rated reports alone"))
    if verdict == "mostly":
        marks.append(("rb-unclear", "◐ rests mostly on low-rated reports"))
    return marks


_LOW = '<span class="rb-low">! low</span>'


def _walk(codes) -> list[_Code]:
    """Codes and all below them."""
    return [one for code in codes for one in [code, *_walk(code.below)]]


def _plain(text: object) -> str:
    """Text as HTML, on one line."""
    return escape(" ".join(str(text).split()))


def _words(text: str, most: int) -> str:
    """A passage as HTML; a very long one is cut, and says so."""
    if text == NOT_APPLICABLE:
        return '<span class="rb-nr">a piece of a picture or a recording</span>'
    line = " ".join(text.split())
    if len(line) <= most:
        return escape(line)
    return f"{escape(line[:most])} … [cut here; {len(line):,} characters in all]"


def _charted(value: object, noun: str, *, before: str = "", coded: bool = False) -> str:
    """A charted cell as HTML, or that it is not reported, not available or not charted yet."""
    if pd.isna(value) or value == "":
        return f'<span class="rb-nr">{noun} not charted yet</span>'
    if value in (NOT_REPORTED, NOT_AVAILABLE):
        return f'<span class="rb-nr">{noun} {str(value).replace("_", " ")}</span>'
    return before + _plain(label(value) if coded else value)


def _description(node: Any) -> str:
    """What belongs under a code."""
    if pd.isna(node.description):
        return '<p class="rb-nr">It has no description yet.</p>'
    if node.description in NOTHING:
        return ""
    return f'<p class="rb-statement">{_plain(node.description)}</p>'


def _unused(codes: Sequence[_Code]) -> str:
    """The codes under which nothing is coded, in one line."""
    empty = [one for code in codes if not code.behind for one in _walk([code])]
    names = [f'<span id="code-{escape(one.node.code_id)}">{_plain(one.node.label)}</span>' for one in empty]
    return f'<p class="rb-source">Without any passage: {joined(names)}.</p>' if names else ""
