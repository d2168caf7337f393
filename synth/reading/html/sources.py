"""Which paper, in which version, a page says that it is."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from synth.records import Source

_ARXIV = re.compile(
    r"(?:arxiv\.org/(?:abs|pdf|html|format)/|\barxiv:\s?)(\d{4}\.\d{4,5}|[a-z-]{2,12}(?:\.[A-Z]{2})?/\d{7})(v\d{1,2})(?!\d)", re.IGNORECASE
)


def source_in(path: Path, root: Any) -> Source:
    """The paper and its version where the page itself says them; else the file."""
    said = [link.get("href") or "" for link in root.iter("link") if "canonical" in (link.get("rel") or "").lower()]
    said += [base.get("href") or "" for base in root.iter("base")]
    said += [
        meta.get("content") or ""
        for meta in root.iter("meta")
        if (meta.get("property") or meta.get("name") or "").lower() in ("og:url", "citation_arxiv_id")
    ]
    said += ["".join(stamp.itertext()) for stamp in root.xpath('//*[@id="watermark-tr" or contains(@class, "ltx_stamp")]')[:4]]
    for text in said:
        if found := _ARXIV.search(text if "arxiv" in text.lower() else f"arXiv:{text}"):
            return Source(scheme="arXiv", id=found[1], version=found[2].lower())
    return Source(scheme="file", id=path.name)
