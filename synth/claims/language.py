"""Prose to test: a claim's sentence compiled over the tables at hand, with a reading in plain words, or the reason why it is not.

The sentence is cut into clauses, each with the rows and columns that it names; the rules of `synth/claims/rules` are tried on each in their
order, and the clauses' tests are joined. A sentence is declined where no rule is sure, where it names what no table has, or where a rule
would leave out a part of what it says.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Callable, Sequence
from functools import cache
from typing import NamedTuple

from synth.claims.alone import but_for, excepted_ones, others, singled_out
from synth.claims.asides import asides_of, tests_of
from synth.claims.choosing import MOST_TABLES, TABLE, candidates
from synth.claims.clauses import SETTING, Clause
from synth.claims.cuts import JUDGING, SUBORDINATE, apart, clauses, in_idiom, is_of_name, is_pronoun, stopwords
from synth.claims.evaluating import Evaluation
from synth.claims.expressions import Call, Compared, ExpressionError, Joined, read_test, walk, write_expression
from synth.claims.implied import implied
from synth.claims.lacking import check_lacking, is_lacking, of_wholes, under_lacking
from synth.claims.layouts import COLUMN, ROW, Layout, Tables
from synth.claims.leftovers import check_left, stem, unknown_name
from synth.claims.mentions import Mention, Thing, mentions, squash, things
from synth.claims.modifiers import check_modifiers
from synth.claims.pitfalls import why_not_alone
from synth.claims.readings import DeclinedError, Read, UnclearError, UnnamedError, both
from synth.claims.runs import PART, WHOLE
from synth.claims.selecting import Rows
from synth.claims.sentences import PLACED, SIGNIFICANCE, bared, tail_of
from synth.claims.sharing import place_of
from synth.claims.splits import check_of_split, check_split, of_split, untold
from synth.claims.untaken import left_out
from synth.claims.wording import WORD_NUMBERS, Number, Token, clean, figures, phrases, tokens

GROUPS = ("comparing", "changing", "distances", "superlatives", "quantifiers", "negations", "hedges", "units")
LACKING = ("no ", "without ", "w/o ", "non-")  # how a label begins that says what is not there
MISCOUNTED = 2  # cases more or fewer than the claim says are an error of its; more are a sign that others are meant
_OTHER_CASES = "speaks of so many cases, and the table has another number of them"
NEAR = 0.8  # of the best score: a table that names so much may be meant too
MIN_STEPS = 3  # of an order
MIN_LISTED = 2  # figures that "respectively" parts
MIN_SETUP = 3  # digits of a number that a caption explains
MAX_CLAIM = 1_200  # characters
TO_SHARE = 2  # tokens from an "accounts for" to the figure that makes it a share: "for about 50 %"


class Compiled(NamedTuple):
    """A test and how it was read, or why there is none."""

    test: str = ""
    reading: str = ""
    rules: tuple[str, ...] = ()
    declined: str = ""
    table: str = ""
    unclear: bool = False  # it is this table, but which of its numbers is not said
    lacking: str = ""  # what of the sentence the table does not name


def compile_claim(text: str, tables: Tables) -> Compiled:
    """The test that a sentence makes over the tables; what it concludes from that is said not to be judged."""
    made, tail = _compiled(text, tables), tail_of(clean(text))
    return made._replace(reading=f"{made.reading}; “{tail.rstrip('.')}” is not judged") if made.test and tail else made


def _compiled(text: str, tables: Tables) -> Compiled:
    if len(text) > MAX_CLAIM:
        return Compiled(declined=f"is longer than {MAX_CLAIM:,} characters")
    whole = clean(text)
    labels = {label for layout in tables.layouts for line in (*layout.rows, *layout.columns) for label in line.labels}
    sentence = PLACED.sub(r"\1 \2", bared(whole, labels))
    found = tokens(sentence)
    if SIGNIFICANCE.search(whole):
        return Compiled(declined="speaks of statistical significance, which takes a test")
    cause = next(iter(phrases(found, ("causes",))), None)
    if cause and cause.text.startswith("account") and any(0 <= number.at - cause.end <= TO_SHARE for number in figures(found)):
        return Compiled(declined=f"says what share of a whole something is (“{cause.text} {found[cause.end].text}”), and that is not read")
    if cause:
        return Compiled(declined=f"is about a cause (“{cause.text}”), which no table holds")
    if why := why_not_alone(sentence):
        return Compiled(declined=why)
    if not tables.layouts:
        return Compiled(declined="there is no table")
    tried = [(score, _over(found, layout, tables)) for score, layout in candidates(whole, found, tables.layouts)]
    rows = Rows(tables.measurements)
    tried = [
        (score, one if not one.test or not _about_others(one, rows) else one._replace(test="", declined=_OTHER_CASES))
        for score, one in tried
    ]
    read = [(score, one) for score, one in tried if one.test]
    if not read:
        return _why_none([one for _, one in tried if one.declined])
    if len(read) > 1 and _speaks_of_all(found) and not TABLE.search(whole):
        return _over_all([one for _, one in read])
    best = max(score for score, _ in tried)
    top = max(score for score, _ in read)
    if unclear := next((one for score, one in tried if score >= top and one.unclear), None):
        return unclear
    if all(score < NEAR * best for score, _ in read):
        return next(one for score, one in tried if score == best)
    rivals = [one for score, one in read if score >= NEAR * best]
    return rivals[0] if len(rivals) == 1 else _settled(rivals, tables)


_EVERYWHERE = frozenset("conditions condition settings setting setups experiments experiment scenarios tables sets set".split())


def _speaks_of_all(found: Sequence[Token]) -> bool:
    """Whether a sentence is about all that was measured, also in other tables: "in all conditions", "on every test set"."""
    return any(
        phrase.kind == "all" and _EVERYWHERE & {token.low for token in found[phrase.end : phrase.end + 2]}
        for phrase in phrases(found, ("quantifiers",))
    )


def _over_all(read: Sequence[Compiled]) -> Compiled:
    """The readings over all tables that name what a sentence speaks of, joined."""
    test = write_expression(Joined("and", tuple(read_test(one.test) for one in read)))
    reading = "; and ".join(one.reading for one in read)
    return Compiled(test, reading, tuple(dict.fromkeys(rule for one in read for rule in one.rules)), "", read[0].table)


def _why_none(declined: Sequence[Compiled]) -> Compiled:
    """Why none of the tables is read: what the first says that names all of it, else what each of them lacks."""
    if whole := next((one for one in declined if not one.lacking), None):
        return whole
    if len(declined) < 2:
        return declined[0] if declined else Compiled(declined="no table names what it speaks of")
    lacking = [one for one in declined if one.lacking != _ALL]
    if len(lacking) < 2:
        return next(iter(lacking), declined[0])
    told = ", ".join(f"{one.table} has no “{one.lacking}”" for one in lacking[:MOST_TABLES])
    return lacking[0]._replace(declined=f"no one table names all that it speaks of: {told}")


_ALL = "*"


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
    return all(Evaluation(rows).truth(part).holds for part in _counts_in(one))


def _counts_in(one: Compiled) -> list[Compared]:
    return [
        part
        for part in walk(read_test(one.test))
        if isinstance(part, Compared) and isinstance(part.left, Call) and part.left.name == "cases"
    ]


def _about_others(one: Compiled, rows: Rows) -> bool:
    """Whether the table has far more or fewer cases than the claim speaks of, which are then not its cases."""
    for part in _counts_in(one):
        evaluation = Evaluation(rows)
        evaluation.truth(part)
        if any(made.node == part and abs(made.left.value - made.right.value) > MISCOUNTED for made in evaluation.comparisons):
            return True
    return False


# --- one table ---------------------------------------------------------------------------------------------------


def _over(found: Sequence[Token], layout: Layout, tables: Tables) -> Compiled:
    named = [thing for thing in things(found, layout) if not _is_place(found, thing) and not _has_no_label(thing, layout)]
    named = [thing for thing in named if is_lacking(found, thing) or not _is_of_caption(thing, named, layout)]
    named = [thing for thing in named if not _is_any(found, thing)]
    named = [thing for thing in named if not _is_factor(found, thing)]
    named = of_wholes(found, named, layout)
    named = [_under_its_heading(found, thing, named, layout) for thing in named]
    named = [of_split(found, under_lacking(found, thing, layout), layout) for thing in named]
    if not phrases(found, ("superlatives",)):  # what has no number of this may have the highest one of another
        named = [_where_it_is(thing, named, layout) for thing in named]
    if not named and not _has_order(layout):
        return Compiled(declined=f"{layout.table} names nothing of what it speaks of", table=layout.table, lacking=_ALL)
    said, numbers = phrases(found, GROUPS), figures(found)
    listed = mentions(found, layout)
    runs = [(one.start, one.end) for one in named] + [(one.start, one.end) for one in listed]
    inner = {at for start, end in runs for at in range(start, end)}
    inside = [
        number
        for number in numbers
        if number.at not in inner
        and not is_pronoun(found, number)
        and not in_idiom(found, number.at)
        and not _is_of_setup(number, layout)
        and not _is_of_runs(found, number)
    ]
    versions = {number.at: _version(found, number, tables) for number in inside}
    inside = [number for number in inside if not versions[number.at]]
    outside = apart(
        [phrase for phrase in said if not any(thing.start <= phrase.start and phrase.end <= thing.end for thing in named)], found
    )
    bounds = {at for number in numbers if number.hedge in ("at_least", "at_most") for at in range(number.at + 1, number.end)}
    outside = [phrase for phrase in outside if phrase.start not in bounds]  # the "higher" of "0.29 or higher"
    outside = [phrase for phrase in outside if not is_of_name(phrase, named, found, layout) and not in_idiom(found, phrase.start)]
    named = sorted([*named, *implied(found, named, outside, inside, layout)], key=place_of)
    reads: list[Read] = []
    try:
        if other := next((name for name in versions.values() if name and _has_another_version(name, layout)), ""):
            raise UnnamedError(f"{layout.table} is not about {other}", other)
        if missing := unknown_name(found, named, said, layout, tables):
            raise UnnamedError(f"“{missing}” is nothing that {layout.table} names", missing)
        if compound := _is_whole_elsewhere(found, listed, layout, tables):
            raise UnnamedError(f"“{compound}” is nothing that {layout.table} names", compound)
        if any(token.low == "respectively" for token in found) and len(inside) < MIN_LISTED:
            raise DeclinedError("“respectively”: which belongs to which is read of figures alone")
        before: Clause | None = None
        again = [thing for one in listed if (thing := _said_again(one, named))]
        spans = clauses(found, sorted([*named, *again], key=place_of), outside, inside)
        if len(spans) == 2 and found[spans[0][0]].low in SUBORDINATE and _has_subject(found, spans[1], named):
            spans = spans[::-1]  # the subject stands in the main clause: "Though ahead of A in B, C …"
        for start, end in spans:
            clause = Clause(found, start, end, named, outside, inside, layout, tables.measurements, before, again)
            _check_opposites(clause)
            _check_apart(clause)
            check_left(clause, layout, tables)
            check_modifiers(clause)
            check_split(clause)
            read = _read(clause)
            check_of_split(clause, read.test)
            check_lacking(clause, read.test)
            reads.append(read._replace(words="; ".join(filter(None, (read.words, untold(clause))))))
            before = clause
        node = reads[0].test if len(reads) == 1 else Joined("and", tuple(one.test for one in reads))
        test = write_expression(node)
        read_test(test)
    except DeclinedError as why:
        lacking = why.word if isinstance(why, UnnamedError) else ""
        return Compiled(declined=str(why), table=layout.table, unclear=isinstance(why, UnclearError), lacking=lacking)
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


def _said_again(one: Mention, named: Sequence[Thing]) -> Thing | None:
    """A thing at a later place where its name is said again."""
    if any(thing.start <= one.start < thing.end for thing in named):
        return None
    same = (thing for thing in named if thing.side == one.side and thing.start < one.start)
    first = next((thing for thing in same if thing.lines == one.lines or squash(thing.text) == squash(one.text)), None)
    return first._replace(start=one.start, end=one.end) if first else None


def _is_whole_elsewhere(found: Sequence[Token], listed: Sequence[Mention], layout: Layout, tables: Tables) -> str:
    """A compound of which this table has a piece alone, and another the whole: "mBERT+MLM" where a row is "mBERT"."""
    for one in listed:
        text = found[one.start].text
        if one.how < WHOLE and one.end - one.start == 1 and "+" in text[:-1]:
            labels = (
                label for other in tables.layouts if other is not layout for line in (*other.rows, *other.columns) for label in line.labels
            )
            if any(squash(label) == squash(text) for label in labels):
                return text
    return ""


def _is_place(found: Sequence[Token], thing: Thing) -> bool:
    """Whether a run is the number of a table, which may look like a label."""
    return (
        thing.start > 0
        and thing.end - thing.start == 1
        and found[thing.start - 1].low.rstrip(".") in ("table", "tab", "figure", "fig", "section")
    )


def _is_of_setup(number: Number, layout: Layout) -> bool:
    """Whether a large whole number stands in the caption: "the top 10,000 words"."""
    said = set(re.findall(r"\d+", layout.caption.replace(",", "")))
    return not number.word and not number.unit and len(number.text) >= MIN_SETUP and number.text.isdigit() and number.text in said


_VERSION = re.compile(r"\d\.\d")


def _version(found: Sequence[Token], number: Number, tables: Tables) -> str:
    """A name with the version that follows it, where a caption or a label has both: "SQuAD 1.1"."""
    name = found[number.at - 1].text if number.at else ""
    if not _VERSION.fullmatch(number.text) or not any(sign.isupper() for sign in name):
        return ""
    both = re.compile(rf"\b{re.escape(name)}\s*\(?v?{re.escape(number.text)}(?!\d)")
    return f"{name} {number.text}" if any(both.search(text) for layout in tables.layouts for text in _texts(layout)) else ""


def _has_another_version(name: str, layout: Layout) -> bool:
    """Whether a table speaks of other versions of a thing, and not of this one."""
    what, _, version = name.partition(" ")
    there = {found for text in _texts(layout) for found in re.findall(rf"\b{re.escape(what)}\s*\(?v?(\d\.\d)", text)}
    return bool(there) and version not in there


def _texts(layout: Layout) -> list[str]:
    """The caption and the paths of a table."""
    return [layout.caption, *(" ".join(line.labels) for line in (*layout.rows, *layout.columns))]


_RUNS = frozenset("run runs seed seeds restart restarts trial trials initialization initializations repetition repetitions folds".split())
_TO_RUNS = 3  # tokens: "5 random restarts"


def _is_of_runs(found: Sequence[Token], number: Number) -> bool:
    """Whether a number says how often something was measured: "averaged over 5 random restarts"."""
    after = [token.low for token in found[number.end : number.end + _TO_RUNS]]
    end = next((at for at, word in enumerate(after) if not word.isalpha()), len(after))
    return not number.decimals and bool(_RUNS.intersection(after[:end]))


_UNDER = frozenset("setting settings scenario scenarios condition conditions regime setup case mode".split())


def _is_lacking(found: Sequence[Token], at: int) -> bool:
    return any(token.low in ("without", "no", "not", "non") for token in found[max(0, at - 2) : at])


def _under_its_heading(found: Sequence[Token], thing: Thing, named: Sequence[Thing], layout: Layout) -> Thing:
    """Of one label under several headings the lines under that of which the sentence has a word: "in the monolingual setting"."""
    lines = layout.lines(thing.side)
    if len(thing.lines) < 2 or len({lines[at].labels[-1:] for at in thing.lines}) > 1:
        return thing
    inside = {at for one in named for at in range(one.start, one.end)}
    said = {
        stem(token.text)
        for at, token in enumerate(found[:-1])
        if at not in inside and token.low not in stopwords() and found[at + 1].low in _UNDER and not _is_lacking(found, at)
    }
    headed = {at: {stem(token.text) for label in lines[at].labels[:-1] for token in tokens(label)} & said for at in thing.lines}
    most = max(len(words) for words in headed.values())
    return thing._replace(lines=frozenset(at for at, words in headed.items() if len(words) == most)) if most else thing


def _where_it_is(thing: Thing, named: Sequence[Thing], layout: Layout) -> Thing:
    """Of one label under several headings the lines that have numbers under what else is named: only dev rows of a dev task."""
    lines = layout.lines(thing.side)
    if len(thing.lines) < 2 or len({lines[at].labels[-1:] for at in thing.lines}) > 1:
        return thing
    others = (layout.lines(other.side)[at].numbers for other in named if other.side != thing.side for at in other.lines)
    across = frozenset[int]().union(*others)
    there = frozenset(at for at in thing.lines if lines[at].numbers & across)
    return thing._replace(lines=there) if there else thing


def _is_factor(found: Sequence[Token], thing: Thing) -> bool:
    """Whether a word is the "times" of "three times", and no column of times."""
    before = found[thing.start - 1] if thing.start else None
    number = before is not None and (before.low in WORD_NUMBERS or bool(re.fullmatch(r"\d[\d.,]*", before.text)))
    return number and thing.end - thing.start == 1 and found[thing.start].low in ("times", "fold")


def _has_order(layout: Layout) -> bool:
    """Whether the lines of a side are numbered steps, along which a sentence may tell a trend without naming one."""
    return any(
        len(layout.lines(side)) >= MIN_STEPS
        and all(re.fullmatch(r"\d[\d.,]*", line.labels[-1]) for line in layout.lines(side) if line.labels)
        for side in (ROW, COLUMN)
    )


def _is_any(found: Sequence[Token], thing: Thing) -> bool:
    """Whether it is said that it makes no difference which: "whatever the masking rates", "regardless of the language"."""
    before = [token.low for token in found[max(0, thing.start - 3) : thing.start] if token.low != "the"]
    return before[-1:] in (["whatever"], ["whichever"]) or before[-2:] in (
        ["regardless", "of"],
        ["irrespective", "of"],
        ["independent", "of"],
    )


def _is_of_caption(thing: Thing, named: Sequence[Thing], layout: Layout) -> bool:
    """Whether a part of a label is rather a word of the caption: there is a whole label of its side, and the caption has the word."""
    whole = any(other.side == thing.side and other.how > PART for other in named)
    return thing.how == PART and whole and squash(thing.text) in {squash(token.text) for token in tokens(layout.caption)}


def _has_no_label(thing: Thing, layout: Layout) -> bool:
    """Whether the lines have no label in print, but the number that the reader gave them."""
    return all(re.fullmatch(r"#\d+", layout.lines(thing.side)[at].path) for at in thing.lines)


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


_APART = frozenset({"however", "whereas", "while", "whilst"})


def _check_apart(clause: Clause) -> None:
    """Raises `DeclinedError` where a clause holds two of which one says what no rule reads: "A can do as B does, however, C fails"."""
    for at in range(clause.start + 1, clause.end):
        if clause.tokens[at].low in _APART and (
            {thing.side for thing in clause.own if thing.end <= at} & {thing.side for thing in clause.own if thing.start > at}
        ):
            raise DeclinedError(f"what stands before “{clause.tokens[at].text}” is not read")


def _has_subject(found: Sequence[Token], span: tuple[int, int], named: Sequence[Thing]) -> bool:
    """Whether a part of a sentence names what it is about, and not only where that holds."""
    there = [thing for thing in named if span[0] <= thing.start < span[1]]
    return any(thing.start == span[0] or found[thing.start - 1].low not in SETTING for thing in there)


def _read(clause: Clause) -> Read:
    if freed := but_for(clause):
        bare, things = freed
    else:
        things, numbers = singled_out(clause)
        if not things:
            return _with_exceptions(clause, _read_beside(clause))
        bare = clause.without(numbers)
    alone = _read_beside(bare)
    if alone.rule != "threshold" and any(not number.hedge for number in bare.figures):
        raise DeclinedError("it holds for nothing else, and whether a larger figure of others would count is not said")
    rest = [_read_plain(other).test for other in others(bare, things)]
    names = ", ".join(thing.text for thing in things)
    return alone._replace(test=both([alone.test, Call("none", tuple(rest))]), words=f"{alone.words}, and so only of {names}")


def _with_exceptions(clause: Clause, read: Read) -> Read:
    """A reading that also denies what is taken out, where that can be read: of "on all tasks except SST" that it holds on SST."""
    if not clause.excepted:
        return read
    names = ", ".join(thing.text for thing in clause.excepted)
    try:
        tests = [one.test for one in map(_read_plain, excepted_ones(clause)) if one.rule == read.rule]
    except DeclinedError:
        tests = []
    if len(tests) != len(clause.excepted) or read.rule not in ("comparison", "superlative"):
        return read._replace(words=f"{read.words}; whether it holds of what is excepted ({names}) is not tested")
    return read._replace(test=both([read.test, Call("none", tuple(tests))]), words=f"{read.words}, and not of {names}")


def _read_beside(clause: Clause) -> Read:
    """A clause with the figures that stand beside what it says."""
    asides = asides_of(clause)
    if not asides:
        return _read_plain(clause)
    numbers = [number for aside in asides for number in aside.numbers]
    tests, bare = tests_of(clause, asides), clause.without(numbers)
    said = f"with {', '.join(number.text for number in numbers)}"
    if not bare.figures and not any(phrase.group in JUDGING for phrase in bare.phrases):
        return Read(both(tests), "value", said)
    read = _read_plain(bare)
    return read._replace(test=both([read.test, *tests]), words=f"{read.words}, {said}")


def _read_plain(clause: Clause) -> Read:
    declined: DeclinedError | None = None
    for _, rule in _rules():
        try:
            if (read := rule(clause)) and not (left := left_out(clause, read)):
                return read
            if read:
                declined = declined or DeclinedError(f"“{left}” is left unread, and what it says may change the claim")
        except DeclinedError as why:
            declined = declined or why
    raise declined or DeclinedError("no rule reads it")
