"""Every instrument listed from the data files: for the book's page on scoring, and as book/instruments.md."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from reviewbook.appraisal import instruments, tool_words
from reviewbook.appraisal.answering import criteria
from reviewbook.appraisal.of_review import tools_of
from reviewbook.interventions import tidier
from reviewbook.page.escape import address
from reviewbook.page.grid import grid
from reviewbook.page.words import escape
from reviewbook.review import checklists
from reviewbook.review.instruments import MEANINGS, RULES, answer_sets
from reviewbook.review.model import Review

HEAD = ["Tool", "For", "Questions", "Answers", "Overall rating", "Wording"]
NAMED = "`reviewbook appraise --tools > book/instruments.md`"


def listed(review: Review) -> str:
    """The tools that a review uses: each with its rule, and its questions (MyST)."""
    own = set(instruments.own_tools(review.path))
    used = tools_of(review)
    rows = [
        [
            escape(tool["short"]) + (", of this review" if name in own else ""),
            escape(", ".join(tool["designs"])) or "–",
            f"{tool_words.asked(tool)}",
            escape(tool_words.answers(tool)),
            escape(tool_words.rule(tool)),
            f"[site]({url})" if (url := address(tool["url"] or "")) else "–",
        ]
        for name, tool in used.items()
    ]
    lines = [
        "## The tools and their rules",
        "",
        "These are the tools that the review uses; `reviewbook appraise --tools` lists all others that it could.",
        "Each tool is a data file: its questions as short labels of our own, its answers and its rule. Its site has the full wording.",
        "A tool without an overall rating gets none here; a share of answers *yes* is no measure of quality.",
        "",
        grid(HEAD, rows, caption="Appraisal tools", name="tbl-tools"),
    ]
    for name, tool in used.items():
        lines += ["", f"### {escape(tool['title'])}", "", _questions(name, tool)]
    return "\n".join(lines) + "\n"


def _questions(name: str, tool: Mapping) -> str:
    blocks = list(_blocks(tool))
    several = len(blocks) > 1
    rows = [
        [escape(item), escape(text), *([escape(title)] if several else [])]
        for title, items in blocks
        for item, text in items.items()
    ]
    head = ["Number", "Question", *(["Asked of"] if several else [])]
    caption = escape(f"{tool['short']}: its questions in our words")
    return grid(head, rows, caption=caption, name=f"tbl-tool-{name}")


def _blocks(tool: Mapping) -> Iterator[tuple[str, Mapping[str, str]]]:
    titles = {name: block["title"] for name, block in tool["categories"].items()}
    for name, items in criteria(tool).items():
        yield titles.get(name, "Every report, first"), items


def page() -> str:
    """The page of all instruments of the library, as plain Markdown: what an instrument holds, then each with its questions."""
    lines = [
        f"% Made by {NAMED} from the data files: change those, not this page.",
        "",
        "# Instruments",
        "",
        "The questions stand here in short labels of our own; their full wording is in the source of each instrument.",
        "",
        "## What an instrument is",
        "",
        "Questions with rules, in one YAML file. A review brings its own as `instruments/NAME.yaml` in its folder, and names it in",
        "the column `tool` of its tables; `reviewbook check` says what is wrong with it, and at which line.",
        "",
        "```yaml",
        *EXAMPLE,
        "```",
        "",
        "What an answer means is one of " + ", ".join(f"`{one}`" for one in MEANINGS) + ".",
        "A question is a label, or `{label: ..., short: ..., asks: ..., section: ...}`.",
        "Sets of answers with a name: " + "; ".join(_sets()) + ".",
        "",
        "Rules, and what the overall rating is then:",
        "",
        *(f"- `{name}`: {said}" for name, said in RULES.items()),
        "",
        "The rule `criteria_met` needs `maximum`, the most points there are.",
        "The rule `worst_domain` needs answers with a `rank`, 1 for the best. `decides` names an answer that settles the overall rating",
        "even where another domain has none yet, such as `high`. `overall` names the question that holds the appraisers' own judgement:",
        "it stands, with a notice where it is milder than the worst domain.",
        "`optional` lists questions without which an appraisal is complete.",
        "",
        "## Appraisal tools",
    ]
    for name in instruments.appraisal_tools():
        tool = instruments.instrument(name)
        told = [
            ["Name", f"`{name}`"],
            ["Version", tool["version"]],
            ["For", ", ".join(tool["designs"])],
            ["Answers", tool_words.answers(tool)],
            ["Overall rating", f"{tool_words.rule(tool)}. {tool['scoring']['caution']}"],
            *_source(tool),
        ]
        lines += ["", f"### {tool['title']}", "", *_listed(told)]
        for title, items in _blocks(tool):
            marked = [
                [item, f"{text} (may be left out)" if item in tool["optional"] else text]
                for item, text in items.items()
            ]
            lines += ["", f"{title}:", "", *_listed(marked)]
    lines += ["", "## Of interventions and of reviews"]
    for form in (tidier.instrument(), *map(checklists.instrument, checklists.instruments())):
        asked = [[f"{item}", one["label"]] for item, one in form["items"].items()]
        told = [
            ["Name", f"`{form['id']}`"],
            ["Version", form["version"]],
            ["For", form["about"]],
            *_source(form),
        ]
        lines += [
            "",
            f"### {form['title']}",
            "",
            *_listed(told),
            "",
            "Items:",
            "",
            *_listed(asked),
        ]
    return "\n".join(lines) + "\n"


def _listed(pairs: Iterable[Sequence[str]]) -> list[str]:
    """Pairs as lines of a list: on a phone a table of long cells is cut."""
    return [f"- **{name}:** {said}" for name, said in pairs]


def _source(form: Mapping) -> list[list[str]]:
    return [[name, said] for name, said in (("Source", form["url"]), ("Rights", form["licence"])) if said]


def _sets() -> Iterator[str]:
    for name, given in answer_sets().items():
        yield f"`{name}` ({', '.join(one['label'] for one in given['answers'].values())})"


EXAMPLE = (
    "id: my-tool",
    "kind: appraisal",
    "version: '1'",
    "title: Our checklist for surveys",
    "short: Surveys",
    "url: https://example.org/checklist",
    "designs: [surveys]",
    "answers: yes_no_cannot_tell  # or words of one's own: word -> label, means, synonyms",
    "categories:",
    "  survey:",
    "    title: Surveys",
    "    component: quantitative",
    "    criteria:",
    "      Q1: Sample drawn at random",
    "      Q2: Questions piloted",
    "scoring: {rule: criteria_met, maximum: 2}",
)
