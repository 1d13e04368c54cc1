"""Cloud Control: a life on the sandbox, and the documents it is made of."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.provider.check import NameRequest
from sandbox.provider.errors import ProviderError
from sandbox.provider.lifecycle import Lifecycle, Subject
from sandbox.provider.resources import cloudcontrol

POINT = Subject("aws:cloudcontrol/resource:Resource", "It")
DOCUMENTS = st.dictionaries(st.text("ab/~", min_size=1, max_size=4), st.integers() | st.text(max_size=3), max_size=5)


def attachment(name: str) -> dict[str, Any]:
    identity = {"Type": "UNIX", "UnixUser": {"Name": "root"}}
    ontap = {"VolumeId": "fsvol-0123456789abcdef0", "FileSystemIdentity": identity}
    state = {"Name": name, "Type": "ONTAP", "OntapConfiguration": ontap}
    return {"typeName": "AWS::FSx::S3AccessPointAttachment", "desiredState": json.dumps(state)}


def test_an_access_point_lives(lifecycle: Lifecycle) -> None:
    inputs, failures = lifecycle.check(POINT, {}, attachment("input"), NameRequest("It"))
    assert failures == []
    resource_id, state = lifecycle.create(POINT, inputs, 0)
    assert resource_id == "input"
    assert json.loads(state["properties"])["S3AccessPoint"]["Alias"].endswith("-ext-s3alias")
    found = lifecycle.read(POINT, resource_id, state, inputs)
    assert found is not None
    assert lifecycle.diff(POINT, found[0], found[1], inputs).changes == ()
    imported = lifecycle.read(POINT, "AWS::FSx::S3AccessPointAttachment,input", {}, {})
    assert imported is not None
    assert imported[2] == "input"
    assert imported[0]["typeName"] == inputs["typeName"]
    lifecycle.delete(POINT, resource_id, state, 0)
    assert lifecycle.read(POINT, resource_id, state, inputs) is None
    lifecycle.delete(POINT, resource_id, state, 0)


def test_a_type_that_the_registry_does_not_have_is_refused(lifecycle: Lifecycle) -> None:
    with pytest.raises(ProviderError, match=r"cloudcontrol:.*AWS::Nothing::Here"):
        lifecycle.create(POINT, {"typeName": "AWS::Nothing::Here", "desiredState": "{}"}, 0)


@given(DOCUMENTS, DOCUMENTS)
def test_a_patch_leads_from_one_document_to_the_other(old: dict[str, Any], new: dict[str, Any]) -> None:
    patched = dict(old)
    for step in cloudcontrol._patch(old, new):  # the law is about this function
        name = step["path"][1:].replace("~1", "/").replace("~0", "~")
        if step["op"] == "remove":
            del patched[name]
        else:
            assert (step["op"] == "add") is (name not in patched)
            patched[name] = step["value"]
    assert patched == new


@pytest.mark.parametrize(
    ("wanted", "actual", "expected"),
    [
        ({"a": 1}, {"a": 1, "b": 2}, {"a": 1}),
        ({"a": 1}, {"a": 2}, {"a": 2}),
        ({"secret": 1}, {"a": 2}, {"secret": 1}),
        ({"a": {"hidden": 1, "x": 1}}, {"a": {"x": 1, "read": 5}}, {"a": {"hidden": 1, "x": 1}}),
        (None, {"a": 2}, {"a": 2}),
    ],
)
def test_the_desired_state_shows_drift_only(wanted: Any, actual: Any, expected: Any) -> None:
    text = None if wanted is None else json.dumps(wanted)
    assert json.loads(cloudcontrol._desired(text, json.dumps(actual))) == expected
