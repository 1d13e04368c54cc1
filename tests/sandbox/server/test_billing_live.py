"""Budgets and anomaly detection over real HTTP, and a billing alarm that reaches its subscribers."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError

pytestmark = pytest.mark.server

ACCOUNT = "123456789012"
FORECAST = {"NotificationType": "FORECASTED", "ComparisonOperator": "GREATER_THAN", "Threshold": 100.0}
MAIL = {"SubscriptionType": "EMAIL", "Address": "a@example.org"}
TOPIC = {"SubscriptionType": "SNS", "Address": "arn:aws:sns:us-east-1:123456789012:costs"}
IMPACT = {
    "Dimensions": {
        "Key": "ANOMALY_TOTAL_IMPACT_ABSOLUTE",
        "MatchOptions": ["GREATER_THAN_OR_EQUAL"],
        "Values": ["20"],
    }
}


def refused(call: Callable[..., Any], code: str, said: str, **arguments: Any) -> None:
    with pytest.raises(ClientError, match=said) as caught:
        call(**arguments)
    assert caught.value.response["Error"]["Code"] == code


@pytest.fixture
def budget(aws: Any) -> dict[str, Any]:
    return {
        "BudgetName": aws.name("budget"),
        "BudgetType": "COST",
        "TimeUnit": "MONTHLY",
        "BudgetLimit": {"Amount": "500", "Unit": "USD"},
    }


def test_a_budget_lives_with_its_notifications_and_tags(aws: Any, budget: dict[str, Any]) -> None:
    budgets, where = aws.client("budgets"), {"AccountId": ACCOUNT, "BudgetName": budget["BudgetName"]}
    both = [{"Notification": FORECAST, "Subscribers": [MAIL, TOPIC]}]
    tags = [{"Key": "Project", "Value": "ml"}]
    budgets.create_budget(AccountId=ACCOUNT, Budget=budget, NotificationsWithSubscribers=both, ResourceTags=tags)
    shown = budgets.describe_budget(**where)["Budget"]
    assert shown["CostTypes"]["IncludeCredit"] is True
    assert shown["TimePeriod"]["Start"].day == 1
    listed = budgets.describe_notifications_for_budget(**where)["Notifications"]
    assert [(one["NotificationType"], one["NotificationState"]) for one in listed] == [("FORECASTED", "OK")]
    told = budgets.describe_subscribers_for_notification(**where, Notification=FORECAST)["Subscribers"]
    assert told == [MAIL, TOPIC]
    arn = f"arn:aws:budgets::{ACCOUNT}:budget/{budget['BudgetName']}"
    budgets.tag_resource(ResourceARN=arn, ResourceTags=[{"Key": "a", "Value": "b"}])
    budgets.untag_resource(ResourceARN=arn, ResourceTagKeys=["Project"])
    assert budgets.list_tags_for_resource(ResourceARN=arn)["ResourceTags"] == [{"Key": "a", "Value": "b"}]

    budgets.update_budget(AccountId=ACCOUNT, NewBudget={**budget, "BudgetLimit": {"Amount": "600", "Unit": "USD"}})
    budgets.delete_notification(**where, Notification=FORECAST)
    assert budgets.describe_budget(**where)["Budget"]["BudgetLimit"]["Amount"] == "600"
    assert budgets.describe_notifications_for_budget(**where)["Notifications"] == []
    assert budget["BudgetName"] in [one["BudgetName"] for one in budgets.describe_budgets(AccountId=ACCOUNT)["Budgets"]]
    budgets.delete_budget(**where)
    refused(budgets.describe_budget, "NotFoundException", "doesn't exist", **where)
    refused(budgets.list_tags_for_resource, "NotFoundException", "no resource", ResourceARN=arn)


def test_budgets_that_aws_refuses(aws: Any, budget: dict[str, Any]) -> None:
    budgets = aws.client("budgets")
    create, invalid = budgets.create_budget, "InvalidParameterException"
    without = {name: value for name, value in budget.items() if name != "BudgetLimit"}
    nothing = {**budget, "BudgetLimit": {"Amount": "0", "Unit": "USD"}}
    refused(create, invalid, "must be given", AccountId=ACCOUNT, Budget=without)
    refused(create, invalid, "accepted: above 0", AccountId=ACCOUNT, Budget=nothing)
    create(AccountId=ACCOUNT, Budget=budget)
    refused(create, "DuplicateRecordException", "already exists", AccountId=ACCOUNT, Budget=budget)

    where, add = {"AccountId": ACCOUNT, "BudgetName": budget["BudgetName"]}, budgets.create_notification
    limit, twice = "CreationLimitExceededException", "DuplicateRecordException"
    mails = [{**MAIL, "Address": f"a{number}@example.org"} for number in range(11)]
    topics = [{**TOPIC, "Address": f"{TOPIC['Address']}{number}"} for number in range(2)]
    refused(add, limit, "10 subscribers of type EMAIL", **where, Notification=FORECAST, Subscribers=mails)
    refused(add, limit, "1 subscribers of type SNS", **where, Notification=FORECAST, Subscribers=topics)
    refused(add, twice, "given twice", **where, Notification=FORECAST, Subscribers=[MAIL, MAIL])
    for threshold in range(1, 6):
        add(**where, Notification={**FORECAST, "Threshold": threshold}, Subscribers=[MAIL])
    refused(add, twice, "already", **where, Notification={**FORECAST, "Threshold": 1}, Subscribers=[MAIL])
    refused(add, limit, "at most 5", **where, Notification={**FORECAST, "Threshold": 6}, Subscribers=[MAIL])
    budgets.delete_budget(**where)


def test_monitors_and_subscriptions_live(aws: Any) -> None:
    explorer = aws.client("ce")
    monitor = {"MonitorName": aws.name(), "MonitorType": "DIMENSIONAL", "MonitorDimension": "SERVICE"}
    arn = explorer.create_anomaly_monitor(AnomalyMonitor=monitor)["MonitorArn"]
    create = explorer.create_anomaly_monitor
    refused(create, "LimitExceededException", "dimensional spend monitor", AnomalyMonitor=monitor)
    refused(create, "ValidationException", "needs MonitorSpec", AnomalyMonitor={**monitor, "MonitorType": "CUSTOM"})
    explorer.update_anomaly_monitor(MonitorArn=arn, MonitorName="services")
    assert explorer.get_anomaly_monitors(MonitorArnList=[arn])["AnomalyMonitors"][0]["MonitorName"] == "services"

    mail = [{"Type": "EMAIL", "Address": "a@example.org"}]
    daily = {
        "SubscriptionName": aws.name(),
        "MonitorArnList": [arn],
        "Subscribers": mail,
        "Frequency": "DAILY",
        "ThresholdExpression": IMPACT,
    }
    subscribe, invalid = explorer.create_anomaly_subscription, "ValidationException"
    other = {"Dimensions": {"Key": "SERVICE", "Values": ["AWS Lambda"]}}
    for change, said in (
        ({"Frequency": "IMMEDIATE"}, "subscribers of type SNS only"),
        ({"Subscribers": []}, "at least one entry"),
        ({"Threshold": 20.0}, "exactly one of"),
        ({"ThresholdExpression": {"And": [IMPACT, other]}}, "names SERVICE; accepted: ANOMALY_TOTAL_IMPACT_ABSOLUTE"),
    ):
        refused(subscribe, invalid, said, AnomalySubscription={**daily, **change})
    unknown = {**daily, "MonitorArnList": [f"{arn}x"]}
    refused(subscribe, "UnknownMonitorException", "no anomaly monitor", AnomalySubscription=unknown)
    subscription = subscribe(AnomalySubscription=daily)["SubscriptionArn"]
    explorer.update_anomaly_subscription(SubscriptionArn=subscription, Frequency="WEEKLY")
    shown = explorer.get_anomaly_subscriptions(MonitorArn=arn)["AnomalySubscriptions"]
    assert [(one["Frequency"], one["Subscribers"][0]["Status"]) for one in shown] == [("WEEKLY", "CONFIRMED")]
    assert explorer.get_anomalies(DateInterval={"StartDate": "2026-11-01"})["Anomalies"] == []
    explorer.delete_anomaly_subscription(SubscriptionArn=subscription)
    explorer.delete_anomaly_monitor(MonitorArn=arn)
    gone = explorer.get_anomaly_monitors
    refused(gone, "UnknownMonitorException", "no anomaly monitor", MonitorArnList=[arn])


def test_the_costs_themselves_are_motos(aws: Any) -> None:
    found = aws.client("ce").get_cost_and_usage(
        TimePeriod={"Start": "2026-11-01", "End": "2026-11-02"}, Granularity="DAILY", Metrics=["UnblendedCost"]
    )
    assert found["ResultsByTime"] == []


def test_charges_over_a_threshold_reach_the_subscribers_of_its_topic_soon(aws: Any, tools: Any) -> None:
    cloudwatch, sns, sqs = (aws.client(one) for one in ("cloudwatch", "sns", "sqs"))
    queue = sqs.create_queue(QueueName=aws.name("charges"))["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    topic = sns.create_topic(Name=aws.name("charges"))["TopicArn"]
    sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=arn, Attributes={"RawMessageDelivery": "true"})
    name = aws.name("charges")
    cloudwatch.put_metric_alarm(
        AlarmName=name,
        Namespace="AWS/Billing",
        MetricName="EstimatedCharges",
        Dimensions=[{"Name": "Currency", "Value": "USD"}],
        Statistic="Maximum",
        Period=21600,
        EvaluationPeriods=1,
        Threshold=100,
        ComparisonOperator="GreaterThanThreshold",
        TreatMissingData="notBreaching",
        AlarmActions=[topic],
    )
    state = lambda: cloudwatch.describe_alarms(AlarmNames=[name])["MetricAlarms"][0]["StateValue"]  # noqa: E731
    tools.eventually(lambda: state() == "OK", "the alarm at rest")
    dimensions = [{"Name": "Currency", "Value": "USD"}]
    data = [{"MetricName": "EstimatedCharges", "Value": 100.5, "Dimensions": dimensions}]
    cloudwatch.put_metric_data(Namespace="AWS/Billing", MetricData=data)
    message = tools.eventually(lambda: sqs.receive_message(QueueUrl=queue).get("Messages"), "the notification")
    assert json.loads(message[0]["Body"])["NewStateValue"] == "ALARM"
    cloudwatch.delete_alarms(AlarmNames=[name])
