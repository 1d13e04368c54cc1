"""Events reach their targets with the permissions AWS asks for; schedules fire."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from botocore.exceptions import ClientError

pytestmark = pytest.mark.server


class Bus:
    """A rule on its own bus, and a queue to look at."""

    def __init__(self, aws: Any, tools: Any) -> None:
        self.aws, self.tools = aws, tools
        self.events, self.sqs = aws.client("events"), aws.client("sqs")
        self.bus = aws.name("bus")
        self.events.create_event_bus(Name=self.bus)

    def rule(self, target: dict[str, Any], pattern: dict[str, Any] | None = None) -> str:
        name = self.aws.name("rule")
        found = self.events.put_rule(
            Name=name, EventBusName=self.bus, EventPattern=json.dumps(pattern or {"source": ["app"]})
        )
        self.events.put_targets(Rule=name, EventBusName=self.bus, Targets=[{"Id": "t", **target}])
        return str(found["RuleArn"])

    def send(self, detail: dict[str, Any], source: str = "app") -> None:
        entry = {"Source": source, "DetailType": "Done", "Detail": json.dumps(detail), "EventBusName": self.bus}
        self.events.put_events(Entries=[entry])

    def queue(self, *, open_to_events: bool = True) -> tuple[str, str]:
        name = self.aws.name("queue")
        arn = self.aws.arn("sqs", name)
        statement = {
            "Effect": "Allow",
            "Principal": {"Service": "events.amazonaws.com"},
            "Action": "sqs:SendMessage",
            "Resource": arn,
        }
        attributes = {"Policy": self.tools.document(statement)} if open_to_events else {}
        return str(self.sqs.create_queue(QueueName=name, Attributes=attributes)["QueueUrl"]), arn

    def received(self, url: str) -> dict[str, Any]:
        def look() -> Any:
            return self.sqs.receive_message(QueueUrl=url, MessageAttributeNames=["All"]).get("Messages")

        return dict(self.tools.eventually(look, "a message")[0])


@pytest.fixture
def bus(aws: Any, tools: Any) -> Bus:
    return Bus(aws, tools)


def test_a_queue_gets_the_event_as_events_look(aws: Any, bus: Bus) -> None:
    url, arn = bus.queue()
    bus.rule({"Arn": arn}, {"source": ["app"], "detail": {"job": [{"prefix": "ip-"}]}})

    bus.send({"job": "other"})
    bus.send({"job": "ip-1"})

    event = json.loads(bus.received(url)["Body"])
    assert event["detail"] == {"job": "ip-1"}
    assert (event["source"], event["detail-type"], event["region"]) == ("app", "Done", "us-east-1")
    assert datetime.fromisoformat(event["time"].replace("Z", "+00:00")) <= datetime.now(UTC)


def test_a_function_needs_a_permission_for_the_rule(aws: Any, tools: Any, bus: Bus) -> None:
    dead, dead_arn = bus.queue()
    name = aws.function("def handler(event, context):\n    print('got', event)\n")
    arn = aws.arn("lambda", f"function:{name}")
    rule = bus.rule({"Arn": arn, "InputPath": "$.detail", "DeadLetterConfig": {"Arn": dead_arn}})

    bus.send({"n": 1})
    refused = bus.received(dead)["MessageAttributes"]
    aws.client("lambda").add_permission(
        FunctionName=name,
        StatementId="s",
        Action="lambda:InvokeFunction",
        Principal="events.amazonaws.com",
        SourceArn=rule,
    )
    bus.send({"n": 2})

    def logged() -> Any:
        try:
            found = aws.client("logs").filter_log_events(logGroupName=f"/aws/lambda/{name}")["events"]
        except ClientError:
            return []
        return [event["message"] for event in found if "got" in event["message"]]

    assert refused["ERROR_CODE"]["StringValue"] == "AccessDeniedException"
    assert tools.eventually(logged, "the function ran") == ["got {'n': 2}"]


def test_a_permission_on_an_alias_lets_the_alias_be_called(aws: Any, tools: Any, bus: Bus) -> None:
    name = aws.function("def handler(event, context):\n    return 1\n")
    client = aws.client("lambda")
    version = client.publish_version(FunctionName=name)["Version"]
    client.create_alias(FunctionName=name, Name="live", FunctionVersion=version)
    rule = bus.rule({"Arn": aws.arn("lambda", f"function:{name}:live")})
    client.add_permission(
        FunctionName=name,
        Qualifier="live",
        StatementId="s",
        Action="lambda:InvokeFunction",
        Principal="events.amazonaws.com",
        SourceArn=rule,
    )

    bus.send({"n": 1})

    tools.eventually(lambda: [figure for figure in aws.admin.functions() if figure["name"] == name], "the function ran")


def test_a_state_machine_is_started_as_the_targets_role(aws: Any, tools: Any, bus: Bus) -> None:
    states = aws.client("stepfunctions")
    arn = states.create_state_machine(
        name=aws.name("sm"),
        definition=json.dumps({"StartAt": "A", "States": {"A": {"Type": "Pass", "End": True}}}),
        roleArn=aws.role(trust="states.amazonaws.com"),
    )["stateMachineArn"]
    role = aws.role(tools.allow("states:StartExecution", arn), trust="events.amazonaws.com")
    template = '{"job": <job>, "text": "job <job> of <aws.events.rule-name>"}'
    transformer = {"InputPathsMap": {"job": "$.detail.job"}, "InputTemplate": template}
    rule = bus.rule({"Arn": arn, "RoleArn": role, "InputTransformer": transformer})

    bus.send({"job": "j-1"})

    def ended() -> Any:
        return states.list_executions(stateMachineArn=arn, statusFilter="SUCCEEDED")["executions"]

    execution = tools.eventually(ended, "the execution ended")[0]
    given = json.loads(states.describe_execution(executionArn=execution["executionArn"])["input"])
    assert given == {"job": "j-1", "text": f"job j-1 of {rule.rsplit('/', 1)[-1]}"}


def test_an_event_crosses_regions_through_a_bus_and_a_role(aws: Any, tools: Any, bus: Bus) -> None:
    far = aws.client("events", "eu-west-1")
    name = aws.name("far")
    far_arn = far.create_event_bus(Name=name)["EventBusArn"]
    log_group = aws.name("/events/far")
    aws.client("logs", "eu-west-1").create_log_group(logGroupName=log_group)
    far.put_rule(Name="r", EventBusName=name, EventPattern='{"source": ["app"]}')
    target = {"Id": "l", "Arn": aws.arn("logs", f"log-group:{log_group}", "eu-west-1")}
    far.put_targets(Rule="r", EventBusName=name, Targets=[target])
    role = aws.role(tools.allow("events:PutEvents", far_arn), trust="events.amazonaws.com")
    bus.rule({"Arn": far_arn, "RoleArn": role})

    bus.send({"n": 7})

    def arrived() -> Any:
        return aws.client("logs", "eu-west-1").filter_log_events(logGroupName=log_group)["events"]

    event = json.loads(tools.eventually(arrived, "the event arrives")[0]["message"])
    assert (event["detail"], event["region"]) == ({"n": 7}, "us-east-1")


def test_an_event_can_be_dropped_on_request(aws: Any, bus: Bus) -> None:
    url, arn = bus.queue()
    bus.rule({"Arn": arn})
    aws.admin.add_fault(kind="drop_event", match='"n": 1', count=1)

    bus.send({"n": 1})
    bus.send({"n": 2})

    assert json.loads(bus.received(url)["Body"])["detail"] == {"n": 2}
    assert aws.admin.faults() == []


def in_whole_seconds(seconds: int) -> str:
    """A moment that far ahead, as `at(…)` takes it."""
    return (datetime.now(UTC) + timedelta(seconds=seconds)).strftime("%Y-%m-%dT%H:%M:%S")


def schedule(aws: Any, tools: Any, expression: str | Callable[[], str], **more: Any) -> tuple[str, str]:
    """A schedule that puts a message on a new queue; its name and the queue.

    An expression that is called is one that ages: it is asked for last, when queue, role and client are there.
    """
    sqs, name, scheduler = aws.client("sqs"), aws.name("schedule"), aws.client("scheduler")
    url = sqs.create_queue(QueueName=name)["QueueUrl"]
    arn = aws.arn("sqs", name)
    role = aws.role(tools.allow("sqs:SendMessage", arn), trust="scheduler.amazonaws.com")
    scheduler.create_schedule(
        Name=name,
        ScheduleExpression=expression if isinstance(expression, str) else expression(),
        FlexibleTimeWindow={"Mode": "OFF"},
        Target={"Arn": arn, "RoleArn": role, "Input": '{"at": "<aws.scheduler.scheduled-time>"}'},
        **more,
    )
    return name, url


def test_a_schedule_fires_at_its_time_and_goes(aws: Any, tools: Any, bus: Bus) -> None:
    asked: list[str] = []

    def soon() -> str:
        # A busy machine takes its time for one call; a moment that is over when the call arrives never comes.
        asked.append(in_whole_seconds(6))
        return f"at({asked[0]})"

    name, url = schedule(aws, tools, soon, ActionAfterCompletion="DELETE")

    assert json.loads(bus.received(url)["Body"]) == {"at": f"{asked[0]}Z"}

    def gone() -> bool:
        return name not in [found["Name"] for found in aws.client("scheduler").list_schedules()["Schedules"]]

    tools.eventually(gone, "the schedule is deleted")


def test_a_schedule_runs_on_request(aws: Any, tools: Any, bus: Bus) -> None:
    name, url = schedule(aws, tools, "cron(0 3 1 1 ? 2099)")
    aws.admin.run_schedule(name)

    assert bus.received(url)


def test_schedules_that_aws_refuses_are_refused(aws: Any, tools: Any) -> None:
    with pytest.raises(ClientError, match="Invalid Schedule Expression some cron"):
        schedule(aws, tools, "some cron")
    with pytest.raises(ClientError, match="ScheduleExpression is not valid"):
        aws.client("events").put_rule(Name="r", ScheduleExpression="rate(0 minutes)")
