"""`createTrainingJob.sync` in a state machine: it waits, fails, retries, times out and is stopped, as its role may."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError

Until = Callable[..., Any]
REGION, ACCOUNT = "us-east-1", "123456789012"
OK = 'import os, pathlib; pathlib.Path(os.environ["ML_ROOT"], "model/m").write_text("m")\n'
FOREVER = "import time\nwhile True:\n    time.sleep(0.05)\n"
RULE = f"arn:aws:events:{REGION}:{ACCOUNT}:rule/StepFunctionsGetEventsForSageMakerTrainingJobsRule"
JOBS = f"arn:aws:sagemaker:{REGION}:{ACCOUNT}:training-job/*"


def trust(service: str) -> dict[str, Any]:
    statement = {"Effect": "Allow", "Principal": {"Service": service}, "Action": "sts:AssumeRole"}
    return {"Version": "2012-10-17", "Statement": [statement]}


class Machine:
    """State machines around one training state."""

    def __init__(self, aws: Any, until: Until) -> None:
        self.aws, self.until, self.bucket = aws, until, aws.bucket()
        self.states, self.jobs = aws.client("stepfunctions"), aws.client("sagemaker")
        data = ["s3:GetObject", "s3:PutObject", "s3:ListBucket", "logs:*"]
        self.training_role = aws.role([{"Action": data, "Resource": "*"}])

    def role(self, *, without: str = "") -> str:
        jobs = ["sagemaker:CreateTrainingJob", "sagemaker:DescribeTrainingJob", "sagemaker:StopTrainingJob"]
        passing = {"StringEquals": {"iam:PassedToService": "sagemaker.amazonaws.com"}}
        rule = ["events:PutTargets", "events:PutRule", "events:DescribeRule"]
        statements = [
            *({"Action": action, "Resource": JOBS} for action in jobs),
            *({"Action": action, "Resource": RULE} for action in rule),
            {"Action": "iam:PassRole", "Resource": self.training_role, "Condition": passing},
        ]
        kept = [one for one in statements if one["Action"] != without]
        return str(self.aws.role(kept, trust("states.amazonaws.com")))

    def state(self, script: str, name: str, **more: Any) -> dict[str, Any]:
        key = self.aws.name("code")
        self.aws.client("s3").put_object(Bucket=self.bucket, Key=f"{key}/train.py", Body=script.encode())
        source = {"S3DataType": "S3Prefix", "S3Uri": f"s3://{self.bucket}/{key}/"}
        return {
            "Type": "Task",
            "Resource": "arn:aws:states:::sagemaker:createTrainingJob.sync",
            "Parameters": {
                "TrainingJobName.$": f"States.Format('{name}-r{{}}', $$.State.RetryCount)",
                "AlgorithmSpecification": {
                    "TrainingImage": "123456789012.dkr.ecr.us-east-1.amazonaws.com/train:1",
                    "TrainingInputMode": "File",
                    "ContainerEntrypoint": ["python3", "/opt/ml/input/data/code/train.py"],
                },
                "RoleArn": self.training_role,
                "InputDataConfig": [{"ChannelName": "code", "DataSource": {"S3DataSource": source}}],
                "OutputDataConfig": {"S3OutputPath": f"s3://{self.bucket}/out/"},
                "ResourceConfig": {"InstanceType": "ml.m5.large", "InstanceCount": 1, "VolumeSizeInGB": 5},
                "StoppingCondition": {"MaxRuntimeInSeconds": 60},
                "EnableNetworkIsolation": True,
            },
            "TimeoutSeconds": 30,
            "ResultPath": "$.training",
            "Next": "Done",
            **more,
        }

    def create(self, train: dict[str, Any], role: str | None = None) -> str:
        failed = {"Type": "Pass", "End": True}
        states = {"Train": train, "Done": {"Type": "Succeed"}, "Failed": failed}
        made = self.states.create_state_machine(
            name=self.aws.name("sm"),
            definition=json.dumps({"StartAt": "Train", "States": states}),
            roleArn=role or self.role(),
        )
        return str(made["stateMachineArn"])

    def start(self, train: dict[str, Any], role: str | None = None) -> str:
        started = self.states.start_execution(stateMachineArn=self.create(train, role), input='{"run": "r"}')
        return str(started["executionArn"])

    def wait(self, execution: str) -> dict[str, Any]:
        def ended() -> Any:
            found = self.states.describe_execution(executionArn=execution)
            return found if found["status"] != "RUNNING" else None

        return dict(self.until(ended, f"the end of {execution}"))

    def status(self, job: str) -> str:
        try:
            return str(self.jobs.describe_training_job(TrainingJobName=job)["TrainingJobStatus"])
        except ClientError:
            return "absent"

    def history(self, execution: str) -> list[str]:
        return [one["type"] for one in self.states.get_execution_history(executionArn=execution)["events"]]


@pytest.fixture(scope="module")
def machine(aws: Any, helpers: Until) -> Machine:
    return Machine(aws, helpers)


CAUGHT = {"Catch": [{"ErrorEquals": ["States.ALL"], "ResultPath": "$.failure", "Next": "Failed"}]}


def test_the_state_waits_for_the_job_and_gives_its_description(machine: Machine, aws: Any) -> None:
    name = aws.name("job")
    execution = machine.start(machine.state(OK, name))
    ended = machine.wait(execution)
    assert ended["status"] == "SUCCEEDED", ended
    output = json.loads(ended["output"])
    assert output["run"] == "r"
    job = output["training"]
    assert (job["TrainingJobName"], job["TrainingJobStatus"]) == (f"{name}-r0", "Completed")
    uri = f"s3://{machine.bucket}/out/{name}-r0/output/model.tar.gz"
    assert job["ModelArtifacts"]["S3ModelArtifacts"] == uri
    assert isinstance(job["TrainingEndTime"], int)
    assert "TaskSubmitted" in machine.history(execution)


def test_each_retry_has_its_own_name_and_the_cause_is_the_job(machine: Machine, aws: Any) -> None:
    name = aws.name("job")
    retry = {"ErrorEquals": ["States.TaskFailed"], "IntervalSeconds": 1, "MaxAttempts": 1}
    ended = machine.wait(machine.start(machine.state("raise SystemExit(4)", name, Retry=[retry], **CAUGHT)))
    failure = json.loads(ended["output"])["failure"]
    assert failure["Error"] == "States.TaskFailed"
    job = json.loads(failure["Cause"])
    assert (job["TrainingJobName"], job["TrainingJobStatus"]) == (f"{name}-r1", "Failed")
    assert job["FailureReason"] == "AlgorithmError: See job logs for more information, exit code: 4"
    assert machine.status(f"{name}-r0") == "Failed"


def test_an_error_of_the_api_has_the_name_that_the_sdk_gives_it(machine: Machine, aws: Any) -> None:
    name = aws.name("job")
    assert machine.wait(machine.start(machine.state(OK, name)))["status"] == "SUCCEEDED"
    again = json.loads(machine.wait(machine.start(machine.state(OK, name, **CAUGHT)))["output"])["failure"]
    assert again["Error"] == "SageMaker.ResourceInUseException"
    assert "Service: AmazonSageMaker; Status Code: 400; Error Code: ResourceInUse" in again["Cause"]
    bad = machine.state(OK, aws.name("job"), **CAUGHT)
    bad["Parameters"]["StoppingCondition"] = {"MaxRuntimeInSeconds": 3_000_000}
    failure = json.loads(machine.wait(machine.start(bad))["output"])["failure"]
    assert failure["Error"] == "SageMaker.AmazonSageMakerException"
    assert "MaxRuntimeInSeconds 3000000 must be" in failure["Cause"]


def test_a_state_that_times_out_stops_its_job(machine: Machine, aws: Any) -> None:
    name = aws.name("job")
    ended = machine.wait(machine.start(machine.state(FOREVER, name, TimeoutSeconds=2, **CAUGHT)))
    assert json.loads(ended["output"])["failure"]["Error"] == "States.Timeout"
    machine.until(lambda: machine.status(f"{name}-r0") == "Stopped", "the job is stopped")


def test_an_execution_that_is_stopped_stops_its_job(machine: Machine, aws: Any) -> None:
    name = aws.name("job")
    execution = machine.start(machine.state(FOREVER, name, **CAUGHT))
    machine.until(lambda: machine.status(f"{name}-r0") == "InProgress", "the job runs")
    machine.states.stop_execution(executionArn=execution, error="Operator", cause="no longer wanted")
    assert machine.wait(execution)["status"] == "ABORTED"
    machine.until(lambda: machine.status(f"{name}-r0") == "Stopped", "the job is stopped")
    history = machine.history(execution)
    assert "TaskSucceeded" not in history
    assert "TaskFailed" not in history


def test_a_job_that_somebody_stops_fails_the_state(machine: Machine, aws: Any) -> None:
    name = aws.name("job")
    execution = machine.start(machine.state(FOREVER, name, **CAUGHT))
    machine.until(lambda: machine.status(f"{name}-r0") == "InProgress", "the job runs")
    machine.jobs.stop_training_job(TrainingJobName=f"{name}-r0")
    failure = json.loads(machine.wait(execution)["output"])["failure"]
    assert failure["Error"] == "States.TaskFailed"
    assert json.loads(failure["Cause"])["TrainingJobStatus"] == "Stopped"


def test_a_look_at_the_job_that_fails_for_a_while_does_not_fail_the_state(machine: Machine, aws: Any) -> None:
    admin = aws.running.client
    admin.add_fault(kind="throttle", service="sagemaker", operation="DescribeTrainingJob", count=3)
    ended = machine.wait(machine.start(machine.state(OK, aws.name("job"))))
    assert ended["status"] == "SUCCEEDED", ended


@pytest.mark.parametrize("action", ["sagemaker:CreateTrainingJob", "sagemaker:DescribeTrainingJob", "iam:PassRole"])
def test_the_role_of_the_state_machine_needs_each_action(machine: Machine, aws: Any, action: str) -> None:
    train = machine.state(OK, aws.name("job"), **CAUGHT)
    failure = json.loads(machine.wait(machine.start(train, machine.role(without=action)))["output"])["failure"]
    assert failure["Error"] == "SageMaker.AmazonSageMakerException"
    assert f"not authorized to perform: {action}" in failure["Cause"]


def test_a_role_that_may_not_make_the_managed_rule_is_refused_at_creation(machine: Machine, aws: Any) -> None:
    with pytest.raises(ClientError, match="is not authorized to create managed-rule"):
        machine.create(machine.state(OK, aws.name("job")), machine.role(without="events:PutTargets"))
