"""How servers are asked: spaced, again only where that helps, and no other than those configured."""

from __future__ import annotations

from pathlib import Path

import pytest
from made_web import Reply, Time, served, session

from synth.sources.manners import AskedError, Manners, Session, retry_after


def test_questions_are_spaced() -> None:
    time = Time()
    with served(lambda *_: (200, {}, b"yes")) as (host, asked):
        asking = session(host, time, spacing=3.0)
        assert [asking.get(f"http://{host}/{n}").text for n in range(3)] == ["yes"] * 3
    assert (time.slept, len(asked)) == ([3.0, 3.0], 3)


@pytest.mark.parametrize("status", [429, 403, 500, 503])
def test_it_is_asked_again_where_that_may_help(status: int) -> None:
    time = Time()
    with served(lambda n, _: (status, {}, b"") if n < 2 else (200, {}, b"yes")) as (host, asked):
        assert session(host, time, spacing=0.0).get(f"http://{host}/").text == "yes"
    assert len(asked) == 3
    assert 0 < time.slept[0] <= 2.0 < time.slept[0] + time.slept[1] <= 6.0


@pytest.mark.parametrize("status", [400, 401, 404, 410])
def test_it_is_not_asked_again_where_that_cannot(status: int) -> None:
    with served(lambda *_: (status, {}, b"")) as (host, asked):
        assert session(host, Time()).get(f"http://{host}/").status_code == status
    assert len(asked) == 1


def test_it_waits_as_long_as_it_is_told() -> None:
    time = Time()
    with served(lambda n, _: (429, {"Retry-After": "17"}, b"") if not n else (200, {}, b"yes")) as (host, _):
        assert session(host, time, spacing=0.0).get(f"http://{host}/").text == "yes"
    assert time.slept == [17.0]


def test_it_stops_loudly_when_the_budget_is_spent() -> None:
    time = Time()
    too_long = pytest.raises(AskedError, match=r"answers 429, and asks to wait 36000 s; more than the 600 s")
    with served(lambda *_: (429, {"Retry-After": "36000"}, b"")) as (host, asked), too_long:
        session(host, time).get(f"http://{host}/")
    assert (len(asked), time.slept) == (1, [])


def test_it_gives_up_after_its_tries() -> None:
    with served(lambda *_: (503, {}, b"")) as (host, asked), pytest.raises(AskedError, match="answers 503, 4 times"):
        session(host, Time(), spacing=0.0).get(f"http://{host}/")
    assert len(asked) == 4


def test_nobody_else_is_asked() -> None:
    asking = Session({"api.example.org": Manners()}, agent="assay-tests")
    with pytest.raises(AskedError, match="not one of the hosts"):
        asking.get("http://elsewhere.example.org/")
    with pytest.raises(AskedError, match="only http and https"):
        asking.get("ftp://api.example.org/")


def test_a_private_address_is_refused_unless_it_was_configured() -> None:
    with served(lambda *_: (200, {}, b"yes")) as (host, asked):
        asking = Session({host: Manners()}, agent="assay-tests")
        with pytest.raises(AskedError, match="no public address, and was not configured"):
            asking.get(f"http://{host}/")
    assert not asked


def test_a_redirect_is_followed_to_a_known_host_only() -> None:
    def answer(n: int, path: str) -> Reply:
        places = {"/there": "/here", "/away": "http://127.0.0.2/", "/file": "file:///etc/passwd", "/circle": "/circle"}
        return (302, {"Location": places[path]}, b"") if path in places else (200, {}, b"here")

    with served(answer) as (host, _):
        asking = session(host, Time(), spacing=0.0)
        assert asking.get(f"http://{host}/there").text == "here"
        with pytest.raises(AskedError, match="not one of the hosts"):
            asking.get(f"http://{host}/away")
        with pytest.raises(AskedError, match="only http and https"):
            asking.get(f"http://{host}/file")
        with pytest.raises(AskedError, match="in a circle"):
            asking.get(f"http://{host}/circle")


def test_redirects_have_an_end() -> None:
    def answer(n: int, path: str) -> Reply:
        there = {"/a": "/b", "/b": "/a"}.get(path) or f"/{int(path[1:]) + 1}"
        return 302, {"Location": there}, b""

    with served(answer) as (host, asked):
        asking = session(host, Time(), spacing=0.0)
        with pytest.raises(AskedError, match="in a circle"):
            asking.get(f"http://{host}/a")
        with pytest.raises(AskedError, match="redirects more than 5 times"):
            asking.get(f"http://{host}/1")
    assert asked == ["/a", "/b", "/1", "/2", "/3", "/4", "/5", "/6"]


def test_a_redirect_into_a_private_network_is_refused_though_its_name_is_known() -> None:
    with served(lambda n, path: (302, {"Location": f"http://localhost:{path[1:]}/"}, b"") if path != "/" else (200, {}, b"secret")) as (
        host,
        asked,
    ):
        port = host.rpartition(":")[2]
        hosts = {host: Manners(trusted=True, spacing=0.0), f"localhost:{port}": Manners(spacing=0.0)}
        with Session(hosts, agent="assay-tests") as asking, pytest.raises(AskedError, match="no public address, and was not configured"):
            asking.get(f"http://{host}/{port}")
    assert len(asked) == 1


def test_who_cannot_be_reached_is_named() -> None:
    with served(lambda *_: (200, {}, b"")) as (host, _):
        pass
    with pytest.raises(AskedError, match=f"{host}: cannot be reached"):
        session(host, Time()).get(f"http://{host}/")


def test_who_cannot_keep_its_turn_does_not_ask(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with served(lambda *_: (200, {}, b"yes")) as (host, asked):
        asking = Session({host: Manners(trusted=True)}, agent="assay-tests", turns=tmp_path / "file" / "turns")
        with pytest.raises(AskedError, match="turns cannot be kept there"):
            asking.get(f"http://{host}/")
        asking.close()
    assert not asked


@pytest.mark.parametrize(
    ("header", "seconds"), [("5", 5.0), ("Thu, 01 Jan 1970 00:02:00 GMT", 20.0), ("soon", None), ("", None), (None, None)]
)
def test_retry_after(header: str | None, seconds: float | None) -> None:
    assert retry_after(header, now=100.0) == seconds
