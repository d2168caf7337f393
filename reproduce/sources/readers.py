"""The texts of files become rows: one reader for each way in which data sets are written.

Lines end at a line feed, as the files have them; other characters that Unicode calls an end of line stay in the text. A reader that meets
what it does not expect says so with the number of the line.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping
from itertools import groupby
from typing import Any

from reproduce.tasks import DataError, Part

Texts = Mapping[str, str]  # of the files of a place, by their role; a single one has the role ""
Row = dict[str, Any]


def lines(text: str) -> list[str]:
    """The lines without their ends; a last line without a line feed is one too."""
    found = text.split("\n")
    return [line.removesuffix("\r") for line in (found if found[-1] else found[:-1])]


def read_tsv(texts: Texts, part: Part, language: str) -> Iterator[Row]:
    """Columns between tabs, without quotes."""
    return _table((line.split("\t") for line in lines(texts[""])), part)


def read_csv(texts: Texts, part: Part, language: str) -> Iterator[Row]:
    return _table(csv.reader(io.StringIO(texts[""], newline="")), part)


def _table(found: Iterator[list[str]], part: Part) -> Iterator[Row]:
    header = list(part.header) or next(found, [])
    for number, cells in enumerate(found, 1 if part.header else 2):
        if len(cells) != len(header):
            raise DataError(f"line {number}: {len(cells)} columns, where {len(header)} are expected")
        yield dict(zip(header, cells, strict=True))


def read_jsonl(texts: Texts, part: Part, language: str) -> Iterator[Row]:
    """A JSON object a line."""
    for number, line in enumerate(lines(texts[""]), 1):
        try:
            row = json.loads(line)
        except json.JSONDecodeError as error:
            raise DataError(f"line {number}: no JSON: {error.msg}") from None
        if not isinstance(row, dict):
            raise DataError(f"line {number}: no JSON object")
        yield row


def read_lines(texts: Texts, part: Part, language: str) -> Iterator[Row]:
    """A text a line."""
    yield from ({"text": line} for line in lines(texts[""]))


def read_conll(texts: Texts, part: Part, language: str) -> Iterator[Row]:
    """A word and a tag a line, a blank line behind each sentence. WikiANN writes `de:Wort`; the language is taken off."""
    prefix = f"{language}:"
    numbered = enumerate(lines(texts[""]), 1)
    for blank, sentence in groupby(numbered, key=lambda line: not line[1].strip(" ")):
        if blank:
            continue
        words, tags = [], []
        for number, line in sentence:
            cells = line.split("\t")
            if len(cells) != 2:
                raise DataError(f"line {number}: {len(cells)} columns, where a word and a tag are expected")
            words.append(cells[0].removeprefix(prefix) if cells[0] != prefix else cells[0])
            tags.append(cells[1])
        yield {"words": words, "tags": tags}


def read_conllu(texts: Texts, part: Part, language: str) -> Iterator[Row]:
    """The words of a treebank with their parts of speech, as the benchmark makes them.

    Words that are written as one (`1-2 du`) stay one, with the tag of the one that is nearest to the root; among several the part of speech
    decides. Zero-width non-joiners are taken out, and a sentence of nothing but `_` is none.
    """
    ranks = HEADS.get(language, HEADS[""]).split()
    for blank, sentence in groupby(lines(texts[""]), key=lambda line: not line):
        if not blank:
            row = _treebank_sentence([line.split("\t") for line in sentence if not line.startswith("#")], ranks)
            if set(row["words"]) - {"_"}:
                yield row


# Which of several words that are written as one gives its tag: XTREME converts with ud-conversion-tools, whose order this is.
HEADS = {
    "": "VERB NOUN PROPN PRON ADJ NUM ADV INTJ AUX ADP DET PART CCONJ SCONJ X PUNCT",
    "es": "VERB AUX PRON ADP DET",
    "fr": "VERB AUX PRON NOUN ADJ ADV ADP DET PART SCONJ CONJ",
    "it": "VERB AUX ADV PRON ADP DET INTJ",
}


def _treebank_sentence(cells: list[list[str]], ranks: list[str]) -> Row:
    tags = {row[0]: row[3] for row in cells}
    heads = {row[0]: row[6] for row in cells}
    words: list[str] = []
    found: list[str] = []
    inside = 0  # the last word of those that are written as one
    for row in cells:
        first, _, last = row[0].partition("-")
        if "." in first or (not last and int(first) <= inside):
            continue
        members = [str(at) for at in range(int(first), int(last or first) + 1)]
        inside = int(last or 0)
        words.append(row[1].replace("\u200c", ""))
        depths = {at: _depth(at, heads) for at in members}
        highest = [tags[at] for at in members if depths[at] == min(depths.values())]
        found.append(min(highest, key=lambda tag: ranks.index(tag) if tag in ranks else len(ranks)))
    return {"words": words, "tags": found}


def _depth(word: str, heads: Mapping[str, str]) -> int:
    depth = 0
    while word in heads and depth <= len(heads):
        word, depth = heads[word], depth + 1
    return depth


def read_squad(texts: Texts, part: Part, language: str) -> Iterator[Row]:
    """Articles with paragraphs with questions. One that is marked impossible has no answers, whatever is said to be plausible."""
    try:
        data = json.loads(texts[""])["data"]
        for article in data:
            for paragraph in article["paragraphs"]:
                for asked in paragraph["qas"]:
                    answers = [] if asked.get("is_impossible") else [(one["answer_start"], one["text"]) for one in asked["answers"]]
                    yield {
                        "id": asked["id"],
                        "question": asked["question"],
                        "text": paragraph["context"],
                        "answers": answers,
                        "title": article.get("title", ""),
                    }
    except json.JSONDecodeError as error:
        raise DataError(f"line {error.lineno}: no JSON: {error.msg}") from None
    except (KeyError, TypeError) as error:
        raise DataError(f"not written as SQuAD's files are: {error}") from None


def read_parallel(texts: Texts, part: Part, language: str) -> Iterator[Row]:
    """Two files that translate each other line by line; a sentence is called by the number of its line."""
    sides = {side: lines(texts[side]) for side in ("source", "target")}
    one, other = map(len, sides.values())
    if one != other:
        raise DataError(f"{one} lines on one side and {other} on the other, where each translates one")
    for side, found in sides.items():
        yield from ({"side": side, "id": str(number), "text": line} for number, line in enumerate(found))
    yield from ({"side": "gold", "source": str(number), "target": str(number)} for number in range(one))


def read_bitext(texts: Texts, part: Part, language: str) -> Iterator[Row]:
    """Two files of sentences, each with its id before a tab, and one of pairs of ids."""
    for side in ("source", "target", "gold"):
        for number, line in enumerate(lines(texts[side]), 1):
            cells = line.split("\t")
            if len(cells) != 2:
                raise DataError(f"line {number} of the {side}: {len(cells)} columns, where two are expected")
            yield dict(zip(("source", "target") if side == "gold" else ("id", "text"), cells, strict=True)) | {"side": side}


READERS: dict[str, Callable[[Texts, Part, str], Iterator[Row]]] = {
    "tsv": read_tsv,
    "csv": read_csv,
    "jsonl": read_jsonl,
    "lines": read_lines,
    "conll": read_conll,
    "conllu": read_conllu,
    "squad": read_squad,
    "parallel": read_parallel,
    "bitext": read_bitext,
}
