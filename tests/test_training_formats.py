"""Each format: what the network sees of an example, what is lost of it, and that the task can be learned."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pytest

pytest.importorskip("torch", reason="torch is not installed (extra `reproduce`)")

import torch
from made_study import PAD, WORDS, made_network, made_pairs, made_tokenizer

from reproduce.batches import lay_out
from reproduce.evaluate import predictions, vectors
from reproduce.formats import choice, masked, pair, span, tagging
from reproduce.framing import frame_of
from reproduce.order import batches, generator, shares, tasks
from reproduce.recipes import Recipe
from reproduce.train import Stream, train

RECIPE = Recipe(source="ours", rate=2e-3, batch=8, epochs=20.0, longest=48)
COLOURS = WORDS.split()


def learned(format_: Any, head: Any, data: Any, folder: Path, **settings: object) -> tuple[Any, list[Any]]:
    """The network after training on the data, and what it then says of it."""
    network = made_network({"task": head}, words=len(TOKENIZER))
    recipe = msgspec.structs.replace(RECIPE, **settings)
    train(network, [Stream("task", format_, data)], recipe, seed=1, pad=PAD, folder=folder)
    return network, predictions(network, "task", format_, data, pad=PAD)


TOKENIZER = made_tokenizer(WORDS + " what stands behind")


def test_pairs_are_learned_and_told_in_their_order(tmp_path: Path) -> None:
    data = pair.encode(made_pairs(80), TOKENIZER, longest=48)
    _, said = learned(pair, lambda width: pair.Head(width, 2), data, tmp_path, epochs=40.0)
    assert np.mean(np.array(said) == np.array(data.labels)) > 0.9


def test_a_long_sentence_is_split_between_words_and_no_word_is_lost() -> None:
    words = tuple(COLOURS * 6)
    tags = tuple(at % 3 for at in range(len(words)))
    data = tagging.encode([tagging.Sentence(words, tags), tagging.Sentence(("red",), (1,))], TOKENIZER, longest=16)
    assert max(data.lengths) <= 16
    assert len(data.sequences) > 4
    assert tagging.rejoined(data.labels, [part.tags for part in data.labels], 2) == [list(tags), [1]]
    frame = frame_of(TOKENIZER)
    seen = [one[0][place] for one, part in zip(data.sequences, data.labels, strict=True) for place in part.places]
    assert TOKENIZER.convert_ids_to_tokens(seen) == [*words, "red"]
    assert all(one[0][0] == frame.before[0] for one in data.sequences)


def test_a_word_of_which_nothing_is_made_is_one_unknown_piece() -> None:
    data = tagging.encode([tagging.Sentence(("red", "\u200b", "x" * 200), (0, 1, 2))], TOKENIZER, longest=16)
    assert sum(len(part.tags) for part in data.labels) == 3


def test_tags_are_learned(tmp_path: Path) -> None:
    sentences = [
        tagging.Sentence(tuple(first.split()), tuple(COLOURS.index(word) % 3 for word in first.split())) for first, _, _ in made_pairs(80)
    ]
    data = tagging.encode(sentences, TOKENIZER, longest=48)
    _, said = learned(tagging, lambda width: tagging.Head(width, 3), data, tmp_path)
    right = [one == list(part.tags) for one, part in zip(said, data.labels, strict=True)]
    assert np.mean(right) > 0.9


def _questions(count: int, *, space: str = " ") -> list[span.Question]:
    """What stands behind a word, in a text of words that do not repeat."""
    made = []
    for number in range(count):
        words = generator("question", number).permutation(COLOURS).tolist()
        text = space.join(words)
        at = number % (len(words) - 1)
        made.append(span.Question(str(number), f"what stands behind {words[at]}", text, ((text.index(words[at + 1]), words[at + 1]),)))
    return made


def test_every_answer_comes_back_from_its_windows_by_characters() -> None:
    for longest in (16, 24, 48):
        questions = _questions(12)
        data = span.encode(questions, TOKENIZER, longest=longest, stride=3)
        assert data.lengths.max() <= longest
        found: dict[int, set[str]] = {}
        for window in data.labels:
            if window.last:
                begins, ends = window.characters[window.first], window.characters[window.last]
                found.setdefault(window.question, set()).add(questions[window.question].text[begins[0] : ends[1]])
        assert found == {number: {one.answers[0][1]} for number, one in enumerate(questions)}


def test_a_text_without_spaces_loses_nothing() -> None:
    questions = _questions(6, space="")
    data = span.encode(questions, TOKENIZER, longest=48)
    spans = [span.Span(1.0, window.characters[window.first][0], window.characters[window.last][1]) for window in data.labels]
    assert span.answers(questions, data.labels, spans) == [one.answers[0][1] for one in questions]


def test_the_best_window_answers() -> None:
    questions = _questions(1)
    data = span.encode(questions, TOKENIZER, longest=16, stride=3)
    spans = [span.Span(float(at), 0, 3 + at) for at in range(len(data.labels))]
    assert span.answers(questions, data.labels, spans) == [questions[0].text[: 3 + len(data.labels) - 1]]


def test_answers_are_learned(tmp_path: Path) -> None:
    questions = _questions(9)
    data = span.encode(questions, TOKENIZER, longest=48)
    _, said = learned(span, span.Head, data, tmp_path, epochs=120.0)
    right = [found == one.answers[0][1] for found, one in zip(span.answers(questions, data.labels, said), questions, strict=True)]
    assert np.mean(right) > 0.8


def test_a_question_is_left_without_an_answer_where_every_window_says_so_and_the_task_has_such_questions() -> None:
    one = span.Question("q", "what stands behind red", "red blue green", ())
    windows = [span.Window(0, (None, (0, 3)), 0, 0), span.Window(0, (None, (4, 8)), 0, 0)]
    both, first_alone = [span.Span(1.0, 0, 3, 2.0), span.Span(1.5, 4, 8, 3.0)], [span.Span(1.0, 0, 3, 2.0), span.Span(1.5, 4, 8, 1.0)]
    assert span.answers([one], windows, both, unanswerable=True) == [""]
    assert span.answers([one], windows, both) == ["blue"]
    assert span.answers([one], windows, first_alone, unanswerable=True) == ["blue"]
    assert span.answers([one], windows, [*reversed(first_alone)], unanswerable=True) == ["blue"]


def test_a_question_that_cannot_be_answered_is_told_from_one_that_can(tmp_path: Path) -> None:
    questions = [
        one if at % 2 else one._replace(question="what stands behind grey", text=one.text.replace("grey", "red"), answers=())
        for at, one in enumerate(_questions(8))
    ]
    data = span.encode(questions, TOKENIZER, longest=48)
    assert [(window.first, window.last) for window in data.labels[::2]] == [(0, 0)] * 4
    _, said = learned(span, span.Head, data, tmp_path, epochs=120.0)
    found = span.answers(questions, data.labels, said, unanswerable=True)
    assert sum(not one for one in found[::2]) >= 3
    assert sum(bool(one) for one in found[1::2]) >= 3


def test_answers_to_choose_from_are_learned_though_they_are_not_as_many(tmp_path: Path) -> None:
    examples = []
    for number, (first, _, _) in enumerate(made_pairs(80)):
        words = first.split()
        others = [word for word in COLOURS if word not in words][: 1 + number % 3]
        answers = [*others, words[0]] if number % 2 else [words[0], *others]
        examples.append(choice.Question(first, tuple(answers), answers.index(words[0])))
    data = choice.encode(examples, TOKENIZER, longest=48)
    _, said = learned(choice, choice.Head, data, tmp_path, epochs=30.0)
    assert np.mean([one == label.right for one, label in zip(said, data.labels, strict=True)]) > 0.9


def test_of_a_long_text_what_is_near_the_answers_is_kept() -> None:
    data = choice.encode([choice.Question(" ".join(COLOURS * 5), ("red", "blue green"), 0)], TOKENIZER, longest=20)
    assert data.lengths.max() == 20
    words = TOKENIZER.convert_ids_to_tokens(data.sequences[0][1])
    assert words[1:-5] == (COLOURS * 5)[-(len(words) - 6) :]
    assert words[-3:] == ["blue", "green", "</s>"]


def test_hidden_words_are_drawn_anew_and_the_same_for_the_same_step() -> None:
    data = masked.encode([" ".join(COLOURS * 3)] * 4, TOKENIZER, longest=32)
    one, told = masked.batch(data, [0, 1], generator("step", 1))
    again, _ = masked.batch(data, [0, 1], generator("step", 1))
    other, _ = masked.batch(data, [0, 1], generator("step", 2))
    assert one == again
    assert one != other
    for tokens, label, whole in zip(one, told, data.sequences, strict=False):
        assert [whole[0][at] for at in label.places] == list(label.tokens)
        changed = [at for at, (a, b) in enumerate(zip(tokens[0], whole[0], strict=True)) if a != b]
        assert set(changed) <= set(label.places)
        assert not set(label.places) & {0, len(tokens[0]) - 1}
    assert masked.items(told) == 2 * round(0.15 * 30)


@pytest.mark.parametrize("how", ["drawn", "by length"])
def test_each_example_is_seen_once_in_an_epoch_and_the_order_is_that_of_seed_and_epoch(how: str) -> None:
    lengths = generator("lengths").integers(1, 60, size=1_003)
    found = batches(lengths, 8, how, seed=1, epoch=2)
    assert sorted(int(at) for batch in found for at in batch) == list(range(1_003))
    assert [batch.tolist() for batch in found] == [batch.tolist() for batch in batches(lengths, 8, how, seed=1, epoch=2)]
    for other in ({"seed": 2, "epoch": 2}, {"seed": 1, "epoch": 3}):
        assert [batch.tolist() for batch in found] != [batch.tolist() for batch in batches(lengths, 8, how, **other)]


def test_batches_of_like_length_do_not_come_sorted() -> None:
    lengths = generator("lengths").integers(1, 60, size=8_000)
    means = np.array([lengths[batch].mean() for batch in batches(lengths, 8, "by length", seed=1, epoch=0)])
    assert np.mean([lengths[batch].std() for batch in batches(lengths, 8, "by length", seed=1, epoch=0)]) < 1.0
    assert abs(np.corrcoef(means[:-1], means[1:])[0, 1]) < 0.15


def test_a_mixture_follows_capped_sizes_and_an_exponent() -> None:
    sizes = {"big": 1_000_000, "small": 100}
    assert shares(sizes, cap=400, exponent=1.0) == {"big": 0.8, "small": 0.2}
    assert shares(sizes, cap=400, exponent=0.5)["small"] == pytest.approx(1 / 3)
    drawn = tasks(sizes, 4_000, cap=400, exponent=1.0, seed=1)
    assert drawn.count("small") == pytest.approx(800, abs=100)
    assert drawn[:100] == tasks(sizes, 100, cap=400, exponent=1.0, seed=1)


def test_padded_and_packed_sequences_have_the_same_hidden_states() -> None:
    network = made_network({}, words=len(TOKENIZER)).eval()
    sequences = [[0, *(5 + (at * 7 + n) % 20 for at in range(n)), 2] for n in (1, 9, 4, 2, 7, 3)]
    states = []
    for layout in ("padded", "packed"):
        laid = lay_out(sequences, layout, pad=PAD)
        assert laid.real == sum(map(len, sequences))
        states.append(network.hidden(laid))
    assert laid.tokens.shape[0] < len(sequences)
    torch.testing.assert_close(states[0], states[1], rtol=1e-5, atol=1e-6)


def test_vectors_are_those_of_each_sentence_alone() -> None:
    network = made_network({}, words=len(TOKENIZER))
    sequences = [[0, *(5 + (at * 7 + n) % 20 for at in range(n)), 2] for n in (1, 9, 4, 2)]
    for pool in ("mean", "first"):
        together = vectors(network, sequences, pad=PAD, layers=[0, 1, 2], pool=pool, size=3)
        for at, sequence in enumerate(sequences):
            alone = vectors(network, [sequence], pad=PAD, layers=[0, 1, 2], pool=pool)
            for layer in together:
                np.testing.assert_allclose(together[layer][at], alone[layer][0], rtol=1e-4, atol=1e-5)
