"""Corrections of moto, on a real server with boto3: what AWS takes, the sandbox takes."""

from __future__ import annotations

import json
from typing import Any

import pytest


@pytest.fixture
def s3(aws: Any) -> Any:
    return aws.client("s3")


def test_access_logs_go_to_a_bucket_whose_policy_also_speaks_of_everyone(s3: Any) -> None:
    for bucket in ("fix-source", "fix-logs"):
        s3.create_bucket(Bucket=bucket)
    statements = [
        {
            "Effect": "Deny",
            "Principal": "*",
            "Action": "s3:*",
            "Resource": "arn:aws:s3:::fix-logs/*",
            "Condition": {"Bool": {"aws:SecureTransport": "false"}},
        },
        {
            "Effect": "Allow",
            "Principal": {"Service": "logging.s3.amazonaws.com"},
            "Action": "s3:PutObject",
            "Resource": "arn:aws:s3:::fix-logs/*",
        },
    ]
    s3.put_bucket_policy(Bucket="fix-logs", Policy=json.dumps({"Version": "2012-10-17", "Statement": statements}))
    target = {"LoggingEnabled": {"TargetBucket": "fix-logs", "TargetPrefix": ""}}
    s3.put_bucket_logging(Bucket="fix-source", BucketLoggingStatus=target)
    assert s3.get_bucket_logging(Bucket="fix-source")["LoggingEnabled"]["TargetBucket"] == "fix-logs"


def test_a_delete_marker_goes_where_versioning_was_suspended(s3: Any) -> None:
    s3.create_bucket(Bucket="fix-versions")
    s3.put_bucket_versioning(Bucket="fix-versions", VersioningConfiguration={"Status": "Enabled"})
    s3.put_object(Bucket="fix-versions", Key="a", Body=b"1")
    s3.delete_object(Bucket="fix-versions", Key="a")
    s3.put_bucket_versioning(Bucket="fix-versions", VersioningConfiguration={"Status": "Suspended"})
    listed = s3.list_object_versions(Bucket="fix-versions")
    for entry in (*listed.get("Versions", ()), *listed.get("DeleteMarkers", ())):
        s3.delete_object(Bucket="fix-versions", Key="a", VersionId=entry["VersionId"])
    left = s3.list_object_versions(Bucket="fix-versions")
    assert not left.get("Versions")
    assert not left.get("DeleteMarkers")


def test_a_policy_of_aws_can_be_attached_to_a_role(aws: Any) -> None:
    iam = aws.client("iam")
    iam.create_role(
        RoleName="fix-managed", AssumeRolePolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": []})
    )
    arn = "arn:aws:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs"
    iam.attach_role_policy(RoleName="fix-managed", PolicyArn=arn)
    attached = iam.list_attached_role_policies(RoleName="fix-managed")["AttachedPolicies"]
    assert attached == [{"PolicyName": "AmazonAPIGatewayPushToCloudWatchLogs", "PolicyArn": arn}]
    with pytest.raises(iam.exceptions.NoSuchEntityException):
        iam.attach_role_policy(RoleName="fix-managed", PolicyArn="arn:aws:iam::aws:policy/NoSuchPolicy")


def test_statistics_are_of_the_metric_that_was_asked_for(aws: Any) -> None:
    client, namespace = aws.client("cloudwatch"), aws.name("ns")
    few, more = [{"Name": "A", "Value": "1"}], [{"Name": "A", "Value": "1"}, {"Name": "B", "Value": "2"}]
    for dimensions in (few, more):
        client.put_metric_data(
            Namespace=namespace, MetricData=[{"MetricName": "M", "Value": 1.0, "Dimensions": dimensions}]
        )
    ever = {"StartTime": "2026-01-01T00:00:00Z", "EndTime": "2100-01-01T00:00:00Z", "Period": 86400 * 36500}
    for dimensions in (few, more):
        found = client.get_metric_statistics(
            Namespace=namespace, MetricName="M", Dimensions=dimensions, Statistics=["Sum"], **ever
        )
        assert [point["Sum"] for point in found["Datapoints"]] == [1.0]
    assert len(client.list_metrics(Namespace=namespace, Dimensions=few)["Metrics"]) == 2
