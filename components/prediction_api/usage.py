"""A key for a group of callers, with a rate and a quota.

A key tells callers apart and counts them. It is no proof of who calls:
https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-usage-plans.html
"""

from __future__ import annotations

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.base import PlatformComponent
from components.settings.prediction_api import UsagePlanSettings


@dataclass(frozen=True, kw_only=True)
class CallerPlanArgs:
    """Inputs.

    Attributes:
        settings: Rate and quota.
        api_id: The API.
        stage_name: Its stage, which exists.
    """

    settings: UsagePlanSettings
    api_id: pulumi.Input[str]
    stage_name: pulumi.Input[str]


class CallerPlan(PlatformComponent):
    """A usage plan with one key. Its value stays in API Gateway: ``get-api-key --include-value`` shows it."""

    key_id: pulumi.Output[str]
    plan_id: pulumi.Output[str]

    def __init__(self, name: str, args: CallerPlanArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(name, {"quota": args.settings.quota}, opts)
        settings = args.settings
        plan = aws.apigateway.UsagePlan(
            name,
            description="Callers of the prediction API",
            api_stages=[aws.apigateway.UsagePlanApiStageArgs(api_id=args.api_id, stage=args.stage_name)],
            throttle_settings=aws.apigateway.UsagePlanThrottleSettingsArgs(
                rate_limit=settings.requests_per_second, burst_limit=settings.burst
            ),
            quota_settings=None
            if settings.quota is None
            else aws.apigateway.UsagePlanQuotaSettingsArgs(limit=settings.quota, period=settings.quota_period),
            opts=self.child(),
        )
        key = aws.apigateway.ApiKey(
            self.child_name("key"), description="Callers of the prediction API", opts=self.child()
        )
        aws.apigateway.UsagePlanKey(
            self.child_name("member"), key_id=key.id, key_type="API_KEY", usage_plan_id=plan.id, opts=self.child()
        )
        self.key_id, self.plan_id = key.id, plan.id
        self.finish()
