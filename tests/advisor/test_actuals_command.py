"""`actuals`: the estimate against the bill, notes that keep one from misreading them, and clear refusals."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import boto3
import pytest
import typer
from click.testing import Result
from hypothesis import given
from hypothesis import strategies as st
from moto import mock_aws
from moto.ce.models import ce_backends
from typer.testing import CliRunner

from advisor.actuals import command
from advisor.actuals.bill import Bill, BillLine
from advisor.actuals.comparison import Deviation, compare
from advisor.actuals.estimate_file import Estimated, read_estimate
from advisor.actuals.scope import Period
from advisor.cost.rendering import json_document
from advisor.cost.rendering.report import Report
from advisor.errors import InputError
from advisor.estimate import estimate
from advisor.spread import Spread
from advisor.stack.resources import read_stack
from advisor.usage.profile import parse_usage
from tests.advisor import stack_files

TODAY = date(2026, 11, 26)
MONTH = Period(date(2026, 10, 27), TODAY)
HOST = "APN1-Host:ml.m5.xlarge"
ESTIMATE = {
    "region": "ap-northeast-1",
    "as_of": "2026-11-26",
    "services": {
        "Amazon SageMaker": {"low": 100.0, "expected": 200.0, "high": 300.0},
        "AWS Lambda": {"low": 1.0, "expected": 2.0, "high": 3.0},
    },
    "resources": [
        {
            "urn": "urn:pulumi:prod::inference-platform::aws:sagemaker/endpoint:Endpoint::steady",
            "type": "aws:sagemaker/endpoint:Endpoint",
            "theme": "inference",
            "service": "Amazon SageMaker",
            "low": 100.0,
            "expected": 200.0,
            "high": 300.0,
        }
    ],
    "unpriced": [
        {"urn": "u", "type": "aws:kms/key:Key", "what": "key", "reason": "no price is known"},
        {"urn": "", "type": "", "what": "the file", "reason": "leaves something out"},
    ],
}


class Tagging:
    """A tagging API that knows one endpoint, and a SageMaker that describes it."""

    def get_paginator(self, _name: str) -> Tagging:
        return self

    def paginate(self, **_: Any) -> Iterator[dict[str, Any]]:
        arn = "arn:aws:sagemaker:ap-northeast-1:123456789012:endpoint/steady-0a1b2c3"
        yield {"ResourceTagMappingList": [{"ResourceARN": arn}]}

    def describe_endpoint(self, **_: Any) -> dict[str, Any]:
        return {"EndpointConfigName": "config"}

    def describe_endpoint_config(self, **_: Any) -> dict[str, Any]:
        return {"ProductionVariants": [{"VariantName": "primary", "ModelName": "m", "InstanceType": "ml.m5.xlarge"}]}


@pytest.fixture
def aws(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[dict[str, Any]]]:
    """Cost Explorer and CloudWatch of moto; gives the queue of what the bill will be."""
    monkeypatch.setattr(command, "_today", lambda: TODAY)
    own = {"resourcegroupstaggingapi": Tagging(), "sagemaker": Tagging()}
    made = command._client
    monkeypatch.setattr(command, "_client", lambda region, name: own.get(name) or made(region, name))
    with mock_aws():
        monkeypatch.setenv("AWS_ACCESS_KEY_ID", "testing")
        monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "testing")
        queue: list[dict[str, Any]] = ce_backends["123456789012"]["aws"].cost_usage_results_queue
        yield queue


@pytest.fixture
def estimate_path(tmp_path: Path) -> Path:
    path = tmp_path / "estimate.json"
    path.write_text(json.dumps(ESTIMATE))
    return path


def billed(*groups: tuple[str, str, str, str]) -> dict[str, Any]:
    made = [
        {
            "Keys": [service, usage],
            "Metrics": {
                "UnblendedCost": {"Amount": usd, "Unit": "USD"},
                "UsageQuantity": {"Amount": quantity, "Unit": "Hrs"},
            },
        }
        for service, usage, usd, quantity in groups
    ]
    period = {"Start": "2026-11-25", "End": "2026-11-26"}
    day = {"TimePeriod": period, "Total": {}, "Groups": made, "Estimated": True}
    return {"ResultsByTime": [day], "DimensionValueAttributes": []}


def run(*arguments: str) -> Result:
    app = typer.Typer()
    app.command()(command.actuals)
    return CliRunner(env={"COLUMNS": "200"}).invoke(app, ["--stack", "prod", *arguments])


def test_the_bill_is_held_against_the_estimate(aws: list[dict[str, Any]], estimate_path: Path) -> None:
    aws.append(
        billed(
            ("Amazon SageMaker", HOST, "500.00", "1440"),
            ("AWS Lambda", "APN1-Request-ARM", "0", "7000"),
            ("AWS Key Management Service", "ap-northeast-1-KMS-Keys", "1.00", "1"),
            ("Amazon Made Up", "Thing", "4.00", "1"),
        )
    )
    found = json.loads(run("--estimate", str(estimate_path), "--json").output)
    deviations = {item["service"]: item for item in found["deviations"]}
    assert found["deviations"][0]["service"] == "Amazon SageMaker"
    assert deviations["Amazon SageMaker"]["actual"] == pytest.approx(500 * 730 / 720)
    assert deviations["Amazon SageMaker"]["relative"] == pytest.approx((500 * 730 / 720 - 200) / 200)
    assert {service: item["verdict"] for service, item in deviations.items()} == {
        "Amazon SageMaker": "above the estimate",
        "AWS Lambda": "below the estimate",
        "AWS Key Management Service": "unpriced in the estimate",
        "Amazon Made Up": "not in the estimate",
    }
    assert (found["requests"], found["requests_usd"], found["estimated_days"]) == (1, 0.01, 1)
    notes = " ".join(found["notes"])
    assert "1 of 1 days are estimated" in notes
    assert "1 usage types were used and billed $0" in notes
    assert "Cost Explorer was asked 1 times, at $0.01" in notes


def test_the_table_shows_use_and_suggests_figures(
    aws: list[dict[str, Any]], estimate_path: Path, tmp_path: Path
) -> None:
    aws.append(billed(("Amazon SageMaker", HOST, "500.00", "1440")))
    dimensions = [{"Name": "EndpointName", "Value": "steady-0a1b2c3"}, {"Name": "VariantName", "Value": "primary"}]
    datum = {"MetricName": "Invocations", "Dimensions": dimensions, "Value": 7200.0}
    boto3.client("cloudwatch", "ap-northeast-1").put_metric_data(
        Namespace="AWS/SageMaker", MetricData=[{**datum, "Timestamp": datetime(2026, 11, 20, tzinfo=UTC)}]
    )
    result = run("--estimate", str(estimate_path))
    words = " ".join(result.output.split())
    assert result.exit_code == 0
    assert "prod, 2026-10-27 to 2026-11-25 (30 days): $500.00; a month of 730 hours: $506.94" in words
    assert "above the estimate" in words
    assert "7,200" in words
    assert "match: steady" in words

    target = tmp_path / "usage.yaml"
    aws.append(billed())
    assert run("--usage-out", str(target), "--days", "29").exit_code == 0
    assert parse_usage(target.read_text(), "usage.yaml").overrides[0].match == "steady"


def test_an_empty_bill_says_what_may_be_missing(aws: list[dict[str, Any]]) -> None:
    result = run()
    words = " ".join(result.output.split())
    assert result.exit_code == 0
    assert "Nothing was billed with the tags Project=inference-platform, Environment=prod" in words
    assert "cost allocation tag" in words


def test_the_whole_account_is_asked_for_without_tags(
    aws: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Any] = []
    bill = command.CostExplorer.bill
    monkeypatch.setattr(
        command.CostExplorer, "bill", lambda self, period, tags: asked.append(dict(tags)) or bill(self, period, tags)
    )
    assert run("--whole-account").exit_code == 0
    assert run().exit_code == 0
    assert asked == [{}, {"Project": "inference-platform", "Environment": "prod"}]


def test_the_bill_is_told_even_when_the_metrics_cannot_be_read(
    aws: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: Any) -> None:
        raise InputError("CloudWatch cannot be read")

    monkeypatch.setattr(command, "observe", refuse)
    aws.append(billed(("Amazon SageMaker", HOST, "500.00", "1440")))
    found = json.loads(run("--json").output)
    assert found["total"] == 500
    assert found["observed"] == []
    assert found["notes"][0] == "CloudWatch cannot be read"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--days", "0"], "--days 0"),
        (["--stack", "absent"], "there is no stack absent"),
        (["--estimate", "absent.json"], "could not be read"),
        (["--prices", "absent.json"], "could not be read"),
    ],
)
def test_a_wrong_option_is_one_clear_line_and_costs_nothing(
    aws: list[dict[str, Any]], arguments: list[str], said: str
) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert said in result.stderr


def test_an_estimate_of_another_region_is_refused(aws: list[dict[str, Any]], tmp_path: Path) -> None:
    path = tmp_path / "estimate.json"
    path.write_text(json.dumps({**ESTIMATE, "region": "us-east-1"}))
    result = run("--estimate", str(path))
    assert (result.exit_code, "is of us-east-1; stack prod is in ap-northeast-1" in result.stderr) == (2, True)


@pytest.mark.parametrize("text", ["{", "[]", "{}", '{"region": "r", "as_of": "d", "unpriced": [], "resources": [{}]}'])
def test_a_file_that_is_no_estimate_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "estimate.json"
    path.write_text(text)
    with pytest.raises(InputError, match=r"estimate\.json"):
        read_estimate(path)


def test_what_the_estimate_writes_is_what_the_actuals_read(tmp_path: Path) -> None:
    key = stack_files.state("aws:kms/key:Key", "key")
    resources = read_stack(stack_files.preview([key]), "preview.json").resources
    found = estimate(resources, stack_files.FlatPrices(missing=frozenset({"kms/request"})), on=TODAY)
    path = tmp_path / "estimate.json"
    path.write_text(json_document.render(Report("prod", None, "Usage", found)))
    read = read_estimate(path)
    assert read.services == {"AWS Key Management Service": found.total}
    assert list(read.unpriced) == ["AWS Key Management Service"]
    assert (read.region, read.as_of, read.names) == (None, str(TODAY), (("key", "aws:kms/key:Key"),))


def test_without_totals_by_service_those_of_the_resources_are_added(tmp_path: Path) -> None:
    path = tmp_path / "estimate.json"
    resources = ESTIMATE["resources"] * 2
    path.write_text(json.dumps({**{k: v for k, v in ESTIMATE.items() if k != "services"}, "resources": resources}))
    assert read_estimate(path).services == {"Amazon SageMaker": Spread(200.0, 400.0, 600.0)}


def test_a_figure_above_an_estimate_with_gaps_says_so() -> None:
    gap = Deviation("AWS Lambda", Spread(1, 2, 3), 9.0, ("duration: no price is known",))
    assert gap.verdict == "above the estimate, which had gaps"


@given(st.dictionaries(st.sampled_from(["A", "B", "C"]), st.integers(0, 10**6)), st.integers(1, 365))
def test_every_service_of_the_bill_or_the_estimate_is_compared_once(cents: dict[str, int], days: int) -> None:
    lines = tuple(BillLine(name, "x", Decimal(value) / 100, Decimal(1), "Hrs") for name, value in cents.items())
    period = Period(date.fromordinal(TODAY.toordinal() - days), TODAY)
    estimated = Estimated("r", "d", {"B": Spread(1, 2, 3), "D": Spread(0, 0, 0)}, {}, ())
    found = compare(estimated, Bill(lines, days, 0, 1), period)
    assert sorted(item.service for item in found) == sorted({*cents, "B", "D"})
    assert sum(item.actual for item in found) == pytest.approx(sum(cents.values()) / 100 * 730 / 24 / days)
    assert all((item.relative is None) == (item.service != "B") for item in found)


def test_a_profile_that_is_not_there_is_one_line(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "none"))
    monkeypatch.setenv("AWS_PROFILE", "nobody")
    app = typer.Typer()
    app.command()(command.actuals)
    result = CliRunner().invoke(app, ["--stack", "prod"])
    assert result.exit_code == 2
    assert result.stderr == "actuals: AWS cannot be asked: The config profile (nobody) could not be found\n"


def test_an_estimate_that_nests_too_deeply_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "estimate.json"
    path.write_text("[" * 100_000)
    with pytest.raises(InputError, match="is not JSON"):
        read_estimate(path)
