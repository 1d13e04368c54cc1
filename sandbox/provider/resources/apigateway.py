"""API Gateway's REST APIs."""

from __future__ import annotations

from sandbox.provider.resources._apigateway_access import ApiKey, UsagePlan, UsagePlanKey
from sandbox.provider.resources._apigateway_api import RestApi, RestApiPolicy
from sandbox.provider.resources._apigateway_domain import Account, BasePathMapping, DomainName
from sandbox.provider.resources._apigateway_stage import Deployment, MethodSettings, Stage

RESOURCES = (
    Account,
    ApiKey,
    BasePathMapping,
    Deployment,
    DomainName,
    MethodSettings,
    RestApi,
    RestApiPolicy,
    Stage,
    UsagePlan,
    UsagePlanKey,
)
