"""Log groups, alarms, event rules and their targets (the package keeps all of them under `cloudwatch`)."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any, Final

from sandbox.provider.aws import Aws
from sandbox.provider.compare import Meaning
from sandbox.provider.errors import Failure
from sandbox.provider.mapping import to_request
from sandbox.provider.naming import AutoName
from sandbox.provider.resource import Change, PutResource, Resource, Table
from sandbox.provider.resources._cloudwatch_views import CompositeAlarm, Dashboard
from sandbox.provider.resources._event_bus import EventBus
from sandbox.provider.resources._event_targets import EventTarget
from sandbox.provider.session import AwsSession
from sandbox.provider.tags import ServiceTags
from sandbox.provider.values import UNKNOWN, Props

# PutRetentionPolicy: days that CloudWatch Logs takes; 0 keeps events for ever.
# https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html
_RETENTION_DAYS: Final = (0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557,
                          2922, 3288, 3653)  # fmt: skip


class LogGroup(Resource):
    """A log group; its id is its name."""

    type_name = "aws:cloudwatch/logGroup:LogGroup"
    service = "logs"
    operation = "CreateLogGroup"
    table = Table(
        rename={"name": "logGroupName"},
        local=frozenset({"namePrefix", "retentionInDays", "skipDestroy"}),
        unread=frozenset({"deletionProtectionEnabled", "logGroupClass"}),
        replaces=frozenset({"name", "namePrefix", "logGroupClass"}),
        defaults={"retentionInDays": 0, "skipDestroy": False},
        outputs=("arn",),
        name=AutoName(longest=512),
    )
    tag_api = ServiceTags(
        service="logs",
        add="tag_resource",
        remove="untag_resource",
        read_by="list_tags_for_resource",
        target="resourceArn",
        parameter="tags",
        keys="tagKeys",
        mapped=True,
    )

    def check(self, inputs: Props) -> Iterator[Failure]:
        """See `Resource`."""
        days = inputs["retentionInDays"]
        if isinstance(days, int) and days not in _RETENTION_DAYS:
            yield Failure("retentionInDays", f"is {days}; accepted: {', '.join(map(str, _RETENTION_DAYS))}")

    def create(self, aws: Aws, inputs: Props) -> str:
        """See `Resource`."""
        aws.call("logs", "create_log_group", **self.request(aws.session, inputs))
        return str(inputs["name"])

    def settle(self, aws: Aws, resource_id: str, inputs: Props) -> None:
        """See `Resource`."""
        if inputs["retentionInDays"]:
            days = inputs["retentionInDays"]
            aws.call("logs", "put_retention_policy", logGroupName=resource_id, retentionInDays=days)

    def read(self, aws: Aws, resource_id: str, known: Props) -> Props | None:
        """See `Resource`."""
        found = aws.call("logs", "describe_log_groups", logGroupNamePrefix=resource_id)
        group = next((item for item in found["logGroups"] if item["logGroupName"] == resource_id), None)
        if group is None:
            return None
        return {
            **self.props(group),
            "arn": group["arn"].removesuffix(":*"),
            "retentionInDays": group.get("retentionInDays", 0),
            "skipDestroy": known.get("skipDestroy", False),
        }

    def update(self, aws: Aws, resource_id: str, change: Change) -> None:
        """See `Resource`."""
        new = change.new
        if change.any_of("retentionInDays"):
            if new["retentionInDays"]:
                self.settle(aws, resource_id, new)
            else:
                aws.find("logs", "delete_retention_policy", logGroupName=resource_id)
        if change.any_of("kmsKeyId"):
            if new.get("kmsKeyId"):
                aws.call("logs", "associate_kms_key", logGroupName=resource_id, kmsKeyId=new["kmsKeyId"])
            else:
                aws.call("logs", "disassociate_kms_key", logGroupName=resource_id)
        if change.any_of("deletionProtectionEnabled"):
            on = bool(new.get("deletionProtectionEnabled"))
            where = {"logGroupIdentifier": resource_id}
            aws.call("logs", "put_log_group_deletion_protection", **where, deletionProtectionEnabled=on)

    def delete(self, aws: Aws, resource_id: str, state: Props) -> None:
        """See `Resource`."""
        if not state.get("skipDestroy"):
            aws.find("logs", "delete_log_group", logGroupName=resource_id)


class MetricAlarm(PutResource):
    """An alarm; its id is its name."""

    type_name = "aws:cloudwatch/metricAlarm:MetricAlarm"
    service = "cloudwatch"
    operation = "PutMetricAlarm"
    table = Table(
        rename={
            "name": "AlarmName",
            "arn": "AlarmArn",
            "metricQueries": "Metrics",
            "metricQueries.metric": "MetricStat",
            "evaluateLowSampleCountPercentiles": "EvaluateLowSampleCountPercentile",
        },
        local=frozenset({"dimensions", "metricQueries"}),
        replaces=frozenset({"name"}),
        defaults={"actionsEnabled": True, "treatMissingData": "missing"},
        meaning=Meaning(unordered=frozenset({"alarmActions", "okActions", "insufficientDataActions", "metricQueries"})),
        outputs=("arn",),
        name=AutoName(longest=255, prefix_property=None),
    )
    tag_api = ServiceTags(
        service="cloudwatch",
        add="tag_resource",
        remove="untag_resource",
        read_by="list_tags_for_resource",
        target="ResourceARN",
    )

    def check(self, inputs: Props) -> Iterator[Failure]:
        """See `Resource`."""
        if ("metricName" in inputs) == ("metricQueries" in inputs):
            yield Failure("metricName", "exactly one of metricName and metricQueries is needed")
        if "metricName" in inputs and ("statistic" in inputs) == ("extendedStatistic" in inputs):
            yield Failure("statistic", "exactly one of statistic and extendedStatistic is needed beside metricName")

    def request(self, session: AwsSession, inputs: Props) -> Props:
        """See `Resource`."""
        request = super().request(session, inputs)
        if "dimensions" in inputs:
            request["Dimensions"] = _dimensions(inputs["dimensions"])
        if "metricQueries" in inputs:
            shape = session.operation("cloudwatch", "PutMetricAlarm").input_shape.members["Metrics"].member
            queries = inputs["metricQueries"]
            request["Metrics"] = [_query(item, shape) for item in queries] if isinstance(queries, list) else queries
        return request

    def identify(self, aws: Aws, inputs: Props) -> str:  # noqa: ARG002
        """See `PutResource`."""
        return str(inputs["name"])

    def read(self, aws: Aws, resource_id: str, known: Props) -> Props | None:
        """See `Resource`."""
        found = aws.call("cloudwatch", "describe_alarms", AlarmNames=[resource_id], AlarmTypes=["MetricAlarm"])
        if not found.get("MetricAlarms"):
            return None
        alarm = found["MetricAlarms"][0]
        props = self.props(alarm)
        props.setdefault("treatMissingData", "missing")
        props["dimensions"] = {item["Name"]: item["Value"] for item in alarm.get("Dimensions", ())}
        said = [item["id"] for item in known.get("metricQueries") or () if "returnData" in item]
        props["metricQueries"] = [_query_of(item, said) for item in alarm.get("Metrics", ())]
        return props

    def delete(self, aws: Aws, resource_id: str, state: Props) -> None:  # noqa: ARG002
        """See `Resource`."""
        aws.find("cloudwatch", "delete_alarms", AlarmNames=[resource_id])


def _dimensions(given: Any) -> Any:
    if given is UNKNOWN:
        return given
    return [{"Name": name, "Value": value} for name, value in sorted(given.items())]


def _query(given: Any, shape: Any) -> Any:
    if not isinstance(given, dict):
        return given
    plain = {name: value for name, value in given.items() if name != "metric"}
    # The API would return the data of each query that does not say so; the program means the one that does.
    request = {"ReturnData": False, **to_request(plain, shape, rename={}, path="metricQueries")}
    metric = given.get("metric")
    if isinstance(metric, dict):
        stat = {name: metric[name] for name in ("period", "stat", "unit") if name in metric}
        of = {name: metric[name] for name in ("namespace", "metricName") if name in metric}
        stat_shape = shape.members["MetricStat"]
        request["MetricStat"] = {
            **to_request(stat, stat_shape, rename={}, path="metricQueries.metric"),
            "Metric": {
                **to_request(of, stat_shape.members["Metric"], rename={}, path="metricQueries.metric"),
                "Dimensions": _dimensions(metric.get("dimensions") or {}),
            },
        }
    return request


def _query_of(found: dict[str, Any], said: Collection[str]) -> Props:
    """One query; that it returns no data is kept only where the program says so (`said`)."""
    names = {"Id": "id", "Expression": "expression", "Label": "label", "Period": "period", "ReturnData": "returnData",
             "AccountId": "accountId"}  # fmt: skip
    query: Props = {name: found[member] for member, name in names.items() if found.get(member) is not None}
    if query.get("returnData") is False and query["id"] not in said:
        del query["returnData"]
    stat = found.get("MetricStat")
    if stat:
        metric = stat["Metric"]
        query["metric"] = {
            "namespace": metric.get("Namespace"),
            "metricName": metric["MetricName"],
            "dimensions": {item["Name"]: item["Value"] for item in metric.get("Dimensions", ())},
            "period": stat["Period"],
            "stat": stat["Stat"],
            "unit": stat.get("Unit"),
        }
    return query


class EventRule(PutResource):
    """A rule on an event bus; its id is its name, or `bus/name` on a bus of one's own."""

    type_name = "aws:cloudwatch/eventRule:EventRule"
    service = "events"
    operation = "PutRule"
    table = Table(
        local=frozenset({"namePrefix", "forceDestroy", "isEnabled"}),
        replaces=frozenset({"name", "namePrefix", "eventBusName"}),
        defaults={"eventBusName": "default", "forceDestroy": False},
        meaning=Meaning(json_text=frozenset({"eventPattern"}), computed=frozenset({"isEnabled", "state"})),
        outputs=("arn",),
        name=AutoName(longest=64),
    )
    tag_api = ServiceTags(
        service="events",
        add="tag_resource",
        remove="untag_resource",
        read_by="list_tags_for_resource",
        target="ResourceARN",
    )

    def check(self, inputs: Props) -> Iterator[Failure]:
        """See `Resource`."""
        if "eventPattern" not in inputs and "scheduleExpression" not in inputs:
            yield Failure("eventPattern", "eventPattern or scheduleExpression is needed")
        if "isEnabled" in inputs and "state" in inputs:
            yield Failure("isEnabled", "isEnabled and state exclude each other; use state")

    def request(self, session: AwsSession, inputs: Props) -> Props:
        """See `Resource`."""
        on = inputs.get("isEnabled", True)
        state = inputs.get("state", UNKNOWN if on is UNKNOWN else "ENABLED" if on else "DISABLED")
        return {**super().request(session, inputs), "State": state}

    def put(self, aws: Aws, inputs: Props) -> None:
        """See `PutResource`; tags are only taken when the rule is new."""
        request = self.request(aws.session, inputs)
        if aws.find("events", "describe_rule", Name=inputs["name"], EventBusName=inputs["eventBusName"]):
            request.pop("Tags", None)
        aws.retry(lambda: aws.call("events", "put_rule", **request), on={"ValidationException": "cannot be assumed"})

    def identify(self, aws: Aws, inputs: Props) -> str:  # noqa: ARG002
        """See `PutResource`."""
        bus, name = inputs["eventBusName"], inputs["name"]
        return str(name) if bus == "default" else f"{bus}/{name}"

    def parse_id(self, resource_id: str) -> Props:
        """See `Resource`."""
        bus, _, name = resource_id.rpartition("/")
        return {"eventBusName": bus or "default", "name": name}

    def read(self, aws: Aws, resource_id: str, known: Props) -> Props | None:  # noqa: ARG002
        """See `Resource`."""
        bus = known.get("eventBusName", "default")
        found = aws.find("events", "describe_rule", Name=known["name"], EventBusName=bus)
        if found is None:
            return None
        return {**self.props(found), "eventBusName": bus, "isEnabled": found.get("State") != "DISABLED"}

    def delete(self, aws: Aws, resource_id: str, state: Props) -> None:  # noqa: ARG002
        """See `Resource`."""
        bus = state.get("eventBusName", "default")
        force = True if state.get("forceDestroy") else None
        aws.find("events", "delete_rule", Name=state["name"], EventBusName=bus, Force=force)


RESOURCES = (LogGroup, MetricAlarm, CompositeAlarm, Dashboard, EventBus, EventRule, EventTarget)
