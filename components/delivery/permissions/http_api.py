"""The HTTP API, its rollout, its firewall and its names."""

from __future__ import annotations

from typing import Final

from components.delivery.permissions.grants import Table, needs, on

_REST: Final = on("rest_api", "apigateway", read="GET", write="DELETE PATCH POST PUT")
_PLAN: Final = on("usage_plan", "apigateway", read="GET", write="DELETE PATCH POST PUT")
_DOMAIN: Final = on("domain_name", "apigateway", read="GET", write="DELETE PATCH POST PUT")
_HEALTH: Final = on("everything", "route53", read="GetChange ListHostedZones")

TABLE: Final[Table] = {
    "aws:apigateway/restApi:RestApi": needs(
        _REST,
        on("rest_api", "apigateway", write="UpdateRestApiPolicy"),
        on("api_tags", "apigateway", write="PUT DELETE"),
    ),
    "aws:apigateway/deployment:Deployment": needs(_REST),
    "aws:apigateway/stage:Stage": needs(
        _REST,
        on("api_tags", "apigateway", write="PUT DELETE"),
        on(
            "everything",
            "logs",
            read="DescribeResourcePolicies GetLogDelivery ListLogDeliveries",
            write="CreateLogDelivery DeleteLogDelivery PutResourcePolicy UpdateLogDelivery",
        ),
    ),
    "aws:apigateway/methodSettings:MethodSettings": needs(_REST),
    "aws:apigateway/account:Account": needs(
        on("api_account", "apigateway", read="GET", write="PATCH"), passes=("apigateway",)
    ),
    "aws:apigateway/apiKey:ApiKey": needs(_PLAN, on("api_tags", "apigateway", write="PUT DELETE")),
    "aws:apigateway/usagePlan:UsagePlan": needs(_PLAN, on("api_tags", "apigateway", write="PUT DELETE")),
    "aws:apigateway/usagePlanKey:UsagePlanKey": needs(_PLAN),
    "aws:apigateway/domainName:DomainName": needs(
        _DOMAIN, on("api_tags", "apigateway", write="PUT DELETE"), linked=("ops.apigateway",)
    ),
    "aws:apigateway/basePathMapping:BasePathMapping": needs(_DOMAIN),
    "aws:codedeploy/application:Application": needs(
        on(
            "codedeploy",
            "codedeploy",
            read="GetApplication ListTagsForResource",
            write="CreateApplication DeleteApplication TagResource UntagResource UpdateApplication",
        )
    ),
    "aws:codedeploy/deploymentConfig:DeploymentConfig": needs(
        on(
            "codedeploy",
            "codedeploy",
            read="GetDeploymentConfig",
            write="CreateDeploymentConfig DeleteDeploymentConfig",
        )
    ),
    "aws:codedeploy/deploymentGroup:DeploymentGroup": needs(
        on(
            "codedeploy",
            "codedeploy",
            read="GetDeploymentGroup ListTagsForResource",
            write="CreateDeploymentGroup DeleteDeploymentGroup TagResource UntagResource UpdateDeploymentGroup",
        ),
        passes=("codedeploy",),
    ),
    "aws:route53/healthCheck:HealthCheck": needs(
        on(
            "health_check",
            "route53",
            read="GetHealthCheck ListTagsForResource",
            write="ChangeTagsForResource DeleteHealthCheck UpdateHealthCheck",
        ),
        on("regional", "route53", write="CreateHealthCheck"),
    ),
    "aws:route53/record:Record": needs(
        _HEALTH,
        on("zone", "route53", read="GetHostedZone ListResourceRecordSets", write="ChangeResourceRecordSets"),
    ),
    "aws:wafv2/webAclAssociation:WebAclAssociation": needs(
        on("web_acl", "wafv2", read="GetWebACLForResource", write="AssociateWebACL DisassociateWebACL"),
        on("rest_api", "apigateway", write="SetWebACL"),
    ),
}
"""API Gateway's actions are HTTP methods:
https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonapigatewaymanagement.html"""
