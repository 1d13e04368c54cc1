"""HTTP predictions: API Gateway in front of a function that holds models, with what lets callers and changes in."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pulumi
import pulumi_aws as aws

from components.base import PlatformComponent
from components.foundation import Foundation
from components.function import PythonFunction
from components.function_host import function_host
from components.prediction_api.alarms import ApiAlarms, ApiAlarmsArgs
from components.prediction_api.domain import CustomDomain, CustomDomainArgs
from components.prediction_api.functions import ApiFunctions, ApiFunctionsArgs
from components.prediction_api.gateway import STAGE, RestGateway, RestGatewayArgs
from components.prediction_api.openapi import ApiDocumentArgs, Document, document, published
from components.prediction_api.resource_policy import ReachArgs, resource_policy
from components.prediction_api.rollout import CodeRollout, CodeRolloutArgs
from components.prediction_api.usage import CallerPlan, CallerPlanArgs
from components.prediction_api.watch import ApiWatch, ApiWatchArgs
from components.settings.prediction_api import PredictionApiSettings
from components.warm_function import WarmFunction, WarmFunctionArgs

DOCUMENT_KEY = "prediction_api/openapi.json"
"""Where the published document lies in the stack's bucket."""


@dataclass(frozen=True, kw_only=True)
class PredictionApiArgs:
    """Inputs.

    Attributes:
        settings: The theme's settings.
        foundation: What every theme needs, with the layer of models.
        model: Model of requests that name none.
        signing_key_arn: Key that signed every package, or ``None`` when packages are not signed.
        moved: What of the warm capacity's scalable target a schedule moves.
    """

    settings: PredictionApiSettings
    foundation: Foundation
    model: str
    signing_key_arn: pulumi.Input[str] | None = None
    moved: Sequence[str] = ()


class PredictionApi(PlatformComponent):
    """Functions, API, alarms; plan, name, rollout, warm capacity where the settings ask for them."""

    url: pulumi.Output[str]
    api_id: pulumi.Output[str]
    function_names: dict[str, pulumi.Output[str]]
    candidate_alarm_names: list[pulumi.Output[str]]

    def __init__(self, name: str, args: PredictionApiArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(name, {"authorization": args.settings.access.authorization}, opts)
        self.args = args
        functions = self._functions()
        self.front = functions.front
        api_document = self._document(functions.front)
        self.gateway = gateway = self._gateway(api_document)
        self._let_in(gateway, functions.front)
        alarms = self._alarms(gateway, functions)
        self.plan, self.domain = self._plan(gateway), self._domain(gateway)
        self.url = gateway.url if self.domain is None else self.domain.url
        self._publish(api_document)
        self.rollout = self._rollout(functions.front, alarms)
        self.targets, self.watch = self._warm(functions.front), self._watch(gateway, functions)
        self.api_id, self.function_names = gateway.api_id, functions.names
        self.candidate_alarm_names = alarms.candidate
        self.finish()

    def outputs(self) -> Mapping[str, Any]:
        """Stack outputs of the theme."""
        found: dict[str, Any] = {
            "predictionApiUrl": self.url,
            "predictionApiId": self.api_id,
            "predictionApiStage": self.gateway.stage_name,
            "predictionApiDocument": DOCUMENT_KEY,
            "predictionFunctions": self.function_names,
            "candidateAlarmNames": self.candidate_alarm_names,
        }
        if self.plan is not None:
            found["predictionApiKeyId"] = self.plan.key_id
        if self.domain is not None:
            found["predictionApiDomain"] = self.domain.target
        if self.rollout is not None:
            found["predictionRollout"] = {"application": self.rollout.application, "group": self.rollout.group}
        return found

    def _functions(self) -> ApiFunctions:
        base = self.args.foundation
        if base.model_layer_arn is None:
            raise ValueError("foundation.model_layer_arn is None; accepted: a foundation with the layer of models")
        args = ApiFunctionsArgs(
            host=function_host(base),
            settings=self.args.settings,
            model=self.args.model,
            model_layer_arn=base.model_layer_arn,
            bucket=base.run_bucket,
            bucket_arn=base.run_bucket_arn,
            signing_key_arn=self.args.signing_key_arn,
        )
        return ApiFunctions(self.child_name("fn"), args, opts=self.child())

    def _document(self, front: PythonFunction) -> Document:
        settings, account = self.args.settings, self.args.foundation.args.account
        access = settings.access
        reach = ReachArgs(
            root_arn=account.root_arn,
            stage=STAGE,
            authorization=access.authorization,
            open_health=access.open_health,
            allowed_cidrs=access.allowed_cidrs,
            vpc_endpoint_ids=access.vpc_endpoint_ids,
        )
        return document(
            ApiDocumentArgs(
                title=f"{self.args.foundation.args.scope} predictions",
                invoke_arn=front.invoke_arn,
                authorization=access.authorization,
                user_pool_arns=access.user_pool_arns,
                scopes=access.scopes,
                key_required=settings.usage_plan.enabled,
                open_health=access.open_health,
                asynchronous=settings.asynchronous.enabled,
                max_rows=settings.function.max_rows,
                policy=resource_policy(reach),
            )
        )

    def _gateway(self, api_document: Document) -> RestGateway:
        base, settings = self.args.foundation, self.args.settings
        args = RestGatewayArgs(
            account=base.args.account,
            description=f"Predictions of {base.args.scope}",
            document=api_document,
            throttle=settings.throttle,
            vpc_endpoint_ids=settings.access.vpc_endpoint_ids,
            minimum_tls=settings.access.minimum_tls,
            default_address=settings.domain.name is None,
            account_log_role=settings.account_log_role == "create",
            log_group_prefix=base.log_group_prefixes[0],
            log_retention_days=base.args.settings.log_retention_days,
            key_arn=base.key_arn,
        )
        return RestGateway(self.child_name("api"), args, opts=self.child())

    def _let_in(self, gateway: RestGateway, front: PythonFunction) -> None:
        """The stage may call the alias; the web ACL sees requests first."""
        aws.lambda_.Permission(
            self.child_name("invoke"),
            action="lambda:InvokeFunction",
            function=front.function_name,
            qualifier=front.alias_name,
            principal="apigateway.amazonaws.com",
            source_arn=pulumi.Output.concat(gateway.execution_arn, f"/{STAGE}/*"),
            opts=self.child(),
        )
        if self.args.settings.web_acl_arn is not None:
            aws.wafv2.WebAclAssociation(
                self.child_name("web-acl"),
                resource_arn=gateway.stage_arn,
                web_acl_arn=self.args.settings.web_acl_arn,
                opts=self.child(),
            )

    def _alarms(self, gateway: RestGateway, functions: ApiFunctions) -> ApiAlarms:
        args = ApiAlarmsArgs(
            settings=self.args.settings.alarms,
            api={"ApiName": gateway.api_name, "Stage": gateway.stage_name},
            function_name=functions.front.function_name,
            reserved_concurrency=self.args.settings.function.reserved_concurrency,
            environment=self.args.foundation.args.environment,
            alarm_topic_arn=self.args.foundation.alarm_topic_arn,
        )
        return ApiAlarms(self.child_name("alarms"), args, opts=self.child())

    def _plan(self, gateway: RestGateway) -> CallerPlan | None:
        settings = self.args.settings
        if not settings.usage_plan.enabled and settings.access.authorization != "api-key":
            return None
        args = CallerPlanArgs(settings=settings.usage_plan, api_id=gateway.api_id, stage_name=gateway.stage_name)
        return CallerPlan(self.child_name("callers"), args, opts=self.child())

    def _domain(self, gateway: RestGateway) -> CustomDomain | None:
        domain = self.args.settings.domain
        if domain.name is None or domain.certificate_arn is None:
            return None
        args = CustomDomainArgs(
            host=domain.name,
            certificate_arn=domain.certificate_arn,
            base_path=domain.base_path,
            zone_id=domain.zone_id,
            api_id=gateway.api_id,
            stage_name=gateway.stage_name,
        )
        return CustomDomain(self.child_name("domain"), args, opts=self.child())

    def _publish(self, api_document: Document) -> None:
        """For clients, beside the models."""
        text = self.url.apply(lambda url: json.dumps(published(api_document, url), indent=2, sort_keys=True))
        aws.s3.BucketObjectv2(
            self.child_name("document"),
            bucket=self.args.foundation.run_bucket,
            key=DOCUMENT_KEY,
            content=text,
            content_type="application/json",
            kms_key_id=self.args.foundation.key_arn,
            server_side_encryption="aws:kms",
            opts=self.child(),
        )

    def _rollout(self, front: PythonFunction, alarms: ApiAlarms) -> CodeRollout | None:
        rollout = self.args.settings.rollout
        if rollout.kind == "all-at-once":
            return None
        args = CodeRolloutArgs(
            account=self.args.foundation.args.account,
            settings=rollout,
            function=front,
            alarms=[*alarms.code, *([] if front.errors_alarm is None else [front.errors_alarm])],
        )
        return CodeRollout(self.child_name("rollout"), args, opts=self.child())

    def _warm(self, front: PythonFunction) -> dict[str, aws.appautoscaling.Target]:
        function = self.args.settings.function
        if not function.max_provisioned_concurrency:
            return {}
        args = WarmFunctionArgs(
            function=front,
            least=function.provisioned_concurrency,
            most=function.max_provisioned_concurrency,
            moved=self.args.moved,
        )
        return {"prediction_api": WarmFunction(self.child_name("warm"), args, opts=self.child()).target}

    def _watch(self, gateway: RestGateway, functions: ApiFunctions) -> ApiWatch:
        args = ApiWatchArgs(
            settings=self.args.settings,
            foundation=self.args.foundation,
            api_name=gateway.api_name,
            stage_name=gateway.stage_name,
            function_name=functions.front.function_name,
        )
        return ApiWatch(self.child_name("watch"), args, opts=self.child())
