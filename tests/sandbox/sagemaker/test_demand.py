"""Work of endpoints: queues, concurrency metrics, and the scaling that follows them."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace
from typing import Any

import pytest

from sandbox.errors import AwsError
from sandbox.sagemaker import work
from sandbox.sagemaker.concurrency import Concurrency, Share
from sandbox.sagemaker.container import ContainerTimeoutError, ModelAnswer
from sandbox.sagemaker.hosting import Served
from sandbox.sagemaker.work import Work, WorkBook
from sandbox.scaling.adjustment import Bounds, step_capacity
from sandbox.scaling.checks import check_steps

ANSWER = ModelAnswer(200, "text/plain", b"7")
PLACE = ("us-east-1", "digits", "main")
VARIANT = {"EndpointName": "digits", "VariantName": "main"}


class Model:
    """Notes how many calls it has at once; each of them meets the next one, if one comes."""

    def __init__(self) -> None:
        self.now = self.most = 0
        self.lock = threading.Lock()
        self.met = threading.Event()

    def __call__(self) -> Served:
        with self.lock:
            self.now += 1
            self.most = max(self.most, self.now)
            if self.now > 1:
                self.met.set()
        self.met.wait(0.02)
        with self.lock:
            self.now -= 1
        return Served(ANSWER, 0.001)


@pytest.mark.parametrize(("workers", "units"), [(1, 1), (2, 1), (1, 3), (2, 2)])
def test_an_instance_serves_as_many_at_once_as_it_has_workers(workers: int, units: int) -> None:
    book, model = WorkBook(), Model()
    book.put("digits", Work(0.001, workers))
    with ThreadPoolExecutor(12) as pool:
        found = list(pool.map(lambda _: book.run("digits", PLACE, lambda: units, model), range(12)))
    assert len(found) == 12
    assert model.most <= workers * units
    assert all(one.model_s > 0.001 for one in found), "the wait is part of the model's time"


def test_a_turn_that_comes_too_late_is_a_timeout_as_a_wait_without_one_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """The container's limit is on all of a request: its wait and its work together."""
    monkeypatch.setattr(work, "MODEL_TIMEOUT_S", 0.05)
    book, model = WorkBook(), Model()
    book.put("digits", Work(60.0))
    with pytest.raises(ContainerTimeoutError, match="too late"):
        book.run("digits", PLACE, lambda: 1, model)
    assert model.most == 0
    book.put("digits", Work(0.001))
    assert book.run("digits", PLACE, lambda: 1, model).answer is ANSWER, "its worker is free again"


def test_without_work_nothing_waits_and_work_can_be_taken_back() -> None:
    book, model = WorkBook(), Model()
    served = Served(ANSWER, 0.5)
    assert book.run("digits", PLACE, lambda: 1, lambda: served) is served
    book.put("digits", Work(1.0))
    book.put("digits", Work(0.0))
    assert book.run("digits", PLACE, lambda: 1, lambda: served) is served
    assert model.most == 0


def test_a_request_that_no_worker_has_time_for_runs_out_of_the_models_time() -> None:
    now = [0.0]
    book = WorkBook(lambda: now[0])
    book.put("digits", Work(0.001))
    inside, leave = threading.Event(), threading.Event()

    def slow() -> Served:
        inside.set()
        leave.wait(10)
        return Served(ANSWER, 0.001)

    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(book.run, "digits", PLACE, lambda: 1, slow)
        assert inside.wait(10)

        def units() -> int:
            now[0] += 30.0
            return 1

        with pytest.raises(ContainerTimeoutError, match="within 60 s"):
            book.run("digits", PLACE, units, slow)
        leave.set()
        assert first.result().answer is ANSWER


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({}, "seconds is None"),
        ({"seconds": -1}, "accepted: 0"),
        ({"seconds": float("nan")}, "accepted: 0"),
        ({"seconds": True}, "accepted: 0"),
        ({"seconds": 1, "workers": 0}, "accepted: 1 to"),
        ({"seconds": 1, "workers": 1.5}, "accepted: 1 to"),
        ({"seconds": 1, "threads": 1}, "unknown member threads"),
    ],
)
def test_work_that_cannot_be_is_refused(values: dict[str, Any], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        Work.of(values)


class Published:
    """Stands for the context: its options, and what was published."""

    def __init__(self) -> None:
        self.options = SimpleNamespace(time_scale=1.0)
        self.log = SimpleNamespace(exception=lambda *_: None)
        self.values: list[tuple[str, float, bool]] = []

    def put_metric(self, region: str, namespace: str, name: str, value: float, *_: Any, sharp: bool) -> None:
        assert (region, namespace) == ("us-east-1", "AWS/SageMaker")
        self.values.append((name, value, sharp))


def test_concurrency_is_the_peak_for_each_instance_and_ends_with_one_zero() -> None:
    context = Published()
    meter = Concurrency(context, lambda *_: (Share("ConcurrentRequestsPerModel", 2),))  # type: ignore[arg-type]
    with meter.running("us-east-1", VARIANT):
        with meter.running("us-east-1", VARIANT), meter.running("us-east-1", VARIANT):
            pass
        meter.beat()
        meter.beat()
    for _ in range(4):
        meter.beat()
    meter.close()
    assert [value for _, value, _ in context.values] == [1.5, 0.5, 0.5, 0.0]
    assert {(name, sharp) for name, _, sharp in context.values} == {("ConcurrentRequestsPerModel", True)}


def bounds(*pairs: tuple[float | None, float | None]) -> list[dict[str, Any]]:
    names = ("MetricIntervalLowerBound", "MetricIntervalUpperBound")
    given = [{name: value for name, value in zip(names, pair, strict=True) if value is not None} for pair in pairs]
    return [{"ScalingAdjustment": at + 1, **one} for at, one in enumerate(given)]


def test_steps_on_a_latency_are_in_microseconds_above_the_alarms_threshold() -> None:
    steps = bounds((0, 500_000), (500_000, None))
    check_steps(steps)
    policy = {"AdjustmentType": "ChangeInCapacity", "StepAdjustments": steps}
    after = [
        step_capacity(policy, current=1, breach=latency - 2_000_000, bounds=Bounds(1, 9))
        for latency in (1_999_999, 2_000_000, 2_499_999, 2_500_000, 9_000_000)
    ]
    assert after == [1, 2, 2, 3, 3]


@pytest.mark.parametrize(
    ("pairs", "says"),
    [
        ([(None, None)], "needs MetricIntervalLowerBound"),
        ([(5, 5)], "must be below"),
        ([(0, 10), (20, None)], "leave a gap between 10 and 20"),
        ([(0, 30), (20, None)], "overlap between 20 and 30"),
        ([(0, 10)], "one step must have no upper bound"),
        ([(-10, 0)], "one step must have no lower bound"),
    ],
)
def test_steps_that_do_not_meet_are_refused(pairs: list[tuple[float | None, float | None]], says: str) -> None:
    with pytest.raises(AwsError, match=says):
        check_steps(bounds(*pairs))


def test_a_serverless_variant_tells_how_much_of_its_maximum_is_in_use(
    aws: Any, serverless: str, png: bytes, helpers: Callable[..., Any]
) -> None:
    runtime = aws.client("sagemaker-runtime")
    runtime.invoke_endpoint(EndpointName=serverless, ContentType="image/png", Body=png)["Body"].read()
    dimensions = {"EndpointName": serverless, "VariantName": "AllTraffic"}
    name = "ServerlessConcurrentExecutionsUtilization"
    assert helpers(lambda: aws.metric(name, dimensions, "Maximum"), "utilization") == 0.5, "one of two"


@pytest.fixture
def busy(aws: Any, model: str, png: bytes) -> Any:
    """An endpoint of one instance whose requests take a worker's time, and a way to send it many at once."""
    endpoint = aws.endpoint(aws.config(ModelName=model, InstanceType="ml.m5.large", InitialInstanceCount=1))
    aws.running.client.endpoint_work(endpoint, seconds=0.3, workers=1)
    runtime = aws.client("sagemaker-runtime")

    def send(requests: int) -> None:
        def one(_: int) -> int:
            answer = runtime.invoke_endpoint(EndpointName=endpoint, ContentType="image/png", Body=png)
            return len(answer["Body"].read())

        with ThreadPoolExecutor(requests) as pool:
            assert all(pool.map(one, range(requests))), "no request is lost"

    yield SimpleNamespace(name=endpoint, send=send)
    aws.client("sagemaker").delete_endpoint(EndpointName=endpoint)


def test_an_overloaded_endpoint_gets_slow_and_policies_on_concurrency_and_latency_add_instances(
    aws: Any, busy: Any, helpers: Callable[..., Any]
) -> None:
    scaling, cloudwatch = aws.client("application-autoscaling"), aws.client("cloudwatch")
    target = {
        "ServiceNamespace": "sagemaker",
        "ScalableDimension": "sagemaker:variant:DesiredInstanceCount",
        "ResourceId": f"endpoint/{busy.name}/variant/AllTraffic",
    }
    scaling.register_scalable_target(**target, MinCapacity=1, MaxCapacity=2)
    tracking = {
        "TargetValue": 2.0,
        "PredefinedMetricSpecification": {
            "PredefinedMetricType": "SageMakerVariantConcurrentRequestsPerModelHighResolution"
        },
        "ScaleOutCooldown": 60,
        "ScaleInCooldown": 300,
    }
    made = scaling.put_scaling_policy(
        **target, PolicyName="t", PolicyType="TargetTrackingScaling", TargetTrackingScalingPolicyConfiguration=tracking
    )
    alarms = cloudwatch.describe_alarms(AlarmNames=[one["AlarmName"] for one in made["Alarms"]])["MetricAlarms"]
    assert sorted(one["Period"] for one in alarms) == [10, 60]
    dimensions = {"EndpointName": busy.name, "VariantName": "AllTraffic"}
    busy.send(6)
    slowest = helpers(lambda: aws.metric("ModelLatency", dimensions, "Maximum"), "latencies")
    assert slowest >= 600_000, "six requests at once on at most four workers: two of them waited"

    def instances() -> int:
        found = aws.client("sagemaker").describe_endpoint(EndpointName=busy.name)["ProductionVariants"][0]
        return int(found["DesiredInstanceCount"])

    def scaled() -> bool:
        busy.send(6)
        return instances() == 2

    helpers(scaled, "more instances by concurrency")
    scaling.delete_scaling_policy(**target, PolicyName="t")
    scaling.register_scalable_target(**target, MaxCapacity=4)
    steps = {
        "AdjustmentType": "ExactCapacity",
        "StepAdjustments": [{"MetricIntervalLowerBound": 0, "ScalingAdjustment": 4}],
        "Cooldown": 60,
    }
    policy = scaling.put_scaling_policy(
        **target, PolicyName="s", PolicyType="StepScaling", StepScalingPolicyConfiguration=steps
    )["PolicyARN"]
    cloudwatch.put_metric_alarm(
        AlarmName=aws.name("slow"),
        Namespace="AWS/SageMaker",
        MetricName="ModelLatency",
        Dimensions=[{"Name": key, "Value": value} for key, value in dimensions.items()],
        ExtendedStatistic="p90",
        Period=60,
        EvaluationPeriods=1,
        Threshold=250_000,
        ComparisonOperator="GreaterThanThreshold",
        AlarmActions=[policy],
    )

    def all_of_them() -> bool:
        busy.send(6)
        return instances() == 4

    helpers(all_of_them, "all instances by latency")
    aws.running.client.endpoint_work(busy.name, seconds=0)
    scaling.deregister_scalable_target(**target)
    assert not scaling.describe_scaling_policies(**target)["ScalingPolicies"]


def test_work_needs_an_endpoint(aws: Any) -> None:
    with pytest.raises(Exception, match="'absent' is not there"):
        aws.running.client.endpoint_work("absent", seconds=1)
