"""`python -m smoke` as a person calls it: what cannot be asked is one line and exit code 2."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import boto3
import pytest
from moto import mock_aws
from typer.testing import CliRunner

from smoke.__main__ import app

ACCOUNT, REGION = "123456789012", "us-east-1"
TOPIC = f"arn:aws:sns:{REGION}:{ACCOUNT}:alarms"
FILE = """config:
  aws:region: us-east-1
  inference-platform:environment: staging
  inference-platform:cost:
    billing:
      enabled: true
      warning_emails: [costs@example.com]
      critical_emails: [costs@example.com]
      emergency_emails: [costs@example.com]
"""
OFF = "config:\n  aws:region: us-east-1\n  inference-platform:environment: staging\n"
TIERS = {"warning": 100.0, "critical": 200.0, "emergency": 500.0}


@pytest.fixture(autouse=True)
def shell(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("AWS_PROFILE", "AWS_ENDPOINT_URL", "AWS_SESSION_TOKEN", "GITHUB_STEP_SUMMARY"):
        monkeypatch.delenv(name, raising=False)
    for name in ("AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"):
        monkeypatch.setenv(name, str(tmp_path / "none"))
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")


def made(tmp_path: Path, outputs: Any = None, text: str = FILE) -> list[str]:
    """A project with one stack, and the outputs of it."""
    (tmp_path / "Pulumi.staging.yaml").write_text(text)
    topics = {tier: f"{TOPIC}-{tier}" for tier in TIERS}
    found = {"billingTopicArns": topics, "alarmTopicArn": TOPIC} if outputs is None else outputs
    (tmp_path / "outputs.json").write_text(json.dumps(found))
    return ["--stack", "staging", "--project", str(tmp_path), "--outputs", str(tmp_path / "outputs.json")]


def run(*words: str) -> Any:
    return CliRunner().invoke(app, list(words))


def billing(**change: float) -> None:
    """Alarms on the bill, as the stack makes them; one threshold may be another."""
    client = boto3.client("cloudwatch", REGION)
    for tier, dollars in {**TIERS, **change}.items():
        client.put_metric_alarm(
            AlarmName=f"{tier}-charges",
            MetricName="EstimatedCharges",
            Namespace="AWS/Billing",
            Threshold=dollars,
            ComparisonOperator="GreaterThanOrEqualToThreshold",
            EvaluationPeriods=1,
            Period=21600,
            Statistic="Maximum",
            AlarmActions=[f"{TOPIC}-{tier}"],
        )


@mock_aws
def test_a_stack_that_is_as_its_settings_say_is_good(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    billing()
    page, report = tmp_path / "summary.md", tmp_path / "deep" / "report.json"
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(page))
    found = run(*made(tmp_path), "--json", str(report))
    assert found.exit_code == 0, found.output
    document = json.loads(report.read_text())
    assert (document["verdict"], document["exit_code"], document["watch"]) == ("success", 0, None)
    outcomes = {check["name"]: check["outcome"] for check in document["checks"]}
    assert outcomes["billing alarms"] == "pass"
    assert set(outcomes.values()) == {"pass", "off"}
    assert page.read_text().startswith("## Smoke tests of `staging`: success")


@mock_aws
def test_a_threshold_that_somebody_changed_fails(tmp_path: Path) -> None:
    billing(critical=2000.0)
    found = run(*made(tmp_path))
    assert found.exit_code == 1
    assert "critical: no alarm at 200 USD" in " ".join(found.output.split())


@mock_aws
def test_only_a_theme_that_is_off_is_nothing_to_ask(tmp_path: Path) -> None:
    found = run(*made(tmp_path), "--only", "switching")
    assert found.exit_code == 2
    assert found.output == "smoke: stack staging has nothing of switching: switching is off\n"


@mock_aws
def test_a_watch_of_a_stack_without_anything_to_watch_is_refused(tmp_path: Path) -> None:
    topics = {tier: f"{TOPIC}-{tier}" for tier in TIERS}
    found = run(*made(tmp_path, {"billingTopicArns": topics}), "--watch", "5", "--watch-only")
    assert found.exit_code == 2
    assert "nothing to watch" in found.output


@mock_aws
def test_another_account_is_refused(tmp_path: Path) -> None:
    found = run(*made(tmp_path, {"alarmTopicArn": TOPIC.replace(ACCOUNT, "210987654321")}))
    assert found.exit_code == 2
    assert "is in account 210987654321, and the shell's credentials are of 123456789012" in found.output


def test_no_credentials_are_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    found = run(*made(tmp_path))
    assert found.exit_code == 2
    assert found.output.startswith("smoke: AWS cannot be asked: Unable to locate credentials")
    assert found.output.count("\n") == 1


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--stack", "stagin"), "there is no stack stagin: Pulumi.stagin.yaml is not in"),
        (("--only", "billing"), "--only billing is not accepted; one of endpoints, routing"),
        (("--paths", "bath"), "--paths bath is not accepted; one of batch_transform"),
        (("--watch", "abc"), "Invalid value for '--watch': Input should be a valid number"),
        (("--watch", "-1"), "Invalid value for '--watch': Input should be greater than or equal to 0"),
        (("--watch", "nan"), "Invalid value for '--watch'"),
        (("--watch-only",), "--watch-only without --watch watches nothing"),
        (("--files", "/nowhere"), "there is no folder /nowhere"),
        (("--outputs", "/nowhere.json"), "/nowhere.json could not be read"),
    ],
)
@mock_aws
def test_what_means_nothing_is_one_line(tmp_path: Path, words: tuple[str, ...], message: str) -> None:
    found = run(*made(tmp_path), *words)
    assert found.exit_code == 2
    assert message in found.output


@pytest.mark.parametrize(
    ("outputs", "text", "message"),
    [
        ({}, FILE, "has no outputs, so nothing is deployed: run `pulumi up --stack staging` first"),
        ({"alarmTopicArn": TOPIC}, OFF, "every theme of stack staging is off"),
        ([], FILE, "is list; accepted: an object of outputs"),
    ],
)
def test_a_stack_that_is_not_there_is_one_line(tmp_path: Path, outputs: Any, text: str, message: str) -> None:
    found = run(*made(tmp_path, outputs, text))
    assert found.exit_code == 2
    assert message in found.output


def test_a_stack_without_state_says_what_pulumi_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    words = made(tmp_path)[:4]
    pulumi = tmp_path / "bin" / "pulumi"
    pulumi.parent.mkdir()
    pulumi.write_text("#!/bin/sh\necho \"error: no stack named 'staging' found\" >&2\nexit 255\n")
    pulumi.chmod(0o755)
    monkeypatch.setenv("PATH", str(pulumi.parent))
    found = run(*words)
    assert found.exit_code == 2
    assert "no stack named 'staging' found" in found.output


@mock_aws
def test_a_report_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    billing()
    (tmp_path / "file").write_text("")
    found = run(*made(tmp_path), "--json", str(tmp_path / "file" / "report.json"))
    assert found.exit_code == 2
    assert "could not be written" in found.output
