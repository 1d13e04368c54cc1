"""What holds for every component class, those of tomorrow too: they are discovered, and each needs a case here."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pulumi
import pytest

import components
from components.base import PlatformComponent, output_names
from components.cost_control import CostControl, CostControlArgs
from components.cost_control.anomalies import AnomalyDetection, AnomalyDetectionArgs
from components.cost_control.auto_stop import AutoStop, AutoStopArgs
from components.cost_control.billing import BillingAlarms, BillingAlarmsArgs
from components.cost_control.budget import MonthlyBudget, MonthlyBudgetArgs
from components.cost_control.charges import ChargeAlarms, ChargeAlarmsArgs, tiers
from components.cost_control.schedules import ScheduledCapacity, ScheduledCapacityArgs
from components.foundation.access_point import ExistingAccessPoint, InputAccessPoint
from components.foundation.account import Account
from components.foundation.alarm_topic import AlarmTopic, AlarmTopicArgs
from components.foundation.bucket import ExpiringPrefix, SecureBucket, SecureBucketArgs
from components.foundation.component import Foundation, FoundationArgs
from components.foundation.key import CustomerKey, CustomerKeyArgs, for_alarms
from components.foundation.layer import RuntimeLayer, RuntimeLayerArgs
from components.foundation.network import (
    AdoptedNetwork,
    AdoptedNetworkArgs,
    NetworkPlacement,
    PrivateNetwork,
    PrivateNetworkArgs,
)
from components.function import PythonFunction, PythonFunctionArgs
from components.function_host import FunctionHost
from components.function_schedule import FunctionSchedule, FunctionScheduleArgs
from components.inference import Inference, InferenceArgs, checked_model
from components.inference.endpoints import InferenceEndpoints, InferenceEndpointsArgs
from components.inference.functions import DeployedEndpoint, InferenceFunctions, InferenceFunctionsArgs
from components.inference.model import InferenceModel, InferenceModelArgs
from components.inference.realtime import RealtimeEndpoint, RealtimeEndpointArgs
from components.inference.scale_to_zero import ScaleToZeroEndpoint, ScaleToZeroEndpointArgs
from components.inference.serverless import ServerlessEndpoint, ServerlessEndpointArgs
from components.inference.tasks import TaskCompletion, TaskCompletionArgs, TaskTable, TaskTableArgs
from components.platform import Platform
from components.queue import DeadLetterQueue, DeadLetterQueueArgs
from components.settings import (
    AnomalySettings,
    AutoStopSettings,
    BillingSettings,
    BudgetSettings,
    BusinessCapacitySettings,
    ComponentsSettings,
    CostSettings,
    InferenceSettings,
    RealtimeSettings,
    ScheduleSettings,
    ServerlessSettings,
)
from components.settings.schedule_plan import SchedulePlan, plan_schedules
from components.signing_key import SigningKey, SigningKeyArgs
from components.tagging import CLOUD_CONTROL, register_required_tags
from components.warm_function import WarmFunction, WarmFunctionArgs
from components.workflow import StateMachine, StateMachineArgs
from domain.routing import InferencePath
from tests.components.capacity import cases as capacity
from tests.components.delivery import cases as delivery
from tests.components.prediction_api import cases as prediction_api
from tests.components.resilience import site_cases, theme_cases
from tests.components.support.harness import ACCOUNT_ID, REGION, RecordedStack, program
from tests.components.support.project import IMAGE, TODAY, raw_settings, settings
from tests.components.switching import cases as switching
from tests.components.training import cases as training

ACCOUNT = Account(account_id=ACCOUNT_ID, region=REGION, partition="aws")
KEY, TOPIC = "arn:aws:kms:us-east-1:123456789012:key/k", "arn:aws:sns:us-east-1:123456789012:t"
BILL = BillingSettings(
    enabled=True,
    warning_emails=("a@example.com",),
    budget=BudgetSettings(enabled=True, emails=("a@example.com",)),
    anomalies=AnomalySettings(enabled=True, emails=("a@example.com",)),
)
TAGS = {"Owner": "team", "Environment": "staging"}
SERVICES = ("sagemaker.api", "sagemaker.runtime", "states")
Make = Callable[[str, pulumi.ResourceOptions | None, Path], PlatformComponent]


def host(project: Path) -> FunctionHost:
    return FunctionHost(
        account=ACCOUNT,
        environment="staging",
        root=project,
        architecture="arm64",
        layer_arn="arn:layer",
        key_arn=KEY,
        log_group_prefix="/inference-platform/staging/",
        log_retention_days=30,
        log_level="INFO",
        alarm_topic_arn=TOPIC,
        network=NetworkPlacement(
            subnet_ids=["subnet-1"], function_group_id="sg-1", model_group_id="sg-2", services=SERVICES
        ),
    )


def collect_args(project: Path, *, asynchronous: bool = False) -> PythonFunctionArgs:
    access: dict[str, dict[str, list[Any]]] = {"run_store": {"bucket": ["b"], "object": ["o"], "key": [KEY]}}
    return PythonFunctionArgs(
        host=host(project),
        package="collect",
        description="Merges",
        environment={"RUN_BUCKET": "b"},
        access=access,
        asynchronous=asynchronous,
    )


def foundation(name: str, opts: pulumi.ResourceOptions | None, project: Path) -> Foundation:
    args = FoundationArgs(
        settings=settings().foundation, account=ACCOUNT, environment="staging", project=f"p-{name}", root=project
    )
    return Foundation(name, args, opts)


def functions(name: str, opts: pulumi.ResourceOptions | None, project: Path) -> InferenceFunctions:
    endpoint = DeployedEndpoint(name="e", arn="arn:e", component="c")
    args = InferenceFunctionsArgs(
        host=host(project),
        settings=InferenceSettings(),
        model_version="1",
        endpoints={InferencePath.INFERENCE_COMPONENTS: endpoint},
        model_name="m",
        access_point_arn="arn:ap",
        access_point_alias="alias",
        run_bucket="b",
        run_bucket_arn="arn:b",
        task_table="t",
        task_table_arn="arn:t",
    )
    return InferenceFunctions(name, args, opts)


def model(name: str, opts: pulumi.ResourceOptions | None, project: Path) -> InferenceModel:
    args = InferenceModelArgs(
        account=ACCOUNT,
        file=checked_model(project, "build/model/model.tar.gz"),
        root=project,
        image_uri=IMAGE,
        bucket="b",
        bucket_arn="arn:b",
        key_arn=KEY,
        access_point_arn="arn:ap",
        network=host(project).network,
        serverless=True,
    )
    return InferenceModel(name, args, opts)


def completion(name: str, opts: pulumi.ResourceOptions | None, project: Path) -> TaskCompletion:
    made = [PythonFunction(f"{name}-{role}", collect_args(project, asynchronous=True)) for role in ("end", "clock")]
    args = TaskCompletionArgs(account=ACCOUNT, complete=made[0], sweep=made[1], sweep_minutes=15, key_arn=KEY)
    return TaskCompletion(name, args, opts)


def inference(name: str, opts: pulumi.ResourceOptions | None, project: Path) -> Inference:
    every = {path: {"enabled": True} for path in ("realtime", "serverless", "components")}
    args = InferenceArgs(
        settings=settings(**every).inference,
        foundation=foundation(f"{name}-base", None, project),
        model=checked_model(project, "build/model/model.tar.gz"),
    )
    return Inference(name, args, opts)


def machine(name: str, opts: pulumi.ResourceOptions | None, _: Path) -> StateMachine:
    args = StateMachineArgs(
        account=ACCOUNT,
        definition={"StartAt": "A", "States": {"A": {"Type": "Succeed"}}},
        statements=[],
        log_group_prefix="/aws/vendedlogs/states/p/",
        log_retention_days=30,
        key_arn=KEY,
        alarm_topic_arn=TOPIC,
        distributed=True,
    )
    return StateMachine(name, args, opts)


def endpoints(name: str, opts: pulumi.ResourceOptions | None, project: Path) -> InferenceEndpoints:
    every = {path: {"enabled": True} for path in ("realtime", "serverless", "components")}
    args = InferenceEndpointsArgs(
        settings=settings(**every).inference,
        foundation=foundation(f"{name}-base", None, project),
        model=model(f"{name}-model", None, project),
        moved={},
    )
    return InferenceEndpoints(name, args, opts)


def warm(name: str, opts: pulumi.ResourceOptions | None, project: Path) -> WarmFunction:
    function = PythonFunction(f"{name}-function", collect_args(project))
    return WarmFunction(name, WarmFunctionArgs(function=function, least=1, most=4), opts)


def stop(name: str, opts: pulumi.ResourceOptions | None, project: Path) -> AutoStop:
    args = AutoStopArgs(
        host=host(project), settings=AutoStopSettings(), overrides=(), project="p", targets={}, protect=False
    )
    return AutoStop(name, args, opts)


def cost_control(name: str, opts: pulumi.ResourceOptions | None, project: Path) -> CostControl:
    given = {"billing": {"enabled": True}, "auto_stop": {"enabled": True}}
    raw = {**raw_settings(), "environment": "sandbox", "cost": given}
    args = CostControlArgs(
        settings=settings(raw).cost,
        account=ACCOUNT,
        project="p",
        environment="sandbox",
        protect=False,
        host=host(project),
        plan=SchedulePlan({}, {}, (), TODAY),
        targets={},
    )
    return CostControl(name, args, opts)


def clock(name: str, opts: pulumi.ResourceOptions | None, project: Path) -> FunctionSchedule:
    function = PythonFunction(f"{name}-function", collect_args(project, asynchronous=True))
    args = FunctionScheduleArgs(account=ACCOUNT, function=function, every_minutes=5, key_arn=KEY, description="Runs")
    return FunctionSchedule(name, args, opts)


def scheduled(name: str, opts: pulumi.ResourceOptions | None, project: Path) -> ScheduledCapacity:
    endpoint = RealtimeEndpoint(
        f"{name}-endpoint", RealtimeEndpointArgs(settings=RealtimeSettings(), model_name="m", key_arn=KEY)
    )
    capacity = BusinessCapacitySettings(business_min=2, business_max=4, off_hours_min=1, off_hours_max=1)
    cost = CostSettings(schedules=ScheduleSettings(enabled=True, realtime=capacity))
    plan = plan_schedules(cost, project, date(2026, 12, 1))
    return ScheduledCapacity(name, ScheduledCapacityArgs(plan=plan, targets={"realtime": endpoint.target}), opts)


CASES: dict[type[PlatformComponent], Make] = {
    AdoptedNetwork: lambda name, opts, _: AdoptedNetwork(
        name, AdoptedNetworkArgs(vpc_id="vpc-1", subnet_ids=["subnet-1"], services=SERVICES), opts
    ),
    AlarmTopic: lambda name, opts, _: AlarmTopic(
        name, AlarmTopicArgs(account=ACCOUNT, key_arn=KEY, emails=["a@example.com"]), opts
    ),
    AnomalyDetection: lambda name, opts, _: AnomalyDetection(
        name, AnomalyDetectionArgs(account_id=ACCOUNT_ID, settings=BILL.anomalies), opts
    ),
    AutoStop: stop,
    BillingAlarms: lambda name, opts, _: BillingAlarms(
        name, BillingAlarmsArgs(account=ACCOUNT, scope=name, settings=BILL, protect=True), opts
    ),
    ChargeAlarms: lambda name, opts, _: ChargeAlarms(
        name, ChargeAlarmsArgs(account=ACCOUNT, scope=name, tiers=tiers(BILL), protect=True), opts
    ),
    CustomerKey: lambda name, opts, _: CustomerKey(
        name, CustomerKeyArgs(account=ACCOUNT, alias=name, grants=(for_alarms(ACCOUNT),), protect=True), opts
    ),
    DeadLetterQueue: lambda name, opts, _: DeadLetterQueue(
        name, DeadLetterQueueArgs(account=ACCOUNT, key_arn=KEY, alarm_topic_arn=TOPIC, what="events"), opts
    ),
    Foundation: foundation,
    Inference: inference,
    InferenceEndpoints: endpoints,
    InferenceFunctions: functions,
    InferenceModel: model,
    InputAccessPoint: lambda name, opts, _: InputAccessPoint(name, ExistingAccessPoint(arn="a", alias="b"), opts),
    MonthlyBudget: lambda name, opts, _: MonthlyBudget(
        name, MonthlyBudgetArgs(account_id=ACCOUNT_ID, settings=BILL.budget), opts
    ),
    Platform: lambda name, opts, project: Platform(name, settings(), project, TODAY, opts),
    PrivateNetwork: lambda name, opts, _: PrivateNetwork(
        name,
        PrivateNetworkArgs(region=REGION, cidr="10.0.0.0/16", zones=["us-east-1a", "us-east-1b"], services=SERVICES),
        opts,
    ),
    PythonFunction: lambda name, opts, project: PythonFunction(name, collect_args(project, asynchronous=True), opts),
    RealtimeEndpoint: lambda name, opts, _: RealtimeEndpoint(
        name, RealtimeEndpointArgs(settings=RealtimeSettings(), model_name="m", key_arn=KEY), opts
    ),
    RuntimeLayer: lambda name, opts, project: RuntimeLayer(
        name, RuntimeLayerArgs(architecture="arm64", layers=project / "build" / "layers", root=project), opts
    ),
    ScaleToZeroEndpoint: lambda name, opts, _: ScaleToZeroEndpoint(
        name,
        ScaleToZeroEndpointArgs(
            settings=ComponentsSettings(), component_name="c", model_name="m", role_arn="arn:r", key_arn=KEY
        ),
        opts,
    ),
    CostControl: cost_control,
    FunctionSchedule: clock,
    ScheduledCapacity: scheduled,
    SecureBucket: lambda name, opts, _: SecureBucket(
        name, SecureBucketArgs(expire=[ExpiringPrefix(prefix="runs/", days=30)], protect=True, key_arn=KEY), opts
    ),
    SigningKey: lambda name, opts, _: SigningKey(name, SigningKeyArgs(account=ACCOUNT, alias=name, protect=True), opts),
    ServerlessEndpoint: lambda name, opts, _: ServerlessEndpoint(
        name, ServerlessEndpointArgs(settings=ServerlessSettings(provisioned_concurrency=1), model_name="m"), opts
    ),
    StateMachine: machine,
    TaskCompletion: completion,
    TaskTable: lambda name, opts, _: TaskTable(name, TaskTableArgs(key_arn=KEY, protect=False), opts),
    WarmFunction: warm,
    **capacity.CASES,
    **delivery.CASES,
    **prediction_api.CASES,
    **site_cases.CASES,
    **theme_cases.CASES,
    **switching.CASES,
    **training.CASES,
}

each = pytest.mark.parametrize("cls", CASES, ids=lambda cls: cls.__name__)


_BUILT: dict[str, tuple[PlatformComponent, RecordedStack]] = {}


def built(cls: type[PlatformComponent], project: Path) -> tuple[PlatformComponent, RecordedStack]:
    """One of the class, and what it registered beside a second one, in a stack with required tags.

    The second has a caller's alias. All tests only look, so it is made once; the monitor refuses a URN that is there.
    """
    if cls.token not in _BUILT:
        made: list[PlatformComponent] = []

        def build() -> None:
            register_required_tags(TAGS)
            made.append(CASES[cls]("one", None, project))
            CASES[cls]("two", pulumi.ResourceOptions(aliases=[pulumi.Alias(name="former")]), project)

        stack = program(build)
        _BUILT[cls.token] = made[0], stack
    return _BUILT[cls.token]


def component_classes() -> set[type[PlatformComponent]]:
    """Every component class of the package, found by importing all of it."""
    for module in pkgutil.walk_packages(components.__path__, "components."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)

    def below(cls: type[PlatformComponent]) -> set[type[PlatformComponent]]:
        return {cls} | {deeper for direct in cls.__subclasses__() for deeper in below(direct)}

    return {cls for cls in below(PlatformComponent) - {PlatformComponent} if cls.__module__.startswith("components.")}


def test_every_component_class_has_a_case() -> None:
    assert component_classes() == set(CASES)


def test_tokens_are_unique() -> None:
    assert len({cls.token for cls in CASES}) == len(CASES)


@each
def test_it_registers_its_token_and_all_its_outputs(cls: type[PlatformComponent], project: Path) -> None:
    made, stack = built(cls, project)
    component = next(one for one in stack.all(cls.token) if one.name == "one")
    set_ones = {name for name in output_names(cls) if made.__dict__[name] is not None}
    assert set(stack.outputs[component.urn]) == set_ones


@each
def test_its_children_are_its_own_and_named_after_it(cls: type[PlatformComponent], project: Path) -> None:
    _, stack = built(cls, project)
    component = next(one for one in stack.all(cls.token) if one.name == "one")
    below = {component.urn}
    for resource in stack.resources:
        if resource.parent in below:
            below.add(resource.urn)
            parent = stack.by_urn(resource.parent)
            assert resource.name == parent.name or resource.name.startswith(f"{parent.name}-"), resource.name
        if resource.custom:
            parents = [one for one in stack.resources if one.urn == resource.parent]
            assert [one.custom for one in parents] == [False], f"{resource.name} hangs on no component"


SHARED_NAMES = ("alias:Alias", "/alias:Alias", "route53/record:Record")
"""Kinds whose name is not their own alone: an alias is one of a function, and two records answer the same host name."""


@each
def test_two_of_it_live_side_by_side(cls: type[PlatformComponent], project: Path) -> None:
    """Physical names that clash would show here; the monitor refuses duplicate URNs."""
    _, stack = built(cls, project)
    fixed = [
        (resource.type, resource.inputs["name"])
        for resource in stack.custom()
        if "name" in resource.inputs and not resource.type.endswith(SHARED_NAMES)
    ]
    assert len(fixed) == len(set(fixed))


@each
def test_the_callers_aliases_do_not_reach_its_children(cls: type[PlatformComponent], project: Path) -> None:
    """Some resource classes have aliases of their own, so the one without any of the caller's is compared."""
    _, stack = built(cls, project)

    def aliases(name: str) -> dict[tuple[str, str], int]:
        of_it = [one for one in stack.resources if one.name == name or one.name.startswith(f"{name}-")]
        assert of_it
        return {
            (one.type, one.name.removeprefix(name)): one.aliases
            for one in of_it
            if one.type != cls.token or one.name != name
        }

    assert aliases("two") == aliases("one")


@each
def test_required_tags_are_on_everything_that_takes_them(cls: type[PlatformComponent], project: Path) -> None:
    _, stack = built(cls, project)
    for resource in stack.custom():
        if resource.type == CLOUD_CONTROL:
            continue  # test_tagging: their tags lie inside of the desired state
        if "tags" in resource.inputs:
            assert TAGS.items() <= resource.inputs["tags"].items(), resource.name
        else:
            assert resource.type in UNTAGGABLE, resource.type


UNTAGGABLE = (
    prediction_api.UNTAGGABLE
    | training.UNTAGGABLE
    | {
        "aws:appautoscaling/policy:Policy",
        "aws:appautoscaling/scheduledAction:ScheduledAction",
        "aws:appautoscaling/target:Target",
        "aws:cloudwatch/eventTarget:EventTarget",
        "aws:ec2/routeTableAssociation:RouteTableAssociation",
        "aws:iam/rolePolicy:RolePolicy",
        "aws:kms/alias:Alias",
        "aws:lambda/alias:Alias",
        "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig",
        "aws:lambda/layerVersion:LayerVersion",
        "aws:lambda/permission:Permission",
        "aws:lambda/provisionedConcurrencyConfig:ProvisionedConcurrencyConfig",
        "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
        "aws:s3/bucketLogging:BucketLogging",
        "aws:s3/bucketOwnershipControls:BucketOwnershipControls",
        "aws:s3/bucketPolicy:BucketPolicy",
        "aws:route53/record:Record",
        "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
        "aws:s3/bucketReplicationConfig:BucketReplicationConfig",
        "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
        "aws:s3/bucketVersioning:BucketVersioning",
        "aws:scheduler/schedule:Schedule",
        "aws:sns/topicPolicy:TopicPolicy",
        "aws:sns/topicSubscription:TopicSubscription",
        "aws:sqs/queuePolicy:QueuePolicy",
        "pulumi:providers:aws",
    }
)
"""Types of pulumi-aws without ``tags``; a taggable type that lost its tags is not among them."""
