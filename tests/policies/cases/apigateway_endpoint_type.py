"""Fixtures of apigateway-endpoint-type."""

from __future__ import annotations

from tests.policies.cases.case import Case, Cases, U, aws

VPC = ["vpce-0a1b2c3d4e5f60718"]


def api(types: object, **more: object) -> Case:
    return aws("apigateway/restApi", endpointConfiguration={"types": types, **more})


CASES = Cases(
    passes=[
        *[api(kind) for kind in ("EDGE", "REGIONAL", "PRIVATE")],
        api(["REGIONAL"]),
        aws("apigateway/domainName", endpointConfiguration={"types": "EDGE"}),
        api("PRIVATE", vpcEndpointIds=VPC),
        api("REGIONAL", vpcEndpointIds=[]),
        api("REGIONAL", vpcEndpointIds=U).but(endpointConfiguration={}),
    ],
    fails=[
        api("GLOBAL").but(("endpointConfiguration.types is GLOBAL; accepted: REGIONAL, EDGE, PRIVATE",)),
        api(["EDGE", "REGIONAL"]).but(("endpointConfiguration.types names 2 types",)),
        *[
            api(kind, vpcEndpointIds=VPC).but((f"endpointConfiguration.vpcEndpointIds is set for {kind}",))
            for kind in ("EDGE", "REGIONAL")
        ],
        aws("apigateway/domainName", ("endpointConfiguration.types is edge",), endpointConfiguration={"types": "edge"}),
    ],
    not_applicable=[aws("apigateway/restApi"), aws("apigateway/domainName")],
    unknown=[api(U), api([U]), api("REGIONAL", vpcEndpointIds=U), aws("apigateway/restApi", endpointConfiguration=U)],
)
