"""A sentence's clauses as sentences of their own: what hangs together by "and", "but", "while", "which" or a participle is parted.

Each function takes one sentence and gives the sentences it is made of, itself where it is none of these. A subject that stands once is
said again, and so is a condition in front ("On XNLI, …"). Where it is not plain what belongs to what, nothing is parted.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from synth.claims.forms import is_mostly_noun, modals, past, third, verb, word_set
from synth.claims.tokens import Token, finite_at, first_finite, is_adverb, is_clause, is_number, is_verb_form, join, opens_phrase, tokenize

LONGEST_SUBJECT = 14  # words; what stands before a verb and is longer is rarely the subject of a second clause
_CONDITIONS = frozenset("on in at for with without within under among across between during after before using when if as by".split())
_SUBORDINATE = frozenset("where when if while although though whereas".split())
_JOINING = frozenset("and but while whereas although though yet".split())
_OPENING = re.compile(r"(?:while|whereas|although|though)\s+", re.IGNORECASE)
_REACHED = frozenset("achieve attain gain get hit match obtain reach score set show rank yield".split())
_FRAMING = frozenset("show suggest indicate demonstrate imply confirm reveal mean prove".split())
_PLAIN_RELATIVE = frozenset(
    "contain consist comprise include cover handle aim obtain achieve use serve belong share require outperform train".split()
)
_SHARED_FORMS = ("third", "base", "past")


def lead_of(tokens: Sequence[Token]) -> int:
    """How many tokens the condition in front has, its comma among them: "On XNLI, …"; 0 where there is none."""
    if not tokens:
        return 0
    doing = tokens[0].lower.endswith("ing") and tokens[0].lower not in word_set(
        "leading"
    )  # "Assuming A, the …"; not "Training on A, B, and C"
    if not doing and tokens[0].lower not in word_set("leading"):
        return 0
    for at, token in enumerate(tokens):
        if token.text == "," and is_clause(tokens[at + 1 :]):
            if doing and tokens[at + 1].lower not in word_set("pronouns") | word_set("determiners"):
                return 0
            before = tokens[:at]
            subclause = before[0].lower in _SUBORDINATE | {"once", "as", "after", "before"}
            return at + 1 if subclause or not any(is_verb_form(one) for one in before) else 0
    return 0


def _is_condition(first: Token) -> bool:
    """Whether what stands in front is said of all that follows: "On XNLI, …", "Using SQuAD, …"."""
    return first.lower in _CONDITIONS or first.lower.endswith("ing")


def part_clauses(text: str) -> list[str]:
    """The clauses that are joined by a semicolon, "and", "but", "while" or "whereas", each with its own subject and verb."""
    tokens = tokenize(text)
    if parted := _part_concession(text, tokens):
        return [one for piece in parted for one in part_clauses(piece)]
    lead = lead_of(tokens)
    if not lead and tokens and tokens[0].lower in _SUBORDINATE:
        return [text]  # where the clause that it opens ends is not plain
    for at in range(lead + 2, len(tokens) - 2):
        end, start = _joint(tokens, at)
        if not start:
            continue
        left, right = tokens[lead:end], _without_stop(tokens[start:])
        second_lead = lead_of(right)
        if not is_clause(left) or not is_clause(right[second_lead:], longest_subject=LONGEST_SUBJECT):
            continue
        if _is_governed(left, contrast=tokens[end].text == "," and tokens[end + 1].lower == "but"):
            continue
        own = second_lead or right[0].lower in _CONDITIONS
        carried = tokens[:lead] if lead and not own and _is_condition(tokens[0]) else []
        second = _with_subject_named(text, left, right[second_lead:])
        second = f"{join(text, right[:second_lead])}, {second}" if second_lead else second
        second = _with_predicate(text, left, second)
        second = f"{join(text, carried)}, {second}" if carried else second
        return [*part_clauses(join(text, tokens[:end])), *part_clauses(second)]
    return [text]


def _joint(tokens: Sequence[Token], at: int) -> tuple[int, int]:
    """Where the first clause ends and the second begins, if they may be joined here; (0, 0) if not."""
    token, following = tokens[at], tokens[at + 1]
    if token.text == ":" and tokens[at - 1].lower != "following":
        return at, at + 1
    if token.text == ";":
        start = at + 2 if following.lower in ("and", "but", "yet", "moreover", "however", "therefore", "thus") else at + 1
        return at, start + (start < len(tokens) and tokens[start].text == ",")
    so = following.lower == "and" and at + 2 < len(tokens) and tokens[at + 2].lower == "so"
    if token.text == "," and following.lower in _JOINING:
        return at, at + 2 + so
    if token.text == "," and following.lower == "so" and tokens[at + 2].lower != "that":
        return at, at + 2
    if token.lower in ("but", "while", "whereas"):
        return at, at + 1
    if token.lower != "and":
        return 0, 0
    if following.lower == "so":
        return at, at + 2
    subject = following.lower in word_set("pronouns") | word_set("determiners") - {"that"}
    measured = any(is_number(one) for one in tokens[max(at - 3, 0) : at])  # "by 2.1 points and B drops"; not "on A and B improves"
    condition = following.lower in _CONDITIONS and lead_of(_without_stop(tokens[at + 1 :])) > 0
    return (at, at + 1) if subject or condition or (following.is_name and measured) else (0, 0)


def _is_governed(left: Sequence[Token], *, contrast: bool) -> bool:
    """Whether the first clause ends in a subordinate one, to which the second may belong: "… if A holds and B"."""
    verb_at = first_finite(left) or 0
    behind = {token.lower for token in left[verb_at:]}
    return bool(behind & {"if", "because", "since", "whether", "unless"}) or (_says_that(left[verb_at:]) and not contrast)


def _says_that(tokens: Sequence[Token]) -> bool:
    """Whether it says that something is so: what follows may be said as well."""
    return any(one.lower == "that" and (known := verb(before.text)) is not None and bool(known.kinds & {"find", "report"}) and at < 4
               for at, (before, one) in enumerate(pairwise(tokens)))  # fmt: skip


def _part_concession(text: str, tokens: Sequence[Token]) -> list[str]:
    """ "While A holds, B does": both, without the "while"."""
    opening = _OPENING.match(text)
    if not opening:
        return []
    for at, token in enumerate(tokens):
        if token.text == "," and at > 2 and is_clause(tokens[at + 1 :], longest_subject=LONGEST_SUBJECT):
            if not is_clause(tokens[1:at]):
                return []
            second = _with_subject_named(text, tokens[1:at], tokens[at + 1 :])
            return [join(text, tokens[1:at]), second]
    return []


def _with_subject_named(text: str, left: Sequence[Token], right: Sequence[Token]) -> str:
    """The second clause, with the subject of the first for an "it" or "they" that opens it."""
    subject = left[: first_finite(left) or 0]
    while subject and is_adverb(subject[-1]):
        subject = subject[:-1]
    plain = subject and not any(token.text == "," for token in subject) and subject[0].lower not in word_set("pronouns") | {"there"}
    able = any(token.lower in ("able", "unable", "likely", "unlikely") for token in right[2:4])
    impersonal = not able and any(
        token.lower in ("that", "to", "whether") for token in right[2:6]
    )  # "it is doubtful that", "it remains possible to"
    if plain and right[0].lower in ("it", "they") and not impersonal and (right[0].lower == "they") == _is_plural(subject):
        return f"{join(text, subject)} {join(text, right[1:])}"
    return join(text, right)


def _is_plural(subject: Sequence[Token]) -> bool:
    """Whether a subject is of several, by its first noun's ending or an "and"."""
    words = [token for token in subject if token.kind == "word"]
    head = next((at for at, token in enumerate(words) if token.lower in word_set("prepositions")), len(words))
    noun = words[head - 1] if head else words[0]
    return (
        any(token.lower == "and" for token in words[:head])
        or noun.lower in word_set("plurals")
        or (noun.lower.endswith("s") and not noun.is_name)
    )


def _with_predicate(text: str, left: Sequence[Token], second: str) -> str:
    """ "B does not" with what the first clause says of A: "B does not improve on XNLI"."""
    ending = re.search(r"\b(?P<aux>does|do|did|is|are|was|were|has|have|can) not\.?$|\b(?P<short>doesn|don|didn)[’']t\.?$", second)
    verb_at = first_finite(left)
    if not ending or verb_at is None:
        return second
    known = finite_at(left, verb_at)
    rest = join(text, left[verb_at + 1 :])
    if known is None:
        return second
    base = "" if known.kinds == {"modal"} else f"{known.base} "
    return f"{second.rstrip('.')} {base}{rest}".strip()


def part_predicates(text: str) -> list[str]:
    """What one subject does, joined by "and" or "but", as a sentence for each: "A improves X and reduces Y", "we do X, do Y, and do Z"."""
    tokens = tokenize(text)
    lead = lead_of(tokens)
    verb_at = first_finite(tokens, lead)
    if verb_at is None or verb_at == lead or tokens[lead].lower in _SUBORDINATE:
        return [text]
    subject = tokens[lead:verb_at]
    main = finite_at(tokens, verb_at)
    for at in range(verb_at + 2, len(tokens) - 1):
        comma = tokens[at].text == ","
        joint = at + 1 if comma and tokens[at + 1].lower in ("and", "but", "then") else at
        serial = comma and joint == at and _is_serial(tokens, verb_at, at)
        if tokens[joint].lower not in ("and", "but") and not serial:
            continue
        start = _past_adverbs(tokens, joint + 1)
        if main is None or start >= len(tokens) - 1 or _is_nested(tokens, verb_at, at):
            continue
        helper = _shared_helper(tokens, verb_at, start)
        if helper is None and not _goes_on(tokens, verb_at, start, comma=comma or tokens[joint].lower == "but"):
            continue
        carried = tokens[:lead] if lead and _is_condition(tokens[0]) else []
        stripped = [token for token in subject if token.lower not in ("also", "first", "both", "then", "either")]
        second = " ".join(filter(None, [_phrase(text, stripped), helper or "", join(text, _without_stop(tokens[joint + 1 :]))]))
        second = f"{join(text, carried)}, {second}" if carried else second
        return [join(text, tokens[:at]), *part_predicates(second)]
    return [text]


def _is_nested(tokens: Sequence[Token], verb_at: int, at: int) -> bool:
    """Whether what comes before the "and" may have a verb of its own, to which the next belongs: "a model that improves A and is B"."""
    # "where available" has no verb
    within = {
        token.lower for place, token in enumerate(tokens[verb_at:at], verb_at + 1) if token.lower != "where" or is_clause(tokens[place:at])
    }
    # "We test whether it is so, and compute the rest": "we" does both
    ours = tokens[verb_at - 1].lower == "we" and tokens[at].text == ","
    return bool(within & ({"where", "which", "who"} if ours else {"where", "which", "who", "that", "if", "because"}))


def _is_serial(tokens: Sequence[Token], verb_at: int, at: int) -> bool:
    """Whether a comma parts what one subject does, and an "and" the last of it: "we do X, do Y, and do Z"."""
    last = [place for place in range(at + 2, len(tokens) - 2) if tokens[place].text == "," and tokens[place + 1].lower == "and"]
    verbs = [_past_adverbs(tokens, place) for place in (at + 1, last[-1] + 2)] if last else []
    return bool(last) and all(place < len(tokens) - 1 and _goes_on(tokens, verb_at, place, comma=True) for place in verbs)


def _past_adverbs(tokens: Sequence[Token], at: int) -> int:
    while at < len(tokens) - 1 and is_adverb(tokens[at]):
        at += 1
    return at


def _phrase(text: str, tokens: Sequence[Token]) -> str:
    return " ".join(token.text for token in tokens) if any(b.start - a.end > 1 for a, b in pairwise(tokens)) else join(text, tokens)


def _goes_on(tokens: Sequence[Token], verb_at: int, start: int, *, comma: bool) -> bool:
    """Whether the word at `start` is a finite verb of the same form as the main one, with an object or a place behind it."""
    main, second = tokens[verb_at], tokens[start]
    if main.lower in modals() or second.lower in modals():
        both = main.lower in modals() and second.lower in modals() and second.lower not in ("have", "do", "had")
        alone = not any(finite_at(tokens, place) for place in range(verb_at + 1, start - 1))
        plural = main.lower in ("have", "are", "do") and (known := verb(second.text)) is not None and "base" in known.forms
        if comma and plural and opens_phrase(tokens[start + 1]) and not is_mostly_noun(second.text):
            return True
        return (
            both
            or (comma and (second.lower in modals() or is_verb_form(second)))
            or (alone and (second.lower in ("is", "has", "was") or (main.lower in ("is", "has") and is_verb_form(second))))
        )
    first, other = finite_at(tokens, verb_at), verb(second.text)
    if first is None or other is None or second.text[0].isupper() or second.lower == "based":
        return False
    form = next(form for form in _SHARED_FORMS if form in first.forms)
    following = tokens[start + 1]
    if form not in other.forms or (is_mostly_noun(second.text) and not opens_phrase(following)):
        return False
    if form == "base" and any(token.lower == "to" for token in tokens[verb_at:start]) and not comma:
        return False  # "We use A to train B and evaluate C" may be one purpose
    return is_verb_form(second) or opens_phrase(following) or (comma and form == "base")


def _shared_helper(tokens: Sequence[Token], verb_at: int, start: int) -> str | None:
    """The "was" of "was trained on A and evaluated on B"; None where the second is no participle with a preposition behind it."""
    if tokens[verb_at].lower not in modals() - {"do", "does", "did"}:
        return None
    main = _past_adverbs(tokens, verb_at + 1)
    main += tokens[main].lower in ("be", "been")
    first = verb(tokens[main].text)
    second = verb(tokens[start].text)
    both = first is not None and second is not None and "participle" in first.forms and "participle" in second.forms
    follows = tokens[start + 1].lower in word_set("prepositions") | {"to"}
    return " ".join(token.text for token in tokens[verb_at:main] if token.lower in modals() | {"be", "been"}) if both and follows else None


def part_exception(text: str) -> list[str]:
    """ "A beats B on X but not on Y" as "A beats B on X" and "A does not beat B on Y"."""
    tokens = tokenize(text)
    at = next((at for at in range(2, len(tokens) - 2) if tokens[at].lower == "but" and tokens[at + 1].lower == "not"), None)
    verb_at = first_finite(tokens)
    if at is None or verb_at is None or verb_at > at or tokens[at + 2].lower not in word_set("prepositions"):
        return [text]
    if any(token.text == "," or token.lower in ("that", "which", "and") for token in tokens[verb_at : at - 1]):
        return [text]  # it may be another verb that is excepted
    end = at - (tokens[at - 1].text == ",")
    same = [place for place in range(verb_at + 1, end) if tokens[place].lower == tokens[at + 2].lower]
    kept = tokens[verb_at + 1 : same[-1] if same else end]
    negated = _negated(tokens, verb_at)
    if negated is None:
        return [text]
    behind = join(text, _without_stop(tokens[at + 2 :]))
    return [join(text, tokens[:end]), " ".join(filter(None, [join(text, tokens[:verb_at]), negated, join(text, kept), behind]))]


def _negated(tokens: Sequence[Token], verb_at: int) -> str | None:
    main = tokens[verb_at]
    if main.lower in modals():
        return f"{main.text} not"
    known = verb(main.text)
    if known is None:
        return None
    helper = "does" if "third" in known.forms else "did" if "past" in known.forms and "base" not in known.forms else "do"
    return f"{helper} not {known.base}"


def part_participles(text: str) -> list[str]:
    """ "A reaches 80.9, outperforming B by 10": what the participle says of A, as its own sentence."""
    tokens = tokenize(text)
    lead = lead_of(tokens)
    verb_at = first_finite(tokens, lead)
    if verb_at is None or not is_clause(tokens[lead:]):
        return [text]
    for at in range(verb_at + 1, len(tokens) - 2):
        start = _past_adverbs(tokens, at + 1)
        known = verb(tokens[start].text)
        if tokens[at].text != "," or known is None or known.forms != {"ing"}:
            continue
        rest = _without_stop(tokens[start + 1 :])
        if any(token.text in (",", "and") and (more := verb(later.text)) and more.forms == {"ing"} for token, later in pairwise(rest)):
            continue  # a list of them: "by doing X, offering Y and assessing Z"
        said = rest[1:] if rest and rest[0].lower == "that" else rest
        if known.base in _FRAMING and said and is_clause(said):
            return [join(text, tokens[:at]), join(text, said)]
        main = tokens[: at - 1] if tokens[at - 1].lower.strip(".") in ("i.e", "e.g") else tokens[:at]
        form = _agreeing(known.base, tokens[verb_at], tokens[lead:verb_at])
        between = any(
            finite_at(tokens, place) and not is_mostly_noun(tokens[place].text) for place in range(verb_at + 1, at)
        )  # then it may be another verb's
        if not (known.kinds & {"beat", "change"} or known.base in _REACHED) or not form or not rest or between:
            continue
        carried = f"{join(text, tokens[:lead])}, " if lead and _is_condition(tokens[0]) else ""
        subject = join(text, _bare_subject(tokens[lead:verb_at]))
        adverbs = join(text, tokens[at + 1 : start])
        return [join(text, main), " ".join(filter(None, [f"{carried}{subject}", adverbs, form, join(text, rest)]))]
    return [text]


def _bare_subject(tokens: Sequence[Token]) -> Sequence[Token]:
    while tokens and is_adverb(tokens[-1]):
        tokens = tokens[:-1]
    return tokens


def _agreeing(base: str, main: Token, subject: Sequence[Token]) -> str:
    """The form of a verb that goes with the subject of the main one; "" where that cannot be told."""
    known = verb(main.text)
    if main.lower in ("is", "has", "does") or (known is not None and "third" in known.forms and main.lower not in modals()):
        return third(base)
    if main.lower in ("was", "were", "had", "did") or (known is not None and "past" in known.forms and "base" not in known.forms):
        return past(base)
    return base if subject and (main.lower in ("are", "have", "do") or known is not None) else ""


def part_withs(text: str) -> list[str]:
    """ "A reaches the best results, with a gain of 8.4 points": what it reaches with the number, as its own sentence."""
    tokens = tokenize(text)
    lead = lead_of(tokens)
    verb_at = first_finite(tokens, lead)
    known = finite_at(tokens, verb_at) if verb_at is not None else None
    if verb_at is None or known is None or "reach" not in known.kinds:
        return [text]
    for at in range(verb_at + 2, len(tokens) - 3):
        rest = _without_stop(tokens[at + 2 :])
        opens = tokens[at].text == "," and tokens[at + 1].lower == "with" and tokens[at + 2].lower in ("a", "an", "the")
        if opens and any(is_number(token) for token in rest) and not any(token.text in (",", ";") for token in rest):
            return [join(text, tokens[:at]), f"{join(text, tokens[: verb_at + 1])} {join(text, rest)}"]
    return [text]


def part_relatives(text: str) -> list[str]:
    """ "…, which covers nine tasks" as its own sentence, where it is plain what "which" stands for."""
    tokens = tokenize(text)
    for at in range(2, len(tokens) - 2):
        if tokens[at].lower != "which" or tokens[at - 1].text != ",":
            continue
        end = next((place for place in range(at + 1, len(tokens)) if tokens[place].text in (",", ";")), len(tokens))
        known = verb(tokens[at + 1].text)
        said_at = at + 2 + (tokens[at + 2].lower == "that")
        framed = known is not None and known.base in _FRAMING and "third" in known.forms
        if framed and is_clause(_without_stop(tokens[said_at:])):
            return [join(text, tokens[: at - 1]), join(text, _without_stop(tokens[said_at:]))]
        article = at + 2 < len(tokens) and tokens[at + 2].lower in ("a", "an", "the", "one")
        plain = (tokens[at + 1].lower in ("is", "are", "has", "have") and article) or _tells_of_a_thing(tokens, at + 1)
        named = _named_before(tokens, at - 1)
        if not plain or not named or (end < len(tokens) and tokens[end].text == ";"):
            continue
        said = f"{_said(text, named)} {join(text, _without_stop(tokens[at + 1 : end]))}"
        rest = tokens[end + 1 :] if end < len(tokens) and tokens[end + 1].lower != "and" else tokens[end:]
        main = join(text, tokens[: at - 1], _without_stop(rest))
        return [*part_relatives(main), said] if is_clause(tokenize(main)) or lead_of(tokenize(main)) else [text]
    return [text]


def _said(text: str, named: Sequence[Token]) -> str:
    """The words of a thing, "the" for an "a" at their head."""
    first = named[0]
    return join(text, named) if text[first.start : first.end] == first.text else f"{first.text} {join(text, named[1:])}"


def _tells_of_a_thing(tokens: Sequence[Token], at: int) -> bool:
    """Whether the verb behind "which" says what a thing is or does; "which improves …" may say it of all that stands before."""
    known = verb(tokens[at].text)
    if tokens[at].lower in ("is", "are"):
        done = verb(tokens[min(_past_adverbs(tokens, at + 1), len(tokens) - 1)].text)
        return done is not None and "participle" in done.forms
    if known is None or not known.forms & {"third", "base"}:
        return False
    return known.base in _PLAIN_RELATIVE or (is_verb_form(tokens[at]) and not known.kinds & {"change", "find", "reach", "beat"})


def _named_before(tokens: Sequence[Token], stop: int) -> Sequence[Token]:
    """The name, or the words behind "the", that end before this comma, with their brackets; nothing where they are neither."""
    end = stop
    while end > 0 and tokens[end - 1].kind == "bracket":
        end -= 1
    start = end
    while start > 0 and (tokens[start - 1].is_name or tokens[start - 1].kind == "bracket"):
        start -= 1
    if start < end and tokens[start].kind == "word":
        joined = start > 1 and tokens[start - 1].lower in ("and", "or")
        return [] if joined else tokens[start:stop]
    for place in range(end - 1, max(end - 7, -1), -1):
        if tokens[place].lower in ("a", "an"):
            return [tokens[place]._replace(text="the"), *tokens[place + 1 : stop]]
        if tokens[place].lower in ("the", "our", "this"):
            return tokens[place:stop]
        if tokens[place].kind != "word" or is_verb_form(tokens[place]) or tokens[place].lower in word_set("prepositions"):
            return []
    return []


def part_thats(text: str) -> list[str]:
    """ "We find that A, that B, and that C": "We find that A", "B" and "C"."""
    tokens = tokenize(text)
    for at in range(len(tokens) - 3, 3, -1):
        joined = tokens[at - 1].text == "," or tokens[at - 1].lower in ("and", "but")
        if tokens[at].lower != "that" or not joined or not any(token.lower == "that" for token in tokens[: at - 1]):
            continue
        end = at - 1 - (tokens[at - 2].text == "," and tokens[at - 1].text != ",")
        said = _without_stop(tokens[at + 1 :])
        if (is_clause(said) or lead_of(said)) and first_finite(tokens[:end], lead_of(tokens)) is not None:
            return [*part_thats(join(text, tokens[:end])), join(text, _without_stop(tokens[at + 1 :]))]
    return [text]


def part_gapped(text: str) -> list[str]:
    """ "A beats B by 5, and C by 7": the second with the verb of the first."""
    tokens = tokenize(text)
    verb_at = first_finite(tokens, lead_of(tokens))
    if verb_at is None:
        return [text]
    for at in range(verb_at + 4, len(tokens) - 2):
        joint = at + 1 if tokens[at].text == "," and tokens[at + 1].lower == "and" else at
        if tokens[joint].lower != "and":
            continue
        left, right = tokens[verb_at + 1 : at], _without_stop(tokens[joint + 1 :])
        shape = [_by_number(side) for side in (left, right)]
        if (
            all(shape)
            and shape[0] != 1
            and shape[1] != 1
            and right[0].kind == "word"
            and first_finite(right) is None
            and right[0].lower != "by"
        ):
            return [join(text, tokens[:at]), f"{join(text, tokens[: verb_at + 1])} {join(text, right)}"]
    return [text]


def _by_number(tokens: Sequence[Token]) -> int:
    """Behind which word "by" and a number come, from 1; 0 where they do not, or come twice."""
    places = [at + 1 for at, (one, two) in enumerate(pairwise(tokens)) if one.lower == "by" and two.kind == "number"]
    return places[0] if len(places) == 1 else 0


def _without_stop(tokens: Sequence[Token]) -> list[Token]:
    return list(tokens[:-1]) if tokens and tokens[-1].text == "." else list(tokens)
