"""Events of S3 on the default bus, for buckets that send theirs to EventBridge.

Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html
"""

from __future__ import annotations

from itertools import count
from typing import Any, Final
from uuid import uuid4

from sandbox.context import SandboxContext
from sandbox.request import ACCOUNT_ID, AwsRequest, AwsResponse
from sandbox.service import BaseService

CREATED: Final = {
    "s3:ObjectCreated:Put": "PutObject",
    "s3:ObjectCreated:Post": "POST Object",
    "s3:ObjectCreated:Copy": "CopyObject",
    "s3:ObjectCreated:CompleteMultipartUpload": "CompleteMultipartUpload",
}
"""Moto's names, and the reasons that the event gives."""

DELETED: Final = {"s3:ObjectRemoved:Delete": "Permanently Deleted"}
_UNVERSIONED: Final = (None, "null")


class StorageEvents(BaseService):
    """Sends the events of objects that are made and deleted, and reads back that a bucket sends them.

    Moto hands them to the rules of every bus, all with one id, and spells members as AWS does not (`eTag`, `Put`); and
    its GetBucketNotificationConfiguration leaves EventBridge out.

    Args:
        context: Takes the events.
    """

    names = frozenset({"s3"})

    def __init__(self, context: SandboxContext) -> None:
        self._context = context
        self._sequence = count(1)
        from moto.s3 import notifications

        setattr(notifications, "_send_event_bridge_message", self._send)  # noqa: B010 (a function, to mypy)

    def after(self, request: AwsRequest, response: AwsResponse) -> AwsResponse:
        """Adds EventBridge to a bucket's notification configuration."""
        if request.operation != "GetBucketNotificationConfiguration" or response.status != 200:
            return response
        if not _sends(request.path_params.get("Bucket", "")):
            return response
        body = response.body
        if body.rstrip().endswith(b"/>"):  # nothing else is configured
            body = body.rstrip().removesuffix(b"/>") + b"></NotificationConfiguration>"
        before, end, after = body.rpartition(b"</")
        added = b"<EventBridgeConfiguration></EventBridgeConfiguration>"
        return AwsResponse(status=response.status, headers=response.headers, body=before + added + end + after)

    def _send(self, account_id: str, bucket: Any, event_name: Any, key: Any) -> None:
        """Takes the place of moto's function; other kinds of events are not sent."""
        name = str(getattr(event_name, "value", event_name))
        if name == "s3:ObjectCreated:Put" and key.multipart is not None:
            return  # moto puts the parts together by a put, and then tells of their completion as well
        kind = "Object Created" if name in CREATED else "Object Deleted" if name in DELETED else None
        if kind is None:
            return
        detail = {
            "version": "0",
            "bucket": {"name": bucket.name},
            "object": self._object(key, kind),
            "request-id": uuid4().hex[:16].upper(),
            "requester": account_id,
            "source-ip-address": "127.0.0.1",
            "reason": CREATED.get(name) or "DeleteObject",
            **({} if kind == "Object Created" else {"deletion-type": DELETED[name]}),
        }
        self._context.emit_event(bucket.region_name, "aws.s3", kind, detail, [bucket.arn])

    def _object(self, key: Any, kind: str) -> dict[str, Any]:
        found: dict[str, Any] = {"key": key.name}
        if kind == "Object Created":
            found |= {"size": key.size, "etag": str(key.etag).strip('"')}
        if key.version_id not in _UNVERSIONED:
            found["version-id"] = key.version_id
        return {**found, "sequencer": f"{next(self._sequence):018X}"}


def _sends(bucket: str) -> bool:
    from moto.s3.models import s3_backends

    found = s3_backends[ACCOUNT_ID]["aws"].buckets.get(bucket)
    configuration = None if found is None else found.notification_configuration
    return configuration is not None and configuration.event_bridge is not None
