"""What a customer key must allow so that a table and a bucket can be replicated under it."""

from __future__ import annotations

from typing import Final

from components.foundation.account import Account
from components.iam import Statement

REPLICATION_ROLE: Final = (
    "role/aws-service-role/replication.dynamodb.amazonaws.com/AWSServiceRoleForDynamoDBReplication"
)
"""DynamoDB makes it with the account's first global table:
https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/globaltables-security.html"""

USE_ACTIONS: Final = (
    "kms:Decrypt",
    "kms:DescribeKey",
    "kms:Encrypt",
    "kms:GenerateDataKey*",
    "kms:ReEncrypt*",
)
"""What DynamoDB does with a table's key, but for grants:
https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html"""


def for_replicas(account: Account) -> tuple[Statement, Statement]:
    """DynamoDB's replication role may use a replica's key, through DynamoDB of that Region alone.

    The role is not named as the principal: KMS refuses a key policy with a role that does not exist, and this one comes
    with the first global table. So every principal of the account is, on condition that it is that role.

    Args:
        account: The key's account and Region.
    """
    role = f"arn:{account.partition}:iam::{account.account_id}:{REPLICATION_ROLE}"
    through = {
        "ArnEquals": {"aws:PrincipalArn": role},
        "StringEquals": {
            "kms:CallerAccount": account.account_id,
            "kms:ViaService": f"dynamodb.{account.region}.amazonaws.com",
        },
    }
    principals = {"AWS": "*"}
    return (
        Statement(
            sid="ReplicasOfTables", actions=USE_ACTIONS, resources=("*",), principals=principals, conditions=through
        ),
        Statement(
            sid="GrantsForReplicas",
            actions=("kms:CreateGrant",),
            resources=("*",),
            principals=principals,
            conditions={**through, "Bool": {"kms:GrantIsForAWSResource": "true"}},
        ),
    )
