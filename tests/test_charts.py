"""The charts of every chapter, as both reviews have them drawn."""

import re
import xml.etree.ElementTree as ET

import pytest
from packages import SYNTHETIC, open_once

from reviewbook import charts


@pytest.mark.parametrize("name", ["ratings", "appraisal", "years", "flow"])
def test_charts_are_described_text_and_self_contained(name):
    html = getattr(charts, name)(open_once(SYNTHETIC)).data
    tag = "{http://www.w3.org/2000/svg}"
    for drawn in re.findall(r"<svg.*?</svg>", html, re.DOTALL):
        svg = ET.fromstring(drawn)
        assert svg.find(f"{tag}title").text and len(svg.find(f"{tag}desc").text) > 15
        assert svg.findall(f".//{tag}text"), "text must stay text"
    assert not re.search(r"https?://(?!www\.w3\.org/)", html)
    assert not re.search(r"\b(date|Date|matplotlib v)", html)


def test_two_charts_on_one_page_share_no_id():
    review = open_once(SYNTHETIC)
    ids = [
        re.findall(r'\bid="([^"]+)"', getattr(charts, n)(review).data)
        for n in ("ratings", "appraisal", "years")
    ]
    every = [i for one in ids for i in one]
    assert len(every) == len(set(every))
