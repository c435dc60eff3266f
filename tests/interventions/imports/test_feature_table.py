"""A matrix of features as its file shows it: wide, turned or long, and who a row is about."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packages import rows_of, shared
from packages.examples import examples
from packages.featured import OF_WIDE, WIDE, add, empty, refused, values

from reviewbook.interventions.imports import feature_table, feature_values
from reviewbook.review.problems import ReviewProblems, codes


@pytest.mark.parametrize(
    "text",
    [
        WIDE.replace(",", ";"),
        WIDE.replace(",", "\t"),
        ("\ufeff" + WIDE).replace("\n", "\r\n").encode(),
        WIDE.encode("utf-16"),
        WIDE + "\n\n,,\n",
        WIDE.replace("\n", ",,\n"),
        "sep=;\n" + WIDE.replace(",", ";"),
        '"Table 2. Features, as charted",,\n,,\n' + WIDE,
        WIDE + '"Note. NR: not reported, and yes where the text says so",,\n',
        WIDE.replace(",", ";")
        + "Abbreviations: SMS, text message; NR, not reported;\n"
        + "* one paper alone;;\n",
        "Study ID,First author (year),Web,Chat\n1,Alpha,1,0\n2,Beta,nr,?\n",
        WIDE + "Total,1,0\n" + "n (%),1 (50%),0 (0%)\n",
        "Feature,Alpha,Beta\nWeb,Yes,n.r.\nChat,No,Unclear\n",
        "No.,App features,Alpha,Beta,Total\n1,Web,✓,NR,1\n2,Chat,✗,?,0\nTotal,,1,0,1\n",
        "study;feature;value\nAlpha;Web;1\nAlpha;Chat;0\nBeta;Web;not stated\nBeta;Chat;can’t tell\n",
        "Value,Feature,App name\nY,Web,Alpha\nN,Chat,Alpha\nNS,Web,beta\nunsure,Chat,BETA\n",
        "No.,Apps reviewed,Web,Chat\n1,Alpha,1,0\n2,Beta,nr,?\n",
        "Study,Strategy,Web,Chat\nAlpha,goals,1,0\nBeta,feedback,nr,?\n",
        "Study,Component,Response,Web,Chat\nAlpha,goals,81%,1,0\nBeta,feedback,75%,nr,?\n",
        "Author(s),Web,Chat\nAlpha,1,0\nBeta,nr,?\nTotal (n = 2),1,0\n",
        "Study,Web,Chat\n,on a web site,by text\nAlpha,1,0\nBeta,nr,?\n",
        ",name,Web,Chat\n1,Alpha,1,0\n2,Beta,nr,?\n",
        '"Study","We\nb","Chat"\n"Alpha","yes","no"\n"Beta","NR","?"\n'.replace("We\nb", "\nWeb"),
    ],
)
def test_the_same_matrix_comes_in_the_same_from_every_usual_shape(review, text):
    add(review, text)
    assert values(review) == OF_WIDE


def test_one_label_in_two_groups_is_two_features_also_when_it_comes_again(review):
    text = ",Phone,,Watch,\nApp,Web,Other,Other,Peer\nA,1,0,1,0\nB,1,1,0,0\n"
    add(review, text)
    ids = {"web", "phone_other", "watch_other", "peer"}
    assert {feature for _, feature in values(review)} == ids
    assert values(review, "locator")["a", "watch_other"] == "m.csv, row 3, column Watch, Other"
    report = add(review, text + "C,0,0,1,1\n")
    assert {feature for _, feature in values(review)} == ids
    assert (report.files[0].added, report.files[0].known) == (4, 8)


@pytest.mark.parametrize(
    ("head", "names"),
    [
        ("Author,Year", ["Doe et al. 2001", "Doe et al. 2003"]),
        ("Study,Year", ["Doe et al. 2001", "Doe et al. 2003"]),
        ("Program,Publication year", ["Doe et al. 2001", "Doe et al. 2003"]),
    ],
)
def test_authors_and_names_that_come_again_are_told_apart_by_their_year(review, head, names):
    add(review, f"{head},Web\nDoe et al.,2001,1\nDoe et al.,2003,0\n")
    assert [row["name"] for row in rows_of(review / "interventions.csv")] == names


def test_authors_alone_always_get_their_year(review):
    add(review, "Author(s),Pub. year,Web\nDoe,2001,1\nRoe (2002),2002,0\n")
    assert [row["name"] for row in rows_of(review / "interventions.csv")] == ["Doe 2001", "Roe (2002)"]


def test_the_column_that_names_the_rows_tells_them_apart(review):
    add(review, "Intervention,Study,Web\nMind,Doe 2001,1\nMind,Roe 2002,0\n")
    assert [row["name"] for row in rows_of(review / "interventions.csv")] == ["Doe 2001", "Roe 2002"]


def test_where_the_review_knows_one_column_s_names_that_column_counts(synthetic):
    text = "Product,Study,Reminders\nMind,strongback,{}\nBody,flexline,yes\n"
    was = values(synthetic)["strongback", "reminders"]
    assert add(synthetic, text.format(was)).files[0].known == 2


def test_rows_or_columns_of_known_names_or_of_years_say_which_way_the_table_stands(review, tmp_path):
    add(review, ",Doe 2001,Roe 2002\nWeb,1,0\nChat,0,1\n")
    assert values(review)["doe_2001", "web"] == "yes"
    other = empty(tmp_path / "other")
    add(other, "Features / apps,Country,Web\nAlpha,Norway,1\nBeta,Kenya,0\n")
    assert values(other) == {("alpha", "web"): "yes", ("beta", "web"): "no"}
    add(other, "?,Gamma,Beta,Alpha\nSound,0,1,1\nLight,1,1,0\n", name="n.csv")
    assert values(other)["gamma", "light"] == "yes"


@pytest.mark.parametrize(
    ("sample", "seen"),
    [
        ("covidence/covidence_extraction_28feb24.csv", '"Yu 2021" 3 times: row 4, row 5, row 6'),
        ("multi-reviewer/article_characteristics.csv", "nothing that is a feature"),
        ("multi-reviewer/screening/abstracts.yaml", "591 of 597 rows with fewer"),
        ("multi-reviewer/themes.md", "120 of 123 rows with fewer"),
        ("multi-reviewer/reviewed-records.bib", "a file of another kind: bibtex"),
        ("multi-reviewer/screening/titles/luke.csv", "nothing that is a feature"),
        ("ris/embase.csv", "nothing that is a feature"),
    ],
)
def test_tables_of_other_kinds_are_refused_and_never_half_taken(review, sample, seen):
    problems = refused(review, shared(f"samples/{sample}").read_bytes(), blank="no")
    assert problems[0][0] == "IMPT-007" and problems[0][3].startswith(seen)


WRITTEN = {
    "yes": ["yes", "Y", "✓", "1"],
    "no": ["no", "0", "absent"],
    "unclear": ["?", "unclear"],
    "not_reported": ["NR", "ns"],
}
CELLS = st.lists(st.lists(st.sampled_from(sorted(WRITTEN)), min_size=3, max_size=3), min_size=2, max_size=5)


@given(
    CELLS,
    st.randoms(use_true_random=False),
    st.sampled_from(["wide", "turned", "long"]),
    st.sampled_from(",;\t"),
)
@examples(60)
def test_every_matrix_comes_back_whatever_its_shape(tmp_path_factory, cells, random, shape, mark):
    studies_, features = [f"Study {chr(65 + at)}" for at in range(len(cells))], ["Web", "Chat", "Peer"]
    written = [[random.choice(WRITTEN[value]) for value in row] for row in cells]
    if shape == "wide":
        lines = [["App", *features], *([name, *row] for name, row in zip(studies_, written, strict=True))]
    elif shape == "turned":
        lines = [
            ["Feature", *studies_],
            *([name, *row] for name, *row in zip(features, *written, strict=True)),
        ]
    else:
        lines = [["App", "Feature", "Value"]]
        lines += [
            [name, feature, word]
            for name, row in zip(studies_, written, strict=True)
            for feature, word in zip(features, row, strict=True)
        ]
        body = lines[1:]
        random.shuffle(body)
        lines[1:] = body
    file = tmp_path_factory.mktemp("m") / "m.csv"
    file.write_text("\n".join(map(mark.join, lines)), "utf-8")
    read = feature_table.read(file, is_known=lambda name: False)
    found, problems = feature_values.values_of(read, file.name, blank=None, reports={})
    named = {
        (read.interventions[i].label, read.features[f].label): value.value for (i, f), value in found.items()
    }
    assert problems == read.problems == read.left == []
    assert named == {
        (name, feature): value
        for name, row in zip(studies_, cells, strict=True)
        for feature, value in zip(features, row, strict=True)
    }


ODD = st.sampled_from(
    [
        "yes",
        "no",
        "x",
        "",
        "-",
        "Partial",
        "NA",
        "Doe 2001",
        "Feature",
        "Total",
        "2001",
        "Web",
        "Group",
        "Value",
    ]
)


@given(st.lists(st.lists(st.one_of(ODD, st.text(max_size=4)), min_size=1, max_size=5), max_size=6))
@examples(300)
def test_any_table_is_read_or_refused(tmp_path_factory, rows):
    file = tmp_path_factory.mktemp("any") / "m.csv"
    file.write_text(
        "\n".join(",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows), "utf-8"
    )
    try:
        read = feature_table.read(file, is_known=lambda name: False)
        feature_values.values_of(read, file.name, blank="no", reports={})
    except ReviewProblems as refused_:
        assert refused_.problems and all(problem.code in codes() for problem in refused_.problems)
