"""Logs, alarms, dashboards and money."""

from __future__ import annotations

from typing import Final

from components.delivery.permissions.grants import Table, needs, on

_ALARM: Final = on(
    "alarm",
    "cloudwatch",
    read="ListTagsForResource",
    write="DeleteAlarms DisableAlarmActions EnableAlarmActions TagResource UntagResource",
)

TABLE: Final[Table] = {
    "aws:cloudwatch/logGroup:LogGroup": needs(
        on("everything", "logs", read="DescribeLogGroups"),
        on(
            "log_group",
            "logs",
            read="ListTagsForResource",
            write="AssociateKmsKey CreateLogGroup DeleteLogGroup DeleteRetentionPolicy DisassociateKmsKey "
            "PutLogGroupDeletionProtection PutRetentionPolicy TagResource UntagResource",
        ),
    ),
    "aws:cloudwatch/metricAlarm:MetricAlarm": needs(
        _ALARM,
        on("everything", "cloudwatch", read="DescribeAlarms"),
        on("alarm", "cloudwatch", write="PutMetricAlarm"),
    ),
    "aws:cloudwatch/compositeAlarm:CompositeAlarm": needs(
        _ALARM,
        on("everything", "cloudwatch", read="DescribeAlarms"),
        on("alarm", "cloudwatch", write="PutCompositeAlarm"),
    ),
    "aws:cloudwatch/dashboard:Dashboard": needs(
        on("dashboard", "cloudwatch", read="GetDashboard", write="DeleteDashboards PutDashboard")
    ),
    "aws:budgets/budget:Budget": needs(
        on(
            "budget",
            "budgets",
            read="ListTagsForResource ViewBudget",
            write="ModifyBudget TagResource UntagResource",
        )
    ),
    "aws:costexplorer/anomalyMonitor:AnomalyMonitor": needs(
        on(
            "anomaly",
            "ce",
            read="GetAnomalyMonitors ListTagsForResource",
            write="DeleteAnomalyMonitor TagResource UntagResource UpdateAnomalyMonitor",
        ),
        on("regional", "ce", write="CreateAnomalyMonitor"),
    ),
    "aws:costexplorer/anomalySubscription:AnomalySubscription": needs(
        on(
            "anomaly",
            "ce",
            read="GetAnomalySubscriptions ListTagsForResource",
            write="DeleteAnomalySubscription TagResource UntagResource UpdateAnomalySubscription",
        ),
        on("regional", "ce", write="CreateAnomalySubscription"),
    ),
}
