"""Papers on loopback: every database and every file on one server, and the environment that points a program at it."""

from __future__ import annotations

import gzip
import io
import tarfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from made_databases import SHAPES, Entry, answering
from made_web import Reply, served

WORDS = "We weigh evidence in long documents and report what we find. "


def source(title: str, body: str = WORDS, table: str = "") -> bytes:
    """LaTeX source as arXiv gives it: one file, packed."""
    head = f"\\documentclass{{article}}\n\\title{{{title}}}\n\\author{{Jane Roe}}\n"
    text = f"{head}\\begin{{document}}\n\\maketitle\n{body}\n{table}\\end{{document}}\n"
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as tar:
        member = tarfile.TarInfo("main.tex")
        member.size = len(text.encode())
        tar.addfile(member, io.BytesIO(text.encode()))
    return gzip.compress(packed.getvalue(), mtime=0)


def page(title: str, body: str = WORDS) -> bytes:
    head = f"<!DOCTYPE html><html><head><title>{title}</title></head>"
    return f'{head}<body><h1 class="ltx_title">{title}</h1><p>{body}</p></body></html>'.encode()


def pdf(title: str, stamp: str = "", body: str = WORDS) -> bytes:
    """A PDF with a title, some lines, and arXiv's stamp up the left margin."""
    import pymupdf

    with pymupdf.open() as made:
        sheet = made.new_page()
        sheet.insert_text((90, 90), title, fontsize=18)
        for line in range(30):
            sheet.insert_text((90, 140 + 14 * line), body, fontsize=10)
        if stamp:
            sheet.insert_text((30, 600), f"{stamp}  [cs.CL]  26 May 2020", fontsize=18, rotate=90, color=(0.5, 0.5, 0.5))
        return bytes(made.tobytes(no_new_id=True))


@contextmanager
def papers(
    home: Path,
    entries: Sequence[Entry],
    files: Mapping[str, bytes | Reply] | None = None,
    misbehave: Callable[[str], Reply | None] = lambda address: None,
) -> Iterator[tuple[dict[str, str], list[str]]]:
    """The environment of a program that asks these databases, and what they were asked. `files` are by path, as "/e-print/2101.00001v1"."""
    databases = {name: answering(name, entries) for name in SHAPES}

    def answer(n: int, address: str) -> Reply:
        if wrong := misbehave(address):
            return wrong
        name, _, rest = address.removeprefix("/").partition("/")
        if not rest:
            return 404, {"Content-Type": "text/plain"}, b"a home, where nothing is asked"
        if name != "files":
            return databases[name](n, f"/{rest}")
        found = (files or {}).get(f"/{rest}", (404, {"Content-Type": "text/plain"}, b"nothing here"))
        return found if isinstance(found, tuple) else (200, {"Content-Type": "application/octet-stream"}, found)

    with served(answer) as (host, asked):
        environment = {"ASSAY_HOME": str(home)}
        for name in SHAPES:
            environment[f"ASSAY_{name.upper()}_HOME"] = f"http://{host}/{name}"
            environment[f"ASSAY_{name.upper()}_FILES"] = f"http://{host}/files"
            environment[f"ASSAY_{name.upper()}_SPACING"] = "0"
        yield environment, asked
