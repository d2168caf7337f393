"""Uses an installed `synth` against databases on loopback: what it fetches there it has offline. Run by the Python of that install."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parent.parent / "tests"))

from made_archive import papers, source
from made_databases import Entry

WEIGHING = Entry("Learning to Weigh Evidence in Long Documents", arxiv="2101.00001", version=2, doi="10.1000/weigh")
CITED = f"@article{{weigh, title={{{WEIGHING.title}}}, author={{Roe, Jane and Wang, Wei}}, year=2021, eprint={{2101.00001v2}}}}"


def main() -> int:
    synth = Path(sys.executable).parent / "synth"
    Path("cited.bib").write_text(CITED, encoding="utf-8")

    def told(*arguments: str, **environment: str) -> dict[str, object]:
        done = subprocess.run([synth, *arguments, "--json"], env=os.environ | environment, check=True, capture_output=True)
        answer = json.loads(done.stdout)
        assert isinstance(answer, dict)
        return answer

    with papers(Path("home").absolute(), [WEIGHING], {"/e-print/2101.00001v2": source(WEIGHING.title)}) as (environment, _):
        fetched = told("fetch", "2101.00001", **environment)
        assert '"state": "fetched"' in json.dumps(fetched)
        online = [told("search", "weighing evidence", **environment), told("audit", "cited.bib", "--check-references", **environment)]
        assert "2101.00001" in json.dumps(online[0])
        assert '"same work": 1' in json.dumps(online[1])
    offline = environment | {"ASSAY_OFFLINE": "1"}
    assert '"state": "there"' in json.dumps(told("fetch", "2101.00001", **offline))
    again = [told("search", "weighing evidence", **offline), told("audit", "cited.bib", "--check-references", **offline)]
    assert again == online, f"{json.dumps(online)}\n{json.dumps(again)}"
    assert WEIGHING.title in json.dumps(told("read", "2101.00001v2", **offline))
    assert "weigh" in json.dumps(told("library", "search", "weigh evidence", **offline))
    assert told("doctor", **offline)["signs"]
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
