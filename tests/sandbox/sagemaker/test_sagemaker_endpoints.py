"""Endpoints over real HTTP: they really start, serve, refuse and fail, as SageMaker does."""

from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from botocore.exceptions import ClientError


def invoke(aws: Any, endpoint: str, body: bytes, content_type: str = "image/png", **more: Any) -> dict[str, Any]:
    answer = aws.client("sagemaker-runtime").invoke_endpoint(
        EndpointName=endpoint, Body=body, ContentType=content_type, Accept="application/json", **more
    )
    return {**answer, "Body": json.loads(answer["Body"].read())}


def refused(aws: Any, endpoint: str, body: bytes, content_type: str = "image/png", **more: Any) -> dict[str, Any]:
    with pytest.raises(ClientError) as caught:
        invoke(aws, endpoint, body, content_type, **more)
    return caught.value.response


def test_a_real_time_endpoint_serves(aws: Any, realtime: str, png: bytes) -> None:
    answer = invoke(aws, realtime, png)
    assert answer["Body"]["label"] == 0
    assert len(answer["Body"]["scores"]) == 10
    assert answer["InvokedProductionVariant"] == "AllTraffic"
    assert answer["ContentType"] == "application/json"


def test_describe_says_what_runs(aws: Any, realtime: str) -> None:
    described = aws.client("sagemaker").describe_endpoint(EndpointName=realtime)
    assert described["EndpointStatus"] == "InService"
    assert described["ProductionVariants"][0]["CurrentInstanceCount"] == 2
    assert described["EndpointArn"] == f"arn:aws:sagemaker:us-east-1:123456789012:endpoint/{realtime}"
    assert described["CreationTime"].year >= 2024


@pytest.mark.parametrize(
    ("body", "content_type", "status", "code"),
    [
        (b"", "image/png", 400, "EmptyBody"),
        (b"no image", "image/png", 400, "NotAnImage"),
        (b"a,b", "text/csv", 415, "UnsupportedContentType"),
    ],
)
def test_the_models_refusal_is_wrapped_as_a_model_error(
    aws: Any, realtime: str, body: bytes, content_type: str, status: int, code: str
) -> None:
    response = refused(aws, realtime, body, content_type)
    assert response["ResponseMetadata"]["HTTPStatusCode"] == 424
    assert response["Error"]["Code"] == "ModelError"
    assert f"Received client error ({status}) from primary with message" in response["Error"]["Message"]
    assert response["OriginalStatusCode"] == status
    assert json.loads(response["OriginalMessage"])["error"]["code"] == code
    assert response["LogStreamArn"].endswith(f":log-group:/aws/sagemaker/Endpoints/{realtime}")


def test_a_file_of_seven_megabytes_is_refused_before_the_model(aws: Any, realtime: str, serverless: str) -> None:
    response = refused(aws, realtime, b"x" * 7_000_000)
    assert response["Error"]["Code"] == "ValidationError"
    assert "less than or equal to 6291456" in response["Error"]["Message"]
    assert "less than or equal to 4194304" in refused(aws, serverless, b"x" * 4_194_305)["Error"]["Message"]


def test_an_unknown_endpoint_or_variant_is_a_validation_error(aws: Any, realtime: str) -> None:
    response = refused(aws, "absent", b"x")
    assert response["Error"] == {
        "Code": "ValidationError",
        "Message": "Endpoint absent of account 123456789012 not found.",
    }
    assert "Variant other" in refused(aws, realtime, b"x", TargetVariant="other")["Error"]["Message"]


def test_metrics_are_published_in_microseconds(
    aws: Any, realtime: str, png: bytes, helpers: Callable[..., Any]
) -> None:
    dimensions = {"EndpointName": realtime, "VariantName": "AllTraffic"}
    before = aws.metric("Invocations", dimensions)
    invoke(aws, realtime, png)
    refused(aws, realtime, b"")
    helpers(lambda: aws.metric("Invocations", dimensions) >= before + 2, "two invocations counted")
    helpers(lambda: aws.metric("Invocation4XXErrors", dimensions) >= 1, "a client error counted")
    helpers(lambda: aws.metric("ModelLatency", dimensions, "Maximum") > 100, "a latency in microseconds")
    assert aws.metric("OverheadLatency", dimensions, "Maximum") > 0
    helpers(
        lambda: aws.metric("InvocationsPerInstance", dimensions) >= 1, "half an invocation for each of two instances"
    )


def test_a_serverless_endpoint_starts_cold_and_stays_warm(
    aws: Any, serverless: str, png: bytes, helpers: Callable[..., Any]
) -> None:
    dimensions = {"EndpointName": serverless, "VariantName": "AllTraffic"}
    aws.running.client.freeze_endpoint(serverless)
    before = aws.metric("ModelSetupTime", dimensions, "SampleCount")
    assert invoke(aws, serverless, png)["Body"]["label"] == 0
    invoke(aws, serverless, png)
    helpers(lambda: aws.metric("ModelSetupTime", dimensions, "SampleCount") == before + 1, "one cold start")
    assert aws.metric("ModelSetupTime", dimensions, "Maximum") >= 200_000


def test_more_than_max_concurrency_is_throttled(aws: Any, serverless: str, png: bytes) -> None:
    aws.running.client.freeze_endpoint(serverless)

    def one(_: int) -> str:
        try:
            return str(invoke(aws, serverless, png)["Body"]["label"])
        except ClientError as error:
            return f"{error.response['ResponseMetadata']['HTTPStatusCode']} {error.response['Error']['Code']}"

    with ThreadPoolExecutor(5) as pool:
        answers = sorted(pool.map(one, range(5)))
    assert answers == ["0", "0", *["429 ThrottlingException"] * 3]


def test_an_instance_endpoint_cannot_be_frozen(aws: Any, realtime: str) -> None:
    with pytest.raises(Exception, match="no serverless variant"):
        aws.running.client.freeze_endpoint(realtime)


@pytest.mark.parametrize(
    ("add", "drop", "said"),
    [
        ({}, ("code/inference.py",), "has no code/inference.py"),
        ({"../evil.py": b"x"}, (), "'../evil.py' would be written outside"),
        ({"weights.pkl": b"x"}, (), "pickled code"),
        ({"code/inference.py": b"raise RuntimeError('broken import')"}, (), "did not pass the ping health check"),
        ({"model.onnx": b"not onnx"}, (), "did not pass the ping health check"),
    ],
)
def test_a_bad_archive_fails_the_endpoint(
    aws: Any, repack: Callable[..., bytes], add: dict[str, bytes], drop: tuple[str, ...], said: str
) -> None:
    model = aws.model(aws.bucket(), repack(add, drop))
    endpoint = aws.endpoint(aws.config(ModelName=model, InstanceType="ml.m5.large", InitialInstanceCount=1))
    described = aws.client("sagemaker").describe_endpoint(EndpointName=endpoint)
    assert described["EndpointStatus"] == "Failed"
    assert said in described["FailureReason"]
    assert refused(aws, endpoint, b"x")["Error"]["Code"] == "ValidationError"
    aws.client("sagemaker").delete_endpoint(EndpointName=endpoint)


def test_a_truncated_archive_fails_the_endpoint(aws: Any, archive: bytes) -> None:
    model = aws.model(aws.bucket(), archive[: len(archive) // 2])
    endpoint = aws.endpoint(aws.config(ModelName=model, InstanceType="ml.m5.large", InitialInstanceCount=1))
    described = aws.client("sagemaker").describe_endpoint(EndpointName=endpoint)
    assert "truncated or damaged" in described["FailureReason"]


def test_a_role_without_get_object_fails_the_endpoint(aws: Any, archive: bytes) -> None:
    bucket = aws.bucket()
    model = aws.model(bucket, archive, aws.role([{"Action": "s3:ListBucket", "Resource": "*"}]))
    endpoint = aws.endpoint(aws.config(ModelName=model, InstanceType="ml.m5.large", InitialInstanceCount=1))
    reason = aws.client("sagemaker").describe_endpoint(EndpointName=endpoint)["FailureReason"]
    assert reason.startswith(f"Could not access model data at s3://{bucket}/")
    assert "lacks s3:GetObject" in reason


@pytest.mark.parametrize("allowed", [True, False])
def test_a_role_needs_decrypt_for_an_encrypted_archive(aws: Any, archive: bytes, allowed: bool) -> None:
    key = aws.client("kms").create_key()["KeyMetadata"]["Arn"]
    bucket = aws.bucket()
    statements = [{"Action": "s3:GetObject", "Resource": "*"}]
    statements += [{"Action": "kms:Decrypt", "Resource": key}] if allowed else []
    model = aws.model(bucket, archive, aws.role(statements))
    aws.client("s3").put_object(
        Bucket=bucket, Key=f"{model}.tar.gz", Body=archive, ServerSideEncryption="aws:kms", SSEKMSKeyId=key
    )
    endpoint = aws.endpoint(aws.config(ModelName=model, InstanceType="ml.m5.large", InitialInstanceCount=1))
    described = aws.client("sagemaker").describe_endpoint(EndpointName=endpoint)
    assert described["EndpointStatus"] == ("InService" if allowed else "Failed")
    assert allowed or f"lacks kms:Decrypt on {key}" in described["FailureReason"]


def test_a_model_fault_is_a_server_error(aws: Any, repack: Callable[..., bytes], png: bytes) -> None:
    broken = {"code/inference.py": b"def predict_fn(data, model):\n    raise RuntimeError('weights are gone')\n"}
    model = aws.model(aws.bucket(), repack(broken))
    endpoint = aws.endpoint(aws.config(ModelName=model, InstanceType="ml.m5.large", InitialInstanceCount=1))
    response = refused(aws, endpoint, png)
    assert response["OriginalStatusCode"] == 500
    assert "Received server error (500) from primary" in response["Error"]["Message"]


def test_an_update_that_fails_leaves_the_old_variant_serving(
    aws: Any, realtime: str, repack: Callable[..., bytes], png: bytes, helpers: Callable[..., Any]
) -> None:
    bad = aws.model(aws.bucket(), repack({"model.onnx": b"broken"}))
    config = aws.config(ModelName=bad, InstanceType="ml.m5.large", InitialInstanceCount=1)
    client = aws.client("sagemaker")
    client.update_endpoint(EndpointName=realtime, EndpointConfigName=config)
    helpers(lambda: aws.status(realtime) == "InService", "the update rolling back")
    described = client.describe_endpoint(EndpointName=realtime)
    assert "ping health check" in described["FailureReason"]
    assert described["EndpointConfigName"] != config
    assert invoke(aws, realtime, png)["Body"]["label"] == 0


def test_an_update_swaps_the_variant_and_clears_the_failure(
    aws: Any, model: str, png: bytes, helpers: Callable[..., Any]
) -> None:
    client = aws.client("sagemaker")
    endpoint = aws.endpoint(aws.config(ModelName=model, InstanceType="ml.m5.large", InitialInstanceCount=1))
    config = aws.config(ModelName=model, InstanceType="ml.m5.large", InitialInstanceCount=3)
    client.update_endpoint(EndpointName=endpoint, EndpointConfigName=config)
    with pytest.raises(ClientError, match="in-progress"):
        client.delete_endpoint(EndpointName=endpoint)
    helpers(lambda: aws.status(endpoint) == "InService", "the update")
    described = client.describe_endpoint(EndpointName=endpoint)
    assert described["ProductionVariants"][0]["DesiredInstanceCount"] == 3
    assert described["EndpointConfigName"] == config
    serverless = aws.config(ModelName=model, ServerlessConfig={"MemorySizeInMB": 1024, "MaxConcurrency": 1})
    with pytest.raises(ClientError, match="Cannot convert"):
        client.update_endpoint(EndpointName=endpoint, EndpointConfigName=serverless)
    client.delete_endpoint(EndpointName=endpoint)
    with pytest.raises(ClientError, match="Could not find endpoint"):
        client.describe_endpoint(EndpointName=endpoint)


@pytest.mark.parametrize(
    ("serverless", "said"),
    [
        ({"MemorySizeInMB": 1500, "MaxConcurrency": 1}, "1024, 2048, 3072, 4096, 5120, 6144"),
        ({"MemorySizeInMB": 1024, "MaxConcurrency": 200, "ProvisionedConcurrency": 200}, ""),
        ({"MemorySizeInMB": 1024, "MaxConcurrency": 2, "ProvisionedConcurrency": 3}, "provisionedConcurrency"),
    ],
)
def test_serverless_ranges(aws: Any, model: str, serverless: dict[str, int], said: str) -> None:
    if not said:
        assert aws.config(ModelName=model, ServerlessConfig=serverless)
        return
    with pytest.raises(ClientError, match=said) as caught:
        aws.config(ModelName=model, ServerlessConfig=serverless)
    assert caught.value.response["Error"]["Code"] == "ValidationException"


def test_serverless_with_a_vpc_is_refused(aws: Any, archive: bytes) -> None:
    client, bucket = aws.client("sagemaker"), aws.bucket()
    name = aws.name("vpc-model")
    client.create_model(
        ModelName=name,
        ExecutionRoleArn=aws.reader(bucket),
        PrimaryContainer={"Image": "i", "ModelDataUrl": f"s3://{bucket}/m.tar.gz"},
        VpcConfig={"SecurityGroupIds": ["sg-1"], "Subnets": ["subnet-1"]},
    )
    with pytest.raises(ClientError, match="VpcConfig is not supported with serverless"):
        aws.config(ModelName=name, ServerlessConfig={"MemorySizeInMB": 1024, "MaxConcurrency": 1})


def test_names_are_taken_once_and_missing_ones_are_named(aws: Any, model: str) -> None:
    client = aws.client("sagemaker")
    role = aws.role([])
    with pytest.raises(ClientError, match="Cannot create already existing model"):
        client.create_model(ModelName=model, ExecutionRoleArn=role, PrimaryContainer={"Image": "i"})
    with pytest.raises(
        ClientError, match='Could not find model "arn:aws:sagemaker:us-east-1:123456789012:model/absent"'
    ):
        aws.config(ModelName="absent", InstanceType="ml.m5.large", InitialInstanceCount=1)
    with pytest.raises(ClientError, match="Could not find endpoint configuration"):
        client.create_endpoint(EndpointName="e", EndpointConfigName="absent")


def test_a_role_that_sagemaker_cannot_assume_is_refused(aws: Any) -> None:
    trust = {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}],
    }
    with pytest.raises(ClientError, match="Could not assume role"):
        aws.client("sagemaker").create_model(
            ModelName=aws.name(), ExecutionRoleArn=aws.role([], trust), PrimaryContainer={"Image": "i"}
        )


def test_tags_and_listings(aws: Any, model: str) -> None:
    client = aws.client("sagemaker")
    names = [aws.name("listed") for _ in range(3)]
    for name in names:
        client.create_model(
            ModelName=name,
            ExecutionRoleArn=aws.role([]),
            PrimaryContainer={"Image": "i"},
            Tags=[{"Key": "a", "Value": "1"}],
        )
    first = client.list_models(NameContains="listed-", MaxResults=2, SortBy="CreationTime", SortOrder="Ascending")
    rest = client.list_models(NameContains="listed-", MaxResults=2, SortOrder="Ascending", NextToken=first["NextToken"])
    assert [one["ModelName"] for one in [*first["Models"], *rest["Models"]]] == names
    arn = first["Models"][0]["ModelArn"]
    client.add_tags(ResourceArn=arn, Tags=[{"Key": "b", "Value": "2"}])
    client.delete_tags(ResourceArn=arn, TagKeys=["a"])
    assert client.list_tags(ResourceArn=arn)["Tags"] == [{"Key": "b", "Value": "2"}]
    client.delete_model(ModelName=names[0])
    assert len(client.list_models(NameContains="listed-")["Models"]) == 2


def test_regions_are_apart(aws: Any, model: str) -> None:
    with pytest.raises(ClientError, match="us-west-2"):
        aws.client("sagemaker", "us-west-2").describe_model(ModelName=model)
