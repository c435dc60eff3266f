"""What all tests share: property tests that draw the same examples in every run, a browser, a review of little more than reports."""

import gc
import json
import os
import shutil

import pytest
from packages import SYNTHETIC
from packages.browser import DEJAVU_ALONE, FLAGS, NONE, OF_THE_MACHINE, find, only_dejavu
from packages.examples import profiles

from reviewbook.press.execute import settle_matplotlib
from reviewbook.review.dictionary import TABLES

# Tables are many small things, few of which are garbage: a seventh of the time would go into looking for it.
gc.freeze()
gc.set_threshold(50_000, 20, 50)
settle_matplotlib()  # for the kernels of nbval, as `reviewbook run` does for its own
profiles()


def pytest_generate_tests(metafunc):
    # Tests of how wide text is: a machine with other fonts must see the same.
    if metafunc.definition.get_closest_marker("measures_text"):
        metafunc.parametrize("browser", [OF_THE_MACHINE, DEJAVU_ALONE], indirect=True, scope="session")


@pytest.fixture(scope="session")
def browser(request, tmp_path_factory):
    """A browser that reaches no other host; without one, the tests that ask are skipped and say so."""
    if not (path := find()):
        pytest.skip(NONE)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as running:
        alone = getattr(request, "param", OF_THE_MACHINE) == DEJAVU_ALONE
        fonts = only_dejavu(tmp_path_factory.mktemp("fonts")) if alone else {}
        opened = running.chromium.launch(executable_path=path, args=FLAGS, env=os.environ | fonts)
        yield opened
        opened.close()


@pytest.fixture
def tab(browser):
    """Opens an address in a tab of its own; fails at the end if a script failed in any, or one asked another host."""
    contexts, errors, requests = [], [], []

    def open_tab(address, *, width=1280, height=800, scripts=True, block=None, **more):
        context = browser.new_context(
            viewport={"width": width, "height": height}, java_script_enabled=scripts, **more
        )
        contexts.append(context)
        context.set_default_timeout(20_000)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("request", lambda request: requests.append(request.url))
        page.requests = requests
        if block:
            page.route(block, lambda route: route.abort())
        page.goto(address)
        return page

    yield open_tab
    for context in contexts:
        context.close()
    assert errors == []
    assert [url for url in requests if not url.startswith(("file:", "blob:", "data:"))] == []


@pytest.fixture(scope="session")
def sparse(tmp_path_factory):
    """A review with reports, studies and interventions alone."""
    folder = tmp_path_factory.mktemp("sparse") / "sparse"
    shutil.copytree(SYNTHETIC, folder)
    keep = {"reports", "report_studies", "studies", "interventions"}
    for table in TABLES:
        if table not in keep:
            (folder / f"{table}.csv").unlink(missing_ok=True)
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    package["resources"] = [r for r in package.get("resources", []) if r["name"] in keep]
    (folder / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    return folder
