"""Tags of scalable targets, which moto's Application Auto Scaling does not have."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from typing import Any

from sandbox.request import AwsRequest, AwsResponse
from sandbox.scaling.policies import ScalingBook
from sandbox.service import BaseService


class TargetTags(BaseService):
    """Answers the tag operations, and notes the tags that a registration brings.

    Args:
        book: Knows the targets and their ARNs.
    """

    names = frozenset({"application-autoscaling"})

    def __init__(self, book: ScalingBook) -> None:
        self._book = book
        self._tags: dict[tuple[str, str, str], dict[str, str]] = {}
        self._lock = threading.Lock()

    def handle(self, request: AwsRequest) -> AwsResponse | None:
        """Plays the three tag operations; the others belong to the next service."""
        body = request.json()
        if request.operation == "RegisterScalableTarget":
            if body.get("Tags"):
                with self._lock:
                    self._tags[request.region, body["ResourceId"], body["ScalableDimension"]] = dict(body["Tags"])
            return None
        if request.operation == "ListTagsForResource":
            return AwsResponse.of_json({"Tags": self._of(request.region, body)})
        if request.operation in ("TagResource", "UntagResource"):
            self._change(request.region, body)
            return AwsResponse.of_json({})
        return None

    def _key(self, region: str, body: Mapping[str, Any]) -> tuple[str, str, str]:
        for fields in self._book.targets.listing(region, {}):
            if fields["ScalableTargetARN"] == body["ResourceARN"]:
                return region, fields["ResourceId"], fields["ScalableDimension"]
        return region, str(body["ResourceARN"]), ""

    def _of(self, region: str, body: Mapping[str, Any]) -> dict[str, str]:
        with self._lock:
            return dict(self._tags.get(self._key(region, body), {}))

    def _change(self, region: str, body: Mapping[str, Any]) -> None:
        with self._lock:
            tags = self._tags.setdefault(self._key(region, body), {})
            tags.update(body.get("Tags") or {})
            for name in body.get("TagKeys") or ():
                tags.pop(name, None)
