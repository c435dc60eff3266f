"""Drawings that are tables in HTML."""

from reviewbook.press.manuscript.matrices import matrices

HTML = """<div><style>td{}</style><table><caption>Map</caption><thead>
<tr><th rowspan="2">Code</th><th colspan="2">Worker</th></tr><tr><th>Usual</th><th>Other</th></tr></thead>
<tbody><tr><th colspan="3">Group</th></tr>
<tr><th>A</th><td><b aria-hidden="true">✓</b> <span>yes</span></td>
<td><span><svg aria-label="high"><circle/></svg>2</span> <span><svg aria-label="low"></svg>1</span><button>more</button></td></tr>
</tbody></table></div>"""


def test_headings_are_joined_and_a_drawing_says_its_label():
    (one,) = matrices(HTML)
    assert (one.caption, one.head) == ("Map", ("Code", "Worker: Usual", "Worker: Other"))
    assert one.rows == (("Group",), ("A", "✓ yes", "high 2, low 1"))


def test_a_drawing_without_a_table_gives_none():
    assert matrices("<svg></svg>") == []
