"""Where a sentence would be read wrongly though its words are known: it points back, it compares or counts something else.

The compiler is asked about sentences that were cut out of papers and reports. What stood before them is gone: "this task" is then any
task, and "It outperforms BERT" has no subject. What stands right behind "outperforms" is what is compared, and where no table names it
the figures at hand are of something else.

What is not done: nothing is looked up in what stood before; such a sentence is declined, and the reason says which word to replace.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from itertools import pairwise

from synth.claims.clauses import Clause
from synth.claims.cuts import stopwords
from synth.claims.forms import is_foreign
from synth.claims.layouts import Layout
from synth.claims.readings import DeclinedError
from synth.claims.runs import PART
from synth.claims.scales import scale_of
from synth.claims.spelling import squash, stem
from synth.claims.wording import WORD_NUMBERS, words_of
from synth.reading.vocabulary import readings

REACH = 5  # tokens between an "all" and what it is all of

_SUBJECTS = re.compile(
    r"(?:it|they|these|those|this|that|he|she|the\s+(?:former|latter))\b(?!\s+(?:is|are|was|were)\s+\w+\s+that\b)", re.IGNORECASE
)
_BACK = re.compile(
    r"\b(?:this|that|such|(?:on|in|for|at|with|under|across)\s+(?:these|those|the\s+same|the\s+(?:other|remaining|former|latter)))\s+"
    r"(?:latter\s+|former\s+|last\s+|first\s+|second\s+|\w+-?\w*\s+)?"
    r"(?:tasks?|datasets?|data\s+sets?|benchmarks?|corpora|corpus|settings?|setups?|cases?|experiments?|languages?|models?|methods?|approach(?:es)?|"
    r"systems?|metrics?|measures?|scenarios?|conditions?|domains?|subsets?|groups?|tests?|sets?|ones?)\b",
    re.IGNORECASE,
)
_MAYBE = re.compile(r"\b(?:would|could|might|may(?!\s+\d)|as possible|(?:seem|appear)(?:s|ed)? to|(?:is|are) (?:im)?possible)\b")
_ASKS = re.compile(
    r"\b(?:investigat\w+|examin\w+|test|check|see|understand|explor\w+|ask|verify|analy[sz]\w+|study|determin\w+)\s+(?:why|whether|how|if)\b",
    re.IGNORECASE,
)
_THEIRS = re.compile(r"\b(?:in|by|from)\s+(?:their|his|her)\s+(?:experiments?|papers?|work|study|results?|evaluation)\b", re.IGNORECASE)
_DONE = re.compile(
    r"\bwe\s+(?:(?:do|did)\s+not\s+|\w+ly\s+|then\s+|also\s+|only\s+){0,2}(?:select|sampl|tun|train|us|set|choos|chose|pick|collect|annotat|split|"
    r"evaluat|adopt|follow|employ|initiali[sz]|filter|exclud|fine-?tun|pre-?train|run|ran|remov|propos|introduc|consider|comput|averag)"
    r"(?:e|es|ed|ped|led|ing|s|en)?\b",
    re.IGNORECASE,
)
_ET_AL = re.compile(r"\bet\s+al\b\.?", re.IGNORECASE)  # of a name in any language
_CAUSE = re.compile(  # behind the claim, or before it; "because" and the like are among the phrases of `comparing.toml`
    r"(?:,\s*(?:mainly|partly|largely|mostly|simply|probably|perhaps|possibly|presumably)?\s*(?:as\s+(?:it|they|this|these|those|there|its|their)\b"
    r"|as\s+(?!well\b|does\b|do\b|did\b|is\b|are\b|was\b|were\b|can\b|shown|seen|expected|we\b|opposed|compared|measured|reported)"
    r"[^,.;]*?\b(?:is|are|was|were|has|have|had|does|do|did|can|uses?|contains?|makes?|allows?|learns?)\b"
    r"|for\s+(?:it|they)|so\s+that|in\s+order\s+to|probably|presumably|possibly|perhaps|likely|even\s+though|hence|reflecting|this\s+is"
    r"|which\s+(?:may|might|can)|given\s+(?:its|their|the\s+fact))\b"
    r"|\bsince\b(?!\s+(?:then|(?:\w+\s+)?(?:19|20)\d\d|the\s+(?:release|publication|introduction|advent))\b)"
    r"|\bas\s+(?:its|their|the|this|these)\s+\w+(?:\s+\w+)?\s+(?:is|are|was|were|has|have|do|does|can)\b"
    r"|\b(?:attribut|ascrib|credit|ow)(?:e|es|ed|ing|s)?\s+(?:(?:\w+\s+){0,3}?)to\b"
    r"|\b(?:as|given\s+that)\s+(?:it|they)\s+(?:is|are|was|were|has|have|had|does|do|did|can|uses?|sees?|learns?|makes?)\b"
    r"|^(?:since|as\s+(?:it|they)|given\s+(?:that|its|their))\b)(?:\s+[^\s,;.]+){0,6}",
    re.IGNORECASE,
)
_HELD = re.compile(
    r"\b(?:argu|believ|hypothesi[sz]|conjectur|speculat|suspect|presum|suppos|assum|imagin|expect|anticipat|claim|think|hop)(?:e|es|ed|s|ing)?\s+(?:also\s+)?that\b"
    r"|\b(?:we|authors?|they|one|al\.?(?:\s*[(\[][^)\]]*[)\]])?)\s+(?:\w+ly\s+|also\s+)?"
    r"(?:argue|believe|hypothesi[sz]e|conjecture|speculate|suspect|presume|suppose|assume|expect|anticipate|claim|think|hope)d?\b"
    r"|\b(?:is|are|was|were)\s+(?:widely\s+|often\s+|commonly\s+)?(?:believed|expected|said|thought|assumed|supposed|claimed|known|hypothesi[sz]ed)\s+to\b"
    r"|\bby others\b|^(?:in (?:theory|principle)|ideally|on paper|hypothetically)\b"
    r"|\b(?:arguably|supposedly|allegedly|reportedly|should(?!\s+be\s+(?:noted|mentioned|said)))\b",
    re.IGNORECASE,
)
_WHEN = re.compile(r"\b(?:as of|at the time of|to date|at that time)\b", re.IGNORECASE)


def why_not_alone(sentence: str) -> str:
    """Why a sentence says nothing without what stood before it; empty where it does."""
    if is_foreign(_ET_AL.sub(" ", sentence)):
        return "is not in English, and other languages are not read"
    if subject := _SUBJECTS.match(sentence):
        return f"has “{subject[0]}” for its subject, and what that is stood before it"
    return next((why.format(found[0].strip(" ,")) for pattern, why in _WHY_NOT if (found := pattern.search(sentence))), "")


_WHY_NOT = (
    (_BACK, "speaks of “{}”, and which that is stood before it"),
    (_MAYBE, "says what may be (“{}”), and a table says what was measured"),
    (_DONE, "says what was done (“{}”), and not how it came out"),
    (_ASKS, "asks (“{}”), and does not say"),
    (_THEIRS, "speaks of others' results (“{}”)"),
    (_CAUSE, "gives a cause or draws a conclusion (“{}”), which no table holds"),
    (_HELD, "says what is held to be so (“{}”), and not what came out"),
    (_WHEN, "speaks of a date (“{}”), and no table has one"),
)


_MORE = frozenset({"more", "fewer", "less", "higher", "lower", "larger", "smaller", "greater"})
_SCORED = frozenset("score scores result results performance value values number numbers rate rates quality level levels".split())
_OPENING = frozenset("than on in for at across with by when under over while and or of as the a to from if".split())


def _check_counted_more(clause: Clause, known: frozenset[str]) -> None:
    """Raises `DeclinedError` where something is more or fewer that no label names: "fewer generated repetitions"."""
    named = {at for thing in clause.everything for at in range(thing.start, thing.end)}
    neutral = frozenset(words_of("neutral")["words"])
    for phrase in clause.phrases:
        if phrase.group != "comparing" or phrase.text not in _MORE:
            continue
        end = phrase.end
        while end < min(phrase.end + REACH, clause.end) and clause.tokens[end].text.isalpha() and clause.tokens[end].low not in _OPENING:
            end += 1
        noun = end - 1
        if noun < phrase.end or set(range(phrase.end, end)) & named or clause.tokens[noun].low.endswith("ly"):
            continue
        word = clause.tokens[noun]
        singular = word.low.removesuffix("ies") + "y" if word.low.endswith("ies") else word.low.removesuffix("s")
        said = {squash(word.text), stem(word.text)} & known or word.low in _SCORED | neutral
        if word.low.endswith("s") and not said and not any(one.kind == "metric" for one in readings(singular)):
            raise DeclinedError(
                f"“{phrase.text} {' '.join(token.text for token in clause.tokens[phrase.end : end])}”, which no label names"
            )


def check_numbered(clause: Clause) -> None:
    """Raises `DeclinedError` where a number counts what no label counts: "7 convolutional layers", "3 million parameters"."""
    named = {at for thing in clause.everything for at in range(thing.start, thing.end)}
    for number in clause.figures:
        scaled = number.end < clause.end and scale_of(clause.tokens[number.end].text) is not None
        if (number.decimals and not scaled) or number.unit or number.scale or number.word:
            continue
        start = number.end + scaled
        end = start
        while end < min(start + MAX_NOUN, clause.end) and clause.tokens[end].text.isalpha() and clause.tokens[end].low not in _OPENING:
            end += 1
        words = clause.tokens[start:end]
        noun = next((token for token in words if token.low.endswith("s") and not token.low.endswith("ss")), None)
        if noun is None or set(range(start, end)) & named - _of_parts(clause) or (not scaled and scale_of(words[0].text) is not None):
            continue
        if scaled and not noun.low.startswith(tuple(_COUNTED)):
            continue
        if not is_counted(clause.layout, stem(noun.text)) and noun.low not in (*_SCORED, *words_of("neutral")["words"]):
            raise DeclinedError(f"{number.text} counts “{noun.text}”, which no label does")


# What is counted in thousands and millions, and never scored.
_COUNTED = ("param", "token", "word", "sentence", "document", "example", "sample", "step", "pair", "review", "question", "weight")


def _of_parts(clause: Clause) -> set[int]:
    """Where a part of a label of what is compared is named, which may be chance: the "documents" of "Document Vectors"."""
    return {
        at for thing in clause.everything if thing.how == PART and not clause.measures(thing.side) for at in range(thing.start, thing.end)
    }


MIN_CUT = 5  # letters of a word that a label cuts short: "params"
MAX_NOUN = 3  # tokens from a number to what it counts: "25,000 training documents"


def is_counted(layout: Layout, word: str) -> bool:
    """Whether a label counts what a word names ("# documents", "Tokens (M)"), or the caption says that the numbers do."""
    labels = [label for line in (*layout.rows, *layout.columns) for label in line.labels]
    told = any(word in map(stem, _counted_by(text)) for text in (*labels, layout.caption))
    cut = any(len(short) >= MIN_CUT and word.startswith(short) for text in labels for short in map(stem, re.findall(r"[^\W\d_]+", text)))
    return told or cut or any(stem(words[-1]) == word for label in labels if (words := re.findall(r"[^\W\d_]+", _BRACKETS.sub(" ", label))))


_BRACKETS = re.compile(r"[(\[].*?[)\]]")


def _counted_by(text: str) -> list[str]:
    """The words that follow a "number of": "# training documents" has two."""
    return [word for found in re.finditer(_AFTER_COUNT, text) for word in found[1].split()]


_AFTER_COUNT = re.compile(r"(?:#|\b(?:no\.|num\w*|amounts?|counts?))\s*(?:of\b)?\s*((?:[^\W\d_]+\s*){1,3})", re.IGNORECASE)


def check_compared(clause: Clause, left: Sequence[int], known: frozenset[str]) -> None:
    """Raises `DeclinedError` where a word that nothing takes up stands right behind a comparison: no table names what is compared."""
    _check_counted_more(clause, known)
    check_numbered(clause)
    _check_made_of(clause)
    if any(
        clause.tokens[at].low == "unlike" and any(at < thing.start <= at + UNLIKE for thing in clause.own)
        for at in range(clause.start, clause.end)
    ):
        raise DeclinedError("“unlike” says the opposite of another, and that is not read")
    compares = {phrase.end for phrase in clause.phrases if phrase.group in ("comparing", "changing")}
    for at in left:
        word = clause.tokens[at].low
        if at in compares and not word.endswith("ly"):
            raise DeclinedError(f"“{word}” is what is compared, and no table names it")


_GAINED = frozenset("gain gains improvement improvements points point percent nothing little much".split())
_MARKS = frozenset({",", ";", ":", "(", ")", "."})
_BY = frozenset({"by", "through", "via", "being", "thanks", "from", "despite"})  # before a cause or a means
_USUAL = frozenset({"fine-tuning", "finetuning", "pre-training", "pretraining"})
_IF = frozenset({"if", "unless", "provided", "assuming", "whenever", "given"})


def check_set_off(clause: Clause, left: Sequence[int], taken_up: Collection[int]) -> None:
    """Raises `DeclinedError` where a part that is set off says what nothing takes up: ", being bidirectional,", ": it is larger"."""
    taken_up = {at for at in taken_up if at < len(clause.tokens) and clause.tokens[at].low not in stopwords()}
    marks = [clause.start - 1, *(at for at in range(clause.start, clause.end) if clause.tokens[at].text in _MARKS), clause.end]
    for first, end in pairwise(marks):
        part = range(first + 1, end)
        unread = [at for at in part if at in left and not clause.tokens[at].low.endswith("ly") and clause.tokens[at].low not in _USUAL]
        if part and clause.tokens[first + 1].low in ("than", "and", "or", "to"):
            continue
        conditional = len(part) > 1 and clause.tokens[first + 1].low in _IF
        if len(marks) > 2 and (unread or conditional) and not any(at in taken_up for at in part):
            raise DeclinedError(f"“{_said(clause, part)}” is left unread, and may be a condition or a cause")
        for at in unread:
            means = next((there for there in range(at - 1, max(first, at - MAX_NOUN - 1), -1) if clause.tokens[there].low in _BY), None)
            if means is not None and not any(there in taken_up for there in range(means, end)):
                raise DeclinedError(f"“{_said(clause, range(means, end))}” is left unread, and may be a cause")


def _said(clause: Clause, part: range) -> str:
    return " ".join(clause.tokens[at].text for at in part)


UNLIKE = 3  # tokens from an "unlike" to the name of what is different
_COMPOSING = frozenset({"adds", "add", "added"})
_ARTICLES = frozenset({"a", "an", "the", "its", "their", "another", "extra", "more", "some", "any", "new"})


def _check_made_of(clause: Clause) -> None:
    """Raises `DeclinedError` where what is added is no score: "+ BiLSTM adds a BiLSTM on top" says of what it is made."""
    for phrase in clause.phrases:
        if phrase.group != "changing" or phrase.text not in _COMPOSING:
            continue
        at = phrase.end
        while at < clause.end and (clause.tokens[at].low in _ARTICLES or clause.tokens[at].low.endswith("ly")):
            at += 1
        words: list[int] = []
        while at < clause.end and len(words) < MAX_NOUN and clause.tokens[at].text[0].isalnum() and clause.tokens[at].low not in _OPENING:
            words.append(at)
            at += 1
        if words and not any(_is_of_score(clause, there) for there in words):
            raise DeclinedError(f"“{phrase.text} {clause.tokens[words[-1]].text}” says of what something is made, and not how it scores")


def _is_of_score(clause: Clause, at: int) -> bool:
    token = clause.tokens[at]
    thing = next((thing for thing in clause.everything if thing.start <= at < thing.end), None)
    measured = thing is not None and clause.measures(thing.side)
    said = any(phrase.group in ("distances", "units", "changing") and phrase.start <= at < phrase.end for phrase in clause.phrases)
    scored = token.low in _SCORED | _GAINED
    return measured or said or scored or token.text[0].isdigit() or any(one.kind == "metric" for one in readings(token.text))


_DATA = frozenset({"example", "instance", "sample"})  # of which every caption may speak


_GIVING = frozenset({"the", "our", "this", "that", "its", "their"})
_WITH_ARTICLE = frozenset({"a", "an", "some", "any", "no"})
_SIZED = frozenset(
    "smaller larger bigger greater better worse weaker stronger lighter heavier faster slower older newer younger higher lower".split()
)
_SIZED |= frozenset("shorter longer deeper wider poorer simpler superior inferior".split())


def check_described(clause: Clause) -> None:
    """Raises `DeclinedError` where a comparative describes what is compared and compares nothing: "the smaller A still beats B".

    What it says of A no column says, and its direction is not that of the difference.
    """
    judging = [phrase for phrase in clause.phrases if phrase.group in ("comparing", "changing", "distances", "superlatives")]
    for at in range(clause.start, clause.end - 1):
        if clause.tokens[at].low not in _SIZED:
            continue
        before = clause.tokens[at - 1].low if at > clause.start else "the"
        thing = next((thing for thing in clause.own if 0 < thing.start - at <= TO_DESCRIBED), None)
        others = [phrase for phrase in judging if not phrase.start <= at < phrase.end]
        if thing is None or not others or not all(_describes(token.low) for token in clause.tokens[at + 1 : thing.start]):
            continue
        names = not clause.measures(thing.side)
        if (before in _GIVING and names) or (before in _WITH_ARTICLE and names and clause.measures(clause.across(thing.side))):
            raise DeclinedError(f"“{clause.tokens[at].text}” is said of {thing.text}, and of what it is so is not")


TO_DESCRIBED = 2  # tokens from a comparative to the name that it describes: "the smaller model A"


def _describes(low: str) -> bool:
    return low.rstrip("s") in ("model", "system", "method", "variant", "baseline", "network", "architecture", "approach", "version")


def check_shares(clause: Clause, known: frozenset[str]) -> None:
    """Raises `DeclinedError` where a percentage is of something of which neither labels nor caption speak: "68.3% of examples"."""
    named = {at for thing in clause.everything for at in range(thing.start, thing.end)}
    for number in clause.numbers:
        at = number.end
        if number.unit != "percent" or at + 1 >= clause.end or clause.tokens[at].low != "of":
            continue
        noun = at + 1
        while noun < clause.end and clause.tokens[noun].low in ("the", "all", "its", "these"):
            noun += 1
        if noun >= clause.end or noun in named:
            continue
        words = {squash(clause.tokens[noun].text), stem(clause.tokens[noun].text)}
        if words & _DATA or not words & known:
            raise DeclinedError(f"a share of “{clause.tokens[noun].text}”, which no table names")


_EACH = frozenset({"all", "every", "each", "any", "most", "none", "no", "both"})
_LANGUAGES = frozenset({"language", "languages"})
_PAIRS = frozenset({"pair", "pairs", "direction", "directions"})


def check_both(clause: Clause, said: Sequence[tuple[int, int]]) -> None:
    """Raises `DeclinedError` where of "both A and B" only one is named: the other would be left out."""
    for at in range(clause.start, clause.end):
        if clause.tokens[at].low != "both":
            continue
        joins = next((there for there in range(at + 1, min(at + 1 + REACH, clause.end)) if clause.tokens[there].low == "and"), None)
        if joins is None:
            continue
        first = any(start < joins and end > at + 1 for start, end in said)
        second = any(joins < start <= joins + MAX_NOUN for start, _ in said)
        if first != second:
            raise DeclinedError("“both … and …”, and the table names one of them alone")


def check_counted(clause: Clause) -> None:
    """Raises `DeclinedError` where all languages or all pairs are spoken of, and the table has none: "for all pairs" over two corpora."""
    labels = [label for line in (*clause.layout.rows, *clause.layout.columns) for label in line.labels]
    for at in range(clause.start, clause.end - 1):
        if clause.tokens[at].low not in _EACH:
            continue
        after = []
        for token in clause.tokens[at + 1 : min(at + REACH, clause.end)]:
            if token.text in ",;." or token.low in ("of", "on", "in", "for", "and"):
                break
            after.append(token.low)
        if _TASKS.intersection(after) and _are_groups_of_languages(clause.layout):
            raise DeclinedError(f"it speaks of {clause.tokens[at].low} task, and under each task several languages stand")
        pairs = bool(_PAIRS.intersection(after))
        if (pairs or _LANGUAGES.intersection(after)) and not any((_is_pair if pairs else _is_language)(label) for label in labels):
            raise DeclinedError(f"it speaks of {clause.tokens[at].low} {'pairs' if pairs else 'languages'}, and the table has none")


_SMALL_WORDS = frozenset({"of", "the", "these", "those", "our", "its", "their"})


def check_kinds(clause: Clause) -> None:
    """Raises `DeclinedError` where all of a kind are spoken of, and some labels alone have its word: "all genera" of "Held-out genera"."""
    for phrase in clause.phrases:
        if phrase.group != "quantifiers" or phrase.kind not in _COUNTING:
            continue
        at = phrase.end
        while at < clause.end and (clause.tokens[at].low in _SMALL_WORDS or clause.tokens[at].low in WORD_NUMBERS):
            at += 1
        for thing in clause.own:
            word = clause.tokens[thing.start]
            if thing.start != at or thing.end - thing.start != 1 or not word.text.islower():
                continue
            lines = [clause.line(thing.side, there) for there in thing.lines]
            if any(stem(label) == stem(word.text) for line in lines for label in line.labels):
                continue  # it is the heading of its kind
            if thing.lines < clause.every(thing.side) and not (len(lines) > 1 and all(_heads(word.low, line.labels) for line in lines)):
                raise DeclinedError(f"“{phrase.text} {word.text}”, and it is not said of which labels that is all")


_COUNTING = frozenset({"all", "none", "most", "almost_all"})


def _heads(word: str, labels: Sequence[str]) -> bool:
    """Whether a word stands by itself at the head of a label, or at its end: "Genus Romance", "held-out genus"."""
    return any(stem(word) in (stem(words[0]), stem(words[-1])) for label in labels if (words := label.split()))


_TASKS = frozenset({"task", "tasks", "dataset", "datasets", "benchmark", "benchmarks"})


def _are_groups_of_languages(layout: Layout) -> bool:
    """Whether the columns are languages under several headings, of which a task is one."""
    parted = [line.labels for line in layout.columns if len(line.labels) > 1]
    leaves = {labels[-1] for labels in parted}
    repeated = {leaf for leaf in leaves if len({labels[:-1] for labels in parted if labels[-1] == leaf}) > 1}
    return len(repeated) > 1 and sum(any(one.kind == "language" for one in readings(leaf)) for leaf in repeated) > len(repeated) / 2


def _is_language(label: str) -> bool:
    known = any(one.kind == "language" for word in (label, *re.split(r"[\s/→↔–-]+", label)) for one in readings(word))
    return known or any(word in label.casefold() for word in ("lang", "lg"))


def _is_pair(label: str) -> bool:
    ends = [part for part in re.split(r"\s*(?:[-–→↔/>]|\bto\b)+\s*", label) if part]
    languages = len(ends) > 1 and all(any(one.kind == "language" for one in readings(end)) for end in ends)
    return languages or "pair" in label.casefold() or "direction" in label.casefold()
