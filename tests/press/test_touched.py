"""Which pages a change touches: also one that was saved while it was read."""

from types import SimpleNamespace

import pytest
from docutils import nodes

from reviewbook.press import touched


@pytest.mark.parametrize("meanwhile", [False, True], ids=["not saved", "saved while it was read"])
def test_a_page_that_was_saved_while_it_was_read_is_read_again(tmp_path, monkeypatch, meanwhile):
    page = tmp_path / "methods.md"
    page.write_text("# Methods\n")
    env = SimpleNamespace(
        doc2path=lambda name: tmp_path / f"{name}.md",
        dependencies={},
        srcdir=tmp_path,
        found_docs={"methods"},
    )
    app = SimpleNamespace(env=env, docname="methods")
    env.docname = "methods"
    touched._purge(app, env, "methods")
    if meanwhile:
        page.write_text("# Methods of today\n")
    touched._note(app, nodes.document(None, None))
    monkeypatch.setattr(touched.asked, "styles", "known")
    outdated = touched._outdated(app, env, set(), set(), set())
    assert set(outdated) == ({"methods"} if meanwhile else set())
