"""Make the font files of this folder from the npm packages inter-ui and @fontsource/source-serif-4; README.md says when and how.

    python make.py inter-ui-4.1.1.tgz fontsource-source-serif-4-5.3.1.tgz

Needs fontTools and brotli, which the project itself does not. The same package and versions give the same bytes.
"""

from __future__ import annotations

import io
import json
import re
import sys
import tarfile
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

HERE = Path(__file__).parent
WEB = HERE / "web"
# Style of the family -> its weight and style in CSS, and the name of its column of widths (drawings use no italic).
STYLES = {
    "Regular": (400, "normal", "regular"),
    "Bold": (700, "normal", "bold"),
    "Italic": (400, "italic", ""),
}
FAMILY = "Inter reviewbook"  # of the files for matplotlib
# What a page fetches together. The first holds all that English needs, and the signs of figures and tables.
SUBSETS = {
    "latin": "0020-007E 00A0-00FF 0131 0152-0153 0160-0161 0178 017D-017E 02BB-02BC 02C6 02DA 02DC 2010-2027 2030-205E "
    "2070-209C 20AC 2116 2122 2190-2199 2202-2265 23CE 25A0-25FF 2605-2606 2713 2717",
    "latin-ext": "0100-0130 0132-0151 0154-015F 0162-0177 0179-017C 017F-024F 0259 02B9-02BA 02C7-02C9 02D8-02D9 02DB 02DD "
    "0300-036F 1E00-1EFF 20A0-20AB 20AD-20C0",
    "greek": "0370-03FF",
    "cyrillic": "0400-052F",
}
# Kerning and accents for prose. No contextual alternates: they turn "->" into an arrow, and "2x3" into a product.
FEATURES = ["kern", "mark", "mkmk", "ccmp", "locl"]
FACE = """@font-face {{
  font-family: {family};
  font-style: {style};
  font-weight: {weight};
  font-display: swap;
  src: url("{file}") format("woff2");
  unicode-range: {ranges};
}}
"""


# Of the family for titles, answers and quotations: as its package has them, and the ranges that it gives them.
SERIF, SERIF_WEIGHTS = "Source Serif", (400, 600)
SERIF_SUBSETS = ("latin", "latin-ext")
# What stands in while a font is on its way, widened so that a line breaks where it will: the text of a page does not move then.
# Family -> weight -> (mean width of a letter of English prose, in em; the names that systems have for it). The widths of Arial,
# Times and Georgia are those of Liberation Sans, Liberation Serif and Gelasio, which are as wide letter by letter.
STAND_INS = {
    "Inter": {
        "Arial": {
            400: (0.4400, ["Arial", "ArialMT", "Liberation Sans", "Helvetica"]),
            700: (0.4743, ["Arial Bold", "Arial-BoldMT", "Liberation Sans Bold", "Helvetica Bold"]),
        },
        "Roboto": {400: (0.4395, ["Roboto"]), 700: (0.4467, ["Roboto Bold", "Roboto-Bold"])},
        "DejaVu": {400: (0.5037, ["DejaVu Sans"]), 700: (0.5695, ["DejaVu Sans Bold"])},
    },
    SERIF: {
        "Georgia": {
            400: (0.4372, ["Georgia", "Gelasio"]),
            600: (0.5092, ["Georgia Bold", "Georgia-Bold", "Gelasio Bold"]),
        },
        "Times": {
            400: (0.3978, ["Times New Roman", "TimesNewRomanPSMT", "Liberation Serif"]),
            600: (0.4235, ["Times New Roman Bold", "TimesNewRomanPS-BoldMT", "Liberation Serif Bold"]),
        },
        "DejaVu": {400: (0.5091, ["DejaVu Serif"]), 600: (0.5617, ["DejaVu Serif Bold"])},
    },
}
# Of the fonts themselves: their mean widths, and how far a line reaches over and under its foot.
OURS = {
    "Inter": ({400: 0.4726, 700: 0.4867}, 0.9688, 0.2412),
    SERIF: ({400: 0.4717, 600: 0.4784}, 1.036, 0.335),
}
STAND_IN = """@font-face {{
  font-family: "{family} in {other}";
  font-weight: {weight};
  src: {names};
  size-adjust: {size:.1%};
  ascent-override: {over:.1%};
  descent-override: {under:.1%};
  line-gap-override: 0%;
}}
"""
_RANGE = r"source-serif-4-{part}-{weight}-normal\.woff2[^}}]*?unicode-range: ([^;]+);"


def main(package: Path, serif: Path) -> None:
    """Write the fonts, their style sheet, their widths and their licences."""
    WEB.mkdir(exist_ok=True)
    faces: list[str] = []
    widths: dict[str, dict[str, str | list[int]]] = {name: {"characters": ""} for name in SUBSETS}
    with tarfile.open(package) as files:

        def read(name: str) -> bytes:
            file = files.extractfile(f"package/{name}")
            assert file is not None  # none of these names is a folder's
            return file.read()

        (WEB / "OFL.txt").write_bytes(read("LICENSE.txt").replace(b"\r\n", b"\n"))
        for name, (weight, style, column) in STYLES.items():
            source = read(f"web/Inter-{name}.woff2")
            for part, ranges in SUBSETS.items():
                made = cut(source, characters(ranges), FEATURES)
                if column:
                    widths[part] |= measured(made, column)
                made.flavor = "woff2"
                file = f"inter-{part}-{weight}{'-italic' if style == 'italic' else ''}.woff2"
                made.save(WEB / file)
                ranges = ", ".join(f"U+{one}" for one in ranges.split())
                faces.append(
                    FACE.format(family="Inter", style=style, weight=weight, file=file, ranges=ranges)
                )
            if column:
                whole = cut(source, characters(" ".join(SUBSETS.values())), [])
                rename(whole, name)
                whole.save(HERE / f"Inter-{name}.ttf")
    faces += titles(serif) + stand_ins()
    head = "/* Written by make.py of the library's fonts; the licences are OFL.txt and OFL-serif.txt beside it. */\n"
    (WEB / "inter.css").write_text(head + "".join(faces), encoding="utf-8")
    text = json.dumps(widths, ensure_ascii=False, separators=(",", ":")).replace("},", "},\n")
    (HERE / "widths.json").write_text(text + "\n", encoding="utf-8")


def titles(package: Path) -> list[str]:
    """Write the family for titles as it comes, and its licence; its rules for the style sheet."""
    faces = []
    with tarfile.open(package) as files:

        def read(name: str) -> bytes:
            file = files.extractfile(f"package/{name}")
            assert file is not None
            return file.read()

        (WEB / "OFL-serif.txt").write_bytes(read("LICENSE").replace(b"\r\n", b"\n"))
        for weight in SERIF_WEIGHTS:
            for part in SERIF_SUBSETS:
                (ranges,) = re.findall(
                    _RANGE.format(part=part, weight=weight), read(f"{weight}.css").decode()
                )
                file = f"serif-{part}-{weight}.woff2"
                (WEB / file).write_bytes(read(f"files/source-serif-4-{part}-{weight}-normal.woff2"))
                told = ", ".join(one.strip() for one in ranges.split(","))
                faces.append(
                    FACE.format(family=f'"{SERIF}"', style="normal", weight=weight, file=file, ranges=told)
                )
    return faces


def stand_ins() -> list[str]:
    """The rules for what stands in for a font until it is there (`STAND_INS`)."""
    faces = []
    for family, others in STAND_INS.items():
        own, over, under = OURS[family]
        for other, weights in others.items():
            for weight, (width, names) in weights.items():
                size = own[weight] / width
                listed = ", ".join(f'local("{name}")' for name in names)
                faces.append(
                    STAND_IN.format(
                        family=family,
                        other=other,
                        weight=weight,
                        names=listed,
                        size=size,
                        over=over / size,
                        under=under / size,
                    )
                )
    return faces


def characters(ranges: str) -> set[int]:
    """The code points of ranges such as ``0041-005A 00C4``."""
    found = set()
    for one in ranges.split():
        first, _, last = one.partition("-")
        found |= set(range(int(first, 16), int(last or first, 16) + 1))
    return found


def cut(source: bytes, wanted: set[int], features: list[str]) -> TTFont:
    """The font with these characters alone; its digits are all of one width."""
    font = TTFont(io.BytesIO(source), recalcTimestamp=False)
    digits = {ord(one): f"{font.getBestCmap()[ord(one)]}.tf" for one in "0123456789"}
    for table in font["cmap"].tables:
        table.cmap.update(digits)
    options = subset.Options(
        layout_features=features,
        hinting=False,
        name_IDs=[0, 1, 2, 3, 4, 5, 6, 13, 14],
        notdef_outline=True,
        drop_tables=[] if features else ["GPOS", "GSUB", "GDEF"],
    )
    tool = subset.Subsetter(options)
    tool.populate(unicodes=wanted)
    tool.subset(font)
    font.flavor = None
    return font


def rename(font: TTFont, style: str) -> None:
    """Give the family a name that no font of a machine has: matplotlib finds fonts by their names."""
    names = {1: FAMILY, 2: style, 3: f"{FAMILY} {style}", 4: f"{FAMILY} {style}"}
    names[6] = f"{FAMILY.replace(' ', '')}-{style}"
    for number, text in names.items():
        font["name"].setName(text, number, 3, 1, 0x409)


def measured(font: TTFont, column: str) -> dict[str, str | list[int]]:
    """The characters that the font has, and how far each moves on, in 2048ths of the font size."""
    names = sorted(font.getBestCmap().items())
    advances = [font["hmtx"][name][0] for _, name in names]
    return {"characters": "".join(chr(code) for code, _ in names), column: advances}


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
