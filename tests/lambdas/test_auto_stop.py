"""A run of auto-stop over every kind of endpoint: what is stopped, what is kept and why, and what a failure does."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from domain.cost import AutoStopAction
from domain.scheduling.overrides import Override
from lambdas.auto_stop.report import Report
from tests.lambdas.auto_stop_cloud import MINE, NOW, Cloud, Endpoint, Part, Stack, components_of, step

DELETE, HOLD = AutoStopAction.DELETE, AutoStopAction.DISABLE_SCHEDULE
ASLEEP = Part("v", count=0, heard=False)
SERVERLESS = Part("v", count=None, heard=False)


def ran(*endpoints: Endpoint, **stack: Any) -> Report:
    report: Report = Stack(Cloud(*endpoints), **stack).run()
    return report


def kept_as(report: Report) -> str:
    assert not report.stopped
    assert not report.errors
    (code,) = report.kept
    return code


def test_an_idle_endpoint_is_scaled_down_to_one_and_its_bounds_let_it() -> None:
    cloud = Cloud(Endpoint("idle", [Part("v", count=3)]))
    cloud.target("endpoint/idle/variant/v", 2, 4)
    report = Stack(cloud).run()
    assert [one.line() for one in report.stopped] == [
        "scale-down idle: no call in the last 60 minutes; saves 0.230 USD an hour"
    ]
    assert [name for name, _ in cloud.acts] == [
        "register_scalable_target",
        "update_endpoint_weights_and_capacities",
        "add_tags",
    ], "bounds before capacity, or scaling would bring it up again"
    assert cloud.targets["endpoint/idle/variant/v"]["MinCapacity"] == 1
    assert cloud.targets["endpoint/idle/variant/v"]["MaxCapacity"] == 4
    assert cloud.endpoints["idle"].variants[0].count == 1
    tags = cloud.endpoints["idle"].tags
    assert (tags["AutoStopAction"], tags["AutoStopTime"]) == ("scale-down", NOW.isoformat())
    assert tags["AutoStopReason"] == "no call in the last 60 minutes"


def test_several_variants_are_scaled_in_one_call_each_to_its_floor() -> None:
    cloud = Cloud(Endpoint("ab", [Part("a", count=3), Part("b", count=1), Part("c", count=2)]))
    Stack(cloud).run()
    (call,) = [request for name, request in cloud.acts if name.startswith("update")]
    assert call["DesiredWeightsAndCapacities"] == [
        {"VariantName": "a", "DesiredInstanceCount": 1},
        {"VariantName": "c", "DesiredInstanceCount": 1},
    ]


def test_one_busy_variant_keeps_the_whole_endpoint() -> None:
    assert kept_as(ran(Endpoint("ab", [Part("a"), Part("b", calls=1)]))) == "busy"


def test_what_a_listing_repeats_is_counted_once(monkeypatch: pytest.MonkeyPatch) -> None:
    cloud = Cloud(Endpoint("busy", [Part("v", calls=5)]))
    listed = cloud.do_list_metrics
    monkeypatch.setattr(cloud, "do_list_metrics", lambda **request: {"Metrics": 3 * listed(**request)["Metrics"]})
    assert Stack(cloud).run().examples == ["kept busy: 5 calls in the last 60 minutes"]


def test_a_component_goes_to_zero_where_a_step_policy_wakes_it() -> None:
    cloud = Cloud(components_of("ic", copies=2))
    cloud.target("inference-component/ic-model", 0, 4, policy="StepScaling")
    report = Stack(cloud).run()
    assert cloud.endpoints["ic"].components[0].count == 0
    assert report.saves_usd_per_hour == pytest.approx(0.115), "its instance goes with the last copy"


@pytest.mark.parametrize("policy", ["", "TargetTrackingScaling"])
def test_a_component_that_nothing_wakes_keeps_a_copy(policy: str) -> None:
    cloud = Cloud(components_of("ic", copies=3))
    cloud.target("inference-component/ic-model", 0, 4, policy=policy)
    report = Stack(cloud).run()
    assert cloud.endpoints["ic"].components[0].count == 1
    assert report.saves_usd_per_hour == 0, "copies share the instance, which stays"


@pytest.mark.parametrize(
    ("steps", "count"),
    [
        (step(1), 0),
        (step(2, "ExactCapacity"), 0),
        (step(100, "PercentChangeInCapacity"), 1),  # of nothing
        (step(-1), 1),
        ({}, 1),
    ],
)
def test_only_a_step_policy_that_adds_to_nothing_wakes_anything(steps: dict[str, Any], count: int) -> None:
    cloud = Cloud(components_of("ic", copies=3))
    cloud.target("inference-component/ic-model", 0, 4)
    cloud.policies["inference-component/ic-model"] = {"PolicyType": "StepScaling", **steps}
    Stack(cloud).run()
    assert cloud.endpoints["ic"].components[0].count == count


@pytest.mark.parametrize("held", [{"SuspendedState": {"DynamicScalingOutSuspended": True}}, {"MaxCapacity": 0}])
def test_what_may_not_scale_out_does_not_wake_up(held: dict[str, Any]) -> None:
    cloud = Cloud(components_of("ic", copies=3))
    cloud.target("inference-component/ic-model", 0, 4, policy="StepScaling")
    cloud.targets["inference-component/ic-model"] |= held
    Stack(cloud).run()
    assert cloud.endpoints["ic"].components[0].count == 1


def test_a_component_that_just_woke_up_keeps_its_endpoint() -> None:
    """The call that woke it found no copy, so no metric counts it as a call; and its endpoint did not change."""
    cloud = Cloud(components_of("ic", age_minutes=5))
    cloud.target("inference-component/ic-model", 0, 4, policy="StepScaling")
    assert kept_as(Stack(cloud).run()) == "young"
    assert cloud.acts == []


def test_instances_that_sagemaker_keeps_for_components_are_not_called_saved() -> None:
    endpoint = components_of("ic")
    endpoint.variants[0].managed_minimum = 1
    cloud = Cloud(endpoint)
    cloud.target("inference-component/ic-model", 0, 4, policy="StepScaling")
    assert Stack(cloud).run().saves_usd_per_hour == 0


def test_a_call_of_a_component_counts() -> None:
    assert kept_as(ran(components_of("ic", calls=1))) == "busy"


def test_a_component_in_change_keeps_its_endpoint() -> None:
    assert kept_as(ran(components_of("ic", status="Updating"))) == "not-in-service"


def test_a_protected_component_keeps_its_endpoint() -> None:
    assert kept_as(ran(components_of("ic", copies=3, tags={"ProtectionLevel": "critical"}))) == "protected"


def test_an_asynchronous_endpoint_goes_to_zero_where_a_step_policy_wakes_it() -> None:
    cloud = Cloud(Endpoint("queue", [Part("v", count=1)], backlog=0))
    cloud.target("endpoint/queue/variant/v", 0, 4, policy="StepScaling")
    Stack(cloud).run()
    assert cloud.endpoints["queue"].variants[0].count == 0


def test_what_waits_in_a_queue_is_use() -> None:
    cloud = Cloud(Endpoint("queue", backlog=5))
    cloud.target("endpoint/queue/variant/primary", 0, 4, policy="StepScaling")
    assert kept_as(Stack(cloud).run()) == "busy"


def test_a_plain_variant_never_goes_to_zero_even_with_a_step_policy() -> None:
    cloud = Cloud(Endpoint("plain", [Part("v", count=2)]))
    cloud.target("endpoint/plain/variant/v", 0, 4, policy="StepScaling")
    Stack(cloud).run()
    assert cloud.endpoints["plain"].variants[0].count == 1


@pytest.mark.parametrize(
    ("endpoint", "code"),
    [
        (Endpoint("e", [SERVERLESS]), "nothing-to-stop"),
        (Endpoint("e", [ASLEEP], backlog=0), "nothing-to-stop"),
        (Endpoint("e", [Part("v", heard=False)]), "metrics-unknown"),
        (Endpoint("e", [Part("v", heard=False)], status="Creating"), "not-in-service"),
        (Endpoint("e", status="Updating"), "not-in-service"),
        (Endpoint("e", age_minutes=59), "young"),
        (Endpoint("e", [Part("v", count=1)]), "at-floor"),
        (Endpoint("e", tags={**MINE, "DoNotAutoStop": "true"}), "protected"),
        (Endpoint("e", tags={**MINE, "ProtectionLevel": "critical"}), "protected"),
        (Endpoint("e", [Part("v", own_model=False)]), "nothing-to-stop"),
    ],
    ids=lambda value: value if isinstance(value, str) else value.status,
)
def test_what_is_kept_says_why(endpoint: Endpoint, code: str) -> None:
    assert kept_as(ran(endpoint)) == code


def test_no_instances_of_a_serverless_endpoint_are_no_sleep() -> None:
    (line,) = ran(Endpoint("e", [SERVERLESS])).examples
    assert line == "kept e: it is serverless and runs on no instances"


def test_silence_of_one_variant_is_no_idleness_of_the_endpoint() -> None:
    """One variant is heard of, so the listing knows the endpoint; nobody would have heard of calls to the other."""
    assert kept_as(ran(Endpoint("ab", [Part("a"), Part("b", heard=False)]))) == "metrics-unknown"


def test_metrics_that_cloudwatch_has_only_in_part_are_not_known() -> None:
    cloud = Cloud(Endpoint("idle"))
    whole = cloud.do_get_metric_data

    def in_part(**request: Any) -> Any:
        answer = whole(**request)
        return {"MetricDataResults": [{**one, "StatusCode": "PartialData"} for one in answer["MetricDataResults"]]}

    cloud.get_metric_data = in_part  # type: ignore[method-assign]
    assert kept_as(Stack(cloud).run()) == "metrics-unknown"


def test_other_stacks_of_the_account_are_none_of_its_business() -> None:
    other = Endpoint("theirs", tags={"Project": "p", "Environment": "prod"})
    report = ran(other, Endpoint("nobodys", tags={}), action=DELETE)
    assert report.seen == 0


def test_an_endpoint_is_known_by_its_own_spelling() -> None:
    """Its ARN is in lower case, its metrics are not."""
    cloud = Cloud(Endpoint("MyModel-Prod"))
    Stack(cloud).run()
    assert cloud.endpoints["MyModel-Prod"].variants[0].count == 1


@pytest.mark.parametrize("target", ["idle", "realtime", "*"])
def test_an_override_keeps_up_what_it_names_until_it_expires(target: str) -> None:
    override = Override(target, NOW - timedelta(hours=1), NOW + timedelta(hours=1), "ml-platform", "load test")
    stack = Stack(Cloud(Endpoint("idle")), overrides=(override,), units={"realtime": "endpoint/idle/variant/primary"})
    report = stack.run()
    assert kept_as(report) == "override"
    assert "by ml-platform: load test" in report.examples[0]
    stack.cloud.now += timedelta(hours=1)
    late = stack.run()
    assert [one.endpoint for one in late.stopped] == ["idle"]
    assert late.expired == [override.describe()]


def test_an_override_of_a_unit_covers_its_component() -> None:
    override = Override("components", NOW, NOW + timedelta(hours=1), "a", "b")
    units = {"components": "inference-component/ic-model"}
    assert kept_as(ran(components_of("ic"), overrides=(override,), units=units)) == "override"
    assert ran(components_of("other", copies=2), overrides=(override,), units=units).stopped


def test_a_schedule_is_suspended_and_nothing_else() -> None:
    cloud = Cloud(Endpoint("idle"), Endpoint("none"))
    cloud.target("endpoint/idle/variant/primary", 2, 4, schedule=True)
    cloud.targets["endpoint/idle/variant/primary"]["SuspendedState"] = {"DynamicScalingInSuspended": True}
    report = Stack(cloud, action=HOLD).run()
    assert cloud.targets["endpoint/idle/variant/primary"] == {
        "MinCapacity": 2,
        "MaxCapacity": 4,
        "SuspendedState": {
            "DynamicScalingInSuspended": True,
            "DynamicScalingOutSuspended": False,
            "ScheduledScalingSuspended": True,
        },
    }
    assert report.saves_usd_per_hour == 0
    assert report.kept == {"already-stopped": 1}
    assert not Stack(cloud, action=HOLD).run().stopped, "a second run finds nothing to do"


def test_an_endpoint_is_deleted_only_where_that_is_set() -> None:
    cloud = Cloud(Endpoint("idle", [Part("v", count=2)]))
    report = Stack(cloud, action=DELETE).run()
    assert cloud.endpoints == {}
    assert report.saves_usd_per_hour == pytest.approx(0.23)


def test_production_scales_down_instead_of_deleting() -> None:
    cloud = Cloud(Endpoint("idle"))
    report = Stack(cloud, action=DELETE, environment="prod").run()
    assert [(one.action.value, one.code) for one in report.stopped] == [("scale-down", "never-in-prod")]
    assert "idle" in cloud.endpoints


def test_an_endpoint_with_components_is_not_deleted_under_them() -> None:
    assert kept_as(ran(components_of("ic"), action=DELETE)) == "has-components"


def test_what_has_no_price_is_stopped_and_said_to_be_unpriced() -> None:
    report = ran(Endpoint("dear", [Part("v", count=2, instance_type="ml.p5.48xlarge")]), Endpoint("idle"))
    assert report.unpriced == ["dear"]
    assert report.saves_usd_per_hour == pytest.approx(0.115), "the other is counted, the unpriced one is no 0"
    assert "Unpriced, so not counted: dear." in report.message()


def test_a_dry_run_decides_the_same_and_changes_nothing() -> None:
    def fleet() -> Cloud:
        cloud = Cloud(Endpoint("a"), Endpoint("b", [Part("v", calls=2)]), components_of("c"), Endpoint("d"))
        cloud.target("inference-component/c-model", 0, 4, policy="StepScaling")
        return cloud

    dry, real = fleet(), fleet()
    said, done = Stack(dry).run(dry_run=True), Stack(real).run()
    assert dry.acts == []
    assert dry.rows == {}
    assert said.stopped == done.stopped
    assert said.kept == done.kept
    assert said.to_metrics() == {}


def test_a_failure_on_one_endpoint_stops_no_other_and_is_listed() -> None:
    cloud = Cloud(*(Endpoint(name) for name in ("a", "b", "c")))
    cloud.fail("update_endpoint_weights_and_capacities", on="'b'")
    report = Stack(cloud).run()
    assert [one.endpoint for one in report.stopped] == ["a", "c"]
    assert len(report.errors) == 1
    assert "FAILED b: it was not stopped" in report.errors[0]
    assert "ThrottlingException" in report.errors[0]
    assert report.subject() == "auto-stop stopped 2 of 3 endpoints, 1 FAILED"


@pytest.mark.parametrize(
    "operation",
    ["describe_endpoint", "describe_endpoint_config", "describe_scalable_targets", "list_tags", "get_item"],
)
def test_throttling_while_one_is_looked_at_leaves_it_alone(operation: str) -> None:
    cloud = Cloud(*(Endpoint(name) for name in ("a1", "b2", "c3")))
    for name in ("a1", "b2", "c3"):
        cloud.target(f"endpoint/{name}/variant/primary", 1, 4)
    cloud.fail(operation, on="b2")
    report = Stack(cloud).run()
    assert [one.endpoint for one in report.stopped] == ["a1", "c3"]
    assert [one.endpoint for one in report.failed] == ["b2"]
    assert cloud.endpoints["b2"].variants[0].count == 2


def test_tags_that_cannot_be_read_keep_an_endpoint() -> None:
    cloud = Cloud(Endpoint("idle"))
    cloud.fail("list_tags", code="AccessDeniedException")
    report = Stack(cloud).run()
    assert report.kept == {"tags-unknown": 1}
    assert "AccessDeniedException" in report.errors[0]


def test_tags_that_changed_since_the_listing_count() -> None:
    cloud = Cloud(Endpoint("idle"), Endpoint("left"))

    def protect(operation: str, _request: Any) -> None:
        if operation == "describe_endpoint":
            cloud.endpoints["idle"].tags["DoNotAutoStop"] = "true"
            cloud.endpoints["left"].tags.pop("Project", None)

    cloud.before = protect
    report = Stack(cloud).run()
    assert report.kept == {"protected": 1, "not-ours": 1}
    assert cloud.acts == []


def test_a_call_that_came_since_the_listing_counts() -> None:
    cloud = Cloud(Endpoint("idle"))

    def call(operation: str, _request: Any) -> None:
        if operation == "list_tags":
            cloud.endpoints["idle"].variants[0].calls = 1

    cloud.before = call
    assert kept_as(Stack(cloud).run()) == "busy"


@pytest.mark.parametrize("action", [AutoStopAction.SCALE_DOWN, HOLD])
def test_bounds_that_a_schedule_set_in_between_are_not_set_back(action: AutoStopAction) -> None:
    cloud = Cloud(Endpoint("e", [Part("v", count=2)]))
    cloud.target("endpoint/e/variant/v", 2, 3, schedule=True)

    def schedule(operation: str, _request: Any) -> None:
        if operation == "put_item" and not cloud.acts:
            cloud.targets["endpoint/e/variant/v"]["MaxCapacity"] = 9

    cloud.before = schedule
    assert len(Stack(cloud, action=action).run().stopped) == 1
    assert cloud.targets["endpoint/e/variant/v"]["MaxCapacity"] == 9


def test_an_endpoint_that_went_since_the_listing_is_gone() -> None:
    cloud = Cloud(Endpoint("idle"))

    def remove(operation: str, _request: Any) -> None:
        if operation == "describe_endpoint":
            cloud.endpoints.pop("idle", None)

    cloud.before = remove
    assert kept_as(Stack(cloud).run()) == "gone"


@pytest.mark.parametrize("operation", ["get_metric_data", "list_metrics", "list_inference_components"])
def test_throttling_of_what_is_asked_in_bulk_keeps_all_and_fails_the_run(operation: str) -> None:
    cloud = Cloud(*(Endpoint(f"e{number}") for number in range(20)))
    cloud.fail(operation)
    report = Stack(cloud).run()
    assert report.kept == {"metrics-unknown": 20}
    assert len(report.errors) == 1, "one line, not twenty"
    assert cloud.calls["describe_endpoint"] == 0


def test_a_listing_that_breaks_off_leaves_what_was_done_done() -> None:
    cloud = Cloud(*(Endpoint(f"e{number}") for number in range(1100)))
    cloud.fail("get_resources", on="'1000'")
    report = Stack(cloud).run()
    assert len(report.stopped) == 1000
    assert "the endpoints could not be listed to the end" in report.errors[0]


def test_throttling_of_one_batch_of_metrics_keeps_that_batch_only() -> None:
    cloud = Cloud(*(Endpoint(f"e{number}") for number in range(600)))
    cloud.fail("get_metric_data", times=1)
    report = Stack(cloud).run()
    assert report.kept == {"metrics-unknown": 500}
    assert len(report.stopped) == 100


def test_a_run_that_has_no_time_left_says_so() -> None:
    left = iter([900.0, 900.0, 59.0])
    report = Stack(Cloud(*(Endpoint(f"e{n}") for n in range(5))), time_left=lambda: next(left)).run()
    assert len(report.stopped) == 2
    assert report.errors == ["time was up after 2 endpoints; the next run looks at all again"]


def test_a_stop_that_could_not_be_noted_is_still_a_stop() -> None:
    cloud = Cloud(Endpoint("idle"))
    cloud.fail("add_tags")
    report = Stack(cloud).run()
    assert [one.endpoint for one in report.stopped] == ["idle"]
    assert "was stopped, but could not be tagged so" in report.errors[0]


def test_a_second_run_does_nothing_twice() -> None:
    cloud = Cloud(Endpoint("idle"), components_of("ic"), Endpoint("async", [Part("v", count=2)], backlog=0))
    cloud.target("inference-component/ic-model", 0, 4, policy="StepScaling")
    stack = Stack(cloud)
    stack.run()
    cloud.acts.clear()
    again = stack.run()
    assert not again.stopped
    assert cloud.acts == []


def asked(cloud: Cloud) -> int:
    return sum(cloud.calls.values())


def test_busy_endpoints_cost_no_calls_of_their_own() -> None:
    cloud = Cloud(*(Endpoint(f"e{number}", [Part("v", calls=1)]) for number in range(2500)))
    report = Stack(cloud).run()
    assert report.kept == {"busy": 2500}
    assert cloud.calls["get_resources"] == 25
    assert cloud.calls["get_metric_data"] == 5, "2,000 and 500, by 500"
    assert asked(cloud) == 25 + 5 + 2 * 5 + 2 + 1, "and for each block of 2,000 what is heard of, once"


def test_a_report_does_not_grow_with_what_is_kept() -> None:
    report = ran(*(Endpoint(f"e{number}", [Part("v", calls=1)]) for number in range(1000)))
    reply = report.to_reply()
    assert reply["kept"] == {"busy": 1000}
    assert len(reply["kept_examples"]) == 200
    assert len(report.message()) < 200
