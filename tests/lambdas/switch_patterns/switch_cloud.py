"""What the evaluator asks, in this process: metrics that answer as CloudWatch does, a control plane, and patterns."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from botocore.exceptions import ClientError

from domain.metrics import NAMESPACE
from domain.switching import SwitchRules
from lambdas.clients.pattern_availability import EndpointAvailability, FunctionAvailability, ModelAvailability
from lambdas.clients.pattern_metrics import PatternMetrics
from lambdas.clients.switch_decisions import SwitchDecisions
from lambdas.clients.switch_states import SwitchStates
from lambdas.patterns.callers import Answer, Call
from lambdas.patterns.outcomes import Outcome, failure
from lambdas.patterns.served import Kind, ServedPattern
from lambdas.switch_patterns.availability import Availabilities
from lambdas.switch_patterns.look import Look
from lambdas.switch_patterns.meter import SwitchMeter
from lambdas.switch_patterns.probing import Prober
from lambdas.switch_patterns.settings import ProbeBody, Settings

START = 1_700_000_000.0
TABLE = "switch"
A, B, C, D = "sagemaker_realtime", "inference_components", "lambda_on_demand", "bedrock_on_demand"
PATTERNS = (
    ServedPattern(
        pattern=A, kind=Kind.ENDPOINT, endpoint="digits", timeout_ms=1000, content_types=frozenset(), max_bytes=99
    ),
    ServedPattern(
        pattern=B,
        kind=Kind.COMPONENT,
        endpoint="copies",
        component="digits-copy",
        timeout_ms=1000,
        content_types=frozenset(),
        max_bytes=99,
    ),
    ServedPattern(
        pattern=C,
        kind=Kind.FUNCTION,
        function="arn:predict:live",
        timeout_ms=1000,
        content_types=frozenset(),
        max_bytes=9,
    ),
    ServedPattern(
        pattern=D, kind=Kind.BEDROCK, model="some.model-v1", timeout_ms=1000, content_types=frozenset(), max_bytes=99
    ),
)


def refused(code: str, message: str = "") -> ClientError:
    return ClientError({"Error": {"Code": code, "Message": message}}, "Operation")


@dataclass
class Clock:
    """Time that moves when it is told to."""

    now: float = START

    def __call__(self) -> float:
        return self.now


@dataclass
class CloudWatch:
    """Points by metric, answered in periods that start where the request does."""

    points: list[tuple[str, str, frozenset[tuple[str, str]], float, float]] = field(default_factory=list)
    status: dict[str, str] = field(default_factory=dict)
    error: Exception | None = None
    requests: list[dict[str, Any]] = field(default_factory=list)
    page: int = 1000

    def put(
        self, name: str, dimensions: Mapping[str, str], at: float, value: float, namespace: str = NAMESPACE
    ) -> None:
        self.points.append((namespace, name, frozenset(dimensions.items()), at, value))

    def called(self, pattern: str, at: float, *, failed: bool = False, latency_ms: float = 100.0) -> None:
        """What the router publishes of one call."""
        own = {"service": "route_request", "Environment": "test", "Pattern": pattern}
        self.put("PatternRequests", own, at, 1)
        self.put("PatternErrors", own, at, failed)
        if not failed:
            self.put("PatternLatency", own, at, latency_ms)

    def get_metric_data(self, **request: Any) -> dict[str, Any]:
        self.requests.append(request)
        if self.error:
            raise self.error
        first = int(request.get("NextToken", 0))
        queries = request["MetricDataQueries"][first : first + self.page]
        found = {"MetricDataResults": [self._result(query, request) for query in queries]}
        following = first + self.page
        return found if following >= len(request["MetricDataQueries"]) else {**found, "NextToken": str(following)}

    def _result(self, query: dict[str, Any], request: dict[str, Any]) -> dict[str, Any]:
        stat, metric = query["MetricStat"], query["MetricStat"]["Metric"]
        period, start = stat["Period"], request["StartTime"].timestamp()
        start -= start % (60 if period >= 60 else period)
        dimensions = frozenset((one["Name"], one["Value"]) for one in metric["Dimensions"])
        periods: dict[float, list[float]] = {}
        for namespace, name, own, at, value in self.points:
            asked = (namespace, name, own) == (metric["Namespace"], metric["MetricName"], dimensions)
            if asked and start <= at < request["EndTime"].timestamp():
                periods.setdefault(start + (at - start) // period * period, []).append(value)
        newest = sorted(periods, reverse=True)
        return {
            "Id": query["Id"],
            "StatusCode": self.status.get(query["Id"], "Complete"),
            "Timestamps": [datetime.fromtimestamp(at, UTC) for at in newest],
            "Values": [_statistic(stat["Stat"], periods[at]) for at in newest],
        }


def _statistic(name: str, values: list[float]) -> float:
    if name.startswith("p"):
        return sorted(values)[math.ceil(len(values) * float(name[1:]) / 100) - 1]
    return {"Sum": sum(values), "Average": sum(values) / len(values), "Maximum": max(values)}[name]


@dataclass
class ControlPlane:
    """Answers of SageMaker, Lambda and Bedrock; an exception is raised."""

    answers: dict[str, Any] = field(
        default_factory=lambda: {
            "digits": {"EndpointStatus": "InService", "ProductionVariants": [{"CurrentInstanceCount": 1}]},
            "copies": {"EndpointStatus": "InService"},
            "digits-copy": {"InferenceComponentStatus": "InService", "RuntimeConfig": {"CurrentCopyCount": 1}},
            "arn:predict:live": {"State": "Active"},
        }
    )

    def _answer(self, name: str) -> Any:
        found = self.answers[name]
        if isinstance(found, Exception):
            raise found
        return found

    def describe_endpoint(self, EndpointName: str) -> Any:  # noqa: N803 - boto3's names
        return self._answer(EndpointName)

    def describe_inference_component(self, InferenceComponentName: str) -> Any:  # noqa: N803
        return self._answer(InferenceComponentName)

    def get_function_configuration(self, FunctionName: str) -> Any:  # noqa: N803
        return self._answer(FunctionName)

    def get_provisioned_model_throughput(self, provisionedModelId: str) -> Any:  # noqa: N803
        return self._answer(provisionedModelId)


@dataclass
class PatternDouble:
    """A pattern that answers, takes its time, or fails."""

    outcome: Outcome = Outcome.ANSWERED
    words: str = "said"
    calls: list[tuple[Call, float]] = field(default_factory=list)

    def __call__(self, call: Call, timeout_s: float) -> Answer:
        self.calls.append((call, timeout_s))
        if self.outcome is not Outcome.ANSWERED:
            raise failure(self.outcome, "Code", self.words)
        return Answer(b"{}", "application/json")


@dataclass
class Cloud:
    """Everything that a look meets."""

    dynamodb: Any
    clock: Clock = field(default_factory=Clock)
    metrics: CloudWatch = field(default_factory=CloudWatch)
    plane: ControlPlane = field(default_factory=ControlPlane)
    callers: dict[str, PatternDouble] = field(
        default_factory=lambda: {one.pattern: PatternDouble() for one in PATTERNS}
    )
    lines: list[str] = field(default_factory=list)
    ticks: Callable[[], float] = lambda: 0.0

    def look(self, **changed: Any) -> Look:
        settings = settings_of(**changed)
        return Look(
            settings=settings,
            states=SwitchStates(self.dynamodb, TABLE),
            decisions=SwitchDecisions(self.dynamodb, TABLE),
            metrics=PatternMetrics(self.metrics, "test", window_s=settings.window_s, period_s=settings.period_s),
            availabilities=Availabilities(
                EndpointAvailability(self.plane), FunctionAvailability(self.plane), ModelAvailability(self.plane)
            ),
            prober=Prober(settings.probe, settings.probes, self.callers, self.ticks),
            meter=SwitchMeter("switch_patterns", "test", self.lines.append, self.clock),
            clock=self.clock,
        )

    def traffic(self, pattern: str, count: int = 30, **how: Any) -> None:
        """Calls in the last half minute."""
        for at in range(count):
            self.metrics.called(pattern, self.clock.now - 1 - at % 30, **how)


def settings_of(**changed: Any) -> Settings:
    patterns = changed.get("patterns", PATTERNS)
    given: dict[str, Any] = {
        "environment": "test",
        "patterns": patterns,
        "rules": SwitchRules(tuple(one.pattern for one in patterns)),
        "switch_table": TABLE,
        "window_s": 120,
        "period_s": 10,
        "utilization": {},
        "probe": ProbeBody("image/png", b"digit"),
        "probes": 3,
        "decision_ttl_days": 30,
    }
    return Settings(**{**given, **changed})
