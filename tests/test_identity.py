"""What names a work, in all the ways that people write it, and what only looks like a name."""

from __future__ import annotations

import pytest

from synth.records import Source
from synth.sources.identity import also_called, find_identifiers, named_by, number_of, numbered_in, same_address


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("2005.13013", "arXiv:2005.13013"),
        (" 2005.13013V2 ", "arXiv:2005.13013v2"),
        ("2005.13013v2.pdf", "arXiv:2005.13013v2"),
        ("arXiv:2005.13013v2", "arXiv:2005.13013v2"),
        ("arxiv: 2005.13013", "arXiv:2005.13013"),
        ("cs/0309034v1", "arXiv:cs/0309034v1"),
        ("arXiv:MATH.gt/0309136", "arXiv:math.GT/0309136"),
        ("https://arxiv.org/abs/2005.13013v2", "arXiv:2005.13013v2"),
        ("https://arxiv.org/pdf/2005.13013v2.pdf", "arXiv:2005.13013v2"),
        ("https:/arxiv.org/html/2005.13013v2", "arXiv:2005.13013v2"),
        ("arxiv.org/pdf/cs/0309034v1.pdf", "arXiv:cs/0309034v1"),
        ("https://ar5iv.labs.arxiv.org/html/2005.13013", "arXiv:2005.13013"),
        ("10.48550/arXiv.2005.13013", "arXiv:2005.13013"),
        ("doi:10.48550/ARXIV.2005.13013v1", "arXiv:2005.13013v1"),
        ("https://doi.org/10.1145/3442188.3445922.", "doi:10.1145/3442188.3445922"),
        ("https://dl.acm.org/doi/abs/10.1145/3442188.3445922", "doi:10.1145/3442188.3445922"),
        ("https://onlinelibrary.wiley.com/doi/10.1002/nme.4772/abstract", "doi:10.1002/nme.4772"),
        ("https://www.pnas.org/doi/10.1073/pnas.1234567.full.pdf", "doi:10.1073/pnas.1234567"),
        ("P19-1001", "acl:P19-1001"),
        ("2020.acl-main.747", "acl:2020.acl-main.747"),
        ("https://aclanthology.org/2020.ACL-main.747.pdf", "acl:2020.ACL-main.747"),
        ("https://aclanthology.org/2020.acl-main.747v2.pdf", "acl:2020.acl-main.747v2"),
        ("P19-1001v2", "acl:P19-1001v2"),
        ("https://zenodo.org/records/123/files/paper.pdf", "doi:10.5281/zenodo.123"),
        ("https://example.org/paper", "https://example.org/paper"),
        ("arxiv 2005.13013", "arXiv:2005.13013"),
        ("arXiv:2005.13013v1 [cs.CL] 26 May 2020", "arXiv:2005.13013v1"),
        ("arXiv:2005.13013v2 [cond-mat.mes-hall]", "arXiv:2005.13013v2"),
        ("DOI 10.1000/abc", "doi:10.1000/abc"),
        ("www.doi.org/10.1000/abc", "doi:10.1000/abc"),
        ("DOI: https://doi.org/10.1000/abc", "doi:10.1000/abc"),
        ("doi.org/10.1000%2Fabc", "doi:10.1000/abc"),
        ("https://doi.org/10.1000%2Fabc%28d%29", "doi:10.1000/abc(d)"),
        ("10.1000/abc/pdf", "doi:10.1000/abc"),
        ("10.1000/pdf", "doi:10.1000/pdf"),
        ("https://doi.org/10.1000/full", "doi:10.1000/full"),
    ],
)
def test_a_work_is_known_by_any_spelling_of_its_name(text: str, name: str) -> None:
    found = named_by(text)
    assert found is not None
    assert found.name == name


@pytest.mark.parametrize(
    "text",
    [
        "",
        "0",
        "2005",
        "Attention is all you need",
        "1989 in review",
        "papers/2005",
        "data/1234567",
        "v2",
        "10.5",
        "٢٠٠٥.١٣٠١٣",
        "arXiv no. 5",
    ],
)
def test_what_is_no_name_is_none(text: str) -> None:
    assert named_by(text) is None


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("2005.13013v2", "doi:10.48550/arXiv.2005.13013"),
        ("10.18653/v1/2020.ACL-main.747", "acl:2020.acl-main.747"),
        ("10.18653/v1/p19-1001", "acl:P19-1001"),
        ("10.1145/3442188", None),
        ("P19-1001", None),
    ],
)
def test_a_doi_that_holds_a_number_is_the_number(text: str, other: str | None) -> None:
    source = named_by(text)
    assert source is not None
    found = also_called(source)
    assert (found and found.name) == other


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("2005.13013v2", 2020),
        ("0704.0001", 2007),
        ("hep-th/9901001", 1999),
        ("math.GT/0309136", 2003),
        ("2013.00001", None),
        ("P19-1001", None),
    ],
)
def test_the_year_of_a_number_stands_in_it(text: str, year: int | None) -> None:
    source = named_by(text)
    assert source is not None
    assert numbered_in(source) == year


SICI = "10.1002/(SICI)1097-4571(199009)41:6<391::AID-ASI1>3.0.CO;2-9"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (f"See https://doi.org/{SICI}.", f"doi:{SICI}"),
        (f"<https://doi.org/{SICI}>", f"doi:{SICI}"),
        (f"doi:{SICI}, and more", f"doi:{SICI}"),
        (rf"doi:{SICI}".replace("<", r"\<").replace(">", r"\>"), f"doi:{SICI}"),
        (f"https://doi.org/{SICI}".replace("<", "&lt;").replace(">", "&gt;"), f"doi:{SICI}"),
        (f"https://doi.org/{SICI}".replace("<", "%3C").replace(">", "%3E"), f"doi:{SICI}"),
        ("<p>10.1175/1520-0469(1963)020<0130:DNF>2.0.CO;2</p>", "doi:10.1175/1520-0469(1963)020<0130:DNF>2.0.CO;2"),
        ("10.1000/abc<br>3.0", "doi:10.1000/abc"),
        ("doi.org/10.1000%2Fabc.", "doi:10.1000/abc"),
        ("https://doi.org/10.1000/abc%20and", "doi:10.1000/abc"),
        ("arXiv:1706.03762V5", "arXiv:1706.03762v5"),
    ],
)
def test_an_identifier_in_a_text_is_whole(text: str, name: str) -> None:
    assert [found.source.name for found in find_identifiers(text)] == [name]


def test_digits_of_other_scripts_are_no_number() -> None:
    assert not find_identifiers("arXiv:٢٠٠٥.١٣٠١٣ and arXiv:２００５.１３０１３")


def test_an_old_number_is_one_with_its_class_and_without() -> None:
    with_class, without = Source(scheme="arXiv", id="math.GT/0309136"), Source(scheme="arXiv", id="math/0309136")
    assert same_address(with_class) == same_address(without)
    assert number_of(with_class) == "math/0309136"
    assert also_called(with_class) == Source(scheme="doi", id="10.48550/arXiv.math/0309136")
    assert number_of(Source(scheme="doi", id="10.1000/x.ab/1234567")) == "10.1000/x.ab/1234567"
