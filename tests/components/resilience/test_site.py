"""What a Region has: functions are told what they read, alarms watch what is published, records fail over."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from advisor.dr.costs import KEEPER_GB
from components.resilience.dashboard import ResilienceDashboardArgs, SiteView, body
from components.resilience.dns import DnsSide, FailoverDns, FailoverDnsArgs
from components.resilience.functions import KEEPER_MB, run_timeout_s
from components.resilience.metrics import SiteMetrics
from components.resilience.packages import ACCEPT, KEEP, RUN, require_reach
from components.resilience.site import Site
from components.resilience.state_machine import WorkDefinitionArgs, definition
from components.resilience.stream import LONGEST_RECORD_AGE_S
from components.settings.resilience_lease import lease_rules
from domain.metrics import NAMESPACE, Metric
from domain.resilience import TaskError
from lambdas.accept_work import handler as accept_work
from lambdas.keep_lease.meter import KeeperMeter
from lambdas.keep_lease.settings import Settings as KeepSettings
from lambdas.run_work.settings import Settings as RunSettings
from tests.components.resilience.site_cases import PEER, TOKENS, dns_settings, site_args, theme
from tests.components.support.harness import REGION, RecordedStack, program

pytestmark = pytest.mark.xdist_group("pulumi_aws")

FUNCTION, ALARM = "aws:lambda/function:Function", "aws:cloudwatch/metricAlarm:MetricAlarm"
MAPPING = "aws:lambda/eventSourceMapping:EventSourceMapping"
CALLS = "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig"
ROUTE53_STATISTICS = {"Average", "Minimum", "Maximum", "Sum", "SampleCount"}


@pytest.fixture(scope="module")
def stack(project: Path) -> RecordedStack:
    return program(lambda: Site("site", site_args("s", project)))


@pytest.fixture(scope="module")
def alone(project: Path) -> RecordedStack:
    return program(lambda: Site("site", site_args("s", project, peer_bus_arn=None)))


def variables(stack: RecordedStack, package: str) -> Mapping[str, str]:
    found = stack.only(FUNCTION, package.replace("_", "-")).inputs["environment"]["variables"]
    return {name: str(value) for name, value in found.items()}


def test_each_function_reads_what_the_program_tells_it(stack: RecordedStack) -> None:
    kept = KeepSettings.from_env(variables(stack, KEEP))
    run = RunSettings.from_env(variables(stack, RUN))
    accepted = accept_work.read_settings(variables(stack, ACCEPT))
    assert kept.work == run.work == accepted
    assert (run.work.region, run.work.peer, run.work.rules) == (REGION, PEER, lease_rules(theme()))
    assert kept.fingerprint_functions.keys() == {ACCEPT, RUN}


def test_the_keeper_has_room_for_an_operator_and_for_its_minute(stack: RecordedStack) -> None:
    keeper = stack.only(FUNCTION, "keep-lease").inputs
    # Two of the clock may overlap, for it is precise to a minute; people must get in all the same.
    assert (keeper["reservedConcurrentExecutions"], keeper["timeout"]) == (4, 90)
    assert keeper["memorySize"] == KEEPER_MB == KEEPER_GB * 1024
    target = stack.only("aws:scheduler/schedule:Schedule").inputs
    assert target["scheduleExpression"] == "rate(1 minute)"


def test_a_batch_has_time_for_every_request() -> None:
    rules = lease_rules(theme())
    assert run_timeout_s(rules, 10) >= rules.longest_request_ms / 1000 + 10
    assert run_timeout_s(rules, 100) >= 4 * rules.longest_request_ms / 1000 + 10


def test_only_tokens_of_the_own_region_are_read(stack: RecordedStack) -> None:
    mapping = stack.only(MAPPING).inputs
    [criteria] = mapping["filterCriteria"]["filters"]
    wanted = {"eventName": ["INSERT", "MODIFY"], "dynamodb": {"NewImage": {"execution_region": {"S": [REGION]}}}}
    assert json.loads(criteria["pattern"]) == wanted
    assert mapping["eventSourceArn"] == TOKENS.stream_arn
    assert mapping["startingPosition"] == "TRIM_HORIZON"
    assert mapping["functionResponseTypes"] == ["ReportBatchItemFailures"]
    assert mapping["bisectBatchOnFunctionError"] is True
    assert mapping["maximumRecordAgeInSeconds"] == LONGEST_RECORD_AGE_S
    assert mapping["destinationConfig"]["onFailure"]["destinationArn"]


def test_the_state_machine_stores_its_token_and_waits_longer_than_anybody_works_on_it() -> None:
    args = WorkDefinitionArgs(
        partition="aws", region=REGION, token_table="t", longest_request_s=20, handling_s=LONGEST_RECORD_AGE_S
    )
    made = definition(args)
    state = made["States"]["Run"]
    assert state["Resource"].endswith(":aws-sdk:dynamodb:putItem.waitForTaskToken")
    assert LONGEST_RECORD_AGE_S + 20 < state["TimeoutSeconds"] < made["TimeoutSeconds"]
    assert "Catch" not in state
    item = state["Parameters"]["Item"]
    assert item["execution_region"] == {"S": REGION}
    assert {name for name, value in item.items() if "N.$" in value} == {"epoch", "attempt", "created_at", "ttl"}


def test_only_the_write_of_the_token_is_tried_again() -> None:
    made = definition(WorkDefinitionArgs(partition="aws", region=REGION, token_table="t", longest_request_s=20))
    never, again = made["States"]["Run"]["Retry"]  # the first that matches decides
    assert set(never["ErrorEquals"]) == set(TaskError)
    assert never["MaxAttempts"] == 0
    assert again["ErrorEquals"] == ["States.TaskFailed"]  # a time limit is none
    waits_s = sum(again["IntervalSeconds"] * again["BackoffRate"] ** number for number in range(again["MaxAttempts"]))
    assert waits_s < made["TimeoutSeconds"] - made["States"]["Run"]["TimeoutSeconds"]


def test_the_other_region_is_reached_by_its_event_bus_alone(stack: RecordedStack) -> None:
    targets = [one.inputs for one in stack.all("aws:cloudwatch/eventTarget:EventTarget")]
    across = [one for one in targets if f":{PEER}:" in one["arn"]]
    assert [":event-bus/" in one["arn"] and bool(one["roleArn"]) for one in across] == [True]
    assert all(one["deadLetterConfig"] for one in targets)
    calls = [one.inputs for one in stack.all(CALLS)]
    reported = [one["destinationConfig"]["onFailure"]["destination"] for one in calls if "destinationConfig" in one]
    assert [":event-bus/" in one for one in reported] == [True]


def test_minutes_that_failed_are_not_made_up_for(stack: RecordedStack) -> None:
    """Tried again, they would take the keeper's runs, of the next minutes and of an operator, in an outage most."""
    [once] = [one.inputs for one in stack.all(CALLS) if "keep-lease" in one.inputs["functionName"]]
    assert (once["maximumRetryAttempts"], once["maximumEventAgeInSeconds"]) == (0, 60)
    assert once["qualifier"]


def test_a_region_alone_has_nothing_that_waits_for_the_other(alone: RecordedStack) -> None:
    rules = {one.name.rsplit("routes-", 1)[-1] for one in alone.all("aws:cloudwatch/eventRule:EventRule")}
    assert rules == {"requested"}
    names = {one.name.rsplit("alarms-", 1)[-1] for one in alone.all(ALARM) if "site-alarms" in one.name}
    assert names == {"canary", "unheld", "fenced", "given-up", "lag"}


def test_an_attempt_that_ends_rings_nobody_and_work_that_is_given_up_does(stack: RecordedStack) -> None:
    """Each execution that a failover fences has failed, and the work is run again: it says nothing."""
    metrics = {str(one.inputs["metricName"]) for one in stack.all(ALARM)}
    assert "ExecutionsFailed" not in metrics
    given_up = stack.only(ALARM, "alarms-given-up").inputs
    assert (given_up["metricName"], given_up["dimensions"]["service"]) == (Metric.WORK_DONE.value, KEEP)
    assert (given_up["statistic"], given_up["threshold"]) == ("Sum", 1)


def published() -> set[tuple[str, frozenset[tuple[str, str]]]]:
    """What the keeper's meter can write, with dimensions."""
    lines: list[str] = []
    meter = KeeperMeter(KEEP, "staging", REGION, lines.append, lambda: 1.0)
    values = [value for value in vars(meter).values() if isinstance(value, str) and "CloudWatchMetrics" in value]
    found = set()
    for text in values:
        for metric in Metric:
            if f'"{metric.value}"' in text:
                own = {"service": KEEP, "Environment": "staging", "Region": REGION}
                assert all(f'"{name}"' in text and f'"{value}"' in text for name, value in own.items())
                found.add((metric.value, frozenset(own.items())))
    return found


def test_alarms_watch_what_the_functions_publish(stack: RecordedStack) -> None:
    own = [one.inputs for one in stack.all(ALARM) if one.inputs.get("namespace") == NAMESPACE]
    watched = {(one["metricName"], frozenset(one["dimensions"].items())) for one in own}
    run = {"service": RUN, "Environment": "staging", "Region": REGION}
    assert watched <= published() | {(Metric.COMMITS_FENCED.value, frozenset(run.items()))}
    assert len(watched) == 7


def test_route_53_can_follow_the_canary(stack: RecordedStack) -> None:
    canary = stack.only(ALARM, "alarms-canary").inputs
    assert canary["statistic"] in ROUTE53_STATISTICS
    assert canary["period"] >= 60
    assert canary["treatMissingData"] == "breaching"
    assert canary["comparisonOperator"] == "LessThanThreshold"
    assert "metricQueries" not in canary


def test_the_lag_is_that_of_the_token_store_to_the_other_region(stack: RecordedStack) -> None:
    lag = stack.only(ALARM, "alarms-lag").inputs
    assert (lag["namespace"], lag["metricName"]) == ("AWS/DynamoDB", "ReplicationLatency")
    assert lag["dimensions"] == {"TableName": "tokens", "ReceivingRegion": PEER}


def test_each_widget_names_its_region() -> None:
    views = [
        SiteView(
            metrics=SiteMetrics("staging", region), peer_region=peer, token_table="t", run_function="f",
            alarm_arns=[f"arn:aws:cloudwatch:{region}:1:alarm:a"],
        )
        for region, peer in ((REGION, PEER), (PEER, REGION))
    ]  # fmt: skip
    document = body(ResilienceDashboardArgs(name="d", sites=views))
    charts = [one["properties"] for one in document["widgets"] if one["type"] == "metric"]
    assert {one["region"] for one in charts} == {REGION, PEER}
    assert all(one["title"].startswith(one["region"]) for one in charts)
    for one in charts:
        own = [row for row in one["metrics"] if row[0] == NAMESPACE]
        assert all(row[row.index("Region") + 1] == one["region"] for row in own)


def dns(**given: Any) -> RecordedStack:
    args = FailoverDnsArgs(
        settings=dns_settings(**given),
        primary=DnsSide(region=REGION, canary_alarm="canary-1"),
        secondary=DnsSide(region=PEER, canary_alarm="canary-2"),
    )
    return program(lambda: FailoverDns("dns", args))


def test_records_fail_over_by_the_canary_of_each_region() -> None:
    stack = dns(ttl_seconds=30)
    records = {one.inputs["setIdentifier"]: one.inputs for one in stack.all("aws:route53/record:Record")}
    kinds = {region: one["failoverRoutingPolicies"][0]["type"] for region, one in records.items()}
    assert kinds == {REGION: "PRIMARY", PEER: "SECONDARY"}
    assert all((one["type"], one["ttl"]) == ("CNAME", 30) and one["healthCheckId"] for one in records.values())
    checks = [one.inputs for one in stack.all("aws:route53/healthCheck:HealthCheck")]
    assert {(one["cloudwatchAlarmName"], one["cloudwatchAlarmRegion"]) for one in checks} == {
        ("canary-1", REGION),
        ("canary-2", PEER),
    }
    assert {one["insufficientDataHealthStatus"] for one in checks} == {"Unhealthy"}


def test_a_name_can_be_asked_over_https() -> None:
    stack = dns(check="https", interval_seconds=30, failure_threshold=2, path="/ready")
    checks = [one.inputs for one in stack.all("aws:route53/healthCheck:HealthCheck")]
    assert {one["fqdn"] for one in checks} == {"one.example.com", "two.example.com"}
    assert all((one["requestInterval"], one["failureThreshold"]) == (30, 2) for one in checks)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"primary_target": "10.0.0.7"}, "private address"),
        ({"secondary_target": "two.internal"}, "private"),
        ({"name": "predict"}, "single label"),
        ({"secondary_target": "ONE.example.com"}, "is the primary's too"),
        ({"zone_id": None}, "zone_id"),
    ],
)
def test_records_that_cannot_work_are_refused(given: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        FailoverDnsArgs(
            settings=dns_settings(**given),
            primary=DnsSide(region=REGION, canary_alarm="a"),
            secondary=DnsSide(region=PEER),
        )


def test_a_primary_that_nothing_watches_is_refused() -> None:
    with pytest.raises(ValueError, match="never left"):
        FailoverDnsArgs(settings=dns_settings(), primary=DnsSide(region=REGION), secondary=DnsSide(region=PEER))


@pytest.mark.parametrize(
    ("given", "said"), [({"peer_region": REGION}, "peer_region"), ({"primary_region": "eu-west-1"}, "primary_region")]
)
def test_regions_that_contradict_are_refused(project: Path, given: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        program(lambda: site_args("s", project, **given))


def test_a_made_network_does_not_lead_to_an_arbiter() -> None:
    require_reach("create", REGION, [REGION])
    require_reach("none", "eu-west-1", [REGION, PEER])
    require_reach("existing", "eu-west-1", [REGION, PEER])
    with pytest.raises(ValueError, match=r"network\.mode.*its own Region alone"):
        require_reach("create", "eu-west-1", [REGION, PEER])
