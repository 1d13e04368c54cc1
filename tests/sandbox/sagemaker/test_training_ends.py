"""A training process ends with its server, however that ends; and where objects go in a channel."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import boto3
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.errors import AwsError
from sandbox.lifecycle import start
from sandbox.sagemaker.training_files import relative
from sandbox.sagemaker.training_rules import check_training_job

FOREVER = """
import os, signal, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
open(os.environ["PID_FILE"], "w").write(str(os.getpid()))
while True:
    time.sleep(0.05)
"""
REQUEST: dict[str, Any] = {
    "TrainingJobName": "job",
    "AlgorithmSpecification": {
        "TrainingImage": "123456789012.dkr.ecr.us-east-1.amazonaws.com/train:1",
        "TrainingInputMode": "File",
        "ContainerEntrypoint": ["python3", "/opt/ml/input/data/code/train.py"],
    },
    "InputDataConfig": [
        {"ChannelName": "code", "DataSource": {"S3DataSource": {"S3DataType": "S3Prefix", "S3Uri": "s3://b/code/"}}}
    ],
    "RoleArn": "arn:aws:iam::123456789012:role/training",
    "OutputDataConfig": {"S3OutputPath": "s3://b/out/"},
    "ResourceConfig": {"InstanceType": "ml.m5.large", "InstanceCount": 1, "VolumeSizeInGB": 5},
    "StoppingCondition": {"MaxRuntimeInSeconds": 600},
}


@pytest.mark.server
@pytest.mark.parametrize("end", ["stop", "kill"])
def test_a_script_ends_with_the_server(tmp_path: Path, helpers: Callable[..., Any], end: str) -> None:
    pid_file = tmp_path / "pid"
    with start(tmp_path / "sandbox", {}) as running:
        keys = {
            "region_name": "us-east-1",
            "endpoint_url": running.url,
            "aws_access_key_id": running.record.access_key_id,
            "aws_secret_access_key": running.record.secret_access_key,
        }
        s3, iam, client = (boto3.client(name, **keys) for name in ("s3", "iam", "sagemaker"))
        s3.create_bucket(Bucket="b-training")
        s3.put_object(Bucket="b-training", Key="code/train.py", Body=FOREVER.encode())
        allow = {"Effect": "Allow", "Principal": {"Service": "sagemaker.amazonaws.com"}, "Action": "sts:AssumeRole"}
        role = iam.create_role(RoleName="training", AssumeRolePolicyDocument=policy(allow))["Role"]["Arn"]
        every = policy({"Effect": "Allow", "Action": "s3:*", "Resource": "*"})
        iam.put_role_policy(RoleName="training", PolicyName="p", PolicyDocument=every)
        source = {"S3DataType": "S3Prefix", "S3Uri": "s3://b-training/code/"}
        client.create_training_job(
            **{
                **REQUEST,
                "RoleArn": role,
                "InputDataConfig": [{"ChannelName": "code", "DataSource": {"S3DataSource": source}}],
                "OutputDataConfig": {"S3OutputPath": "s3://b-training/out/"},
                "Environment": {"PID_FILE": str(pid_file)},
            }
        )
        pid = int(helpers(lambda: pid_file.exists() and pid_file.read_text(), "the script runs"))
        assert alive(pid)
        if end == "kill":
            os.kill(running.record.pid, signal.SIGKILL)
            helpers(lambda: not alive(pid), "the script ends with a server that was killed")
    helpers(lambda: not alive(pid), "the script ends with the server")


def policy(statement: dict[str, Any]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def alive(pid: int) -> bool:
    """Whether a process runs; one that waits to be buried does not."""
    status = Path(f"/proc/{pid}/stat")
    return status.exists() and status.read_text().rpartition(")")[2].split()[0] != "Z"


@pytest.mark.parametrize(
    ("prefix", "key", "path"),
    [
        ("a/train/", "a/train/x.csv", "x.csv"),
        ("a/train/", "a/train/b/x.csv", "b/x.csv"),
        ("a/train", "a/train/x.csv", "x.csv"),
        ("a/train", "a/train2/x.csv", "train2/x.csv"),
        ("a/train/x.csv", "a/train/x.csv", "x.csv"),
        ("", "x.csv", "x.csv"),
    ],
)
def test_an_object_keeps_its_path_below_the_prefix(prefix: str, key: str, path: str) -> None:
    assert relative(prefix, key) == path


@given(st.text("ab/", max_size=8), st.text("ab/", min_size=1, max_size=8).filter(lambda one: one[-1] != "/"))
def test_every_object_has_a_path_that_is_not_absolute(prefix: str, rest: str) -> None:
    path = relative(prefix, prefix + rest)
    assert path
    assert not path.startswith("/") or "//" in prefix + rest


def changed(**members: Any) -> dict[str, Any]:
    """The good request with members of its structures replaced."""
    made = {name: dict(value) if isinstance(value, dict) else value for name, value in REQUEST.items()}
    for name, value in members.items():
        made[name] = {**made.get(name, {}), **value} if isinstance(value, dict) else value
    return made


def test_the_good_request_passes() -> None:
    check_training_job(REQUEST)


CHANNEL = REQUEST["InputDataConfig"][0]


@pytest.mark.parametrize(
    ("request_", "said"),
    [
        (changed(TrainingJobName="x" * 64), "at 'trainingJobName' failed"),
        (changed(AlgorithmSpecification={"TrainingImage": ""}), "TrainingImage is required"),
        (changed(AlgorithmSpecification={"TrainingInputMode": "Pipe"}), "'Pipe' is not played by the sandbox"),
        (changed(AlgorithmSpecification={"ContainerEntrypoint": ["train"]}), "the sandbox runs no images"),
        (changed(AlgorithmSpecification={"ContainerEntrypoint": ["bash", "/opt/ml/x"]}), "runs no images"),
        (changed(AlgorithmSpecification={"MetricDefinitions": [{"Name": "a", "Regex": "("}]}), "no regular expression"),
        (changed(AlgorithmSpecification={"MetricDefinitions": [{"Name": "a", "Regex": "a"}]}), "has no group"),
        (changed(HyperParameters={"classes": 3}), "classes is 3; a value is a string"),
        (changed(HyperParameters={str(number): "1" for number in range(101)}), "at most 100"),
        (changed(InputDataConfig=[CHANNEL, CHANNEL]), "Channel names must be unique"),
        (changed(InputDataConfig=[{**CHANNEL, "ChannelName": str(number)} for number in range(21)]), "at most 20"),
        (changed(InputDataConfig=[{**CHANNEL, "ChannelName": ".."}]), "ChannelName '..' must be"),
        (changed(InputDataConfig=[{"ChannelName": "a", "DataSource": {}}]), "S3DataType None is not played"),
        (changed(InputDataConfig=[{**CHANNEL, "InputMode": "Pipe"}]), "only InputMode File"),
        (changed(OutputDataConfig={"CompressionType": "NONE"}), "CompressionType other than GZIP"),
        (changed(CheckpointConfig={"S3Uri": "b/c"}), "CheckpointConfig.S3Uri 'b/c' must start with"),
        (changed(CheckpointConfig={"S3Uri": "s3://b/c", "LocalPath": "/tmp"}), "LocalPath '/tmp' is not played"),
        (changed(ResourceConfig={"InstanceCount": 2}), "InstanceCount 2 is not played"),
        (changed(ResourceConfig={"InstanceType": ""}), "InstanceType is required"),
        (changed(ResourceConfig={"VolumeSizeInGB": 0}), "VolumeSizeInGB 0 must be 1 or more"),
        (changed(StoppingCondition={"MaxRuntimeInSeconds": 0}), "MaxRuntimeInSeconds 0 must be 1"),
    ],
)
def test_each_rule_names_what_is_wrong(request_: dict[str, Any], said: str) -> None:
    with pytest.raises(AwsError) as caught:
        check_training_job(request_)
    assert said in str(caught.value)


def test_all_problems_are_named_at_once() -> None:
    wrong = changed(TrainingJobName="_", ResourceConfig={"InstanceCount": 0}, RoleArn="")
    with pytest.raises(AwsError) as caught:
        check_training_job(wrong)
    assert all(one in str(caught.value) for one in ("trainingJobName", "InstanceCount 0", "RoleArn is required"))
