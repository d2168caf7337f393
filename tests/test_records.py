"""Records go into JSON and come back; what a version does not know survives it; what is wrong is named with its place."""

from __future__ import annotations

import json
import tomllib
from typing import Annotated, Any, get_args, get_origin

import jsonschema
import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from paths import ROOT, SEED_FILES

from synth.records import (
    FILE_RECORDS,
    Claim,
    ClaimFile,
    Record,
    RecordError,
    Report,
    Stated,
    from_builtins,
    from_json,
    json_schema,
    to_json,
)
from synth.reports.importing import read_report

json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)

st.register_type_strategy(float, st.floats(allow_nan=False, allow_infinity=False))
st.register_type_strategy(int, st.integers(-(2**53), 2**53))
st.register_type_strategy(str, st.text(st.characters(exclude_categories=["Cs"]), max_size=8))
st.register_type_strategy(dict, lambda _: st.just({}))


def any_record(kind: type[Record]) -> st.SearchStrategy[Record]:
    fields = {field.name: values(field.type) for field in msgspec.structs.fields(kind) if field.name not in ("unknown", "schema")}
    return st.builds(kind, **fields)


def values(kind: Any) -> st.SearchStrategy[Any]:
    """Values of a type, within the bounds that it states."""
    if get_origin(kind) is Annotated:
        return st.integers(get_args(kind)[1].ge, get_args(kind)[1].le or 1000)
    return st.from_type(kind)


for record in Record.__subclasses__():
    st.register_type_strategy(record, any_record)


@pytest.mark.parametrize("kind", FILE_RECORDS.values(), ids=FILE_RECORDS.keys())
def test_every_record_is_the_same_after_json(kind: type[Record]) -> None:
    @given(st.from_type(kind))
    @settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
    def there_and_back(record: Record) -> None:
        assert from_json(kind, to_json(record)) == record

    there_and_back()


@given(json_values.filter(lambda value: value is not None))
def test_fields_of_a_later_version_are_kept(value: object) -> None:
    written = {"schema": 1, "title": "t", "claims": [{"text": "c", "later": value}], "later": value}
    report = from_json(Report, json.dumps(written))
    assert report.unknown == {"later": value}
    assert json.loads(to_json(report)) == written


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"claims": [{"text": 3}]}', "$.claims[0].text"),
        ('{"title": ', "not JSON"),
        ('{"schema": 9}', "newer"),
        ('{"schema": 0}', "does not exist"),
        ('{"results": {"papers": 1000000000000000000000000000000}}', "64 bits"),
        ('{"claims": [{"text": "a", "stated": {"decimals": 3000000000}}]}', "$.claims[0].stated.decimals"),
        ('{"layout": {"gaps": [{"block": 0, "lines": 1000000000000}]}}', "$.layout.gaps[0].lines"),
        ('{"sections": [{"title": "a", "level": -3}]}', "$.sections[0].level"),
        ("[]", "Expected `object`"),
        ('{"sentences": [{"text": "a", "span": [1]}]}', "$.sentences[0].span"),
        ('{"claims": [{"text": "a", "stated": {"confidence": "high"}}]}', "$.claims[0].stated.confidence"),
        ("\ud800".encode("utf-16", "surrogatepass").decode("latin-1"), "not JSON"),
        ("[" * 100_000, "not JSON"),
    ],
)
def test_what_is_wrong_is_named_with_its_place(text: str, said: str) -> None:
    with pytest.raises(RecordError, match=said.replace("$", r"\$").replace("[", r"\[").replace("]", r"\]")):
        from_json(Report, text)


def test_the_written_schemas_are_those_of_the_types() -> None:
    for name, kind in FILE_RECORDS.items():
        written = json.loads((ROOT / "docs" / "schemas" / f"{name}.schema.json").read_text(encoding="utf-8"))
        assert written == json.loads(json.dumps(json_schema(kind))), f"docs/schemas/{name}.schema.json is old: make docs"


def test_what_we_write_fits_the_schema() -> None:
    schema = json_schema(Report)
    jsonschema.Draft202012Validator.check_schema(schema)
    for file in SEED_FILES:
        jsonschema.validate(json.loads(to_json(read_report(file))), schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"claims": [{"text": 3}]}, schema)


def test_claim_files_fit_their_schema_and_survive() -> None:
    schema = json_schema(ClaimFile)
    for file in sorted((ROOT / "data" / "claims").glob("*.toml")):
        content = tomllib.loads(file.read_text(encoding="utf-8"))
        jsonschema.validate(content, schema)
        assert not from_builtins(ClaimFile, content).unknown


def test_a_number_that_json_cannot_hold_is_refused_and_not_lost() -> None:
    with pytest.raises(RecordError, match="inf"):
        to_json(Stated(confidence=float("inf")))


def test_records_cannot_be_changed() -> None:
    with pytest.raises(AttributeError):
        Claim(text="a").text = "b"  # type: ignore[misc]
