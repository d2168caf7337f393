"""The audit as SARIF 2.1.0, which editors and code hosts show at the lines of the files.

Red, yellow and info become results; a check that failed and a file that could not be read become notifications. Green and `na` are not
written: SARIF has places for them that its readers show as problems.
"""

from __future__ import annotations

import hashlib
import os
import re
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

import msgspec

from synth.audit.check import Check, CheckRun, checks
from synth.audit.formats.visible import visible
from synth.audit.result import Audited, AuditedReport
from synth.records import Finding, Light

SCHEMA_URI = "https://json.schemastore.org/sarif-2.1.0.json"
LEVELS: dict[Light, str] = {"red": "error", "yellow": "warning", "info": "note"}
FINGERPRINT = "assay/v1"  # raised when the same finding would get another fingerprint
_LINK = re.compile(r"([\[\]\\])")  # SARIF §3.11.6: a plain message may hold links, and these are escaped when they make none


def write_sarif(audited: Audited) -> str:
    """One run with a rule for each check, as indented JSON."""
    audit = audited.audit
    described = {check.code: check for check in checks()}
    rules = {run.code: at for at, run in enumerate(audit.checks)}
    failed = [_failed(finding, rules) for finding in audit.findings if finding.light == "fail"]
    unread = [_unread(report) for report in audit.reports if report.error]
    invocation: dict[str, Any] = {"executionSuccessful": not (failed or unread)}
    if failed or unread:
        invocation["toolExecutionNotifications"] = unread + failed
    run = {
        "tool": {
            "driver": {
                "name": "Assay",
                "version": audit.version,
                "semanticVersion": audit.version,
                "rules": [_rule(check, described.get(check.code)) for check in audit.checks],
            }
        },
        "invocations": [invocation],
        "artifacts": [_artifact(report) for report in audit.reports],
        "results": [_result(finding, rules) for finding in audit.findings if finding.light in LEVELS],
        "columnKind": "unicodeCodePoints",
    }
    log = {"$schema": SCHEMA_URI, "version": "2.1.0", "runs": [run]}
    return msgspec.json.format(msgspec.json.encode(log), indent=2).decode() + "\n"


def uri_of(name: str) -> str:
    """A path as a URI: relative and with forward slashes, or `file:` for a path given from the root. No name becomes another scheme."""
    path = PurePath(name)
    return path.as_uri() if path.is_absolute() else quote(os.fsencode(path.as_posix()))


def _rule(run: CheckRun, check: Check | None) -> dict[str, Any]:
    rule: dict[str, Any] = {"id": run.code, "name": run.name, "shortDescription": {"text": run.title}}
    if check:
        rule["help"] = {"text": f"Looks at: {check.looks_at}\n\nCannot know: {check.cannot_know}"}
        rule["defaultConfiguration"] = {"level": next((LEVELS[light] for light in LEVELS if light in check.words), "none")}
    return rule


def _result(finding: Finding, rules: dict[str, int]) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": finding.code,
        **({"ruleIndex": rules[finding.code]} if finding.code in rules else {}),
        "level": LEVELS[finding.light],
        "message": {"text": _message(finding.sentence)},
        "locations": [_location(finding)],
        "partialFingerprints": {FINGERPRINT: _fingerprint(finding)},
    }
    if finding.silenced:
        result["suppressions"] = [{"kind": "external", "justification": "Named in the baseline file."}]
    return result


def _failed(finding: Finding, rules: dict[str, int]) -> dict[str, Any]:
    rule = {"id": finding.code, **({"index": rules[finding.code]} if finding.code in rules else {})}
    return {"level": "error", "message": {"text": _message(finding.sentence)}, "associatedRule": rule, "locations": [_location(finding)]}


def _unread(report: AuditedReport) -> dict[str, Any]:
    location = {"physicalLocation": {"artifactLocation": {"uri": uri_of(report.name)}}}
    return {"level": "error", "message": {"text": _message(report.error)}, "locations": [location]}


def _artifact(report: AuditedReport) -> dict[str, Any]:
    algorithm, _, digest = report.hash.partition(":")
    hashes = {"hashes": {"sha-256": digest}} if algorithm == "sha256" and digest else {}
    return {"location": {"uri": uri_of(report.name)}, **hashes}


def _location(finding: Finding) -> dict[str, Any]:
    where: dict[str, Any] = {"artifactLocation": {"uri": uri_of(finding.report)}}
    if finding.place.line:
        where["region"] = {"startLine": finding.place.line}
    return {"physicalLocation": where}


def _message(sentence: str) -> str:
    """The sentence as a plain message: braces doubled (§3.11.5), and brackets escaped where they would make a link."""
    shown = visible(sentence).replace("{", "{{").replace("}", "}}")
    return _LINK.sub(r"\\\1", shown) if "](" in shown else shown


def _fingerprint(finding: Finding) -> str:
    """What stays the same when lines are added above: the check, the file, and what the finding is about."""
    about = finding.key or finding.sentence
    return hashlib.sha256("\0".join((finding.code, finding.report, about)).encode(errors="surrogatepass")).hexdigest()
