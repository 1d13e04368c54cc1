"""Settings of the HTTP prediction theme: who may call, how much, what answers, how new code and models are let in.

Limits: https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html,
https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html and
https://docs.aws.amazon.com/lambda/latest/dg/snapstart.html
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from components.settings.model import SettingsModel
from components.settings.objectives import ApiAlarmSettings, SloSettings
from domain.prediction import limits

MODEL = r"^[a-z][a-z0-9-]{0,30}[a-z0-9]$"
ARN_START = r"^arn:aws[a-z-]*:"


class AccessSettings(SettingsModel):
    """Who may call. There is no open API: of its methods only `GET /v1/health` can be opened."""

    authorization: Literal["iam", "cognito", "api-key"] = Field(
        default="iam",
        description="`iam` signs each request (SigV4, `execute-api:Invoke`); `cognito` takes a JWT of a user pool, the "
        "only JWT that a REST API checks by itself; `api-key` is a secret that all callers of a plan share.",
    )
    user_pool_arns: tuple[str, ...] = Field(
        default=(),
        examples=[["arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_AbCdEfGhI"]],
        description="User pools of `cognito`.",
    )
    scopes: tuple[str, ...] = Field(
        default=(),
        examples=[["predictions/invoke"]],
        description="OAuth scopes of which a token has one; with them access tokens are asked for, without ID tokens.",
    )
    open_health: bool = Field(
        default=False, description="Let anybody call `GET /v1/health`; it names the default model and its version."
    )
    minimum_tls: Literal["1.2", "1.3"] = Field(
        default="1.2", description="Oldest version of TLS that the API's own address takes; AWS's default is 1.0."
    )
    allowed_cidrs: tuple[str, ...] = Field(
        default=(),
        examples=[["203.0.113.0/24"]],
        description="Addresses from which the API can be called, by resource policy; from everywhere by default.",
    )
    vpc_endpoint_ids: tuple[str, ...] = Field(
        default=(),
        examples=[["vpce-0123456789abcdef0"]],
        description="Makes the API private: it is reached through these endpoints of `execute-api` only.",
    )


class ThrottleSettings(SettingsModel):
    """What each method of the API lets in; the rest is answered 429 before it costs a function.

    API Gateway counts each method for itself; a limit for a caller, over all methods, is `usage_plan`:
    https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-request-throttling.html
    """

    requests_per_second: float = Field(default=50.0, gt=0, le=10_000, description="Sustained rate of each method.")
    burst: int = Field(
        default=20,
        ge=1,
        le=5_000,
        description="Requests of a method at one time; at most `function.reserved_concurrency`, else Lambda refuses "
        "with 500.",
    )


class UsagePlanSettings(SettingsModel):
    """A key for a group of callers, with a rate and a quota. A key counts callers; it does not prove who they are."""

    enabled: bool = Field(
        default=False, description="Ask for a key beside `access.authorization`; always so with `api-key`."
    )
    requests_per_second: float = Field(default=10.0, gt=0, le=10_000, description="Sustained rate of the plan.")
    burst: int = Field(default=10, ge=1, le=5_000, description="Requests of the plan at one time.")
    quota: int | None = Field(
        default=None, ge=1, le=1_000_000_000, description="Requests in `quota_period`; no limit by default."
    )
    quota_period: Literal["DAY", "WEEK", "MONTH"] = Field(default="DAY", description="What the quota is for.")


class ApiFunctionSettings(SettingsModel):
    """The function that predicts while the caller waits."""

    memory_mb: int = Field(default=1024, ge=256, le=10_240, description="Memory in MB; processor time grows with it.")
    timeout_seconds: int = Field(
        default=25, ge=3, le=limits.GATEWAY_TIMEOUT_S, description="Longest answer; API Gateway gives up after 29 s."
    )
    reserved_concurrency: int = Field(
        default=25,
        ge=0,
        le=10_000,
        description="Calls that it works on at one time, taken from the account's; 0 sets none aside, and any other "
        "function can take its place.",
    )
    provisioned_concurrency: int = Field(
        default=0, ge=0, le=1000, description="Environments that are kept warm at least; billed while they are."
    )
    max_provisioned_concurrency: int = Field(
        default=0, ge=0, le=1000, description="Environments that scaling may keep warm; 0 keeps none at all."
    )
    snap_start: bool = Field(
        default=False,
        description="Start from a snapshot of the initialised function; not with provisioned concurrency. Cached "
        "snapshots and restores are billed for Python.",
    )
    preload: bool = Field(
        default=False, description="Load the default model while the environment starts, before the first request."
    )
    cache_mb: int = Field(
        default=384, ge=16, le=10_240, description="Memory for loaded models in MB; at most half of `memory_mb`."
    )
    revalidate_seconds: int = Field(
        default=30, ge=0, le=3600, description="How long what was read from S3 is taken for current."
    )
    max_rows: int = Field(default=1000, ge=1, le=limits.MAX_ROWS, description="Rows of one synchronous call.")


class AsynchronousSettings(SettingsModel):
    """Predictions that take longer than API Gateway waits: 202, and a place to fetch the result from."""

    enabled: bool = Field(default=False, description="Offer `POST /v1/predictions`.")
    timeout_seconds: int = Field(default=300, ge=30, le=900, description="Longest computation of one request.")
    reserved_concurrency: int = Field(
        default=5, ge=0, le=10_000, description="Requests computed at one time; the others wait. 0 sets none aside."
    )
    max_mb: int = Field(
        default=6, ge=1, le=limits.MAX_BODY_BYTES // limits.MEBIBYTE, description="Largest request in MB."
    )
    retention_hours: int = Field(
        default=24,
        ge=1,
        le=720,
        description="How long a result can be fetched; at most the run bucket keeps it.",
    )


class RolloutSettings(SettingsModel):
    """How new code gets its traffic. `canary` and `linear`: CodeDeploy, with alarms that take it back."""

    kind: Literal["all-at-once", "canary", "linear"] = Field(
        default="all-at-once",
        description="`all-at-once` moves the alias with the deployment; the others wait for `python -m advisor "
        "code-release`, which shifts traffic while the alarms watch.",
    )
    percent: int = Field(default=10, ge=1, le=99, description="Share of the canary, or of each linear step.")
    interval_minutes: int = Field(
        default=5,
        ge=1,
        le=2880,
        description="How long the canary is watched, or between two linear steps; an alarm needs 2 to 3 minutes.",
    )


class SplitSettings(SettingsModel):
    """A/B of two versions of the code; of two versions of a model: `python -m advisor model split`."""

    version: str | None = Field(
        default=None, pattern=r"^[1-9][0-9]{0,9}$", examples=["7"], description="Published version of the function."
    )
    weight: float = Field(default=0.1, gt=0, le=0.99, description="Share of the calls that it gets.")


class ApiDomainSettings(SettingsModel):
    """A name of your own for the API."""

    name: str | None = Field(
        default=None,
        pattern=r"^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$",
        examples=["predictions.example.com"],
        description="Host name; with it the API's default address is switched off.",
    )
    certificate_arn: str | None = Field(
        default=None,
        pattern=ARN_START + r"acm:[a-z0-9-]+:\d{12}:certificate/[0-9a-f-]{36}$",
        examples=["arn:aws:acm:us-east-1:123456789012:certificate/01234567-89ab-cdef-0123-456789abcdef"],
        description="Certificate of the name, in the stack's Region.",
    )
    base_path: str | None = Field(
        default=None,
        pattern=r"^[A-Za-z0-9._~-]{1,64}$",
        examples=["ml"],
        description="First part of the path; none by default.",
    )
    zone_id: str | None = Field(
        default=None,
        pattern=r"^Z[A-Z0-9]{1,31}$",
        examples=["Z0123456789ABCDEFGHIJ"],
        description="Hosted zone in which the record is made; without it you point the name at `predictionApiDomain`.",
    )


class PredictionApiSettings(SettingsModel):
    """HTTP predictions: API Gateway, and a function with the models."""

    enabled: bool = Field(default=False, description="Deploy the HTTP API.")
    model: str | None = Field(
        default=None,
        pattern=MODEL,
        examples=["digits"],
        description="Model of requests that name none; by default the one that training trains.",
    )
    account_log_role: Literal["create", "existing"] = Field(
        default="create",
        description="API Gateway writes logs with one role for the whole account and Region: `create` sets it, and "
        "keeps it when the stack goes; `existing` trusts that somebody did.",
    )
    web_acl_arn: str | None = Field(
        default=None,
        pattern=ARN_START + r"wafv2:[a-z0-9-]+:\d{12}:regional/webacl/[A-Za-z0-9_-]+/[0-9a-f-]{36}$",
        examples=[
            "arn:aws:wafv2:us-east-1:123456789012:regional/webacl/api/01234567-89ab-cdef-0123-456789abcdef",
        ],
        description="Web ACL (AWS WAF, regional) that filters requests before the API.",
    )
    access: AccessSettings = Field(default=AccessSettings(), description="Who may call.")
    throttle: ThrottleSettings = Field(default=ThrottleSettings(), description="How much is let in.")
    usage_plan: UsagePlanSettings = Field(default=UsagePlanSettings(), description="Key and quota of callers.")
    function: ApiFunctionSettings = Field(default=ApiFunctionSettings(), description="The function that predicts.")
    asynchronous: AsynchronousSettings = Field(default=AsynchronousSettings(), description="Long predictions.")
    rollout: RolloutSettings = Field(default=RolloutSettings(), description="How new code is let in.")
    split: SplitSettings = Field(default=SplitSettings(), description="A/B of two versions of the code.")
    domain: ApiDomainSettings = Field(default=ApiDomainSettings(), description="A host name of your own.")
    dashboard: bool = Field(default=True, description="Make a dashboard; an account has three for free.")
    alarms: ApiAlarmSettings = Field(default=ApiAlarmSettings(), description="Thresholds of the theme's alarms.")
    slo: SloSettings = Field(default=SloSettings(), description="Objectives and their burn rates.")
