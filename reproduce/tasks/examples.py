"""Rows become the examples of a format; what looks wrong in them is refused, in one line that says where it stands."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from reproduce.formats import choice, masked, pair, retrieval, span, tagging
from reproduce.tasks import DataError, Task

Row = Mapping[str, Any]

OTHERS = "others"  # among the sizes of languages, those of all that are not named
MIN_FOR_SAME = 10  # examples; fewer may have one label by chance


def examples(task: Task, rows: Sequence[Row], where: str) -> list[Any]:
    """The examples of a task in the type of its format, in the order of the rows. Raises `DataError`."""
    if task.format == retrieval.NAME:
        return [_bitext(rows, where)]
    if task.format == span.NAME:
        rows = list(_with_ids_of_their_own(rows))
    make, numbers = _MAKERS[task.format], {label: number for number, label in enumerate(task.labels)}
    made = []
    for number, row in enumerate(rows, 1):
        try:
            made.append(make(row, numbers))
        except KeyError as error:
            raise DataError(f"{where}: row {number} has no {error}; it has {', '.join(row)}") from None
        except DataError as error:
            raise DataError(f"{where}: row {number}: {error}") from None
    return made


# --- each format ---------------------------------------------------------------------------------------------------


def _pair(row: Row, numbers: Mapping[str, int]) -> tuple[str, str, int]:
    return row["first"], row["second"], _number(row["label"], numbers)


def _sentence(row: Row, numbers: Mapping[str, int]) -> tagging.Sentence:
    words, tags = row["words"], row["tags"]
    if len(words) != len(tags):
        raise DataError(f"{len(words)} words and {len(tags)} tags")
    if not all(word.strip() for word in words):
        raise DataError(f"an empty word among {' '.join(words)[:60]!r}")
    return tagging.Sentence(tuple(words), tuple(_number(tag, numbers) for tag in tags))


def _question(row: Row, numbers: object) -> span.Question:
    answers = tuple((int(start), answer) for start, answer in row["answers"])
    for start, answer in answers:
        if row["text"][start : start + len(answer)] != answer:
            raise DataError(f"question {row['id']}: {answer!r} does not stand at character {start} of its text")
    return span.Question(row["id"], row["question"], row["text"], answers, row.get("title", ""))


def _choice(row: Row, numbers: object) -> choice.Question:
    answers, right = tuple(row["answers"]), str(row["right"])
    if not right.isdecimal() or int(right) >= len(answers):
        raise DataError(f"answer {right!r} is none of 0 to {len(answers) - 1}")
    return choice.Question(row["text"], answers, int(right), row.get("question", ""))


def _text(row: Row, numbers: object) -> str:
    text = row["text"]
    if not text.strip():
        raise DataError("an empty text")
    return str(text)


def _number(label: str, numbers: Mapping[str, int]) -> int:
    if label not in numbers:
        raise DataError(f"label {label!r} is none of {', '.join(list(numbers)[:20])}{' …' * (len(numbers) > 20)}")
    return numbers[label]


_MAKERS: dict[str, Callable[[Row, Mapping[str, int]], Any]] = {
    pair.NAME: _pair,
    tagging.NAME: _sentence,
    span.NAME: _question,
    choice.NAME: _choice,
    masked.NAME: _text,
}


def _with_ids_of_their_own(rows: Sequence[Row]) -> Iterator[Row]:
    """The first with an id keeps it; those that repeat it are numbered, so that none is lost where answers are kept by id."""
    seen: dict[str, int] = {}
    for row in rows:
        name = row["id"]
        seen[name] = seen.get(name, 0) + 1
        yield row if seen[name] == 1 else {**row, "id": f"{name}#{seen[name]}"}


def _bitext(rows: Sequence[Row], where: str) -> retrieval.Bitext:
    sides: dict[str, list[tuple[str, str]]] = {"source": [], "target": [], "gold": []}
    for number, row in enumerate(rows, 1):
        if row["side"] not in sides:
            raise DataError(f"{where}: row {number} is of side {row['side']!r}, which is none of {', '.join(sides)}")
        sides[row["side"]].append((row["source"], row["target"]) if row["side"] == "gold" else (row["id"], row["text"]))
    made = retrieval.Bitext(*(tuple(sides[name]) for name in ("source", "target", "gold")))
    ids = [{name for name, _ in side} for side in (made.source, made.target)]
    for known, side in zip(ids, (made.source, made.target), strict=True):
        if len(known) != len(side):
            raise DataError(f"{where}: {len(side)} sentences have {len(known)} ids")
    for one, other in made.gold:
        if one not in ids[0] or other not in ids[1]:
            raise DataError(f"{where}: the gold pairs {one} with {other}, which are not both among the sentences")
    return made


# --- all together --------------------------------------------------------------------------------------------------


def check(task: Task, made: Sequence[Any], split: str, language: str, source: str) -> None:
    """Raises `DataError` where a split has another size than the task says, or labels that only stand in for labels."""
    where = f"{task.name}, {split}, {language}"
    found = len(made[0].source) if task.format == retrieval.NAME else len(made)
    told = task.sizes.get(source, {}).get(split)
    expected = told.get(language, told.get(OTHERS)) if isinstance(told, dict) else told
    if expected is not None and found != expected:
        raise DataError(f"{where}: {found} examples, where {expected} are expected")
    if not found:
        raise DataError(f"{where}: no example")
    if task.format == span.NAME:
        _check_answers(task, made, where)
    labels = _labels(task, made)
    if split != "train" and len(labels) >= MIN_FOR_SAME and len(set(labels)) == 1:
        raise DataError(f"{where}: every one of {len(labels)} labels is the same, {labels[0]}: placeholders, from which no score can come")


def _check_answers(task: Task, made: Sequence[span.Question], where: str) -> None:
    said = [answer for one in made for _, answer in one.answers]
    if said and not any(said):
        raise DataError(f"{where}: every answer of {len(made)} questions is empty: placeholders, from which no score can come")
    without = [one for one in made if not any(answer for _, answer in one.answers)]
    if without and not task.unanswerable:
        raise DataError(f"{where}: {len(without)} questions have no answer, as {without[0].id}, and the task says that each has one")


def _labels(task: Task, made: Sequence[Any]) -> list[str]:
    if task.format == pair.NAME:
        return [task.labels[label] for _, _, label in made]
    if task.format == tagging.NAME:
        return [task.labels[tag] for one in made for tag in one.tags]
    return [f"answer {one.right}" for one in made] if task.format == choice.NAME else []
