"""One of each component of the theme, for what holds for every component."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pulumi

from components.base import PlatformComponent
from components.foundation import Foundation, FoundationArgs
from components.function import PythonFunction
from components.function_host import function_host
from components.metric_math import Series
from components.observability import DashboardArgs, PredictionDashboard, SloAlarms, SloAlarmsArgs
from components.prediction_api import PredictionApi, PredictionApiArgs
from components.prediction_api.alarms import ApiAlarms, ApiAlarmsArgs
from components.prediction_api.domain import CustomDomain, CustomDomainArgs
from components.prediction_api.functions import ApiFunctions, ApiFunctionsArgs
from components.prediction_api.gateway import RestGateway, RestGatewayArgs
from components.prediction_api.openapi import ApiDocumentArgs, document
from components.prediction_api.rollout import CodeRollout, CodeRolloutArgs
from components.prediction_api.usage import CallerPlan, CallerPlanArgs
from components.prediction_api.watch import ApiWatch, ApiWatchArgs
from components.settings import FoundationSettings
from components.settings.objectives import ApiAlarmSettings
from components.settings.prediction_api import RolloutSettings, ThrottleSettings, UsagePlanSettings
from domain.slo import Objective
from tests.components.prediction_api.support import ACCOUNT, CERTIFICATE, EVERYTHING, api_settings

Options = pulumi.ResourceOptions | None
KEY, TOPIC = "arn:aws:kms:us-east-1:123456789012:key/k", "arn:aws:sns:us-east-1:123456789012:t"


def _base(name: str, project: Path) -> Foundation:
    args = FoundationArgs(
        settings=FoundationSettings(),
        account=ACCOUNT,
        environment="staging",
        project=f"p-{name}",
        root=project,
        runs_models=True,
    )
    return Foundation(f"{name}-base", args)


def _functions(name: str, opts: Options, project: Path, **given: Any) -> ApiFunctions:
    base = _base(name, project)
    args = ApiFunctionsArgs(
        host=function_host(base),
        settings=api_settings(asynchronous={"enabled": True}, **given),
        model="digits",
        model_layer_arn="arn:layer:models",
        bucket="b",
        bucket_arn="arn:aws:s3:::b",
        signing_key_arn=None,
    )
    return ApiFunctions(name, args, opts)


def _front(name: str, project: Path) -> PythonFunction:
    return _functions(f"{name}-fn", None, project, rollout={"kind": "canary"}).front


def _gateway(name: str, opts: Options, _: Path) -> RestGateway:
    args = RestGatewayArgs(
        account=ACCOUNT,
        description="Predictions",
        document=document(ApiDocumentArgs(title=name, invoke_arn="arn:invoke")),
        throttle=ThrottleSettings(),
        vpc_endpoint_ids=(),
        minimum_tls="1.2",
        default_address=True,
        account_log_role=True,
        log_group_prefix="/p/staging/",
        log_retention_days=30,
        key_arn=KEY,
    )
    return RestGateway(name, args, opts)


def _plan(name: str, opts: Options, _: Path) -> CallerPlan:
    return CallerPlan(name, CallerPlanArgs(settings=UsagePlanSettings(), api_id="a", stage_name="live"), opts)


def _domain(name: str, opts: Options, _: Path) -> CustomDomain:
    args = CustomDomainArgs(
        host=f"{name}.example.com",
        certificate_arn=CERTIFICATE,
        base_path=None,
        zone_id="Z1",
        api_id="a",
        stage_name="live",
    )
    return CustomDomain(name, args, opts)


def _rollout(name: str, opts: Options, project: Path) -> CodeRollout:
    args = CodeRolloutArgs(
        account=ACCOUNT, settings=RolloutSettings(kind="canary"), function=_front(name, project), alarms=["errors"]
    )
    return CodeRollout(name, args, opts)


def _alarms(name: str, opts: Options, _: Path) -> ApiAlarms:
    args = ApiAlarmsArgs(
        settings=ApiAlarmSettings(),
        api={"ApiName": "a", "Stage": "live"},
        function_name="f",
        reserved_concurrency=10,
        environment="staging",
        alarm_topic_arn=TOPIC,
    )
    return ApiAlarms(name, args, opts)


def _watch(name: str, opts: Options, project: Path) -> ApiWatch:
    args = ApiWatchArgs(
        settings=api_settings(slo={"enabled": True}),
        foundation=_base(name, project),
        api_name="a",
        stage_name="live",
        function_name="f",
    )
    return ApiWatch(name, args, opts)


def _slo(name: str, opts: Options, _: Path) -> SloAlarms:
    series = {"errors": Series(namespace="AWS/ApiGateway", metric="5XXError", stat="Sum", dimensions={"ApiName": "a"})}
    args = SloAlarmsArgs(
        what="availability",
        composite_name=f"{name}-availability",
        objective=Objective(0.999),
        failures="errors",
        requests="errors",
        series=series,
        least_failures=5,
        alarm_topic_arn=TOPIC,
    )
    return SloAlarms(name, args, opts)


def _dashboard(name: str, opts: Options, _: Path) -> PredictionDashboard:
    args = DashboardArgs(
        name=f"{name}-d",
        region="us-east-1",
        api_name="a",
        stage="live",
        function_name="f",
        service="predict_http",
        environment="staging",
    )
    return PredictionDashboard(name, args, opts)


def _api(name: str, opts: Options, project: Path) -> PredictionApi:
    domain = {**EVERYTHING["domain"], "name": f"{name}.example.com"}
    args = PredictionApiArgs(
        settings=api_settings(**{**EVERYTHING, "domain": domain}), foundation=_base(name, project), model="digits"
    )
    return PredictionApi(name, args, opts)


CASES: dict[type[PlatformComponent], Callable[[str, Options, Path], PlatformComponent]] = {
    ApiAlarms: _alarms,
    ApiFunctions: _functions,
    ApiWatch: _watch,
    CallerPlan: _plan,
    CodeRollout: _rollout,
    CustomDomain: _domain,
    PredictionApi: _api,
    PredictionDashboard: _dashboard,
    RestGateway: _gateway,
    SloAlarms: _slo,
}

UNTAGGABLE = {
    "aws:apigateway/account:Account",
    "aws:apigateway/basePathMapping:BasePathMapping",
    "aws:apigateway/deployment:Deployment",
    "aws:apigateway/methodSettings:MethodSettings",
    "aws:apigateway/usagePlanKey:UsagePlanKey",
    "aws:cloudwatch/dashboard:Dashboard",
    "aws:codedeploy/deploymentConfig:DeploymentConfig",
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
    "aws:route53/record:Record",
    "aws:wafv2/webAclAssociation:WebAclAssociation",
}
"""Types that take no tags."""
