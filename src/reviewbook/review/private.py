"""What should not leave a team's own machines: e-mail addresses, people's names, paths of machines, addresses with a session.

Patterns and judgements of single texts alone; who is who in one review is `reviewbook.files.pseudonyms`.
"""

from __future__ import annotations

import re
import unicodedata

# Where people who screened, appraised, coded or charted are named, one a cell.
PEOPLE = {"decisions": "reviewer", "appraisals": "appraiser", "codings": "coder", "answers": "charter"}

EMAIL = re.compile(r"(?<![\w.+-])[\w.+'-]*\w@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}(?![\w@])")
# A path from the root of a machine: homes, places for temporary files and disks, drives, shares, addresses of files. Not after a
# letter, digit, dot, slash or colon, so that the path of a web address is none.
MACHINE_PATH = re.compile(
    r"(?<![\w./:~-])(?:file://)?/(?:home|Users|tmp|root|mnt|media|Volumes|private|var/folders)/[^\s\"'<>|,;:*?()\[\]]+"
    r"|(?<![\w])(?:file:/{2,3})?[A-Za-z]:[\\/](?=[\w.~])(?:[^\\/\"'<>|,;:*?\r\n]+[\\/])*[^\\/\s\"'<>|,;:*?]+"
    r"|(?<![\w\\])\\\\[\w.$-]+\\[^\s\"'<>|,;:*?]+"
)
# A library's proxy, or a session or token in an address: who follows it is refused, or comes in as somebody else.
_KEYS = r"(?:access|auth|api|id|refresh|session|bearer)?[_-]?(?:token|sid|sessionid|session|jsessionid|phpsessid|apikey|secret|password)"
SESSION = re.compile(
    r"https?://[^\s\"'<>]*?(?:ezproxy|libproxy|proxy\.lib|idm\.oclc\.org|login\?q?url=)[^\s\"'<>]*"
    rf"|https?://[^\s\"'<>]*?[?&;#](?:{_KEYS}|apikey|api_key|access_key|sig|signature|x-amz-[a-z-]+)=[^\s\"'<>&]{{6,}}[^\s\"'<>]*"
    r"|https?://[^\s/@\"'<>]+:[^\s/@\"'<>]+@[^\s\"'<>]+"
    r"|\b(?:gh[pousr]_[A-Za-z0-9]{20,}|github_pat_\w{20,}|sk-[A-Za-z0-9_-]{20,}|AKIA[A-Z0-9]{16}|xox[abpr]-[\w-]{10,}|glpat-[\w-]{16,})",
    re.IGNORECASE,
)

_ROLE = (
    "reviewer|coder|appraiser|rater|screener|assessor|author|judge|user|person|member|team|charter|extractor|researcher|student|"
    "librarian|expert|observer|annotator|analyst|arbiter|adjudicator|investigator"
)
_ROLES = re.compile(rf"(?:{_ROLE})s?", re.IGNORECASE)
# Words that stand where a person does, and are none; and those of "second reviewer", "review_authors".
_NOBODY = re.compile(
    rf"(?:{_ROLE})s?|consensus|reported|applicable|available|not|default|unknown|anonymous|admin|all|both|agreed|final|software|"
    "asreview|machine|model|ai|first|second|third|fourth|lead|senior|junior|independent|external|other|review|book|the",
    re.IGNORECASE,
)
_INITIALS = re.compile(r"(?:[A-Z]\.?[ -]?){1,3}[ _-]?\d{0,3}|[a-z]{1,3}[_-]?\d{0,3}|\d{1,3}")
_NUMBERED = re.compile(rf"(?:{_ROLE})s?[ _.#-]*(?:[A-Za-z]|\d{{1,3}}|[ivx]+)?", re.IGNORECASE)
_PART = re.compile(r"[^\W\d_a-z][^\W\d_]*(?:[-'’][^\W\d_]+)*\.?|(?:[^\W\d_]\.){1,3}")
_PARTICLE = re.compile("d[aeiu]|del|della|den|der|dos|la|le|los|van|von|zu|bin|ibn|al|el", re.IGNORECASE)


def is_pseudonym(name: str) -> bool:
    """Whether what stands for a person tells nobody who it is: initials, R1, reviewer 2, consensus.

    >>> [is_pseudonym(name) for name in ("A", "JD", "J. D.", "R1", "reviewer_b", "consensus")]
    [True, True, True, True, True, True]
    >>> [is_pseudonym(name) for name in ("Ann", "Jane Doe", "jdoe", "jane@example.org", "4711174")]
    [False, False, False, False, False]
    """
    plain = " ".join(name.split())
    words = re.findall(r"[^\W_]+", plain)
    return (
        bool(_INITIALS.fullmatch(plain))
        or bool(_NUMBERED.fullmatch(plain))
        or all(map(_NOBODY.fullmatch, words))
    )


def looks_like_name(name: str) -> bool:
    """Whether what stands for a person is a person's name or address, as far as its form tells.

    >>> [looks_like_name(name) for name in ("Jane Doe", "van Dyk, P.", "Mustafa", "jane@example.org")]
    [True, True, True, True]
    >>> [looks_like_name(name) for name in ("review_authors", "Both reviewers", "R1", "coder_a", "jdoe")]
    [False, False, False, False, False]
    """
    if is_pseudonym(name):
        return False
    if EMAIL.search(name):
        return True
    words = name.replace(",", " ").split()
    if any(_ROLES.fullmatch(word) for word in words):
        return False
    rest = [word for word in words if not _PARTICLE.fullmatch(word)]
    return bool(rest) and all(_PART.fullmatch(word) for word in rest)


def folded(name: str) -> str:
    """A person's name as it is compared: "Doe, Jane" is "jane doe"."""
    text = " ".join(unicodedata.normalize("NFC", name).split()).casefold()
    family, comma, given = text.partition(", ")
    return f"{given} {family}" if comma and given and "," not in given else text


def without_paths(text: str) -> str:
    """A text in which a path of a machine is the name of its file alone.

    >>> without_paths("read from /home/jane/review/a.csv, row 3")
    'read from a.csv, row 3'
    """
    return MACHINE_PATH.sub(lambda found: re.split(r"[\\/]", found[0].rstrip("\\/"))[-1], text)
