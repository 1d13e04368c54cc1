"""The commands of models against the sandbox: real packages, a real registry, containers that really predict."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from typer.testing import CliRunner

from advisor.__main__ import app
from advisor.model import endpoint as endpoints
from domain.models.names import package_key, release_key, signature_key
from tests.lambdas.packages.package_parts import linear, linear_bytes
from tests.sandbox.sagemaker.conftest import REGION, Aws, until

IMAGE = "123456789012.dkr.ecr.us-east-1.amazonaws.com/onnx:1.0"
Run = Callable[..., Result]


@pytest.fixture
def run(aws: Aws, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """A command line whose shell knows the sandbox."""
    monkeypatch.setenv("AWS_ENDPOINT_URL", aws.running.url)
    monkeypatch.setenv("AWS_DEFAULT_REGION", REGION)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", aws.running.record.access_key_id)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", aws.running.record.secret_access_key)
    monkeypatch.setattr(endpoints, "POLL_S", 0.05)
    monkeypatch.chdir(tmp_path)
    return lambda *given, code=0: _checked(CliRunner().invoke(app, ["model", *map(str, given)]), code)


def _checked(result: Result, code: int) -> Result:
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == code, result.output
    return result


@pytest.fixture
def package(run: Run, tmp_path: Path) -> Path:
    (tmp_path / "model.onnx").write_bytes(linear_bytes(2, 2))
    run("package", "model.onnx", "--name", "flowers", "--version", "v1", "--classes", "no,yes")
    return tmp_path / "model.tar.gz"


@pytest.fixture
def stack(aws: Aws, tmp_path: Path) -> Path:
    """The outputs of a stack with a registry, a signing key and a role."""
    bucket, group = aws.bucket(), aws.name("group")
    aws.client("sagemaker").create_model_package_group(ModelPackageGroupName=group)
    key = aws.client("kms").create_key(KeySpec="ECC_NIST_P256", KeyUsage="SIGN_VERIFY")["KeyMetadata"]["Arn"]
    outputs = {
        "runBucket": bucket,
        "modelPackageGroup": group,
        "signingKeyArn": key,
        "modelRoleArn": aws.reader(bucket),
        "alarmTopicArn": f"arn:aws:sns:{REGION}:123456789012:t",
    }
    file = tmp_path / "outputs.json"
    file.write_text(json.dumps(outputs))
    return file


def outputs(stack: Path) -> dict[str, Any]:
    return dict(json.loads(stack.read_text()))


def register(aws: Aws, stack: Path, version: str = "v1", image: str = IMAGE) -> str:
    found = outputs(stack)
    return str(
        aws.client("sagemaker").create_model_package(
            ModelPackageGroupName=found["modelPackageGroup"],
            InferenceSpecification={
                "Containers": [{"Image": image, "ModelDataUrl": f"s3://{found['runBucket']}/x"}],
                "SupportedContentTypes": ["application/json"],
                "SupportedResponseMIMETypes": ["application/json"],
            },
            CustomerMetadataProperties={"model": "flowers", "version": version, "accuracy": "0.97"},
        )["ModelPackageArn"]
    )


def test_a_model_s_way_from_a_file_to_predictions_and_back(aws: Aws, run: Run, package: Path, stack: Path) -> None:
    place = ("--outputs", stack)
    arn = register(aws, stack)
    assert "stored and signed" in run("upload", package, *place).output
    assert "was there already, with its signature" in run("upload", package, *place).output
    assert "is Approved, it was PendingManualApproval" in run("approve", "flowers", "v1", *place).output
    again = run("approve", "flowers", "v1", *place).output
    assert "is Approved already" in again
    assert "begins anew when it is rejected and approved again" in again
    name = aws.name("flowers")
    deployed = run("deploy", "flowers", "v1", *place, "--endpoint", name)
    assert f"endpoint {name} serves flowers v1" in deployed.output
    assert "serves it already" in run("deploy", "flowers", "v1", *place, "--endpoint", name).output
    answer = json.loads(run("invoke", "--endpoint", name, "--rows", "[[1, 2.5], [-1, -2]]", "--probabilities").stdout)
    assert (answer["version"], answer["predictions"]) == ("v1", ["yes", "no"])
    assert len(answer["probabilities"]) == 2
    wrong = run("invoke", "--endpoint", name, "--rows", "[[1]]", code=1)
    assert "rows[0]: has 1 values; accepted: 2" in wrong.output
    listed = json.loads(run("list", *place, "--json").stdout)
    assert [(one["model"], one["version"], one["package"], one["approval"]) for one in listed] == [
        ("flowers", "v1", True, "Approved")
    ]
    assert "would be deleted; nothing was done" in run("delete", name, "--dry-run").output
    gone = run("delete", name, "--yes")
    assert "deleted. Packages and the registry stay as they are" in gone.output
    assert "there is no endpoint" in run("delete", name, "--yes", code=2).output
    assert aws.client("sagemaker").describe_model_package(ModelPackageName=arn)["ModelApprovalStatus"] == "Approved"


def test_a_package_made_by_hand_is_registered_once_and_waits_for_approval(
    aws: Aws, run: Run, package: Path, stack: Path
) -> None:
    place = ("--outputs", stack)
    client, group = aws.client("sagemaker"), outputs(stack)["modelPackageGroup"]
    assert f"the same command with --register puts it into {group}" in run("upload", package, *place).output
    told = run("upload", package, *place, "--register", code=2).output
    assert f"group {group} has no version to take it from; give --image URI" in told
    dry = run("upload", package, *place, "--register", "--image", IMAGE, "--dry-run").output
    assert "is there already" in dry
    assert f"would be registered in {group}, PendingManualApproval, with image {IMAGE}" in dry
    assert client.list_model_packages(ModelPackageGroupName=group)["ModelPackageSummaryList"] == []
    first = run("upload", package, *place, "--register", "--image", IMAGE).output
    assert "registered: arn:aws:sagemaker:" in first
    assert "`model approve flowers v1` lets the pipeline deploy it" in first
    assert "was registered already" in run("upload", package, *place, "--register").output
    (one,) = client.list_model_packages(ModelPackageGroupName=group)["ModelPackageSummaryList"]
    found = client.describe_model_package(ModelPackageName=one["ModelPackageArn"])
    (container,) = found["InferenceSpecification"]["Containers"]
    uri = f"s3://{outputs(stack)['runBucket']}/{package_key('flowers', 'v1')}"
    assert (container["Image"], container["ModelDataUrl"]) == (IMAGE, uri)
    assert found["CustomerMetadataProperties"] == {"model": "flowers", "version": "v1"}
    run("approve", "flowers", "v1", *place)
    found = client.describe_model_package(ModelPackageName=one["ModelPackageArn"])
    assert (found["ModelApprovalStatus"], found["ApprovalDescription"]) == ("Approved", "decided with `model approve`")
    dry = run("upload", package, *place, "--register", "--dry-run").output
    assert "it is registered already" in dry
    assert "lets the pipeline" not in run("upload", package, *place, "--register").output


def test_the_image_is_that_of_the_option_the_stack_or_the_newest_version(
    aws: Aws, run: Run, package: Path, stack: Path, tmp_path: Path
) -> None:
    register(aws, stack, "v0")
    newest = IMAGE.replace("1.0", "2.0")
    register(aws, stack, "v00", newest)
    asked = ("upload", package, "--register", "--dry-run", "--outputs")
    assert f"with image {newest}" in run(*asked, stack).output
    own = tmp_path / "own.json"
    own.write_text(json.dumps({**outputs(stack), "servingImageUri": "own:1"}))
    assert "with image own:1" in run(*asked, own).output
    assert "with image other:1" in run(*asked, own, "--image", "other:1").output


def test_what_the_stack_could_never_deploy_is_not_registered(
    aws: Aws, run: Run, package: Path, stack: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other.json"
    other.write_text(json.dumps({**outputs(stack), "trainedModel": "digits", "servingImageUri": IMAGE}))
    told = run("upload", package, "--outputs", other, "--register", code=2).output
    assert "the package is of model flowers;" in told
    assert "registers and deploys digits alone: package it with --name digits" in told
    told = run("upload", package, "--outputs", stack, "--register", "--bucket", "another", code=2).output
    assert "leave out --bucket another" in told
    key = aws.client("kms").create_key(KeySpec="ECC_NIST_P256", KeyUsage="SIGN_VERIFY")["KeyMetadata"]["Arn"]
    given = ("--outputs", stack, "--register", "--image", IMAGE, "--sign", key)
    assert "its signature is not of the key" in run("upload", package, *given, code=2).output
    group = outputs(stack)["modelPackageGroup"]
    listed = aws.client("sagemaker").list_model_packages(ModelPackageGroupName=group)["ModelPackageSummaryList"]
    assert listed == []
    assert "registers digits alone" in run("upload", package, "--outputs", other).output


def test_the_stack_s_role_serves_the_stack_s_model_alone(run: Run, package: Path, stack: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.json"
    other.write_text(json.dumps({**outputs(stack), "trainedModel": "digits", "servingImageUri": IMAGE}))
    run("upload", package, "--outputs", other)
    told = run("deploy", "flowers", "v1", "--outputs", other, code=2).output
    assert "reads packages of digits alone; give --role ARN of one for flowers" in told
    given = ("--role", outputs(stack)["modelRoleArn"], "--dry-run")
    assert "would be created" in run("deploy", "flowers", "v1", "--outputs", other, *given).output


def test_an_endpoint_moves_to_the_next_version(aws: Aws, run: Run, package: Path, stack: Path, tmp_path: Path) -> None:
    place = ("--outputs", stack, "--image", IMAGE, "--endpoint", aws.name("flowers"))
    run("upload", package, "--outputs", stack)
    run("deploy", "flowers", "v1", *place)
    (tmp_path / "other.onnx").write_bytes(linear(2, 2, opset=18).SerializeToString())
    run("package", "other.onnx", "--name", "flowers", "--version", "v2", "--out", "v2.tar.gz")
    run("upload", "v2.tar.gz", "--outputs", stack)
    assert "would be updated; nothing was done" in run("deploy", "flowers", "v2", *place, "--dry-run").output
    assert "serves flowers v2" in run("deploy", "flowers", "v2", *place).output
    answer = json.loads(run("invoke", "--endpoint", place[-1], "--rows", "[[1, 2.5]]").stdout)
    assert answer["version"] == "v2"
    told = run("deploy", "flowers", "v2", *place, "--kind", "realtime", code=2).output
    assert "is serverless; SageMaker turns none into one that is on instances" in told
    run("delete", place[-1], "--yes")


def test_a_version_is_written_once(run: Run, package: Path, stack: Path, tmp_path: Path) -> None:
    run("upload", package, "--outputs", stack)
    (tmp_path / "model.onnx").write_bytes(linear(2, 2, opset=18).SerializeToString())
    run("package", "model.onnx", "--name", "flowers", "--version", "v1", "--out", "again.tar.gz")
    for more in ((), ("--dry-run",)):
        told = run("upload", "again.tar.gz", "--outputs", stack, *more, code=2).output
        assert "is another package; a version is written once: package it under a new --version" in told


def test_what_was_changed_or_never_signed_is_not_deployed(aws: Aws, run: Run, package: Path, stack: Path) -> None:
    bucket, s3 = outputs(stack)["runBucket"], aws.client("s3")
    place = ("--outputs", stack, "--image", IMAGE)
    run("upload", package, "--bucket", bucket)
    assert "it is not signed" in run("deploy", "flowers", "v1", *place, code=2).output
    assert "was there already, now signed" in run("upload", package, "--outputs", stack).output
    data = bytearray(package.read_bytes())
    data[-20] ^= 1
    s3.put_object(Bucket=bucket, Key=package_key("flowers", "v1"), Body=bytes(data))
    assert "its bytes are not those that were signed" in run("deploy", "flowers", "v1", *place, code=2).output
    package.write_bytes(bytes(data))
    assert "not those that were sealed" in run("upload", package, "--outputs", stack, code=2).output
    s3.delete_object(Bucket=bucket, Key=signature_key("flowers", "v1"))


def test_a_container_that_does_not_start_says_where_its_log_is(aws: Aws, run: Run, stack: Path, tmp_path: Path) -> None:
    (tmp_path / "model.onnx").write_bytes(linear_bytes(2, 2))
    (tmp_path / "broken.py").write_text("raise ImportError('no such thing')\n")
    run("package", "model.onnx", "--name", "flowers", "--version", "bad", "--handler", "broken.py")
    run("upload", "model.tar.gz", "--outputs", stack)
    name = aws.name("flowers")
    place = ("--outputs", stack, "--image", IMAGE, "--endpoint", name, "--kind", "realtime")
    told = run("deploy", "flowers", "bad", *place, code=2).output
    assert f"endpoint {name} is Failed" in told
    assert f"the container's log is /aws/sagemaker/Endpoints/{name}" in told
    assert f"remove it with `model delete {name}`" in told
    run("delete", name, "--yes")


def test_only_what_deploy_made_is_deleted(aws: Aws, run: Run, archive: bytes) -> None:
    model = aws.model(aws.bucket(), archive)
    serverless = {"MemorySizeInMB": 1024, "MaxConcurrency": 1}
    name = aws.endpoint(aws.config(ModelName=model, ServerlessConfig=serverless))
    assert "was not made by `model deploy`" in run("delete", name, "--yes", code=2).output
    unanswered = run("delete", name, "--force", code=1).output
    assert "nothing was deleted; --yes deletes without asking" in unanswered
    assert aws.status(name) == "InService"
    run("delete", name, "--yes", "--force", "--no-wait")
    until(lambda: endpoints.described(aws.client("sagemaker"), name) is None, "the endpoint being gone")


def test_a_list_shows_what_is_in_service(aws: Aws, run: Run, package: Path, stack: Path) -> None:
    run("upload", package, "--outputs", stack)
    release = {"live": "v1", "previous": None, "candidate": None}
    bucket = outputs(stack)["runBucket"]
    aws.client("s3").put_object(Bucket=bucket, Key=release_key("flowers"), Body=json.dumps(release))
    register(aws, stack, "v0")
    listed = json.loads(run("list", "--outputs", stack, "--json").stdout)
    assert [(one["version"], one["package"], one["service"]) for one in listed] == [
        ("v0", False, []),
        ("v1", True, ["http live"]),
    ]
    assert "http live" in run("list", "flowers", "--outputs", stack).output
    assert "no version is stored" in run("list", "nothing", "--bucket", bucket).output


def test_rejecting_keeps_the_reason(aws: Aws, run: Run, stack: Path) -> None:
    arn = register(aws, stack)
    run("approve", "flowers", "v1", "--outputs", stack, "--reject", "--dry-run")
    run("approve", "flowers", "v1", "--outputs", stack, "--reject", "--reason", "too slow")
    found = aws.client("sagemaker").describe_model_package(ModelPackageName=arn)
    assert (found["ModelApprovalStatus"], found["ApprovalDescription"]) == ("Rejected", "too slow")
    told = run("approve", "flowers", "v9", "--outputs", stack, code=2).output
    assert "has no flowers v9; it has flowers v1" in told


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("upload", "none.tar.gz", "--bucket", "b"), "none.tar.gz could not be read"),
        (("upload", "model.tar.gz"), "no bucket is named; give --stack"),
        (("deploy", "flowers", "v9", "--bucket", "no-such-bucket-here"), "NoSuchBucket"),
        (("deploy", "../x", "v1", "--bucket", "b"), "model is '../x'"),
        (("approve", "flowers", "v1"), "no model package group is known"),
        (("upload", "model.tar.gz", "--bucket", "b", "--register"), "no model package group is known"),
        (("deploy", "flowers", "v1", "--bucket", "b", "--endpoint", "a b"), "endpoint 'a b' is not accepted"),
        (("list", "../x", "--bucket", "b"), "model is '../x'"),
        (("invoke", "--endpoint", "e", "--model", "m", "--rows", "[[1]]"), "are of the HTTP API"),
        (("invoke", "--endpoint", "e", "--file", "none.csv"), "none.csv could not be read: No such file"),
        (("invoke", "--rows", "[[1]]"), "give --endpoint NAME, --url URL"),
        (("invoke", "--endpoint", "e"), "exactly one of --rows and --file"),
        (("invoke", "--endpoint", "e", "--rows", "{}"), "not an array of one row or more"),
        (("invoke", "--endpoint", "no-such", "--rows", "[[1]]"), "AWS refused InvokeEndpoint"),
        (("invoke", "--url", "http://example.com", "--rows", "[[1]]"), "an https URL is expected"),
        (("list",), "no bucket is named"),
    ],
    ids=range(16),
)
def test_what_is_refused_says_what_to_do(run: Run, package: Path, given: tuple[str, ...], said: str) -> None:
    told = run(*given, code=2).output
    assert said in told
    assert "Traceback" not in told
