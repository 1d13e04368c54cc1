"""The plugin under the real engine: up, nothing to do, drift, update, replacement, import, secrets, nothing left."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import boto3
import pytest

from sandbox import lifecycle
from toolchain import engine
from toolchain.places import ROOT

pytestmark = [pytest.mark.engine, pytest.mark.server, pytest.mark.xdist_group("engine-apart")]

PROGRAM = """
import json
import pulumi
import pulumi_aws as aws

config = pulumi.Config()
delay = config.get_int("delay") or 1
bucket = aws.s3.Bucket("Data", tags={"a": "b"})
aws.s3.BucketObjectv2("text", bucket=bucket.bucket, key="a.txt", source=pulumi.StringAsset(f"delay {delay}"))
principal = {"Service": "lambda.amazonaws.com"}
trust = {"Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": principal}]}
role = aws.iam.Role("role", assume_role_policy=json.dumps({"Version": "2012-10-17", **trust}))
code = pulumi.AssetArchive({"app.py": pulumi.StringAsset(f"def handler(event, context):\\n    return {delay}\\n")})
function = aws.lambda_.Function(
    "function",
    role=role.arn,
    runtime="python3.13",
    handler="app.handler",
    code=code,
    publish=True,
    environment={"variables": {"PASSWORD": pulumi.Output.secret("hidden-word")}},
)
alias = aws.lambda_.Alias("live", function_name=function.name, function_version=function.version)
dead = aws.sqs.Queue("dead", name=config.get("dead"))
queue = aws.sqs.Queue(
    "queue",
    delay_seconds=delay,
    redrive_policy=pulumi.Output.json_dumps({"deadLetterTargetArn": dead.arn, "maxReceiveCount": 5}),
)
pulumi.export("account", aws.get_caller_identity().account_id)
pulumi.export("bucket", bucket.bucket)
pulumi.export("queue", queue.url)
pulumi.export("dead", dead.name)
pulumi.export("version", function.version)
"""


REGIONS_PROGRAM = """
import json
import pulumi
import pulumi_aws as aws

home = aws.Provider("home", region="us-east-1")
there, here = pulumi.ResourceOptions(provider=home), pulumi.ResourceOptions
key = aws.kms.Key("key", opts=there)
topic = aws.sns.Topic("topic", kms_master_key_id=key.key_id, opts=there)
queue = aws.sqs.Queue("queue", opts=there)
aws.sns.TopicSubscription(
    "subscription", topic=topic.arn, protocol="sqs", endpoint=queue.arn, raw_message_delivery=True, opts=there
)
alarm = aws.cloudwatch.MetricAlarm(
    "charges",
    namespace="AWS/Billing",
    metric_name="EstimatedCharges",
    dimensions={"Currency": "USD"},
    statistic="Maximum",
    period=21600,
    evaluation_periods=1,
    threshold=100,
    comparison_operator="GreaterThanThreshold",
    treat_missing_data="notBreaching",
    alarm_actions=[topic.arn],
    opts=there,
)
monitor = aws.costexplorer.AnomalyMonitor(
    "monitor", monitor_type="DIMENSIONAL", monitor_dimension="SERVICE", opts=there
)
aws.budgets.Budget(
    "budget", budget_type="COST", time_unit="MONTHLY", limit_amount="100", limit_unit="USD", opts=there
)

trust = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "lambda.amazonaws.com"}}
role = aws.iam.Role("role", assume_role_policy=json.dumps({"Version": "2012-10-17", "Statement": [trust]}))
code = pulumi.AssetArchive({"app.py": pulumi.StringAsset("def handler(event, context):\\n    return 1\\n")})
function = aws.lambda_.Function(
    "function", role=role.arn, runtime="python3.13", handler="app.handler", code=code, publish=True
)
alias = aws.lambda_.Alias("live", name="live", function_name=function.name, function_version=function.version)
warm = aws.lambda_.ProvisionedConcurrencyConfig(
    "warm",
    function_name=function.name,
    qualifier=alias.name,
    provisioned_concurrent_executions=1,
    opts=here(ignore_changes=["provisionedConcurrentExecutions"]),
)
target = aws.appautoscaling.Target(
    "target",
    service_namespace="lambda",
    resource_id=pulumi.Output.concat("function:", function.name, ":", alias.name),
    scalable_dimension="lambda:function:ProvisionedConcurrency",
    min_capacity=1,
    max_capacity=1,
    opts=here(ignore_changes=["minCapacity", "maxCapacity"], depends_on=[warm]),
)
aws.appautoscaling.ScheduledAction(
    "business-hours",
    name="business-hours",
    service_namespace=target.service_namespace,
    resource_id=target.resource_id,
    scalable_dimension=target.scalable_dimension,
    schedule="cron(0 9 ? * MON-FRI 2199)",
    timezone="Asia/Tokyo",
    start_time="2199-01-01T00:00:00+09:00",
    scalable_target_action={"min_capacity": 3, "max_capacity": 5},
)
pulumi.export("topic", topic.arn)
pulumi.export("alarm", alarm.arn)
pulumi.export("queue", queue.url)
pulumi.export("function", function.name)
pulumi.export("functionArn", function.arn)
"""


class Pulumi:
    """The command line in a folder with a program."""

    def __init__(self, folder: Path, running: lifecycle.RunningSandbox) -> None:
        found = engine.ensure()
        path = os.pathsep.join([str(found.folder), str(Path(sys.executable).parent), os.environ["PATH"]])
        executor = {"PULUMI_LANGUAGE_PYTHON_EXEC": str(found.executor)} if found.executor else {}
        state = {"PULUMI_BACKEND_URL": f"file://{folder}", "INFERENCE_PLATFORM_ROOT": str(ROOT)}
        self.environment = {**os.environ, **lifecycle.environment(running), **executor, **state, "PATH": path}
        self.folder = folder

    def __call__(self, *arguments: str, accept: tuple[int, ...] = (0,)) -> str:
        command = ["pulumi", *arguments, "--non-interactive"]
        done = subprocess.run(
            command, cwd=self.folder, env=self.environment, capture_output=True, text=True, check=False
        )
        assert done.returncode in accept, done.stdout + done.stderr
        return done.stdout + done.stderr

    def output(self, name: str) -> str:
        return str(json.loads(self("stack", "output", "--json"))[name])

    def state(self) -> list[dict[str, Any]]:
        return list(json.loads(self("stack", "export"))["deployment"].get("resources", []))


@pytest.fixture
def pulumi(tmp_path: Path, sandbox_server: lifecycle.RunningSandbox) -> Pulumi:
    (tmp_path / "Pulumi.yaml").write_text("name: provider-test\nruntime: python\n")
    (tmp_path / "__main__.py").write_text(PROGRAM)
    command = Pulumi(tmp_path, sandbox_server)
    command("stack", "init", "test")
    return command


@pytest.fixture
def clients(sandbox_server: lifecycle.RunningSandbox) -> Any:
    keys = {
        "aws_access_key_id": sandbox_server.record.access_key_id,
        "aws_secret_access_key": sandbox_server.record.secret_access_key,
    }

    def client(service: str, region: str = "us-east-1") -> Any:
        return boto3.client(service, endpoint_url=sandbox_server.url, region_name=region, **keys)

    return client


def test_a_stack_lives_under_the_real_engine(pulumi: Pulumi, clients: Any) -> None:
    pulumi("up", "--yes", "--skip-preview")
    pulumi("preview", "--expect-no-changes")
    assert pulumi.output("account") == "123456789012"
    assert pulumi.output("version") == "1"
    assert "hidden-word" not in json.dumps(pulumi.state())

    bucket = pulumi.output("bucket")
    assert clients("s3").get_object(Bucket=bucket, Key="a.txt")["Body"].read() == b"delay 1"
    sqs, url = clients("sqs"), pulumi.output("queue")
    sqs.set_queue_attributes(QueueUrl=url, Attributes={"DelaySeconds": "7"})
    clients("s3").delete_object(Bucket=bucket, Key="a.txt")
    refreshed = pulumi("refresh", "--yes", "--skip-preview")
    assert "~ 1 updated" in refreshed
    assert "- 1 deleted" in refreshed

    pulumi("config", "set", "delay", "2")
    pulumi("up", "--yes", "--skip-preview")
    pulumi("preview", "--expect-no-changes")
    assert pulumi.output("version") == "2"
    assert clients("s3").get_object(Bucket=bucket, Key="a.txt")["Body"].read() == b"delay 2"

    old = pulumi.output("dead")
    pulumi("config", "set", "dead", "renamed")
    assert "+-" in pulumi("preview", "--diff")
    pulumi("up", "--yes", "--skip-preview")
    assert pulumi.output("dead") == "renamed"
    assert not [name for name in sqs.list_queues().get("QueueUrls", []) if name.endswith(f"/{old}")]

    other = sqs.create_queue(QueueName="found")["QueueUrl"]
    pulumi("import", "aws:sqs/queue:Queue", "found", other, "--yes", "--generate-code=false", "--protect=false")
    assert any(item.get("id") == other for item in pulumi.state())

    clients("s3").put_object(Bucket=bucket, Key="mine", Body=b"x")
    assert "s3:DeleteBucket failed with BucketNotEmpty" in pulumi("destroy", "--yes", "--skip-preview", accept=(255, 1))
    clients("s3").delete_object(Bucket=bucket, Key="mine")
    pulumi("destroy", "--yes", "--skip-preview")
    assert pulumi.state() == []
    assert bucket not in [item["Name"] for item in clients("s3").list_buckets()["Buckets"]]
    assert not [name for name in sqs.list_queues().get("QueueUrls", []) if name in (url, other)]


@pytest.mark.parametrize(
    ("program", "expected"),
    [
        (
            'aws.redshift.SubnetGroup("z", subnet_ids=["subnet-1"])',
            "aws:redshift/subnetGroup:SubnetGroup is not supported by the AWS provider",
        ),
        ('aws.sqs.Queue("q", delay_seconds=1000)', "is 1000; accepted: 0 to 900"),
    ],
)
def test_what_cannot_be_made_fails_in_the_preview(pulumi: Pulumi, program: str, expected: str) -> None:
    (pulumi.folder / "__main__.py").write_text(f"import pulumi_aws as aws\n{program}\n")
    assert expected in pulumi("preview", accept=(255, 1))


def test_a_provider_of_another_region_and_what_a_schedule_changed(
    pulumi: Pulumi, clients: Any, sandbox_server: lifecycle.RunningSandbox
) -> None:
    (pulumi.folder / "__main__.py").write_text(REGIONS_PROGRAM)
    pulumi("config", "set", "aws:region", "ap-northeast-1")
    pulumi("up", "--yes", "--skip-preview")
    outputs = json.loads(pulumi("stack", "output", "--json"))
    regions = {name: str(outputs[name]).split(":")[3] for name in ("topic", "alarm", "functionArn")}
    assert regions == {"topic": "us-east-1", "alarm": "us-east-1", "functionArn": "ap-northeast-1"}

    functions = clients("lambda", "ap-northeast-1")
    where = {"FunctionName": outputs["function"], "Qualifier": "live"}
    assert sandbox_server.client.run_schedule("business-hours") == [f"function:{outputs['function']}:live"]
    kept = functions.get_provisioned_concurrency_config(**where)
    assert kept["RequestedProvisionedConcurrentExecutions"] == 3
    pulumi("preview", "--expect-no-changes")
    assert "~ 2 updated" in pulumi("refresh", "--yes", "--skip-preview")  # the target, and the concurrency itself
    pulumi("preview", "--expect-no-changes")

    dimensions = [{"Name": "Currency", "Value": "USD"}]
    data = [{"MetricName": "EstimatedCharges", "Value": 250.0, "Dimensions": dimensions}]
    clients("cloudwatch", "us-east-1").put_metric_data(Namespace="AWS/Billing", MetricData=data)
    told: list[Any] = []
    for _ in range(20):
        told += clients("sqs").receive_message(QueueUrl=outputs["queue"], WaitTimeSeconds=2).get("Messages", [])
        if told:
            break
    assert json.loads(told[0]["Body"])["NewStateValue"] == "ALARM"
    pulumi("destroy", "--yes", "--skip-preview")
    assert pulumi.state() == []
