"""A page for each report and each intervention: everything there is, each value in its place, and the same bytes every time."""

import csv
import os
import re
import subprocess
import sys
from functools import partial
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
import yaml
from packages import OPENED, REVIEWS, ROOT, SYNTHETIC, WILLIAMS, copied, only, rows_of, set_cell

from reviewbook.check import open_review
from reviewbook.page.typeface import FONTS
from reviewbook.press import entries, heads, menu
from reviewbook.press.entry import intervention, listing, report
from reviewbook.press.menu import DOWNLOADS
from reviewbook.review.model import restrict
from reviewbook.review.reading import load_review
from reviewbook.review.usable import DRAFT


def built(folder: Path) -> dict[str, bytes]:
    return {
        f.relative_to(folder).as_posix(): f.read_bytes() for f in sorted(folder.rglob("*")) if f.is_file()
    }


# --- what is there


@REVIEWS
def test_every_report_and_intervention_has_a_page_and_every_address_is_told(site):
    wanted = {f"reports/{row['report_id']}.html" for row in site.rows("reports")}
    wanted |= {f"interventions/{row['intervention_id']}.html" for row in site.rows("interventions")}
    wanted |= {"reports/_index.html", "interventions/_index.html"}
    assert set(site.every()) == wanted == set(entries.addresses(site.loaded))
    assert site.count == len(wanted)


@REVIEWS
def test_every_link_leads_somewhere(site):
    wrong = []
    for name, page in site.every().items():
        for tag in page.find_all(["a", "link", "script"]):
            link = tag.get("href") or tag.get("src")
            parts = urlsplit(link)
            if parts.scheme:
                assert parts.scheme in ("http", "https") and tag.name == "a", f"{name}: {link}"
                continue
            path = unquote(parts.path)
            target = (Path(name).parent / path) if path else Path(name)
            target = Path(re.sub(r"^[^/]+/\.\./", "", target.as_posix()))
            top = target.parts[0]
            if top in ("reports", "interventions"):
                found = (site.folder / target).is_file()
                if found and parts.fragment:
                    found = bool(site.page(target.as_posix()).find(id=parts.fragment))
            elif top == "data":
                found = target.parts[1] == site.loaded.name and (site.review / target.name).is_file()
            elif top == "_static":
                places = ROOT / "book" / target, FONTS / "web" / target.name
                found = target.parts[1] == "styles" or any(place.is_file() for place in places)
            elif target.as_posix() == DOWNLOADS.address:
                found = True  # made beside these pages: press/test_offered.py
            else:
                page_ = target.with_suffix("")
                found = any((ROOT / page_).with_suffix(kind).is_file() for kind in (".md", ".ipynb"))
            if not found:
                wrong.append(f"{name}: {link}")
    assert wrong == []


# --- kinds of nothing, hostile texts, what is missing


def test_a_review_without_reports_gets_no_pages_and_no_empty_lists(tmp_path):
    there = only("flow", to=tmp_path)
    assert entries.write(load_review(there), tmp_path / "site", contents=[]) == 0
    assert built(tmp_path / "site") == {}


# --- scripts, lists, bytes


def test_the_same_bytes_twice_and_however_many_processes_write(tmp_path, monkeypatch):
    review = load_review(SYNTHETIC)
    entries.write(review, tmp_path / "one", jobs=1, contents=menu.contents(ROOT))
    monkeypatch.setattr(entries, "FEW", 0)
    monkeypatch.setattr(entries, "SHARE", 3)
    entries.write(review, tmp_path / "two", jobs=2, contents=menu.contents(ROOT))
    first = built(tmp_path / "one")
    assert first and first == built(tmp_path / "two")
    assert not any(str(tmp_path).encode() in page or b"\r" in page for page in first.values())


def test_hash_seed_does_not_change_a_byte(tmp_path):
    code = (
        "import sys; from pathlib import Path; from reviewbook.press import entries; from reviewbook.review.reading import load_review; "
        "entries.write(load_review(sys.argv[1]), Path(sys.argv[2]), jobs=1)"
    )
    for seed in ("1", "2"):
        subprocess.run(
            [sys.executable, "-c", code, str(SYNTHETIC), str(tmp_path / seed)],
            check=True,
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT / "src"), "PATH": ""},
        )
    assert built(tmp_path / "1") == built(tmp_path / "2")


# --- only what is another than before


class Kept:
    """A folder of pages that is brought up to date again and again."""

    def __init__(self, folder: Path, monkeypatch) -> None:
        self.folder, self.known = folder / "kept", folder / "known.json"
        self.made: list[str] = []
        for module in (report, intervention, listing):
            monkeypatch.setattr(module, "page", partial(self._make, module.page))

    def _make(self, page, frame, held):
        self.made.append(held["key"] if "key" in held else f"{held['kind']} {held['n']}")
        return page(frame, held)

    def write(self, review, **options) -> list[str]:
        """Write the pages; which files are others than before. All others keep the time 1."""
        self.made.clear()
        for file in self.folder.rglob("*.*"):
            os.utime(file, (1, 1))
        changed: list[str] = []
        options = {"jobs": 1, "known": self.known, "changed": changed} | options
        entries.write(review, self.folder, **options)
        touched = {name for name in built(self.folder) if (self.folder / name).stat().st_mtime != 1}
        assert touched <= set(changed)
        return changed


@pytest.fixture
def kept(tmp_path, monkeypatch) -> Kept:
    return Kept(tmp_path, monkeypatch)


def changed_in(table: str, column: str, value: str, to: Path):
    there = copied(SYNTHETIC, to)
    set_cell(there / f"{table}.csv", column, value, row=2)
    return load_review(there)


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        ("reports", "setting", "A ward"),
        ("reports", "year", "1999"),
        ("studies", "label", "Another name"),
        ("interventions", "name", "A new name"),
        ("excerpts", "text", "Said otherwise."),
        ("codes", "label", "Otherwise"),
        ("codings", "code_id", "oc_pain"),
        ("appraisals", "answer", "no"),
        ("ratings", "rating", "1"),
        ("features", "label", "Something else"),
        ("feature_values", "evidence", "Read again."),
        ("tidier", "text", "Told otherwise."),
    ],
)
def test_what_changed_is_written_and_the_folder_is_as_if_written_from_nothing(
    kept, tmp_path, table, column, value
):
    assert set(kept.write(OPENED[SYNTHETIC])) == set(built(kept.folder))
    before = built(kept.folder)
    review = changed_in(table, column, value, tmp_path)
    changed = kept.write(review)
    entries.write(review, tmp_path / "fresh", jobs=1)
    fresh = built(tmp_path / "fresh")
    assert built(kept.folder) == fresh
    assert changed == [name for name in fresh if fresh[name] != before[name]] != []


def test_of_one_changed_cell_only_the_page_that_shows_it_is_made(kept, tmp_path):
    kept.write(OPENED[SYNTHETIC])
    (row, *_) = rows_of(SYNTHETIC / "reports.csv")
    changed = kept.write(changed_in("reports", "setting", "A ward", tmp_path))
    assert kept.made == [row["report_id"]]
    assert changed == [f"reports/{row['report_id']}.html"]
    assert kept.write(load_review(tmp_path / "data" / SYNTHETIC.name)) == kept.made == []


def test_a_new_name_reaches_every_page_that_says_it(kept, tmp_path):
    kept.write(OPENED[SYNTHETIC])
    (row, *_) = rows_of(SYNTHETIC / "interventions.csv")
    changed = kept.write(changed_in("interventions", "name", "Quite a new name", tmp_path))
    own = f"interventions/{row['intervention_id']}"
    assert {f"{own}.html", f"{own}.js", "interventions/_index.html", "reports/_index.html"} < set(changed)
    saying = {name for name, page in built(kept.folder).items() if b"Quite a new name" in page}
    assert set(changed) == saying and any(re.match(r"reports/\w", name) for name in saying)


def test_a_file_is_replaced_and_never_written_into(kept, tmp_path):
    kept.write(OPENED[SYNTHETIC])
    before = built(kept.folder)
    for name in before:
        (tmp_path / "site" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "site" / name).hardlink_to(kept.folder / name)
    assert kept.write(changed_in("interventions", "name", "A new name", tmp_path))
    assert built(tmp_path / "site") == before != built(kept.folder)


def test_pages_of_what_is_gone_are_removed(kept):
    review = OPENED[WILLIAMS]
    kept.write(review)
    (kept.folder / "reports" / "Stray2001.html").write_text("left over")
    first = review.reports["report_id"].iloc[0]
    changed = kept.write(restrict(review, reports=review.reports["report_id"] != first, subset="all"))
    gone = {f"reports/{first}.html", "reports/Stray2001.html"}
    assert gone < set(changed) and gone.isdisjoint(built(kept.folder))


def test_a_page_that_is_not_there_is_made_again(kept):
    kept.write(OPENED[SYNTHETIC])
    page, script = sorted((kept.folder / "interventions").glob("[!_]*"))[:2]
    page.unlink()
    assert kept.write(OPENED[SYNTHETIC]) == [f"interventions/{page.name}"]
    script.unlink()
    assert kept.write(OPENED[SYNTHETIC]) == [f"interventions/{script.name}"]
    assert kept.made == [script.stem]


def test_a_changed_library_makes_every_page_and_touches_no_file_that_stays_the_same(
    kept, tmp_path, monkeypatch
):
    kept.write(OPENED[SYNTHETIC])
    pages = len(kept.made)
    monkeypatch.setattr(entries, "LIBRARY", tmp_path / "another")
    assert kept.write(OPENED[SYNTHETIC]) == []
    assert len(kept.made) == pages == len(entries.addresses(OPENED[SYNTHETIC]))


def test_other_pages_of_the_book_change_the_navigation_of_all(kept):
    kept.write(OPENED[SYNTHETIC])
    changed = kept.write(OPENED[SYNTHETIC], contents=[menu.Part("New", [menu.Page("a.html", "Ay")])])
    assert set(changed) == {name for name in built(kept.folder) if name.endswith(".html")}


def test_after_a_stop_in_between_nothing_is_taken_for_written(kept, tmp_path, monkeypatch):
    kept.write(OPENED[SYNTHETIC])
    review = changed_in("interventions", "name", "Quite a new name", tmp_path)
    make = intervention.page
    monkeypatch.setattr(intervention, "page", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        kept.write(review)
    monkeypatch.setattr(intervention, "page", make)
    kept.write(review)
    assert len(kept.made) == len(entries.addresses(review))
    entries.write(review, tmp_path / "fresh", jobs=1)
    assert built(kept.folder) == built(tmp_path / "fresh")


def test_a_draft_tells_each_time_of_a_page_that_it_cannot_make(kept, monkeypatch):
    monkeypatch.setenv(DRAFT, "1")
    monkeypatch.setattr(intervention, "held", lambda *_, **__: 1 / 0)
    made = listing.page

    def page(frame, held):
        return made(frame, held) if held["kind"] == "reports" else 1 / 0

    monkeypatch.setattr(listing, "page", page)
    told: list[list[str]] = [[], []]
    for failures in told:
        kept.write(OPENED[SYNTHETIC], failures=failures)
    key = OPENED[SYNTHETIC].interventions["intervention_id"].iloc[0]
    assert told[0] == told[1] and len(told[0]) == 1 + len(OPENED[SYNTHETIC].interventions)
    assert f"The page of {key} could not be drawn: ZeroDivisionError: division by zero" in told[0]
    assert "division by zero" in (kept.folder / f"interventions/{key}.html").read_text("utf-8")
    assert (kept.folder / f"interventions/{key}.js").read_bytes() == b""


# --- names, references, contents


def test_the_contents_are_those_of_the_book_with_each_pages_own_heading():
    parts = menu.contents(ROOT)
    listed = yaml.safe_load((ROOT / "_toc.yml").read_text("utf-8"))["parts"]
    assert [part.caption for part in parts] == [part["caption"] for part in listed]
    assert menu.Page("notebooks/04-interventions.html", "Interventions") in parts[2].pages


def test_a_table_of_contents_without_parts_is_one_part(tmp_path):
    (tmp_path / "_toc.yml").write_text(
        "format: jb-book\nroot: index\nchapters:\n- file: a\n- file: b\n  title: Bee\n"
    )
    (tmp_path / "a.md").write_text("(label)=\n# Ay\n\n# Later\n")
    (tmp_path / "b.md").write_text("no heading")
    assert menu.contents(tmp_path) == [
        menu.Part("Chapters", [menu.Page("a.html", "Ay"), menu.Page("b.html", "Bee")])
    ]


# --- the pages that Sphinx built


def test_open_review_gives_what_the_pages_need(tmp_path):
    assert (
        entries.write(open_review(SYNTHETIC), tmp_path, jobs=1)
        == len(rows_of(SYNTHETIC / "reports.csv")) + len(rows_of(SYNTHETIC / "interventions.csv")) + 2
    )
    with (SYNTHETIC / "reports.csv").open(encoding="utf-8", newline="") as lines:
        assert next(csv.reader(lines))[0] == "report_id"


def test_above_the_pages_stands_what_the_book_is_called_on_its_other_pages(tmp_path):
    review = load_review(SYNTHETIC)
    entries.write(review, tmp_path / "own", contents=[])
    entries.write(review, tmp_path / "book", contents=[], site=heads.NOWHERE | {"called": "A short name"})
    assert b"A short name" not in built(tmp_path / "own")["reports/_index.html"]
    assert b">A short name<" in built(tmp_path / "book")["reports/_index.html"]
