"""Calls about items straight to moto's own handler of DynamoDB, without Flask around it.

Nine tenths of a GetItem's processor time, and half of an UpdateItem's, went into moto's HTTP layer. What is answered
is what moto's handler says, with moto's own checks. Whatever is out of the ordinary, and whatever fails, is asked of
moto in the usual way: a call that fails has changed nothing, so it fails again, with AWS's own error document. A test
holds the answers of both ways equal.
"""

from __future__ import annotations

from typing import Any, Final

from sandbox.dynamodb.attribute_values import plain
from sandbox.request import ACCOUNT_ID, AwsRequest, AwsResponse

_METHODS: Final = {"GetItem": "get_item", "PutItem": "put_item", "UpdateItem": "update_item", "Query": "query"}
_MEMBERS: Final = ("Attributes", "Item", "Items", "Count", "ScannedCount", "LastEvaluatedKey")
_ODD: Final = (b'"B"', b'"BS"', b'"ReturnConsumedCapacity"', b'"AttributeUpdates"', b'"Expected"')
"""Bytes, which moto keeps decoded; and members that change the form of an answer, or are of an older interface."""


def direct(request: AwsRequest) -> AwsResponse | None:
    """The answer to a plain call about items; None where moto has to answer. To be called with DynamoDB's lock held."""
    method = _METHODS.get(request.operation)
    if request.api == "dynamodbstreams" or method is None or any(odd in request.body for odd in _ODD):
        return None
    from moto.dynamodb.responses import DynamoHandler

    handler: Any = DynamoHandler()
    handler.body, handler.region, handler.current_account = request.json(), request.region, ACCOUNT_ID
    try:
        found = getattr(handler, method)().result
    except Exception:  # noqa: BLE001 - moto is asked again, and says what was wrong
        return None
    answer = {name: plain(found[name]) for name in _MEMBERS if found.get(name) is not None}
    return AwsResponse.of_json(answer, content_type="application/x-amz-json-1.0")
