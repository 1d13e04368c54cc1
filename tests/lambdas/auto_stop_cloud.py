# ruff: noqa: N803 - the arguments are named by boto3
"""Everything of AWS that auto-stop uses, in memory: one object that answers as each of its boto3 clients does."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from botocore.exceptions import ClientError

from domain.cost import AutoStopAction
from domain.scheduling.overrides import Override
from lambdas.auto_stop.acting import Acting
from lambdas.auto_stop.inspection import Inspection
from lambdas.auto_stop.inventory import Inventory
from lambdas.auto_stop.judge import Rules
from lambdas.auto_stop.run import AutoStop
from lambdas.clients.endpoint_capacity import EndpointCapacity
from lambdas.clients.endpoint_components import EndpointComponents
from lambdas.clients.endpoint_metrics import EndpointMetrics
from lambdas.clients.endpoint_removal import EndpointRemoval
from lambdas.clients.endpoint_state import EndpointStates
from lambdas.clients.scalable_targets import ScalableTargets
from lambdas.clients.stop_records import StopRecords
from lambdas.clients.tagged_endpoints import TaggedEndpoints

NOW = datetime(2026, 11, 26, 3, 0, 30, tzinfo=UTC)
MINE = {"Project": "p", "Environment": "staging"}
ARN = "arn:aws:sagemaker:us-east-1:123456789012:"
READS = ("describe_", "list_", "get_", "scan")


@dataclass
class Part:
    """A variant or a component."""

    name: str
    count: int | None = 2
    instance_type: str | None = "ml.m5.large"
    calls: float = 0
    heard: bool = True
    own_model: bool = True
    managed_minimum: int | None = None
    tags: dict[str, str] = field(default_factory=dict)
    status: str = "InService"
    age_minutes: float = 600


@dataclass
class Endpoint:
    """An endpoint with all that belongs to it."""

    name: str
    variants: list[Part] = field(default_factory=lambda: [Part("primary")])
    components: list[Part] = field(default_factory=list)
    tags: dict[str, str] = field(default_factory=lambda: dict(MINE))
    status: str = "InService"
    age_minutes: float = 600
    backlog: float | None = None

    @property
    def arn(self) -> str:
        return f"{ARN}endpoint/{self.name.lower()}"


def refusal(code: str, message: str, operation: str) -> ClientError:
    return ClientError({"Error": {"Code": code, "Message": message}}, operation)


class Cloud:
    """Endpoints, targets, metrics, records and messages."""

    def __init__(self, *endpoints: Endpoint) -> None:
        self.now = NOW
        self.endpoints = {one.name: one for one in endpoints}
        self.by_arn = {one.arn: one for one in endpoints}
        self.components = {part.name: part for one in endpoints for part in one.components}
        self.configurations: dict[str, Endpoint] = {f"{one.name}-config": one for one in endpoints}
        self.targets: dict[str, dict[str, Any]] = {}
        self.policies: dict[str, dict[str, Any]] = {}
        self.schedules: set[str] = set()
        self.rows: dict[str, dict[str, Any]] = {}
        self.messages: list[tuple[str, str]] = []
        self.calls: Counter[str] = Counter()
        self.acts: list[tuple[str, Any]] = []
        self.before: Callable[[str, Mapping[str, Any]], None] = lambda _operation, _request: None

    def target(self, resource_id: str, least: int, most: int, *, schedule: bool = False, policy: str = "") -> None:
        self.targets[resource_id] = {"MinCapacity": least, "MaxCapacity": most, "SuspendedState": {}}
        if schedule:
            self.schedules.add(resource_id)
        if policy:
            self.policies[resource_id] = {"PolicyType": policy, **(step(1) if policy == "StepScaling" else {})}

    def fail(self, operation: str, *, on: str = "", times: int = 1000, code: str = "ThrottlingException") -> None:
        """Refuse the next calls of an operation that speak of ``on``."""
        left, earlier = [times], self.before

        def before(called: str, request: Mapping[str, Any]) -> None:
            earlier(called, request)
            if called == operation and on in str(request) and left[0] > 0:
                left[0] -= 1
                raise refusal(code, "Rate exceeded", operation)

        self.before = before

    def __getattr__(self, operation: str) -> Callable[..., Any]:
        answer = getattr(self, f"do_{operation}")
        acts = not operation.startswith(READS) and operation not in ("put_item", "publish")

        def call(**request: Any) -> Any:
            self.calls[operation] += 1
            self.before(operation, request)
            if acts:
                self.acts.append((operation, request))
            return answer(**request)

        self.__dict__[operation] = call
        return call

    def do_get_resources(
        self, TagFilters: Any, PaginationToken: str = "0", ResourcesPerPage: int = 100, **_: Any
    ) -> Any:
        wanted = {one["Key"]: one["Values"][0] for one in TagFilters}
        found = [one for one in self.endpoints.values() if wanted.items() <= one.tags.items()]
        start, end = int(PaginationToken), int(PaginationToken) + ResourcesPerPage
        page = [{"ResourceARN": one.arn, "Tags": tag_list(one.tags)} for one in found[start:end]]
        return {"ResourceTagMappingList": page, "PaginationToken": str(end) if end < len(found) else ""}

    def do_list_metrics(self, NextToken: str = "0", **_: Any) -> Any:
        found = [(one, part) for one in self.endpoints.values() for part in one.variants if part.heard]
        start, end = int(NextToken), int(NextToken) + 500
        page = [
            {"Dimensions": [{"Name": "EndpointName", "Value": one.name}, {"Name": "VariantName", "Value": part.name}]}
            for one, part in found[start:end]
        ]
        return {"Metrics": page, **({"NextToken": str(end)} if end < len(found) else {})}

    def do_list_inference_components(self, NextToken: str = "0", MaxResults: int = 100) -> Any:
        found = [(one, part) for one in self.endpoints.values() for part in one.components]
        start, end = int(NextToken), int(NextToken) + MaxResults
        page = [
            {"EndpointName": one.name, "InferenceComponentName": part.name, "VariantName": "v"}
            for one, part in found[start:end]
        ]
        return {"InferenceComponents": page, **({"NextToken": str(end)} if end < len(found) else {})}

    def do_get_metric_data(self, MetricDataQueries: list[Any], StartTime: datetime, EndTime: datetime) -> Any:
        assert len(MetricDataQueries) <= 500
        assert StartTime < EndTime
        return {"MetricDataResults": [self._result(one["Id"], one["MetricStat"]) for one in MetricDataQueries]}

    def _result(self, query: str, stat: Any) -> Any:
        metric = stat["Metric"]
        names = {one["Name"]: one["Value"] for one in metric["Dimensions"]}
        value = self._value(metric["MetricName"], names)
        return {"Id": query, "Values": [value] if value else [], "StatusCode": "Complete"}

    def _value(self, metric: str, names: Mapping[str, str]) -> float | None:
        if "InferenceComponentName" in names:
            return self.components[names["InferenceComponentName"]].calls
        endpoint = self.endpoints[names["EndpointName"]]
        if metric == "ApproximateBacklogSize":
            return endpoint.backlog
        part = next(part for part in endpoint.variants if part.name == names["VariantName"])
        if metric == "Invocations":
            return part.calls
        return 60.0 if part.heard else None

    def do_describe_endpoint(self, EndpointName: str) -> Any:
        found = self._endpoint(EndpointName, "DescribeEndpoint")
        changed = self.now - timedelta(minutes=found.age_minutes)
        return {
            "EndpointName": found.name,
            "EndpointArn": found.arn,
            "EndpointStatus": found.status,
            "EndpointConfigName": f"{found.name}-config",
            "CreationTime": changed,
            "LastModifiedTime": changed,
            "ProductionVariants": [summary(part) for part in found.variants],
        }

    def do_describe_endpoint_config(self, EndpointConfigName: str) -> Any:
        found = self.configurations[EndpointConfigName]
        plan: dict[str, Any] = {"ProductionVariants": [planned(part) for part in found.variants]}
        return plan if found.backlog is None else {**plan, "AsyncInferenceConfig": {}}

    def do_describe_inference_component(self, InferenceComponentName: str) -> Any:
        part = self._component(InferenceComponentName)
        arn = f"{ARN}inference-component/{part.name}"
        runtime = {"DesiredCopyCount": part.count, "CurrentCopyCount": part.count}
        changed = self.now - timedelta(minutes=part.age_minutes)
        return {
            "InferenceComponentArn": arn,
            "InferenceComponentStatus": part.status,
            "RuntimeConfig": runtime,
            "CreationTime": changed,
            "LastModifiedTime": changed,
        }

    def do_list_tags(self, ResourceArn: str) -> Any:
        if ":inference-component/" in ResourceArn:
            return {"Tags": tag_list(self._component(ResourceArn.rpartition("/")[2]).tags)}
        return {"Tags": tag_list(self.by_arn[ResourceArn].tags)}

    def do_add_tags(self, ResourceArn: str, Tags: Any) -> Any:
        self.by_arn[ResourceArn].tags |= {one["Key"]: one["Value"] for one in Tags}

    def do_update_endpoint_weights_and_capacities(self, EndpointName: str, DesiredWeightsAndCapacities: Any) -> Any:
        endpoint = self._endpoint(EndpointName, "UpdateEndpointWeightsAndCapacities")
        for wanted in DesiredWeightsAndCapacities:
            part = next(part for part in endpoint.variants if part.name == wanted["VariantName"])
            part.count = wanted["DesiredInstanceCount"]

    def do_update_inference_component_runtime_config(
        self, InferenceComponentName: str, DesiredRuntimeConfig: Any
    ) -> Any:
        self._component(InferenceComponentName).count = DesiredRuntimeConfig["CopyCount"]

    def do_delete_endpoint(self, EndpointName: str) -> Any:
        del self.endpoints[EndpointName]

    def do_create_endpoint(self, EndpointName: str, EndpointConfigName: str, Tags: Any) -> Any:
        if EndpointName in self.endpoints:
            raise refusal("ValidationException", "Cannot create already existing endpoint", "CreateEndpoint")
        made = self.configurations[EndpointConfigName]
        made.tags = {one["Key"]: one["Value"] for one in Tags}
        self.endpoints[EndpointName] = made

    def do_describe_scalable_targets(self, ResourceIds: list[str], **_: Any) -> Any:
        return {"ScalableTargets": [self.targets[one] for one in ResourceIds if one in self.targets]}

    def do_describe_scheduled_actions(self, ResourceId: str, **_: Any) -> Any:
        return {"ScheduledActions": [{}] if ResourceId in self.schedules else []}

    def do_describe_scaling_policies(self, ResourceId: str, **_: Any) -> Any:
        found = self.policies.get(ResourceId)
        return {"ScalingPolicies": [found] if found else []}

    def do_register_scalable_target(self, ResourceId: str, **given: Any) -> Any:
        kept = {name: given[name] for name in ("MinCapacity", "MaxCapacity", "SuspendedState") if name in given}
        assert ResourceId in self.targets or {"MinCapacity", "MaxCapacity"} <= set(kept), "a new target needs both"
        self.targets[ResourceId] = {**self.targets.get(ResourceId, {}), **kept}

    def do_get_item(self, Key: Any, **_: Any) -> Any:
        row = self.rows.get(Key["endpoint"]["S"])
        return {} if row is None else {"Item": row}

    def do_put_item(self, Item: Any, ExpressionAttributeValues: Any = None, **_: Any) -> Any:
        name = Item["endpoint"]["S"]
        replaced = ExpressionAttributeValues and self.rows.get(name)
        if replaced and replaced["version"] != ExpressionAttributeValues[":before"]:
            raise refusal("ConditionalCheckFailedException", "The conditional request failed", "PutItem")
        self.rows[name] = Item

    def do_scan(self, **_: Any) -> Any:
        return {"Items": list(self.rows.values())}

    def do_publish(self, Subject: str, Message: str, **_: Any) -> Any:
        self.messages.append((Subject, Message))

    def _endpoint(self, name: str, operation: str) -> Endpoint:
        if name not in self.endpoints:
            raise refusal("ValidationException", f'Could not find endpoint "{ARN}endpoint/{name}".', operation)
        return self.endpoints[name]

    def _component(self, name: str) -> Part:
        return self.components[name]


def tag_list(tags: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"Key": key, "Value": value} for key, value in tags.items()]


def step(adjustment: int, kind: str = "ChangeInCapacity") -> dict[str, Any]:
    """The configuration of a step policy with one step."""
    steps = {"AdjustmentType": kind, "StepAdjustments": [{"ScalingAdjustment": adjustment}]}
    return {"StepScalingPolicyConfiguration": steps}


def summary(part: Part) -> dict[str, Any]:
    found: dict[str, Any] = {"VariantName": part.name}
    if part.count is None:
        found |= {"CurrentInstanceCount": 0, "CurrentServerlessConfig": {"MemorySizeInMB": 2048, "MaxConcurrency": 5}}
    else:
        found |= {"DesiredInstanceCount": part.count, "CurrentInstanceCount": part.count}
    if part.managed_minimum is not None:
        found["ManagedInstanceScaling"] = {"Status": "ENABLED", "MinInstanceCount": part.managed_minimum}
    return found


def planned(part: Part) -> dict[str, Any]:
    found: dict[str, Any] = {"VariantName": part.name}
    if part.own_model:
        found["ModelName"] = "model"
    return found | ({} if part.count is None else {"InstanceType": part.instance_type})


def components_of(name: str, copies: int = 1, **of_component: Any) -> Endpoint:
    """An endpoint for components, with one of them."""
    shared = Part("shared", count=1, own_model=False, managed_minimum=0)
    return Endpoint(name, [shared], [Part(f"{name}-model", count=copies, **of_component)])


PRICES = {"ml.m5.large": 0.115}


@dataclass
class Stack:
    """The function's parts over one cloud; ``rules`` are the stack's."""

    cloud: Cloud
    environment: str = "staging"
    action: AutoStopAction = AutoStopAction.SCALE_DOWN
    idle_minutes: int = 60
    overrides: tuple[Override, ...] = ()
    units: dict[str, str] = field(default_factory=dict)
    time_left: Callable[[], float] = lambda: 900.0

    @property
    def acting(self) -> Acting:
        cloud = self.cloud
        targets = ScalableTargets(cloud)
        deletes = self.action is AutoStopAction.DELETE and self.environment != "prod"
        return Acting(
            Inspection(EndpointStates(cloud), targets, EndpointMetrics(cloud)),
            EndpointCapacity(cloud),
            targets,
            StopRecords(cloud, "records"),
            EndpointRemoval(cloud) if deletes else None,
        )

    def run(self, *, dry_run: bool = False) -> Any:
        acting = self.acting
        rules = Rules(self.environment, self.action, self.idle_minutes, MINE, self.units, self.overrides, PRICES.get)
        inventory = Inventory(
            TaggedEndpoints(self.cloud), EndpointComponents(self.cloud), EndpointMetrics(self.cloud), MINE
        )
        return AutoStop(rules, inventory, acting.inspection, acting, lambda: self.cloud.now, self.time_left)(
            dry_run=dry_run
        )
