"""The page for wrong addresses finds the root of the site at whichever address it is shown."""

import pytest

from reviewbook.press.lost import REBASE

RUN = f"""([host, path, said]) => {{
  const location = {{ hostname: host, pathname: path, protocol: "https:" }};
  const base = {{ getAttribute: () => said }}, document = {{ querySelector: () => base }};
  {REBASE};
  return base.href;
}}"""


@pytest.mark.parametrize(
    ("host", "path", "said", "root"),
    [
        ("a.github.io", "/review/x/y/z.html", "/review/", "/review/"),
        ("a.github.io", "/data/reports/x.html", "/data/", "/data/"),  # a repository of that name
        ("localhost", "/reports/x.html", "/review/", "/"),  # looked at elsewhere
        ("localhost", "/some/where/reports/x.html", "/", "/some/where/"),
        ("a.github.io", "/review/x", "/", "/review/"),
        ("a.github.io", "/x", "/", "/"),
        ("example.org", "/x/y", "/", "/"),
    ],
)
def test_it_starts_from_the_root_of_the_site(browser, host, path, said, root):
    page = browser.new_page()
    try:
        assert page.evaluate(RUN, [host, path, said]) == root
    finally:
        page.close()
