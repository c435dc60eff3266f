"""Overall judgements in words: the worst domain, what is not known of others, and what appraisers judged themselves."""

import pytest
from packages import table

from reviewbook.appraisal import answering, judging
from reviewbook.appraisal.instruments import instrument

ROBINS = instrument("robins-i")
WORDS = {"l": "low", "m": "moderate", "s": "serious", "c": "critical", "?": "no_information", "!": "conflict"}


def answers(report: str, domains: str, overall: str = ""):
    """The answers of one report: a letter a domain, and its overall judgement."""
    given = {f"D{at}": letter for at, letter in enumerate(domains, 1) if letter != " "}
    given |= {"Overall": overall} if overall else {}
    rows = [(report, "robins-i", "nonrandomised_study", item, WORDS[one]) for item, one in given.items()]
    return table("report_id tool category criterion answer", *rows)


@pytest.mark.parametrize(
    ("domains", "judgement", "lowest"),
    [
        ("lllllll", "low", "D1, D2, D3, D4, D5, D6, D7"),
        ("lmlllll", "moderate", "D2"),
        ("lmlslls", "serious", "D4, D7"),
        ("lmlsllc", "critical", "D7"),
        ("l?lllll", "no_information", "D2"),
        ("m?lllll", "no_information", "D2"),
        ("s?lllll", "serious", "D1"),  # Table 2: no clear indication of serious or critical risk, and a lack of information
        ("???????", "no_information", "D1, D2, D3, D4, D5, D6, D7"),
    ],
)  # fmt: skip
def test_the_worst_domain_decides_and_what_is_not_known_only_below_serious(domains, judgement, lowest):
    found = answering.ratings(answers("A", domains), tool=ROBINS).loc["A"]
    assert (found["judgement"], found["lowest"], found["basis"]) == (judgement, lowest, "computed")


@pytest.mark.parametrize(
    ("domains", "note"), [("lllll", "no D6, D7"), ("lll!lll", "appraisers differ on D4")]
)
def test_an_open_domain_leaves_no_judgement_but_that_of_the_appraisers(domains, note):
    assert answering.ratings(answers("A", domains), tool=ROBINS).loc["A", "note"] == note
    assert answering.ratings(answers("A", domains), tool=ROBINS)["judgement"].isna().all()
    own = answering.ratings(answers("A", domains, "s"), tool=ROBINS).loc["A"]
    assert (own["judgement"], own["basis"]) == ("serious", "appraised")


def test_the_overall_judgement_is_no_domain():
    assert judging.judged(answers("A", "lllllll", "c"), tool=ROBINS).loc["A", "worst"] == "low"
    assert answering.blocks(answers("A", "lllllll", "c"), tool=ROBINS)[
        ["met", "of", "missing"]
    ].values.tolist() == [[7, 7, 0]]


@pytest.mark.parametrize(
    ("domains", "overall", "milder"),
    [
        ("lslllll", "m", True),
        ("lslllll", "s", False),
        ("lslllll", "c", False),  # several may add up
        ("lslllll", "?", True),
        ("lmlllll", "?", False),
        ("l?lllll", "m", False),
        ("lmlllll", "", False),
    ],
)
def test_appraisers_may_judge_the_whole_worse_and_not_better_than_its_worst_domain(domains, overall, milder):
    assert (len(judging.milder(answers("A", domains, overall), tool=ROBINS)) == 1) is milder


def test_a_report_of_several_tools_has_the_rating_of_the_first_that_rates():
    jbi = table(
        "report_id tool category criterion answer",
        *(("A", "jbi-qualitative", "qualitative", f"Q{at}", "yes") for at in range(1, 11)),
    )
    tools = {name: instrument(name) for name in ("jbi-qualitative", "robins-i")}
    both = answering.computed(
        table("report_id tool category criterion answer", *jbi.values, *answers("A", "lmlllll").values),
        tools=tools,
    )
    assert both.loc["A", ["tool", "judgement"]].tolist() == ["robins-i", "moderate risk"]
    assert answering.computed(jbi, tools=tools).loc["A", ["rating", "judgement", "note"]].isna().all()
