"""What the server sends, to whom, and what it never sends; and what open pages are told."""

import http.client
import json
import socket
import threading
import time

import psutil
import pytest

from reviewbook.press.serving import server as serving
from reviewbook.press.serving.server import LOST, Server, State, is_loopback
from reviewbook.review.problems import ReviewProblems

PAGE = b"<!DOCTYPE html><html><head><title>A</title></head><body>A \xe2\x80\x93 </head> b</body></html>"
SECRET = b"what is nobody's to read"


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("site")
    html = folder / "_build" / "html"
    for name, content in {
        "index.html": b'<meta http-equiv="Refresh" content="0; url=book/index.html" />',
        "book/index.html": PAGE,
        "book/page.js": b"</head>",
        "data/a.csv": b"n\n1\n",
        "a picture.svg": b"<svg/>",
    }.items():
        (html / name).parent.mkdir(parents=True, exist_ok=True)
        (html / name).write_bytes(content)
    (folder / "_build" / "secret.txt").write_bytes(SECRET)
    (html / "link.txt").symlink_to(folder / "_build" / "secret.txt")
    (html / "folder").symlink_to(folder / "_build")
    (html / "circle").symlink_to(html / "circle")
    return html


@pytest.fixture(scope="module")
def server(site):
    running = Server(site)
    running.start()
    yield running
    running.stop()


@pytest.fixture
def fresh(site):
    """A server that no page has asked before."""
    running = Server(site)
    running.start()
    yield running
    running.stop()


def ask(server, path, method="GET", host=None):
    """An answer, read, to a request whose path is sent as it stands."""
    connection = http.client.HTTPConnection("127.0.0.1", server.server_address[1], timeout=20)
    connection._validate_path = lambda url: None  # what no browser sends
    connection.putrequest(method, path, skip_host=True)
    if host != "":
        connection.putheader("Host", host or f"127.0.0.1:{server.server_address[1]}")
    connection.endheaders()
    answer = connection.getresponse()
    answer.content = answer.read()
    connection.close()
    return answer


class Stream:
    """The events of a page that is open."""

    def __init__(self, server, since=0):
        self.socket = socket.create_connection(server.server_address, timeout=20)
        query = f"GET /_reviewbook/events?since={since} HTTP/1.1\r\nHost: localhost\r\n\r\n"
        self.socket.sendall(query.encode())
        self.lines = self.socket.makefile("r", encoding="utf-8")
        while self.lines.readline().strip():
            pass

    def next(self):
        while not (line := self.lines.readline()).startswith("data: "):
            assert line, "the stream has ended"
        return json.loads(line.removeprefix("data: "))

    def close(self):
        self.lines.close()
        self.socket.close()


# --- to whom


def test_only_this_machine_is_answered_unless_asked_otherwise(server):
    assert server.server_address[0] == "127.0.0.1" and is_loopback(server.host)
    assert server.address == f"http://127.0.0.1:{server.server_address[1]}/"
    others = [
        address.address
        for addresses in psutil.net_if_addrs().values()
        for address in addresses
        if address.family == socket.AF_INET and not address.address.startswith("127.")
    ]
    for address in others:
        with pytest.raises(OSError), socket.create_connection((address, server.server_address[1]), timeout=5):
            pass
    assert [is_loopback(name) for name in ("localhost", "::1", "0.0.0.0", "192.0.2.1", "mine.example")] == [
        True,
        True,
        False,
        False,
        False,
    ]


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize(
    "path", ["/book/index.html", "/data/a.csv", "/_reviewbook/events", "/_reviewbook/pages.js"]
)
@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example:80", "localhost.evil.example", "", "[", "a@b:c"]
)
def test_who_asks_by_another_name_is_refused(server, method, path, host):
    answer = ask(server, path, method, host)
    assert answer.status == 403 and b"A \xe2" not in answer.content and b"n\n1" not in answer.content


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost:8000", "LOCALHOST", "[::1]:8000", "192.0.2.7:80"])
def test_a_number_is_nobody_elses_name(server, host):
    assert ask(server, "/data/a.csv", host=host).content == b"n\n1\n"


def test_the_name_that_was_given_is_answered(site):
    named = Server(site, host="localhost")
    named.host = "Desk.example"
    named.start()
    assert ask(named, "/data/a.csv", host="desk.example:80").status == 200
    named.stop()


def test_a_script_of_the_data_cannot_be_loaded_by_another_site(server):
    assert ask(server, "/book/page.js").headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert ask(server, "/book/page.js").headers["Access-Control-Allow-Origin"] is None


# --- what


@pytest.mark.parametrize(
    "path",
    [
        "/../secret.txt",
        "/book/../../secret.txt",
        "/%2e%2e/secret.txt",
        "/..%2fsecret.txt",
        "/%2e%2e%2fsecret.txt",
        "/book/..%5c..%5csecret.txt",
        "//../secret.txt",
        "http://x/../secret.txt",
        "/link.txt",
        "/folder/secret.txt",
        "/folder",
        "/folder/",
        "/circle",
        "/circle/",
        "/etc/passwd",
        "//etc/passwd",
        "/%2fetc/passwd",
        "/_reviewbook/../server.py",
        "/_reviewbook/server.py",
        "/_reviewbook/%2e%2e/__init__.py",
        "/book/%00",
        "/%ff",
        f"/{'a' * 5000}",
        "/book/index.html/",
        "/data/",
        "/book",
    ],
)
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_nothing_but_the_site_is_sent(server, path, method):
    answer = ask(server, path, method)
    assert answer.status == (302 if path == "/book" else 404)
    assert SECRET not in answer.content and b"root:" not in answer.content and b"import" not in answer.content


def test_an_address_that_makes_no_sense_is_refused_and_the_server_goes_on(server):
    assert ask(server, "http://[x/").status == 400
    assert ask(server, "/data/a.csv", "POST").status == 501
    assert ask(server, "/data/a.csv").status == 200


def test_a_page_is_sent_with_the_script_that_listens_once_and_all_else_as_it_is(server, site):
    before = {file: file.read_bytes() for file in site.rglob("*.*") if file.is_file()}
    page = ask(server, "/book/index.html")
    assert (page.status, page.headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert page.headers["Cache-Control"] == "no-store"
    assert page.content.count(b"/_reviewbook/pages.js") == page.content.count(b"/_reviewbook/pages.css") == 1
    assert page.content.index(b"pages.js") < page.content.index(b"<body>")
    assert ask(server, "/book/").content == page.content
    assert ask(server, "/").content == before[site / "index.html"]
    assert ask(server, "/data/a.csv").content == b"n\n1\n"
    assert ask(server, "/a%20picture.svg?v=1").headers["Content-Type"] == "image/svg+xml"
    assert ask(server, "/book/page.js").content == b"</head>"
    assert b"EventSource" in ask(server, "/_reviewbook/pages.js").content
    assert ask(server, "/_reviewbook/pages.css").headers["Content-Type"] == "text/css; charset=utf-8"
    assert {file: file.read_bytes() for file in site.rglob("*.*") if file.is_file()} == before


def test_a_folder_leads_to_its_first_page(server):
    answer = ask(server, "/book")
    assert (answer.status, answer.headers["Location"]) == (302, "/book/")


def test_head_is_answered_like_get_without_the_content(server):
    connection = http.client.HTTPConnection(*server.server_address, timeout=20)
    for path, status in (("/book/index.html", 200), ("/data/a.csv", 200), ("/nowhere.html", 404)):
        found = []
        for method in (
            "HEAD",
            "GET",
        ):  # over one connection: a content that is left there would be read as the next answer
            connection.request(method, path)
            answer = connection.getresponse()
            found.append((answer.status, answer.headers["Content-Length"], answer.headers["Content-Type"]))
            content = answer.read()
        assert found[0] == found[1] and found[0][0] == status and len(content) == int(found[0][1])
    connection.close()
    assert ask(server, "/_reviewbook/events", "HEAD").status == 200  # and ends


def test_a_page_that_is_not_there_says_so_and_listens(server):
    answer = ask(server, "/book/later.html")
    assert answer.status == 404
    assert b"This page is not there" in answer.content and b"/_reviewbook/pages.js" in answer.content
    assert b'href="/"' in LOST


def test_a_site_that_is_being_replaced_is_waited_for(server, site, monkeypatch):
    monkeypatch.setattr(serving, "SWAP", 20)
    aside = site.with_name("html.old")
    site.rename(aside)
    timer = threading.Timer(0.2, lambda: aside.rename(site))
    timer.start()
    assert ask(server, "/data/a.csv").status == 200
    timer.join()


# --- what pages are told


def test_a_page_is_told_first_how_things_stand_and_then_what_comes(fresh):
    fresh.state.tell(problems=[{"code": "A"}], failure="", building=False)
    page, other = Stream(fresh, since=fresh.state.now), Stream(fresh, since=fresh.state.now)
    for stream in (page, other):
        assert stream.next() == {
            "problems": [{"code": "A"}],
            "failure": "",
            "building": False,
            "changed": [],
            "anew": False,
        }
    fresh.state.tell(building=True)
    fresh.state.tell(problems=[], building=False, changed=["book/index.html"])
    for stream in (page, other):
        assert stream.next()["building"]
        assert stream.next() == {
            "problems": [],
            "failure": "",
            "building": False,
            "changed": ["book/index.html"],
            "anew": False,
        }
        stream.close()


def test_a_page_that_comes_back_is_told_what_changed_since_it_was_sent():
    state = State()
    sent = state.now
    state.tell(changed=["a.html", "b.html"])
    later = state.now
    state.tell(changed=["b.html"])
    first = {since: json.loads(state.listen(since).get()) for since in (sent, later, state.now, sent - 1)}
    assert [first[since]["changed"] for since in (sent, later, state.now)] == [
        ["a.html", "b.html"],
        ["b.html"],
        [],
    ]
    assert [said["anew"] for said in first.values()] == [
        False,
        False,
        False,
        True,
    ]  # sent by an earlier server


def test_a_page_knows_which_build_it_was_sent_from(fresh):
    def since() -> int:
        return int(ask(fresh, "/book/index.html").content.partition(b'data-since="')[2].partition(b'"')[0])

    first = since()
    fresh.state.tell(changed=["book/index.html"])
    assert first < since() == fresh.state.now
    assert Stream(fresh, since=first).next()["changed"] == ["book/index.html"]
    assert Stream(fresh, since="what").next()["anew"]


def test_a_page_that_is_closed_is_forgotten(fresh, monkeypatch):
    monkeypatch.setattr(serving, "ASLEEP", 0.02)
    page, other = Stream(fresh), Stream(fresh)
    assert page.next() and other.next() and len(fresh.state.listeners) == 2
    page.close()
    until = time.monotonic() + 20
    while len(fresh.state.listeners) > 1:
        assert time.monotonic() < until, "it is still told"
        time.sleep(0.01)
    fresh.state.tell(building=False)
    assert not other.next()["building"]
    other.close()


def test_a_server_that_is_stopped_lets_go_of_pages_and_port(site):
    server = Server(site)
    server.start()
    page = Stream(server)
    page.next()
    began = time.monotonic()
    server.stop()
    assert page.lines.read().strip() == "" and time.monotonic() - began < 5
    page.close()
    again = Server(site, port=server.server_address[1])
    again.server_close()


# --- where


def test_a_port_that_is_taken_is_a_problem_that_says_so(site, server):
    with pytest.raises(ReviewProblems, match=r"MACH-007  127\.0\.0\.1:\d+: found address already in use"):
        Server(site, port=server.server_address[1])
    with pytest.raises(ReviewProblems, match=r"MACH-007  nowhere\.invalid:0: found "):
        Server(site, host="nowhere.invalid")


def test_every_address_of_the_machine_can_be_served(site):
    wide = Server(site, host="0.0.0.0")
    assert wide.address == f"http://127.0.0.1:{wide.server_address[1]}/"
    wide.server_close()
    if not socket.has_ipv6:
        return
    try:
        six = Server(site, host="::1")
    except ReviewProblems:
        pytest.skip("this machine has no IPv6")
    six.start()
    assert six.address == f"http://[::1]:{six.server_address[1]}/"
    connection = http.client.HTTPConnection("::1", six.server_address[1], timeout=20)
    connection.request("GET", "/data/a.csv")
    assert connection.getresponse().read() == b"n\n1\n"
    connection.close()
    six.stop()


def test_a_fault_of_ours_is_told_in_the_terminal_and_a_closed_page_is_not(server, capsys):
    for error in (BrokenPipeError(), ConnectionResetError()):
        try:
            raise error
        except OSError:
            server.handle_error(None, ("127.0.0.1", 1))
    assert capsys.readouterr().err == ""
    try:
        raise KeyError("ours")
    except KeyError:
        server.handle_error(None, ("127.0.0.1", 1))
    assert "KeyError: 'ours'" in capsys.readouterr().err
