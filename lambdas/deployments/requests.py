"""What SageMaker is asked to make: a model, and the endpoint configuration of it. Pure."""

from typing import Any, Final

from domain.rollouts.record import Deployment
from domain.rollouts.targets import EndpointKind, EndpointTarget
from lambdas.deployments.settings import Place

VARIANT: Final = "AllTraffic"
"""The same name in every configuration: guardrails need it."""


def model_request(deployment: Deployment, target: EndpointTarget, place: Place) -> dict[str, Any]:
    """Parameters of CreateModel.

    A serverless endpoint takes neither a network nor isolation; one on instances gets both.
    https://docs.aws.amazon.com/sagemaker/latest/dg/serverless-endpoints.html#serverless-endpoints-how-it-works-exclusions
    """
    source = deployment.source
    request: dict[str, Any] = {
        "ModelName": deployment.resource_name,
        "ExecutionRoleArn": place.model_role_arn,
        "PrimaryContainer": {
            "Image": source.image,
            "ModelDataUrl": source.data_url,
            "Environment": dict(source.environment),
        },
        "Tags": place.tag_list,
    }
    if target.kind is EndpointKind.REALTIME:
        request["EnableNetworkIsolation"] = True
        if place.subnets:
            request["VpcConfig"] = {
                "Subnets": list(place.subnets),
                "SecurityGroupIds": list(place.security_groups),
            }
    return request


def configuration_request(deployment: Deployment, target: EndpointTarget, place: Place) -> dict[str, Any]:
    """Parameters of CreateEndpointConfig; what callers send and get is never captured."""
    name = deployment.resource_name
    variant: dict[str, Any] = {"VariantName": VARIANT, "ModelName": name}
    request: dict[str, Any] = {"EndpointConfigName": name, "ProductionVariants": [variant], "Tags": place.tag_list}
    if target.kind is EndpointKind.SERVERLESS:
        variant["ServerlessConfig"] = {
            "MemorySizeInMB": target.memory_mb,
            "MaxConcurrency": target.max_concurrency,
        }
    else:
        variant |= {
            "InstanceType": target.instance_type,
            "InitialInstanceCount": target.instance_count,
            "InitialVariantWeight": 1.0,
        }
        request["KmsKeyId"] = place.key_arn  # a serverless configuration is refused with a key of volumes
    return request
