"""Tasks are data; their rows are read from small files written here, and what looks wrong in them is refused in one line."""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec
import pytest

pytest.importorskip("torch", reason="torch is not installed (extra `reproduce`)")

from made_study import made_tokenizer

from reproduce.formats import choice, retrieval, span, tagging
from reproduce.metrics.averages import benchmarks
from reproduce.metrics.metric import metrics
from reproduce.sources import hub, readers
from reproduce.sources.files import Files
from reproduce.tasks import FOLDER, SPLITS, DataError, Origin, Part, Task, answers, examples, load, read, tasks, unscored

# --- what the tasks' files say -----------------------------------------------------------------------------------------

EACH = pytest.mark.parametrize("task", tasks().values(), ids=tasks().keys())


def test_tasks_are_found_by_being_there() -> None:
    intermediate = {"anli", "mnli", "qqp", "squad1", "squad2", "hellaswag", "ccg", "cosmosqa", "commonsenseqa", "mlm"}
    targets = {"xnli", "pawsx", "udpos", "panx", "xquad", "mlqa", "tydiqa", "bucc", "tatoeba", "xcopa", "xquad-answers"}
    assert intermediate | targets <= set(tasks()) == {file.stem for file in FOLDER.glob("*.toml")}


@EACH
def test_a_task_names_a_metric_that_is_there_and_a_task_to_train_on_that_has_train_data(task: Task) -> None:
    scores = {name for metric in metrics().values() for name in metric.scores}
    assert task.metric in scores or task.format == "masked"
    assert bool(task.labels) == (task.format in ("pair", "tagging"))
    assert len(set(task.labels)) == len(task.labels)
    for source in task.sources:
        if task.train:
            assert any(part.train for part in tasks()[task.train].sources[source])
    assert (task.format == "retrieval") <= (not task.train)


@EACH
def test_what_a_task_tells_of_its_sources_can_be_read(task: Task) -> None:
    known = {"files": readers.READERS, "hub": hub.READERS}
    assert bool(task.sources) != bool(task.made_from)
    for source, parts in task.sources.items():
        assert all(part.reader in known[source] for part in parts)
        assert set(task.sizes.get(source, {})) <= {split for part in parts for split in SPLITS if getattr(part, split)}
        for part in parts:
            assert bool(part.shares) == bool(part.by)
            assert len({str(getattr(part, split)) for split in part.shares}) <= 1
            assert bool(part.dataset) == (source == "hub")
    for source in {"files", "hub"} - set(task.sources):
        assert task.made_from or task.absent[source]


@pytest.mark.parametrize("name", ["xnli", "pawsx", "panx", "udpos", "xquad", "mlqa", "tydiqa", "tatoeba", "bucc2018", "xcopa"])
def test_languages_are_those_of_the_benchmark(name: str) -> None:
    lists = benchmarks()["xtreme-r" if name == "xcopa" else "xtreme"]
    assert tasks()[name.removesuffix("2018")].languages == lists[name].languages


def test_a_file_that_is_no_task_says_what_is_wrong(tmp_path: Path) -> None:
    file = tmp_path / "odd.toml"
    for text, why in (
        ("title = ", "Invalid value"),
        ('title = "x"\nformat = "song"\nmetric = ""\nlanguages = "en"', "Invalid enum value 'song'"),
        ('title = "x"\nformat = "pair"\nmetric = ""\nlanguages = "en"\nlable = "a b"', "unknown field `lable`"),
        ('title = "x"\nformat = "pair"\nmetric = ""\nlanguages = ["en"]', "'list' object has no attribute 'split'"),
    ):
        file.write_text(text, encoding="utf-8")
        with pytest.raises(DataError, match=f"odd.toml is no task: .*{why}"):
            load(file)


# --- every reader ------------------------------------------------------------------------------------------------------


def put(root: Path, name: str, text: str) -> None:
    file = root / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(gzip.compress(text.encode()) if name.endswith(".gz") else text.encode())


def made_task(format_: Any = "pair", labels: str = "no yes", languages: str = "de en", **part: Any) -> Task:
    sizes = part.pop("sizes", {})
    rest = {name: part.pop(name) for name in ("unanswerable", "absent") if name in part}
    one = Part(**{"reader": "tsv", "test": "t-{language}", **part})
    return Task(
        name="made",
        title="A task",
        format=format_,
        metric="accuracy",
        labels=tuple(labels.split()),
        languages=tuple(languages.split()),
        sources={"files": (one,)},
        sizes={"files": sizes},
        **rest,
    )


def read_text(root: Path, text: str, task: Task, name: str = "t-de") -> list[Any]:
    put(root, name, text)
    return read(task, "test", "de", Files(root)).examples


PAIR = {"header": ("first", "second", "label")}


def test_pairs_of_a_table_without_a_header_keep_every_character(tmp_path: Path) -> None:
    text = 'Er sagte "ja\ta\u2028b\x85c\tyes\n\ufeffx\ty z\tno\n'
    assert read_text(tmp_path, text, made_task(**PAIR)) == [('Er sagte "ja', "a\u2028b\x85c", 1), ("\ufeffx", "y z", 0)]


def test_columns_of_a_table_with_a_header_are_named_and_their_values_mean_something(tmp_path: Path) -> None:
    task = made_task(columns={"first": "s1", "second": "s2"}, values={"label": {"0": "no", "1": "yes"}})
    assert read_text(tmp_path, "id\tlabel\ts2\ts1\n7\t1\tb\ta\n", task) == [("a", "b", 1)]
    assert read_text(tmp_path, 'label,s2,s1\n0,"b, ""c""",a\n', msgspec_csv(task)) == [("a", 'b, "c"', 0)]


def msgspec_csv(task: Task) -> Task:
    part = msgspec.structs.replace(task.sources["files"][0], reader="csv")
    return msgspec.structs.replace(task, sources={"files": (part,)})


def test_a_packed_file_is_read_like_an_open_one_and_its_bytes_are_summed_as_they_lie_there(tmp_path: Path) -> None:
    put(tmp_path, "t-de.gz", "a\tb\tyes\n")
    packed = read(made_task(**PAIR), "test", "de", Files(tmp_path))
    assert packed.examples == [("a", "b", 1)]
    assert (packed.origins[0].name, packed.origins[0].n) == ("t-de.gz", 1)
    put(tmp_path, "t-de", "a\tb\tyes\n")
    with pytest.raises(DataError, match=r"t-de is two files in .*: t-de and t-de\.gz"):
        read(made_task(**PAIR), "test", "de", Files(tmp_path))
    (tmp_path / "t-de.gz").unlink()
    opened = read(made_task(**PAIR), "test", "de", Files(tmp_path))
    assert opened.examples == packed.examples
    assert opened.origins[0].sha256 != packed.origins[0].sha256


def test_words_stand_under_each_other_and_a_language_before_them_is_taken_off(tmp_path: Path) -> None:
    task = made_task("tagging", "N O", reader="conll")
    assert read_text(tmp_path, "\nde:Haus\tN\nde::\tO\nde:\tO\n\n \nein\tO\n", task) == [
        tagging.Sentence(("Haus", ":", "de:"), (0, 1, 1)),
        tagging.Sentence(("ein",), (1,)),
    ]


TREEBANK = """# text = Du bon pain
1-2\tDu\t_\t_\t_\t_\t_\t_\t_\t_
1\tDe\tde\tADP\t_\t_\t4\tcase\t_\t_
2\tle\tle\tDET\t_\t_\t4\tdet\t_\t_
3\tbon\tbon\tADJ\t_\t_\t4\tamod\t_\t_
4\tpa\u200cin\tpain\tNOUN\t_\t_\t0\troot\t_\t_
4.1\tnone\t_\tVERB\t_\t_\t_\t_\t_\t_

1\t_\t_\tX\t_\t_\t0\troot\t_\t_

1-2\tdirlo\t_\t_\t_\t_\t_\t_\t_\t_
1\tdir\t_\tVERB\t_\t_\t0\troot\t_\t_
2\tlo\t_\tPRON\t_\t_\t1\tobj\t_\t_
"""


def test_words_written_as_one_stay_one_with_the_tag_of_their_head(tmp_path: Path) -> None:
    task = made_task("tagging", "ADP DET ADJ NOUN VERB PRON X", "fr", reader="conllu")
    put(tmp_path, "t-fr", TREEBANK)
    sentences = read(task, "test", "fr", Files(tmp_path)).examples
    assert [one.words for one in sentences] == [("Du", "bon", "pain"), ("dirlo",)]
    assert [[task.labels[tag] for tag in one.tags] for one in sentences] == [["ADP", "ADJ", "NOUN"], ["VERB"]]


def asked(*answers: tuple[int, str], name: str = "q1", text: str = "Rom liegt am Tiber.", **more: Any) -> dict[str, Any]:
    given = [{"answer_start": start, "text": answer} for start, answer in answers]
    return {"context": text, "qas": [{"id": name, "question": "Wo?", "answers": given, **more}]}


def squad(*paragraphs: Mapping[str, Any], title: str = "Rom") -> str:
    return json.dumps({"data": [{"title": title, "paragraphs": [paragraph]} for paragraph in paragraphs]})


def test_questions_come_with_their_texts_and_answers_and_ids_of_their_own(tmp_path: Path) -> None:
    task = made_task("span", "", reader="squad")
    found = read_text(tmp_path, squad(asked((13, "Tiber")), asked((0, "Rom")), asked((0, "Rom"), name="q2")), task)
    assert found[0] == span.Question("q1", "Wo?", "Rom liegt am Tiber.", ((13, "Tiber"),), "Rom")
    assert [one.id for one in found] == ["q1", "q1#2", "q2"]


def test_questions_without_an_answer_are_kept_only_where_the_task_has_them(tmp_path: Path) -> None:
    plausible = asked((0, "Rom"), is_impossible=True, plausible_answers=[])
    told = squad(plausible, asked((0, "Rom"), name="q2"))
    found = read_text(tmp_path, told, made_task("span", "", reader="squad", unanswerable=True))
    assert [one.answers for one in found] == [(), ((0, "Rom"),)]
    with pytest.raises(DataError, match="made, test, de: 1 questions have no answer, as q1"):
        read_text(tmp_path, told, made_task("span", "", reader="squad"))


def test_answers_to_choose_from_are_found_at_the_end_of_a_path_and_texts_are_put_together(tmp_path: Path) -> None:
    rows = {
        "premise": "Es regnet.",
        "ask": "effect",
        "of": {"choices": [{"text": "nass"}, {"text": "trocken"}]},
        "key": "A",
        "c": "x",
        "d": "y",
    }
    path = {"text": "{premise} {ask}", "answers": "of.choices.text", "right": "key", "question": "ask"}
    task = made_task("choice", "", reader="jsonl", columns=path, values={"key": {"A": "0"}, "ask": {"effect": "Und dann?"}})
    (found,) = read_text(tmp_path, json.dumps(rows), task)
    assert found == choice.Question("Es regnet. Und dann?", ("nass", "trocken"), 0, "Und dann?")
    listed = made_task(
        "choice", "", reader="jsonl", columns={"text": "premise", "answers": ["c", "d"], "right": "key"}, values={"key": {"A": "1"}}
    )
    assert read_text(tmp_path, json.dumps(rows), listed) == [choice.Question("Es regnet.", ("x", "y"), 1)]


def test_texts_stand_one_a_line(tmp_path: Path) -> None:
    assert read_text(tmp_path, "eins\r\nzwei", made_task("masked", "", reader="lines")) == ["eins", "zwei"]


def test_two_files_line_by_line_are_a_bitext(tmp_path: Path) -> None:
    task = made_task("retrieval", "", reader="parallel", test={"source": "{code}", "target": "{code}.eng"}, codes={"de": "deu"})
    put(tmp_path, "deu.eng", "one\ntwo\n")
    put(tmp_path, "deu", "eins\nzwei\n")
    data = read(task, "test", "de", Files(tmp_path))
    assert data.examples == [
        retrieval.Bitext((("0", "eins"), ("1", "zwei")), (("0", "one"), ("1", "two")), (("0", "0"), ("1", "1"))),
    ]
    assert [(origin.name, origin.n) for origin in data.origins] == [("deu", 2), ("deu.eng", 2)]
    put(tmp_path, "deu", "eins\n")
    with pytest.raises(DataError, match="1 lines on one side and 2 on the other"):
        read(task, "test", "de", Files(tmp_path))


def test_sentences_with_ids_and_the_pairs_of_them_are_a_bitext(tmp_path: Path) -> None:
    task = made_task("retrieval", "", reader="bitext", test={"source": "s", "target": "t", "gold": "g"}, languages="de en")
    for name, text in {"s": "d1\teins\nd2\tzwei\n", "t": "e1\tone\n", "g": "d1\te1\n"}.items():
        put(tmp_path, name, text)
    english = msgspec.structs.replace(task, languages=("en",))
    (found,) = read(english, "test", "en", Files(tmp_path)).examples
    assert found == retrieval.Bitext((("d1", "eins"), ("d2", "zwei")), (("e1", "one"),), (("d1", "e1"),))
    put(tmp_path, "g", "d1\te9\n")
    with pytest.raises(DataError, match="the gold pairs d1 with e9, which are not both among the sentences"):
        read(english, "test", "en", Files(tmp_path))
    put(tmp_path, "t", "e1\tone\ne1\ttwo\n")
    with pytest.raises(DataError, match="2 sentences have 1 ids"):
        read(english, "test", "en", Files(tmp_path))


def test_texts_of_a_bitext_are_encoded_one_by_one() -> None:
    encoded = retrieval.encode(["red blue", "red"], made_tokenizer("red blue"), longest=3)
    assert [len(one) for (one,) in encoded.sequences] == [3, 3]


# --- what is refused ---------------------------------------------------------------------------------------------------

REFUSED: dict[str, tuple[str, Task, str]] = {
    "a label of another task": ("a\tb\tmaybe\n", made_task(**PAIR), "made, test, de: t-de, row 1: label 'maybe' is none of no, yes"),
    "a line cut short": ("a\tb\tyes\na\tb\n", made_task(**PAIR), "t-de: line 2: 2 columns, where 3 are expected"),
    "a line cut short under a header": ("first\tsecond\tlabel\na\tb\n", made_task(), "t-de: line 2: 2 columns, where 3 are expected"),
    "a column under another name": ("x\tlabel\na\tyes\n", made_task(), "t-de: row 1 has no column 'first'; it has x, label"),
    "another size": ("a\tb\tyes\n", made_task(**PAIR, sizes={"test": 2}), "made, test, de: 1 examples, where 2 are expected"),
    "another size in one language": (
        "a\tb\tno\n",
        made_task(**PAIR, sizes={"test": {"de": 3, "others": 1}}),
        "1 examples, where 3 are expected",
    ),
    "nothing": ("", made_task(**PAIR), "made, test, de: no example"),
    "labels that are all the same": ("a\tb\tno\n" * 10, made_task(**PAIR), "every one of 10 labels is the same, no: placeholders"),
    "tags that are all the same": ("a\tO\n" * 10, made_task("tagging", "N O", reader="conll"), "every one of 10 labels is the same, O"),
    "blank answers": (squad(asked((0, "")), asked((0, ""))), made_task("span", "", reader="squad"), "every answer of 2 questions is empty"),
    "an answer elsewhere": (
        squad(asked((1, "Rom"))),
        made_task("span", "", reader="squad"),
        "'Rom' does not stand at character 1 of its text",
    ),
    "an empty word": ("a\tO\n\u3000\tN\n", made_task("tagging", "N O", reader="conll"), "row 1: an empty word among"),
    "a word without a tag": ("a\tO\nb\n", made_task("tagging", "N O", reader="conll"), "t-de: line 2: 1 columns, where a word and a tag"),
    "an empty text": ("a\n \n", made_task("masked", "", reader="lines"), "row 2: an empty text"),
    "an answer that is none": (
        json.dumps({"text": "a", "answers": ["b", "c"], "right": 2}),
        made_task("choice", "", reader="jsonl"),
        "row 1: answer '2' is none of 0 to 1",
    ),
    "a text that is nothing": (
        json.dumps({"text": None}),
        made_task("masked", "", reader="jsonl"),
        "t-de, row 1: the text is nothing, where",
    ),
    "a number in the place of a text": (
        json.dumps({"first": "a", "second": 7, "label": "yes"}),
        made_task(reader="jsonl"),
        "made, test, de: t-de, row 1: the second text is 7, where a text is expected",
    ),
    "a text with nothing in it": (
        json.dumps({"premise": None, "ask": "Why?", "answers": ["b", "c"], "right": 0}),
        made_task("choice", "", reader="jsonl", columns={"text": "{premise} {ask}"}),
        "made: t-de, row 1: premise is nothing, where a text is expected",
    ),
    "a number in a text": (
        json.dumps({"premise": 3, "answers": ["b", "c"], "right": 0}),
        made_task("choice", "", reader="jsonl", columns={"text": "{premise}"}),
        "t-de, row 1: premise is 3, where a text is expected",
    ),
    "answers that are nothing": (
        json.dumps({"text": "a", "answers": None, "right": 0}),
        made_task("choice", "", reader="jsonl"),
        "t-de, row 1: the answers are nothing, where a list is expected",
    ),
    "answers that are nothing at the end of a path": (
        json.dumps({"text": "a", "of": None, "right": 0}),
        made_task("choice", "", reader="jsonl", columns={"answers": "of.choices"}),
        "t-de, row 1: of.choices: there is no choices in 'None'",
    ),
    "an answer that is nothing": (
        json.dumps({"text": "a", "answers": ["b", None], "right": 0}),
        made_task("choice", "", reader="jsonl"),
        "t-de, row 1: the answer is nothing, where a text is expected",
    ),
    "an empty answer": (
        json.dumps({"text": "a", "answers": ["b", " "], "right": 0}),
        made_task("choice", "", reader="jsonl"),
        "t-de, row 1: an empty answer",
    ),
    "no choice": (
        json.dumps({"text": "a", "answers": ["b"], "right": 0}),
        made_task("choice", "", reader="jsonl"),
        "t-de, row 1: 1 to choose from",
    ),
    "an empty question to choose for": (
        json.dumps({"text": " ", "answers": ["b", "c"], "right": 0}),
        made_task("choice", "", reader="jsonl"),
        "t-de, row 1: an empty text",
    ),
    "an empty question": (
        squad(asked((0, "Rom"))).replace("Wo?", " "),
        made_task("span", "", reader="squad"),
        "t-de, row 1: an empty question",
    ),
    "a pair of nothing": ("a\tb\tno\n\t \tyes\n", made_task(**PAIR), "made, test, de: t-de, row 2: both texts are empty"),
    "labels of one file that are all the same": ("a\tb\tno\n" * 10, made_task(**PAIR), "no score can come (t-de)"),
    "a label that is a list": (
        json.dumps({"first": "a", "second": "b", "label": ["yes"]}),
        made_task(reader="jsonl"),
        "t-de, row 1: label ['yes'] is none of no, yes",
    ),
    "no JSON": ('{"a": 1}\n{"a"', made_task("choice", "", reader="jsonl"), "t-de: line 2: no JSON"),
    "JSON of another kind": ("[]", made_task("choice", "", reader="jsonl"), "t-de: line 1: no JSON object"),
    "no questions": ('{"data": [{"paragraphs": [{}]}]}', made_task("span", "", reader="squad"), "not written as SQuAD's files are: 'qas'"),
    "half a file of questions": ('{"data": [', made_task("span", "", reader="squad"), "t-de: line 1: no JSON"),
    "an unknown reader": ("a", made_task(reader="scroll"), "made: there is no reader 'scroll'; there are tsv"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_it_is_refused_in_one_line(what: str, tmp_path: Path) -> None:
    text, task, why = REFUSED[what]
    with pytest.raises(DataError) as raised:
        read_text(tmp_path, text, task)
    assert why in str(raised.value)
    assert "\n" not in str(raised.value)


def test_a_file_that_is_not_there_is_named_with_what_the_task_says_of_it(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"made, test, de: no file t-de in .*"):
        read(made_task(**PAIR), "test", "de", Files(tmp_path))
    with pytest.raises(DataError, match=r"no file t-de in .*; it was never published"):
        read(made_task(**PAIR, absent={"files": "it was never published"}), "test", "de", Files(tmp_path))
    with pytest.raises(DataError, match=r"made, test, fr: no file of it is told of in made\.toml"):
        read(made_task(**PAIR), "test", "fr", Files(tmp_path))
    with pytest.raises(DataError, match="split 'tests' is none of train, dev, test"):
        read(made_task(**PAIR), "tests", "de", Files(tmp_path))


@pytest.mark.parametrize(("content", "why"), [(b"a\xffb", "not UTF-8 at byte 1"), (b"\x1f\x8bx", "not packed with gzip, or cut off")])
def test_a_file_of_other_bytes_is_named(content: bytes, why: str, tmp_path: Path) -> None:
    (tmp_path / ("t-de.gz" if content[0] == 0x1F else "t-de")).write_bytes(content)
    with pytest.raises(DataError, match=why):
        read(made_task(**PAIR), "test", "de", Files(tmp_path))


def test_few_examples_may_have_one_label_and_training_data_too(tmp_path: Path) -> None:
    assert len(read_text(tmp_path, "a\tb\tno\n" * 9, made_task(**PAIR))) == 9
    put(tmp_path, "train", "a\tb\tno\n" * 9)
    assert len(read(made_task(**PAIR, train="train"), "train", "en", Files(tmp_path)).examples) == 9


def test_training_data_of_one_label_are_refused(tmp_path: Path) -> None:
    put(tmp_path, "train", "a\tb\tno\n" * 20)
    with pytest.raises(DataError, match=r"made, train, en: every one of 20 labels is the same, no: .* nothing can be learnt \(train\)"):
        read(made_task(**PAIR, train="train"), "train", "en", Files(tmp_path))


@pytest.mark.parametrize("reader", ["tsv", "csv", "jsonl", "lines", "conll"])
def test_a_mark_of_the_order_of_bytes_before_a_file_is_no_text(reader: str, tmp_path: Path) -> None:
    text, format_, first = {
        "tsv": ("first\tsecond\tlabel\na\tb\tyes\n", "pair", ("a", "b", 1)),
        "csv": ("first,second,label\na,b,yes\n", "pair", ("a", "b", 1)),
        "jsonl": ('{"first": "a", "second": "b", "label": "yes"}', "pair", ("a", "b", 1)),
        "lines": ("Anton", "masked", "Anton"),
        "conll": ("de:Anton\tno\n", "tagging", tagging.Sentence(("Anton",), (0,))),
    }[reader]
    assert read_text(tmp_path, f"\ufeff{text}", made_task(format_, reader=reader)) == [first]


# --- languages and parts -----------------------------------------------------------------------------------------------


def test_the_languages_of_a_source_are_those_whose_files_are_there(tmp_path: Path) -> None:
    task = made_task(**PAIR, languages="de en fr", train="train", absent={"files": "fr was never written"})
    put(tmp_path, "t-de", "a\tb\tyes\n")
    put(tmp_path, "train", "a\tb\tyes\n")
    files = Files(tmp_path)
    assert files.languages(task, "test") == ("de",)
    assert files.languages(task, "train") == ("en",)  # a place without a language is English
    assert files.languages(task, "dev") == ()
    assert unscored(task, files) == dict.fromkeys(("en", "fr"), "fr was never written")
    called = made_task(**PAIR, test="{code}", codes={"en": "t-de"})  # a language without a code of its own goes by its name
    put(tmp_path, "de", "a\tb\tyes\n")
    assert files.languages(called, "test") == ("de", "en")
    both = msgspec.structs.replace(task, sources={"files": (*task.sources["files"], Part(reader="tsv", test="train"))})
    assert files.languages(both, "test") == ()  # one of the two is English alone, and the other not there in English


def test_the_parts_of_a_place_are_all_of_it_and_what_must_not_be_shared_is_in_one(tmp_path: Path) -> None:
    lines = [f"premise {at // 3}\thypothesis {at}\t{'no' if at % 2 else 'yes'}" for at in range(3000)]
    task = made_task(**PAIR, train="all", dev="all", test="", shares={"train": 4, "dev": 1}, by="first")
    put(tmp_path, "all", "\n".join(lines))
    data = [read(task, split, "en", Files(tmp_path)) for split in ("train", "dev")]
    parts = [one.examples for one in data]
    assert sorted(one[1] for part in parts for one in part) == sorted(f"hypothesis {at}" for at in range(3000))
    assert not {one[0] for one in parts[0]} & {one[0] for one in parts[1]}
    assert 0.16 < len(parts[1]) / 3000 < 0.24
    assert [one.origins[0].n for one in data] == [3000, 3000]
    put(tmp_path, "all", "\n".join(lines[:300]))  # what falls to a part does not depend on what else there is
    assert read(task, "dev", "en", Files(tmp_path)).examples == [one for one in parts[1] if int(one[1].split()[1]) < 300]


def test_a_task_of_several_files_has_them_one_after_the_other(tmp_path: Path) -> None:
    one, other = (Part(reader="tsv", header=PAIR["header"], test=place) for place in ("a", ["b", "c"]))
    task = msgspec.structs.replace(made_task(languages="en"), sources={"files": (one, other)})
    for at, name in enumerate("abc", 1):
        put(tmp_path, name, f"{at}\t{at}\t{'no' if at == 2 else 'yes'}\n")
    data = read(task, "test", "en", Files(tmp_path))
    assert data.examples == [("1", "1", 1), ("2", "2", 0), ("3", "3", 1)]
    assert [origin.name for origin in data.origins] == ["a", "b", "c"]


# --- answer retrieval --------------------------------------------------------------------------------------------------


class Made:
    """A source with two questions about one text, in two languages."""

    name = "made"
    TEXTS = {
        "en": "Rome lies on the Tiber. It was founded by Romulus and Remus.",
        "de": "Rom liegt am Tiber. Romulus und Remus gründeten es.",
    }
    MORE = ((0, "Rom"),)  # a further answer: the first is the one that is looked for
    ANSWERS = {"en": ("Tiber", "Romulus and Remus"), "de": ("Tiber", "Romulus und Remus")}

    def languages(self, task: Task, split: str) -> tuple[str, ...]:
        return ("en", "de") if (task.name, split) == ("xquad", "test") else ()

    def rows(self, task: Task, split: str, language: str) -> tuple[list[dict[str, Any]], tuple[Origin, ...]]:
        text = self.TEXTS[language]
        rows = [
            {
                "id": str(at),
                "question": f"{language} {at}?",
                "text": text,
                "answers": [(text.index(answer), answer), *self.MORE],
                "title": "",
            }
            for at, answer in enumerate(self.ANSWERS[language])
        ]
        return rows, (Origin(language, "0", len(rows)),)


def test_a_question_looks_for_the_sentence_with_its_answer_in_every_language() -> None:
    data = read(tasks()["xquad-answers"], "test", "de", Made())
    (bitext,) = data.examples
    assert bitext.source == (("de:0", "de 0?"), ("de:1", "de 1?"))
    assert dict(bitext.target)["en:0.1"] == "It was founded by Romulus and Remus."
    assert bitext.gold == (("de:0", "en:0.0"), ("de:0", "de:0.0"), ("de:1", "en:0.1"), ("de:1", "de:0.1"))
    assert [origin.name for origin in data.origins] == ["en", "de"]
    with pytest.raises(DataError, match="the source `made` has xquad in en, de"):
        read(tasks()["xquad-answers"], "test", "fr", Made())
    assert "th" in unscored(tasks()["xquad-answers"], Made())


@pytest.mark.parametrize(
    ("language", "text", "found"),
    [
        ("en", 'He said: "It is late." Then he left.', ['He said: "It is late."', "Then he left."]),
        ("en", "On the 5. of May he left. Nobody saw it.", ["On the 5. of May he left.", "Nobody saw it."]),
        ("zh", "北京大学创建于一八九八年。它在北京的西北部。", ["北京大学创建于一八九八年。", "它在北京的西北部。"]),
        ("hi", "यह एक लंबा वाक्य है। यह दूसरा वाक्य है।", ["यह एक लंबा वाक्य है।", "यह दूसरा वाक्य है।"]),
        ("ar", "هل هذا سؤال طويل؟ نعم هذا سؤال.", ["هل هذا سؤال طويل؟", "نعم هذا سؤال."]),
        ("th", "ก" * 130 + " " + "ข" * 20 + " " + "ค" * 130, ["ก" * 130, "ข" * 20 + " " + "ค" * 130]),
        ("en", "No. It is short.", ["No. It is short."]),
        ("en", "Ten of it. It ends.", ["Ten of it.", "It ends."]),
    ],
)
def test_a_text_is_cut_behind_what_ends_a_sentence(language: str, text: str, found: list[str]) -> None:
    assert [text[begins:ends].strip() for begins, ends in answers.sentences(text, language)] == found


def test_no_answer_is_cut() -> None:
    text = "He was born in St. Petersburg, the city. He left it soon."
    spans = [(15, 29)]
    assert [text[begins:ends] for begins, ends in answers.sentences(text, "en", spans)] == [
        "He was born in St. Petersburg, the city.",
        "He left it soon.",
    ]
    assert len(list(answers.sentences(text, "en"))) == 3


# --- the hub's columns ---------------------------------------------------------------------------------------------------


def test_an_answer_that_a_stripped_text_moved_is_found_again_and_another_is_refused() -> None:
    rows = [{"id": "1", "question": "?", "context": "Rom liegt am Tiber.", "answers": {"answer_start": [15], "text": ["Tiber"]}}]
    (row,) = hub.READERS["squad"](rows)
    assert row["answers"] == [(13, "Tiber")]
    (row,) = hub.READERS["squad"]([{**rows[0], "context": "Tiber am Tiber, Tiber.", "answers": {"answer_start": [10], "text": ["Tiber"]}}])
    assert row["answers"] == [(9, "Tiber")]
    (row,) = hub.READERS["squad"]([{**rows[0], "answers": [{"answer_start": 40, "text": "Tiber"}]}])
    assert row["answers"] == [(40, "Tiber")]
    with pytest.raises(DataError, match="does not stand at character 40"):
        examples.examples(tasks()["xquad"], [row], "xquad")
