"""Changes of the sources of a small book, such as authors make, and of what stands in the way of the next build. Each can be undone."""

from __future__ import annotations

import contextlib
import io
import json
import os
import random
import re
import shutil
import tokenize
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml

from attacks import mutations
from attacks.small_book import SIGN

LABEL = re.compile(r"^\(([\w-]+)\)=$|^:name: ([\w-]+)$", re.MULTILINE)
CITED = ("Synthetic2018", "Synthetic2019", "Synthetic2020a", "Pluye2011", "Hoffmann2014", "Nobody1900")
GLUED = ("answer", "search", "people", "rated", "designs", "screening", "n_reports", "title", "nothing_such")
# What stands in a page by itself, {n} being the number of the change.
BLOCKS = (
    "Words of change {n}, which cost $5 or $6.",
    "(label-{n})=\n## A heading {n}",
    "### A smaller heading {n}",
    ":::{{figure}} sign.svg\n:name: fig-{n}\n:alt: A sign {n}\n\nThe sign again, {n}\n:::",
    ":::{{list-table}} A table {n}\n:name: tbl-{n}\n\n* - {n}\n  - b\n:::",
    "```{{include}} shared.txt\n```",
    "![A picture {n}](picture-{n}.png)",
    "![One of several](sign.*)",
    "{{download}}`Numbers {n} <numbers.txt>`",
    "```{{literalinclude}} numbers.txt\n```",
    "```{{csv-table}} Numbers {n}\n:file: numbers.txt\n```",
    ":::{{note}}\nA note {n}.\n:::",
    ":::{{dropdown}} More {n}\nHidden.\n:::",
    "A footnote[^f{n}].\n\n[^f{n}]: Said at {n}.",
    "```{{index}} word {n}\n```\n\nIn the index.",
    ":::{{glossary}}\nterm {n}\n: Its meaning.\n:::",
    "```{{math}}\n:label: eq-{n}\na^{n}\n```",
    "{{eq}}`eq-{n}`",
    '<p class="rb-answer">Raw {n}</p>',
    '<div class="rb-map">A map {n}</div>',
    "```python\nx = {n}\n```",
    "```{{tableofcontents}}\n```",
    "```{{code-cell}}\n1\n```",
)
OPTIONS: dict[tuple[str, ...], tuple[Any, ...]] = {
    ("title",): ("Another title", 'A "title" & <more>', "A small book"),
    ("author",): ("Somebody", "reviewbook contributors"),
    ("copyright",): ("2025", "2026"),
    ("logo",): ("book/sign.svg", "book/_static/logo.svg"),
    ("html", "use_issues_button"): (True, False),
    ("html", "home_page_in_navbar"): (True, False),
    ("html", "extra_footer"): ("<p>At the foot</p>", ""),
    ("html", "baseurl"): ("https://example.org/", "https://reviewbook.github.io/reviewbook/"),
    ("html", "use_multitoc_numbering"): (True, False),
    ("repository", "branch"): ("other", "main"),
    ("parse", "myst_enable_extensions"): (
        ["colon_fence", "deflist", "attrs_inline", "attrs_block", "html_image", "dollarmath"],
        ["colon_fence", "deflist", "attrs_inline", "attrs_block", "html_image"],
    ),
    ("sphinx", "config", "numfig"): (False, True),
    ("sphinx", "config", "numfig_format"): ({"figure": "Drawing %s"}, {}),
    ("sphinx", "config", "language"): ("fr", "en"),
    ("sphinx", "config", "bibtex_reference_style"): ("label", "author_year"),
    ("sphinx", "config", "html_theme_options", "use_fullscreen_button"): (True, False),
    ("sphinx", "config", "html_copy_source"): (False, True),
    ("sphinx", "config", "html_use_index"): (False, True),
}
TOLD = ("recommendations", "reference", "title", "comment", "text", "label", "locator", "description", "name")


class NothingToChange(Exception):
    """A change that cannot be made as things stand."""


class Book:
    """The sources of a small book, and what of them is changed."""

    def __init__(self, root: Path, review: Path, rng: random.Random):
        self.root, self.review, self.rng = root, review, rng
        self.n, self.notebooks = 0, True  # whether notebooks are changed: a build writes them too
        self.journal: list[list[tuple[Path, bytes | None, int]]] = []

    def change(self, kind: str) -> str:
        """Make one change of a kind; which, in words."""
        self.n += 1
        for _ in range(50):
            made = self.rng.choice(KINDS[kind])
            self.journal.append([])
            try:
                told = made(self)
            except NothingToChange:
                self.undo(self.rng.random() < 0.5)
                continue
            return f"{made.__name__.strip('_').replace('_', ' ')}: {told}"
        raise NothingToChange(kind)

    def undo(self, as_it_was: bool) -> bool:
        """Take the last change back, the files as new ones or with the times they had; whether there was one."""
        if not self.journal:
            return False
        for file, content, time in reversed(self.journal.pop()):
            if content is None:
                file.unlink(missing_ok=True)
            else:
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(content)
                if as_it_was:
                    os.utime(file, ns=(time, time))
        return True

    def write(self, file: Path, content: str | bytes | None) -> str:
        """Give a file another content, or take it away; its place."""
        there = file.is_file()
        before = file.read_bytes() if there else None
        self.journal[-1].append((file, before, file.stat().st_mtime_ns if there else 0))
        if content is None:
            file.unlink()
        else:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content.encode() if isinstance(content, str) else content)
        return file.relative_to(self.root).as_posix()

    def one(self, *patterns: str, below: Path | None = None) -> Path:
        """A file that is there."""
        found = {file for pattern in patterns for file in (below or self.root).glob(pattern)}
        return self.pick(sorted(file for file in found if file.is_file()))

    def pick(self, among: list[Any]) -> Any:
        if not among:
            raise NothingToChange
        return self.rng.choice(among)

    # --- pages: their text is one, or the text cells of a notebook

    def prose(self) -> Path:
        made = {
            "index",
            "records",
            "scoring",
            "checklist",
            "whats-new",
            "errors",
            "data-dictionary",
            "colophon",
        }
        pages = [page for page in sorted(self.root.glob("book/*.md")) if page.stem not in made - {"index"}]
        notebooks = sorted(self.root.glob("notebooks/*.ipynb")) if self.notebooks else []
        return self.pick([*pages, *pages, *notebooks])

    def blocks(self, page: Path) -> list[str]:
        if page.suffix == ".md":
            return page.read_text("utf-8").rstrip("\n").split("\n\n")
        return ["".join(cell["source"]) for cell in _cells(page) if cell["cell_type"] == "markdown"]

    def put(self, page: Path, blocks: list[str]) -> str:
        if page.suffix == ".md":
            return self.write(page, "\n\n".join(blocks) + "\n")
        content = json.loads(page.read_text("utf-8"))
        told = [cell for cell in content["cells"] if cell["cell_type"] == "markdown"]
        for cell, text in zip(told, blocks, strict=False):
            cell["source"] = text.splitlines(keepends=True)
        for n, text in enumerate(blocks[len(told) :]):
            cell = {"cell_type": "markdown", "id": f"new-{self.n}-{n}", "metadata": {}, "source": [text]}
            content["cells"].insert(self.rng.randrange(1, len(content["cells"]) + 1), cell)
        for cell in told[len(blocks) :]:
            content["cells"].remove(cell)
        return self.write(page, json.dumps(content, indent=1, ensure_ascii=False) + "\n")

    def labels(self) -> list[tuple[Path, str]]:
        return [
            (page, found[1] or found[2])
            for page in sorted(self.root.glob("book/*.md"))
            for found in LABEL.finditer(page.read_text("utf-8"))
        ]

    def pages(self) -> list[str]:
        """Every page that the table of contents lists."""
        toc = yaml.safe_load((self.root / "_toc.yml").read_text("utf-8"))
        return [toc["root"], *(page["file"] for page in _listed(toc))]


def _cells(notebook: Path) -> list[dict]:
    return json.loads(notebook.read_text("utf-8"))["cells"]


def _listed(toc: dict) -> list[dict]:
    found = [page for part in toc["parts"] for page in part["chapters"]]
    return found + [inner for page in found for inner in page.get("sections", [])]


# --- prose


def add_a_block(book: Book) -> str:
    page = book.prose()
    blocks = book.blocks(page)
    block = book.rng.choice(BLOCKS).format(n=book.n)
    if found := re.search(r"picture-\d+\.png", block):
        book.write(book.root / page.parent.name / found[0], _png(book.n))
    if page.parent.name == "notebooks":
        block = re.sub(r"(shared|numbers|sign)\.", r"../book/\1.", block)
    blocks.insert(book.rng.randrange(1, len(blocks) + 1), block)
    return f"{block!r} in {book.put(page, blocks)}"


def _png(n: int) -> bytes:
    from PIL import Image

    file = io.BytesIO()
    Image.new("RGB", (4, 4), (n % 256, 0, 0)).save(file, "png")
    return file.getvalue()


def drop_a_block(book: Book) -> str:
    page = book.prose()
    blocks = book.blocks(page)
    if len(blocks) < 3:
        raise NothingToChange
    gone = blocks.pop(book.rng.randrange(1, len(blocks)))
    return f"{gone[:50]!r} from {book.put(page, blocks)}"


def move_a_block(book: Book) -> str:
    """To another page, with its labels."""
    page, to = book.prose(), book.prose()
    blocks = book.blocks(page)
    if page == to or len(blocks) < 3:
        raise NothingToChange
    moved = blocks.pop(book.rng.randrange(1, len(blocks)))
    return f"{moved[:50]!r} from {book.put(page, blocks)} to {book.put(to, [*book.blocks(to), moved])}"


def copy_a_block(book: Book) -> str:
    """To another page, which then gives its labels too."""
    page, to = book.prose(), book.prose()
    block = book.pick(book.blocks(page)[1:])
    return f"{block[:50]!r} from {page.name} to {book.put(to, [*book.blocks(to), block])}"


def swap_blocks(book: Book) -> str:
    page = book.prose()
    blocks = book.blocks(page)
    if len(blocks) < 3:
        raise NothingToChange
    at = book.rng.randrange(1, len(blocks) - 1)
    blocks[at : at + 2] = reversed(blocks[at : at + 2])
    return f"{at} in {book.put(page, blocks)}"


def change_a_title(book: Book) -> str:
    page = book.prose()
    blocks = book.blocks(page)
    blocks[0] = re.sub(r"^# .*$", f"# Title {book.n} & more", blocks[0], count=1, flags=re.MULTILINE)
    return book.put(page, blocks)


def change_a_heading(book: Book) -> str:
    page = book.prose()
    text, n = "\x00".join(book.blocks(page)), book.n
    if not re.search(r"^#{2,3} ", text, flags=re.MULTILINE):
        raise NothingToChange
    return book.put(
        page, re.sub(r"^(#{2,3}) .*$", rf"\1 Heading {n}", text, count=1, flags=re.MULTILINE).split("\x00")
    )


def change_words(book: Book) -> str:
    page = book.prose()
    blocks = book.blocks(page)
    at = book.rng.randrange(len(blocks))
    changed = re.sub(r"\b[A-Z][a-z]+ [a-z]+\b", f"Words{book.n} here", blocks[at], count=1)
    if changed == blocks[at]:
        raise NothingToChange
    blocks[at] = changed
    return book.put(page, blocks)


def rename_a_label(book: Book) -> str:
    """Here alone, or wherever it is named too."""
    _, label = book.pick(book.labels())
    everywhere, new = book.rng.random() < 0.6, f"{label.rstrip('0123456789')}{book.n}"
    for page in sorted([*book.root.glob("book/*.md"), *book.root.glob("notebooks/*.ipynb")]):
        blocks = book.blocks(page)
        pattern = (
            rf"(?<![\w-]){label}(?![\w-])" if everywhere else rf"(?<=\(){label}(?=\)=)|(?<=:name: ){label}$"
        )
        changed = [re.sub(pattern, new, block, flags=re.MULTILINE) for block in blocks]
        if changed != blocks:
            book.put(page, changed)
    return f"{label} to {new}, {'everywhere' if everywhere else 'not where it is named'}"


def refer(book: Book) -> str:
    page, (_, label) = book.prose(), book.pick(book.labels())
    other = book.pick(book.pages())
    ways = [f"{{doc}}`/{other}`", f"[](#{label})", f"{{numref}}`fig-years` and {{numref}}`tbl-{book.n - 1}`"]
    ways += [f"{{ref}}`{label}`", f"{{ref}}`Text <{label}>`", f"{{numref}}`{label}`", "{term}`sign`"]
    way = book.rng.choice(ways)
    return f"{way} in {book.put(page, [*book.blocks(page), f'See {way}.'])}"


def glue(book: Book) -> str:
    page = book.prose()
    chapter, key = book.one("notebooks/*.ipynb").name, book.rng.choice(GLUED)
    way = f"{{glue:text}}`../notebooks/{chapter}::{key}:s`"
    return f"{way} in {book.put(page, [*book.blocks(page), way])}"


def cite(book: Book) -> str:
    page, key = book.prose(), book.rng.choice(CITED)
    way = f"{{cite:{book.rng.choice('pt')}}}`{key}`"
    return f"{way} in {book.put(page, [*book.blocks(page), way])}"


def replace_an_image(book: Book) -> str:
    file = book.one("book/*.svg", "book/*.png", "notebooks/*.png", "book/_static/*.svg")
    return book.write(file, SIGN.format(book.n) if file.suffix == ".svg" else _png(book.n))


def image_away(book: Book) -> str:
    return book.write(book.one("book/*.svg", "book/*.png", "notebooks/*.png"), None)


def image_of_another_kind(book: Book) -> str:
    file = book.root / "book" / "sign.png"
    return book.write(file, None if file.is_file() else _png(book.n))


def change_what_is_included(book: Book) -> str:
    file = book.one("book/shared.txt", "book/numbers.txt")
    if book.rng.random() < 0.2:
        return f"without {book.write(file, None)}"
    text = file.read_text("utf-8")
    return book.write(file, f"{book.n}\n{text}" if file.stem == "numbers" else f"At {book.n}. {text}")


# --- notebooks


def swap_cells(book: Book) -> str:
    notebook = book.one("notebooks/*.ipynb")
    content = json.loads(notebook.read_text("utf-8"))
    cells = content["cells"]
    shown = [at for at, cell in enumerate(cells) if re.match(r"tables\.|charts\.", "".join(cell["source"]))]
    if len(shown) < 2:
        raise NothingToChange
    one, two = book.rng.sample(shown, 2)
    cells[one], cells[two] = cells[two], cells[one]
    return book.write(notebook, json.dumps(content, indent=1, ensure_ascii=False) + "\n")


def cell_away(book: Book) -> str:
    notebook = book.one("notebooks/*.ipynb")
    content = json.loads(notebook.read_text("utf-8"))
    gone = content["cells"].pop(book.rng.randrange(4, len(content["cells"])))
    return f"{''.join(gone['source'])[:50]!r} from {book.write(notebook, json.dumps(content, indent=1, ensure_ascii=False))}"


def add_a_cell(book: Book) -> str:
    notebook = book.one("notebooks/*.ipynb")
    content = json.loads(notebook.read_text("utf-8"))
    source = book.rng.choice(
        (
            *("tables.people(review)", "charts.years(review)", "tables.sources(review)"),
            *("numbers.glue(numbers.studies_numbers(review))", "charts.evidence_map(review)"),
            *("charts.features(review)", "charts.nothing_such(review)"),
        )
    )
    cell = {"cell_type": "code", "id": f"new-{book.n}", "metadata": {}, "source": [source], "outputs": []}
    content["cells"].append(cell | {"execution_count": None})
    return f"{source} in {book.write(notebook, json.dumps(content, indent=1, ensure_ascii=False))}"


def edit_results(book: Book) -> str:
    notebook = book.one("notebooks/*.ipynb")
    text = notebook.read_text("utf-8")
    return book.write(notebook, re.sub(r"(\d) reports", r"\g<1>9 reports", text, count=1))


# --- data


def _table(book: Book) -> tuple[Path, mutations.Table]:
    file = book.one("*.csv", below=book.review)
    rows = mutations.table(file)
    if len(rows) < 2:
        raise NothingToChange
    return file, rows


def _put(book: Book, file: Path, rows: mutations.Table) -> str:
    scratch = file.with_suffix(".new")
    mutations.write(scratch, rows)
    content = scratch.read_bytes()
    scratch.unlink()
    return book.write(file, content)


def change_a_cell(book: Book) -> str:
    file, rows = _table(book)
    told = [at for at, name in enumerate(rows[0]) if name in TOLD]
    row, at = book.rng.randrange(1, len(rows)), book.pick(told)
    rows[row][at] = f"Said at {book.n}: $5 *of* <b>"
    return f"{rows[0][at]} in {_put(book, file, rows)}"


def cell_of_another_row(book: Book) -> str:
    file, rows = _table(book)
    mutations.CELLS["cell_of_another_row"](book.rng, rows)
    return _put(book, file, rows)


def blank_a_cell(book: Book) -> str:
    file, rows = _table(book)
    mutations.CELLS["blank_cells"](book.rng, rows)
    return _put(book, file, rows)


def row_away(book: Book) -> str:
    file, rows = _table(book)
    del rows[book.rng.randrange(1, len(rows))]
    return _put(book, file, rows)


def shuffle_rows(book: Book) -> str:
    file, rows = _table(book)
    mutations.CELLS["shuffle_rows"](book.rng, rows)
    return _put(book, file, rows)


def table_away(book: Book) -> str:
    """With its place in datapackage.json, as an author would; then all tables that name it are no longer sound, mostly."""
    from reviewbook.files import describe
    from reviewbook.review.problems import ReviewProblems

    file = (
        book.review
        / f"{book.rng.choice(('editions', 'checklist', 'claims', 'agreement', 'ratings', 'tidier', 'flow', 'merges'))}.csv"
    )
    if not file.is_file():
        raise NothingToChange
    told = book.write(file, None)
    with contextlib.suppress(ReviewProblems):
        book.write(book.review / "datapackage.json", describe.written(book.review))
    return told


def change_the_description(book: Book) -> str:
    file = book.review / "datapackage.json"
    content = json.loads(file.read_text("utf-8"))
    name, value = book.rng.choice(
        (
            ("title", f"A review at {book.n}"),
            ("version", f"0.{book.n}"),
            ("contributors", [{"title": f"Author {book.n}", "role": "author"}]),
            ("participants_term", f"people of {book.n}"),
            ("workers_term", f"workers of {book.n}"),
            ("homepage", f"https://example.org/{book.n}"),
            ("description", f"Described at {book.n}"),
        )
    )
    content[name] = value
    text = json.dumps(content, indent=2) + "\n"
    return f"{name} in {book.write(file, text)}"


def change_the_bibliography(book: Book) -> str:
    file = (
        book.one("book/*.bib", below=book.root)
        if book.rng.random() < 0.7
        else book.one("*.bib", below=book.review)
    )
    text = file.read_text("utf-8")
    way = book.rng.randrange(5)
    if way == 0:
        text = re.sub(r"(title = \{+)", rf"\g<1>At {book.n}: ", text, count=1)
    elif way == 1:
        years = list(re.finditer(r"year = \{?(\d{4})", text))
        year = book.pick(years)
        text = text[: year.start(1)] + str(1950 + book.n % 70) + text[year.end(1) :]
    elif way == 2:
        text += f"\n@misc{{Nobody1900,\n  author = {{Nobody, N.}},\n  title = {{On {book.n}}},\n  year = {{1900}}\n}}\n"
    elif way == 3:
        entries = re.split(r"(?m)^(?=@)", text)
        del entries[book.rng.randrange(1, len(entries))]
        text = "".join(entries)
    else:
        entries = re.split(r"(?m)^(?=@)", text)
        rest = entries[1:]
        book.rng.shuffle(rest)
        text = "".join([entries[0], *(f"{one.rstrip()}\n\n" for one in rest)])
    return f"in way {way}, {book.write(file, text)}"


# --- code


def reword_the_library(book: Book) -> str:
    """A word of a sentence that some function may show."""
    file = book.one(
        *(f"src/reviewbook/{part}/**/*.py" for part in ("selection", "studies", "appraisal", "page", "press"))
    )
    text = file.read_text("utf-8")
    tokens = tokenize.generate_tokens(io.StringIO(text).readline)
    said = [
        one for one in tokens if one.type == tokenize.STRING and re.match(r'[frb]*"[^"].* .* ', one.string)
    ]
    token = book.pick(said)
    lines = text.splitlines(keepends=True)
    row, start, end = token.start[0] - 1, token.start[1], token.end[1]
    if token.end[0] != token.start[0]:
        raise NothingToChange
    word = re.search(r"(?<=[a-z,:] )[a-z]{4,}(?=[ ,.:])(?![^{]*\})", token.string)
    if not word:
        raise NothingToChange
    changed = token.string[: word.end()] + f"x{book.n}" + token.string[word.end() :]
    lines[row] = lines[row][:start] + changed + lines[row][end:]
    return f"{word[0]} in {book.write(file, ''.join(lines))}"


def comment_the_library(book: Book) -> str:
    file = book.one("src/reviewbook/**/*.py")
    return book.write(file, file.read_text("utf-8") + f"\n# {book.n}\n")


def change_a_template(book: Book) -> str:
    file = book.one("src/reviewbook/press/templates/*.html")
    return book.write(file, file.read_text("utf-8").replace("</", f"<!-- {book.n} --></", 1))


def reword_a_list(book: Book) -> str:
    """Of problems, items or instruments, which the library keeps as YAML."""
    file = book.one("src/reviewbook/**/*.yaml")
    text = file.read_text("utf-8")
    words = list(re.finditer(r": [A-Z][a-z]+ [a-z]{3,}(?= )", text))
    word = book.pick(words)
    return book.write(file, text[: word.end()] + f"x{book.n}" + text[word.end() :])


def change_a_style(book: Book) -> str:
    file = book.one("book/_static/*.css", "book/_static/*.js")
    return book.write(file, file.read_text("utf-8") + f"\n/* {book.n} */\n")


def static_file(book: Book) -> str:
    """One more, or one less."""
    file = (
        book.root / "book" / "_static" / book.rng.choice(("more.css", "more.js", "more.txt", "deep/more.css"))
    )
    if file.is_file():
        return f"without {book.write(file, None)}"
    return f"with {book.write(file, f'/* {book.n} */')}"


def vendored_file(book: Book) -> str:
    file = book.root / "book" / "_vendor" / "more.txt"
    if file.is_file() and book.rng.random() < 0.5:
        return f"without {book.write(file, None)}"
    return f"with {book.write(file, f'{book.n}')}"


def what_is_shown_where(book: Book) -> str:
    file = book.root / "src" / "reviewbook" / "press" / "static.py"
    text = file.read_text("utf-8")
    way = ('"entry": ("rb-page",),', f'"entry": ("rb-page",),\n    "page-{book.n}": ("rb-answer",),')
    if way[0] not in text:
        raise NothingToChange
    book.write(book.root / "book" / "_static" / f"page-{book.n}.css", f"/* {book.n} */")
    book.write(book.root / "book" / "_static" / f"page-{book.n}.js", f"/* {book.n} */")
    return book.write(file, text.replace(*way))


# --- configuration


def change_an_option(book: Book) -> str:
    file = book.root / "_config.yml"
    config = yaml.safe_load(file.read_text("utf-8"))
    names, values = book.rng.choice([*OPTIONS.items()])
    at = config
    for name in names[:-1]:
        at = at.setdefault(name, {})
    at[names[-1]] = book.rng.choice([value for value in values if value != at.get(names[-1])])
    book.write(file, yaml.safe_dump(config, sort_keys=False, allow_unicode=True))
    return f"{'.'.join(names)}: {at[names[-1]]!r}"


def _toc(book: Book, change: Callable[[dict], str]) -> str:
    file = book.root / "_toc.yml"
    toc = yaml.safe_load(file.read_text("utf-8"))
    told = change(toc)
    book.write(file, yaml.safe_dump(toc, sort_keys=False))
    return told


def order_of_pages(book: Book) -> str:
    def change(toc: dict) -> str:
        part = book.rng.choice(toc["parts"])
        book.rng.shuffle(part["chapters"])
        return part["caption"]

    return _toc(book, change)


def caption_of_a_part(book: Book) -> str:
    def change(toc: dict) -> str:
        part = book.rng.choice(toc["parts"])
        part["caption"] = f"Part {book.n}"
        return part["caption"]

    return _toc(book, change)


def title_in_the_contents(book: Book) -> str:
    def change(toc: dict) -> str:
        page = book.rng.choice(_listed(toc))
        if page.pop("title", None) is None:
            page["title"] = f"Titled at {book.n}"
        return page["file"]

    return _toc(book, change)


def page_not_listed(book: Book) -> str:
    def change(toc: dict) -> str:
        part = book.rng.choice(toc["parts"])
        if len(part["chapters"]) < 2:
            raise NothingToChange
        return part["chapters"].pop(book.rng.randrange(len(part["chapters"])))["file"]

    return _toc(book, change)


def new_page(book: Book) -> str:
    page = book.root / "book" / f"page-{book.n}.md"
    book.write(
        page, f"# Page {book.n}\n\n(label-{book.n})=\n## Heading\n\n{{doc}}`methods`, {{numref}}`fig-sign`.\n"
    )

    def change(toc: dict) -> str:
        chapters = book.rng.choice(toc["parts"])["chapters"]
        chapters.insert(book.rng.randrange(len(chapters) + 1), {"file": f"book/{page.stem}"})
        return page.stem

    return _toc(book, change)


def new_page_that_is_not_listed(book: Book) -> str:
    return book.write(book.root / "book" / f"loose-{book.n}.md", f"# Loose {book.n}\n")


def page_away(book: Book) -> str:
    page = book.pick([one for one in sorted(book.root.glob("book/*.md")) if one.stem != "index"])
    told = book.write(page, None)

    def change(toc: dict) -> str:
        for part in toc["parts"]:
            part["chapters"] = [one for one in part["chapters"] if one["file"] != f"book/{page.stem}"]
        return told

    return _toc(book, change) if book.rng.random() < 0.7 else told


def rename_a_page(book: Book) -> str:
    """With what leads to it."""
    page = book.pick(
        [
            one
            for one in sorted(book.root.glob("book/*.md"))
            if re.match(r"methods|results|notes|page", one.stem)
        ]
    )
    old, new = page.stem, f"{page.stem.partition('-')[0]}-{book.n}"
    book.write(page.with_stem(new), page.read_text("utf-8"))
    book.write(page, None)
    for other in sorted(
        [*book.root.glob("book/*.md"), *book.root.glob("notebooks/*.ipynb"), book.root / "_toc.yml"]
    ):
        text = other.read_text("utf-8")
        changed = re.sub(rf"(?<=`){old}(?=`)|(?<=book/){old}(?![\w-])|(?<=\(){old}(?=\.md\))", new, text)
        if changed != text:
            book.write(other, changed)
    return f"{old} to {new}"


def nest_a_page(book: Book) -> str:
    def change(toc: dict) -> str:
        chapters = book.pick([part["chapters"] for part in toc["parts"] if len(part["chapters"]) > 1])
        page = chapters.pop()
        chapters[0].setdefault("sections", []).append(page)
        return page["file"]

    return _toc(book, change)


# --- what is no change of a source


def touch(book: Book) -> str:
    """A file that is newer and the same."""
    file = book.one("book/*.*", "notebooks/*.ipynb", "data/*/*.csv", "_*.yml", "book/_static/*")
    return book.write(file, file.read_bytes())


def _site(book: Book) -> Path:
    html = [
        place
        for place in sorted(book.root.glob("_build/html")) + sorted(book.root.glob("_build/*/html"))
        if place.is_dir()
    ]
    return book.pick(html)


def edit_the_site(book: Book) -> str:
    """By hand: a page that is written into, replaced or away."""
    file = book.one(
        "book/*.html", "notebooks/*.html", "reports/*.html", "_static/*.js", "data/*/*.csv", below=_site(book)
    )
    way = book.rng.choice(("written into", "replaced", "away"))
    if way == "written into":
        file.write_bytes(file.read_bytes() + b"<p>By hand</p>")
    else:
        file.unlink()
        if way == "replaced":
            file.write_bytes(b"<p>By hand</p>")
    return f"{file.relative_to(book.root)} {way}"


def leave_half_a_swap(book: Book) -> str:
    """As a build does that is killed between two renames."""
    html = _site(book)
    way = book.rng.choice(
        ("html.next", "html.old", "html moved to html.old", "no site.json", "a file that is too much")
    )
    if way == "html moved to html.old":
        html.rename(html.with_name("html.old"))
        html.with_name("site.json").unlink(missing_ok=True)
    elif way == "no site.json":
        html.with_name("site.json").unlink(missing_ok=True)
    elif way == "a file that is too much":
        (html / "book" / "stray.html").write_text("stray", "utf-8")
    else:
        shutil.copytree(html, html.with_name(way))
        (html.with_name(way) / "stray.html").write_text("stray", "utf-8")
    return way


def forget_the_state(book: Book) -> str:
    """As a build does that is killed while Sphinx is at work."""
    place = _site(book).parent / "press" / "pages" / "state.json"
    place.unlink(missing_ok=True)
    return place.relative_to(book.root).as_posix()


KINDS: dict[str, tuple[Callable[[Book], str], ...]] = {
    "prose": (
        *(
            add_a_block,
            add_a_block,
            add_a_block,
            drop_a_block,
            move_a_block,
            copy_a_block,
            swap_blocks,
            change_a_title,
            change_a_heading,
        ),
        *(change_words, change_words, rename_a_label, refer, refer, glue, cite, replace_an_image, image_away),
        *(image_of_another_kind, change_what_is_included, swap_cells, cell_away, add_a_cell, edit_results),
    ),
    "data": (
        *(
            change_a_cell,
            change_a_cell,
            change_a_cell,
            cell_of_another_row,
            blank_a_cell,
            row_away,
            shuffle_rows,
            table_away,
        ),
        *(change_the_description, change_the_description, change_the_bibliography, change_the_bibliography),
    ),
    "code": (
        *(
            reword_the_library,
            comment_the_library,
            change_a_template,
            reword_a_list,
            change_a_style,
            change_a_style,
        ),
        *(static_file, vendored_file, what_is_shown_where),
    ),
    "config": (
        *(
            change_an_option,
            change_an_option,
            order_of_pages,
            caption_of_a_part,
            title_in_the_contents,
            page_not_listed,
        ),
        *(new_page, new_page_that_is_not_listed, page_away, rename_a_page, nest_a_page),
    ),
    "meanwhile": (
        *(
            change_words,
            change_words,
            add_a_block,
            change_a_title,
            change_a_cell,
            change_a_cell,
            change_a_style,
            replace_an_image,
        ),
        *(change_what_is_included, change_the_bibliography, change_the_description),
    ),
    "disturbance": (touch, edit_the_site, leave_half_a_swap, forget_the_state),
}
SHARES = {"prose": 40, "data": 20, "code": 12, "config": 16, "meanwhile": 5, "disturbance": 12}
