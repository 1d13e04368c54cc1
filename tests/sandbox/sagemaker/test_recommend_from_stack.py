"""`recommend --from-stack` over real calls: what CloudWatch counted of an endpoint takes the place of assumptions."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import typer
from click.testing import Result
from typer.testing import CliRunner

from advisor.actuals import scope
from advisor.recommend.command import recommend
from advisor.recommend.measured import ENOUGH

WORKLOAD = """
name: digits
target_p99_ms: 5000
monthly_budget_usd: 500
model:
  own:
    service_ms: {p50: 1234, p99: 2345}
    instance: {type: ml.m5.large}
"""


@pytest.fixture
def stack(aws: Any, monkeypatch: pytest.MonkeyPatch) -> str:
    """A stack with tags that nothing else carries; the command's clients reach the sandbox."""
    name = str(aws.name("env"))
    tags = {"Project": "inference-platform", "Environment": name}
    monkeypatch.setattr(scope, "scope_of", lambda stack: scope.Scope(stack, "us-east-1", tags))
    monkeypatch.setenv("AWS_ENDPOINT_URL", aws.running.url)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", aws.running.record.access_key_id)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", aws.running.record.secret_access_key)
    return name


def endpoint(aws: Any, model: str, stack: str) -> str:
    config = aws.config(ModelName=model, InstanceType="ml.m5.large", InitialInstanceCount=1)
    name = str(aws.endpoint(config))
    sagemaker = aws.client("sagemaker")
    arn = sagemaker.describe_endpoint(EndpointName=name)["EndpointArn"]
    tags = {"Project": "inference-platform", "Environment": stack}
    sagemaker.add_tags(ResourceArn=arn, Tags=[{"Key": key, "Value": value} for key, value in tags.items()])
    return name


def call(aws: Any, endpoint_name: str, body: bytes, times: int) -> None:
    runtime = aws.client("sagemaker-runtime")
    for _ in range(times):
        runtime.invoke_endpoint(EndpointName=endpoint_name, Body=body, ContentType="image/png")["Body"].read()


def ask(tmp_path: Path, stack: str) -> Result:
    path = tmp_path / "digits.yaml"
    path.write_text(WORKLOAD)
    app = typer.Typer()
    app.command()(recommend)
    arguments = [str(path), "--from-stack", stack, "--hours", "1", "--on", "2026-11-26", "--format", "json"]
    return CliRunner().invoke(app, arguments)


def test_calls_that_were_made_become_the_trace_and_the_latencies(
    aws: Any, model: str, png: bytes, stack: str, tmp_path: Path
) -> None:
    name = endpoint(aws, model, stack)
    call(aws, name, png, ENOUGH + 1)

    result = ask(tmp_path, stack)

    assert result.exit_code == 0, result.output
    found = json.loads(result.output)
    assert found["load"]["requests"] == ENOUGH + 1
    assert "CloudWatch" in found["load"]["source"]
    by_pattern = {item["pattern"]: item for item in found["candidates"]}
    measured = by_pattern["sagemaker_realtime"]["service"]
    assert measured["source"].startswith(f"measured: CloudWatch, endpoint {name}, the busiest hour")
    assert 0 < measured["p50_ms"] <= measured["p99_ms"]
    assert by_pattern["sagemaker_serverless"]["service"]["p50_ms"] == 1234  # nobody has measured that one
    notes = " ".join(found["notes"])
    assert "the prediction API (lambda_on_demand): CloudWatch has no PredictionLatency" in notes
    assert not any(item["path"].startswith("traffic") for item in found["assumptions"])


def test_too_few_calls_are_a_trace_and_no_percentile(
    aws: Any, model: str, png: bytes, stack: str, tmp_path: Path
) -> None:
    call(aws, endpoint(aws, model, stack), png, 5)

    found = json.loads(ask(tmp_path, stack).output)

    assert found["load"]["requests"] == 5
    by_pattern = {item["pattern"]: item for item in found["candidates"]}
    assert by_pattern["sagemaker_realtime"]["service"]["p50_ms"] == 1234
    assert any("5 answers were measured" in note and "a p99 needs 299" in note for note in found["notes"])


def test_a_stack_that_nobody_called_has_nothing_to_recommend_from(stack: str, tmp_path: Path) -> None:
    result = ask(tmp_path, stack)

    assert result.exit_code == 2
    assert "CloudWatch has no request of the last 1 h" in result.output
    assert "or give traffic in the workload file" in result.output
