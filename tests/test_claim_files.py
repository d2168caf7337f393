"""The claim files: every atom has a test or a reason, and what the first version's table says of each is what was read in it."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from paths import ROOT, SHARED

from synth.claims.bodies import Shelf, names_of
from synth.claims.checking import CheckedAtom, CheckedClaim, check_claim, direction_of
from synth.claims.files import ClaimError, claim_files_in, read_claim
from synth.measurements import Measurement
from synth.published import read_published
from synth.records import CLAIM_TYPES, ClaimFile

FILES = sorted((ROOT / "data" / "claims").glob("*.toml"))
FIRST = "arXiv:2005.13013v1"
PAPER = SHARED / "papers" / "2005.13013_v1-author-copy.pdf"

# What the table of version 1 says of each atom that has a test, as it was read there: claim, atom, verdict, and the figure found.
FOUND = [
    ("01", 0, "contradicted", "8.3"),
    ("01", 1, "not checkable", ""),
    ("01", 2, "contradicted", "7.9"),
    ("02", 0, "contradicted", "7"),
    ("02", 1, "contradicted", "place 4"),
    ("02", 2, "contradicted", "6.4"),
    ("03", 1, "supported", "31 of 32"),
    ("04", 0, "supported", "14 of 16"),
    ("04", 1, "supported", ""),
    ("05", 0, "contradicted", "6.1"),
    ("06", 0, "supported", "6.112"),
    ("06", 1, "not checkable", ""),
    ("09", 0, "contradicted", "7"),
    ("12", 0, "contradicted", "6.1"),
    ("15", 0, "contradicted", "7"),
    ("18", 0, "supported", "2 of 2"),
]


@cache
def claims() -> dict[str, ClaimFile]:
    return {file.stem[:2]: read_claim(file) for file in FILES}


@cache
def checked(where: str) -> dict[str, CheckedClaim]:
    """All claims against the published numbers, or against the tables of the first version as they are parsed."""
    if where == "published":
        shelf = Shelf(read_published())
    else:
        from synth.reading.documents import read_document
        from synth.reading.measured import measurements_of

        document = read_document(PAPER)
        shelf = Shelf(measurements_of(document), *names_of([document]))
    return {number: check_claim(claim, shelf, name=number) for number, claim in claims().items()}


def of_tables(atom: CheckedAtom) -> tuple[str, str]:
    """What the tables of version 1 say."""
    found = [one for one in atom.opinions if one.source == FIRST and not one.prose]
    assert len(found) == 1, [one.verdict.reason for one in atom.opinions]
    assert found[0].relation == "other version"
    return found[0].judgement, found[0].found


def test_every_claim_has_atoms_and_every_atom_a_test_or_a_reason() -> None:
    assert len(FILES) == 20
    for number, claim in claims().items():
        assert claim.atoms, number
        for atom in claim.atoms:
            assert atom.type in CLAIM_TYPES
            assert bool(atom.test) is not bool(atom.why), (number, atom.text)
            assert atom.text.endswith("."), "an atom is a whole sentence"


def test_what_states_a_result_or_a_comparison_has_a_test() -> None:
    stated = [atom for claim in claims().values() for atom in claim.atoms if atom.type in ("result", "comparison", "count")]
    assert len(stated) == 15
    assert all(atom.test for atom in stated)


def test_all_atoms_with_a_test_are_told_of() -> None:
    tested = {(number, at) for number, claim in claims().items() for at, atom in enumerate(claim.atoms) if atom.test}
    assert tested == {(number, at) for number, at, _, _ in FOUND}


@pytest.mark.parametrize(("number", "at", "judgement", "figure"), FOUND)
def test_the_published_table_says_what_was_read_in_it(number: str, at: int, judgement: str, figure: str) -> None:
    assert of_tables(checked("published")[number].atoms[at]) == (judgement, figure)


@pytest.mark.skipif(not PAPER.exists(), reason="needs ../shared/papers")
@pytest.mark.parametrize(("number", "at", "judgement", "figure"), FOUND)
def test_the_parsed_table_says_the_same(number: str, at: int, judgement: str, figure: str) -> None:
    assert of_tables(checked("parsed")[number].atoms[at]) == (judgement, figure)


def test_the_abstract_of_the_cited_version_is_quoted_and_derives_nothing() -> None:
    (atom,) = checked("published")["05"].atoms
    (quoted,) = [one for one in atom.opinions if one.relation == "cited"]
    assert (quoted.word, quoted.judgement, quoted.prose) == ("quoted", "supported", True)
    assert {stop.rung: stop.missing for stop in atom.not_reached}["derived"] == "no table of arXiv:2005.13013v2 is at hand"


def test_every_test_of_a_gain_has_a_direction() -> None:
    """So that a rerun at a reduced scale can answer, if not with a number."""
    for number, at, _, _ in FOUND:
        atom = claims()[number].atoms[at]
        if atom.type == "result":
            assert direction_of(atom.test), atom.test


@pytest.mark.parametrize(
    ("test", "direction"),
    [
        ('gain("squad") ≈ 8.2', 'gain("squad") > 0'),
        ('gain("squad") ≈ -8.2', 'gain("squad") < 0'),
        ('cell(row="A") - cell(row="B") ≈ about(2)', 'cell(row="A") - cell(row="B") > 0'),
        ('not gain("squad") ≈ 2 and cell(row="A") > cell(row="B")', 'not gain("squad") > 0 and cell(row="A") > cell(row="B")'),
        ("many(gains() > 0)", "many(gains() > 0)"),
        ('cell(row="A") ≈ 80.2', ""),
        ("gain() > 2", ""),
        ("gain() ≈ 0", ""),
        ("count(cells()) - count(gains()) ≈ 7", ""),
    ],
)
def test_a_stated_change_has_a_direction_and_a_stated_score_has_none(test: str, direction: str) -> None:
    assert direction_of(test) == direction


# --- files that are none ---


def put(folder: Path, text: str) -> Path:
    path = folder / "one.toml"
    path.write_text(
        f'text = "A claim."\ncut_off = false\nbasis = ""\nstated = []\nsource = {{scheme = "arXiv", id = "1"}}\n{text}', encoding="utf-8"
    )
    return path


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[[atoms]]\ntext = 'a'\ntest = 'gain(\"x\"'", "atom 1: gain"),
        ("[[atoms]]\ntext = 'a'\ntest = '8.2 == 8.2'", "tautology"),
        ("[[atoms]]\ntext = 'a'\ntest = '__import__(\"os\") > 1'", "not of the test language"),
        ("[[atoms]]\ntext = 'a'\ntest = 'cell() > 1'\nalso = ['cell()']", "says yes or no"),
        ("[[atoms]]\ntext = 'a'\n[[atoms]]\ntext = 'b'\ntype = 'guess'", "atom 2: its type 'guess' is none of"),
        ("[[atoms]]\ntext = 'a'\ntest = 'cell() > 1'\nwhy = 'none'", "leave one of the two out"),
        ("[[atoms]]\ntest = 'cell() > 1'", "$.atoms[0]"),
        ("[[atoms]]\ntext = 'a'\ntset = 'cell() > 1'", "atom 1: has a key `tset`, which no claim file has; did you mean `test`?"),
        ("cut = true", "has a key `cut`, which no claim file has"),
        ("[[atoms]]\ntext = 'a'\ntest = 'foo(1) > 1'", "it has no function “foo”; there are about"),
        ("[[atoms]]\ntext = 'a'\ntest = 'cel() > 1'", "did you mean cell"),
        ("[[atoms]]\ntext = 'a'\nalso = ['cell() > 1']", "`also` and no `test`"),
        ("= 3", "no claim file"),
        (f"x = {'[' * 20_000}", "no claim file"),
        ("schema = 9", "newer"),
    ],
)
def test_what_is_wrong_with_a_claim_file_is_said_in_a_line(tmp_path: Path, text: str, said: str) -> None:
    path = put(tmp_path, text)
    with pytest.raises(ClaimError) as error:
        read_claim(path)
    assert said in str(error.value)
    assert str(path) in str(error.value)
    assert "\n" not in str(error.value)


def test_a_claim_file_needs_no_more_than_its_text(tmp_path: Path) -> None:
    path = tmp_path / "one.toml"
    path.write_text('text = "BERT has 90.1."', encoding="utf-8")
    claim = read_claim(path)
    assert (claim.source, claim.atoms, claim.cut_off) == (None, (), False)
    assert check_claim(claim, Shelf([])).stands == "not checkable"


def test_the_example_of_the_documentation_is_a_claim_file(tmp_path: Path) -> None:
    path = tmp_path / "one.toml"
    path.write_text(
        (ROOT / "docs" / "tests.md").read_text(encoding="utf-8").partition("```toml\n")[2].partition("```")[0], encoding="utf-8"
    )
    claim = read_claim(path)
    assert claim.source is not None
    assert (claim.source.name, len(claim.atoms), claim.stated[0].confidence) == ("arXiv:2001.00001v1", 2, 0.3)


def test_a_folder_gives_its_files_by_name_and_each_once(tmp_path: Path) -> None:
    for name in ("b.toml", "a.toml", "c.txt"):
        (tmp_path / name).write_text("")
    assert claim_files_in([tmp_path, tmp_path / "a.toml"]) == [tmp_path / "a.toml", tmp_path / "b.toml"]


def test_a_folder_without_claims_is_wrong_use(tmp_path: Path) -> None:
    with pytest.raises(ClaimError, match="holds no claim file"):
        claim_files_in([tmp_path])


# --- how sources stand to a claim ---

CLAIM = ClaimFile(
    text="BERT beats LSTM.",
    cut_off=False,
    basis="",
    stated=(),
    source=read_claim(FILES[0]).source,  # version 2 of a work of which version 1 is known by its hash
)


def row(source: str, value: float, name: str = "BERT", **also: object) -> Measurement:
    made = {"origin": "parsed", "table": "Table 1", "column": "F1", **also}
    return Measurement(source=source, row=name, value=value, low=value - 0.05, high=value + 0.05, **made)  # type: ignore[arg-type]


def opinions(rows: list[Measurement], test: str = 'cell(row="BERT") > cell(row="LSTM")', kind: str = "result") -> CheckedAtom:
    from msgspec.structs import replace

    from synth.records import Atom

    (atom,) = check_claim(replace(CLAIM, atoms=(Atom(text="BERT beats LSTM.", type=kind, test=test),)), Shelf(rows)).atoms
    return atom


def pair(source: str, one: float, other: float, **also: object) -> list[Measurement]:
    return [row(source, one, **also), row(source, other, "LSTM", **also)]


@pytest.mark.parametrize(
    ("source", "also", "word"),
    [
        ("arXiv:2005.13013v2", {}, "derived"),
        ("arXiv:2005.13013v2", {"table": "abstract"}, "quoted"),
        ("arXiv:2005.13013v1", {}, "other version"),
        ("arXiv:2005.13013", {}, "version not known"),
        ("sha256:18226a9b629a6abe46b608d937bb8de448452d8bc62ce88d7b54047e132cd81b", {}, "other version"),
        ("arXiv:2001.00001v1", {}, "corroborated"),
        ("arXiv:2001.00001v1", {"reported_by": "arXiv:2005.13013"}, "version not known"),
        ("arXiv:2001.00001v1", {"reported_by": "arXiv:2005.13013v2"}, "derived"),
        ("run:00ff", {"origin": "rerun", "scale": "full"}, "rerun"),
        ("run:00ff", {"origin": "rerun", "scale": "reduced:nano"}, "rerun, direction only"),
    ],
)
def test_a_source_stands_where_its_version_puts_it(source: str, also: dict[str, object], word: str) -> None:
    (one,) = opinions(pair(source, 2.0, 1.0, **also)).opinions
    assert (one.word, one.judgement) == (word, "supported")


def test_numbers_of_two_versions_are_never_put_together() -> None:
    atom = opinions([row("arXiv:2005.13013v1", 2.0), row("arXiv:2005.13013v2", 1.0, "LSTM")])
    assert atom.stands == "not checkable"


def test_the_runs_of_one_scale_are_one_body() -> None:
    rows = [row("run:a", 2.0, origin="rerun", scale="full"), row("run:b", 1.0, "LSTM", origin="rerun", scale="full")]
    assert opinions(rows).stands == "supported"


def test_at_a_reduced_scale_no_number_is_contradicted() -> None:
    rows = pair("run:a", 3.0, 1.0, origin="rerun", scale="reduced:nano")
    (one,) = opinions(rows, 'cell(row="BERT") - cell(row="LSTM") ≈ 8.2').opinions
    assert (one.judgement, one.verdict.reach) == ("supported", "direction")
    (mute,) = opinions(rows, 'cell(row="BERT") ≈ 8.2').opinions
    assert (mute.judgement, "reduced scale" in mute.verdict.reason) == ("not checkable", True)


def test_other_works_do_not_corroborate_what_a_paper_did() -> None:
    rows = pair("arXiv:2001.00001v1", 2.0, 1.0)
    assert opinions(rows, kind="count").stands == "not checkable"
    assert opinions(rows, kind="result").stands == "supported"


def test_verdicts_stand_side_by_side_and_the_cited_source_decides() -> None:
    atom = opinions([*pair("arXiv:2005.13013v2", 2.0, 1.0), *pair("arXiv:2001.00001v1", 1.0, 2.0)])
    assert [(one.word, one.judgement) for one in atom.opinions] == [("derived", "supported"), ("corroborated", "contradicted")]
    assert (atom.stands, atom.light) == ("supported", "yellow")
    assert atom.headline == "supported; arXiv:2001.00001v1 says otherwise"
    atom = opinions([*pair("arXiv:2005.13013v2", 1.0, 2.0), *pair("arXiv:2001.00001v1", 2.0, 1.0)])
    assert (atom.stands, atom.light) == ("contradicted", "red")


def test_where_the_cited_source_only_says_it_other_versions_decide_and_are_named() -> None:
    said = pair("arXiv:2005.13013v2", 2.0, 1.0, table="abstract")
    atom = opinions([*said, *pair("arXiv:2005.13013v1", 1.0, 2.0)])
    assert (atom.stands, atom.light, atom.headline) == ("contradicted", "yellow", "contradicted by v1, said by v2")
    atom = opinions([*said, *pair("arXiv:2001.00001v1", 1.0, 2.0)])
    assert (atom.stands, atom.headline) == ("supported", "supported; arXiv:2001.00001v1 says otherwise")
    assert opinions(pair("arXiv:2005.13013v1", 1.0, 2.0)).headline == "contradicted by v1"


def test_others_that_are_not_of_one_mind_disagree() -> None:
    atom = opinions([*pair("arXiv:2001.00001v1", 2.0, 1.0), *pair("arXiv:2001.00002v1", 1.0, 2.0)])
    assert (atom.stands, atom.light) == ("sources disagree", "yellow")
    assert atom.headline == "sources disagree: arXiv:2001.00001v1 bears it out, arXiv:2001.00002v1 does not"


def test_the_claims_with_the_average_gain_are_contradicted_by_one_version_and_said_by_the_other() -> None:
    for number in ("05", "12"):
        assert checked("published")[number].headline == "contradicted by v1, said by v2"
    for number in ("01", "02", "09", "15"):
        assert checked("published")[number].headline == "contradicted by v1"


def test_rows_of_the_report_that_states_a_claim_are_no_evidence() -> None:
    report = claims()["01"].stated[0].report
    shelf = Shelf(pair(f"file:{report}", 2.0, 1.0))
    assert not shelf.bodies(CLAIM.source, [f"file:{report}"])


def test_a_verdict_names_the_rows_it_took() -> None:
    (one,) = opinions(pair("arXiv:2005.13013v2", 2.0, 1.0)).opinions
    (evidence,) = one.verdict.evidence
    assert evidence.bearing == "for"
    assert [used.key for used in one.rows] == list(evidence.rows)
    assert {used.row for used in one.rows} == {"BERT", "LSTM"}
