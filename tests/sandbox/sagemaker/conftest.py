"""A sandbox server with real model archives in it, one for the whole session."""

from __future__ import annotations

import io
import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import boto3
import numpy as np
import pytest
from botocore.config import Config
from PIL import Image

from lambdas.serving.packaging import HANDLERS, build_archive
from sandbox.lifecycle import RunningSandbox, start

REGION = "us-east-1"
DEADLINE_S = 40.0
TRUST = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Principal": {"Service": "sagemaker.amazonaws.com"}, "Action": "sts:AssumeRole"}],
}


def until(question: Callable[[], Any], what: str, deadline_s: float = DEADLINE_S) -> Any:
    """The first true answer; fails with `what` when none comes in time."""
    limit = time.monotonic() + deadline_s
    while time.monotonic() < limit:
        if answer := question():
            return answer
        time.sleep(0.03)
    raise AssertionError(f"{what} did not happen within {deadline_s:g} s")


@dataclass
class Aws:
    """boto3 clients and what tests make with them; every name is new."""

    running: RunningSandbox

    def client(self, service: str, region: str = REGION) -> Any:
        return boto3.client(
            service,
            region_name=region,
            endpoint_url=self.running.url,
            aws_access_key_id=self.running.record.access_key_id,
            aws_secret_access_key=self.running.record.secret_access_key,
            config=Config(retries={"total_max_attempts": 1}, max_pool_connections=20),
        )

    def name(self, prefix: str = "t") -> str:
        return f"{prefix}-{uuid4().hex[:10]}"

    def role(self, statements: list[dict[str, Any]], trust: dict[str, Any] | None = None) -> str:
        """A role for SageMaker with these statements; its ARN."""
        iam, name = self.client("iam"), self.name("role")
        arn = iam.create_role(RoleName=name, AssumeRolePolicyDocument=json.dumps(trust or TRUST))["Role"]["Arn"]
        if statements:
            policy = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", **one} for one in statements]}
            iam.put_role_policy(RoleName=name, PolicyName="p", PolicyDocument=json.dumps(policy))
        return str(arn)

    def bucket(self) -> str:
        name = self.name("bucket")
        self.client("s3").create_bucket(Bucket=name)
        return name

    def model(self, bucket: str, archive: bytes, role: str | None = None) -> str:
        """A SageMaker model on that archive; its name."""
        name = self.name("model")
        self.client("s3").put_object(Bucket=bucket, Key=f"{name}.tar.gz", Body=archive)
        self.client("sagemaker").create_model(
            ModelName=name,
            ExecutionRoleArn=role or self.reader(bucket),
            PrimaryContainer={
                "Image": "123456789012.dkr.ecr.us-east-1.amazonaws.com/s:1",
                "ModelDataUrl": f"s3://{bucket}/{name}.tar.gz",
            },
        )
        return name

    def reader(self, bucket: str) -> str:
        actions = ["s3:GetObject", "s3:PutObject", "s3:ListBucket"]
        return self.role([{"Action": actions, "Resource": [f"arn:aws:s3:::{bucket}", f"arn:aws:s3:::{bucket}/*"]}])

    def config(self, **variant: Any) -> str:
        """An endpoint configuration of one variant; its name."""
        name = self.name("config")
        role = variant.pop("ExecutionRoleArn", None)
        extra = {"ExecutionRoleArn": role} if role else {}
        self.client("sagemaker").create_endpoint_config(
            EndpointConfigName=name, ProductionVariants=[{"VariantName": "AllTraffic", **variant}], **extra
        )
        return name

    def endpoint(self, config: str) -> str:
        """An endpoint, once it is not Creating any more."""
        name = self.name("endpoint")
        self.client("sagemaker").create_endpoint(EndpointName=name, EndpointConfigName=config)
        until(lambda: self.status(name) != "Creating", f"endpoint {name} leaving Creating")
        return name

    def status(self, endpoint: str) -> str:
        return str(self.client("sagemaker").describe_endpoint(EndpointName=endpoint)["EndpointStatus"])

    def metric(self, name: str, dimensions: dict[str, str], statistic: str = "Sum") -> float:
        points = self.client("cloudwatch").get_metric_statistics(
            Namespace="AWS/SageMaker",
            MetricName=name,
            Dimensions=[{"Name": key, "Value": value} for key, value in dimensions.items()],
            StartTime=time.time() - 3600,
            EndTime=time.time() + 60,
            Period=7200,
            Statistics=[statistic],
        )["Datapoints"]
        return sum(point[statistic] for point in points)


@pytest.fixture(scope="session")
def aws(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Aws]:
    options = {"cold_start_s": 0.2, "wake_up_s": 0.3, "endpoint_create_s": 0.0, "time_scale": 0.005}
    with start(tmp_path_factory.mktemp("sandbox"), options) as running:
        yield Aws(running)


@pytest.fixture(scope="session")
def archive(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The digits demo's archive around a small model trained here."""
    from skl2onnx import to_onnx
    from sklearn.datasets import load_digits
    from sklearn.linear_model import LogisticRegression

    digits = load_digits()
    model = LogisticRegression(max_iter=40, tol=1e-2, C=0.01).fit(digits.data, digits.target)
    onnx = to_onnx(model, np.zeros((1, 64), np.float32), options={id(model): {"zipmap": False}})
    folder = tmp_path_factory.mktemp("archive")
    (folder / "model.onnx").write_bytes(onnx.SerializeToString())
    return build_archive(folder / "model.onnx", HANDLERS / "digits_inference.py", folder / "model.tar.gz").read_bytes()


@pytest.fixture(scope="session")
def png() -> bytes:
    """A zero, as 8x8 PNG."""
    from sklearn.datasets import load_digits

    out = io.BytesIO()
    Image.fromarray(np.rint(load_digits().images[0] * 255 / 16).astype(np.uint8)).save(out, "PNG")
    return out.getvalue()


@pytest.fixture(scope="session")
def repack(archive: bytes, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., bytes]:
    """The archive with members added or left out."""
    import gzip
    import tarfile

    def make(add: dict[str, bytes] | None = None, drop: tuple[str, ...] = ()) -> bytes:
        out = io.BytesIO()
        with (
            tarfile.open(fileobj=io.BytesIO(gzip.decompress(archive))) as old,
            tarfile.open(fileobj=out, mode="w:gz") as new,
        ):
            for entry in old:
                if entry.name not in drop and entry.name not in (add or {}):
                    new.addfile(entry, old.extractfile(entry))
            for name, data in (add or {}).items():
                entry = tarfile.TarInfo(name)
                entry.size = len(data)
                new.addfile(entry, io.BytesIO(data))
        return out.getvalue()

    return make


@pytest.fixture(scope="session")
def model(aws: Aws, archive: bytes) -> str:
    return aws.model(aws.bucket(), archive)


@pytest.fixture(scope="session")
def realtime(aws: Aws, model: str) -> str:
    return aws.endpoint(aws.config(ModelName=model, InstanceType="ml.m5.large", InitialInstanceCount=2))


@pytest.fixture(scope="session")
def serverless(aws: Aws, model: str) -> str:
    return aws.endpoint(aws.config(ModelName=model, ServerlessConfig={"MemorySizeInMB": 2048, "MaxConcurrency": 2}))


@pytest.fixture(scope="session")
def helpers() -> Any:
    """`until`, for tests that wait for a real process."""
    return until
