"""What the labels of one side of a table are called: whole, by the vocabulary, by what they are short for, by their parts.

A label is a name whole, without its brackets and without the number behind it; then come what it is a word of the vocabulary for, what it
abbreviates, its parts that look like names, and what distinguishes it from the label beside it. What is not done: nothing is found by
likeness of letters; placeholders of labels that a reader could not read ("#3") are no names.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TypeVar

from synth.claims.layouts import Line
from synth.claims.spelling import function_words, is_ordinary, looks_like_name, naming, plain_words, squash, stem, stems_of
from synth.claims.wording import clean
from synth.reading.vocabulary import is_word_for, pieces, readings

MAX_PIECES = 12  # words of a label whose parts are names
MIN_DESCRIBED = 4  # words of a label that describes rather than names
MAX_HEADING = 6  # words of a heading that is a name rather than a sentence
MAX_RUN_OF_PARTS = 5  # words of a part
MIN_INITIALS, MAX_INITIALS = 2, 6  # letters of an abbreviation by initials
MIN_CUT = 3  # letters of a word that is cut short in a label
MIN_SHARED, MOST = 3, 0.8  # labels that end alike, and their share of a side
MIN_ORDINARY = 4  # letters of a plain word that is the part of a label

Key = TypeVar("Key")

_PLACEHOLDER = re.compile(r"#\d+")
_BRACKETED = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
_NUMBER = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
_VALUED = re.compile(r"(\w+)\s*[=:]\s*(\d+(?:\.\d+)?)")
_CITED = re.compile(r"\s+et al\.?|,?\s*(?:19|20)\d\d[a-z]?\b")
_CHUNKS = re.compile(r"[A-Z]+(?![a-z])|[A-Z][a-z]+|[a-z]+|\d+")
_LETTERS_OF_SCORES = {"p": "precision", "r": "recall", "f": "f1", "f1": "f1"}  # where at least two stand on one side
_ARROWS = re.compile(r"\s*(?:→|⟶|⇒|->|=>|>|–|-|\bto\b|\binto\b|2)\s*")


class Collected:
    """The names of one side while they are collected."""

    def __init__(self) -> None:
        self.whole: dict[str, set[int]] = {}
        self.bare: dict[str, set[int]] = {}
        self.joined: dict[str, set[int]] = {}
        self.stems: dict[str, set[int]] = {}
        self.bare_stems: dict[str, set[int]] = {}
        self.known: dict[tuple[str, str], set[int]] = {}
        self.initials: dict[str, set[int]] = {}
        self.cut: dict[tuple[str, ...], set[int]] = {}
        self.runs: dict[str, set[int]] = {}
        self.labels_of_runs: dict[str, set[str]] = {}
        self.hyphened: set[str] = set()
        self.described: dict[tuple[str, ...], set[int]] = {}  # the words of labels of several words
        self.parts: dict[str, set[int]] = {}
        self.bracketed: dict[str, set[int]] = {}
        self.ordinary: dict[str, set[int]] = {}
        self.numbers: dict[str, set[int]] = {}
        self.valued: dict[tuple[str, str], set[int]] = {}
        self.taken: dict[str, set[int]] = {}  # labels that say nothing but that it was taken away
        self.taken_inside: dict[str, set[int]] = {}


def collected(lines: Sequence[Line]) -> Collected:
    out = Collected()
    borne: dict[str, set[int]] = {}
    for at, line in enumerate(lines):
        for label in line.labels:
            if not _PLACEHOLDER.fullmatch(label):
                borne.setdefault(label, set()).add(at)
        _name_path(at, line, out)
    shared = _shared_end(list(borne))
    for label, those in borne.items():
        if shared and label.endswith(shared):
            _name_whole(label, those, out)
            label = label.removesuffix(shared).rstrip(" ±(")
        _name_whole(label, those, out)
        _name_known(label, those, out)
        _name_short(label, those, out)
        _name_parts(label, those, out)
        _name_numbers(label, those, out)
    _name_what_is_only_absent(out)
    _name_without_sizes(borne, out)
    _name_in_languages(borne, out)
    _name_scores(borne, out)
    _name_families(borne, out)
    _name_differences(borne, out)
    return out


def _shared_end(labels: Sequence[str]) -> str:
    """The capitals with which nearly all labels end, and which tell none from another: "SD" of "QWKSD", "MAESD", "CCRSD"."""
    ended = [found[1] for label in labels if (found := re.fullmatch(r".{2,}?([A-Z]{2,})", label))]
    if len(ended) < MIN_SHARED or len(ended) < len(labels) * MOST:
        return ""
    end = ended[0]
    while end and not all(other.endswith(end) for other in ended):
        end = end[1:]
    return end if len(end) > 1 and all(len(label) > len(end) + 1 for label in labels if label.endswith(end)) else ""


def add(to: dict[Key, set[int]], key: Key, lines: Iterable[int]) -> None:
    to.setdefault(key, set()).update(lines)


# --- whole labels ------------------------------------------------------------------------------------------------


def _name_path(at: int, line: Line, out: Collected) -> None:
    """The labels of a path, or some that follow each other, said together, in either order."""
    labels = [label for label in line.labels if not _PLACEHOLDER.fullmatch(label)]
    for start in range(len(labels)):
        for end in range(start + 2, len(labels) + 1):
            add(out.joined, squash(" ".join(labels[start:end])), [at])
            add(out.joined, squash(" ".join(labels[start:end][::-1])), [at])
    if any(is_word_for(label, "average", "sure") for label in labels):
        add(out.known, ("average", "average"), [at])


def _name_whole(label: str, lines: set[int], out: Collected) -> None:
    if label.casefold() in naming("generic", "nouns"):
        return
    add(out.whole, squash(label), lines)
    add(out.stems, stems_of(label), lines)
    for spelled in _bared(label):
        if spelled.strip().casefold() in naming("generic", "nouns"):
            continue
        add(out.bare, squash(spelled), lines)
        add(out.bare_stems, stems_of(spelled), lines)
    if found := _taken_away(label):
        where, taken = found
        for spelled in (taken, *re.split(r"[\s+/,&-]+", taken)):
            if spelled.casefold() not in function_words():
                add(out.taken if where == 0 else out.taken_inside, squash(spelled), lines)


def _name_what_is_only_absent(out: Collected) -> None:
    """What no label has but those that say that it was taken away is a name for them: "the MLP" of "- MLP"."""
    for name, lines in out.taken.items():
        if name not in out.whole and not (out.bare.get(name, set()) | out.parts.get(name, set())) - lines:
            add(out.bare, name, lines)


def _bared(label: str) -> Iterable[str]:
    """A label without what stands in its brackets, without its source and year, without the number or the generic noun behind it."""
    bare = _BRACKETED.sub(" ", label)
    yield bare
    uncited = _CITED.sub(" ", bare)
    yield uncited
    if (colon := label.partition(":"))[2]:
        yield colon[0]
        yield colon[2]
    if (split := re.fullmatch(r"(.*?)\b([^\W\d_]{3,}(?:/[^\W\d_]{3,})+)\b(.*)", uncited)) and (split[1] or split[3]):
        for one in split[2].split("/"):
            yield f"{split[1]}{one}{split[3]}"
    if numbered := re.fullmatch(r"(.*[^\W\d].*?)\s*[/ ]\s*\d+(?:\.\d+)?d?", uncited.strip()):
        yield numbered[1]
    words = uncited.split()
    if len(words) > 1 and words[-1].casefold() in naming("generic", "nouns"):
        yield " ".join(words[:-1])
    if len(words) > 1 and words[0].casefold() in naming("labels", "opening"):
        yield " ".join(words[1:])


def _taken_away(label: str) -> tuple[int, str] | None:
    """What a label says was taken away, and where it says so: 0 at its beginning."""
    plain = clean(label)
    marks = "|".join(map(re.escape, sorted(naming("labels", "taken_away") - {"-"}, key=len, reverse=True)))
    # "No of words" counts them; a dash inside a label only parts it.
    found = re.search(rf"(?:^|[\s(&+,])(?:{marks})\s+(?!of\b)([^()&,]+)", plain, re.IGNORECASE) or re.match(r"-\s*(\w.*)", plain)
    return (found.start(), found[1].strip()) if found else None


# --- the vocabulary, abbreviations -------------------------------------------------------------------------------


def _name_known(label: str, lines: set[int], out: Collected) -> None:
    """What a label is a word of the vocabulary for: whole, by the pieces that fill it, by its brackets."""
    for piece in (*pieces(label), *_BRACKETED.findall(label), _BRACKETED.sub(" ", label), *_measures_in(label)):
        for one in readings(piece):
            if one.kind != "role":
                add(out.known, (one.kind, one.word), lines)
    if pair := pair_of_languages(label, opening=True):
        add(out.known, ("pair", pair), lines)


def _measures_in(label: str) -> Iterable[str]:
    """The words of a label that are metrics and that no prose has: "Acc." of "Joint Acc. DSTC2"."""
    for word in label.split():
        bare = word.strip(",;:()[]")
        if (bare.endswith(".") or looks_like_name(bare)) and any(one.kind == "metric" for one in readings(bare)):
            yield bare


def pair_of_languages(text: str, *, opening: bool = False) -> str:
    """A direction of translation in codes ("en>de"); of a label, the one that it opens with."""
    parts = [part for part in _ARROWS.split(clean(text).strip()) if part]
    if len(parts) < 2 or (len(parts) > 2 and not opening):
        return ""
    first, second = parts[0].strip(), parts[1].strip()
    if opening and second:
        second = second.split()[0]
    codes = [next((one.word for one in readings(word) if one.kind == "language"), "") for word in (first, second)]
    return f"{codes[0]}>{codes[1]}" if all(codes) else ""


def _name_scores(borne: dict[str, set[int]], out: Collected) -> None:
    """P, R and F beside each other are precision, recall and F1; so are LP, LR and LF, of labelled parses."""
    letters = {label: squash(label) for label in borne}
    for before in ("", "l", "u"):
        scores = {label: _LETTERS_OF_SCORES.get(name.removeprefix(before)) for label, name in letters.items() if name.startswith(before)}
        if len({score for score in scores.values() if score}) >= 2 + bool(before):
            for label, metric in scores.items():
                if metric:
                    add(out.known, ("metric", metric), borne[label])


def _name_short(label: str, lines: set[int], out: Collected) -> None:
    """What a label, or a piece of it, may be short for: by initials ("NSP"), by words cut short ("CoordInv", "Joint Acc.")."""
    parts = set(re.split(r"[\s+,:;/()\[\]&|]+", label))
    inner = {piece for part in parts for piece in part.split("-") if "-" in part and len(piece) > MIN_INITIALS}
    for piece in {label.strip(), *parts, *inner}:
        bare = re.sub(r"[\W_]", "", piece)
        if MIN_INITIALS <= len(bare) <= MAX_INITIALS and bare == bare.upper() and not bare.isdigit() and not _is_language(bare):
            add(out.initials, bare.casefold(), lines)
    if len(label) <= MAX_PIECES * 4 and (chunks := _cut_words(label)):
        add(out.cut, chunks, lines)
    for piece in {*parts, *inner}:
        if counted := re.fullmatch(rf"(\d+)([a-z]{{{MIN_CUT},}})", piece):
            add(out.cut, (counted[1], counted[2]), lines)


def _is_language(text: str) -> bool:
    return any(one.kind == "language" for one in readings(text))


def _cut_words(label: str) -> tuple[str, ...]:
    """The beginnings of words that a label is made of, where it shows that they are cut: by a point or by capitals inside."""
    plain = _BRACKETED.sub(" ", clean(label)).strip(" :#")
    words = [word for word in re.split(r"[\s/_-]+", plain) if word]
    if not words or not all(re.fullmatch(r"[^\W\d_]+\.?", word) for word in words):
        return ()
    pointed = any(word.endswith(".") for word in words) or label.lstrip().startswith("#")
    chunks = [chunk.casefold() for word in words for chunk in _CHUNKS.findall(word)]
    if not (pointed or (len(words) == 1 and len(chunks) > 1)) or len("".join(chunks)) != len(re.sub(r"[\W\d_]", "", plain)):
        return ()
    long = [chunk for chunk in chunks if len(chunk) >= MIN_CUT]
    return tuple(chunks) if len(long) >= max(1, len(chunks) - 1) and len(chunks) <= MAX_RUN_OF_PARTS else ()


# --- parts -------------------------------------------------------------------------------------------------------


def words_in(label: str) -> list[str]:
    """The words of a label."""
    return [bare for word in re.split(r"[\s+,:;/()\[\]&|]+", clean(label)) if (bare := word.strip(".'\"*†‡§↑↓"))]


def _name_parts(label: str, lines: set[int], out: Collected) -> None:
    """The words of a label, those joined by hyphens, and runs of its words."""
    words = words_in(label)
    if len(words) > MAX_PIECES:
        return
    if len(words) >= MIN_DESCRIBED and all(word.isalpha() or word.rstrip("%").isdigit() for word in words):
        add(out.described, tuple(word.casefold() for word in words), lines)
    for inside in re.findall(r"\(([^()\s]+)\)", label):
        add(out.bracketed, squash(inside), lines)
        if re.fullmatch(rf"[a-z]{{{MIN_CUT},}}\.?", inside) and not is_ordinary(inside):
            add(out.cut, (inside.rstrip("."),), lines)
    pieces_of = [*words, *(piece for word in words if "-" in word for piece in _cut_at_hyphens(word))]
    if len(pieces_of) > 1:
        for word in pieces_of:
            if len(word) > 1 and not _NUMBER.fullmatch(word) and not is_ordinary(word.casefold()):
                add(out.parts, squash(word), lines)
    for word in words:
        if "-" in word.strip("-") and len(words) > 1 and (joined := stems_of(word)):
            out.hyphened.add(joined)
            add(out.runs, joined, lines)
            out.labels_of_runs.setdefault(joined, set()).add(label)
    for start in range(len(words)):
        for end in range(start + 2, min(start + MAX_RUN_OF_PARTS, len(words)) + 1):
            if end - start < len(words):
                if len(words) > MAX_HEADING and len(lines) > 1:
                    continue  # the heading of a group, in whole sentences
                run = stems_of(" ".join(words[start:end]))
                add(out.runs, run, lines)
                out.labels_of_runs.setdefault(run, set()).add(label)


def _cut_at_hyphens(word: str) -> Iterable[str]:
    """The pieces of a hyphenated word, and those that it begins with: "BERT", "large", "FT", "BERT-large"."""
    split = [piece for piece in word.split("-") if piece]
    yield from split
    for end in range(2, len(split)):
        yield "-".join(split[:end])


def _name_families(borne: dict[str, set[int]], out: Collected) -> None:
    """What several labels begin with before a capital or a size, or end with: "BERT" of "BERTBASE" and "BERTLARGE", "STS" of "STS12"."""
    found: dict[str, set[str]] = {}
    for label in borne:
        for prefix in (*_prefixes(label), *_ends(label)):
            found.setdefault(prefix, set()).add(label)
    for prefix, labels in found.items():
        if len(labels) > 1:
            for label in labels:
                add(out.parts, squash(prefix), borne[label])


def _ends(label: str) -> Iterable[str]:
    """The capitals with which a label ends, behind a small letter: "GREEN" of "wordGREEN"."""
    if ended := re.search(rf"[a-z]([A-Z]{{{MIN_CUT},}})$", label):
        yield ended[1]


def _prefixes(label: str) -> Iterable[str]:
    word = label.split()[0] if label.split() else ""
    for at in range(MIN_CUT, len(word)):
        before, after = word[:at], word[at:]
        if not before[-1].isalpha() or not any(sign.isupper() for sign in before):
            continue
        if (
            after[0].isdigit()
            or (before[-1].islower() and after[0].isupper())
            or re.split(r"\W", after.casefold())[0] in naming("sizes", "words")
        ):
            yield before


def sized(label: str) -> str:
    """A label without the size that is set small behind it: "m-BERT" of "m-BERTbase", "XLNet" of "XLNetLARGE"."""
    sizes = sorted(naming("sizes", "words"), key=len, reverse=True)
    capitals = "|".join([*map(str.upper, sizes), *map(str.title, sizes)])
    found = re.fullmatch(rf"(.*[A-Z\d])(?:{'|'.join(sizes)}|{capitals})|(.*[a-z])(?:{capitals})", label)
    return next(filter(None, found.groups()), "") if found else ""


def _name_without_sizes(borne: dict[str, set[int]], out: Collected) -> None:
    """What a label is without its size, where no other label is so called."""
    found: dict[str, list[str]] = {}
    for label in borne:
        if bare := sized(label):
            found.setdefault(squash(bare), []).append(label)
    for bare, labels in found.items():
        if len(labels) == 1 and bare not in out.whole:
            add(out.bare, bare, borne[labels[0]])


def _name_in_languages(borne: dict[str, set[int]], out: Collected) -> None:
    """The languages that labels end with which are alike else: "NLI-en" and "NLI-es"."""
    found: dict[str, dict[str, set[str]]] = {}
    for label in borne:
        before, _, code = label.rpartition("-")
        known = {one.word for one in readings(code) if one.kind == "language"} if len(code) in (2, 3) else set()
        if before and len(known) == 1 and not _is_language(before):
            found.setdefault(before, {}).setdefault(known.pop(), set()).add(label)
    for languages in found.values():
        if len(languages) > 1:
            for language, labels in languages.items():
                for label in labels:
                    add(out.known, ("language", language), borne[label])


def _name_differences(borne: dict[str, set[int]], out: Collected) -> None:
    """The first or last word in which labels differ that are alike else: "Balanced" and "Linear" of "Throughput Balanced", "… Linear".

    Also the word before a noun that every report has: "Monolingual" of "Monolingual baselines".
    """
    split = {label: words_in(label) for label in borne}
    rests: dict[tuple[str, ...], int] = {}
    for words in split.values():
        for rest in ((*words[1:], ">"), ("<", *words[:-1])):
            rests[rest] = rests.get(rest, 0) + 1
    for label, words in split.items():
        if not 1 < len(words) <= MAX_PIECES:
            continue
        for word, rest in ((words[0], (*words[1:], ">")), (words[-1], ("<", *words[:-1]))):
            if rests[rest] > 1 and _may_stand_alone(word):
                add(out.ordinary, stem(word), borne[label])
        if len(words) == 2 and words[1].casefold() in plain_words() and _may_stand_alone(words[0]):
            add(out.ordinary, stem(words[0]), borne[label])


def _may_stand_alone(word: str) -> bool:
    low = word.casefold()
    return len(word) >= MIN_ORDINARY and word.isalpha() and not is_ordinary(low) and low not in naming("labels", "dependent")


# --- numbers -----------------------------------------------------------------------------------------------------


def _name_numbers(label: str, lines: set[int], out: Collected) -> None:
    """Labels that are a number, that end with one behind a stroke, or that give a name a value."""
    if _NUMBER.fullmatch(label.strip()):
        add(out.numbers, label.strip().replace(",", ""), lines)
    elif behind := re.fullmatch(r".*[^\W\d].*/\s*(\d+)", label.strip()):
        add(out.numbers, behind[1], lines)
    if valued := _VALUED.fullmatch(clean(label)):
        add(out.valued, (valued[1].casefold(), valued[2]), lines)
