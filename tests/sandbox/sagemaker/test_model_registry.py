"""The model registry: versions that are never reused, approvals that are told, refusals in SageMaker's words."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.sandbox.sagemaker.conftest import Aws, until

IMAGE = "123456789012.dkr.ecr.us-east-1.amazonaws.com/s:1"


@pytest.fixture
def group(aws: Aws) -> str:
    name = aws.name("group")
    aws.client("sagemaker").create_model_package_group(ModelPackageGroupName=name, Tags=[{"Key": "a", "Value": "b"}])
    return name


def create(aws: Aws, group: str, **more: Any) -> str:
    given = {
        "ModelPackageGroupName": group,
        "InferenceSpecification": {
            "Containers": [{"Image": IMAGE, "ModelDataUrl": "s3://b/m.tar.gz"}],
            "SupportedContentTypes": ["application/json"],
            "SupportedResponseMIMETypes": ["application/json"],
        },
    }
    return str(aws.client("sagemaker").create_model_package(**{**given, **more})["ModelPackageArn"])


def refused(call: Any, said: str) -> None:
    with pytest.raises(ClientError) as caught:
        call()
    assert said in str(caught.value)


def test_versions_count_up_and_are_never_given_twice(aws: Aws, group: str) -> None:
    client = aws.client("sagemaker")
    first, second = create(aws, group), create(aws, group)
    assert (first.rsplit("/", 1)[1], second.rsplit("/", 1)[1]) == ("1", "2")
    client.delete_model_package(ModelPackageName=second)
    assert create(aws, group).endswith("/3")
    found = client.list_model_packages(ModelPackageGroupName=group)["ModelPackageSummaryList"]
    assert [one["ModelPackageVersion"] for one in found] == [3, 1]
    assert client.list_model_packages()["ModelPackageSummaryList"] == []


def test_a_version_is_described_with_its_defaults_and_its_metadata(aws: Aws, group: str) -> None:
    arn = create(aws, group, CustomerMetadataProperties={"model": "digits", "accuracy": "0.97"})
    found = aws.client("sagemaker").describe_model_package(ModelPackageName=arn)
    assert found["ModelApprovalStatus"] == "PendingManualApproval"
    assert found["ModelPackageStatus"] == "Completed"
    assert found["CustomerMetadataProperties"] == {"model": "digits", "accuracy": "0.97"}
    assert found["InferenceSpecification"]["Containers"][0]["ModelDataUrl"] == "s3://b/m.tar.gz"


def test_a_token_makes_one_version_however_often_it_is_used(aws: Aws, group: str) -> None:
    assert create(aws, group, ClientToken="run-1") == create(aws, group, ClientToken="run-1")
    assert create(aws, group, ClientToken="run-2").endswith("/2")


def heard(aws: Aws, detail: dict[str, Any]) -> Callable[[], list[Any]]:
    """Events of the registry that a rule with this detail lets through from now on; each call returns all so far."""
    sqs, events = aws.client("sqs"), aws.client("events")
    url = sqs.create_queue(QueueName=aws.name("queue"))["QueueUrl"]
    queue = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    pattern = {
        "source": ["aws.sagemaker"],
        "detail-type": ["SageMaker Model Package State Change"],
        "detail": detail,
    }
    rule = aws.name("rule")
    arn = events.put_rule(Name=rule, EventPattern=json.dumps(pattern))["RuleArn"]
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": "events.amazonaws.com"},
        "Action": "sqs:SendMessage",
        "Resource": queue,
        "Condition": {"ArnEquals": {"aws:SourceArn": arn}},
    }
    policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    sqs.set_queue_attributes(QueueUrl=url, Attributes={"Policy": policy})
    events.put_targets(Rule=rule, Targets=[{"Id": "q", "Arn": queue}])
    told: list[Any] = []

    def so_far() -> list[Any]:
        messages = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages", [])
        told.extend(json.loads(message["Body"]) for message in messages)
        return told

    return so_far


def test_creation_and_approval_are_told_on_the_default_bus(aws: Aws, group: str) -> None:
    so_far = heard(aws, {"ModelPackageGroupName": [group]})
    package = create(aws, group)
    aws.client("sagemaker").update_model_package(ModelPackageArn=package, ModelApprovalStatus="Approved")
    until(lambda: len(so_far()) >= 2, "two events")
    told = so_far()
    assert sorted(one["detail"]["ModelApprovalStatus"] for one in told) == ["Approved", "PendingManualApproval"]
    assert {one["resources"][0] for one in told} == {package}
    assert {one["detail"]["ModelPackageArn"] for one in told} == {package}


def test_only_what_somebody_decided_on_has_a_description_of_the_decision(aws: Aws, group: str) -> None:
    """The rule of a stack whose pipeline approves, and deploys, its own versions itself."""
    detail = {"ModelApprovalStatus": ["Approved"], "ApprovalDescription": [{"exists": True}]}
    so_far = heard(aws, {"ModelPackageGroupName": [group], **detail})
    create(aws, group, ModelApprovalStatus="Approved")
    by_hand = create(aws, group)
    aws.client("sagemaker").update_model_package(
        ModelPackageArn=by_hand, ModelApprovalStatus="Approved", ApprovalDescription="looked at it"
    )
    until(so_far, "an event")
    assert [one["detail"]["ModelPackageArn"] for one in so_far()] == [by_hand]


def test_an_update_changes_the_approval_and_the_metadata_only(aws: Aws, group: str) -> None:
    client = aws.client("sagemaker")
    arn = create(aws, group, CustomerMetadataProperties={"a": "1", "b": "2"})
    client.update_model_package(
        ModelPackageArn=arn,
        ModelApprovalStatus="Rejected",
        ApprovalDescription="too slow",
        CustomerMetadataProperties={"c": "3"},
        CustomerMetadataPropertiesToRemove=["a"],
    )
    found = client.describe_model_package(ModelPackageName=arn)
    assert (found["ModelApprovalStatus"], found["ApprovalDescription"]) == ("Rejected", "too slow")
    assert found["CustomerMetadataProperties"] == {"b": "2", "c": "3"}
    listed = client.list_model_packages(ModelPackageGroupName=group, ModelApprovalStatus="Rejected")
    assert len(listed["ModelPackageSummaryList"]) == 1


def test_a_group_goes_when_it_is_empty(aws: Aws, group: str) -> None:
    client = aws.client("sagemaker")
    arn = create(aws, group)
    refused(lambda: client.delete_model_package_group(ModelPackageGroupName=group), "ConflictException")
    client.delete_model_package(ModelPackageName=arn)
    client.delete_model_package_group(ModelPackageGroupName=group)
    refused(lambda: client.describe_model_package_group(ModelPackageGroupName=group), "does not exist")
    refused(lambda: client.describe_model_package(ModelPackageName=arn), "does not exist")


def test_groups_have_tags_and_are_listed(aws: Aws, group: str) -> None:
    client = aws.client("sagemaker")
    found = client.describe_model_package_group(ModelPackageGroupName=group)
    assert client.list_tags(ResourceArn=found["ModelPackageGroupArn"])["Tags"] == [{"Key": "a", "Value": "b"}]
    listed = client.list_model_package_groups(NameContains=group)["ModelPackageGroupSummaryList"]
    assert [one["ModelPackageGroupName"] for one in listed] == [group]
    refused(lambda: client.create_model_package_group(ModelPackageGroupName=group), "already exists")


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"ModelApprovalStatus": "Perhaps"}, "must be one of Approved, Rejected, PendingManualApproval"),
        ({"CustomerMetadataProperties": {"a": "{}"}}, "must have 1 to 256 letters"),
        ({"CustomerMetadataProperties": {str(n): "x" for n in range(51)}}, "51 entries"),
        ({"Tags": [{"Key": "a", "Value": "b"}]}, "Tags are not supported on versioned"),
        ({"ModelPackageName": "x"}, "Provide either"),
        ({"ModelPackageGroupName": "no-such"}, "model-package-group/no-such does not exist"),
        ({"ClientToken": "a_b"}, "ClientToken"),
        ({"ModelMetrics": {"ModelQuality": {"Statistics": {"ContentType": "a/b", "S3Uri": "x"}}}}, "ModelMetrics"),
        (
            {
                "InferenceSpecification": {
                    "Containers": [{"Image": "a b", "ModelDataUrl": "x"}],
                    "SupportedContentTypes": ["a"],
                    "SupportedResponseMIMETypes": ["a"],
                }
            },
            "2 validation error(s)",
        ),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
def test_what_is_refused(aws: Aws, group: str, more: dict[str, Any], said: str) -> None:
    refused(lambda: create(aws, group, **more), said)


def test_pages_have_every_version_once(aws: Aws, group: str) -> None:
    for _ in range(5):
        create(aws, group)
    pages = aws.client("sagemaker").get_paginator("list_model_packages")
    given = {"ModelPackageGroupName": group, "PaginationConfig": {"PageSize": 2}}
    found = [one["ModelPackageVersion"] for page in pages.paginate(**given) for one in page["ModelPackageSummaryList"]]
    assert found == [5, 4, 3, 2, 1]
