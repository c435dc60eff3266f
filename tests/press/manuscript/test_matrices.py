"""Drawings that are tables in HTML."""

from reviewbook.press.manuscript.matrices import matrices

HTML = """<div><style>td{}</style><table><caption>Map</caption><thead>
<tr><th rowspan="2">Code</th><th colspan="2">Worker</th></tr><tr><th>Usual</th><th>Other</th></tr></thead>
<tbody><tr><th colspan="3">Group</th></tr>
<tr><th>A</th><td><a class="rb-yes" aria-label="yes" href="a.html#b">✓</a></td>
<td><span><svg aria-label="high"><circle/></svg>2</span> <span><svg aria-label="low"></svg>1</span><button>more</button></td></tr>
</tbody></table></div>"""


def test_headings_are_joined_and_a_drawing_says_its_label():
    (one,) = matrices(HTML)
    assert (one.caption, one.head) == ("Map", ("Code", "Worker: Usual", "Worker: Other"))
    assert one.rows == (("Group",), ("A", "✓ yes", "high 2, low 1"))


def test_a_sign_says_its_word_with_and_without_a_link():
    cells = (
        '<td><b class="rb-no" role="img" aria-label="no">✗</b></td>',
        '<td><b class="rb-no" aria-hidden="true">✗</b><span>no</span></td>',
        '<td><a class="rb-no" aria-label="no" href="a.html">✗</a></td>',
    )
    (one,) = matrices(f"<table><tbody><tr><th>A</th>{''.join(cells)}</tr></tbody></table>")
    assert one.rows == (("A", "✗ no", "✗ no", "✗ no"),)


def test_a_drawing_without_a_table_gives_none():
    assert matrices("<svg></svg>") == []
