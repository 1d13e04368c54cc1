"""What a person thinks in: the types that get a box of their own. Every other resource is a part of one of them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import Final

KINDS: Final = {
    "AWS::FSx::S3AccessPointAttachment": "access point",
    "AWS::SageMaker::InferenceComponent": "inference component",
    "aws:apigateway/restApi:RestApi": "REST API",
    "aws:apigateway/domainName:DomainName": "API domain name",
    "aws:apigateway/usagePlan:UsagePlan": "usage plan",
    "aws:apigatewayv2/api:Api": "HTTP API",
    "aws:bedrock/inferenceProfile:InferenceProfile": "inference profile",
    "aws:bedrock/provisionedModelThroughput:ProvisionedModelThroughput": "model throughput",
    "aws:budgets/budget:Budget": "budget",
    "aws:cloudcontrol/resource:Resource": "Cloud Control",
    "aws:cloudfront/distribution:Distribution": "distribution",
    "aws:cloudwatch/dashboard:Dashboard": "dashboard",
    "aws:cloudwatch/eventBus:EventBus": "event bus",
    "aws:cloudwatch/eventRule:EventRule": "event rule",
    "aws:codedeploy/application:Application": "code deployment",
    "aws:costexplorer/anomalyMonitor:AnomalyMonitor": "cost anomaly monitor",
    "aws:dynamodb/globalTable:GlobalTable": "global table",
    "aws:dynamodb/table:Table": "table",
    "aws:ec2/instance:Instance": "instance",
    "aws:ec2/vpc:Vpc": "network",
    "aws:ecr/repository:Repository": "image repository",
    "aws:fsx/ontapFileSystem:OntapFileSystem": "FSx file system",
    "aws:iam/openIdConnectProvider:OpenIdConnectProvider": "identity provider",
    "aws:kinesis/stream:Stream": "stream",
    "aws:kms/key:Key": "key",
    "aws:kms/replicaKey:ReplicaKey": "replica key",
    "aws:lambda/function:Function": "function",
    "aws:lambda/layerVersion:LayerVersion": "function layer",
    "aws:lb/loadBalancer:LoadBalancer": "load balancer",
    "aws:pipes/pipe:Pipe": "pipe",
    "aws:rds/cluster:Cluster": "database",
    "aws:rds/instance:Instance": "database",
    "aws:route53/healthCheck:HealthCheck": "health check",
    "aws:route53/record:Record": "DNS record",
    "aws:route53/zone:Zone": "DNS zone",
    "aws:s3/accessPoint:AccessPoint": "access point",
    "aws:s3/bucket:Bucket": "bucket",
    "aws:s3/bucketV2:BucketV2": "bucket",
    "aws:sagemaker/endpoint:Endpoint": "endpoint",
    "aws:sagemaker/model:Model": "model",
    "aws:sagemaker/modelPackageGroup:ModelPackageGroup": "model registry",
    "aws:scheduler/schedule:Schedule": "schedule",
    "aws:secretsmanager/secret:Secret": "secret",
    "aws:sfn/activity:Activity": "activity",
    "aws:sfn/stateMachine:StateMachine": "state machine",
    "aws:sns/topic:Topic": "topic",
    "aws:sqs/queue:Queue": "queue",
    "aws:wafv2/webAcl:WebAcl": "web firewall",
}
"""Type token to what it is called. A type that is missing here is drawn as a part, never left out."""

BACKGROUND: Final = frozenset({"aws:kms/key:Key", "aws:kms/replicaKey:ReplicaKey", "aws:sns/topic:Topic"})
"""What nearly everything uses. A part that could belong to one of these or to another box belongs to the other."""

ROLE: Final = "aws:iam/role:Role"
OF_A_ROLE: Final = frozenset({"aws:iam/rolePolicy:RolePolicy", "aws:iam/rolePolicyAttachment:RolePolicyAttachment"})
"""They name what the role may use, and belong to the role all the same."""

OTHER_PARTS: Final = "other parts"


def words_of(token: str) -> str:
    """What a type is called where it has no name of its own here.

    >>> words_of("aws:cloudwatch/metricAlarm:MetricAlarm")
    'metric alarm'
    """
    if token in KINDS:
        return KINDS[token]
    if token.startswith("pulumi:providers:"):
        return "provider"
    name = re.sub("[vV][0-9]$", "", token.rpartition(":")[2]) or token or "resource"
    return "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in name).strip()


def counted(tokens: Iterable[str]) -> str:
    """How many there are of each type, the most first.

    >>> counted(["aws:sqs/queue:Queue", "aws:kms/key:Key", "aws:sqs/queue:Queue"])
    '2 queues, 1 key'
    """
    found = Counter(map(words_of, tokens))
    by_number = sorted(found.items(), key=lambda item: (-item[1], item[0]))
    return ", ".join(f"{number} {word if number == 1 else plural(word)}" for word, number in by_number)


def plural(word: str) -> str:
    """More than one of something.

    >>> plural("inference policy"), plural("DNS record"), plural("REST API")
    ('inference policies', 'DNS records', 'REST APIs')
    """
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return f"{word[:-1]}ies"
    return f"{word}es" if word.endswith(("s", "x", "ch", "sh")) else f"{word}s"
