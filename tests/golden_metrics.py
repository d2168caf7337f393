"""The lines of shared/golden_metrics against our metrics: for the tests, which want none unequal, and for bench/metrics.py, which counts.

Each line is an input with what the benchmark's own code gives for it. `judge` says how ours compares:

- `equal`: every figure of the line is ours, to 1e-12;
- `float32`: so are precision, recall, F1 and the pairs of mined candidates; their scores and thresholds, which come from float32 there, are
  ours to 5e-6 of the value;
- `refused`: the official code raises, ours says in one line why there is no score;
- `mended`: the official code slips (it lacks a variable, reads past the end, drops a letter), ours does what is plainly meant;
- `warned`: rounding or an unstable order decides, so that no figure is right; ours refuses it or counts how often;
- `unequal`, with the first difference.
"""

from __future__ import annotations

import gzip
import json
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from functools import cache, partial
from pathlib import Path
from typing import Any, NamedTuple

from reproduce.metrics import accuracy, averages, questions, retrieval, tagging
from reproduce.metrics.metric import MetricError, lines_of

FILES = ("squad_v1", "mlqa", "tagging", "tatoeba", "bucc", "aggregation", "accuracy", "end_to_end")
LINES = 8717
EQUAL = 1e-12
MINED = 5e-6  # relative
UNICODE_OF_MAIN = (14, 0, 0)  # of the Python that gave `official`; `official_period` is of Unicode 11

Line = dict[str, Any]


class Judged(NamedTuple):
    """How ours compares on one line, and where they differ."""

    outcome: str
    why: str = ""


class UnequalError(Exception):
    """The first difference of a line."""


def read_lines(folder: Path, name: str) -> Iterator[Line]:
    with gzip.open(folder / f"{name}.jsonl.gz", "rt", encoding="utf-8") as file:
        yield from map(json.loads, file)


def judge_file(folder: Path, name: str) -> Iterator[tuple[Line, Judged]]:
    """Every line of a file, judged."""
    lines = list(read_lines(folder, name))
    pairs = {line["id"]: line for line in lines if line.get("variant") == "pair"}
    for line in lines:
        try:
            yield line, Judged(JUDGES[name](line, pairs))
        except UnequalError as difference:
            yield line, Judged("unequal", str(difference))


# --- comparing -------------------------------------------------------------------------------------------------


def same(ours: float, official: float, what: str, within: float = EQUAL) -> None:
    if not abs(ours - official) <= within:
        raise UnequalError(f"{what}: {ours!r}, officially {official!r}")


def agree(ours: Any, official: Any, what: str) -> None:
    if ours != official:
        raise UnequalError(f"{what}: {str(ours)[:80]}, officially {str(official)[:80]}")


def refuses(call: Callable[[], Any]) -> None:
    """Ours must say in one line why there is no score."""
    try:
        given = call()
    except MetricError as error:
        if "\n" in str(error) or not str(error):
            raise UnequalError("the error is not one line") from None
    else:
        raise UnequalError(f"{given} where the official code raises")


# --- questions -------------------------------------------------------------------------------------------------


def official_of(line: Line) -> Mapping[str, Any]:
    """What the official code gives under the Unicode of this Python."""
    running = tuple(map(int, unicodedata.unidata_version.split(".")))
    chosen: Mapping[str, Any] = line.get("official_period", line["official"]) if running < UNICODE_OF_MAIN else line["official"]
    return chosen


def judge_questions(line: Line, pairs: Mapping[str, Line], of: str) -> str:
    official, language = official_of(line), line["language"]
    normalise = questions.normalise_squad if of == "squad_v1" else partial(questions.normalise_mlqa, language=language)
    score = questions.squad_v1 if of == "squad_v1" else partial(questions.mlqa, language=language)
    if line["variant"] == "normalise":
        agree(normalise(line["text"]), official["normalised"], "normal form")
        return "equal"
    if line["variant"] == "pair":
        prediction, golds = line["prediction"], line["golds"]
        if "error" in official:
            refuses(lambda: questions.exact_match(prediction, golds, normalise))
            refuses(lambda: questions.word_f1(prediction, golds, normalise))
            return "refused"
        same(questions.exact_match(prediction, golds, normalise), official["exact_match"], "EM")
        same(questions.word_f1(prediction, golds, normalise), official["f1"], "F1")
        return "equal"
    asked, given = [], dict(line.get("extra_predictions", {}))
    for one in line["questions"]:
        pair = pairs[one["pair"]] if "pair" in one else one
        name = one.get("pair") or one["qid"]
        asked.append(questions.Question(name, pair["golds"]))
        if not one.get("unanswered"):
            given[name] = pair["prediction"]
    return of_questions(partial(score, asked, given), official)


def of_questions(call: Callable[[], Any], official: Mapping[str, Any]) -> str:
    if "error" in official:
        refuses(call)
        return "refused"
    score = call()
    same(score.parts["em"], official["exact_match"], "EM")
    same(score.value, official["f1"], "F1")
    return "equal"


def questions_in(text: str) -> list[questions.Question]:
    """The questions of a file in SQuAD's layout."""
    return [
        questions.Question(asked["id"], [answer["text"] for answer in asked["answers"]])
        for article in json.loads(text)["data"]
        for paragraph in article["paragraphs"]
        for asked in paragraph["qas"]
    ]


# --- tagging, accuracy -----------------------------------------------------------------------------------------


def judge_tagging(line: Line, _: Mapping[str, Line]) -> str:
    if line["variant"].endswith("_file"):
        gold, predicted = tagging.sentences_of(line["label_file"]), tagging.sentences_of(line["prediction_file"])
    else:
        gold, predicted = ([sentence.split() for sentence in line[side]] for side in ("gold", "prediction"))
    return of_tagging(gold, predicted, line["official"], ragged=not line["variant"].endswith("_file"))


def of_tagging(gold: list[list[str]], predicted: list[list[str]], official: Mapping[str, Any], ragged: bool) -> str:
    outcomes = set()
    for reading, figures in official.items():
        # 1.2.2 refuses sides of unequal length, as ours does unless it is asked not to.
        loose = ragged and reading == tagging.OFFICIAL
        outcomes.add(_of_reading(partial(tagging.entity_f1, gold, predicted, reading=reading, ragged=loose), figures, ""))
        if any(name.startswith("strict_iob2") for name in figures):
            outcomes.add(_of_reading(partial(tagging.entity_f1, gold, predicted, reading="strict-iob2"), figures, "strict_iob2_"))
        if "accuracy_error" in figures:
            refuses(partial(tagging.word_accuracy, gold, predicted, ragged=True))
        elif "accuracy" in figures:
            same(tagging.word_accuracy(gold, predicted, ragged=True).value, figures["accuracy"], "accuracy")
            outcomes.add("equal")
    return "equal" if "equal" in outcomes else "refused"


def _of_reading(call: Callable[[], Any], figures: Mapping[str, Any], prefix: str) -> str:
    if f"{prefix}error" in figures:
        refuses(call)
        return "refused"
    score = call()
    for name in ("f1", "precision", "recall"):
        same(score.parts[name], figures[prefix + name], f"{score.version}, {name}")
    return "equal"


def judge_accuracy(line: Line, _: Mapping[str, Line]) -> str:
    if line["variant"] == "file":
        gold, predicted = lines_of(line["label_file"]), lines_of(line["prediction_file"])
    else:
        gold, predicted = line["labels"], line["predictions"]
        if len(gold) != len(predicted):
            refuses(lambda: accuracy.accuracy(gold, predicted))
    return of_accuracy(gold, predicted, line["official"], ragged=line["variant"] != "file")


def of_accuracy(gold: list[str], predicted: list[str], official: Mapping[str, Any], ragged: bool = False) -> str:
    if "error" in official:
        refuses(lambda: accuracy.accuracy(gold, predicted, ragged=ragged))
        return "refused"
    same(accuracy.accuracy(gold, predicted, ragged=ragged).value, official["accuracy"], "accuracy")
    return "equal"


# --- retrieval -------------------------------------------------------------------------------------------------

# The arguments of the official function, as ours calls them.
ARGUMENTS = {
    "neighborhood": "k",
    "margin": "margin",
    "retrieval": "direction",
    "dist": "near",
    "threshold": "above",
    "use_shift_embeds": "shift",
}


def rows(embeddings: list[list[float | None]]) -> list[list[float]]:
    return [[float("nan") if number is None else number for number in row] for row in embeddings]


def judge_tatoeba(line: Line, _: Mapping[str, Line]) -> str:
    from reproduce.neighbours import nearest, read_rows, to_length_1

    english, foreign = rows(line["english"]), rows(line["foreign"])
    call = partial(retrieval.tatoeba, english, foreign, line["gold"], normalise=line["normalise"])
    if line.get("fragile"):
        with suppress(MetricError):
            agree(call().parts["close"], len(line["ties"]), "queries that rounding decides")
        return "warned"
    score = call()
    same(score.value, line["official"]["accuracy"], "accuracy")
    agree(score.parts["close"], len(line["ties"]), "queries with ties")
    queries, index = read_rows(english, "english"), read_rows(foreign, "foreign")
    if line["normalise"]:
        queries, index = to_length_1(queries), to_length_1(index)
    agree(nearest(queries, index).rows, line["official"]["predictions"], "rows")
    return "equal"


def judge_bucc(line: Line, _: Mapping[str, Line]) -> str:
    return {"mine": mining, "eval": evaluation, "optimize": tuning, "extract": extraction}.get(line["variant"], leaderboard)(line)


def mining(line: Line) -> str:
    official, of_source, of_target = line["official"], line["src_text"], line["trg_text"]
    arguments = {ARGUMENTS[name]: value for name, value in line["params"].items()}
    mined = retrieval.mine(rows(line["src_emb"]), of_source, rows(line["trg_emb"]), of_target, **arguments)
    if line.get("fragile"):
        agree(mined.close + mined.doubtful > 0, True, "what rounding decides is said")
        return "warned"
    if official.get("error") == "UnboundLocalError":  # one direction alone: each sentence of the side that asks has a candidate
        asking = of_source if line["params"]["retrieval"] == "fwd" else of_target
        agree(len(mined.candidates) in range(1, len(asking) + 1), True, "candidates")
        return "mended"
    candidates = mined.candidates
    if line.get("final_newline") is False:  # the official reader takes the last letter for the end of the line
        last = (of_source[-1], of_target[-1])
        cut = {text: text[:-1] for text in last}
        candidates = [retrieval.Candidate(score, cut.get(one, one), cut.get(other, other)) for score, one, other in candidates]
    agree([pair[1:] for pair in candidates], [tuple(pair[1:]) for pair in official["candidates"]], "candidates")
    for ours, theirs in zip(candidates, official["candidates"], strict=True):
        same(ours.score, theirs[0], "score of a candidate", MINED * abs(theirs[0]))
    outcome = _scored(_by_id(line, candidates), line["gold"], official, MINED)
    if line.get("final_newline") is False:
        return "mended"
    return "float32" if outcome == "equal" else outcome


def _by_id(line: Line, candidates: list[retrieval.Candidate]) -> dict[str, float]:
    source, target = retrieval.Side(line["src_ids"], line["src_text"]), retrieval.Side(line["trg_ids"], line["trg_text"])
    return retrieval.by_id(candidates, source, target)


def _scored(scored: Mapping[str, float], gold: list[str], official: Mapping[str, Any], within: float) -> str:
    """The protocol that tunes on what it scores. Where the best cut takes everything, ours extracts everything."""
    wanted = {pair.strip() for pair in gold}
    score = retrieval.bucc_oracle_sample(scored, wanted)
    if "error" in official:
        figures = official["take_all"]
        agree(score.parts["threshold"], min(scored.values()), "threshold")
    else:
        figures = {"f1": official["F1"], "precision": official["precision"], "recall": official["recall"]}
        threshold = official["best-threshold"]
        same(score.parts["threshold"], threshold, "threshold", max(EQUAL, within * abs(threshold)))
        agree(retrieval.extract(scored, score.parts["threshold"]), official["bitexts"], "pairs")
    for name, figure in figures.items():
        same(score.parts[name], figure, name)
    return "mended" if "error" in official else "equal"


def evaluation(line: Line) -> str:
    official = line["official"]
    scored = _by_id(line, [retrieval.Candidate(*candidate) for candidate in line["candidates"]])
    if line["gold"] is not None:
        return _scored(scored, line["gold"], official, 0.0)
    if "error" in official:
        refuses(lambda: retrieval.extract(scored, line.get("threshold")))
        return "refused"
    agree(retrieval.extract(scored, line["threshold"]), official["bitexts"], "pairs")
    return "equal"


def _pairs(line: Line) -> dict[str, float]:
    scored: dict[str, float] = {}
    for score, source, target in line["candidates"]:
        pair = f"{source}\t{target}"
        scored[pair] = max(score, scored.get(pair, score))
    return scored


def tuning(line: Line) -> str:
    scored = _pairs(line)
    threshold = retrieval.best_threshold(scored, line["gold"])
    if "error" in line["official"]:
        agree(threshold, min(scored.values()), "threshold")
        return "mended"
    same(threshold, line["official"]["threshold"], "threshold")
    return "equal"


def extraction(line: Line) -> str:
    official = line["official"]
    extracted = retrieval.extract(_pairs(line), line["threshold"])
    agree(extracted, official["bitexts"], "pairs")
    score = retrieval.pair_f1(line["gold"], extracted)
    for name in ("f1", "precision", "recall"):
        same(score.parts[name], official[name], name)
    return "equal"


def leaderboard(line: Line) -> str:
    if line["variant"].endswith("_file"):
        gold, predicted = retrieval.pairs_of(line["label_file"]), retrieval.pairs_of(line["prediction_file"])
    else:
        gold, predicted = set(line["labels"]), set(line["predictions"])
    score = retrieval.pair_f1(gold, predicted)
    for name in ("f1", "precision", "recall"):
        same(score.parts[name], line["official"][name], name)
    return "equal"


# --- averages --------------------------------------------------------------------------------------------------

OURS = {"exact_match": "em"}


def judge_aggregation(line: Line, _: Mapping[str, Line]) -> str:
    official = line["official"]
    scores = {task: {OURS.get(metric, metric): of for metric, of in metrics.items()} for task, metrics in line["scores"].items()}
    scores |= {folder: {} for folder in line.get("extra_folders", [])}
    if "error" in official:
        refuses(lambda: averages.average(scores, line["version"]))
        return "refused"
    means = averages.average(scores, line["version"]).official
    groups = {name: value for name, value in official["overall"].items() if name != "all_task"}
    agree(sorted(means.groups), sorted(groups), "groups")
    agree(sorted(means.tasks), sorted(official["tasks"]), "tasks")
    agree(means.overall is not None, "all_task" in official["overall"], "an overall score")
    if means.overall is not None:
        same(means.overall, official["overall"]["all_task"], "overall")
    for group, value in groups.items():
        same(means.groups[group], value, group)
    for task, figures in official["tasks"].items():
        same(means.tasks[task], figures["avg_metric"], task)
        given = {f"avg_{metric}": value for metric, value in means.metrics[task].items()}
        for metric, value in figures.items():
            if metric != "avg_metric":
                same(given[f"avg_{OURS.get(metric[4:], metric[4:])}"], value, f"{task}, {metric}")
    return "equal"


# --- whole files of the benchmark ------------------------------------------------------------------------------


def judge_end_to_end(line: Line, _: Mapping[str, Line]) -> str:
    task, gold, predicted, official = line["task"], line["label_file"], line["prediction_file"], line["official"]
    if task in ("panx", "udpos"):
        return of_tagging(tagging.sentences_of(gold), tagging.sentences_of(predicted), official, ragged=False)
    if task == "bucc2018":
        return leaderboard(line | {"variant": "leaderboard_file"})
    if task == "mlqa":
        return of_questions(lambda: questions.mlqa(questions_in(gold), json.loads(predicted), line["language"]), official)
    if task in ("xquad", "tydiqa"):
        return of_questions(lambda: questions.squad_v1(questions_in(gold), json.loads(predicted)), official)
    return of_accuracy(lines_of(gold), lines_of(predicted), official)


JUDGES: dict[str, Callable[[Line, Mapping[str, Line]], str]] = {
    "squad_v1": partial(judge_questions, of="squad_v1"),
    "mlqa": partial(judge_questions, of="mlqa"),
    "tagging": judge_tagging,
    "tatoeba": judge_tatoeba,
    "bucc": judge_bucc,
    "aggregation": judge_aggregation,
    "accuracy": judge_accuracy,
    "end_to_end": judge_end_to_end,
}


@cache
def counted(folder: Path, name: str) -> tuple[dict[str, int], tuple[str, ...]]:
    """How many lines of a file come out how, and the unequal ones with their differences."""
    outcomes: dict[str, int] = {}
    unequal = []
    for line, judged in judge_file(folder, name):
        outcomes[judged.outcome] = outcomes.get(judged.outcome, 0) + 1
        if judged.outcome == "unequal":
            unequal.append(f"{line['id']}: {judged.why}")
    return outcomes, tuple(unequal)
