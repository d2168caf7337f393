"""Which work a reference names: what two databases have to say before anything is called wrong."""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace

from synth.records import Source
from synth.sources.resolving import Answer, Resolved, resolve
from synth.sources.works import Cited, Work

DOI = Source(scheme="doi", id="10.1000/5")
CITED = Cited(
    title="Learning to Weigh Evidence in Long Documents",
    authors=("Jane Roe", "Wei Wang"),
    year=2021,
    venue="ACL",
    identifiers=(DOI,),
)
OTHER = "Quantised Storage of Sparse Tensors on Small Devices"


def work(database: str, **changes: Any) -> Work:
    known = {"title": CITED.title, "authors": CITED.authors, "year": CITED.year, "venue": CITED.venue}
    return Work(database=database, **{**known, **changes})


def answers(*works: Work, asked: tuple[str, ...] = (), by: Source | None = None) -> list[Answer]:
    """What databases answered, those in `asked` with nothing."""
    named = dict.fromkeys([*(one.database for one in works), *asked])
    return [Answer(name, by, tuple(one for one in works if one.database == name)) for name in named]


def state(cited: Cited, *answered: Answer, **more: Any) -> tuple[str, list[str]]:
    found = resolve(cited, answered, **more)
    return found.state, [one.field for one in found.wrong]


def test_the_same_work() -> None:
    assert state(CITED, *answers(work("a"), work("b"))) == ("same work", [])


def test_one_database_accuses_nobody() -> None:
    wrong = {"authors": ("Ann Lee", "Bo Li"), "year": 2015, "venue": "CVPR"}
    assert state(CITED, *answers(work("a", **wrong))) == ("same work", [])
    assert state(CITED, *answers(asked=("a",))) == ("not checked", [])


def test_two_that_agree_do() -> None:
    for field, other in (("authors", ("Ann Lee", "Bo Li")), ("year", 2015), ("venue", "CVPR")):
        wrong = {field: other}
        assert state(CITED, *answers(work("a", **wrong), work("b", **wrong))) == ("described wrongly", [field])


def test_one_that_has_it_as_it_is_cited_acquits() -> None:
    assert state(CITED, *answers(work("a", year=2015), work("b", year=2015), work("c"))) == ("same work", [])


def test_a_preprint_beside_what_was_published_is_no_contradiction() -> None:
    preprint = {"venue": "arXiv", "year": 2020}
    assert state(CITED, *answers(work("a", **preprint), work("a"), work("b", **preprint))) == ("same work", [])
    assert state(replace(CITED, venue="arXiv", year=2020), *answers(work("a"), work("b"))) == ("same work", [])


def test_a_title_with_another_word() -> None:
    known = "Learning to Weigh Evidence in Short Documents"
    assert state(CITED, *answers(work("a", title=known), work("b", title=known))) == ("described wrongly", ["title"])
    assert state(CITED, *answers(work("a", title=known), work("b", title=known), work("c"))) == ("same work", [])


def test_the_nearest_hit_is_not_the_work() -> None:
    near = {"title": "Learning to Weigh Evidence in Short Documents", "authors": ("Ann Lee", "Bo Li")}
    assert state(CITED, *answers(work("a", **near), work("b", **near))) == ("not found", [])


def test_an_identifier_of_another_work() -> None:
    of_another = answers(work("a", title=OTHER, authors=("Ann Lee",)), work("b", title=OTHER, authors=("Ann Lee",)), by=DOI)
    assert state(CITED, *of_another, *answers(work("a"), work("b"))) == ("wrong identifier", ["identifier"])
    assert state(CITED, *of_another[:1], *answers(work("a"), work("b"))) == ("same work", [])


GIVERS = ("crossref", "datacite")  # of DOIs


def test_an_identifier_whose_work_is_told_in_another_writing_or_language_accuses_nobody() -> None:
    in_chinese = {"title": "长文档证据权衡学习", "authors": ("简·罗", "王伟"), "identifiers": (DOI,)}
    in_german = {"title": "Über das Lernen der Gewichtung in langen Dokumenten", "identifiers": (DOI,)}
    cited = replace(CITED, title="On the Learning of Weights for Evidence")
    for told in (in_chinese, in_german):
        known = answers(work("a", **told), work("b", **told), by=DOI)
        assert state(cited, *known, *answers(asked=("a", "b"))) == ("same work", [])


def test_an_identifier_whose_work_is_of_others_accuses_in_any_language() -> None:
    told = {"title": "Über das Lernen der Gewichtung in langen Dokumenten", "authors": ("Ann Lee", "Bo Li"), "identifiers": (DOI,)}
    known = answers(work("a", **told), work("b", **told), by=DOI)
    assert state(replace(CITED, title="On the Learning of Weights for Evidence"), *known)[0] == "wrong identifier"


def test_what_is_searched_for_is_no_work_in_another_writing() -> None:
    assert state(CITED, *answers(work("a", title="大规模语言模型综述"), work("b", title="大规模语言模型综述")))[0] == "not found"


def test_a_subtitle_that_no_database_has_is_a_wrong_title() -> None:
    cited = replace(CITED, title=f"{CITED.title}: A Meta-Analysis of Cancer Trials in Mice")
    assert state(cited, *answers(work("a"), work("b"))) == ("described wrongly", ["title"])
    assert state(cited, *answers(work("a"), work("b", title=cited.title))) == ("same work", [])
    assert state(replace(cited, authors=()), *answers(work("a"), work("b"))) == ("described wrongly", ["title"])


def test_an_identifier_that_nobody_knows() -> None:
    unknown = answers(asked=GIVERS, by=DOI)
    assert state(CITED, *unknown, *answers(work("crossref"), work("b"))) == ("wrong identifier", ["identifier"])


def test_an_identifier_that_nobody_knows_who_has_the_work() -> None:
    unknown = answers(asked=(*GIVERS, "a"), by=DOI)
    assert state(CITED, *unknown, *answers(work("c"), work("d"), asked=("a", *GIVERS))) == ("same work", [])
    assert state(CITED, *unknown, *answers(work("a"), asked=GIVERS)) == ("wrong identifier", ["identifier"])
    assert state(CITED, *unknown, *answers(asked=("a", *GIVERS))) == ("not found", [])


def test_nobody_means_those_too_who_give_such_identifiers() -> None:
    """DataCite's DOIs are unknown to Crossref: as long as DataCite has not answered, nobody has not been asked."""
    for missing in GIVERS:
        unknown = answers(asked=(*(one for one in GIVERS if one != missing), "a", "b"), by=DOI)
        assert state(CITED, *unknown, Answer(missing, DOI, (), "answers 503"), *answers(work("a"), work("b"))) == ("same work", [])


def test_an_identifier_that_was_read_out_of_a_page_s_address_accuses_nobody() -> None:
    page = replace(DOI, id="10.1000/5/tables/2", url="https://example.org/doi/10.1000/5/tables/2")
    unknown = answers(asked=GIVERS, by=page)
    assert state(replace(CITED, identifiers=(page,)), *unknown, *answers(work("crossref"), work("b"))) == ("same work", [])


def test_an_identifier_without_a_title_is_the_work_that_it_names() -> None:
    bare = replace(CITED, title="", authors=(), year=None, venue="")
    assert state(bare, *answers(work("a"), work("b"), by=DOI)) == ("same work", [])
    assert state(bare, *answers(asked=("a", "b"), by=DOI)) == ("not checked", [])
    assert state(replace(bare, authors=("Bo Li",)), *answers(work("a"), work("b"), by=DOI)) == ("wrong identifier", ["identifier"])


def test_an_identifier_that_one_knows_as_the_work() -> None:
    answered = [*answers(work("a"), asked=("b", "c"), by=DOI), *answers(work("b"))]
    assert state(CITED, *answered) == ("same work", [])


def test_who_did_not_answer_is_said_and_counts_for_nothing() -> None:
    failed = Answer("b", None, (), "not asked, offline")
    found: Resolved = resolve(CITED, [*answers(asked=("a",)), failed])
    assert (found.state, found.unanswered) == ("not checked", ("b: not asked, offline",))
    assert found.asked == ("a",)


def test_a_short_title_that_many_have_needs_an_author() -> None:
    short = replace(CITED, title="Deep Learning", identifiers=())
    assert state(short, *answers(*(work(name, title="Deep Learning", authors=("Ann Lee",)) for name in "ab"))) == ("not found", [])
    assert state(short, *answers(*(work(name, title="Deep Learning") for name in "ab"))) == ("same work", [])


def test_a_version_that_was_never_there_is_another_version() -> None:
    def named(version: str) -> Source:
        return Source(scheme="arXiv", id="2101.00001", version=version)

    known = work("arxiv", identifiers=(named("v2"),))
    for version, found in (
        ("v9", ("other version", ["version"])),
        ("v0", ("other version", ["version"])),
        ("v1", ("same work", [])),
        ("v2", ("same work", [])),
        ("", ("same work", [])),
    ):
        cited = replace(CITED, identifiers=(named(version),))
        assert state(cited, *answers(known, work("b", identifiers=(named(""),)), by=named(version))) == found


def test_who_does_not_number_the_versions_does_not_know_the_newest() -> None:
    held = work("library", identifiers=(Source(scheme="arXiv", id="2101.00001", version="v1"),))
    cited = replace(CITED, identifiers=(Source(scheme="arXiv", id="2101.00001", version="v2"),))
    assert state(cited, *answers(held, by=cited.identifiers[0])) == ("same work", [])


def test_what_is_described_wrongly_is_not_excused_by_its_version() -> None:
    never = Source(scheme="arXiv", id="2101.00001", version="v9")
    wrong = {"authors": ("Ann Lee", "Bo Li"), "identifiers": (Source(scheme="arXiv", id="2101.00001", version="v2"),)}
    cited = replace(CITED, identifiers=(never,))
    assert state(cited, *answers(work("arxiv", **wrong), work("b", **wrong), by=never)) == ("described wrongly", ["authors", "version"])


DATA = Source(scheme="doi", id="10.1000/data")


def test_a_second_identifier_may_be_another_work_s() -> None:
    """Its data, what it reprints, its erratum: all that matters is that one of them is the work's."""
    of_data = [work(name, title=OTHER, authors=("Ann Lee",)) for name in "ab"]
    both = replace(CITED, identifiers=(DATA, DOI))
    answered = [*answers(*of_data, by=DATA), *answers(work("a"), work("b"), by=DOI)]
    assert state(both, *answered) == ("same work", [])
    assert state(both, *answered, own=(DOI,)) == ("same work", [])
    assert state(both, *answered, own=(DOI, DATA)) == ("wrong identifier", ["identifier"])
    assert state(both, *answers(asked=(*GIVERS, "a"), by=DATA), *answers(work("a"), by=DOI)) == ("same work", [])
    misnamed = [*answers(*of_data, by=DATA), *answers(*of_data, by=DOI), *answers(work("a"), work("b"))]
    assert state(both, *misnamed) == ("wrong identifier", ["identifier"])


def test_an_identifier_that_stands_in_a_note_accuses_nobody() -> None:
    of_data = answers(*(work(name, title=OTHER, authors=("Ann Lee",)) for name in "ab"), by=DATA)
    cited = replace(CITED, identifiers=(DATA,))
    assert state(cited, *of_data, *answers(work("a"), work("b")), aside=(DATA,)) == ("same work", [])
    assert state(cited, *of_data, *answers(work("a"), work("b"))) == ("wrong identifier", ["identifier"])


def test_the_identifier_of_another_part_is_not_the_work_s() -> None:
    first, second = (f"A Two Part Study of Weights: Part {part}" for part in ("I", "II"))
    cited = replace(CITED, title=first)
    known = answers(*(work(name, title=first, identifiers=(DATA,)) for name in "ab"))
    of_second = answers(*(work(name, title=second, identifiers=(DOI,)) for name in "ab"), by=DOI)
    assert state(cited, *of_second, *known) == ("wrong identifier", ["identifier"])
    assert state(cited, *of_second, *known[:1]) == ("same work", [])


def test_a_preprint_may_have_had_another_title() -> None:
    number = Source(scheme="arXiv", id="2101.00001")
    earlier = "Learning to Weigh the Evidence in Longer Documents"
    cited = replace(CITED, identifiers=(number,))
    preprint = answers(*(work(name, title=earlier, venue="arXiv", identifiers=(number,)) for name in "ab"), by=number)
    assert state(cited, *preprint, *answers(*(work(name, identifiers=(DOI,)) for name in "ab"))) == ("same work", [])


def test_the_identifier_of_a_work_with_a_near_title_is_not_that_of_a_known_one() -> None:
    near = "Learning to Weigh Evidence in Short Documents"
    known = answers(*(work(name, identifiers=(DATA,)) for name in "ab"))
    of_near = answers(*(work(name, title=near, identifiers=(DOI,)) for name in "ab"), by=DOI)
    assert state(CITED, *of_near, *known) == ("wrong identifier", ["identifier"])
    by_arxiv = Source(scheme="doi", id="10.48550/arXiv.2101.00001")
    for elsewhere in ({"venue": ""}, {"venue": "arXiv"}, {"identifiers": (by_arxiv,)}):
        known = answers(*(work(name, **{"identifiers": (DATA,), **elsewhere}) for name in "ab"))
        assert state(CITED, *of_near, *known) == ("same work", [])
    one_of_two_titles = answers(*(work(name, title=near, identifiers=(DOI, DATA)) for name in "ab"), by=DOI)
    assert state(CITED, *one_of_two_titles, *answers(*(work(name, identifiers=(DOI,)) for name in "ab"))) == ("same work", [])


def test_a_title_that_is_cut_off_under_a_right_identifier_is_a_title_described_wrongly() -> None:
    cut = replace(CITED, title="Learning to Weigh", authors=("Jane Roe",))
    named = answers(work("a"), work("b"), by=DOI)
    assert state(cut, *named) == ("described wrongly", ["title", "authors"])
    assert state(cut, *named[:1]) == ("same work", [])
    assert state(replace(cut, authors=("Bo Li",)), *named) == ("wrong identifier", ["identifier"])
    assert state(replace(cut, identifiers=()), *answers(work("a"), work("b"))) == ("not found", [])
