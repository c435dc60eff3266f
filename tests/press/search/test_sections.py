"""A page is found by its parts: each begins where a link can lead, and says what a reader reads there."""

from reviewbook.press.search.sections import LONGEST, of_page

PAGE = """<html lang="en-GB"><body><nav>Menu</nav><article><section id="top"><h1>Themes<a class="headerlink" href="#top">#</a></h1>
<p>Two <b>themes</b>, fifteen re<i>ports</i>.</p><script>let no = 1</script>
<section id="found"><h2>What was found?</h2><p>Much.</p>
<table><caption><span class="caption-number">Table 1 </span>By report</caption><thead><tr><th>Report</th></tr></thead>
<tbody><tr><th>Doe 2015</th><td>yes</td></tr><tr><th>{long}</th><td>no</td></tr></tbody></table>
<details><summary><h4>Talking as partners</h4> <span>10 findings</span></summary><div id="code-talk"><p>They talked.</p></div></details>
<p>After the fold.</p><details><summary>Query</summary><pre>SELECT 1</pre></details></section></section></article></body></html>"""


def read(text=PAGE):
    return of_page(text.replace("{long}", "x" * (LONGEST + 1)).encode())


def test_a_part_begins_at_each_heading_and_fold_that_a_link_can_lead_to():
    page = read()
    assert (page.title, page.language) == ("Themes", "en-GB")
    assert [(one.anchor, one.title) for one in page.sections] == [
        ("", "Themes"),
        ("found", "What was found?"),
        ("code-talk", "Talking as partners"),
    ]


def test_a_section_that_is_folded_is_a_part_too_and_so_is_one_in_it():
    folded = """<article><h1>Records</h1><section class="rb-fold" id="lists"><details><summary><h2>The lists</h2></summary>
<a class="headerlink" href="#lists">#</a><p>Two.</p>
<section id="first"><h3>The first</h3><p>One.</p></section></details></section></article>"""
    assert [(one.anchor, one.title, one.text) for one in read(folded).sections] == [
        ("", "Records", ""), ("lists", "The lists", "Two."), ("first", "The first", "One."),
    ]  # fmt: skip


def test_a_part_says_what_a_reader_reads_there_and_a_fold_ends_where_it_is_closed():
    first, found, fold = read().sections
    assert first.text == "Two themes, fifteen reports."
    assert found.text.startswith("Much. By report Report Doe 2015 yes")
    assert found.text.endswith("no After the fold. Query")
    assert fold.text == "10 findings They talked."


def test_the_names_of_rows_are_known_and_long_texts_are_none():
    assert [one.rows for one in read().sections] == ["", "Doe 2015", ""]


def test_what_has_nothing_to_read_is_no_page():
    assert read("<html><body><p>Moved</p></body></html>") is None
