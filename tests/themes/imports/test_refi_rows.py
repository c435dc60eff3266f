"""The rows of a REFI-QDA project: keys, and what is left."""

from packages.refi import book, code, coding, left, passage, qde, qdpx, read, rows, source, sources, xml


def test_codes_with_one_guid_are_codes_of_their_own(tmp_path):
    text = xml(
        book(code("a", "One"), code("a", "Two", code("c")))
        + sources(source("abc", passage(0, 1, inner=coding("A"))))
    )
    project = read(qde(tmp_path, text))
    assert rows(project.codes, "key", "parent", "name") == [
        ("a", None, "One"),
        ("a-2", None, "Two"),
        ("c", "a-2", "c"),
    ]
    assert project.codings["code"].to_list() == ["a"]
    assert left(project)["codes without a GUID of their own"] == 1


def test_guids_in_braces_and_capitals_are_the_same(tmp_path):
    text = book(code("{AB}", "One")) + sources(source("abc", passage(0, 1, inner=coding("ab"))))
    assert read(qde(tmp_path, xml(text))).codings["code"].to_list() == ["ab"]


def test_what_a_review_has_no_place_for_is_counted_with_an_example(tmp_path):
    text = xml(
        book(code("a", more='color="#FF0000"'))
        + '<Variables><Variable guid="v" name="Age" typeOfVariable="Integer"/></Variables>'
        + sources(
            source(
                "One",
                "<VariableValue><VariableRef targetGUID='v'/><IntegerValue>42</IntegerValue></VariableValue>",
                passage(0, 3, inner="<Description>A memo.</Description>"),
            )
        )
        + '<Notes><Note guid="n" name="Diary"/></Notes><Sets><Set guid="s" name="Mine"/></Sets><Odd/>'
    )
    project = read(qdpx(tmp_path, text, {"sources/a.mp3": b"x", "__MACOSX/._project.qde": b"x"}))
    assert {one.what: (one.n, one.example) for one in project.left} == {
        "colours of codes": (1, "#FF0000 of a"),
        "variables": (1, "Age"),
        "values of variables": (1, "42"),
        "descriptions of passages": (1, "A memo."),
        "notes": (1, "Diary"),
        "sets": (1, "Mine"),
        "elements that the standard does not have": (1, "<odd>"),
        "files in the archive": (1, "sources/a.mp3"),
    }
