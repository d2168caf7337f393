"""Writes what is made from the code: docs/checks.md, docs/schemas/ and reports/seeds-audit/. Tests hold them against the code."""

from __future__ import annotations

import json
import os
from pathlib import Path

from synth.audit.auditing import audit_reports
from synth.audit.check import checks
from synth.audit.explain import page
from synth.audit.formats.html import write_page
from synth.audit.formats.sarif import write_sarif
from synth.audit.formats.spreadsheet import write_csv, write_reports_csv
from synth.records import FILE_RECORDS, json_schema, to_json

ROOT = Path(__file__).resolve().parent.parent


def written() -> dict[str, str]:
    """Each file, from the root of the project, and what belongs in it."""
    audited = audit_reports(["data/seeds"])
    files = {f"docs/schemas/{name}.schema.json": json.dumps(json_schema(kind), indent=2) + "\n" for name, kind in FILE_RECORDS.items()}
    return files | {
        "docs/checks.md": page(checks()),
        "reports/seeds-audit/audit.html": write_page(audited),
        "reports/seeds-audit/audit.json": to_json(audited.audit),
        "reports/seeds-audit/findings.csv": write_csv(audited),
        "reports/seeds-audit/reports.csv": write_reports_csv(audited),
        "reports/seeds-audit/audit.sarif": write_sarif(audited),
    }


def main() -> None:
    os.chdir(ROOT)
    for name, text in written().items():
        path = ROOT / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="")
        print(name)


if __name__ == "__main__":
    main()
