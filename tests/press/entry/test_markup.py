"""Cells as HTML: which kind of nothing, and nothing that the browser obeys."""

import json

from markupsafe import Markup
from packages import SYNTHETIC, copied, rows_of, set_cell
from packages.sites import EVIL, evidence, plain, words, written

from reviewbook.press import shell
from reviewbook.press.entry.markup import at, hinted, status
from reviewbook.press.glossary import Hints, Term


def test_the_three_kinds_of_nothing_are_told_apart(tmp_path):
    there = copied(SYNTHETIC, tmp_path)
    for table in ("questions", "choices", "answers"):  # no form: each column has its line
        file = there / f"{table}.csv"
        file.write_text(file.read_text("utf-8").partition("\n")[0] + "\n", "utf-8")
    for value, row in (("", 2), ("not_reported", 3), ("not_applicable", 4)):
        set_cell(there / "reports.csv", "setting", value, row=row)
    site = written(there, tmp_path / "site")
    found = []
    for row in rows_of(there / "reports.csv")[:3]:
        page = site.page(f"reports/{row['report_id']}.html")
        (line,) = [div for div in page.find_all("div") if div.dt and words(div.dt) == "Setting"]
        found.append(words(line.dd))
    assert found == ["not charted yet", "– not reported", "not applicable"]


def test_a_number_of_a_place_stays_with_its_word():
    assert at("Table 2, row 3; p. 5 <b>") == "Table\u00a02, row\u00a03; p.\u00a05 &lt;b&gt;"
    assert at(None) == status("") and at("not_reported") == status("not_reported")


def test_texts_get_hints_outside_their_links_and_tags_once_a_page():
    hints = Hints([Term("kappa", ("kappa",), "Agreement <beyond> chance.")], "how.html")
    linked = Markup('<a href="kappa.csv">kappa</a> &lt;b&gt; <span class="kappa">of</span>')
    assert hinted(linked, hints) == linked
    hint = '<a class="rb-hint" href="how.html#term-kappa" data-means="Agreement &lt;beyond&gt; chance.">kappa</a>'
    said = hinted(Markup("A <b>kappa</b> &amp; kappa"), hints)
    assert said == Markup(f"A <b>{hint}</b> &amp; kappa")
    assert hinted("a <kappa> & b", hints) == "a &lt;kappa&gt; &amp; b"


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
        own = 3 if name.endswith("_index.html") else 2  # lists have a script more
        assert not page.find("img") and len(page.find_all("script")) == own, name
    key = rows_of(there / "interventions.csv")[0]["intervention_id"]
    assert plain(EVIL) in words(site.page(f"interventions/{key}.html").h1)
    text = (site.folder / f"interventions/{key}.js").read_text("utf-8")
    assert "</" not in text
    assert evidence(text)["name"] == EVIL


def test_a_template_escapes_texts_and_leaves_markup_as_it_is():
    made = shell.template("list.html")
    there = dict.fromkeys(("design", "interventions", "rating"), True)
    around = {
        "has": there,
        "noun": {"reports": ("report", "reports", "Report", "Reports")},
        "in_head": lambda *_: "",  # press/test_heads.py
        "key": "_index",
        "colours": "",
        "top": {"reports": ""},
        "bottom": "",
        "data": {"reports": Markup("<p>&amp;</p>")},
    }
    row = ("<i>", Markup("<b>x</b>"))
    shown = {"kind": "reports", "n": 0, "ranges": [], "head": ["A", "B"]}
    shown |= {"noun": {"reports": ("report", "reports")}}
    page = made.render(around, title="T", about='"', tables=[("", "By name", [row])], **shown)
    assert '<th scope="row">&lt;i&gt;</th><td data-label="B"><b>x</b></td>' in page
    assert "<p>&amp;</p>" in page
