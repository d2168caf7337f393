"""Which work, in which version, a text names: arXiv numbers with their version, DOIs, ACL Anthology numbers, addresses.

Nothing is looked up and nothing is repaired: an identifier that is cut off is taken as it stands.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import unquote

from synth.records import Source

MAX_URL = 2_000  # characters; longer ones are data, not addresses

_ARXIV_ID = r"(?P<{0}>[0-9]{{4}}\.[0-9]{{4,5}}|[a-z-]{{2,12}}(?:\.[A-Z]{{2}})?/[0-9]{{7}})(?P<{1}>[vV][0-9]{{1,2}})?"
_SICI = r"\\?<[^\s<>]{0,40}:[^\s<>]{0,40}>(?=[0-9]\.[0-9]\.)"  # in old DOIs: "6<391::AID-ASI1>3.0.CO;2-9"
_FOUND = re.compile(
    rf"(?P<url>https?://(?:[^\s<>\"`{{}}|\\^\[\]（）【】，。；「」]|{_SICI}){{1,{MAX_URL}}})"
    rf"|(?<![\w/.])(?:(?i:(?:www\.|dx\.)?doi\.org/))?(?P<doi>10\.[0-9]{{4,9}}(?:/|%2[Ff])(?:[^\s\"<>|{{}}\\\[\]，。；）】]|{_SICI}){{1,300}})"
    r"|(?i:\barxiv(?:\.org/abs/|\.org/pdf/|:\s{0,2}|\s(?=[0-9]{4}\.[0-9])))" + _ARXIV_ID.format("arxiv", "version")
)
_ARXIV_URL = re.compile(
    r"https?://(?:(?:[\w-]+\.){0,2}(?:arxiv|ar5iv|alphaxiv)\.org/(?:abs|pdf|html|e-print|src|format)|huggingface\.co/papers)/"
    + _ARXIV_ID.format("id", "version"),
    re.IGNORECASE,
)
_DOI_URL = re.compile(
    r"https?://(?:(?:dx\.|www\.)?doi\.org/|[^/\s]{1,100}/doi/(?:(?:abs|full|pdf|epdf|epub|book|pdfdirect|fullhtml)/)?)(?P<id>10\.[0-9]{4,9}(?:/|%2F)[^\s?#&]{1,300})",
    re.IGNORECASE,
)
_VIEW = re.compile(  # which view of a work an address asks for, behind its DOI
    r"(?:/(?:abstract|full|pdf|epdf|html|meta|summary|references|citations|full-text|fulltext)?|\.(?:pdf|full|abstract|short|long|full\.pdf))+\Z",
    re.IGNORECASE,
)
_VIEW_OF_DOI = re.compile(  # the same behind a DOI by itself, where a full stop may be its own
    r"(?:/(?:abstract|full|pdf|epdf|html|meta|summary|full-text|fulltext))+/?\Z", re.IGNORECASE
)
_NO_SIGN = re.compile(r"[\s\x00-\x1f\x7f-\x9f]")
_ACL_URL = re.compile(
    r"https?://(?:www\.)?(?:aclanthology\.org|aclweb\.org/anthology)/(?:papers/\w/\w[0-9][0-9]/)?(?P<id>[A-Z][0-9]{2}-[0-9]{4,5}|[0-9]{4}\.[\w-]+\.[0-9]+)(?P<version>v[0-9])?",
    re.IGNORECASE,
)
_ACL_ID = r"[A-Z][0-9]{2}-[0-9]{4,5}|[0-9]{4}\.[\w-]+\.[0-9]+"
_ACL_DOI = re.compile(rf"10\.(?:18653/v1|3115/v1)/(?P<id>{_ACL_ID})\Z", re.IGNORECASE)
_STAMP = r"(?:\s*\[[a-z-]{2,12}(?:\.[a-z-]{2,12})?\](?:\s+[0-9]{1,2}\s+[a-z]{3,9}\s+[0-9]{4})?)?"  # "[cs.CL] 26 May 2020", on a first page
_WHOLE = re.compile(  # an identifier alone, as people type it
    rf"\s*(?:(?:arxiv\s*:?)?\s*(?P<arxiv>{_ARXIV_ID.format('number', 'version')})(?:\.pdf)?{_STAMP}"
    rf"|(?:acl:)?(?P<acl>{_ACL_ID})(?P<revision>v[0-9])?"
    rf"|(?:doi\s*[:=]?)?\s*(?P<doi>10\.[0-9]{{4,9}}(?:/|%2F)\S+)"
    rf"|(?:doi\s*[:=]?\s*)?(?P<address>https?:/{{1,2}}\S+|(?:www\.)?(?:[\w-]+\.){{0,2}}(?:arxiv|ar5iv|alphaxiv|doi|aclanthology)\.org/\S+))\s*\Z",
    re.IGNORECASE,
)
_OLD_NUMBER = re.compile(r"([a-z-]+)(\.[a-z]{2})?(/[0-9]{7})\Z", re.IGNORECASE)
_OLD_ARCHIVES = frozenset(  # whose numbers hold their name; other words with a stroke and seven digits behind them are paths
    "acc-phys adap-org alg-geom ao-sci astro-ph atom-ph bayes-an chao-dyn chem-ph cmp-lg comp-gas cond-mat cs dg-ga funct-an gr-qc hep-ex "
    "hep-lat hep-ph hep-th math math-ph mtrl-th nlin nucl-ex nucl-th patt-sol physics plasm-ph q-alg q-bio q-fin quant-ph solv-int "
    "stat supr-con".split()
)
_ZENODO_URL = re.compile(r"https?://(?:www\.)?zenodo\.org/records?/(?P<id>[0-9]{1,12})", re.IGNORECASE)
_ARXIV_DOI = re.compile(r"10\.48550/arxiv\." + _ARXIV_ID.format("id", "version") + r"\Z", re.IGNORECASE)
_TRAILING = ".,;:!?'’*_"
_ADDRESS = re.compile(r"https?://(?:www\.)?([^#?]*)(?:\?([^#]*))?", re.IGNORECASE)
_TRACKING = re.compile(r"(?:utm_\w+|fbclid|gclid|ref|source)=[^&]*&?")


class Found(NamedTuple):
    """An identifier and the characters it takes up."""

    start: int
    end: int
    source: Source


def find_identifiers(text: str) -> list[Found]:
    """The identifiers in `text`, in order; each once, a DOI inside an address as part of the address."""
    return list(_found_in(text))


@lru_cache(maxsize=500)  # an entry of a list of references is asked several times
def _found_in(text: str) -> tuple[Found, ...]:
    found = []
    for match in _FOUND.finditer(text):
        printed = _trimmed(match[0])
        source = _source_of_url(printed) if match["url"] else _source_of_id(match, printed)
        found.append(Found(match.start(), match.start() + len(printed), source))
    return tuple(found)


def source_of(target: str) -> Source | None:
    """The source an address points to; None for anchors, mail and paths."""
    return _source_of_url(target) if target.startswith(("http://", "https://")) and len(target) <= MAX_URL else None


def named_by(text: str) -> Source | None:
    """The work that a text names which is an identifier and nothing else, in any of its spellings; None for a title, or any other text.

    What stands in a path has lost a stroke of its "https://", and is an address all the same.
    """
    match = _WHOLE.match(text[:MAX_URL])
    if match is None:
        return None
    if match["arxiv"]:
        number = _spelt(match["number"])
        return Source(scheme="arXiv", id=number, version=(match["version"] or "").lower()) if number else None
    if match["acl"]:
        return Source(scheme="acl", id=_acl_spelt(match["acl"]), version=(match["revision"] or "").lower())
    if match["doi"]:
        return _source_of_doi(_trimmed(match["doi"]), "")
    address = re.sub(r"\A(?:https?:/{1,2})?", "https://", match["address"].strip(), flags=re.IGNORECASE)
    return _source_of_url(address)


def also_called(source: Source) -> Source | None:
    """The other name that an identifier has by rule: arXiv and the ACL Anthology give their papers DOIs that hold the number."""
    if source.scheme == "arXiv":
        return Source(scheme="doi", id=f"10.48550/arXiv.{number_of(source)}")
    if source.scheme == "doi" and (match := _ACL_DOI.match(source.id)):
        return Source(scheme="acl", id=_acl_spelt(match["id"]))
    return None


def number_of(source: Source) -> str:
    """An identifier as databases keep it: of an arXiv number without the class of its subject. math.GT/0309136 is math/0309136."""
    old = _OLD_NUMBER.match(source.id) if source.scheme == "arXiv" else None
    return f"{old[1]}{old[3]}" if old else source.id


def numbered_in(source: Source) -> int | None:
    """The year in which arXiv gave a number, which is that of the first version: it stands in it."""
    match = re.match(r"(?:[a-z.-]+/)?(\d\d)(?:0[1-9]|1[0-2])", source.id, re.IGNORECASE) if source.scheme == "arXiv" else None
    return None if match is None else int(match[1]) + (1900 if int(match[1]) > 90 else 2000)


def _spelt(number: str) -> str:
    """A number as arXiv writes it, as in "math.GT/0309136"; none where no archive has such numbers."""
    old = _OLD_NUMBER.match(number)
    if old is None:
        return number
    archive = old[1].lower()
    return f"{archive}{(old[2] or '').upper()}{old[3]}" if archive in _OLD_ARCHIVES else ""


def _acl_spelt(name: str) -> str:
    return name.upper() if name[0].isalpha() else name.lower()


def same_address(source: Source) -> str:
    """What two spellings of one address have in common: scheme and identifier, without version, www and tracking marks."""
    if source.scheme == "arXiv":
        return f"arxiv:{number_of(source)}".casefold()
    if source.scheme != "url":
        return f"{source.scheme}:{source.id}".casefold()
    match = _ADDRESS.match(source.id)
    if not match:
        return source.id.casefold()
    query = _TRACKING.sub("", match[2] or "").rstrip("&")
    return match[1].rstrip("/").casefold() + (f"?{query}" if query else "")


def best(found: list[Found]) -> Source | None:
    """The identifier that names a version best: arXiv, then DOI, then ACL, then the first address."""
    for scheme in ("arXiv", "doi", "acl", "url"):
        for item in found:
            if item.source.scheme == scheme:
                return item.source
    return None


def _trimmed(printed: str) -> str:
    while printed:
        last = printed[-1]
        if last in _TRAILING or (last == ")" and printed.count("(") < printed.count(")")):
            printed = printed[:-1]
        else:
            break
    return printed


def _source_of_url(url: str) -> Source:
    url = url.replace("&lt;", "<").replace("&gt;", ">")
    if match := _ARXIV_URL.match(url):
        return Source(scheme="arXiv", id=match["id"], version=(match["version"] or "").lower(), url=url)
    if match := _DOI_URL.match(url):
        return _source_of_doi(match["id"], url)
    if match := _ACL_URL.match(url):
        return Source(scheme="acl", id=match["id"].removesuffix(".pdf"), version=(match["version"] or "").lower(), url=url)
    if match := _ZENODO_URL.match(url):
        return Source(scheme="doi", id=f"10.5281/zenodo.{match['id']}", url=url)
    return Source(scheme="url", id=url, url=url)


def _source_of_id(match: re.Match[str], printed: str) -> Source:
    if match["arxiv"]:
        return Source(scheme="arXiv", id=match["arxiv"], version=(match["version"] or "").lower())
    return _source_of_doi(_trimmed(match["doi"]), "")


def _unquoted(doi: str) -> str:
    """A DOI without the signs that addresses have instead of others: "10.1000%2Fabc". What is no sign at all ends it."""
    return _NO_SIGN.split(unquote(doi), maxsplit=1)[0] if "%" in doi else doi


def _source_of_doi(doi: str, url: str) -> Source:
    """arXiv gives its papers DOIs too; the number says more than the DOI, which knows no version."""
    doi = _trimmed(_unquoted(doi).replace("&lt;", "<").replace("&gt;", ">").replace("\\<", "<").replace("\\>", ">"))
    without_view = (_VIEW if url else _VIEW_OF_DOI).sub("", doi)
    if "/" in without_view:  # else the view is what names it
        doi = without_view
    if match := _ARXIV_DOI.match(doi):
        return Source(scheme="arXiv", id=match["id"], version=(match["version"] or "").lower(), url=url)
    return Source(scheme="doi", id=doi, url=url)
