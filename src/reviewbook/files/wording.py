"""Words as foreign files have them: on one line, without markup, and as they are compared."""

from __future__ import annotations

import contextlib
import functools
import html
import re
import unicodedata

ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][\da-fA-F]{1,6}|[A-Za-z]\w{1,31});")
# Markup that platforms leave in titles and abstracts: only elements of HTML, JATS and MathML, so that "P<0.05" stays.
INLINE = "i b u em strong small sub sup sc span italic bold underline monospace tt a inline-formula tex-math formula tex"
BLOCK = "p div h1 h2 h3 h4 h5 h6 ul ol li sec section title abstract label"
ELEMENT = re.compile(
    rf"<(?P<name>mml:\w+|(?:jats:)?(?:(?P<block>{'|'.join(BLOCK.split())})|{'|'.join(INLINE.split())}))(?: [^<>]*)?>"
    r"(?P<text>[^<>]*(?:<(?!/)[^<>]*)*)</(?P=name)>",
    re.IGNORECASE,
)
DEEPEST = 20  # elements within elements; no title has more
BREAK = re.compile(r"<br ?/?>", re.IGNORECASE)
# How LaTeX writes a letter: by a name of at most two letters, such as {\\ss}, or as another one with a mark.
ASCII = re.compile(r"\{\\(?P<name>[A-Za-z]{1,2})\}|\\\W\{(?P<base>[A-Za-z])\}")


def words(text: str) -> frozenset[str]:
    """The words of a text that lists names, such as the tags of a format."""
    return frozenset(text.split())


def one_line(text: str) -> str:
    """The text with every run of white space as one blank."""
    return text if text.isalnum() else " ".join(text.split())  # one word, as most are, is on one line


def unmarked(text: str) -> str:
    """The text without the entities and the markup of HTML that platforms leave in it.

    >>> unmarked("Solvers&#x0027; <i>choices</i> (P<0.05)")
    "Solvers' choices (P<0.05)"
    """
    if "&" in text:
        for _ in range(2):  # some exports escape twice
            text = ENTITY.sub(lambda entity: html.unescape(entity[0]), text)
    if "<" not in text:
        return text
    text = BREAK.sub(" ", text)
    for _ in range(DEEPEST):
        text, found = ELEMENT.subn(lambda e: f" {e['text']} " if e["block"] else e["text"], text)
        if not found:
            break
    return text


TICKS = words("✓ ✔ √ ☑ ✅")
FOOTNOTE = re.compile(r"(?<=[^\W\d_])(?:[²³¹⁰-₎ᵃ-ᵪ*†‡§¶#^]+| ?\[\d{1,2}\]| ?\(\d\))+$")
INVISIBLE = re.compile("[\u200b-\u200d\ufe0e\ufe0f\ufeff]")


@functools.lru_cache(maxsize=1000)
def bare(text: str) -> str:
    """A word as it is compared: small letters, plain signs, without the mark of a footnote.

    >>> bare("Can’t tell*"), bare(" YES. "), bare("−"), bare("cannot_tell"), bare("***")
    ("can't tell", 'yes', '-', 'cannot tell', '***')
    """
    text = unmarked(text)
    if not text.isascii():
        with contextlib.suppress(UnicodeError):
            text = text.encode("cp1252").decode("utf-8")  # UTF-8 that somebody opened as cp1252
    text = re.sub("[‘’ʼ´`′]", "'", INVISIBLE.sub("", text)).strip(' \t\n\xa0"“”')
    text = unicodedata.normalize("NFKC", FOOTNOTE.sub("", text)).casefold()
    text = re.sub("[\u2010-\u2015\u2212]", "-", text)
    text = one_line(re.sub(r"(?<=[a-z'])[_-](?=[a-z])", " ", text))
    return text.rstrip(".,;:!* ").lstrip("'") or text


def letters(name: str) -> str:
    """A name as readers list it: letters and digits alone, in small letters.

    >>> letters("Author (Year)"), letters("Study_Category")
    ('authoryear', 'studycategory')
    """
    return re.sub(r"[\W_]", "", unicodedata.normalize("NFKC", name).casefold())


def latin(text: str) -> str:
    """A text whose Latin letters are written with those from A to Z, as LaTeX writes them; signs and other scripts stay.

    >>> latin("Øster-Işık"), latin("Þórðarson"), latin("Strauß Łęcki Đorđe")
    ('Oster-Isik', 'Thordharson', 'Strauss Lecki Djordje')
    """
    folded = unicodedata.normalize("NFKD", text)
    return "".join(c if c.isascii() else _in_ascii(c) for c in folded if not unicodedata.combining(c))


@functools.cache
def _in_ascii(letter: str) -> str:
    """A letter that has no form with marks that could be taken away; the letter itself where LaTeX has no word for it."""
    if not unicodedata.name(letter, "").startswith("LATIN "):
        return letter
    written = ASCII.fullmatch(_latex().unicode_to_latex(letter))
    if written is None:
        return letter
    name = written["name"] or written["base"]
    return name.capitalize() if letter.isupper() else name


@functools.cache
def _latex():
    from pylatexenc.latexencode import UnicodeToLatexEncoder

    return UnicodeToLatexEncoder(unknown_char_policy="keep", unknown_char_warning=False)


def compared(text: str) -> str:
    """A name as it is compared: letters and digits alone, in small letters, "&" as "and".

    >>> compared("Mieli.Net"), compared("Goal setting (behaviour)")
    ('mielinet', 'goalsettingbehaviour')
    """
    folded = unicodedata.normalize("NFKC", text).casefold().replace("&", "and")
    return re.sub(r"[\W_]", "", folded) or folded.strip()
