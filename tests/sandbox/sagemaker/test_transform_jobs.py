"""Transform jobs over real HTTP: real model, real S3, the role's own permissions."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError

Until = Callable[..., Any]


class Batch:
    """A model whose role may read and write one bucket, and jobs on it."""

    def __init__(self, aws: Any, archive: bytes, until: Until, role: str | None = None) -> None:
        self.aws, self.until, self.bucket = aws, until, aws.bucket()
        self.model = aws.model(self.bucket, archive, role)
        self.s3, self.client = aws.client("s3"), aws.client("sagemaker")

    def start(self, source: dict[str, str], content_type: str = "image/png", **more: Any) -> str:
        name = self.aws.name("ip")
        self.client.create_transform_job(
            TransformJobName=name,
            ModelName=self.model,
            TransformInput={"DataSource": {"S3DataSource": source}, "ContentType": content_type},
            TransformOutput={"S3OutputPath": f"s3://{self.bucket}/out/{name}/", "Accept": "application/json"},
            TransformResources={"InstanceType": "ml.m5.large", "InstanceCount": 1},
            **more,
        )
        return str(name)

    def end(self, name: str) -> dict[str, Any]:
        def ended() -> Any:
            job = self.client.describe_transform_job(TransformJobName=name)
            return job if job["TransformJobStatus"] in ("Completed", "Failed", "Stopped") else None

        return dict(self.until(ended, f"the end of job {name}"))

    def outputs(self, name: str) -> dict[str, Any]:
        prefix = f"out/{name}/"
        found = self.s3.list_objects_v2(Bucket=self.bucket, Prefix=prefix).get("Contents", [])
        read = lambda key: json.loads(self.s3.get_object(Bucket=self.bucket, Key=key)["Body"].read())  # noqa: E731
        return {one["Key"].removeprefix(prefix): read(one["Key"]) for one in found}


@pytest.fixture(scope="module")
def batch(aws: Any, archive: bytes, helpers: Until, png: bytes) -> Batch:
    made = Batch(aws, archive, helpers)
    for key in ("in/a.png", "in/sub/b.png", "in/c.png"):
        made.s3.put_object(Bucket=made.bucket, Key=key, Body=png)
    return made


def test_a_prefix_is_transformed_object_by_object(batch: Batch) -> None:
    name = batch.start({"S3DataType": "S3Prefix", "S3Uri": f"s3://{batch.bucket}/in/"}, MaxConcurrentTransforms=2)
    assert batch.client.describe_transform_job(TransformJobName=name)["TransformJobArn"].endswith(f"/{name}")
    job = batch.end(name)
    assert job["TransformJobStatus"] == "Completed"
    assert job["TransformEndTime"] >= job["TransformStartTime"] >= job["CreationTime"]
    outputs = batch.outputs(name)
    assert sorted(outputs) == ["a.png.out", "c.png.out", "sub/b.png.out"]
    assert {one["label"] for one in outputs.values()} == {0}


def test_a_manifest_lists_the_files_and_names_the_outputs(batch: Batch) -> None:
    manifest = [{"prefix": f"s3://{batch.bucket}/in/"}, "sub/b.png", "c.png"]
    batch.s3.put_object(Bucket=batch.bucket, Key="manifest.json", Body=json.dumps(manifest))
    name = batch.start({"S3DataType": "ManifestFile", "S3Uri": f"s3://{batch.bucket}/manifest.json"})
    assert batch.end(name)["TransformJobStatus"] == "Completed"
    assert sorted(batch.outputs(name)) == ["c.png.out", "sub/b.png.out"]


def test_a_bad_file_fails_the_job_and_keeps_the_other_outputs(batch: Batch, png: bytes) -> None:
    files = {
        "bad/1-empty.png": b"",
        "bad/2-text.png": b"text",
        "bad/3-good.png": png,
        "bad/4-big.png": b"x" * 1_100_000,
    }
    for key, body in files.items():
        batch.s3.put_object(Bucket=batch.bucket, Key=key, Body=body)
    name = batch.start({"S3DataType": "S3Prefix", "S3Uri": f"s3://{batch.bucket}/bad/"}, MaxPayloadInMB=1)
    job = batch.end(name)
    assert job["TransformJobStatus"] == "Failed"
    assert job["FailureReason"].startswith("ClientError: See job logs for more information. 3 of 4 objects failed")
    assert "bad/4-big.png: 1100000 bytes are over MaxPayloadInMB (1)" in job["FailureReason"]
    assert "NotAnImage" in job["FailureReason"]
    assert sorted(batch.outputs(name)) == ["3-good.png.out"]


def test_input_behind_an_access_point_needs_its_arn(aws: Any, archive: bytes, helpers: Until, png: bytes) -> None:
    point = aws.client("fsx").create_and_attach_s3_access_point(
        Name=aws.name("in"),
        Type="ONTAP",
        OntapConfiguration={
            "VolumeId": "fsvol-0123456789abcdef0",
            "FileSystemIdentity": {"Type": "UNIX", "UnixUser": {"Name": "u"}},
        },
    )["S3AccessPointAttachment"]["S3AccessPoint"]
    aws.client("s3").put_object(Bucket=point["Alias"], Key="d/0.png", Body=png)
    read = [
        {"Action": "s3:GetObject", "Resource": f"{point['ResourceARN']}/object/*"},
        {"Action": "s3:ListBucket", "Resource": point["ResourceARN"]},
    ]
    own = [{"Action": ["s3:GetObject", "s3:PutObject"], "Resource": "arn:aws:s3:::bucket-*"}]
    source = {"S3DataType": "S3Prefix", "S3Uri": f"s3://{point['Alias']}/d/"}
    allowed = Batch(aws, archive, helpers, aws.role(read + own))
    name = allowed.start(source)
    assert allowed.end(name)["TransformJobStatus"] == "Completed"
    assert sorted(allowed.outputs(name)) == ["0.png.out"]
    denied = Batch(aws, archive, helpers, aws.role(own))
    assert "AccessDenied" in denied.end(denied.start(source))["FailureReason"]


def test_a_role_that_may_not_write_fails_each_file(aws: Any, archive: bytes, helpers: Until, png: bytes) -> None:
    batch = Batch(aws, archive, helpers, aws.role([{"Action": ["s3:GetObject", "s3:ListBucket"], "Resource": "*"}]))
    batch.s3.put_object(Bucket=batch.bucket, Key="in/a.png", Body=png)
    job = batch.end(batch.start({"S3DataType": "S3Prefix", "S3Uri": f"s3://{batch.bucket}/in/"}))
    assert "lacks s3:PutObject on" in job["FailureReason"]


@pytest.mark.parametrize(
    ("manifest", "said"),
    [
        (b"{", "is not JSON"),
        (b"[]", "must be a list that starts with"),
        (b'["a.png"]', "must be a list that starts with"),
        (b'[{"prefix": "s3://b/"}, 7]', "entry 1 is 7"),
        (b'[{"prefix": "s3://b/"}]', "no objects were found"),
    ],
)
def test_a_bad_manifest_is_explained(batch: Batch, manifest: bytes, said: str) -> None:
    batch.s3.put_object(Bucket=batch.bucket, Key="bad-manifest.json", Body=manifest)
    job = batch.end(batch.start({"S3DataType": "ManifestFile", "S3Uri": f"s3://{batch.bucket}/bad-manifest.json"}))
    assert job["TransformJobStatus"] == "Failed"
    assert said in job["FailureReason"]


def test_a_job_can_be_stopped_once(batch: Batch, png: bytes) -> None:
    for number in range(60):
        batch.s3.put_object(Bucket=batch.bucket, Key=f"many/{number}.png", Body=png)
    name = batch.start({"S3DataType": "S3Prefix", "S3Uri": f"s3://{batch.bucket}/many/"})
    batch.client.stop_transform_job(TransformJobName=name)
    assert batch.end(name)["TransformJobStatus"] == "Stopped"
    with pytest.raises(ClientError, match="in status Stopped"):
        batch.client.stop_transform_job(TransformJobName=name)


def test_names_are_unique_and_limits_are_checked(batch: Batch) -> None:
    source = {"S3DataType": "S3Prefix", "S3Uri": f"s3://{batch.bucket}/in/"}
    name = batch.start(source)
    request = {
        "TransformJobName": name,
        "ModelName": batch.model,
        "TransformInput": {"DataSource": {"S3DataSource": source}},
        "TransformOutput": {"S3OutputPath": f"s3://{batch.bucket}/o/"},
        "TransformResources": {"InstanceType": "ml.m5.large", "InstanceCount": 1},
    }
    with pytest.raises(ClientError, match="Job name must be unique") as caught:
        batch.client.create_transform_job(**request)
    assert caught.value.response["Error"]["Code"] == "ResourceInUse"
    for change, said in (
        ({"MaxPayloadInMB": 60, "MaxConcurrentTransforms": 2}, "over 100 MB"),
        ({"ModelName": "absent"}, "Could not find model"),
        ({"TransformInput": {**request["TransformInput"], "SplitType": "Line"}}, "SplitType other than None"),
        ({"TransformOutput": {"S3OutputPath": "https://b/o"}}, "must start with s3://"),
    ):
        with pytest.raises(ClientError, match=said):
            batch.client.create_transform_job(**{**request, "TransformJobName": f"{name}-2", **change})
    batch.end(name)
    listed = batch.client.list_transform_jobs(NameContains=name, StatusEquals="Completed")["TransformJobSummaries"]
    assert [one["TransformJobName"] for one in listed] == [name]


def test_every_change_of_state_is_an_event(batch: Batch, aws: Any, helpers: Until) -> None:
    queue = aws.client("sqs").create_queue(QueueName=aws.name("events"))["QueueUrl"]
    queue_arn = aws.client("sqs").get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])["Attributes"][
        "QueueArn"
    ]
    rule = aws.name("rule")
    pattern = {"source": ["aws.sagemaker"], "detail-type": ["SageMaker Transform Job State Change"]}
    events = aws.client("events")
    rule_arn = events.put_rule(Name=rule, EventPattern=json.dumps(pattern))["RuleArn"]
    policy = {
        "Statement": [
            {
                "Effect": "Allow",
                "Principal": {"Service": "events.amazonaws.com"},
                "Action": "sqs:SendMessage",
                "Resource": queue_arn,
                "Condition": {"ArnEquals": {"aws:SourceArn": rule_arn}},
            }
        ]
    }
    aws.client("sqs").set_queue_attributes(QueueUrl=queue, Attributes={"Policy": json.dumps(policy)})
    events.put_targets(Rule=rule, Targets=[{"Id": "q", "Arn": queue_arn}])
    name = batch.start({"S3DataType": "S3Prefix", "S3Uri": f"s3://{batch.bucket}/in/"})
    seen: list[dict[str, Any]] = []

    def both() -> bool:
        messages = aws.client("sqs").receive_message(QueueUrl=queue, MaxNumberOfMessages=10).get("Messages", [])
        seen.extend(
            event for one in messages if (event := json.loads(one["Body"]))["detail"]["TransformJobName"] == name
        )
        return len(seen) == 2

    helpers(both, "two events")
    assert {one["detail"]["TransformJobStatus"] for one in seen} == {"InProgress", "Completed"}
    assert all(one["source"] == "aws.sagemaker" and one["resources"][0].endswith(name) for one in seen)


def test_jobs_are_listed_by_the_admin_api(batch: Batch, aws: Any) -> None:
    assert aws.running.client is not None
    name = batch.start({"S3DataType": "S3Prefix", "S3Uri": f"s3://{batch.bucket}/in/"})
    batch.end(name)
    jobs = aws.running.client.jobs()
    assert name in [one.get("TransformJobName") for one in jobs]
