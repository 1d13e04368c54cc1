from __future__ import annotations

import json
from typing import Any

import pytest

from advisor.errors import InputError, NotKnownError
from advisor.stack.plain import SIGNATURE, UNKNOWN
from advisor.stack.resources import read_stack, theme_of
from tests.advisor.stack_files import DEFAULT_PROVIDER, PROJECT, UNKNOWN_TEXT, bucket, export, preview, state

US_EAST_1 = f"urn:pulumi:prod::{PROJECT}::pulumi:providers:aws::billing"


def provider(urn: str, region: str) -> dict[str, Any]:
    return {"urn": urn, "custom": True, "type": "pulumi:providers:aws", "inputs": {"region": region}}


def test_a_preview_and_an_export_of_one_stack_hold_the_same_resources() -> None:
    states = [bucket("runs"), bucket("logs")]
    from_preview = read_stack(preview(states), "p")
    from_export = read_stack(export([provider(DEFAULT_PROVIDER, "us-east-1"), *states]), "e")
    assert from_preview.resources == from_export.resources
    assert {one.region for one in from_export.resources} == {"us-east-1"} == {from_preview.region}
    assert from_preview.name == from_export.name == "prod"


def test_components_and_providers_are_no_resources_that_are_billed() -> None:
    component = {"urn": f"urn:pulumi:prod::{PROJECT}::p:platform:Platform::platform", "type": "p:platform:Platform"}
    stack = {"urn": f"urn:pulumi:prod::{PROJECT}::pulumi:pulumi:Stack::s", "type": "pulumi:pulumi:Stack"}
    found = read_stack(export([stack, component, provider(DEFAULT_PROVIDER, "us-east-1"), bucket()]), "e")
    assert [one.name for one in found.resources] == ["runs"]


def test_the_region_is_the_resources_own_then_its_providers_then_the_stacks() -> None:
    states = [
        provider(US_EAST_1, "us-east-1"),
        state("aws:sns/topic:Topic", "own", {"region": "eu-west-1"}, provider=US_EAST_1),
        state("aws:sns/topic:Topic", "explicit", provider=US_EAST_1),
        state("aws:sns/topic:Topic", "default"),
    ]
    found = {one.name: one.region for one in read_stack(preview(states, "ap-northeast-1"), "p").resources}
    assert found == {"own": "eu-west-1", "explicit": "us-east-1", "default": "ap-northeast-1"}


def test_the_region_of_a_provider_that_the_file_does_not_show_is_not_guessed() -> None:
    states = [state("aws:sns/topic:Topic", "elsewhere", provider=US_EAST_1)]
    assert read_stack(preview(states, "ap-northeast-1"), "p").resources[0].region is None
    unknown = [state("aws:sns/topic:Topic", "later", {"region": UNKNOWN_TEXT})]
    assert read_stack(preview(unknown), "p").resources[0].region is None


def test_the_region_of_an_explicit_provider_is_not_that_of_the_others() -> None:
    states = [provider(US_EAST_1, "us-east-1"), bucket()]
    found = read_stack(preview(states, None), "p")
    assert found.region is None
    assert found.resources[0].region is None


def test_a_region_can_be_given_for_a_file_that_names_none() -> None:
    assert read_stack(preview([bucket()], None), "p").resources[0].region is None
    assert read_stack(preview([bucket()], None), "p", "eu-west-1").resources[0].region == "eu-west-1"


def test_what_a_preview_deletes_or_only_reads_is_not_in_the_stack_and_a_replacement_is_one_resource() -> None:
    new = bucket("new")
    steps = [
        {"op": "delete", "urn": "x", "oldState": bucket("gone"), "newState": None},
        {"op": "read", "urn": "y", "newState": bucket("read")},
        {"op": "create-replacement", "urn": new["urn"], "newState": new},
        {"op": "replace", "urn": new["urn"], "newState": new},
        {"op": "delete-replaced", "urn": new["urn"], "newState": new},
        {"op": "same", "urn": "z", "newState": bucket("same")},
    ]
    found = read_stack(json.dumps({"steps": steps, "changeSummary": {"same": 1}}), "p")
    assert [one.name for one in found.resources] == ["new", "same"]
    assert not found.missing


def test_what_an_export_is_about_to_delete_or_only_looks_up_is_not_in_the_stack() -> None:
    states = [{**bucket("going"), "delete": True}, {**bucket("other"), "external": True}, bucket("runs")]
    assert [one.name for one in read_stack(export(states), "e").resources] == ["runs"]


def test_unchanged_resources_that_a_preview_counts_and_does_not_list_are_missing() -> None:
    found = read_stack(preview([bucket()], changeSummary={"create": 1, "same": 120}), "p")
    assert found.missing == ("120 unchanged resources: preview with --show-sames, or export the stack",)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (UNKNOWN_TEXT, UNKNOWN),
        ("[secret]", UNKNOWN),
        ({SIGNATURE: "1b47061264138c4ac30d75fd1eb44270", "ciphertext": "v1:abc"}, UNKNOWN),
        ({SIGNATURE: "1b47061264138c4ac30d75fd1eb44270", "plaintext": '"open"'}, "open"),
        ({SIGNATURE: "1b47061264138c4ac30d75fd1eb44270", "plaintext": "{"}, UNKNOWN),
        ({SIGNATURE: "1b47061264138c4ac30d75fd1eb44270", "value": "open"}, "open"),
        ([1, UNKNOWN_TEXT], [1, UNKNOWN]),
        ({"a": {"b": UNKNOWN_TEXT}}, {"a": {"b": UNKNOWN}}),
        (7, 7),
    ],
)
def test_what_is_unknown_or_encrypted_is_told_from_what_is_there(value: Any, expected: Any) -> None:
    (found,) = read_stack(preview([state("aws:s3/bucket:Bucket", "runs", {"x": value})]), "p").resources
    assert found.properties.values["x"] == expected


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "is not JSON"),
        ("{", "is not JSON"),
        ("[" * 100_000, "is not JSON"),
        ("[]", "holds no stack"),
        ("{}", "holds no stack"),
        ('{"steps": 3}', "is damaged"),
        ('{"steps": [3]}', "is damaged"),
        ('{"steps": [{"op": "create", "newState": 3}]}', "is damaged"),
        ('{"steps": [{"op": "create", "newState": {"custom": true}}]}', "is damaged"),
        ('{"deployment": []}', "is damaged"),
        ('{"deployment": {"resources": "x"}}', "is damaged"),
        ('{"deployment": {"resources": [{"urn": "u", "type": "t", "custom": true, "inputs": [1]}]}}', "is damaged"),
    ],
)
def test_a_malformed_file_is_one_clear_error_that_says_what_is_accepted(text: str, said: str) -> None:
    with pytest.raises(InputError) as raised:
        read_stack(text, "stack.json")
    assert str(raised.value).startswith(f"stack.json {said}")
    assert "pulumi preview --json" in str(raised.value)
    assert "\n" not in str(raised.value)


def test_an_empty_stack_is_a_stack() -> None:
    assert read_stack('{"deployment": {"resources": null}}', "e").resources == ()
    assert read_stack('{"steps": null}', "p").resources == ()


@pytest.mark.parametrize(
    ("urn", "theme"),
    [
        ("urn:pulumi:s::p::p:platform:Platform$p:cost-control:Billing$aws:sns/topic:Topic::t", "cost-control"),
        ("urn:pulumi:s::p::p:platform:Platform$p:inference:A$p:platform:Function$aws:a/b:B::f", "inference"),
        ("urn:pulumi:s::p::aws:s3/bucket:Bucket::b", "other"),
        ("urn:pulumi:s::p::p:platform:Platform$aws:s3/bucket:Bucket::b", "other"),
        ("nonsense", "other"),
    ],
)
def test_the_theme_is_the_first_component_above_that_is_not_the_platforms_own(urn: str, theme: str) -> None:
    assert theme_of(urn) == theme


@pytest.mark.parametrize(
    ("ask", "value"),
    [
        ("number", "abc"),
        ("number", -1),
        ("number", True),
        ("number", [1]),
        ("number", "nan"),
        ("number", 1e300),
        ("text", 3),
        ("flag", "yes"),
        ("child", [1]),
        ("elements", {}),
        ("number", UNKNOWN_TEXT),
        ("text", UNKNOWN_TEXT),
        ("flag", UNKNOWN_TEXT),
        ("child", UNKNOWN_TEXT),
        ("elements", UNKNOWN_TEXT),
    ],
)
def test_a_property_that_is_unknown_or_has_another_shape_is_an_error_that_names_it(ask: str, value: Any) -> None:
    (found,) = read_stack(preview([state("aws:s3/bucket:Bucket", "runs", {"size": value})]), "p").resources
    with pytest.raises(NotKnownError, match="size"):
        getattr(found.properties, ask)("size")


def test_an_absent_property_is_its_default_and_one_that_must_be_there_is_asked_for() -> None:
    (found,) = read_stack(
        preview([state("aws:s3/bucket:Bucket", "runs", {"kinds": [{"a": "1"}, 3, UNKNOWN_TEXT]})]), "p"
    ).resources
    properties = found.properties
    assert properties.number("memorySize", 128) == 128
    assert properties.text("mode", "x") == "x"
    assert properties.flag("on") is False
    assert properties.child("config") is None
    assert list(properties.children("variants")) == []
    for ask in (properties.required_number, properties.required_text):
        with pytest.raises(NotKnownError, match="memorySize is not there"):
            ask("memorySize")
    kinds = properties.children("kinds")
    assert next(kinds).number("a") == 1
    with pytest.raises(NotKnownError, match=r"kinds\[1\]"):
        next(kinds)


@pytest.mark.parametrize("steps", [[bucket()], None])
def test_a_preview_that_failed_is_refused_whatever_it_lists(steps: list[dict[str, Any]] | None) -> None:
    told = [
        {"severity": "warning", "message": "look"},
        {"severity": "info#err", "message": "printed"},
        {"severity": "error", "message": "no such\nzone"},
    ]
    document = json.loads(preview(steps or []))
    if steps is None:
        del document["steps"]
    with pytest.raises(InputError, match=r"p is of a preview that failed, so its .* not all there: no such zone"):
        read_stack(json.dumps({**document, "diagnostics": told}), "p")
    assert read_stack(preview([bucket()], diagnostics=told[:2]), "p").resources


def test_a_preview_without_even_the_stack_is_no_empty_stack_and_an_export_may_be_one() -> None:
    assert "not even the stack" in read_stack(preview([]), "p").missing[0]
    stack = {"urn": f"urn:pulumi:prod::{PROJECT}::pulumi:pulumi:Stack::s", "type": "pulumi:pulumi:Stack"}
    assert read_stack(preview([stack]), "p").missing == ()
    assert read_stack(export([]), "e").missing == ()
