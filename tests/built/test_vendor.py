"""The vendored plotly bundle is the one that the pinned plotly writes for, unchanged, with its licence."""

import hashlib
import re

import plotly.offline
from packages import ROOT

from reviewbook.page import interactive

VENDOR = ROOT / "book" / "_vendor"
BUNDLE = VENDOR / interactive.BUNDLE
README = (VENDOR / "README.md").read_text(encoding="utf-8")


def test_the_bundle_that_figures_ask_for_is_the_only_one_there():
    assert [file.name for file in VENDOR.glob("*.js")] == [interactive.BUNDLE]


def test_bundle_has_the_plotly_js_version_of_the_installed_plotly():
    head = BUNDLE.read_text(encoding="utf-8")[:200]
    version = re.search(r"plotly\.js \(basic - minified\) v([\d.]+)", head).group(1)
    assert version == plotly.offline.get_plotlyjs_version()
    assert f"plotly-basic-{version}.min.js" == interactive.BUNDLE


def test_bundle_is_the_file_whose_checksum_the_readme_records():
    (recorded,) = re.findall(r"\b[0-9a-f]{64}\b", README)
    assert hashlib.sha256(BUNDLE.read_bytes()).hexdigest() == recorded


def test_licence_stands_beside_the_bundle():
    licence = (VENDOR / "LICENSE-plotly").read_text(encoding="utf-8")
    assert licence.startswith("MIT License") and "Plotly" in licence
    assert "Permission is hereby granted" in licence


def test_bundle_draws_just_the_trace_types_that_figures_may_use():
    drawn = re.findall(r'moduleType:"trace",name:"(\w+)"', BUNDLE.read_text(encoding="utf-8"))
    assert sorted(drawn) == sorted(interactive.IN_BUNDLE)


def test_readme_says_in_three_lines_what_it_is_where_it_is_from_and_how_to_renew_it():
    what, origin, renewal = README.splitlines()
    assert plotly.offline.get_plotlyjs_version() in what
    assert origin.startswith("From: npm package plotly.js-basic-dist-min")
    assert renewal.startswith("To renew:")
