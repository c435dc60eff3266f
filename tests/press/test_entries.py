"""A page for each report and each intervention: everything there is, each value in its place, and the same bytes every time."""

import csv
import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote, urlsplit

from packages import REVIEWS, ROOT, SYNTHETIC, only, rows_of

from reviewbook.check import open_review
from reviewbook.page.typeface import FONTS
from reviewbook.press import entries, entry
from reviewbook.review.reading import load_review


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
            link = tag.get("href") or tag["src"]
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
    entries.write(review, tmp_path / "one", jobs=1, contents=entries.contents(ROOT))
    monkeypatch.setattr(entries, "FEW", 0)
    monkeypatch.setattr(entries, "SHARE", 3)
    entries.write(review, tmp_path / "two", jobs=2, contents=entries.contents(ROOT))
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


# --- names, references, contents


def test_the_contents_are_those_of_the_book_with_each_pages_own_heading():
    parts = entries.contents(ROOT)
    assert [part.caption for part in parts] == ["Start", "Findings", "Discussion and checks", "About"]
    assert entry.Page("notebooks/04-interventions.html", "Interventions") in parts[1].pages


def test_a_table_of_contents_without_parts_is_one_part(tmp_path):
    (tmp_path / "_toc.yml").write_text(
        "format: jb-book\nroot: index\nchapters:\n- file: a\n- file: b\n  title: Bee\n"
    )
    (tmp_path / "a.md").write_text("(label)=\n# Ay\n\n# Later\n")
    (tmp_path / "b.md").write_text("no heading")
    assert entries.contents(tmp_path) == [
        entry.Part("Chapters", [entry.Page("a.html", "Ay"), entry.Page("b.html", "Bee")])
    ]


# --- the pages that Sphinx built


def test_open_review_gives_what_the_pages_need(tmp_path):
    assert (
        entries.write(open_review(SYNTHETIC), tmp_path, jobs=1)
        == len(rows_of(SYNTHETIC / "reports.csv")) + len(rows_of(SYNTHETIC / "interventions.csv")) + 2
    )
    with (SYNTHETIC / "reports.csv").open(encoding="utf-8", newline="") as lines:
        assert next(csv.reader(lines))[0] == "report_id"
