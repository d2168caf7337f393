"""Adds made papers to a library, in processes that a test may kill. Each line of its input begins one: HOME FIRST LAST.

It says the number of each process, then of each paper that was added, once it is; and when the process has ended.
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
    try:
        with Library.open(home) as library:
            for number in range(first, last):
                library.add(file(home.with_name("papers"), f"paper {number}"), *made(number))
                os.write(1, f"added {number}\n".encode())
    except (OSError, ValueError) as error:
        os.write(1, f"failed {type(error).__name__}: {error}\n".encode())


def main() -> None:
    for line in sys.stdin:
        home, first, last = line.rsplit(" ", 2)
        if process := os.fork():
            os.write(1, f"began {process}\n".encode())
            os.waitpid(process, 0)
            os.write(1, b"ended\n")
        else:
            add(Path(home), int(first), int(last))
            os._exit(0)


if __name__ == "__main__":
    main()
