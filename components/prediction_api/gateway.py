"""API Gateway: the API of the document, its stage, logs, throttle and, where asked for, a key with a plan."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pulumi
import pulumi_aws as aws

from components.base import PlatformComponent
from components.foundation.account import Account
from components.foundation.component import API_EXECUTION_LOGS
from components.iam import service_trust
from components.prediction_api.access_log import FORMAT
from components.settings.prediction_api import ThrottleSettings

STAGE = "live"
COMPRESS_FROM_BYTES = 1024
"""Smaller replies are not worth it: https://docs.aws.amazon.com/apigateway/latest/developerguide/
api-gateway-gzip-compression-decompression.html"""

TLS_POLICIES = {"1.2": "SecurityPolicy_TLS13_1_2_PFS_PQ_2025_09", "1.3": "SecurityPolicy_TLS13_1_3_2025_09"}
"""By the oldest version; a Regional API without one of them takes TLS 1.0, a private one needs 1.2 anyway.
https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-security-policies-list.html"""

LOG_POLICY = "service-role/AmazonAPIGatewayPushToCloudWatchLogs"


@dataclass(frozen=True, kw_only=True)
class RestGatewayArgs:
    """Inputs.

    Attributes:
        account: Where the stack is.
        description: What the API is for.
        document: The OpenAPI document, with plain values or outputs inside.
        throttle: What is let in.
        vpc_endpoint_ids: Makes the API private when there is one.
        minimum_tls: Oldest version of TLS: ``1.2`` or ``1.3``.
        default_address: Whether it has its default address, beside a name of its own.
        account_log_role: Whether the account's role for logs is made here.
        log_group_prefix: Prefix of the access log's name, with the slashes.
        log_retention_days: Days.
        key_arn: Customer key of the logs.
    """

    account: Account
    description: str
    document: Mapping[str, Any]
    throttle: ThrottleSettings
    vpc_endpoint_ids: Sequence[str]
    minimum_tls: str
    default_address: bool
    account_log_role: bool
    log_group_prefix: str
    log_retention_days: int
    key_arn: pulumi.Input[str]


class RestGateway(PlatformComponent):
    """A REST API with one stage. What is deployed follows the document: its hash triggers a new deployment."""

    api_id: pulumi.Output[str]
    api_name: pulumi.Output[str]
    execution_arn: pulumi.Output[str]
    stage_arn: pulumi.Output[str]
    stage_name: pulumi.Output[str]
    url: pulumi.Output[str]

    def __init__(self, name: str, args: RestGatewayArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(name, {"private": bool(args.vpc_endpoint_ids)}, opts)
        self.args = args
        body = pulumi.Output.json_dumps(args.document, sort_keys=True)
        api = self._api(name, body)
        deployment = aws.apigateway.Deployment(
            self.child_name("deployment"),
            rest_api=api.id,
            triggers={"body": body.apply(lambda text: hashlib.sha256(text.encode()).hexdigest())},
            opts=self.child(),
        )
        stage = self._stage(api, deployment)
        self._throttle(api, stage)
        self.api_id, self.api_name, self.execution_arn = api.id, api.name, api.execution_arn
        self.stage_arn, self.stage_name, self.url = stage.arn, stage.stage_name, stage.invoke_url
        self.finish()

    def _api(self, name: str, body: pulumi.Output[str]) -> aws.apigateway.RestApi:
        endpoints = list(self.args.vpc_endpoint_ids)
        return aws.apigateway.RestApi(
            name,
            description=self.args.description,
            body=body,
            endpoint_configuration=aws.apigateway.RestApiEndpointConfigurationArgs(
                types="PRIVATE" if endpoints else "REGIONAL", vpc_endpoint_ids=endpoints or None
            ),
            security_policy=None if endpoints else TLS_POLICIES[self.args.minimum_tls],
            endpoint_access_mode=None if endpoints else "STRICT",
            disable_execute_api_endpoint=not self.args.default_address,
            minimum_compression_size=str(COMPRESS_FROM_BYTES),
            opts=self.child(),
        )

    def _stage(self, api: aws.apigateway.RestApi, deployment: aws.apigateway.Deployment) -> aws.apigateway.Stage:
        access = self._log_group("access-log", f"{self.args.log_group_prefix}{self.child_name('access')}")
        # API Gateway would make it itself at the first error: without a key, and for ever.
        execution = self._log_group("execution-log", pulumi.Output.concat(API_EXECUTION_LOGS, api.id, "/", STAGE))
        return aws.apigateway.Stage(
            self.child_name(STAGE),
            rest_api=api.id,
            deployment=deployment.id,
            stage_name=STAGE,
            access_log_settings=aws.apigateway.StageAccessLogSettingsArgs(destination_arn=access.arn, format=FORMAT),
            xray_tracing_enabled=True,
            opts=self.child(depends_on=[execution, *self._account_role()]),
        )

    def _log_group(self, role: str, name: pulumi.Input[str]) -> aws.cloudwatch.LogGroup:
        return aws.cloudwatch.LogGroup(
            self.child_name(role),
            name=name,
            kms_key_id=self.args.key_arn,
            retention_in_days=self.args.log_retention_days,
            opts=self.child(),
        )

    def _throttle(self, api: aws.apigateway.RestApi, stage: aws.apigateway.Stage) -> None:
        aws.apigateway.MethodSettings(
            self.child_name("methods"),
            rest_api=api.id,
            stage_name=stage.stage_name,
            method_path="*/*",
            settings=aws.apigateway.MethodSettingsSettingsArgs(
                throttling_rate_limit=self.args.throttle.requests_per_second,
                throttling_burst_limit=self.args.throttle.burst,
                metrics_enabled=True,
                logging_level="ERROR",
                data_trace_enabled=False,  # bodies do not belong in a log
                caching_enabled=False,
            ),
            opts=self.child(),
        )

    def _account_role(self) -> list[pulumi.Resource]:
        """The role with which API Gateway writes logs: one for the account, so it stays when this stack goes.

        Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html
        """
        if not self.args.account_log_role:
            return []
        role = aws.iam.Role(
            self.child_name("log-role"),
            description="API Gateway writes logs of every API of this account and Region",
            assume_role_policy=service_trust("apigateway.amazonaws.com"),
            opts=self.child(retain_on_delete=True),
        )
        policy = aws.iam.RolePolicyAttachment(
            self.child_name("log-policy"),
            role=role.name,
            policy_arn=f"arn:{self.args.account.partition}:iam::aws:policy/{LOG_POLICY}",
            opts=self.child(retain_on_delete=True),
        )
        account = aws.apigateway.Account(
            self.child_name("account"),
            cloudwatch_role_arn=role.arn,
            opts=self.child(depends_on=[policy], retain_on_delete=True),
        )
        return [account]
