"""What the commands of LaTeX print: one table of ours for what papers use most, pylatexenc's beneath it, and accents on letters."""

from __future__ import annotations

import tomllib
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

ACCENTS = {  # combining marks, by the commands that set them
    name: mark
    for mark, names in {
        "\u0301": "' acute",
        "\u0300": "` grave",
        "\u0302": "^ hat widehat",
        "\u0308": '" ddot',
        "\u0303": "~ tilde widetilde",
        "\u0304": "= bar overline",
        "\u0307": ". dot",
        "\u0306": "u breve",
        "\u030c": "v check",
        "\u030b": "H",
        "\u0327": "c",
        "\u0323": "d",
        "\u0331": "b",
        "\u0328": "k",
        "\u030a": "r mathring",
        "\u20d7": "vec",
    }.items()
    for name in names.split()
}
_DINGBATS = range(33, 127)  # of the font Zapf Dingbats, which Unicode has in the same order


@cache
def commands() -> dict[str, Any]:
    """The tables of `commands.toml`."""
    return tomllib.loads(Path(__file__).with_name("commands.toml").read_text(encoding="utf-8"))


@cache
def words(table: str, key: str) -> frozenset[str]:
    """One list of names of `commands.toml`."""
    return frozenset(commands()[table][key].split())


@cache
def arguments() -> dict[str, str]:
    """Which arguments a command takes and which of them it prints, by its name."""
    return {name: signature.strip() for signature, names in commands()["arguments"].items() for name in names.split()}


@cache
def marks() -> dict[str, str]:
    """The mark that a command sets on its argument, by its name; "plain" where it sets none."""
    return {name: mark for mark, names in commands()["marks"].items() for name in names.split()}


@cache
def declarations() -> dict[str, str]:
    return {name: mark for mark, names in commands()["declarations"].items() for name in names.split()}


@cache
def symbol(name: str) -> str | None:
    """What a command without arguments prints; None where it is no symbol."""
    own: dict[str, str] = commands()["symbols"]
    found = own.get(name)
    return _library().get(name) if found is None else found


@cache
def _library() -> dict[str, str]:
    """The symbols of pylatexenc: those of one character."""
    from pylatexenc.latex2text import get_default_latex_context_db

    database = get_default_latex_context_db()
    found: dict[str, str] = {}
    for category in ("advanced-symbols", "latex-base"):
        for name, spec in database.d[category]["macros"].items():
            if name.isalpha() and isinstance(spec.simplify_repl, str) and len(spec.simplify_repl) == 1:
                found[name] = spec.simplify_repl
    return found


def accented(accent: str, letters: str) -> str:
    """`letters` with an accent over the first of them; bare where it has none."""
    mark = ACCENTS.get(accent, "")
    bare = {"ı": "i", "ȷ": "j"}.get(letters[:1], letters[:1])
    return unicodedata.normalize("NFC", bare + mark) + letters[1:] if bare.strip() else letters


def dingbat(number: str) -> str:
    """What \\ding prints."""
    return chr(0x2700 + int(number) - 32) if number.isdigit() and int(number) in _DINGBATS else ""
