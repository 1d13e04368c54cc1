"""Events that ask for work: a bus in each Region, and the one way from a Region that fails to the other.

Work may be put on either bus. Its own Region's function gets it; when that fails for good, Lambda puts the record of
the call on the same bus, and a rule sends it to the other Region's bus, where that Region's function gets it.

A circle cannot come of it: a call says where it began, a rule forwards only what began in its own Region, and what was
taken over says so and so began in neither. What then fails again ends in a dead-letter queue.

A rule's target in another Region is an event bus, and nothing else:
https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-cross-region.html. Records of failed calls:
https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import pulumi
import pulumi_aws as aws

from components.base import PlatformComponent
from components.foundation.account import Account
from components.function import PythonFunction
from components.iam import Statement, document, trust
from components.queue import DeadLetterQueue, DeadLetterQueueArgs

SOURCE: Final = "inference.work"
DETAIL_TYPE: Final = "Work requested"
RECORD_SOURCE: Final = "lambda"
"""Of the records that Lambda puts on a bus."""
GAVE_UP: Final = ("RetriesExhausted", "EventAgeExceeded")
"""How a record says that a call failed for good."""

LONGEST_EVENT_AGE_S: Final = 3600
"""Longer than a failover takes; what is older has a caller that gave up. 60 to 86,400."""
DELIVERIES: Final = 185
"""https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-retry-policy.html"""
CALL_RETRIES: Final = 1
LONGEST_CALL_AGE_S: Final = 300
"""Of an asynchronous call before it counts as failed; a Region whose function is throttled is not waited for longer."""


@dataclass(frozen=True, kw_only=True)
class WorkBusArgs:
    """Inputs.

    Attributes:
        account: The Region.
        bus_name: Unique in account and Region.
        key_arn: Customer key of that Region; its policy lets EventBridge use it.
        alarm_topic_arn: Where alarms go.
    """

    account: Account
    bus_name: str
    key_arn: pulumi.Input[str]
    alarm_topic_arn: pulumi.Input[str]


class WorkBus(PlatformComponent):
    """One bus; whoever may put events on it is for IAM to say."""

    bus_name: pulumi.Output[str]
    arn: pulumi.Output[str]
    queue_arn: pulumi.Output[str]

    def __init__(self, name: str, args: WorkBusArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(name, {"region": args.account.region}, opts)
        queue = DeadLetterQueueArgs(
            account=args.account,
            key_arn=args.key_arn,
            alarm_topic_arn=args.alarm_topic_arn,
            what=f"events of {args.bus_name}",
        )
        self.queue_arn = DeadLetterQueue(self.child_name("undelivered"), queue, opts=self.child()).arn
        bus = aws.cloudwatch.EventBus(
            name,
            name=args.bus_name,
            description=f"Work for the Region that acts, put into {args.account.region}",
            kms_key_identifier=args.key_arn,
            # For events that could not be encrypted or decrypted.
            dead_letter_config=aws.cloudwatch.EventBusDeadLetterConfigArgs(arn=self.queue_arn),
            opts=self.child(),
        )
        self.bus_name = bus.name
        self.arn = bus.arn
        self.finish()


@dataclass(frozen=True, kw_only=True)
class WorkRoutesArgs:
    """Inputs.

    Attributes:
        account: The Region.
        bus: Its bus.
        peer_region: The other Region.
        peer_bus_arn: Its bus; ``None`` when nothing runs there.
        accept: Function that takes the events; asynchronous, so that it has a dead-letter queue.
    """

    account: Account
    bus: WorkBus
    peer_region: str
    peer_bus_arn: pulumi.Input[str] | None
    accept: PythonFunction


class WorkRoutes(PlatformComponent):
    """The rules on one bus."""

    requested_rule: pulumi.Output[str]

    def __init__(self, name: str, args: WorkRoutesArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(name, {"peerRegion": args.peer_region}, opts)
        self.args = args
        own, peer = args.account.region, args.peer_region
        requested = self._rule("requested", "Work that was put on this bus", requested_pattern())
        self._accept("requested", requested, requested_input(own))
        if args.peer_bus_arn is not None:
            failed = self._rule("failed", f"Work that {own} could not take", failed_pattern(began_in=own))
            self._forward(failed, args.peer_bus_arn)
            taken = self._rule("taken-over", f"Work that {peer} could not take", failed_pattern(began_in=peer))
            self._accept("taken-over", taken, taken_over_input(began_in=peer, by=own))
        self._report_failures()
        self.requested_rule = requested.name
        self.finish()

    def _rule(self, role: str, description: str, pattern: Mapping[str, Any]) -> aws.cloudwatch.EventRule:
        return aws.cloudwatch.EventRule(
            self.child_name(role),
            description=description,
            event_bus_name=self.args.bus.bus_name,
            event_pattern=json.dumps(pattern, sort_keys=True),
            opts=self.child(),
        )

    def _accept(self, role: str, rule: aws.cloudwatch.EventRule, handed: Mapping[str, Any]) -> None:
        accept = self.args.accept
        permission = aws.lambda_.Permission(
            self.child_name(f"{role}-allowed"),
            action="lambda:InvokeFunction",
            function=accept.function_name,
            qualifier=accept.alias_name,
            principal="events.amazonaws.com",
            source_arn=rule.arn,
            opts=self.child(),
        )
        aws.cloudwatch.EventTarget(
            self.child_name(f"{role}-accept"),
            rule=rule.name,
            event_bus_name=self.args.bus.bus_name,
            arn=accept.alias_arn,
            input_transformer=aws.cloudwatch.EventTargetInputTransformerArgs(**handed),
            **self._undelivered(),
            opts=self.child(depends_on=[permission]),
        )

    def _forward(self, rule: aws.cloudwatch.EventRule, bus_arn: pulumi.Input[str]) -> None:
        role = aws.iam.Role(
            self.child_name("forwarder"),
            assume_role_policy=trust("events.amazonaws.com", self.args.account.account_id),
            opts=self.child(),
        )
        access = aws.iam.RolePolicy(
            self.child_name("forwarder-access"),
            role=role.id,
            policy=document(Statement(sid="Forward", actions=("events:PutEvents",), resources=(bus_arn,))),
            opts=self.child(),
        )
        aws.cloudwatch.EventTarget(
            self.child_name("failed-forward"),
            rule=rule.name,
            event_bus_name=self.args.bus.bus_name,
            arn=bus_arn,
            role_arn=role.arn,
            **self._undelivered(),
            opts=self.child(depends_on=[access]),
        )

    def _undelivered(self) -> dict[str, Any]:
        return {
            "dead_letter_config": aws.cloudwatch.EventTargetDeadLetterConfigArgs(arn=self.args.bus.queue_arn),
            "retry_policy": aws.cloudwatch.EventTargetRetryPolicyArgs(
                maximum_event_age_in_seconds=LONGEST_EVENT_AGE_S, maximum_retry_attempts=DELIVERIES
            ),
        }

    def _report_failures(self) -> None:
        """Lambda puts what failed for good on the bus, in the function's name."""
        accept, bus = self.args.accept, self.args.bus
        access = aws.iam.RolePolicy(
            self.child_name("report"),
            role=accept.role_name,
            policy=document(Statement(sid="ReportFailures", actions=("events:PutEvents",), resources=(bus.arn,))),
            opts=self.child(),
        )
        aws.lambda_.FunctionEventInvokeConfig(
            self.child_name("calls"),
            function_name=accept.function_name,
            qualifier=accept.alias_name,
            maximum_retry_attempts=CALL_RETRIES,
            maximum_event_age_in_seconds=LONGEST_CALL_AGE_S,
            destination_config=aws.lambda_.FunctionEventInvokeConfigDestinationConfigArgs(
                on_failure=aws.lambda_.FunctionEventInvokeConfigDestinationConfigOnFailureArgs(destination=bus.arn)
            ),
            opts=self.child(depends_on=[access]),
        )


def requested_pattern() -> dict[str, Any]:
    """Work as a producer puts it on a bus; ``detail`` is what ``accept_work`` takes."""
    return {"source": [SOURCE], "detail-type": [DETAIL_TYPE]}


def requested_input(region: str) -> dict[str, Any]:
    """What the function is called with: the works, and the Region in which the call began."""
    template = f'{{"works": <works>, "origin": {json.dumps(region)}}}'
    return {"input_paths": {"works": "$.detail.works"}, "input_template": template}


def failed_pattern(*, began_in: str) -> dict[str, Any]:
    """The record of a call that failed for good and began in a Region."""
    return {
        "source": [RECORD_SOURCE],
        "detail": {"requestContext": {"condition": list(GAVE_UP)}, "requestPayload": {"origin": [began_in]}},
    }


def taken_over_input(*, began_in: str, by: str) -> dict[str, Any]:
    """What the other Region's function is called with: the same works, and an origin that no rule looks for."""
    template = f'{{"works": <works>, "origin": {json.dumps(f"{began_in} via {by}")}}}'
    return {"input_paths": {"works": "$.detail.requestPayload.works"}, "input_template": template}
