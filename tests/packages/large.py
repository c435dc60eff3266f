"""A SYNTHETIC review as large as a test asks for: every fact in it is invented, and the same sizes give the same bytes.

It is uneven, as reviews are: few countries have most reports, some interventions have many studies, cells are silent, and labels
hold what a page must escape.

    python tests/packages/large.py FOLDER --reports 15000 --interventions 3000 --features 60 --excerpts 100000
"""

from __future__ import annotations

import argparse
import csv
import json
import random
from collections.abc import Iterable, Sequence
from pathlib import Path

from reviewbook.review.dictionary import TABLES, schema

SEED = 20195
NONE, SILENT = "not_applicable", "not_reported"
PLACE = "SYNTHETIC source"

COUNTRIES = {  # country -> region, the most frequent first
    "United Kingdom": "Europe",
    "United States": "North America",
    "Australia": "Oceania",
    "The Netherlands": "Europe",
    "Canada": "North America",
    "Germany": "Europe",
    "China": "Asia",
    "Sweden": "Europe",
    "India": "Asia",
    "Denmark": "Europe",
    "Spain": "Europe",
    "Italy": "Europe",
    "Brazil": "South America",
    "Japan": "Asia",
    "South Korea": "Asia",
    "Türkiye": "Asia",
    "South Africa": "Africa",
    "France": "Europe",
    "New Zealand": "Oceania",
    "Norway": "Europe",
    "Finland": "Europe",
    "Ireland": "Europe",
    "Israel": "Asia",
    "Iran": "Asia",
    "Kenya": "Africa",
    "Nigeria": "Africa",
    "Mexico": "North America",
    "Chile": "South America",
    "Portugal": "Europe",
    "Switzerland": "Europe",
    "Belgium": "Europe",
    "Austria": "Europe",
    "Poland": "Europe",
    "Greece": "Europe",
    "Pakistan": "Asia",
    "Thailand": "Asia",
    "Singapore": "Asia",
    "Uganda": "Africa",
    "Argentina": "South America",
    "Colombia": "South America",
    "Egypt": "Africa",
    "Vietnam": "Asia",
    "Nepal": "Asia",
    "Ghana": "Africa",
    "Iceland": "Europe",
}
ROLES = ("usual_worker", "research_worker")
DELIVERY = ("web", "mobile", "web_and_mobile", "other")
DESIGNS = ("qualitative", "mixed_methods", "quantitative")
SETTINGS = ("Outpatient clinic", "Ward", "Home", "Community centre", "Primary care", SILENT)
POPULATIONS = ("Adults", "Young people", "Older adults", "Adults and young people", SILENT, "")
GROUPS = ("Information", "Contact & support", "Self-management", "Peers", "Monitoring", "Access")
VERBS = (
    "Reading",
    "Writing",
    "Planning",
    "Messaging",
    "Tracking",
    "Sharing",
    "Watching",
    "Choosing",
    "Rating",
    "Meeting",
)
OBJECTS = (
    "stories",
    "goals",
    "symptoms",
    "moods <self-rated>",
    "appointments",
    "videos",
    "medication",
    "notes",
    "values",
    "peers",
)
SYLLABLES = (
    "Ber",
    "Lund",
    "Sant",
    "Oke",
    "Mar",
    "Tan",
    "Vel",
    "Ash",
    "Kor",
    "Nil",
    "Ros",
    "Dal",
    "Fen",
    "Hol",
    "Ivan",
    "Jen",
)
ENDS = (
    "gren",
    "sen",
    "ova",
    "ton",
    "ley",
    "ini",
    "ard",
    "oke",
    "well",
    "mura",
    "feld",
    "ström",
    "ez",
    "man",
    "ski",
    "rie",
)
SPEAKERS = ("service_user", "worker", "service_user_and_worker", "researcher", SILENT)
SCHEMES = {  # scheme -> top codes, codes below each
    "themes": (5, 4),
    "outcomes": (12, 0),
    "recovery_practices": (3, 3),
}
CRITERIA = {  # category of MMAT 2011 -> its criteria
    "qualitative": ("1.1", "1.2", "1.3", "1.4"),
    "quantitative_randomised": ("2.1", "2.2", "2.3", "2.4"),
    "quantitative_nonrandomised": ("3.1", "3.2", "3.3", "3.4"),
    "quantitative_descriptive": ("4.1", "4.2", "4.3", "4.4"),
    "mixed_methods": ("5.1", "5.2", "5.3"),
}
OWN = {  # the author's own columns, by table
    "studies": [{"name": "follow_up_weeks", "type": "integer", "title": "Follow-up", "unit": "weeks"}],
    "interventions": [
        {"name": "approach", "type": "string", "title": "Approach", "description": "In a word."}
    ],
}


def write(folder: Path, *, reports: int, interventions: int, features: int, excerpts: int = 0) -> Path:
    """Write a SYNTHETIC review into a folder that need not be there yet, under the folder's name; ``reviewbook check`` accepts it.

    Parameters
    ----------
    reports, interventions : at least one report an intervention
    features : of interventions, each charted for every intervention
    excerpts : coded under three schemes, a tenth by two coders; the texts of quotations go into the folder ``texts``; 0: the
        review has neither codes nor excerpts

    Returns
    -------
    Path of the folder
    """
    if not 1 <= interventions <= reports:
        raise ValueError(f"{interventions} interventions need at least as many reports, not {reports}")
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    made = _Made(random.Random(SEED), reports, interventions, features, excerpts)
    tables = made.tables()
    for name, rows in tables.items():
        _write_table(folder / f"{name}.csv", name, rows)
    (folder / "references.bib").write_text(made.bibliography(), encoding="utf-8")
    for name, text in made.texts.items():
        (folder / "texts").mkdir(exist_ok=True)
        (folder / "texts" / name).write_text(text, encoding="utf-8", newline="\n")
    package = _package(folder.name, tables)
    (folder / "datapackage.json").write_text(
        json.dumps(package, indent=1, ensure_ascii=False) + "\n", encoding="utf-8"
    )
    return folder


class _Made:
    """One review in the making: lists of rows (dicts), each drawn once and in one order."""

    def __init__(self, draw: random.Random, reports: int, interventions: int, features: int, excerpts: int):
        self.draw, self.n_features, self.n_excerpts = draw, features, excerpts
        self.texts: dict[str, str] = {}  # file -> text that quotations are from
        self.interventions = [self._intervention(at) for at in range(interventions)]
        # Every intervention has a study and every study a report; the others fall where they fall, mostly on few.
        extra_studies = (reports - interventions) // 2
        home = [*range(interventions), *(self._uneven(interventions) for _ in range(extra_studies))]
        self.studies = [self._study(at, self.interventions[of]) for at, of in enumerate(home)]
        rest = reports - len(self.studies)
        own = [*range(len(self.studies)), *(self._uneven(len(self.studies)) for _ in range(rest))]
        self.main: dict[str, str] = {}
        self.reports_on: dict[str, list[str]] = {}
        self.reports = [self._report(at, self.studies[of]) for at, of in enumerate(own)]

    def _uneven(self, size: int) -> int:
        return int(size * self.draw.random() ** 3)

    def _intervention(self, at: int) -> dict:
        country = self._country()
        return {
            "intervention_id": f"prog{at:05}",
            "name": f"Programme {at:05}" + (" </script> & “friends” | *all*" if at == 6 else ""),
            "abbreviation": f"P{at}" if at % 3 else NONE,
            "country": country,
            "region": COUNTRIES.get(country, SILENT),
            "delivery": self.draw.choice(DELIVERY),
            "goal": "SYNTHETIC goal",
            "description": f"SYNTHETIC programme of {self.draw.randint(2, 30)} sessions.",
            "devices": SILENT,
            "worker_role": ROLES[self.draw.random() < 0.4],
            "locator": PLACE,
            "approach": self.draw.choice(("Behavioural", "Social", "Educational", SILENT)),
        }

    def _country(self) -> str:
        names = list(COUNTRIES)
        return SILENT if self.draw.random() < 0.02 else names[self._uneven(len(names))]

    def _study(self, at: int, intervention: dict) -> dict:
        participants = self.draw.randint(5, 400) if self.draw.random() < 0.9 else SILENT
        return {
            "study_id": f"study{at:05}",
            "intervention_id": intervention["intervention_id"],
            "label": f"Study {at:05}",
            "country": intervention["country"],
            "participants_n": participants,
            "workers_n": self.draw.randint(1, 40) if self.draw.random() < 0.5 else SILENT,
            "locator": PLACE,
            "follow_up_weeks": self.draw.choice((4, 12, 26, 52)),
            "role": intervention["worker_role"],  # for the reports; no column of this table
        }

    def _report(self, at: int, study: dict) -> dict:
        year = 2000 + int(26 * (1 - self.draw.random() ** 2))
        surname = self.draw.choice(SYLLABLES) + self.draw.choice(ENDS)
        key = f"{surname.replace('ö', 'o')}{year}.{at:05}"
        main = self.main.setdefault(study["study_id"], key)
        self.reports_on.setdefault(study["intervention_id"], []).append(key)
        design = self.draw.choices(DESIGNS, (40, 25, 35))[0]
        begun = year - self.draw.randint(2, 4)
        people = study["participants_n"]
        return {
            "report_id": key,
            "reference": at + 1,
            "year": year,
            "year_basis": "verified",
            "doi": f"10.5555/synthetic.{at}",
            "design": design,
            "design_detail": f"SYNTHETIC {design.replace('_', ' ')} study",
            "data_collection": "Interviews" if design != "quantitative" else "Questionnaires",
            "qualitative_data_from": "none" if design == "quantitative" else "both",
            "setting": self.draw.choice(SETTINGS),
            "country": study["country"],
            "study_from": f"{begun}-03" if self.draw.random() < 0.8 else SILENT,
            "study_to": f"{begun + 1}" if self.draw.random() < 0.8 else SILENT,
            "participants_n": people if main == key or people == SILENT else max(1, people // 2),
            "workers_n": study["workers_n"],
            "participants_diagnosis": "Psychosis",
            "population": self.draw.choice(POPULATIONS),
            "participants_male_percent": self.draw.randint(20, 80) if self.draw.random() < 0.7 else SILENT,
            "participants_age": f"mean {self.draw.randint(18, 70)}",
            "workers_professions": SILENT,
            "role": study["role"],
            "locator": PLACE,
            # For the bibliography and the table report_studies; no columns of this table.
            "surname": surname,
            "study_id": study["study_id"],
            "sample_of": NONE if main == key else main,
        }

    def tables(self) -> dict[str, list[dict]]:
        """Every table of the review, by name."""
        n = len(self.reports)
        appraisals, ratings = self._appraised()
        features, values = self._features()
        made = {
            "sources": [
                _row(
                    "source_id name kind records locator",
                    source,
                    f"{source.title()} (synthetic)",
                    kind,
                    found,
                    PLACE,
                )
                for source, kind, found in (("synbase", "database", 27 * n), ("synreg", "register", n))
            ],
            "eligibility": [
                _row(
                    "criterion_id domain role text locator",
                    "pop_in",
                    "population",
                    "include",
                    "People",
                    PLACE,
                ),
                _row(
                    "criterion_id domain role text locator", "pop_out", "population", "exclude", "Mice", PLACE
                ),
            ],
            "flow": self._flow(),
            "studies": self.studies,
            "reports": self.reports,
            "report_studies": [
                {name: one[name] for name in ("report_id", "study_id", "sample_of", "locator")}
                for one in self.reports
            ],
            "interventions": self.interventions,
            "appraisals": appraisals,
            "ratings": ratings,
            "features": features,
            "feature_values": values,
            "tidier": self._tidier(),
            "claims": self._claims(),
            "editions": [
                _row(
                    "edition published searched_to note locator",
                    "1.0",
                    "2026-01",
                    "2025-12",
                    "SYNTHETIC",
                    PLACE,
                )
            ],
        }
        return made | (self._coded() if self.n_excerpts else {})

    def _flow(self) -> list[dict]:
        n = len(self.reports)
        boxes = [
            ("identified", NONE, "records", 28 * n),
            ("duplicates_removed", NONE, "records", 8 * n),
            ("screened", "title_abstract", "records", 20 * n),
            ("excluded", "title_abstract", "records", 17 * n),
            ("assessed", "full_text", "reports", 3 * n),
            ("excluded", "full_text", "reports", 2 * n),
            ("included", NONE, "reports", n),
            ("included", NONE, "studies", len(self.studies)),
            ("included", NONE, "interventions", len(self.interventions)),
        ]
        columns = "position step stage unit n reason locator"
        return [_row(columns, at, *box, NONE, PLACE) for at, box in enumerate(boxes, 1)]

    def _appraised(self) -> tuple[list[dict], list[dict]]:
        """Answers under MMAT 2011 to nine reports of ten; ratings, as they follow, to half of these and to most others."""
        appraisals, ratings = [], []
        columns = "report_id tool category criterion appraiser answer as_written comment locator"
        for report in self.reports:
            key, quantitative = report["report_id"], self.draw.choice(list(CRITERIA)[1:4])
            categories = {
                "qualitative": ["qualitative"],
                "quantitative": [quantitative],
                "mixed_methods": ["qualitative", quantitative, "mixed_methods"],
            }[report["design"]]
            answered, points = self.draw.random() < 0.9, []
            for category in categories:
                met = 1 if category == "mixed_methods" else 0  # that block has three criteria
                for criterion in CRITERIA[category]:
                    answer = self.draw.choices(("yes", "no", "cannot_tell"), (65, 20, 15))[0]
                    met += answer == "yes"
                    if answered:
                        given = (
                            key,
                            "mmat-2011",
                            category,
                            criterion,
                            "consensus",
                            answer,
                            NONE,
                            NONE,
                            PLACE,
                        )
                        appraisals.append(_row(columns, *given))
                points.append(met)
            if self.draw.random() < (0.5 if answered else 0.8):
                given = (key, "mmat-2011", "overall", min(points), "points_of_4", PLACE)
                ratings.append(_row("report_id tool component rating unit locator", *given))
        return appraisals, ratings

    def _features(self) -> tuple[list[dict], list[dict]]:
        """Features, and a value of each for every intervention; interventions of one kind are alike."""
        columns = "feature_id position group label description locator"
        features = [
            _row(
                columns,
                f"feature{at:03}",
                at + 1,
                GROUPS[at * len(GROUPS) // self.n_features],
                f"{VERBS[at % 10]} {OBJECTS[at // 10 % 10]}" + (f", part {at // 100}" if at >= 100 else ""),
                "SYNTHETIC feature",
                PLACE,
            )
            for at in range(self.n_features)
        ]
        kinds = [[self.draw.random() for _ in features] for _ in range(6)]
        values = []
        columns = "intervention_id feature_id value evidence report_id locator"
        for intervention in self.interventions:
            key, kind = intervention["intervention_id"], self.draw.choice(kinds)
            for feature, held in zip(features, kind, strict=True):
                chance = self.draw.random()
                value = (
                    "yes"
                    if chance < 0.7 * held
                    else "no"
                    if chance < 0.7
                    else "unclear"
                    if chance < 0.8
                    else SILENT
                )
                source = self.draw.choice(self.reports_on[key]) if value == "yes" else NONE
                evidence = SILENT if value == SILENT else f"SYNTHETIC: {feature['label'].lower()}, {value}."
                values.append(_row(columns, key, feature["feature_id"], value, evidence, source, PLACE))
        return features, values

    def _tidier(self) -> list[dict]:
        """Twelve items of each intervention; on item 8 of some, two reports that contradict each other too."""
        rows = []
        columns = "intervention_id item report_id completeness text contradiction locator"
        for at, intervention in enumerate(self.interventions):
            key = intervention["intervention_id"]
            several = at % 10 == 0 and len(self.reports_on[key]) > 1
            for item in range(1, 13):
                told = self.draw.choices(("reported", "partly", SILENT), (50, 25, 25))[0]
                if item == 8 and several:
                    told = "reported"
                text = SILENT if told == SILENT else f"SYNTHETIC text on item {item}."
                rows.append(_row(columns, key, item, NONE, told, text, NONE, PLACE))
                if item == 8 and several:
                    rows += [
                        _row(columns, key, item, report, told, f"{weeks} weeks", "the number of weeks", PLACE)
                        for report, weeks in zip(self.reports_on[key], (6, 8), strict=False)
                    ]
        return rows

    def _claims(self) -> list[dict]:
        n = len(self.reports)
        columns = "claim_id section statement reported unit query reason feature_id worker_role note locator"
        rest = (NONE, NONE, NONE, NONE, PLACE)
        first = "SELECT count(*) FROM feature_values WHERE feature_id = 'feature000'"
        return [
            _row(columns, "C1", "Results", "Reports", n, "reports", "SELECT count(*) FROM reports", *rest),
            _row(
                columns, "C2", "Results", "Reports", n + 1, "reports", "SELECT count(*) FROM reports", *rest
            ),
            _row(columns, "C3", "Results", "First feature", 1, "interventions", first, *rest),
        ]

    def _coded(self) -> dict[str, list[dict]]:
        """Codes in three schemes; each excerpt of a report or two under a code of one to three of them."""
        codes, leaves = [], {}
        columns = "code_id parent_id scheme position label description locator"
        for scheme, (tops, below) in SCHEMES.items():
            leaves[scheme] = []
            for top in range(1, tops + 1):
                name = f"{scheme}_{top}"
                about = f"{scheme.replace('_', ' ').capitalize()} {top}"
                codes.append(_row(columns, name, NONE, scheme, top, about, "SYNTHETIC", PLACE))
                codes += [
                    _row(columns, f"{name}_{sub}", name, scheme, sub, f"{about}.{sub}", "SYNTHETIC", PLACE)
                    for sub in range(1, below + 1)
                ]
                leaves[scheme] += [f"{name}_{sub}" for sub in range(1, below + 1)] or [name]
        excerpts, links, codings = [], [], []
        for at in range(self.n_excerpts):
            key = f"E{at:06}"
            kind = "quotation" if self.draw.random() < 0.3 else "finding"
            text = f"SYNTHETIC {kind} {at}: what somebody said of it, and why they came back to it."
            given = (
                key,
                self.draw.choice(SPEAKERS),
                kind,
                text,
                str(1 + at % 300) if kind == "quotation" else NONE,
                PLACE,
            )
            excerpts.append(_row("excerpt_id speaker kind text page locator", *given))
            several = self.draw.sample(
                range(len(self.reports)), min(len(self.reports), 1 + (self.draw.random() < 0.1))
            )
            links += [
                _row("excerpt_id report_id locator", key, self.reports[n]["report_id"], PLACE)
                for n in several
            ]
            for scheme in self.draw.sample(list(SCHEMES), self.draw.choice((1, 1, 2, 3))):
                own = leaves[scheme]
                given = (key, own[self._uneven(len(own))], "coder_a", PLACE)
                codings.append(_row("excerpt_id code_id coder locator", *given))
        codings += self._again(codings, leaves)
        return {
            "codes": codes,
            "documents": self._documents(excerpts, links),
            "excerpts": excerpts,
            "excerpt_reports": links,
            "finding_excerpts": self._borne(excerpts),
            "codings": codings,
        }

    def _again(self, codings: list[dict], leaves: dict[str, list[str]]) -> list[dict]:
        """A second coder's codes for each tenth coding: four of five times the same."""
        draw, again = random.Random(SEED + 1), []
        for coding in codings[::10]:
            own = next(codes for codes in leaves.values() if coding["code_id"] in codes)
            code = coding["code_id"] if draw.random() < 0.8 else draw.choice(own)
            again.append(coding | {"code_id": code, "coder": "coder_b"})
        return again

    def _documents(self, excerpts: list[dict], links: list[dict]) -> list[dict]:
        """The text of each report that quotations are from, in `texts` until it is written; excerpts get their places."""
        home: dict[str, str] = {}
        for link in links:
            home.setdefault(link["excerpt_id"], link["report_id"])
        number = {report["report_id"]: f"text{at:05}" for at, report in enumerate(self.reports)}
        ends: dict[str, list[str]] = {}
        for excerpt in excerpts:
            report = home[excerpt["excerpt_id"]]
            place: dict = {"document_id": NONE, "start": NONE, "end": NONE}
            if excerpt["kind"] == "quotation":
                parts = ends.setdefault(report, ["SYNTHETIC text of an invented report.\n"])
                start = sum(map(len, parts))
                parts.append(f"{excerpt['text']}\n")
                place = {
                    "document_id": number[report],
                    "start": start,
                    "end": start + len(excerpt["text"]),
                }
            excerpt.update(place)
        self.texts = {f"{report}.txt": "".join(parts) for report, parts in ends.items()}
        columns = "document_id name kind report_id file characters locator"
        return [
            _row(columns, number[report], f"Text of {report}", "text", report, f"{report}.txt",
                 len(self.texts[f"{report}.txt"]), PLACE)
            for report in number
            if report in ends
        ]  # fmt: skip

    def _borne(self, excerpts: list[dict]) -> list[dict]:
        """Half of the quotations illustrate a finding; some findings are contrary to another."""
        draw = random.Random(SEED + 2)
        columns = "finding_id excerpt_id relation locator"
        found = [one["excerpt_id"] for one in excerpts if one["kind"] == "finding"]
        rows = {}
        for excerpt in excerpts if len(found) > 1 else ():
            key, chance, finding = excerpt["excerpt_id"], draw.random(), draw.choice(found)
            if excerpt["kind"] == "quotation" and chance < 0.5:
                rows[finding, key] = "illustrates"
            elif excerpt["kind"] == "finding" and chance < 0.04 and finding != key:
                rows[finding, key] = "contrary" if chance < 0.02 else "supports"
        return [_row(columns, *pair, relation, PLACE) for pair, relation in sorted(rows.items())]

    def bibliography(self) -> str:
        """An entry for each report, and one for the review."""
        entries = ["% SYNTHETIC: none of these works exists.\n"]
        entries += [
            f"@article{{{report['report_id']},\n  author = {{{report['surname']}, Synthetic and Other, Synthetic}},\n"
            f"  title = {{SYNTHETIC: {report['design_detail'][10:]} number {report['reference']}}},\n"
            f"  journal = {{Journal of Synthetic Examples}}, year = {{{report['year']}}}, doi = {{{report['doi']}}}\n}}\n"
            for report in self.reports
        ]
        entries.append(
            "@article{SyntheticReview,\n  author = {Author, Synthetic},\n  title = {SYNTHETIC: A large review},\n"
            "  journal = {Journal of Synthetic Examples}, year = {2026}\n}\n"
        )
        return "\n".join(entries)


def _row(columns: str, *cells: object) -> dict:
    return dict(zip(columns.split(), cells, strict=True))


def _fields(table: str) -> list[dict]:
    return [*schema(table)["fields"], *OWN.get(table, [])]


def _write_table(file: Path, table: str, rows: Iterable[dict]) -> None:
    """A table with the columns that its rows have, in the schema's order."""
    rows = list(rows)
    names = [f["name"] for f in _fields(table) if rows and f["name"] in rows[0]]
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, names, extrasaction="ignore", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def _package(name: str, tables: dict[str, Sequence[dict]]) -> dict:
    return {
        "name": name,
        "title": f"SYNTHETIC review of {len(tables['reports']):,} reports",
        "description": "SYNTHETIC: every report, number and quotation is invented, to see how reviewbook copes with many.",
        "licenses": [{"name": "CC0-1.0"}],
        "contributors": [{"title": "Synthetic Author", "role": "author"}],
        "sources": [{"title": "SYNTHETIC: there is no source"}],
        "citation": "SyntheticReview",
        "questions": ["SYNTHETIC: what is there, and where?"],
        "resources": [
            {"name": table, "path": f"{table}.csv", "schema": {"fields": _fields(table)}}
            for table in TABLES
            if table in tables
        ],
    }


def main() -> None:
    parser = argparse.ArgumentParser(description="Write a large SYNTHETIC review.")
    parser.add_argument("folder", type=Path)
    for size in ("reports", "interventions", "features"):
        parser.add_argument(f"--{size}", type=int, required=True)
    parser.add_argument("--excerpts", type=int, default=0)
    print(write(**vars(parser.parse_args())))


if __name__ == "__main__":
    main()
