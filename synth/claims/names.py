"""What the rows and columns of a table are called: by labels, by what labels are short for, by the vocabulary, by parts of labels.

`names_of` makes the lists of one table in which runs of tokens are looked up. A label is a name whole, without its brackets and without the
number behind it; then come what it is a word of the vocabulary for, what it abbreviates, its parts that look like names, and what
distinguishes it from the label beside it.

What is not done: nothing is found by likeness of letters; placeholders of labels that a reader could not read ("#3") are no names.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from typing import NamedTuple, TypeVar

from synth.claims.layouts import SIDES, Layout, Line, is_average
from synth.claims.wording import clean, tokens, words_of
from synth.files import DATA
from synth.reading.vocabulary import is_word_for, pieces, readings

MAX_PIECES = 12  # words of a label whose parts are names
MAX_HEADING = 6  # words of a heading that is a name rather than a sentence
MAX_RUN_OF_PARTS = 5  # words of a part
MIN_INITIALS, MAX_INITIALS = 2, 6  # letters of an abbreviation by initials
MIN_CUT = 3  # letters of a word that is cut short in a label
MIN_ORDINARY = 4  # letters of a plain word that is the part of a label

Lines = frozenset[int]
Key = TypeVar("Key")
Index = dict[str, dict[str, Lines]]

_OURS = re.compile(r"\b(?:ours?|proposed|this work|this paper|nuestro|notre|unser)\b", re.IGNORECASE)
_BASELINE = re.compile(r"\bbaselines?\b", re.IGNORECASE)
_PLACEHOLDER = re.compile(r"#\d+")
_BRACKETED = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
_NUMBER = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
_VALUED = re.compile(r"(\w+)\s*[=:]\s*(\d+(?:\.\d+)?)")
_CITED = re.compile(r"\s+et al\.?|,?\s*(?:19|20)\d\d[a-z]?\b")
_CHUNKS = re.compile(r"[A-Z]+(?![a-z])|[A-Z][a-z]+|[a-z]+|\d+")
_DEFINED = re.compile(
    r"[“\"']?([\w-]+)[”\"']?\s*(?:denotes?|stands? for|means?|refers? to|abbreviates?|[:=])\s+((?:[\w-]+ ){0,3}[\w-]+)(?=[.,;]|\s+and\b|$)"
)
_LETTERS_OF_SCORES = {"p": "precision", "r": "recall", "f": "f1", "f1": "f1"}  # where at least two stand on one side
_ARROWS = re.compile(r"\s*(?:→|⟶|⇒|->|=>|>|–|-|\bto\b|\binto\b|2)\s*")


class Named(NamedTuple):
    """What the lines of a table are called, for each side: squashed names and the lines that bear them."""

    whole: Index
    joined: Index  # whole paths, and pieces of paths
    stems: Index  # whole labels, by the stems of their words that are more than grammar
    wide: Index  # labels without their brackets and sources, also where another label is the name whole
    listed: frozenset[str]  # names of labels that have a comma
    known: dict[str, dict[tuple[str, str], Lines]]  # words of the vocabulary
    initials: Index
    cut: dict[str, dict[str, list[tuple[tuple[str, ...], Lines]]]]  # labels of words cut short, by their first letter
    runs: Index  # several words of labels
    sole: Index  # several words that only one label has
    parts: Index  # one word of a label
    ordinary: Index  # one word that distinguishes a label from the one beside it
    numbers: Index
    valued: dict[str, dict[tuple[str, str], Lines]]  # "k = 5"
    taken: Index  # lines from which the named thing was taken away
    ours: dict[str, Lines]
    baseline: dict[str, Lines]
    heads: frozenset[str]  # stems of the words of the caption and the labels
    caption: frozenset[str]  # words of the caption


@lru_cache(maxsize=4096)
def squash(text: str) -> str:
    """Letters and digits alone, in small letters: "BERT-Base" and "BERTBASE" are one, "ro → en" and "ro ↔ en" are two."""
    return re.sub(r"[\W_]+", "", clean(text).replace("↔", " both ").casefold())


@lru_cache(maxsize=4096)
def stem(word: str) -> str:
    """A word without the ending of its plural, squashed."""
    bare = squash(word)
    if len(bare) > 4 and bare.endswith("ies"):
        return f"{bare[:-3]}y"
    return bare[:-1] if len(bare) > 3 and bare.endswith("s") and not bare.endswith("ss") else bare


@lru_cache(maxsize=8192)
def stems_of(text: str) -> str:
    """The stems of the words of a text that are more than grammar, as one."""
    words = [word for word in text.split() if word.casefold() not in function_words()]
    return "".join(stem(piece) for word in words for piece in re.split(r"[/_-]+", word))


@cache
def naming(group: str, kind: str) -> frozenset[str]:
    """The words of one list of `naming.toml`."""
    file = tomllib.loads((DATA / "vocabulary" / "naming.toml").read_text(encoding="utf-8"))
    return frozenset(file[group][kind])


@cache
def plain_words() -> frozenset[str]:
    """Words that every report of results has."""
    return frozenset(words_of("plain")["words"])


@cache
def function_words() -> frozenset[str]:
    """Words that name nothing: articles, prepositions, pronouns."""
    file = tomllib.loads((DATA / "words" / "stopwords.toml").read_text(encoding="utf-8"))
    return frozenset(str(file["en"]["function"]).split()) | {"after", "before", "above", "below", "because", "since", "also", "down", "all"}


def initials_of(text: str) -> str:
    """The first letters of the words of a text that are more than grammar."""
    words = re.split(r"[\s-]+", text.casefold())
    return "".join(word[0] for word in words if word and word not in function_words())


def is_ordinary(word: str) -> bool:
    """Whether a word is one of those that name nothing or that every report has."""
    return word in function_words() or word in plain_words()


@lru_cache(maxsize=4096)
def looks_like_name(text: str) -> bool:
    """Whether a token is written as only names are: with a capital inside, all in capitals, or with letters and digits."""
    letters = any(sign.isalpha() for sign in text)
    return any(sign.isupper() for sign in text[1:]) or (letters and any(sign.isdigit() for sign in text))


# --- one table ---------------------------------------------------------------------------------------------------


class _Collected:
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
        self.parts: dict[str, set[int]] = {}
        self.ordinary: dict[str, set[int]] = {}
        self.numbers: dict[str, set[int]] = {}
        self.valued: dict[tuple[str, str], set[int]] = {}
        self.taken: dict[str, set[int]] = {}  # labels that say nothing but that it was taken away
        self.taken_inside: dict[str, set[int]] = {}


@lru_cache(maxsize=256)
def names_of(layout: Layout) -> Named:
    """The names of all rows and columns of a table."""
    found = {side: _collect(layout.lines(side)) for side in SIDES}
    for short, long in _definitions(layout.caption):
        for one in found.values():
            if lines := one.whole.get(squash(short)) or one.parts.get(squash(short)):
                _add(one.stems, stems_of(long), lines)
    words = [*tokens(layout.caption), *(token for side in SIDES for line in layout.lines(side) for token in tokens(" ".join(line.labels)))]
    return Named(
        whole={side: _frozen({**one.bare, **one.whole}) for side, one in found.items()},
        joined={side: _frozen(one.joined) for side, one in found.items()},
        stems={side: _frozen({**one.bare_stems, **one.stems}) for side, one in found.items()},
        wide={side: _frozen(one.bare) for side, one in found.items()},
        listed=frozenset(squash(label) for side in SIDES for line in layout.lines(side) for label in line.labels if "," in label),
        known={side: {key: frozenset(lines) for key, lines in one.known.items()} for side, one in found.items()},
        initials={side: _frozen(one.initials) for side, one in found.items()},
        cut={side: _by_first_letter(one.cut) for side, one in found.items()},
        runs={side: _frozen(one.runs) for side, one in found.items()},
        sole={
            side: _frozen({run: lines for run, lines in one.runs.items() if len(one.labels_of_runs[run]) == 1})
            for side, one in found.items()
        },
        parts={side: _frozen(one.parts) for side, one in found.items()},
        ordinary={side: _frozen(one.ordinary) for side, one in found.items()},
        numbers={side: _frozen(one.numbers) for side, one in found.items()},
        valued={side: {key: frozenset(lines) for key, lines in one.valued.items()} for side, one in found.items()},
        taken={side: _frozen({**one.taken_inside, **one.taken}) for side, one in found.items()},
        ours={side: _lines_that_say(_OURS, layout.lines(side)) or _alone_uncited(layout.lines(side)) for side in SIDES},
        baseline={side: _lines_that_say(_BASELINE, layout.lines(side)) for side in SIDES},
        heads=frozenset(stem(token.text) for token in words if not is_ordinary(token.low)),
        caption=frozenset(squash(part) for token in tokens(layout.caption) for part in (token.text, *token.text.split("-"))),
    )


def _definitions(caption: str) -> Iterable[tuple[str, str]]:
    """What a caption says that its short words stand for: "FL denotes focal loss", "CE: cross-entropy"."""
    for found in _DEFINED.finditer(clean(caption)):
        if looks_like_name(found[1]) and not is_ordinary(found[2].casefold()):
            yield found[1], found[2]


def _frozen(found: dict[str, set[int]]) -> dict[str, Lines]:
    return {name: frozenset(lines) for name, lines in found.items() if name}


_SOURCE = re.compile(r"\bet al\b|\b(?:19|20)\d\d[a-z]?\b|\[\d+\]")


def _alone_uncited(lines: Sequence[Line]) -> Lines:
    """The one line without a source where all others have one: it is that of the paper."""
    uncited = [at for at, line in enumerate(lines) if not _SOURCE.search(line.path) and not is_average(line)]
    return frozenset(uncited) if len(uncited) == 1 and len(lines) > 1 else frozenset()


def _lines_that_say(pattern: re.Pattern[str], lines: Sequence[Line]) -> Lines:
    return frozenset(at for at, line in enumerate(lines) if any(pattern.search(label) for label in line.labels))


def _by_first_letter(cut: dict[tuple[str, ...], set[int]]) -> dict[str, list[tuple[tuple[str, ...], Lines]]]:
    found: dict[str, list[tuple[tuple[str, ...], Lines]]] = {}
    for chunks, lines in cut.items():
        found.setdefault(chunks[0][0], []).append((chunks, frozenset(lines)))
    return found


def _collect(lines: Sequence[Line]) -> _Collected:
    out = _Collected()
    borne: dict[str, set[int]] = {}
    for at, line in enumerate(lines):
        for label in line.labels:
            if not _PLACEHOLDER.fullmatch(label):
                borne.setdefault(label, set()).add(at)
        _name_path(at, line, out)
    for label, those in borne.items():
        _name_whole(label, those, out)
        _name_known(label, those, out)
        _name_short(label, those, out)
        _name_parts(label, those, out)
        _name_numbers(label, those, out)
    _name_what_is_only_absent(out)
    _name_scores(borne, out)
    _name_families(borne, out)
    _name_differences(borne, out)
    return out


def _add(to: dict[Key, set[int]], key: Key, lines: Iterable[int]) -> None:
    to.setdefault(key, set()).update(lines)


# --- whole labels ------------------------------------------------------------------------------------------------


def _name_path(at: int, line: Line, out: _Collected) -> None:
    """The labels of a path, or some that follow each other, said together, in either order."""
    labels = [label for label in line.labels if not _PLACEHOLDER.fullmatch(label)]
    for start in range(len(labels)):
        for end in range(start + 2, len(labels) + 1):
            _add(out.joined, squash(" ".join(labels[start:end])), [at])
            _add(out.joined, squash(" ".join(labels[start:end][::-1])), [at])
    if any(is_word_for(label, "average", "sure") for label in labels):
        _add(out.known, ("average", "average"), [at])


def _name_whole(label: str, lines: set[int], out: _Collected) -> None:
    if label.casefold() in naming("generic", "nouns"):
        return
    _add(out.whole, squash(label), lines)
    _add(out.stems, stems_of(label), lines)
    for spelled in _bared(label):
        if spelled.strip().casefold() in naming("generic", "nouns"):
            continue
        _add(out.bare, squash(spelled), lines)
        _add(out.bare_stems, stems_of(spelled), lines)
    if found := _taken_away(label):
        where, taken = found
        for spelled in (taken, *re.split(r"[\s+/,&-]+", taken)):
            if spelled.casefold() not in function_words():
                _add(out.taken if where == 0 else out.taken_inside, squash(spelled), lines)


def _name_what_is_only_absent(out: _Collected) -> None:
    """What no label has but those that say that it was taken away is a name for them: "the MLP" of "- MLP"."""
    for name, lines in out.taken.items():
        if name not in out.whole and not (out.bare.get(name, set()) | out.parts.get(name, set())) - lines:
            _add(out.bare, name, lines)


def _bared(label: str) -> Iterable[str]:
    """A label without what stands in its brackets, without its source and year, without the number or the generic noun behind it."""
    bare = _BRACKETED.sub(" ", label)
    yield bare
    uncited = _CITED.sub(" ", bare)
    yield uncited
    if (colon := label.partition(":"))[2]:
        yield colon[0]
        yield colon[2]
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


def _name_known(label: str, lines: set[int], out: _Collected) -> None:
    """What a label is a word of the vocabulary for: whole, by the pieces that fill it, by its brackets."""
    for piece in (*pieces(label), *_BRACKETED.findall(label), _BRACKETED.sub(" ", label), *_measures_in(label)):
        for one in readings(piece):
            if one.kind != "role":
                _add(out.known, (one.kind, one.word), lines)
    if pair := pair_of_languages(label, opening=True):
        _add(out.known, ("pair", pair), lines)


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


def _name_scores(borne: dict[str, set[int]], out: _Collected) -> None:
    """P, R and F beside each other are precision, recall and F1."""
    letters = {label: _LETTERS_OF_SCORES[squash(label)] for label in borne if squash(label) in _LETTERS_OF_SCORES}
    if len(set(letters.values())) >= 2:
        for label, metric in letters.items():
            _add(out.known, ("metric", metric), borne[label])


def _name_short(label: str, lines: set[int], out: _Collected) -> None:
    """What a label, or a piece of it, may be short for: by initials ("NSP"), by words cut short ("CoordInv", "Joint Acc.")."""
    parts = set(re.split(r"[\s+,:;/()\[\]&|]+", label))
    inner = {piece for part in parts for piece in part.split("-") if "-" in part and len(piece) > MIN_INITIALS}
    for piece in {label.strip(), *parts, *inner}:
        bare = re.sub(r"[\W_]", "", piece)
        if MIN_INITIALS <= len(bare) <= MAX_INITIALS and bare == bare.upper() and not bare.isdigit() and not _is_language(bare):
            _add(out.initials, bare.casefold(), lines)
    if len(label) <= MAX_PIECES * 4 and (chunks := _cut_words(label)):
        _add(out.cut, chunks, lines)


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


def _name_parts(label: str, lines: set[int], out: _Collected) -> None:
    """The words of a label, those joined by hyphens, and runs of its words."""
    words = words_in(label)
    if len(words) > MAX_PIECES:
        return
    pieces_of = [*words, *(piece for word in words if "-" in word for piece in _cut_at_hyphens(word))]
    if len(pieces_of) > 1:
        for word in pieces_of:
            if len(word) > 1 and not _NUMBER.fullmatch(word) and not is_ordinary(word.casefold()):
                _add(out.parts, squash(word), lines)
    for start in range(len(words)):
        for end in range(start + 2, min(start + MAX_RUN_OF_PARTS, len(words)) + 1):
            if end - start < len(words):
                if len(words) > MAX_HEADING and len(lines) > 1:
                    continue  # the heading of a group, in whole sentences
                run = stems_of(" ".join(words[start:end]))
                _add(out.runs, run, lines)
                out.labels_of_runs.setdefault(run, set()).add(label)


def _cut_at_hyphens(word: str) -> Iterable[str]:
    """The pieces of a hyphenated word, and those that it begins with: "BERT", "large", "FT", "BERT-large"."""
    split = [piece for piece in word.split("-") if piece]
    yield from split
    for end in range(2, len(split)):
        yield "-".join(split[:end])


def _name_families(borne: dict[str, set[int]], out: _Collected) -> None:
    """What several labels begin with before a capital or a size: "BERT" of "BERTBASE" and "BERTLARGE", "STS" of "STS12" and "STS13"."""
    found: dict[str, set[str]] = {}
    for label in borne:
        for prefix in _prefixes(label):
            found.setdefault(prefix, set()).add(label)
    for prefix, labels in found.items():
        if len(labels) > 1:
            for label in labels:
                _add(out.parts, squash(prefix), borne[label])


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


def _name_differences(borne: dict[str, set[int]], out: _Collected) -> None:
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
                _add(out.ordinary, stem(word), borne[label])
        if len(words) == 2 and words[1].casefold() in plain_words() and _may_stand_alone(words[0]):
            _add(out.ordinary, stem(words[0]), borne[label])


def _may_stand_alone(word: str) -> bool:
    low = word.casefold()
    return len(word) >= MIN_ORDINARY and word.isalpha() and not is_ordinary(low) and low not in naming("labels", "dependent")


# --- numbers -----------------------------------------------------------------------------------------------------


def _name_numbers(label: str, lines: set[int], out: _Collected) -> None:
    """Labels that are a number, that end with one behind a stroke, or that give a name a value."""
    if _NUMBER.fullmatch(label.strip()):
        _add(out.numbers, label.strip().replace(",", ""), lines)
    elif behind := re.fullmatch(r".*[^\W\d].*/\s*(\d+)", label.strip()):
        _add(out.numbers, behind[1], lines)
    if valued := _VALUED.fullmatch(clean(label)):
        _add(out.valued, (valued[1].casefold(), valued[2]), lines)
