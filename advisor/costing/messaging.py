"""Queues, topics, buses, schedules and state machines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from advisor.costing.charges import Charge, Free, Pricer
from advisor.costing.context import Context
from advisor.costing.cron import firings_a_month
from advisor.errors import NotKnownError
from advisor.spread import Spread
from advisor.stack.resources import Resource
from advisor.usage.sections import BusUsage, QueueUsage, TopicUsage, WorkflowUsage

TOPIC: Final = "aws:sns/topic:Topic"
MAIL: Final = frozenset({"email", "email-json"})
WITHOUT_CHARGE: Final = frozenset({"sqs", "lambda"})
"""Protocols whose deliveries SNS does not bill: https://aws.amazon.com/sns/pricing/"""


def queue(resource: Resource, context: Context) -> Iterator[Charge | Free]:
    """By requests."""
    fifo = resource.properties.flag("fifoQueue")
    usage = context.usage.of(QueueUsage, resource.name)
    yield Charge("requests", "sqs/request-fifo" if fifo else "sqs/request", usage.requests)


def topic(resource: Resource, context: Context) -> Iterator[Charge | Free]:
    """By messages published; deliveries are the subscriptions'."""
    yield Charge("messages", "sns/publish", context.usage.of(TopicUsage, resource.name).publishes)


def subscription(resource: Resource, context: Context) -> Iterator[Charge | Free]:
    """By deliveries: as many as its topic has messages."""
    protocol = resource.properties.required_text("protocol")
    if protocol in WITHOUT_CHARGE:
        yield Free(f"deliveries by {protocol} are not billed")
        return
    if protocol not in MAIL:
        raise NotKnownError(f"nothing here knows what deliveries by {protocol} cost")
    source = context.source_of(resource, "topic", TOPIC, "arn")
    name = resource.name if source is None else source.name
    yield Charge("e-mails", "sns/email", context.usage.of(TopicUsage, name).publishes)


def schedule(resource: Resource, context: Context) -> Iterator[Charge | Free]:
    """By invocations, as its expression says."""
    if resource.properties.text("state", "ENABLED") != "ENABLED":
        yield Free("the schedule is disabled")
        return
    count = firings_a_month(resource.properties.required_text("scheduleExpression"), context.on)
    yield Charge("invocations", "scheduler/invocation", Spread.exactly(count))


def bus(resource: Resource, context: Context) -> Iterator[Charge | Free]:
    """By the events that are put on it."""
    yield Charge("events", "events/event", context.usage.of(BusUsage, resource.name).events)


def state_machine(resource: Resource, context: Context) -> Iterator[Charge | Free]:
    """A Standard one is billed by its state transitions."""
    usage, properties = context.usage.of(WorkflowUsage, resource.name), resource.properties
    if properties.text("type", "STANDARD") == "EXPRESS":
        raise NotKnownError("an EXPRESS state machine has no item in the price book; accepted: STANDARD")
    yield Charge("state transitions", "states/transition", usage.executions * usage.transitions)
    tracing = properties.child("tracingConfiguration")
    if tracing is not None and tracing.flag("enabled"):
        yield Charge("traces", "xray/trace", usage.executions * usage.traced_share)


PRICERS: Final[Mapping[str, Pricer]] = {
    "aws:sqs/queue:Queue": queue,
    TOPIC: topic,
    "aws:sns/topicSubscription:TopicSubscription": subscription,
    "aws:scheduler/schedule:Schedule": schedule,
    "aws:cloudwatch/eventBus:EventBus": bus,
    "aws:sfn/stateMachine:StateMachine": state_machine,
}
