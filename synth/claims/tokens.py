"""The words and signs of a sentence with where they stand, and which of them may be its finite verbs.

Brackets are kept whole: what stands in them belongs to the word before. There is no parser here and no tagger: verbs are known by their
forms and by what stands before them, so a verb that is not in the list is not seen, and the sentence is then split less.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from synth.claims.forms import NUMBER_WORDS, Verb, is_mostly_noun, is_noun_as_well, modals, verb, word_set

MAX_SENTENCE = 1500  # characters; longer is no sentence, and is left whole

NUMBER_SIGNS = r"[+\-−–±~<>≤≥≈∼]?\$?\d[\d,]*(?:\.\d+)?(?:\s?[%‰](?!\w)|×|-?(?:fold|x)\b)?(?![\w-]|\.\d)"
_TOKEN = re.compile(
    rf"(?P<bracket>[(\[])|(?P<number>{NUMBER_SIGNS})|(?P<word>[^\W_](?:[\w’'.&/+*⁺-]*[\w’'+*⁺])?)|(?P<sign>[^\w\s]|_)", re.DOTALL
)
_CLOSING = {"(": ")", "[": "]"}
_OPENS_SUBCLAUSE = frozenset(
    "which that who whom whose where when if because since whether once why unless although though while whereas".split()
)
_NO_DETERMINER = frozenset("all both most few each these those this that".split())


class Token(NamedTuple):
    """A word, a number with its sign and percent, a bracket with all that stands in it, or a sign."""

    text: str
    start: int
    end: int
    kind: str

    @property
    def lower(self) -> str:
        return self.text.lower()

    @property
    def is_name(self) -> bool:
        """Whether it is written as names are: with a capital, a digit, or both."""
        if self.kind != "word" or not any(character.isupper() or character.isdigit() for character in self.text):
            return False
        return not (self.text.istitle() and self.lower in _small_words())  # "On" at the start of a sentence


def is_small_word(word: str) -> bool:
    """Whether a word has no meaning of its own: "on", "the", "it"."""
    return word.lower() in _small_words()


@cache
def _small_words() -> frozenset[str]:
    return frozenset().union(*(word_set(use) for use in ("prepositions", "determiners", "pronouns", "conjunctions", "leading"))) - {
        "a",
        "i",
    }


def tokenize(text: str) -> list[Token]:
    """The tokens of a sentence, in order; white space belongs to none."""
    tokens: list[Token] = []
    at = 0
    while found := _TOKEN.search(text, at):
        kind = str(found.lastgroup)
        end = _bracket_end(text, found.start()) if kind == "bracket" else found.end()
        if kind == "number" and text[end - 1] == ",":
            end -= 1
        tokens.append(Token(text[found.start() : end], found.start(), end, kind))
        at = end
    return tokens


def _bracket_end(text: str, start: int) -> int:
    """Behind the bracket that closes this one; behind this one, where none does."""
    opening, closing = text[start], _CLOSING[text[start]]
    depth = 0
    for at in range(start, len(text)):
        depth += (text[at] == opening) - (text[at] == closing)
        if depth == 0:
            return at + 1
    return start + 1


def join(text: str, *stretches: Sequence[Token]) -> str:
    """Stretches of the tokens of `text`, put one behind the other with a blank between; signs at an end that carry nothing are left out."""
    pieces = []
    for stretch in stretches:
        stretch = list(stretch)
        while stretch and stretch[-1].text in (",", ";", ":", "–", "—"):
            stretch.pop()
        if stretch:
            pieces.append(text[stretch[0].start : stretch[-1].end])
    return " ".join(pieces)


def finite_at(tokens: Sequence[Token], at: int) -> Verb | None:
    """The verb of which the token is a finite form, by what stands before it; None where it may as well be something else."""
    token = tokens[at]
    if token.kind != "word":
        return None
    if token.lower in modals():
        return Verb(token.lower, frozenset(["third"]), frozenset(["modal"]))
    known = verb(token.text)
    before = subject_end(tokens, at)
    if (
        known is None
        and before is not None
        and before.lower == "we"
        and token.text.islower()
        and not (is_adverb(token) or is_small_word(token.text))
    ):
        return Verb(token.lower, frozenset(["past" if token.lower.endswith("ed") else "base"]), frozenset(["do"]))  # whatever we do
    if known is not None and before is None and is_verb_form(token) and sum(one.text == "," for one in tokens[1:at]) > 1:
        return known  # "our model, dubbed B, outperforms": behind an aside
    if known is None or token.lower == "based" or before is None or not known.forms & {"base", "third", "past"} or token.text[0].isupper():
        return None
    named = before.text in ("A", "I") and is_verb_form(token)  # "A beats B": no noun
    if (before.lower in word_set("determiners") - _NO_DETERMINER and not named) or before.lower in modals():
        return None  # "the results"; "is improved": its verb is the one before
    if before.lower in word_set("prepositions") - {"that"} or before.lower in ("and", "or", "not", "nor", "to"):
        return None
    if "third" in known.forms and "base" not in known.forms:
        return known if not is_mostly_noun(token.text) or _opens_object(tokens, at) else None
    if known.forms & {"past"} and "base" not in known.forms:
        return known if not _looks_participle(tokens, at, known) else None
    plural = before.lower in word_set("plurals") or _several_named(tokens[:at]) or _ends_in_s(before) or _both_nouns(tokens, at)
    return known if plural and (not is_mostly_noun(token.text) or _opens_object(tokens, at)) else None


def _both_nouns(tokens: Sequence[Token], at: int) -> bool:
    """Whether an "and" stands in the few words before, and an article behind: "cross entropy and focal loss (only) gain a …"."""
    joined = any(token.lower == "and" for token in tokens[max(at - 5, 0) : at - 1])
    return joined and at + 1 < len(tokens) and tokens[at + 1].lower in ("a", "an", "the")


def _ends_in_s(token: Token) -> bool:
    word = token.text if token.is_name else token.lower  # "the PCs"; not "CSLS"
    small = word in modals() or word in word_set("determiners") or word in word_set("prepositions")
    return token.kind == "word" and word.endswith("s") and not word.endswith(("ss", "us", "is", "as")) and not small


def _several_named(tokens: Sequence[Token]) -> bool:
    """Whether the words end in a list of names: "CommonsenseQA and CosmosQA"; or in "et al."."""
    ends = [token for token in tokens if token.kind != "bracket"][-4:]
    if len(ends) > 1 and (ends[-1].lower in ("al", "al.") or (ends[-1].text == "." and ends[-2].lower == "al")):
        return True
    return len(ends) > 2 and ends[-1].is_name and ends[-2].lower in ("and", "or", "&", "nor") and ends[-3].kind in ("word", "sign")


def is_adverb(token: Token) -> bool:
    """Whether a word is listed as an adverb, or ends as they do: "universally"; not "apply"."""
    by_ending = token.lower.endswith("ly") and len(token.text) > 4 and verb(token.text) is None
    return token.kind == "word" and (token.lower in word_set("adverbs") or by_ending)


def subject_end(tokens: Sequence[Token], at: int) -> Token | None:
    """The token before, past adverbs, brackets and the comma of an aside: "we (also) further show"."""
    for token in reversed(tokens[:at]):
        if token.kind != "bracket" and not is_adverb(token):
            return token if token.text not in (",", ";", ":") else None
    return None


def _opens_object(tokens: Sequence[Token], at: int) -> bool:
    """Whether what is mostly a noun ("results", "gains", "scores") is a verb here: no verb before it, an object behind it."""
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    if following is None:
        return False
    if tokens[at - 1].lower in ("it", "which", "he", "she"):
        return True
    opens = following.lower in word_set("determiners") | {"that", "in", "to", "from", "how"} or following.kind == "number"
    opens = opens or _by_a_number(tokens, at)
    return opens and not any(is_verb_form(token) for token in tokens[:at])


def _by_a_number(tokens: Sequence[Token], at: int) -> bool:
    """Whether "by 4.1" follows."""
    return at + 2 < len(tokens) and tokens[at + 1].lower == "by" and is_number(tokens[at + 2])


def is_verb_form(token: Token) -> bool:
    """Whether a word is a finite form that is no noun: "is", "improves"; not "results", "improve", "improved"."""
    known = verb(token.text) if token.kind == "word" else None
    return token.lower in modals() or (known is not None and known.forms == {"third"} and not is_mostly_noun(token.text))


def opens_phrase(token: Token) -> bool:
    """Whether an object or a place may begin here: "the", "on", "that", "it", a number, a name, an adverb."""
    small = word_set("determiners") | word_set("prepositions") | word_set("pronouns") | word_set("adverbs") | {"that", "to", "them", "how"}
    return token.lower in small or token.kind == "number" or token.is_name or is_adverb(token)


def is_number(token: Token) -> bool:
    """Whether it is a number, in digits or as a word; "one" is rarely meant as one."""
    return token.kind == "number" or (token.lower in NUMBER_WORDS.split() and token.lower != "one")


def _looks_participle(tokens: Sequence[Token], at: int, known: Verb) -> bool:
    """Whether a form with -ed may stand as an adjective does: "models trained on English are"; "the data used was"."""
    if "participle" not in known.forms:
        return False
    before = subject_end(tokens, at)
    if before is not None and before.lower in ("we", "they", "it", "he", "she", "i", "which", "who", "that"):
        return False
    if any(is_verb_form(token) for token in tokens):
        return True
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    if _by_a_number(tokens, at) and "change" in known.kinds:
        return False  # "recall dropped by 4 points"
    if following is None or at == 0 or following.lower in ("by", "as"):
        return True
    if following.lower in word_set("prepositions"):
        opening = at == 1 and tokens[0].text.istitle()  # a capital that says nothing
        named = before is not None and before.is_name and not opening
        return not named and not known.kinds & {"change", "beat", "intransitive"}  # "models trained on English fail"
    return not opens_phrase(following) and not known.kinds & {"change", "beat", "reach"}  # "masked language models"


def first_finite(tokens: Sequence[Token], start: int = 0) -> int | None:
    """The place of the first finite verb of the main clause: each "which" or "that" on the way takes one verb for itself."""
    within = 0
    for at in range(start, len(tokens)):
        token = tokens[at]
        if token.kind == "word" and token.lower in _OPENS_SUBCLAUSE and at > start and not _is_plain(tokens, at):
            within += 1
        elif finite_at(tokens, at) is not None:
            if not within:
                return at
            within -= 1
    return None


def _is_plain(tokens: Sequence[Token], at: int) -> bool:
    """Whether "that", "since" or "while" opens no clause with a verb: "that model", "since 2010", "while keeping"."""
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    if following is None or following.kind == "number":
        return True
    return following.lower.endswith("ing") and tokens[at].lower in ("while", "when", "once", "whereas")


def is_clause(tokens: Sequence[Token], *, longest_subject: int = 40) -> bool:
    """Whether the tokens have a subject and behind it a finite verb. A short subject is asked for where it must be no list's last item."""
    if not tokens or tokens[0].kind == "sign" or tokens[0].lower in _OPENS_SUBCLAUSE - {"that"} or _begins_aside(tokens):
        return False
    verb_at = first_finite(tokens)
    if verb_at is None or not 0 < verb_at <= longest_subject or (verb_at == len(tokens) - 1 and tokens[verb_at].lower in modals()):
        return False
    subject = [token for token in tokens[:verb_at] if token.lower not in word_set("adverbs")]
    return bool(subject) and (longest_subject >= 40 or not any(token.text == "," for token in subject))


def _begins_aside(tokens: Sequence[Token]) -> bool:
    """Whether the tokens begin as no clause does: "as …", "such as …", or with a verb, "define overlap as the share used in …"."""
    first, second = tokens[0], tokens[1].lower if len(tokens) > 1 else ""
    known = verb(first.text) if not first.is_name else None
    if first.lower in ("as", "like", "than", "to", "of", "by", "including", "respectively", "except") or (
        first.lower == "such" and second == "as"
    ):
        return True
    if known is None or is_mostly_noun(first.text):
        return False
    return "third" in known.forms or ("base" in known.forms and not is_noun_as_well(first.text))
