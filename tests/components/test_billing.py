"""What tells of the bill: where each resource goes, who hears of which tier, and that nothing is there while it is off.

Proof limit: mocks show what the program asks of the engine, not that AWS sends the mails.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pulumi_aws as aws
import pytest
from guardrails.audit.auditor import Auditor
from guardrails.catalog import load
from guardrails.config.pack_config import PackConfig
from hypothesis import given
from hypothesis import strategies as st
from pulumi.runtime import set_all_config
from pydantic import ValidationError

from components.cost_control.billing import BillingAlarms, BillingAlarmsArgs
from components.cost_control.charges import tiers
from components.foundation.account import Account
from components.foundation.alarm_topic import AlarmTopic, AlarmTopicArgs
from components.regional_provider import STRUCTURES, TEXTS, caller_settings
from components.settings import BillingSettings
from components.tagging import register_required_tags
from tests.components.support.harness import ACCOUNT_ID, Recorded, RecordedStack, program
from tests.program.test_guardrails import exported

pytestmark = pytest.mark.xdist_group("pulumi_aws")

TOKYO = Account(account_id=ACCOUNT_ID, region="ap-northeast-1", partition="aws")
PROVIDER, ALARM, TOPIC = "pulumi:providers:aws", "aws:cloudwatch/metricAlarm:MetricAlarm", "aws:sns/topic:Topic"
SUBSCRIPTION, KEY, BUDGET = (
    "aws:sns/topicSubscription:TopicSubscription",
    "aws:kms/key:Key",
    "aws:budgets/budget:Budget",
)
MONITOR = "aws:costexplorer/anomalyMonitor:AnomalyMonitor"
ANOMALY_MAIL = "aws:costexplorer/anomalySubscription:AnomalySubscription"
TIERS = ("warning", "critical", "emergency")
ADDRESSES = {
    "warning": ["team@example.com"],
    "critical": ["team@example.com", "lead@example.com"],
    "emergency": ["on-call@example.com"],
}
CHARGES: dict[str, Any] = {"enabled": True, **{f"{tier}_emails": emails for tier, emails in ADDRESSES.items()}}
WATCHED: dict[str, Any] = {"budget": {"enabled": True, "emails": ["team@example.com"]}}
LEARNT: dict[str, Any] = {"anomalies": {"enabled": True, "emails": ["team@example.com"]}}
EVERYTHING: dict[str, Any] = {**CHARGES, **WATCHED, **LEARNT}


@pytest.fixture(autouse=True)
def _configuration() -> Iterator[None]:
    """Leaves no configuration behind: it is the process's."""
    yield
    set_all_config({}, [])


def billing_settings(**raw: Any) -> BillingSettings:
    return BillingSettings.model_validate_json(json.dumps(raw))


def billing_args(account: Account = TOKYO, *, protect: bool = False, **raw: Any) -> BillingAlarmsArgs:
    return BillingAlarmsArgs(
        account=account, scope="inference-platform-staging", settings=billing_settings(**raw), protect=protect
    )


def built(account: Account = TOKYO, **raw: Any) -> RecordedStack:
    set_all_config({"aws:region": account.region}, [])
    return program(lambda: BillingAlarms("bill", billing_args(account, **raw)))


def in_tokyo_beside_a_topic_of_its_own() -> RecordedStack:
    """A program in Tokyo with a topic of the stack's own Region beside the billing resources."""
    set_all_config({"aws:region": TOKYO.region}, [])

    def build() -> None:
        register_required_tags({"Project": "inference-platform"})
        AlarmTopic("own", AlarmTopicArgs(account=TOKYO, key_arn="arn:aws:kms:ap-northeast-1:123456789012:key/k"))
        BillingAlarms("bill", billing_args(**EVERYTHING))

    return program(build)


def below(stack: RecordedStack, urn: str) -> list[Recorded]:
    """The custom resources anywhere below a component."""
    found, parents = [], {urn}
    for resource in stack.resources:
        if resource.parent in parents:
            parents.add(resource.urn)
            found += [resource] if resource.custom else []
    return found


def tier_alarm(stack: RecordedStack, tier: str) -> Recorded:
    return stack.only(ALARM, f"-{tier}-charges")


def test_a_stack_in_tokyo_has_all_that_is_about_the_bill_in_us_east_1_and_nothing_else_there() -> None:
    stack = in_tokyo_beside_a_topic_of_its_own()
    provider = stack.only(PROVIDER)
    assert provider.inputs["region"] == "us-east-1"
    inside = below(stack, stack.only(BillingAlarms.token).urn)
    there = [one for one in stack.custom() if one.provider.rpartition("::")[0] == provider.urn]
    assert {one.urn for one in inside} - {provider.urn} == {one.urn for one in there}
    assert {one.type for one in there} >= {KEY, TOPIC, SUBSCRIPTION, ALARM, BUDGET, MONITOR, ANOMALY_MAIL}
    elsewhere = {one.name for one in stack.custom() if not one.provider} - {provider.name}
    assert elsewhere == {"own", "own-policy"}


def test_no_resource_overrules_its_provider() -> None:
    assert [one.name for one in built(**EVERYTHING).custom() if one.type != PROVIDER and "region" in one.inputs] == []


@pytest.mark.parametrize("region", ["us-east-1", "eu-west-1"])
def test_it_is_the_same_from_every_region(region: str) -> None:
    account = Account(account_id=ACCOUNT_ID, region=region, partition="aws")
    assert built(account, **EVERYTHING).counts() == built(**EVERYTHING).counts()


def test_stacks_of_two_regions_do_not_want_the_same_alias() -> None:
    osaka = Account(account_id=ACCOUNT_ID, region="ap-northeast-3", partition="aws")
    aliases = {built(account, **CHARGES).only("aws:kms/alias:Alias").inputs["name"] for account in (TOKYO, osaka)}
    assert len(aliases) == 2


def test_the_provider_acts_in_the_stacks_account_or_not_at_all() -> None:
    assert json.loads(built(**CHARGES).only(PROVIDER).inputs["allowedAccountIds"]) == [ACCOUNT_ID]


def test_the_provider_calls_as_the_stacks_own_does() -> None:
    roles = [{"roleArn": f"arn:aws:iam::{ACCOUNT_ID}:role/deploy"}]
    given = {"aws:region": TOKYO.region, "aws:profile": "ml", "aws:assumeRoles": json.dumps(roles)}
    set_all_config(given, [])
    inputs = program(lambda: BillingAlarms("bill", billing_args(**CHARGES))).only(PROVIDER).inputs
    assert (inputs["region"], inputs["profile"], json.loads(inputs["assumeRoles"])) == ("us-east-1", "ml", roles)


def test_nothing_is_carried_over_that_was_not_set() -> None:
    set_all_config({"aws:region": TOKYO.region, "aws:endpoints": json.dumps([{"sns": "http://localhost"}])}, [])
    assert caller_settings() == {}


def test_every_setting_that_is_carried_over_is_one_of_the_providers() -> None:
    accepted = set(dir(aws.ProviderArgs))
    assert {*TEXTS, *STRUCTURES} <= accepted


@pytest.mark.parametrize("partition", ["aws-cn", "aws-us-gov"])
def test_another_partition_is_refused(partition: str) -> None:
    account = Account(account_id=ACCOUNT_ID, region="r", partition=partition)
    with pytest.raises(
        ValueError, match=rf"partition = '{partition}' is not accepted: aws, which us-east-1 belongs to"
    ):
        built(account, **CHARGES)


@pytest.mark.parametrize("tier", TIERS)
def test_each_alarm_looks_at_the_accounts_charges(tier: str) -> None:
    alarm = tier_alarm(built(**CHARGES), tier).inputs
    assert alarm["namespace"] == "AWS/Billing"
    assert alarm["metricName"] == "EstimatedCharges"
    assert alarm["dimensions"] == {"Currency": "USD"}
    assert alarm["statistic"] == "Maximum"
    assert alarm["period"] == 21600
    assert alarm["evaluationPeriods"] == 1
    assert alarm["comparisonOperator"] == "GreaterThanOrEqualToThreshold"


def test_a_gap_in_the_figures_changes_no_alarm() -> None:
    stack = built(**CHARGES)
    assert {tier_alarm(stack, tier).inputs["treatMissingData"] for tier in TIERS} == {"ignore"}


def test_the_thresholds_are_the_settings() -> None:
    stack = built(**CHARGES, warning=10, critical=20.5, emergency=1000)
    assert [tier_alarm(stack, tier).inputs["threshold"] for tier in TIERS] == [10, 20.5, 1000]


def test_each_tier_tells_its_own_subscribers_alone() -> None:
    stack = built(**CHARGES)
    told: dict[str, list[str]] = {}
    for tier in TIERS:
        (arn,) = tier_alarm(stack, tier).inputs["alarmActions"]
        told[tier] = [one.inputs["endpoint"] for one in stack.all(SUBSCRIPTION) if one.inputs["topic"] == arn]
    assert told == ADDRESSES


def test_topics_are_encrypted_with_a_key_that_cloudwatch_may_use_for_this_account() -> None:
    stack = built(**CHARGES)
    key = stack.only(KEY)
    assert {one.inputs["kmsMasterKeyId"] for one in stack.all(TOPIC)} == {key.state["arn"]}
    grant = next(one for one in key.json("policy")["Statement"] if one["Principal"].get("Service"))
    assert grant["Principal"] == {"Service": "cloudwatch.amazonaws.com"}
    assert set(grant["Action"]) == {"kms:Decrypt", "kms:GenerateDataKey*"}
    assert grant["Condition"] == {"StringEquals": {"aws:SourceAccount": ACCOUNT_ID}}


@pytest.mark.parametrize("protect", [True, False])
def test_the_key_is_protected_where_data_is(protect: bool) -> None:
    key = program(lambda: BillingAlarms("bill", billing_args(protect=protect, **CHARGES))).only(KEY)
    assert (key.protect, key.retain_on_delete) == (protect, protect)


def test_the_text_escalates_and_says_that_it_is_the_whole_account() -> None:
    texts = {tier: tier_alarm(built(**CHARGES), tier).inputs["alarmDescription"] for tier in TIERS}
    for tier, text in texts.items():
        assert text.startswith(f"{tier.upper()}: AWS account {ACCOUNT_ID} was charged ")
        assert "whole account" in text
        assert "not for inference-platform-staging alone" in text
        assert "What to do: " in text
    assert texts["warning"].endswith("Next tier: critical, at 200.00 USD.")
    assert texts["critical"].endswith("Next tier: emergency, at 500.00 USD.")
    assert texts["emergency"].endswith("This is the last tier: no further one follows this month.")


@given(
    st.lists(st.floats(min_value=0.01, max_value=1e9), min_size=3, max_size=3, unique=True).map(sorted),
    st.text("abc-", min_size=1, max_size=60),
)
def test_the_text_always_fits_into_an_alarm(thresholds: list[float], scope: str) -> None:
    """1,024 characters: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html"""
    settings = billing_settings(**dict(zip(TIERS, thresholds, strict=True)))
    assert [tier.name for tier in tiers(settings)] == list(TIERS)
    assert all(len(tier.message(ACCOUNT_ID, scope)) <= 1024 for tier in tiers(settings))


@pytest.mark.parametrize("thresholds", [(100, 100, 500), (200, 100, 500), (100, 600, 500)])
def test_thresholds_out_of_order_are_refused(thresholds: tuple[float, ...]) -> None:
    levels: dict[str, Any] = dict(zip(TIERS, thresholds, strict=True))
    with pytest.raises(ValueError, match="is not accepted: more than"):
        built(**CHARGES, **levels)


def test_an_address_that_is_in_a_tier_twice_is_refused() -> None:
    with pytest.raises(ValueError, match=r"cost\.billing\.critical_emails = .* is not accepted: each address once"):
        built(**{**CHARGES, "critical_emails": ["team@example.com", "team@example.com"]})


@pytest.mark.parametrize("currency", ["JPY", "EUR", "usd", ""])
def test_another_currency_is_refused(currency: str) -> None:
    with pytest.raises(ValidationError, match="currency"):
        billing_settings(currency=currency)


OPTIONS: dict[str, tuple[dict[str, Any], set[str]]] = {
    "the tiers": (CHARGES, {ALARM, TOPIC, KEY}),
    "the budget": (WATCHED, {BUDGET}),
    "the anomalies": (LEARNT, {MONITOR, ANOMALY_MAIL}),
}


@pytest.mark.parametrize("on", OPTIONS)
def test_what_is_off_is_not_there(on: str) -> None:
    """Each of the three stands alone, so a budget needs no alarms."""
    types = set(built(**OPTIONS[on][0]).counts())
    assert types >= OPTIONS[on][1] | {PROVIDER}
    for other in OPTIONS.keys() - {on}:
        assert not types & OPTIONS[other][1]


def test_a_budget_can_be_narrowed_to_what_has_the_projects_tag() -> None:
    filters = built(budget={**WATCHED["budget"], "scope": "project"}).only(BUDGET).inputs["costFilters"]
    assert filters == [{"name": "TagKeyValue", "values": ["user:Project$inference-platform"]}]


def test_the_outputs_name_what_others_may_subscribe_to() -> None:
    stack = built(**EVERYTHING)
    outputs = stack.outputs[stack.only(BillingAlarms.token).urn]
    arns = {one.name.rpartition("-")[2]: one.state["arn"] for one in stack.all(TOPIC)}
    assert outputs["topic_arns"] == arns
    assert set(arns) == set(TIERS)
    assert outputs["budget_name"] == stack.only(BUDGET).state["name"]
    assert outputs["anomaly_monitor_arn"] == stack.only(MONITOR).state["arn"]


def findings(stack: RecordedStack, file: Path) -> set[str]:
    """The rules that the resources break, as the pack judges a stack whose own Region is Tokyo."""
    file.write_text(exported(stack), encoding="utf-8")
    report = Auditor(load(), PackConfig(), datetime.now(UTC).date()).audit(str(file))
    assert report.error == ""
    return {finding.rule for finding in report.findings}


def test_the_policy_pack_has_nothing_to_say(tmp_path: Path) -> None:
    assert findings(in_tokyo_beside_a_topic_of_its_own(), tmp_path / "stack.json") == set()


def test_the_policy_pack_would_see_an_alarm_that_landed_in_the_stacks_region(tmp_path: Path) -> None:
    stack = built(**CHARGES)
    stack.only(PROVIDER).inputs["region"] = TOKYO.region  # type: ignore[index]
    assert "cloudwatch-alarm-global-metric-region" in findings(stack, tmp_path / "stack.json")
