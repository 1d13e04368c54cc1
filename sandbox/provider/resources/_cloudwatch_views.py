"""Composite alarms and dashboards."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from sandbox.provider.aws import Aws
from sandbox.provider.compare import Meaning
from sandbox.provider.errors import Failure
from sandbox.provider.resource import PutResource, Table
from sandbox.provider.tags import ServiceTags
from sandbox.provider.values import Props


class CompositeAlarm(PutResource):
    """An alarm on alarms; its id is its name."""

    type_name = "aws:cloudwatch/compositeAlarm:CompositeAlarm"
    service = "cloudwatch"
    operation = "PutCompositeAlarm"
    table = Table(
        rename={
            "arn": "AlarmArn",
            "actionsSuppressor.alarm": "ActionsSuppressor",
            "actionsSuppressor.extensionPeriod": "ActionsSuppressorExtensionPeriod",
            "actionsSuppressor.waitPeriod": "ActionsSuppressorWaitPeriod",
        },
        local=frozenset({"actionsSuppressor"}),
        replaces=frozenset({"alarmName", "actionsEnabled"}),
        defaults={"actionsEnabled": True},
        meaning=Meaning(unordered=frozenset({"alarmActions", "okActions", "insufficientDataActions"})),
        outputs=("arn",),
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
        if inputs.get("actionsSuppressor"):
            yield Failure("actionsSuppressor", "is not played by the AWS provider of this machine; leave it out")
        rule = inputs.get("alarmRule")
        if isinstance(rule, str) and len(rule) > 10_240:
            yield Failure("alarmRule", f"has {len(rule)} characters; accepted: at most 10,240")

    def identify(self, aws: Aws, inputs: Props) -> str:  # noqa: ARG002
        """See `PutResource`."""
        return str(inputs["alarmName"])

    def read(self, aws: Aws, resource_id: str, known: Props) -> Props | None:  # noqa: ARG002
        """See `Resource`."""
        found = aws.call("cloudwatch", "describe_alarms", AlarmNames=[resource_id], AlarmTypes=["CompositeAlarm"])
        return self.props(found["CompositeAlarms"][0]) if found.get("CompositeAlarms") else None

    def delete(self, aws: Aws, resource_id: str, state: Props) -> None:  # noqa: ARG002
        """See `Resource`."""
        aws.find("cloudwatch", "delete_alarms", AlarmNames=[resource_id])


class Dashboard(PutResource):
    """A dashboard; its id is its name."""

    type_name = "aws:cloudwatch/dashboard:Dashboard"
    service = "cloudwatch"
    operation = "PutDashboard"
    table = Table(
        replaces=frozenset({"dashboardName"}),
        meaning=Meaning(json_text=frozenset({"dashboardBody"})),
        outputs=("dashboardArn",),
    )

    def check(self, inputs: Props) -> Iterator[Failure]:
        """PutDashboard refuses metric widgets without a region; here it is said before anything is made."""
        body = inputs.get("dashboardBody")
        if not isinstance(body, str):
            return
        try:
            widgets: list[Any] = json.loads(body).get("widgets", [])
        except (ValueError, AttributeError) as error:
            yield Failure("dashboardBody", f"is no dashboard: {error}")
            return
        for index, widget in enumerate(widgets):
            if widget.get("type") in ("metric", "log") and not (widget.get("properties") or {}).get("region"):
                yield Failure(f"dashboardBody.widgets[{index}]", "lacks `region` among its properties")

    def identify(self, aws: Aws, inputs: Props) -> str:  # noqa: ARG002
        """See `PutResource`."""
        return str(inputs["dashboardName"])

    def read(self, aws: Aws, resource_id: str, known: Props) -> Props | None:  # noqa: ARG002
        """See `Resource`."""
        found = aws.find("cloudwatch", "get_dashboard", DashboardName=resource_id)
        if found is None:
            return None
        return {**self.props(found), "dashboardName": resource_id}

    def delete(self, aws: Aws, resource_id: str, state: Props) -> None:  # noqa: ARG002
        """See `Resource`."""
        aws.find("cloudwatch", "delete_dashboards", DashboardNames=[resource_id])
