"""Rows become the examples of a format; what looks wrong in them is refused, in one line that says where it stands."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from reproduce.formats import choice, masked, pair, retrieval, span, tagging
from reproduce.tasks import WHERE, DataError, Task

Row = Mapping[str, Any]

OTHERS = "others"  # among the sizes of languages, those of all that are not named
MIN_FOR_SAME = 10  # examples; fewer may have one label by chance
MIN_ANSWERS = 2  # to choose from
_NAMED = 3  # files
_SHOWN = 60  # characters of a value


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
            raise DataError(f"{where}: {_place(row, number)} has no {error}; it has {', '.join(set(row) - {WHERE})}") from None
        except DataError as error:
            raise DataError(f"{where}: {_place(row, number)}: {error}") from None
    return made


def _place(row: Row, number: int) -> str:
    return str(row.get(WHERE, f"row {number}"))


def _said(value: Any, what: str, *, empty: bool = False) -> str:
    """A text. Raises `DataError` where it is none, or nothing stands in it and that is not allowed."""
    if not isinstance(value, str):
        raise DataError(f"the {what} is {'nothing' if value is None else repr(value)[:_SHOWN]}, where a text is expected")
    if not empty and not value.strip():
        raise DataError(f"an empty {what}")
    return value


def _listed(value: Any, what: str) -> list[Any]:
    if not isinstance(value, list | tuple):
        raise DataError(f"the {what} are {'nothing' if value is None else repr(value)[:_SHOWN]}, where a list is expected")
    return list(value)


# --- each format ---------------------------------------------------------------------------------------------------


def _pair(row: Row, numbers: Mapping[str, int]) -> tuple[str, str, int]:
    first, second = (_said(row[name], f"{name} text", empty=True) for name in ("first", "second"))
    if not first.strip() and not second.strip():
        raise DataError("both texts are empty")
    return first, second, _number(row["label"], numbers)


def _sentence(row: Row, numbers: Mapping[str, int]) -> tagging.Sentence:
    words, tags = (_listed(row[name], name) for name in ("words", "tags"))
    if not words:
        raise DataError("no word")
    if len(words) != len(tags):
        raise DataError(f"{len(words)} words and {len(tags)} tags")
    if not all(_said(word, "word", empty=True).strip() for word in words):
        raise DataError(f"an empty word among {' '.join(words)[:60]!r}")
    return tagging.Sentence(tuple(words), tuple(_number(tag, numbers) for tag in tags))


def _question(row: Row, numbers: object) -> span.Question:
    text, question = _said(row["text"], "text"), _said(row["question"], "question")
    answers = tuple((int(start), _said(answer, "answer", empty=True)) for start, answer in _listed(row["answers"], "answers"))
    for start, answer in answers:
        if text[start : start + len(answer)] != answer:
            raise DataError(f"question {row['id']}: {answer!r} does not stand at character {start} of its text")
    return span.Question(row["id"], question, text, answers, _said(row.get("title") or "", "title", empty=True))


def _choice(row: Row, numbers: object) -> choice.Question:
    text, asked = _said(row["text"], "text"), _said(row.get("question", ""), "question", empty="question" not in row)
    answers, right = tuple(_said(answer, "answer") for answer in _listed(row["answers"], "answers")), str(row["right"])
    if len(answers) < MIN_ANSWERS:
        raise DataError(f"{len(answers)} to choose from")
    if not right.isdecimal() or int(right) >= len(answers):
        raise DataError(f"answer {right!r} is none of 0 to {len(answers) - 1}")
    return choice.Question(text, answers, int(right), asked)


def _text(row: Row, numbers: object) -> str:
    return _said(row["text"], "text")


def _number(label: Any, numbers: Mapping[str, int]) -> int:
    if not isinstance(label, str) or label not in numbers:
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
        try:
            told = (row["source"], row["target"]) if row["side"] == "gold" else (row["id"], _said(row["text"], "text"))
        except DataError as error:
            raise DataError(f"{where}: {row['side']} {row.get('id', number)}: {error}") from None
        sides[row["side"]].append(told)
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


def check(task: Task, made: Sequence[Any], split: str, language: str, source: str, files: Sequence[str] = ()) -> None:
    """Raises `DataError` where a split has another size than the task says, or labels that only stand in for labels."""
    among = f" ({', '.join(files[:_NAMED])}{' …' * (len(files) > _NAMED)})" if files else ""
    where = f"{task.name}, {split}, {language}"
    found = len(made[0].source) if task.format == retrieval.NAME else len(made)
    told = task.sizes.get(source, {}).get(split)
    expected = told.get(language, told.get(OTHERS)) if isinstance(told, dict) else told
    if expected is not None and found != expected:
        raise DataError(f"{where}: {found} examples, where {expected} are expected{among}")
    if not found:
        raise DataError(f"{where}: no example{among}")
    if task.format == span.NAME:
        _check_answers(task, made, where, among)
    labels = _labels(task, made)
    if len(labels) >= MIN_FOR_SAME and len(set(labels)) == 1:
        use = "nothing can be learnt" if split == "train" else "no score can come"
        raise DataError(f"{where}: every one of {len(labels)} labels is the same, {labels[0]}: placeholders, from which {use}{among}")


def _check_answers(task: Task, made: Sequence[span.Question], where: str, among: str) -> None:
    said = [answer for one in made for _, answer in one.answers]
    if said and not any(said):
        raise DataError(f"{where}: every answer of {len(made)} questions is empty: placeholders, from which no score can come{among}")
    without = [one for one in made if not any(answer for _, answer in one.answers)]
    if without and not task.unanswerable:
        raise DataError(f"{where}: {len(without)} questions have no answer, as {without[0].id}, and the task says that each has one{among}")


def _labels(task: Task, made: Sequence[Any]) -> list[str]:
    if task.format == pair.NAME:
        return [task.labels[label] for _, _, label in made]
    if task.format == tagging.NAME:
        return [task.labels[tag] for one in made for tag in one.tags]
    return [f"answer {one.right}" for one in made] if task.format == choice.NAME else []
