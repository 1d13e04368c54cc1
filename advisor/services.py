"""The services as a bill calls them: the values of Cost Explorer's dimension SERVICE."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

BY_MODULE: Final[Mapping[str, str]] = {
    "apigateway": "Amazon API Gateway",
    "appautoscaling": "AWS Lambda",
    "bedrock": "Amazon Bedrock",
    "budgets": "AWS Budgets",
    "cloudcontrol": "Amazon SageMaker",
    "cloudwatch": "AmazonCloudWatch",
    "dynamodb": "Amazon DynamoDB",
    "events": "Amazon EventBridge",
    "kms": "AWS Key Management Service",
    "lambda": "AWS Lambda",
    "route53": "Amazon Route 53",
    "s3": "Amazon Simple Storage Service",
    "sagemaker": "Amazon SageMaker",
    "scheduler": "Amazon EventBridge",
    "sfn": "AWS Step Functions",
    "sns": "Amazon Simple Notification Service",
    "sqs": "Amazon Simple Queue Service",
    "states": "AWS Step Functions",
    "transfer": "AWS Data Transfer",
    "vpc": "Amazon Virtual Private Cloud",
    "ec2": "Amazon Virtual Private Cloud",
    "xray": "AWS X-Ray",
}
"""By the first part of an item of the price book, and by the module of a type token."""


def service_of_item(item: str) -> str:
    """The service that bills an item.

    >>> service_of_item("sagemaker.hosting/ml.m5.large")
    'Amazon SageMaker'
    """
    module = item.partition("/")[0].partition(".")[0]
    return BY_MODULE.get(module, module)


def service_of_type(token: str) -> str:
    """The service of a type of resource.

    >>> service_of_type("aws:lambda/function:Function")
    'AWS Lambda'
    """
    module = token.split(":")[1].partition("/")[0] if token.count(":") >= 2 else token
    return BY_MODULE.get(module, module)
