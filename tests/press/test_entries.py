"""A page for each report and each intervention: everything there is, each value in its place, and the same bytes every time."""

import csv
import json
import re
import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from bs4 import BeautifulSoup
from packages import REVIEWS, ROOT, SYNTHETIC, WILLIAMS, copied, only, rows_of, set_cell
from pybtex.database import parse_string

from reviewbook.check import open_review
from reviewbook.page import reference
from reviewbook.page.words import SYMBOLS
from reviewbook.press import entries, entry, finish
from reviewbook.review import bibliography
from reviewbook.review.reading import load_review

EVIL = '</script><img src=x onerror=alert(1)> & “it\'s” "so"'


class Site:
    """The pages of one review, written once for all tests that look at them."""

    def __init__(self, review: Path, folder: Path) -> None:
        self.review, self.folder, self.loaded = review, folder, load_review(review)
        self.count = entries.write(self.loaded, folder, jobs=1, contents=entries.contents(ROOT))
        self.pages: dict[str, BeautifulSoup] = {}

    def page(self, address: str) -> BeautifulSoup:
        if address not in self.pages:
            text = (self.folder / address).read_text(encoding="utf-8")
            self.pages[address] = BeautifulSoup(text, "html.parser")
        return self.pages[address]

    def every(self) -> dict[str, BeautifulSoup]:
        files = sorted(self.folder.rglob("*.html"))
        assert files
        return {name: self.page(name) for name in (f.relative_to(self.folder).as_posix() for f in files)}

    def rows(self, table: str) -> list[dict[str, str]]:
        file = self.review / f"{table}.csv"
        return rows_of(file) if file.is_file() else []


_sites: dict[Path, Site] = {}


@pytest.fixture
def site(review: Path, tmp_path_factory) -> Site:
    if review not in _sites:
        _sites[review] = Site(review, tmp_path_factory.mktemp(review.name))
    return _sites[review]


def words(tag) -> str:
    return " ".join(tag.get_text(" ").split())


def plain(text: str) -> str:
    return " ".join(text.split())


def written(review: Path, to: Path) -> Site:
    to.mkdir(exist_ok=True)
    return Site(review, to)


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
def test_every_feature_has_its_place_with_value_evidence_report_and_locator(site):
    rows = site.rows("feature_values")
    assert rows
    for row in rows:
        cell = site.page(f"interventions/{row['intervention_id']}.html").find(
            id=f"feature-{row['feature_id']}"
        )
        said = words(cell)
        assert SYMBOLS[row["value"]][0] in said
        assert plain(row["locator"]) in said
        if row["value"] != "not_reported":
            assert plain(row["evidence"]) in said
        if row.get("report_id") not in (None, "", "not_applicable", "not_reported"):
            assert cell.find("a", href=f"../reports/{row['report_id']}.html")
            theirs = site.page(f"reports/{row['report_id']}.html")
            assert theirs.find(
                "a", href=f"../interventions/{row['intervention_id']}.html#feature-{row['feature_id']}"
            )


@REVIEWS
def test_every_tidier_statement_stands_under_its_item(site):
    rows = site.rows("tidier")
    assert rows
    for row in rows:
        item = site.page(f"interventions/{row['intervention_id']}.html").find(id=f"tidier-{row['item']}")
        said = words(item)
        assert plain(row["locator"]) in said
        assert row["text"] == "not_reported" or plain(row["text"]) in said
        against = row.get("contradiction", "not_applicable")
        if against not in ("", "not_applicable"):
            assert f"! contradicted {plain(against)}" in said
            assert len(item.find_all("li")) > 1  # side by side with the other


@REVIEWS
def test_every_excerpt_stands_whole_once_on_the_pages_of_its_reports(site):
    texts = {row["excerpt_id"]: row for row in site.rows("excerpts")}
    links = site.rows("excerpt_reports")
    assert links
    for link in links:
        page = site.page(f"reports/{link['report_id']}.html")
        (item,) = page.find_all(id=f"excerpt-{link['excerpt_id']}")
        row = texts[link["excerpt_id"]]
        assert plain(row["text"]) in words(item) and plain(row["locator"]) in words(item)
        assert bool(item.find("blockquote")) == (row["kind"] == "quotation")


@REVIEWS
def test_an_excerpt_is_named_under_each_of_its_codes_but_for_those_above_another(site):
    codes = {row["code_id"]: row for row in site.rows("codes")}
    own: dict[str, set[str]] = {}
    for row in site.rows("codings"):
        own.setdefault(row["excerpt_id"], set()).add(row["code_id"])
    for link in site.rows("excerpt_reports"):
        page = site.page(f"reports/{link['report_id']}.html")
        heads = set()
        for name in page.find_all("h4"):
            place = name.find_next("ul")
            if place.find(id=f"excerpt-{link['excerpt_id']}") or place.find(
                "a", href=f"#excerpt-{link['excerpt_id']}"
            ):
                heads.add(name.get_text().rpartition(": ")[2])
        given = own[link["excerpt_id"]]
        above = {codes[code]["parent_id"] for code in given}
        assert heads == {codes[code]["label"].rpartition(": ")[2] for code in given - above}


@REVIEWS
def test_anchors_that_other_pages_lead_to_are_always_there(site):
    for name, page in site.every().items():
        if "_index" in name:
            continue
        wanted = ["excerpts", "appraisal"] if name.startswith("reports/") else ["excerpts", "tidier-12"]
        assert all(page.find(id=anchor) for anchor in wanted), name
        ids = [tag["id"] for tag in page.find_all(id=True)]
        assert len(ids) == len(set(ids)), name


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
                found = target.parts[1] == "styles" or (ROOT / "book" / target).is_file()
            else:
                page_ = target.with_suffix("")
                found = any((ROOT / page_).with_suffix(kind).is_file() for kind in (".md", ".ipynb"))
            if not found:
                wrong.append(f"{name}: {link}")
    assert wrong == []


@REVIEWS
def test_every_page_has_one_h1_a_title_a_language_and_captions(site):
    for name, page in site.every().items():
        assert len(page.find_all("h1")) == 1 and page.html["lang"] == "en", name
        assert page.title.get_text().startswith(page.h1.get_text()), name
        assert all(
            table.caption and table.caption.get_text(strip=True) for table in page.find_all("table")
        ), name
        levels = [int(head.name[1]) for head in page.main.find_all(re.compile("^h[1-6]$"))]
        assert all(after - before <= 1 for before, after in pairwise(levels)), name


def test_a_report_shows_its_reference_its_rating_its_study_and_what_rests_on_it(tmp_path):
    site = written(WILLIAMS, tmp_path / "site")
    page = site.page("reports/Koivunen2012.html")
    assert "Nurses' roles in systematic patient education sessions" in words(page.find(class_="rb-reference"))
    assert words(page.find(class_="rb-answer")).startswith("Qualitative report on Mieli.Net ; rating 2/4;")
    assert page.find(id="study").find_next("a", href="../reports/Anttila2008.html")
    (leeuw,) = [
        words(p) for p in site.page("reports/deLeeuw2012.html").find_all("p") if "Rating: " in p.get_text()
    ]
    assert leeuw == "Rating: 0/4 (qualitative component only)."
    assert site.page("reports/Anttila2008.html").find(
        "a", href="https://doi.org/10.1111/j.1365-2648.2008.04770.x"
    )


def test_answers_stand_by_criterion_with_what_each_appraiser_said():
    review = load_review(SYNTHETIC)
    made = entry.Entries(
        review, labels=bibliography.labels(review), bibliography=bibliography.references(review)
    )
    page = BeautifulSoup(made.report("Synthetic2018"), "html.parser")
    lines = {words(div.dt): words(div) for div in page.find_all("div") if div.find("dt", recursive=False)}
    for row in rows_of(SYNTHETIC / "appraisals.csv"):
        if row["report_id"] == "Synthetic2018":
            (line,) = [text for term, text in lines.items() if term.startswith(f"{row['criterion']} ")]
            assert row["appraiser"] in line and plain(row["locator"]) in line


def test_a_code_that_rests_on_one_report_alone_says_so():
    review = load_review(SYNTHETIC)
    made = entry.Entries(review, labels=bibliography.labels(review), bibliography={})
    behind = {code: reports for code, reports in made.behind.items()}
    alone = {code for code, reports in behind.items() if len(reports) == 1}
    assert alone
    for code in alone:
        (report,) = behind[code]
        rows = [row for row in entry.report.codes_resting_on(made, report) if row[0] == made.path(code)]
        assert [words(BeautifulSoup(str(row[2]), "html.parser")) for row in rows] == ["! alone"]


def test_people_are_counted_once_however_many_reports_their_study_has(tmp_path):
    site = written(WILLIAMS, tmp_path / "site")
    assert "service users: – not reported" in words(site.page("interventions/mieli_net.html").main).replace(
        "Service", "service"
    )
    assert "56 mental health workers in 1 of 1 study" in words(site.page("interventions/mieli_net.html").main)


def test_the_authors_own_columns_stand_with_their_title_and_what_they_hold(tmp_path):
    page = written(SYNTHETIC, tmp_path / "site").page("reports/Synthetic2018.html")
    (own,) = [div for div in page.find_all("div") if div.dt and words(div.dt).startswith("Follow-up (weeks)")]
    assert words(own.dd) == "26" and "Weeks from the start of the programme" in words(own)


# --- kinds of nothing, hostile texts, what is missing


def test_the_three_kinds_of_nothing_are_told_apart(tmp_path):
    there = copied(SYNTHETIC, tmp_path)
    for value, row in (("", 2), ("not_reported", 3), ("not_applicable", 4)):
        set_cell(there / "reports.csv", "setting", value, row=row)
    site = written(there, tmp_path / "site")
    found = []
    for row in rows_of(there / "reports.csv")[:3]:
        page = site.page(f"reports/{row['report_id']}.html")
        (line,) = [div for div in page.find_all("div") if div.dt and words(div.dt) == "Setting"]
        found.append(words(line.dd))
    assert found == ["not charted yet", "– not reported", "not applicable"]


def test_hostile_texts_stay_text_in_pages_and_scripts(tmp_path):
    there = copied(SYNTHETIC, tmp_path)
    for table, column in (
        ("interventions", "name"),
        ("interventions", "description"),
        ("features", "label"),
        ("features", "group"),
        ("feature_values", "evidence"),
        ("tidier", "text"),
        ("excerpts", "text"),
        ("studies", "label"),
        ("codes", "label"),
        ("reports", "setting"),
        ("reports", "locator"),
    ):
        set_cell(there / f"{table}.csv", column, EVIL, row=2)
    package = json.loads((there / "datapackage.json").read_text("utf-8"))
    package["title"] = EVIL
    (there / "datapackage.json").write_text(json.dumps(package), "utf-8")
    site = written(there, tmp_path / "site")
    for name, page in site.every().items():
        assert not page.find("img") and len(page.find_all("script")) == 2, name
    key = rows_of(there / "interventions.csv")[0]["intervention_id"]
    assert plain(EVIL) in words(site.page(f"interventions/{key}.html").h1)
    text = (site.folder / f"interventions/{key}.js").read_text("utf-8")
    assert "</" not in text
    assert evidence(text)["name"] == EVIL


def test_a_review_without_features_tidier_or_excerpts_has_pages_that_say_so(tmp_path):
    there = only("reports", "studies", "interventions", to=tmp_path)
    site = written(there, tmp_path / "site")
    page = words(site.page("interventions/flexline.html"))
    for line in (
        "This review gives no features.",
        "This review gives no TIDieR items.",
        "No excerpt is charted.",
    ):
        assert line in page
    report = words(site.page("reports/Synthetic2018.html"))
    assert "Rating: – not reported ." in report and "No answers by criterion are charted." in report
    assert site.page("reports/Synthetic2018.html").h1.get_text() == "Synthetic2018"  # no bibliography


def test_a_review_without_reports_gets_no_pages_and_no_empty_lists(tmp_path):
    there = only("flow", to=tmp_path)
    assert entries.write(load_review(there), tmp_path / "site", contents=[]) == 0
    assert built(tmp_path / "site") == {}


def test_a_long_page_says_what_it_leaves_out(tmp_path, monkeypatch):
    monkeypatch.setattr(entry, "MOST_EXCERPTS", 1)
    monkeypatch.setattr(entry, "MOST_ROWS", 1)
    site = written(WILLIAMS, tmp_path / "site")
    page = site.page("interventions/commonground.html")
    said = words(page.main)
    assert "1 of 2 studies are shown; all are in studies.csv ." in said
    assert re.search(r"1 of \d+ excerpts are shown; all are in excerpts\.csv", said)
    assert len(page.find_all("li", id=re.compile("^excerpt-"))) == 1
    assert "2 studies with 2 reports." in said  # the totals stay true


# --- scripts, lists, bytes


def evidence(text: str) -> dict:
    """What a script of one statement puts in place, read as JSON."""
    (name, data) = re.fullmatch(r'reviewbook\.data\["interventions/([\w.-]+)"\]=(.*);\n', text).groups()
    assert name
    return json.loads(data)


@REVIEWS
def test_the_script_of_an_intervention_holds_what_its_features_rest_on(site):
    names = {row["intervention_id"]: row["name"] for row in site.rows("interventions")}
    values: dict[str, dict[str, dict]] = {}
    for row in site.rows("feature_values"):
        values.setdefault(row["intervention_id"], {})[row["feature_id"]] = row
    labels = bibliography.labels(site.loaded)
    for key, name in names.items():
        data = evidence((site.folder / f"interventions/{key}.js").read_text("utf-8"))
        assert data["name"] == name
        assert set(data["features"]) == set(values[key])
        for feature, row in values[key].items():
            report = row.get("report_id", "not_applicable")
            href = (
                {"label": labels[report], "href": f"../reports/{report}.html"} if report in labels else None
            )
            assert data["features"][feature] == {
                "value": row["value"],
                "evidence": row["evidence"],
                "locator": row["locator"],
                "report": href,
            }
        assert data["reports"] and all(
            (site.folder / "x" / r["href"]).resolve().is_file() or (site.folder / r["href"][3:]).is_file()
            for r in data["reports"]
        )


def test_lists_lead_to_every_page_and_go_on_where_they_are_long(tmp_path, monkeypatch):
    monkeypatch.setattr(entry, "PAGE", 4)
    monkeypatch.setattr(entries, "PAGE", 4)
    site = written(WILLIAMS, tmp_path / "site")
    assert set(entries.addresses(load_review(WILLIAMS))) == set(site.every())
    lists = [name for name in site.every() if name.startswith("reports/_index")]
    assert sorted(lists) == [
        "reports/_index-2.html",
        "reports/_index-3.html",
        "reports/_index-4.html",
        "reports/_index.html",
    ]
    led = [a["href"] for name in lists for a in site.page(name).select("tbody th a")]
    assert sorted(led) == sorted(f"../reports/{row['report_id']}.html" for row in site.rows("reports"))
    names = [
        words(a)
        for name in ["reports/_index.html", *sorted(lists)[:-1]]
        for a in site.page(name).select("tbody th a")
    ]
    assert names == sorted(names, key=entry.alphabetical)
    first = site.page("reports/_index.html")
    assert [a["href"] for a in first.select(".rb-ranges a")] == [
        "_index.html",
        "_index-2.html",
        "_index-3.html",
        "_index-4.html",
    ]
    assert words(first.caption) == "1 to 4 of 15 reports, by name"


def test_pages_lead_from_each_to_the_next_and_back(tmp_path):
    site = written(WILLIAMS, tmp_path / "site")
    seen, at = [], site.page("reports/_index.html").select_one("tbody th a")["href"]
    while at:
        seen.append(at)
        page = site.page(at[3:])
        after = page.find("a", rel="next")
        if after:
            assert site.page(after["href"][3:]).find("a", rel="prev")["href"] == at
        at = after and after["href"]
    assert len(seen) == len(set(seen)) == 15


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


def test_accents_in_latex_are_read_in_names():
    assert bibliography.labels(load_review(WILLIAMS))["Korsbek2016"] == "Korsbek and Tønder 2016"


@pytest.mark.parametrize(
    ("work", "expected"),
    [
        ("@article{a, author={Doe, Jane}, title={On {X} & <b>}, journal={J}, year=2001}", "On X & <b>"),
        ("@online{a, author={Doe, Jane}, title={On the web}, year=2001}", "On the web"),
        ("@article{a, title={No author, no journal}}", "No author, no journal"),
        ("@misc{a, year=2001}", "2001"),
    ],
)
def test_a_reference_shows_what_there_is_of_a_work(work, expected):
    shown = reference.reference(parse_string(work.replace("&", "\\&"), "bibtex").entries["a"])
    page = BeautifulSoup(str(shown), "html.parser")
    assert expected.casefold() in words(page).casefold() and not page.find("b")


def test_a_reference_leads_only_to_addresses_of_the_web():
    evil = "@misc{a, author={Doe, Jane}, title={T}, url={javascript:alert(1)}, year=2001}"
    good = evil.replace("javascript:alert(1)", 'https://x.org/?a=1&b="2"')
    shown = [str(reference.reference(parse_string(work, "bibtex").entries["a"])) for work in (evil, good)]
    assert "href" not in shown[0]
    assert BeautifulSoup(shown[1], "html.parser").a["href"] == 'https://x.org/?a=1&b="2"'


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


@pytest.fixture(scope="module")
def sphinx_site(tmp_path_factory) -> Path:
    """A site that Sphinx built with a bibliography, one folder deep as the book is."""
    source = tmp_path_factory.mktemp("source")
    (source / "book").mkdir()
    (source / "conf.py").write_text(
        "extensions = ['sphinxcontrib.bibtex']\nbibtex_bibfiles = ['r.bib']\nbibtex_reference_style = 'author_year'\n"
        "html_theme = 'basic'\nroot_doc = 'book/index'\n"
    )
    (source / "r.bib").write_text(
        "@misc{Method1990, author={Way, A.}, title={How}, year=1990}\n"
        "@misc{Doe2015, author={Doe, Jane}, title={First}, year=2015}\n"
        "@misc{Roe2016, author={Roe, R.}, title={Second}, year=2016}\n"
    )
    (source / "book" / "index.rst").write_text(
        "Index\n=====\n\n:cite:t:`Doe2015,Method1990` and :cite:t:`Roe2016`\n\n.. toctree::\n\n   references\n"
    )
    (source / "book" / "references.rst").write_text(
        "References\n==========\n\nSee :cite:t:`Roe2016`.\n\n.. bibliography::\n"
    )
    out = source / "_build"
    subprocess.run(
        [
            sys.executable,
            "-m",
            "sphinx",
            "-q",
            "-W",
            "-d",
            str(out / ".doctrees"),
            str(source),
            str(out / "html"),
        ],
        check=True,
    )
    return out


def test_citations_of_included_reports_lead_to_their_pages_and_others_do_not(sphinx_site):
    cited = finish.citations(sphinx_site / ".doctrees")
    assert sorted(cited.values()) == ["Doe2015", "Method1990", "Roe2016"]
    html = sphinx_site / "html"
    before = [
        a["href"]
        for a in BeautifulSoup((html / "book/index.html").read_text(), "html.parser").select("p a.internal")
    ]
    assert [link.partition("#")[0] for link in before] == ["references.html"] * 3
    finish.finish(html, reports={"Doe2015": "Doe <2015>", "Roe2016": "Roe 2016"}, cited=cited)
    index = BeautifulSoup((html / "book/index.html").read_text(encoding="utf-8"), "html.parser")
    links = [a["href"] for a in index.select("p a.internal")]
    assert links[0] == "../reports/Doe2015.html" and links[2] == "../reports/Roe2016.html"
    assert links[1] == before[1]  # a work on method stays in the bibliography
    works = BeautifulSoup((html / "book/references.html").read_text(encoding="utf-8"), "html.parser")
    assert works.select_one("p a.internal")["href"] == "../reports/Roe2016.html"
    own = {words(a): a["href"] for a in works.select("div.citation p a")}
    assert own == {
        "All on Doe <2015>": "../reports/Doe2015.html",
        "All on Roe 2016": "../reports/Roe2016.html",
    }


def test_pages_stay_as_they_were_where_no_report_has_a_page(sphinx_site):
    page = sphinx_site / "html" / "book" / "references.html"
    finish.finish(sphinx_site / "html")  # what it does to every page
    before = page.read_bytes()
    finish.finish(sphinx_site / "html")
    assert page.read_bytes() == before


def test_the_sitemap_lists_the_pages_under_the_sites_address(tmp_path):
    sitemap = tmp_path / "sitemap.xml"
    head = "<urlset><url><loc>https://x.org/y/book/a.html</loc></url><url><loc>https://x.org/y/book/index.html</loc></url>"
    sitemap.write_text(f"{head}</urlset>")
    finish.list_in_sitemap(tmp_path, ["reports/Doe2015.html"])
    assert sitemap.read_text() == f"{head}<url><loc>https://x.org/y/reports/Doe2015.html</loc></url></urlset>"
    finish.list_in_sitemap(tmp_path / "without", ["reports/Doe2015.html"])
    assert not (tmp_path / "without").exists()


def test_open_review_gives_what_the_pages_need(tmp_path):
    assert (
        entries.write(open_review(SYNTHETIC), tmp_path, jobs=1)
        == len(rows_of(SYNTHETIC / "reports.csv")) + len(rows_of(SYNTHETIC / "interventions.csv")) + 2
    )
    with (SYNTHETIC / "reports.csv").open(encoding="utf-8", newline="") as lines:
        assert next(csv.reader(lines))[0] == "report_id"
