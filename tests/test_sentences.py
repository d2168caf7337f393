"""Where sentences end, and where they only seem to."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synth.reading.sentences import split_sentences


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in split_sentences(text)]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("The gain was small. It was not significant.", 2),
        ("Smith et al. report 3.5 points, e.g. on Fig. 2 of the paper. Nobody else does.", 2),
        ("We thank J. R. Doe and A. B. Roe for help.", 1),
        ("It needs vitamin C. The rest is noise.", 2),
        ("Version v1.2 came before v1. Then came v2.", 2),
        ("See Sec. 3 and Eq. 4, cf. Ref. 5.", 1),
        ("Is it so? Yes! And why?", 3),
        ("Das gilt z. B. am 3. Mai nicht. Danach schon.", 2),
        ("结果很好。我们同意！真的吗？", 3),
        ("精度が向上した。次に速度を測る。", 2),
        ("It was found in the U.S. and elsewhere.", 1),
        ("이 규정은 2020.3.11. 시행된 것이다. 그 뒤는 없다.", 2),
        ("Ez 2020. 3. 11. napján volt. Utána nem volt.", 2),
        ("It was so in 2020. We saw it on 11.3.2021. The rest is noise.", 3),
    ],
)
def test_a_text_has_as_many_sentences_as_a_reader_counts(text: str, count: int) -> None:
    assert len(sentences(text)) == count


def test_a_mark_behind_the_full_stop_belongs_to_the_sentence_before_it() -> None:
    assert sentences("It fell.[1][2] It rose. [3] It stayed.【4】 Done.") == ["It fell.[1][2]", "It rose. [3]", "It stayed.【4】", "Done."]
    assert sentences("It fell. ([site.org](https://site.org/a)) It rose.") == ["It fell. ([site.org](https://site.org/a))", "It rose."]
    assert sentences("It fell.12 It rose.³ Done.") == ["It fell.12", "It rose.³", "Done."]
    assert sentences("It fell.²,³ It rose to 0.2.3 Done.") == ["It fell.²,³", "It rose to 0.2.3", "Done."]


def test_a_mark_that_is_the_subject_opens_its_sentence() -> None:
    assert sentences("It fell [2]. [4] reports that it rose.") == ["It fell [2].", "[4] reports that it rose."]
    assert sentences("So says Li et al. [4] and nobody else.") == ["So says Li et al. [4] and nobody else."]


def test_an_empty_line_ends_a_sentence() -> None:
    assert sentences("A title\n\nA first sentence") == ["A title", "A first sentence"]


@given(st.text(alphabet=st.sampled_from("aB1 .!?。\n[]()*\"'¹,Δ张e"), max_size=200))
def test_nothing_is_lost_and_nothing_is_said_twice(text: str) -> None:
    spans = split_sentences(text)
    assert "".join(text[start:end] for start, end in spans).replace(" ", "").replace("\n", "") == "".join(text.split())
    assert all(before[1] <= after[0] for before, after in pairwise(spans))


@given(st.lists(st.sampled_from(["The gain was small.", "It rose by 3.5 %.", "Nobody knows why!"]), min_size=1, max_size=8))
def test_plain_sentences_come_out_as_they_went_in(parts: list[str]) -> None:
    assert sentences(" ".join(parts)) == parts


@pytest.mark.parametrize("unit", [".", "[1]", ". [1]", "a. ", "\n ", "e.g. ", ".)", "。", "¹"])
def test_a_megabyte_of_one_thing_is_read_to_its_end(unit: str) -> None:
    text = unit * (300_000 // len(unit)) + "x"
    assert split_sentences(text)[-1][1] == len(text)
