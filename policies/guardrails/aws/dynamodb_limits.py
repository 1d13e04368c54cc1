"""What DynamoDB accepts for names and choices of a table."""

from __future__ import annotations

from typing import Final

from guardrails.aws.service_model import Choice, Limits, Text

_NAME: Final = "[a-zA-Z0-9_.-]+"

TABLE: Final[Limits] = {
    "name": Text("dynamodb", "TableName", 3, 255, _NAME),
    "billingMode": Choice("dynamodb", "BillingMode", ("PROVISIONED", "PAY_PER_REQUEST")),
    "tableClass": Choice("dynamodb", "TableClass", ("STANDARD", "STANDARD_INFREQUENT_ACCESS")),
}
ATTRIBUTE: Final[Limits] = {
    "name": Text("dynamodb", "KeySchemaAttributeName", 1, 255),
    "type": Choice("dynamodb", "ScalarAttributeType", ("S", "N", "B")),
}
INDEX: Final[Limits] = {
    "name": Text("dynamodb", "IndexName", 3, 255, _NAME),
    "projectionType": Choice("dynamodb", "ProjectionType", ("ALL", "KEYS_ONLY", "INCLUDE")),
}
REPLICA: Final[Limits] = {
    "consistencyMode": Choice("dynamodb", "MultiRegionConsistency", ("EVENTUAL", "STRONG")),
}
STREAM: Final[Limits] = {
    "streamViewType": Choice(
        "dynamodb", "StreamViewType", ("NEW_IMAGE", "OLD_IMAGE", "NEW_AND_OLD_IMAGES", "KEYS_ONLY")
    ),
}
