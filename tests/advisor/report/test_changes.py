"""Changes in plain words: what loses data is on top and says why and what to do; no secret is shown."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.report.changes.listing import changes
from advisor.report.changes.values import LONGEST, at_path, pair, without_secrets
from advisor.report.model import Change, Operation, Risk
from tests.advisor.report.steps import ALARM, BUCKET, LOGS, ROLE, TABLE, UNKNOWN, plans_of, same, step

VERSIONING = "aws:s3/bucketVersioning:BucketVersioning"


def told(*steps: Any) -> tuple[Change, ...]:
    return changes(plans_of(*steps))


def replaced(token: str, name: str, **further: Any) -> dict[str, Any]:
    return step("replace", token, name, {"hashKey": "id"}, {"hashKey": "key"}, replaceReasons=["hashKey"], **further)


def test_a_replaced_table_says_what_is_lost_why_and_what_to_do() -> None:
    (found,) = told(replaced(TABLE, "records"))
    assert found.risk is Risk.DATA_LOSS
    assert found.summary == (
        "The DynamoDB table records is made anew because hashKey cannot be changed in place: "
        "its items are lost unless they are moved first."
    )
    assert "restore it under the new name" in found.advice
    assert [(one.path, one.forces_replacement) for one in found.properties] == [("hashKey", True)]


def test_data_stands_above_access_above_the_rest_and_what_stays_is_not_listed() -> None:
    found = told(
        same(ALARM, "same", {}),
        step("create", ALARM, "alarm", None, {}),
        step("create", ROLE, "role", None, {}),
        replaced("aws:sagemaker/endpointConfiguration:EndpointConfiguration", "config"),
        step("delete", BUCKET, "runs", {"bucket": "runs"}),
    )
    assert [(one.name, one.risk) for one in found] == [
        ("runs", Risk.DATA_LOSS),
        ("role", Risk.SECURITY),
        ("config", Risk.REPLACEMENT),
        ("alarm", Risk.ROUTINE),
    ]


def test_what_is_kept_on_deletion_is_left_behind_not_lost() -> None:
    (found,) = told(step("delete", BUCKET, "runs", {}, state={"retainOnDelete": True}))
    assert "it stays in AWS" in found.summary
    assert "lost" not in found.summary
    (found,) = told(replaced(TABLE, "records", state={"retainOnDelete": True}))
    assert "the new one is empty" in found.summary
    (found,) = told(step("discard", ALARM, "seen", {}))
    assert found.operation is Operation.FORGET


@pytest.mark.parametrize(
    ("token", "before", "after", "said"),
    [
        (LOGS, {"retentionInDays": 365}, {"retentionInDays": 30}, "log events that are older"),
        (LOGS, {"retentionInDays": 0}, {"retentionInDays": 30}, "log events that are older"),
        (LOGS, {}, {"retentionInDays": 3653}, "log events that are older"),
        (LOGS, {"retentionInDays": 30}, {"retentionInDays": UNKNOWN}, "not known yet"),
        (TABLE, {"pointInTimeRecovery": {"enabled": True}}, {}, "point-in-time recovery is switched off"),
        (TABLE, {"deletionProtectionEnabled": True}, {"deletionProtectionEnabled": False}, "no longer refuses"),
        (BUCKET, {"forceDestroy": False}, {"forceDestroy": True}, "deleted with everything in it"),
        (
            VERSIONING,
            {"versioningConfiguration": {"status": "Enabled"}},
            {"versioningConfiguration": {"status": "Suspended"}},
            "overwritten or deleted is gone",
        ),
    ],
)
def test_protection_that_is_taken_away_counts_as_data_at_risk(token: str, before: Any, after: Any, said: str) -> None:
    (found,) = told(step("update", token, "it", before, after))
    assert found.risk is Risk.DATA_LOSS
    assert said in found.summary
    back = told(step("update", token, "it", after, before))
    assert said == "not known yet" or all(one.risk is not Risk.DATA_LOSS for one in back)


def test_a_change_of_tags_alone_decides_nobody_s_access_and_the_provider_s_sum_of_them_is_not_told() -> None:
    before, after = {"tags": {"Owner": "a"}}, {"tags": {"Owner": "b"}}
    paths = {"tags.Owner": {"kind": "update"}, "tagsAll.Owner": {"kind": "update"}}
    (found,) = told(step("update", ROLE, "worker", before, after, detailedDiff=paths))
    assert found.risk is Risk.ROUTINE
    assert [(one.path, one.before, one.after) for one in found.properties] == [("tags.Owner", "a", "b")]


def test_protection_by_pulumi_that_goes_is_told() -> None:
    made = step("update", BUCKET, "runs", {"a": 1}, {"a": 2})
    made["oldState"]["protect"] = True
    (found,) = told(made)
    assert "Pulumi no longer refuses to delete it (protect)" in found.summary


def test_a_cloud_control_resource_is_known_by_the_type_that_it_is_of() -> None:
    inputs = {"typeName": "AWS::FSx::S3AccessPointAttachment", "desiredState": "{}"}
    (found,) = told(step("delete", "aws:cloudcontrol/resource:Resource", "input", inputs))
    assert (found.risk, "the files stay on the volume" in found.summary) == (Risk.DATA_LOSS, True)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("a", 1),
        ("b.c", 2),
        ("d[1]", 4),
        ('e["x.y"]', 5),
        ("d[7]", None),
        ("d[9999999999999999999999]", None),
        ("b.c.z", None),
        ("nothing", None),
        ("", None),
    ],
)
def test_a_path_leads_to_its_value(path: str, value: Any) -> None:
    inputs = {"a": 1, "b": {"c": 2}, "d": [3, 4], "e": {"x.y": 5}}
    assert at_path(inputs, path) == (value if path else inputs)


def test_long_texts_are_shown_where_they_begin_to_differ() -> None:
    start = "x" * 5_000
    before, after = pair("policy", start + "old", start + "new")
    assert before.endswith("old")
    assert after.endswith("new")
    assert len(before) <= LONGEST


SECRET = "correct-horse-battery"


@given(
    st.sampled_from(
        ["password", "masterPassword", "db_password", "clientSecret", "apiKey", "secretAccessKey", "token"]
    ),
    st.sampled_from(["top", "nested", "in a list", "in JSON", "in the path"]),
)
def test_a_value_whose_name_says_secret_is_not_shown_wherever_it_is(name: str, where: str) -> None:
    value: Any = {
        "top": {name: SECRET},
        "in JSON": json.dumps({"inner": json.dumps({name: SECRET})}),
        "nested": {"variables": {name: SECRET}},
        "in a list": [{name: SECRET}],
        "in the path": SECRET,
    }[where]
    shown = pair(name if where == "in the path" else "environment", value, None)
    assert SECRET not in "".join(shown)
    inputs = {name: SECRET} if where == "in the path" else {"environment": value, name: SECRET}
    (found,) = told(step("update", ALARM, "it", {"old": 1}, inputs))
    assert SECRET not in str(found)


@pytest.mark.parametrize(
    "text",
    [
        "-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----",
        "AKIA" + "ABCDEFGHIJKLMNOP",
        "ghp_" + "a" * 36,
        "postgres://someone:" + SECRET + "@db/x",
        "[secret]",
    ],
)
def test_what_looks_like_a_secret_is_taken_out_of_any_text(text: str) -> None:
    shown = without_secrets(f"before {text} after")
    assert text not in shown
    assert SECRET not in shown
    assert shown.startswith("before ")
    assert shown.endswith(" after")


def test_what_the_engine_hides_or_does_not_know_is_said_so() -> None:
    assert pair("a", "[secret]", UNKNOWN) == ("(a secret)", "(known after the deployment)")
    ciphertext = {"4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", "ciphertext": "v1:abc"}
    assert "abc" not in "".join(pair("a", {"b": ciphertext}, [ciphertext]))


@pytest.mark.parametrize("name", ["tokenTtl", "secretArn", "secretName", "secretsManager", "tokens"])
def test_names_that_only_sound_like_secrets_are_shown(name: str) -> None:
    assert pair(name, "shown", None)[0] == "shown"
