"""Acronyms that a paper declares once and TeX writes out: in full where one is used first, short from then on."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from synth.reading.latex.tokens import tokenize

if TYPE_CHECKING:
    from synth.reading.latex.macros import Expander

DECLARING = ("\\newacronym", "\\DeclareAcronym", "\\acrodef", "\\acro", "\\newglossaryentry", "\\newabbreviation")
_USES = re.compile(
    r"\\(?:(?P<gls>[gG]ls|GLS)(?P<plural>pl)?(?P<field>short|long|full|text|first|name|desc)?|(?P<glsxtr>[gG]lsxtr)(?P<xfield>short|long|full)(?P<xplural>pl)?"
    r"|(?P<acr>[aA]cr|ACR)(?P<afield>short|long|full)(?P<aplural>pl)?|(?P<ac>[aAI]*[cC])(?P<cfield>[slf]?)(?P<cplural>p?))\Z"
)
USING = tuple(
    [f"\\{gls}{plural}" for gls in ("gls", "Gls", "GLS") for plural in ("", "pl")]
    + [f"\\{gls}{field}" for gls in ("gls", "Gls") for field in ("text", "first", "name", "desc")]
    + [f"\\{gls}xtr{field}{plural}" for gls in ("gls", "Gls") for field in ("short", "long", "full") for plural in ("", "pl")]
    + [f"\\{acr}{field}{plural}" for acr in ("acr", "Acr") for field in ("short", "long", "full") for plural in ("", "pl")]
    + [f"\\{ac}{field}{plural}" for ac in ("ac", "Ac") for field in ("", "s", "l", "f") for plural in ("", "p")]
)
RESETTING = ("\\glsresetall", "\\acresetall", "\\acreset", "\\glsreset")


class Acronym(NamedTuple):
    short: list[str]
    long: list[str]
    shorts: list[str]
    longs: list[str]


class Acronyms:
    """What was declared, and which were used already."""

    def __init__(self) -> None:
        self.known: dict[str, Acronym] = {}
        self.used: set[str] = set()

    def declare(self, sign: str, expander: Expander) -> None:
        """Takes one declaration off the expander's tokens."""
        if sign in ("\\newacronym", "\\newabbreviation"):
            options = _options(expander.optional() or [])
            label, short, long = expander.text(), expander.argument(), expander.argument()
        elif sign in ("\\acro", "\\acrodef"):
            options = {}
            label = expander.text()
            short = expander.optional() or tokenize(label)
            long = expander.argument()
        else:
            label = expander.text()
            options = _options(expander.argument())
            short = options.get("short") or options.get("name") or tokenize(label)
            long = options.get("long") or []
        self.known[label] = Acronym(
            short,
            long,
            options.get("shortplural") or [*short, *options.get("short-plural", ["s"])],
            options.get("longplural") or [*long, *options.get("long-plural", ["s"])],
        )

    def use(self, sign: str, expander: Expander) -> None:
        """Puts what TeX would print for one use at the head of the expander's tokens."""
        form = _USES.match(sign)
        starred = expander.star()
        expander.optional()
        label = expander.text()
        found = self.known.get(label)
        if form is None or found is None:
            expander.push(tokenize(label) if form else [])
            return
        plural = bool(form["plural"] or form["xplural"] or form["aplural"] or form["cplural"])
        asked = form["field"] or form["xfield"] or form["afield"] or {"s": "short", "l": "long", "f": "full"}.get(form["cfield"] or "", "")
        short, long = (found.shorts, found.longs) if plural else (found.short, found.long)
        if sign[1:2].isupper() and long:
            long = [long[0][:1].upper() + long[0][1:], *long[1:]]
        if asked in ("short", "text", "name") or (not asked and label in self.used) or not long:
            expander.push(short)
        elif asked in ("long", "desc"):
            expander.push(long)
        else:
            expander.push([*long, " ", "(", *short, ")"])
        if not starred and asked in ("", "full", "first"):
            self.used.add(label)


def _options(tokens: list[str]) -> dict[str, list[str]]:
    """`key = value` pairs, separated by commas outside braces."""
    options: dict[str, list[str]] = {}
    key, value, depth, in_value = "", list[str](), 0, False

    def close() -> None:
        if key.strip():
            bare = value[1:-1] if len(value) > 1 and value[0] == "{" and value[-1] == "}" else value
            options.setdefault(key.strip(), list(bare))

    for sign in tokens[:2_000]:
        depth += (sign == "{") - (sign == "}")
        pieces = re.split(r"([,=])", sign) if not depth and sign[0] not in "\\\0" else [sign]
        for piece in pieces:
            if piece == "," and not depth:
                close()
                key, value, in_value = "", [], False
            elif piece == "=" and not depth and not in_value:
                in_value = True
            elif not in_value:
                key += piece
            elif piece and (piece != " " or value):
                value.append(piece)
    close()
    return options
