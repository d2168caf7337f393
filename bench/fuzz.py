"""What becomes of broken files: PDFs, LaTeX and HTML with bytes, numbers, references and brackets changed at random, through the door.

    .venv/bin/python bench/fuzz.py                 3,000 files, about five minutes
    .venv/bin/python bench/fuzz.py --n 500 --keep out/fuzz
    .venv/bin/python bench/fuzz.py --record        and write the section of RESULTS.md

Each file has to end as a document or in one line, within the bounds of a worker. A line that names a fault of this program, a page that
ended its worker, and anything that reached this process, are what is looked for; `--keep` keeps the files that did it. The same
seed makes the same files.
"""

from __future__ import annotations

import argparse
import random
import re
import resource
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import pymupdf
from results import commit, machine, record

from synth.engine import Result
from synth.reading.documents import Bounds, read_documents
from synth.records import Document, RecordError, to_json

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
SEED = 12
BOUNDS = Bounds(page_seconds=20.0, file_seconds=120.0)
MOST_BYTES = 400_000  # of a file that is changed; a larger one takes longer and shows no more
# Papers that the readers were written with; those set aside are not touched.
PAPERS = ("1906.01502v1.pdf", "1911.02116v2.pdf", "salesky_slt2018.pdf", "korean_normal_4pages.pdf", "hungarian_hil-roberta.pdf")
LATEX = ("bleu-simplification-emnlp2018", "ordinal-clm-neurocomputing2020", "ucca-multitask-acl2018")
HTML = ("latexml_bleu-simplification-emnlp2018.html", "latexml_ordinal-clm-neurocomputing2020.html", "synthetic_arxiv2md_sample.html")

TEX = r"""\documentclass{article}\usepackage{booktabs}\newcommand{\model}[1]{\textsc{#1}-large}
\begin{document}\title{A study}\maketitle\begin{abstract}We find 8.2 points.\end{abstract}
\section{Results}\label{sec:r} The \model{bert} gains 8.2\% in Table~\ref{tab:r}~\cite{one}. It is $x^2 + \frac{1}{2}$ better.
\begin{table}\begin{tabular}{l|cc}\toprule & \multicolumn{2}{c}{Dev} \\ \cmidrule{2-3} Model & EM & F1 \\ \midrule
\multirow{2}{*}{Ours} & 71.2 & \textbf{80.1} \\ & $-$0.8 & 76.1 / 60.0 \\ \bottomrule\end{tabular}\caption{Results.}\label{tab:r}\end{table}
\begin{thebibliography}{9}\bibitem{one} A. Writer. 2020. A title. \emph{A place}.\end{thebibliography}\end{document}
"""
PAGE = """<!DOCTYPE html><html><body><article class="ltx_document"><h1 class="ltx_title ltx_title_document">A study</h1>
<section class="ltx_section"><h2 class="ltx_title">1 Results</h2><div class="ltx_para"><p class="ltx_p">It gains 8.2 points.</p></div>
<figure class="ltx_table"><figcaption class="ltx_caption">Table 1: Results.</figcaption><table class="ltx_tabular">
<tr><th colspan="2">Dev</th><th rowspan="2">Avg</th></tr><tr><th>EM</th><th>F1</th></tr><tr><td>71.2</td><td>80.1</td><td>75.6</td></tr>
</table></figure></section><ul><li class="ltx_bibitem">[1] A. Writer. 2020. A title.</li></ul></article></body></html>
"""


class Input(NamedTuple):
    """A sound file, from which broken ones are made."""

    name: str
    content: bytes


class Outcome(NamedTuple):
    """How one broken file ended."""

    kind: str  # pdf, tex, html
    how: str  # one of ENDINGS
    said: str = ""


READ, IN_PART, REFUSED, LOST, FAULT, BAD = "read", "read in part", "refused", "pages lost", "fault", "bad"
ENDINGS = {
    READ: "read whole",
    IN_PART: "read, with what is missing named",
    REFUSED: "refused in one line",
    LOST: "a page or the file ended or held up its worker, and that is said",
    FAULT: "a fault of this program, said in one line",
    BAD: "anything else: more than one line, a document that cannot be written",
}


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--n", type=int, default=3_000, help="broken files (%(default)s)")
    options.add_argument("--seed", type=int, default=SEED, help="of the changes (%(default)s)")
    options.add_argument("--jobs", type=int, default=0, help="processes (one a core)")
    options.add_argument("--keep", type=Path, metavar="FOLDER", help="keep what ended in a fault or lost a page here")
    options.add_argument("--record", action="store_true", help="write the section of RESULTS.md")
    chosen = options.parse_args()
    inputs = [*made_inputs(), *shared_inputs()]
    start = time.monotonic()
    outcomes = fuzz(inputs, chosen.n, chosen.seed, jobs=chosen.jobs, keep=chosen.keep)
    text = report(outcomes, inputs, time.monotonic() - start, chosen.seed)
    print(text)
    if chosen.record:
        record("Broken files", text)


def made_inputs() -> list[Input]:
    """Papers laid out from text that we wrote, as typst packs them and unpacked, so that changes meet what is inside the streams."""
    sys.path.insert(0, str(ROOT / "tests"))
    try:
        from typeset import SAMPLES, typeset
    finally:
        sys.path.remove(str(ROOT / "tests"))
    inputs = [Input("made.tex", TEX.encode()), Input("made.html", PAGE.encode())]
    for number, paper in enumerate(SAMPLES):
        packed = typeset(paper)
        with pymupdf.open(stream=packed, filetype="pdf") as opened:
            inputs += [Input(f"made{number}.pdf", packed), Input(f"plain{number}.pdf", bytes(opened.tobytes(expand=255, garbage=0)))]
    return inputs


def shared_inputs() -> list[Input]:
    """Real papers, where they are at hand."""
    files = [SHARED / "papers" / name for name in PAPERS] + [SHARED / "html" / name for name in HTML]
    for name in LATEX:
        files += sorted((SHARED / "latex" / name).rglob("*.tex"))
    return [Input(file.name, file.read_bytes()) for file in files if file.is_file() and file.stat().st_size <= MOST_BYTES]


def fuzz(inputs: Sequence[Input], n: int, seed: int = SEED, *, jobs: int = 0, keep: Path | None = None) -> list[Outcome]:
    """How `n` broken files ended, made of these inputs in turn."""
    outcomes = []
    with tempfile.TemporaryDirectory(prefix="assay-fuzz-") as folder:
        files = list(_broken(inputs, n, seed, Path(folder)))
        for result in read_documents(files, jobs=jobs or None, bounds=BOUNDS):
            outcome = judge(result)
            outcomes.append(outcome)
            if keep and outcome.how in (FAULT, LOST, BAD):
                keep.mkdir(parents=True, exist_ok=True)
                (keep / result.item.name).write_bytes(result.item.read_bytes())
                print(f"{result.item.name}: {outcome.how}: {outcome.said}", file=sys.stderr)
    return outcomes


def _broken(inputs: Sequence[Input], n: int, seed: int, folder: Path) -> Iterator[Path]:
    for number in range(n):
        chance = random.Random(seed * 1_000_003 + number)
        source = inputs[number % len(inputs)]
        kind = source.name.rpartition(".")[2]
        content = source.content
        for _ in range(chance.choice((1, 1, 1, 2, 4, 8))):
            content = chance.choice(CHANGES[kind])(content, chance)
        file = folder / f"{number:06d}.{source.name}"
        file.write_bytes(content)
        yield file


def judge(result: Result[Path, Document]) -> Outcome:
    """What became of a file, in the words of ENDINGS."""
    kind = result.item.suffix.removeprefix(".")
    said = result.error.replace(str(result.item), "FILE")
    if (result.value is None) != bool(said) or "\n" in said or len(said) > 1_000:
        return Outcome(kind, BAD, f"neither a document nor one line: {said[:200]!r}")
    if result.value is not None:
        try:
            to_json(result.value)
        except RecordError as error:
            return Outcome(kind, BAD, f"a document that cannot be written: {error}")
        lost = [unread.what for unread in result.value.unread if "process" in unread.what]
        return Outcome(kind, LOST if lost else IN_PART if result.value.unread else READ, "".join(lost[:1]))
    how = FAULT if "a fault of this program" in said else LOST if "the process" in said or "not done after" in said else REFUSED
    return Outcome(kind, how, said)


def report(outcomes: Sequence[Outcome], inputs: Sequence[Input], seconds: float, seed: int) -> str:
    kinds = sorted({outcome.kind for outcome in outcomes})
    counts = Counter((outcome.kind, outcome.how) for outcome in outcomes)
    rows = [f"| how they ended | {' | '.join(kinds)} |", f"|---|{'--:|' * len(kinds)}"]
    rows += [f"| {words} | {' | '.join(f'{counts[kind, how]:,}' for kind in kinds)} |" for how, words in ENDINGS.items()]
    rows.append(f"| n | {' | '.join(f'{sum(outcome.kind == kind for outcome in outcomes):,}' for kind in kinds)} |")
    faults = Counter(re.sub(r"FILE: ", "", outcome.said)[:140] for outcome in outcomes if outcome.how in (FAULT, BAD))
    said = [f"- {count} times: {words}" for words, count in faults.most_common(20)]
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    return "\n".join(
        [
            *rows,
            "",
            *said,
            *([""] if said else []),
            f"{len(outcomes):,} broken files made of {len(inputs)} sound ones, seed {seed}, in {seconds:.0f} s. No hang: every file ended "
            f"within its bounds ({BOUNDS.page_seconds:g} s a page, {BOUNDS.file_seconds:g} s a file). No crash reached this process. Most "
            f"memory of a worker: {peak:,.0f} MB resident.",
            "",
            f"{machine()}; commit {commit()}; `python bench/fuzz.py --n {len(outcomes)} --seed {seed}`.",
        ]
    )


# --- changes ------------------------------------------------------------------------------------------------------

Change = Callable[[bytes, random.Random], bytes]
NUMBERS = (b"0", b"-1", b"1", b"2147483647", b"-2147483648", b"4294967296", b"99999999999999999999", b"1e30", b"0.0000001", b"65536")
TEX_PIECES = (
    b"{", b"}", b"$", b"$$", b"&", b"\\\\", b"%", b"#1", b"\\begin{tabular}{ll}", b"\\end{tabular}", b"\\begin{table}", b"\\end{document}",
    b"\\def\\a{\\a\\a}\\a", b"\\newcommand{\\b}[9]{#9#9\\b}", b"\\b",
    b"\\input{made}", b"\\input{../../made}",
    b"\\multicolumn{99999999}{c}{x}",
    b"\\multirow{-5}{*}{y}", b"\\cite{", b"\\verb|", b"\\begin{verbatim}", b"\\[", b"\\left(", b"\\section", b"\\", b"\\begin{", b"~" * 500,
    b"{" * 3_000, b"\\begin{itemize}" * 400, b"\\csname", b"\\catcode`\\%=12", b"\\iffalse", b"\\fi", b"\xff\xfe", b"\0",
)  # fmt: skip
HTML_PIECES = (
    b"<", b">", b"</table>", b"<table>", b"<td>", b"<tr>", b'<td colspan="99999999">9</td>', b'<th rowspan="-3">', b"<!--", b"-->",
    b"<math>", b"<script>",
    b"<style>", b"<p>" * 2_000, b"<div>" * 5_000, b"<table><tr><td>" * 300, b"&#x110000;", b"&amp;" * 300, b"<![CDATA[", b'="',
    b"\0", b"<?xml", b"<svg>", b'<a href="', b"<section>", b"<h2>", b"\xff\xfe", b'<li class="ltx_bibitem">', b'<span class="ltx_note">',
)  # fmt: skip


def flip(content: bytes, chance: random.Random) -> bytes:
    changed = bytearray(content)
    for _ in range(chance.choice((1, 3, 10, 60)) if changed else 0):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def cut_off(content: bytes, chance: random.Random) -> bytes:
    return content[: chance.randrange(len(content) + 1)]


def take_out(content: bytes, chance: random.Random) -> bytes:
    start, end = _stretch(content, chance)
    return content[:start] + content[end:]


def repeat(content: bytes, chance: random.Random) -> bytes:
    start, end = _stretch(content, chance)
    return content[:end] + content[start:end] * chance.choice((1, 1, 20)) + content[end:]


def move(content: bytes, chance: random.Random) -> bytes:
    """A stretch written over another place."""
    start, end = _stretch(content, chance)
    at = chance.randrange(len(content) + 1)
    return content[:at] + content[start:end] + content[at + end - start :]


def renumber(content: bytes, chance: random.Random) -> bytes:
    """Some numbers, of whatever: lengths, counts, coordinates, spans."""
    return _replaced(content, rb"(?<![\w.])-?\d+(?:\.\d+)?", lambda _: chance.choice(NUMBERS), chance)


def refer(content: bytes, chance: random.Random) -> bytes:
    """Some references to objects point to others, to none, or to what holds them."""
    known = re.findall(rb"(?<!\d)(\d+) 0 obj", content) or [b"1"]
    return _replaced(content, rb"\d+ 0 R", lambda _: (chance.choice(known) if chance.random() < 0.8 else b"999999") + b" 0 R", chance)


def rename(content: bytes, chance: random.Random) -> bytes:
    """Some names of a PDF are given to other things of it."""
    names = re.findall(rb"/[A-Za-z]+", content) or [b"/X"]
    return _replaced(content, rb"/[A-Za-z]+", lambda _: chance.choice(names), chance)


def scramble(content: bytes, chance: random.Random) -> bytes:
    """Some operands and operators inside a stream are exchanged."""
    words = re.findall(rb"[^\s<>\[\]()]+", content[: 200 * 1024]) or [b"q"]
    return _replaced(content, rb"(?<=\s)[A-Za-z*'\"]{1,3}(?=\s)", lambda _: chance.choice(words), chance)


def put_in(pieces: Sequence[bytes]) -> Change:
    def change(content: bytes, chance: random.Random) -> bytes:
        for _ in range(chance.choice((1, 2, 6))):
            at = chance.randrange(len(content) + 1)
            content = content[:at] + chance.choice(pieces) + content[at:]
        return content

    return change


def unbracket(content: bytes, chance: random.Random) -> bytes:
    """Some brackets are taken away or turned."""
    return _replaced(content, rb"[{}\[\]<>()]", lambda _: chance.choice((b"", b"{", b"}", b"<", b">", b"]", b"(")), chance)


CHANGES: dict[str, tuple[Change, ...]] = {
    "pdf": (flip, flip, cut_off, take_out, repeat, move, renumber, renumber, refer, refer, rename, scramble, unbracket),
    "tex": (flip, cut_off, take_out, repeat, move, renumber, unbracket, put_in(TEX_PIECES), put_in(TEX_PIECES), put_in(TEX_PIECES)),
    "html": (flip, cut_off, take_out, repeat, move, renumber, unbracket, put_in(HTML_PIECES), put_in(HTML_PIECES), put_in(HTML_PIECES)),
}


def _stretch(content: bytes, chance: random.Random) -> tuple[int, int]:
    start = chance.randrange(len(content) + 1)
    return start, min(len(content), start + chance.choice((1, 10, 200, 5_000)))


def _replaced(content: bytes, pattern: bytes, by: Callable[[re.Match[bytes]], bytes], chance: random.Random) -> bytes:
    """Some of what matches, replaced: few of it, or a share."""
    share = chance.choice((0.0005, 0.005, 0.05))
    return re.sub(pattern, lambda found: by(found) if chance.random() < share else found[0], content)


if __name__ == "__main__":
    main()
