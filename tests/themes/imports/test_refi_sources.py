"""Where the texts of a REFI-QDA project are, and where none is looked for."""

import zipfile

import pytest
from packages.refi import book, code, coding, kept, left, passage, qde, qdpx, read, refused, sources, xml


@pytest.mark.parametrize(
    ("inside", "path", "entry"),
    [
        ("project.qde", "internal://T.txt", "sources/T.txt"),
        ("Project.QDE", "internal://t.TXT", "Sources/T.txt"),
        ("project.qde", "internal://sources/T.txt", "sources/T.txt"),
        ("project.qde", "internal:///T.txt", "sources/T.txt"),
        ("project.qde", "T.txt", "Sources/T.txt"),
        ("project.qde", "relative:///T.txt", "sources/T.txt"),
        ("project.qde", "internal://T.txt", "T.txt"),
        ("project.qde", "internal://T.txt", "sources\\T.txt"),
        ("Study/project.qde", "internal://T.txt", "Study/Sources/T.txt"),
    ],
)
def test_a_text_is_found_in_the_archive(tmp_path, inside, path, entry):
    text = xml(book(code("a")) + sources(kept(path, passage(0, 4, inner=coding("a")))))
    project = read(qdpx(tmp_path, text, {entry: b"Fine, thanks."}, inside=inside))
    assert project.excerpts["text"].to_list() == ["Fine"]
    assert project.documents["file"].str.lower().to_list() == ["t.txt"]
    assert project.left == ()


def test_a_text_beside_an_unpacked_project_is_found(tmp_path):
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources" / "T.txt").write_text("Fine, thanks.", encoding="utf-8")
    project = read(qde(tmp_path, xml(sources(kept("internal://T.txt", passage(0, 4))))))
    assert project.excerpts["text"].to_list() == ["Fine"]


def test_a_link_beside_an_unpacked_project_is_not_followed(tmp_path):
    (tmp_path / "study" / "sources").mkdir(parents=True)
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    (tmp_path / "study" / "sources" / "T.txt").symlink_to(tmp_path / "secret.txt")
    project = read(qde(tmp_path / "study", xml(sources(kept("internal://T.txt", passage(0, 4))))))
    assert project.documents["text"].isna().all()


@pytest.mark.parametrize(
    ("names", "found"),
    [
        (["readme.txt"], "an archive without project.qde"),
        (["xl/workbook.xml"], "a workbook (.xlsx)"),
        (["word/document.xml"], "a Word document (.docx)"),
        (["__MACOSX/._project.qde"], "an archive without project.qde"),
    ],
)
def test_an_archive_without_a_project_is_refused(tmp_path, names, found):
    file = tmp_path / "study.qdpx"
    with zipfile.ZipFile(file, "w") as zipped:
        for name in names:
            zipped.writestr(name, "x")
    problem = refused(file)
    assert (problem.code, problem.found) == ("QDAF-002", found)


@pytest.mark.parametrize(
    "path", ["internal://../a.txt", "internal://x/../../a.txt", "/etc/passwd", "internal:///C:/a.txt"]
)
def test_a_project_that_names_a_text_outside_is_refused(tmp_path, path):
    problem = refused(qdpx(tmp_path, xml(sources(kept(path)))))
    assert problem.code == "QDAF-004" and path in problem.found


@pytest.mark.parametrize(
    "path", ["relative:///../a.txt", "absolute:///C:/a.txt", "file:///etc/passwd", "http://host/a.txt"]
)
def test_a_text_on_another_computer_is_never_opened(tmp_path, path):
    project = read(qdpx(tmp_path, xml(sources(kept(path)))))
    assert left(project) == {"texts that are not in the file": 1}
