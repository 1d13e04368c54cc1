"""The foundation in detail: policies as whole documents, buckets, key, access point, network, protection."""

from __future__ import annotations

import json
from ipaddress import IPv4Network
from pathlib import Path
from typing import Any

import pulumi
import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.foundation import Account, Foundation, FoundationArgs
from components.foundation.access_point import AttachedVolume, desired_state
from components.foundation.component import access_point_source
from components.foundation.layer import RuntimeLayer, RuntimeLayerArgs, lambda_architecture
from components.foundation.network import subnet_blocks
from components.foundation.reach import Callers
from components.settings import FoundationSettings
from tests.components.support.harness import ACCOUNT_ID, REGION, RecordedStack, made_arn, program

ACCOUNT = Account(account_id=ACCOUNT_ID, region=REGION, partition="aws")
POINT = {"access_point": {"volume_id": "fsvol-0123456789abcdef0"}}
LOG_GROUP = "arn:aws:logs:us-east-1:123456789012:log-group:"
KEY_ARN = made_arn("aws:kms/key:Key", "base-key-0a1b2c3")


CALLERS = Callers(("predict", "submit_batch"))


def foundation_args(project: Path, **settings: Any) -> FoundationArgs:
    return FoundationArgs(
        settings=FoundationSettings.model_validate_json(json.dumps({**POINT, **settings})),
        account=ACCOUNT,
        environment="staging",
        project="inference-platform",
        root=project,
        callers=[CALLERS],
    )


def built(project: Path, **settings: Any) -> RecordedStack:
    return program(lambda: Foundation("base", foundation_args(project, **settings)))


def test_the_key_rotates_and_its_policy_names_each_user(project: Path) -> None:
    key = built(project, protect_data=False).only("aws:kms/key:Key")
    assert key.inputs["enableKeyRotation"] is True
    assert key.inputs["rotationPeriodInDays"] == 365
    assert key.inputs["deletionWindowInDays"] == 7
    this_account = {"StringEquals": {"aws:SourceAccount": ACCOUNT_ID}}
    assert key.json("policy") == {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Sid": "AccountAdministersThroughIam",
                "Effect": "Allow",
                "Principal": {"AWS": f"arn:aws:iam::{ACCOUNT_ID}:root"},
                "Action": "kms:*",
                "Resource": "*",
            },
            {
                "Sid": "LogGroupsOfThisStack",
                "Effect": "Allow",
                "Principal": {"Service": "logs.us-east-1.amazonaws.com"},
                "Action": ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"],
                "Resource": "*",
                "Condition": {
                    "ArnLike": {
                        "kms:EncryptionContext:aws:logs:arn": [
                            f"{LOG_GROUP}/inference-platform/staging/*",
                            f"{LOG_GROUP}/aws/vendedlogs/states/inference-platform/staging/*",
                            f"{LOG_GROUP}API-Gateway-Execution-Logs_*",
                        ]
                    }
                },
            },
            {
                "Sid": "AlarmsReachTheEncryptedTopic",
                "Effect": "Allow",
                "Principal": {"Service": "cloudwatch.amazonaws.com"},
                "Action": ["kms:Decrypt", "kms:GenerateDataKey*"],
                "Resource": "*",
                "Condition": this_account,
            },
            {
                "Sid": "EventsReachTheEncryptedQueues",
                "Effect": "Allow",
                "Principal": {"Service": "events.amazonaws.com"},
                "Action": ["kms:Decrypt", "kms:GenerateDataKey*", "kms:DescribeKey"],
                "Resource": "*",
                "Condition": this_account,
            },
        ],
    }


def test_the_run_bucket_is_private_encrypted_versioned_and_logged(project: Path) -> None:
    stack = built(project, run_retention_days=40)
    encryption = stack.only(
        "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration", "runs-encryption"
    )
    assert encryption.inputs["rules"] == [
        {
            "applyServerSideEncryptionByDefault": {"sseAlgorithm": "aws:kms", "kmsMasterKeyId": KEY_ARN},
            "bucketKeyEnabled": True,
        }
    ]
    block = stack.only("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", "runs-public-access").inputs
    wanted = ("blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets")
    assert [block[name] for name in wanted] == [True] * 4
    ownership = stack.only("aws:s3/bucketOwnershipControls:BucketOwnershipControls", "runs-ownership")
    assert ownership.inputs["rule"] == {"objectOwnership": "BucketOwnerEnforced"}
    assert stack.only("aws:s3/bucketVersioning:BucketVersioning", "runs-versioning").inputs[
        "versioningConfiguration"
    ] == {"status": "Enabled"}
    logging = stack.only("aws:s3/bucketLogging:BucketLogging").inputs
    assert (logging["targetBucket"], logging["targetPrefix"]) == ("base-access-logs-0a1b2c3-id", "base-runs/")
    rules = stack.only("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration", "runs-lifecycle")
    assert {rule["id"]: rule["filter"]["prefix"] for rule in rules.inputs["rules"]} == {
        "expire-runs": "runs/",
        "expire-listings": "listings/",
        "expire-training-runs": "training/runs/",
        "expire-predictions": "predictions/",
        "old-versions": "",
        "aborted-uploads": "",
    }
    assert [rule["expiration"]["days"] for rule in rules.inputs["rules"][:2]] == [40, 40]


def test_every_bucket_denies_requests_without_tls(project: Path) -> None:
    stack = built(project)
    for policy in stack.all("aws:s3/bucketPolicy:BucketPolicy"):
        arn = f"arn:aws:s3:::{policy.inputs['bucket']}"
        without, old = policy.json("policy")["Statement"][:2]
        assert without == {
            "Sid": "DenyWithoutTls",
            "Effect": "Deny",
            "Principal": "*",
            "Action": "s3:*",
            "Resource": [arn, f"{arn}/*"],
            "Condition": {"Bool": {"aws:SecureTransport": "false"}},
        }
        assert old["Condition"] == {"NumericLessThan": {"s3:TlsVersion": 1.2}}
    logs = stack.only("aws:s3/bucketPolicy:BucketPolicy", "access-logs-policy").json("policy")["Statement"][2]
    assert logs["Principal"] == {"Service": "logging.s3.amazonaws.com"}
    assert logs["Condition"] == {"StringEquals": {"aws:SourceAccount": ACCOUNT_ID}}


@pytest.mark.parametrize("protect", [True, False])
def test_what_holds_data_is_protected_when_asked(project: Path, *, protect: bool) -> None:
    stack = built(project, protect_data=protect)
    for type_ in ("aws:kms/key:Key", "aws:s3/bucket:Bucket"):
        for resource in stack.all(type_):
            assert (resource.protect, resource.retain_on_delete) == (protect, protect), resource.name
    assert {bucket.inputs["forceDestroy"] for bucket in stack.all("aws:s3/bucket:Bucket")} == {not protect}
    assert stack.only("aws:kms/key:Key").inputs["deletionWindowInDays"] == (30 if protect else 7)


def test_a_volume_gets_an_access_point_and_its_names_are_read_back(project: Path) -> None:
    stack = built(project)
    attachment = stack.only("aws:cloudcontrol/resource:Resource")
    assert attachment.inputs["typeName"] == "AWS::FSx::S3AccessPointAttachment"
    assert attachment.json("desiredState") == {
        "Name": "inference-platform-staging-input",
        "Type": "ONTAP",
        "OntapConfiguration": {
            "VolumeId": "fsvol-0123456789abcdef0",
            "FileSystemIdentity": {"Type": "UNIX", "UnixUser": {"Name": "inference"}},
        },
    }
    outputs = stack.outputs[stack.only(Foundation.token).urn]
    assert outputs["input_access_point_arn"] == "arn:aws:s3:us-east-1:123456789012:accesspoint/input"
    assert outputs["input_access_point_alias"] == "input-abc-ext-s3alias"


def test_an_access_point_that_exists_is_taken_as_it_is(project: Path) -> None:
    arn = "arn:aws:s3:us-east-1:123456789012:accesspoint/files"
    stack = built(project, access_point={"arn": arn, "alias": "files-ext-s3alias"})
    assert stack.all("aws:cloudcontrol/resource:Resource") == []
    outputs = stack.outputs[stack.only(Foundation.token).urn]
    assert (outputs["input_access_point_arn"], outputs["input_access_point_alias"]) == (arn, "files-ext-s3alias")


def test_without_any_source_of_files_there_is_no_access_point(project: Path) -> None:
    assert access_point_source(foundation_args(project, access_point={})) is None
    stack = program(lambda: Foundation("base", foundation_args(project, access_point={})))
    assert not [resource for resource in stack.custom() if "input" in resource.name]


def test_the_name_of_an_access_point_is_checked() -> None:
    with pytest.raises(ValueError, match="has 51 characters; accepted: 3 to 50"):
        AttachedVolume(volume_id="fsvol-1", unix_user="u", access_point_name="x" * 51)
    volume = AttachedVolume(volume_id="fsvol-1", unix_user="u", access_point_name="abc")
    assert desired_state(volume)["Type"] == "ONTAP"


def test_alarms_reach_an_encrypted_topic_that_only_this_accounts_alarms_write_to(project: Path) -> None:
    stack = built(project, alarm_emails=["a@example.com", "b@example.com"])
    topic = stack.only("aws:sns/topic:Topic")
    assert topic.inputs["kmsMasterKeyId"] == KEY_ARN
    allow, deny = stack.only("aws:sns/topicPolicy:TopicPolicy").json("policy")["Statement"]
    assert (allow["Principal"], allow["Action"]) == ({"Service": "cloudwatch.amazonaws.com"}, "sns:Publish")
    assert allow["Condition"] == {"StringEquals": {"aws:SourceAccount": ACCOUNT_ID}}
    assert deny["Effect"] == "Deny"
    subscriptions = stack.all("aws:sns/topicSubscription:TopicSubscription")
    assert [one.inputs["endpoint"] for one in subscriptions] == ["a@example.com", "b@example.com"]


def test_a_created_network_has_no_way_out_but_its_endpoints(project: Path) -> None:
    stack = built(project, network={"mode": "create", "cidr": "10.1.0.0/16"})
    blocks = [subnet.inputs["cidrBlock"] for subnet in stack.all("aws:ec2/subnet:Subnet")]
    assert blocks == ["10.1.0.0/17", "10.1.128.0/17"]
    assert {subnet.inputs["mapPublicIpOnLaunch"] for subnet in stack.all("aws:ec2/subnet:Subnet")} == {False}
    assert "routes" not in stack.only("aws:ec2/routeTable:RouteTable").inputs
    services = {
        one.inputs["serviceName"].rpartition(f"{REGION}.")[2]: one
        for one in stack.all("aws:ec2/vpcEndpoint:VpcEndpoint")
    }
    assert {name: one.inputs["vpcEndpointType"] for name, one in services.items()} == {
        "s3": "Gateway",
        "dynamodb": "Gateway",
        "sagemaker.api": "Interface",
        "sagemaker.runtime": "Interface",
        "states": "Interface",
    }
    rules = stack.all("aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule")
    assert all("cidrIpv4" not in rule.inputs and rule.inputs["toPort"] == 443 for rule in rules)
    ingress = stack.only("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule").inputs
    assert ingress["referencedSecurityGroupId"] == "base-network-functions-0a1b2c3-id"


def test_an_existing_network_gets_security_groups_only(project: Path) -> None:
    network = {"mode": "existing", "vpc_id": "vpc-0123456789abcdef0", "subnet_ids": ["subnet-1"]}
    stack = built(project, network=network)
    made = {type_: count for type_, count in stack.counts().items() if "ec2" in type_ or "vpc" in type_}
    assert made == {
        "aws:ec2/securityGroup:SecurityGroup": 2,
        "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": 2,
    }


@given(prefix=st.integers(16, 22), count=st.integers(1, 3))
def test_subnets_are_disjoint_parts_of_the_range(prefix: int, count: int) -> None:

    whole = IPv4Network(f"10.8.0.0/{prefix}")
    blocks = [IPv4Network(block) for block in subnet_blocks(str(whole), count)]
    assert len(blocks) == count
    assert all(block.subnet_of(whole) for block in blocks)
    assert not any(a.overlaps(b) for a in blocks for b in blocks if a is not b)


def test_a_missing_layer_says_how_to_build_it(project: Path, tmp_path: Path) -> None:
    args = RuntimeLayerArgs(architecture="arm64", layers=tmp_path, root=project)
    with pytest.raises(pulumi.RunError, match=r"the Lambda layer is missing or empty; .*toolchain setup --layer arm64"):
        program(lambda: RuntimeLayer("layer", args))


def test_the_layer_is_what_set_up_built_without_bytecode(project: Path, tmp_path: Path) -> None:
    package = tmp_path / "runtime-arm64" / "python" / "thing"
    (package / "__pycache__").mkdir(parents=True)
    (package / "__pycache__" / "x.pyc").write_bytes(b"")
    (package / "b.py").write_text("")
    (package / "a.py").write_text("")
    args = RuntimeLayerArgs(architecture="arm64", layers=tmp_path, root=project)
    layer = program(lambda: RuntimeLayer("layer", args)).only("aws:lambda/layerVersion:LayerVersion")
    assert list(layer.inputs["code"].assets) == ["python/thing/a.py", "python/thing/b.py"]
    assert layer.inputs["compatibleArchitectures"] == ["arm64"]


@pytest.mark.parametrize(("machine", "name"), [("aarch64", "arm64"), ("x86_64", "x86_64"), ("AMD64", "x86_64")])
def test_local_is_this_machines_processor(monkeypatch: pytest.MonkeyPatch, machine: str, name: str) -> None:
    monkeypatch.setattr("platform.machine", lambda: machine)
    assert lambda_architecture("local") == name
    assert lambda_architecture("arm64") == "arm64"


def test_a_processor_without_lambda_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("platform.machine", lambda: "riscv64")
    with pytest.raises(ValueError, match="processor 'riscv64' of this machine has no Lambda runtime"):
        lambda_architecture("local")
