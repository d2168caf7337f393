"""Which lines of a table a run of tokens names, by all the names that `names` has for them.

What is tried first is a whole label, then a word of the vocabulary, an abbreviation, a part of a label. Numbers are labels only beside the
word that they are a setting of; "ours" and "the baseline" are lines whose labels say so.

What is not done: of runs that overlap none is chosen; that is for `mentions`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from synth.claims.labels import MAX_INITIALS, MIN_INITIALS, MIN_ORDINARY, pair_of_languages
from synth.claims.layouts import SIDES
from synth.claims.names import Lines, Named
from synth.claims.spelling import function_words, is_ordinary, looks_like_name, naming, squash, stem, stems_of
from synth.claims.wording import WORD_NUMBERS, Token
from synth.reading.vocabulary import normal, readings

MAX_RUN = 9  # tokens of a label in prose
MIN_TOLD = 3  # words that describe a label
MIN_CLIPPED = 3  # letters of a name that its label leaves out
MAX_PAIR = 5  # words of a direction of translation: "from English into German"
MAX_TO_NOUN = 3  # tokens between a number and the setting it is of, or between "our" and the model
WHOLE, KNOWN, PART, IMPLIED = 3, 2, 1, 0  # how a run of tokens names a line; what is implied is meant in its own clause alone

_AVERAGES = frozenset({"average", "averages", "avg", "mean", "on average", "overall average", "averaged", "averaging"})
_NEVER = frozenset({"all", "both", "one", "two", "three", "score", "scores", "and", "the"})  # read as no word of the vocabulary
_QUOTES = frozenset("\"'“”‘’")
_BESIDE_SCORES = frozenset(
    "accuracy performance score scores set sets f1 bleu results result setting setup split column row case loss gain improvement "
    "model models system systems variant variants network networks".split()
)


class Mention(NamedTuple):
    """A run of tokens, and the lines of one side that it names."""

    side: str
    start: int
    end: int
    lines: Lines  # positions in the layout's rows or columns
    how: int
    text: str = ""


def named_by_runs(found: Sequence[Token], named: Named) -> list[Mention]:
    """Every run of tokens that names lines, however they overlap."""
    return [*_ours(found, named), *_runs(found, named), *_cut_short(found, named), *_described(found, named), *_numbers(found, named)]


def _runs(found: Sequence[Token], named: Named) -> Iterable[Mention]:
    for start in range(len(found)):
        if not squash(found[start].text):
            continue
        text = ""
        for end in range(start + 1, min(start + MAX_RUN, len(found)) + 1):
            text = f"{text} {found[end - 1].text}" if text else found[end - 1].text
            if found[end - 1].text in ".;:?!" and not (found[end - 1].text == "." and found[end - 2].low == "al"):
                break
            if not squash(found[end - 1].text):
                continue
            for side in SIDES:
                if said := _named_by(found, start, end, text, side, named):
                    yield Mention(side, start, end, *said, text)


def _named_by(found: Sequence[Token], start: int, end: int, text: str, side: str, named: Named) -> tuple[Lines, int] | None:
    """The lines of a side that a run names, and how."""
    alone = end - start == 1
    word = found[start]
    if alone and squash(text).isdigit():
        return None
    if (
        alone
        and is_ordinary(word.low)
        and not (looks_like_name(word.text) or _is_quoted(found, start) or _is_capital(found, start))
        and not _is_label_word(found, start)
    ):
        lines = _known(text, side, named) if word.low not in _NEVER and word.low not in function_words() else None
        return (lines, KNOWN) if lines else None
    plain = _in_digits(bare(text))
    if lines := _whole(plain, side, named, alone=alone, small=alone and word.text.islower() and not _is_quoted(found, start)):
        return lines, WHOLE
    if lines := _known(plain, side, named):
        return lines, KNOWN
    if not alone:
        return _several(found, start, end, plain, side, named)
    return _single(found, start, plain, side, named)


def _in_digits(text: str) -> str:
    """A compound with its number in digits: "6-layer" for "six-layer", "1-shot" for "single-shot"."""
    first, dash, rest = text.partition("-")
    number = 1 if first.casefold() == "single" else WORD_NUMBERS.get(first.casefold(), 0)
    return f"{number}{dash}{rest}" if dash and number else text


def _is_capital(found: Sequence[Token], at: int) -> bool:
    """Whether a token is one capital inside a sentence, where an article has none: "on A, m1 is ahead"."""
    text = found[at].text
    return len(text) == 1 and text.isupper() and text != "I" and at > 0 and found[at - 1].text not in (".", "?", "!", ":", "“", '"')


def _whole(text: str, side: str, named: Named, *, alone: bool, small: bool) -> Lines | None:
    """The lines that bear a label, or a path of labels, in singular or plural."""
    name = squash(text)
    if len(name) == 1 and small:
        return None
    if re.search(r"[,;]", text) and name not in named.listed:
        return None
    for spelled in (name, name.removesuffix("s"), f"{name}s"):
        if spelled and (lines := named.whole[side].get(spelled)):
            return lines
    if (not alone or "-" in text or "/" in text) and (lines := named.joined[side].get(name)):
        return lines
    first, _, last = text.casefold().rpartition(" ")
    if len(name) < MIN_ORDINARY or first.partition(" ")[0] in function_words() or last in function_words():
        return None
    return named.stems[side].get(stems_of(text))


def wider(text: str, side: str, named: Named) -> Lines:
    """All lines of which a name is a part or the whole: "BERT" also of "BERT (Devlin et al.)" beside a label "BERT"."""
    name = squash(bare(text))
    found = (index[side].get(name, frozenset()) for index in (named.whole, named.wide, named.parts))
    return frozenset().union(*found)


def _known(text: str, side: str, named: Named) -> Lines | None:
    """The lines that the vocabulary has the same word for: a task, a language, a metric, a direction of translation."""
    known = named.known[side]
    return next((known[key] for key in _words_for(text) if key in known), None)


@lru_cache(maxsize=8192)
def _words_for(text: str) -> tuple[tuple[str, str], ...]:
    """What the vocabulary reads in a run; codes of languages are too short to be read in prose."""
    plain = normal(text)
    found = [(one.kind, one.word) for one in readings(text) if one.kind != "role" and not (one.kind == "language" and len(plain) <= 3)]
    if plain in _AVERAGES:
        found.append(("average", "average"))
    if len(plain.split()) <= MAX_PAIR and (pair := pair_of_languages(text)) and _spells_pair(text):
        found.append(("pair", pair))
    return tuple(found)


def _spells_pair(text: str) -> bool:
    """Whether two languages are joined as a pair: by a stroke or an arrow, or as whole names by "to"."""
    return not re.search(r"\b(?:in)?to\b|2", text) or all(len(word) > 3 for word in re.split(r"\s+(?:in)?to\s+", text))


def _several(found: Sequence[Token], start: int, end: int, text: str, side: str, named: Named) -> tuple[Lines, int] | None:
    """What several words name together: by their initials, or as a part of one label or of labels that share it."""
    if found[start].low in function_words() or found[end - 1].low in function_words() or re.search("[,;]", text):
        return None
    if lines := named.initials[side].get(_initials(text, named.caption)):
        return lines, KNOWN
    name = stems_of(text)
    if name not in named.runs[side]:
        return None
    if lines := named.hyphened[side].get(name):
        return lines, PART
    telling = [at for at in range(start, end) if squash(found[at].text) and not is_ordinary(found[at].low)]
    if len(telling) > 1 and (lines := named.sole[side].get(name)):
        return lines, PART
    return (named.runs[side][name], PART) if any(_is_name(found, at) for at in telling) else None


@lru_cache(maxsize=8192)
def _initials(text: str, caption: frozenset[str]) -> str:
    """What some words may be abbreviated to by their initials; to two letters only where the caption has the words, else nothing."""
    words = [word for word in re.split(r"[\s/-]+", text) if squash(word) and word.casefold() not in function_words()]
    if not MIN_INITIALS <= len(words) <= MAX_INITIALS or not all(map(_is_initialled, words, range(1 - len(words), 1))):
        return ""
    if len(words) == MIN_INITIALS and not all(squash(word) in caption or word.casefold() in WORD_NUMBERS for word in words):
        return ""
    return "".join(str(WORD_NUMBERS.get(word.casefold(), word[0])) for word in words).casefold()


def _is_initialled(word: str, to_the_last: int) -> bool:
    """Whether a word may stand behind a letter of an abbreviation: no name, and a plain word only at the end ("language model")."""
    low = word.casefold()
    if low in WORD_NUMBERS or low.isdigit():
        return True
    return (not to_the_last or not is_ordinary(low)) and (word[1:].islower() or len(word) == 1)


def _single(found: Sequence[Token], at: int, text: str, side: str, named: Named) -> tuple[Lines, int] | None:
    """What one word names that is no whole label: by its capitals, as a part of labels, without its ending, as a range of labels."""
    name = squash(text)
    capitals = "".join(sign for sign in text if sign.isupper())
    if len(capitals) >= MIN_INITIALS and _CAMELS.fullmatch(text) and (lines := named.initials[side].get(capitals.casefold())):
        return lines, KNOWN
    if "-" in text and (lines := named.initials[side].get(_initials(text, named.caption))):
        return lines, KNOWN
    for spelled in (name, name.removesuffix("s")):
        lines = named.parts[side].get(spelled)
        if lines and (_is_name(found, at) or ("-" in text and len(lines) == 1)):
            return named.bracketed[side].get(spelled, lines), PART
    if "-" in text and (lines := named.hyphened[side].get(stems_of(text))):
        return lines, PART
    if len(name) >= MIN_ORDINARY and not is_ordinary(text.casefold()) and (lines := named.ordinary[side].get(stem(text))):
        return lines, PART
    if "-" in text and text.rpartition("-")[2].casefold() in naming("generic", "endings"):
        before = text.rpartition("-")[0]
        if not is_ordinary(before.casefold()) and (lines := _whole(before, side, named, alone=True, small=before.islower())):
            return lines, WHOLE
    if lines := _range(text, side, named):
        return lines, WHOLE
    if lines := _clipped(found, at, side, named):
        return lines, KNOWN
    return None


_CAMELS = re.compile(r"(?:[A-Z][a-z]+-?)+[A-Z]?")  # "BiLstm", and neither "mBERT" nor "GPT-3.5-turbo"


def _clipped(found: Sequence[Token], at: int, side: str, named: Named) -> Lines | None:
    """The lines whose label is the beginning of a name: "Wiki" of "Wikipedia"."""
    text = bare(found[at].text)
    if not text.isalpha() or not text[0].isupper() or not text[1:].islower() or _opens(found, at):
        return None
    ends = range(len(text) - MIN_CLIPPED, MIN_ORDINARY - 1, -1)
    return next((named.whole[side][text[:end].casefold()] for end in ends if text[:end].casefold() in named.whole[side]), None)


def _range(text: str, side: str, named: Named) -> Lines | None:
    """Labels from the first to the last of a range ("A3-A4"), or those parted by a stroke ("EM/F1")."""
    if found := re.fullmatch(r"([^\W\d]+)(\d{1,3})-(?:\1)?(\d{1,3})", text):
        ends = int(found[2]), int(found[3])
        names = [f"{found[1]}{number}".casefold() for number in range(ends[0], ends[1] + 1)]
        if len(names) > 1 and names[0] in named.whole[side] and names[-1] in named.whole[side]:
            return frozenset().union(*(named.whole[side].get(name, frozenset()) for name in names))
    listed = [squash(part) for part in text.split("/")]
    if len(listed) > 1 and all(part in named.whole[side] for part in listed):
        return frozenset().union(*(named.whole[side][part] for part in listed))
    return None


def _cut_short(found: Sequence[Token], named: Named) -> Iterable[Mention]:
    """Words that a label has cut short: "productivity" for "Prod.", "coordination inversion" for "CoordInv"."""
    words = [
        (at, "1" if part.casefold() == "single" else str(WORD_NUMBERS.get(part.casefold(), part.casefold())))
        for at, token in enumerate(found)
        for part in re.split(r"[-/]|(?<=[a-z])(?=[A-Z])", bare(token.text))
        if part
    ]
    for first, (start, word) in enumerate(words):
        for side in SIDES:
            for chunks, lines in named.cut[side].get(word[0], ()):
                those = words[first : first + len(chunks)]
                if len(those) == len(chunks) and all(map(_begins, those, chunks)) and _is_sure_cut(those, chunks, named, side):
                    end = those[-1][0] + 1
                    yield Mention(side, start, end, lines, KNOWN, " ".join(token.text for token in found[start:end]))


def _begins(word: tuple[int, str], chunk: str) -> bool:
    return word[1].startswith(chunk) and word[1] not in function_words()


def _is_sure_cut(those: Sequence[tuple[int, str]], chunks: Sequence[str], named: Named, side: str) -> bool:
    """Whether words are what was cut: several of them, or one that the caption has too, or that a label has in brackets ("(sem)")."""
    word = those[0][1]
    bracketed = chunks[0] in named.bracketed[side] and len(word) >= len(chunks[0]) + MIN_CLIPPED and not is_ordinary(word)
    return len(chunks) > 1 or squash(word) in named.caption or bracketed


def _described(found: Sequence[Token], named: Named) -> Iterable[Mention]:
    """Words that a label of many words has in their order, and no other label: "the most important heads" for "most imp 30% heads"."""
    for side in SIDES:
        if not named.described[side]:
            continue
        for start in range(len(found)):
            if _is_grammar(found[start].low) or not found[start].text.isalpha():
                continue
            told: list[str] = []
            best: tuple[int, Lines] | None = None
            for end in range(start + 1, min(start + MAX_RUN, len(found)) + 1):
                word = found[end - 1]
                if word.text in ",.;:?!()":
                    break
                if _is_grammar(word.low) or not squash(word.text):
                    continue
                told.append(word.low)
                fitting = [lines for words, lines in named.described[side].items() if _stand_in_order(told, words)]
                if not fitting:
                    break
                if len(fitting) == 1 and sum(one.isalpha() for one in told) >= MIN_TOLD:
                    best = end, fitting[0]
            if best:
                end, lines = best
                yield Mention(side, start, end, lines, PART, " ".join(token.text for token in found[start:end]))


def _is_grammar(low: str) -> bool:
    """Whether a word tells no label from another: a "most", a "least" and a "without" do."""
    return low in function_words() and low not in ("most", "least", "more", "less", "all", "no", "not", "without")


def _stand_in_order(told: Sequence[str], words: Sequence[str]) -> bool:
    """Whether words of prose are some of the words of a label, in their order, in another form or whole where the label cuts them."""
    rest = iter(words)
    return all(any(_is_form(one, word) for word in rest) for one in told)


def _is_form(told: str, word: str) -> bool:
    if told.isdigit() or word.rstrip("%").isdigit():
        return told == word.rstrip("%")
    ended = next((told.removesuffix(ending) for ending in ("ing", "ed") if told.endswith(ending)), "")
    cut = len(word) >= MIN_CLIPPED and told.startswith(word) and not is_ordinary(told)
    return stem(told) == stem(word) or (len(ended) >= MIN_ORDINARY and ended in (word, word.removesuffix("e"))) or cut


# --- how tokens are written --------------------------------------------------------------------------------------


def bare(text: str) -> str:
    """A run without the possessive at its end."""
    return re.sub(r"['’]s?$", "", text)


def _is_quoted(found: Sequence[Token], at: int) -> bool:
    return 0 < at < len(found) - 1 and found[at - 1].text in _QUOTES and found[at + 1].text in _QUOTES


def _opens(found: Sequence[Token], at: int) -> bool:
    """Whether a token opens a sentence, where every word has a capital."""
    return at <= 0 or found[at - 1].text in (".", "?", "!", ":", "“", '"')


def _is_name(found: Sequence[Token], at: int) -> bool:
    """Whether a token is written as a name, where it stands: a capital alone says so inside a sentence, and outside a longer name."""
    text = found[at].text
    if looks_like_name(text):
        return True
    follows = found[at + 1] if at + 1 < len(found) else None
    if len(text) < 2 or not text[0].isupper() or (_opens(found, at) and not (follows and follows.low == "et")):
        return False
    beside = [token for token in (None if _opens(found, at - 1) else found[at - 1], follows) if token and token.low not in function_words()]
    return not any(token.text.istitle() and token.text.isalpha() for token in beside)


def _is_label_word(found: Sequence[Token], at: int) -> bool:
    """Whether a plain word is said as a label: with a capital inside the sentence, or before a word for scores ("overall accuracy")."""
    token = found[at]
    if token.text == "A" and not _opens(found, at):
        return True  # the article has no capital inside a sentence
    if token.low in function_words():
        return False
    if token.text[0].isupper() and not _opens(found, at):
        return True
    return at + 1 < len(found) and found[at + 1].low in _BESIDE_SCORES


# --- numbers -----------------------------------------------------------------------------------------------------


def _numbers(found: Sequence[Token], named: Named) -> Iterable[Mention]:
    """Numbers that are labels: "10 heads", "a batch size of 1 to 25", "784-dimensional", "k is 5"."""
    for side in SIDES:
        last = -1
        for at, token in enumerate(found):
            digits, noun = _digits(token)
            if not digits or _is_counted_of(found, at):
                continue
            if lines := named.numbers[side].get(digits):
                after = stem(noun) if noun else _noun_after(found, at, named)
                chained = last >= 0 and at - last == 2 and found[at - 1].low in ("to", "and", "or", ",")
                if after or chained or _noun_before(found, at) or _is_year(found, at, side, named):
                    last = at
                    yield Mention(side, at, at + 1, lines, WHOLE, token.text)
            for start in range(max(0, at - MAX_TO_NOUN - 1), at):
                if (lines := named.valued[side].get((found[start].low, digits))) and not _numbered(found[start + 1 : at]):
                    yield Mention(side, start, at + 1, lines, WHOLE, " ".join(part.text for part in found[start : at + 1]))


def _is_counted_of(found: Sequence[Token], at: int) -> bool:
    """Whether a number says how many of how many: "five of the nine settings"."""
    after = [token for token in found[at + 1 : at + 5] if token.low not in ("out", "the", "all")]
    return len(after) > 1 and after[0].low == "of" and bool(_digits(after[1])[0])


_YEAR = re.compile(r"(?:19|20)\d\d")
_WHEN = frozenset({"in", "of", "for", "since", "by", "to", "from", "between", "and", "until", "during", "than", "or", ","})


def _is_year(found: Sequence[Token], at: int, side: str, named: Named) -> bool:
    """Whether a number says when, on a side whose numbers are years: "in 2012"."""
    years = all(_YEAR.fullmatch(number) for number in named.numbers[side])
    return years and len(named.numbers[side]) > 1 and (not at or found[at - 1].low in _WHEN)


def _digits(token: Token) -> tuple[str, str]:
    """The digits of a number, and the noun that is written as one with it."""
    if joined := re.fullmatch(r"(\d+)-([^\W\d]+)", token.text):
        return joined[1], joined[2]
    if token.low in WORD_NUMBERS:
        return str(WORD_NUMBERS[token.low]), ""
    return (token.text.replace(",", ""), "") if re.fullmatch(r"\d[\d,]*(?:\.\d+)?", token.text) else ("", "")


def _numbered(between: Sequence[Token]) -> bool:
    return any(_digits(token)[0] or token.text in ",;" for token in between)


def _noun_after(found: Sequence[Token], at: int, named: Named) -> str:
    """The noun of which a number says how many, where it is a setting or a word of the table: "10 attention heads"."""
    for token in found[at + 1 : at + 3]:
        word = stem(token.text)
        if word in naming("settings", "nouns"):
            return word
        if is_ordinary(token.low) or not token.text[0].isalpha() or any(one.kind == "metric" for one in readings(token.text)):
            return ""
        if word in named.heads and token.text.islower():
            return word
    return ""


def _noun_before(found: Sequence[Token], at: int) -> str:
    """The setting that a number before which it stands is the value of: "batch size of 25", "layer 3"."""
    for token in reversed(found[max(0, at - MAX_TO_NOUN) : at]):
        word = stem(token.text)
        if word in naming("settings", "nouns"):
            return word
        if token.text in ",.;:()" or _digits(token)[0]:
            return ""
    return ""


# --- ours, the baseline ------------------------------------------------------------------------------------------


def _ours(found: Sequence[Token], named: Named) -> Iterable[Mention]:
    """Our model, the proposed method, the baseline: lines whose label says that they are."""
    for at, token in enumerate(found):
        for side in SIDES:
            if named.ours[side] and (end := _end_of_ours(found, at)) and not _other_name(found, at, end, side, named):
                yield Mention(side, at, end, named.ours[side], WHOLE if end > at + 1 else KNOWN, "ours")
            if named.baseline[side] and token.low in ("baseline", "baselines"):
                yield Mention(side, at, at + 1, named.baseline[side], KNOWN, "baseline")


def _other_name(found: Sequence[Token], at: int, end: int, side: str, named: Named) -> bool:
    """Whether a name stands in what is said to be ours, and the lines that are ours do not have it: "our Procrustes approach"."""
    said = [squash(found[place].text) for place in range(at + 1, end) if _is_name(found, place)]
    return any(not named.ours[side] <= wider(name, side, named) for name in said)


def _end_of_ours(found: Sequence[Token], at: int) -> int:
    """The token after what is said to be ours; 0 where nothing is."""
    low = found[at].low
    if low == "ours":
        return at + 1
    if low == "we":
        return at + 1 if at + 1 < len(found) and stem(found[at + 1].text).removesuffix("d") in _own_verbs() else 0
    if low not in ("our", "proposed"):
        return 0
    end = 0
    for stop in range(at + 1, min(at + 2 + MAX_TO_NOUN, len(found))):
        if stem(found[stop].text) in naming("own", "nouns"):
            end = stop + 1
        elif end or found[stop].low in function_words() or not squash(found[stop].text):
            break
    return end


def _own_verbs() -> frozenset[str]:
    verbs = naming("own", "verbs")
    return verbs | {f"{verb}e" for verb in verbs}
