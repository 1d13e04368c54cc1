"""What each tier builds in which Region, and that the two do not need one another."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pulumi
import pytest

from components.resilience import Resilience
from components.table import TableArgs, TableReplica
from tests.components.resilience.theme_support import SECONDARY, deployed, inside, raw, region_of, two_regions
from tests.components.support.harness import ACCOUNT_ID, REGION, Recorded, RecordedStack

pytestmark = pytest.mark.xdist_group("pulumi_aws")

TABLE = "aws:dynamodb/table:Table"
KEY = "aws:kms/key:Key"
TIERS = (1, 2, 3)


@cache
def once(project: Path, tier: int) -> RecordedStack:
    """A stack of a tier, for tests that only look."""
    return two_regions(project, tier)


@cache
def without(project: Path) -> RecordedStack:
    """The same stack with the theme off."""
    return two_regions(project, enabled=False, secondary_region=None)


def kinds(stack: RecordedStack, region: str) -> Counter[str]:
    return Counter(one.type for one in inside(stack, region))


def ledger(stack: RecordedStack) -> Recorded:
    return stack.only(TABLE, "work-ledger")


def tokens(stack: RecordedStack) -> Recorded:
    return stack.only(TABLE, "work-tokens")


def test_off_there_is_one_region_and_nothing_of_the_theme(project: Path) -> None:
    stack = without(project)
    assert stack.all("pulumi:providers:aws") == []
    assert [one.name for one in stack.custom() if "-dr-" in one.name] == []


@pytest.mark.parametrize("tier", TIERS)
def test_the_second_region_has_one_provider_for_the_stacks_account_alone(project: Path, tier: int) -> None:
    provider = once(project, tier).only("pulumi:providers:aws")
    assert provider.inputs["region"] == SECONDARY
    assert json.loads(provider.inputs["allowedAccountIds"]) == [ACCOUNT_ID]


@pytest.mark.parametrize("tier", TIERS)
def test_the_theme_adds_to_the_primary_and_changes_its_key_alone(project: Path, tier: int) -> None:
    off, on = without(project), once(project, tier)
    for one in off.custom():
        now = on.by_urn(one.urn)
        if one.type not in (KEY, "aws:lambda/layerVersion:LayerVersion"):
            assert now.provider == ""
            assert set(now.inputs) == set(one.inputs), one.name


def test_backup_and_restore_has_data_and_nothing_that_runs(project: Path) -> None:
    found = kinds(once(project, 3), SECONDARY)
    assert {kind.split(":")[1].split("/")[0] for kind in found} == {"kms", "s3"}
    assert (found[KEY], found["aws:s3/bucket:Bucket"]) == (1, 2)


def test_restored_it_has_what_active_active_has_but_for_what_looks_at_the_other_region(project: Path) -> None:
    restored = two_regions(project, 3, restored=True)
    assert not kinds(restored, SECONDARY) - kinds(once(project, 1), SECONDARY)
    assert kinds(once(project, 1), SECONDARY) - kinds(restored, SECONDARY) == {
        "aws:cloudwatch/metricAlarm:MetricAlarm": 3,
        "aws:cloudwatch/eventRule:EventRule": 2,
        "aws:cloudwatch/eventTarget:EventTarget": 2,
        "aws:lambda/permission:Permission": 1,
        "aws:iam/role:Role": 1,
        "aws:iam/rolePolicy:RolePolicy": 1,
    }


def plain(inputs: Mapping[str, Any]) -> dict[str, Any]:
    """Inputs without files, of which each run of the program makes objects of its own."""
    return {name: value for name, value in inputs.items() if name not in ("code", "source")}


def test_a_restore_changes_nothing_in_the_primary_for_it_is_gone(project: Path) -> None:
    before, after = (
        {one.urn: one.inputs for one in inside(stack, REGION)}
        for stack in (once(project, 3), two_regions(project, 3, restored=True))
    )
    assert before.keys() == after.keys()
    assert [urn for urn, inputs in before.items() if plain(after[urn]) != plain(inputs)] == []


def test_restoring_replaces_neither_key_nor_buckets(project: Path) -> None:
    waiting = {one.urn for one in inside(once(project, 3), SECONDARY)}
    for tier in (1, 2):
        assert waiting <= {one.urn for one in inside(once(project, tier), SECONDARY)}


def test_a_warm_standby_has_no_instance(project: Path) -> None:
    there = inside(once(project, 2), SECONDARY)
    variants = [
        variant
        for one in there
        if one.type == "aws:sagemaker/endpointConfiguration:EndpointConfiguration"
        for variant in one.inputs["productionVariants"]
    ]
    assert [sorted(variant) for variant in variants] == [
        ["initialVariantWeight", "modelName", "serverlessConfig", "variantName"]
    ]
    assert "provisionedConcurrency" not in variants[0]["serverlessConfig"]


def test_active_active_has_every_endpoint_twice(project: Path) -> None:
    stack, kind = once(project, 1), "aws:sagemaker/endpoint:Endpoint"
    assert kinds(stack, SECONDARY)[kind] == kinds(stack, REGION)[kind] == 3


@pytest.mark.parametrize("tier", TIERS)
def test_the_ledger_is_strong_with_a_witness_and_without_time_to_live(project: Path, tier: int) -> None:
    found = ledger(once(project, tier)).inputs
    assert found["globalTableWitness"] == {"regionName": "us-west-2"}
    assert [(one["regionName"], one["consistencyMode"]) for one in found["replicas"]] == [(SECONDARY, "STRONG")]
    assert "ttl" not in found
    index = found["globalSecondaryIndexes"][0]
    keys = [(key["attributeName"], key["keyType"]) for key in index["keySchemas"]]
    assert (index["name"], keys) == ("by_bucket", [("bucket", "HASH"), ("at_ms", "RANGE")])
    assert "input" not in index["nonKeyAttributes"]


@pytest.mark.parametrize("tier", TIERS)
def test_the_token_store_is_a_global_table_as_the_issue_wants_it(project: Path, tier: int) -> None:
    found = tokens(once(project, tier)).inputs
    assert (found["billingMode"], found["streamViewType"]) == ("PAY_PER_REQUEST", "NEW_AND_OLD_IMAGES")
    assert found["ttl"] == {"attributeName": "ttl", "enabled": True}
    assert found["pointInTimeRecovery"]["enabled"]
    [replica] = found["replicas"]
    assert (replica["regionName"], replica["consistencyMode"]) == (SECONDARY, "EVENTUAL")
    assert replica["pointInTimeRecovery"]


@pytest.mark.parametrize("made", [ledger, tokens])
def test_each_replica_has_the_key_of_its_own_region(project: Path, made: Any) -> None:
    found = made(once(project, 2)).inputs
    assert found["serverSideEncryption"]["kmsKeyArn"].split(":")[3] == REGION
    assert [one["kmsKeyArn"].split(":")[3] for one in found["replicas"]] == [SECONDARY]


@pytest.mark.parametrize("region", [REGION, SECONDARY])
def test_the_key_of_each_region_lets_the_replication_role_in_and_nobody_else(project: Path, region: str) -> None:
    stack = once(project, 2)
    [key] = [one for one in inside(stack, region) if one.type == KEY]
    statements = {one["Sid"]: one for one in key.json("policy")["Statement"]}
    for sid in ("ReplicasOfTables", "GrantsForReplicas"):
        found = statements[sid]["Condition"]
        assert found["ArnEquals"]["aws:PrincipalArn"].endswith("/AWSServiceRoleForDynamoDBReplication")
        assert found["StringEquals"]["kms:CallerAccount"] == ACCOUNT_ID
        assert found["StringEquals"]["kms:ViaService"] == f"dynamodb.{region}.amazonaws.com"
    assert statements["GrantsForReplicas"]["Condition"]["Bool"] == {"kms:GrantIsForAWSResource": "true"}


def test_the_key_lets_no_replication_in_while_the_theme_is_off(project: Path) -> None:
    policy = without(project).only(KEY).json("policy")
    assert "replication.dynamodb" not in json.dumps(policy)


def replications(stack: RecordedStack) -> dict[str, Recorded]:
    kind = "aws:s3/bucketReplicationConfig:BucketReplicationConfig"
    return {region_of(stack, one): one for one in stack.all(kind)}


@pytest.mark.parametrize(("tier", "ways"), [(1, {REGION, SECONDARY}), (2, {REGION, SECONDARY}), (3, {REGION})])
def test_artifacts_go_over_and_back_where_the_secondary_runs(project: Path, tier: int, ways: set[str]) -> None:
    assert set(replications(once(project, tier))) == ways


def test_replication_is_under_a_key_of_the_target_and_timed(project: Path) -> None:
    for source, found in replications(once(project, 2)).items():
        [rule] = found.inputs["rules"]
        target = SECONDARY if source == REGION else REGION
        assert rule["destination"]["encryptionConfiguration"]["replicaKmsKeyId"].split(":")[3] == target
        assert rule["sourceSelectionCriteria"]["sseKmsEncryptedObjects"]["status"] == "Enabled"
        assert rule["destination"]["replicationTime"]["time"] == {"minutes": 15}
        assert rule["deleteMarkerReplication"]["status"] == "Disabled"


def test_the_replication_role_uses_each_key_through_s3_of_its_region(project: Path) -> None:
    stack = once(project, 2)
    policy = stack.only("aws:iam/rolePolicy:RolePolicy", "artifacts-access").json("policy")
    statements = {one["Sid"]: one for one in policy["Statement"]}
    via = {sid: statements[sid]["Condition"]["StringLike"]["kms:ViaService"] for sid in ("SourceKey", "TargetKey")}
    assert via == {"SourceKey": f"s3.{REGION}.amazonaws.com", "TargetKey": f"s3.{SECONDARY}.amazonaws.com"}
    assert statements["TargetKey"]["Action"] == ["kms:Encrypt", "kms:GenerateDataKey"]


REGION_IN_ARN = re.compile(r"arn:aws:[a-z0-9-]+:([a-z]{2}-[a-z]+-\d):")


@pytest.mark.parametrize("region", [REGION, SECONDARY])
def test_no_role_of_a_region_reaches_into_the_other_but_to_replicate_and_to_hand_events_over(
    project: Path, region: str
) -> None:
    other = SECONDARY if region == REGION else REGION
    crossing = {}
    for one in inside(once(project, 2), region):
        if one.type == "aws:iam/rolePolicy:RolePolicy" and other in set(
            REGION_IN_ARN.findall(str(one.inputs["policy"]))
        ):
            crossing[one.name] = {
                action
                for statement in one.json("policy")["Statement"]
                if other in str(statement["Resource"])
                for action in ([statement["Action"]] if isinstance(statement["Action"], str) else statement["Action"])
            }
    allowed = {"events:PutEvents", "kms:Encrypt", "kms:GenerateDataKey"}
    assert set().union(*crossing.values()) <= allowed, crossing


def test_names_that_are_global_to_the_account_carry_the_region(project: Path) -> None:
    for tier in TIERS:
        stack = once(project, tier)
        for kind in ("aws:cloudwatch/eventBus:EventBus", "aws:kms/alias:Alias"):
            found = Counter((one.inputs["name"], region_of(stack, one)) for one in stack.all(kind))
            assert max(found.values(), default=1) == 1
        names = [one.inputs["name"] for one in stack.all("aws:iam/role:Role") if "name" in one.inputs]
        assert len(set(names)) == len(names)


def test_what_rules_and_reports_read_is_on_the_component_and_in_the_outputs(project: Path) -> None:
    stack = once(project, 2)
    theme = stack.only(Resilience.token)
    assert theme.inputs["tier"] == 2
    assert 0 < theme.inputs["rtoSeconds"] <= 1800
    found = stack.exports
    assert (found["primaryRegion"], found["secondaryRegion"], found["ledgerRegion"]) == (REGION, SECONDARY, REGION)
    assert set(found["acceptWorkFunctions"]) == {REGION, SECONDARY}
    assert "secondaryKeepLeaseFunction" in found
    assert "secondaryKeepLeaseFunction" not in once(project, 3).exports


def test_an_arbiter_is_a_table_in_a_third_region_under_a_key_of_its_own(project: Path) -> None:
    stack = two_regions(project, coordination={"mode": "arbiter", "arbiter_region": "eu-central-1"})
    made = inside(stack, "eu-central-1")
    assert Counter(one.type for one in made) == {KEY: 1, "aws:kms/alias:Alias": 1, TABLE: 1}
    [table] = [one for one in made if one.type == TABLE]
    assert "replicas" not in table.inputs
    assert table.inputs["serverSideEncryption"]["kmsKeyArn"].split(":")[3] == "eu-central-1"
    assert stack.exports["ledgerRegion"] == "eu-central-1"
    variables = [
        one.inputs["environment"]["variables"]
        for one in stack.all("aws:lambda/function:Function")
        if "LEDGER_REGION" in one.inputs["environment"]["variables"]
    ]
    assert {one["LEDGER_REGION"] for one in variables} == {"eu-central-1"}


@pytest.mark.parametrize(("retire", "kept"), [(False, True), (True, False)])
def test_tables_are_protected_until_they_are_retired(project: Path, retire: bool, kept: bool) -> None:
    given = raw(2, retire=retire)
    given["foundation"]["protect_data"] = True
    stack = deployed(project, given)
    for found in (ledger(stack), tokens(stack)):
        assert (found.protect, found.retain_on_delete, found.inputs["deletionProtectionEnabled"]) == (kept,) * 3
        assert [one["deletionProtectionEnabled"] for one in found.inputs["replicas"]] == [kept]
    # The engine deletes nothing that is protected: with them the theme could not be switched off.
    for kind, name in (("aws:s3/bucket:Bucket", "standby-runs"), ("aws:kms/key:Key", "standby-key")):
        there = stack.only(kind, name)
        assert (there.protect, there.retain_on_delete) == (kept, kept)
    assert stack.only("aws:s3/bucket:Bucket", "base-runs").protect


@pytest.mark.parametrize(
    ("body", "message"),
    [(b"", "has 0 bytes"), (b"x" * 513, "has 513 bytes; accepted: 1 to 512"), (None, "could not be read")],
)
def test_a_canary_that_is_none_ends_the_program_first(
    tmp_path: Path, project: Path, body: bytes | None, message: str
) -> None:
    file = tmp_path / "canary.png"
    if body is not None:
        file.write_bytes(body)
    with pytest.raises(pulumi.RunError, match=message):
        two_regions(project, canary={"file": str(file), "content_type": "image/png"})


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"witness": "us-west-2", "ttl": "ttl"}, "deletes nothing by itself"),
        ({"witness": "us-west-2", "replicas": ()}, "the witness is the third Region"),
        ({"stream": False}, "replicates by its stream"),
    ],
)
def test_a_table_that_aws_would_refuse_is_refused_here(given: dict[str, Any], message: str) -> None:
    replicas = (TableReplica(region=SECONDARY, key_arn="arn:k"),)
    with pytest.raises(ValueError, match=message):
        TableArgs(**{"hash_key": "id", "key_arn": "arn:k", "protect": False, "replicas": replicas, **given})
