"""Flows written in a test: boxes of a few words each, the flow of the seed paper, and simulated ones of which every count is true."""

import random

import pandas as pd
from hypothesis import strategies as st

from packages import OPENED, WILLIAMS, table
from packages.examples import examples
from reviewbook.selection import flow as model
from reviewbook.selection.layout import JOINT, MAIN, Box, load_layout

NA, NR = "not_applicable", "not_reported"
LAYOUT = load_layout()
TITLE, ABSTRACT, FULL = "title", "abstract", "full_text"
MANY = examples(150)


def box(position, step, n, *, stage=NA, unit=None, route=MAIN, reason=NA):
    route = "" if step in JOINT else "previous" if step == "previous" else route
    status = "reported" if n is not None else NR
    return Box(position, route, step, stage, unit or LAYOUT["steps"][step]["unit"], reason, n, status)


def boxes(*rows: tuple) -> list[Box]:
    """Boxes in reading order: (step, n), then in any order what differs from the usual, as a dictionary."""
    return [box(at, row[0], row[1], **(row[2] if len(row) > 2 else {})) for at, row in enumerate(rows, 1)]


def seed(**changed) -> list[Box]:
    """The flow of the seed paper, with the counts at some positions changed (p4=...)."""
    full = {"stage": FULL, "unit": "reports"}
    rows = boxes(
        ("screened", 558, {"stage": TITLE}),
        ("excluded", 323, {"stage": TITLE}),
        ("screened", None, {"stage": ABSTRACT}),
        ("excluded", 107, {"stage": ABSTRACT}),
        ("assessed", 128, {"stage": FULL}),
        ("excluded", None, full),
        ("excluded", 32, full | {"reason": "Population"}),
        ("excluded", 30, full | {"reason": "Intervention"}),
        ("excluded", None, full | {"reason": "Opinion"}),
        ("excluded", None, full | {"reason": "Clinical outcomes"}),
        ("excluded", None, full | {"reason": "Adds nothing"}),
        ("included", 15),
    )
    return [b._replace(n=changed.get(f"p{b.position}", b.n)) for b in rows]


REFUSED = [
    "-430", "+5", "558.5", "558.0", "about 558", "~558", "5e2", "1,204", "1 204", "1_000", "NaN", "inf", "none", "nil",
    "５５８", "٣", "²", "n/a", "not reported", "Not_Reported", "10000000000000000", str(10**16), "0x10", "5%", "-0", "1\n2",
]  # fmt: skip


@st.composite
def truths(draw) -> list[Box]:
    """A flow in which every count is known and true: simulated records sent through random stages, routes and reasons."""
    rng = random.Random(draw(st.integers(0, 2**32)))
    rows: list[tuple] = []
    size = draw(st.sampled_from([3, 12, 60]))

    def add(step, n, **more):
        rows.append((step, n, more))

    def leave(step, ids, *, reasons=(), **more) -> list[int]:
        """Send some records away; give the total, the reasons or both."""
        gone = {
            i: rng.choice(reasons) if reasons else "" for i in ids if rng.random() < rng.choice([0, 0.2, 0.6])
        }
        shown = rng.choice(["total", "reasons", "both"]) if reasons else "total"
        if shown != "reasons":
            add(step, len(gone), **more)
        if shown != "total":
            for reason in reasons:
                add(step, sum(r == reason for r in gone.values()), reason=reason, **more)
        return [i for i in ids if i not in gone]

    def identify(ids, kinds, **more):
        shown = rng.choice(["whole", "kinds", "both"])
        of = {i: rng.choice(kinds) for i in ids}
        again = [5000 + i for i in ids if rng.random() < 0.2] if rng.random() < 0.3 else []
        if again:
            add("found_again", len(again), **more)
        of |= {i: rng.choice(kinds) for i in again}
        if shown != "kinds":
            add("identified", len(ids), **more)
        if shown != "whole":
            for kind in kinds:
                own = [i for i in of if of[i] == kind]
                add("identified", len(own), stage=kind, **more)
                if rng.random() < 0.4:
                    names = {i: rng.choice("AB") for i in own}
                    for name in "AB":
                        add(
                            "identified",
                            list(names.values()).count(name),
                            stage=kind,
                            reason=f"{kind} {name}",
                            **more,
                        )

    main = list(range(rng.randint(0, size)))
    second = [1000 + i for i in range(rng.randint(0, size))] if draw(st.booleans()) else []
    only_identified = draw(st.booleans())
    if draw(st.booleans()) or (second and only_identified):
        identify(main, ["databases", "registers"])
        for step in ("duplicates_removed", "automation_removed", "other_removed"):
            if rng.random() < 0.5:
                main = leave(step, main)
        if second and only_identified:
            identify(second, ["websites", "citation_searching"], route="other")
            main, second = main + second, []
    screens = draw(st.sampled_from([["title_abstract"], [TITLE, ABSTRACT], [NA], ["one", "two", "three"]]))
    for stage in screens:
        add("screened", len(main), stage=stage)
        came = main
        main = leave("excluded", main, stage=stage, reasons=rng.choice([(), ("Off topic", "Animals")]))
        if rng.random() < 0.2:
            for name in "AB":
                add("kept_by_reviewer", rng.randint(0, size), stage=stage, reason=name)
        if rng.random() < 0.3:
            back = [i for i in came if i not in main and rng.random() < 0.2]
            add("brought_back", len(back), stage=stage)
            main = main + back
        if rng.random() < 0.2:
            main = leave("undecided", main, stage=stage)
    full = rng.random() < 0.8
    if full and rng.random() < 0.5:
        add("sought", len(main))
        main = leave("not_retrieved", main)
    if full:
        add("assessed", len(main), stage=FULL)
        main = leave("excluded", main, stage=FULL, unit="reports", reasons=("No data", "No adults", "Copy"))
    if second:
        identify(second, ["websites", "citation_searching"], route="other")
        if rng.random() < 0.5:
            add("sought", len(second), route="other")
            second = leave("not_retrieved", second, route="other")
        add("assessed", len(second), stage=FULL, route="other")
        second = leave(
            "excluded", second, stage=FULL, unit="reports", reasons=("No data", "Copy"), route="other"
        )
    ends = main + second
    unit = "reports" if full or second else "records"
    if full and rng.random() < 0.3:
        if rng.random() < 0.6:
            add("appraised", len(ends))
        ends = leave("appraisal_removed", ends)
    studies = {i: i // 2 for i in ends}
    units = {unit: len(ends), "studies": len(set(studies.values()))}
    if rng.random() < 0.5:
        del units["studies"]
    for name, n in units.items():
        add("included", n, unit=name)
    if rng.random() < 0.4:
        before = {name: rng.randint(0, 9) for name in units}
        before |= {"studies": min(before["studies"], before[unit])} if "studies" in units else {}
        for name, n in before.items():
            add("previous", n, unit=name)
        for name, n in before.items():
            add("total", n + units[name], unit=name)
        units = {name: n + before[name] for name, n in units.items()}
    if rng.random() < 0.4:
        for name, n in units.items():
            add("synthesised", min(n, rng.choice([0, 1, n])), unit=name, stage="quantitative")
        if len(units) > 1 and rows[-1][1] > rows[-2][1]:
            rows[-1] = ("synthesised", rows[-2][1], rows[-1][2])
    return boxes(*rows)


def hide(rows, positions):
    return [b._replace(n=None, status=NR) if b.position in positions else b for b in rows]


def codes(rows, layout=LAYOUT) -> list[str]:
    return [v.code for v in model.violations(rows, layout)]


FLOW = "position step stage unit reason n"
SOURCES = "source_id name kind records"
PLACES = table(
    SOURCES,
    ("a", "Base A", "database", None),
    ("b", "Base B", "database", None),
    ("c", "Register C", "register", None),
    ("w", "Site W", "website", None),
    ("o", "Other O", "other", None),
    ("u", "Unknown U", None, None),
    ("n", "Unnamed N", NR, None),
)


def flow(*rows: tuple) -> pd.DataFrame:
    return table(f"{FLOW} route", *[row if len(row) == 7 else (*row, None) for row in rows])


def williams(**counts) -> pd.DataFrame:
    """The flow of Williams et al. 2019 with the counts at some positions changed (p4=..., None for not reported)."""
    changed = OPENED[WILLIAMS].flow
    for name, n in counts.items():
        changed.loc[changed["position"] == int(name[1:]), "n"] = n
        changed.loc[changed["position"] == int(name[1:]), "n_as_charted"] = NR if n is None else str(n)
    return changed
