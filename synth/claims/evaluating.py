"""What a test says of a table: its tree worked out on intervals, with what was compared and which rows it took.

A number is the interval that its decimals allow; one that was measured with several seeds is the 95 % prediction interval of one more run.
Sums are of intervals, and so are comparisons: two numbers are equal where their intervals meet, and one is above another where it is so
for every pair of numbers in them. What the decimals cannot decide is undecided, and so is what needs a cell that is not there.
Functions over several numbers match them by what tells them apart: the languages of one model with the same languages of another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from typing import Literal, NamedTuple, TypeVar

from synth.claims.expressions import Call, Compared, Figure, Joined, Negated, Node, Reckoned, Words
from synth.claims.selecting import AVERAGE, Asked, Chosen, Key, NothingThereError, Rows
from synth.measurements import Interval, Measurement, difference, interval, mean, meets, split_path, total
from synth.reading.vocabulary import better, better_label

# What quantifiers mean, as shares of what is compared; ties count for neither side.
ALMOST_ALL = Fraction(4, 5)
MOST = Fraction(1, 2)  # more than this
MANY = Fraction(1, 2)
FEW = Fraction(1, 3)
BY_FAR = Fraction(3, 4)  # of "A outperforms B" that does not say where
BENEFIT = Fraction(1, 2)  # points: a mean change above it is a benefit
BENEFITS = Fraction(1, 4)  # share of changes above BENEFIT with which a table still shows no benefit
ABOUT = Fraction(1, 20)  # of a number that is said to be about so much; at least one unit of its last decimal
SIGNIFICANT = 0.05  # of the paired bootstrap over seeds, after Holm's correction
MIN_SEEDS = 2  # with fewer there is no spread, and a number is its decimals


class Amount(NamedTuple):
    """A number, the interval it stands for, and the rows it was made from."""

    value: Fraction
    low: Fraction
    high: Fraction
    rows: frozenset[int] = frozenset()
    kind: str = ""  # absolute or change, of a row; empty for what is made from both or from none
    seeds: tuple[tuple[int, Fraction], ...] = ()  # of a measurement that was repeated
    printed: bool = False  # as it stands in one cell or in the claim, with nothing reckoned
    sampled: bool = False  # its interval is what another run may give, not what decimals allow
    exact: bool = False  # a whole number that was counted, or a figure of the claim
    labels: tuple[str, ...] = ()  # of its column and metric, which say whether more is better
    open: bool = False  # a count or a rank whose interval is what could not be decided, and not what decimals allow

    @property
    def interval(self) -> Interval:
        return self.low, self.high


class Truth(NamedTuple):
    """Yes, no, or undecided, with the reason where it is undecided."""

    holds: bool | None
    why: str = ""
    rows: frozenset[int] = frozenset()
    tie: bool = False
    near: bool = False  # it holds only if the decimals that are not printed fall so


Numbers = dict[Key, Amount]
Truths = dict[Key, Truth]
Value = Amount | Truth | Numbers | Truths


class Comparison(NamedTuple):
    """One comparison as it was made; what --explain shows."""

    sign: str
    left: Amount
    right: Amount
    holds: bool | None
    key: Key
    node: Compared


class Evaluation:
    """One test over one table. `comparisons` are those that were made, in order; `seen` says how functions over several came out."""

    def __init__(self, rows: Rows, amounts: Callable[[Measurement], tuple[Fraction, Fraction, Fraction]] | None = None) -> None:
        self._rows = rows
        self._printed = amounts or _printed
        self.comparisons: list[Comparison] = []
        self.tallies: list[tuple[str, int, int, int]] = []  # function, yes, no, undecided
        self.remarks: list[str] = []

    def truth(self, node: Node) -> Truth:
        """Whether a test holds."""
        return self._truth(node)

    # --- parts ---------------------------------------------------------------------------------------------------

    def _value(self, node: Node) -> Value:
        match node:
            case Figure(text=text):
                return figure(text)
            case Joined():
                return _joined(node.sign, [self._truth(part) for part in node.parts])
            case Negated(sign="not"):
                value = self._try(node.part)
                return {key: _denied(one) for key, one in value.items()} if isinstance(value, dict) else _denied(value)
            case Negated():
                return _each(self._number(node.part), _minus)
            case Reckoned():
                return self._reckoned(node)
            case Compared():
                return self._compared(node)
            case Call():
                return _FUNCTIONS[node.name](self, node)
        raise AssertionError(node)  # a text is read by the function that takes it

    def _truth(self, node: Node) -> Truth:
        """A part that says yes or no; undecided where a cell it needs is not there."""
        try:
            value = self._value(node)
        except NothingThereError as missing:
            return Truth(None, str(missing))
        assert isinstance(value, Truth)
        return value

    def _try(self, node: Node) -> Truth | Truths:
        try:
            value = self._value(node)
        except NothingThereError as missing:
            return Truth(None, str(missing))
        assert isinstance(value, Truth) or all(isinstance(one, Truth) for one in value.values())  # type: ignore[union-attr]
        return value  # type: ignore[return-value]

    def _number(self, node: Node) -> Amount | Numbers:
        value = self._value(node)
        assert isinstance(value, Amount) or (isinstance(value, dict) and all(isinstance(one, Amount) for one in value.values()))
        return value  # type: ignore[return-value]

    def _one(self, node: Node) -> Amount:
        value = self._number(node)
        assert isinstance(value, Amount)
        return value

    def _several(self, nodes: Iterable[Node]) -> list[Amount]:
        """The numbers of all arguments, in an order that no shuffle of the rows changes."""
        found: list[Amount] = []
        for node in nodes:
            value = self._number(node)
            found += [value] if isinstance(value, Amount) else [value[key] for key in sorted(value)]
        return found

    def _reckoned(self, node: Reckoned) -> Amount | Numbers:
        left, right = self._number(node.left), self._number(node.right)
        work = {"+": _plus, "-": _less, "*": _times, "/": _over}[node.sign]
        return _paired(left, right, work)

    def _compared(self, node: Compared) -> Truth | Truths:
        left, right = self._number(node.left), self._number(node.right)
        found = _paired(left, right, lambda one, other: (one, other))
        if isinstance(found, tuple):
            return self._note(node, (), *found)
        return {key: self._note(node, key, *pair) for key, pair in sorted(found.items())}

    def _note(self, node: Compared, key: Key, left: Amount, right: Amount) -> Truth:
        truth = compare(node.sign, left, right)
        self.comparisons.append(Comparison(node.sign, left, right, truth.holds, key, node))
        return truth

    # --- rows ----------------------------------------------------------------------------------------------------

    def amount(self, chosen: Chosen) -> Amount:
        """The number of one row, or of the seeds of one measurement."""
        rows = [self._rows.rows[at] for at in chosen.rows]
        labels = (rows[0].metric, *reversed(split_path(rows[0].column)), *reversed(split_path(rows[0].row)))
        numbers = sorted({(row.seed, *self._printed(row)) for row in rows}, key=str)
        taken = frozenset(chosen.rows)
        if len(numbers) < MIN_SEEDS or numbers[0][0] is None:
            _, value, low, high = numbers[0]
            return Amount(value, low, high, taken, rows[0].kind, printed=True, labels=labels)
        from synth.claims.statistics import prediction_interval

        seeds = tuple((seed or 0, value) for seed, value, _, _ in numbers)
        low_high = prediction_interval([float(value) for _, value in seeds])
        center = sum((value for _, value in seeds), Fraction(0)) / len(seeds)
        low, high = Fraction(str(low_high[0])), Fraction(str(low_high[1]))
        return Amount(center, min(low, center), max(high, center), taken, rows[0].kind, seeds, sampled=True, labels=labels)

    def cell(self, asked: Asked) -> Amount:
        return self.amount(self._rows.cell(asked))

    def cells(self, asked: Asked) -> Numbers:
        return {one.key: self.amount(one) for one in self._rows.cells(asked)}


def _printed(row: Measurement) -> tuple[Fraction, Fraction, Fraction]:
    low, high = interval(row.low, row.high)
    return interval(row.value, row.value)[0], low, high


def figure(text: str) -> Amount:
    """A number of the claim: the interval that its decimals allow."""
    _, _, decimals = text.partition(".")
    value, half = Fraction(text), Fraction(1, 2 * 10 ** len(decimals))
    return Amount(value, value - half, value + half, printed=True, exact=True)


# --- reckoning ---------------------------------------------------------------------------------------------------


T = TypeVar("T")


def _paired(left: Amount | Numbers, right: Amount | Numbers, work: Callable[[Amount, Amount], T]) -> T | dict[Key, T]:
    """One of both, or one for each pair of numbers that nothing tells apart."""
    if isinstance(left, Amount) and isinstance(right, Amount):
        return work(left, right)
    if isinstance(left, Amount):
        assert isinstance(right, dict)
        return {key: work(left, one) for key, one in right.items()}
    if isinstance(right, Amount):
        return {key: work(one, right) for key, one in left.items()}
    both = sorted(left.keys() & right.keys())
    if not both:
        raise NothingThereError("no number of the one has its counterpart among the others")
    return {key: work(left[key], right[key]) for key in both}


def _each(value: Amount | Numbers, work: Callable[[Amount], Amount]) -> Amount | Numbers:
    return work(value) if isinstance(value, Amount) else {key: work(one) for key, one in value.items()}


def _minus(one: Amount) -> Amount:
    return one._replace(value=-one.value, low=-one.high, high=-one.low, seeds=tuple((at, -value) for at, value in one.seeds))


def _sum(one: Amount, other: Amount, kind: str) -> Amount:
    low, high = total([one.interval, other.interval])
    return Amount(
        one.value + other.value, low, high, one.rows | other.rows, kind, sampled=_sampled(one, other), labels=one.labels or other.labels
    )


def _sampled(*parts: Amount) -> bool:
    return any(part.sampled for part in parts)


def _plus(one: Amount, other: Amount) -> Amount:
    """The sum; a change and what it is a change from make what it has become."""
    return _sum(one, other, "absolute" if {one.kind, other.kind} == {"absolute", "change"} else one.kind if one.kind == other.kind else "")


def _less(one: Amount, other: Amount) -> Amount:
    if {one.kind, other.kind} == {"absolute", "change"}:
        raise NothingThereError("one number is a change and the other is none: they are not subtracted")
    seeds: tuple[tuple[int, Fraction], ...] = ()
    if one.seeds and other.seeds:
        there = dict(other.seeds)
        seeds = tuple((at, value - there[at]) for at, value in one.seeds if at in there)
    return _sum(one, _minus(other), "change" if one.kind or other.kind else "")._replace(seeds=seeds)


def _spanned(corners: Sequence[Fraction], value: Fraction, one: Amount, other: Amount) -> Amount:
    kind = one.kind or other.kind
    sampled, labels = _sampled(one, other), one.labels or other.labels
    return Amount(value, min(corners), max(corners), one.rows | other.rows, kind, sampled=sampled, labels=labels)


def _times(one: Amount, other: Amount) -> Amount:
    left, right = _sides(one), _sides(other)
    return _spanned([a * b for a in left for b in right], one.value * other.value, one, other)


def _over(one: Amount, other: Amount) -> Amount:
    left, right = _sides(one), _sides(other)
    if min(right) <= 0 <= max(right):
        raise NothingThereError("a division by a number that may be zero")
    return _spanned([a / b for a in left for b in right], one.value / other.value, one, other)


def _sides(one: Amount) -> tuple[Fraction, ...]:
    """The ends of the interval; a figure of the claim that something is multiplied by is itself."""
    return (one.value,) if one.exact else one.interval


# --- comparing ---------------------------------------------------------------------------------------------------


def compare(sign: str, left: Amount, right: Amount) -> Truth:
    """Whether two numbers are as the sign says, for all that their intervals allow."""
    rows = left.rows | right.rows
    if {left.kind, right.kind} == {"absolute", "change"}:
        return Truth(None, "one number is a change and the other is none: they are not compared", rows)
    if sign in ("==", "!="):
        same = _equal(left, right)
        return (same if sign == "==" else _denied(same))._replace(rows=rows)
    if sign in ("<", "<="):
        return compare({"<": ">", "<=": ">="}[sign], right, left)
    return _above(left, right, or_equal=sign == ">=")


def _equal(left: Amount, right: Amount) -> Truth:
    """Whether two numbers are one. What is printed must be printed so: 8.3 is not 8.2, though 8.25 would be both.

    What is reckoned holds where the intervals meet; where it does not round to the figure of the claim, it holds only nearly.
    """
    if left.printed and right.printed:
        coarse, fine = (left, right) if left.high - left.low >= right.high - right.low else (right, left)
        return Truth(coarse.low <= fine.value <= coarse.high)
    if not meets(left.interval, right.interval):
        return Truth(False)
    if left.open or right.open:
        return Truth(None, "how many there are depends on comparisons that are too close to tell, or on cells that are not there")
    stated, reckoned = (left, right) if left.exact else (right, left)
    near = stated.exact and not reckoned.sampled and not stated.low <= reckoned.value <= stated.high
    return Truth(True, near=near)


def _above(left: Amount, right: Amount, *, or_equal: bool) -> Truth:
    rows = left.rows | right.rows
    if left.value == right.value and (left.exact or right.exact or left.interval == right.interval):
        return Truth(or_equal, "", rows, tie=True)
    one = (left.value, left.value) if left.exact else left.interval
    other = (right.value, right.value) if right.exact else right.interval
    if one[0] >= other[1]:
        return Truth(True, "", rows)
    if one[1] <= other[0]:
        return Truth(False, "", rows)
    return Truth(None, "the two are too close to tell from the decimals or the seeds", rows)


def _joined(sign: str, parts: Sequence[Truth]) -> Truth:
    """Yes and no joined: one no is enough for `and`, one yes for `or`, whatever else is undecided."""
    rows = frozenset().union(*(part.rows for part in parts))
    decisive = sign == "or"
    near = any(part.near for part in parts if part.holds)
    if any(part.holds is decisive for part in parts):
        return Truth(decisive, "", rows, near=near and decisive)
    if all(part.holds is not decisive and part.holds is not None for part in parts):
        return Truth(not decisive, "", rows, near=near and not decisive)
    return Truth(None, "; ".join(dict.fromkeys(part.why for part in parts if part.holds is None and part.why)), rows)


def _denied(one: Truth) -> Truth:
    return one if one.holds is None else one._replace(holds=not one.holds, near=False)


# --- functions: rows ---------------------------------------------------------------------------------------------

Function = Callable[[Evaluation, Call], Value]
_FUNCTIONS: dict[str, Function] = {}


def _function(name: str) -> Callable[[Function], Function]:
    def keep(function: Function) -> Function:
        _FUNCTIONS[name] = function
        return function

    return keep


@_function("cell")
def _cell(at: Evaluation, node: Call) -> Value:
    return at.cell(node.named)


@_function("cells")
def _cells(at: Evaluation, node: Call) -> Value:
    return at.cells(node.named)


@_function("language")
def _language(at: Evaluation, node: Call) -> Value:
    from synth.languages import language_facts

    (word,) = node.arguments
    assert isinstance(word, Words)
    name = word.words[0]
    values = {code: getattr(facts, name, None) for code, facts in language_facts().items()}
    numbers = {
        code: Fraction(str(value)) for code, value in values.items() if isinstance(value, int | float) and not isinstance(value, bool)
    }
    if not numbers:
        raise NothingThereError(f"nothing is known of languages under “{name}”")
    return {(("language", code),): Amount(value, value, value) for code, value in numbers.items()}


@_function("gain")
def _gain(at: Evaluation, node: Call) -> Value:
    asked, over = _asked_of_gain(node)
    names = dict(asked)
    if over == "targets" and "target" not in names:
        return _mean_gain(at, asked)
    changes = _changes(at, asked)
    return _average_of(changes) if over else _only(changes, node)


@_function("gains")
def _gains(at: Evaluation, node: Call) -> Value:
    asked, _ = _asked_of_gain(node)
    return _changes(at, asked)


def _asked_of_gain(node: Call) -> tuple[Asked, str]:
    """What the rows with a gain are asked by, and what it is averaged over."""
    over = next((words.words[0] for name, words in node.named if name == "over"), "")
    asked = [(name, words) for name, words in node.named if name != "over"]
    for word in node.arguments:
        assert isinstance(word, Words)
        asked.append(("intermediate", word))
    return tuple(sorted(asked)), over


def _mean_gain(at: Evaluation, asked: Asked) -> Amount:
    """The gain averaged over tasks: as printed, and beside it what the cells give; the two scores of one task count as one task."""
    cells = _changes(at, asked)
    reckoned = _average_of(cells)
    try:
        printed = _changes(at, (*asked, ("target", Words((AVERAGE,)))))
    except NothingThereError:
        return reckoned
    if len(printed) != 1:
        return reckoned
    (one,) = printed.values()
    if not meets(one.interval, reckoned.interval):
        at.remarks.append(f"the average is printed as {shown(one)}, and {len(cells)} cells give {shown(reckoned)}")
    return one


def _changes(at: Evaluation, asked: Asked) -> Numbers:
    """The changes against no intermediate training: as they are printed, else the scores less those without it."""
    try:
        return at.cells((*asked, ("kind", Words(("change",)))))
    except NothingThereError:
        pass
    after = at.cells(asked)
    before = at.cells(tuple((name, Words(("none",)) if name == "intermediate" else words) for name, words in asked if name != "variant"))
    keys = {_bare(key): key for key in before}
    pairs = {key: before[keys[_bare(key)]] for key in after if _bare(key) in keys}
    if not pairs:
        raise NothingThereError("no score without intermediate training to compare with")
    return {key: _less(after[key], other) for key, other in pairs.items()}


def _bare(key: Key) -> Key:
    return tuple((name, word) for name, word in key if name not in ("variant", "intermediate"))


def _average_of(numbers: Numbers) -> Amount:
    """The mean over tasks, where F1 and exact match of one task count as one."""
    by_task: dict[Key, list[Amount]] = {}
    for key in sorted(numbers):
        by_task.setdefault(tuple((name, word) for name, word in key if name != "metric"), []).append(numbers[key])
    return _mean_of([_mean_of(those) for those in by_task.values()])


def _only(numbers: Numbers, node: Call) -> Amount:
    if len(numbers) != 1:
        raise NothingThereError(f'{node.name}(…) is {len(numbers)} numbers; say which target, language or metric, or over="targets"')
    (one,) = numbers.values()
    return one


# --- functions: numbers ------------------------------------------------------------------------------------------


def _mean_of(amounts: Sequence[Amount]) -> Amount:
    if len(amounts) == 1:
        return amounts[0]
    _same_kind(amounts)
    low, high = mean([one.interval for one in amounts])
    value = sum((one.value for one in amounts), Fraction(0)) / len(amounts)
    return Amount(value, low, high, _rows(amounts), amounts[0].kind, sampled=_sampled(*amounts), labels=amounts[0].labels)


def _same_kind(amounts: Sequence[Amount]) -> None:
    if {one.kind for one in amounts} >= {"absolute", "change"}:
        raise NothingThereError("some of the numbers are changes and others are none")


def _rows(amounts: Iterable[Amount]) -> frozenset[int]:
    return frozenset().union(*(one.rows for one in amounts))


@_function("mean")
def _mean(at: Evaluation, node: Call) -> Value:
    return _mean_of(at._several(node.arguments))


@_function("total")
def _total(at: Evaluation, node: Call) -> Value:
    amounts = at._several(node.arguments)
    _same_kind(amounts)
    low, high = total(one.interval for one in amounts)
    return Amount(sum((one.value for one in amounts), Fraction(0)), low, high, _rows(amounts), amounts[0].kind)


@_function("median")
def _median(at: Evaluation, node: Call) -> Value:
    amounts = at._several(node.arguments)
    _same_kind(amounts)
    ends = [_middle([part(one) for one in amounts]) for part in (_value_of, _low_of, _high_of)]
    return Amount(ends[0], ends[1], ends[2], _rows(amounts), amounts[0].kind)


def _middle(values: Sequence[Fraction]) -> Fraction:
    ordered, half = sorted(values), len(values) // 2
    return ordered[half] if len(values) % 2 else (ordered[half - 1] + ordered[half]) / 2


def _value_of(one: Amount) -> Fraction:
    return one.value


def _low_of(one: Amount) -> Fraction:
    return one.low


def _high_of(one: Amount) -> Fraction:
    return one.high


def _extreme(amounts: Sequence[Amount], pick: Callable[[Iterable[Fraction]], Fraction]) -> Amount:
    _same_kind(amounts)
    value, low, high = (pick(part(one) for one in amounts) for part in (_value_of, _low_of, _high_of))
    printed = all(one.printed for one in amounts)
    return Amount(value, low, high, _rows(amounts), amounts[0].kind, printed=printed, sampled=_sampled(*amounts), labels=amounts[0].labels)


@_function("highest")
def _highest(at: Evaluation, node: Call) -> Value:
    return _extreme(at._several(node.arguments), max)


@_function("lowest")
def _lowest(at: Evaluation, node: Call) -> Value:
    return _extreme(at._several(node.arguments), min)


@_function("best")
def _best(at: Evaluation, node: Call) -> Value:
    amounts = at._several(node.arguments)
    return _extreme(amounts, min if direction(amounts[0]) == "lower" else max)


@_function("worst")
def _worst(at: Evaluation, node: Call) -> Value:
    amounts = at._several(node.arguments)
    return _extreme(amounts, max if direction(amounts[0]) == "lower" else min)


@_function("spread")
def _spread(at: Evaluation, node: Call) -> Value:
    amounts = at._several(node.arguments)
    top, bottom = _extreme(amounts, max), _extreme(amounts, min)
    low, high = difference(top.interval, bottom.interval)
    return Amount(top.value - bottom.value, max(low, Fraction(0)), high, top.rows, "change" if top.kind else "")


@_function("abs")
def _abs(at: Evaluation, node: Call) -> Value:
    return _each(at._number(node.arguments[0]), _size)


def _size(one: Amount) -> Amount:
    least = Fraction(0) if one.low <= 0 <= one.high else min(abs(one.low), abs(one.high))
    return one._replace(value=abs(one.value), low=least, high=max(abs(one.low), abs(one.high)), seeds=())


@_function("sign")
def _sign(at: Evaluation, node: Call) -> Value:
    return _each(at._number(node.arguments[0]), _sign_of)


def _sign_of(one: Amount) -> Amount:
    return Amount(_side(one.value), _side(one.low), _side(one.high), one.rows)


def _side(value: Fraction) -> Fraction:
    return Fraction((value > 0) - (value < 0))


@_function("ratio")
def _ratio(at: Evaluation, node: Call) -> Value:
    one, other = (at._one(part) for part in node.arguments)
    return _over(one, other)._replace(kind="")


@_function("percent")
def _percent(at: Evaluation, node: Call) -> Value:
    """How many percent the first is above the second."""
    one, other = (at._one(part) for part in node.arguments)
    share = _over(one, other)
    return Amount((share.value - 1) * 100, (share.low - 1) * 100, (share.high - 1) * 100, share.rows)


@_function("rank")
def _rank(at: Evaluation, node: Call) -> Value:
    """Which place a number takes among others and itself; an interval where it is too close to tell."""
    one, others = at._one(node.arguments[0]), at._several(node.arguments[1:])
    lower = _goes_down(one, node)
    ahead = [compare("<" if lower else ">", other, one) for other in others if other.rows != one.rows]
    least = 1 + sum(truth.holds is True for truth in ahead)
    most = least + sum(truth.holds is None or truth.tie for truth in ahead)
    place = 1 + sum((other.value < one.value) if lower else (other.value > one.value) for other in others)
    ends = Fraction(min(least, place)), Fraction(max(most, place))
    return Amount(Fraction(place), *ends, _rows([one, *others]), open=least < most)


def _goes_down(one: Amount, node: Call) -> bool:
    """Whether the first in a ranking is the lowest number."""
    (order,) = _words(node, "order") or ("best",)
    if order in ("lowest", "highest"):
        return order == "lowest"
    return (direction(one, _words(node, "lower"), _words(node, "neither")) == "lower") == (order == "best")


@_function("first")
def _first(at: Evaluation, node: Call) -> Value:
    """For each number whether none of its kind is ahead of it: those of the others that have its labels, where it has any."""
    given, others = at._number(node.arguments[0]), at._number(node.arguments[1])
    assert isinstance(others, dict)
    numbers = {(): given} if isinstance(given, Amount) else given
    truths: Truths = {}
    for key, one in sorted(numbers.items()):
        if not direction(one, (), _words(node, "neither")):
            continue
        rivals = [other for there, other in sorted(others.items()) if set(key) <= set(there) and other.rows != one.rows]
        if rivals:
            truths[key] = _ahead_of(at, node, key, one, rivals)
    if not truths:
        raise NothingThereError("there is nothing to compare with")
    return truths


def _ahead_of(at: Evaluation, node: Call, key: Key, one: Amount, rivals: Sequence[Amount]) -> Truth:
    """Whether no rival is ahead; what was compared is the strongest of them."""
    lower = _goes_down(one, node)
    rows = _rows([one, *rivals])
    ahead = [compare("<" if lower else ">", rival, one) for rival in rivals]
    strongest = (min if lower else max)(rivals, key=_value_of)
    holds = False if any(truth.holds for truth in ahead) else None if any(truth.holds is None for truth in ahead) else True
    sign: Literal["<=", ">="] = "<=" if lower else ">="
    at.comparisons.append(Comparison(sign, one, strongest, holds, key, Compared(sign, node.arguments[0], node.arguments[1])))
    why = next((truth.why for truth in ahead if truth.holds is None), "") if holds is None else ""
    return Truth(holds, why, rows)


@_function("correlation")
def _correlation(at: Evaluation, node: Call) -> Value:
    from synth.claims.statistics import StatisticsError, pearson, spearman

    left, right = (at._number(part) for part in node.arguments)
    assert isinstance(left, dict)
    assert isinstance(right, dict)
    by = next((words.words[0] for name, words in node.named if name == "by"), "pearson")
    pairs = _paired(_by_language(left), _by_language(right), lambda one, other: (one, other))
    ones, others = ([pair[side] for _, pair in sorted(pairs.items())] for side in (0, 1))
    if len(pairs) < MIN_PAIRS:
        raise NothingThereError(f"a correlation of {len(pairs)} pairs says nothing; it takes {MIN_PAIRS}")
    work = spearman if by == "spearman" else pearson
    try:
        value, low, high = work([_floats(one) for one in ones], [_floats(one) for one in others])
    except StatisticsError as error:  # of numbers that are all equal
        raise NothingThereError(f"a correlation of these is none: {error}") from None
    return Amount(Fraction(str(value)), Fraction(str(low)), Fraction(str(high)), _rows([*ones, *others]))


MIN_PAIRS = 3


def _floats(one: Amount) -> tuple[float, float, float]:
    return float(one.value), float(one.low), float(one.high)


def _by_language(numbers: Numbers) -> Numbers:
    """The numbers by language alone, where nothing else tells them apart."""
    bare = {tuple(part for part in key if part[0] == "language"): key for key in numbers}
    return {key: numbers[full] for key, full in bare.items()} if len(bare) == len(numbers) and () not in bare else numbers


@_function("about")
def _about(at: Evaluation, node: Call) -> Value:
    one = at._one(node.arguments[0])
    room = max(abs(one.value) * ABOUT, one.high - one.low)
    return one._replace(low=one.value - room, high=one.value + room, printed=False, exact=False)


@_function("count")
def _count(at: Evaluation, node: Call) -> Value:
    """How many are true, or how many numbers there are."""
    yes = unknown = 0
    rows: frozenset[int] = frozenset()
    for part in node.arguments:
        value = at._value(part)
        for one in value.values() if isinstance(value, dict) else [value]:
            rows |= one.rows
            yes += isinstance(one, Amount) or one.holds is True
            unknown += isinstance(one, Truth) and one.holds is None
    return Amount(Fraction(yes), Fraction(yes), Fraction(yes + unknown), rows, printed=not unknown, exact=not unknown, open=unknown > 0)


@_function("cases")
def _cases(at: Evaluation, node: Call) -> Value:
    """How many yes and no there are."""
    many = 0
    rows: frozenset[int] = frozenset()
    for part in node.arguments:
        value = at._try(part)
        found = list(value.values()) if isinstance(value, dict) else [value]
        many += len(found)
        rows = rows.union(*(one.rows for one in found))
    return Amount(Fraction(many), Fraction(many), Fraction(many), rows, printed=True, exact=True)


# --- functions: truths -------------------------------------------------------------------------------------------


class Tally(NamedTuple):
    """How many of several are true, are not, and are undecided; a tie is no yes and no no."""

    yes: int
    no: int
    open: int
    ties: int
    rows: frozenset[int]
    why: str
    near: bool = False
    missing: bool = False  # of one argument no number is there, so that nobody knows how many it would be

    @property
    def all(self) -> int:
        return self.yes + self.no + self.open + self.ties


def _tally(at: Evaluation, node: Call) -> Tally:
    found: list[Truth] = []
    missing = False
    for part in node.arguments:
        value = at._try(part)
        missing |= isinstance(value, Truth) and value.holds is None and not value.rows
        found += [value] if isinstance(value, Truth) else [value[key] for key in sorted(value)]
    ties = sum(one.tie and one.holds is False for one in found)
    yes, unknown = sum(one.holds is True for one in found), sum(one.holds is None for one in found)
    rows = frozenset().union(*(one.rows for one in found))
    why = next((one.why for one in found if one.holds is None and one.why), "")
    tally = Tally(yes, len(found) - yes - unknown - ties, unknown, ties, rows, why, any(one.near for one in found), missing)
    at.tallies.append((node.name, tally.yes, tally.no + tally.ties, tally.open))
    return tally


def _by_share(least: Callable[[Tally, int], bool], *, settled: bool | None = None) -> Function:
    """A function that holds where enough are true, whichever way the undecided fall.

    Where numbers are missing nobody knows how many they would be: only `settled` stands, what one alone decides (one no for `all`).
    """

    def decide(at: Evaluation, node: Call) -> Value:
        tally = _tally(at, node)
        if not tally.all:
            return Truth(None, "there is nothing to count", tally.rows)
        ways = {least(tally, yes) for yes in range(tally.yes, tally.yes + tally.open + 1)}
        holds = ways.pop() if len(ways) == 1 else None
        if tally.missing and holds is not settled:
            holds = None
        return Truth(holds, "" if holds is not None else tally.why, tally.rows, near=bool(holds) and tally.near)

    return decide


_FUNCTIONS["all"] = _by_share(lambda tally, yes: yes == tally.all, settled=False)
_FUNCTIONS["any"] = _by_share(lambda tally, yes: yes > 0, settled=True)
_FUNCTIONS["none"] = _by_share(lambda tally, yes: yes == 0, settled=False)
_FUNCTIONS["most"] = _by_share(lambda tally, yes: yes > MOST * tally.all)
_FUNCTIONS["many"] = _by_share(lambda tally, yes: yes >= MANY * tally.all)
_FUNCTIONS["few"] = _by_share(lambda tally, yes: 0 < yes <= FEW * tally.all)
_FUNCTIONS["almost_all"] = _by_share(lambda tally, yes: yes >= ALMOST_ALL * tally.all)
# Ties are no exception to "consistently", unless all are ties; two of a kind are needed.
_FUNCTIONS["consistently"] = _by_share(lambda tally, yes: tally.all > 1 and yes > 0 and yes + tally.ties == tally.all)


@_function("overall")
def _overall(at: Evaluation, node: Call) -> Value:
    """Yes where by far the most are, no where by far the most are not; else it depends, and the claim does not say on what."""
    tally = _tally(at, node)
    if not tally.all or tally.open:
        return Truth(None, tally.why or "there is nothing to compare", tally.rows)
    if tally.yes >= BY_FAR * tally.all:
        return Truth(True, "", tally.rows)
    if tally.yes <= (1 - BY_FAR) * tally.all:
        return Truth(False, "", tally.rows)
    return Truth(None, f"it holds for {tally.yes} of {tally.all}, and the claim does not say for which", tally.rows)


@_function("share")
def _share(at: Evaluation, node: Call) -> Value:
    tally = _tally(at, node)
    if not tally.all:
        raise NothingThereError("there is nothing to count")
    parts = [Fraction(100 * yes, tally.all) for yes in (tally.yes, tally.yes, tally.yes + tally.open)]
    return Amount(parts[0], parts[1], parts[2], tally.rows, open=tally.open > 0)


@_function("no_benefit")
def _no_benefit(at: Evaluation, node: Call) -> Value:
    """Whether changes show no benefit: their mean is at most BENEFIT, and few of them are above it."""
    changes = at._several(node.arguments)
    middle = _mean_of(changes)
    above = sum(one.low > BENEFIT for one in changes)
    maybe = sum(one.low <= BENEFIT < one.high and one.value > BENEFIT for one in changes)
    holds = middle.value <= BENEFIT and above + maybe <= BENEFITS * len(changes)
    at.remarks.append(f"the mean of {len(changes)} changes is {shown(middle)}; {above} of them are above {float(BENEFIT):g}")
    return Truth(holds, "", middle.rows)


@_function("better")
def _better(at: Evaluation, node: Call) -> Value:
    return at_better(at, node)


def at_better(at: Evaluation, node: Call) -> Truths:
    """For each pair whether the first is the better one; pairs of which neither direction is better are left out."""
    lower, neither = (_words(node, name) for name in ("lower", "neither"))
    left, right = (at._number(part) for part in node.arguments[:2])
    found = _paired(left, right, lambda one, other: (one, other))
    pairs = {(): found} if isinstance(found, tuple) else found
    truths: Truths = {}
    for key, (one, other) in sorted(pairs.items()):
        way = direction(one, lower, neither)
        if way:
            sign: Literal["<", ">"] = "<" if way == "lower" else ">"
            truths[key] = at._note(Compared(sign, node.arguments[0], node.arguments[1]), key, one, other)
    if not truths:
        raise NothingThereError("of none of these numbers is it known whether more is better")
    return truths


def _words(node: Call, name: str) -> tuple[str, ...]:
    return next((words.words for given, words in node.named if given == name), ())


def direction(one: Amount, lower: Sequence[str] = (), neither: Sequence[str] = ()) -> str:
    """`lower` or `higher`, whichever is better for a number by its metric and labels; empty where neither is."""
    from synth.claims.selecting import plain

    labels = [label for label in one.labels if label]
    if any(plain(label) in {plain(word) for word in lower} for label in labels):
        return "lower"
    if any(plain(label) in {plain(word) for word in neither} for label in labels):
        return ""
    for label in labels:
        if said := better(label) or better_label(label):
            return "" if said == "neither" else said
    return "higher"


@_function("outperforms")
def _outperforms(at: Evaluation, node: Call) -> Value:
    """Whether the first is better than each other: over seeds by a paired bootstrap with Holm's correction, else pair by pair."""
    from synth.claims.statistics import holm, paired_bootstrap

    options = node.named
    others = node.arguments[1:]
    truths: list[Truth] = []
    p_values: list[float] = []
    for other in others:
        pair = Call("better", (node.arguments[0], other), options)
        before = len(at.comparisons)
        decided = at_better(at, pair)
        differences = [gap for one in at.comparisons[before:] for gap in _seed_gaps(one)]
        if differences:
            p_values.append(paired_bootstrap(differences))
            truths.append(Truth(None, "", frozenset().union(*(one.rows for one in decided.values()))))
        else:
            tally = Call("overall", (pair,))
            del at.comparisons[before:]
            value = _overall(at, tally)
            assert isinstance(value, Truth)
            truths.append(value)
    if not p_values:
        return _joined("and", truths)
    corrected = iter(holm(p_values))
    decided_all = [truth if truth.holds is not None or truth.why else _by_p(truth, next(corrected)) for truth in truths]
    return _joined("and", decided_all)


def _by_p(truth: Truth, p: float) -> Truth:
    if p <= SIGNIFICANT:
        return truth._replace(holds=True)
    if p >= 1 - SIGNIFICANT:
        return truth._replace(holds=False)
    return truth._replace(why=f"the difference is within what other seeds may give (p = {p:.2f}, paired bootstrap)")


def _seed_gaps(one: Comparison) -> list[float]:
    """The differences of two repeated measurements seed by seed, above zero where the first is better."""
    there = dict(one.right.seeds)
    way = -1 if one.sign == "<" else 1
    return [float(way * (value - there[seed])) for seed, value in one.left.seeds if seed in there]


# --- showing -----------------------------------------------------------------------------------------------------


def shown(one: Amount) -> str:
    """A number with its interval: 8.27 (8.22 to 8.31)."""
    value = _decimal(one.value)
    return value if one.low == one.high else f"{value} ({_decimal(one.low)} to {_decimal(one.high)})"


def _decimal(value: Fraction) -> str:
    size = abs(value)
    if value.denominator == 1:
        return str(value.numerator)
    places = 2 if size >= 10 else 3 if size >= 1 else 4
    return f"{float(value):.{places}f}".rstrip("0").rstrip(".")
