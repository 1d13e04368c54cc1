"""The bill: every page, whole days, empty answers, one currency, and what each question to Cost Explorer costs."""

from __future__ import annotations

import typing
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.exceptions import EndpointConnectionError
from botocore.stub import Stubber

from advisor.actuals import bill as bill_module
from advisor.actuals import cost_explorer as cost_explorer_module
from advisor.actuals.bill import Bill, BillLine, read_bill
from advisor.actuals.cost_explorer import CostExplorer, cost_filter
from advisor.actuals.scope import Period, last_days, scope_of
from advisor.actuals.usage_types import at_list_price, item_of
from advisor.errors import InputError
from domain.pricing import Price, PriceBook

TODAY = date(2026, 11, 26)
PERIOD = last_days(2, TODAY)
TAGS = {"Project": "inference-platform", "Environment": "prod"}


def group(service: str, usage_type: str, usd: str, quantity: str = "1", unit: str = "Hrs") -> dict[str, Any]:
    metrics = {
        "UnblendedCost": {"Amount": usd, "Unit": "USD"},
        "UsageQuantity": {"Amount": quantity, "Unit": unit},
    }
    return {"Keys": [service, usage_type], "Metrics": metrics}


def result(day: str, *groups: dict[str, Any], estimated: bool = False) -> dict[str, Any]:
    after = str(date.fromisoformat(day) + timedelta(days=1))
    return {
        "TimePeriod": {"Start": day, "End": after},
        "Total": {},
        "Groups": list(groups),
        "Estimated": estimated,
    }


def question(**more: Any) -> dict[str, Any]:
    return {
        "TimePeriod": {"Start": "2026-11-24", "End": "2026-11-26"},
        "Granularity": "DAILY",
        "Metrics": ["UnblendedCost", "UsageQuantity"],
        "GroupBy": [{"Type": "DIMENSION", "Key": "SERVICE"}, {"Type": "DIMENSION", "Key": "USAGE_TYPE"}],
        "Filter": cost_filter(TAGS),
        **more,
    }


@pytest.fixture
def stub() -> Iterator[Stubber]:
    client = boto3.client("ce", "us-east-1", aws_access_key_id="a", aws_secret_access_key="b")
    with Stubber(client) as stubber:
        yield stubber


def test_all_pages_are_read_and_added_up(stub: Stubber) -> None:
    """Erratum 35: the brief's analysis reads the first page only."""
    host = ("Amazon SageMaker", "USE1-Host:ml.m5.large")
    stub.add_response(
        "get_cost_and_usage",
        {"ResultsByTime": [result("2026-11-24", group(*host, "2.76", "24"))], "NextPageToken": "more"},
        question(),
    )
    stub.add_response(
        "get_cost_and_usage",
        {"ResultsByTime": [result("2026-11-25", group(*host, "1.38", "12"), estimated=True)]},
        question(NextPageToken="more"),
    )
    found = CostExplorer(stub.client).bill(PERIOD, TAGS)
    stub.assert_no_pending_responses()
    assert found.lines == (BillLine(*host, Decimal("4.14"), Decimal(36), "Hrs"),)
    assert (found.days, found.estimated_days, found.requests) == (2, 1, 2)


def test_an_empty_answer_is_an_empty_bill(stub: Stubber) -> None:
    """Erratum 35: grouping an empty frame raises KeyError in the brief."""
    nothing = {"UsageQuantity": {"Amount": "0", "Unit": "N/A"}, "UnblendedCost": {"Amount": "0", "Unit": "USD"}}
    empty = {**result("2026-11-24"), "Total": nothing}
    stub.add_response("get_cost_and_usage", {"ResultsByTime": [empty]}, question())
    found = CostExplorer(stub.client).bill(PERIOD, TAGS)
    assert (found.lines, found.total, dict(found.by_service)) == ((), 0, {})


def test_the_end_is_the_day_after_the_last_one() -> None:
    """Erratum 35: End is exclusive, so yesterday is in it when End is today."""
    period = last_days(30, TODAY)
    assert (period.first, period.last, period.after, period.days) == (
        date(2026, 10, 27),
        date(2026, 11, 25),
        TODAY,
        30,
    )
    assert Period(date(2026, 1, 1), date(2027, 1, 1)).to_month == pytest.approx(1 / 12)


def test_the_modules_of_the_actuals_resolve_every_name_that_they_annotate_with() -> None:
    """Erratum 33: the brief's class annotates with a name that nobody imported, and fails when it is read."""
    for module in (bill_module, cost_explorer_module):
        for thing in vars(module).values():
            if isinstance(thing, type) and thing.__module__ == module.__name__:
                typing.get_type_hints(thing)
                for method in vars(thing).values():
                    if callable(method):
                        typing.get_type_hints(method)


@pytest.mark.parametrize("days", [0, 366])
def test_a_period_that_cost_explorer_does_not_keep_is_refused(days: int) -> None:
    with pytest.raises(InputError, match="accepted is 1 to 365"):
        last_days(days, TODAY)


def test_another_currency_is_refused_by_name() -> None:
    other = group("AWS Lambda", "Request", "1.00")
    other["Metrics"]["UnblendedCost"]["Unit"] = "CNY"
    with pytest.raises(InputError, match="AWS Lambda Request is billed in CNY; accepted is USD"):
        read_bill([{"ResultsByTime": [result("2026-11-24", other)]}], 1)


def test_nothing_of_no_unit_is_no_other_currency() -> None:
    nothing = group("AWS Lambda", "Request", "0", "0", "N/A")
    nothing["Metrics"]["UnblendedCost"]["Unit"] = "N/A"
    found = read_bill([{"ResultsByTime": [result("2026-11-24", nothing)]}], 1)
    assert found.lines[0].unit == ""


def test_two_names_of_one_service_are_one() -> None:
    page = {"ResultsByTime": [result("2026-11-24", group("Amazon SageMaker AI", "a", "1"))]}
    assert list(read_bill([page], 1).by_service) == ["Amazon SageMaker"]


def test_the_filter_keeps_credits_refunds_and_tax_out() -> None:
    assert cost_filter({}) == {"Not": {"Dimensions": {"Key": "RECORD_TYPE", "Values": ["Credit", "Refund", "Tax"]}}}
    assert cost_filter(TAGS)["And"][1:] == [
        {"Tags": {"Key": "Environment", "Values": ["prod"]}},
        {"Tags": {"Key": "Project", "Values": ["inference-platform"]}},
    ]


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("AccessDeniedException", "ce:GetCostAndUsage"),
        ("DataUnavailableException", "24 hours"),
        ("RequestChangedException", "ask again"),
        ("SomethingElse", "nothing was read"),
    ],
)
def test_a_refusal_says_what_to_do(stub: Stubber, code: str, said: str) -> None:
    stub.add_client_error("get_cost_and_usage", code, "no")
    with pytest.raises(InputError, match=f"{code}.*{said}"):
        CostExplorer(stub.client).bill(PERIOD, TAGS)


def test_a_failure_between_pages_gives_no_half_bill(stub: Stubber) -> None:
    stub.add_response("get_cost_and_usage", {"ResultsByTime": [], "NextPageToken": "more"}, question())
    stub.add_client_error("get_cost_and_usage", "LimitExceededException", "slow down")
    with pytest.raises(InputError, match="throttling"):
        CostExplorer(stub.client).bill(PERIOD, TAGS)


def test_pages_without_an_end_are_an_error_and_not_a_loop(stub: Stubber) -> None:
    page = {"ResultsByTime": [], "NextPageToken": "again"}
    stub.add_response("get_cost_and_usage", page, question())
    stub.add_response("get_cost_and_usage", page, question(NextPageToken="again"))
    with pytest.raises(InputError, match="has no end"):
        CostExplorer(stub.client).bill(PERIOD, TAGS)


def test_attempts_that_were_throttled_are_counted_too() -> None:
    class Throttled:
        def get_cost_and_usage(self, **_: Any) -> dict[str, Any]:
            return {"ResultsByTime": [], "ResponseMetadata": {"RetryAttempts": 2}}

    assert CostExplorer(Throttled()).bill(PERIOD, {}).requests == 3


def test_no_connection_is_one_clear_line() -> None:
    class Down:
        def get_cost_and_usage(self, **_: Any) -> dict[str, Any]:
            raise EndpointConnectionError(endpoint_url="https://ce.us-east-1.amazonaws.com")

    with pytest.raises(InputError, match="cannot be asked"):
        CostExplorer(Down()).bill(PERIOD, {})


@pytest.mark.parametrize(
    ("service", "usage_type", "item"),
    [
        ("Amazon SageMaker", "Host:ml.m5.large", ("sagemaker.hosting/ml.m5.large", 1)),
        ("Amazon SageMaker", "APN1-Host:ml.g5.2xlarge", ("sagemaker.hosting/ml.g5.2xlarge", 1)),
        ("Amazon SageMaker", "USE1-Tsform:ml.m5.large", ("sagemaker.transform/ml.m5.large", 1)),
        ("Amazon SageMaker", "USW2-ServerlessInf:Mem-4GB", ("sagemaker.serverless/duration", 4)),
        ("AWS Lambda", "Lambda-GB-Second-ARM", ("lambda/duration/arm64", 1)),
        ("AWS Lambda", "APN1-Lambda-GB-Second", ("lambda/duration/x86_64", 1)),
        ("AWS Lambda", "APN1-Request-ARM", ("lambda/requests", 1)),
        ("AmazonCloudWatch", "APN1-CW:AlarmMonitorUsage", ("cloudwatch/alarm", 1)),
        ("Amazon DynamoDB", "WriteRequestUnits", ("dynamodb/write", 1)),
        ("Amazon SageMaker", "USE1-Studio:Unheard-Of", None),
        ("Amazon Made Up", "Request", None),
    ],
)
def test_a_usage_type_is_an_item_of_the_price_book(service: str, usage_type: str, item: Any) -> None:
    assert item_of(service, usage_type) == item


def test_what_a_free_tier_hid_is_seen_at_list_price() -> None:
    seconds = Decimal(100_000)
    bill = Bill((BillLine("Amazon SageMaker", "ServerlessInf:Mem-2GB", Decimal(0), seconds, "seconds"),), 1, 0, 1)
    book = PriceBook((Price("sagemaker.serverless/duration", "us-east-1", "GB-second", 0.00002, "a test", TODAY),))
    assert bill.free == bill.lines
    assert at_list_price(bill, book, "us-east-1", TODAY)[0].usd == pytest.approx(4.0)
    unpriced = at_list_price(bill, book, "ap-northeast-1", TODAY)[0]
    assert unpriced.usd is None
    assert "no price is known" in unpriced.reason


def test_a_stack_file_says_region_and_tags(tmp_path: Path) -> None:
    text = "config:\n  aws:region: ap-northeast-1\n  inference-platform:environment: staging\n"
    (tmp_path / "Pulumi.blue.yaml").write_text(text)
    found = scope_of("blue", tmp_path)
    assert (found.region, found.tags) == (
        "ap-northeast-1",
        {"Project": "inference-platform", "Environment": "staging"},
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (None, "there are other"),
        ("{", "could not be read"),
        ("config: 3", "has no config"),
        ("config: {}", "aws:region is missing"),
    ],
)
def test_a_stack_file_that_says_nothing_is_refused(tmp_path: Path, text: str | None, said: str) -> None:
    (tmp_path / "Pulumi.other.yaml").write_text("config: {}")
    if text is not None:
        (tmp_path / "Pulumi.blue.yaml").write_text(text)
    with pytest.raises(InputError, match=said):
        scope_of("blue", tmp_path)
