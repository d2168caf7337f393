"""A question about a text, whose answer stands in it: where it begins and where it ends.

A long text is seen through windows that overlap; each window is an example, and of all windows of a question the best span is taken. An
answer is cut out of the text by characters, from the first of its first token to the last of its last: it is never put together again from
tokens, so that languages without spaces lose nothing.

A window without the answer has both ends on its first token, which is no token of the text. Where a task has questions that cannot be
answered, that place speaks for them: a question is left without an answer where in each window it scores above the best span of all.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import torch
from torch import Tensor, nn

from reproduce.formats import Encoded, Sequences
from reproduce.framing import frame_of

NAME = "span"
STRIDE = 128  # tokens between the beginnings of two windows
LONGEST_ANSWER = 30  # tokens
BEST = 20  # beginnings and ends that are tried
NEVER = float("-inf")  # a score


class Question(NamedTuple):
    """A question, the text, and its answers: each with the character at which it begins. Without answers it cannot be answered."""

    id: str
    question: str
    text: str
    answers: tuple[tuple[int, str], ...]
    title: str = ""  # of the article that the text is from


class Span(NamedTuple):
    """What a window says: its best span, by the characters it covers, and how the first token scores in its place."""

    score: float
    start: int
    end: int
    nothing: float = NEVER


class Window(NamedTuple):
    """What one window shows of a text: for each of its tokens the characters it covers, none for the question's; where the answer is."""

    question: int
    characters: tuple[tuple[int, int] | None, ...]
    first: int  # token of the answer; 0 for both where it is not in this window
    last: int


def encode(examples: Sequence[Question], tokenizer: Any, *, longest: int, stride: int = STRIDE) -> Encoded:
    """The windows of all questions, in order. A question that would fill more than half of a window is cut at its end."""
    frame = frame_of(tokenizer)
    asked = tokenizer([one.question for one in examples], add_special_tokens=False)["input_ids"]
    told = tokenizer([one.text for one in examples], add_special_tokens=False, return_offsets_mapping=True)
    sequences: list[Sequences] = []
    windows: list[Window] = []
    for number, one in enumerate(examples):
        question = asked[number][: frame.room(longest, two=True) // 2]
        before = len(frame.before) + len(question) + len(frame.between)
        room = frame.room(longest, two=True) - len(question)
        tokens = told["input_ids"][number]
        spans = [_trimmed(one.text, *span) for span in told["offset_mapping"][number]]
        for start in _starts(len(tokens), room, stride):
            shown = spans[start : start + room]
            characters = (*[None] * before, *shown, *[None] * len(frame.after_two))
            sequences.append([frame.around(question, tokens[start : start + room])])
            windows.append(Window(number, characters, *_ends(one, characters)))
    return Encoded(sequences, windows)


def _starts(tokens: int, room: int, stride: int) -> list[int]:
    """Where windows begin, each `stride` tokens behind the one before, until one shows the end."""
    starts = [0]
    while starts[-1] + room < tokens:
        starts.append(starts[-1] + min(stride, room))
    return starts


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The characters of a token without the white space that tokenizers count to it."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _ends(question: Question, characters: Sequence[tuple[int, int] | None]) -> tuple[int, int]:
    """The first and the last token of the first answer that lies in the window; 0 and 0 where none does."""
    for start, answer in question.answers:
        end = start + len(answer)
        inside = [at for at, span in enumerate(characters) if span and span[0] < end and span[1] > start]
        if not inside:
            continue
        first, last = characters[inside[0]], characters[inside[-1]]
        seen = [span for span in characters if span]
        if first and last and seen[0][0] <= start and end <= seen[-1][1]:
            return inside[0], inside[-1]
    return 0, 0


class Head(nn.Module):
    """From each token to a score for the beginning and one for the end."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.outer = nn.Linear(width, 2)

    def forward(self, hidden: Tensor) -> Tensor:
        scores: Tensor = self.outer(hidden)
        return scores


def batch(data: Encoded, positions: Iterable[int], draw: object) -> tuple[list[Sequences], list[Window]]:
    return data.chosen(positions)


def items(labels: Sequence[Window]) -> int:
    return len(labels)


def loss(head: nn.Module, hidden: Tensor, labels: Sequence[Window]) -> Tensor:
    scores = _scores(head, hidden, labels)
    first = torch.tensor([one.first for one in labels], device=hidden.device)
    last = torch.tensor([one.last for one in labels], device=hidden.device)
    both = [nn.functional.cross_entropy(scores[:, :, at], end, reduction="sum") for at, end in ((0, first), (1, last))]
    return (both[0] + both[1]) / 2


def _scores(head: nn.Module, hidden: Tensor, labels: Sequence[Window]) -> Tensor:
    """Windows x tokens x 2; behind the end of a window nothing begins or ends."""
    scores: Tensor = head(hidden).float()
    lengths = torch.tensor([len(one.characters) for one in labels], device=hidden.device)
    behind = torch.arange(scores.shape[1], device=hidden.device)[None, :] >= lengths[:, None]
    return scores.masked_fill(behind[:, :, None], float("-inf"))


def predict(head: nn.Module, hidden: Tensor, labels: Sequence[Window]) -> list[Span]:
    """For each window its best span."""
    scores = _scores(head, hidden, labels).cpu()
    return [_best(score[: len(one.characters)], one) for score, one in zip(scores, labels, strict=True)]


def _best(scores: Tensor, window: Window) -> Span:
    text = [at for at, span in enumerate(window.characters) if span]
    firsts = sorted(text, key=lambda at: (-float(scores[at, 0]), at))[:BEST]
    lasts = sorted(text, key=lambda at: (-float(scores[at, 1]), at))[:BEST]
    spans = [(float(scores[a, 0] + scores[b, 1]), -a, -b) for a in firsts for b in lasts if a <= b < a + LONGEST_ANSWER]
    score, first, last = max(spans, default=(NEVER, 0, 0))
    begins, ends = window.characters[-first], window.characters[-last]
    nothing = float(scores[0].sum())
    return Span(score, begins[0], ends[1], nothing) if begins and ends else Span(NEVER, 0, 0, nothing)


def answers(questions: Sequence[Question], windows: Sequence[Window], spans: Sequence[Span], *, unanswerable: bool = False) -> list[str]:
    """The answer to each question: the best span of its windows, cut out of its text. Empty where `unanswerable` ones are told apart."""
    best = [Span(NEVER, 0, 0)] * len(questions)
    nothing = [float("inf")] * len(questions)  # the least of all windows: one of them may well not show the answer
    for window, span in zip(windows, spans, strict=True):
        if span.score > best[window.question].score:
            best[window.question] = span
        nothing[window.question] = min(nothing[window.question], span.nothing)
    return [
        "" if unanswerable and none > found.score else one.text[found.start : found.end]
        for one, found, none in zip(questions, best, nothing, strict=True)
    ]
