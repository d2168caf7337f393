"""Makes reports that do not exist, in the seeds' layout and as Markdown with citations, sound or with faults put in on purpose.

Which faults each file has is known because they were put there; nothing of the audit is imported. The same seed gives the same bytes,
and the first thousand of ten thousand reports are the thousand (but for the last, if it was one of two). Every report invents a
system of its own that its claims are about, so that no two claims are the same unless that is the fault. What is not made: reports that
are wrong in what they say of real papers.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

SEED = 11
CLEAN = 0.4  # share of reports without a fault of their own
CITING = 0.15  # share that are Markdown with citations; the others have the seeds' layout
RULED_MAKER = "Assignee Research"  # a maker whose rules are published; only its reports come with sidecars
RULED = 0.25  # share of the reports in the seeds' layout that are this maker's
SIDECARS = 4  # a report with a sidecar gets a fault of the sidecar so many times more often than another
MAKERS = [f"{name} {kind}" for name in ("Halden", "Orrin", "Quill", "Tessel", "Varro") for kind in ("Institute", "Lab", "Press", "Reviews")]
CUTTING_MAKERS = ["Straight Cut Lab", "Threshold Press"]  # makers whose ticks are a cut in the confidence

SYLLABLES = "bar cor dal fen gor hal kel lin mor nar pel quin ras sol tam ul ver vex yor zan".split()
METHODS = (
    "adapter tuning,prompt distillation,sparse routing,curriculum pretraining,contrastive alignment,retrieval augmentation,label smoothing,"
    "vocabulary extension,layer freezing,self training,back translation,knowledge editing,gradient surgery,token dropping,span masking"
).split(",")
TASKS = (
    "parsing,tagging,entailment,summarization,translation,transliteration,coreference,paraphrasing,ranking,captioning,diarization,"
    "segmentation,chunking,glossing,lemmatization,geocoding,normalization,linking,disambiguation,classification"
).split(",")
METRICS = "accuracy,precision,recall,fluency,coverage,throughput,robustness,calibration".split(",")
LANGUAGES = (
    "Amharic,Basque,Catalan,Danish,Estonian,Finnish,Georgian,Hausa,Icelandic,Javanese,Kazakh,Latvian,Maltese,Nepali,Oromo,Pashto,"
    "Quechua,Romanian,Swahili,Tamil,Urdu,Vietnamese,Welsh,Yoruba,Zulu"
).split(",")
MATERIALS = (
    "parliament records,news wires,court rulings,folk tales,radio transcripts,school books,weather reports,trade letters,field notes,"
    "church registers,drama scripts,patent claims,travel diaries,cooking recipes,union minutes"
).split(",")
SENTENCES = (
    "{System} reaches {n} points of {metric} on {task} in {language} when {material} are added.",
    "On {task}, {method} costs {system} {n} hours for each epoch over {material}.",
    "{Language} {material} explain most of the gap between {system} and its teacher in {task}.",
    "Without {method}, {system} loses {n} points of {metric} in {language} {task}.",
    "The size of {material} matters less to {system} than the order in which {language} comes.",
    "{Task} in {language} needs fewer steps once {system} has seen {material}.",
    "Annotators preferred {system} over its rival in {n} of 100 cases of {language} {task}.",
    "{Method} and {material} add up: together they give {system} {n} points of {metric}.",
    "For {language}, {system} keeps its {metric} when half of {material} is left out.",
    "Errors of {system} in {task} fall mostly on rare words of {language} {material}.",
    "A smaller {system} of {n} million parameters loses no {metric} on {material}.",
    "Readers of {material} notice the change that {method} brings to {system} in {language}.",
)
RUBRIC = "The quality score is the mean of five dimensions of a rubric: grounding, coverage, numbers, uncertainty and language."
LIMITATIONS = (
    "This report is a machine-generated literature synthesis and does not constitute original research. Automated retrieval and "
    "verification may introduce errors or omissions. Review scores reflect automated assessment, not human peer review. Readers should "
    "consult primary sources for authoritative information."
)
MONTHS = "January February March April May June July August September October November December".split()


@dataclass
class Row:
    """A row of the table of claims."""

    text: str
    tick: str
    confidence: str
    columns: int = 3


@dataclass
class Draft:
    """A report on the way to being written. `faults` grows with each fault put in."""

    layout: str  # tabs, pipes or citing
    system: str
    title: str
    author: str
    day: tuple[int, int, int]
    question: str
    abstract: str
    rows: list[Row]
    references: list[str]
    papers: int
    quality: float
    rubric: bool = True
    extracted_more: int = 0
    sidecar: dict[str, object] | None = None
    cites: list[tuple[int, ...]] = field(default_factory=list)  # for each row of a citing report, the references it cites
    faults: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class File:
    """A file as it will be written, and the faults that are in it."""

    name: str
    content: bytes
    faults: frozenset[str]


def make_reports(count: int, seed: int = SEED) -> Iterator[File]:
    """Files of `count` reports. A sidecar is a file of its own, without faults: what is wrong in it is wrong with its report."""
    rng = Random(seed)
    made = 0
    while made < count:
        for draft in _some(made, rng, room=count - made):
            yield from _files(made, draft)
            made += 1


def write_reports(folder: Path, count: int, seed: int = SEED) -> dict[str, frozenset[str]]:
    """Writes the files and gives the truth: the faults of each report, by the name of its file."""
    folder.mkdir(parents=True, exist_ok=True)
    truth = {}
    for file in make_reports(count, seed):
        (folder / file.name).write_bytes(file.content)
        if not file.name.endswith(".sidecar.json"):
            truth[file.name] = file.faults
    return truth


# --- drafts ----------------------------------------------------------------------------------------------------------


def _some(at: int, rng: Random, room: int) -> list[Draft]:
    """The next report, or, where there is room, the next two with a fault that is one of both together."""
    citing = rng.random() < CITING
    sound = rng.random() < CLEAN
    draft = _citing(at, rng) if citing else _table(at, rng)
    if sound:
        return [draft]
    if citing:
        rng.choice(IN_CITING)(draft, rng)
        return [draft]
    alone = [*IN_TABLE, *(IN_SIDECAR * SIDECARS if draft.sidecar else ())]
    pairs = [*BETWEEN, *(BETWEEN_SIDECARS * SIDECARS if draft.sidecar else ())] if room > 1 else []
    if rng.randrange(len(alone) + len(pairs)) < len(alone):
        rng.choice(alone)(draft, rng)
        return [draft]
    other = _table(at + 1, rng, author=draft.author)
    rng.choice(pairs)(draft, other, rng)
    return [draft, other]


def _table(at: int, rng: Random, author: str = "") -> Draft:
    """A sound report in the seeds' layout. This layout has no citations: that no claim names its source is a fault of each."""
    author = author or (RULED_MAKER if rng.random() < RULED else rng.choice(MAKERS))
    draft = _draft(at, rng, author, "tabs" if rng.random() < 0.8 else "pipes")
    draft.faults |= {"no claim names its source", "references never used"}
    if author == RULED_MAKER:
        draft.faults.add("rules of the maker disagree")
        _add_sidecar(draft, rng)
    return draft


def _citing(at: int, rng: Random) -> Draft:
    draft = _draft(at, rng, rng.choice(MAKERS), "citing")
    rows = len(draft.rows)  # each cites something, and nothing is left uncited
    draft.cites = [tuple(range(at, len(draft.references), rows)) or (at % len(draft.references),) for at in range(rows)]
    return draft


def _draft(at: int, rng: Random, author: str, layout: str) -> Draft:
    system = _name(at)
    method, metric, (task, other), language = rng.choice(METHODS), rng.choice(METRICS), rng.sample(TASKS, 2), rng.choice(LANGUAGES)
    answer = f"{method.capitalize()} raises {metric} of {system} on {task} and {other} in {language} by {_number(rng)} points."
    texts = [answer, *(_sentence(pattern, system, rng) for pattern in rng.sample(SENTENCES, rng.randint(8, len(SENTENCES))))]
    rows = [Row(text, "✓", f"{rng.uniform(0.72, 0.97):.2f}") for text in texts]
    for row in rng.sample(rows[1:], 2):
        row.tick, row.confidence = "×", f"{rng.uniform(0.05, 0.3):.2f}"
    rng.choice([row for row in rows if row.tick == "×"]).confidence = f"{rng.uniform(0.8, 0.95):.2f}"  # so that no cut separates them
    rng.choice([row for row in rows if row.tick == "✓"]).confidence = f"{rng.uniform(0.4, 0.6):.2f}"
    references = [
        f"<http://arxiv.org/abs/{rng.randint(15, 25)}{rng.randint(1, 12):02}.{rng.randint(1, 99999):05}v{rng.randint(1, 4)}>"
        for _ in range(rng.randint(8, 11))
    ]
    return Draft(
        layout=layout,
        system=system,
        title=f"{system}: {method.capitalize()} for {language} {task.capitalize()} and {rng.choice(MATERIALS).title()}",
        author=author,
        day=(2026, rng.randint(6, 12), rng.randint(11, 28)),
        question=f"Does {method} raise {metric} of {system} on {task} and {other} in {language}?",
        abstract=" ".join(_sentence(pattern, system, rng) for pattern in rng.sample(SENTENCES, 4)),
        rows=rows,
        references=sorted(set(references)),
        papers=len(set(references)),
        quality=rng.randint(86, 96) / 10,
    )


def _add_sidecar(draft: Draft, rng: Random) -> None:
    month = f"{draft.day[0]}-{draft.day[1]:02}"
    value = float(_number(rng))
    draft.sidecar = {
        "record": draft.system.lower(),
        "maker": RULED_MAKER,
        "date": f"{month}-{draft.day[2]:02}",
        "score": draft.quality,
        "verified_claims": sum(row.tick == "✓" for row in draft.rows),
        "reproducibility": "HIGH",
        "tier": "FLAGSHIP_CANDIDATE",
        "evidence": f"evidence of {draft.system}",
        "gate": {
            "status": "VERIFIED",
            "reason": f"run {rng.randint(2, 90)} gives {value:.1f}, which matches {value + 0.1:.1f} in Table 2 within 5 %",
            "evaluated": f"{month}-{draft.day[2]:02}",
        },
    }


def _name(at: int) -> str:
    base = len(SYLLABLES)
    return "".join(SYLLABLES[at // base**place % base] for place in range(4)).capitalize()


def _number(rng: Random) -> str:
    return f"{rng.uniform(1, 9):.1f}"


def _sentence(pattern: str, system: str, rng: Random) -> str:
    words = {
        "system": system,
        "method": rng.choice(METHODS),
        "metric": rng.choice(METRICS),
        "task": rng.choice(TASKS),
        "language": rng.choice(LANGUAGES),
        "material": rng.choice(MATERIALS),
        "n": str(rng.randint(2, 98)),
    }
    return pattern.format(**words, **{word.capitalize(): text[0].upper() + text[1:] for word, text in words.items()})


# --- faults of one report --------------------------------------------------------------------------------------------


def counts_altered(draft: Draft, rng: Random) -> None:
    draft.extracted_more = rng.randint(1, 3)
    draft.faults.add("counts altered")


def claim_cut_off(draft: Draft, rng: Random) -> None:
    for row in rng.sample(draft.rows[1:], rng.randint(1, 4)):
        named = row.text.casefold().index(draft.system.casefold()) + len(draft.system)  # or two cut claims might be the same
        row.text = row.text[: min(named + rng.randint(2, 9), len(row.text) - 4)].rstrip(" .:,")
    draft.faults.add("claim cut off")


def abstract_cut_off(draft: Draft, rng: Random) -> None:
    draft.abstract = draft.abstract[: rng.randint(150, 200)].rstrip(" .:,")
    draft.faults.add("abstract cut off")


def first_person(draft: Draft, rng: Random) -> None:
    draft.rows[-1].text = f"We train {draft.system} on {rng.choice(MATERIALS)} and release our code for {rng.choice(TASKS)}."
    draft.faults.add("claim in the first person")


def confidence_too_large(draft: Draft, rng: Random) -> None:
    draft.rows[-1].confidence = f"{rng.uniform(1.1, 9):.2f}"
    draft.faults.add("confidence above 1")


def confidence_no_number(draft: Draft, rng: Random) -> None:
    draft.rows[-1].confidence = rng.choice(["n/a", "high", "-", "unknown"])
    draft.faults.add("confidence not a number")


def columns_missing(draft: Draft, rng: Random) -> None:
    draft.rows[-1].columns = 2
    draft.faults |= {"columns missing", "confidence not a number"}  # the column that is missing is the confidence's


def confidence_against_ticks(draft: Draft, rng: Random) -> None:
    for row in draft.rows:
        row.tick, row.confidence = "✓", f"{rng.uniform(0.1, 0.3):.2f}"
    _count_again(draft)
    draft.faults.add("confidence against the ticks")


def ticks_are_a_cut(draft: Draft, rng: Random) -> None:
    draft.author, draft.sidecar = rng.choice(CUTTING_MAKERS), None
    draft.faults.discard("rules of the maker disagree")
    for row in draft.rows:
        row.confidence = f"{rng.uniform(0.65, 0.9):.2f}" if row.tick == "✓" else f"{rng.uniform(0.1, 0.45):.2f}"
    draft.faults.add("ticks are a cut")


def question_unanswered(draft: Draft, rng: Random) -> None:
    rest = rng.choice(["under domain shift", "for dialect speakers", "with adversarial noise", "beyond sentence boundaries"])
    draft.question = draft.question.replace("?", f" {rest}?")
    draft.faults.add("question not answered in full")


def papers_not_listed(draft: Draft, rng: Random) -> None:
    draft.papers = len(draft.references) + rng.randint(1, 9)
    draft.faults.add("papers retrieved and not listed")


def identifier_malformed(draft: Draft, rng: Random) -> None:
    wrong = rng.choice(["2413.01234v1", "24011.234v2", "2205.123v1", "2311.12345v0"])
    draft.references[-1] = f"<http://arxiv.org/abs/{wrong}>"
    draft.faults.add("identifier malformed")


def identifier_versionless(draft: Draft, rng: Random) -> None:
    draft.references[-1] = draft.references[-1].rpartition("v")[0] + ">"
    draft.faults.add("identifier without version")


def score_without_rubric(draft: Draft, rng: Random) -> None:
    draft.rubric = False
    draft.faults.add("score without rubric")


def numbers_disagree(draft: Draft, rng: Random) -> None:
    start = rng.randint(30, 50)
    gain = rng.randint(5, 20)
    draft.rows[-1].text = rng.choice(
        [
            f"{draft.system} rises from {start}.2 to {start + gain}.2, a gain of {gain + rng.randint(2, 9)}.1 points.",
            f"{draft.system} solves {start + gain} of {start} problems in {rng.choice(LANGUAGES)}.",
            f"{draft.system} lies between {start + gain}.5 and {start}.5 points in {rng.choice(TASKS)}.",
        ]
    )
    draft.faults.add("numbers contradict each other")


# --- faults of a sidecar ---------------------------------------------------------------------------------------------


def tier_above_thresholds(draft: Draft, rng: Random) -> None:
    assert draft.sidecar
    draft.sidecar["reproducibility"] = rng.choice(["LOW", "MEDIUM"])
    draft.faults.add("tier above its thresholds")


def ticks_beside_failed_gate(draft: Draft, rng: Random) -> None:
    _gate(draft, "FALSIFIED", f"run {rng.randint(2, 90)} gives {rng.randint(10, 40)}.5, far from {rng.randint(60, 90)}.2 in Table 1")
    draft.faults.add("ticks beside a failed gate")


def proof_of_itself(draft: Draft, rng: Random) -> None:
    number = _number(rng)
    constant = rng.choice(["393216 = 512 × 768", "computed 786432 matches 786432 (= 1024 × 768)"])
    _gate(draft, "VERIFIED", rng.choice([f"computed {number} matches expected {number}, tolerance 5 %", constant]))
    draft.faults.add("proof of itself")


def reason_against_dates(draft: Draft, rng: Random) -> None:
    _gate(draft, "UNVERIFIED", "published before the gate was activated (2026-06-10)")  # every report here is later
    draft.faults |= {"reason against its dates", "ticks beside a gate not passed"}


# --- faults of two reports -------------------------------------------------------------------------------------------


def near_duplicate(one: Draft, two: Draft, rng: Random) -> None:
    kept = {"title", "abstract", "author", "layout", "references", "papers", "sidecar", "day", "faults", "quality"}
    _copy(one, two, kept)
    two.rows = [Row(row.text, row.tick, row.confidence) for row in one.rows]
    two.rows[-1].text = _sentence(rng.choice(SENTENCES), two.system, rng)
    two.question = one.question.replace("Does", "In what respect does")
    _both(one, two, "nearly the same report")


def word_for_word(one: Draft, two: Draft, rng: Random) -> None:
    _copy(one, two, {"abstract", "author", "layout", "sidecar", "day", "faults"})
    two.rows = [Row(row.text, row.tick, row.confidence) for row in one.rows]
    _both(one, two, "the same report")


def abstract_shared(one: Draft, two: Draft, rng: Random) -> None:
    two.abstract = one.abstract
    _both(one, two, "abstract shared")


def claim_scored_differently(one: Draft, two: Draft, rng: Random) -> None:
    ticked = next(row for row in one.rows[1:] if row.tick == "✓")
    two.rows[1] = Row(ticked.text, "✓", f"{float(ticked.confidence) - 0.07:.2f}")
    _count_again(two)
    _both(one, two, "claim scored differently")


def claim_ticked_and_crossed(one: Draft, two: Draft, rng: Random) -> None:
    ticked = next(row for row in one.rows[1:] if row.tick == "✓")
    two.rows[1] = Row(ticked.text, "×", ticked.confidence)
    _count_again(two)
    _both(one, two, "claim ticked here and crossed there")


def opposite_verdicts(one: Draft, two: Draft, rng: Random) -> None:
    assert one.sidecar
    assert two.sidecar
    two.sidecar["evidence"] = one.sidecar["evidence"]
    ticks_beside_failed_gate(two, rng)
    _both(one, two, "siblings with opposite verdicts")


# --- faults of a report with citations -------------------------------------------------------------------------------


def citation_without_entry(draft: Draft, rng: Random) -> None:
    draft.cites[0] += draft.cites[-1]
    draft.cites[-1] = (len(draft.references) + rng.randint(0, 9),)
    draft.faults.add("citation without an entry")


def half_citation_without_entry(draft: Draft, rng: Random) -> None:
    draft.cites[-1] += (len(draft.references) + rng.randint(0, 9),)
    draft.faults.add("one of two citations without an entry")


def reference_not_cited(draft: Draft, rng: Random) -> None:
    draft.references.append("<http://arxiv.org/abs/2001.00001v1>")
    draft.faults.add("a reference never cited")


def one_source_for_most(draft: Draft, rng: Random) -> None:
    draft.cites = [(0,)] * len(draft.rows)
    draft.cites[-1] = tuple(range(1, len(draft.references)))
    draft.faults.add("one source for most claims")


IN_TABLE: list[Callable[[Draft, Random], None]] = [
    counts_altered, claim_cut_off, abstract_cut_off, first_person, confidence_too_large, confidence_no_number, columns_missing,
    confidence_against_ticks, ticks_are_a_cut, question_unanswered, papers_not_listed, identifier_malformed, identifier_versionless,
    score_without_rubric, numbers_disagree,
]  # fmt: skip
IN_SIDECAR: list[Callable[[Draft, Random], None]] = [tier_above_thresholds, ticks_beside_failed_gate, proof_of_itself, reason_against_dates]
IN_CITING: list[Callable[[Draft, Random], None]] = [
    citation_without_entry, half_citation_without_entry, reference_not_cited, one_source_for_most, abstract_cut_off,
    identifier_malformed, identifier_versionless,
]  # fmt: skip
BETWEEN: list[Callable[[Draft, Draft, Random], None]] = [
    near_duplicate, word_for_word, abstract_shared, claim_scored_differently, claim_ticked_and_crossed,
]  # fmt: skip
BETWEEN_SIDECARS: list[Callable[[Draft, Draft, Random], None]] = [opposite_verdicts]


def _copy(one: Draft, two: Draft, kept: set[str]) -> None:
    for name in Draft.__dataclass_fields__:
        if name not in kept:
            setattr(two, name, getattr(one, name))


def _both(one: Draft, two: Draft, fault: str) -> None:
    one.faults.add(fault)
    two.faults.add(fault)


def _gate(draft: Draft, status: str, reason: str) -> None:
    assert draft.sidecar
    draft.sidecar["gate"] = {"status": status, "reason": reason}


def _count_again(draft: Draft) -> None:
    if draft.sidecar:
        draft.sidecar["verified_claims"] = sum(row.tick == "✓" for row in draft.rows)


# --- files -----------------------------------------------------------------------------------------------------------


def _files(at: int, draft: Draft) -> Iterator[File]:
    ending = "txt" if draft.layout == "tabs" else "md"
    text = _print_citing(draft) if draft.layout == "citing" else _print_table(draft)
    yield File(f"{at:06}.{ending}", text.encode(), frozenset(draft.faults))
    if draft.sidecar:
        yield File(f"{at:06}.sidecar.json", json.dumps({"schema": 1, **draft.sidecar}, indent=1).encode(), frozenset())


def _print_table(draft: Draft) -> str:
    marked = draft.layout == "pipes"
    one, two = ("# ", "## ") if marked else ("", "")
    ticks = sum(row.tick == "✓" for row in draft.rows)
    year, month, day = draft.day
    table = [("Claim", "Verified", "Confidence"), *(("---",) * 3,) * marked]
    table += [(row.text, row.tick, row.confidence)[: row.columns] for row in draft.rows]
    blocks = [
        f"\n\n{one}{draft.title}",
        draft.author,
        f"{MONTHS[month - 1]} {day}, {year}",
        f"{two}Abstract",
        draft.abstract,
        f"{two}1 Introduction",
        f"This paper examines: The {draft.system} Papers. Research question: {draft.question}.",
        f"{two}2 Methodology",
        f"Systematic literature search across multiple databases yielded {draft.papers} papers. Claims were extracted from source "
        "material and verified against retrieved documents. An independent multi-reviewer assessment produced a quality score of "
        f"{draft.quality:.1f}/10.",
        *([RUBRIC] if draft.rubric else []),
        f"{two}3 Results",
        f"{draft.papers} papers retrieved. {len(draft.rows) + draft.extracted_more} claims extracted; {ticks} independently verified. "
        f"Quality review score: {draft.quality:.1f}/10.",
        f"{two}4 Limitations",
        LIMITATIONS,
        f"{two}5 Extracted Claims",
        "\n".join(f"| {' | '.join(cells)} |" if marked else "\t".join(cells) for cells in table),
        f"{two}References",
        "\n".join(f"- {reference}" for reference in draft.references),
    ]
    return "\n\n".join(blocks)


def _print_citing(draft: Draft) -> str:
    cited = [f"{row.text[:-1]} [{', '.join(str(at + 1) for at in at_)}]." for row, at_ in zip(draft.rows, draft.cites, strict=True)]
    half = len(cited) // 2
    entries = [
        f"{at}. {_author(at)}. On {draft.system}, part {at}. {reference} {2010 + at}." for at, reference in enumerate(draft.references, 1)
    ]
    blocks = [
        f"# {draft.title}",
        "## Abstract",
        draft.abstract,
        "## Introduction",
        " ".join(cited[:half]),
        "## Findings",
        " ".join(cited[half:]),
        "## References",
        "\n".join(entries),
    ]
    return "\n\n".join(blocks) + "\n"


def _author(at: int) -> str:
    return f"{'ABCDEFGHIJKLMNOP'[at % 16]}. {_name(at * 37).capitalize()}"
