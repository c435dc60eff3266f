"""What the head of every page says of it: title, description, how it is cited and shared, and the review as linked data.

One function for all pages, `head`. A Sphinx extension hands it what Sphinx knows of its pages, the templates of reports and interventions
what they show. Addresses that must be whole (canonical, pictures) are there only where it is known where the book is published.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes

from reviewbook.page.escape import address as web_address
from reviewbook.page.escape import json_in_script, one_line
from reviewbook.press import chapters, citing, menu, plain, settings
from reviewbook.press.shell import template
from reviewbook.review.package import FILE, read_package
from reviewbook.review.problems import ReviewProblems
from reviewbook.review.standing import AUTHOR, CONTACT, OWN, REPUBLICATION, licences, relation

if TYPE_CHECKING:
    from sphinx.application import Sphinx

LANGUAGE = "en"
CARD = "downloads/card.png"  # `reviewbook.press.card` draws it
SHORT = 200  # letters of a description, about what search engines show
HEADLINE = 110  # of the title of an article, at most (Google's rules for articles)
FEWEST, MOST = 50, 5000  # letters of the description of a data set (Google's rules for data sets)
ANSWERS = ("rb-lead", "rb-answer")  # what a page is about, best first
ASIDE = ("rb-kicker", "rb-standing", "rb-sure", "rb-go")  # paragraphs that do not say what a page is about
CONTEXT = "https://schema.org"
ZIP, XLSX = "application/zip", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_SITE = "reviewbook_head"  # whose value Sphinx compares with that of the build before: where it is another, all pages are written anew
# Of a book of which nothing is known.
NOWHERE: dict[str, Any] = {
    "title": "",
    "called": "",
    "author": "",
    "home": "",
    "review": "",
    "book": None,
    "works": [],
    "description": "",
    "crumbs": {},
}
_LAST = 970  # after the menu


def site(source: Path) -> dict[str, Any]:
    """What the heads of all pages of a book share, as plain data; little where its settings or its review cannot be read.

    Parameters
    ----------
    source : folder of _config.yml, _toc.yml and data/
    """
    try:
        config = settings.config(source)
        review = source / "data" / config["reviewbook"]["review"]
        parts = menu.parts_of(menu.contents(source), menu.lists(review, chapters.of(source).nouns.many))
    except (ReviewProblems, OSError):  # which a build tells
        return NOWHERE
    package = read_package(review)[0] if (review / FILE).is_file() else {}
    home = settings.home(source)
    cited = citing.of(review, package, home=home)
    newest = citing.edition(review, package)
    kind = one_line(package.get("review_type") or "")
    crumbs = {
        page.address: [[part.caption, part.pages[0].address], [page.title, page.address]]
        for part in parts
        for page in part.pages
    }
    return {
        "title": one_line(package.get("title") or config.get("title") or ""),
        "called": one_line(config.get("title") or ""),  # above every page
        "author": one_line(config.get("author") or ""),
        "home": home,
        "review": review.name,
        "book": _plain(cited[-1]),
        "works": [_plain(one) for one in cited[:-1]],
        "published": newest.published,
        "description": one_line(package.get("description") or ""),
        "licence": next((one.path for one in licences(package) if web_address(one.path)), ""),
        "authored": relation(package) == OWN,
        "people": _people(package),
        "keywords": [kind if "review" in kind.casefold() else f"{kind} review"] if kind else [],
        "crumbs": crumbs,
    }


def head(
    site: Mapping[str, Any], address: str, title: str, about: str, *, files: Sequence[Mapping[str, Any]] = ()
) -> str:
    """The title, the metadata and the linked data of a page, as HTML for its head.

    Parameters
    ----------
    site : what `site` gives
    address : of the page, from the root of the site
    title, about : of the page, as plain text; a page that says nothing of its own is described as the book is
    files : what of the book can be downloaded, as schema.org describes it, for the pages that tell of the data

    Returns
    -------
    HTML, in which every text is escaped for its place.
    """
    first, home, book = address == menu.HOME, site["home"], site.get("title", "")
    about = about or short(site["description"] or book)
    url = f"{home}{address}" if home and address != menu.LOST else ""
    named = title if first or title == book or not book else f"{title} — {book}"
    shown = [
        ("og:type", "website" if first else "article"),
        ("og:title", title),
        ("og:description", about),
        ("og:site_name", book),
        ("og:url", url),
        *(_pictures(home, book) if home else []),
        ("twitter:card", "summary_large_image" if home else "summary"),
    ]
    metas = (
        []
        if address == menu.LOST
        else [pair for pair in [*_cited(site, address, title, url), *shown] if pair[1]]
    )
    data = _linked(site, address, title, files) if address != menu.LOST and site["book"] else []
    return template("head.html").render(
        title=named,
        about=about,
        author=site["author"],
        url=url,
        metas=metas,
        data=json_in_script({"@context": CONTEXT, "@graph": data}) if data else "",
    )


def short(text: str, *, most: int = SHORT) -> str:
    """A text as a description: on one line, of about so many letters, cut between words.

    >>> short("one two")
    'one two'
    """
    line = one_line(text)
    return line if len(line) <= most else line[: most - 1].rpartition(" ")[0].rstrip(",;:–— ") + " …"


# --- how a page is cited (https://scholar.google.com/intl/en/scholar/inclusion.html#indexing)


def _cited(site: Mapping[str, Any], address: str, title: str, url: str) -> list[tuple[str, str]]:
    """The book, or a page of it, as reference managers and Google Scholar read it; the review itself is what it refers to."""
    book = site["book"]
    if not book:
        return []
    fields, first = book["fields"], address == menu.HOME
    found = [("citation_title", fields.get("title", "") if first else title)]
    if not first:
        found.append(("citation_inbook_title", fields.get("title", "")))
    found += [("citation_author", ", ".join(filter(None, name))) for name in book["people"]]
    found.append(("citation_publication_date", site["published"].replace("-", "/") or fields.get("year", "")))
    found += [
        ("citation_language", LANGUAGE),
        ("citation_public_url", url),
        ("citation_fulltext_html_url", url),
    ]
    return found + [("citation_reference", _reference(work)) for work in site["works"] if first and work]


def _reference(work: Mapping[str, Any]) -> str:
    fields = work["fields"]
    told = [("citation_title", fields.get("title", ""))]
    told += [("citation_author", ", ".join(filter(None, name))) for name in work["people"]]
    names = {"journal": "journal_title", "year": "publication_date", "volume": "volume", "doi": "doi"}
    told += [(f"citation_{name}", fields.get(field, "")) for field, name in names.items()]
    return "; ".join(f"{name}={text.replace(';', ',')}" for name, text in told if text)


def _pictures(home: str, book: str) -> list[tuple[str, str]]:
    at = f"{home}{CARD}"
    return [
        ("og:image", at),
        ("og:image:type", "image/png"),
        ("og:image:width", "1200"),
        ("og:image:height", "630"),
        ("og:image:alt", f"{book}: the title, and the reports by rating and design where they are rated"),
        ("twitter:image", at),
    ]


# --- linked data (https://schema.org)


def _linked(
    site: Mapping[str, Any], address: str, title: str, files: Sequence[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """On pages that tell of the whole, the data and the articles; on others the way to them."""
    if address in (menu.HOME, menu.DOWNLOADS.address):
        works = [_article(site, work) for work in site["works"] if work]
        if not works and site["authored"] and site["people"]:
            works = [_article(site, site["book"])]
        return [_dataset(site, files, [one["@id"] for one in works if "@id" in one]), *works]
    return _way(site, address, title) if site["home"] else []


def _dataset(
    site: Mapping[str, Any], files: Sequence[Mapping[str, Any]], based_on: Sequence[str]
) -> dict[str, Any]:
    fields, home = site["book"]["fields"], site["home"]
    about = site["description"]
    if len(about) < FEWEST:
        named = f"the review “{fields['title']}”" if fields.get("title") else "the review"
        of = f"The tables of {named}, row by row, each value with the place where it was read."
        about = f"{about} {of}".strip()
    one = {
        "@type": "Dataset",
        "@id": f"{home}#data" if home else "",
        "name": fields.get("title", ""),
        "description": about[:MOST],
        "url": home,
        "license": site["licence"],
        "creator": site["people"],
        "version": fields.get("edition", ""),
        "datePublished": site["published"],
        "inLanguage": LANGUAGE,
        "isAccessibleForFree": True,
        "keywords": site["keywords"],
        "citation" if site["authored"] else "isBasedOn": [{"@id": work} for work in based_on],
        "distribution": list(files),
    }
    return {name: value for name, value in one.items() if value}


def _article(site: Mapping[str, Any], work: Mapping[str, Any]) -> dict[str, Any]:
    """A work as schema.org has it; the book itself stands for a review that is published nowhere else."""
    fields, own = work["fields"], work is site["book"]
    doi = web_address(f"doi:{fields['doi']}") if fields.get("doi", "").startswith("10.") else ""
    people = [
        {"@type": "Person", "name": f"{given} {family}".strip(), "familyName": family, "givenName": given}
        if given
        else {"@type": "Person", "name": family}
        for family, given in work["people"]
    ]
    one = {
        "@type": "ScholarlyArticle",
        "@id": doi or (f"{site['home']}#review" if site["home"] else ""),
        "name": fields.get("title", ""),
        "headline": short(fields.get("title", ""), most=HEADLINE),
        "author": site["people"] if own else people,
        "datePublished": site["published"] if own else fields.get("year", ""),
        "isPartOf": {"@type": "Periodical", "name": fields["journal"]} if fields.get("journal") else {},
        "sameAs": doi,
        "url": doi or fields.get("url", ""),
    }
    return {name: value for name, value in one.items() if value}


def _way(site: Mapping[str, Any], address: str, title: str) -> list[dict[str, Any]]:
    """The way from the first page: its part of the menu, the list that a page of one report stands in, and the page."""
    listed = address.rpartition("/")[0] + "/_index.html"
    part = site["crumbs"].get(address) or site["crumbs"].get(listed) or []
    steps = {at: name for name, at in [(menu.SUMMARY, menu.HOME), *part, (title, address)]}
    items = [
        {"@type": "ListItem", "position": n, "name": name, "item": f"{site['home']}{at}"}
        for n, (at, name) in enumerate(steps.items(), 1)
    ]
    return [{"@type": "BreadcrumbList", "itemListElement": items}] if len(items) > 1 else []


def _people(package: Mapping[str, Any]) -> list[dict[str, str]]:
    """Those whose the data are: the authors of a review are people; of other contributors it is not known."""
    kind = relation(package)
    listed = package.get("contributors")
    found = []
    for one in listed if isinstance(listed, list) else []:
        if not isinstance(one, Mapping) or not isinstance(one.get("title"), str):
            continue
        role = one.get("role") or AUTHOR
        if kind == OWN and role == AUTHOR:
            found.append({"@type": "Person", "name": one_line(one["title"])})
        elif kind == REPUBLICATION and role != CONTACT:
            found.append({"@type": "Organization", "name": one_line(one["title"])})
    return found


def _plain(cited: citing.Cited) -> dict[str, Any] | None:
    work = cited.work
    return work and {"people": [list(one) for one in work.people], "fields": dict(work.fields)}


# --- pages of Sphinx


def _know(app: Sphinx, config: Any) -> None:
    """Called by Sphinx when it knows its settings."""
    config[_SITE] = site(Path(app.confdir))


def _put(app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any) -> None:
    """Called by Sphinx before it writes a page."""
    titles = app.env.titles
    # Pages without a text, such as the search, have their title as HTML.
    title = plain.of_node(titles[pagename]) if pagename in titles else plain.of_html(context.get("title", ""))
    files = _distribution(app.config[_SITE]) if f"{pagename}.html" == menu.HOME else []
    context["reviewbook"]["head"] = head(
        app.config[_SITE], f"{pagename}.html", title, _about(doctree), files=files
    )


def _distribution(site: Mapping[str, Any]) -> list[dict[str, str]]:
    """The data as they can be downloaded, before it is known how large they are (`offered`)."""
    at = f"{site['home'] or '../'}{citing.FOLDER}/{site['review']}"
    return [
        {"@type": "DataDownload", "contentUrl": f"{at}{ending}", "encodingFormat": kind}
        for ending, kind in ((".zip", ZIP), (".xlsx", XLSX))
    ]


def _about(doctree: Any) -> str:
    """What a page is about: its answer, or else its first paragraph; "" of a page without text."""
    if doctree is None:
        return ""
    told = [
        one
        for one in doctree.findall(nodes.paragraph)
        if not {*one["classes"]} & {*ASIDE} and plain.of_node(one)
    ]
    for name in ANSWERS:
        if answer := next((one for one in told if name in one["classes"]), None):
            return short(plain.of_node(answer))
    return short(plain.of_node(told[0])) if told else ""


def setup(app: Sphinx) -> dict[str, bool]:
    """Called by Sphinx where an extension is loaded."""
    app.add_config_value(_SITE, NOWHERE, "html", types=[dict])
    app.connect("config-inited", _know)
    app.connect("html-page-context", _put, priority=_LAST)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
