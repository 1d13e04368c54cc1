"""A look at the patterns, from what can be seen of them to what is stored."""

from __future__ import annotations

import itertools
import json
import logging
import threading
from dataclasses import replace
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError, ReadTimeoutError

from domain.switching import Mode, Verdict
from domain.switching.utilization import of_instances
from lambdas.clients.switch_decisions import SwitchDecisions
from lambdas.clients.switch_states import SwitchStates
from lambdas.errors import SwitchStateError
from lambdas.patterns.callers import Answer, Call
from lambdas.patterns.outcomes import Outcome
from lambdas.patterns.served import Kind, ServedPattern
from lambdas.switch_patterns.probing import Prober
from lambdas.switch_patterns.settings import ProbeBody
from tests.lambdas.switch_patterns.switch_cloud import PATTERNS, START, TABLE, A, B, C, Cloud, D, refused

BODY = ProbeBody("image/png", b"digit")


@pytest.fixture
def cloud(aws: None) -> Cloud:
    client = boto3.client("dynamodb")
    client.create_table(
        TableName=TABLE,
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )
    return Cloud(client)


def verdicts(looked: Any) -> dict[str, Verdict]:
    return {found.pattern: found.verdict for found in looked.decision.explanation}


def item(cloud: Cloud, name: str) -> Any:
    return cloud.dynamodb.get_item(TableName=TABLE, Key={"id": {"S": name}}).get("Item")


def test_the_first_look_probes_everything_and_writes_state_and_record(cloud: Cloud) -> None:
    looked = cloud.look()(dry_run=False)
    state = looked.decision.state
    assert looked.stored
    assert set(verdicts(looked).values()) == {Verdict.HEALTHY}
    assert [len(double.calls) for double in cloud.callers.values()] == [3, 3, 3, 3]
    call, timeout_s = cloud.callers[A].calls[0]
    assert (call.body, call.content_type, timeout_s) == (b"digit", "image/png", 1.0)
    assert SwitchStates(cloud.dynamodb, TABLE).read(consistent=True) == state
    kept = item(cloud, f"decision#{state.decision_id}")
    assert kept["expires_at"]["N"] == str(int(START) + 30 * 86_400)
    record = json.loads(kept["document"]["S"])
    assert record["primary"] == A
    assert record["evidence"][0]["probes"][0] == {"failed": False, "latency_ms": 0.0, "outcome": "answered"}


def test_patterns_with_enough_traffic_are_not_probed(cloud: Cloud) -> None:
    for pattern in (A, B):
        cloud.traffic(pattern)
    cloud.traffic(C, 19)
    cloud.look()(dry_run=False)
    assert [len(double.calls) for double in cloud.callers.values()] == [0, 0, 3, 3]


def test_errors_are_a_share_of_all_calls_over_all_periods(cloud: Cloud) -> None:
    cloud.traffic(A, 94)
    cloud.traffic(A, 6, failed=True)
    looked = cloud.look()(dry_run=False)
    assert looked.decision.explanation[0].reasons == ("error rate 0.06 is above 0.05",)
    assert (looked.decision.switched, looked.decision.state.primary) == (True, B)


def test_the_percentile_is_that_of_the_window_and_not_of_its_slowest_ten_seconds(cloud: Cloud) -> None:
    for at in range(200):
        cloud.metrics.called(A, START - 1 - at % 100, latency_ms=4000.0 if at == 7 else 100.0)
    looked = cloud.look()(dry_run=False)
    health = looked.decision.explanation[0].health
    assert health is not None
    assert (health.p50_ms, health.p99_ms) == (100.0, 100.0)


def test_a_slow_primary_is_left_and_the_metrics_say_so(cloud: Cloud) -> None:
    cloud.look()(dry_run=False)
    cloud.clock.now += 60
    cloud.traffic(A, latency_ms=3000.0)
    looked = cloud.look()(dry_run=False)
    assert (looked.decision.previous, looked.decision.state.primary) == (A, B)
    lines = [json.loads(line) for line in cloud.lines]
    assert [(line["HealthyPatterns"], line["PatternSwitches"]) for line in lines] == [(4, 0), (3, 1)]
    directive = lines[0]["_aws"]["CloudWatchMetrics"][0]
    assert directive["Dimensions"] == [["service", "Environment"]]
    assert (lines[0]["service"], lines[0]["Environment"]) == ("switch_patterns", "test")


def test_probes_that_fail_count_with_the_few_calls_that_there_are(cloud: Cloud) -> None:
    cloud.traffic(B, 3)
    cloud.callers[B].outcome = Outcome.UNAVAILABLE
    looked = cloud.look()(dry_run=False)
    health = looked.decision.explanation[1].health
    assert health is not None
    assert health.error_rate == 0.5
    assert verdicts(looked)[B] is Verdict.DOWN


def test_few_calls_and_probes_of_which_many_fail_are_named_as_the_reason(cloud: Cloud) -> None:
    cloud.traffic(A, 10)
    cloud.traffic(A, 4, failed=True)
    cloud.callers[A].outcome = Outcome.UNAVAILABLE
    looked = cloud.look()(dry_run=False)
    assert verdicts(looked)[A] is Verdict.DEGRADED
    assert "error rate 0.4118 is above 0.05" in looked.decision.reason
    assert looked.decision.state.primary == B


def test_probes_that_are_refused_prove_nothing(cloud: Cloud) -> None:
    cloud.callers[A].outcome = Outcome.REFUSED
    looked = cloud.look()(dry_run=False)
    assert verdicts(looked)[A] is Verdict.UNKNOWN
    assert looked.decision.state.primary == B


def test_a_probe_that_times_out_took_the_timeout(cloud: Cloud) -> None:
    times = itertools.cycle([0.0, 0.0, 3.0])
    cloud.ticks = lambda: next(times)
    cloud.callers[A].outcome = Outcome.TIMEOUT
    looked = cloud.look(probes=1, patterns=PATTERNS[:1])(dry_run=False)
    health = looked.decision.explanation[0].health
    assert health is not None
    assert (health.p99_ms, health.error_rate) == (3000.0, 1.0)


def test_one_probe_of_a_pattern_at_a_time(cloud: Cloud) -> None:
    both = threading.Barrier(2)
    met: list[bool] = []

    def ask(_call: Call, _timeout_s: float) -> Answer:
        try:
            both.wait(0.05)
            met.append(True)
        except threading.BrokenBarrierError:
            met.append(False)
        return Answer(b"{}", "application/json")

    assert len(Prober(BODY, 2, {A: ask}, lambda: 0.0)(PATTERNS[:1])[A]) == 2
    assert met == [False, False], "two at a time throttle each other where a pattern takes one request"


@pytest.mark.parametrize(("seconds", "made"), [(0.0, 20), (0.4, 3), (1.0, 1)])
def test_no_probe_begins_after_the_patterns_time_limit(seconds: float, made: int) -> None:
    calls: list[Call] = []

    def ask(call: Call, _timeout_s: float) -> Answer:
        calls.append(call)
        return Answer(b"{}", "application/json")

    assert len(Prober(BODY, 20, {A: ask}, lambda: len(calls) * seconds)(PATTERNS[:1])[A]) == made


def test_a_pattern_that_says_much_does_not_burst_the_record(cloud: Cloud) -> None:
    cloud.callers[A].words = "x" * 500_000
    cloud.callers[A].outcome = Outcome.UNAVAILABLE
    looked = cloud.look()(dry_run=False)
    assert item(cloud, f"decision#{looked.decision.state.decision_id}")


def test_nothing_to_probe_with_leaves_what_is_idle_unknown(cloud: Cloud) -> None:
    cloud.traffic(A)
    looked = cloud.look(probe=None)(dry_run=False)
    assert verdicts(looked) == {A: Verdict.HEALTHY, B: Verdict.UNKNOWN, C: Verdict.UNKNOWN, D: Verdict.UNKNOWN}
    assert looked.decision.state.weights[A] == 1


@pytest.mark.parametrize(
    ("name", "answer", "pattern", "said"),
    [
        ("digits", {"EndpointStatus": "Failed"}, A, "Failed"),
        ("digits", {"EndpointStatus": "Creating"}, A, "Creating"),
        ("digits", {"EndpointStatus": "InService", "ProductionVariants": [{"CurrentInstanceCount": 0}]}, A, "instance"),
        ("digits", refused("ValidationException", "Could not find endpoint"), A, "none of that name"),
        ("digits-copy", {"InferenceComponentStatus": "Failed"}, B, "Failed"),
        (
            "digits-copy",
            {"InferenceComponentStatus": "InService", "RuntimeConfig": {"CurrentCopyCount": 0}},
            B,
            "without a copy",
        ),
        ("copies", {"EndpointStatus": "Deleting"}, B, "Deleting"),
        ("arn:predict:live", {"State": "Failed"}, C, "Failed"),
        ("arn:predict:live", refused("ResourceNotFoundException"), C, "none of that name"),
    ],
)
def test_what_the_control_plane_calls_unavailable_is_down_and_not_probed(
    cloud: Cloud, name: str, answer: Any, pattern: str, said: str
) -> None:
    cloud.plane.answers[name] = answer
    looked = cloud.look()(dry_run=False)
    assert verdicts(looked)[pattern] is Verdict.DOWN
    assert not cloud.callers[pattern].calls
    assert said in next(one.said for one in looked.evidence if one.pattern == pattern)


def test_a_function_that_sleeps_is_woken_by_its_probes(cloud: Cloud) -> None:
    cloud.plane.answers["arn:predict:live"] = {"State": "Inactive"}
    cloud.callers[C].outcome = Outcome.MISCONFIGURED
    assert verdicts(cloud.look()(dry_run=False))[C] is Verdict.DOWN
    assert cloud.callers[C].calls
    cloud.plane.answers["arn:predict:live"] = {"State": "Active"}
    cloud.callers[C].outcome = Outcome.ANSWERED
    assert verdicts(cloud.look()(dry_run=False))[C] is Verdict.HEALTHY


@pytest.mark.parametrize("status", ["Updating", "SystemUpdating", "RollingBack", "UpdateRollbackFailed"])
def test_an_endpoint_that_is_changed_serves_on(cloud: Cloud, status: str) -> None:
    cloud.plane.answers["digits"] = {"EndpointStatus": status}
    assert verdicts(cloud.look()(dry_run=False))[A] is Verdict.HEALTHY


def test_a_serverless_variant_needs_no_instance(cloud: Cloud) -> None:
    variant = {"CurrentInstanceCount": 0, "CurrentServerlessConfig": {"MaxConcurrency": 5}}
    cloud.plane.answers["digits"] = {"EndpointStatus": "InService", "ProductionVariants": [variant]}
    assert verdicts(cloud.look()(dry_run=False))[A] is Verdict.HEALTHY


@pytest.mark.parametrize(("status", "verdict"), [("InService", Verdict.HEALTHY), ("Failed", Verdict.DOWN)])
def test_provisioned_throughput_is_asked_about(cloud: Cloud, status: str, verdict: Verdict) -> None:
    arn = "arn:aws:bedrock:us-east-1:111122223333:provisioned-model/abc"
    served = ServedPattern(
        pattern="bedrock_provisioned",
        kind=Kind.BEDROCK,
        model=arn,
        timeout_ms=1000,
        content_types=frozenset(),
        max_bytes=9,
    )
    cloud.plane.answers[arn] = {"status": status}
    cloud.callers["bedrock_provisioned"] = cloud.callers[D]
    assert verdicts(cloud.look(patterns=(served,))(dry_run=False))["bedrock_provisioned"] is verdict


def test_what_answers_is_available_when_the_control_plane_throttles(cloud: Cloud) -> None:
    cloud.plane.answers["digits"] = refused("ThrottlingException")
    cloud.traffic(A)
    assert verdicts(cloud.look()(dry_run=False))[A] is Verdict.HEALTHY


def test_nothing_known_at_all_is_unknown(cloud: Cloud) -> None:
    cloud.plane.answers["digits"] = refused("ThrottlingException")
    looked = cloud.look(probe=None, patterns=PATTERNS[:1])(dry_run=False)
    assert verdicts(looked) == {A: Verdict.UNKNOWN}
    assert json.loads(cloud.lines[0])["HealthyPatterns"] == 0


@pytest.mark.parametrize(
    "error", [refused("ThrottlingException"), ReadTimeoutError(endpoint_url="https://monitoring.example")]
)
def test_metrics_that_cannot_be_read_are_no_health(cloud: Cloud, error: Exception) -> None:
    cloud.traffic(A)
    cloud.metrics.error = error
    assert verdicts(cloud.look(probe=None)(dry_run=False))[A] is Verdict.UNKNOWN
    probed = cloud.look()(dry_run=False)
    assert verdicts(probed)[A] is Verdict.HEALTHY
    assert len(cloud.callers[A].calls) == 3


@pytest.mark.parametrize("key", ["r0", "e0", "m0", "t0", "u0"])
@pytest.mark.parametrize("status", ["PartialData", "InternalError", "Forbidden"])
def test_metrics_that_are_not_complete_are_no_health(cloud: Cloud, key: str, status: str) -> None:
    cloud.traffic(A)
    cloud.metrics.status[key] = status
    looked = cloud.look(probe=None, utilization={A: of_instances("digits", "primary", 2)})(dry_run=False)
    assert looked.evidence[0].calls is None
    assert verdicts(looked)[A] is Verdict.UNKNOWN


def test_answers_in_pages_are_put_together(cloud: Cloud) -> None:
    cloud.metrics.page = 3
    for pattern in (A, B, C, D):
        cloud.traffic(pattern)
    looked = cloud.look()(dry_run=False)
    assert [one.calls.requests for one in looked.evidence if one.calls] == [30, 30, 30, 30]
    assert len(cloud.metrics.requests) == 6


def test_utilization_is_a_share_of_what_is_there(cloud: Cloud) -> None:
    cloud.traffic(A)
    metric = of_instances("digits", "primary", 2)
    for value in (150.0, 190.0):
        cloud.metrics.put(metric.metric, metric.dimensions, START - 30, value, metric.namespace)
    looked = cloud.look(utilization={A: metric})(dry_run=False)
    health = looked.decision.explanation[0].health
    assert health is not None
    assert health.capacity_utilization == 0.85
    assert verdicts(looked)[A] is Verdict.HEALTHY
    cloud.metrics.put(metric.metric, metric.dimensions, START - 30, 200.0, metric.namespace)
    cloud.clock.now += 1
    assert verdicts(cloud.look(utilization={A: metric})(dry_run=False))[A] is Verdict.DEGRADED


def test_old_traffic_is_no_news_after_a_probe(cloud: Cloud) -> None:
    cloud.callers[A].outcome = Outcome.UNAVAILABLE
    cloud.look()(dry_run=False)
    cloud.metrics.called(A, START - 50)
    for _ in range(25):
        cloud.metrics.called(A, START - 50)
    cloud.clock.now += 20
    looked = cloud.look()(dry_run=False)
    assert len(cloud.callers[A].calls) == 6
    assert looked.decision.explanation[0].health is not None


def test_a_dry_run_writes_and_publishes_nothing(cloud: Cloud) -> None:
    looked = cloud.look()(dry_run=True)
    assert (looked.stored, looked.decision.state.primary) == (False, A)
    assert cloud.lines == []
    assert cloud.dynamodb.scan(TableName=TABLE)["Count"] == 0


def test_of_two_looks_at_once_one_is_stored_and_the_other_says_so(cloud: Cloud) -> None:
    first, second = cloud.look(), cloud.look()
    inner = second.decisions

    class Overtaken(SwitchDecisions):
        def store(self, state: Any) -> bool:
            cloud.clock.now += 1
            assert first(dry_run=False).stored
            return inner.store(state)

    late = replace(second, decisions=Overtaken(cloud.dynamodb, TABLE))
    cloud.traffic(A, latency_ms=4000.0)
    looked = late(dry_run=False)
    assert not looked.stored
    assert looked.to_reply()["stored"] is False
    assert item(cloud, "switch")["version"]["N"] == "1"
    assert [json.loads(line)["PatternSwitches"] for line in cloud.lines] == [1, 0]
    assert cloud.dynamodb.scan(TableName=TABLE)["Count"] == 2


def test_a_write_whose_answer_was_lost_counts(cloud: Cloud) -> None:
    class Deaf(SwitchDecisions):
        def store(self, state: Any) -> bool:
            assert super().store(state)
            return super().store(state)

    look = replace(cloud.look(), decisions=Deaf(cloud.dynamodb, TABLE))
    assert look(dry_run=False).stored


def test_a_state_that_is_none_is_replaced(cloud: Cloud, caplog: pytest.LogCaptureFixture) -> None:
    broken = {"id": {"S": "switch"}, "document": {"S": "{}"}, "version": {"N": "41"}}
    cloud.dynamodb.put_item(TableName=TABLE, Item=broken)
    with pytest.raises(SwitchStateError, match="holds no state"):
        SwitchStates(cloud.dynamodb, TABLE).read()
    with caplog.at_level(logging.ERROR):
        looked = cloud.look()(dry_run=False)
    assert looked.stored
    assert item(cloud, "switch")["version"]["N"] == "42"
    assert "starts anew" in caplog.text


def test_an_item_without_a_version_is_replaced_too(cloud: Cloud) -> None:
    cloud.dynamodb.put_item(TableName=TABLE, Item={"id": {"S": "switch"}, "document": {"S": "{}"}})
    assert cloud.look()(dry_run=False).stored
    assert cloud.look()(dry_run=False).stored


def test_without_the_table_the_look_fails_and_publishes_nothing(cloud: Cloud) -> None:
    cloud.dynamodb.delete_table(TableName=TABLE)
    with pytest.raises(ClientError, match="ResourceNotFound"):
        cloud.look()(dry_run=False)
    assert cloud.lines == []


def test_a_pattern_that_is_no_longer_served_disappears(cloud: Cloud) -> None:
    cloud.traffic(A, latency_ms=4000.0)
    assert cloud.look()(dry_run=False).decision.state.primary == B
    cloud.clock.now += 60
    looked = cloud.look(patterns=(PATTERNS[0], PATTERNS[2]))(dry_run=False)
    assert set(looked.decision.state.weights) == {A, C}
    state = SwitchStates(cloud.dynamodb, TABLE).read()
    assert state is not None
    assert B not in state.to_json()


def test_traffic_leaves_and_comes_back(cloud: Cloud) -> None:
    modes, primaries = [], []
    for minute in range(22):
        cloud.clock.now = START + 60 * minute
        slow = 2 <= minute < 5
        cloud.traffic(A, latency_ms=3500.0 if slow else 100.0)
        looked = cloud.look()(dry_run=False)
        primaries.append(looked.decision.state.primary)
        modes.append(looked.decision.state.mode)
    assert primaries[:3] == [A, A, B]
    assert primaries[-1] == A
    assert sum(first != second for first, second in itertools.pairwise(primaries)) == 2
    assert Mode.RETURNING in modes
    assert Mode.NONE_HEALTHY not in modes
