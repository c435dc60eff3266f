"""The templates of what stands around the text of every page."""

from reviewbook.press import shell


def test_a_template_is_read_once_and_escapes_what_is_no_markup():
    top = shell.template("top.html")
    assert top is shell.template("top.html")
    assert "&lt;i&gt;" in top.render(parts=[], book="<i>", home="a.html", search="b.html", skip="#c")
