"""Adds made papers to a library, in processes that a test may kill. Each line of its input begins one: HOME ACTION FIRST LAST.

It says the number of each process, then of each paper that was added or removed, once it is; and when the process has ended.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from made_papers import document, file, paper

from synth.library import Library
from synth.records import Document, Paper


def made(number: int) -> tuple[Paper, Document]:
    name = f"arXiv:2001.{number:05}v1"
    return paper(name, title=f"Paper {number}"), document(name, f"This is paper {number}.", "It says nothing else.")


def add(home: Path, first: int, last: int) -> None:
    with Library.open(home) as library:
        for number in range(first, last):
            library.add(file(home.with_name("papers"), f"paper {number}"), *made(number))
            say(f"added {number}")


def remove(home: Path, first: int, last: int) -> None:
    with Library.open(home) as library:
        for number in range(first, last):
            library.remove(library.find(f"2001.{number:05}"))
            say(f"removed {number}")


def rebuild(home: Path, first: int, last: int) -> None:
    say(f"rebuilt {Library.rebuild(home)}")


def say(text: str) -> None:
    os.write(1, f"{text}\n".encode())


def main() -> None:
    for line in sys.stdin:
        home, action, first, last = line.rsplit(" ", 3)
        if process := os.fork():
            say(f"began {process}")
            os.waitpid(process, 0)
            say("ended")
            continue
        try:
            {"add": add, "remove": remove, "rebuild": rebuild}[action](Path(home), int(first), int(last))
        except (OSError, ValueError) as error:
            say(f"failed {type(error).__name__}: {error}")
        os._exit(0)


if __name__ == "__main__":
    main()
