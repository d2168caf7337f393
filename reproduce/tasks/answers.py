"""Answer retrieval made from questions about texts, in the manner of LAReQA: which sentence, in whatever language, holds the answer?

The questions of one language look among the sentences of all languages that the source has, and the right ones are those that hold the
answer to the same question, one a language. What is ours: LAReQA's own sentences were not at hand, so a text is cut behind the marks that
end a sentence; where an answer would be cut in two the sentences stay one, and so does what would be too short. Thai, which has no such
marks, is cut at its blanks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from reproduce.formats.retrieval import Bitext
from reproduce.tasks import DataError, Origin, Source, Task, tasks

# Between two sentences is the group: blanks behind a mark and what closes it, or nothing behind a mark of full width.
_END = re.compile(r"[.!?;।؟…][\"”»)\]]*(\s+)|[。！？][”」』）]*()")
SHORTEST, SHORTEST_THAI = 10, 120  # characters; with these every language of XQuAD has between 1,100 and 1,500 sentences
_BLANK = re.compile(r"(\s+)")

Row = Mapping[str, Any]


def read(task: Task, split: str, language: str, source: Source) -> tuple[list[Bitext], tuple[Origin, ...]]:
    """The questions of the language, the sentences of all languages, and which belong together."""
    asked = tasks()[task.made_from]
    there = source.languages(asked, split)
    if language not in there:
        raise DataError(
            f"{task.name}, {split}, {language}: the source `{source.name}` has {asked.name} in {', '.join(there) or 'no language'}"
        )
    read = {one: source.rows(asked, split, one) for one in there}
    return [bitext({one: rows for one, (rows, _) in read.items()}, language)], tuple(
        origin for _, origins in read.values() for origin in origins
    )


def bitext(rows: Mapping[str, Sequence[Row]], language: str) -> Bitext:
    """The same out of the rows of each language."""
    target: list[tuple[str, str]] = []
    holders: dict[str, list[str]] = {}  # of a question, in each language
    for one, of_language in rows.items():
        by_text: dict[str, list[Row]] = {}
        for row in of_language:
            by_text.setdefault(row["text"], []).append(row)
        for at, (text, asked) in enumerate(by_text.items()):
            answers = [(start, start + len(answer)) for row in asked for start, answer in row["answers"][:1]]
            for number, (begins, ends) in enumerate(sentences(text, one, answers)):
                name = f"{one}:{at}.{number}"
                target.append((name, text[begins:ends]))
                for row in asked:
                    if any(begins <= start < ends for start, _ in row["answers"][:1]):
                        holders.setdefault(row["id"], []).append(name)
    source = tuple((f"{language}:{row['id']}", row["question"]) for row in rows[language])
    gold = tuple((f"{language}:{row['id']}", holder) for row in rows[language] for holder in holders.get(row["id"], ()))
    return Bitext(source, tuple(target), gold)


def sentences(text: str, language: str, answers: Sequence[tuple[int, int]] = ()) -> Iterator[tuple[int, int]]:
    """Where the sentences of a text begin and end. None cuts one of the answers, given by where they begin and end."""
    mark, shortest = (_BLANK, SHORTEST_THAI) if language == "th" else (_END, SHORTEST)
    begins = 0
    for found in mark.finditer(text):
        ends, next_begins = found.span(found.lastindex or 0)
        cut = any(start < next_begins and end > ends for start, end in answers)
        if not cut and len(text[begins:ends].strip()) >= shortest:
            yield begins, ends
            begins = next_begins
    if text[begins:].strip():
        yield begins, len(text)
