"""Training jobs over real HTTP: a real process in a folder like /opt/ml, real S3, the role's own permissions."""

from __future__ import annotations

import io
import json
import tarfile
from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError

Until = Callable[..., Any]
ENDED = ("Completed", "Failed", "Stopped")

COPY = """
import json, os, pathlib, sys
root = pathlib.Path(os.environ["ML_ROOT"])
config = json.loads((root / "input/config/hyperparameters.json").read_text())
data = (root / "input/data/train/rows.csv").read_text()
print("metric loss=0.5")
print(f"metric loss={config['loss']}")
told = {"argument": sys.argv[1:], "rows": data, "keys": sorted(name for name in os.environ if "SECRET" in name)}
told |= {"job": os.environ["TRAINING_JOB_NAME"], "region": os.environ["AWS_REGION"], "own": os.environ.get("OWN")}
told["channels"] = sorted(json.loads((root / "input/config/inputdataconfig.json").read_text()))
(root / "model/told.json").write_text(json.dumps(told))
(root / "output/data/extra.txt").write_text("extra")
"""
FAIL = """
import os, pathlib
(pathlib.Path(os.environ["ML_ROOT"]) / "output/failure").write_text("the label column is missing")
raise SystemExit(3)
"""
# Counts its starts in the checkpoints, and goes on until it is told to stop; the second start ends by itself.
STEPS = """
import os, pathlib, signal, sys, time
root = pathlib.Path(os.environ["ML_ROOT"])
count = root / "checkpoints/count"
count.parent.mkdir(exist_ok=True)
starts = int(count.read_text()) if count.exists() else 0
def stop(*_):
    count.write_text(str(starts + 1))
    (root / "model/partial").write_text("partial")
    sys.exit(0)
signal.signal(signal.SIGTERM, stop)
print(f"start {starts}", flush=True)
if starts:
    (root / "model/starts").write_text(str(starts + 1))
    sys.exit(0)
while True:
    time.sleep(0.02)
"""


class Training:
    """A bucket, a role that may use it, and jobs."""

    def __init__(self, aws: Any, until: Until) -> None:
        self.aws, self.until, self.bucket = aws, until, aws.bucket()
        self.s3, self.client = aws.client("s3"), aws.client("sagemaker")
        self.role = self.role_with(["s3:GetObject", "s3:PutObject", "s3:ListBucket", "logs:*"])
        self.s3.put_object(Bucket=self.bucket, Key="run/train/rows.csv", Body=b"a,b\n1,2\n")

    def role_with(self, actions: list[str]) -> str:
        return str(self.aws.role([{"Action": actions, "Resource": "*"}]))

    def request(self, script: str, **more: Any) -> dict[str, Any]:
        name = self.aws.name("job")
        self.s3.put_object(Bucket=self.bucket, Key=f"code/{name}/train.py", Body=script.encode())
        return {
            "TrainingJobName": name,
            "AlgorithmSpecification": {
                "TrainingImage": "123456789012.dkr.ecr.us-east-1.amazonaws.com/train:1",
                "TrainingInputMode": "File",
                "ContainerEntrypoint": ["python3", "/opt/ml/input/data/code/train.py"],
                "ContainerArguments": ["--at", "/opt/ml/model"],
                "MetricDefinitions": [{"Name": "loss", "Regex": "metric loss=([0-9.]+)"}],
            },
            "RoleArn": self.role,
            "HyperParameters": {"loss": "0.25"},
            "InputDataConfig": [self.channel("code", f"code/{name}/"), self.channel("train", "run/train/")],
            "OutputDataConfig": {"S3OutputPath": f"s3://{self.bucket}/run/output/"},
            "ResourceConfig": {"InstanceType": "ml.m5.large", "InstanceCount": 1, "VolumeSizeInGB": 5},
            "StoppingCondition": {"MaxRuntimeInSeconds": 60},
            "EnableNetworkIsolation": True,
            **more,
        }

    def channel(self, name: str, prefix: str) -> dict[str, Any]:
        uri = f"s3://{self.bucket}/{prefix}"
        return {"ChannelName": name, "DataSource": {"S3DataSource": {"S3DataType": "S3Prefix", "S3Uri": uri}}}

    def start(self, script: str, **more: Any) -> str:
        request = self.request(script, **more)
        self.client.create_training_job(**request)
        return str(request["TrainingJobName"])

    def job(self, name: str) -> dict[str, Any]:
        return dict(self.client.describe_training_job(TrainingJobName=name))

    def end(self, name: str) -> dict[str, Any]:
        def ended() -> Any:
            job = self.job(name)
            return job if job["TrainingJobStatus"] in ENDED else None

        return dict(self.until(ended, f"the end of job {name}"))

    def reach(self, name: str, secondary: str) -> None:
        self.until(lambda: self.job(name)["SecondaryStatus"] == secondary, f"job {name} in {secondary}")

    def logged(self, name: str, text: str) -> None:
        logs = self.aws.client("logs")

        def seen() -> bool:
            group = "/aws/sagemaker/TrainingJobs"
            try:
                streams = logs.describe_log_streams(logGroupName=group, logStreamNamePrefix=name)["logStreams"]
                names = [one["logStreamName"] for one in streams]
                found = [logs.get_log_events(logGroupName=group, logStreamName=one)["events"] for one in names]
            except logs.exceptions.ResourceNotFoundException:
                return False
            return any(text in one["message"] for events in found for one in events)

        self.until(seen, f"{text!r} in the log of {name}")

    def files(self, uri: str) -> dict[str, str]:
        bucket, _, key = uri.removeprefix("s3://").partition("/")
        body = self.s3.get_object(Bucket=bucket, Key=key)["Body"].read()
        with tarfile.open(fileobj=io.BytesIO(body)) as archive:
            return {one.name: archive.extractfile(one).read().decode() for one in archive if one.isfile()}  # type: ignore[union-attr]


@pytest.fixture(scope="module")
def training(aws: Any, helpers: Until) -> Training:
    return Training(aws, helpers)


def test_a_script_gets_its_channels_and_leaves_a_model(training: Training) -> None:
    name = training.start(COPY, Environment={"OWN": "value"}, Tags=[{"Key": "a", "Value": "b"}])
    job = training.end(name)
    assert job["TrainingJobStatus"] == "Completed", job.get("FailureReason")
    uri = f"s3://{training.bucket}/run/output/{name}/output/model.tar.gz"
    assert job["ModelArtifacts"]["S3ModelArtifacts"] == uri
    told = json.loads(training.files(uri)["told.json"])
    assert told["rows"] == "a,b\n1,2\n"
    assert told["argument"][0] == "--at"
    assert told["argument"][1].endswith("/model")
    assert told["keys"] == []  # network isolation: no credentials reach the script
    assert (told["job"], told["region"], told["own"]) == (name, "us-east-1", "value")
    assert told["channels"] == ["code", "train"]
    assert training.files(uri.replace("model.tar.gz", "output.tar.gz")) == {"extra.txt": "extra"}
    assert [(one["MetricName"], one["Value"]) for one in job["FinalMetricDataList"]] == [("loss", 0.25)]
    assert [one["Status"] for one in job["SecondaryStatusTransitions"]] == [
        "Starting",
        "Downloading",
        "Training",
        "Uploading",
        "Completed",
    ]
    assert all(one["EndTime"] >= one["StartTime"] for one in job["SecondaryStatusTransitions"][:-1])
    assert job["TrainingEndTime"] >= job["TrainingStartTime"] >= job["CreationTime"]
    assert job["BillableTimeInSeconds"] >= 1
    tags = training.client.list_tags(ResourceArn=job["TrainingJobArn"])["Tags"]
    assert tags == [{"Key": "a", "Value": "b"}]
    training.logged(name, "metric loss=0.25")


def test_without_network_isolation_the_script_has_the_credentials_of_the_role(training: Training) -> None:
    job = training.end(training.start(COPY, EnableNetworkIsolation=False))
    told = json.loads(training.files(job["ModelArtifacts"]["S3ModelArtifacts"])["told.json"])
    assert told["keys"] == ["AWS_SECRET_ACCESS_KEY"]


def test_a_script_that_fails_says_why(training: Training) -> None:
    job = training.end(training.start(FAIL))
    assert job["TrainingJobStatus"] == "Failed"
    assert job["FailureReason"] == "AlgorithmError: the label column is missing, exit code: 3"
    assert "ModelArtifacts" not in job
    broken = training.end(training.start("import nowhere"))
    assert broken["FailureReason"] == "AlgorithmError: See job logs for more information, exit code: 1"
    training.logged(broken["TrainingJobName"], "No module named 'nowhere'")


def test_a_job_that_runs_too_long_is_stopped_and_keeps_what_it_saved(training: Training) -> None:
    job = training.end(training.start(STEPS, StoppingCondition={"MaxRuntimeInSeconds": 2}))
    assert (job["TrainingJobStatus"], job["SecondaryStatus"]) == ("Stopped", "MaxRuntimeExceeded")
    assert training.files(job["ModelArtifacts"]["S3ModelArtifacts"]) == {"partial": "partial"}


def test_a_job_can_be_stopped_once(training: Training) -> None:
    name = training.start(STEPS)
    training.logged(name, "start 0")
    training.client.stop_training_job(TrainingJobName=name)
    job = training.end(name)
    assert (job["TrainingJobStatus"], job["SecondaryStatus"]) == ("Stopped", "Stopped")
    with pytest.raises(ClientError, match="in status Stopped"):
        training.client.stop_training_job(TrainingJobName=name)
    with pytest.raises(ClientError, match="Requested resource not found"):
        training.client.stop_training_job(TrainingJobName="absent")


def test_a_spot_instance_that_is_taken_away_starts_again_from_its_checkpoints(training: Training) -> None:
    spot = {
        "EnableManagedSpotTraining": True,
        "StoppingCondition": {"MaxRuntimeInSeconds": 30, "MaxWaitTimeInSeconds": 60},
        "CheckpointConfig": {"S3Uri": f"s3://{training.bucket}/run/checkpoints"},
    }
    name = training.start(STEPS, **spot)
    training.logged(name, "start 0")
    admin = training.aws.running.client
    assert admin is not None
    admin.interrupt_training(name)
    job = training.end(name)
    seen = [one["Status"] for one in job["SecondaryStatusTransitions"]]
    assert job["TrainingJobStatus"] == "Completed", seen
    assert training.files(job["ModelArtifacts"]["S3ModelArtifacts"]) == {"starts": "2"}
    assert seen[:5] == ["Starting", "Downloading", "Training", "Interrupted", "Starting"]
    kept = training.s3.get_object(Bucket=training.bucket, Key="run/checkpoints/count")["Body"].read()
    assert kept == b"1"
    with pytest.raises(Exception, match="no training job"):
        admin.interrupt_training(name)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"TrainingJobName": "a_b"}, "at 'trainingJobName' failed to satisfy"),
        ({"StoppingCondition": {"MaxRuntimeInSeconds": 60, "MaxWaitTimeInSeconds": 70}}, "only accepted with"),
        ({"EnableManagedSpotTraining": True}, "Invalid MaxWaitTimeInSeconds"),
        ({"RoleArn": "arn:aws:iam::123456789012:role/absent"}, "Could not assume role"),
        ({"HyperParameters": {"a": "x" * 2501}}, "has over 2500 characters"),
        ({"OutputDataConfig": {"S3OutputPath": "https://b/o"}}, "must start with s3://"),
    ],
)
def test_a_bad_request_is_refused(training: Training, change: dict[str, Any], said: str) -> None:
    with pytest.raises(ClientError, match=said):
        training.client.create_training_job(**training.request(COPY, **change))


def test_names_are_unique_and_jobs_are_listed(training: Training) -> None:
    request = training.request(COPY)
    training.client.create_training_job(**request)
    with pytest.raises(ClientError, match="Job name must be unique") as caught:
        training.client.create_training_job(**request)
    assert caught.value.response["Error"]["Code"] == "ResourceInUse"
    name = request["TrainingJobName"]
    training.end(name)
    found = training.client.list_training_jobs(NameContains=name, StatusEquals="Completed")["TrainingJobSummaries"]
    assert [one["TrainingJobName"] for one in found] == [name]
    assert name in [one.get("TrainingJobName") for one in training.aws.running.client.jobs()]
    with pytest.raises(ClientError, match="Requested resource not found"):
        training.job("absent")


def test_data_that_the_role_cannot_list_is_refused_at_once(training: Training) -> None:
    channels = [training.channel("train", "nothing/")]
    with pytest.raises(ClientError, match="No S3 objects found under S3 URL"):
        training.start(COPY, InputDataConfig=channels)
    with pytest.raises(ClientError, match=r"s3:ListBucket.*permissions on bucket.*AccessDenied"):
        training.start(COPY, RoleArn=training.role_with(["s3:GetObject"]))


def test_a_role_that_may_not_read_or_write_fails_the_job(training: Training) -> None:
    job = training.end(training.start(COPY, RoleArn=training.role_with(["s3:ListBucket"])))
    assert job["FailureReason"].startswith("ClientError: ")
    assert "lacks s3:GetObject on" in job["FailureReason"]
    # Logs are not allowed either: the job trains all the same, as on AWS, and fails where it must write.
    job = training.end(training.start(COPY, RoleArn=training.role_with(["s3:ListBucket", "s3:GetObject"])))
    assert "lacks s3:PutObject on" in job["FailureReason"]


def test_a_key_that_would_leave_its_channel_is_refused(training: Training) -> None:
    training.s3.put_object(Bucket=training.bucket, Key="odd/../../../evil.py", Body=b"x")
    channels = [training.channel("train", "odd/")]
    request = training.request(COPY)
    job = training.end(training.start(COPY, InputDataConfig=[*channels, request["InputDataConfig"][0]]))
    assert "would be written outside its channel" in job["FailureReason"]


def test_every_change_of_state_is_an_event(training: Training, aws: Any, helpers: Until) -> None:
    sqs, events = aws.client("sqs"), aws.client("events")
    queue = sqs.create_queue(QueueName=aws.name("events"))["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    rule = aws.name("rule")
    pattern = {"source": ["aws.sagemaker"], "detail-type": ["SageMaker Training Job State Change"]}
    rule_arn = events.put_rule(Name=rule, EventPattern=json.dumps(pattern))["RuleArn"]
    allow = {
        "Effect": "Allow",
        "Principal": {"Service": "events.amazonaws.com"},
        "Action": "sqs:SendMessage",
        "Resource": arn,
        "Condition": {"ArnEquals": {"aws:SourceArn": rule_arn}},
    }
    sqs.set_queue_attributes(QueueUrl=queue, Attributes={"Policy": json.dumps({"Statement": [allow]})})
    events.put_targets(Rule=rule, Targets=[{"Id": "q", "Arn": arn}])
    name = training.start(COPY)
    seen: list[dict[str, Any]] = []

    def ended() -> bool:
        messages = sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=10).get("Messages", [])
        details = [json.loads(one["Body"])["detail"] for one in messages]
        seen.extend(one for one in details if one["TrainingJobName"] == name)
        return {"InProgress", "Completed"} <= {one["TrainingJobStatus"] for one in seen}

    helpers(ended, "the events of a training job")
    last = next(one for one in seen if one["TrainingJobStatus"] == "Completed")
    assert last["FinalMetricDataList"][0]["Value"] == 0.25
    assert isinstance(last["TrainingEndTime"], int)
