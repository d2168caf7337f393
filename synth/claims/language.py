"""Prose to test: a claim's sentence compiled over the tables at hand, with a reading in plain words, or the reason why it is not.

The sentence is cut into clauses, each with the rows and columns that it names; the rules of `synth/claims/rules` are tried on each in their
order, and the clauses' tests are joined. A sentence is declined where no rule is sure, where it names what no table has, or where a rule
would leave out a part of what it says.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
import tomllib
from collections.abc import Callable, Sequence
from functools import cache, lru_cache
from itertools import pairwise
from typing import NamedTuple

from synth.claims.clauses import Clause, DeclinedError, Read
from synth.claims.evaluating import Evaluation
from synth.claims.expressions import Call, Compared, ExpressionError, Joined, read_test, walk, write_expression
from synth.claims.layouts import Layout, Tables
from synth.claims.mentions import Thing, explained, squash, things
from synth.claims.runs import PART
from synth.claims.selecting import Rows
from synth.claims.wording import Number, Phrase, Token, clean, figures, phrases, tokens, words_of
from synth.files import DATA
from synth.reading.vocabulary import readings

GROUPS = ("comparing", "changing", "distances", "superlatives", "quantifiers", "negations", "hedges", "units")
MAX_LEFT = 4  # content words of a clause that may be left over
ROOT = 6  # letters by which a word is known in another form: "succeeds", "success"
_DEGREE = re.compile(
    r"(?!(?:test|rest|west|nest|forest|harvest|interest|request|guest|contest|protest|arrest|invest|suggest|digest|manifest|priest)s?$)\w{2,}(?:iest|est)"
)
LACKING = ("no ", "without ", "w/o ", "non-")  # how a label begins that says what is not there
MOST_TABLES = 6  # that are tried for one sentence
NEAR = 0.8  # of the best score: a table that names so much may be meant too
MAX_CLAIM = 1_200  # characters


class Compiled(NamedTuple):
    """A test and how it was read, or why there is none."""

    test: str = ""
    reading: str = ""
    rules: tuple[str, ...] = ()
    declined: str = ""
    table: str = ""


def compile_claim(text: str, tables: Tables) -> Compiled:
    """The test that a sentence makes over the tables."""
    if len(text) > MAX_CLAIM:
        return Compiled(declined=f"is longer than {MAX_CLAIM:,} characters")
    whole = clean(text)
    sentence = _PLACED.sub(r"\1 \2", _bared(whole))
    found = tokens(sentence)
    if cause := next(iter(phrases(found, ("causes",))), None):
        return Compiled(declined=f"is about a cause (“{cause.text}”), which no table holds")
    if not tables.layouts:
        return Compiled(declined="there is no table")
    tried = [(score, _over(found, layout, tables)) for score, layout in _candidates(whole, found, tables.layouts)]
    read = [(score, one) for score, one in tried if one.test]
    if not read:
        return next((one for _, one in tried if one.declined), Compiled(declined="no table names what it speaks of"))
    best = max(score for score, _ in read)
    rivals = [one for score, one in read if score >= NEAR * best]
    return rivals[0] if len(rivals) == 1 else _settled(rivals, tables)


def _settled(read: Sequence[Compiled], tables: Tables) -> Compiled:
    """One of several readings over several tables: the first, if all come out alike."""
    from synth.claims.tests import TautologyError, run_test

    rows = Rows(tables.measurements)
    if fitting := [one for one in read if _counts_fit(one, rows)]:
        read = fitting
    if len(read) == 1:
        return read[0]
    said: set[str] = set()
    for one in read:
        try:
            said.add(run_test(one.test, rows).judgement)
        except (ExpressionError, TautologyError):
            said.add("refused")
    if len(said) == 1:
        return read[0]
    return Compiled(declined=f"could be about {' or '.join(one.table for one in read[:4])}, which do not say the same")


def _counts_fit(one: Compiled, rows: Rows) -> bool:
    """Whether the table has as many cases as the claim says there are: "three of the four"."""
    counted = [
        part
        for part in walk(read_test(one.test))
        if isinstance(part, Compared) and isinstance(part.left, Call) and part.left.name == "cases"
    ]
    return all(Evaluation(rows).truth(part).holds for part in counted)


# --- sentences ---------------------------------------------------------------------------------------------------


def _bared(sentence: str) -> str:
    """The sentence without what introduces it and what explains it."""
    text = _POINTING.sub("", _ASIDE.sub(" ", sentence))
    for _ in range(4):  # openings may follow one another
        shorter = _without_opening(text)
        if shorter == text:
            break
        text = shorter
    tail = _tail_pattern().search(text)
    return text[: tail.start()].rstrip(" ,;") if tail and tail.start() > 20 else text


# What stands in brackets and says nothing of the claim: a citation, a level of significance, a place.
_ASIDE = re.compile(
    r"\s*[(\[](?:[^()\[\]]*\b(?:19|20)\d\d[a-z]?|\s*p\s*[<=>≤][^()]*|(?:see|cf\.?|e\.g\.|i\.e\.)[^()]*|(?:Table|Tab\.|Figure|Fig\.|Section|Sec\.|Appendix)\s*[\w.]+[^()]*|[\d,\s–-]{1,12})[)\]]",
    re.IGNORECASE,
)
_POINTING = re.compile(
    r"(?<=[\w%)])\s+in\s+(?:Table|Tab\.)\s*(?:[IVXLC]+|\d+|[A-Z]\.?\d+)[a-z]?(?=\s*[,.;]|$)", re.IGNORECASE
)  # "… on SST in Table 2."
_PLACED = re.compile(r"\b(second|third|fourth|fifth)-(best|worst|highest|lowest|largest|smallest|strongest|weakest)\b", re.IGNORECASE)
_SHOWN_IN = re.compile(
    r"^(?:(?:as|from)\s+)?"
    r"(?:(?:shown|seen|evident|reported|presented|listed|illustrated|given|summarized|indicated|we can see|can be seen|observed)\s+)?"
    r"(?:in|from|by)?\s*(?:the\s+)?(?:table|tab\.|fig\.|figure)s?\s+[\w.]+(?:\s+(?:and|to)\s+[\w.]+)?\s*"
    r"(?:,|(?:clearly\s+)?(?:shows?|indicates?|demonstrates?|suggests?|reveals?|illustrates?|reports?|confirms?)(?:\s+that)?)\s*",
    re.IGNORECASE,
)
_SAYS_THAT = re.compile(
    r"^(?:we|it|this|these|those|they|one|our|the)\b[^,.;]{0,60}?\b(?:show|shows|shown|find|found|observe|observed|see|seen|note|noted|notice|noticed|indicate|indicates|demonstrate|demonstrates|suggest|suggests|reveal|reveals|"
    r"confirm|confirms|report|reports|conclude)\s+that\s+",
    re.IGNORECASE,
)


def _without_opening(text: str) -> str:
    for pattern in (_SHOWN_IN, _SAYS_THAT):
        if (found := pattern.match(text)) and not _denies(found[0]):
            return text[found.end() :]
    if found := _opening_pattern().match(text):
        return text[found.end() :]
    return text


def _denies(opening: str) -> bool:
    """Whether an opening takes back what it opens: "we do not find that", "nobody has shown that"."""
    said = phrases(tokens(opening), ("negations", "quantifiers"))
    return any(phrase.group == "negations" or phrase.kind == "none" for phrase in said)


@cache
def _opening_pattern() -> re.Pattern[str]:
    words = sorted(words_of("openings")["words"], key=len, reverse=True)
    return re.compile(rf"^(?:{'|'.join(map(re.escape, words))})\b\s*,?\s*", re.IGNORECASE)


@cache
def _tail_pattern() -> re.Pattern[str]:
    words = "|".join(map(re.escape, sorted(words_of("tails")["words"], key=len, reverse=True)))
    after_comma = r",\s*(?:thereby\s+|thus\s+|further\s+|again\s+|also\s+)?"
    without = r"\s+(?=because|due to|thanks to|owing to|suggesting|indicating|confirming)"
    return re.compile(rf"(?:{after_comma}|{without})(?:{words})\b", re.IGNORECASE)


# --- tables ------------------------------------------------------------------------------------------------------

_TABLE = re.compile(r"\b(?:table|tab\.)\s*((?:[IVXLC]+|\d+|[A-Z]\.?\d+)[a-z]?)\b", re.IGNORECASE)


def _candidates(sentence: str, found: Sequence[Token], layouts: Sequence[Layout]) -> list[tuple[float, Layout]]:
    """The tables that the sentence may be about, with how much of it they name: the one it points to, else those that name most."""
    named = {number.casefold() for number in _TABLE.findall(sentence)}
    chosen = [layout for layout in layouts if (number := re.search(r"[\w.]+$", layout.table)) and number[0].casefold() in named]
    if named and chosen:
        return [(1.0, layout) for layout in chosen]
    if len(layouts) == 1:
        return [(1.0, layouts[0])]
    scored = sorted(((_score(found, layout), -at) for at, layout in enumerate(layouts)), reverse=True)
    least = scored[min(MOST_TABLES, len(scored)) - 1][
        0
    ]  # those that name as much as the last are tried too: which comes first says nothing
    return [(score, layouts[-at]) for score, at in scored if score >= least and score > 0]


def _score(found: Sequence[Token], layout: Layout) -> float:
    """How much of a sentence a table names, in its labels and in its caption; more where it names both a row and a column."""
    words = _known_words(layout)
    named = things(found, layout)
    inside = {at for thing in named for at in range(thing.start, thing.end)}
    content = [at for at, token in enumerate(found) if len(token.text) > 2 and token.low not in _stopwords()]
    told = sum(at in inside or _stem(found[at].text) in words for at in content) + sum(thing.how for thing in named) / 4
    plain = sum(at not in inside and found[at].low in _plain() and _stem(found[at].text) in words for at in content)
    return told - plain / 2 + 2 * (len({thing.side for thing in named}) == 2)


def _stem(word: str) -> str:
    """A word without the endings that set it apart from itself in a caption."""
    bare = squash(word)
    return next(
        (bare.removesuffix(ending) for ending in ("ing", "ed", "es", "s") if bare.endswith(ending) and len(bare) > len(ending) + 3), bare
    )


# --- one table ---------------------------------------------------------------------------------------------------


def _over(found: Sequence[Token], layout: Layout, tables: Tables) -> Compiled:
    named = [thing for thing in things(found, layout) if not _is_place(found, thing) and not _has_no_label(thing, layout)]
    named = [thing for thing in named if not _is_of_caption(thing, named, layout)]
    if not named:
        return Compiled(declined=f"{layout.table} names nothing of what it speaks of", table=layout.table)
    said, numbers = phrases(found, GROUPS), figures(found)
    inside = [number for number in numbers if not any(thing.start <= number.at < thing.end for thing in named)]
    outside = _apart(
        [phrase for phrase in said if not any(thing.start <= phrase.start and phrase.end <= thing.end for thing in named)], found
    )
    reads: list[Read] = []
    try:
        if missing := _unknown_name(found, named, said, layout, tables):
            raise DeclinedError(f"“{missing}” is nothing that {layout.table} names")
        before: Clause | None = None
        for start, end in _clauses(found, named, outside):
            clause = Clause(found, start, end, named, outside, inside, layout, tables.measurements, before)
            _check_opposites(clause)
            _check_left(clause, layout, tables)
            reads.append(_read(clause))
            before = clause
        node = reads[0].test if len(reads) == 1 else Joined("and", tuple(one.test for one in reads))
        test = write_expression(node)
        read_test(test)
    except DeclinedError as why:
        return Compiled(declined=str(why), table=layout.table)
    except ExpressionError as why:
        return Compiled(declined=f"makes no test: {why}", table=layout.table)
    rules = tuple(dict.fromkeys(one.rule for one in reads))
    words = "; and ".join(one.words for one in reads)
    return Compiled(
        test,
        f"read as: {words}, in {layout.table}, by {'rule' if len(rules) == 1 else 'rules'} {', '.join(rules)}",
        rules,
        "",
        layout.table,
    )


def _is_place(found: Sequence[Token], thing: Thing) -> bool:
    """Whether a run is the number of a table, which may look like a label."""
    return (
        thing.start > 0
        and thing.end - thing.start == 1
        and found[thing.start - 1].low.rstrip(".") in ("table", "tab", "figure", "fig", "section")
    )


def _is_of_caption(thing: Thing, named: Sequence[Thing], layout: Layout) -> bool:
    """Whether a part of a label is rather a word of the caption: there is a whole label of its side, and the caption has the word."""
    whole = any(other.side == thing.side and other.how > PART for other in named)
    return thing.how == PART and whole and squash(thing.text) in {squash(token.text) for token in tokens(layout.caption)}


def _has_no_label(thing: Thing, layout: Layout) -> bool:
    """Whether the lines have no label in print, but the number that the reader gave them."""
    return all(re.fullmatch(r"#\d+", layout.lines(thing.side)[at].path) for at in thing.lines)


def _apart(said: Sequence[Phrase], found: Sequence[Token]) -> list[Phrase]:
    """The phrases without those that are a part of a longer one: "lower" of "lower than"."""
    said = [
        phrase for phrase in said if not (phrase.group == "superlatives" and phrase.text in ("most", "least") and _is_amount(phrase, found))
    ]
    judging = [phrase for phrase in said if phrase.group in _JUDGING]
    return [phrase for phrase in said if not any(other is not phrase and _hides(other, phrase) for other in judging)]


def _is_amount(phrase: Phrase, found: Sequence[Token]) -> bool:
    """Whether a "most" or "least" says how many: "most languages", "at least", and not "the most parameters", "suffers least"."""
    before = found[phrase.start - 1].low if phrase.start else ""
    after = found[phrase.end].low if phrase.end < len(found) else ""
    if before == "at":
        return True
    return phrase.text == "most" and before != "the" and (after == "of" or (after not in _stopwords() and after.isalpha()))


def _hides(other: Phrase, phrase: Phrase) -> bool:
    """Whether a phrase is a part of another, or the same words read in another way that goes before it."""
    if other.start > phrase.start or phrase.end > other.end:
        return False
    if other.end - other.start > phrase.end - phrase.start:
        return True
    return phrase.group == "changing" and other.group == "comparing"


_JUDGING = ("comparing", "changing", "distances", "superlatives")
_BREAKS = frozenset({"but", "while", "whereas", "yet", "although", "though", "whilst", "however"})
_SUBORDINATE = frozenset({"despite", "although", "though", "while", "whereas", "whilst"})


def _clauses(found: Sequence[Token], named: Sequence[Thing], said: Sequence[Phrase]) -> list[tuple[int, int]]:
    """Where the clauses of a sentence begin and end: each has a word that compares."""
    cuts = [0]
    for at, token in enumerate(found):
        if any(thing.start <= at < thing.end for thing in named):
            continue
        opens = found[cuts[-1]].low in _SUBORDINATE and token.text == ","
        ends = token.text in (";", ".", ":") and at + 1 < len(found)
        joins = token.text == "," and at + 1 < len(found) and found[at + 1].low in ("and", "which", "but")
        if opens or ends or joins or (token.low in _BREAKS and at and not _excepts(found, at)):
            cuts.append(at + 1)
    cuts.append(len(found))
    spans: list[tuple[int, int]] = []
    for start, end in pairwise(sorted(set(cuts))):
        if _says_something(start, end, said):
            spans.append((spans.pop()[0] if spans and not _says_something(*spans[-1], said) else start, end))
        elif spans:
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
    return spans or [(0, len(found))]


def _excepts(found: Sequence[Token], at: int) -> bool:
    """Whether a "but" takes an exception: "all but two", "nothing but"."""
    return found[at].low == "but" and found[at - 1].low in ("all", "every", "any", "anything", "nothing", "none", "each")


def _says_something(start: int, end: int, said: Sequence[Phrase]) -> bool:
    """Whether a part of a sentence has a word that compares, or denies what the part before it says: "but not on large objects"."""
    return any(
        start <= phrase.start < end and (phrase.group in _JUDGING or (phrase.group == "negations" and phrase.start == start))
        for phrase in said
    )


# --- rules -------------------------------------------------------------------------------------------------------

Rule = Callable[[Clause], Read | None]


@cache
def _rules() -> tuple[tuple[str, Rule], ...]:
    """The rules in the order in which they are tried."""
    package = importlib.import_module("synth.claims.rules")
    files = [importlib.import_module(f"{package.__name__}.{module.name}") for module in pkgutil.iter_modules(package.__path__)]
    listed = sorted((file for file in files if file.ORDER), key=lambda file: file.ORDER)
    return tuple((str(file.NAME), file.read) for file in listed)


def _check_opposites(clause: Clause) -> None:
    """Raises `DeclinedError` where one word is named that stands in labels for having it and for lacking it."""
    for thing in clause.own:
        lacking = {any(label.casefold().startswith(LACKING) for label in clause.line(thing.side, at).labels) for at in thing.lines}
        if thing.how == PART and len(lacking) > 1:
            raise DeclinedError(f"“{thing.text}” is named by lines with it and lines without it")


def _read(clause: Clause) -> Read:
    declined = ""
    for _, rule in _rules():
        try:
            if (read := rule(clause)) and not (left := _not_taken(clause, read)):
                return read
            if read:
                declined = declined or f"it also says “{left}”, which the rule {read.rule} does not take up"
        except DeclinedError as why:
            declined = declined or str(why)
    raise DeclinedError(declined or "no rule reads it")


def _not_taken(clause: Clause, read: Read) -> str:
    """The first thing, number or comparing word of a clause that a reading leaves out."""
    for thing in clause.own:
        if thing.start not in read.took:
            return thing.text
    for number in (*clause.figures, *clause.counts):
        if number.at not in read.took and not _only_counts(clause, number):
            return clause.tokens[number.at].text
    for phrase in clause.phrases:
        judges = phrase.group in ("comparing", "superlatives", "changing") and not clause.is_noun(phrase)
        if judges and not any(place in range(phrase.start, phrase.end) for place in read.took):
            return phrase.text
    return ""


def _only_counts(clause: Clause, number: Number) -> bool:
    """Whether a number in letters only says how many things there are that are named: "both tasks", "the two models"."""
    before = clause.tokens[number.at - 1].low if number.at else ""
    return number.word and before in ("the", "all", "these", "those", "our", "of", "their", "its", "other")


# --- what is left over -------------------------------------------------------------------------------------------


def _unknown_name(found: Sequence[Token], named: Sequence[Thing], said: Sequence[Phrase], layout: Layout, tables: Tables) -> str:
    """A name in the sentence that neither the table nor its caption has, and that is more than a word of another caption."""
    known = _known_words(layout) | _of_captions(tables.layouts)
    told = explained(found, layout)
    acts = any(phrase.start == 1 and phrase.group in ("comparing", "changing") for phrase in said)  # what the first word is the subject of
    for at, token in enumerate(found):
        if at in told or any(thing.start <= at < thing.end for thing in named) or squash(token.text) in known or not squash(token.text):
            continue
        inner = any(sign.isupper() for sign in token.text[1:]) or (
            any(sign.isdigit() for sign in token.text) and any(sign.isalpha() for sign in token.text)
        )
        capital = token.text[0].isupper() and (found[at - 1].text not in (".", "?", "!", ":", "“", '"') if at else acts)
        if (
            (inner or capital)
            and token.low not in _stopwords()
            and token.low not in _plain()
            and not re.fullmatch(r"[\d.,]+(?:st|nd|rd|th|x|k|M|B)?", token.text)
        ):
            return token.text
    return ""


@lru_cache(maxsize=256)
def _known_words(layout: Layout) -> frozenset[str]:
    words = {squash(token.text) for token in tokens(layout.caption)} | {"table", "tab", "figure"}
    for line in (*layout.rows, *layout.columns):
        for label in line.labels:
            words |= {squash(token.text) for token in tokens(label)}
    return frozenset(words | {_stem(word) for word in words})


@cache
def _stopwords() -> frozenset[str]:
    return frozenset(tomllib.loads((DATA / "words" / "stopwords.toml").read_text(encoding="utf-8"))["en"]["function"].split())


@lru_cache(maxsize=256)
def _of_others(layouts: tuple[Layout, ...], layout: Layout) -> frozenset[str]:
    """The words of the other tables that this one does not have."""
    return frozenset().union(*(_known_words(other) for other in layouts if other is not layout)) - _known_words(layout)


@lru_cache(maxsize=64)
def _roots(known: frozenset[str]) -> frozenset[str]:
    return frozenset(word[:ROOT] for word in known if len(word) >= ROOT)


@lru_cache(maxsize=16)
def _of_captions(layouts: tuple[Layout, ...]) -> frozenset[str]:
    """The words of all captions that are no label of a table and no word of the vocabulary: names of benchmarks and of corpora."""
    labels = {
        squash(token.text)
        for layout in layouts
        for line in (*layout.rows, *layout.columns)
        for label in line.labels
        for token in tokens(label)
    }
    words = {token.text for layout in layouts for token in tokens(layout.caption)}
    return frozenset(squash(word) for word in words if squash(word) not in labels and not _is_known_word(word))


@cache
def _plain() -> frozenset[str]:
    return frozenset(words_of("plain")["words"])


def _check_left(clause: Clause, layout: Layout, tables: Tables) -> None:
    """Raises `DeclinedError` where a clause names a condition that the table does not have, or says much that no test holds."""
    taken_up: set[int] = set()
    for start, end in [(one.start, one.end) for one in clause.everything] + [(one.start, one.end) for one in clause.phrases]:
        taken_up |= set(range(start, end))
    for number in clause.numbers:
        taken_up |= set(range(number.at, number.end))
    taken_up |= _counted_nouns(clause, taken_up) | explained(clause.tokens, layout)
    known = _known_words(layout)
    left = [at for at in range(clause.start, clause.end) if at not in taken_up and _is_content(clause.tokens[at], known)]
    if spoken := next((at for at in left if _is_known_word(clause.tokens[at].text)), None):
        raise DeclinedError(f"it speaks of “{clause.tokens[spoken].text}”, which {layout.table} does not name")
    elsewhere = _of_others(tables.layouts, layout)
    if spoken := next((at for at in left if _stem(clause.tokens[at].text) in elsewhere), None):
        raise DeclinedError(f"it speaks of “{clause.tokens[spoken].text}”, which another table has")
    if condition := next((at for at in left if _is_condition(clause, at, taken_up)), None):
        raise DeclinedError(f"it sets a condition, “{clause.tokens[condition].text}”, that {layout.table} does not have")
    if degree := next((at for at in left if _DEGREE.fullmatch(clause.tokens[at].low)), None):
        raise DeclinedError(f"“{clause.tokens[degree].text}” is a comparison that no rule knows")
    clause.left = [clause.tokens[at].text for at in left]
    if len(left) > MAX_LEFT:
        raise DeclinedError(f"it says more than a test would: {', '.join(clause.tokens[at].text for at in left[:6])}")


_NOUN = 2  # words of what is counted: "language pairs"


def _counted_nouns(clause: Clause, explained: set[int]) -> set[int]:
    """What is counted: the words after "every", "most" or "three of the four", where they name what the lines of the table are."""
    ends = [phrase.end for phrase in clause.phrases if phrase.group == "quantifiers"] + [number.end for number in clause.counts]
    found: set[int] = set()
    for end in ends:
        at = end
        while at < clause.end and (at in explained or clause.tokens[at].low in ("the", "of", "these", "our", "other")):
            at += 1
        for there in range(at, min(at + _NOUN, clause.end)):
            if there in explained or not clause.tokens[there].text.islower() or clause.tokens[there].low in _stopwords():
                break
            found.add(there)
    return found


def _is_known_word(text: str) -> bool:
    """Whether the vocabulary knows a word as a metric, a task, a model or a language."""
    return any(known.kind in ("metric", "target", "model", "language", "intermediate") for known in readings(text) if len(text) > 2)


def _is_content(token: Token, known: frozenset[str]) -> bool:
    name = squash(token.text)
    return (
        bool(name)
        and token.low not in _stopwords()
        and token.low not in _plain()
        and name not in known
        and name[:ROOT] not in _roots(known)
    )


_SETTING = frozenset(
    {"on", "in", "for", "under", "at", "when", "using", "over", "across", "without", "within", "during", "among", "if", "where", "given"}
)
_REACH = 4  # tokens after such a word that may name its condition


def _is_condition(clause: Clause, at: int, explained: set[int]) -> bool:
    """Whether a word that is left over stands where a condition does, and nothing that the table names stands there with it."""
    for back in range(at - 1, max(clause.start, at - _REACH) - 1, -1):
        if any(thing.start <= back < thing.end for thing in clause.everything) or clause.tokens[back].text in (",", ";", "."):
            return False
        if clause.tokens[back].low in _SETTING:
            return not any(thing.start in range(at + 1, min(at + 3, clause.end)) for thing in clause.everything)
    return False
