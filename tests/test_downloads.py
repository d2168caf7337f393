"""Files from a server that behaves, and from one that does not: what is not whole and not what it should be is not kept."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from made_web import Reply, Time, served, session

from synth.sources.downloads import MAX_TIME, DownloadError, download
from synth.sources.manners import AskedError

PDF = b"%PDF-1.7\n" + b"x" * 200_000 + b"\nstartxref\n9\n%%EOF\n"
NAME = hashlib.sha256(PDF).hexdigest()


def kept(into: Path) -> list[str]:
    return sorted(file.name for file in into.rglob("*") if file.is_file())


def test_a_file_is_called_by_its_hash(tmp_path: Path) -> None:
    told: list[tuple[int, int | None]] = []
    with served(lambda *_: (200, {}, PDF)) as (host, _):
        found = download(session(host, Time()), f"http://{host}/a.pdf", "pdf", tmp_path, progress=lambda done, of: told.append((done, of)))
    assert found == (tmp_path / NAME[:2] / NAME, f"sha256:{NAME}", len(PDF), f"http://{host}/a.pdf")
    assert found.path.read_bytes() == PDF
    assert told[-1] == (len(PDF), len(PDF))
    assert kept(tmp_path) == [NAME]


@pytest.mark.parametrize(
    ("kind", "body", "why"),
    [
        ("pdf", b"<!DOCTYPE html><html>Sign in</html>", "is a page in the place of a PDF"),
        ("pdf", b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 9\n", "is a pointer to a file"),
        ("pdf", b"", "is empty"),
        ("pdf", b"hello", "is no PDF"),
        ("pdf", PDF[:150_000], "is a PDF without its end"),
        ("source", b"<html>No source</html>", "is no archive or LaTeX"),
        ("html", PDF, "is no page"),
    ],
    ids=["page", "pointer", "empty", "text", "cut", "no source", "no page"],
)
def test_what_is_something_else_is_not_kept(kind: str, body: bytes, why: str, tmp_path: Path) -> None:
    with served(lambda *_: (200, {}, body)) as (host, _), pytest.raises(DownloadError, match=why):
        download(session(host, Time()), f"http://{host}/a", kind, tmp_path)  # type: ignore[arg-type]
    assert kept(tmp_path) == []


def test_a_file_that_is_announced_too_large_is_not_begun(tmp_path: Path) -> None:
    refused = pytest.raises(DownloadError, match="10,737,418,240 bytes are announced")
    with served(lambda *_: (200, {"Content-Length": str(10 * 2**30)}, b"%PDF-")) as (host, _), refused:
        download(session(host, Time()), f"http://{host}/a.pdf", "pdf", tmp_path)
    assert kept(tmp_path) == []


def test_a_file_that_grows_too_large_is_stopped(tmp_path: Path) -> None:
    too_large = pytest.raises(DownloadError, match="more than 100,000 bytes come")
    with served(lambda *_: (200, {"Content-Length": "", "Connection": "close"}, PDF)) as (host, _), too_large:
        download(session(host, Time()), f"http://{host}/a.pdf", "pdf", tmp_path, most=100_000)
    assert NAME not in kept(tmp_path)


def test_a_server_that_drips_is_left(tmp_path: Path) -> None:
    times = iter([0.0, 1.0, MAX_TIME + 2.0, MAX_TIME + 3.0])
    with served(lambda *_: (200, {}, PDF)) as (host, _), pytest.raises(DownloadError, match="took more than 900 s"):
        download(session(host, Time()), f"http://{host}/a.pdf", "pdf", tmp_path, clock=lambda: next(times))
    assert NAME not in kept(tmp_path)


@pytest.mark.parametrize("changed", [False, True])
def test_a_file_that_broke_off_is_gone_on_with(changed: bool, tmp_path: Path) -> None:
    """From where it broke off, unless the server has another by now."""
    asked: list[str | None] = []

    def answer(n: int, path: str) -> Reply:
        if n == 0:
            return 200, {"Content-Length": str(len(PDF)), "ETag": '"one"'}, PDF[:100_000]
        if changed:
            return 200, {"ETag": '"two"'}, PDF
        return 206, {"ETag": '"one"'}, PDF[100_000:]

    with served(answer) as (host, _):
        asking = session(host, Time(), spacing=0.0)
        asking.hooks["response"].append(lambda given, **_: asked.append(given.request.headers.get("Range")))
        with pytest.raises(DownloadError, match="broke off after 100,000 "):
            download(asking, f"http://{host}/a.pdf", "pdf", tmp_path)
        assert download(asking, f"http://{host}/a.pdf", "pdf", tmp_path).hash == f"sha256:{NAME}"
    assert asked == [None, "bytes=100000-"]
    assert kept(tmp_path) == [NAME]


def test_what_is_not_there_is_said(tmp_path: Path) -> None:
    with served(lambda *_: (404, {}, b"")) as (host, _), pytest.raises(DownloadError, match="answers 404"):
        download(session(host, Time()), f"http://{host}/a.pdf", "pdf", tmp_path)


def test_a_redirect_to_elsewhere_is_not_followed(tmp_path: Path) -> None:
    refused = pytest.raises(AskedError, match="not one of the hosts")
    with served(lambda *_: (302, {"Location": "http://169.254.169.254/latest"}, b"")) as (host, _), refused:
        download(session(host, Time()), f"http://{host}/a.pdf", "pdf", tmp_path)
    assert kept(tmp_path) == []


def test_the_same_twice_is_one_file(tmp_path: Path) -> None:
    with served(lambda *_: (200, {}, PDF)) as (host, _):
        asking = session(host, Time(), spacing=0.0)
        found = [download(asking, f"http://{host}/{name}", "pdf", tmp_path) for name in ("a.pdf", "b.pdf")]
    assert found[0].path == found[1].path
    assert kept(tmp_path) == [NAME]
