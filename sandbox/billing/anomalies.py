"""Cost Anomaly Detection: monitors and who hears of what they find. They find nothing here.

moto has none of it; every other operation of Cost Explorer is moto's.
https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_AnomalyMonitor.html
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final
from uuid import uuid4

from sandbox.billing.anomaly_rules import check_monitor, check_subscription, subscriber_key
from sandbox.errors import AwsError
from sandbox.request import ACCOUNT_ID, AwsRequest, AwsResponse
from sandbox.service import BaseService

Fields = Mapping[str, Any]
_CHANGEABLE_OF_SUBSCRIPTION: Final = (
    "Threshold",
    "Frequency",
    "MonitorArnList",
    "ThresholdExpression",
    "SubscriptionName",
)


@dataclass(slots=True)
class _Record:
    fields: dict[str, Any]
    tags: dict[str, str]


class AnomalyService(BaseService):
    """Answers the operations on anomalies, and on the tags of what it keeps."""

    names = frozenset({"ce"})

    def __init__(self) -> None:
        self._records: dict[str, _Record] = {}
        self._lock = threading.RLock()
        self._operations: dict[str, Callable[[Fields], Fields]] = {
            "CreateAnomalyMonitor": self._create_monitor,
            "UpdateAnomalyMonitor": self._update_monitor,
            "DeleteAnomalyMonitor": lambda body: self._delete("MonitorArn", body),
            "GetAnomalyMonitors": self._monitors,
            "CreateAnomalySubscription": self._create_subscription,
            "UpdateAnomalySubscription": self._update_subscription,
            "DeleteAnomalySubscription": lambda body: self._delete("SubscriptionArn", body),
            "GetAnomalySubscriptions": self._subscriptions,
            "GetAnomalies": lambda _: {"Anomalies": []},
        }
        self._tag_operations: dict[str, Callable[[_Record, Fields], Fields]] = {
            "TagResource": _tag,
            "UntagResource": _untag,
            "ListTagsForResource": _tags,
        }

    def handle(self, request: AwsRequest) -> AwsResponse | None:
        """The answer of an operation that is played here."""
        operation, on_tags = self._operations.get(request.operation), self._tag_operations.get(request.operation)
        with self._lock:
            if operation is not None:
                return AwsResponse.of_json(operation(request.json()))
            record = self._records.get(str(request.json().get("ResourceArn"))) if on_tags else None
            return AwsResponse.of_json(on_tags(record, request.json())) if on_tags and record else None

    def _create_monitor(self, body: Fields) -> Fields:
        monitor = body["AnomalyMonitor"]
        others = [one.fields for one in self._records.values() if "MonitorName" in one.fields]
        check_monitor(monitor, others)
        return {"MonitorArn": self._add("MonitorArn", "anomalymonitor", monitor, body)}

    def _update_monitor(self, body: Fields) -> Fields:
        record = self._get("MonitorArn", body)
        if "MonitorName" in body:
            record.fields.update(MonitorName=body["MonitorName"], LastUpdatedDate=_today())
        return {"MonitorArn": record.fields["MonitorArn"]}

    def _create_subscription(self, body: Fields) -> Fields:
        subscription = body["AnomalySubscription"]
        check_subscription(subscription, self._records)
        filled = {"AccountId": ACCOUNT_ID, **subscription, "Subscribers": _confirmed(subscription["Subscribers"])}
        return {"SubscriptionArn": self._add("SubscriptionArn", "anomalysubscription", filled, body)}

    def _update_subscription(self, body: Fields) -> Fields:
        record = self._get("SubscriptionArn", body)
        change = {name: body[name] for name in _CHANGEABLE_OF_SUBSCRIPTION if name in body}
        if "Subscribers" in body:
            change["Subscribers"] = _confirmed(body["Subscribers"])
        check_subscription({**record.fields, **change}, self._records)
        record.fields.update(change)
        return {"SubscriptionArn": record.fields["SubscriptionArn"]}

    def _monitors(self, body: Fields) -> Fields:
        return {"AnomalyMonitors": self._listed("MonitorArn", body.get("MonitorArnList"))}

    def _subscriptions(self, body: Fields) -> Fields:
        found = self._listed("SubscriptionArn", body.get("SubscriptionArnList"))
        wanted = body.get("MonitorArn")
        return {"AnomalySubscriptions": [one for one in found if not wanted or wanted in one["MonitorArnList"]]}

    def _add(self, member: str, path: str, fields: Fields, body: Fields) -> str:
        arn = f"arn:aws:ce::{ACCOUNT_ID}:{path}/{uuid4()}"
        dated = {"CreationDate": _today(), "LastUpdatedDate": _today()} if member == "MonitorArn" else {}
        tags = {tag["Key"]: tag["Value"] for tag in body.get("ResourceTags") or ()}
        self._records[arn] = _Record({**fields, **dated, member: arn}, tags)
        return arn

    def _get(self, member: str, body: Fields) -> _Record:
        record = self._records.get(str(body[member]))
        if record is None or member not in record.fields:
            kind = "Monitor" if member == "MonitorArn" else "Subscription"
            raise AwsError(f"Unknown{kind}Exception", f"there is no anomaly {kind.lower()} {body[member]}")
        return record

    def _delete(self, member: str, body: Fields) -> Fields:
        self._get(member, body)
        del self._records[str(body[member])]
        return {}

    def _listed(self, member: str, wanted: list[str] | None) -> list[dict[str, Any]]:
        if wanted:
            return [self._get(member, {member: arn}).fields for arn in wanted]
        return [record.fields for record in self._records.values() if member in record.fields]


def _confirmed(subscribers: list[Fields]) -> list[Fields]:
    return sorted(({**one, "Status": "CONFIRMED"} for one in subscribers), key=subscriber_key)


def _today() -> str:
    return datetime.now(UTC).date().isoformat()


def _tag(record: _Record, body: Fields) -> Fields:
    record.tags.update({tag["Key"]: tag["Value"] for tag in body["ResourceTags"]})
    return {}


def _untag(record: _Record, body: Fields) -> Fields:
    for key in body["ResourceTagKeys"]:
        record.tags.pop(key, None)
    return {}


def _tags(record: _Record, body: Fields) -> Fields:  # noqa: ARG001 - one form for all three
    return {"ResourceTags": [{"Key": key, "Value": value} for key, value in record.tags.items()]}
