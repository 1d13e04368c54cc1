"""From a stored token to the function that runs the work: the stream of the Region's own replica.

A replica's stream has the rows of both Regions; a filter leaves those whose execution is here, for a token can be
answered in its own Region alone.

Sources: https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html,
https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html and
https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/V2globaltables_HowItWorks.html
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Final

import pulumi
import pulumi_aws as aws

from components.alarms import AlarmRule, alarm
from components.base import PlatformComponent
from components.foundation.account import Account
from components.function import PythonFunction
from components.iam import Statement, document
from components.queue import DeadLetterQueue, DeadLetterQueueArgs
from components.resilience.parts import TokenStore

LONGEST_RECORD_AGE_S: Final = 600
"""What is older is given up here and started anew by whoever keeps the lease: its state machine no longer waits."""
BATCH_RETRIES: Final = -1
"""As often as it takes, until the record is too old. The function brings back only what it got no answer for (ledger,
lease, Step Functions); what is at fault itself it ends at once. Given up earlier, a work would wait for its state
machine's time limit."""
LATE_MS: Final = 60_000
"""A record that waits for a minute: the function does not keep up."""


@dataclass(frozen=True, kw_only=True)
class WorkStreamArgs:
    """Inputs.

    Attributes:
        account: The Region.
        tokens: The token store's replica of this Region.
        run: Function that gets the records.
        batch_size: Records in a call, at most.
        parallelization: Batches of one shard at a time, 1 to 10.
        key_arn: Customer key of the queue.
        alarm_topic_arn: Where alarms go.
    """

    account: Account
    tokens: TokenStore
    run: PythonFunction
    batch_size: int
    parallelization: int
    key_arn: pulumi.Input[str]
    alarm_topic_arn: pulumi.Input[str]


class WorkStream(PlatformComponent):
    """The event source mapping, and where records end that nobody could read."""

    mapping_id: pulumi.Output[str]

    def __init__(self, name: str, args: WorkStreamArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(name, {"region": args.account.region}, opts)
        queue = DeadLetterQueueArgs(
            account=args.account,
            key_arn=args.key_arn,
            alarm_topic_arn=args.alarm_topic_arn,
            what="records of the token store",
        )
        failed = DeadLetterQueue(self.child_name("failed"), queue, opts=self.child())
        access = aws.iam.RolePolicy(
            self.child_name("access"),
            role=args.run.role_name,
            policy=document(*statements(args, failed.arn)),
            opts=self.child(),
        )
        mapping = aws.lambda_.EventSourceMapping(
            name,
            event_source_arn=args.tokens.stream_arn,
            function_name=args.run.alias_arn,
            starting_position="TRIM_HORIZON",  # a token that was stored before the mapping was made is not lost
            batch_size=args.batch_size,
            parallelization_factor=args.parallelization,
            maximum_retry_attempts=BATCH_RETRIES,
            maximum_record_age_in_seconds=LONGEST_RECORD_AGE_S,
            bisect_batch_on_function_error=True,
            function_response_types=["ReportBatchItemFailures"],
            filter_criteria=aws.lambda_.EventSourceMappingFilterCriteriaArgs(
                filters=[
                    aws.lambda_.EventSourceMappingFilterCriteriaFilterArgs(
                        pattern=json.dumps(record_filter(args.account.region), sort_keys=True)
                    )
                ]
            ),
            destination_config=aws.lambda_.EventSourceMappingDestinationConfigArgs(
                on_failure=aws.lambda_.EventSourceMappingDestinationConfigOnFailureArgs(destination_arn=failed.arn)
            ),
            opts=self.child(depends_on=[access]),
        )
        self._late(args)
        self.mapping_id = mapping.id
        self.finish()

    def _late(self, args: WorkStreamArgs) -> None:
        rule = AlarmRule(
            description="Stored work waits for a minute before a function gets it; see the concurrency of run_work.",
            namespace="AWS/Lambda",
            metric="IteratorAge",
            dimensions={"FunctionName": args.run.function_name},
            threshold=LATE_MS,
            statistic="Maximum",
        )
        alarm(self.child_name("late"), rule, [args.alarm_topic_arn], self.child())


def record_filter(region: str) -> dict[str, Any]:
    """Rows whose execution is in a Region, new or with a new token; heartbeats have none."""
    return {"eventName": ["INSERT", "MODIFY"], "dynamodb": {"NewImage": {"execution_region": {"S": [region]}}}}


def statements(args: WorkStreamArgs, queue_arn: pulumi.Input[str]) -> tuple[Statement, ...]:
    """What Lambda does in the function's name: read the stream, keep what failed."""
    return (
        Statement(
            sid="ReadStream",
            actions=("dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator"),
            resources=(args.tokens.stream_arn,),
        ),
        # It takes no resource: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazondynamodb.html
        Statement(sid="FindStream", actions=("dynamodb:ListStreams",), resources=("*",)),
        Statement(sid="StreamKey", actions=("kms:Decrypt",), resources=(args.tokens.key_arn,)),
        Statement(sid="FailedRecords", actions=("sqs:SendMessage",), resources=(queue_arn,)),
        Statement(sid="FailedRecordsKey", actions=("kms:Decrypt", "kms:GenerateDataKey"), resources=(args.key_arn,)),
    )
