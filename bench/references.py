"""References that are real, misdescribed or invented: what is found, and who is accused falsely; shared/claimdata/hallmark.

    .venv/bin/python bench/references.py [--served] [--record] [--seed N]

The entries are asked of databases made here: works as the entries that are valid have them, and the originals that the explanations name.
A database lacks a tenth of them, and answers as real ones do: with the nearest other works beside the right one or in its place, in other
case, with lost accents and initials, venues in short, in full or not at all, and the preprint beside what was published. Where the original
of a misdescribed entry is not told, what is lacking is drawn (authors, a venue, a year other than the cited ones). A checker sees the
fields of an entry alone. The published tool's answers, given online, stand beside.

With --served the same goes through all of it: the entries are written as a .bib and read, the databases answer on loopback each in the
shape of its own API, and the clients that ask real ones ask them. There some works are in no database at all; they stand by themselves.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
import sys
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from results import commit, machine, record  # noqa: E402
from served_databases import Entry, numbered, served  # noqa: E402

from synth.audit.references.identifying import identify  # noqa: E402
from synth.audit.references.listing import Listing, list_of_report  # noqa: E402
from synth.reading.bibliography.bibtex import cited_in  # noqa: E402
from synth.reports.importing import read_report  # noqa: E402
from synth.settings import read_settings  # noqa: E402
from synth.sources.desk import Desk  # noqa: E402
from synth.sources.identity import find_identifiers  # noqa: E402
from synth.sources.resolving import Answer, Resolved, resolve  # noqa: E402
from synth.sources.titles import content_words, words_of_title  # noqa: E402
from synth.sources.works import Cited, Work  # noqa: E402

DATA = ROOT.parent / "shared" / "claimdata" / "hallmark"
ACCUSED = ("described wrongly", "wrong identifier", "not found")
FULL_NAMES = {
    "AAAI": "Proceedings of the AAAI Conference on Artificial Intelligence",
    "CVPR": "IEEE/CVF Conference on Computer Vision and Pattern Recognition",
    "NeurIPS": "Advances in Neural Information Processing Systems",
    "ICML": "International Conference on Machine Learning",
    "ICLR": "International Conference on Learning Representations",
    "ACL": "Annual Meeting of the Association for Computational Linguistics",
    "NAACL": "North American Chapter of the Association for Computational Linguistics",
    "ECCV": "European Conference on Computer Vision",
    "ICCV": "IEEE/CVF International Conference on Computer Vision",
    "Mach. Learn.": "Machine Learning",
    "J. Mach. Learn. Res.": "Journal of Machine Learning Research",
    "Trans. Mach. Learn. Res.": "Transactions on Machine Learning Research",
}
BASES = {"openalex": 1.0, "s2": 1.0, "crossref": 0.6, "arxiv": 0.7, "datacite": 0.0}  # what share of works a database is about


class Noise(NamedTuple):
    """How a database differs from the truth; nothing for one that is perfect."""

    missing: float = 0.0
    form: float = 0.0  # how likely each change of form is
    nearest: bool = False  # other works are among the answers
    nowhere: float = 0.0  # how likely a work is in no database


NONE, NOISY = Noise(), Noise(missing=0.1, form=0.3, nearest=True)
NOWHERE = 0.1  # of the works, where databases are served with noise


def entries() -> list[dict[str, Any]]:
    with gzip.open(DATA / "dev_public.jsonl.gz", "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def cited(entry: dict[str, Any]) -> Cited:
    """What a checker may see."""
    fields = entry["fields"]
    found = [one.source for name in ("doi", "url") for one in find_identifiers(fields.get(name, ""))]
    return Cited(
        title=fields["title"],
        authors=tuple(fields["author"].split(" and ")),
        year=int(fields["year"]) if fields["year"].isdigit() else None,
        venue=fields.get("booktitle") or fields.get("journal") or "",
        identifiers=tuple({one.name: one for one in found if one.scheme != "url"}.values()),
    )


# --- the works that there are -------------------------------------------------------------------------------------------


class Truth(NamedTuple):
    """A work as it is."""

    title: str
    authors: tuple[str, ...]
    year: int
    venue: str
    names: frozenset[str]  # of identifiers


def truths(rows: Sequence[dict[str, Any]], draw: random.Random) -> list[Truth]:
    """The works behind the entries: the valid ones, and the originals of the others as far as they are told."""
    found: dict[tuple[str, ...], Truth] = {}
    taken: set[str] = set()
    for row in rows:
        if row["label"] == "VALID":
            one = cited(row)
            names = frozenset(name.name for name in one.identifiers)
            authors = tuple(name for name in one.authors if name != "others")
            known = found.get(words_of_title(one.title))
            if not known or len(known.authors) < len(authors):
                found[words_of_title(one.title)] = Truth(one.title, authors, one.year or 2022, one.venue, names)
            taken |= names
    pool = list(found.values())
    for row in rows:
        if row["label"] == "VALID":
            continue
        one, kind, why = cited(row), row.get("hallucination_type"), row["explanation"]
        names = frozenset(name.name for name in one.identifiers) - taken if kind != "fabricated_doi" else frozenset()
        other = draw.choice(pool)
        if kind in ("chimeric_title", "plausible_fabrication", "hybrid_fabrication"):
            if names and "does not resolve" not in why:
                found[("another", *sorted(names))] = other._replace(title=f"{other.title} Revisited", names=names)
            continue
        original = re.search(r"\(original: ['\"](.+?)['\"]\)$", why)
        title = original[1] if original else one.title
        if words_of_title(title) in found:
            continue
        authors, venue, year = one.authors, one.venue, one.year or 2022
        if kind in ("swapped_authors", "placeholder_authors", "merged_citation"):
            authors = other.authors
        elif kind == "partial_author_list":
            authors = (*authors, *draw.choice(pool).authors[:2])
        if kind in ("wrong_venue", "nonexistent_venue", "preprint_as_published", "arxiv_version_mismatch"):
            venue = draw.choice([name for name in FULL_NAMES if name != venue])
        if kind in ("future_date", "arxiv_version_mismatch"):
            year = min(2023, year) - draw.choice((1, 2))
        found[words_of_title(title)] = Truth(title, authors, year, venue, names)
    return list(found.values())


# --- databases ----------------------------------------------------------------------------------------------------------


class Base:
    """A database that has some of the works, in a form of its own."""

    def __init__(self, name: str, works: Sequence[Truth], noise: Noise, share: float, draw: random.Random) -> None:
        self.name, self.noise = name, noise
        self._works: list[Work] = []
        self._by_name: dict[str, list[Work]] = defaultdict(list)
        self._by_word: dict[str, set[int]] = defaultdict(set)
        for one in works:
            if draw.random() > share or draw.random() < noise.missing:
                continue
            for work in self._records(one, draw):
                for identifier in one.names:
                    self._by_name[identifier].append(work)
                for word in content_words(work.title):
                    self._by_word[word].add(len(self._works))
                self._works.append(work)

    def _records(self, one: Truth, draw: random.Random) -> Iterable[Work]:
        form = self.noise.form
        venue = one.venue
        if draw.random() < form:
            venue = draw.choice([FULL_NAMES.get(venue, venue), f"{venue} {one.year}", "", FULL_NAMES.get(venue, venue).upper()])
        title = draw.choice([one.title.upper(), one.title.capitalize(), one.title.lower()]) if draw.random() < form else one.title
        authors = one.authors
        if draw.random() < form:
            authors = tuple(_without_accents(name) for name in authors)
        if draw.random() < form:
            authors = tuple(_with_initials(name) for name in authors)
        yield Work(database=self.name, title=title, authors=authors, year=one.year, venue=venue)
        if draw.random() < form:
            yield Work(database=self.name, title=title, authors=authors, year=one.year - draw.choice((0, 1)), venue="arXiv")

    def ask(self, one: Cited) -> Iterable[Answer]:
        for identifier in one.identifiers:
            if self.name != "arxiv" or identifier.scheme == "arXiv":
                yield Answer(self.name, identifier, tuple(self._by_name.get(identifier.name, ())))
        words = content_words(one.title)
        hits = Counter(at for word in words for at in self._by_word.get(word, ()))
        ranked = sorted(hits, key=lambda at: (-hits[at] / max(1, len(content_words(self._works[at].title) | words)), at))
        least = 0.0 if self.noise.nearest else 0.6
        kept = [at for at in ranked[:5] if hits[at] / max(1, len(content_words(self._works[at].title) | words)) >= least]
        yield Answer(self.name, None, tuple(self._works[at] for at in kept))


def _without_accents(name: str) -> str:
    return "".join(sign for sign in unicodedata.normalize("NFKD", name) if not unicodedata.combining(sign))


def _with_initials(name: str) -> str:
    *given, family = name.split()
    return " ".join([*(f"{part[0]}." for part in given), family])


# --- the same, through readers, clients and servers ---------------------------------------------------------------------


def as_bib(rows: Sequence[dict[str, Any]]) -> str:
    """The blind form of the entries, as a bibliography."""
    entries = []
    for row in rows:
        fields = "".join(f"  {name} = {{{value}}},\n" for name, value in row["fields"].items())
        entries.append(f"@{row['bibtex_type']}{{{row['bibtex_key']},\n{fields}}}\n")
    return "\n".join(entries)


def shelves(works: Sequence[Truth], noise: Noise, seed: int) -> dict[str, list[Entry]]:
    """What each database has: of each work a record in a form of its own, and sometimes the preprint beside it."""
    named = [_named(one, at, random.Random(f"{seed} {at}")) for at, one in enumerate(works)]
    found: dict[str, list[Entry]] = {}
    for name in ("arxiv", "crossref", "datacite", "openalex", "s2"):
        draw, entries = random.Random(f"{seed} {name}"), list[Entry]()
        base = Base(name, (), noise, 1.0, draw)
        for one, (arxiv, version, doi) in zip(works, named, strict=True):
            if draw.random() < noise.missing:
                continue
            for work in base._records(one, draw):
                told = Entry(work.title, work.authors, work.year or one.year, work.venue, arxiv, version, doi)
                entries.append(told if work.venue != "arXiv" else told._replace(doi="" if arxiv else doi))
        found[name] = entries
    return found


def _named(one: Truth, at: int, draw: random.Random) -> tuple[str, int, str]:
    """What a work is called: as its entry says, else by a made number and a made DOI, where it is one of those that have such."""
    told = dict(name.partition(":")[::2] for name in sorted(one.names))
    number, doi = numbered(at, draw)
    arxiv, _, version = told.get("arXiv", number if draw.random() < BASES["arxiv"] else "").partition("v")
    return arxiv, int(version or 1), told.get("doi", doi if draw.random() < BASES["crossref"] else "")


def served_and_judged(rows: Sequence[dict[str, Any]], noise: Noise, seed: int) -> tuple[list[Resolved], set[str], float]:
    """What the audit of references finds, the keys of the valid entries whose works are nowhere, and the seconds that it takes."""
    draw = random.Random(seed)
    works = truths(rows, draw)
    away = [one for one in works if draw.random() < noise.nowhere]
    gone = {words_of_title(one.title) for one in away}
    listing = Listing("hallmark.bib", cited_in(as_bib(rows)), "bib")
    with TemporaryDirectory() as home, served(shelves([one for one in works if one not in away], noise, seed)) as addresses:
        environment = {f"ASSAY_{name.upper()}_HOME": address for name, address in addresses.items()}
        settings = read_settings({}, environment | {"ASSAY_HOME": home}, Path(home))
        start = perf_counter()
        (found,) = identify([listing], Desk(settings, only=tuple(addresses), sleep=lambda seconds: None).ask)
        seconds = perf_counter() - start
    keys = {row["bibtex_key"] for row in rows if row["label"] == "VALID" and words_of_title(row["fields"]["title"]) in gone}
    if found.parsed != len(rows) or any(one.unanswered for one in found.references):
        raise SystemExit(
            f"parsed {found.parsed} of {len(rows)}; unanswered: {[one.unanswered for one in found.references if one.unanswered][:3]}"
        )
    return [Resolved(one.state, why=one.why) for one in found.references], keys, seconds


def _initials(name: str) -> tuple[str, str]:
    *given, family = name.split()
    return family, " ".join(f"{part[0]}." for part in given)


def as_prose(row: dict[str, Any], style: str) -> str:
    """An entry as a report would print it."""
    fields = row["fields"]
    names, venue, doi = fields["author"].split(" and "), fields.get("booktitle") or fields.get("journal", ""), fields.get("doi", "")
    if style == "surname first":
        turned = [f"{family}, {given}" for family, given in map(_initials, names)]
        who = ", & ".join([", ".join(turned[:-1]), turned[-1]] if len(turned) > 1 else turned)
        return f"{who} ({fields['year']}). {fields['title']}. {venue}." + (f" https://doi.org/{doi}" if doi else "")
    if style == "whole names":
        who = ", and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
        return f"{who}. {fields['year']}. {fields['title']}. In {venue}." + (f" doi:{doi}" if doi else "")
    who = ", ".join(f"{given} {family}" for family, given in map(_initials, names[:3])) + (" et al." if len(names) > 3 else "")
    return f"{who}, “{fields['title']},” in {venue}, {fields['year']}."


def prose_lines(rows: Sequence[dict[str, Any]], seed: int) -> Iterable[str]:
    """The same entries in a report, read out of prose."""
    works = truths(rows, random.Random(seed))
    yield "| as printed in a report | read | detected | valid ones accused | of them not found |"
    yield "| --- | --: | --: | --: | --: |"
    with TemporaryDirectory() as home, served(shelves(works, NOISY, seed)) as addresses:
        environment = {f"ASSAY_{name.upper()}_HOME": address for name, address in addresses.items()}
        settings = read_settings({}, environment | {"ASSAY_HOME": home}, Path(home))
        for style in ("surname first", "whole names", "initials, et al., quoted, no DOI"):
            file = Path(home) / "review.md"
            printed = "\n".join(f"[{at}] {as_prose(row, style)}" for at, row in enumerate(rows, 1))
            file.write_text(f"# Review\n\nText [1].\n\n## References\n\n{printed}\n", encoding="utf-8")
            desk = Desk(settings, only=tuple(addresses), sleep=lambda seconds: None)
            (found,) = identify([list_of_report(read_report(file), "review.md")], desk.ask)
            if found.of != len(rows):
                raise SystemExit(f"{style}: {found.of} references of {len(rows)}")
            states = Counter((row["label"], one.state) for row, one in zip(rows, found.references, strict=True))
            bad, good = (sum(n for (label, _), n in states.items() if label == word) for word in ("HALLUCINATED", "VALID"))
            detected, accused = (sum(states[word, state] for state in ACCUSED) for word in ("HALLUCINATED", "VALID"))
            share = f"{detected:,} of {bad:,} ({detected / bad:.1%})"
            yield f"| {style} | {found.parsed:,} of {found.of:,} | {share} | {accused} of {good:,} | {states['VALID', 'not found']} |"


def served_lines(rows: Sequence[dict[str, Any]], seed: int, show: str) -> Iterable[str]:
    yield "Served on loopback, each in the shape of its own API (arXiv, Crossref, DataCite, OpenAlex, Semantic Scholar), and asked by the"
    yield "clients that ask real ones; the entries are read from BibTeX. arXiv and DataCite say nothing of venues, so that a wrong one"
    yield "has fewer witnesses here than above."
    yield ""
    kinds = {
        "as they are": NONE,
        "with the noise of real ones": NOISY,
        f"with noise, and {NOWHERE:.0%} of the works in none of them": NOISY._replace(nowhere=NOWHERE),
    }
    for name, noise in kinds.items():
        found, away, seconds = served_and_judged(rows, noise, seed)
        there = [(row, one) for row, one in zip(rows, found, strict=True) if row["bibtex_key"] not in away]
        yield f"Databases {name} ({len(rows):,} entries in {seconds:.0f} s):"
        yield ""
        yield from lines([row for row, _ in there], [one for _, one in there])
        if away:
            states = Counter(one.state for row, one in zip(rows, found, strict=True) if row["bibtex_key"] in away)
            said = ", ".join(f"{states[state]} {state}" for state in sorted(states))
            yield f"\nOf the {len(away)} valid entries whose works are in no database: {said}."
        yield ""
        if show:
            for row, one in there:
                if (row.get("hallucination_type") or "VALID") == show and (one.state in ACCUSED) == (row["label"] == "VALID"):
                    print(name, json.dumps(row["fields"], ensure_ascii=False), row["explanation"], one, sep="\n   ")


# --- the measure --------------------------------------------------------------------------------------------------------


def judged(rows: Sequence[dict[str, Any]], noise: Noise, seed: int) -> list[Resolved]:
    draw = random.Random(seed)
    works = truths(rows, draw)
    bases = [Base(name, works, noise, share if noise.missing else 1.0, random.Random(f"{seed} {name}")) for name, share in BASES.items()]
    return [resolve(one, [answer for base in bases for answer in base.ask(one)]) for one in map(cited, rows)]


def lines(rows: Sequence[dict[str, Any]], found: Sequence[Resolved]) -> Iterable[str]:
    of: dict[str, Counter[str]] = defaultdict(Counter)
    for row, one in zip(rows, found, strict=True):
        of[row.get("hallucination_type") or "VALID"][one.state] += 1
    yield "| kind | n | same work | described wrongly | wrong identifier | not found | not checked | detected |"
    yield "| --- | --: | --: | --: | --: | --: | --: | --: |"
    for kind, counts in sorted(of.items(), key=lambda item: (item[0] != "VALID", item[0])):
        n = counts.total()
        accused = sum(counts[state] for state in ACCUSED)
        states = " | ".join(str(counts[state]) for state in ("same work", *ACCUSED, "not checked"))
        yield f"| {kind} | {n} | {states} | {accused / n:.1%} |"
    bad = [one for row, one in zip(rows, found, strict=True) if row["label"] != "VALID"]
    detected = sum(one.state in ACCUSED for one in bad)
    yield f"| all that are not valid | {len(bad)} | | | | | | {detected / len(bad):.1%} |"


def peer(rows: Sequence[dict[str, Any]]) -> str:
    with gzip.open(DATA / "bibtexupdater_dev_per_entry.jsonl.gz", "rt", encoding="utf-8") as file:
        said = {one["bibtex_key"]: one["pred_label"] for one in map(json.loads, file)}
    counts = Counter((row["label"], said[row["bibtex_key"]]) for row in rows)
    bad, good = (sum(n for (label, _), n in counts.items() if label == word) for word in ("HALLUCINATED", "VALID"))
    return (
        f"bibtex-updater, online: detects {counts['HALLUCINATED', 'HALLUCINATED']} of {bad} "
        f"({counts['HALLUCINATED', 'HALLUCINATED'] / bad:.1%}), accuses {counts['VALID', 'HALLUCINATED']} of {good} valid ones falsely"
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--record", action="store_true", help="write the figures into RESULTS.md")
    parser.add_argument("--seed", type=int, default=15)
    parser.add_argument("--served", action="store_true", help="through readers, clients and servers")
    parser.add_argument("--show", metavar="KIND", help="print what is judged wrong of a kind, or VALID")
    given = parser.parse_args()
    if not DATA.is_dir():
        print(f"{DATA} is not here: nothing measured")
        return 0
    rows = entries()
    if given.served:
        text = [*served_lines(rows, given.seed, given.show), "With the noise of real ones, out of prose, which says less of venues:", ""]
        text += [*prose_lines(rows, given.seed), "", peer(rows), ""]
        return _end(text, "References, served", given.record, "--served ")
    text = ["The databases are made out of the benchmark's own entries: real ones know less, and no more than this can be detected.", ""]
    for name, noise in (("as they are", NONE), ("with the noise of real ones", NOISY)):
        found = judged(rows, noise, given.seed)
        text += [f"Databases {name}:", "", *lines(rows, found), ""]
        if given.show:
            for row, one in zip(rows, found, strict=True):
                if (row.get("hallucination_type") or "VALID") == given.show and (one.state in ACCUSED) == (row["label"] == "VALID"):
                    print(name, json.dumps(row["fields"], ensure_ascii=False), row["explanation"], one, sep="\n   ")
    return _end([*text, peer(rows), ""], "References", given.record)


def _end(text: list[str], section: str, recording: bool, options: str = "") -> int:
    command = f"python bench/references.py {options}{'--record' * recording}".strip()
    whole = "\n".join([*text, f"{machine()}; commit {commit()}; `{command}`."])
    print(whole)
    if recording:
        record(section, whole)
    return 0


if __name__ == "__main__":
    sys.exit(main())
