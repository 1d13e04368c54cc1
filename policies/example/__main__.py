"""A shop takes orders: a queue, and two tables, one of them older than the organisation's guardrails."""

import pulumi_aws as aws

key = aws.kms.Key("orders", description="Data of the shop")
failed = aws.sqs.Queue("failed", sqs_managed_sse_enabled=True)
aws.sqs.Queue(
    "orders",
    visibility_timeout_seconds=120,
    sqs_managed_sse_enabled=True,
    redrive_policy=failed.arn.apply(lambda arn: f'{{"deadLetterTargetArn": "{arn}", "maxReceiveCount": 3}}'),
)
for name, encryption in {
    "orders": aws.dynamodb.TableServerSideEncryptionArgs(enabled=True, kms_key_arn=key.arn),
    "legacy": None,
}.items():
    aws.dynamodb.Table(
        name,
        billing_mode="PAY_PER_REQUEST",
        hash_key="id",
        attributes=[aws.dynamodb.TableAttributeArgs(name="id", type="S")],
        point_in_time_recovery=aws.dynamodb.TablePointInTimeRecoveryArgs(enabled=True),
        server_side_encryption=encryption,
    )
