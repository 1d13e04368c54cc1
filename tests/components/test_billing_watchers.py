"""The budget and Cost Anomaly Detection in detail: limits, shares, addresses, and the account's one monitor."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from components.cost_control.anomalies import AnomalyDetection, AnomalyDetectionArgs
from components.cost_control.budget import MonthlyBudget, MonthlyBudgetArgs
from components.cost_control.money import plain_amount
from components.settings import AnomalySettings, BudgetSettings
from tests.components.support.harness import ACCOUNT_ID, RecordedStack, program

pytestmark = pytest.mark.xdist_group("pulumi_aws")

TEAM = ["team@example.com"]
MONITOR = "aws:costexplorer/anomalyMonitor:AnomalyMonitor"
MAIL = "aws:costexplorer/anomalySubscription:AnomalySubscription"
EXISTING = f"arn:aws:ce::{ACCOUNT_ID}:anomalymonitor/c9e940b5-d9a9-4a0c-93dd-d721465c567e"


def budget_args(tag: tuple[str, str] | None = None, **raw: Any) -> MonthlyBudgetArgs:
    settings = BudgetSettings.model_validate_json(json.dumps({"enabled": True, "emails": TEAM, **raw}))
    return MonthlyBudgetArgs(account_id=ACCOUNT_ID, settings=settings, tag=tag)


def anomaly_args(**raw: Any) -> AnomalyDetectionArgs:
    settings = AnomalySettings.model_validate_json(json.dumps({"enabled": True, "emails": TEAM, **raw}))
    return AnomalyDetectionArgs(account_id=ACCOUNT_ID, settings=settings)


def budget(**raw: Any) -> dict[str, Any]:
    stack = program(lambda: MonthlyBudget("b", budget_args(**raw)))
    return dict(stack.only("aws:budgets/budget:Budget").inputs)


def anomalies(**raw: Any) -> RecordedStack:
    return program(lambda: AnomalyDetection("a", anomaly_args(**raw)))


def test_a_budget_is_of_the_months_costs_in_dollars() -> None:
    inputs = budget(monthly_limit=1234.5)
    assert (inputs["budgetType"], inputs["timeUnit"], inputs["accountId"]) == ("COST", "MONTHLY", ACCOUNT_ID)
    assert (inputs["limitAmount"], inputs["limitUnit"]) == ("1234.5", "USD")


def test_a_budget_counts_what_is_used_also_where_a_credit_pays_for_it() -> None:
    assert budget()["costTypes"] == {"includeCredit": False, "includeRefund": False}


def test_a_budget_tells_above_a_share_of_charges_and_of_the_forecast() -> None:
    found = {one["notificationType"]: one for one in budget(actual_percent=75, forecast_percent=110)["notifications"]}
    assert {kind: one["threshold"] for kind, one in found.items()} == {"ACTUAL": 75, "FORECASTED": 110}
    for one in found.values():
        assert (one["comparisonOperator"], one["thresholdType"]) == ("GREATER_THAN", "PERCENTAGE")
        assert one["subscriberEmailAddresses"] == TEAM


def test_a_budget_is_of_the_whole_account_unless_a_tag_narrows_it() -> None:
    assert "costFilters" not in budget()
    filters = budget(tag=("Project", "inference-platform"))["costFilters"]
    assert filters == [{"name": "TagKeyValue", "values": ["user:Project$inference-platform"]}]


@pytest.mark.parametrize("count", [0, 11])
def test_a_budget_that_tells_nobody_or_too_many_is_refused(count: int) -> None:
    with pytest.raises(ValueError, match=r"cost\.billing\.budget\.emails = .* is not accepted: 1 to 10 addresses"):
        budget_args(emails=[f"one-{number}@example.com" for number in range(count)])


def test_a_budget_that_tells_somebody_twice_is_refused() -> None:
    with pytest.raises(ValueError, match=r"cost\.billing\.budget\.emails = .* is not accepted: each address once"):
        budget_args(emails=["team@example.com", "Team@example.com"])


def test_anomalies_are_looked_for_in_every_service_and_told_once_a_day() -> None:
    stack = anomalies(emails=["one@example.com", "two@example.com"])
    monitor, mail = stack.only(MONITOR), stack.only(MAIL)
    assert (monitor.inputs["monitorType"], monitor.inputs["monitorDimension"]) == ("DIMENSIONAL", "SERVICE")
    assert mail.inputs["monitorArnLists"] == [monitor.state["arn"]]
    assert mail.inputs["frequency"] == "DAILY"
    assert mail.inputs["subscribers"] == [
        {"type": "EMAIL", "address": "one@example.com"},
        {"type": "EMAIL", "address": "two@example.com"},
    ]


def test_anomalies_are_told_from_an_impact_on() -> None:
    dimension = anomalies(impact_usd=20).only(MAIL).inputs["thresholdExpression"]["dimension"]
    assert dimension == {
        "key": "ANOMALY_TOTAL_IMPACT_ABSOLUTE",
        "matchOptions": ["GREATER_THAN_OR_EQUAL"],
        "values": ["20"],
    }


def test_the_accounts_own_monitor_is_used_where_there_is_one() -> None:
    stack = anomalies(monitor_arn=EXISTING)
    assert stack.all(MONITOR) == []
    assert stack.only(MAIL).inputs["monitorArnLists"] == [EXISTING]


@pytest.mark.parametrize("arn", ["Default-Services-Monitor", f"arn:aws:ce::{ACCOUNT_ID}:anomalysubscription/x"])
def test_what_is_no_monitor_is_refused(arn: str) -> None:
    with pytest.raises(ValidationError, match="monitor_arn"):
        anomaly_args(monitor_arn=arn)


def test_anomalies_that_are_told_to_nobody_are_refused() -> None:
    with pytest.raises(ValueError, match=r"cost\.billing\.anomalies\.emails = .* is not accepted: at least 1 address"):
        anomaly_args(emails=[])


@given(st.decimals(min_value=Decimal("0.01"), max_value=Decimal(10) ** 9, places=2))
def test_an_amount_for_an_api_is_exact_to_the_cent_and_plain(amount: Decimal) -> None:
    text = plain_amount(float(amount))
    assert Decimal(text) == amount
    assert text.replace(".", "", 1).isdigit()
    assert not (text.endswith("0") and "." in text)
