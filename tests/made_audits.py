"""Audits made by code, for the tests of what is made of them: one with every light, one of hostile text, one of very many reports."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import msgspec

from synth.audit.check import CheckRun, worst
from synth.audit.example import SOUND, claim, report
from synth.audit.result import Audit, Audited, AuditedReport, Group
from synth.records import Finding, Light, Lines, Passage, Place, Problem, ReadFrom, Reference, Report

LINES = Lines(title=1, abstract=5, question=9, results=13, claims=(20, 21, 22), references=(26, 27))
READ_FROM = ReadFrom(file="sound.txt", hash="sha256:" + "ab" * 32, bytes=900, format="txt", encoding="utf-8", lines=LINES)

NOWHERE = Place()

RUNS = "globalThis.ran = true"
HOSTILE = (
    f"</script><script>{RUNS}</script>",
    f"</style><script>{RUNS}</script>",
    f'"><img src=x onerror="{RUNS}">',
    f"<svg onload='{RUNS}'><a href='javascript:{RUNS}'>x</a></svg>",
    f"javascript:{RUNS}",
    f"https://example.org/'onmouseover='{RUNS}",
    "{{7*7}} {% for x in (1,2) %}{{ x }}{% endfor %} ${7*7}",
    "<!--",
    "\u202egnp.exe\u2066 \u200f",
    "nul \x00 bell \x07 c1 \x9b31m",
    "\x1b[31mred\x1b]8;;http://example.org\x07link\x1b[0m\x1b[2J",
    "w" * 10_000,
    '=HYPERLINK("http://example.org","click")',
    "+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(1)",
    "\t=1+1",
    "\r=1+1",
    "＝1+1",
    "one;=1+1",
    "[click](javascript:alert(1)) {0}",
    "[bold red]markup[/] :boom:",
)


def finding(code: str, light: Light, of: str = "sound.txt", sentence: str = "", place: Place = NOWHERE, silenced: bool = False) -> Finding:
    said = sentence or f"{code} says {light}."
    return Finding(code=code, name=f"name-of-{code}", light=light, report=of, sentence=said, place=place, key=said, silenced=silenced)


def audit_of(named: Sequence[tuple[str, Report | str]], findings: Sequence[Finding], groups: Sequence[Group] = ()) -> Audited:
    """An audit of these reports, where a string is why one could not be read. A check that has no finding of a report was clear."""
    codes = sorted({found.code for found in findings})
    rows = []
    for name, made in named:
        if isinstance(made, str):
            rows.append(AuditedReport(name=name, error=made))
            continue
        lights = {code: [f.light for f in findings if f.code == code and f.report == name] or ["green"] for code in codes}
        confidences = [c.stated.confidence for c in made.claims if c.stated.confidence is not None]
        rows.append(
            AuditedReport(
                name=name,
                title=made.title,
                hash=READ_FROM.hash,
                claims=len(made.claims),
                ticked=sum(c.stated.verified is True for c in made.claims),
                mean_confidence=sum(confidences) / len(confidences) if confidences else None,
                references=len(made.references),
                lights={code: worst(lights[code]) for code in codes},
            )
        )
    counts = {code: Counter[str](row.lights[code] for row in rows if not row.error) for code in codes}
    runs = tuple(CheckRun(code=code, name=f"name-of-{code}", title=f"Promise of {code}.", lights=dict(counts[code])) for code in codes)
    audit = Audit(version="0.0.0", figures=FIGURES, reports=tuple(rows), findings=tuple(findings), checks=runs, groups=tuple(groups))
    return Audited(audit=audit, reports=tuple(made if isinstance(made, Report) else None for _, made in named))


FIGURES = {
    "reports": 2,
    "unreadable": 1,
    "claims": 3,
    "ticked": 2,
    "rated": 3,
    "mean_confidence": 0.6366,
    "expected_true": 1.91,
    "distinct_claims": 3,
    "distinct_cut_off": 1,
    "tick_cut": [0.12, 0.88],
    "largest_difference": 0.01,
    "references": [2, 2],
    "papers_stated": [9, 14],
    "brier": 0.01,
    "gap": 0.03,
    "bins": [
        {"low": 0.1, "high": 0.2, "n": 1, "mean_confidence": 0.12, "ticked": 0},
        {"low": 0.8, "high": 1.0, "n": 2, "mean_confidence": 0.895, "ticked": 2},
    ],
}


def every_light() -> Audited:
    """One report with each light, a finding on a claim, one on a reference, one silenced; and a file that could not be read."""
    made = report(read_from=READ_FROM)
    findings = [
        finding("A1", "red", place=Place(line=13)),
        finding("A2", "red", place=Place(line=20, claim=0), sentence="The first claim is wrong."),
        finding("A2", "red", place=Place(line=22, claim=2), sentence="The third claim is wrong.", silenced=True),
        finding("A3", "yellow", place=Place(line=27, reference=1)),
        finding("A4", "info"),
        finding("A5", "na", sentence="Needs the papers."),
        finding("A6", "fail", sentence="The check could not finish."),
    ]
    clear = finding("A7", "green")
    audited = audit_of([("sound.txt", made), ("broken.txt", "is empty")], [*findings, clear])
    audit = msgspec.structs.replace(audited.audit, findings=tuple(findings))
    return msgspec.structs.replace(audited, audit=audit)


def hostile() -> Audited:
    """Reports whose every field is an attack, under names that are one."""
    named: list[tuple[str, Report | str]] = []
    findings = []
    for at, text in enumerate(HOSTILE):
        name = f"{at} {text[:60]}"
        made = report(
            title=text,
            author=text,
            date=text,
            question=text,
            examines=text,
            abstract=text,
            claims=(claim(text), claim(SOUND.claims[0].text)),
            references=(Reference(text=text, url=text), Reference(text="a paper", url="https://example.org/paper")),
            unplaced=(Passage(text=text, line=3),),
            problems=(Problem(line=4, what=text),),
            read_from=READ_FROM,
        )
        named.append((name, made))
        findings += [
            finding("A1", "red", of=name, sentence=text, place=Place(line=20, claim=0)),
            finding("A2", "na", of=name, sentence=text),
            finding("A3", "yellow", of=name, sentence=text, place=Place(line=26, reference=0)),
        ]
    named.append((HOSTILE[0] + ".broken", HOSTILE[0]))
    return audit_of(named, findings, [Group(reports=tuple(name for name, _ in named), similarity=0.9)])


def many(n: int) -> Audited:
    """This many reports, of which the last is the worst."""
    named = [(f"reports/{at:05}.txt", report(title=f"Report {at}")) for at in range(n)]
    findings = [finding("A1", "yellow", of=name, place=Place(claim=0)) for name, _ in named]
    findings.append(finding("A2", "red", of=named[-1][0]))
    return audit_of(named, findings, [Group(reports=tuple(name for name, _ in named), similarity=1.0)])
