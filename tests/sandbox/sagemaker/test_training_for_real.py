"""The platform's own training code as a training job: digits, a forest and boosting, a spot instance that goes away."""

from __future__ import annotations

import io
import json
import tarfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
import pytest
from sklearn.datasets import load_digits

Until = Callable[..., Any]
ROOT = Path(__file__).resolve().parents[3]
CODE = ROOT / "lambdas" / "training"


def csv(rows: Any, target: Any) -> bytes:
    header = ",".join([*(f"pixel_{number}" for number in range(rows.shape[1])), "__target__"])
    lines = [",".join(f"{value:g}" for value in (*row, label)) for row, label in zip(rows, target, strict=True)]
    return "\n".join([header, *lines, ""]).encode()


class Digits:
    """A bucket with code and channels, and jobs on them as the pipeline starts them."""

    def __init__(self, aws: Any, until: Until) -> None:
        self.aws, self.until, self.bucket = aws, until, aws.bucket()
        self.s3, self.client = aws.client("s3"), aws.client("sagemaker")
        objects = {"Action": ["s3:GetObject", "s3:PutObject"], "Resource": f"arn:aws:s3:::{self.bucket}/*"}
        listing = {"Action": "s3:ListBucket", "Resource": f"arn:aws:s3:::{self.bucket}"}
        self.role = aws.role([objects, listing])
        for path in CODE.glob("*.py"):
            self.put(f"training/code/abc/lambdas/training/{path.name}", path.read_bytes())
        self.rows, self.target = load_digits(return_X_y=True)
        self.put("training/runs/r/train/train.csv", csv(self.rows[:600], self.target[:600]))
        self.put("training/runs/r/test/test.csv", csv(self.rows[600:800], self.target[600:800]))

    def put(self, key: str, body: bytes) -> None:
        self.s3.put_object(Bucket=self.bucket, Key=key, Body=body)

    def start(self, parameters: dict[str, str], **more: Any) -> str:
        name = str(self.aws.name("digits"))
        places = {"code": "training/code/abc/", "train": "training/runs/r/train/", "test": "training/runs/r/test/"}
        channels = [
            {
                "ChannelName": channel,
                "DataSource": {"S3DataSource": {"S3DataType": "S3Prefix", "S3Uri": f"s3://{self.bucket}/{prefix}"}},
                "InputMode": "File",
            }
            for channel, prefix in places.items()
        ]
        self.client.create_training_job(
            TrainingJobName=name,
            AlgorithmSpecification={
                "TrainingImage": "123456789012.dkr.ecr.us-east-1.amazonaws.com/training:1",
                "TrainingInputMode": "File",
                "ContainerEntrypoint": ["python3", "/opt/ml/input/data/code/lambdas/training/train.py"],
                "MetricDefinitions": [{"Name": "test:accuracy", "Regex": "metric accuracy=([0-9.eE+-]+)"}],
            },
            RoleArn=self.role,
            HyperParameters={"task": "classification", "classes": "10", **parameters},
            InputDataConfig=channels,
            OutputDataConfig={"S3OutputPath": f"s3://{self.bucket}/training/runs/r/output/"},
            ResourceConfig={"InstanceType": "ml.m5.large", "InstanceCount": 1, "VolumeSizeInGB": 5},
            EnableNetworkIsolation=True,
            **{"StoppingCondition": {"MaxRuntimeInSeconds": 120}, **more},
        )
        return name

    def end(self, name: str) -> dict[str, Any]:
        def ended() -> Any:
            job = self.client.describe_training_job(TrainingJobName=name)
            return job if job["TrainingJobStatus"] in ("Completed", "Failed", "Stopped") else None

        return dict(self.until(ended, f"the end of job {name}", 90.0))

    def model(self, job: dict[str, Any]) -> tuple[bytes, dict[str, Any]]:
        key = job["ModelArtifacts"]["S3ModelArtifacts"].removeprefix(f"s3://{self.bucket}/")
        body = self.s3.get_object(Bucket=self.bucket, Key=key)["Body"].read()
        with tarfile.open(fileobj=io.BytesIO(body)) as archive:
            read = {one.name: archive.extractfile(one).read() for one in archive}  # type: ignore[union-attr]
        assert sorted(read) == ["model.onnx", "training.json"]
        return read["model.onnx"], json.loads(read["training.json"])


@pytest.fixture(scope="module")
def digits(aws: Any, helpers: Until) -> Digits:
    return Digits(aws, helpers)


@pytest.mark.parametrize("framework", ["sklearn", "xgboost"])
def test_digits_are_learned(digits: Digits, framework: str) -> None:
    job = digits.end(digits.start({"framework": framework, "n_estimators": "20"}))
    assert job["TrainingJobStatus"] == "Completed", job.get("FailureReason")
    data, report = digits.model(job)
    session = onnxruntime.InferenceSession(data)
    rows = digits.rows[800:1000].astype(np.float32)
    label, probabilities = session.run(["label", "probabilities"], {"features": rows})
    assert (label == digits.target[800:1000]).mean() > 0.85
    assert np.allclose(probabilities.sum(axis=1), 1, atol=1e-5)
    [metric] = job["FinalMetricDataList"]
    assert metric["MetricName"] == "test:accuracy"
    assert metric["Value"] == pytest.approx(report["metrics"]["accuracy"], abs=1e-5)


def test_bad_data_is_the_reason_of_the_failure(digits: Digits) -> None:
    job = digits.end(digits.start({"classes": "11"}))
    assert job["TrainingJobStatus"] == "Failed"
    assert job["FailureReason"] == "AlgorithmError: class 10 of 11 has no row in channel train, exit code: 1"


def test_a_spot_instance_that_goes_away_changes_no_byte_of_the_model(digits: Digits) -> None:
    parameters = {"n_estimators": "300", "checkpoint_every": "1", "max_depth": "6"}
    whole, _ = digits.model(digits.end(digits.start(parameters)))
    place = "training/runs/r/checkpoints/"
    spot = digits.start(
        parameters,
        EnableManagedSpotTraining=True,
        StoppingCondition={"MaxRuntimeInSeconds": 120, "MaxWaitTimeInSeconds": 200},
        CheckpointConfig={"S3Uri": f"s3://{digits.bucket}/{place}", "LocalPath": "/opt/ml/checkpoints"},
    )

    def training() -> bool:
        return bool(digits.s3.list_objects_v2(Bucket=digits.bucket, Prefix=place).get("KeyCount"))

    digits.until(training, "a checkpoint in S3")
    digits.aws.running.client.interrupt_training(spot)
    job = digits.end(spot)
    assert job["TrainingJobStatus"] == "Completed", job.get("FailureReason")
    assert "Interrupted" in [one["Status"] for one in job["SecondaryStatusTransitions"]]
    assert digits.model(job)[0] == whole
