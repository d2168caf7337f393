"""Programs by others answer what the benches ask: one line of JSON asks, one answers. Runs in their own environment (`.venv-peers`).

    {"peer": "pdfplumber", "path": "paper.pdf", "page": 5}           ->  {"seconds": 0.4, "worked": 0.4, "tries": [[grid, …], …]}
    {"peer": "pypdf", "path": "paper.pdf", "pages": [1, 2]}          ->  {"seconds": 0.1, "worked": 0.1, "characters": 8120}
    {"peer": "bm25s", "path": "passages.json", "index": true}        ->  {"seconds": 0.9, "worked": 0.9, "passages": 1000}
    {"peer": "bm25s", "path": "passages.json", "query": "two words"} ->  {"seconds": 0.001, "worked": 0.001, "found": [17, 4]}

The first asks for the tables of a page: the grids of each of the peer's strategies, a grid being rows of cells, None where another cell
reaches. The second reads pages as a person would who wants the paper: its text, and its tables where the peer has them. The third takes up
passages, a list of texts, and the fourth searches those that were taken up last. `worked` is the time of the processors, of all threads.
It runs in our environment too, for the finder of the PyMuPDF that we install.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

LIMIT = 60  # seconds for one question
Grid = list[list[str | None]]

# --- the tables of a page ---


def pdfplumber_tables(path: str, page: int) -> list[list[Grid]]:
    """By its lines, which is what it does unless told otherwise, and by the text."""
    import pdfplumber

    with pdfplumber.open(path, pages=[page]) as document:
        (shown,) = document.pages
        by_text = {"vertical_strategy": "text", "horizontal_strategy": "text"}
        return [shown.extract_tables(), shown.extract_tables(by_text)]


def pymupdf_tables(path: str, page: int) -> list[list[Grid]]:
    import pymupdf

    with pymupdf.open(path) as document:
        return [[table.extract() for table in document[page - 1].find_tables(strategy=how).tables] for how in ("lines", "text")]


def pymupdf4llm_tables(path: str, page: int) -> list[list[Grid]]:
    return [list(_tables_of_markdown(_markdown(path, [page])))]


def _markdown(path: str, pages: list[int]) -> str:
    import pymupdf4llm

    text: str = pymupdf4llm.to_markdown(path, pages=[page - 1 for page in pages])
    return text


def _tables_of_markdown(text: str) -> Iterator[Grid]:
    rows: Grid = []
    for line in [*text.splitlines(), ""]:
        if line.startswith("|") and line.rstrip().endswith("|"):
            cells: list[str | None] = [cell.strip() for cell in line.strip()[1:-1].split("|")]
            if not all(cell and set(cell) <= set("-: ") and "--" in cell for cell in cells):
                rows.append(cells)
        elif rows:
            yield rows
            rows = []


# --- pages as a person wants them ---


def pdfplumber_pages(path: str, pages: list[int]) -> int:
    """Words and tables; gives the characters in them."""
    import pdfplumber

    characters = 0
    with pdfplumber.open(path, pages=pages) as document:
        for page in document.pages:
            characters += sum(len(word["text"]) for word in page.extract_words())
            page.extract_tables()
            page.close()
    return characters


def pypdf_pages(path: str, pages: list[int]) -> int:
    import pypdf

    reader = pypdf.PdfReader(path)
    return sum(len(reader.pages[page - 1].extract_text()) for page in pages)


def pymupdf4llm_pages(path: str, pages: list[int]) -> int:
    return len(_markdown(path, pages))


# --- passages, held in memory ---

HITS = 10
INDEX: dict[str, Any] = {}


def bm25s_index(path: str) -> int:
    """With its own tokenizer, which leaves out the function words of English and takes no endings off."""
    import bm25s

    texts = json.loads(Path(path).read_bytes())
    INDEX["bm25s"] = bm25s.BM25()
    INDEX["bm25s"].index(bm25s.tokenize(texts, stopwords="en", show_progress=False), show_progress=False)
    return len(texts)


def bm25s_search(query: str) -> list[int]:
    import bm25s

    words = bm25s.tokenize(query, stopwords="en", show_progress=False)
    found, _ = INDEX["bm25s"].retrieve(words, k=HITS, show_progress=False)
    return [int(number) for number in found[0]]


TABLES: dict[str, Callable[[str, int], list[list[Grid]]]] = {
    "pdfplumber": pdfplumber_tables,
    "pymupdf": pymupdf_tables,
    "pymupdf4llm": pymupdf4llm_tables,
}
PAGES: dict[str, Callable[[str, list[int]], int]] = {
    "pdfplumber": pdfplumber_pages,
    "pypdf": pypdf_pages,
    "pymupdf4llm": pymupdf4llm_pages,
}
INDEXES: dict[str, Callable[[str], int]] = {"bm25s": bm25s_index}
SEARCHES: dict[str, Callable[[str], list[int]]] = {"bm25s": bm25s_search}


# --- asked and answered ---


def answer(asked: dict[str, Any]) -> dict[str, Any]:
    """The answer to one question; `error` says why there is none."""
    peer = asked["peer"]
    try:
        if "versions" in asked:
            return {"version": version(peer)}
        path = str(Path(asked["path"]))
        signal.alarm(LIMIT)
        start, worked = time.perf_counter(), time.process_time()
        if "page" in asked:
            given: dict[str, Any] = {"tries": TABLES[peer](path, asked["page"])}
        elif "index" in asked:
            given = {"passages": INDEXES[peer](path)}
        elif "query" in asked:
            given = {"found": SEARCHES[peer](asked["query"])}
        else:
            given = {"characters": PAGES[peer](path, asked["pages"])}
        return {"seconds": time.perf_counter() - start, "worked": time.process_time() - worked, **given}
    except PackageNotFoundError:
        return {"error": "not installed"}
    except Exception as error:  # noqa: BLE001  a peer may fail on a page as it likes; the bench counts it
        return {"error": f"{type(error).__name__}: {' '.join(str(error).split())[:200]}"}
    finally:
        signal.alarm(0)


def _too_long(*_: object) -> None:
    raise TimeoutError(f"more than {LIMIT} s")


def main() -> None:
    signal.signal(signal.SIGALRM, _too_long)
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # what a peer prints is no answer
    for line in sys.stdin:
        answers.write(json.dumps(answer(json.loads(line))) + "\n")
        answers.flush()


if __name__ == "__main__":
    main()
